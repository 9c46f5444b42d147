/* What an event does to the units of a path where it has happened, by its kind.
 * Pre- or post-money not said is pre. */
#include "math/rounds.h"
#include "model/world_own_parts.h"
#include "model/world_states.h"

/* Above this share of all behind it nothing is sold. */
#define MOST_SOLD 0.999

static qd_node read(const qd_walk *w, qd_frozen k)
{
    return w->u.when == QD_OWN_BEFORE ? k.before : k.now;
}

static qd_node read_or(const qd_walk *w, qd_frozen k, double otherwise)
{
    qd_node n = read(w, k);
    return hole(n) ? number(w->o, otherwise) : n;
}

/* The table of the present has it. */
static bool is_past(const qd_owned *o, const qd_cap_event *e)
{
    return !e->waits && !qd_cap_before(o->now, e->at);
}

/* Units that come to a holder where event i has happened. */
static void give(qd_walk *w, uint32_t i, uint32_t to, qd_node units)
{
    qd_node *held = &w->u.held[to];
    if (hole(units)) return;
    units = qd_where(low(w->o), qd_done_of(w, i), units);
    *held = plus(w->o, *held, units);
    w->u.all = plus(w->o, w->u.all, units);
}

/* x / (1 - share), of a share that is less than all. */
static qd_node behind(qd_walk *w, qd_node x, qd_node share)
{
    qd_owned *o = w->o;
    qd_node most = two(o, QD_N_MIN, share, number(o, MOST_SOLD));
    return two(o, QD_N_DIV, x, two(o, QD_N_SUB, number(o, 1), most));
}

/* All units before the first closing, which the table of the present has;
 * `post`: with those of the closings that it has. */
static qd_node before_first(qd_walk *w, uint32_t i, bool post)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_cap_time at = qd_cap_first_closing(&o->table, e);
    uint32_t n = qd_captable_units(&o->table, UINT32_MAX, at, o->terms);
    qd_node sum = number(o, 0);
    for (uint32_t k = 0; post && k < o->table.events.n; k++) {
        const qd_cap_event *x = &o->table.events.at[k];
        if (qd_cap_is_one_round(x, e) && is_past(o, x))
            sum = plus(o, sum, qd_variable(o, x->var));
    }
    for (uint32_t k = 0; k < n; k++) {
        qd_node x = qd_variable(o, o->terms[k].var);
        sum = o->terms[k].num < 0 ? two(o, QD_N_SUB, sum, x) : plus(o, sum, x);
    }
    return sum;
}

/* What closes at one price: counted against what was there before the first,
 * or what all of it comes to against what is there behind the last. */
