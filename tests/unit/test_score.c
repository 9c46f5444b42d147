/* Scores: what a path draws is what the distribution says, for every sample
 * of every row, one value at a time and on lanes. */
#include "unit_test.h"

#include <math.h>
#include <string.h>

#include "dist_samples.h"

#include "math/special.h"
#include "score_lanes.h"

/* Samples of which only the distribution itself is the second source. */
enum { EXTRAS = 9, ALL = SAMPLES + EXTRAS };

struct bench {
    qd_mem mem;
    qd_arena arena;
    jmp_buf oom;
    struct built built[SAMPLES];
    qd_dist_arg args[EXTRAS][MOST_ARGS];
    qd_dist extra[EXTRAS];
    const qd_dist *all[ALL];
};

static void add_extra(struct bench *b, unsigned i, const char *what,
                      const qd_dist_arg *args, unsigned n)
{
    qd_dist_fault fault;
    memcpy(b->args[i], args, n * sizeof *args);
    assert_int_equal(qd_dist_make(&b->extra[i], qd_dist_find(qd_str_c(what)),
                                  QD_DIST_PLAIN, b->args[i], n, &fault),
                     QD_DIST_OK);
}

static const qd_dist *sample_of(const struct bench *b, const char *what)
{
    for (unsigned i = 0; i < SAMPLES; i++)
        if (strcmp(samples[i].what, what) == 0) return &b->built[i].dist;
    fail_msg("no sample of %s", what);
    return NULL;
}

static struct bench *set_up(void)
{
    static struct bench b;
    qd_mem_init(&b.mem, NULL, NULL);
    b.mem.oom = &b.oom;
    qd_arena_init(&b.arena, &b.mem);
    build(b.built);
#define EXTRA(i, what, n, ...) \
    add_extra(&b, i, what, (qd_dist_arg[]){ __VA_ARGS__ }, n)
    const qd_dist *mix = sample_of(&b, "mix");
    EXTRA(0, "truncate", 3, { .part = mix }, { .x = 2 }, { .x = 6 });
    EXTRA(1, "truncate", 3, { .part = sample_of(&b, "integer") },
          { .x = 2.5 }, { .x = 7.2 });
    EXTRA(2, "truncate", 3, { .part = sample_of(&b, "discrete") },
          { .x = 1.5 }, { .x = 9 });
    EXTRA(3, "poisson", 1, { .x = 40000 });
    EXTRA(4, "beta", 2, { .x = 0.7 }, { .x = 12 });
    EXTRA(5, "mix", 3, { .p = 0.5, .part = &b.extra[0] },
          { .p = 0.25, .part = mix }, { .p = 0.25, .x = 9 });
    EXTRA(6, "beta", 2, { .x = 0.03 }, { .x = 2 });
    EXTRA(7, "uniform", 2, { .x = 4 }, { .x = 4 });
    EXTRA(8, "discrete", 3, { .p = 0.5, .x = 7 }, { .p = 0, .x = 1 },
          { .p = 0.5, .x = -2 });
    for (unsigned i = 0; i < ALL; i++)
        b.all[i] = i < SAMPLES ? &b.built[i].dist : &b.extra[i - SAMPLES];
    return &b;
}

static void take_down(struct bench *b)
{
    qd_mem_free_all(&b->mem);
}

static double at_score(const qd_score *s, double z)
{
    return qd_score_at(s, s->wants_z ? z : qd_normal_cdf(z));
}

static double at_share(const qd_score *s, double u)
{
    return qd_score_at(s, s->wants_z ? qd_normal_quantile(u) : u);
}

/* The one case of a distribution; NULL when it has several. */
static const qd_score *only(struct bench *b, unsigned i)
{
    const qd_score_case *at;
    return qd_score_cases(b->all[i], &b->arena, &at) == 1 ? &at->score : NULL;
}

static double tail(unsigned i)
{
    static const double u[] = { 1e-12, 1e-9, 1e-6, 1e-4, 1e-3 };
    return i < 5 ? u[i] : 1 - u[i - 5];
}

