/* Stakes on single paths: they add up to one at every time, a holder's stake
 * is what its round, its conversion or its warrant comes to by hand, and what
 * must not matter does not. */
#include "path_model.h"

#include "math/rounds.h"
#include "model/world_own.h"

#undef ROOT
#define ROOT                                                                 \
    "quid 1 \"t\"\n"                                                         \
    "  currency: USD $\n"                                                    \
    "  horizon: 2026-01..2027-12\n"                                          \
    "party ada, ben, cai, fund, bank\n"                                      \
    "party lab\n"

enum { PATHS = 96 };

static qd_day day_of(int year, int month)
{
    return qd_day_make(year, month, 1);
}

static uint32_t ask_stake(struct paths *p, const char *holder,
                          enum qd_own_when when, qd_day day)
{
    qd_node n = qd_world_stake(&p->run.world, sym_of(p->w, "lab"),
                               sym_of(p->w, holder), when, day);
    return qd_paths_each(&p->run, n, 0);
}

/* All stakes of the table, added. */
static uint32_t ask_sum(struct paths *p, enum qd_own_when when, qd_day day)
{
    qd_owned *o = qd_world_owned(&p->run.world, sym_of(p->w, "lab"));
    qd_graph *g = &p->run.lowering.graph;
    qd_node sum = qd_node_const(g, 0, QD_DIM_NONE);
    assert_non_null(o);
    for (uint32_t h = 0; h < qd_owned_table(o)->holders.n; h++) {
        qd_node n = qd_owned_stake(o, h, when, day);
        qd_node none = qd_node_const(g, 0, QD_DIM_NONE);
        sum = qd_node_make(g, QD_N_ADD, sum, n, 0, 0);
        /* a stake below nothing shows as a sum above one */
        n = qd_node_make(g, QD_N_SUB, qd_node_make(g, QD_N_MAX, n, none, 0, 0),
                         n, 0, 0);
        sum = qd_node_make(g, QD_N_ADD, sum, n, 0, 0);
    }
    return qd_paths_each(&p->run, sum, 0);
}

/* ---- One */

/* Everything at once: a stake without a part of what came later, a group,
 * tranches, a sale, what converts and a pool, a warrant, chances, a valuation
 * that changes with time. */
static const char everything[] = ROOT
    "party club\n"
    "  members: ada, ben\n"
    "let index = exp(walk(0 %/mo, 20 %/mo))\n"
    "2025-03 round old cai -> lab\n"
    "  amount: 5 to 10 mn USD\n"
    "  valuation: 60 mn USD pre\n"
    "2025-06-01.. stake a ada of lab\n"
    "  share: 20 to 30 %\n"
    "  excluding: old\n"
    "2025-06-01.. stake c club of lab\n"
    "  share: < 60 %\n"
    "2026-03 secondary sale ada -> fund\n"
    "  issuer: lab\n"
    "  amount: 5 mn USD\n"
    "  valuation: 100 mn USD\n"
    "  chance: 60 %\n"
    "round two ? -> lab\n"
    "  amount: 40 mn USD\n"
    "  valuation: 200 mn USD post\n"
    "2026-05-10 round two-a fund -> lab\n"
    "  amount: 20 mn USD\n"
    "  part-of: two\n"
    "  chance: 70 %\n"
    "2026-09-10 round two-b cai -> lab\n"
    "  amount: 20 mn USD\n"
    "  part-of: two\n"
    "  chance: 70 %\n"
    "2025-09 convertible s1 bank -> lab @b\n"
    "  kind: safe\n"
    "  amount: 2 to 4 mn USD\n"
    "  cap: 90 mn USD post\n"
    "2025-09 convertible s2 cai -> lab @b\n"
    "  kind: note\n"
    "  amount: 3 mn USD\n"
    "  discount: 20 %\n"
    "  interest: 8 %/yr\n"
    "  chance: 50 %\n"
    "2027-02 round b bank -> lab\n"
    "  amount: 30 mn USD\n"
    "  valuation: 150 mn USD * index pre\n"
    "  pool: 12 %\n"
    "  chance: 80 %\n"
    "2025-10-01 warrant w ben -> lab\n"
    "  share: 8 %\n"
    "  vested: (index - 1) / 2\n";

