/* A position over time, in characters and as a picture. */
#include "unit_test.h"

#include <stdio.h>

#include "base/utf8.h"
#include "output/fan.h"
#include "output_test.h"
#include "svg_test.h"

#define YEARS 2026 * 12 /* months until then */

static qd_block *add_fan(struct answer_world *w)
{
    static const char *const names[] = { "period", "p5", "p25", "p50", "p75",
                                         "p95", "gap_chance", "error" };
    qd_block *b = qd_answer_block(w->answer, QD_BLOCK_FAN);
    b->text = QD_STR("The gap opens");
    b->unit = QD_STR("bn USD");
    b->table = qd_table_make(&w->arena, "fan");
    for (int i = 0; i < 8; i++)
        qd_table_column(b->table, names[i], QD_COLUMN_NUMBER, QD_STR(""));
    return b;
}

/* NAN is not known. */
static void add_row(qd_block *b, const char *period, const double *at,
                    double gap)
{
    qd_table *t = b->table;
    qd_table_row(t);
    qd_table_text(t, 0, qd_arena_copy(t->arena, qd_str_c(period)));
    for (uint32_t k = 0; k < 5; k++)
        if (isnan(at[k]))
            qd_table_hole(t, 1 + k);
        else
            qd_table_number(t, 1 + k, at[k]);
    if (!isnan(gap))
        qd_table_number(t, 6, gap);
}

static void add_month(qd_block *b, int month, double middle, double around,
                      double gap)
{
    char period[20];
    double at[5] = { middle - around, middle - around / 2, middle,
                     middle + around / 2, middle + around };
    snprintf(period, sizeof period, "%04d-%02d", month / 12, month % 12 + 1);
    add_row(b, period, at, gap);
}

static void add_mark(qd_block *b, double row, const char *text)
{
    if (!b->marks) {
        b->marks = qd_table_make(b->table->arena, "marks");
        qd_table_column(b->marks, "row", QD_COLUMN_COUNT, QD_STR(""));
        qd_table_column(b->marks, "text", QD_COLUMN_TEXT, QD_STR(""));
    }
    qd_table_row(b->marks);
    qd_table_number(b->marks, 0, row);
    qd_table_text(b->marks, 1, qd_str_c(text));
}

static void fill_quarters(struct answer_world *w)
{
    qd_block *b = add_fan(w);
    add_row(b, "2026-Q1", (double[]){ 10, 13, 17, 17, 20 }, 0);
    add_row(b, "2026-Q2", (double[]){ -3, 0, 3, 7, 13 }, 0.004);
    add_row(b, "2026-Q3", (double[]){ -9, NAN, 0, 1, 2 }, NAN);
    add_row(b, "2026-Q4", (double[]){ -20, -17, -10, -10, -7 }, 0.996);
}

/* From 20 to −20 are 13 rows of 10 / 3 each: 17 is row 0.9 of 0 to 12, 13 is
 * 2.1, 7 is 3.9, 3 is 5.1, −3 is 6.9, −7 is 8.1, −17 is 11.1. Of 48 columns
 * 8 are left of the plot and 16 right of it: six for each quarter. */
static void test_screen(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill_quarters(w);
    assert_string_equal(answer_written(w, "text", (qd_style){ .columns = 48 }),
        "  The gap opens\n"
        "    20 ┤░░░░░░                  │ █ median\n"
        "       │██████                  │ ▒ 25 – 75 %\n"
        "       │▒▒▒▒▒▒░░░░░░            │ ░  5 – 95 %\n"
        "    10 ┤░░░░░░░░░░░░            │ bn USD\n"
        "       │      ▒▒▒▒▒▒            │\n"
        "       │      ██████            │\n"
        "     0 ┤━━━━━━▒▒▒▒▒▒━━━━━━━━━━━━│\n"
        "       │      ░░░░░░            │\n"
        "       │                  ░░░░░░│\n"
        "   −10 ┤                  ██████│\n"
        "       │                  ▒▒▒▒▒▒│\n"
        "       │                  ▒▒▒▒▒▒│\n"
        "   −20 ┤                  ░░░░░░│\n"
        "        2026-Q1     2026-Q3\n"
        "P(gap)  0%          ?             by quarter end\n");
    answer_end(w);
}

/* One column less, and the legend has to go below. */
static void test_screen_narrow(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill_quarters(w);
    qd_style style = { .columns = 30, .ascii = true };
    assert_string_equal(answer_written(w, "text", style),
        "  The gap opens\n"
        "    20 +.....\n"
        "       |#####\n"
        "       |:::::.....\n"
        "    10 +..........\n"
        "       |     :::::\n"
        "       |     #####\n"
        "     0 +=====:::::==========\n"
        "       |     .....\n"
        "       |               .....\n"
        "   -10 +               #####\n"
        "       |               :::::\n"
        "       |               :::::\n"
        "   -20 +               .....\n"
        "        2026-Q1   2026-Q3\n"
        "P(gap)  0%        ?\n"
        "  # median  : 25 - 75 %\n"
        "  .  5 - 95 %\n"
        "  P(gap): by quarter end\n"
        "  bn USD\n");
    answer_end(w);
}

