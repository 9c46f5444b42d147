#include "model/path_due.h"

#include "model/known.h"
#include "model/shocks.h"
#include "model/totals.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

static qd_node binary(qd_lowering *l, enum qd_node_op op, qd_node a,
                      qd_node b)
{
    if (hole(a) || hole(b)) return QD_NODE_HOLE;
    qd_node n = qd_node_make(&l->graph, op, a, b, 0, 0);
    return n ? n : QD_NODE_HOLE;
}

qd_node qd_least_of(qd_lowering *l, qd_node a, qd_node b)
{
    return binary(l, QD_N_MIN, a, b);
}

qd_node qd_sum_of(qd_lowering *l, qd_node a, qd_node b)
{
    return binary(l, QD_N_ADD, a, b);
}

qd_node qd_quotient(qd_lowering *l, qd_node a, qd_node b)
{
    return binary(l, QD_N_DIV, a, b);
}

static qd_node nothing(qd_lowering *l, qd_node like)
{
    return qd_node_const(&l->graph, 0, qd_node_dim(&l->graph, like));
}

void qd_push_moves(qd_lowering *l, uint32_t dir, enum qd_due_kind kind,
                   qd_node moves, uint8_t firmness)
{
    uint32_t before = l->dues.n;
    qd_push_due(l, dir, kind, moves, QD_NODE_HOLE, firmness);
    if (l->dues.n > before) l->dues.at[before].amount = QD_NODE_BAD;
}

void qd_due_moves(qd_lowering *l, uint32_t pushed, qd_node moves)
{
    if (pushed >= l->dues.n || l->bounds) return;
    qd_due *due = &l->dues.at[pushed];
    moves = qd_shocked_due(l, due->dir, moves);
    due->cash = moves == QD_NODE_BAD ? moves
        : qd_times_of(l, moves, qd_lower_times(l, due->dir).happens);
}

qd_node qd_so_far(qd_lowering *l, qd_node flow)
{
    if (hole(flow)) return QD_NODE_HOLE;
    qd_node before = qd_node_carry(&l->graph, nothing(l, flow),
                                   qd_node_dim(&l->graph, flow));
    qd_carry_set(&l->graph, before, qd_sum_of(l, before, flow));
    return before;
}

qd_node qd_up_to(qd_lowering *l, qd_node flow, qd_node limit)
{
    if (hole(flow) || hole(limit)) return flow;
    qd_node before = qd_node_carry(&l->graph, nothing(l, flow),
                                   qd_node_dim(&l->graph, flow));
    qd_node left = qd_least_zero(l, qd_minus(l, limit, before));
    qd_node n = qd_least_of(l, flow, left);
    if (hole(n)) return flow;
    qd_carry_set(&l->graph, before, qd_sum_of(l, before, n));
    return n;
}

qd_node qd_to_reach(qd_lowering *l, qd_node target)
{
    if (hole(target)) return QD_NODE_HOLE;
    qd_node before = qd_node_carry(&l->graph, nothing(l, target),
                                   qd_node_dim(&l->graph, target));
    qd_node n = qd_least_zero(l, qd_minus(l, target, before));
    qd_carry_set(&l->graph, before, qd_sum_of(l, before, n));
    return n;
}

qd_node qd_step(qd_lowering *l)
{
    return qd_node_const(&l->graph, l->m->grid, QD_DIM_TIME);
}

qd_node qd_where(qd_lowering *l, qd_node yes, qd_node then)
{
    if (hole(yes) || hole(then)) return QD_NODE_HOLE;
    qd_node half = qd_node_const(&l->graph, 0.5, QD_DIM_NONE);
    qd_node is = qd_node_make(&l->graph, QD_N_COMPARE, yes, half, 0,
                              QD_CMP_GT);
    return qd_node_make(&l->graph, QD_N_IF, is, then, nothing(l, then), 0);
}

qd_node qd_during(qd_lowering *l, qd_node from, qd_node to)
{
    if (hole(from)) from = qd_node_const(&l->graph, QD_BEFORE, QD_DIM_DATE);
    if (hole(to)) to = qd_node_const(&l->graph, QD_NEVER, QD_DIM_DATE);
    qd_node held = qd_node_make(&l->graph, QD_N_HELD, from, to, 0, 0);
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
    qd_node is = qd_node_make(&l->graph, QD_N_COMPARE, held, zero, 0,
                              QD_CMP_GT);
    return qd_node_make(&l->graph, QD_N_IF, is,
                        qd_node_const(&l->graph, 1, QD_DIM_NONE),
                        qd_node_const(&l->graph, 0, QD_DIM_NONE), 0);
}

/* The upper end of what a hedge allows, where it has one. */
qd_node qd_limit_of(qd_lowering *l, uint32_t dir, const char *field)
{
    qd_node n = qd_lower_named(l, dir, field, QD_DATE_FIRST);
    const qd_node_row *r = &l->graph.nodes.at[n];
    if (r->op != QD_N_FIELD) return n;
    const qd_node_row *claims = &l->graph.nodes.at[r->a];
    bool limit = claims->op == QD_N_BETWEEN && claims->b != QD_NODE_BAD &&
                 qd_node_is(&l->graph, claims->b, QD_N_CONST);
    return limit ? claims->b : n;
}

/* No more than all of it, and no less than nothing, whatever is drawn. */
static qd_node as_share(qd_lowering *l, qd_node n)
{
    double x;
    if (hole(n) || (qd_node_known(&l->graph, n, &x) && x >= 0 && x <= 1))
        return n;
    qd_node all = qd_node_const(&l->graph, 1, QD_DIM_NONE);
    return qd_least_of(l, qd_least_zero(l, n), all);
}

qd_node qd_share_of(qd_lowering *l, uint32_t dir, const char *field,
                    qd_node total)
{
    qd_node n = qd_lower_named(l, dir, field, QD_DATE_FIRST);
    qd_dim dim = qd_node_dim(&l->graph, n);
    if (n == QD_NODE_HOLE || dim == QD_DIM_NONE) return as_share(l, n);
    qd_node of[] = { total,
                     qd_lower_named(l, dir, "power", QD_DATE_FIRST),
                     qd_lower_named(l, dir, "quantity", QD_DATE_FIRST) };
    for (int i = 0; i < 3; i++)
        if (of[i] != QD_NODE_HOLE && qd_node_dim(&l->graph, of[i]) == dim)
            return as_share(l, qd_quotient(l, n, of[i]));
    return QD_NODE_HOLE;
}

qd_node qd_use_of(qd_lowering *l, uint32_t dir)
{
    return qd_by_time(l, dir, "use", qd_node_const(&l->graph, 1,
                                                   QD_DIM_NONE));
}

qd_node qd_taken_of(qd_lowering *l, uint32_t dir, qd_node total)
{
    qd_node top = qd_share_of(l, dir, "take-or-pay", total);
    if (hole(top)) top = qd_node_const(&l->graph, 1, QD_DIM_NONE);
    qd_node n = qd_node_make(&l->graph, QD_N_MAX, top, qd_use_of(l, dir), 0,
                             0);
    return n ? n : top;
}
