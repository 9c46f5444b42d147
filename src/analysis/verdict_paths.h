/* `check` lines that ask for the paths: P, mean and quantiles in them are
 * drawn together, once. */
#ifndef QD_ANALYSIS_VERDICT_PATHS_H
#define QD_ANALYSIS_VERDICT_PATHS_H

#include "analysis/paths.h"

/* One P(...), mean(...) or p5(...) of a check, by its call. */
typedef struct qd_reducer {
    qd_id call;
    qd_dim dim;      /* of its number */
    uint32_t probe;
    unsigned function; /* enum qd_function_id */
    double value, error;
} qd_reducer;

typedef struct qd_reducers {
    QD_VEC(qd_reducer) at;
} qd_reducers;

/* Finds those of all checks and draws the paths; false when that is refused.
 * Nothing is drawn where there are none. */
bool qd_reducers_find(qd_reducers *r, const qd_asked *asked);
void qd_reducers_free(qd_reducers *r, qd_mem *mem);
/* Whether a formula has one, and the first of them. */
const qd_reducer *qd_reducer_in(const qd_reducers *r, const qd_tree *t,
                                qd_id formula);

#endif
