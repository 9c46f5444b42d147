/* What the tests of outputs share: an answer to fill, and its bytes. */
#ifndef QD_OUTPUT_TEST_H
#define QD_OUTPUT_TEST_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/output.h"

struct answer_world {
    qd_mem mem;
    qd_arena arena;
    jmp_buf oom;
    qd_answer *answer;
};

static struct answer_world *answer_begin(void)
{
    static struct answer_world w;
    memset(&w, 0, sizeof w);
    qd_mem_init(&w.mem, NULL, NULL);
    w.mem.oom = &w.oom;
    qd_arena_init(&w.arena, &w.mem);
    w.answer = qd_answer_make(&w.arena, "flows");
    w.answer->model_title = QD_STR("Five \"stories\"");
    w.answer->model_hash = QD_STR("0123abcd");
    return &w;
}

static void answer_end(struct answer_world *w)
{
    qd_mem_free_all(&w->mem);
}

/* The answer in a format, ended by NUL; it lives as long as the world. */
static const char *answer_written(struct answer_world *w, const char *name,
                                  qd_style style)
{
    const qd_output *output = qd_output_find(qd_str_c(name));
    assert_non_null(output);
    qd_buf out = qd_buf_make(&w->mem);
    output->write(&out, w->answer, &style);
    qd_buf_char(&out, '\0');
    return out.at;
}

static inline void answer_text(qd_table *t, uint32_t column,
                               const char *text)
{
    qd_table_text(t, column, qd_str_c(text));
}

/* A row of a FOREST table; NAN is an open end, `lane` may be NULL. */
struct forest_row {
    const char *source, *known, *word;
    double lo, lo_open, hi, hi_open;
    const char *state, *lane;
    double branch;
};

static inline qd_table *forest_table(qd_arena *a,
                                     const struct forest_row *rows, size_t n)
{
    static const char *const names[] = { "source", "known", "word", "lo",
        "lo_open", "hi", "hi_open", "state", "lane", "branch" };
    qd_table *t = qd_table_make(a, "claims");
    for (size_t i = 0; i < 10; i++)
        qd_table_column(t, names[i], QD_COLUMN_TEXT, QD_STR(""));
    for (size_t i = 0; i < n; i++) {
        const struct forest_row *r = &rows[i];
        qd_table_row(t);
        answer_text(t, 0, r->source);
        answer_text(t, 1, r->known);
        answer_text(t, 2, r->word);
        if (!isnan(r->lo)) {
            qd_table_number(t, 3, r->lo);
            qd_table_bool(t, 4, r->lo_open != 0);
        }
        if (!isnan(r->hi)) {
            qd_table_number(t, 5, r->hi);
            qd_table_bool(t, 6, r->hi_open != 0);
        }
        answer_text(t, 7, r->state);
        if (r->lane)
            answer_text(t, 8, r->lane);
        qd_table_number(t, 9, r->branch);
    }
    return t;
}

#endif
