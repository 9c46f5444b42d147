#include "math/loop_search.h"

#include <string.h>

#include "math/maxflow.h"

/* The bound of a node from which no way home is known of. */
#define FAR (UINT32_MAX / 2)
/* Arcs looked at on the ways home to one root; those who are farther away
 * than was looked are only known to be so. */
#define WIDE 64

typedef struct search {
    const qd_loop_graph *g;
    const qd_loops_ask *ask;
    qd_loops_found found;
    uint32_t *back_first, *back, *back_arc; /* who leads to a node, how */
    uint32_t *last; /* of who leads to the root: where in its row of back */
    uint32_t *home;  /* at least so many arcs to the root, off the path */
    uint32_t beyond; /* the same of those for whom home is FAR */
    uint8_t *barred; /* on the path, or a root already done */
    uint32_t *queue; /* nodes that home was set for, or is lowered for */
    uint32_t n_seen, *seen;
    uint32_t *arcs, *nodes; /* the path; node i is where arc i begins */
    uint32_t *at;           /* the next arc to look at */
    uint64_t *raised_at;    /* what `raised` was when the node was entered */
    uint8_t *closed;        /* a loop was found from here on */
    uint32_t root, most;
    uint64_t raised;
} search;

static void *room(qd_mem *mem, size_t count, size_t size)
{
    return qd_mem_resize(mem, NULL, (count + 1) * size);
}

/* The arcs turned round, in rows. */
static void turn_round(qd_mem *mem, search *s)
{
    uint32_t n = s->g->n, m = s->g->first[n];
    s->back_first = qd_mem_zero(mem, ((size_t)n + 2) * sizeof(uint32_t));
    s->back = room(mem, m, sizeof *s->back);
    s->back_arc = room(mem, m, sizeof *s->back_arc);
    uint32_t *end = s->back_first + 1;
    for (uint32_t a = 0; a < m; a++)
        end[s->g->to[a] + 1]++;
    for (uint32_t v = 0; v < n; v++)
        end[v + 1] += end[v];
    for (uint32_t u = 0; u < n; u++)
        for (uint32_t a = s->g->first[u]; a < s->g->first[u + 1]; a++) {
            uint32_t k = end[s->g->to[a]]++;
            s->back[k] = u;
            s->back_arc[k] = a;
        }
}

static void begin(qd_mem *mem, search *s)
{
    uint32_t n = s->g->n;
    uint32_t path = s->most < n ? s->most : n;
    turn_round(mem, s);
    s->home = room(mem, n, sizeof *s->home);
    s->last = room(mem, n, sizeof *s->last);
    s->queue = room(mem, n, sizeof *s->queue);
    s->seen = room(mem, n, sizeof *s->seen);
    s->barred = qd_mem_zero(mem, (size_t)n + 1);
    s->arcs = room(mem, path, sizeof *s->arcs);
    s->nodes = room(mem, path, sizeof *s->nodes);
    s->at = room(mem, path, sizeof *s->at);
    s->raised_at = room(mem, path, sizeof *s->raised_at);
    s->closed = room(mem, path, sizeof *s->closed);
    for (uint32_t u = 0; u < n; u++)
        s->home[u] = FAR;
}

static void finish(qd_mem *mem, search *s)
{
    void *blocks[] = {s->back_first, s->back, s->back_arc, s->last,
                      s->home, s->queue,
                      s->seen, s->barred, s->arcs, s->nodes,
                      s->at, s->raised_at, s->closed};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(mem, blocks[i]);
}

/* Distances to the root where they are below the limit; FAR elsewhere. Who
 * leads to the root is always among them. */
static void measure(search *s)
{
    for (uint32_t i = 0; i < s->n_seen; i++)
        s->home[s->seen[i]] = FAR;
    uint32_t looked = 0;
    s->n_seen = 0;
    s->beyond = FAR;
    s->seen[s->n_seen++] = s->root;
    s->home[s->root] = 0;
    for (uint32_t k = s->back_first[s->root + 1];
         k-- > s->back_first[s->root];)
        s->last[s->back[k]] = k; /* the first of parallel ones stays */
    for (uint32_t i = 0; i < s->n_seen; i++) {
        uint32_t v = s->seen[i], far = s->home[v] + 1;
        if (far >= s->most) break;
        if (far > s->home[s->seen[s->n_seen - 1]] && looked > WIDE) {
            s->beyond = far;
            break;
        }
        looked += s->back_first[v + 1] - s->back_first[v];
        for (uint32_t k = s->back_first[v]; k < s->back_first[v + 1]; k++) {
            uint32_t u = s->back[k];
            if (s->home[u] != FAR || s->barred[u]) continue;
            s->home[u] = far;
            s->seen[s->n_seen++] = u;
        }
    }
}

static uint32_t home_of(const search *s, uint32_t v)
{
    return s->home[v] == FAR ? s->beyond : s->home[v];
}

static uint32_t nearest(const search *s, uint32_t v)
{
    uint32_t best = FAR;
    for (uint32_t a = s->g->first[v]; a < s->g->first[v + 1]; a++) {
        uint32_t w = s->g->to[a];
        if (w == s->root) return 1;
        if (!s->barred[w] && home_of(s, w) + 1 < best)
            best = home_of(s, w) + 1;
    }
    return best;
}

/* Nobody off the path is farther than one arc more than whom it leads to.
 * Each node is lowered once, since they come in the order of their bounds. A
 * node FAR by distance is never lowered: its bound was never raised. */
