/* Elementary functions on lanes: exp, log, pow, the normal distribution.
 *
 * One source for every width of math/lanes.h, the same bits from all. Errors
 * in units of the last place (ulp) are the greatest seen beside MPFR
 * (tests/oracle): exp 0.74, log and log1p 0.81, expm1 1.4, pow 0.71 and
 * towards the ends of the range 1.2, phi 5.4, score 2.9 and in the tails 5.1.
 *
 * A NaN that comes out has always the same bits, whichever went in. What
 * underflows is gradual: exp is rounded to the subnormals, then to 0. */
#ifndef QD_MATH_LANE_MATH_H
#define QD_MATH_LANE_MATH_H

#include <float.h>
#include <math.h>

#include "math/lanes.h"

/* ln 2 in two parts; the first has 21 zeros at its end, so that its product
 * with an exponent is exact. */
#define QD_LN2_HIGH 0x1.62e42feep-1
#define QD_LN2_LOW 0x1.a39ef35793c76p-33

static inline vd vnan(void) { return vdouble(vset_u(0x7ff8000000000000u)); }

static inline vd vpoly4(vd x, vd x2, double c0, double c1, double c2,
                        double c3)
{
    return (c0 + c1 * x) + (c2 + c3 * x) * x2;
}

static inline vd vpoly8(vd x, vd x2, vd x4, const double c[8])
{
    return vpoly4(x, x2, c[0], c[1], c[2], c[3]) +
           x4 * vpoly4(x, x2, c[4], c[5], c[6], c[7]);
}

/* ---- exp */

/* e^(x + more) = (head + rest) 2^k with |head + rest| about 1; k stands in
 * the low bits of `scale`. |x| <= 800, |more| small. */
typedef struct vexp_parts {
    vd hi;   /* x less a multiple of ln 2, exact */
    vd rest; /* e^(x + more) / 2^k = 1 + hi + rest */
    vu scale;
} vexp_parts;

static inline vexp_parts vexp_reduce(vd x, vd more)
{
    vd shifted = x * 0x1.71547652b82fep+0 + 0x1.8p52;
    vd k = shifted - 0x1.8p52;
    vd hi = x - k * QD_LN2_HIGH;
    vd lo = k * QD_LN2_LOW - more;
    vd r = hi - lo, r2 = r * r, r4 = r2 * r2;
    /* (e^r - 1 - r) / r^2 on |r| <= 0.3466, minimax, error 2^-58 */
    vd low = vpoly4(r, r2, 0.50000000000000127424, 0.16666666666666699073,
                    0.041666666666515409611, 0.0083333333333072011902);
    vd high = vpoly4(r, r2, 0.0013888888947018262055,
                     0.0001984126991739127512, 0.000024801489939753203112,
                     2.7557216294164869755e-6);
    vd top = 2.7631281232299362161e-7 + 2.5117863132442725959e-8 * r;
    vd q = low + r4 * (high + r4 * top);
    return (vexp_parts){ hi, r2 * q - lo, vbits(shifted) };
}

/* 1 + hi + rest, rounded once but for a trifle. */
static inline vd vexp_sum(vexp_parts p)
{
    vd sum = 1 + p.hi;
    return sum + (((1 - sum) + p.hi) + p.rest);
}

/* 2^(k >> 1) and 2^(k - (k >> 1)): each is ordinary where 2^k is not. */
static QD_RARE vd vexp_far(vd x, vd more)
{
    vd inside = vmin(vmax(x, vset(-750)), vset(712));
    vexp_parts p =
        vexp_reduce(inside, vselect(veq(inside, x), more, vset(0)));
    vd k = vfrom_int((vi)(p.scale - 0x4338000000000000u));
    vd half = vfloor(k * 0.5);
    vu one = vset_u(1023);
    vd first = vdouble(((vu)vto_int(half) + one) << 52);
    vd second = vdouble(((vu)vto_int(k - half) + one) << 52);
    vd y = vexp_sum(p) * first * second;
    return vselect(veq(x, x), y, vnan());
}

