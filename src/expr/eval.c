/* One recursion over the operations, its results kept per period. Where the
 * graph is deep (a sum of many parts, a long chain of formulas) it goes on
 * with a stack of its own.
 *
 * What falls due over time (QD_N_SPREAD) is asked for a whole period at
 * once, not month by month: the ends of a sum of months would be reached in
 * different worlds. */
#include "expr/eval.h"

#include <math.h>

#include "expr/draw.h"
#include "math/elementary.h"

void qd_eval_init(qd_eval *e, const qd_graph *g, qd_mem *mem,
                  enum qd_face face, double begin)
{
    *e = (qd_eval){ .graph = g, .mem = mem, .face = face, .begin = begin,
                    .from = begin, .to = begin, .now = 1 };
}

void qd_eval_period(qd_eval *e, double from, double to)
{
    e->from = from;
    e->to = to;
    e->now++;
}

void qd_eval_free(qd_eval *e)
{
    qd_mem_release(e->mem, e->memo);
    qd_mem_release(e->mem, e->stamp);
    qd_mem_release(e->mem, e->pending.at);
    e->memo = NULL;
    e->stamp = NULL;
    e->pending.at = NULL;
    e->pending.n = e->pending.cap = 0;
    e->size = 0;
}

static void make_room(qd_eval *e)
{
    uint32_t n = e->graph->nodes.n;
    if (n <= e->size) return;
    e->memo = qd_mem_resize(e->mem, e->memo, n * sizeof *e->memo);
    e->stamp = qd_mem_resize(e->mem, e->stamp, n * sizeof *e->stamp);
    memset(e->stamp + e->size, 0, (n - e->size) * sizeof *e->stamp);
    e->size = n;
}

static qd_set value(qd_eval *e, qd_node n)
{
    return *qd_eval_node(e, n);
}

/* What the words of a claim allow. Around a number below zero the ends
 * change places; a low end above the high one ("below -2", from zero) leaves
 * the set open below. */
static qd_set between(qd_eval *e, const qd_node_row *r)
{
    int k = (int)r->k;
    qd_piece lo = { -INFINITY, 0, true, true }, hi = { 0, INFINITY, 1, 1 };
    if (r->a != QD_NODE_BAD) {
        const qd_set *a = qd_eval_node(e, r->a);
        if (a->unknown || a->n == 0) return *a;
        lo = qd_set_hull(a);
    }
    if (r->b != QD_NODE_BAD) {
        const qd_set *b = qd_eval_node(e, r->b);
        if (b->unknown || b->n == 0) return *b;
        hi = qd_set_hull(b);
    }
    bool lo_open = lo.lo_open || (k & 1), hi_open = hi.hi_open || (k & 2);
    if (lo.lo < hi.hi) return qd_set_piece(lo.lo, lo_open, hi.hi, hi_open);
    if (lo.lo == 0) return qd_set_piece(-INFINITY, true, hi.hi, hi_open);
    return qd_set_piece(hi.lo, hi_open, lo.hi, lo_open);
}

static qd_set listed(qd_eval *e, const qd_node_row *r)
{
    qd_set sets[QD_LIMIT_RIVALS];
    uint32_t n = r->b < QD_LIMIT_RIVALS ? r->b : QD_LIMIT_RIVALS;
    for (uint32_t i = 0; i < n; i++)
        sets[i] = value(e, e->graph->items.at[r->a + i]);
    return qd_set_rivals(sets, n);
}

/* Any of what a path may pick. */
static qd_set picked(qd_eval *e, const qd_node_row *r)
{
    qd_set all = qd_set_empty();
    for (uint32_t i = 1; i < r->b; i += 2) {
        const qd_set *one = qd_eval_node(e, e->graph->items.at[r->a + i]);
        all = qd_set_union(&all, one);
    }
    return all;
}

/* Lines of one voice hold together; where that cannot be, they are rivals. */
static qd_set together(qd_eval *e, const qd_node_row *r)
{
    qd_set all = value(e, e->graph->items.at[r->a]);
    for (uint32_t i = 1; i < r->b; i++)
        all = qd_set_meet(&all, qd_eval_node(e, e->graph->items.at[r->a + i]));
    return all.n || all.unknown ? all : listed(e, r);
}

static qd_set range(const qd_set *a, const qd_set *b)
{
    if (a->unknown || b->unknown) return qd_set_unknown();
    if (a->n == 0 || b->n == 0) return qd_set_empty();
    return qd_set_piece(qd_set_hull(a).lo, false, qd_set_hull(b).hi, false);
}

static qd_set choice(qd_eval *e, const qd_node_row *r)
{
    qd_set c = value(e, r->a), yes = value(e, r->b), no = value(e, r->c);
    if (c.unknown) return qd_set_union(&yes, &no);
    if (!qd_set_has(&c, 0)) return yes;
    return qd_set_has(&c, 1) ? qd_set_union(&yes, &no) : no;
}

