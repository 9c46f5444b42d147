/* Screens, drawn by hand. */
#include "unit_test.h"

#include <stdio.h>

#include "base/utf8.h"
#include "output/axis.h"
#include "output_test.h"

static void check_number(struct answer_world *w, double x, const char *want)
{
    qd_str got = qd_number_text(&w->arena, x, &(qd_style){ 0 });
    if (!qd_str_eq(got, qd_str_c(want)))
        fail_msg("%g is %.*s, not %s", x, QD_STR_ARG(got), want);
}

/* Expected: three digits rounded by hand. */
static void test_numbers(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    check_number(w, 38, "38.0");
    check_number(w, 0.904762, "0.905");
    check_number(w, 1400, "1400");
    check_number(w, 1423.9, "1420");
    check_number(w, 0.070501, "0.0705");
    check_number(w, 0, "0");
    check_number(w, -0.0, "0");
    check_number(w, 9.996, "10.0");
    check_number(w, 9.994, "9.99");
    check_number(w, 99.96, "100");
    check_number(w, 999.6, "1000");
    check_number(w, 0.1, "0.100");
    check_number(w, 0.0009999, "0.00100");
    check_number(w, -150, "−150");
    check_number(w, 5, "5.00");
    check_number(w, 38e9, "38000000000");
    check_number(w, 1.23456e20, "1.23e+20");
    check_number(w, 1.23456e-9, "1.23e-09");
    check_number(w, NAN, "?");
    check_number(w, INFINITY, "?");
    qd_str minus = qd_number_text(&w->arena, -2, &(qd_style){ .ascii = true });
    assert_true(qd_str_eq(minus, QD_STR("-2.00")));
    answer_end(w);
}

static void check_axis(struct answer_world *w, double from, double to,
                       int ticks, const char *want)
{
    qd_axis axis = qd_axis_make(from, to, ticks);
    char got[200] = "";
    for (int i = 0; i < axis.ticks; i++) {
        qd_str t = qd_axis_text(&w->arena, qd_axis_tick(&axis, i), NULL);
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s",
                 i ? " " : "", QD_STR_ARG(t));
    }
    assert_string_equal(got, want);
}

static void test_axis(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    check_axis(w, 0, 20, 5, "0 5 10 15 20");
    check_axis(w, 0, 0.3, 4, "0 0.1 0.2 0.3");
    check_axis(w, -1, 1, 3, "−1 0 1");
    check_axis(w, 1200, 1600, 3, "1200 1400 1600");
    check_axis(w, 7, 7, 2, "7 8");
    check_axis(w, 1e12, 3e12, 3, "1000000000000 2000000000000 3000000000000");
    answer_end(w);
}

static qd_table *flows(struct answer_world *w)
{
    static const struct {
        const char *name;
        double x[4];
        const char *status;
    } rows[] = {
        { "Oracle", { NAN, 60, 60, 120 }, "contract" },
        { "Microsoft", { 31.25, 31.25, 187.5, 250 }, "contract" },
        { "Nvidia", { -1, -1, -1, -1 }, "intent" },
        { "at least", { 31.25, 91.25, 247.5, 1370 }, "" },
    };
    static const char *const years[] = { "2026", "2027", "later", "total" };
    qd_table *t = qd_table_make(&w->arena, "flows");
    qd_table_column(t, "payee", QD_COLUMN_TEXT, QD_STR(""));
    for (int i = 0; i < 4; i++) {
        qd_column *c = qd_table_column(t, years[i], QD_COLUMN_NUMBER,
                                       QD_STR("bn USD"));
        c->bar = i < 3 ? 2 : 0;
    }
    qd_table_column(t, "status", QD_COLUMN_TEXT, QD_STR(""));
    for (int r = 0; r < 4; r++) {
        qd_table_row(t);
        answer_text(t, 0, rows[r].name);
        answer_text(t, 5, rows[r].status);
        for (uint32_t i = 0; i < 4; i++) {
            if (rows[r].x[i] == -1)
                qd_table_hole(t, 1 + i);
            else if (!isnan(rows[r].x[i]))
                qd_table_number(t, 1 + i, rows[r].x[i]);
        }
    }
    qd_table_at(t, 3, 4)->mark = QD_MARK_LEAST;
    t->rule_before = 3;
    return t;
}

