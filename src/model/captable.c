/* Variables are the units that each holder had at first and those that each
 * event adds or moves. The units of a holder at a time are sums of them, and
 * so are all units; a stake is a row that bounds one sum by a share of the
 * other. */
#include "model/captable_parts.h"

#include <math.h>

#include "expr/eval.h"
#include "model/claims.h"
#include "model/schedule.h"
#include "model/stage.h"
#include "model/totals.h"

enum { OTHERS = 0 };

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

/* The middle of the days that a date may be; NAN for none. */
static double middle_of(qd_captable *c, qd_node n)
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

static void add_holder(qd_captable *c, qd_sym party)
{
    if (party == 0 || party == QD_SYM_HOLE) return;
    uint32_t at = 1;
    while (at < c->holders.n && by_name(c, c->holders.at[at], party) < 0)
        at++;
    if (at < c->holders.n && c->holders.at[at] == party) return;
    qd_vec_add(c->l->m->mem, &c->holders);
    for (uint32_t i = c->holders.n - 1; i > at; i--)
        c->holders.at[i] = c->holders.at[i - 1];
    c->holders.at[at] = party;
}

static uint32_t holder_of(const qd_captable *c, qd_sym party)
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

static bool is_of(const qd_captable *c, uint32_t i)
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
    double from = middle_of(c, t.from), to = middle_of(c, t.to);
    if (!isnan(from)) *out = (qd_cap_time){ from, QD_CAP_AFTER };
    else if (!isnan(to)) *out = (qd_cap_time){ to, QD_CAP_BEFORE };
    else *out = (qd_cap_time){ QD_BEFORE, QD_CAP_AFTER };
}

static void take_stake(qd_captable *c, uint32_t dir)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[dir];
    qd_cap_stake s = { .dir = dir, .holder = holder_of(c, d->a),
                       .share = qd_cap_field(c, dir, "share"),
                       .number = qd_cap_field(c, dir, "number"),
                       .value = qd_cap_field(c, dir, "value"),
                       .basis = basis_of(c, dir) };
    bool apart = qd_str_eq(s.basis, QD_STR("voting")) ||
                 qd_str_eq(s.basis, QD_STR("profit"));
    if (s.share.unknown && s.number.unknown) return;
    time_of_stake(c, dir, &s.at);
    if (apart) *qd_vec_add(c->l->m->mem, &c->apart) = s;
    else *qd_vec_add(c->l->m->mem, &c->stakes) = s;
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

/* Money against value: of the value before it, or of the value with it. */
static void price_event(qd_captable *c, qd_cap_event *e)
{
    qd_set money = qd_cap_money(c, e->dir);
    qd_set value = qd_cap_field(c, e->dir, "valuation");
    uint32_t priced_by = e->dir;
    if (value.unknown) {
        priced_by = qd_total_of(c->l, e->dir);
        if (priced_by != QD_NONE)
            value = qd_cap_field(c, priced_by, "valuation");
    }
    e->priced = !money.unknown && !value.unknown && money.n && value.n;
    if (!e->priced) return;
    e->part_of = priced_by == e->dir ? QD_NONE : priced_by;
    qd_str reading = qd_cap_reading(c, priced_by, "valuation");
    bool move = e->kind == QD_CAP_MOVE;
    e->stated = reading.len > 0 || move;
    qd_set ratio = qd_set_div(&money, &value);
    e->pre = e->post = qd_set_empty();
    bool post = qd_str_eq(reading, QD_STR("post")) || move;
    if (post || !e->stated) e->post = ratio;
    if (!post) e->pre = ratio;
}

static enum qd_cap_kind kind_of(const qd_dir *d)
{
    if (d->keyword == QD_K_secondary) return QD_CAP_MOVE;
    return d->keyword == QD_K_warrant ? QD_CAP_EXERCISE : QD_CAP_ISSUE;
}

static void insert_event(qd_captable *c, qd_cap_event e)
{
    uint32_t at = c->events.n;
    qd_vec_add(c->l->m->mem, &c->events);
    for (; at > 0 && qd_cap_before(e.at, c->events.at[at - 1].at); at--)
        c->events.at[at] = c->events.at[at - 1];
    c->events.at[at] = e;
}

double qd_cap_when(qd_captable *c, uint32_t dir)
{
    qd_times t = qd_lower_times(c->l, dir);
    double when = middle_of(c, t.at);
    return isnan(when) ? middle_of(c, t.from) : when;
}

