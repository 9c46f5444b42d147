/* The bytes of a result: a line of text, then words of 64 bits, the least
 * byte first.
 *
 *     "quid shard 1\n" and zeros up to 16 bytes
 *     the version of quid, zeros up to 32 bytes
 *     model, seed, paths asked, first block, end block
 *     1: stopped, 2: exact
 *     probes; for each its ends and its wants
 *     for each reading: paths lost, paths where it is true
 *     for each node of the tree and mean: count, sum, squares
 *     for each kept reading: a value for each path, NaN where it is lost
 *     for each reading in bands: how many of them count something; for each
 *         of those its number * 2^32 + the count
 *     a checksum of all that stands before it
 *
 * How readings are kept follows from the paths asked and the probes. So a
 * merged result is the same bytes as that of one run, whose part is all. A
 * file is checked to the last word: nothing in it can lead the reader out of
 * it, and what it holds could have come from a run. */
#include "sim/shard.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"

#ifndef QUID_VERSION
#error "QUID_VERSION comes from the build"
#endif

enum { MAGIC = 16, VERSION = 32, HEAD = 8 * 7, LEAST = MAGIC + VERSION + HEAD };
enum { STOPPED = 1, EXACT = 2 };

static const char magic[MAGIC] = "quid shard 1\n";
static const char version[VERSION] = QUID_VERSION;

/* ---- Words */

static uint64_t word_read(const unsigned char *at)
{
    uint64_t w = 0;
    for (int i = 0; i < 8; i++) w |= (uint64_t)at[i] << 8 * i;
    return w;
}

