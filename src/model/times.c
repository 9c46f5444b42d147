/* When things begin, end and happen, and whether they do. */
#include "model/formula.h"
#include "model/parts.h"
#include "model/schedule.h"
#include "model/shocks.h"
#include "model/stage.h"

#include <math.h>

#include "math/dist.h"

/* Stands for "the times of a directive" where a field's symbol would. */
enum { TIMES = 0x3FFFFFF0 };

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

static qd_node number(qd_lowering *l, double x)
{
    return qd_node_const(&l->graph, x, QD_DIM_NONE);
}

static qd_node date(qd_lowering *l, double months)
{
    return qd_node_const(&l->graph, months, QD_DIM_DATE);
}

/* ---- Draws of our own */

/* Evenly between two constants, under a place of its own. */
static qd_node evenly(qd_lowering *l, uint64_t key, qd_node from, qd_node to)
{
    unsigned row = 0;
    while (!qd_str_eq(qd_str_c(qd_dist_kinds[row]->name), QD_STR("uniform")))
        row++;
    qd_node ends[] = { from, to };
    qd_draw_of before = qd_draw_enter(&l->graph, key);
    qd_node n = qd_node_list(&l->graph, QD_N_DRAW, ends, 2, row,
                             qd_node_dim(&l->graph, from));
    qd_draw_leave(&l->graph, before);
    return n;
}

static uint64_t own_key(qd_lowering *l, uint32_t dir, const char *field,
                        uint32_t place)
{
    qd_sym f = qd_names_find(&l->m->tree.names, qd_str_c(field));
    qd_sym name = l->m->tree.dirs.at[dir].name;
    return qd_draw_key(qd_datum_key(l->m, name, f, QD_SPAN_ALWAYS), place);
}

static qd_node drawn_day(qd_lowering *l, const qd_set *s, uint64_t key)
{
    qd_node set = qd_node_set(&l->graph, s, QD_DIM_DATE);
    if (l->bounds || s->unknown || s->n == 0 || qd_set_is_point(s)) return set;
    qd_piece h = qd_set_hull(s);
    if (isinf(h.hi)) return set;
    qd_node day = isinf(h.lo) ? date(l, QD_BEFORE)
                              : evenly(l, key, date(l, h.lo), date(l, h.hi));
    return qd_node_make(&l->graph, QD_N_FIELD, set, day, 0, 0);
}

qd_node qd_lower_somewhen(qd_lowering *l, const qd_set *s)
{
    return drawn_day(l, s, qd_draw_key(l->graph.key, QD_OWN_DAY));
}

/* ---- Dates */

/* What the header's WHEN says in a sense; a hole where it is open. */
static qd_node header_date(qd_lowering *l, uint32_t dir,
                           enum qd_date_sense sense)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    bool past = d->when.from == QD_DAY_OPEN_FROM;
    bool future = d->when.to == QD_DAY_OPEN_TO;
    if (!(d->flags & QD_DIR_DATED)) return QD_NODE_HOLE;
    if (sense == QD_DATE_FIRST)
        return past ? QD_NODE_HOLE : date(l, qd_day_months(d->when.from));
    if (future) return QD_NODE_HOLE;
    double to = qd_day_months(d->when.to);
    if (sense == QD_DATE_LAST) return date(l, to);
    double from = past ? -INFINITY : qd_day_months(d->when.from);
    qd_set s = qd_set_piece(from, false, to, true);
    return drawn_day(l, &s, own_key(l, dir, "when", QD_OWN_DAY));
}

qd_node qd_header_end(qd_lowering *l, uint32_t dir)
{
    return qd_shocked_date(l, dir, header_date(l, dir, QD_DATE_LAST));
}

static qd_node later_of(qd_lowering *l, qd_node a, qd_node b)
{
    if (hole(a)) return b;
    if (hole(b)) return a;
    qd_node n = qd_node_make(&l->graph, QD_N_MAX, a, b, 0, 0);
    return n ? n : a;
}

/* A date open to the future has no place on a schedule. */
static qd_node firm_date(qd_lowering *l, qd_node n)
{
    if (!qd_node_is(&l->graph, n, QD_N_SET)) return n;
    const qd_set *s = &l->graph.sets.at[l->graph.nodes.at[n].a];
    return isinf(qd_set_hull(s).hi) ? QD_NODE_HOLE : n;
}

static qd_node said_date(qd_lowering *l, uint32_t dir, const char *field,
                         enum qd_date_sense sense)
{
    qd_node n = field ? qd_lower_named(l, dir, field, sense) : QD_NODE_HOLE;
    if (n == QD_NODE_HOLE) n = qd_lower_named(l, dir, "when", sense);
    if (n == QD_NODE_HOLE) n = header_date(l, dir, sense);
    return firm_date(l, n);
}

static qd_node own_date(qd_lowering *l, uint32_t dir, const char *field,
                        enum qd_date_sense sense)
{
    return qd_shocked_date(l, dir, said_date(l, dir, field, sense));
}

/* Where `ends:` names what may not happen, the end of the header holds. A
 * delay is none of what ends it. */
