/* The block of the money network, as flows and loops fill it. */
#ifndef QD_ANALYSIS_MONEY_NETWORK_H
#define QD_ANALYSIS_MONEY_NETWORK_H

#include "analysis/flows_lines.h"

/* What one party pays another; hi < lo: open above. */
typedef struct qd_money {
    qd_str payer, payee;
    bool known, faint;
    double lo, hi;
    uint8_t firmness, kind;
    uint16_t words;        /* qd_flow_line.words */
    qd_str status;         /* in place of the word of the firmness */
} qd_money;

qd_block *qd_money_block(qd_answer *a, qd_str unit);
void qd_money_add(qd_block *b, const qd_money *x);
qd_str qd_money_status(const qd_money *x);
/* Says what a party is, by its `kind:` or that of what belongs to it. */
void qd_money_party(qd_block *b, qd_lowering *l, qd_sym party, bool focus);
/* "capacity + chips" of a contract, "equity" of a round. */
qd_str qd_money_word(qd_arena *arena, uint8_t kind, uint16_t words);

/* flows_network.c: the picture of `flows`. */
void qd_flows_network(const qd_asked *asked, const qd_flow_lines *shown,
                      qd_answer *answer, double scale, qd_str unit,
                      unsigned currency);

#endif
