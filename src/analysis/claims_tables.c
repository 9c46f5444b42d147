/* The tables of `claims`. Their columns are a contract: new ones come last. */
#include "analysis/claims_tables.h"

#include <math.h>

static qd_str known_text(qd_quantities *q, const qd_claim *s)
{
    char buf[32];
    if (s->known == INT32_MIN || s->known == INT32_MAX)
        return (qd_str){ "", 0 };
    qd_span day = { s->known, s->from_only ? QD_DAY_OPEN_TO : s->known + 1 };
    return qd_arena_copy(q->arena, qd_span_write(day, buf));
}

static void put_ends(qd_table *t, uint32_t column, const qd_piece *p,
                     double factor)
{
    if (isfinite(p->lo)) qd_table_number(t, column, p->lo / factor);
    qd_table_bool(t, column + 1, p->lo_open);
    if (isfinite(p->hi)) qd_table_number(t, column + 2, p->hi / factor);
    qd_table_bool(t, column + 3, p->hi_open);
}

/* Base units, so that no other row decides how a number is read; shares in
 * per cent. */
static double row_unit(qd_quantities *q, const qd_quantity *x, qd_dim dim,
                       qd_str *text)
{
    if (x->dates) *text = QD_STR("months since year 0");
    else if (x->lanes) *text = QD_STR("lane");
    else if (dim == QD_DIM_NONE && x->share) {
        *text = QD_STR("%");
        return 0.01;
    } else if (dim == QD_DIM_NONE) *text = QD_STR("");
    else *text = qd_dim_text(&q->m->units, dim);
    return 1;
}

static void end_columns(qd_table *t)
{
    qd_table_column(t, "lo", QD_COLUMN_NUMBER, QD_STR(""));
    qd_table_column(t, "lo_open", QD_COLUMN_BOOL, QD_STR(""));
    qd_table_column(t, "hi", QD_COLUMN_NUMBER, QD_STR(""));
    qd_table_column(t, "hi_open", QD_COLUMN_BOOL, QD_STR(""));
}

static void claim_row(qd_quantities *q, qd_table *t, const qd_quantity *x,
                      const qd_say *s, uint32_t branch)
{
    static const char *const states[] = { "", "silenced", "replaced",
                                          "later" };
    qd_table_row(t);
    qd_table_text(t, 0, x->id);
    qd_table_text(t, 1, x->field_text);
    qd_table_number(t, 2, branch);
    qd_table_text(t, 3, qd_model_name(q->m, s->claim.voice));
    qd_str known = known_text(q, &s->claim);
    if (known.len) qd_table_text(t, 4, known);
    qd_table_text(t, 9, s->word);
    qd_table_text(t, 10, qd_str_c(qd_say_stands(s)
        ? qd_found_word(s->found) : states[s->claim.state]));
    if (s->claim.told)
        qd_table_text(t, 12, qd_model_name(q->m, s->claim.told));
    if (s->said != QD_SAID_SET) return;
    qd_str unit;
    double factor = row_unit(q, x, s->dim, &unit);
    qd_table_text(t, 11, unit);
    put_ends(t, 5, &s->set.at[branch], factor);
}

qd_table *qd_claims_table(qd_quantities *q, const bool *asked_for)
{
    qd_table *t = qd_table_make(q->arena, "claims");
    qd_table_column(t, "id", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "field", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "branch", QD_COLUMN_COUNT, QD_STR(""));
    qd_table_column(t, "source", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "known", QD_COLUMN_DATE, QD_STR(""));
    end_columns(t);
    qd_table_column(t, "word", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "verdict", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "unit", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "told", QD_COLUMN_TEXT, QD_STR(""));
    for (uint32_t i = 0; i < q->at.n; i++) {
        const qd_quantity *x = &q->at.at[i];
        if (!asked_for[i] || x->found == QD_FOUND_PARTS) continue;
        for (uint32_t k = 0; k < x->n; k++) {
            const qd_say *s = &x->at[k];
            uint32_t rows = s->said == QD_SAID_SET ? s->set.n : 1;
            for (uint32_t b = 0; b < rows; b++) claim_row(q, t, x, s, b);
        }
    }
    return t;
}

static qd_dim dim_of(const qd_quantity *x)
{
    for (uint32_t i = 0; i < x->n; i++)
        if (x->at[i].said == QD_SAID_SET) return x->at[i].dim;
    return QD_DIM_NONE;
}

static void quantity_row(qd_quantities *q, qd_table *t, const qd_quantity *x)
{
    qd_table_row(t);
    qd_table_text(t, 0, x->id);
    qd_table_text(t, 1, x->field_text);
    qd_table_text(t, 2, qd_str_c(qd_found_word(x->found)));
    if (x->uses.len) qd_table_text(t, 7, x->uses);
    qd_table_number(t, 9, x->n_voices);
    qd_table_text(t, 10, x->detail);
    if (x->allowed.unknown || x->allowed.n == 0) return;
    qd_piece hull = qd_set_hull(&x->allowed);
    qd_str unit;
    double factor = row_unit(q, x, dim_of(x), &unit);
    put_ends(t, 3, &hull, factor);
    qd_table_text(t, 8, unit);
}

qd_table *qd_quantities_table(qd_quantities *q, const bool *asked_for)
{
    qd_table *t = qd_table_make(q->arena, "quantities");
    qd_table_column(t, "id", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "field", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "verdict", QD_COLUMN_TEXT, QD_STR(""));
    end_columns(t);
    qd_table_column(t, "uses", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "unit", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "voices", QD_COLUMN_COUNT, QD_STR(""));
    qd_table_column(t, "detail", QD_COLUMN_TEXT, QD_STR(""));
    for (uint32_t i = 0; i < q->at.n; i++)
        if (asked_for[i]) quantity_row(q, t, &q->at.at[i]);
    return t;
}
