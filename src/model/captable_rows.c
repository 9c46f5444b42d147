/* Variables are the units that each holder had at first and those that each
 * event adds or moves. The units of a holder at a time are sums of them, and
 * so are all units; a stake is a row that bounds one sum by a share of the
 * other. */
#include "model/captable_parts.h"

#include <math.h>

enum { OTHERS = 0 };

/* ---- Sums of units */

static void add_term(qd_poly_term *out, uint32_t *n, uint32_t var, int sign)
{
    out[(*n)++] = (qd_poly_term){ var, sign, 1 };
}

bool qd_cap_is_past(const qd_cap_event *e, qd_cap_time at)
{
    return qd_cap_before(e->at, at) ||
           (e->at.when == at.when && e->at.phase == at.phase &&
            at.phase == QD_CAP_AFTER);
}

uint32_t qd_captable_units(const qd_captable *c, uint32_t holder,
                           qd_cap_time at, qd_poly_term *out)
{
    uint32_t n = 0;
    bool all = holder == UINT32_MAX;
    for (uint32_t i = 0; i < c->holders.n; i++)
        if (all || i == holder) add_term(out, &n, i, 1);
    for (uint32_t i = 0; i < c->holdings.n; i++)
        if (all || c->holdings.at[i].holder == holder)
            add_term(out, &n, c->holdings.at[i].var, 1);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        if (!qd_cap_is_past(e, at)) continue;
        bool move = e->kind == QD_CAP_MOVE, back = e->kind == QD_CAP_BACK;
        if (all) {
            if (!move) add_term(out, &n, e->var, back ? -1 : 1);
            continue;
        }
        if (e->to == holder && !back) add_term(out, &n, e->var, 1);
        if ((move || back) && e->from == holder)
            add_term(out, &n, e->var, -1);
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
        for (uint32_t j = 0; j < c->events.n && !out; j++) {
            const qd_cap_event *e = &c->events.at[j];
            uint32_t of = e->kind == QD_CAP_PRO_RATA ? e->by : e->dir;
            out = e->var == terms[i].var &&
                  qd_cap_names(c, s->dir, "excluding", of);
        }
        if (!out) terms[kept++] = terms[i];
    }
    return kept;
}

static uint32_t party_of(const qd_captable *c, uint32_t holder)
{
    uint32_t dir = qd_model_find_kind(c->l->m, c->holders.at[holder],
                                      "party");
    bool party = dir != QD_NONE &&
                 c->l->m->tree.dirs.at[dir].keyword == QD_K_party;
    return party ? dir : QD_NONE;
}

static bool has_member(const qd_captable *c, uint32_t group, uint32_t holder)
{
    uint32_t g = party_of(c, group), member = party_of(c, holder);
    return group != OTHERS && g != QD_NONE && member != QD_NONE &&
           qd_cap_names(c, g, "members", member);
}

bool qd_cap_is_group(const qd_captable *c, uint32_t holder)
{
    for (uint32_t i = 1; i < c->holders.n; i++)
        if (i != holder && has_member(c, holder, i)) return true;
    return false;
}

uint32_t qd_captable_together(const qd_captable *c, uint32_t holder,
                              qd_cap_time at, qd_poly_term *out)
{
    uint32_t n = qd_captable_units(c, holder, at, out);
    for (uint32_t i = 1; i < c->holders.n && holder != OTHERS; i++)
        if (i != holder && has_member(c, holder, i))
            n += qd_captable_units(c, i, at, out + n);
    return n;
}

/* Members of a group hold what is said of the group together with it. */
static uint32_t group_units(const qd_captable *c, const qd_cap_stake *s,
                            qd_poly_term *out)
{
    if (s->class != QD_NONE)
        return qd_captable_of_class(c, s->holder, s->class, s->at, out);
    return qd_captable_together(c, s->holder, s->at, out);
}

/* What may still be exercised, of a holder or of all. */
static uint32_t add_unexercised(const qd_captable *c, uint32_t holder,
                                qd_cap_time at, qd_poly_term *out, uint32_t n)
{
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        bool his = holder == UINT32_MAX || e->to == holder;
        if (e->kind != QD_CAP_EXERCISE || !his || !qd_cap_is_past(e, at))
            continue;
        out[n++] = (qd_poly_term){ e->grant, 1, 1 };
        out[n++] = (qd_poly_term){ e->var, -1, 1 };
    }
    return n;
}

