/* What is due in a period: schedules against numbers reckoned by hand and
 * against a slow sum over small steps; formulas of claims. */
#include "model_text.h"

#include <math.h>

#include "expr/eval.h"
#include "model/consistency.h"
#include "model/lower.h"

#undef ROOT
#define ROOT                                                                 \
    "quid 1 \"t\"\n"                                                         \
    "  currency: USD $\n"                                                    \
    "  horizon: 2025-01..2035-12\n"                                          \
    "party a, b, c\n"

struct asked {
    qd_lowering l;
    qd_eval e;
    qd_arena arena;
};

static void ask(struct asked *q, struct world *w, const qd_view *view)
{
    qd_arena_init(&q->arena, &w->mem);
    qd_lowering_init(&q->l, view, &q->arena);
    qd_lower_all(&q->l);
    qd_eval_init(&q->e, &q->l.graph, &w->mem, QD_FACE_CLAIMS,
                 qd_day_months(w->m.horizon.from));
}

static void asked_end(struct asked *q)
{
    qd_eval_free(&q->e);
    qd_lowering_free(&q->l);
}

/* All dues of a directive and kind in a period, in bn; NAN: a hole. */
static qd_piece due_in(struct asked *q, uint32_t dir, int kind, qd_day from,
                       qd_day to)
{
    qd_piece sum = { 0, 0, false, false };
    qd_eval_period(&q->e, qd_day_months(from), qd_day_months(to));
    for (uint32_t i = 0; i < q->l.dues.n; i++) {
        const qd_due *d = &q->l.dues.at[i];
        if (d->dir != dir || d->kind != kind) continue;
        const qd_set *s = qd_eval_node(&q->e, d->amount);
        if (s->unknown || s->n == 0) return (qd_piece){ NAN, NAN, 0, 0 };
        qd_piece h = qd_set_hull(s);
        sum.lo += h.lo / 1e9;
        sum.hi += h.hi / 1e9;
    }
    return sum;
}

static void near(double is, double due, double margin)
{
    if (isnan(due) ? isnan(is) : fabs(is - due) <= margin) return;
    printf("# %.9f is not %.9f\n", is, due);
    assert_true(false);
}

struct due_row { int year, month; double due; }; /* month 0: the year */

static void expect_rows(const char *text, const char *name, int kind,
                        const struct due_row *rows, size_t n, double margin)
{
    struct world *w = begin(text);
    qd_view v = view_of(w, 0, 0, 0);
    struct asked q;
    ask(&q, w, &v);
    uint32_t dir = dir_of(w, name);
    for (size_t i = 0; i < n; i++) {
        int y = rows[i].year, m = rows[i].month;
        qd_day from = qd_day_make(y, m ? m : 1, 1);
        qd_day to = m == 0 || m == 12 ? qd_day_make(y + 1, 1, 1)
                                      : qd_day_make(y, m + 1, 1);
        qd_piece is = due_in(&q, dir, kind, from, to);
        near(is.lo, rows[i].due, margin);
        near(is.hi, rows[i].due, margin);
    }
    asked_end(&q);
    end(w);
}

#define EXPECT(text, name, kind, margin, ...)                                \
    do {                                                                     \
        static const struct due_row rows[] = { __VA_ARGS__ };                \
        expect_rows(ROOT text, name, kind, rows,                             \
                    sizeof rows / sizeof *rows, margin);                     \
    } while (0)

/* ---- Contracts */

/* 38 / 84 a month: two months of 2025, ten of 2032. */
static void test_even_contract(void **state)
{
    (void)state;
    EXPECT("2025-11.. contract k a -> b\n"
           "  amount: 38 bn USD\n  term: 7 yr\n",
           "k", QD_DUE_CONTRACT, 5e-7,
           { 2025, 0, 0.904762 }, { 2026, 0, 5.428571 },
           { 2027, 0, 5.428571 }, { 2031, 0, 5.428571 },
           { 2032, 0, 4.523810 }, { 2033, 0, 0 });
}

