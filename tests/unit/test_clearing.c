/* Clearing and DebtRank: worked cases, and iterations without end. */
#include "unit_test.h"

#include <math.h>
#include <string.h>

#include "math/clearing.h"
#include "math/clearing_lanes.h"
#include "math/debtrank.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))
#define OUT QD_OUTSIDE
#define MOST 12

static qd_mem mem;
static jmp_buf oom;
static const qd_costs none = {1, 1};

static void near_by(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol * fmax(1, fabs(want))))
        fail_msg("got %.15f, want %.15f", got, want);
}

static void near_to(double got, double want)
{
    near_by(got, want, 1e-12);
}

static void make(qd_clearing *c, uint32_t n, uint32_t ranks,
                 const qd_debt *debts, size_t count, const qd_holding *held,
                 size_t n_held)
{
    size_t where;
    assert_int_equal(qd_clearing_make(&mem, c, n, ranks, debts, count, held,
                                      n_held, &where),
                     QD_CLEARING_FINE);
}

/* ---- Worked cases; each is {from, to, rank, amount} */

/* The ring of thirds of A1, and what is owed outside. */
static const qd_debt thirds[] = {
    {0, 1, 0, .5}, {0, 2, 0, .5}, {1, 0, 0, .5}, {1, 2, 0, .5},
    {2, 0, 0, .5}, {2, 1, 0, .5}, {0, OUT, 0, 1.5}, {1, OUT, 0, .5},
    {2, OUT, 0, .5},
};
static const qd_debt rogers[] = {
    {0, 1, 0, .1}, {0, 2, 0, .7}, {1, 0, 0, 2}, {1, 2, 0, 10.5},
    {2, 1, 0, 8.4},
};
static const qd_debt two[] = {{0, 1, 0, 1}, {1, 0, 0, 1}};

static void test_published(void **s)
{
    (void)s;
    static const struct {
        const char *id;
        const qd_debt *debts;
        size_t count;
        uint32_t n;
        double own[3];
        qd_costs costs;
        double want[3];
        uint32_t round[3];
    } rows[] = {
        { "A1", thirds, COUNT(thirds), 3, { .5, .625, .75 }, { 1, 1 },
          { 165 / 112.0, 159 / 112.0, 1.5 }, { 1, 2, 0 } },
        { "A4", rogers, COUNT(rogers), 3, { 1, 1, 1 }, { 1, 1 },
          { .8, 9.5, 8.4 }, { 0, 1, 0 } },
        { "A5", rogers, COUNT(rogers), 3, { 0, 0, .1 }, { 1, 1 },
          { .8, 45 / 8.0, 221 / 40.0 }, { 0, 1, 2 } },
        { "A7", rogers, COUNT(rogers), 3, { 1, 2, 3 }, { 1, 1 },
          { .8, 10.5, 8.4 }, { 0, 1, 0 } },
        { "A7 RV", rogers, COUNT(rogers), 3, { 1, 2, 3 }, { .8, .9 },
          { .8, 9.25, 8.4 }, { 0, 1, 0 } },
        { "A8", two, 2, 2, { 0, 0 }, { 1, 1 }, { 1, 1 }, { 0, 0 } },
        { "A9", two, 2, 2, { .01, 0 }, { 1, 1 }, { 1, 1 }, { 0, 0 } },
    };
    for (size_t r = 0; r < COUNT(rows); r++) {
        qd_clearing c;
        make(&c, rows[r].n, 1, rows[r].debts, rows[r].count, NULL, 0);
        qd_cleared got =
            qd_clearing_greatest(&c, rows[r].own, rows[r].costs);
        assert_int_equal(got.end, QD_CLEARING_SOLVED);
        assert_true(got.residual < 1e-12);
        for (uint32_t u = 0; u < rows[r].n; u++) {
            near_to(c.paid[u], rows[r].want[u]);
            assert_int_equal(c.round[u], rows[r].round[u]);
        }
        qd_clearing_free(&mem, &c);
    }
}

/* A8, A9: any (t, t) clears without cash; with a cent all is paid, and the
 * least vector is found without two hundred rounds. */
static void test_least(void **s)
{
    (void)s;
    qd_clearing c;
    make(&c, 2, 1, two, 2, NULL, 0);
    qd_cleared got = qd_clearing_least(&c, (double[]){0, 0}, none);
    assert_true(c.paid[0] == 0 && c.paid[1] == 0);
    assert_int_equal(got.defaults, 2);
    assert_true(got.residual == 0);
    got = qd_clearing_least(&c, (double[]){.01, 0}, none);
    near_to(c.paid[0], 1);
    near_to(c.paid[1], 1);
    assert_int_equal(got.defaults, 0);
    qd_clearing_free(&mem, &c);
}

