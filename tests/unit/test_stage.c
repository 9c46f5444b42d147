/* Rows of `policy`, and how firm a directive is with its deals. */
#include "model_text.h"

#include "model/stage.h"

#define PARTIES "party a, b\n"

static const qd_stage_row *row_of(struct world *w, const char *word)
{
    return qd_stage_find(&w->m, qd_names_find(&w->m.tree.names,
                                              qd_str_c(word)));
}

static void expect_row(struct world *w, const char *word, const char *means,
                       double lo, double hi, double chance, int firmness)
{
    const qd_stage_row *r = row_of(w, word);
    assert_non_null(r);
    qd_str name = qd_model_name(&w->m, r->name);
    assert_true(qd_str_eq(name, qd_str_c(means)));
    assert_true(r->lane_lo == lo && r->lane_hi == hi);
    assert_true(r->chance_value > chance - 1e-12 &&
                r->chance_value < chance + 1e-12);
    assert_int_equal(r->firmness, firmness);
}

static void test_shipped_rows(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES);
    expect_row(w, "plan", "plan", 1, 1, 0.25, QD_FIRM_PLANNED);
    expect_row(w, "talks", "talks", 2, 3, 0.40, QD_FIRM_TALKS);
    expect_row(w, "preliminary", "early", 2, 2, 0.30, QD_FIRM_TALKS);
    expect_row(w, "term-sheet", "loi", 4, 4, 0.75, QD_FIRM_ANNOUNCED);
    expect_row(w, "signed", "signed", 5, 5, 1, QD_FIRM_FIRM);
    expect_row(w, "done", "closed", 6, 6, 1, QD_FIRM_PAID);
    expect_row(w, "blocked", "denied", 8, 8, 0, QD_FIRM_NONE);
    assert_null(row_of(w, "about"));
    assert_null(row_of(w, "party"));
    for (int i = 0; i < QD_READ_COUNT; i++)
        assert_int_not_equal(w->m.policy->reading[i], QD_NONE);
    const qd_dir *d = &w->m.tree.dirs.at[w->m.policy->reading[QD_READ_MORE]];
    assert_true(qd_str_eq(qd_model_name(&w->m, d->name),
                          QD_STR("more-than")));
    end(w);
}

static void test_own_rows(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "policy talks\n"
        "  lane: 3\n"
        "  chance: 55 %\n"
        "  firmness: announced\n"
        "policy whispered\n"
        "  same-as: rumour\n"
        "policy rumour\n"
        "  same-as: idea\n"
        "policy about\n"
        "  low: 0.9 * x\n"
        "  high: 1.1 * x\n"
        "  reads: uniform(0.9 * x, 1.1 * x)\n"
        /* the words of a policy are no names of the model */
        "deal talks\n");
    expect_row(w, "talks", "talks", 3, 3, 0.55, QD_FIRM_ANNOUNCED);
    expect_row(w, "negotiating", "talks", 3, 3, 0.55, QD_FIRM_ANNOUNCED);
    expect_row(w, "whispered", "plan", 1, 1, 0.25, QD_FIRM_PLANNED);
    uint32_t about = w->m.policy->reading[QD_READ_ABOUT];
    assert_int_equal(qd_source_file(&w->m.source,
                                    w->m.tree.dirs.at[about].pos), 0);
    end(w);
}

static void test_words_in_a_circle(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "policy one\n"
        "  same-as: other\n"
        "policy other\n"
        "  same-as: one\n");
    assert_non_null(row_of(w, "one"));
    assert_int_equal(row_of(w, "one")->firmness, QD_FIRM_NONE);
    end(w);
}

/* "firmness of-whom own-row", with ! when the claims differ and = when the
 * row is assumed. */
static void expect(struct world *w, qd_view v, const char *dir,
                   const char *expected)
{
    static const char *const steps[] = { "paid", "firm", "announced",
                                         "talks", "planned", "none" };
    qd_stage s = qd_stage_of(&v, dir_of(w, dir), &w->m.arena);
    char text[100];
    qd_str of = qd_model_name(&w->m, w->m.tree.dirs.at[s.of].name);
    qd_str row = s.row ? qd_model_name(&w->m, s.row->name) : QD_STR("-");
    snprintf(text, sizeof text, "%s %.*s %.*s%s%s", steps[s.firmness],
             QD_STR_ARG(of), QD_STR_ARG(row), s.assumed ? "=" : "",
             s.differs ? "!" : "");
    assert_string_equal(text, expected);
    assert_int_equal(qd_stage_firmness(&v, dir_of(w, dir), &w->m.arena),
                     s.firmness);
}

