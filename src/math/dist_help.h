/* What the kinds of distributions share. */
#ifndef QD_MATH_DIST_HELP_H
#define QD_MATH_DIST_HELP_H

#include "math/dist.h"

/* Notes that argument `arg` is impossible; `why` may name {0} and {1}. */
static inline const char *qd_dist_refuse(qd_dist_fault *f, unsigned arg,
                                         const char *why)
{
    f->arg = arg;
    f->why = why;
    return why;
}

/* As qd_dist_refuse, with the bounds that `why` names. */
static inline const char *qd_dist_bounded(qd_dist_fault *f, unsigned arg,
                                          const char *why, double low,
                                          double high)
{
    f->bound[0] = low;
    f->bound[1] = high;
    return qd_dist_refuse(f, arg, why);
}

/* For `a to b[, level]`: the score z such that a normal lies within z
 * standard deviations with the level as chance. */
const char *qd_dist_range_score(const qd_dist *d, double *score,
                                qd_dist_fault *f);

/* For a least, a mode and a most: sets the ends, and sees that the mode lies
 * between them. */
const char *qd_dist_peak(qd_dist *d, qd_dist_fault *f);

/* Weighted parts: what discrete and mix share (dist_blend.c). */
const char *qd_blend_settle(qd_dist *d, qd_dist_fault *f);
double qd_blend_cdf(const qd_dist *d, double x);
double qd_blend_quantile(const qd_dist *d, double u);
double qd_blend_mean(const qd_dist *d);
double qd_blend_sd(const qd_dist *d);
double qd_blend_part(const qd_dist *d, double a, double b, int k);
#define QD_BLEND                                                      \
    .least = 1, .most = 255, .flags = QD_DIST_PAIRS,                  \
    .settle = qd_blend_settle, .cdf = qd_blend_cdf,                   \
    .quantile = qd_blend_quantile, .mean = qd_blend_mean,             \
    .sd = qd_blend_sd, .part = qd_blend_part

#endif
