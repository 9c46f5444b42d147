/* What could be set off in a network, and how much of it goes round. None of
 * these figures says that the same dollars went round. */
#ifndef QD_MATH_SETOFF_H
#define QD_MATH_SETOFF_H

#include "math/circulation.h"

/* What the parties owe each other in the end: half the sum of |in - out|. */
int64_t qd_setoff_net_debt(qd_mem *mem, const qd_network *net);
/* Sum over pairs of twice the smaller of the two arcs between them. */
int64_t qd_setoff_bilateral(const qd_network *net);

/* What is set off when everybody forwards what comes in pro rata: the
 * clearing without outside cash of each strongly connected component, again
 * on what remains, until nothing goes round. A round ends with a party that
 * has paid all, so there may be many in a large network: with a limit of work
 * the volume is "at least". */
typedef struct qd_pro_rata {
    double volume;
    uint32_t rounds;
    bool whole; /* until nothing was left */
} qd_pro_rata;
qd_pro_rata qd_setoff_pro_rata(qd_mem *mem, const qd_network *net);

/* Loop dollars T under pro-rata forwarding, each dollar of a loop once. With
 * the outside as one more party, which gets and gives what the others lack or
 * have over, the network is balanced, and a dollar that is handed on pro rata
 * walks in it for ever; erasing loops as they close, every loop has a
 * long-run frequency (Qian and Qian 1982). T sums those of the loops that do
 * not touch the outside; the others sum to the net internal debt. So
 * T / (T + NID) is the share of loops that close inside, and a pass-through
 * party changes neither. Exact where the sum over loops can be had, a sample
 * of the walk with its standard error elsewhere. */
typedef struct qd_throughput {
    double loop_dollars, error; /* the standard error; 0 when exact */
    double circularity;         /* T / (T + NID); 0 without loops */
    bool exact;
} qd_throughput;
qd_throughput qd_setoff_throughput(qd_mem *mem, const qd_network *net);

/* Loop dollars P*: the largest packing of loops under the amounts, by a
 * linear program over loops where components are small, bracketed elsewhere:
 * from below by the loops into which `c` is taken apart, short ones first (in
 * very large networks as far as a limit of work goes), from above by its
 * value, all loops but those between two alone having three arcs. Both ends
 * are proved either way. */
typedef struct qd_packing {
    double low, high;
    bool exact; /* to 1e-9 of it */
} qd_packing;
qd_packing qd_setoff_packing(qd_mem *mem, const qd_network *net,
                             const qd_circulation *c);

#endif