/* A15: a cycle of two, then a path of three; what all have together. */
static void test_flooding(void **s)
{
    (void)s;
    static const qd_debt debts[] = {
        {0, 1, 0, 1}, {1, 0, 0, 1}, {2, 3, 0, 1}, {3, 4, 0, 1},
        {4, OUT, 0, 1},
    };
    static const struct {
        double own[5], want;
    } rows[] = {
        { { 0, 0, 0, 0, 0 }, 0 },
        { { 0, 0, 1, 0, 0 }, 3 },
        { { .1, 0, .9, 0, 0 }, 4.8 },
    };
    qd_clearing c;
    make(&c, 5, 1, debts, COUNT(debts), NULL, 0);
    for (size_t r = 0; r < COUNT(rows); r++) {
        double all = 0;
        qd_clearing_least(&c, rows[r].own, none);
        for (uint32_t u = 0; u < 5; u++)
            all += rows[r].own[u] + c.received[u];
        near_to(all, rows[r].want);
    }
    qd_clearing_free(&mem, &c);
}

/* In default whatever it has, at a price of its own: of 1 + 2 party 1 has half
 * of its 1 left and none of the 2, and party 2 lacks what it owes, 8.4. */
static void test_struck(void **s)
{
    (void)s;
    static const qd_costs costs[] = {{1, 1}, {.5, 0}, {1, 1}};
    static const uint8_t struck[] = {0, 1, 0};
    static const double want[] = {.8, .5, 1 + .7 + .5 * 10.5 / 12.5};
    qd_clearing c;
    make(&c, 3, 1, rogers, COUNT(rogers), NULL, 0);
    c.costs = costs;
    c.struck = struck;
    for (int least = 0; least < 2; least++) {
        qd_cleared got = (least ? qd_clearing_least : qd_clearing_greatest)(
            &c, (double[]){1, 1, 1}, none);
        assert_int_equal(got.defaults, 2);
        assert_true(got.residual < 1e-12);
        for (uint32_t u = 0; u < 3; u++)
            near_to(c.paid[u], want[u]);
        assert_int_equal(c.round[1], 1);
        assert_int_equal(c.round[2], least ? 1 : 2);
    }
    qd_clearing_free(&mem, &c);
}

/* Other amounts: as if it had been made of them. */
static void test_refill(void **s)
{
    (void)s;
    static const double own[] = {0, 0, .1};
    qd_debt ones[COUNT(rogers)];
    qd_clearing c;
    for (size_t i = 0; i < COUNT(rogers); i++) {
        ones[i] = rogers[i];
        ones[i].amount = 1;
    }
    make(&c, 3, 1, ones, COUNT(ones), NULL, 0);
    qd_clearing_greatest(&c, own, none);
    qd_clearing_refill(&c, rogers, COUNT(rogers));
    qd_clearing_greatest(&c, own, none);
    near_to(c.paid[1], 45 / 8.0);
    near_to(c.paid[2], 221 / 40.0);
    ones[3].amount = 0;
    qd_clearing_refill(&c, ones, COUNT(ones));
    qd_clearing_greatest(&c, own, none);
    near_to(c.owed[1], 1);
    near_to(c.due[2], 1);
    qd_clearing_free(&mem, &c);
}

/* A11: the outside is paid first. */
static void test_senior(void **s)
{
    (void)s;
    static const qd_debt debts[] = {
        {0, OUT, 0, 17}, {1, OUT, 0, 18}, {2, OUT, 0, 8},
        {0, 1, 1, 4}, {1, 2, 1, 3}, {2, 0, 1, 2},
    };
    static const double rates[] = {.75, 1, 1}, equity[] = {-1, 0, 2};
    static const double whole[] = {1, 3, 3};
    qd_clearing c;
    make(&c, 3, 2, debts, COUNT(debts), NULL, 0);
    qd_clearing_greatest(&c, (double[]){18, 18, 9}, none);
    for (uint32_t u = 0; u < 3; u++) {
        near_to(qd_clearing_rate(&c, u, 0), 1);
        near_to(qd_clearing_rate(&c, u, 1), rates[u]);
        near_to(c.equity[u], equity[u]);
    }
    qd_clearing_greatest(&c, (double[]){20, 20, 10}, none);
    for (uint32_t u = 0; u < 3; u++)
        near_to(c.equity[u], whole[u]);
    qd_clearing_free(&mem, &c);
}

