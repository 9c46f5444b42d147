/* Numbers as they are written. The second source is the C library's strtod
 * in the C locale, and Python's repr where a text is due. */
#include "unit_test.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/number.h"

static uint64_t next(uint64_t *random) /* splitmix64 */
{
    uint64_t z = *random += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static enum qd_number_error read_number(const char *text, qd_decimal *out,
                                        size_t *used)
{
    size_t len = strlen(text); /* exact, for the sanitizer */
    char *copy = malloc(len ? len : 1);
    memcpy(copy, text, len);
    enum qd_number_error error = qd_number_read(copy, copy + len, out, used);
    free(copy);
    return error;
}

static void numbers_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t used;
        int64_t mantissa;
        int exponent;
    } good[] = {
        { "0", 1, 0, 0 },           { "38 bn", 2, 38, 0 },
        { "27.0", 4, 270, -1 },     { "1_782", 5, 1782, 0 },
        { "1_000.25", 8, 100025, -2 }, { "0.000_1", 7, 1, -4 },
        { "5..6", 1, 5, 0 },        { "5.5..6", 3, 55, -1 },
        { "7, 8", 1, 7, 0 },        { "7,", 1, 7, 0 },
        { "007", 3, 7, 0 },         { "9999999999999999", 16,
                                      9999999999999999, 0 },
        { "0.9999999999999999", 18, 9999999999999999, -16 },
        { "00000000000000000000012", 23, 12, 0 },
        { "0.00000000000000000000000000000000000012", 40, 12, -38 },
        { "12%", 2, 12, 0 },        { "3x", 1, 3, 0 },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        qd_decimal d;
        size_t used;
        assert_int_equal(read_number(good[i].text, &d, &used), QD_NUMBER_OK);
        assert_int_equal(used, good[i].used);
        assert_int_equal(qd_decimal_mantissa(d), good[i].mantissa);
        assert_int_equal(qd_decimal_exponent(d), good[i].exponent);
    }
    qd_decimal d = qd_decimal_make(-5, -128);
    assert_int_equal(qd_decimal_mantissa(d), -5);
    assert_int_equal(qd_decimal_exponent(d), -128);
}

static void wrong_numbers_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum qd_number_error error;
        size_t used;
    } wrong[] = {
        { "", QD_NUMBER_SHAPE, 0 },       { "x", QD_NUMBER_SHAPE, 0 },
        { "1.", QD_NUMBER_SHAPE, 2 },     { "1.x", QD_NUMBER_SHAPE, 2 },
        { "1_", QD_NUMBER_SHAPE, 2 },     { "1__0", QD_NUMBER_SHAPE, 4 },
        { "_1", QD_NUMBER_SHAPE, 2 },     { ".5", QD_NUMBER_SHAPE, 2 },
        { "1._5", QD_NUMBER_SHAPE, 2 },   { "1_.5", QD_NUMBER_SHAPE, 4 },
        { "1,782", QD_NUMBER_COMMA, 5 },  { "1,5", QD_NUMBER_COMMA, 3 },
        { "1,234,567.89 USD", QD_NUMBER_COMMA, 12 },
        { "1.234,5,", QD_NUMBER_COMMA, 7 },
        { "12345678901234567", QD_NUMBER_LONG, 17 },
        { "1234567890.1234567", QD_NUMBER_LONG, 18 },
        { "100000000000000000000", QD_NUMBER_LONG, 21 },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        qd_decimal d = 77;
        size_t used = 99;
        assert_int_equal(read_number(wrong[i].text, &d, &used), wrong[i].error);
        assert_int_equal(used, wrong[i].used);
        assert_int_equal(d, 77);
    }
    char zeros[2000];
    memset(zeros, '0', sizeof zeros);
    zeros[1] = '.';
    for (size_t n = 100; n < 2000; n += 7) {
        qd_decimal d;
        size_t used;
        enum qd_number_error due = n - 2 > 127 ? QD_NUMBER_LONG : QD_NUMBER_OK;
        assert_int_equal(qd_number_read(zeros, zeros + n, &d, &used), due);
        assert_int_equal(used, n);
    }
}

