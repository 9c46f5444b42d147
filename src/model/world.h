/* A world: the dues of a view put together into what parties have, period by
 * period, as nodes of the same graph. Paths evaluate them. */
#ifndef QD_MODEL_WORLD_H
#define QD_MODEL_WORLD_H

#include "model/lower.h"

/* The cash of one entity, in one currency: its position is what it has if
 * all that is due, to it and by it, is paid in full. */
typedef struct qd_entity {
    qd_sym party;      /* QD_SYM_HOLE: the outside world */
    unsigned currency;
    bool has_cash;     /* a balance opens it; else it is counted from 0 */
    qd_node opening;   /* at the beginning of the horizon */
    qd_node before;    /* at the beginning of the period (a carry) */
    qd_node net;       /* what comes in less what goes out in the period */
    qd_node position;  /* at the end of the period */
    qd_node spending;  /* operations of the period: out less in, without
                          equity, loans and what serves them */
} qd_entity;

/* A cap table on the paths: world_own.h. */
typedef struct qd_owned qd_owned;

typedef struct qd_world {
    qd_lowering *l;
    struct qd_world *beside;    /* on the same graph (shocks.h), NULL */
    QD_VEC(qd_entity) entities; /* in the order of their names */
    QD_VEC(qd_node) instead;    /* by node: what stands for a QD_N_STATE on a
                                   path, 0 for all others */
    QD_VEC(qd_owned *) owned;   /* companies whose stakes are asked for */
} qd_world;

/* After qd_lower_all, and of a world beside another one after that one. */
void qd_world_make(qd_world *w, qd_lowering *l);
/* When all that is to be asked on the paths is in the graph: finds the states
 * that it asks for, those of the world beside it too. */
void qd_world_resolve(qd_world *w);
void qd_world_free(qd_world *w);

/* The entity, made when it is first asked for. */
qd_entity *qd_world_entity(qd_world *w, qd_sym party, unsigned currency);
/* The money that moves under a due in the period; 0 where it is not known:
 * qd_world_is_known tells. */
qd_node qd_world_cash(qd_world *w, const qd_due *due);
bool qd_due_is_known(const qd_due *due);
/* The power, the chips or the like that a contract has brought by the end of
 * the period; a hole where it has none of this dimension. */
qd_node qd_world_delivered(qd_world *w, uint32_t dir, qd_dim dim);

/* Those of `correlate` lines, in the order of the names; what draws nothing
 * is left out. In the lowering's arena. */
qd_correlation *qd_correlations_of(qd_lowering *l, uint32_t *n);

#endif
