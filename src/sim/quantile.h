/* Order statistics: exact ones of kept values, near ones of bands.
 *
 * Kept values stay where they are. An index counts them in bins that a map
 * puts in their order; the bins that hold the wanted ranks are gathered, and
 * the ranks selected among what was gathered. What the map looks like decides
 * the time only, never the answer. */
#ifndef QD_SIM_QUANTILE_H
#define QD_SIM_QUANTILE_H

#include "sim/reduce.h"

#define QD_BINS 2048u

/* Doubles to select in, for n values: what one bin holds fits mostly. */
static inline uint64_t qd_gather_room(uint64_t n)
{
    return n / 32 > 16384 ? n / 32 : 16384;
}

typedef struct qd_index {
    double low, scale;           /* of the map: sim/reduce.h, bin */
    uint32_t below[QD_BINS + 1]; /* values in the bins before this one */
} qd_index;

/* Kept values, NaN where there is none, and no -0. */
typedef struct qd_kept {
    const double *x;
    uint64_t n;
    const qd_index *index;
    const qd_sweeps *sweeps;
    double *room;     /* qd_gather_room(n) */
} qd_kept;

void qd_index_make(qd_index *index, const double *x, uint64_t n,
                   const qd_sweeps *sweeps);

/* x becomes the value of this rank (0: the least), which is below the number
 * of finite values. */
typedef struct qd_pick {
    uint64_t rank;
    double x;
} qd_pick;

/* Ranks in rising order. */
void qd_kept_pick(const qd_kept *kept, qd_pick *picks, uint32_t n);

/* From counts by band to counts of it and all before it; `lost` values were
 * counted in the middle band, where they do not belong. */
void qd_bands_close(uint32_t *bands, uint32_t lost);
/* About the value of a rank, below the number of values in closed bands:
 * values lie evenly in theirs. */
double qd_bands_at(const uint32_t *bands, uint64_t rank);

#endif