/* Full rate 38 / (84 - 7) a month; the ramp is a triangle of 14 months. */
static void test_ramped_contract(void **state)
{
    (void)state;
    EXPECT("2025-11.. contract k a -> b\n"
           "  amount: 38 bn USD\n  term: 7 yr\n  ramp: 14 mo\n",
           "k", QD_DUE_CONTRACT, 5e-7,
           { 2025, 0, 0.070501 }, { 2026, 0, 3.384045 },
           { 2027, 0, 5.922078 }, { 2031, 0, 5.922078 },
           { 2032, 0, 4.935065 });
}

/* 9 - 3 - 5 = 1 is left for the 24 months. */
static void test_instalments_and_total(void **state)
{
    (void)state;
    EXPECT("2026..2027 contract k a -> b\n"
           "  amount 2026: 3 bn USD\n  amount 2027: 5 bn USD\n"
           "  amount: 9 bn USD\n",
           "k", QD_DUE_CONTRACT, 1e-9,
           { 2025, 0, 0 }, { 2026, 0, 3.5 }, { 2027, 0, 5.5 },
           { 2028, 0, 0 });
    EXPECT("2026..2027 contract k a -> b\n"
           "  amount 2026: 3 bn USD\n  amount 2027: 5 bn USD\n"
           "  amount: 8 bn USD\n",
           "k", QD_DUE_CONTRACT, 1e-9,
           { 2026, 0, 3 }, { 2027, 0, 5 });
    EXPECT("2026..2027 contract k a -> b\n"
           "  amount 2026: 3 bn USD\n  amount: 2 bn USD\n",
           "k", QD_DUE_CONTRACT, 1e-9, { 2026, 0, 3 }, { 2027, 0, 0 });
}

/* Nothing says when the rest is due: a hole. */
static void test_rest_without_schedule(void **state)
{
    (void)state;
    EXPECT("contract k a -> b\n"
           "  amount 2026: 3 bn USD\n  amount: 9 bn USD\n",
           "k", QD_DUE_CONTRACT, 0, { 2026, 0, NAN });
    EXPECT("contract k a -> b\n"
           "  amount 2026: 3 bn USD\n  amount: 3 bn USD\n",
           "k", QD_DUE_CONTRACT, 1e-9, { 2026, 0, 3 });
}

/* ---- Loans */

static void test_loan_ends_in_its_last_month(void **state)
{
    (void)state;
#define LOAN "2026-01 loan k a -> b\n  amount: 12 bn USD\n  rate: 10 %/yr\n"
    EXPECT(LOAN "  ends: 2028-12\n", "k", QD_DUE_LOAN, 1e-9,
           { 2026, 1, 12 }, { 2026, 2, 0 });
    EXPECT(LOAN "  ends: 2028-12\n", "k", QD_DUE_REPAYMENT, 1e-9,
           { 2026, 1, 0.1 }, { 2026, 0, 1.2 }, { 2028, 11, 0.1 },
           { 2028, 12, 12.1 }, { 2029, 1, 0 }, { 2029, 0, 0 });
    /* a sum of dates means the last day too */
    EXPECT(LOAN "  ends: 2028-09 + 3 mo\n", "k", QD_DUE_REPAYMENT, 1e-9,
           { 2028, 12, 12.1 }, { 2029, 1, 0 });
    /* a term ends as many months after the day of the draw */
    EXPECT(LOAN "  term: 3 yr\n", "k", QD_DUE_REPAYMENT, 1e-9,
           { 2028, 12, 0.1 }, { 2029, 1, 12 }, { 2029, 0, 12 });
#undef LOAN
}

/* Repaid evenly over 36 months from 12: 4 a year; on average 10, 6, 2 are
 * owed, so 1, 0.6, 0.2 is the interest. */
