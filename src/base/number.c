/* Numbers as text. The C library converts, since it rounds right; what a
 * locale could change (the mark of the decimals) is put right here. */
#include "base/number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"

double qd_decimal_double(qd_decimal d, int shift)
{
    static const double tens[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
        1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    int64_t m = qd_decimal_mantissa(d);
    int e = qd_decimal_exponent(d) + shift;
    /* Both exact, so one operation rounds once (Clinger 1990). */
    if (m > -(INT64_C(1) << 53) && m < INT64_C(1) << 53) {
        if (e >= 0 && e <= 22) return (double)m * tens[e];
        if (e < 0 && e >= -22) return (double)m / tens[-e];
    }
    char text[40]; /* without a point, so in any locale */
    snprintf(text, sizeof text, "%llde%d", (long long)m, e);
    return strtod(text, NULL);
}

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* The end of all that a reader would take for one number. */
static const char *number_end(const char *at, const char *end)
{
    const char *p = at;
    while (p < end && (is_digit(*p) || *p == '_' ||
                       ((*p == '.' || *p == ',') && end - p > 1 &&
                        is_digit(p[1]))))
        p++;
    return p;
}

static enum qd_number_error refuse(enum qd_number_error error,
                                   const char *at, const char *stopped,
                                   const char *end, size_t *used)
{
    const char *last = number_end(at, end);
    *used = (size_t)((last > stopped ? last : stopped) - at);
    return error;
}

/* Digits with single '_' between them; false where a digit is due. */
static bool read_digits(const char **at, const char *end, uint64_t *value)
{
    const char *p = *at;
    uint64_t v = *value;
    for (;;) {
        const char *from = p;
        for (; p < end && is_digit(*p); p++) v = v * 10 + (uint64_t)(*p - '0');
        *at = p;
        *value = v;
        if (p == from) return false;
        if (p == end || *p != '_') return true;
        p++;
    }
}

static unsigned count_digits(const char *at, const char *end, bool leading)
{
    unsigned n = 0;
    for (; at < end; at++) {
        if (!is_digit(*at) || (*at == '0' && n == 0 && !leading)) continue;
        if (n++ > 2 * QD_LIMIT_DIGITS + INT8_MAX) break;
    }
    return n;
}

/* Whether the digits fit: significant ones and those behind the point. */
static bool fits(const char *at, const char *point, const char *end)
{
    if (end - at <= (ptrdiff_t)QD_LIMIT_DIGITS) return true;
    return count_digits(at, end, false) <= QD_LIMIT_DIGITS &&
           count_digits(point, end, true) <= INT8_MAX;
}

enum qd_number_error qd_number_read(const char *at, const char *end,
                                    qd_decimal *out, size_t *used)
{
    const char *p = at, *point;
    uint64_t mantissa = 0;
    if (!read_digits(&p, end, &mantissa))
        return refuse(QD_NUMBER_SHAPE, at, p, end, used);
    point = p;
    if (end - p > 0 && *p == '.' && !(end - p > 1 && p[1] == '.')) {
        p++;
        if (!read_digits(&p, end, &mantissa))
            return refuse(QD_NUMBER_SHAPE, at, p, end, used);
    }
    if (end - p > 1 && *p == ',' && is_digit(p[1]))
        return refuse(QD_NUMBER_COMMA, at, p, end, used);
    if (!fits(at, point, p)) return refuse(QD_NUMBER_LONG, at, p, end, used);
    int places = 0;
    if (p != point) {
        places = (int)(p - point) - 1;
        for (const char *c = point; c < p; c++) places -= *c == '_';
    }
    *used = (size_t)(p - at);
    *out = qd_decimal_make((int64_t)mantissa, -places);
    return QD_NUMBER_OK;
}

/* As `shortest` for a whole number below 1e15, which most numbers are. */
static int whole_digits(uint64_t x, char *digits, int *point)
{
    char back[20];
    int n = 0;
    for (; x > 0; x /= 10) back[n++] = (char)('0' + x % 10);
    for (int i = 0; i < n; i++) digits[i] = back[n - 1 - i];
    *point = n;
    while (n > 1 && digits[n - 1] == '0') n--;
    return n;
}

/* The digits of x without sign in `digits`, as few as read back as x;
 * returns their number. x = 0.d1d2... * 10^point. */
static int shortest(double x, char *digits, int *point)
{
    char text[40];
    if (x >= 1 && x < 1e15 && x == (double)(uint64_t)x)
        return whole_digits((uint64_t)x, digits, point);
    /* Below the normal numbers a double has fewer digits than 15. */
    int precision = x < DBL_MIN ? 1 : DBL_DIG, n = 0;
    for (;; precision++) {
        snprintf(text, sizeof text, "%.*e", precision - 1, x);
        if (precision >= DBL_DECIMAL_DIG || strtod(text, NULL) == x) break;
    }
    const char *c = text;
    for (; *c != 'e'; c++) /* what is no digit is the locale's mark */
        if (is_digit(*c)) digits[n++] = *c;
    *point = (int)strtol(c + 1, NULL, 10) + 1;
    while (n > 1 && digits[n - 1] == '0') n--;
    return n;
}

static char *put_zeros(char *p, int n)
{
    for (; n > 0; n--) *p++ = '0';
    return p;
}

static char *put_digits(char *p, const char *digits, int n)
{
    for (int i = 0; i < n; i++) *p++ = digits[i];
    return p;
}

static char *put_plain(char *p, const char *digits, int n, int point)
{
    if (point <= 0) {
        *p++ = '0', *p++ = '.';
        p = put_zeros(p, -point);
        return put_digits(p, digits, n);
    }
    int whole = n < point ? n : point;
    p = put_digits(p, digits, whole);
    p = put_zeros(p, point - whole);
    if (n > whole) *p++ = '.';
    return put_digits(p, digits + whole, n - whole);
}

static char *put_exponent(char *p, const char *digits, int n, int point)
{
    *p++ = digits[0];
    if (n > 1) *p++ = '.';
    p = put_digits(p, digits + 1, n - 1);
    int e = point - 1;
    *p++ = 'e';
    *p++ = e < 0 ? '-' : '+';
    if (e < 0) e = -e;
    if (e >= 100) *p++ = (char)('0' + e / 100);
    *p++ = (char)('0' + e / 10 % 10);
    *p++ = (char)('0' + e % 10);
    return p;
}

qd_str qd_double_write(double x, char *buf)
{
    assert(isfinite(x));
    char digits[24], *p = buf;
    int point = 1;
    digits[0] = '0';
    if (x < 0) *p++ = '-';
    int n = x == 0 ? 1 : shortest(fabs(x), digits, &point);
    p = point >= -4 && point <= 17 ? put_plain(p, digits, n, point)
                                  : put_exponent(p, digits, n, point);
    *p = '\0';
    return (qd_str){ buf, (size_t)(p - buf) };
}

qd_str qd_double_fixed(double x, int places, char *buf)
{
    char text[QD_FIXED_ROOM], *p = buf;
    assert(isfinite(x) && places >= 0 && places <= QD_FIXED_PLACES);
    snprintf(text, sizeof text, "%.*f", places, fabs(x));
    bool zero = true;
    for (const char *c = text; *c; c++) zero = zero && !(*c > '0' && *c <= '9');
    if (x < 0 && !zero) *p++ = '-';
    for (const char *c = text; *c; c++) {
        if (is_digit(*c)) *p++ = *c;
        else if (is_digit(c[1])) *p++ = '.'; /* the end of a locale's mark */
    }
    *p = '\0';
    return (qd_str){ buf, (size_t)(p - buf) };
}