static uint32_t take_out(const qd_captable *c, uint32_t holder,
                         qd_cap_time at, qd_poly_term *out, uint32_t n)
{
    uint32_t more = qd_captable_units(c, holder, at, out + n);
    for (uint32_t i = n; i < n + more; i++) out[i].num = -out[i].num;
    return n + more;
}

/* Fully diluted counts what may still be exercised; what is issued leaves out
 * the pool of which nobody has anything yet. */
static void on_basis(qd_cap_rows *r, const qd_cap_stake *s, uint32_t *some,
                     uint32_t *all)
{
    const qd_captable *c = r->c;
    if (qd_str_eq(s->basis, QD_STR("fully-diluted"))) {
        *some = add_unexercised(c, s->holder, s->at, r->some, *some);
        *all = add_unexercised(c, UINT32_MAX, s->at, r->all, *all);
    } else if (qd_str_eq(s->basis, QD_STR("issued")) && c->pool != OTHERS &&
               c->pool != s->holder) {
        *all = take_out(c, c->pool, s->at, r->all, *all);
    }
}

static void stake_rows(qd_cap_rows *r, const qd_cap_stake *s)
{
    uint32_t some = group_units(r->c, s, r->some);
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, s->at, r->all);
    some = without(r->c, s, r->some, some);
    all = without(r->c, s, r->all, all);
    on_basis(r, s, &some, &all);
    qd_cap_between(r, some, all, &s->share, s->dir + 1);
    if (s->number.n == 0) return;
    qd_set per = qd_set_point(qd_cap_ratio(r->c, s->class) *
                              qd_captable_scale(r->c, s->at.when));
    qd_set number = qd_set_mul(&s->number, &per);
    r->all[0] = (qd_poly_term){ r->c->per_share, 1, 1 };
    qd_cap_between(r, some, 1, &number, s->dir + 1);
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

bool qd_cap_is_counted(const qd_captable *c, const qd_cap_event *e)
{
    for (uint32_t i = 0; i < c->stakes.n; i++)
        if (qd_cap_before(e->at, c->stakes.at[i].at)) return true;
    return false;
}

bool qd_cap_is_unknown(const qd_cap_event *e)
{
    bool new_units = e->kind == QD_CAP_ISSUE || e->kind == QD_CAP_CONVERT;
    return new_units && !e->priced;
}

/* Nobody knows how many units it has, and it may not happen: nothing is known
 * of what it would do. What has happened has some number of them. */
static bool is_left_out(const qd_cap_rows *r, const qd_cap_event *e)
{
    bool there = e->sure && !e->waits && !qd_cap_before(r->sure, e->at);
    return qd_cap_is_unknown(e) && !there && !qd_cap_is_counted(r->c, e);
}

/* So many units, where shares are counted. */
static void number_row(qd_cap_rows *r, const qd_cap_event *e)
{
    if (e->number.n == 0) return;
    qd_set number = e->number;
    if (!qd_cap_happens(r, e)) {
        qd_piece h = qd_set_hull(&number);
        number = qd_set_piece(0, false, h.hi, h.hi_open);
    }
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    r->all[0] = (qd_poly_term){ r->c->per_share, 1, 1 };
    qd_cap_between(r, 1, 1, &number, e->dir + 1);
}

/* And what others take of the round on top. */
static uint32_t with_parts(qd_cap_rows *r, const qd_cap_event *round,
                           uint32_t n)
{
    for (uint32_t i = 0; i < r->c->events.n; i++) {
        const qd_cap_event *e = &r->c->events.at[i];
        if (e->kind == QD_CAP_PRO_RATA && e->by == round->dir)
            r->all[n++] = (qd_poly_term){ e->var, 1, 1 };
    }
    return n;
}

/* Nobody knows what is there when its condition comes to hold: at least what
 * is there as it begins to wait, at most all that ever is. */
