/* What could be set off: sums, pro-rata forwarding, loop dollars. */
#include "network_test.h"

#include <math.h>
#include <string.h>

#include "math/setoff.h"
#include "math/setoff_take.h"

struct figures {
    int64_t gross, value, debt, bilateral;
    qd_pro_rata pro_rata;
    qd_throughput throughput;
    qd_packing packing;
};

static struct figures figures_of(uint32_t n, const qd_payment *p,
                                 size_t count)
{
    qd_network net;
    qd_circulation c;
    size_t where;
    struct figures f;
    memset(&f, 0, sizeof f);
    assert_int_equal(qd_network_make(&mem, &net, n, p, count, &where), 0);
    qd_circulation_solve(&mem, &net, &c);
    assert_true(c.checked);
    f.gross = net.gross;
    f.value = c.value;
    f.debt = qd_setoff_net_debt(&mem, &net);
    f.bilateral = qd_setoff_bilateral(&net);
    f.pro_rata = qd_setoff_pro_rata(&mem, &net);
    f.throughput = qd_setoff_throughput(&mem, &net);
    f.packing = qd_setoff_packing(&mem, &net, &c);
    qd_circulation_free(&mem, &c);
    qd_network_free(&mem, &net);
    return f;
}

#define FIGURES(n, ...)                                                      \
    figures_of((n), (const qd_payment[]){ __VA_ARGS__ },                     \
               sizeof((const qd_payment[]){ __VA_ARGS__ }) /                 \
                   sizeof(qd_payment))

static void assert_near(double a, double b)
{
    if (!(fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b))))
        fail_msg("%.17g is not %.17g", a, b);
}

/* The row of a table of worked cases. */
static void expect(struct figures f, int64_t gross, int64_t value,
                   double packing, double pro_rata)
{
    assert_int_equal(f.gross, gross);
    assert_int_equal(f.value, value);
    assert_true(f.packing.exact);
    assert_near(f.packing.low, packing);
    assert_near(f.packing.high, packing);
    assert_true(f.pro_rata.whole);
    assert_near(f.pro_rata.volume, pro_rata);
    assert_true(f.throughput.exact && f.throughput.error == 0);
}

static void test_published(void **state)
{
    (void)state;
    /* D'Errico and Roukny 2017, p. 3: net internal debt 25. */
    struct figures f =
        FIGURES(4, {0, 1, 5}, {1, 2, 10}, {2, 0, 20}, {2, 3, 10});
    expect(f, 45, 15, 5, 15);
    assert_int_equal(f.debt, 25);
    /* From party 1 or 2 a dollar comes back to it with 2/3 1/4, so it closes
     * 1/5 loops before it leaves: 5 for the 25 that enter. */
    assert_near(f.throughput.loop_dollars, 5);
    assert_near(f.throughput.circularity, 5 / 30.0);
    /* informalsystems/cycles-sandbox. */
    expect(FIGURES(3, {0, 1, 100}, {1, 2, 100}, {2, 0, 70}), 270, 210, 70,
           210);
    f = FIGURES(2, {0, 1, 1}, {1, 0, 1});
    expect(f, 2, 2, 1, 2);
    assert_near(f.throughput.circularity, 1);
}

