/* Networks, their largest circulation, its proof, and what is not fixed. */
#include "network_test.h"

#include <string.h>

#include "math/circulation.h"

#define MOST 16 /* parties of the slow oracle */

static qd_network network(uint32_t n, const qd_payment *p, size_t count)
{
    qd_network net;
    size_t where;
    assert_int_equal(qd_network_make(&mem, &net, n, p, count, &where),
                     QD_NETWORK_FINE);
    return net;
}

static int64_t value_of(uint32_t n, const qd_payment *p, size_t count)
{
    qd_network net = network(n, p, count);
    qd_circulation c;
    qd_circulation_solve(&mem, &net, &c);
    assert_true(c.checked);
    return c.value;
}

#define VALUE(n, ...)                                                        \
    value_of((n), (const qd_payment[]){ __VA_ARGS__ },                       \
             sizeof((const qd_payment[]){ __VA_ARGS__ }) /                   \
                 sizeof(qd_payment))

/* ---- Worked cases. Arcs are payer, payee, amount. */

static void test_published(void **state)
{
    (void)state;
    /* D'Errico and Roukny 2017, p. 3: 15 of the 20 in excess can go. */
    assert_int_equal(VALUE(4, {0, 1, 5}, {1, 2, 10}, {2, 0, 20}, {2, 3, 10}),
                     15);
    /* informalsystems/cycles-sandbox: 70 set off on each of three. */
    assert_int_equal(VALUE(3, {0, 1, 100}, {1, 2, 100}, {2, 0, 70}), 210);
    /* NetworkX, test_finite_capacity_neg_digon. */
    assert_int_equal(VALUE(2, {0, 1, 1}, {1, 0, 1}), 2);
}

static void test_reckoned(void **state)
{
    (void)state;
    /* Four triangles, edge by edge apart: all twelve arcs. */
    assert_int_equal(
        VALUE(9, {0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {1, 3, 1}, {3, 4, 1},
              {4, 0, 1}, {2, 5, 1}, {5, 6, 1}, {6, 1, 1}, {0, 7, 1},
              {7, 8, 1}, {8, 2, 1}), 12);
    /* No loop at all. */
    assert_int_equal(VALUE(3, {0, 1, 5}, {1, 2, 5}, {0, 2, 7}), 0);
    /* Two arcs between two: twice the smaller. */
    assert_int_equal(VALUE(2, {0, 1, 10}, {1, 0, 38}), 20);
    /* A deal map: 0 NVDA, 1 OAI, 2 ORCL, 3 MSFT, 4 AMZN, 5 outside. */
    assert_int_equal(
        VALUE(6, {0, 1, 100}, {1, 0, 80}, {1, 2, 300}, {2, 0, 40},
              {3, 1, 13}, {1, 3, 250}, {4, 1, 10}, {1, 4, 38}, {5, 1, 200}),
        286);
}

static void test_empty(void **state)
{
    (void)state;
    assert_int_equal(value_of(0, NULL, 0), 0);
    assert_int_equal(value_of(5, NULL, 0), 0);
    assert_int_equal(VALUE(2, {0, 1, 1}), 0);
}

/* ---- What is no network. */

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        qd_payment p[3];
        qd_network_fault fault;
        size_t where;
    } rows[] = {
        {{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}}, QD_NETWORK_PARTY, 2},
        {{{0, 1, 1}, {7, 2, 1}, {2, 0, 1}}, QD_NETWORK_PARTY, 1},
        {{{0, 1, 1}, {1, 1, 1}, {2, 0, 1}}, QD_NETWORK_SELF, 1},
        {{{0, 1, 0}, {1, 2, 1}, {2, 0, 1}}, QD_NETWORK_AMOUNT, 0},
        {{{0, 1, 1}, {1, 2, -4}, {2, 0, 1}}, QD_NETWORK_AMOUNT, 1},
        {{{0, 1, INT64_MAX - 1}, {1, 2, 1}, {2, 0, 1}}, QD_NETWORK_SUM, 2},
        {{{0, 1, INT64_MAX}, {0, 1, 1}, {2, 0, 1}}, QD_NETWORK_SUM, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        qd_network net;
        size_t where = 99;
        size_t held = mem.in_use;
        assert_int_equal(qd_network_make(&mem, &net, 3, rows[i].p, 3, &where),
                         rows[i].fault);
        assert_int_equal(where, rows[i].where);
        assert_int_equal(mem.in_use, held);
    }
    qd_network net;
    size_t where;
    assert_int_equal(qd_network_make(&mem, &net, QD_NETWORK_PARTIES + 1,
                                     NULL, 0, &where), QD_NETWORK_SIZE);
}

