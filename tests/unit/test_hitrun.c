/* Hit-and-run: exact moments of simplices, means by rejection, the analytic
 * centre where it is known, and bounds that hold every point. */
#include "unit_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/hitrun_lanes.h"
#include "math/philox.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))
#define VARS 32

static qd_mem mem;
static jmp_buf oom;
static qd_arena arena;

static int set_up(void **state)
{
    (void)state;
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &oom;
    qd_arena_init(&arena, &mem);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qd_mem_free_all(&mem);
    return 0;
}

static void near_to(const char *what, double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol))
        fail_msg("%s: got %.9g, want %.9g", what, got, want);
}

/* splitmix64 */
static uint64_t random_state;

static double random_part(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return ((double)((z ^ z >> 31) >> 12) + 0.5) * 0x1p-52;
}

static void draw(const qd_hitrun *h, double *x)
{
    double *uniform = malloc((h->steps + 1) * sizeof *uniform);
    double *room = malloc((h->axes + h->walls + 1) * sizeof *room);
    assert_non_null(uniform);
    assert_non_null(room);
    for (uint32_t i = 0; i < h->steps; i++) uniform[i] = random_part();
    qd_hitrun_draw(h, uniform, x, room);
    free(uniform);
    free(room);
}

static void say(qd_poly *p, const int64_t *by, enum qd_poly_relation is,
                int64_t num, int64_t den)
{
    qd_poly_term terms[VARS];
    for (uint32_t j = 0; j < p->vars; j++)
        terms[j] = (qd_poly_term){ j, by[j], 1 };
    qd_poly_row(p, terms, p->vars, is, num, den, 1);
}

/* a . x = 1: the image of a simplex. */
static qd_hitrun simplex(uint32_t n, const int64_t *a, uint32_t rounds)
{
    qd_poly p;
    qd_hitrun h;
    qd_poly_init(&p, &mem, n);
    say(&p, a, QD_POLY_EQUAL, 1, 1);
    assert_true(qd_poly_settle(&p));
    assert_true(qd_hitrun_init(&h, &p, rounds, &arena));
    assert_int_equal(h.axes, n - 1);
    return h;
}

/* Dirichlet(1, ..., 1): mean 1/n, variance (n - 1) / (n^2 (n + 1)),
 * covariance -1 / (n^2 (n + 1)), third moment 6 / (n (n + 1) (n + 2)). Within
 * four standard errors, roughly, of the number of points. */
static void test_moments(void **state)
{
    (void)state;
    static const struct {
        uint32_t n, points, rounds;
    } rows[] = { { 2, 20000, 16 }, { 3, 20000, 16 }, { 6, 20000, 16 },
                 { 12, 10000, 24 } };
    for (size_t r = 0; r < COUNT(rows); r++) {
        double n = rows[r].n, points = rows[r].points;
        int64_t a[VARS];
        for (uint32_t j = 0; j < rows[r].n; j++) a[j] = 1 + j % 3;
        qd_hitrun h = simplex(rows[r].n, a, rows[r].rounds);
        double sum[VARS] = { 0 }, square = 0, cube = 0, cross = 0;
        for (double k = 0; k < points; k++) {
            double x[VARS];
            draw(&h, x);
            for (uint32_t j = 0; j < rows[r].n; j++) {
                x[j] *= (double)a[j];
                sum[j] += x[j];
                square += x[j] * x[j];
                cube += x[j] * x[j] * x[j];
            }
            cross += x[0] * x[1];
        }
        double variance = (n - 1) / (n * n * (n + 1));
        double error = 4 / sqrt(points);
        for (uint32_t j = 0; j < rows[r].n; j++)
            near_to("mean", sum[j] / points, 1 / n, error * sqrt(variance));
        near_to("variance", square / (n * points) - 1 / (n * n), variance,
                2 * error * variance);
        near_to("third", cube / (n * points), 6 / (n * (n + 1) * (n + 2)),
                4 * error * 6 / (n * (n + 1) * (n + 2)));
        near_to("product", cross / points, 1 / (n * (n + 1)),
                3 * error / (n * (n + 1)));
    }
}

