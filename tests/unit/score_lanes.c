/* Scores with the lanes of one instruction set: test_score.c compares them
 * with those of one value at a time. Built once for each width. */
#include "math/lane_score.h"

#include "score_lanes.h"

void QD_LANED(score_lanes)(const qd_score *s, const double *x, double *out,
                           uint32_t n)
{
    qd_lane_score(s, x, out, n);
}

void QD_LANED(vary_lanes)(const qd_dist *shape, const double *const *params,
                          const double *x, double *out, uint32_t n)
{
    qd_lane_vary(shape, params, x, out, n);
}