static bool is_sure(const qd_captable *c, uint32_t dir)
{
    return qd_stage_firmness(&c->l->view, dir, c->l->arena) <= QD_FIRM_FIRM;
}

/* What a round does to units before its money comes. */
static void take_before(qd_captable *c, uint32_t dir, double when,
                        qd_cap_event e)
{
    uint32_t round = e.by;
    e.dir = dir;
    e.part_of = QD_NONE;
    e.at = (qd_cap_time){ when, QD_CAP_BEFORE };
    e.sure = is_sure(c, round);
    if (e.kind == QD_CAP_CONVERT) qd_cap_price_convert(c, &e);
    else qd_cap_price_pool(c, &e);
    insert_event(c, e);
}

/* False when it is no convertible that a round converts. */
static bool take_convert(qd_captable *c, uint32_t dir)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[dir];
    if (d->keyword != QD_K_convertible) return false;
    uint32_t round = qd_cap_converts_in(c, dir);
    double when = round == QD_NONE ? NAN : qd_cap_when(c, round);
    if (isnan(when)) return false;
    if (qd_can_happen(c->l, round) && qd_can_happen(c->l, dir))
        take_before(c, dir, when, (qd_cap_event){
            .kind = QD_CAP_CONVERT, .by = round, .terms = dir,
            .to = holder_of(c, d->a) });
    return true;
}

static void take_event(qd_captable *c, uint32_t dir)
{
    const qd_dir *d = &c->l->m->tree.dirs.at[dir];
    if (take_convert(c, dir)) return;
    double when = qd_cap_when(c, dir);
    if (!qd_can_happen(c->l, dir)) return;
    if (isnan(when)) {
        *qd_vec_add(c->l->m->mem, &c->undated) = dir;
        return;
    }
    qd_cap_event e = { .dir = dir, .part_of = QD_NONE, .by = QD_NONE,
                       .kind = (uint8_t)kind_of(d),
                       .at = { when, QD_CAP_AT },
                       .to = holder_of(c, d->a) };
    e.sure = is_sure(c, dir);
    if (e.kind == QD_CAP_MOVE) e.from = holder_of(c, d->b);
    if (e.kind == QD_CAP_EXERCISE) e.sure = false;
    else price_event(c, &e);
    insert_event(c, e);
    if (!qd_cap_field(c, dir, "pool").unknown && d->keyword == QD_K_round)
        take_before(c, dir, when, (qd_cap_event){ .kind = QD_CAP_POOL,
                                                  .by = dir, .to = OTHERS });
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
        insert_event(c, (qd_cap_event){
            .dir = QD_NONE, .part_of = QD_NONE, .by = QD_NONE,
            .kind = QD_CAP_UNREPORTED, .to = OTHERS,
            .at = { last.when, last.phase == QD_CAP_BEFORE ? QD_CAP_BEFORE
                                                           : QD_CAP_AT } });
    }
}

void qd_captable_make(qd_captable *c, qd_lowering *l, qd_sym company)
{
    const qd_tree *t = &l->m->tree;
    *c = (qd_captable){ .l = l, .company = company };
    *qd_vec_add(l->m->mem, &c->holders) = 0;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        if (!is_of(c, i)) continue;
        add_holder(c, t->dirs.at[i].a);
        if (t->dirs.at[i].keyword == QD_K_secondary)
            add_holder(c, t->dirs.at[i].b);
    }
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        if (!is_of(c, i)) continue;
        if (t->dirs.at[i].keyword == QD_K_stake) take_stake(c, i);
        else take_event(c, i);
    }
    add_unreported(c);
    c->vars = c->holders.n;
    for (uint32_t i = 0; i < c->events.n; i++)
        c->events.at[i].var = c->vars++;
    c->per_share = c->vars++;
}

void qd_captable_free(qd_captable *c)
{
    qd_mem *mem = c->l->m->mem;
    qd_mem_release(mem, c->holders.at);
    qd_mem_release(mem, c->events.at);
    qd_mem_release(mem, c->stakes.at);
    qd_mem_release(mem, c->apart.at);
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

/* ---- Sums of units */

static void add_term(qd_poly_term *out, uint32_t *n, uint32_t var, int sign)
{
    out[(*n)++] = (qd_poly_term){ var, sign, 1 };
}

uint32_t qd_captable_units(const qd_captable *c, uint32_t holder,
                           qd_cap_time at, qd_poly_term *out)
{
    uint32_t n = 0;
    bool all = holder == UINT32_MAX;
    for (uint32_t i = 0; i < c->holders.n; i++)
        if (all || i == holder) add_term(out, &n, i, 1);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        if (!qd_cap_before(e->at, at) &&
            !(e->at.when == at.when && e->at.phase == at.phase &&
              at.phase == QD_CAP_AFTER)) continue;
        bool move = e->kind == QD_CAP_MOVE;
        if (all) {
            if (!move) add_term(out, &n, e->var, 1);
            continue;
        }
        if (e->to == holder) add_term(out, &n, e->var, 1);
        if (move && e->from == holder) add_term(out, &n, e->var, -1);
    }
    return n;
}

