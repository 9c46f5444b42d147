/* Plans and the loops that run them. Paths are held against a slow scalar
 * evaluation of the same graph in this file, against the evaluator by sets
 * where all is known, and against closed forms of means and variances. */
#include "unit_test.h"

#include "expr/eval.h"
#include "sim_graph.h"

/* ---- The slow evaluation: an operation on the numbers of one path */

static double paid(double x, double term, double ramp)
{
    if (x <= 0 || term <= 0) return 0;
    if (x >= term) return 1;
    double full = 1 / (term - ramp / 2);
    return x < ramp ? full * x * x / (2 * ramp) : full * (x - ramp / 2);
}

static double owed(double x, double term, bool evenly)
{
    if (x <= 0 || term <= 0) return 0;
    x = fmin(x, term);
    return evenly ? x - x * x / (2 * term) : x;
}

static double compared(enum qd_compare k, double a, double b)
{
    switch (k) {
    case QD_CMP_EQ: return a == b;
    case QD_CMP_NE: return a != b;
    case QD_CMP_LT: return a < b;
    case QD_CMP_LE: return a <= b;
    case QD_CMP_GT: return a > b;
    default: return a >= b;
    }
}

/* What node `r` is in period t where its operands are a, b, c now and `was`
 * and a_before are itself and its first operand in the period before. */
static double slow(const world *w, const qd_node_row *r, uint32_t t, double a,
                   double b, double c, double was, double a_before)
{
    double from = w->grid.begin + t * w->grid.step;
    double to = from + w->grid.step;
    switch (r->op) {
    case QD_N_CONST: return r->k;
    case QD_N_ADD: return a + b;
    case QD_N_SUB: return a - b;
    case QD_N_MUL: return a * b;
    case QD_N_DIV: return a / b;
    case QD_N_POW: return pow(a, b);
    case QD_N_MIN: return a < b ? a : b;
    case QD_N_MAX: return a > b ? a : b;
    case QD_N_EXP: return exp(a);
    case QD_N_LN: return log(a);
    case QD_N_SQRT: return sqrt(a);
    case QD_N_COMPARE: return compared((enum qd_compare)r->k, a, b);
    case QD_N_IF: return a != 0 ? b : c;
    case QD_N_HIGHEST: return t && was > a ? was : a;
    case QD_N_PREV: return t ? a_before : b;
    case QD_N_CLOCK: return (t + 1) * w->grid.step;
    case QD_N_SPREAD:
        c = fmin(c, b);
        return paid(to - a, b, c) - paid(from - a, b, c);
    case QD_N_INSTANT: return from <= a && a < to;
    case QD_N_HELD: return fmax(0, fmin(b, to) - fmax(a, from));
    case QD_N_OWING:
        return owed(to - a, b, r->k != 0) - owed(from - a, b, r->k != 0);
    default: fail_msg("operation %u", r->op); return 0;
    }
}

/* Every node of the graph that has a number. */
static uint32_t all_nodes(const world *w, qd_node *out)
{
    uint32_t n = 0;
    for (qd_node i = 2; i < w->g.nodes.n; i++) out[n++] = i;
    return n;
}

static bool is_input(const qd_node_row *r)
{
    return r->op == QD_N_DRAW || r->op == QD_N_PROCESS;
}

static void near(const world *w, qd_node n, double got, double want,
                 double scale)
{
    if (isnan(want) ? isnan(got)
                    : fabs(got - want) <= 1e-11 * (scale + fabs(want)))
        return;
    fail_msg("node %u, operation %u: %.17g is not %.17g (%u nodes)", n,
             w->g.nodes.at[n].op, got, want, w->g.nodes.n);
}

static void check_node(const world *w, const run *r, qd_node n, uint32_t t,
                       uint32_t path)
{
    const qd_node_row *row = &w->g.nodes.at[n];
    double x[3], scale = 1;
    const uint32_t of[] = { row->a, row->b, row->c };
    for (int i = 0; i < 3; i++) {
        x[i] = of[i] >= 2 ? at(w, r, of[i] - 2, t, path) : 0;
        if (row->op != QD_N_IF) scale += fabs(x[i]);
    }
    double was = t ? at(w, r, n - 2, t - 1, path) : 0;
    double before = t && row->a >= 2 ? at(w, r, row->a - 2, t - 1, path) : 0;
    double want = slow(w, row, t, x[0], x[1], x[2], was, before);
    near(w, n, at(w, r, n - 2, t, path), want, scale);
}

