/* An edge list instead of a model: who pays whom, as comma-separated text.
 * Names become numbers in the order of their texts, so that the order of the
 * lines has no part in any answer. */
#include "analysis/loops.h"

#include <stdlib.h>

#include "base/names.h"
#include "model/model.h"

enum { COLUMNS = 16 };
enum column { PAYER, PAYEE, AMOUNT, DATE, LAYER, NAMED };

/* A payment whose parties have no numbers yet. */
struct waiting {
    qd_loop_pay pay;
    qd_str name[2];
    uint32_t hash[2], line;
};

enum { BATCH = 64 };

struct reader {
    qd_loops *l;
    qd_str path;
    const char *at, *end;
    uint32_t line;
    qd_str field[COLUMNS];
    uint32_t n_fields;
    qd_names *names;
    bool known;              /* all parties are, from the nodes */
    int column[NAMED];       /* where each stands, -1: it does not */
    uint32_t zeros, undated; /* the last: among dated ones */
    QD_VEC(int64_t) assets;  /* of --nodes, by number as met; -1: not said */
    struct waiting waiting[BATCH];
    uint32_t n_waiting;
};

static bool settle(struct reader *r);

/* What waits stood before: its mistake is the first. */
static bool wrong(struct reader *r, const char *what, qd_str text,
                  const char *remedy)
{
    if (!settle(r)) return false;
    qd_refuse(r->l->m, qd_arena_printf(&r->l->m->arena, "%.*s:%u: %s%.*s%s",
        QD_STR_ARG(r->path), r->line, what, QD_STR_ARG(text), remedy));
    return false;
}

/* ---- Lines and fields */

/* "" inside quotes is one quote. */
static qd_str unquoted(struct reader *r, const char *from, size_t len)
{
    char *to = qd_arena_alloc(&r->l->m->arena, len + 1);
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        to[n++] = from[i];
        if (from[i] == '"') i++;
    }
    return (qd_str){ to, n };
}

static bool take_quoted(struct reader *r, qd_str *out)
{
    const char *from = ++r->at;
    bool doubled = false;
    for (;; r->at++) {
        if (r->at == r->end)
            return wrong(r, "a quote is not closed", QD_STR(""),
                         "; is the file cut?");
        if (*r->at != '"') continue;
        if (r->at + 1 == r->end || r->at[1] != '"') break;
        doubled = true;
        r->at++;
    }
    size_t len = (size_t)(r->at++ - from);
    *out = doubled ? unquoted(r, from, len) : (qd_str){ from, len };
    return true;
}

/* Up to the comma or the end of the line, without blanks around it. */
static qd_str take_plain(struct reader *r)
{
    const char *from = r->at;
    while (r->at < r->end && *r->at != ',' && *r->at != '\n') r->at++;
    const char *to = r->at;
    while (to > from && (to[-1] == ' ' || to[-1] == '\r')) to--;
    return (qd_str){ from, (size_t)(to - from) };
}

static bool take_field(struct reader *r, qd_str *field)
{
    while (r->at < r->end && *r->at == ' ') r->at++;
    if (r->at == r->end || *r->at != '"') {
        *field = take_plain(r);
        return true;
    }
    if (!take_quoted(r, field)) return false;
    qd_str rest = take_plain(r);
    return rest.len == 0 || wrong(r, "a comma is missing before `", rest,
                                  "`, behind a closed quote");
}

static void skip_empty_lines(struct reader *r)
{
    for (; r->at < r->end && (*r->at == '\n' || *r->at == '\r'); r->at++)
        r->line += *r->at == '\n';
}

/* The fields of the next line; false when it is wrong. None are left at the
 * end. */
static bool next_line(struct reader *r)
{
    r->n_fields = 0;
    skip_empty_lines(r);
    while (r->at < r->end) {
        qd_str field;
        if (!take_field(r, &field)) return false;
        if (r->n_fields == COLUMNS)
            return wrong(r, "more than 16 fields", QD_STR(""), "");
        r->field[r->n_fields++] = field;
        if (r->at == r->end || *r->at != ',') break;
        r->at++;
    }
    return true;
}

