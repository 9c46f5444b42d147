#include <math.h>

#include "math/dist_help.h"
#include "math/elementary.h"
#include "math/score.h"

static const char *exponential_settle(qd_dist *d, qd_dist_fault *f)
{
    d->low = 0, d->high = INFINITY, d->c[0] = d->args[0].x;
    return d->c[0] > 0 ? NULL : qd_dist_refuse(f, 0, "must be above 0");
}

static double exponential_cdf(const qd_dist *d, double x)
{
    return -qd_expm1(-x / d->c[0]);
}

static double exponential_quantile(const qd_dist *d, double u)
{
    return -d->c[0] * qd_log1p(-u);
}

static double exponential_mean(const qd_dist *d)
{
    return d->c[0];
}

/* The part above x. */
static double above(double mean, double x, int k)
{
    if (isinf(x)) return 0;
    double tail = qd_exp(-x / mean);
    if (k == 0) return tail;
    if (k == 1) return (x + mean) * tail;
    return (x * x + 2 * mean * (x + mean)) * tail;
}

static double exponential_part(const qd_dist *d, double a, double b, int k)
{
    return above(d->c[0], a, k) - above(d->c[0], b, k);
}

static void exponential_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    (void)arena;
    s->form = QD_SCORE_EXPONENTIAL;
    s->c[0] = d->c[0];
}

const qd_dist_kind qd_dist_exponential = {
    .name = "exponential",
    .form = "exponential(mean)",
    .doc = "Above 0, falling by the same share with every step: the wait "
           "for what comes at a steady rate.",
    .example = "exponential(18 mo)",
    .params = { { "mean", QD_PARAM_VALUE } },
    .least = 1,
    .most = 1,
    .vary = QD_VARY_EXPONENTIAL,
    .settle = exponential_settle,
    .cdf = exponential_cdf,
    .quantile = exponential_quantile,
    .mean = exponential_mean,
    .sd = exponential_mean,
    .part = exponential_part,
    .score = exponential_score,
};
