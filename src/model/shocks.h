/* What a question changes of the directives of a view: not to happen, to come
 * later, to come to less. All else stays as it is, so that the world that is
 * shocked differs from the one that is not by this alone: the rest of a total
 * is what its parts left before, and so is what burn is beyond the operations
 * of its payer. */
#ifndef QD_MODEL_SHOCKS_H
#define QD_MODEL_SHOCKS_H

#include "model/lower.h"

typedef struct qd_shocked {
    bool dropped;  /* it does not happen, nor what names it with @ (the
                      caller marks those too) */
    double cut;    /* the share of what is due under it that is not: 0 to 1 */
    double delay;  /* months by which its dates are later */
} qd_shocked;

/* Of a directive in a view. */
qd_shocked qd_shocked_of(const qd_view *v, uint32_t dir);
bool qd_is_shocked(const qd_view *v, uint32_t dir);
/* What is due under it, and a date of it, as the view's shocks change them;
 * a hole stays one. */
qd_node qd_shocked_due(qd_lowering *l, uint32_t dir, qd_node due);
qd_node qd_shocked_date(qd_lowering *l, uint32_t dir, qd_node date);

/* A lowering of another view on the graph of `base`, where all is lowered:
 * two worlds beside each other, drawn alike. Only one of them has the graph,
 * first `base`: the other one takes it before it is worked with. */
void qd_lowering_beside(qd_lowering *l, qd_lowering *base,
                        const qd_view *view);
void qd_graph_take(qd_lowering *l, qd_lowering *from);

#endif
