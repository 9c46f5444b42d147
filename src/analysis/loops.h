/* The parts of `quid loops`. Only for its files. */
#ifndef QD_ANALYSIS_LOOPS_H
#define QD_ANALYSIS_LOOPS_H

#include "analysis/flows_lines.h"
#include "expr/eval.h"
#include "math/circulation.h"
#include "math/loop_search.h"
#include "math/setoff.h"
#include "math/tracing.h"

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
    uint16_t words; /* qd_flow_line.words */
    int64_t most;   /* the high end, 0: not known */
    bool exact; /* no more than the amount */
    bool aside; /* outside of the window */
    qd_span when; /* of an edge list; empty: no date */
} qd_loop_pay;

/* What moves on a date, for tracing: an end may be QD_OUTSIDE. */
typedef struct qd_loop_move {
    uint32_t from, to;
    int64_t amount;
    qd_span when;
    uint32_t line;  /* of a model: of l->monthly; of an edge list 0 */
    uint8_t class;  /* of one date: which goes first */
    bool puts_in;   /* of a model: money for shares, or lent */
    bool aside;
} qd_loop_move;

/* A payment of a leg: the days on which it may fall. */
typedef struct qd_loop_date {
    uint32_t from, to;
    qd_day first, last;
} qd_loop_date;

/* All that goes from one party to another on a layer. */
typedef struct qd_loop_leg {
    uint32_t from, to;
    int64_t amount;    /* 0: nothing of it has an amount */
    uint8_t firmness;  /* the weakest of what has an amount */
    uint16_t kinds;    /* bits of enum qd_due_kind */
    bool exact;
} qd_loop_leg;

/* A loop that is shown: its parties, each paying the next. */
typedef struct qd_loop_shown {
    int64_t round;     /* what its narrowest leg lets through; 0: `?` */
    uint32_t n, *party;
} qd_loop_shown;

typedef struct qd_loops {
    qd_asked asked;
    qd_model *m;
    qd_answer *answer;
    qd_str *party;    /* labels, in the order of their names */
    qd_sym *sym;      /* of a model: the names; NULL: an edge list */
    uint32_t n;
    QD_VEC(qd_loop_pay) pays;
    QD_VEC(qd_loop_pay) outside; /* of an edge list: dated, from or to `?` */
    QD_VEC(qd_loop_move) moves;  /* of the layer asked for, in their order */
    QD_VEC(qd_loop_date) dates;  /* of them, by leg */
    QD_VEC(qd_loop_leg) warrants; /* from the issuer; `exact`: the worth of
                                     all of it is known */
    int64_t *opening; /* cash of each party at the beginning, -1: not known */
    qd_span window;   /* what counts; QD_SPAN_ALWAYS: all */
    qd_flow_lines monthly; /* of a model, by periods of its grid */
    qd_eval eval;          /* of its nodes, as the model uses them */
    QD_VEC(qd_loop_shown) shown; /* the largest first */
    uint32_t *chosen, n_chosen; /* parties to go through */
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

/* loops_moves.c: what moves on which date, in a total order that the order of
 * a file has no part in. */
void qd_loops_moves(qd_loops *l);
void qd_loops_moves_free(qd_loops *l);
/* Of one date: which goes first, 0 to QD_LOOP_CLASSES. */
enum { QD_LOOP_CLASSES = 3 };
uint8_t qd_loops_class(const qd_flow_line *x);
/* Money for shares, or lent. */
static inline bool qd_loops_puts_in(const qd_flow_line *x)
{
    return x->kind == QD_DUE_EQUITY || x->kind == QD_DUE_LOAN;
}
/* Whether a line of a model counts on the layer asked for. */
bool qd_loops_counts(const qd_loops *l, const qd_flow_line *x);
/* loops_uses.c: opening cash of a model's parties; `number` has the party of
 * each symbol, QD_OUTSIDE for none. */
void qd_loops_openings(qd_loops *l, const uint32_t *number);
/* From the first day of a leg's payments to the last: "2026-01..2027-03". */
qd_str qd_loops_dates(const qd_loops *l, uint32_t from, uint32_t to);
/* Whether money can go round the legs, their ends in order, on the dates of
 * their payments: 1, 0, or -1 where a leg has no date. */
int qd_loops_on_time(const qd_loops *l, const uint32_t *from,
                     const uint32_t *to, uint32_t n);

/* For people: an edge list has a unit of its own. */
static inline qd_str qd_loops_unit_word(const qd_loops *l)
{
    return l->unit.len ? l->unit : QD_STR("in the unit of the list");
}

static inline bool qd_loops_windowed(const qd_loops *l)
{
    return l->window.from != QD_DAY_OPEN_FROM ||
           l->window.to != QD_DAY_OPEN_TO;
}

/* loops_sums.c: what could be set off, layer by layer: table `summary` and,
 * of the layer asked for, words. False when refused. */
bool qd_loops_sums(qd_loops *l);
const char *qd_loops_layer_word(unsigned layer);
/* Legs of a layer up to a step of the ladder, in rows by payer. */
qd_loop_leg *qd_loops_legs(qd_loops *l, unsigned layer, unsigned firmness,
                           uint32_t *n);

/* loops_rows.c: table `loops`; false when refused. */
bool qd_loops_rows(qd_loops *l);
/* The legs as rows of a graph, made of them; the caller releases both. */
qd_loop_graph qd_loops_graph(qd_loops *l, const qd_loop_leg *legs,
                             uint32_t n);
void qd_loops_graph_free(qd_loops *l, qd_loop_graph *g);
/* loops_ladder.c: of each chosen party, the most that all loops together
 * bring back (false when refused), and how firm that is. */
bool qd_loops_joints(qd_loops *l);
void qd_loops_ladder(qd_loops *l);
/* loops_warrants.c: fills l->warrants. */
void qd_loops_warrants(qd_loops *l);

/* loops_pairs.c: table `pairs` and its words; false when refused. */
bool qd_loops_pairs(qd_loops *l);

/* loops_network.c: the picture. */
void qd_loops_network(qd_loops *l);

/* An amount as it is shown: in the unit of the answer. */
qd_str qd_loops_number(qd_loops *l, int64_t amount);

#endif
