#include "math/tracing.h"

#include <assert.h>

#define NO_LOT UINT32_MAX
#define NO_NODE UINT32_MAX
#define MOST ((int64_t)1 << 61)

/* Nodes of the network over time that stand for no party. */
enum { AWAY, HOME };

typedef struct qd_trace_lot {
    int64_t amount;
    uint32_t before, after;
    bool labelled;
} lot;

typedef struct qd_trace_pool {
    int64_t cash, label; /* of the rule at hand */
    double part;         /* label in proportion */
    uint32_t node;       /* of the party now; NO_NODE before any label */
    uint32_t oldest, newest; /* its lots */
} pool;

/* The arc of a payment in the network over time, and its ends. */
typedef struct qd_trace_arc {
    uint32_t arc, from, to;
} pay;

void qd_tracer_make(qd_mem *mem, qd_tracer *t, uint32_t n,
                    uint32_t max_events)
{
    size_t events = max_events;
    *t = (qd_tracer){.n = n, .max_events = max_events};
    t->pools = qd_mem_resize(mem, NULL, (n + (size_t)1) * sizeof(pool));
    t->lots = qd_mem_resize(mem, NULL, (n + 2 * events + 1) * sizeof(lot));
    t->pays = qd_mem_resize(mem, NULL, (events + 1) * sizeof(pay));
    t->held = qd_mem_resize(mem, NULL, (events + 1) * sizeof *t->held);
    /* an event adds two nodes, two arcs that hold and one that pays; each
     * party an arc at the end, and one joins home and away */
    qd_maxflow_make(mem, &t->net, 2 * max_events + 2,
                    3 * max_events + n + 1);
}

void qd_tracer_free(qd_mem *mem, qd_tracer *t)
{
    qd_mem_release(mem, t->pools);
    qd_mem_release(mem, t->lots);
    qd_mem_release(mem, t->pays);
    qd_mem_release(mem, t->held);
    qd_maxflow_free(mem, &t->net);
    *t = (qd_tracer){0};
}

/* Whether this end is a pool: a party but home. */
static bool mixes(uint32_t party, uint32_t home)
{
    return party != QD_OUTSIDE && party != home;
}

/* ---- What is wrong with the events */

static qd_trace_fault event_fault(const qd_event *e, uint32_t home,
                                  uint32_t n)
{
    if (e->amount <= 0 || e->from == e->to || e->at_least < 0 ||
        e->at_least > e->amount || (e->from >= n && e->from != QD_OUTSIDE) ||
        (e->to >= n && e->to != QD_OUTSIDE))
        return QD_TRACE_EVENT;
    if (e->labelled && (e->from != home || !mixes(e->to, home)))
        return QD_TRACE_LABEL;
    return QD_TRACE_FINE;
}

static void open_pools(const qd_tracer *t, uint32_t home,
                       const int64_t *opening)
{
    for (uint32_t u = 0; u < t->n; u++)
        t->pools[u] = (pool){.cash = u == home ? 0 : opening[u],
                             .node = NO_NODE,
                             .oldest = NO_LOT, .newest = NO_LOT};
}

static void pay_cash(const qd_tracer *t, const qd_event *e)
{
    if (e->from != QD_OUTSIDE) t->pools[e->from].cash -= e->amount;
    if (e->to != QD_OUTSIDE) t->pools[e->to].cash += e->amount;
}

static qd_trace_fault find_fault(const qd_tracer *t, uint32_t home,
                                 const int64_t *opening,
                                 const qd_event *events, uint32_t count,
                                 uint32_t *where)
{
    int64_t room = MOST;
    *where = 0;
    for (uint32_t u = 0; u < t->n; u++) {
        if (u == home) continue;
        if (opening[u] < 0) return QD_TRACE_SHORT;
        if (opening[u] > room) return QD_TRACE_SUM;
        room -= opening[u];
    }
    open_pools(t, home, opening);
    for (uint32_t k = 0; k < count; k++) {
        const qd_event *e = &events[k];
        *where = k;
        qd_trace_fault fault = event_fault(e, home, t->n);
        if (fault) return fault;
        if (e->amount > room) return QD_TRACE_SUM;
        room -= e->amount;
        if (mixes(e->from, home) && t->pools[e->from].cash < e->amount)
            return QD_TRACE_SHORT;
        pay_cash(t, e);
    }
    return QD_TRACE_FINE;
}

