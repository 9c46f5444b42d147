/* The largest circulation in a network: max sum f, 0 <= f <= amount, what
 * comes into a party goes out of it. It is what could be set off without
 * changing anybody's net position. All in exact 64-bit integers.
 *
 * The proof is a rank for every party: for any ranks r,
 *     sum over arcs u -> v of amount * max(0, 1 - r_u + r_v)
 * is at least the value of any circulation (linear-programming duality), so
 * ranks that reach the value prove it largest. The ranks given are the least
 * ones from 0 up, which do not depend on the flow that was found. */
#ifndef QD_MATH_CIRCULATION_H
#define QD_MATH_CIRCULATION_H

#include "math/network.h"

typedef struct qd_circulation {
    int64_t value;
    int64_t *flow;  /* one largest circulation, an entry an arc */
    uint32_t *rank; /* of each party; who is paid for nothing stands low */
    uint32_t tiers; /* ranks in use: 1 more than the highest */
    bool checked;   /* qd_circulation_check said yes */
} qd_circulation;

void qd_circulation_solve(qd_mem *mem, const qd_network *net,
                          qd_circulation *c);
void qd_circulation_free(qd_mem *mem, qd_circulation *c);

/* Whether `flow` is a circulation of that value and `rank` proves that none
 * is larger; reads nothing of the solver but these. */
bool qd_circulation_check(qd_mem *mem, const qd_network *net,
                          const qd_circulation *c);

/* Marks the arcs whose flow is not the same in all largest circulations;
 * `open` has room for n_arcs. Returns how many. */
uint32_t qd_circulation_open(qd_mem *mem, const qd_network *net,
                             const qd_circulation *c, bool *open);

#endif
