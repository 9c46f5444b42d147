/* What a plan is inside: values, then the steps that compute them.
 *
 * A value varies by path, by period, by both or not at all. What varies by
 * neither is a constant, what varies by period only a table: both are known
 * when the plan is made and are broadcast, not computed for each path. What
 * varies by path only is computed once a sweep, in front of the loop over
 * the periods. */
#ifndef QD_SIM_PLAN_H
#define QD_SIM_PLAN_H

#include "base/arena.h"
#include "base/vec.h"
#include "math/score.h"
#include "sim/sim.h"

enum qd_sim_op {
    QD_OP_CONST, /* leaves: not steps */
    QD_OP_TABLE, /* a: its first number in `times` */
    QD_OP_CARRY, /* a: its place in `carries` */
#define QD_SIM_OP(name, operands, y) QD_OP_##name,
#define QD_SIM_STEP(name, operands) QD_OP_##name,
#include "sim/ops.def"
#undef QD_SIM_OP
#undef QD_SIM_STEP
    QD_OP_READ,  /* steps only: hands out a reading; aux: the probe */
    QD_OP_NORMAL_AHEAD, /* draws for some periods; a: which of those */
    QD_OP_COUNT
};

enum { QD_BY_PATH = 1, QD_BY_TIME = 2, QD_BY_BOTH = 3 };

/* The places of the two ends of a period among the broadcast numbers. */
enum { QD_SLOT_FROM, QD_SLOT_TO, QD_SLOT_FIRST };

/* Places are broadcast numbers and, behind those, columns of the tile. Until
 * their number is known columns have the bit. */
#define QD_PLACE_COLUMN 0x80000000u
#define QD_PLACE_NONE 0xFFFFFFFFu

/* The terms of QD_OP_SUM. Each takes this many operands of the list. */
enum qd_term {
    QD_TERM_VALUE,   /* a */
    QD_TERM_PRODUCT, /* a b */
    QD_TERM_GATE,    /* GATE(a, b, c) */
    QD_TERM_TAKE,    /* GATE(a, b, c max(d, e)) */
    QD_TERM_WHEN,    /* WHEN(a, b) */
    QD_TERM_MINUS = 8
};
enum { QD_TERMS = 16, QD_TERM_OPERANDS = 5 };

typedef struct qd_term_row {
    uint8_t kind;                  /* enum qd_term, maybe with MINUS */
    bool settled;                  /* its dates do not change over time */
    uint32_t window;               /* its number, of settled windows */
    uint32_t at[QD_TERM_OPERANDS]; /* values; in a program places */
} qd_term_row;

typedef struct qd_step {
    uint8_t op;
    uint32_t out, a, b, c; /* places; of SUM b: which, c: whether its operands
                              move */
    uint32_t aux;          /* of SUM, VARY: first of a list; of SCORE, POINT:
                              which; of READ: the probe; of a draw: its key;
                              of FINANCED: the result */
    uint32_t n;            /* of a list; of NORMAL: draws, in columns and with
                              keys that follow each other */
} qd_step;

/* Operands of FINANCED. */
enum { QD_FINANCED_READS = QD_FINANCED_ITEMS +
                           QD_FINANCED_TERMS * QD_FINANCED_MOST };

typedef struct qd_varying {
    const qd_dist *shape;
    bool wants_z;
} qd_varying;

typedef struct qd_program {
    qd_grid grid;
    uint32_t n_columns, n_slots, n_ahead, n_windows, n_sums;
    uint32_t ends;                 /* periods that are computed */
    const double *fixed;           /* what stands in the slots from first_fixed
                                      on */
    uint32_t first_fixed;
    const double *tables;          /* of the slots in front of them, grid.n
                                      numbers each */
    const qd_step *before, *body;  /* once a sweep; every period */
    uint32_t n_before, n_body;
    const qd_term_row *terms;
    uint32_t n_terms;
    const uint32_t *lists;         /* places */
    const uint64_t *keys;
    const qd_score *scores;
    const qd_varying *shapes;
    const qd_point_of *points;     /* of each the list holds variables, each
                                      with its column */
    uint32_t n_lists, n_keys, n_scores, n_shapes, n_points;
    const uint32_t *readings;      /* by probe and period: which, or NONE */
    const uint8_t *sums;           /* by probe */
} qd_program;

struct qd_sim_plan {
    qd_mem *mem;
    qd_program program;
    qd_probe *probes;
    uint32_t *first_reading; /* by probe, and one more */
    uint32_t n_probes;
    qd_arena arena;
};

#endif