static void test_loan_repaid_evenly(void **state)
{
    (void)state;
    EXPECT("2026-01 loan k a -> b\n  amount: 12 bn USD\n"
           "  rate: 10 %/yr\n  term: 3 yr\n  repays: evenly\n",
           "k", QD_DUE_REPAYMENT, 1e-9,
           { 2026, 0, 5 }, { 2027, 0, 4.6 }, { 2028, 0, 4.2 },
           { 2029, 0, 0 });
}

/* Drawn evenly over two years: 3 are owed on average in the first, 9 in the
 * second, 12 in the third. */
static void test_loan_drawn_over_a_span(void **state)
{
    (void)state;
#define LOAN "2026..2027 loan k a -> b\n  amount: 12 bn USD\n"               \
             "  rate: 10 %/yr\n"
    EXPECT(LOAN "  ends: 2028-12\n", "k", QD_DUE_LOAN, 1e-9,
           { 2026, 0, 6 }, { 2027, 0, 6 }, { 2028, 0, 0 });
    EXPECT(LOAN "  ends: 2028-12\n", "k", QD_DUE_REPAYMENT, 1e-9,
           { 2026, 0, 0.3 }, { 2027, 0, 0.9 }, { 2028, 0, 13.2 });
    /* Repaid evenly from the start, 3 a year over four: 1.5, 4.5, 4.5, 1.5
     * are owed on average. */
    EXPECT(LOAN "  term: 4 yr\n  repays: evenly\n", "k", QD_DUE_REPAYMENT,
           1e-9, { 2026, 0, 3.15 }, { 2027, 0, 3.45 }, { 2028, 0, 3.45 },
           { 2029, 0, 3.15 }, { 2030, 0, 0 });
#undef LOAN
}

/* Draws of 3 and 5, each evenly in its year, all paid back in 2028: 1.5 are
 * owed on average in 2026, 3 + 2.5 in 2027, 8 in 2028. */
static void test_loan_drawn_by_instalments(void **state)
{
    (void)state;
#define LOAN "loan k a -> b\n  amount: 10 bn USD\n"                          \
             "  amount 2026: 3 bn USD\n  amount 2027: 5 bn USD\n"            \
             "  rate: 10 %/yr\n  ends: 2028-12\n"
    EXPECT(LOAN, "k", QD_DUE_LOAN, 1e-9, { 2026, 0, 3 }, { 2027, 0, 5 },
           { 2028, 0, 0 });
    EXPECT(LOAN, "k", QD_DUE_REPAYMENT, 1e-9, { 2026, 0, 0.15 },
           { 2027, 0, 0.55 }, { 2028, 0, 8.8 }, { 2029, 0, 0 });
#undef LOAN
}

static void test_loan_drawn_by_formula(void **state)
{
    (void)state;
#define LOAN "2026..2027 loan k a -> b\n  amount: 10 bn USD\n"               \
             "  draws: 10 %\n  ends: 2028-12\n"
    EXPECT(LOAN, "k", QD_DUE_LOAN, 0, { 2026, 0, NAN });
    EXPECT(LOAN, "k", QD_DUE_REPAYMENT, 0, { 2028, 0, NAN });
#undef LOAN
}

/* ---- Convertibles, guarantees, warrants */

static void test_convertible_pays_on_its_own_date(void **state)
{
    (void)state;
#define ROUND "round r a -> b\n  stage: plan\n  amount: 5 bn USD\n"          \
              "  when: 2027-06\n"
    EXPECT(ROUND "2025-06 convertible k a -> b @r\n  amount: 1 bn USD\n",
           "k", QD_DUE_EQUITY, 1e-9, { 2025, 6, 1 }, { 2027, 0, 0 });
    EXPECT(ROUND "convertible k a -> b @r\n  amount: 1 bn USD\n",
           "k", QD_DUE_EQUITY, 1e-9, { 2025, 0, 0 }, { 2027, 6, 1 });
#undef ROUND
}

