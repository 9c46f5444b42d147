/* The order of boxes and bands in each tier: as few crossings as a search
 * from neighbour to neighbour finds, and those whose money goes back at the
 * outside. */
#include "output/netplan.h"

#include <math.h>

/* ---- Items and hops */

static uint32_t add_item(qd_network_plan *p, uint32_t tier, uint32_t party,
                         uint32_t arc)
{
    *qd_vec_add(p->arena->mem, &p->items) = (qd_net_item){ party, arc, 0, 0 };
    *qd_vec_add(p->arena->mem, &p->tier[tier]) = p->items.n - 1;
    return p->items.n - 1;
}

static void add_hop(qd_network_plan *p, uint32_t arc, uint32_t left,
                    uint32_t right)
{
    *qd_vec_add(p->arena->mem, &p->hops) = (qd_net_hop){ arc, left, right,
                                                         { 0, 0 } };
}

/* Items of the boxes have the numbers of the parties. */
static void make_items(qd_network_plan *p)
{
    for (uint32_t i = 0; i < p->parties.n; i++)
        add_item(p, p->parties.at[i].tier, i, UINT32_MAX);
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i];
        uint32_t from = p->parties.at[a->from].tier;
        uint32_t to = p->parties.at[a->to].tier;
        a->lane = from > to + 1;
        a->side = from == to;
        if (a->lane || a->side) continue;
        uint32_t at = from < to ? a->from : a->to;
        uint32_t end = from < to ? a->to : a->from;
        uint32_t last = from < to ? to : from;
        for (uint32_t t = (from < to ? from : to) + 1; t < last; t++) {
            uint32_t next = add_item(p, t, UINT32_MAX, i);
            add_hop(p, i, at, next);
            at = next;
        }
        add_hop(p, i, at, end);
    }
}

/* ---- What an order costs */

struct search {
    qd_network_plan *p;
    uint32_t *place;       /* of an item in its tier */
    uint32_t *tier_of;
};

static void note_places(struct search *s)
{
    for (uint32_t t = 0; t < s->p->n_tiers; t++)
        for (uint32_t i = 0; i < s->p->tier[t].n; i++) {
            s->place[s->p->tier[t].at[i]] = i;
            s->tier_of[s->p->tier[t].at[i]] = t;
        }
}

static double crossings(const struct search *s)
{
    const qd_network_plan *p = s->p;
    double sum = 0;
    for (uint32_t i = 0; i < p->hops.n; i++)
        for (uint32_t k = 0; k < i; k++) {
            const qd_net_hop *x = &p->hops.at[i], *y = &p->hops.at[k];
            if (s->tier_of[x->left] != s->tier_of[y->left]) continue;
            int l = (s->place[x->left] > s->place[y->left]) -
                    (s->place[x->left] < s->place[y->left]);
            int r = (s->place[x->right] > s->place[y->right]) -
                    (s->place[x->right] < s->place[y->right]);
            if (l * r < 0)
                sum += 1 + fmin(p->arcs.at[x->arc].width,
                                p->arcs.at[y->arc].width) / 12;
        }
    return sum;
}

/* Boxes of the tier above and below a party. */
static void beside(const struct search *s, uint32_t party, uint32_t *above,
                   uint32_t *below)
{
    uint32_t t = s->tier_of[party];
    *above = *below = 0;
    for (uint32_t i = 0; i < s->p->tier[t].n; i++) {
        uint32_t item = s->p->tier[t].at[i];
        if (s->p->items.at[item].party == UINT32_MAX) continue;
        if (s->place[item] < s->place[party]) ++*above;
        if (s->place[item] > s->place[party]) ++*below;
    }
}

static void sides(const struct search *s, const qd_net_arc *a,
                  uint32_t *above, uint32_t *below)
{
    uint32_t up[2], down[2];
    beside(s, a->from, &up[0], &down[0]);
    beside(s, a->to, &up[1], &down[1]);
    *above = up[0] + up[1];
    *below = down[0] + down[1];
}

static double cost(struct search *s)
{
    note_places(s);
    double sum = crossings(s);
    for (uint32_t i = 0; i < s->p->arcs.n; i++) {
        const qd_net_arc *a = &s->p->arcs.at[i];
        uint32_t above, below;
        if (a->side)
            sum += 0.7 * fabs((double)s->place[a->from] - s->place[a->to]);
        if (!a->lane) continue;
        sides(s, a, &above, &below);
        sum += 1.5 * (above < below ? above : below) * (1 + a->width / 12);
    }
    return sum;
}

