/* What a company's holders have on a path, as nodes: units of the table that
 * was drawn, and for each event behind its present what it does to them where
 * it has happened (world_own_events.c). */
#include "expr/eval.h"
#include "model/world_own_parts.h"

#include <math.h>

/* ---- The table of the present */

qd_node qd_variable(qd_owned *o, uint32_t var)
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
static qd_node units_of(qd_walk *w, uint32_t var)
{
    qd_owned *o = w->o;
    const qd_cap_event *e = event_of(o, var);
    qd_node x = qd_variable(o, var);
    double begin = qd_day_months(low(o)->m->horizon.from);
    if (!e || w->u.when != QD_OWN_BEFORE || e->at.when < begin) return x;
    qd_node at = qd_node_const(&low(o)->graph, e->at.when, QD_DIM_DATE);
    return qd_where(low(o), is_before(o, at, qd_lower_period_begin(low(o))),
                    x);
}

static qd_node sum_of(qd_walk *w, uint32_t holder, qd_cap_time at)
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

static void begin_units(qd_walk *w)
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

/* Whether it comes behind the asked day on every path: then it may ask for
 * the stakes of that day in turn. */
static bool comes_after(qd_walk *w, uint32_t i)
{
    qd_owned *o = w->o;
    qd_lowering *l = low(o);
    if (w->u.when != QD_OWN_BY || o->table.events.at[i].dir == QD_NONE)
        return false;
    qd_node at = qd_coming_of(o, i)->times.at;
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

static const qd_holdings *units_at(qd_owned *o, enum qd_own_when when,
                                   qd_day day)
{
    if (when != QD_OWN_BY) day = 0;
    for (uint32_t i = 0; i < o->done.n; i++)
        if (o->done.at[i].when == when && o->done.at[i].day == day)
            return &o->done.at[i];
    qd_arena *a = low(o)->arena;
    size_t n = (o->table.events.n + 1) * sizeof(qd_node);
    qd_walk w = { .o = o, .u = { .when = when, .day = day },
                  .moment = NAN, .done = qd_arena_alloc(a, n),
                  .base = qd_arena_alloc(a, n),
                  .some = qd_arena_alloc(a, n) };
    memset(w.done, 0, n);
    memset(w.base, 0, n);
    w.u.held = qd_arena_alloc(a, (o->table.holders.n + 1) * sizeof(qd_node));
    begin_units(&w);
    bool past = when == QD_OWN_BY && qd_day_months(day) < o->now.when;
    for (uint32_t i = 0; i < o->table.events.n; i++)
        if (when != QD_OWN_NOW && !past && !comes_after(&w, i))
            qd_walk_apply(&w, i);
    *qd_vec_add(low(o)->m->mem, &o->done) = w.u;
    return &o->done.at[o->done.n - 1];
}

qd_node qd_owned_stake(qd_owned *o, uint32_t holder, enum qd_own_when when,
                       qd_day day)
{
    const qd_holdings *u = units_at(o, when, day);
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
    const qd_holdings *u = units_at(o, when, day);
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
