/* How much of a party's money came back to it, through cash that mixes.
 *
 * Payments in a total order; some of those of the home party carry the label.
 * A consistent tracing gives each later payment a labelled part, so that no
 * party holds less than no label, nor more label than cash. What comes home
 * labelled has come back and is label no more. Over all consistent tracings
 * the amount that came back takes every value from `lo` to `hi`: both ends
 * are largest flows over parties and time, exact in whole numbers (cents).
 * Five rules say one point each: in proportion at each payment (the rolling
 * charge of English law), first in first out (Clayton's case) and last in
 * first out by lots, label spent first and label spent last. Spending the
 * label first is not `hi` where others are paid too.
 *
 * Only what was paid is traced: payments that the cash does not cover are a
 * fault, and the caller clears first. No memory is asked for after making. */
#ifndef QD_MATH_TRACING_H
#define QD_MATH_TRACING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "math/maxflow.h"

#ifndef QD_OUTSIDE
#define QD_OUTSIDE UINT32_MAX /* whoever is no party; pays what it likes */
#endif

typedef struct qd_event {
    uint32_t from, to;
    int64_t amount;   /* above 0 */
    int64_t at_least; /* labelled part, by a use of proceeds agreed on */
    bool labelled;    /* of the home party: all of it carries the label */
    bool late;        /* to the home party, outside the window */
    bool tied;        /* to the home party, under the tied contract */
} qd_event;

enum qd_trace_rule {
    QD_TRACE_FIFO,
    QD_TRACE_LIFO,
    QD_TRACE_FIRST,
    QD_TRACE_LAST,
    QD_TRACE_RULES
};

typedef struct qd_trace {
    int64_t labelled; /* all that left home with the label */
    int64_t lo, hi;
    double pro_rata;
    int64_t rule[QD_TRACE_RULES];
    int64_t tied; /* the lesser of `labelled` and the tied payments */
    /* Whether a rule left the label where at_least wants it. Where it did
     * not, its figure may lie outside; the last is of pro rata. */
    bool kept[QD_TRACE_RULES + 1];
} qd_trace;

typedef enum qd_trace_fault {
    QD_TRACE_FINE,
    QD_TRACE_EVENT, /* an end no party, both the same, or no amount */
    QD_TRACE_LABEL, /* a label not from home to another party */
    QD_TRACE_SHORT, /* the payer has not got so much */
    QD_TRACE_SUM,   /* all amounts together are beyond 61 bits */
    QD_TRACE_BOUND, /* nothing consistent has at_least here */
    QD_TRACE_CHECK, /* a rule outside its interval: the engine is wrong */
} qd_trace_fault;

typedef struct qd_tracer {
    uint32_t n, max_events;
    struct qd_trace_pool *pools;
    struct qd_trace_lot *lots;
    struct qd_trace_arc *pays; /* of each event its arc */
    int64_t *held;
    qd_maxflow net;
} qd_tracer;

void qd_tracer_make(qd_mem *mem, qd_tracer *t, uint32_t n,
                    uint32_t max_events);
void qd_tracer_free(qd_mem *mem, qd_tracer *t);

/* `opening` has the cash of each party, 0 or more; that of the home party is
 * not asked about. On a fault `*where` is the event. */
qd_trace_fault qd_trace_run(qd_tracer *t, uint32_t home,
                            const int64_t *opening, const qd_event *events,
                            uint32_t count, qd_trace *out, uint32_t *where);

/* The same interval for one pool, in a pass or two for each end: all that is
 * labelled is paid into it, and no other party has a part. False where that is
 * not so, or where what is agreed (at_least) cannot be. */
bool qd_trace_pair(qd_tracer *t, uint32_t home, const int64_t *opening,
                   const qd_event *events, uint32_t count, int64_t *lo,
                   int64_t *hi);
/* The same interval by two largest flows, whatever the network. What is
 * faulty must have been found before. */
qd_trace_fault qd_trace_flows(qd_tracer *t, uint32_t home,
                              const int64_t *opening, const qd_event *events,
                              uint32_t count, int64_t *lo, int64_t *hi,
                              uint32_t *where);

#endif
