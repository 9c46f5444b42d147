/* Loop dollars under pro-rata forwarding (setoff.h), one strongly connected
 * component at a time: a loop lies in one, and what the others have to do
 * with it is entrance and exit, so they are part of its outside. */
#include "math/setoff.h"

#include <string.h>

#include "math/elementary.h"
#include "math/philox.h"

/* Components up to DENSE parties are shrunk in a matrix; if EXACT or fewer
 * remain (and the budget of subsets lasts), their loops are summed. */
#define DENSE 256
#define EXACT 14
#define SUBSETS (1u << 20)
/* The walks where they are not, each in batches for the error; steps of a
 * batch. What a step reads comes from far away: walks take turns, so that it
 * is under way while the others step. */
#define WALKS 8
#define BATCHES 8
#define STEPS 65536

struct loops {
    qd_mem *mem;
    const qd_network *net;
    uint32_t *of, *order, *place; /* components, and place in one */
    int64_t *through;             /* the larger of in and out */
    int64_t *exit, *entry;        /* to and from outside the component */
    uint32_t subsets;             /* spent */
    double sum, variance;
    bool sampled;
};

/* ---- Shrinking. A party with one payer or one payee is passed through:
 * without it the same loops close. */

/* A balanced network; the outside is the last node and may have no arcs. */
struct closed {
    uint32_t size;
    double *w; /* w[i * size + j] goes from i to j */
    bool *gone;
};

static double *cell(const struct closed *c, uint32_t i, uint32_t j)
{
    return &c->w[(size_t)i * c->size + j];
}

static void fill_closed(const struct loops *l, struct closed *c, uint32_t lo)
{
    const qd_network *net = l->net;
    uint32_t outside = c->size - 1;
    for (uint32_t i = 0; i < outside; i++) {
        uint32_t u = l->order[lo + i];
        *cell(c, i, outside) = (double)l->exit[u];
        *cell(c, outside, i) = (double)l->entry[u];
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++)
            if (l->of[net->to[a]] == l->of[u])
                *cell(c, i, l->place[net->to[a]]) = (double)net->amount[a];
    }
}

struct ends {
    uint32_t payers, payees;
    double total;
};

static struct ends ends_of(const struct closed *c, uint32_t x)
{
    struct ends e = {0};
    for (uint32_t i = 0; i < c->size; i++) {
        e.payers += *cell(c, i, x) > 0;
        e.payees += *cell(c, x, i) > 0;
        e.total += *cell(c, x, i);
    }
    return e;
}

/* Joins the payers of x to its payees. What returns at once is a loop closed,
 * by way of x; one of the outside does not count. */
static double pass_through(struct closed *c, uint32_t x, uint32_t payees)
{
    double loops = 0;
    for (uint32_t i = 0; i < c->size; i++)
        for (uint32_t j = 0; *cell(c, i, x) > 0 && j < c->size; j++) {
            if (!(*cell(c, x, j) > 0)) continue;
            double sent = payees == 1 ? *cell(c, i, x) : *cell(c, x, j);
            if (i != j) *cell(c, i, j) += sent;
            else if (i < c->size - 1) loops += sent;
        }
    for (uint32_t i = 0; i < c->size; i++)
        *cell(c, i, x) = *cell(c, x, i) = 0;
    c->gone[x] = true;
    return loops;
}

/* Returns the loops closed on the way; `n` becomes what remains. */
static double shrink(struct closed *c, uint32_t *n)
{
    double loops = 0;
    *n = c->size - 1;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t x = 0; x < c->size - 1; x++) {
            if (c->gone[x]) continue;
            struct ends e = ends_of(c, x);
            if (e.payers > 1 && e.payees > 1) continue;
            loops += pass_through(c, x, e.payees);
            changed = true;
            (*n)--;
        }
    }
    return loops;
}

/* ---- Summing over loops. With p the chances of the walk, d(X) the
 * determinant of 1 - p on the nodes X and T_s the throughput of s, a loop with
 * nodes H, s one of them, has the frequency
 *     T_s (product of p along it) d(all but H) / d(all but s). */

struct chances {
    uint32_t n; /* nodes; number n is the outside */
    double p[EXACT + 1][EXACT + 1];
    double through[EXACT + 1];
    double *det; /* d(all but H), for each set H */
};

