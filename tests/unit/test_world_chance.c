/* What is drawn on a path, against closed forms: means and chances within
 * five standard errors, and what must hold on every single path. */
#include "path_model.h"

#include <stdlib.h>

#undef ROOT
#define ROOT                                                                 \
    "quid 1 \"t\"\n"                                                         \
    "  currency: USD $\n"                                                    \
    "  horizon: 2026-01..2027-12\n"                                          \
    "party cloud, fund, bank\n"                                              \
    "party lab\n"                                                            \
    "  cash 2026-01-01: 10 bn USD\n"

enum { PATHS = 16000, ALL_PATHS = 400 };


/* The mean of what a directive pays in a period, in bn; `sd` of one path. */
static void expect_mean(const char *text, const char *name, uint32_t period,
                        double mean, double sd)
{
    struct paths p;
    paths_make(&p, text, PATHS);
    uint32_t probe = ask_due(&p, name, -1);
    draw_paths(&p);
    double is = qd_sim_mean(p.run.result, probe, period) / 1e9;
    if (!(fabs(is - mean) <= 5 * sd / sqrt(PATHS) + 1e-12))
        printf("# %s in period %u\n", name, period);
    close_to(is, mean, 5 * sd / sqrt(PATHS) + 1e-12);
    paths_end(&p);
}

/* The share of paths on which a directive pays `bn` in a period. */
static double share_paying(struct paths *p, uint32_t probe, uint32_t period,
                           double bn)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < ALL_PATHS; i++) {
        draw_path(p, i);
        n += fabs(path_value(p, probe, period) / 1e9 - bn) < 1e-9;
    }
    return n / (double)ALL_PATHS;
}

static void expect_share(const char *text, const char *name, uint32_t period,
                         double bn, double share)
{
    struct paths p;
    paths_make(&p, text, 1);
    uint32_t probe = ask_due(&p, name, -1);
    plan_paths(&p);
    double is = share_paying(&p, probe, period, bn);
    double margin = 5 * sqrt(share * (1 - share) / ALL_PATHS);
    if (!(fabs(is - share) <= margin + 1e-12))
        printf("# %s pays %g in period %u\n", name, bn, period);
    close_to(is, share, margin + 1e-12);
    paths_end(&p);
}

/* A round of 1 bn in May (period 4) that happens with this chance. */
static void expect_chance(const char *text, double chance)
{
    expect_mean(text, "r", 4, chance, sqrt(chance * (1 - chance)));
}

#define R "2026-05 round r fund -> lab @d\n  amount: 1 bn USD\n"

/* ---- Deals */

static void test_chance(void **state)
{
    (void)state;
    expect_chance(ROOT "deal d\n  chance: 30 %\n" R, 0.3);
    expect_chance(ROOT "deal d\n  chance: 30 %\n" R "  chance: 50 %\n", 0.15);
    expect_chance(ROOT "deal d\n  chance: 0 %\n" R, 0);
    expect_chance(ROOT "deal d\n  chance: 100 %\n" R, 1);
    /* of several all must happen */
    expect_chance(ROOT "deal d\n  chance: 60 %\ndeal e @d\n  chance: 50 %\n"
                  "2026-05 round r fund -> lab @d @e\n  amount: 1 bn USD\n",
                  0.3);
    /* a chance that is itself uncertain: its mean */
    expect_chance(ROOT "deal d\n  chance: uniform(20 %, 60 %)\n" R, 0.4);
}

