/* What a use of proceeds, a tie and a balance say of a pair. */
#include "analysis/loops_pairs.h"

#include <math.h>

#include "model/claims.h"

/* ---- Which dues */

static bool is_of(const qd_loops *l, const qd_due *due, uint32_t from,
                  uint32_t to)
{
    const qd_view *v = &l->asked.view;
    return qd_party_shown(v, due->payer) == l->sym[from] &&
           qd_party_shown(v, due->payee) == l->sym[to];
}

static bool has_field(const qd_tree *t, const qd_dir *d, const char *field)
{
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; name && i < d->n_fields; i++)
        if (t->fields.at[d->fields + i].name == name) return true;
    return false;
}

void qd_pairs_terms(qd_pairs *p)
{
    const qd_tree *t = &p->l->m->tree;
    const qd_lowering *low = &p->l->monthly.paths.lowering;
    for (uint32_t i = 0; i < low->dues.n; i++) {
        const qd_dir *d = &t->dirs.at[low->dues.at[i].dir];
        if (has_field(t, d, "spent-on") || has_field(t, d, "tied-to"))
            *qd_vec_add(p->l->m->mem, &p->terms) = i;
    }
}

uint32_t qd_pair_says(const qd_pairs *p, const qd_pair *x, const char *field,
                      qd_sym name)
{
    const qd_tree *t = &p->l->m->tree;
    const qd_lowering *low = &p->l->monthly.paths.lowering;
    for (uint32_t i = 0; i < p->terms.n; i++) {
        const qd_due *due = &low->dues.at[p->terms.at[i]];
        const qd_dir *d = &t->dirs.at[due->dir];
        if (is_of(p->l, due, x->investor, x->customer) &&
            (name ? qd_dir_names(t, d, field, name) : has_field(t, d, field)))
            return due->dir;
    }
    return QD_NONE;
}

/* The line that a due went into. */
static uint32_t line_of(const qd_loops *l, const qd_due *due)
{
    const qd_view *v = &l->asked.view;
    qd_sym payer = qd_party_shown(v, due->payer);
    qd_sym payee = qd_party_shown(v, due->payee);
    for (uint32_t i = 0; i < l->monthly.n; i++) {
        const qd_flow_line *x = &l->monthly.at[i];
        if (x->payer == payer && x->payee == payee && x->kind == due->kind &&
            x->firmness == due->firmness && !x->net &&
            (x->of == QD_NONE || x->of == due->dir)) return i;
    }
    return QD_NONE;
}

uint32_t qd_pair_uses(qd_pairs *p, const qd_pair *x, qd_pair_use **out)
{
    qd_loops *l = p->l;
    const qd_tree *t = &l->m->tree;
    const qd_lowering *low = &l->monthly.paths.lowering;
    uint32_t n = 0;
    *out = NULL;
    if (qd_pair_says(p, x, "spent-on", 0) == QD_NONE) return 0;
    *out = qd_mem_resize(l->m->mem, NULL,
                         ((size_t)low->dues.n + 1) * sizeof **out);
    for (uint32_t i = 0; i < low->dues.n; i++) {
        const qd_due *due = &low->dues.at[i];
        const qd_dir *d = &t->dirs.at[due->dir];
        bool in = is_of(l, due, x->investor, x->customer) &&
                  has_field(t, d, "spent-on");
        bool spent = qd_party_shown(&l->asked.view, due->payer) ==
                         l->sym[x->customer] && d->name &&
                     qd_pair_says(p, x, "spent-on", d->name) != QD_NONE;
        uint32_t line = in || spent ? line_of(l, due) : QD_NONE;
        if (line == QD_NONE) continue;
        bool home = qd_party_shown(&l->asked.view, due->payee) ==
                    l->sym[x->investor];
        (*out)[n++] = (qd_pair_use){ line, due->amount, spent, home };
    }
    return n;
}

/* What is due of it in the horizon beyond the low end: without end where
 * nobody says how much or when. */
static int64_t more_of(qd_loops *l, qd_node node)
{
    const int64_t endless = INT64_MAX / 8;
    if (node == QD_NODE_HOLE || node == QD_NODE_BAD) return endless;
    qd_span all = l->m->horizon;
    qd_eval_period(&l->eval, qd_day_months(all.from), qd_day_months(all.to));
    const qd_set *s = qd_eval_node(&l->eval, node);
    if (s->unknown || s->n == 0) return endless;
    qd_piece h = qd_set_hull(s);
    double more = floor((h.hi - h.lo) * 100 + 0.5);
    return more < (double)endless ? (int64_t)more : endless;
}

