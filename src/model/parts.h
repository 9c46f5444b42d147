/* The steps of loading, in their order; only for load.c and those who do
 * them. Each tells what is wrong and leaves the model whole. */
#ifndef QD_MODEL_PARTS_H
#define QD_MODEL_PARTS_H

#include "model/model.h"

/* root.c: version, currency, horizon, grid, seed of the `quid` directive. */
void qd_read_root(qd_model *m);
/* units.c: every unit text of the tree, to m->unit. */
void qd_resolve_units(qd_model *m);
/* resolve.c: who is declared, and whether what is referred to is there. */
void qd_resolve_names(qd_model *m);
/* cycles.c: parents, members, scenarios, deals, sources, totals that lead
 * back to themselves. */
void qd_check_cycles(qd_model *m);
/* fields.c: what stands in the fields, and formulas. */
void qd_check_fields(qd_model *m);

/* An unknown name: tells it once per name, with the nearest of those that
 * could stand there (directives of the keywords in `words`, NULL: all). */
void qd_tell_unknown(qd_model *m, enum qd_diag_code code, qd_sym name,
                     const char *words, qd_range r);
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
/* Whether a row of <policy> is about a stage, not about a reading. */
bool qd_policy_is_stage(const qd_model *m, const qd_dir *d);
/* Whether a word list ("safe note") has this word. */
bool qd_words_have(const char *words, qd_str word);
/* Cuts a word list: the i-th word, empty behind the last. */
qd_str qd_words_at(const char *words, unsigned i);

#endif