static void test_contingent_is_not_due(void **state)
{
    (void)state;
    struct world *w = begin(ROOT
        "2026.. contract k a -> b\n  amount: 8 bn USD\n  term: 2 yr\n"
        "2026.. guarantee g c -> b\n  covers: k\n  cap: 2 bn USD\n"
        "2026-01 warrant x a -> c\n  number: 5 mn shares\n"
        "  strike: 1 USD/share\n");
    qd_view v = view_of(w, 0, 0, 0);
    struct asked q;
    ask(&q, w, &v);
    assert_int_equal(q.l.dues.n, 1);
    asked_end(&q);
    end(w);
}

/* ---- Random schedules against small steps */

static uint64_t random_state;

static int below(int n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (int)((random_state >> 33) % (unsigned)n);
}

struct random_deal {
    int y, m, d;        /* start */
    int term, ramp;     /* months */
    double amount;
    bool loan, even;
};

/* Of the amount so much a month, `x` months after the start. */
static double rate_at(const struct random_deal *r, double x)
{
    if (x < 0 || x >= r->term) return 0;
    double full = r->amount / (r->term - r->ramp / 2.0);
    return x < r->ramp ? full * x / r->ramp : full;
}

static double owed_at(const struct random_deal *r, double x)
{
    if (x < 0 || x >= r->term) return 0;
    return r->even ? r->amount * (1 - x / r->term) : r->amount;
}

/* The sum over a month in small steps, in the middle of each. */
static double slowly(const struct random_deal *r, double from)
{
    enum { STEPS = 2000 };
    double start = qd_day_months(qd_day_make(r->y, r->m, r->d)), sum = 0;
    for (int i = 0; i < STEPS; i++) {
        double x = from + (i + 0.5) / STEPS - start;
        double at = r->loan ? owed_at(r, x) * 0.12 / 12 : rate_at(r, x);
        if (r->loan && r->even && x >= 0 && x < r->term)
            at += r->amount / r->term;
        sum += at / STEPS;
    }
    return sum;
}

static void one_random(const struct random_deal *r)
{
    char text[600];
    snprintf(text, sizeof text, ROOT
             "%04d-%02d-%02d%s %s k a -> b\n  amount: %.0f bn USD\n"
             "  term: %d mo\n%s", r->y, r->m, r->d, r->loan ? "" : "..",
             r->loan ? "loan" : "contract", r->amount, r->term,
             r->loan ? "  rate: 12 %/yr\n" : "");
    size_t n = strlen(text);
    if (r->loan && r->even) strcpy(text + n, "  repays: evenly\n");
    if (!r->loan) sprintf(text + n, "  ramp: %d mo\n", r->ramp);
    struct world *w = begin(text);
    qd_view v = view_of(w, 0, 0, 0);
    struct asked q;
    ask(&q, w, &v);
    double start = qd_day_months(qd_day_make(r->y, r->m, r->d));
    for (int i = 0; i < 132; i++) {
        qd_day from = qd_day_make(2025 + i / 12, i % 12 + 1, 1);
        int k = i + 1;
        qd_day to = qd_day_make(2025 + k / 12, k % 12 + 1, 1);
        double due = slowly(r, qd_day_months(from)), end_at = start + r->term;
        bool back = r->loan && !r->even && end_at >= qd_day_months(from) &&
                    end_at < qd_day_months(to);
        qd_piece is = due_in(&q, dir_of(w, "k"),
                             r->loan ? QD_DUE_REPAYMENT : QD_DUE_CONTRACT,
                             from, to);
        near(is.lo, due + (back ? r->amount : 0), 2e-3 * r->amount);
        near(is.hi, is.lo, 1e-9);
    }
    asked_end(&q);
    end(w);
}

