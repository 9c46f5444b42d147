/* Instruments on a table of units: the worked cases, and financings found by
 * raising the round from nothing, step by step, instead. */
#include "unit_test.h"

#include <math.h>
#include <string.h>

#include "math/rounds.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))

static void near_to(const char *id, double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol))
        fail_msg("%s: got %.12g, want %.12g", id, got, want);
}

/* What cases of tolerance 0 are held to when they are not whole. */
static void same(const char *id, double got, double want)
{
    near_to(id, got, want, 4e-15 * fabs(want));
}

static qd_converted converted[QD_FINANCING_MOST];
static double protected_units[QD_FINANCING_MOST];

static qd_financed solved(const qd_financing *f)
{
    qd_financed out;
    assert_int_equal(qd_financing_solve(f, &out, converted, protected_units),
                     QD_FINANCING_SOUND);
    return out;
}

/* ---- Rounds */

static void test_rounds(void **state)
{
    (void)state;
    qd_financing r01 = { .units = 2e6, .money = 2e6, .value = 8e6 };
    qd_financed out = solved(&r01);
    near_to("R01", out.price, 4, 0);
    near_to("R01", 1e6 / out.total, 0.4, 0);
    near_to("R01", out.bought / out.total, 0.2, 0);
    near_to("R01", out.total, 2500000, 0);
    qd_financing r05 = { .units = 10e6, .money = 5e6, .value = 20e6,
                         .pool_share = 0.1 };
    out = solved(&r05);
    near_to("R05", out.pool_added / out.total, 0.1, 1e-5);
    near_to("R05", out.bought / out.total, 0.2, 1e-5);
    near_to("R05", r05.units / out.total, 0.7, 1e-5);
    near_to("R05", out.price, 1.75, 1e-6);
    qd_financing r07 = { .units = 1e6, .money = 2e6, .value = 8e6,
                         .pool_share = 0.15 };
    near_to("R07", solved(&r07).effective_pre, 6500000, 0.5);
    near_to("R09", qd_units_for_share(1e6, 0.1), 111111, 1);
    near_to("R09", 1e5 / (1e6 + qd_units_for_share(1e6, 0.1)), 0.09, 1e-4);
}

static void test_r03(void **state)
{
    (void)state;
    double held[4] = { 1e6, 1e6, 5e5, 0 };
    assert_true(qd_table_issue(held, 3, 131578));
    double total = qd_table_total(held, 4);
    near_to("R03", total, 2631578, 0);
    near_to("R03", held[0] / total, 0.38, 1e-5);
    near_to("R03", held[2] / total, 0.19, 1e-5);
    near_to("R03", held[3] / total, 0.05, 1e-5);
}

/* K05 as rounds of a table of 100. */
static void test_k05(void **state)
{
    (void)state;
    qd_financing f = { .units = 100, .money = 10, .value = 500 };
    qd_financed out = solved(&f);
    near_to("K05", out.bought / out.total, 0.019608, 1e-6);
    near_to("K05", 27 / out.total, 0.264706, 1e-6);
    near_to("K05", 26 / out.total, 0.254902, 1e-6);
    f.stated = QD_STATED_POST;
    out = solved(&f);
    same("K05", out.bought / out.total, 0.02);
    near_to("K05", 27 / out.total, 0.2646, 1e-5);
}

/* ---- Convertibles */

static void test_s01(void **state)
{
    (void)state;
    const qd_convertible safe = { .counted = QD_COUNTED_NOT, .money = 1e5,
                                  .cap = 5e6 };
    const qd_financing f = { .units = 11e6, .money = 1e6, .value = 10e6,
                             .convertible = &safe, .convertibles = 1 };
    const qd_rounding by = { QD_ROUNDING_DOWN, QD_ROUNDING_DOWN,
                             QD_ROUNDING_DOWN, 3, 4, QD_ROUNDING_ONCE };
    qd_financed out = solved(&f);
    same("S01", out.bought, 1100000);
    same("S01", converted[0].units, 220000);
    bool agrees;
    assert_int_equal(qd_financing_round(&f, &by, &out, converted,
                                        protected_units, &agrees),
                     QD_FINANCING_SOUND);
    assert_true(agrees);
    near_to("S01", out.price, 0.909, 0);
    near_to("S01", out.bought, 1100110, 0);
    near_to("S01", converted[0].price, 0.4545, 0);
    near_to("S01", converted[0].units, 220022, 0);
    /* what was paid is the preference */
    near_to("S01", f.money, 1000000, 0);
    near_to("S01", safe.money, 100000, 0);
}