static void test_reckoned(void **state)
{
    (void)state;
    /* The short loop first would leave one of nine: 2, not 3. */
    expect(FIGURES(9, {0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {1, 3, 1}, {3, 4, 1},
                   {4, 0, 1}, {2, 5, 1}, {5, 6, 1}, {6, 1, 1}, {0, 7, 1},
                   {7, 8, 1}, {8, 2, 1}), 12, 12, 3, 12);
    struct figures f = FIGURES(3, {0, 1, 5}, {1, 2, 5}, {0, 2, 7});
    expect(f, 17, 0, 0, 0);
    assert_true(f.throughput.circularity == 0);
    assert_int_equal(f.debt, 12);
    /* A deal map: 0 NVDA, 1 OAI, 2 ORCL, 3 MSFT, 4 AMZN, 5 outside. */
    f = FIGURES(6, {0, 1, 100}, {1, 0, 80}, {1, 2, 300}, {2, 0, 40},
                {3, 1, 13}, {1, 3, 250}, {4, 1, 10}, {1, 4, 38},
                {5, 1, 200});
    expect(f, 1031, 286, 123, 286);
    assert_int_equal(f.pro_rata.rounds, 4);
    assert_int_equal(f.bilateral, 2 * (80 + 13 + 10));
}

/* An investment of 10 against purchases of 38. */
static void test_two_arcs(void **state)
{
    (void)state;
    struct figures f = FIGURES(2, {0, 1, 10}, {1, 0, 38});
    expect(f, 48, 20, 10, 20);
    assert_int_equal(f.debt, 28);
    assert_int_equal(f.bilateral, 20);
    assert_near(f.throughput.loop_dollars, 10);
    assert_near(f.throughput.circularity, 10 / 38.0);
    /* By entity, the buyer pays another one than the investor. */
    f = FIGURES(3, {0, 1, 10}, {1, 2, 38});
    expect(f, 48, 0, 0, 0);
    assert_int_equal(f.debt, 38);
}

static void test_empty(void **state)
{
    (void)state;
    expect(figures_of(0, NULL, 0), 0, 0, 0, 0);
    expect(figures_of(3, NULL, 0), 0, 0, 0, 0);
}

/* ---- Slow oracles on matrices. */

#define MOST 8

struct small {
    uint32_t n;
    double c[MOST][MOST];
};

static struct small matrix(uint32_t n, const qd_payment *p, size_t count)
{
    struct small s = { .n = n };
    for (size_t i = 0; i < count; i++)
        s.c[p[i].from][p[i].to] += (double)p[i].amount;
    return s;
}

static void find_ways(const struct small *s, bool way[MOST][MOST])
{
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t j = 0; j < s->n; j++)
            way[i][j] = s->c[i][j] > 0;
    for (uint32_t k = 0; k < s->n; k++)
        for (uint32_t i = 0; i < s->n; i++)
            for (uint32_t j = 0; j < s->n; j++)
                way[i][j] = way[i][j] || (way[i][k] && way[k][j]);
}

/* Arcs that are in no loop go; then payments fall from what is owed to what
 * comes in, until they stand still. */
static double clear_once(struct small *s)
{
    bool way[MOST][MOST];
    double owed[MOST] = {0}, pay[MOST], volume = 0;
    find_ways(s, way);
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t j = 0; j < s->n; j++) {
            if (!way[j][i]) s->c[i][j] = 0;
            owed[i] += s->c[i][j];
        }
    memcpy(pay, owed, sizeof pay);
    for (double change = 1; change > 1e-13;) {
        change = 0;
        for (uint32_t j = 0; j < s->n; j++) {
            double in = 0;
            for (uint32_t i = 0; i < s->n; i++)
                if (s->c[i][j] > 0) in += pay[i] * s->c[i][j] / owed[i];
            if (in < pay[j]) {
                change = fmax(change, (pay[j] - in) / owed[j]);
                pay[j] = in;
            }
        }
    }
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t j = 0; j < s->n; j++) {
            double paid = owed[i] > 0 ? pay[i] * s->c[i][j] / owed[i] : 0;
            volume += paid;
            s->c[i][j] -= paid;
            if (s->c[i][j] < 1e-7 * (s->c[i][j] + paid)) s->c[i][j] = 0;
        }
    return volume;
}

static double slow_pro_rata(struct small s)
{
    double sum = 0, more;
    while ((more = clear_once(&s)) > 0)
        sum += more;
    return sum;
}

/* Every loop-erased path from the outside is a state. Its mass is moved by
 * the walk, half of it kept, until it stands still; loops are counted where
 * they close. */
#define STATES 512
struct states {
    struct small s; /* closed, the outside is party n - 1 */
    uint32_t count, length[STATES], path[STATES][MOST];
    double mass[STATES], next[STATES];
};

static uint32_t state_of(struct states *t, const uint32_t *path,
                         uint32_t length)
{
    for (uint32_t i = 0; i < t->count; i++)
        if (t->length[i] == length &&
            !memcmp(t->path[i], path, length * sizeof *path))
            return i;
    assert_true(t->count < STATES);
    memcpy(t->path[t->count], path, length * sizeof *path);
    t->length[t->count] = length;
    return t->count++;
}

/* Moves the mass of one state; returns what closes loops inside. */
static double move(struct states *t, uint32_t i, const double *through)
{
    double closed = 0;
    uint32_t path[MOST + 1], at = t->path[i][t->length[i] - 1];
    for (uint32_t v = 0; v < t->s.n; v++) {
        double mass = t->mass[i] * t->s.c[at][v] / through[at] / 2;
        uint32_t length = 0;
        if (!(mass > 0)) continue;
        memcpy(path, t->path[i], t->length[i] * sizeof *path);
        while (length < t->length[i] && path[length] != v)
            length++;
        if (length < t->length[i] && v != t->s.n - 1) closed += 2 * mass;
        path[length] = v;
        t->next[state_of(t, path, length + 1)] += mass;
    }
    return closed;
}

