/* Stakes over paths: a table drawn evenly from what the statements allow,
 * and then the path's own rounds. Pre- or post-money not said is pre. */
#include "analysis/own.h"

#include <math.h>
#include <stdlib.h>

#include "math/hitrun.h"
#include "math/philox.h"
#include "math/rounds.h"
#include "model/schedule.h"
#include "model/totals.h"

enum { PATHS = 2000 };
static const uint32_t NONE = UINT32_MAX;

/* An event behind the present, on a path. */
struct coming {
    const qd_cap_event *event;
    uint32_t ratio, happens; /* readings */
    double base;             /* of a tranche: against what its ratio counts */
    uint32_t money, value;   /* readings of a round that changes more, or of */
    uint32_t cap, off, pool; /* a convertible; NONE: nothing is said */
    double grown;            /* interest until the round */
};

struct draws {
    qd_own *o;
    qd_hitrun hitrun;
    struct coming *coming;
    uint32_t n_coming;
    qd_convertible *terms;   /* room for those of a round */
    qd_converted *converted;
    uint32_t *to;
    double *uniform, *x, *room, *held, *reading;
    double *here, *then;     /* by holder, then by path */
    uint64_t key;
};

/* ---- What is asked of the paths */

static qd_node ratio_of(qd_own *o, const qd_cap_event *e)
{
    qd_lowering *l = &o->paths.lowering;
    uint32_t priced = e->part_of == QD_NONE ? e->dir : e->part_of;
    qd_node money = qd_rest_of(l, qd_whole_of(l, e->dir),
                               qd_parts_of(l, e->dir));
    qd_node value = qd_lower_named(l, priced, "valuation", QD_DATE_FIRST);
    if (money == QD_NODE_HOLE || value == QD_NODE_HOLE) return QD_NODE_HOLE;
    qd_node n = qd_node_make(&l->graph, QD_N_DIV, money, value, 0, 0);
    return n ? n : QD_NODE_HOLE;
}

static uint32_t ask_field(qd_own *o, uint32_t dir, const char *field)
{
    qd_node n = qd_lower_named(&o->paths.lowering, dir, field,
                               QD_DATE_FIRST);
    return n == QD_NODE_HOLE ? NONE : qd_paths_last(&o->paths, n, 0);
}

static uint32_t ask_money(qd_own *o, uint32_t dir)
{
    qd_lowering *l = &o->paths.lowering;
    qd_node n = qd_rest_of(l, qd_whole_of(l, dir), qd_parts_of(l, dir));
    return n == QD_NODE_HOLE ? NONE : qd_paths_last(&o->paths, n, 0);
}

static bool changes_more(const qd_captable *c, uint32_t round)
{
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].by == round && c->events.at[i].priced)
            return true;
    return false;
}

/* Of what becomes of a convertible, or of the round that makes it so. */
static void ask_terms(struct draws *d, struct coming *x)
{
    const qd_cap_event *e = x->event;
    qd_own *o = d->o;
    x->money = x->value = x->cap = x->off = x->pool = NONE;
    if (e->kind == QD_CAP_CONVERT) {
        qd_node n = qd_lower_named(&o->paths.lowering, e->dir, "amount",
                                   QD_DATE_FIRST);
        qd_set amount = qd_cap_money(&o->table, e->dir);
        x->grown = amount.n ? qd_set_hull(&e->money).hi /
                              qd_set_hull(&amount).hi : 1;
        x->money = n == QD_NODE_HOLE ? NONE : qd_paths_last(&o->paths, n, 0);
        x->cap = ask_field(o, e->terms, "cap");
        x->off = ask_field(o, e->terms, "discount");
    } else if (changes_more(&o->table, e->dir)) {
        x->money = ask_money(o, e->dir);
        x->value = ask_field(o, e->dir, "valuation");
        x->pool = ask_field(o, e->dir, "pool");
    }
}

