/* Sums over dues, each in the order of the dues, and the states that
 * formulas ask for: what was left at the end of the period before, so that no
 * formula waits for itself. */
#include "model/world.h"

#include "model/claims.h"
#include "model/path_due.h"
#include "model/shocks.h"
#include "model/stage.h"
#include "model/world_own.h"
#include "model/world_states.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

bool qd_due_is_known(const qd_due *due)
{
    return !hole(due->cash);
}

qd_node qd_world_cash(qd_world *w, const qd_due *due)
{
    qd_dim money = qd_dim_money(&w->l->m->units, 0);
    return hole(due->cash) ? qd_node_const(&w->l->graph, 0, money)
                           : due->cash;
}

static unsigned currency_of(const qd_lowering *l, const qd_due *due)
{
    unsigned c = 0;
    qd_dim_is_money(&l->m->units, qd_node_dim(&l->graph, due->cash), &c);
    return c;
}

/* ---- Burn: a total of which the payer's operations are parts */

/* What operations of its payer come to in the period, while `on` is 1. */
static qd_node operations(qd_world *w, const qd_due *burn, unsigned currency,
                          qd_node on)
{
    qd_lowering *l = w->l;
    qd_node sum = qd_node_const(&l->graph, 0,
                                qd_dim_money(&l->m->units, currency));
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        bool operates = due->kind == QD_DUE_CONTRACT ||
                        due->kind == QD_DUE_COST ||
                        due->kind == QD_DUE_REVENUE;
        if (!operates || hole(due->cash) || currency_of(l, due) != currency ||
            due->payer == due->payee) continue;
        if (due->payer == burn->payer) sum = qd_sum_of(l, sum, due->cash);
        if (due->payee == burn->payer) sum = qd_minus(l, sum, due->cash);
    }
    return qd_times_of(l, sum, on);
}

/* The same due of the world beside which this is one, where no shock is on
 * it: what burn is beyond the operations that are known does not make up for
 * what a shock takes of them. */
static const qd_due *burn_before(const qd_lowering *l, const qd_due *burn)
{
    qd_shocked s = qd_shocked_of(&l->view, burn->dir);
    uint32_t k = 0;
    if (!l->base || s.delay > 0 || s.cut > 0) return NULL;
    for (const qd_due *d = l->dues.at; d < burn; d++)
        k += d->dir == burn->dir;
    for (uint32_t i = 0; i < l->base->dues.n; i++)
        if (l->base->dues.at[i].dir == burn->dir && k-- == 0)
            return &l->base->dues.at[i];
    return NULL;
}

/* In its span the payer pays at least what was said, added up from its
 * beginning: what its parts leave of that is paid to nobody in particular. */
static void settle_burn(qd_world *w, qd_due *burn)
{
    qd_lowering *l = w->l;
    qd_graph *g = &l->graph;
    if (burn->kind != QD_DUE_BURN || hole(burn->cash)) return;
    const qd_due *before = burn_before(l, burn);
    if (before) {
        burn->cash = before->cash;
        return;
    }
    qd_node zero = qd_node_const(g, 0, qd_node_dim(g, burn->cash));
    qd_node some = qd_node_make(g, QD_N_COMPARE, burn->cash, zero, 0,
                                QD_CMP_GT);
    qd_node on = qd_node_make(g, QD_N_IF, some,
                              qd_node_const(g, 1, QD_DIM_NONE),
                              qd_node_const(g, 0, QD_DIM_NONE), 0);
    qd_node parts = operations(w, burn, currency_of(l, burn), on);
    qd_node said = qd_sum_of(l, qd_so_far(l, burn->cash), burn->cash);
    qd_node paid = qd_sum_of(l, qd_so_far(l, parts), parts);
    burn->cash = qd_times_of(l, on, qd_to_reach(l, qd_minus(l, said, paid)));
}

/* ---- Entities */

static int order_of(const qd_model *m, qd_sym a, qd_sym b)
{
    if (a == b) return 0;
    if (a == QD_SYM_HOLE || b == QD_SYM_HOLE) return a == QD_SYM_HOLE ? 1 : -1;
    return qd_str_cmp(qd_model_name(m, a), qd_model_name(m, b));
}

/* The balance at or before the beginning of the horizon. */
static qd_node opening_of(qd_lowering *l, qd_sym party, unsigned currency)
{
    qd_sym cash = qd_names_find(&l->m->tree.names, QD_STR("cash"));
    uint32_t dir = party == QD_SYM_HOLE ? QD_NONE
        : qd_model_find_kind(l->m, party, "party");
    if (dir == QD_NONE || !cash || !qd_dir_seen(&l->view, dir))
        return QD_NODE_HOLE;
    qd_node n = qd_lower_field_on(l, dir, cash, l->m->horizon.from,
                                  QD_DATE_FIRST);
    unsigned is = 0;
    bool money = qd_dim_is_money(&l->m->units, qd_node_dim(&l->graph, n), &is);
    return n != QD_NODE_HOLE && money && is == currency ? n : QD_NODE_HOLE;
}

static bool is_financing(const qd_due *due)
{
    switch (due->kind) {
    case QD_DUE_CONTRACT: case QD_DUE_COST: case QD_DUE_REVENUE:
    case QD_DUE_BURN:
        return false;
    default: return true;
    }
}

