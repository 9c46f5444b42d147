/* The source map: files, positions, lines and columns. */
#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/source.h"

struct rig {
    qd_mem mem;
    qd_arena arena;
    qd_source source;
};

static int set_up(void **state)
{
    struct rig *r = malloc(sizeof *r);
    qd_mem_init(&r->mem, NULL, NULL);
    qd_arena_init(&r->arena, &r->mem);
    qd_source_init(&r->source, &r->mem, &r->arena);
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

static uint32_t add(struct rig *r, const char *path, const char *text,
                    qd_pos included)
{
    return qd_source_add(&r->source, qd_str_c(path), qd_str_c(text), included);
}

static void expect_place(struct rig *r, qd_pos pos, uint32_t file,
                         uint32_t line, uint32_t column, const char *text)
{
    qd_place at = qd_source_place(&r->source, pos);
    assert_int_equal(at.file, file);
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
    assert_int_equal(at.text.len, strlen(text));
    assert_memory_equal(at.text.at, text, at.text.len);
    assert_true(at.offset <= at.text.len);
}

static void files_share_positions(void **state)
{
    struct rig *r = *state;
    assert_int_equal(add(r, "a", "one\n", 0), 0);
    assert_int_equal(add(r, "b", "", 2), 1);
    assert_int_equal(add(r, "<policy>", "two", 0), 2);
    const qd_file *f = r->source.files.at;
    /* 0 is no place; the end of a file is a place too */
    assert_int_equal(f[0].start, 1);
    assert_int_equal(f[1].start, 6);
    assert_int_equal(f[2].start, 7);
    assert_int_equal(r->source.next, 11);
    for (qd_pos p = 1; p < 11; p++)
        assert_int_equal(qd_source_file(&r->source, p), p < 6 ? 0
                                                        : p < 7 ? 1 : 2);
    assert_int_equal(f[0].by, 0);
    assert_int_equal(f[1].by, 0);
    assert_int_equal(f[1].included, 2);
    assert_int_equal(f[2].by, 2);
    assert_false(f[1].shipped);
    assert_true(f[2].shipped);
    assert_memory_equal(qd_source_at(&r->source, 8), "wo", 3);
}

static void places_are_counted_from_one(void **state)
{
    struct rig *r = *state;
    add(r, "x", "other\n", 0);
    add(r, "a", "ab\n\ncd\r\nef", 0);
    qd_pos start = r->source.files.at[1].start;
    expect_place(r, start, 1, 1, 1, "ab");
    expect_place(r, start + 1, 1, 1, 2, "ab");
    expect_place(r, start + 2, 1, 1, 3, "ab"); /* its line feed */
    expect_place(r, start + 3, 1, 2, 1, "");
    expect_place(r, start + 4, 1, 3, 1, "cd");
    expect_place(r, start + 6, 1, 3, 3, "cd"); /* CR */
    expect_place(r, start + 7, 1, 3, 3, "cd"); /* LF */
    expect_place(r, start + 8, 1, 4, 1, "ef");
    expect_place(r, start + 10, 1, 4, 3, "ef"); /* the end */
    expect_place(r, 7, 0, 2, 1, "");            /* of the first file */
}

static void columns_are_characters(void **state)
{
    struct rig *r = *state;
    /* a-umlaut (2 bytes), a euro (3), a face (4), a lone bad byte, x */
    add(r, "a", "\u00E4\u20AC\U0001F600\xFFx", 0);
    static const uint32_t column[] = { 1, 0, 2, 0, 0, 3, 0, 0, 0, 4, 5, 6 };
    for (uint32_t i = 0; i < sizeof column / sizeof *column; i++)
        if (column[i])
            assert_int_equal(qd_source_place(&r->source, i + 1).column,
                             column[i]);
}

static void a_byte_order_mark_is_left_out(void **state)
{
    struct rig *r = *state;
    add(r, "a", "\xEF\xBB\xBFquid 1", 0);
    expect_place(r, 1, 0, 1, 1, "quid 1");
    assert_int_equal(r->source.files.at[0].text.len, 6);
    add(r, "b", "\xEF\xBB", 0);
    assert_int_equal(r->source.files.at[1].text.len, 2);
}

static void limits_are_kept(void **state)
{
    struct rig *r = *state;
    static const char text[] = "xyz";
    qd_str huge = { text, QD_LIMIT_TEXT };
    assert_int_equal(qd_source_add(&r->source, QD_STR("a"), huge, 0),
                     UINT32_MAX);
    assert_int_equal(r->source.files.n, 0);
    for (uint32_t i = 0; i < QD_LIMIT_FILES; i++)
        assert_int_equal(add(r, "a", "x\ny\n", 0), i);
    assert_int_equal(add(r, "a", "x", 0), UINT32_MAX);
    /* every file is found again: 4 bytes and the end of each */
    for (uint32_t i = 0; i < QD_LIMIT_FILES; i++)
        expect_place(r, 1 + i * 5 + 2, i, 2, 1, "y");
}

/* Lines of a text made of a few bytes, against counting one by one. */
static void lines_agree_with_counting(void **state)
{
    struct rig *r = *state;
    char text[500];
    uint32_t seed = 7;
    for (size_t i = 0; i < sizeof text - 1; i++) {
        seed = seed * 1664525u + 1013904223u;
        text[i] = "ab\n\r"[seed >> 30];
    }
    text[sizeof text - 1] = '\0';
    add(r, "a", text, 0);
    uint32_t line = 1;
    for (uint32_t i = 0; i < sizeof text; i++) {
        assert_int_equal(qd_source_place(&r->source, i + 1).line, line);
        line += text[i] == '\n';
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_share_positions),
        TEST(places_are_counted_from_one),
        TEST(columns_are_characters),
        TEST(a_byte_order_mark_is_left_out),
        TEST(limits_are_kept),
        TEST(lines_agree_with_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
