/* A model from text, for tests of src/model. */
#ifndef QD_MODEL_TEXT_H
#define QD_MODEL_TEXT_H

#include "unit_test.h"

#include <stdio.h>
#include <string.h>

#include "model/model.h"
#include "model/view.h"

#define ROOT                                                                 \
    "quid 1 \"t\"\n"                                                         \
    "  currency: USD $\n"                                                    \
    "  horizon: 2025-01..2027-12\n"

struct world {
    qd_mem mem;
    jmp_buf oom;
    qd_model m;
};

/* With errors in it. */
static inline struct world *begin_wrong(const char *text)
{
    static struct world w;
    memset(&w, 0, sizeof w);
    qd_mem_init(&w.mem, NULL, NULL);
    w.mem.oom = &w.oom;
    qd_model_load(&w.m, &w.mem, QD_STR("t.quid"), qd_str_c(text), NULL,
                  NULL);
    return &w;
}

static inline struct world *begin(const char *text)
{
    struct world *w = begin_wrong(text);
    for (uint32_t i = 0; i < w->m.diags.all.n; i++) {
        const qd_diag *d = &w->m.diags.all.at[i];
        if (qd_diag_table[d->code].severity != QD_ERROR) continue;
        printf("# %s at byte %u\n", qd_diag_table[d->code].code, d->pos);
    }
    assert_int_equal(w->m.diags.count[QD_ERROR], 0);
    return w;
}

static inline void end(struct world *w)
{
    qd_mem_free_all(&w->mem);
}

static inline qd_sym sym_of(struct world *w, const char *name)
{
    qd_sym s = qd_names_find(&w->m.tree.names, qd_str_c(name));
    assert_int_not_equal(s, 0);
    return s;
}

static inline uint32_t dir_of(struct world *w, const char *name)
{
    uint32_t dir = qd_model_find(&w->m, sym_of(w, name));
    assert_int_not_equal(dir, QD_NONE);
    return dir;
}

/* The view as of a day, `known_by` NULL for all of time. */
static inline qd_view view_of(struct world *w, int year, int month, int day)
{
    qd_view v = qd_view_make(&w->m);
    if (year) v.known_by = qd_day_make(year, month, day);
    return v;
}

#endif
