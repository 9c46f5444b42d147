/* The sweeps of sim/reduce.h: one source, compiled for each QD_LANES. Eight
 * lanes of the reduction are 8 / QD_LANES vectors. */
#include "sim/reduce.h"

#include "math/lanes.h"

#define PARTS (8 / QD_LANES)

static inline vm is_finite(vd x)
{
    return vle(vabs(x), vset(QD_LARGEST));
}

static inline vd one_if(vm m)
{
    return vselect(m, vset(1), vset(0));
}

static void add(qd_lanes *to, const double *x, uint32_t n)
{
    vd sum[PARTS], square[PARTS], finite[PARTS];
    vd centre = vset(to->centre);
    for (int p = 0; p < PARTS; p++) {
        sum[p] = vload(to->sum + p * QD_LANES);
        square[p] = vload(to->square + p * QD_LANES);
        finite[p] = vload(to->finite + p * QD_LANES);
    }
    for (uint32_t i = 0; i < n; i += 8)
        for (int p = 0; p < PARTS; p++) {
            vd v = vload(x + i + p * QD_LANES);
            vm ok = is_finite(v);
            vd off = vselect(ok, v - centre, vset(0));
            sum[p] = sum[p] + vselect(ok, v, vset(0));
            square[p] = square[p] + off * off;
            finite[p] = finite[p] + one_if(ok);
        }
    for (int p = 0; p < PARTS; p++) {
        vstore(to->sum + p * QD_LANES, sum[p]);
        vstore(to->square + p * QD_LANES, square[p]);
        vstore(to->finite + p * QD_LANES, finite[p]);
    }
}

static void count(qd_lanes *to, const double *x, uint32_t n)
{
    vd finite[PARTS];
    for (int p = 0; p < PARTS; p++)
        finite[p] = vload(to->finite + p * QD_LANES);
    for (uint32_t i = 0; i < n; i += 8)
        for (int p = 0; p < PARTS; p++) {
            vd v = vload(x + i + p * QD_LANES);
            finite[p] = finite[p] + one_if(is_finite(v));
        }
    for (int p = 0; p < PARTS; p++)
        vstore(to->finite + p * QD_LANES, finite[p]);
}

static void ask(qd_lanes *to, const double *x, uint32_t n)
{
    vd yes[PARTS];
    for (int p = 0; p < PARTS; p++) yes[p] = vload(to->yes + p * QD_LANES);
    for (uint32_t i = 0; i < n; i += 8)
        for (int p = 0; p < PARTS; p++) {
            vd v = vload(x + i + p * QD_LANES);
            vm is = vand(is_finite(v), vne(v, vset(0)));
            yes[p] = yes[p] + one_if(is);
        }
    for (int p = 0; p < PARTS; p++) vstore(to->yes + p * QD_LANES, yes[p]);
}

static void keep(double *to, const double *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += QD_LANES) {
        vd v = vload(x + i);
        vstore(to + i, vselect(is_finite(v), v + vset(0),
                               vset(__builtin_nan(""))));
    }
}

static inline void store_u(uint64_t *to, vu x)
{
    memcpy(to, &x, sizeof x);
}

/* The exponent and the first seven bits of the mantissa count the bands from
 * the least on. */
static void band(uint64_t *to, const double *x, uint32_t n)
{
    const uint64_t least = (uint64_t)(1023 - 32) * 128 - 1;
    for (uint32_t i = 0; i < n; i += QD_LANES) {
        vd v = vload(x + i);
        vd size = vmin(vabs(v), vset(QD_BAND_MOST));
        vm far = vand(is_finite(v), vle(vset(QD_BAND_LEAST), size));
        vu up = (vbits(size) >> 45) - least;
        vu at = vselect_u(vlt(v, vset(0)), QD_BAND_ZERO - up,
                          QD_BAND_ZERO + up);
        store_u(to + i, vselect_u(far, at, vset_u(QD_BAND_ZERO)));
    }
}

static void bin(uint64_t *to, const double *x, uint32_t n, double low,
                double scale, double last)
{
    vu none = vset_u((uint64_t)last + 1);
    for (uint32_t i = 0; i < n; i += QD_LANES) {
        vd v = vload(x + i);
        vd t = vmin(vmax((v - low) * scale, vset(0)), vset(last));
        store_u(to + i, vselect_u(veq(v, v), (vu)vto_int(t), none));
    }
}

/* Few values are wanted, so that mostly all of a step are passed over. */
static uint32_t gather(double *to, const double *x, uint32_t n, double low,
                       double high)
{
    enum { STEP = QD_LANES * 2 > 8 ? QD_LANES * 2 : 8 };
    uint32_t found = 0, i = 0;
    vd from = vset(low), end = vset(high);
    for (; i + STEP <= n; i += STEP) {
        vm any = vlt(from, from);
        for (uint32_t j = i; j < i + STEP; j += QD_LANES) {
            vd v = vload(x + j);
            any = vor(any, vand(vle(from, v), vlt(v, end)));
        }
        if (!vany(any)) continue;
        for (uint32_t j = i; j < i + STEP; j++)
            if (low <= x[j] && x[j] < high) to[found++] = x[j];
    }
    for (; i < n; i++)
        if (low <= x[i] && x[i] < high) to[found++] = x[i];
    return found;
}

extern const qd_sweeps QD_LANED(qd_sweeps);
const qd_sweeps QD_LANED(qd_sweeps) = {
    .add = add, .count = count, .ask = ask, .keep = keep,
    .band = band, .bin = bin, .gather = gather
};
