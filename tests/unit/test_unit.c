/* Units: what each means, exact factors, one rounding. */
#include "unit_test.h"

#include <stdio.h>
#include <string.h>

#include "unit/ratio.h"
#include "unit/unit.h"

struct world {
    qd_mem mem;
    qd_arena arena;
    jmp_buf oom;
    qd_units units;
};

static struct world *begin(void)
{
    static struct world w;
    memset(&w, 0, sizeof w);
    qd_mem_init(&w.mem, NULL, NULL);
    w.mem.oom = &w.oom;
    qd_arena_init(&w.arena, &w.mem);
    qd_units_init(&w.units, &w.mem, &w.arena);
    assert_true(qd_units_currency(&w.units, QD_STR("USD"), QD_STR("$")));
    assert_true(qd_units_currency(&w.units, QD_STR("EUR"), QD_STR("")));
    return &w;
}

static void end(struct world *w)
{
    qd_mem_free_all(&w->mem);
}

static qd_unit must_read(struct world *w, const char *text)
{
    qd_unit unit;
    qd_str bad;
    enum qd_unit_error error =
        qd_unit_read(&w->units, qd_str_c(text), &unit, &bad);
    if (error) fail_msg("%s is refused with %d", text, error);
    return unit;
}

static double value(struct world *w, int64_t mantissa, int exponent,
                    const char *text)
{
    qd_unit unit = must_read(w, text);
    return qd_unit_value(&unit, qd_decimal_make(mantissa, exponent));
}

