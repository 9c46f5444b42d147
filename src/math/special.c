/* Special functions, from the papers named at each.
 *
 * Tails are computed as tails, never as one less the other side, and products
 * of large powers go through saddle-point errors (Loader 2000): so relative
 * errors stay small where a naive formula keeps no digit. */
#include "math/special.h"

#include <assert.h>
#include <float.h>
#include <stddef.h>

#include "math/elementary.h"

#define QD_LANES 1
#include "math/lane_math.h"

#define INV_SQRT_2PI 0.39894228040143267794
#define TWO_PI 6.2831853071795864769

static double polynomial(const double *c, int n, double x)
{
    double sum = c[n - 1];
    for (int i = n - 2; i >= 0; i--) sum = sum * x + c[i];
    return sum;
}

/* ---- Normal */

double qd_normal_density(double z) { return INV_SQRT_2PI * vbell(z); }
double qd_normal_cdf(double z) { return vphi(z); }
double qd_normal_quantile(double u) { return vscore(u); }

double qd_normal_between(double from, double to)
{
    if (from > 0) return qd_normal_cdf(-from) - qd_normal_cdf(-to);
    return qd_normal_cdf(to) - qd_normal_cdf(from);
}

/* ---- Saddle points */

/* log(x!) less Stirling's formula, for real x > 0. Small x are carried
 * up to 16 by the recurrence of the gamma function. */
static double stirling_error(double x)
{
    static const double c[] = { 1.0 / 12,    -1.0 / 360,      1.0 / 1260,
                                -1.0 / 1680, 1.0 / 1188,      -691.0 / 360360,
                                1.0 / 156,   -3617.0 / 122400 };
    double sum = 0;
    for (; x < 16; x += 1) sum += (x + 0.5) * qd_log1p(1 / x) - 1;
    return sum + polynomial(c, 8, 1 / (x * x)) / x;
}

/* x log(x / m) + m - x, without the cancellation near x = m. */
static double deviance(double x, double m)
{
    double apart = x - m;
    if (fabs(apart) >= 0.1 * (x + m)) return x * qd_log(x / m) - apart;
    double v = apart / (x + m), sum = apart * v, term = 2 * x * v;
    for (int i = 3;; i += 2) {
        term *= v * v;
        double next = sum + term / i;
        if (next == sum) return sum;
        sum = next;
    }
}

/* ---- Beta */

qd_beta qd_beta_of(double a, double b)
{
    assert(a > 0 && b > 0);
    double n = a + b;
    double log_front =
        stirling_error(n) - stirling_error(a) - stirling_error(b);
    return (qd_beta){ a, b, log_front, sqrt(a / n * b / TWO_PI) };
}

double qd_beta_front(const qd_beta *f, double x, double y)
{
    double n = f->a + f->b;
    double log_front =
        f->log_front - deviance(f->a, n * x) - deviance(f->b, n * y);
    return qd_exp(log_front) * f->root;
}

/* The continued fraction of I_x(a, b), by Lentz; fast for x below the mean.
 * The count is a guard: it needs some sqrt(max(a, b)) steps. */
static double beta_fraction(double x, double a, double b)
{
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (d == 0 ? DBL_MIN : d);
    double h = d;
    for (int m = 1; m < 1000000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 + even * d;
        c = 1 + even / c;
        d = 1 / (d == 0 ? DBL_MIN : d);
        if (c == 0) c = DBL_MIN;
        h *= d * c;
        double odd = -(a + m) * (a + b + m) * x /
                     ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + odd * d;
        c = 1 + odd / c;
        d = 1 / (d == 0 ? DBL_MIN : d);
        if (c == 0) c = DBL_MIN;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-16) break;
    }
    return h;
}

qd_tails qd_beta_tails(const qd_beta *f, double x, double y)
{
    double a = f->a, b = f->b;
    if (x <= 0) return (qd_tails){ 0, 1 };
    if (y <= 0) return (qd_tails){ 1, 0 };
    double front = qd_beta_front(f, x, y);
    if (x < (a + 1) / (a + b + 2)) {
        double lower = front * beta_fraction(x, a, b) / a;
        return (qd_tails){ lower, 1 - lower };
    }
    double upper = front * beta_fraction(y, b, a) / b;
    return (qd_tails){ 1 - upper, upper };
}

