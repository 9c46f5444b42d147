/* What is known of some numbers that are not negative, as linear statements:
 * whether the statements can all hold, between which ends a sum lies, and
 * which statements make it so.
 *
 *     qd_poly p;
 *     qd_poly_init(&p, mem, 3);
 *     qd_poly_row(&p, terms, n, QD_POLY_LESS, 275, 1000, tag);
 *     if (qd_poly_settle(&p))
 *         qd_poly_end end = qd_poly_bound(&p, form, n, true);
 *     else
 *         look at p.clash;
 *
 * Numbers are fractions of whole numbers, so 27.5 % is 275/1000 and exact;
 * all decisions are exact, and no end lies inside the truth. Rows may come in
 * any order. A tag is a name of the caller for a row or several; statements
 * that are never in question have none. */
#ifndef QD_MATH_POLY_H
#define QD_MATH_POLY_H

#include "math/simplex.h"

#define QD_POLY_NO_TAG 0u

enum qd_poly_relation {
    QD_POLY_LESS,
    QD_POLY_AT_MOST,
    QD_POLY_EQUAL,
    QD_POLY_AT_LEAST,
    QD_POLY_MORE
};

/* num/den of a variable; the same may come twice. den > 0. */
typedef struct qd_poly_term {
    uint32_t var;
    int64_t num, den;
} qd_poly_term;

/* sum at most `right`, below it (open), or equal to it. */
struct qd_poly_line {
    const qd_simplex_term *terms; /* whole numbers without common factor */
    uint32_t n, tag;
    bool open, equation;
    qd_rat right, most; /* most: the largest factor, without its sign */
};

/* Tags in rising order, each once. */
typedef struct qd_poly_tags {
    const uint32_t *at;
    uint32_t n;
} qd_poly_tags;

typedef struct qd_poly {
    qd_mem *mem;
    qd_arena arena;
    uint32_t vars;
    QD_VEC(struct qd_poly_line) lines;
    bool any_open, exact_only; /* exact_only: no doubles, for tests */
    qd_simplex home, work;
    /* When the rows clash: leaving out the rows of any one of these tags
     * lets the others hold together. Empty when those without tag clash. */
    qd_poly_tags clash;
} qd_poly;

typedef struct qd_poly_end {
    bool bounded;
    bool open;         /* approached, never reached */
    double value;      /* outward to a multiple of 1e-9 */
    qd_poly_tags tags; /* of the rows that bind */
} qd_poly_end;

void qd_poly_init(qd_poly *p, qd_mem *mem, uint32_t vars);
/* The sum of terms, its relation, num/den with den > 0. */
void qd_poly_row(qd_poly *p, const qd_poly_term *terms, uint32_t n,
                 enum qd_poly_relation is, int64_t num, int64_t den,
                 uint32_t tag);
/* After the last row: whether they can hold together. */
bool qd_poly_settle(qd_poly *p);
/* The largest (most) or least value of a sum, of rows that hold together.
 * The answer depends on the rows only, not on what was asked before. */
qd_poly_end qd_poly_bound(qd_poly *p, const qd_poly_term *form, uint32_t n,
                          bool most);
/* A point with room on all sides that have any, of rows that hold together;
 * which lines are always equations, which variables always 0. */
void qd_poly_inside(qd_poly *p, double *x, bool *equation, bool *zero);
void qd_poly_free(qd_poly *p);

#endif
