/* What plain words allow, without nodes: a number, a range, `multi`, or one
 * of these with a hedge, whose reading in <policy> has ends of plain
 * arithmetic. It gives the very set that lowering the line (model/lower.h)
 * for its bounds would give, in a fraction of the time, or says that it does
 * not know: then the line must be lowered. */
#ifndef QD_MODEL_PLAIN_H
#define QD_MODEL_PLAIN_H

#include "expr/set.h"
#include "model/formula.h"

typedef struct qd_plain {
    const qd_model *m;
    qd_id low[QD_READ_COUNT], high[QD_READ_COUNT]; /* QD_NONE: no such end */
    qd_sym x, u;
} qd_plain;

void qd_plain_init(qd_plain *p, const qd_model *m);
/* The numbers that a line allows, and their dimension. False: not known. */
bool qd_plain_line(const qd_plain *p, const qd_dir *d, const qd_field *f,
                   qd_piece *out, qd_dim *dim);
/* The numbers of both; false when there are none. */
bool qd_plain_meet(qd_piece *a, const qd_piece *b);

#endif
