/* What a company's holders have on a path, as nodes: units of the table that
 * was drawn, and for each event behind its present what it does to them where
 * it has happened. What changes with time is kept as it was when the event
 * came. Pre- or post-money not said is pre. */
#include "model/world_own.h"

#include <math.h>

#include "expr/eval.h"
#include "math/rounds.h"
#include "model/captable_parts.h"
#include "model/claims.h"
#include "model/known.h"
#include "model/path_due.h"
#include "model/shocks.h"
#include "model/totals.h"
#include "model/world_states.h"

/* Above this share of all behind it nothing is sold. */
#define MOST_SOLD 0.999

/* A number of an event: as it is in the period, once it has happened as it
 * was then; and the same at the end of the period before. */
struct kept { qd_node now, before; };

/* An event behind the present, on a path. */
struct coming {
    bool made, more;      /* more: a round that changes more than itself */
    qd_times times;
    qd_node before;       /* whether it had happened when the period began */
    struct kept ratio;    /* money against value */
    struct kept money, value, pool, cap, off;
    struct kept vested;   /* the share of a warrant that is exercised */
};

/* Units after the events, and all of them. */
struct units {
    enum qd_own_when when;
    qd_day day;
    qd_node *held, all;
};

struct qd_owned {
    qd_world *w;
    qd_captable table;
    qd_cap_time now;
    qd_hitrun from;
    uint64_t key;
    struct coming *coming; /* by event */
    qd_poly_term *terms;
    QD_VEC(struct units) done;
};

struct walk {
    qd_owned *o;
    struct units u;
    double moment;        /* of what was done last, and all units before it */
    qd_node before;
    qd_node *done;        /* by event: 1 where it has happened, QD_NODE_BAD:
                             not asked yet */
    qd_node *base, *some; /* by tranche: units behind its round, and whether
                             one of it has come so far */
};

/* ---- Nodes */

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

static qd_lowering *low(const qd_owned *o)
{
    return o->table.l;
}

static qd_node number(const qd_owned *o, double x)
{
    return qd_node_const(&low(o)->graph, x, QD_DIM_NONE);
}

static qd_node two(const qd_owned *o, enum qd_node_op op, qd_node a,
                   qd_node b)
{
    if (hole(a) || hole(b)) return QD_NODE_HOLE;
    qd_node n = qd_node_make(&low(o)->graph, op, a, b, 0, 0);
    return n ? n : QD_NODE_HOLE;
}

static qd_node plus(const qd_owned *o, qd_node a, qd_node b)
{
    double x;
    if (qd_node_known(&low(o)->graph, b, &x) && x == 0) return a;
    return two(o, QD_N_ADD, a, b);
}

static bool by_month(const qd_owned *o, qd_node n)
{
    return low(o)->graph.nodes.at[n].scope == QD_SCOPE_MONTH;
}

/* 1 where a is before b. */
static qd_node is_before(const qd_owned *o, qd_node a, qd_node b)
{
    if (hole(a) || hole(b)) return number(o, 0);
    qd_graph *g = &low(o)->graph;
    qd_node is = qd_node_make(g, QD_N_COMPARE, a, b, 0, QD_CMP_LT);
    return qd_node_make(g, QD_N_IF, is, number(o, 1), number(o, 0), 0);
}

static qd_node day_node(const qd_owned *o, qd_day day)
{
    return qd_node_const(&low(o)->graph, qd_day_months(day), QD_DIM_DATE);
}

static qd_node period_end(const qd_owned *o)
{
    return qd_sum_of(low(o), qd_lower_period_begin(low(o)), qd_step(low(o)));
}

/* ---- The table of the present */

/* A variable of the point; what no path changes is a number. */
static qd_node variable(qd_owned *o, uint32_t var)
{
    const qd_hitrun *h = &o->from;
    bool moves = false;
    for (uint32_t j = 0; j < h->axes; j++)
        moves = moves || h->axis[(size_t)j * h->vars + var] != 0;
    return moves ? qd_node_point(&low(o)->graph, h, o->key, var)
                 : number(o, h->centre[var]);
}

static const qd_cap_event *event_of(const qd_owned *o, uint32_t var)
{
    for (uint32_t i = 0; i < o->table.events.n; i++)
        if (o->table.events.at[i].var == var) return &o->table.events.at[i];
    return NULL;
}

