/* How much of what an investor put into a customer came back to it: an
 * interval, since cash is fungible. One pool, the customer's; what it pays to
 * others is gone, and what comes back through them is not counted. */
#include "analysis/loops.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/flows_lines.h"
#include "expr/eval.h"
#include "math/tracing.h"
#include "model/claims.h"

enum { INVESTOR, CUSTOMER };

struct moved { qd_event event; uint32_t month, class, line; };

struct pair {
    qd_sym investor, customer;
    bool dated;           /* something of what was put in has a month */
    int64_t out, opening, outside; /* the last is taken for granted */
    bool has_opening;
    qd_trace trace;
    int64_t tied;
    bool has_tied;
};

struct pairs {
    qd_loops *l;
    qd_flow_lines f;
    qd_eval e;
    QD_VEC(struct moved) moved;
    QD_VEC(qd_event) events;
    QD_VEC(struct pair) all;
};

static bool puts_in(const qd_flow_line *x)
{
    return x->kind == QD_DUE_EQUITY || x->kind == QD_DUE_LOAN;
}

static bool is_counted(const struct pairs *p, const qd_flow_line *x)
{
    static const unsigned most[] = { QD_FIRM_NONE, QD_FIRM_FIRM, QD_FIRM_FIRM,
                                     QD_FIRM_PAID };
    return !x->net && x->currency == p->l->currency &&
           x->firmness <= most[p->l->layer];
}

/* ---- Payments in their order */

/* Inside a month: revenue, funding, running costs, what is owed. */
static uint32_t class_of(const qd_flow_line *x)
{
    if (x->kind == QD_DUE_REVENUE) return 0;
    if (puts_in(x) || x->kind == QD_DUE_SECONDARY) return 1;
    return x->kind == QD_DUE_COST ? 2 : 3;
}

static int in_order(const void *a, const void *b)
{
    const struct moved *x = a, *y = b;
    if (x->month != y->month) return x->month < y->month ? -1 : 1;
    if (x->class != y->class) return x->class < y->class ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static uint32_t role(const struct pair *pair, qd_sym party)
{
    return party == pair->investor ? INVESTOR
         : party == pair->customer ? CUSTOMER : QD_OUTSIDE;
}

/* What of a line is due in any case by the end of a month, in whole cents,
 * moves when it becomes so: what has no day in its quarter at the end of
 * that. */
static void take_line(struct pairs *p, const struct pair *pair, uint32_t line)
{
    const qd_flow_line *x = &p->f.at[line];
    struct moved m = { .class = class_of(x), .line = line };
    m.event.from = role(pair, x->payer);
    m.event.to = role(pair, x->payee);
    if (m.event.from != CUSTOMER && m.event.to != CUSTOMER) return;
    m.event.labelled = puts_in(x) && m.event.from == INVESTOR;
    double so_far = 0;
    for (m.month = 0; m.month < p->f.n_periods; m.month++) {
        const qd_span_amount *due = &x->by_period[m.month];
        double cents = due->some ? floor(due->lo * 100 + 0.5) : 0;
        if (cents <= so_far || cents > 1e17) continue;
        m.event.amount = (int64_t)(cents - so_far);
        so_far = cents;
        *qd_vec_add(p->l->m->mem, &p->moved) = m;
    }
}

/* What the customer's cash does not cover comes from outside, just then. */
static void order_events(struct pairs *p, struct pair *pair)
{
    qd_mem *mem = p->l->m->mem;
    int64_t cash = pair->opening;
    p->events.n = 0;
    for (uint32_t i = 0; i < p->moved.n; i++) {
        const qd_event *e = &p->moved.at[i].event;
        int64_t lack = e->from == CUSTOMER ? e->amount - cash : 0;
        if (lack > 0) {
            *qd_vec_add(mem, &p->events) = (qd_event){
                .from = QD_OUTSIDE, .to = CUSTOMER, .amount = lack };
            pair->outside += lack;
            cash += lack;
        }
        *qd_vec_add(mem, &p->events) = *e;
        cash += e->from == CUSTOMER ? -e->amount : e->amount;
        if (e->labelled) pair->out += e->amount;
    }
    pair->dated = pair->out > 0;
}

/* ---- Cash and ties */

/* What the customer and who consolidates to it have at the beginning. */
static void find_opening(struct pairs *p, struct pair *pair)
{
    qd_lowering *l = &p->f.paths.lowering;
    qd_model *m = p->l->m;
    qd_sym cash = qd_names_find(&m->tree.names, QD_STR("cash"));
    for (uint32_t i = 0; cash && i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword != QD_K_party || !qd_dir_seen(&l->view, i) ||
            qd_party_shown(&l->view, d->name) != pair->customer) continue;
        qd_node n = qd_lower_field_on(l, i, cash, m->horizon.from,
                                      QD_DATE_FIRST);
        unsigned is = 0;
        if (n == QD_NODE_HOLE || n == QD_NODE_BAD ||
            !qd_dim_is_money(&m->units, qd_node_dim(&l->graph, n), &is) ||
            is != p->l->currency) continue;
        const qd_set *s = qd_eval_node(&p->e, n);
        if (s->unknown || s->n == 0) continue;
        double lo = qd_set_hull(s).lo;
        if (!(lo >= 0) || lo > 1e15) continue;
        pair->opening += (int64_t)floor(lo * 100 + 0.5);
        pair->has_opening = true;
    }
}