static void waiting_rows(qd_cap_rows *r, const qd_cap_event *e, uint32_t all,
                         const qd_set *share)
{
    qd_cap_time end = { INFINITY, QD_CAP_AFTER };
    qd_piece h = qd_set_hull(share);
    qd_set least = qd_set_piece(h.lo, h.lo_open, INFINITY, true);
    qd_set most = qd_set_piece(0, false, h.hi, h.hi_open);
    if (qd_cap_happens(r, e)) qd_cap_between(r, 1, all, &least, e->dir + 1);
    all = qd_captable_units(r->c, UINT32_MAX, end, r->all);
    qd_cap_between(r, 1, all, &most, e->dir + 1);
}

static void issue_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    uint32_t tag = e->dir + 1;
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (is_left_out(r, e))
        qd_poly_row(r->p, r->some, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
    number_row(r, e);
    if (e->pre.n + e->post.n == 0) return;
    if (qd_cap_is_closing(r->c, e) && !(e->waits && e->pre.n)) {
        qd_cap_closing_rows(r, e);
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
        all = with_parts(r, e, all);
    }
    if (!qd_cap_happens(r, e) && share.n) {
        qd_piece h = qd_set_hull(&share);
        share = qd_set_piece(0, false, h.hi, h.hi_open);
    }
    if (e->waits && share.n) waiting_rows(r, e, all, &share);
    else qd_cap_between(r, 1, all, &share, tag);
}

/* Units of the class that is sold, or any. */
static uint32_t held_by(const qd_captable *c, const qd_cap_event *e,
                        qd_poly_term *out)
{
    return e->class == QD_NONE ? qd_captable_units(c, e->from, e->at, out)
        : qd_captable_of_class(c, e->from, e->class, e->at, out);
}

static void move_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    uint32_t tag = e->dir + 1;
    number_row(r, e);
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, e->at, r->all);
    qd_set share = e->post;
    if (share.n && !qd_cap_happens(r, e)) {
        qd_piece h = qd_set_hull(&share);
        share = qd_set_piece(0, false, h.hi, h.hi_open);
    }
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (share.n) qd_cap_between(r, 1, all, &share, tag);
    /* nobody sells more than he has */
    uint32_t held = held_by(r->c, e, r->some);
    r->some[held++] = (qd_poly_term){ e->var, -1, 1 };
    qd_poly_row(r->p, r->some, held, QD_POLY_AT_LEAST, 0, 1, tag);
}

/* All that a warrant may become; what is exercised is part of it. */
static void grant_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    uint32_t all = 1;
    const qd_set *most = e->number.n ? &e->number : &e->share;
    r->all[0] = (qd_poly_term){ r->c->per_share, 1, 1 };
    if (e->number.n == 0)
        all = qd_captable_units(r->c, UINT32_MAX, e->at, r->all);
    r->some[0] = (qd_poly_term){ e->grant, 1, 1 };
    qd_cap_between(r, 1, all, most, e->dir + 1);
    r->some[1] = (qd_poly_term){ e->var, -1, 1 };
    qd_poly_row(r->p, r->some, 2, QD_POLY_AT_LEAST, 0, 1, e->dir + 1);
}

/* At most its number, or its share of all before. */
static void exercise_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, e->at, r->all);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (e->share.n)
        bound_by(r, 1, all, qd_set_hull(&e->share).hi, QD_POLY_AT_MOST,
                 e->dir + 1);
    r->all[0] = (qd_poly_term){ r->c->per_share, 1, 1 };
    if (e->number.n)
        bound_by(r, 1, 1, qd_set_hull(&e->number).hi, QD_POLY_AT_MOST,
                 e->dir + 1);
    if (e->grant) grant_rows(r, e);
}

/* By as much as the round is cheaper, where prices are known; nothing where
 * it is not. */
static void protect_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    const qd_captable *c = r->c;
    const qd_cap_class *k = qd_cap_class_of(c, e->class);
    const qd_set *now = NULL;
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].kind == QD_CAP_ISSUE &&
            c->events.at[i].dir == e->by) now = &c->events.at[i].unit_price;
    if (!now || now->n == 0 || k->price.n == 0) return;
    double most = qd_set_hull(&k->price).hi / qd_set_hull(now).lo - 1;
    if (!isfinite(most)) return;
    qd_set share = qd_set_piece(0, false, most > 0 ? most : 0, false);
    uint32_t n = qd_captable_of_class(c, e->to, e->class, e->at, r->all);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    qd_cap_between(r, 1, n, &share, e->dir + 1);
}

