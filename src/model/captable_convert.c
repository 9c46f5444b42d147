/* What a round does to the table before its money comes: convertibles become
 * units, and the pool is raised. All of it is linear once it is known whether
 * a cap or the price of the round decides; where that is not certain both are
 * lower ends, and the larger of both is the upper end. */
#include "model/captable_parts.h"

#include <math.h>

#include "model/claims.h"
#include "model/schedule.h"
#include "model/totals.h"

/* ---- Which round */

static bool waits_for(const qd_captable *c, uint32_t dir, uint32_t other)
{
    const qd_tree *t = &c->l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    if (qd_cap_names(c, dir, "on", other)) return true;
    for (uint32_t k = 0; k < d->n_refs; k++) {
        qd_ref ref = t->refs.at[d->refs + k];
        if (QD_REF_KIND(ref) == QD_REF_DEAL &&
            QD_REF_SYM(ref) == t->dirs.at[other].name) return true;
    }
    return false;
}

/* A round of the company that it names, or that is a leg of a deal which it
 * names; else that deal itself. */
uint32_t qd_cap_converts_in(const qd_captable *c, uint32_t dir)
{
    const qd_tree *t = &c->l->m->tree;
    uint32_t deal = QD_NONE;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        bool round = d->keyword == QD_K_round && d->b == c->company;
        bool plain = d->keyword == QD_K_deal || d->keyword == QD_K_event;
        if ((!round && !plain) || !qd_dir_seen(&c->l->view, i) ||
            !waits_for(c, dir, i)) continue;
        if (round) return i;
        deal = i;
    }
    for (uint32_t i = 0; deal != QD_NONE && i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword == QD_K_round && d->b == c->company &&
            qd_dir_seen(&c->l->view, i) && waits_for(c, i, deal)) return i;
    }
    return deal;
}

/* ---- Terms */

/* The round itself, or the total of which it is a tranche. */
static uint32_t valued_by(qd_captable *c, uint32_t round)
{
    uint32_t total = qd_cap_field(c, round, "valuation").unknown
        ? qd_total_of(c->l, round) : QD_NONE;
    return total == QD_NONE ? round : total;
}

/* All of it, with other rounds of that day at that valuation. */
static qd_set all_money(qd_captable *c, uint32_t round, const qd_set *value,
                        qd_str reading)
{
    const qd_tree *t = &c->l->m->tree;
    qd_set sum = qd_cap_whole(c, round);
    double when = qd_cap_when(c, round);
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        if (i == round || t->dirs.at[i].keyword != QD_K_round ||
            !qd_cap_is_of(c, i) || qd_cap_when(c, i) != when) continue;
        qd_set his = qd_cap_field(c, i, "valuation");
        if (his.n && qd_set_same(&his, value) &&
            qd_str_eq(qd_cap_reading(c, i, "valuation"), reading)) {
            qd_set more = qd_cap_whole(c, i);
            sum = qd_set_add(&sum, &more);
        }
    }
    return sum;
}

/* What the company is worth before the money of a round. */
static qd_set value_before(qd_captable *c, uint32_t round)
{
    round = valued_by(c, round);
    qd_set value = qd_cap_field(c, round, "valuation");
    qd_str reading = qd_cap_reading(c, round, "valuation");
    qd_set money = all_money(c, round, &value, reading);
    if (value.unknown) return value;
    qd_set less = qd_set_sub(&value, &money);
    qd_set with = qd_cap_with_notes(c, round, &value);
    if (qd_str_eq(reading, QD_STR("pre"))) return with;
    if (qd_str_eq(reading, QD_STR("post")) || less.unknown) return less;
    return qd_set_union(&less, &with);
}

/* A safe's cap values all that converts too, unless `pre` is said; that of a
 * note does not, unless `post` is said. */
bool qd_cap_is_inside(const qd_captable *c, uint32_t dir)
{
    qd_str reading = qd_cap_reading(c, dir, "cap");
    if (reading.len) return qd_str_eq(reading, QD_STR("post"));
    return !qd_str_eq(qd_word_of(c->l, dir, "kind"), QD_STR("note"));
}

/* How it counts in the price of its round: by the method that is said, else
 * as its cap does. */
