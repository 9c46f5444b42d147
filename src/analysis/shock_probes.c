/* What `shock` asks of each path: of every party the same figures in the world
 * with the shock and in the one without it, and what lies between them on the
 * path. */
#include "analysis/shock.h"

#include "model/claims.h"
#include "model/path_due.h"
#include "model/world_own.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

void qd_shock_enter(qd_shock_run *s, bool shocked)
{
    qd_lowering *base = &s->run.lowering, *beside = &s->lowering;
    if (shocked && base->graph.nodes.n) qd_graph_take(beside, base);
    if (!shocked && beside->graph.nodes.n) qd_graph_take(base, beside);
}

static bool is_of(const qd_shock_run *s, qd_sym entity, qd_sym party)
{
    return qd_party_shown(&s->asked.view, entity) == party;
}

/* ---- Parties */

/* Where it is kept, added when it is new; NULL for the outside. */
static qd_shock_party *party_at(qd_shock_run *s, qd_sym entity)
{
    if (entity == 0 || entity == QD_SYM_HOLE) return NULL;
    qd_sym party = qd_party_shown(&s->asked.view, entity);
    for (uint32_t i = 0; i < s->parties.n; i++)
        if (s->parties.at[i].party == party) return &s->parties.at[i];
    qd_shock_party *p = qd_vec_add(s->m->mem, &s->parties);
    *p = (qd_shock_party){ .party = party };
    return p;
}

/* The next due from i on in which a party has a part; the end behind the last.
 */
static uint32_t next_due(const qd_shock_run *s, const qd_lowering *l,
                         qd_sym party, uint32_t i)
{
    while (i < l->dues.n && !is_of(s, l->dues.at[i].payer, party) &&
           !is_of(s, l->dues.at[i].payee, party)) i++;
    return i;
}

/* Whether anything that moves for it is another node in the shocked world:
 * where it is not, no path can differ. */
static bool is_touched(const qd_shock_run *s, qd_sym party)
{
    const qd_lowering *a = &s->run.lowering, *b = &s->lowering;
    uint32_t i = 0, k = 0;
    for (;; i++, k++) {
        i = next_due(s, a, party, i);
        k = next_due(s, b, party, k);
        if (i == a->dues.n || k == b->dues.n)
            return i != a->dues.n || k != b->dues.n;
        const qd_due *x = &a->dues.at[i], *y = &b->dues.at[k];
        if (x->dir != y->dir || x->cash != y->cash ||
            x->total != y->total) return true;
    }
}

static void find_parties(qd_shock_run *s)
{
    const qd_lowering *l = &s->run.lowering;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        party_at(s, l->dues.at[i].payer);
        party_at(s, l->dues.at[i].payee);
    }
    for (uint32_t i = 0; i < s->parties.n; i++)
        s->parties.at[i].moves = is_touched(s, s->parties.at[i].party);
}

/* ---- Stakes */

static bool is_money(const qd_shock_run *s, const qd_lowering *l, qd_node n)
{
    unsigned c = 0;
    return qd_dim_is_money(&l->m->units, qd_node_dim(&l->graph, n), &c) &&
           c == s->currency;
}

/* Companies whose units move under what is shocked. */
static void find_companies(qd_shock_run *s)
{
    for (uint32_t i = 0; i < s->m->tree.dirs.n; i++) {
        const qd_dir *d = &s->m->tree.dirs.at[i];
        qd_sym company = qd_is_shocked(&s->lowering.view, i) &&
                         d->keyword != QD_K_stake ? qd_cap_issuer(s->m, d) : 0;
        bool known = company == 0 || company == QD_SYM_HOLE;
        for (uint32_t k = 0; k < s->companies.n; k++)
            known = known || s->companies.at[k] == company;
        if (!known) *qd_vec_add(s->m->mem, &s->companies) = company;
    }
}

/* Who is shown as a holder of a company, from k on; 0 behind the last. */
static qd_sym next_holder(const qd_shock_run *s, const qd_captable *c,
                          uint32_t *k)
{
    for (uint32_t h = *k + 1; h < c->holders.n; h++) {
        qd_sym party = qd_party_shown(&s->asked.view, c->holders.at[h]);
        bool before = party == QD_SYM_HOLE;
        for (uint32_t i = 1; i < h; i++)
            before = before || qd_party_shown(&s->asked.view,
                                              c->holders.at[i]) == party;
        *k = h;
        if (!before) return party;
    }
    return 0;
}

static void find_holders(qd_shock_run *s)
{
    for (uint32_t i = 0; i < s->companies.n; i++) {
        qd_owned *o = qd_world_owned(&s->run.world, s->companies.at[i]);
        qd_sym party;
        for (uint32_t k = 0; o && (party = next_holder(
                 s, qd_owned_table(o), &k));) party_at(s, party)->holds = true;
    }
}

