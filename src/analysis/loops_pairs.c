/* How much of what an investor put into a customer came back to it: an
 * interval, since cash is fungible. Straight back: one pool, the customer's,
 * and what it pays to others is gone. Through others: every party by which
 * money can go from the customer to the investor is a pool too. */
#include "analysis/loops_pairs.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_PAIRS = 1000,
       MOST_EVENTS = 5000,    /* traced through others; twice as many take
                                 four times as long */
       MOST_THROUGH = 100000 }; /* of all pairs together */

bool qd_pair_labels(const qd_loops *l, const qd_pair *x,
                    const qd_loop_move *m)
{
    return m->from == x->investor && m->to == x->customer && !m->aside &&
           (m->puts_in || l->sym == NULL);
}

/* Whether the payee sells something by it. */
static bool is_sale(const qd_loops *l, const qd_loop_move *m)
{
    if (l->sym == NULL) return true;
    unsigned kind = l->monthly.at[m->line].kind;
    return kind == QD_DUE_CONTRACT || kind == QD_DUE_REVENUE;
}

/* ---- The moves of each party */

static void index_moves(qd_pairs *p)
{
    const qd_loops *l = p->l;
    qd_mem *mem = l->m->mem;
    size_t n = l->n;
    p->first = qd_mem_zero(mem, (n + 2) * sizeof *p->first);
    p->touch = qd_mem_resize(mem, NULL,
                             (2 * (size_t)l->moves.n + 1) * sizeof *p->touch);
    for (uint32_t i = 0; i < l->moves.n; i++) {
        const qd_loop_move *m = &l->moves.at[i];
        if (m->from != QD_OUTSIDE) p->first[m->from + 1]++;
        if (m->to != QD_OUTSIDE) p->first[m->to + 1]++;
    }
    for (size_t u = 0; u < n; u++) p->first[u + 1] += p->first[u];
    uint32_t *next = qd_mem_resize(mem, NULL, (n + 1) * sizeof *next);
    memcpy(next, p->first, (n + 1) * sizeof *next);
    for (uint32_t i = 0; i < l->moves.n; i++) {
        const qd_loop_move *m = &l->moves.at[i];
        if (m->from != QD_OUTSIDE) p->touch[next[m->from]++] = i;
        if (m->to != QD_OUTSIDE) p->touch[next[m->to]++] = i;
    }
    qd_mem_release(mem, next);
}

/* ---- Straight back */

static uint32_t role(const qd_pair *x, uint32_t party)
{
    return party == x->investor ? QD_PAIR_INVESTOR
         : party == x->customer ? QD_PAIR_CUSTOMER : QD_OUTSIDE;
}

/* The money that a party lacks for a payment comes from outside, just then.
 * Returns how much that is. */
static int64_t top_up(qd_pairs *p, uint32_t party, int64_t lack)
{
    if (lack <= 0) return 0;
    qd_mem *mem = p->l->m->mem;
    *qd_vec_add(mem, &p->events) = (qd_event){
        .from = QD_OUTSIDE, .to = party, .amount = lack };
    *qd_vec_add(mem, &p->meant) = 0;
    return lack;
}

void qd_pair_order(qd_pairs *p, qd_pair *x, int64_t opening)
{
    qd_mem *mem = p->l->m->mem;
    int64_t cash = opening;
    p->events.n = p->meant.n = 0;
    x->out = x->outside = 0;
    for (uint32_t i = 0; i < p->list.n; i++) {
        qd_pair_event *from = &p->list.at[i];
        const qd_loop_move *m = &p->l->moves.at[from->move];
        qd_event e = { .from = role(x, m->from), .to = role(x, m->to),
                       .amount = from->amount,
                       .labelled = qd_pair_labels(p->l, x, m),
                       .late = m->to == x->investor && m->aside };
        if (e.amount <= 0) continue;
        bool out = e.from == QD_PAIR_CUSTOMER;
        int64_t more = out ? top_up(p, QD_PAIR_CUSTOMER, e.amount - cash) : 0;
        cash += more + (out ? -e.amount : e.amount);
        x->outside += more;
        x->out += e.labelled ? e.amount : 0;
        from->event = p->events.n;
        *qd_vec_add(mem, &p->events) = e;
        *qd_vec_add(mem, &p->meant) = from->meant;
    }
    x->spent = qd_pair_bind(p, opening);
    for (uint32_t i = 0; i < p->list.n; i++)
        p->list.at[i].at_least = p->list.at[i].amount <= 0 ? 0
            : p->events.at[p->list.at[i].event].at_least;
}

