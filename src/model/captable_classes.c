/* Classes of units: whose they are, what they vote, and what a round brings
 * to those who have a right: more units of a protected class, a part of the
 * round. */
#include "model/captable_parts.h"

#include <math.h>

#include "model/claims.h"
#include "model/schedule.h"

enum { OTHERS = 0 };

/* ---- Classes */

const qd_cap_class *qd_cap_class_of(const qd_captable *c, uint32_t dir)
{
    for (uint32_t i = 0; i < c->classes.n; i++)
        if (c->classes.at[i].dir == dir) return &c->classes.at[i];
    return NULL;
}

double qd_cap_ratio(const qd_captable *c, uint32_t class)
{
    const qd_cap_class *k = qd_cap_class_of(c, class);
    return k ? k->ratio : 1;
}

static double point_or(qd_set s, double otherwise)
{
    return !s.unknown && qd_set_is_point(&s) ? s.at[0].lo : otherwise;
}

static enum qd_cap_protection protection_of(qd_captable *c, uint32_t dir)
{
    qd_str word = qd_word_of(c->l, dir, "anti-dilution");
    if (qd_str_eq(word, QD_STR("broad"))) return QD_CAP_BROAD;
    if (qd_str_eq(word, QD_STR("narrow"))) return QD_CAP_NARROW;
    return qd_str_eq(word, QD_STR("ratchet")) ? QD_CAP_RATCHET : QD_CAP_BARE;
}

/* ---- Splits */

void qd_cap_take_splits(qd_captable *c)
{
    const qd_tree *t = &c->l->m->tree;
    uint32_t dir = qd_model_find_kind(c->l->m, c->company, "party");
    const qd_dir *d = dir == QD_NONE ? NULL : &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, QD_STR("split"));
    for (uint32_t i = 0; d && d->keyword == QD_K_party && i < d->n_fields;
         i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != name || f->datum == QD_NONE ||
            !(f->flags & QD_FIELD_DATED)) continue;
        const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
        double factor = s->kind == QD_SYN_NUMBER
            ? qd_model_number(c->l->m, s) : 1;
        if (factor > 0)
            *qd_vec_add(c->l->m->mem, &c->splits) = (qd_cap_split){
                qd_day_months(qd_field_when(t, f).from), factor };
    }
}

double qd_captable_scale(const qd_captable *c, double when)
{
    double scale = 1;
    for (uint32_t i = 0; i < c->splits.n; i++)
        if (c->splits.at[i].when > when) scale *= c->splits.at[i].factor;
    return scale;
}

double qd_captable_since(const qd_captable *c, uint32_t dir)
{
    qd_day from = c->l->m->tree.dirs.at[dir].when.from;
    return from == QD_DAY_OPEN_FROM ? QD_BEFORE : qd_day_months(from);
}

/* ---- Classes */

/* A round or something that converts makes units of it. */
static bool is_issued(const qd_captable *c, uint32_t class)
{
    const qd_tree *t = &c->l->m->tree;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        unsigned k = t->dirs.at[i].keyword;
        if (!qd_cap_is_of(c, i)) continue;
        if (k == QD_K_round && qd_cap_ref(c, i, "class", "class") == class)
            return true;
        if (k == QD_K_convertible &&
            qd_cap_ref(c, i, "into", "class") == class) return true;
    }
    return false;
}

static void take_class(qd_captable *c, uint32_t dir)
{
    qd_cap_class k = { .dir = dir };
    k.ratio = point_or(qd_cap_field(c, dir, "ratio"), 1);
    if (!(k.ratio > 0)) k.ratio = 1;
    qd_set per = qd_set_point(k.ratio * qd_captable_scale(c,
        qd_captable_since(c, dir)));
    qd_set price = qd_cap_field(c, dir, "price");
    qd_set number = qd_cap_field(c, dir, "number");
    k.price = price.unknown ? qd_set_empty() : qd_set_div(&price, &per);
    k.number = number.unknown ? qd_set_empty() : qd_set_mul(&number, &per);
    qd_set votes = qd_cap_field(c, dir, "votes");
    k.votes = point_or(votes, k.ratio) / k.ratio;
    k.protection = protection_of(c, dir);
    if (k.votes != 1) c->votes_differ = true;
    if (k.number.n && !is_issued(c, dir))
        qd_cap_add_holder(c, c->l->m->tree.dirs.at[dir].name);
    *qd_vec_add(c->l->m->mem, &c->classes) = k;
}

