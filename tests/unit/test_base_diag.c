/* Diagnostics: the table, the list, and what is near a word. */
#include "unit_test.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/limits.h"

struct room {
    qd_mem mem;
    jmp_buf oom;
    qd_arena arena;
    qd_diags list;
};

static int enter(void **state)
{
    static struct room r;
    qd_mem_init(&r.mem, NULL, NULL);
    r.mem.oom = &r.oom;
    qd_arena_init(&r.arena, &r.mem);
    qd_diags_init(&r.list, &r.arena);
    *state = &r;
    return setjmp(r.oom);
}

static int leave(void **state)
{
    struct room *r = *state;
    qd_mem_free_all(&r->mem);
    return r->mem.in_use != 0;
}

/* What the head of diags.def asks of every row. */
static void every_row_keeps_the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < QD_D_COUNT; i++) {
        const qd_diag_info *d = &qd_diag_table[i];
        assert_int_equal(strlen(d->code), 5);
        assert_int_equal(d->code[0], "NWE"[d->severity]);
        for (int k = 1; k < 5; k++) assert_true(isdigit(d->code[k]));
        assert_ptr_equal(qd_diag_find(qd_str_c(d->code)), d);
        size_t len = strlen(d->message);
        if (len == 0 || d->message[len - 1] == '.' || strchr(d->message, '\n'))
            fail_msg("message of %s", d->code);
        if (d->remedy && strchr(d->remedy, '\n'))
            fail_msg("remedy of %s", d->code);
        len = strlen(d->explain);
        if (len == 0 || d->explain[len - 1] != '\n')
            fail_msg("explanation of %s", d->code);
        for (const char *c = d->explain; *c; c += strcspn(c, "\n") + 1)
            if (strcspn(c, "\n") > 78) fail_msg("long line in %s", d->code);
    }
    assert_non_null(qd_diag_find(QD_STR("e0901")));
    assert_null(qd_diag_find(QD_STR("E9999")));
    assert_null(qd_diag_find(QD_STR("")));
}

static void holes_of_a_form_are_filled(void **state)
{
    struct room *r = *state;
    qd_diag *d = qd_diag_add(&r->list, QD_D_TOO_MUCH_TEXT, 10, 3);
    char word[] = "first";
    qd_diag_arg(&r->list, d, qd_str_c(word));
    word[0] = 'x'; /* it was copied */
    qd_diag_arg(&r->list, d, QD_STR("{0}"));
    qd_str text = qd_diag_text(&r->arena, d, "a {0} b {1}{2}{x} {4} {0");
    assert_string_equal(text.at, "a first b {0}{x} {4} {0");
    assert_int_equal(text.len, strlen(text.at));
    for (int i = 0; i < 5; i++) qd_diag_arg(&r->list, d, QD_STR("more"));
    assert_int_equal(d->n_args, QD_DIAG_ARGS);
    for (int i = 0; i < 5; i++) qd_diag_label(&r->list, d, 7, 2, "here");
    assert_int_equal(d->n_labels, QD_DIAG_LABELS);
    assert_int_equal(d->labels[2].pos, 7);
    qd_diag_fix(&r->list, d, 11, 1, QD_STR("y"));
    assert_true(d->has_fix && d->fix_pos == 11 && d->fix_len == 1);
    assert_string_equal(d->fix.at, "y");
}

static void the_list_is_sorted_by_place(void **state)
{
    struct room *r = *state;
    static const qd_pos places[] = { 50, 20, 40, 20, 0, 50, 20 };
    for (uint32_t i = 0; i < 7; i++)
        qd_diag_add(&r->list, QD_D_TOO_MUCH_TEXT, places[i], i);
    qd_diags_sort(&r->list);
    static const uint32_t due[] = { 4, 1, 3, 6, 2, 0, 5 };
    assert_int_equal(r->list.all.n, 7);
    for (uint32_t i = 0; i < 7; i++)
        assert_int_equal(r->list.all.at[i].len, due[i]);
}

