/* The loops themselves, the most that can come back, and how firm it is. */
#include "analysis/loops.h"

#include <stdlib.h>

#include "base/buf.h"

enum { MOST_ARCS = 64,        /* that a loop may have when it is listed */
       KEPT = 1000,           /* rows of the table */
       SHOWN = 10,            /* rows on the screen */
       MOST_LOOPS = 10000000, /* looked at */
       MOST_STEPS = 200000000 };

struct row {
    int64_t round;     /* what its narrowest leg lets through; 0: `?` */
    uint32_t n;
    uint32_t *legs;
};

struct rows {
    qd_loops *l;
    qd_loop_leg *legs;
    uint32_t n_legs;
    uint32_t *first, *to;
    uint32_t most_arcs;
    uint32_t *chosen, n_chosen;
    struct row row[KEPT + 1];
    uint32_t n;
    qd_loops_found found;
};

/* ---- The graph of the legs */

static void make_rows(struct rows *r)
{
    qd_mem *mem = r->l->m->mem;
    uint32_t n = r->l->n;
    r->first = qd_mem_zero(mem, ((size_t)n + 2) * sizeof *r->first);
    r->to = qd_mem_resize(mem, NULL, ((size_t)r->n_legs + 1) * sizeof *r->to);
    for (uint32_t i = 0; i < r->n_legs; i++) {
        r->first[r->legs[i].from + 1]++;
        r->to[i] = r->legs[i].to;
    }
    for (uint32_t u = 0; u < n; u++) r->first[u + 1] += r->first[u];
}

static qd_loop_graph graph_of(const struct rows *r)
{
    return (qd_loop_graph){ r->l->n, r->first, r->to };
}

/* ---- The largest loops */

static int64_t narrowest(const struct rows *r, const uint32_t *arcs,
                         uint32_t n)
{
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < n; i++)
        if (r->legs[arcs[i]].amount < least)
            least = r->legs[arcs[i]].amount;
    return least;
}

/* Larger first, shorter first, then by the names of the parties. */
static bool goes_before(const struct row *a, const struct row *b)
{
    if (a->round != b->round) return a->round > b->round;
    if (a->n != b->n) return a->n < b->n;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->legs[i] != b->legs[i]) return a->legs[i] < b->legs[i];
    return false;
}

static bool take_loop(void *ctx, const uint32_t *arcs, uint32_t n)
{
    struct rows *r = ctx;
    struct row *spare = &r->row[r->n];
    spare->round = narrowest(r, arcs, n);
    spare->n = n;
    memcpy(spare->legs, arcs, n * sizeof *arcs);
    uint32_t i = r->n;
    for (; i > 0 && goes_before(&r->row[i], &r->row[i - 1]); i--) {
        struct row swap = r->row[i];
        r->row[i] = r->row[i - 1];
        r->row[i - 1] = swap;
    }
    r->n += r->n < KEPT;
    return true;
}

static void find(struct rows *r)
{
    qd_arena *arena = &r->l->m->arena;
    for (uint32_t i = 0; i <= KEPT; i++)
        r->row[i].legs = qd_arena_alloc(arena,
                                        r->most_arcs * sizeof(uint32_t));
    qd_loop_graph g = graph_of(r);
    qd_loops_ask ask = { .chosen = r->n_chosen ? r->chosen : NULL,
                         .n_chosen = r->n_chosen,
                         .most_arcs = r->most_arcs,
                         .most_loops = MOST_LOOPS, .most_steps = MOST_STEPS,
                         .each = take_loop, .ctx = r };
    r->found = qd_loops_find(r->l->m->mem, &g, &ask);
}

/* ---- Words of a loop */

static const char *step_word(const qd_loops *l, unsigned firmness)
{
    return l->sym ? qd_firmness_word(firmness) : "";
}

static unsigned weakest(const struct rows *r, const struct row *row)
{
    unsigned worst = 0;
    for (uint32_t i = 0; i < row->n; i++)
        if (r->legs[row->legs[i]].firmness > worst)
            worst = r->legs[row->legs[i]].firmness;
    return worst;
}

static qd_str loop_text(struct rows *r, const struct row *row)
{
    qd_loops *l = r->l;
    qd_buf b = qd_buf_make(l->m->mem);
    for (uint32_t i = 0; i < row->n; i++) {
        const qd_loop_leg *leg = &r->legs[row->legs[i]];
        qd_buf_add(&b, l->party[leg->from]);
        qd_buf_c(&b, leg->amount && !leg->exact ? " ≥" : " ");
        qd_buf_add(&b, leg->amount ? qd_loops_number(l, leg->amount)
                                   : QD_STR("?"));
        qd_buf_c(&b, " → ");
    }
    qd_buf_add(&b, l->party[r->legs[row->legs[0]].from]);
    qd_str text = qd_arena_copy(&l->m->arena, qd_buf_str(&b));
    qd_mem_release(l->m->mem, b.at);
    return text;
}