static void find_pool(qd_captable *c)
{
    for (uint32_t i = 1; i < c->holders.n; i++) {
        uint32_t party = qd_model_find_kind(c->l->m, c->holders.at[i],
                                            "party");
        if (party != QD_NONE && qd_str_eq(qd_word_of(c->l, party, "kind"),
                                          QD_STR("pool"))) c->pool = i;
    }
}

void qd_cap_take_classes(qd_captable *c)
{
    const qd_tree *t = &c->l->m->tree;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword == QD_K_class && d->b == c->company &&
            !(d->flags & QD_DIR_BROKEN) && qd_dir_seen(&c->l->view, i))
            take_class(c, i);
    }
    find_pool(c);
}

/* ---- Who has units of which */

static void add_holding(qd_captable *c, uint32_t holder, uint32_t class)
{
    for (uint32_t i = 0; i < c->holdings.n; i++)
        if (c->holdings.at[i].holder == holder &&
            c->holdings.at[i].class == class) return;
    *qd_vec_add(c->l->m->mem, &c->holdings) = (qd_cap_holding){
        holder, class, 0 };
}

/* Numbers that stakes state of units of this class, or of no class. */
static double stated_of(const qd_captable *c, uint32_t class, bool *points)
{
    double sum = 0;
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        const qd_cap_stake *s = &c->stakes.at[i];
        bool again = false;
        if (s->class != class) continue;
        for (uint32_t j = 0; j < i; j++)
            again |= c->stakes.at[j].holder == s->holder &&
                     c->stakes.at[j].class == class;
        if (s->share.n || !qd_set_is_point(&s->number)) *points = false;
        else if (!again)
            sum += s->number.at[0].lo * qd_cap_ratio(c, class) *
                   qd_captable_scale(c, s->at.when);
    }
    return sum;
}

/* Common: nothing sets it apart from units of no class. */
static bool is_plain(qd_captable *c, const qd_cap_class *k)
{
    return k->price.n == 0 && k->protection == QD_CAP_BARE &&
           qd_cap_field(c, k->dir, "preference").unknown;
}

/* Units of no class are common where that is said; the same units may have
 * been said twice, by holder and by class. */
static void give_rest(qd_captable *c, qd_cap_class *k, double loose,
                      bool twice)
{
    bool points = true;
    double left = point_or(k->number, NAN) - stated_of(c, k->dir, &points);
    if (is_plain(c, k) && loose > 0) left -= loose;
    uint32_t itself = qd_cap_holder(c, c->l->m->tree.dirs.at[k->dir].name);
    if (itself == OTHERS || twice || !points || !(left > 0)) return;
    k->itself = itself;
    k->number = qd_set_point(left);
    add_holding(c, itself, k->dir);
}

/* All that is stated are numbers. */
static void find_closed(qd_captable *c)
{
    bool numbers = false;
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        numbers = true;
        if (c->stakes.at[i].number.n == 0 || c->stakes.at[i].share.n)
            c->closed = false;
    }
    for (uint32_t i = 0; i < c->classes.n; i++)
        numbers |= c->classes.at[i].itself != OTHERS;
    c->closed = c->closed && numbers;
}

void qd_cap_take_holdings(qd_captable *c)
{
    bool points = true, plain = false;
    double loose = stated_of(c, QD_NONE, &points), all = 0;
    for (uint32_t i = 0; i < c->stakes.n; i++)
        if (c->stakes.at[i].class != QD_NONE)
            add_holding(c, c->stakes.at[i].holder, c->stakes.at[i].class);
    for (uint32_t i = 0; i < c->classes.n; i++)
        all += point_or(c->classes.at[i].number, 0);
    for (uint32_t i = 0; i < c->classes.n; i++)
        plain = plain || (c->classes.at[i].number.n &&
                          is_plain(c, &c->classes.at[i]));
    for (uint32_t i = 0; points && i < c->classes.n; i++)
        give_rest(c, &c->classes.at[i], loose, plain && loose == all);
    find_closed(c);
}