static inline vd vexp_with(vd x, vd more)
{
    if (vany(vnot(vle(vabs(x), vset(708))))) return vexp_far(x, more);
    vexp_parts p = vexp_reduce(x, more);
    return vdouble(vbits(vexp_sum(p)) + (p.scale << 52));
}

/* e^x; above 709.78 infinity. */
static inline vd vexp(vd x) { return vexp_with(x, vset(0)); }

/* e^x - 1. */
static inline vd vexpm1_near(vd x)
{
    vexp_parts p = vexp_reduce(x, vset(0));
    vd two_k = vdouble((p.scale + 1023) << 52);
    vd base = two_k - 1, hi = two_k * p.hi;
    vd sum = base + hi;
    vd y = sum + ((hi - (sum - base)) + two_k * p.rest);
    return vselect(veq(x, vset(0)), x, y);
}

static QD_RARE vd vexpm1_far(vd x)
{
    vd near = vexpm1_near(vmin(vmax(x, vset(-700)), vset(700)));
    vd y = vselect(vlt(vset(700), x), vexp(x), near);
    return vselect(veq(x, x), y, vnan());
}

static inline vd vexpm1(vd x)
{
    if (vany(vnot(vle(vabs(x), vset(700))))) return vexpm1_far(x);
    return vexpm1_near(x);
}

/* ---- log */

/* x = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); x is a positive
 * ordinary number. */
typedef struct vlog_parts {
    vd k, f;
} vlog_parts;

#define QD_SQRT_HALF_BITS 0x3fe6a09e667f3bcdu

static inline vlog_parts vlog_split(vd x)
{
    vu u = vbits(x) + (0x3ff0000000000000u - QD_SQRT_HALF_BITS);
    vu m = (u & 0x000fffffffffffffu) + QD_SQRT_HALF_BITS;
    vd k = vdouble((u >> 52) | 0x4330000000000000u) - (0x1p52 + 1023);
    return (vlog_parts){ k, vdouble(m) - 1 };
}

/* k ln 2 + log(1 + f) + more. With s = f / (2 + f), log(1 + f) is
 * f - f^2/2 + s (f^2/2 + R(s^2)): FreeBSD's e_log.c. */
static inline vd vlog_sum(vlog_parts p, vd more)
{
    vd f = p.f, s = f / (2 + f), z = s * s, w = z * z;
    vd even = w * (3.999999999940941908e-1 +
                   w * (2.222219843214978396e-1 +
                        w * 1.531383769920937332e-1));
    vd odd = z * vpoly4(w, w * w, 6.666666666666735130e-1,
                        2.857142874366239149e-1, 1.818357216161805012e-1,
                        1.479819860511658591e-1);
    vd half_square = 0.5 * f * f;
    vd low = s * (half_square + (even + odd)) + (p.k * QD_LN2_LOW + more);
    vd high = p.k * QD_LN2_HIGH, sum = high + f;
    return sum + ((f - (sum - high)) - (half_square - low));
}

static inline vm vordinary(vd x)
{
    return vand(vle(vset(DBL_MIN), x), vle(x, vset(DBL_MAX)));
}

/* What log is where x is 0, negative, infinite or no number. */
static inline vd vlog_edges(vd x, vd y)
{
    y = vselect(veq(x, vset(0)), vset(-INFINITY), y);
    y = vselect(veq(x, vset(INFINITY)), x, y);
    return vselect(vle(vset(0), x), y, vnan());
}

static QD_RARE vd vlog_far(vd x)
{
    vm tiny = vlt(x, vset(DBL_MIN));
    vlog_parts p = vlog_split(vselect(tiny, x * 0x1p54, x));
    p.k = p.k - vselect(tiny, vset(54), vset(0));
    return vlog_edges(x, vlog_sum(p, vset(0)));
}

/* log 0 is minus infinity, that of a negative number no number. */
static inline vd vlog(vd x)
{
    if (vany(vnot(vordinary(x)))) return vlog_far(x);
    return vlog_sum(vlog_split(x), vset(0));
}

/* log(1 + x): what the rounding of 1 + x loses is brought in again. */
static inline vd vlog1p_near(vd x)
{
    vd u = 1 + x, back = u - 1;
    vd lost = (1 - (u - back)) + (x - back);
    vd y = vlog_sum(vlog_split(u), lost / u);
    return vselect(veq(x, vset(0)), x, y);
}

