/* network_time WHAT ...: times of clearing, tracing and loops.
 *   clearing PREFIX PARTIES ARCS SHOCK   writes the network for SciPy
 *   lanes                                20 parties, scenarios a second
 *   tracing                              20 parties, 200 payments
 *   loops FILE                           all loops of 40 parties, 106 arcs
 *   bounds FILE ARCS                     with a bound and without, diamonds
 * Lines are "name value"; CPU seconds, the least of some runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench_lcg.h"
#include "math/clearing.h"
#include "math/clearing_lanes.h"
#include "math/loop_search.h"
#include "math/tracing.h"

static qd_mem mem;
static jmp_buf oom;
static struct lcg random_state = {1};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double unit(void)
{
    return lcg_next(&random_state) / 4294967296.0;
}

static uint32_t pick(uint32_t n)
{
    return lcg_below(&random_state, n);
}

static void *room(size_t count, size_t size)
{
    return qd_mem_resize(&mem, NULL, (count + 1) * size);
}

/* ---- One large clearing */

static void save(const char *prefix, const char *name, const void *data,
                 size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s-%s", prefix, name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, size, f) != size || fclose(f)) {
        perror(path);
        exit(2);
    }
}

/* Everybody can just pay, and has a tenth of what it owes above that; then
 * the part `shock` of the parties loses a half of what it owes. */
static double *draw_cash(const qd_debt *debts, uint32_t n, uint32_t m,
                         double shock)
{
    double *own = room(n, sizeof *own), *owed = room(n, sizeof *owed);
    for (uint32_t u = 0; u < n; u++)
        own[u] = owed[u] = 0;
    for (uint32_t i = 0; i < m; i++) {
        owed[debts[i].from] += debts[i].amount;
        own[debts[i].from] += debts[i].amount;
        if (debts[i].to != QD_OUTSIDE) own[debts[i].to] -= debts[i].amount;
    }
    for (uint32_t u = 0; u < n; u++) {
        own[u] = (own[u] > 0 ? own[u] : 0) + 0.1 * unit() * owed[u];
        if (unit() < shock) own[u] -= 0.5 * owed[u];
        if (own[u] < 0) own[u] = 0;
    }
    return own;
}

static qd_debt *draw_debts(uint32_t n, uint32_t m)
{
    qd_debt *debts = room(m, sizeof *debts);
    for (uint32_t i = 0; i < m; i++) {
        uint32_t u = i % n, v = pick(n - 1);
        debts[i] = (qd_debt){u, v + (v >= u), 0, 1 + pick(1000)};
        if (i / n == 0) debts[i].to = QD_OUTSIDE;
    }
    return debts;
}

static void time_clearing(const char *prefix, uint32_t n, uint32_t m,
                          double shock)
{
    qd_debt *debts = draw_debts(n, m);
    double *own = draw_cash(debts, n, m, shock), best = 1e9;
    qd_clearing c;
    size_t where;
    qd_cleared got = {0};
    if (qd_clearing_make(&mem, &c, n, 1, debts, m, NULL, 0, &where)) exit(2);
    qd_mem_release(&mem, debts);
    for (int run = 0; run < 5; run++) {
        double start = now();
        got = qd_clearing_greatest(&c, own, (qd_costs){1, 1});
        double took = now() - start;
        if (took < best) best = took;
    }
    save(prefix, "first", c.first, (n + 1) * sizeof *c.first);
    save(prefix, "to", c.to, c.first[n] * sizeof *c.to);
    save(prefix, "amount", c.amount, c.first[n] * sizeof *c.amount);
    save(prefix, "owed", c.owed, n * sizeof *c.owed);
    save(prefix, "own", own, n * sizeof *own);
    save(prefix, "paid", c.paid, n * sizeof *c.paid);
    printf("quid %.6f\ndefaults %u\nrounds %u\nresidual %.3g\n", best,
           got.defaults, got.rounds, got.residual);
}

/* ---- Many small ones */

#define PARTIES 20
#define ARCS 100
#define PATHS 4096