/* The units of a variable; of an event within the horizon from then on. */
static qd_node units_of(struct walk *w, uint32_t var)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = event_of(o, var);
    qd_node x = variable(o, var);
    double begin = qd_day_months(low(o)->m->horizon.from);
    if (!e || w->u.when != QD_OWN_BEFORE || e->at.when < begin) return x;
    qd_node at = qd_node_const(&low(o)->graph, e->at.when, QD_DIM_DATE);
    return qd_where(low(o), is_before(o, at, qd_lower_period_begin(low(o))),
                    x);
}

static qd_node sum_of(struct walk *w, uint32_t holder, qd_cap_time at)
{
    qd_owned *o = w->o;
    qd_node sum = number(o, 0);
    uint32_t n = qd_captable_units(&o->table, holder, at, o->terms);
    bool minus = false;
    for (uint32_t i = 0; i < n; i++) {
        qd_node x = units_of(w, o->terms[i].var);
        bool less = o->terms[i].num < 0;
        minus = minus || less;
        sum = less ? two(o, QD_N_SUB, sum, x)
            : i == 0 ? x : plus(o, sum, x);
    }
    return minus ? two(o, QD_N_MAX, sum, number(o, 0)) : sum;
}

static void begin_units(struct walk *w)
{
    qd_owned *o = w->o;
    qd_cap_time at = o->now;
    bool past = w->u.when == QD_OWN_BY &&
                qd_day_months(w->u.day) < at.when;
    if (past) at = (qd_cap_time){ qd_day_months(w->u.day), QD_CAP_BEFORE };
    w->u.all = number(o, 0);
    for (uint32_t h = 0; h < o->table.holders.n; h++) {
        w->u.held[h] = sum_of(w, h, at);
        w->u.all = h ? plus(o, w->u.all, w->u.held[h]) : w->u.held[h];
    }
}

/* ---- Events behind it */

static struct kept keep(qd_owned *o, qd_node n, const struct coming *x)
{
    if (hole(n)) return (struct kept){ QD_NODE_HOLE, QD_NODE_HOLE };
    if (!by_month(o, n)) return (struct kept){ n, n };
    qd_graph *g = &low(o)->graph;
    qd_dim dim = qd_node_dim(g, n);
    qd_node before = qd_node_carry(g, qd_node_const(g, 0, dim), dim);
    qd_node now = qd_node_make(g, QD_N_IF, x->before, before, n, 0);
    qd_carry_set(g, before, now);
    return (struct kept){ now, before };
}

static struct kept keep_field(qd_owned *o, uint32_t dir, const char *field,
                              const struct coming *x)
{
    return keep(o, qd_lower_named(low(o), dir, field, QD_DATE_FIRST), x);
}