static void take_chances(const struct closed *c, struct chances *k)
{
    uint32_t node[EXACT + 1], n = 0;
    for (uint32_t x = 0; x < c->size; x++)
        if (!c->gone[x]) node[n++] = x;
    k->n = n - 1;
    for (uint32_t i = 0; i < n; i++) {
        k->through[i] = ends_of(c, node[i]).total;
        for (uint32_t j = 0; j < n; j++) {
            double w = *cell(c, node[i], node[j]);
            k->p[i][j] = w > 0 ? w / k->through[i] : 0;
        }
    }
}

/* Watches the walk off x: returns the chance to leave x for another node of
 * `kept`, which is the pivot of x, without a subtraction. */
static double censor(struct chances *k, uint32_t x, uint32_t kept)
{
    double leave = 0;
    for (uint32_t j = 0; j < k->n; j++)
        if (kept >> j & 1) leave += k->p[x][j];
    for (uint32_t i = 0; i < k->n; i++)
        for (uint32_t j = 0; (kept >> i & 1) && j < k->n; j++)
            if (kept >> j & 1) k->p[i][j] += k->p[i][x] * k->p[x][j] / leave;
    return leave;
}

/* All sets below `kept` that lack nodes from `from` on; at most EXACT deep. */
static void all_determinants(const struct chances *k, uint32_t from,
                             uint32_t kept, double det)
{
    k->det[kept] = det;
    for (uint32_t x = from; x < k->n; x++) {
        uint32_t rest = kept & ~(1u << x);
        if (!rest) continue;
        struct chances without = *k;
        double pivot = censor(&without, x, rest);
        all_determinants(&without, x + 1, rest, det * pivot);
    }
}

/* paths[H * n + j]: the ways from the lowest node of H through all of H to
 * j, added up. */
static double sum_loops(const struct chances *k, double *paths)
{
    double sum = 0;
    uint32_t n = k->n, low = 0;
    for (uint32_t s = 0; s < n; s++)
        paths[((size_t)n << s) + s] = 1;
    for (uint32_t h = 1; h < 1u << n; h++) {
        for (low = 0; !(h >> low & 1); low++)
            ;
        double scale = k->through[low] * k->det[h] / k->det[1u << low];
        for (uint32_t j = low; j < n; j++) {
            double here = paths[(size_t)h * n + j];
            if (!(here > 0)) continue;
            sum += here * k->p[j][low] * scale;
            for (uint32_t v = low + 1; v < n; v++)
                if (!(h >> v & 1))
                    paths[(size_t)(h | 1u << v) * n + v] += here * k->p[j][v];
        }
    }
    return sum;
}

static double sum_exactly(struct loops *l, const struct closed *c)
{
    struct chances k;
    take_chances(c, &k);
    size_t sets = (size_t)1 << k.n;
    uint32_t all = (uint32_t)sets - 1;
    double *room = qd_mem_zero(l->mem, sets * (k.n + 1) * sizeof *room);
    k.det = room + sets * k.n;
    struct chances inside = k;
    double out = k.through[k.n] > 0 ? censor(&inside, k.n, all) : 1;
    all_determinants(&inside, 0, all, out);
    double sum = sum_loops(&k, room);
    qd_mem_release(l->mem, room);
    l->subsets += all;
    return sum;
}

/* Whether the component could be summed. */
static bool add_exactly(struct loops *l, uint32_t lo, uint32_t hi)
{
    struct closed c = { .size = hi - lo + 1 };
    uint32_t n;
    if (hi - lo > DENSE) return false;
    c.w = qd_mem_zero(l->mem, (size_t)c.size * c.size * sizeof *c.w);
    c.gone = qd_mem_zero(l->mem, c.size);
    fill_closed(l, &c, lo);
    double sum = shrink(&c, &n);
    bool can = n <= EXACT && l->subsets + (1u << n) <= SUBSETS;
    if (can && n) sum += sum_exactly(l, &c);
    qd_mem_release(l->mem, c.w);
    qd_mem_release(l->mem, c.gone);
    if (can) l->sum += sum;
    return can;
}

/* ---- Sampling: the walk, its loops erased as they close. */