/* A12, A13: the set that the neva package brings. */
static void test_neva(void **s)
{
    (void)s;
    static const qd_debt debts[] = {
        {0, OUT, 0, 9}, {1, OUT, 0, 4}, {2, OUT, 0, 2},
        {1, 0, 0, .5}, {2, 1, 0, .5}, {0, 2, 0, .5},
    };
    static const struct {
        double own[3], want[3];
    } rows[] = {
        { { 8.8, 5, 3 }, { -.2, 1, 1 - .5 * (1 - 9.3 / 9.5) } },
        { { 8.8, 3.8, 3 }, { -.222222222222, -.2, .988304093567 } },
    };
    qd_clearing c;
    make(&c, 3, 1, debts, COUNT(debts), NULL, 0);
    for (size_t r = 0; r < COUNT(rows); r++) {
        qd_clearing_greatest(&c, rows[r].own, none);
        for (uint32_t u = 0; u < 3; u++)
            near_by(c.equity[u], rows[r].want[u], 1e-11);
    }
    qd_clearing_free(&mem, &c);
}

/* C1: two that own half of each other, without debts. */
static void test_cross_holdings(void **s)
{
    (void)s;
    static const qd_holding held[] = {{0, 1, .5}, {1, 0, .5}};
    qd_clearing c;
    make(&c, 2, 1, NULL, 0, held, 2);
    qd_clearing_greatest(&c, (double[]){1, 0}, none);
    near_to(c.equity[0], 4 / 3.0);
    near_to(c.equity[1], 2 / 3.0);
    qd_clearing_greatest(&c, (double[]){1, 1}, none);
    near_to(c.equity[0], 2);
    near_to(c.equity[1], 2);
    qd_clearing_free(&mem, &c);
    /* nobody says what two are worth that own each other wholly */
    static const qd_holding all[] = {{0, 1, 1}, {1, 0, 1}};
    make(&c, 2, 1, NULL, 0, all, 2);
    qd_cleared got = qd_clearing_greatest(&c, (double[]){1, 0}, none);
    assert_int_equal(got.end, QD_CLEARING_TIRED);
    assert_true(got.residual > 0);
    qd_clearing_free(&mem, &c);
}

/* A row beyond n is not there. The matrix says who has at stake what. */
static void test_exposures(void **s)
{
    (void)s;
    double at[9];
    static const double want[9] = {0, 2, 0, .1, 0, 8.4, .7, 10.5, 0};
    qd_clearing c;
    make(&c, 3, 1, rogers, COUNT(rogers), NULL, 0);
    qd_clearing_exposures(&c, at);
    assert_memory_equal(at, want, sizeof at);
    qd_clearing_free(&mem, &c);
}

/* ---- Beside an iteration that knows nothing */

static uint64_t state = 1;

static uint32_t some(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

static double unit(void)
{
    return some(1u << 30) / 0x1p30;
}

struct net {
    uint32_t n, ranks, n_debts, n_held;
    qd_debt debts[400];
    qd_holding held[40];
    double own[MOST];
};

static void random_net(struct net *x, uint32_t ranks, bool holdings)
{
    *x = (struct net){.n = 2 + some(MOST - 2), .ranks = ranks};
    uint32_t count = some(4 * x->n), poor = some(2);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t u = some(x->n), v = some(x->n + 1);
        if (u == v || (v == x->n && poor)) continue;
        x->debts[x->n_debts++] = (qd_debt){
            u, v == x->n ? OUT : v, some(ranks), some(8) * (.5 + unit())};
    }
    for (uint32_t u = 0; u < x->n; u++) {
        x->own[u] = some(3) ? 3 * unit() : some(2);
        if (poor && some(5)) x->own[u] = 0;
        uint32_t v = some(x->n);
        if (holdings && v != u && some(2))
            x->held[x->n_held++] = (qd_holding){u, v, .1 + .8 * unit()};
    }
}

