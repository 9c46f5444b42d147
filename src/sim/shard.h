/* A result as bytes, and results of shards as one: for the sim module. */
#ifndef QD_SIM_SHARD_H
#define QD_SIM_SHARD_H

#include "sim/result.h"

/* As qd_sim_result_merge; `model`: the hash that the files must have, NULL:
 * any. */
qd_sim_result *qd_result_merge(const uint64_t *model, const qd_str *files,
                               uint32_t n, qd_mem *mem, qd_sim_why *why);

#endif
