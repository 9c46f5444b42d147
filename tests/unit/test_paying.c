/* What is paid month by month: small worlds by hand, and random ones against
 * plain iteration that knows nothing of clearing. */
#include "unit_test.h"

#include <math.h>
#include <string.h>

#include "math/paying.h"

#define OUT QD_OUTSIDE
#define NEVER QD_PAYING_NEVER
enum { PARTIES = 5, MONTHS = 6, DUES = 14 };

static qd_mem mem;
static jmp_buf oom;

struct world {
    qd_paying_net net;
    qd_paying_due due[DUES];
    uint8_t bounded[PARTIES];
    uint32_t struck[PARTIES];
    qd_costs recovery[PARTIES], failing[PARTIES];
    double opening[PARTIES], amount[MONTHS * DUES];
    double fee[DUES], share[DUES], whole[DUES], cap[DUES];
    double asked[MONTHS * DUES], paid[MONTHS * DUES], cash[MONTHS * PARTIES];
    uint32_t failed[PARTIES], round[PARTIES];
};

/* All bounded and nobody struck; who fails by a rule pays what it has. */
static void begin(struct world *w, uint32_t n, uint32_t months)
{
    *w = (struct world){ .net = { .n = n, .months = months, .ranks = 4,
                                  .deals = DUES } };
    for (uint32_t u = 0; u < n; u++) {
        w->bounded[u] = 1;
        w->struck[u] = NEVER;
        w->failing[u] = (qd_costs){ 1, 1 };
    }
    for (uint32_t d = 0; d < DUES; d++)
        w->cap[d] = INFINITY;
}

static uint32_t add(struct world *w, uint32_t from, uint32_t to, uint8_t rank,
                    uint8_t rule, uint8_t part)
{
    uint32_t d = w->net.dues++;
    w->due[d] = (qd_paying_due){ from, to, d, rank, rule, part };
    return d;
}

static uint32_t plain(struct world *w, uint32_t from, uint32_t to)
{
    return add(w, from, to, 3, QD_PAYING_DEFER, QD_PAYING_PLAIN);
}

/* After all dues have been added: their number is the stride. */
static void each(struct world *w, uint32_t d, const double *x)
{
    for (uint32_t t = 0; t < w->net.months; t++)
        w->amount[t * w->net.dues + d] = x[t];
}

static void every(struct world *w, uint32_t d, double x)
{
    for (uint32_t t = 0; t < w->net.months; t++)
        w->amount[t * w->net.dues + d] = x;
}

static bool run(struct world *w)
{
    w->net.due = w->due;
    w->net.bounded = w->bounded;
    w->net.struck = w->struck;
    w->net.recovery = w->recovery;
    w->net.failing = w->failing;
    qd_paying_path path = {
        .opening = w->opening, .due = w->amount, .fee = w->fee,
        .share = w->share, .whole = w->whole, .cap = w->cap,
        .asked = w->asked, .paid = w->paid, .cash = w->cash,
        .failed = w->failed, .round = w->round };
    qd_paying *p = qd_paying_make(&mem, &w->net);
    bool some = qd_paying_run(p, &path);
    qd_paying_free(&mem, p);
    return some;
}

static void pays(const struct world *w, uint32_t d, const double *want)
{
    for (uint32_t t = 0; t < w->net.months; t++) {
        double got = w->paid[t * w->net.dues + d];
        if (fabs(got - want[t]) > 1e-9)
            fail_msg("due %u month %u: got %.12g, want %.12g", d, t, got,
                     want[t]);
    }
}

#define PAYS(w, d, ...) pays(w, d, (const double[]){ __VA_ARGS__ })
#define EACH(w, d, ...) each(w, d, (const double[]){ __VA_ARGS__ })

/* ---- By hand */

