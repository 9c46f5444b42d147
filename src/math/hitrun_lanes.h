/* Points of math/hitrun.h for many paths at once, in lanes (math/lanes.h): a
 * path in each lane, and the bits of qd_hitrun_draw. Step k of path i has the
 * uniform of path block i / 16 * 8 + i % 8, period 2 k + (i / 8) % 2
 * (math/philox.h): one block of random bits serves two paths. */
#ifndef QD_MATH_HITRUN_LANES_H
#define QD_MATH_HITRUN_LANES_H

#include <stddef.h>

#include "math/hitrun.h"

/* Paths that walk together. */
#define QD_HITRUN_GROUP 32u

typedef struct qd_hitrun_paths {
    uint64_t key, first;   /* first: a multiple of 16 */
    size_t n;              /* a multiple of QD_HITRUN_GROUP */
    const uint32_t *vars;  /* the variables that are wanted */
    double *const *out;    /* n numbers of each */
    uint32_t n_vars;
} qd_hitrun_paths;

/* `room` has space for qd_hitrun_lanes_room doubles. */
typedef void qd_hitrun_lanes_fn(const qd_hitrun *h, const qd_hitrun_paths *p,
                                double *room);

static inline size_t qd_hitrun_lanes_room(const qd_hitrun *h)
{
    return (size_t)(h->walls + h->axes) * QD_HITRUN_GROUP;
}

qd_hitrun_lanes_fn qd_hitrun_lanes_2;
#if defined(__x86_64__)
qd_hitrun_lanes_fn qd_hitrun_lanes_4, qd_hitrun_lanes_8;
#endif

#endif
