/* From values to steps: which are needed, which are done together, in what
 * order, and where each is kept. */
#ifndef QD_SIM_PLAN_STEPS_H
#define QD_SIM_PLAN_STEPS_H

#include "sim/plan_value.h"

/* A sum that is done in one step; of it all terms but those that somebody
 * else needs are no values of their own any more. */
typedef struct qd_plan_sum {
    qd_value start;
    uint32_t first, n; /* in `terms` */
} qd_plan_sum;

typedef struct qd_steps {
    qd_values *v;
    const qd_value *probed; /* by probe */
    uint32_t n_probes;
    const qd_probe *probes;
    uint32_t *uses;         /* by value; 0: not needed */
    bool *within;           /* by value: done inside a sum */
    uint32_t *sum_of;       /* by value: 1 + which of `sums` */
    QD_VEC(qd_plan_sum) sums;
    QD_VEC(qd_term_row) terms;
    QD_VEC(qd_step) before, body;
    QD_VEC(uint32_t) lists;
    QD_VEC(uint64_t) keys;
    uint32_t *place;        /* by value */
    uint32_t n_columns, n_ahead, n_windows;
    QD_VEC(qd_value) tables, fixed; /* in the order of their slots */
} qd_steps;

void qd_steps_make(qd_steps *s);
void qd_steps_free(qd_steps *s);

/* ---- Between plan_sum.c and plan_steps.c */

/* Counts who needs what, then finds the sums. */
void qd_steps_count(qd_steps *s);
void qd_steps_find_sums(qd_steps *s);
uint32_t qd_term_operands(uint8_t kind);

#endif