static void ask_events(struct draws *d)
{
    qd_own *o = d->o;
    const qd_captable *c = &o->table;
    d->coming = qd_arena_alloc(&o->m->arena,
                               (c->events.n + 1) * sizeof *d->coming);
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        if (!qd_cap_before(o->now, e->at) || e->dir == QD_NONE ||
            !e->priced) continue;
        qd_node happens = qd_lower_times(&o->paths.lowering, e->dir).happens;
        struct coming *x = &d->coming[d->n_coming++];
        x->event = e;
        ask_terms(d, x);
        x->ratio = e->by != QD_NONE ? NONE
            : qd_paths_last(&o->paths, ratio_of(o, e), 0);
        x->happens = qd_paths_last(&o->paths, happens, 0);
    }
}

/* ---- One path */

static double units_of(const struct draws *d, uint32_t holder)
{
    qd_own *o = d->o;
    uint32_t n = qd_captable_units(&o->table, holder, o->now, o->terms);
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += (double)o->terms[i].num / (double)o->terms[i].den *
               d->x[o->terms[i].var];
    return sum < 0 ? 0 : sum;
}

static double read_or(const struct draws *d, uint32_t reading,
                      double otherwise)
{
    double x = reading == NONE ? NAN : d->reading[reading];
    return isfinite(x) ? x : otherwise;
}

/* Money against value, 0 where it does not happen. */
static double ratio_on_path(const struct draws *d, const struct coming *c)
{
    double r = read_or(d, c->ratio, 0), yes = d->reading[c->happens];
    return yes > 0.5 && isfinite(r) && r > 0 ? r : 0;
}

/* Tranches of one round have one price: what all of it comes to against what
 * is there when the last has closed. */
static double of_round(struct draws *d, const struct coming *c, double total)
{
    uint32_t round = c->event->part_of;
    double all = 0;
    for (uint32_t i = 0; i < d->n_coming; i++) {
        const struct coming *x = &d->coming[i];
        if (x->event->part_of == round || x->event->dir == round)
            all += ratio_on_path(d, x);
        if (x->event->part_of == round && x < c && x->base > 0)
            return x->base;
    }
    return total / (1 - fmin(all, 0.999));
}

/* The convertibles of a round; who gets their units. */
static uint32_t read_terms(struct draws *d, uint32_t round)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n_coming && n < QD_FINANCING_MOST; i++) {
        const struct coming *x = &d->coming[i];
        const qd_cap_event *e = x->event;
        double money = read_or(d, x->money, 0) * x->grown;
        bool yes = d->reading[x->happens] > 0.5 && money > 0;
        if (e->kind != QD_CAP_CONVERT || e->by != round || !yes) continue;
        d->terms[n] = (qd_convertible){
            .form = e->inside ? QD_CONVERT_AFTER : QD_CONVERT_BEFORE,
            .counted = e->inside ? QD_COUNTED_UNITS : QD_COUNTED_NOT,
            .money = money, .cap = read_or(d, x->cap, 0),
            .discount = read_or(d, x->off, 0) };
        d->to[n++] = e->to;
    }
    return n;
}

/* A round with all that converts in it, solved as one. */
static void finance(struct draws *d, struct coming *c, double *total)
{
    const qd_cap_event *e = c->event;
    double pool = read_or(d, c->pool, 0);
    qd_financing f = {
        .units = *total, .money = read_or(d, c->money, 0),
        .stated = e->pre.n ? QD_STATED_PRE : QD_STATED_POST,
        .value = read_or(d, c->value, 0), .pool_share = pool,
        .pool_free = pool > 0 ? fmin(d->held[0], pool * *total) : 0,
        .convertible = d->terms,
        .convertibles = read_terms(d, e->dir) };
    qd_financed out;
    if (qd_financing_solve(&f, &out, d->converted, NULL) !=
        QD_FINANCING_SOUND) return;
    for (uint32_t i = 0; i < f.convertibles; i++)
        d->held[d->to[i]] += d->converted[i].units;
    d->held[0] += out.pool_added;
    d->held[e->to] += out.bought;
    *total = out.total;
}

