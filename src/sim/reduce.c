#include "sim/reduce.h"

extern const qd_sweeps qd_sweeps_2;
#if defined __x86_64__
extern const qd_sweeps qd_sweeps_4, qd_sweeps_8;
#endif

const qd_sweeps *qd_sweeps_of(enum qd_isa isa)
{
#if defined __x86_64__
    if (isa == QD_ISA_BEST)
        isa = qd_isa_has(QD_ISA_AVX512) ? QD_ISA_AVX512
            : qd_isa_has(QD_ISA_AVX2) ? QD_ISA_AVX2 : QD_ISA_PLAIN;
    if (isa == QD_ISA_AVX512) return &qd_sweeps_8;
    if (isa == QD_ISA_AVX2) return &qd_sweeps_4;
#endif
    (void)isa;
    return &qd_sweeps_2;
}

double qd_lanes_fold(const double *lane)
{
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
           ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

qd_moments qd_lanes_moments(const qd_lanes *block)
{
    qd_moments m = { .n = qd_lanes_fold(block->finite) };
    if (m.n == 0) return m;
    m.sum = qd_lanes_fold(block->sum);
    double off = m.sum - m.n * block->centre;
    double square = qd_lanes_fold(block->square) - off * off / m.n;
    m.square = square > 0 ? square : 0;
    return m;
}

qd_moments qd_moments_join(qd_moments a, qd_moments b)
{
    if (a.n == 0) return b;
    if (b.n == 0) return a;
    double n = a.n + b.n;
    double apart = b.sum / b.n - a.sum / a.n;
    return (qd_moments){
        n, a.sum + b.sum,
        a.square + b.square + apart * apart * (a.n * (b.n / n))
    };
}

static uint64_t left_half(uint64_t size)
{
    uint64_t half = 1;
    while (half * 2 < size) half *= 2;
    return half;
}

/* A node covers a power of two of blocks and begins at a multiple of it; the
 * last ones are cut off where the blocks end, and a node without a right half
 * is its left one. */
uint64_t qd_tree_size(uint64_t from, uint64_t end, uint64_t blocks)
{
    uint64_t size = 1;
    while (from % (size * 2) == 0 &&
           (from + size * 2 <= end || (end == blocks && from + size < end)))
        size *= 2;
    return size < end - from ? size : end - from;
}

qd_moments qd_tree_node(const qd_leaves *leaves, uint64_t size,
                        uint64_t *leaf)
{
    uint64_t covers = leaves->size ? leaves->size[*leaf] : 1;
    if (covers >= size) return leaves->at[(*leaf)++ * leaves->stride];
    uint64_t half = left_half(size);
    qd_moments left = qd_tree_node(leaves, half, leaf);
    qd_moments right = qd_tree_node(leaves, size - half, leaf);
    return qd_moments_join(left, right);
}