/* Of all that is bought its share: against the round, x / (1 - x). */
static void part_rows_of(qd_cap_rows *r, const qd_cap_event *e)
{
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (e->share.n == 0) return;
    qd_piece h = qd_set_hull(&e->share);
    double lo = h.lo / (1 - h.lo), hi = h.hi / (1 - h.hi);
    if (!qd_cap_happens(r, e)) lo = 0;
    if (!(h.hi < 1)) hi = INFINITY;
    qd_set share = qd_set_piece(lo, h.lo_open, hi, h.hi_open || isinf(hi));
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->c->events.n; i++) {
        const qd_cap_event *x = &r->c->events.at[i];
        if (x->kind == QD_CAP_ISSUE && x->dir == e->by)
            r->all[n++] = (qd_poly_term){ x->var, 1, 1 };
    }
    qd_cap_between(r, 1, n, &share, e->dir + 1);
}

/* Somebody says that the holder has units, or he sells some; of all others
 * nothing says that they held any before they got what is said. */
static bool held_before(const qd_captable *c, uint32_t holder)
{
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        const qd_cap_stake *s = &c->stakes.at[i];
        if (s->class != QD_NONE) continue;
        if (s->holder == holder || has_member(c, s->holder, holder))
            return true;
    }
    for (uint32_t i = 0; i < c->events.n && !c->closed; i++) {
        const qd_cap_event *e = &c->events.at[i];
        bool away = e->kind == QD_CAP_MOVE || e->kind == QD_CAP_BACK;
        if (away && e->class == QD_NONE && e->from == holder) return true;
    }
    return false;
}

static void nothing_of(qd_cap_rows *r, uint32_t var)
{
    r->some[0] = (qd_poly_term){ var, 1, 1 };
    qd_poly_row(r->p, r->some, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
}

static void event_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    if (qd_cap_is_exact(r, e)) {
        qd_cap_exact_rows(r, e);
        return;
    }
    switch (e->kind) {
    case QD_CAP_ISSUE: issue_rows(r, e); break;
    case QD_CAP_CONVERT:
        if (e->priced) qd_cap_convert_rows(r, e);
        else issue_rows(r, e);
        break;
    case QD_CAP_POOL: qd_cap_pool_rows(r, e); break;
    case QD_CAP_MOVE: case QD_CAP_BACK: move_rows(r, e); break;
    case QD_CAP_EXERCISE: exercise_rows(r, e); break;
    case QD_CAP_PROTECT: protect_rows(r, e); break;
    case QD_CAP_PRO_RATA: part_rows_of(r, e); break;
    case QD_CAP_UNREPORTED:
        if (r->c->closed) nothing_of(r, e->var);
        break;
    default: break;
    }
}

/* What is stated of the table; events behind `end` are left out. */
static void all_rows(qd_cap_rows *r, qd_cap_time end)
{
    const qd_captable *c = r->c;
    bool numbers = c->closed;
    for (uint32_t h = numbers ? 0 : 1; h < c->holders.n; h++)
        if (!held_before(c, h)) nothing_of(r, h);
    qd_cap_class_rows(r);
    for (uint32_t i = 0; i < c->stakes.n; i++)
        stake_rows(r, &c->stakes.at[i]);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        if (qd_cap_before(end, e->at)) nothing_of(r, e->var);
        else event_rows(r, e);
    }
}

static qd_cap_rows rows_of(const qd_captable *c, qd_cap_time sure, qd_poly *p)
{
    qd_arena *a = c->l->arena;
    size_t room = 4 * ((size_t)c->vars + 2) * sizeof(qd_poly_term);
    qd_poly_init(p, c->l->m->mem, c->vars);
    return (qd_cap_rows){ .c = c, .sure = sure, .p = p,
                          .some = qd_arena_alloc(a, room),
                          .all = qd_arena_alloc(a, room),
                          .row = qd_arena_alloc(a, 2 * room) };
}

