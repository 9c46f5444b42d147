/* Rational numbers: known sums, and the laws that any numbers keep. */
#include "unit_test.h"

#include <math.h>

#include "math/rational.h"

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

static void same(qd_rat x, qd_rat y)
{
    assert_int_equal(qd_rat_compare(&arena, x, y), 0);
    assert_true((x.big == NULL) == (y.big == NULL));
    if (!x.big) assert_true(x.num == y.num && x.den == y.den);
}

static void floor_is(qd_rat x, int64_t grid, int64_t want, bool exactly)
{
    int64_t k = 0;
    bool exact;
    assert_true(qd_rat_floor(&arena, x, grid, &k, &exact));
    assert_int_equal(k, want);
    assert_true(exact == exactly);
}

/* 1 + 1/2 + ... + 1/100, which has 41 digits over 40. */
static void test_harmonic(void **state)
{
    (void)state;
    qd_rat sum = qd_rat_whole(0);
    for (int64_t k = 1; k <= 100; k++)
        sum = qd_rat_add(&arena, sum, qd_rat_of(1, k));
    assert_non_null(sum.big);
    floor_is(sum, 100000000000000000, 518737751763962026, false);
    floor_is(qd_rat_negative(&arena, sum), 100000000000000000,
             -518737751763962027, false);
    assert_true(fabs(qd_rat_double(sum) - 5.187377517639620) < 4e-15);
    for (int64_t k = 100; k >= 1; k--)
        sum = qd_rat_subtract(&arena, sum, qd_rat_of(1, k));
    same(sum, qd_rat_whole(0));
}

/* 100! / 98! by way of 100!, and powers that cancel. */
static void test_products(void **state)
{
    (void)state;
    qd_rat x = qd_rat_whole(1), third = qd_rat_of(-1, 3), p = x;
    for (int64_t k = 1; k <= 100; k++)
        x = qd_rat_times(&arena, x, qd_rat_whole(k));
    for (int64_t k = 98; k >= 1; k--)
        x = qd_rat_divide(&arena, x, qd_rat_whole(k));
    same(x, qd_rat_whole(9900));
    for (int i = 0; i < 301; i++) p = qd_rat_times(&arena, p, third);
    assert_int_equal(qd_rat_sign(p), -1);
    same(qd_rat_divide(&arena, p, p), qd_rat_whole(1));
    for (int i = 0; i < 301; i++) p = qd_rat_divide(&arena, p, third);
    same(p, qd_rat_whole(1));
}

static void test_edges(void **state)
{
    (void)state;
    qd_rat most = qd_rat_whole(INT64_MAX), one = qd_rat_whole(1);
    qd_rat more = qd_rat_add(&arena, most, one); /* 2^63 */
    assert_non_null(more.big);
    same(qd_rat_subtract(&arena, more, one), most);
    same(qd_rat_divide(&arena, more, qd_rat_whole(-2)),
         qd_rat_whole(-((int64_t)1 << 62)));
    assert_true(qd_rat_double(more) == 0x1p63);
    assert_true(qd_rat_double(qd_rat_divide(&arena, one, more)) == 0x1p-63);
    same(qd_rat_of(6, -4), qd_rat_of(-3, 2));
    same(qd_rat_of(0, -7), qd_rat_whole(0));
    floor_is(qd_rat_of(-3, 2), 10, -15, true);
    floor_is(qd_rat_of(-1, 3), 10, -4, false);
    int64_t k;
    bool exact;
    assert_false(qd_rat_floor(&arena, more, 1, &k, &exact));
}

/* Written decimals and quotients are found again, whatever is rounded. */
static void test_near(void **state)
{
    (void)state;
    same(qd_rat_near(0.3245), qd_rat_of(3245, 10000));
    same(qd_rat_near(6.55 / 157.5), qd_rat_of(655, 15750));
    same(qd_rat_near(0.02 / (1 - 0.02)), qd_rat_of(1, 49));
    same(qd_rat_near(-1.0 / 3), qd_rat_of(-1, 3));
    same(qd_rat_near(0), qd_rat_whole(0));
    same(qd_rat_near(157e9), qd_rat_whole(157000000000));
    same(qd_rat_near(1e-12), qd_rat_of(1, 1000000000000));
    same(qd_rat_near(0x1p61), qd_rat_whole((int64_t)1 << 61));
    same(qd_rat_near(0x1p-70), qd_rat_whole(0));
    for (int64_t i = 1; i < 20000; i += 7) {
        qd_rat x = qd_rat_of(i * 12347 % 1000003, i % 9973 + 1);
        same(qd_rat_near((double)x.num / (double)x.den), x);
    }
    double all[] = { 3.141592653589793, 0x1.fffffffffffffp60, 1.1e-18 };
    for (int i = 0; i < 3; i++)
        assert_true(fabs(qd_rat_double(qd_rat_near(all[i])) - all[i]) <=
                    1e-15 * all[i]);
}