/* Expected: Python's fractions.Fraction, whose float() rounds once. */
static void test_ratio(void **state)
{
    static const struct {
        int64_t m, num, den;
        int shift;
        double want;
    } rows[] = {
        { 0, 7, 3, 5, 0.0 },
        { 1, 1, 1, -1, 0x1.999999999999ap-4 },
        { 3, 1, 10, 0, 0x1.3333333333333p-2 },
        { 9007199254740993, 1, 1, 0, 0x1.0000000000000p+53 },
        { -9007199254740995, 1, 1, 0, -0x1.0000000000002p+53 },
        { 36028797018963967, 2629800, 1, 127, 0x1.2865c5bc38d79p+498 },
        { 36028797018963967, 1, 2629800, -128, 0x1.61c60483be6c9p-392 },
        { 1, 9223372036854775807, 1, 254, 0x1.b4781ead1989ep+906 },
        { 1, 1, 9223372036854775807, -256, 0x1.8062864ac6f43p-914 },
        { 9007199254740993, 1, 1, -16, 0x1.cd2b297d889bdp-1 },
        { 1, 2, 1461, 0, 0x1.66db072f2284dp-10 },
        { 20871265373785399, 1, 487, -53, 0x1.2aab1997ae365p-131 },
        { -30625104468216372, 12, 1, 10, -0x1.7bfcc59907e65p+91 },
        { -27510075456402906, 1461, 1, -32, -0x1.c4863005ae370p-42 },
        { -9983377967433068, 1, 4578615535636952544, 8,
          -0x1.a9ddcc4e641bbp+17 },
        { 31071504165499631, 3, 1, 13, 0x1.787d8c03be19dp+99 },
        { 34438215723830242, 26298, 1461, 28, 0x1.15f7a39db8419p+152 },
        { 8590328446909238, 3, 3558297974506580819, -16,
          0x1.ab859e1ff24c6p-61 },
        { -16295660472667815, 3970861336421487322, 2567981040498585696, -7,
          -0x1.2c61fb4e5e4e1p+31 },
        { 17186249506485249, 12, 4383, -10, 0x1.26156b3557987p+12 },
        { 32303631713292456, 1063948341315016364, 4383, 1,
          0x1.eedea30f2baa3p+105 },
        { -32700354060714046, 26298, 2749392062325599782, 50,
          -0x1.4e6502c68b63ep+174 },
        { 26506395728976255, 800126162127804666, 4383, -9,
          0x1.064fd72e61d26p+72 },
        { 18014398509481986, 1, 1, 0, 0x1.0000000000000p+54 },
        { 18014398509481985, 1, 2, 0, 0x1.0000000000000p+53 },
        { 18014398509481990, 1, 1, 0, 0x1.0000000000002p+54 },
        { 18014398509481987, 1, 2, 0, 0x1.0000000000001p+53 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double got = qd_ratio_double(rows[i].m, rows[i].num, rows[i].den,
                                     rows[i].shift);
        if (got != rows[i].want)
            fail_msg("row %zu: %a, not %a", i, got, rows[i].want);
    }
}

static void test_what_units_mean(void **state)
{
    static const struct {
        const char *text, *base;
        double factor;
    } rows[] = {
        { "mo", "mo", 1 },
        { "yr", "mo", 12 },
        { "qtr", "mo", 3 },
        { "years", "mo", 12 },
        { "h", "mo", 12 / 8766.0 },
        { "day", "mo", 12 * 24 / 8766.0 },
        { "min", "mo", 12 / (8766.0 * 60) },
        { "s", "mo", 12 / (8766.0 * 3600) },
        { "MW", "W", 1e6 },
        { "GW", "W", 1e9 },
        { "kWh", "W*mo", 12e3 / 8766 },
        { "J", "W*mo", 12 / (8766.0 * 3600) },
        { "W*s", "W*mo", 12 / (8766.0 * 3600) },
        { "MWh/yr", "W", 1e6 / 8766 },
        { "chips", "chips", 1 },
        { "chip", "chips", 1 },
        { "EFLOP", "FLOP", 1e18 },
        { "YFLOP", "FLOP", 1e24 },
        { "TFLOP/s", "FLOP/mo", 1e12 * 8766 * 3600 / 12 },
        { "GB/s", "B/mo", 1e9 * 8766 * 3600 / 12 },
        { "GB", "B", 1e9 },
        { "tokens", "tokens", 1 },
        { "USD/token", "USD/token", 1 },
        { "USD/share", "USD/share", 1 },
        { "shares", "shares", 1 },
        { "%", "number", 0.01 },
        { "pp", "number", 0.01 },
        { "%/yr", "1/mo", 0.01 / 12 },
        { "1/mo", "1/mo", 1 },
        { "USD", "USD", 1 },
        { "$", "USD", 1 },
        { "EUR", "EUR", 1 },
        { "USD/EUR", "USD/EUR", 1 },
        { "USD/h", "USD/mo", 8766.0 / 12 },
        { "USD/GW", "USD/W", 1e-9 },
        { "USD/kWh", "USD/W/mo", 8766 / 12e3 },
        { "W/chip", "W/chip", 1 },
        { "USD/chip/h", "USD/chip/mo", 8766.0 / 12 },
        { "mo^2", "mo^2", 1 },
        { "USD/h^2", "USD/mo^2", 8766.0 / 12 * 8766 / 12 },
        { "USD*h^-2", "USD/mo^2", 8766.0 / 12 * 8766 / 12 },
        { "FLOP^-1", "1/FLOP", 1 },
    };
    struct world *w = begin();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qd_unit unit = must_read(w, rows[i].text);
        qd_str base = qd_dim_text(&w->units, unit.dim);
        assert_string_equal(base.at, rows[i].base);
        double got = qd_unit_value(&unit, qd_decimal_make(1, 0));
        if (got < rows[i].factor * (1 - 1e-15) ||
            got > rows[i].factor * (1 + 1e-15))
            fail_msg("%s is %a, not %a", rows[i].text, got, rows[i].factor);
    }
    end(w);
}

static void test_other_scale_same_double(void **state)
{
    struct world *w = begin();
    (void)state;
    assert_true(value(w, 7, 0, "GW") == value(w, 7000, 0, "MW"));
    assert_true(value(w, 7, 0, "GW") == 7e9);
    assert_true(value(w, 14, 11, "USD") == value(w, 1400000, 6, "USD"));
    assert_true(value(w, 14, 11, "USD") == 1.4e12);
    for (int64_t m = 1; m < 2000; m++) {
        assert_true(value(w, m, -3, "GW") == value(w, m, 0, "MW"));
        assert_true(value(w, m, -2, "TFLOP/s") == value(w, m, 10, "FLOP/s"));
        assert_true(value(w, m, -1, "kWh") == value(w, 36 * m, 4, "J"));
        assert_true(value(w, 24 * m, -3, "h") == value(w, m, -3, "day"));
        assert_true(value(w, 12 * m, 0, "mo") == value(w, m, 0, "yr"));
        assert_true(value(w, m, 0, "h") == value(w, 3600 * m, 0, "s"));
    }
    end(w);
}

