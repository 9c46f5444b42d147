/* Paths, as the analyses ask for them: options, the world of a view, probes,
 * and what is said of a run. */
#ifndef QD_ANALYSIS_PATHS_H
#define QD_ANALYSIS_PATHS_H

#include "analysis/asked.h"
#include "model/world.h"
#include "sim/sim.h"

/* Rows for the options of an analysis that draws paths. */
#define QD_PATH_OPTIONS                                                      \
    { "paths", QD_OPTION_COUNT, NULL,                                        \
      "how many futures; 100000, in flows 10000", false },                   \
    { "seed", QD_OPTION_COUNT, NULL,                                         \
      "of the random numbers; that of the file", false },                    \
    { "threads", QD_OPTION_COUNT, NULL,                                      \
      "cores to use; the answer does not depend on it", true },              \
    { "exact", QD_OPTION_FLAG, NULL,                                         \
      "exact quantiles however many paths there are", false },               \
    { "isa", QD_OPTION_WORD, "best plain avx2 avx512",                       \
      "instruction set; the answer does not depend on it", true },           \
    { "tile", QD_OPTION_WORD, "64 128 256 512",                              \
      "paths in one sweep; the answer does not depend on it", true }

typedef struct qd_paths {
    const qd_asked *asked;
    qd_lowering lowering;
    qd_world world;
    QD_VEC(qd_probe) probes;
    qd_sim_how how;
    qd_sim_source source;    /* of the plan */
    qd_sim_plan *plan;
    qd_sim_result *result;
    uint32_t n_periods;
    uint32_t *each;          /* 0, 1, ... n_periods - 1 */
    double until;            /* the error of a chance that is wanted, 0: any */
    bool fell_short;         /* of that */
    qd_str *parts;           /* of a run that is put together */
    uint32_t n_parts;
} qd_paths;

/* Rows for the options of an analysis that may do it in parts. */
#define QD_PART_OPTIONS                                                      \
    { "until", QD_OPTION_TEXT, NULL,                                         \
      "as many paths as the chance of a gap needs to be known to 0.1pp",     \
      false },                                                               \
    { "shard", QD_OPTION_TEXT, NULL,                                         \
      "draw part 1/3 of the paths, to be merged (-o FILE)", true },          \
    { "merge", QD_OPTION_FILE, NULL,                                         \
      "a part that --shard wrote, once for each; `quid merge` is shorter",   \
      true }

/* The number that an option of kind COUNT has. */
uint64_t qd_paths_count(const qd_asked *asked, const char *option,
                        uint64_t otherwise);
/* The view lowered and the options read; `paths` is how many where none were
 * asked for. More may be lowered into run->lowering up to qd_paths_plan. */
void qd_paths_begin(qd_paths *run, const qd_asked *asked, uint64_t paths);
void qd_paths_world(qd_paths *run);
/* Asks for a node; returns the number of the probe. */
uint32_t qd_paths_probe(qd_paths *run, qd_node node, const uint32_t *ends,
                      uint32_t n_ends, bool sum, unsigned wants);
/* At the end of every period, or of the last. */
uint32_t qd_paths_each(qd_paths *run, qd_node node, unsigned wants);
uint32_t qd_paths_last(qd_paths *run, qd_node node, unsigned wants);
#define QD_PATHS_USUAL 100000
/* Makes the plan; false when it was refused (qd_refuse). */
bool qd_paths_plan(qd_paths *run);
/* Whether the options can be met; false when it was refused. */
bool qd_paths_check(qd_paths *run);
/* Draws the paths, or puts their parts together; false when it was refused.
 */
bool qd_paths_draw(qd_paths *run);
/* For analyses with `shard`, `until`, `merge`, before the plan is made. */
bool qd_paths_read_parts(qd_paths *run);
/* As many as `until` says for the chance that is reading k of the probe. */
bool qd_paths_draw_until(qd_paths *run, uint32_t probe, uint32_t k);
void qd_paths_free(qd_paths *run);

/* "100,000 paths, seed 7". */
qd_str qd_paths_words(const qd_paths *run);
/* Tells what is to be known of the run: that it was stopped, which paths
 * overflowed. */
void qd_paths_note(const qd_paths *run, qd_answer *answer);
/* "2028-10" or "2028-Q4", of a period. */
qd_str qd_paths_period(const qd_paths *run, uint32_t period);

#endif