/* 0 has 10 and owes 6 a month; in month 2 it gets 20. */
static void test_deferred(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 2, 4);
    uint32_t rent = plain(&w, 0, 1), sale = plain(&w, OUT, 0);
    w.opening[0] = 10;
    every(&w, rent, 6);
    EACH(&w, sale, 0, 0, 20, 0);
    assert_true(run(&w));
    PAYS(&w, rent, 6, 4, 8, 6);
    assert_int_equal(w.failed[0], 1);
    assert_int_equal(w.round[0], 1);
    assert_int_equal(w.failed[1], NEVER);
    assert_true(w.cash[3 * 2] == 6 && w.cash[3 * 2 + 1] == 24);
}

/* Running costs before what is owed to others; those in proportion. */
static void test_ranks(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 3, 1);
    uint32_t wages = add(&w, 0, OUT, 2, QD_PAYING_DEFER, QD_PAYING_PLAIN);
    uint32_t one = plain(&w, 0, 1), two = plain(&w, 0, 2);
    w.opening[0] = 10;
    every(&w, wages, 4);
    every(&w, one, 4);
    every(&w, two, 8);
    run(&w);
    PAYS(&w, wages, 4);
    PAYS(&w, one, 2);
    PAYS(&w, two, 4);
}

/* Enough for all: paid is due to the bit. */
static void test_enough(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 2, 3);
    uint32_t d = plain(&w, 0, 1);
    w.opening[0] = 0.3;
    every(&w, d, 0.1);
    w.bounded[1] = 0;
    assert_false(run(&w));
    assert_memory_equal(w.paid, w.amount, 3 * sizeof(double));
}

/* In default from month 1 on: that month is not paid, nor any later. With
 * 40 % of cash and receipts: 40 % of the 10 it had, then of 5 a month. */
static void test_struck(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 2, 3);
    uint32_t rent = plain(&w, 0, 1), sale = plain(&w, OUT, 0);
    w.opening[0] = 12;
    w.struck[0] = 1;
    every(&w, rent, 7);
    every(&w, sale, 5);
    run(&w);
    PAYS(&w, rent, 7, 0, 0);
    assert_int_equal(w.failed[0], 1);
    assert_true(w.cash[2 * 2] == 20);
    w.recovery[0] = (qd_costs){ 0.4, 0.4 };
    run(&w);
    PAYS(&w, rent, 7, 6, 2);
}

/* Who has no balance pays all, until it is struck: then out of what it is
 * paid. */
static void test_struck_without_balance(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 2, 3);
    uint32_t rent = plain(&w, 0, 1), sale = plain(&w, OUT, 0);
    w.bounded[0] = 0;
    w.struck[0] = 2;
    w.recovery[0] = (qd_costs){ 1, 0.5 };
    every(&w, rent, 7);
    every(&w, sale, 4);
    run(&w);
    PAYS(&w, rent, 7, 7, 2);
}

/* 0 fails, so 1 does, so 2 does; 3 would by itself. */
static void test_rounds(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 4, 3);
    uint32_t d[4];
    for (uint32_t u = 0; u < 4; u++) d[u] = plain(&w, u, u < 3 ? u + 1 : OUT);
    for (uint32_t u = 0; u < 3; u++) every(&w, d[u], 4);
    every(&w, d[3], 5);
    w.opening[1] = 4;
    w.opening[2] = 7;
    w.struck[0] = 0;
    run(&w);
    PAYS(&w, d[0], 0, 0, 0);
    PAYS(&w, d[1], 4, 0, 0);
    PAYS(&w, d[2], 4, 4, 3);
    static const uint32_t failed[] = { 0, 1, 2, 0 };
    static const uint32_t round[] = { 1, 2, 3, 1 };
    assert_memory_equal(w.failed, failed, sizeof failed);
    assert_memory_equal(w.round, round, sizeof round);
}

/* Cancelled: nothing of it is due any more, but the fee of 3 is, and half of
 * what the whole of 40 then leaves (40 - 12). */
static void test_cancelled(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 2, 4);
    uint32_t rent = add(&w, 0, 1, 3, QD_PAYING_CANCEL, QD_PAYING_PLAIN);
    uint32_t fee = add(&w, 0, 1, 3, QD_PAYING_DEFER, QD_PAYING_FEE);
    uint32_t sale = plain(&w, OUT, 0);
    w.due[fee].deal = rent;
    w.opening[0] = 10;
    w.fee[rent] = 3;
    w.share[rent] = 0.5;
    w.whole[rent] = 40;
    every(&w, rent, 6);
    EACH(&w, sale, 0, 0, 5, 20);
    run(&w);
    PAYS(&w, rent, 6, 4, 0, 0);
    PAYS(&w, fee, 0, 0, 5, 12);
}