static void test_random_schedules(void **state)
{
    (void)state;
    random_state = 20261122;
    for (int i = 0; i < 60; i++) {
        struct random_deal r = { .y = 2025 + below(5), .m = 1 + below(12),
                                 .d = 1 + below(28), .term = 1 + below(60),
                                 .amount = 1 + below(50),
                                 .loan = below(2), .even = below(2) };
        r.ramp = r.loan ? 0 : below(r.term + 1);
        one_random(&r);
    }
}

/* All that is due over ten years is the amount. */
static void test_nothing_is_lost(void **state)
{
    (void)state;
    random_state = 7;
    for (int i = 0; i < 40; i++) {
        char text[400];
        int term = 1 + below(70), amount = 1 + below(99);
        snprintf(text, sizeof text, ROOT
                 "%d-%02d-%02d.. contract k a -> b\n  amount: %d bn USD\n"
                 "  term: %d mo\n  ramp: %d mo\n", 2025 + below(5),
                 1 + below(12), 1 + below(28), amount, term,
                 below(term + 1));
        struct world *w = begin(text);
        qd_view v = view_of(w, 0, 0, 0);
        struct asked q;
        double sum = 0;
        ask(&q, w, &v);
        for (int y = 2025; y < 2036; y++)
            sum += due_in(&q, dir_of(w, "k"), QD_DUE_CONTRACT,
                          qd_day_make(y, 1, 1), qd_day_make(y + 1, 1, 1)).lo;
        near(sum, amount, 1e-9);
        asked_end(&q);
        end(w);
    }
}

/* ---- Formulas */

static qd_piece field_of(struct world *w, const char *name, const char *field,
                         double month)
{
    qd_view v = view_of(w, 0, 0, 0);
    qd_arena arena;
    qd_lowering l;
    qd_eval e;
    qd_arena_init(&arena, &w->mem);
    qd_lowering_init(&l, &v, &arena);
    qd_node n = qd_lower_named(&l, dir_of(w, name), field, QD_DATE_WITHIN);
    double begin_at = qd_day_months(w->m.horizon.from);
    qd_eval_init(&e, &l.graph, &w->mem, QD_FACE_CLAIMS, begin_at);
    qd_eval_period(&e, begin_at, begin_at + month);
    const qd_set *s = qd_eval_node(&e, n);
    assert_false(s->unknown);
    qd_piece h = qd_set_hull(s);
    qd_eval_free(&e);
    qd_lowering_free(&l);
    return h;
}

/* After a year a walk with 55 %/yr and no drift lies within 1.645 x 0.55. */
static void test_volatility_behind_a_name(void **state)
{
    (void)state;
    static const char *const vols[] = {
        "55 %/yr", "v", "d.value", "w", "2 * (v / 2)", "u", "max(v, 1 %/yr)",
    };
    for (size_t i = 0; i < sizeof vols / sizeof *vols; i++) {
        char text[600];
        snprintf(text, sizeof text, ROOT "let v = 55 %%/yr\nlet w = v\n"
                 "let u = 15.877132 %%/mo\nclaim d\n  value: 55 %%/yr\n"
                 "claim k\n  value: walk(0 %%/yr, %s)\n", vols[i]);
        struct world *w = begin(text);
        qd_piece h = field_of(w, "k", "value", 12);
        near(h.hi, 1.6448536 * 0.55, 1e-6);
        near(h.lo, -1.6448536 * 0.55, 1e-6);
        end(w);
    }
}

/* Of a price of energy the hours are no period: 10 USD/MWh in a year. */
static void test_volatility_of_other_units(void **state)
{
    (void)state;
    struct world *w = begin(ROOT "claim k\n"
        "  value: walk(0 USD/MWh/yr, 10 USD/MWh/yr)\n"
        "claim one\n  value: 10 USD/MWh\n");
    qd_piece one = field_of(w, "one", "value", 12);
    qd_piece h = field_of(w, "k", "value", 12);
    near(h.hi / one.hi, 1.6448536, 1e-6);
    end(w);
}

