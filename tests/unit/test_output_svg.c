/* Pictures: well-formed, every mark explained, no text over another. */
#include "unit_test.h"

#include <stdio.h>

#include "output_test.h"
#include "svg_test.h"

static qd_block *add_forest(struct answer_world *w,
                            const struct forest_row *rows, size_t n)
{
    qd_block *b = qd_answer_block(w->answer, QD_BLOCK_FOREST);
    b->text = QD_STR("Amazon → OpenAI");
    b->verdict = QD_STR("conflict at the edge");
    b->uses = QD_STR("≥ $10bn");
    b->unit = QD_STR("bn USD");
    b->table = forest_table(&w->arena, rows, n);
    return b;
}

/* One filled end and an arrow; one hollow and an arrow; two filled ends. */
static void test_marks(void **state)
{
    (void)state;
    static const struct forest_row rows[] = {
        { "s1", "16 Dec", "at least 10", 10, 0, NAN, 1, "stands", NULL, 0 },
        { "s0", "17 Dec", "more than 10", 10, 1, NAN, 1, "stands", NULL, 0 },
        { "s2", "17 Dec", "0 or 4 to 10", 0, 0, 0, 0, "stands", NULL, 0 },
        { "s2", "17 Dec", "0 or 4 to 10", 4, 0, 10, 0, "stands", NULL, 1 },
        { "s<3", "17 Dec", "\"massive\" & so", NAN, 0, NAN, 0, "stands", NULL,
          0 },
    };
    struct answer_world *w = answer_begin();
    qd_block *b = add_forest(w, rows, 5);
    b->has_band = true;
    b->lo = 10;
    b->hi = INFINITY;
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    read_svg(svg);
    assert_int_equal(count_of(svg, "<circle"), 5);
    assert_int_equal(count_of(svg, "q-fill-paper q-line-text"), 1);
    assert_int_equal(count_of(svg, "<path"), 2);
    assert_int_equal(count_of(svg, "rx="), 1); /* the soft bar */
    assert_int_equal(count_of(svg, "class=\"q-claim\""), 4);
    assert_int_equal(count_of(svg, "class=\"q-band\""), 1);
    assert_non_null(strstr(svg, "no figure: kept, not drawn"));
    assert_non_null(strstr(svg, "s&lt;3, 17 Dec: &quot;massive&quot; &amp; so"
                                "</title>"));
    assert_non_null(strstr(svg, ">Amazon → OpenAI: conflict at the edge"
                                "</title>"));
    assert_null(strstr(svg, "style="));
    assert_null(strstr(svg, "textLength"));
    check_picture(w);
    answer_end(w);
}

/* The axis runs from 0 to 15 on the same pixels for marks and grid: a claim
 * of 5 stands on the grid line of 5. */
static void test_places(void **state)
{
    (void)state;
    static const struct forest_row rows[] = {
        { "s1", "", "5", 5, 0, 5, 0, "stands", NULL, 0 },
        { "s2", "", "15", 15, 0, 15, 0, "stands", NULL, 0 },
    };
    struct answer_world *w = answer_begin();
    add_forest(w, rows, 2);
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    const char *five = strstr(svg, "<circle cx=\"");
    assert_non_null(five);
    char line[40];
    snprintf(line, sizeof line, "<line x1=\"%.*s\"",
             (int)strcspn(five + 12, "\""), five + 12);
    assert_non_null(strstr(svg, line));
    answer_end(w);
}

static void test_lanes(void **state)
{
    (void)state;
    static const struct forest_row rows[] = {
        { "s0", "", "preliminary", NAN, 0, NAN, 0, "stands", "early", 0 },
        { "s2", "", "advanced", NAN, 0, NAN, 0, "stands", "advanced", 0 },
        { "s4", "", "signed?", NAN, 0, NAN, 0, "silenced", "signed", 0 },
    };
    struct answer_world *w = answer_begin();
    qd_str lanes[] = { QD_STR("early"), QD_STR("advanced") };
    qd_block *b = add_forest(w, rows, 3);
    b->lanes = lanes;
    b->n_lanes = 2;
    b->uses = QD_STR("early");
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    assert_int_equal(count_of(svg, "<circle"), 3);
    assert_int_equal(count_of(svg, "q-fill-gone q-line-gone"), 1);
    assert_int_equal(count_of(svg, "<line"), 3); /* one lane of its own */
    assert_int_equal(count_of(svg, "class=\"q-band\""), 1);
    check_picture(w);
    answer_end(w);
}