static qd_node end_date(qd_lowering *l, uint32_t dir)
{
    qd_node to = said_date(l, dir, "ends", QD_DATE_LAST);
    qd_node header = qd_header_end(l, dir);
    if (!hole(header) && !hole(to) && qd_node_is(&l->graph, to, QD_N_IF))
        return qd_node_make(&l->graph, QD_N_MIN, to, header, 0, 0);
    bool named = qd_shocked_of(&l->view, dir).delay > 0 &&
                 qd_word_of(l, dir, "ends").len > 0;
    return named ? to : qd_shocked_date(l, dir, to);
}

/* ---- Whether */

/* Two numbers, 1 or 0: both. */
static qd_node both(qd_lowering *l, qd_node a, qd_node b)
{
    if (hole(a) || hole(b)) return QD_NODE_HOLE;
    if (a == number(l, 1)) return b;
    if (b == number(l, 1)) return a;
    return qd_node_make(&l->graph, QD_N_MUL, a, b, 0, 0);
}

static qd_node as_number(qd_lowering *l, qd_node condition)
{
    return qd_node_make(&l->graph, QD_N_IF, condition, number(l, 1),
                        number(l, 0), 0);
}

static qd_node is_yes(qd_lowering *l, qd_node yes)
{
    return qd_node_make(&l->graph, QD_N_COMPARE, yes, number(l, 0.5), 0,
                        QD_CMP_GT);
}

/* `chance:`, else what its stage is worth, else certain. */
static qd_node chance_of(qd_lowering *l, uint32_t dir)
{
    qd_node n = qd_lower_named(l, dir, "chance", QD_DATE_FIRST);
    if (!hole(n)) return n;
    const qd_stage_row *row = qd_stage_of(&l->view, dir, l->arena).row;
    if (!row || row->chance == QD_NONE) return number(l, 1);
    if (!isnan(row->chance_value)) return number(l, row->chance_value);
    return qd_lower_datum(l, row->chance, QD_DATE_FIRST);
}

static qd_node own_happens(qd_lowering *l, uint32_t dir)
{
    if (l->bounds) return number(l, 1);
    if (qd_shocked_of(&l->view, dir).dropped) return number(l, 0);
    qd_node chance = chance_of(l, dir);
    const qd_node_row *r = &l->graph.nodes.at[chance];
    if (hole(chance)) return number(l, 1);
    if (r->op == QD_N_FIELD) r = &l->graph.nodes.at[r->b];
    if (r->op == QD_N_CONST && r->k >= 1) return number(l, 1);
    if (r->op == QD_N_CONST && r->k <= 0) return number(l, 0);
    qd_node u = evenly(l, own_key(l, dir, "chance", QD_OWN_HAPPENS),
                       number(l, 0), number(l, 1));
    return as_number(l, qd_node_make(&l->graph, QD_N_COMPARE, u, chance, 0,
                                     QD_CMP_LT));
}

/* Of the deals that a directive waits for: all must happen, and the last
 * one says when. */
static qd_times deals_times(qd_lowering *l, const qd_dir *d)
{
    qd_times t = { .at = QD_NODE_HOLE, .happens = number(l, 1) };
    for (uint32_t i = 0; i < d->n_refs && qd_deals_bind(d); i++) {
        qd_ref ref = l->m->tree.refs.at[d->refs + i];
        if (QD_REF_KIND(ref) != QD_REF_DEAL) continue;
        uint32_t deal = qd_model_find(l->m, QD_REF_SYM(ref));
        if (deal == QD_NONE) continue;
        qd_times its = qd_lower_times(l, deal);
        t.at = later_of(l, t.at, its.at);
        t.happens = both(l, t.happens, its.happens);
    }
    return t;
}

qd_node qd_lower_deals_date(qd_lowering *l, uint32_t dir)
{
    return deals_times(l, &l->m->tree.dirs.at[dir]).at;
}

static qd_node period_end(qd_lowering *l)
{
    qd_node clock = qd_node_make(&l->graph, QD_N_CLOCK, 0, 0, 0, 0);
    return qd_node_make(&l->graph, QD_N_ADD,
                        date(l, qd_day_months(l->m->horizon.from)), clock, 0,
                        0);
}

qd_node qd_lower_period_begin(qd_lowering *l)
{
    qd_node step = qd_node_const(&l->graph, l->m->grid, QD_DIM_TIME);
    return qd_node_make(&l->graph, QD_N_SUB, period_end(l), step, 0, 0);
}

/* The condition holds in this period, and nothing else is in the way. */
static qd_node holds_now(qd_lowering *l, qd_node condition,
                         const qd_times *t)
{
    qd_node holds = both(l, as_number(l, condition), t->happens);
    if (hole(t->at)) return holds;
    qd_node due = qd_node_make(&l->graph, QD_N_COMPARE, t->at, period_end(l),
                               0, QD_CMP_LT);
    return both(l, holds, as_number(l, due));
}

