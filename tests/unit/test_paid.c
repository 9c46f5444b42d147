/* What is paid on the paths of models: `quid shock` reads it off these. */
#include "path_model.h"

#include "analysis/paid.h"

#define HEAD "quid 1 \"T\"\n  currency: USD $\n  horizon: 2026-01..2027-06\n"
#define BN 1e9

static void draw(struct paths *p, qd_paid *paid, const char *text,
                 uint64_t paths, const qd_paid_how *how)
{
    paths_make(p, text, paths);
    qd_paid_begin(paid, &p->run, 0);
    qd_paid_add(paid, &p->run.world, how);
    if (!qd_paid_draw(paid, paths)) fail_msg("refused");
}

static void done(struct paths *p, qd_paid *paid)
{
    qd_paid_free(paid);
    paths_end(p);
}

static uint32_t number(const struct paths *p, const qd_paid *paid,
                       const char *party)
{
    uint32_t u = qd_paid_party(paid, sym_of(p->w, party));
    assert_true(u != UINT32_MAX);
    return u;
}

static void is(const struct paths *p, const qd_paid *paid, const char *party,
               double due, double got)
{
    uint32_t u = number(p, paid, party);
    close_to(paid->worlds.at[0].due[u] / BN, due, 1e-9);
    close_to(paid->worlds.at[0].paid[u] / BN, got, 1e-9);
}

/* 1 bn USD a month over 18 months; the lab has 10. */
#define LAB_WITH(cash)                                                       \
    HEAD "party lab\n  cash 2026-01: " cash " bn USD\n"                       \
    "party cloud\nparty maker\n"                                             \
    "2026-01.. contract rent lab -> cloud\n  amount: 18 bn USD\n"            \
    "  term: 18 mo\n"
#define LAB LAB_WITH("10")

static void test_shortage(void **s)
{
    (void)s;
    struct paths p;
    qd_paid paid;
    draw(&p, &paid, LAB, 3, &(qd_paid_how){ 0 });
    is(&p, &paid, "cloud", 18, 10);
    const qd_paid_world *w = paid.worlds.at;
    uint32_t lab = number(&p, &paid, "lab");
    assert_int_equal(w->some, 3);
    assert_int_equal(w->failed[lab * 19 + 10], 3);
    assert_int_equal(qd_paid_round(w, lab), 1);
    done(&p, &paid);
}

/* A default dated 2027-01: January is not paid. With 25 % of what is left:
 * of a balance of 28 that is 7, and 6 are due. */
static void test_default(void **s)
{
    (void)s;
    struct paths p;
    qd_paid paid;
    for (int recovers = 0; recovers < 2; recovers++) {
        paths_make(&p, LAB "2026-01 round r ? -> lab\n"
                   "  amount: 30 bn USD\n", 2);
        qd_sym lab = sym_of(p.w, "lab");
        qd_paid_how how = { .struck = &lab, .n_struck = 1, .period = 12,
                            .has_recovery = recovers, .recovery = 0.25 };
        qd_paid_begin(&paid, &p.run, 0);
        qd_paid_add(&paid, &p.run.world, &how);
        assert_true(qd_paid_draw(&paid, 2));
        is(&p, &paid, "cloud", 18, recovers ? 18 : 12);
        const qd_paid_world *w = paid.worlds.at;
        assert_int_equal(w->failed[number(&p, &paid, "lab") * 19 + 12], 2);
        done(&p, &paid);
    }
}

/* The fee is a half of what is left: 7 of 18 when it is cancelled in the
 * eleventh month, of which a sale of 2 pays that. */
static void test_cancel(void **s)
{
    (void)s;
    struct paths p;
    qd_paid paid;
    const char *text = LAB "  if-unpaid: cancel\n  exit-fee: 50 %\n"
                       "2027-01 round r maker -> lab\n  amount: 2 bn USD\n";
    draw(&p, &paid, text, 1, &(qd_paid_how){ 0 });
    is(&p, &paid, "cloud", 18, 12);
    is(&p, &paid, "lab", 2, 2);
    done(&p, &paid);
    draw(&p, &paid, LAB, 1, &(qd_paid_how){ .cancels = true });
    is(&p, &paid, "cloud", 18, 10);
    assert_true(paid.worlds.at[0].defers);
    done(&p, &paid);
}

/* A guarantee of the contract pays what is missing, while it lasts and up to
 * its cap: 3 of the 4 missing by February 2027. */
static void test_guarantee(void **s)
{
    (void)s;
    struct paths p;
    qd_paid paid;
    const char *text = LAB "2026..2027-02 guarantee g maker -> cloud\n"
                       "  covers: rent\n  cap: 3 bn USD\n";
    draw(&p, &paid, text, 1, &(qd_paid_how){ 0 });
    is(&p, &paid, "cloud", 18, 13);
    done(&p, &paid);
}

/* Where nobody lacks anything paid is due, to the bit; and on every path that
 * does, the losses are what is due less what is paid. */
static void test_enough(void **s)
{
    (void)s;
    struct paths p;
    qd_paid paid;
    static const char uncertain[] =
        HEAD "party lab\n  cash 2026-01: 10 to 40 bn USD\nparty cloud\n"
        "2026-01.. contract rent lab -> cloud\n  amount: 10 to 40 bn USD\n"
        "  term: 18 mo\n";
    draw(&p, &paid, uncertain, 1000, &(qd_paid_how){ 0 });
    const qd_paid_world *w = paid.worlds.at;
    uint32_t cloud = number(&p, &paid, "cloud");
    uint32_t lab = number(&p, &paid, "lab");
    uint64_t none = 0;
    double sum = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        none += w->loss[cloud * 1000 + i] == 0;
        sum += w->loss[cloud * 1000 + i] / 1000;
        assert_true(w->loss[cloud * 1000 + i] >= 0);
        assert_true(w->cash[lab * 1000 + i] > -1e-3);
    }
    assert_int_equal(none + w->some, 1000);
    assert_true(w->some > 200 && w->some < 800);
    close_to(sum / BN, (w->due[cloud] - w->paid[cloud]) / BN, 1e-9);
    done(&p, &paid);
}

/* The same for any number of threads. */
static void test_threads(void **s)
{
    (void)s;
    struct paths p;
    qd_paid paid;
    double due[2], loss[2];
    for (int i = 0; i < 2; i++) {
        paths_make(&p, LAB_WITH("5 to 20"), 700);
        p.run.how.threads = 1 + 3 * i;
        qd_paid_begin(&paid, &p.run, 0);
        qd_paid_add(&paid, &p.run.world, &(qd_paid_how){ 0 });
        assert_true(qd_paid_draw(&paid, 700));
        uint32_t cloud = number(&p, &paid, "cloud");
        due[i] = paid.worlds.at[0].paid[cloud];
        loss[i] = qd_paid_quantile(&paid, paid.worlds.at[0].loss +
                                              cloud * 700, 0.5);
        done(&p, &paid);
    }
    assert_true(due[0] == due[1] && loss[0] == loss[1]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shortage),
        cmocka_unit_test(test_default),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_guarantee),
        cmocka_unit_test(test_enough),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