static qd_str kinds_text(struct rows *r, const struct row *row)
{
    static const char *const words[] = { "contract", "equity", "secondary",
        "loan", "repayment", "revenue", "cost", "strike", "guarantee" };
    qd_buf b = qd_buf_make(r->l->m->mem);
    for (uint32_t i = 0; i < row->n && r->l->sym; i++) {
        unsigned kinds = r->legs[row->legs[i]].kinds;
        qd_buf_c(&b, i ? " → " : "");
        bool first = true;
        for (unsigned k = 0; k < sizeof words / sizeof *words; k++) {
            if (!(kinds >> k & 1)) continue;
            qd_buf_c(&b, first ? "" : " + ");
            qd_buf_c(&b, words[k]);
            first = false;
        }
    }
    qd_str text = qd_arena_copy(&r->l->m->arena, qd_buf_str(&b));
    qd_mem_release(r->l->m->mem, b.at);
    return text;
}

static bool is_least(const struct rows *r, const struct row *row)
{
    for (uint32_t i = 0; i < row->n; i++)
        if (!r->legs[row->legs[i]].exact) return true;
    return false;
}

static void loop_table(struct rows *r)
{
    qd_loops *l = r->l;
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&l->m->arena, "loops");
    qd_table_column(t, "round", QD_COLUMN_NUMBER, l->unit);
    qd_table_column(t, "at_least", QD_COLUMN_BOOL, none);
    qd_table_column(t, "arcs", QD_COLUMN_COUNT, none);
    qd_table_column(t, "loop", QD_COLUMN_TEXT, none);
    qd_table_column(t, "kinds", QD_COLUMN_TEXT, none);
    qd_table_column(t, "status", QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < r->n; i++) {
        const struct row *row = &r->row[i];
        qd_table_row(t);
        if (row->round) qd_table_number(t, 0, (double)row->round / l->scale);
        else qd_table_hole(t, 0);
        qd_table_bool(t, 1, is_least(r, row));
        qd_table_number(t, 2, row->n);
        qd_table_text(t, 3, loop_text(r, row));
        qd_table_text(t, 4, kinds_text(r, row));
        qd_table_text(t, 5, qd_str_c(step_word(l, weakest(r, row))));
    }
    qd_answer_table(l->answer, t);
}

static void loop_grid(struct rows *r)
{
    qd_loops *l = r->l;
    qd_str none = { "", 0 };
    if (r->n == 0) return;
    qd_table *t = qd_table_make(&l->m->arena, "loops");
    qd_table_column(t, "round", QD_COLUMN_NUMBER, none)->title =
        QD_STR("can go round");
    qd_table_column(t, "loop", QD_COLUMN_TEXT, none)->title =
        QD_STR("loop (amount of each leg)");
    if (l->sym) qd_table_column(t, "status", QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < r->n && i < SHOWN; i++) {
        const struct row *row = &r->row[i];
        qd_table_row(t);
        if (row->round) qd_table_number(t, 0, (double)row->round / l->scale);
        else qd_table_hole(t, 0);
        if (row->round && is_least(r, row))
            qd_table_at(t, i, 0)->mark = QD_MARK_LEAST;
        qd_table_text(t, 1, loop_text(r, row));
        if (l->sym)
            qd_table_text(t, 2, qd_str_c(step_word(l, weakest(r, row))));
    }
    qd_answer_block(l->answer, QD_BLOCK_GRID)->table = t;
}

static void loop_count(struct rows *r)
{
    qd_loops *l = r->l;
    const char *end = r->found.end == QD_LOOPS_ALL ? ""
        : r->found.end == QD_LOOPS_COUNT ? "; the search ended there, there "
                                           "are more"
        : "; the search was cut short there, there may be more";
    uint32_t shown = r->n < SHOWN ? r->n : SHOWN;
    if (r->found.loops == 0 && !*end)
        qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
            &l->m->arena, "There is no loop of at most %u payments",
            r->most_arcs);
    else
        qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
            &l->m->arena, "Shown %u of %llu loop%s of at most %u payments%s. "
            "They share legs: their amounts do not add.", shown,
            (unsigned long long)r->found.loops,
            r->found.loops == 1 ? "" : "s", r->most_arcs, end);
    if (*end)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "%llu loops were found%s", (unsigned long long)r->found.loops,
            end));
}

