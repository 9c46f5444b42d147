/* The kernels of math/lane_math.h: known answers, edges, order, and the same
 * bits from every width. How far they are from the exact value in general,
 * tests/oracle measures; this file names a bound for a few rows. */
#include "unit_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_lanes.h"

/* x, y, the value rounded from 60 digits of mpmath 1.3. */
static const struct {
    enum kernel kernel;
    double x, y, want;
} known[] = {
    { KERNEL_exp, 1e-20, 0, 1 },
    { KERNEL_exp, 0.5, 0, 1.6487212707001282 },
    { KERNEL_exp, 1, 0, 2.718281828459045 },
    { KERNEL_exp, -1, 0, 0.36787944117144233 },
    { KERNEL_exp, 0.34657359027997264, 0, 1.414213562373095 },
    { KERNEL_exp, 10, 0, 22026.465794806718 },
    { KERNEL_exp, -37.25, 0, 6.64554417291507e-17 },
    { KERNEL_exp, 100.125, 0, 3.0460357809113723e43 },
    { KERNEL_exp, 700.5, 0, 1.6721859620674984e304 },
    { KERNEL_exp, -700.5, 0, 5.980196118639791e-305 },
    { KERNEL_exp, 709.7, 0, 1.6549840276802644e308 },
    { KERNEL_exp, -708.39, 0, 2.2394014988804677e-308 },
    { KERNEL_exp, -744, 0, 1e-323 },
    { KERNEL_log, 5e-324, 0, -744.4400719213812 },
    { KERNEL_log, 1e-310, 0, -713.8013788281542 },
    { KERNEL_log, 2.2250738585072014e-308, 0, -708.3964185322641 },
    { KERNEL_log, 1e-05, 0, -11.512925464970229 },
    { KERNEL_log, 0.5, 0, -0.6931471805599453 },
    { KERNEL_log, 0.7071067811865475, 0, -0.34657359027997275 },
    { KERNEL_log, 0.7071067811865476, 0, -0.3465735902799726 },
    { KERNEL_log, 0.99999999, 0, -1.0000000100247594e-08 },
    { KERNEL_log, 1.0000000000000002, 0, 2.2204460492503128e-16 },
    { KERNEL_log, 1.4142135623730951, 0, 0.3465735902799727 },
    { KERNEL_log, 2, 0, 0.6931471805599453 },
    { KERNEL_log, 10, 0, 2.302585092994046 },
    { KERNEL_log, 12345.678, 0, 9.421061321291832 },
    { KERNEL_log, 1e300, 0, 690.7755278982137 },
    { KERNEL_log, 1.7976931348623157e308, 0, 709.782712893384 },
    { KERNEL_expm1, 1e-300, 0, 1e-300 },
    { KERNEL_expm1, -1e-17, 0, -1e-17 },
    { KERNEL_expm1, 1e-08, 0, 1.0000000050000001e-08 },
    { KERNEL_expm1, 0.3, 0, 0.3498588075760031 },
    { KERNEL_expm1, -0.3, 0, -0.2591817793182821 },
    { KERNEL_expm1, 0.4, 0, 0.49182469764127035 },
    { KERNEL_expm1, -1.05, 0, -0.6500622508888446 },
    { KERNEL_expm1, 2.5, 0, 11.182493960703473 },
    { KERNEL_expm1, 40, 0, 2.3538526683702e17 },
    { KERNEL_expm1, -36.9, 0, -0.9999999999999999 },
    { KERNEL_expm1, 700.25, 0, 1.3022997366991783e304 },
    { KERNEL_expm1, 709.5, 0, 1.3549863193146328e308 },
    { KERNEL_log1p, 1e-300, 0, 1e-300 },
    { KERNEL_log1p, -1e-17, 0, -1e-17 },
    { KERNEL_log1p, 1e-08, 0, 9.999999950000001e-09 },
    { KERNEL_log1p, -0.25, 0, -0.2876820724517809 },
    { KERNEL_log1p, 0.4142, 0, 0.3465640001880034 },
    { KERNEL_log1p, 0.42, 0, 0.35065687161316933 },
    { KERNEL_log1p, -0.999999, 0, -13.815510557935518 },
    { KERNEL_log1p, 3, 0, 1.3862943611198906 },
    { KERNEL_log1p, 1000000000000000, 0, 34.538776394910684 },
    { KERNEL_log1p, 1e200, 0, 460.51701859880916 },
    { KERNEL_phi, -37.5, 0, 4.605353009581955e-308 },
    { KERNEL_phi, -20.25, 0, 1.77619986494957e-91 },
    { KERNEL_phi, -8.125, 0, 2.2368120644441053e-16 },
    { KERNEL_phi, -3.3, 0, 0.0004834241423837775 },
    { KERNEL_phi, -1, 0, 0.15865525393145705 },
    { KERNEL_phi, -0.01, 0, 0.4960106436853684 },
    { KERNEL_phi, 0, 0, 0.5 },
    { KERNEL_phi, 0.3, 0, 0.6179114221889527 },
    { KERNEL_phi, 1.96, 0, 0.9750021048517795 },
    { KERNEL_phi, 4.5, 0, 0.9999966023268753 },
    { KERNEL_phi, 8, 0, 0.9999999999999993 },
    { KERNEL_phi, -38.25, 0, 2.0795e-320 },
    { KERNEL_score, 1.1102230246251565e-16, 0, -8.209536151601387 },
    { KERNEL_score, 1e-300, 0, -37.0470962993612 },
    { KERNEL_score, 1e-12, 0, -7.034483825301132 },
    { KERNEL_score, 1e-05, 0, -4.264890793922825 },
    { KERNEL_score, 0.001, 0, -3.0902323061678136 },
    { KERNEL_score, 0.05, 0, -1.6448536269514726 },
    { KERNEL_score, 0.0749999, 0, -1.4395321773759007 },
    { KERNEL_score, 0.0750001, 0, -1.4395307645017297 },
    { KERNEL_score, 0.3, 0, -0.5244005127080408 },
    { KERNEL_score, 0.4999999, 0, -2.5066282747031063e-07 },
    { KERNEL_score, 0.5000001, 0, 2.506628273311648e-07 },
    { KERNEL_score, 0.75, 0, 0.6744897501960817 },
    { KERNEL_score, 0.925, 0, 1.4395314709384561 },
    { KERNEL_score, 0.999999, 0, 4.753424308817087 },
    { KERNEL_score, 0.9999999999999999, 0, 8.209536151601387 },
    { KERNEL_pow, 2, 0.5, 1.4142135623730951 },
    { KERNEL_pow, 10, -3, 0.001 },
    { KERNEL_pow, 3, 2, 9 },
    { KERNEL_pow, 1.1, 100.5, 14453.22815520849 },
    { KERNEL_pow, 0.9, -0.152, 1.0161437225757624 },
    { KERNEL_pow, 0.0001, 0.234465, 0.11538251471581201 },
    { KERNEL_pow, 1e-310, 0.5, 9.999999999999986e-156 },
    { KERNEL_pow, 1.0000001, 1000000000, 2.6881038582144647e43 },
    { KERNEL_pow, 123.456, -7.25, 6.863356189846384e-16 },
    { KERNEL_pow, 1e300, 1.02, 1.0000000000000123e306 },
    { KERNEL_pow, -3, 3, -27 },
    { KERNEL_pow, -2, -2, 0.25 },
};