static void test_largest_amounts(void **state)
{
    (void)state;
    int64_t half = INT64_MAX / 2;
    assert_int_equal(VALUE(2, {0, 1, half}, {1, 0, half + 1}), 2 * half);
}

static void test_parallel(void **state)
{
    (void)state;
    enum { COUNT = 1000000 };
    qd_payment *p = qd_mem_resize(&mem, NULL, COUNT * sizeof *p);
    for (uint32_t i = 0; i < COUNT; i++)
        p[i] = (qd_payment){ i % 2, 1 - i % 2, 1 + i % 4 };
    qd_network net = network(2, p, COUNT);
    assert_int_equal(net.n_arcs, 2);
    /* Even i: amounts 1 and 3, half a million of them; odd: 2 and 4. */
    assert_int_equal(net.amount[0], COUNT);
    assert_int_equal(net.amount[1], 3 * COUNT / 2);
    assert_int_equal(value_of(2, p, COUNT), 2 * COUNT);
}

/* A ring as long as this is one component, searched without recursion. */
static void test_long_ring(void **state)
{
    (void)state;
    enum { COUNT = 300000 };
    qd_payment *p = qd_mem_resize(&mem, NULL, COUNT * sizeof *p);
    for (uint32_t i = 0; i < COUNT; i++)
        p[i] = (qd_payment){ i, (i + 1) % COUNT, 5 + i % 7 };
    assert_int_equal(value_of(COUNT, p, COUNT), 5 * (int64_t)COUNT);
    assert_int_equal(value_of(COUNT, p, COUNT - 1), 0);
}

/* ---- The slow oracle: cancelling of cycles in a matrix. */

struct oracle {
    uint32_t n;
    int64_t c[MOST][MOST], f[MOST][MOST];
};

/* What can still be sent from u to v at the cost of `cost`: 1 takes flow of
 * v -> u back, -1 adds flow to u -> v. */
static bool room(const struct oracle *o, uint32_t u, uint32_t v, int cost)
{
    return cost < 0 ? o->f[u][v] < o->c[u][v] : o->f[v][u] > 0;
}

static void send(struct oracle *o, uint32_t u, uint32_t v, int cost)
{
    if (cost < 0) o->f[u][v]++;
    else o->f[v][u]--;
}

/* Bellman and Ford from everywhere; one cycle of negative cost is cancelled
 * by one unit. False when there is none. */
static bool cancel_one(struct oracle *o)
{
    int dist[MOST] = {0}, cost[MOST] = {0};
    uint32_t by[MOST] = {0}, last = MOST;
    for (uint32_t round = 0; round <= o->n; round++) {
        last = MOST;
        for (uint32_t u = 0; u < o->n; u++)
            for (uint32_t v = 0; v < o->n; v++)
                for (int k = -1; k <= 1; k += 2)
                    if (room(o, u, v, k) && dist[u] + k < dist[v]) {
                        dist[v] = dist[u] + k;
                        by[v] = u;
                        cost[v] = k;
                        last = v;
                    }
        if (last == MOST) return false;
    }
    for (uint32_t i = 0; i < o->n; i++)
        last = by[last];
    uint32_t at = last;
    do {
        send(o, by[at], at, cost[at]);
        at = by[at];
    } while (at != last);
    return true;
}