static void test_sum(void **state)
{
    (void)state;
    struct paths p;
    paths_make(&p, everything, 1);
    uint32_t probes[] = {
        ask_sum(&p, QD_OWN_NOW, 0), ask_sum(&p, QD_OWN_BEFORE, 0),
        ask_sum(&p, QD_OWN_BY, day_of(2025, 5)),
        ask_sum(&p, QD_OWN_BY, day_of(2026, 7)),
        ask_sum(&p, QD_OWN_BY, day_of(2027, 3)),
        ask_sum(&p, QD_OWN_ALL, 0) };
    plan_paths(&p);
    for (uint64_t i = 0; i < PATHS; i++) {
        draw_path(&p, i);
        for (size_t k = 0; k < sizeof probes / sizeof *probes; k++)
            for (uint32_t t = 0; t < p.run.n_periods; t++)
                close_to(path_value(&p, probes[k], t), 1, 1e-13);
    }
    paths_end(&p);
}

/* Every point of the present lies between the bounds of its table. */
static void test_bounds(void **state)
{
    (void)state;
    struct paths p;
    uint32_t probes[8], n = 0;
    paths_make(&p, everything, 1);
    qd_owned *o = qd_world_owned(&p.run.world, sym_of(p.w, "lab"));
    const qd_captable *c = qd_owned_table(o);
    qd_poly poly;
    qd_cap_time now = qd_captable_present(c);
    qd_poly_term *terms = qd_arena_alloc(&p.w->m.arena,
                                         2 * (c->vars + 2) * sizeof *terms);
    for (uint32_t h = 0; h < c->holders.n; h++)
        probes[n++] = qd_paths_each(&p.run, qd_owned_stake(
            o, h, QD_OWN_NOW, 0), 0);
    plan_paths(&p);
    qd_captable_poly_at(c, now, &poly);
    assert_true(qd_poly_settle(&poly));
    for (uint32_t h = 0; h < n; h++) {
        uint32_t k = qd_captable_units(c, h, now, terms);
        double lo = qd_poly_bound(&poly, terms, k, false).value;
        double hi = qd_poly_bound(&poly, terms, k, true).value;
        for (uint64_t i = 0; i < PATHS; i++) {
            draw_path(&p, i);
            double x = path_value(&p, probes[h], 0);
            if (!(x >= lo - 1e-9 && x <= hi + 1e-9))
                fail_msg("holder %u: %g is not in %g to %g", h, x, lo, hi);
        }
    }
    qd_poly_free(&poly);
    paths_end(&p);
}

/* ---- What events come to, by hand */

/* ada has a quarter to three tenths of all, and nobody issues anything. */
#define STAKE                                                                \
    "2025-06-01.. stake a ada of lab\n"                                      \
    "  share: 20 to 30 %\n"

/* On every path the stakes of a holder at the end of some months. */
static void expect_stake(const char *text, const char *holder,
                         const double *by_period, uint32_t n)
{
    struct paths p;
    paths_make(&p, text, 1);
    uint32_t probe = ask_stake(&p, holder, QD_OWN_BEFORE, 0);
    plan_paths(&p);
    for (uint64_t i = 0; i < PATHS; i++) {
        draw_path(&p, i);
        for (uint32_t t = 0; t < n; t++)
            close_to(path_value(&p, probe, t), by_period[t], 1e-12);
    }
    paths_end(&p);
}

/* 10 for 90: a tenth, from the month after; then diluted by 20 of 100. */
static void test_rounds(void **state)
{
    (void)state;
    static const double want[] = { 0, 0, 0.1, 0.1, 0.08, 0.08 };
    expect_stake(ROOT STAKE
                 "2026-02-15 round r fund -> lab\n"
                 "  amount: 10 mn USD\n"
                 "  valuation: 90 mn USD pre\n"
                 "2026-04 round s bank -> lab\n"
                 "  amount: 20 mn USD\n"
                 "  valuation: 100 mn USD post\n",
                 "fund", want, 6);
    static const double never[] = { 0, 0, 0, 0 };
    expect_stake(ROOT STAKE
                 "2026-02 round r fund -> lab\n"
                 "  amount: 10 mn USD\n"
                 "  valuation: 90 mn USD pre\n"
                 "  chance: 0 %\n",
                 "fund", never, 4);
}