static void lower(search *s, uint32_t v)
{
    uint32_t end = 0;
    s->queue[end++] = v;
    for (uint32_t i = 0; i < end; i++) {
        uint32_t w = s->queue[i], most = s->home[w] + 1;
        for (uint32_t k = s->back_first[w]; k < s->back_first[w + 1]; k++) {
            uint32_t u = s->back[k];
            if (s->barred[u] || s->home[u] == FAR || s->home[u] <= most)
                continue;
            s->home[u] = most;
            s->queue[end++] = u;
        }
    }
}

static bool report(search *s, uint32_t depth)
{
    if (s->ask->most_loops && s->found.loops == s->ask->most_loops) {
        s->found.end = QD_LOOPS_COUNT;
        return false;
    }
    s->found.loops++;
    if (!s->ask->each || s->ask->each(s->ask->ctx, s->arcs, depth))
        return true;
    s->found.end = QD_LOOPS_STOPPED;
    return false;
}

static void enter(search *s, uint32_t depth, uint32_t v)
{
    s->nodes[depth] = v;
    s->at[depth] = s->g->first[v];
    s->raised_at[depth] = s->raised;
    s->closed[depth] = 0;
    s->barred[v] = 1;
    if (s->home[v] != FAR) return;
    s->home[v] = s->beyond;
    s->seen[s->n_seen++] = v;
}

/* Leaves the node at this depth. Where nothing was found, no way home of
 * what is left of the limit exists while the path before it stands. */
static void leave(search *s, uint32_t depth)
{
    uint32_t v = s->nodes[depth];
    s->barred[v] = 0;
    if (depth == 0) return;
    if (s->closed[depth]) {
        s->closed[depth - 1] = 1;
        if (s->raised == s->raised_at[depth]) return;
        s->home[v] = nearest(s, v);
        lower(s, v);
    } else if (s->home[v] < s->most - depth + 1) {
        s->home[v] = s->most - depth + 1;
        s->raised++;
    }
}

/* The loops that end by way of `v`, where only an arc home is left: nobody
 * else that it leads to need be looked at. */
static bool close_by(search *s, uint32_t depth, uint32_t v)
{
    uint32_t end = s->back_first[s->root + 1];
    for (uint32_t k = s->last[v]; k < end && s->back[k] == v; k++) {
        s->arcs[depth] = s->back_arc[k];
        s->found.steps++;
        if (!report(s, depth + 1)) return false;
    }
    return true;
}

/* All loops through the root; false when the search is over. */
static bool from_root(search *s)
{
    uint32_t depth = 0;
    enter(s, 0, s->root);
    for (;;) {
        uint32_t v = s->nodes[depth];
        if (s->at[depth] == s->g->first[v + 1]) {
            leave(s, depth);
            if (depth-- == 0) return true;
            continue;
        }
        uint32_t a = s->at[depth]++, w = s->g->to[a];
        if (s->found.steps >= s->ask->most_steps && s->ask->most_steps) {
            s->found.end = QD_LOOPS_STEPS;
            return false;
        }
        s->found.steps++;
        s->arcs[depth] = a;
        if (w == s->root) {
            s->closed[depth] = 1;
            if (!report(s, depth + 1)) return false;
        } else if (!s->barred[w] && depth + 1 + home_of(s, w) <= s->most) {
            if (depth + 2 < s->most) {
                enter(s, ++depth, w);
                continue;
            }
            s->closed[depth] = 1;
            if (!close_by(s, depth + 1, w)) return false;
        }
    }
}

qd_loops_found qd_loops_find(qd_mem *mem, const qd_loop_graph *g,
                             const qd_loops_ask *ask)
{
    search s = {.g = g, .ask = ask};
    s.most = ask->most_arcs && ask->most_arcs < g->n ? ask->most_arcs : g->n;
    begin(mem, &s);
    uint32_t count = ask->chosen ? ask->n_chosen : g->n;
    for (uint32_t i = 0; i < count; i++) {
        s.root = ask->chosen ? ask->chosen[i] : i;
        if (s.barred[s.root]) continue; /* chosen twice */
        measure(&s);
        if (!from_root(&s)) break;
        s.barred[s.root] = 1;
    }
    finish(mem, &s);
    return s.found;
}

/* The party is two nodes: it pays from its own, and is paid at node n. */
int64_t qd_loops_joint(qd_mem *mem, const qd_loop_graph *g,
                       const int64_t *amount, uint32_t party, int64_t *flow)
{
    qd_maxflow net;
    uint32_t m = g->first[g->n];
    qd_maxflow_make(mem, &net, g->n + 1, m);
    for (uint32_t u = 0; u <= g->n; u++)
        qd_maxflow_node(&net);
    for (uint32_t u = 0; u < g->n; u++)
        for (uint32_t a = g->first[u]; a < g->first[u + 1]; a++) {
            uint32_t v = g->to[a] == party ? g->n : g->to[a];
            qd_maxflow_arc(&net, u, v, amount[a], 0);
        }
    int64_t most = qd_maxflow_push(&net, party, g->n, INT64_MAX / 2);
    for (uint32_t a = 0; flow && a < m; a++)
        flow[a] = amount[a] - net.left[2 * (size_t)a];
    qd_maxflow_free(mem, &net);
    return most;
}

bool qd_loops_in_time(const int64_t *date, uint32_t count)
{
    uint32_t falls = 0;
    for (uint32_t i = 0; i < count; i++)
        falls += date[i] > date[i + 1 < count ? i + 1 : 0];
    return falls <= 1;
}
