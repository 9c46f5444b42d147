/* The peers of bench/kernels.c, compiled once for each width. */
#ifndef QD_BENCH_KERNELS_H
#define QD_BENCH_KERNELS_H

#include <stddef.h>

typedef void peer_run(double *out, const double *x, size_t n);

typedef struct peer_set {
    peer_run *exp, *log, *score, *uniform;
} peer_set;

extern const peer_set peers_2, peers_4, peers_8;

#endif
