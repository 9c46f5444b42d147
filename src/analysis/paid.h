/* What is paid, where a party with a balance can pay only what it has: the
 * dues of one or more worlds on one graph, path by path through math/paying.
 * Per entity, in one currency.
 *
 *     qd_paid_begin(&p, &run, 0);
 *     qd_paid_add(&p, &run.world, &how);
 *     if (qd_paid_draw(&p)) ... p.worlds.at[0] ...
 *     qd_paid_free(&p); */
#ifndef QD_ANALYSIS_PAID_H
#define QD_ANALYSIS_PAID_H

#include "analysis/paths.h"
#include "math/paying.h"

/* Ranks within a month: who is paid first. */
enum { QD_PAID_REVENUE, QD_PAID_FUNDS, QD_PAID_COSTS, QD_PAID_OWED,
       QD_PAID_RANKS };

#define QD_PAID_ROUNDS QD_PAYING_ROUNDS

typedef struct qd_paid_how {
    const qd_sym *struck;  /* in default, from the beginning of a period */
    uint32_t n_struck, period;
    bool cancels;          /* what nobody says is cancelled, not deferred */
    bool has_recovery;     /* else who is struck pays nothing, and who fails
                              pays what it has */
    double recovery;       /* what is left of cash and of receipts, 0 to 1 */
} qd_paid_how;

/* Where the numbers of a due stand among the readings of a path. */
typedef struct qd_paid_row {
    uint32_t amount, fee, share, whole, cap; /* probe + 1; 0: nothing */
} qd_paid_row;

typedef struct qd_paid_world {
    qd_paid_how how;
    QD_VEC(qd_paying_due) dues;
    QD_VEC(qd_paid_row) rows;
    QD_VEC(uint32_t) dirs;   /* by deal */
    QD_VEC(uint8_t) rules;   /* the same */
    uint32_t *struck;        /* by party */
    qd_costs *recovery, *failing;
    qd_paying_net net;
    bool defers;             /* something is deferred that nobody says */
    /* the answer, by party: */
    /* Due is what is due to it in world 0, but for what serves loans that are
       not given here. */
    double *due, *paid;      /* to it: means over the paths */
    double *loss;            /* [party * paths + path]: due less paid; */
    double *less;            /* paid in world 0 less paid in this one; */
    double *cash;            /* the same at the end of the horizon */
    uint64_t *failed;        /* [party * (periods + 1) + period]: paths on
                                which it first fails then; never at the end */
    uint64_t *round;         /* [party * (QD_PAID_ROUNDS + 1) + round] */
    double *by_due;          /* [due * 2]: means of what falls due and of what
                                is paid of each, but for dropped ones */
    uint64_t some;           /* paths on which anybody lacks anything */
} qd_paid_world;

typedef struct qd_paid {
    qd_paths *run;
    qd_mem *mem;
    unsigned currency;
    QD_VEC(qd_sym) party;
    QD_VEC(uint8_t) bounded;
    QD_VEC(uint32_t) opening; /* by party: probe + 1 */
    QD_VEC(qd_probe) probes;
    QD_VEC(uint32_t) probe_of; /* by node: twice its probe + 1, odd for the
                                  last period */
    QD_VEC(qd_paid_world) worlds;
    qd_sim_plan *plan;
    uint64_t paths;     /* that were drawn */
    uint64_t lost;      /* of them: an amount is no number or below 0; all
                           of it is then taken as paid */
    uint32_t left_out;  /* dues in another currency */
    bool stopped;
} qd_paid;

void qd_paid_begin(qd_paid *p, qd_paths *run, unsigned currency);
/* `w` has the graph. Returns the number of the world. */
uint32_t qd_paid_add(qd_paid *p, qd_world *w, const qd_paid_how *how);
/* Whether what all worlds ask of a path is too much to be held. */
bool qd_paid_is_large(const qd_paid *p);
/* Makes the plan and draws so many paths, from the first on; false when it was
 * refused, or stopped before the last of them. */
bool qd_paid_draw(qd_paid *p, uint64_t paths);
void qd_paid_free(qd_paid *p);

/* paid_ask.c, for paid.c: nothing is asked after it. */
void qd_paid_close(qd_paid *p, qd_paid_world *w);

/* Of the answer. `q` from 0 to 1 of the losses; the loss in units of money.
 * Sorts them: afterwards they stand for no path in particular. */
double qd_paid_quantile(qd_paid *p, double *values, double q);
/* The round in which a party fails most often, 0 if it never does. */
uint32_t qd_paid_round(const qd_paid_world *w, uint32_t party);
/* Its number, UINT32_MAX when no due names it. */
uint32_t qd_paid_party(const qd_paid *p, qd_sym party);

#endif
