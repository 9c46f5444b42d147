#include "analysis/paid.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/limits.h"
#include "sim/tile.h"

enum { TILE = 64 };

/* One world on one thread. */
typedef struct desk {
    qd_paying *paying;
    qd_paying_path path;
    double *opening, *due, *fee, *share, *whole, *cap; /* of the path */
    double *plain, *asked, *got; /* of all that is due to each party on it,
                                    what falls due, and what is paid */
    uint64_t some;
    uint64_t *failed, *round; /* as in qd_paid_world */
} desk;

typedef struct crew crew;

typedef struct worker {
    crew *crew;
    pthread_t thread;
    void *scratch;
    double *rows;  /* [reading * TILE + path] */
    desk *desks;   /* by world */
    uint64_t lost;
} worker;

struct crew {
    qd_paid *p;
    double **sums; /* by world: [(tile * parties + party) * 2] due, paid; */
    double **due_sums; /* and [(tile * dues + due) * 2] */
    worker *workers;
    uint32_t n;
    uint64_t tiles;
    _Atomic uint64_t next;
    _Atomic bool stop;
};

/* ---- The numbers of a path */

static double reading(const worker *w, uint32_t probe, uint32_t k, uint32_t i)
{
    uint32_t at = qd_sim_reading(w->crew->p->plan, probe - 1, k);
    return w->rows[(size_t)at * TILE + i];
}

static double single(const worker *w, uint32_t probe, uint32_t i,
                     double otherwise)
{
    return probe ? reading(w, probe, 0, i) : otherwise;
}

static bool is_amount(double x)
{
    return x >= 0 && x < 1e140;
}

/* What a deal or a guarantee says of itself once. */
static void gather_terms(const worker *w, const qd_paid_world *x, desk *d,
                         uint32_t i)
{
    for (uint32_t k = 0; k < x->dues.n; k++) {
        const qd_paid_row *row = &x->rows.at[k];
        uint32_t deal = x->dues.at[k].deal;
        double cap = single(w, row->cap, i, INFINITY);
        d->cap[k] = cap > 0 ? cap : 0;
        if (x->dues.at[k].part != QD_PAYING_FEE) continue;
        double fee = single(w, row->fee, i, 0);
        double share = single(w, row->share, i, 0);
        double whole = single(w, row->whole, i, 0);
        d->fee[deal] = is_amount(fee) ? fee : 0;
        d->share[deal] = is_amount(share) ? share : 0;
        d->whole[deal] = is_amount(whole) ? whole : 0;
    }
}

/* False where an amount is none. */
static bool gather(const worker *w, const qd_paid_world *x, desk *d,
                   uint32_t i)
{
    const qd_paid *p = w->crew->p;
    uint32_t n = p->party.n, dues = x->dues.n;
    bool good = true;
    for (uint32_t u = 0; u < n; u++) {
        d->opening[u] = single(w, p->opening.at[u], i, 0);
        good = good && fabs(d->opening[u]) < 1e140;
    }
    for (uint32_t k = 0; k < dues; k++) {
        uint32_t probe = x->rows.at[k].amount;
        const double *from = probe ? &w->rows[(size_t)qd_sim_reading(
                                         p->plan, probe - 1, 0) * TILE + i]
                                   : NULL;
        for (uint32_t t = 0; t < x->net.months; t++) {
            double amount = from ? from[(size_t)t * TILE] : 0;
            d->due[(size_t)t * dues + k] = amount;
            good = good && is_amount(amount);
        }
    }
    gather_terms(w, x, d, i);
    return good;
}

/* ---- What comes of a path */

static void add_dues(const qd_paid_world *x, desk *d, uint32_t n, double *by)
{
    uint32_t dues = x->dues.n;
    memset(d->plain, 0, n * sizeof *d->plain);
    memset(d->asked, 0, n * sizeof *d->asked);
    memset(d->got, 0, n * sizeof *d->got);
    for (uint32_t t = 0; t < x->net.months; t++)
        for (uint32_t k = 0; k < dues; k++) {
            size_t i = (size_t)t * dues + k;
            uint32_t to = x->dues.at[k].to;
            by[2 * k] += d->path.asked[i];
            by[2 * k + 1] += d->path.paid[i];
            if (to == QD_OUTSIDE) continue;
            bool own = x->dues.at[k].part != QD_PAYING_COVER;
            d->plain[to] += own ? d->due[i] : 0;
            d->asked[to] += d->path.asked[i];
            d->got[to] += d->path.paid[i];
        }
}