/* Whether `tied-to:` of a line of the pair names this directive. */
static bool is_tied(const struct pairs *p, const struct pair *pair,
                    qd_sym name)
{
    const qd_tree *t = &p->l->m->tree;
    const qd_view *v = &p->l->asked.view;
    const qd_lowering *l = &p->f.paths.lowering;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (qd_party_shown(v, due->payer) == pair->investor &&
            qd_party_shown(v, due->payee) == pair->customer &&
            qd_dir_names(t, &t->dirs.at[due->dir], "tied-to", name))
            return true;
    }
    return false;
}

/* The lesser of what was put in and what is due under the contracts to which
 * that is tied, within the horizon. */
static void find_tied(struct pairs *p, struct pair *pair)
{
    const qd_lowering *l = &p->f.paths.lowering;
    double sum = 0;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        const qd_view *v = &p->l->asked.view;
        if (qd_party_shown(v, due->payer) != pair->customer ||
            qd_party_shown(v, due->payee) != pair->investor ||
            !is_tied(p, pair, l->m->tree.dirs.at[due->dir].name)) continue;
        pair->has_tied = true;
        if (due->amount == QD_NODE_HOLE || due->amount == QD_NODE_BAD)
            continue;
        qd_span all = p->l->m->horizon;
        qd_eval_period(&p->e, qd_day_months(all.from), qd_day_months(all.to));
        const qd_set *set = qd_eval_node(&p->e, due->amount);
        double lo = set->unknown || set->n == 0 ? 0 : qd_set_hull(set).lo;
        if (lo > 0 && lo < 1e15) sum += lo;
    }
    double cents = floor(sum * 100 + 0.5);
    pair->tied = cents < (double)pair->out ? (int64_t)cents : pair->out;
}

/* ---- Tracing */

/* False when the engine found its own answer wrong. */
static bool trace(struct pairs *p, struct pair *pair)
{
    qd_mem *mem = p->l->m->mem;
    const int64_t opening[] = { 0, pair->opening };
    uint32_t where;
    qd_tracer t;
    qd_tracer_make(mem, &t, 2, p->events.n);
    qd_trace_fault fault = qd_trace_run(&t, INVESTOR, opening, p->events.at,
                                        p->events.n, &pair->trace, &where);
    qd_tracer_free(mem, &t);
    return fault == QD_TRACE_FINE;
}

static bool has_return(const struct pairs *p, qd_sym customer, qd_sym investor)
{
    for (uint32_t i = 0; i < p->f.n; i++)
        if (p->f.at[i].payer == customer && p->f.at[i].payee == investor &&
            is_counted(p, &p->f.at[i])) return true;
    return false;
}

static bool is_new(const struct pairs *p, const qd_flow_line *x)
{
    for (uint32_t i = 0; i < p->all.n; i++)
        if (p->all.at[i].investor == x->payer &&
            p->all.at[i].customer == x->payee) return false;
    return true;
}

