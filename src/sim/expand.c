/* A node is computed when its operands are: with a stack of its own, since a
 * sum of many parts is a long chain. */
#include "sim/expand.h"

#include <math.h>
#include <stdio.h>

#include "base/limits.h"

bool qd_expand_refuse(qd_expand *e, const char *why)
{
    snprintf(e->why->text, sizeof e->why->text, "%s", why);
    return false;
}

void qd_expand_init(qd_expand *e, const qd_sim_source *source, qd_values *v,
                    qd_arena *arena, qd_sim_why *why)
{
    uint32_t n = source->graph->nodes.n;
    *e = (qd_expand){ .source = source, .graph = source->graph, .v = v,
                      .arena = arena, .why = why };
    e->of = qd_mem_zero(v->mem, n * sizeof *e->of);
    e->visited = qd_mem_zero(v->mem, n);
}

void qd_expand_free(qd_expand *e)
{
    void *all[] = { e->of, e->visited, e->stack.at, e->later.at,
                    e->copula.keys.at, e->copula.factor.at };
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        qd_mem_release(e->v->mem, all[i]);
}

/* What stands for a node on a path. */
qd_node qd_expand_node_of(const qd_expand *e, qd_node n)
{
    for (uint32_t i = 0; i < 64; i++) {
        const qd_node_row *r = &e->graph->nodes.at[n];
        if (e->source->instead && e->source->instead[n])
            n = e->source->instead[n];
        else if (r->op == QD_N_FIELD) n = r->b;
        else break;
    }
    return n;
}

static void wait_for(qd_expand *e, qd_node n)
{
    if (n != QD_NODE_BAD && !e->of[n])
        *qd_vec_add(e->v->mem, &e->stack) = n;
}

static void wait_for_operands(qd_expand *e, qd_node n)
{
    const qd_node_row *r = &e->graph->nodes.at[n];
    if (e->source->instead && e->source->instead[n]) {
        wait_for(e, e->source->instead[n]);
        return;
    }
    switch (r->op) {
    case QD_N_BAD: case QD_N_HOLE: case QD_N_CONST: case QD_N_SET:
    case QD_N_STATE: case QD_N_BETWEEN: case QD_N_POINT: break;
    case QD_N_FIELD: case QD_N_PREV: wait_for(e, r->b); break;
    case QD_N_CARRY: wait_for(e, e->graph->carries.at[r->a].first); break;
    case QD_N_TOGETHER: case QD_N_RIVALS:
        wait_for(e, e->graph->items.at[r->a]);
        break;
    case QD_N_DRAW: case QD_N_PROCESS: case QD_N_PICK: case QD_N_FINANCED:
        for (uint32_t i = 0; i < r->b; i++)
            wait_for(e, e->graph->items.at[r->a + i]);
        break;
    default:
        wait_for(e, r->a);
        wait_for(e, r->b);
        wait_for(e, r->c);
    }
}

/* A number that is carried over. In the first period it is `first`, which
 * may itself change over time; `carry` is what is to be set. */
qd_value qd_expand_carry(qd_expand *e, qd_value first, qd_value *carry)
{
    if (!(qd_value_scope(e->v, first) & QD_BY_TIME))
        return *carry = qd_value_carry_make(e->v, first);
    *carry = qd_value_carry_make(e->v, qd_value_const(e->v, 0));
    return qd_value_make(e->v, QD_OP_IF, qd_value_first(e->v), first, *carry);
}

static qd_value carried(qd_expand *e, qd_value first, qd_node next)
{
    qd_value carry, x = qd_expand_carry(e, first, &carry);
    qd_vec_add(e->v->mem, &e->later)->carry = carry;
    e->later.at[e->later.n - 1].next = next;
    return x;
}

static qd_value so_far(qd_expand *e, enum qd_sim_op op, qd_value a)
{
    double none = op == QD_OP_MAX ? -INFINITY : INFINITY;
    qd_value carry = qd_value_carry_make(e->v, qd_value_const(e->v, none));
    qd_value next = qd_value_make(e->v, op, carry, a, 0);
    qd_value_carry_set(e->v, carry, next);
    return next;
}

/* The highest of what is turned round is the lowest, turned round. */
static qd_value highest(qd_expand *e, qd_value a)
{
    qd_values *v = e->v;
    if (!(qd_value_scope(v, a) & QD_BY_TIME)) return a;
    if (!qd_value_is_negative(v, a)) return so_far(e, QD_OP_MAX, a);
    return qd_value_negative(v, so_far(e, QD_OP_MIN,
                                       qd_value_negative(v, a)));
}

