/* Diagnostics on the screen: every expected screen was drawn by hand. */
#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "lang/render.h"

/* The one diagnostic that the tests report, with {0} = "7". */
#define CODE QD_D_TOO_MUCH_TEXT
#define WHAT "error[E0901]: " \
    "the files of the model hold more than 7 bytes of text\n"
#define REMEDY \
    "     = split the model, or leave out what `include` does not need\n"

struct rig {
    qd_mem mem;
    qd_arena arena;
    qd_source source;
    qd_diags diags;
    qd_render how;
};

static int set_up(void **state)
{
    struct rig *r = calloc(1, sizeof *r);
    qd_mem_init(&r->mem, NULL, NULL);
    qd_arena_init(&r->arena, &r->mem);
    qd_source_init(&r->source, &r->mem, &r->arena);
    qd_diags_init(&r->diags, &r->arena);
    r->how.columns = 80;
    *state = r;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *r = *state;
    qd_mem_free_all(&r->mem);
    free(r);
    return 0;
}

/* Adds a file and returns the position of its first byte. */
static qd_pos add(struct rig *r, const char *path, const char *text,
                  qd_pos included)
{
    uint32_t i = qd_source_add(&r->source, qd_str_c(path), qd_str_c(text),
                               included);
    return r->source.files.at[i].start;
}

static qd_diag *report(struct rig *r, qd_pos pos, uint32_t len)
{
    qd_diag *d = qd_diag_add(&r->diags, CODE, pos, len);
    qd_diag_arg(&r->diags, d, QD_STR("7"));
    return d;
}

static void expect_text(qd_str got, const char *expected)
{
    if (!qd_str_eq(got, qd_str_c(expected)))
        fail_msg("rendered:\n%.*s\nexpected:\n%s", QD_STR_ARG(got), expected);
}

static void expect(struct rig *r, const qd_diag *d, const char *expected)
{
    qd_buf out = qd_buf_make(&r->mem);
    qd_render_diag(&out, d, &r->source, &r->how);
    expect_text(qd_buf_str(&out), expected);
}

/* The rows of line and marks alone. */
static void expect_rows(struct rig *r, const qd_diag *d, const char *rows)
{
    qd_buf out = qd_buf_make(&r->mem);
    qd_render_diag(&out, d, &r->source, &r->how);
    qd_buf_char(&out, '\0');
    const char *from = strchr(out.at, '\n') + 1;
    const char *to = strstr(from, "     = ");
    assert_non_null(to);
    expect_text((qd_str){ from, (size_t)(to - from) }, rows);
}

static void a_place_is_shown_with_its_line(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a.quid", "party x\n  amout: 10 bn USD ^s2\n", 0);
    qd_diag *d = report(r, a + 10, 5);
    d->hint = QD_STR("did you mean `amount`?");
    expect(r, d, "a.quid:2:3: " WHAT
        "   2 |   amout: 10 bn USD ^s2\n"
        "     |   ^^^^^ did you mean `amount`?\n" REMEDY);
}

static void the_end_is_a_place(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a", "ab\r\n", 0);
    expect_rows(r, report(r, a + 2, 0), "   1 | ab\n     |   ^\n");
    expect_rows(r, report(r, a + 1, 9), "   1 | ab\n     |  ^\n");
    expect_rows(r, report(r, a + 4, 0), "   2 |\n     | ^\n");
}

static void no_place_needs_no_line(void **state)
{
    struct rig *r = *state;
    expect(r, report(r, 0, 0), WHAT REMEDY);
    add(r, "a", "x", 0);
    expect(r, report(r, 0, 0), WHAT REMEDY);
}

static void labels_follow_with_their_places(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a.quid", "party one\n\n\nparty two, one\n", 0);
    qd_diag *d = report(r, a + 23, 3);
    qd_diag_label(&r->diags, d, a + 6, 3, "first declared here");
    qd_diag_label(&r->diags, d, a + 18, 3, "beside this");
    expect_rows(r, d,
        "   4 | party two, one\n"
        "     |            ^^^\n"
        "     |       --- beside this\n"
        "     :\n"
        "   1 | party one\n"
        "     |       --- first declared here\n");
}

