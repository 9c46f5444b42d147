/* Who holds units of a company, what is stated of them, and what happens to
 * them, from the directives; in the order of time. */
#include "model/captable_parts.h"

#include <math.h>

#include "expr/eval.h"
#include "model/claims.h"
#include "model/known.h"
#include "model/schedule.h"
#include "model/stage.h"
#include "model/totals.h"

enum { OTHERS = 0 };

uint32_t qd_cap_ref(const qd_captable *c, uint32_t dir, const char *field,
                    const char *keyword)
{
    const qd_model *m = c->l->m;
    qd_str word = qd_word_of(c->l, dir, field);
    qd_sym name = word.len ? qd_names_find(&m->tree.names, word) : 0;
    return name ? qd_model_find_kind(m, name, keyword) : QD_NONE;
}

bool qd_cap_yes(const qd_captable *c, uint32_t dir, const char *field)
{
    return qd_str_eq(qd_word_of(c->l, dir, field), QD_STR("yes"));
}

bool qd_cap_before(qd_cap_time a, qd_cap_time b)
{
    return a.when < b.when || (a.when == b.when && a.phase < b.phase);
}

/* ---- Sets */

static qd_set set_of(qd_captable *c, qd_node n)
{
    qd_lowering *l = c->l;
    qd_eval e;
    double begin = qd_day_months(l->m->horizon.from);
    qd_eval_init(&e, &l->graph, l->m->mem, QD_FACE_CLAIMS, begin);
    qd_eval_period(&e, begin, qd_day_months(l->m->horizon.to));
    qd_set s = *qd_eval_node(&e, n);
    qd_eval_free(&e);
    return s;
}

qd_set qd_cap_field(qd_captable *c, uint32_t dir, const char *field)
{
    qd_node n = qd_lower_named(c->l, dir, field, QD_DATE_FIRST);
    return n == QD_NODE_HOLE ? qd_set_unknown() : set_of(c, n);
}

double qd_cap_middle(qd_captable *c, qd_node n)
{
    if (n == QD_NODE_HOLE) return NAN;
    qd_set s = set_of(c, n);
    if (s.unknown || s.n == 0) return NAN;
    qd_piece h = qd_set_hull(&s);
    if (isinf(h.lo)) return QD_BEFORE;
    if (isinf(h.hi)) return h.lo;
    return h.hi >= QD_NEVER ? h.lo : h.lo / 2 + h.hi / 2;
}

/* ---- Holders */

static int by_name(const qd_captable *c, qd_sym a, qd_sym b)
{
    return qd_str_cmp(qd_model_name(c->l->m, a), qd_model_name(c->l->m, b));
}

void qd_cap_add_holder(qd_captable *c, qd_sym party)
{
    if (party == 0 || party == QD_SYM_HOLE || party == c->company) return;
    uint32_t at = 1;
    while (at < c->holders.n && by_name(c, c->holders.at[at], party) < 0)
        at++;
    if (at < c->holders.n && c->holders.at[at] == party) return;
    qd_vec_add(c->l->m->mem, &c->holders);
    for (uint32_t i = c->holders.n - 1; i > at; i--)
        c->holders.at[i] = c->holders.at[i - 1];
    c->holders.at[at] = party;
}

uint32_t qd_cap_holder(const qd_captable *c, qd_sym party)
{
    for (uint32_t i = 1; i < c->holders.n; i++)
        if (c->holders.at[i] == party) return i;
    return OTHERS;
}

qd_sym qd_cap_issuer(const qd_model *m, const qd_dir *d)
{
    const qd_tree *t = &m->tree;
    switch (d->keyword) {
    case QD_K_stake: case QD_K_round: case QD_K_convertible:
    case QD_K_warrant:
        return d->b;
    case QD_K_secondary: break;
    default: return 0;
    }
    qd_sym name = qd_names_find(&t->names, QD_STR("issuer"));
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != name || f->datum == QD_NONE) continue;
        const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
        if (s->kind == QD_SYN_NAME) return s->a;
    }
    return 0;
}

bool qd_cap_is_of(const qd_captable *c, uint32_t i)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[i];
    return !(d->flags & QD_DIR_BROKEN) &&
           qd_cap_issuer(c->l->m, d) == c->company &&
           qd_dir_seen(&c->l->view, i);
}

/* ---- Stakes */

