/* What a company is worth by the last price that somebody paid for a part of
 * it: that of a round with its money, that of a sale as it is said. */
#include "model/claims.h"
#include "model/path_due.h"
#include "model/world_own.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

/* And the money of other rounds that close with it. */
static qd_node with_others(qd_lowering *l, const qd_captable *c,
                           const qd_cap_event *e, qd_node value)
{
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *x = &c->events.at[i];
        if (x->dir == e->dir || x->part_of != QD_NONE ||
            e->part_of != QD_NONE || !qd_cap_is_one_round(x, e)) continue;
        qd_node money = qd_whole_of(l, x->dir);
        qd_node yes = qd_lower_times(l, x->dir).happens;
        if (!hole(money) && !hole(yes))
            value = qd_sum_of(l, value, qd_times_of(l, yes, money));
    }
    return value;
}

/* The price that an event puts on all units behind it; a hole. Where nobody
 * says whether it is before or after the money, paths take it as before. */
static qd_node price_of(qd_lowering *l, const qd_captable *c,
                        const qd_cap_event *e)
{
    if (e->kind != QD_CAP_ISSUE && e->kind != QD_CAP_MOVE)
        return QD_NODE_HOLE;
    uint32_t priced = e->part_of == QD_NONE ? e->dir : e->part_of;
    qd_node value = qd_lower_named(l, priced, "valuation", QD_DATE_FIRST);
    if (hole(value) || e->pre.n == 0 || e->kind == QD_CAP_MOVE) return value;
    qd_node money = qd_whole_of(l, priced);
    value = hole(money) ? value : qd_sum_of(l, value, money);
    return with_others(l, c, e, value);
}

struct last {
    qd_node worth, when;
};

static qd_node is_past(qd_lowering *l, const qd_times *t, qd_node after)
{
    qd_graph *g = &l->graph;
    qd_node end = qd_sum_of(l, qd_lower_period_begin(l), qd_step(l));
    qd_node one = qd_node_const(g, 1, QD_DIM_NONE);
    qd_node zero = qd_node_const(g, 0, QD_DIM_NONE);
    qd_node by_now = qd_node_make(g, QD_N_COMPARE, t->at, end, 0, QD_CMP_LT);
    qd_node later = qd_node_make(g, QD_N_COMPARE, t->at, after, 0,
                                 QD_CMP_GE);
    qd_node both = qd_times_of(
        l, qd_node_make(g, QD_N_IF, by_now, one, zero, 0),
        qd_node_make(g, QD_N_IF, later, one, zero, 0));
    qd_node half = qd_node_const(g, 0.5, QD_DIM_NONE);
    return qd_node_make(g, QD_N_COMPARE, qd_times_of(l, both, t->happens),
                        half, 0, QD_CMP_GT);
}

/* Takes its price where it has come and no later one has. */
static void take(qd_lowering *l, const qd_captable *c,
                 const qd_cap_event *e, struct last *x)
{
    qd_graph *g = &l->graph;
    qd_node price = price_of(l, c, e);
    qd_times t = qd_cap_times(l, e);
    if (hole(t.at)) t.at = t.from;
    if (hole(price) || hole(t.at) || hole(t.happens)) return;
    if (hole(x->worth))
        x->worth = qd_node_const(g, 0, qd_node_dim(g, price));
    if (qd_node_dim(g, price) != qd_node_dim(g, x->worth)) return;
    qd_node yes = is_past(l, &t, x->when);
    x->worth = qd_node_make(g, QD_N_IF, yes, price, x->worth, 0);
    x->when = qd_node_make(g, QD_N_IF, yes, t.at, x->when, 0);
}

qd_node qd_world_worth(qd_world *w, qd_sym company)
{
    qd_owned *o = qd_world_owned(w, company);
    if (!o) return QD_NODE_HOLE;
    const qd_captable *c = qd_owned_table(o);
    struct last x = { QD_NODE_HOLE, qd_node_const(&w->l->graph, QD_BEFORE,
                                                  QD_DIM_DATE) };
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].dir != QD_NONE)
            take(w->l, c, &c->events.at[i], &x);
    return x.worth;
}
