/* Totals and their parts, and what may not happen. */
#ifndef QD_MODEL_TOTALS_H
#define QD_MODEL_TOTALS_H

#include "model/lower.h"

/* The parts of a total, added; a hole when it has none with an amount. */
qd_node qd_parts_of(qd_lowering *l, uint32_t dir);
/* What falls due of them in the asked period. */
qd_node qd_parts_due(qd_lowering *l, uint32_t dir);
/* A total of which a directive is part, QD_NONE for none. */
uint32_t qd_total_of(qd_lowering *l, uint32_t dir);
/* What parts leave of a total: max(0, total - parts); all of it when there
 * are none. */
qd_node qd_rest_of(qd_lowering *l, qd_node total, qd_node parts);
/* Tells the due that was pushed at this place that it is the rest of a
 * total. */
void qd_mark_whole(qd_lowering *l, uint32_t pushed, qd_node total,
                   qd_node parts);
/* False when a directive has lapsed or was denied, or its chance or that of
 * a deal it names is nothing. */
bool qd_could_happen(qd_lowering *l, uint32_t dir);
/* Nor is it dropped by a shock. */
bool qd_can_happen(qd_lowering *l, uint32_t dir);

#endif
