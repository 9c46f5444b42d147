/* Special functions against values of mpmath 1.3 with 40 digits. */
#include "unit_test.h"

#include <math.h>

#include "math/elementary.h"
#include "math/special.h"

static void near_value(const char *what, unsigned row, double got, double want,
                       double relative)
{
    if (!(fabs(got - want) <= relative * fabs(want)))
        fail_msg("%s, row %u: %.17g, not %.17g", what, row, got, want);
}

#define ROWS(table) (sizeof table / sizeof *table)

static void test_elementary(void **state)
{
    (void)state;
    near_value("log1p", 0, qd_log1p(1e-10), 9.9999999995e-11, 1e-15);
    near_value("log1p", 1, qd_log1p(-0.75), -1.3862943611198906, 1e-15);
    near_value("expm1", 0, qd_expm1(1e-10), 1.00000000005e-10, 1e-15);
    near_value("expm1", 1, qd_expm1(-50), -1, 0);
    near_value("expm1", 2, qd_expm1(-2), -0.8646647167633873, 1e-15);
    assert_true(qd_log1p(0) == 0 && qd_expm1(0) == 0);
    assert_true(isinf(qd_log1p(INFINITY)) && isinf(qd_expm1(1000)));
}

static void test_normal_cdf(void **state)
{
    static const double rows[][2] = {
        { -37.5, 4.605353009581955e-308 },
        { -20.25, 1.77619986494957e-91 },
        { -8.125, 2.2368120644441053e-16 },
        { -5.7, 5.990371401063528e-09 },
        { -5.6, 1.071759025831093e-08 },
        { -3.3, 0.0004834241423837775 },
        { -1.0, 0.15865525393145705 },
        { -0.7, 0.24196365222307303 },
        { -0.6, 0.2742531177500736 },
        { -0.01, 0.4960106436853684 },
        { 0.0, 0.5 },
        { 0.3, 0.6179114221889527 },
        { 0.68, 0.7517477695464295 },
        { 1.96, 0.9750021048517795 },
        { 4.5, 0.9999966023268753 },
        { 8.0, 0.9999999999999993 },
    };
    (void)state;
    for (unsigned i = 0; i < ROWS(rows); i++)
        near_value("cdf", i, qd_normal_cdf(rows[i][0]), rows[i][1], 2e-15);
    assert_true(qd_normal_cdf(-INFINITY) == 0);
    assert_true(qd_normal_cdf(INFINITY) == 1);
}

static void test_normal_quantile(void **state)
{
    static const double rows[][2] = {
        { 1e-300, -37.0470962993612 },
        { 1e-100, -21.273453560965326 },
        { 1e-20, -9.262340089798407 },
        { 1e-12, -7.034483825301132 },
        { 1e-09, -5.9978070150076865 },
        { 1e-05, -4.264890793922825 },
        { 0.001, -3.0902323061678136 },
        { 0.05, -1.6448536269514726 },
        { 0.074, -1.4466320671589785 },
        { 0.076, -1.4325027208258116 },
        { 0.3, -0.5244005127080408 },
        { 0.4999999, -2.5066282747031063e-07 },
        { 0.5000001, 2.506628273311648e-07 },
        { 0.75, 0.6744897501960817 },
        { 0.95, 1.6448536269514722 },
        { 0.999999, 4.753424308817087 },
    };
    (void)state;
    for (unsigned i = 0; i < ROWS(rows); i++)
        near_value("quantile", i, qd_normal_quantile(rows[i][0]), rows[i][1],
                   1e-15);
    assert_true(qd_normal_quantile(0.5) == 0);
}

/* Both tails: 8 to 9 sd above the mean is what it is below. */
static void test_normal_between(void **state)
{
    (void)state;
    assert_true(qd_normal_between(8, 9) == qd_normal_between(-9, -8));
    near_value("between", 0, qd_normal_between(8, 9), 6.21983198586583e-16,
               2e-15);
    near_value("between", 1, qd_normal_between(-INFINITY, INFINITY), 1, 0);
}

