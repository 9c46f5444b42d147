/* The evaluator by sets: the values that a node may take, given what the
 * claims allow. It is the first evaluator of the graph and the oracle of the
 * later ones. Sets of different nodes are combined as if independent, so an
 * answer may be wider than the truth, never narrower. A distribution counts
 * with its 5 and 95 % points. */
#ifndef QD_EXPR_EVAL_H
#define QD_EXPR_EVAL_H

#include "expr/graph.h"

enum qd_face {
    QD_FACE_CLAIMS, /* what all standing claims allow */
    QD_FACE_MODEL   /* what the model uses: `assume` first */
};

typedef struct qd_eval {
    const qd_graph *graph;
    qd_mem *mem;
    enum qd_face face;
    double begin;      /* of the horizon, months since year 0 */
    double from, to;   /* the period, months since year 0, half-open */
    qd_set *memo;
    uint32_t *stamp, now, size;
    uint32_t depth;             /* of the recursion */
    QD_VEC(qd_node) pending;    /* instead of it where the graph is deep */
} qd_eval;

void qd_eval_init(qd_eval *e, const qd_graph *g, qd_mem *mem,
                  enum qd_face face, double begin);
/* From now on nodes are asked for this period: a sum over it for what falls
 * due in it, its end for what is a state. */
void qd_eval_period(qd_eval *e, double from, double to);
/* The set of a node; valid until the next period. */
const qd_set *qd_eval_node(qd_eval *e, qd_node n);
void qd_eval_free(qd_eval *e);

#endif
