/* Exit waterfalls: worked cases, and the price found by halving instead. */
#include "unit_test.h"

#include <math.h>

#include "math/waterfall.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))
#define MOST 16

static qd_waterfall_step room[2 * MOST + 1];

static qd_waterfall flow_of(const qd_share_class *classes, uint32_t n)
{
    qd_waterfall w;
    uint32_t at;
    assert_int_equal(qd_waterfall_init(&w, classes, n, room, &at),
                     QD_WATERFALL_SOUND);
    return w;
}

static void near_to(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol))
        fail_msg("got %.9f, want %.9f", got, want);
}

static double pay(const qd_share_class *classes, uint32_t n, double exit,
                  double *payout)
{
    qd_waterfall w = flow_of(classes, n);
    double left, price = qd_waterfall_pay(&w, exit, payout, &left);
    assert_true(left == 0);
    return price;
}

/* W01, W03, W05: common, and three series that share up to twice. */
static void test_three_series(void **state)
{
    (void)state;
    static const qd_share_class classes[] = {
        { .units = 1e6 },
        { QD_CLASS_CAPPED, 1, 2e5, 9e5, 18e5, 0 },
        { QD_CLASS_CAPPED, 2, 3e5, 21e5, 42e5, 0 },
        { QD_CLASS_CAPPED, 3, 15e5, 15e6, 30e6, 0 },
    };
    static const struct {
        const char *id;
        double exit, want[4], tol;
    } rows[] = {
        { "W01", 60e6, { 20e6, 4e6, 6e6, 30e6 }, 0.5 },
        { "W03", 35e6, { 5750000, 1800000, 3825000, 23625000 }, 0.5 },
        { "W05", 10e6, { 0, 0, 0, 10e6 }, 0 },
    };
    for (size_t r = 0; r < COUNT(rows); r++) {
        double got[4];
        pay(classes, 4, rows[r].exit, got);
        for (int i = 0; i < 4; i++)
            near_to(got[i], rows[r].want[i], rows[r].tol);
    }
}

/* W07: 5m for a quarter, in three flavours. */
static void test_flavours(void **state)
{
    (void)state;
    static const struct {
        enum qd_share_class_kind kind;
        double exit, investor, founders, esop;
    } rows[] = {
        { QD_CLASS_EITHER, 20e6, 5e6, 12e6, 3e6 },
        { QD_CLASS_BOTH, 20e6, 8.75e6, 9e6, 2.25e6 },
        { QD_CLASS_CAPPED, 20e6, 8.75e6, 9e6, 2.25e6 },
        { QD_CLASS_CAPPED, 40e6, 13.75e6, 21e6, 5.25e6 },
    };
    for (size_t r = 0; r < COUNT(rows); r++) {
        const qd_share_class classes[] = {
            { rows[r].kind, 1, 25, 5e6, 15e6, 0 },
            { .units = 60 },
            { .units = 15 },
        };
        double got[3];
        pay(classes, 3, rows[r].exit, got);
        near_to(got[0], rows[r].investor, 1e-8);
        near_to(got[1], rows[r].founders, 1e-8);
        near_to(got[2], rows[r].esop, 1e-8);
    }
}

/* W09: 5m at 15m after the money, twice first, up to four times. */
static void test_steps(void **state)
{
    (void)state;
    static const qd_share_class classes[] = {
        { QD_CLASS_CAPPED, 1, 1, 10e6, 20e6, 0 },
        { .units = 2 },
    };
    static const struct {
        double exit, investor;
    } rows[] = {
        { 10e6, 10e6 }, { 25e6, 15e6 }, { 40e6, 20e6 }, { 50e6, 20e6 },
        { 60e6, 20e6 }, { 90e6, 30e6 },
    };
    qd_waterfall w = flow_of(classes, 2);
    assert_int_equal(w.steps, 3);
    near_to(w.step[0].exit, 10e6, 0); /* all to the investor up to here */
    near_to(w.step[1].exit, 40e6, 0); /* the cap binds */
    near_to(w.step[2].exit, 60e6, 0); /* and conversion is better */
    for (size_t r = 0; r < COUNT(rows); r++) {
        double got[2];
        qd_waterfall_pay(&w, rows[r].exit, got, NULL);
        near_to(got[0], rows[r].investor, 1e-8);
        near_to(got[0] + got[1], rows[r].exit, 1e-8);
    }
}

/* W11: the published 3m is the cap; 20 % of 20m is more, so the holder
 * converts and gets 4m. */
static void test_cap_is_left(void **state)
{
    (void)state;
    static const qd_share_class classes[] = {
        { QD_CLASS_CAPPED, 1, 20, 1e6, 3e6, 0 },
        { .units = 80 },
    };
    double got[2];
    pay(classes, 2, 20e6, got);
    near_to(got[0], 4e6, 0);
    assert_true(fabs(got[0] - 3e6) > 1);
}

/* W13: one series with a cap, one without. */
static void test_mixed(void **state)
{
    (void)state;
    static const qd_share_class classes[] = {
        { QD_CLASS_CAPPED, 1, 2e5, 2e6, 4e6, 0 },
        { QD_CLASS_BOTH, 1, 1e5, 1e6, 0, 0 },
        { .units = 7e5 },
    };
    double got[3];
    pay(classes, 3, 20e6, got);
    near_to(got[0], 4000000, 1000);
    near_to(got[1], 2875000, 1000);
    near_to(got[2], 13125000, 1000);
}

