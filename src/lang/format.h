/* The formatter behind `quid fmt`: from text to text, never from the tree,
 * so comments, blank lines and numbers stay as they are written. */
#ifndef QD_LANG_FORMAT_H
#define QD_LANG_FORMAT_H

#include "base/buf.h"
#include "base/str.h"

/* Currency signs that a model declares ("$" for "USD"). */
typedef struct qd_sign { qd_str sign, code; } qd_sign;

/* Writes the tidy form of a text: two blanks of indent, one blank between
 * words, no trailing blanks, '\n' line ends, one newline at the end, at most
 * two blank lines in a row, comments behind code aligned within a block,
 * `$38bn` written `38 bn USD`. Formatting the result changes nothing.
 * A text that does not parse is formatted all the same, line by line; what
 * is not understood is kept byte for byte. */
void qd_format(qd_buf *out, qd_str text, const qd_sign *signs,
               size_t n_signs);

#endif
