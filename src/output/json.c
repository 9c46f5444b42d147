/* One object with everything that an answer holds, for programs.
 *
 * A row of a table is a line, so that two answers can be compared by diff.
 * There is no way to write "not a number" or "infinite" in JSON, and no
 * reader should meet one: what is not known is null. */
#include <math.h>

#include "base/number.h"
#include "base/utf8.h"
#include "output/output.h"

static void put_escaped(qd_buf *out, unsigned char c)
{
    static const char names[] = "btn\0fr";
    if (c >= '\b' && c <= '\r' && c != '\v')
        qd_buf_printf(out, "\\%c", names[c - '\b']);
    else
        qd_buf_printf(out, "\\u%04x", (unsigned)c);
}

/* Text as a JSON string. Bytes that are no UTF-8 become U+FFFD: a reader
 * would refuse the whole answer for one of them. */
static void put_string(qd_buf *out, qd_str s)
{
    const char *p = s.len ? s.at : "", *end = p + s.len;
    qd_buf_char(out, '"');
    while (p < end) {
        uint32_t point = 0;
        size_t n = qd_utf8_read(p, end, &point);
        if (n == 0)
            qd_buf_c(out, "\xEF\xBF\xBD");
        else if (point == '"' || point == '\\')
            qd_buf_printf(out, "\\%c", (int)point);
        else if (point < 32 || point == 127)
            put_escaped(out, (unsigned char)point);
        else
            qd_buf_add(out, (qd_str){ p, n });
        p += n ? n : 1;
    }
    qd_buf_char(out, '"');
}

static void put_number(qd_buf *out, double x)
{
    if (!isfinite(x))
        qd_buf_c(out, "null");
    else
        qd_buf_double(out, x == 0 ? 0 : x); /* no minus zero */
}

static void put_cell(qd_buf *out, const qd_cell *c)
{
    switch ((enum qd_cell_kind)c->kind) {
    case QD_CELL_TEXT:
        put_string(out, c->text);
        break;
    case QD_CELL_NUMBER:
        put_number(out, c->number);
        break;
    case QD_CELL_BOOL:
        qd_buf_c(out, c->number != 0 ? "true" : "false");
        break;
    case QD_CELL_NULL:
    case QD_CELL_HOLE:
    case QD_CELL_BLANK:
        qd_buf_c(out, "null");
        break;
    }
}

static const char *type_name(enum qd_column_type type)
{
    static const char *const names[] = {
        [QD_COLUMN_TEXT] = "text",   [QD_COLUMN_NUMBER] = "number",
        [QD_COLUMN_COUNT] = "count", [QD_COLUMN_BOOL] = "bool",
        [QD_COLUMN_DATE] = "date",
    };
    return names[type];
}

static void put_column(qd_buf *out, const qd_column *c)
{
    qd_buf_c(out, "{\"name\": ");
    put_string(out, qd_str_c(c->name));
    qd_buf_printf(out, ", \"type\": \"%s\", \"unit\": ", type_name(c->type));
    if (c->unit.len)
        put_string(out, c->unit);
    else
        qd_buf_c(out, "null");
    qd_buf_char(out, '}');
}

static void put_table(qd_buf *out, const qd_table *t)
{
    qd_buf_c(out, "    ");
    put_string(out, qd_str_c(t->name));
    qd_buf_c(out, ": {\n      \"columns\": [");
    for (uint32_t i = 0; i < t->columns.n; i++) {
        qd_buf_c(out, i ? ",\n        " : "\n        ");
        put_column(out, &t->columns.at[i]);
    }
    qd_buf_c(out, "\n      ],\n      \"rows\": [");
    for (uint32_t r = 0; r < t->n_rows; r++) {
        qd_buf_c(out, r ? ",\n        [" : "\n        [");
        for (uint32_t i = 0; i < t->columns.n; i++) {
            qd_buf_c(out, i ? ", " : "");
            put_cell(out, qd_table_at(t, r, i));
        }
        qd_buf_char(out, ']');
    }
    qd_buf_c(out, t->n_rows ? "\n      ]\n    }" : "]\n    }");
}

/* How many items of the query before `end` have the name of item i. */
static uint32_t same_name(const qd_answer *a, uint32_t i, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < end; k++)
        n += strcmp(a->query.at[k].name, a->query.at[i].name) == 0;
    return n;
}

/* What was asked; an option given more than once (two parties) has a list
 * of values, since a key of an object stands once. */
static void put_query(qd_buf *out, const qd_answer *a)
{
    qd_buf_c(out, "{\"command\": ");
    put_string(out, qd_str_c(a->command));
    for (uint32_t i = 0; i < a->query.n; i++) {
        if (same_name(a, i, i))
            continue;
        bool list = same_name(a, i, a->query.n) > 1;
        qd_buf_c(out, ", ");
        put_string(out, qd_str_c(a->query.at[i].name));
        qd_buf_c(out, list ? ": [" : ": ");
        for (uint32_t k = i; k < a->query.n; k++) {
            if (strcmp(a->query.at[k].name, a->query.at[i].name) != 0)
                continue;
            qd_buf_c(out, k > i ? ", " : "");
            put_string(out, a->query.at[k].value);
        }
        qd_buf_c(out, list ? "]" : "");
    }
    qd_buf_char(out, '}');
}

static void json_write(qd_buf *out, const qd_answer *a, const qd_style *style)
{
    (void)style;
    qd_buf_c(out, "{\n  \"quid\": ");
    put_string(out, qd_str_c(QUID_VERSION));
    qd_buf_c(out, ",\n  \"model\": {\"title\": ");
    put_string(out, a->model_title);
    qd_buf_c(out, ", \"hash\": ");
    put_string(out, a->model_hash);
    qd_buf_c(out, "},\n  \"query\": ");
    put_query(out, a);
    qd_buf_c(out, ",\n  \"tables\": {");
    for (uint32_t i = 0; i < a->tables.n; i++) {
        qd_buf_c(out, i ? ",\n" : "\n");
        put_table(out, a->tables.at[i]);
    }
    qd_buf_c(out, a->tables.n ? "\n  },\n  \"notes\": [" :
                                "},\n  \"notes\": [");
    for (uint32_t i = 0; i < a->notes.n; i++) {
        qd_buf_c(out, i ? ",\n    " : "\n    ");
        put_string(out, a->notes.at[i]);
    }
    qd_buf_c(out, a->notes.n ? "\n  ]\n}\n" : "]\n}\n");
}

const qd_output qd_output_json = {
    .name = "json",
    .doc = "one object with all tables, for programs",
    .media = "application/json",
    .write = json_write,
};
