/* Stakes over paths: what the nodes of model/world_own.h come to. */
#include "analysis/own.h"
#include "model/world_own.h"

/* The probe of a holder's stake. */
static uint32_t ask(qd_own *o, qd_owned *owned, uint32_t holder,
                    enum qd_own_when when)
{
    qd_day day = when == QD_OWN_BY ? o->asked.view.on + 1 : 0;
    qd_node n = qd_cap_is_group(&o->table, holder)
        ? qd_world_stake(&o->paths.world, o->table.company,
                         o->table.holders.at[holder], when, day)
        : qd_owned_stake(owned, holder, when, day);
    return qd_paths_last(&o->paths, n, QD_WANT_QUANTILES);
}

static qd_own_points *points_of(qd_own *o, uint32_t first)
{
    static const double q[] = { 0.05, 0.50, 0.95 };
    uint32_t n = o->table.holders.n;
    qd_own_points *p = qd_arena_alloc(&o->m->arena, n * sizeof *p);
    for (uint32_t h = 0; h < n; h++)
        qd_sim_quantiles(o->paths.result, first + h, 0, q, 3, p[h].at, NULL);
    return p;
}

bool qd_own_draw(qd_own *o)
{
    uint32_t n = o->table.holders.n;
    qd_paths_world(&o->paths);
    qd_owned *owned = qd_world_owned(&o->paths.world, o->table.company);
    if (!owned) return true;
    for (uint32_t h = 0; h < n; h++)
        ask(o, owned, h, o->ahead ? QD_OWN_BY : QD_OWN_NOW);
    for (uint32_t h = 0; h < n && o->has_later; h++)
        ask(o, owned, h, QD_OWN_ALL);
    if (!qd_paths_plan(&o->paths) || !qd_paths_draw(&o->paths)) return false;
    o->here = points_of(o, 0);
    if (o->has_later) o->then = points_of(o, n);
    qd_paths_note(&o->paths, o->answer);
    return true;
}
