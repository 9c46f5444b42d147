/* Small linear programs, decided exactly: greatest cost . x, where
 *
 *     row . x + slack = right,  x >= 0,  slack >= 0 (0 in an equation).
 *
 * A dense simplex in doubles finds a basis, which is then checked in rational
 * numbers and mended by exact pivots where it is not the last one. So doubles
 * decide how long it takes and, among equal optima, which is found, never what
 * the value is. Columns are numbered 0 to vars - 1, then the slacks. */
#ifndef QD_MATH_SIMPLEX_H
#define QD_MATH_SIMPLEX_H

#include "base/vec.h"
#include "math/rational.h"

typedef struct qd_simplex_term {
    uint32_t var;
    qd_rat by;
} qd_simplex_term;

typedef QD_VEC(qd_simplex_term) qd_simplex_terms;

typedef struct qd_simplex {
    qd_mem *mem;
    uint32_t rows, vars;
    qd_simplex_terms terms;   /* of all rows */
    QD_VEC(uint32_t) ends;    /* of each row in terms */
    QD_VEC(qd_rat) right;
    QD_VEC(bool) equation;
    bool *fixed;              /* of each column: it is to be 0 */
    bool exact_only;          /* no doubles: for tests */
    /* basic[i] = level[i] - table[i] . nonbasic, scaled row by row */
    uint32_t *head, *tail;    /* the basic column of a row, the others */
    double *table, *level;
    double *nudge;            /* of each row: what the search adds */
    double *unit;             /* of each variable: what the table counts */
} qd_simplex;

void qd_simplex_init(qd_simplex *s, qd_mem *mem, uint32_t vars);
/* Terms in the order of their variables, each at most once. The digits of
 * long numbers are not copied. */
void qd_simplex_row(qd_simplex *s, const qd_simplex_term *terms, uint32_t n,
                    qd_rat right, bool equation);
/* After the last row: all slacks are basic. */
void qd_simplex_start(qd_simplex *s);
/* Where `from`, with the same rows, is now. */
void qd_simplex_follow(qd_simplex *s, const qd_simplex *from);
void qd_simplex_free(qd_simplex *s);

enum qd_simplex_state {
    QD_SIMPLEX_OPTIMAL,
    QD_SIMPLEX_INFEASIBLE, /* weight: of the rows in the contradiction */
    QD_SIMPLEX_UNBOUNDED
};

typedef struct qd_simplex_answer {
    enum qd_simplex_state state;
    qd_rat value;
    qd_rat *x, *reduced; /* of each variable: its value, its reduced cost */
    qd_rat *weight;      /* of each row: its dual, 0 where it has room */
} qd_simplex_answer;

/* From where the last solution left it; the answer lies in the arena. */
qd_simplex_answer qd_simplex_solve(qd_simplex *s, const qd_rat *cost,
                                   qd_arena *a);

/* For the two halves of the solver: the search in doubles, the columns that
 * are to be basic, and the exact end. */
void qd_simplex_search(qd_simplex *s, const double *cost);
void qd_simplex_move(qd_simplex *s, const bool *basic);

#endif
