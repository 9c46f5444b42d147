/* UTF-8: what quid needs of it. */
#ifndef QD_BASE_UTF8_H
#define QD_BASE_UTF8_H

#include "base/str.h"

/* Reads one code point at `at` (before `end`); returns its bytes, 0 when
 * they are not valid UTF-8 (overlong, surrogate, cut, above U+10FFFF). */
size_t qd_utf8_read(const char *at, const char *end, uint32_t *point);
/* The first byte that is not valid UTF-8 or is NUL; `end` when all is well.
 * Fast on ASCII. */
const char *qd_utf8_bad(const char *at, const char *end);
/* Columns that a terminal gives to a code point: 0 (combining), 1, 2. */
int qd_utf8_width(uint32_t point);
/* Columns of a whole text (invalid bytes count 1). */
size_t qd_utf8_columns(qd_str s);
/* Whether a code point may stand in a name: letters and digits of any
 * script, marks inside one, '-' and '_'. Below U+0080: [A-Za-z0-9_-]. */
bool qd_utf8_in_name(uint32_t point);

#endif
