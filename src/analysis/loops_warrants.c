/* Warrants as what comes back without being cash: shares of the issuer for
 * whoever holds them, at the price of a share less the strike, all of them
 * vested. */
#include "analysis/loops.h"

#include <math.h>
#include <stdlib.h>

#include "model/claims.h"
#include "model/totals.h"

/* Of a field as the model uses it; false where nothing is known. */
static bool ends_of(qd_loops *l, uint32_t dir, const char *field,
                    qd_piece *out)
{
    qd_node n = qd_lower_named(&l->monthly.paths.lowering, dir, field,
                               QD_DATE_FIRST);
    if (n == QD_NODE_HOLE || n == QD_NODE_BAD) return false;
    const qd_set *s = qd_eval_node(&l->eval, n);
    if (s->unknown || s->n == 0) return false;
    *out = qd_set_hull(s);
    return true;
}

/* Of a share of a company: the low end of its `price`. */
static bool share_price(qd_loops *l, qd_sym company, double *price)
{
    const qd_tree *t = &l->m->tree;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        qd_piece value;
        if (d->keyword != QD_K_price || !qd_dir_names(t, d, "for", company) ||
            !ends_of(l, i, "value", &value)) continue;
        *price = value.lo;
        return true;
    }
    return false;
}

static bool worth(qd_loops *l, uint32_t dir, int64_t *cents)
{
    qd_piece number, strike = { 0 };
    double price;
    if (!ends_of(l, dir, "number", &number) ||
        !share_price(l, l->m->tree.dirs.at[dir].b, &price)) return false;
    ends_of(l, dir, "strike", &strike);
    double money = number.lo * (price - strike.hi) * 100;
    if (!(money < 4e18)) return false;
    *cents = money > 0 ? (int64_t)floor(money + 0.5) : 0;
    return true;
}

static uint32_t party_of(const qd_loops *l, qd_sym name)
{
    qd_sym shown = qd_party_shown(&l->asked.view, name);
    for (uint32_t i = 0; i < l->n; i++)
        if (l->sym[i] == shown) return i;
    return QD_OUTSIDE;
}

static void add_warrant(qd_loops *l, uint32_t dir)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    qd_loop_leg leg = { .from = party_of(l, d->b), .to = party_of(l, d->a) };
    if (leg.from == QD_OUTSIDE || leg.to == QD_OUTSIDE || leg.from == leg.to)
        return;
    leg.exact = worth(l, dir, &leg.amount);
    if (!leg.exact)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "what the warrant %.*s is worth is not known: a `price` of a "
            "share, `for: %.*s`, would say", QD_STR_ARG(qd_model_name(l->m,
            d->name)), QD_STR_ARG(qd_model_name(l->m, d->b))));
    *qd_vec_add(l->m->mem, &l->warrants) = leg;
}

void qd_loops_warrants(qd_loops *l)
{
    const qd_tree *t = &l->m->tree;
    qd_lowering *low = &l->monthly.paths.lowering;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword == QD_K_warrant && !(d->flags & QD_DIR_BROKEN) &&
            qd_dir_seen(&low->view, i) && qd_can_happen(low, i) &&
            d->a != QD_SYM_HOLE && d->b != QD_SYM_HOLE)
            add_warrant(l, i);
    }
}
