/* Closings at one price: the tranches of a round, and rounds of one day at one
 * valuation. Before the money each is counted against what was there before the
 * first, after it against that with all of them; what else happens between them
 * has no part in it. */
#include "model/captable_parts.h"

#include <math.h>

#include "expr/eval.h"

/* ---- Which are one */

static bool at_one_price(const qd_cap_event *a, const qd_cap_event *b)
{
    return a->kind == QD_CAP_ISSUE && b->kind == QD_CAP_ISSUE &&
           a->value.n && a->at.when == b->at.when && !a->waits &&
           !b->waits && a->stated == b->stated &&
           (a->pre.n > 0) == (b->pre.n > 0) &&
           (a->post.n > 0) == (b->post.n > 0) &&
           qd_set_same(&a->value, &b->value);
}

static void join(qd_captable *c, uint32_t round, uint32_t with)
{
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].round == with) c->events.at[i].round = round;
}

void qd_cap_find_closings(qd_captable *c)
{
    for (uint32_t i = 0; i < c->events.n; i++)
        for (uint32_t j = 0; j < i; j++) {
            const qd_cap_event *a = &c->events.at[j], *b = &c->events.at[i];
            if (at_one_price(a, b)) join(c, a->round, b->round);
        }
}

bool qd_cap_is_one_round(const qd_cap_event *a, const qd_cap_event *b)
{
    return a->kind == QD_CAP_ISSUE && b->kind == QD_CAP_ISSUE &&
           a->dir != QD_NONE && a->round == b->round;
}

bool qd_cap_is_closing(const qd_captable *c, const qd_cap_event *e)
{
    for (uint32_t i = 0; i < c->events.n; i++)
        if (&c->events.at[i] != e &&
            qd_cap_is_one_round(&c->events.at[i], e)) return true;
    return false;
}

qd_cap_time qd_cap_first_closing(const qd_captable *c, const qd_cap_event *e)
{
    qd_cap_time first = e->at;
    for (uint32_t i = 0; i < c->events.n; i++)
        if (qd_cap_is_one_round(&c->events.at[i], e) &&
            qd_cap_before(c->events.at[i].at, first))
            first = c->events.at[i].at;
    return first;
}

qd_cap_time qd_cap_last_closing(const qd_captable *c, const qd_cap_event *e)
{
    qd_cap_time last = e->at;
    for (uint32_t i = 0; i < c->events.n; i++)
        if (qd_cap_is_one_round(&c->events.at[i], e) &&
            qd_cap_before(last, c->events.at[i].at))
            last = c->events.at[i].at;
    return (qd_cap_time){ last.when, QD_CAP_AFTER };
}

/* ---- What is left of totals */

static bool hangs(const qd_captable *c, const qd_cap_event *e)
{
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].by == e->dir) return true;
    return false;
}

/* A total of which its parts leave nothing is no closing itself. */
void qd_cap_drop_empty(qd_captable *c)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        bool nothing = e->kind == QD_CAP_ISSUE && e->money.n &&
                       qd_set_hull(&e->money).hi <= 0;
        if (!nothing || hangs(c, e)) c->events.at[kept++] = *e;
    }
    c->events.n = kept;
}

static qd_set money_of(const qd_captable *c, const qd_cap_event *e, bool later)
{
    qd_set sum = qd_set_point(0);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *x = &c->events.at[i];
        if (qd_cap_is_one_round(x, e) && qd_cap_before(e->at, x->at) == later)
            sum = qd_set_add(&sum, &x->money);
    }
    return sum;
}

qd_set qd_cap_money_so_far(const qd_captable *c, const qd_cap_event *e)
{
    return money_of(c, e, false);
}

qd_set qd_cap_money_to_come(const qd_captable *c, const qd_cap_event *e)
{
    return money_of(c, e, true);
}

/* ---- Rows */

/* Comes with one of its closings. */
static bool comes_with(const qd_captable *c, const qd_cap_event *x,
                       const qd_cap_event *e)
{
    if (x->by == QD_NONE) return false;
    if (x->by == e->round) return true;
    for (uint32_t i = 0; i < c->events.n; i++)
        if (qd_cap_is_one_round(&c->events.at[i], e) &&
            c->events.at[i].dir == x->by) return true;
    return false;
}

static bool has(const qd_poly_term *terms, uint32_t n, uint32_t var)
{
    for (uint32_t i = 0; i < n; i++)
        if (terms[i].var == var) return true;
    return false;
}

/* All before the first closing with what converts in one and the pool; `post`:
 * with what is bought. */
static uint32_t base_of(const qd_captable *c, const qd_cap_event *e, bool post,
                        qd_poly_term *out)
{
    uint32_t n = qd_captable_units(c, UINT32_MAX, qd_cap_first_closing(c, e),
                                   out);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *x = &c->events.at[i];
        bool bought = qd_cap_is_one_round(x, e) || x->kind == QD_CAP_PRO_RATA;
        bool with = qd_cap_is_one_round(x, e) || comes_with(c, x, e);
        if (with && (post || !bought) && !has(out, n, x->var))
            out[n++] = (qd_poly_term){ x->var, 1, 1 };
    }
    return n;
}

void qd_cap_closing_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    const qd_captable *c = r->c;
    uint32_t tag = e->dir + 1;
    const qd_set *low = e->pre.n ? &e->pre : &e->post;
    const qd_set *high = e->post.n ? &e->post : &e->pre;
    qd_piece least = qd_set_hull(low), most = qd_set_hull(high);
    bool one = low == high, happens = qd_cap_happens(r, e);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    if (e->pre.n) {
        uint32_t n = base_of(c, e, false, r->all);
        n = qd_cap_counted(c, e->part_of == QD_NONE ? e->dir : e->part_of,
                           r->all, n);
        qd_set s = qd_set_piece(happens ? least.lo : 0,
                                happens && least.lo_open,
                                one ? most.hi : INFINITY,
                                !one || most.hi_open);
        qd_cap_between(r, 1, n, &s, tag);
    }
    if (e->post.n) {
        uint32_t n = base_of(c, e, true, r->all);
        bool from = one && happens;
        qd_set s = qd_set_piece(from ? least.lo : 0, from && least.lo_open,
                                most.hi, most.hi_open);
        qd_cap_between(r, 1, n, &s, tag);
    }
}
