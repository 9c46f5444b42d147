/* Blocks of paths, taken by threads from one counter. What a block gives is
 * stored by its number or counted in whole numbers, so it does not matter who
 * computes it, or when. */
#include "sim/run.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/limits.h"

typedef struct crew crew;

/* What one thread works with. */
typedef struct worker {
    crew *crew;
    pthread_t thread;
    void *scratch_block;
    void *scratch;        /* in it, aligned to 64 */
    qd_lanes *lanes;      /* by reading: of the block under way */
    uint64_t *lost, *yes; /* by reading */
    uint32_t **bands;     /* by slot */
    uint64_t block;
    uint32_t offset;      /* of the tile in it */
} worker;

struct crew {
    const qd_run_model *model;
    const qd_sim_how *how;
    qd_sim_result *result;
    enum qd_isa isa;
    unsigned tile;
    qd_moments *leaves;   /* by block and column of the result's moments */
    worker *workers;
    uint32_t n;
    void (*task)(worker *w, uint64_t number);
    uint64_t end;         /* tasks are the numbers below */
    _Atomic uint64_t next;
    _Atomic bool stop;
};

/* ---- A tile comes in */

static void count_bands(uint32_t *bands, const uint64_t *band, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) bands[band[i]]++;
}

/* n is a multiple of 8 when the last `fill` values, which are NaN, are
 * counted; `path` is the number of the first in this part. */
static void take_eights(const worker *w, uint32_t number, const double *x,
                        uint32_t n, uint32_t fill, uint64_t path)
{
    const qd_sim_result *r = w->crew->result;
    const qd_reading *at = &r->readings[number];
    const qd_sweeps *sweeps = r->sweeps;
    qd_lanes *lanes = &w->lanes[number];
    uint64_t band[QD_BLOCK];
    double few[8];
    if (at->wants & QD_WANT_MEAN) sweeps->add(lanes, x, n);
    else sweeps->count(lanes, x, n);
    if (at->wants & QD_WANT_CHANCE) sweeps->ask(lanes, x, n);
    if (at->keep == QD_KEEP_BANDS) {
        sweeps->band(band, x, n);
        count_bands(w->bands[at->slot], band, n - fill);
    } else if (at->keep == QD_KEEP_VALUES && fill == 0) {
        sweeps->keep(r->kept[at->slot] + path, x, n);
    } else if (at->keep == QD_KEEP_VALUES) {
        sweeps->keep(few, x, n);
        memcpy(r->kept[at->slot] + path, few, (n - fill) * sizeof *few);
    }
}

static void take(void *ctx, uint32_t number, const double *x, uint32_t n)
{
    worker *w = ctx;
    const qd_sim_result *r = w->crew->result;
    uint64_t path = (w->block - r->id.first) * QD_BLOCK + w->offset;
    uint32_t whole = n & ~7u, left = n & 7u;
    if (w->offset == 0)
        w->lanes[number].centre =
            x[0] >= -QD_LARGEST && x[0] <= QD_LARGEST ? x[0] : 0;
    if (whole > 0) take_eights(w, number, x, whole, 0, path);
    if (left == 0) return;
    double rest[8];
    for (uint32_t i = 0; i < 8; i++)
        rest[i] = i < left ? x[whole + i] : __builtin_nan("");
    take_eights(w, number, rest, 8, 8 - left, path + whole);
}

/* ---- A block */

static void close_block(worker *w, uint32_t paths)
{
    const qd_sim_result *r = w->crew->result;
    qd_moments *leaf = w->crew->leaves +
                       (w->block - r->id.first) * r->n_means;
    for (uint32_t i = 0; i < r->n_readings; i++) {
        const qd_lanes *lanes = &w->lanes[i];
        w->lost[i] += paths - (uint32_t)qd_lanes_fold(lanes->finite);
        w->yes[i] += (uint32_t)qd_lanes_fold(lanes->yes);
        if (r->readings[i].wants & QD_WANT_MEAN)
            leaf[r->readings[i].mean] = qd_lanes_moments(lanes);
    }
}

static void draw_block(worker *w, uint64_t number)
{
    const crew *c = w->crew;
    const qd_sim_result *r = c->result;
    uint64_t first = number * QD_BLOCK, left = r->id.asked - first;
    uint32_t paths = left < QD_BLOCK ? (uint32_t)left : QD_BLOCK;
    w->block = number;
    memset(w->lanes, 0, r->n_readings * sizeof *w->lanes);
    for (uint32_t at = 0; at < paths; at += c->tile) {
        w->offset = at;
        c->model->tile(c->model->self, c->isa, w->scratch, c->tile,
                       c->how->seed, first + at,
                       paths - at < c->tile ? paths - at : c->tile, take, w);
    }
    close_block(w, paths);
}

