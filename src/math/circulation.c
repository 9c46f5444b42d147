/* How it is solved. Every arc inside a strongly connected component starts
 * full; parties that then get more than they pay hold an excess, the others a
 * lack, and excess is sent back, at the price of 1 for each unit of flow taken
 * from an arc (and -1 for each put back), to where it is lacking, by shortest
 * ways. Ranks are the prices: at any time an arc that is not full has
 * r_u >= r_v + 1 and one that is not empty r_u <= r_v + 1, so the flow is the
 * best for its excesses and the end is optimal without any scaling of costs.
 *
 * A round is one search from all lacks at once (distances are small whole
 * numbers: buckets), which lowers the ranks until every excess has a way of
 * arcs that are just tight, then a push-relabel along such arcs, ordered by
 * hops to a lack, until its work is worth another search. When lacks have
 * become few, the mirror is solved instead, in which they are the excess.
 * Against cost scaling this saves the passes that only move flow about: the
 * ranks of real networks span few values.
 *
 * The inner loops have one branch, for what they find is hard to foresee. */
#include "math/circulation.h"

#include <assert.h>
#include <string.h>

#define NO_NODE UINT32_MAX
#define FAR INT32_MAX
#define STUCK (1u << 30) /* hops of a node without a way */

/* A way is one direction of an arc; those that raise its flow stand first in
 * a row. Searches read where it leads and these two marks, and nothing else
 * of it: parties are far below 2^30. */
#define OPEN (1u << 31)   /* something can be sent */
#define RETURN (1u << 30) /* and by the other direction of the arc */
#define PARTY (RETURN - 1)

/* Where networks are large what is read of a node lies in no cache: it is
 * fetched so many nodes before its turn comes. */
#define AHEAD 8u

struct node {
    int32_t rank, dist;
    uint32_t hops, at; /* at: the way the discharge has come to */
};

/* Nodes are numbered by component, so that one is a range of them. */
struct solver {
    qd_mem *mem;
    const qd_network *net;
    uint32_t n;
    uint32_t *of, *order, *place; /* component; node -> party and back */
    uint32_t *first, *mid;        /* rows, and where lowering ways begin */
    uint32_t *to;                 /* of each way, with its marks */
    uint32_t *back;               /* the other direction */
    int64_t *left;                /* how much can be sent */
    struct node *nodes;
    int64_t *excess;
    uint32_t *found;              /* nodes in the order of the search */
    uint32_t *next, *prev;        /* the lists of the buckets */
    uint32_t *buckets, n_buckets; /* first node at each distance */
    uint32_t *queue;
    bool *queued;
    int32_t up;                   /* cost of raising ways: -1, mirrored 1 */
};

static uint32_t *numbers(qd_mem *mem, size_t n)
{
    return qd_mem_resize(mem, NULL, (n + 1) * sizeof(uint32_t));
}

static bool inside(const struct solver *s, uint32_t u, uint32_t v)
{
    return s->of[u] == s->of[v];
}

/* Counts the ways of each node; returns how many there are. */
static uint32_t count_ways(struct solver *s)
{
    const qd_network *net = s->net;
    memset(s->first, 0, ((size_t)s->n + 1) * sizeof *s->first);
    memset(s->mid, 0, ((size_t)s->n + 1) * sizeof *s->mid);
    for (uint32_t u = 0; u < s->n; u++)
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            if (!inside(s, u, net->to[a])) continue;
            s->first[s->place[u] + 1]++;
            s->first[s->place[net->to[a]] + 1]++;
            s->mid[s->place[u]]++;
        }
    for (uint32_t i = 0; i < s->n; i++) {
        s->first[i + 1] += s->first[i];
        s->mid[i] += s->first[i];
    }
    return s->first[s->n];
}

/* Both directions of the arcs, full. `fill` counts down the lowering ways of
 * a row and `up` counts its raising ones. */
