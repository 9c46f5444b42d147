/* One line of a source on the screen, and marks under it; only for the
 * renderer of diagnostics. */
#ifndef QD_LANG_RENDER_LINE_H
#define QD_LANG_RENDER_LINE_H

#include "base/buf.h"

/* The part of a line that is shown: bytes [from, to) of it. */
typedef struct qd_window {
    qd_str line;
    size_t from, to;
    bool ascii; /* "..." where something is cut off, not one character */
} qd_window;

/* The part of `line` around its bytes [at, at + len) that fits into
 * `columns`; the whole line when it fits. */
qd_window qd_window_make(qd_str line, size_t at, size_t len, size_t columns,
                         bool ascii);
/* Whether the byte at `at` of the line (or its end) is in the window. */
bool qd_window_shows(const qd_window *w, size_t at);
void qd_window_text(qd_buf *out, const qd_window *w);
/* Blanks and then `mark` under [at, at + len), at least one. */
void qd_window_marks(qd_buf *out, const qd_window *w, size_t at, size_t len,
                     char mark);
/* Any text: line feeds and tabs are escaped too, and what exceeds `columns`
 * is cut off. */
void qd_show_text(qd_buf *out, qd_str text, size_t columns, bool ascii);

#endif
