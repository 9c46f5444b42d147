/* The claims that stand on a field, as one node. */
#ifndef QD_MODEL_STANDING_H
#define QD_MODEL_STANDING_H

#include "model/claims.h"
#include "model/lower.h"

/* Lines with a date of their own come before those that hold always. */
void qd_prefer_dated(const qd_lowering *l, qd_claims *c);
/* QD_NODE_HOLE when nothing stands. */
qd_node qd_standing_node(qd_lowering *l, uint32_t dir, qd_sym field,
                         const qd_claims *c, enum qd_date_sense sense);

#endif