static void make_ways(struct solver *s, uint32_t *fill)
{
    const qd_network *net = s->net;
    memcpy(fill, s->mid, s->n * sizeof *fill);
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t u = s->order[i], up = s->first[i];
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            uint32_t j = s->place[net->to[a]];
            int64_t c = net->amount[a];
            if (!inside(s, u, net->to[a])) continue;
            uint32_t down = fill[j]++;
            s->to[up] = j | RETURN;
            s->to[down] = i | OPEN;
            s->left[up] = 0;
            s->left[down] = c;
            s->back[up] = down;
            s->back[down] = up++;
            s->excess[i] -= c;
            s->excess[j] += c;
        }
    }
}

static void set_up(struct solver *s)
{
    qd_mem *mem = s->mem;
    size_t n = s->n;
    s->of = numbers(mem, n);
    s->order = numbers(mem, n);
    s->place = numbers(mem, n);
    qd_graph_components(mem, s->n, s->net->first, s->net->to, s->of,
                        s->order);
    for (uint32_t i = 0; i < s->n; i++)
        s->place[s->order[i]] = i;
    s->first = numbers(mem, n);
    s->mid = numbers(mem, n);
    size_t n_ways = count_ways(s);
    s->to = numbers(mem, n_ways);
    s->back = numbers(mem, n_ways);
    s->left = qd_mem_resize(mem, NULL, (n_ways + 1) * sizeof *s->left);
    s->nodes = qd_mem_zero(mem, (n + 1) * sizeof *s->nodes);
    s->excess = qd_mem_zero(mem, (n + 1) * sizeof *s->excess);
    s->queue = numbers(mem, n);
    make_ways(s, s->queue);
    s->queued = qd_mem_zero(mem, n + 1);
    s->found = numbers(mem, n);
    s->next = numbers(mem, n);
    s->prev = numbers(mem, n);
}

static void tear_down(struct solver *s)
{
    void *const held[] = {
        s->of, s->order, s->place, s->first, s->mid, s->to, s->back,
        s->left, s->nodes, s->excess, s->queue, s->queued, s->found, s->next,
        s->prev, s->buckets,
    };
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
        if (held[i]) qd_mem_release(s->mem, held[i]);
}

/* ---- The search: distances to the nearest source over reduced costs. */

struct search {
    struct solver *s;
    int32_t dist, top;    /* of the bucket now; of the last one in use */
    uint32_t head, count; /* of `found`: read, and known */
    uint32_t wanted;      /* nodes still to be reached */
};

static void widen(struct solver *s, int32_t dist)
{
    uint32_t size = s->n_buckets * 2 + 64;
    while (size <= (uint32_t)dist)
        size *= 2;
    s->buckets = qd_mem_resize(s->mem, s->buckets,
                               (size_t)size * sizeof *s->buckets);
    while (s->n_buckets < size)
        s->buckets[s->n_buckets++] = NO_NODE;
}

static void unlist(struct solver *s, uint32_t x)
{
    uint32_t next = s->next[x], prev = s->prev[x];
    if (prev == NO_NODE) s->buckets[s->nodes[x].dist] = next;
    else s->next[prev] = next;
    if (next != NO_NODE) s->prev[next] = prev;
}

static void list(struct search *q, uint32_t x, int32_t dist)
{
    struct solver *s = q->s;
    if ((uint32_t)dist >= s->n_buckets) widen(s, dist);
    uint32_t head = s->buckets[dist];
    s->next[x] = head;
    s->prev[x] = NO_NODE;
    if (head != NO_NODE) s->prev[head] = x;
    s->buckets[dist] = x;
    if (dist > q->top) q->top = dist;
}

/* x is `dist` away by a neighbour that is `hops` from where it is tight. */
static void come_to(struct search *q, uint32_t x, int32_t dist,
                    uint32_t hops)
{
    struct node *node = &q->s->nodes[x];
    if (node->dist != FAR) unlist(q->s, x);
    node->dist = dist;
    node->hops = hops + 1;
    if (dist == q->dist) q->s->found[q->count++] = x;
    else list(q, x, dist);
}

/* The nodes from which `y` can be reached by the far side of these ways;
 * `cost` is that of the far side, seen from y. */
