#include "math/clearing_lanes.h"

#define LANES 8 /* the widest */

qd_clear_lanes_fn qd_clear_lanes_2, qd_clear_lanes_4, qd_clear_lanes_8;

size_t qd_clear_lanes_room(const qd_clear_net *net)
{
    size_t n = net->n;
    return LANES * (2 * (size_t)net->n_arcs + n * n + n);
}

qd_clear_lanes_fn *qd_clear_lanes_of(unsigned lanes)
{
#ifdef __x86_64__
    if (lanes == 8) return qd_clear_lanes_8;
    if (lanes == 4) return qd_clear_lanes_4;
#endif
    return lanes == 2 ? qd_clear_lanes_2 : NULL;
}
