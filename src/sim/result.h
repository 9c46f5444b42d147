/* What a run leaves behind: for the sim module only. */
#ifndef QD_SIM_RESULT_H
#define QD_SIM_RESULT_H

#include "sim/quantile.h"

/* How the quantiles of a reading are found. */
enum qd_keep { QD_KEEP_NOTHING, QD_KEEP_VALUES, QD_KEEP_BANDS };

typedef struct qd_reading {
    uint8_t wants, keep;
    uint32_t mean;  /* its column of moments, when a mean is wanted */
    uint32_t slot;  /* in `kept` or in `bands` */
    uint64_t lost, yes;
} qd_reading;

/* What a run rests on, and which part of it this is. */
typedef struct qd_run_id {
    uint64_t model; /* a hash of all that decides what a path gives */
    uint64_t seed;
    uint64_t asked; /* paths, in all shards */
    uint64_t first, end; /* blocks of this part; all there are is 0 to
                            qd_blocks(asked) */
} qd_run_id;

struct qd_sim_result {
    qd_mem *mem;
    qd_run_id id;
    uint64_t paths;       /* drawn */
    bool stopped, exact;
    uint32_t n_probes;
    uint32_t *first_of;   /* by probe: its first reading; one more at the
                             end */
    uint32_t n_readings, n_means, n_kept, n_bands;
    qd_reading *readings;
    /* Nodes of the tree over the blocks, n_pieces times n_means. */
    uint32_t n_pieces;
    uint64_t *piece_size; /* blocks */
    qd_moments *pieces;
    double *values;       /* room for the paths of this part, for each */
    double **kept;        /* of these slots in it */
    qd_index *index;      /* by slot of `kept` */
    uint32_t **bands;     /* closed: sim/quantile.h */
    const qd_sweeps *sweeps;
    double *room;         /* for selection */
};

static inline uint64_t qd_blocks(uint64_t paths)
{
    return paths / QD_BLOCK + (paths % QD_BLOCK != 0);
}
/* Paths in blocks [first, end) of all that were asked. */
uint64_t qd_run_paths(const qd_run_id *id);

/* Pieces of the tree that make up blocks [first, end) of `blocks`. */
#define QD_PIECES_MAX 128u
uint32_t qd_pieces_of(uint64_t first, uint64_t end, uint64_t blocks,
                      uint64_t *size);

/* A result without numbers: its readings as `probes` ask for them. */
qd_sim_result *qd_result_make(const qd_probe *const *probes, uint32_t n,
                              const qd_run_id *id, bool exact, qd_mem *mem);
/* Bytes that qd_result_reserve will ask for. */
uint64_t qd_result_bytes(const qd_sim_result *r);
void qd_result_reserve(qd_sim_result *r);
/* The pieces of this part, from the leaves of the tree. */
void qd_result_fold(qd_sim_result *r, const qd_leaves *leaves);

#endif
