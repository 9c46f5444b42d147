/* Largest flows in whole numbers, by shortest augmenting paths in layers
 * (Dinic 1970).
 *
 * An arc and its reverse are a pair: arc i and arc i ^ 1. `left` is what an
 * arc can still carry. The caller may begin with a flow already there, and
 * may push again from other ends: each push works on what is left. All that
 * is ever pushed through a node must fit in 62 bits. */
#ifndef QD_MATH_MAXFLOW_H
#define QD_MATH_MAXFLOW_H

#include <stdint.h>

#include "base/mem.h"

#define QD_NO_ARC UINT32_MAX

typedef struct qd_maxflow {
    uint32_t n, n_arcs;       /* nodes; arcs, reverses included */
    uint32_t max_n, max_arcs;
    int64_t *left;            /* of each arc */
    uint32_t *to, *next;      /* of each arc */
    uint32_t *head;           /* of each node, then work: */
    uint32_t *at, *level, *queue;
} qd_maxflow;

/* Room for so many nodes and pairs of arcs; nothing in it yet. */
void qd_maxflow_make(qd_mem *mem, qd_maxflow *g, uint32_t nodes,
                     uint32_t pairs);
void qd_maxflow_free(qd_mem *mem, qd_maxflow *g);
/* Empties it; the room stays. */
void qd_maxflow_clear(qd_maxflow *g);
uint32_t qd_maxflow_node(qd_maxflow *g);
/* Returns the arc; `forth` and `back` are what each direction can carry. */
uint32_t qd_maxflow_arc(qd_maxflow *g, uint32_t from, uint32_t to,
                        int64_t forth, int64_t back);
/* Pushes as much as goes, but at most `most`, and returns how much. */
int64_t qd_maxflow_push(qd_maxflow *g, uint32_t from, uint32_t to,
                        int64_t most);

#endif
