/* The same work by SLEEF, GSL and Random123, for one width. */
#include "bench_kernels.h"

#include <Random123/philox.h>
#include <gsl/gsl_cdf.h>
#include <immintrin.h>
#include <sleef.h>

#include "math/lanes.h"

#define PASTE(a, b, c) a##b##c
#define SLEEF_(name, lanes) PASTE(Sleef_##name##d, lanes, _u10)
#define SLEEF(name) SLEEF_(name, QD_LANES)

static void run_exp(double *out, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i += QD_LANES)
        vstore(out + i, (vd)SLEEF(exp)(vload(x + i)));
}

static void run_log(double *out, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i += QD_LANES)
        vstore(out + i, (vd)SLEEF(log)(vload(x + i)));
}

static void run_score(double *out, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) out[i] = gsl_cdf_ugaussian_Pinv(x[i]);
}

/* Two uniforms of 52 bits from a block, as ours. */
static void run_uniform(double *out, const double *x, size_t n)
{
    philox4x32_key_t key = { { (uint32_t)(x[0] * 1e9), 0 } };
    for (size_t i = 0; i < n / 2; i++) {
        philox4x32_ctr_t at = { { (uint32_t)i + 512, 0, 3, 0 } };
        philox4x32_ctr_t r = philox4x32(at, key);
        uint64_t a = (uint64_t)r.v[1] << 32 | r.v[0];
        uint64_t b = (uint64_t)r.v[3] << 32 | r.v[2];
        out[i] = ((double)(a >> 12) + 0.5) * 0x1p-52;
        out[n / 2 + i] = ((double)(b >> 12) + 0.5) * 0x1p-52;
    }
}

extern const peer_set QD_LANED(peers);
const peer_set QD_LANED(peers) = { run_exp, run_log, run_score, run_uniform };
