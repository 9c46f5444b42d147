/* RUNWAY-60 by hand: fused_runway [PATHS [SEED [spread]]].
 *
 * What the engine is measured against: the one model in one function, no
 * interpreter, for the instruction set it is compiled for (QD_LANES 2, 4 or 8,
 * see math/lanes.h). It takes the kernels and the random numbers of the engine
 * (a Philox key for each quantity, the path and the month as its counter, the
 * inverse normal), beta quantiles from tables of its own. Prints the outputs
 * as NAME VALUE lines and its CPU time; with `spread` a third word, which over
 * the root of the number of paths is the standard error. */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "math/lane_math.h"
#include "math/lane_philox.h"
#include "math/lanes.h"
#include "math/philox.h"
#include "math/special.h"

enum { MONTHS = 60, CONTRACTS = 8, DEAL_MONTHS = 24, TILE = 64 };

/* Rows of a tile: normal scores first, then uniforms. */
enum {
    NOISE,
    CASH = NOISE + MONTHS,
    GROWTH,
    TOTAL,
    AMOUNT = TOTAL + CONTRACTS,
    SCORES,
    START = SCORES,
    TERM = START + CONTRACTS,
    TOP = TERM + CONTRACTS,
    HAPPENS = TOP + CONTRACTS,
    WHEN,
    ROWS
};

static const double z90 = 1.6448536269514722;

static const struct {
    double total[2], start[2], term[2], top[2];
} terms[CONTRACTS] = {
    { { 34, 42 }, { 1, 3 }, { 80, 88 }, { 16, 4 } },
    { { 40, 90 }, { 1, 12 }, { 72, 120 }, { 12, 6 } },
    { { 60, 140 }, { 12, 24 }, { 60, 84 }, { 14, 6 } },
    { { 18, 26 }, { 1, 6 }, { 48, 72 }, { 18, 3 } },
    { { 10, 60 }, { 10, 30 }, { 36, 60 }, { 6, 6 } },
    { { 15, 70 }, { 8, 28 }, { 36, 60 }, { 5, 5 } },
    { { 8, 50 }, { 10, 30 }, { 36, 60 }, { 5, 7 } },
    { { 5, 20 }, { 1, 18 }, { 24, 48 }, { 8, 8 } },
};

/* ---- Beta by table
 *
 * Cells are equal parts of the octaves of v = min(u, 1 - u), so their number
 * is read off the bits of v, and the quantile, which goes like a root of v at
 * the ends, is smooth in each: there it is a cubic. Below the last octave,
 * where no path comes to lie in practice, the last cell goes on. */
enum { OCTAVES = 36, PARTS = 16, PART_BITS = 4, CELLS = OCTAVES * PARTS };

typedef struct { double c[2][CELLS][4]; } beta_table;

/* The cubic through the values at the four Chebyshev points of a cell. */
static void fit(double out[4], const double x[4], const double y[4])
{
    double d[4] = { y[0], y[1], y[2], y[3] };
    for (int i = 1; i < 4; i++)
        for (int k = 3; k >= i; k--)
            d[k] = (d[k] - d[k - 1]) / (x[k] - x[k - i]);
    double c[4] = { d[3] };
    for (int i = 2; i >= 0; i--) {
        for (int k = 3; k > 0; k--)
            c[k] = c[k - 1] - c[k] * x[i];
        c[0] = d[i] - c[0] * x[i];
    }
    memcpy(out, c, sizeof c);
}

static void fill_table(beta_table *table, double a, double b)
{
    static const double x[4] = { 0.0380602337443566, 0.308658283817455,
                                 0.691341716182545, 0.961939766255643 };
    for (int side = 0; side < 2; side++)
        for (int cell = 0; cell < CELLS; cell++) {
            double width = ldexp(1, cell / PARTS - OCTAVES - 1);
            double y[4];
            for (int i = 0; i < 4; i++) {
                double v = width * (1 + (cell % PARTS + x[i]) / PARTS);
                y[i] = side ? 1 - qd_beta_quantile(v, b, a)
                            : qd_beta_quantile(v, a, b);
            }
            fit(table->c[side][cell], x, y);
        }
}

