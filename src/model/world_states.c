/* Of a directive or a party: what has happened, was paid, is owed, is there,
 * as of the end of the period before. Asked for by a date (in `check`): as of
 * the end of the period that holds it. */
#include "model/world_states.h"

#include "base/date.h"
#include "model/claims.h"
#include "model/path_due.h"
#include "model/shocks.h"
#include "model/stage.h"
#include "model/world_own.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

static qd_node yes_or_no(qd_lowering *l, qd_node number)
{
    qd_node half = qd_node_const(&l->graph, 0.5, QD_DIM_NONE);
    return qd_node_make(&l->graph, QD_N_COMPARE, number, half, 0, QD_CMP_GT);
}

/* ---- Of a directive */

/* What waits for a condition is known by what it was at the end of the
 * period before: asked for now, the condition may ask for it in turn. */
static qd_node met(qd_lowering *l, const qd_times *t)
{
    qd_graph *g = &l->graph;
    qd_node one = qd_node_const(g, 1, QD_DIM_NONE);
    qd_node zero = qd_node_const(g, 0, QD_DIM_NONE);
    qd_node end = qd_sum_of(l, qd_lower_period_begin(l), qd_step(l));
    qd_node due = qd_node_make(g, QD_N_COMPARE, t->at, end, 0, QD_CMP_LT);
    qd_node now = qd_times_of(l, qd_node_make(g, QD_N_IF, due, one, zero, 0),
                              t->happens);
    qd_node before = qd_node_carry(g, zero, QD_DIM_NONE);
    qd_carry_set(g, before, qd_node_make(g, QD_N_MAX, before, now, 0, 0));
    return yes_or_no(l, before);
}

qd_node qd_happened_before(qd_lowering *l, const qd_times *t)
{
    qd_node one = qd_node_const(&l->graph, 1, QD_DIM_NONE);
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_NONE);
    if (hole(t->at)) return yes_or_no(l, zero);
    if (l->graph.nodes.at[t->at].scope == QD_SCOPE_MONTH) return met(l, t);
    qd_node before = qd_node_make(&l->graph, QD_N_COMPARE, t->at,
                                  qd_lower_period_begin(l), 0, QD_CMP_LT);
    qd_node gone = qd_node_make(&l->graph, QD_N_IF, before, one, zero, 0);
    return yes_or_no(l, qd_times_of(l, gone, t->happens));
}

/* What is closed has happened, also where nobody says when. */
static qd_node happened(qd_world *w, uint32_t dir)
{
    qd_lowering *l = w->l;
    qd_times t = qd_lower_times(l, dir);
    if (hole(t.happens)) return QD_NODE_HOLE;
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    bool lasts = !(qd_instrument_of(d)->flags & QD_I_INSTANT) &&
                 d->keyword != QD_K_deal && d->keyword != QD_K_event;
    if (lasts && !hole(t.from)) t.at = t.from;
    if (hole(t.at)) {
        bool closed = qd_stage_firmness(&l->view, dir, l->arena) ==
                      QD_FIRM_PAID;
        return yes_or_no(l, qd_times_of(l, t.happens, qd_node_const(
            &l->graph, closed, QD_DIM_NONE)));
    }
    return qd_happened_before(l, &t);
}

/* The capacity that arrives in the period: as the schedule spreads what is
 * taken of it. */
static qd_node delivered_now(qd_world *w, uint32_t dir, qd_dim dim)
{
    qd_lowering *l = w->l;
    static const char *const fields[] = { "power", "quantity", "amount" };
    qd_node all = QD_NODE_HOLE;
    for (int i = 0; i < 3 && hole(all); i++) {
        all = qd_lower_named(l, dir, fields[i], QD_DATE_FIRST);
        if (!hole(all) && qd_node_dim(&l->graph, all) != dim)
            all = QD_NODE_HOLE;
    }
    qd_node share = qd_schedule_of(l, dir).share;
    if (w->l->m->tree.dirs.at[dir].keyword == QD_K_contract)
        share = qd_times_of(l, share,
                            qd_taken_of(l, dir, qd_whole_of(l, dir)));
    all = qd_shocked_due(l, dir, qd_times_of(l, all, share));
    return qd_times_of(l, all, qd_lower_times(l, dir).happens);
}

qd_node qd_world_delivered(qd_world *w, uint32_t dir, qd_dim dim)
{
    qd_node now = delivered_now(w, dir, dim);
    return hole(now) ? QD_NODE_HOLE
                     : qd_sum_of(w->l, qd_so_far(w->l, now), now);
}

static qd_node delivering(qd_world *w, uint32_t dir, qd_dim rate)
{
    qd_lowering *l = w->l;
    qd_dim dim = qd_dim_mul(&l->m->units, rate, QD_DIM_TIME);
    return qd_quotient(l, delivered_now(w, dir, dim), qd_step(l));
}

