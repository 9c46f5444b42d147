#include "kernel_lanes.h"

#include <float.h>
#include <math.h>
#include <string.h>

extern const kernel_set kernels_1, kernels_2, kernels_4, kernels_8;

const kernel_set *const *kernel_sets(void)
{
    static const kernel_set *const sets[] = {
        &kernels_1, &kernels_2,
#ifdef __x86_64__
        &kernels_4, &kernels_8,
#endif
        NULL
    };
#ifdef __x86_64__
    static const kernel_set *const two[] = { &kernels_1, &kernels_2, NULL };
    static const kernel_set *const three[] = { &kernels_1, &kernels_2,
                                               &kernels_4, NULL };
    if (!__builtin_cpu_supports("avx2")) return two;
    if (!__builtin_cpu_supports("avx512f") ||
        !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl"))
        return three;
#endif
    return sets;
}

const char *kernel_name(enum kernel k)
{
    static const char *const names[] = {
#define KERNEL_TEXT(name, body) #name,
        KERNEL_ROWS(KERNEL_TEXT)
#undef KERNEL_TEXT
        "score_all"
    };
    return names[k];
}

static const double edges[] = {
    0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 0.075, 0.925, 1e-12, 1e-300,
    INFINITY, -INFINITY, NAN, 0x1p-1074, -0x1p-1074, DBL_MIN, -DBL_MIN,
    DBL_MAX, -DBL_MAX, 0x1p-53, 1 - 0x1p-53, 1 + 0x1p-52, 0x1.6a09e667f3bcdp-1,
    0x1.6a09e667f3bccp-1, 0x1p52, 0x1p53, -0x1p52, 0x1.fffffffffffffp51, 708,
    -708, 709.78271289338397, 709.78271289338409, -745.13321910194111,
    -745.13321910194122, 700, -700, 37.5, -37.5, 39, -39, 1e10, -1e10, 0x1p80,
};

/* Knuth's MMIX generator, its upper half. */
static uint32_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 32);
}

static double random_bits(uint64_t *state)
{
    uint64_t u = (uint64_t)next(state) << 32;
    u |= next(state);
    double x;
    memcpy(&x, &u, sizeof x);
    return isnan(x) ? 0 : x;
}

static double between(uint64_t *state, double low, double high)
{
    return low + (high - low) * (next(state) * 0x1p-32);
}

/* Where the kernel has something to do. */
static double ordinary(enum kernel k, uint64_t *state)
{
    switch (k) {
    case KERNEL_exp:
    case KERNEL_expm1: return between(state, -10, 10);
    case KERNEL_log:
    case KERNEL_pow: return between(state, 0, 8);
    case KERNEL_log1p: return between(state, -1, 3);
    case KERNEL_phi: return between(state, -40, 10);
    case KERNEL_score:
    case KERNEL_score_all: return between(state, 0, 1);
    default: return between(state, -1000, 1000);
    }
}

void kernel_arguments(enum kernel k, double *x, double *y)
{
    enum { EDGES = sizeof edges / sizeof *edges };
    uint64_t state = 2026 + (uint64_t)k;
    for (size_t i = 0; i < KERNEL_ARGUMENTS; i++) {
        if (i < EDGES * EDGES) {
            x[i] = edges[i % EDGES];
            y[i] = edges[i / EDGES];
        } else if (i % 4 == 0) {
            x[i] = random_bits(&state);
            y[i] = random_bits(&state);
        } else {
            x[i] = ordinary(k, &state);
            y[i] = between(&state, -30, 30);
        }
    }
}

static uint64_t fold(uint64_t hash, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t u;
        memcpy(&u, x + i, sizeof u);
        hash = (hash ^ u) * 0x100000001b3u;
        hash ^= hash >> 29;
    }
    return hash;
}

uint64_t kernel_sum(const kernel_set *set)
{
    enum { PIECE = 1024 };
    static double x[KERNEL_ARGUMENTS], y[KERNEL_ARGUMENTS];
    double out[PIECE], odd[PIECE];
    uint64_t hash = 0xcbf29ce484222325u;
    for (unsigned k = 0; k < KERNELS; k++) {
        kernel_arguments((enum kernel)k, x, y);
        for (size_t i = 0; i < KERNEL_ARGUMENTS; i += PIECE) {
            set->run[k](out, x + i, y + i, PIECE);
            hash = fold(hash, out, PIECE);
        }
    }
    for (uint32_t pair = 0; pair < 16; pair++) {
        set->fill(0x123456789abcdef0u, 0xfffffe00u, pair, 3, out, odd, PIECE);
        hash = fold(fold(hash, out, PIECE), odd, PIECE);
    }
    return hash;
}
