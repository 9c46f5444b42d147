/* The proof of a circulation, and what in it is not fixed. Nothing here knows
 * how it was found. */
#include "math/circulation.h"

#include <string.h>

/* amount * max(0, 1 - r_u + r_v) added to `sum`; false beyond 64 bits. */
static bool add_dual(int64_t *sum, int64_t amount, uint32_t ru, uint32_t rv)
{
    int64_t times = 1 - (int64_t)ru + (int64_t)rv, term;
    if (times <= 0) return true;
    return !__builtin_mul_overflow(amount, times, &term) &&
           !__builtin_add_overflow(*sum, term, sum);
}

/* `net_in` starts at zero. Sums cannot overflow while flows are within the
 * amounts, whose sum does not. */
static bool add_arcs(const qd_network *net, const qd_circulation *c,
                     int64_t *net_in, int64_t *value, int64_t *dual)
{
    for (uint32_t u = 0; u < net->n; u++)
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            uint32_t v = net->to[a];
            int64_t f = c->flow[a];
            if (f < 0 || f > net->amount[a]) return false;
            if (!add_dual(dual, net->amount[a], c->rank[u], c->rank[v]))
                return false;
            *value += f;
            net_in[u] -= f;
            net_in[v] += f;
        }
    return true;
}

bool qd_circulation_check(qd_mem *mem, const qd_network *net,
                          const qd_circulation *c)
{
    int64_t *net_in = qd_mem_zero(mem, ((size_t)net->n + 1) * sizeof *net_in);
    int64_t value = 0, dual = 0;
    bool good = add_arcs(net, c, net_in, &value, &dual) &&
                value == c->value && dual == c->value;
    for (uint32_t u = 0; u < net->n; u++)
        good = good && net_in[u] == 0;
    qd_mem_release(mem, net_in);
    return good;
}

/* An arc's flow can change when a way round that costs nothing leads over it.
 * Such ways use tight arcs only, r_u = r_v + 1, forwards where there is room
 * and backwards where there is flow: arcs inside a strongly connected
 * component of these directions. One that is open in both directions lies on
 * a way round that does not just go there and back unless it is a bridge (a
 * strongly connected mixed graph without bridges can be oriented strongly:
 * Boesch and Tindell 1980). */
struct slack {
    qd_mem *mem;
    const qd_network *net;
    const qd_circulation *c;
    uint32_t *from;        /* payer of each arc */
    uint32_t *of, *order;  /* components */
    uint32_t *first, *arc; /* rows of arcs at each party */
    bool *open;
};

static bool tight(const struct slack *s, uint32_t a)
{
    return s->c->rank[s->from[a]] == s->c->rank[s->net->to[a]] + 1;
}

static bool up_from(const struct slack *s, uint32_t a)
{
    return tight(s, a) && s->c->flow[a] < s->net->amount[a];
}

static bool down_from(const struct slack *s, uint32_t a)
{
    return tight(s, a) && s->c->flow[a] > 0;
}

static bool is_open(const struct slack *s, uint32_t a)
{
    return s->open[a];
}

/* Rows of the arcs for which `out` holds, at their payer, and `in`, at their
 * payee, filled from the back. */
typedef bool holds(const struct slack *s, uint32_t a);
static void make_rows(struct slack *s, holds *out, holds *in)
{
    const qd_network *net = s->net;
    uint32_t *end = s->first + 1;
    memset(s->first, 0, ((size_t)net->n + 1) * sizeof *s->first);
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        if (out(s, a)) end[s->from[a]]++;
        if (in(s, a)) end[net->to[a]]++;
    }
    for (uint32_t u = 0; u < net->n; u++)
        end[u] += s->first[u];
    uint32_t total = s->first[net->n];
    for (uint32_t a = net->n_arcs; a-- > 0;) {
        if (out(s, a)) s->arc[--end[s->from[a]]] = a;
        if (in(s, a)) s->arc[--end[net->to[a]]] = a;
    }
    memmove(s->first, end, net->n * sizeof *s->first);
    s->first[net->n] = total;
}