/* A coefficient of the cells of all lanes. */
static vd take(const double *table, vu at)
{
#if QD_LANES == 8
    return (vd)_mm512_i64gather_pd((__m512i)at, table, 8);
#elif QD_LANES == 4
    return (vd)_mm256_i64gather_pd(table, (__m256i)at, 8);
#else
    double x[QD_LANES];
    for (unsigned i = 0; i < QD_LANES; i++)
        x[i] = table[at[i]];
    return vload(x);
#endif
}

static vd beta_at(const beta_table *table, vd u)
{
    vd v = vmax(vmin(u, 1 - u), vset(ldexp(1, -OCTAVES - 1)));
    vu high = vbits(u - 0.5) >> 63;
    /* 0.5 itself belongs to the last part of the last octave. */
    vu bits = vbits(vmin(v, vset(0x1.fffffffffffffp-2)));
    vu part = (bits >> (52 - PART_BITS)) -
              ((uint64_t)(1023 - OCTAVES - 1) << PART_BITS);
    vu at = (part + (1 - high) * CELLS) << 2;
    vd x = vdouble((bits << PART_BITS & 0xfffffffffffffu) |
                   0x3ff0000000000000u) - 1;
    const double *c = table->c[0][0];
    return take(c, at) +
           x * (take(c + 1, at) + x * (take(c + 2, at) + x * take(c + 3, at)));
}

/* ---- One tile of paths */

struct model {
    uint64_t key[ROWS];
    double growth[MONTHS]; /* of the inflow, without its noise */
    beta_table top[CONTRACTS];
};

struct sums {
    double *least;            /* of each path */
    uint64_t below[MONTHS + 1]; /* paths by their number of months below 0 */
    double cash, cash_squares;
};

typedef double row[TILE];

struct tile {
    _Alignas(64) row u[ROWS], z[SCORES];
};

/* A draw of the month has half a block, any other a block of its own. A tile
 * lies within 2^32 paths. */
static void draw(const struct model *m, uint64_t first, row *u)
{
    vd unused;
    vu start = viota() + (uint32_t)first;
    vphilox p = vphilox_begin(m->key[NOISE], first, 0, 0);
    for (unsigned i = 0; i < TILE; i += QD_LANES)
        for (unsigned t = 0; t < MONTHS; t += 2) {
            vd even, odd;
            p.pair = 1 + t / 2;
            vphilox_block(&p, start + i, &even, &odd);
            vstore(u[NOISE + t] + i, even);
            vstore(u[NOISE + t + 1] + i, odd);
        }
    for (unsigned r = CASH; r < ROWS; r++) {
        p = vphilox_begin(m->key[r], first, 0, 0);
        for (unsigned i = 0; i < TILE; i += QD_LANES) {
            vd x;
            vphilox_block(&p, start + i, &x, &unused);
            vstore(u[r] + i, x);
        }
    }
}

static vd lognormal90(double low, double high, vd z)
{
    double mu = (log(low) + log(high)) / 2;
    double sigma = (log(high) - log(low)) / (2 * z90);
    return vexp(mu + sigma * z);
}

static vd integer(const double ends[2], vd u)
{
    return ends[0] + vfloor((ends[1] - ends[0] + 1) * u);
}

/* The months in which a contract runs: bits where the lanes can be tested for
 * one, else the first and the one after the last. */
#if QD_LANES >= 4
typedef vu window;

static window months_of(vd start, vd end)
{
    vu from = (vu)vto_int(start - 1);
    vu to = (vu)vto_int(vmin(end - 1, vset(MONTHS)));
    return (~vset_u(0) << from) & ~(~vset_u(0) << to);
}
#else
typedef struct { vd start, end; } window;

