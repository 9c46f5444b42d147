/* The registry and what is common to all kinds: counting arguments, refusing
 * what is no number, and the ends of the support. */
#include "math/dist.h"

#include <assert.h>
#include <math.h>

#include "math/dist_help.h"
#include "math/special.h"

const qd_dist_kind *const qd_dist_kinds[] = {
#define QD_DIST(name) &qd_dist_##name,
#include "math/dist/dists.def"
#undef QD_DIST
};
const unsigned qd_dist_kind_count =
    sizeof qd_dist_kinds / sizeof *qd_dist_kinds;

const qd_dist_kind *qd_dist_find(qd_str name)
{
    for (unsigned i = 0; i < qd_dist_kind_count; i++)
        if (qd_str_eq(name, qd_str_c(qd_dist_kinds[i]->name)))
            return qd_dist_kinds[i];
    return NULL;
}

static bool count_fits(const qd_dist_kind *kind, enum qd_dist_form form,
                       unsigned n)
{
    switch (form) {
    case QD_DIST_RANGE:
        return n == 2 || n == 3;
    case QD_DIST_SPREAD:
        return n == 2;
    case QD_DIST_PLAIN:
        break;
    }
    return n >= kind->least && (kind->most == 255 || n <= kind->most);
}

static bool form_fits(const qd_dist_kind *kind, enum qd_dist_form form)
{
    if (form == QD_DIST_RANGE) return kind->flags & QD_DIST_RANGES;
    if (form == QD_DIST_SPREAD) return kind->flags & QD_DIST_SPREADS;
    return true;
}

/* Whether argument i may be a distribution. */
static bool may_be_part(const qd_dist_kind *kind, unsigned i)
{
    unsigned param = kind->flags & QD_DIST_PAIRS ? 1 : i;
    return param < 3 && kind->params[param].kind == QD_PARAM_DIST;
}

/* The square of what is larger, and of its reciprocal, leave the doubles. */
#define MOST 1e100

static bool usable(double x)
{
    return x >= -MOST && x <= MOST;
}

static const char *check_numbers(const qd_dist *d, qd_dist_fault *f)
{
    const char *why = "must be a number of at most 1e100";
    for (unsigned i = 0; i < d->n; i++) {
        const qd_dist_arg *arg = &d->args[i];
        f->share = true;
        if (d->kind->flags & QD_DIST_PAIRS && !usable(arg->p))
            return qd_dist_refuse(f, i, why);
        f->share = false;
        if (arg->part && !may_be_part(d->kind, i))
            return qd_dist_refuse(f, i, "must be a number here");
        if (!arg->part && !usable(arg->x))
            return qd_dist_refuse(f, i, why);
    }
    return NULL;
}

enum qd_dist_error qd_dist_make(qd_dist *d, const qd_dist_kind *kind,
                                enum qd_dist_form form,
                                const qd_dist_arg *args, unsigned n,
                                qd_dist_fault *fault)
{
    *d = (qd_dist){ .kind = kind, .args = args, .n = n, .form = form };
    *fault = (qd_dist_fault){ .why = NULL };
    if (!form_fits(kind, form)) return QD_DIST_FORM;
    if (!count_fits(kind, form, n)) return QD_DIST_COUNT;
    if (check_numbers(d, fault) || kind->settle(d, fault))
        return QD_DIST_PARAM;
    return QD_DIST_OK;
}

const char *qd_dist_range_score(const qd_dist *d, double *score,
                                qd_dist_fault *f)
{
    double level = d->n == 3 ? d->args[2].x : 0.9;
    if (!(level > 0 && level < 1))
        return qd_dist_refuse(f, 2, "must lie between 0 and 100 %");
    if (!(d->args[0].x < d->args[1].x))
        return qd_dist_bounded(f, 1, "must be above the first end, {0}",
                               d->args[0].x, 0);
    *score = qd_normal_quantile((1 + level) / 2);
    return NULL;
}

const char *qd_dist_peak(qd_dist *d, qd_dist_fault *f)
{
    double mode = d->args[1].x;
    d->low = d->args[0].x, d->high = d->args[2].x;
    if (!(d->low < d->high))
        return qd_dist_bounded(f, 2, "must be above the least, {0}", d->low,
                               0);
    if (!(mode >= d->low && mode <= d->high))
        return qd_dist_bounded(f, 1, "must lie from {0} to {1}", d->low,
                               d->high);
    return NULL;
}

bool qd_dist_is_steps(const qd_dist *d)
{
    if (d->kind->flags & QD_DIST_STEPS) return true;
    bool any = false;
    for (unsigned i = 0; i < d->n; i++) {
        if (!may_be_part(d->kind, i)) continue;
        const qd_dist *part = d->args[i].part;
        if (part && !qd_dist_is_steps(part)) return false;
        any = true;
    }
    return any;
}

double qd_dist_cdf(const qd_dist *d, double x)
{
    if (x < d->low || x == -INFINITY) return 0;
    if (x >= d->high) return 1;
    return d->kind->cdf(d, x);
}

double qd_dist_quantile(const qd_dist *d, double u)
{
    if (u <= 0) return d->low;
    if (u >= 1) return d->high;
    double x = d->kind->quantile(d, u);
    return x < d->low ? d->low : x > d->high ? d->high : x;
}

double qd_dist_mean(const qd_dist *d)
{
    return d->kind->mean(d);
}

double qd_dist_sd(const qd_dist *d)
{
    return d->kind->sd(d);
}

double qd_dist_part(const qd_dist *d, double a, double b, int k)
{
    assert(k >= 0 && k <= 2);
    if (a < d->low) a = d->low;
    if (b > d->high) b = d->high;
    return a <= b ? d->kind->part(d, a, b, k) : 0;
}
