/* The first table of an answer as RFC 4180.
 *
 * Tables of an answer differ in their columns, and no reader of CSV expects
 * a second head in mid-file; the others are had by --json. Lines end in CR LF
 * as the RFC says: every reader takes it, and some take nothing else. The
 * unit stands in the name of the column, so that a number is never without
 * one; what is not known is an empty field. */
#include <math.h>

#include "output/output.h"

static bool csv_special(qd_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] == ',' || s.at[i] == '"' || s.at[i] == '\r' ||
            s.at[i] == '\n')
            return true;
    return s.len && (s.at[0] == ' ' || s.at[s.len - 1] == ' ');
}

static void csv_text(qd_buf *out, qd_str s)
{
    if (!csv_special(s)) {
        qd_buf_add(out, s);
        return;
    }
    qd_buf_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"')
            qd_buf_char(out, '"');
        qd_buf_char(out, s.at[i]);
    }
    qd_buf_char(out, '"');
}

static void csv_name(qd_buf *out, const qd_column *c, qd_arena *arena)
{
    qd_str name = qd_str_c(c->name);
    if (c->unit.len)
        name = qd_arena_printf(arena, "%s [%.*s]", c->name,
                               QD_STR_ARG(c->unit));
    csv_text(out, name);
}

static void csv_cell(qd_buf *out, const qd_cell *c)
{
    if (c->kind == QD_CELL_TEXT)
        csv_text(out, c->text);
    else if (c->kind == QD_CELL_NUMBER && isfinite(c->number))
        qd_buf_double(out, c->number == 0 ? 0 : c->number);
    else if (c->kind == QD_CELL_BOOL)
        qd_buf_c(out, c->number != 0 ? "true" : "false");
}

static void csv_write(qd_buf *out, const qd_answer *a, const qd_style *style)
{
    (void)style;
    if (a->tables.n == 0)
        return;
    const qd_table *t = a->tables.at[0];
    for (uint32_t i = 0; i < t->columns.n; i++) {
        qd_buf_c(out, i ? "," : "");
        csv_name(out, &t->columns.at[i], a->arena);
    }
    qd_buf_c(out, "\r\n");
    for (uint32_t r = 0; r < t->n_rows; r++) {
        for (uint32_t i = 0; i < t->columns.n; i++) {
            qd_buf_c(out, i ? "," : "");
            csv_cell(out, qd_table_at(t, r, i));
        }
        qd_buf_c(out, "\r\n");
    }
}

const qd_output qd_output_csv = {
    .name = "csv",
    .doc = "the first table of the answer (RFC 4180), for spreadsheets",
    .media = "text/csv; charset=utf-8; header=present",
    .write = csv_write,
};