/* With a party that pays nobody outside there is no start: `debt` above 0. */
static double slow_loops(struct small open)
{
    static struct states t;
    double through[MOST] = {0}, all = 0, closed = 0, before = -1;
    uint32_t o = open.n;
    memset(&t, 0, sizeof t);
    t.s = open;
    t.s.n++;
    for (uint32_t i = 0; i < o; i++) {
        double in = 0, out = 0;
        for (uint32_t j = 0; j < o; j++) {
            in += open.c[j][i];
            out += open.c[i][j];
        }
        t.s.c[i][o] = fmax(0, in - out);
        t.s.c[o][i] = fmax(0, out - in);
        through[i] = fmax(in, out);
        through[o] += t.s.c[o][i];
    }
    for (uint32_t i = 0; i <= o; i++)
        all += through[i];
    t.mass[state_of(&t, &o, 1)] = 1;
    for (uint32_t calm = 0; calm < 20;) {
        closed = 0;
        memset(t.next, 0, sizeof t.next);
        for (uint32_t i = 0, n = t.count; i < n; i++) {
            t.next[i] += t.mass[i] / 2;
            closed += move(&t, i, through);
        }
        memcpy(t.mass, t.next, sizeof t.mass);
        calm = fabs(closed - before) <= 1e-13 * closed ? calm + 1 : 0;
        before = closed;
    }
    return closed * all;
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

static void test_pro_rata_oracle(void **state)
{
    (void)state;
    struct dice d = {1};
    qd_payment p[24];
    for (int i = 0; i < 200; i++) {
        uint32_t n = 2 + below(&d, 5), count = 1 + below(&d, 4 * n);
        draw(&d, n, count, 20, p);
        struct figures f = figures_of(n, p, count);
        double slow = slow_pro_rata(matrix(n, p, count));
        assert_true(fabs(f.pro_rata.volume - slow) <= 1e-6 * (slow + 1));
        assert_true(f.pro_rata.volume <= (double)f.value * (1 + 1e-9));
    }
}

/* Parties that are all in balance are one walk without an outside, which the
 * oracle does not have: those are left out. */
static void test_throughput_oracle(void **state)
{
    (void)state;
    struct dice d = {2};
    qd_payment p[24];
    uint32_t compared = 0;
    for (int i = 0; i < 60; i++) {
        uint32_t n = 2 + below(&d, 4), count = n + below(&d, 3 * n);
        draw(&d, n, count, 20, p);
        struct figures f = figures_of(n, p, count);
        assert_true(f.throughput.exact);
        if (f.debt == 0) continue;
        double slow = slow_loops(matrix(n, p, count));
        if (fabs(f.throughput.loop_dollars - slow) > 1e-7 * (slow + 1))
            fail_msg("%.12g %.12g", f.throughput.loop_dollars, slow);
        compared++;
    }
    assert_true(compared > 40);
}

/* ---- All pay all the same: closed forms. d(r) is the determinant of 1 - p
 * on r nodes, whose eigenvalues are 1 + p and 1 - (r - 1) p. */
static double loops_of_complete(int n)
{
    double p = 1.0 / (n - 1), sum = 0, ways = n; /* n (n-1) .. (n-k+1) */
    double all_but_one = pow(1 + p, n - 2) * (1 - (n - 2) * p);
    for (int k = 2; k <= n; k++) {
        int r = n - k;
        double det = r ? pow(1 + p, r - 1) * (1 - (r - 1) * p) : 1;
        ways *= n - k + 1;
        sum += ways / k * (n - 1) * pow(p, k) * det / all_but_one;
    }
    return sum;
}

static struct figures complete(uint32_t n)
{
    qd_payment p[32 * 31];
    uint32_t count = 0;
    for (uint32_t u = 0; u < n; u++)
        for (uint32_t v = 0; v < n; v++)
            if (u != v) p[count++] = (qd_payment){ u, v, 1 };
    return figures_of(n, p, count);
}

static void test_complete(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 13; n++) {
        struct figures f = complete(n);
        assert_true(f.throughput.exact);
        assert_near(f.throughput.loop_dollars, loops_of_complete((int)n));
        assert_near(f.packing.high, n * (n - 1) / 2.0);
    }
    /* Too many to be summed: a sample, with its error. */
    struct figures f = complete(30);
    double off = f.throughput.loop_dollars - loops_of_complete(30);
    assert_true(!f.throughput.exact && f.throughput.error > 0);
    assert_true(f.throughput.error < 0.01 * f.throughput.loop_dollars);
    assert_true(fabs(off) < 4 * f.throughput.error);
}