static void test_s03(void **state)
{
    (void)state;
    static const double rows[][3] = { { 5e5, 0.075, 0.0005 },
                                      { 8e5, 0.12, 0.001 },
                                      { 1e6, 0.15, 0.001 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qd_convertible safe = { .form = QD_CONVERT_AFTER,
                                .money = rows[i][0], .cap = 6.7e6 };
        qd_financing f = { .units = 1e7, .money = 2e6, .value = 1e7,
                           .convertible = &safe, .convertibles = 1 };
        qd_financed out = solved(&f);
        near_to("S03", converted[0].units / out.capitalisation, rows[i][1],
                rows[i][2]);
    }
    double all = qd_units_with_pro_rata(0.25, 0.15);
    near_to("S05", all * 0.15, 0.0441, 1e-4);
    near_to("S05", all, 0.2941, 1e-4);
}

static void test_s07(void **state)
{
    (void)state;
    const qd_convertible safe = { .money = 1e6, .cap = 1e7 };
    const qd_financing f = { .units = 1e7, .money = 5e6, .value = 2e7,
                             .convertible = &safe, .convertibles = 1 };
    qd_financed out = solved(&f);
    same("S07", converted[0].price, 1);
    same("S07", converted[0].units, 1000000);
    near_to("S07", converted[0].units / out.capitalisation, 0.0909091, 1e-6);
}

/* Fixed 7 %, one that takes the best later terms, three after the money. */
static const qd_convertible five[] = {
    { .form = QD_CONVERT_SHARE, .money = 125000, .share = 0.07 },
    { .form = QD_CONVERT_AFTER, .mfn = true, .money = 375000 },
    { .form = QD_CONVERT_AFTER, .money = 750000, .cap = 10e6 },
    { .form = QD_CONVERT_AFTER, .money = 475000, .cap = 10e6 },
    { .form = QD_CONVERT_AFTER, .money = 500000, .cap = 13e6 },
};
static const qd_financing s09 = {
    .units = 10e6, .money = 4e6, .value = 25e6, .pool_free = 750000,
    .pool_share = 0.1, .convertible = five, .convertibles = 5
};

static void test_s09(void **state)
{
    (void)state;
    static const double want[] = { 956884, 512610, 1025220, 649306, 525756 };
    qd_financed out = solved(&s09);
    near_to("S09", out.total, 16953611.5829, 0.001);
    near_to("S09", out.price, 1.71054998, 1e-8);
    near_to("S09", 4500000 / out.total, 0.2654, 0.00005);
    assert_int_equal(converted[1].terms, 2);
    qd_rounding by = { QD_ROUNDING_UP, QD_ROUNDING_UP, QD_ROUNDING_DOWN, 5,
                       5, QD_ROUNDING_FROM_BELOW };
    bool agrees;
    qd_financing_round(&s09, &by, &out, converted, protected_units, &agrees);
    assert_true(agrees);
    near_to("S09", out.price, 1.71056, 0);
    for (size_t i = 0; i < COUNT(want); i++)
        near_to("S09", converted[i].units, want[i], 0);
    near_to("S09", out.bought, 2338415, 0);
    near_to("S09", s09.pool_free + out.pool_added, 1695354, 0);
    near_to("S09", out.pool_added, 945354, 0);
    near_to("S09", out.total, 16953545, 0);
    near_to("S09", 4500000 / out.total, 0.2654, 0.00005);
    by.until = QD_ROUNDING_FROM_EXACT;
    qd_financing_round(&s09, &by, &out, converted, protected_units, &agrees);
    assert_true(agrees);
    near_to("S09", out.total, 16953581, 0);
    by.until = QD_ROUNDING_ONCE;
    qd_financing_round(&s09, &by, &out, converted, protected_units, &agrees);
    near_to("S09", out.price, 1.71055, 0);
}

static void test_s11(void **state)
{
    (void)state;
    const qd_convertible three[] = {
        { .form = QD_CONVERT_AFTER, .mfn = true, .money = 375000 },
        { .form = QD_CONVERT_AFTER, .money = 500000, .cap = 8e6 },
        { .form = QD_CONVERT_AFTER, .money = 500000, .discount = 0.3 },
    };
    const qd_financing f = { .units = 1e7, .money = 5e6, .value = 5e7,
                             .convertible = three, .convertibles = 3 };
    qd_financed out = solved(&f);
    assert_int_equal(converted[0].terms, 1);
    assert_int_equal(converted[0].by, QD_BY_CAP);
    same("S11", converted[0].price, 8e6 / out.capitalisation);
}

/* A given price, and convertibles that take the lower of two. */
static void test_lower_price(void **state)
{
    (void)state;
    static const struct {
        double cap, price, tol;
    } s13[] = { { 20e6, 1.6, 0 }, { 8e6, 0.666667, 1e-6 } };
    for (size_t i = 0; i < COUNT(s13); i++) {
        qd_convertible safe = { .money = 5e5, .cap = s13[i].cap,
                                .discount = 0.2 };
        qd_financing f = { .units = 12e6, .stated = QD_STATED_PRICE,
                           .value = 2, .convertible = &safe,
                           .convertibles = 1 };
        solved(&f);
        near_to("S13", converted[0].price, s13[i].price, s13[i].tol);
    }
    qd_convertible safe = { .money = 5e5, .discount = 0.2 };
    qd_financing f = { .units = 3e6, .stated = QD_STATED_PRICE, .value = 2,
                       .convertible = &safe, .convertibles = 1 };
    qd_financed out = solved(&f);
    near_to("S15", converted[0].price, 1.6, 0);
    near_to("S15", converted[0].units, 312500, 0);
    near_to("S15", out.capitalisation, 3312500, 0);
    near_to("S15", converted[0].units / out.capitalisation, 0.094, 0.0005);
}

/* S17: the published 9.4 % is the stake by the discount alone; the cap gives
 * the holder 500,000 / 3,000,000 before the round. */
static void test_s17(void **state)
{
    (void)state;
    const qd_convertible safe = { .form = QD_CONVERT_AFTER, .money = 5e5,
                                  .cap = 3e6, .discount = 0.2 };
    const qd_financing f = { .units = 1e6, .money = 1e6, .value = 5e6,
                             .convertible = &safe, .convertibles = 1 };
    qd_financed out = solved(&f);
    double before = converted[0].units / out.capitalisation;
    double after = converted[0].units / out.total;
    near_to("S17", before, 0.1667, 1e-4);
    near_to("S17", after, 0.1389, 1e-4);
    assert_true(fabs(before - 0.094) > 0.04 && fabs(after - 0.094) > 0.04);
}

/* ---- Notes */

static void test_n01(void **state)
{
    (void)state;
    double balance = qd_interest_simple(100000, 0.08, 1);
    near_to("N01", balance, 108000, 0);
    for (int capped = 0; capped < 2; capped++) {
        qd_convertible note = { .money = balance, .discount = 0.2,
                                .cap = capped ? 1e6 : 0 };
        qd_financing f = { .units = 1e4, .stated = QD_STATED_PRICE,
                           .value = 500, .convertible = &note,
                           .convertibles = 1 };
        qd_financed out = solved(&f);
        double value = converted[0].units * out.price;
        same("N01", out.effective_pre, 5000000);
        same("N01", converted[0].price, capped ? 100 : 400);
        same("N01", converted[0].units, capped ? 1080 : 270);
        same("N01", value, capped ? 540000 : 135000);
        /* the published 5.4 counts the principal as gain */
        if (capped) {
            same("N01", value / 100000 - 1, 4.4);
            assert_true(fabs(value / 100000 - 1 - 5.4) > 0.9);
        }
    }
    same("interest", qd_interest_compound(100, 0.1, 2), 121);
}

static void test_n03(void **state)
{
    (void)state;
    const qd_convertible note = { .money = 25000, .cap = 5e6 };
    const qd_financing f = { .units = 2e6, .stated = QD_STATED_PRICE,
                             .value = 5, .convertible = &note,
                             .convertibles = 1 };
    qd_financed out = solved(&f);
    same("N03", out.effective_pre, 10e6);
    same("N03", converted[0].price, 2.5);
    same("N03", converted[0].units, 10000);
    same("N03", converted[0].units * out.price, 50000);
}

/* The three named methods, and the fourth that adds up. By hand, in millions,
 * one million units: 10 / 1; 10 - 0.5 / 0.7; 10 + 0.5; and the third with all
 * units times price equal to 11.5. */
static void test_n05(void **state)
{
    (void)state;
    static const struct {
        enum qd_counted by;
        double price;
    } rows[] = { { QD_COUNTED_NOT, 10 },
                 { QD_COUNTED_UNITS, 10 - 0.5 / 0.7 },
                 { QD_COUNTED_MONEY, 10.5 },
                 { QD_COUNTED_BOTH, 10.5 - 0.5 / 0.7 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qd_convertible note = { .counted = rows[i].by, .money = 5e5,
                                .discount = 0.3 };
        qd_financing f = { .units = 1e6, .money = 1e6, .value = 1e7,
                           .convertible = &note, .convertibles = 1 };
        qd_financed out = solved(&f);
        same("methods", out.price, rows[i].price);
        if (rows[i].by == QD_COUNTED_UNITS)
            same("percent", out.bought / out.total, 1.0 / 11);
        if (rows[i].by == QD_COUNTED_BOTH)
            same("adds up", out.price * out.total, 11.5e6);
        if (rows[i].by != QD_COUNTED_MONEY) continue;
        same("N05", out.price, 10.5);
        same("N05", converted[0].price, 7.35);
        near_to("N05", out.bought, 95238, 1);
        near_to("N05", converted[0].units, 68027, 1);
        near_to("N05", out.total, 1163265, 1);
        near_to("N05", f.units / out.total, 0.8596, 1e-4);
        near_to("N05", converted[0].units / out.total, 0.0585, 1e-4);
        near_to("N05", out.bought / out.total, 0.0819, 1e-4);
    }
}

/* ---- Protection from dilution */

static void test_a01(void **state)
{
    (void)state;
    const double all = 1.5e6 + 2.5e6 + 2e6 + 1e6;
    near_to("A01", all, 7000000, 0);
    double a = qd_price_average(1, all, 1e6, 2e6);
    double b = qd_price_average(2, all, 1e6, 2e6);
    near_to("A01", a, 0.88889, 1e-5);
    same("A01", 2500000 * 1 / a, 2812500);
    same("A01", 1 / a, 1.125);
    near_to("A01", b, 1.66667, 1e-5);
    same("A01", 2000000 * 2 / b, 2400000);
    /* the same from a round at a price, both series in one system */
    const qd_protected two[] = { { QD_PROTECT_AVERAGE, 2.5e6, 1, all },
                                 { QD_PROTECT_AVERAGE, 2e6, 2, all } };
    const qd_financing f = { .units = all, .money = 1e6, .value = 0.5,
                             .stated = QD_STATED_PRICE, .class = two,
                             .classes = 2 };
    qd_financed out = solved(&f);
    same("A01", out.bought, 2e6);
    same("A01", protected_units[0], 2812500);
    same("A01", protected_units[1], 2400000);
    same("A05", 2 / qd_price_ratchet(2, 1), 2);
}

static void test_a03(void **state)
{
    (void)state;
    static const double passes[][2] = { { 0.50, 0 }, { 0.40, 0 },
                                        { 0.363636, 1e-6 } };
    double units = 1e6; /* of the series, as converted at the last price */
    for (size_t i = 0; i < COUNT(passes); i++) {
        qd_financing f = { .units = 3e6 + units, .money = 5e5,
                           .value = 2e6 };
        double price = solved(&f).price;
        near_to("A03", price, passes[i][0], passes[i][1]);
        units = 1e6 * 1 / qd_price_ratchet(1, price);
    }
    const qd_protected a = { QD_PROTECT_RATCHET, 1e6, 1, 0 };
    qd_financing f = { .units = 4e6, .money = 5e5, .value = 2e6,
                       .class = &a, .classes = 1 };
    qd_financed out = solved(&f);
    near_to("A03", out.price, 0.333333, 1e-6);
    same("A03", protected_units[0], 3000000);
    same("A03", out.capitalisation, 6000000);
    same("A03", out.bought / out.total, 0.2);
    same("A03", out.bought, 1500000);
    f.value = 1e6; /* not more than the series is owed */
    assert_int_equal(qd_financing_solve(&f, &out, NULL, protected_units),
                     QD_FINANCING_NO_PRICE);
}

/* ---- Options */

static void test_options(void **state)
{
    (void)state;
    near_to("X01", qd_units_net(1000, 11.5, 18), 361.111, 0.001);
    near_to("X01", qd_units_net(1000, 11.5, 26), 557.69, 0.01);
    double more = qd_units_net(20000, 20, 25) + qd_units_net(20000, 28, 25);
    near_to("X03", more, 4000, 0);
    near_to("X03", 100000 + more, 104000, 0);
    double held[] = { 7945399, 0 };
    assert_true(qd_table_move(held, 0, 1, 1324233));
    near_to("X05", held[0], 6621166, 0);
    near_to("X05", qd_units_net(7945399, 23.6956, 50), 4179979.07, 0.1);
    held[0] = 1;
    qd_table_split(held, 1, 0.1235);
    near_to("E01", held[0] * 165.20, 20.40, 0.005);
    /* profit units: a tenth of what 100 units are worth above 600 */
    double strike = qd_strike_of_threshold(600, 100);
    near_to("profit", 10 * 10 - strike * 10, 40, 0);
    near_to("profit", qd_units_net(10, strike, 10) * 10, 40, 1e-12);
    near_to("profit", qd_units_net(10, strike, 5), 0, 0);
}

/* ---- Properties */

static uint64_t random_state;

static double random_part(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (double)(random_state >> 40) / 16777216.0;
}

static int random_below(int n)
{
    return (int)(random_part() * n);
}

struct drawn {
    qd_financing f;
    qd_convertible c[6];
    qd_protected p[2];
};

static void draw_financing(struct drawn *d, uint64_t seed)
{
    random_state = seed * 977 + 5;
    memset(d, 0, sizeof *d);
    d->f = (qd_financing){
        .units = 1e6, .money = 1e6 + random_part() * 4e6,
        .value = 6e6 + random_part() * 30e6,
        .stated = (enum qd_stated)random_below(2),
        .pool_free = random_below(2) * 5e4,
        .pool_share = random_below(2) * random_part() * 0.2,
        .pool_in_caps = random_below(2),
        .convertible = d->c, .class = d->p,
        .convertibles = (uint32_t)random_below(7),
        .classes = (uint32_t)random_below(3),
    };
    for (uint32_t i = 0; i < d->f.convertibles; i++)
        d->c[i] = (qd_convertible){
            .form = (enum qd_convert_form)random_below(3),
            .counted = (enum qd_counted)random_below(4),
            .mfn = random_below(4) == 0,
            .money = random_part() * 2e6,
            .cap = random_below(3) ? 4e6 + random_part() * 2e7 : 0,
            .discount = random_below(2) * random_part() * 0.4,
            .share = random_part() * 0.15,
        };
    for (uint32_t i = 0; i < d->f.classes; i++)
        d->p[i] = (qd_protected){ (enum qd_protection)random_below(2),
                                  2e5, 5 + random_part() * 20, 8e5 };
}

/* One convertible's units, written anew: the best of all it may choose. */
static double slow_units(const qd_financing *f, uint32_t i, double capital,
                         double price, double pool_added)
{
    const qd_convertible *c = &f->convertible[i];
    double base = f->units + (f->pool_in_caps ? pool_added : 0);
    if (c->form == QD_CONVERT_SHARE) return c->share * capital;
    double least = price * (1 - c->discount);
    for (uint32_t k = i; k < f->convertibles; k++) {
        const qd_convertible *t = &f->convertible[k];
        if (k > i && (!c->mfn || t->mfn || t->form == QD_CONVERT_SHARE))
            continue;
        double by_cap = t->form == QD_CONVERT_AFTER ? t->cap / capital
                                                    : t->cap / base;
        if (t->cap > 0 && by_cap < least) least = by_cap;
        if (price * (1 - t->discount) < least)
            least = price * (1 - t->discount);
    }
    return c->money / least;
}

/* The round raised from nothing: every number from those before, until they
 * stay. False when they grow without end. */
static bool slow_price(const qd_financing *f, double *price, double *total)
{
    double capital = f->units, pool = 0;
    *price = f->value / f->units;
    *total = f->units;
    for (int step = 0; step < 200000; step++) {
        double units = 0, inside = 0, money = 0, gain = 0, was = *price;
        for (uint32_t i = 0; i < f->convertibles; i++) {
            enum qd_counted by = f->convertible[i].counted;
            double u = slow_units(f, i, capital, *price, pool);
            units += u;
            if (by == QD_COUNTED_UNITS || by == QD_COUNTED_BOTH) inside += u;
            if (by == QD_COUNTED_MONEY || by == QD_COUNTED_BOTH)
                money += f->convertible[i].money;
        }
        for (uint32_t i = 0; i < f->classes; i++) {
            const qd_protected *p = &f->class[i];
            double now = p->by == QD_PROTECT_RATCHET
                             ? fmin(p->price, *price)
                             : qd_price_average(p->price, p->base, f->money,
                                                f->money / *price);
            gain += p->units * (p->price / now - 1);
        }
        capital = f->units + units + gain;
        *total = capital + pool + f->money / *price;
        *price = f->stated == QD_STATED_POST
                     ? f->value / *total
                     : (f->value + money) /
                           (f->units + pool + inside + gain);
        pool = fmax(0, f->pool_share * *total - f->pool_free);
        if (*price < 1e-4 || capital > 1e11) return false;
        if (step > 100 && fabs(*price - was) < 1e-14 * was) return true;
    }
    return false;
}

static void test_slowly(void **state)
{
    (void)state;
    int found = 0, none = 0;
    for (uint64_t seed = 0; seed < 3000; seed++) {
        struct drawn d;
        draw_financing(&d, seed);
        double price, total;
        qd_financed out;
        bool sound = qd_financing_solve(&d.f, &out, converted,
                                        protected_units) ==
                     QD_FINANCING_SOUND;
        bool slow = slow_price(&d.f, &price, &total);
        if (sound != slow)
            fail_msg("seed %d: %d, slowly %d", (int)seed, sound, slow);
        if (sound) {
            near_to("slow price", out.price, price, 1e-8 * price);
            near_to("slow total", out.total, total, 1e-8 * total);
        }
        found += sound;
        none += !sound;
    }
    assert_true(found > 1000 && none > 20);
}

/* All units are somebody's, and nothing else. */
static void test_sum(void **state)
{
    (void)state;
    for (uint64_t seed = 5000; seed < 6000; seed++) {
        struct drawn d;
        qd_financed out;
        draw_financing(&d, seed);
        if (qd_financing_solve(&d.f, &out, converted, protected_units) !=
            QD_FINANCING_SOUND)
            continue;
        double sum = d.f.units + out.bought + out.pool_added;
        for (uint32_t i = 0; i < d.f.convertibles; i++)
            sum += converted[i].units;
        for (uint32_t i = 0; i < d.f.classes; i++)
            sum += protected_units[i] - d.p[i].units;
        near_to("sum", sum / out.total, 1, 1e-12);
    }
}

/* Half of the money, then the other half at the same price: as at once. */
static void test_tranches(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct drawn d;
        draw_financing(&d, seed);
        d.f.stated = QD_STATED_PRE;
        d.f.convertibles = d.f.classes = 0;
        d.f.pool_share = 0;
        qd_financed once = solved(&d.f);
        d.f.money /= 2;
        qd_financed first = solved(&d.f);
        qd_financing second = { .units = first.total, .money = d.f.money,
                                .stated = QD_STATED_PRICE,
                                .value = first.price };
        near_to("price", first.price, once.price, 0);
        near_to("total", solved(&second).total / once.total, 1, 1e-15);
        second.stated = QD_STATED_PRE;
        second.value = d.f.value + d.f.money;
        near_to("total", solved(&second).total / once.total, 1, 1e-15);
    }
}

static void test_order(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct drawn d, turned;
        qd_financed out, other;
        draw_financing(&d, seed);
        for (int i = 0; i < 6; i++) d.c[i].mfn = false;
        turned = d;
        turned.f.convertible = turned.c;
        for (uint32_t i = 0; i < d.f.convertibles; i++)
            turned.c[i] = d.c[d.f.convertibles - 1 - i];
        enum qd_financing_fault fault =
            qd_financing_solve(&d.f, &out, converted, protected_units);
        assert_int_equal(qd_financing_solve(&turned.f, &other, converted,
                                            protected_units), fault);
        if (fault == QD_FINANCING_SOUND)
            near_to("order", other.price / out.price, 1, 1e-12);
    }
}

