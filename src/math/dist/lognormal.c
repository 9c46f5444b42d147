/* c: mean and sd of the logarithm. */
#include <math.h>

#include "math/dist_help.h"
#include "math/elementary.h"
#include "math/score.h"
#include "math/special.h"

/* Of mean and sd: beyond it the squares in the formulas lose all digits. */
#define RATIO 1e7

static const char *settle_range(qd_dist *d, qd_dist_fault *f)
{
    double a = d->args[0].x, b = d->args[1].x, score;
    const char *why = qd_dist_range_score(d, &score, f);
    if (why) return why;
    if (!(a > 0))
        return qd_dist_refuse(f, 0, "must be above 0; a normal may be below");
    double la = qd_log(a), lb = qd_log(b);
    d->c[0] = (la + lb) / 2;
    d->c[1] = (lb - la) / (2 * score);
    return NULL;
}

static const char *lognormal_settle(qd_dist *d, qd_dist_fault *f)
{
    double mean = d->args[0].x, sd = d->args[1].x;
    d->low = 0, d->high = INFINITY;
    if (d->form == QD_DIST_RANGE) return settle_range(d, f);
    if (!(mean > 0)) return qd_dist_refuse(f, 0, "must be above 0");
    if (!(sd >= mean / RATIO && sd <= mean * RATIO))
        return qd_dist_bounded(f, 1, "must lie from {0} to {1} for this mean",
                               mean / RATIO, mean * RATIO);
    double variance = qd_log1p(sd / mean * (sd / mean));
    d->c[0] = qd_log(mean) - variance / 2;
    d->c[1] = sqrt(variance);
    return NULL;
}

static double score(const qd_dist *d, double x)
{
    return x > 0 ? (qd_log(x) - d->c[0]) / d->c[1] : -INFINITY;
}

static double lognormal_cdf(const qd_dist *d, double x)
{
    return qd_normal_cdf(score(d, x));
}

static double lognormal_quantile(const qd_dist *d, double u)
{
    return qd_exp(d->c[0] + d->c[1] * qd_normal_quantile(u));
}

static double lognormal_mean(const qd_dist *d)
{
    return qd_exp(d->c[0] + d->c[1] * d->c[1] / 2);
}

static double lognormal_sd(const qd_dist *d)
{
    return lognormal_mean(d) * sqrt(qd_expm1(d->c[1] * d->c[1]));
}

static double lognormal_part(const qd_dist *d, double a, double b, int k)
{
    double mu = d->c[0], sigma = d->c[1];
    double shift = k * sigma;
    double mass =
        qd_normal_between(score(d, a) - shift, score(d, b) - shift);
    return qd_exp(k * mu + shift * shift / 2) * mass;
}

static void lognormal_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    (void)arena;
    s->form = QD_SCORE_EXP, s->wants_z = true;
    s->c[0] = d->c[0], s->c[1] = d->c[1];
}

const qd_dist_kind qd_dist_lognormal = {
    .name = "lognormal",
    .form = "lognormal(mean, sd), lognormal(a to b), "
            "lognormal(a to b, level)",
    .doc = "Always above 0, with a long tail upwards; its logarithm is "
           "normal. By its own mean and standard deviation, or by two ends "
           "that it lies between in 90 % of all cases (or in `level`).",
    .example = "lognormal(20 MW to 40 MW)",
    .params = { { "mean", QD_PARAM_VALUE }, { "sd", QD_PARAM_WIDTH } },
    .least = 2,
    .most = 2,
    .flags = QD_DIST_RANGES | QD_DIST_SPREADS,
    .vary = QD_VARY_LOGNORMAL,
    .settle = lognormal_settle,
    .cdf = lognormal_cdf,
    .quantile = lognormal_quantile,
    .mean = lognormal_mean,
    .sd = lognormal_sd,
    .part = lognormal_part,
    .score = lognormal_score,
};
