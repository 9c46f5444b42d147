/* What is asked of each path: every due by period, the balances at the
 * beginning, exit fees, and guarantees of contracts and loans. */
#include "analysis/paid.h"

#include <math.h>

#include "analysis/flows_lines.h"
#include "model/claims.h"
#include "model/path_due.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

/* ---- Probes */

/* Each node is asked once by period and once at the end; returns its probe
 * + 1, 0 of a hole. */
static uint32_t ask(qd_paid *p, qd_node node, bool last)
{
    if (hole(node)) return 0;
    qd_paths *run = p->run;
    uint32_t at = 2 * (uint32_t)node + last;
    while (p->probe_of.n <= at) *qd_vec_add(p->mem, &p->probe_of) = 0;
    if (p->probe_of.at[at]) return p->probe_of.at[at];
    *qd_vec_add(p->mem, &p->probes) = (qd_probe){
        .node = node, .ends = run->each + (last ? run->n_periods - 1 : 0),
        .n_ends = last ? 1 : run->n_periods };
    return p->probe_of.at[at] = p->probes.n;
}

/* ---- Parties */

uint32_t qd_paid_party(const qd_paid *p, qd_sym party)
{
    for (uint32_t u = 0; u < p->party.n; u++)
        if (p->party.at[u] == party) return u;
    return UINT32_MAX;
}

/* The balance at the beginning, which all worlds share. */
static uint32_t party(qd_paid *p, qd_world *w, qd_sym sym)
{
    if (sym == QD_SYM_HOLE || sym == 0) return QD_OUTSIDE;
    uint32_t u = qd_paid_party(p, sym);
    if (u != UINT32_MAX) return u;
    qd_entity e = *qd_world_entity(w, sym, p->currency);
    *qd_vec_add(p->mem, &p->party) = sym;
    *qd_vec_add(p->mem, &p->bounded) = e.has_cash;
    *qd_vec_add(p->mem, &p->opening) = e.has_cash ? ask(p, e.opening, true)
                                                  : 0;
    return p->party.n - 1;
}

/* ---- Dues */

static uint8_t rank_of(const qd_due *due)
{
    switch (due->kind) {
    case QD_DUE_REVENUE: return QD_PAID_REVENUE;
    case QD_DUE_EQUITY: case QD_DUE_LOAN: case QD_DUE_SECONDARY:
    case QD_DUE_STRIKE:
        return QD_PAID_FUNDS;
    case QD_DUE_COST: case QD_DUE_BURN: return QD_PAID_COSTS;
    default: return QD_PAID_OWED;
    }
}

static uint8_t part_of(const qd_due *due)
{
    switch (due->kind) {
    case QD_DUE_EQUITY: case QD_DUE_LOAN: case QD_DUE_STRIKE:
        return QD_PAYING_FUNDS;
    case QD_DUE_REPAYMENT: return QD_PAYING_SERVES;
    default: return QD_PAYING_PLAIN;
    }
}

static uint8_t rule_of(qd_paid_world *w, qd_lowering *l, uint32_t dir)
{
    qd_str word = qd_word_of(l, dir, "if-unpaid");
    if (qd_str_eq(word, QD_STR("default"))) return QD_PAYING_DEFAULT;
    if (qd_str_eq(word, QD_STR("cancel"))) return QD_PAYING_CANCEL;
    if (word.len || l->m->tree.dirs.at[dir].keyword != QD_K_contract)
        return QD_PAYING_DEFER;
    w->defers = true;
    return w->how.cancels ? QD_PAYING_CANCEL : QD_PAYING_DEFER;
}

/* Dues of one directive are one deal. */
static uint32_t deal_of(qd_paid *p, qd_paid_world *w, qd_lowering *l,
                        uint32_t dir)
{
    for (uint32_t i = w->dirs.n; i-- > 0;)
        if (w->dirs.at[i] == dir) return i;
    *qd_vec_add(p->mem, &w->dirs) = dir;
    *qd_vec_add(p->mem, &w->rules) = rule_of(w, l, dir);
    return w->dirs.n - 1;
}

static void push(qd_paid *p, qd_paid_world *w, qd_paying_due due,
                 qd_paid_row row)
{
    *qd_vec_add(p->mem, &w->dues) = due;
    *qd_vec_add(p->mem, &w->rows) = row;
}

static bool in_currency(const qd_paid *p, const qd_lowering *l, qd_node n)
{
    unsigned c = 0;
    return qd_dim_is_money(&l->m->units, qd_node_dim(&l->graph, n), &c) &&
           c == p->currency;
}

static void add_due(qd_paid *p, qd_paid_world *w, qd_world *world,
                    uint32_t number)
{
    qd_lowering *l = world->l;
    const qd_due due = l->dues.at[number];
    if (!qd_due_is_known(&due) || due.payer == due.payee) return;
    if (!in_currency(p, l, due.cash)) {
        p->left_out++;
        return;
    }
    uint32_t from = party(p, world, due.payer);
    uint32_t to = party(p, world, due.payee);
    if (from == to) return;
    uint32_t deal = deal_of(p, w, l, due.dir);
    push(p, w, (qd_paying_due){
        .from = from, .to = to, .deal = deal, .rank = rank_of(&due),
        .part = part_of(&due), .rule = w->rules.at[deal] },
         (qd_paid_row){ .amount = ask(p, due.cash, false) });
}

/* ---- Exit fees */

/* What a directive comes to in all, if it happens. */
static qd_node whole_of(qd_lowering *l, uint32_t dir)
{
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (due->dir != dir || hole(due->total)) continue;
        sum = hole(sum) ? due->total : qd_sum_of(l, sum, due->total);
    }
    return qd_times_of(l, sum, qd_lower_times(l, dir).happens);
}