static void time_lanes(void)
{
    uint32_t from[ARCS], to[ARCS];
    double *amount = room(ARCS * PATHS, sizeof *amount);
    double *own = room(PARTIES * PATHS, sizeof *own);
    double *outside = room(PARTIES * PATHS, sizeof *outside);
    double *paid = room(PARTIES * PATHS, sizeof *paid), fallen = 0;
    for (uint32_t a = 0; a < ARCS; a++) {
        uint32_t v = pick(PARTIES - 1);
        from[a] = a % PARTIES;
        to[a] = v + (v >= from[a]);
    }
    for (size_t i = 0; i < ARCS * PATHS; i++)
        amount[i] = .5 + unit();
    for (size_t i = 0; i < PARTIES * PATHS; i++) {
        outside[i] = 2 * unit();
        own[i] = 3.2 * unit();
    }
    qd_clear_net net = {PARTIES, ARCS, from, to};
    qd_clear_paths paths = {PATHS, PATHS, amount, outside, own, paid, NULL};
    double *work = room(qd_clear_lanes_room(&net), sizeof *work);
    for (unsigned width = 2; width <= 8; width *= 2) {
        double best = 1e9;
        if (width == 4 && !__builtin_cpu_supports("avx2")) continue;
        if (width == 8 && !__builtin_cpu_supports("avx512dq")) continue;
        for (int run = 0; run < 20; run++) {
            double start = now();
            qd_clear_lanes_of(width)(&net, &paths, (qd_costs){1, 1}, work);
            double took = now() - start;
            if (took < best) best = took;
        }
        printf("lanes-%u %.0f\n", width, PATHS / best);
    }
    for (size_t i = 0; i < PARTIES * PATHS; i++) {
        double owed = outside[i];
        for (uint32_t a = 0; a < ARCS; a++)
            if (from[a] == i / PATHS) owed += amount[a * PATHS + i % PATHS];
        fallen += paid[i] < owed * (1 - 1e-12);
    }
    printf("fallen-a-path %.2f\n", fallen / PATHS);
}

/* ---- Tracing */

#define EVENTS 200

static void time_tracing(void)
{
    qd_event events[EVENTS];
    int64_t opening[PARTIES], cash[PARTIES];
    for (uint32_t u = 0; u < PARTIES; u++)
        opening[u] = cash[u] = 100 + pick(1000);
    for (uint32_t k = 0; k < EVENTS; k++) {
        uint32_t u = pick(PARTIES), v = pick(PARTIES - 1);
        v += v >= u;
        int64_t most = u ? cash[u] : 1000;
        if (most < 1) most = 1, u = 0, v = 1;
        events[k] = (qd_event){.from = u, .to = v, .amount = 1 + most / 2,
                               .labelled = u == 0};
        cash[u] -= u ? events[k].amount : 0;
        cash[v] += events[k].amount;
    }
    qd_tracer t;
    qd_trace got;
    uint32_t where;
    double best = 1e9;
    qd_tracer_make(&mem, &t, PARTIES, EVENTS);
    for (int run = 0; run < 200; run++) {
        double start = now();
        if (qd_trace_run(&t, 0, opening, events, EVENTS, &got, &where))
            exit(2);
        double took = now() - start;
        if (took < best) best = took;
    }
    printf("tracing %.9f\nlabelled %lld\nlo %lld\nhi %lld\n", best,
           (long long)got.labelled, (long long)got.lo, (long long)got.hi);
}

/* ---- Loops */

static qd_loop_graph graph_of(const uint32_t (*arcs)[2], uint32_t n, uint32_t m)
{
    uint32_t *first = room(n + 1, sizeof *first), *to = room(m, sizeof *to);
    uint32_t k = 0;
    for (uint32_t u = 0; u < n; u++) {
        first[u] = k;
        for (uint32_t a = 0; a < m; a++)
            if (arcs[a][0] == u) to[k++] = arcs[a][1];
    }
    first[n] = k;
    return (qd_loop_graph){n, first, to};
}

/* Distinct arcs between any two of n. */
static qd_loop_graph draw_graph(uint32_t n, uint32_t m)
{
    uint32_t(*arcs)[2] = room(m, sizeof *arcs);
    for (uint32_t a = 0; a < m;) {
        uint32_t u = pick(n), v = pick(n - 1), k = 0;
        v += v >= u;
        while (k < a && !(arcs[k][0] == u && arcs[k][1] == v))
            k++;
        if (k < a) continue;
        arcs[a][0] = u;
        arcs[a++][1] = v;
    }
    return graph_of((const uint32_t(*)[2])arcs, n, m);
}

