#include "output/axis.h"

#include <math.h>

#include "base/date.h"
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
    return (qd_axis){ .from = first * step, .to = last * step,
                      .ticks = (int)(last - first) + 1 };
}

static qd_axis month_axis(double from, double to, int ticks)
{
    static const int steps[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200,
                                 2400, 6000, 12000, 24000, 60000, 120000 };
    size_t i = 0;
    while (i + 1 < sizeof steps / sizeof *steps &&
           (to - from) / steps[i] > ticks - 1)
        i++;
    double first = floor(from / steps[i]), last = ceil(to / steps[i]);
    if (last <= first)
        last = first + 1;
    return (qd_axis){ .from = first * steps[i], .to = last * steps[i],
                      .ticks = (int)(last - first) + 1, .dates = true };
}

qd_axis qd_axis_make_dates(double from, double to, int ticks)
{
    static const int steps[] = { 1, 2, 7, 14 };
    if (!(to > from))
        to = from + 1.0 / 31;
    qd_day first = qd_months_day(from), last = qd_months_day(to);
    if (qd_day_months(last) < to - 1e-9)
        last++;
    if (last <= first)
        last = first + 1;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int n = (last - first + steps[i] - 1) / steps[i];
        if (n > ticks - 1)
            continue;
        return (qd_axis){ .from = qd_day_months(first),
                          .to = qd_day_months(first + n * steps[i]),
                          .ticks = n + 1, .dates = true, .days = steps[i] };
    }
    return month_axis(from, to, ticks);
}

double qd_axis_tick(const qd_axis *axis, int i)
{
    if (axis->days)
        return qd_day_months(qd_months_day(axis->from) + i * axis->days);
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

static qd_str date_label(qd_arena *a, const qd_axis *axis, int i)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int y, m, d, before = 0;
    qd_day_split(qd_months_day(qd_axis_tick(axis, i) + 1e-6), &y, &m, &d);
    if (i > 0) {
        int bm, bd;
        qd_day_split(qd_months_day(qd_axis_tick(axis, i - 1) + 1e-6),
                     &before, &bm, &bd);
    }
    const char *month = months + 3 * (m - 1);
    double step = qd_axis_tick(axis, 1) - axis->from;
    if (!axis->days && fmod(step + 0.5, 12) < 1 && m == 1)
        return qd_arena_printf(a, "%d", y);
    qd_str day = axis->days ? qd_arena_printf(a, "%d %.3s", d, month)
                            : qd_arena_printf(a, "%.3s", month);
    if (y == before)
        return day;
    return qd_arena_printf(a, "%.*s %d", QD_STR_ARG(day), y);
}

qd_str qd_axis_label(qd_arena *a, const qd_axis *axis, int i,
                     const qd_style *style)
{
    if (axis->dates)
        return date_label(a, axis, i);
    return qd_axis_text(a, qd_axis_tick(axis, i), style);
}

double qd_axis_place(const qd_axis *axis, double x)
{
    double place = (x - axis->from) / (axis->to - axis->from);
    return place < 0 ? 0 : place > 1 ? 1 : place;
}