/* The value is the quantile: exactly for steps, else within 1e-9 of the
 * standard deviation. */
static void test_is_quantile(void **state)
{
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < ALL; i++) {
        const qd_dist *d = b->all[i];
        const qd_score *s = only(b, i);
        if (!s) continue;
        double most = qd_dist_is_steps(d) ? 0 : 1e-9 * qd_dist_sd(d);
        for (unsigned n = 0; n < 1009; n++) {
            double u = n < 10 ? tail(n) : (n - 9) / 1000.0 + 1e-7;
            if (u >= 1) continue;
            double x = at_share(s, u), want = qd_dist_quantile(d, u);
            double room = most + 4e-16 * fabs(want);
            if (!(fabs(x - want) <= room))
                fail_msg("row %u, %s: at %.17g the score has %.17g, the "
                         "quantile %.17g", i, d->kind->name, u, x, want);
        }
    }
    take_down(b);
}

/* A little below, so that steps are not met on their edge. */
static void test_known_answers(void **state)
{
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        const struct sample *k = &samples[i];
        const qd_score *s = only(b, i);
        if (!s) continue;
        double room = 1e-10 * k->sd;
        assert_true(fabs(at_share(s, 0.05 - 1e-12) - k->q05) <= room);
        assert_true(fabs(at_share(s, 0.5 - 1e-12) - k->q50) <= room);
        assert_true(fabs(at_share(s, 0.95 - 1e-12) - k->q95) <= room);
    }
    take_down(b);
}

static void test_rises(void **state)
{
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < ALL; i++) {
        const qd_dist *d = b->all[i];
        const qd_score *s = only(b, i);
        if (!s) continue;
        double before = -INFINITY, slack = 1e-11 * qd_dist_sd(d);
        for (int n = -8200; n <= 8200; n++) {
            double x = at_score(s, n / 1000.0);
            if (!(x >= before - slack && x >= d->low && x <= d->high))
                fail_msg("row %u, %s: %.17g after %.17g", i, d->kind->name,
                         x, before);
            before = x;
        }
    }
    take_down(b);
}

/* Mean and square of a score about a centre: midpoints in z where it is
 * smooth, in u where it has steps. */
static void moments(const qd_score *s, double centre, double m[2])
{
    bool steps = s->form == QD_SCORE_STEPS || s->form == QD_SCORE_INTEGER;
    int n = steps ? 400000 : 16400;
    m[0] = m[1] = 0;
    for (int i = 0; i < n; i++) {
        double z = (i + 0.5) / 1000 - 8.2;
        double x = steps ? qd_score_at(s, (i + 0.5) / n) : at_score(s, z);
        double w = steps ? 1.0 / n : qd_normal_density(z) / 1000;
        m[0] += w * (x - centre);
        m[1] += w * (x - centre) * (x - centre);
    }
}

/* Over the cases of each: mean and sd are the closed forms. */
static void test_moments(void **state)
{
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < ALL; i++) {
        const qd_dist *d = b->all[i];
        const qd_score_case *at;
        uint32_t n = qd_score_cases(d, &b->arena, &at);
        double mean = qd_dist_mean(d), sd = qd_dist_sd(d);
        double before = 0, off = 0, square = 0;
        for (uint32_t k = 0; k < n; k++) {
            double m[2], chance = at[k].upto - before;
            moments(&at[k].score, mean, m);
            assert_true(chance > 0);
            off += chance * m[0], square += chance * m[1];
            before = at[k].upto;
        }
        assert_true(before == 1);
        double room = qd_dist_is_steps(d) ? 1e-4 : 4e-6;
        if (!(fabs(off) <= room * sd && fabs(sqrt(square) - sd) <= room * sd))
            fail_msg("row %u, %s: mean off by %g, sd %.17g, not %.17g", i,
                     d->kind->name, off, sqrt(square), sd);
    }
    take_down(b);
}