static void labels_far_away_say_where(void **state)
{
    struct rig *r = *state;
    char text[121];
    memset(text, '\n', 120);
    text[0] = 'x', text[119] = 'y', text[120] = '\0';
    qd_pos a = add(r, "a.quid", text, 0), b = add(r, "b.quid", " z", 0);
    qd_diag *d = report(r, a, 1);
    qd_diag_label(&r->diags, d, a + 119, 1, "far");
    qd_diag_label(&r->diags, d, b + 1, 1, "elsewhere");
    expect_rows(r, d,
        "   1 | x\n"
        "     | ^\n"
        "   --> a.quid:119:1\n"
        " 119 | y\n"
        "     | - far\n"
        "   --> b.quid:1:2\n"
        "   1 |  z\n"
        "     |  - elsewhere\n");
}

static void includes_are_told(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a.quid", "\n\ninclude \"b.quid\"\n", 0);
    qd_pos b = add(r, "b.quid", "include \"c.quid\"\n", a + 2);
    qd_pos c = add(r, "c.quid", "x\n", b);
    expect(r, report(r, c, 1), "c.quid:1:1: " WHAT
        "   1 | x\n"
        "     | ^\n" REMEDY
        "     = included from b.quid:1\n"
        "     = included from a.quid:3\n");
}

static void a_long_chain_is_cut(void **state)
{
    struct rig *r = *state;
    qd_pos at = 0;
    for (int i = 0; i < 8; i++) at = add(r, "a", "x", at);
    expect(r, report(r, at, 1), "a:1:1: " WHAT
        "   1 | x\n"
        "     | ^\n" REMEDY
        "     = included from a:1\n"
        "     = included from a:1\n"
        "     = included from a:1\n"
        "     = included from a:1\n"
        "     = and 3 more above\n");
}

static void a_fix_is_spelled_out(void **state)
{
    struct rig *r = *state;
    static const struct {
        qd_pos at;
        uint32_t len;
        const char *by, *told;
    } fixes[] = {
        { 2, 5, "1_782", "     = fix: replace `1,782` by `1_782`\n" },
        { 2, 5, "", "     = fix: remove `1,782`\n" },
        { 2, 0, "0.", "     = fix: insert `0.`\n" },
        { 0, 0, "a\n\x1b", "     = fix: insert `a\\n\\x1b` at a:1:1\n" },
        { 7, 99, "x", "     = fix: replace ` \\ny` by `x` at a:1:8\n" },
    };
    qd_pos a = add(r, "a", "x 1,782 \ny", 0);
    for (size_t i = 0; i < sizeof fixes / sizeof *fixes; i++) {
        qd_diag *d = report(r, a + 2, 5);
        qd_diag_fix(&r->diags, d, a + fixes[i].at, fixes[i].len,
                    qd_str_c(fixes[i].by));
        char expected[500] = "a:1:3: " WHAT
            "   1 | x 1,782 \n"
            "     |   ^^^^^\n" REMEDY;
        strcat(expected, fixes[i].told);
        expect(r, d, expected);
    }
}

static void a_hint_makes_its_fix_known(void **state)
{
    struct rig *r = *state;
    const qd_str words[] = { { "amount", 6 }, { "term", 4 } };
    qd_pos a = add(r, "a", "amout", 0);
    qd_diag *d = report(r, a, 5);
    qd_diag_near(&r->diags, d, QD_STR("amout"), words, 2);
    expect_rows(r, d, "   1 | amout\n"
                      "     | ^^^^^ did you mean `amount`?\n");
}

static void folded_places_are_listed(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a", "1\n2\n3\n4\n5 5\n", 0);
    qd_pos b = add(r, "b", "1\n2\n", 0);
    qd_diag *d = qd_diag_fold(&r->diags, CODE, 3, a, 1);
    qd_diag_arg(&r->diags, d, QD_STR("7"));
#define ROWS "a:1:1: " WHAT "   1 | 1\n     | ^\n" REMEDY
    qd_diag_fold(&r->diags, CODE, 3, a + 4, 1);
    expect(r, d, ROWS "     = and 1 more: line 3\n");
    qd_diag_fold(&r->diags, CODE, 3, a + 8, 1);
    qd_diag_fold(&r->diags, CODE, 3, a + 10, 1);
    expect(r, d, ROWS "     = and 3 more: lines 3, 5\n");
    qd_diag_fold(&r->diags, CODE, 3, b, 1);
    qd_diag_fold(&r->diags, CODE, 3, b + 2, 1);
    expect(r, d, ROWS "     = and 5 more: lines 3, 5, b:1, 2\n");
    for (qd_pos i = 0; i < 40; i++)
        qd_diag_fold(&r->diags, CODE, 3, a + 2 * (i % 4), 1);
    r->how.ascii = true;
    expect(r, d, ROWS "     = and 45 more: lines 3, 5, b:1, 2, a:1, 2, 3, 4, "
                      "1, 2, 3, 4, ...\n");
}

