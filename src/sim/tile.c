/* Lays out a thread's scratch and calls the loops of an instruction set. */
#include "sim/tile.h"

#include "sim/ops.h"

enum { LINE = 64, FRONT = 16, ROUND = 64, REACH = 512 };

/* A sweep begins at a multiple of FRONT, where the draws of neighbours share
 * their blocks, and computes a multiple of ROUND paths: the widest group of
 * vectors in ops.c. */
static uint32_t width_of(unsigned tile)
{
    return (tile + FRONT - 1 + ROUND - 1) / ROUND * ROUND;
}

static size_t rounded(size_t size)
{
    return (size + LINE - 1) / LINE * LINE;
}

/* Periods whose draws are made at once: about REACH of them. */
static uint32_t reach_of(unsigned tile)
{
    return tile < REACH ? REACH / tile : 1;
}

size_t qd_sim_scratch_size(const qd_sim_plan *plan, unsigned tile)
{
    const qd_program *p = &plan->program;
    size_t rows = p->n_columns + p->n_windows +
                  (size_t)p->n_ahead * reach_of(tile);
    return LINE + (size_t)p->n_slots * LINE +
           rounded(p->n_terms * sizeof(qd_span_of)) +
           rounded(p->n_columns * sizeof(double *)) +
           rounded((p->n_terms + p->n_sums) * sizeof(qd_ready_term)) +
           rounded(p->n_sums * sizeof(uint32_t)) +
           rows * width_of(tile) * sizeof(double);
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

/* Divides the scratch. Columns lie `width` apart. */
static void lay_out(qd_sweep *s, char *at, size_t width)
{
    const qd_program *p = s->program;
    s->slots = (double *)(void *)at;
    at += (size_t)p->n_slots * LINE;
    s->spans = (qd_span_of *)(void *)at;
    at += rounded(p->n_terms * sizeof(qd_span_of));
    s->columns = (double **)(void *)at;
    at += rounded(p->n_columns * sizeof(double *));
    s->ready = (qd_ready_term *)(void *)at;
    at += rounded((p->n_terms + p->n_sums) * sizeof(qd_ready_term));
    s->until = (uint32_t *)(void *)at;
    at += rounded(p->n_sums * sizeof(uint32_t));
    for (uint32_t i = 0; i < p->n_sums; i++) s->until[i] = 0;
    for (uint32_t i = 0; i < p->n_columns; i++)
        s->columns[i] = (double *)(void *)at + i * width;
    s->windows = (double *)(void *)at + p->n_columns * width;
    s->ahead = s->windows + p->n_windows * width;
}

void qd_sim_tile(const qd_sim_plan *plan, enum qd_isa isa, void *scratch,
                 unsigned tile, uint64_t seed, uint64_t first_path,
                 uint32_t n, qd_sim_take *take, void *ctx)
{
    uintptr_t from = ((uintptr_t)scratch + LINE - 1) & ~(uintptr_t)(LINE - 1);
    uint32_t skip = first_path % FRONT;
    qd_sweep s = { .program = &plan->program,
                   .n = (skip + n + ROUND - 1) / ROUND * ROUND,
                   .reach = reach_of(tile), .seed = seed,
                   .first = first_path - skip, .skip = skip, .asked = n,
                   .take = take, .ctx = ctx };
    lay_out(&s, (char *)scratch + (from - (uintptr_t)scratch), width_of(tile));
    run_of(isa)(&s);
}