static void add_path(const worker *w, qd_paid_world *x, desk *d,
                     uint64_t path, double *sums, double *by)
{
    const qd_paid *p = w->crew->p;
    uint32_t n = p->party.n, months = x->net.months;
    add_dues(x, d, n, by);
    for (uint32_t u = 0; u < n; u++) {
        uint32_t t = d->path.failed[u], round = d->path.round[u];
        size_t at = u * p->paths + path;
        double dropped = w->desks[0].plain[u] - d->plain[u];
        sums[2 * u] += d->asked[u] + dropped;
        sums[2 * u + 1] += d->got[u];
        x->loss[at] = d->asked[u] - d->got[u] + dropped;
        x->less[at] = w->desks[0].got[u] - d->got[u];
        x->cash[at] = d->path.cash[(size_t)(months - 1) * n + u];
        d->failed[u * (months + 1) + (t == QD_PAYING_NEVER ? months : t)]++;
        d->round[u * (QD_PAID_ROUNDS + 1) + round]++;
    }
}

/* A path without its numbers: nothing is lost on it. */
static void no_path(const worker *w, qd_paid_world *x, desk *d, uint64_t path)
{
    const qd_paid *p = w->crew->p;
    for (uint32_t u = 0; u < p->party.n; u++) {
        size_t at = u * p->paths + path;
        x->loss[at] = x->less[at] = x->cash[at] = NAN;
        d->failed[u * (x->net.months + 1) + x->net.months]++;
        d->round[u * (QD_PAID_ROUNDS + 1)]++;
    }
}

static void run_path(worker *w, uint64_t path, uint32_t i, uint64_t tile)
{
    qd_paid *p = w->crew->p;
    bool good = true;
    for (uint32_t k = 0; k < p->worlds.n; k++)
        good = gather(w, &p->worlds.at[k], &w->desks[k], i) && good;
    w->lost += !good;
    for (uint32_t k = 0; k < p->worlds.n; k++) {
        qd_paid_world *x = &p->worlds.at[k];
        desk *d = &w->desks[k];
        if (!good) {
            no_path(w, x, d, path);
            continue;
        }
        d->some += qd_paying_run(d->paying, &d->path);
        add_path(w, x, d, path, w->crew->sums[k] + tile * p->party.n * 2,
                 w->crew->due_sums[k] + tile * x->dues.n * 2);
    }
}

static void take(void *ctx, uint32_t number, const double *x, uint32_t n)
{
    worker *w = ctx;
    memcpy(w->rows + (size_t)number * TILE, x, n * sizeof *x);
}

static void run_tile(worker *w, uint64_t tile)
{
    const qd_paid *p = w->crew->p;
    const qd_sim_how *how = &p->run->how;
    uint64_t first = tile * TILE, left = p->paths - first;
    uint32_t n = left < TILE ? (uint32_t)left : TILE;
    enum qd_isa isa = qd_isa_has(how->isa) ? how->isa : QD_ISA_BEST;
    qd_sim_tile(p->plan, isa, w->scratch, TILE, how->seed, first, n, take, w);
    for (uint32_t i = 0; i < n; i++)
        run_path(w, first + i, i, tile);
}

static void *work(void *ctx)
{
    worker *w = ctx;
    crew *c = w->crew;
    const qd_sim_how *how = &c->p->run->how;
    while (!atomic_load(&c->stop)) {
        uint64_t tile = atomic_fetch_add(&c->next, 1);
        if (tile >= c->tiles) break;
        run_tile(w, tile);
        if (w != c->workers || !how->progress) continue;
        if (!how->progress(how->ctx, (double)tile / (double)c->tiles))
            atomic_store(&c->stop, true);
    }
    return NULL;
}

/* ---- Memory */

static void *room(qd_paid *p, size_t count, size_t size)
{
    return qd_mem_zero(p->mem, (count + 1) * size);
}

static void make_desk(qd_paid *p, const qd_paid_world *x, desk *d)
{
    size_t n = p->party.n, dues = x->dues.n, deals = x->dirs.n;
    size_t months = x->net.months;
    *d = (desk){ .paying = qd_paying_make(p->mem, &x->net) };
    d->opening = room(p, n, sizeof(double));
    d->due = room(p, months * dues, sizeof(double));
    d->fee = room(p, deals, sizeof(double));
    d->share = room(p, deals, sizeof(double));
    d->whole = room(p, deals, sizeof(double));
    d->cap = room(p, dues, sizeof(double));
    d->plain = room(p, n, sizeof(double));
    d->asked = room(p, n, sizeof(double));
    d->got = room(p, n, sizeof(double));
    d->failed = room(p, n * (months + 1), sizeof *d->failed);
    d->round = room(p, n * (QD_PAID_ROUNDS + 1), sizeof *d->round);
    d->path = (qd_paying_path){
        .opening = d->opening, .due = d->due, .fee = d->fee,
        .share = d->share, .whole = d->whole, .cap = d->cap,
        .asked = room(p, months * dues, sizeof(double)),
        .paid = room(p, months * dues, sizeof(double)),
        .cash = room(p, months * n, sizeof(double)),
        .failed = room(p, n, sizeof(uint32_t)),
        .round = room(p, n, sizeof(uint32_t)) };
}