static void gauge(qd_cap_rows *r, uint32_t n)
{
    qd_poly_row(r->p, r->all, n, QD_POLY_EQUAL, 1, 1, QD_POLY_NO_TAG);
}

static const qd_cap_time the_end = { INFINITY, QD_CAP_AFTER };

void qd_captable_poly(const qd_captable *c, qd_cap_time at, qd_cap_time sure,
                      qd_poly *p)
{
    qd_cap_rows r = rows_of(c, sure, p);
    gauge(&r, qd_captable_units(c, UINT32_MAX, at, r.all));
    all_rows(&r, the_end);
}

void qd_captable_poly_at(const qd_captable *c, qd_cap_time at, qd_poly *p)
{
    qd_captable_poly(c, at, (qd_cap_time){ INFINITY, QD_CAP_AFTER }, p);
}

void qd_captable_poly_shares(const qd_captable *c, qd_cap_time sure,
                             qd_poly *p)
{
    qd_cap_rows r = rows_of(c, sure, p);
    r.all[0] = (qd_poly_term){ c->per_share, 1, 1 };
    gauge(&r, 1);
    all_rows(&r, the_end);
}

void qd_captable_poly_votes(const qd_captable *c, qd_cap_time at,
                            qd_cap_time sure, qd_poly *p)
{
    qd_cap_rows r = rows_of(c, sure, p);
    gauge(&r, qd_captable_votes(c, UINT32_MAX, at, r.all));
    all_rows(&r, the_end);
}

/* What a holder has before a round that he takes part in, of all. */
static qd_set share_before(const qd_captable *c, const qd_cap_event *e)
{
    qd_poly p;
    qd_cap_time at = e->at, end = { e->at.when, QD_CAP_BEFORE };
    qd_cap_rows r = rows_of(c, at, &p);
    qd_set s = qd_set_piece(0, false, 1, true);
    gauge(&r, qd_captable_units(c, UINT32_MAX, at, r.all));
    all_rows(&r, end);
    if (qd_poly_settle(&p)) {
        uint32_t n = qd_captable_units(c, e->to, at, r.some);
        qd_poly_end lo = qd_poly_bound(&p, r.some, n, false);
        qd_poly_end hi = qd_poly_bound(&p, r.some, n, true);
        s = qd_set_piece(fmax(0, lo.value), lo.open, fmin(1, hi.value),
                         hi.open);
    }
    qd_poly_free(&p);
    return s;
}

void qd_cap_take_shares(qd_captable *c)
{
    for (uint32_t i = 0; i < c->events.n; i++) {
        qd_cap_event *e = &c->events.at[i];
        if (e->kind == QD_CAP_PRO_RATA && !e->exact && e->share.n == 0)
            e->share = share_before(c, e);
    }
}

/* A path exercises a warrant as it vests: before a stake counts its units none
 * are there. Nor are those of what waits for a condition. */
static void leave_out_exercise(const qd_captable *c, qd_poly *p)
{
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        qd_poly_term one = { e->var, 1, 1 };
        if ((e->kind == QD_CAP_EXERCISE && !qd_cap_is_counted(c, e)) ||
            e->waits)
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
        numbers = numbers || c->stakes.at[i].number.n;
    }
    for (uint32_t i = 0; i < c->classes.n; i++)
        numbers = numbers || c->classes.at[i].itself != OTHERS;
    for (uint32_t i = 0; i < c->events.n; i++)
        numbers = numbers || c->events.at[i].number.n;
    /* the tranches of a round have one price, which the last one decides */
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        qd_cap_time closing = qd_cap_last_closing(c, e);
        if (e->kind == QD_CAP_ISSUE && qd_cap_before(e->at, at) &&
            qd_cap_before(at, closing) && qd_cap_before(last, closing))
            last = closing;
    }
    qd_cap_rows r = rows_of(c, at, p);
    gauge(&r, qd_captable_units(c, UINT32_MAX, at, r.all));
    all_rows(&r, last);
    leave_out_exercise(c, p);
    qd_poly_term unit = { c->per_share, 1, 1 };
    if (!numbers)
        qd_poly_row(p, &unit, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
}