enum which { LENT, REPAID, ALL };

static bool is_of(const qd_due *due, enum which which)
{
    bool back = due->kind == QD_DUE_REPAYMENT;
    if (which == ALL) return due->kind != QD_DUE_LOAN;
    return which == LENT ? due->kind == QD_DUE_LOAN : back && !due->interest;
}

/* What moves under a directive in the period. */
static qd_node moves(qd_world *w, uint32_t dir, enum which which)
{
    qd_lowering *l = w->l;
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (due->dir != dir || hole(due->cash) || !is_of(due, which))
            continue;
        sum = hole(sum) ? due->cash : qd_sum_of(l, sum, due->cash);
    }
    return sum;
}

/* Of a loan what was lent and is not paid back; else what is due in all and
 * not paid yet. */
static qd_node owed(qd_world *w, uint32_t dir)
{
    qd_lowering *l = w->l;
    qd_node lent = moves(w, dir, LENT), back = moves(w, dir, REPAID);
    if (!hole(lent)) {
        lent = qd_so_far(l, lent);
        return hole(back) ? lent : qd_minus(l, lent, qd_so_far(l, back));
    }
    qd_node total = QD_NODE_HOLE;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (due->dir != dir || hole(due->total)) continue;
        total = hole(total) ? due->total : qd_sum_of(l, total, due->total);
    }
    total = qd_times_of(l, total, qd_lower_times(l, dir).happens);
    qd_node paid = qd_so_far(l, moves(w, dir, ALL));
    return qd_least_zero(l, qd_minus(l, total, paid));
}

/* ---- Of a party */

static qd_sym party_of(const qd_world *w, uint32_t dir)
{
    return w->l->m->tree.dirs.at[dir].name;
}

static unsigned currency_of(const qd_world *w, qd_dim money)
{
    unsigned c = 0;
    qd_dim_is_money(&w->l->m->units, money, &c);
    return c;
}

/* Operations of the period before, a month. */
static qd_node spending(qd_world *w, uint32_t dir, unsigned currency)
{
    qd_lowering *l = w->l;
    qd_node now = qd_world_entity(w, party_of(w, dir), currency)->spending;
    qd_node zero = qd_node_const(&l->graph, 0, qd_node_dim(&l->graph, now));
    qd_node before = qd_node_carry(&l->graph, zero,
                                   qd_node_dim(&l->graph, now));
    qd_carry_set(&l->graph, before, now);
    return qd_quotient(l, before, qd_step(l));
}

/* How long its cash lasts; for ever where it spends nothing. */
static qd_node runway(qd_world *w, uint32_t dir)
{
    qd_lowering *l = w->l;
    qd_graph *g = &l->graph;
    qd_node out = spending(w, dir, 0);
    qd_node cash = qd_world_entity(w, party_of(w, dir), 0)->before;
    qd_node zero = qd_node_const(g, 0, qd_node_dim(g, out));
    qd_node spends = qd_node_make(g, QD_N_COMPARE, out, zero, 0, QD_CMP_GT);
    qd_node lasts = qd_quotient(l, qd_least_zero(l, cash), out);
    return qd_node_make(g, QD_N_IF, spends, lasts,
                        qd_node_const(g, QD_NEVER, QD_DIM_TIME), 0);
}

static qd_node revenue(qd_world *w, uint32_t dir)
{
    qd_lowering *l = w->l;
    qd_sym party = party_of(w, dir);
    qd_node sum = qd_node_const(&l->graph, 0, qd_dim_money(&l->m->units, 0));
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (due->kind != QD_DUE_REVENUE || due->payee != party ||
            hole(due->cash) ||
            currency_of(w, qd_node_dim(&l->graph, due->cash)) != 0) continue;
        sum = qd_sum_of(l, sum, due->cash);
    }
    return qd_quotient(l, sum, qd_step(l));
}

/* ---- By a date */

struct asked {
    qd_world *w;
    qd_sym name[3];
    uint32_t n;      /* names */
    bool dated;
    qd_span when;
};

/* The names among the arguments of a call, and the date behind them. */
static struct asked arguments_of(qd_world *w, const qd_syn *call)
{
    const qd_tree *t = &w->l->m->tree;
    struct asked a = { .w = w };
    for (qd_id i = call->b; i != QD_NONE; i = t->syns.at[i].b) {
        const qd_syn *s = &t->syns.at[t->syns.at[i].a];
        if (s->kind == QD_SYN_NAME && a.n < 3) a.name[a.n++] = s->a;
        if (s->kind == QD_SYN_DATE) a.dated = true, a.when = s->span;
    }
    return a;
}

static qd_node day(qd_lowering *l, qd_day d)
{
    return qd_node_const(&l->graph, qd_day_months(d), QD_DIM_DATE);
}