static void check_double(const char *text, int shift)
{
    char whole[64];
    qd_decimal d;
    size_t used;
    snprintf(whole, sizeof whole, "%se%d", text, shift);
    assert_int_equal(read_number(text, &d, &used), QD_NUMBER_OK);
    assert_int_equal(used, strlen(text));
    if (qd_decimal_double(d, shift) != strtod(whole, NULL))
        fail_msg("%s", whole);
}

static void decimals_are_the_nearest_doubles(void **state)
{
    (void)state;
    static const char *const hard[] = {
        "0.1", "0.3", "9007199254740993", "9007199254740991",
        "2.225073858507201", "1.797693134862315", "4.35", "8.41",
        "6929495644600919", "8.5", "9214843084008499", "1.448997445238699",
    };
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++)
        for (int shift = -330; shift <= 310; shift++)
            check_double(hard[i], shift);
    uint64_t random = 2025;
    for (int i = 0; i < 20000; i++) {
        char text[40];
        uint64_t m = next(&random) >> (next(&random) % 53 + 11);
        unsigned whole = (unsigned)(next(&random) % 1000);
        m %= 10000000000000u;
        if (i % 3 == 0) snprintf(text, sizeof text, "%llu",
                                 (unsigned long long)m);
        else snprintf(text, sizeof text, "%u.%llu", whole,
                      (unsigned long long)m);
        check_double(text, (int)(next(&random) % 60) - 30);
    }
    assert_true(qd_decimal_double(qd_decimal_make(-38, 9), 0) == -38e9);
    assert_true(qd_decimal_double(qd_decimal_make(1, 127), 300) == INFINITY);
}

static void doubles_are_written_as_python_does(void **state)
{
    (void)state;
    static const struct {
        double x;
        const char *text;
    } known[] = { /* digits of repr(); where the exponent begins is ours */
        { 0.1, "0.1" }, { 0.1 + 0.2, "0.30000000000000004" },
        { 1.0 / 3, "0.3333333333333333" }, { 2.0 / 3, "0.6666666666666666" },
        { 1e22, "1e+22" }, { 1e23, "1e+23" }, { 5e-324, "5e-324" },
        { 1.5e-323, "1.5e-323" }, { DBL_MIN, "2.2250738585072014e-308" },
        { 2.225073858507201e-308, "2.225073858507201e-308" },
        { DBL_MAX, "1.7976931348623157e+308" }, { 38e9, "38000000000" },
        { 9007199254740993.0, "9007199254740992" },
        { 123456789.125, "123456789.125" }, { -4.35, "-4.35" },
        { 0.000123, "0.000123" }, { 1e-7, "1e-07" }, { 1.5e-10, "1.5e-10" },
        { 6.02214076e23, "6.02214076e+23" }, { 1e16, "10000000000000000" },
        { 1e17, "1e+17" }, { 72057594037927936.0, "72057594037927940" },
        { 123456789012345680.0, "1.2345678901234568e+17" },
        { 9.5e-5, "0.000095" }, { 1e-5, "0.00001" }, { 9.9e-6, "9.9e-06" },
        { 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -120, "-120" },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char buf[32];
        qd_str text = qd_double_write(known[i].x, buf);
        assert_string_equal(text.at, known[i].text);
        assert_int_equal(text.len, strlen(known[i].text));
    }
}

static void doubles_survive_writing(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int i = 0; i < 300000; i++) {
        char buf[32];
        double x;
        uint64_t bits = next(&random);
        memcpy(&x, &bits, sizeof x);
        if (i % 2) x = (double)(bits >> 40) / 100;
        if (!isfinite(x)) continue;
        qd_str text = qd_double_write(x, buf);
        if (text.len > 24 || strtod(text.at, NULL) != x) fail_msg("%s", buf);
    }
}

