#include "sim/quantile.h"

#include <math.h>

#define SAMPLE 256u
#define CHUNK 2048u
#define SPANS 16u

/* ---- Keys: integers in the order of the doubles */

static uint64_t key_of(double x)
{
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u >> 63 ? ~u : u | (uint64_t)1 << 63;
}

static double key_double(uint64_t key)
{
    double x;
    key = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
    memcpy(&x, &key, sizeof x);
    return x;
}

/* ---- The index */

static void sort_few(double *x, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        double v = x[i];
        uint32_t j = i;
        for (; j > 0 && x[j - 1] > v; j--) x[j] = x[j - 1];
        x[j] = v;
    }
}

/* The bins cover what lies between the first and the last hundredth of some
 * values. Outside are the first and the last bin. */
static void choose_map(qd_index *index, const double *x, uint64_t n)
{
    double some[SAMPLE];
    uint32_t m = 0;
    uint64_t step = n / SAMPLE + 1;
    for (uint64_t i = 0; i < n && m < SAMPLE; i += step)
        if (x[i] == x[i]) some[m++] = x[i];
    index->low = index->scale = 0;
    if (m == 0) return;
    sort_few(some, m);
    double low = some[m / 100], high = some[m - 1 - m / 100];
    double scale = (double)(QD_BINS - 3) / (high - low);
    index->low = low;
    index->scale = scale < 0x1p1000 ? scale : 0;
    if (index->scale > 0) index->low = low - 1 / scale;
}

static void count_bins(uint32_t *counts, const uint64_t *bin, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) counts[bin[i]]++;
}

/* The kernels take multiples of eight: the rest is filled up with NaN. */
static uint32_t rest_of(double *rest, const double *x, uint64_t n)
{
    uint32_t left = (uint32_t)(n % 8);
    for (uint32_t i = 0; i < 8; i++)
        rest[i] = i < left ? x[n - left + i] : (double)NAN;
    return left;
}

void qd_index_make(qd_index *index, const double *x, uint64_t n,
                   const qd_sweeps *sweeps)
{
    uint32_t counts[QD_BINS + 1] = { 0 };
    uint64_t bin[CHUNK];
    double rest[8];
    const double last = QD_BINS - 1;
    choose_map(index, x, n);
    uint64_t whole = n & ~(uint64_t)7;
    for (uint64_t i = 0; i < whole; i += CHUNK) {
        uint32_t m = (uint32_t)(whole - i < CHUNK ? whole - i : CHUNK);
        sweeps->bin(bin, x + i, m, index->low, index->scale, last);
        count_bins(counts, bin, m);
    }
    if (rest_of(rest, x, n) > 0) {
        sweeps->bin(bin, rest, 8, index->low, index->scale, last);
        count_bins(counts, bin, 8);
    }
    index->below[0] = 0;
    for (uint32_t b = 0; b < QD_BINS; b++)
        index->below[b + 1] = index->below[b] + counts[b];
}

static uint32_t bin_of_rank(const qd_index *index, uint64_t rank)
{
    uint32_t low = 0, high = QD_BINS;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (index->below[middle] <= rank) low = middle;
        else high = middle;
    }
    return low;
}

/* The least double whose bin is `bin` or a later one. */
static double bin_begin(const qd_kept *kept, uint32_t bin)
{
    const qd_index *index = kept->index;
    uint64_t low = key_of(-QD_LARGEST), high = key_of(QD_LARGEST) + 1;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2, at[8];
        double x[8] = { key_double(middle) };
        kept->sweeps->bin(at, x, 8, index->low, index->scale, QD_BINS - 1);
        if (at[0] < bin) low = middle + 1;
        else high = middle;
    }
    return key_double(low);
}

/* ---- Selection among few */

static void swap(double *a, double *b)
{
    double t = *a;
    *a = *b;
    *b = t;
}

