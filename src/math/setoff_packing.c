/* The largest packing of loops (setoff.h), one strongly connected component
 * at a time: max sum x over loops, the loops over an arc at most its amount.
 *
 * Small components: the primal simplex method, in which loops are made when
 * they are wanted. The prices of the arcs are lengths; a loop shorter than 1
 * is worth taking, and when there is none, the prices prove the end. So the
 * loops, of which there may be very many, are never listed. */
#include "math/setoff.h"

#include <string.h>

#include "math/setoff_take.h"

/* Largest component with a linear program, and its steps. */
#define PARTIES 48
#define ARCS 320
#define PIVOTS 4000
#define TINY 1e-11

struct packer {
    qd_mem *mem;
    const qd_network *net;
    const qd_circulation *c;
    uint32_t *of, *order, *place;
    qd_taker taker;
    qd_packing answer;
};

/* ---- The linear program of one component. */

struct program {
    uint32_t n, m;          /* parties, arcs */
    uint32_t from[ARCS], to[ARCS];
    double amount[ARCS];
    double inverse[ARCS][ARCS]; /* of the basis */
    double x[ARCS];             /* of the basis */
    bool is_loop[ARCS];         /* or the slack of an arc */
    bool member[ARCS][ARCS];    /* the arcs of each loop in the basis */
    double price[ARCS], column[ARCS];
    bool entering[ARCS];
    double dist[PARTIES];
    uint32_t by[PARTIES];
};

static void start_program(struct program *p)
{
    for (uint32_t a = 0; a < p->m; a++) {
        p->inverse[a][a] = 1;
        p->x[a] = p->amount[a];
    }
}

static void find_prices(struct program *p)
{
    memset(p->price, 0, p->m * sizeof *p->price);
    for (uint32_t i = 0; i < p->m; i++)
        for (uint32_t a = 0; p->is_loop[i] && a < p->m; a++)
            p->price[a] += p->inverse[i][a];
}

/* Distances from `s`; the arcs are few, so all of them are tried in turn. */
static void find_distances(struct program *p, uint32_t s)
{
    for (uint32_t i = 0; i < p->n; i++)
        p->dist[i] = 1e300;
    p->dist[s] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t a = 0; a < p->m; a++) {
            double length = p->price[a] > 0 ? p->price[a] : 0;
            double here = p->dist[p->from[a]] + length;
            if (!(here < p->dist[p->to[a]])) continue;
            p->dist[p->to[a]] = here;
            p->by[p->to[a]] = a;
            changed = true;
        }
    }
}

/* The shortest loop, its arcs in `entering`; its length. */
static double shortest_loop(struct program *p)
{
    double shortest = 1e300;
    for (uint32_t s = 0; s < p->n; s++) {
        find_distances(p, s);
        for (uint32_t a = 0; a < p->m; a++) {
            double price = p->price[a] > 0 ? p->price[a] : 0;
            double length = p->dist[p->from[a]] + price;
            if (p->to[a] != s || !(length < shortest)) continue;
            shortest = length;
            memset(p->entering, 0, p->m);
            p->entering[a] = true;
            for (uint32_t u = p->from[a]; u != s; u = p->from[p->by[u]])
                p->entering[p->by[u]] = true;
        }
    }
    return shortest;
}

/* The basis row that falls to zero first when the column comes in. */
static uint32_t leaving_row(const struct program *p)
{
    uint32_t row = p->m;
    double least = 0;
    for (uint32_t i = 0; i < p->m; i++) {
        if (!(p->column[i] > TINY)) continue;
        double most = p->x[i] / p->column[i];
        if (row < p->m && !(most < least)) continue;
        row = i;
        least = most;
    }
    return row;
}

static bool pivot(struct program *p, bool loop)
{
    for (uint32_t i = 0; i < p->m; i++) {
        p->column[i] = 0;
        for (uint32_t a = 0; a < p->m; a++)
            if (p->entering[a]) p->column[i] += p->inverse[i][a];
    }
    uint32_t row = leaving_row(p);
    if (row == p->m) return false;
    double by = p->column[row];
    for (uint32_t a = 0; a < p->m; a++)
        p->inverse[row][a] /= by;
    p->x[row] /= by;
    for (uint32_t i = 0; i < p->m; i++) {
        double times = p->column[i];
        if (i == row || times == 0) continue;
        for (uint32_t a = 0; a < p->m; a++)
            p->inverse[i][a] -= times * p->inverse[row][a];
        p->x[i] -= times * p->x[row];
        if (p->x[i] < 0) p->x[i] = 0;
    }
    p->is_loop[row] = loop;
    memcpy(p->member[row], p->entering, p->m);
    return true;
}

/* The arc whose slack is worth taking in, or m. */
static uint32_t cheapest_arc(const struct program *p)
{
    uint32_t best = p->m;
    double least = -TINY;
    for (uint32_t a = 0; a < p->m; a++)
        if (p->price[a] < least) {
            least = p->price[a];
            best = a;
        }
    return best;
}

