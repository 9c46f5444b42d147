/* Loops: published counts, and a search that knows no bounds. */
#include "unit_test.h"

#include <stdio.h>
#include <string.h>

#include "math/loop_search.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))
#define MOST 64
#define ARCS 512

static qd_mem mem;
static jmp_buf oom;

static struct {
    uint32_t first[MOST + 1], to[ARCS];
    qd_loop_graph g;
} net;

struct ends {
    uint8_t from, to;
};

/* Arcs as pairs, in the order given within a row. */
static const qd_loop_graph *graph_of(uint32_t n, const struct ends *arcs,
                                uint32_t m)
{
    uint32_t k = 0;
    for (uint32_t u = 0; u < n; u++) {
        net.first[u] = k;
        for (uint32_t a = 0; a < m; a++)
            if (arcs[a].from == u) net.to[k++] = arcs[a].to;
    }
    net.first[n] = k;
    net.g = (qd_loop_graph){n, net.first, net.to};
    return &net.g;
}

static uint64_t state = 1;

static uint32_t some(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

static const qd_loop_graph *random_graph(uint32_t n, uint32_t m)
{
    struct ends arcs[ARCS];
    for (uint32_t a = 0; a < m; a++) {
        arcs[a].from = some(n);
        arcs[a].to = some(n);
    }
    return graph_of(n, arcs, m);
}

/* How many loops of each length, and a sum that tells the set of them. */
struct tally {
    uint64_t of[MOST + 1], sum;
    const qd_loop_graph *g;
};

static uint64_t print_of(const uint32_t *arcs, uint32_t count)
{
    uint64_t h = 1469598103934665603u;
    for (uint32_t i = 0; i < count; i++)
        h = (h ^ arcs[i]) * 1099511628211u;
    return h;
}

static bool tally_loop(void *ctx, const uint32_t *arcs, uint32_t count)
{
    struct tally *t = ctx;
    t->of[count]++;
    t->sum += print_of(arcs, count);
    return true;
}

static qd_loops_found find(const qd_loop_graph *g, const uint32_t *chosen,
                           uint32_t n_chosen, uint32_t most, struct tally *t)
{
    *t = (struct tally){.g = g};
    qd_loops_ask ask = {.chosen = chosen, .n_chosen = n_chosen,
                        .most_arcs = most, .each = tally_loop, .ctx = t};
    return qd_loops_find(&mem, g, &ask);
}

/* Every path from the root, without any bound but the number of arcs. */
struct plain {
    const qd_loop_graph *g;
    uint32_t root, most, arcs[MOST];
    uint8_t barred[MOST];
    struct tally t;
};

static void plain_from(struct plain *p, uint32_t v, uint32_t depth)
{
    p->barred[v] = 1;
    for (uint32_t a = p->g->first[v]; a < p->g->first[v + 1]; a++) {
        uint32_t w = p->g->to[a];
        p->arcs[depth] = a;
        if (w == p->root)
            tally_loop(&p->t, p->arcs, depth + 1);
        else if (!p->barred[w] && depth + 1 < p->most)
            plain_from(p, w, depth + 1);
    }
    p->barred[v] = 0;
}

static void plain_loops(struct plain *p, const qd_loop_graph *g,
                        const uint32_t *chosen, uint32_t count, uint32_t most)
{
    *p = (struct plain){.g = g, .most = most};
    for (uint32_t i = 0; i < count; i++) {
        p->root = chosen[i];
        if (p->barred[p->root]) continue;
        plain_from(p, p->root, 0);
        p->barred[p->root] = 1;
    }
}

/* E1: complete graphs; A006231 of the OEIS. */
static void test_complete(void **s)
{
    (void)s;
    static const uint64_t want[] = {0, 0, 1, 5, 20, 84, 409, 2365, 16064};
    static const uint64_t want8[] = {0, 0, 28, 112, 420, 1344, 3360, 5760,
                                     5040};
    for (uint32_t n = 1; n <= 8; n++) {
        struct ends arcs[ARCS];
        uint32_t m = 0;
        for (uint32_t u = 0; u < n; u++)
            for (uint32_t v = 0; v < n; v++)
                if (u != v) {
                    arcs[m].from = u;
                    arcs[m++].to = v;
                }
        struct tally t;
        qd_loops_found f = find(graph_of(n, arcs, m), NULL, 0, 0, &t);
        assert_int_equal(f.loops, want[n]);
        assert_int_equal(f.end, QD_LOOPS_ALL);
        for (uint32_t k = 0; n == 8 && k <= 8; k++)
            assert_int_equal(t.of[k], want8[k]);
    }
}

/* E3, E5: counts by length that igraph's tests print. */
static void test_letters(void **s)
{
    (void)s;
    static const struct ends letter[] = {{0, 2}, {0, 3}, {1, 2}, {1, 4},
                                        {2, 3}, {2, 4}, {3, 1}, {4, 0},
                                        {4, 2}};
    static const struct ends square[] = {{0, 2}, {0, 4}, {1, 3}, {2, 5},
                                        {3, 0}, {4, 1}, {5, 4}};
    static const uint64_t by_letter[] = {7, 0, 1, 3, 5, 7};
    static const uint64_t by_square[] = {2, 0, 0, 0, 1, 1, 2};
    struct tally t;
    const qd_loop_graph *g = graph_of(5, letter, COUNT(letter));
    for (uint32_t k = 0; k < COUNT(by_letter); k++)
        assert_int_equal(find(g, NULL, 0, k, &t).loops, by_letter[k]);
    g = graph_of(6, square, COUNT(square));
    for (uint32_t k = 0; k < COUNT(by_square); k++)
        assert_int_equal(find(g, NULL, 0, k, &t).loops, by_square[k]);
}

/* E7: parallel arcs are two loops; so is an arc home twice. */
static void test_parallel(void **s)
{
    (void)s;
    static const struct ends arcs[] = {{1, 2}, {2, 3}, {2, 3}, {3, 4}, {4, 1}};
    struct tally t;
    const qd_loop_graph *g = graph_of(5, arcs, COUNT(arcs));
    assert_int_equal(find(g, NULL, 0, 0, &t).loops, 2);
    assert_int_equal(t.of[4], 2);
    static const struct ends selves[] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
    assert_int_equal(find(graph_of(2, selves, 4), NULL, 0, 0, &t).loops, 3);
    assert_int_equal(t.of[1], 2);
}

static void test_beside_plain(void **s)
{
    (void)s;
    for (int round = 0; round < 3000; round++) {
        uint32_t n = 2 + some(9), m = some(3 * n + 1), chosen[3];
        const qd_loop_graph *g = random_graph(n, m);
        uint32_t most = 1 + some(n), count = 1 + some(3);
        for (uint32_t i = 0; i < count; i++)
            chosen[i] = some(n);
        struct plain p;
        struct tally t;
        plain_loops(&p, g, chosen, count, most);
        qd_loops_found f = find(g, chosen, count, most, &t);
        assert_int_equal(f.end, QD_LOOPS_ALL);
        assert_memory_equal(t.of, p.t.of, sizeof t.of);
        assert_int_equal(t.sum, p.t.sum);
    }
}

/* Where many lead home the ways are not all looked at before the search. */
static void test_wide(void **s)
{
    (void)s;
    for (int round = 0; round < 40; round++) {
        uint32_t n = 20 + some(MOST - 20), all[MOST];
        const qd_loop_graph *g = random_graph(n, ARCS - 1 - some(200));
        for (uint32_t i = 0; i < n; i++)
            all[i] = i;
        for (uint32_t most = 2; most <= 5 - (n < 40); most++) {
            struct plain p;
            struct tally t;
            plain_loops(&p, g, all, n, most);
            assert_int_equal(find(g, NULL, 0, most, &t).end, QD_LOOPS_ALL);
            assert_memory_equal(t.of, p.t.of, sizeof t.of);
            assert_int_equal(t.sum, p.t.sum);
        }
    }
}

/* Every loop begins with its first chosen node, is closed and simple, and
 * none comes twice: the order is that of the arcs. */
struct last {
    const qd_loop_graph *g;
    uint32_t before[MOST], n;
};

static bool check_loop(void *ctx, const uint32_t *arcs, uint32_t count)
{
    struct last *last = ctx;
    const qd_loop_graph *g = last->g;
    uint32_t at[MOST] = {0};
    for (uint32_t i = 0; i < count; i++) {
        for (at[i] = 0; g->first[at[i] + 1] <= arcs[i];)
            at[i]++;
        for (uint32_t k = 0; k < i; k++)
            assert_int_not_equal(at[k], at[i]);
        assert_true(at[i] >= at[0]);
        if (i) assert_int_equal(g->to[arcs[i - 1]], at[i]);
    }
    assert_int_equal(g->to[arcs[count - 1]], at[0]);
    uint32_t i = 0;
    while (i < count && i < last->n && arcs[i] == last->before[i])
        i++;
    if (last->n)
        assert_true(i < count && i < last->n && arcs[i] > last->before[i]);
    memcpy(last->before, arcs, count * sizeof *arcs);
    last->n = count;
    return true;
}

static void test_order(void **s)
{
    (void)s;
    for (int round = 0; round < 200; round++) {
        const qd_loop_graph *g = random_graph(8, 20);
        struct last last = {.g = g};
        qd_loops_ask ask = {.each = check_loop, .ctx = &last};
        qd_loops_find(&mem, g, &ask);
    }
}

/* A chain of so many diamonds: 2^count ways along it. */
static qd_loop_graph diamonds(uint32_t count, bool closed)
{
    uint32_t n = 3 * count + 1, k = 0;
    uint32_t *first = qd_mem_resize(&mem, NULL, (n + 1) * sizeof *first);
    uint32_t *to = qd_mem_resize(&mem, NULL, (4 * count + 1) * sizeof *to);
    for (uint32_t u = 0; u < n; u++) {
        uint32_t d = u / 3 * 3;
        first[u] = k;
        if (u == n - 1) {
            if (closed) to[k++] = 0;
        } else if (u % 3 == 0) {
            to[k++] = d + 1;
            to[k++] = d + 2;
        } else {
            to[k++] = d + 3;
        }
    }
    first[n] = k;
    return (qd_loop_graph){n, first, to};
}

/* No loop is short enough, and that is seen in a few steps. */
static void test_diamonds(void **s)
{
    (void)s;
    struct tally t;
    qd_loop_graph g = diamonds(200, true), open = diamonds(200, false);
    qd_loops_ask ask = {.most_arcs = 400};
    qd_loops_found f = qd_loops_find(&mem, &g, &ask);
    assert_int_equal(f.loops, 0);
    assert_true(f.steps < 2000000);
    f = qd_loops_find(&mem, &open, &(qd_loops_ask){0});
    assert_int_equal(f.loops, 0);
    assert_true(f.steps < 2000000);
    qd_loop_graph ten = diamonds(10, true);
    assert_int_equal(find(&ten, NULL, 0, 21, &t).loops, 1024);
}

static bool third(void *ctx, const uint32_t *arcs, uint32_t count)
{
    (void)arcs, (void)count;
    return ++*(int *)ctx < 3;
}

static void test_ends(void **s)
{
    (void)s;
    qd_loop_graph g = diamonds(30, true);
    qd_loops_ask ask = {.most_loops = 1000};
    qd_loops_found f = qd_loops_find(&mem, &g, &ask);
    assert_int_equal(f.end, QD_LOOPS_COUNT);
    assert_int_equal(f.loops, 1000);
    ask = (qd_loops_ask){.most_steps = 5000};
    f = qd_loops_find(&mem, &g, &ask);
    assert_int_equal(f.end, QD_LOOPS_STEPS);
    assert_true(f.steps >= 5000 && f.steps < 5010);
    int calls = 0;
    ask = (qd_loops_ask){.each = third, .ctx = &calls};
    f = qd_loops_find(&mem, &g, &ask);
    assert_int_equal(f.end, QD_LOOPS_STOPPED);
    assert_int_equal(calls, 3);
    /* exactly as many as there are is all */
    qd_loop_graph five = diamonds(5, true);
    ask = (qd_loops_ask){.most_loops = 32};
    f = qd_loops_find(&mem, &five, &ask);
    assert_int_equal(f.end, QD_LOOPS_ALL);
    uint32_t nothing = 0;
    qd_loop_graph empty = {0, &nothing, NULL};
    assert_int_equal(find(&empty, NULL, 0, 5, &(struct tally){0}).loops, 0);
}

/* Least cut between what the party pays and what it is paid, by trying all
 * sets of the other nodes. */
static int64_t least_cut(const qd_loop_graph *g, const int64_t *amount,
                         uint32_t party)
{
    int64_t least = INT64_MAX;
    for (uint32_t set = 0; set < 1u << g->n; set++) {
        if (!(set >> party & 1)) continue;
        int64_t cut = 0;
        for (uint32_t u = 0; u < g->n; u++)
            for (uint32_t a = g->first[u]; a < g->first[u + 1]; a++) {
                uint32_t v = g->to[a];
                bool in = v != party && (set >> v & 1);
                if ((set >> u & 1) && !in) cut += amount[a];
            }
        if (cut < least) least = cut;
    }
    return least;
}

static void test_joint(void **s)
{
    (void)s;
    for (int round = 0; round < 1000; round++) {
        uint32_t n = 1 + some(8), m = some(4 * n);
        const qd_loop_graph *g = random_graph(n, m);
        int64_t amount[ARCS], flow[ARCS], net_in[MOST] = {0};
        for (uint32_t a = 0; a < m; a++)
            amount[a] = some(4) ? some(20) : some(1u << 30) * (1LL << 22);
        uint32_t party = some(n);
        int64_t most = qd_loops_joint(&mem, g, amount, party, flow);
        assert_int_equal(most, least_cut(g, amount, party));
        int64_t paid = 0;
        for (uint32_t u = 0; u < n; u++)
            for (uint32_t a = g->first[u]; a < g->first[u + 1]; a++) {
                assert_true(flow[a] >= 0 && flow[a] <= amount[a]);
                net_in[g->to[a]] += flow[a];
                net_in[u] -= flow[a];
                if (u == party) paid += flow[a];
            }
        assert_int_equal(paid, most);
        for (uint32_t u = 0; u < n; u++)
            assert_int_equal(net_in[u], 0);
    }
}

/* Two loops share the leg c -> a of 7: their minima, 5 and 6, do not add. */
static void test_shared_leg(void **s)
{
    (void)s;
    static const struct ends arcs[] = {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 0}};
    static const int64_t amount[] = {5, 6, 9, 9, 7};
    const qd_loop_graph *g = graph_of(4, arcs, 5);
    assert_int_equal(qd_loops_joint(&mem, g, amount, 0, NULL), 7);
}

static void test_in_time(void **s)
{
    (void)s;
    assert_true(qd_loops_in_time((int64_t[]){1, 2, 3}, 3));
    assert_true(qd_loops_in_time((int64_t[]){3, 1, 2}, 3));
    assert_true(qd_loops_in_time((int64_t[]){2, 2, 2}, 3));
    assert_false(qd_loops_in_time((int64_t[]){3, 2, 1}, 3));
    assert_true(qd_loops_in_time((int64_t[]){5, 1}, 2));
    assert_false(qd_loops_in_time((int64_t[]){1, 3, 2, 4, 3}, 5));
}

static int set_up(void **s)
{
    (void)s;
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &oom;
    return 0;
}

static int tear_down(void **s)
{
    (void)s;
    qd_mem_free_all(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_parallel),
        cmocka_unit_test(test_beside_plain),
        cmocka_unit_test(test_wide),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_diamonds),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_joint),
        cmocka_unit_test(test_shared_leg),
        cmocka_unit_test(test_in_time),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
