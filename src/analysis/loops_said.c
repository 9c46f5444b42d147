/* What is said of the pairs: the table `pairs`, a grid for each, words. */
#include "analysis/loops_pairs.h"

#include <math.h>

#include "base/buf.h"
#include "model/claims.h"

/* ---- The table for programs */

static const char *const columns[] = { "out", "lo", "prorata", "fifo", "lifo",
    "hi", "tied", "opening", "outside_assumed", "lo_any_cash", "hi_any_cash",
    "lo_through", "hi_through", "spent_on", "sales",
    "out_p5", "out_p50", "out_p95", "lo_p5", "lo_p50", "lo_p95",
    "prorata_p5", "prorata_p50", "prorata_p95", "hi_p5", "hi_p50", "hi_p95" };
enum { OUT = 2, LO, PRO_RATA, FIFO, LIFO, HI, TIED, OPENING, OUTSIDE, ANY_LO,
       ANY_HI, THROUGH_LO, THROUGH_HI, SPENT, SALES, BOX };

static void amount(const qd_pairs *p, qd_table *t, uint32_t column,
                   double cents)
{
    qd_table_number(t, column, cents / p->l->scale);
}

static void traced_cells(const qd_pairs *p, qd_table *t, const qd_pair *x)
{
    const qd_trace *r = &x->trace;
    amount(p, t, OUT, (double)x->out);
    amount(p, t, LO, (double)r->lo);
    amount(p, t, PRO_RATA, r->pro_rata);
    amount(p, t, FIFO, (double)r->rule[QD_TRACE_FIFO]);
    amount(p, t, LIFO, (double)r->rule[QD_TRACE_LIFO]);
    amount(p, t, HI, (double)r->hi);
    amount(p, t, ANY_LO, (double)x->any_lo);
    amount(p, t, ANY_HI, (double)x->any_hi);
    amount(p, t, SPENT, (double)x->spent);
    if (!x->has_through) return;
    amount(p, t, THROUGH_LO, (double)x->through_lo);
    amount(p, t, THROUGH_HI, (double)x->through_hi);
}

static void box_cells(const qd_pairs *p, qd_table *t, const qd_pair *x)
{
    for (uint32_t k = 0; k < QD_BOX_POINTS; k++) {
        amount(p, t, BOX + k, x->box_out[k]);
        for (uint32_t i = 0; i < QD_BACKS; i++)
            amount(p, t, BOX + QD_BOX_POINTS * (i + 1) + k, x->box[i][k]);
    }
}

static void pair_row(const qd_pairs *p, qd_table *t, const qd_pair *x)
{
    qd_table_row(t);
    qd_table_text(t, 0, p->l->party[x->investor]);
    qd_table_text(t, 1, p->l->party[x->customer]);
    for (uint32_t c = OUT; c <= HI && !x->dated; c++) qd_table_hole(t, c);
    if (x->dated) traced_cells(p, t, x);
    if (x->paths) box_cells(p, t, x);
    if (x->has_tied && x->dated) amount(p, t, TIED, (double)x->tied);
    if (x->opening >= 0) amount(p, t, OPENING, (double)x->opening);
    else qd_table_hole(t, OPENING);
    amount(p, t, OUTSIDE, (double)x->outside);
    if (x->sales > 0) amount(p, t, SALES, (double)x->sales);
}

static void pairs_table(const qd_pairs *p)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&p->l->m->arena, "pairs");
    qd_table_column(t, "investor", QD_COLUMN_TEXT, none);
    qd_table_column(t, "customer", QD_COLUMN_TEXT, none);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        qd_table_column(t, columns[i], QD_COLUMN_NUMBER, p->l->unit);
    for (uint32_t i = 0; i < p->all.n; i++) pair_row(p, t, &p->all.at[i]);
    qd_answer_table(p->l->answer, t);
}

/* ---- The grid of a pair */

static void grid_row(const qd_pairs *p, qd_table *g, const char *what,
                     double must, double pro_rata, double can)
{
    double scale = p->l->scale;
    qd_table_row(g);
    qd_table_text(g, 0, qd_str_c(what));
    qd_table_number(g, 1, must / scale);
    if (pro_rata >= 0) qd_table_number(g, 2, pro_rata / scale);
    qd_table_number(g, 3, can / scale);
}

