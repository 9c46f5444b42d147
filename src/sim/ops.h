/* The inner loops, compiled once for each instruction set. */
#ifndef QD_SIM_OPS_H
#define QD_SIM_OPS_H

#include "sim/plan.h"
#include "sim/tile.h"

/* Where an operand is read: a column, or one vector again and again. Value i
 * stands at i & mask, which is all ones or 0. */
typedef struct qd_src {
    const double *at;
    size_t mask;
} qd_src;

#define QD_SRC_COLUMN ((size_t)-1)
#define QD_SRC_FIXED ((size_t)0)

/* What the windows of a term have in common over the tile: none is open
 * before `open` or from `shut` on, all are from `all_from` to `all_to`. */
typedef struct qd_span_of {
    double open, shut, all_from, all_to;
    bool whole; /* all begin and end with a period, and nothing is NaN */
} qd_span_of;

/* A term as it is done for some periods: how, and where its operands are. */
typedef struct qd_ready_term {
    unsigned how;
    bool anew; /* its last operand is not that of the term before */
    qd_src x[QD_TERM_OPERANDS];
} qd_ready_term;

/* What a sweep works on. All arrays are aligned to 64 bytes. */
typedef struct qd_sweep {
    const qd_program *program;
    qd_src *places;       /* by place; a column holds n numbers */
    uint64_t *keys;       /* of the draws, under the seed */
    double *ahead;        /* normal scores of the periods to come */
    uint32_t reach;       /* periods drawn at once */
    double *slots;        /* 8 alike numbers each */
    qd_span_of *spans;    /* by term */
    qd_ready_term *ready; /* by sum: its terms and one that ends them */
    uint32_t *until;      /* by sum: the period in which they change */
    double *walk;         /* room for the walk to a point */
    double **drawn;       /* its columns */
    double *windows;      /* by window: 64 periods, as bits, of each path */
    uint32_t n;           /* paths computed, a multiple of 64 */
    uint64_t seed, first; /* first: a multiple of 16 */
    uint32_t skip, asked; /* paths in front that nobody asked for; asked */
    uint32_t period;
    qd_sim_take *take;
    void *ctx;
} qd_sweep;

typedef void qd_ops_run(qd_sweep *s);
/* One operation without a draw on n numbers (a multiple of 8); in: a, b, c,
 * then the ends of the period. */
typedef void qd_ops_one(const qd_step *step, double *out, const qd_src *in,
                        uint32_t n);

qd_ops_run qd_ops_run_2;
qd_ops_one qd_ops_one_2;
#if defined(__x86_64__)
qd_ops_run qd_ops_run_4, qd_ops_run_8;
qd_ops_one qd_ops_one_4, qd_ops_one_8;
#endif

#endif