static struct oracle solve_slowly(const qd_network *net)
{
    struct oracle o = { .n = net->n };
    for (uint32_t u = 0; u < net->n; u++)
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++)
            o.c[u][net->to[a]] = net->amount[a];
    while (cancel_one(&o))
        ;
    return o;
}

static int64_t sum_of(const struct oracle *o)
{
    int64_t sum = 0;
    for (uint32_t u = 0; u < o->n; u++)
        for (uint32_t v = 0; v < o->n; v++)
            sum += o->f[u][v];
    return sum;
}

/* The least ranks that the oracle's flow allows, from 0 up. */
static void slow_ranks(const struct oracle *o, int *rank)
{
    memset(rank, 0, MOST * sizeof *rank);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t u = 0; u < o->n; u++)
            for (uint32_t v = 0; v < o->n; v++)
                for (int k = -1; k <= 1; k += 2)
                    if (room(o, u, v, k) && rank[u] < rank[v] - k) {
                        rank[u] = rank[v] - k;
                        changed = true;
                    }
    }
}

/* Whether one unit can go round over u -> v by `k` at no cost, without going
 * straight back. */
static bool can_change(const struct oracle *o, uint32_t u, uint32_t v, int k)
{
    int dist[MOST];
    if (!room(o, u, v, k)) return false;
    for (uint32_t i = 0; i < o->n; i++)
        dist[i] = 1000;
    dist[v] = 0;
    for (uint32_t round = 0; round < o->n; round++)
        for (uint32_t x = 0; x < o->n; x++)
            for (uint32_t y = 0; y < o->n; y++)
                for (int j = -1; j <= 1; j += 2)
                    if (room(o, x, y, j) && dist[x] + j < dist[y] &&
                        !(x == v && y == u && j == -k))
                        dist[y] = dist[x] + j;
    return dist[u] + k == 0;
}

static void draw(struct dice *d, uint32_t n, uint32_t count, uint32_t most,
                 qd_payment *p)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t u = below(d, n);
        p[i] = (qd_payment){ u, (u + 1 + below(d, n - 1)) % n,
                             1 + below(d, most) };
    }
}

static void compare(const qd_network *net, const qd_circulation *c,
                    const struct oracle *o, const bool *open)
{
    int rank[MOST];
    assert_int_equal(c->value, sum_of(o));
    slow_ranks(o, rank);
    for (uint32_t u = 0; u < net->n; u++) {
        assert_int_equal(c->rank[u], rank[u]);
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            uint32_t v = net->to[a];
            assert_int_equal(open[a], can_change(o, u, v, -1) ||
                                          can_change(o, v, u, 1));
            if (!open[a]) assert_int_equal(c->flow[a], o->f[u][v]);
        }
    }
}

static void test_oracle(void **state)
{
    (void)state;
    struct dice d = {1};
    qd_payment p[64];
    bool open[64];
    for (int i = 0; i < 1000; i++) {
        uint32_t n = 2 + below(&d, 9), count = 1 + below(&d, 4 * n);
        draw(&d, n, count, i % 2 ? 3 : 40, p);
        qd_network net = network(n, p, count);
        qd_circulation c;
        qd_circulation_solve(&mem, &net, &c);
        assert_true(c.checked);
        struct oracle o = solve_slowly(&net);
        uint32_t marked = qd_circulation_open(&mem, &net, &c, open);
        for (uint32_t a = 0; a < net.n_arcs; a++)
            marked -= open[a];
        assert_int_equal(marked, 0);
        compare(&net, &c, &o, open);
        qd_circulation_free(&mem, &c);
        qd_network_free(&mem, &net);
    }
    assert_int_equal(mem.in_use, 0);
}

/* ---- Properties. */

static void shuffle(struct dice *d, qd_payment *p, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = below(d, i);
        qd_payment kept = p[j];
        p[j] = p[i - 1];
        p[i - 1] = kept;
    }
}

