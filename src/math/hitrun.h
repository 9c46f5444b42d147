/* Points drawn evenly from what linear statements allow.
 *
 * From the analytic centre, which is one point whatever the order of the
 * rows, a fixed number of steps, each to an even point of the line through
 * where it is: hit-and-run. The directions are the axes of the ellipsoid that
 * fits the polytope at its centre, in turn, so a step costs one uniform and a
 * pass over the rows. */
#ifndef QD_MATH_HITRUN_H
#define QD_MATH_HITRUN_H

#include "math/poly.h"

/* Rounds over all axes after which the variance on a simplex is within 1 % up
 * to 20 dimensions, within 2 % at 50 (test_hitrun.c looks at some). */
#define QD_HITRUN_ROUNDS 16u

typedef struct qd_hitrun {
    uint32_t vars, axes, walls;
    uint32_t steps;       /* uniforms for one point */
    double *centre;       /* of each variable */
    double *axis;         /* axes rows of vars */
    double *room;         /* of each wall at the centre */
    double *rate, *stop;  /* axes rows of walls: how the room changes along
                             an axis, and -1 / rate (0 where it does not) */
    struct qd_hitrun_wall {
        uint32_t wall;
        double rate, stop;
    } *met;               /* the same without the walls that an axis does not
                             meet: of each axis first those behind */
    uint32_t *behind, *ahead; /* by axis, and one more: where those behind
                             begin in `met`, and where those ahead do */
} qd_hitrun;

/* From rows that hold together; false when they leave a variable without a
 * greatest value. What it holds lies in the arena. */
bool qd_hitrun_init(qd_hitrun *h, qd_poly *p, uint32_t rounds, qd_arena *a);
/* One point x from `steps` uniforms in (0, 1); room for axes + walls numbers
 * is the caller's. */
void qd_hitrun_draw(const qd_hitrun *h, const double *uniform, double *x,
                    double *room);

#endif
