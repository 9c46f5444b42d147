/* Decimal numbers as they are written, and doubles as text.
 *
 * A decimal is mantissa * 10^exponent, exact: the exponent also tells the
 * last printed digit (27.0 is 270e-1). It is packed into 64 bits. */
#ifndef QD_BASE_NUMBER_H
#define QD_BASE_NUMBER_H

#include "base/str.h"

typedef int64_t qd_decimal; /* mantissa << 8 | (exponent & 255) */

static inline qd_decimal qd_decimal_make(int64_t mantissa, int exponent)
{
    return (qd_decimal)((uint64_t)mantissa << 8 | ((uint64_t)exponent & 255));
}
static inline int64_t qd_decimal_mantissa(qd_decimal d) { return d >> 8; }
static inline int qd_decimal_exponent(qd_decimal d)
{
    return (int8_t)(d & 255);
}

/* The double nearest to d * 10^shift. */
double qd_decimal_double(qd_decimal d, int shift);

enum qd_number_error {
    QD_NUMBER_OK,
    QD_NUMBER_SHAPE, /* no digit where one is due */
    QD_NUMBER_COMMA, /* 1,782 or 1,5: *used covers the whole of it */
    QD_NUMBER_LONG   /* more than QD_LIMIT_DIGITS significant digits, or more
                        places behind the point than an exponent holds */
};

/* Reads digits, '_' and one '.', without sign, at `at` (before `end`). A '_'
 * stands between two digits; `5..` is 5 and what follows. When it is wrong,
 * *used covers all that looks like the number. */
enum qd_number_error qd_number_read(const char *at, const char *end,
                                    qd_decimal *out, size_t *used);

/* The shortest text that reads back as `x`, plain from 1e-05 to 1e+17
 * ("38000000000", "0.1", "1e-07", "0" also for -0), never with a locale's
 * point; `buf` holds at least 32 bytes. x is finite. */
qd_str qd_double_write(double x, char *buf);

#define QD_FIXED_PLACES 20
#define QD_FIXED_ROOM 340

/* `x` with `places` (at most QD_FIXED_PLACES) digits behind the point, halves
 * to even of the binary value, and no sign where only zeros are left; `buf`
 * holds at least QD_FIXED_ROOM bytes. */
qd_str qd_double_fixed(double x, int places, char *buf);

#endif