qd_node qd_as_of(qd_lowering *l, qd_node value, qd_day last)
{
    if (hole(value)) return value;
    qd_node over = qd_node_make(&l->graph, QD_N_COMPARE,
                                qd_lower_period_begin(l), day(l, last), 0,
                                QD_CMP_GT);
    qd_dim dim = qd_node_dim(&l->graph, value);
    qd_node kept = qd_node_carry(&l->graph,
                                 qd_node_const(&l->graph, 0, dim), dim);
    qd_node n = qd_node_make(&l->graph, QD_N_IF, over, kept, value, 0);
    qd_carry_set(&l->graph, kept, n);
    return n;
}

static qd_node as_of(const struct asked *a, qd_node value)
{
    return a->dated ? qd_as_of(a->w->l, value, a->when.to - 1) : value;
}

static bool shown_as(const qd_lowering *l, qd_sym party, qd_sym asked)
{
    return party == asked || qd_party_shown(&l->view, party) == asked;
}

/* All that one pays the other, in the time that is asked for. */
static qd_node flow(const struct asked *a)
{
    qd_lowering *l = a->w->l;
    qd_node sum = qd_node_const(&l->graph, 0, qd_dim_money(&l->m->units, 0));
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (hole(due->cash) || !shown_as(l, due->payer, a->name[0]) ||
            !shown_as(l, due->payee, a->name[1])) continue;
        sum = qd_sum_of(l, sum, due->cash);
    }
    if (a->dated && a->when.from != QD_DAY_OPEN_FROM &&
        a->when.to != QD_DAY_OPEN_TO)
        sum = qd_where(l, qd_during(l, day(l, a->when.from),
                                    day(l, a->when.to)), sum);
    return qd_sum_of(l, qd_so_far(l, sum), sum);
}

/* What others have yet to pay it under contracts and cannot cancel. */
static qd_node backlog(const struct asked *a)
{
    qd_lowering *l = a->w->l;
    qd_node sum = qd_node_const(&l->graph, 0, qd_dim_money(&l->m->units, 0));
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        bool firm = due->kind == QD_DUE_CONTRACT &&
                    due->firmness <= QD_FIRM_FIRM;
        if (!firm || hole(due->total) || hole(due->amount) ||
            !shown_as(l, due->payee, a->name[0])) continue;
        qd_node paid = qd_sum_of(l, qd_so_far(l, due->amount), due->amount);
        qd_node left = qd_least_zero(l, qd_minus(l, due->total, paid));
        sum = qd_sum_of(l, sum, left);
    }
    return as_of(a, sum);
}

/* A stake at the end of the asked days, else at the end of the period
 * before. */
static qd_node stake(const struct asked *a)
{
    bool by = a->dated && a->when.to != QD_DAY_OPEN_TO;
    return qd_world_stake(a->w, a->name[0], a->name[1],
                          by ? QD_OWN_BY : QD_OWN_BEFORE, a->when.to);
}

static qd_node asked_for(qd_world *w, qd_id id)
{
    const qd_tree *t = &w->l->m->tree;
    if (id >= t->syns.n || t->syns.at[id].kind != QD_SYN_CALL)
        return QD_NODE_HOLE;
    struct asked a = arguments_of(w, &t->syns.at[id]);
    qd_str fn = qd_names_text(&t->names, t->syns.at[id].a);
    if (qd_str_eq(fn, QD_STR("cash")) && a.n == 1)
        return as_of(&a, qd_world_entity(w, a.name[0], 0)->position);
    if (qd_str_eq(fn, QD_STR("own")) && a.n == 2) return stake(&a);
    if (qd_str_eq(fn, QD_STR("flow")) && a.n == 2) return flow(&a);
    if (qd_str_eq(fn, QD_STR("backlog")) && a.n == 1) return backlog(&a);
    return QD_NODE_HOLE;
}

qd_node qd_state_on_path(qd_world *w, const qd_node_row *state)
{
    qd_lowering *l = w->l;
    uint32_t of = state->a;
    switch ((enum qd_state)state->k) {
    case QD_STATE_HAPPENED: return happened(w, of);
    case QD_STATE_DELIVERING: return delivering(w, of, state->dim);
    case QD_STATE_DELIVERED:
        return qd_so_far(l, delivered_now(w, of, state->dim));
    case QD_STATE_PAID: return qd_so_far(l, moves(w, of, ALL));
    case QD_STATE_OWED: return owed(w, of);
    case QD_STATE_CASH:
        return qd_world_entity(w, party_of(w, of),
                               currency_of(w, state->dim))->before;
    case QD_STATE_RUNWAY: return runway(w, of);
    case QD_STATE_SPENDING:
        return spending(w, of, currency_of(
            w, qd_dim_mul(&l->m->units, state->dim, QD_DIM_TIME)));
    case QD_STATE_REVENUE: return revenue(w, of);
    case QD_STATE_OTHER: return asked_for(w, of);
    }
    return QD_NODE_HOLE;
}