/* Each node is what its operation makes of the numbers of its operands. */
static void test_random_graphs(void **state)
{
    (void)state;
    enum { PATHS = 40 };
    for (random_state = 1; random_state < 60; random_state++) {
        uint64_t seed = random_state;
        world *w = world_new(30, seed % 4 == 3 ? 3 : 1);
        qd_node pool[POOL], *nodes;
        fill_pool(w, pool, false);
        nodes = calloc(w->g.nodes.n, sizeof *nodes);
        uint32_t n = all_nodes(w, nodes);
        qd_sim_plan *plan = plan_all(w, nodes, n);
        run r = run_plan(plan, QD_ISA_BEST, 64, seed, 0, PATHS);
        for (qd_node i = 2; i < w->g.nodes.n; i++)
            for (uint32_t t = 0; t < w->grid.n; t++)
                for (uint32_t p = 0; p < PATHS; p++)
                    if (!is_input(&w->g.nodes.at[i]))
                        check_node(w, &r, i, t, p);
        /* the roots alone: sums are done in one step now */
        qd_sim_plan *few = plan_all(w, pool + POOL - 8, 8);
        run f = run_plan(few, QD_ISA_BEST, 128, seed, 0, PATHS);
        for (uint32_t i = 0; i < 8; i++)
            for (uint32_t t = 0; t < w->grid.n; t++)
                for (uint32_t p = 0; p < PATHS; p++)
                    assert_true(at(w, &f, i, t, p) ==
                                at(w, &r, pool[POOL - 8 + i] - 2, t, p));
        free(r.x);
        free(f.x);
        free(nodes);
        world_free(w);
        random_state = seed;
    }
}

/* Where all is known the evaluator by sets gives the same numbers. */
static void test_known_graphs(void **state)
{
    (void)state;
    for (random_state = 1; random_state < 60; random_state++) {
        uint64_t seed = random_state;
        world *w = world_new(30, 1);
        qd_node pool[POOL];
        fill_pool(w, pool, true);
        qd_node *nodes = calloc(w->g.nodes.n, sizeof *nodes);
        uint32_t n = all_nodes(w, nodes);
        qd_sim_plan *plan = plan_all(w, nodes, n);
        run r = run_plan(plan, QD_ISA_BEST, 64, seed, 0, 1);
        qd_eval e;
        qd_eval_init(&e, &w->g, &w->mem, QD_FACE_CLAIMS, w->grid.begin);
        for (uint32_t t = 0; t < w->grid.n; t++) {
            double from = w->grid.begin + t;
            qd_eval_period(&e, from, from + 1);
            for (uint32_t i = 0; i < n; i++) {
                const qd_set *s = qd_eval_node(&e, nodes[i]);
                if (!qd_set_is_point(s)) continue;
                near(w, nodes[i], at(w, &r, i, t, 0), s->at[0].lo, 1e3);
            }
        }
        qd_eval_free(&e);
        free(nodes);
        free(r.x);
        world_free(w);
        random_state = seed;
    }
}

/* One answer for all instruction sets, tiles and places in a tile. */
static void test_same_bits(void **state)
{
    (void)state;
    static const enum qd_isa isas[] = { QD_ISA_PLAIN, QD_ISA_AVX2,
                                        QD_ISA_AVX512 };
    static const unsigned tiles[] = { 64, 128, 256, 512 };
    enum { PATHS = 600 };
    for (random_state = 100; random_state < 104; random_state++) {
        uint64_t seed = random_state;
        world *w = world_new(24, 1);
        qd_node pool[POOL];
        fill_pool(w, pool, false);
        qd_sim_plan *plan = plan_all(w, pool, POOL);
        run r = run_plan(plan, QD_ISA_PLAIN, 64, seed, 0, PATHS);
        for (int i = 0; i < 3; i++)
            for (int k = 0; k < 4 && qd_isa_has(isas[i]); k++) {
                run s = run_plan(plan, isas[i], tiles[k], seed, 0, PATHS);
                assert_true(same_bits(&r, &s));
                free(s.x);
            }
        for (uint32_t path = 3; path < PATHS; path += 97) {
            run one = run_plan(plan, QD_ISA_BEST, 64, seed, path, 1);
            for (uint32_t k = 0; k < r.readings; k++)
                assert_true(memcmp(&one.x[k], &r.x[(size_t)k * PATHS + path],
                                   8) == 0);
            free(one.x);
        }
        free(r.x);
        world_free(w);
        random_state = seed;
    }
}