static const char *line_of(const char *text, const char *start)
{
    static char line[400];
    const char *p = strstr(text, start);
    assert_non_null(p);
    snprintf(line, sizeof line, "%.*s", (int)strcspn(p, "\n"), p);
    return line;
}

/* Six years are 48 columns, eight for each; the chance under a year is that
 * of its December: months 11, 23, ... of 72. */
static void test_years(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = add_fan(w);
    for (int i = 0; i < 72; i++)
        add_month(b, YEARS + i, 50 - i, 5, i / 100.0);
    const char *text = answer_written(w, "text", (qd_style){ 0 });
    assert_string_equal(line_of(text, "        2026"),
        "        2026    2027    2028    2029    2030    2031");
    assert_string_equal(line_of(text, "P(gap)"),
        "P(gap)  11%     23%     35%     47%     59%     71%       "
        "by year end");
    answer_end(w);
}

/* Two months of the first year have no room for its label. 48 columns are 11
 * for each year of 50 months, 46 in all: 2026 begins at 1.84, 2027 at 12.88,
 * 2028 at 23.92 and 2029 at 34.96. */
static void test_cut_year(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = add_fan(w);
    for (int i = 0; i < 50; i++)
        add_month(b, YEARS - 2 + i, 10, 5, i < 2 ? 1 : 0.5);
    const char *text = answer_written(w, "text", (qd_style){ 0 });
    assert_null(strstr(text, "2025"));
    assert_string_equal(line_of(text, "P(gap)"),
        "P(gap)   50%        50%        50%        50%           "
        "by year end");
    answer_end(w);
}

static int count_lines(const char *text, const char *with)
{
    int n = 0;
    for (const char *p = text; *p; p += strcspn(p, "\n") + 1) {
        char line[400];
        snprintf(line, sizeof line, "%.*s", (int)strcspn(p, "\n"), p);
        n += strstr(line, with) != NULL;
    }
    return n;
}

/* All below zero: it is the first row. All above: the last. Nothing but
 * zero: its row is that of the median. */
static void test_zero(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = add_fan(w);
    add_month(b, YEARS, -70, 20, 1);
    const char *text = answer_written(w, "text", (qd_style){ 0 });
    assert_true(strncmp(strchr(text, '\n') + 1, "     0 ┤━━━━━", 15) == 0);
    assert_int_equal(count_lines(text, "━"), 1);
    w->answer->blocks.n = 0;
    b = add_fan(w);
    add_month(b, YEARS, 1000, 1, 0);
    text = answer_written(w, "text", (qd_style){ 0 });
    assert_non_null(strstr(text, "━│\n        2026-01\nP(gap)  0%"));
    assert_int_equal(count_lines(text, "█"), 1); /* that of the legend */
    w->answer->blocks.n = 0;
    b = add_fan(w);
    add_month(b, YEARS, 0, 0, 0);
    text = answer_written(w, "text", (qd_style){ 0 });
    assert_non_null(strstr(text, "     0 ┤█████"));
    assert_int_equal(count_lines(text, "━"), 0);
    check_picture(w);
    answer_end(w);
}

/* What lies below zero is red; a name may not paint. */
static void test_colour(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = add_fan(w);
    b->text = QD_STR("a\x1b[2Jb");
    add_month(b, YEARS, -70, 0, 1);
    const char *text = answer_written(w, "text", (qd_style){ .colour = true });
    assert_null(strstr(text, "\x1b[2J"));
    assert_int_equal(count_of(text, "\x1b[31m█"), 1);
    answer_end(w);
}

static void test_empty(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = add_fan(w);
    for (int i = 0; i < 2; i++) {
        assert_string_equal(answer_written(w, "text", (qd_style){ 0 }),
                            "  The gap opens\n"
                            "  No period has a figure to draw.\n");
        check_picture(w);
        add_month(b, YEARS, NAN, 1, 0.5);
    }
    b->table = NULL;
    answer_written(w, "text", (qd_style){ 0 });
    check_picture(w);
    answer_end(w);
}

static void check_text(qd_str got, const char *want)
{
    if (!qd_str_eq(got, qd_str_c(want)))
        fail_msg("%.*s, not %s", QD_STR_ARG(got), want);
}