/* The basis that stands behind a share. */
static qd_str basis_of(const qd_captable *c, uint32_t dir)
{
    const qd_tree *t = &c->l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->datum == QD_NONE) continue;
        const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
        while (s->kind == QD_SYN_HEDGE) s = &t->syns.at[s->a];
        if (s->kind == QD_SYN_BASIS) return qd_names_text(&t->names, s->b);
    }
    return QD_STR("as-converted");
}

/* A stake is a statement about the beginning of its span, or about its end
 * where only that is said; without any date it speaks of the time before all
 * events. */
static void time_of_stake(qd_captable *c, uint32_t dir, qd_cap_time *out)
{
    qd_times t = qd_lower_times(c->l, dir);
    double from = qd_cap_middle(c, t.from), to = qd_cap_middle(c, t.to);
    if (!isnan(from)) *out = (qd_cap_time){ from, QD_CAP_AFTER };
    else if (!isnan(to)) *out = (qd_cap_time){ to, QD_CAP_BEFORE };
    else *out = (qd_cap_time){ QD_BEFORE, QD_CAP_AFTER };
}

static void take_stake(qd_captable *c, uint32_t dir)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[dir];
    qd_cap_stake s = { .dir = dir, .holder = qd_cap_holder(c, d->a),
                       .share = qd_cap_field(c, dir, "share"),
                       .number = qd_cap_field(c, dir, "number"),
                       .value = qd_cap_field(c, dir, "value"),
                       .basis = basis_of(c, dir) };
    bool apart = qd_str_eq(s.basis, QD_STR("voting")) ||
                 qd_str_eq(s.basis, QD_STR("profit"));
    s.class = qd_cap_ref(c, dir, "class", "class");
    if (s.holder == OTHERS && s.number.unknown) c->closed = false;
    if (s.share.unknown && s.number.unknown && s.value.unknown) return;
    time_of_stake(c, dir, &s.at);
    if (apart) *qd_vec_add(c->l->m->mem, &c->apart) = s;
    else *qd_vec_add(c->l->m->mem, &c->stakes) = s;
}

/* What a basis counts in another way than the table: 0 for as converted. */
static int rank_of(const qd_captable *c, const qd_cap_stake *s, bool options)
{
    if (qd_str_eq(s->basis, QD_STR("fully-diluted"))) return options ? 0 : 2;
    if (qd_str_eq(s->basis, QD_STR("issued"))) return c->pool ? 0 : 1;
    return 0;
}

static bool is_said_better(const qd_captable *c, const qd_cap_stake *s,
                           bool options)
{
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        const qd_cap_stake *x = &c->stakes.at[i];
        if (x->holder == s->holder && x->class == s->class && x->share.n &&
            rank_of(c, x, options) < rank_of(c, s, options)) return true;
    }
    return false;
}

/* Of one holder on two bases, where no line tells what the one counts and the
 * other does not, the table has the one that is nearer to it. */
static void set_apart(qd_captable *c)
{
    bool options = false;
    for (uint32_t i = 0; i < c->events.n; i++)
        options = options || c->events.at[i].kind == QD_CAP_EXERCISE;
    for (uint32_t i = c->stakes.n; i-- > 0;) {
        const qd_cap_stake s = c->stakes.at[i];
        if (s.share.n == 0 || s.number.n || !is_said_better(c, &s, options))
            continue;
        *qd_vec_add(c->l->m->mem, &c->apart) = s;
        for (uint32_t j = i + 1; j < c->stakes.n; j++)
            c->stakes.at[j - 1] = c->stakes.at[j];
        c->stakes.n--;
    }
}

/* ---- Events */

qd_str qd_cap_reading(const qd_captable *c, uint32_t dir, const char *field)
{
    const qd_tree *t = &c->l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != name || f->datum == QD_NONE) continue;
        const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
        while (s->kind == QD_SYN_HEDGE) s = &t->syns.at[s->a];
        if (s->kind == QD_SYN_BASIS) return qd_names_text(&t->names, s->b);
    }
    return (qd_str){ "", 0 };
}

qd_set qd_cap_money(qd_captable *c, uint32_t dir)
{
    qd_lowering *l = c->l;
    qd_node n = qd_rest_of(l, qd_whole_of(l, dir), qd_parts_of(l, dir));
    return n == QD_NODE_HOLE ? qd_set_unknown() : set_of(c, n);
}

qd_set qd_cap_whole(qd_captable *c, uint32_t dir)
{
    qd_node n = qd_whole_of(c->l, dir);
    return n == QD_NODE_HOLE ? qd_set_unknown() : set_of(c, n);
}

static qd_set per_unit(const qd_set *money, const qd_set *number,
                       double ratio)
{
    qd_set per = qd_set_point(ratio), units = qd_set_mul(number, &per);
    return qd_set_div(money, &units);
}

