/* Who pays what when not everybody can: clearing of debts.
 *
 * A party has its own cash e and what it is paid; it pays its debts rank by
 * rank, those of one rank in proportion. Payments that fit each other are a
 * clearing vector p = min(L, e + what p brings) (Eisenberg and Noe 2001); the
 * greatest is the best for everybody and what is meant unless somebody says
 * otherwise. A party in default brings together only a part of its own cash
 * and a part of its receipts (default costs, Rogers and Veraart 2013). What a
 * solvent party has left is its equity, of which others may hold shares
 * (Elsinger 2009; Suzuki 2002; without debts Elliott, Golub and Jackson 2014).
 *
 * Defaults come in the rounds of the fictitious default algorithm: who cannot
 * pay though everybody pays falls in round 1, who cannot pay after that in
 * round 2. Up to QD_CLEARING_EXACT parties in default the payments are the
 * solution of a linear system; with more, one by one is set right until none
 * changes. A party is solvent if it lacks less than 2^-44 of what it owes.
 *
 * The same from any order of the debts. All memory is asked for when making;
 * a run may be in a thread of its own, one at a time for each qd_clearing. */
#ifndef QD_MATH_CLEARING_H
#define QD_MATH_CLEARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

#ifndef QD_OUTSIDE
#define QD_OUTSIDE UINT32_MAX /* whoever is no party */
#endif

#define QD_CLEARING_EXACT 1000u

typedef struct qd_debt {
    uint32_t from, to; /* who owes, whom; to may be QD_OUTSIDE */
    uint32_t rank;     /* rank 0 is paid first */
    double amount;     /* 0 or more */
} qd_debt;

typedef struct qd_holding {
    uint32_t of, by; /* whose equity, who has it */
    double share;    /* of all, above 0; no more than 1 together */
} qd_holding;

/* What is left in a default of the own cash, and of the receipts; 1 and 1
 * where default costs nothing. Both from 0 to 1. */
typedef struct qd_costs {
    double own, received;
} qd_costs;

typedef struct qd_clearing {
    uint32_t n, ranks, rows; /* rows of a party: its ranks, then its equity */
    /* of each party, for the runs to come: its own costs of default (NULL:
       those of the run), and whether it is in default whatever it has, which
       is then round 1 (NULL: nobody is) */
    const qd_costs *costs;
    const uint8_t *struck;
    bool stepwise; /* systems of more than 64 are not solved where steps come
                      to rest */
    /* row r of party u is arcs first[u * rows + r] to before the next */
    uint32_t *first, *to;
    double *amount; /* of an arc; in the row of equity the share */
    double *total;  /* of a row, with what is owed to the outside */
    double *owed;   /* by each party, all ranks */
    double *due;    /* to each party, if all is paid */
    bool holdings;
    /* of each party, the answer of the last run: */
    double *paid;     /* of its debts */
    double *received; /* and from equity that it holds */
    double *equity;   /* what it has, after costs, less what it owes */
    uint32_t *round;  /* of its default; 0: solvent */
    struct qd_clearing_work *work;
} qd_clearing;

typedef enum qd_clearing_fault {
    QD_CLEARING_FINE,
    QD_CLEARING_SIZE,   /* too many parties, ranks or debts */
    QD_CLEARING_PARTY,  /* an end is no party, or no such rank */
    QD_CLEARING_SELF,   /* both ends are one */
    QD_CLEARING_AMOUNT, /* negative or not finite */
    QD_CLEARING_SHARE,  /* not above 0, or above 1 together */
} qd_clearing_fault;

/* On a fault `*where` is the debt, or behind the debts the holding, and
 * nothing is held. ranks is 1 or more. */
qd_clearing_fault qd_clearing_make(qd_mem *mem, qd_clearing *c, uint32_t n,
                                   uint32_t ranks, const qd_debt *debts,
                                   size_t n_debts, const qd_holding *holdings,
                                   size_t n_holdings, size_t *where);
void qd_clearing_free(qd_mem *mem, qd_clearing *c);
/* Other amounts for the debts that c was made of, 0 or more and finite; of
 * several with one payer, rank and payee they are added. No debt may have been
 * 0 when it was made, and there are no holdings. */
void qd_clearing_refill(qd_clearing *c, const qd_debt *debts, size_t n_debts);

typedef enum qd_clearing_end {
    QD_CLEARING_SOLVED, /* a linear system, or nobody in default */
    QD_CLEARING_STEADY, /* no payment changes any more */
    QD_CLEARING_TIRED,  /* stopped before: see the residual */
} qd_clearing_end;

typedef struct qd_cleared {
    qd_clearing_end end;
    uint32_t defaults, rounds;
    double residual; /* the most by which a payment is not what it should be */
} qd_cleared;

/* `own` is the cash of each party, 0 or more and finite. */
qd_cleared qd_clearing_greatest(qd_clearing *c, const double *own,
                                qd_costs costs);
/* The least clearing vector: nobody pays but from cash that is there. The
 * rounds are not those of a cascade and say 1 for each default. With ranks or
 * holdings it is the limit from below and may end TIRED. */
qd_cleared qd_clearing_least(qd_clearing *c, const double *own,
                             qd_costs costs);

/* The part of a rank that a party paid in the last run, 0 to 1 (1 if it owes
 * nothing there). */
double qd_clearing_rate(const qd_clearing *c, uint32_t party, uint32_t rank);
/* What party i has at stake with party j as at[i * n + j]: debts of all ranks
 * from j to i. Room for n times n. */
void qd_clearing_exposures(const qd_clearing *c, double *at);

#endif