static bool add_pair(struct pairs *p, const qd_flow_line *x)
{
    struct pair pair = { .investor = x->payer, .customer = x->payee };
    p->moved.n = 0;
    for (uint32_t i = 0; i < p->f.n; i++)
        if (is_counted(p, &p->f.at[i])) take_line(p, &pair, i);
    if (p->moved.n > 0)
        qsort(p->moved.at, p->moved.n, sizeof *p->moved.at, in_order);
    find_opening(p, &pair);
    order_events(p, &pair);
    find_tied(p, &pair);
    bool good = !pair.dated || trace(p, &pair);
    if (good) *qd_vec_add(p->l->m->mem, &p->all) = pair;
    else qd_answer_note(p->l->answer, qd_arena_printf(&p->l->m->arena,
        "what came back from %.*s to %.*s could not be traced",
        QD_STR_ARG(qd_party_label(p->l->m, pair.customer)),
        QD_STR_ARG(qd_party_label(p->l->m, pair.investor))));
    return good;
}

static void find_pairs(struct pairs *p)
{
    for (uint32_t i = 0; i < p->f.n; i++) {
        const qd_flow_line *x = &p->f.at[i];
        if (x->payer != QD_SYM_HOLE && x->payee != QD_SYM_HOLE &&
            puts_in(x) && is_counted(p, x) && is_new(p, x) &&
            has_return(p, x->payee, x->payer))
            add_pair(p, x);
    }
}

/* ---- Words */

static void amount(const struct pairs *p, qd_table *t, uint32_t column,
                   double cents)
{
    qd_table_number(t, column, cents / p->l->scale);
}

static void pair_row(struct pairs *p, qd_table *t, const struct pair *x)
{
    const qd_trace *r = &x->trace;
    qd_table_row(t);
    qd_table_text(t, 0, qd_party_label(p->l->m, x->investor));
    qd_table_text(t, 1, qd_party_label(p->l->m, x->customer));
    for (uint32_t c = 2; c < 8 && !x->dated; c++) qd_table_hole(t, c);
    if (x->dated) {
        amount(p, t, 2, (double)x->out);
        amount(p, t, 3, (double)r->lo);
        amount(p, t, 4, r->pro_rata);
        amount(p, t, 5, (double)r->rule[QD_TRACE_FIFO]);
        amount(p, t, 6, (double)r->rule[QD_TRACE_LIFO]);
        amount(p, t, 7, (double)r->hi);
    }
    if (x->has_tied && x->dated) amount(p, t, 8, (double)x->tied);
    if (x->has_opening) amount(p, t, 9, (double)x->opening);
    else qd_table_hole(t, 9);
    amount(p, t, 10, (double)x->outside);
}

static qd_table *pairs_table(struct pairs *p)
{
    static const char *const names[] = { "out", "lo", "prorata", "fifo",
        "lifo", "hi", "tied", "opening", "outside_assumed" };
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&p->l->m->arena, "pairs");
    qd_table_column(t, "investor", QD_COLUMN_TEXT, none);
    qd_table_column(t, "customer", QD_COLUMN_TEXT, none);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        qd_table_column(t, names[i], QD_COLUMN_NUMBER, p->l->unit);
    for (uint32_t i = 0; i < p->all.n; i++) pair_row(p, t, &p->all.at[i]);
    return t;
}

static void say_pair(struct pairs *p, const struct pair *x)
{
    qd_loops *l = p->l;
    qd_arena *arena = &l->m->arena;
    qd_str unit = l->unit, none = QD_STR("cash at the beginning is not "
                                         "known and taken as none");
    if (!x->dated) return;
    qd_str cash = x->has_opening ? qd_arena_printf(arena,
        "cash at the beginning is %.*s", QD_STR_ARG(
            qd_loops_number(l, x->opening))) : none;
    qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(arena,
        "Of %.*s %.*s that %.*s puts into %.*s within the horizon, at least "
        "%.*s and at most %.*s comes straight back (pro rata %.*s, first in "
        "first out %.*s, last in first out %.*s). %.*s's %.*s; what it "
        "then lacks, %.*s, is taken to come from outside.",
        QD_STR_ARG(qd_loops_number(l, x->out)), QD_STR_ARG(unit),
        QD_STR_ARG(qd_party_label(l->m, x->investor)),
        QD_STR_ARG(qd_party_label(l->m, x->customer)),
        QD_STR_ARG(qd_loops_number(l, x->trace.lo)),
        QD_STR_ARG(qd_loops_number(l, x->trace.hi)),
        QD_STR_ARG(qd_short_number(arena, x->trace.pro_rata / l->scale)),
        QD_STR_ARG(qd_loops_number(l, x->trace.rule[QD_TRACE_FIFO])),
        QD_STR_ARG(qd_loops_number(l, x->trace.rule[QD_TRACE_LIFO])),
        QD_STR_ARG(qd_party_label(l->m, x->customer)), QD_STR_ARG(cash),
        QD_STR_ARG(qd_loops_number(l, x->outside)));
}

