/* A vector of QD_LANES doubles, one source for every instruction set.
 *
 *     #define QD_LANES 8             or -DQD_LANES=8; before the include
 *     #include "math/lanes.h"
 *
 * QD_LANES is 8 (AVX-512: compile with -mavx512f -mavx512dq -mavx512vl),
 * 4 (AVX2: -mavx2), 2 (SSE2, NEON, anything) or 1 (plain C). A kernel is one
 * source, compiled once for each; its external names carry QD_LANES:
 *
 *     void QD_LANED(qd_double_all)(double *x, size_t n)    qd_double_all_8
 *     {
 *         for (size_t i = 0; i < n; i += QD_LANES)
 *             vstore(x + i, vload(x + i) * 2);
 *     }
 *
 * and is chosen where the program runs (__builtin_cpu_supports). Never add
 * -mfma: everything works lane by lane, rounds as IEEE 754 says and fuses
 * nothing, so all widths give the same bits. Wants -O2 or -O3 with
 * -ffp-contract=off; -fno-math-errno and -fno-trapping-math help and change
 * no value.
 *
 * Arrays of kernels hold a multiple of 8 doubles. Types: vd doubles, vi and
 * vu integers of 64 bits, vm what a comparison gives. Use + - * / on vd,
 * + - & | ^ ~ << >> on vu, with a scalar constant on either side if need be;
 * comparisons and the choice between two values are functions. */
#ifndef QD_MATH_LANES_H
#define QD_MATH_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef QD_LANES
#error "define QD_LANES before math/lanes.h"
#endif

#if QD_LANES == 8 && !(defined __AVX512F__ && defined __AVX512DQ__ && \
                       defined __AVX512VL__)
#error "QD_LANES 8 wants -mavx512f -mavx512dq -mavx512vl"
#elif QD_LANES == 4 && !defined __AVX2__
#error "QD_LANES 4 wants -mavx2"
#endif

#if QD_LANES >= 4
#include <immintrin.h>
#elif QD_LANES == 2 && defined __SSE2__
#include <emmintrin.h>
#elif QD_LANES == 2 && defined __aarch64__
#include <arm_neon.h>
#endif

#define QD_LANED_(name, lanes) name##_##lanes
#define QD_LANED__(name, lanes) QD_LANED_(name, lanes)
#define QD_LANED(name) QD_LANED__(name, QD_LANES)

/* A function of the rare lanes: apart, so that the common path stays short. */
#define QD_RARE __attribute__((noinline, cold, unused))

#if QD_LANES == 1

typedef double vd;
typedef int64_t vi;
typedef uint64_t vu;
typedef int vm;

static inline vd vset(double x) { return x; }
static inline vu vset_u(uint64_t x) { return x; }
static inline vu viota(void) { return 0; }

static inline vd vload(const double *from) { return *from; }
static inline void vstore(double *to, vd x) { *to = x; }
static inline double vlane(vd x, unsigned i) { return (void)i, x; }

static inline vu vbits(vd x)
{
    vu u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static inline vd vdouble(vu u)
{
    vd x;
    memcpy(&x, &u, sizeof x);
    return x;
}

#else

typedef double vd __attribute__((vector_size(8 * QD_LANES)));
typedef int64_t vi __attribute__((vector_size(8 * QD_LANES)));
typedef uint64_t vu __attribute__((vector_size(8 * QD_LANES)));
typedef double qd_lanes_memory
    __attribute__((vector_size(8 * QD_LANES), aligned(8), may_alias));

#if QD_LANES == 8
typedef __mmask8 vm;
#define QD_EACH(x) { x, x, x, x, x, x, x, x }
#define QD_INDEX { 0, 1, 2, 3, 4, 5, 6, 7 }
#elif QD_LANES == 4
typedef vi vm;
#define QD_EACH(x) { x, x, x, x }
#define QD_INDEX { 0, 1, 2, 3 }
#else
typedef vi vm;
#define QD_EACH(x) { x, x }
#define QD_INDEX { 0, 1 }
#endif

static inline vd vset(double x) { return (vd)QD_EACH(x); }
static inline vu vset_u(uint64_t x) { return (vu)QD_EACH(x); }
/* The number of each lane. */
static inline vu viota(void) { return (vu)QD_INDEX; }

/* No alignment is asked for; aligned arrays are faster. */
static inline vd vload(const double *from)
{
    return *(const qd_lanes_memory *)from;
}

static inline void vstore(double *to, vd x) { *(qd_lanes_memory *)to = x; }
static inline double vlane(vd x, unsigned i) { return x[i]; }

static inline vu vbits(vd x) { return (vu)x; }
static inline vd vdouble(vu u) { return (vd)u; }

#endif

/* ---- Comparisons and masks; every one is false beside a NaN, but vne */

#if QD_LANES == 8

static inline vm vlt(vd a, vd b)
{
    return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_LT_OQ);
}

