/* The lines of `flows`: what one party owes another on one step of the
 * ladder, by period. flows.c makes the answer of them. */
#ifndef QD_ANALYSIS_FLOWS_LINES_H
#define QD_ANALYSIS_FLOWS_LINES_H

#include "analysis/asked.h"

/* An amount with two ends. A sum of amounts: `lo` is the sum of the low
 * ends; `hi` is meaningful while `open` and `part` are not set. */
typedef struct qd_span_amount {
    double lo, hi;
    bool open;    /* no upper end */
    bool part;    /* something of it has no number */
    bool some;    /* has a number at all */
    bool drawn;   /* rests on a distribution: its ends are 5 and 95 % points
                     and are not added */
} qd_span_amount;

typedef struct qd_flow_line {
    qd_sym payer, payee;
    uint8_t firmness;
    uint8_t currency;
    bool net;                   /* burn: net of the payer's other flows */
    uint32_t of;                /* its directive where a party is `?`, so
                                   that strangers are not one; else
                                   QD_NONE */
    uint32_t n_dues, last_dir;
    qd_span_amount whole;       /* of a total with parts: with them */
    double slack;               /* what the low end of that whole is more
                                   than the low ends of rest and parts */
    uint32_t whole_dir;         /* its directive, QD_NONE */
    qd_span_amount total;       /* the whole of it, whenever it falls */
    qd_span_amount *by_period;
} qd_flow_line;

typedef struct qd_flow_lines {
    qd_flow_line *at;
    uint32_t n;
    uint32_t *slots, mask;      /* by hash: the line, and 1 */
    uint32_t n_periods;
    qd_span *periods;           /* days */
    qd_lowering lowering;
} qd_flow_lines;

/* `months`: 12, 3 or 1. Lines are in the order of payer, payee, step of the
 * ladder, each by the text of its name, so the order of a file changes
 * nothing. */
void qd_flow_lines_make(qd_flow_lines *f, const qd_asked *asked, int months);
void qd_flow_lines_free(qd_flow_lines *f);

void qd_span_amount_add(qd_span_amount *sum, const qd_span_amount *x);

#endif