/* Equal rank shares by preference; options by hand: at 100 to 10 + 10 units
 * struck at 3, 10 r + 10 (r - 3) = 100 has r = 6.5. */
static void test_by_hand(void **state)
{
    (void)state;
    static const qd_share_class equal[] = {
        { QD_CLASS_EITHER, 2, 1, 30, 0, 0 },
        { QD_CLASS_BOTH, 2, 1, 60, 0, 0 },
        { QD_CLASS_EITHER, 1, 1, 50, 0, 0 },
    };
    static const qd_share_class options[] = {
        { .units = 10 },
        { QD_CLASS_OPTION, 0, 10, 0, 0, 3 },
    };
    static const qd_share_class no_common[] = {
        { QD_CLASS_BOTH, 0, 0, 10, 0, 0 },
    };
    double got[3], left;
    pay(equal, 3, 45, got);
    near_to(got[0], 15, 1e-14);
    near_to(got[1], 30, 1e-14);
    near_to(got[2], 0, 0);
    pay(equal, 3, 100, got);
    near_to(got[0] + got[1], 90, 0);
    near_to(got[2], 10, 1e-14);
    near_to(pay(options, 2, 100, got), 6.5, 0);
    near_to(got[1], 35, 0);
    near_to(pay(options, 2, 20, got), 2, 0);
    near_to(got[1], 0, 0);
    qd_waterfall w = flow_of(no_common, 1);
    qd_waterfall_pay(&w, 12, got, &left);
    near_to(got[0], 10, 0);
    near_to(left, 2, 0);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        qd_share_class c;
        enum qd_waterfall_fault fault;
    } rows[] = {
        { { QD_CLASS_CAPPED, 1, 1, 5, 4, 0 }, QD_WATERFALL_CAP_BELOW },
        { { QD_CLASS_COMMON, 1, -1, 0, 0, 0 }, QD_WATERFALL_NUMBER },
        { { QD_CLASS_EITHER, 1, 1, NAN, 0, 0 }, QD_WATERFALL_NUMBER },
        { { QD_CLASS_BOTH, 1, INFINITY, 1, 0, 0 }, QD_WATERFALL_NUMBER },
        { { QD_CLASS_OPTION, 1, 1, 1, 0, 1 }, QD_WATERFALL_STRANGER },
    };
    for (size_t r = 0; r < COUNT(rows); r++) {
        qd_share_class classes[] = { { .units = 1 }, rows[r].c };
        qd_waterfall w;
        uint32_t at = 9;
        assert_int_equal(qd_waterfall_init(&w, classes, 2, room, &at),
                         rows[r].fault);
        assert_int_equal(at, 1);
    }
}

/* ---- Properties, on classes drawn by a small generator */

static uint64_t random_state;

static double random_part(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (double)(random_state >> 40) / 16777216.0;
}

static uint32_t random_classes(qd_share_class *classes, uint64_t seed)
{
    random_state = seed + 1;
    uint32_t n = 2 + (uint32_t)(random_part() * (MOST - 2));
    for (uint32_t i = 0; i < n; i++) {
        qd_share_class *c = &classes[i];
        *c = (qd_share_class){ .units = 1 + floor(random_part() * 100) };
        if (i == 0) continue;
        c->kind = (enum qd_share_class_kind)(random_part() * 5);
        c->seniority = (uint32_t)(random_part() * 3);
        if (c->kind != QD_CLASS_COMMON && c->kind != QD_CLASS_OPTION)
            c->preference = floor(random_part() * 1000);
        if (c->kind == QD_CLASS_CAPPED)
            c->cap = c->preference * (1 + floor(random_part() * 3));
        if (c->kind == QD_CLASS_OPTION) c->strike = random_part() * 20;
    }
    return n;
}

static double price_by_halving(const qd_waterfall *w, double exit)
{
    double low = 0, high = exit;
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (qd_waterfall_owed(w, middle) < exit) low = middle;
        else high = middle;
    }
    return low;
}

static void test_random(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        qd_share_class classes[MOST];
        uint32_t n = random_classes(classes, seed);
        qd_waterfall w = flow_of(classes, n);
        double before[MOST] = { 0 }, last = 0;
        for (double exit = 0; exit < 40000; exit = exit * 1.3 + 7) {
            double got[MOST], sum = 0;
            double price = qd_waterfall_pay(&w, exit, got, NULL);
            assert_true(price >= last);
            for (uint32_t i = 0; i < n; i++) {
                assert_true(got[i] >= before[i] - 1e-9 * exit);
                sum += before[i] = got[i];
            }
            near_to(sum, exit, 1e-11 * exit);
            if (exit > w.preferences)
                near_to(price, price_by_halving(&w, exit), 1e-11 * exit);
            last = price;
        }
        for (double r = 0; r < 200; r += 0.37)
            assert_true(qd_waterfall_owed(&w, r + 0.37) >
                        qd_waterfall_owed(&w, r));
    }
}

/* Nothing depends on the order of the classes. */
static void test_order(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        qd_share_class classes[MOST], turned[MOST];
        double got[MOST], other[MOST];
        uint32_t n = random_classes(classes, seed);
        for (uint32_t i = 0; i < n; i++) turned[i] = classes[n - 1 - i];
        for (double exit = 3; exit < 20000; exit *= 2.1) {
            pay(classes, n, exit, got);
            pay(turned, n, exit, other);
            for (uint32_t i = 0; i < n; i++)
                near_to(other[n - 1 - i], got[i], 1e-11 * exit);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_series),
        cmocka_unit_test(test_flavours),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_cap_is_left),
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