/* Adds a due to what the entity has left. */
static void add_due(qd_world *w, qd_entity *e, const qd_due *due)
{
    qd_lowering *l = w->l;
    bool in = due->payee == e->party, out = due->payer == e->party;
    if (in == out || hole(due->cash) ||
        currency_of(l, due) != e->currency) return;
    e->net = in ? qd_sum_of(l, e->net, due->cash)
                : qd_minus(l, e->net, due->cash);
    e->position = in ? qd_sum_of(l, e->position, due->cash)
                     : qd_minus(l, e->position, due->cash);
    if (is_financing(due)) return;
    e->spending = in ? qd_minus(l, e->spending, due->cash)
                     : qd_sum_of(l, e->spending, due->cash);
}

static void fill_entity(qd_world *w, qd_entity *e)
{
    qd_lowering *l = w->l;
    qd_dim money = qd_dim_money(&l->m->units, e->currency);
    qd_node zero = qd_node_const(&l->graph, 0, money);
    e->opening = opening_of(l, e->party, e->currency);
    e->has_cash = e->opening != QD_NODE_HOLE;
    if (!e->has_cash) e->opening = zero;
    e->before = qd_node_carry(&l->graph, e->opening, money);
    e->position = e->before;
    e->net = e->spending = zero;
    for (uint32_t i = 0; i < l->dues.n; i++)
        add_due(w, e, &l->dues.at[i]);
    qd_carry_set(&l->graph, e->before, e->position);
}

qd_entity *qd_world_entity(qd_world *w, qd_sym party, unsigned currency)
{
    uint32_t at = 0;
    for (; at < w->entities.n; at++) {
        qd_entity *e = &w->entities.at[at];
        int c = order_of(w->l->m, e->party, party);
        if (c == 0) c = (e->currency > currency) - (e->currency < currency);
        if (c == 0) return e;
        if (c > 0) break;
    }
    qd_entity made = { .party = party, .currency = currency };
    fill_entity(w, &made);
    qd_vec_add(w->l->m->mem, &w->entities);
    for (uint32_t i = w->entities.n - 1; i > at; i--)
        w->entities.at[i] = w->entities.at[i - 1];
    w->entities.at[at] = made;
    return &w->entities.at[at];
}

/* ---- All */

/* States may ask for states that nothing asked for before: on to the end of
 * a graph that grows. */
void qd_world_resolve(qd_world *w)
{
    qd_lowering *l = w->l;
    for (uint32_t n = 0; n < l->graph.nodes.n; n++) {
        qd_node_row r = l->graph.nodes.at[n];
        while (w->instead.n <= n)
            *qd_vec_add(l->m->mem, &w->instead) = QD_NODE_BAD;
        if (r.op != QD_N_STATE) continue;
        qd_world *of = r.b ? w->beside : w;
        qd_graph_take(of->l, l);
        qd_node value = qd_state_on_path(of, &r);
        qd_graph_take(l, of->l);
        w->instead.at[n] = value;
    }
}

static bool operand_lacks(const qd_graph *g, const bool *lacks,
                          const qd_node_row *r)
{
    switch (r->op) {
    case QD_N_BAD: case QD_N_CONST: case QD_N_SET: case QD_N_STATE:
    case QD_N_CARRY: case QD_N_CLOCK: case QD_N_POINT:
        return false;
    case QD_N_HOLE: return true;
    case QD_N_FIELD: return lacks[r->b];
    case QD_N_TOGETHER: case QD_N_RIVALS: case QD_N_DRAW: case QD_N_PROCESS:
    case QD_N_PICK: case QD_N_FINANCED:
        for (uint32_t i = 0; i < r->b; i++)
            if (lacks[g->items.at[r->a + i]]) return true;
        return false;
    default: return lacks[r->a] || lacks[r->b] || lacks[r->c];
    }
}

/* A due that rests on something that nobody says has no number on any path:
 * it is left out and named, as one without an amount is. */
static void leave_out_holes(qd_lowering *l)
{
    const qd_graph *g = &l->graph;
    bool *lacks = qd_mem_zero(l->m->mem, g->nodes.n * sizeof *lacks);
    for (uint32_t i = 0; i < g->nodes.n; i++)
        lacks[i] = operand_lacks(g, lacks, &g->nodes.at[i]);
    for (uint32_t i = 0; i < l->dues.n; i++) {
        qd_due *due = &l->dues.at[i];
        if (due->cash != QD_NODE_BAD && lacks[due->cash])
            due->cash = QD_NODE_HOLE;
        if (due->amount != QD_NODE_BAD && due->cash == QD_NODE_HOLE &&
            lacks[due->amount]) due->amount = QD_NODE_HOLE;
    }
    qd_mem_release(l->m->mem, lacks);
}

void qd_world_make(qd_world *w, qd_lowering *l)
{
    *w = (qd_world){ .l = l };
    leave_out_holes(l);
    for (uint32_t i = 0; i < l->dues.n; i++)
        settle_burn(w, &l->dues.at[i]);
}

void qd_world_free(qd_world *w)
{
    for (uint32_t i = 0; i < w->owned.n; i++) qd_owned_free(w->owned.at[i]);
    qd_mem_release(w->l->m->mem, w->owned.at);
    qd_mem_release(w->l->m->mem, w->entities.at);
    qd_mem_release(w->l->m->mem, w->instead.at);
    *w = (qd_world){ .l = w->l };
}
