/* What is drawn: a number of its own for each key, laid onto a distribution.
 */
#include "base/limits.h"
#include "math/elementary.h"
#include "sim/expand.h"

/* ---- Numbers */

static uint32_t correlated(const qd_expand *e, uint64_t key)
{
    const qd_copula *c = &e->copula;
    uint32_t i = 0;
    while (i < c->keys.n && c->keys.at[i] != key &&
           qd_draw_key(c->keys.at[i], 0) != key) i++;
    return i;
}

qd_value qd_expand_normal(qd_expand *e, uint64_t key, bool monthly)
{
    const qd_copula *c = &e->copula;
    uint32_t row = correlated(e, key);
    if (row == c->keys.n)
        return qd_value_draw(e->v, QD_OP_NORMAL, key, monthly);
    qd_value sum = qd_value_const(e->v, 0);
    for (uint32_t j = 0; j <= row; j++) {
        double l = c->factor.at[(size_t)row * c->keys.n + j];
        if (l == 0) continue;
        qd_value z = qd_value_draw(e->v, QD_OP_NORMAL, c->keys.at[j],
                                   monthly);
        z = qd_value_make(e->v, QD_OP_MUL, qd_value_const(e->v, l), z, 0);
        sum = qd_value_make(e->v, QD_OP_ADD, sum, z, 0);
    }
    return sum;
}

qd_value qd_expand_uniform(qd_expand *e, uint64_t key, bool monthly)
{
    if (correlated(e, key) == e->copula.keys.n)
        return qd_value_draw(e->v, QD_OP_UNIFORM, key, monthly);
    return qd_value_make(e->v, QD_OP_CDF, qd_expand_normal(e, key, monthly),
                         0, 0);
}

static qd_value wanted(qd_expand *e, bool wants_z, uint64_t key, bool monthly)
{
    return wants_z ? qd_expand_normal(e, key, monthly)
                   : qd_expand_uniform(e, key, monthly);
}

/* ---- Distributions */

static qd_value below(qd_expand *e, qd_value u, double upto)
{
    return qd_value_make(e->v, QD_OP_LT, u, qd_value_const(e->v, upto), 0);
}

static qd_value one_case(qd_expand *e, const qd_score_case *c, uint64_t key,
                         bool monthly)
{
    if (!c->of) return qd_value_const(e->v, qd_score_at(&c->score, 0.5));
    return qd_value_score(e->v, &c->score,
                          wanted(e, c->score.wants_z, key, monthly));
}

/* A distribution that is known. Of several cases one is picked, and each
 * keeps its own draws. */
static qd_value of_cases(qd_expand *e, const qd_dist *d, uint64_t key,
                         bool monthly)
{
    const qd_score_case *at;
    uint32_t n = qd_score_cases(d, e->arena, &at);
    if (n == 1) return one_case(e, &at[0], key, monthly);
    qd_value u = qd_expand_uniform(e, key, monthly);
    qd_value x = one_case(e, &at[n - 1], qd_draw_key(key, n), monthly);
    for (uint32_t i = n - 1; i-- > 0;)
        x = qd_value_make(e->v, QD_OP_IF, below(e, u, at[i].upto),
                          one_case(e, &at[i], qd_draw_key(key, i + 1),
                                   monthly), x);
    return x;
}

/* A distribution whose parameters are being found: all numbers of it and of
 * its parts, in the order in which they are written. */
struct shape {
    qd_value params[QD_VARY_MOST];
    uint32_t n;
    bool drawn;    /* a parameter differs from path to path */
    bool too_large;
};

static void add_param(qd_expand *e, struct shape *s, qd_node n, double *x)
{
    qd_value p = e->of[n];
    const qd_value_row *r = &e->v->at.at[p];
    if (r->op == QD_OP_CONST) *x = r->k;
    else s->drawn = true;
    if (s->n == QD_VARY_MOST) s->too_large = true;
    else s->params[s->n++] = p;
}

static qd_dist *dist_new(qd_expand *e, unsigned code, qd_dist_arg **args,
                         uint32_t n)
{
    qd_dist *d = qd_arena_alloc(e->arena, sizeof *d);
    *args = qd_arena_alloc(e->arena, (n + 1) * sizeof **args);
    memset(*args, 0, (n + 1) * sizeof **args);
    *d = (qd_dist){ .kind = qd_dist_kinds[code & 255],
                    .form = (enum qd_dist_form)(code >> 8), .args = *args,
                    .n = n };
    return d;
}

/* Fills in what is known; true when that is all. */
static bool settle(qd_expand *e, qd_dist *d, bool *good)
{
    qd_dist_fault fault;
    *good = qd_dist_make(d, d->kind, d->form, d->args, d->n, &fault) ==
            QD_DIST_OK;
    return *good || qd_expand_refuse(e, "a distribution has parameters that "
                                     "cannot be");
}

