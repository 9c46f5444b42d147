/* The lines of `flows`: what one party owes another on one step of the
 * ladder, by period. flows.c makes the answer of them. */
#ifndef QD_ANALYSIS_FLOWS_LINES_H
#define QD_ANALYSIS_FLOWS_LINES_H

#include "analysis/paths.h"

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
    uint8_t kind;               /* enum qd_due_kind, where kinds are asked
                                   for */
    uint16_t words;             /* where they are asked for: bits of what its
                                   contracts are for (qd_flow_word) */
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
    qd_node node;               /* on a path: what is due in a period of the
                                   grid if it happens; QD_NODE_HOLE */
    uint32_t probe;             /* of its sums by period, UINT32_MAX */
} qd_flow_line;

typedef struct qd_flow_lines {
    qd_flow_line *at;
    uint32_t n;
    uint32_t *slots, mask;      /* by hash: the line, and 1 */
    unsigned how;               /* enum qd_lines_how */
    uint32_t n_periods;
    qd_span *periods;           /* days */
    qd_paths paths;
} qd_flow_lines;

/* `months`: 12, 3 or 1. Lines are in the order of payer, payee, step of the
 * ladder, each by the text of its name, so the order of a file changes
 * nothing. */
enum qd_lines_how {
    QD_LINES_KINDS = 1,  /* dues of different kinds are lines of their own */
    QD_LINES_MODEL = 2,  /* as the model uses them, not what claims allow */
    QD_LINES_WORDS = 8,  /* with what contracts are for */
    QD_LINES_SO_FAR = 4  /* by_period: all from the beginning up to its end */
};
void qd_flow_lines_make(qd_flow_lines *f, const qd_asked *asked, int months,
                        unsigned how);
/* Draws paths for the middle of each line and period; false when that is
 * refused (qd_refuse). */
bool qd_flow_lines_draw(qd_flow_lines *f);
/* The median of a line in a period; NAN where it is not known. */
double qd_flow_median(const qd_flow_lines *f, const qd_flow_line *x,
                      uint32_t period);
void qd_flow_lines_free(qd_flow_lines *f);

/* The i-th word of what contracts are for, empty behind the last. */
qd_str qd_flow_word(unsigned i);

/* Whether a field of the directive names another one. */
bool qd_dir_names(const qd_tree *t, const qd_dir *d, const char *field,
                  qd_sym other);

void qd_span_amount_add(qd_span_amount *sum, const qd_span_amount *x);

#endif
