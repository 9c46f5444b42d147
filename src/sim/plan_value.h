/* The values of a program while it is made: equal ones are one, what is
 * known is computed at once, and a product finds its best shape. The rules
 * look at operands only, never at who uses a value: so what one path gives
 * does not depend on what else is asked. */
#ifndef QD_SIM_PLAN_VALUE_H
#define QD_SIM_PLAN_VALUE_H

#include "sim/plan.h"

typedef uint32_t qd_value;

typedef struct qd_value_row {
    uint8_t op, scope;
    uint32_t a, b, c; /* of a list: its first item and its length in a, b */
    uint64_t key;
    double k;
} qd_value_row;

typedef struct qd_value_carry { qd_value first, next; } qd_value_carry;

typedef struct qd_values {
    qd_mem *mem;
    qd_grid grid;
    uint32_t padded;           /* periods, up to a multiple of 8 */
    QD_VEC(qd_value_row) at;   /* 0: none */
    QD_VEC(qd_value_row) made; /* what was asked for, beside it */
    QD_VEC(qd_value) same;     /* what it has become */
    QD_VEC(qd_value) items;
    QD_VEC(qd_value_carry) carries;
    QD_VEC(double) times;
    QD_VEC(qd_score) scores;
    QD_VEC(qd_varying) shapes;
    QD_VEC(qd_point_of) points;
    double *from, *to;         /* by period */
    uint32_t *slots, mask;
    bool full;                 /* a limit was reached */
} qd_values;

void qd_values_init(qd_values *v, qd_mem *mem, qd_grid grid);
void qd_values_free(qd_values *v);

qd_value qd_value_const(qd_values *v, double x);
qd_value qd_value_make(qd_values *v, enum qd_sim_op op, qd_value a,
                       qd_value b, qd_value c);
qd_value qd_value_negative(qd_values *v, qd_value x);
bool qd_value_is_negative(const qd_values *v, qd_value x);
/* 1 in the first period, then 0. */
qd_value qd_value_first(qd_values *v);
/* Months since the horizon began, at the end of the period. */
qd_value qd_value_clock(qd_values *v);
/* A draw of its own in each period, or once a path. */
qd_value qd_value_draw(qd_values *v, enum qd_sim_op op, uint64_t key,
                       bool monthly);
qd_value qd_value_score(qd_values *v, const qd_score *score, qd_value x);
qd_value qd_value_vary(qd_values *v, qd_varying shape, const qd_value *params,
                       uint32_t n, qd_value x);
/* A variable of a point; a result of a financing. */
qd_value qd_value_point(qd_values *v, qd_point_of point, uint32_t var);
qd_value qd_value_financed(qd_values *v, uint32_t what, const qd_value *in,
                           uint32_t n);
qd_value qd_value_carry_make(qd_values *v, qd_value first);
void qd_value_carry_set(qd_values *v, qd_value carry, qd_value next);

static inline bool qd_value_is(const qd_values *v, qd_value x, double k)
{
    return v->at.at[x].op == QD_OP_CONST && v->at.at[x].k == k;
}
static inline uint8_t qd_value_scope(const qd_values *v, qd_value x)
{
    return v->at.at[x].scope;
}
/* Its operands, at most three or a list. */
uint32_t qd_value_operands(const qd_values *v, qd_value x,
                           const qd_value **at);

#endif
