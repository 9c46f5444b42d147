/* What parties have on a path, month by month, against numbers reckoned by
 * hand. All here is certain, so every path is the same; what is drawn is in
 * test_world_chance.c. */
#include "path_model.h"

#undef ROOT
#define ROOT                                                                 \
    "quid 1 \"t\"\n"                                                         \
    "  currency: USD $\n"                                                    \
    "  horizon: 2026-01..2027-12\n"                                          \
    "party cloud, fund, bank\n"
#define LAB                                                                  \
    "party lab\n"                                                            \
    "  cash 2026-01-01: 10 bn USD\n"

/* By period from 0 on, in bn. */
struct row { uint32_t period; double bn; };

static void expect_rows(const char *text, const char *name, int kind,
                        const struct row *rows, size_t n, double margin)
{
    struct paths p;
    paths_make(&p, text, 1);
    uint32_t probe = kind == -2 ? ask_cash(&p, name, 0)
                                : ask_due(&p, name, kind);
    plan_paths(&p);
    draw_path(&p, 3);
    for (size_t i = 0; i < n; i++) {
        double is = path_value(&p, probe, rows[i].period) / 1e9;
        if (!(fabs(is - rows[i].bn) <= margin))
            printf("# %s in period %u\n", name, rows[i].period);
        close_to(is, rows[i].bn, margin);
    }
    paths_end(&p);
}

#define EXPECT(text, name, kind, margin, ...)                                \
    do {                                                                     \
        static const struct row rows[] = { __VA_ARGS__ };                    \
        expect_rows(text, name, kind, rows, sizeof rows / sizeof *rows,      \
                    margin);                                                 \
    } while (0)
/* What lab has, beginning with 10 bn. */
#define CASH(text, ...)                                                      \
    EXPECT(ROOT LAB text, "lab", -2, 1e-9, __VA_ARGS__)
/* What is due under a directive, of all kinds. */
#define DUE(text, name, ...) EXPECT(ROOT LAB text, name, -1, 1e-9, __VA_ARGS__)
#define DUE_KIND(text, name, kind, ...)                                      \
    EXPECT(ROOT LAB text, name, kind, 1e-9, __VA_ARGS__)

/* ---- Opening, revenue, cost */

static void test_opening(void **state)
{
    (void)state;
    CASH("", { 0, 10 }, { 23, 10 });
    /* the last balance at or before the horizon opens it; later ones are
     * checks */
    EXPECT(ROOT "party lab\n"
           "  cash 2025-06-30: 7 bn USD\n"
           "  cash 2025-12-31: 9 bn USD\n"
           "  cash 2026-06-30: 3 bn USD\n", "lab", -2, 1e-9,
           { 0, 9 }, { 6, 9 }, { 23, 9 });
}

static void test_revenue(void **state)
{
    (void)state;
    CASH("2026.. revenue s ? -> lab\n  rate: 12 bn USD/yr\n",
         { 0, 11 }, { 5, 16 }, { 23, 34 });
    /* 6 months of 1, then 2 */
    CASH("2026.. revenue s ? -> lab\n"
         "  rate 2026-01: 1 bn USD/mo\n"
         "  rate 2026-07: 2 bn USD/mo\n",
         { 5, 16 }, { 6, 18 }, { 11, 28 }, { 23, 52 });
    /* 12 over 2026, 3 over three months */
    CASH("revenue s ? -> lab\n"
         "  amount 2026: 12 bn USD\n"
         "  amount 2027-Q1: 3 bn USD\n",
         { 5, 16 }, { 11, 22 }, { 12, 23 }, { 14, 25 }, { 23, 25 });
}

static void test_cost(void **state)
{
    (void)state;
    CASH("2026.. cost c lab -> ?\n"
         "  rate: 0.3 bn USD/mo\n", { 0, 9.7 }, { 23, 2.8 });
    CASH("2026.. cost c lab -> ?\n"
         "  rate: 1 bn USD/mo\n  cap: 4.5 bn USD\n",
         { 3, 6 }, { 4, 5.5 }, { 5, 5.5 }, { 23, 5.5 });
    /* 16 of 31 days, and 10 of 31 */
    DUE("2026-01-16..2026-03-10 cost c lab -> ?\n  rate: 31 bn USD/mo\n", "c",
        { 0, 16 }, { 1, 31 }, { 2, 10 }, { 3, 0 });
    /* a share of revenue, with a cap */
    DUE("2026.. revenue s ? -> lab\n  rate: 10 bn USD/mo\n"
        "2026.. cost c lab -> fund\n"
        "  kind: share\n  rate: 20 % * revenue(lab)\n  cap: 5 bn USD\n", "c",
        { 0, 2 }, { 1, 2 }, { 2, 1 }, { 3, 0 });
}

/* ---- Contracts */