/* ---- The search */

static double mean_of(const struct search *s, uint32_t item, bool left)
{
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->p->hops.n; i++) {
        const qd_net_hop *h = &s->p->hops.at[i];
        if ((left ? h->right : h->left) != item) continue;
        uint32_t other = left ? h->left : h->right;
        sum += (s->place[other] + 0.5) /
               s->p->tier[s->tier_of[other]].n;
        n++;
    }
    if (n) return sum / n;
    return (s->place[item] + 0.5) / s->p->tier[s->tier_of[item]].n;
}

/* A tier in the order of the means of its neighbours on one side. */
static void sort_tier(struct search *s, uint32_t t, bool left)
{
    uint32_t n = s->p->tier[t].n, *at = s->p->tier[t].at;
    double *mean = qd_arena_alloc(s->p->arena, (n + 1) * sizeof *mean);
    note_places(s);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t item = at[i], k = i;
        double m = mean_of(s, item, left);
        for (; k > 0 && mean[k - 1] > m; k--) {
            mean[k] = mean[k - 1];
            at[k] = at[k - 1];
        }
        mean[k] = m;
        at[k] = item;
    }
}

static void sweep(struct search *s, bool left)
{
    uint32_t n = s->p->n_tiers;
    for (uint32_t i = 1; i < n; i++)
        sort_tier(s, left ? i : n - 1 - i, left);
}

static void keep(struct search *s, uint32_t *kept, bool back)
{
    for (uint32_t t = 0, k = 0; t < s->p->n_tiers; t++)
        for (uint32_t i = 0; i < s->p->tier[t].n; i++, k++) {
            if (back) s->p->tier[t].at[i] = kept[k];
            else kept[k] = s->p->tier[t].at[i];
        }
}

/* Moves an item while that makes things better. */
static bool improve(struct search *s, uint32_t t, uint32_t reach,
                    double *best)
{
    bool better = false;
    uint32_t *at = s->p->tier[t].at;
    for (uint32_t i = 0; i + reach < s->p->tier[t].n; i++) {
        uint32_t swap = at[i];
        at[i] = at[i + reach];
        at[i + reach] = swap;
        double now = cost(s);
        if (now < *best - 1e-9) {
            *best = now;
            better = true;
        } else {
            at[i + reach] = at[i];
            at[i] = swap;
        }
    }
    return better;
}

static void search(struct search *s)
{
    enum { SWEEPS = 12, PASSES = 6, REACH = 4 };
    uint32_t *kept = qd_arena_alloc(s->p->arena,
                                    (s->p->items.n + 1) * sizeof *kept);
    double best = cost(s);
    keep(s, kept, false);
    for (int i = 0; i < SWEEPS; i++) {
        sweep(s, i % 2 == 0);
        double now = cost(s);
        if (now >= best) continue;
        best = now;
        keep(s, kept, false);
    }
    keep(s, kept, true);
    bool better = best > 0;
    for (int i = 0; i < PASSES && better; i++) {
        better = false;
        for (uint32_t t = 0; t < s->p->n_tiers; t++)
            for (uint32_t reach = 1; reach <= REACH; reach++)
                better = improve(s, t, reach, &best) || better;
    }
    note_places(s);
}

/* ---- Lanes */

static void choose_sides(struct search *s)
{
    double up = 0, down = 0;
    for (uint32_t i = 0; i < s->p->arcs.n; i++) {
        qd_net_arc *a = &s->p->arcs.at[i];
        uint32_t above, below;
        if (!a->lane) continue;
        sides(s, a, &above, &below);
        a->above = above != below ? above < below : up <= down;
        if (a->above) up += qd_net_slot(a);
        else down += qd_net_slot(a);
    }
}

void qd_network_order(qd_network_plan *p)
{
    struct search s = { .p = p };
    make_items(p);
    s.place = qd_arena_alloc(p->arena, (p->items.n + 1) * sizeof *s.place);
    s.tier_of = qd_arena_alloc(p->arena,
                               (p->items.n + 1) * sizeof *s.tier_of);
    search(&s);
    choose_sides(&s);
}