/* ---- Rows */

/* some <relation> share * all */
static void bound_by(qd_cap_rows *r, uint32_t n_some, uint32_t n_all,
                     double share, enum qd_poly_relation is, uint32_t tag)
{
    qd_rat f = qd_rat_near(share);
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_some; i++) r->row[n++] = r->some[i];
    for (uint32_t i = 0; i < n_all; i++) {
        qd_poly_term t = r->all[i];
        r->row[n++] = (qd_poly_term){ t.var, -t.num * f.num, f.den };
    }
    qd_poly_row(r->p, r->row, n, is, 0, 1, tag);
}

void qd_cap_between(qd_cap_rows *r, uint32_t n_some, uint32_t n_all,
                    const qd_set *share, uint32_t tag)
{
    if (share->unknown || share->n == 0) return;
    qd_piece h = qd_set_hull(share);
    if (h.lo == h.hi) {
        bound_by(r, n_some, n_all, h.lo, QD_POLY_EQUAL, tag);
        return;
    }
    if (h.lo > 0)
        bound_by(r, n_some, n_all, h.lo,
                 h.lo_open ? QD_POLY_MORE : QD_POLY_AT_LEAST, tag);
    if (!isinf(h.hi))
        bound_by(r, n_some, n_all, h.hi,
                 h.hi_open ? QD_POLY_LESS : QD_POLY_AT_MOST, tag);
}

bool qd_cap_names(const qd_captable *c, uint32_t dir, const char *field,
                  uint32_t other)
{
    const qd_tree *t = &c->l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; i < d->n_fields && other != QD_NONE; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != name || f->datum == QD_NONE) continue;
        const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
        for (; s->kind == QD_SYN_LIST; s = &t->syns.at[s->b])
            if (t->syns.at[s->a].a == t->dirs.at[other].name) return true;
        if (s->kind == QD_SYN_NAME && s->a == t->dirs.at[other].name)
            return true;
    }
    return false;
}

/* Terms of events that the stake does not count are taken out again. */
static uint32_t without(const qd_captable *c, const qd_cap_stake *s,
                        qd_poly_term *terms, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool out = false;
        for (uint32_t j = 0; j < c->events.n && !out; j++)
            out = c->events.at[j].var == terms[i].var &&
                  qd_cap_names(c, s->dir, "excluding", c->events.at[j].dir);
        if (!out) terms[kept++] = terms[i];
    }
    return kept;
}

/* Members of a group hold what is said of the group together with it. */
static uint32_t group_units(const qd_captable *c, const qd_cap_stake *s,
                            qd_poly_term *out)
{
    uint32_t n = qd_captable_units(c, s->holder, s->at, out);
    const qd_tree *t = &c->l->m->tree;
    uint32_t group = qd_model_find_kind(c->l->m, c->holders.at[s->holder],
                                        "party");
    for (uint32_t i = 1; i < c->holders.n && s->holder != OTHERS; i++) {
        uint32_t member = qd_model_find_kind(c->l->m, c->holders.at[i],
                                             "party");
        if (i == s->holder || group == QD_NONE || member == QD_NONE ||
            t->dirs.at[group].keyword != QD_K_party ||
            !qd_cap_names(c, group, "members", member)) continue;
        n += qd_captable_units(c, i, s->at, out + n);
    }
    return n;
}

static void stake_rows(qd_cap_rows *r, const qd_cap_stake *s)
{
    uint32_t some = group_units(r->c, s, r->some);
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, s->at, r->all);
    some = without(r->c, s, r->some, some);
    all = without(r->c, s, r->all, all);
    qd_cap_between(r, some, all, &s->share, s->dir + 1);
    r->all[0] = (qd_poly_term){ r->c->per_share, 1, 1 };
    qd_cap_between(r, some, 1, &s->number, s->dir + 1);
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* Units of an event against all before it, where the valuation is read
 * either way: i / v of them, or i / (v - i). */