static int64_t cents_of(qd_loops *l, qd_node node, qd_span span)
{
    if (node == QD_NODE_HOLE || node == QD_NODE_BAD) return 0;
    qd_eval_period(&l->eval, qd_day_months(span.from),
                   qd_day_months(span.to));
    const qd_set *s = qd_eval_node(&l->eval, node);
    double lo = s->unknown || s->n == 0 ? 0 : qd_set_hull(s).lo;
    return lo > 0 && lo < 1e15 ? (int64_t)floor(lo * 100 + 0.5) : 0;
}

void qd_pair_meant(qd_pairs *p, const qd_pair *x)
{
    qd_loops *l = p->l;
    qd_pair_use *uses;
    uint32_t n = qd_pair_uses(p, x, &uses);
    qd_day begin = l->m->horizon.from;
    p->more_home = p->more_away = 0;
    for (uint32_t k = 0; k < n; k++) {
        int64_t *more = uses[k].home ? &p->more_home : &p->more_away;
        int64_t of = uses[k].spent ? more_of(l, uses[k].node) : 0;
        *more = of > INT64_MAX / 4 - *more ? INT64_MAX / 4 : *more + of;
    }
    for (uint32_t i = 0; i < p->list.n && n > 0; i++) {
        qd_pair_event *e = &p->list.at[i];
        const qd_loop_move *m = &l->moves.at[e->move];
        for (uint32_t k = 0; k < n; k++) {
            if (uses[k].line != m->line) continue;
            qd_span before = { begin, m->when.from };
            qd_span all = { begin, m->when.to };
            e->meant += cents_of(l, uses[k].node, all) -
                        (m->when.from > begin
                             ? cents_of(l, uses[k].node, before) : 0);
        }
        if (e->meant > e->amount) e->meant = e->amount;
        if (e->meant < 0) e->meant = 0;
    }
    qd_mem_release(l->m->mem, uses);
}

/* ---- A use of proceeds as a bound */

/* The customer's money, as far as it is known what it is for. */
struct purse {
    int64_t label, meant, others; /* the second: of the first */
    int64_t room[2];              /* of payments home and away */
    int64_t left[2];              /* so much is yet to be bound */
};

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Spends label on what it is meant for, at most `most`, and keeps it from all
 * else as long as other money is there. */
static int64_t spend(struct purse *u, int64_t amount, int64_t meant,
                     int64_t most)
{
    int64_t on_it = least(least(meant, u->meant), most);
    u->label -= on_it;
    u->meant -= on_it;
    int64_t others = least(amount - on_it, u->others);
    u->others -= others;
    u->label -= amount - on_it - others;
    u->meant = least(u->meant, u->label);
    return on_it;
}

/* Returns how much can be spent on what it is for; where `bind`, events are
 * bound to as much of it as is left to bind. */
static int64_t walk(qd_pairs *p, struct purse *u, bool bind)
{
    int64_t total = 0;
    for (uint32_t i = 0; i < p->events.n; i++) {
        qd_event *e = &p->events.at[i];
        int64_t meant = p->meant.at[i];
        if (e->to == QD_PAIR_CUSTOMER) {
            *(e->labelled ? &u->label : &u->others) += e->amount;
            if (e->labelled) u->meant += meant;
            continue;
        }
        bool away = e->to != QD_PAIR_INVESTOR;
        if (u->label > 0) u->room[away] += meant;
        int64_t now = spend(u, e->amount, meant,
                            bind ? u->left[away] : INT64_MAX);
        total += now;
        if (!bind) continue;
        u->left[away] -= now;
        e->at_least = now;
    }
    return total;
}

static int64_t above_zero(int64_t a) { return a > 0 ? a : 0; }

/* So much can be spent on it in all; what payments to others under it cannot
 * take of that must have gone home under it, and the other way round. */
