/* One line of code in its tidy form; only for format.c. */
#ifndef QD_LANG_FORMAT_CODE_H
#define QD_LANG_FORMAT_CODE_H

#include "base/buf.h"
#include "lang/format.h"

/* Where the code of a line ends: at its comment or at its end. SIZE_MAX when
 * a string is not closed. */
size_t qd_format_code_end(qd_str line);
/* Writes code (no blanks at either end, no comment, every string closed) with
 * the blanks between its tokens as they should be. The tokens of the result
 * are those of the code, so a second time changes nothing. */
void qd_format_code(qd_buf *out, qd_str code, const qd_sign *signs,
                    size_t n_signs);

#endif