static bool trace_events(qd_mem *mem, const qd_event *events, uint32_t n,
                         int64_t opening, qd_trace *out)
{
    const int64_t cash[] = { 0, opening };
    uint32_t where;
    qd_tracer t;
    qd_tracer_make(mem, &t, 2, n);
    qd_trace_fault fault = qd_trace_run(&t, QD_PAIR_INVESTOR, cash, events, n,
                                        out, &where);
    qd_tracer_free(mem, &t);
    return fault == QD_TRACE_FINE;
}

/* Takes what is bound out of what was put in last before it, so that no cash
 * is kept for it longer than need be. `before` has room for all. */
static void take_source(qd_event *events, uint32_t *before, uint32_t *n,
                        int64_t bound)
{
    while (bound > 0 && *n > 0) {
        qd_event *s = &events[before[*n - 1]];
        int64_t some = s->amount < bound ? s->amount : bound;
        s->amount -= some;
        bound -= some;
        *n -= s->amount == 0;
    }
}

/* Without what is bound, which goes straight through. Returns how much of it
 * comes home. */
static int64_t take_bound(const qd_event *from, uint32_t n, qd_event *to,
                          uint32_t *before, uint32_t *n_left)
{
    int64_t home = 0;
    uint32_t n_before = 0;
    memcpy(to, from, n * sizeof *to);
    for (uint32_t i = 0; i < n; i++) {
        int64_t bound = to[i].at_least;
        if (to[i].labelled) before[n_before++] = i;
        to[i].at_least = 0;
        to[i].amount -= bound;
        if (to[i].to == QD_PAIR_INVESTOR && !to[i].late) home += bound;
        take_source(to, before, &n_before, bound);
    }
    *n_left = 0;
    for (uint32_t i = 0; i < n; i++)
        if (to[i].amount > 0) to[(*n_left)++] = to[i];
    return home;
}

/* The rules on what is not bound; false when one is not between the ends. */
static bool trace_rest(qd_pairs *p, int64_t opening, qd_trace *out)
{
    qd_mem *mem = p->l->m->mem;
    uint32_t n;
    qd_trace rest;
    qd_event *left = qd_mem_resize(mem, NULL,
                                   (p->events.n + 1u) * sizeof *left);
    uint32_t *before = qd_mem_resize(mem, NULL,
                                     (p->events.n + 1u) * sizeof *before);
    int64_t home = take_bound(p->events.at, p->events.n, left, before, &n);
    bool good = trace_events(mem, left, n, opening, &rest);
    qd_mem_release(mem, before);
    qd_mem_release(mem, left);
    double lo = (double)out->lo, hi = (double)out->hi;
    double slack = 1e-12 * (double)out->labelled;
    out->pro_rata = rest.pro_rata + (double)home;
    good = good && out->pro_rata >= lo - slack && out->pro_rata <= hi + slack;
    if (out->pro_rata < lo) out->pro_rata = lo;
    if (out->pro_rata > hi) out->pro_rata = hi;
    for (int i = 0; i < QD_TRACE_RULES; i++) {
        out->rule[i] = rest.rule[i] + home;
        good = good && out->rule[i] >= out->lo && out->rule[i] <= out->hi;
    }
    return good;
}

bool qd_pair_trace(qd_pairs *p, int64_t opening, qd_trace *out)
{
    bool bound = false;
    for (uint32_t i = 0; i < p->events.n; i++)
        bound = bound || p->events.at[i].at_least > 0;
    return trace_events(p->l->m->mem, p->events.at, p->events.n, opening,
                        out) && (!bound || trace_rest(p, opening, out));
}

static int64_t paid_out(const qd_pairs *p)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < p->list.n; i++) sum += p->list.at[i].amount;
    return sum;
}

/* With what the model says the customer has; and with all the cash in the
 * world, which leaves only what is bound. */