int64_t qd_pair_bind(qd_pairs *p, int64_t opening)
{
    bool any = false;
    for (uint32_t i = 0; i < p->meant.n; i++) any = any || p->meant.at[i] > 0;
    if (!any) return 0;
    struct purse u = { .others = opening };
    int64_t all = walk(p, &u, false);
    struct purse v = { .others = opening,
        .left = { above_zero(all - u.room[1] - p->more_away),
                  above_zero(all - u.room[0] - p->more_home) } };
    return walk(p, &v, true);
}

/* ---- Ties */

/* The lesser of what was put in and what is due under the contracts to which
 * that is tied, within the window. */
void qd_pair_tied(qd_pairs *p, qd_pair *x)
{
    qd_loops *l = p->l;
    const qd_lowering *low = &l->monthly.paths.lowering;
    const qd_tree *t = &l->m->tree;
    qd_span all = l->m->horizon;
    if (qd_pair_says(p, x, "tied-to", 0) == QD_NONE) return;
    if (l->window.from > all.from) all.from = l->window.from;
    if (l->window.to < all.to) all.to = l->window.to;
    for (uint32_t i = 0; i < low->dues.n; i++) {
        const qd_due *due = &low->dues.at[i];
        if (!is_of(l, due, x->customer, x->investor) ||
            qd_pair_says(p, x, "tied-to", t->dirs.at[due->dir].name) ==
                QD_NONE) continue;
        x->has_tied = true;
        if (due->amount == QD_NODE_HOLE || due->amount == QD_NODE_BAD ||
            all.from >= all.to) continue;
        x->tied_due += cents_of(l, due->amount, all);
    }
    x->tied = least(x->tied_due, x->out);
}

/* ---- Cash */

/* What a directive says of its party's cash at the beginning. */
static qd_node cash_of(qd_loops *l, uint32_t dir, qd_sym cash)
{
    qd_lowering *low = &l->monthly.paths.lowering;
    qd_model *m = l->m;
    if (m->tree.dirs.at[dir].keyword != QD_K_party ||
        !qd_dir_seen(&low->view, dir)) return QD_NODE_HOLE;
    qd_node n = qd_lower_field_on(low, dir, cash, m->horizon.from,
                                  QD_DATE_FIRST);
    unsigned is = 0;
    bool good = n != QD_NODE_HOLE && n != QD_NODE_BAD &&
                qd_dim_is_money(&m->units, qd_node_dim(&low->graph, n), &is) &&
                is == l->currency;
    return good ? n : QD_NODE_HOLE;
}

qd_node qd_loops_cash(qd_loops *l, uint32_t party)
{
    qd_lowering *low = &l->monthly.paths.lowering;
    qd_sym cash = qd_names_find(&l->m->tree.names, QD_STR("cash"));
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; cash && i < l->m->tree.dirs.n; i++) {
        qd_sym name = l->m->tree.dirs.at[i].name;
        if (l->m->tree.dirs.at[i].keyword != QD_K_party ||
            qd_party_shown(&low->view, name) != l->sym[party]) continue;
        qd_node n = cash_of(l, i, cash);
        if (n == QD_NODE_HOLE) continue;
        sum = sum == QD_NODE_HOLE ? n
            : qd_node_make(&low->graph, QD_N_ADD, sum, n, 0, 0);
    }
    return sum;
}

void qd_loops_openings(qd_loops *l, const uint32_t *number)
{
    const qd_lowering *low = &l->monthly.paths.lowering;
    qd_sym cash = qd_names_find(&l->m->tree.names, QD_STR("cash"));
    for (uint32_t i = 0; i < l->n; i++) l->opening[i] = -1;
    for (uint32_t i = 0; cash && i < l->m->tree.dirs.n; i++) {
        const qd_dir *d = &l->m->tree.dirs.at[i];
        if (d->keyword != QD_K_party) continue;
        uint32_t party = number[qd_party_shown(&low->view, d->name)];
        qd_node n = party == QD_OUTSIDE ? QD_NODE_HOLE : cash_of(l, i, cash);
        if (n == QD_NODE_HOLE) continue;
        const qd_set *s = qd_eval_node(&l->eval, n);
        double lo = s->unknown || s->n == 0 ? -1 : qd_set_hull(s).lo;
        if (!(lo >= 0) || lo > 1e15) continue;
        if (l->opening[party] < 0) l->opening[party] = 0;
        l->opening[party] += (int64_t)floor(lo * 100 + 0.5);
    }
}
