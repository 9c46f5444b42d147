/* One sweep: a tile of paths through a plan, by one thread.
 *
 * Readings are numbered through: those of probe 0 in the order of its ends,
 * then probe 1, ... A sweep hands each reading out once, in no promised
 * order, while it is in the cache. Path i gives the same doubles in every
 * tile, at every place in it and with every instruction set. */
#ifndef QD_SIM_TILE_H
#define QD_SIM_TILE_H

#include "sim/sim.h"

/* Paths in one sweep when the caller has no wish. */
#define QD_SIM_TILE 128u
/* Paths that one vector may hold: a tile is a multiple of it. */
#define QD_SIM_LANES 8u

/* `n` values of a reading, from the first path on; aligned to 64 bytes and
 * valid during the call only. */
typedef void qd_sim_take(void *ctx, uint32_t reading, const double *x,
                         uint32_t n);

/* Bytes of one thread's scratch, of any alignment. */
size_t qd_sim_scratch_size(const qd_sim_plan *plan, unsigned tile);
/* Paths first_path .. first_path + n - 1; n is at most `tile`, and `tile` at
 * most 512 and a multiple of QD_SIM_LANES. Allocates nothing. */
void qd_sim_tile(const qd_sim_plan *plan, enum qd_isa isa, void *scratch,
                 unsigned tile, uint64_t seed, uint64_t first_path,
                 uint32_t n, qd_sim_take *take, void *ctx);

/* The number of reading `k` of a probe. */
uint32_t qd_sim_reading(const qd_sim_plan *plan, uint32_t probe, uint32_t k);
uint32_t qd_sim_probes(const qd_sim_plan *plan);
const qd_probe *qd_sim_probe(const qd_sim_plan *plan, uint32_t probe);
/* Of all that decides what a path gives, but the seed. */
uint64_t qd_sim_plan_hash(const qd_sim_plan *plan);

#endif