static void apply(struct draws *d, struct coming *c, double *total)
{
    const qd_cap_event *e = c->event;
    if (e->by != QD_NONE) return; /* with its round */
    double r = ratio_on_path(d, c);
    c->base = 0;
    if (r == 0) return;
    if (c->value != NONE) {
        finance(d, c, total);
        return;
    }
    bool post = e->pre.n == 0;
    if (e->part_of != QD_NONE && post) {
        c->base = of_round(d, c, *total);
        d->held[e->to] += r * c->base;
        *total += r * c->base;
        return;
    }
    if (e->kind == QD_CAP_MOVE) {
        double moved = fmin(r * *total, d->held[e->from]);
        d->held[e->from] -= moved;
        d->held[e->to] += moved;
    } else {
        double units = *total * (post ? r / (1 - fmin(r, 0.999)) : r);
        d->held[e->to] += units;
        *total += units;
    }
}

static void draw_one(struct draws *d, uint32_t path)
{
    qd_own *o = d->o;
    uint32_t n = o->table.holders.n;
    for (uint32_t k = 0; k < d->hitrun.steps; k++)
        d->uniform[k] = qd_philox_uniform(d->key, path, k, 0);
    qd_hitrun_draw(&d->hitrun, d->uniform, d->x, d->room);
    if (d->n_coming)
        qd_sim_path(o->paths.plan, &o->paths.how, path, d->reading, o->m->mem);
    double total = 1;
    for (uint32_t h = 0; h < n; h++) {
        d->held[h] = units_of(d, h);
        d->here[h * PATHS + path] = d->held[h];
    }
    for (uint32_t i = 0; i < d->n_coming; i++)
        apply(d, &d->coming[i], &total);
    for (uint32_t h = 0; h < n; h++)
        d->then[h * PATHS + path] = d->held[h] / total;
}

/* ---- Points */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Type 7. */
static double point(const double *sorted, double q)
{
    double at = q * (PATHS - 1);
    uint32_t k = (uint32_t)at;
    if (k + 1 >= PATHS) return sorted[PATHS - 1];
    return sorted[k] + (at - k) * (sorted[k + 1] - sorted[k]);
}

static qd_own_points *points_of(qd_own *o, double *x)
{
    static const double q[] = { 0.05, 0.50, 0.95 };
    uint32_t n = o->table.holders.n;
    qd_own_points *p = qd_arena_alloc(&o->m->arena, n * sizeof *p);
    for (uint32_t h = 0; h < n; h++) {
        qsort(x + h * PATHS, PATHS, sizeof *x, by_value);
        for (int i = 0; i < 3; i++) p[h].at[i] = point(x + h * PATHS, q[i]);
    }
    return p;
}

/* ---- All */

static uint64_t key_of(const qd_own *o)
{
    uint64_t name = qd_datum_key(o->m, o->table.company, 0, QD_SPAN_ALWAYS);
    return qd_philox_key(o->paths.how.seed, qd_draw_key(name, QD_OWN_TABLE));
}

static double *numbers(qd_own *o, size_t n)
{
    return qd_arena_alloc(&o->m->arena, (n + 1) * sizeof(double));
}

bool qd_own_draw(qd_own *o, qd_poly *now)
{
    struct draws d = { .o = o };
    if (!qd_hitrun_init(&d.hitrun, now, QD_HITRUN_ROUNDS, &o->m->arena))
        return true;
    d.key = key_of(o);
    qd_paths_world(&o->paths);
    ask_events(&d);
    if (d.n_coming && !qd_paths_plan(&o->paths)) return false;
    size_t n = o->table.holders.n;
    d.uniform = numbers(o, d.hitrun.steps);
    d.x = numbers(o, d.hitrun.vars);
    d.room = numbers(o, d.hitrun.axes + d.hitrun.walls);
    d.held = numbers(o, n);
    d.reading = numbers(o, o->paths.probes.n);
    d.terms = qd_arena_alloc(&o->m->arena,
                             QD_FINANCING_MOST * sizeof *d.terms);
    d.converted = qd_arena_alloc(&o->m->arena,
                                 QD_FINANCING_MOST * sizeof *d.converted);
    d.to = qd_arena_alloc(&o->m->arena, QD_FINANCING_MOST * sizeof *d.to);
    d.here = numbers(o, n * PATHS);
    d.then = numbers(o, n * PATHS);
    for (uint32_t i = 0; i < PATHS; i++) draw_one(&d, i);
    o->here = points_of(o, d.here);
    o->then = points_of(o, d.then);
    return true;
}
