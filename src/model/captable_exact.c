/* Where all that a round depends on is one number each, it is solved as one:
 * its price, what converts, what is protected, the pool and who takes part.
 * Events are gone through in the order of time, from the numbers of shares
 * that are stated; where who has what is not known, rounds that do not depend
 * on it are solved all the same. What leaves two readings (pre or post,
 * warrants that are exercised or not) is gone through with each. */
#include "model/captable_parts.h"
#include "model/shocks.h"

#include <math.h>

enum { OTHERS = 0, READINGS = 4, TRIES = 200 };

struct run {
    qd_captable *c;
    bool post, exercised; /* the readings of this run */
    bool known;           /* who has how much; else `all` is 1 */
    double all, warrants; /* units, and those that could still come */
    double *held;         /* by holder */
    double *of;           /* of a class: by holder, then by class */
    double *price;        /* at which a class converts, NAN where not known */
    double *add, *add_of; /* what the present moment changes */
};

/* A round, or an event in which something converts, with what comes with
 * it. */
struct group {
    uint32_t from, to;    /* events of that moment */
    uint32_t by;
    qd_cap_event *round;  /* NULL: an event */
    qd_financing f;
    qd_convertible terms[QD_FINANCING_MOST];
    qd_converted converted[QD_FINANCING_MOST];
    qd_protected class[QD_FINANCING_MOST];
    double after[QD_FINANCING_MOST];
    uint32_t slot[QD_FINANCING_MOST]; /* of a protected class */
    double parts;         /* of all that is bought, by those who take part */
    qd_financed out;
};

static bool point(const qd_set *s, double *x)
{
    if (s->unknown || !qd_set_is_point(s)) return false;
    *x = s->at[0].lo;
    return isfinite(*x);
}

static uint32_t slot_of(const qd_captable *c, uint32_t class)
{
    for (uint32_t i = 0; i < c->classes.n; i++)
        if (c->classes.at[i].dir == class) return i;
    return UINT32_MAX;
}

static double *of_class(struct run *x, double *table, uint32_t holder,
                        uint32_t class)
{
    uint32_t k = slot_of(x->c, class);
    return k == UINT32_MAX ? NULL : &table[holder * x->c->classes.n + k];
}

static bool comes_with(const qd_cap_event *e, uint32_t by)
{
    return e->by == by && by != QD_NONE;
}

/* ---- At first */

/* Something happens to a holder before the stake is stated. */
static bool is_late(const qd_captable *c, const qd_cap_stake *s)
{
    for (uint32_t i = 0; i < c->events.n; i++) {
        const qd_cap_event *e = &c->events.at[i];
        bool his = e->to == s->holder || (e->from == s->holder &&
            (e->kind == QD_CAP_MOVE || e->kind == QD_CAP_BACK));
        if (his && e->dir != QD_NONE && qd_cap_before(e->at, s->at))
            return true;
    }
    return false;
}

static bool is_again(const qd_captable *c, uint32_t i)
{
    for (uint32_t j = 0; j < i; j++)
        if (c->stakes.at[j].holder == c->stakes.at[i].holder &&
            c->stakes.at[j].class == c->stakes.at[i].class) return true;
    return false;
}

static void add_first(struct run *x, uint32_t holder, uint32_t class,
                      double units)
{
    double *of = of_class(x, x->of, holder, class);
    x->held[holder] += units;
    x->all += units;
    if (of) *of += units;
}

static bool groups_stand(const qd_captable *c)
{
    for (uint32_t i = 1; i < c->holders.n; i++)
        if (qd_cap_is_group(c, i)) return false;
    return true;
}

static void begin(struct run *x)
{
    qd_captable *c = x->c;
    bool others = c->closed;
    x->known = groups_stand(c);
    for (uint32_t i = 0; i < c->stakes.n; i++) {
        const qd_cap_stake *s = &c->stakes.at[i];
        double n;
        if (is_again(c, i)) continue;
        if (s->share.n || !point(&s->number, &n) || is_late(c, s)) {
            x->known = false;
            continue;
        }
        if (s->holder == OTHERS) others = true;
        add_first(x, s->holder, s->class, n * qd_cap_ratio(c, s->class) *
                  qd_captable_scale(c, s->at.when));
    }
    for (uint32_t i = 0; i < c->classes.n; i++) {
        const qd_cap_class *k = &c->classes.at[i];
        if (k->itself) add_first(x, k->itself, k->dir, k->number.at[0].lo);
        x->price[i] = NAN;
        point(&k->price, &x->price[i]);
    }
    x->known = x->known && others && x->all > 0;
    if (!x->known) x->all = 1;
}

