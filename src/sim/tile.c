/* Lays out a thread's scratch and calls the loops of an instruction set. */
#include "sim/tile.h"

#include "math/hitrun_lanes.h"
#include "sim/ops.h"

enum { LINE = 64, FRONT = 16, ROUND = 64, REACH = 512 };

/* A sweep begins at a multiple of FRONT, where the draws of neighbours share
 * their blocks, and computes a multiple of ROUND paths: the widest group of
 * vectors in ops.c. */
static uint32_t width_of(unsigned tile)
{
    return (tile + FRONT - 1 + ROUND - 1) / ROUND * ROUND;
}

/* Periods whose draws are made at once: about REACH of them. */
static uint32_t reach_of(unsigned tile)
{
    return tile < REACH ? REACH / tile : 1;
}

/* Gives out pieces of the scratch, or (at NULL) only counts them. */
typedef struct piece { char *at; size_t used; } piece;

static void *cut(piece *p, size_t size)
{
    void *at = p->at ? p->at + p->used : NULL;
    p->used += (size + LINE - 1) / LINE * LINE;
    return at;
}

/* What the walk to the largest of the points takes. */
static size_t walk_of(const qd_program *q)
{
    size_t most = 0;
    for (uint32_t i = 0; i < q->n_points; i++) {
        size_t room = qd_hitrun_lanes_room(q->points[i].of);
        if (room > most) most = room;
    }
    return most * sizeof(double);
}

static void divide(qd_sweep *s, piece *p, unsigned tile)
{
    const qd_program *q = s->program;
    size_t width = width_of(tile) * sizeof(double);
    s->slots = cut(p, (size_t)q->n_slots * LINE);
    s->places = cut(p, (q->n_slots + q->n_columns) * sizeof(qd_src));
    s->keys = cut(p, q->n_keys * sizeof *s->keys);
    s->spans = cut(p, q->n_terms * sizeof(qd_span_of));
    s->ready = cut(p, (q->n_terms + q->n_sums) * sizeof(qd_ready_term));
    s->until = cut(p, q->n_sums * sizeof *s->until);
    s->walk = cut(p, walk_of(q));
    s->drawn = cut(p, q->n_points ? q->n_lists * sizeof *s->drawn : 0);
    s->windows = cut(p, q->n_windows * width);
    s->ahead = cut(p, (size_t)q->n_ahead * reach_of(tile) * width);
    char *columns = cut(p, q->n_columns * width);
    if (!p->at) return;
    for (uint32_t i = 0; i < q->n_sums; i++) s->until[i] = 0;
    for (uint32_t i = 0; i < q->n_slots; i++)
        s->places[i] = (qd_src){ s->slots + (size_t)i * 8, QD_SRC_FIXED };
    for (uint32_t i = 0; i < q->n_columns; i++)
        s->places[q->n_slots + i] =
            (qd_src){ (double *)(void *)columns + (size_t)i * s->n,
                      QD_SRC_COLUMN };
}

size_t qd_sim_scratch_size(const qd_sim_plan *plan, unsigned tile)
{
    qd_sweep s = { .program = &plan->program };
    piece p = { NULL, LINE };
    divide(&s, &p, tile);
    return p.used;
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
    uintptr_t from = ((uintptr_t)scratch + LINE - 1) & ~(uintptr_t)(LINE - 1);
    uint32_t skip = first_path % FRONT;
    qd_sweep s = { .program = &plan->program,
                   .n = (skip + n + ROUND - 1) / ROUND * ROUND,
                   .reach = reach_of(tile), .seed = seed,
                   .first = first_path - skip, .skip = skip, .asked = n,
                   .take = take, .ctx = ctx };
    piece p = { (char *)scratch + (from - (uintptr_t)scratch), 0 };
    divide(&s, &p, tile);
    run_of(isa)(&s);
}