/* ---- Rules that only know how much label a party has */

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t above_zero(int64_t a) { return a > 0 ? a : 0; }

/* The label in a payment of a pool; at_least is given as far as it goes. */
static int64_t label_spent(const pool *p, const qd_event *e, bool first)
{
    int64_t most = least(e->amount, p->label);
    if (first) return most;
    int64_t y = above_zero(e->amount - (p->cash - p->label));
    return y < e->at_least ? least(e->at_least, most) : y;
}

static int64_t by_label(const qd_tracer *t, uint32_t home,
                        const int64_t *opening, const qd_event *events,
                        uint32_t count, bool first, bool *kept)
{
    int64_t back = 0;
    *kept = true;
    open_pools(t, home, opening);
    for (uint32_t k = 0; k < count; k++) {
        const qd_event *e = &events[k];
        int64_t y = e->labelled ? e->amount : 0;
        if (mixes(e->from, home)) {
            y = label_spent(&t->pools[e->from], e, first);
            t->pools[e->from].label -= y;
        }
        *kept = *kept && y >= e->at_least;
        pay_cash(t, e);
        if (mixes(e->to, home))
            t->pools[e->to].label += y;
        else if (e->to == home && !e->late)
            back += y;
    }
    return back;
}

/* In proportion, and never outside of what is possible by rounding. */
static double part_spent(const pool *p, const qd_event *e)
{
    double x = (double)e->amount, cash = (double)p->cash;
    double y = e->amount == p->cash ? p->part : p->part * (x / cash);
    if (y < (double)e->at_least) y = (double)e->at_least;
    if (y > p->part) y = p->part;
    return y < x ? y : x;
}

static double smaller(double a, double b) { return a < b ? a : b; }

static double in_proportion(const qd_tracer *t, uint32_t home,
                            const int64_t *opening, const qd_event *events,
                            uint32_t count, bool *kept)
{
    double back = 0;
    *kept = true;
    open_pools(t, home, opening);
    for (uint32_t k = 0; k < count; k++) {
        const qd_event *e = &events[k];
        double y = e->labelled ? (double)e->amount : 0;
        if (mixes(e->from, home)) {
            y = part_spent(&t->pools[e->from], e);
            t->pools[e->from].part -= y;
        }
        *kept = *kept && y >= (double)e->at_least;
        pay_cash(t, e);
        /* rounding leaves no label where there is no cash */
        if (mixes(e->from, home))
            t->pools[e->from].part = smaller(t->pools[e->from].part,
                                             (double)t->pools[e->from].cash);
        if (mixes(e->to, home))
            t->pools[e->to].part += y;
        else if (e->to == home && !e->late)
            back += y;
    }
    return back;
}

/* ---- Rules by lots */

typedef struct lots {
    const qd_tracer *t;
    uint32_t n, unused; /* made so far; the first of those given up */
} lots;

static uint32_t new_lot(lots *l, int64_t amount, bool labelled)
{
    uint32_t i = l->unused;
    if (i != NO_LOT)
        l->unused = l->t->lots[i].after;
    else
        i = l->n++;
    l->t->lots[i] = (lot){amount, NO_LOT, NO_LOT, labelled};
    return i;
}

/* Behind the newest; lots of one kind that touch are one. */
static void add_lot(lots *l, pool *p, int64_t amount, bool labelled)
{
    lot *all = l->t->lots;
    if (amount == 0) return;
    if (p->newest != NO_LOT && all[p->newest].labelled == labelled) {
        all[p->newest].amount += amount;
        return;
    }
    uint32_t i = new_lot(l, amount, labelled);
    all[i].before = p->newest;
    if (p->newest != NO_LOT)
        all[p->newest].after = i;
    else
        p->oldest = i;
    p->newest = i;
}