static void test_contract(void **state)
{
    (void)state;
    DUE("2026-03.. contract k lab -> cloud\n"
        "  amount: 12 bn USD\n  term: 12 mo\n", "k",
        { 1, 0 }, { 2, 1 }, { 13, 1 }, { 14, 0 });
    /* full rate 12 / (12 - 2) = 1.2, reached in 4 months */
    DUE("2026-03.. contract k lab -> cloud\n"
        "  amount: 12 bn USD\n  term: 12 mo\n  ramp: 4 mo\n", "k",
        { 2, 0.15 }, { 3, 0.45 }, { 4, 0.75 }, { 5, 1.05 }, { 6, 1.2 },
        { 13, 1.2 }, { 14, 0 });
    DUE("2026-03.. contract k lab -> cloud\n"
        "  rate: 1 bn USD/mo\n  term: 12 mo\n  ramp: 4 mo\n", "k",
        { 2, 0.125 }, { 5, 0.875 }, { 6, 1 }, { 13, 1 }, { 14, 0 });
    /* the same without an end */
    DUE("2026-03.. contract k lab -> cloud\n"
        "  rate: 1 bn USD/mo\n  ramp: 4 mo\n", "k",
        { 2, 0.125 }, { 5, 0.875 }, { 6, 1 }, { 23, 1 });
    /* 2 GW at 6 bn a GW */
    DUE("2026-01..2026-12 contract k lab -> cloud\n"
        "  quantity: 2 GW\n  price: 6 bn USD/GW\n", "k",
        { 0, 1 }, { 11, 1 }, { 12, 0 });
    /* dated parts; the rest of the whole lies over the span */
    DUE("2026-01..2027-12 contract k lab -> cloud\n"
        "  amount: 36 bn USD\n"
        "  amount 2026: 12 bn USD\n", "k", { 0, 2 }, { 11, 2 }, { 12, 1 });
}

/* Fields that change hold from their date until the next. */
static void test_changing(void **state)
{
    (void)state;
    DUE("2026.. contract k lab -> cloud\n"
        "  rate 2026-01: 1 bn USD/mo\n  rate 2026-07: 2 bn USD/mo\n"
        "  term: 12 mo\n", "k",
        { 0, 1 }, { 5, 1 }, { 6, 2 }, { 11, 2 }, { 12, 0 });
    /* 6 + 12 = 18 in all; prepaid 9, so half of each month is credited */
    DUE("2026.. contract k lab -> cloud\n"
        "  rate 2026-01: 1 bn USD/mo\n  rate 2026-07: 2 bn USD/mo\n"
        "  term: 12 mo\n  prepay: 9 bn USD\n", "k",
        { 0, 9.5 }, { 5, 0.5 }, { 6, 1 }, { 11, 1 }, { 12, 0 });
    DUE("2026.. contract k lab -> cloud\n  rate: 1 bn USD/mo\n"
        "  term: 12 mo\n  take-or-pay: 10 %\n"
        "  use 2026-04: 50 %\n  use 2026-07: 80 %\n", "k",
        { 0, 1 }, { 2, 1 }, { 3, 0.5 }, { 5, 0.5 }, { 6, 0.8 },
        { 11, 0.8 });
    /* without an end a rate has no whole, but is used in part all the same */
    DUE("2026.. contract k lab -> cloud\n  rate: 1 bn USD/mo\n"
        "  take-or-pay: 10 %\n  use: 50 %\n", "k", { 0, 0.5 }, { 23, 0.5 });
    DUE_KIND("2026-01 loan l bank -> lab\n  amount: 12 bn USD\n"
             "  rate 2026-01: 12 %/yr\n  rate 2026-07: 24 %/yr\n"
             "  term: 12 mo\n", "l", QD_DUE_REPAYMENT,
             { 0, 0.12 }, { 5, 0.12 }, { 6, 0.24 }, { 12, 12 });
}

#define RENT "2026-03.. contract k lab -> cloud\n"                           \
             "  amount: 12 bn USD\n  term: 12 mo\n"

static void test_take_or_pay(void **state)
{
    (void)state;
    DUE(RENT "  take-or-pay: 60 %\n  use: 80 %\n", "k", { 2, 0.8 });
    DUE(RENT "  take-or-pay: 60 %\n  use: 40 %\n", "k", { 2, 0.6 });
    DUE(RENT "  take-or-pay: 60 %\n  use: 130 %\n", "k", { 2, 1.3 });
    DUE(RENT "  take-or-pay: 100 %\n  use: 130 %\n", "k", { 2, 1.3 });
    DUE(RENT "  take-or-pay: 60 %\n", "k", { 2, 1 });
    /* all of it is due where nothing is said, and use may exceed it */
    DUE(RENT "  use: 40 %\n", "k", { 2, 1 });
    DUE(RENT "  use: 130 %\n", "k", { 2, 1.3 });
    DUE(RENT "  take-or-pay: 3 bn USD\n  use: 10 %\n", "k", { 2, 0.25 });
    DUE(RENT "  power: 2 GW\n  take-or-pay: 1 GW\n  use: 10 %\n", "k",
        { 2, 0.5 });
    /* use that grows: t is 3 months at the end of March */
    DUE(RENT "  take-or-pay: 50 %\n  use: t / 10 mo\n", "k",
        { 2, 0.5 }, { 4, 0.5 }, { 5, 0.6 }, { 11, 1.2 });
}