static window months_of(vd start, vd end)
{
    return (window){ start, end };
}
#endif

/* The greater of a and b in the lanes where month t is in the window, else
 * 0; a and b are not negative. */
static vd due(vd a, vd b, window w, unsigned t)
{
#if QD_LANES == 8
    __m512i month = (__m512i)vset_u(1ull << (t - 1));
    return (vd)_mm512_maskz_max_pd(_mm512_test_epi64_mask((__m512i)w, month),
                                   (__m512d)a, (__m512d)b);
#elif QD_LANES == 4
    __m256d in = (__m256d)(w << (64 - t));
    return (vd)_mm256_blendv_pd(_mm256_setzero_pd(), (__m256d)vmax(a, b), in);
#else
    vm in = vand(vle(w.start, vset(t)), vlt(vset(t), w.end));
    return vselect(in, vmax(a, b), vset(0));
#endif
}

struct contract { vd rate, floor; window months; };

static void sign_contracts(const struct model *m, const struct tile *tile,
                           unsigned i, struct contract c[CONTRACTS])
{
    for (unsigned k = 0; k < CONTRACTS; k++) {
        vd start = integer(terms[k].start, vload(tile->u[START + k] + i));
        vd term = integer(terms[k].term, vload(tile->u[TERM + k] + i));
        c[k].months = months_of(start, start + term);
        c[k].rate = lognormal90(terms[k].total[0], terms[k].total[1],
                                vload(tile->z[TOTAL + k] + i)) / term;
        c[k].floor =
            c[k].rate * beta_at(&m->top[k], vload(tile->u[TOP + k] + i));
    }
}

struct paths { vd cash, least; vu below; };

static struct paths follow(const struct model *m, const struct tile *tile,
                           unsigned i)
{
    static const double deal_months[2] = { 1, DEAL_MONTHS };
    struct contract c[CONTRACTS];
    sign_contracts(m, tile, i, c);
    vd drift = (0.035 + 0.03 / (2 * z90) * vload(tile->z[GROWTH] + i)) - 0.035;
    vd amount = lognormal90(10, 50, vload(tile->z[AMOUNT] + i));
    vd when = integer(deal_months, vload(tile->u[WHEN] + i));
    when = vselect(vlt(vload(tile->u[HAPPENS] + i), vset(0.6)), when, vset(0));

    struct paths p = { .cash = lognormal90(20, 40, vload(tile->z[CASH] + i)),
                       .least = vset(INFINITY), .below = vset_u(0) };
    vd level = vset(0);
    for (unsigned t = 1; t <= MONTHS; t++) {
        level = level + (0.06 * vload(tile->z[NOISE + t - 1] + i) + drift);
        vd x = vexp(level), u = vmin(x, vset(1));
        vd pay = due(c[0].floor, c[0].rate * u, c[0].months, t);
        for (unsigned k = 1; k < CONTRACTS; k++)
            pay = pay + due(c[k].floor, c[k].rate * u, c[k].months, t);
        p.cash = p.cash + (m->growth[t - 1] * x - pay);
        if (t <= DEAL_MONTHS)
            p.cash = p.cash + vselect(veq(when, vset(t)), amount, vset(0));
        p.least = vmin(p.least, p.cash);
        p.below = p.below + (vbits(p.least) >> 63);
    }
    return p;
}

static void run_tile(const struct model *m, uint64_t first, unsigned n,
                     struct sums *s)
{
    static struct tile tile;
    draw(m, first, tile.u);
    vscore_all(tile.z[0], tile.u[0], (size_t)SCORES * TILE);
    for (unsigned i = 0; i < n; i += QD_LANES) {
        struct paths p = follow(m, &tile, i);
        vd below = vfrom_int((vi)p.below);
        for (unsigned lane = 0; lane < QD_LANES && i + lane < n; lane++) {
            double cash = vlane(p.cash, lane);
            s->least[first + i + lane] = vlane(p.least, lane);
            s->below[(unsigned)vlane(below, lane)]++;
            s->cash += cash;
            s->cash_squares += cash * cash;
        }
    }
}

