/* Exact rational numbers of any size.
 *
 * A number is a value that is never changed. Where numerator and denominator
 * fit into 64 bits it holds them itself; otherwise it points to its digits,
 * which lie in the arena that the operation was given. */
#ifndef QD_MATH_RATIONAL_H
#define QD_MATH_RATIONAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct qd_rat_long;
typedef struct qd_rat {
    int64_t num, den; /* in lowest terms, den > 0 */
    const struct qd_rat_long *big; /* NULL, or what stands for them */
} qd_rat;

/* num / den, not in lowest terms; den is not 0. */
qd_rat qd_rat_of(int64_t num, int64_t den);
/* The fraction that x was before it was rounded: the first with small numbers
 * (a convergent) that is x but for a few units in the last place, so that
 * 0.3245 is 649/2000 and 10.0 / 490.0 is 1/49. |x| < 2^62; below 2^-62 it is
 * 0. num and den are then below 2^62. */
qd_rat qd_rat_near(double x);
static inline qd_rat qd_rat_whole(int64_t num)
{
    return (qd_rat){ .num = num, .den = 1 };
}
qd_rat qd_rat_add(qd_arena *a, qd_rat x, qd_rat y);
qd_rat qd_rat_subtract(qd_arena *a, qd_rat x, qd_rat y);
qd_rat qd_rat_times(qd_arena *a, qd_rat x, qd_rat y);
/* y is not 0. */
qd_rat qd_rat_divide(qd_arena *a, qd_rat x, qd_rat y);
qd_rat qd_rat_negative(qd_arena *a, qd_rat x);
/* -1, 0 or 1. */
int qd_rat_sign(qd_rat x);
int qd_rat_compare(qd_arena *a, qd_rat x, qd_rat y);
/* The same number with its digits in another arena. */
qd_rat qd_rat_copy(qd_arena *a, qd_rat x);
/* Near x: within a few units in the last place. */
double qd_rat_double(qd_rat x);
/* The largest k with k <= x * grid, and whether it is that number; false
 * where k has no place in 62 bits. grid > 0. */
bool qd_rat_floor(qd_arena *a, qd_rat x, int64_t grid, int64_t *k,
                  bool *exact);

#endif
