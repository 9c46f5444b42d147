/* The parts of `quid own`. Only for its files. */
#ifndef QD_ANALYSIS_OWN_H
#define QD_ANALYSIS_OWN_H

#include "analysis/paths.h"
#include "model/captable.h"

typedef struct qd_own_bounds {
    qd_poly_end lo, hi;
} qd_own_bounds;

/* The 5, 50 and 95 % points of a stake over the paths. */
typedef struct qd_own_points {
    double at[3];
} qd_own_points;

typedef struct qd_own {
    qd_asked asked;
    qd_model *m;
    qd_paths paths;
    qd_captable table;
    qd_answer *answer;
    qd_poly_term *terms;
    qd_cap_time now, later;     /* later: behind all that may still happen */
    bool has_later;
    bool ahead;                 /* `now` is a day that is still to come */
    qd_own_points *here, *then; /* by holder; NULL: not drawn */
} qd_own;

qd_str qd_own_label(const qd_own *o, uint32_t holder);
/* Of a row: that of a group is with its members. */
qd_str qd_own_row_label(const qd_own *o, uint32_t holder);
qd_str qd_own_day(const qd_own *o, qd_cap_time at);
/* The day of an event, for sentences. */
qd_str qd_own_when(const qd_own *o, const qd_cap_event *e);
/* "msft, msft-old". */
qd_str qd_own_lines(const qd_own *o, const qd_poly_tags *tags);
/* "26.941 – 27.024", as many places as tell the ends apart. */
qd_str qd_own_range(const qd_own *o, const qd_own_bounds *b);
double qd_own_percent(double x);
/* A sentence of the answer. */
void qd_own_text(qd_own *o, qd_str words);
/* own_events.c: each event, in a row and a sentence. */
void qd_own_events(qd_own *o);
/* own_notes.c: what stands beside the stakes; how things were read. */
void qd_own_says(qd_own *o);
void qd_own_read(qd_own *o);
void qd_own_notes(qd_own *o);
/* Whether what paths say of a stake with these bounds rests on anything. */
bool qd_own_is_drawn(const qd_own *o, double lo, double hi);
/* own_steps.c: the block of the picture. */
void qd_own_steps(qd_own *o);

/* own_paths.c: the quantiles of all stakes. False when paths were refused. */
bool qd_own_draw(qd_own *o);

/* "12bn", "500mn", "10 bn USD": false when it is no amount. */
bool qd_own_amount(const qd_own *o, qd_str s, double *out);
/* own_warrants.c: what warrants come to at `--price`; false when refused. */
bool qd_own_warrants(qd_own *o, qd_str price);

/* own_exit.c: who gets what of `--exit`; false when it was refused. */
bool qd_own_exit(qd_own *o, qd_str amount);

#endif