/* ---- The ladder */

struct step { unsigned firmness; const char *word; };

static const struct step ladder[] = {
    { QD_FIRM_FIRM, "firm legs only" },
    { QD_FIRM_ANNOUNCED, "+ announced, not binding" },
    { QD_FIRM_TALKS, "+ in talks" },
    { QD_FIRM_PLANNED, "+ planned" },
};

/* The most that comes back to a party over the legs up to a step; without a
 * party, the most that could be set off. */
static bool joint_at(struct rows *r, unsigned firmness, uint32_t party,
                     int64_t *back, int64_t *paid)
{
    qd_loops *l = r->l;
    const int64_t most = INT64_MAX / 2;
    struct rows step = { .l = l };
    int64_t sum = 0;
    step.legs = qd_loops_legs(l, l->layer, firmness, &step.n_legs);
    make_rows(&step);
    int64_t *amount = qd_mem_resize(l->m->mem, NULL,
                        ((size_t)step.n_legs + 1) * sizeof *amount);
    *paid = *back = 0;
    for (uint32_t i = 0; i < step.n_legs; i++) {
        amount[i] = step.legs[i].amount;
        if (amount[i] > most - sum) return false;
        sum += amount[i];
        if (step.legs[i].from == party) *paid += amount[i];
    }
    qd_loop_graph g = graph_of(&step);
    *back = qd_loops_joint(l->m->mem, &g, amount, party, NULL);
    qd_mem_release(l->m->mem, amount);
    qd_mem_release(l->m->mem, step.to);
    qd_mem_release(l->m->mem, step.first);
    qd_mem_release(l->m->mem, step.legs);
    return true;
}

static qd_table *ladder_table(qd_loops *l)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&l->m->arena, "ladder");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "step", QD_COLUMN_TEXT, none);
    qd_table_column(t, "back", QD_COLUMN_NUMBER, l->unit)->title =
        QD_STR("can come back");
    qd_table_column(t, "paid", QD_COLUMN_NUMBER, l->unit);
    qd_table_column(t, "share", QD_COLUMN_NUMBER, QD_STR("%"));
    return t;
}

static void ladder_row(qd_loops *l, qd_table *t, uint32_t party,
                       const char *word, int64_t back, int64_t paid)
{
    qd_table_row(t);
    qd_table_text(t, 0, l->party[party]);
    qd_table_text(t, 1, qd_str_c(word));
    qd_table_number(t, 2, (double)back / l->scale);
    qd_table_number(t, 3, (double)paid / l->scale);
    if (paid > 0)
        qd_table_number(t, 4, 100 * ((double)back / (double)paid));
}

static void ladder_grid(qd_loops *l, const qd_table *t, uint32_t from)
{
    qd_str none = { "", 0 };
    qd_table *g = qd_table_make(&l->m->arena, "ladder");
    qd_table_column(g, "step", QD_COLUMN_TEXT, none)->title = none;
    qd_table_column(g, "back", QD_COLUMN_NUMBER, none)->title =
        QD_STR("can come back");
    qd_table_column(g, "share", QD_COLUMN_NUMBER, none)->title =
        QD_STR("% of what it pays");
    g->columns.at[2].bar = 1;
    for (uint32_t i = from; i < t->n_rows; i++) {
        qd_table_row(g);
        for (uint32_t c = 0; c < 3; c++)
            *qd_table_at(g, g->n_rows - 1, c) =
                *qd_table_at(t, i, c == 0 ? 1 : c == 1 ? 2 : 4);
    }
    qd_answer_block(l->answer, QD_BLOCK_GRID)->table = g;
}

/* The bound holds for the amounts that are counted. */
static void say_joint(struct rows *r, uint32_t party, int64_t back,
                      int64_t paid)
{
    qd_loops *l = r->l;
    bool exact = true;
    for (uint32_t i = 0; i < r->n_legs; i++)
        exact = exact && r->legs[i].exact;
    qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
        &l->m->arena, "All loops together bring %s%.*s%s%.*s back to %.*s, of "
        "%.*s that it pays%s.", exact ? "at most " : "",
        QD_STR_ARG(qd_loops_number(l, back)), l->unit.len ? " " : "",
        QD_STR_ARG(l->unit), QD_STR_ARG(l->party[party]),
        QD_STR_ARG(qd_loops_number(l, paid)), exact ? ""
        : ", counting low ends, and what is not known as nothing");
}

