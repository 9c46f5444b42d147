/* Inside math/clearing: what a run works on. */
#ifndef QD_MATH_CLEARING_WORK_H
#define QD_MATH_CLEARING_WORK_H

#include "math/clearing.h"

/* Where a party stands: ranks below `rank` are paid, rank `rank` gets `x`
 * (rank == ranks: solvent, and x is its equity), the others nothing. */
typedef struct qd_clearing_state {
    double x;
    uint32_t rank;
    bool costs, /* in default, so that its cash and receipts melt */
        dead;   /* pays nothing, whatever it gets */
} qd_clearing_state;

#define QD_CLEARING_KNOWN UINT32_MAX

typedef struct qd_clearing_work {
    qd_clearing_state *at;
    double *received;
    double *need;    /* with less than this a party must be looked at */
    uint32_t *some, n_some; /* whose payment is not known: in default, or
                               with shares of it held by others */
    uint32_t *index; /* of a party among them, or QD_CLEARING_KNOWN */
    uint8_t *known;  /* a bit for each party: it is not among them */
    uint32_t *queue;
    uint8_t *queued; /* a bit for each unknown */
    uint32_t most;   /* unknowns that the dense system has room for */
    double *matrix, *side, *answer;
    bool *zero;      /* of each unknown: it pays nothing in its rank */
    /* whom each unknown brings which part of its rank: copied once, since
       its arcs lie far from each other, and still true of n_copied of them */
    uint32_t n_copied, *all_row, *all_to;
    bool tired; /* the last time these did not come to rest */
    double *all_part;
    uint32_t *row, *by; /* and of that, what goes to other unknowns */
    double *part;
    double *now, *right, *calm; /* its payment, its right side, and how far
                                   they may be apart */
    const double *own;
    qd_costs costs;           /* of those without their own */
    const qd_costs *costs_of; /* or NULL */
} qd_clearing_work;

static inline qd_costs qd_clearing_costs(const qd_clearing_work *w, uint32_t u)
{
    return w->costs_of ? w->costs_of[u] : w->costs;
}

static inline bool qd_clearing_is_known(const qd_clearing_work *w, uint32_t u)
{
    return w->known[u / 8] >> u % 8 & 1;
}

/* What unknown j pays more by `change` reaches whom it brings it. */
static inline void qd_clearing_bring(const qd_clearing_work *w, uint32_t j,
                                     double change)
{
    for (uint32_t a = w->all_row[j]; a < w->all_row[j + 1]; a++)
        w->received[w->all_to[a]] += w->all_part[a] * change;
}

/* What a party can use, from what it has received. */
static inline double qd_clearing_has(const qd_clearing_work *w, uint32_t u)
{
    if (!w->at[u].costs) return w->own[u] + w->received[u];
    qd_costs costs = qd_clearing_costs(w, u);
    return costs.own * w->own[u] + costs.received * w->received[u];
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

/* The parties of a list are worked on one by one, and what is read of one lies
 * in no cache where there are many: it is fetched some parties ahead, first
 * where its arcs are, then the arcs. */
#define QD_CLEARING_AHEAD 12
static inline void qd_clearing_expect(const qd_clearing *c,
                                      const uint32_t *list, uint32_t i,
                                      uint32_t n)
{
    const qd_clearing_work *w = c->work;
    if (i + 2 * QD_CLEARING_AHEAD < n) {
        uint32_t u = list[i + 2 * QD_CLEARING_AHEAD];
        __builtin_prefetch(&c->first[(size_t)u * c->rows]);
        __builtin_prefetch(&c->total[(size_t)u * c->rows]);
        __builtin_prefetch(&w->at[u]);
        __builtin_prefetch(&w->received[u]);
        __builtin_prefetch(&w->own[u]);
        __builtin_prefetch(&c->owed[u]);
    }
    if (i + QD_CLEARING_AHEAD < n) {
        uint32_t u = list[i + QD_CLEARING_AHEAD];
        uint32_t a = c->first[(size_t)u * c->rows];
        __builtin_prefetch(&c->to[a]);
        __builtin_prefetch(&c->amount[a]);
        __builtin_prefetch(&c->amount[a + 8]);
    }
}

/* Changes what a party pays, and what the others receive. */
void qd_clearing_pay(qd_clearing *c, uint32_t u, uint32_t rank, double x);
/* Finds the payments of `some`, whose ranks are fixed, each the greater of 0
 * and its right side: as a dense system, false where that has no answer, or
 * step by step, false when that does not come to rest. */
bool qd_clearing_solve(qd_clearing *c);
bool qd_clearing_relax(qd_clearing *c);

#endif
