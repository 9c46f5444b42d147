/* The waist of meaning: a graph of operations, shared by structure.
 *
 * A node is an operation on nodes with lower numbers. Equal operations are
 * one node. Its dimension is checked when it is made: a node that cannot be
 * made is QD_NODE_BAD, and `mismatch` says why. Nodes are evaluated as sets
 * (expr/eval.h: what the claims allow) and on paths (sim/sim.h). */
#ifndef QD_EXPR_GRAPH_H
#define QD_EXPR_GRAPH_H

#include "base/arena.h"
#include "base/vec.h"
#include "expr/set.h"
#include "math/hitrun.h"
#include "unit/unit.h"

typedef uint32_t qd_node;

enum { QD_NODE_BAD = 0, QD_NODE_HOLE = 1 };

enum qd_node_op {
    QD_N_BAD,
    QD_N_HOLE,     /* not known; fits every dimension */
    QD_N_CONST,    /* k */
    QD_N_SET,      /* a: index of a constant set */
    QD_N_FIELD,    /* a: what the claims allow, b: what a path takes */
    QD_N_TOGETHER, /* list: lines of one voice, they hold together */
    QD_N_RIVALS,   /* list: voices */
    QD_N_PICK,     /* list of pairs: a weight (a constant) and a node; a path
                      takes one of them */
    QD_N_EITHER,   /* a or b: `x or y` */
    QD_N_BETWEEN,  /* from a to b (QD_NODE_BAD: open for ever); k: 1: a is
                      not of it, 2: b is not of it, 3: neither */
    QD_N_RANGE,    /* a to b: 5 and 95 % points */
    QD_N_ADD, QD_N_SUB, QD_N_MUL, QD_N_DIV, QD_N_POW,
    QD_N_MIN, QD_N_MAX,
    QD_N_EXP, QD_N_LN, QD_N_SQRT,
    QD_N_COMPARE,  /* k: enum qd_compare; a, b */
    QD_N_IF,       /* a ? b : c */
    QD_N_DRAW,     /* k: row of the distribution + 256 * its form; list:
                      parameters */
    QD_N_PROCESS,  /* k: enum qd_process; list: parameters */
    QD_N_HIGHEST,  /* a so far on the path */
    QD_N_PREV,     /* a one month ago, b in the first month */
    QD_N_CLOCK,    /* t: time since the horizon began, end of the month */
    QD_N_SPREAD,   /* share of a total that falls into the period: a: start,
                      b: term, c: ramp */
    QD_N_INSTANT,  /* 1 in the period that holds the date a, else 0 */
    QD_N_HELD,     /* months of the period inside [a, b) */
    QD_N_OWING,    /* months of the period weighted by what is still owed: all
                      of it from the date a for the term b (k 0), or falling
                      evenly to nothing (k 1) */
    QD_N_STATE,    /* k: enum qd_state; a: a number of the model; b: of which
                      world */
    QD_N_CARRY,    /* a: index in `carries`: what was left at the end of the
                      period before */
    QD_N_POINT,    /* a: index in `points`, b: which variable of the point
                      that a path draws there */
    QD_N_FINANCED  /* what a financing comes to (math/rounds.h): k: enum
                      qd_financed_what; list: see below */
};

/* The results of QD_N_FINANCED; behind them the units of each convertible.
 * Its items: units, money, enum qd_stated, value, pool share, free pool; then
 * of each convertible its form, how it is counted, money, cap, discount. What
 * has no sound solution comes to nothing. */
enum qd_financed_what { QD_FINANCED_BOUGHT, QD_FINANCED_POOL,
                        QD_FINANCED_CONVERTED };
enum { QD_FINANCED_ITEMS = 6, QD_FINANCED_TERMS = 5,
       QD_FINANCED_MOST = 16 };

enum qd_process { QD_PROCESS_WALK, QD_PROCESS_GBM, QD_PROCESS_REVERT,
                  QD_PROCESS_JUMP };

enum qd_state { QD_STATE_HAPPENED, QD_STATE_DELIVERING, QD_STATE_DELIVERED,
                QD_STATE_PAID, QD_STATE_OWED, QD_STATE_CASH,
                QD_STATE_RUNWAY, QD_STATE_SPENDING, QD_STATE_REVENUE,
                QD_STATE_OTHER };