static void free_desk(qd_paid *p, desk *d)
{
    void *blocks[] = { d->opening, d->due, d->fee, d->share, d->whole, d->cap,
                       d->plain, d->asked, d->got, d->failed, d->round,
                       d->path.asked, d->path.paid,
                       d->path.cash, d->path.failed, d->path.round };
    qd_paying_free(p->mem, d->paying);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(p->mem, blocks[i]);
}

static void make_worker(crew *c, worker *w)
{
    qd_paid *p = c->p;
    w->crew = c;
    w->scratch = room(p, qd_sim_scratch_size(p->plan, TILE), 1);
    w->rows = room(p, (size_t)qd_sim_readings(p->plan) * TILE,
                   sizeof *w->rows);
    w->desks = room(p, p->worlds.n, sizeof *w->desks);
    for (uint32_t k = 0; k < p->worlds.n; k++)
        make_desk(p, &p->worlds.at[k], &w->desks[k]);
}

static void free_worker(crew *c, worker *w)
{
    for (uint32_t k = 0; k < c->p->worlds.n; k++)
        free_desk(c->p, &w->desks[k]);
    qd_mem_release(c->p->mem, w->desks);
    qd_mem_release(c->p->mem, w->rows);
    qd_mem_release(c->p->mem, w->scratch);
}

static void make_answer(crew *c, qd_paid_world *x, uint32_t k)
{
    qd_paid *p = c->p;
    size_t n = p->party.n;
    x->due = room(p, n, sizeof *x->due);
    x->paid = room(p, n, sizeof *x->paid);
    x->loss = room(p, n * p->paths, sizeof *x->loss);
    x->less = room(p, n * p->paths, sizeof *x->less);
    x->cash = room(p, n * p->paths, sizeof *x->cash);
    x->failed = room(p, n * (x->net.months + (size_t)1), sizeof *x->failed);
    x->round = room(p, n * (QD_PAID_ROUNDS + 1), sizeof *x->round);
    x->by_due = room(p, (size_t)x->dues.n * 2, sizeof *x->by_due);
    c->sums[k] = room(p, c->tiles * n * 2, sizeof **c->sums);
    c->due_sums[k] = room(p, c->tiles * x->dues.n * 2, sizeof **c->due_sums);
}

/* ---- All */

/* Counts are whole, and sums are added tile by tile: the same for any number
 * of threads. */
static void add_up(crew *c, uint32_t k)
{
    qd_paid *p = c->p;
    qd_paid_world *x = &p->worlds.at[k];
    size_t n = p->party.n, periods = x->net.months + (size_t)1;
    double paths = (double)(p->paths > p->lost ? p->paths - p->lost : 1);
    for (uint64_t tile = 0; tile < c->tiles; tile++) {
        for (size_t u = 0; u < n; u++) {
            x->due[u] += c->sums[k][(tile * n + u) * 2] / paths;
            x->paid[u] += c->sums[k][(tile * n + u) * 2 + 1] / paths;
        }
        size_t dues = (size_t)x->dues.n * 2;
        for (size_t i = 0; i < dues; i++)
            x->by_due[i] += c->due_sums[k][tile * dues + i] / paths;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        const desk *d = &c->workers[i].desks[k];
        x->some += d->some;
        for (size_t j = 0; j < n * periods; j++) x->failed[j] += d->failed[j];
        for (size_t j = 0; j < n * (QD_PAID_ROUNDS + 1); j++)
            x->round[j] += d->round[j];
    }
}

static void run_all(crew *c)
{
    uint32_t started = 1;
    while (started < c->n &&
           pthread_create(&c->workers[started].thread, NULL, work,
                          &c->workers[started]) == 0)
        started++;
    work(&c->workers[0]);
    while (--started > 0) pthread_join(c->workers[started].thread, NULL);
}

static bool refuse(const qd_paid *p, qd_str words)
{
    qd_refuse(p->run->lowering.m, words);
    return false;
}