static bool straight(qd_pairs *p, qd_pair *x)
{
    qd_trace any;
    qd_pair other = *x;
    int64_t all = paid_out(p), opening = x->opening < 0 ? 0 : x->opening;
    qd_pair_order(p, &other, all);
    if (!qd_pair_trace(p, all, &any)) return false;
    qd_pair_order(p, x, opening);
    if (!qd_pair_trace(p, opening, &x->trace)) return false;
    x->any_lo = x->trace.lo;
    x->any_hi = x->trace.hi;
    if (x->opening < 0 && any.lo < x->any_lo) x->any_lo = any.lo;
    if (x->opening < 0 && any.hi > x->any_hi) x->any_hi = any.hi;
    return true;
}

/* ---- Through others */

/* Whom money of the customer can reach without passing the investor, or
 * (`back`) who can pay the investor so. */
static void reach(const qd_pairs *p, uint32_t from, uint32_t never, bool back,
                  bool *seen, uint32_t *queue)
{
    const qd_loops *l = p->l;
    uint32_t n = 0;
    memset(seen, 0, l->n * sizeof *seen);
    seen[from] = true;
    queue[n++] = from;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = p->first[queue[i]]; k < p->first[queue[i] + 1]; k++) {
            const qd_loop_move *m = &l->moves.at[p->touch[k]];
            uint32_t u = back ? m->to : m->from, v = back ? m->from : m->to;
            if (u != queue[i] || v == QD_OUTSIDE || v == never || seen[v])
                continue;
            seen[v] = true;
            queue[n++] = v;
        }
}

struct net {
    uint32_t *number, *party, n; /* pools; 0 is home */
    int64_t *cash, *opening;
};

static void add_pool(struct net *net, uint32_t party)
{
    net->party[net->n] = party;
    net->number[party] = net->n++;
}

/* The investor, the customer, and all between them. */
static void find_pools(qd_pairs *p, const qd_pair *x, struct net *net)
{
    uint32_t n = p->l->n;
    qd_mem *mem = p->l->m->mem;
    bool *there = qd_mem_resize(mem, NULL, (size_t)n + 1);
    bool *here = qd_mem_resize(mem, NULL, (size_t)n + 1);
    reach(p, x->customer, x->investor, false, there, net->party);
    reach(p, x->investor, x->investor, true, here, net->party);
    net->n = 0;
    for (uint32_t u = 0; u < n; u++) net->number[u] = QD_OUTSIDE;
    add_pool(net, x->investor);
    add_pool(net, x->customer);
    for (uint32_t u = 0; u < n; u++)
        if (there[u] && here[u] && net->number[u] == QD_OUTSIDE)
            add_pool(net, u);
    qd_mem_release(mem, here);
    qd_mem_release(mem, there);
}

/* What a party in between has of its own is seldom known: then it has enough
 * for all that it pays. */
static void open_net(const qd_pairs *p, const qd_pair *x, struct net *net)
{
    const qd_loops *l = p->l;
    for (uint32_t i = 0; i < net->n; i++) {
        uint32_t u = net->party[i];
        int64_t cash = l->opening[u];
        if (cash < 0 && u != x->customer && i > 0) {
            cash = 0;
            for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++) {
                const qd_loop_move *m = &l->moves.at[p->touch[k]];
                cash += m->from == u ? m->amount : 0;
            }
        }
        net->opening[i] = net->cash[i] = cash < 0 || i == 0 ? 0 : cash;
    }
}

static uint32_t pool_of(const struct net *net, uint32_t party)
{
    return party == QD_OUTSIDE ? QD_OUTSIDE : net->number[party];
}

