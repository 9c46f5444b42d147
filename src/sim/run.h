/* A run of whatever computes tiles: for the sim module and its tests. */
#ifndef QD_SIM_RUN_H
#define QD_SIM_RUN_H

#include "sim/result.h"
#include "sim/tile.h"

/* What computes the paths; a plan is one. */
typedef struct qd_run_model {
    const void *self;
    const qd_probe *const *probes;
    uint32_t n_probes;
    uint64_t hash; /* of all that decides what a path gives, but the seed */
    size_t (*scratch_size)(const void *self, unsigned tile);
    void (*tile)(const void *self, enum qd_isa isa, void *scratch,
                 unsigned tile, uint64_t seed, uint64_t first_path,
                 uint32_t n, qd_sim_take *take, void *ctx);
} qd_run_model;

/* As qd_sim_run. */
qd_sim_result *qd_run(const qd_run_model *model, const qd_sim_how *how,
                      qd_mem *mem, qd_sim_why *why);

#endif