/* Prices scaled so that no loop is shorter than 1 are a bound from above. */
static double bound_above(const struct program *p, double shortest)
{
    double sum = 0;
    for (uint32_t a = 0; a < p->m; a++)
        if (p->price[a] > 0) sum += p->amount[a] * p->price[a];
    return shortest > 0 ? sum / shortest : 1e300;
}

/* The packing shrunk by what rounding put over an amount. */
static double bound_below(const struct program *p)
{
    double sum = 0, fits = 1;
    for (uint32_t a = 0; a < p->m; a++) {
        double load = 0;
        for (uint32_t i = 0; i < p->m; i++)
            if (p->is_loop[i] && p->member[i][a]) load += p->x[i];
        if (load * fits > p->amount[a]) fits = p->amount[a] / load;
    }
    for (uint32_t i = 0; i < p->m; i++)
        if (p->is_loop[i]) sum += p->x[i];
    return sum * fits;
}

static void run_program(struct program *p, double *low, double *high)
{
    start_program(p);
    for (uint32_t i = 0; i < PIVOTS; i++) {
        find_prices(p);
        uint32_t slack = cheapest_arc(p);
        if (slack < p->m) {
            memset(p->entering, 0, p->m);
            p->entering[slack] = true;
            if (!pivot(p, false)) break;
            continue;
        }
        double shortest = shortest_loop(p);
        double above = bound_above(p, shortest);
        if (above < *high) *high = above;
        if (shortest >= 1 - TINY || !pivot(p, true)) break;
    }
    double below = bound_below(p);
    if (below > *low) *low = below;
}

/* ---- One component: a bracket for all, then the program where it is small.
 */

static bool fill_program(const struct packer *k, struct program *p,
                         uint32_t lo, uint32_t hi)
{
    p->n = hi - lo;
    for (uint32_t i = lo; i < hi; i++) {
        uint32_t u = k->order[i];
        for (uint32_t a = k->net->first[u]; a < k->net->first[u + 1]; a++) {
            uint32_t v = k->net->to[a];
            if (k->of[v] != k->of[u]) continue;
            if (p->m == ARCS) return false;
            p->from[p->m] = i - lo;
            p->to[p->m] = k->place[v];
            p->amount[p->m++] = (double)k->net->amount[a];
        }
    }
    return true;
}

/* Loops of two bring no more than the smaller of each two opposite arcs, b
 * together; all others have three arcs or more: P <= b + (V - 2 b) / 3. */
static double bound_by_length(const struct packer *k, uint32_t lo,
                              uint32_t hi)
{
    const qd_network *net = k->net;
    double value = 0, pairs = 0;
    for (uint32_t i = lo; i < hi; i++) {
        uint32_t u = k->order[i];
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            value += (double)k->c->flow[a];
            if (net->to[a] < u) continue;
            int64_t back = qd_network_between(net, net->to[a], u);
            pairs += (double)(back < net->amount[a] ? back : net->amount[a]);
        }
    }
    if (pairs > value / 2) pairs = value / 2;
    return pairs + (value - 2 * pairs) / 3;
}

/* What is in no loop goes round in loops of no more arcs than there are
 * parties. */
static void pack_component(struct packer *k, uint32_t lo, uint32_t hi)
{
    qd_taken t = qd_taker_run(&k->taker, k->order + lo, hi - lo);
    double low = (double)t.loops + (double)t.rest / (hi - lo);
    double high = bound_by_length(k, lo, hi);
    if (low < high && hi - lo <= PARTIES) {
        struct program *p = qd_mem_zero(k->mem, sizeof *p);
        if (fill_program(k, p, lo, hi)) run_program(p, &low, &high);
        qd_mem_release(k->mem, p);
    }
    k->answer.low += low;
    k->answer.high += high;
}

static void pack_components(struct packer *k)
{
    uint32_t n = k->net->n;
    for (uint32_t lo = 0, hi; lo < n; lo = hi) {
        uint32_t of = k->of[k->order[lo]];
        for (hi = lo; hi < n && k->of[k->order[hi]] == of; hi++)
            k->place[k->order[hi]] = hi - lo;
        if (hi - lo > 1) pack_component(k, lo, hi);
    }
}

qd_packing qd_setoff_packing(qd_mem *mem, const qd_network *net,
                             const qd_circulation *c)
{
    size_t n = (size_t)net->n + 1;
    uint32_t *w = qd_mem_resize(mem, NULL, 3 * n * sizeof *w);
    struct packer k = { .mem = mem, .net = net, .c = c, .of = w,
                        .order = w + n, .place = w + 2 * n };
    qd_taker_make(mem, &k.taker, net, c);
    qd_graph_components(mem, net->n, net->first, net->to, k.of, k.order);
    pack_components(&k);
    qd_taker_free(&k.taker);
    qd_mem_release(mem, w);
    k.answer.exact = k.answer.high - k.answer.low <= 1e-9 * k.answer.high;
    return k.answer;
}
