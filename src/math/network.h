/* Payments between parties as a directed network in rows, one row a payer.
 *
 * Parties are 0 .. n - 1, in the numbering of the caller. Parallel payments
 * are merged and the arcs sorted by payer and payee, so that nothing depends
 * on the order of the payments. Amounts are exact: their total must fit in
 * 64 bits, and then no sum over arcs can overflow. */
#ifndef QD_MATH_NETWORK_H
#define QD_MATH_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

/* Ranks and arcs of both directions must fit in 32 bits. */
#define QD_NETWORK_PARTIES (1u << 28)
#define QD_NETWORK_ARCS (1u << 30)

typedef struct qd_payment {
    uint32_t from, to;
    int64_t amount;
} qd_payment;

typedef struct qd_network {
    uint32_t n;       /* parties */
    uint32_t n_arcs;  /* after merging */
    uint32_t *first;  /* the arcs of u: first[u] to before first[u + 1] */
    uint32_t *to;     /* of each arc, growing within a row */
    int64_t *amount;  /* of each arc, above 0 */
    int64_t gross;    /* sum of all amounts */
} qd_network;

typedef enum qd_network_fault {
    QD_NETWORK_FINE,
    QD_NETWORK_SIZE,   /* too many parties or payments */
    QD_NETWORK_PARTY,  /* an end is no party */
    QD_NETWORK_SELF,   /* payer and payee are one */
    QD_NETWORK_AMOUNT, /* zero or below */
    QD_NETWORK_SUM,    /* the total is beyond 64 bits */
} qd_network_fault;

/* On a fault `*where` is the first payment that has it, and nothing is held.
 * QD_NETWORK_SUM names the payment with which the total leaves 64 bits. */
qd_network_fault qd_network_make(qd_mem *mem, qd_network *net, uint32_t n,
                                 const qd_payment *payments, size_t count,
                                 size_t *where);
void qd_network_free(qd_mem *mem, qd_network *net);

/* in - out of each party; `net_in` has room for n. */
void qd_network_positions(const qd_network *net, int64_t *net_in);

/* The amount of u -> v, 0 when there is no such arc. */
int64_t qd_network_between(const qd_network *net, uint32_t u, uint32_t v);

/* Strongly connected components of any graph in rows. `of[u]` is the
 * component of u; an arc leads to the same or a lower one. `order` lists the
 * nodes component by component. Both have room for n. Returns how many. */
uint32_t qd_graph_components(qd_mem *mem, uint32_t n, const uint32_t *first,
                             const uint32_t *to, uint32_t *of,
                             uint32_t *order);

#endif
