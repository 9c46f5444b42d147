#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"

#define SQRT_12 3.4641016151377545871

static const char *uniform_settle(qd_dist *d, qd_dist_fault *f)
{
    d->low = d->args[0].x, d->high = d->args[1].x;
    if (d->low <= d->high) return NULL;
    return qd_dist_bounded(f, 1, "must not be below the first end, {0}",
                           d->low, 0);
}

static double uniform_cdf(const qd_dist *d, double x)
{
    return (x - d->low) / (d->high - d->low);
}

static double uniform_quantile(const qd_dist *d, double u)
{
    return d->low + (d->high - d->low) * u;
}

static double uniform_mean(const qd_dist *d)
{
    return d->low + (d->high - d->low) / 2;
}

static double uniform_sd(const qd_dist *d)
{
    return (d->high - d->low) / SQRT_12;
}

/* Both ends may be the same: then all of it is there. */
static double uniform_part(const qd_dist *d, double a, double b, int k)
{
    double width = d->high - d->low;
    double mass = width > 0 ? (b - a) / width : 1;
    double middle = a + (b - a) / 2, half = (b - a) / 2;
    if (k == 0) return mass;
    if (k == 1) return mass * middle;
    return mass * (middle * middle + half * half / 3);
}

static void uniform_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    (void)arena;
    s->form = QD_SCORE_UNIFORM;
    s->c[0] = d->low, s->c[1] = d->high - d->low;
}

const qd_dist_kind qd_dist_uniform = {
    .name = "uniform",
    .form = "uniform(a, b)",
    .doc = "Anything from a to b, evenly.",
    .example = "uniform(3 GW, 5 GW)",
    .params = { { "a", QD_PARAM_VALUE }, { "b", QD_PARAM_VALUE } },
    .least = 2,
    .most = 2,
    .vary = QD_VARY_UNIFORM,
    .settle = uniform_settle,
    .cdf = uniform_cdf,
    .quantile = uniform_quantile,
    .mean = uniform_mean,
    .sd = uniform_sd,
    .part = uniform_part,
    .score = uniform_score,
};