static void marks_stand_under_wide_characters(void **state)
{
    struct rig *r = *state;
    /* two Han characters of two columns each, a letter with two combining
     * marks, Arabic with a vowel sign, a face of two columns */
    qd_pos a = add(r, "a", "\u4E2D\u6587 e\u0301\u0323x "
                           "\u0645\u064E\u0627 \U0001F600!", 0);
    static const struct {
        uint32_t at, len;
        const char *marks;
    } rows[] = {
        { 0, 3, "^^" },
        { 3, 3, "  ^^" },
        { 0, 6, "^^^^" },
        { 4, 1, "  ^^" },             /* inside of a character */
        { 7, 5, "     ^" },
        { 8, 2, "     ^" },           /* the mark above the e */
        { 12, 1, "      ^" },
        { 14, 6, "        ^^" },      /* two letters, one vowel sign */
        { 21, 4, "           ^^" },
        { 25, 1, "             ^" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char expected[200] = "   1 | \u4E2D\u6587 e\u0301\u0323x "
            "\u0645\u064E\u0627 \U0001F600!\n     | ";
        strcat(expected, rows[i].marks);
        strcat(expected, "\n");
        expect_rows(r, report(r, a + rows[i].at, rows[i].len), expected);
    }
}

static void tabs_are_kept(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a", "\tx\ty z", 0);
    expect_rows(r, report(r, a + 3, 1), "   1 | \tx\ty z\n     | \t \t^\n");
    expect_rows(r, report(r, a + 1, 3), "   1 | \tx\ty z\n     | \t^\t^\n");
    expect_rows(r, report(r, a, 1), "   1 | \tx\ty z\n     | ^\n");
}

static void a_terminal_obeys_nothing(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a\x1b[2J",
                   "\x1b[31m \xC3 \u202E \xC2\x9B \x7F\xEF\xBB", 0);
    qd_diag *d = qd_diag_add(&r->diags, CODE, a + 6, 1);
    qd_diag_arg(&r->diags, d, QD_STR("\x1b\n\u2066"));
    d->hint = QD_STR("\x07");
    expect(r, d, "a\\x1b[2J:1:7: error[E0901]: the files of the model hold "
        "more than \\x1b\\n\\u{2066} bytes of text\n"
        "   1 | \\x1b[31m \\xc3 \\u{202e} \\u{9b} \\x7f\\xef\\xbb\n"
        "     |          ^^^^ \\x07\n" REMEDY);
}

/* `n` bytes, each the last digit of its column. */
static char *digits(size_t n)
{
    char *text = malloc(n + 1);
    for (size_t i = 0; i < n; i++) text[i] = (char)('0' + (i + 1) % 10);
    text[n] = '\0';
    return text;
}

static void long_lines_are_cut_around_the_place(void **state)
{
    struct rig *r = *state;
    char *text = digits(1000);
    qd_pos a = add(r, "a", text, 0);
    r->how.columns = 40; /* 33 behind the gutter, the last for a mark */
    expect_rows(r, report(r, a + 1, 2),
        "   1 | 1234567890123456789012345678901\u2026\n"
        "     |  ^^\n");
    expect_rows(r, report(r, a + 499, 2),
        "   1 | \u2026123456789012345678901234567890\u2026\n"
        "     |           ^^\n");
    expect_rows(r, report(r, a + 998, 2),
        "   1 | \u20260123456789012345678901234567890\n"
        "     |                               ^^\n");
    r->how.ascii = true;
    expect_rows(r, report(r, a + 499, 999),
        "   1 | ...34567890123456789012345678...\n"
        "     |           ^^^^^^^^^^^^^^^^^^^\n");
    free(text);
}

static void a_line_of_many_bytes_is_quick(void **state)
{
    struct rig *r = *state;
    size_t n = 20000000;
    char *text = digits(n);
    qd_pos a = add(r, "a", text, 0);
    qd_buf out = qd_buf_make(&r->mem);
    for (size_t i = 0; i < 50; i++) {
        qd_diag *d = report(r, a + (qd_pos)(i * (n / 50)), 3);
        qd_render_diag(&out, d, &r->source, &r->how);
    }
    assert_true(out.len < 50 * 400);
    free(text);
}

static void colours_end_where_they_should(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a", "xy", 0);
    r->how.colour = true;
    expect(r, report(r, a + 1, 1),
        "\x1b[1ma:1:2: \x1b[0m\x1b[1;31merror[E0901]:\x1b[0m \x1b[1mthe "
        "files of the model hold more than 7 bytes of text\x1b[0m\n"
        "\x1b[1;34m   1 |\x1b[0m xy\n"
        "    \x1b[1;34m | \x1b[0m\x1b[1;31m ^\x1b[0m\n"
        "    \x1b[1;34m =\x1b[0m split the model, or leave out what `include` "
        "does not need\n");
}

static void long_notes_are_wrapped(void **state)
{
    struct rig *r = *state;
    r->how.columns = 40;
    expect(r, report(r, 0, 0), WHAT
        "     = split the model, or leave out\n"
        "       what `include` does not need\n");
}

static void a_list_ends_with_its_counts(void **state)
{
    struct rig *r = *state;
    qd_pos a = add(r, "a", "x", 0);
    qd_buf out = qd_buf_make(&r->mem);
    qd_render_diags(&out, &r->diags, &r->source, &r->how);
    assert_int_equal(out.len, 0);
    report(r, a, 1);
    report(r, 0, 0);
    qd_render_diags(&out, &r->diags, &r->source, &r->how);
    expect_text(qd_buf_str(&out),
        "a:1:1: " WHAT "   1 | x\n     | ^\n" REMEDY "\n"
        WHAT REMEDY "\n"
        "2 errors\n");
}

static void what_was_dropped_is_said(void **state)
{
    struct rig *r = *state;
    for (int i = 0; i < 1003; i++) report(r, 0, 0);
    r->diags.count[QD_WARNING] = 1;
    qd_buf out = qd_buf_make(&r->mem);
    qd_render_diags(&out, &r->diags, &r->source, &r->how);
    static const char last[] =
        "\n\n1003 errors, 1 warning; 3 of them not shown\n";
    size_t len = sizeof last - 1;
    assert_true(out.len > len);
    expect_text((qd_str){ out.at + out.len - len, len }, last);
}

static void every_code_explains_itself(void **state)
{
    struct rig *r = *state;
    for (int i = 0; i < QD_D_COUNT; i++) {
        const qd_diag_info *info = &qd_diag_table[i];
        qd_buf out = qd_buf_make(&r->mem);
        qd_render_explain(&out, info);
        assert_true(out.len > strlen(info->explain));
        assert_int_equal(out.at[out.len - 1], '\n');
        assert_null(memchr(out.at, '{', strlen(info->message)));
        qd_mem_release(&r->mem, out.at);
    }
    qd_buf out = qd_buf_make(&r->mem);
    qd_render_explain(&out, &(qd_diag_info){
        .code = "W0001", .severity = QD_WARNING, .message = "`{0}` of {1}",
        .remedy = "ask {2}", .explain = "Why." });
    expect_text(qd_buf_str(&out),
                "warning[W0001]: `...` of ...\n  = ask ...\n\nWhy.\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_place_is_shown_with_its_line),
        TEST(the_end_is_a_place),
        TEST(no_place_needs_no_line),
        TEST(labels_follow_with_their_places),
        TEST(labels_far_away_say_where),
        TEST(includes_are_told),
        TEST(a_long_chain_is_cut),
        TEST(a_fix_is_spelled_out),
        TEST(a_hint_makes_its_fix_known),
        TEST(folded_places_are_listed),
        TEST(marks_stand_under_wide_characters),
        TEST(tabs_are_kept),
        TEST(a_terminal_obeys_nothing),
        TEST(long_lines_are_cut_around_the_place),
        TEST(a_line_of_many_bytes_is_quick),
        TEST(colours_end_where_they_should),
        TEST(long_notes_are_wrapped),
        TEST(a_list_ends_with_its_counts),
        TEST(what_was_dropped_is_said),
        TEST(every_code_explains_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