static qd_node share_of(const qd_shock_run *s, qd_world *w, qd_sym company,
                        qd_sym holder)
{
    return qd_world_stake(w, company, holder, QD_OWN_BY, s->m->horizon.to);
}

/* What its stakes are worth. */
static qd_node stakes_of(const qd_shock_run *s, qd_world *w,
                         const qd_shock_party *p)
{
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < s->companies.n; i++) {
        qd_node share = share_of(s, w, s->companies.at[i], p->party);
        qd_node worth = qd_world_worth(w, s->companies.at[i]);
        if (hole(share) || hole(worth) || !is_money(s, w->l, worth)) continue;
        qd_node part = qd_times_of(w->l, share, worth);
        sum = hole(sum) ? part : qd_sum_of(w->l, sum, part);
    }
    return sum;
}

static void ask_stake(qd_shock_run *s, qd_sym company, qd_sym holder)
{
    qd_shock_enter(s, false);
    qd_node base = share_of(s, &s->run.world, company, holder);
    qd_shock_enter(s, true);
    qd_node shocked = share_of(s, &s->world, company, holder);
    qd_shock_enter(s, false);
    if (hole(base) || hole(shocked) || base == shocked) return;
    *qd_vec_add(s->m->mem, &s->stakes) = (qd_shock_stake){
        .company = company, .holder = holder,
        .base = qd_paths_last(&s->run, base, QD_WANT_MEAN),
        .shocked = qd_paths_last(&s->run, shocked, QD_WANT_MEAN),
        .change = qd_paths_last(&s->run,
                                qd_minus(&s->run.lowering, shocked, base),
                                QD_WANT_MEAN | QD_WANT_QUANTILES) };
}

static void ask_stakes(qd_shock_run *s)
{
    for (uint32_t i = 0; i < s->companies.n; i++) {
        qd_owned *o = qd_world_owned(&s->run.world, s->companies.at[i]);
        qd_sym holder;
        for (uint32_t k = 0; o && (holder = next_holder(
                 s, qd_owned_table(o), &k));)
            ask_stake(s, s->companies.at[i], holder);
    }
}

/* ---- Figures of a world, while it has the graph */

static qd_node money(qd_lowering *l, unsigned currency, double x)
{
    return qd_node_const(&l->graph, x, qd_dim_money(&l->m->units, currency));
}

static qd_node position(const qd_shock_run *s, qd_world *w,
                        qd_shock_party *p)
{
    qd_lowering *l = w->l;
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < s->m->tree.dirs.n; i++) {
        const qd_dir *d = &s->m->tree.dirs.at[i];
        if (d->keyword != QD_K_party || !is_of(s, d->name, p->party))
            continue;
        qd_entity e = *qd_world_entity(w, d->name, s->currency);
        p->has_cash = p->has_cash || e.has_cash;
        sum = hole(sum) ? e.position : qd_sum_of(l, sum, e.position);
    }
    return hole(sum) ? money(l, s->currency, 0) : sum;
}

/* What others have promised to pay it and cannot cancel, all in all. */
static qd_node backlog(const qd_shock_run *s, qd_world *w,
                       const qd_shock_party *p)
{
    qd_lowering *l = w->l;
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (due->kind != QD_DUE_CONTRACT || due->firmness > QD_FIRM_FIRM ||
            hole(due->total) || hole(due->cash) ||
            !is_of(s, due->payee, p->party) || !is_money(s, l, due->total))
            continue;
        qd_node all = qd_times_of(l, due->total,
                                  qd_lower_times(l, due->dir).happens);
        sum = hole(sum) ? all : qd_sum_of(l, sum, all);
    }
    return sum;
}

static qd_dim dim_of(qd_lowering *l, const char *name)
{
    qd_unit unit;
    qd_str bad;
    qd_unit_read(&l->m->units, qd_str_c(name), &unit, &bad);
    return unit.dim;
}

/* What contracts have brought it by now. */
static qd_node delivered(const qd_shock_run *s, qd_world *w,
                         const qd_shock_party *p, const char *unit)
{
    qd_lowering *l = w->l;
    qd_dim dim = dim_of(l, unit);
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < s->m->tree.dirs.n; i++) {
        const qd_dir *d = &s->m->tree.dirs.at[i];
        if (d->keyword != QD_K_contract || !is_of(s, d->a, p->party) ||
            !qd_dir_seen(&l->view, i)) continue;
        qd_node n = qd_world_delivered(w, i, dim);
        if (hole(n)) continue;
        sum = hole(sum) ? n : qd_sum_of(l, sum, n);
    }
    return sum;
}

/* The least (QD_N_MIN) or the most that a value has been so far, `start`
 * before. */
