/* Sums are where the time goes: what is due in a month is a sum over all
 * contracts. A chain of additions and subtractions becomes one step that
 * keeps the sum in registers and does the common terms on the way: products,
 * windows, windows of take-or-pay. The order of the additions stays. */
#include "sim/plan_steps.h"

uint32_t qd_term_operands(uint8_t kind)
{
    static const uint8_t operands[] = {
        [QD_TERM_VALUE] = 1, [QD_TERM_PRODUCT] = 2, [QD_TERM_GATE] = 3,
        [QD_TERM_TAKE] = 5, [QD_TERM_WHEN] = 2,
    };
    return operands[kind & ~(unsigned)QD_TERM_MINUS];
}

/* ---- Who is needed */

static void need(qd_steps *s, qd_value x, qd_value *stack, uint32_t *n)
{
    if (s->uses[x]++ == 0) stack[(*n)++] = x;
}

static void need_operands(qd_steps *s, qd_value x, qd_value *stack,
                          uint32_t *n)
{
    const qd_value_row *r = &s->v->at.at[x];
    if (r->op == QD_OP_CARRY) {
        need(s, s->v->carries.at[r->a].first, stack, n);
        need(s, s->v->carries.at[r->a].next, stack, n);
        return;
    }
    const qd_value *at;
    uint32_t operands = qd_value_operands(s->v, x, &at);
    for (uint32_t i = 0; i < operands; i++) need(s, at[i], stack, n);
}

void qd_steps_count(qd_steps *s)
{
    uint32_t size = s->v->at.n, n = 0;
    s->uses = qd_mem_zero(s->v->mem, size * sizeof *s->uses);
    qd_value *stack = qd_mem_resize(s->v->mem, NULL, size * sizeof *stack);
    for (uint32_t i = 0; i < s->n_probes; i++)
        need(s, s->probed[i], stack, &n);
    while (n) need_operands(s, stack[--n], stack, &n);
    qd_mem_release(s->v->mem, stack);
}

/* ---- Sums */

/* Whether x, an operand of a sum, is nobody else's. */
static bool is_own(const qd_steps *s, qd_value x, unsigned op)
{
    const qd_value_row *r = &s->v->at.at[x];
    return r->op == op && r->scope == QD_BY_BOTH && s->uses[x] == 1;
}

static bool is_sum(const qd_steps *s, qd_value x)
{
    return is_own(s, x, QD_OP_ADD) || is_own(s, x, QD_OP_SUB);
}

/* c max(d, e) inside a window. */
static bool as_take(qd_steps *s, const qd_value_row *gate, qd_term_row *t)
{
    if (!is_own(s, gate->c, QD_OP_MUL)) return false;
    const qd_value_row *y = &s->v->at.at[gate->c];
    bool second = is_own(s, y->b, QD_OP_MAX);
    if (!second && !is_own(s, y->a, QD_OP_MAX)) return false;
    qd_value most = second ? y->b : y->a;
    const qd_value_row *m = &s->v->at.at[most];
    *t = (qd_term_row){ .kind = QD_TERM_TAKE,
                        .at = { gate->a, gate->b, second ? y->a : y->b,
                                m->a, m->b } };
    s->within[gate->c] = s->within[most] = true;
    return true;
}

static qd_term_row term_of(qd_steps *s, qd_value x)
{
    const qd_value_row *r = &s->v->at.at[x];
    qd_term_row t = { .kind = QD_TERM_VALUE, .at = { x } };
    if (is_own(s, x, QD_OP_GATE)) {
        if (!as_take(s, r, &t))
            t = (qd_term_row){ .kind = QD_TERM_GATE,
                               .at = { r->a, r->b, r->c } };
    } else if (is_own(s, x, QD_OP_WHEN)) {
        t = (qd_term_row){ .kind = QD_TERM_WHEN, .at = { r->a, r->b } };
    } else if (is_own(s, x, QD_OP_MUL)) {
        t = (qd_term_row){ .kind = QD_TERM_PRODUCT, .at = { r->a, r->b } };
    }
    if (t.kind != QD_TERM_VALUE) s->within[x] = true;
    bool window = t.kind == QD_TERM_GATE || t.kind == QD_TERM_TAKE;
    unsigned dates = qd_value_scope(s->v, t.at[0]);
    if (window) dates |= qd_value_scope(s->v, t.at[1]);
    t.settled = (window || t.kind == QD_TERM_WHEN) && !(dates & QD_BY_TIME);
    if (t.settled && window) t.window = s->n_windows++;
    return t;
}

static void add_term(qd_steps *s, qd_value x, bool minus)
{
    qd_term_row t = term_of(s, x);
    if (minus) t.kind |= QD_TERM_MINUS;
    *qd_vec_add(s->v->mem, &s->terms) = t;
}

/* The operands of an addition as (so far, term). */
static void sides(const qd_steps *s, qd_value x, qd_value *left,
                  qd_value *right)
{
    const qd_value_row *r = &s->v->at.at[x];
    bool swap = r->op == QD_OP_ADD && is_sum(s, r->b) && !is_sum(s, r->a);
    *left = swap ? r->b : r->a;
    *right = swap ? r->a : r->b;
}

static bool is_term(const qd_steps *s, qd_value x)
{
    return is_own(s, x, QD_OP_GATE) || is_own(s, x, QD_OP_WHEN) ||
           is_own(s, x, QD_OP_MUL);
}

static void find_sum(qd_steps *s, qd_value root)
{
    qd_value chain[QD_TERMS], left, right;
    uint32_t n = 0;
    chain[n++] = root;
    sides(s, root, &left, &right);
    bool worth = is_term(s, right);
    while (n < QD_TERMS - 1 && is_sum(s, left)) {
        chain[n++] = left;
        sides(s, left, &left, &right);
    }
    worth = worth || n > 1 || is_term(s, left);
    if (!worth) return;
    qd_plan_sum sum = { left, s->terms.n, n };
    if (is_term(s, left)) {
        sum.start = qd_value_const(s->v, 0);
        add_term(s, left, false);
        sum.n++;
    }
    while (n--) {
        sides(s, chain[n], &left, &right);
        add_term(s, right, s->v->at.at[chain[n]].op == QD_OP_SUB);
        if (n) s->within[chain[n]] = true;
    }
    *qd_vec_add(s->v->mem, &s->sums) = sum;
    s->sum_of[root] = s->sums.n;
}

void qd_steps_find_sums(qd_steps *s)
{
    uint32_t size = s->v->at.n;
    s->within = qd_mem_zero(s->v->mem, size * sizeof *s->within);
    s->sum_of = qd_mem_zero(s->v->mem, size * sizeof *s->sum_of);
    for (qd_value x = size - 1; x > 0; x--) {
        const qd_value_row *r = &s->v->at.at[x];
        bool sum = r->op == QD_OP_ADD || r->op == QD_OP_SUB;
        if (sum && r->scope == QD_BY_BOTH && s->uses[x] && !s->within[x])
            find_sum(s, x);
    }
}
