/* What the analyses share: the view that was asked for, and words. */
#ifndef QD_ANALYSIS_ASKED_H
#define QD_ANALYSIS_ASKED_H

#include "analysis/analysis.h"
#include "model/lower.h"

/* The options that every analysis has: rows for its own list. */
#define QD_VIEW_OPTIONS                                                      \
    { "known-by", QD_OPTION_DATE, NULL,                                      \
      "only what was known on that day", false },                            \
    { "on", QD_OPTION_DATE, NULL, "the day at which it is asked", false },   \
    { "scenario", QD_OPTION_SCENARIO, NULL,                                  \
      "with a what-if of the file", false }

typedef struct qd_asked {
    qd_view view;
    const qd_argument *args;
    size_t n;
} qd_asked;

/* The view of the arguments; false when a name was refused. */
bool qd_asked_read(qd_asked *a, qd_model *m, const qd_argument *args,
                   size_t n);
/* The value of an option, empty when it was not given; a flag that was given
 * has the value "yes". */
qd_str qd_asked_for(const qd_asked *a, const char *option);
/* The i-th operand, empty behind the last. */
qd_str qd_asked_operand(const qd_asked *a, size_t i);
/* " · known by 2025-12-17 · scenario ten", for the first line. */
qd_str qd_asked_words(const qd_asked *a);

/* True when the view is before the first source: the answer then says so
 * instead of being a page of holes. */
bool qd_asked_too_early(const qd_asked *a, qd_answer *answer);
/* A what-if that changes nothing is worth a word. */
void qd_asked_note(const qd_asked *a, qd_answer *answer);

/* Its label, "not reported" for `?`. */
qd_str qd_party_label(const qd_model *m, qd_sym party);
/* "stories.quid:41" of a position. */
qd_str qd_line_text(qd_model *m, qd_pos pos);
/* Three significant digits, for sentences. */
qd_str qd_short_number(qd_arena *arena, double x);
/* The scale at which the largest number has few digits, and its word: "bn",
 * "mn", "k" or none; bn where all is nothing. */
double qd_asked_scale(double most, const char **word);
/* The word of a step of the ladder. */
const char *qd_firmness_word(unsigned firmness);

#endif
