/* The elementary functions of the whole library, in one place: what stands
 * here decides the last bit of every distribution. */
#ifndef QD_MATH_ELEMENTARY_H
#define QD_MATH_ELEMENTARY_H

#include <math.h>

static inline double qd_exp(double x) { return exp(x); }
static inline double qd_log(double x) { return log(x); }
static inline double qd_sqrt(double x) { return sqrt(x); }
static inline double qd_pow(double x, double y) { return pow(x, y); }

/* log(1 + x) and exp(x) - 1, exact to a few units in the last place also
 * near 0: the rounding of 1 + x (of exp) is undone by the quotient. */
static inline double qd_log1p(double x)
{
    double u = 1 + x;
    if (u == 1) return x;
    return isinf(u) ? u : qd_log(u) * (x / (u - 1));
}

static inline double qd_expm1(double x)
{
    double u = qd_exp(x);
    if (u == 1) return x;
    if (u - 1 == -1 || isinf(u)) return u - 1;
    return (u - 1) * (x / qd_log(u));
}

#endif