static double time_find(const qd_loop_graph *g, uint32_t most, int runs,
                        uint64_t *loops)
{
    double best = 1e9;
    for (int run = 0; run < runs; run++) {
        qd_loops_ask ask = {.most_arcs = most};
        double start = now();
        *loops = qd_loops_find(&mem, g, &ask).loops;
        double took = now() - start;
        if (took < best) best = took;
    }
    return best;
}

static void time_loops(const char *path)
{
    qd_loop_graph g = draw_graph(40, 106);
    uint64_t loops;
    FILE *f = fopen(path, "w");
    if (!f) exit(2);
    for (uint32_t u = 0; u < g.n; u++)
        for (uint32_t a = g.first[u]; a < g.first[u + 1]; a++)
            fprintf(f, "%u %u\n", u, g.to[a]);
    fclose(f);
    printf("quid %.9f\n", time_find(&g, 0, 10, &loops));
    printf("loops %llu\n", (unsigned long long)loops);
}

/* The search without a bound. */
struct plain {
    const qd_loop_graph *g;
    uint8_t *barred;
    uint32_t root, most;
    uint64_t loops;
};

static void plain_from(struct plain *p, uint32_t v, uint32_t depth)
{
    p->barred[v] = 1;
    for (uint32_t a = p->g->first[v]; a < p->g->first[v + 1]; a++) {
        uint32_t w = p->g->to[a];
        if (w == p->root) p->loops++;
        else if (!p->barred[w] && depth < p->most)
            plain_from(p, w, depth + 1);
    }
    p->barred[v] = 0;
}

static double time_plain(const qd_loop_graph *g, uint32_t most, uint64_t *loops)
{
    struct plain p = {.g = g, .most = most};
    p.barred = qd_mem_zero(&mem, g->n + 1);
    double start = now();
    for (p.root = 0; p.root < g->n; p.root++) {
        plain_from(&p, p.root, 1);
        p.barred[p.root] = 1;
    }
    *loops = p.loops;
    return now() - start;
}

/* 200 diamonds in a chain, and an arc from its end to its beginning. */
static double time_diamonds(void)
{
    static uint32_t arcs[801][2];
    uint32_t m = 0;
    for (uint32_t d = 0; d < 600; d += 3) {
        uint32_t ends[4][2] = {{d, d + 1}, {d, d + 2}, {d + 1, d + 3},
                               {d + 2, d + 3}};
        memcpy(arcs[m], ends, sizeof ends);
        m += 4;
    }
    arcs[m][0] = 600;
    arcs[m++][1] = 0;
    qd_loop_graph g = graph_of((const uint32_t(*)[2])arcs, 601, m);
    uint64_t loops;
    return time_find(&g, 399, 5, &loops) + (loops ? 1e9 : 0);
}

static void time_bounds(const char *path, uint32_t most)
{
    uint32_t n, m;
    FILE *f = fopen(path, "r");
    if (!f || fscanf(f, "%u %u", &n, &m) != 2) exit(2);
    uint32_t(*arcs)[2] = room(m, sizeof *arcs);
    for (uint32_t a = 0; a < m; a++)
        if (fscanf(f, "%u %u %*d", &arcs[a][0], &arcs[a][1]) != 2) exit(2);
    fclose(f);
    qd_loop_graph g = graph_of((const uint32_t(*)[2])arcs, n, m);
    uint64_t ours, plain;
    printf("quid %.9f\n", time_find(&g, most, 5, &ours));
    printf("plain %.9f\n", time_plain(&g, most, &plain));
    printf("loops %llu\nplain-loops %llu\n", (unsigned long long)ours,
           (unsigned long long)plain);
    printf("diamonds %.9f\n", time_diamonds());
}

int main(int argc, char **argv)
{
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &oom;
    if (setjmp(oom)) return 2;
    if (argc == 6 && !strcmp(argv[1], "clearing"))
        time_clearing(argv[2], (uint32_t)atol(argv[3]),
                      (uint32_t)atol(argv[4]), atof(argv[5]));
    else if (argc == 2 && !strcmp(argv[1], "lanes"))
        time_lanes();
    else if (argc == 2 && !strcmp(argv[1], "tracing"))
        time_tracing();
    else if (argc == 3 && !strcmp(argv[1], "loops"))
        time_loops(argv[2]);
    else if (argc == 4 && !strcmp(argv[1], "bounds"))
        time_bounds(argv[2], (uint32_t)atol(argv[3]));
    else
        return fputs("usage: see the head of network_time.c\n", stderr), 2;
    qd_mem_free_all(&mem);
    return 0;
}