static void test_moves(void **state)
{
    (void)state;
    double held[3] = { 100, 250.5, 0 };
    assert_true(qd_table_issue(held, 0, 37));
    assert_true(qd_table_buy_back(held, 0, 37));
    assert_true(held[0] == 100);
    assert_true(qd_table_move(held, 0, 2, 40));
    assert_true(qd_table_total(held, 3) == 350.5);
    assert_false(qd_table_move(held, 0, 2, 61));
    assert_false(qd_table_buy_back(held, 2, -1));
    assert_false(qd_table_issue(held, 2, NAN));
    assert_true(held[0] == 60 && held[2] == 40);
    qd_table_split(held, 3, 10);
    assert_true(held[1] == 2505 && qd_table_total(held, 3) == 3505);
}

static void test_rounded(void **state)
{
    (void)state;
    assert_true(qd_rounded(0.7, QD_ROUNDING_UP, 1) == 0.7);
    assert_true(qd_rounded(0.7, QD_ROUNDING_DOWN, 1) == 0.7);
    assert_true(qd_rounded(0.71, QD_ROUNDING_UP, 1) == 0.8);
    assert_true(qd_rounded(0.79, QD_ROUNDING_DOWN, 1) == 0.7);
    assert_true(qd_rounded(2.5, QD_ROUNDING_NEAREST, 0) == 3);
    assert_true(qd_rounded(2.4999, QD_ROUNDING_NEAREST, 0) == 2);
    assert_true(qd_rounded(0.123, QD_ROUNDING_NONE, 0) == 0.123);
}

