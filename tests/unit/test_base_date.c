/* Days, partial dates, months. The day numbers are those of Python's
 * datetime (toordinal() - 719163). */
#include "unit_test.h"

#include <math.h>
#include <string.h>

#include "base/date.h"

static const struct {
    int year, month, day, number;
} known[] = {
    { 1, 1, 1, -719162 },      { 1, 12, 31, -718798 },
    { 4, 2, 29, -718008 },     { 1582, 10, 4, -141438 },
    { 1582, 10, 15, -141427 }, { 1600, 2, 29, -135081 },
    { 1900, 3, 1, -25508 },    { 1969, 12, 31, -1 },
    { 1970, 1, 1, 0 },         { 2000, 2, 29, 11016 },
    { 2024, 2, 29, 19782 },    { 2025, 11, 3, 20395 },
    { 2100, 3, 1, 47541 },     { 9999, 12, 31, 2932896 },
};

static void days_are_those_of_datetime(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int year, month, day;
        assert_int_equal(qd_day_make(known[i].year, known[i].month,
                                     known[i].day),
                         known[i].number);
        qd_day_split(known[i].number, &year, &month, &day);
        assert_int_equal(year, known[i].year);
        assert_int_equal(month, known[i].month);
        assert_int_equal(day, known[i].day);
    }
}

/* Every day of the years 1 to 9999, counted as one turns a calendar. */
static void no_day_is_missing(void **state)
{
    (void)state;
    static const int lengths[] = { 31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31 };
    qd_day due = known[0].number;
    for (int y = 1; y <= 9999; y++) {
        for (int m = 1; m <= 12; m++) {
            int leap = m == 2 && (y % 400 == 0 || (y % 4 == 0 && y % 100));
            int length = lengths[m - 1] + (leap ? 1 : 0);
            if (qd_month_days(y, m) != length) fail_msg("%d-%d", y, m);
            for (int d = 1; d <= length; d++, due++) {
                int year, month, day;
                qd_day_split(due, &year, &month, &day);
                if (qd_day_make(y, m, d) != due || year != y || month != m ||
                    day != d)
                    fail_msg("%d-%d-%d", y, m, d);
            }
        }
    }
    assert_int_equal(due - 1, 2932896);
}

static void every_day_survives_months(void **state)
{
    (void)state;
    for (qd_day d = -719162; d <= 2932896; d++)
        if (qd_months_day(qd_day_months(d)) != d) fail_msg("%d", d);
    qd_day half = qd_day_make(2025, 11, 16);
    assert_float_equal(qd_day_months(half), 12 * 2025 + 10 + 0.5, 0);
    assert_int_equal(qd_months_day(12 * 2025 + 10.999), qd_day_make(2025, 11,
                                                                    30));
    assert_int_equal(qd_months_day(-1e300), QD_DAY_OPEN_FROM);
    assert_int_equal(qd_months_day(1e300), QD_DAY_OPEN_TO);
    assert_int_equal(qd_months_day(NAN), QD_DAY_OPEN_TO);
}

static enum qd_date_error read_date(const char *text, qd_span *out,
                                    size_t *used)
{
    return qd_date_read(text, text + strlen(text), out, used);
}

static void written_dates_are_spans(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t used;
        qd_day from, to; /* 20395: 2025-11-03 */
    } good[] = {
        { "2025", 4, 20089, 20454 },       { "2025-Q4", 7, 20362, 20454 },
        { "2025-Q1", 7, 20089, 20179 },    { "2025-11", 7, 20393, 20423 },
        { "2025-12 x", 7, 20423, 20454 },  { "2025-11-03", 10, 20395, 20396 },
        { "2024-02-29..", 10, 19782, 19783 }, { "2025..2026", 4, 20089, 20454 },
        { "2025-11:", 7, 20393, 20423 },   { "0001", 4, -719162, -718797 },
        { "9999-12-31", 10, 2932896, 2932897 },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        qd_span span;
        size_t used;
        assert_int_equal(read_date(good[i].text, &span, &used), QD_DATE_OK);
        assert_int_equal(used, good[i].used);
        assert_int_equal(span.from, good[i].from);
        assert_int_equal(span.to, good[i].to);
    }
}