/* ---- Laws, on numbers that grow from few bits to many */

static uint64_t random_state = 7;

static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

static qd_rat random_number(void)
{
    int64_t num = (int64_t)(random_bits() >> (1 + random_bits() % 60));
    int64_t den = (int64_t)(random_bits() >> (1 + random_bits() % 60)) + 1;
    return qd_rat_of(random_bits() % 2 ? num : -num, den);
}

static void check_laws(qd_rat x, qd_rat y, qd_rat z)
{
    qd_arena *a = &arena;
    qd_rat sum = qd_rat_add(a, x, y);
    same(sum, qd_rat_add(a, y, x));
    same(qd_rat_subtract(a, sum, y), x);
    same(qd_rat_times(a, sum, z), qd_rat_add(a, qd_rat_times(a, x, z),
                                             qd_rat_times(a, y, z)));
    if (qd_rat_sign(z) != 0)
        same(qd_rat_times(a, qd_rat_divide(a, x, z), z), x);
    qd_rat less = qd_rat_subtract(a, x, y);
    assert_int_equal(qd_rat_compare(a, x, y), qd_rat_sign(less));
    double near = qd_rat_double(x), also = qd_rat_double(y);
    if (fabs(near - also) > 1e-12 * (fabs(near) + fabs(also)))
        assert_true((near > also) == (qd_rat_sign(less) > 0));
    int64_t k;
    bool exact;
    if (!qd_rat_floor(a, x, 1000, &k, &exact)) return;
    assert_true(qd_rat_compare(a, qd_rat_of(k, 1000), x) == -!exact);
    assert_true(qd_rat_compare(a, x, qd_rat_of(k + 1, 1000)) < 0);
}

static void test_laws(void **state)
{
    (void)state;
    qd_rat pool[16];
    for (int i = 0; i < 16; i++) pool[i] = random_number();
    for (int i = 0; i < 800; i++) {
        qd_rat x = pool[random_bits() % 16], y = pool[random_bits() % 16];
        check_laws(x, y, pool[random_bits() % 16]);
        qd_rat next = i % 40 == 0 ? random_number()
                      : i % 2     ? qd_rat_add(&arena, x, y)
                                  : qd_rat_times(&arena, x, y);
        bool fresh = fabs(qd_rat_double(next)) > 1e200 || i % 8 == 0;
        pool[random_bits() % 16] = fresh ? random_number() : next;
    }
}

/* Quotients of numbers whose digits lie at the edges, where long division
 * guesses a digit too large. */
static qd_rat edge_number(void)
{
    static const int64_t digits[] = { 0,          1,          2,
                                      0x7fffffff, 0x80000000, 0x80000001,
                                      0xfffffffe, 0xffffffff };
    qd_rat x = qd_rat_whole(1);
    for (uint64_t n = 2 + random_bits() % 5; n > 0; n--) {
        x = qd_rat_times(&arena, x, qd_rat_whole((int64_t)1 << 32));
        x = qd_rat_add(&arena, x, qd_rat_whole(digits[random_bits() % 8]));
    }
    return x;
}

static void test_edge_digits(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++) {
        qd_rat x = edge_number(), y = edge_number(), z = edge_number();
        qd_rat part = qd_rat_divide(&arena, x, y);
        same(qd_rat_times(&arena, part, y), x);
        qd_rat whole = qd_rat_times(&arena, y, z);
        same(qd_rat_divide(&arena, whole, z), y);
        int64_t k;
        bool exact;
        if (!qd_rat_floor(&arena, part, 1, &k, &exact)) continue;
        qd_rat left = qd_rat_subtract(
            &arena, x, qd_rat_times(&arena, y, qd_rat_whole(k)));
        assert_true(qd_rat_sign(left) == !exact);
        assert_true(qd_rat_compare(&arena, left, y) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_harmonic, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_products, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_edges, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_near, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_edge_digits, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_laws, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