/* What each debt is paid, one step on from what it was paid before. */
static void step(const struct net *x, qd_costs costs, bool *fallen,
                 double *paid, double *equity)
{
    double has[MOST], owed[MOST] = {0}, rank_owed[MOST][3] = {{0}};
    for (uint32_t u = 0; u < x->n; u++)
        has[u] = 0;
    for (uint32_t i = 0; i < x->n_debts; i++) {
        const qd_debt *d = &x->debts[i];
        if (d->to != OUT) has[d->to] += paid[i];
        owed[d->from] += d->amount;
        rank_owed[d->from][d->rank] += d->amount;
    }
    for (uint32_t i = 0; i < x->n_held; i++)
        has[x->held[i].by] += x->held[i].share * equity[x->held[i].of];
    for (uint32_t u = 0; u < x->n; u++) {
        fallen[u] = x->own[u] + has[u] < owed[u] * (1 - 1e-13);
        has[u] = fallen[u] ? costs.own * x->own[u] + costs.received * has[u]
                           : x->own[u] + has[u];
        equity[u] = fmax(0, has[u] - owed[u]);
    }
    for (uint32_t i = 0; i < x->n_debts; i++) {
        const qd_debt *d = &x->debts[i];
        double left = has[d->from], all = rank_owed[d->from][d->rank];
        for (uint32_t r = 0; r < d->rank; r++)
            left -= rank_owed[d->from][r];
        paid[i] = left <= 0 || all == 0 ? 0
                  : !fallen[d->from] || left > all
                      ? d->amount
                      : d->amount * left / all;
    }
}

static void iterate(const struct net *x, qd_costs costs, bool above,
                    bool *fallen, double *paid)
{
    double equity[MOST] = {0};
    for (uint32_t i = 0; i < x->n_debts; i++)
        paid[i] = above ? x->debts[i].amount : 0;
    for (int k = 0; k < 6000; k++)
        step(x, costs, fallen, paid, equity);
}

static double paid_on(const qd_clearing *c, const qd_debt *d)
{
    return d->amount * qd_clearing_rate(c, d->from, d->rank);
}

static void make_net(qd_clearing *c, const struct net *x)
{
    make(c, x->n, x->ranks, x->debts, x->n_debts, x->held, x->n_held);
}

static qd_costs random_costs(void)
{
    return some(2) ? none : (qd_costs){unit(), some(2) ? 1 : unit()};
}

/* From above the greatest, from below the least; and in between nothing. */
static void test_iterations(void **s)
{
    (void)s;
    int differ = 0, deep = 0;
    for (int round = 0; round < 600; round++) {
        struct net x;
        qd_clearing c;
        bool fallen[MOST];
        double from_above[400], from_below[400];
        qd_costs costs = random_costs();
        random_net(&x, 1 + some(3), false);
        make_net(&c, &x);
        iterate(&x, costs, true, fallen, from_above);
        qd_cleared got = qd_clearing_greatest(&c, x.own, costs);
        if (x.ranks == 1) assert_int_equal(got.end, QD_CLEARING_SOLVED);
        assert_int_not_equal(got.end, QD_CLEARING_TIRED);
        assert_true(got.residual < 1e-12);
        deep += got.rounds > 2;
        for (uint32_t u = 0; u < x.n; u++)
            assert_int_equal(c.round[u] > 0, fallen[u]);
        for (uint32_t i = 0; i < x.n_debts; i++)
            near_by(paid_on(&c, &x.debts[i]), from_above[i], 1e-9);
        iterate(&x, costs, false, fallen, from_below);
        got = qd_clearing_least(&c, x.own, costs);
        assert_true(got.residual < 1e-9);
        bool other = false;
        for (uint32_t i = 0; i < x.n_debts; i++) {
            near_by(paid_on(&c, &x.debts[i]), from_below[i], 1e-9);
            other = other || from_below[i] < from_above[i] - 1e-6;
        }
        differ += other;
        qd_clearing_free(&mem, &c);
    }
    assert_true(differ > 20 && deep > 20);
}

/* Equities hang together; without default costs there is one answer, which
 * the iteration from below finds. */
static void test_held(void **s)
{
    (void)s;
    for (int round = 0; round < 400; round++) {
        struct net x;
        qd_clearing c;
        bool fallen[MOST];
        double paid[400];
        random_net(&x, 1 + some(2), true);
        for (uint32_t u = 0; u < x.n; u++)
            x.own[u] += .01;
        make_net(&c, &x);
        iterate(&x, none, false, fallen, paid);
        qd_cleared got = qd_clearing_greatest(&c, x.own, none);
        assert_true(got.residual < 1e-10);
        for (uint32_t i = 0; x.ranks == 1 && i < x.n_debts; i++)
            near_by(paid_on(&c, &x.debts[i]), paid[i], 1e-8);
        got = qd_clearing_least(&c, x.own, none);
        assert_int_not_equal(got.end, QD_CLEARING_TIRED);
        for (uint32_t i = 0; i < x.n_debts; i++)
            near_by(paid_on(&c, &x.debts[i]), paid[i], 1e-8);
        qd_clearing_free(&mem, &c);
    }
}