/* Party 0 in a ring of 300 and one of 200, too large for a direct solve. The
 * first ring is stopped by an arc of 30 where the others have 40, when 3/4 of
 * everything is paid; the second then goes round for the rest. */
static void test_large_rings(void **state)
{
    (void)state;
    qd_payment p[500];
    for (uint32_t i = 0; i < 300; i++)
        p[i] = (qd_payment){ i, (i + 1) % 300, i == 7 ? 30 : 40 };
    for (uint32_t i = 0; i < 200; i++)
        p[300 + i] = (qd_payment){ i ? 299 + i : 0, i < 199 ? 300 + i : 0,
                                   17 };
    struct figures f = figures_of(499, p, 500);
    assert_true(f.pro_rata.whole);
    assert_int_equal(f.pro_rata.rounds, 2);
    assert_near(f.pro_rata.volume, 300 * 30 + 200 * 17);
    assert_int_equal(f.value, 300 * 30 + 200 * 17);
    assert_near(f.packing.low, 30 + 17);
}

/* A loop that hardly any dollar closes: none is seen, and that is no proof of
 * none. */
static void test_rare_loop(void **state)
{
    (void)state;
    enum { N = 300 };
    qd_payment p[3 * N];
    uint32_t count = 0;
    for (uint32_t u = 0; u + 2 < N; u++) {
        p[count++] = (qd_payment){ u, u + 1, 1000 };
        p[count++] = (qd_payment){ u, u + 2, 1000 };
    }
    p[count++] = (qd_payment){ N - 2, N - 1, 1000000 };
    p[count++] = (qd_payment){ N - 1, 0, 1 };
    struct figures f = figures_of(N, p, count);
    assert_false(f.throughput.exact);
    assert_true(f.throughput.error > 0);
    /* All loops take the last arc; the longest goes through everybody. */
    assert_true(f.throughput.loop_dollars <= 1 + 4 * f.throughput.error);
    assert_near(f.packing.low, 1);
    assert_int_equal(f.value, N);
}

/* ---- Properties. */

static void test_order_of_figures(void **state)
{
    (void)state;
    struct dice d = {3};
    qd_payment p[64];
    for (int i = 0; i < 200; i++) {
        uint32_t n = 2 + below(&d, 12), count = 1 + below(&d, 4 * n);
        draw(&d, n, count, 1000, p);
        struct figures f = figures_of(n, p, count);
        double v = (double)f.value, more = 1 + 1e-9;
        assert_true(f.packing.exact);
        assert_true(f.packing.low <= f.packing.high * more);
        assert_true(v / n <= f.packing.high * more);
        assert_true(f.packing.low <= v / 2 * more);
        assert_true(f.throughput.loop_dollars <= f.packing.high * more);
        assert_true(f.bilateral <= f.value);
        assert_true(f.value <= f.gross - f.debt);
    }
}

static void test_any_order(void **state)
{
    (void)state;
    struct dice d = {4};
    qd_payment p[300];
    for (int i = 0; i < 20; i++) {
        uint32_t n = i % 2 ? 12 : 60, count = 5 * n;
        draw(&d, n, count, 1000, p);
        struct figures one = figures_of(n, p, count);
        for (uint32_t k = count; k > 1; k--) {
            uint32_t j = below(&d, k);
            qd_payment kept = p[j];
            p[j] = p[k - 1];
            p[k - 1] = kept;
        }
        struct figures two = figures_of(n, p, count);
        assert_true(one.pro_rata.volume == two.pro_rata.volume);
        assert_true(one.throughput.loop_dollars ==
                    two.throughput.loop_dollars);
        assert_true(one.packing.low == two.packing.low);
        assert_true(one.packing.high == two.packing.high);
    }
}

static void test_scaled(void **state)
{
    (void)state;
    struct dice d = {5};
    qd_payment p[60];
    for (int i = 0; i < 50; i++) {
        draw(&d, 12, 60, 1000, p);
        struct figures one = figures_of(12, p, 60);
        for (uint32_t k = 0; k < 60; k++)
            p[k].amount *= 1024;
        struct figures two = figures_of(12, p, 60);
        assert_int_equal(two.debt, one.debt * 1024);
        assert_int_equal(two.bilateral, one.bilateral * 1024);
        assert_near(two.pro_rata.volume, one.pro_rata.volume * 1024);
        assert_near(two.throughput.loop_dollars,
                    one.throughput.loop_dollars * 1024);
        assert_near(two.throughput.circularity, one.throughput.circularity);
        assert_near(two.packing.high, one.packing.high * 1024);
    }
}

