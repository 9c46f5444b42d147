/* Scores on lanes: the formulas by which distributions are drawn on paths,
 * one source for every width of math/lanes.h and the same bits from all.
 * math/score.c is the same source with one lane. */
#ifndef QD_MATH_LANE_SCORE_H
#define QD_MATH_LANE_SCORE_H

#include "math/lane_math.h"
#include "math/score.h"

#define QD_INLINE static inline __attribute__((always_inline))

/* from[at] for whole numbers at < 2^51. */
QD_INLINE vd vgather(const double *from, vd at)
{
    vi i = vto_int(at);
#if QD_LANES == 8
    return (vd)_mm512_i64gather_pd((__m512i)i, from, 8);
#elif QD_LANES == 4
    return (vd)_mm256_i64gather_pd(from, (__m256i)i, 8);
#elif QD_LANES == 2
    return (vd){ from[i[0]], from[i[1]] };
#else
    return from[i];
#endif
}

/* The forms that are arithmetic on their constants. */
QD_INLINE vd vform(unsigned form, const vd *c, vd x)
{
    switch (form) {
    case QD_SCORE_AFFINE:
    case QD_SCORE_UNIFORM: return c[0] + c[1] * x;
    case QD_SCORE_EXP: return vexp(c[0] + c[1] * x);
    case QD_SCORE_INTEGER:
        return c[0] + vmin(vfloor(c[1] * x), c[1] - 1);
    case QD_SCORE_EXPONENTIAL: return -c[0] * vlog1p(-x);
    case QD_SCORE_TRIANGULAR:
        return vselect(vlt(x, c[1]), c[0] + vsqrt(c[2] * x),
                       c[3] - vsqrt(c[4] * (1 - x)));
    case QD_SCORE_METALOG:
        return c[0] + (c[1] + c[2] * (x - 0.5)) * vlog(x / (1 - x));
    default: return x;
    }
}

/* The first value whose chance reaches x: few by trying each, more by
 * halves, which are the same for every x, so that lanes stay together. */
QD_INLINE vd vstep(const qd_score *s, vd x)
{
    enum { FEW = 32 };
    const double *value = s->table, *upto = s->upto;
    if (s->n <= FEW) {
        vd y = vset(value[0]);
        for (uint32_t i = 1; i < s->n; i++)
            y = vselect(vlt(vset(upto[i - 1]), x), vset(value[i]), y);
        return y;
    }
    vd base = vset(0);
    for (uint32_t n = s->n; n > 1; n -= n / 2) {
        double half = n / 2;
        vm above = vlt(vgather(upto, base + (half - 1)), x);
        base = vselect(above, base + half, base);
    }
    return vgather(value, base);
}

QD_INLINE vd vends(const qd_score *s, vd x)
{
    return vmin(vmax(x, vset(s->low)), vset(s->high));
}

QD_INLINE vd vcell(const qd_score *s, vd x)
{
    double n = s->n;
    vd at = vmin(vmax((x - s->c[0]) * s->c[1], vset(0)), vset(n));
    vd cell = vmin(vfloor(at), vset(n - 1)), t = at - cell, k = cell * 6;
    const double *from = s->table;
    vd y = vgather(from + 4, k) + t * vgather(from + 5, k);
    y = vgather(from + 3, k) + t * y;
    y = vgather(from + 2, k) + t * y;
    y = vgather(from + 1, k) + t * y;
    return vends(s, vgather(from, k) + t * y);
}

static inline vd vquantile(const qd_score *s, vd x)
{
    double y[QD_LANES];
    for (unsigned i = 0; i < QD_LANES; i++)
        y[i] = qd_dist_quantile(s->dist, vlane(x, i));
    return vload(y);
}

QD_INLINE vd vform_of(unsigned form, const qd_score *s, vd x)
{
    if (form == QD_SCORE_STEPS) return vstep(s, x);
    if (form == QD_SCORE_TABLE) return vcell(s, x);
    if (form == QD_SCORE_QUANTILE) return vquantile(s, x);
    vd c[5];
    for (unsigned i = 0; i < 5; i++) c[i] = vset(s->c[i]);
    return vform(form, c, x);
}