static void fixed_places_are_rounded(void **state)
{
    (void)state;
    static const struct {
        double x;
        int places;
        const char *text;
    } known[] = {
        { 0.5, 0, "0" },         { 1.5, 0, "2" },       { 2.5, 0, "2" },
        { 0.125, 2, "0.12" },    { 0.375, 2, "0.38" },  { 1.005, 2, "1.00" },
        { -0.001, 2, "0.00" },   { -0.0, 1, "0.0" },    { -1.25, 1, "-1.2" },
        { 1e22, 1, "10000000000000000000000.0" },
        { 0.1, 20, "0.10000000000000000555" },
        { 999.999, 2, "1000.00" },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char buf[QD_FIXED_ROOM];
        qd_str text = qd_double_fixed(known[i].x, known[i].places, buf);
        assert_string_equal(text.at, known[i].text);
        assert_int_equal(text.len, strlen(known[i].text));
    }
    char buf[QD_FIXED_ROOM];
    assert_int_equal(qd_double_fixed(-DBL_MAX, QD_FIXED_PLACES, buf).len,
                     1 + 309 + 1 + QD_FIXED_PLACES);
}

/* Few machines have a locale whose decimal mark is no point, so the test
 * brings two: glibc's LC_NUMERIC as localedef writes it for de_DE (a comma)
 * and ps_AF (U+066B, two bytes). */
static const char german[] =
    "\x14\x11\x03\x20\x06\0\0\0\x20\0\0\0\x22\0\0\0"
    "\x24\0\0\0\x28\0\0\0\x2C\0\0\0\x30\0\0\0"
    ",\0.\0\x03\x03\0\0,\0\0\0.\0\0\0UTF-8";
static const char pashto[] =
    "\x14\x11\x03\x20\x06\0\0\0\x20\0\0\0\x23\0\0\0"
    "\x26\0\0\0\x28\0\0\0\x2C\0\0\0\x30\0\0\0"
    "\xD9\xAB\0\xD9\xAC\0\x03\0\x6B\x06\0\0\x6C\x06\0\0UTF-8";

/* Sets a locale whose mark is `mark`, from the bytes or from the machine. */
static bool set_mark(const char *mark, const char *bytes, size_t size,
                     const char *installed)
{
    char folder[] = "/tmp/quid-locale-XXXXXX", inner[64], file[80];
    if (!mkdtemp(folder)) return false;
    snprintf(inner, sizeof inner, "%s/own", folder);
    snprintf(file, sizeof file, "%s/LC_NUMERIC", inner);
    mkdir(inner, 0700);
    FILE *f = fopen(file, "wb");
    bool written = f && fwrite(bytes, 1, size, f) == size;
    if (f) written = fclose(f) == 0 && written;
    setenv("LOCPATH", folder, 1);
    bool set = written && setlocale(LC_NUMERIC, "own");
    unsetenv("LOCPATH");
    unlink(file);
    rmdir(inner);
    rmdir(folder);
    set = set || setlocale(LC_NUMERIC, installed);
    return set && strcmp(localeconv()->decimal_point, mark) == 0;
}

static void numbers_stay(void)
{
    char buf[QD_FIXED_ROOM];
    qd_decimal d;
    size_t used;
    assert_string_equal(qd_double_write(-1234.5, buf).at, "-1234.5");
    assert_string_equal(qd_double_write(0.1 + 0.2, buf).at,
                        "0.30000000000000004");
    assert_string_equal(qd_double_write(1.5e-300, buf).at, "1.5e-300");
    assert_string_equal(qd_double_fixed(1234.5, 2, buf).at, "1234.50");
    assert_int_equal(read_number("900719925474099.3", &d, &used), QD_NUMBER_OK);
    assert_true(qd_decimal_double(d, 30) == 900719925474099.3e30);
}

static void no_locale_changes_a_number(void **state)
{
    (void)state;
    if (!set_mark(",", german, sizeof german, "de_DE.UTF-8")) skip();
    numbers_stay();
    if (set_mark("\xD9\xAB", pashto, sizeof pashto, "ps_AF.UTF-8"))
        numbers_stay();
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(wrong_numbers_are_named),
        cmocka_unit_test(decimals_are_the_nearest_doubles),
        cmocka_unit_test(doubles_are_written_as_python_does),
        cmocka_unit_test(doubles_survive_writing),
        cmocka_unit_test(fixed_places_are_rounded),
        cmocka_unit_test(no_locale_changes_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
