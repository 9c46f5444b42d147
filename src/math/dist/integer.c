/* Whole numbers of both ends' sort; beyond 2^53 a double skips some. */
#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"

#define MOST 9007199254740992.0

static const char *integer_settle(qd_dist *d, qd_dist_fault *f)
{
    d->low = d->args[0].x, d->high = d->args[1].x;
    for (unsigned i = 0; i < 2; i++) {
        double x = d->args[i].x;
        if (x != floor(x) || fabs(x) > MOST)
            return qd_dist_refuse(f, i, "must be a whole number");
    }
    if (d->low <= d->high) return NULL;
    return qd_dist_bounded(f, 1, "must not be below the first end, {0}",
                           d->low, 0);
}

static double count(const qd_dist *d)
{
    return d->high - d->low + 1;
}

static double integer_cdf(const qd_dist *d, double x)
{
    return (floor(x) - d->low + 1) / count(d);
}

static double integer_quantile(const qd_dist *d, double u)
{
    double x = d->low + ceil(u * count(d)) - 1;
    /* the product is rounded: look whether the step before will do */
    return x > d->low && integer_cdf(d, x - 1) >= u ? x - 1 : x;
}

static double integer_mean(const qd_dist *d)
{
    return d->low + (d->high - d->low) / 2;
}

static double integer_sd(const qd_dist *d)
{
    double n = count(d);
    return sqrt((n - 1) * (n + 1) / 12);
}

static double integer_part(const qd_dist *d, double a, double b, int k)
{
    double low = ceil(a), high = floor(b), n = high - low + 1;
    if (n <= 0) return 0;
    double mass = n / count(d), middle = low + (high - low) / 2;
    if (k == 0) return mass;
    if (k == 1) return mass * middle;
    return mass * (middle * middle + (n - 1) * (n + 1) / 12);
}

static void integer_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    (void)arena;
    s->form = QD_SCORE_INTEGER;
    s->c[0] = d->low, s->c[1] = count(d);
}

const qd_dist_kind qd_dist_integer = {
    .name = "integer",
    .form = "integer(a, b)",
    .doc = "A whole number from a to b, both included, all equally likely.",
    .example = "integer(1, 12)",
    .params = { { "a", QD_PARAM_NUMBER }, { "b", QD_PARAM_NUMBER } },
    .least = 2,
    .most = 2,
    .flags = QD_DIST_NUMBERS | QD_DIST_STEPS,
    .vary = QD_VARY_INTEGER,
    .settle = integer_settle,
    .cdf = integer_cdf,
    .quantile = integer_quantile,
    .mean = integer_mean,
    .sd = integer_sd,
    .part = integer_part,
    .score = integer_score,
};
