/* An edge list instead of a model: who pays whom, as comma-separated text.
 * Names become numbers in the order of their texts, so that the order of the
 * lines has no part in any answer. */
#include "analysis/loops.h"

#include <stdlib.h>

#include "analysis/csv_lines.h"
#include "base/names.h"

enum { PAYER, PAYEE, AMOUNT, DATE, LAYER, COLUMNS };

static const char *const columns[COLUMNS] = { "payer", "payee", "amount",
                                              "date", "layer" };

/* A payment whose parties have no numbers yet. */
struct waiting {
    qd_loop_pay pay;
    qd_str name[2];
    uint32_t hash[2], line;
};

enum { BATCH = 64 };

struct reader {
    qd_loops *l;
    qd_csv csv;
    qd_names *names;
    bool known;              /* all parties are, from the nodes */
    int column[COLUMNS];
    uint32_t zeros, undated; /* the last: among dated ones */
    QD_VEC(int64_t) assets;  /* of --nodes, by number as met; -1: not said */
    struct waiting waiting[BATCH];
    uint32_t n_waiting;
};

static qd_str field(const struct reader *r, int k)
{
    return qd_csv_field(&r->csv, r->column[k]);
}

/* ---- A payment */

static bool has_needed(const struct reader *r)
{
    for (int k = PAYER; k <= AMOUNT; k++)
        if (field(r, k).len == 0)
            return qd_csv_wrong(&r->csv, "no ", qd_str_c(columns[k]),
                                " in this line; is the file cut?");
    return true;
}

static bool read_amount(struct reader *r, int64_t *amount)
{
    qd_str text = field(r, AMOUNT);
    *amount = 0;
    if (qd_str_eq(text, QD_STR("?"))) return true;
    if (text.at[0] == '-')
        return qd_csv_wrong(&r->csv, "the amount ", text, " is below 0; write "
                            "it as a payment the other way");
    if (!qd_csv_whole(&r->csv, "amount", text, amount)) return false;
    r->zeros += *amount == 0;
    return true;
}

static bool read_layer(const struct reader *r, uint8_t *layer)
{
    qd_str text = field(r, LAYER);
    *layer = QD_LAYER_PLAIN;
    if (r->column[LAYER] < 0) return true;
    for (uint8_t i = 0; i < QD_LAYER_PLAIN; i++)
        if (qd_str_eq(text, qd_str_c(qd_loops_layer_word(i)))) {
            *layer = i;
            return true;
        }
    return qd_csv_wrong(&r->csv, "`", text, "` is no layer; it is one of "
                        "announced, contracted, due, paid");
}

static bool read_date(struct reader *r, qd_span *span)
{
    qd_str text = field(r, DATE);
    size_t used;
    if (r->column[DATE] < 0) return true;
    r->undated += text.len == 0;
    if (text.len == 0) return true;
    if (qd_date_read(text.at, text.at + text.len, span, &used) == QD_DATE_OK
        && used == text.len) return true;
    return qd_csv_wrong(&r->csv, "`", text, "` is no date; write 2025, "
                        "2025-Q4, 2025-12 or 2025-12-17");
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
    return *out || qd_csv_wrong(&r->csv, "`", name, "` is not among the "
                                "parties of --nodes; add a line for it there");
}

/* The payments that wait, whose parties get their numbers now. */
static bool settle(struct reader *r)
{
    uint32_t line = r->csv.line, n = r->n_waiting;
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
        r->csv.line = w->line;
        good = find_party(r, w->name[0], w->hash[0], &w->pay.from) &&
               find_party(r, w->name[1], w->hash[1], &w->pay.to);
        if (!good) break;
        if (w->pay.from == QD_OUTSIDE || w->pay.to == QD_OUTSIDE)
            *qd_vec_add(r->l->m->mem, &r->l->outside) = w->pay;
        else
            *qd_vec_add(r->l->m->mem, &r->l->pays) = w->pay;
    }
    r->csv.line = line;
    return good;
}