static void test_prepay(void **state)
{
    (void)state;
    DUE(RENT "  prepay: 25 %\n", "k",
        { 1, 0 }, { 2, 3.75 }, { 3, 0.75 }, { 13, 0.75 }, { 14, 0 });
    DUE(RENT "  prepay: 3 bn USD\n", "k", { 2, 3.75 }, { 3, 0.75 });
    /* 80 % in all: a quarter before, the rest evenly */
    DUE(RENT "  take-or-pay: 60 %\n  use: 80 %\n  prepay: 25 %\n", "k",
        { 2, 3.55 }, { 3, 0.55 }, { 13, 0.55 });
    /* what is paid before and not taken does not come back */
    DUE(RENT "  take-or-pay: 20 %\n  use: 10 %\n  prepay: 25 %\n", "k",
        { 2, 3 }, { 3, 0 });
}

/* One day of a month of 30 days, at 1 bn a month, is where the event lies. */
#define DAY (1 / 30.0 + 1e-9)
#define QUIT(chance, day)                                                    \
    "event quit\n  chance: " chance "\n  when: " day "\n"

static void test_exit(void **state)
{
    (void)state;
    /* to the end of August 6 of 12 are paid; half of the rest is the fee */
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2026-09-01")
           RENT "  ends: quit\n  exit-fee: 50 %\n", "k", -1, DAY,
           { 7, 1 }, { 8, 3 }, { 9, 0 });
    /* at the last day of it, 7 of 12 are */
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2026-09-30")
           RENT "  ends: quit\n  exit-fee: 50 %\n", "k", -1, DAY,
           { 7, 1 }, { 8, 3.5 }, { 9, 0 });
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2026-09-01")
           RENT "  ends: quit\n  exit-fee: 2 bn USD\n", "k", -1, DAY,
           { 7, 1 }, { 8, 2 }, { 9, 0 });
    /* certain, and not at all */
    EXPECT(ROOT LAB QUIT("100 %", "2026-09-01")
           RENT "  ends: quit\n  exit-fee: 2 bn USD\n", "k", -1, DAY,
           { 7, 1 }, { 8, 2 }, { 9, 0 });
    EXPECT(ROOT LAB QUIT("0 %", "2026-09-01")
           RENT "  ends: quit\n  exit-fee: 2 bn USD\n", "k", -1, 1e-9,
           { 7, 1 }, { 8, 1 }, { 9, 1 }, { 13, 1 }, { 14, 0 });
    /* of a contract that began before the horizon, 6 of 24 are left */
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2026-07-01")
           "2025-01.. contract k lab -> cloud\n"
           "  amount: 24 bn USD\n  term: 24 mo\n"
           "  ends: quit\n  exit-fee: 50 %\n", "k", -1, DAY,
           { 5, 1 }, { 6, 3 }, { 7, 0 });
    /* of 12 with a ramp of 4 months 0.15 + 0.45 are paid after 2 of them,
     * 2.4 + 1.2 after 5 */
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2026-05-01")
           RENT "  ramp: 4 mo\n  ends: quit\n  exit-fee: 50 %\n", "k", -1,
           DAY, { 3, 0.45 }, { 4, 5.7 }, { 5, 0 });
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2026-08-01")
           RENT "  ramp: 4 mo\n  ends: quit\n  exit-fee: 50 %\n", "k", -1,
           1.2 * DAY, { 6, 1.2 }, { 7, 4.2 }, { 8, 0 });
    /* after the term is over nothing is left to leave */
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2027-09-01")
           RENT "  ends: quit\n  exit-fee: 2 bn USD\n", "k", -1, 1e-9,
           { 13, 1 }, { 14, 0 }, { 20, 0 });
    /* before it begins: all of it is left */
    EXPECT(ROOT LAB QUIT("99.999999999999 %", "2026-01-15")
           RENT "  ends: quit\n  exit-fee: 50 %\n", "k", -1, 1e-9,
           { 0, 6 }, { 2, 0 }, { 8, 0 });
}

/* ---- Loans */

#define LOAN "2026-01 loan l bank -> lab\n"                                  \
             "  amount: 12 bn USD\n  rate: 12 %/yr\n  term: 12 mo\n"

