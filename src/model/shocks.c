#include "model/shocks.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

qd_shocked qd_shocked_of(const qd_view *v, uint32_t dir)
{
    return v->shocked ? v->shocked[dir] : (qd_shocked){ 0 };
}

bool qd_is_shocked(const qd_view *v, uint32_t dir)
{
    if (dir == QD_NONE) return false;
    qd_shocked s = qd_shocked_of(v, dir);
    return s.dropped || s.cut > 0 || s.delay > 0;
}

qd_node qd_shocked_due(qd_lowering *l, uint32_t dir, qd_node due)
{
    double cut = qd_shocked_of(&l->view, dir).cut;
    if (hole(due) || cut == 0) return due;
    qd_node left = qd_node_const(&l->graph, 1 - cut, QD_DIM_NONE);
    return qd_node_make(&l->graph, QD_N_MUL, due, left, 0, 0);
}

qd_node qd_shocked_date(qd_lowering *l, uint32_t dir, qd_node date)
{
    double delay = qd_shocked_of(&l->view, dir).delay;
    if (hole(date) || delay == 0) return date;
    qd_node later = qd_node_const(&l->graph, delay, QD_DIM_TIME);
    return qd_node_make(&l->graph, QD_N_ADD, date, later, 0, 0);
}

void qd_graph_take(qd_lowering *l, qd_lowering *from)
{
    if (l == from) return;
    l->graph = from->graph;
    l->graph.world = l->base ? 1 : 0;
    from->graph = (qd_graph){ .mem = l->graph.mem, .units = l->graph.units };
}

void qd_lowering_beside(qd_lowering *l, qd_lowering *base,
                        const qd_view *view)
{
    *l = (qd_lowering){ .m = view->m, .view = *view, .arena = base->arena,
                        .too_deep = QD_NONE, .base = base };
}