static qd_node money_of(qd_owned *o, uint32_t dir)
{
    qd_lowering *l = low(o);
    return qd_shocked_due(l, dir, qd_rest_of(l, qd_whole_of(l, dir),
                                             qd_parts_of(l, dir)));
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

static void make_round(qd_owned *o, const qd_cap_event *e, struct coming *x)
{
    uint32_t priced = e->part_of == QD_NONE ? e->dir : e->part_of;
    qd_node money = money_of(o, e->dir);
    qd_node value = qd_lower_named(low(o), priced, "valuation",
                                   QD_DATE_FIRST);
    qd_node ratio = two(o, QD_N_DIV, money, value);
    x->ratio = keep(o, two(o, QD_N_MAX, ratio, number(o, 0)), x);
    x->more = changes_more(o, e->dir);
    if (!x->more) return;
    x->money = keep(o, money, x);
    x->value = keep(o, value, x);
    x->pool = keep_field(o, e->dir, "pool", x);
}

/* Its money with interest until the round. */
static void make_convert(qd_owned *o, const qd_cap_event *e, struct coming *x)
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
static void make_warrant(qd_owned *o, const qd_cap_event *e, struct coming *x)
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
    x->vested = (struct kept){ now, before };
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

static struct coming *coming_of(qd_owned *o, uint32_t i)
{
    struct coming *x = &o->coming[i];
    const qd_cap_event *e = &o->table.events.at[i];
    const struct kept none = { QD_NODE_HOLE, QD_NODE_HOLE };
    if (x->made) return x;
    *x = (struct coming){ .made = true, .ratio = none, .money = none,
                          .value = none, .pool = none, .cap = none,
                          .off = none, .vested = none };
    x->times = qd_lower_times(low(o), leads_of(o, e));
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
static qd_node done_of(struct walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const struct coming *x = coming_of(o, i);
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
static qd_node happens_of(struct walk *w, uint32_t i)
{
    qd_node yes = coming_of(w->o, i)->times.happens;
    return by_month(w->o, yes) ? done_of(w, i) : yes;
}

static qd_node read(const struct walk *w, struct kept k)
{
    return w->u.when == QD_OWN_BEFORE ? k.before : k.now;
}

static qd_node read_or(const struct walk *w, struct kept k, double otherwise)
{
    qd_node n = read(w, k);
    return hole(n) ? number(w->o, otherwise) : n;
}

/* Units that come to a holder where event i has happened. */
static void give(struct walk *w, uint32_t i, uint32_t to, qd_node units)
{
    qd_node *held = &w->u.held[to];
    if (hole(units)) return;
    units = qd_where(low(w->o), done_of(w, i), units);
    *held = plus(w->o, *held, units);
    w->u.all = plus(w->o, w->u.all, units);
}

/* x / (1 - share), of a share that is less than all. */
static qd_node behind(struct walk *w, qd_node x, qd_node share)
{
    qd_owned *o = w->o;
    qd_node most = two(o, QD_N_MIN, share, number(o, MOST_SOLD));
    return two(o, QD_N_DIV, x, two(o, QD_N_SUB, number(o, 1), most));
}

/* Tranches of one round have one price: what all of it comes to against what
 * is there when the last has closed. */
static qd_node of_round(struct walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *events = o->table.events.at;
    uint32_t round = events[i].part_of, last = QD_NONE;
    qd_node all = number(o, 0), base;
    for (uint32_t k = 0; k < o->table.events.n; k++) {
        const qd_cap_event *x = &events[k];
        bool same = x->part_of == round || x->dir == round;
        if (!same || x->dir == QD_NONE || !x->priced ||
            !qd_cap_before(o->now, x->at)) continue;
        qd_node r = read(w, coming_of(o, k)->ratio);
        all = plus(o, all, qd_where(low(o), happens_of(w, k), r));
        if (x->part_of == round && k < i && w->base[k]) last = k;
    }
    base = behind(w, w->u.all, all);
    w->some[i] = done_of(w, i);
    if (last != QD_NONE) {
        qd_node is = qd_node_make(&low(o)->graph, QD_N_COMPARE,
                                  w->some[last], number(o, 0.5), 0,
                                  QD_CMP_GT);
        base = qd_node_make(&low(o)->graph, QD_N_IF, is, w->base[last], base,
                            0);
        w->some[i] = two(o, QD_N_MAX, w->some[i], w->some[last]);
    }
    return w->base[i] = base;
}

/* So many shares, where shares are counted; a hole. */
static qd_node counted(struct walk *w, const qd_cap_event *e)
{
    qd_owned *o = w->o;
    if (e->number.n == 0 || !(o->from.centre[o->table.per_share] > 0))
        return QD_NODE_HOLE;
    qd_piece h = qd_set_hull(&e->number);
    return two(o, QD_N_MUL, number(o, h.lo / 2 + h.hi / 2),
               variable(o, o->table.per_share));
}

/* Of all that is bought, the part that earlier holders take on top. */
static qd_node part_of(struct walk *w, const qd_cap_event *e)
{
    qd_owned *o = w->o;
    if (e->to == 0 && e->share.n)
        return number(o, qd_set_hull(&e->share).lo);
    return two(o, QD_N_DIV, w->u.held[e->to], w->u.all);
}

/* All that is bought behind the money of the first; the others take theirs. */
static qd_node with_parts(struct walk *w, uint32_t i, qd_node r)
{
    qd_owned *o = w->o;
    const qd_cap_event *events = o->table.events.at;
    qd_node all = number(o, 0);
    for (uint32_t k = 0; k < o->table.events.n; k++)
        if (events[k].kind == QD_CAP_PRO_RATA && events[k].by == events[i].dir)
            all = plus(o, all, part_of(w, &events[k]));
    return behind(w, r, all);
}

static void give_parts(struct walk *w, uint32_t i, qd_node bought,
                       const qd_node *parts)
{
    const qd_cap_event *events = w->o->table.events.at;
    for (uint32_t k = 0; k < w->o->table.events.n; k++)
        if (events[k].kind == QD_CAP_PRO_RATA && events[k].by == events[i].dir)
            give(w, i, events[k].to, two(w->o, QD_N_MUL, bought, parts[k]));
}

static void issue(struct walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_node r = read(w, coming_of(o, i)->ratio), of = w->u.all;
    qd_node units = counted(w, e), lead = units;
    bool post = e->pre.n == 0;
    if (hole(r) && hole(units)) return;
    qd_node *parts = qd_arena_alloc(low(o)->arena, (o->table.events.n + 1) *
                                                   sizeof *parts);
    for (uint32_t k = 0; k < o->table.events.n; k++)
        parts[k] = o->table.events.at[k].kind == QD_CAP_PRO_RATA
            ? part_of(w, &o->table.events.at[k]) : QD_NODE_HOLE;
    if (!hole(units)) {
        units = with_parts(w, i, units);
    } else if (post && e->part_of != QD_NONE) {
        of = of_round(w, i);
        units = lead = two(o, QD_N_MUL, r, of);
    } else {
        qd_node all = with_parts(w, i, r);
        units = two(o, QD_N_MUL, post ? behind(w, all, all) : all, of);
        lead = post ? two(o, QD_N_MUL, r, behind(w, of, all))
                    : two(o, QD_N_MUL, r, of);
    }
    give(w, i, e->to, lead);
    give_parts(w, i, units, parts);
}

/* Nobody sells more than he has; what the company buys is gone. */
static void move(struct walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_node r = read(w, coming_of(o, i)->ratio);
    qd_node sold = hole(r) ? counted(w, e) : two(o, QD_N_MUL, r, w->u.all);
    if (hole(sold)) return;
    sold = two(o, QD_N_MIN, sold, w->u.held[e->from]);
    sold = qd_where(low(o), done_of(w, i), sold);
    w->u.held[e->from] = two(o, QD_N_SUB, w->u.held[e->from], sold);
    if (e->kind == QD_CAP_BACK)
        w->u.all = two(o, QD_N_SUB, w->u.all, sold);
    else
        w->u.held[e->to] = plus(o, w->u.held[e->to], sold);
}

/* What is solved already: units against all before that moment. */
static void exact(struct walk *w, uint32_t i)
{
    const qd_cap_event *e = &w->o->table.events.at[i];
    if (w->moment != e->at.when) {
        w->moment = e->at.when;
        w->before = w->u.all;
    }
    give(w, i, e->to, two(w->o, QD_N_MUL, number(w->o, e->least),
                          w->before));
}

/* A path on which something earlier does not happen has another table. */
static bool is_solved(const qd_owned *o, const qd_cap_event *e)
{
    bool only = e->kind == QD_CAP_PROTECT || e->kind == QD_CAP_PRO_RATA;
    return e->exact && (only || !e->leans ||
                        !qd_cap_before(o->table.unsure, e->at));
}

/* What converts in a round, as items of QD_N_FINANCED; which events. */
static uint32_t add_terms(struct walk *w, uint32_t round, qd_node *items,
                          uint32_t *which)
{
    qd_owned *o = w->o;
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        const qd_cap_event *e = &o->table.events.at[i];
        if (e->kind != QD_CAP_CONVERT || e->by != round || !e->priced ||
            n == QD_FINANCED_MOST) continue;
        const struct coming *x = coming_of(o, i);
        qd_node money = qd_where(low(o), happens_of(w, i),
                                 read_or(w, x->money, 0));
        const qd_node row[QD_FINANCED_TERMS] = {
            number(o, e->inside ? QD_CONVERT_AFTER : QD_CONVERT_BEFORE),
            number(o, e->counted),
            money, read_or(w, x->cap, 0), read_or(w, x->off, 0) };
        memcpy(items + QD_FINANCED_ITEMS + n * QD_FINANCED_TERMS, row,
               sizeof row);
        which[n++] = i;
    }
    return n;
}

/* A round with all that converts in it, solved as one. */
static void finance(struct walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    qd_lowering *l = low(o);
    const qd_cap_event *e = &o->table.events.at[i];
    const struct coming *x = coming_of(o, i);
    uint32_t which[QD_FINANCED_MOST];
    qd_node items[QD_FINANCED_ITEMS + QD_FINANCED_TERMS * QD_FINANCED_MOST];
    qd_node pool = read_or(w, x->pool, 0);
    items[0] = w->u.all;
    items[1] = read_or(w, x->money, 0);
    items[2] = number(o, e->pre.n ? QD_STATED_PRE : QD_STATED_POST);
    items[3] = read_or(w, x->value, 0);
    items[4] = pool;
    items[5] = two(o, QD_N_MIN, w->u.held[o->table.pool],
                   two(o, QD_N_MUL, pool, w->u.all));
    uint32_t terms = add_terms(w, e->dir, items, which);
    uint32_t n = QD_FINANCED_ITEMS + terms * QD_FINANCED_TERMS;
    for (uint32_t k = 0; k < QD_FINANCED_CONVERTED + terms; k++) {
        qd_node units = qd_node_list(&l->graph, QD_N_FINANCED, items, n, k,
                                     QD_DIM_NONE);
        uint32_t to = k == QD_FINANCED_BOUGHT ? e->to
            : k == QD_FINANCED_POOL ? o->table.pool
            : o->table.events.at[which[k - QD_FINANCED_CONVERTED]].to;
        give(w, i, to, units);
    }
}

/* So much as has vested of its number, or of its share of all; what was there
 * of it already at the present is part of that. */
static void exercise(struct walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_lowering *l = low(o);
    struct kept share = coming_of(o, i)->vested;
    qd_node part = read(w, share), most = QD_NODE_HOLE;
    qd_node n = qd_lower_named(l, e->dir, "number", QD_DATE_FIRST);
    bool counted = o->from.centre[o->table.per_share] > 0;
    if (w->u.when == QD_OWN_BY)
        part = qd_as_of(l, part, w->u.day - 1);
    if (counted && !hole(n)) {
        qd_node one = qd_node_const(&l->graph, 1, qd_node_dim(&l->graph, n));
        most = two(o, QD_N_MUL, two(o, QD_N_DIV, n, one),
                   variable(o, o->table.per_share));
    } else {
        n = qd_lower_named(l, e->dir, "share", QD_DATE_FIRST);
        most = two(o, QD_N_MUL, n, w->u.all);
    }
    if (hole(most)) return;
    qd_node units = two(o, QD_N_MUL, part, most);
    if (!qd_cap_before(o->now, e->at))
        units = qd_least_zero(l, qd_minus(l, units, variable(o, e->var)));
    w->u.held[e->to] = plus(o, w->u.held[e->to], units);
    w->u.all = plus(o, w->u.all, units);
}

static void apply(struct walk *w, uint32_t i)
{
    const qd_cap_event *e = &w->o->table.events.at[i];
    bool past = !qd_cap_before(w->o->now, e->at);
    if (e->kind == QD_CAP_EXERCISE) {
        exercise(w, i);
        return;
    }
    if (past || !e->priced) return;
    if (is_solved(w->o, e)) {
        exact(w, i);
        return;
    }
    switch ((enum qd_cap_kind)e->kind) {
    case QD_CAP_ISSUE:
        if (coming_of(w->o, i)->more) finance(w, i);
        else issue(w, i);
        return;
    case QD_CAP_MOVE: case QD_CAP_BACK: move(w, i); return;
    case QD_CAP_EXERCISE: case QD_CAP_UNREPORTED:
    case QD_CAP_CONVERT: case QD_CAP_POOL: case QD_CAP_PROTECT:
    case QD_CAP_PRO_RATA: return; /* with their round */
    }
}

/* Whether it comes behind the asked day on every path: then it may ask for
 * the stakes of that day in turn. */
static bool comes_after(struct walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    qd_lowering *l = low(o);
    if (w->u.when != QD_OWN_BY || o->table.events.at[i].dir == QD_NONE)
        return false;
    qd_node at = coming_of(o, i)->times.at;
    double begin = qd_day_months(l->m->horizon.from);
    qd_eval e;
    if (hole(at) || by_month(o, at)) return false;
    qd_eval_init(&e, &l->graph, l->m->mem, QD_FACE_CLAIMS, begin);
    qd_set days = *qd_eval_node(&e, at);
    qd_eval_free(&e);
    return !days.unknown && days.n &&
           qd_set_hull(&days).lo >= qd_day_months(w->u.day);
}

/* ---- Asking */

static const struct units *units_at(qd_owned *o, enum qd_own_when when,
                                    qd_day day)
{
    if (when != QD_OWN_BY) day = 0;
    for (uint32_t i = 0; i < o->done.n; i++)
        if (o->done.at[i].when == when && o->done.at[i].day == day)
            return &o->done.at[i];
    qd_arena *a = low(o)->arena;
    size_t n = (o->table.events.n + 1) * sizeof(qd_node);
    struct walk w = { .o = o, .u = { .when = when, .day = day },
                      .moment = NAN, .done = qd_arena_alloc(a, n),
                      .base = qd_arena_alloc(a, n),
                      .some = qd_arena_alloc(a, n) };
    memset(w.done, 0, n);
    memset(w.base, 0, n);
    w.u.held = qd_arena_alloc(a, (o->table.holders.n + 1) * sizeof(qd_node));
    begin_units(&w);
    bool past = when == QD_OWN_BY && qd_day_months(day) < o->now.when;
    for (uint32_t i = 0; i < o->table.events.n; i++)
        if (when != QD_OWN_NOW && !past && !comes_after(&w, i)) apply(&w, i);
    *qd_vec_add(low(o)->m->mem, &o->done) = w.u;
    return &o->done.at[o->done.n - 1];
}

qd_node qd_owned_stake(qd_owned *o, uint32_t holder, enum qd_own_when when,
                       qd_day day)
{
    const struct units *u = units_at(o, when, day);
    return two(o, QD_N_DIV, u->held[holder], u->all);
}

const qd_captable *qd_owned_table(const qd_owned *o)
{
    return &o->table;
}

static bool is_meant(const qd_owned *o, uint32_t holder, qd_sym asked)
{
    qd_model *m = low(o)->m;
    qd_sym party = o->table.holders.at[holder];
    if (holder == 0) return false;
    if (party == asked || qd_party_shown(&low(o)->view, party) == asked)
        return true;
    uint32_t group = qd_model_find_kind(m, asked, "party");
    uint32_t member = qd_model_find_kind(m, party, "party");
    return group != QD_NONE && member != QD_NONE &&
           qd_cap_names(&o->table, group, "members", member);
}

qd_node qd_world_stake(qd_world *w, qd_sym company, qd_sym holder,
                       enum qd_own_when when, qd_day day)
{
    qd_owned *o = qd_world_owned(w, company);
    if (!o) return QD_NODE_HOLE;
    const struct units *u = units_at(o, when, day);
    qd_node sum = number(o, 0);
    for (uint32_t h = 1; h < o->table.holders.n; h++)
        if (is_meant(o, h, holder)) sum = plus(o, sum, u->held[h]);
    return two(o, QD_N_DIV, sum, u->all);
}

/* ---- Making */

/* False where the lines cannot all hold, or leave a stake without an end. */
static bool draw_from(qd_owned *o)
{
    qd_poly p;
    qd_captable *c = &o->table;
    qd_lowering *l = low(o);
    if (c->vars > QD_LIMIT_CAP_TABLE ||
        c->stakes.n + c->events.n + c->holdings.n == 0)
        return false;
    qd_captable_drawn(c, o->now, &p);
    bool good = qd_poly_settle(&p) &&
                qd_hitrun_init(&o->from, &p, QD_HITRUN_ROUNDS, l->arena);
    qd_poly_free(&p);
    o->key = qd_draw_key(qd_datum_key(l->m, c->company, 0, QD_SPAN_ALWAYS),
                         QD_OWN_TABLE);
    return good;
}

static qd_owned *make(qd_world *w, qd_sym company)
{
    qd_lowering *l = w->l;
    qd_owned *o = qd_arena_alloc(l->arena, sizeof *o);
    *o = (qd_owned){ .w = w };
    bool owning = l->owning;
    l->owning = true;
    qd_captable_make(&o->table, l, company);
    l->owning = owning;
    size_t n = o->table.events.n + 1;
    o->coming = qd_arena_alloc(l->arena, n * sizeof *o->coming);
    memset(o->coming, 0, n * sizeof *o->coming);
    o->terms = qd_arena_alloc(l->arena, 2 * ((size_t)o->table.vars + 2) *
                                        sizeof *o->terms);
    o->now = qd_captable_present(&o->table);
    if (!draw_from(o)) o->from = (qd_hitrun){ 0 };
    return o;
}

qd_owned *qd_world_owned(qd_world *w, qd_sym company)
{
    uint32_t i = 0;
    while (i < w->owned.n && w->owned.at[i]->table.company != company) i++;
    if (i == w->owned.n) {
        qd_owned *o = make(w, company);
        *qd_vec_add(w->l->m->mem, &w->owned) = o;
    }
    return w->owned.at[i]->from.centre ? w->owned.at[i] : NULL;
}

void qd_owned_free(qd_owned *o)
{
    qd_mem_release(low(o)->m->mem, o->done.at);
    qd_captable_free(&o->table);
}