static qd_node extreme_of(qd_lowering *l, enum qd_node_op op, qd_node value,
                          double start)
{
    qd_graph *g = &l->graph;
    qd_node before = qd_node_carry(
        g, qd_node_const(g, start, qd_node_dim(g, value)),
        qd_node_dim(g, value));
    qd_node n = qd_node_make(g, op, before, value, 0, 0);
    qd_carry_set(g, before, n);
    return n;
}

struct figures {
    qd_node of[QD_SHOCK_MEASURES];
};

static struct figures figures_of(qd_shock_run *s, bool shocked,
                                 qd_shock_party *p)
{
    qd_world *w = shocked ? &s->world : &s->run.world;
    struct figures f;
    qd_shock_enter(s, shocked);
    f.of[QD_SHOCK_CASH] = position(s, w, p);
    f.of[QD_SHOCK_BEHIND] = f.of[QD_SHOCK_AHEAD] = QD_NODE_HOLE;
    f.of[QD_SHOCK_LEAST] = extreme_of(w->l, QD_N_MIN, f.of[QD_SHOCK_CASH],
                                      1e300);
    f.of[QD_SHOCK_BACKLOG] = backlog(s, w, p);
    f.of[QD_SHOCK_STAKES] = p->holds ? stakes_of(s, w, p) : QD_NODE_HOLE;
    f.of[QD_SHOCK_POWER] = delivered(s, w, p, "W");
    f.of[QD_SHOCK_CHIPS] = delivered(s, w, p, "chips");
    return f;
}

/* ---- Probes */

static qd_node below_zero(qd_lowering *l, qd_node least)
{
    qd_node zero = qd_minus(l, least, least);
    return qd_node_make(&l->graph, QD_N_COMPARE, least, zero, 0, QD_CMP_LT);
}

static void compare(qd_shock_run *s, qd_shock_figure *f, qd_node base,
                    qd_node shocked)
{
    qd_lowering *l = &s->run.lowering;
    if (hole(base) && hole(shocked)) return;
    if (hole(base)) base = qd_minus(l, shocked, shocked);
    if (hole(shocked)) shocked = qd_minus(l, base, base);
    if (base == shocked) return;
    f->asked = true;
    f->base = qd_paths_last(&s->run, base, QD_WANT_MEAN);
    f->shocked = qd_paths_last(&s->run, shocked, QD_WANT_MEAN);
    f->change = qd_paths_last(&s->run, qd_minus(l, shocked, base),
                              QD_WANT_MEAN | QD_WANT_QUANTILES);
}

static void ask_extreme(qd_shock_run *s, qd_shock_figure *f,
                        enum qd_node_op op, qd_node change)
{
    qd_node n = extreme_of(&s->run.lowering, op, change, 0);
    f->asked = true;
    f->change = qd_paths_last(&s->run, n, QD_WANT_MEAN | QD_WANT_QUANTILES);
}

static void ask_cash(qd_shock_run *s, qd_shock_party *p,
                     const struct figures *base,
                     const struct figures *shocked)
{
    qd_lowering *l = &s->run.lowering;
    qd_node change = qd_minus(l, shocked->of[QD_SHOCK_CASH],
                              base->of[QD_SHOCK_CASH]);
    ask_extreme(s, &p->of[QD_SHOCK_BEHIND], QD_N_MIN, change);
    ask_extreme(s, &p->of[QD_SHOCK_AHEAD], QD_N_MAX, change);
    p->change = change;
    if (!p->has_cash) return;
    p->below = below_zero(l, shocked->of[QD_SHOCK_LEAST]);
    p->gap = qd_paths_each(&s->run, below_zero(l, base->of[QD_SHOCK_LEAST]),
                           QD_WANT_CHANCE);
    p->gap_shocked = qd_paths_each(&s->run, p->below, QD_WANT_CHANCE);
}

static void ask_party(qd_shock_run *s, qd_shock_party *p)
{
    struct figures base = figures_of(s, false, p);
    struct figures shocked = figures_of(s, true, p);
    qd_shock_enter(s, false);
    for (int i = 0; i < QD_SHOCK_MEASURES; i++)
        if (p->moves || i == QD_SHOCK_STAKES)
            compare(s, &p->of[i], base.of[i], shocked.of[i]);
    if (p->moves) ask_cash(s, p, &base, &shocked);
    p->touched = p->moves || p->of[QD_SHOCK_STAKES].asked;
}

void qd_shock_ask(qd_shock_run *s)
{
    find_parties(s);
    find_companies(s);
    find_holders(s);
    for (uint32_t i = 0; i < s->parties.n; i++)
        if (s->parties.at[i].moves || s->parties.at[i].holds)
            ask_party(s, &s->parties.at[i]);
    ask_stakes(s);
    qd_shock_enter(s, false);
}
