/* Runs, sums, quantiles and stopping, over paths that a function makes up. */
#include "unit_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "sim/run.h"
#include "sim/shard.h"

static double noise(uint64_t seed, uint64_t path, uint32_t reading)
{
    uint64_t z = seed * 0x9E3779B97F4A7C15u + path * 0xD1B54A32D192ED03u +
                 reading * 0x8CB92BA72F3D8DD7u + 1;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return ((double)(z >> 11) + 0.5) * 0x1p-53;
}

/* What the probes of `shapes` read. Two ends each but the first. */
enum { UNIFORM, SIGNED, HEAVY, TIES, CONSTANT, HALF_ZERO, HOLES, NOTHING,
       TINY, SHAPES };

static double value(unsigned shape, double u)
{
    switch (shape) {
    case SIGNED: return (u - 0.3) * 1e10;
    case HEAVY: return 1 / (u * u * u);
    case TIES: return floor(u * 5) - 2;
    case CONSTANT: return 1e9 + 0.1;
    case HALF_ZERO: return u < 0.5 ? -0.0 : exp((u - 0.5) * 80 - 20);
    case HOLES:
        return u < 0.1 ? NAN : u < 0.15 ? INFINITY : u < 0.2 ? -INFINITY
                                                             : u * 7;
    case NOTHING: return NAN;
    case TINY: return (u - 0.5) * 1e-300;
    default: return u;
    }
}

static const uint32_t ENDS[] = { 3, 7 };
#define ALL (QD_WANT_MEAN | QD_WANT_CHANCE | QD_WANT_QUANTILES)
static const qd_probe PROBES[SHAPES] = {
    [UNIFORM] = { .ends = ENDS, .n_ends = 1, .wants = ALL },
    [SIGNED] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
    [HEAVY] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
    [TIES] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
    [CONSTANT] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
    [HALF_ZERO] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
    [HOLES] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
    [NOTHING] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
    [TINY] = { .ends = ENDS, .n_ends = 2, .wants = ALL },
};
enum { READINGS = 2 * SHAPES - 1 };
static const qd_probe *const PROBE_LIST[SHAPES] = {
    &PROBES[0], &PROBES[1], &PROBES[2], &PROBES[3], &PROBES[4],
    &PROBES[5], &PROBES[6], &PROBES[7], &PROBES[8],
};

static unsigned shape_of(uint32_t reading) { return (reading + 1) / 2; }

static size_t made_up_scratch(const void *self, unsigned tile)
{
    (void)self;
    return tile * sizeof(double);
}

static void made_up_tile(const void *self, enum qd_isa isa, void *scratch,
                         unsigned tile, uint64_t seed, uint64_t first,
                         uint32_t n, qd_sim_take *take, void *ctx)
{
    double *x = scratch;
    (void)self, (void)isa;
    assert_int_equal((uintptr_t)scratch % 64, 0);
    for (uint32_t r = 0; r < READINGS; r++) {
        for (uint32_t i = 0; i < tile; i++)
            x[i] = i < n ? value(shape_of(r), noise(seed, first + i, r)) : 77;
        take(ctx, r, x, n);
    }
}

static const qd_run_model MODEL = {
    .probes = PROBE_LIST, .n_probes = SHAPES, .hash = 12345,
    .scratch_size = made_up_scratch, .tile = made_up_tile
};

struct memory { qd_mem mem; jmp_buf oom; };

static void begin(struct memory *m)
{
    qd_mem_init(&m->mem, NULL, NULL);
    m->mem.oom = &m->oom;
}

static qd_sim_result *run(struct memory *m, const qd_sim_how *how)
{
    qd_sim_why why = { "" };
    qd_sim_result *r = qd_run(&MODEL, how, &m->mem, &why);
    assert_string_equal(why.text, "");
    assert_non_null(r);
    return r;
}

/* The finite values of a reading, sorted. */
static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static uint64_t sorted_values(double *x, const qd_sim_how *how,
                              uint32_t reading)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < how->paths; i++) {
        double v = value(shape_of(reading), noise(how->seed, i, reading));
        if (isfinite(v)) x[n++] = v;
    }
    qsort(x, n, sizeof *x, by_size);
    return n;
}

static double type_7(const double *sorted, uint64_t n, double q)
{
    double h = (double)(n - 1) * q;
    uint64_t low = (uint64_t)floor(h);
    if (low + 1 >= n) return sorted[n - 1];
    return sorted[low] + (sorted[low + 1] - sorted[low]) * (h - (double)low);
}

