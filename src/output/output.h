/* Outputs: one file and one row in outputs.def each. An output takes an
 * answer (tables, blocks, notes) and writes bytes; it never sees a model. */
#ifndef QD_OUTPUT_OUTPUT_H
#define QD_OUTPUT_OUTPUT_H

#include "base/buf.h"
#include "table/table.h"

typedef struct qd_style {
    int columns;  /* width of the screen, 80 when 0 */
    bool ascii;   /* nothing beyond ASCII of our own */
    bool colour;
} qd_style;

typedef struct qd_output {
    const char *name;      /* "json": --json, -o FILE.json */
    const char *doc;       /* one line */
    const char *media;     /* "application/json" */
    bool screen;           /* meant for people on a terminal */
    void (*write)(qd_buf *out, const qd_answer *a, const qd_style *style);
} qd_output;

extern const qd_output *const qd_outputs[];
extern const size_t qd_output_count;
const qd_output *qd_output_find(qd_str name);

/* For people: three significant digits, a real minus sign unless ascii,
 * groups none, "at least" marks as >= or its sign. */
qd_str qd_number_text(qd_arena *a, double x, const qd_style *style);

#endif
