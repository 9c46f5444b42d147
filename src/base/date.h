/* Days, partial dates and spans of days.
 *
 * A day is a count of days, day 0 being 1970-01-01 (proleptic Gregorian).
 * A written date such as 2025, 2025-Q4, 2025-11 or 2025-11-03 is the span of
 * days that it covers. Spans are half-open: `to` is the day after the last.
 * Months are counted too: month 0 is January of year 0, so that a date is
 * also a number of months with a fraction (days gone over days in month). */
#ifndef QD_BASE_DATE_H
#define QD_BASE_DATE_H

#include "base/str.h"

typedef int32_t qd_day;

#define QD_DAY_OPEN_FROM INT32_MIN /* no first day */
#define QD_DAY_OPEN_TO INT32_MAX   /* no last day */

typedef struct qd_span {
    qd_day from, to;
} qd_span;

#define QD_SPAN_ALWAYS ((qd_span){ QD_DAY_OPEN_FROM, QD_DAY_OPEN_TO })

qd_day qd_day_make(int year, int month, int day);
void qd_day_split(qd_day d, int *year, int *month, int *day);
int qd_month_days(int year, int month); /* 28 to 31 */

enum qd_date_error {
    QD_DATE_OK,
    QD_DATE_SHAPE, /* not a date at all */
    QD_DATE_YEAR,
    QD_DATE_QUARTER,
    QD_DATE_MONTH, /* month 13 */
    QD_DATE_DAY    /* 30 February */
};

/* Reads a date at `at` (before `end`); *used is the bytes that look like it
 * (letters, digits, '-' and '_'), also when it is wrong. */
enum qd_date_error qd_date_read(const char *at, const char *end,
                                qd_span *out, size_t *used);

/* Months with fraction: 2025-11-16 is 12 * 2025 + 10 + 15 / 30. */
double qd_day_months(qd_day d);
/* The day that a number of months falls into. */
qd_day qd_months_day(double months);
/* Months from the first day of a span to its end, for spans of one written
 * date: 12, 3, 1, or 0 for a day (an open or longer span: -1). */
int qd_span_unit(qd_span s);
/* The shortest writing of a span: "2025", "2025-Q4", "2025-11",
 * "2025-11-03", "A..B", "A..", "..B", "..", A and B in the coarsest unit that
 * fits both. `buf` holds at least 32 bytes. */
qd_str qd_span_write(qd_span s, char *buf);

#endif