static qd_piece either_way(const qd_cap_event *e)
{
    qd_piece post = qd_set_hull(&e->post);
    qd_piece as_pre = post;
    as_pre.lo = post.lo / (1 - least(post.lo, 0.999));
    as_pre.hi = post.hi < 1 ? post.hi / (1 - post.hi) : INFINITY;
    if (isinf(as_pre.hi)) as_pre.hi_open = true;
    if (e->pre.n == 0) return as_pre;
    qd_piece pre = qd_set_hull(&e->pre);
    pre.hi = as_pre.hi;
    pre.hi_open = as_pre.hi_open;
    return pre;
}

bool qd_cap_happens(const qd_cap_rows *r, const qd_cap_event *e)
{
    return e->sure || qd_cap_before(r->sure, e->at);
}

/* A tranche, against all at the closing of its round. */
static void part_rows(qd_cap_rows *r, const qd_cap_event *e, uint32_t all)
{
    qd_set share = e->post;
    if (!qd_cap_happens(r, e)) {
        qd_piece h = qd_set_hull(&share);
        share = qd_set_piece(0, false, h.hi, h.hi_open);
    }
    qd_cap_between(r, 1, all, &share, e->dir + 1);
}

/* A stake that is stated later counts its units. */
static bool is_counted(const qd_captable *c, const qd_cap_event *e)
{
    for (uint32_t i = 0; i < c->stakes.n; i++)
        if (qd_cap_before(e->at, c->stakes.at[i].at)) return true;
    return false;
}

/* No price and no later stake that counts its units: they are left out. */
static bool is_left_out(const qd_captable *c, const qd_cap_event *e)
{
    bool new_units = e->kind == QD_CAP_ISSUE || e->kind == QD_CAP_CONVERT;
    return new_units && !e->priced && !is_counted(c, e);
}

/* The parts of a round have one price: all are counted against what is there
 * when the last has closed. */
static qd_cap_time closing_of(const qd_captable *c, const qd_cap_event *e)
{
    qd_cap_time last = e->at;
    for (uint32_t i = 0; i < c->events.n && e->part_of != QD_NONE; i++) {
        const qd_cap_event *x = &c->events.at[i];
        bool same = x->part_of == e->part_of || x->dir == e->part_of;
        if (same && x->dir != QD_NONE && qd_cap_before(last, x->at))
            last = x->at;
    }
    return (qd_cap_time){ last.when, QD_CAP_AFTER };
}

static void issue_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    uint32_t tag = e->dir + 1;
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (is_left_out(r->c, e))
        qd_poly_row(r->p, r->some, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
    if (!e->priced) return;
    if (e->part_of != QD_NONE && e->post.n) {
        uint32_t n = qd_captable_units(r->c, UINT32_MAX,
                                       closing_of(r->c, e), r->all);
        part_rows(r, e, n);
        return;
    }
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, e->at, r->all);
    qd_set share = e->pre;
    if (e->pre.n) all = qd_cap_counted(r->c, e->dir, r->all, all);
    if (e->post.n && e->pre.n) {
        qd_piece p = either_way(e);
        share = qd_set_piece(p.lo, p.lo_open, p.hi, p.hi_open);
    } else if (e->post.n) { /* of all, with the new ones */
        share = e->post;
        r->all[all++] = (qd_poly_term){ e->var, 1, 1 };
    }
    if (!qd_cap_happens(r, e) && share.n) {
        qd_piece h = qd_set_hull(&share);
        share = qd_set_piece(0, false, h.hi, h.hi_open);
    }
    qd_cap_between(r, 1, all, &share, tag);
}

static void move_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    uint32_t tag = e->dir + 1;
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, e->at, r->all);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (e->priced) qd_cap_between(r, 1, all, &e->post, tag);
    /* nobody sells more than he has */
    uint32_t held = qd_captable_units(r->c, e->from, e->at, r->some);
    r->some[held++] = (qd_poly_term){ e->var, -1, 1 };
    qd_poly_row(r->p, r->some, held, QD_POLY_AT_LEAST, 0, 1, tag);
}

