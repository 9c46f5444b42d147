/* Distributions: known answers for each, properties over the registry. */
#include "unit_test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dist_samples.h"

static void near_value(unsigned row, const char *what, double got, double want,
                       double relative)
{
    double size = fabs(want) > 1e-3 ? fabs(want) : 1e-3;
    if (!(fabs(got - want) <= relative * size))
        fail_msg("row %u, %s: the %s is %.17g, not %.17g", row,
                 samples[row].what, what, got, want);
}

static void test_known_answers(void **state)
{
    struct built built[SAMPLES];
    (void)state;
    build(built);
    for (unsigned i = 0; i < SAMPLES; i++) {
        const qd_dist *d = &built[i].dist;
        near_value(i, "mean", qd_dist_mean(d), samples[i].mean, 1e-14);
        near_value(i, "sd", qd_dist_sd(d), samples[i].sd, 2e-13);
        near_value(i, "q05", qd_dist_quantile(d, 0.05), samples[i].q05,
                   1e-14);
        near_value(i, "q50", qd_dist_quantile(d, 0.5), samples[i].q50, 1e-14);
        near_value(i, "q95", qd_dist_quantile(d, 0.95), samples[i].q95,
                   1e-14);
    }
}

/* mu and sigma of LogN with 2 and 5 as its 5 and 95 % points. */
static void test_lognormal_parameters(void **state)
{
    struct built built[SAMPLES];
    (void)state;
    build(built);
    assert_true(fabs(built[4].dist.c[0] - 1.1512925464970227) < 4e-16);
    assert_true(fabs(built[4].dist.c[1] - 0.27853260523016377) < 2e-16);
}

/* A row of the registry without a sample is not tested. */
static void test_all_have_samples(void **state)
{
    (void)state;
    for (unsigned k = 0; k < qd_dist_kind_count; k++) {
        bool found = false;
        for (unsigned i = 0; i < SAMPLES; i++)
            found |= strcmp(samples[i].what, qd_dist_kinds[k]->name) == 0;
        if (!found) fail_msg("%s has no sample", qd_dist_kinds[k]->name);
    }
}

static void test_registry(void **state)
{
    (void)state;
    for (unsigned k = 0; k < qd_dist_kind_count; k++) {
        const qd_dist_kind *kind = qd_dist_kinds[k];
        size_t len = strlen(kind->name);
        assert_ptr_equal(qd_dist_find(qd_str_c(kind->name)), kind);
        assert_true(strncmp(kind->form, kind->name, len) == 0);
        assert_true(strncmp(kind->example, kind->name, len) == 0);
        assert_true(kind->example[len] == '(' && strlen(kind->doc) > 20);
        assert_true(kind->least >= 1 && kind->least <= kind->most);
        unsigned named = kind->flags & QD_DIST_PAIRS ? 2 : kind->most;
        for (unsigned i = 0; i < named; i++)
            assert_non_null(kind->params[i].name);
    }
    assert_null(qd_dist_find(QD_STR("gaussian")));
}

static void test_cdf_undoes_quantile(void **state)
{
    struct built built[SAMPLES];
    (void)state;
    build(built);
    for (unsigned i = 0; i < SAMPLES; i++) {
        const qd_dist *d = &built[i].dist;
        double before = -INFINITY;
        for (int n = 1; n < 1000; n++) {
            double u = n / 1000.0 + 1e-7, x = qd_dist_quantile(d, u);
            double f = qd_dist_cdf(d, x);
            assert_true(x >= before && x >= d->low && x <= d->high);
            before = x;
            if (!qd_dist_is_steps(d))
                near_value(i, "cdf of the quantile", f, u, 1e-12);
            else if (f < u || qd_dist_cdf(d, nextafter(x, -INFINITY)) >= u)
                fail_msg("row %u, %s: %g is no quantile of %g", i,
                         samples[i].what, x, u);
        }
        assert_true(qd_dist_quantile(d, 0) == d->low);
        assert_true(qd_dist_quantile(d, 1) == d->high);
    }
}