static void lose(struct run *x)
{
    x->known = false;
    x->all = 1;
}

/* ---- A group */

static bool take_terms(struct group *g, const qd_cap_event *e)
{
    uint32_t n = g->f.convertibles++;
    qd_convertible *t = &g->terms[n];
    *t = (qd_convertible){ .counted = e->counted,
        .form = e->inside ? QD_CONVERT_AFTER : QD_CONVERT_BEFORE };
    if (e->share.n) {
        t->form = QD_CONVERT_SHARE;
        return point(&e->share, &t->share);
    }
    if (!point(&e->money, &t->money)) return false;
    if (!e->cap.unknown && !point(&e->cap, &t->cap)) return false;
    if (!g->round && t->cap == 0) return false;
    return e->off.unknown || point(&e->off, &t->discount);
}

/* All units of one class are one. */
static bool take_protected(struct run *x, struct group *g, uint32_t class)
{
    uint32_t k = slot_of(x->c, class);
    for (uint32_t i = 0; i < g->f.classes; i++)
        if (g->slot[i] == k) return true;
    const qd_cap_class *is = &x->c->classes.at[k];
    double units = 0;
    for (uint32_t h = 0; h < x->c->holders.n; h++)
        units += x->of[h * x->c->classes.n + k];
    if (!(units > 0)) return true;
    double spare = x->exercised ? 0 : x->warrants;
    double idle = x->held[x->c->pool];
    if (x->c->pool == OTHERS && g->f.pool_share == 0) idle = 0;
    double base = is->protection == QD_CAP_NARROW
        ? x->all - idle - (x->exercised ? x->warrants : 0) : x->all + spare;
    uint32_t n = g->f.classes++;
    g->slot[n] = k;
    g->class[n] = (qd_protected){
        .by = is->protection == QD_CAP_RATCHET ? QD_PROTECT_RATCHET
                                               : QD_PROTECT_AVERAGE,
        .units = units, .price = x->price[k], .base = base };
    return isfinite(x->price[k]) && x->price[k] > 0;
}

/* The price of the round, as it is stated. */
static bool take_price(struct run *x, struct group *g)
{
    const qd_cap_event *e = g->round;
    if (!e) { /* only caps count */
        g->f.stated = QD_STATED_PRICE;
        g->f.value = 1e200;
        return true;
    }
    if (!point(&e->money, &g->f.money)) return false;
    if (point(&e->value, &g->f.value)) {
        bool both = e->pre.n && e->post.n;
        bool post = both ? x->post : e->post.n > 0;
        g->f.stated = post ? QD_STATED_POST : QD_STATED_PRE;
        return true;
    }
    g->f.stated = QD_STATED_PRICE;
    return point(&e->unit_price, &g->f.value);
}

static bool take_pool(struct run *x, struct group *g, const qd_cap_event *e)
{
    g->f.pool_free = x->known ? x->held[e->to] : 0;
    return point(&e->post, &g->f.pool_share);
}

/* What the group is made of; false where that is not known. *leans: it
 * depends on who has what. */
static bool take_group(struct run *x, struct group *g, bool *leans)
{
    qd_captable *c = x->c;
    bool good = take_price(x, g);
    *leans = g->f.stated == QD_STATED_PRICE && g->round;
    for (uint32_t i = g->from; good && i < g->to; i++) {
        qd_cap_event *e = &c->events.at[i];
        if (!comes_with(e, g->by)) continue;
        if (e->kind != QD_CAP_CONVERT) *leans = true;
        if (*leans && !x->known) return false;
        if (g->f.convertibles == QD_FINANCING_MOST) return false;
        if (e->kind == QD_CAP_CONVERT) good = take_terms(g, e);
        if (e->kind == QD_CAP_POOL) good = take_pool(x, g, e);
    }
    for (uint32_t i = g->from; good && i < g->to; i++) {
        qd_cap_event *e = &c->events.at[i];
        if (comes_with(e, g->by) && e->kind == QD_CAP_PROTECT)
            good = g->f.classes < QD_FINANCING_MOST &&
                   take_protected(x, g, e->class);
    }
    g->f.units = x->all;
    g->f.convertible = g->terms;
    g->f.class = g->class;
    return good && (x->known || !*leans);
}

static bool solve(struct group *g)
{
    return qd_financing_solve(&g->f, &g->out, g->converted, g->after) ==
           QD_FINANCING_SOUND;
}