static void test_numbers(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_arena *a = &w->arena;
    check_text(qd_fan_percent(a, 0, "%"), "0%");
    check_text(qd_fan_percent(a, 0.004, "%"), "<1%");
    check_text(qd_fan_percent(a, 0.005, "%"), "1%");
    check_text(qd_fan_percent(a, 0.154, ""), "15");
    check_text(qd_fan_percent(a, 0.9949, " %"), "99 %");
    check_text(qd_fan_percent(a, 0.996, "%"), ">99%");
    check_text(qd_fan_percent(a, 1, "%"), "100%");
    check_text(qd_fan_percent(a, NAN, "%"), "?");
    check_text(qd_fan_tick_text(a, -150, NULL), "−150");
    check_text(qd_fan_tick_text(a, 0.0001, NULL), "0.0001");
    check_text(qd_fan_tick_text(a, -1.5e12, NULL), "−1.5e12");
    check_text(qd_fan_tick_text(a, 2e-300, NULL), "2e−300");
    check_text(qd_fan_tick_text(a, -1e7, &(qd_style){ .ascii = true }),
               "-1e7");
    check_text(qd_fan_value_text(a, -1.53456e-7, NULL), "−1.53e−7");
    check_text(qd_fan_value_text(a, 9.996e12, NULL), "1e13");
    check_text(qd_fan_value_text(a, 123.4, NULL), "123");
    answer_end(w);
}

/* Row i of n places of a fan of 5 or 2 rows, counted by hand. */
static void test_places(void **state)
{
    (void)state;
    static const uint32_t five[] = { 1, 3, 4 }, two[] = { 0, 0, 1, 1, 1 };
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(qd_fan_row_at(&(qd_fan){ .n = 5 }, i, 3), five[i]);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(qd_fan_row_at(&(qd_fan){ .n = 2 }, i, 5),
                         i == 2 ? 1 : two[i]);
}

/* A median of 100 from beginning to end lies on the grid line of 100, and
 * zero on its own: in the picture from 0 to 200 they are half of it apart. */
static void test_picture(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = add_fan(w);
    b->opening = 100;
    b->has_opening = true;
    for (int i = 0; i < 24; i++)
        add_month(b, YEARS + i, 100, 80, i / 24.0);
    add_mark(b, 17, "Third & <last>");
    add_mark(b, 6, "First");
    add_mark(b, 24, "outside");
    add_mark(b, 17, "with it");
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    read_svg(svg);
    const char *median = strstr(svg, "<title>median 100</title>");
    assert_non_null(median);
    double x, y;
    assert_int_equal(sscanf(strstr(median, "d=\"M"), "d=\"M%lf %lf", &x, &y),
                     2);
    char line[80];
    snprintf(line, sizeof line, " y1=\"%g\" x2=", y);
    assert_non_null(strstr(svg, line));
    const char *zero = strstr(svg, "class=\"q-zero\"");
    double zero_y;
    assert_int_equal(sscanf(strstr(zero, "y1="), "y1=\"%lf", &zero_y), 1);
    assert_true(fabs(zero_y - y - 150) < 0.1);
    assert_int_equal(count_of(svg, "class=\"q-mark\""), 2);
    assert_int_equal(count_of(svg, "class=\"q-cell\""), 8);
    assert_non_null(strstr(svg, "by the end of 2027-03: chance of a gap "
                                "58 %; position 100 (5 – 95 %: 20.0 to 180)"
                                "</title>"));
    assert_non_null(strstr(svg, ">2026-07: First</text>"));
    assert_non_null(strstr(svg, ">2027-06: Third &amp; &lt;last&gt;; with it"
                                "</text>"));
    assert_non_null(strstr(svg, ">5 % end above 180</text>"));
    assert_null(strstr(svg, "outside"));
    assert_null(strstr(svg, "style="));
    check_picture(w);
    answer_end(w);
}

/* A fan with a hole is drawn in two pieces. */
static void test_picture_hole(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = add_fan(w);
    for (int i = 0; i < 9; i++)
        add_month(b, YEARS + i, i == 4 ? NAN : 5, 2, NAN);
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    assert_int_equal(count_of(svg, "<path"), 6);
    assert_int_equal(count_of(svg, "class=\"q-strip\""), 0);
    check_picture(w);
    answer_end(w);
}

/* Programs read tables, not blocks. */
static void test_tables(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill_quarters(w);
    assert_null(strstr(answer_written(w, "json", (qd_style){ 0 }), "opens"));
    assert_string_equal(answer_written(w, "csv", (qd_style){ 0 }), "");
    qd_answer_table(w->answer, w->answer->blocks.at[0].table);
    assert_non_null(strstr(answer_written(w, "json", (qd_style){ 0 }),
        "[\"2026-Q3\", -9, null, 0, 1, 2, null, null]"));
    answer_end(w);
}

