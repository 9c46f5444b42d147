/* What a round does to the table before its money comes: convertibles become
 * units, and the pool is raised. All of it is linear once it is known whether
 * a cap or the price of the round decides; where that is not certain both are
 * lower ends, and the larger of both is the upper end. */
#include "model/captable_parts.h"

#include <math.h>

#include "model/claims.h"
#include "model/schedule.h"

/* ---- Which round */

uint32_t qd_cap_converts_in(const qd_captable *c, uint32_t dir)
{
    const qd_tree *t = &c->l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *round = &t->dirs.at[i];
        if (round->keyword != QD_K_round || round->b != c->company ||
            !qd_dir_seen(&c->l->view, i)) continue;
        if (qd_cap_names(c, dir, "on", i)) return i;
        for (uint32_t k = 0; k < d->n_refs; k++) {
            qd_ref ref = t->refs.at[d->refs + k];
            if (QD_REF_KIND(ref) == QD_REF_DEAL &&
                QD_REF_SYM(ref) == round->name) return i;
        }
    }
    return QD_NONE;
}

/* ---- Terms */

/* What the company is worth before the money of a round. */
static qd_set value_before(qd_captable *c, uint32_t round)
{
    qd_set value = qd_cap_field(c, round, "valuation");
    qd_set money = qd_cap_money(c, round);
    qd_str reading = qd_cap_reading(c, round, "valuation");
    if (value.unknown || qd_str_eq(reading, QD_STR("pre"))) return value;
    qd_set less = qd_set_sub(&value, &money);
    if (qd_str_eq(reading, QD_STR("post")) || less.unknown) return less;
    return qd_set_union(&less, &value);
}

/* A safe's cap values all that converts too, unless `pre` is said; that of a
 * note does not, unless `post` is said. */
static bool is_inside(const qd_captable *c, uint32_t dir)
{
    qd_str reading = qd_cap_reading(c, dir, "cap");
    if (reading.len) return qd_str_eq(reading, QD_STR("post"));
    return !qd_str_eq(qd_word_of(c->l, dir, "kind"), QD_STR("note"));
}

/* With simple interest until the round. */
static qd_set balance(qd_captable *c, uint32_t dir, double when)
{
    qd_set money = qd_cap_money(c, dir);
    qd_set rate = qd_cap_field(c, dir, "interest");
    double paid = qd_cap_when(c, dir);
    if (rate.unknown || isnan(paid) || paid >= when) return money;
    qd_set months = qd_set_point(when - paid), one = qd_set_point(1);
    qd_set grown = qd_set_mul(&rate, &months);
    grown = qd_set_add(&grown, &one);
    return qd_set_mul(&money, &grown);
}

/* The value behind the price of the round, less the discount of the terms. */
static qd_set price_of(qd_captable *c, uint32_t terms, uint32_t round)
{
    qd_set value = value_before(c, round);
    qd_set off = qd_cap_field(c, terms, "discount");
    qd_set one = qd_set_point(1), kept = qd_set_sub(&one, &off);
    return off.unknown ? value : qd_set_mul(&value, &kept);
}

/* The value at which the terms convert. */
static qd_set value_of(qd_captable *c, uint32_t terms, uint32_t round)
{
    qd_set cap = qd_cap_field(c, terms, "cap");
    qd_set price = price_of(c, terms, round);
    return cap.unknown ? price : qd_set_min(&cap, &price);
}

static bool is_mfn(qd_captable *c, uint32_t dir)
{
    return qd_str_eq(qd_word_of(c->l, dir, "mfn"), QD_STR("yes"));
}

/* An mfn takes all the terms of one that came later, the lowest value; its
 * own when none is lower for certain. */
static uint32_t elected(qd_captable *c, const qd_cap_event *e)
{
    const qd_tree *t = &c->l->m->tree;
    uint32_t best = e->dir;
    if (!is_mfn(c, e->dir)) return best;
    double paid = qd_cap_when(c, e->dir);
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword != QD_K_convertible || d->b != c->company ||
            i == e->dir || !qd_dir_seen(&c->l->view, i) || is_mfn(c, i) ||
            qd_cap_converts_in(c, i) != e->by || !(qd_cap_when(c, i) > paid))
            continue;
        qd_set his = value_of(c, i, e->by), now = value_of(c, best, e->by);
        if (his.n && now.n && qd_set_hull(&his).hi <= qd_set_hull(&now).lo)
            best = i;
    }
    return best;
}