/* ---- What must hold */

static void test_order_and_scale(void **s)
{
    (void)s;
    for (int round = 0; round < 300; round++) {
        struct net x, y;
        qd_clearing c, d;
        qd_costs costs = random_costs();
        random_net(&x, 1 + some(3), some(2));
        make_net(&c, &x);
        y = x;
        for (uint32_t i = y.n_debts; i > 1; i--) {
            uint32_t k = some(i);
            qd_debt keep = y.debts[k];
            y.debts[k] = y.debts[i - 1];
            y.debts[i - 1] = keep;
        }
        for (uint32_t i = 0; i < y.n_debts; i++)
            y.debts[i].amount *= 1024;
        for (uint32_t u = 0; u < y.n; u++)
            y.own[u] *= 1024;
        make_net(&d, &y);
        qd_clearing_greatest(&c, x.own, costs);
        qd_clearing_greatest(&d, y.own, costs);
        for (uint32_t u = 0; u < x.n; u++) {
            assert_true(d.paid[u] == 1024 * c.paid[u]);
            assert_int_equal(d.round[u], c.round[u]);
        }
        qd_clearing_free(&mem, &c);
        qd_clearing_free(&mem, &d);
    }
}

/* More cash pays nobody less; money is neither made nor, without costs,
 * lost; nothing is below the least or above what is owed. */
static void test_monotone_and_conserved(void **s)
{
    (void)s;
    for (int round = 0; round < 300; round++) {
        struct net x;
        qd_clearing c;
        double least[MOST], paid[MOST], in = 0, out = 0;
        random_net(&x, 1 + some(3), false);
        make_net(&c, &x);
        qd_clearing_least(&c, x.own, none);
        memcpy(least, c.paid, sizeof *least * x.n);
        qd_clearing_greatest(&c, x.own, none);
        memcpy(paid, c.paid, sizeof *paid * x.n);
        for (uint32_t u = 0; u < x.n; u++) {
            assert_true(least[u] <= paid[u] + 1e-12);
            assert_true(paid[u] <= c.owed[u]);
            near_by(c.received[u] + x.own[u] - paid[u],
                    fmax(0, c.equity[u]), 1e-11);
            in += c.received[u];
        }
        for (uint32_t i = 0; i < x.n_debts; i++)
            if (x.debts[i].to != OUT) out += paid_on(&c, &x.debts[i]);
        near_by(in, out, 1e-12);
        x.own[some(x.n)] += unit();
        qd_clearing_greatest(&c, x.own, none);
        for (uint32_t u = 0; u < x.n; u++)
            assert_true(c.paid[u] >= paid[u] - 1e-12);
        qd_clearing_free(&mem, &c);
    }
}

/* ---- Many parties: systems after a work list, and the work list alone */

/* Payments of all made anew from the payments of all, from above, again and
 * again: the part of each rank that a party pays. */
struct all {
    uint32_t n, ranks, count;
    qd_debt *debts;
    double *own, *rate, *has, *owed;
};

static void pay_anew(struct all *x, qd_costs costs)
{
    memset(x->has, 0, x->n * sizeof *x->has);
    for (uint32_t i = 0; i < x->count; i++)
        if (x->debts[i].to != OUT)
            x->has[x->debts[i].to] +=
                x->debts[i].amount *
                x->rate[x->debts[i].from * x->ranks + x->debts[i].rank];
    for (uint32_t u = 0; u < x->n; u++) {
        double owed = 0, has = x->own[u] + x->has[u];
        for (uint32_t r = 0; r < x->ranks; r++)
            owed += x->owed[u * x->ranks + r];
        if (has < owed * (1 - 0x1p-44))
            has = costs.own * x->own[u] + costs.received * x->has[u];
        for (uint32_t r = 0; r < x->ranks; r++) {
            double due = x->owed[u * x->ranks + r];
            double pays = fmin(due, has);
            x->rate[u * x->ranks + r] = due > 0 ? pays / due : 1;
            has -= pays;
        }
    }
}

