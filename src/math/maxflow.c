#include "math/maxflow.h"

#include <assert.h>

#define NO_LEVEL UINT32_MAX

void qd_maxflow_make(qd_mem *mem, qd_maxflow *g, uint32_t nodes,
                     uint32_t pairs)
{
    size_t n = nodes, m = 2 * (size_t)pairs;
    *g = (qd_maxflow){.max_n = nodes, .max_arcs = (uint32_t)m};
    g->left = qd_mem_resize(mem, NULL, (m + 1) * sizeof *g->left);
    g->to = qd_mem_resize(mem, NULL, (m + 1) * sizeof *g->to);
    g->next = qd_mem_resize(mem, NULL, (m + 1) * sizeof *g->next);
    g->head = qd_mem_resize(mem, NULL, (n + 1) * sizeof *g->head);
    g->at = qd_mem_resize(mem, NULL, (n + 1) * sizeof *g->at);
    g->level = qd_mem_resize(mem, NULL, (n + 1) * sizeof *g->level);
    g->queue = qd_mem_resize(mem, NULL, (n + 1) * sizeof *g->queue);
}

void qd_maxflow_free(qd_mem *mem, qd_maxflow *g)
{
    void *blocks[] = {g->left, g->to, g->next, g->head,
                      g->at,   g->level, g->queue};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(mem, blocks[i]);
    *g = (qd_maxflow){0};
}

void qd_maxflow_clear(qd_maxflow *g)
{
    g->n = g->n_arcs = 0;
}

uint32_t qd_maxflow_node(qd_maxflow *g)
{
    assert(g->n < g->max_n);
    g->head[g->n] = QD_NO_ARC;
    return g->n++;
}

static void add_arc(qd_maxflow *g, uint32_t from, uint32_t to, int64_t left)
{
    uint32_t a = g->n_arcs++;
    g->to[a] = to;
    g->left[a] = left;
    g->next[a] = g->head[from];
    g->head[from] = a;
}

uint32_t qd_maxflow_arc(qd_maxflow *g, uint32_t from, uint32_t to,
                        int64_t forth, int64_t back)
{
    assert(g->n_arcs + 2 <= g->max_arcs && forth >= 0 && back >= 0);
    add_arc(g, from, to, forth);
    add_arc(g, to, from, back);
    return g->n_arcs - 2;
}

/* Steps from `from` along arcs that can carry; whether `to` is reached. */
static int set_levels(qd_maxflow *g, uint32_t from, uint32_t to)
{
    for (uint32_t u = 0; u < g->n; u++)
        g->level[u] = NO_LEVEL;
    uint32_t end = 0;
    g->level[from] = 0;
    g->queue[end++] = from;
    for (uint32_t i = 0; i < end && g->level[to] == NO_LEVEL; i++) {
        uint32_t u = g->queue[i];
        g->at[u] = g->head[u];
        for (uint32_t a = g->head[u]; a != QD_NO_ARC; a = g->next[a]) {
            uint32_t v = g->to[a];
            if (g->left[a] == 0 || g->level[v] != NO_LEVEL) continue;
            g->level[v] = g->level[u] + 1;
            g->at[v] = g->head[v];
            g->queue[end++] = v;
        }
    }
    return g->level[to] != NO_LEVEL;
}

/* Sends along the path of `len` arcs; returns where its first full arc is. */
static uint32_t send(qd_maxflow *g, const uint32_t *path, uint32_t len,
                     int64_t *most)
{
    int64_t some = *most;
    for (uint32_t i = 0; i < len; i++)
        if (g->left[path[i]] < some) some = g->left[path[i]];
    uint32_t full = len;
    for (uint32_t i = len; i-- > 0;) {
        g->left[path[i]] -= some;
        g->left[path[i] ^ 1] += some;
        if (g->left[path[i]] == 0) full = i;
    }
    *most -= some;
    return full;
}

static int leads_on(const qd_maxflow *g, uint32_t u, uint32_t a)
{
    return g->left[a] > 0 && g->level[g->to[a]] == g->level[u] + 1;
}

/* A flow that blocks every path of the layers. The queue of the search is
 * free now and holds the path. */
static void block(qd_maxflow *g, uint32_t from, uint32_t to, int64_t *most)
{
    uint32_t *path = g->queue, len = 0, u = from;
    while (*most > 0) {
        if (u == to) {
            len = send(g, path, len, most);
            u = len ? g->to[path[len - 1]] : from;
            continue;
        }
        while (g->at[u] != QD_NO_ARC && !leads_on(g, u, g->at[u]))
            g->at[u] = g->next[g->at[u]];
        if (g->at[u] != QD_NO_ARC) {
            path[len++] = g->at[u];
            u = g->to[g->at[u]];
        } else if (u == from) {
            return;
        } else {
            u = g->to[path[--len] ^ 1];
            g->at[u] = g->next[g->at[u]];
        }
    }
}

int64_t qd_maxflow_push(qd_maxflow *g, uint32_t from, uint32_t to,
                        int64_t most)
{
    int64_t left = most;
    while (left > 0 && from != to && set_levels(g, from, to))
        block(g, from, to, &left);
    return most - left;
}