/* x[rank] becomes what it is in order; smaller ones stand before it. */
static void select_few(double *x, uint32_t n, uint32_t rank)
{
    uint32_t low = 0, high = n;
    while (high - low > 16) {
        double *a = &x[low], *b = &x[low + (high - low) / 2], *c = &x[high - 1];
        if (*b < *a) swap(a, b);
        if (*c < *b) swap(b, c);
        if (*b < *a) swap(a, b);
        double pivot = *b;
        uint32_t i = low, j = high - 1;
        while (i <= j) {
            while (x[i] < pivot) i++;
            while (pivot < x[j]) j--;
            if (i > j) break;
            swap(&x[i++], &x[j]);
            if (j-- == 0) break;
        }
        if (rank <= j && j < high) high = j + 1;
        else if (rank >= i) low = i;
        else return;
    }
    sort_few(x + low, high - low);
}

/* ---- One rank in a bin that holds many values */

typedef struct key_range {
    uint64_t low, high; /* keys, both of it */
    uint64_t below;     /* values before it */
    uint64_t n;         /* values in it */
} key_range;

/* Counts the values of the range by the leading bits of their keys, and
 * narrows it to the part that holds the rank. */
static void narrow(key_range *r, const qd_kept *kept, uint64_t rank)
{
    uint32_t counts[QD_BINS] = { 0 };
    uint64_t width = r->high - r->low;
    unsigned shift = 0;
    while (width >> shift >= QD_BINS) shift++;
    for (uint64_t i = 0; i < kept->n; i++) {
        uint64_t off = key_of(kept->x[i]) - r->low;
        if (off <= width) counts[off >> shift]++;
    }
    uint32_t part = 0;
    while (r->below + counts[part] <= rank) r->below += counts[part++];
    uint64_t low = r->low + ((uint64_t)part << shift);
    uint64_t size = (uint64_t)1 << shift;
    r->high = r->high - low < size ? r->high : low + (size - 1);
    r->low = low;
    r->n = counts[part];
}

/* Many values are mostly one value many times. */
static void tighten(key_range *r, const qd_kept *kept)
{
    uint64_t low = r->high, high = r->low;
    for (uint64_t i = 0; i < kept->n; i++) {
        uint64_t key = key_of(kept->x[i]);
        if (key < low && key >= r->low) low = key;
        if (key > high && key <= r->high) high = key;
    }
    r->low = low;
    r->high = high;
}

/* A bin with more values than this is looked at by keys first. */
static uint64_t span_most(const qd_kept *kept)
{
    return qd_gather_room(kept->n) / 4;
}

/* How many of the picks, the first of which is in this bin, it finds. */
static uint32_t pick_by_keys(const qd_kept *kept, uint32_t bin,
                             qd_pick *picks, uint32_t n)
{
    const qd_index *index = kept->index;
    uint64_t rank = picks->rank;
    key_range r = { .below = index->below[bin],
                    .n = index->below[bin + 1] - index->below[bin] };
    r.low = key_of(bin_begin(kept, bin));
    r.high = key_of(bin_begin(kept, bin + 1)) - 1;
    tighten(&r, kept);
    while (r.n > span_most(kept) && r.low < r.high) narrow(&r, kept, rank);
    if (r.low == r.high) {
        uint32_t i = 0;
        for (; i < n && picks[i].rank < r.below + r.n; i++)
            picks[i].x = key_double(r.low);
        return i;
    }
    uint32_t m = 0;
    for (uint64_t i = 0; i < kept->n && m < r.n; i++)
        if (key_of(kept->x[i]) - r.low <= r.high - r.low)
            kept->room[m++] = kept->x[i];
    select_few(kept->room, m, (uint32_t)(rank - r.below));
    picks->x = kept->room[rank - r.below];
    return 1;
}

/* ---- Ranks in bins that hold few */

/* Neighbouring bins [from, end): their values are gathered at `at`. */
typedef struct span {
    uint32_t from, end;
    double low, high;
    double *at;
    uint32_t n, first, picks; /* values; its picks */
} span;