static void draw_all(struct all *x, uint32_t n, uint32_t ranks, double cash)
{
    *x = (struct all){.n = n, .ranks = ranks};
    x->debts = qd_mem_resize(&mem, NULL, 8 * n * sizeof *x->debts);
    x->own = qd_mem_resize(&mem, NULL, n * sizeof *x->own);
    x->has = qd_mem_resize(&mem, NULL, n * sizeof *x->has);
    x->rate = qd_mem_resize(&mem, NULL, n * ranks * sizeof *x->rate);
    x->owed = qd_mem_zero(&mem, n * ranks * sizeof *x->owed);
    for (uint32_t u = 0; u < n; u++) {
        x->own[u] = cash * unit();
        for (uint32_t k = 0; k < 8; k++) {
            uint32_t v = k ? some(n) : OUT, r = some(ranks);
            if (v == u) continue;
            x->debts[x->count] = (qd_debt){u, v, r, 1 + unit()};
            x->owed[u * ranks + r] += x->debts[x->count++].amount;
        }
    }
    for (uint32_t i = 0; i < n * ranks; i++)
        x->rate[i] = 1;
}

static void many(uint32_t n, uint32_t ranks, double cash, qd_costs costs,
                 bool by_waves)
{
    struct all x;
    qd_clearing c;
    draw_all(&x, n, ranks, cash);
    make(&c, n, ranks, x.debts, x.count, NULL, 0);
    qd_cleared got = qd_clearing_greatest(&c, x.own, costs);
    assert_int_equal(got.end, by_waves ? QD_CLEARING_STEADY
                                       : QD_CLEARING_SOLVED);
    assert_true(got.defaults > (by_waves ? QD_CLEARING_EXACT : 65));
    assert_true(got.defaults < n);
    assert_true(got.residual < 1e-11);
    for (int k = 0; k < 400; k++)
        pay_anew(&x, costs);
    for (uint32_t i = 0; i < n * ranks; i++)
        near_by(qd_clearing_rate(&c, i / ranks, i % ranks), x.rate[i], 1e-11);
    assert_true(got.rounds > 1);
    qd_clearing_free(&mem, &c);
}

/* Everybody hands on what comes in and some cents more: one falls a round. */
static void test_one_by_one(void **s)
{
    (void)s;
    enum { N = 3000 };
    const double more = 0x1p-20;
    qd_debt *debts = qd_mem_resize(&mem, NULL, N * sizeof *debts);
    double *own = qd_mem_resize(&mem, NULL, N * sizeof *own);
    for (uint32_t u = 0; u < N; u++) {
        debts[u] = (qd_debt){u, u + 1 < N ? u + 1 : OUT, 0, 1};
        own[u] = u ? more : 0.5;
    }
    qd_clearing c;
    make(&c, N, 1, debts, N, NULL, 0);
    qd_cleared got = qd_clearing_greatest(&c, own, none);
    assert_int_equal(got.rounds, N);
    assert_int_equal(got.defaults, N);
    assert_int_equal(got.end, QD_CLEARING_STEADY);
    for (uint32_t u = 0; u < N; u++) {
        near_by(c.paid[u], 0.5 + u * more, 1e-15);
        assert_int_equal(c.round[u], u + 1);
    }
    qd_clearing_free(&mem, &c);
}

static void test_many(void **s)
{
    (void)s;
    const qd_costs some_costs = {0.9, 0.8};
    many(600, 1, 9, none, false);
    many(5000, 1, 6, none, true);
    many(600, 3, 9, none, false);
    many(5000, 3, 9, none, true);
    many(5000, 1, 15, some_costs, true);
    many(5000, 3, 12, some_costs, true);
}

/* A party whose dollars go round a million times before they leave. */
static void test_slow_ring(void **s)
{
    (void)s;
    static const qd_debt debts[] = {
        {0, 1, 0, 1e6}, {1, 0, 0, 1e6}, {0, OUT, 0, 2}, {1, OUT, 0, 1},
    };
    qd_clearing c;
    make(&c, 2, 1, debts, COUNT(debts), NULL, 0);
    qd_cleared got = qd_clearing_greatest(&c, (double[]){0, 0}, none);
    assert_int_equal(got.end, QD_CLEARING_SOLVED);
    near_by(c.paid[0], 0, 1e-6);
    assert_true(got.residual < 1e-6);
    qd_clearing_greatest(&c, (double[]){1, 1}, none);
    /* p1 = 1 + p0 f, p0 = 1 + p1 g with f, g just below 1 */
    double f = 1e6 / (1e6 + 2), g = 1e6 / (1e6 + 1);
    near_by(c.paid[0], (1 + g) / (1 - f * g), 1e-9);
    near_by(c.paid[1], (1 + f) / (1 - f * g), 1e-9);
    qd_clearing_free(&mem, &c);
}

/* ---- Lanes: beside the single run, and the same bits from every width */

#define PATHS 64

static unsigned widest(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return 8;
    if (__builtin_cpu_supports("avx2")) return 4;
#endif
    return 2;
}