static inline void reach(struct search *q, uint32_t y, uint32_t from,
                         uint32_t to, int32_t cost)
{
    const struct solver *s = q->s;
    struct node *nodes = s->nodes;
    int32_t base = nodes[y].dist - nodes[y].rank + cost;
    for (uint32_t k = from; k < to; k++) {
        uint32_t way = s->to[k];
        const struct node *x = &nodes[way & PARTY];
        int32_t here = base + x->rank;
        if (((way & RETURN) != 0) & (here < x->dist))
            come_to(q, way & PARTY, here, nodes[y].hops);
    }
}

/* The next bucket that has nodes becomes the present one. */
static bool next_bucket(struct search *q)
{
    struct solver *s = q->s;
    while (q->dist < q->top) {
        uint32_t x = s->buckets[++q->dist];
        if (x == NO_NODE) continue;
        s->buckets[q->dist] = NO_NODE;
        for (; x != NO_NODE; x = s->next[x])
            s->found[q->count++] = x;
        return true;
    }
    return false;
}

/* Runs until nothing wanted is left; `excess` says what is wanted, NULL all.
 */
static void run_search(struct search *q, const int64_t *excess)
{
    struct solver *s = q->s;
    do {
        while (q->wanted && q->head < q->count) {
            uint32_t y = s->found[q->head++];
            if (q->head + AHEAD < q->count)
                __builtin_prefetch(&s->to[s->first[s->found[q->head + AHEAD]]]);
            if (!excess || excess[y] > 0) q->wanted--;
            reach(q, y, s->first[y], s->mid[y], -s->up);
            reach(q, y, s->mid[y], s->first[y + 1], s->up);
        }
    } while (q->wanted && next_bucket(q));
    assert(!q->wanted);
    while (q->top > q->dist)
        s->buckets[q->top--] = NO_NODE;
}

/* Makes every lack an excess and every way lead back. */
static void mirror(struct solver *s, uint32_t lo, uint32_t hi)
{
    s->up = -s->up;
    for (uint32_t i = lo; i < hi; i++) {
        s->nodes[i].rank = -s->nodes[i].rank;
        s->excess[i] = -s->excess[i];
    }
    for (uint32_t k = s->first[lo]; k < s->first[hi]; k++) {
        uint32_t way = s->to[k], back = s->back[k];
        s->to[k] = (way & PARTY) | (way & OPEN ? RETURN : 0) |
                   (way & RETURN ? OPEN : 0);
        if (k > back) continue;
        int64_t left = s->left[k];
        s->left[k] = s->left[back];
        s->left[back] = left;
    }
}

/* The search starts at lacks and the discharge at excesses: it pays to have
 * many of the first and few of the others. False when there are none. */
static bool choose_side(struct solver *s, uint32_t lo, uint32_t hi)
{
    uint32_t excesses = 0, lacks = 0;
    for (uint32_t i = lo; i < hi; i++) {
        excesses += s->excess[i] > 0;
        lacks += s->excess[i] < 0;
    }
    if (3 * (uint64_t)lacks < 2 * (uint64_t)excesses) mirror(s, lo, hi);
    return excesses != 0;
}

/* From every lack to every excess of the component. Ranks fall by the
 * distance, at most by that of the last excess. */
static void lower_ranks(struct search *q, uint32_t lo, uint32_t hi)
{
    struct solver *s = q->s;
    for (uint32_t i = lo; i < hi; i++) {
        s->nodes[i].dist = s->excess[i] < 0 ? 0 : FAR;
        s->nodes[i].hops = 0;
        if (s->excess[i] > 0) q->wanted++;
        if (s->excess[i] < 0) s->found[q->count++] = i;
    }
    run_search(q, s->excess);
    for (uint32_t i = lo; i < hi; i++) {
        struct node *x = &s->nodes[i];
        if (x->dist > q->dist) {
            x->dist = q->dist;
            x->hops = STUCK;
        }
        x->rank -= x->dist;
        x->at = s->first[i];
    }
}

/* ---- The discharge: push-relabel along tight ways. */

struct line {
    struct solver *s;
    uint32_t head, count, size; /* of the queue, a ring */
    uint64_t work;
};