/* Whether futures are no one number, or another one than low ends give. */
static bool is_drawn(const qd_pair *x)
{
    const qd_trace *r = &x->trace;
    double low[QD_BACKS] = { (double)r->lo, r->pro_rata, (double)r->hi };
    double near = 0.001 * (double)x->out;
    if (x->paths == 0) return false;
    bool drawn = x->box_out[0] < x->box_out[2];
    for (int i = 0; i < QD_BACKS; i++)
        drawn = drawn || x->box[i][0] < x->box[i][2] ||
                (x->dated && fabs(x->box[i][1] - low[i]) > near);
    return drawn;
}

/* The middle on paths, and under it 90 % of them. */
static void box_rows(qd_table *g, const qd_pairs *p, const qd_pair *x)
{
    double scale = p->l->scale;
    qd_table_row(g);
    qd_table_text(g, 0, QD_STR("in futures, half are below"));
    for (uint32_t i = 0; i < QD_BACKS; i++)
        qd_table_number(g, 1 + i, x->box[i][1] / scale);
    qd_table_row(g);
    qd_table_text(g, 0, QD_STR("  90 % are within"));
    for (uint32_t i = 0; i < QD_BACKS; i++) {
        qd_table_number(g, 1 + i, x->box[i][0] / scale);
        qd_cell *c = qd_table_at(g, g->n_rows - 1, 1 + i);
        if (x->box[i][2] <= x->box[i][0]) continue;
        c->mark = QD_MARK_RANGE;
        c->high = x->box[i][2] / scale;
    }
}

static void share_row(qd_table *g, const qd_pairs *p, const qd_pair *x)
{
    const qd_trace *r = &x->trace;
    qd_arena *arena = &p->l->m->arena;
    double all = (double)x->sales;
    qd_table_row(g);
    qd_table_text(g, 0, qd_arena_printf(arena, "%% of what %.*s %s",
        QD_STR_ARG(p->l->party[x->investor]),
        p->l->sym ? "sells here" : "is paid"));
    qd_table_number(g, 1, 100 * ((double)r->lo / all));
    qd_table_number(g, 2, 100 * (r->pro_rata / all));
    qd_table_number(g, 3, 100 * ((double)r->hi / all));
}

static void pair_grid(const qd_pairs *p, const qd_pair *x)
{
    qd_str none = { "", 0 };
    const qd_trace *r = &x->trace;
    qd_table *g = qd_table_make(&p->l->m->arena, "pair");
    qd_str out = x->dated ? qd_loops_number(p->l, x->out) : QD_STR("?");
    qd_table_column(g, "way", QD_COLUMN_TEXT, none)->title = qd_arena_printf(
        &p->l->m->arena, "of %.*s, %.*s → %.*s", QD_STR_ARG(out),
        QD_STR_ARG(p->l->party[x->investor]),
        QD_STR_ARG(p->l->party[x->customer]));
    qd_table_column(g, "lo", QD_COLUMN_NUMBER, none)->title =
        QD_STR("at least");
    qd_table_column(g, "prorata", QD_COLUMN_NUMBER, none)->title =
        QD_STR("pro rata");
    qd_table_column(g, "hi", QD_COLUMN_NUMBER, none)->title =
        QD_STR("at most");
    if (x->dated)
        grid_row(p, g, "came straight back", (double)r->lo, r->pro_rata,
                 (double)r->hi);
    if (x->any_lo < r->lo || x->any_hi > r->hi)
        grid_row(p, g, "the same, whatever cash it has", (double)x->any_lo,
                 -1, (double)x->any_hi);
    if (x->has_through &&
        (x->through_lo > r->lo || x->through_hi > r->hi))
        grid_row(p, g, "also through others", (double)x->through_lo, -1,
                 (double)x->through_hi);
    if (is_drawn(x)) box_rows(g, p, x);
    if (x->sales > 0 && x->dated) share_row(g, p, x);
    qd_answer_block(p->l->answer, QD_BLOCK_GRID)->table = g;
}

/* ---- Words of a pair */

static void say(const qd_pairs *p, qd_str text)
{
    qd_answer_block(p->l->answer, QD_BLOCK_TEXT)->text = text;
}

static qd_str number(const qd_pairs *p, int64_t cents)
{
    return qd_loops_number(p->l, cents);
}