struct lanes {
    uint32_t from[400], to[400], n_arcs;
    double amount[400 * PATHS], outside[MOST * PATHS], own[MOST * PATHS];
    double paid[MOST * PATHS], round[MOST * PATHS];
    double other[MOST * PATHS], other_round[MOST * PATHS];
};

/* Each path has a network of its own on the same arcs. */
static void draw_paths(struct lanes *l, const struct net *x)
{
    l->n_arcs = 0;
    for (uint32_t i = 0; i < x->n_debts; i++) {
        if (x->debts[i].to == OUT) continue;
        l->from[l->n_arcs] = x->debts[i].from;
        l->to[l->n_arcs++] = x->debts[i].to;
    }
    for (uint32_t i = 0; i < l->n_arcs * PATHS; i++)
        l->amount[i] = some(8) * (.5 + unit());
    for (uint32_t i = 0; i < x->n * PATHS; i++) {
        l->outside[i] = some(2) * unit();
        l->own[i] = some(3) * unit();
    }
}

static void clear_path(const struct lanes *l, struct net *x, uint32_t path,
                       qd_costs costs)
{
    qd_clearing c;
    x->n_debts = 0;
    for (uint32_t a = 0; a < l->n_arcs; a++)
        x->debts[x->n_debts++] = (qd_debt){l->from[a], l->to[a], 0,
                                           l->amount[a * PATHS + path]};
    for (uint32_t u = 0; u < x->n; u++) {
        x->own[u] = l->own[u * PATHS + path];
        x->debts[x->n_debts++] =
            (qd_debt){u, OUT, 0, l->outside[u * PATHS + path]};
    }
    make_net(&c, x);
    qd_clearing_greatest(&c, x->own, costs);
    for (uint32_t u = 0; u < x->n; u++) {
        near_by(l->paid[u * PATHS + path], c.paid[u], 1e-11);
        assert_true(l->round[u * PATHS + path] == c.round[u]);
    }
    qd_clearing_free(&mem, &c);
}

static void test_lanes(void **s)
{
    (void)s;
    static struct lanes l;
    for (int round = 0; round < 20; round++) {
        struct net x;
        qd_costs costs = random_costs();
        random_net(&x, 1, false);
        draw_paths(&l, &x);
        qd_clear_net net = {x.n, l.n_arcs, l.from, l.to};
        qd_clear_paths paths = {PATHS, PATHS, l.amount, l.outside, l.own,
                                l.paid, l.round};
        double *work = qd_mem_resize(&mem, NULL, sizeof *work *
                                                     qd_clear_lanes_room(&net));
        qd_clear_lanes_of(2)(&net, &paths, costs, work);
        for (uint32_t path = 0; path < PATHS; path++)
            clear_path(&l, &x, path, costs);
        paths.paid = l.other;
        paths.round = l.other_round;
        for (unsigned width = 4; width <= widest(); width *= 2) {
            qd_clear_lanes_of(width)(&net, &paths, costs, work);
            size_t size = sizeof(double) * PATHS * x.n;
            assert_memory_equal(l.paid, l.other, size);
            assert_memory_equal(l.round, l.other_round, size);
        }
        qd_mem_release(&mem, work);
    }
}

/* ---- DebtRank: B1, B3, B5, B7 */

static void test_debtrank(void **s)
{
    (void)s;
    static const qd_debt ring[] = {{1, 0, 0, .5}, {2, 1, 0, .5},
                                   {0, 2, 0, .5}};
    static const qd_debt chain[] = {{1, 0, 0, .5}, {2, 1, 0, .5}};
    static const double ones[] = {1, 1, 1}, three[] = {1.5, 1, .5};
    double left[3], work[3], h[3] = {.1, 0, 0};
    uint8_t bytes[3];
    qd_clearing c;
    make(&c, 3, 1, ring, 3, NULL, 0);
    assert_true(qd_debtrank_linear(&c, ones, (double[]){.1, 0, 0}, left,
                                   work));
    near_to(1 - left[0], 4 / 35.0);
    near_to(1 - left[1], 1 / 35.0);
    near_to(1 - left[2], 2 / 35.0);
    qd_debtrank_once(&c, ones, h, work, bytes);
    near_to(h[0], 9 / 80.0);
    near_to(h[1], 1 / 40.0);
    near_to(h[2], 1 / 20.0);
    near_to((h[0] + h[1] + h[2] - .1) / 3, 7 / 240.0);
    qd_clearing_free(&mem, &c);
    make(&c, 3, 1, chain, 2, NULL, 0);
    assert_true(qd_debtrank_linear(&c, three, (double[]){0, 0, .5}, left,
                                   work));
    near_to(1 - left[0] / 1.5, 1 / 6.0);
    near_to(1 - left[1], .5);
    near_to(left[2], 0);
    h[0] = h[1] = 0, h[2] = 1;
    assert_int_equal(qd_debtrank_once(&c, three, h, work, bytes), 3);
    near_to(h[0], 1 / 6.0);
    near_to(h[1], .5);
    near_to((h[0] + h[1] + h[2] - 1) / 3, 2 / 9.0);
    qd_clearing_free(&mem, &c);
}