/* A rule makes a default of it: then no round is drawn any more, and what was
 * not lent is not paid back. */
static void test_default_by_rule(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 3, 4);
    uint32_t rent = add(&w, 0, 1, 3, QD_PAYING_DEFAULT, QD_PAYING_PLAIN);
    uint32_t draw = add(&w, 2, 0, 1, QD_PAYING_DEFER, QD_PAYING_FUNDS);
    uint32_t back = add(&w, 0, 2, 3, QD_PAYING_DEFER, QD_PAYING_SERVES);
    uint32_t sale = plain(&w, OUT, 0);
    w.due[back].deal = draw;
    w.opening[2] = 100;
    EACH(&w, rent, 5, 10, 0, 0);
    EACH(&w, draw, 4, 4, 8, 0);
    EACH(&w, back, 0, 0, 0, 16);
    EACH(&w, sale, 2, 2, 2, 20);
    run(&w);
    PAYS(&w, rent, 5, 7, 2, 1);
    PAYS(&w, draw, 4, 4, 0, 0);
    PAYS(&w, back, 0, 0, 0, 8);
    assert_int_equal(w.failed[0], 1);
    assert_true(w.asked[3 * w.net.dues + back] == 8);
}

/* A guarantee pays what is missing, up to its cap, while it is in force. */
static void test_guarantee(void **s)
{
    (void)s;
    struct world w;
    begin(&w, 3, 4);
    uint32_t rent = plain(&w, 0, 1);
    uint32_t cover = add(&w, 2, 1, 3, QD_PAYING_DEFER, QD_PAYING_COVER);
    w.due[cover].deal = rent;
    w.opening[0] = 7;
    w.opening[2] = 100;
    w.cap[cover] = 5;
    every(&w, rent, 4);
    EACH(&w, cover, 1, 1, 1, 0);
    run(&w);
    PAYS(&w, rent, 4, 3, 0, 0);
    PAYS(&w, cover, 0, 1, 4, 0);
    w.cap[cover] = 3.5;
    every(&w, cover, 1);
    run(&w);
    PAYS(&w, cover, 0, 1, 2.5, 0);
    assert_int_equal(w.failed[2], NEVER);
    w.opening[2] = 2;
    run(&w);
    PAYS(&w, cover, 0, 1, 1, 0);
    assert_int_equal(w.failed[2], 2);
}

/* ---- Random worlds, a second time */

static uint64_t state = 12345;

static double even(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53;
}

static uint32_t below(uint32_t n)
{
    return (uint32_t)(even() * n);
}

static void make_random(struct world *w)
{
    begin(w, 2 + below(PARTIES - 1), 1 + below(MONTHS));
    uint32_t n = w->net.n, dues = 1 + below(DUES);
    for (uint32_t u = 0; u < n; u++) {
        w->bounded[u] = even() < 0.8;
        w->opening[u] = even() < 0.3 ? 0 : 10 * even();
        if (even() < 0.2) w->struck[u] = below(w->net.months);
        if (even() < 0.5) w->recovery[u] = (qd_costs){ even(), even() };
        if (even() < 0.5) w->failing[u] = (qd_costs){ even(), even() };
    }
    for (uint32_t d = 0; d < dues; d++) {
        uint32_t from = below(n + 1), to = below(n + 1);
        if (from == to) to = (from + 1) % (n + 1);
        add(w, from == n ? OUT : from, to == n ? OUT : to, (uint8_t)below(4),
            (uint8_t)below(3), QD_PAYING_PLAIN);
    }
    for (uint32_t i = 0; i < w->net.months * dues; i++)
        w->amount[i] = even() < 0.3 ? 0 : floor(1 + 9 * even());
}