static uint64_t bits_of(double x)
{
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static double double_of(uint64_t u)
{
    double x;
    memcpy(&x, &u, sizeof x);
    return x;
}

static void put(qd_buf *b, uint64_t w)
{
    char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (char)(w >> 8 * i);
    qd_buf_add(b, (qd_str){ bytes, sizeof bytes });
}

static void put_doubles(qd_buf *b, const double *x, uint64_t n)
{
    char bytes[8 * 512];
    for (uint64_t i = 0; i < n;) {
        size_t used = 0;
        for (; i < n && used < sizeof bytes; i++) {
            uint64_t w = bits_of(x[i]);
            for (int j = 0; j < 8; j++) bytes[used++] = (char)(w >> 8 * j);
        }
        qd_buf_add(b, (qd_str){ bytes, used });
    }
}

static uint64_t checksum(const char *at, size_t len)
{
    uint64_t h = len;
    for (size_t i = 0; i < len; i += 8) {
        h = (h ^ word_read((const unsigned char *)at + i)) *
            0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    return h;
}

/* ---- Writing */

static void put_bands(qd_buf *b, const uint32_t *bands)
{
    uint64_t n = 0;
    uint32_t before = 0;
    for (uint32_t i = 0; i < QD_BANDS; before = bands[i++])
        n += bands[i] != before;
    put(b, n);
    before = 0;
    for (uint32_t i = 0; i < QD_BANDS; before = bands[i++])
        if (bands[i] != before) put(b, (uint64_t)i << 32 | (bands[i] - before));
}

static void put_head(qd_buf *b, const qd_sim_result *r)
{
    qd_buf_add(b, (qd_str){ magic, MAGIC });
    qd_buf_add(b, (qd_str){ version, VERSION });
    put(b, r->id.model);
    put(b, r->id.seed);
    put(b, r->id.asked);
    put(b, r->id.first);
    put(b, r->id.end);
    put(b, (r->stopped ? STOPPED : 0u) | (r->exact ? EXACT : 0u));
    put(b, r->n_probes);
    for (uint32_t p = 0; p < r->n_probes; p++) {
        uint32_t first = r->first_of[p], end = r->first_of[p + 1];
        put(b, end - first);
        put(b, end > first ? r->readings[first].wants : 0u);
    }
}

void qd_sim_result_write(const qd_sim_result *r, qd_buf *b)
{
    size_t begin = b->len;
    put_head(b, r);
    for (uint32_t i = 0; i < r->n_readings; i++) {
        put(b, r->readings[i].lost);
        put(b, r->readings[i].yes);
    }
    for (uint32_t i = 0; i < r->n_pieces * r->n_means; i++) {
        const qd_moments *m = &r->pieces[i];
        put_doubles(b, (double[]){ m->n, m->sum, m->square }, 3);
    }
    for (uint32_t s = 0; s < r->n_kept; s++)
        put_doubles(b, r->kept[s], r->paths);
    for (uint32_t s = 0; s < r->n_bands; s++) put_bands(b, r->bands[s]);
    put(b, checksum(b->at + begin, b->len - begin));
}

/* ---- Reading: the head of a file */

typedef struct part {
    uint32_t number;          /* of the file, from 1 on */
    qd_run_id id;
    unsigned flags;
    uint64_t probes;
    const unsigned char *layout; /* two words for each probe */
    const unsigned char *at, *end; /* what is behind, without the checksum */
} part;

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

static bool damaged(qd_sim_why *why, uint32_t number)
{
    return refuse(why, "file %" PRIu32 " is cut short or damaged", number);
}

static bool take_word(part *p, uint64_t *w)
{
    if (p->end - p->at < 8) return false;
    *w = word_read(p->at);
    p->at += 8;
    return true;
}

static bool read_head(part *p)
{
    uint64_t flags = 0;
    take_word(p, &p->id.model);
    take_word(p, &p->id.seed);
    take_word(p, &p->id.asked);
    take_word(p, &p->id.first);
    take_word(p, &p->id.end);
    take_word(p, &flags);
    take_word(p, &p->probes);
    p->flags = (unsigned)flags;
    p->layout = p->at;
    if (flags > (STOPPED | EXACT) || p->id.asked == 0 ||
        p->id.asked > QD_LIMIT_PATHS || p->id.first > p->id.end ||
        p->id.end > qd_blocks(p->id.asked) ||
        p->probes > (uint64_t)(p->end - p->at) / 16)
        return false;
    p->at += 16 * p->probes;
    return true;
}

static bool open_part(part *p, qd_str file, qd_sim_why *why)
{
    if (file.len < MAGIC || memcmp(file.at, magic, MAGIC) != 0)
        return refuse(why, "file %" PRIu32 " is not the result of a run",
                      p->number);
    if (file.len < LEAST + 8 || file.len % 8 != 0)
        return damaged(why, p->number);
    p->end = (const unsigned char *)file.at + file.len - 8;
    p->at = (const unsigned char *)file.at + MAGIC + VERSION;
    if (checksum(file.at, file.len - 8) != word_read(p->end))
        return damaged(why, p->number);
    const char *by = file.at + MAGIC;
    if (memcmp(by, version, VERSION) != 0)
        return refuse(why, "file %" PRIu32 " was written by quid %.*s, this "
                      "is quid " QUID_VERSION, p->number, VERSION, by);
    return read_head(p) || damaged(why, p->number);
}

/* ---- Whether the files belong together */

static bool is_alike(const part *p, const part *q, qd_sim_why *why)
{
    const uint32_t a = p->number, b = q->number;
    const char *what = NULL;
    if (q->id.model != p->id.model) what = "is of another model than";
    else if (q->id.seed != p->id.seed) what = "has another seed than";
    else if (q->id.asked != p->id.asked)
        what = "is of another number of paths than";
    else if (q->probes != p->probes ||
             ((q->flags ^ p->flags) & EXACT) != 0 ||
             memcmp(q->layout, p->layout, 16 * p->probes) != 0)
        what = "answers another question than";
    if (what)
        return refuse(why, "file %" PRIu32 " %s file %" PRIu32, b, what, a);
    if (q->flags & STOPPED)
        return refuse(why, "file %" PRIu32 " is of a run that was stopped", b);
    return true;
}

static void sort_parts(part *parts, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        part p = parts[i];
        uint32_t j = i;
        for (; j > 0 && (parts[j - 1].id.first > p.id.first ||
                         (parts[j - 1].id.first == p.id.first &&
                          parts[j - 1].id.end > p.id.end)); j--)
            parts[j] = parts[j - 1];
        parts[j] = p;
    }
}

static bool lacks(qd_sim_why *why, const part *p, uint64_t first,
                  uint64_t end)
{
    uint64_t last = end * QD_BLOCK < p->id.asked ? end * QD_BLOCK
                                                 : p->id.asked;
    return refuse(why, "no file has the paths from %" PRIu64 " to %" PRIu64,
                  first * QD_BLOCK, last - 1);
}

/* Sorted parts hold every block once. */
static bool is_complete(const part *parts, uint32_t n, qd_sim_why *why)
{
    uint64_t next = 0, blocks = qd_blocks(parts[0].id.asked);
    const part *before = NULL;
    for (uint32_t i = 0; i < n; i++) {
        const part *p = &parts[i];
        if (p->id.first == p->id.end) continue;
        if (p->id.first > next) return lacks(why, p, next, p->id.first);
        if (p->id.first < next)
            return refuse(why, "files %" PRIu32 " and %" PRIu32
                          " both have the path %" PRIu64, before->number,
                          p->number, p->id.first * QD_BLOCK);
        next = p->id.end;
        before = p;
    }
    return next == blocks || lacks(why, &parts[0], next, blocks);
}

/* ---- Reading: the numbers */

static bool read_counts(part *p, qd_sim_result *r, uint64_t paths,
                        uint64_t *lost)
{
    for (uint32_t i = 0; i < r->n_readings; i++) {
        uint64_t yes;
        if (!take_word(p, &lost[i]) || !take_word(p, &yes)) return false;
        if (lost[i] > paths || yes > paths - lost[i]) return false;
        if (yes > 0 && !(r->readings[i].wants & QD_WANT_CHANCE)) return false;
        r->readings[i].lost += lost[i];
        r->readings[i].yes += yes;
    }
    return true;
}

static bool is_within(double x, double most)
{
    return x >= -most && x <= most;
}

static bool read_moments(part *p, qd_moments *m, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        uint64_t words[3];
        for (int j = 0; j < 3; j++)
            if (!take_word(p, &words[j])) return false;
        m[i] = (qd_moments){ double_of(words[0]), double_of(words[1]),
                             double_of(words[2]) };
        if (!is_within(m[i].n, QD_LIMIT_PATHS) || m[i].n < 0 ||
            !is_within(m[i].sum, 1e10 * QD_LARGEST) ||
            !is_within(m[i].square, 1e300) || m[i].square < 0)
            return false;
    }
    return true;
}

