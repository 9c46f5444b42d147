/* Shared by the files of stakes on paths. Only for them. */
#ifndef QD_MODEL_WORLD_OWN_PARTS_H
#define QD_MODEL_WORLD_OWN_PARTS_H

#include "model/captable_parts.h"
#include "model/claims.h"
#include "model/known.h"
#include "model/path_due.h"
#include "model/world_own.h"

/* A number of an event: as it is in the period, once it has happened as it
 * was then; and the same at the end of the period before. */
typedef struct qd_frozen {
    qd_node now, before;
} qd_frozen;

/* An event behind the present, on a path. */
typedef struct qd_coming {
    bool made, more;      /* more: a round that changes more than itself */
    qd_times times;
    qd_node before;       /* whether it had happened when the period began */
    qd_frozen ratio;      /* money against value */
    qd_frozen money, value, pool, cap, off;
    qd_frozen vested;     /* the share of a warrant that is exercised */
} qd_coming;

/* Units after the events, and all of them. */
typedef struct qd_holdings {
    enum qd_own_when when;
    qd_day day;
    qd_node *held, all;
} qd_holdings;

struct qd_owned {
    qd_world *w;
    qd_captable table;
    qd_cap_time now;
    qd_hitrun from;
    uint64_t key;
    qd_coming *coming;    /* by event */
    qd_poly_term *terms;
    QD_VEC(qd_holdings) done;
};

typedef struct qd_walk {
    qd_owned *o;
    qd_holdings u;
    double moment;        /* of what was done last, and all units before it */
    qd_node before;
    qd_node *done;        /* by event: 1 where it has happened, QD_NODE_BAD:
                             not asked yet */
    qd_node *base, *some; /* by tranche: units behind its round, and whether
                             one of it has come so far */
} qd_walk;

/* world_own.c: a variable of the point; what no path changes is a number. */
qd_node qd_variable(qd_owned *o, uint32_t var);
/* world_own_coming.c: event i as a path has it; 1 where it has happened by the
 * time that is asked for, and where the day has no part in that. */
qd_coming *qd_coming_of(qd_owned *o, uint32_t i);
qd_node qd_done_of(qd_walk *w, uint32_t i);
qd_node qd_happens_of(qd_walk *w, uint32_t i);
/* world_own_events.c: what event i does to the units. */
void qd_walk_apply(qd_walk *w, uint32_t i);

/* ---- Nodes */

static inline bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

static inline qd_lowering *low(const qd_owned *o)
{
    return o->table.l;
}

static inline qd_node number(const qd_owned *o, double x)
{
    return qd_node_const(&low(o)->graph, x, QD_DIM_NONE);
}

static inline qd_node two(const qd_owned *o, enum qd_node_op op, qd_node a,
                          qd_node b)
{
    if (hole(a) || hole(b)) return QD_NODE_HOLE;
    qd_node n = qd_node_make(&low(o)->graph, op, a, b, 0, 0);
    return n ? n : QD_NODE_HOLE;
}

static inline qd_node plus(const qd_owned *o, qd_node a, qd_node b)
{
    double x;
    if (qd_node_known(&low(o)->graph, b, &x) && x == 0) return a;
    return two(o, QD_N_ADD, a, b);
}

static inline bool by_month(const qd_owned *o, qd_node n)
{
    return low(o)->graph.nodes.at[n].scope == QD_SCOPE_MONTH;
}

/* 1 where a is before b. */
static inline qd_node is_before(const qd_owned *o, qd_node a, qd_node b)
{
    if (hole(a) || hole(b)) return number(o, 0);
    qd_graph *g = &low(o)->graph;
    qd_node is = qd_node_make(g, QD_N_COMPARE, a, b, 0, QD_CMP_LT);
    return qd_node_make(g, QD_N_IF, is, number(o, 1), number(o, 0), 0);
}

static inline qd_node day_node(const qd_owned *o, qd_day day)
{
    return qd_node_const(&low(o)->graph, qd_day_months(day), QD_DIM_DATE);
}

static inline qd_node period_end(const qd_owned *o)
{
    return qd_sum_of(low(o), qd_lower_period_begin(low(o)), qd_step(low(o)));
}

#endif
