/* `own(company, holder, date)` of a check: all that the statements about the
 * company allow. */
#include <math.h>

#include "model/captable.h"
#include "model/claims.h"

static const double moment = 1e-6; /* the day is not over yet */

static qd_day last_known_day(const qd_view *v)
{
    const qd_tree *t = &v->m->tree;
    qd_day last = QD_DAY_OPEN_FROM;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        bool from_only;
        if (t->dirs.at[i].keyword != QD_K_source) continue;
        qd_day day = qd_source_known(v, t->dirs.at[i].name, &from_only);
        if (day != QD_DAY_OPEN_TO && day <= v->known_by && day > last)
            last = day;
    }
    return last;
}

static qd_cap_time end_of(qd_day day)
{
    return (qd_cap_time){ qd_day_months(day + 1) - moment, QD_CAP_AFTER };
}

qd_cap_time qd_captable_present(const qd_captable *c)
{
    const qd_view *v = &c->l->view;
    qd_day day = last_known_day(v);
    qd_cap_time now = day == QD_DAY_OPEN_FROM ? qd_captable_now(c)
                                              : end_of(day);
    bool earlier = v->on != QD_DAY_OPEN_FROM &&
                   qd_cap_before(end_of(v->on), now);
    return earlier ? end_of(v->on) : now;
}

qd_cap_time qd_captable_asked_for(const qd_captable *c)
{
    const qd_view *v = &c->l->view;
    return v->on == QD_DAY_OPEN_FROM ? qd_captable_present(c)
                                     : end_of(v->on);
}

/* As of the end of the asked days, or of the last that is known. */
static qd_cap_time time_of(const qd_captable *c, const qd_span *when)
{
    if (!when || when->to == QD_DAY_OPEN_TO) return qd_captable_asked_for(c);
    return end_of(when->to - 1);
}

/* Of a party that nothing names as a holder: it may be one of the others. */
static uint32_t find_holder(const qd_captable *c, qd_sym holder)
{
    for (uint32_t i = 1; i < c->holders.n; i++)
        if (c->holders.at[i] == holder) return i;
    return 0;
}

static qd_set bounds_of(qd_captable *c, qd_sym holder, qd_cap_time at)
{
    qd_poly p;
    qd_set s = qd_set_unknown();
    qd_captable_poly_at(c, at, &p);
    if (qd_poly_settle(&p)) {
        size_t room = 2 * ((size_t)c->vars + 2) * sizeof(qd_poly_term);
        qd_poly_term *terms = qd_arena_alloc(c->l->arena, room);
        uint32_t of = find_holder(c, holder);
        uint32_t n = qd_captable_units(c, of, at, terms);
        qd_poly_end lo = qd_poly_bound(&p, terms, n, false);
        qd_poly_end hi = qd_poly_bound(&p, terms, n, true);
        if (of == 0) lo = (qd_poly_end){ .bounded = true };
        s = qd_set_piece(fmax(0, lo.value), lo.open, fmin(1, hi.value),
                         hi.open && hi.value < 1);
    }
    qd_poly_free(&p);
    return s;
}

qd_node qd_captable_asked(qd_lowering *l, const qd_id *at, uint32_t n)
{
    const qd_tree *t = &l->m->tree;
    const qd_span *when = NULL;
    if (n > 2 && t->syns.at[at[2]].kind == QD_SYN_DATE)
        when = &t->syns.at[at[2]].span;
    qd_captable c;
    qd_set s = qd_set_unknown();
    l->owning = true;
    qd_captable_make(&c, l, t->syns.at[at[0]].a);
    if (c.vars <= QD_LIMIT_CAP_TABLE &&
        c.stakes.n + c.events.n + c.holdings.n > 0)
        s = bounds_of(&c, t->syns.at[at[1]].a, time_of(&c, when));
    qd_captable_free(&c);
    l->owning = false;
    return s.unknown ? QD_NODE_HOLE : qd_node_set(&l->graph, &s, QD_DIM_NONE);
}