struct stop {
    double through;
    uint32_t first; /* of its ways, to that of the next stop */
    bool exits;
};

struct way {
    double upto; /* amounts added up along the row */
    uint32_t to;
};

struct streets {
    uint32_t n; /* of the component; number n is the outside */
    struct stop *stops;
    struct way *ways;
    double *entry_upto;
    uint32_t *guide; /* i: where to look for the part i / n of all entries */
    uint64_t key;
};

struct walk {
    uint32_t *path, *on_path; /* its nodes; place on it, from 1 */
    uint32_t length, at, closed;
    uint32_t number;
    uint64_t drawn;
};

static void fill_streets(struct streets *s, const struct loops *l,
                         uint32_t lo)
{
    const qd_network *net = l->net;
    uint32_t count = 0;
    double entries = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t u = l->order[lo + i];
        double sum = 0;
        s->stops[i] = (struct stop){ (double)l->through[u], count,
                                     l->exit[u] > 0 };
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            if (l->of[net->to[a]] != l->of[u]) continue;
            sum += (double)net->amount[a];
            s->ways[count++] = (struct way){ sum, l->place[net->to[a]] };
        }
        s->entry_upto[i] = entries += (double)l->entry[u];
    }
    s->stops[s->n].first = count;
    for (uint32_t i = 0, k = 0; i < s->n; i++) {
        while (k + 1 < s->n && s->entry_upto[k] <= entries * i / s->n) k++;
        s->guide[i] = k;
    }
}

static uint32_t enter(const struct streets *s, double u)
{
    const double *upto = s->entry_upto;
    double x = u * upto[s->n - 1];
    uint32_t i = (uint32_t)(u * s->n), k = s->guide[i < s->n ? i : s->n - 1];
    while (k > 0 && upto[k - 1] > x) k--;
    while (k + 1 < s->n && upto[k] <= x) k++;
    return k;
}

static uint32_t next_node(const struct streets *s, struct walk *w)
{
    double u = qd_philox_uniform(s->key, w->drawn++, w->number, 0);
    if (w->at == s->n) return enter(s, u);
    const struct stop *stop = &s->stops[w->at];
    uint32_t lo = stop[0].first, hi = stop[1].first, end = hi;
    double x = u * stop->through;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->ways[mid].upto > x) hi = mid;
        else lo = mid + 1;
    }
    if (lo < end) return s->ways[lo].to;
    return stop->exits ? s->n : s->ways[end - 1].to;
}

/* Where the walk stands now; loops are erased as they close. */
static void go_to(const struct streets *s, struct walk *w, uint32_t v)
{
    uint32_t keep = w->on_path[v];
    w->at = v;
    w->closed += keep && v != s->n;
    while (keep && w->length > keep)
        w->on_path[w->path[--w->length]] = 0;
    if (keep) return;
    w->path[w->length++] = v;
    w->on_path[v] = w->length;
}

static void walk_on(const struct streets *s, struct walk *walks,
                    uint32_t steps)
{
    uint32_t next[WALKS];
    for (uint32_t k = 0; k < WALKS; k++)
        walks[k].closed = 0;
    while (steps-- > 0) {
        for (uint32_t k = 0; k < WALKS; k++) {
            next[k] = next_node(s, &walks[k]);
            __builtin_prefetch(&s->stops[next[k]]);
            __builtin_prefetch(&walks[k].on_path[next[k]], 1);
        }
        for (uint32_t k = 0; k < WALKS; k++) {
            go_to(s, &walks[k], next[k]);
            __builtin_prefetch(&s->ways[s->stops[next[k]].first]);
        }
    }
}

/* Batches of long walks, after a part that does not count. */
static void run_batches(struct loops *l, const struct streets *s,
                        struct walk *walks, double flow)
{
    double mean = 0, squares = 0;
    uint32_t count = 0;
    walk_on(s, walks, STEPS / WALKS);
    for (uint32_t b = 0; b < BATCHES; b++) {
        walk_on(s, walks, STEPS);
        for (uint32_t k = 0; k < WALKS; k++) {
            double here = walks[k].closed / (double)STEPS * flow;
            double apart = here - mean;
            mean += apart / ++count;
            squares += apart * (here - mean);
        }
    }
    /* Where hardly a loop was seen, one more would not have been strange. */
    double one = flow / STEPS / count;
    double variance = squares / (count - 1.0) / count;
    l->sum += mean;
    l->variance += variance > one * one ? variance : one * one;
    l->sampled = true;
}

