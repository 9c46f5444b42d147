/* Inside math/clearing: what a run works on. */
#ifndef QD_MATH_CLEARING_WORK_H
#define QD_MATH_CLEARING_WORK_H

#include "math/clearing.h"

/* Where a party stands: ranks below `rank` are paid, rank `rank` gets `x`
 * (rank == ranks: solvent, and x is its equity), the others nothing. */
typedef struct qd_clearing_state {
    double received;
    double need; /* below this received it must be looked at */
    double x;
    uint32_t rank;
    bool costs, /* in default, so that its cash and receipts melt */
        unknown, /* one of `some` */
        dead,    /* pays nothing, whatever it gets */
        queued;
} qd_clearing_state;

typedef struct qd_clearing_work {
    qd_clearing_state *at;
    uint32_t *some, n_some; /* whose payment is not known: in default, or
                               with shares of it held by others */
    uint32_t *queue; /* a ring; whoever is in it is in it once */
    uint32_t begin, end, waiting;
    uint32_t most;   /* unknowns that the system has room for */
    double *matrix, *side, *answer;
    uint32_t *index; /* of a party among the unknown */
    bool *zero;      /* of each unknown: it pays nothing in its rank */
    const double *own;
    qd_costs costs;
} qd_clearing_work;

/* What a party can use, from what it has received. */
static inline double qd_clearing_has(const qd_clearing_work *w, uint32_t u)
{
    const qd_clearing_state *s = &w->at[u];
    return s->costs ? w->costs.own * w->own[u] +
                          w->costs.received * s->received
                    : w->own[u] + s->received;
}

/* Debts of the ranks before `rank`. */
static inline double qd_clearing_before(const qd_clearing *c, uint32_t u,
                                        uint32_t rank)
{
    double sum = 0;
    for (uint32_t r = 0; r < rank; r++)
        sum += c->total[(size_t)u * c->rows + r];
    return sum;
}

/* Changes what a party pays, and what the others receive; whoever then has
 * less than it needs is queued if `wake`. */
void qd_clearing_pay(qd_clearing *c, uint32_t u, uint32_t rank, double x,
                     bool wake);
/* Solves for the payments of `some`, whose ranks are fixed, but never below
 * 0; false where the system has no answer. */
bool qd_clearing_solve(qd_clearing *c);

#endif
