/* own_math [HOLDERS EVENTS]: what the mathematics of ownership costs.
 *
 * A table is made up, then told as news tell it: rounds and secondaries with
 * printed digits, and now and then a stake. Then the bounds of every holder,
 * points drawn from what is left open, and an exit waterfall of 12 classes.
 * Prints times; the made-up stakes must lie within their bounds. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench_lcg.h"
#include "math/hitrun_lanes.h"
#include "math/waterfall.h"

#define CLASSES 12u

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A made-up company: what each holds, and the terms that say so in the
 * variables of the polytope. */
struct story {
    qd_mem mem;
    qd_poly poly;
    struct lcg random;
    uint32_t holders, events, total; /* total: the variable of all units */
    double *held, all;
    struct holding {
        qd_poly_term *terms;
        uint32_t n;
    } *holding;
};

static void add_term(struct holding *h, uint32_t var, int64_t num)
{
    h->terms[h->n++] = (qd_poly_term){ var, num, 1 };
}

/* by * var against num / den of the total. */
static void say(struct story *s, const struct holding *what, int64_t num,
                int64_t den, enum qd_poly_relation is, uint32_t tag)
{
    qd_poly_term terms[512];
    for (uint32_t i = 0; i < what->n; i++) terms[i] = what->terms[i];
    terms[what->n] = (qd_poly_term){ s->total, -num, den };
    qd_poly_row(&s->poly, terms, what->n + 1, is, 0, 1, tag);
}

/* A round of 1.0 to 20.0 at 100 to 499, each as printed. */
static void tell_round(struct story *s, uint32_t e, uint32_t fresh,
                       uint32_t total)
{
    uint32_t who = lcg_below(&s->random, s->holders);
    int64_t money = 10 + lcg_below(&s->random, 190);
    int64_t value = 100 + lcg_below(&s->random, 400);
    double units = s->all * ((double)money / 10) / (double)value;
    qd_poly_term one = { fresh, 1, 1 };
    struct holding what = { &one, 1 };
    say(s, &what, 2 * money - 1, 20 * value + 10, QD_POLY_AT_LEAST, e);
    say(s, &what, 2 * money + 1, 20 * value - 10, QD_POLY_LESS, e);
    qd_poly_term sum[] = { { total, 1, 1 }, { s->total, -1, 1 },
                           { fresh, -1, 1 } };
    qd_poly_row(&s->poly, sum, 3, QD_POLY_EQUAL, 0, 1, 0);
    s->total = total;
    add_term(&s->holding[who], fresh, 1);
    s->held[who] += units;
    s->all += units;
}

/* A stake printed to a tenth of a percent. */
static void tell_stake(struct story *s, uint32_t e)
{
    uint32_t who = lcg_below(&s->random, s->holders);
    int64_t tenths = (int64_t)(1000 * s->held[who] / s->all + 0.5);
    say(s, &s->holding[who], 2 * tenths - 1, 2000, QD_POLY_AT_LEAST, e);
    say(s, &s->holding[who], 2 * tenths + 1, 2000, QD_POLY_LESS, e);
}

/* A hundredth of the company goes from the largest holder to another. */
static void tell_secondary(struct story *s, uint32_t e, uint32_t moved)
{
    uint32_t from = 0, to = lcg_below(&s->random, s->holders);
    for (uint32_t h = 1; h < s->holders; h++)
        if (s->held[h] > s->held[from]) from = h;
    qd_poly_term one = { moved, 1, 1 };
    struct holding what = { &one, 1 };
    say(s, &what, 9, 1000, QD_POLY_AT_LEAST, e);
    say(s, &what, 11, 1000, QD_POLY_LESS, e);
    add_term(&s->holding[from], moved, -1);
    add_term(&s->holding[to], moved, 1);
    say(s, &s->holding[from], 0, 1, QD_POLY_AT_LEAST, e);
    s->held[from] -= s->all / 100;
    s->held[to] += s->all / 100;
}