static QD_RARE vd vlog1p_far(vd x)
{
    return vlog_edges(1 + x, vlog1p_near(x));
}

static inline vd vlog1p(vd x)
{
    if (vany(vnot(vordinary(1 + x)))) return vlog1p_far(x);
    return vlog1p_near(x);
}

/* ---- pow: the log is made with twice the digits, because y multiplies its
 * error. A pair is a sum that is not carried out. */

typedef struct vpair {
    vd hi, lo;
} vpair;

/* a + b without loss, for |a| >= |b| or a = 0. */
static inline vpair vsum_exact(vd a, vd b)
{
    vd sum = a + b;
    return (vpair){ sum, b - (sum - a) };
}

/* The upper 26 bits: products of two such are exact. */
static inline vd vupper(vd a)
{
    return vdouble(vbits(a) & 0xfffffffff8000000u);
}

/* a b without loss (Dekker 1971). */
static inline vpair vproduct_exact(vd a, vd b)
{
    vd a1 = vupper(a), a2 = a - a1, b1 = vupper(b), b2 = b - b1, ab = a * b;
    return (vpair){ ab, ((a1 * b1 - ab) + a1 * b2 + a2 * b1) + a2 * b2 };
}

static inline vpair vproduct(vpair a, vpair b)
{
    vpair p = vproduct_exact(a.hi, b.hi);
    return (vpair){ p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi) };
}

/* s = f / (2 + f). */
static inline vpair vlog_ratio(vd f)
{
    vpair below = vsum_exact(vset(2), f);
    vd s = f / below.hi;
    vpair back = vproduct_exact(s, below.hi);
    vd rest = ((f - back.hi) - back.lo) - s * below.lo;
    return (vpair){ s, rest / below.hi };
}

/* k ln 2 + log(1 + f) = k ln 2 + 2 s + 2/3 s^3 + s^5 G(s^2) to 2^-64. */
static inline vpair vlog_pair(vlog_parts p)
{
    vpair s = vlog_ratio(p.f), z = vproduct(s, s), cube = vproduct(s, z);
    vpair third = { vset(0x1.5555555555555p-1), vset(0x1.5555555555555p-55) };
    vpair term = vproduct(cube, third);
    static const double c[8] = {
        0.39999999999999999817,  0.28571428571429368119,
        0.22222222221654732568, 0.18181818335654159468,
        0.15384594934597916688, 0.13334806212100603652,
        0.11706195689881364837, 0.11723603622905411626
    };
    vd z2 = z.hi * z.hi, g = vpoly8(z.hi, z2, z2 * z2, c);
    vd small = cube.hi * z.hi * g + (term.lo + 2 * s.lo + p.k * QD_LN2_LOW);
    vpair a = vsum_exact(p.k * QD_LN2_HIGH, 2 * s.hi);
    vpair b = vsum_exact(a.hi, term.hi);
    return vsum_exact(b.hi, small + (a.lo + b.lo));
}

/* e^(y log a). Beyond 2^80 a y can only give 0, 1 or infinity. */
static inline vd vpow_of(vlog_parts a, vd y)
{
    y = vmin(vmax(y, vset(-0x1p80)), vset(0x1p80));
    vpair log_a = vlog_pair(a), p = vproduct_exact(y, log_a.hi);
    return vexp_with(p.hi, p.lo + y * log_a.lo);
}