/* When a node changes. */
enum qd_scope { QD_SCOPE_MODEL, QD_SCOPE_PATH, QD_SCOPE_MONTH };

typedef struct qd_node_row {
    uint8_t op, scope;
    bool asks;        /* rests on the path so far (QD_N_STATE) */
    bool drawn;       /* what its claims allow has 5 and 95 % points for
                         ends: a range, a distribution, a process */
    qd_dim dim;
    uint32_t a, b, c; /* a list: a is its first in `items`, b its length */
    uint64_t key;     /* of what is drawn: its datum and the place in it,
                         else 0 */
    double k;
} qd_node_row;

/* A value that is carried from period to period: `first` in the first one
 * (no month-scope node), then what `next` was at the end of the one before. */
typedef struct qd_carry {
    qd_node first, next;
} qd_carry;

/* Points drawn evenly from a polytope, one a path. */
typedef struct qd_point_of {
    const qd_hitrun *of;
    uint64_t key;
} qd_point_of;

/* Two draws that go together, by their keys: Spearman's rank correlation. */
typedef struct qd_correlation {
    uint64_t a, b;
    double rho;
} qd_correlation;

typedef struct qd_graph {
    qd_mem *mem;
    qd_units *units;
    QD_VEC(qd_node_row) nodes;
    QD_VEC(qd_set) sets;
    QD_VEC(uint32_t) items;
    QD_VEC(qd_carry) carries;
    uint32_t *slots;
    uint32_t mask;
    QD_VEC(qd_point_of) points;
    uint64_t key;   /* the datum being lowered: two data that read alike are
                       drawn apart, one datum used twice is drawn once */
    uint32_t place; /* draws of it so far */
    uint32_t world; /* of which a QD_N_STATE asks: 0, or 1 beside it */
    struct { qd_dim a, b; uint8_t op; } mismatch; /* of the last BAD node */
} qd_graph;

void qd_graph_init(qd_graph *g, qd_mem *mem, qd_units *units);
/* Leaves only the two nodes that a graph begins with; the memory is kept. */
void qd_graph_clear(qd_graph *g);
qd_node qd_node_const(qd_graph *g, double x, qd_dim dim);
qd_node qd_node_set(qd_graph *g, const qd_set *s, qd_dim dim);
/* An operation with up to three operands (0 where there is none). */
qd_node qd_node_make(qd_graph *g, enum qd_node_op op, qd_node a, qd_node b,
                     qd_node c, double k);
/* An operation on a list; `dim` is the result's, checked by the caller for
 * DRAW, PROCESS; the items' for the others. */
qd_node qd_node_list(qd_graph *g, enum qd_node_op op, const qd_node *items,
                     uint32_t n, double k, qd_dim dim);
qd_node qd_node_state(qd_graph *g, enum qd_state what, uint32_t of,
                      qd_dim dim);
/* A carried value; its `next` is QD_NODE_BAD until it is set. */
qd_node qd_node_carry(qd_graph *g, qd_node first, qd_dim dim);
void qd_carry_set(qd_graph *g, qd_node carry, qd_node next);
/* Variable `var` of the point that a path draws under the key; what is drawn
 * from outlives the graph and whatever is planned from it. */
qd_node qd_node_point(qd_graph *g, const qd_hitrun *of, uint64_t key,
                      uint32_t var);
/* From here on what is drawn belongs to this datum. Returns what was before,
 * to be given back by qd_draw_leave. */
typedef struct qd_draw_of { uint64_t key; uint32_t place; } qd_draw_of;
qd_draw_of qd_draw_enter(qd_graph *g, uint64_t key);
void qd_draw_leave(qd_graph *g, qd_draw_of before);
/* The key of the i-th draw of a datum. */
uint64_t qd_draw_key(uint64_t datum, uint32_t place);

static inline qd_dim qd_node_dim(const qd_graph *g, qd_node n)
{
    return g->nodes.at[n].dim;
}
static inline bool qd_node_is(const qd_graph *g, qd_node n,
                              enum qd_node_op op)
{
    return g->nodes.at[n].op == op;
}

#endif
