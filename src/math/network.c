#include "math/network.h"

#include <string.h>

static qd_network_fault fault_of(const qd_payment *p, uint32_t n,
                                 int64_t *gross)
{
    if (p->from >= n || p->to >= n) return QD_NETWORK_PARTY;
    if (p->from == p->to) return QD_NETWORK_SELF;
    if (p->amount <= 0) return QD_NETWORK_AMOUNT;
    if (__builtin_add_overflow(*gross, p->amount, gross))
        return QD_NETWORK_SUM;
    return QD_NETWORK_FINE;
}

/* Where each key's run starts: counts[k + 1] -> starts[k]. */
static void count_keys(uint32_t *starts, uint32_t n, const qd_payment *p,
                       size_t count, bool payer)
{
    memset(starts, 0, ((size_t)n + 2) * sizeof *starts);
    for (size_t i = 0; i < count; i++)
        starts[(payer ? p[i].from : p[i].to) + 1]++;
    for (uint32_t u = 0; u < n; u++)
        starts[u + 1] += starts[u];
}

/* Sorted by payer, then payee: two stable passes, the lower key first. */
static void sort_payments(qd_payment *sorted, qd_payment *spare,
                          uint32_t *starts, uint32_t n, const qd_payment *p,
                          size_t count)
{
    count_keys(starts, n, p, count, false);
    for (size_t i = 0; i < count; i++)
        spare[starts[p[i].to]++] = p[i];
    count_keys(starts, n, p, count, true);
    for (size_t i = 0; i < count; i++)
        sorted[starts[spare[i].from]++] = spare[i];
}

static void merge(qd_network *net, const qd_payment *sorted, size_t count)
{
    uint32_t arcs = 0;
    memset(net->first, 0, ((size_t)net->n + 1) * sizeof *net->first);
    for (size_t i = 0; i < count; i++) {
        const qd_payment *p = &sorted[i];
        if (i && p[-1].from == p->from && p[-1].to == p->to) {
            net->amount[arcs - 1] += p->amount;
            continue;
        }
        net->to[arcs] = p->to;
        net->amount[arcs++] = p->amount;
        net->first[p->from + 1]++;
    }
    for (uint32_t u = 0; u < net->n; u++)
        net->first[u + 1] += net->first[u];
    net->n_arcs = arcs;
}

qd_network_fault qd_network_make(qd_mem *mem, qd_network *net, uint32_t n,
                                 const qd_payment *payments, size_t count,
                                 size_t *where)
{
    *net = (qd_network){ .n = n };
    *where = 0;
    if (n > QD_NETWORK_PARTIES || count > QD_NETWORK_ARCS)
        return QD_NETWORK_SIZE;
    for (size_t i = 0; i < count; i++) {
        *where = i;
        qd_network_fault f = fault_of(&payments[i], n, &net->gross);
        if (f) return f;
    }
    size_t room = count + 1;
    qd_payment *sorted = qd_mem_resize(mem, NULL, 2 * room * sizeof *sorted);
    uint32_t *starts =
        qd_mem_resize(mem, NULL, ((size_t)n + 2) * sizeof *starts);
    sort_payments(sorted, sorted + room, starts, n, payments, count);
    net->first = qd_mem_resize(mem, NULL, ((size_t)n + 1) * sizeof *net->first);
    net->to = qd_mem_resize(mem, NULL, room * sizeof *net->to);
    net->amount = qd_mem_resize(mem, NULL, room * sizeof *net->amount);
    merge(net, sorted, count);
    qd_mem_release(mem, sorted);
    qd_mem_release(mem, starts);
    return QD_NETWORK_FINE;
}

void qd_network_free(qd_mem *mem, qd_network *net)
{
    if (net->first) qd_mem_release(mem, net->first);
    if (net->to) qd_mem_release(mem, net->to);
    if (net->amount) qd_mem_release(mem, net->amount);
    *net = (qd_network){ 0 };
}

void qd_network_positions(const qd_network *net, int64_t *net_in)
{
    memset(net_in, 0, net->n * sizeof *net_in);
    for (uint32_t u = 0; u < net->n; u++)
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            net_in[u] -= net->amount[a];
            net_in[net->to[a]] += net->amount[a];
        }
}

int64_t qd_network_between(const qd_network *net, uint32_t u, uint32_t v)
{
    uint32_t lo = net->first[u], hi = net->first[u + 1];
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (net->to[mid] < v) lo = mid + 1;
        else hi = mid;
    }
    bool there = lo < net->first[u + 1] && net->to[lo] == v;
    return there ? net->amount[lo] : 0;
}

/* Tarjan's search, with its stack of calls kept by hand. `came` numbers the
 * nodes by arrival from 1, `low` is the earliest node on the path known to be
 * reached, `next` where the row is being read. A node on `path` has no
 * component yet. */
struct tarjan {
    const uint32_t *first, *to;
    uint32_t *of, *order;
    uint32_t *came, *low, *next, *calls, *path;
    uint32_t seen, n_calls, n_path, n_order, n_components;
};

#define NO_COMPONENT UINT32_MAX

static void enter_node(struct tarjan *t, uint32_t u)
{
    t->came[u] = t->low[u] = ++t->seen;
    t->next[u] = t->first[u];
    t->of[u] = NO_COMPONENT;
    t->path[t->n_path++] = u;
    t->calls[t->n_calls++] = u;
}

/* Reads on in the row of u: whether it led to a new node, now entered. The
 * arc to it is read again when that node is done, which hands its `low` up. */
static bool step_from(struct tarjan *t, uint32_t u)
{
    for (; t->next[u] < t->first[u + 1]; t->next[u]++) {
        uint32_t v = t->to[t->next[u]];
        if (!t->came[v]) {
            enter_node(t, v);
            return true;
        }
        if (t->of[v] == NO_COMPONENT && t->low[v] < t->low[u])
            t->low[u] = t->low[v];
    }
    return false;
}

static void close_component(struct tarjan *t, uint32_t root)
{
    uint32_t u;
    do {
        u = t->path[--t->n_path];
        t->of[u] = t->n_components;
        t->order[t->n_order++] = u;
    } while (u != root);
    t->n_components++;
}

static void search_from(struct tarjan *t, uint32_t root)
{
    enter_node(t, root);
    while (t->n_calls) {
        uint32_t u = t->calls[t->n_calls - 1];
        if (step_from(t, u)) continue;
        t->n_calls--;
        if (t->low[u] == t->came[u]) close_component(t, u);
    }
}

uint32_t qd_graph_components(qd_mem *mem, uint32_t n, const uint32_t *first,
                             const uint32_t *to, uint32_t *of,
                             uint32_t *order)
{
    uint32_t *room =
        qd_mem_resize(mem, NULL, 5 * ((size_t)n + 1) * sizeof *room);
    struct tarjan t = {
        .first = first, .to = to, .of = of, .order = order,
        .came = room, .low = room + n, .next = room + 2 * (size_t)n,
        .calls = room + 3 * (size_t)n, .path = room + 4 * (size_t)n,
    };
    memset(t.came, 0, n * sizeof *t.came);
    for (uint32_t u = 0; u < n; u++)
        if (!t.came[u]) search_from(&t, u);
    qd_mem_release(mem, room);
    return t.n_components;
}
