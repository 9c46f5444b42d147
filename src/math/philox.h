/* Random numbers without state: Philox4x32-10 (Salmon, Moraes, Dror, Shaw:
 * Parallel random numbers: as easy as 1, 2, 3; SC 2011).
 *
 * A block of four words is a function of a key and a counter. Ours: the key
 * is a hash of the seed and of what is drawn; the counter is the path (low
 * and high word), a pair of periods, a purpose. The first two words of a
 * block make the uniform of the even period, the last two that of the odd
 * one. So any draw of any path can be made again alone. */
#ifndef QD_MATH_PHILOX_H
#define QD_MATH_PHILOX_H

#include <stdint.h>

void qd_philox(uint64_t key, const uint32_t counter[4], uint32_t out[4]);

/* The key of `name` (a hash, a number) under `seed`. */
uint64_t qd_philox_key(uint64_t seed, uint64_t name);

/* A uniform from 64 random bits: (52 bits + 1/2) 2^-52. It is never 0 or 1,
 * and 1 - u is exact and as likely as u. (With 53 bits the half would be
 * rounded away above 1/2, and 1 could come out.) */
double qd_uniform(uint64_t bits);

/* The uniform of path `path`, period `period`; the same as
 * math/lane_philox.h fills. */
double qd_philox_uniform(uint64_t key, uint64_t path, uint32_t period,
                         uint32_t purpose);

#endif
