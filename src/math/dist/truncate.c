/* What is left of a distribution between two ends:
 * F^-1(F(a) + u (F(b) - F(a))), which keeps the order of the draws.
 * c: the chance below a, the chance from a to b. */
#include <math.h>

#include "math/dist_help.h"

/* Of less than this F has too few digits left to invert. */
#define LEAST_CHANCE 1e-9

static const char *truncate_settle(qd_dist *d, qd_dist_fault *f)
{
    const qd_dist *whole = d->args[0].part;
    if (!whole) return qd_dist_refuse(f, 0, "must be a distribution");
    double a = d->args[1].x, b = d->n == 3 ? d->args[2].x : INFINITY;
    if (!(a < b))
        return qd_dist_bounded(f, 2, "must be above the lower end, {0}", a,
                               0);
    d->low = fmax(a, whole->low), d->high = fmin(b, whole->high);
    d->c[1] = qd_dist_part(whole, a, b, 0);
    if (!(d->c[1] >= LEAST_CHANCE))
        return qd_dist_refuse(f, a > whole->low ? 1 : 2,
                              "leaves less than one in a billion of it");
    d->c[0] = qd_dist_cdf(whole, a) - qd_dist_part(whole, a, a, 0);
    return NULL;
}

static const qd_dist *whole_of(const qd_dist *d)
{
    return d->args[0].part;
}

static double truncate_cdf(const qd_dist *d, double x)
{
    return qd_dist_part(whole_of(d), d->low, x, 0) / d->c[1];
}

static double truncate_quantile(const qd_dist *d, double u)
{
    return qd_dist_quantile(whole_of(d), d->c[0] + u * d->c[1]);
}

static double truncate_part(const qd_dist *d, double a, double b, int k)
{
    return qd_dist_part(whole_of(d), a, b, k) / d->c[1];
}

static double truncate_mean(const qd_dist *d)
{
    return truncate_part(d, d->low, d->high, 1);
}

static double truncate_sd(const qd_dist *d)
{
    double mean = truncate_mean(d);
    double square = truncate_part(d, d->low, d->high, 2);
    return sqrt(fmax(0, square - mean * mean));
}

const qd_dist_kind qd_dist_truncate = {
    .name = "truncate",
    .form = "truncate(q, a), truncate(q, a, b)",
    .doc = "The distribution q, given that it lies from a to b; what lies "
           "outside is shared out inside. To move it to the ends instead, "
           "write clamp.",
    .example = "truncate(normal(3 GW, 5 GW), 0 GW, 10 GW)",
    .params = { { "q", QD_PARAM_DIST },
                { "a", QD_PARAM_VALUE },
                { "b", QD_PARAM_VALUE } },
    .least = 2,
    .most = 3,
    .settle = truncate_settle,
    .cdf = truncate_cdf,
    .quantile = truncate_quantile,
    .mean = truncate_mean,
    .sd = truncate_sd,
    .part = truncate_part,
};