static void test_lowest_terms(void **state)
{
    struct world *w = begin();
    (void)state;
    qd_unit unit = must_read(w, "TFLOP/s");
    assert_int_equal(unit.shift, 14);
    assert_int_equal(unit.num, 26298);
    assert_int_equal(unit.den, 1);
    unit = must_read(w, "kWh/yr");
    assert_int_equal(unit.shift, 3);
    assert_int_equal(unit.num, 1);
    assert_int_equal(unit.den, 8766);
    unit = must_read(w, "h/s");
    assert_int_equal(unit.dim, QD_DIM_NONE);
    assert_int_equal(unit.shift, 2);
    assert_int_equal(unit.num, 36);
    assert_int_equal(unit.den, 1);
    end(w);
}

static void test_refused(void **state)
{
    static const struct {
        const char *text, *bad;
        enum qd_unit_error error;
    } rows[] = {
        { "furlong", "furlong", QD_UNIT_UNKNOWN },
        { "USD/furlong", "furlong", QD_UNIT_UNKNOWN },
        { "TFLOPS", "TFLOPS", QD_UNIT_UNKNOWN },
        { "mW", "mW", QD_UNIT_UNKNOWN },
        { "KB", "KB", QD_UNIT_UNKNOWN },
        { "kUSD", "kUSD", QD_UNIT_UNKNOWN },
        { "Mchips", "Mchips", QD_UNIT_UNKNOWN },
        { "kyr", "kyr", QD_UNIT_UNKNOWN },
        { "bn", "bn", QD_UNIT_UNKNOWN },
        { "k", "k", QD_UNIT_UNKNOWN },
        { "2", "2", QD_UNIT_UNKNOWN },
        { "GBP^2", "GBP", QD_UNIT_UNKNOWN },
        { "", "", QD_UNIT_SHAPE },
        { "USD//mo", "USD//mo", QD_UNIT_SHAPE },
        { "/mo", "/mo", QD_UNIT_SHAPE },
        { "USD/", "USD/", QD_UNIT_SHAPE },
        { "1/", "1", QD_UNIT_UNKNOWN },
        { "mo^", "mo^", QD_UNIT_SHAPE },
        { "mo^-", "mo^-", QD_UNIT_SHAPE },
        { "^2", "^2", QD_UNIT_SHAPE },
        { "mo^2x", "mo^2x", QD_UNIT_SHAPE },
        { "USD/chip*h", "USD/chip*h", QD_UNIT_SHAPE },
        { "mo^10", "mo^10", QD_UNIT_POWER },
        { "mo^99999999999999999999", "mo^99999999999999999999",
          QD_UNIT_POWER },
        { "mo^9*mo", "mo^9*mo", QD_UNIT_POWER },
        { "s^9", "s^9", QD_UNIT_POWER },
        { "YFLOP^6", "YFLOP^6", QD_UNIT_POWER },
    };
    struct world *w = begin();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qd_unit unit;
        qd_str bad;
        enum qd_unit_error error =
            qd_unit_read(&w->units, qd_str_c(rows[i].text), &unit, &bad);
        if (error != rows[i].error || !qd_str_eq(bad, qd_str_c(rows[i].bad)))
            fail_msg("%s: error %d, bad %.*s", rows[i].text, error,
                     QD_STR_ARG(bad));
    }
    end(w);
}

/* The text of a dimension is a unit of it, with the factor 1. */
static void test_text_reads_back(void **state)
{
    struct world *w = begin();
    qd_units *u = &w->units;
    (void)state;
    qd_dim base[] = { QD_DIM_TIME, must_read(w, "W").dim,
                      must_read(w, "chip").dim, must_read(w, "FLOP").dim,
                      must_read(w, "token").dim, must_read(w, "share").dim,
                      qd_dim_money(u, 0), qd_dim_money(u, 1) };
    enum { N = sizeof base / sizeof *base };
    for (int i = 0; i < N * N * N; i++) {
        qd_dim d = qd_dim_mul(u, base[i % N], base[i / N % N]);
        d = qd_dim_div(u, d, qd_dim_pow(u, base[i / N / N], 2));
        qd_str text = qd_dim_text(u, d);
        if (d == QD_DIM_NONE) continue;
        qd_unit unit = must_read(w, text.at);
        assert_int_equal(unit.dim, d);
        assert_int_equal(unit.shift, 0);
        assert_int_equal(unit.num, 1);
        assert_int_equal(unit.den, 1);
    }
    end(w);
}

