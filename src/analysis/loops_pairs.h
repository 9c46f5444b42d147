/* The parts of `quid loops` that trace what was put in. Only for its files. */
#ifndef QD_ANALYSIS_LOOPS_PAIRS_H
#define QD_ANALYSIS_LOOPS_PAIRS_H

#include "analysis/loops.h"

/* What comes back: at least, in proportion, at most. */
enum qd_back { QD_BACK_MUST, QD_BACK_PRO_RATA, QD_BACK_CAN, QD_BACKS };
enum { QD_BOX_POINTS = 3 }; /* 5, 50 and 95 % */

/* Parties in the events of a pair. */
enum { QD_PAIR_INVESTOR, QD_PAIR_CUSTOMER };

typedef struct qd_pair {
    uint32_t investor, customer;
    bool dated;           /* something of what was put in has a date */
    int64_t out, outside; /* the last: taken for granted */
    int64_t opening;      /* of the customer, -1: not known */
    qd_trace trace;       /* straight back */
    int64_t any_lo, any_hi; /* the same, whatever cash the customer has */
    bool has_through;     /* money can come back through others too: */
    int64_t through_lo, through_hi;
    int64_t spent;        /* bound to payments by a use of proceeds */
    bool has_tied;
    int64_t tied_due;     /* under the contracts to which it is tied */
    int64_t tied;         /* the lesser of that and what was put in */
    int64_t sales;        /* what all pay the investor under contracts and as
                             revenue; of an edge list, all payments */
    uint64_t paths;       /* 0: none were drawn */
    double box[QD_BACKS][QD_BOX_POINTS], box_out[QD_BOX_POINTS];
} qd_pair;

/* A payment of a pair, before what the customer lacks is added. */
typedef struct qd_pair_event {
    uint32_t move;  /* of l->moves */
    int64_t amount;
    int64_t meant;  /* of what is put in: for a use that is named; of what
                       is paid out: under such a use */
    uint32_t event; /* of p->events */
    int64_t at_least; /* labelled, as bound by a use */
} qd_pair_event;

typedef struct qd_pairs {
    qd_loops *l;
    uint32_t *first, *touch;  /* the moves of each party, in their order */
    QD_VEC(qd_pair_event) list;
    QD_VEC(qd_event) events;
    QD_VEC(int64_t) meant;    /* of each event */
    int64_t more_home, more_away; /* that payments under such uses may be
                                     more than their low ends */
    QD_VEC(uint32_t) terms;   /* of a model: dues with a use or a tie */
    QD_VEC(qd_pair) all;
} qd_pairs;

bool qd_pair_labels(const qd_loops *l, const qd_pair *x,
                    const qd_loop_move *m);
/* Makes p->events of p->list, for customer and investor alone, with the
 * customer's opening cash; sets out, outside and spent of the pair. */
void qd_pair_order(qd_pairs *p, qd_pair *x, int64_t opening);
/* Traces p->events; false when that failed. What is bound to a use counts as
 * kept apart by the rules, as in an account of its own. */
bool qd_pair_trace(qd_pairs *p, int64_t opening, qd_trace *out);

/* loops_uses.c: what a use of proceeds, a tie and a balance say. */

/* A due of a model that is put in for a use that is named, or paid under one
 * of those. */
typedef struct qd_pair_use {
    uint32_t line;   /* of l->monthly */
    qd_node node;    /* what is due of it in a period */
    bool spent;      /* paid by the customer; else put in */
    bool home;       /* to the investor */
} qd_pair_use;

/* Returns how many; the caller releases *out. */
uint32_t qd_pair_uses(qd_pairs *p, const qd_pair *x, qd_pair_use **out);
/* Fills `meant` of p->list from them. */
void qd_pair_meant(qd_pairs *p, const qd_pair *x);
/* Binds events to it: `at_least`; returns how much. */
int64_t qd_pair_bind(qd_pairs *p, int64_t opening);
void qd_pair_tied(qd_pairs *p, qd_pair *x);
/* Finds the dues with a use or a tie. */
void qd_pairs_terms(qd_pairs *p);
/* A directive by which the investor puts money into the customer that has
 * the field and names this directive there (0: any); QD_NONE. */
uint32_t qd_pair_says(const qd_pairs *p, const qd_pair *x, const char *field,
                      qd_sym name);
/* Cash at the beginning of a party and of who consolidates to it, in the
 * currency that is counted; QD_NODE_HOLE where nobody says it. */
qd_node qd_loops_cash(qd_loops *l, uint32_t party);

/* loops_box.c: both ends on paths; false when refused. */
bool qd_pairs_box(qd_pairs *p);

/* loops_barter.c: shares on one side, what is bought on the other, in words
 * and as a row of the table. */
void qd_pair_barter(qd_pairs *p, const qd_pair *x, qd_table *t);

/* loops_said.c: the table and the words. */
void qd_pairs_said(qd_pairs *p);
/* Whether something of what is put in has a date, if only on paths. */
bool qd_pair_known(const qd_pair *x);
/* Whether it is one of those that are asked about. */
bool qd_pair_asked(const qd_pairs *p, const qd_pair *x);

/* loops_unsaid.c, of a model: what would change the answer. */
void qd_pairs_unsaid(const qd_pairs *p);

#endif
