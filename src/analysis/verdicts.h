/* `check` lines, judged. */
#ifndef QD_ANALYSIS_VERDICTS_H
#define QD_ANALYSIS_VERDICTS_H

#include "model/view.h"
#include "table/table.h"

typedef struct qd_verdict {
    qd_pos pos;
    qd_str text;        /* the relation as it is written */
    const char *word;   /* "holds", "can hold", "fails", ... */
    bool good;
} qd_verdict;

typedef struct qd_verdicts {
    qd_verdict *at;
    uint32_t n, failed;
} qd_verdicts;

qd_verdicts qd_verdicts_of(const qd_view *view);
/* The table `checks`. */
qd_table *qd_verdicts_table(qd_model *m, const qd_verdicts *v);

#endif