static void begin(struct story *s)
{
    s->held = qd_mem_zero(&s->mem, s->holders * sizeof *s->held);
    s->holding = qd_mem_zero(&s->mem, s->holders * sizeof *s->holding);
    s->total = s->holders;
    qd_poly_term *sum = qd_mem_zero(&s->mem, (s->holders + 1) * sizeof *sum);
    for (uint32_t h = 0; h < s->holders; h++) {
        s->holding[h].terms = qd_mem_zero(
            &s->mem, 2 * (s->events + 1) * sizeof *sum);
        add_term(&s->holding[h], h, 1);
        s->held[h] = 1 + lcg_below(&s->random, 9);
        s->all += s->held[h];
        sum[h] = (qd_poly_term){ h, 1, 1 };
    }
    sum[s->holders] = (qd_poly_term){ s->total, -1, 1 };
    qd_poly_row(&s->poly, sum, s->holders + 1, QD_POLY_EQUAL, 0, 1, 0);
}

/* Of ten events six are rounds, two are sales, two say a stake. */
static void tell(struct story *s)
{
    static const uint32_t takes[10] = { 2, 1, 2, 0, 2, 2, 1, 2, 0, 2 };
    uint32_t var = s->holders + 1, vars = var;
    for (uint32_t e = 0; e < s->events; e++) vars += takes[e % 10];
    qd_poly_init(&s->poly, &s->mem, vars);
    begin(s);
    for (uint32_t e = 0; e < s->events; var += takes[e++ % 10]) {
        if (takes[e % 10] == 2) tell_round(s, e + 1, var, var + 1);
        else if (takes[e % 10] == 1) tell_secondary(s, e + 1, var);
        else tell_stake(s, e + 1);
    }
    qd_poly_term all = { s->total, 1, 1 };
    qd_poly_row(&s->poly, &all, 1, QD_POLY_EQUAL, 1, 1, 0);
}

static int bench_bounds(struct story *s)
{
    double start = now();
    if (!qd_poly_settle(&s->poly)) {
        fprintf(stderr, "own: the made-up table clashes\n");
        return 1;
    }
    double settled = now(), width = 0;
    for (uint32_t h = 0; h < s->holders; h++) {
        const struct holding *what = &s->holding[h];
        double truth = s->held[h] / s->all;
        double low = qd_poly_bound(&s->poly, what->terms, what->n,
                                   false).value;
        double high = qd_poly_bound(&s->poly, what->terms, what->n,
                                    true).value;
        if (truth < low - 1e-9 || truth > high + 1e-9) {
            fprintf(stderr, "own: holder %u has %.9f, not %.9f to %.9f\n",
                    (unsigned)h, truth, low, high);
            return 1;
        }
        width += (high - low) / s->holders;
    }
    double done = now();
    printf("bounds of %u holders after %u events, %u rows:\n"
           "  settle %.0f ms, all bounds %.0f ms (%.2f ms each); "
           "mean width %.4f\n", (unsigned)s->holders, (unsigned)s->events,
           (unsigned)s->poly.lines.n, 1e3 * (settled - start),
           1e3 * (done - settled), 500 * (done - settled) / s->holders,
           width);
    return 0;
}

/* The widest vectors that this machine has. */
static qd_hitrun_lanes_fn *widest(unsigned *lanes)
{
    *lanes = 2;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return *lanes = 8, qd_hitrun_lanes_8;
    if (__builtin_cpu_supports("avx2")) return *lanes = 4, qd_hitrun_lanes_4;
#endif
    return qd_hitrun_lanes_2;
}

/* The same for many paths at once, with their random numbers. */
static void bench_lanes(const qd_hitrun *h, uint32_t points, qd_arena *arena)
{
    enum { TILE = 4 * QD_HITRUN_GROUP };
    unsigned lanes;
    qd_hitrun_lanes_fn *walk = widest(&lanes);
    double *x = qd_arena_alloc(arena, TILE * sizeof *x), sum = 0;
    double *room = qd_arena_alloc(arena, (qd_hitrun_lanes_room(h) + 1) *
                                         sizeof *room);
    uint32_t var = 0, tiles = points / TILE + 1;
    double start = now();
    for (uint32_t i = 0; i < tiles; i++) {
        qd_hitrun_paths p = { .key = 1, .first = (uint64_t)i * TILE, .n = TILE,
                              .vars = &var, .out = &x, .n_vars = 1 };
        walk(h, &p, room);
        sum += x[i % TILE];
    }
    double took = (now() - start) / (tiles * (double)TILE);
    printf("  %u paths side by side, draws and all: a step %.1f ns, a point "
           "%.2f us (%g)\n", lanes, h->steps ? 1e9 * took / h->steps : 0,
           1e6 * took, sum / tiles);
}