static void test_cdf_of_score(void **state)
{
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < ALL; i++) {
        const qd_dist *d = b->all[i];
        const qd_score *s = only(b, i);
        if (!s || qd_dist_is_steps(d) || qd_dist_sd(d) == 0) continue;
        for (int n = 1; n < 1000; n++) {
            double u = n / 1000.0, f = qd_dist_cdf(d, at_share(s, u));
            if (!(fabs(f - u) <= 1e-10))
                fail_msg("row %u, %s: %.17g of %.17g", i, d->kind->name, f,
                         u);
        }
    }
    take_down(b);
}

/* The draw of a truncated distribution is that of the whole. */
static void test_whose_draw(void **state)
{
    struct bench *b = set_up();
    const qd_score_case *at;
    (void)state;
    for (unsigned i = 0; i < ALL; i++) {
        const qd_dist *d = b->all[i];
        if (d->kind != &qd_dist_truncate) continue;
        uint32_t n = qd_score_cases(d, &b->arena, &at);
        while (d->kind == &qd_dist_truncate) d = d->args[0].part;
        for (uint32_t k = 0; k < n; k++)
            assert_ptr_equal(at[k].of, n > 1 ? d->args[k].part : d);
    }
    /* half of extra 0, in two; a quarter of a mixture; a quarter of 9 */
    assert_int_equal(qd_score_cases(&b->extra[5], &b->arena, &at), 5);
    assert_true(fabs(at[1].upto - 0.5) < 1e-12);
    assert_true(fabs(at[3].upto - 0.75) < 1e-12);
    assert_null(at[4].of);
    assert_true(qd_score_at(&at[4].score, 0.3) == 9);
    take_down(b);
}

/* Cut and cut again, far out in a tail: still inside. */
static void test_far_cuts(void **state)
{
    struct bench *b = set_up();
    static const double cuts[] = { 9.5, 14.5, 20.5 };
    qd_dist_arg mean = { .x = 2.5 }, args[3][2];
    qd_dist d[4];
    qd_dist_fault fault;
    (void)state;
    assert_int_equal(qd_dist_make(&d[0], &qd_dist_poisson, QD_DIST_PLAIN,
                                  &mean, 1, &fault),
                     QD_DIST_OK);
    for (int i = 0; i < 3; i++) {
        const qd_score_case *at;
        args[i][0] = (qd_dist_arg){ .part = &d[i] };
        args[i][1] = (qd_dist_arg){ .x = cuts[i] };
        assert_int_equal(qd_dist_make(&d[i + 1], &qd_dist_truncate,
                                      QD_DIST_PLAIN, args[i], 2, &fault),
                         QD_DIST_OK);
        assert_int_equal(qd_score_cases(&d[i + 1], &b->arena, &at), 1);
        assert_true(qd_score_at(&at->score, 0x1p-53) == ceil(cuts[i]));
        double most = qd_score_at(&at->score, 1 - 0x1p-53);
        assert_true(most >= ceil(cuts[i]) && most < 60);
    }
    take_down(b);
}

/* Fast forms for what a model is full of. */
static void test_forms(void **state)
{
    static const struct {
        const char *what;
        unsigned form;
    } rows[] = {
        { "normal", QD_SCORE_AFFINE },
        { "lognormal", QD_SCORE_EXP },
        { "uniform", QD_SCORE_UNIFORM },
        { "triangular", QD_SCORE_TRIANGULAR },
        { "pert", QD_SCORE_TABLE },
        { "beta", QD_SCORE_TABLE },
        { "exponential", QD_SCORE_EXPONENTIAL },
        { "integer", QD_SCORE_INTEGER },
        { "poisson", QD_SCORE_STEPS },
        { "bernoulli", QD_SCORE_STEPS },
        { "discrete", QD_SCORE_STEPS },
        { "metalog", QD_SCORE_METALOG },
    };
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        const qd_score_case *at;
        assert_int_equal(
            qd_score_cases(sample_of(b, rows[i].what), &b->arena, &at), 1);
        assert_int_equal(at->score.form, rows[i].form);
    }
    take_down(b);
}