static void test_any_order(void **state)
{
    (void)state;
    struct dice d = {2};
    qd_payment p[800];
    for (int i = 0; i < 100; i++) {
        draw(&d, 100, 800, 1000, p);
        qd_network one = network(100, p, 800), two;
        qd_circulation c1, c2;
        shuffle(&d, p, 800);
        two = network(100, p, 800);
        assert_int_equal(one.n_arcs, two.n_arcs);
        assert_memory_equal(one.to, two.to, one.n_arcs * sizeof *one.to);
        assert_memory_equal(one.amount, two.amount,
                            one.n_arcs * sizeof *one.amount);
        qd_circulation_solve(&mem, &one, &c1);
        qd_circulation_solve(&mem, &two, &c2);
        assert_true(c1.checked);
        assert_int_equal(c1.value, c2.value);
        assert_memory_equal(c1.flow, c2.flow, one.n_arcs * sizeof *c1.flow);
        assert_memory_equal(c1.rank, c2.rank, 100 * sizeof *c1.rank);
    }
}

static void test_scaled(void **state)
{
    (void)state;
    struct dice d = {3};
    qd_payment p[400];
    for (int i = 0; i < 50; i++) {
        draw(&d, 60, 400, 1000, p);
        int64_t value = value_of(60, p, 400);
        for (uint32_t k = 0; k < 400; k++)
            p[k].amount *= 1000003;
        assert_int_equal(value_of(60, p, 400), value * 1000003);
    }
}

/* Whoever pays only those before him takes part in no loop. */
static void test_without_loops(void **state)
{
    (void)state;
    struct dice d = {4};
    qd_payment p[400];
    for (int i = 0; i < 50; i++) {
        draw(&d, 60, 400, 1000, p);
        for (uint32_t k = 0; k < 400; k++)
            if (p[k].from < p[k].to) {
                uint32_t from = p[k].from;
                p[k].from = p[k].to;
                p[k].to = from;
            }
        assert_int_equal(value_of(60, p, 400), 0);
    }
}

/* A wrong flow, a wrong value and ranks that prove nothing are noticed. */
static void test_check(void **state)
{
    (void)state;
    const qd_payment p[] = {{0, 1, 3}, {1, 2, 3}, {2, 0, 2}, {2, 3, 9}};
    qd_network net = network(4, p, 4);
    qd_circulation c;
    qd_circulation_solve(&mem, &net, &c);
    assert_true(qd_circulation_check(&mem, &net, &c));
    c.flow[0]--;
    assert_false(qd_circulation_check(&mem, &net, &c));
    c.flow[0]++;
    c.value++;
    assert_false(qd_circulation_check(&mem, &net, &c));
    c.value--;
    c.rank[1]++;
    assert_false(qd_circulation_check(&mem, &net, &c));
    c.rank[1]--;
    memset(c.flow, 0, 4 * sizeof *c.flow);
    assert_false(qd_circulation_check(&mem, &net, &c));
    c.value = 0;
    assert_false(qd_circulation_check(&mem, &net, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_published, start, finish),
        cmocka_unit_test_setup_teardown(test_reckoned, start, finish),
        cmocka_unit_test_setup_teardown(test_empty, start, finish),
        cmocka_unit_test_setup_teardown(test_faults, start, finish),
        cmocka_unit_test_setup_teardown(test_largest_amounts, start, finish),
        cmocka_unit_test_setup_teardown(test_parallel, start, finish),
        cmocka_unit_test_setup_teardown(test_long_ring, start, finish),
        cmocka_unit_test_setup_teardown(test_oracle, start, finish),
        cmocka_unit_test_setup_teardown(test_any_order, start, finish),
        cmocka_unit_test_setup_teardown(test_scaled, start, finish),
        cmocka_unit_test_setup_teardown(test_without_loops, start, finish),
        cmocka_unit_test_setup_teardown(test_check, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