/* Share of a total paid by `x` months after its start: linear from zero over
 * the ramp, then even, the total kept. */
static double paid_by(double x, double term, double ramp)
{
    if (x <= 0 || term <= 0) return 0;
    if (x >= term) return 1;
    if (isinf(term)) return 0;
    double full = 1 / (term - ramp / 2);
    return x < ramp ? full * x * x / (2 * ramp) : full * (x - ramp / 2);
}

static double clipped(double x, double lo, double hi)
{
    return x < lo ? lo : x > hi ? hi : x;
}

/* The share of the period grows and falls once as the start moves, and
 * turns only where the window meets the end of the ramp or of the term: the
 * ends are among these candidates. */
static qd_set spread(qd_eval *e, const qd_node_row *r)
{
    const qd_set *start = qd_eval_node(e, r->a);
    qd_set term = value(e, r->b), ramp = value(e, r->c);
    if (start->unknown || term.unknown || ramp.unknown)
        return qd_set_unknown();
    if (!start->n || !term.n || !ramp.n) return qd_set_empty();
    qd_piece s = qd_set_hull(start), t = qd_set_hull(&term);
    qd_piece q = qd_set_hull(&ramp);
    double lo = INFINITY, hi = -INFINITY;
    for (int i = 0; i < 32; i++) {
        double term_i = i & 1 ? t.hi : t.lo;
        double ramp_i = fmin(i & 2 ? q.hi : q.lo, term_i);
        double from[] = { s.lo, s.hi, e->from - ramp_i, e->to - term_i };
        double at = clipped(from[i >> 2 & 3], s.lo, s.hi);
        if (i & 16) term_i = clipped(e->to - at, t.lo, t.hi);
        double part = paid_by(e->to - at, term_i, ramp_i) -
                      paid_by(e->from - at, term_i, ramp_i);
        lo = fmin(lo, part);
        hi = fmax(hi, part);
    }
    return qd_set_piece(lo, false, hi, false);
}

static qd_set instant(qd_eval *e, const qd_node_row *r)
{
    const qd_set *at = qd_eval_node(e, r->a);
    if (at->unknown) return qd_set_unknown();
    qd_set period = qd_set_piece(e->from, false, e->to, true);
    qd_set inside = qd_set_meet(at, &period);
    qd_set yes = qd_set_point(1), no = qd_set_point(0);
    if (inside.n == 0) return no;
    return qd_set_within(at, &period) ? yes : qd_set_union(&no, &yes);
}

static double overlap(const qd_eval *e, double a, double b)
{
    return fmax(0, fmin(b, e->to) - fmax(a, e->from));
}

static qd_set held(qd_eval *e, const qd_node_row *r)
{
    qd_set from = value(e, r->a), to = value(e, r->b);
    if (from.unknown || to.unknown) return qd_set_unknown();
    if (!from.n || !to.n) return qd_set_empty();
    qd_piece a = qd_set_hull(&from), b = qd_set_hull(&to);
    return qd_set_piece(overlap(e, a.hi, b.lo), false,
                        overlap(e, a.lo, b.hi), false);
}

/* Months times share owed up to `x` months after the start. */
static double owed_by(double x, double term, bool evenly)
{
    if (x <= 0 || term <= 0) return 0;
    if (x > term) x = term;
    return evenly ? x - x * x / (2 * term) : x;
}

/* Ends are reached at the ends of start and term: a longer term owes more,
 * and the start moves the whole of it. */
static qd_set owing(qd_eval *e, const qd_node_row *r)
{
    qd_set start = value(e, r->a), term = value(e, r->b);
    if (start.unknown || term.unknown) return qd_set_unknown();
    if (!start.n || !term.n) return qd_set_empty();
    qd_piece s = qd_set_hull(&start), t = qd_set_hull(&term);
    double lo = INFINITY, hi = -INFINITY;
    for (int i = 0; i < 8; i++) {
        double at = i & 1 ? s.hi : s.lo, length = i & 2 ? t.hi : t.lo;
        if (i & 4) at = clipped(e->from, s.lo, s.hi);
        double part = owed_by(e->to - at, length, r->k != 0) -
                      owed_by(e->from - at, length, r->k != 0);
        lo = fmin(lo, part);
        hi = fmax(hi, part);
    }
    return qd_set_piece(lo, false, hi, false);
}

/* What depends on the path so far is not known to the sets: any amount from
 * zero, any truth. */
static qd_set state(const qd_node_row *r)
{
    if (r->dim != QD_DIM_BOOL)
        return qd_set_piece(0, false, INFINITY, true);
    qd_set no = qd_set_point(0), yes = qd_set_point(1);
    return qd_set_union(&no, &yes);
}