/* A company put into every third payment pays on what it gets: V*, G and
 * their ratio move, throughput circularity does not. */
static void test_pass_through(void **state)
{
    (void)state;
    struct dice d = {6};
    qd_payment p[80];
    for (int i = 0; i < 50; i++) {
        uint32_t n = 3 + below(&d, 8), count = n + below(&d, 3 * n), m = 0;
        draw(&d, n, count, 1000, p);
        struct figures one = figures_of(n, p, count);
        for (uint32_t k = 0; k < count; k += 3, m++) {
            uint32_t between = n + m;
            p[count + m] = (qd_payment){ between, p[k].to, p[k].amount };
            p[k].to = between;
        }
        struct figures two = figures_of(n + m, p, count + m);
        assert_int_equal(two.debt, one.debt);
        assert_true(two.gross > one.gross);
        assert_near(two.throughput.loop_dollars,
                    one.throughput.loop_dollars);
        assert_near(two.throughput.circularity, one.throughput.circularity);
        assert_near(two.packing.high, one.packing.high);
    }
}

/* Someone in between in each payment changes no loop dollars, but makes the
 * component too large for the linear program: the bracket holds its answer. */
static void test_bracket(void **state)
{
    (void)state;
    struct dice d = {7};
    qd_payment p[120];
    for (int i = 0; i < 100; i++) {
        uint32_t n = 10 + below(&d, 8), count = 50 + below(&d, 10);
        draw(&d, n, count, 1000, p);
        struct figures one = figures_of(n, p, count);
        for (uint32_t k = 0; k < count; k++) {
            p[count + k] = (qd_payment){ n + k, p[k].to, p[k].amount };
            p[k].to = n + k;
        }
        struct figures two = figures_of(n + count, p, 2 * count);
        assert_true(one.packing.exact);
        assert_true(two.packing.low > 0.5 * one.packing.low);
        assert_true(two.packing.low <= one.packing.high * (1 + 1e-9));
        assert_true(two.packing.high >= one.packing.low * (1 - 1e-9));
    }
}

/* The flow is used up by loops of two parties and more. */
static void test_taken(void **state)
{
    (void)state;
    struct dice d = {8};
    enum { N = 3000, COUNT = 8 * N };
    qd_payment *p = qd_mem_resize(&mem, NULL, COUNT * sizeof *p);
    uint32_t *all = qd_mem_resize(&mem, NULL, N * sizeof *all);
    draw(&d, N, COUNT, 1000, p);
    for (uint32_t u = 0; u < N; u++)
        all[u] = u;
    qd_network net;
    qd_circulation c;
    qd_taker t;
    size_t where;
    assert_int_equal(qd_network_make(&mem, &net, N, p, COUNT, &where), 0);
    qd_circulation_solve(&mem, &net, &c);
    qd_taker_make(&mem, &t, &net, &c);
    qd_taken got = qd_taker_run(&t, all, N);
    for (uint32_t a = 0; a < net.n_arcs; a++)
        assert_int_equal(t.left[a], 0);
    assert_int_equal(got.rest, 0);
    assert_true(2 * got.loops <= c.value);
    assert_true(12 * got.loops >= c.value); /* and not by long ones */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_published, start, finish),
        cmocka_unit_test_setup_teardown(test_reckoned, start, finish),
        cmocka_unit_test_setup_teardown(test_two_arcs, start, finish),
        cmocka_unit_test_setup_teardown(test_empty, start, finish),
        cmocka_unit_test_setup_teardown(test_pro_rata_oracle, start, finish),
        cmocka_unit_test_setup_teardown(test_throughput_oracle, start,
                                        finish),
        cmocka_unit_test_setup_teardown(test_complete, start, finish),
        cmocka_unit_test_setup_teardown(test_large_rings, start, finish),
        cmocka_unit_test_setup_teardown(test_rare_loop, start, finish),
        cmocka_unit_test_setup_teardown(test_order_of_figures, start, finish),
        cmocka_unit_test_setup_teardown(test_any_order, start, finish),
        cmocka_unit_test_setup_teardown(test_scaled, start, finish),
        cmocka_unit_test_setup_teardown(test_pass_through, start, finish),
        cmocka_unit_test_setup_teardown(test_bracket, start, finish),
        cmocka_unit_test_setup_teardown(test_taken, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
