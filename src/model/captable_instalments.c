/* A round of which the amount is said by date: each dated line is a closing of
 * its own, at the price of the round, and what they leave of an amount without
 * a date is one at the date of the round. */
#include "model/captable_parts.h"

#include <math.h>

#include "model/path_due.h"
#include "model/shocks.h"
#include "model/totals.h"

/* The number of what the dated lines leave. */
#define THE_REST UINT32_MAX

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

static bool find(qd_lowering *l, uint32_t dir, uint32_t number,
                 qd_instalment *out)
{
    qd_sym name = qd_names_find(&l->m->tree.names, QD_STR("amount"));
    bool found = false;
    for (uint32_t i = 0, k = 0; name && k < number; k++) {
        found = qd_instalment_next(l, dir, name, &i, out);
        if (!found) return false;
    }
    return found;
}

/* In the middle of its dates. */
static qd_node day_of(qd_lowering *l, const qd_instalment *x)
{
    qd_node half = qd_node_const(&l->graph, 0.5, QD_DIM_NONE);
    return qd_sum_of(l, x->from, qd_times_of(l, x->length, half));
}

qd_times qd_cap_times(qd_lowering *l, const qd_cap_event *e)
{
    qd_times t = qd_lower_times(l, e->dir);
    qd_instalment x;
    if (e->instalment && e->instalment != THE_REST &&
        find(l, e->dir, e->instalment, &x)) t.at = day_of(l, &x);
    return t;
}

qd_node qd_cap_paid(qd_lowering *l, const qd_cap_event *e)
{
    qd_instalment x;
    if (e->instalment == THE_REST) return qd_behind_dated(l, e->dir);
    if (e->instalment && find(l, e->dir, e->instalment, &x)) {
        qd_node left = qd_left_of(l, e->dir);
        return hole(left) ? x.amount : qd_times_of(l, x.amount, left);
    }
    return qd_rest_of(l, qd_whole_of(l, e->dir), qd_parts_of(l, e->dir));
}

double qd_cap_first_paid(qd_captable *c, uint32_t dir)
{
    qd_instalment x;
    double first = NAN;
    if (c->l->m->tree.dirs.at[dir].keyword != QD_K_round ||
        !qd_cap_field(c, dir, "rate").unknown) return first;
    for (uint32_t k = 1; find(c->l, dir, k, &x); k++) {
        double when = hole(x.amount) ? NAN
                    : qd_cap_middle(c, day_of(c->l, &x));
        if (!(when >= first)) first = isnan(when) ? first : when;
    }
    return first;
}

uint32_t qd_cap_take_instalments(qd_captable *c, const qd_cap_event *round,
                                 double when)
{
    qd_instalment x;
    uint32_t taken = 0;
    qd_cap_event e = *round;
    for (uint32_t k = 1; find(c->l, e.dir, k, &x); k++) {
        double at = qd_cap_middle(c, day_of(c->l, &x));
        if (hole(x.amount) || isnan(at)) continue;
        e.at.when = at;
        e.instalment = k;
        qd_cap_price_event(c, &e);
        qd_cap_insert(c, e);
        taken++;
    }
    e.instalment = THE_REST;
    if (taken == 0 || hole(qd_cap_paid(c->l, &e))) return taken;
    if (isnan(when)) {
        *qd_vec_add(c->l->m->mem, &c->undated) = e.dir;
        return taken;
    }
    e.at.when = when;
    qd_cap_price_event(c, &e);
    qd_cap_insert(c, e);
    return taken;
}
