/* Sets of numbers: what the words of claims allow.
 *
 * A set is a union of pieces, in order, not touching; a piece is an interval
 * whose ends may be open or infinite. Dates are months since year 0, words
 * of a lane are their place in it, truth is 0 and 1. A set can also hold
 * `unknown`: a hole took part, so nothing is known beyond the pieces. */
#ifndef QD_EXPR_SET_H
#define QD_EXPR_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"

typedef struct qd_piece {
    double lo, hi;
    bool lo_open, hi_open; /* infinite ends are always open */
} qd_piece;

typedef struct qd_set {
    uint32_t n;
    bool unknown;          /* a hole: n is 0 then */
    qd_piece at[QD_LIMIT_PIECES];
} qd_set;

qd_set qd_set_empty(void);
qd_set qd_set_unknown(void);
qd_set qd_set_point(double x);
qd_set qd_set_piece(double lo, bool lo_open, double hi, bool hi_open);
static inline bool qd_set_is_empty(const qd_set *s)
{
    return s->n == 0 && !s->unknown;
}
/* One number and nothing else. */
bool qd_set_is_point(const qd_set *s);
/* The least piece that holds the whole set (n > 0). */
qd_piece qd_set_hull(const qd_set *s);

qd_set qd_set_union(const qd_set *a, const qd_set *b);
qd_set qd_set_meet(const qd_set *a, const qd_set *b); /* intersection */
bool qd_set_has(const qd_set *s, double x);
bool qd_set_same(const qd_set *a, const qd_set *b);
/* Every number of a is one of b. */
bool qd_set_within(const qd_set *a, const qd_set *b);
/* The sets have no number in common, but would if their ends were closed. */
bool qd_set_touch(const qd_set *a, const qd_set *b);
/* All numbers within `margin` of one of the set. */
qd_set qd_set_widen(const qd_set *s, double margin);

/* What n claims allow together: the values that some largest group of claims
 * that hold together allows. Claims that all agree give their intersection;
 * two that exclude each other give both. Unknown claims say nothing. */
qd_set qd_set_rivals(const qd_set *sets, uint32_t n);

/* Arithmetic piece by piece. An operation with an unknown side is unknown,
 * except that 0 times unknown is 0. */
qd_set qd_set_add(const qd_set *a, const qd_set *b);
qd_set qd_set_sub(const qd_set *a, const qd_set *b);
qd_set qd_set_mul(const qd_set *a, const qd_set *b);
qd_set qd_set_div(const qd_set *a, const qd_set *b);
qd_set qd_set_min(const qd_set *a, const qd_set *b);
qd_set qd_set_max(const qd_set *a, const qd_set *b);
qd_set qd_set_pow(const qd_set *a, const qd_set *b);
/* A growing function applied to every end; values outside [from, to] of its
 * argument are left out. */
qd_set qd_set_map(const qd_set *s, double (*f)(double), double from,
                  double to);

enum qd_compare { QD_CMP_EQ, QD_CMP_NE, QD_CMP_LT, QD_CMP_LE, QD_CMP_GT,
                  QD_CMP_GE };
/* A set of truths: 1 when some values satisfy it, 0 when some do not. */
qd_set qd_set_compare(const qd_set *a, const qd_set *b, enum qd_compare op);

#endif