/* ---- The answer */

/* Order statistics without sorting all: the range is cut into equal parts,
 * and the values of those in which a wanted one lies are taken out, sorted. */
enum { PARTS_OF_RANGE = 1 << 16, MOST_WANTED = 30 };

struct ranks {
    const double *x;
    size_t n;
    double low, scale;
    size_t upto[PARTS_OF_RANGE + 1]; /* values in the parts before */
    double *part[PARTS_OF_RANGE];    /* where the wanted ones are put */
    double *some;
};

static size_t part_of(const struct ranks *r, double x)
{
    size_t part = (size_t)((x - r->low) * r->scale);
    return part < PARTS_OF_RANGE ? part : PARTS_OF_RANGE - 1;
}

static void count_parts(struct ranks *r)
{
    double low = r->x[0], high = r->x[0];
    for (size_t i = 1; i < r->n; i++) {
        low = r->x[i] < low ? r->x[i] : low;
        high = r->x[i] > high ? r->x[i] : high;
    }
    r->low = low;
    r->scale = high > low ? PARTS_OF_RANGE / (high - low) : 0;
    for (size_t i = 0; i < r->n; i++)
        r->upto[part_of(r, r->x[i]) + 1]++;
    for (size_t i = 0; i < PARTS_OF_RANGE; i++)
        r->upto[i + 1] += r->upto[i];
}