/* A beta of any shape: the table, or the quantile where it has none. */
static void test_betas(void **state)
{
    static const double ab[] = { 0.02, 0.11, 0.5, 0.9, 1, 1.1, 2,
                                 6,    30,   500, 1e4, 1e6 };
    enum { N = sizeof ab / sizeof *ab };
    struct bench *b = set_up();
    (void)state;
    for (unsigned k = 0; k < N * N; k++) {
        qd_dist_arg args[2] = { { .x = ab[k / N] }, { .x = ab[k % N] } };
        qd_dist d;
        qd_dist_fault fault;
        const qd_score_case *at;
        assert_int_equal(qd_dist_make(&d, &qd_dist_beta, QD_DIST_PLAIN, args,
                                      2, &fault),
                         QD_DIST_OK);
        assert_int_equal(qd_score_cases(&d, &b->arena, &at), 1);
        if (ab[k / N] >= 0.5 && ab[k % N] >= 0.5)
            assert_int_equal(at->score.form, QD_SCORE_TABLE);
        for (int n = -80; n <= 80; n++) {
            double z = n / 10.0 + 0.013;
            double x = at_score(&at->score, z);
            double want = z < 0 ? qd_beta_quantile(qd_normal_cdf(z),
                                                   ab[k / N], ab[k % N])
                                : 1 - qd_beta_quantile(qd_normal_cdf(-z),
                                                       ab[k % N], ab[k / N]);
            double room = 1e-9 * qd_dist_sd(&d) + 1e-15;
            if (at->score.form == QD_SCORE_TABLE && fabs(x - want) > room)
                fail_msg("beta(%g, %g) at %g: %.17g, not %.17g", ab[k / N],
                         ab[k % N], z, x, want);
        }
    }
    take_down(b);
}

/* ---- Lanes */

enum { COUNT = 4096, WIDTHS = 3 };

/* What this machine has. */
static unsigned widths(score_lanes_fn *score[WIDTHS],
                       vary_lanes_fn *vary[WIDTHS])
{
    unsigned n = 0;
    score[n] = score_lanes_2, vary[n++] = vary_lanes_2;
#if defined __x86_64__
    if (__builtin_cpu_supports("avx2"))
        score[n] = score_lanes_4, vary[n++] = vary_lanes_4;
    if (__builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        score[n] = score_lanes_8, vary[n++] = vary_lanes_8;
#endif
    return n;
}

/* Scores, or the uniforms they belong to, from one end to the other. */
static void fill_inputs(double *x, bool z)
{
    for (int i = 0; i < COUNT; i++) {
        double score = 8.2 * (2 * (i * 2903 % COUNT) + 1 - COUNT) / COUNT;
        x[i] = z ? score : qd_normal_cdf(score);
    }
}

static void same_bits(const char *what, const double *got,
                      const double *want)
{
    for (int i = 0; i < COUNT; i++)
        if (memcmp(&got[i], &want[i], sizeof *got) != 0)
            fail_msg("%s at %d: %a, not %a", what, i, got[i], want[i]);
}

static void test_lanes(void **state)
{
    static double x[COUNT], got[COUNT], want[COUNT];
    score_lanes_fn *score[WIDTHS];
    vary_lanes_fn *vary[WIDTHS];
    unsigned n_widths = widths(score, vary);
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < ALL; i++) {
        const qd_score_case *at;
        uint32_t n = qd_score_cases(b->all[i], &b->arena, &at);
        for (uint32_t k = 0; k < n; k++) {
            const qd_score *s = &at[k].score;
            fill_inputs(x, s->wants_z);
            for (int j = 0; j < COUNT; j++) want[j] = qd_score_at(s, x[j]);
            for (unsigned w = 0; w < n_widths; w++) {
                score[w](s, x, got, COUNT);
                same_bits(b->all[i]->kind->name, got, want);
            }
        }
    }
    take_down(b);
}

/* ---- Parameters that are drawn */

/* The shape of a distribution and the numbers it misses. */
struct shape {
    qd_dist dists[4];
    qd_dist_arg args[4][MOST_ARGS];
    double params[16];
    unsigned n, n_params;
};