static void test_stages(void **state)
{
    (void)state;
    static const struct { const char *word; double chance; } rows[] = {
        { "plan", 0.25 }, { "talks", 0.4 }, { "early", 0.3 },
        { "advanced", 0.6 }, { "loi", 0.75 }, { "signed", 1 },
        { "closed", 1 }, { "lapsed", 0 }, { "denied", 0 },
        { "target", 0.25 }, { "preliminary", 0.3 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[600];
        if (rows[i].chance == 0) continue;
        snprintf(text, sizeof text, ROOT "deal d\n  stage: %s\n" R,
                 rows[i].word);
        expect_chance(text, rows[i].chance);
    }
    /* `chance:` replaces that of the stage; a file its row */
    expect_chance(ROOT "deal d\n  stage: talks\n  chance: 90 %\n" R, 0.9);
    expect_chance(ROOT "policy talks\n  lane: 2 to 3\n  chance: 10 %\n"
                  "  firmness: talks\ndeal d\n  stage: talks\n" R, 0.1);
}

/* On every path all legs of a deal happen, or none. */
static void test_legs(void **state)
{
    (void)state;
    struct paths p;
    paths_make(&p, ROOT "deal d\n  chance: 50 %\n  when: 2026-05\n" R
               "2026.. contract k lab -> cloud @d\n"
               "  amount: 12 bn USD\n  term: 12 mo\n"
               "2026.. cost c lab -> ? @d\n  rate: 1 bn USD/mo\n"
               "  chance: 50 %\n", 1);
    uint32_t r = ask_due(&p, "r", -1), k = ask_due(&p, "k", -1);
    uint32_t c = ask_due(&p, "c", -1);
    uint32_t both = 0, own = 0;
    plan_paths(&p);
    for (uint32_t i = 0; i < ALL_PATHS; i++) {
        draw_path(&p, i);
        bool paid = path_value(&p, r, 4) > 0;
        assert_true(paid == (path_value(&p, k, 6) > 0));
        assert_true(paid || path_value(&p, c, 6) == 0);
        both += paid;
        own += path_value(&p, c, 6) > 0;
    }
    close_to(both / (double)ALL_PATHS, 0.5, 5 * 0.5 / sqrt(ALL_PATHS));
    close_to(own / (double)ALL_PATHS, 0.25, 5 * 0.433 / sqrt(ALL_PATHS));
    paths_end(&p);
}

/* ---- Dates */

static void test_dates(void **state)
{
    (void)state;
    /* evenly over the twelve months; over two of them */
    for (uint32_t t = 0; t < 13; t += 4)
        expect_mean(ROOT "2026 round r fund -> lab\n  amount: 12 bn USD\n",
                    "r", t, t < 12 ? 1 : 0, 3.32);
    expect_mean(ROOT "2026-06..2026-07 round r fund -> lab\n"
                "  amount: 2 bn USD\n", "r", 6, 1, 1);
    /* `when:` says the same */
    expect_mean(ROOT "round r fund -> lab\n  amount: 2 bn USD\n"
                "  when: 2026-06..2026-07\n", "r", 5, 1, 1);
    /* open to the past: before the horizon; to the future: no date */
    expect_mean(ROOT "..2026-07 round r fund -> lab\n  amount: 2 bn USD\n",
                "r", 5, 0, 0);
    /* any day from the first of May to the end of July: a third of the paths
     * in each month, a draw of 3 or 0 with sd sqrt(2) */
    for (uint32_t t = 4; t < 7; t++)
        expect_mean(ROOT "round r fund -> lab\n  amount: 3 bn USD\n"
                    "  when: ~ 2026-06\n", "r", t, 1, 1.42);
    /* rival dates: one vote each */
    expect_mean(ROOT "2025-11 source s1 \"a\"\n2025-11 source s2 \"b\"\n"
                "round r fund -> lab\n  amount: 2 bn USD\n"
                "  when: 2026-02 ^s1\n  when: 2026-08 ^s2\n", "r", 7, 1, 1);
}

/* ---- Rivals */

#define SOURCES "2025-11-01 source s1 \"a\"\n2025-11-02 source s2 \"b\"\n"   \
                "2025-11-03 source s3 \"c\"\n2025-11-01 source origin \"o\"\n"
#define ROUND "2026-05 round r fund -> lab\n"

static void test_rivals(void **state)
{
    (void)state;
    expect_share(ROOT SOURCES ROUND "  amount: 1 bn USD ^s1\n"
                 "  amount: 2 bn USD ^s2\n", "r", 4, 2, 0.5);
    expect_share(ROOT SOURCES ROUND "  amount: 1 bn USD ^s1\n"
                 "  amount: 2 bn USD ^s2\n  amount: 3 bn USD ^s3\n", "r", 4,
                 2, 1 / 3.0);
    /* two who tell what a third said share one vote */
    expect_share(ROOT "2025-11-01 source origin \"o\"\n"
                 "2025-11-01 source s1 \"a\"\n"
                 "2025-11-02 source s2 \"b\"\n  cites: origin\n"
                 "2025-11-03 source s3 \"c\"\n  cites: origin\n" ROUND
                 "  amount: 1 bn USD ^s1\n"
                 "  amount: 2 bn USD ^s2 ^origin\n"
                 "  amount: 3 bn USD ^s3 ^origin\n", "r", 4, 1, 0.5);
    /* the one number on which all agree */
    expect_share(ROOT SOURCES ROUND "  amount: > 1 bn USD ^s1\n"
                 "  amount: 2 bn USD ^s2\n", "r", 4, 2, 1);
    expect_share(ROOT SOURCES ROUND "  amount: 2 bn USD ^s1\n"
                 "  amount: 2 bn USD ^s2\n", "r", 4, 2, 1);
    /* a later statement of one source replaces its earlier one; an `assume`
     * line stands for all */
    expect_share(ROOT SOURCES ROUND "  amount: 2 bn USD ^s1\n"
                 "  amount: 1 bn USD ^s2\n  assume amount: 5 bn USD\n",
                 "r", 4, 5, 1);
}

static void test_either(void **state)
{
    (void)state;
    expect_share(ROOT ROUND "  amount: 1 bn USD or 2 bn USD\n", "r", 4, 1,
                 0.5);
    /* on what may not happen the zero is its chance */
    expect_share(ROOT ROUND "  chance: 40 %\n"
                 "  amount: 0 bn USD or 2 bn USD\n", "r", 4, 2, 0.4);
    expect_share(ROOT ROUND "  stage: talks\n"
                 "  amount: 0 bn USD or 2 bn USD\n", "r", 4, 2, 0.4);
}

/* ---- Readings */

static void test_hedges(void **state)
{
    (void)state;
    const double e = 0.5 / log(10);
    static const char *const head =
        ROOT "2026-01..2026-12 revenue s ? -> lab\n  amount: ";
    const struct { const char *words; double mean, sd; } rows[] = {
        { "12 bn USD", 1, 0 },
        { "~ 12 bn USD", 1, 0.1 / sqrt(12) },
        { "> 12 bn USD", 1 + e, e }, { ">= 12 bn USD", 1 + e, e },
        { "< 12 bn USD", 0.5, 1 / sqrt(12) },
        { "<= 12 bn USD", 0.5, 1 / sqrt(12) },
        { "<~ 12 bn USD", 0.95, 0.1 / sqrt(12) },
        { ">~ 12 bn USD", 1.05, 0.1 / sqrt(12) },
        { "multi 12 bn USD", 5.5, 7 / sqrt(12) },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[500];
        snprintf(text, sizeof text, "%s%s\n", head, rows[i].words);
        expect_mean(text, "s", 0, rows[i].mean, rows[i].sd);
    }
}

static void expect_quantiles(const char *amount, double p5, double p50,
                             double p95, double slack)
{
    struct paths p;
    char text[500];
    snprintf(text, sizeof text, ROOT
             "claim x \"x\"\n  value: %s\n2026-01 round r fund -> lab\n"
             "  amount: 10 bn USD + x.value\n", amount);
    paths_make(&p, text, PATHS);
    uint32_t probe = ask_due(&p, "r", -1);
    draw_paths(&p);
    const double q[] = { 0.05, 0.5, 0.95 }, due[] = { p5, p50, p95 };
    for (int i = 0; i < 3; i++)
        close_to(qd_sim_quantile(p.run.result, probe, 0, q[i]) / 1e9 - 10,
                 due[i],
                 5 * qd_sim_quantile_error(p.run.result, probe, 0, q[i]) / 1e9
                 + slack);
    paths_end(&p);
}

static void test_ranges(void **state)
{
    (void)state;
    expect_quantiles("1 to 100 bn USD", 1, 10, 100, 0);
    expect_quantiles("-2 to 6 bn USD", -2, 2, 6, 0);
    expect_quantiles("0 to 6 bn USD", 0, 3, 6, 0);
    expect_quantiles("uniform(0 bn USD, 10 bn USD)", 0.5, 5, 9.5, 0);
}

/* ---- Totals that may not happen */

static void test_uncertain_parts(void **state)
{
    (void)state;
    struct paths p;
    paths_make(&p, ROOT "2026.. contract big lab -> cloud\n"
               "  amount: 12 bn USD\n  term: 12 mo\n"
               "2026.. contract p lab -> cloud\n"
               "  amount: 9 bn USD\n  term: 12 mo\n"
               "  part-of: big\n  chance: 50 %\n"
               "2026.. contract q lab -> cloud\n"
               "  amount: 6 bn USD\n  term: 12 mo\n"
               "  part-of: big\n  chance: 50 %\n"
               "2026.. contract low lab -> cloud\n"
               "  amount: 4 bn USD\n  term: 12 mo\n"
               "  part-of: q\n  chance: 50 %\n", 1);
    uint32_t cash = ask_cash(&p, "lab", 0);
    uint32_t a = ask_due(&p, "p", -1), b = ask_due(&p, "q", -1);
    uint32_t c = ask_due(&p, "low", -1);
    plan_paths(&p);
    for (uint32_t i = 0; i < ALL_PATHS; i++) {
        draw_path(&p, i);
        double parts = 12 * (path_value(&p, a, 0) + path_value(&p, b, 0) +
                             path_value(&p, c, 0)) / 1e9;
        double paid = 10 - path_value(&p, cash, 11) / 1e9;
        close_to(paid, parts > 12 ? parts : 12, 1e-9);
    }
    paths_end(&p);
}

/* ---- Processes */

static void test_processes(void **state)
{
    (void)state;
    static const char *const head = ROOT "2026.. revenue s ? -> lab\n"
        "  rate: 1 bn USD/mo * ";
    const double dt = 12;
    const double gbm = exp(0.02 * dt), spread = sqrt(exp(0.0025 * dt) - 1);
    /* at the end of the twelfth month */
    const struct { const char *words; double mean, sd; } rows[] = {
        { "walk(1 %/mo, 10 %/mo)", 0.12, 0.1 * sqrt(dt) },
        { "walk(12 %/yr, 10 %/yr)", 0.12, 0.1 },
        { "gbm(1, 2 %/mo, 5 %/mo)", gbm, gbm * spread },
        { "jump(0.5 / 1 mo, 2)", 12, 2 * sqrt(6) },
        { "meanrevert(3, 10 %/mo, 20 %/mo)", 3,
          sqrt(0.04 * (1 - exp(-2.4)) / 0.2) },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[500];
        snprintf(text, sizeof text, "%s%s\n", head, rows[i].words);
        expect_mean(text, "s", 11, rows[i].mean, rows[i].sd);
    }
}

/* ---- Correlations */

struct pair { double x, y; };

static int by_x(const void *a, const void *b)
{
    const struct pair *p = a, *q = b;
    return (p->x > q->x) - (p->x < q->x);
}

static int by_y(const void *a, const void *b)
{
    const struct pair *p = a, *q = b;
    return (p->y > q->y) - (p->y < q->y);
}

/* Puts ranks in place of values, and returns their correlation. */
static double spearman(struct pair *at, size_t n)
{
    qsort(at, n, sizeof *at, by_x);
    for (size_t i = 0; i < n; i++) at[i].x = i;
    qsort(at, n, sizeof *at, by_y);
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (at[i].x - i) * (at[i].x - i);
    return 1 - 6 * sum / (n * ((double)n * n - 1));
}

static double spearman_of(const char *rest)
{
    enum { N = 2000 };
    static struct pair pairs[N];
    char text[900];
    struct paths p;
    snprintf(text, sizeof text, ROOT "2026-01 round x fund -> lab\n"
             "  amount: 1 to 9 bn USD\n2026-01 round y bank -> lab\n"
             "  amount: uniform(1 bn USD, 3 bn USD)\n%s", rest);
    paths_make(&p, text, 1);
    uint32_t x = ask_due(&p, "x", -1), y = ask_due(&p, "y", -1);
    plan_paths(&p);
    for (uint32_t i = 0; i < N; i++) {
        draw_path(&p, i);
        pairs[i] = (struct pair){ path_value(&p, x, 0),
                                  path_value(&p, y, 0) };
    }
    paths_end(&p);
    return spearman(pairs, N);
}

/* Five standard errors of a rank correlation of 2000. */
static void test_correlate(void **state)
{
    (void)state;
    close_to(spearman_of(""), 0, 5 / sqrt(2000));
    close_to(spearman_of("correlate x.amount y.amount 0.6\n"), 0.6,
             5 * 0.75 / sqrt(2000));
    close_to(spearman_of("correlate y.amount x.amount -0.9\n"), -0.9,
             5 * 0.35 / sqrt(2000));
}

/* ---- Known later */

static void test_known_by(void **state)
{
    (void)state;
    static const char *const text = ROOT
        "2025-11-01 source s1 \"a\"\n2025-12-01 source s2 \"b\"\n"
        "2026-05 round r fund -> lab\n"
        "  amount: 1 bn USD ^s1\n  amount: 2 bn USD ^s2\n"
        "2026-06 round late fund -> lab ^s2\n  amount: 4 bn USD\n";
    struct paths p;
    paths_begin(&p, text);
    p.asked.view.known_by = qd_day_make(2025, 11, 15);
    paths_lower(&p, 1);
    uint32_t cash = ask_cash(&p, "lab", 0);
    plan_paths(&p);
    for (uint32_t i = 0; i < 50; i++) {
        draw_path(&p, i);
        close_to(path_value(&p, cash, 12) / 1e9, 11, 1e-9);
    }
    paths_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chance),
        cmocka_unit_test(test_stages),
        cmocka_unit_test(test_legs),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_rivals),
        cmocka_unit_test(test_either),
        cmocka_unit_test(test_hedges),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_uncertain_parts),
        cmocka_unit_test(test_processes),
        cmocka_unit_test(test_correlate),
        cmocka_unit_test(test_known_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
