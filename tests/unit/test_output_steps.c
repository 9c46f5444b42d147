/* The picture of stakes from event to event. */
#include "unit_test.h"

#include "svg_test.h"

static qd_block *begin_block(struct answer_world *w, const char *title)
{
    qd_str none = { "", 0 };
    qd_block *b = qd_answer_block(w->answer, QD_BLOCK_STEPS);
    b->text = qd_str_c(title);
    b->detail = QD_STR("share as converted, %");
    b->table = qd_table_make(&w->arena, "steps");
    qd_table_column(b->table, "holder", QD_COLUMN_TEXT, none);
    qd_table_column(b->table, "step", QD_COLUMN_COUNT, none);
    qd_table_column(b->table, "lo", QD_COLUMN_NUMBER, none);
    qd_table_column(b->table, "hi", QD_COLUMN_NUMBER, none);
    qd_table_column(b->table, "what_if", QD_COLUMN_BOOL, none);
    b->marks = qd_table_make(&w->arena, "events");
    qd_table_column(b->marks, "step", QD_COLUMN_COUNT, none);
    qd_table_column(b->marks, "label", QD_COLUMN_TEXT, none);
    return b;
}

static void add_step(qd_block *b, const char *holder, uint32_t step,
                     double lo, double hi, bool what_if)
{
    qd_table_row(b->table);
    qd_table_text(b->table, 0, qd_str_c(holder));
    qd_table_number(b->table, 1, step);
    qd_table_number(b->table, 2, lo);
    qd_table_number(b->table, 3, hi);
    qd_table_bool(b->table, 4, what_if);
}

static void add_event(qd_block *b, uint32_t step, const char *label)
{
    qd_table_row(b->marks);
    qd_table_number(b->marks, 0, step);
    qd_table_text(b->marks, 1, qd_str_c(label));
}

/* Two holders over one event: a group for each step that is above nothing,
 * with its numbers, and the key. */
static void test_two(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = begin_block(w, "Who owns it");
    add_step(b, "Amazon", 0, 0, 0, false);
    add_step(b, "Amazon", 1, 1.9608, 2, true);
    add_step(b, "Microsoft", 0, 26.5, 27.5, false);
    add_step(b, "Microsoft", 1, 25.97, 26.961, true);
    add_event(b, 1, "2026-02  the round");
    check_picture(w);
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    assert_int_equal(count_of(svg, "<title>Amazon: "), 1);
    assert_int_equal(count_of(svg, "<title>Microsoft: "), 2);
    assert_non_null(strstr(svg, "Amazon: 1.96 – 2.00 %, if it happens"));
    assert_non_null(strstr(svg, "2026-02  the round"));
    answer_end(w);
}

/* Where paths say what is likely, the lane ends with it and is as high as it:
 * the bounds of what may happen are often all or nothing. */
static void test_likely(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = begin_block(w, "Amazon would get 2 %");
    static const char *const points[] = { "p5", "p50", "p95" };
    for (int i = 0; i < 3; i++)
        qd_table_column(b->table, points[i], QD_COLUMN_NUMBER,
                        (qd_str){ "", 0 });
    add_step(b, "Amazon", 0, 0, 0, false);
    add_step(b, "Amazon", 1, 0, 100, true);
    qd_table_number(b->table, 5, 0.5);
    qd_table_number(b->table, 6, 2);
    qd_table_number(b->table, 7, 4.2);
    check_picture(w);
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    assert_non_null(strstr(svg, ">2.00 %, 0.50 – 4.20<"));
    assert_non_null(strstr(svg, "0.00 – 100.0 %; likely 2.00 %"));
    assert_non_null(strstr(svg, ">5 %<"));
    answer_end(w);
}

/* Any names, any number of holders and events: no text over another. */
static void test_many(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 60; round++) {
        struct answer_world *w = answer_begin();
        qd_block *b = begin_block(w, some_text(w, &seed));
        uint32_t holders = 1 + next(&seed) % 9, steps = 1 + next(&seed) % 40;
        for (uint32_t h = 0; h < holders; h++) {
            const char *name = qd_arena_printf(&w->arena, "%u %s", h,
                                               some_text(w, &seed)).at;
            for (uint32_t k = 0; k < steps; k++) {
                double lo = next(&seed) % 10000 / 100.0;
                add_step(b, name, k, lo, lo + next(&seed) % 3, k > steps / 2);
            }
        }
        for (uint32_t k = 1; k < steps; k++)
            add_event(b, k, some_text(w, &seed));
        check_picture(w);
        answer_end(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two),
        cmocka_unit_test(test_likely),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
