/* Weighted parts, each a value or a distribution.
 *
 * The quantile is found by halving the doubles between the least and the
 * greatest quantile of the parts: 64 steps at most, and right for steps too,
 * where a method that needs a slope has none. c: sum of the weights. */
#include <assert.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "math/dist_help.h"

/* How far chances may miss 100 %: three thirds written as 33.3333333 %. */
#define SLACK 1e-8

static double weight(const qd_dist *d, unsigned i)
{
    return d->args[i].p / d->c[0];
}

static double part_low(const qd_dist_arg *arg)
{
    return arg->part ? arg->part->low : arg->x;
}

static double part_high(const qd_dist_arg *arg)
{
    return arg->part ? arg->part->high : arg->x;
}

const char *qd_blend_settle(qd_dist *d, qd_dist_fault *f)
{
    double sum = 0;
    d->low = INFINITY, d->high = -INFINITY;
    f->share = true;
    for (unsigned i = 0; i < d->n; i++) {
        const qd_dist_arg *arg = &d->args[i];
        if (!(arg->p >= 0 && arg->p <= 1))
            return qd_dist_refuse(f, i, "must lie from 0 to 100 %");
        sum += arg->p;
        if (arg->p == 0) continue;
        d->low = fmin(d->low, part_low(arg));
        d->high = fmax(d->high, part_high(arg));
    }
    d->c[0] = sum;
    if (fabs(sum - 1) <= SLACK) return NULL;
    return qd_dist_bounded(f, d->n - 1,
                           "the chances add up to {0}, they must add to 1",
                           sum, 0);
}

double qd_blend_cdf(const qd_dist *d, double x)
{
    double sum = 0;
    for (unsigned i = 0; i < d->n; i++) {
        const qd_dist_arg *arg = &d->args[i];
        double f = arg->part ? qd_dist_cdf(arg->part, x) : x >= arg->x;
        sum += weight(d, i) * f;
    }
    return sum;
}

/* Doubles in their order as integers. */
static int64_t order_of(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}

static double double_of(int64_t order)
{
    int64_t bits = order < 0 ? INT64_MIN - order : order;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static double quantile_of(const qd_dist_arg *arg, double u)
{
    return arg->part ? qd_dist_quantile(arg->part, u) : arg->x;
}

double qd_blend_quantile(const qd_dist *d, double u)
{
    double least = INFINITY, most = -INFINITY;
    for (unsigned i = 0; i < d->n; i++) {
        if (d->args[i].p == 0) continue;
        double x = quantile_of(&d->args[i], u);
        least = fmin(least, x), most = fmax(most, x);
    }
    if (qd_blend_cdf(d, least) >= u) return least;
    int64_t low = order_of(least), high = order_of(most);
    while (low + 1 < high) {
        uint64_t apart = (uint64_t)high - (uint64_t)low;
        int64_t middle = low + (int64_t)(apart / 2);
        if (qd_blend_cdf(d, double_of(middle)) < u)
            low = middle;
        else
            high = middle;
    }
    return double_of(high);
}

static double mean_of(const qd_dist_arg *arg)
{
    return arg->part ? qd_dist_mean(arg->part) : arg->x;
}

double qd_blend_mean(const qd_dist *d)
{
    double sum = 0;
    for (unsigned i = 0; i < d->n; i++)
        sum += weight(d, i) * mean_of(&d->args[i]);
    return sum;
}

double qd_blend_sd(const qd_dist *d)
{
    double mean = qd_blend_mean(d), sum = 0;
    for (unsigned i = 0; i < d->n; i++) {
        const qd_dist_arg *arg = &d->args[i];
        double apart = mean_of(arg) - mean;
        double sd = arg->part ? qd_dist_sd(arg->part) : 0;
        sum += weight(d, i) * (apart * apart + sd * sd);
    }
    return sqrt(sum);
}

static double point_part(double x, double a, double b, int k)
{
    if (x < a || x > b) return 0;
    return k == 0 ? 1 : k == 1 ? x : x * x;
}

double qd_blend_part(const qd_dist *d, double a, double b, int k)
{
    double sum = 0;
    for (unsigned i = 0; i < d->n; i++) {
        const qd_dist_arg *arg = &d->args[i];
        double part = arg->part ? qd_dist_part(arg->part, a, b, k)
                                : point_part(arg->x, a, b, k);
        sum += weight(d, i) * part;
    }
    return sum;
}
