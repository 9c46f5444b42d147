/* Debts and parties as comma-separated text. Names become numbers in the
 * order of their texts, so that the order of the lines has no part in any
 * answer. */
#include "analysis/shock_net.h"

#include <stdlib.h>

#include "analysis/csv_lines.h"
#include "base/date.h"
#include "base/names.h"

enum { RANKS = 64, LAYERS = 5 };
enum { PAYER, PAYEE, AMOUNT, DATE, LAYER, SENIORITY, SHARE, EDGE_COLUMNS };
enum { PARTY, ASSETS, RECOVERY_OUTSIDE, RECOVERY_INSIDE, LOSS, NODE_COLUMNS };

static const char *const edge_columns[] = {
    "payer", "payee", "amount", "date", "layer", "seniority", "share" };
static const char *const node_columns[] = {
    "party", "outside_assets", "recovery_outside", "recovery_inside", "loss" };
/* The first that the file has is taken. */
static const char *const layers[LAYERS] = { "", "due", "contracted",
                                            "announced", "paid" };

struct line {
    uint32_t from, to; /* as they were met; QD_OUTSIDE */
    int64_t amount;
    uint8_t rank, layer;
};

struct node {
    int64_t assets, loss;
    qd_costs costs;
    bool has_assets, has_costs;
};

struct reader {
    qd_shock_net *s;
    qd_csv csv;
    qd_names names;
    int column[EDGE_COLUMNS];
    bool listed;                 /* --nodes says who there is */
    QD_VEC(struct line) lines;
    QD_VEC(qd_holding) held;
    QD_VEC(struct node) nodes;   /* by number as met, from 1 */
    int64_t seniority[RANKS];
    uint32_t n_ranks, zeros, unknown, dated;
    uint32_t of_layer[LAYERS];
};

static qd_str field(const struct reader *r, int k)
{
    return qd_csv_field(&r->csv, r->column[k]);
}

/* ---- A debt */

static bool read_amount(struct reader *r, int64_t *amount, bool *known)
{
    qd_str text = field(r, AMOUNT);
    *known = !qd_str_eq(text, QD_STR("?"));
    *amount = 0;
    if (!*known) return true;
    if (text.len && text.at[0] == '-')
        return qd_csv_wrong(&r->csv, "the amount ", text, " is below 0; write "
                            "it as a debt the other way");
    return qd_csv_whole(&r->csv, "amount", text, amount);
}

/* Its place among those that have been met. */
static bool read_seniority(struct reader *r, uint8_t *rank)
{
    qd_str text = field(r, SENIORITY);
    int64_t number = INT64_MAX;
    if (text.len && !qd_csv_whole(&r->csv, "seniority", text, &number))
        return false;
    uint32_t i = 0;
    while (i < r->n_ranks && r->seniority[i] != number) i++;
    if (i == RANKS)
        return qd_csv_wrong(&r->csv, "more than 64 different seniorities",
                            QD_STR(""), "; number them from 1 on");
    if (i == r->n_ranks) r->seniority[r->n_ranks++] = number;
    *rank = (uint8_t)i;
    return true;
}

static bool read_layer(struct reader *r, uint8_t *layer)
{
    qd_str text = field(r, LAYER);
    for (uint8_t i = 0; i < LAYERS; i++)
        if (qd_str_eq(text, qd_str_c(layers[i]))) {
            *layer = i;
            return true;
        }
    return qd_csv_wrong(&r->csv, "`", text, "` is no layer; it is one of "
                        "announced, contracted, due, paid");
}

static bool read_date(struct reader *r)
{
    qd_str text = field(r, DATE);
    qd_span span;
    size_t used;
    if (text.len == 0) return true;
    r->dated++;
    if (qd_date_read(text.at, text.at + text.len, &span, &used) == QD_DATE_OK
        && used == text.len) return true;
    return qd_csv_wrong(&r->csv, "`", text, "` is no date; write 2025, "
                        "2025-Q4, 2025-12 or 2025-12-17");
}

static bool read_party(struct reader *r, int k, uint32_t *out)
{
    qd_str name = field(r, k);
    *out = QD_OUTSIDE;
    if (qd_str_eq(name, QD_STR("?"))) return true;
    *out = r->listed ? qd_names_find(&r->names, name)
                     : qd_names_add(&r->names, name);
    return *out || qd_csv_wrong(&r->csv, "`", name, "` is not among the "
                                "parties of --nodes; add a line for it there");
}

