/* `quid shock` of an edge list: one clearing of a network of debts. Only for
 * its files. */
#ifndef QD_ANALYSIS_SHOCK_NET_H
#define QD_ANALYSIS_SHOCK_NET_H

#include "analysis/asked.h"
#include "math/clearing.h"
#include "model/model.h"

typedef struct qd_shock_net {
    qd_model *m;
    const qd_asked *asked;
    qd_answer *answer;
    uint32_t n, ranks;
    qd_str *party;        /* in the order of their names */
    QD_VEC(qd_debt) debts;
    QD_VEC(qd_holding) held;
    double *assets;       /* outside, with what comes from `?` */
    double *loss;         /* of them, in the shock */
    uint8_t *always;      /* no outside assets are stated: it pays all */
    uint8_t *struck;
    bool *stated;         /* its recovery is */
    qd_costs *costs;
    double *owes, *due;   /* sums, added as whole numbers */
    uint32_t n_struck;
    uint32_t unknown;     /* debts whose amount is `?` */
    bool has_loss;
    /* the answer: */
    double *paid, *equity, *least;
    double *lost;         /* of what is due to it */
    double *before;       /* equity if all is paid, before the shock */
    uint32_t *round, *earlier; /* of the default; without the shock */
    uint32_t *order;      /* by loss */
    qd_cleared cleared, lowest;
    bool differs;         /* the least payments are less */
} qd_shock_net;

/* shock_edges.c: reads the files; false when refused. */
bool qd_shock_net_read(qd_shock_net *s, const qd_argument *edges,
                       const qd_argument *nodes);
/* shock_net.c: the answer to `quid shock --edges`; NULL when refused. */
qd_answer *qd_shock_net_answer(const qd_asked *asked);
/* shock_rank.c: DebtRank and exposures, where they are asked for. */
void qd_shock_net_ranks(qd_shock_net *s, const qd_clearing *c);

#endif