static const qd_dist *shape_of(struct shape *s, const qd_dist *d)
{
    unsigned at = s->n++;
    bool pairs = d->kind->flags & QD_DIST_PAIRS;
    s->dists[at] = (qd_dist){ .kind = d->kind, .form = d->form, .n = d->n,
                              .args = s->args[at] };
    for (unsigned i = 0; i < d->n; i++) {
        s->args[at][i] = (qd_dist_arg){ 0 };
        if (pairs) s->params[s->n_params++] = d->args[i].p;
        if (d->args[i].part)
            s->args[at][i].part = shape_of(s, d->args[i].part);
        else
            s->params[s->n_params++] = d->args[i].x;
    }
    return &s->dists[at];
}

static void test_varied_is_quantile(void **state)
{
    struct bench *b = set_up();
    (void)state;
    for (unsigned i = 0; i < ALL; i++) {
        const qd_dist *d = b->all[i];
        struct shape s = { .n = 0 };
        if (i == SAMPLES + 5) continue; /* more parts than a shape here has */
        const qd_dist *shape = shape_of(&s, d);
        assert_int_equal(qd_vary_params(shape), s.n_params);
        for (int n = 1; n < 200; n++) {
            double u = n / 200.0 + 1e-7;
            double in = qd_vary_wants_z(shape) ? qd_normal_quantile(u) : u;
            double x = qd_vary_at(shape, s.params, in);
            double want = qd_dist_quantile(d, u);
            if (!(fabs(x - want) <= 4e-15 * (fabs(want) + qd_dist_sd(d))))
                fail_msg("row %u, %s: %.17g, not %.17g", i, d->kind->name, x,
                         want);
        }
    }
    take_down(b);
}

static void test_varied_lanes(void **state)
{
    static double x[COUNT], got[COUNT], want[COUNT], p[16][COUNT];
    struct bench *b = set_up();
    const double *params[16];
    score_lanes_fn *score[WIDTHS];
    vary_lanes_fn *vary[WIDTHS];
    unsigned n_widths = widths(score, vary);
    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        struct shape s = { .n = 0 };
        const qd_dist *shape = shape_of(&s, b->all[i]);
        fill_inputs(x, qd_vary_wants_z(shape));
        for (unsigned k = 0; k < s.n_params; k++) {
            params[k] = p[k];
            /* some of them impossible */
            for (int j = 0; j < COUNT; j++)
                p[k][j] = s.params[k] * (1 + (j * 7 + (int)k) % 9 * 0.25) -
                          (j % 5 == 0);
        }
        for (int j = 0; j < COUNT; j++) {
            double one[16];
            for (unsigned k = 0; k < s.n_params; k++) one[k] = p[k][j];
            want[j] = qd_vary_at(shape, one, x[j]);
        }
        for (unsigned w = 0; w < n_widths; w++) {
            vary[w](shape, params, x, got, COUNT);
            same_bits(samples[i].what, got, want);
        }
    }
    take_down(b);
}