/* Two tranches at one price are one round, when both have come. */
static void test_tranches(void **state)
{
    (void)state;
    static const double want[] = { 0, 0, 0.1 / 0.9, 0.1 / 0.9, 0.2, 0.2 };
    struct paths p;
    paths_make(&p, ROOT STAKE
               "round r fund -> lab\n"
               "  amount: 20 mn USD\n"
               "  valuation: 100 mn USD post\n"
               "2026-02 round r1 fund -> lab\n"
               "  amount: 10 mn USD\n"
               "  part-of: r\n"
               "2026-04 round r2 fund -> lab\n"
               "  amount: 10 mn USD\n"
               "  part-of: r\n", 1);
    uint32_t probe = ask_stake(&p, "fund", QD_OWN_BEFORE, 0);
    plan_paths(&p);
    for (uint64_t i = 0; i < PATHS; i++) {
        draw_path(&p, i);
        for (uint32_t t = 0; t < 6; t++)
            close_to(path_value(&p, probe, t), want[t], 1e-12);
    }
    paths_end(&p);
}

/* A valuation that changes counts as it was in the month of the round. */
static void test_kept(void **state)
{
    (void)state;
    /* in February 2 mo of the horizon are over when it ends: 100 mn */
    static const double want[] = { 0, 0, 0.2, 0.2, 0.2, 0.2 };
    expect_stake(ROOT STAKE
                 "2026-02-10 round r fund -> lab\n"
                 "  amount: 20 mn USD\n"
                 "  valuation: t * 50 mn USD/mo post\n",
                 "fund", want, 6);
}

/* A sale moves what there is, and no more. */
static void test_sale(void **state)
{
    (void)state;
    static const double want[] = { 0, 0, 0.05, 0.05 };
    expect_stake(ROOT STAKE
                 "2026-02-10 secondary s ben -> ada\n"
                 "  issuer: lab\n"
                 "  amount: 5 mn USD\n"
                 "  valuation: 100 mn USD\n", "ben", want, 4);
    static const double none[] = { 0, 0, 0, 0 };
    expect_stake(ROOT STAKE
                 "2026-02-10 secondary s ben -> ada\n"
                 "  issuer: lab\n"
                 "  amount: 50 mn USD\n"
                 "  valuation: 100 mn USD\n", "ada", none + 4, 0);
}

/* What the company buys back is as if it had never been sold. */
static void test_back(void **state)
{
    (void)state;
    static const double want[] = { 0, 0, 0.1, 0.1, 0, 0 };
    struct paths p;
    paths_make(&p, ROOT STAKE
               "2026-02-15 round r fund -> lab\n"
               "  amount: 5 to 10 mn USD\n"
               "  valuation: r.amount * 10 post\n"
               "2026-04-10 secondary s lab -> fund\n"
               "  issuer: lab\n"
               "  amount: r.amount\n"
               "  valuation: r.amount * 10\n", 1);
    uint32_t fund = ask_stake(&p, "fund", QD_OWN_BEFORE, 0);
    uint32_t ada = ask_stake(&p, "ada", QD_OWN_BEFORE, 0);
    plan_paths(&p);
    for (uint64_t i = 0; i < PATHS; i++) {
        draw_path(&p, i);
        double a = path_value(&p, ada, 0), f = path_value(&p, fund, 0);
        for (uint32_t t = 0; t < 6; t++) {
            close_to(path_value(&p, ada, t), a * (1 - want[t]), 1e-14);
            close_to(path_value(&p, fund, t), f + (1 - f) * want[t], 1e-14);
        }
    }
    paths_end(&p);
}

/* Of a safe with a cap of 3 after the money 0.5 / 3 of all before the round;
 * of the money 1 of 6: 5 / 36 and 1 / 6. */
static void test_convert(void **state)
{
    (void)state;
    static const char text[] = ROOT
        "2025-06-01.. stake a ada of lab\n"
        "  number: 1_000_000\n"
        "2025-06-01.. stake rest ? of lab\n"
        "  number: 0\n"
        "2025-09-01 convertible s bank -> lab @r\n"
        "  kind: safe\n"
        "  amount: 500_000 USD\n"
        "  cap: 3 mn USD post\n"
        "  discount: 20 %\n"
        "2026-03-10 round r fund -> lab\n"
        "  amount: 1 mn USD\n"
        "  valuation: 5 mn USD pre\n";
    static const double safe[] = { 0, 0, 0, 5 / 36.0, 5 / 36.0 };
    static const double fund[] = { 0, 0, 0, 1 / 6.0, 1 / 6.0 };
    expect_stake(text, "bank", safe, 5);
    expect_stake(text, "fund", fund, 5);
}

