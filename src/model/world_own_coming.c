/* An event behind the present as a path has it. What changes with time is kept
 * as it was when the event came. */
#include "model/shocks.h"
#include "model/totals.h"
#include "model/world_own_parts.h"
#include "model/world_states.h"

static qd_frozen keep(qd_owned *o, qd_node n, const qd_coming *x)
{
    if (hole(n)) return (qd_frozen){ QD_NODE_HOLE, QD_NODE_HOLE };
    if (!by_month(o, n)) return (qd_frozen){ n, n };
    qd_graph *g = &low(o)->graph;
    qd_dim dim = qd_node_dim(g, n);
    qd_node before = qd_node_carry(g, qd_node_const(g, 0, dim), dim);
    qd_node now = qd_node_make(g, QD_N_IF, x->before, before, n, 0);
    qd_carry_set(g, before, now);
    return (qd_frozen){ now, before };
}

static qd_frozen keep_field(qd_owned *o, uint32_t dir, const char *field,
                            const qd_coming *x)
{
    return keep(o, qd_lower_named(low(o), dir, field, QD_DATE_FIRST), x);
}

static bool changes_more(const qd_owned *o, uint32_t round)
{
    const qd_captable *c = &o->table;
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].by == round && c->events.at[i].priced &&
            (c->events.at[i].kind == QD_CAP_CONVERT ||
             c->events.at[i].kind == QD_CAP_POOL)) return true;
    return false;
}

static void make_round(qd_owned *o, const qd_cap_event *e, qd_coming *x)
{
    uint32_t priced = e->part_of == QD_NONE ? e->dir : e->part_of;
    qd_node money = qd_shocked_due(low(o), e->dir, qd_cap_paid(low(o), e));
    qd_node value = qd_lower_named(low(o), priced, "valuation",
                                   QD_DATE_FIRST);
    qd_node ratio = two(o, QD_N_DIV, money, value);
    x->ratio = keep(o, two(o, QD_N_MAX, ratio, number(o, 0)), x);
    /* what converts does in the first of its instalments */
    x->more = e->instalment <= 1 && changes_more(o, e->dir);
    if (!x->more) return;
    x->money = keep(o, money, x);
    x->value = keep(o, value, x);
    x->pool = keep_field(o, e->dir, "pool", x);
}

/* Its money with interest until the round. */
static void make_convert(qd_owned *o, const qd_cap_event *e, qd_coming *x)
{
    qd_set amount = qd_cap_money(&o->table, e->dir);
    double grown = amount.n && e->money.n
        ? qd_set_hull(&e->money).hi / qd_set_hull(&amount).hi : 1;
    qd_node money = qd_lower_named(low(o), e->dir, "amount", QD_DATE_FIRST);
    x->money = keep(o, two(o, QD_N_MUL, money, number(o, grown)), x);
    x->cap = keep_field(o, e->terms, "cap", x);
    x->off = keep_field(o, e->terms, "discount", x);
}

/* The share price, where a `price` for the company says one; a hole. */
static qd_node price_of(qd_owned *o, qd_dim dim)
{
    const qd_tree *t = &low(o)->m->tree;
    uint32_t company = qd_model_find_kind(low(o)->m, o->table.company,
                                          "party");
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        if (t->dirs.at[i].keyword != QD_K_price ||
            !qd_dir_seen(&low(o)->view, i) ||
            !qd_cap_names(&o->table, i, "for", company)) continue;
        qd_node n = qd_by_time(low(o), i, "value", QD_NODE_HOLE);
        if (!hole(n) && qd_node_dim(&low(o)->graph, n) == dim) return n;
    }
    return QD_NODE_HOLE;
}

/* 1 in a period in which what has vested may be exercised, and is worth it. */
static qd_node may_exercise(qd_owned *o, uint32_t dir, const qd_times *t)
{
    qd_lowering *l = low(o);
    qd_node may = qd_times_of(l, t->happens,
                              is_before(o, t->at, period_end(o)));
    qd_node last = qd_lower_named(l, dir, "expires", QD_DATE_LAST);
    if (!hole(last))
        may = qd_times_of(l, may, is_before(o, qd_lower_period_begin(l),
                                            last));
    qd_node strike = qd_lower_named(l, dir, "strike", QD_DATE_FIRST);
    qd_node price = hole(strike) ? QD_NODE_HOLE
                  : price_of(o, qd_node_dim(&l->graph, strike));
    return hole(price) ? may : qd_times_of(l, may, is_before(o, strike,
                                                             price));
}