/* A rate that reverts: 1 point of %/yr a year; the deviation in the long
 * run is vol / sqrt(2 speed) = 1 point for a speed of 50 %/yr. */
static void test_volatility_of_a_rate(void **state)
{
    (void)state;
    struct world *w = begin(ROOT "claim k\n"
        "  value: meanrevert(4 %/yr, 50 %/yr, 1 %/yr)\n");
    qd_piece h = field_of(w, "k", "value", 12);
    near(h.hi, (0.04 + 1.6448536 * 0.01) / 12, 1e-8);
    end(w);
}

static int code_told(struct world *w, enum qd_diag_code code)
{
    int n = 0;
    for (uint32_t i = 0; i < w->m.diags.all.n; i++)
        n += w->m.diags.all.at[i].code == code;
    return n;
}

static void test_mixed_periods(void **state)
{
    (void)state;
    struct world *w = begin_wrong(ROOT "let v = 55 %/yr\n"
        "let p = gbm(3, 1 %/yr, if(t < 3 mo, v, 2 %/mo))\n");
    assert_int_equal(code_told(w, QD_D_IMPOSSIBLE), 1);
    end(w);
}

static void expect_dates(const char *written, const char *policy, qd_day from,
                         qd_day to)
{
    char text[500];
    snprintf(text, sizeof text, ROOT "%sdeal k\n  when: %s\n", policy,
             written);
    struct world *w = begin(text);
    qd_piece h = field_of(w, "k", "when", 1);
    assert_int_equal(qd_months_day(h.lo), from);
    assert_int_equal(qd_months_day(h.hi), to);
    end(w);
}

/* One unit to either side; a row of the file stands in its place. */
static void test_about_a_date(void **state)
{
    (void)state;
#define DAY qd_day_make
    expect_dates("~ 2025-10", "", DAY(2025, 9, 1), DAY(2025, 12, 1));
    expect_dates("~ 2027", "", DAY(2026, 1, 1), DAY(2029, 1, 1));
    expect_dates("~ 2025-Q4", "", DAY(2025, 7, 1), DAY(2026, 4, 1));
    expect_dates("~ 2025-11-01", "", DAY(2025, 10, 31), DAY(2025, 11, 2));
    expect_dates("~ 2025-10", "policy about-date\n  low: x - 2 * u\n"
                 "  high: x\n  reads: x\n", DAY(2025, 8, 1),
                 DAY(2025, 11, 1));
#undef DAY
}

/* What `raise:` asks for. */
static void expect_state(struct world *w, const char *name,
                         enum qd_state state, const char *party)
{
    qd_view v = view_of(w, 0, 0, 0);
    qd_arena arena;
    qd_lowering l;
    qd_arena_init(&arena, &w->mem);
    qd_lowering_init(&l, &v, &arena);
    qd_node n = qd_lower_named(&l, dir_of(w, name), "raise", QD_DATE_FIRST);
    qd_node_row compare = l.graph.nodes.at[n];
    assert_int_equal(compare.op, QD_N_COMPARE);
    qd_node_row asks = l.graph.nodes.at[compare.a];
    assert_int_equal(asks.op, QD_N_STATE);
    assert_int_equal((int)asks.k, state);
    assert_int_equal(asks.a, dir_of(w, party));
    qd_lowering_free(&l);
}

static void test_raise_is_about_the_payee(void **state)
{
    (void)state;
    struct world *w = begin(ROOT
        "round r1 a -> b\n  amount: 1 bn USD\n  raise: when cash < 6 mo\n"
        "round r2 a -> b\n  amount: 1 bn USD\n  raise: runway < 6 mo\n"
        "round r3 a -> b\n  amount: 1 bn USD\n  raise: cash < 1 bn USD\n"
        "round r4 a -> b\n  amount: 1 bn USD\n  raise: runway(c) < 6 mo\n");
    expect_state(w, "r1", QD_STATE_RUNWAY, "b");
    expect_state(w, "r2", QD_STATE_RUNWAY, "b");
    expect_state(w, "r3", QD_STATE_CASH, "b");
    expect_state(w, "r4", QD_STATE_RUNWAY, "c");
    end(w);
    w = begin_wrong(ROOT "let x = cash\n"
                    "round r a -> b\n  pro-rata: runway\n");
    assert_true(w->m.diags.count[QD_ERROR] == 2);
    end(w);
}