/* Of a cut score: the uniform is first laid between its ends, but never
 * beyond the least and the greatest that is drawn. */
static inline vd vcut(const qd_score *s, vd x)
{
    x = s->from + s->width * x;
    x = vmin(vmax(x, vset(0x1p-53)), vset(1 - 0x1p-53));
    bool z = s->form == QD_SCORE_AFFINE || s->form == QD_SCORE_EXP ||
             s->form == QD_SCORE_TABLE;
    return vends(s, vform_of(s->form, s, z ? vscore(x) : x));
}

QD_INLINE void vform_all(unsigned form, const qd_score *s, const double *x,
                         double *out, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += QD_LANES)
        vstore(out + i, vform_of(form, s, vload(x + i)));
}

/* qd_score_at of n values, a multiple of QD_LANES; out may be x. */
static inline void qd_lane_score(const qd_score *s, const double *x,
                                 double *out, uint32_t n)
{
    if (s->cut) {
        for (uint32_t i = 0; i < n; i += QD_LANES)
            vstore(out + i, vcut(s, vload(x + i)));
        return;
    }
#define QD_ROW(form) case form: vform_all(form, s, x, out, n); return;
    switch ((enum qd_score_form)s->form) {
    QD_ROW(QD_SCORE_AFFINE)
    QD_ROW(QD_SCORE_EXP)
    QD_ROW(QD_SCORE_UNIFORM)
    QD_ROW(QD_SCORE_INTEGER)
    QD_ROW(QD_SCORE_EXPONENTIAL)
    QD_ROW(QD_SCORE_TRIANGULAR)
    QD_ROW(QD_SCORE_METALOG)
    QD_ROW(QD_SCORE_STEPS)
    QD_ROW(QD_SCORE_TABLE)
    QD_ROW(QD_SCORE_QUANTILE)
    }
#undef QD_ROW
}

/* ---- Parameters that are drawn: what `settle` of the rows does with
 * constants. An sd of 0 and ends that are the same give a single value. */

typedef struct vshape {
    vd c[5];
    vm fits;
} vshape;

/* Middle and half width, in standard deviations, of `a to b[, level]`. */
QD_INLINE void vrange(vshape *v, vd a, vd b, vd level)
{
    v->c[0] = a + (b - a) * 0.5;
    v->c[1] = (b - a) / (2 * vscore((1 + level) * 0.5));
    vm inside = vand(vlt(vset(0), level), vlt(level, vset(1)));
    v->fits = vand(vle(a, b), inside);
}

static inline vshape vnormal(bool range, vd a, vd b, vd level)
{
    vshape v = { .c = { a, b }, .fits = vle(vset(0), b) };
    if (range) vrange(&v, a, b, level);
    return v;
}

static inline vshape vlognormal(bool range, vd a, vd b, vd level)
{
    vshape v = { .c = { a, b } };
    if (range) {
        vrange(&v, vlog(a), vlog(b), level);
    } else {
        vd ratio = b / a, variance = vlog1p(ratio * ratio);
        v.c[0] = vlog(a) - variance * 0.5;
        v.c[1] = vsqrt(variance);
        v.fits = vle(vset(0), b);
    }
    v.fits = vand(v.fits, vlt(vset(0), a));
    return v;
}

static inline vshape vtriangular(vd a, vd mode, vd b)
{
    vd width = b - a;
    return (vshape){ .c = { a, (mode - a) / width, width * (mode - a), b,
                            width * (b - mode) },
                     .fits = vand(vle(a, mode), vle(mode, b)) };
}

static inline vshape vinteger(vd a, vd b)
{
    vm whole = vand(veq(vfloor(a), a), veq(vfloor(b), b));
    return (vshape){ .c = { a, b - a + 1 },
                     .fits = vand(whole, vle(a, b)) };
}