static inline vm vle(vd a, vd b)
{
    return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_LE_OQ);
}

static inline vm veq(vd a, vd b)
{
    return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_EQ_OQ);
}

static inline vm vne(vd a, vd b)
{
    return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_NEQ_UQ);
}

/* Which lanes are not 0. */
static inline vm vtest(vu a)
{
    return _mm512_test_epi64_mask((__m512i)a, (__m512i)a);
}

static inline vm vand(vm a, vm b) { return (vm)(a & b); }
static inline vm vor(vm a, vm b) { return (vm)(a | b); }
static inline vm vnot(vm a) { return (vm)(0xff & ~a); }
/* Lane i as bit i. */
static inline unsigned vwhich(vm a) { return a; }
static inline int vany(vm a) { return a != 0; }

/* m ? a : b. */
static inline vd vselect(vm m, vd a, vd b)
{
    return (vd)_mm512_mask_blend_pd(m, (__m512d)b, (__m512d)a);
}

static inline vu vselect_u(vm m, vu a, vu b)
{
    return (vu)_mm512_mask_blend_epi64(m, (__m512i)b, (__m512i)a);
}

#elif QD_LANES == 1

static inline vm vlt(vd a, vd b) { return a < b; }
static inline vm vle(vd a, vd b) { return a <= b; }
static inline vm veq(vd a, vd b) { return a == b; }
static inline vm vne(vd a, vd b) { return a != b; }
static inline vm vtest(vu a) { return a != 0; }
static inline vm vand(vm a, vm b) { return a & b; }
static inline vm vor(vm a, vm b) { return a | b; }
static inline vm vnot(vm a) { return !a; }
static inline unsigned vwhich(vm a) { return (unsigned)a; }
static inline int vany(vm a) { return a; }
static inline vd vselect(vm m, vd a, vd b) { return m ? a : b; }
static inline vu vselect_u(vm m, vu a, vu b) { return m ? a : b; }

#else

static inline vm vlt(vd a, vd b) { return (vm)(a < b); }
static inline vm vle(vd a, vd b) { return (vm)(a <= b); }
static inline vm veq(vd a, vd b) { return (vm)(a == b); }
static inline vm vne(vd a, vd b) { return (vm)(a != b); }
static inline vm vtest(vu a) { return (vm)(a != 0); }
static inline vm vand(vm a, vm b) { return a & b; }
static inline vm vor(vm a, vm b) { return a | b; }
static inline vm vnot(vm a) { return ~a; }

static inline unsigned vwhich(vm a)
{
#if QD_LANES == 4
    return (unsigned)_mm256_movemask_pd((__m256d)a);
#elif defined __SSE2__
    return (unsigned)_mm_movemask_pd((__m128d)a);
#else
    return (unsigned)((a[0] & 1) | (a[1] & 2));
#endif
}

static inline int vany(vm a) { return vwhich(a) != 0; }

static inline vu vselect_u(vm m, vu a, vu b)
{
#if QD_LANES == 4
    return (vu)_mm256_blendv_epi8((__m256i)b, (__m256i)a, (__m256i)m);
#else
    return ((vu)m & a) | (~(vu)m & b);
#endif
}

static inline vd vselect(vm m, vd a, vd b)
{
#if QD_LANES == 4
    return (vd)_mm256_blendv_pd((__m256d)b, (__m256d)a, (__m256d)m);
#else
    return (vd)vselect_u(m, (vu)a, (vu)b);
#endif
}

#endif

/* ---- Arithmetic that has no operator */