static double one(enum kernel k, double x, double y)
{
    double xs[8], ys[8], out[8];
    for (unsigned i = 0; i < 8; i++) {
        xs[i] = x;
        ys[i] = y;
    }
    (*kernel_sets())->run[k](out, xs, ys, 8);
    return out[0];
}

/* Where a double stands in the order of all doubles. */
static int64_t place(double x)
{
    int64_t i;
    memcpy(&i, &x, sizeof i);
    return i < 0 ? INT64_MIN - i : i;
}

/* How many doubles lie between the two at most: phi and score less exact. */
static int64_t allowed(enum kernel k)
{
    return k == KERNEL_phi ? 6 : k == KERNEL_score ? 5 : 1;
}

static void test_known(void **state)
{
    (void)state;
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
        enum kernel k = known[i].kernel;
        double got = one(k, known[i].x, known[i].y);
        if (llabs(place(got) - place(known[i].want)) > allowed(k))
            fail_msg("%s(%g, %g) = %.17g, not %.17g", kernel_name(k),
                     known[i].x, known[i].y, got, known[i].want);
    }
}

/* What is exact, with its sign; NAN stands for any. */
static const struct {
    enum kernel kernel;
    double x, y, want;
} exact[] = {
    { KERNEL_exp, 0, 0, 1 },
    { KERNEL_exp, -0.0, 0, 1 },
    { KERNEL_exp, INFINITY, 0, INFINITY },
    { KERNEL_exp, -INFINITY, 0, 0 },
    { KERNEL_exp, 709.78271289338409, 0, INFINITY },
    { KERNEL_exp, 1e300, 0, INFINITY },
    { KERNEL_exp, -745.13321910194111, 0, 0x1p-1074 },
    { KERNEL_exp, -745.13321910194122, 0, 0 },
    { KERNEL_exp, -1e300, 0, 0 },
    { KERNEL_exp, NAN, 0, NAN },
    { KERNEL_expm1, -0.0, 0, -0.0 },
    { KERNEL_expm1, 0, 0, 0 },
    { KERNEL_expm1, INFINITY, 0, INFINITY },
    { KERNEL_expm1, -INFINITY, 0, -1 },
    { KERNEL_expm1, 710, 0, INFINITY },
    { KERNEL_expm1, NAN, 0, NAN },
    { KERNEL_log, 1, 0, 0 },
    { KERNEL_log, 0, 0, -INFINITY },
    { KERNEL_log, -0.0, 0, -INFINITY },
    { KERNEL_log, -1, 0, NAN },
    { KERNEL_log, -INFINITY, 0, NAN },
    { KERNEL_log, INFINITY, 0, INFINITY },
    { KERNEL_log, NAN, 0, NAN },
    { KERNEL_log1p, -0.0, 0, -0.0 },
    { KERNEL_log1p, -1, 0, -INFINITY },
    { KERNEL_log1p, -1.5, 0, NAN },
    { KERNEL_log1p, INFINITY, 0, INFINITY },
    { KERNEL_log1p, NAN, 0, NAN },
    { KERNEL_score, 0.5, 0, 0 },
    { KERNEL_score, 0, 0, -INFINITY },
    { KERNEL_score, 1, 0, INFINITY },
    { KERNEL_score, -0.25, 0, NAN },
    { KERNEL_score, 1.25, 0, NAN },
    { KERNEL_score, NAN, 0, NAN },
    { KERNEL_phi, 0, 0, 0.5 },
    { KERNEL_phi, -INFINITY, 0, 0 },
    { KERNEL_phi, INFINITY, 0, 1 },
    { KERNEL_phi, NAN, 0, NAN },
    { KERNEL_floor, -0.0, 0, -0.0 },
    { KERNEL_floor, 0.75, 0, 0 },
    { KERNEL_floor, -0.25, 0, -1 },
    { KERNEL_floor, 2.5, 0, 2 },
    { KERNEL_floor, -3, 0, -3 },
    { KERNEL_floor, 0x1p60, 0, 0x1p60 },
    { KERNEL_floor, -4503599627370495.5, 0, -0x1p52 },
    { KERNEL_floor, -INFINITY, 0, -INFINITY },
    { KERNEL_floor, NAN, 0, NAN },
    /* max and min give the second unless the first is above (below) it */
    { KERNEL_max, 0, -0.0, -0.0 },
    { KERNEL_max, -0.0, 0, 0 },
    { KERNEL_max, NAN, 1, 1 },
    { KERNEL_max, 1, NAN, NAN },
    { KERNEL_min, 0, -0.0, -0.0 },
    { KERNEL_min, NAN, 1, 1 },
    { KERNEL_min, 1, NAN, NAN },
    { KERNEL_min, -2, 1, -2 },
    /* C17, F.10.4.4 */
    { KERNEL_pow, 0, -3, INFINITY },
    { KERNEL_pow, -0.0, -3, -INFINITY },
    { KERNEL_pow, -0.0, -2, INFINITY },
    { KERNEL_pow, 0, -INFINITY, INFINITY },
    { KERNEL_pow, -0.0, 3, -0.0 },
    { KERNEL_pow, -0.0, 2.5, 0 },
    { KERNEL_pow, -1, INFINITY, 1 },
    { KERNEL_pow, 1, NAN, 1 },
    { KERNEL_pow, NAN, 0, 1 },
    { KERNEL_pow, NAN, 1, NAN },
    { KERNEL_pow, 2, NAN, NAN },
    { KERNEL_pow, -2, 0.5, NAN },
    { KERNEL_pow, 0.5, -INFINITY, INFINITY },
    { KERNEL_pow, 2, -INFINITY, 0 },
    { KERNEL_pow, 2, INFINITY, INFINITY },
    { KERNEL_pow, -INFINITY, -3, -0.0 },
    { KERNEL_pow, -INFINITY, 3, -INFINITY },
    { KERNEL_pow, -INFINITY, 2.5, INFINITY },
    { KERNEL_pow, INFINITY, -1, 0 },
    { KERNEL_pow, 7, 1, 7 },
    { KERNEL_pow, 10, 22, 1e22 },
    { KERNEL_pow, 2, -1074, 0x1p-1074 },
    { KERNEL_pow, 2, 1e300, INFINITY },
    { KERNEL_pow, 1 + 0x1p-52, 1e300, INFINITY },
    { KERNEL_pow, 1 - 0x1p-53, 1e300, 0 },
};