/* B7: everybody is gone where clearing loses one (A11). */
static void test_debtrank_ring(void **s)
{
    (void)s;
    static const qd_debt debts[] = {{0, 1, 1, 4}, {1, 2, 1, 3}, {2, 0, 1, 2}};
    static const double want[] = {-3, -3, -1};
    double left[3], work[3];
    qd_clearing c;
    make(&c, 3, 2, debts, 3, NULL, 0);
    assert_true(qd_debtrank_linear(&c, (double[]){1, 3, 3},
                                   (double[]){2, 2, 1}, left, work));
    for (uint32_t u = 0; u < 3; u++)
        near_to(left[u], want[u]);
    qd_clearing_free(&mem, &c);
}

static void test_faults(void **s)
{
    (void)s;
    static const struct {
        qd_clearing_fault fault;
        qd_debt debt;
        qd_holding held;
        size_t where;
    } rows[] = {
        { QD_CLEARING_PARTY, {2, 1, 0, 1}, {0, 1, .5}, 0 },
        { QD_CLEARING_PARTY, {0, 7, 0, 1}, {0, 1, .5}, 0 },
        { QD_CLEARING_PARTY, {0, 1, 1, 1}, {0, 1, .5}, 0 },
        { QD_CLEARING_SELF, {1, 1, 0, 1}, {0, 1, .5}, 0 },
        { QD_CLEARING_AMOUNT, {0, 1, 0, -1}, {0, 1, .5}, 0 },
        { QD_CLEARING_AMOUNT, {0, 1, 0, NAN}, {0, 1, .5}, 0 },
        { QD_CLEARING_AMOUNT, {0, 1, 0, INFINITY}, {0, 1, .5}, 0 },
        { QD_CLEARING_SHARE, {0, 1, 0, 1}, {0, 1, 1.5}, 1 },
        { QD_CLEARING_SHARE, {0, 1, 0, 1}, {0, 1, 0}, 1 },
        { QD_CLEARING_SELF, {0, 1, 0, 1}, {1, 1, .5}, 1 },
    };
    qd_clearing c;
    size_t where;
    for (size_t r = 0; r < COUNT(rows); r++) {
        assert_int_equal(qd_clearing_make(&mem, &c, 2, 1, &rows[r].debt, 1,
                                          &rows[r].held, 1, &where),
                         rows[r].fault);
        assert_int_equal(where, rows[r].where);
    }
    static const qd_holding twice[] = {{1, 0, .2}, {0, 1, .6}, {0, 1, .6}};
    assert_int_equal(qd_clearing_make(&mem, &c, 2, 1, NULL, 0, twice, 3,
                                      &where), QD_CLEARING_SHARE);
    assert_int_equal(where, 1);
    assert_int_equal(qd_clearing_make(&mem, &c, UINT32_MAX / 2, 2, NULL, 0,
                                      NULL, 0, &where), QD_CLEARING_SIZE);
    make(&c, 0, 1, NULL, 0, NULL, 0);
    assert_int_equal(qd_clearing_greatest(&c, NULL, none).defaults, 0);
    qd_clearing_free(&mem, &c);
    assert_int_equal(mem.in_use, 0);
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
        cmocka_unit_test(test_published),
        cmocka_unit_test(test_least),
        cmocka_unit_test(test_flooding),
        cmocka_unit_test(test_struck),
        cmocka_unit_test(test_refill),
        cmocka_unit_test(test_senior),
        cmocka_unit_test(test_neva),
        cmocka_unit_test(test_cross_holdings),
        cmocka_unit_test(test_exposures),
        cmocka_unit_test(test_iterations),
        cmocka_unit_test(test_held),
        cmocka_unit_test(test_order_and_scale),
        cmocka_unit_test(test_monotone_and_conserved),
        cmocka_unit_test(test_slow_ring),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_debtrank),
        cmocka_unit_test(test_debtrank_ring),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_one_by_one),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