/* What `settle` refuses is no number, but for a width of 0. */
static void test_varied_impossible(void **state)
{
    static const struct {
        const char *what;
        enum qd_dist_form form;
        unsigned n;
        double x[3];
        bool one; /* a single value */
    } rows[] = {
        { "normal", QD_DIST_PLAIN, 2, { 1, -1 }, false },
        { "normal", QD_DIST_PLAIN, 2, { 1, 0 }, true },
        { "normal", QD_DIST_RANGE, 2, { 5, 2 }, false },
        { "normal", QD_DIST_RANGE, 3, { 2, 5, 1 }, false },
        { "lognormal", QD_DIST_PLAIN, 2, { 0, 1 }, false },
        { "lognormal", QD_DIST_PLAIN, 2, { 1, -1 }, false },
        { "lognormal", QD_DIST_PLAIN, 2, { 1, 0 }, true },
        { "lognormal", QD_DIST_RANGE, 2, { -1, 5 }, false },
        { "uniform", QD_DIST_PLAIN, 2, { 3, 2 }, false },
        { "uniform", QD_DIST_PLAIN, 2, { 1, 1 }, true },
        { "triangular", QD_DIST_PLAIN, 3, { 3, 2, 4 }, false },
        { "triangular", QD_DIST_PLAIN, 3, { 1, 1, 1 }, true },
        { "pert", QD_DIST_PLAIN, 3, { 3, 3, 1 }, false },
        { "beta", QD_DIST_PLAIN, 2, { 3, 0 }, false },
        { "exponential", QD_DIST_PLAIN, 1, { -1 }, false },
        { "integer", QD_DIST_PLAIN, 2, { 1, 2.5 }, false },
        { "integer", QD_DIST_PLAIN, 2, { 3, 2 }, false },
        { "poisson", QD_DIST_PLAIN, 1, { -1 }, false },
        { "bernoulli", QD_DIST_PLAIN, 1, { 1.5 }, false },
        { "normal", QD_DIST_PLAIN, 2, { NAN, 1 }, false },
        { "uniform", QD_DIST_PLAIN, 2, { 1, NAN }, false },
    };
    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        qd_dist_arg args[3] = { { 0 } };
        qd_dist shape = { .kind = qd_dist_find(qd_str_c(rows[i].what)),
                          .form = rows[i].form, .n = rows[i].n,
                          .args = args };
        double x = qd_vary_at(&shape, rows[i].x, 0.3);
        if (rows[i].one ? fabs(x - 1) > 1e-15 : !isnan(x))
            fail_msg("row %u, %s: %g", i, rows[i].what, x);
    }
}

/* Counting up from 0 finds the quantile, to the last uniform there is. */
static void test_varied_poisson(void **state)
{
    static const double means[] = { 0, 1e-9, 0.3, 1, 7.5, 31, 63.9, 64.1 };
    qd_dist_arg arg = { 0 };
    qd_dist shape = { .kind = &qd_dist_poisson, .n = 1, .args = &arg };
    (void)state;
    for (unsigned i = 0; i < sizeof means / sizeof *means; i++)
        for (int n = -820; n <= 820; n++) {
            double u = qd_normal_cdf(n / 100.0 + 0.0031);
            double k = qd_vary_at(&shape, &means[i], u);
            double above = qd_poisson_cdf(k, means[i]);
            double below = qd_poisson_cdf(k - 1, means[i]);
            if (!(u <= above + 2e-14 && u >= below - 2e-14))
                fail_msg("%g at %.17g: %g", means[i], u, k);
        }
    double k = qd_vary_at(&shape, &means[7], 1 - 0x1p-53);
    assert_true(k > 130 && k < 160);
    k = qd_vary_at(&shape, &means[6], 1 - 0x1p-53);
    assert_true(k > 130 && k < 160);
}

/* A shape that is larger than a path may hold has no parameters. */
static void test_large_shape(void **state)
{
    static qd_dist_arg many[60], chain_args[12][2];
    qd_dist wide = { .kind = &qd_dist_mix, .n = 60, .args = many };
    qd_dist chain[12];
    (void)state;
    assert_int_equal(qd_vary_params(&wide), 0);
    wide.n = 48;
    assert_int_equal(qd_vary_params(&wide), QD_VARY_MOST);
    for (int i = 0; i < 12; i++) {
        chain[i] = (qd_dist){ .kind = i ? &qd_dist_truncate : &qd_dist_normal,
                              .n = 2, .args = chain_args[i] };
        if (i) chain_args[i][0].part = &chain[i - 1];
    }
    assert_int_equal(qd_vary_params(&chain[7]), 9);
    assert_int_equal(qd_vary_params(&chain[8]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_quantile),
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_rises),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_cdf_of_score),
        cmocka_unit_test(test_whose_draw),
        cmocka_unit_test(test_far_cuts),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_betas),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_varied_is_quantile),
        cmocka_unit_test(test_varied_lanes),
        cmocka_unit_test(test_varied_impossible),
        cmocka_unit_test(test_varied_poisson),
        cmocka_unit_test(test_large_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