static void test_cdf_rises(void **state)
{
    struct built built[SAMPLES];
    (void)state;
    build(built);
    for (unsigned i = 0; i < SAMPLES; i++) {
        const qd_dist *d = &built[i].dist;
        double from = qd_dist_quantile(d, 1e-4) - 1;
        double to = qd_dist_quantile(d, 1 - 1e-4) + 1, before = 0;
        for (int n = 0; n <= 2000; n++) {
            double f = qd_dist_cdf(d, from + (to - from) * n / 2000);
            assert_true(f >= before - 1e-15 && f <= 1 + 1e-15);
            before = f;
        }
        assert_true(qd_dist_cdf(d, -INFINITY) == 0);
        assert_true(qd_dist_cdf(d, INFINITY) == 1);
    }
}

/* Mean and sd are those of the quantile function, integrated over u: the
 * tails by u = e^-t, so that what is rare counts. */
static void quantile_moments(const qd_dist *d, double centre, double *off,
                             double *square)
{
    double step = 1.0 / 256;
    *off = *square = 0;
    for (double t = step / 2; t < 34; t += step) {
        double tail = exp(-t) / 2;
        double low = qd_dist_quantile(d, tail) - centre;
        double high = qd_dist_quantile(d, 1 - tail) - centre;
        *off += step * tail * (low + high);
        *square += step * tail * (low * low + high * high);
    }
}

static void test_moments_fit_quantiles(void **state)
{
    struct built built[SAMPLES];
    (void)state;
    build(built);
    for (unsigned i = 0; i < SAMPLES; i++) {
        const qd_dist *d = &built[i].dist;
        double off, square, sd = qd_dist_sd(d);
        quantile_moments(d, qd_dist_mean(d), &off, &square);
        assert_true(fabs(off) < 4e-3 * sd);
        near_value(i, "sd of the quantiles", sqrt(square), sd, 4e-3);
    }
}

/* Parts add up, and the chance of a part is what the cdf says. */
static void test_parts(void **state)
{
    struct built built[SAMPLES];
    (void)state;
    build(built);
    for (unsigned i = 0; i < SAMPLES; i++) {
        const qd_dist *d = &built[i].dist;
        double mean = qd_dist_mean(d), sd = qd_dist_sd(d);
        double cut = qd_dist_quantile(d, 0.37) + 1e-3 * sd;
        double past = nextafter(cut, INFINITY);
        double whole[3], sum[3];
        for (int k = 0; k < 3; k++) {
            whole[k] = qd_dist_part(d, -INFINITY, INFINITY, k);
            sum[k] = qd_dist_part(d, -INFINITY, cut, k) +
                     qd_dist_part(d, past, INFINITY, k);
            near_value(i, "sum of parts", sum[k], whole[k], 1e-12);
        }
        near_value(i, "whole", whole[0], 1, 1e-13);
        near_value(i, "part 1", whole[1], mean, 1e-13);
        near_value(i, "part 2", whole[2], mean * mean + sd * sd, 1e-12);
        near_value(i, "chance below", qd_dist_part(d, -INFINITY, cut, 0),
                   qd_dist_cdf(d, cut), 1e-13);
        assert_true(qd_dist_part(d, cut, nextafter(cut, -INFINITY), 0) == 0);
    }
}

static void test_one_point(void **state)
{
    qd_dist_arg args[2] = { { .x = 4 }, { .x = 4 } };
    static const char *const names[] = { "uniform", "integer" };
    (void)state;
    for (int i = 0; i < 2; i++) {
        qd_dist d;
        qd_dist_fault fault;
        assert_int_equal(qd_dist_make(&d, qd_dist_find(qd_str_c(names[i])),
                                      QD_DIST_PLAIN, args, 2, &fault),
                         QD_DIST_OK);
        assert_true(qd_dist_cdf(&d, 3.9) == 0 && qd_dist_cdf(&d, 4) == 1);
        assert_true(qd_dist_quantile(&d, 0.3) == 4);
        assert_true(qd_dist_mean(&d) == 4 && qd_dist_sd(&d) == 0);
        assert_true(qd_dist_part(&d, 0, 9, 2) == 16);
    }
    qd_dist d;
    qd_dist_fault fault;
    args[0].x = 0;
    qd_dist_make(&d, &qd_dist_poisson, QD_DIST_PLAIN, args, 1, &fault);
    assert_true(qd_dist_quantile(&d, 0.999) == 0 && qd_dist_sd(&d) == 0);
}