static void test_loan_at_once(void **state)
{
    (void)state;
    DUE_KIND(LOAN, "l", QD_DUE_LOAN, { 0, 12 }, { 1, 0 });
    DUE_KIND(LOAN, "l", QD_DUE_REPAYMENT,
             { 0, 0.12 }, { 11, 0.12 }, { 12, 12 }, { 13, 0 });
    /* 10 + 12 - 12 x 0.12 - 12 */
    CASH(LOAN, { 0, 21.88 }, { 11, 20.56 }, { 12, 8.56 }, { 23, 8.56 });
    /* 1 a month, and 1 % of 11.5 on average in the first */
    DUE_KIND(LOAN "  repays: evenly\n", "l", QD_DUE_REPAYMENT,
             { 0, 1.115 }, { 1, 1.105 }, { 11, 1.005 }, { 12, 0 });
    /* interest of all months: 1 % x 72 */
    CASH(LOAN "  repays: evenly\n", { 11, 10 - 0.72 }, { 12, 10 - 0.72 });
    /* the last day of the year is in December */
    DUE_KIND("2026-01 loan l bank -> lab\n  amount: 12 bn USD\n"
             "  rate: 12 %/yr\n  ends: 2026-12\n", "l", QD_DUE_REPAYMENT,
             { 0, 0.12 }, { 10, 0.12 }, { 11, 12.12 }, { 12, 0 });
    /* from before the horizon */
    CASH("2025-07 loan l bank -> lab\n  amount: 12 bn USD\n"
         "  rate: 12 %/yr\n  term: 12 mo\n",
         { 0, 9.88 }, { 5, 9.28 }, { 6, -2.72 }, { 23, -2.72 });
    /* in two parts, when they say */
    DUE_KIND(LOAN "  repays: min(1, t / 8 mo)\n", "l", QD_DUE_REPAYMENT,
             { 0, 1.5 }, { 1, 1.605 }, { 7, 1.5 + 0.015 }, { 8, 0 });
}

static void test_loan_over_time(void **state)
{
    (void)state;
    /* 2 a month for six months; in the first 1 is owed on average */
    DUE_KIND("2026-01..2026-06 loan l bank -> lab\n"
             "  amount: 12 bn USD\n", "l", QD_DUE_LOAN,
             { 0, 2 }, { 5, 2 }, { 6, 0 });
    DUE_KIND("2026-01..2026-06 loan l bank -> lab\n"
             "  amount: 12 bn USD\n  rate: 12 %/yr\n  term: 12 mo\n", "l",
             QD_DUE_REPAYMENT, { 0, 0.01 }, { 1, 0.03 }, { 5, 0.11 },
             { 6, 0.12 }, { 11, 0.12 }, { 12, 12 }, { 13, 0 });
    /* 6 over January, 6 over July */
    DUE_KIND("loan l bank -> lab\n"
             "  amount 2026-01: 6 bn USD\n  amount 2026-07: 6 bn USD\n"
             "  rate: 12 %/yr\n  term: 12 mo\n", "l", QD_DUE_REPAYMENT,
             { 0, 0.03 }, { 1, 0.06 }, { 5, 0.06 }, { 6, 0.09 },
             { 7, 0.12 }, { 12, 12 }, { 13, 0 });
}

#define DRAWN "2026-01.. loan l bank -> lab\n"                               \
              "  amount: 12 bn USD\n  rate: 12 %/yr\n  term: 12 mo\n"

static void test_loan_by_formula(void **state)
{
    (void)state;
    DUE_KIND(DRAWN "  draws: min(1, t / 10 mo)\n", "l", QD_DUE_LOAN,
             { 0, 1.2 }, { 9, 1.2 }, { 10, 0 });
    DUE_KIND(DRAWN "  draws: 5 bn USD * t / 1 mo\n", "l", QD_DUE_LOAN,
             { 0, 5 }, { 1, 5 }, { 2, 2 }, { 3, 0 });
    DUE_KIND(DRAWN "  draws: 5 bn USD/mo\n", "l", QD_DUE_LOAN,
             { 0, 5 }, { 1, 5 }, { 2, 2 }, { 3, 0 });
    /* interest on what was owed as the month began */
    DUE_KIND(DRAWN "  draws: 5 bn USD/mo\n", "l", QD_DUE_REPAYMENT,
             { 0, 0 }, { 1, 0.05 }, { 2, 0.1 }, { 3, 0.12 }, { 11, 0.12 },
             { 12, 12.12 }, { 13, 0 });
    /* a draw that falls pays nothing back: it was drawn */
    DUE_KIND(DRAWN "  draws: max(0, 1 - t / 4 mo)\n", "l", QD_DUE_LOAN,
             { 0, 9 }, { 1, 0 }, { 5, 0 });
    /* evenly: of 12 with 12 months to go 1, then 1 and so on */
    DUE_KIND("2026-01.. loan l bank -> lab\n"
             "  amount: 12 bn USD\n  term: 12 mo\n  repays: evenly\n"
             "  draws: 12 bn USD/mo\n", "l", QD_DUE_REPAYMENT,
             { 0, 1 }, { 1, 1 }, { 11, 1 }, { 12, 0 });
    /* what the bank has lent by the end of the term is all it lends */
    CASH("2026-01.. loan l bank -> lab\n"
         "  amount: 20 bn USD\n  term: 12 mo\n  draws: 1 bn USD/mo\n",
         { 11, 22 }, { 12, 10 }, { 13, 10 }, { 23, 10 });
}