static void gather_spans(const qd_kept *kept, span *spans, uint32_t n)
{
    for (uint64_t i = 0; i < kept->n; i += CHUNK) {
        uint64_t left = kept->n - i;
        uint32_t m = (uint32_t)(left < CHUNK ? left : CHUNK);
        for (uint32_t s = 0; s < n; s++)
            spans[s].n += kept->sweeps->gather(spans[s].at + spans[s].n,
                                               kept->x + i, m, spans[s].low,
                                               spans[s].high);
    }
}

static void pick_spans(const qd_kept *kept, span *spans, uint32_t n,
                       qd_pick *picks)
{
    const uint32_t *below = kept->index->below;
    for (uint32_t s = 0; s < n; s++) {
        spans[s].low = bin_begin(kept, spans[s].from);
        spans[s].high = spans[s].end < QD_BINS
                            ? bin_begin(kept, spans[s].end) : (double)INFINITY;
    }
    gather_spans(kept, spans, n);
    for (uint32_t s = 0; s < n; s++) {
        uint32_t done = 0;
        for (uint32_t p = 0; p < spans[s].picks; p++) {
            qd_pick *pick = &picks[spans[s].first + p];
            uint32_t at = (uint32_t)(pick->rank - below[spans[s].from]);
            select_few(spans[s].at + done, spans[s].n - done, at - done);
            pick->x = spans[s].at[at];
            done = at;
        }
    }
}

typedef struct batch {
    span spans[SPANS];
    uint32_t n;
    uint64_t used;
} batch;

/* Whether the pick, the i-th of all, found a place. */
static bool batch_add(batch *t, const qd_kept *kept, uint32_t bin, uint32_t i)
{
    const uint32_t *below = kept->index->below;
    uint64_t room = qd_gather_room(kept->n);
    span *s = t->n > 0 ? &t->spans[t->n - 1] : NULL;
    uint32_t begin = bin;
    if (s && bin < s->end) begin = bin + 1;
    else if (s && below[bin + 1] - below[s->from] <= room / 8)
        begin = s->end;
    else s = NULL;
    uint32_t more = below[bin + 1] - below[begin];
    if (more > span_most(kept) || t->used + more > room) return false;
    if (!s && t->n == SPANS) return false;
    if (!s) {
        s = &t->spans[t->n++];
        *s = (span){ .from = bin, .at = kept->room + t->used, .first = i };
    }
    if (bin >= s->end) s->end = bin + 1;
    s->picks++;
    t->used += more;
    return true;
}

void qd_kept_pick(const qd_kept *kept, qd_pick *picks, uint32_t n)
{
    for (uint32_t i = 0; i < n;) {
        batch some = { .n = 0, .used = 0 };
        uint32_t bin = 0;
        for (; i < n; i++) {
            bin = bin_of_rank(kept->index, picks[i].rank);
            if (!batch_add(&some, kept, bin, i)) break;
        }
        if (some.n > 0) pick_spans(kept, some.spans, some.n, picks);
        else i += pick_by_keys(kept, bin, picks + i, n - i);
    }
}

/* ---- Bands */

/* Where a band begins; those of negative values mirror the others. */
static double band_begin(uint32_t band)
{
    if (band <= QD_BAND_ZERO) return -band_begin(2 * QD_BAND_ZERO + 1 - band);
    uint64_t u = (uint64_t)(1023 - 32) * 128 - 1 + (band - QD_BAND_ZERO);
    double x;
    u <<= 45;
    memcpy(&x, &u, sizeof x);
    return x;
}

void qd_bands_close(uint32_t *bands, uint32_t lost)
{
    bands[QD_BAND_ZERO] -= lost;
    for (uint32_t b = 1; b < QD_BANDS; b++) bands[b] += bands[b - 1];
}

double qd_bands_at(const uint32_t *bands, uint64_t rank)
{
    uint32_t low = 0, high = QD_BANDS - 1;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (bands[middle] <= rank) low = middle + 1;
        else high = middle;
    }
    if (low == QD_BAND_ZERO) return 0;
    uint32_t below = low > 0 ? bands[low - 1] : 0;
    double begin = band_begin(low), end = band_begin(low + 1);
    double part = ((double)(rank - below) + 0.5) / (bands[low] - below);
    return begin + (end - begin) * part;
}