/* Of an instalment, by its part of the money. */
static qd_set number_of(qd_captable *c, const qd_cap_event *e)
{
    qd_set number = qd_cap_field(c, e->dir, "number");
    if (!e->instalment || number.unknown) return number;
    qd_set whole = qd_cap_money(c, e->dir);
    qd_set part = qd_set_div(&e->money, &whole);
    return qd_set_mul(&number, &part);
}

/* Units by their number, or by money against the price of a share. */
static void count_event(qd_captable *c, qd_cap_event *e)
{
    double ratio = qd_cap_ratio(c, e->class) *
                   qd_captable_scale(c, e->at.when);
    qd_set per = qd_set_point(ratio);
    qd_set number = number_of(c, e);
    qd_set price = qd_cap_field(c, e->dir, "price");
    const qd_cap_class *class = qd_cap_class_of(c, e->class);
    e->number = qd_set_empty();
    e->unit_price = qd_set_empty();
    if (!price.unknown) e->unit_price = qd_set_div(&price, &per);
    else if (!number.unknown && e->money.n && number.n)
        e->unit_price = per_unit(&e->money, &number, ratio);
    else if (class && e->value.n == 0) e->unit_price = class->price;
    if (!number.unknown) e->number = qd_set_mul(&number, &per);
    else if (e->unit_price.n && e->money.n)
        e->number = qd_set_div(&e->money, &e->unit_price);
    if (e->number.n) e->priced = true;
}

/* Money against value: of the value before it, or of the value with it. */
void qd_cap_price_event(qd_captable *c, qd_cap_event *e)
{
    qd_set value = qd_cap_field(c, e->dir, "valuation");
    uint32_t priced_by = e->dir;
    if (value.unknown) {
        priced_by = qd_total_of(c->l, e->dir);
        if (priced_by != QD_NONE)
            value = qd_cap_field(c, priced_by, "valuation");
    }
    qd_node paid = qd_cap_paid(c->l, e);
    e->money = paid == QD_NODE_HOLE ? qd_set_unknown() : set_of(c, paid);
    e->value = value;
    e->pre = e->post = qd_set_empty();
    e->priced = e->money.n && value.n;
    count_event(c, e);
    if (e->money.n == 0 || value.n == 0) return;
    e->part_of = priced_by == e->dir ? QD_NONE : priced_by;
    e->round = priced_by;
    qd_str reading = qd_cap_reading(c, priced_by, "valuation");
    bool move = e->kind == QD_CAP_MOVE || e->kind == QD_CAP_BACK;
    e->stated = reading.len > 0 || move;
    qd_set counted = qd_cap_with_notes(c, e->dir, &value);
    qd_set ratio = qd_set_div(&e->money, &value);
    bool post = qd_str_eq(reading, QD_STR("post")) || move;
    bool all_new = !post && qd_set_hull(&ratio).lo >= 1;
    if (post || (!e->stated && !all_new)) e->post = ratio;
    if (!post) e->pre = qd_set_div(&e->money, &counted);
}

/* In the order of time, and then of names: not of lines. */
static bool comes_before(const qd_captable *c, const qd_cap_event *x,
                         const qd_cap_event *y)
{
    const qd_tree *t = &c->l->m->tree;
    if (qd_cap_before(x->at, y->at) || qd_cap_before(y->at, x->at))
        return qd_cap_before(x->at, y->at);
    if (x->dir == QD_NONE || y->dir == QD_NONE) return false;
    return by_name(c, t->dirs.at[x->dir].name, t->dirs.at[y->dir].name) < 0;
}

void qd_cap_insert(qd_captable *c, qd_cap_event e)
{
    uint32_t at = c->events.n;
    qd_vec_add(c->l->m->mem, &c->events);
    for (; at > 0 && comes_before(c, &e, &c->events.at[at - 1]); at--)
        c->events.at[at] = c->events.at[at - 1];
    c->events.at[at] = e;
}

static bool waits(qd_captable *c, uint32_t dir)
{
    qd_times t = qd_lower_times(c->l, dir);
    return t.at > QD_NODE_HOLE &&
           c->l->graph.nodes.at[t.at].scope == QD_SCOPE_MONTH;
}

double qd_cap_when(qd_captable *c, uint32_t dir)
{
    qd_times t = qd_lower_times(c->l, dir);
    if (waits(c, dir)) return qd_day_months(c->l->m->horizon.from);
    double when = qd_cap_first_paid(c, dir);
    if (isnan(when)) when = qd_cap_middle(c, t.at);
    return isnan(when) ? qd_cap_middle(c, t.from) : when;
}

