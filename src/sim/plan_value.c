#include "sim/plan_value.h"

#include <math.h>

#include "base/limits.h"
#include "sim/ops.h"

static const uint8_t operands_of[QD_OP_COUNT] = {
#define QD_SIM_OP(name, operands, y) [QD_OP_##name] = operands,
#define QD_SIM_STEP(name, operands) [QD_OP_##name] = operands,
#include "sim/ops.def"
#undef QD_SIM_OP
#undef QD_SIM_STEP
};

static void fill_periods(qd_values *v)
{
    v->padded = (v->grid.n + 7) & ~7u;
    v->from = qd_mem_resize(v->mem, NULL, v->padded * sizeof *v->from);
    v->to = qd_mem_resize(v->mem, NULL, v->padded * sizeof *v->to);
    for (uint32_t t = 0; t < v->padded; t++) {
        v->from[t] = v->grid.begin + t * v->grid.step;
        v->to[t] = v->grid.begin + (t + 1) * v->grid.step;
    }
}

void qd_values_init(qd_values *v, qd_mem *mem, qd_grid grid)
{
    *v = (qd_values){ .mem = mem, .grid = grid };
    v->mask = 1023;
    v->slots = qd_mem_zero(mem, (v->mask + 1) * sizeof *v->slots);
    *qd_vec_add(mem, &v->at) = (qd_value_row){ .op = QD_OP_CONST };
    *qd_vec_add(mem, &v->made) = (qd_value_row){ .op = QD_OP_COUNT };
    *qd_vec_add(mem, &v->same) = 0;
    fill_periods(v);
}

void qd_values_free(qd_values *v)
{
    void *all[] = { v->at.at, v->made.at, v->same.at, v->items.at,
                    v->carries.at, v->times.at, v->scores.at, v->shapes.at,
                    v->points.at, v->from, v->to, v->slots };
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        qd_mem_release(v->mem, all[i]);
}

/* ---- Equal values are one */