static void test_own_stage(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source s0\n"
        "2025-01-10 source s1\n"
        "contract none a -> b\n"
        "contract said a -> b\n"
        "  stage: closed ^s0\n"
        "contract differs a -> b\n"
        "  stage: early ^s0\n"
        "  stage: advanced ^s1\n"
        "contract agrees a -> b\n"
        "  stage: talks ^s0\n"
        "  stage: advanced ^s1\n"
        "contract wide a -> b\n"
        "  stage: signed or loi ^s0\n"
        "contract assumed a -> b\n"
        "  stage: early ^s0\n"
        "  stage: plan ^s1\n"
        "  assume stage: signed\n"
        "contract gone a -> b\n"
        "  stage: cancelled ^s0\n");
    qd_view v = view_of(w, 0, 0, 0);
    expect(w, v, "none", "firm none -");
    expect(w, v, "said", "paid said closed");
    expect(w, v, "differs", "talks differs early!");
    expect(w, v, "agrees", "talks agrees talks");
    expect(w, v, "wide", "announced wide loi");
    expect(w, v, "assumed", "firm assumed signed=");
    expect(w, v, "gone", "none gone lapsed");
    end(w);
}

static void test_deals(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "deal talks-deal\n"
        "  stage: talks\n"
        "deal closed-deal\n"
        "  stage: closed\n"
        "deal silent\n"
        "deal leans @talks-deal\n"
        "contract takes a -> b @closed-deal\n"
        "contract least a -> b @closed-deal @talks-deal\n"
        "contract own a -> b @closed-deal\n"
        "  stage: plan\n"
        "contract firmer a -> b @talks-deal\n"
        "  stage: closed\n"
        "contract chain a -> b @leans\n"
        "contract quiet a -> b @silent\n"
        "contract atop a -> b @takes\n");
    qd_view v = view_of(w, 0, 0, 0);
    expect(w, v, "chain", "talks talks-deal -");
    expect(w, v, "takes", "paid closed-deal -");
    expect(w, v, "least", "talks talks-deal -");
    expect(w, v, "own", "planned own plan");
    expect(w, v, "firmer", "talks talks-deal closed");
    expect(w, v, "quiet", "firm silent -");
    expect(w, v, "atop", "paid closed-deal -");
    end(w);
}

static void test_views(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-30 source wsj\n"
        "2025-03-31 source sb\n"
        "deal d\n"
        "  stage 2025-01: talks ^wsj\n"
        "  stage 2025-03: signed ^sb\n"
        "deal later\n"
        "  stage: signed ^sb\n"
        "round x a -> b @d\n"
        "round y a -> b @later\n"
        "scenario off\n"
        "  d.stage: lapsed\n");
    qd_view v = view_of(w, 0, 0, 0);
    expect(w, v, "x", "firm d -");
    qd_view early = view_of(w, 2025, 3, 30);
    expect(w, early, "x", "talks d -");
    expect(w, early, "y", "planned later -");
    expect(w, v, "x", "firm d -");
    qd_view on = v;
    on.on = qd_day_make(2025, 2, 1);
    expect(w, on, "x", "talks d -");
    qd_view off = v;
    off.scenario = dir_of(w, "off");
    expect(w, off, "x", "none d -");
    expect(w, v, "x", "firm d -");
    expect(w, v, "d", "firm d signed");
    end(w);
}

static void expect_lanes(struct world *w, const char *dir, double lo,
                         double hi)
{
    qd_view v = view_of(w, 0, 0, 0);
    qd_set s = qd_stage_lanes(&v, dir_of(w, dir), &w->m.arena);
    qd_piece hull = qd_set_hull(&s);
    assert_true(hull.lo == lo && hull.hi == hi);
}

static void test_lanes(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source s0\n"
        "2025-01-10 source s1\n"
        "deal agree\n"
        "  stage: talks ^s0\n"
        "  stage: advanced ^s1\n"
        "deal clash\n"
        "  stage: early ^s0\n"
        "  stage: signed ^s1\n"
        "deal none\n");
    qd_view v = view_of(w, 0, 0, 0);
    expect_lanes(w, "agree", 3, 3);
    expect_lanes(w, "clash", 2, 5);
    qd_set none = qd_stage_lanes(&v, dir_of(w, "none"), &w->m.arena);
    assert_true(qd_set_is_empty(&none));
    end(w);
}

/* A chain of deals costs no depth, and none is asked twice. */
static void test_long_chain(void **state)
{
    (void)state;
    enum { LINKS = 20000 };
    size_t room = LINKS * 40 + 200, n = 0;
    char *text = test_malloc(room);
    n += (size_t)snprintf(text, room, ROOT "deal d0\n  stage: loi\n");
    for (int i = 1; i < LINKS; i++)
        n += (size_t)snprintf(text + n, room - n, "deal d%d @d%d @d%d\n", i,
                              i - 1, i / 2);
    struct world *w = begin(text);
    char last[16];
    snprintf(last, sizeof last, "d%d", LINKS - 1);
    expect(w, view_of(w, 0, 0, 0), last, "announced d0 -");
    end(w);
    test_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped_rows),
        cmocka_unit_test(test_own_rows),
        cmocka_unit_test(test_words_in_a_circle),
        cmocka_unit_test(test_own_stage),
        cmocka_unit_test(test_deals),
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_long_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
