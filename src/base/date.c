/* Days and months. The civil calendar is computed as in Howard Hinnant's
 * "chrono-Compatible Low-Level Date Algorithms": years begin in March, so
 * that the leap day is the last of a year, and 400 years are one era. */
#include "base/date.h"

#include <math.h>
#include <stdio.h>

#include "base/limits.h"

#define ERA_DAYS 146097
#define DAYS_TO_1970 719468 /* from 1 March of year 0 */
/* More months than this either way are no day of 32 bits. */
#define MONTHS_MAX 7e7

qd_day qd_day_make(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return (qd_day)(era * ERA_DAYS + days - DAYS_TO_1970);
}

void qd_day_split(qd_day d, int *year, int *month, int *day)
{
    int64_t z = (int64_t)d + DAYS_TO_1970;
    int64_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
    int64_t n = z - era * ERA_DAYS;
    int64_t y = (n - n / 1460 + n / 36524 - n / (ERA_DAYS - 1)) / 365;
    int64_t of_year = n - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

int qd_month_days(int year, int month)
{
    if (month == 2)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return 30 + ((month + (month >= 8)) & 1);
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* n digits at `at`, or -1. */
static int digits(const char *at, unsigned n)
{
    unsigned value = 0, bad = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned digit = (unsigned)(unsigned char)at[i] - '0';
        bad |= digit > 9;
        value = value * 10 + digit;
    }
    return bad ? -1 : (int)value;
}

static qd_span months_span(int year, int month, int n)
{
    int last = month + n;
    return (qd_span){ qd_day_make(year, month, 1),
                      qd_day_make(year + (last > 12),
                                  last > 12 ? last - 12 : last, 1) };
}

/* The part behind the year: `-Q4`, `-11`, `-11-03`. */
static enum qd_date_error read_rest(const char *at, size_t len, int year,
                                    qd_span *out)
{
    if (len == 7 && at[5] == 'Q') {
        int quarter = digits(at + 6, 1);
        if (quarter < 0) return QD_DATE_SHAPE;
        if (quarter < 1 || quarter > 4) return QD_DATE_QUARTER;
        *out = months_span(year, 3 * quarter - 2, 3);
        return QD_DATE_OK;
    }
    int month = digits(at + 5, 2);
    int day = len == 10 && at[7] == '-' ? digits(at + 8, 2) : -1;
    if (month < 0 || (len == 10 && day < 0)) return QD_DATE_SHAPE;
    if (month < 1 || month > 12) return QD_DATE_MONTH;
    if (len == 7) {
        *out = months_span(year, month, 1);
        return QD_DATE_OK;
    }
    if (day < 1 || day > qd_month_days(year, month)) return QD_DATE_DAY;
    out->from = qd_day_make(year, month, day);
    out->to = out->from + 1;
    return QD_DATE_OK;
}

enum qd_date_error qd_date_read(const char *at, const char *end,
                                qd_span *out, size_t *used)
{
    const char *p = at;
    while (p < end && is_word(*p)) p++;
    size_t len = *used = (size_t)(p - at);
    if (len != 4 && ((len != 7 && len != 10) || at[4] != '-'))
        return QD_DATE_SHAPE;
    int year = digits(at, 4);
    if (year < 0) return QD_DATE_SHAPE;
    qd_span span;
    if (len == 4) {
        if (year < QD_YEAR_MIN) return QD_DATE_YEAR;
        span = months_span(year, 1, 12);
    } else {
        enum qd_date_error error = read_rest(at, len, year, &span);
        if (error == QD_DATE_SHAPE) return error;
        if (year < QD_YEAR_MIN) return QD_DATE_YEAR;
        if (error) return error;
    }
    *out = span;
    return QD_DATE_OK;
}

double qd_day_months(qd_day d)
{
    int year, month, day;
    qd_day_split(d, &year, &month, &day);
    return 12.0 * year + (month - 1) +
           (double)(day - 1) / qd_month_days(year, month);
}

qd_day qd_months_day(double months)
{
    if (months < -MONTHS_MAX) return QD_DAY_OPEN_FROM;
    if (!(months < MONTHS_MAX)) return QD_DAY_OPEN_TO;
    double whole = floor(months);
    int n = (int)whole;
    int year = (n >= 0 ? n : n - 11) / 12, month = n - 12 * year + 1;
    /* k / 31 is rounded and may lie a hair before day k: a millionth of a
     * day is far above the rounding and far below any use. */
    int days = qd_month_days(year, month);
    int day = (int)((months - whole) * days + 1e-6);
    return qd_day_make(year, month, 1) + day;
}

int qd_span_unit(qd_span s)
{
    if (s.from == QD_DAY_OPEN_FROM || s.to == QD_DAY_OPEN_TO) return -1;
    if (s.to - (int64_t)s.from == 1) return 0;
    int year, month, day, to_year, to_month, to_day;
    qd_day_split(s.from, &year, &month, &day);
    qd_day_split(s.to, &to_year, &to_month, &to_day);
    if (day != 1 || to_day != 1) return -1;
    int n = 12 * (to_year - year) + to_month - month;
    bool aligned = n > 0 && n <= 12 && (month - 1) % n == 0;
    return aligned && (n == 1 || n == 3 || n == 12) ? n : -1;
}

/* The coarsest unit in months (0: day) that begins on a day. */
static int unit_at(qd_day d)
{
    int year, month, day;
    qd_day_split(d, &year, &month, &day);
    if (day != 1) return 0;
    return month == 1 ? 12 : month % 3 == 1 ? 3 : 1;
}

/* The date of a unit that a day lies in. */
static size_t date_write(qd_day d, int unit, char *buf, size_t room)
{
    int year, month, day, len;
    qd_day_split(d, &year, &month, &day);
    if (unit == 12)
        len = snprintf(buf, room, "%04d", year);
    else if (unit == 3)
        len = snprintf(buf, room, "%04d-Q%d", year, (month + 2) / 3);
    else if (unit == 1)
        len = snprintf(buf, room, "%04d-%02d", year, month);
    else
        len = snprintf(buf, room, "%04d-%02d-%02d", year, month, day);
    return (size_t)len;
}

qd_str qd_span_write(qd_span s, char *buf)
{
    size_t room = 32, len = 0;
    int unit = qd_span_unit(s);
    if (unit >= 0) return (qd_str){ buf, date_write(s.from, unit, buf, room) };
    bool from = s.from != QD_DAY_OPEN_FROM, to = s.to != QD_DAY_OPEN_TO;
    unit = from ? unit_at(s.from) : 12;
    if (to && unit_at(s.to) < unit) unit = unit_at(s.to);
    if (from) len = date_write(s.from, unit, buf, room);
    buf[len++] = '.';
    buf[len++] = '.';
    buf[len] = '\0';
    if (to) len += date_write(s.to - 1, unit, buf + len, room - len);
    return (qd_str){ buf, len };
}
