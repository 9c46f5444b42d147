/* c: mode. */
#include <math.h>

#include "math/dist_help.h"
#include "math/score.h"
#include "math/special.h"

static const char *triangular_settle(qd_dist *d, qd_dist_fault *f)
{
    d->c[0] = d->args[1].x;
    return qd_dist_peak(d, f);
}

static double triangular_cdf(const qd_dist *d, double x)
{
    double a = d->low, b = d->high, mode = d->c[0];
    if (x < mode) return (x - a) / (b - a) * ((x - a) / (mode - a));
    if (x >= b) return 1;
    return 1 - (b - x) / (b - a) * ((b - x) / (b - mode));
}

static double triangular_quantile(const qd_dist *d, double u)
{
    double a = d->low, b = d->high, mode = d->c[0];
    if (u < (mode - a) / (b - a)) return a + sqrt(u * (b - a) * (mode - a));
    return b - sqrt((1 - u) * (b - a) * (b - mode));
}

static double triangular_mean(const qd_dist *d)
{
    return d->low + ((d->high - d->low) + (d->c[0] - d->low)) / 3;
}

static double triangular_sd(const qd_dist *d)
{
    double width = d->high - d->low, mode = d->c[0] - d->low;
    return sqrt((width * width - width * mode + mode * mode) / 18);
}

struct moment {
    const qd_dist *d;
    int k;
};

/* x^k times the density. */
static double integrand(const void *with, double x)
{
    const struct moment *m = with;
    double a = m->d->low, b = m->d->high, mode = m->d->c[0];
    double density = x < mode ? 2 * (x - a) / ((b - a) * (mode - a))
                              : 2 * (b - x) / ((b - a) * (b - mode));
    return density * (m->k == 0 ? 1 : m->k == 1 ? x : x * x);
}

static double triangular_part(const qd_dist *d, double a, double b, int k)
{
    struct moment m = { d, k };
    double mode = d->c[0], sum = 0;
    if (a < mode) sum += qd_gauss(integrand, &m, a, b < mode ? b : mode);
    if (b > mode) sum += qd_gauss(integrand, &m, a > mode ? a : mode, b);
    return sum;
}

static void triangular_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    (void)arena;
    double a = d->low, b = d->high, mode = d->c[0];
    s->form = QD_SCORE_TRIANGULAR;
    s->c[0] = a, s->c[1] = (mode - a) / (b - a), s->c[2] = (b - a) * (mode - a);
    s->c[3] = b, s->c[4] = (b - a) * (b - mode);
}

const qd_dist_kind qd_dist_triangular = {
    .name = "triangular",
    .form = "triangular(least, mode, most)",
    .doc = "From the least to the most, its density a triangle that is "
           "highest at the mode.",
    .example = "triangular(2 yr, 3 yr, 7 yr)",
    .params = { { "least", QD_PARAM_VALUE },
                { "mode", QD_PARAM_VALUE },
                { "most", QD_PARAM_VALUE } },
    .least = 3,
    .most = 3,
    .vary = QD_VARY_TRIANGULAR,
    .settle = triangular_settle,
    .cdf = triangular_cdf,
    .quantile = triangular_quantile,
    .mean = triangular_mean,
    .sd = triangular_sd,
    .part = triangular_part,
    .score = triangular_score,
};