struct bad {
    const char *what;
    enum qd_dist_form form;
    unsigned n;
    qd_dist_arg args[MOST_ARGS];
    unsigned arg;
    bool share;
    const char *why; /* the beginning */
};

static void test_impossible(void **state)
{
    static const struct bad rows[] = {
        { "normal", QD_DIST_PLAIN, 2, { { .x = 1 }, { .x = 0 } }, 1, false,
          "must be above 0" },
        { "normal", QD_DIST_PLAIN, 2, { { .x = NAN }, { .x = 1 } }, 0, false,
          "must be a number of at most 1e100" },
        { "normal", QD_DIST_RANGE, 2, { { .x = 5 }, { .x = 2 } }, 1, false,
          "must be above the first end" },
        { "normal", QD_DIST_RANGE, 3, { { .x = 2 }, { .x = 5 }, { .x = 1 } },
          2, false, "must lie between 0 and 100 %" },
        { "lognormal", QD_DIST_PLAIN, 2, { { .x = 0 }, { .x = 1 } }, 0,
          false, "must be above 0" },
        { "lognormal", QD_DIST_PLAIN, 2, { { .x = 1 }, { .x = -1 } }, 1,
          false, "must lie from {0} to {1} for this mean" },
        { "lognormal", QD_DIST_PLAIN, 2, { { .x = 1 }, { .x = 1e200 } }, 1,
          false, "must be a number of at most 1e100" },
        { "lognormal", QD_DIST_RANGE, 2, { { .x = -1 }, { .x = 5 } }, 0,
          false, "must be above 0" },
        { "uniform", QD_DIST_PLAIN, 2, { { .x = 3 }, { .x = 2 } }, 1, false,
          "must not be below the first end" },
        { "triangular", QD_DIST_PLAIN, 3,
          { { .x = 3 }, { .x = 3 }, { .x = 3 } }, 2, false,
          "must be above the least" },
        { "triangular", QD_DIST_PLAIN, 3,
          { { .x = 3 }, { .x = 2 }, { .x = 4 } }, 1, false,
          "must lie from {0} to {1}" },
        { "pert", QD_DIST_PLAIN, 3, { { .x = 3 }, { .x = 3 }, { .x = 1 } }, 2,
          false, "must be above the least" },
        { "pert", QD_DIST_PLAIN, 3, { { .x = 3 }, { .x = 5 }, { .x = 4 } }, 1,
          false, "must lie from {0} to {1}" },
        { "beta", QD_DIST_PLAIN, 2, { { .x = 3 }, { .x = 0 } }, 1, false,
          "must lie from {0} to {1}" },
        { "beta", QD_DIST_PLAIN, 2, { { .x = 2e9 }, { .x = 1 } }, 0, false,
          "must lie from {0} to {1}" },
        { "beta", QD_DIST_SPREAD, 2, { { .x = 0.5 }, { .x = 1e-6 } }, 1,
          false, "must lie between {0} and {1} for this mean" },
        { "beta", QD_DIST_SPREAD, 2, { { .x = 1 }, { .x = 0.1 } }, 0, false,
          "must lie between 0 and 1" },
        { "beta", QD_DIST_SPREAD, 2, { { .x = 0.9 }, { .x = 0.3 } }, 1, false,
          "must lie between {0} and {1} for this mean" },
        { "exponential", QD_DIST_PLAIN, 1, { { .x = 0 } }, 0, false,
          "must be above 0" },
        { "integer", QD_DIST_PLAIN, 2, { { .x = 1 }, { .x = 2.5 } }, 1, false,
          "must be a whole number" },
        { "integer", QD_DIST_PLAIN, 2, { { .x = 3 }, { .x = 2 } }, 1, false,
          "must not be below the first end" },
        { "poisson", QD_DIST_PLAIN, 1, { { .x = -1 } }, 0, false,
          "must lie from {0} to {1}" },
        { "poisson", QD_DIST_PLAIN, 1, { { .x = 2e9 } }, 0, false,
          "must lie from {0} to {1}" },
        { "bernoulli", QD_DIST_PLAIN, 1, { { .x = -0.1 } }, 0, false,
          "must lie from 0 to 100 %" },
        { "bernoulli", QD_DIST_PLAIN, 1, { { .x = 60 } }, 0, false,
          "must lie from 0 to 100 %" },
        { "discrete", QD_DIST_PLAIN, 2, { { 0.5, 1, NULL }, { 0.4, 2, NULL } },
          1, true, "the chances add up to {0}" },
        { "discrete", QD_DIST_PLAIN, 2, { { 0, 1, NULL }, { 0, 2, NULL } }, 1,
          true, "the chances add up to {0}" },
        { "mix", QD_DIST_PLAIN, 2, { { 1.5, 1, NULL }, { -0.5, 2, NULL } }, 0,
          true, "must lie from 0 to 100 %" },
        { "mix", QD_DIST_PLAIN, 1, { { NAN, 1, NULL } }, 0, true,
          "must be a number of at most 1e100" },
        { "metalog", QD_DIST_PLAIN, 3,
          { { 0.1, 2, NULL }, { 0.1, 3, NULL }, { 0.9, 4, NULL } }, 1, true,
          "must be above the one before" },
        { "metalog", QD_DIST_PLAIN, 3,
          { { 0.1, 2, NULL }, { 0.5, 2, NULL }, { 0.9, 4, NULL } }, 1, false,
          "must be above the one before" },
        { "metalog", QD_DIST_PLAIN, 3,
          { { 0.1, 2, NULL }, { 0.5, 3, NULL }, { 1, 4, NULL } }, 2, true,
          "must lie between 0 and 100 %" },
        { "metalog", QD_DIST_PLAIN, 3,
          { { 0.1, 2, NULL }, { 0.5, 2.1, NULL }, { 0.9, 9, NULL } }, 1,
          false, "must lie between {0} and {1}, or no metalog" },
        { "truncate", QD_DIST_PLAIN, 3, { { .x = 1 }, { .x = 2 }, { .x = 3 } },
          0, false, "must be a distribution" },
    };
    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct bad *r = &rows[i];
        qd_dist d;
        qd_dist_fault fault;
        enum qd_dist_error error =
            qd_dist_make(&d, qd_dist_find(qd_str_c(r->what)), r->form,
                         r->args, r->n, &fault);
        if (error != QD_DIST_PARAM || fault.arg != r->arg ||
            fault.share != r->share ||
            strncmp(fault.why, r->why, strlen(r->why)) != 0)
            fail_msg("row %u, %s: %d, argument %u: %s", i, r->what, error,
                     fault.arg, fault.why ? fault.why : "fine");
    }
}