static void add_fee(qd_paid *p, qd_paid_world *w, qd_lowering *l,
                    uint32_t number)
{
    const qd_paying_due due = w->dues.at[number];
    uint32_t dir = w->dirs.at[due.deal];
    if (due.rule != QD_PAYING_CANCEL ||
        l->m->tree.dirs.at[dir].keyword != QD_K_contract) return;
    for (uint32_t i = 0; i < number; i++)
        if (w->dues.at[i].deal == due.deal) return;
    qd_node fee = qd_lower_named(l, dir, "exit-fee", QD_DATE_FIRST);
    if (hole(fee)) return;
    bool share = qd_node_dim(&l->graph, fee) == QD_DIM_NONE;
    if (!share && !in_currency(p, l, fee)) return;
    qd_paid_row row = { 0 };
    if (share) {
        row.share = ask(p, fee, true);
        row.whole = ask(p, whole_of(l, dir), true);
    } else {
        row.fee = ask(p, fee, true);
    }
    push(p, w, (qd_paying_due){
        .from = due.from, .to = due.to, .deal = due.deal,
        .rank = QD_PAID_OWED, .rule = QD_PAYING_DEFER,
        .part = QD_PAYING_FEE }, row);
}

/* ---- Guarantees */

/* The deal of a contract or loan that a guarantee covers. */
static uint32_t covered_by(const qd_paid_world *w, const qd_lowering *l,
                           const qd_dir *guarantee)
{
    const qd_tree *t = &l->m->tree;
    for (uint32_t i = 0; i < w->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[w->dirs.at[i]];
        if (d->name && qd_dir_names(t, guarantee, "covers", d->name))
            return i;
    }
    return UINT32_MAX;
}

static void add_cover(qd_paid *p, qd_paid_world *w, qd_world *world,
                      uint32_t dir)
{
    qd_lowering *l = world->l;
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    if (d->keyword != QD_K_guarantee || !qd_dir_seen(&l->view, dir)) return;
    uint8_t firm = qd_firmness_of(l, dir);
    uint32_t deal = covered_by(w, l, d);
    if (deal == UINT32_MAX || firm == QD_FIRM_NONE ||
        (l->view.firm && firm > QD_FIRM_FIRM)) return;
    qd_times t = qd_lower_times(l, dir);
    qd_node on = qd_times_of(l, qd_during(l, t.from, t.to), t.happens);
    qd_node cap = qd_limit_of(l, dir, "cap");
    if (!hole(cap) && !in_currency(p, l, cap)) return;
    uint32_t from = party(p, world, d->a), to = party(p, world, d->b);
    if (from == to) return;
    push(p, w, (qd_paying_due){
        .from = from, .to = to, .deal = deal, .rank = QD_PAID_OWED,
        .rule = QD_PAYING_DEFER, .part = QD_PAYING_COVER },
         (qd_paid_row){ .amount = ask(p, on, false),
                        .cap = ask(p, cap, true) });
}

/* ---- A world */

void qd_paid_begin(qd_paid *p, qd_paths *run, unsigned currency)
{
    *p = (qd_paid){ .run = run, .mem = run->lowering.m->mem,
                    .currency = currency };
}

uint32_t qd_paid_add(qd_paid *p, qd_world *world, const qd_paid_how *how)
{
    qd_lowering *l = world->l;
    qd_paid_world w = { .how = *how };
    p->left_out = 0;
    for (uint32_t i = 0; i < l->dues.n; i++)
        add_due(p, &w, world, i);
    uint32_t dues = w.dues.n;
    for (uint32_t i = 0; i < dues; i++)
        add_fee(p, &w, l, i);
    for (uint32_t i = 0; i < l->m->tree.dirs.n; i++)
        add_cover(p, &w, world, i);
    for (uint32_t i = 0; i < how->n_struck; i++)
        party(p, world, how->struck[i]);
    *qd_vec_add(p->mem, &p->worlds) = w;
    return p->worlds.n - 1;
}

bool qd_paid_is_large(const qd_paid *p)
{
    const double most = 4e6; /* numbers, of 64 paths and more than once */
    double all = 0;
    for (uint32_t k = 0; k < p->worlds.n; k++)
        all += (double)p->worlds.at[k].dues.n * p->run->n_periods;
    return all > most;
}

void qd_paid_close(qd_paid *p, qd_paid_world *w)
{
    uint32_t n = p->party.n;
    qd_costs stated = { w->how.recovery, w->how.recovery };
    w->struck = qd_mem_resize(p->mem, NULL, (n + 1) * sizeof *w->struck);
    w->recovery = qd_mem_resize(p->mem, NULL, (n + 1) * sizeof *w->recovery);
    w->failing = qd_mem_resize(p->mem, NULL, (n + 1) * sizeof *w->failing);
    for (uint32_t u = 0; u < n; u++) {
        w->struck[u] = QD_PAYING_NEVER;
        w->recovery[u] = w->how.has_recovery ? stated : (qd_costs){ 0, 0 };
        w->failing[u] = w->how.has_recovery ? stated : (qd_costs){ 1, 1 };
    }
    for (uint32_t i = 0; i < w->how.n_struck; i++)
        w->struck[qd_paid_party(p, w->how.struck[i])] = w->how.period;
    w->net = (qd_paying_net){
        .n = n, .dues = w->dues.n, .deals = w->dirs.n,
        .months = p->run->n_periods, .ranks = QD_PAID_RANKS,
        .due = w->dues.at, .bounded = p->bounded.at, .struck = w->struck,
        .recovery = w->recovery, .failing = w->failing };
}
