/* Flow between two alone goes first. Then party by party: two searches start
 * from it, along the arcs and against them, the narrower one a step at a time,
 * until they meet; all the loops that close in that step are taken, and so on
 * until nothing goes through the party. As a loop found in this way has few
 * arcs, the flow is gone after a small part of the parties. */
#include "math/setoff_take.h"

#include <string.h>

/* Arcs looked at in all searches: about a second. */
#define MOST_WORK 50000000u

struct side {
    const qd_taker_rows *rows;
    uint32_t mark;   /* of parties reached from here */
    uint32_t lo, hi; /* in its queue: those of the last step */
    uint64_t width;  /* their arcs */
    uint32_t *queue;
};

struct meeting {
    qd_taker *t;
    uint32_t root, n; /* arcs found */
    struct side side[2];
};

static void change(qd_taker *t, uint32_t a, int64_t by)
{
    t->left[a] += by;
    if (!t->left[a]) t->live[a / 8] &= (uint8_t)~(1u << a % 8);
}

static bool is_live(const qd_taker *t, uint32_t a)
{
    return t->live[a / 8] >> a % 8 & 1;
}

/* ---- Rows */

static void make_out(qd_taker *t)
{
    const qd_network *net = t->net;
    uint32_t k = 0;
    for (uint32_t u = 0; u < net->n; u++) {
        t->out.first[u] = k;
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            if (!t->left[a]) continue;
            t->live[a / 8] |= (uint8_t)(1u << a % 8);
            t->from[a] = u;
            t->out.way[k++] = (struct qd_taker_way){ a, net->to[a] };
        }
        t->out.end[u] = k;
    }
    t->out.first[net->n] = k;
}

static void make_in(qd_taker *t)
{
    uint32_t n = t->net->n, count = t->out.first[n];
    uint32_t *first = t->in.first, *end = t->in.end;
    memset(first, 0, ((size_t)n + 1) * sizeof *first);
    for (uint32_t k = 0; k < count; k++)
        first[t->out.way[k].far + 1]++;
    for (uint32_t u = 0; u < n; u++)
        first[u + 1] += first[u];
    memcpy(end, first, n * sizeof *end);
    for (uint32_t k = 0; k < count; k++) {
        struct qd_taker_way w = t->out.way[k];
        t->in.way[end[w.far]++] =
            (struct qd_taker_way){ w.arc, t->from[w.arc] };
    }
}

void qd_taker_make(qd_mem *mem, qd_taker *t, const qd_network *net,
                   const qd_circulation *c)
{
    size_t n = (size_t)net->n + 1, m = (size_t)net->n_arcs + 1;
    int64_t *left = qd_mem_resize(mem, NULL, m * (sizeof *left + 1) +
                                  (8 * n + 6 * m) * sizeof(uint32_t));
    uint32_t *w = (uint32_t *)(left + m);
    struct qd_taker_way *way = (struct qd_taker_way *)(w + 8 * n + 2 * m);
    *t = (qd_taker){
        .mem = mem, .net = net, .left = left, .room = left,
        .out = { w, w + n, way }, .in = { w + 2 * n, w + 3 * n, way + m },
        .seen = w + 4 * n, .by = w + 5 * n, .queue = w + 6 * n,
        .from = w + 8 * n, .found = w + 8 * n + m,
        .live = (uint8_t *)(way + 2 * m),
    };
    if (net->n_arcs) memcpy(left, c->flow, net->n_arcs * sizeof *left);
    memset(t->seen, 0, n * sizeof *t->seen);
    memset(t->live, 0, m);
    make_out(t);
    make_in(t);
}

void qd_taker_free(qd_taker *t)
{
    qd_mem_release(t->mem, t->room);
}

/* ---- Between two alone */

/* Both rows of u are still whole, and sorted by the other party. */
static void take_pairs(qd_taker *t, uint32_t u, qd_taken *sum)
{
    uint32_t i = t->out.first[u], j = t->in.first[u];
    while (i < t->out.end[u] && j < t->in.end[u]) {
        struct qd_taker_way a = t->out.way[i], b = t->in.way[j];
        i += a.far <= b.far;
        j += b.far <= a.far;
        if (a.far != b.far || a.far < u) continue;
        int64_t x = t->left[a.arc], y = t->left[b.arc], both = x < y ? x : y;
        change(t, a.arc, -both);
        change(t, b.arc, -both);
        sum->loops += both;
        sum->rest -= 2 * both;
    }
}