static void drop_lot(lots *l, pool *p, uint32_t i)
{
    lot *all = l->t->lots;
    uint32_t before = all[i].before, after = all[i].after;
    *(before == NO_LOT ? &p->oldest : &all[before].after) = after;
    *(after == NO_LOT ? &p->newest : &all[after].before) = before;
    all[i].after = l->unused;
    l->unused = i;
}

/* Takes `x` from a pool, from one end on, and gives it to `to` (or to nobody,
 * NULL); only labelled lots if so asked. Returns the label taken. */
static int64_t move_lots(lots *l, pool *from, pool *to, int64_t *x,
                         bool newest, bool only_label)
{
    const lot *all = l->t->lots;
    int64_t label = 0;
    uint32_t i = newest ? from->newest : from->oldest;
    while (*x > 0 && i != NO_LOT) {
        uint32_t then = newest ? all[i].before : all[i].after;
        bool labelled = all[i].labelled;
        if (!only_label || labelled) {
            int64_t some = least(*x, all[i].amount);
            *x -= some;
            label += labelled ? some : 0;
            l->t->lots[i].amount -= some;
            if (all[i].amount == 0) drop_lot(l, from, i);
            if (to) add_lot(l, to, some, labelled);
        }
        i = then;
    }
    return label;
}

static int64_t by_lots(const qd_tracer *t, uint32_t home,
                       const int64_t *opening, const qd_event *events,
                       uint32_t count, bool newest, bool *kept)
{
    lots l = {t, 0, NO_LOT};
    int64_t back = 0;
    *kept = true;
    open_pools(t, home, opening);
    for (uint32_t u = 0; u < t->n; u++)
        if (u != home) add_lot(&l, &t->pools[u], opening[u], false);
    for (uint32_t k = 0; k < count; k++) {
        const qd_event *e = &events[k];
        pool *to = mixes(e->to, home) ? &t->pools[e->to] : NULL;
        int64_t y = e->labelled ? e->amount : 0;
        if (mixes(e->from, home)) {
            int64_t agreed = e->at_least, rest = e->amount;
            pool *from = &t->pools[e->from];
            y = move_lots(&l, from, to, &agreed, newest, true);
            rest -= y;
            y += move_lots(&l, from, to, &rest, newest, false);
        } else if (to) {
            add_lot(&l, to, e->amount, e->labelled);
        }
        *kept = *kept && y >= e->at_least;
        if (e->to == home && !e->late) back += y;
    }
    return back;
}

/* ---- The interval */

/* Only home and one pool: everybody else is outside. */
static bool one_pool(uint32_t home, const qd_event *events, uint32_t count,
                     uint32_t *one)
{
    *one = QD_OUTSIDE;
    for (uint32_t k = 0; k < count; k++) {
        const qd_event *e = &events[k];
        if (!e->labelled) continue;
        if (*one != QD_OUTSIDE && *one != e->to) return false;
        *one = e->to;
    }
    for (uint32_t k = 0; k < count && *one != QD_OUTSIDE; k++) {
        const qd_event *e = &events[k];
        if ((mixes(e->from, home) && e->from != *one) ||
            (mixes(e->to, home) && e->to != *one)) return false;
    }
    return true;
}

/* The label that must be there before each event, for what is agreed from
 * there on. */
static void find_held(int64_t *held, const qd_event *events, uint32_t count)
{
    held[count] = 0;
    for (uint32_t k = count; k-- > 0;) {
        const qd_event *e = &events[k];
        int64_t in = e->labelled ? e->amount : 0;
        held[k] = above_zero(held[k + 1] - in) +
                  (e->labelled ? 0 : e->at_least);
    }
}

/* What comes home if the pool gives its label to those on one side, home or
 * the others, as soon as it can, and keeps it from those on the other as long
 * as there is other money. A dollar of label that is spent now is worth one
 * that is spent later, so nothing is better. -1 where what is agreed cannot
 * be. */