static void test_guarantee(void **state)
{
    (void)state;
    DUE("2026-01.. guarantee g fund -> lab\n"
        "  covers: 0.5 bn USD * t / 1 mo\n  cap: 3.2 bn USD\n", "g",
        { 0, 0.5 }, { 5, 0.5 }, { 6, 0.2 }, { 7, 0 });
    /* what is due to date may fall: nothing comes back */
    DUE("2026-01.. guarantee g fund -> lab\n"
        "  covers: 3 bn USD * max(1, 3 - t / 1 mo)\n", "g",
        { 0, 6 }, { 1, 0 }, { 2, 0 });
    /* only while it lasts */
    DUE("2026-03..2026-04 guarantee g fund -> lab\n"
        "  covers: 0.5 bn USD * t / 1 mo\n", "g",
        { 1, 0 }, { 2, 1.5 }, { 3, 0.5 }, { 4, 0 });
    /* a contract that is paid needs none */
    CASH(RENT "2026-01.. guarantee g fund -> cloud\n  covers: k\n",
         { 13, -2 });
}

/* ---- Rounds */

static void test_round(void **state)
{
    (void)state;
    CASH("2026-05 round r fund -> lab\n  amount: 7 bn USD\n",
         { 3, 10 }, { 4, 17 }, { 5, 17 });
    CASH("round r fund -> lab\n"
         "  amount 2026-03: 4 bn USD\n  amount 2026-Q3: 6 bn USD\n",
         { 1, 10 }, { 2, 14 }, { 6, 16 }, { 8, 20 }, { 23, 20 });
    DUE("2026-01..2026-12 round r fund -> lab\n"
        "  rate: 2 bn USD/mo\n  amount: 9 bn USD\n", "r",
        { 0, 2 }, { 3, 2 }, { 4, 1 }, { 5, 0 });
    DUE("2026-01..2026-03 round r fund -> lab\n"
        "  rate: 2 bn USD/mo\n  amount: 9 bn USD\n", "r",
        { 2, 2 }, { 3, 0 });
}

/* What fills up before the horizon begins is full. */
static void test_limits_from_before(void **state)
{
    (void)state;
    DUE("2025-01..2026-12 round r fund -> lab\n"
        "  rate: 1 bn USD/mo\n  amount: 14.5 bn USD\n", "r",
        { 0, 1 }, { 1, 1 }, { 2, 0.5 }, { 3, 0 });
    DUE("2025-01.. cost c lab -> ?\n"
        "  rate: 1 bn USD/mo\n  cap: 15 bn USD\n", "c",
        { 2, 1 }, { 3, 0 });
    /* 6 months of 1, 6 of 2 */
    DUE("2025-01.. cost c lab -> ?\n  rate 2025-01: 1 bn USD/mo\n"
        "  rate 2025-07: 2 bn USD/mo\n  cap: 21 bn USD\n", "c",
        { 0, 2 }, { 1, 1 }, { 2, 0 });
}

#define SPENDS "2026.. cost c lab -> ?\n  rate: 1 bn USD/mo\n"

static void test_raise(void **state)
{
    (void)state;
    /* in period m there are 10 - m as it begins, for 10 - m months: in the
     * sixth 5, and 1 comes in to make it 6; so each month until 4 are used */
    CASH(SPENDS "round r fund -> lab\n"
         "  amount: 4 bn USD\n  raise: cash < 6 mo\n",
         { 4, 5 }, { 5, 5 }, { 8, 5 }, { 9, 4 }, { 10, 3 });
    CASH(SPENDS "round r fund -> lab\n"
         "  amount: 100 bn USD\n  raise: cash < 5 bn USD\n",
         { 5, 4 }, { 6, 4 }, { 23, 4 });
    /* any other condition: all of it in the first month */
    CASH("round r fund -> lab\n"
         "  amount: 4 bn USD\n  raise: t > 3 mo\n",
         { 2, 10 }, { 3, 14 }, { 23, 14 });
    /* not before it may */
    CASH(SPENDS "2026-10.. round r fund -> lab\n"
         "  amount: 100 bn USD\n  raise: cash < 5 bn USD\n",
         { 8, 1 }, { 9, 4 }, { 10, 4 });
    /* one that does not happen */
    CASH(SPENDS "round r fund -> lab\n  stage: lapsed\n"
         "  amount: 100 bn USD\n  raise: cash < 5 bn USD\n", { 23, -14 });
}

/* ---- Deals */

