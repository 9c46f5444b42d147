/* What is made of the values of a block, in an order that no machine sees.
 *
 * A block is 512 paths. Path i of it is added to lane i mod 8, in rising
 * order; the lanes are added by a fixed tree, the blocks by a fixed binary
 * tree over their numbers. So a sum has the same bits for any number of
 * threads, shards, tile and instruction set. Sums of squares are taken about
 * the first value of the block: a constant has no variance, and a mean far
 * from 0 costs no digits. */
#ifndef QD_SIM_REDUCE_H
#define QD_SIM_REDUCE_H

#include "sim/sim.h"

#define QD_BLOCK 512u /* paths in a block */

/* A value beyond this is lost as an infinite one is: the square of what is
 * within it, times any number of paths, is still finite. */
#define QD_LARGEST 1e140

/* The lanes of a block under way. `finite` and `yes` are counts. */
typedef struct qd_lanes {
    double sum[8], square[8], finite[8], yes[8];
    double centre; /* what squares are taken about */
} qd_lanes;

/* Of n finite values: their sum, and the sum of the squares of their
 * distances from their mean. */
typedef struct qd_moments {
    double n, sum, square;
} qd_moments;

/* Kernels over n values, a multiple of 8, one set for each width of vectors;
 * what is not finite is passed over. */
typedef struct qd_sweeps {
    /* To `sum`, `square` and `finite`; to `finite` only; to `yes` only. */
    void (*add)(qd_lanes *to, const double *x, uint32_t n);
    void (*count)(qd_lanes *to, const double *x, uint32_t n);
    void (*ask)(qd_lanes *to, const double *x, uint32_t n);
    /* A copy with NaN for what is not finite and 0 for -0. */
    void (*keep)(double *to, const double *x, uint32_t n);
    /* The band of each value, QD_BAND_ZERO for what is not finite. */
    void (*band)(uint64_t *to, const double *x, uint32_t n);
    /* (x - low) * scale rounded and held within 0 and last; last + 1 for
     * NaN. */
    void (*bin)(uint64_t *to, const double *x, uint32_t n, double low,
                double scale, double last);
    /* The values from low to below high, in their order; how many. */
    uint32_t (*gather)(double *to, const double *x, uint32_t n, double low,
                       double high);
} qd_sweeps;

const qd_sweeps *qd_sweeps_of(enum qd_isa isa);

/* Bands: 128 to a doubling from 2^-32 to 2^128 on each side, in the order of
 * the values. Smaller values are in the one in the middle, larger ones in the
 * outermost. */
#define QD_BAND_LEAST 0x1p-32
#define QD_BAND_MOST 0x1.fep127
#define QD_BAND_SIDE (160u * 128u)
#define QD_BAND_ZERO QD_BAND_SIDE
#define QD_BANDS (2u * QD_BAND_SIDE + 1u)

/* The sum of eight lanes. */
double qd_lanes_fold(const double *lane);
qd_moments qd_lanes_moments(const qd_lanes *block);
qd_moments qd_moments_join(qd_moments a, qd_moments b);

/* Neighbouring leaves of the tree over `blocks` blocks: leaf i covers size[i]
 * of them (NULL: one each) and is at[i * stride]. */
typedef struct qd_leaves {
    const qd_moments *at;
    const uint64_t *size;
    uint64_t blocks;
    uint32_t stride;
} qd_leaves;

/* The largest node of the tree that begins at block `from` and lies within
 * [from, end): how many blocks it covers. */
uint64_t qd_tree_size(uint64_t from, uint64_t end, uint64_t blocks);
/* The moments of a node that covers `size` blocks; *leaf is its first leaf,
 * and then the one behind it. */
qd_moments qd_tree_node(const qd_leaves *leaves, uint64_t size,
                        uint64_t *leaf);

#endif
