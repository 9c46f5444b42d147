/* What is said of the pairs: the table `pairs`, a grid for each, words. */
#include "analysis/loops_pairs.h"

#include <math.h>

#include "base/buf.h"
#include "model/claims.h"

/* ---- The table for programs */

static const char *const columns[] = { "out", "lo", "prorata", "fifo", "lifo",
    "hi", "tied", "opening", "outside_assumed", "lo_any_cash", "hi_any_cash",
    "lo_through", "hi_through", "spent_on", "sales" };
enum { OUT = 2, LO, PRO_RATA, FIFO, LIFO, HI, TIED, OPENING, OUTSIDE, ANY_LO,
       ANY_HI, THROUGH_LO, THROUGH_HI, SPENT, SALES };

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

static void pair_row(const qd_pairs *p, qd_table *t, const qd_pair *x)
{
    qd_table_row(t);
    qd_table_text(t, 0, p->l->party[x->investor]);
    qd_table_text(t, 1, p->l->party[x->customer]);
    for (uint32_t c = OUT; c <= HI && !x->dated; c++) qd_table_hole(t, c);
    if (x->dated) traced_cells(p, t, x);
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
    qd_table_column(g, "way", QD_COLUMN_TEXT, none)->title = qd_arena_printf(
        &p->l->m->arena, "of %.*s, %.*s → %.*s",
        QD_STR_ARG(qd_loops_number(p->l, x->out)),
        QD_STR_ARG(p->l->party[x->investor]),
        QD_STR_ARG(p->l->party[x->customer]));
    qd_table_column(g, "lo", QD_COLUMN_NUMBER, none)->title =
        QD_STR("at least");
    qd_table_column(g, "prorata", QD_COLUMN_NUMBER, none)->title =
        QD_STR("pro rata");
    qd_table_column(g, "hi", QD_COLUMN_NUMBER, none)->title =
        QD_STR("at most");
    grid_row(p, g, "came straight back", (double)r->lo, r->pro_rata,
             (double)r->hi);
    if (x->any_lo < r->lo || x->any_hi > r->hi)
        grid_row(p, g, "the same, whatever cash it has", (double)x->any_lo,
                 -1, (double)x->any_hi);
    if (x->has_through &&
        (x->through_lo > r->lo || x->through_hi > r->hi))
        grid_row(p, g, "also through others", (double)x->through_lo, -1,
                 (double)x->through_hi);
    if (x->sales > 0) share_row(g, p, x);
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

static void say_rules(const qd_pairs *p, const qd_pair *x)
{
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
    if (use != QD_NONE)
        say(p, qd_arena_printf(arena, "What it is for is said (%.*s)%s.",
            QD_STR_ARG(line_of(p, use, "spent-on")), x->spent > 0
            ? " and counted" : ", which fixes no part of it"));
    if (tie == QD_NONE) return;
    qd_str where = line_of(p, tie, "tied-to");
    if (x->tied > 0)
        say(p, qd_arena_printf(arena, "%.*s of it is released against what "
            "%.*s buys (%.*s): a rebate in substance.",
            QD_STR_ARG(number(p, x->tied)),
            QD_STR_ARG(l->party[x->customer]), QD_STR_ARG(where)));
    else
        say(p, qd_arena_printf(arena, "It is tied to purchases of which no "
            "amount is known (%.*s).", QD_STR_ARG(where)));
}

/* ---- Barter */

/* What goes from one to the other on the layer, for shares or under
 * contracts. */
static int64_t sum_of(const qd_loops *l, uint32_t from, uint32_t to,
                      bool shares, bool *exact)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < l->pays.n; i++) {
        const qd_loop_pay *x = &l->pays.at[i];
        if (x->layer != l->layer || x->from != from || x->to != to ||
            x->kind != (shares ? QD_DUE_EQUITY : QD_DUE_CONTRACT)) continue;
        sum += x->amount;
        *exact = *exact && x->exact;
    }
    return sum;
}

/* Shares on one side, what is bought on the other: what netting leaves. */
static void say_barter(const qd_pairs *p, const qd_pair *x)
{
    qd_loops *l = p->l;
    qd_arena *arena = &l->m->arena;
    bool exact = true;
    int64_t in = sum_of(l, x->investor, x->customer, true, &exact);
    int64_t back = sum_of(l, x->customer, x->investor, false, &exact);
    if (in == 0 || back == 0) return;
    qd_str investor = l->party[x->investor], customer = l->party[x->customer];
    bool pays = back >= in;
    qd_str rest = !exact ? (qd_str){ "", 0 } : qd_arena_printf(arena,
        "; %.*s would still pay %.*s", QD_STR_ARG(pays ? customer : investor),
        QD_STR_ARG(number(p, pays ? back - in : in - back)));
    say(p, qd_arena_printf(arena,
        "Netted it is barter: shares of %.*s for %s%.*s %.*s on one side, "
        "what %.*s sells it for %s%.*s on the other%.*s.",
        QD_STR_ARG(customer), exact ? "" : "at least ",
        QD_STR_ARG(number(p, in)), QD_STR_ARG(l->unit),
        QD_STR_ARG(investor), exact ? "" : "at least ",
        QD_STR_ARG(number(p, back)), QD_STR_ARG(rest)));
}

/* ---- All pairs */

enum { SHOWN = 10 };

static bool is_asked(const qd_pairs *p, const qd_pair *x)
{
    const qd_loops *l = p->l;
    for (uint32_t i = 0; i < l->n_chosen; i++)
        if (l->chosen[i] == x->investor || l->chosen[i] == x->customer)
            return true;
    return l->n_chosen == 0;
}

static void say_pair(const qd_pairs *p, const qd_pair *x)
{
    if (x->dated) {
        pair_grid(p, x);
        say_rules(p, x);
        if (p->l->sym) say_terms(p, x);
    }
    if (p->l->sym) say_barter(p, x);
}

static bool comes_back(const qd_pair *x)
{
    return x->any_hi > 0 || x->through_hi > 0;
}

void qd_pairs_said(qd_pairs *p)
{
    qd_loops *l = p->l;
    uint32_t said = 0, more = 0, nothing = 0;
    pairs_table(p);
    for (uint32_t i = 0; i < p->all.n; i++) {
        const qd_pair *x = &p->all.at[i];
        if (!is_asked(p, x)) continue;
        if (x->dated && !comes_back(x)) nothing++;
        else if (x->dated && said == SHOWN) more++;
        else if (x->dated && said++ == 0)
            qd_answer_block(l->answer, QD_BLOCK_HEAD)->text = l->sym
                ? QD_STR("What comes back of what was put in, month by month")
                : QD_STR("What comes back of what was paid, by date");
        if (more == 0 && (comes_back(x) || !x->dated)) say_pair(p, x);
    }
    if (more + nothing > 0 && said > 0)
        say(p, qd_arena_printf(&l->m->arena, "Shown %u of %u pairs; of %u "
            "nothing comes back. --json has them all.", said,
            said + more + nothing, nothing));
}
