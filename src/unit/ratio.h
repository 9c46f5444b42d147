/* An exact rational number as a double. */
#ifndef QD_UNIT_RATIO_H
#define QD_UNIT_RATIO_H

#include <stdint.h>

/* The double nearest to m * num / den * 10^shift, halves to even.
 * num > 0, den > 0, |shift| <= 300. */
double qd_ratio_double(int64_t m, int64_t num, int64_t den, int shift);

#endif
