/* Paths: the evaluator of the graph by Monte Carlo.
 *
 * A path is one consistent world: every uncertain quantity, date and event
 * drawn once. The key of a draw is (seed, key of the node, path, period), so
 * path i can be computed alone and an edited line changes its own draws
 * only. A plan is made once, of a graph and of what is asked (probes); it
 * reserves nothing. A run draws blocks of paths on all cores and reduces
 * them by operations that do not depend on order: the same bits for any
 * number of threads, shards, tile and instruction set.
 *
 *     qd_sim_plan *plan = qd_sim_plan_make(&source, probes, n, mem, &why);
 *     qd_sim_result *r = qd_sim_run(plan, &how, mem, &why);
 *     double median = qd_sim_quantile(r, probe, k, 0.5);
 */
#ifndef QD_SIM_SIM_H
#define QD_SIM_SIM_H

#include "base/buf.h"
#include "expr/graph.h"

/* Equal periods: months, or quarters of three. */
typedef struct qd_grid {
    double begin;    /* months since year 0 */
    double step;     /* months in a period: 1 or 3 */
    uint32_t n;      /* periods */
} qd_grid;

typedef struct qd_sim_source {
    const qd_graph *graph;
    const qd_node *instead;  /* by node: what stands for it on a path
                                (QD_N_STATE), 0: itself; NULL: none */
    qd_grid grid;
    const qd_correlation *correlations;
    uint32_t n_correlations;
} qd_sim_source;

enum qd_want {
    QD_WANT_MEAN = 1,
    QD_WANT_CHANCE = 2,      /* the node is a condition: 0 or 1 */
    QD_WANT_QUANTILES = 4
};

/* What is read off each path. A reading is one probe at one period end. */
typedef struct qd_probe {
    qd_node node;
    const uint32_t *ends;    /* periods at whose end it is read, rising */
    uint32_t n_ends;
    bool sum;                /* all periods since the reading before (or the
                                first) added; else the value of the period */
    uint8_t wants;           /* enum qd_want */
} qd_probe;

/* Why a plan or a run is refused: a sentence without its full stop. */
typedef struct qd_sim_why { char text[200]; } qd_sim_why;

typedef struct qd_sim_plan qd_sim_plan;

/* NULL, and `why`, when a node cannot be computed on paths. The graph must
 * outlive the plan. A probe of a hole reads NaN, which is counted as lost. */
qd_sim_plan *qd_sim_plan_make(const qd_sim_source *source,
                              const qd_probe *probes, uint32_t n,
                              qd_mem *mem, qd_sim_why *why);
void qd_sim_plan_free(qd_sim_plan *plan);

/* Instruction sets; each gives the same bits. */
enum qd_isa { QD_ISA_BEST, QD_ISA_PLAIN, QD_ISA_AVX2, QD_ISA_AVX512 };
/* Whether this machine has it. */
bool qd_isa_has(enum qd_isa isa);

typedef struct qd_sim_how {
    uint64_t paths;          /* in all shards together; at least 1 */
    uint64_t seed;
    unsigned threads;        /* 0: one */
    unsigned tile;           /* paths in one sweep: 64, 128, 256, 512; 0:
                                chosen for the cache */
    enum qd_isa isa;
    uint32_t shard, shards;  /* this one (from 1 on) of so many; 0, 0: all of
                                it */
    bool exact;              /* quantiles of series exact however many paths
                                there are (else from QD_SIM_KEPT on bands come
                                from histograms) */
    /* Called now and then from the calling thread with the share done; false
     * stops the run at the end of the blocks under way. May be NULL. */
    bool (*progress)(void *ctx, double share);
    void *ctx;
} qd_sim_how;

/* Paths up to which every series is kept and every quantile exact. A probe
 * with one reading is kept whatever their number. */
#define QD_SIM_KEPT 131072u

typedef struct qd_sim_result qd_sim_result;

/* NULL, and `why`, when it asks for more memory or paths than the limits
 * allow. All memory is reserved before the first path. */
qd_sim_result *qd_sim_run(const qd_sim_plan *plan, const qd_sim_how *how,
                          qd_mem *mem, qd_sim_why *why);
void qd_sim_result_free(qd_sim_result *r);

/* Paths that were drawn: fewer than asked when the run was stopped. */
uint64_t qd_sim_paths(const qd_sim_result *r);
uint64_t qd_sim_seed(const qd_sim_result *r);
bool qd_sim_stopped(const qd_sim_result *r);

/* Of the paths that gave a finite number: `k` is the index of the reading in
 * the probe's `ends`. NaN when there was none. */
double qd_sim_mean(const qd_sim_result *r, uint32_t probe, uint32_t k);
double qd_sim_chance(const qd_sim_result *r, uint32_t probe, uint32_t k);
/* Type 7. */
double qd_sim_quantile(const qd_sim_result *r, uint32_t probe, uint32_t k,
                       double q);
/* Paths whose number was not finite, or beyond 1e140: left out of the above. */
uint64_t qd_sim_lost(const qd_sim_result *r, uint32_t probe, uint32_t k);
/* Monte Carlo standard errors: of a mean s / sqrt(n), of a chance
 * sqrt(p (1 - p) / n), of a quantile half the distance between the order
 * statistics one binomial standard deviation to either side. */
double qd_sim_mean_error(const qd_sim_result *r, uint32_t probe, uint32_t k);
double qd_sim_chance_error(const qd_sim_result *r, uint32_t probe,
                           uint32_t k);
double qd_sim_quantile_error(const qd_sim_result *r, uint32_t probe,
                             uint32_t k, double q);
/* Several at once, which is cheaper; `value` or `error` may be NULL. */
void qd_sim_quantiles(const qd_sim_result *r, uint32_t probe, uint32_t k,
                      const double *q, uint32_t n, double *value,
                      double *error);
/* Whether its quantiles come from a histogram (within 1 %). */
bool qd_sim_is_banded(const qd_sim_result *r, uint32_t probe);

/* All readings of one path, in the order of probes and ends. */
void qd_sim_path(const qd_sim_plan *plan, const qd_sim_how *how,
                 uint64_t path, double *out, qd_mem *mem);
uint32_t qd_sim_readings(const qd_sim_plan *plan);

/* A result as bytes. The results of all shards of a run, in any order, make
 * one that is written as the same bytes as that of the run in one part; NULL,
 * and `why`, when they do not belong together, one lacks or one is damaged
 * (files are counted from 1). `plan` NULL: of whichever model. */
void qd_sim_result_write(const qd_sim_result *r, qd_buf *out);
qd_sim_result *qd_sim_result_merge(const qd_sim_plan *plan,
                                   const qd_str *files, uint32_t n,
                                   qd_mem *mem, qd_sim_why *why);

/* 64 bits of all results, in their order: for comparing runs. */
uint64_t qd_sim_checksum(const qd_sim_result *r);

#endif
