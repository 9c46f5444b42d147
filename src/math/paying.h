/* Who pays what, month by month, when cash runs out.
 *
 * Parties owe each other and the outside amounts that fall due in months. A
 * party that is bounded can pay only what it has; each other always pays. A
 * month is settled as one: who lacks cash pays its dues rank by rank, those of
 * one rank in proportion, out of its cash and of what it is paid in the month:
 * the greatest clearing vector (clearing.h). What is not paid is deferred (due
 * again in the month after), or its deal is cancelled (nothing of it is due
 * any more but its exit fee, from the month after on), or its payer is in
 * default.
 *
 * Who is in default, from the first month of that on, pays out of a part of
 * its cash and a part of what it receives; nobody funds it any more; what else
 * is due to it is paid. What was not lent for that reason is not paid back.
 *
 * Who fails comes in rounds: round 1 fails though everybody else pays, round 2
 * fails because of round 1, and so on. */
#ifndef QD_MATH_PAYING_H
#define QD_MATH_PAYING_H

#include "math/clearing.h"

#define QD_PAYING_NEVER UINT32_MAX
#define QD_PAYING_ROUNDS 16u /* the last, and all behind it */

enum qd_paying_rule { QD_PAYING_DEFER, QD_PAYING_CANCEL, QD_PAYING_DEFAULT };

enum qd_paying_part {
    QD_PAYING_PLAIN,
    QD_PAYING_FUNDS,  /* nobody funds who is in default */
    QD_PAYING_SERVES, /* pays back what the FUNDS of its deal have brought */
    QD_PAYING_FEE,    /* falls due when its deal is cancelled */
    QD_PAYING_COVER   /* what of the dues of its deal is not paid */
};

typedef struct qd_paying_due {
    uint32_t from, to; /* parties; QD_OUTSIDE */
    uint32_t deal;
    uint8_t rank;      /* 0 is paid first */
    uint8_t rule, part;
} qd_paying_due;

typedef struct qd_paying_net {
    uint32_t n, dues, deals, months, ranks;
    const qd_paying_due *due;
    const uint8_t *bounded;   /* by party: has a balance */
    const uint32_t *struck;   /* by party: the month of its default; behind the
                                 last: never */
    const qd_costs *recovery; /* by party: the parts left of cash and
                                 receipts, where it is struck; */
    const qd_costs *failing;  /* and where it is in default by a rule */
} qd_paying_net;

/* One path. Number d of month t stands at [t * dues + d], of parties at
 * [t * n + u]. */
typedef struct qd_paying_path {
    const double *opening; /* cash of each party */
    const double *due;     /* 0 or more, and finite; of FEE 0, of a COVER
                              whether it is in force */
    const double *fee;     /* by deal: a sum, and */
    const double *share;   /* a part of what is left of the whole; */
    const double *whole;   /* of the whole of the deal */
    const double *cap;     /* by due: the most that a COVER pays */
    /* out: */
    double *asked; /* what falls due: without what serves what was not lent */
    double *paid;
    double *cash;  /* at the end of the month; below 0 where not bounded */
    uint32_t *failed; /* by party: first month in which it does not pay all
                         or is in default, NEVER */
    uint32_t *round;  /* of that; 0 */
} qd_paying_path;

typedef struct qd_paying qd_paying;

/* The net must outlive it. */
qd_paying *qd_paying_make(qd_mem *mem, const qd_paying_net *net);
void qd_paying_free(qd_mem *mem, qd_paying *p);
/* Asks for no memory. False when no party lacks anything: all is paid. */
bool qd_paying_run(qd_paying *p, const qd_paying_path *path);

#endif