static bool has_needed(const struct reader *r)
{
    for (int k = PAYER; k <= AMOUNT; k++) {
        if (field(r, k).len > 0) continue;
        if (k == AMOUNT && field(r, SHARE).len > 0) continue;
        return qd_csv_wrong(&r->csv, "no ", qd_str_c(edge_columns[k]),
                            " in this line; is the file cut?");
    }
    return true;
}

/* A share of the equity of the payer. */
static bool read_share(struct reader *r, uint32_t from, uint32_t to)
{
    double share;
    if (field(r, SHARE).len == 0) return true;
    if (!qd_csv_part(&r->csv, "share", field(r, SHARE), &share)) return false;
    if (share > 0 && from != QD_OUTSIDE && to != QD_OUTSIDE)
        *qd_vec_add(r->s->m->mem, &r->held) = (qd_holding){
            .of = from, .by = to, .share = share };
    return true;
}

static bool read_edge(struct reader *r)
{
    struct line x = { 0 };
    bool known;
    if (!has_needed(r) || !read_amount(r, &x.amount, &known) ||
        !read_date(r) || !read_layer(r, &x.layer) ||
        !read_seniority(r, &x.rank) || !read_party(r, PAYER, &x.from) ||
        !read_party(r, PAYEE, &x.to)) return false;
    if (x.from == x.to && x.from != QD_OUTSIDE)
        return qd_csv_wrong(&r->csv, "`", field(r, PAYER),
                            "` pays itself; leave the line out");
    if (!read_share(r, x.from, x.to)) return false;
    r->unknown += !known;
    r->zeros += known && x.amount == 0 && field(r, SHARE).len == 0;
    if (x.amount == 0 || x.from == x.to) return true;
    r->of_layer[x.layer]++;
    *qd_vec_add(r->s->m->mem, &r->lines) = x;
    return true;
}

static bool read_edges(struct reader *r, const qd_argument *file)
{
    qd_csv_begin(&r->csv, r->s->m, file);
    if (!qd_csv_header(&r->csv, edge_columns, EDGE_COLUMNS, 3, r->column,
                       "; the first line names the columns: "
                       "payer,payee,amount")) return false;
    qd_csv_unread(&r->csv, edge_columns, EDGE_COLUMNS, r->s->answer);
    for (;;) {
        if (!qd_csv_next(&r->csv)) return false;
        if (r->csv.n_fields == 0) break;
        if (!read_edge(r)) return false;
    }
    if (r->lines.n > 0 || r->held.n > 0) return true;
    return qd_csv_wrong(&r->csv, "nobody owes anything", QD_STR(""),
                        "; each line is a debt: payer,payee,amount");
}

/* ---- A party */

static bool read_recovery(struct reader *r, struct node *x)
{
    qd_str outside = field(r, RECOVERY_OUTSIDE);
    qd_str inside = field(r, RECOVERY_INSIDE);
    x->costs = (qd_costs){ 1, 1 };
    x->has_costs = outside.len > 0 || inside.len > 0;
    return (!outside.len || qd_csv_part(&r->csv, "recovery_outside", outside,
                                        &x->costs.own)) &&
           (!inside.len || qd_csv_part(&r->csv, "recovery_inside", inside,
                                       &x->costs.received));
}

static bool read_node(struct reader *r)
{
    struct node x = { 0 };
    qd_str name = field(r, PARTY), assets = field(r, ASSETS);
    qd_str loss = field(r, LOSS);
    if (name.len == 0)
        return qd_csv_wrong(&r->csv, "no party in this line", name,
                            "; is the file cut?");
    if (qd_names_find(&r->names, name))
        return qd_csv_wrong(&r->csv, "`", name, "` stands there twice; leave "
                            "one of the lines out");
    if (assets.len && assets.at[0] == '-')
        return qd_csv_wrong(&r->csv, "outside_assets ", assets, " are below "
                            "0; write what is owed as a debt to `?` in "
                            "--edges");
    x.has_assets = assets.len > 0 && !qd_str_eq(assets, QD_STR("?"));
    if (x.has_assets &&
        !qd_csv_whole(&r->csv, "outside_assets", assets, &x.assets))
        return false;
    if (!qd_csv_whole(&r->csv, "loss", loss, &x.loss)) return false;
    if (x.loss > x.assets)
        return qd_csv_wrong(&r->csv, "the loss of `", name, "` is more than "
                            "its outside_assets");
    if (!read_recovery(r, &x)) return false;
    r->s->has_loss = r->s->has_loss || x.loss > 0;
    qd_names_add(&r->names, name);
    *qd_vec_add(r->s->m->mem, &r->nodes) = x;
    return true;
}

