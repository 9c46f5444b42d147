/* Cap tables on paths: one table of the present a path, drawn evenly from
 * what the statements allow, then the path's own events. For world_states.c
 * and for who asks for stakes on paths. */
#ifndef QD_MODEL_WORLD_OWN_H
#define QD_MODEL_WORLD_OWN_H

#include "model/captable.h"
#include "model/world.h"

enum qd_own_when {
    QD_OWN_NOW,    /* at the present of the table */
    QD_OWN_BEFORE, /* at the end of the period before */
    QD_OWN_BY,     /* at the end of a day */
    QD_OWN_ALL     /* after all that happens on the path */
};

/* The table of a company, made when it is first asked for; NULL where nothing
 * is said of it or its lines cannot all hold. */
qd_owned *qd_world_owned(qd_world *w, qd_sym company);
/* The share of a holder by its number in the table; `day` is the day behind
 * the last of those that are asked for, with QD_OWN_BY. */
qd_node qd_owned_stake(qd_owned *o, uint32_t holder, enum qd_own_when when,
                       qd_day day);
const qd_captable *qd_owned_table(const qd_owned *o);
/* Of a party with those that are shown as it and the members of its group; 0
 * where nothing names one of them, a hole where nothing is known of the
 * company. */
qd_node qd_world_stake(qd_world *w, qd_sym company, qd_sym holder,
                       enum qd_own_when when, qd_day day);
/* What all units of a company are worth by the price of the last round or sale
 * that a path has by the end of the period, with the money of a round: 0
 * before the first one, a hole where none says a valuation. */
qd_node qd_world_worth(qd_world *w, qd_sym company);
void qd_owned_free(qd_owned *o);

#endif