/* ---- Columns */

static const char *const column_names[NAMED] = { "payer", "payee", "amount",
                                                 "date", "layer" };

/* The first line says what stands where. */
static bool read_header(struct reader *r, const char *const *names, int n,
                        int needed, const char *remedy)
{
    if (!next_line(r)) return false;
    for (int k = 0; k < n; k++) {
        r->column[k] = -1;
        for (uint32_t i = 0; i < r->n_fields; i++)
            if (qd_str_eq(r->field[i], qd_str_c(names[k])))
                r->column[k] = (int)i;
        if (r->column[k] < 0 && k < needed)
            return wrong(r, "no column ", qd_str_c(names[k]), remedy);
    }
    return true;
}

static bool has_needed(struct reader *r, int needed)
{
    for (int k = 0; k < needed; k++)
        if (r->column[k] >= (int)r->n_fields ||
            r->field[r->column[k]].len == 0)
            return wrong(r, "no ", qd_str_c(column_names[k]),
                         " in this line; is the file cut?");
    return true;
}

/* Digits; `less` is the remedy for what is below 0. */
static bool read_whole(struct reader *r, qd_str text, const char *less,
                       int64_t *amount)
{
    *amount = 0;
    if (text.at[0] == '-')
        return wrong(r, "the amount ", text, less);
    for (size_t i = 0; i < text.len; i++) {
        int digit = text.at[i] - '0';
        if (digit < 0 || digit > 9)
            return wrong(r, "the amount `", text, "` is no whole number; "
                         "write digits only, in a unit that is small enough "
                         "(cents), or ?");
        if (*amount > (INT64_MAX - digit) / 10)
            return wrong(r, "the amount ", text, " is beyond 64 bits; write "
                         "all amounts in a larger unit");
        *amount = *amount * 10 + digit;
    }
    return true;
}

static bool read_amount(struct reader *r, int64_t *amount)
{
    qd_str text = r->field[r->column[AMOUNT]];
    *amount = 0;
    if (qd_str_eq(text, QD_STR("?"))) return true;
    if (!read_whole(r, text, " is below 0; write it as a payment the other "
                    "way", amount)) return false;
    r->zeros += *amount == 0;
    return true;
}

static bool read_layer(struct reader *r, uint8_t *layer)
{
    *layer = QD_LAYER_PLAIN;
    int column = r->column[LAYER];
    if (column < 0 || column >= (int)r->n_fields) return true;
    for (uint8_t i = 0; i < QD_LAYER_PLAIN; i++)
        if (qd_str_eq(r->field[column], qd_str_c(qd_loops_layer_word(i)))) {
            *layer = i;
            return true;
        }
    return wrong(r, "`", r->field[column], "` is no layer; it is one of "
                 "announced, contracted, due, paid");
}

static bool read_date(struct reader *r, qd_span *span)
{
    int column = r->column[DATE];
    if (column < 0) return true;
    qd_str text = column < (int)r->n_fields ? r->field[column]
                                            : (qd_str){ "", 0 };
    size_t used;
    r->undated += text.len == 0;
    if (text.len == 0) return true;
    if (qd_date_read(text.at, text.at + text.len, span, &used) == QD_DATE_OK
        && used == text.len) return true;
    return wrong(r, "`", text, "` is no date; write 2025, 2025-Q4, 2025-12 "
                 "or 2025-12-17");
}

/* ---- Parties and payments. Names mostly lie in no cache: payments wait in a
 * batch, in which what all of them need is fetched at once. */

/* Their numbers as they were first met; `known`: they stand in the nodes. */
static bool find_party(struct reader *r, qd_str name, uint32_t hash,
                       uint32_t *out)
{
    if (qd_str_eq(name, QD_STR("?"))) {
        *out = QD_OUTSIDE;
        return true;
    }
    if (!r->known) {
        *out = qd_names_add_hashed(r->names, name, hash);
        return true;
    }
    *out = qd_names_find_hashed(r->names, name, hash);
    return *out || wrong(r, "`", name, "` is not among the parties of "
                         "--nodes; add a line for it there");
}