static void test_impossible_parts(void **state)
{
    qd_dist_arg inner[2] = { { .x = 0 }, { .x = 1 } };
    qd_dist whole, d;
    qd_dist_fault fault;
    (void)state;
    assert_int_equal(qd_dist_make(&whole, &qd_dist_normal, QD_DIST_PLAIN,
                                  inner, 2, &fault),
                     QD_DIST_OK);
    qd_dist_arg args[3] = { { .part = &whole }, { .x = 8 }, { .x = 9 } };
    assert_int_equal(qd_dist_make(&d, &qd_dist_truncate, QD_DIST_PLAIN, args,
                                  3, &fault),
                     QD_DIST_PARAM);
    assert_int_equal(fault.arg, 1);
    args[1].x = -9, args[2].x = -8;
    assert_int_equal(qd_dist_make(&d, &qd_dist_truncate, QD_DIST_PLAIN, args,
                                  3, &fault),
                     QD_DIST_PARAM);
    args[1].x = 2, args[2].x = 2;
    assert_int_equal(qd_dist_make(&d, &qd_dist_truncate, QD_DIST_PLAIN, args,
                                  3, &fault),
                     QD_DIST_PARAM);
    assert_int_equal(fault.arg, 2);
    assert_int_equal(qd_dist_make(&d, &qd_dist_uniform, QD_DIST_PLAIN, args,
                                  2, &fault),
                     QD_DIST_PARAM);
    assert_string_equal(fault.why, "must be a number here");
}