/* a > b ? a : b, also for NaN and zeros of either sign. */
static inline vd vmax(vd a, vd b)
{
#if QD_LANES == 8
    return (vd)_mm512_max_pd((__m512d)a, (__m512d)b);
#elif QD_LANES == 4
    return (vd)_mm256_max_pd((__m256d)a, (__m256d)b);
#elif QD_LANES == 2 && defined __SSE2__
    return (vd)_mm_max_pd((__m128d)a, (__m128d)b);
#else
    return vselect(vlt(b, a), a, b);
#endif
}

/* a < b ? a : b. */
static inline vd vmin(vd a, vd b)
{
#if QD_LANES == 8
    return (vd)_mm512_min_pd((__m512d)a, (__m512d)b);
#elif QD_LANES == 4
    return (vd)_mm256_min_pd((__m256d)a, (__m256d)b);
#elif QD_LANES == 2 && defined __SSE2__
    return (vd)_mm_min_pd((__m128d)a, (__m128d)b);
#else
    return vselect(vlt(a, b), a, b);
#endif
}

static inline vd vsqrt(vd a)
{
#if QD_LANES == 8
    return (vd)_mm512_sqrt_pd((__m512d)a);
#elif QD_LANES == 4
    return (vd)_mm256_sqrt_pd((__m256d)a);
#elif QD_LANES == 2 && defined __SSE2__
    return (vd)_mm_sqrt_pd((__m128d)a);
#elif QD_LANES == 2 && defined __aarch64__
    return (vd)vsqrtq_f64((float64x2_t)a);
#elif QD_LANES == 2
    return (vd){ __builtin_sqrt(a[0]), __builtin_sqrt(a[1]) };
#else
    return __builtin_sqrt(a);
#endif
}

#define QD_SIGN_BIT 0x8000000000000000u

static inline vd vabs(vd a) { return vdouble(vbits(a) & ~QD_SIGN_BIT); }

/* The size of a with the sign of b. */
static inline vd vcopysign(vd a, vd b)
{
    return vdouble((vbits(a) & ~QD_SIGN_BIT) | (vbits(b) & QD_SIGN_BIT));
}

/* The whole number nearest to a where |a| < 2^51, the even one of two. */
static inline vd vround_small(vd a) { return (a + 0x1.8p52) - 0x1.8p52; }

/* The greatest whole number not above a. */
static inline vd vfloor(vd a)
{
#if QD_LANES == 8
    return (vd)_mm512_floor_pd((__m512d)a);
#elif QD_LANES == 4
    return (vd)_mm256_floor_pd((__m256d)a);
#else
    vd size = vabs(a);
    vd near = vcopysign((size + 0x1p52) - 0x1p52, a);
    vd down = vselect(vlt(a, near), near - 1, near);
    return vselect(vlt(size, vset(0x1p52)), down, a);
#endif
}

/* Whole numbers |a| < 2^51 as integers, and back. */
static inline vi vto_int(vd a)
{
    return (vi)(vbits(a + 0x1.8p52) - 0x4338000000000000u);
}

static inline vd vfrom_int(vi a)
{
    return vdouble((vu)a + 0x4338000000000000u) - 0x1.8p52;
}

/* The product of the low halves; what stands in the high ones is ignored. */
static inline vu vmul32(vu a, vu b)
{
#if QD_LANES == 8
    return (vu)_mm512_mul_epu32((__m512i)a, (__m512i)b);
#elif QD_LANES == 4
    return (vu)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif QD_LANES == 2 && defined __SSE2__
    return (vu)_mm_mul_epu32((__m128i)a, (__m128i)b);
#elif QD_LANES == 2 && defined __aarch64__
    return (vu)vmull_u32(vmovn_u64((uint64x2_t)a), vmovn_u64((uint64x2_t)b));
#else
    return (a & 0xffffffffu) * (b & 0xffffffffu);
#endif
}

/* Writes base + i for each lane i of m, in order, and tells how many. There
 * must be room for QD_LANES. */
static inline unsigned vstore_index(uint32_t *to, uint32_t base, vm m)
{
    unsigned which = vwhich(m);
#if QD_LANES == 8
    __m256i at = _mm256_add_epi32(_mm256_set1_epi32((int)base),
                                  _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0));
    _mm256_storeu_si256((__m256i *)to, _mm256_maskz_compress_epi32(m, at));
    return (unsigned)__builtin_popcount(which);
#else
    unsigned n = 0;
    for (unsigned i = 0; i < QD_LANES; i++) {
        to[n] = base + i;
        n += which >> i & 1;
    }
    return n;
#endif
}

#endif
