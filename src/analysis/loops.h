/* The parts of `quid loops`. Only for its files. */
#ifndef QD_ANALYSIS_LOOPS_H
#define QD_ANALYSIS_LOOPS_H

#include "analysis/asked.h"
#include "math/circulation.h"
#include "math/loop_search.h"
#include "math/setoff.h"

/* Never mixed in one figure. */
enum qd_loop_layer {
    QD_LAYER_ANNOUNCED, /* all that is said, the whole of it */
    QD_LAYER_CONTRACTED, /* of it what is signed or closed */
    QD_LAYER_DUE,  /* of that what falls due within the horizon */
    QD_LAYER_PAID, /* what was paid */
    QD_LAYER_PLAIN, /* an edge list that names no layers */
    QD_LAYERS
};

/* What one party pays another, of one kind and step of the ladder. */
typedef struct qd_loop_pay {
    uint32_t from, to;
    int64_t amount; /* in cents, or in the unit of an edge list; 0: `?` */
    uint8_t layer, firmness, kind;
    bool exact; /* no more than the amount */
} qd_loop_pay;

/* All that goes from one party to another on a layer. */
typedef struct qd_loop_leg {
    uint32_t from, to;
    int64_t amount;    /* 0: nothing of it has an amount */
    uint8_t firmness;  /* the weakest of what has an amount */
    uint16_t kinds;    /* bits of enum qd_due_kind */
    bool exact;
} qd_loop_leg;

typedef struct qd_loops {
    qd_asked asked;
    qd_model *m;
    qd_answer *answer;
    qd_str *party;    /* labels, in the order of their names */
    qd_sym *sym;      /* of a model: the names; NULL: an edge list */
    uint32_t n;
    QD_VEC(qd_loop_pay) pays;
    double scale;     /* of the numbers shown: 1e11 for bn in cents */
    qd_str unit;
    unsigned currency; /* of a model: the amounts of others are left out */
    unsigned layer;   /* that is asked for */
    bool large;       /* a total of a layer leaves 64 bits */
} qd_loops;

/* loops_edges.c: from `--edges` and `--nodes` (NULL); false when refused. */
bool qd_loops_edges(qd_loops *l, const qd_argument *edges,
                    const qd_argument *nodes);
/* loops_world.c: from the dues of the view; false when refused. */
bool qd_loops_world(qd_loops *l);

/* loops_sums.c: what could be set off, layer by layer: table `summary` and,
 * of the layer asked for, words. False when refused. */
bool qd_loops_sums(qd_loops *l);
const char *qd_loops_layer_word(unsigned layer);
/* Legs of a layer up to a step of the ladder, in rows by payer. */
qd_loop_leg *qd_loops_legs(qd_loops *l, unsigned layer, unsigned firmness,
                           uint32_t *n);

/* loops_rows.c: tables `loops` and `ladder`; false when refused. */
bool qd_loops_rows(qd_loops *l);

/* loops_pairs.c: table `pairs` and its words, of a model. */
void qd_loops_pairs(qd_loops *l);

/* An amount as it is shown: in the unit of the answer. */
qd_str qd_loops_number(qd_loops *l, int64_t amount);

#endif
