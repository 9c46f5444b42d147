/* Diagnostics: what is wrong with the input, where, and what to do.
 *
 * A diagnostic is a value {code, span, arguments, labels, fix}; its words
 * are in `diags.def`, its place is a span of positions in the source map,
 * and lines and columns are computed when it is rendered (lang/render.h).
 * Input errors are collected here and never are errors of C.
 *
 * To report one:
 *
 *     qd_diag *d = qd_diag_add(list, QD_D_UNKNOWN_FIELD, at, len);
 *     qd_diag_arg(list, d, name);               fills {0}
 *     qd_diag_label(list, d, pos, len, "first declared here");
 *     qd_diag_fix(list, d, pos, len, replacement);
 *
 * qd_diag_add never returns NULL; when the list is full it hands out a slot
 * that is only counted. What it returns is good until the next one is added.
 * The calls that fill one take NULL (from qd_diag_fold) and do nothing. */
#ifndef QD_BASE_DIAG_H
#define QD_BASE_DIAG_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

typedef uint32_t qd_pos; /* a byte of the source map; 0 is no place */

typedef enum qd_severity {
    QD_NOTE,    /* said for completeness */
    QD_WARNING, /* the model runs, but look at this */
    QD_ERROR    /* the model has no meaning here */
} qd_severity;

enum qd_diag_code {
#define QD_DIAG(name, code, severity, message, remedy, explain) QD_D_##name,
#include "base/diags.def"
#undef QD_DIAG
    QD_D_COUNT
};

typedef struct qd_diag_info {
    const char *name;    /* "UNKNOWN_FIELD" */
    const char *code;    /* "E0203", stable for ever */
    qd_severity severity;
    const char *message; /* with {0} to {3} */
    const char *remedy;  /* with {0} to {3}; NULL when the fix says it all */
    const char *explain; /* a paragraph and an example, for `quid explain` */
} qd_diag_info;

extern const qd_diag_info qd_diag_table[QD_D_COUNT];

/* The row with this code ("E0203", any case), NULL when there is none. */
const qd_diag_info *qd_diag_find(qd_str code);

#define QD_DIAG_ARGS 4
#define QD_DIAG_LABELS 3

typedef struct qd_diag {
    uint16_t code;
    uint8_t n_args, n_labels;
    qd_pos pos;
    uint32_t len;
    qd_str args[QD_DIAG_ARGS];
    struct {
        qd_pos pos;
        uint32_t len;
        const char *text; /* a literal */
    } labels[QD_DIAG_LABELS];
    qd_str hint;         /* "did you mean ...?"; empty when there is none */
    bool has_fix;        /* one right answer: replace this span by this */
    qd_pos fix_pos;
    uint32_t fix_len;
    qd_str fix;
    uint32_t fold;       /* > 0: same cause, see qd_diag_fold */
    uint32_t times;      /* how often this cause occurred, at least 1 */
    qd_pos *places;      /* of the further times, QD_LIMIT_PLACES at most */
} qd_diag;

typedef struct qd_diags {
    qd_arena *arena;
    QD_VEC(qd_diag) all;
    uint32_t dropped;    /* not kept, see QD_LIMIT_DIAGS */
    uint32_t count[3];   /* by severity, those not kept and folded included */
    uint16_t *folds;     /* where the folded ones are, by cause */
    qd_diag spare;
} qd_diags;

void qd_diags_init(qd_diags *list, qd_arena *arena);
qd_diag *qd_diag_add(qd_diags *list, enum qd_diag_code code, qd_pos pos,
                     uint32_t len);
/* As qd_diag_add, but when a diagnostic with this code and `cause` (any
 * number but 0) is there already, the place is added to that one and NULL is
 * returned: the same cause is shown once. */
qd_diag *qd_diag_fold(qd_diags *list, enum qd_diag_code code, uint32_t cause,
                      qd_pos pos, uint32_t len);
/* Fills the next {n}; the text is copied. */
void qd_diag_arg(qd_diags *list, qd_diag *d, qd_str text);
void qd_diag_label(qd_diags *list, qd_diag *d, qd_pos pos, uint32_t len,
                   const char *literal);
void qd_diag_fix(qd_diags *list, qd_diag *d, qd_pos pos, uint32_t len,
                 qd_str replacement);
/* "did you mean `x`?" and the fix that goes with it, when one of the n
 * words is near enough to `word` (the span of the diagnostic). */
void qd_diag_near(qd_diags *list, qd_diag *d, qd_str word,
                  const qd_str *words, size_t n);
/* The nearest of n words, SIZE_MAX when none is near enough. */
size_t qd_nearest(qd_str word, const qd_str *words, size_t n);
/* By position, then code; the order in which they are shown. */
void qd_diags_sort(qd_diags *list);
/* Writes `form` with {0} to {3} filled into the arena. */
qd_str qd_diag_text(qd_arena *arena, const qd_diag *d, const char *form);

#endif