static qd_str cash_text(const qd_pairs *p, const qd_pair *x)
{
    qd_loops *l = p->l;
    qd_arena *arena = &l->m->arena;
    qd_str name = l->party[x->customer];
    qd_str lacks = x->outside == 0 ? (qd_str){ "", 0 } : qd_arena_printf(arena,
        " What it lacks on the way, %.*s, is taken to come from outside.",
        QD_STR_ARG(number(p, x->outside)));
    if (x->opening >= 0)
        return qd_arena_printf(arena, "%.*s has %.*s at the beginning.%.*s",
            QD_STR_ARG(name), QD_STR_ARG(number(p, x->opening)),
            QD_STR_ARG(lacks));
    return qd_arena_printf(arena, "What %.*s has at the beginning is not "
        "known and taken as none.%.*s", QD_STR_ARG(name), QD_STR_ARG(lacks));
}

static void say_futures(const qd_pairs *p, const qd_pair *x)
{
    qd_arena *arena = &p->l->m->arena;
    double scale = p->l->scale;
    const double *out = x->box_out;
    qd_str low = qd_short_number(arena, out[0] / scale);
    qd_str high = qd_short_number(arena, out[2] / scale);
    qd_str spread = out[0] < out[2] ? qd_arena_printf(arena,
        "; what %.*s puts in is drawn too, the middle %.*s, 90 %% from %.*s to "
        "%.*s", QD_STR_ARG(p->l->party[x->investor]),
        QD_STR_ARG(qd_short_number(arena, out[1] / scale)), QD_STR_ARG(low),
        QD_STR_ARG(high)) : (qd_str){ "", 0 };
    say(p, qd_arena_printf(arena, "Futures: %.*s, in all of which it "
        "happens%.*s%s.", QD_STR_ARG(qd_paths_words(&p->l->monthly.paths)),
        QD_STR_ARG(spread), x->dated ? "; all else counts low ends" : ""));
}

static void say_rules(const qd_pairs *p, const qd_pair *x)
{
    if (!x->dated) {
        say(p, cash_text(p, x));
        return;
    }
    say(p, qd_arena_printf(&p->l->m->arena, "First in first out %.*s, last in "
        "first out %.*s. %.*s",
        QD_STR_ARG(number(p, x->trace.rule[QD_TRACE_FIFO])),
        QD_STR_ARG(number(p, x->trace.rule[QD_TRACE_LIFO])),
        QD_STR_ARG(cash_text(p, x))));
}

/* Where a use or a tie is written. */
static qd_str line_of(const qd_pairs *p, uint32_t dir, const char *field)
{
    qd_model *m = p->l->m;
    const qd_dir *d = &m->tree.dirs.at[dir];
    qd_sym name = qd_names_find(&m->tree.names, qd_str_c(field));
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &m->tree.fields.at[d->fields + i];
        if (f->name != name) continue;
        return qd_arena_printf(&m->arena, "%s%.*s",
            f->flags & QD_FIELD_ASSUME ? "assumed, " : "",
            QD_STR_ARG(qd_line_text(m, f->pos)));
    }
    return (qd_str){ "", 0 };
}

static void say_terms(const qd_pairs *p, const qd_pair *x)
{
    qd_loops *l = p->l;
    qd_arena *arena = &l->m->arena;
    uint32_t use = qd_pair_says(p, x, "spent-on", 0);
    uint32_t tie = qd_pair_says(p, x, "tied-to", 0);
    qd_str spent = x->spent == 0 ? QD_STR("does not fix where it went")
        : qd_arena_printf(arena, "is counted: at least %.*s was spent on that",
                          QD_STR_ARG(number(p, x->spent)));
    if (use != QD_NONE)
        say(p, qd_arena_printf(arena, "What it is for (%.*s) %.*s.",
            QD_STR_ARG(line_of(p, use, "spent-on")), QD_STR_ARG(spent)));
    if (tie == QD_NONE) return;
    qd_str where = line_of(p, tie, "tied-to");
    if (x->tied > 0)
        say(p, qd_arena_printf(arena, "%.*s of it is released against what "
            "%.*s buys (%.*s): a rebate in substance.",
            QD_STR_ARG(number(p, x->tied)),
            QD_STR_ARG(l->party[x->customer]), QD_STR_ARG(where)));
    else if (x->tied_due > 0)
        say(p, qd_arena_printf(arena, "It is released against what %.*s buys, "
            "%.*s (%.*s): up to that a rebate in substance.",
            QD_STR_ARG(l->party[x->customer]),
            QD_STR_ARG(number(p, x->tied_due)), QD_STR_ARG(where)));
    else
        say(p, qd_arena_printf(arena, "It is tied to purchases of which no "
            "amount is known (%.*s).", QD_STR_ARG(where)));
}