static void test_deals(void **state)
{
    (void)state;
    /* met in the seventh month, which begins with 4 */
    CASH(SPENDS "deal d\n  if: cash(lab) < 5 bn USD\n"
         "round r fund -> lab @d\n  amount: 3 bn USD\n",
         { 5, 4 }, { 6, 6 }, { 7, 5 });
    /* happened() is as of the end of the month before */
    DUE(SPENDS "deal d\n  if: cash(lab) < 5 bn USD\n"
        "2026.. revenue s ? -> lab\n"
        "  rate: if(happened(d), 2 bn USD/mo, 0 bn USD/mo)\n", "s",
        { 6, 0 }, { 7, 2 }, { 8, 2 });
    /* once met it stays met, whatever its condition does after */
    DUE("deal d\n  if: t < 2 mo\n"
        "2026.. contract k lab -> cloud @d\n"
        "  amount: 12 bn USD\n  term: 12 mo\n", "k",
        { 0, 1 }, { 5, 1 }, { 11, 1 }, { 12, 0 });
    /* a contract begins when its condition is met, not before */
    DUE("deal d\n  if: t > 3 mo\n"
        "2026.. contract k lab -> cloud @d\n"
        "  amount: 12 bn USD\n  term: 12 mo\n", "k",
        { 2, 0 }, { 3, 1 }, { 14, 1 }, { 15, 0 });
    /* of several the last counts */
    DUE("deal d\n  when: 2026-03\ndeal e\n  when: 2026-08\n"
        "round r fund -> lab @d @e\n  amount: 5 bn USD\n", "r",
        { 2, 0 }, { 7, 5 });
    DUE("deal d\n  when: 2026-03\ndeal e @d\n"
        "round r fund -> lab @e\n  amount: 5 bn USD\n", "r",
        { 2, 5 }, { 3, 0 });
    /* not before the deal, however early its own date is */
    DUE("deal d\n  when: 2026-03\n"
        "2026-01 round r fund -> lab @d\n  amount: 5 bn USD\n", "r",
        { 0, 0 }, { 2, 5 });
    /* what is dated waits for it too */
    DUE("deal d\n  if: t > 6 mo\n"
        "contract k lab -> cloud @d\n"
        "  amount 2026-03: 2 bn USD\n  amount 2026-09: 3 bn USD\n", "k",
        { 2, 0 }, { 6, 2 }, { 7, 0 }, { 8, 3 });
    /* one that has no date and no condition does not happen in time */
    CASH("deal d\nround r fund -> lab @d\n  amount: 5 bn USD\n", { 23, 10 });
}

/* ---- Totals */

#define BIG "2026.. contract big lab -> cloud\n"                             \
            "  amount: 12 bn USD\n  term: 12 mo\n"
#define PART(name, amount)                                                   \
    "2026.. contract " name " lab -> cloud\n"                                \
    "  amount: " amount " bn USD\n  term: 12 mo\n  part-of: big\n"

static void test_totals(void **state)
{
    (void)state;
    DUE(BIG PART("p", "3") PART("q", "6"), "big", { 0, 0.25 }, { 11, 0.25 });
    CASH(BIG PART("p", "3") PART("q", "6"), { 11, -2 });
    /* the larger of itself and their sum is paid */
    CASH(BIG PART("p", "9") PART("q", "6"), { 11, -5 });
    /* totals of totals */
    CASH(BIG PART("p", "6")
         "2026.. contract low lab -> cloud\n"
         "  amount: 3 bn USD\n  term: 12 mo\n  part-of: p\n", { 11, -2 });
    /* a part that does not happen leaves all to the total */
    CASH(BIG PART("p", "6") "  stage: lapsed\n", { 11, -2 });
    /* parts of other times: the rest lies over the time of the total */
    DUE(BIG "2027.. contract p lab -> cloud\n"
        "  amount: 6 bn USD\n  term: 12 mo\n  part-of: big\n", "big",
        { 0, 0.5 }, { 11, 0.5 });
    /* a round and its parts */
    CASH("2026-05 round r fund -> lab\n  amount: 10 bn USD\n"
         "2026-03 round s bank -> lab\n  amount: 4 bn USD\n  part-of: r\n",
         { 2, 14 }, { 4, 20 });
}

/* Costs and revenue have parts as contracts do. */
static void test_totals_of_streams(void **state)
{
    (void)state;
    CASH("2026 cost big lab -> ?\n  amount: 12 bn USD\n"
         "2026 cost p lab -> cloud\n  amount: 3 bn USD\n  part-of: big\n",
         { 0, 9 }, { 11, -2 });
    CASH("2026 revenue big ? -> lab\n  amount: 12 bn USD\n"
         "2026-07..2027-06 revenue p ? -> lab\n  rate: 0.5 bn USD/mo\n"
         "  part-of: big\n", { 5, 13 }, { 11, 19 }, { 23, 22 });
    /* at a rate without an end: month by month */
    DUE("2026.. cost big lab -> ?\n  rate: 1 bn USD/mo\n"
        "2026-07.. cost p lab -> cloud\n  rate: 0.4 bn USD/mo\n"
        "  part-of: big\n"
        "2027.. cost q lab -> fund\n  rate: 0.8 bn USD/mo\n"
        "  part-of: big\n", "big",
        { 0, 1 }, { 5, 1 }, { 6, 0.6 }, { 11, 0.6 }, { 12, 0 });
    DUE("2026.. contract big lab -> cloud\n  rate: 1 bn USD/mo\n"
        "2026-07.. contract p lab -> cloud\n  amount: 6 bn USD\n"
        "  term: 12 mo\n  part-of: big\n", "big",
        { 0, 1 }, { 5, 1 }, { 6, 0.5 }, { 17, 0.5 }, { 18, 1 });
}

