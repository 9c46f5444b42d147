/* The three-term metalog (Keelin 2016): with L = ln(y / (1 - y)),
 *
 *     x(y) = c0 + c1 L + c2 (y - 1/2) L.
 *
 * It rises everywhere just when |c2| < RATIO c1: RATIO is one over the
 * greatest value of (y - 1/2) + y (1 - y) L. */
#include <math.h>

#include "math/dist_help.h"
#include "math/elementary.h"
#include "math/score.h"
#include "math/special.h"

#define RATIO 1.6671131192019293969
#define PI_SQUARED 9.8696044010893586188

/* What c1 and c2 stand before, at a share y. */
struct terms {
    double line, bend;
};

static struct terms terms_at(double y)
{
    double line = qd_log(y / (1 - y));
    return (struct terms){ line, (y - 0.5) * line };
}

/* Where the middle value would be if c2 were `ratio` c1. */
static double middle_at(double ratio, const qd_dist_arg *arg,
                        const struct terms *t)
{
    double part = t[1].line - t[0].line + ratio * (t[1].bend - t[0].bend);
    double all = t[2].line - t[0].line + ratio * (t[2].bend - t[0].bend);
    return arg[0].x + (arg[2].x - arg[0].x) * (part / all);
}

static const char *check_order(const qd_dist *d, qd_dist_fault *f)
{
    for (unsigned i = 0; i < d->n; i++) {
        const qd_dist_arg *arg = &d->args[i];
        f->share = true;
        if (!(arg->p > 0 && arg->p < 1))
            return qd_dist_refuse(f, i, "must lie between 0 and 100 %");
        if (i > 0 && !(arg->p > arg[-1].p))
            return qd_dist_refuse(f, i, "must be above the one before");
        f->share = false;
        if (i > 0 && !(arg->x > arg[-1].x))
            return qd_dist_refuse(f, i, "must be above the one before");
    }
    return NULL;
}

static const char *metalog_settle(qd_dist *d, qd_dist_fault *f)
{
    const qd_dist_arg *arg = d->args;
    struct terms t[3];
    const char *why = check_order(d, f);
    if (why) return why;
    d->low = -INFINITY, d->high = INFINITY;
    for (int i = 0; i < 3; i++) t[i] = terms_at(arg[i].p);
    double line1 = t[1].line - t[0].line, bend1 = t[1].bend - t[0].bend;
    double line2 = t[2].line - t[0].line, bend2 = t[2].bend - t[0].bend;
    double x1 = arg[1].x - arg[0].x, x2 = arg[2].x - arg[0].x;
    double det = line1 * bend2 - line2 * bend1;
    d->c[1] = (x1 * bend2 - x2 * bend1) / det;
    d->c[2] = (line1 * x2 - line2 * x1) / det;
    d->c[0] = arg[1].x - d->c[1] * t[1].line - d->c[2] * t[1].bend;
    if (d->c[1] > 0 && fabs(d->c[2]) < RATIO * d->c[1]) return NULL;
    double one = middle_at(RATIO, arg, t), other = middle_at(-RATIO, arg, t);
    return qd_dist_bounded(f, 1,
                           "must lie between {0} and {1}, or no metalog "
                           "goes through the three points",
                           fmin(one, other), fmax(one, other));
}

/* The value at the logit t, whose share is y. */
static double value_at(const qd_dist *d, double y, double t)
{
    return d->c[0] + (d->c[1] + d->c[2] * (y - 0.5)) * t;
}

static double share_at(double t)
{
    if (t >= 0) return 1 / (1 + qd_exp(-t));
    double e = qd_exp(t);
    return e / (1 + e);
}

static double metalog_quantile(const qd_dist *d, double u)
{
    return value_at(d, u, qd_log(u / (1 - u)));
}

/* The logit whose value is x: Newton inside a bracket. */
static double logit_of(const qd_dist *d, double x)
{
    double low = -745, high = 745, t = 0;
    for (int i = 0; i < 200; i++) {
        double y = share_at(t), e = value_at(d, y, t) - x;
        if (e < 0)
            low = t;
        else
            high = t;
        double slope = d->c[1] + d->c[2] * (y - 0.5 + share_at(-t) * y * t);
        double next = t - e / slope;
        if (!(next > low && next < high)) next = low + (high - low) / 2;
        if (fabs(next - t) <= 1e-16 * fabs(t)) break;
        t = next;
    }
    return t;
}

static double metalog_cdf(const qd_dist *d, double x)
{
    return share_at(logit_of(d, x));
}

static double metalog_mean(const qd_dist *d)
{
    return d->c[0] + d->c[2] / 2;
}

static double metalog_sd(const qd_dist *d)
{
    double line = d->c[1], bend = d->c[2];
    return sqrt(PI_SQUARED / 3 * line * line +
                (1.0 / 12 + PI_SQUARED / 36) * bend * bend);
}

struct moment {
    const qd_dist *d;
    int k;
};

/* x^k by the logit: its density there is y (1 - y). */
static double integrand(const void *with, double t)
{
    const struct moment *m = with;
    double y = share_at(t), x = value_at(m->d, y, t);
    return y * share_at(-t) * (m->k == 1 ? x : x * x);
}

/* Beyond logits of 45 nothing is left that a double would show. */
static double metalog_part(const qd_dist *d, double a, double b, int k)
{
    double from = isinf(a) ? -745 : logit_of(d, a);
    double to = isinf(b) ? 745 : logit_of(d, b);
    if (k == 0)
        return from > 0 ? share_at(-from) - share_at(-to)
                        : share_at(to) - share_at(from);
    struct moment m = { d, k };
    double sum = 0;
    from = fmax(from, -45), to = fmin(to, 45);
    for (double t = from; t < to; t += 1)
        sum += qd_gauss(integrand, &m, t, fmin(t + 1, to));
    return sum;
}

static void metalog_score(const qd_dist *d, qd_score *s, qd_arena *arena)
{
    (void)arena;
    s->form = QD_SCORE_METALOG;
    for (int i = 0; i < 3; i++) s->c[i] = d->c[i];
}

const qd_dist_kind qd_dist_metalog = {
    .name = "metalog",
    .form = "metalog(p: x, p: x, p: x)",
    .doc = "A smooth curve through three quantiles: below each x with its "
           "chance p. It may lean to either side.",
    .example = "metalog(10 %: 2 GW, 50 %: 4 GW, 90 %: 9 GW)",
    .params = { { "p", QD_PARAM_SHARE }, { "x", QD_PARAM_VALUE } },
    .least = 3,
    .most = 3,
    .flags = QD_DIST_PAIRS,
    .settle = metalog_settle,
    .cdf = metalog_cdf,
    .quantile = metalog_quantile,
    .mean = metalog_mean,
    .sd = metalog_sd,
    .part = metalog_part,
    .score = metalog_score,
};