static void test_finding(void **state)
{
    (void)state;
    static const char *const titles[] = {
        "No conflict in two quantities", "One of three quantities is in",
        "Two of four quantities are in conflict",
    };
    struct answer_world *w = answer_begin();
    add_forest(w, NULL, 0)->verdict = QD_STR("agree");
    add_forest(w, NULL, 0)->verdict = QD_STR("one voice");
    for (int i = 0; i < 3; i++) {
        const char *svg = answer_written(w, "svg", (qd_style){ 0 });
        assert_non_null(strstr(svg, titles[i]));
        check_picture(w);
        add_forest(w, NULL, 0);
    }
    answer_end(w);
}

static void test_none(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    check_picture(w);
    assert_non_null(strstr(answer_written(w, "svg", (qd_style){ 0 }),
                           "no picture"));
    answer_end(w);
}

static double some_value(uint32_t *seed)
{
    static const double scales[] = { 0, 1, 27.5, 500, 1e6, 1e13, -3, 0.07 };
    return scales[next(seed) % 8] * (1 + next(seed) % 100 / 10.0);
}

static void some_forest(struct answer_world *w, uint32_t *seed)
{
    struct forest_row rows[12];
    size_t n = next(seed) % 13;
    bool lanes = next(seed) % 3 == 0;
    for (size_t i = 0; i < n; i++) {
        double lo = some_value(seed);
        rows[i] = (struct forest_row){
            some_text(w, seed), some_text(w, seed), some_text(w, seed),
            next(seed) % 4 ? lo : NAN, next(seed) % 2,
            next(seed) % 3 ? lo + fabs(some_value(seed)) : NAN,
            next(seed) % 2, next(seed) % 4 ? "stands" : "replaced",
            lanes ? some_text(w, seed) : NULL, i > 0 && next(seed) % 4 == 0,
        };
    }
    qd_block *b = add_forest(w, rows, n);
    b->text = qd_str_c(some_text(w, seed));
    b->detail = qd_str_c(some_text(w, seed));
    b->uses = qd_str_c(some_text(w, seed));
    b->has_band = next(seed) % 2;
    b->lo = some_value(seed);
    b->hi = next(seed) % 2 ? INFINITY : b->lo + 1;
}

/* Whatever the names and numbers, no text lies on another. */
static void test_no_overlap(void **state)
{
    (void)state;
    for (uint32_t round = 1; round <= 150; round++) {
        uint32_t seed = round;
        struct answer_world *w = answer_begin();
        w->answer->caption = qd_str_c(some_text(w, &seed));
        qd_answer_block(w->answer, QD_BLOCK_HEAD)->text =
            qd_str_c(some_text(w, &seed));
        for (uint32_t n = 1 + next(&seed) % 4; n > 0; n--)
            some_forest(w, &seed);
        check_picture(w);
        answer_end(w);
    }
}

/* The checker itself sees an overlap and an edge. */
static void test_clash(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_scene *s = qd_scene_make(&w->arena, 100);
    qd_font font = { 10, false };
    const qd_box *a, *b;
    qd_scene_text(s, 10, 20, font, QD_INK_TEXT, QD_ANCHOR_START,
                  QD_STR("one"));
    assert_false(qd_scene_clash(s, 100, &a, &b));
    qd_scene_text(s, 90, 20, font, QD_INK_TEXT, QD_ANCHOR_END, QD_STR("two"));
    assert_false(qd_scene_clash(s, 100, &a, &b));
    assert_true(qd_scene_clash(s, 20, &a, &b));
    assert_null(b);
    qd_scene_text(s, 30, 25, font, QD_INK_TEXT, QD_ANCHOR_MIDDLE,
                  QD_STR("three"));
    assert_true(qd_scene_clash(s, 100, &a, &b));
    assert_true(qd_str_eq(a->text, QD_STR("three")));
    assert_true(qd_str_eq(b->text, QD_STR("one")));
    answer_end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_finding),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_clash),
        cmocka_unit_test(test_no_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