static void test_beta_cdf(void **state)
{
    static const double rows[][4] = { /* x, a, b, the chance */
        { 0.3, 2.0, 3.0, 0.3483 },
        { 0.01, 0.5, 0.5, 0.06376856085851985 },
        { 0.99, 0.5, 0.5, 0.9362314391414801 },
        { 0.4444, 20.0, 25.0, 0.504209056680381 },
        { 0.05, 20.0, 25.0, 5.215887047691668e-15 },
        { 1e-09, 0.1, 7.0, 0.15970740197197933 },
        { 0.5, 1000.0, 1000.0, 0.5 },
        { 0.52, 1000.0, 1000.0, 0.9632205167213604 },
        { 0.2, 730.5, 290.25, 9.38672509761188e-277 },
        { 0.9999, 3.0, 0.02, 0.14312032325082558 },
        { 0.001, 0.001, 0.001, 0.49655933563910565 },
        { 0.501, 1000000.0, 1000000.0, 0.9976611505930685 },
    };
    (void)state;
    for (unsigned i = 0; i < ROWS(rows); i++)
        near_value("beta", i,
                   qd_beta_cdf(rows[i][0], rows[i][1], rows[i][2]),
                   rows[i][3], 2e-13);
    assert_true(qd_beta_cdf(0, 2, 3) == 0);
    assert_true(qd_beta_cdf(1, 2, 3) == 1);
}

static void test_beta_quantile(void **state)
{
    static const double rows[][4] = { /* u, a, b, x */
        { 0.05, 20.0, 25.0, 0.32520283619954554 },
        { 0.5, 1.0, 1.0, 0.5 },
        { 0.5, 16.0, 4.0, 0.8101148172408245 },
        { 1e-08, 4.0, 1.5, 0.007990482662197764 },
        { 0.999, 5.0, 7.0, 0.8206063062753938 },
        { 0.3, 0.1, 3.0, 1.3976351309117845e-06 },
        { 0.05, 0.5, 0.5, 0.006155829702431137 },
        { 0.95, 730.0, 290.0, 0.7386655727837868 },
        { 1e-08, 32.5, 1.875, 0.5254207533003118 },
    };
    (void)state;
    for (unsigned i = 0; i < ROWS(rows); i++)
        near_value("beta quantile", i,
                   qd_beta_quantile(rows[i][0], rows[i][1], rows[i][2]),
                   rows[i][3], 5e-14);
    assert_true(qd_beta_quantile(0, 2, 3) == 0);
    assert_true(qd_beta_quantile(1, 2, 3) == 1);
    /* the answer, 1e-30000, is no double */
    assert_true(qd_beta_quantile(1e-300, 0.01, 1) == 0);
}

static void test_poisson(void **state)
{
    static const double rows[][4] = { /* k, mean, mass, cdf */
        { 0.0, 2.5, 0.0820849986238988, 0.0820849986238988 },
        { 3.0, 2.5, 0.21376301724973645, 0.7575761331330659 },
        { 7.0, 2.5, 0.009940616501568845, 0.9957533045106555 },
        { 0.0, 1e-09, 0.999999999, 0.999999999 },
        { 20.0, 50.0, 7.560514918371915e-07, 1.2351872218710016e-06 },
        { 50.0, 50.0, 0.05632500632519082, 0.5375166908531476 },
        { 90.0, 50.0, 1.048674010834501e-07, 0.9999998755491051 },
        { 455.0, 561.25, 3.9718397725543564e-07, 2.0232153791412253e-06 },
        { 99000.0, 100000.0, 8.401271933936813e-06, 0.0007742008294447389 },
        { 100500.0, 100000.0, 0.0003612942896086919, 0.9431671181815061 },
    };
    (void)state;
    for (unsigned i = 0; i < ROWS(rows); i++) {
        near_value("mass", i, qd_poisson_mass(rows[i][0], rows[i][1]),
                   rows[i][2], 3e-14);
        near_value("cdf", i, qd_poisson_cdf(rows[i][0], rows[i][1]),
                   rows[i][3], 3e-13);
    }
    assert_true(qd_poisson_cdf(-1, 3) == 0);
    assert_true(qd_poisson_cdf(0, 0) == 1);
    assert_true(qd_poisson_cdf(INFINITY, 3) == 1);
}

static double power(const void *with, double x)
{
    double product = 1;
    for (int i = 0; i < *(const int *)with; i++) product *= x;
    return product;
}

static void test_gauss(void **state)
{
    (void)state;
    for (int degree = 0; degree <= 31; degree++) {
        double to = 1.5, top = 1;
        for (int i = 0; i <= degree; i++) top *= to;
        near_value("gauss", (unsigned)degree,
                   qd_gauss(power, &degree, 0, to), top / (degree + 1),
                   1e-14);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elementary),
        cmocka_unit_test(test_normal_cdf),
        cmocka_unit_test(test_normal_quantile),
        cmocka_unit_test(test_normal_between),
        cmocka_unit_test(test_beta_cdf),
        cmocka_unit_test(test_beta_quantile),
        cmocka_unit_test(test_poisson),
        cmocka_unit_test(test_gauss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
