/* c: mean, sd. */
#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"
#include "math/special.h"

static const char *normal_settle(qd_dist *d, qd_dist_fault *f)
{
    double a = d->args[0].x, b = d->args[1].x;
    d->low = -INFINITY, d->high = INFINITY;
    if (d->form == QD_DIST_RANGE) {
        double score;
        const char *why = qd_dist_range_score(d, &score, f);
        if (why) return why;
        d->c[0] = a + (b - a) / 2;
        d->c[1] = (b - a) / (2 * score);
        return NULL;
    }
    if (!(b > 0)) return qd_dist_refuse(f, 1, "must be above 0");
    d->c[0] = a, d->c[1] = b;
    return NULL;
}

static double score(const qd_dist *d, double x)
{
    return (x - d->c[0]) / d->c[1];
}

static double normal_cdf(const qd_dist *d, double x)
{
    return qd_normal_cdf(score(d, x));
}

static double normal_quantile(const qd_dist *d, double u)
{
    return d->c[0] + d->c[1] * qd_normal_quantile(u);
}

static double normal_mean(const qd_dist *d)
{
    return d->c[0];
}

static double normal_sd(const qd_dist *d)
{
    return d->c[1];
}

static double normal_part(const qd_dist *d, double a, double b, int k)
{
    double mean = d->c[0], sd = d->c[1];
    double za = score(d, a), zb = score(d, b);
    double mass = qd_normal_between(za, zb);
    if (k == 0) return mass;
    double fa = qd_normal_density(za), fb = qd_normal_density(zb);
    double first = sd * (fa - fb);
    if (k == 1) return mean * mass + first;
    double ends = (isinf(za) ? 0 : za * fa) - (isinf(zb) ? 0 : zb * fb);
    return (mean * mean + sd * sd) * mass + 2 * mean * first +
           sd * sd * ends;
}

static void normal_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    (void)arena;
    s->form = QD_SCORE_AFFINE, s->wants_z = true;
    s->c[0] = d->c[0], s->c[1] = d->c[1];
}

const qd_dist_kind qd_dist_normal = {
    .name = "normal",
    .form = "normal(mean, sd), normal(a to b), normal(a to b, level)",
    .doc = "The bell curve, by its mean and standard deviation, or by two "
           "ends that it lies between in 90 % of all cases (or in `level`).",
    .example = "normal(300 MW, 40 MW)",
    .params = { { "mean", QD_PARAM_VALUE }, { "sd", QD_PARAM_WIDTH } },
    .least = 2,
    .most = 2,
    .flags = QD_DIST_RANGES | QD_DIST_SPREADS,
    .vary = QD_VARY_NORMAL,
    .settle = normal_settle,
    .cdf = normal_cdf,
    .quantile = normal_quantile,
    .mean = normal_mean,
    .sd = normal_sd,
    .part = normal_part,
    .score = normal_score,
};
