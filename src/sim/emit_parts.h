/* Between emit_c.c and emit_step.c: the printed program. */
#ifndef QD_SIM_EMIT_PARTS_H
#define QD_SIM_EMIT_PARTS_H

#include "base/buf.h"
#include "sim/plan.h"

typedef struct qd_emit {
    const qd_program *program;
    uint64_t seed;
    qd_buf *out;
} qd_emit;

/* A double as C reads it back. */
void qd_emit_double(qd_buf *out, double x);
/* One step as a statement, `indent` blanks in. */
void qd_emit_step(const qd_emit *e, const qd_step *step, bool body);

#endif