/* What has been exercised is never given back. */
static void make_warrant(qd_owned *o, const qd_cap_event *e, qd_coming *x)
{
    qd_graph *g = &low(o)->graph;
    qd_node zero = number(o, 0), one = number(o, 1);
    qd_node vested = qd_lower_named(low(o), e->dir, "vested", QD_DATE_FIRST);
    if (hole(vested)) vested = one;
    vested = two(o, QD_N_MIN, two(o, QD_N_MAX, vested, zero), one);
    qd_node before = qd_node_carry(g, zero, QD_DIM_NONE);
    qd_node more = two(o, QD_N_MAX, vested, before);
    qd_node yes = may_exercise(o, e->dir, &x->times);
    qd_node is = qd_node_make(g, QD_N_COMPARE, yes, number(o, 0.5), 0,
                              QD_CMP_GT);
    qd_node now = qd_node_make(g, QD_N_IF, is, more, before, 0);
    qd_carry_set(g, before, now);
    x->vested = (qd_frozen){ now, before };
}

/* The directive that says whether and when it happens: with a round, but of
 * what converts there its own, as it may not have come to be. */
static uint32_t leads_of(const qd_owned *o, const qd_cap_event *e)
{
    const qd_tree *t = &low(o)->m->tree;
    if (e->by == QD_NONE) return e->dir;
    bool round = t->dirs.at[e->by].keyword == QD_K_round;
    return e->kind == QD_CAP_CONVERT && round && !e->exact ? e->dir : e->by;
}

qd_coming *qd_coming_of(qd_owned *o, uint32_t i)
{
    qd_coming *x = &o->coming[i];
    const qd_cap_event *e = &o->table.events.at[i];
    const qd_frozen none = { QD_NODE_HOLE, QD_NODE_HOLE };
    if (x->made) return x;
    *x = (qd_coming){ .made = true, .ratio = none, .money = none,
                      .value = none, .pool = none, .cap = none, .off = none,
                      .vested = none };
    uint32_t leads = leads_of(o, e);
    x->times = leads == e->dir ? qd_cap_times(low(o), e)
                               : qd_lower_times(low(o), leads);
    if (hole(x->times.happens)) x->times.happens = number(o, 0);
    if (hole(x->times.at)) x->times.at = x->times.from;
    x->before = qd_happened_before(low(o), &x->times);
    switch ((enum qd_cap_kind)e->kind) {
    case QD_CAP_ISSUE: case QD_CAP_MOVE: case QD_CAP_BACK:
        make_round(o, e, x);
        break;
    case QD_CAP_CONVERT: make_convert(o, e, x); break;
    case QD_CAP_EXERCISE: make_warrant(o, e, x); break;
    case QD_CAP_UNREPORTED: case QD_CAP_POOL: case QD_CAP_PROTECT:
    case QD_CAP_PRO_RATA: break;
    }
    return x;
}

/* 1 where it has happened by the time that is asked for. */
qd_node qd_done_of(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_coming *x = qd_coming_of(o, i);
    if (w->done[i]) return w->done[i];
    qd_node yes = x->times.happens;
    if (w->u.when == QD_OWN_BEFORE)
        yes = qd_node_make(&low(o)->graph, QD_N_IF, x->before, number(o, 1),
                           number(o, 0), 0);
    else if (w->u.when == QD_OWN_BY)
        yes = qd_times_of(low(o), yes, is_before(o, x->times.at,
                                                 day_node(o, w->u.day)));
    return w->done[i] = yes;
}

/* The same where the day has no part in it: whether the path has it at all. */
qd_node qd_happens_of(qd_walk *w, uint32_t i)
{
    qd_node yes = qd_coming_of(w->o, i)->times.happens;
    return by_month(w->o, yes) ? qd_done_of(w, i) : yes;
}
