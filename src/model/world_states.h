/* What a QD_N_STATE is on a path. Only for the files of the world. */
#ifndef QD_MODEL_WORLD_STATES_H
#define QD_MODEL_WORLD_STATES_H

#include "model/world.h"

/* QD_NODE_HOLE where it cannot be known. */
qd_node qd_state_on_path(qd_world *w, const qd_node_row *state);

/* ---- Between world_states.c and world_own.c */

/* Whether what has these times had happened when the period began. */
qd_node qd_happened_before(qd_lowering *l, const qd_times *t);
/* A value as it was at the end of the period that holds the day; before that
 * period as it is. */
qd_node qd_as_of(qd_lowering *l, qd_node value, qd_day last);

#endif
