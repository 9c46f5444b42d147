/* What the operations of a program do with one vector of paths: for the loops
 * of ops.c and for programs that are printed as C (emit_c.c).
 *
 * vmin and vmax give their second operand where one is not a number; what is
 * known stands in front (plan_value.c), and the rest is seen to here. */
#ifndef QD_SIM_OPS_LANE_H
#define QD_SIM_OPS_LANE_H

#include "math/lane_philox.h"
#include "math/lane_score.h"

QD_INLINE vd min_of(vd a, vd b)
{
    return vselect(veq(a, a), vmin(a, b), a);
}

QD_INLINE vd max_of(vd a, vd b)
{
    return vselect(veq(a, a), vmax(a, b), a);
}

QD_INLINE vd truth(vm m, vd a, vd b)
{
    vd y = vselect(m, vset(1), vset(0));
    return vselect(vand(veq(a, a), veq(b, b)), y, vnan());
}

QD_INLINE vd choice(vd a, vd b, vd c)
{
    vd y = vselect(veq(a, vset(0)), c, b);
    return vselect(veq(a, a), y, a);
}

/* Months of [from, to) inside [a, b), times c; 0 outside whatever c is. */
QD_INLINE vd gate(vd from, vd to, vd a, vd b, vd c)
{
    vd months = vmin(to, b) - vmax(from, a);
    return vselect(vle(months, vset(0)), vset(0), months * c);
}

QD_INLINE vd when(vd from, vd to, vd a, vd b)
{
    vm outside = vor(vlt(a, from), vle(to, a));
    return vselect(outside, vset(0), b + (a - a));
}

/* As in expr/eval.c: linear from zero over the ramp, then even. */
QD_INLINE vd paid_by(vd x, vd term, vd ramp)
{
    vd full = 1 / (term - ramp * 0.5);
    vd rising = full * x * x / (2 * ramp), even = full * (x - ramp * 0.5);
    vd y = vselect(vlt(x, ramp), rising, even);
    y = vselect(vlt(vset(DBL_MAX), term), vset(0), y);
    y = vselect(vle(term, x), vset(1), y);
    y = vselect(vor(vle(x, vset(0)), vle(term, vset(0))), vset(0), y);
    return y + (x - x);
}

QD_INLINE vd ramp(vd from, vd to, vd start, vd term, vd length)
{
    return paid_by(to - start, term, length) -
           paid_by(from - start, term, length);
}

QD_INLINE vd owed_by(vd x, vd term, bool evenly)
{
    vd y = min_of(term, x);
    if (evenly) y = y - y * y / (2 * term);
    return vselect(vor(vle(x, vset(0)), vle(term, vset(0))), vset(0), y);
}

QD_INLINE vd owing(vd from, vd to, vd start, vd term, bool evenly)
{
    return owed_by(to - start, term, evenly) -
           owed_by(from - start, term, evenly);
}

#endif