static void fill_flows(struct answer_world *w)
{
    qd_answer *a = w->answer;
    qd_answer_block(a, QD_BLOCK_HEAD)->text =
        QD_STR("OpenAI pays · known by 2025-12-17");
    qd_answer_block(a, QD_BLOCK_GRID)->table = flows(w);
    qd_table *list = qd_table_make(&w->arena, "marks");
    qd_table_column(list, "mark", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(list, "text", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_row(list);
    answer_text(list, 0, "?");
    answer_text(list, 1, "1 of 3 payees has no reported amount");
    qd_answer_block(a, QD_BLOCK_LIST)->table = list;
    qd_answer_note(a, QD_STR("Totals are lower bounds."));
}

static void test_grid(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill_flows(w);
    assert_string_equal(answer_written(w, "text", (qd_style){ 0 }),
        "OpenAI pays · known by 2025-12-17\n"
        "\n"
        "  in bn USD\n"
        "  payee      2026  2027  later  total  status\n"
        "  Oracle      –    60.0   60.0    120  contract\n"
        "  Microsoft  31.2  31.2  188      250  contract\n"
        "  Nvidia      ?     ?      ?        ?  intent\n"
        "  ─────────────────────────────────────────────\n"
        "  at least   31.2  91.2  248    ≥1370\n"
        "             ▌     █▌     ████\n"
        "\n"
        "  ?  1 of 3 payees has no reported amount\n"
        "\n"
        "  Totals are lower bounds.\n");
    answer_end(w);
}

static void test_grid_ascii_narrow(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill_flows(w);
    qd_style style = { .columns = 40, .ascii = true };
    assert_string_equal(answer_written(w, "text", style),
        "OpenAI pays - known by 2025-12-17\n"
        "\n"
        "  in bn USD\n"
        "  payee      2026  2027  later   total\n"
        "  Oracle      -    60.0   60.0     120\n"
        "  Microsoft  31.2  31.2  188       250\n"
        "  Nvidia      ?     ?      ?         ?\n"
        "  ------------------------------------\n"
        "  at least   31.2  91.2  248    >=1370\n"
        "             #     ##     ####\n"
        "\n"
        "  payee      status\n"
        "  Oracle     contract\n"
        "  Microsoft  contract\n"
        "  Nvidia     intent\n"
        "  -------------------\n"
        "  at least\n"
        "\n"
        "  ?  1 of 3 payees has no reported\n"
        "     amount\n"
        "\n"
        "  Totals are lower bounds.\n");
    answer_end(w);
}

static void test_bars(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_table *t = qd_table_make(&w->arena, "stakes");
    qd_table_column(t, "holder", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "now", QD_COLUMN_NUMBER, QD_STR("%"))->bar = 1;
    static const char *const names[] = { "Microsoft", "北京", "staff" };
    static const double shares[] = { 24, 4, 48 };
    for (int r = 0; r < 3; r++) {
        qd_table_row(t);
        answer_text(t, 0, names[r]);
        qd_table_number(t, 1, shares[r]);
    }
    qd_answer_block(w->answer, QD_BLOCK_GRID)->table = t;
    /* 2 + 9 + 2 + 5 columns are used, 2 more part the bar: 12 are left */
    assert_string_equal(answer_written(w, "text", (qd_style){ .columns = 32 }),
        "  holder       now\n"
        "                 %\n"
        "  Microsoft  24.0   ██████\n"
        "  北京        4.00  █\n"
        "  staff      48.0   ████████████\n");
    /* of 28 columns 7 are left: no bar that can be read */
    qd_table_at(t, 0, 0)->text = QD_STR("Microsoft Co");
    assert_string_equal(answer_written(w, "text", (qd_style){ .columns = 28 }),
        "  holder          now\n"
        "                    %\n"
        "  Microsoft Co  24.0\n"
        "  北京           4.00\n"
        "  staff         48.0\n");
    answer_end(w);
}

static const struct forest_row amazon[] = {
    { "s1", "16 Dec", "at least 10", 10, 0, NAN, 1, "stands", NULL, 0 },
    { "s0", "17 Dec", "could exceed 10", 10, 1, NAN, 1, "stands", NULL, 0 },
    { "s0", "17 Dec", "10, or none", 0, 0, 0, 0, "stands", NULL, 0 },
    { "s0", "17 Dec", "10, or none", 10, 0, 10, 0, "stands", NULL, 1 },
    { "s2", "17 Dec", "5 to 10", 5, 0, 10, 1, "stands", NULL, 0 },
    { "s3", "1 Dec", "at most 5", 0, 0, 5, 0, "replaced", NULL, 0 },
};

static qd_block *forest_block(struct answer_world *w)
{
    qd_block *b = qd_answer_block(w->answer, QD_BLOCK_FOREST);
    b->text = QD_STR("Amazon → OpenAI");
    b->verdict = QD_STR("conflict at the edge");
    b->uses = QD_STR("≥ $10bn");
    b->unit = QD_STR("bn USD");
    b->has_band = true;
    b->lo = 10;
    b->hi = INFINITY;
    b->table = forest_table(&w->arena, amazon, 6);
    return b;
}

/* Widths: 5 blanks, 2 + 2, 6 + 2, 19 + 2 ("at most 5, replaced"), so 38
 * columns and, of 70, 32 for the axis from 0 to 15: 5 is column 10.3, 10 is
 * 20.7, 15 is 31. */
static void test_forest(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    forest_block(w);
    assert_string_equal(answer_written(w, "text", (qd_style){ .columns = 70 }),
        "✗  Amazon → OpenAI             conflict at the edge        "
        "use ≥ $10bn\n"
        "     s1  16 Dec  at least 10                               "
        "●─────────▶\n"
        "     s0  17 Dec  could exceed 10                           "
        "○─────────▶\n"
        "     s0  17 Dec  10, or none          ●                    ●\n"
        "     s2  17 Dec  5 to 10                        ●──────────○\n"
        "     s3  1 Dec   at most 5, replaced  ···········\n"
        "     model                                                 "
        "▒▒▒▒▒▒▒▒▒▒▒\n"
        "                              bn USD  0         5         10"
        "        15\n");
    answer_end(w);
}

static void test_forest_narrow(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    forest_block(w)->detail = QD_STR("more than 10 against 10");
    qd_style style = { .columns = 40, .ascii = true };
    assert_string_equal(answer_written(w, "text", style),
        "x  Amazon -> OpenAI\n"
        "   conflict at the edge   use >= $10bn\n"
        "     more than 10 against 10\n"
        "     s1  16 Dec  at least 10\n"
        "     s0  17 Dec  could exceed 10\n"
        "     s0  17 Dec  10, or none\n"
        "     s2  17 Dec  5 to 10\n"
        "     s3  1 Dec   at most 5, replaced\n");
    answer_end(w);
}

static void test_lanes(void **state)
{
    (void)state;
    static const struct forest_row rows[] = {
        { "s2", "", "advanced", NAN, 0, NAN, 0, "stands", "advanced", 0 },
        { "s0", "", "preliminary", NAN, 0, NAN, 0, "stands", "early", 0 },
        { "s1", "", "early", NAN, 0, NAN, 0, "stands", "early", 0 },
        { "s4", "", "none", NAN, 0, NAN, 0, "silenced", "plan", 0 },
    };
    struct answer_world *w = answer_begin();
    qd_str lanes[] = { QD_STR("early"), QD_STR("advanced") };
    qd_block *b = qd_answer_block(w->answer, QD_BLOCK_FOREST);
    b->text = QD_STR("stage of the talks");
    b->verdict = QD_STR("conflict");
    b->lanes = lanes;
    b->n_lanes = 2;
    b->table = forest_table(&w->arena, rows, 4);
    qd_style style = { .columns = 64, .colour = true };
    assert_string_equal(answer_written(w, "text", style),
        "\x1b[31m✗\x1b[0m  \x1b[1mstage of the talks\x1b[0m        "
        "\x1b[31mconflict\x1b[0m\n"
        "     early: s0 s1   advanced: s2   "
        "plan (no longer said): s4\n");
    answer_end(w);
}

/* A name may not move the cursor or paint the screen. */
static void test_no_escape(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_answer_block(w->answer, QD_BLOCK_TEXT)->text =
        QD_STR("a\x1b[2Jb\rc\xC2\x9B" "d\xE2\x80\xAE" "e\xFF");
    assert_string_equal(answer_written(w, "text", (qd_style){ 0 }),
                        "  a?[2Jb?c?d?e?\n");
    answer_end(w);
}

static void check_widths(const char *text, size_t width)
{
    for (const char *line = text; *line;) {
        size_t len = strcspn(line, "\n");
        size_t columns = qd_utf8_columns((qd_str){ line, len });
        if (columns > width)
            fail_msg("%zu of %zu columns: %.*s", columns, width, (int)len,
                     line);
        if (len && line[len - 1] == ' ')
            fail_msg("blanks at the end of: %.*s", (int)len, line);
        line += len + (line[len] == '\n');
    }
}

/* At any width no line is longer than the screen. */
static void test_widths(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill_flows(w);
    forest_block(w)->text = QD_STR(
        "الشركة القابضة للذكاء الاصطناعي → 北京智算科技有限公司, 七年");
    qd_table *t = flows(w);
    answer_text(t, 0, "一個名字很長的公司和它的所有子公司以及其他人");
    answer_text(t, 5, "averyveryverylongwordwithoutanybreak and more words");
    qd_answer_block(w->answer, QD_BLOCK_GRID)->table = t;
    for (int width = 28; width <= 200; width++) {
        qd_style style = { .columns = width };
        check_widths(answer_written(w, "text", style), (size_t)width);
        style.ascii = true;
        check_widths(answer_written(w, "text", style), (size_t)width);
    }
    answer_end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_axis),
        cmocka_unit_test(test_grid),
        cmocka_unit_test(test_grid_ascii_narrow),
        cmocka_unit_test(test_bars),
        cmocka_unit_test(test_forest),
        cmocka_unit_test(test_forest_narrow),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_no_escape),
        cmocka_unit_test(test_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
