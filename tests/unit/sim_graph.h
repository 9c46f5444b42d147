/* Graphs made by hand or at random, and their paths: for the tests of plans
 * and of what is printed of them. */
#ifndef QD_SIM_GRAPH_H
#define QD_SIM_GRAPH_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/dist.h"
#include "sim/tile.h"

/* ---- Graphs by hand */

typedef struct world {
    qd_mem mem;
    jmp_buf oom;
    qd_arena arena;
    qd_units units;
    qd_graph g;
    qd_grid grid;
    uint64_t draws;
} world;

static inline world *world_new(uint32_t periods, double step)
{
    world *w = calloc(1, sizeof *w);
    qd_mem_init(&w->mem, NULL, NULL);
    if (setjmp(w->oom)) fail_msg("out of memory");
    w->mem.oom = &w->oom;
    qd_arena_init(&w->arena, &w->mem);
    qd_units_init(&w->units, &w->mem, &w->arena);
    qd_graph_init(&w->g, &w->mem, &w->units);
    w->grid = (qd_grid){ 24312, step, periods };
    return w;
}

static inline void world_free(world *w)
{
    qd_mem_free_all(&w->mem);
    free(w);
}

static inline qd_node number(world *w, double x)
{
    return qd_node_const(&w->g, x, QD_DIM_NONE);
}

static inline qd_node date(world *w, double x)
{
    return qd_node_const(&w->g, x, QD_DIM_DATE);
}

static inline qd_node months(world *w, double x)
{
    return qd_node_const(&w->g, x, QD_DIM_TIME);
}

static inline qd_node op2(world *w, enum qd_node_op op, qd_node a, qd_node b)
{
    qd_node n = qd_node_make(&w->g, op, a, b, 0, 0);
    assert_int_not_equal(n, QD_NODE_BAD);
    return n;
}

static inline qd_node op3(world *w, enum qd_node_op op, qd_node a, qd_node b,
                          qd_node c)
{
    qd_node n = qd_node_make(&w->g, op, a, b, c, 0);
    assert_int_not_equal(n, QD_NODE_BAD);
    return n;
}

/* A draw with a key of its own. */
static inline qd_node drawn(world *w, const char *kind, enum qd_dist_form form,
                            const qd_node *items, uint32_t n, qd_dim dim)
{
    unsigned code = 0;
    while (strcmp(qd_dist_kinds[code]->name, kind)) code++;
    qd_draw_of before = qd_draw_enter(&w->g, 1000 + w->draws++);
    qd_node d = qd_node_list(&w->g, QD_N_DRAW, items, n,
                             code + 256 * (unsigned)form, dim);
    qd_draw_leave(&w->g, before);
    return d;
}

static inline qd_node drawn2(world *w, const char *kind, double a, double b,
                             qd_dim dim)
{
    qd_node items[] = { number(w, a), number(w, b) };
    return drawn(w, kind, QD_DIST_PLAIN, items, 2, dim);
}

static inline qd_node process(world *w, enum qd_process kind, qd_node a,
                              qd_node b, qd_node c)
{
    qd_node items[] = { a, b, c };
    qd_draw_of before = qd_draw_enter(&w->g, 1000 + w->draws++);
    qd_node n = qd_node_list(&w->g, QD_N_PROCESS, items, c ? 3 : 2, kind,
                             QD_DIM_NONE);
    qd_draw_leave(&w->g, before);
    return n;
}

/* ---- Running */

typedef struct run {
    double *x; /* by reading, then path */
    uint32_t readings, paths, from;
} run;

static inline void keep(void *ctx, uint32_t reading, const double *x,
                        uint32_t n)
{
    run *r = ctx;
    assert_true(reading < r->readings);
    memcpy(r->x + (size_t)reading * r->paths + r->from, x, n * sizeof *x);
}