/* ---- Draws against closed forms */

typedef struct moments { double mean, variance; } moments;

static moments moments_of(const double *x, uint32_t n)
{
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < n; i++) sum += x[i];
    double mean = sum / n;
    for (uint32_t i = 0; i < n; i++) squares += (x[i] - mean) * (x[i] - mean);
    return (moments){ mean, squares / (n - 1) };
}

enum { MANY = 40000 };

/* Within 5 standard errors; that of a variance is right for a normal and
 * somewhat generous or short else: `tails` is its factor. */
static void check_moments(const double *x, double mean, double variance,
                          double tails)
{
    moments m = moments_of(x, MANY);
    double error = sqrt(variance / MANY);
    if (fabs(m.mean - mean) > 5 * error + 1e-12)
        fail_msg("mean %.9g, not %.9g", m.mean, mean);
    if (fabs(m.variance - variance) >
        5 * tails * variance * sqrt(2.0 / MANY) + 1e-12)
        fail_msg("variance %.9g, not %.9g", m.variance, variance);
}

static void test_processes(void **state)
{
    (void)state;
    static const double steps[] = { 1, 3 };
    for (int i = 0; i < 2; i++) {
        world *w = world_new(24, steps[i]);
        double d = 0.02, v = 0.1, end = 24 * steps[i], s = 0.05;
        qd_node nodes[] = {
            process(w, QD_PROCESS_WALK, number(w, d), number(w, v), 0),
            process(w, QD_PROCESS_GBM, number(w, 3), number(w, d),
                    number(w, v)),
            process(w, QD_PROCESS_REVERT, number(w, 2), number(w, s),
                    number(w, v)),
            process(w, QD_PROCESS_REVERT, number(w, 2), number(w, 0),
                    number(w, v)),
            process(w, QD_PROCESS_JUMP, number(w, 0.3), number(w, 2), 0),
        };
        qd_sim_plan *plan = plan_all(w, nodes, 5);
        run r = run_plan(plan, QD_ISA_BEST, 256, 7, 0, MANY);
        const double *x[5];
        for (uint32_t k = 0; k < 5; k++)
            x[k] = r.x + ((size_t)k * 24 + 23) * MANY;
        double mean = 3 * exp(d * end), spread = exp(v * v * end) - 1;
        check_moments(x[0], d * end, v * v * end, 1);
        check_moments(x[1], mean, mean * mean * spread, 4);
        check_moments(x[2], 2, v * v * (1 - exp(-2 * s * end)) / (2 * s), 1);
        check_moments(x[3], 2, v * v * end, 1);
        check_moments(x[4], 2 * 0.3 * end, 4 * 0.3 * end, 1.5);
        free(r.x);
        world_free(w);
    }
}

static double correlation(const double *x, const double *y)
{
    moments a = moments_of(x, MANY), b = moments_of(y, MANY);
    double sum = 0;
    for (uint32_t i = 0; i < MANY; i++)
        sum += (x[i] - a.mean) * (y[i] - b.mean);
    return sum / (MANY - 1) / sqrt(a.variance * b.variance);
}

