#include "output/axis.h"

#include <math.h>

#include "base/number.h"

/* 1, 2 or 5 times a power of ten, at least `least`. */
static double round_step(double least)
{
    double power = pow(10, floor(log10(least)));
    static const double steps[] = { 1, 2, 5 };
    for (size_t i = 0; i < 3; i++)
        if (power * steps[i] >= least * (1 - 1e-9))
            return power * steps[i];
    return power * 10;
}

qd_axis qd_axis_make(double from, double to, int ticks)
{
    if (!(to > from))
        to = from + 1;
    double step = round_step((to - from) / (ticks > 1 ? ticks - 1 : 1));
    double first = floor(from / step + 1e-9), last = ceil(to / step - 1e-9);
    return (qd_axis){ first * step, last * step, (int)(last - first) + 1 };
}

double qd_axis_tick(const qd_axis *axis, int i)
{
    double step = (axis->to - axis->from) / (axis->ticks - 1);
    double x = axis->from + step * i;
    return fabs(x) < step / 1000 ? 0 : x;
}

/* Ten digits hold every round tick and hide how it was added up. */
qd_str qd_axis_text(qd_arena *a, double tick, const qd_style *style)
{
    if (tick == 0)
        return QD_STR("0");
    char buf[340];
    double unit = pow(10, floor(log10(fabs(tick))) - 9);
    qd_str digits = unit < 1
        ? qd_double_fixed(fabs(tick), (int)rint(-log10(unit)), buf)
        : qd_double_fixed(fabs(tick), 0, buf);
    if (memchr(digits.at, '.', digits.len)) {
        while (digits.at[digits.len - 1] == '0')
            digits.len--;
        if (digits.at[digits.len - 1] == '.')
            digits.len--;
    }
    const char *sign = tick > 0 ? "" : style && style->ascii ? "-" : "−";
    return qd_arena_printf(a, "%s%.*s", sign, QD_STR_ARG(digits));
}

double qd_axis_place(const qd_axis *axis, double x)
{
    double place = (x - axis->from) / (axis->to - axis->from);
    return place < 0 ? 0 : place > 1 ? 1 : place;
}