static uint32_t row_hash(const qd_value_row *r)
{
    uint64_t k;
    memcpy(&k, &r->k, sizeof k);
    uint64_t h = r->op, parts[] = { r->a, r->b, r->c, r->key, k, r->scope };
    for (int i = 0; i < 6; i++) {
        h = (h ^ parts[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 31;
    }
    return (uint32_t)h;
}

static bool row_same(const qd_value_row *r, const qd_value_row *s)
{
    return r->op == s->op && r->scope == s->scope && r->a == s->a &&
           r->b == s->b && r->c == s->c && r->key == s->key &&
           memcmp(&r->k, &s->k, 8) == 0;
}

static void slots_grow(qd_values *v)
{
    qd_mem_release(v->mem, v->slots);
    v->mask = v->mask * 2 + 1;
    v->slots = qd_mem_zero(v->mem, (v->mask + (size_t)1) * sizeof *v->slots);
    for (uint32_t n = 1; n < v->made.n; n++) {
        uint32_t i = row_hash(&v->made.at[n]) & v->mask;
        while (v->slots[i]) i = (i + 1) & v->mask;
        v->slots[i] = n;
    }
}

/* The value of a row; `fresh` tells that it was not there. */
static qd_value intern(qd_values *v, qd_value_row r, bool *fresh)
{
    if (v->at.n >= QD_LIMIT_PLAN_VALUES) {
        v->full = true;
        *fresh = false;
        return 0;
    }
    if (v->at.n * 2 >= v->mask) slots_grow(v);
    uint32_t i = row_hash(&r) & v->mask;
    *fresh = false;
    for (; v->slots[i]; i = (i + 1) & v->mask)
        if (row_same(&v->made.at[v->slots[i]], &r))
            return v->same.at[v->slots[i]];
    qd_value n = v->slots[i] = v->at.n;
    *qd_vec_add(v->mem, &v->at) = r;
    *qd_vec_add(v->mem, &v->made) = r;
    *qd_vec_add(v->mem, &v->same) = n;
    *fresh = true;
    return n;
}

qd_value qd_value_const(qd_values *v, double x)
{
    bool fresh;
    return intern(v, (qd_value_row){ .op = QD_OP_CONST,
                                     .k = x == 0 ? 0.0 : x }, &fresh);
}

/* ---- What is known is computed at once, by the loops of the sweep */

static double *new_table(qd_values *v, uint32_t *at)
{
    *at = v->times.n;
    if (v->times.n + (uint64_t)v->padded > QD_LIMIT_PLAN_TABLES) {
        v->full = true;
        *at = 0;
        return NULL;
    }
    qd_vec_reserve(v->mem, &v->times, v->padded);
    v->times.n += v->padded;
    return v->times.at + *at;
}

static qd_value become(qd_values *v, qd_value x, qd_value_row r)
{
    v->at.at[x] = r;
    return x;
}

/* A table that has been filled: a constant where all periods are alike. */
static qd_value as_table(qd_values *v, qd_value x, uint32_t at)
{
    const double *t = v->times.at + at;
    uint32_t i = 1;
    while (i < v->grid.n && memcmp(&t[i], &t[0], 8) == 0) i++;
    if (i < v->grid.n)
        return become(v, x, (qd_value_row){ .op = QD_OP_TABLE,
                                            .scope = QD_BY_TIME, .a = at });
    v->times.n = at;
    qd_value k = qd_value_const(v, t[0]);
    v->same.at[x] = k;
    return k;
}

static qd_src fold_source(const qd_values *v, qd_value x, double splat[8])
{
    const qd_value_row *r = &v->at.at[x];
    if (r->op == QD_OP_TABLE)
        return (qd_src){ v->times.at + r->a, QD_SRC_COLUMN };
    for (int i = 0; i < 8; i++) splat[i] = r->k;
    return (qd_src){ splat, QD_SRC_FIXED };
}

/* Neither rests on a path: the periods take the place of the paths. */
static qd_value fold(qd_values *v, qd_value x)
{
    qd_value_row r = v->at.at[x];
    double splats[3][8];
    uint32_t at;
    double *out = new_table(v, &at);
    if (!out) return 0;
    qd_src in[] = { fold_source(v, r.a, splats[0]),
                    fold_source(v, r.b, splats[1]),
                    fold_source(v, r.c, splats[2]),
                    { v->from, QD_SRC_COLUMN }, { v->to, QD_SRC_COLUMN } };
    qd_step step = { .op = r.op };
    qd_ops_one_2(&step, out, in, v->padded);
    return as_table(v, x, at);
}

/* ---- Making */

static bool of_period(enum qd_sim_op op)
{
    return op == QD_OP_GATE || op == QD_OP_WHEN || op == QD_OP_RAMP ||
           op == QD_OP_FLAT || op == QD_OP_EVEN;
}

static qd_value plain(qd_values *v, enum qd_sim_op op, qd_value a, qd_value b,
                      qd_value c)
{
    uint8_t scope = (uint8_t)(qd_value_scope(v, a) | qd_value_scope(v, b) |
                              qd_value_scope(v, c));
    if (of_period(op)) scope |= QD_BY_TIME;
    bool fresh;
    qd_value x = intern(v, (qd_value_row){ .op = (uint8_t)op, .scope = scope,
                                           .a = a, .b = b, .c = c }, &fresh);
    return fresh && !(scope & QD_BY_PATH) ? fold(v, x) : x;
}

static qd_value product(qd_values *v, qd_value a, qd_value b);

bool qd_value_is_negative(const qd_values *v, qd_value x)
{
    const qd_value_row *r = &v->at.at[x];
    return r->op == QD_OP_SUB && qd_value_is(v, r->a, 0);
}

/* 0 - x, where that of what is so made itself is x again. */
qd_value qd_value_negative(qd_values *v, qd_value x)
{
    if (qd_value_is_negative(v, x)) return v->at.at[x].b;
    return plain(v, QD_OP_SUB, qd_value_const(v, 0), x, 0);
}

/* -a < b where b is known becomes -b < a. */
static void turn(qd_values *v, qd_value *a, qd_value *b)
{
    bool known_a = v->at.at[*a].op == QD_OP_CONST;
    bool known_b = v->at.at[*b].op == QD_OP_CONST;
    if (!(qd_value_is_negative(v, *a) && known_b) &&
        !(qd_value_is_negative(v, *b) && known_a)) return;
    qd_value swap = qd_value_negative(v, *a);
    *a = qd_value_negative(v, *b);
    *b = swap;
}

/* c in the months inside [a, b): where the dates are known, a table. */
static qd_value gate(qd_values *v, qd_value a, qd_value b, qd_value c)
{
    if ((qd_value_scope(v, a) | qd_value_scope(v, b)) & QD_BY_PATH)
        return plain(v, QD_OP_GATE, a, b, c);
    qd_value open = plain(v, QD_OP_GATE, a, b, qd_value_const(v, 1));
    return qd_value_is(v, open, 0) ? open : product(v, open, c);
}

static qd_value when(qd_values *v, qd_value a, qd_value b)
{
    if (qd_value_scope(v, a) & QD_BY_PATH)
        return plain(v, QD_OP_WHEN, a, b, 0);
    qd_value now = plain(v, QD_OP_WHEN, a, qd_value_const(v, 1), 0);
    return qd_value_is(v, now, 0) ? now : product(v, now, b);
}

/* A factor goes into a window, where it may be computed once a path; factors
 * that are known come together in front of those that are not. */
static qd_value product(qd_values *v, qd_value a, qd_value b)
{
    if (qd_value_scope(v, a) > qd_value_scope(v, b)) {
        qd_value swap = a;
        a = b;
        b = swap;
    }
    if (qd_value_is(v, a, 1)) return b;
    if (qd_value_is(v, a, -1)) return qd_value_negative(v, b);
    qd_value_row x = v->at.at[a], y = v->at.at[b];
    if (y.op == QD_OP_GATE) return gate(v, y.a, y.b, product(v, a, y.c));
    if (y.op == QD_OP_WHEN) return when(v, y.a, product(v, a, y.b));
    if (x.op == QD_OP_GATE) return gate(v, x.a, x.b, product(v, x.c, b));
    if (x.op == QD_OP_WHEN) return when(v, x.a, product(v, x.b, b));
    if (y.op == QD_OP_MUL) {
        uint8_t both = (uint8_t)(x.scope | qd_value_scope(v, y.a));
        if (both < y.scope) return product(v, product(v, a, y.a), y.b);
    }
    return plain(v, QD_OP_MUL, a, b, 0);
}

static qd_value choice(qd_values *v, qd_value a, qd_value b, qd_value c)
{
    const qd_value_row *r = &v->at.at[a];
    if (r->op == QD_OP_CONST && !isnan(r->k)) return r->k != 0 ? b : c;
    return plain(v, QD_OP_IF, a, b, c);
}

qd_value qd_value_make(qd_values *v, enum qd_sim_op op, qd_value a,
                       qd_value b, qd_value c)
{
    bool later = qd_value_scope(v, a) > qd_value_scope(v, b);
    switch (op) {
    case QD_OP_MUL: return product(v, a, b);
    case QD_OP_GATE: return gate(v, a, b, c);
    case QD_OP_WHEN: return when(v, a, b);
    case QD_OP_IF: return choice(v, a, b, c);
    case QD_OP_ADD:
        if (qd_value_is(v, a, 0)) return b;
        if (qd_value_is(v, b, 0)) return a;
        break;
    case QD_OP_SUB:
        if (qd_value_is(v, b, 0)) return a;
        if (qd_value_is(v, a, 0)) return qd_value_negative(v, b);
        break;
    case QD_OP_LT: case QD_OP_LE: turn(v, &a, &b); break;
    case QD_OP_DIV: if (qd_value_is(v, b, 1)) return a; break;
    case QD_OP_MIN: case QD_OP_MAX:
        /* what is known stands in front: see ops.c */
        return later ? plain(v, op, b, a, 0) : plain(v, op, a, b, 0);
    default: break;
    }
    return plain(v, op, a, b, c);
}

static qd_value table_of(qd_values *v, uint64_t key,
                         double (*at)(const qd_values *v, uint32_t t))
{
    bool fresh;
    qd_value x = intern(v, (qd_value_row){ .op = QD_OP_TABLE,
                                           .scope = QD_BY_TIME, .key = key },
                        &fresh);
    if (!fresh) return x;
    uint32_t first;
    double *table = new_table(v, &first);
    if (!table) return 0;
    for (uint32_t t = 0; t < v->padded; t++) table[t] = at(v, t);
    return as_table(v, x, first);
}

static double first_at(const qd_values *v, uint32_t t)
{
    return (void)v, t == 0;
}

static double clock_at(const qd_values *v, uint32_t t)
{
    return (t + 1) * v->grid.step;
}

qd_value qd_value_first(qd_values *v) { return table_of(v, 1, first_at); }
qd_value qd_value_clock(qd_values *v) { return table_of(v, 2, clock_at); }

qd_value qd_value_draw(qd_values *v, enum qd_sim_op op, uint64_t key,
                       bool monthly)
{
    bool fresh;
    uint8_t scope = monthly ? QD_BY_BOTH : QD_BY_PATH;
    return intern(v, (qd_value_row){ .op = (uint8_t)op, .scope = scope,
                                     .key = key }, &fresh);
}

qd_value qd_value_score(qd_values *v, const qd_score *score, qd_value x)
{
    bool fresh;
    uint32_t at = v->scores.n;
    *qd_vec_add(v->mem, &v->scores) = *score;
    return intern(v, (qd_value_row){ .op = QD_OP_SCORE, .key = at, .a = x,
                                     .scope = qd_value_scope(v, x) }, &fresh);
}

qd_value qd_value_vary(qd_values *v, qd_varying shape, const qd_value *params,
                       uint32_t n, qd_value x)
{
    uint32_t first = v->items.n, at = v->shapes.n;
    uint8_t scope = qd_value_scope(v, x);
    *qd_vec_add(v->mem, &v->shapes) = shape;
    *qd_vec_add(v->mem, &v->items) = x;
    for (uint32_t i = 0; i < n; i++) {
        *qd_vec_add(v->mem, &v->items) = params[i];
        scope |= qd_value_scope(v, params[i]);
    }
    bool fresh;
    return intern(v, (qd_value_row){ .op = QD_OP_VARY, .scope = scope,
                                     .key = at, .a = first, .b = n + 1 },
                  &fresh);
}

qd_value qd_value_point(qd_values *v, qd_point_of point, uint32_t var)
{
    bool fresh;
    uint32_t at = 0;
    while (at < v->points.n && (v->points.at[at].of != point.of ||
                                v->points.at[at].key != point.key)) at++;
    if (at == v->points.n) *qd_vec_add(v->mem, &v->points) = point;
    return intern(v, (qd_value_row){ .op = QD_OP_POINT, .scope = QD_BY_PATH,
                                     .key = at, .a = var }, &fresh);
}

/* The same list is kept once, so that equal ones are one. */
static uint32_t list_at(qd_values *v, const qd_value *in, uint32_t n)
{
    for (uint32_t i = 0; i + n <= v->items.n && v->items.n < 65536; i++)
        if (memcmp(v->items.at + i, in, n * sizeof *in) == 0) return i;
    uint32_t at = v->items.n;
    for (uint32_t i = 0; i < n; i++) *qd_vec_add(v->mem, &v->items) = in[i];
    return at;
}

qd_value qd_value_financed(qd_values *v, uint32_t what, const qd_value *in,
                           uint32_t n)
{
    uint8_t scope = QD_BY_PATH;
    for (uint32_t i = 0; i < n; i++) scope |= qd_value_scope(v, in[i]);
    bool fresh;
    return intern(v, (qd_value_row){ .op = QD_OP_FINANCED, .scope = scope,
                                     .key = what, .a = list_at(v, in, n),
                                     .b = n }, &fresh);
}

qd_value qd_value_carry_make(qd_values *v, qd_value first)
{
    bool fresh;
    *qd_vec_add(v->mem, &v->carries) = (qd_value_carry){ first, 0 };
    return intern(v, (qd_value_row){ .op = QD_OP_CARRY, .scope = QD_BY_BOTH,
                                     .a = v->carries.n - 1 }, &fresh);
}

/* What is carried over must be computed in the period itself. */
void qd_value_carry_set(qd_values *v, qd_value carry, qd_value next)
{
    bool fresh;
    if (v->at.at[next].op == QD_OP_CARRY)
        next = intern(v, (qd_value_row){ .op = QD_OP_COPY, .a = next,
                                         .scope = QD_BY_BOTH }, &fresh);
    v->carries.at[v->at.at[carry].a].next = next;
}

uint32_t qd_value_operands(const qd_values *v, qd_value x,
                           const qd_value **at)
{
    const qd_value_row *r = &v->at.at[x];
    if (r->op == QD_OP_VARY || r->op == QD_OP_FINANCED) {
        *at = v->items.at + r->a;
        return r->b;
    }
    *at = &r->a;
    return operands_of[r->op];
}