static int64_t give_first(const int64_t *held, uint32_t home, bool to_home,
                          uint32_t one, int64_t others,
                          const qd_event *events, uint32_t count)
{
    int64_t label = 0, back = 0;
    for (uint32_t k = 0; k < count; k++) {
        const qd_event *e = &events[k];
        if (e->to == one) *(e->labelled ? &label : &others) += e->amount;
        if (e->from != one) continue;
        bool comes_home = e->to == home && !e->late;
        int64_t most = least(e->amount, label - held[k + 1]);
        int64_t y = above_zero(e->amount - others);
        if (y < e->at_least) y = e->at_least;
        if (y > most) return -1;
        if (comes_home == to_home) y = most;
        label -= y;
        others -= e->amount - y;
        back += comes_home ? y : 0;
    }
    return back;
}

static bool asks_others(uint32_t one, const qd_event *events, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++)
        if (events[k].at_least && !events[k].labelled &&
            (one == QD_OUTSIDE || events[k].from != one)) return true;
    return false;
}

bool qd_trace_pair(qd_tracer *t, uint32_t home, const int64_t *opening,
                   const qd_event *events, uint32_t count, int64_t *lo,
                   int64_t *hi)
{
    uint32_t one;
    assert(count <= t->max_events);
    if (!one_pool(home, events, count, &one) ||
        asks_others(one, events, count)) return false;
    *lo = *hi = 0;
    if (one == QD_OUTSIDE) return true;
    find_held(t->held, events, count);
    *lo = give_first(t->held, home, false, one, opening[one], events, count);
    *hi = give_first(t->held, home, true, one, opening[one], events, count);
    return *lo >= 0 && *hi >= 0;
}

/* The network over time carries at first the tracing that spends the label
 * first. An arc can carry more up to its capacity and less down to what has
 * been agreed; where less than that flows, nothing may be taken away. */
static uint32_t carry(qd_maxflow *g, uint32_t from, uint32_t to, int64_t most,
                      int64_t now, int64_t at_least)
{
    return qd_maxflow_arc(g, from, to, most - now, above_zero(now - at_least));
}

/* The party goes on to a new node, holding its label over. */
static uint32_t go_on(qd_maxflow *g, pool *p)
{
    uint32_t node = qd_maxflow_node(g);
    if (p->node != NO_NODE) carry(g, p->node, node, p->cash, p->label, 0);
    p->node = node;
    return node;
}

/* Adds a payment; returns the label that came home with it. */
static int64_t add_event(const qd_tracer *t, qd_maxflow *g, uint32_t home,
                         const qd_event *e, pay *way)
{
    pool *from = mixes(e->from, home) ? &t->pools[e->from] : NULL;
    pool *to = mixes(e->to, home) ? &t->pools[e->to] : NULL;
    bool back = e->to == home && !e->late;
    int64_t y = e->labelled ? e->amount : 0;
    *way = (pay){QD_NO_ARC, NO_NODE, back ? HOME : AWAY};
    if (from && from->node != NO_NODE) {
        way->from = from->node;
        y = label_spent(from, e, true);
        from->label -= y;
        from->cash -= e->amount;
        go_on(g, from);
    } else if (from) {
        from->cash -= e->amount;
    }
    bool may = e->labelled || way->from != NO_NODE;
    if (to && may) way->to = go_on(g, to);
    if (to) {
        to->cash += e->amount;
        to->label += y;
    }
    if (way->from != NO_NODE)
        way->arc = carry(g, way->from, way->to, e->amount, y, e->at_least);
    return back ? y : 0;
}

/* Leads more label into payments that have less than agreed. What comes home
 * in exchange for what goes away, or the other way round, is free here. */
static qd_trace_fault mend(const qd_tracer *t, qd_maxflow *g,
                           const qd_event *events, uint32_t count,
                           int64_t labelled, int64_t *back, uint32_t *where)
{
    uint32_t join = qd_maxflow_arc(g, HOME, AWAY, labelled, labelled);
    for (uint32_t k = 0; k < count; k++) {
        const pay *way = &t->pays[k];
        int64_t lacks = events[k].labelled ? 0 : events[k].at_least;
        *where = k;
        if (lacks == 0) continue;
        if (way->arc == QD_NO_ARC) return QD_TRACE_BOUND;
        lacks -= events[k].amount - g->left[way->arc];
        g->left[way->arc ^ 1] = above_zero(-lacks);
        if (lacks <= 0) continue;
        int64_t got = qd_maxflow_push(g, way->to, way->from, lacks);
        if (got < lacks) return QD_TRACE_BOUND;
        g->left[way->arc] -= got;
    }
    *back += labelled - g->left[join];
    g->left[join] = g->left[join ^ 1] = 0;
    return QD_TRACE_FINE;
}