/* A node of a field, read off each path. */
static uint32_t ask_field(struct paths *p, const char *name,
                          const char *field)
{
    qd_lowering *l = &p->run.lowering;
    qd_node n = qd_lower_named(l, dir_of(p->w, name), field, QD_DATE_FIRST);
    return qd_paths_each(&p->run, n, 0);
}

/* Drawn amounts, a pool and what may convert: each path against the solver. */
static void test_financed(void **state)
{
    (void)state;
    struct paths p;
    paths_make(&p, ROOT
               "2025-06-01.. stake a ada of lab\n"
               "  number: 1_000_000\n"
               "2025-06-01.. stake rest ? of lab\n"
               "  number: 0\n"
               "2026-01-01 convertible s bank -> lab @r\n"
               "  kind: safe\n"
               "  amount: 1 to 2 mn USD\n"
               "  cap: 12 to 40 mn USD post\n"
               "2026-01-01 convertible n cai -> lab @r\n"
               "  kind: safe\n"
               "  amount: 0.5 to 1 mn USD\n"
               "  discount: 20 %\n"
               "  chance: 50 %\n"
               "2026-03-10 round r fund -> lab\n"
               "  amount: 4 to 6 mn USD\n"
               "  valuation: 25 to 35 mn USD pre\n"
               "  pool: 10 %\n", 1);
    uint32_t safe = ask_field(&p, "s", "amount");
    uint32_t cap = ask_field(&p, "s", "cap");
    uint32_t note = ask_field(&p, "n", "amount");
    uint32_t money = ask_field(&p, "r", "amount");
    uint32_t value = ask_field(&p, "r", "valuation");
    qd_times t = qd_lower_times(&p.run.lowering, dir_of(p.w, "n"));
    uint32_t yes = qd_paths_each(&p.run, t.happens, 0);
    static const char *const names[] = { "ada", "bank", "cai", "fund" };
    uint32_t stakes[4], twice = 0;
    for (int i = 0; i < 4; i++)
        stakes[i] = ask_stake(&p, names[i], QD_OWN_ALL, 0);
    plan_paths(&p);
    for (uint64_t i = 0; i < PATHS; i++) {
        draw_path(&p, i);
        bool both = path_value(&p, yes, 0) > 0.5;
        qd_convertible terms[2] = {
            { .form = QD_CONVERT_AFTER, .counted = QD_COUNTED_UNITS,
              .money = path_value(&p, safe, 0),
              .cap = path_value(&p, cap, 0) },
            { .form = QD_CONVERT_AFTER, .counted = QD_COUNTED_UNITS,
              .money = path_value(&p, note, 0), .discount = 0.2 } };
        qd_financing f = { .units = 1, .money = path_value(&p, money, 0),
                           .stated = QD_STATED_PRE,
                           .value = path_value(&p, value, 0),
                           .pool_share = 0.1, .convertible = terms,
                           .convertibles = 1 + both };
        qd_converted units[2] = { 0 };
        qd_financed out;
        assert_int_equal(qd_financing_solve(&f, &out, units, NULL),
                         QD_FINANCING_SOUND);
        double held[] = { 1, units[0].units, both ? units[1].units : 0,
                          out.bought };
        for (int k = 0; k < 4; k++)
            close_to(path_value(&p, stakes[k], 23), held[k] / out.total,
                     1e-13);
        twice += both;
    }
    assert_true(twice > 20 && twice < PATHS - 20);
    paths_end(&p);
}

/* 100 of 1000 shares vest by a tenth a month from the first month on, while a
 * share is worth more than 10: it is in February and in May. What vests never
 * goes back, and nothing is exercised after the last day. */