static void test_faults(void **state)
{
    (void)state;
    const qd_convertible over = { .money = 1, .discount = 1 };
    const qd_financing good = { .units = 1, .money = 1, .value = 2 };
    qd_financing bad[5] = { good, good, good, good, good };
    static const enum qd_financing_fault want[5] = {
        QD_FINANCING_NUMBER, QD_FINANCING_POST_BELOW, QD_FINANCING_NUMBER,
        QD_FINANCING_NUMBER, QD_FINANCING_MANY
    };
    bad[0].money = -1;
    bad[1].stated = QD_STATED_POST;
    bad[1].money = 2;
    bad[2].convertible = &over;
    bad[2].convertibles = 1;
    bad[3].pool_share = 1;
    bad[4].convertibles = QD_FINANCING_MOST + 1;
    for (size_t i = 0; i < COUNT(bad); i++) {
        qd_financed out;
        assert_int_equal(qd_financing_solve(&bad[i], &out, converted,
                                            protected_units), want[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rounds),   cmocka_unit_test(test_r03),
        cmocka_unit_test(test_k05),      cmocka_unit_test(test_s01),
        cmocka_unit_test(test_s03),      cmocka_unit_test(test_s07),
        cmocka_unit_test(test_s09),      cmocka_unit_test(test_s11),
        cmocka_unit_test(test_lower_price), cmocka_unit_test(test_s17),
        cmocka_unit_test(test_n01),      cmocka_unit_test(test_n03),
        cmocka_unit_test(test_n05),      cmocka_unit_test(test_a01),
        cmocka_unit_test(test_a03),      cmocka_unit_test(test_options),
        cmocka_unit_test(test_slowly),   cmocka_unit_test(test_sum),
        cmocka_unit_test(test_tranches), cmocka_unit_test(test_order),
        cmocka_unit_test(test_moves),    cmocka_unit_test(test_rounded),
        cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
