/* Lays out a thread's scratch and calls the loops of an instruction set. */
#include "sim/tile.h"

#include "sim/ops.h"

enum { LINE = 64, FRONT = 16, ROUND = 32 };

/* A sweep begins at a multiple of FRONT, where the draws of neighbours share
 * their blocks, and computes a multiple of ROUND paths: the widest group of
 * vectors in ops.c. */
static uint32_t width_of(unsigned tile)
{
    return (tile + FRONT - 1 + ROUND - 1) / ROUND * ROUND;
}

static size_t spans_size(const qd_program *p)
{
    size_t size = p->n_terms * sizeof(qd_span_of);
    return (size + LINE - 1) / LINE * LINE;
}

size_t qd_sim_scratch_size(const qd_sim_plan *plan, unsigned tile)
{
    const qd_program *p = &plan->program;
    return LINE + (size_t)p->n_slots * LINE + spans_size(p) +
           (size_t)p->n_columns * width_of(tile) * sizeof(double);
}

static qd_ops_run *run_of(enum qd_isa isa)
{
#if defined(__x86_64__)
    if (isa == QD_ISA_BEST)
        isa = qd_isa_has(QD_ISA_AVX512) ? QD_ISA_AVX512
            : qd_isa_has(QD_ISA_AVX2) ? QD_ISA_AVX2 : QD_ISA_PLAIN;
    if (isa == QD_ISA_AVX512) return qd_ops_run_8;
    if (isa == QD_ISA_AVX2) return qd_ops_run_4;
#endif
    return (void)isa, qd_ops_run_2;
}

void qd_sim_tile(const qd_sim_plan *plan, enum qd_isa isa, void *scratch,
                 unsigned tile, uint64_t seed, uint64_t first_path,
                 uint32_t n, qd_sim_take *take, void *ctx)
{
    const qd_program *p = &plan->program;
    uintptr_t from = ((uintptr_t)scratch + LINE - 1) & ~(uintptr_t)(LINE - 1);
    char *at = (char *)scratch + (from - (uintptr_t)scratch);
    uint32_t skip = first_path % FRONT;
    qd_sweep s = { .program = p, .width = width_of(tile),
                   .n = (skip + n + ROUND - 1) / ROUND * ROUND,
                   .seed = seed, .first = first_path - skip, .skip = skip,
                   .asked = n, .take = take, .ctx = ctx };
    s.slots = (double *)(void *)at;
    s.spans = (qd_span_of *)(void *)(at + (size_t)p->n_slots * LINE);
    s.columns = (double *)(void *)((char *)s.spans + spans_size(p));
    run_of(isa)(&s);
}
