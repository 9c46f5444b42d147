#include "analysis/csv_lines.h"

#include <string.h>

#include "base/number.h"

void qd_csv_begin(qd_csv *c, qd_model *m, const qd_argument *file)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of UTF-8 */
    *c = (qd_csv){ .m = m, .path = file->path, .at = file->value.at,
                   .end = file->value.at + file->value.len, .line = 1 };
    if (file->value.len >= 3 && memcmp(c->at, mark, 3) == 0) c->at += 3;
}

bool qd_csv_wrong(const qd_csv *c, const char *what, qd_str text,
                  const char *remedy)
{
    qd_refuse(c->m, qd_arena_printf(&c->m->arena, "%.*s:%u: %s%.*s%s",
        QD_STR_ARG(c->path), c->line, what, QD_STR_ARG(text), remedy));
    return false;
}

/* ---- Lines and fields */

/* "" inside quotes is one quote. */
static qd_str unquoted(const qd_csv *c, const char *from, size_t len)
{
    char *to = qd_arena_alloc(&c->m->arena, len + 1);
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        to[n++] = from[i];
        if (from[i] == '"') i++;
    }
    return (qd_str){ to, n };
}

static bool take_quoted(qd_csv *c, qd_str *out)
{
    const char *from = ++c->at;
    bool doubled = false;
    for (;; c->at++) {
        if (c->at == c->end)
            return qd_csv_wrong(c, "a quote is not closed", QD_STR(""),
                                "; is the file cut?");
        if (*c->at != '"') continue;
        if (c->at + 1 == c->end || c->at[1] != '"') break;
        doubled = true;
        c->at++;
    }
    size_t len = (size_t)(c->at++ - from);
    *out = doubled ? unquoted(c, from, len) : (qd_str){ from, len };
    return true;
}

/* Up to the comma or the end of the line, without blanks around it. */
static qd_str take_plain(qd_csv *c)
{
    const char *from = c->at;
    while (c->at < c->end && *c->at != ',' && *c->at != '\n') c->at++;
    const char *to = c->at;
    while (to > from && (to[-1] == ' ' || to[-1] == '\r')) to--;
    return (qd_str){ from, (size_t)(to - from) };
}

static bool take_field(qd_csv *c, qd_str *field)
{
    while (c->at < c->end && *c->at == ' ') c->at++;
    if (c->at == c->end || *c->at != '"') {
        *field = take_plain(c);
        return true;
    }
    if (!take_quoted(c, field)) return false;
    qd_str rest = take_plain(c);
    return rest.len == 0 || qd_csv_wrong(c, "a comma is missing before `",
                                         rest, "`, behind a closed quote");
}

bool qd_csv_next(qd_csv *c)
{
    c->n_fields = 0;
    for (; c->at < c->end && (*c->at == '\n' || *c->at == '\r'); c->at++)
        c->line += *c->at == '\n';
    while (c->at < c->end) {
        qd_str field;
        if (!take_field(c, &field)) return false;
        if (c->n_fields == QD_CSV_FIELDS)
            return qd_csv_wrong(c, "more than 16 fields", QD_STR(""), "");
        if (c->n_columns && c->n_fields >= c->n_columns && field.len > 0)
            return qd_csv_wrong(c, "`", field, "` stands behind the last "
                                "column; is there a comma in a name? Put "
                                "quotes around it");
        c->field[c->n_fields++] = field;
        if (c->at == c->end || *c->at != ',') break;
        c->at++;
    }
    return true;
}

/* ---- Columns */

bool qd_csv_header(qd_csv *c, const char *const *names, int n, int needed,
                   int *column, const char *remedy)
{
    if (!qd_csv_next(c)) return false;
    if (c->n_fields == 0)
        return qd_csv_wrong(c, "the file is empty", QD_STR(""), remedy);
    c->n_columns = c->n_fields;
    for (int k = 0; k < n; k++) {
        column[k] = -1;
        for (uint32_t i = 0; i < c->n_fields; i++) {
            if (!qd_str_eq(c->field[i], qd_str_c(names[k]))) continue;
            if (column[k] >= 0)
                return qd_csv_wrong(c, "two columns ", qd_str_c(names[k]),
                                    "; rename the one that is not meant");
            column[k] = (int)i;
        }
        if (column[k] < 0 && k < needed)
            return qd_csv_wrong(c, "no column ", qd_str_c(names[k]), remedy);
    }
    return true;
}

void qd_csv_unread(const qd_csv *c, const char *const *names, int n,
                   qd_answer *answer)
{
    for (uint32_t i = 0; i < c->n_columns; i++) {
        int k = 0;
        while (k < n && !qd_str_eq(c->field[i], qd_str_c(names[k]))) k++;
        if (k == n && c->field[i].len > 0)
            qd_answer_note(answer, qd_arena_printf(&c->m->arena,
                "%.*s: the column `%.*s` is not read",
                QD_STR_ARG(c->path), QD_STR_ARG(c->field[i])));
    }
}

qd_str qd_csv_field(const qd_csv *c, int column)
{
    return column >= 0 && (uint32_t)column < c->n_fields
        ? c->field[column] : (qd_str){ "", 0 };
}

/* ---- Numbers */

bool qd_csv_whole(const qd_csv *c, const char *what, qd_str text,
                  int64_t *out)
{
    qd_arena *a = &c->m->arena;
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        int digit = text.at[i] - '0';
        if (digit < 0 || digit > 9)
            return qd_csv_wrong(c, "", qd_arena_printf(a, "the %s `%.*s`",
                what, QD_STR_ARG(text)), " is no whole number from 0 on; "
                "write digits only, in a unit that is small enough (cents)");
        if (*out > (INT64_MAX - digit) / 10)
            return qd_csv_wrong(c, "", qd_arena_printf(a, "the %s %.*s", what,
                QD_STR_ARG(text)), " is beyond 64 bits; write all amounts in "
                "a larger unit");
        *out = *out * 10 + digit;
    }
    return true;
}

bool qd_part_read(qd_str text, double *out)
{
    qd_decimal number;
    size_t used;
    if (qd_number_read(text.at, text.at + text.len, &number, &used) !=
        QD_NUMBER_OK) return false;
    qd_str rest = { text.at + used, text.len - used };
    while (rest.len && rest.at[0] == ' ') rest.at++, rest.len--;
    bool percent = qd_str_eq(rest, QD_STR("%"));
    *out = qd_decimal_double(number, percent ? -2 : 0);
    return (percent || rest.len == 0) && *out <= 1;
}

bool qd_csv_part(const qd_csv *c, const char *what, qd_str text, double *out)
{
    return qd_part_read(text, out) ||
           qd_csv_wrong(c, "", qd_arena_printf(&c->m->arena, "the %s `%.*s`",
               what, QD_STR_ARG(text)), " is no part from 0 to 1; write 0.4 "
               "or 40 %");
}