/* Neither its stage nor a chance nor a condition, of it or of a deal that it
 * names, leaves it open. */
/* Whether it is an event at all; dropped, it is one that is on no path. */
static bool counts(qd_captable *c, uint32_t dir)
{
    const qd_view *v = &c->l->view;
    if (v->firm && qd_stage_firmness(v, dir, c->l->arena) > QD_FIRM_FIRM)
        return false;
    return qd_could_happen(c->l, dir);
}

static bool is_sure(qd_captable *c, uint32_t dir)
{
    double yes;
    if (qd_stage_firmness(&c->l->view, dir, c->l->arena) > QD_FIRM_FIRM)
        return false;
    qd_times t = qd_lower_times(c->l, dir);
    return c->l->bounds || (qd_node_known(&c->l->graph, t.happens, &yes) &&
                            yes >= 1);
}

/* What comes with a round, or with the event in which something converts. */
static void take_before(qd_captable *c, uint32_t dir, double when,
                        qd_cap_event e)
{
    e.dir = dir;
    e.part_of = QD_NONE;
    e.at = (qd_cap_time){ when, QD_CAP_BEFORE };
    e.sure = is_sure(c, e.by);
    e.waits = waits(c, e.by);
    if (e.kind == QD_CAP_CONVERT) qd_cap_price_convert(c, &e);
    else qd_cap_price_pool(c, &e);
    qd_cap_insert(c, e);
}

/* False when it is no convertible that something converts. */
static bool take_convert(qd_captable *c, uint32_t dir)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[dir];
    if (d->keyword != QD_K_convertible) return false;
    uint32_t by = qd_cap_converts_in(c, dir);
    double when = by == QD_NONE ? NAN : qd_cap_when(c, by);
    if (isnan(when)) return false;
    if (counts(c, by) && counts(c, dir))
        take_before(c, dir, when, (qd_cap_event){
            .kind = QD_CAP_CONVERT, .by = by, .terms = dir,
            .class = qd_cap_ref(c, dir, "into", "class"),
            .to = qd_cap_holder(c, d->a) });
    return true;
}

static enum qd_cap_kind kind_of(qd_captable *c, uint32_t dir)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[dir];
    if (d->keyword == QD_K_secondary)
        return d->a == c->company ? QD_CAP_BACK : QD_CAP_MOVE;
    bool units = qd_str_eq(qd_word_of(c->l, dir, "kind"),
                           QD_STR("profit-units"));
    return d->keyword == QD_K_warrant || units ? QD_CAP_EXERCISE
                                               : QD_CAP_ISSUE;
}

/* At most so many; nobody has to. */
static void take_exercise(qd_captable *c, qd_cap_event *e)
{
    e->sure = false;
    qd_set number = qd_cap_field(c, e->dir, "number");
    qd_set scale = qd_set_point(qd_captable_scale(c, e->at.when));
    e->number = number.unknown ? number : qd_set_mul(&number, &scale);
    e->share = qd_cap_field(c, e->dir, "share");
}

/* The date of the round itself, which its instalments do not move. */
static double header_when(qd_captable *c, uint32_t dir)
{
    qd_times t = qd_lower_times(c->l, dir);
    double when = qd_cap_middle(c, t.at);
    return isnan(when) ? qd_cap_middle(c, t.from) : when;
}

static void take_event(qd_captable *c, uint32_t dir)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[dir];
    enum qd_cap_kind kind = kind_of(c, dir);
    if (kind != QD_CAP_EXERCISE && take_convert(c, dir)) return;
    double when = qd_cap_when(c, dir);
    if (!counts(c, dir)) return;
    if (isnan(when)) {
        *qd_vec_add(c->l->m->mem, &c->undated) = dir;
        return;
    }
    qd_cap_event e = { .dir = dir, .part_of = QD_NONE, .by = QD_NONE,
                       .round = dir,
                       .kind = (uint8_t)kind, .at = { when, QD_CAP_AT },
                       .class = qd_cap_ref(c, dir, "class", "class"),
                       .to = qd_cap_holder(c, d->a) };
    e.sure = is_sure(c, dir);
    e.waits = waits(c, dir);
    if (kind == QD_CAP_MOVE || kind == QD_CAP_BACK)
        e.from = qd_cap_holder(c, d->b);
    if (kind == QD_CAP_EXERCISE) take_exercise(c, &e);
    else qd_cap_price_event(c, &e);
    bool dated = !e.waits && !isnan(qd_cap_first_paid(c, dir));
    if (dated) qd_cap_take_instalments(c, &e, header_when(c, dir));
    else qd_cap_insert(c, e);
    if (d->keyword == QD_K_round && !qd_cap_field(c, dir, "pool").unknown)
        take_before(c, dir, when, (qd_cap_event){
            .kind = QD_CAP_POOL, .by = dir, .class = QD_NONE,
            .to = c->pool });
}