/* ---- Contracts that say all of it */

static uint32_t clashes(const char *fields)
{
    char text[500];
    snprintf(text, sizeof text, ROOT "2026-01.. contract k a -> b\n%s",
             fields);
    struct world *w = begin(text);
    qd_view v = view_of(w, 0, 0, 0);
    qd_arena arena;
    qd_rests r = { 0 };
    qd_arena_init(&arena, &w->mem);
    qd_consistency_find(&r, &v, &arena);
    uint32_t n = r.count[QD_REST_CLASH];
    end(w);
    return n;
}

static void test_amount_rate_term_ramp(void **state)
{
    (void)state;
    assert_int_equal(clashes("  amount: 38 bn USD\n  term: 7 yr\n"
                             "  rate: 5.43 bn USD/yr\n"), 0);
    assert_int_equal(clashes("  amount: 38 bn USD\n  term: 7 yr\n"
                             "  rate: 5.43 bn USD/yr\n  ramp: 14 mo\n"), 1);
    /* 38 / (84 - 7) x 12 */
    assert_int_equal(clashes("  amount: 38 bn USD\n  term: 7 yr\n"
                             "  rate: 5.92 bn USD/yr\n  ramp: 14 mo\n"), 0);
    assert_int_equal(clashes("  amount: > 30 bn USD\n  term: 7 yr\n"
                             "  rate: 6 bn USD/yr\n"), 0);
    assert_int_equal(clashes("  amount: > 50 bn USD\n  term: 7 yr\n"
                             "  rate: 6 bn USD/yr\n"), 1);
    assert_int_equal(clashes("  amount: 38 bn USD\n"
                             "  rate: 6 bn USD/yr\n"), 0);
}

/* ---- Sources without a date */

static void test_undated_sources(void **state)
{
    (void)state;
    struct world *w = begin(ROOT
        "source alone\nsource told\nsource unused\nsource late\n"
        "  when: 2026\n2025 source teller\n  cites: told\n"
        "claim x ^alone\nclaim y ^alone\n"
        "claim z ^teller ^told\nclaim u ^told ^late\n");
    assert_int_equal(code_told(w, QD_D_SOURCE_UNDATED), 1);
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_even_contract),
        cmocka_unit_test(test_ramped_contract),
        cmocka_unit_test(test_instalments_and_total),
        cmocka_unit_test(test_rest_without_schedule),
        cmocka_unit_test(test_loan_ends_in_its_last_month),
        cmocka_unit_test(test_loan_repaid_evenly),
        cmocka_unit_test(test_loan_drawn_over_a_span),
        cmocka_unit_test(test_loan_drawn_by_instalments),
        cmocka_unit_test(test_loan_drawn_by_formula),
        cmocka_unit_test(test_convertible_pays_on_its_own_date),
        cmocka_unit_test(test_contingent_is_not_due),
        cmocka_unit_test(test_random_schedules),
        cmocka_unit_test(test_nothing_is_lost),
        cmocka_unit_test(test_volatility_behind_a_name),
        cmocka_unit_test(test_volatility_of_other_units),
        cmocka_unit_test(test_volatility_of_a_rate),
        cmocka_unit_test(test_mixed_periods),
        cmocka_unit_test(test_about_a_date),
        cmocka_unit_test(test_raise_is_about_the_payee),
        cmocka_unit_test(test_amount_rate_term_ramp),
        cmocka_unit_test(test_undated_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
