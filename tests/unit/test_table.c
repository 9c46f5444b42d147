/* Tables: rows, cells, and the parts of an answer. */
#include "unit_test.h"

#include "table/table.h"

static void test_rows(void **state)
{
    (void)state;
    qd_mem mem;
    qd_arena arena;
    qd_mem_init(&mem, NULL, NULL);
    qd_arena_init(&arena, &mem);
    qd_table *t = qd_table_make(&arena, "flows");
    qd_table_column(t, "payer", QD_COLUMN_TEXT, QD_STR(""));
    qd_column *c = qd_table_column(t, "lo", QD_COLUMN_NUMBER,
                                   QD_STR("bn USD"));
    assert_string_equal(c->name, "lo");
    assert_int_equal(t->rule_before, UINT32_MAX);
    for (uint32_t i = 0; i < 1000; i++) {
        qd_table_row(t);
        assert_int_equal(qd_table_at(t, i, 0)->kind, QD_CELL_NULL);
        assert_int_equal(qd_table_at(t, i, 1)->kind, QD_CELL_NULL);
        qd_table_text(t, 0, QD_STR("openai"));
        if (i % 2)
            qd_table_hole(t, 1);
        else
            qd_table_number(t, 1, i);
    }
    assert_int_equal(t->n_rows, 1000);
    assert_int_equal(qd_table_at(t, 999, 1)->kind, QD_CELL_HOLE);
    assert_true(qd_table_at(t, 998, 1)->number == 998);
    qd_table_bool(t, 1, true);
    assert_int_equal(qd_table_at(t, 999, 1)->kind, QD_CELL_BOOL);
    assert_true(qd_table_at(t, 999, 1)->number == 1);
    qd_mem_free_all(&mem);
}

static void test_answer(void **state)
{
    (void)state;
    qd_mem mem;
    qd_arena arena;
    qd_mem_init(&mem, NULL, NULL);
    qd_arena_init(&arena, &mem);
    qd_answer *a = qd_answer_make(&arena, "flows");
    assert_int_equal(a->status, 0);
    qd_answer_table(a, qd_table_make(&arena, "one"));
    qd_answer_table(a, qd_table_make(&arena, "two"));
    assert_string_equal(a->tables.at[1]->name, "two");
    qd_block *b = qd_answer_block(a, QD_BLOCK_FOREST);
    assert_false(b->has_band);
    assert_null(b->table);
    qd_answer_note(a, QD_STR("a note"));
    assert_int_equal(a->notes.n, 1);
    qd_mem_free_all(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
