/* The tables of `claims` for programs. */
#ifndef QD_ANALYSIS_CLAIMS_TABLES_H
#define QD_ANALYSIS_CLAIMS_TABLES_H

#include "analysis/claims_rows.h"

/* A row per claim and branch of it, for the quantities that are marked. */
qd_table *qd_claims_table(qd_quantities *q, const bool *asked_for);
/* A row per quantity. */
qd_table *qd_quantities_table(qd_quantities *q, const bool *asked_for);

#endif