static void one_cause_is_told_once(void **state)
{
    struct room *r = *state;
    enum { CAUSES = 300, TIMES = 100 };
    for (uint32_t t = 0; t < TIMES; t++) {
        for (uint32_t c = 1; c <= CAUSES; c++) {
            qd_pos pos = (CAUSES - c) * 1000 + t;
            qd_diag *d = qd_diag_fold(&r->list, QD_D_TOO_MUCH_TEXT, c, pos, 1);
            assert_int_equal(d != NULL, t == 0);
            qd_diag_arg(&r->list, d, QD_STR("x"));
        }
        if (t == 50) qd_diags_sort(&r->list);
    }
    assert_int_equal(r->list.all.n, CAUSES);
    assert_int_equal(r->list.count[QD_ERROR], CAUSES * TIMES);
    assert_int_equal(r->list.dropped, 0);
    for (uint32_t i = 0; i < CAUSES; i++) {
        const qd_diag *d = &r->list.all.at[i];
        assert_int_equal(d->fold, CAUSES - i);
        assert_int_equal(d->pos, i * 1000);
        assert_int_equal(d->times, TIMES);
        for (uint32_t k = 0; k < QD_LIMIT_PLACES; k++)
            assert_int_equal(d->places[k], i * 1000 + k + 1);
    }
}

static void a_full_list_counts_only(void **state)
{
    struct room *r = *state;
    for (uint32_t i = 0; i < QD_LIMIT_DIAGS; i++)
        assert_non_null(qd_diag_fold(&r->list, QD_D_TOO_MUCH_TEXT, i + 1, i,
                                     1));
    size_t before = r->mem.in_use;
    char *arena_before = r->arena.at;
    for (uint32_t i = 0; i < 5000; i++) {
        qd_diag *d = qd_diag_add(&r->list, QD_D_TOO_MUCH_TEXT, i, 1);
        assert_non_null(d);
        qd_str word = QD_STR("word"), words[] = { QD_STR("ward") };
        qd_diag_arg(&r->list, d, word);
        qd_diag_fix(&r->list, d, 1, 1, word);
        qd_diag_near(&r->list, d, word, words, 1);
        qd_diag_label(&r->list, d, 1, 1, "here");
        assert_null(qd_diag_fold(&r->list, QD_D_TOO_MUCH_TEXT, 9000 + i, 1, 1));
    }
    assert_null(qd_diag_fold(&r->list, QD_D_TOO_MUCH_TEXT, 5, 77, 1));
    assert_int_equal(r->list.all.at[4].times, 2);
    assert_int_equal(r->list.all.n, QD_LIMIT_DIAGS);
    assert_int_equal(r->list.dropped, 10000);
    assert_int_equal(r->list.count[QD_ERROR], QD_LIMIT_DIAGS + 10001);
    assert_int_equal(r->mem.in_use, before);
    assert_true(r->arena.at - arena_before <= 128); /* the one place */
}

static const char *nearest(const char *word)
{
    static const qd_str words[] = {
        { "amount", 6 }, { "rate", 4 }, { "term", 4 }, { "take-or-pay", 11 },
        { "USD", 3 }, { "ramp", 4 }, { "cap", 3 }, { "a", 1 }, { "Rate", 4 },
    };
    size_t i = qd_nearest(qd_str_c(word), words, 9);
    return i == SIZE_MAX ? "" : words[i].at;
}

static void near_words_are_found(void **state)
{
    struct room *r = *state;
    assert_string_equal(nearest("amout"), "amount");
    assert_string_equal(nearest("amuont"), "amount");
    assert_string_equal(nearest("trem"), "term");
    assert_string_equal(nearest("usd"), "USD");
    assert_string_equal(nearest("AMOUNT"), "amount");
    assert_string_equal(nearest("takeorpay"), "take-or-pay");
    assert_string_equal(nearest("take_or_pays"), "take-or-pay");
    assert_string_equal(nearest("rat"), "rate"); /* the first of two */
    assert_string_equal(nearest("Rate"), "Rate"); /* itself, though later */
    assert_string_equal(nearest("b"), "");
    assert_string_equal(nearest("valuation"), "");
    assert_string_equal(nearest("tomr"), "");
    assert_string_equal(nearest(""), "");
    qd_diag *d = qd_diag_add(&r->list, QD_D_TOO_MUCH_TEXT, 10, 5);
    const qd_str words[] = { QD_STR("rate"), QD_STR("amount") };
    qd_diag_near(&r->list, d, QD_STR("valuation"), words, 2);
    assert_int_equal(d->hint.len, 0);
    assert_false(d->has_fix);
    qd_diag_near(&r->list, d, QD_STR("amout"), words, 2);
    assert_string_equal(d->hint.at, "did you mean `amount`?");
    assert_true(d->has_fix && d->fix_pos == 10 && d->fix_len == 5);
    assert_string_equal(d->fix.at, "amount");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_keeps_the_rules),
        cmocka_unit_test_setup_teardown(holes_of_a_form_are_filled, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(the_list_is_sorted_by_place, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(one_cause_is_told_once, enter, leave),
        cmocka_unit_test_setup_teardown(a_full_list_counts_only, enter, leave),
        cmocka_unit_test_setup_teardown(near_words_are_found, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