/* All that C says of pow beside positive ordinary numbers. */
static QD_RARE vd vpow_far(vd a, vd y)
{
    vd zero = vset(0), inf = vset(INFINITY), size = vabs(a);
    vm tiny = vlt(size, vset(DBL_MIN));
    vlog_parts parts = vlog_split(vselect(tiny, size * 0x1p54, size));
    parts.k = parts.k - vselect(tiny, vset(54), zero);
    vd out = vpow_of(parts, y);

    vd limit = vselect(vlt(y, zero), inf, zero);
    out = vselect(veq(size, zero), limit, out);
    limit = vselect(vlt(y, zero), zero, inf);
    out = vselect(veq(size, inf), limit, out);

    vm whole = veq(vfloor(y), y);
    vm odd = vand(whole, vne(vfloor(y * 0.5) * 2, y));
    vd turned = vdouble(vbits(out) ^ (vbits(a) & QD_SIGN_BIT));
    out = vselect(odd, turned, out);
    vm root = vand(vand(vlt(a, zero), vlt(-inf, a)), vnot(whole));
    vm none = vor(root, vor(vne(a, a), vne(y, y)));
    out = vselect(none, vnan(), out);
    return vselect(vor(veq(y, zero), veq(a, vset(1))), vset(1), out);
}

/* a^y as pow of C has it: a negative a wants a whole y. */
static inline vd vpow(vd a, vd y)
{
    if (vany(vnot(vand(vordinary(a), veq(y, y))))) return vpow_far(a, y);
    return vpow_of(vlog_split(a), y);
}

/* ---- The normal distribution */

/* P(Z <= -y) / e^(-y^2 / 2) for y >= 0: a quotient of polynomials without a
 * minus sign, minimax on [0, 38], relative error 2^-57. */
static inline vd vmills(vd y)
{
    static const double p[8] = {
        0.49999999999999999992, 0.81956907612479674958,
        0.66649380765567133199, 0.34717192319698777729,
        0.12703216947285234086, 0.03395321487347945765,
        0.0067025437582000739676, 0.00096581314577287915283
    };
    static const double q[8] = {
        1,                      2.4370227130524588355,
        2.7774504123818114767,  1.9578788125703679763,
        0.9506546749178440361,  0.33473911030122743319,
        0.087497561809505430661, 0.017044316728597439744
    };
    vd y2 = y * y, y4 = y2 * y2, y8 = y4 * y4;
    vd top = 0.000097549645759765208008 + y * 6.2756747353613056373e-6 +
             y2 * 1.974074971953649733e-7;
    vd above = vpoly8(y, y2, y4, p) + y8 * top;
    vd below = vpoly8(y, y2, y4, q) +
               y8 * vpoly4(y, y2, 0.0024366653232534534502,
                           0.00024501552745073190031,
                           0.000015730783734092786013,
                           4.9482721409382706417e-7);
    return above / below;
}

/* e^(-z^2 / 2). The square is kept in two parts, or its rounding would show
 * in the tail. */
static inline vd vbell(vd z)
{
    vd y = vmin(vabs(z), vset(40)), head = vupper(y);
    return vexp_with(-0.5 * head * head, -0.5 * (y - head) * (y + head));
}

/* P(Z <= z). */
static inline vd vphi(vd z)
{
    vd tail = vbell(z) * vmills(vmin(vabs(z), vset(40)));
    vd p = vselect(vlt(z, vset(0)), tail, 1 - tail);
    return vselect(veq(z, z), p, vnan());
}

/* The score z with P(Z <= z) = u: M. J. Wichura, algorithm AS 241 (1988),
 * PPND16. Three quotients: for |u - 1/2| <= 0.425, for tails down to e^-25,
 * and for those below. In the middle his q A(r) / B(r) is written as
 * q (c + q^2 S(r) / B(r)), where c is that quotient at q = 0, so that the
 * errors of the two polynomials weigh a quarter. */
static inline vd vscore_middle(vd u)
{
    static const double s[7] = {
        4.8747659413999497265, 176.90044402900753028,
        2358.3059454499726761, 14221.483431164575817,
        38579.04915793209246,  40495.706885421418728,
        10591.799914467878976
    };
    static const double b[8] = {
        1,                     42.313330701600911252, 687.18700749205790830,
        5394.1960214247511077, 21213.794301586595867, 39307.895800092710610,
        28729.085735721942674, 5226.4952788528545610
    };
    vd q = u - 0.5, qq = q * q, r = 0.180625 - qq, r2 = r * r, r4 = r2 * r2;
    vd above = vpoly4(r, r2, s[0], s[1], s[2], s[3]) +
               r4 * (s[4] + r * s[5] + r2 * s[6]);
    vd below = vpoly8(r, r2, r4, b);
    return q * 2.5066282746310006887 + q * qq * above / below;
}