static void index_slot(worker *w, uint64_t slot)
{
    qd_sim_result *r = w->crew->result;
    qd_index_make(&r->index[slot], r->kept[slot], r->paths, r->sweeps);
}

/* ---- Threads */

static void tell(crew *c, uint64_t done, uint64_t first)
{
    const qd_sim_how *how = c->how;
    if (c->task != draw_block || !how->progress) return;
    double share = (double)(done - first) / (double)(c->end - first);
    if (!how->progress(how->ctx, share < 1 ? share : 1))
        atomic_store(&c->stop, true);
}

static void *work(void *ctx)
{
    worker *w = ctx;
    crew *c = w->crew;
    uint64_t first = c->task == draw_block ? c->result->id.first : 0;
    while (!atomic_load(&c->stop)) {
        uint64_t number = atomic_fetch_add(&c->next, 1);
        if (number >= c->end) break;
        c->task(w, number);
        if (w == c->workers) tell(c, number + 1, first);
    }
    return NULL;
}

/* Where the system gives fewer threads than are wanted, those do it all. */
static void run_all(crew *c, void (*task)(worker *, uint64_t), uint64_t first,
                    uint64_t end)
{
    uint32_t started = 1;
    c->task = task;
    c->end = end;
    atomic_store(&c->next, first);
    while (started < c->n && started < end - first &&
           pthread_create(&c->workers[started].thread, NULL, work,
                          &c->workers[started]) == 0)
        started++;
    work(&c->workers[0]);
    while (--started > 0) pthread_join(c->workers[started].thread, NULL);
}

/* ---- What a run is allowed */

static bool refuse(qd_sim_why *why, const char *form, ...)
    __attribute__((format(printf, 2, 3)));

static bool refuse(qd_sim_why *why, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    vsnprintf(why->text, sizeof why->text, form, args);
    va_end(args);
    return false;
}

static bool how_is_sound(const qd_sim_how *how, qd_sim_why *why)
{
    if (how->paths == 0) return refuse(why, "no path is asked for");
    if (how->paths > QD_LIMIT_PATHS)
        return refuse(why, "%" PRIu64 " paths are asked for, and at most %u "
                      "are drawn: the error of a chance is then below 0.002 "
                      "percentage points", how->paths, QD_LIMIT_PATHS);
    if (how->shard > how->shards || (how->shard == 0) != (how->shards == 0))
        return refuse(why, "there is no shard %" PRIu32 " of %" PRIu32
                      ": they are counted from 1", how->shard, how->shards);
    if (how->tile % 64 != 0 || how->tile > QD_BLOCK)
        return refuse(why, "a tile of %u paths is none of 64, 128, 256 and "
                      "512", how->tile);
    if (how->isa != QD_ISA_BEST && !qd_isa_has(how->isa))
        return refuse(why, "this machine has no AVX%s",
                      how->isa == QD_ISA_AVX512 ? "-512" : "2");
    return true;
}

static qd_run_id part_of(const qd_run_model *model, const qd_sim_how *how)
{
    uint64_t blocks = qd_blocks(how->paths);
    uint64_t shards = how->shards ? how->shards : 1;
    uint64_t shard = how->shards ? how->shard - 1 : 0;
    return (qd_run_id){ model->hash, how->seed, how->paths,
                        blocks * shard / shards,
                        blocks * (shard + 1) / shards };
}

static uint64_t crew_bytes(const crew *c)
{
    const qd_sim_result *r = c->result;
    const qd_run_model *model = c->model;
    uint64_t blocks = r->id.end - r->id.first;
    uint64_t lanes = r->n_readings * (uint64_t)sizeof(qd_lanes);
    uint64_t bands = r->n_bands * (uint64_t)QD_BANDS * sizeof(uint32_t);
    return blocks * r->n_means * sizeof(qd_moments) +
           c->n * (model->scratch_size(model->self, c->tile) + lanes + bands);
}

static bool fits(const crew *c, qd_sim_why *why)
{
    uint64_t bytes = qd_result_bytes(c->result) + crew_bytes(c);
    if (bytes <= QD_LIMIT_RUN_BYTES) return true;
    return refuse(why, "%" PRIu64 " MB would be held for %" PRIu32
                  " numbers on each path, and at most %u MB are: ask for "
                  "fewer paths, for less (--only), or without --exact",
                  bytes >> 20, c->result->n_readings,
                  (unsigned)(QD_LIMIT_RUN_BYTES >> 20));
}

/* ---- Setting up and clearing away */

static void *align_64(void *at)
{
    return (char *)at + (-(uintptr_t)at & 63u);
}