static void net_events(qd_pairs *p, const qd_pair *x, struct net *net)
{
    const qd_loops *l = p->l;
    uint32_t own = 0; /* of the customer's, which the list has in order */
    p->events.n = p->meant.n = 0;
    for (uint32_t i = 0; i < l->moves.n; i++) {
        const qd_loop_move *m = &l->moves.at[i];
        while (own < p->list.n && p->list.at[own].move < i) own++;
        bool listed = own < p->list.n && p->list.at[own].move == i;
        qd_event e = { .from = pool_of(net, m->from),
                       .to = pool_of(net, m->to), .amount = m->amount,
                       .at_least = listed ? p->list.at[own].at_least : 0,
                       .labelled = qd_pair_labels(l, x, m),
                       .late = m->to == x->investor && m->aside };
        if (e.from == e.to) continue;
        if (e.from != QD_OUTSIDE && e.from != 0) {
            int64_t *cash = &net->cash[e.from];
            *cash += top_up(p, e.from, e.amount - *cash) - e.amount;
        }
        if (e.to != QD_OUTSIDE) net->cash[e.to] += e.amount;
        *qd_vec_add(l->m->mem, &p->events) = e;
    }
}

static bool trace_net(qd_pairs *p, qd_pair *x, struct net *net)
{
    qd_mem *mem = p->l->m->mem;
    qd_tracer t;
    qd_trace r;
    uint32_t where;
    open_net(p, x, net);
    net_events(p, x, net);
    qd_tracer_make(mem, &t, net->n, p->events.n);
    qd_trace_fault fault = qd_trace_run(&t, 0, net->opening, p->events.at,
                                        p->events.n, &r, &where);
    qd_tracer_free(mem, &t);
    x->through_lo = r.lo;
    x->through_hi = r.hi;
    /* What is possible or must be straight is so through others too. */
    return fault == QD_TRACE_FINE && r.lo >= x->trace.lo &&
           r.hi >= x->trace.hi;
}

static bool through(qd_pairs *p, qd_pair *x)
{
    qd_mem *mem = p->l->m->mem;
    size_t n = (size_t)p->l->n + 2;
    struct net net = {
        .number = qd_mem_resize(mem, NULL, n * sizeof *net.number),
        .party = qd_mem_resize(mem, NULL, n * sizeof *net.party),
        .cash = qd_mem_resize(mem, NULL, n * sizeof *net.cash),
        .opening = qd_mem_resize(mem, NULL, n * sizeof *net.opening) };
    find_pools(p, x, &net);
    bool good = true;
    x->has_through = net.n > 2;
    if (x->has_through) good = trace_net(p, x, &net);
    qd_mem_release(mem, net.opening);
    qd_mem_release(mem, net.cash);
    qd_mem_release(mem, net.party);
    qd_mem_release(mem, net.number);
    return good;
}

/* ---- Pairs */

static void list_moves(qd_pairs *p, const qd_pair *x)
{
    const qd_loops *l = p->l;
    p->list.n = 0;
    for (uint32_t k = p->first[x->customer]; k < p->first[x->customer + 1];
         k++)
        *qd_vec_add(l->m->mem, &p->list) = (qd_pair_event){
            .move = p->touch[k],
            .amount = l->moves.at[p->touch[k]].amount };
}

static void add_sales(const qd_pairs *p, qd_pair *x)
{
    const qd_loops *l = p->l;
    for (uint32_t k = p->first[x->investor]; k < p->first[x->investor + 1];
         k++) {
        const qd_loop_move *m = &l->moves.at[p->touch[k]];
        if (m->to == x->investor && !m->aside && is_sale(l, m))
            x->sales += m->amount;
    }
}

static bool is_dated(const qd_pairs *p, const qd_pair *x)
{
    for (uint32_t i = 0; i < p->list.n; i++)
        if (qd_pair_labels(p->l, x, &p->l->moves.at[p->list.at[i].move]))
            return true;
    return false;
}

static void add_pair(qd_pairs *p, uint32_t investor, uint32_t customer,
                     uint64_t *work)
{
    qd_loops *l = p->l;
    qd_pair x = { .investor = investor, .customer = customer,
                  .opening = l->opening[customer] };
    list_moves(p, &x);
    if (l->sym) qd_pair_meant(p, &x);
    x.dated = is_dated(p, &x);
    bool good = !x.dated || straight(p, &x);
    add_sales(p, &x);
    if (l->sym) qd_pair_tied(p, &x);
    *work += l->moves.n;
    if (l->moves.n > MOST_EVENTS) *work = MOST_THROUGH + 1;
    if (good && x.dated && *work <= MOST_THROUGH) good = through(p, &x);
    if (good) *qd_vec_add(l->m->mem, &p->all) = x;
    else qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
        "what came back from %.*s to %.*s could not be traced",
        QD_STR_ARG(l->party[customer]), QD_STR_ARG(l->party[investor])));
}

