/* Diagnostics as people and programs read them. */
#ifndef QD_LANG_RENDER_H
#define QD_LANG_RENDER_H

#include "base/buf.h"
#include "base/diag.h"
#include "lang/source.h"

typedef struct qd_render {
    bool colour;   /* ANSI colours */
    bool ascii;    /* no character beyond ASCII of our own */
    int columns;   /* width of the screen; long lines are cut at the caret */
} qd_render;

/* One diagnostic:
 *
 *     stories.quid:12:9: error[E0203]: unknown field `amout` of `round`
 *       12 |   amout: 10 bn USD ^s2
 *          |   ^^^^^ did you mean `amount`?
 *          = the remedy, its lines broken at blanks
 *          = fix: replace `x` by `y` (when no "did you mean" says so)
 *          = and 12 more: lines 14, 18, 22, ...
 *          = included from main.quid:3
 *
 * Labels of the same line stand under it, others follow with their line, and
 * with their place when they are in another file or far away. Tabs are kept;
 * wide and combining characters keep the caret under its character; control
 * characters, marks of direction and invalid bytes are shown as escapes, so
 * nothing of a model is obeyed by a terminal. */
void qd_render_diag(qd_buf *out, const qd_diag *d, qd_source *source,
                    const qd_render *how);
/* All of a list, in order, and a last line that counts them; nothing for an
 * empty list. */
void qd_render_diags(qd_buf *out, const qd_diags *list, qd_source *source,
                     const qd_render *how);
/* `quid explain CODE`: message and remedy without their arguments, then the
 * explanation. */
void qd_render_explain(qd_buf *out, const qd_diag_info *info);

#endif
