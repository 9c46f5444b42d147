#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"
#include "math/special.h"

/* Above this a sum over the masses takes long and a normal does as well. */
#define MOST 1e9

static const char *poisson_settle(qd_dist *d, qd_dist_fault *f)
{
    double mean = d->args[0].x;
    d->low = 0, d->high = INFINITY, d->c[0] = mean;
    if (mean >= 0 && mean <= MOST) return NULL;
    return qd_dist_bounded(f, 0, "must lie from {0} to {1}", 0, MOST);
}

static double poisson_cdf(const qd_dist *d, double x)
{
    return qd_poisson_cdf(floor(x), d->c[0]);
}

/* From a guess by the normal to two neighbours with u between them. */
static double poisson_quantile(const qd_dist *d, double u)
{
    double mean = d->c[0], z = qd_normal_quantile(u);
    double k = floor(mean + sqrt(mean) * z + (z * z - 1) / 6);
    if (!(k > 0)) k = 0;
    double step = 1;
    while (qd_poisson_cdf(k, mean) < u) k += step, step *= 2;
    double below = -1;
    for (step = 1; k - step >= 0; step *= 2)
        if (qd_poisson_cdf(k - step, mean) < u) {
            below = k - step;
            break;
        }
    while (k - below > 1) {
        double middle = floor((k + below) / 2);
        if (qd_poisson_cdf(middle, mean) < u)
            below = middle;
        else
            k = middle;
    }
    return k;
}

static double poisson_mean(const qd_dist *d)
{
    return d->c[0];
}

static double poisson_sd(const qd_dist *d)
{
    return sqrt(d->c[0]);
}

/* The chance of low to high, whole numbers. */
static double between(double low, double high, double mean)
{
    if (low > high) return 0;
    if (low == high) return qd_poisson_mass(low, mean);
    return qd_poisson_cdf(high, mean) - qd_poisson_cdf(low - 1, mean);
}

/* k times the mass at k is the mean times the mass at k - 1. */
static double poisson_part(const qd_dist *d, double a, double b, int k)
{
    double mean = d->c[0], low = ceil(a), high = floor(b);
    if (k == 0) return between(low, high, mean);
    double first = mean * between(low - 1, high - 1, mean);
    if (k == 1) return first;
    return first + mean * mean * between(low - 2, high - 2, mean);
}

/* How many steps down or up from the mode a mass is worth a line: what is
 * left out is far below the last bit of a uniform. */
static double reach(double mean, int side)
{
    double mode = floor(mean), k = mode, mass = 1;
    for (; mass > 1e-22 && (k > 0 || side > 0); k += side)
        mass *= side > 0 ? mean / (k + 1) : k / mean;
    return fabs(k - mode);
}

static void poisson_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    double mean = d->c[0], mode = floor(mean);
    double low = mode - reach(mean, -1), high = mode + reach(mean, 1);
    uint32_t n = (uint32_t)(high - low) + 1, m = (uint32_t)(mode - low);
    double *x = qd_arena_alloc(arena, 2 * n * sizeof *x), *mass = x + n;
    for (uint32_t i = 0; i < n; i++) x[i] = low + i;
    mass[m] = 1;
    for (uint32_t i = m; i > 0; i--) mass[i - 1] = mass[i] * (x[i] / mean);
    for (uint32_t i = m + 1; i < n; i++) mass[i] = mass[i - 1] * (mean / x[i]);
    qd_score_steps(s, x, mass, n, arena);
}

const qd_dist_kind qd_dist_poisson = {
    .name = "poisson",
    .form = "poisson(mean)",
    .doc = "How often something happens that comes at a steady rate: a "
           "whole number.",
    .example = "poisson(2.5)",
    .params = { { "mean", QD_PARAM_NUMBER } },
    .least = 1,
    .most = 1,
    .flags = QD_DIST_NUMBERS | QD_DIST_STEPS,
    .vary = QD_VARY_POISSON,
    .settle = poisson_settle,
    .cdf = poisson_cdf,
    .quantile = poisson_quantile,
    .mean = poisson_mean,
    .sd = poisson_sd,
    .part = poisson_part,
    .score = poisson_score,
};