/* Between two times for which stakes are stated units may have been issued
 * that nobody reports, to the others. */
static void add_unreported(qd_captable *c)
{
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        qd_cap_time last = c->stakes.at[i].at;
        bool earlier = false, done = false;
        for (uint32_t j = 0; j < c->stakes.n; j++)
            earlier |= qd_cap_before(c->stakes.at[j].at, last);
        for (uint32_t j = 0; j < c->events.n; j++)
            done |= c->events.at[j].kind == QD_CAP_UNREPORTED &&
                    c->events.at[j].at.when == last.when;
        if (!earlier || done) continue;
        qd_cap_insert(c, (qd_cap_event){
            .dir = QD_NONE, .part_of = QD_NONE, .by = QD_NONE,
            .class = QD_NONE, .kind = QD_CAP_UNREPORTED, .to = OTHERS,
            .at = { last.when, last.phase == QD_CAP_BEFORE ? QD_CAP_BEFORE
                                                           : QD_CAP_AT } });
    }
}

/* A stake counts what may still be exercised. */
static bool is_diluted(const qd_captable *c)
{
    for (uint32_t i = 0; i < c->stakes.n; i++)
        if (qd_str_eq(c->stakes.at[i].basis, QD_STR("fully-diluted")))
            return true;
    return false;
}

void qd_captable_make(qd_captable *c, qd_lowering *l, qd_sym company)
{
    const qd_tree *t = &l->m->tree;
    *c = (qd_captable){ .l = l, .company = company, .closed = true };
    *qd_vec_add(l->m->mem, &c->holders) = 0;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        if (!qd_cap_is_of(c, i)) continue;
        qd_cap_add_holder(c, t->dirs.at[i].a);
        if (t->dirs.at[i].keyword == QD_K_secondary)
            qd_cap_add_holder(c, t->dirs.at[i].b);
    }
    qd_cap_take_splits(c);
    qd_cap_take_classes(c);
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        if (!qd_cap_is_of(c, i)) continue;
        if (t->dirs.at[i].keyword == QD_K_stake) take_stake(c, i);
        else take_event(c, i);
    }
    set_apart(c);
    qd_cap_drop_empty(c);
    qd_cap_find_closings(c);
    qd_cap_take_values(c);
    add_unreported(c);
    qd_cap_take_holdings(c);
    qd_cap_take_with_rounds(c);
    c->vars = c->holders.n;
    for (uint32_t i = 0; i < c->events.n; i++)
        c->events.at[i].var = c->vars++;
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].kind == QD_CAP_EXERCISE && is_diluted(c))
            c->events.at[i].grant = c->vars++;
    for (uint32_t i = 0; i < c->holdings.n; i++)
        c->holdings.at[i].var = c->vars++;
    c->per_share = c->vars++;
    qd_cap_find_exact(c);
    qd_cap_take_shares(c);
}

void qd_captable_free(qd_captable *c)
{
    qd_mem *mem = c->l->m->mem;
    qd_mem_release(mem, c->holders.at);
    qd_mem_release(mem, c->classes.at);
    qd_mem_release(mem, c->splits.at);
    qd_mem_release(mem, c->holdings.at);
    qd_mem_release(mem, c->events.at);
    qd_mem_release(mem, c->stakes.at);
    qd_mem_release(mem, c->apart.at);
    qd_mem_release(mem, c->unvalued.at);
    qd_mem_release(mem, c->undated.at);
}

qd_cap_time qd_captable_now(const qd_captable *c)
{
    qd_cap_time now = { QD_BEFORE, QD_CAP_AFTER };
    for (uint32_t i = 0; i < c->stakes.n; i++)
        if (qd_cap_before(now, c->stakes.at[i].at)) now = c->stakes.at[i].at;
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        bool past = e->dir != QD_NONE &&
                    qd_stage_firmness(&c->l->view, e->dir, c->l->arena) ==
                        QD_FIRM_PAID;
        if (past && qd_cap_before(now, e->at)) now = e->at;
    }
    now.phase = QD_CAP_AFTER;
    return now;
}