/* `if:` is met in the first period in which it holds, at its beginning. */
static void on_condition(qd_lowering *l, uint32_t dir, qd_times *t)
{
    qd_graph *g = &l->graph;
    qd_node condition = qd_lower_named(l, dir, "if", QD_DATE_FIRST);
    if (hole(condition) || qd_node_dim(g, condition) != QD_DIM_BOOL) return;
    qd_node holds = holds_now(l, condition, t);
    if (hole(holds)) return;
    qd_node met = qd_node_carry(g, number(l, 0), QD_DIM_NONE);
    qd_node when = qd_node_carry(g, date(l, QD_NEVER), QD_DIM_DATE);
    qd_node begin = later_of(l, qd_lower_period_begin(l), t->at);
    qd_node now = qd_node_make(g, QD_N_IF, is_yes(l, holds), begin,
                               date(l, QD_NEVER), 0);
    t->happens = qd_node_make(g, QD_N_MAX, met, holds, 0, 0);
    t->at = qd_node_make(g, QD_N_IF, is_yes(l, met), when, now, 0);
    t->from = later_of(l, t->from, t->at);
    qd_carry_set(g, met, t->happens);
    qd_carry_set(g, when, t->at);
}

qd_node qd_lower_date_of(qd_lowering *l, uint32_t dir)
{
    qd_times t = qd_lower_times(l, dir);
    if (hole(t.at) || hole(t.happens) || t.happens == number(l, 1))
        return t.at;
    return qd_node_make(&l->graph, QD_N_IF, is_yes(l, t.happens), t.at,
                        date(l, QD_NEVER), 0);
}

/* ---- All of a directive */

/* Four nodes are kept: when it happens, begins and ends, and whether. */
static void keep_times(qd_lowering *l, uint32_t dir, qd_times t)
{
    qd_memo_keep(l, qd_memo_key(dir, TIMES, 0), t.at);
    qd_memo_keep(l, qd_memo_key(dir, TIMES, 1), t.from);
    qd_memo_keep(l, qd_memo_key(dir, TIMES, 2), t.to);
    qd_memo_keep(l, qd_memo_key(dir, TIMES, 3), t.happens);
}

static void make_times(qd_lowering *l, uint32_t dir)
{
    uint32_t outer = l->height;
    l->height = 0;
    qd_times deals = deals_times(l, &l->m->tree.dirs.at[dir]), t;
    t.happens = both(l, own_happens(l, dir), deals.happens);
    t.at = later_of(l, own_date(l, dir, NULL, QD_DATE_WITHIN), deals.at);
    t.from = later_of(l, own_date(l, dir, "starts", QD_DATE_FIRST),
                      deals.at);
    t.to = end_date(l, dir);
    on_condition(l, dir, &t);
    keep_times(l, dir, t);
    if (outer > l->height) l->height = outer;
}

/* A deal that a directive names and whose times are not known yet. */
static uint32_t next_deal(qd_lowering *l, uint32_t dir, uint32_t *k)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    while (*k < d->n_refs) {
        qd_ref ref = l->m->tree.refs.at[d->refs + (*k)++];
        if (QD_REF_KIND(ref) != QD_REF_DEAL) continue;
        uint32_t deal = qd_model_find(l->m, QD_REF_SYM(ref));
        if (deal != QD_NONE && qd_dir_seen(&l->view, deal) &&
            qd_memo_find(l, qd_memo_key(deal, TIMES, 0)) == QD_MEMO_NONE)
            return deal;
    }
    return QD_NONE;
}

struct waiting {
    uint32_t dir, next;
};

/* Deals may name deals: a stack of its own, since a chain may be long. One
 * that waits already is marked as open while its deals are looked for. */
static void make_deals_first(qd_lowering *l, uint32_t dir)
{
    QD_VEC(struct waiting) stack = { 0 };
    *qd_vec_add(l->m->mem, &stack) = (struct waiting){ dir, 0 };
    while (stack.n > 0) {
        struct waiting *top = &stack.at[stack.n - 1];
        qd_memo_keep(l, qd_memo_key(top->dir, TIMES, 0), QD_MEMO_OPEN);
        uint32_t deal = next_deal(l, top->dir, &top->next);
        if (deal != QD_NONE) {
            *qd_vec_add(l->m->mem, &stack) = (struct waiting){ deal, 0 };
        } else {
            make_times(l, top->dir);
            stack.n--;
        }
    }
    qd_mem_release(l->m->mem, stack.at);
}

qd_times qd_lower_times(qd_lowering *l, uint32_t dir)
{
    qd_times t = { QD_NODE_HOLE, QD_NODE_HOLE, QD_NODE_HOLE, QD_NODE_HOLE };
    uint64_t key = qd_memo_key(dir, TIMES, 0);
    if (!qd_dir_seen(&l->view, dir)) return t;
    qd_node at = qd_memo_find(l, key);
    if (at == QD_MEMO_OPEN) return t;
    if (at == QD_MEMO_NONE) make_deals_first(l, dir);
    t.at = qd_memo_find(l, key);
    t.from = qd_memo_find(l, qd_memo_key(dir, TIMES, 1));
    t.to = qd_memo_find(l, qd_memo_key(dir, TIMES, 2));
    t.happens = qd_memo_find(l, qd_memo_key(dir, TIMES, 3));
    return t;
}
