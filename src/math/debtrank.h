/* DebtRank: how far distress goes where every loss of a debtor's equity
 * lowers what its creditors hold, long before anybody fails to pay. It is
 * the pessimistic twin of clearing, where nothing is lost until payment.
 * `c` gives who owes whom; its ranks count alike. A distress h is the part of
 * equity lost, 0 to 1. */
#ifndef QD_MATH_DEBTRANK_H
#define QD_MATH_DEBTRANK_H

#include "math/clearing.h"

/* Linear DebtRank (Bardoscia, Battiston, Caccioli and Caldarelli 2015): the
 * least h = min(1, shock + exposures h), an exposure being debt over the
 * equity of the creditor. `left` becomes the equity of each party, and may
 * fall below 0. `equity` above 0 before, `loss` the shock in money, 0 or
 * more; `work` has room for n. False when it did not come to rest. */
bool qd_debtrank_linear(const qd_clearing *c, const double *equity,
                        const double *loss, double *left, double *work);

/* DebtRank (Battiston, Puliga, Kaushik, Tasca and Caldarelli 2012): each
 * party passes its distress on once, in the step after it got any. `h` is the
 * shock before and the distress after. `work` has room for n doubles, `state`
 * for n bytes. Returns the steps. */
uint32_t qd_debtrank_once(const qd_clearing *c, const double *equity,
                          double *h, double *work, uint8_t *state);

#endif