/* Units of a holder before the money: with what converts, and protection. */
static double before_money(const struct run *x, const struct group *g,
                           uint32_t holder)
{
    double units = x->held[holder];
    uint32_t n = 0;
    for (uint32_t i = g->from; i < g->to; i++) {
        const qd_cap_event *e = &x->c->events.at[i];
        if (!comes_with(e, g->by)) continue;
        if (e->kind == QD_CAP_CONVERT && e->to == holder)
            units += g->converted[n].units;
        if (e->kind == QD_CAP_CONVERT) n++;
    }
    for (uint32_t i = 0; i < g->f.classes; i++)
        units += x->of[holder * x->c->classes.n + g->slot[i]] *
                 (g->after[i] / g->class[i].units - 1);
    return units;
}

/* The part of all that is bought which a holder takes. */
static double part_of(const struct run *x, const struct group *g,
                      const qd_cap_event *e)
{
    double share = 0;
    if (point(&e->share, &share)) return share;
    return before_money(x, g, e->to) / g->out.capitalisation;
}

/* Who takes a part on top does so at the price that comes of it. */
static bool settle(struct run *x, struct group *g)
{
    double lead = g->f.money;
    for (int k = 0; k < TRIES; k++) {
        double parts = 0;
        g->f.money = lead / (1 - g->parts);
        if (!solve(g)) return false;
        for (uint32_t i = g->from; i < g->to; i++) {
            const qd_cap_event *e = &x->c->events.at[i];
            if (comes_with(e, g->by) && e->kind == QD_CAP_PRO_RATA)
                parts += part_of(x, g, e);
        }
        if (!(parts < 1)) return false;
        if (fabs(parts - g->parts) <= 1e-15) return true;
        g->parts = parts;
    }
    return false;
}

/* ---- What comes of it */

static void change(struct run *x, const qd_cap_event *e, uint32_t holder,
                   double units)
{
    double *of = of_class(x, x->add_of, holder, e->class);
    x->add[holder] += units;
    if (of) *of += units;
}

/* How many units, where it is known who has how many. */
static void count(const struct run *x, qd_cap_event *e, double units)
{
    if (!x->known) return;
    e->fewest = fmin(e->fewest, units);
    e->many = fmax(e->many, units);
}

/* The hull over all runs. */
static void note(struct run *x, qd_cap_event *e, double units, bool leans)
{
    double k = units / x->all;
    bool first = isnan(e->least);
    e->least = first || k < e->least ? k : e->least;
    e->most = first || k > e->most ? k : e->most;
    e->leans = e->leans || leans;
    count(x, e, units);
    change(x, e, e->to, units);
}

static void note_way(qd_cap_event *e, const struct group *g,
                     const qd_converted *got)
{
    double paid;
    enum qd_cap_way way = got->by == QD_BY_CAP ? QD_CAP_BY_CAP
        : got->by == QD_BY_SHARE ? QD_CAP_BY_SHARE : QD_CAP_BY_PRICE;
    e->way = e->seen && way != e->way ? QD_CAP_EITHER : way;
    e->seen = true;
    e->worth = qd_set_empty();
    if (g->round && point(&e->paid, &paid) && paid > 0)
        e->worth = qd_set_point(got->units * g->out.price / paid);
}

static double gain_of(const struct run *x, const struct group *g,
                      const qd_cap_event *e)
{
    for (uint32_t i = 0; i < g->f.classes; i++)
        if (x->c->classes.at[g->slot[i]].dir == e->class)
            return x->of[e->to * x->c->classes.n + g->slot[i]] *
                   (g->after[i] / g->class[i].units - 1);
    return 0;
}

/* The price at which it converts, and to how many for each unit of before. */
static void note_protection(struct run *x, const struct group *g,
                            qd_cap_event *e)
{
    for (uint32_t i = 0; i < g->f.classes; i++) {
        const qd_protected *p = &g->class[i];
        if (x->c->classes.at[g->slot[i]].dir != e->class) continue;
        double times = g->after[i] / p->units;
        e->worth = qd_set_point(times);
        e->unit_price = qd_set_point(p->price / times);
    }
}