static void check_moments(const qd_sim_result *r, uint32_t probe, uint32_t k,
                          const double *x, uint64_t n, uint64_t paths)
{
    long double sum = 0, size = 0, square = 0;
    uint64_t yes = 0;
    for (uint64_t i = 0; i < n; i++) {
        sum += x[i];
        size += fabsl((long double)x[i]);
        yes += x[i] != 0;
    }
    assert_int_equal(qd_sim_lost(r, probe, k), paths - n);
    if (n == 0) {
        assert_true(isnan(qd_sim_mean(r, probe, k)));
        assert_true(isnan(qd_sim_chance(r, probe, k)));
        return;
    }
    double mean = (double)(sum / n);
    assert_true(fabs(qd_sim_mean(r, probe, k) - mean) <=
                (double)(size / n) * 1e-14);
    double p = (double)yes / (double)n;
    assert_true(qd_sim_chance(r, probe, k) == p);
    assert_true(qd_sim_chance_error(r, probe, k) ==
                sqrt(p * (1 - p) / (double)n));
    if (n == 1) return;
    for (uint64_t i = 0; i < n; i++)
        square += (x[i] - sum / n) * (x[i] - sum / n);
    /* The squares of what is below 1e-150 are nothing. */
    double error = (double)sqrtl(square / (n - 1) / n);
    assert_true(fabs(qd_sim_mean_error(r, probe, k) - error) <=
                error * 1e-9 + fabs(mean) * 1e-15 + 1e-150);
}

static const double SHARES[] = { 0, 0.001, 0.05, 0.25, 0.3337, 0.5, 0.75,
                                 0.95, 0.999, 1 };
enum { N_SHARES = sizeof SHARES / sizeof *SHARES };

static void check_quantiles(const qd_sim_result *r, uint32_t probe,
                            uint32_t k, const double *x, uint64_t n)
{
    double value[N_SHARES], error[N_SHARES];
    qd_sim_quantiles(r, probe, k, SHARES, N_SHARES, value, error);
    for (int i = 0; i < N_SHARES; i++) {
        double q = SHARES[i];
        if (n == 0) {
            assert_true(isnan(value[i]) && isnan(error[i]));
            continue;
        }
        double sd = sqrt((double)n * q * (1 - q)), at = (double)(n - 1) * q;
        uint64_t low = at - sd > 0 ? (uint64_t)floor(at - sd) : 0;
        uint64_t high = at + sd < (double)(n - 1) ? (uint64_t)ceil(at + sd)
                                                   : n - 1;
        assert_true(value[i] == type_7(x, n, q));
        assert_true(error[i] == (x[high] - x[low]) / 2);
        assert_true(value[i] == qd_sim_quantile(r, probe, k, q));
        assert_true(error[i] == qd_sim_quantile_error(r, probe, k, q));
    }
}

static void every_number_is_the_slow_one(void **state)
{
    (void)state;
    static const uint64_t paths[] = { 1, 2, 7, 9, 511, 512, 513, 3000,
                                      100003 };
    double *x = malloc(100003 * sizeof *x);
    for (int i = 0; i < 9; i++) {
        struct memory m;
        begin(&m);
        qd_sim_how how = { .paths = paths[i], .seed = 5, .threads = 2 };
        qd_sim_result *r = run(&m, &how);
        assert_int_equal(qd_sim_paths(r), paths[i]);
        assert_false(qd_sim_stopped(r));
        for (uint32_t p = 0, number = 0; p < SHAPES; p++) {
            assert_false(qd_sim_is_banded(r, p));
            for (uint32_t k = 0; k < PROBES[p].n_ends; k++, number++) {
                uint64_t n = sorted_values(x, &how, number);
                check_moments(r, p, k, x, n, paths[i]);
                check_quantiles(r, p, k, x, n);
            }
        }
        qd_sim_result_free(r);
        assert_int_equal(m.mem.in_use, 0);
    }
    free(x);
}

/* A constant has no error, and its mean no rounding that can be seen. */
static void a_constant_has_no_error(void **state)
{
    (void)state;
    struct memory m;
    begin(&m);
    qd_sim_how how = { .paths = 100000, .seed = 5 };
    qd_sim_result *r = run(&m, &how);
    assert_true(qd_sim_mean_error(r, CONSTANT, 0) < 1e-9);
    assert_true(qd_sim_quantile_error(r, CONSTANT, 0, 0.5) == 0);
    assert_true(qd_sim_quantile(r, CONSTANT, 0, 0.3) == 1e9 + 0.1);
    qd_sim_result_free(r);
}