static bool read_kept(part *p, double *x, uint64_t n, uint64_t lost)
{
    if ((uint64_t)(p->end - p->at) / 8 < n) return false;
    for (uint64_t i = 0; i < n; i++, p->at += 8) {
        uint64_t u = word_read(p->at);
        x[i] = double_of(u);
        if (is_within(x[i], QD_LARGEST) && u != (uint64_t)1 << 63) continue;
        if (u != bits_of(__builtin_nan("")) || lost-- == 0) return false;
    }
    return lost == 0;
}

static bool read_bands(part *p, uint32_t *bands, uint64_t values)
{
    uint64_t n, next = 0, w;
    if (!take_word(p, &n)) return false;
    while (n-- > 0) {
        if (!take_word(p, &w)) return false;
        uint64_t band = w >> 32, count = w & 0xffffffffu;
        if (band < next || band >= QD_BANDS || count == 0 || count > values)
            return false;
        bands[band] += (uint32_t)count;
        values -= count;
        next = band + 1;
    }
    return values == 0;
}

/* What all the parts are read into, one after the other. */
typedef struct sink {
    qd_sim_result *r;
    uint64_t *lost;     /* by reading, of the part */
    qd_moments *leaves; /* n times r->n_means: nodes of the tree, */
    uint64_t *size;     /* and the blocks they cover */
    uint32_t n;
} sink;

static bool read_part(part *p, sink *to)
{
    qd_sim_result *r = to->r;
    uint64_t paths = qd_run_paths(&p->id), first = p->id.first * QD_BLOCK;
    uint32_t nodes = qd_pieces_of(p->id.first, p->id.end,
                                  qd_blocks(p->id.asked), to->size + to->n);
    if (!read_counts(p, r, paths, to->lost) ||
        !read_moments(p, to->leaves + (size_t)to->n * r->n_means,
                      (uint64_t)nodes * r->n_means))
        return false;
    to->n += nodes;
    for (uint32_t i = 0; i < r->n_readings; i++) {
        const qd_reading *at = &r->readings[i];
        if (at->keep == QD_KEEP_VALUES &&
            !read_kept(p, r->kept[at->slot] + first, paths, to->lost[i]))
            return false;
    }
    for (uint32_t i = 0; i < r->n_readings; i++) {
        const qd_reading *at = &r->readings[i];
        if (at->keep == QD_KEEP_BANDS &&
            !read_bands(p, r->bands[at->slot], paths - to->lost[i]))
            return false;
    }
    return p->at == p->end;
}

/* ---- Merging */