static void join_line(struct line *l, uint32_t x)
{
    if (l->s->queued[x]) return;
    uint32_t at = l->head + l->count++;
    l->s->queue[at >= l->size ? at - l->size : at] = x;
    l->s->queued[x] = true;
}

static uint32_t leave_line(struct line *l)
{
    uint32_t x = l->s->queue[l->head++];
    if (l->head == l->size) l->head = 0;
    l->count--;
    l->s->queued[x] = false;
    return x;
}

/* The ways of one that soon leaves the line. */
static void expect_ways(const struct line *l)
{
    const struct solver *s = l->s;
    uint32_t at = l->head + AHEAD;
    uint32_t k = s->first[s->queue[at >= l->size ? at - l->size : at]];
    __builtin_prefetch(&s->to[k]);
    __builtin_prefetch(&s->left[k]);
}

/* Sends as much as a way takes. */
static int64_t send(struct solver *s, uint32_t way, int64_t held)
{
    uint32_t back = s->back[way];
    int64_t sent = s->left[way] < held ? s->left[way] : held;
    s->left[way] -= sent;
    s->left[back] += sent;
    s->to[way] |= RETURN;
    s->to[back] |= OPEN;
    if (!s->left[way]) {
        s->to[way] &= ~OPEN;
        s->to[back] &= ~RETURN;
    }
    return sent;
}

/* Sends `held` on from x, as far as its ways from `at` on take it; what
 * remains. */
static int64_t push(struct line *l, uint32_t x, int64_t held)
{
    struct solver *s = l->s;
    const struct node *nodes = s->nodes;
    struct node from = nodes[x];
    uint32_t mid = s->mid[x], end = s->first[x + 1], k = from.at;
    int32_t up = s->up;
    for (; k < end; k++) {
        uint32_t way = s->to[k], y = way & PARTY;
        int32_t slack = from.rank - nodes[y].rank + (k < mid ? up : -up);
        if (!(((way & OPEN) != 0) & (slack == 0) &
              (nodes[y].hops < from.hops)))
            continue;
        int64_t sent = send(s, k, held);
        held -= sent;
        s->excess[y] += sent;
        if (s->excess[y] > 0) join_line(l, y);
        if (!held) break;
    }
    l->work += k - from.at + 1;
    s->nodes[x].at = k;
    return held;
}

/* The rank of x falls until a way is tight, and its hops are counted anew. */
static void relabel(struct line *l, uint32_t x)
{
    struct solver *s = l->s;
    struct node *nodes = s->nodes;
    uint32_t first = s->first[x], mid = s->mid[x], end = s->first[x + 1];
    int32_t up = s->up;
    int64_t least = INT64_MAX; /* slack, then hops */
    for (uint32_t k = first; k < end; k++) {
        uint32_t way = s->to[k];
        const struct node *y = &nodes[way & PARTY];
        int32_t slack = nodes[x].rank - y->rank + (k < mid ? up : -up);
        int64_t here = slack * (INT64_C(1) << 32) + y->hops;
        here = way & OPEN ? here : INT64_MAX;
        least = here < least ? here : least;
    }
    assert(least != INT64_MAX);
    uint32_t hops = (uint32_t)least;
    nodes[x].rank -= (int32_t)(least >> 32);
    nodes[x].hops = hops < STUCK ? hops + 1 : STUCK;
    nodes[x].at = first;
    l->work += end - first + 12;
}

static void discharge(struct line *l, uint32_t x)
{
    int64_t held = l->s->excess[x];
    while ((held = push(l, x, held)) != 0) {
        relabel(l, x);
        if (l->s->nodes[x].hops == STUCK) break;
    }
    l->s->excess[x] = held;
}

/* Those farthest from a lack first. */
static void send_excess(struct search *q, uint32_t lo, uint32_t hi,
                        uint64_t allowed)
{
    struct line l = { .s = q->s, .size = hi - lo };
    for (uint32_t i = q->count; i-- > 0;)
        if (q->s->excess[q->s->found[i]] > 0)
            join_line(&l, q->s->found[i]);
    while (l.count && l.work < allowed) {
        if (l.count > AHEAD) expect_ways(&l);
        discharge(&l, leave_line(&l));
    }
    while (l.count)
        leave_line(&l);
}

