/* c: a, b. */
#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"
#include "math/special.h"

/* Of a and b. Above, the work grows with their root and the curve is so
 * narrow that a normal is the same; below, all lies at 0 and 1. */
#define MOST 1e9
#define LEAST 1e-6

static const char *settle_spread(qd_dist *d, qd_dist_fault *f)
{
    double mean = d->args[0].x, sd = d->args[1].x;
    if (!(mean > 0 && mean < 1))
        return qd_dist_refuse(f, 0, "must lie between 0 and 1");
    double limit = sqrt(mean * (1 - mean)), least = limit / sqrt(MOST);
    double most = limit / sqrt(1 + LEAST / fmin(mean, 1 - mean));
    if (!(sd > least && sd < most))
        return qd_dist_bounded(
            f, 1, "must lie between {0} and {1} for this mean", least, most);
    double count = limit / sd * (limit / sd) - 1;
    d->c[0] = mean * count;
    d->c[1] = (1 - mean) * count;
    return NULL;
}

static const char *beta_settle(qd_dist *d, qd_dist_fault *f)
{
    d->low = 0, d->high = 1;
    if (d->form == QD_DIST_SPREAD) return settle_spread(d, f);
    for (unsigned i = 0; i < 2; i++) {
        d->c[i] = d->args[i].x;
        if (!(d->c[i] >= LEAST && d->c[i] <= MOST))
            return qd_dist_bounded(f, i, "must lie from {0} to {1}", LEAST,
                                   MOST);
    }
    return NULL;
}

static double beta_cdf(const qd_dist *d, double x)
{
    return qd_beta_cdf(x, d->c[0], d->c[1]);
}

static double beta_quantile(const qd_dist *d, double u)
{
    return qd_beta_quantile(u, d->c[0], d->c[1]);
}

static double beta_mean(const qd_dist *d)
{
    return d->c[0] / (d->c[0] + d->c[1]);
}

static double beta_sd(const qd_dist *d)
{
    double a = d->c[0], b = d->c[1], n = a + b;
    return sqrt(a / n * (b / n) / (n + 1));
}

/* x^k times the density is a beta density again, with a + k. */
static double beta_part(const qd_dist *d, double low, double high, int k)
{
    double a = d->c[0], b = d->c[1], front = 1;
    for (int i = 0; i < k; i++) front *= (a + i) / (a + b + i);
    return front *
           (qd_beta_cdf(high, a + k, b) - qd_beta_cdf(low, a + k, b));
}

static void beta_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    qd_score_beta(s, d->c[0], d->c[1], 0, 1, arena);
}

const qd_dist_kind qd_dist_beta = {
    .name = "beta",
    .form = "beta(a, b)",
    .doc = "A share between 0 and 1: what is known of it after a - 1 hits "
           "and b - 1 misses. Its mean is a / (a + b).",
    .example = "beta(16, 4)",
    .params = { { "a", QD_PARAM_NUMBER }, { "b", QD_PARAM_NUMBER } },
    .least = 2,
    .most = 2,
    .flags = QD_DIST_SPREADS | QD_DIST_NUMBERS,
    .settle = beta_settle,
    .cdf = beta_cdf,
    .quantile = beta_quantile,
    .mean = beta_mean,
    .sd = beta_sd,
    .part = beta_part,
    .score = beta_score,
};