/* One with the chance p: the uniform is above 1 - p. */
QD_INLINE vd vbernoulli(vd p, vd x)
{
    vd y = vselect(vlt(1 - p, x), vset(1), vset(0));
    vm fits = vand(vle(vset(0), p), vle(p, vset(1)));
    return vselect(fits, y, vnan());
}

/* Counts up from 0 while the chance so far is below x: for lanes with a mean
 * up to FEW. Where rounding keeps the sum below x the masses end it. */
static inline vd vpoisson(const qd_dist *shape, vd mean, vd x)
{
    enum { FEW = 64 };
    vm few = vand(vle(vset(0), mean), vle(mean, vset(FEW)));
    vd mass = vexp(-vselect(few, mean, vset(0))), upto = mass, k = vset(0);
    for (vd i = vset(1);; i = i + 1) {
        vm more = vand(vlt(upto, x), vor(vlt(i, mean), vlt(vset(1e-18), mass)));
        more = vand(more, few);
        if (!vany(more)) break;
        mass = mass * (mean / i);
        upto = upto + mass;
        k = vselect(more, i, k);
    }
    if (!vany(vnot(few))) return k;
    double y[QD_LANES];
    for (unsigned i = 0; i < QD_LANES; i++) {
        double of = vlane(mean, i);
        y[i] = qd_vary_quantile(shape, &of, vlane(x, i));
    }
    return vselect(few, k, vload(y));
}

QD_INLINE vd vvaried(const vshape *v, unsigned form, vd x)
{
    return vselect(v->fits, vform(form, v->c, x), vnan());
}

/* The kinds that are arithmetic on their parameters p. */
static inline vd vvary(const qd_dist *shape, const vd *p, vd x)
{
    bool range = shape->form == QD_DIST_RANGE;
    vshape v;
    switch ((enum qd_vary)shape->kind->vary) {
    case QD_VARY_NORMAL:
        v = vnormal(range, p[0], p[1], p[2]);
        return vvaried(&v, QD_SCORE_AFFINE, x);
    case QD_VARY_LOGNORMAL:
        v = vlognormal(range, p[0], p[1], p[2]);
        return vvaried(&v, QD_SCORE_EXP, x);
    case QD_VARY_UNIFORM:
        return vselect(vle(p[0], p[1]), p[0] + (p[1] - p[0]) * x, vnan());
    case QD_VARY_TRIANGULAR:
        v = vtriangular(p[0], p[1], p[2]);
        return vvaried(&v, QD_SCORE_TRIANGULAR, x);
    case QD_VARY_EXPONENTIAL:
        return vselect(vle(vset(0), p[0]), -p[0] * vlog1p(-x), vnan());
    case QD_VARY_INTEGER:
        v = vinteger(p[0], p[1]);
        return vvaried(&v, QD_SCORE_INTEGER, x);
    case QD_VARY_POISSON: return vpoisson(shape, p[0], x);
    case QD_VARY_BERNOULLI: return vbernoulli(p[0], x);
    case QD_VARY_QUANTILE: break;
    }
    return vnan();
}

/* qd_vary_at of n values, a multiple of QD_LANES: value i takes params[k][i]
 * as its parameter k. out may be x. */
static inline void qd_lane_vary(const qd_dist *shape,
                                const double *const *params, const double *x,
                                double *out, uint32_t n)
{
    uint32_t m = qd_vary_params(shape);
    if (shape->kind->vary == QD_VARY_QUANTILE) {
        for (uint32_t i = 0; i < n; i++) {
            double at[QD_VARY_MOST];
            for (uint32_t k = 0; k < m; k++) at[k] = params[k][i];
            out[i] = qd_vary_quantile(shape, at, x[i]);
        }
        return;
    }
    for (uint32_t i = 0; i < n; i += QD_LANES) {
        vd p[3] = { vset(0), vset(0), vset(0.9) };
        for (uint32_t k = 0; k < m; k++) p[k] = vload(params[k] + i);
        vstore(out + i, vvary(shape, p, vload(x + i)));
    }
}

#endif
