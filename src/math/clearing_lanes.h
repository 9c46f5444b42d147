/* Clearing of one network on many paths at once, in lanes (math/lanes.h): the
 * greatest clearing vector of debts of one rank, with default costs, by the
 * fictitious default algorithm. Cash and amounts may differ from path to
 * path. Each round solves for all that have fallen on any path of a vector;
 * the columns add up to no more than the diagonal, so no pivot need be looked
 * for. Every width gives the same bits, wherever a path stands. */
#ifndef QD_MATH_CLEARING_LANES_H
#define QD_MATH_CLEARING_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "math/clearing.h"

/* For more parties the work grows with the cube: clear path by path. */
#define QD_CLEAR_LANES_PARTIES 64u

typedef struct qd_clear_net {
    uint32_t n, n_arcs;
    const uint32_t *from, *to; /* of each arc */
} qd_clear_net;

/* Value i of path p stands at [i * stride + p]; paths and stride are
 * multiples of 8. All amounts are 0 or more and finite. */
typedef struct qd_clear_paths {
    size_t paths, stride;
    const double *amount;  /* of each arc */
    const double *outside; /* what a party owes to nobody here; or NULL */
    const double *own;     /* cash of each party */
    double *paid;          /* of its debts by each party */
    double *round;         /* of its default, 0: solvent; or NULL */
} qd_clear_paths;

/* `work` has room for qd_clear_lanes_room doubles. */
typedef void qd_clear_lanes_fn(const qd_clear_net *net,
                               const qd_clear_paths *paths, qd_costs costs,
                               double *work);

size_t qd_clear_lanes_room(const qd_clear_net *net);
/* For vectors of 2, 4 or 8 doubles; NULL where the build has none such. The
 * caller knows what the machine can do. */
qd_clear_lanes_fn *qd_clear_lanes_of(unsigned lanes);

#endif