double qd_beta_cdf(double x, double a, double b)
{
    qd_beta f = qd_beta_of(a, b);
    return qd_beta_tails(&f, x, 1 - x).lower;
}

/* The x <= 1/2 with the given tails. Newton on log tail against log x, where
 * a small tail is a straight line, held inside a bracket. Below the least
 * normal double it is 0. */
static double beta_lower_quantile(qd_tails want, double a, double b)
{
    const double ln2 = 0.69314718055994530942;
    qd_beta f = qd_beta_of(a, b);
    double low = -740, high = -ln2;
    double t = qd_log(want.lower * a / qd_beta_front(&f, 0.5, 0.5)) / a -
               ln2 * (1 + b / a);
    if (!(t > low && t < high)) t = high;
    for (int i = 0; i < 200; i++) {
        double x = qd_exp(t);
        qd_tails got = qd_beta_tails(&f, x, 1 - x);
        double step = want.lower < want.upper
                          ? got.lower * qd_log(got.lower / want.lower)
                          : got.upper * qd_log(want.upper / got.upper);
        if (step < 0 || got.lower == 0)
            low = t;
        else
            high = t;
        double slope = qd_beta_front(&f, x, 1 - x) / (1 - x);
        double next = t - step / slope;
        if (!(next > low && next < high)) next = (low + high) / 2;
        if (fabs(next - t) <= 2e-16 * fabs(t)) break;
        t = next;
    }
    return t < -708 ? 0 : qd_exp(t);
}

double qd_beta_quantile(double u, double a, double b)
{
    assert(a > 0 && b > 0);
    if (u <= 0) return 0;
    if (u >= 1) return 1;
    if (u <= qd_beta_cdf(0.5, a, b))
        return beta_lower_quantile((qd_tails){ u, 1 - u }, a, b);
    return 1 - beta_lower_quantile((qd_tails){ 1 - u, u }, b, a);
}

/* ---- Poisson */

double qd_poisson_mass(double k, double mean)
{
    if (k < 0) return 0;
    if (mean == 0) return k == 0;
    if (k == 0) return qd_exp(-mean);
    return qd_exp(-stirling_error(k) - deviance(k, mean)) / sqrt(TWO_PI * k);
}

/* The masses at k, k - 1, ... over the one at k, and upwards: away from the
 * mean they fall faster than any power, so the sums end soon. */
static double masses_down(double k, double mean)
{
    double term = 1, sum = 1;
    for (; k > 0 && term > 1e-17 * sum; k -= 1) {
        term *= k / mean;
        sum += term;
    }
    return sum;
}

static double masses_up(double k, double mean)
{
    double term = 1, sum = 1;
    for (; term > 1e-17 * sum; k += 1) {
        term *= mean / (k + 1);
        sum += term;
    }
    return sum;
}

double qd_poisson_cdf(double k, double mean)
{
    if (k < 0) return 0;
    if (mean == 0 || isinf(k)) return 1;
    if (k < mean) return qd_poisson_mass(k, mean) * masses_down(k, mean);
    return 1 - qd_poisson_mass(k + 1, mean) * masses_up(k + 1, mean);
}

/* ---- Quadrature */

double qd_gauss(double (*f)(const void *with, double x), const void *with,
                double from, double to)
{
    static const double node[][2] = {
        { 0.9894009349916499326, 0.02715245941175409485 },
        { 0.9445750230732325761, 0.06225352393864789286 },
        { 0.8656312023878317439, 0.09515851168249278481 },
        { 0.7554044083550030339, 0.1246289712555338721 },
        { 0.6178762444026437484, 0.1495959888165767321 },
        { 0.4580167776572273863, 0.1691565193950025382 },
        { 0.2816035507792589132, 0.1826034150449235889 },
        { 0.09501250983763744019, 0.1894506104550684963 },
    };
    double middle = (from + to) / 2, half = (to - from) / 2, sum = 0;
    for (size_t i = 0; i < sizeof node / sizeof *node; i++) {
        double off = half * node[i][0];
        sum += node[i][1] * (f(with, middle - off) + f(with, middle + off));
    }
    return half * sum;
}