static void begin_walks(struct loops *l, const struct streets *s, double flow)
{
    struct walk walks[WALKS];
    size_t n = (size_t)s->n + 1;
    uint32_t *room = qd_mem_zero(l->mem, 2 * WALKS * n * sizeof *room);
    for (uint32_t k = 0; k < WALKS; k++) {
        uint32_t *path = room + 2 * k * n;
        uint32_t at = s->entry_upto[s->n - 1] > 0 ? s->n : 0;
        walks[k] = (struct walk){ .path = path, .on_path = path + n,
                                  .length = 1, .at = at, .number = k };
        path[0] = at;
        path[n + at] = 1;
    }
    run_batches(l, s, walks, flow);
    qd_mem_release(l->mem, room);
}

static void add_sampled(struct loops *l, uint32_t lo, uint32_t hi)
{
    size_t n = hi - lo, m = 0;
    double flow = 0;
    for (uint32_t i = lo; i < hi; i++) {
        uint32_t u = l->order[i];
        flow += (double)l->through[u] + (double)l->entry[u];
        m += l->net->first[u + 1] - l->net->first[u];
    }
    struct stop *stops = qd_mem_zero(l->mem, (n + 1) * sizeof *stops +
                                     m * sizeof(struct way) +
                                     n * sizeof(double) +
                                     n * sizeof(uint32_t));
    struct streets s = { .n = (uint32_t)n, .stops = stops,
                         .key = qd_philox_key(0, l->of[l->order[lo]]) };
    s.ways = (struct way *)(stops + n + 1);
    s.entry_upto = (double *)(s.ways + m);
    s.guide = (uint32_t *)(s.entry_upto + n);
    fill_streets(&s, l, lo);
    begin_walks(l, &s, flow);
    qd_mem_release(l->mem, stops);
}

/* ---- The whole. */

static void measure_parties(struct loops *l)
{
    const qd_network *net = l->net;
    int64_t *in = l->entry, *out = l->exit; /* within components, at first */
    qd_network_positions(net, l->through);
    for (uint32_t u = 0; u < net->n; u++) {
        int64_t paid = 0;
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            paid += net->amount[a];
            if (l->of[net->to[a]] != l->of[u]) continue;
            out[u] += net->amount[a];
            in[net->to[a]] += net->amount[a];
        }
        l->through[u] = paid + (l->through[u] > 0 ? l->through[u] : 0);
    }
    for (uint32_t u = 0; u < net->n; u++) {
        l->exit[u] = l->through[u] - out[u];
        l->entry[u] = l->through[u] - in[u];
    }
}

static void add_components(struct loops *l)
{
    uint32_t n = l->net->n;
    for (uint32_t lo = 0, hi; lo < n; lo = hi) {
        uint32_t of = l->of[l->order[lo]];
        for (hi = lo; hi < n && l->of[l->order[hi]] == of; hi++)
            l->place[l->order[hi]] = hi - lo;
        if (hi - lo > 1 && !add_exactly(l, lo, hi)) add_sampled(l, lo, hi);
    }
}

qd_throughput qd_setoff_throughput(qd_mem *mem, const qd_network *net)
{
    size_t n = (size_t)net->n + 1;
    int64_t *room = qd_mem_zero(mem, 3 * n * (sizeof *room +
                                              sizeof(uint32_t)));
    uint32_t *k = (uint32_t *)(room + 3 * n);
    struct loops l = {
        .mem = mem, .net = net, .through = room, .exit = room + n,
        .entry = room + 2 * n, .of = k, .order = k + n, .place = k + 2 * n,
    };
    qd_graph_components(mem, net->n, net->first, net->to, l.of, l.order);
    measure_parties(&l);
    add_components(&l);
    qd_mem_release(mem, room);
    double debt = (double)qd_setoff_net_debt(mem, net);
    qd_throughput t = { l.sum, qd_sqrt(l.variance), 0, !l.sampled };
    if (l.sum > 0) t.circularity = l.sum / (l.sum + debt);
    return t;
}