/* By how much a pool can raise the units behind the price, at most. */
static double pool_factor(qd_captable *c, uint32_t round)
{
    qd_set pool = qd_cap_field(c, round, "pool");
    qd_set value = value_before(c, round), money = qd_cap_money(c, round);
    if (pool.unknown || pool.n == 0) return 1;
    if (value.n == 0 || money.n == 0) return INFINITY;
    double x = qd_set_hull(&pool).hi *
               (1 + qd_set_hull(&money).hi / qd_set_hull(&value).lo);
    return x < 1 ? 1 / (1 - x) : INFINITY;
}

/* All of a round count alike in its price: the units behind a cap are then
 * those behind the price, but for the pool. */
static bool one_base(qd_captable *c, const qd_cap_event *e)
{
    const qd_tree *t = &c->l->m->tree;
    bool post = qd_str_eq(qd_cap_reading(c, e->by, "valuation"),
                          QD_STR("post"));
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword == QD_K_convertible && d->b == c->company &&
            qd_dir_seen(&c->l->view, i) && qd_cap_converts_in(c, i) == e->by &&
            is_inside(c, i) != e->inside) return false;
    }
    return e->inside || !post;
}

static void decide(qd_captable *c, qd_cap_event *e)
{
    e->way = QD_CAP_BY_PRICE;
    if (e->cap.unknown || e->cap.n == 0) return;
    e->way = QD_CAP_EITHER;
    if (!one_base(c, e)) return;
    qd_piece cap = qd_set_hull(&e->cap), price = qd_set_hull(&e->price);
    if (cap.hi * pool_factor(c, e->by) <= price.lo) e->way = QD_CAP_BY_CAP;
    else if (cap.lo >= price.hi) e->way = QD_CAP_BY_PRICE;
}

static void judge_worth(qd_captable *c, qd_cap_event *e)
{
    qd_set money = qd_cap_money(c, e->dir);
    e->worth = qd_set_empty();
    bool sure = e->way != QD_CAP_EITHER && one_base(c, e) &&
                pool_factor(c, e->by) == 1;
    if (!sure || !qd_set_is_point(&money)) return;
    qd_set value = value_before(c, e->by);
    const qd_set *at = e->way == QD_CAP_BY_CAP ? &e->cap : &e->price;
    if (!qd_set_is_point(&value)) return;
    qd_set grown = qd_set_div(&e->money, &money);
    qd_set dearer = qd_set_div(&value, at);
    e->worth = qd_set_mul(&grown, &dearer);
}

void qd_cap_price_convert(qd_captable *c, qd_cap_event *e)
{
    e->terms = elected(c, e);
    e->inside = is_inside(c, e->terms);
    e->money = balance(c, e->dir, e->at.when);
    e->cap = qd_cap_field(c, e->terms, "cap");
    e->price = price_of(c, e->terms, e->by);
    e->priced = e->money.n && e->price.n && qd_set_hull(&e->price).lo > 0 &&
                (e->cap.unknown || qd_set_hull(&e->cap).lo > 0);
    e->stated = true;
    if (!e->priced) return;
    decide(c, e);
    judge_worth(c, e);
}

void qd_cap_price_pool(qd_captable *c, qd_cap_event *e)
{
    e->pre = qd_set_empty();
    e->post = qd_cap_field(c, e->by, "pool");
    e->priced = e->stated = true;
}

/* ---- Rows */

/* The units before the round, with the events there that are asked for. */
static uint32_t base(const qd_captable *c, const qd_cap_event *e,
                     bool outside, bool pool, qd_poly_term *out)
{
    uint32_t n = qd_captable_units(c, UINT32_MAX, e->at, out);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *x = &c->events.at[i];
        if (x->by != e->by) continue;
        bool in = x->kind == QD_CAP_POOL ? pool : x->inside || outside;
        if (in) out[n++] = (qd_poly_term){ x->var, 1, 1 };
    }
    return n;
}

