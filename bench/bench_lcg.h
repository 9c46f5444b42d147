/* The random numbers of the generators in bench/: a 64-bit LCG with an output
 * mix, so that a file depends on its seed alone, on every machine. */
#ifndef BENCH_LCG_H
#define BENCH_LCG_H

#include <stdint.h>

struct lcg {
    uint64_t state;
};

static inline uint32_t lcg_next(struct lcg *g)
{
    g->state = g->state * 6364136223846793005U + 1442695040888963407U;
    uint64_t mixed = (g->state ^ (g->state >> 33)) * 0xff51afd7ed558ccdU;
    return (uint32_t)(mixed >> 32);
}

/* Below n; the bias for n far below 2^32 does not matter here. */
static inline unsigned lcg_below(struct lcg *g, unsigned n)
{
    return (unsigned)(((uint64_t)lcg_next(g) * n) >> 32);
}

static inline int lcg_percent(struct lcg *g, unsigned chance)
{
    return lcg_below(g, 100) < chance;
}

#endif
