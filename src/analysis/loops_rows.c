/* The loops themselves. */
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
    int on_time;       /* 1, 0; -1: a leg has no date */
};

struct rows {
    qd_loops *l;
    qd_loop_leg *legs;
    uint32_t n_legs;
    uint32_t most_arcs;
    struct row row[KEPT + 1];
    uint32_t n;
    qd_loops_found found;
};

/* ---- The graph of the legs */

qd_loop_graph qd_loops_graph(qd_loops *l, const qd_loop_leg *legs,
                             uint32_t n)
{
    qd_mem *mem = l->m->mem;
    uint32_t *first = qd_mem_zero(mem, ((size_t)l->n + 2) * sizeof *first);
    uint32_t *to = qd_mem_resize(mem, NULL, ((size_t)n + 1) * sizeof *to);
    for (uint32_t i = 0; i < n; i++) {
        first[legs[i].from + 1]++;
        to[i] = legs[i].to;
    }
    for (uint32_t u = 0; u < l->n; u++) first[u + 1] += first[u];
    return (qd_loop_graph){ l->n, first, to };
}

void qd_loops_graph_free(qd_loops *l, qd_loop_graph *g)
{
    qd_mem_release(l->m->mem, (void *)g->to);
    qd_mem_release(l->m->mem, (void *)g->first);
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
    qd_loops *l = r->l;
    qd_loop_graph g = qd_loops_graph(l, r->legs, r->n_legs);
    qd_loops_ask ask = { .chosen = l->n_chosen ? l->chosen : NULL,
                         .n_chosen = l->n_chosen,
                         .most_arcs = r->most_arcs,
                         .most_loops = MOST_LOOPS, .most_steps = MOST_STEPS,
                         .each = take_loop, .ctx = r };
    r->found = qd_loops_find(l->m->mem, &g, &ask);
    qd_loops_graph_free(l, &g);
}

static void time_rows(struct rows *r)
{
    for (uint32_t i = 0; i < r->n; i++) {
        struct row *row = &r->row[i];
        uint32_t from[MOST_ARCS], to[MOST_ARCS];
        for (uint32_t k = 0; k < row->n; k++) {
            from[k] = r->legs[row->legs[k]].from;
            to[k] = r->legs[row->legs[k]].to;
        }
        row->on_time = qd_loops_on_time(r->l, from, to, row->n);
    }
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

static qd_str dates_text(struct rows *r, const struct row *row)
{
    qd_buf b = qd_buf_make(r->l->m->mem);
    for (uint32_t i = 0; i < row->n; i++) {
        const qd_loop_leg *leg = &r->legs[row->legs[i]];
        qd_buf_c(&b, i ? " → " : "");
        qd_buf_add(&b, qd_loops_dates(r->l, leg->from, leg->to));
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
    qd_table_column(t, "in_time", QD_COLUMN_BOOL, none);
    qd_table_column(t, "dates", QD_COLUMN_TEXT, none);
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
        if (row->on_time < 0) qd_table_hole(t, 6);
        else qd_table_bool(t, 6, row->on_time);
        if (l->dates.n) qd_table_text(t, 7, dates_text(r, row));
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
    uint32_t timed = l->sym ? 3 : 2;
    if (l->sym) qd_table_column(t, "status", QD_COLUMN_TEXT, none);
    if (l->dates.n)
        qd_table_column(t, "in_time", QD_COLUMN_TEXT, none)->title =
            QD_STR("in time");
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
        if (l->dates.n && row->on_time >= 0)
            qd_table_text(t, timed, row->on_time ? QD_STR("yes")
                                                 : QD_STR("no"));
        else if (l->dates.n)
            qd_table_hole(t, timed);
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
            &l->m->arena, "Shown %u of %llu loop%s of at most %u payments%s%s",
            shown, (unsigned long long)r->found.loops,
            r->found.loops == 1 ? "" : "s", r->most_arcs, end,
            r->found.loops > 1 ? ". They share legs: their amounts do not "
                                 "add." : "");
    if (*end)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "%llu loops were found%s", (unsigned long long)r->found.loops,
            end));
}

/* ---- All of it */

/* What the picture has of them. */
static void keep_shown(struct rows *r)
{
    qd_loops *l = r->l;
    for (uint32_t i = 0; i < r->n && i < SHOWN; i++) {
        const struct row *row = &r->row[i];
        qd_loop_shown *s = qd_vec_add(l->m->mem, &l->shown);
        *s = (qd_loop_shown){ row->round, row->n, NULL };
        s->party = qd_arena_alloc(&l->m->arena, row->n * sizeof *s->party);
        for (uint32_t k = 0; k < row->n; k++)
            s->party[k] = r->legs[row->legs[k]].from;
    }
}

static void head(struct rows *r)
{
    qd_loops *l = r->l;
    qd_buf b = qd_buf_make(l->m->mem);
    for (uint32_t i = 0; i < l->n_chosen; i++) {
        qd_buf_c(&b, i ? ", " : " to ");
        qd_buf_add(&b, l->party[l->chosen[i]]);
    }
    qd_answer_block(l->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &l->m->arena, "%s%.*s · %.*s · %s%.*s",
        l->n_chosen ? "Money that can come back" : "Money that can go round",
        (int)b.len, b.len ? b.at : "",
        QD_STR_ARG(qd_loops_unit_word(l)), qd_loops_layer_word(l->layer),
        QD_STR_ARG(qd_asked_words(&l->asked)));
    qd_mem_release(l->m->mem, b.at);
}

/* 0 when refused. */
static uint32_t arcs_asked(const qd_loops *l)
{
    qd_str text = qd_asked_for(&l->asked, "most-arcs");
    uint64_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n = n * 10 + (uint64_t)(text.at[i] - '0');
    if (text.len == 0) n = QD_LOOPS_ARCS;
    if (n >= 2 && n <= MOST_ARCS) return (uint32_t)n;
    qd_refuse(l->m, qd_arena_printf(&l->m->arena, "--most-arcs %.*s: a loop "
        "has 2 payments at least, and %d at most are listed.",
        QD_STR_ARG(text), MOST_ARCS));
    return 0;
}

bool qd_loops_rows(qd_loops *l)
{
    struct rows *r = qd_arena_alloc(&l->m->arena, sizeof *r);
    memset(r, 0, sizeof *r);
    r->l = l;
    r->most_arcs = arcs_asked(l);
    if (r->most_arcs == 0) return false;
    r->legs = qd_loops_legs(l, l->layer, UINT8_MAX, &r->n_legs);
    find(r);
    time_rows(r);
    head(r);
    if (!qd_loops_joints(l)) return false;
    loop_table(r);
    loop_grid(r);
    loop_count(r);
    keep_shown(r);
    qd_mem_release(l->m->mem, r->legs);
    return true;
}