static void wrong_dates_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum qd_date_error error;
        size_t used;
    } wrong[] = {
        { "2025-13", QD_DATE_MONTH, 7 },      { "2025-00", QD_DATE_MONTH, 7 },
        { "2025-13-01", QD_DATE_MONTH, 10 },  { "2025-Q5", QD_DATE_QUARTER, 7 },
        { "2025-Q0", QD_DATE_QUARTER, 7 },    { "2025-02-30", QD_DATE_DAY, 10 },
        { "2025-02-29", QD_DATE_DAY, 10 },    { "1900-02-29", QD_DATE_DAY, 10 },
        { "2025-04-31 ", QD_DATE_DAY, 10 },   { "2025-01-00", QD_DATE_DAY, 10 },
        { "0000", QD_DATE_YEAR, 4 },          { "0000-01", QD_DATE_YEAR, 7 },
        { "2025-1", QD_DATE_SHAPE, 6 },       { "25-01", QD_DATE_SHAPE, 5 },
        { "2025-1-2", QD_DATE_SHAPE, 8 },     { "20251", QD_DATE_SHAPE, 5 },
        { "2025-11-3", QD_DATE_SHAPE, 9 },    { "2025-Q", QD_DATE_SHAPE, 6 },
        { "2025-Qx", QD_DATE_SHAPE, 7 },      { "2025-q4", QD_DATE_SHAPE, 7 },
        { "2025_11", QD_DATE_SHAPE, 7 },      { "2025-1x", QD_DATE_SHAPE, 7 },
        { "2025-11_03", QD_DATE_SHAPE, 10 },  { "202x", QD_DATE_SHAPE, 4 },
        { "2025-11-031", QD_DATE_SHAPE, 11 }, { "", QD_DATE_SHAPE, 0 },
        { "?", QD_DATE_SHAPE, 0 },            { "2025-11-", QD_DATE_SHAPE, 8 },
        { "2025\xC3\xA9 x", QD_DATE_SHAPE, 6 },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        qd_span span = { 5, 6 };
        size_t used;
        assert_int_equal(read_date(wrong[i].text, &span, &used),
                         wrong[i].error);
        assert_int_equal(used, wrong[i].used);
        assert_int_equal(span.from, 5);
    }
}

static void check_text(qd_day from, qd_day to, const char *due, int unit)
{
    char buf[32];
    qd_span span = { from, to };
    qd_str text = qd_span_write(span, buf);
    assert_int_equal(text.len, strlen(due));
    assert_memory_equal(text.at, due, text.len);
    assert_int_equal(qd_span_unit(span), unit);
}

static void spans_are_written_shortest(void **state)
{
    (void)state;
    static const char *const one[] = { "2025", "0007", "9999", "2025-Q4",
                                       "2025-Q1", "2025-11", "2024-02",
                                       "2025-12", "2025-11-03", "9999-12-31",
                                       "2025-01-01" };
    static const int units[] = { 12, 12, 12, 3, 3, 1, 1, 1, 0, 0, 0 };
    for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
        qd_span span;
        size_t used;
        assert_int_equal(read_date(one[i], &span, &used), QD_DATE_OK);
        check_text(span.from, span.to, one[i], units[i]);
    }
    qd_day from = qd_day_make(2025, 7, 1);
    check_text(from, qd_day_make(2026, 7, 1), "2025-Q3..2026-Q2", -1);
    check_text(from, qd_day_make(2025, 12, 1), "2025-07..2025-11", -1);
    check_text(from, qd_day_make(2025, 7, 11), "2025-07-01..2025-07-10", -1);
    check_text(from, qd_day_make(2026, 1, 1), "2025-Q3..2025-Q4", -1);
    check_text(qd_day_make(2025, 1, 1), qd_day_make(2028, 1, 1),
               "2025..2027", -1);
    check_text(qd_day_make(2025, 2, 1), qd_day_make(2025, 5, 1),
               "2025-02..2025-04", -1);
    check_text(qd_day_make(2026, 1, 1), QD_DAY_OPEN_TO, "2026..", -1);
    check_text(QD_DAY_OPEN_FROM, qd_day_make(2025, 11, 4), "..2025-11-03", -1);
    check_text(QD_DAY_OPEN_FROM, QD_DAY_OPEN_TO, "..", -1);
    check_text(INT32_MIN + 1, INT32_MAX - 1, "-5877641-06-24..5881580-07-09",
               -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_datetime),
        cmocka_unit_test(no_day_is_missing),
        cmocka_unit_test(every_day_survives_months),
        cmocka_unit_test(written_dates_are_spans),
        cmocka_unit_test(wrong_dates_are_named),
        cmocka_unit_test(spans_are_written_shortest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
