/* Simple loops of a directed graph, and the most that goes round.
 *
 * The graph stands in rows: the arcs of node u are first[u] to before
 * first[u + 1], arc a leads to to[a] (as in math/network.h). Parallel arcs
 * are loops of their own; an arc from a node to itself is a loop of one.
 *
 * The search goes from each chosen node along arcs and turns back where the
 * way home is too long. What is known of the ways home is kept as in
 * Johnson (1975) and Gupta and Suzumura (2021): a bound for each node, raised
 * where a search found nothing and lowered when the path that stood in the
 * way is gone. */
#ifndef QD_MATH_LOOP_SEARCH_H
#define QD_MATH_LOOP_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

typedef struct qd_loop_graph {
    uint32_t n;
    const uint32_t *first, *to;
} qd_loop_graph;

/* Gets each loop once: its arcs in order, from the chosen node that comes
 * first among the chosen ones. False stops the search. */
typedef bool qd_loop_fn(void *ctx, const uint32_t *arcs, uint32_t count);

typedef struct qd_loops_ask {
    const uint32_t *chosen; /* in the order of the roots; NULL: every node */
    uint32_t n_chosen;
    uint32_t most_arcs;  /* of a loop; 0: any number */
    uint64_t most_loops; /* 0: no end */
    uint64_t most_steps; /* arcs looked at; 0: no end */
    qd_loop_fn *each;    /* NULL: only count */
    void *ctx;
} qd_loops_ask;

typedef enum qd_loops_end {
    QD_LOOPS_ALL,     /* these are all */
    QD_LOOPS_COUNT,   /* there are more than most_loops */
    QD_LOOPS_STEPS,   /* stopped after most_steps: there may be more */
    QD_LOOPS_STOPPED, /* by the caller */
} qd_loops_end;

typedef struct qd_loops_found {
    qd_loops_end end;
    uint64_t loops, steps;
} qd_loops_found;

#define QD_LOOPS_ARCS 5 /* most_arcs where nobody says otherwise */

qd_loops_found qd_loops_find(qd_mem *mem, const qd_loop_graph *g,
                             const qd_loops_ask *ask);

/* The largest flow from a party back to itself, where arc a carries at most
 * amount[a] >= 0 and all amounts together fit in 62 bits: no set of loops
 * through the party, each dollar of a payment used once, brings more.
 * `flow` NULL, or what each arc carries then. */
int64_t qd_loops_joint(qd_mem *mem, const qd_loop_graph *g,
                       const int64_t *amount, uint32_t party, int64_t *flow);

/* Whether the legs of a loop, each with its date, can be walked from one of
 * them on without going back in time. */
bool qd_loops_in_time(const int64_t *date, uint32_t count);

#endif