static void test_exact(void **state)
{
    (void)state;
    for (unsigned i = 0; i < sizeof exact / sizeof *exact; i++) {
        double want = exact[i].want;
        double got = one(exact[i].kernel, exact[i].x, exact[i].y);
        if (isnan(want) ? !isnan(got)
                        : got != want || signbit(got) != signbit(want))
            fail_msg("%s(%g, %g) = %.17g, not %.17g",
                     kernel_name(exact[i].kernel), exact[i].x, exact[i].y,
                     got, want);
    }
}

/* Every kernel that is monotone, at steps far above its error, across the
 * seams of its formulas. */
static void test_monotone(void **state)
{
    static const struct {
        enum kernel kernel;
        double from, to;
    } ranges[] = {
        { KERNEL_exp, -746, 710 },  { KERNEL_expm1, -36, 709 },
        { KERNEL_log, 1e-9, 4 },    { KERNEL_log1p, -0.999999, 4 },
        { KERNEL_phi, -39, 8 },     { KERNEL_score, 1e-9, 1 - 1e-9 },
        { KERNEL_score, 1e-13, 1e-9 },
    };
    enum { STEPS = 20000 };
    (void)state;
    for (unsigned i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        double before = -INFINITY, step = (ranges[i].to - ranges[i].from);
        for (unsigned k = 0; k <= STEPS; k++) {
            double x = ranges[i].from + step * k / STEPS;
            double y = one(ranges[i].kernel, x, 0);
            if (!(y >= before) || (y == before && y > 1e-300 && y < 0.999))
                fail_msg("%s falls at %.17g",
                         kernel_name(ranges[i].kernel), x);
            before = y;
        }
    }
}

