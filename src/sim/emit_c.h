/* A plan as a C program that needs nothing but a compiler: to be read, and to
 * be run beside quid. Its main prints a checksum of all readings of so many
 * paths and tells whether they have the bits that quid gave. */
#ifndef QD_SIM_EMIT_C_H
#define QD_SIM_EMIT_C_H

#include "base/buf.h"
#include "sim/sim.h"

/* false, and `why`, when a distribution is drawn by a search that the program
 * would not have. */
bool qd_emit_c(const qd_sim_plan *plan, uint64_t seed, qd_buf *out,
               qd_sim_why *why);

/* Of the first `paths` paths, as the program computes it. */
uint64_t qd_emit_checksum(const qd_sim_plan *plan, uint64_t seed,
                          uint32_t paths, qd_mem *mem);

#endif
