#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"

static const char *bernoulli_settle(qd_dist *d, qd_dist_fault *f)
{
    double p = d->args[0].x;
    d->low = 0, d->high = 1, d->c[0] = p;
    if (p >= 0 && p <= 1) return NULL;
    return qd_dist_refuse(f, 0, "must lie from 0 to 100 %");
}

static double bernoulli_cdf(const qd_dist *d, double x)
{
    (void)x;
    return 1 - d->c[0];
}

static double bernoulli_quantile(const qd_dist *d, double u)
{
    return u > 1 - d->c[0];
}

static double bernoulli_mean(const qd_dist *d)
{
    return d->c[0];
}

static double bernoulli_sd(const qd_dist *d)
{
    return sqrt(d->c[0] * (1 - d->c[0]));
}

static double bernoulli_part(const qd_dist *d, double a, double b, int k)
{
    double zero = k == 0 && a <= 0 ? 1 - d->c[0] : 0;
    return zero + (b >= 1 ? d->c[0] : 0);
}

static void bernoulli_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    const double values[] = { 0, 1 }, chances[] = { 1 - d->c[0], d->c[0] };
    qd_score_steps(s, values, chances, 2, arena);
}

const qd_dist_kind qd_dist_bernoulli = {
    .name = "bernoulli",
    .form = "bernoulli(chance)",
    .doc = "1 with this chance, 0 otherwise.",
    .example = "bernoulli(60 %)",
    .params = { { "chance", QD_PARAM_SHARE } },
    .least = 1,
    .most = 1,
    .flags = QD_DIST_NUMBERS | QD_DIST_STEPS,
    .vary = QD_VARY_BERNOULLI,
    .settle = bernoulli_settle,
    .cdf = bernoulli_cdf,
    .quantile = bernoulli_quantile,
    .mean = bernoulli_mean,
    .sd = bernoulli_sd,
    .part = bernoulli_part,
    .score = bernoulli_score,
};
