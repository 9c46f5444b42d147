/* JSON and CSV: the expected bytes are written by hand. */
#include "unit_test.h"

#include "output_test.h"

static void fill(struct answer_world *w)
{
    qd_answer *a = w->answer;
    qd_table *t = qd_table_make(&w->arena, "flows");
    qd_table_column(t, "payer", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "lo", QD_COLUMN_NUMBER, QD_STR("bn USD"));
    qd_table_column(t, "n", QD_COLUMN_COUNT, QD_STR(""));
    qd_table_column(t, "open", QD_COLUMN_BOOL, QD_STR(""));
    qd_table_column(t, "known", QD_COLUMN_DATE, QD_STR(""));
    qd_table_row(t);
    answer_text(t, 0, "a \"b\", c\\d\n\x01\xFFé\xED\xA0\x80");
    qd_table_number(t, 1, 0.1);
    qd_table_number(t, 2, 38000000000);
    qd_table_bool(t, 3, true);
    answer_text(t, 4, "2025-12-17");
    qd_table_row(t);
    answer_text(t, 0, "");
    qd_table_number(t, 1, NAN);
    qd_table_number(t, 2, -0.0);
    qd_table_hole(t, 3);
    qd_table_row(t);
    qd_table_number(t, 1, INFINITY);
    qd_table_at(t, 2, 2)->kind = QD_CELL_BLANK;
    qd_table_bool(t, 3, false);
    qd_answer_table(a, t);
    qd_table *empty = qd_table_make(&w->arena, "none");
    qd_table_column(empty, "x", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_answer_table(a, empty);
    qd_answer_note(a, QD_STR("100 % \tsure"));
    static const char *const query[][2] = {
        { "party", "openai" }, { "by", "year" }, { "party", "nvidia" },
    };
    for (size_t i = 0; i < 3; i++) {
        qd_vec_reserve(&w->mem, &a->query, 1);
        a->query.at[a->query.n].name = query[i][0];
        a->query.at[a->query.n++].value = qd_str_c(query[i][1]);
    }
}

static void test_json(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill(w);
    assert_string_equal(answer_written(w, "json", (qd_style){ 0 }),
        "{\n"
        "  \"quid\": \"" QUID_VERSION "\",\n"
        "  \"model\": {\"title\": \"Five \\\"stories\\\"\", "
        "\"hash\": \"0123abcd\"},\n"
        "  \"query\": {\"command\": \"flows\", "
        "\"party\": [\"openai\", \"nvidia\"], \"by\": \"year\"},\n"
        "  \"tables\": {\n"
        "    \"flows\": {\n"
        "      \"columns\": [\n"
        "        {\"name\": \"payer\", \"type\": \"text\", \"unit\": null},\n"
        "        {\"name\": \"lo\", \"type\": \"number\", "
        "\"unit\": \"bn USD\"},\n"
        "        {\"name\": \"n\", \"type\": \"count\", \"unit\": null},\n"
        "        {\"name\": \"open\", \"type\": \"bool\", \"unit\": null},\n"
        "        {\"name\": \"known\", \"type\": \"date\", \"unit\": null}\n"
        "      ],\n"
        "      \"rows\": [\n"
        "        [\"a \\\"b\\\", c\\\\d\\n\\u0001\xEF\xBF\xBDé"
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\", 0.1, 38000000000, true, "
        "\"2025-12-17\"],\n"
        "        [\"\", null, 0, null, null],\n"
        "        [null, null, null, false, null]\n"
        "      ]\n"
        "    },\n"
        "    \"none\": {\n"
        "      \"columns\": [\n"
        "        {\"name\": \"x\", \"type\": \"number\", \"unit\": \"%\"}\n"
        "      ],\n"
        "      \"rows\": []\n"
        "    }\n"
        "  },\n"
        "  \"notes\": [\n"
        "    \"100 % \\tsure\"\n"
        "  ]\n"
        "}\n");
    answer_end(w);
}

static void test_json_empty(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    assert_string_equal(answer_written(w, "json", (qd_style){ 0 }),
        "{\n"
        "  \"quid\": \"" QUID_VERSION "\",\n"
        "  \"model\": {\"title\": \"Five \\\"stories\\\"\", "
        "\"hash\": \"0123abcd\"},\n"
        "  \"query\": {\"command\": \"flows\"},\n"
        "  \"tables\": {},\n"
        "  \"notes\": []\n"
        "}\n");
    answer_end(w);
}

/* Python's csv module reads these back as they went in. */
static void test_csv(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    fill(w);
    answer_text(w->answer->tables.at[0], 0, " x");
    assert_string_equal(answer_written(w, "csv", (qd_style){ 0 }),
        "payer,lo [bn USD],n,open,known\r\n"
        "\"a \"\"b\"\", c\\d\n\x01\xFFé\xED\xA0\x80\",0.1,38000000000,true,"
        "2025-12-17\r\n"
        ",,0,,\r\n"
        "\" x\",,,false,\r\n");
    answer_end(w);
}

static void test_find(void **state)
{
    (void)state;
    assert_string_equal(qd_outputs[0]->name, "text");
    for (size_t i = 0; i < qd_output_count; i++) {
        assert_ptr_equal(qd_output_find(qd_str_c(qd_outputs[i]->name)),
                         qd_outputs[i]);
        assert_true(strlen(qd_outputs[i]->doc) > 10);
        assert_non_null(strchr(qd_outputs[i]->media, '/'));
    }
    assert_null(qd_output_find(QD_STR("jso")));
    assert_null(qd_output_find(QD_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_empty),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