static void threads_tiles_and_vectors_change_nothing(void **state)
{
    (void)state;
    static const unsigned threads[] = { 1, 2, 3, 5 };
    static const unsigned tiles[] = { 64, 128, 256, 512, 0 };
    for (int banded = 0; banded < 2; banded++) {
        uint64_t expected = 0;
        for (int t = 0; t < 4; t++)
            for (int s = 0; s < 5; s++)
                for (int isa = 0; isa < 4; isa++) {
                    if (!qd_isa_has((enum qd_isa)isa)) continue;
                    if (banded && (s + t + isa) % 4 != 0) continue;
                    struct memory m;
                    begin(&m);
                    qd_sim_how how = {
                        .paths = banded ? QD_SIM_KEPT + 1001 : 7777,
                        .seed = 8, .threads = threads[t],
                        .tile = tiles[s], .isa = (enum qd_isa)isa
                    };
                    qd_sim_result *r = run(&m, &how);
                    uint64_t sum = qd_sim_checksum(r);
                    if (!expected) expected = sum;
                    assert_true(sum == expected);
                    qd_sim_result_free(r);
                    assert_int_equal(m.mem.in_use, 0);
                }
    }
}

static void the_checksum_sees_a_change(void **state)
{
    (void)state;
    struct memory m;
    begin(&m);
    qd_sim_how how = { .paths = 2000, .seed = 8 };
    qd_sim_result *a = run(&m, &how);
    how.seed = 9;
    qd_sim_result *b = run(&m, &how);
    how.seed = 8;
    how.paths = 2001;
    qd_sim_result *c = run(&m, &how);
    assert_true(qd_sim_checksum(a) != qd_sim_checksum(b));
    assert_true(qd_sim_checksum(a) != qd_sim_checksum(c));
    qd_mem_free_all(&m.mem);
}

/* Above QD_SIM_KEPT a series is counted in bands, one reading is not, and
 * `exact` keeps all. */
static void bands_are_within_a_hundredth(void **state)
{
    (void)state;
    struct memory m;
    begin(&m);
    qd_sim_how how = { .paths = QD_SIM_KEPT + 1, .seed = 3, .threads = 3 };
    double *x = malloc(how.paths * sizeof *x);
    qd_sim_result *r = run(&m, &how);
    assert_false(qd_sim_is_banded(r, UNIFORM));
    for (uint32_t p = SIGNED; p < TINY; p++) {
        assert_true(qd_sim_is_banded(r, p));
        uint64_t n = sorted_values(x, &how, 2 * p - 1);
        check_moments(r, p, 0, x, n, how.paths);
        for (int i = 0; n > 0 && i < N_SHARES; i++) {
            double value = qd_sim_quantile(r, p, 0, SHARES[i]);
            double right = type_7(x, n, SHARES[i]);
            assert_true(fabs(value - right) <= fabs(right) * 0.01 + 1e-8);
            double before = i ? qd_sim_quantile(r, p, 0, SHARES[i - 1]) : value;
            assert_true(value >= before);
        }
    }
    assert_true(qd_sim_quantile(r, TINY, 0, 0.7) == 0);
    assert_true(isnan(qd_sim_quantile(r, NOTHING, 0, 0.7)));
    how.exact = true;
    qd_sim_result *exact = run(&m, &how);
    uint64_t n = sorted_values(x, &how, 2 * HEAVY - 1);
    assert_false(qd_sim_is_banded(exact, HEAVY));
    check_quantiles(exact, HEAVY, 0, x, n);
    qd_mem_free_all(&m.mem);
    free(x);
}

/* Stops at the call of this number. */
struct patience { int calls, most; double share; };

static bool wait_for(void *ctx, double share)
{
    struct patience *p = ctx;
    assert_true(share >= p->share && share <= 1);
    p->share = share;
    return ++p->calls < p->most;
}

