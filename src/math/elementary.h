/* The elementary functions of the whole library, in one place: what stands
 * here decides the last bit of every distribution. They are those of
 * math/lane_math.h with one lane, so a path has the same bits. */
#ifndef QD_MATH_ELEMENTARY_H
#define QD_MATH_ELEMENTARY_H

#include <math.h>

double qd_exp(double x);
double qd_log(double x);
double qd_pow(double x, double y);
double qd_log1p(double x); /* log(1 + x) */
double qd_expm1(double x); /* exp(x) - 1 */
static inline double qd_sqrt(double x) { return sqrt(x); }

#endif
