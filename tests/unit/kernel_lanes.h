/* The kernels of math/lane_math.h as functions of arrays, for each width that
 * this machine has: what the tests of them call. */
#ifndef QD_KERNEL_LANES_H
#define QD_KERNEL_LANES_H

#include <stddef.h>
#include <stdint.h>

/* A row: its name, how the lanes x and y are worked on. */
#define KERNEL_ROWS(ROW) \
    ROW(exp, vexp(x)) \
    ROW(log, vlog(x)) \
    ROW(expm1, vexpm1(x)) \
    ROW(log1p, vlog1p(x)) \
    ROW(pow, vpow(x, y)) \
    ROW(phi, vphi(x)) \
    ROW(score, vscore(x)) \
    ROW(floor, vfloor(x)) \
    ROW(sqrt, vsqrt(vabs(x))) \
    ROW(max, vmax(x, y)) \
    ROW(min, vmin(x, y)) \
    ROW(round_small, vround_small(vcopysign(vmin(vabs(x), y), x)))

enum kernel {
#define KERNEL_NAME(name, body) KERNEL_##name,
    KERNEL_ROWS(KERNEL_NAME)
#undef KERNEL_NAME
    KERNEL_score_all,
    KERNELS
};

/* n is a multiple of 8. */
typedef void kernel_run(double *out, const double *x, const double *y,
                        size_t n);
typedef void kernel_fill(uint64_t key, uint64_t path, uint32_t pair,
                         uint32_t purpose, double *even, double *odd,
                         size_t n);

typedef struct kernel_set {
    unsigned lanes;
    kernel_run *run[KERNELS];
    kernel_fill *fill;
    unsigned (*store_index)(uint32_t *to, uint32_t base, unsigned which);
} kernel_set;

/* Those of this machine, the one with a single lane first; NULL ends. */
const kernel_set *const *kernel_sets(void);

/* Arguments of a kernel: edges, then random ones; a multiple of 8. */
enum { KERNEL_ARGUMENTS = 1 << 15 };
void kernel_arguments(enum kernel k, double *x, double *y);
const char *kernel_name(enum kernel k);

/* A hash of all bits that the kernels give for all arguments. */
uint64_t kernel_sum(const kernel_set *set);

#endif