static qd_value spread(qd_values *v, qd_value start, qd_value term,
                       qd_value ramp)
{
    if (!qd_value_is(v, ramp, 0))
        return qd_value_make(v, QD_OP_RAMP, start, term,
                             qd_value_make(v, QD_OP_MIN, ramp, term, 0));
    qd_value end = qd_value_make(v, QD_OP_ADD, start, term, 0);
    qd_value rate = qd_value_make(v, QD_OP_DIV, qd_value_const(v, 1), term,
                                  0);
    return qd_value_make(v, QD_OP_GATE, start, end, rate);
}

static qd_value compared(qd_values *v, enum qd_compare k, qd_value a,
                         qd_value b)
{
    switch (k) {
    case QD_CMP_EQ: return qd_value_make(v, QD_OP_EQ, a, b, 0);
    case QD_CMP_NE: return qd_value_make(v, QD_OP_NE, a, b, 0);
    case QD_CMP_LT: return qd_value_make(v, QD_OP_LT, a, b, 0);
    case QD_CMP_LE: return qd_value_make(v, QD_OP_LE, a, b, 0);
    case QD_CMP_GT: return qd_value_make(v, QD_OP_LT, b, a, 0);
    default: return qd_value_make(v, QD_OP_LE, b, a, 0);
    }
}

/* An operation that is the same on a path as in the graph. */
static enum qd_sim_op op_of(uint8_t node_op)
{
    switch (node_op) {
    case QD_N_ADD: return QD_OP_ADD;
    case QD_N_SUB: return QD_OP_SUB;
    case QD_N_MUL: return QD_OP_MUL;
    case QD_N_DIV: return QD_OP_DIV;
    case QD_N_POW: return QD_OP_POW;
    case QD_N_MIN: return QD_OP_MIN;
    case QD_N_MAX: return QD_OP_MAX;
    case QD_N_EXP: return QD_OP_EXP;
    case QD_N_LN: return QD_OP_LN;
    case QD_N_SQRT: return QD_OP_SQRT;
    default: return QD_OP_IF;
    }
}

static qd_value of_dates(qd_expand *e, const qd_node_row *r, qd_value a,
                         qd_value b, qd_value c)
{
    qd_values *v = e->v;
    qd_value one = qd_value_const(v, 1);
    switch (r->op) {
    case QD_N_SPREAD: return spread(v, a, b, c);
    case QD_N_INSTANT: return qd_value_make(v, QD_OP_WHEN, a, one, 0);
    case QD_N_HELD: return qd_value_make(v, QD_OP_GATE, a, b, one);
    default:
        return qd_value_make(v, r->k != 0 ? QD_OP_EVEN : QD_OP_FLAT, a, b, 0);
    }
}

/* Of the others, `a` to `c` may be anything. */
static bool has_operands(const qd_node_row *r)
{
    switch (r->op) {
    case QD_N_HIGHEST: case QD_N_COMPARE: case QD_N_SPREAD:
    case QD_N_INSTANT: case QD_N_HELD: case QD_N_OWING: case QD_N_ADD:
    case QD_N_SUB: case QD_N_MUL: case QD_N_DIV: case QD_N_POW:
    case QD_N_MIN: case QD_N_MAX: case QD_N_EXP: case QD_N_LN:
    case QD_N_SQRT: case QD_N_IF: case QD_N_CLOCK:
        return true;
    default: return false;
    }
}

/* false when it is none of the plain operations. */
static bool plain_op(qd_expand *e, const qd_node_row *r, qd_value *out)
{
    if (!has_operands(r)) return false;
    qd_value a = e->of[r->a], b = e->of[r->b], c = e->of[r->c];
    switch (r->op) {
    case QD_N_CLOCK: *out = qd_value_clock(e->v); return true;
    case QD_N_HIGHEST: *out = highest(e, a); return true;
    case QD_N_COMPARE:
        *out = compared(e->v, (enum qd_compare)r->k, a, b);
        return true;
    case QD_N_SPREAD: case QD_N_INSTANT: case QD_N_HELD: case QD_N_OWING:
        *out = of_dates(e, r, a, b, c);
        return true;
    case QD_N_ADD: case QD_N_SUB: case QD_N_MUL: case QD_N_DIV:
    case QD_N_POW: case QD_N_MIN: case QD_N_MAX: case QD_N_EXP:
    case QD_N_LN: case QD_N_SQRT: case QD_N_IF:
        *out = qd_value_make(e->v, op_of(r->op), a, b, c);
        return true;
    default: return false;
    }
}

