/* A quantity of `claims` as a block for people. */
#ifndef QD_ANALYSIS_CLAIMS_FOREST_H
#define QD_ANALYSIS_CLAIMS_FOREST_H

#include "analysis/claims_rows.h"

/* Adds the FOREST block; `years`: days are printed with their year. */
void qd_claims_forest(qd_answer *a, qd_quantities *q, const qd_quantity *x,
                      bool years);
/* When a claim was known: "17 Dec", "from 16 Dec", "no date". */
qd_str qd_known_words(qd_quantities *q, const qd_claim *c, bool years);

#endif
