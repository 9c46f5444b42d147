#include "sim/result.h"

#include <math.h>
#include <sys/mman.h>

#define NONE ((double)NAN)

uint64_t qd_run_paths(const qd_run_id *id)
{
    uint64_t first = id->first * QD_BLOCK, end = id->end * QD_BLOCK;
    if (end > id->asked) end = id->asked;
    return end > first ? end - first : 0;
}

uint32_t qd_pieces_of(uint64_t first, uint64_t end, uint64_t blocks,
                      uint64_t *size)
{
    uint32_t n = 0;
    for (; first < end; first += size[n++])
        size[n] = qd_tree_size(first, end, blocks);
    return n;
}

/* ---- Making */

static uint8_t keep_for(const qd_probe *probe, uint64_t paths, bool exact)
{
    if (!(probe->wants & QD_WANT_QUANTILES)) return QD_KEEP_NOTHING;
    bool kept = exact || probe->n_ends == 1 || paths <= QD_SIM_KEPT;
    return kept ? QD_KEEP_VALUES : QD_KEEP_BANDS;
}

static void add_reading(qd_sim_result *r, const qd_probe *probe, bool exact)
{
    qd_reading *at = &r->readings[r->n_readings++];
    at->wants = probe->wants;
    at->keep = keep_for(probe, r->id.asked, exact);
    if (at->wants & QD_WANT_MEAN) at->mean = r->n_means++;
    if (at->keep == QD_KEEP_VALUES) at->slot = r->n_kept++;
    if (at->keep == QD_KEEP_BANDS) at->slot = r->n_bands++;
}

qd_sim_result *qd_result_make(const qd_probe *const *probes, uint32_t n,
                              const qd_run_id *id, bool exact, qd_mem *mem)
{
    qd_sim_result *r = qd_mem_zero(mem, sizeof *r);
    size_t readings = 0;
    for (uint32_t p = 0; p < n; p++) readings += probes[p]->n_ends;
    r->mem = mem;
    r->id = *id;
    r->exact = exact;
    r->n_probes = n;
    r->first_of = qd_mem_resize(mem, NULL, (n + 1) * sizeof *r->first_of);
    r->readings = qd_mem_zero(mem, readings * sizeof *r->readings);
    for (uint32_t p = 0; p < n; p++) {
        r->first_of[p] = r->n_readings;
        for (uint32_t k = 0; k < probes[p]->n_ends; k++)
            add_reading(r, probes[p], exact);
    }
    r->first_of[n] = r->n_readings;
    return r;
}

uint64_t qd_result_bytes(const qd_sim_result *r)
{
    uint64_t paths = qd_run_paths(&r->id);
    return r->n_kept * (paths * sizeof(double) + sizeof(qd_index)) +
           qd_gather_room(paths) * sizeof(double) +
           r->n_bands * (uint64_t)QD_BANDS * sizeof(uint32_t) +
           r->n_means * (uint64_t)QD_PIECES_MAX * sizeof(qd_moments);
}

/* To touch a page for the first time costs more than to draw what is put
 * there. Only advice: where it is not heard, nothing is lost. */
static void prefer_large_pages(void *at, size_t size)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t page = (uintptr_t)1 << 21;
    uintptr_t skip = -(uintptr_t)at & (page - 1);
    if (size < skip + page) return;
    madvise((char *)at + skip, (size - skip) & ~(page - 1), MADV_HUGEPAGE);
#else
    (void)at, (void)size;
#endif
}

void qd_result_reserve(qd_sim_result *r)
{
    qd_mem *mem = r->mem;
    size_t paths = (size_t)qd_run_paths(&r->id);
    r->piece_size = qd_mem_resize(mem, NULL,
                                  QD_PIECES_MAX * sizeof *r->piece_size);
    r->pieces = qd_mem_zero(mem, (size_t)QD_PIECES_MAX * r->n_means *
                                     sizeof *r->pieces);
    r->room = qd_mem_resize(mem, NULL, (size_t)qd_gather_room(paths) *
                                           sizeof *r->room);
    r->index = qd_mem_zero(mem, r->n_kept * sizeof *r->index);
    r->kept = qd_mem_zero(mem, r->n_kept * sizeof *r->kept);
    r->values = qd_mem_resize(mem, NULL,
                              r->n_kept * paths * sizeof *r->values);
    prefer_large_pages(r->values, r->n_kept * paths * sizeof *r->values);
    for (uint32_t s = 0; s < r->n_kept; s++)
        r->kept[s] = r->values + s * paths;
    r->bands = qd_mem_zero(mem, r->n_bands * sizeof *r->bands);
    for (uint32_t s = 0; s < r->n_bands; s++)
        r->bands[s] = qd_mem_zero(mem, QD_BANDS * sizeof **r->bands);
}

