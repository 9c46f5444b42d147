/* What `fund` asks of each path: the position of a party and of those that
 * consolidate to it, its least so far, and what it is bound to pay and hopes
 * to get by the ladder of firmness. */
#include "analysis/fund.h"

#include "model/claims.h"
#include "model/path_due.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

qd_node qd_fund_money(qd_fund *f, double x)
{
    return qd_node_const(&f->run.lowering.graph, x,
                         qd_dim_money(&f->m->units, f->currency));
}

bool qd_fund_is_ours(const qd_fund *f, qd_sym party)
{
    return qd_party_shown(&f->asked.view, party) == f->party;
}

/* ---- The position */

qd_node qd_fund_position(qd_fund *f)
{
    qd_lowering *l = &f->run.lowering;
    qd_node sum = QD_NODE_HOLE, opening = QD_NODE_HOLE;
    for (uint32_t i = 0; i < f->m->tree.dirs.n; i++) {
        const qd_dir *d = &f->m->tree.dirs.at[i];
        if (d->keyword != QD_K_party || !qd_fund_is_ours(f, d->name))
            continue;
        qd_entity e = *qd_world_entity(&f->run.world, d->name, f->currency);
        f->has_cash = f->has_cash || e.has_cash;
        sum = hole(sum) ? e.position : qd_sum_of(l, sum, e.position);
        opening = hole(opening) ? e.opening
                                : qd_sum_of(l, opening, e.opening);
    }
    f->opening = opening;
    return sum;
}

/* The least of a value so far. */
static qd_node least_of(qd_fund *f, qd_node value)
{
    qd_graph *g = &f->run.lowering.graph;
    qd_node before = qd_node_carry(g, qd_fund_money(f, 1e300),
                                   qd_node_dim(g, value));
    qd_node n = qd_node_make(g, QD_N_MIN, before, value, 0, 0);
    qd_carry_set(g, before, n);
    return n;
}

static void find_years(qd_fund *f)
{
    double begin = qd_day_months(f->m->horizon.from);
    int first = (int)(begin + 0.5), step = f->m->grid;
    uint32_t n = f->run.n_periods;
    f->year_ends = qd_arena_alloc(&f->m->arena,
                                  (n + 1) * sizeof *f->year_ends);
    for (uint32_t t = 0; t < n; t++)
        if ((first + (int)(t + 1) * step) % 12 == 0 || t + 1 == n)
            f->year_ends[f->n_years++] = t;
}

static void ask_position(qd_fund *f)
{
    qd_graph *g = &f->run.lowering.graph;
    qd_node p = qd_fund_position(f), least = least_of(f, p);
    /* zero; or no number where the least is none: such paths are left out */
    qd_node zero = qd_minus(&f->run.lowering, least, least);
    qd_node below = qd_node_make(g, QD_N_COMPARE, least, zero, 0, QD_CMP_LT);
    const unsigned all = QD_WANT_MEAN | QD_WANT_QUANTILES;
    if (f->outputs & QD_FUND_FAN) f->fan = qd_paths_each(&f->run, p, all);
    if (f->outputs & (QD_FUND_GAP | QD_FUND_FAN))
        f->gap = qd_paths_each(&f->run, below, QD_WANT_CHANCE);
    if (f->outputs & QD_FUND_LEAST)
        f->least = qd_paths_last(&f->run, least, all);
    if (f->outputs & QD_FUND_CASH)
        f->cash = qd_paths_last(&f->run, p, QD_WANT_MEAN);
    if (!(f->outputs & QD_FUND_SHORTFALL)) return;
    find_years(f);
    qd_node gap = qd_least_zero(&f->run.lowering,
                                qd_minus(&f->run.lowering,
                                         qd_fund_money(f, 0), p));
    f->shortfall = qd_paths_probe(&f->run, gap, f->year_ends, f->n_years,
                                false, all);
}

/* ---- The ladder */

/* What is due in the period if it happens. */
static qd_node as_due(const qd_due *due)
{
    if (due->kind == QD_DUE_BURN || hole(due->amount)) return due->cash;
    return due->amount;
}

bool qd_fund_in_currency(const qd_fund *f, qd_node n)
{
    unsigned c = 0;
    return qd_dim_is_money(&f->m->units,
                           qd_node_dim(&f->run.lowering.graph, n), &c) &&
           c == f->currency;
}

/* What comes in from operations is no funding. */
static bool counts(const qd_fund *f, const qd_due *due, bool in)
{
    bool to = qd_fund_is_ours(f, due->payee);
    bool from = qd_fund_is_ours(f, due->payer);
    if (to == from || to != in) return false;
    return !in || due->kind != QD_DUE_REVENUE;
}

static void note_unknown(qd_fund *f, qd_fund_step *s, uint32_t dir)
{
    s->unknown++;
    for (uint32_t i = 0; i < f->unknown.n; i++)
        if (f->unknown.at[i] == dir) return;
    *qd_vec_add(f->m->mem, &f->unknown) = dir;
}

static void ask_step(qd_fund *f, qd_fund_step *s, unsigned firmness, bool in)
{
    qd_lowering *l = &f->run.lowering;
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (due->firmness != firmness || !counts(f, due, in)) continue;
        qd_node n = as_due(due);
        if (n == QD_NODE_BAD) continue;
        if (n == QD_NODE_HOLE) note_unknown(f, s, due->dir);
        else if (qd_fund_in_currency(f, n))
            sum = hole(sum) ? n : qd_sum_of(l, sum, n);
    }
    s->some = !hole(sum);
    if (s->some)
        s->probe = qd_paths_probe(&f->run, sum,
                                f->run.each + f->run.n_periods - 1, 1, true,
                                QD_WANT_MEAN | QD_WANT_QUANTILES);
}

/* Equity and loans that are not sure: what the answer counts on. */
static void ask_hopes(qd_fund *f)
{
    qd_lowering *l = &f->run.lowering;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        bool raise = due->kind == QD_DUE_EQUITY || due->kind == QD_DUE_LOAN;
        if (!raise || !counts(f, due, true) || hole(as_due(due)) ||
            !qd_fund_in_currency(f, as_due(due))) continue;
        qd_node at = qd_lower_times(l, due->dir).at;
        qd_fund_hope hope = { .dir = due->dir, .firmness = due->firmness,
                              .when = UINT32_MAX };
        hope.amount = qd_paths_probe(&f->run, as_due(due),
                                   f->run.each + f->run.n_periods - 1, 1,
                                   true, QD_WANT_QUANTILES);
        if (!hole(at)) hope.when = qd_paths_last(&f->run, at,
                                               QD_WANT_QUANTILES);
        *qd_vec_add(f->m->mem, &f->hopes) = hope;
    }
}

void qd_fund_ask(qd_fund *f)
{
    ask_position(f);
    if (!(f->outputs & QD_FUND_COMMITMENTS)) return;
    for (unsigned i = 0; i < QD_FIRM_NONE; i++) {
        ask_step(f, &f->out[i], i, false);
        ask_step(f, &f->in[i], i, true);
    }
    ask_hopes(f);
}