/* The result that the parts will fill, or NULL. */
static qd_sim_result *make_like(const part *p, qd_mem *mem, qd_sim_why *why)
{
    uint32_t n = (uint32_t)p->probes;
    uint64_t readings = 0, left = (uint64_t)(p->end - p->at) / 16;
    if (p->probes > UINT32_MAX) return damaged(why, p->number), NULL;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t ends = word_read(p->layout + (size_t)16 * i);
        uint64_t wants = word_read(p->layout + (size_t)16 * i + 8);
        if (ends > left - readings || wants > 7)
            return damaged(why, p->number), NULL;
        readings += ends;
    }
    qd_probe *probes = qd_mem_zero(mem, n * sizeof *probes);
    const qd_probe **list = qd_mem_resize(mem, NULL, n * sizeof *list);
    for (uint32_t i = 0; i < n; i++) {
        probes[i].n_ends = (uint32_t)word_read(p->layout + (size_t)16 * i);
        probes[i].wants = (uint8_t)word_read(p->layout + (size_t)16 * i + 8);
        list[i] = &probes[i];
    }
    qd_run_id id = p->id;
    id.first = 0;
    id.end = qd_blocks(id.asked);
    qd_sim_result *r = qd_result_make(list, n, &id, (p->flags & EXACT) != 0,
                                      mem);
    qd_mem_release(mem, list);
    qd_mem_release(mem, probes);
    return r;
}

static bool fill(sink *to, part *parts, uint32_t n, qd_sim_why *why)
{
    qd_sim_result *r = to->r;
    for (uint32_t i = 0; i < n; i++)
        if (!read_part(&parts[i], to)) return damaged(why, parts[i].number);
    r->paths = r->id.asked;
    for (uint32_t s = 0; s < r->n_bands; s++) qd_bands_close(r->bands[s], 0);
    qd_leaves leaves = { .at = to->leaves, .size = to->size,
                         .blocks = r->id.end, .stride = r->n_means };
    qd_result_fold(r, &leaves);
    for (uint32_t s = 0; s < r->n_kept; s++)
        qd_index_make(&r->index[s], r->kept[s], r->paths, r->sweeps);
    return true;
}

/* Before anything of this size is reserved. */
static bool has_room(const qd_sim_result *r, const part *parts, uint32_t n,
                     qd_sim_why *why)
{
    uint64_t words = 0, bytes = qd_result_bytes(r);
    for (uint32_t i = 0; i < n; i++)
        words += (uint64_t)(parts[i].end - parts[i].at) / 8;
    if (r->n_kept * r->id.asked > words)
        return damaged(why, parts[0].number);
    bytes += (uint64_t)n * QD_PIECES_MAX * r->n_means * sizeof(qd_moments);
    return bytes <= QD_LIMIT_RUN_BYTES ||
           refuse(why, "the results would hold more than %u MB",
                  (unsigned)(QD_LIMIT_RUN_BYTES >> 20));
}

static qd_sim_result *merge(part *parts, uint32_t n, qd_mem *mem,
                            qd_sim_why *why)
{
    qd_sim_result *r = make_like(&parts[0], mem, why);
    if (!r) return NULL;
    if (!has_room(r, parts, n, why)) {
        qd_sim_result_free(r);
        return NULL;
    }
    size_t nodes = (size_t)n * QD_PIECES_MAX;
    r->sweeps = qd_sweeps_of(QD_ISA_BEST);
    qd_result_reserve(r);
    sink to = { .r = r };
    to.lost = qd_mem_resize(mem, NULL, r->n_readings * sizeof *to.lost);
    to.size = qd_mem_resize(mem, NULL, nodes * sizeof *to.size);
    to.leaves = qd_mem_resize(mem, NULL,
                              nodes * r->n_means * sizeof *to.leaves);
    bool done = fill(&to, parts, n, why);
    qd_mem_release(mem, to.leaves);
    qd_mem_release(mem, to.size);
    qd_mem_release(mem, to.lost);
    if (done) return r;
    qd_sim_result_free(r);
    return NULL;
}

static bool belong_together(part *parts, const uint64_t *model,
                            const qd_str *files, uint32_t n, qd_sim_why *why)
{
    for (uint32_t i = 0; i < n; i++) {
        parts[i].number = i + 1;
        if (!open_part(&parts[i], files[i], why)) return false;
        if (model && parts[i].id.model != *model)
            return refuse(why, "file %" PRIu32 " is of another model", i + 1);
        if (!is_alike(&parts[0], &parts[i], why)) return false;
    }
    sort_parts(parts, n);
    return is_complete(parts, n, why);
}

qd_sim_result *qd_result_merge(const uint64_t *model, const qd_str *files,
                               uint32_t n, qd_mem *mem, qd_sim_why *why)
{
    if (n == 0) {
        refuse(why, "no file is given");
        return NULL;
    }
    part *parts = qd_mem_zero(mem, n * sizeof *parts);
    qd_sim_result *r = NULL;
    if (belong_together(parts, model, files, n, why))
        r = merge(parts, n, mem, why);
    qd_mem_release(mem, parts);
    return r;
}