static inline run run_plan(const qd_sim_plan *plan, enum qd_isa isa,
                           unsigned tile, uint64_t seed, uint64_t first,
                           uint32_t paths)
{
    run r = { .readings = qd_sim_readings(plan), .paths = paths };
    r.x = calloc((size_t)r.readings * paths + 1, sizeof *r.x);
    void *scratch = malloc(qd_sim_scratch_size(plan, tile));
    for (r.from = 0; r.from < paths; r.from += tile) {
        uint32_t left = paths - r.from;
        qd_sim_tile(plan, isa, scratch, tile, seed, first + r.from,
                    left < tile ? left : tile, keep, &r);
    }
    free(scratch);
    return r;
}

static inline qd_sim_plan *plan_of(world *w, const qd_probe *probes,
                                   uint32_t n)
{
    qd_sim_source source = { .graph = &w->g, .grid = w->grid };
    qd_sim_why why;
    qd_sim_plan *plan = qd_sim_plan_make(&source, probes, n, &w->mem, &why);
    if (!plan) fail_msg("%s", why.text);
    return plan;
}

enum { PERIODS_MOST = 120 };
static const uint32_t every[PERIODS_MOST] = {
#define TEN(t) t, t + 1, t + 2, t + 3, t + 4, t + 5, t + 6, t + 7, t + 8, t + 9
    TEN(0), TEN(10), TEN(20), TEN(30), TEN(40), TEN(50), TEN(60), TEN(70),
    TEN(80), TEN(90), TEN(100), TEN(110)
};

/* Probes of each node in all periods. */
static inline qd_sim_plan *plan_all(world *w, const qd_node *nodes, uint32_t n)
{
    qd_probe *probes = calloc(n, sizeof *probes);
    for (uint32_t i = 0; i < n; i++)
        probes[i] = (qd_probe){ .node = nodes[i], .ends = every,
                                .n_ends = w->grid.n };
    qd_sim_plan *plan = plan_of(w, probes, n);
    free(probes);
    return plan;
}

static inline double at(const world *w, const run *r, uint32_t probe,
                        uint32_t t, uint32_t path)
{
    return r->x[((size_t)probe * w->grid.n + t) * r->paths + path];
}

static inline bool same_bits(const run *a, const run *b)
{
    return a->readings == b->readings && a->paths == b->paths &&
           memcmp(a->x, b->x, (size_t)a->readings * a->paths * 8) == 0;
}

/* ---- Graphs at random */

static uint64_t random_state;

static inline uint32_t below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % n);
}

enum { POOL = 60 };

static inline qd_node any(const qd_node *pool, uint32_t n)
{
    return pool[below(n)];
}

static inline qd_node a_date(world *w, bool known)
{
    double whole = w->grid.begin - 6 + below(30);
    if (known || below(3) == 0)
        return date(w, below(2) ? whole : whole + below(100) / 100.0);
    return below(2) ? drawn2(w, "integer", whole, whole + 12, QD_DIM_DATE)
                    : drawn2(w, "uniform", whole, whole + 12, QD_DIM_DATE);
}

static inline qd_node a_time(world *w, bool known)
{
    double whole = below(20);
    if (known || below(3) == 0)
        return months(w, below(2) ? whole : whole + below(100) / 100.0);
    return below(2) ? drawn2(w, "integer", whole, whole + 12, QD_DIM_TIME)
                    : drawn2(w, "uniform", whole, whole + 12, QD_DIM_TIME);
}

static inline qd_node windowed(world *w, const qd_node *pool, uint32_t n,
                               bool known)
{
    qd_node share;
    uint32_t k = below(5);
    qd_node start = a_date(w, known), term = a_time(w, known);
    if (k == 0) share = op3(w, QD_N_SPREAD, start, term, a_time(w, true));
    else if (k == 1) share = op2(w, QD_N_INSTANT, start, 0);
    else share = op3(w, QD_N_SPREAD, start, term, months(w, 0));
    qd_node x = op2(w, QD_N_MUL, any(pool, n), share);
    if (below(2))
        x = op2(w, QD_N_MUL, x, op2(w, QD_N_MAX, any(pool, n), any(pool, n)));
    return x;
}