/* What is dated shares what its parts leave in proportion. */
static void test_totals_by_date(void **state)
{
    (void)state;
    /* a quarter of 24 is left */
    DUE("2026.. contract big lab -> cloud\n"
        "  amount 2026: 12 bn USD\n  amount 2027: 12 bn USD\n"
        "2026.. contract p lab -> cloud\n  amount: 18 bn USD\n"
        "  term: 12 mo\n  part-of: big\n", "big",
        { 0, 0.25 }, { 12, 0.25 }, { 23, 0.25 });
    DUE("cost big lab -> ?\n"
        "  amount 2026: 12 bn USD\n  amount 2027: 12 bn USD\n"
        "2026 cost p lab -> cloud\n  amount: 18 bn USD\n"
        "  part-of: big\n", "big", { 0, 0.25 }, { 23, 0.25 });
}

#define GROUP "party x, y\nparty both\n  members: x, y, ?\n"

static void test_groups(void **state)
{
    (void)state;
    CASH(GROUP "2026-05 round g both -> lab\n  amount: 10 bn USD\n"
         "2026-05 round r x -> lab\n  amount: 3 bn USD\n",
         { 3, 10 }, { 4, 20 });
    DUE(GROUP "2026-05 round g both -> lab\n  amount: 10 bn USD\n"
        "2026-05 round r x -> lab\n  amount: 3 bn USD\n"
        "2026-05 round s y -> lab\n  amount: 5 bn USD\n", "g", { 4, 2 });
    /* a loan of several: what the rest of them lent they get back */
    CASH(GROUP "2026-02 loan g both -> lab\n"
         "  amount: 10 bn USD\n  term: 6 mo\n"
         "2026-02 loan m x -> lab\n  amount: 4 bn USD\n  term: 6 mo\n",
         { 1, 20 }, { 6, 20 }, { 7, 10 });
    CASH(GROUP "2026-01..2026-06 loan g both -> lab\n"
         "  amount: 10 bn USD\n  term: 12 mo\n"
         "2026-02 loan m x -> lab\n  amount: 4 bn USD\n  term: 6 mo\n",
         { 0, 11 }, { 1, 16 }, { 5, 20 }, { 7, 16 }, { 12, 10 });
    /* of a limit they have had 4 */
    CASH(GROUP "2026-01..2026-12 round g both -> lab\n"
         "  rate: 1 bn USD/mo\n  amount: 10 bn USD\n"
         "2026-03 round m x -> lab\n  amount: 4 bn USD\n",
         { 1, 12 }, { 2, 17 }, { 5, 20 }, { 6, 20 });
    CASH(GROUP "round g both -> lab\n"
         "  amount: 10 bn USD\n  raise: t > 5 mo\n"
         "2026-03 round m x -> lab\n  amount: 4 bn USD\n",
         { 2, 14 }, { 5, 20 }, { 6, 20 });
    CASH(GROUP "2026-01.. loan g both -> lab\n  amount: 10 bn USD\n"
         "  draws: 3 bn USD/mo\n  term: 12 mo\n"
         "2026-03 loan m x -> lab\n  amount: 4 bn USD\n  term: 12 mo\n",
         { 1, 16 }, { 2, 20 }, { 3, 20 }, { 12, 14 }, { 14, 10 });
    /* to another payee it is no part */
    DUE(GROUP "2026-05 round g both -> lab\n  amount: 10 bn USD\n"
        "2026-05 round r x -> cloud\n  amount: 3 bn USD\n", "g", { 4, 10 });
}

/* ---- Burn */

#define BURN "2026 cost b lab -> ?\n  kind: burn\n  rate: 1 bn USD/mo\n"