static bool shape_of(qd_expand *e, const qd_node_row *r, struct shape *s,
                     qd_dist **out)
{
    const uint32_t *items = e->graph->items.at + r->a;
    unsigned code = (unsigned)r->k;
    bool pairs = qd_dist_kinds[code & 255]->flags & QD_DIST_PAIRS, good;
    qd_dist_arg *args;
    qd_dist *d = dist_new(e, code, &args, pairs ? r->b / 2 : r->b);
    bool drawn_before = s->drawn;
    s->drawn = false;
    for (unsigned i = 0; i < d->n && !s->too_large; i++) {
        qd_node x = items[pairs ? 2 * i + 1 : i];
        unsigned which = pairs ? 1 : i < 3 ? i : 2;
        if (pairs) add_param(e, s, items[2 * i], &args[i].p);
        const qd_node_row *part =
            &e->graph->nodes.at[qd_expand_node_of(e, x)];
        if (part->op == QD_N_DRAW &&
            d->kind->params[which].kind == QD_PARAM_DIST) {
            qd_dist *made;
            bool before = s->drawn;
            if (!shape_of(e, part, s, &made)) return false;
            args[i].part = made;
            s->drawn = s->drawn || before;
        } else {
            add_param(e, s, x, &args[i].x);
        }
    }
    *out = d;
    if (!s->drawn && !s->too_large && !settle(e, d, &good)) return false;
    s->drawn = s->drawn || drawn_before;
    return true;
}

static bool varied(qd_expand *e, const qd_dist *d, const qd_value *params,
                   uint32_t n, uint64_t key, bool monthly, qd_value *out)
{
    if (qd_vary_params(d) != n)
        return qd_expand_refuse(e, "a distribution has more drawn parameters "
                                "than a path may hold");
    qd_varying shape = { d, qd_vary_wants_z(d) };
    *out = qd_value_vary(e->v, shape, params, n,
                         wanted(e, shape.wants_z, key, monthly));
    return true;
}

bool qd_expand_draw(qd_expand *e, const qd_node_row *r, qd_value *out)
{
    struct shape s = { .n = 0 };
    qd_dist *d;
    if (!shape_of(e, r, &s, &d)) return false;
    if (s.too_large)
        return qd_expand_refuse(e, "a distribution has more parameters than "
                                "a path may hold");
    /* what is picked from several cases has ranks only as a whole */
    const qd_score_case *cases;
    bool whole = correlated(e, r->key) < e->copula.keys.n &&
                 !s.drawn && qd_vary_params(d) == s.n &&
                 qd_score_cases(d, e->arena, &cases) > 1;
    if (s.drawn || whole)
        return varied(e, d, s.params, s.n, r->key, false, out);
    *out = of_cases(e, d, r->key, false);
    return true;
}

/* A distribution of this name with such parameters, drawn once a path or in
 * each period. */
static bool drawn_as(qd_expand *e, qd_str name, enum qd_dist_form form,
                     const qd_value *params, uint32_t n, uint64_t key,
                     bool monthly, qd_value *out)
{
    unsigned code = 0;
    const qd_dist_kind *kind = qd_dist_find(name);
    while (qd_dist_kinds[code] != kind) code++;
    qd_dist_arg *args;
    qd_dist *d = dist_new(e, code + 256 * (unsigned)form, &args, n);
    bool known = true, good;
    for (uint32_t i = 0; i < n; i++) {
        const qd_value_row *r = &e->v->at.at[params[i]];
        known = known && r->op == QD_OP_CONST;
        args[i].x = r->k;
    }
    if (!known) return varied(e, d, params, n, key, monthly, out);
    if (!settle(e, d, &good)) return false;
    *out = of_cases(e, d, key, monthly);
    return true;
}

bool qd_expand_range(qd_expand *e, const qd_node_row *r, qd_value *out)
{
    qd_value ends[] = { e->of[r->a], e->of[r->b] };
    const qd_value_row *a = &e->v->at.at[ends[0]];
    bool log = a->op == QD_OP_CONST && a->k > 0;
    return drawn_as(e, log ? QD_STR("lognormal") : QD_STR("normal"),
                    QD_DIST_RANGE, ends, 2, r->key, false, out);
}

/* ---- One of several */

static double weight(const qd_expand *e, const qd_node_row *r, uint32_t i)
{
    if (r->op == QD_N_EITHER) return 0.5;
    return e->v->at.at[e->of[e->graph->items.at[r->a + 2 * i]]].k;
}

static qd_value choice(const qd_expand *e, const qd_node_row *r, uint32_t i)
{
    if (r->op == QD_N_EITHER) return e->of[i ? r->b : r->a];
    return e->of[e->graph->items.at[r->a + 2 * i + 1]];
}

bool qd_expand_pick(qd_expand *e, const qd_node_row *r, qd_value *out)
{
    uint32_t n = r->op == QD_N_EITHER ? 2 : r->b / 2;
    double total = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!(weight(e, r, i) >= 0))
            return qd_expand_refuse(e, "a weight is not a number from 0 on");
        total += weight(e, r, i);
    }
    if (!(total > 0))
        return qd_expand_refuse(e, "all weights of a choice are 0");
    qd_value u = qd_expand_uniform(e, r->key, false);
    uint32_t last = n - 1;
    while (weight(e, r, last) == 0) last--;
    qd_value x = choice(e, r, last);
    double upto = total;
    for (uint32_t i = last; i-- > 0;) {
        upto -= weight(e, r, i + 1);
        if (weight(e, r, i) > 0)
            x = qd_value_make(e->v, QD_OP_IF, below(e, u, upto / total),
                              choice(e, r, i), x);
    }
    *out = x;
    return true;
}