/* What goes from one to the other on the layer, for shares or under
 * contracts. */
static int64_t sum_of(const qd_loops *l, qd_sym from, qd_sym to, bool shares,
                      bool *exact)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < l->pays.n; i++) {
        const qd_loop_pay *x = &l->pays.at[i];
        if (x->layer != l->layer || l->sym[x->from] != from ||
            l->sym[x->to] != to ||
            x->kind != (shares ? QD_DUE_EQUITY : QD_DUE_CONTRACT)) continue;
        sum += x->amount;
        *exact = *exact && x->exact;
    }
    return sum;
}

/* Shares on one side, what is bought on the other: what netting leaves. */
static void say_barter(struct pairs *p, const struct pair *x)
{
    qd_loops *l = p->l;
    qd_arena *arena = &l->m->arena;
    bool exact = true;
    int64_t in = sum_of(l, x->investor, x->customer, true, &exact);
    int64_t back = sum_of(l, x->customer, x->investor, false, &exact);
    if (in == 0 || back == 0) return;
    qd_str investor = qd_party_label(l->m, x->investor);
    qd_str customer = qd_party_label(l->m, x->customer);
    bool pays = back >= in;
    qd_str rest = !exact ? (qd_str){ "", 0 } : qd_arena_printf(arena,
        "; %.*s would still pay %.*s", QD_STR_ARG(pays ? customer : investor),
        QD_STR_ARG(qd_loops_number(l, pays ? back - in : in - back)));
    qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(arena,
        "Netted it is barter: shares of %.*s for %s%.*s %.*s on one side, "
        "what %.*s sells it for %s%.*s on the other%.*s.",
        QD_STR_ARG(customer), exact ? "" : "at least ",
        QD_STR_ARG(qd_loops_number(l, in)), QD_STR_ARG(l->unit),
        QD_STR_ARG(investor), exact ? "" : "at least ",
        QD_STR_ARG(qd_loops_number(l, back)), QD_STR_ARG(rest));
}

static bool is_asked(const struct pairs *p, const struct pair *x)
{
    const qd_loops *l = p->l;
    bool any = false;
    for (size_t i = 0; i < l->asked.n; i++) {
        const qd_argument *a = &l->asked.args[i];
        if (a->name[0] && strcmp(a->name, "through") != 0) continue;
        qd_sym s = qd_names_find(&l->m->tree.names, a->value);
        s = s ? qd_party_shown(&l->asked.view, s) : 0;
        if (s == x->investor || s == x->customer) return true;
        any = true;
    }
    return !any;
}

static void say_pairs(struct pairs *p)
{
    uint32_t said = 0;
    for (uint32_t i = 0; i < p->all.n; i++) {
        if (!is_asked(p, &p->all.at[i])) continue;
        if (p->all.at[i].dated && said++ == 0)
            qd_answer_block(p->l->answer, QD_BLOCK_HEAD)->text =
                QD_STR("What comes back of what was put in · month by month, "
                       "low ends as the model uses them");
        say_pair(p, &p->all.at[i]);
        say_barter(p, &p->all.at[i]);
    }
}

void qd_loops_pairs(qd_loops *l)
{
    struct pairs p = { .l = l };
    qd_flow_lines_make(&p.f, &l->asked, 1,
                       QD_LINES_KINDS | QD_LINES_MODEL | QD_LINES_SO_FAR);
    qd_eval_init(&p.e, &p.f.paths.lowering.graph, l->m->mem, QD_FACE_MODEL,
                 qd_day_months(l->m->horizon.from));
    find_pairs(&p);
    qd_answer_table(l->answer, pairs_table(&p));
    say_pairs(&p);
    qd_eval_free(&p.e);
    qd_flow_lines_free(&p.f);
    qd_mem_release(l->m->mem, p.all.at);
    qd_mem_release(l->m->mem, p.events.at);
    qd_mem_release(l->m->mem, p.moved.at);
}
