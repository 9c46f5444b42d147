/* What a QD_N_STATE is on a path. Only for world.c. */
#ifndef QD_MODEL_WORLD_STATES_H
#define QD_MODEL_WORLD_STATES_H

#include "model/world.h"

/* QD_NODE_HOLE where it cannot be known. */
qd_node qd_state_on_path(qd_world *w, const qd_node_row *state);

#endif