uint32_t qd_captable_of_class(const qd_captable *c, uint32_t holder,
                            uint32_t class, qd_cap_time at,
                            qd_poly_term *out)
{
    uint32_t n = 0;
    bool all = holder == UINT32_MAX;
    for (uint32_t i = 0; i < c->holdings.n; i++) {
        const qd_cap_holding *x = &c->holdings.at[i];
        if (x->class == class && (all || x->holder == holder))
            out[n++] = (qd_poly_term){ x->var, 1, 1 };
    }
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        if (e->class != class || !qd_cap_is_past(e, at)) continue;
        bool away = e->kind == QD_CAP_MOVE || e->kind == QD_CAP_BACK;
        if (e->kind != QD_CAP_BACK && (all || e->to == holder))
            out[n++] = (qd_poly_term){ e->var, 1, 1 };
        if (away && (all || e->from == holder))
            out[n++] = (qd_poly_term){ e->var, -1, 1 };
    }
    return n;
}

void qd_cap_class_rows(qd_cap_rows *r)
{
    const qd_captable *c = r->c;
    for (uint32_t i = 0; i < c->classes.n; i++) {
        const qd_cap_class *k = &c->classes.at[i];
        if (k->itself == OTHERS) continue;
        for (uint32_t h = 0; h < c->holdings.n; h++)
            if (c->holdings.at[h].holder == k->itself)
                r->some[0] = (qd_poly_term){ c->holdings.at[h].var, 1, 1 };
        r->all[0] = (qd_poly_term){ c->per_share, 1, 1 };
        qd_cap_between(r, 1, 1, &k->number, k->dir + 1);
    }
}

/* ---- Votes */

/* Of units of no class one each; of others by their class besides. */
uint32_t qd_captable_votes(const qd_captable *c, uint32_t holder,
                           qd_cap_time at, qd_poly_term *out)
{
    uint32_t n = qd_captable_units(c, holder, at, out);
    for (uint32_t i = 0; i < c->classes.n; i++) {
        const qd_cap_class *k = &c->classes.at[i];
        if (k->votes == 1) continue;
        qd_rat more = qd_rat_near(k->votes - 1);
        uint32_t from = n;
        n += qd_captable_of_class(c, holder, k->dir, at, out + n);
        for (uint32_t j = from; j < n; j++) {
            out[j].num *= more.num;
            out[j].den = more.den;
        }
    }
    return n;
}

/* ---- With a round */

static bool holds_class(const qd_captable *c, uint32_t holder, uint32_t class,
                        qd_cap_time at)
{
    qd_arena_mark mark = qd_arena_mark_of(c->l->arena);
    qd_poly_term *room = qd_arena_alloc(c->l->arena,
        2 * ((size_t)c->holdings.n + c->events.n + 1) * sizeof *room);
    uint32_t n = qd_captable_of_class(c, holder, class, at, room);
    qd_arena_rewind(c->l->arena, mark);
    return n > 0;
}

static void protect(qd_captable *c, const qd_cap_event *round)
{
    qd_cap_time at = { round->at.when, QD_CAP_BEFORE };
    for (uint32_t i = 0; i < c->classes.n; i++) {
        const qd_cap_class *k = &c->classes.at[i];
        if (k->protection == QD_CAP_BARE || k->dir == round->class) continue;
        for (uint32_t h = 0; h < c->holders.n; h++)
            if (holds_class(c, h, k->dir, at))
                qd_cap_insert(c, (qd_cap_event){
                    .kind = QD_CAP_PROTECT, .dir = k->dir, .class = k->dir,
                    .by = round->dir, .part_of = QD_NONE, .to = h, .at = at,
                    .sure = round->sure, .priced = true, .stated = true });
    }
}