static void test_draws(void **state)
{
    (void)state;
    world *w = world_new(1, 1);
    qd_node parts[] = { number(w, 0.25), drawn2(w, "normal", 10, 1, 0),
                        number(w, 0.75), drawn2(w, "uniform", 0, 2, 0) };
    qd_node mean = drawn2(w, "normal", 5, 2, 0);
    qd_node varied[] = { mean, number(w, 3) };
    qd_node weights[] = { number(w, 1), number(w, 4), number(w, 3),
                          number(w, 8) };
    qd_node nodes[] = {
        drawn2(w, "normal", 3, 2, 0), drawn2(w, "uniform", 1, 4, 0),
        drawn2(w, "beta", 2, 3, 0), drawn2(w, "integer", 3, 8, 0),
        drawn(w, "mix", QD_DIST_PLAIN, parts, 4, 0),
        drawn(w, "normal", QD_DIST_PLAIN, varied, 2, 0), mean,
        qd_node_list(&w->g, QD_N_PICK, weights, 4, 0, 0),
        op2(w, QD_N_EITHER, number(w, 1), number(w, 5)),
        op2(w, QD_N_RANGE, number(w, -3), number(w, 5)),
    };
    qd_sim_plan *plan = plan_all(w, nodes, 10);
    run r = run_plan(plan, QD_ISA_BEST, 128, 11, 0, MANY);
#define VALUES(k) (r.x + (size_t)(k) * MANY)
    check_moments(VALUES(0), 3, 4, 1);
    check_moments(VALUES(1), 2.5, 9 / 12.0, 1);
    check_moments(VALUES(2), 0.4, 0.04, 1);
    check_moments(VALUES(3), 5.5, 35 / 12.0, 1);
    check_moments(VALUES(4), 3.25, 0.25 * 101 + 0.75 * 4 / 3.0 - 3.25 * 3.25,
                  1);
    check_moments(VALUES(5), 5, 13, 1);
    check_moments(VALUES(7), 7, 3, 1);
    check_moments(VALUES(8), 3, 4, 1);
    double sd = 8 / (2 * 1.6448536269514722);
    check_moments(VALUES(9), 1, sd * sd, 1);
    double own = correlation(VALUES(5), VALUES(6)), none =
        correlation(VALUES(0), VALUES(1));
    assert_true(fabs(own - 2 / sqrt(13)) < 0.02);
    assert_true(fabs(none) < 5 / sqrt(MANY));
    free(r.x);
    world_free(w);
}

/* A rank correlation of normals, and of a uniform with one. */
static void test_correlated(void **state)
{
    (void)state;
    world *w = world_new(1, 1);
    qd_node nodes[] = { drawn2(w, "normal", 3, 2, 0),
                        drawn2(w, "uniform", 1, 4, 0),
                        drawn2(w, "normal", 0, 1, 0) };
    uint64_t keys[3];
    for (int i = 0; i < 3; i++) keys[i] = w->g.nodes.at[nodes[i]].key;
    qd_correlation c[] = { { keys[0], keys[1], 0.6 },
                           { keys[1], keys[2], -0.3 } };
    qd_probe probes[3];
    for (int i = 0; i < 3; i++)
        probes[i] = (qd_probe){ .node = nodes[i], .ends = every, .n_ends = 1 };
    qd_sim_source s = { .graph = &w->g, .grid = w->grid, .correlations = c,
                        .n_correlations = 2 };
    qd_sim_why why;
    qd_sim_plan *plan = qd_sim_plan_make(&s, probes, 3, &w->mem, &why);
    assert_non_null(plan);
    run r = run_plan(plan, QD_ISA_BEST, 128, 5, 0, MANY);
    check_moments(VALUES(0), 3, 4, 1);
    check_moments(VALUES(1), 2.5, 9 / 12.0, 1);
    double u[3][MANY];
    for (int k = 0; k < 3; k++)
        for (uint32_t i = 0; i < MANY; i++) {
            double x = VALUES(k)[i];
            u[k][i] = k == 1 ? (x - 1) / 3
                    : 0.5 * erfc(-(k ? x : (x - 3) / 2) / sqrt(2));
        }
    assert_true(fabs(correlation(u[0], u[1]) - 0.6) < 0.02);
    assert_true(fabs(correlation(u[1], u[2]) + 0.3) < 0.03);
    assert_true(fabs(correlation(u[0], u[2])) < 0.03);
    free(r.x);
    c[1].rho = 0.9;
    qd_correlation more[] = { c[0], c[1], { keys[0], keys[2], -0.9 } };
    s.correlations = more;
    s.n_correlations = 3;
    assert_null(qd_sim_plan_make(&s, probes, 3, &w->mem, &why));
    assert_non_null(strstr(why.text, "positive"));
    world_free(w);
}

static const double *sorted_by;

static int by_value(const void *a, const void *b)
{
    double x = sorted_by[*(const uint32_t *)a];
    double y = sorted_by[*(const uint32_t *)b];
    return (x > y) - (x < y);
}