static qd_set binary(qd_eval *e, const qd_node_row *r)
{
    qd_set a = value(e, r->a);
    const qd_set *b = qd_eval_node(e, r->b);
    switch (r->op) {
    case QD_N_ADD: return qd_set_add(&a, b);
    case QD_N_SUB: return qd_set_sub(&a, b);
    case QD_N_MUL: return qd_set_mul(&a, b);
    case QD_N_DIV: return qd_set_div(&a, b);
    case QD_N_POW: return qd_set_pow(&a, b);
    case QD_N_MIN: return qd_set_min(&a, b);
    case QD_N_MAX: return qd_set_max(&a, b);
    case QD_N_RANGE: return range(&a, b);
    case QD_N_EITHER: return qd_set_union(&a, b);
    case QD_N_PREV: return qd_set_union(&a, b);
    default: return qd_set_compare(&a, b, (enum qd_compare)r->k);
    }
}

static qd_set compute(qd_eval *e, const qd_node_row *r)
{
    switch (r->op) {
    case QD_N_CONST: return qd_set_point(r->k);
    case QD_N_SET: return e->graph->sets.at[r->a];
    case QD_N_FIELD:
        return value(e, e->face == QD_FACE_CLAIMS ? r->a : r->b);
    case QD_N_TOGETHER: return together(e, r);
    case QD_N_RIVALS: return listed(e, r);
    case QD_N_BETWEEN: return between(e, r);
    case QD_N_EXP:
        return qd_set_map(qd_eval_node(e, r->a), qd_exp, -INFINITY,
                          INFINITY);
    case QD_N_LN:
        return qd_set_map(qd_eval_node(e, r->a), qd_log, 0, INFINITY);
    case QD_N_SQRT:
        return qd_set_map(qd_eval_node(e, r->a), qd_sqrt, 0, INFINITY);
    case QD_N_IF: return choice(e, r);
    case QD_N_DRAW: case QD_N_PROCESS: return qd_draw_set(e, r);
    case QD_N_HIGHEST: return value(e, r->a);
    case QD_N_CLOCK: return qd_set_point(e->to - e->begin);
    case QD_N_SPREAD: return spread(e, r);
    case QD_N_INSTANT: return instant(e, r);
    case QD_N_HELD: return held(e, r);
    case QD_N_OWING: return owing(e, r);
    case QD_N_STATE: case QD_N_CARRY: case QD_N_POINT: case QD_N_FINANCED:
        return state(r);
    case QD_N_PICK: return picked(e, r);
    case QD_N_BAD: case QD_N_HOLE: return qd_set_unknown();
    default: return binary(e, r);
    }
}

static void compute_at(qd_eval *e, qd_node n)
{
    qd_node_row r = e->graph->nodes.at[n];
    e->depth++;
    qd_set s = compute(e, &r);
    e->depth--;
    e->memo[n] = s;
    e->stamp[n] = e->now;
}

/* ---- Deep graphs */

static void wait_for(qd_eval *e, qd_node n)
{
    if (e->stamp[n] != e->now) *qd_vec_add(e->mem, &e->pending) = n;
}

/* What compute() will ask for. More than it asks for does no harm. */
static void wait_for_operands(qd_eval *e, const qd_node_row *r)
{
    switch (r->op) {
    case QD_N_BAD: case QD_N_HOLE: break;
    case QD_N_CONST: case QD_N_SET: case QD_N_STATE: case QD_N_CARRY:
    case QD_N_POINT: case QD_N_FINANCED: break;
    case QD_N_FIELD:
        wait_for(e, e->face == QD_FACE_CLAIMS ? r->a : r->b);
        break;
    case QD_N_TOGETHER: case QD_N_RIVALS: case QD_N_DRAW: case QD_N_PROCESS:
    case QD_N_PICK:
        for (uint32_t i = 0; i < r->b; i++)
            wait_for(e, e->graph->items.at[r->a + i]);
        break;
    default:
        wait_for(e, r->a);
        wait_for(e, r->b);
        wait_for(e, r->c);
    }
}

/* Computes a node when all that it needs is there: operands have lower
 * numbers, so this ends. */
static void compute_deep(qd_eval *e, qd_node n)
{
    uint32_t floor = e->pending.n;
    wait_for(e, n);
    while (e->pending.n > floor) {
        uint32_t before = e->pending.n;
        qd_node top = e->pending.at[before - 1];
        if (e->stamp[top] != e->now)
            wait_for_operands(e, &e->graph->nodes.at[top]);
        if (e->pending.n > before) continue;
        e->pending.n--;
        if (e->stamp[top] != e->now) compute_at(e, top);
    }
}

const qd_set *qd_eval_node(qd_eval *e, qd_node n)
{
    enum { DEEP = 32 };
    make_room(e);
    if (e->stamp[n] != e->now) {
        if (e->depth < DEEP) compute_at(e, n);
        else compute_deep(e, n);
    }
    return &e->memo[n];
}