static double x[KERNEL_ARGUMENTS], y[KERNEL_ARGUMENTS];
static double plain[KERNEL_ARGUMENTS], lanes[KERNEL_ARGUMENTS];

static void same_bits(const kernel_set *set, enum kernel k)
{
    for (unsigned i = 0; i < KERNEL_ARGUMENTS; i++)
        if (memcmp(plain + i, lanes + i, sizeof *plain))
            fail_msg("%s(%.17g, %.17g): %a, but %a with %u lanes",
                     kernel_name(k), x[i], y[i], plain[i], lanes[i],
                     set->lanes);
}

static void test_same_bits(void **state)
{
    (void)state;
    const kernel_set *first = *kernel_sets();
    for (unsigned k = 0; k < KERNELS; k++) {
        kernel_arguments(k, x, y);
        first->run[k](plain, x, y, KERNEL_ARGUMENTS);
        for (const kernel_set *const *s = kernel_sets() + 1; *s; s++) {
            (*s)->run[k](lanes, x, y, KERNEL_ARGUMENTS);
            same_bits(*s, k);
        }
    }
}

/* The form over an array is the plain one, also in place and with a last
 * piece shorter than the others. */
static void test_score_all(void **state)
{
    enum { N = 1032 };
    (void)state;
    kernel_arguments(KERNEL_score_all, x, y);
    for (const kernel_set *const *s = kernel_sets(); *s; s++) {
        (*s)->run[KERNEL_score](plain, x, y, N);
        memcpy(lanes, x, sizeof lanes);
        (*s)->run[KERNEL_score_all](lanes, lanes, y, N);
        if (memcmp(plain, lanes, N * sizeof *plain))
            fail_msg("%u lanes", (*s)->lanes);
        assert_memory_equal(lanes + N, x + N, 8 * sizeof *x);
    }
}

/* Every set of lanes, against counting them one by one. */
static void test_store_index(void **state)
{
    (void)state;
    for (const kernel_set *const *s = kernel_sets(); *s; s++)
        for (unsigned which = 0; which < 1u << (*s)->lanes; which++) {
            uint32_t to[8];
            unsigned n = (*s)->store_index(to, 100, which), at = 0;
            for (unsigned i = 0; i < (*s)->lanes; i++)
                if (which >> i & 1) {
                    assert_true(at < n);
                    assert_int_equal(to[at++], 100 + i);
                }
            assert_int_equal(n, at);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),      cmocka_unit_test(test_exact),
        cmocka_unit_test(test_monotone),   cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_score_all),  cmocka_unit_test(test_store_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