static void test_burn(void **state)
{
    (void)state;
    CASH(BURN, { 0, 9 }, { 11, -2 }, { 12, -2 });
    /* contracts, costs and revenue are its parts */
    CASH(BURN "2026.. contract k lab -> cloud\n"
         "  amount: 18 bn USD\n  term: 24 mo\n"
         "2026.. revenue s ? -> lab\n  rate: 0.25 bn USD/mo\n",
         { 0, 9 }, { 11, -2 }, { 12, -2.5 });
    /* 3 at once: in all no less than was said, by each month */
    CASH(BURN "2026.. contract k lab -> cloud\n"
         "  amount 2026-01: 3 bn USD\n",
         { 0, 7 }, { 1, 7 }, { 2, 7 }, { 3, 6 }, { 11, -2 });
    /* late: 2 were paid before; the 3 of March are on top of one of them */
    CASH(BURN "2026.. contract k lab -> cloud\n"
         "  amount 2026-03: 3 bn USD\n",
         { 1, 8 }, { 2, 5 }, { 3, 5 }, { 4, 5 }, { 5, 4 }, { 11, -2 });
    /* rounds are no operations */
    CASH(BURN "2026-05 round r fund -> lab\n  amount: 5 bn USD\n",
         { 3, 6 }, { 4, 10 });
    /* of another party */
    CASH(BURN "2026.. contract k cloud -> bank\n"
         "  amount: 18 bn USD\n  term: 24 mo\n", { 11, -2 });
    /* by instalments: 12 over 2026, 24 over 2027 */
    CASH("cost b lab -> ?\n  kind: burn\n"
         "  amount 2026: 12 bn USD\n  amount 2027: 24 bn USD\n"
         "2026.. contract k lab -> cloud\n"
         "  amount: 12 bn USD\n  term: 24 mo\n",
         { 0, 9 }, { 11, -2 }, { 12, -4 }, { 23, -26 });
    /* a net inflow of 1 a month is what was said of -1 */
    CASH("2026.. revenue s ? -> lab\n  rate: 3 bn USD/mo\n" BURN,
         { 0, 9 }, { 11, -2 }, { 12, 1 });
}

/* ---- Grids and currencies */

static void test_quarters(void **state)
{
    (void)state;
    EXPECT("quid 1 \"t\"\n  currency: USD $\n"
           "  horizon: 2026-01..2027-12\n  grid: quarter\n"
           "party cloud, bank\n" LAB
           "2026-03.. contract k lab -> cloud\n"
           "  amount: 12 bn USD\n  term: 12 mo\n"
           "2026-04 loan l bank -> lab\n"
           "  amount: 12 bn USD\n  rate: 12 %/yr\n  term: 12 mo\n",
           "lab", -2, 1e-9, { 0, 9 }, { 1, 9 + 12 - 3 - 0.36 },
           { 4, 9 + 12 - 11 - 4 * 0.36 }, { 5, 9 - 11 - 4 * 0.36 });
}

static void test_currencies(void **state)
{
    (void)state;
    struct paths p;
    paths_make(&p, "quid 1 \"t\"\n  currency: USD $, EUR €\n"
               "  horizon: 2026-01..2027-12\n"
               "party cloud\n" LAB
               "2026.. revenue s ? -> lab\n  rate: 1 bn EUR/mo\n"
               "2026.. cost c lab -> cloud\n  rate: 2 bn USD/mo\n", 1);
    uint32_t usd = ask_cash(&p, "lab", 0), eur = ask_cash(&p, "lab", 1);
    uint32_t cloud = ask_cash(&p, "cloud", 1);
    plan_paths(&p);
    draw_path(&p, 0);
    close_to(path_value(&p, usd, 11), 10e9 - 24e9, 1);
    close_to(path_value(&p, eur, 11), 12e9, 1);
    close_to(path_value(&p, cloud, 11), 0, 0);
    paths_end(&p);
}

/* ---- What formulas know of the path */

static void test_states(void **state)
{
    (void)state;
    /* paid by the end of the month before */
    DUE(RENT "2026.. cost c lab -> ?\n  rate: k.paid / 1 yr\n", "c",
        { 2, 0 }, { 3, 1 / 12.0 }, { 4, 2 / 12.0 }, { 20, 1 });
    DUE(RENT "2026.. cost c lab -> ?\n  rate: k.owed / 1 yr\n", "c",
        { 0, 1 }, { 3, 11 / 12.0 }, { 20, 0 });
    DUE(LOAN "2026.. cost c lab -> ?\n  rate: l.owed / 1 yr\n", "c",
        { 0, 0 }, { 1, 1 }, { 12, 1 }, { 13, 0 });
    /* 10 for 10 months, then as many as there are */
    DUE(SPENDS "2026.. cost d fund -> ?\n"
        "  rate: min(99 mo, runway(lab)) * 1 bn USD / 1 mo^2\n", "d",
        { 0, 99 }, { 1, 9 }, { 4, 6 }, { 10, 0 }, { 12, 0 });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opening),
        cmocka_unit_test(test_revenue),
        cmocka_unit_test(test_cost),
        cmocka_unit_test(test_contract),
        cmocka_unit_test(test_changing),
        cmocka_unit_test(test_take_or_pay),
        cmocka_unit_test(test_prepay),
        cmocka_unit_test(test_exit),
        cmocka_unit_test(test_loan_at_once),
        cmocka_unit_test(test_loan_over_time),
        cmocka_unit_test(test_loan_by_formula),
        cmocka_unit_test(test_guarantee),
        cmocka_unit_test(test_round),
        cmocka_unit_test(test_limits_from_before),
        cmocka_unit_test(test_raise),
        cmocka_unit_test(test_deals),
        cmocka_unit_test(test_totals),
        cmocka_unit_test(test_totals_of_streams),
        cmocka_unit_test(test_totals_by_date),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_burn),
        cmocka_unit_test(test_quarters),
        cmocka_unit_test(test_currencies),
        cmocka_unit_test(test_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