static void reserve(crew *c, qd_mem *mem)
{
    const qd_sim_result *r = c->result;
    size_t readings = r->n_readings;
    size_t blocks = (size_t)(r->id.end - r->id.first);
    size_t scratch = c->model->scratch_size(c->model->self, c->tile);
    c->leaves = qd_mem_resize(mem, NULL,
                              blocks * r->n_means * sizeof *c->leaves);
    c->workers = qd_mem_zero(mem, c->n * sizeof *c->workers);
    for (uint32_t i = 0; i < c->n; i++) {
        worker *w = &c->workers[i];
        w->crew = c;
        w->scratch_block = qd_mem_resize(mem, NULL, scratch + 64);
        w->scratch = align_64(w->scratch_block);
        w->lanes = qd_mem_resize(mem, NULL, readings * sizeof *w->lanes);
        w->lost = qd_mem_zero(mem, readings * sizeof *w->lost);
        w->yes = qd_mem_zero(mem, readings * sizeof *w->yes);
        w->bands = qd_mem_zero(mem, r->n_bands * sizeof *w->bands);
        for (uint32_t s = 0; s < r->n_bands; s++)
            w->bands[s] = i == 0 ? r->bands[s]
                                 : qd_mem_zero(mem, QD_BANDS *
                                                        sizeof **w->bands);
    }
}

static void release(crew *c, qd_mem *mem)
{
    for (uint32_t i = 0; i < c->n; i++) {
        worker *w = &c->workers[i];
        for (uint32_t s = 0; i > 0 && s < c->result->n_bands; s++)
            qd_mem_release(mem, w->bands[s]);
        qd_mem_release(mem, w->bands);
        qd_mem_release(mem, w->yes);
        qd_mem_release(mem, w->lost);
        qd_mem_release(mem, w->lanes);
        qd_mem_release(mem, w->scratch_block);
    }
    qd_mem_release(mem, c->workers);
    qd_mem_release(mem, c->leaves);
}

/* What the threads counted, added up. */
static void add_counts(crew *c)
{
    qd_sim_result *r = c->result;
    for (uint32_t i = 0; i < r->n_readings; i++) {
        qd_reading *at = &r->readings[i];
        for (uint32_t w = 0; w < c->n; w++) {
            at->lost += c->workers[w].lost[i];
            at->yes += c->workers[w].yes[i];
        }
        if (at->keep != QD_KEEP_BANDS) continue;
        uint32_t *bands = r->bands[at->slot];
        for (uint32_t w = 1; w < c->n; w++)
            for (uint32_t b = 0; b < QD_BANDS; b++)
                bands[b] += c->workers[w].bands[at->slot][b];
        qd_bands_close(bands, (uint32_t)at->lost);
    }
}

static void draw_all(crew *c)
{
    qd_sim_result *r = c->result;
    uint64_t blocks = qd_blocks(r->id.asked);
    run_all(c, draw_block, r->id.first, r->id.end);
    uint64_t end = atomic_load(&c->next);
    if (end < r->id.end) {
        r->stopped = true;
        r->id.end = blocks = end;
    }
    atomic_store(&c->stop, false);
    r->paths = qd_run_paths(&r->id);
    add_counts(c);
    qd_leaves leaves = { .at = c->leaves, .blocks = blocks,
                         .stride = r->n_means };
    qd_result_fold(r, &leaves);
    run_all(c, index_slot, 0, r->n_kept);
}

static uint32_t threads_of(const qd_sim_how *how, const qd_run_id *id)
{
    uint64_t n = how->threads ? how->threads : 1;
    uint64_t blocks = id->end - id->first;
    if (n > blocks) n = blocks > 0 ? blocks : 1;
    return n < QD_LIMIT_THREADS ? (uint32_t)n : QD_LIMIT_THREADS;
}

qd_sim_result *qd_run(const qd_run_model *model, const qd_sim_how *how,
                      qd_mem *mem, qd_sim_why *why)
{
    if (!how_is_sound(how, why)) return NULL;
    qd_run_id id = part_of(model, how);
    crew c = { .model = model, .how = how, .isa = how->isa,
               .tile = how->tile ? how->tile : QD_SIM_TILE,
               .n = threads_of(how, &id) };
    c.result = qd_result_make(model->probes, model->n_probes, &id,
                              how->exact, mem);
    if (!fits(&c, why)) {
        qd_sim_result_free(c.result);
        return NULL;
    }
    c.result->sweeps = qd_sweeps_of(how->isa);
    qd_result_reserve(c.result);
    reserve(&c, mem);
    draw_all(&c);
    release(&c, mem);
    return c.result;
}