static int bench_points(struct story *s, uint32_t points)
{
    qd_arena arena;
    qd_hitrun h;
    qd_arena_init(&arena, &s->mem);
    double start = now();
    if (!qd_hitrun_init(&h, &s->poly, QD_HITRUN_ROUNDS, &arena)) {
        fprintf(stderr, "own: the table has no bound\n");
        return 1;
    }
    double ready = now();
    double *uniform = qd_arena_alloc(&arena, (h.steps + 1) * sizeof(double));
    double *x = qd_arena_alloc(&arena, h.vars * sizeof *x), sum = 0;
    double *room = qd_arena_alloc(
        &arena, (h.axes + h.walls + 1) * sizeof *room);
    for (uint32_t i = 0; i < h.steps; i++)
        uniform[i] = (lcg_next(&s->random) + 0.5) / 4294967296.0;
    double began = now();
    for (uint32_t i = 0; i < points; i++) {
        qd_hitrun_draw(&h, uniform, x, room);
        sum += x[0];
        if (h.steps) uniform[i % h.steps] = 1 - uniform[i % h.steps];
    }
    double took = (now() - began) / points;
    printf("points, %u axes, %u walls: start %.0f ms, a step %.0f ns, "
           "a point of %u steps %.2f us (%g)\n", (unsigned)h.axes,
           (unsigned)h.walls, 1e3 * (ready - start),
           h.steps ? 1e9 * took / h.steps : 0, (unsigned)h.steps,
           1e6 * took, sum / points);
    bench_lanes(&h, points, &arena);
    return 0;
}

static void bench_waterfall(void)
{
    struct lcg random = { 7 };
    qd_share_class c[CLASSES] = { { .units = 1000 } };
    qd_waterfall_step room[2 * CLASSES + 1];
    double payout[CLASSES], sum = 0;
    for (uint32_t i = 1; i < CLASSES; i++) {
        c[i] = (qd_share_class){ .kind = (enum qd_share_class_kind)(i % 5),
                           .seniority = i / 3,
                           .units = 50 + lcg_below(&random, 500) };
        if (i % 5 != QD_CLASS_COMMON && i % 5 != QD_CLASS_OPTION)
            c[i].preference = 100 + lcg_below(&random, 900);
        c[i].cap = 3 * c[i].preference;
        if (i % 5 == QD_CLASS_OPTION)
            c[i].strike = 0.1 * lcg_below(&random, 50);
    }
    enum { TIMES = 2000000 };
    qd_waterfall w;
    uint32_t at;
    double start = now();
    for (uint32_t i = 0; i < TIMES; i++) {
        qd_waterfall_init(&w, c, CLASSES, room, &at);
        qd_waterfall_pay(&w, i % 20000, payout, NULL);
        sum += payout[i % CLASSES];
    }
    double middle = now();
    for (uint32_t i = 0; i < TIMES; i++) {
        qd_waterfall_pay(&w, i % 20000, payout, NULL);
        sum += payout[i % CLASSES];
    }
    double end = now();
    printf("waterfall of %u classes: %.0f ns, of one that is set up %.0f ns "
           "(%g)\n", CLASSES, 1e9 * (middle - start) / TIMES,
           1e9 * (end - middle) / TIMES, sum / TIMES);
}

static int bench_story(uint32_t holders, uint32_t events, uint32_t points)
{
    struct story s = { .random = { 1 }, .holders = holders,
                       .events = events };
    jmp_buf oom;
    qd_mem_init(&s.mem, NULL, NULL);
    s.mem.oom = &oom;
    if (setjmp(oom)) {
        fprintf(stderr, "own: out of memory\n");
        return 1;
    }
    tell(&s);
    int failed = bench_bounds(&s) || bench_points(&s, points);
    qd_mem_free_all(&s.mem);
    return failed;
}

int main(int argc, char **argv)
{
    uint32_t holders = 50, events = 200;
    if (argc == 3) {
        holders = (uint32_t)strtoul(argv[1], NULL, 10);
        events = (uint32_t)strtoul(argv[2], NULL, 10);
    }
    if (holders < 1 || holders > 200 || events > 240) {
        fprintf(stderr, "usage: own_math [HOLDERS EVENTS]\n");
        return 2;
    }
    bench_waterfall();
    return bench_story(5, 5, 200000) || bench_story(holders, events, 100);
}
