/* What score_lanes.c gives for each width of vectors. */
#ifndef QD_TEST_SCORE_LANES_H
#define QD_TEST_SCORE_LANES_H

#include "math/score.h"

typedef void score_lanes_fn(const qd_score *s, const double *x, double *out,
                            uint32_t n);
typedef void vary_lanes_fn(const qd_dist *shape, const double *const *params,
                           const double *x, double *out, uint32_t n);

score_lanes_fn score_lanes_2, score_lanes_4, score_lanes_8;
vary_lanes_fn vary_lanes_2, vary_lanes_4, vary_lanes_8;

#endif