/* At most its number, or its share of all before. */
static void exercise_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    qd_captable *c = (qd_captable *)r->c;
    qd_set number = qd_cap_field(c, e->dir, "number");
    qd_set share = qd_cap_field(c, e->dir, "share");
    uint32_t all = qd_captable_units(c, UINT32_MAX, e->at, r->all);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (!share.unknown && share.n)
        bound_by(r, 1, all, qd_set_hull(&share).hi, QD_POLY_AT_MOST,
                 e->dir + 1);
    r->all[0] = (qd_poly_term){ c->per_share, 1, 1 };
    if (!number.unknown && number.n)
        bound_by(r, 1, 1, qd_set_hull(&number).hi, QD_POLY_AT_MOST,
                 e->dir + 1);
}

/* Somebody says that the holder has units, or he sells some; of all others
 * nothing says that they held any before they got what is said. */
static bool held_before(const qd_captable *c, uint32_t holder)
{
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        uint32_t of = c->stakes.at[i].holder;
        if (of == holder) return true;
        uint32_t group = qd_model_find_kind(c->l->m, c->holders.at[of],
                                            "party");
        uint32_t member = qd_model_find_kind(
            c->l->m, c->holders.at[holder], "party");
        if (of != OTHERS && group != QD_NONE &&
            qd_cap_names(c, group, "members", member)) return true;
    }
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].kind == QD_CAP_MOVE &&
            c->events.at[i].from == holder) return true;
    return false;
}

static void event_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    bool converts = e->kind == QD_CAP_CONVERT;
    if (e->kind == QD_CAP_ISSUE || (converts && !e->priced))
        issue_rows(r, e);
    if (converts && e->priced) qd_cap_convert_rows(r, e);
    if (e->kind == QD_CAP_POOL) qd_cap_pool_rows(r, e);
    if (e->kind == QD_CAP_MOVE) move_rows(r, e);
    if (e->kind == QD_CAP_EXERCISE) exercise_rows(r, e);
}

static void nothing_of(qd_cap_rows *r, uint32_t var)
{
    r->some[0] = (qd_poly_term){ var, 1, 1 };
    qd_poly_row(r->p, r->some, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
}

/* All statements; events behind `end` are left out. */
static void all_rows(const qd_captable *c, qd_cap_time at, qd_cap_time sure,
                     qd_cap_time end, qd_poly *p)
{
    qd_arena *a = c->l->arena;
    size_t room = 2 * ((size_t)c->vars + 2) * sizeof(qd_poly_term);
    qd_cap_rows r = { .c = c, .sure = sure, .p = p,
                      .some = qd_arena_alloc(a, room),
                      .all = qd_arena_alloc(a, room),
                      .row = qd_arena_alloc(a, 2 * room) };
    qd_poly_init(p, c->l->m->mem, c->vars);
    uint32_t all = qd_captable_units(c, UINT32_MAX, at, r.all);
    qd_poly_row(p, r.all, all, QD_POLY_EQUAL, 1, 1, QD_POLY_NO_TAG);
    for (uint32_t h = 1; h < c->holders.n; h++)
        if (!held_before(c, h)) nothing_of(&r, h);
    for (uint32_t i = 0; i < c->stakes.n; i++)
        stake_rows(&r, &c->stakes.at[i]);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        if (qd_cap_before(end, e->at)) nothing_of(&r, e->var);
        else event_rows(&r, e);
    }
}

void qd_captable_poly(const qd_captable *c, qd_cap_time at, qd_cap_time sure,
                      qd_poly *p)
{
    all_rows(c, at, sure, (qd_cap_time){ INFINITY, QD_CAP_AFTER }, p);
}

/* A path exercises a warrant as it vests: before a stake counts its units none
 * are there. */
static void leave_out_exercise(const qd_captable *c, qd_poly *p)
{
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        qd_poly_term one = { e->var, 1, 1 };
        if (e->kind == QD_CAP_EXERCISE && !is_counted(c, e))
            qd_poly_row(p, &one, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
    }
}

void qd_captable_drawn(const qd_captable *c, qd_cap_time at, qd_poly *p)
{
    qd_cap_time last = at;
    bool numbers = false;
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        if (qd_cap_before(last, c->stakes.at[i].at))
            last = c->stakes.at[i].at;
        numbers = numbers || !c->stakes.at[i].number.unknown;
    }
    /* the tranches of a round have one price, which the last one decides */
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        qd_cap_time closing = closing_of(c, e);
        if (e->part_of != QD_NONE && qd_cap_before(e->at, at) &&
            qd_cap_before(last, closing)) last = closing;
    }
    all_rows(c, at, at, last, p);
    leave_out_exercise(c, p);
    qd_poly_term unit = { c->per_share, 1, 1 };
    if (!numbers)
        qd_poly_row(p, &unit, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
}
