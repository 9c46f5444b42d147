/* In which tier each party stands: money for goods and services goes to the
 * right, then as much of the money put in as does not go round.
 *
 * Payments are taken one by one, the surest first; one that would close a
 * circle with those taken before, or make more tiers than there is room for,
 * does not count. Roles that a model gives go before amounts: those who put
 * money in, labs, clouds, makers of chips. */
#include "output/netplan.h"

#include <stdlib.h>

struct graph {
    qd_network_plan *p;
    uint32_t n;
    bool after[QD_NET_PARTIES][QD_NET_PARTIES]; /* [u][v]: v is to the right */
    bool reach[QD_NET_PARTIES][QD_NET_PARTIES]; /* over others too */
};

static int rank_of(qd_str role)
{
    static const struct { const char *word; int rank; } rows[] = {
        { "investor", 0 }, { "fund", 0 }, { "bank", 0 }, { "government", 0 },
        { "lab", 1 }, { "cloud", 2 }, { "chipmaker", 3 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (qd_str_eq(role, qd_str_c(rows[i].word))) return rows[i].rank;
    return -1;
}

/* Whether money is put in from where nothing is bought. */
static bool only_funds(const qd_network_plan *p, const qd_net_arc *a)
{
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *b = &p->arcs.at[i];
        if (b->from == a->to && b->to == a->from && b->backing == 0)
            return false;
    }
    return a->known;
}

/* 0: by roles; 1: bought; 2: put in by who sells nothing; 3: bought, without
 * an amount; 4: put in; 5: paid back. */
static int class_of(const qd_network_plan *p, const qd_net_arc *a)
{
    int from = rank_of(p->parties.at[a->from].role);
    int to = rank_of(p->parties.at[a->to].role);
    if (from >= 0 && to >= 0 && from != to) return 0;
    if (a->backing == 0) return a->known ? 1 : 3;
    if (a->backing == 2) return 5;
    return only_funds(p, a) ? 2 : 4;
}

struct ranked { const qd_network_plan *p; uint32_t i; };

static int by_weight(const void *x, const void *y)
{
    const struct ranked *s = x, *t = y;
    const qd_net_arc *a = &s->p->arcs.at[s->i], *b = &s->p->arcs.at[t->i];
    int c = class_of(s->p, a) - class_of(s->p, b);
    if (c) return c;
    if (a->known != b->known) return a->known ? -1 : 1;
    if (a->width > b->width || a->width < b->width)
        return a->width > b->width ? -1 : 1;
    return s->i < t->i ? -1 : 1;
}

/* ---- The longest way to each */

static uint32_t longest(const struct graph *g, uint32_t *tier)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < g->n; i++) tier[i] = 0;
    for (uint32_t pass = 0; pass < g->n; pass++)
        for (uint32_t u = 0; u < g->n; u++)
            for (uint32_t v = 0; v < g->n; v++)
                if (g->after[u][v] && tier[v] < tier[u] + 1)
                    tier[v] = tier[u] + 1;
    for (uint32_t i = 0; i < g->n; i++)
        if (tier[i] > most) most = tier[i];
    return most + 1;
}

static void note_reach(struct graph *g, uint32_t u, uint32_t v)
{
    for (uint32_t a = 0; a < g->n; a++)
        for (uint32_t b = 0; b < g->n; b++)
            if ((a == u || g->reach[a][u]) && (b == v || g->reach[v][b]))
                g->reach[a][b] = true;
}

static void take(struct graph *g, uint32_t u, uint32_t v)
{
    uint32_t tier[QD_NET_PARTIES];
    if (g->after[u][v] || g->reach[v][u]) return;
    g->after[u][v] = true;
    if (longest(g, tier) > QD_NET_TIERS) {
        g->after[u][v] = false;
        return;
    }
    note_reach(g, u, v);
}

static void take_arc(struct graph *g, const qd_net_arc *a)
{
    int from = rank_of(g->p->parties.at[a->from].role);
    int to = rank_of(g->p->parties.at[a->to].role);
    bool against = from >= 0 && to >= 0 && from > to;
    if (against) take(g, a->to, a->from);
    else take(g, a->from, a->to);
}

/* ---- Tidy */

static uint32_t last_tier(const struct graph *g, const uint32_t *tier,
                          uint32_t u, uint32_t otherwise)
{
    uint32_t least = otherwise + 1;
    for (uint32_t v = 0; v < g->n; v++)
        if (g->after[u][v] && tier[v] < least) least = tier[v];
    return least - 1;
}

static uint32_t degree(const struct graph *g, uint32_t u, bool in)
{
    uint32_t n = 0;
    for (uint32_t v = 0; v < g->n; v++)
        n += in ? g->after[v][u] : g->after[u][v];
    return n;
}

/* Who pays more parties than pay it stands close to those. */
static void pull_right(const struct graph *g, uint32_t *tier)
{
    for (uint32_t pass = 0; pass < g->n; pass++)
        for (uint32_t u = 0; u < g->n; u++)
            if (degree(g, u, false) > degree(g, u, true))
                tier[u] = last_tier(g, tier, u, tier[u]);
}

/* The same role in the same tier, where nothing speaks against it. */
static void align_roles(const struct graph *g, uint32_t *tier)
{
    for (uint32_t u = 0; u < g->n; u++) {
        qd_str role = g->p->parties.at[u].role;
        uint32_t most = tier[u];
        for (uint32_t v = 0; v < g->n; v++)
            if (role.len && qd_str_eq(role, g->p->parties.at[v].role) &&
                tier[v] > most) most = tier[v];
        if (last_tier(g, tier, u, most) >= most) tier[u] = most;
    }
}

static void number_tiers(qd_network_plan *p, const uint32_t *tier)
{
    uint32_t now[QD_NET_PARTIES + 1];
    p->n_tiers = 0;
    for (uint32_t t = 0; t <= QD_NET_PARTIES; t++) {
        bool used = false;
        for (uint32_t i = 0; i < p->parties.n; i++)
            used = used || tier[i] == t;
        now[t] = p->n_tiers;
        p->n_tiers += used;
    }
    for (uint32_t i = 0; i < p->parties.n; i++)
        p->parties.at[i].tier = now[tier[i]];
}

void qd_network_tiers(qd_network_plan *p)
{
    struct graph g = { .p = p, .n = p->parties.n };
    uint32_t tier[QD_NET_PARTIES];
    struct ranked *s = qd_arena_alloc(p->arena,
                                      (p->arcs.n + 1) * sizeof *s);
    for (uint32_t i = 0; i < p->arcs.n; i++) s[i] = (struct ranked){ p, i };
    if (p->arcs.n) qsort(s, p->arcs.n, sizeof *s, by_weight);
    for (uint32_t i = 0; i < p->arcs.n; i++)
        take_arc(&g, &p->arcs.at[s[i].i]);
    longest(&g, tier);
    pull_right(&g, tier);
    align_roles(&g, tier);
    number_tiers(p, tier);
}
