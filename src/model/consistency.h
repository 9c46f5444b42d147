/* Directives that say one thing twice, in other words: whether both can hold
 * is told beside what else a model leaves open. */
#ifndef QD_MODEL_CONSISTENCY_H
#define QD_MODEL_CONSISTENCY_H

#include "model/rests.h"

/* Adds the contracts whose amount no rate, term and ramp that are claimed
 * give, as QD_REST_CLASH. */
void qd_consistency_find(qd_rests *r, const qd_view *view, qd_arena *arena);

#endif
