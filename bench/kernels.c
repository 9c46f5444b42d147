/* What a value costs: our kernels in each width beside SLEEF (exp, log) in
 * the same width, Random123 (uniforms) and GSL (scores), in one process and
 * in turns. bench/kernels builds and runs it. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench_kernels.h"
#include "kernel_lanes.h"

enum { N = 512, TURNS = 15, REPEAT = 400 };

static double in[N], other[N], out[N];

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The least of `best` and the nanoseconds for a value of one turn. */
static double turn(double best, peer_run *run)
{
    double t = cpu_now();
    for (int i = 0; i < REPEAT; i++) run(out, in, N);
    t = (cpu_now() - t) / REPEAT / N * 1e9;
    return t < best ? t : best;
}

static const kernel_set *set;

static void our_exp(double *to, const double *x, size_t n)
{
    set->run[KERNEL_exp](to, x, other, n);
}

static void our_log(double *to, const double *x, size_t n)
{
    set->run[KERNEL_log](to, x, other, n);
}

static void our_score(double *to, const double *x, size_t n)
{
    set->run[KERNEL_score_all](to, x, other, n);
}

static void our_uniform(double *to, const double *x, size_t n)
{
    set->fill((uint64_t)(x[0] * 1e9), 512, 3, 0, to, to + n / 2, n / 2);
}

static void row(const char *name, peer_run *ours, peer_run *theirs)
{
    double a = 1e9, b = 1e9;
    for (int i = 0; i < TURNS; i++) {
        a = turn(a, ours);
        b = turn(b, theirs);
    }
    printf("%-8s %5u %8.3f %8.3f %8.2f\n", name, set->lanes, a, b, a / b);
}

int main(void)
{
    for (int i = 0; i < N; i++) in[i] = (rand() + 0.5) / (RAND_MAX + 1.0);
    printf("ns per value; the peers are SLEEF, SLEEF, GSL, Random123\n"
           "kernel   lanes     ours     peer    ratio\n");
    for (const kernel_set *const *s = kernel_sets() + 1; *s; s++) {
        const peer_set *peer = (*s)->lanes == 2   ? &peers_2
                               : (*s)->lanes == 4 ? &peers_4
                                                  : &peers_8;
        set = *s;
        row("exp", our_exp, peer->exp);
        row("log", our_log, peer->log);
        row("score", our_score, peer->score);
        row("uniform", our_uniform, peer->uniform);
    }
    return 0;
}