static bool is_chosen(const qd_loops *l, uint32_t party)
{
    for (uint32_t i = 0; i < l->n_chosen; i++)
        if (l->chosen[i] == party) return true;
    return false;
}

static int by_pair(const void *a, const void *b)
{
    const qd_loop_leg *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static bool has_leg(const qd_loop_leg *legs, uint32_t n, uint32_t from,
                    uint32_t to)
{
    qd_loop_leg asked = { .from = from, .to = to };
    return n && bsearch(&asked, legs, n, sizeof *legs, by_pair);
}

/* Of a model all pairs in which one puts money into the other; of an edge
 * list those with payments both ways. Money that comes back through others
 * alone is looked for where few pairs are asked about. */
static bool is_pair(const qd_pairs *p, const qd_loop_leg *legs, uint32_t n,
                    const qd_loop_leg *leg, bool *through_others)
{
    const qd_loops *l = p->l;
    const unsigned in = 1u << QD_DUE_EQUITY | 1u << QD_DUE_LOAN;
    if (l->sym && !(leg->kinds & in)) return false;
    *through_others = !has_leg(legs, n, leg->to, leg->from);
    if (!*through_others) return true;
    return (l->sym || is_chosen(l, leg->from)) &&
           l->moves.n <= MOST_EVENTS &&
           (uint64_t)l->moves.n * p->all.n < MOST_THROUGH;
}

static bool leads_back(qd_pairs *p, const qd_loop_leg *leg)
{
    qd_mem *mem = p->l->m->mem;
    size_t n = p->l->n;
    bool *seen = qd_mem_resize(mem, NULL, n + 1);
    uint32_t *queue = qd_mem_resize(mem, NULL, (n + 1) * sizeof *queue);
    reach(p, leg->to, QD_OUTSIDE, false, seen, queue);
    bool found = seen[leg->from];
    qd_mem_release(mem, queue);
    qd_mem_release(mem, seen);
    return found;
}

static void find_pairs(qd_pairs *p)
{
    qd_loops *l = p->l;
    uint32_t n, left_out = 0;
    uint64_t work = 0;
    qd_loop_leg *legs = qd_loops_legs(l, l->layer, UINT8_MAX, &n);
    for (uint32_t i = 0; i < n; i++) {
        bool others = false;
        if (!l->sym && l->n_chosen && !is_chosen(l, legs[i].from) &&
            !is_chosen(l, legs[i].to)) continue;
        if (!is_pair(p, legs, n, &legs[i], &others)) continue;
        if (others && !leads_back(p, &legs[i])) continue;
        if (p->all.n == MOST_PAIRS) left_out++;
        else add_pair(p, legs[i].from, legs[i].to, &work);
    }
    qd_mem_release(l->m->mem, legs);
    if (left_out)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "%u pairs are traced; %u more are left out: name a party",
            p->all.n, left_out));
    if (work > MOST_THROUGH)
        qd_answer_note(l->answer, l->moves.n > MOST_EVENTS
            ? QD_STR("more than 5000 payments: what comes back through others "
                     "is not traced")
            : QD_STR("what comes back through others is not traced for all "
                     "pairs: name a party"));
}

bool qd_loops_pairs(qd_loops *l)
{
    qd_pairs p = { .l = l };
    bool good = true;
    index_moves(&p);
    if (l->sym) qd_pairs_terms(&p);
    if (l->moves.n > 0) find_pairs(&p);
    if (l->sym) good = qd_pairs_box(&p);
    if (good) qd_pairs_said(&p);
    qd_mem_release(l->m->mem, p.all.at);
    qd_mem_release(l->m->mem, p.terms.at);
    qd_mem_release(l->m->mem, p.meant.at);
    qd_mem_release(l->m->mem, p.events.at);
    qd_mem_release(l->m->mem, p.list.at);
    qd_mem_release(l->m->mem, p.touch);
    qd_mem_release(l->m->mem, p.first);
    return good;
}