/* Ranks; those of equal values are the middle of theirs. */
static double *ranks_of(const double *x)
{
    double *rank = malloc(MANY * sizeof *rank);
    uint32_t *at = malloc(MANY * sizeof *at);
    for (uint32_t i = 0; i < MANY; i++) at[i] = i;
    sorted_by = x;
    qsort(at, MANY, sizeof *at, by_value);
    for (uint32_t i = 0, to; i < MANY; i = to) {
        for (to = i + 1; to < MANY && x[at[to]] == x[at[i]];) to++;
        for (uint32_t k = i; k < to; k++) rank[at[k]] = (i + to) / 2.0;
    }
    free(at);
    return rank;
}

static double rank_correlation(const double *x, const double *y)
{
    double *a = ranks_of(x), *b = ranks_of(y);
    double r = correlation(a, b);
    free(a);
    free(b);
    return r;
}

/* Two alike, whatever they are made of: ranks go by what was asked for. */
static void test_correlated_kinds(void **state)
{
    (void)state;
    enum { KINDS = 6 };
    for (int kind = 0; kind < KINDS; kind++) {
        world *w = world_new(2, 1);
        qd_node n[2];
        for (int i = 0; i < 2; i++) {
            qd_node inner = drawn2(w, "normal", 1, 2, 0);
            qd_node cut[] = { inner, number(w, 0), number(w, 9) };
            qd_node parts[] = { number(w, 0.3), inner, number(w, 0.7),
                                drawn2(w, "uniform", 2, 5, 0) };
            qd_node p[] = { number(w, 0.1), number(w, 0.2) };
            n[i] = kind == 0 ? drawn(w, "truncate", QD_DIST_PLAIN, cut, 3, 0)
                 : kind == 1 ? drawn2(w, "beta", 2, 3, 0)
                 : kind == 2 ? drawn2(w, "integer", 1, 400, 0)
                 : kind == 3 ? drawn(w, "mix", QD_DIST_PLAIN, parts, 4, 0)
                 : kind == 4 ? drawn2(w, "lognormal", 1, 0.5, 0)
                 : qd_node_list(&w->g, QD_N_PROCESS, p, 2, QD_PROCESS_WALK,
                                0);
        }
        qd_correlation c = { w->g.nodes.at[n[0]].key,
                             w->g.nodes.at[n[1]].key, -0.7 };
        static const uint32_t first[] = { 0, 1 };
        qd_probe probes[2];
        for (int i = 0; i < 2; i++)
            probes[i] = (qd_probe){ .node = n[i], .ends = first,
                                    .n_ends = kind == 5 ? 2 : 1 };
        qd_sim_source s = { .graph = &w->g, .grid = w->grid,
                            .correlations = &c, .n_correlations = 1 };
        qd_sim_why why;
        qd_sim_plan *plan = qd_sim_plan_make(&s, probes, 2, &w->mem, &why);
        assert_non_null(plan);
        run r = run_plan(plan, QD_ISA_BEST, 128, 5, 0, MANY);
        uint32_t per = kind == 5 ? 2 : 1;
        assert_true(fabs(rank_correlation(VALUES(0), VALUES(per)) + 0.7) <
                    0.02);
        if (kind == 5) { /* the second step is another draw */
            double step[2][MANY];
            for (uint32_t i = 0; i < 2 * MANY; i++)
                step[i / MANY][i % MANY] =
                    VALUES(2 * (i / MANY) + 1)[i % MANY] -
                    VALUES(2 * (i / MANY))[i % MANY];
            assert_true(fabs(rank_correlation(step[0], step[1]) + 0.7) <
                        0.02);
            assert_true(fabs(rank_correlation(VALUES(0), step[0])) < 0.03);
        }
        free(r.x);
        world_free(w);
    }
}