/* One party's payments of a month, out of `has`. */
static void share_out(const struct world *w, uint32_t u, double has,
                      const double *owed, double *pay)
{
    for (uint8_t rank = 0; rank < 4; rank++) {
        double sum = 0;
        for (uint32_t d = 0; d < w->net.dues; d++)
            if (w->due[d].from == u && w->due[d].rank == rank) sum += owed[d];
        double part = sum <= has + 1e-12 ? 1 : has / sum;
        for (uint32_t d = 0; d < w->net.dues; d++)
            if (w->due[d].from == u && w->due[d].rank == rank)
                pay[d] = part * owed[d];
        has = has > sum ? has - sum : 0;
    }
}

struct slow {
    double cash[PARTIES], pot[PARTIES], arrears[DUES];
    bool fallen[PARTIES], ended[DUES], fails[PARTIES];
    bool limited[PARTIES], lacks[PARTIES]; /* else it pays what it has not */
    qd_costs costs[PARTIES];
};

static double received(const struct world *w, uint32_t u, const double *pay)
{
    double sum = 0;
    for (uint32_t d = 0; d < w->net.dues; d++)
        if (w->due[d].to == u) sum += pay[d];
    return sum;
}

static void iterate(const struct world *w, const struct slow *x,
                    const double *owed, double *pay)
{
    double next[DUES];
    memcpy(pay, owed, w->net.dues * sizeof *pay);
    for (int pass = 0; pass < 200000; pass++) {
        double moved = 0;
        memcpy(next, owed, w->net.dues * sizeof *next);
        for (uint32_t u = 0; u < w->net.n; u++) {
            double in = received(w, u, pay);
            if (x->fallen[u])
                share_out(w, u, x->pot[u] + x->costs[u].received * in, owed,
                          next);
            else if (w->bounded[u] && x->limited[u])
                share_out(w, u, x->cash[u] + in, owed, next);
        }
        for (uint32_t d = 0; d < w->net.dues; d++)
            moved = fmax(moved, fabs(next[d] - pay[d]));
        memcpy(pay, next, w->net.dues * sizeof *pay);
        if (moved < 1e-14) break;
    }
}

static void into_default(const struct world *w, struct slow *x, uint32_t u,
                         const qd_costs *costs)
{
    x->fallen[u] = true;
    x->costs[u] = costs[u];
    x->pot[u] = w->bounded[u] ? costs[u].own * x->cash[u] : 0;
}

static bool more_defaults(const struct world *w, struct slow *x,
                          const double *owed, const double *pay)
{
    bool any = false;
    for (uint32_t d = 0; d < w->net.dues; d++) {
        uint32_t u = w->due[d].from;
        if (u == OUT || x->fallen[u] || w->due[d].rule != QD_PAYING_DEFAULT ||
            pay[d] > owed[d] - 1e-9) continue;
        into_default(w, x, u, w->failing);
        any = true;
    }
    return any;
}

static void slow_month(const struct world *w, struct slow *x, uint32_t t,
                       double *pay)
{
    double owed[DUES];
    for (uint32_t u = 0; u < w->net.n; u++)
        if (w->struck[u] == t && x->limited[u])
            into_default(w, x, u, w->recovery), x->fails[u] = true;
    for (uint32_t d = 0; d < w->net.dues; d++)
        owed[d] = x->arrears[d] +
                  (x->ended[d] ? 0 : w->amount[t * w->net.dues + d]);
    do iterate(w, x, owed, pay);
    while (more_defaults(w, x, owed, pay));
    for (uint32_t d = 0; d < w->net.dues; d++) {
        double left = owed[d] - pay[d];
        if (left < 1e-9) left = 0;
        if (left > 0) x->fails[w->due[d].from] = true;
        if (left > 0 && w->due[d].rule == QD_PAYING_CANCEL) {
            x->ended[d] = true;
            left = 0;
        }
        x->arrears[d] = left;
        if (w->due[d].from != OUT) x->cash[w->due[d].from] -= pay[d];
        if (w->due[d].from != OUT) x->pot[w->due[d].from] -= pay[d];
        if (w->due[d].to != OUT) x->cash[w->due[d].to] += pay[d];
        if (w->due[d].to != OUT)
            x->pot[w->due[d].to] += x->costs[w->due[d].to].received * pay[d];
    }
    for (uint32_t u = 0; u < w->net.n; u++)
        if (w->bounded[u] && x->cash[u] < -1e-9) x->lacks[u] = true;
}