/* ---- Processes */

static qd_value number(qd_expand *e, double x)
{
    return qd_value_const(e->v, x);
}

static qd_value op2(qd_expand *e, enum qd_sim_op op, qd_value a, qd_value b)
{
    return qd_value_make(e->v, op, a, b, 0);
}

/* The end of the period: x carried over, plus `drift`, plus `by` x z. */
static qd_value walk(qd_expand *e, qd_value drift, qd_value vol, uint64_t key)
{
    double dt = e->source->grid.step;
    qd_value step = op2(e, QD_OP_MUL, number(e, dt), drift);
    qd_value by = op2(e, QD_OP_MUL, number(e, qd_sqrt(dt)), vol);
    qd_value carry, x = qd_expand_carry(e, number(e, 0), &carry);
    qd_value z = qd_expand_normal(e, key, true);
    qd_value next = op2(e, QD_OP_ADD, op2(e, QD_OP_ADD, x, step),
                        op2(e, QD_OP_MUL, by, z));
    qd_value_carry_set(e->v, carry, next);
    return next;
}

static qd_value gbm(qd_expand *e, qd_value start, qd_value drift,
                    qd_value vol, uint64_t key)
{
    qd_value half = op2(e, QD_OP_MUL, number(e, 0.5),
                        op2(e, QD_OP_MUL, vol, vol));
    qd_value x = walk(e, op2(e, QD_OP_SUB, drift, half), vol, key);
    return op2(e, QD_OP_MUL, start, qd_value_make(e->v, QD_OP_EXP, x, 0, 0));
}

/* The exact step of an Ornstein-Uhlenbeck process. */
static qd_value revert(qd_expand *e, qd_value level, qd_value speed,
                       qd_value vol, uint64_t key)
{
    double dt = e->source->grid.step;
    qd_values *v = e->v;
    qd_value keep = qd_value_make(v, QD_OP_EXP,
                                  op2(e, QD_OP_MUL, number(e, -dt), speed), 0,
                                  0);
    qd_value twice = op2(e, QD_OP_MUL, number(e, 2), speed);
    qd_value lost = qd_value_make(v, QD_OP_EXPM1,
                                  op2(e, QD_OP_MUL, number(e, -dt), twice), 0,
                                  0);
    qd_value share = op2(e, QD_OP_DIV,
                         op2(e, QD_OP_MUL, number(e, -1), lost), twice);
    share = qd_value_make(v, QD_OP_IF,
                          op2(e, QD_OP_EQ, speed, number(e, 0)),
                          number(e, dt), share);
    qd_value by = op2(e, QD_OP_MUL, vol,
                      qd_value_make(v, QD_OP_SQRT, share, 0, 0));
    qd_value carry, x = qd_expand_carry(e, level, &carry);
    qd_value back = op2(e, QD_OP_ADD, level,
                        op2(e, QD_OP_MUL, op2(e, QD_OP_SUB, x, level), keep));
    qd_value z = qd_expand_normal(e, key, true);
    qd_value next = op2(e, QD_OP_ADD, back, op2(e, QD_OP_MUL, by, z));
    qd_value_carry_set(v, carry, next);
    return next;
}

static bool jump(qd_expand *e, qd_value rate, qd_value size, uint64_t key,
                 qd_value *out)
{
    qd_value mean = op2(e, QD_OP_MUL, number(e, e->source->grid.step), rate);
    qd_value count, carry, x = qd_expand_carry(e, number(e, 0), &carry);
    if (!drawn_as(e, QD_STR("poisson"), QD_DIST_PLAIN, &mean, 1, key, true,
                  &count)) return false;
    *out = op2(e, QD_OP_ADD, x, op2(e, QD_OP_MUL, size, count));
    qd_value_carry_set(e->v, carry, *out);
    return true;
}

bool qd_expand_process(qd_expand *e, const qd_node_row *r, qd_value *out)
{
    qd_value p[3] = { 0 };
    for (uint32_t i = 0; i < r->b && i < 3; i++)
        p[i] = e->of[e->graph->items.at[r->a + i]];
    switch ((enum qd_process)r->k) {
    case QD_PROCESS_WALK: *out = walk(e, p[0], p[1], r->key); return true;
    case QD_PROCESS_GBM: *out = gbm(e, p[0], p[1], p[2], r->key); return true;
    case QD_PROCESS_REVERT:
        *out = revert(e, p[0], p[1], p[2], r->key);
        return true;
    case QD_PROCESS_JUMP: return jump(e, p[0], p[1], r->key, out);
    }
    return qd_expand_refuse(e, "a process is not known");
}
