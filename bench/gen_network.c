/* gen_network FAMILY PARTIES SEED > FILE: payments, eight arcs a party.
 *
 * The first line has the numbers of parties and arcs, each other one an arc:
 * payer, payee, amount. The families differ in what is hard about them:
 *   uniform   any party pays any other
 *   netgen    chains from sources to sinks, closed, in random arcs, after the
 *             generator of that name
 *   grid      each party pays its eight neighbours: long ways, many loops
 *   skewed    few parties have most arcs, amounts over seven decades
 *   deal      money goes from investors by labs, clouds and chip makers to
 *             suppliers, and some of it back */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_lcg.h"

struct gen {
    struct lcg random;
    unsigned n;
};

static unsigned pick(struct gen *g, unsigned n)
{
    return lcg_below(&g->random, n);
}

static double unit(struct gen *g)
{
    return lcg_next(&g->random) / 4294967296.0;
}

static void arc(unsigned u, unsigned v, long long amount)
{
    printf("%u %u %lld\n", u, v, amount);
}

/* From 1 to 10^decades, uniform in the logarithm. */
static long long heavy(struct gen *g, double decades)
{
    return (long long)pow(10, decades * unit(g));
}

static void uniform(struct gen *g)
{
    for (unsigned i = 0; i < 8 * g->n; i++) {
        unsigned u = pick(g, g->n);
        unsigned v = (u + 1 + pick(g, g->n - 1)) % g->n;
        arc(u, v, 1 + pick(g, 10000));
    }
}

/* A tenth are sources, a tenth sinks; each chain is closed by an arc back. */
static void netgen(struct gen *g)
{
    unsigned ends = g->n / 10 ? g->n / 10 : 1;
    unsigned done = 0;
    for (unsigned s = 0; s < ends; s++) {
        long long supply = 1000 + pick(g, 9000);
        unsigned at = s;
        for (unsigned v = 2 * ends + s; v < g->n; v += ends, done++) {
            arc(at, v, supply);
            at = v;
        }
        arc(at, ends + s, supply);
        arc(ends + s, pick(g, ends), supply);
        done += 2;
    }
    for (; done < 8 * g->n; done++) {
        unsigned u = pick(g, g->n);
        unsigned v = (u + 1 + pick(g, g->n - 1)) % g->n;
        arc(u, v, 1 + pick(g, 1000));
    }
}

/* A torus, so that every party has eight neighbours. */
static void grid(struct gen *g)
{
    unsigned side = (unsigned)sqrt(g->n);
    for (unsigned i = 0; i < side * side; i++)
        for (unsigned k = 0; k < 9; k++) {
            unsigned row = (i / side + side + k / 3 - 1) % side;
            unsigned col = (i % side + side + k % 3 - 1) % side;
            if (k != 4)
                arc(i, row * side + col, 1 + pick(g, 10000));
        }
}

static void skewed(struct gen *g)
{
    for (unsigned done = 0; done < 8 * g->n;) {
        double x = unit(g), y = unit(g);
        unsigned u = (unsigned)(x * x * x * g->n);
        unsigned v = (unsigned)(y * y * y * g->n);
        if (u == v) continue;
        arc((u * 7) % g->n, (v * 7) % g->n, heavy(g, 7));
        done++;
    }
}

/* The first party of each role, in thousandths, and whom it pays. */
static const unsigned roles[] = {0, 20, 60, 100, 130, 1000};
static const struct {
    unsigned from, to, weight;
} flows[] = {
    {0, 1, 22}, {1, 2, 22}, {2, 3, 18}, {3, 4, 10}, {2, 4, 8},
    {3, 1, 5},  {2, 1, 4},  {4, 0, 3},  {3, 0, 2},  {4, 4, 6},
};

static unsigned member(struct gen *g, unsigned role)
{
    unsigned from = roles[role] * g->n / 1000;
    unsigned to = roles[role + 1] * g->n / 1000;
    double x = unit(g);
    return from + (unsigned)(x * x * (to > from ? to - from : 1));
}

static void deal(struct gen *g)
{
    for (unsigned done = 0; done < 8 * g->n;) {
        unsigned k = 0, at = pick(g, 100);
        while (at >= flows[k].weight)
            at -= flows[k++].weight;
        unsigned u = member(g, flows[k].from), v = member(g, flows[k].to);
        if (u == v) continue;
        arc(u, v, 100 * heavy(g, 5));
        done++;
    }
}

static const struct {
    const char *name;
    void (*make)(struct gen *);
} families[] = {
    {"uniform", uniform}, {"netgen", netgen}, {"grid", grid},
    {"skewed", skewed},   {"deal", deal},
};

int main(int argc, char **argv)
{
    for (unsigned k = 0; argc == 4 && k < 5; k++) {
        if (strcmp(argv[1], families[k].name) != 0) continue;
        struct gen g = {{strtoull(argv[3], NULL, 10)},
                        (unsigned)strtoul(argv[2], NULL, 10)};
        unsigned side = (unsigned)sqrt(g.n);
        if (families[k].make == grid) g.n = side * side;
        printf("%u %u\n", g.n, 8 * g.n);
        families[k].make(&g);
        return 0;
    }
    fputs("usage: gen_network FAMILY PARTIES SEED\n", stderr);
    return 2;
}