/* The rounds by their definition: run after run, with all of the rounds
 * before held to what they have. */
static void compare_rounds(const struct world *w)
{
    uint32_t round[PARTIES] = { 0 };
    bool limited[PARTIES] = { 0 };
    for (uint32_t r = 1, more = 1; more; r++) {
        struct slow x = { 0 };
        double pay[DUES];
        more = 0;
        memcpy(x.limited, limited, sizeof limited);
        memcpy(x.cash, w->opening, sizeof x.cash);
        for (uint32_t t = 0; t < w->net.months; t++) slow_month(w, &x, t, pay);
        for (uint32_t u = 0; u < w->net.n; u++) {
            bool struck = r == 1 && w->struck[u] != NEVER;
            if (limited[u] || !(x.lacks[u] || struck)) continue;
            limited[u] = true;
            round[u] = r;
            more = 1;
        }
        if (more) continue;
        for (uint32_t u = 0; u < w->net.n; u++)
            assert_int_equal(w->round[u], x.fails[u] ? round[u] : 0);
    }
}

static void compare(const struct world *w)
{
    struct slow x = { 0 };
    double pay[DUES];
    memcpy(x.cash, w->opening, sizeof x.cash);
    memset(x.limited, true, sizeof x.limited);
    for (uint32_t t = 0; t < w->net.months; t++) {
        slow_month(w, &x, t, pay);
        for (uint32_t d = 0; d < w->net.dues; d++)
            if (fabs(pay[d] - w->paid[t * w->net.dues + d]) > 1e-8)
                fail_msg("month %u due %u: %.12g, want %.12g", t, d,
                         w->paid[t * w->net.dues + d], pay[d]);
        for (uint32_t u = 0; u < w->net.n; u++)
            assert_true(fabs(x.cash[u] - w->cash[t * w->net.n + u]) < 1e-8);
    }
}

/* What the parties have in the end is what they had and what came in less
 * what went out; who has a balance never has less than nothing. */
static void conserved(const struct world *w)
{
    double has = 0, had = 0;
    for (uint32_t u = 0; u < w->net.n; u++) {
        had += w->opening[u];
        has += w->cash[(w->net.months - 1) * w->net.n + u];
        for (uint32_t t = 0; t < w->net.months; t++)
            assert_true(!w->bounded[u] ||
                        w->cash[t * w->net.n + u] > -1e-9);
    }
    for (uint32_t i = 0; i < w->net.months * w->net.dues; i++) {
        const qd_paying_due *d = &w->due[i % w->net.dues];
        had += d->from == OUT ? w->paid[i] : 0;
        has += d->to == OUT ? w->paid[i] : 0;
    }
    assert_true(fabs(has - had) < 1e-9);
}

static void test_random(void **s)
{
    (void)s;
    uint32_t some = 0, later = 0;
    for (int i = 0; i < 4000; i++) {
        struct world w;
        make_random(&w);
        some += run(&w);
        compare(&w);
        compare_rounds(&w);
        conserved(&w);
        for (uint32_t u = 0; u < w.net.n; u++) {
            later += w.round[u] > 1;
            assert_true((w.round[u] > 0) == (w.failed[u] != NEVER));
        }
    }
    assert_true(some > 1000 && some < 4000 && later > 20);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deferred),
        cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_enough),
        cmocka_unit_test(test_struck),
        cmocka_unit_test(test_struck_without_balance),
        cmocka_unit_test(test_rounds),
        cmocka_unit_test(test_cancelled),
        cmocka_unit_test(test_default_by_rule),
        cmocka_unit_test(test_guarantee),
        cmocka_unit_test(test_random),
    };
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &oom;
    if (setjmp(oom)) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (mem.in_use > 0) return 1;
    return failed;
}
