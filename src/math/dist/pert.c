/* A beta stretched from the least to the most, with the weight 4 on the mode.
 * c: a, b. */
#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"
#include "math/special.h"

static const char *pert_settle(qd_dist *d, qd_dist_fault *f)
{
    const char *why = qd_dist_peak(d, f);
    if (why) return why;
    double mode = d->args[1].x, width = d->high - d->low;
    d->c[0] = 1 + 4 * (mode - d->low) / width;
    d->c[1] = 1 + 4 * (d->high - mode) / width;
    return NULL;
}

/* Where x stands between the least, 0, and the most, 1. */
static double place(const qd_dist *d, double x)
{
    return (x - d->low) / (d->high - d->low);
}

static double pert_cdf(const qd_dist *d, double x)
{
    return qd_beta_cdf(place(d, x), d->c[0], d->c[1]);
}

static double pert_quantile(const qd_dist *d, double u)
{
    return d->low +
           (d->high - d->low) * qd_beta_quantile(u, d->c[0], d->c[1]);
}

static double pert_mean(const qd_dist *d)
{
    return d->low + (d->high - d->low) * (d->c[0] / (d->c[0] + d->c[1]));
}

static double pert_sd(const qd_dist *d)
{
    double a = d->c[0], b = d->c[1], n = a + b;
    return (d->high - d->low) * sqrt(a / n * (b / n) / (n + 1));
}

static double pert_part(const qd_dist *d, double from, double to, int k)
{
    double a = d->c[0], b = d->c[1], width = d->high - d->low;
    double moment[3] = { 0 }, front = 1;
    for (int i = 0; i <= k; i++) {
        moment[i] = front * (qd_beta_cdf(place(d, to), a + i, b) -
                             qd_beta_cdf(place(d, from), a + i, b));
        front *= (a + i) / (a + b + i);
    }
    if (k == 0) return moment[0];
    double first = d->low * moment[0] + width * moment[1];
    if (k == 1) return first;
    return d->low * (first + width * moment[1]) + width * width * moment[2];
}

static void pert_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    qd_score_beta(s, d->c[0], d->c[1], d->low, d->high, arena);
}

const qd_dist_kind qd_dist_pert = {
    .name = "pert",
    .form = "pert(least, mode, most)",
    .doc = "From the least to the most, smooth, most likely at the mode, "
           "its mean (least + 4 mode + most) / 6.",
    .example = "pert(1 yr, 2 yr, 6 yr)",
    .params = { { "least", QD_PARAM_VALUE },
                { "mode", QD_PARAM_VALUE },
                { "most", QD_PARAM_VALUE } },
    .least = 3,
    .most = 3,
    .settle = pert_settle,
    .cdf = pert_cdf,
    .quantile = pert_quantile,
    .mean = pert_mean,
    .sd = pert_sd,
    .part = pert_part,
    .score = pert_score,
};