static void a_stopped_run_is_a_shorter_one(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct memory m;
        begin(&m);
        struct patience p = { .most = 5 };
        qd_sim_how how = { .paths = 100000, .seed = 4, .threads = threads,
                           .progress = wait_for, .ctx = &p };
        qd_sim_result *r = run(&m, &how);
        assert_true(qd_sim_stopped(r));
        uint64_t paths = qd_sim_paths(r);
        assert_int_equal(paths % QD_BLOCK, 0);
        assert_true(paths >= 5 * QD_BLOCK && paths < 100000);
        if (threads == 1) assert_int_equal(paths, 5 * QD_BLOCK);
        qd_sim_how shorter = { .paths = paths, .seed = 4 };
        assert_true(qd_sim_checksum(r) ==
                    qd_sim_checksum(run(&m, &shorter)));
        p = (struct patience){ .most = 1000 };
        qd_sim_result *whole = run(&m, &how);
        assert_false(qd_sim_stopped(whole));
        assert_int_equal(qd_sim_paths(whole), 100000);
        qd_mem_free_all(&m.mem);
    }
}

static void a_run_beyond_the_limits_is_refused(void **state)
{
    (void)state;
    static const struct { qd_sim_how how; const char *says; } wrong[] = {
        { { .paths = 0 }, "no path" },
        { { .paths = 1000000000000 }, "at most 1000000000" },
        { { .paths = 1000000000, .exact = true }, "8192 MB" },
        { { .paths = 10, .shard = 3, .shards = 2 }, "no shard 3 of 2" },
        { { .paths = 10, .shard = 0, .shards = 2 }, "no shard 0 of 2" },
        { { .paths = 10, .tile = 100 }, "tile of 100" },
        { { .paths = 10, .tile = 1024 }, "tile of 1024" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct memory m;
        qd_sim_why why = { "" };
        begin(&m);
        assert_null(qd_run(&MODEL, &wrong[i].how, &m.mem, &why));
        assert_non_null(strstr(why.text, wrong[i].says));
        assert_true(strlen(why.text) + 1 < sizeof why.text);
        assert_int_equal(m.mem.in_use, 0);
    }
}

static void many_threads_for_few_paths(void **state)
{
    (void)state;
    struct memory m;
    begin(&m);
    qd_sim_how how = { .paths = 700, .seed = 4, .threads = 4000000000u };
    qd_sim_result *r = run(&m, &how);
    how.threads = 1;
    assert_true(qd_sim_checksum(r) == qd_sim_checksum(run(&m, &how)));
    qd_mem_free_all(&m.mem);
}

/* ---- Shards */

static qd_str written(struct memory *m, const qd_sim_how *how)
{
    qd_buf b = qd_buf_make(&m->mem);
    qd_sim_result_write(run(m, how), &b);
    return qd_buf_str(&b);
}

static qd_str shard(struct memory *m, uint64_t paths, uint32_t i, uint32_t n)
{
    qd_sim_how how = { .paths = paths, .seed = 6, .threads = 1 + i % 3,
                       .tile = 64u << i % 3, .shard = i, .shards = n };
    return written(m, &how);
}

static void shards_in_any_order_are_one_run(void **state)
{
    (void)state;
    static const uint64_t paths[] = { 1, 700, 5000, 9 * 512,
                                      QD_SIM_KEPT + 5 };
    for (int i = 0; i < 5; i++)
        for (uint32_t n = 1; n <= 7; n += i < 4 ? 1 : 2) {
            struct memory m;
            begin(&m);
            qd_sim_how how = { .paths = paths[i], .seed = 6 };
            qd_sim_result *whole = run(&m, &how);
            qd_str one = written(&m, &how), files[7];
            for (uint32_t s = 0; s < n; s++)
                files[(s * 11 + 3) % n] = shard(&m, paths[i], s + 1, n);
            qd_sim_why why = { "" };
            qd_sim_result *r = qd_result_merge(&MODEL.hash, files, n, &m.mem,
                                               &why);
            assert_string_equal(why.text, "");
            assert_true(qd_sim_checksum(r) == qd_sim_checksum(whole));
            qd_buf b = qd_buf_make(&m.mem);
            qd_sim_result_write(r, &b);
            assert_true(qd_str_eq(qd_buf_str(&b), one));
            assert_true(qd_sim_quantile(r, HEAVY, 1, 0.3) ==
                        qd_sim_quantile(whole, HEAVY, 1, 0.3));
            qd_mem_free_all(&m.mem);
        }
}

static void expect_refusal(struct memory *m, const qd_str *files, uint32_t n,
                           const char *says)
{
    qd_sim_why why = { "" };
    assert_null(qd_result_merge(&MODEL.hash, files, n, &m->mem, &why));
    assert_string_equal(why.text, says);
}

static void shards_that_do_not_belong_together(void **state)
{
    (void)state;
    struct memory m;
    begin(&m);
    qd_str a = shard(&m, 3000, 1, 3), b = shard(&m, 3000, 2, 3);
    qd_str c = shard(&m, 3000, 3, 3);
    expect_refusal(&m, NULL, 0, "no file is given");
    expect_refusal(&m, (qd_str[]){ c, a }, 2,
                   "no file has the paths from 1024 to 2047");
    expect_refusal(&m, (qd_str[]){ b, a }, 2,
                   "no file has the paths from 2048 to 2999");
    expect_refusal(&m, &b, 1, "no file has the paths from 0 to 1023");
    expect_refusal(&m, (qd_str[]){ c, b, a, b }, 4,
                   "files 2 and 4 both have the path 1024");
    expect_refusal(&m, (qd_str[]){ a, b, shard(&m, 3001, 3, 3) }, 3,
                   "file 3 is of another number of paths than file 1");
    qd_sim_how how = { .paths = 3000, .seed = 7, .shard = 3, .shards = 3 };
    expect_refusal(&m, (qd_str[]){ a, b, written(&m, &how) }, 3,
                   "file 3 has another seed than file 1");
    how.seed = 6;
    how.exact = true;
    expect_refusal(&m, (qd_str[]){ a, b, written(&m, &how) }, 3,
                   "file 3 answers another question than file 1");
    how.exact = false;
    struct patience p = { .most = 1 };
    how.progress = wait_for;
    how.ctx = &p;
    expect_refusal(&m, (qd_str[]){ a, b, written(&m, &how) }, 3,
                   "file 3 is of a run that was stopped");
    uint64_t other = 1;
    qd_sim_why why = { "" };
    assert_null(qd_result_merge(&other, &a, 1, &m.mem, &why));
    assert_string_equal(why.text, "file 1 is of another model");
    expect_refusal(&m, (qd_str[]){ a, QD_STR("# a model\n") }, 2,
                   "file 2 is not the result of a run");
    qd_mem_free_all(&m.mem);
}

/* As shard.c does it, so that a file that is wrong has a right one. */
static void seal(char *at, size_t len)
{
    uint64_t h = len - 8;
    for (size_t i = 0; i + 8 < len; i += 8) {
        uint64_t w;
        memcpy(&w, at + i, 8);
        h = (h ^ w) * 0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    memcpy(at + len - 8, &h, 8);
}

static void ask_everything(const qd_sim_result *r)
{
    for (uint32_t p = 0; p < r->n_probes; p++)
        for (uint32_t k = 0; k < r->first_of[p + 1] - r->first_of[p]; k++) {
            double value[N_SHARES], error[N_SHARES];
            qd_sim_quantiles(r, p, k, SHARES, N_SHARES, value, error);
            qd_sim_mean(r, p, k);
            qd_sim_mean_error(r, p, k);
            qd_sim_chance_error(r, p, k);
        }
}

static void a_file_cut_short_or_changed_is_refused(void **state)
{
    (void)state;
    struct memory m;
    begin(&m);
    qd_str file = shard(&m, 40, 1, 1);
    char *copy = malloc(file.len);
    for (size_t len = 0; len < file.len; len++) {
        qd_sim_why why = { "" };
        memcpy(copy, file.at, len);
        qd_str cut = { copy, len };
        assert_null(qd_result_merge(NULL, &cut, 1, &m.mem, &why));
        assert_non_null(strstr(why.text, "file 1 "));
    }
    memcpy(copy, file.at, file.len);
    qd_str changed = { copy, file.len };
    for (size_t bit = 0; bit < file.len * 8; bit++) {
        qd_sim_why why = { "" };
        copy[bit / 8] ^= (char)(1 << bit % 8);
        assert_null(qd_result_merge(NULL, &changed, 1, &m.mem, &why));
        copy[bit / 8] ^= (char)(1 << bit % 8);
    }
    free(copy);
    qd_mem_free_all(&m.mem);
}

/* Words that no run wrote, under a checksum that is right. */
static void a_forged_file_never_leads_astray(void **state)
{
    (void)state;
    static const uint64_t words[] = {
        0, 1, 3, 63, 0xffffffffu, 0x100000001u, (uint64_t)1 << 63,
        UINT64_MAX, 0x7ff0000000000000u, 0x7ff8000000000000u,
        0x3ff0000000000000u, 0xc341c37937e08000u, 1000000000
    };
    enum { WORDS = sizeof words / sizeof *words };
    for (int banded = 0; banded < 2; banded++) {
        struct memory m;
        begin(&m);
        qd_str file = banded ? shard(&m, QD_SIM_KEPT + 1, 1, 1)
                             : shard(&m, 40, 1, 1);
        char *copy = malloc(file.len);
        memcpy(copy, file.at, file.len);
        size_t held = m.mem.in_use;
        for (size_t at = 48; at + 8 < file.len; at += banded ? 8 * 4001 : 8)
            for (int w = 0; w < (banded ? 2 : WORDS); w++) {
                qd_sim_why why = { "" };
                memcpy(copy + at, &words[w], 8);
                seal(copy, file.len);
                qd_str forged = { copy, file.len };
                qd_sim_result *r = qd_result_merge(NULL, &forged, 1, &m.mem,
                                                   &why);
                assert_true((r != NULL) == (why.text[0] == 0));
                if (r) ask_everything(r);
                qd_sim_result_free(r);
                assert_int_equal(m.mem.in_use, held);
                memcpy(copy + at, file.at + at, 8);
            }
        seal(copy, file.len);
        assert_memory_equal(copy, file.at, file.len);
        free(copy);
        qd_mem_free_all(&m.mem);
    }
}

/* ---- A plan: a walk over two years, and whether it is above 0 */

static const uint32_t MONTHS[] = { 5, 11, 17, 23 };

static qd_sim_plan *plan_of_walk(struct memory *m, qd_graph *g, double drift)
{
    qd_arena *arena = qd_mem_zero(&m->mem, sizeof *arena);
    qd_units *units = qd_mem_zero(&m->mem, sizeof *units);
    qd_arena_init(arena, &m->mem);
    qd_units_init(units, &m->mem, arena);
    qd_graph_init(g, &m->mem, units);
    qd_node zero = qd_node_const(g, 0, QD_DIM_NONE);
    qd_node items[] = { qd_node_const(g, drift, QD_DIM_NONE),
                        qd_node_const(g, 0.25, QD_DIM_NONE) };
    qd_draw_of before = qd_draw_enter(g, 4711);
    qd_node walk = qd_node_list(g, QD_N_PROCESS, items, 2, QD_PROCESS_WALK,
                                QD_DIM_NONE);
    qd_draw_leave(g, before);
    qd_node above = qd_node_make(g, QD_N_COMPARE, walk, zero, 0,
                                 QD_CMP_GT);
    assert_int_not_equal(above, QD_NODE_BAD);
    qd_probe probes[] = {
        { .node = walk, .ends = MONTHS, .n_ends = 4,
          .wants = QD_WANT_MEAN | QD_WANT_QUANTILES },
        { .node = above, .ends = MONTHS, .n_ends = 4,
          .wants = QD_WANT_CHANCE },
        { .node = walk, .ends = &MONTHS[3], .n_ends = 1,
          .wants = QD_WANT_QUANTILES },
    };
    qd_sim_source source = { .graph = g, .grid = { 24312, 1, 24 } };
    qd_sim_why why = { "" };
    qd_sim_plan *plan = qd_sim_plan_make(&source, probes, 3, &m->mem, &why);
    assert_string_equal(why.text, "");
    return plan;
}

static qd_sim_result *run_walk(struct memory *m, const qd_sim_plan *plan,
                               const qd_sim_how *how)
{
    qd_sim_why why = { "" };
    qd_sim_result *r = qd_sim_run(plan, how, &m->mem, &why);
    assert_string_equal(why.text, "");
    return r;
}

/* Month t of a walk is normal with mean t drift and sd vol sqrt(t). */
static void a_walk_is_normal(void **state)
{
    (void)state;
    struct memory m;
    qd_graph g;
    begin(&m);
    qd_sim_plan *plan = plan_of_walk(&m, &g, 0.01);
    qd_sim_how how = { .paths = 60000, .seed = 11, .threads = 2 };
    qd_sim_result *r = run_walk(&m, plan, &how);
    for (uint32_t k = 0; k < 4; k++) {
        double t = MONTHS[k] + 1, mean = 0.01 * t, sd = 0.25 * sqrt(t);
        double error = qd_sim_mean_error(r, 0, k);
        assert_true(fabs(qd_sim_mean(r, 0, k) - mean) < 4 * error);
        assert_true(fabs(error * sqrt(60000) / sd - 1) < 0.02);
        double p = 0.5 * erfc(-mean / sd / sqrt(2));
        assert_true(fabs(qd_sim_chance(r, 1, k) - p) <
                    4 * qd_sim_chance_error(r, 1, k));
        double high = qd_sim_quantile(r, 0, k, 0.95);
        assert_true(fabs(high - mean - 1.6448536269514722 * sd) <
                    4 * qd_sim_quantile_error(r, 0, k, 0.95));
    }
    qd_mem_free_all(&m.mem);
}

static void a_path_is_what_the_run_saw(void **state)
{
    (void)state;
    struct memory m;
    qd_graph g;
    begin(&m);
    qd_sim_plan *plan = plan_of_walk(&m, &g, 0.01);
    qd_sim_how how = { .paths = 3001, .seed = 11 };
    qd_sim_result *r = run_walk(&m, plan, &how);
    double out[9];
    assert_int_equal(qd_sim_readings(plan), 9);
    for (uint64_t i = 0; i < 3001; i += 60) {
        qd_sim_path(plan, &how, i, out, &m.mem);
        for (uint32_t k = 0; k < 4; k++) {
            assert_true(out[k] == r->kept[k][i]);
            assert_true(out[4 + k] == (out[k] > 0));
        }
        assert_true(out[8] == out[3]);
    }
    qd_mem_free_all(&m.mem);
}

static void a_plan_in_parts_is_one_run(void **state)
{
    (void)state;
    struct memory m;
    qd_graph g;
    begin(&m);
    qd_sim_plan *plan = plan_of_walk(&m, &g, 0.01);
    qd_sim_how how = { .paths = 20000, .seed = 2 };
    qd_sim_result *whole = run_walk(&m, plan, &how);
    qd_buf one = qd_buf_make(&m.mem);
    qd_sim_result_write(whole, &one);
    for (int isa = 0; isa < 4; isa++) {
        if (!qd_isa_has((enum qd_isa)isa)) continue;
        qd_str files[3];
        for (uint32_t s = 0; s < 3; s++) {
            qd_sim_how part = { .paths = 20000, .seed = 2, .threads = s + 1,
                                .tile = 64u << (s + (unsigned)isa) % 4,
                                .isa = (enum qd_isa)isa, .shard = s + 1,
                                .shards = 3 };
            qd_buf b = qd_buf_make(&m.mem);
            qd_sim_result_write(run_walk(&m, plan, &part), &b);
            files[(s + 1) % 3] = qd_buf_str(&b);
        }
        qd_sim_why why = { "" };
        qd_sim_result *r = qd_sim_result_merge(plan, files, 3, &m.mem, &why);
        assert_string_equal(why.text, "");
        assert_true(qd_sim_checksum(r) == qd_sim_checksum(whole));
        qd_buf b = qd_buf_make(&m.mem);
        qd_sim_result_write(r, &b);
        assert_true(qd_str_eq(qd_buf_str(&b), qd_buf_str(&one)));
    }
    qd_sim_why why = { "" };
    qd_str file = qd_buf_str(&one);
    qd_sim_plan *other = plan_of_walk(&m, &g, 0.02);
    assert_null(qd_sim_result_merge(other, &file, 1, &m.mem, &why));
    assert_string_equal(why.text, "file 1 is of another model");
    qd_mem_free_all(&m.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_is_the_slow_one),
        cmocka_unit_test(a_constant_has_no_error),
        cmocka_unit_test(threads_tiles_and_vectors_change_nothing),
        cmocka_unit_test(the_checksum_sees_a_change),
        cmocka_unit_test(bands_are_within_a_hundredth),
        cmocka_unit_test(a_stopped_run_is_a_shorter_one),
        cmocka_unit_test(a_run_beyond_the_limits_is_refused),
        cmocka_unit_test(many_threads_for_few_paths),
        cmocka_unit_test(shards_in_any_order_are_one_run),
        cmocka_unit_test(shards_that_do_not_belong_together),
        cmocka_unit_test(a_file_cut_short_or_changed_is_refused),
        cmocka_unit_test(a_forged_file_never_leads_astray),
        cmocka_unit_test(a_walk_is_normal),
        cmocka_unit_test(a_path_is_what_the_run_saw),
        cmocka_unit_test(a_plan_in_parts_is_one_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