/* Each round may work a little longer, so that the last one could end it
 * alone. */
static void solve_component(struct solver *s, uint32_t lo, uint32_t hi)
{
    uint64_t size = hi - lo + s->first[hi] - s->first[lo];
    uint64_t allowed = size;
    for (s->up = -1; choose_side(s, lo, hi); allowed += size / 32 + 1) {
        struct search q = { .s = s };
        lower_ranks(&q, lo, hi);
        send_excess(&q, lo, hi, allowed);
    }
    if (s->up > 0) mirror(s, lo, hi);
}

/* ---- The least ranks. */

/* How low each node may be: above whom it pays in lower components. Returns
 * by how much the component must rise for that. */
static int32_t find_floors(struct solver *s, uint32_t lo, uint32_t hi)
{
    const qd_network *net = s->net;
    int32_t rise = INT32_MIN;
    for (uint32_t i = lo; i < hi; i++) {
        uint32_t u = s->order[i];
        int32_t floor = 0;
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            if (inside(s, u, net->to[a])) continue;
            int32_t above = s->nodes[s->place[net->to[a]]].rank + 1;
            if (above > floor) floor = above;
        }
        s->nodes[i].dist = floor;
        if (floor - s->nodes[i].rank > rise)
            rise = floor - s->nodes[i].rank;
    }
    return rise;
}

/* Raised above its floors, a component sinks as far as its flow lets it: the
 * distance to the nearest floor is what a node sinks. */
static void sink_ranks(struct solver *s, uint32_t lo, uint32_t hi)
{
    struct search q = { .s = s, .wanted = hi - lo };
    int32_t rise = find_floors(s, lo, hi);
    for (uint32_t i = lo; i < hi; i++) {
        struct node *x = &s->nodes[i];
        x->rank += rise;
        x->dist = x->rank - x->dist;
        x->hops = 0;
        if (x->dist) list(&q, i, x->dist);
        else s->found[q.count++] = i;
    }
    run_search(&q, NULL);
    for (uint32_t i = lo; i < hi; i++)
        s->nodes[i].rank -= s->nodes[i].dist;
}

/* ---- The answer. */

static void take_flow(const struct solver *s, qd_circulation *c)
{
    const qd_network *net = s->net;
    for (uint32_t u = 0; u < s->n; u++) {
        uint32_t up = s->first[s->place[u]];
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            c->flow[a] = 0;
            if (!inside(s, u, net->to[a])) continue;
            c->flow[a] = net->amount[a] - s->left[up++];
            c->value += c->flow[a];
        }
    }
}

static void take_ranks(const struct solver *s, qd_circulation *c)
{
    for (uint32_t u = 0; u < s->n; u++) {
        c->rank[u] = (uint32_t)s->nodes[s->place[u]].rank;
        if (c->rank[u] >= c->tiers) c->tiers = c->rank[u] + 1;
    }
}

void qd_circulation_solve(qd_mem *mem, const qd_network *net,
                          qd_circulation *c)
{
    struct solver s = { .mem = mem, .net = net, .n = net->n };
    *c = (qd_circulation){ 0 };
    c->flow = qd_mem_resize(mem, NULL,
                            ((size_t)net->n_arcs + 1) * sizeof *c->flow);
    c->rank = numbers(mem, net->n);
    set_up(&s);
    for (uint32_t lo = 0, hi; lo < s.n; lo = hi) {
        for (hi = lo + 1; hi < s.n; hi++)
            if (!inside(&s, s.order[lo], s.order[hi])) break;
        solve_component(&s, lo, hi);
        sink_ranks(&s, lo, hi);
    }
    take_flow(&s, c);
    take_ranks(&s, c);
    tear_down(&s);
    c->checked = qd_circulation_check(mem, net, c);
}

void qd_circulation_free(qd_mem *mem, qd_circulation *c)
{
    if (c->flow) qd_mem_release(mem, c->flow);
    if (c->rank) qd_mem_release(mem, c->rank);
    *c = (qd_circulation){ 0 };
}