static enum qd_counted counted_of(const qd_captable *c, uint32_t dir)
{
    qd_str word = qd_word_of(c->l, dir, "method");
    if (qd_str_eq(word, QD_STR("percent-ownership"))) return QD_COUNTED_UNITS;
    if (qd_str_eq(word, QD_STR("pre-money"))) return QD_COUNTED_NOT;
    if (qd_str_eq(word, QD_STR("dollars-invested"))) return QD_COUNTED_MONEY;
    return qd_cap_is_inside(c, dir) ? QD_COUNTED_UNITS : QD_COUNTED_NOT;
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

qd_set qd_cap_with_notes(qd_captable *c, uint32_t round, const qd_set *value)
{
    const qd_tree *t = &c->l->m->tree;
    double when = qd_cap_when(c, round);
    qd_set all = *value;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        if (t->dirs.at[i].keyword != QD_K_convertible ||
            !qd_cap_is_of(c, i) || qd_cap_converts_in(c, i) != round ||
            counted_of(c, i) != QD_COUNTED_MONEY) continue;
        qd_set more = balance(c, i, when);
        if (more.n) all = qd_set_add(&all, &more);
    }
    return all;
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
            (qd_cap_is_inside(c, i) != e->inside ||
             counted_of(c, i) != e->counted))
            return false;
    }
    bool same = e->inside == (e->counted == QD_COUNTED_UNITS);
    return same && (e->inside || !post);
}

static void decide(qd_captable *c, qd_cap_event *e)
{
    e->way = e->price.n ? QD_CAP_BY_PRICE : QD_CAP_BY_CAP;
    if (e->share.n) e->way = QD_CAP_BY_SHARE;
    if (e->way != QD_CAP_BY_PRICE) return;
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
    bool sure = e->way != QD_CAP_EITHER && e->way != QD_CAP_BY_SHARE &&
                e->price.n && one_base(c, e) &&
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
    bool round = c->l->m->tree.dirs.at[e->by].keyword == QD_K_round;
    e->terms = elected(c, e);
    e->inside = qd_cap_is_inside(c, e->terms);
    e->counted = counted_of(c, e->terms);
    e->paid = qd_cap_money(c, e->dir);
    e->money = balance(c, e->dir, e->at.when);
    e->cap = qd_cap_field(c, e->terms, "cap");
    e->off = qd_cap_field(c, e->terms, "discount");
    e->share = qd_cap_field(c, e->terms, "share");
    e->price = round ? price_of(c, e->terms, e->by) : qd_set_empty();
    bool at_price = e->price.n && qd_set_hull(&e->price).lo > 0;
    bool at_cap = e->cap.n && qd_set_hull(&e->cap).lo > 0;
    e->priced = e->share.n || (e->money.n && (e->cap.unknown || at_cap) &&
                               (at_price || (!round && at_cap)));
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
        if (x->kind != QD_CAP_POOL && x->kind != QD_CAP_CONVERT) continue;
        bool in = x->kind == QD_CAP_POOL ? pool
            : x->counted == QD_COUNTED_UNITS || outside;
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
                  x->counted != QD_COUNTED_UNITS && x->var == terms[i].var;
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
    struct bases all = { true, true };
    if (e->way == QD_CAP_BY_SHARE) {
        both_ends(r, e, &e->share, (struct bases){ true, false },
                  (struct bases){ true, false }, true);
        return;
    }
    qd_set by_price = e->price.n ? qd_set_div(&e->money, &e->price)
                                 : qd_set_point(0);
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

/* Who has the pool has what nobody got yet. It is raised to its share of all
 * behind the round, and not above it. */
void qd_cap_pool_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    qd_cap_time behind = { e->at.when, QD_CAP_AFTER };
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, behind, r->all);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    end_of(r, all, &e->post, true, e->dir + 1);
    if (!qd_cap_happens(r, e)) return;
    qd_poly_term *some = r->some;
    uint32_t n = qd_captable_units(r->c, e->to, e->at, some);
    some[n++] = (qd_poly_term){ e->var, 1, 1 };
    qd_piece h = qd_set_hull(&e->post);
    qd_set least = qd_set_piece(h.lo, h.lo_open, INFINITY, true);
    qd_cap_between(r, n, all, &least, e->dir + 1);
}