static bool read_nodes(struct reader *r, const qd_argument *file)
{
    qd_csv_begin(&r->csv, r->s->m, file);
    if (!qd_csv_header(&r->csv, node_columns, NODE_COLUMNS, 1, r->column,
                       "; the first line names the columns: "
                       "party,outside_assets,recovery_outside,"
                       "recovery_inside")) return false;
    qd_csv_unread(&r->csv, node_columns, NODE_COLUMNS, r->s->answer);
    for (;;) {
        if (!qd_csv_next(&r->csv)) return false;
        if (r->csv.n_fields == 0) return true;
        if (!read_node(r)) return false;
    }
}

/* ---- Numbers in the order of the names */

struct named { qd_str name; uint32_t met; };

static int by_name(const void *a, const void *b)
{
    return qd_str_cmp(((const struct named *)a)->name,
                      ((const struct named *)b)->name);
}

static void *room(qd_shock_net *s, size_t count, size_t size)
{
    return qd_mem_zero(s->m->mem, (count + 1) * size);
}

/* Fills `number`: by the number as met, the place among the names. */
static void number_parties(struct reader *r, uint32_t *number)
{
    qd_shock_net *s = r->s;
    struct named *all = room(s, s->n, sizeof *all);
    s->party = qd_arena_alloc(&s->m->arena, (s->n + 1) * sizeof *s->party);
    for (uint32_t i = 0; i < s->n; i++)
        all[i] = (struct named){ qd_names_text(&r->names, i + 1), i + 1 };
    qsort(all, s->n, sizeof *all, by_name);
    for (uint32_t i = 0; i < s->n; i++) {
        number[all[i].met] = i;
        s->party[i] = qd_arena_copy(&s->m->arena, all[i].name);
    }
    qd_mem_release(s->m->mem, all);
}

static void place_nodes(struct reader *r, const uint32_t *number)
{
    qd_shock_net *s = r->s;
    for (uint32_t u = 0; u < s->n; u++) {
        s->always[u] = 1;
        s->costs[u] = (qd_costs){ 1, 1 };
    }
    for (uint32_t i = 0; i < r->nodes.n; i++) {
        const struct node *x = &r->nodes.at[i];
        uint32_t u = number[i + 1];
        s->always[u] = !x->has_assets;
        s->assets[u] = (double)x->assets;
        s->loss[u] = (double)x->loss;
        s->costs[u] = x->costs;
        s->stated[u] = x->has_costs;
    }
}

/* The most senior first; lines that say nothing come last. */
static void order_ranks(struct reader *r, uint32_t *rank)
{
    r->s->ranks = r->n_ranks ? r->n_ranks : 1;
    for (uint32_t i = 0; i < r->n_ranks; i++) {
        rank[i] = 0;
        for (uint32_t k = 0; k < r->n_ranks; k++)
            rank[i] += r->seniority[k] < r->seniority[i];
    }
}

static bool add(qd_shock_net *s, int64_t *sum, int64_t amount, uint32_t u,
                const char *what)
{
    if (u == QD_OUTSIDE || !__builtin_add_overflow(sum[u], amount, &sum[u]))
        return true;
    qd_refuse(s->m, qd_arena_printf(&s->m->arena, "what `%.*s` %s in all is "
        "beyond 64 bits; write all amounts in a larger unit.",
        QD_STR_ARG(s->party[u]), what));
    return false;
}