/* The bounds that the metalog names are the true ones: just inside fits. */
static void test_metalog_bounds(void **state)
{
    qd_dist_arg args[3] = { { 0.1, 2, NULL },
                            { 0.4, 2.01, NULL },
                            { 0.9, 9, NULL } };
    qd_dist d;
    qd_dist_fault fault;
    (void)state;
    assert_int_equal(qd_dist_make(&d, &qd_dist_metalog, QD_DIST_PLAIN, args,
                                  3, &fault),
                     QD_DIST_PARAM);
    double low = fault.bound[0], high = fault.bound[1];
    assert_true(2 < low && low < high && high < 9);
    for (int side = 0; side < 2; side++) {
        double edge = side ? high : low, in = side ? -1e-6 : 1e-6;
        args[1].x = edge + in;
        assert_int_equal(qd_dist_make(&d, &qd_dist_metalog, QD_DIST_PLAIN,
                                      args, 3, &fault),
                         QD_DIST_OK);
        args[1].x = edge - in;
        assert_int_equal(qd_dist_make(&d, &qd_dist_metalog, QD_DIST_PLAIN,
                                      args, 3, &fault),
                         QD_DIST_PARAM);
    }
}

static void test_forms_and_counts(void **state)
{
    qd_dist_arg args[4] = { { .x = 1 }, { .x = 2 }, { .x = 0.5 }, { .x = 4 } };
    qd_dist d;
    qd_dist_fault fault;
    (void)state;
    assert_int_equal(qd_dist_make(&d, &qd_dist_uniform, QD_DIST_RANGE, args,
                                  2, &fault),
                     QD_DIST_FORM);
    assert_int_equal(qd_dist_make(&d, &qd_dist_uniform, QD_DIST_SPREAD, args,
                                  2, &fault),
                     QD_DIST_FORM);
    assert_int_equal(qd_dist_make(&d, &qd_dist_normal, QD_DIST_RANGE, args, 4,
                                  &fault),
                     QD_DIST_COUNT);
    assert_int_equal(qd_dist_make(&d, &qd_dist_normal, QD_DIST_SPREAD, args,
                                  1, &fault),
                     QD_DIST_COUNT);
    for (unsigned k = 0; k < qd_dist_kind_count; k++) {
        const qd_dist_kind *kind = qd_dist_kinds[k];
        assert_int_equal(qd_dist_make(&d, kind, QD_DIST_PLAIN, args,
                                      kind->least - 1u, &fault),
                         QD_DIST_COUNT);
        if (kind->most == 255) continue;
        assert_int_equal(qd_dist_make(&d, kind, QD_DIST_PLAIN, args,
                                      kind->most + 1u, &fault),
                         QD_DIST_COUNT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_lognormal_parameters),
        cmocka_unit_test(test_all_have_samples),
        cmocka_unit_test(test_registry),
        cmocka_unit_test(test_cdf_undoes_quantile),
        cmocka_unit_test(test_cdf_rises),
        cmocka_unit_test(test_moments_fit_quantiles),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_one_point),
        cmocka_unit_test(test_impossible),
        cmocka_unit_test(test_impossible_parts),
        cmocka_unit_test(test_metalog_bounds),
        cmocka_unit_test(test_forms_and_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
