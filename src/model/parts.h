/* The steps of loading, in their order; only for load.c and those who do
 * them. Each tells what is wrong and leaves the model whole. */
#ifndef QD_MODEL_PARTS_H
#define QD_MODEL_PARTS_H

#include "model/model.h"

/* more.c: the lines of every `more` become those of what it names. */
void qd_take_more(qd_model *m);
/* root.c: version, currency, horizon, grid, seed of the `quid` directive. */
void qd_read_root(qd_model *m);
/* root.c: a version that this quid does not read; last, since of a newer one
 * nothing else is told. */
void qd_check_version(qd_model *m);
/* units.c: every unit text of the tree, to m->unit. */
void qd_resolve_units(qd_model *m);
/* resolve.c: who is declared, and whether what is referred to is there. */
void qd_resolve_names(qd_model *m);
/* cycles.c: parents, members, scenarios, deals, sources, totals that lead
 * back to themselves. */
void qd_check_cycles(qd_model *m);
/* fields.c: what stands in the fields, and formulas. */
void qd_check_fields(qd_model *m);

/* month_circles.c: what needs itself within one month. */
void qd_check_month_circles(qd_model *m);
/* own_circles.c: stakes that are asked for by what makes them. */
void qd_check_own_circles(qd_model *m);
/* spans.c: directives that end before they begin. */
void qd_check_spans(qd_model *m);
/* correlations.c: what `correlate` lines ask for together. */
void qd_check_correlations(qd_model *m);
/* Stakes, rounds, classes and convertibles that cannot be so. */
void qd_check_owning(qd_model *m);

/* repeats.c: lines of a directive that say the same field again. */
void qd_check_repeats(qd_model *m, const qd_dir *d);
/* "money (USD)", "a date": for messages; with a NUL behind it. */
qd_str qd_dim_phrase(qd_model *m, qd_dim d);

/* undated.c: sources on whose date nothing says a word. */
void qd_check_undated(qd_model *m);

/* An unknown name: tells it once per name, with the nearest of those that
 * could stand there (directives of the keywords in `words`, NULL: all). What
 * it returns has {0} only, and is NULL when it was told before. */
qd_diag *qd_tell_unknown(qd_model *m, enum qd_diag_code code, qd_sym name,
                         const char *words, qd_range r);
/* A name of another kind than is due: "a party", "a deal or what may
 * happen". */
void qd_tell_kind(qd_model *m, qd_range r, uint32_t dir, const char *due);
/* The nearest field that directives of this keyword have, for `name` at the
 * end of the range. */
void qd_near_field(qd_model *m, qd_diag *d, const qd_instrument *is,
                   qd_str name, qd_range r);
/* The part of `id.field` before or behind the point. */
qd_range qd_before_point(const qd_model *m, qd_range r);
qd_range qd_behind_point(const qd_model *m, qd_range r);
/* "a party", "an event". */
qd_str qd_a_keyword(qd_model *m, qd_sym keyword);
/* The class of a dimension (enum qd_class). */
unsigned qd_class_of(qd_model *m, qd_dim d);
/* A bare number of four digits where a date is due is a year: makes it one. */
void qd_year_as_date(qd_model *m, qd_id node);
bool qd_year_wanted(const qd_model *m, qd_id node);
/* Tells that the unit of a number is not known; false when it is. */
bool qd_unit_told(qd_model *m, qd_id node, uint16_t unit);
/* Where the unit of a number stands. */
qd_range qd_unit_range(const qd_tree *t, qd_id node);
/* policy.c: the i-th of the words of claims that <policy> reads; NULL. */
const char *qd_policy_word(unsigned i);
/* Whether a row of <policy> is about a stage, not about a reading. */
bool qd_policy_is_stage(const qd_model *m, const qd_dir *d);
/* Whether a word list ("safe note") has this word. */
bool qd_words_have(const char *words, qd_str word);
/* Cuts a word list: the i-th word, empty behind the last. */
qd_str qd_words_at(const char *words, unsigned i);

#endif
