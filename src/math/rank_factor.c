#include "math/rank_factor.h"

#include <math.h>
#include <stddef.h>

/* sin of |x| <= pi / 6: its series, exact to the last place or the one
 * before. */
static double sine(double x)
{
    double y = x * x, sum = 0;
    for (int k = 17; k >= 3; k -= 2) sum = (1 + sum) * -y / (k * (k - 1));
    return x * (1 + sum);
}

double qd_rank_to_normal(double r)
{
    return 2 * sine(r * (3.141592653589793 / 6));
}

static double reduced(const double *row, const double *of, uint32_t column)
{
    double x = row[column];
    for (uint32_t k = 0; k < column; k++) x -= row[k] * of[k];
    return x;
}

uint32_t qd_rank_factor(double *at, uint32_t n)
{
    const double nothing = 1e-12;
    for (uint32_t i = 0; i < n; i++) {
        double *row = at + (size_t)i * n;
        for (uint32_t j = 0; j < i; j++) {
            const double *of = at + (size_t)j * n;
            double x = reduced(row, of, j);
            if (of[j] == 0 && fabs(x) > 1e-9) return i;
            row[j] = of[j] == 0 ? 0 : x / of[j];
        }
        double left = reduced(row, row, i);
        if (!(left > -nothing)) return i;
        row[i] = left > nothing ? sqrt(left) : 0;
    }
    return n;
}
