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
 * hops to a lack, until its work is worth another search. Against cost
 * scaling by powers of two or sixteen this saves the passes that only move
 * flow about: the ranks of real networks span few values. */
#include "math/circulation.h"

#include <assert.h>
#include <string.h>

#define NO_NODE UINT32_MAX
#define FAR INT32_MAX
#define STUCK (1u << 30) /* hops of a node without a way */

/* One direction of an arc. Those that raise flow stand first in a row. */
struct way {
    uint32_t to, back; /* back: the other direction */
    int64_t left;      /* how much can be sent */
    int64_t whole;     /* left of both directions together */
};

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
    struct way *ways;
    struct node *nodes;
    int64_t *excess;
    uint32_t *found;              /* nodes in the order of the search */
    uint32_t *next, *prev;        /* the lists of the buckets */
    uint32_t *buckets, n_buckets; /* first node at each distance */
    uint32_t *queue;
    bool *queued;
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
            s->ways[up] = (struct way){ j, down, 0, c };
            s->ways[down] = (struct way){ i, up++, c, c };
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
    s->ways = qd_mem_resize(mem, NULL, (n_ways + 1) * sizeof *s->ways);
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
        s->of, s->order, s->place, s->first, s->mid, s->ways, s->nodes,
        s->excess, s->queue, s->queued, s->found, s->next, s->prev,
        s->buckets,
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
    int32_t dist = nodes[y].dist;
    int32_t base = dist - nodes[y].rank + cost;
    for (const struct way *w = s->ways + from; w < s->ways + to; w++) {
        if (w->left == w->whole) continue;
        const struct node *x = &nodes[w->to];
        if (x->dist <= dist || base + x->rank >= x->dist) continue;
        come_to(q, w->to, base + x->rank, nodes[y].hops);
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
        while (q->head < q->count) {
            uint32_t y = s->found[q->head++];
            if (!excess || excess[y] > 0) q->wanted--;
            reach(q, y, s->first[y], s->mid[y], 1);
            reach(q, y, s->mid[y], s->first[y + 1], -1);
        }
    } while (q->wanted && next_bucket(q));
    assert(!q->wanted);
    while (q->top > q->dist)
        s->buckets[q->top--] = NO_NODE;
}

/* From every lack to every excess of the component; true when there is none.
 * Ranks fall by the distance, at most by that of the last excess. */
static bool lower_ranks(struct search *q, uint32_t lo, uint32_t hi)
{
    struct solver *s = q->s;
    for (uint32_t i = lo; i < hi; i++) {
        s->nodes[i].dist = s->excess[i] < 0 ? 0 : FAR;
        s->nodes[i].hops = 0;
        if (s->excess[i] > 0) q->wanted++;
        if (s->excess[i] < 0) s->found[q->count++] = i;
    }
    if (!q->wanted) return true;
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
    return false;
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

static int32_t cost_of(const struct solver *s, uint32_t x, uint32_t way)
{
    return way < s->mid[x] ? 1 : -1;
}

/* Sends `held` on from x, as far as its ways from `at` on take it; what
 * remains. */
static int64_t push(struct line *l, uint32_t x, int64_t held)
{
    struct solver *s = l->s;
    struct node *nodes = s->nodes;
    struct node from = nodes[x];
    uint32_t mid = s->mid[x], end = s->first[x + 1], k = from.at;
    for (; k < end; k++) {
        struct way *w = &s->ways[k];
        if (!w->left) continue;
        const struct node *to = &nodes[w->to];
        if (to->hops >= from.hops ||
            from.rank - to->rank != (k < mid ? 1 : -1))
            continue;
        int64_t sent = w->left < held ? w->left : held;
        w->left -= sent;
        s->ways[w->back].left += sent;
        held -= sent;
        s->excess[w->to] += sent;
        if (s->excess[w->to] > 0) join_line(l, w->to);
        if (!held) break;
    }
    l->work += k - from.at + 1;
    nodes[x].at = k;
    return held;
}

/* The rank of x falls until a way is tight, and its hops are counted anew. */
static void relabel(struct line *l, uint32_t x)
{
    struct solver *s = l->s;
    struct node *nodes = s->nodes;
    int32_t slack = FAR;
    uint32_t hops = STUCK;
    for (uint32_t k = s->first[x]; k < s->first[x + 1]; k++) {
        const struct way *w = &s->ways[k];
        if (!w->left) continue;
        const struct node *to = &nodes[w->to];
        int32_t here = nodes[x].rank - to->rank - cost_of(s, x, k);
        if (here < slack || (here == slack && to->hops < hops)) {
            slack = here;
            hops = to->hops;
        }
    }
    assert(slack != FAR);
    nodes[x].rank -= slack;
    nodes[x].hops = hops < STUCK ? hops + 1 : STUCK;
    nodes[x].at = s->first[x];
    l->work += s->first[x + 1] - s->first[x] + 12;
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
    while (l.count && l.work < allowed)
        discharge(&l, leave_line(&l));
    while (l.count)
        leave_line(&l);
}

/* Each round may work a little longer, so that the last one could end it
 * alone. */
static void solve_component(struct solver *s, uint32_t lo, uint32_t hi)
{
    uint64_t size = hi - lo + s->first[hi] - s->first[lo];
    for (uint64_t allowed = size;; allowed += size / 32 + 1) {
        struct search q = { .s = s };
        if (lower_ranks(&q, lo, hi)) return;
        send_excess(&q, lo, hi, allowed);
    }
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
            c->flow[a] = net->amount[a] - s->ways[up++].left;
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
