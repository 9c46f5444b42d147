/* What dues need that only a path knows: limits that fill up, what has been
 * drawn and paid back so far, conditions on cash. For the instruments. */
#ifndef QD_MODEL_PATH_DUE_H
#define QD_MODEL_PATH_DUE_H

#include "model/schedule.h"

/* As qd_push_due, for what is no schedule: `moves` is the money that moves in
 * the period on a path if it happens; the sets know nothing of it. */
void qd_push_moves(qd_lowering *l, uint32_t dir, enum qd_due_kind kind,
                   qd_node moves, uint8_t firmness);
/* The due that was pushed at this place, if it was, moves so much on a path
 * if it happens, whatever is due of it; QD_NODE_BAD: another one has it. */
void qd_due_moves(qd_lowering *l, uint32_t pushed, qd_node moves);
/* `flow`, but no more than is left of `limit` after all periods before. */
qd_node qd_up_to(qd_lowering *l, qd_node flow, qd_node limit);
/* The sum of `flow` over the periods before this one. */
qd_node qd_so_far(qd_lowering *l, qd_node flow);
/* What it takes in this period to reach `target` in all: no less than
 * nothing. */
qd_node qd_to_reach(qd_lowering *l, qd_node target);
/* Months in a period, as a time. */
qd_node qd_step(qd_lowering *l);
/* 1 while the period has a part in [from, to), else 0; a hole is open. */
qd_node qd_during(qd_lowering *l, qd_node from, qd_node to);
/* `then` where a number is above one half, else nothing. */
qd_node qd_where(qd_lowering *l, qd_node yes, qd_node then);
/* A field's limit: the number itself, also where it is written `<= x`. */
qd_node qd_limit_of(qd_lowering *l, uint32_t dir, const char *field);
/* A field that is a share as it is, or a quantity as its share of the total
 * or of what is bought; a hole. */
qd_node qd_share_of(qd_lowering *l, uint32_t dir, const char *field,
                    qd_node total);
/* The share of a contract that is used: all of it if not said. */
qd_node qd_use_of(qd_lowering *l, uint32_t dir);
/* The share that is taken and paid: max(take-or-pay, use). */
qd_node qd_taken_of(qd_lowering *l, uint32_t dir, qd_node total);
/* One of two numbers, or a hole. */
qd_node qd_least_of(qd_lowering *l, qd_node a, qd_node b);
qd_node qd_sum_of(qd_lowering *l, qd_node a, qd_node b);
qd_node qd_quotient(qd_lowering *l, qd_node a, qd_node b);

#endif