/* All of one draw is another one, or what is left of it. */
static void test_correlated_wholly(void **state)
{
    (void)state;
    world *w = world_new(1, 1);
    qd_node n[3];
    qd_correlation c[] = { { 0, 0, 1 }, { 0, 0, -1 }, { 0, 0, -1 } };
    qd_probe probes[3];
    for (int i = 0; i < 3; i++) {
        n[i] = drawn2(w, "normal", 0, 1, 0);
        probes[i] = (qd_probe){ .node = n[i], .ends = every, .n_ends = 1 };
    }
    for (int i = 0; i < 3; i++) {
        c[i].a = w->g.nodes.at[n[i == 2]].key;
        c[i].b = w->g.nodes.at[n[i == 0 ? 1 : 2]].key;
    }
    qd_sim_source s = { .graph = &w->g, .grid = w->grid, .correlations = c,
                        .n_correlations = 3 };
    qd_sim_why why;
    qd_sim_plan *plan = qd_sim_plan_make(&s, probes, 3, &w->mem, &why);
    assert_non_null(plan);
    run r = run_plan(plan, QD_ISA_BEST, 128, 5, 0, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true(fabs(VALUES(1)[i] - VALUES(0)[i]) < 1e-12);
        assert_true(fabs(VALUES(2)[i] + VALUES(0)[i]) < 1e-12);
    }
    free(r.x);
    c[2].rho = 1;
    assert_null(qd_sim_plan_make(&s, probes, 3, &w->mem, &why));
    world_free(w);
}

/* ---- Readings, refusals */

static void test_sums_of_periods(void **state)
{
    (void)state;
    world *w = world_new(12, 1);
    static const uint32_t ends[] = { 2, 3, 7 };
    qd_probe probes[] = {
        { .node = op2(w, QD_N_DIV, op2(w, QD_N_CLOCK, 0, 0), months(w, 1)),
          .ends = ends, .n_ends = 3, .sum = true },
        { .node = number(w, 4), .ends = ends, .n_ends = 3 },
        { .node = QD_NODE_HOLE, .ends = ends, .n_ends = 1 },
    };
    qd_sim_plan *plan = plan_of(w, probes, 3);
    run r = run_plan(plan, QD_ISA_BEST, 64, 1, 5, 9);
    assert_int_equal(r.readings, 7);
    for (uint32_t i = 0; i < 9; i++) {
        assert_true(r.x[i] == 1 + 2 + 3);
        assert_true(r.x[9 + i] == 4);
        assert_true(r.x[18 + i] == 5 + 6 + 7 + 8);
        assert_true(r.x[27 + i] == 4);
        assert_true(isnan(r.x[54 + i]));
    }
    assert_int_equal(qd_sim_reading(plan, 1, 2), 5);
    assert_int_equal(qd_sim_probes(plan), 3);
    assert_int_equal(qd_sim_probe(plan, 1)->node, probes[1].node);
    free(r.x);
    world_free(w);
}

static void refused(world *w, qd_node n, const qd_node *instead,
                    const char *part)
{
    qd_probe p = { .node = n, .ends = every, .n_ends = 1 };
    qd_sim_source s = { .graph = &w->g, .grid = w->grid, .instead = instead };
    qd_sim_why why;
    assert_null(qd_sim_plan_make(&s, &p, 1, &w->mem, &why));
    if (!strstr(why.text, part)) fail_msg("%s", why.text);
}

static void test_refusals(void **state)
{
    (void)state;
    world *w = world_new(12, 1);
    qd_set two = qd_set_piece(1, false, 2, false);
    refused(w, qd_node_set(&w->g, &two, QD_DIM_NONE), NULL, "without a draw");
    qd_node s = qd_node_state(&w->g, QD_STATE_CASH, 1, QD_DIM_NONE);
    refused(w, s, NULL, "state");
    qd_node next = op2(w, QD_N_ADD, s, number(w, 1));
    qd_node *instead = calloc(w->g.nodes.n + 8, sizeof *instead);
    instead[s] = next;
    refused(w, next, instead, "within one period");
    qd_node prev = op2(w, QD_N_PREV, s, number(w, 3));
    qd_node last = op2(w, QD_N_ADD, prev, number(w, 1));
    instead[s] = last;
    qd_probe p = { .node = last, .ends = every, .n_ends = 12 };
    qd_sim_source source = { .graph = &w->g, .grid = w->grid,
                             .instead = instead };
    qd_sim_why why;
    qd_sim_plan *plan = qd_sim_plan_make(&source, &p, 1, &w->mem, &why);
    assert_non_null(plan);
    run r = run_plan(plan, QD_ISA_BEST, 64, 1, 0, 1);
    for (uint32_t t = 0; t < 12; t++) assert_true(r.x[t] == 4 + t);
    free(r.x);
    free(instead);
    world_free(w);
}