static void take_part(qd_captable *c, const qd_cap_event *round, uint32_t dir,
                      uint32_t holder, qd_set share)
{
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        if (e->kind == QD_CAP_PRO_RATA && e->by == round->dir &&
            e->to == holder) return;
    }
    qd_cap_insert(c, (qd_cap_event){
        .kind = QD_CAP_PRO_RATA, .dir = dir, .class = round->class,
        .by = round->dir, .part_of = QD_NONE, .to = holder, .at = round->at,
        .sure = round->sure, .priced = round->priced, .stated = true,
        .share = share });
}

static void take_parts(qd_captable *c, const qd_cap_event *round)
{
    const qd_tree *t = &c->l->m->tree;
    qd_set fixed = qd_cap_field(c, round->dir, "pro-rata");
    bool named = false;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        bool may = d->keyword == QD_K_stake || d->keyword == QD_K_convertible;
        if (!may || !qd_cap_is_of(c, i) || !qd_cap_yes(c, i, "pro-rata"))
            continue;
        uint32_t holder = qd_cap_holder(c, d->a);
        if (holder == round->to || holder == OTHERS) continue;
        double since = qd_cap_when(c, i);
        if (since > round->at.when) continue;
        named = true;
        take_part(c, round, i, holder, qd_set_empty());
    }
    if (named || fixed.unknown || fixed.n == 0) return;
    if (qd_set_hull(&fixed).hi > 1) fixed = qd_set_div(&fixed, &round->money);
    take_part(c, round, round->dir, OTHERS, fixed);
}

void qd_cap_take_with_rounds(qd_captable *c)
{
    qd_mem *mem = c->l->m->mem;
    QD_VEC(qd_cap_event) rounds = { 0 };
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].kind == QD_CAP_ISSUE)
            *qd_vec_add(mem, &rounds) = c->events.at[i];
    for (uint32_t i = 0; i < rounds.n; i++) {
        if (c->l->m->tree.dirs.at[rounds.at[i].dir].keyword != QD_K_round)
            continue;
        protect(c, &rounds.at[i]);
        take_parts(c, &rounds.at[i]);
    }
    qd_mem_release(mem, rounds.at);
}

/* ---- Stakes of which the value is said */

/* What all is worth near that time, by money that was paid for units. */
static qd_set value_near(const qd_captable *c, const qd_cap_stake *s,
                         uint32_t *by)
{
    const double year = 12;
    double best = year + 1e-9;
    qd_set found = qd_set_empty();
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        double apart = fabs(e->at.when - s->at.when);
        if (e->dir == QD_NONE || e->value.n == 0 || apart >= best) continue;
        bool behind = e->kind == QD_CAP_ISSUE && e->pre.n && !e->post.n &&
                      qd_cap_before(e->at, s->at);
        found = behind ? qd_set_add(&e->value, &e->money) : e->value;
        best = apart;
        *by = e->dir;
    }
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        const qd_cap_stake *x = &c->stakes.at[i];
        double apart = fabs(x->at.when - s->at.when);
        if (x->value_only || x->value.n == 0 || x->share.n == 0 ||
            apart >= best) continue;
        found = qd_set_div(&x->value, &x->share);
        best = apart;
        *by = x->dir;
    }
    return found;
}

void qd_cap_take_values(qd_captable *c)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        qd_cap_stake *s = &c->stakes.at[i];
        s->value_only = s->share.n == 0 && s->number.n == 0;
        s->valued_by = QD_NONE;
    }
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        qd_cap_stake *s = &c->stakes.at[i];
        if (!s->value_only) continue;
        qd_set all = value_near(c, s, &s->valued_by);
        if (all.n && s->value.n) s->share = qd_set_div(&s->value, &all);
    }
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        qd_cap_stake s = c->stakes.at[i];
        if (s.share.n || s.number.n) c->stakes.at[kept++] = s;
        else *qd_vec_add(c->l->m->mem, &c->unvalued) = s.dir;
    }
    c->stakes.n = kept;
}