static void test_warrant(void **state)
{
    (void)state;
    static const char text[] = ROOT
        "2025-06-01.. stake a ada of lab\n"
        "  number: 1000 shares\n"
        "2025-06-01.. stake rest ? of lab\n"
        "  number: 0 shares\n"
        "price p\n"
        "  for: lab\n"
        "  value 2026-01: 9 USD/share\n"
        "  value 2026-02: 11 USD/share\n"
        "  value 2026-03..2026-04: 8 USD/share\n"
        "  value 2026-05..: 12 USD/share\n"
        "2025-10-01 warrant w ben -> lab\n"
        "  number: 100 shares\n"
        "  strike: 10 USD/share\n"
        "  vested: if(t < 7 mo, t / 10 mo, 1 / 10)\n"
        "  expires: 2026-06\n";
    static const double want[] = { 0, 0, 20 / 1020.0, 20 / 1020.0,
                                   20 / 1020.0, 50 / 1050.0, 60 / 1060.0,
                                   60 / 1060.0, 60 / 1060.0 };
    expect_stake(text, "ben", want, 9);
}

/* ---- Who is meant */

static void test_holders(void **state)
{
    (void)state;
    struct paths p;
    paths_make(&p, ROOT
               "party parent\n"
               "party child\n"
               "  parent: parent\n"
               "party club\n"
               "  members: ada, child\n"
               "2025-06-01.. stake a ada of lab\n"
               "  share: 20 to 30 %\n"
               "2025-06-01.. stake c child of lab\n"
               "  share: 5 to 15 %\n", 1);
    uint32_t ada = ask_stake(&p, "ada", QD_OWN_NOW, 0);
    uint32_t child = ask_stake(&p, "child", QD_OWN_NOW, 0);
    uint32_t parent = ask_stake(&p, "parent", QD_OWN_NOW, 0);
    uint32_t club = ask_stake(&p, "club", QD_OWN_NOW, 0);
    uint32_t nobody = ask_stake(&p, "cai", QD_OWN_NOW, 0);
    qd_node none = qd_world_stake(&p.run.world, sym_of(p.w, "bank"),
                                  sym_of(p.w, "ada"), QD_OWN_NOW, 0);
    assert_int_equal(none, QD_NODE_HOLE);
    plan_paths(&p);
    for (uint64_t i = 0; i < PATHS; i++) {
        draw_path(&p, i);
        double a = path_value(&p, ada, 0), c = path_value(&p, child, 0);
        assert_true(a >= 0.2 && a <= 0.3 && c >= 0.05 && c <= 0.15);
        close_to(path_value(&p, parent, 0), c, 0);
        close_to(path_value(&p, club, 0), a + c, 1e-15);
        close_to(path_value(&p, nobody, 0), 0, 0);
    }
    paths_end(&p);
}

/* A round may ask for what was before it. */
static void test_asks_back(void **state)
{
    (void)state;
    struct paths p;
    paths_make(&p, ROOT STAKE
               "2026-03-10 round r fund -> lab\n"
               "  amount: own(lab, ada, 2026-02) * 40 mn USD\n"
               "  valuation: 90 mn USD pre\n"
               "2026-06-10 round s bank -> lab\n"
               "  amount: own(lab, fund) * 100 mn USD\n"
               "  valuation: 100 mn USD pre\n", 1);
    uint32_t ada = ask_stake(&p, "ada", QD_OWN_NOW, 0);
    uint32_t fund = ask_stake(&p, "fund", QD_OWN_BY, day_of(2026, 5));
    uint32_t bank = ask_stake(&p, "bank", QD_OWN_ALL, 0);
    plan_paths(&p);
    for (uint64_t i = 0; i < PATHS; i++) {
        draw_path(&p, i);
        double r = path_value(&p, ada, 23) * 40 / 90, f = r / (1 + r);
        close_to(path_value(&p, fund, 23), f, 1e-14);
        close_to(path_value(&p, bank, 23), f / (1 + f), 1e-14);
    }
    paths_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sum),      cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_rounds),   cmocka_unit_test(test_tranches),
        cmocka_unit_test(test_kept),     cmocka_unit_test(test_sale),
        cmocka_unit_test(test_convert),  cmocka_unit_test(test_financed),
        cmocka_unit_test(test_back),     cmocka_unit_test(test_warrant),
        cmocka_unit_test(test_holders),  cmocka_unit_test(test_asks_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
