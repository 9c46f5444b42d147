#include "math/clearing_lanes.h"

#include "math/lanes.h"

/* So little may be lacking of what is owed (as in clearing_run.c). */
#define SLACK (1 - 0x1p-44)
#define MOST QD_CLEAR_LANES_PARTIES

typedef struct group {
    const qd_clear_net *net;
    qd_costs costs;
    vd own[MOST], owed[MOST], paid[MOST], received[MOST], round[MOST];
    vm fallen[MOST];
    uint32_t some[MOST], index[MOST], n_some; /* fallen in any lane */
    double *part;   /* of each arc in what its payer owes, then its amount */
    double *matrix; /* n_some rows, then the right sides */
} group;

static vd at(const double *x, size_t i)
{
    return vload(x + i * QD_LANES);
}

static void put(double *x, size_t i, vd y)
{
    vstore(x + i * QD_LANES, y);
}

static void take_in(group *g, const qd_clear_paths *p, size_t path)
{
    const qd_clear_net *net = g->net;
    for (uint32_t u = 0; u < net->n; u++) {
        size_t i = u * p->stride + path;
        g->own[u] = vload(p->own + i);
        g->owed[u] = p->outside ? vload(p->outside + i) : vset(0);
        g->round[u] = g->received[u] = vset(0);
        g->fallen[u] = vlt(vset(1), vset(0));
    }
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        vd amount = vload(p->amount + a * p->stride + path);
        put(g->part, 2 * (size_t)a + 1, amount);
        g->owed[net->from[a]] += amount;
    }
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        vd owed = g->owed[net->from[a]];
        vd one = vselect(vlt(vset(0), owed), owed, vset(1));
        put(g->part, 2 * (size_t)a, at(g->part, 2 * (size_t)a + 1) / one);
    }
    for (uint32_t u = 0; u < net->n; u++)
        g->paid[u] = g->owed[u];
    g->n_some = 0;
}

static void receive(group *g)
{
    const qd_clear_net *net = g->net;
    for (uint32_t u = 0; u < net->n; u++)
        g->received[u] = vset(0);
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        uint32_t u = net->from[a];
        vd all = at(g->part, 2 * (size_t)a + 1);
        vd some = at(g->part, 2 * (size_t)a) * g->paid[u];
        g->received[net->to[a]] += vselect(g->fallen[u], some, all);
    }
}

/* Who falls in this round; whether anybody does in any lane. */
static int find_fallen(group *g, unsigned round)
{
    int any = 0;
    g->n_some = 0;
    for (uint32_t u = 0; u < g->net->n; u++) {
        vm falls = vlt(g->own[u] + g->received[u], g->owed[u] * SLACK);
        falls = vand(falls, vnot(g->fallen[u]));
        if (vany(falls)) {
            any = 1;
            g->fallen[u] = vor(g->fallen[u], falls);
            g->round[u] = vselect(falls, vset(round), g->round[u]);
        }
        if (vany(g->fallen[u])) {
            g->index[u] = g->n_some;
            g->some[g->n_some++] = u;
        } else {
            g->index[u] = MOST;
        }
    }
    return any;
}

/* A lane where the party has not fallen has a row that says x = 0. */
static void set_up(group *g)
{
    size_t k = g->n_some;
    vd zero = vset(0), keeps = vset(g->costs.received);
    double *side = g->matrix + k * k * QD_LANES;
    for (size_t i = 0; i < k * k; i++)
        put(g->matrix, i, zero);
    for (size_t i = 0; i < k; i++) {
        uint32_t u = g->some[i];
        put(g->matrix, i * k + i, vset(1));
        put(side, i, vselect(g->fallen[u], g->own[u] * g->costs.own, zero));
    }
    for (uint32_t a = 0; a < g->net->n_arcs; a++) {
        uint32_t u = g->net->from[a], v = g->net->to[a];
        size_t i = g->index[v], j = g->index[u];
        if (i == MOST) continue;
        vd all = keeps * at(g->part, 2 * (size_t)a + 1);
        vm in = vand(g->fallen[v], vnot(g->fallen[u]));
        put(side, i, at(side, i) + vselect(in, all, zero));
        if (j == MOST) continue;
        vd part = keeps * at(g->part, 2 * (size_t)a);
        vm both = vand(g->fallen[v], g->fallen[u]);
        put(g->matrix, i * k + j,
            at(g->matrix, i * k + j) - vselect(both, part, zero));
    }
}

static void eliminate(group *g)
{
    size_t k = g->n_some;
    double *m = g->matrix, *side = m + k * k * QD_LANES;
    for (size_t p = 0; p < k; p++) {
        vd one = vset(1) / at(m, p * k + p), rest = at(side, p);
        for (size_t i = p + 1; i < k; i++) {
            vd part = at(m, i * k + p);
            if (!vany(vne(part, vset(0)))) continue;
            part = part * one;
            for (size_t j = p + 1; j < k; j++)
                put(m, i * k + j,
                    at(m, i * k + j) - part * at(m, p * k + j));
            put(side, i, at(side, i) - part * rest);
        }
    }
    for (size_t p = k; p-- > 0;) {
        vd sum = at(side, p);
        for (size_t j = p + 1; j < k; j++)
            sum -= at(m, p * k + j) * at(side, j);
        put(side, p, sum / at(m, p * k + p));
    }
    for (size_t i = 0; i < k; i++) {
        uint32_t u = g->some[i];
        vd x = vmin(vmax(at(side, i), vset(0)), g->owed[u]);
        g->paid[u] = vselect(g->fallen[u], x, g->owed[u]);
    }
}

void QD_LANED(qd_clear_lanes)(const qd_clear_net *net,
                              const qd_clear_paths *paths, qd_costs costs,
                              double *work);

void QD_LANED(qd_clear_lanes)(const qd_clear_net *net,
                              const qd_clear_paths *paths, qd_costs costs,
                              double *work)
{
    group g;
    g.net = net;
    g.costs = costs;
    g.part = work;
    g.matrix = work + 2 * (size_t)net->n_arcs * QD_LANES;
    for (size_t path = 0; path < paths->paths; path += QD_LANES) {
        take_in(&g, paths, path);
        receive(&g);
        for (unsigned round = 1; find_fallen(&g, round); round++) {
            set_up(&g);
            eliminate(&g);
            receive(&g);
        }
        for (uint32_t u = 0; u < net->n; u++) {
            size_t i = u * paths->stride + path;
            vstore(paths->paid + i, g.paid[u]);
            if (paths->round) vstore(paths->round + i, g.round[u]);
        }
    }
}