static inline vd vscore_shoulder(vd r)
{
    static const double c[8] = {
        1.42343711074968357734,    4.63033784615654529590,
        5.76949722146069140550,    3.64784832476320460504,
        1.27045825245236838258,    0.241780725177450611770,
        2.27238449892691845833e-2, 7.74545014278341407640e-4
    };
    static const double d[8] = {
        1,                         2.05319162663775882187,
        1.67638483018380384940,    0.689767334985100004550,
        0.148103976427480074590,   1.51986665636164571966e-2,
        5.47593808499534494600e-4, 1.05075007164441684324e-9
    };
    vd x = r - 1.6, x2 = x * x, x4 = x2 * x2;
    return vpoly8(x, x2, x4, c) / vpoly8(x, x2, x4, d);
}

static QD_RARE vd vscore_far(vd m, vd r, vd z)
{
    static const double e[8] = {
        6.65790464350110377720,    5.46378491116411436990,
        1.78482653991729133580,    0.296560571828504891230,
        2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7
    };
    static const double f[8] = {
        1,                         0.599832206555887937690,
        0.136929880922735805310,   1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5,
        1.42151175831644588870e-7, 2.04426310338993978564e-15
    };
    vd x = r - 5, x2 = x * x, x4 = x2 * x2;
    vd far = vpoly8(x, x2, x4, e) / vpoly8(x, x2, x4, f);
    z = vselect(vlt(vset(5), r), far, z);
    z = vselect(veq(m, vset(0)), vset(INFINITY), z);
    return vselect(vle(vset(0), m), z, vnan());
}

/* For any u; meant for those that are not in the middle. */
static inline vd vscore_tail(vd u)
{
    vd m = vmin(u, 1 - u), r = vsqrt(-vlog(m));
    vd z = vscore_shoulder(r);
    vm far = vnot(vle(r, vset(5)));
    if (vany(far)) z = vscore_far(m, r, z);
    z = vselect(vlt(u, vset(0.5)), -z, z);
    return vselect(veq(u, u), z, vnan());
}

static inline vm vscore_is_middle(vd u)
{
    return vle(vabs(u - 0.5), vset(0.425));
}

/* 0 < u < 1; at 0 and 1 infinite, outside no number. */
static inline vd vscore(vd u)
{
    vm middle = vscore_is_middle(u);
    vd z = vscore_middle(u);
    if (!vany(vnot(middle))) return z;
    return vselect(middle, z, vscore_tail(u));
}

#define QD_SCORE_CHUNK 512

/* Puts the score in place of each of the n <= QD_SCORE_CHUNK values of z
 * whose numbers stand in `at`. */
static inline void vscore_listed(double *z, const uint32_t *at, unsigned n)
{
    double tail[QD_SCORE_CHUNK];
    for (unsigned i = 0; i < n; i++) tail[i] = z[at[i]];
    for (unsigned i = n; i % QD_LANES; i++) tail[i] = 0.5;
    for (unsigned i = 0; i < n; i += QD_LANES)
        vstore(tail + i, vscore_tail(vload(tail + i)));
    for (unsigned i = 0; i < n; i++) z[at[i]] = tail[i];
}

/* vscore of n values, a multiple of QD_LANES. The tails are collected and
 * done together, so that most vectors need the middle only. z and u may be
 * the same. */
static inline void vscore_all(double *z, const double *u, size_t n)
{
    uint32_t at[QD_SCORE_CHUNK + QD_LANES];
    for (size_t from = 0; from < n; from += QD_SCORE_CHUNK) {
        size_t left = n - from;
        uint32_t end = left < QD_SCORE_CHUNK ? (uint32_t)left : QD_SCORE_CHUNK;
        unsigned tails = 0;
        for (uint32_t i = 0; i < end; i += QD_LANES) {
            vd x = vload(u + from + i);
            vm middle = vscore_is_middle(x);
            vstore(z + from + i, vselect(middle, vscore_middle(x), x));
            tails += vstore_index(at + tails, i, vnot(middle));
        }
        vscore_listed(z + from, at, tails);
    }
}

#endif
