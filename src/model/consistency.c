/* amount = rate x (term - ramp / 2): where a contract says all of it, some
 * values that the standing claims allow must fit. */
#include "model/consistency.h"

#include <math.h>

#include "base/limits.h"
#include "expr/eval.h"
#include "model/claims.h"
#include "model/schedule.h"

/* Numbers are printed rounded: 38 bn over 7 years is 5.43 bn a year. */
static const double rounding = 0.005;

static bool has(const qd_model *m, const qd_dir *d, qd_sym name,
                bool *dated)
{
    bool found = false;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &m->tree.fields.at[d->fields + i];
        if (f->name != name || f->datum == QD_NONE) continue;
        found = true;
        *dated = *dated || (f->flags & QD_FIELD_DATED);
    }
    return found;
}

/* Both sides as sets; false when one has no number. */
static bool sides(qd_lowering *l, qd_eval *e, uint32_t dir, qd_set *amount,
                  qd_set *product)
{
    qd_schedule s = qd_schedule_of(l, dir);
    qd_node half = qd_node_const(&l->graph, 0.5, QD_DIM_NONE);
    qd_node full = qd_minus(l, s.term, qd_times_of(l, s.ramp, half));
    qd_node rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    qd_node whole = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    qd_node paid = qd_times_of(l, rate, full);
    if (paid == QD_NODE_HOLE || whole == QD_NODE_HOLE ||
        qd_node_dim(&l->graph, paid) != qd_node_dim(&l->graph, whole))
        return false;
    *amount = *qd_eval_node(e, whole);
    *product = *qd_eval_node(e, paid);
    return amount->n > 0 && product->n > 0;
}

static bool fits(const qd_set *amount, const qd_set *product)
{
    qd_piece p = qd_set_hull(product);
    double most = isinf(p.hi) ? p.lo : p.hi;
    qd_set wide = qd_set_widen(product, rounding * fabs(most));
    qd_set both = qd_set_meet(amount, &wide);
    return both.n > 0 || both.unknown;
}

static void judge(qd_rests *r, qd_lowering *l, qd_eval *e, uint32_t dir,
                  qd_sym rate_name)
{
    qd_model *m = l->m;
    qd_set amount, product;
    if (!sides(l, e, dir, &amount, &product) || fits(&amount, &product))
        return;
    if (r->count[QD_REST_CLASH]++ >= QD_LIMIT_DIAGS) return;
    const qd_dir *d = &m->tree.dirs.at[dir];
    *qd_vec_add(m->mem, &r->at) = (qd_rest){
        QD_REST_CLASH, dir, rate_name, d->pos,
        "rate x (term - ramp / 2) is not the amount" };
}

void qd_consistency_find(qd_rests *r, const qd_view *view, qd_arena *arena)
{
    qd_model *m = view->m;
    qd_sym amount = qd_names_find(&m->tree.names, QD_STR("amount"));
    qd_sym rate = qd_names_find(&m->tree.names, QD_STR("rate"));
    qd_lowering l;
    qd_eval e;
    qd_lowering_init(&l, view, arena);
    l.bounds = true;
    double begin = qd_day_months(m->horizon.from);
    qd_eval_init(&e, &l.graph, m->mem, QD_FACE_CLAIMS, begin);
    qd_eval_period(&e, begin, qd_day_months(m->horizon.to));
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        bool dated = false;
        if (d->keyword != QD_K_contract || !qd_dir_seen(view, i) ||
            !has(m, d, amount, &dated) || !has(m, d, rate, &dated) || dated)
            continue;
        judge(r, &l, &e, i, rate);
    }
    qd_eval_free(&e);
    qd_lowering_free(&l);
}