static inline qd_node spans(world *w, const qd_node *pool, uint32_t n,
                            bool known)
{
    qd_node start = a_date(w, known), held;
    if (below(2)) {
        held = op2(w, QD_N_HELD, start, a_date(w, known));
    } else {
        held = qd_node_make(&w->g, QD_N_OWING, start, a_time(w, known), 0,
                            below(2));
    }
    qd_node per = op2(w, QD_N_DIV, held, months(w, 2));
    return op2(w, QD_N_MUL, per, any(pool, n));
}

static inline qd_node sum_of_some(world *w, const qd_node *pool, uint32_t n,
                                  bool known)
{
    qd_node sum = any(pool, n);
    for (uint32_t i = below(24); i > 0; i--) {
        qd_node x = below(3) ? windowed(w, pool, n, known) : any(pool, n);
        if (below(4) == 0) x = op2(w, QD_N_MUL, any(pool, n), any(pool, n));
        if (below(5) == 0) sum = op2(w, QD_N_ADD, x, sum);
        else sum = op2(w, below(2) ? QD_N_ADD : QD_N_SUB, sum, x);
    }
    return sum;
}

static inline qd_node one_more(world *w, const qd_node *pool, uint32_t n,
                               bool known)
{
    qd_node a = any(pool, n), b = any(pool, n), half = number(w, 0.5);
    switch (below(17)) {
    case 0: return op2(w, QD_N_ADD, a, b);
    case 1: return op2(w, QD_N_SUB, a, b);
    case 2: return op2(w, QD_N_MUL, half, op2(w, QD_N_MUL, a, b));
    case 3: return op2(w, QD_N_MIN, a, b);
    case 4: return op2(w, QD_N_MAX, a, b);
    case 5: a = op2(w, QD_N_MIN, op2(w, QD_N_MAX, a, number(w, -3)),
                    number(w, 3));
            return op2(w, QD_N_EXP, a, 0);
    case 6: return op2(w, QD_N_SQRT, op2(w, QD_N_MUL, a, a), 0);
    case 7: a = op2(w, QD_N_ADD, number(w, 1), op2(w, QD_N_MUL, a, a));
            return op2(w, QD_N_LN, a, 0);
    case 8: b = op2(w, QD_N_ADD, number(w, 1), op2(w, QD_N_MUL, b, b));
            return op2(w, QD_N_DIV, a, b);
    case 9: case 10:
        return op3(w, QD_N_IF,
                   qd_node_make(&w->g, QD_N_COMPARE, a, b, 0, below(6)),
                   any(pool, n), any(pool, n));
    case 11: return known ? a : op2(w, QD_N_HIGHEST, a, 0);
    case 12: return known ? b : op2(w, QD_N_PREV, a, b);
    case 13: return windowed(w, pool, n, known);
    case 14: return spans(w, pool, n, known);
    case 15: return op2(w, QD_N_DIV, op2(w, QD_N_CLOCK, 0, 0), months(w, 24));
    default: return sum_of_some(w, pool, n, known);
    }
}

static inline void fill_pool(world *w, qd_node pool[POOL], bool known)
{
    pool[0] = number(w, 1);
    pool[1] = number(w, below(64) / 8.0 - 4);
    pool[2] = op2(w, QD_N_DIV, op2(w, QD_N_CLOCK, 0, 0), months(w, 12));
    pool[3] = known ? number(w, 0.75)
                    : drawn2(w, "uniform", -2, 2, QD_DIM_NONE);
    pool[4] = known ? number(w, -1.5)
                    : process(w, QD_PROCESS_WALK, number(w, 0.01),
                              number(w, 0.2), 0);
    for (uint32_t i = 5; i < POOL; i++)
        pool[i] = one_more(w, pool, i, known);
}

#endif