/* The payments that wait, whose parties get their numbers now. */
static bool settle(struct reader *r)
{
    uint32_t line = r->line, n = r->n_waiting;
    bool good = true;
    r->n_waiting = 0;
    for (uint32_t i = 0; i < 2 * n; i++)
        qd_names_expect(r->names, r->waiting[i / 2].hash[i % 2]);
    for (uint32_t i = 0; i < 2 * n; i++)
        qd_names_expect_row(r->names, r->waiting[i / 2].hash[i % 2]);
    for (uint32_t i = 0; i < 2 * n; i++)
        qd_names_expect_text(r->names, r->waiting[i / 2].hash[i % 2]);
    for (uint32_t i = 0; i < n; i++) {
        struct waiting *w = &r->waiting[i];
        r->line = w->line;
        good = find_party(r, w->name[0], w->hash[0], &w->pay.from) &&
               find_party(r, w->name[1], w->hash[1], &w->pay.to);
        if (!good) break;
        if (w->pay.from == QD_OUTSIDE || w->pay.to == QD_OUTSIDE)
            *qd_vec_add(r->l->m->mem, &r->l->outside) = w->pay;
        else
            *qd_vec_add(r->l->m->mem, &r->l->pays) = w->pay;
    }
    r->line = line;
    return good;
}

static bool read_pay(struct reader *r)
{
    struct waiting *w = &r->waiting[r->n_waiting];
    qd_str from = r->field[r->column[PAYER]], to = r->field[r->column[PAYEE]];
    bool outside = qd_str_eq(from, QD_STR("?")) ||
                   qd_str_eq(to, QD_STR("?"));
    uint32_t zeros = r->zeros;
    w->pay = (qd_loop_pay){ 0 };
    if (!read_amount(r, &w->pay.amount) || !read_layer(r, &w->pay.layer) ||
        !read_date(r, &w->pay.when)) return false;
    /* The outside has a part in tracing alone, which takes dates. */
    bool dated = w->pay.when.from < w->pay.when.to;
    if ((outside && !dated) || r->zeros > zeros) return true;
    w->pay.exact = w->pay.amount > 0;
    if (qd_str_eq(from, to))
        return wrong(r, "`", from, "` pays itself; leave the line out");
    w->name[0] = from;
    w->name[1] = to;
    for (int k = 0; k < 2; k++)
        w->hash[k] = qd_name_hash(w->name[k].at, w->name[k].len);
    w->line = r->line;
    return ++r->n_waiting < BATCH || settle(r);
}

static void begin(struct reader *r, const qd_argument *file)
{
    r->path = file->path;
    r->at = file->value.at;
    r->end = r->at + file->value.len;
    r->line = 1;
}

static bool read_pays(struct reader *r, const qd_argument *file)
{
    begin(r, file);
    if (!read_header(r, column_names, NAMED, 3, "; the first line names the "
                     "columns: payer,payee,amount")) return false;
    for (;;) {
        if (!next_line(r)) return false;
        if (r->n_fields == 0) break;
        if (!has_needed(r, 3) || !read_pay(r)) return false;
    }
    if (!settle(r)) return false;
    if (r->l->pays.n > 0) return true;
    return wrong(r, "no payment between two parties", QD_STR(""),
                 "; `?` is the outside and no party");
}

/* What a party has at the beginning; nothing said: -1. */
static bool read_assets(struct reader *r, int64_t *assets)
{
    int column = r->column[1];
    *assets = -1;
    if (column < 0 || column >= (int)r->n_fields ||
        r->field[column].len == 0 ||
        qd_str_eq(r->field[column], QD_STR("?"))) return true;
    return read_whole(r, r->field[column], " is below 0; write what is owed "
                      "as a payment to `?`", assets);
}