static void tell(struct run *x, struct group *g, bool leans)
{
    uint32_t n = 0;
    if (g->round)
        note(x, g->round, g->out.bought * (1 - g->parts), leans);
    for (uint32_t i = g->from; i < g->to; i++) {
        qd_cap_event *e = &x->c->events.at[i];
        if (!comes_with(e, g->by)) continue;
        if (e->kind == QD_CAP_CONVERT) {
            note_way(e, g, &g->converted[n]);
            note(x, e, g->converted[n++].units, leans);
        }
        if (e->kind == QD_CAP_POOL) note(x, e, g->out.pool_added, leans);
        if (e->kind == QD_CAP_PROTECT) {
            note_protection(x, g, e);
            note(x, e, gain_of(x, g, e), leans);
        }
        if (e->kind == QD_CAP_PRO_RATA)
            note(x, e, g->out.bought * part_of(x, g, e), leans);
    }
    for (uint32_t i = 0; i < g->f.classes; i++)
        if (g->class[i].units > 0)
            x->price[g->slot[i]] *= g->class[i].units / g->after[i];
    uint32_t k = g->round ? slot_of(x->c, g->round->class) : UINT32_MAX;
    if (k != UINT32_MAX && isnan(x->price[k])) x->price[k] = g->out.price;
}

static void forget(struct run *x, uint32_t from, uint32_t to, uint32_t by)
{
    for (uint32_t i = from; i < to; i++) {
        qd_cap_event *e = &x->c->events.at[i];
        if (comes_with(e, by) || e->dir == by) e->exact = false;
    }
}

/* A round by itself, of which the rows say all already. */
static bool is_alone(const qd_captable *c, uint32_t from, uint32_t to,
                     const qd_cap_event *e)
{
    for (uint32_t i = from; i < to; i++)
        if (comes_with(&c->events.at[i], e->dir)) return false;
    return true;
}

static void alone(struct run *x, qd_cap_event *e)
{
    double n, ratio, price = NAN, money;
    bool pre = e->pre.n && !(e->post.n && x->post);
    if (!x->known) return;
    if (!point(&e->number, &n)) {
        if (qd_cap_is_closing(x->c, e) ||
            !point(pre ? &e->pre : &e->post, &ratio) || !(ratio < 1 || pre)) {
            lose(x);
            return;
        }
        n = x->all * (pre ? ratio : ratio / (1 - ratio));
    }
    if (point(&e->money, &money) && n > 0) price = money / n;
    uint32_t k = slot_of(x->c, e->class);
    if (k != UINT32_MAX && isnan(x->price[k])) x->price[k] = price;
    count(x, e, n);
    change(x, e, e->to, n);
}

static void with_others(struct run *x, uint32_t from, uint32_t to,
                        uint32_t by, qd_cap_event *round)
{
    struct group g = { .from = from, .to = to, .by = by, .round = round };
    bool leans = false;
    bool part = round && qd_cap_is_closing(x->c, round);
    if (!part && take_group(x, &g, &leans) && settle(x, &g)) {
        tell(x, &g, leans);
        return;
    }
    forget(x, from, to, by);
    lose(x);
}

/* ---- All that happens at one moment */

static void move(struct run *x, qd_cap_event *e, double all)
{
    double n, ratio;
    if (!point(&e->number, &n)) {
        if (!point(&e->post, &ratio)) {
            lose(x);
            return;
        }
        n = ratio * all;
    }
    n = fmin(n, x->held[e->from] + x->add[e->from]);
    count(x, e, n);
    change(x, e, e->from, -n);
    if (e->kind == QD_CAP_MOVE) change(x, e, e->to, n);
}

static void exercise(struct run *x, const qd_cap_event *e)
{
    double n = 0;
    if (!point(&e->number, &n)) {
        lose(x);
        return;
    }
    x->warrants += n;
    if (x->exercised) change(x, e, e->to, n);
}