void qd_result_fold(qd_sim_result *r, const qd_leaves *leaves)
{
    r->n_pieces = qd_pieces_of(r->id.first, r->id.end, leaves->blocks,
                               r->piece_size);
    for (uint32_t m = 0; m < r->n_means; m++) {
        qd_leaves of = *leaves;
        uint64_t leaf = 0;
        of.at += m;
        for (uint32_t p = 0; p < r->n_pieces; p++)
            r->pieces[p * r->n_means + m] =
                qd_tree_node(&of, r->piece_size[p], &leaf);
    }
}

void qd_sim_result_free(qd_sim_result *r)
{
    if (!r) return;
    qd_mem *mem = r->mem;
    for (uint32_t s = 0; r->bands && s < r->n_bands; s++)
        qd_mem_release(mem, r->bands[s]);
    qd_mem_release(mem, r->kept);
    qd_mem_release(mem, r->values);
    qd_mem_release(mem, r->bands);
    qd_mem_release(mem, r->index);
    qd_mem_release(mem, r->room);
    qd_mem_release(mem, r->pieces);
    qd_mem_release(mem, r->piece_size);
    qd_mem_release(mem, r->readings);
    qd_mem_release(mem, r->first_of);
    qd_mem_release(mem, r);
}

/* ---- Reading */

uint64_t qd_sim_paths(const qd_sim_result *r) { return r->paths; }
uint64_t qd_sim_seed(const qd_sim_result *r) { return r->id.seed; }
bool qd_sim_stopped(const qd_sim_result *r) { return r->stopped; }

static const qd_reading *reading(const qd_sim_result *r, uint32_t probe,
                                 uint32_t k)
{
    return &r->readings[r->first_of[probe] + k];
}

static double finite_paths(const qd_sim_result *r, const qd_reading *at)
{
    return (double)(r->paths - at->lost);
}

uint64_t qd_sim_lost(const qd_sim_result *r, uint32_t probe, uint32_t k)
{
    return reading(r, probe, k)->lost;
}

static qd_moments moments(const qd_sim_result *r, const qd_reading *at)
{
    qd_moments all = { .n = 0 };
    if (!(at->wants & QD_WANT_MEAN)) return all;
    for (uint32_t p = 0; p < r->n_pieces; p++)
        all = qd_moments_join(all, r->pieces[p * r->n_means + at->mean]);
    return all;
}

double qd_sim_mean(const qd_sim_result *r, uint32_t probe, uint32_t k)
{
    qd_moments m = moments(r, reading(r, probe, k));
    return m.n > 0 ? m.sum / m.n : NONE;
}

double qd_sim_mean_error(const qd_sim_result *r, uint32_t probe, uint32_t k)
{
    qd_moments m = moments(r, reading(r, probe, k));
    return m.n > 1 ? sqrt(m.square / (m.n - 1) / m.n) : NONE;
}

double qd_sim_chance(const qd_sim_result *r, uint32_t probe, uint32_t k)
{
    const qd_reading *at = reading(r, probe, k);
    double n = finite_paths(r, at);
    if (!(at->wants & QD_WANT_CHANCE) || n == 0) return NONE;
    return (double)at->yes / n;
}

double qd_sim_chance_error(const qd_sim_result *r, uint32_t probe, uint32_t k)
{
    double p = qd_sim_chance(r, probe, k);
    return sqrt(p * (1 - p) / finite_paths(r, reading(r, probe, k)));
}

bool qd_sim_is_banded(const qd_sim_result *r, uint32_t probe)
{
    return r->first_of[probe] < r->first_of[probe + 1] &&
           reading(r, probe, 0)->keep == QD_KEEP_BANDS;
}

/* ---- Quantiles: the ranks they need, and what is made of their values */

/* The two ranks around `at`, and its share of the way from one to the other.
 * Beyond the ends there is nothing. */
typedef struct ranks {
    uint64_t low, high;
    double share;
} ranks;

static ranks ranks_at(double at, double n)
{
    at = at < 0 ? 0 : at > n - 1 ? n - 1 : at;
    uint64_t low = (uint64_t)at;
    double share = at - (double)low;
    return (ranks){ low, share > 0 ? low + 1 : low, share };
}

/* One binomial standard deviation to either side of a quantile. */
static ranks ranks_beside(double q, double n)
{
    double at = (n - 1) * q, sd = sqrt(n * q * (1 - q));
    return (ranks){ ranks_at(at - sd, n).low, ranks_at(at + sd, n).high, 0 };
}

static double clamp_share(double q) { return q > 0 ? q < 1 ? q : 1 : 0; }

