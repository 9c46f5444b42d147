/* The parts of lowering data: formula.c (numbers, dates, names, operators),
 * call.c (functions and distributions), policy_read.c (the words of claims),
 * memo.c. Only for them. */
#ifndef QD_MODEL_FORMULA_H
#define QD_MODEL_FORMULA_H

#include "model/lower.h"

/* The rows of <policy> that read words. */
enum qd_reading { QD_READ_EXACTLY, QD_READ_ROUNDED, QD_READ_ABOUT,
                  QD_READ_ABOUT_DATE, QD_READ_MORE, QD_READ_LEAST,
                  QD_READ_LESS, QD_READ_MOST, QD_READ_NEARLY,
                  QD_READ_JUST_OVER, QD_READ_MULTI, QD_READ_RANGE,
                  QD_READ_RANGE_ANY, QD_READ_EITHER, QD_READ_COUNT };

qd_node qd_lower_formula(qd_lowering *l, qd_id id);
qd_node qd_lower_call(qd_lowering *l, qd_id id);
/* A node of two, its mismatch told at `id`. */
qd_node qd_formula_make(qd_lowering *l, qd_id id, enum qd_node_op op,
                        qd_node a, qd_node b, const char *verb);
/* A diagnostic at a syntax node; NULL when the lowering does not tell. */
qd_diag *qd_formula_wrong(qd_lowering *l, enum qd_diag_code code, qd_id id);

/* The let or field of a key (qd_memo_key) needs its own value; told once. */
void qd_circle(qd_lowering *l, qd_range r, uint64_t key);
/* The payee where a line says when it raises money, 0 where it says anything
 * else: the party that a bare `cash` is about. */
qd_sym qd_raise_payee(const qd_lowering *l, uint32_t dir, qd_sym field);
/* A number that was printed: any that is printed so. `id` is its datum. */
qd_node qd_lower_printed(qd_lowering *l, qd_node x, qd_id id);

/* What a reading allows, and what a path draws for it, of l->local. */
qd_node qd_policy_allows(qd_lowering *l, enum qd_reading reading);
qd_node qd_policy_reads(qd_lowering *l, enum qd_reading reading);

/* Nodes kept by directive, field and sense of a date. */
#define QD_MEMO_NONE UINT32_MAX
#define QD_MEMO_OPEN (UINT32_MAX - 1)
uint64_t qd_memo_key(uint32_t dir, qd_sym field, unsigned sense);
/* What is kept under a key; QD_MEMO_NONE when it is new. */
qd_node qd_memo_find(qd_lowering *l, uint64_t key);
void qd_memo_keep(qd_lowering *l, uint64_t key, qd_node node);
/* From here on the key is being lowered (QD_MEMO_OPEN) until it is closed
 * with its node; `outer` is what opening returned. */
uint32_t qd_memo_open(qd_lowering *l, uint64_t key);
void qd_memo_close(qd_lowering *l, uint64_t key, qd_node node,
                   uint32_t outer);

/* The money that a directive moves, and the capacity that it brings: the
 * dimension of what is said of it, of the first currency or none when nothing
 * is. */
qd_dim qd_money_dim(qd_lowering *l, uint32_t dir);
qd_dim qd_capacity_dim(qd_lowering *l, uint32_t dir);

#endif