/* The product of the walls is largest at 1 / (n a_j). */
static void test_centre(void **state)
{
    (void)state;
    static const int64_t a[] = { 1, 5, 1000, 2 };
    qd_hitrun h = simplex(4, a, 1);
    for (uint32_t j = 0; j < 4; j++)
        near_to("centre", h.centre[j] * (double)a[j], 0.25, 1e-12);
    /* a box from (1, 2) to (4, 3), the same from either order of rows */
    qd_poly_term x = { 0, 1, 1 }, y = { 1, 1, 1 };
    for (int turn = 0; turn < 2; turn++) {
        qd_poly p;
        qd_poly_init(&p, &mem, 2);
        if (turn) qd_poly_row(&p, &y, 1, QD_POLY_LESS, 3, 1, 1);
        qd_poly_row(&p, &x, 1, QD_POLY_AT_LEAST, 1, 1, 2);
        qd_poly_row(&p, &x, 1, QD_POLY_AT_MOST, 4, 1, 3);
        qd_poly_row(&p, &y, 1, QD_POLY_MORE, 2, 1, 4);
        if (!turn) qd_poly_row(&p, &y, 1, QD_POLY_LESS, 3, 1, 1);
        assert_true(qd_poly_settle(&p));
        assert_true(qd_hitrun_init(&h, &p, 4, &arena));
        /* 1/(x - 1) + 1/x = 1/(4 - x), 1/(y - 2) + 1/y = 1/(3 - y) */
        double cx = (10 + sqrt(52)) / 6, cy = (10 + sqrt(28)) / 6;
        near_to("box", h.centre[0], cx, 1e-12);
        near_to("box", h.centre[1], cy, 1e-12);
        qd_poly_free(&p);
    }
}

/* Statements of two stakes: holder, others, new units (K01). */
static qd_poly two_stakes(void)
{
    static const int64_t all[] = { 1, 1, 1 };
    static const int64_t rows[][3] = { { 6755, -3245, 0 }, { 6745, -3255, 0 },
                                       { 735, -265, -265 },
                                       { 725, -275, -275 } };
    qd_poly p;
    qd_poly_init(&p, &mem, 3);
    say(&p, all, QD_POLY_EQUAL, 1, 1);
    for (int i = 0; i < 4; i++)
        say(&p, rows[i], i % 2 ? QD_POLY_LESS : QD_POLY_AT_LEAST, 0, 1);
    assert_true(qd_poly_settle(&p));
    return p;
}

/* The same region filled by rejection: holder and new units, evenly. */
static void by_rejection(double *mean, int points)
{
    for (int got = 0; got < points;) {
        double m = 0.265 + 0.01 * random_part();
        double fresh = 0.15 + 0.04 * random_part();
        double before = m / (1 - fresh);
        if (before < 0.3245 || before >= 0.3255) continue;
        mean[0] += m / points;
        mean[1] += fresh / points;
        got++;
    }
}

static void test_two_stakes(void **state)
{
    (void)state;
    enum { POINTS = 20000 };
    qd_poly p = two_stakes();
    qd_hitrun h;
    assert_true(qd_hitrun_init(&h, &p, QD_HITRUN_ROUNDS, &arena));
    double low[3], high[3], mean[2] = { 0 }, want[2] = { 0 };
    for (uint32_t j = 0; j < 3; j++) {
        qd_poly_term t = { j, 1, 1 };
        low[j] = qd_poly_bound(&p, &t, 1, false).value;
        high[j] = qd_poly_bound(&p, &t, 1, true).value;
    }
    for (int k = 0; k < POINTS; k++) {
        double x[3], sum = 0;
        draw(&h, x);
        for (uint32_t j = 0; j < 3; j++) {
            assert_true(x[j] >= low[j] && x[j] <= high[j]);
            sum += x[j];
        }
        near_to("sum", sum, 1, 1e-14);
        mean[0] += x[0] / POINTS;
        mean[1] += x[2] / POINTS;
    }
    by_rejection(want, POINTS);
    near_to("holder", mean[0], want[0], 1e-4);
    near_to("new", mean[1], want[1], 3e-4);
}

/* Where the rows leave one point, it is drawn, also when inequalities say so;
 * where they have no end, nothing is. */
static void test_ends(void **state)
{
    (void)state;
    static const int64_t one[] = { 1, 0 }, sum[] = { 1, 1 };
    qd_poly p;
    qd_hitrun h;
    double x[2];
    qd_poly_init(&p, &mem, 2);
    say(&p, one, QD_POLY_AT_MOST, 1, 4);
    say(&p, one, QD_POLY_AT_LEAST, 1, 4);
    say(&p, sum, QD_POLY_EQUAL, 1, 1);
    assert_true(qd_poly_settle(&p));
    assert_true(qd_hitrun_init(&h, &p, 16, &arena));
    assert_int_equal(h.steps, 0);
    draw(&h, x);
    near_to("point", x[0], 0.25, 0);
    near_to("point", x[1], 0.75, 0);
    qd_poly_free(&p);
    qd_poly_init(&p, &mem, 2);
    say(&p, one, QD_POLY_AT_MOST, 1, 1);
    assert_true(qd_poly_settle(&p));
    assert_false(qd_hitrun_init(&h, &p, 16, &arena));
}

/* ---- In lanes */

