/* circulation_time FILE RUNS: our largest circulation, with its proof, on one
 * network (gen_network): value and median CPU seconds; status 1 when the proof
 * failed. Merging of parallel payments is not in the time, here and there. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "math/circulation.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static qd_payment *read_payments(const char *name, unsigned *n, unsigned *m)
{
    FILE *f = fopen(name, "r");
    if (!f || fscanf(f, "%u %u", n, m) != 2) return NULL;
    qd_payment *p = malloc(*m * sizeof *p);
    for (unsigned i = 0; p && i < *m; i++) {
        unsigned u, v;
        long long amount;
        if (fscanf(f, "%u %u %lld", &u, &v, &amount) != 3) return NULL;
        p[i] = (qd_payment){ u, v, amount };
    }
    fclose(f);
    return p;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    unsigned n, m;
    qd_payment *p = argc == 3 ? read_payments(argv[1], &n, &m) : NULL;
    int runs = argc == 3 ? atoi(argv[2]) : 0;
    double *seconds = malloc((size_t)runs * sizeof *seconds);
    if (!p || !seconds || runs < 1) return 2;

    qd_mem mem;
    jmp_buf no_memory;
    qd_mem_init(&mem, NULL, NULL);
    if (setjmp(no_memory)) return 2;
    mem.oom = &no_memory;
    qd_network net;
    size_t where;
    if (qd_network_make(&mem, &net, n, p, m, &where)) return 2;
    long long value = 0;
    for (int i = 0; i < runs; i++) {
        qd_circulation c;
        double start = now();
        qd_circulation_solve(&mem, &net, &c);
        seconds[i] = now() - start;
        if (!c.checked) return 1;
        value = c.value;
        qd_circulation_free(&mem, &c);
    }
    qsort(seconds, (size_t)runs, sizeof *seconds, by_size);
    printf("quid %lld %.9f\n", value, seconds[runs / 2]);
    return 0;
}