static size_t part_with(const struct ranks *r, size_t rank)
{
    size_t part = 0;
    for (size_t step = PARTS_OF_RANGE / 2; step; step /= 2)
        if (r->upto[part + step] <= rank)
            part += step;
    return part;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Makes ready for ranked() of the wanted ranks. */
static void take_out(struct ranks *r, const size_t *wanted, unsigned n)
{
    size_t part[MOST_WANTED], room = 0;
    for (unsigned k = 0; k < n; k++) {
        part[k] = part_with(r, wanted[k]);
        if (!r->part[part[k]])
            room += r->upto[part[k] + 1] - r->upto[part[k]];
        r->part[part[k]] = (double *)r->x; /* marked */
    }
    double *to = r->some = malloc(room * sizeof *to);
    for (unsigned k = 0; k < n; k++)
        if (r->part[part[k]] == r->x) {
            r->part[part[k]] = to;
            to += r->upto[part[k] + 1] - r->upto[part[k]];
        }
    for (size_t i = 0; i < r->n; i++) {
        double **at = &r->part[part_of(r, r->x[i])];
        if (*at)
            *(*at)++ = r->x[i];
    }
    for (unsigned k = 0; k < n; k++) {
        size_t count = r->upto[part[k] + 1] - r->upto[part[k]];
        qsort(r->part[part[k]] - count, count, sizeof *to, by_size);
    }
}

static double ranked(const struct ranks *r, size_t rank)
{
    size_t part = part_with(r, rank);
    return r->part[part][(ptrdiff_t)rank - (ptrdiff_t)r->upto[part + 1]];
}

static size_t rank_of(const struct ranks *r, double share)
{
    return (size_t)(share * (double)(r->n - 1));
}

/* Type 7. */
static double quantile(const struct ranks *r, double share)
{
    size_t i = rank_of(r, share);
    double low = ranked(r, i), part = share * (double)(r->n - 1) - (double)i;
    return i + 1 == r->n ? low : low + part * (ranked(r, i + 1) - low);
}

/* By the slope of the quantile between two shares a part in a hundred away:
 * p (1 - p) / density^2 is its variance times n. */
static double spread(const struct ranks *r, double share)
{
    double slope = (quantile(r, share + 0.01) - quantile(r, share - 0.01)) /
                   0.02;
    return slope * sqrt(share * (1 - share));
}

static double spread_of(double sum, double squares, double n)
{
    double mean = sum / n;
    return sqrt(fmax(squares / n - mean * mean, 0));
}

static double cpu(void) { return (double)clock() / CLOCKS_PER_SEC; }

struct answer { double q[5], mean, squares, gap[MONTHS]; };

static const int shares[5] = { 5, 25, 50, 75, 95 };

/* The ranks that are looked at: those beside the shares, for the spread also
 * those a part in a hundred away. */
static void select_ranks(struct ranks *r, bool spreads)
{
    size_t wanted[MOST_WANTED];
    unsigned n = 0;
    for (int i = 0; i < 5; i++)
        for (int away = -spreads; away <= spreads; away++)
            for (size_t next = 0; next < 2; next++) {
                size_t rank = rank_of(r, shares[i] / 100.0 + 0.01 * away);
                wanted[n++] = rank + next < r->n ? rank + next : rank;
            }
    count_parts(r);
    take_out(r, wanted, n);
}

static struct answer sum_up(struct ranks *r, const struct sums *s,
                            bool spreads)
{
    struct answer a = { 0 };
    uint64_t below = 0;
    for (unsigned t = 1; t <= MONTHS; t++) {
        below += s->below[MONTHS + 1 - t];
        a.gap[t - 1] = (double)below / (double)r->n;
    }
    double sum = 0;
    for (size_t i = 0; i < r->n; i++) {
        sum += r->x[i];
        a.squares += r->x[i] * r->x[i];
    }
    a.mean = sum / (double)r->n;
    select_ranks(r, spreads);
    for (int i = 0; i < 5; i++)
        a.q[i] = quantile(r, shares[i] / 100.0);
    return a;
}

static void print(const struct answer *a, const struct ranks *r,
                  const struct sums *s, bool spreads)
{
    double n = (double)r->n;
    const char *form = spreads ? "%s%d %.17g %.6g\n" : "%s%d %.17g\n";
    for (int t = 1; t <= MONTHS; t++) {
        double p = a->gap[t - 1];
        printf(form, "gap-", t, p, sqrt(p * (1 - p)));
    }
    for (int i = 0; i < 5; i++)
        printf(form, "least-p", shares[i], a->q[i],
               spreads ? spread(r, shares[i] / 100.0) : 0);
    form = spreads ? "%s %.17g %.6g\n" : "%s %.17g\n";
    printf(form, "least-mean", a->mean,
           spread_of(a->mean * n, a->squares, n));
    printf(form, "cash-mean", s->cash / n,
           spread_of(s->cash, s->cash_squares, n));
    printf("paths %zu\n", r->n);
}

static void set_up(struct model *m, uint64_t seed)
{
    for (unsigned i = 0; i < ROWS; i++)
        m->key[i] = qd_philox_key(seed, i);
    for (unsigned t = 0; t < MONTHS; t++)
        m->growth[t] = 0.935 * exp(0.035 * (t + 1));
    for (unsigned k = 0; k < CONTRACTS; k++)
        fill_table(&m->top[k], terms[k].top[0], terms[k].top[1]);
}

int main(int argc, char **argv)
{
    size_t paths = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    bool spreads = argc > 3 && strcmp(argv[3], "spread") == 0;
    static struct model model;
    static struct ranks ranks;
    static struct sums sums;
    sums.least = malloc(paths * sizeof *sums.least);
    if (paths == 0 || !sums.least)
        return 1;
    set_up(&model, argc > 2 ? strtoul(argv[2], NULL, 10) : 1);
    double ready = cpu();
    for (size_t i = 0; i < paths; i += TILE)
        run_tile(&model, i, paths - i < TILE ? (unsigned)(paths - i) : TILE,
                 &sums);
    ranks.x = sums.least;
    ranks.n = paths;
    struct answer answer = sum_up(&ranks, &sums, spreads);
    double done = cpu();
    print(&answer, &ranks, &sums, spreads);
    printf("start %.6f\ncpu %.6f\n", ready, done - ready);
    free(ranks.some);
    free(sums.least);
    return 0;
}