static bool financed(qd_expand *e, const qd_node_row *r, qd_value *out)
{
    qd_value in[QD_FINANCED_READS];
    if (r->b > QD_FINANCED_READS)
        return qd_expand_refuse(e, "a round converts more than 16 at once");
    for (uint32_t i = 0; i < r->b; i++)
        in[i] = e->of[e->graph->items.at[r->a + i]];
    *out = qd_value_financed(e->v, (uint32_t)r->k, in, r->b);
    return true;
}

static bool value_of(qd_expand *e, qd_node n, qd_value *out)
{
    const qd_node_row *r = &e->graph->nodes.at[n];
    if (e->source->instead && e->source->instead[n]) {
        *out = e->of[e->source->instead[n]];
        return true;
    }
    if (plain_op(e, r, out)) return true;
    switch (r->op) {
    case QD_N_HOLE: *out = qd_value_const(e->v, NAN); return true;
    case QD_N_CONST: *out = qd_value_const(e->v, r->k); return true;
    case QD_N_FIELD: *out = e->of[r->b]; return true;
    case QD_N_TOGETHER: case QD_N_RIVALS:
        *out = e->of[e->graph->items.at[r->a]];
        return true;
    case QD_N_CARRY:
        *out = carried(e, e->of[e->graph->carries.at[r->a].first],
                       e->graph->carries.at[r->a].next);
        return true;
    case QD_N_PREV:
        *out = carried(e, e->of[r->b], r->a);
        return true;
    case QD_N_EITHER: case QD_N_PICK: return qd_expand_pick(e, r, out);
    case QD_N_RANGE: return qd_expand_range(e, r, out);
    case QD_N_DRAW: return qd_expand_draw(e, r, out);
    case QD_N_PROCESS: return qd_expand_process(e, r, out);
    case QD_N_POINT:
        *out = qd_value_point(e->v, e->graph->points.at[r->a], r->b);
        return true;
    case QD_N_FINANCED: return financed(e, r, out);
    case QD_N_SET:
        return qd_expand_refuse(e, "a path needs one number where the file "
                                "gives a set without a draw");
    case QD_N_BETWEEN:
        return qd_expand_refuse(e, "a path needs one number where the file "
                                "gives bounds without a draw");
    case QD_N_STATE:
        return qd_expand_refuse(e, "it asks for a state that is not known "
                                "on a path");
    default: return qd_expand_refuse(e, "it rests on what cannot be read");
    }
}

static bool in_a_circle(const qd_expand *e, uint32_t from)
{
    for (uint32_t i = from; i < e->stack.n; i++)
        if (e->visited[e->stack.at[i]]) return true;
    return false;
}

/* One look at the top of the stack. */
static bool advance(qd_expand *e)
{
    uint32_t before = e->stack.n;
    qd_node top = e->stack.at[before - 1];
    if (e->of[top]) {
        e->stack.n--;
        return true;
    }
    if (!e->visited[top]) {
        e->visited[top] = 1;
        wait_for_operands(e, top);
        if (in_a_circle(e, before))
            return qd_expand_refuse(e, "a value needs itself within one "
                                    "period");
        if (e->stack.n > before) return true;
    }
    e->stack.n--;
    e->visited[top] = 0;
    if (!value_of(e, top, &e->of[top])) return false;
    if (e->v->full)
        return qd_expand_refuse(e, "it is larger than a plan may be");
    return true;
}

bool qd_expand_node(qd_expand *e, qd_node n, qd_value *out)
{
    if (n == QD_NODE_BAD)
        return qd_expand_refuse(e, "it rests on what cannot be read");
    wait_for(e, n);
    while (e->stack.n)
        if (!advance(e)) return false;
    *out = e->of[n];
    return true;
}

bool qd_expand_carries(qd_expand *e)
{
    for (uint32_t i = 0; i < e->later.n; i++) {
        qd_value next;
        if (!qd_expand_node(e, e->later.at[i].next, &next)) return false;
        qd_value_carry_set(e->v, e->later.at[i].carry, next);
    }
    return true;
}
