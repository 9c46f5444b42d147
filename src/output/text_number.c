/* Numbers for people: three significant digits. */
#include <math.h>

#include "base/number.h"
#include "output/output.h"

/* The power of ten of the first digit of x (> 0) once it is rounded to three
 * digits: 9.996 is 10.0, so its power is 1. */
static int first_power(double x)
{
    int power = (int)floor(log10(x));
    return x / pow(10, power) >= 9.995 ? power + 1 : power;
}

static qd_str three_digits(qd_arena *a, double x)
{
    char buf[340];
    int power = first_power(x);
    if (power < -6) { /* 1.23e-09 */
        double unit = pow(10, 2 - power);
        return qd_arena_copy(a, qd_double_write(rint(x * unit) / unit, buf));
    }
    if (power > 14) { /* 1.23e+20 */
        double unit = pow(10, power - 2);
        return qd_arena_copy(a, qd_double_write(rint(x / unit) * unit, buf));
    }
    if (power > 2) {
        double unit = pow(10, power - 2);
        return qd_arena_copy(a, qd_double_fixed(rint(x / unit) * unit, 0,
                                                buf));
    }
    return qd_arena_copy(a, qd_double_fixed(x, 2 - power, buf));
}

qd_str qd_number_text(qd_arena *a, double x, const qd_style *style)
{
    if (!isfinite(x))
        return QD_STR("?");
    if (x == 0)
        return QD_STR("0");
    qd_str digits = three_digits(a, fabs(x));
    if (x > 0)
        return digits;
    return qd_arena_printf(a, "%s%.*s", style && style->ascii ? "-" : "−",
                           QD_STR_ARG(digits));
}