static bool read_nodes(struct reader *r, const qd_argument *file)
{
    static const char *const names[] = { "party", "outside_assets" };
    begin(r, file);
    *qd_vec_add(r->l->m->mem, &r->assets) = -1; /* names count from 1 */
    if (!read_header(r, names, 2, 1, "; the first line names the columns: "
                     "party,outside_assets")) return false;
    for (;;) {
        if (!next_line(r)) return false;
        if (r->n_fields == 0) return true;
        qd_str name = r->column[0] < (int)r->n_fields
                    ? r->field[r->column[0]] : (qd_str){ "", 0 };
        if (name.len == 0)
            return wrong(r, "no party in this line", name,
                         "; is the file cut?");
        if (qd_names_find(r->names, name))
            return wrong(r, "`", name, "` stands there twice");
        qd_names_add(r->names, name);
        int64_t *assets = qd_vec_add(r->l->m->mem, &r->assets);
        if (!read_assets(r, assets)) return false;
    }
}

/* ---- Numbers in the order of the names */

/* The name, and its first bytes as a number of the same order. */
struct named {
    uint64_t head;
    qd_str name;
    uint32_t met;
};

static struct named named(qd_str name, uint32_t met)
{
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++)
        head = head << 8 | (i < name.len ? (uint8_t)name.at[i] : 0);
    return (struct named){ head, name, met };
}

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    if (x->head != y->head) return x->head < y->head ? -1 : 1;
    return qd_str_cmp(x->name, y->name);
}

static void number_parties(struct reader *r)
{
    qd_loops *l = r->l;
    l->n = r->names->all.n - 1;
    struct named *all = qd_mem_resize(l->m->mem, NULL,
                                      ((size_t)l->n + 1) * sizeof *all);
    uint32_t *number = qd_mem_resize(l->m->mem, NULL,
                                     ((size_t)l->n + 1) * sizeof *number);
    l->party = qd_arena_alloc(&l->m->arena, (l->n + 1) * sizeof *l->party);
    l->opening = qd_arena_alloc(&l->m->arena,
                                (l->n + 1) * sizeof *l->opening);
    for (uint32_t i = 0; i < l->n; i++)
        all[i] = named(qd_names_text(r->names, i + 1), i + 1);
    qsort(all, l->n, sizeof *all, by_name);
    for (uint32_t i = 0; i < l->n; i++) {
        number[all[i].met] = i;
        l->party[i] = qd_arena_copy(&l->m->arena, all[i].name);
        l->opening[i] = all[i].met < r->assets.n ? r->assets.at[all[i].met]
                                                 : -1;
    }
    for (uint32_t i = 0; i < l->pays.n; i++) {
        l->pays.at[i].from = number[l->pays.at[i].from];
        l->pays.at[i].to = number[l->pays.at[i].to];
    }
    for (uint32_t i = 0; i < l->outside.n; i++) {
        uint32_t *ends[] = { &l->outside.at[i].from, &l->outside.at[i].to };
        for (int k = 0; k < 2; k++)
            if (*ends[k] != QD_OUTSIDE) *ends[k] = number[*ends[k]];
    }
    qd_mem_release(l->m->mem, number);
    qd_mem_release(l->m->mem, all);
}

static void notes(struct reader *r, qd_str text)
{
    qd_loops *l = r->l;
    if (r->zeros > 0)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "%u payment%s of 0 left out", r->zeros,
            r->zeros == 1 ? "" : "s"));
    if (r->undated > 0)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "%u payment%s without a date: not traced, and in no window",
            r->undated, r->undated == 1 ? "" : "s"));
    if (text.len && text.at[text.len - 1] != '\n')
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "%.*s:%u: the last line has no end; the file may be cut",
            QD_STR_ARG(r->path), r->line));
}

bool qd_loops_edges(qd_loops *l, const qd_argument *edges,
                    const qd_argument *nodes)
{
    qd_names names;
    qd_names_init(&names, l->m->mem);
    struct reader r = { .l = l, .names = &names, .known = nodes != NULL };
    l->scale = 1;
    l->unit = (qd_str){ "", 0 };
    bool good = (nodes == NULL || read_nodes(&r, nodes)) &&
                read_pays(&r, edges);
    if (!good) return false;
    number_parties(&r);
    qd_mem_release(l->m->mem, r.assets.at);
    notes(&r, edges->value);
    return true;
}