/* ---- All pairs */

bool qd_pair_known(const qd_pair *x)
{
    return x->dated || (x->paths > 0 && x->box_out[QD_BOX_POINTS - 1] > 0);
}

enum { SHOWN = 10 };

bool qd_pair_asked(const qd_pairs *p, const qd_pair *x)
{
    const qd_loops *l = p->l;
    for (uint32_t i = 0; i < l->n_chosen; i++)
        if (l->chosen[i] == x->investor || l->chosen[i] == x->customer)
            return true;
    return l->n_chosen == 0;
}

static void say_pair(qd_pairs *p, const qd_pair *x, qd_table *barter)
{
    if (qd_pair_known(x)) {
        pair_grid(p, x);
        say_rules(p, x);
        if (is_drawn(x)) say_futures(p, x);
        if (p->l->sym) say_terms(p, x);
    }
    if (p->l->sym) qd_pair_barter(p, x, barter);
}

static qd_table *barter_table(qd_loops *l)
{
    qd_str none = { "", 0 }, percent = QD_STR("%");
    qd_table *t = qd_table_make(&l->m->arena, "barter");
    qd_table_column(t, "investor", QD_COLUMN_TEXT, none);
    qd_table_column(t, "customer", QD_COLUMN_TEXT, none);
    qd_table_column(t, "for_shares", QD_COLUMN_NUMBER, l->unit);
    qd_table_column(t, "bought", QD_COLUMN_NUMBER, l->unit);
    qd_table_column(t, "at_least", QD_COLUMN_BOOL, none);
    qd_table_column(t, "share_lo", QD_COLUMN_NUMBER, percent);
    qd_table_column(t, "share_hi", QD_COLUMN_NUMBER, percent);
    qd_table_column(t, "bought_a_year", QD_COLUMN_NUMBER, l->unit);
    return t;
}

static bool comes_back(const qd_pair *x)
{
    return x->any_hi > 0 || x->through_hi > 0 ||
           (x->paths > 0 && x->box[QD_BACK_CAN][QD_BOX_POINTS - 1] > 0);
}

/* Of a model no further than its horizon. */
static qd_str pairs_head(const qd_loops *l)
{
    char buf[32];
    qd_str end = qd_span_write((qd_span){ QD_DAY_OPEN_FROM,
                                          l->m->horizon.to }, buf);
    if (!l->sym)
        return qd_arena_printf(&l->m->arena, "What comes back of what was "
            "paid, by date · %.*s", QD_STR_ARG(qd_loops_unit_word(l)));
    return qd_arena_printf(&l->m->arena, "What comes back of what was put in, "
        "month by month up to %.*s · %.*s", (int)end.len - 2, end.at + 2,
        QD_STR_ARG(qd_loops_unit_word(l)));
}

void qd_pairs_said(qd_pairs *p)
{
    qd_loops *l = p->l;
    uint32_t said = 0, more = 0, nothing = 0;
    qd_table *barter = l->sym ? barter_table(l) : NULL;
    pairs_table(p);
    for (uint32_t i = 0; i < p->all.n; i++) {
        const qd_pair *x = &p->all.at[i];
        if (!qd_pair_asked(p, x)) continue;
        bool known = qd_pair_known(x);
        if (known && !comes_back(x)) nothing++;
        else if (known && said == SHOWN) more++;
        else if (known && said++ == 0)
            qd_answer_block(l->answer, QD_BLOCK_HEAD)->text = pairs_head(l);
        if (more == 0 && (comes_back(x) || !known)) say_pair(p, x, barter);
    }
    if (barter) qd_answer_table(l->answer, barter);
    if (l->sym) qd_pairs_unsaid(p);
    if (more + nothing > 0 && said > 0)
        say(p, qd_arena_printf(&l->m->arena, "Shown %u of %u pairs; of %u "
            "nothing comes back. --json has them all.", said,
            said + more + nothing, nothing));
}