static uint32_t other_end(const struct slack *s, uint32_t a, uint32_t u)
{
    return s->from[a] == u ? s->net->to[a] : s->from[a];
}

/* Tight arcs inside a component of the ways on which flow can change. */
static void open_components(struct slack *s)
{
    const qd_network *net = s->net;
    make_rows(s, up_from, down_from);
    uint32_t *to = qd_mem_resize(s->mem, NULL,
                                 (2 * (size_t)net->n_arcs + 1) * sizeof *to);
    for (uint32_t u = 0; u < net->n; u++)
        for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++)
            to[k] = other_end(s, s->arc[k], u);
    qd_graph_components(s->mem, net->n, s->first, to, s->of, s->order);
    qd_mem_release(s->mem, to);
    for (uint32_t a = 0; a < net->n_arcs; a++)
        s->open[a] = tight(s, a) && s->of[s->from[a]] == s->of[net->to[a]];
}

/* One visit of the search for bridges. */
struct visit {
    uint32_t came, low; /* arrival, from 1; the earliest reached */
    uint32_t next, by;  /* where the row is read; the arc it came by */
};

#define NO_ARC UINT32_MAX

/* Reads the row of u up to a node not yet seen, or to its end. */
static uint32_t unseen_from(const struct slack *s, struct visit *at,
                            uint32_t u)
{
    for (; at[u].next < s->first[u + 1]; at[u].next++) {
        uint32_t a = s->arc[at[u].next];
        uint32_t v = other_end(s, a, u);
        if (!at[v].came) {
            at[v].by = a;
            return v;
        }
        if (a != at[u].by && at[v].came < at[u].low)
            at[u].low = at[v].came;
    }
    return u;
}

/* Closes the bridges of what hangs together with `root`; `order` is the
 * stack. Only an arc open in both directions can be one. */
static void close_bridges(struct slack *s, struct visit *at, uint32_t *seen,
                          uint32_t root)
{
    uint32_t depth = 0;
    at[root] = (struct visit){ 0, 0, 0, NO_ARC };
    for (uint32_t v = root;;) {
        if (!at[v].came) {
            at[v].came = at[v].low = ++*seen;
            at[v].next = s->first[v];
            s->order[depth++] = v;
        }
        uint32_t u = s->order[depth - 1];
        v = unseen_from(s, at, u);
        if (v != u) continue;
        if (--depth == 0) return;
        uint32_t parent = s->order[depth - 1];
        if (at[u].low < at[parent].low) at[parent].low = at[u].low;
        if (at[u].low > at[parent].came) s->open[at[u].by] = false;
        v = parent;
    }
}

static void drop_bridges(struct slack *s)
{
    uint32_t n = s->net->n, seen = 0;
    make_rows(s, is_open, is_open);
    struct visit *at = qd_mem_zero(s->mem, ((size_t)n + 1) * sizeof *at);
    for (uint32_t u = 0; u < n; u++)
        if (!at[u].came) close_bridges(s, at, &seen, u);
    qd_mem_release(s->mem, at);
}

uint32_t qd_circulation_open(qd_mem *mem, const qd_network *net,
                             const qd_circulation *c, bool *open)
{
    size_t n = net->n, m = net->n_arcs, width = sizeof(uint32_t);
    uint32_t *room = qd_mem_resize(mem, NULL, (3 * n + 3 * m + 4) * width);
    struct slack s = {
        .mem = mem, .net = net, .c = c, .open = open,
        .of = room, .order = room + n, .first = room + 2 * n,
        .from = room + 3 * n + 1, .arc = room + 3 * n + 1 + m,
    };
    for (uint32_t u = 0; u < net->n; u++)
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++)
            s.from[a] = u;
    open_components(&s);
    drop_bridges(&s);
    qd_mem_release(mem, room);
    uint32_t count = 0;
    for (uint32_t a = 0; a < net->n_arcs; a++)
        count += open[a];
    return count;
}