/* ---- Longer loops */

/* A search uses up an arc at least, so marks stay below 2^32. */
static void begin(struct meeting *m, qd_taker *t, uint32_t root)
{
    uint32_t mark = 2 * ++t->searches;
    *m = (struct meeting){ .t = t, .root = root };
    m->side[0] = (struct side){ &t->out, mark, 0, 1, 0, t->queue };
    m->side[1] = (struct side){ &t->in, mark + 1, 0, 1, 0,
                                t->queue + t->net->n + 1 };
    m->side[0].queue[0] = m->side[1].queue[0] = root;
    t->seen[root] = mark;
}

/* The arcs of u that have flow; those without leave its row. */
static void reach(struct meeting *m, struct side *s, uint32_t u)
{
    qd_taker *t = m->t;
    const qd_taker_rows *r = s->rows;
    uint32_t other = s->mark ^ 1, end = r->end[u];
    for (uint32_t k = r->first[u]; k < end;) {
        uint32_t a = r->way[k].arc, v = r->way[k].far;
        if (!is_live(t, a)) {
            r->way[k] = r->way[--end];
            continue;
        }
        k++;
        if (t->seen[v] == other || v == m->root) {
            t->found[m->n++] = a;
        } else if (t->seen[v] != s->mark) {
            t->seen[v] = s->mark;
            t->by[v] = a;
            s->queue[s->hi++] = v;
            s->width += r->end[v] - r->first[v];
            __builtin_prefetch(&r->way[r->first[v]]);
        }
    }
    t->work += end - r->first[u] + 1;
    r->end[u] = end;
}

/* All parties one arc farther away. */
static void step(struct meeting *m, struct side *s)
{
    uint32_t hi = s->hi;
    s->width = 0;
    for (; s->lo < hi; s->lo++)
        reach(m, s, s->queue[s->lo]);
}

/* The loop through the root that arc a closes, as far as it still has flow. */
static void take_loop(qd_taker *t, uint32_t root, uint32_t a, qd_taken *sum)
{
    const uint32_t *from = t->from, *to = t->net->to, *by = t->by;
    const int64_t *left = t->left;
    int64_t least = left[a], length = 1;
    for (uint32_t u = from[a]; u != root; u = from[by[u]], length++)
        if (left[by[u]] < least) least = left[by[u]];
    for (uint32_t v = to[a]; v != root; v = to[by[v]], length++)
        if (left[by[v]] < least) least = left[by[v]];
    change(t, a, -least);
    for (uint32_t u = from[a]; u != root; u = from[by[u]])
        change(t, by[u], -least);
    for (uint32_t v = to[a]; v != root; v = to[by[v]])
        change(t, by[v], -least);
    sum->loops += least;
    sum->rest -= least * length;
}

static bool has_flow(const qd_taker *t, uint32_t u)
{
    for (uint32_t k = t->out.first[u]; k < t->out.end[u]; k++)
        if (is_live(t, t->out.way[k].arc)) return true;
    return false;
}

/* The shortest loops through the root: what comes in goes out, so there are
 * some while it has flow. */
static void take_shortest(qd_taker *t, uint32_t root, qd_taken *sum)
{
    struct meeting m;
    begin(&m, t, root);
    while (m.n == 0)
        step(&m, &m.side[m.side[1].width < m.side[0].width]);
    for (uint32_t i = 0; i < m.n; i++)
        take_loop(t, root, t->found[i], sum);
}

qd_taken qd_taker_run(qd_taker *t, const uint32_t *parties, uint32_t n)
{
    qd_taken sum = { 0 };
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = t->out.first[parties[i]];
             k < t->out.end[parties[i]]; k++)
            sum.rest += t->left[t->out.way[k].arc];
    for (uint32_t i = 0; i < n; i++)
        take_pairs(t, parties[i], &sum);
    for (uint32_t i = 0; i < n && sum.rest; i++)
        while (t->work < MOST_WORK && has_flow(t, parties[i]))
            take_shortest(t, parties[i], &sum);
    return sum;
}