static qd_node of_round(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *events = o->table.events.at;
    uint32_t last = QD_NONE;
    bool post = events[i].pre.n == 0, past = false;
    qd_node all = number(o, 0), base;
    for (uint32_t k = 0; k < o->table.events.n; k++) {
        const qd_cap_event *x = &events[k];
        if (!qd_cap_is_one_round(x, &events[i]) || !x->priced) continue;
        past = past || is_past(o, x);
        if (is_past(o, x)) continue;
        qd_node r = read(w, qd_coming_of(o, k)->ratio);
        all = plus(o, all, qd_where(low(o), qd_happens_of(w, k), r));
        if (k != i && w->base[k]) last = k;
    }
    base = past ? before_first(w, i, post) : w->u.all;
    if (post) base = behind(w, base, all);
    w->some[i] = qd_done_of(w, i);
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
static qd_node counted(qd_walk *w, const qd_cap_event *e)
{
    qd_owned *o = w->o;
    if (e->number.n == 0 || !(o->from.centre[o->table.per_share] > 0))
        return QD_NODE_HOLE;
    qd_piece h = qd_set_hull(&e->number);
    return two(o, QD_N_MUL, number(o, h.lo / 2 + h.hi / 2),
               qd_variable(o, o->table.per_share));
}

/* Of all that is bought, the part that earlier holders take on top. */
static qd_node part_of(qd_walk *w, const qd_cap_event *e)
{
    qd_owned *o = w->o;
    if (e->to == 0 && e->share.n)
        return number(o, qd_set_hull(&e->share).lo);
    return two(o, QD_N_DIV, w->u.held[e->to], w->u.all);
}

/* All that is bought behind the money of the first; the others take theirs. */
static qd_node with_parts(qd_walk *w, uint32_t i, qd_node r)
{
    qd_owned *o = w->o;
    const qd_cap_event *events = o->table.events.at;
    qd_node all = number(o, 0);
    for (uint32_t k = 0; k < o->table.events.n; k++)
        if (events[k].kind == QD_CAP_PRO_RATA && events[k].by == events[i].dir)
            all = plus(o, all, part_of(w, &events[k]));
    return behind(w, r, all);
}

static void give_parts(qd_walk *w, uint32_t i, qd_node bought,
                       const qd_node *parts)
{
    const qd_cap_event *events = w->o->table.events.at;
    for (uint32_t k = 0; k < w->o->table.events.n; k++)
        if (events[k].kind == QD_CAP_PRO_RATA && events[k].by == events[i].dir)
            give(w, i, events[k].to, two(w->o, QD_N_MUL, bought, parts[k]));
}

static void issue(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_node r = read(w, qd_coming_of(o, i)->ratio), of = w->u.all;
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
    } else if (qd_cap_is_closing(&o->table, e)) {
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
static void move(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_node r = read(w, qd_coming_of(o, i)->ratio);
    qd_node sold = hole(r) ? counted(w, e) : two(o, QD_N_MUL, r, w->u.all);
    if (hole(sold)) return;
    sold = two(o, QD_N_MIN, sold, w->u.held[e->from]);
    sold = qd_where(low(o), qd_done_of(w, i), sold);
    w->u.held[e->from] = two(o, QD_N_SUB, w->u.held[e->from], sold);
    if (e->kind == QD_CAP_BACK)
        w->u.all = two(o, QD_N_SUB, w->u.all, sold);
    else
        w->u.held[e->to] = plus(o, w->u.held[e->to], sold);
}

/* What is solved already: units against all before that moment. */
static void exact(qd_walk *w, uint32_t i)
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
static uint32_t add_terms(qd_walk *w, uint32_t round, qd_node *items,
                          uint32_t *which)
{
    qd_owned *o = w->o;
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        const qd_cap_event *e = &o->table.events.at[i];
        if (e->kind != QD_CAP_CONVERT || e->by != round || !e->priced ||
            n == QD_FINANCED_MOST) continue;
        const qd_coming *x = qd_coming_of(o, i);
        qd_node money = qd_where(low(o), qd_happens_of(w, i),
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

/* A value behind all closings of a round is one behind the first less the
 * money of the others. */
static qd_node value_with(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *events = o->table.events.at;
    qd_node value = read_or(w, qd_coming_of(o, i)->value, 0);
    for (uint32_t k = 0; k < o->table.events.n && events[i].pre.n == 0; k++) {
        if (k == i || !qd_cap_is_one_round(&events[k], &events[i])) continue;
        qd_node money = qd_cap_paid(low(o), &events[k]);
        if (!hole(money))
            value = two(o, QD_N_SUB, value,
                        qd_where(low(o), qd_happens_of(w, k), money));
    }
    return value;
}

/* A round with all that converts in it, solved as one. */
static void finance(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    qd_lowering *l = low(o);
    const qd_cap_event *e = &o->table.events.at[i];
    const qd_coming *x = qd_coming_of(o, i);
    uint32_t which[QD_FINANCED_MOST];
    qd_node items[QD_FINANCED_ITEMS + QD_FINANCED_TERMS * QD_FINANCED_MOST];
    qd_node pool = read_or(w, x->pool, 0);
    items[0] = w->u.all;
    items[1] = read_or(w, x->money, 0);
    items[2] = number(o, e->pre.n ? QD_STATED_PRE : QD_STATED_POST);
    items[3] = value_with(w, i);
    items[4] = pool;
    items[5] = two(o, QD_N_MIN, w->u.held[o->table.pool],
                   two(o, QD_N_MUL, pool, w->u.all));
    uint32_t terms = add_terms(w, e->dir, items, which);
    uint32_t n = QD_FINANCED_ITEMS + terms * QD_FINANCED_TERMS;
    qd_node bought = number(o, 0);
    for (uint32_t k = 0; k < QD_FINANCED_CONVERTED + terms; k++) {
        qd_node units = qd_node_list(&l->graph, QD_N_FINANCED, items, n, k,
                                     QD_DIM_NONE);
        uint32_t to = k == QD_FINANCED_BOUGHT ? e->to
            : k == QD_FINANCED_POOL ? o->table.pool
            : o->table.events.at[which[k - QD_FINANCED_CONVERTED]].to;
        give(w, i, to, units);
        if (k == QD_FINANCED_BOUGHT && !hole(units)) bought = units;
    }
    if (!qd_cap_is_closing(&o->table, e)) return;
    /* all others come at its price */
    w->some[i] = qd_done_of(w, i);
    w->base[i] = two(o, QD_N_DIV, bought,
                     two(o, QD_N_MAX, read(w, x->ratio), number(o, 1e-100)));
}

/* Of closings at one moment that in which something converts is the first. */
static void finance_first(qd_walk *w, uint32_t i)
{
    const qd_cap_event *events = w->o->table.events.at;
    for (uint32_t k = i + 1; k < w->o->table.events.n; k++)
        if (qd_cap_is_one_round(&events[k], &events[i]) &&
            events[k].at.when == events[i].at.when &&
            !is_past(w->o, &events[k]) && events[k].priced &&
            !w->base[k] && qd_coming_of(w->o, k)->more) finance(w, k);
}

/* So much as has vested of its number, or of its share of all; what was there
 * of it already at the present is part of that. */
static void exercise(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_lowering *l = low(o);
    qd_frozen share = qd_coming_of(o, i)->vested;
    qd_node part = read(w, share), most = QD_NODE_HOLE;
    qd_node n = qd_lower_named(l, e->dir, "number", QD_DATE_FIRST);
    bool counted = o->from.centre[o->table.per_share] > 0;
    if (w->u.when == QD_OWN_BY)
        part = qd_as_of(l, part, w->u.day - 1);
    if (counted && !hole(n)) {
        double scale = qd_captable_scale(&o->table, e->at.when);
        qd_node one = qd_node_const(&l->graph, 1 / scale,
                                    qd_node_dim(&l->graph, n));
        most = two(o, QD_N_MUL, two(o, QD_N_DIV, n, one),
                   qd_variable(o, o->table.per_share));
    } else {
        n = qd_lower_named(l, e->dir, "share", QD_DATE_FIRST);
        most = two(o, QD_N_MUL, n, w->u.all);
    }
    if (hole(most)) return;
    qd_node units = two(o, QD_N_MUL, part, most);
    if (is_past(o, e))
        units = qd_least_zero(l, qd_minus(l, units, qd_variable(o, e->var)));
    w->u.held[e->to] = plus(o, w->u.held[e->to], units);
    w->u.all = plus(o, w->u.all, units);
}

/* 1 where the day of what nobody reports has come. */
static qd_node has_come(const qd_walk *w, double when)
{
    qd_owned *o = w->o;
    qd_node at = qd_node_const(&low(o)->graph, when, QD_DIM_DATE);
    if (w->u.when == QD_OWN_BEFORE)
        return is_before(o, at, qd_lower_period_begin(low(o)));
    if (w->u.when == QD_OWN_BY)
        return is_before(o, at, day_node(o, w->u.day));
    return number(o, 1);
}

/* So many units as a stake that is stated later leaves it in the table that was
 * drawn. */
static void as_drawn(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = &o->table.events.at[i];
    qd_node yes = e->dir == QD_NONE ? has_come(w, e->at.when)
                                    : qd_done_of(w, i);
    qd_node units = qd_where(low(o), yes, qd_variable(o, e->var));
    w->u.held[e->to] = plus(o, w->u.held[e->to], units);
    w->u.all = plus(o, w->u.all, units);
}

void qd_walk_apply(qd_walk *w, uint32_t i)
{
    const qd_cap_event *e = &w->o->table.events.at[i];
    bool past = is_past(w->o, e);
    if (e->kind == QD_CAP_EXERCISE) {
        exercise(w, i);
        return;
    }
    if (!past && (e->kind == QD_CAP_UNREPORTED || qd_cap_is_unknown(e)))
        as_drawn(w, i);
    if (past || !e->priced) return;
    if (is_solved(w->o, e)) {
        exact(w, i);
        return;
    }
    switch ((enum qd_cap_kind)e->kind) {
    case QD_CAP_ISSUE:
        if (w->base[i]) return; /* with another closing */
        finance_first(w, i);
        if (qd_coming_of(w->o, i)->more) finance(w, i);
        else issue(w, i);
        return;
    case QD_CAP_MOVE: case QD_CAP_BACK: move(w, i); return;
    case QD_CAP_EXERCISE: case QD_CAP_UNREPORTED:
    case QD_CAP_CONVERT: case QD_CAP_POOL: case QD_CAP_PROTECT:
    case QD_CAP_PRO_RATA: return; /* with their round */
    }
}