static bool joint_party(struct rows *r, qd_table *t, uint32_t party)
{
    qd_loops *l = r->l;
    uint32_t from = t->n_rows;
    int64_t back = 0, paid = 0;
    size_t steps = l->sym ? sizeof ladder / sizeof *ladder : 1;
    for (size_t i = 0; i < steps; i++) {
        unsigned firm = l->sym ? ladder[i].firmness : UINT8_MAX;
        if (!joint_at(r, firm, party, &back, &paid)) {
            qd_refuse(l->m, QD_STR("all amounts together are beyond 62 bits; "
                                   "write them in a larger unit."));
            return false;
        }
        ladder_row(l, t, party, l->sym ? ladder[i].word : "all", back, paid);
    }
    say_joint(r, party, back, paid);
    if (l->sym) ladder_grid(l, t, from);
    return true;
}

/* ---- Chosen parties */

static bool choose(struct rows *r, qd_str name)
{
    qd_loops *l = r->l;
    qd_sym shown = 0;
    if (l->sym) {
        qd_sym s = qd_names_find(&l->m->tree.names, name);
        uint32_t dir = s ? qd_model_find_kind(l->m, s, "party") : QD_NONE;
        if (dir == QD_NONE) {
            qd_refuse_name(l->m, "party", name);
            return false;
        }
        shown = qd_party_shown(&l->asked.view, s);
    }
    for (uint32_t i = 0; i < l->n; i++)
        if (l->sym ? l->sym[i] == shown : qd_str_eq(l->party[i], name)) {
            r->chosen[r->n_chosen++] = i;
            return true;
        }
    if (l->sym) return true; /* it neither pays nor is paid */
    qd_refuse(l->m, qd_arena_printf(&l->m->arena, "no party `%.*s` in the "
                                    "edge list.", QD_STR_ARG(name)));
    return false;
}

static bool read_chosen(struct rows *r)
{
    const qd_loops *l = r->l;
    r->chosen = qd_arena_alloc(&l->m->arena,
                               (l->asked.n + 1) * sizeof *r->chosen);
    for (size_t i = 0; i < l->asked.n; i++) {
        const qd_argument *a = &l->asked.args[i];
        if ((!a->name[0] || strcmp(a->name, "through") == 0) &&
            !choose(r, a->value)) return false;
    }
    return true;
}

static void head(struct rows *r)
{
    qd_loops *l = r->l;
    qd_buf b = qd_buf_make(l->m->mem);
    for (uint32_t i = 0; i < r->n_chosen; i++) {
        qd_buf_c(&b, i ? ", " : " to ");
        qd_buf_add(&b, l->party[r->chosen[i]]);
    }
    qd_answer_block(l->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &l->m->arena, "%s%.*s%s%.*s · %s%.*s",
        r->n_chosen ? "Money that can come back" : "Money that can go round",
        (int)b.len, b.len ? b.at : "", l->unit.len ? " · " : "",
        QD_STR_ARG(l->unit), qd_loops_layer_word(l->layer),
        QD_STR_ARG(qd_asked_words(&l->asked)));
    qd_mem_release(l->m->mem, b.at);
}

static uint32_t arcs_asked(const qd_loops *l)
{
    qd_str text = qd_asked_for(&l->asked, "most-arcs");
    uint64_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n = n * 10 + (uint64_t)(text.at[i] - '0');
    if (text.len == 0) n = QD_LOOPS_ARCS;
    return n == 0 || n > MOST_ARCS ? MOST_ARCS : (uint32_t)n;
}

bool qd_loops_rows(qd_loops *l)
{
    struct rows *r = qd_arena_alloc(&l->m->arena, sizeof *r);
    memset(r, 0, sizeof *r);
    r->l = l;
    r->most_arcs = arcs_asked(l);
    if (!read_chosen(r)) return false;
    r->legs = qd_loops_legs(l, l->layer, UINT8_MAX, &r->n_legs);
    make_rows(r);
    find(r);
    head(r);
    loop_table(r);
    loop_grid(r);
    loop_count(r);
    qd_table *t = ladder_table(l);
    for (uint32_t i = 0; i < r->n_chosen; i++)
        if (!joint_party(r, t, r->chosen[i])) return false;
    qd_answer_table(l->answer, t);
    qd_mem_release(l->m->mem, r->to);
    qd_mem_release(l->m->mem, r->first);
    qd_mem_release(l->m->mem, r->legs);
    return true;
}