static qd_hitrun_lanes_fn *const widths[] = {
    qd_hitrun_lanes_2,
#if defined(__x86_64__)
    qd_hitrun_lanes_4, qd_hitrun_lanes_8,
#endif
};

static bool has_width(size_t i)
{
#if defined(__x86_64__)
    if (i == 1) return __builtin_cpu_supports("avx2");
    if (i == 2) return __builtin_cpu_supports("avx512dq") &&
                       __builtin_cpu_supports("avx512vl");
#endif
    return i == 0;
}

/* One path alone, by the definition of its uniforms. */
static void draw_path(const qd_hitrun *h, uint64_t key, uint64_t path,
                      double *x)
{
    double *uniform = malloc((h->steps + 1) * sizeof *uniform);
    double *room = malloc((h->axes + h->walls + 1) * sizeof *room);
    assert_non_null(uniform);
    assert_non_null(room);
    for (uint32_t k = 0; k < h->steps; k++)
        uniform[k] = qd_philox_uniform(key, path / 16 * 8 + path % 8,
                                       2 * k + path / 8 % 2, 0);
    qd_hitrun_draw(h, uniform, x, room);
    free(uniform);
    free(room);
}

static void check_lanes(const qd_hitrun *h, uint64_t first, size_t width)
{
    enum { N = 3 * QD_HITRUN_GROUP };
    static double out[VARS][N];
    double *columns[VARS], x[VARS];
    uint32_t vars[VARS];
    double *room = malloc((qd_hitrun_lanes_room(h) + 1) * sizeof *room);
    assert_non_null(room);
    for (uint32_t j = 0; j < h->vars; j++) {
        vars[j] = h->vars - 1 - j;
        columns[j] = out[j];
    }
    qd_hitrun_paths paths = { .key = 12345, .first = first, .n = N,
                              .vars = vars, .out = columns,
                              .n_vars = h->vars };
    widths[width](h, &paths, room);
    for (uint32_t i = 0; i < N; i++) {
        draw_path(h, 12345, first + i, x);
        for (uint32_t j = 0; j < h->vars; j++)
            assert_memory_equal(&out[j][i], &x[vars[j]], sizeof *x);
    }
    free(room);
}

/* The bits of one path alone, at every width and wherever it stands. */
static void test_lanes(void **state)
{
    (void)state;
    static const int64_t a[] = { 1, 5, 1000, 2, 7, 3 };
    static const int64_t one[] = { 1, 0 }, sum[] = { 1, 1 };
    qd_hitrun hs[4];
    qd_poly p = two_stakes(), point;
    assert_true(qd_hitrun_init(&hs[0], &p, QD_HITRUN_ROUNDS, &arena));
    hs[1] = simplex(6, a, QD_HITRUN_ROUNDS);
    hs[2] = simplex(2, a, 1);
    qd_poly_init(&point, &mem, 2);
    say(&point, one, QD_POLY_EQUAL, 1, 4);
    say(&point, sum, QD_POLY_EQUAL, 1, 1);
    assert_true(qd_poly_settle(&point));
    assert_true(qd_hitrun_init(&hs[3], &point, 16, &arena));
    for (size_t w = 0; w < COUNT(widths); w++)
        for (size_t i = 0; i < COUNT(hs) && has_width(w); i++) {
            check_lanes(&hs[i], 0, w);
            check_lanes(&hs[i], 99984, w);
        }
}

/* Exact moments again, of many more points: a simplex of 10. */
static void test_lane_moments(void **state)
{
    (void)state;
    enum { DIMS = 10, POINTS = 65536 };
    static const int64_t a[DIMS] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    static double out[3][POINTS];
    static const uint32_t vars[] = { 0, 4, 9 };
    double *columns[] = { out[0], out[1], out[2] };
    qd_hitrun h = simplex(DIMS, a, QD_HITRUN_ROUNDS);
    double *room = malloc((qd_hitrun_lanes_room(&h) + 1) * sizeof *room);
    assert_non_null(room);
    qd_hitrun_paths p = { .key = 99, .n = POINTS, .vars = vars,
                          .out = columns, .n_vars = 3 };
    widths[0](&h, &p, room);
    double n = DIMS, variance = (n - 1) / (n * n * (n + 1));
    for (int v = 0; v < 3; v++) {
        double sum = 0, square = 0;
        for (int i = 0; i < POINTS; i++) {
            sum += out[v][i];
            square += (out[v][i] - 1 / n) * (out[v][i] - 1 / n);
        }
        near_to("mean", sum / POINTS, 1 / n, 4 * sqrt(variance / POINTS));
        near_to("variance", square / POINTS, variance, 0.02 * variance);
    }
    free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_moments, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_centre, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_stakes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lanes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lane_moments, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