static bool fits(const crew *c)
{
    const qd_paid *p = c->p;
    double each = 24.0 * p->party.n * (double)p->paths * p->worlds.n;
    double rows = 8.0 * TILE * qd_sim_readings(p->plan) * c->n;
    if (each + rows < (double)QD_LIMIT_RUN_BYTES) return true;
    return refuse(p, QD_STR("the losses of all parties on all paths take "
                            "more than 8 GB: ask for fewer paths."));
}

static bool make_plan(qd_paid *p)
{
    qd_paths *run = p->run;
    qd_paths own = *run;
    run->probes.at = p->probes.at;
    run->probes.n = p->probes.n;
    run->plan = NULL;
    bool good = qd_paths_plan(run);
    p->plan = run->plan;
    run->probes = own.probes;
    run->plan = own.plan;
    return good;
}

static uint32_t threads_of(const qd_paid *p, uint64_t tiles)
{
    uint64_t n = p->run->how.threads ? p->run->how.threads : 1;
    if (n > tiles) n = tiles;
    return n < QD_LIMIT_THREADS ? (uint32_t)n : QD_LIMIT_THREADS;
}

static void draw(crew *c)
{
    qd_paid *p = c->p;
    c->sums = room(p, p->worlds.n, sizeof *c->sums);
    c->due_sums = room(p, p->worlds.n, sizeof *c->due_sums);
    c->workers = room(p, c->n, sizeof *c->workers);
    for (uint32_t k = 0; k < p->worlds.n; k++)
        make_answer(c, &p->worlds.at[k], k);
    for (uint32_t i = 0; i < c->n; i++) make_worker(c, &c->workers[i]);
    run_all(c);
    p->stopped = atomic_load(&c->stop);
    for (uint32_t i = 0; i < c->n; i++) p->lost += c->workers[i].lost;
    for (uint32_t k = 0; k < p->worlds.n; k++) {
        add_up(c, k);
        qd_mem_release(p->mem, c->sums[k]);
        qd_mem_release(p->mem, c->due_sums[k]);
    }
    for (uint32_t i = 0; i < c->n; i++) free_worker(c, &c->workers[i]);
    qd_mem_release(p->mem, c->workers);
    qd_mem_release(p->mem, c->sums);
    qd_mem_release(p->mem, c->due_sums);
}

bool qd_paid_draw(qd_paid *p, uint64_t paths)
{
    for (uint32_t k = 0; k < p->worlds.n; k++)
        qd_paid_close(p, &p->worlds.at[k]);
    if (!qd_paths_check(p->run) || !make_plan(p)) return false;
    crew c = { .p = p };
    p->paths = paths;
    c.tiles = (p->paths + TILE - 1) / TILE;
    c.n = threads_of(p, c.tiles);
    if (!fits(&c)) return false;
    draw(&c);
    return !p->stopped;
}

void qd_paid_free(qd_paid *p)
{
    for (uint32_t k = 0; k < p->worlds.n; k++) {
        qd_paid_world *w = &p->worlds.at[k];
        void *blocks[] = { w->dues.at, w->rows.at, w->dirs.at, w->rules.at,
                           w->struck, w->recovery, w->failing, w->due,
                           w->paid, w->loss, w->less, w->by_due, w->cash,
                           w->failed, w->round };
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
            qd_mem_release(p->mem, blocks[i]);
    }
    if (p->plan) qd_sim_plan_free(p->plan);
    void *blocks[] = { p->party.at, p->bounded.at, p->opening.at,
                       p->probes.at, p->probe_of.at, p->worlds.at };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(p->mem, blocks[i]);
    *p = (qd_paid){ 0 };
}

/* ---- Of the answer */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    if (x != x || y != y) return (x != x) - (y != y);
    return (x > y) - (x < y);
}

/* Type 7; paths without a number stand at the end. */
double qd_paid_quantile(qd_paid *p, double *values, double q)
{
    uint64_t n = p->paths - p->lost;
    if (n == 0) return NAN;
    bool sorted = true;
    for (uint64_t i = 1; sorted && i < p->paths; i++)
        sorted = by_size(&values[i - 1], &values[i]) <= 0;
    if (!sorted) qsort(values, p->paths, sizeof *values, by_size);
    double at = q * (double)(n - 1);
    uint64_t low = (uint64_t)at;
    double part = at - (double)low;
    if (low + 1 >= n) return values[n - 1];
    return values[low] + part * (values[low + 1] - values[low]);
}

uint32_t qd_paid_round(const qd_paid_world *w, uint32_t party)
{
    const uint64_t *round = w->round + party * (QD_PAID_ROUNDS + 1);
    uint32_t best = 1;
    for (uint32_t r = 2; r <= QD_PAID_ROUNDS; r++)
        if (round[r] > round[best]) best = r;
    return round[best] > 0 ? best : 0;
}
