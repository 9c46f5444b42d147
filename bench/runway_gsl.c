/* RUNWAY-60 with the GNU Scientific Library: runway_gsl [PATHS [SEED]].
 *
 * The plain way in C: path by path, month by month, the generator and the
 * distributions of the library, each its fastest (taus2, ziggurat). Prints
 * the outputs as NAME VALUE lines and its CPU time. */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MONTHS = 60, CONTRACTS = 8, DEAL_MONTHS = 24 };

static const double z90 = 1.6448536269514722;

static const struct {
    double low, high;
    unsigned start[2], term[2];
    double a, b;
} terms[CONTRACTS] = {
    { 34, 42, { 1, 3 }, { 80, 88 }, 16, 4 },
    { 40, 90, { 1, 12 }, { 72, 120 }, 12, 6 },
    { 60, 140, { 12, 24 }, { 60, 84 }, 14, 6 },
    { 18, 26, { 1, 6 }, { 48, 72 }, 18, 3 },
    { 10, 60, { 10, 30 }, { 36, 60 }, 6, 6 },
    { 15, 70, { 8, 28 }, { 36, 60 }, 5, 5 },
    { 8, 50, { 10, 30 }, { 36, 60 }, 5, 7 },
    { 5, 20, { 1, 18 }, { 24, 48 }, 8, 8 },
};

struct contract {
    unsigned start, end;
    double rate, floor;
};

struct sums {
    double growth[MONTHS]; /* of the inflow, without its noise */
    long below[MONTHS];
    double cash;
};

static double lognormal90(const gsl_rng *r, double low, double high)
{
    double mu = (log(low) + log(high)) / 2;
    double sigma = (log(high) - log(low)) / (2 * z90);
    return exp(mu + gsl_ran_gaussian_ziggurat(r, sigma));
}

static unsigned between(const gsl_rng *r, const unsigned ends[2])
{
    return ends[0] + (unsigned)gsl_rng_uniform_int(r, ends[1] - ends[0] + 1);
}

static void draw_contracts(const gsl_rng *r, struct contract c[CONTRACTS])
{
    for (int k = 0; k < CONTRACTS; k++) {
        double total = lognormal90(r, terms[k].low, terms[k].high);
        unsigned term = between(r, terms[k].term);
        c[k].start = between(r, terms[k].start);
        c[k].end = c[k].start + term;
        c[k].rate = total / term;
        c[k].floor = c[k].rate * gsl_ran_beta(r, terms[k].a, terms[k].b);
    }
}

static double paid(const struct contract c[CONTRACTS], unsigned t, double u)
{
    double sum = 0;
    for (int k = 0; k < CONTRACTS; k++) {
        double use = c[k].rate * u;
        double due = use > c[k].floor ? use : c[k].floor;
        sum += t >= c[k].start && t < c[k].end ? due : 0;
    }
    return sum;
}

static double simulate(const gsl_rng *r, struct sums *s)
{
    struct contract c[CONTRACTS];
    double cash = lognormal90(r, 20, 40);
    double g = gsl_ran_gaussian_ziggurat(r, 0.03 / (2 * z90));
    draw_contracts(r, c);
    double amount = gsl_rng_uniform(r) < 0.6 ? lognormal90(r, 10, 50) : 0;
    unsigned when = 1 + (unsigned)gsl_rng_uniform_int(r, DEAL_MONTHS);
    double level = 0, least = HUGE_VAL;
    for (unsigned t = 1; t <= MONTHS; t++) {
        level += gsl_ran_gaussian_ziggurat(r, 0.06) + g;
        double x = exp(level);
        cash += s->growth[t - 1] * x - paid(c, t, x < 1 ? x : 1);
        if (t == when)
            cash += amount;
        if (cash < least)
            least = cash;
        s->below[t - 1] += least < 0;
    }
    s->cash += cash;
    return least;
}

/* Type 7, by selection: the data are put into another order. */
static double quantile(double *x, size_t n, double share)
{
    double at = share * (double)(n - 1);
    size_t i = (size_t)at;
    double low = gsl_stats_select(x, 1, n, i);
    if (i + 1 == n)
        return low;
    double high = gsl_stats_select(x, 1, n, i + 1);
    return low + (at - (double)i) * (high - low);
}

int main(int argc, char **argv)
{
    size_t paths = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    gsl_rng *r = gsl_rng_alloc(gsl_rng_taus2);
    double *least = malloc(paths * sizeof *least);
    if (!r || !least || paths == 0)
        return 1;
    gsl_rng_set(r, argc > 2 ? strtoul(argv[2], NULL, 10) : 1);
    static struct sums s;
    for (int t = 0; t < MONTHS; t++)
        s.growth[t] = 0.935 * exp(0.035 * (t + 1));
    for (size_t i = 0; i < paths; i++)
        least[i] = simulate(r, &s);
    double n = (double)paths;
    double mean = gsl_stats_mean(least, 1, paths);
    for (int t = 0; t < MONTHS; t++)
        printf("gap-%d %.17g\n", t + 1, (double)s.below[t] / n);
    static const int shares[] = { 5, 25, 50, 75, 95 };
    for (int k = 0; k < 5; k++)
        printf("least-p%d %.17g\n", shares[k],
               quantile(least, paths, shares[k] / 100.0));
    printf("least-mean %.17g\ncash-mean %.17g\n", mean, s.cash / n);
    printf("paths %zu\ncpu %.6f\n", paths,
           (double)clock() / (double)CLOCKS_PER_SEC);
    free(least);
    gsl_rng_free(r);
    return 0;
}