qd_trace_fault qd_trace_flows(qd_tracer *t, uint32_t home,
                              const int64_t *opening, const qd_event *events,
                              uint32_t count, int64_t *lo, int64_t *hi,
                              uint32_t *where)
{
    qd_maxflow *g = &t->net;
    int64_t back = 0, labelled = 0, agreed = 0;
    assert(count <= t->max_events);
    qd_maxflow_clear(g);
    qd_maxflow_node(g); /* AWAY */
    qd_maxflow_node(g); /* HOME */
    open_pools(t, home, opening);
    for (uint32_t k = 0; k < count; k++) {
        back += add_event(t, g, home, &events[k], &t->pays[k]);
        labelled += events[k].labelled ? events[k].amount : 0;
        agreed |= events[k].at_least;
    }
    for (uint32_t u = 0; u < t->n; u++) {
        const pool *p = &t->pools[u];
        if (p->node != NO_NODE) carry(g, p->node, AWAY, p->cash, p->label, 0);
    }
    if (agreed) {
        qd_trace_fault fault =
            mend(t, g, events, count, labelled, &back, where);
        if (fault) return fault;
    }
    *hi = back + qd_maxflow_push(g, AWAY, HOME, labelled);
    *lo = *hi - qd_maxflow_push(g, HOME, AWAY, labelled);
    return QD_TRACE_FINE;
}

/* ---- All of it */

/* Pro rata is computed in parts of all that is labelled, which is what its
 * rounding is small against; within that it is put between the ends. */
static qd_trace_fault check(qd_trace *r)
{
    double lo = (double)r->lo, hi = (double)r->hi;
    double slack = 1e-12 * (double)r->labelled;
    for (int i = 0; i < QD_TRACE_RULES; i++)
        if (r->kept[i] && (r->rule[i] < r->lo || r->rule[i] > r->hi))
            return QD_TRACE_CHECK;
    if (r->kept[QD_TRACE_RULES] &&
        !(r->pro_rata >= lo - slack && r->pro_rata <= hi + slack))
        return QD_TRACE_CHECK;
    if (r->kept[QD_TRACE_RULES] && r->pro_rata < lo) r->pro_rata = lo;
    if (r->kept[QD_TRACE_RULES] && r->pro_rata > hi) r->pro_rata = hi;
    return r->lo <= r->hi ? QD_TRACE_FINE : QD_TRACE_CHECK;
}

static int64_t tied_payments(uint32_t home, const qd_event *events,
                             uint32_t count)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < count; k++)
        if (events[k].tied && events[k].to == home && !events[k].late)
            sum += events[k].amount;
    return sum;
}

qd_trace_fault qd_trace_run(qd_tracer *t, uint32_t home,
                            const int64_t *opening, const qd_event *events,
                            uint32_t count, qd_trace *out, uint32_t *where)
{
    *out = (qd_trace){0};
    qd_trace_fault fault =
        find_fault(t, home, opening, events, count, where);
    if (fault) return fault;
    for (uint32_t k = 0; k < count; k++)
        out->labelled += events[k].labelled ? events[k].amount : 0;
    out->tied = least(out->labelled, tied_payments(home, events, count));
    for (int i = 0; i < QD_TRACE_RULES; i++) {
        bool second = i == QD_TRACE_LIFO || i == QD_TRACE_FIRST;
        out->rule[i] = (i <= QD_TRACE_LIFO ? by_lots : by_label)(
            t, home, opening, events, count, second, &out->kept[i]);
    }
    out->pro_rata = in_proportion(t, home, opening, events, count,
                                  &out->kept[QD_TRACE_RULES]);
    if (!qd_trace_pair(t, home, opening, events, count, &out->lo, &out->hi))
        fault = qd_trace_flows(t, home, opening, events, count, &out->lo,
                               &out->hi, where);
    return fault ? fault : check(out);
}