static double some_size(uint32_t *seed)
{
    static const double sizes[] = { 0, 1e-320, 1e-9, 0.07, 1, 27.5, 1e6, 1e13,
                                    1e200, 1.7e308 };
    return sizes[next(seed) % 10];
}

static void some_period(char *period, size_t room, int i, uint32_t kind)
{
    int month = YEARS - 5 + i;
    if (kind == 0)
        snprintf(period, room, "%04d", 1990 + i);
    else if (kind == 1)
        snprintf(period, room, "%04d-Q%d", 2000 + i / 4, i % 4 + 1);
    else if (kind == 2)
        snprintf(period, room, "الفترة %d", i);
    else
        snprintf(period, room, "%04d-%02d", month / 12, month % 12 + 1);
}

static void some_fan(struct answer_world *w, uint32_t *seed)
{
    static const int counts[] = { 1, 2, 3, 7, 13, 24, 36, 60, 72, 300, 2400 };
    int n = counts[next(seed) % 11];
    double size = some_size(seed), middle = next(seed) % 3 ? size : -size;
    double drift = (next(seed) % 200 / 100.0 - 1) * size / 20;
    double around = next(seed) % 4 ? size / 10 : 0;
    uint32_t kind = next(seed) % 8, holes = next(seed) % 3;
    qd_block *b = add_fan(w);
    b->text = qd_str_c(some_text(w, seed));
    b->unit = qd_str_c(some_text(w, seed));
    b->has_opening = next(seed) % 2;
    b->opening = middle;
    for (int i = 0; i < n; i++, middle += drift) {
        char period[40];
        double at[5];
        for (int k = 0; k < 5; k++)
            at[k] = middle + (k - 2) * around * sqrt(i + 1);
        if (holes == 0 && next(seed) % 5 == 0)
            at[next(seed) % 5] = NAN;
        some_period(period, sizeof period, i, kind);
        add_row(b, period, at, next(seed) % 9 ? (i + 1.0) / n : NAN);
    }
    for (uint32_t m = next(seed) % 60; m > 0 && next(seed) % 4; m--)
        add_mark(b, next(seed) % n, some_text(w, seed));
}

/* Whatever the numbers, names and spans, no text of a picture lies on
 * another. */
static void test_no_overlap(void **state)
{
    (void)state;
    for (uint32_t round = 1; round <= 120; round++) {
        uint32_t seed = round;
        struct answer_world *w = answer_begin();
        qd_answer_block(w->answer, QD_BLOCK_HEAD)->text =
            qd_str_c(some_text(w, &seed));
        for (uint32_t n = 1 + next(&seed) % 8 / 6; n > 0; n--)
            some_fan(w, &seed);
        check_picture(w);
        answer_end(w);
    }
}

/* Between 5 and 13 rows with at least three labels, one of them that of
 * zero; no line longer than the screen. */
static void check_screen(const char *text, size_t width)
{
    int rows = 0, labels = 0, zeros = 0;
    for (const char *line = text; *line;) {
        size_t len = strcspn(line, "\n");
        if (qd_utf8_columns((qd_str){ line, len }) > width)
            fail_msg("not in %zu columns: %.*s", width, (int)len, line);
        char copy[1000];
        snprintf(copy, sizeof copy, "%.*s", (int)len, line);
        const char *tick = strstr(copy, "┤");
        labels += tick != NULL;
        zeros += tick > copy + 3 && memcmp(tick - 3, " 0 ", 3) == 0;
        rows += tick || strstr(copy, " │");
        line += len + (line[len] == '\n');
    }
    if (rows == 0)
        return;
    assert_in_range(rows, 5, 13);
    assert_in_range(labels, 3, 7);
    assert_int_equal(zeros, 1);
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 128)
        text++;
    return *text == '\0';
}

static void test_any_screen(void **state)
{
    (void)state;
    for (uint32_t round = 1; round <= 200; round++) {
        uint32_t seed = round;
        struct answer_world *w = answer_begin();
        some_fan(w, &seed);
        int columns = 28 + next(&seed) % 100;
        qd_style style = { .columns = columns };
        check_screen(answer_written(w, "text", style), (size_t)columns);
        w->answer->blocks.at[0].text = QD_STR("−5 → 7 · “so”");
        w->answer->blocks.at[0].unit = QD_STR("bn USD");
        style.ascii = true;
        const char *text = answer_written(w, "text", style);
        assert_true(is_ascii(text) || strstr(text, "الفترة"));
        answer_end(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screen),
        cmocka_unit_test(test_screen_narrow),
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_cut_year),
        cmocka_unit_test(test_zero),
        cmocka_unit_test(test_colour),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_picture),
        cmocka_unit_test(test_picture_hole),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_no_overlap),
        cmocka_unit_test(test_any_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
