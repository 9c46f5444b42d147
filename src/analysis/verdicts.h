/* `check` lines, judged. */
#ifndef QD_ANALYSIS_VERDICTS_H
#define QD_ANALYSIS_VERDICTS_H

#include "analysis/asked.h"

typedef struct qd_verdict {
    qd_pos pos;
    qd_str text;        /* the relation as it is written */
    const char *word;   /* "holds", "can hold", "fails", ... */
    bool good;
} qd_verdict;

typedef struct qd_verdicts {
    qd_verdict *at;
    uint32_t n, failed;
    bool drawn;         /* paths were drawn for some */
} qd_verdicts;

/* Draws paths where a check asks for them; false when that is refused. */
bool qd_verdicts_find(qd_verdicts *v, const qd_asked *asked);
/* The table `checks`. */
qd_table *qd_verdicts_table(qd_model *m, const qd_verdicts *v);

#endif