static bool place_debts(struct reader *r, const uint32_t *number,
                        unsigned layer, int64_t *owes, int64_t *due)
{
    qd_shock_net *s = r->s;
    uint32_t rank[RANKS];
    order_ranks(r, rank);
    for (uint32_t i = 0; i < r->lines.n; i++) {
        const struct line *x = &r->lines.at[i];
        if (x->layer != layer) continue;
        uint32_t from = x->from == QD_OUTSIDE ? x->from : number[x->from];
        uint32_t to = x->to == QD_OUTSIDE ? x->to : number[x->to];
        if (!add(s, owes, x->amount, from, "owes") ||
            !add(s, due, x->amount, to, "is owed")) return false;
        if (from == QD_OUTSIDE) s->assets[to] += (double)x->amount;
        else *qd_vec_add(s->m->mem, &s->debts) = (qd_debt){
            .from = from, .to = to, .rank = rank[x->rank],
            .amount = (double)x->amount };
    }
    for (uint32_t i = 0; i < r->held.n; i++) {
        qd_holding x = r->held.at[i];
        x.of = number[x.of];
        x.by = number[x.by];
        *qd_vec_add(s->m->mem, &s->held) = x;
    }
    return true;
}

/* ---- All */

static unsigned layer_of(const struct reader *r)
{
    unsigned layer = 0;
    while (layer + 1 < LAYERS && r->of_layer[layer] == 0) layer++;
    return r->of_layer[layer] ? layer : 0;
}

static void note(struct reader *r, uint32_t n, const char *one,
                 const char *many)
{
    qd_shock_net *s = r->s;
    if (n == 0) return;
    qd_answer_note(s->answer, qd_arena_printf(&s->m->arena, "%u %s", n,
                                              n == 1 ? one : many));
}

static void notes(struct reader *r, unsigned layer, qd_str text)
{
    qd_shock_net *s = r->s;
    uint32_t others = 0;
    for (unsigned i = 0; i < LAYERS; i++)
        if (i != layer) others += r->of_layer[i];
    note(r, r->zeros, "debt of 0 left out", "debts of 0 left out");
    s->unknown = r->unknown;
    note(r, r->unknown, "debt without an amount (?) left out",
         "debts without an amount (?) left out");
    note(r, others, "line of another layer left out",
         "lines of other layers left out");
    note(r, r->dated, "date is not looked at: all is settled as one",
         "dates are not looked at: all is settled as one");
    if (text.len && text.at[text.len - 1] != '\n')
        qd_answer_note(s->answer, qd_arena_printf(&s->m->arena,
            "%.*s:%u: the last line has no end; the file may be cut",
            QD_STR_ARG(r->csv.path), r->csv.line));
}

static bool place_all(struct reader *r, unsigned layer)
{
    qd_shock_net *s = r->s;
    s->n = r->names.all.n - 1;
    uint32_t *number = room(s, s->n + (size_t)1, sizeof *number);
    int64_t *owes = room(s, s->n, sizeof *owes);
    int64_t *due = room(s, s->n, sizeof *due);
    s->assets = room(s, s->n, sizeof *s->assets);
    s->loss = room(s, s->n, sizeof *s->loss);
    s->always = room(s, s->n, 1);
    s->struck = room(s, s->n, 1);
    s->stated = room(s, s->n, sizeof *s->stated);
    s->costs = room(s, s->n, sizeof *s->costs);
    s->owes = room(s, s->n, sizeof *s->owes);
    s->due = room(s, s->n, sizeof *s->due);
    number_parties(r, number);
    place_nodes(r, number);
    bool good = place_debts(r, number, layer, owes, due);
    for (uint32_t u = 0; u < s->n; u++) {
        s->owes[u] = (double)owes[u];
        s->due[u] = (double)due[u];
    }
    qd_mem_release(s->m->mem, due);
    qd_mem_release(s->m->mem, owes);
    qd_mem_release(s->m->mem, number);
    return good;
}

bool qd_shock_net_read(qd_shock_net *s, const qd_argument *edges,
                       const qd_argument *nodes)
{
    struct reader r = { .s = s, .listed = nodes != NULL };
    qd_names_init(&r.names, s->m->mem);
    bool good = (!nodes || read_nodes(&r, nodes)) && read_edges(&r, edges);
    unsigned layer = layer_of(&r);
    good = good && place_all(&r, layer);
    if (good) notes(&r, layer, edges->value);
    qd_mem_release(s->m->mem, r.lines.at);
    qd_mem_release(s->m->mem, r.held.at);
    qd_mem_release(s->m->mem, r.nodes.at);
    qd_mem_release(s->m->mem, r.names.slots);
    qd_mem_release(s->m->mem, r.names.all.at);
    return good;
}