uint32_t qd_cap_counted(const qd_captable *c, uint32_t round,
                        qd_poly_term *terms, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool out = false;
        for (uint32_t j = 0; j < c->events.n && !out; j++) {
            const qd_cap_event *x = &c->events.at[j];
            out = x->kind == QD_CAP_CONVERT && x->by == round &&
                  !x->inside && x->var == terms[i].var;
        }
        if (!out) terms[kept++] = terms[i];
    }
    return kept;
}

/* The least of a ratio alone, or the most. */
static void end_of(qd_cap_rows *r, uint32_t all, const qd_set *ratio,
                   bool most, uint32_t tag)
{
    qd_piece h = qd_set_hull(ratio);
    qd_set s = most ? qd_set_piece(0, false, h.hi, h.hi_open)
                    : qd_set_piece(h.lo, h.lo_open, INFINITY, true);
    qd_cap_between(r, 1, all, &s, tag);
}

struct bases { bool outside, pool; };

static void both_ends(qd_cap_rows *r, const qd_cap_event *e,
                      const qd_set *ratio, struct bases least,
                      struct bases most, bool upper)
{
    uint32_t tag = e->dir + 1;
    uint32_t n = base(r->c, e, least.outside, least.pool, r->all);
    bool same = least.outside == most.outside && least.pool == most.pool;
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (qd_cap_happens(r, e) && upper && same) {
        qd_cap_between(r, 1, n, ratio, tag);
        return;
    }
    if (qd_cap_happens(r, e)) end_of(r, n, ratio, false, tag);
    if (!upper) return;
    n = base(r->c, e, most.outside, most.pool, r->all);
    end_of(r, n, ratio, true, tag);
}

void qd_cap_convert_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    qd_str reading = qd_cap_reading(r->c, e->by, "valuation");
    bool pre = qd_str_eq(reading, QD_STR("pre"));
    bool post = qd_str_eq(reading, QD_STR("post"));
    qd_set by_price = qd_set_div(&e->money, &e->price);
    struct bases all = { true, true };
    both_ends(r, e, &by_price, (struct bases){ post, true },
              (struct bases){ !pre, true }, e->way == QD_CAP_BY_PRICE);
    if (e->cap.unknown) return;
    qd_set by_cap = qd_set_div(&e->money, &e->cap);
    if (e->inside) {
        both_ends(r, e, &by_cap, (struct bases){ true, false },
                  (struct bases){ true, false }, e->way == QD_CAP_BY_CAP);
    } else {
        uint32_t n = qd_captable_units(r->c, UINT32_MAX, e->at, r->all);
        r->some[0] = (qd_poly_term){ e->var, 1, 1 };
        if (qd_cap_happens(r, e)) end_of(r, n, &by_cap, false, e->dir + 1);
        if (e->way == QD_CAP_BY_CAP) end_of(r, n, &by_cap, true, e->dir + 1);
    }
    if (e->way != QD_CAP_EITHER) return;
    qd_set larger = qd_set_max(&by_cap, &by_price);
    uint32_t n = base(r->c, e, all.outside, all.pool, r->all);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    end_of(r, n, &larger, true, e->dir + 1);
}

/* The others hold the pool. It is raised to its share of all behind the
 * round, and not above it. */
void qd_cap_pool_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    qd_cap_time behind = { e->at.when, QD_CAP_AFTER };
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, behind, r->all);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    end_of(r, all, &e->post, true, e->dir + 1);
    if (!qd_cap_happens(r, e)) return;
    qd_poly_term *some = r->some;
    uint32_t n = qd_captable_units(r->c, 0, e->at, some);
    some[n++] = (qd_poly_term){ e->var, 1, 1 };
    qd_piece h = qd_set_hull(&e->post);
    qd_set least = qd_set_piece(h.lo, h.lo_open, INFINITY, true);
    qd_cap_between(r, n, all, &least, e->dir + 1);
}