/* A chain of a hundred thousand additions needs no stack. */
static void test_deep(void **state)
{
    (void)state;
    world *w = world_new(2, 1);
    qd_node x = drawn2(w, "uniform", 0, 1, 0);
    for (int i = 0; i < 100000; i++)
        x = op2(w, QD_N_ADD, x, number(w, i % 2 ? -1 : 1));
    qd_sim_plan *plan = plan_all(w, &x, 1);
    run r = run_plan(plan, QD_ISA_BEST, 64, 1, 0, 8);
    assert_true(r.x[0] >= 0 && r.x[0] < 1);
    free(r.x);
    world_free(w);
}

/* What is carried over: two that swap, one that counts. */
static void test_carries(void **state)
{
    (void)state;
    world *w = world_new(10, 1);
    qd_node a = qd_node_carry(&w->g, number(w, 1), QD_DIM_NONE);
    qd_node b = qd_node_carry(&w->g, number(w, 2), QD_DIM_NONE);
    qd_node n = qd_node_carry(&w->g, number(w, 0), QD_DIM_NONE);
    qd_node more = op2(w, QD_N_ADD, n, a);
    qd_carry_set(&w->g, a, b);
    qd_carry_set(&w->g, b, a);
    qd_carry_set(&w->g, n, more);
    qd_node nodes[] = { a, b, n, more, op2(w, QD_N_MUL, n, more) };
    qd_sim_plan *plan = plan_all(w, nodes, 5);
    run r = run_plan(plan, QD_ISA_BEST, 64, 1, 0, 2);
    double sum = 0;
    for (uint32_t t = 0; t < 10; t++) {
        double x = t % 2 ? 2 : 1;
        assert_true(at(w, &r, 0, t, 1) == x && at(w, &r, 1, t, 1) == 3 - x);
        assert_true(at(w, &r, 2, t, 1) == sum);
        assert_true(at(w, &r, 4, t, 1) == sum * (sum + x));
        sum += x;
        assert_true(at(w, &r, 3, t, 1) == sum);
    }
    free(r.x);
    world_free(w);
}

/* What divides by zero on a path is not a number wherever it goes. */
static void test_lost(void **state)
{
    (void)state;
    world *w = world_new(3, 1);
    qd_node u = drawn2(w, "integer", 0, 1, 0), zero = number(w, 0);
    qd_node bad = op2(w, QD_N_DIV, zero, u), one = number(w, 1);
    qd_node nodes[] = {
        u, op2(w, QD_N_MIN, bad, one), op2(w, QD_N_MAX, one, bad),
        qd_node_make(&w->g, QD_N_COMPARE, bad, one, 0, QD_CMP_LT),
        op3(w, QD_N_IF,
            qd_node_make(&w->g, QD_N_COMPARE, one, bad, 0, QD_CMP_GT), one,
            zero),
        op2(w, QD_N_HIGHEST, op2(w, QD_N_MUL, bad, op2(w, QD_N_DIV,
            op2(w, QD_N_CLOCK, 0, 0), months(w, 1))), 0),
        op2(w, QD_N_OWING, date(w, 24312), bad),
        op3(w, QD_N_SPREAD, date(w, 24312), bad, zero),
        op3(w, QD_N_SPREAD, date(w, 24312), bad, one),
    };
    qd_sim_plan *plan = plan_all(w, nodes, 9);
    run r = run_plan(plan, QD_ISA_BEST, 64, 1, 0, 64);
    for (uint32_t i = 0; i < 64; i++)
        for (uint32_t k = 1; k < 9; k++)
            assert_int_equal(isnan(at(w, &r, k, 2, i)) != 0,
                             at(w, &r, 0, 2, i) == 0);
    free(r.x);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_graphs),
        cmocka_unit_test(test_known_graphs),
        cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_processes),
        cmocka_unit_test(test_draws),
        cmocka_unit_test(test_correlated),
        cmocka_unit_test(test_correlated_kinds),
        cmocka_unit_test(test_correlated_wholly),
        cmocka_unit_test(test_sums_of_periods),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_deep),
        cmocka_unit_test(test_carries),
        cmocka_unit_test(test_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