static void test_dimensions(void **state)
{
    struct world *w = begin();
    qd_units *u = &w->units;
    qd_dim usd = qd_dim_money(u, 0), eur = qd_dim_money(u, 1);
    unsigned currency = 9;
    (void)state;
    assert_int_not_equal(usd, eur);
    assert_true(qd_dim_is_money(u, eur, &currency));
    assert_int_equal(currency, 1);
    assert_true(qd_dim_is_money(u, usd, NULL));
    qd_dim rate = qd_dim_div(u, usd, QD_DIM_TIME);
    assert_int_equal(rate, must_read(w, "USD/mo").dim);
    assert_false(qd_dim_is_money(u, rate, NULL));
    assert_false(qd_dim_is_money(u, QD_DIM_NONE, NULL));
    assert_false(qd_dim_is_money(u, QD_DIM_DATE, NULL));
    assert_false(qd_dim_is_money(u, qd_dim_mul(u, usd, usd), NULL));
    assert_int_equal(qd_dim_mul(u, rate, QD_DIM_TIME), usd);
    assert_int_equal(qd_dim_div(u, usd, usd), QD_DIM_NONE);
    assert_int_equal(qd_dim_pow(u, usd, 0), QD_DIM_NONE);
    assert_int_equal(qd_dim_pow(u, usd, 1), usd);
    assert_int_equal(qd_dim_pow(u, usd, 100), QD_DIM_WORD);
    assert_int_equal(qd_dim_mul(u, QD_DIM_DATE, usd), QD_DIM_WORD);
    assert_int_equal(qd_dim_div(u, usd, QD_DIM_BOOL), QD_DIM_WORD);
    qd_dim high = qd_dim_pow(u, usd, 99);
    assert_int_equal(qd_dim_mul(u, high, usd), QD_DIM_WORD);
    assert_string_equal(qd_dim_text(u, QD_DIM_NONE).at, "number");
    assert_string_equal(qd_dim_text(u, QD_DIM_DATE).at, "date");
    end(w);
}

static void test_currencies(void **state)
{
    struct world *w = begin();
    (void)state;
    assert_true(qd_units_currency(&w->units, QD_STR("EUR"), QD_STR("\u20ac")));
    assert_int_equal(w->units.n_currencies, 2);
    assert_int_equal(must_read(w, "\u20ac").dim, must_read(w, "EUR").dim);
    static const char *const more[] = { "A", "C", "D", "E", "F", "H", "I" };
    for (unsigned i = 0; i < QD_LIMIT_CURRENCIES - 2; i++)
        assert_true(
            qd_units_currency(&w->units, qd_str_c(more[i]), QD_STR("")));
    assert_false(qd_units_currency(&w->units, QD_STR("Z"), QD_STR("")));
    end(w);
}

/* Every name that is suggested can be read, and no two are the same. */
static void test_names(void **state)
{
    struct world *w = begin();
    qd_str names[300];
    size_t n = qd_unit_names(&w->units, names, 300);
    (void)state;
    assert_in_range(n, 20, 300);
    assert_int_equal(qd_unit_names(&w->units, names, 3), n);
    qd_unit_names(&w->units, names, 300);
    for (size_t i = 0; i < n; i++) {
        qd_unit unit;
        qd_str bad;
        assert_int_equal(qd_unit_read(&w->units, names[i], &unit, &bad), 0);
        for (size_t j = 0; j < i; j++)
            assert_false(qd_str_eq(names[i], names[j]));
    }
    end(w);
}

static void test_instead(void **state)
{
    static const char *const rows[][2] = {
        { "TFLOPS", "TFLOP/s" }, { "FLOPs", "FLOP/s" }, { "gw", "GW" },
        { "usd", "USD" },        { "KB", "kB" },        { "y", "yr" },
        { "GPUs", "chips" },     { "mWH", "MWh" },      { "kGPU", "" },
        { "zorkmid", "" },       { "", "" },
    };
    struct world *w = begin();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qd_str got = qd_unit_instead(&w->units, qd_str_c(rows[i][0]));
        if (!qd_str_eq(got, qd_str_c(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], QD_STR_ARG(got));
    }
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ratio),
        cmocka_unit_test(test_what_units_mean),
        cmocka_unit_test(test_other_scale_same_double),
        cmocka_unit_test(test_lowest_terms),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_text_reads_back),
        cmocka_unit_test(test_dimensions),
        cmocka_unit_test(test_currencies),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_instead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
