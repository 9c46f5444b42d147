/* Schedules: how a total or a rate falls into periods. Shared by the
 * instruments. */
#ifndef QD_MODEL_SCHEDULE_H
#define QD_MODEL_SCHEDULE_H

#include "model/lower.h"

typedef struct qd_schedule {
    qd_node from, to;   /* dates; a hole where nothing says it */
    qd_node term, ramp; /* time; ramp is zero if not said */
    qd_node share;      /* of a total in the asked period; hole: no schedule */
    qd_node stop;       /* the date that may cut it short; hole: none */
} qd_schedule;

/* From a directive's times, `term:` and `ramp:`. */
qd_schedule qd_schedule_of(qd_lowering *l, uint32_t dir);

/* A term that is drawn may come out as nothing or below: then all is due at
 * once, within a moment. */
qd_node qd_some_time(qd_lowering *l, qd_node term);

/* Products and sums of nodes whose dimensions are known to fit; holes stay
 * holes, and 0 times a hole is 0 when it is evaluated. */
qd_node qd_times_of(qd_lowering *l, qd_node a, qd_node b);
qd_node qd_minus(qd_lowering *l, qd_node a, qd_node b);
qd_node qd_least_zero(qd_lowering *l, qd_node a); /* max(0, a) */

/* All that a directive comes to: its amount, its instalments and what they
 * leave of it, or rate x (term - ramp / 2), or price x quantity; a hole. */
qd_node qd_whole_of(qd_lowering *l, uint32_t dir);

/* Of what is due by date: the share of the whole that its parts leave; a hole
 * when it has none. */
qd_node qd_left_of(qd_lowering *l, uint32_t dir);

/* How firm a directive's money is in the view, QD_FIRM_NONE when it has
 * lapsed or was denied. */
uint8_t qd_firmness_of(qd_lowering *l, uint32_t dir);
/* Pushes one due from a directive's payer to its payee. */
void qd_push_due(qd_lowering *l, uint32_t dir, enum qd_due_kind kind,
                 qd_node amount, qd_node total, uint8_t firmness);
/* A field that changes as it is in the asked period: what holds as the period
 * begins, `otherwise` where nothing is said. */
qd_node qd_by_time(qd_lowering *l, uint32_t dir, const char *field,
                   qd_node otherwise);
/* A dated line: the part that falls in that time. */
typedef struct qd_instalment {
    qd_node amount, from, length;
} qd_instalment;
/* The next dated line of a field, false behind the last; `i` begins at 0.
 * Rival lines for the same time are one. */
bool qd_instalment_next(qd_lowering *l, uint32_t dir, qd_sym name,
                        uint32_t *i, qd_instalment *out);
/* What of it falls into the asked period. */
qd_node qd_instalment_due(qd_lowering *l, const qd_instalment *x);
/* Pushes the dated lines of `field` as instalments, each spread over its own
 * dates; returns how many. */
unsigned qd_push_instalments(qd_lowering *l, uint32_t dir, const char *field,
                             enum qd_due_kind kind);
/* What dated lines leave of an amount that is also said without a date; a hole
 * for nothing. */
qd_node qd_behind_dated(qd_lowering *l, uint32_t dir);
/* Pushes what instalments leave of an amount that is also said without a
 * date: max(0, amount - instalments), spread by `share`. */
void qd_push_rest(qd_lowering *l, uint32_t dir, enum qd_due_kind kind,
                  qd_node share);
/* A payment at the instant of the directive: rounds, sales, draws. */
void qd_push_payment(qd_lowering *l, uint32_t dir, enum qd_due_kind kind);
/* Its rate is said by date. */
bool qd_rate_changes(const qd_lowering *l, uint32_t dir);
/* What a rate comes to in the asked period, within the directive's span; a
 * hole where nothing says when it begins. */
qd_node qd_rated(qd_lowering *l, uint32_t dir);
/* What a rate leaves of its limit before the horizon begins. */
qd_node qd_rate_left(qd_lowering *l, uint32_t dir, qd_node limit);
/* What of it falls into the asked period, with what its parts have of it. */
qd_node qd_stream_due(qd_lowering *l, uint32_t dir);
/* A rate or an amount over the directive's span, to the end of the horizon
 * when it is open. */
void qd_push_stream(qd_lowering *l, uint32_t dir, enum qd_due_kind kind);

/* The word that a field holds: assumed, or of the first standing claim; empty
 * when nothing is said. */
qd_str qd_word_of(qd_lowering *l, uint32_t dir, const char *field);

#endif