static bool read_pay(struct reader *r)
{
    struct waiting *w = &r->waiting[r->n_waiting];
    qd_str from = field(r, PAYER), to = field(r, PAYEE);
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
        return qd_csv_wrong(&r->csv, "`", from, "` pays itself; leave the "
                            "line out");
    w->name[0] = from;
    w->name[1] = to;
    for (int k = 0; k < 2; k++)
        w->hash[k] = qd_name_hash(w->name[k].at, w->name[k].len);
    w->line = r->csv.line;
    return ++r->n_waiting < BATCH || settle(r);
}

static bool read_lines(struct reader *r)
{
    for (;;) {
        if (!qd_csv_next(&r->csv)) return false;
        if (r->csv.n_fields == 0) return true;
        if (!has_needed(r) || !read_pay(r)) return false;
    }
}

/* What `quid shock` reads in the same files is no mistake. */
static const char *const known_columns[] = {
    "payer", "payee", "amount", "date", "layer", "seniority", "share",
    "party", "outside_assets", "recovery_outside", "recovery_inside", "loss" };
enum { OF_EDGES = 7, KNOWN_COLUMNS = 12 };

/* What waits stood before a mistake: its own would be the first. */
static bool read_pays(struct reader *r, const qd_argument *file)
{
    qd_csv_begin(&r->csv, r->l->m, file);
    if (!qd_csv_header(&r->csv, columns, COLUMNS, 3, r->column,
                       "; the first line names the columns: "
                       "payer,payee,amount")) return false;
    qd_csv_unread(&r->csv, known_columns, OF_EDGES, r->l->answer);
    bool good = read_lines(r);
    if (!settle(r) || !good) return false;
    if (r->l->pays.n > 0) return true;
    return qd_csv_wrong(&r->csv, "no payment between two parties", QD_STR(""),
                        "; `?` is the outside and no party");
}

/* ---- A party */

enum { PARTY, ASSETS, NODE_COLUMNS };

/* What it has at the beginning; nothing said: -1. */
static bool read_assets(const struct reader *r, int64_t *assets)
{
    qd_str text = field(r, ASSETS);
    *assets = -1;
    if (text.len == 0 || qd_str_eq(text, QD_STR("?"))) return true;
    if (text.at[0] == '-')
        return qd_csv_wrong(&r->csv, "outside_assets ", text, " are below 0; "
                            "write what is owed as a payment to `?`");
    return qd_csv_whole(&r->csv, "outside_assets", text, assets);
}

static bool read_node(struct reader *r)
{
    qd_str name = field(r, PARTY);
    if (name.len == 0)
        return qd_csv_wrong(&r->csv, "no party in this line", name,
                            "; is the file cut?");
    if (qd_names_find(r->names, name))
        return qd_csv_wrong(&r->csv, "`", name, "` stands there twice; leave "
                            "one of the lines out");
    qd_names_add(r->names, name);
    return read_assets(r, qd_vec_add(r->l->m->mem, &r->assets));
}

static bool read_nodes(struct reader *r, const qd_argument *file)
{
    static const char *const names[NODE_COLUMNS] = { "party",
                                                     "outside_assets" };
    qd_csv_begin(&r->csv, r->l->m, file);
    *qd_vec_add(r->l->m->mem, &r->assets) = -1; /* names count from 1 */
    if (!qd_csv_header(&r->csv, names, NODE_COLUMNS, 1, r->column,
                       "; the first line names the columns: "
                       "party,outside_assets")) return false;
    qd_csv_unread(&r->csv, known_columns + OF_EDGES, KNOWN_COLUMNS - OF_EDGES,
                  r->l->answer);
    for (;;) {
        if (!qd_csv_next(&r->csv)) return false;
        if (r->csv.n_fields == 0) return true;
        if (!read_node(r)) return false;
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
            QD_STR_ARG(r->csv.path), r->csv.line));
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
