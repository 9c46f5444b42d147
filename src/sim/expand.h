/* From the nodes of a graph to values: what a path takes of each. */
#ifndef QD_SIM_EXPAND_H
#define QD_SIM_EXPAND_H

#include "sim/plan_value.h"

/* Draws that hang together, by the Cholesky factor of their scores. */
typedef struct qd_copula {
    QD_VEC(uint64_t) keys;
    QD_VEC(double) factor; /* n by n, by rows; above the diagonal 0 */
} qd_copula;

typedef struct qd_expand {
    const qd_sim_source *source;
    const qd_graph *graph;
    qd_values *v;
    qd_arena *arena;
    qd_value *of;     /* by node, 0: not yet */
    uint8_t *visited; /* by node: 1 while its operands are computed */
    QD_VEC(qd_node) stack;
    QD_VEC(struct { qd_value carry; qd_node next; }) later;
    qd_copula copula;
    qd_sim_why *why;
} qd_expand;

void qd_expand_init(qd_expand *e, const qd_sim_source *source, qd_values *v,
                    qd_arena *arena, qd_sim_why *why);
void qd_expand_free(qd_expand *e);
/* false, and `why`, when it has no value on a path. */
bool qd_expand_node(qd_expand *e, qd_node n, qd_value *out);
/* What is carried over from period to period; after all nodes. */
bool qd_expand_carries(qd_expand *e);

/* Sets `why`; false. */
bool qd_expand_refuse(qd_expand *e, const char *why);

/* ---- Between expand.c and expand_draw.c */

qd_node qd_expand_node_of(const qd_expand *e, qd_node n);
qd_value qd_expand_carry(qd_expand *e, qd_value first, qd_value *carry);
bool qd_expand_draw(qd_expand *e, const qd_node_row *r, qd_value *out);
bool qd_expand_range(qd_expand *e, const qd_node_row *r, qd_value *out);
bool qd_expand_pick(qd_expand *e, const qd_node_row *r, qd_value *out);
bool qd_expand_process(qd_expand *e, const qd_node_row *r, qd_value *out);
qd_value qd_expand_uniform(qd_expand *e, uint64_t key, bool monthly);
qd_value qd_expand_normal(qd_expand *e, uint64_t key, bool monthly);

/* ---- copula.c */

/* false, and `why`, when the correlations are not those of anything. */
bool qd_copula_make(qd_expand *e);

#endif