static void sort_picks(qd_pick *picks, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        qd_pick p = picks[i];
        uint32_t j = i;
        for (; j > 0 && picks[j - 1].rank > p.rank; j--)
            picks[j] = picks[j - 1];
        picks[j] = p;
    }
}

static double picked(const qd_pick *picks, uint64_t rank)
{
    while (picks->rank != rank) picks++;
    return picks->x;
}

enum { AT_ONCE = 8 };

/* Up to AT_ONCE quantiles, whose values are gathered together. */
static void exact_quantiles(const qd_sim_result *r, const qd_reading *at,
                            const double *q, uint32_t n, double *value,
                            double *error)
{
    double all = finite_paths(r, at);
    qd_kept kept = { r->kept[at->slot], r->paths, &r->index[at->slot],
                     r->sweeps, r->room };
    ranks near[AT_ONCE], wide[AT_ONCE];
    qd_pick picks[4 * AT_ONCE];
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        near[i] = ranks_at((all - 1) * clamp_share(q[i]), all);
        wide[i] = ranks_beside(clamp_share(q[i]), all);
        picks[m++].rank = near[i].low;
        picks[m++].rank = near[i].high;
        if (!error) continue;
        picks[m++].rank = wide[i].low;
        picks[m++].rank = wide[i].high;
    }
    sort_picks(picks, m);
    qd_kept_pick(&kept, picks, m);
    for (uint32_t i = 0; i < n; i++) {
        double low = picked(picks, near[i].low);
        double high = picked(picks, near[i].high);
        if (value) value[i] = low + (high - low) * near[i].share;
        if (error) error[i] = (picked(picks, wide[i].high) -
                               picked(picks, wide[i].low)) / 2;
    }
}

static void banded_quantile(const qd_sim_result *r, const qd_reading *at,
                            double q, double *value, double *error)
{
    const uint32_t *bands = r->bands[at->slot];
    double n = finite_paths(r, at);
    q = clamp_share(q);
    ranks near = ranks_at((n - 1) * q, n), wide = ranks_beside(q, n);
    double low = qd_bands_at(bands, near.low);
    double high = qd_bands_at(bands, near.high);
    if (value) *value = low + (high - low) * near.share;
    if (error) *error = (qd_bands_at(bands, wide.high) -
                         qd_bands_at(bands, wide.low)) / 2;
}

void qd_sim_quantiles(const qd_sim_result *r, uint32_t probe, uint32_t k,
                      const double *q, uint32_t n, double *value,
                      double *error)
{
    const qd_reading *at = reading(r, probe, k);
    if (at->keep == QD_KEEP_NOTHING || r->paths == at->lost) {
        for (uint32_t i = 0; i < n; i++) {
            if (value) value[i] = NONE;
            if (error) error[i] = NONE;
        }
        return;
    }
    for (uint32_t i = 0; i < n;) {
        uint32_t some = at->keep == QD_KEEP_BANDS ? 1
                        : n - i < AT_ONCE ? n - i : AT_ONCE;
        double *values = value ? value + i : NULL;
        double *errors = error ? error + i : NULL;
        if (at->keep == QD_KEEP_BANDS)
            banded_quantile(r, at, q[i], values, errors);
        else
            exact_quantiles(r, at, q + i, some, values, errors);
        i += some;
    }
}

double qd_sim_quantile(const qd_sim_result *r, uint32_t probe, uint32_t k,
                       double q)
{
    double value;
    qd_sim_quantiles(r, probe, k, &q, 1, &value, NULL);
    return value;
}

double qd_sim_quantile_error(const qd_sim_result *r, uint32_t probe,
                             uint32_t k, double q)
{
    double error;
    qd_sim_quantiles(r, probe, k, &q, 1, NULL, &error);
    return error;
}

/* ---- A checksum of everything */

static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 32;
}

static uint64_t mix_double(uint64_t h, double x)
{
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return mix(h, u);
}

static uint64_t mix_reading(const qd_sim_result *r, const qd_reading *at,
                            uint64_t h)
{
    h = mix(mix(h, at->lost), at->yes);
    qd_moments m = moments(r, at);
    h = mix_double(mix_double(mix_double(h, m.n), m.sum), m.square);
    if (at->keep == QD_KEEP_VALUES)
        for (uint64_t i = 0; i < r->paths; i++)
            h = mix_double(h, r->kept[at->slot][i]);
    if (at->keep == QD_KEEP_BANDS)
        for (uint32_t b = 0; b < QD_BANDS; b++)
            h = mix(h, r->bands[at->slot][b]);
    return h;
}

uint64_t qd_sim_checksum(const qd_sim_result *r)
{
    uint64_t h = mix(r->id.seed, r->paths);
    for (uint32_t i = 0; i < r->n_readings; i++)
        h = mix_reading(r, &r->readings[i], h);
    return h;
}