static double sum_of(const double *x, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

static void settle_moment(struct run *x)
{
    uint32_t n = x->c->holders.n, k = x->c->classes.n;
    for (uint32_t h = 0; h < n; h++) x->held[h] += x->add[h];
    for (uint32_t i = 0; i < n * k; i++) x->of[i] += x->add_of[i];
    if (x->known) x->all += sum_of(x->add, n);
    for (uint32_t h = 0; h < n; h++) x->add[h] = 0;
    for (uint32_t i = 0; i < n * k; i++) x->add_of[i] = 0;
}

/* What converts in an event, once for each such event. */
static bool is_first_of(const qd_captable *c, uint32_t from, uint32_t i)
{
    const qd_cap_event *e = &c->events.at[i];
    bool round = c->l->m->tree.dirs.at[e->by].keyword == QD_K_round;
    for (uint32_t j = from; j < i; j++)
        if (comes_with(&c->events.at[j], e->by)) return false;
    return !round;
}

static void moment(struct run *x, uint32_t from, uint32_t to)
{
    qd_captable *c = x->c;
    for (uint32_t i = from; i < to; i++) {
        qd_cap_event *e = &c->events.at[i];
        if (e->kind == QD_CAP_CONVERT && is_first_of(c, from, i))
            with_others(x, from, to, e->by, NULL);
        if (e->kind != QD_CAP_ISSUE) continue;
        if (is_alone(c, from, to, e)) alone(x, e);
        else with_others(x, from, to, e->dir, e);
    }
    double all = x->all + sum_of(x->add, c->holders.n);
    for (uint32_t i = from; i < to; i++) {
        qd_cap_event *e = &c->events.at[i];
        if (e->kind == QD_CAP_MOVE || e->kind == QD_CAP_BACK)
            move(x, e, all);
        if (e->kind == QD_CAP_EXERCISE) exercise(x, e);
        if (e->kind == QD_CAP_UNREPORTED && !c->closed) lose(x);
    }
    settle_moment(x);
}

/* ---- All */

static void go(qd_captable *c, unsigned reading)
{
    qd_arena *a = c->l->arena;
    uint32_t n = c->holders.n, k = c->classes.n;
    size_t room = (2 * (size_t)n * (k + 1) + k + 1) * sizeof(double);
    double *at = qd_arena_alloc(a, room);
    memset(at, 0, room);
    struct run x = { .c = c, .post = reading & 1, .exercised = reading & 2,
                     .held = at, .add = at + n, .of = at + 2 * n,
                     .add_of = at + 2 * n + (size_t)n * k,
                     .price = at + 2 * (size_t)n * (k + 1) };
    begin(&x);
    for (uint32_t i = 0, to; i < c->events.n; i = to) {
        for (to = i; to < c->events.n &&
             c->events.at[to].at.when == c->events.at[i].at.when; to++)
            continue;
        moment(&x, i, to);
    }
}

static bool may_be_exact(const qd_captable *c, const qd_cap_event *e)
{
    bool with = e->by != QD_NONE;
    for (uint32_t i = 0; i < c->events.n && !with; i++)
        with = comes_with(&c->events.at[i], e->dir);
    return with && e->dir != QD_NONE && !e->waits;
}

void qd_cap_find_exact(qd_captable *c)
{
    qd_arena_mark mark = qd_arena_mark_of(c->l->arena);
    c->unsure = (qd_cap_time){ INFINITY, QD_CAP_AFTER };
    for (uint32_t i = 0; i < c->events.n; i++) {
        qd_cap_event *e = &c->events.at[i];
        e->exact = may_be_exact(c, e);
        e->least = e->most = e->fewest = e->many = NAN;
        bool unsure = !e->sure || qd_is_shocked(&c->l->view, e->dir);
        if (unsure && e->dir != QD_NONE && e->kind != QD_CAP_EXERCISE &&
            qd_cap_before(e->at, c->unsure)) c->unsure = e->at;
    }
    for (unsigned reading = 0; reading < READINGS; reading++) go(c, reading);
    for (uint32_t i = 0; i < c->events.n; i++) {
        qd_cap_event *e = &c->events.at[i];
        if (isnan(e->least)) e->exact = false;
        if (e->exact) e->priced = true;
    }
    qd_arena_rewind(c->l->arena, mark);
}

/* What leans on who has what is exact only where all before it is taken to
 * have happened. */
bool qd_cap_is_exact(const qd_cap_rows *r, const qd_cap_event *e)
{
    const qd_captable *c = r->c;
    return e->exact && (!e->leans || qd_cap_before(r->sure, c->unsure) ||
                        !qd_cap_before(c->unsure, e->at));
}

/* Beside a stake that is stated later the dust of the solution is no
 * contradiction. */
void qd_cap_exact_rows(qd_cap_rows *r, const qd_cap_event *e)
{
    const double dust = 1e-12;
    qd_cap_time at = { e->at.when, QD_CAP_BEFORE };
    uint32_t all = qd_captable_units(r->c, UINT32_MAX, at, r->all);
    double lo = e->least, hi = e->most;
    bool differs = hi > lo + dust * hi;
    if (!differs) hi = lo;
    if (hi > 0 && (differs || qd_cap_is_counted(r->c, e))) {
        lo -= dust * lo;
        hi += dust * hi;
    }
    if (!qd_cap_happens(r, e)) lo = 0;
    qd_set share = qd_set_piece(lo, false, hi, false);
    r->some[0] = (qd_poly_term){ e->var, 1, 1 };
    qd_cap_between(r, 1, all, &share, e->dir + 1);
}
