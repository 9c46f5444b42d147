/* Inside math/setoff: a circulation taken apart into loops, short ones first.
 */
#ifndef QD_MATH_SETOFF_TAKE_H
#define QD_MATH_SETOFF_TAKE_H

#include "math/circulation.h"

/* Arcs with flow in rows, and the party at the other end of each. */
typedef struct qd_taker_rows {
    uint32_t *first, *end;
    struct qd_taker_way { uint32_t arc, far; } *way;
} qd_taker_rows;

typedef struct qd_taker {
    qd_mem *mem;
    const qd_network *net;
    int64_t *left;           /* flow of each arc that is in no loop yet */
    uint8_t *live;           /* a bit for each arc that has some */
    uint32_t *from;          /* payer of each arc */
    qd_taker_rows out, in;
    uint32_t *seen, *by;     /* by whom a party was reached, by which arc */
    uint32_t *queue, *found; /* parties reached; arcs at which sides meet */
    uint32_t searches;
    uint64_t work;           /* arcs looked at in all searches */
    void *room;
} qd_taker;

typedef struct qd_taken {
    int64_t loops; /* their sum */
    int64_t rest;  /* flow that is in none, where the work ran out */
} qd_taken;

void qd_taker_make(qd_mem *mem, qd_taker *t, const qd_network *net,
                   const qd_circulation *c);
/* The flow among these parties, which has no arcs to others. */
qd_taken qd_taker_run(qd_taker *t, const uint32_t *parties, uint32_t n);
void qd_taker_free(qd_taker *t);

#endif
