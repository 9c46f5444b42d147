/* Nodes are kept in an array and found again by a hash of their whole row,
 * so an operation that occurs twice is computed once. */
#include "expr/graph.h"

#include <string.h>

static uint32_t row_hash(const qd_node_row *r)
{
    uint64_t k;
    memcpy(&k, &r->k, sizeof k);
    uint64_t h = (uint64_t)r->op << 32 | r->dim;
    uint64_t parts[] = { r->a, r->b, r->c, r->key, k };
    for (int i = 0; i < 5; i++) {
        h = (h ^ parts[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 31;
    }
    return (uint32_t)h;
}

static bool row_same(const qd_node_row *r, const qd_node_row *s)
{
    return r->op == s->op && r->dim == s->dim && r->a == s->a &&
           r->b == s->b && r->c == s->c && r->key == s->key &&
           memcmp(&r->k, &s->k, 8) == 0;
}

static void slots_fill(qd_graph *g)
{
    for (uint32_t n = 0; n < g->nodes.n; n++) {
        uint32_t i = row_hash(&g->nodes.at[n]) & g->mask;
        while (g->slots[i]) i = (i + 1) & g->mask;
        g->slots[i] = n + 1;
    }
}

static void slots_grow(qd_graph *g)
{
    uint32_t size = g->mask ? (g->mask + 1) * 2 : 256;
    qd_mem_release(g->mem, g->slots);
    g->slots = qd_mem_zero(g->mem, size * sizeof *g->slots);
    g->mask = size - 1;
    slots_fill(g);
}

static qd_node intern(qd_graph *g, qd_node_row r)
{
    if (g->nodes.n * 2 >= g->mask) slots_grow(g);
    uint32_t i = row_hash(&r) & g->mask;
    for (; g->slots[i]; i = (i + 1) & g->mask)
        if (row_same(&g->nodes.at[g->slots[i] - 1], &r))
            return g->slots[i] - 1;
    *qd_vec_add(g->mem, &g->nodes) = r;
    g->slots[i] = g->nodes.n;
    return g->nodes.n - 1;
}

void qd_graph_init(qd_graph *g, qd_mem *mem, qd_units *units)
{
    *g = (qd_graph){ .mem = mem, .units = units };
    intern(g, (qd_node_row){ .op = QD_N_BAD });
    intern(g, (qd_node_row){ .op = QD_N_HOLE });
}

void qd_graph_clear(qd_graph *g)
{
    g->nodes.n = 2;
    g->sets.n = g->items.n = g->carries.n = g->points.n = 0;
    memset(g->slots, 0, (g->mask + 1) * sizeof *g->slots);
    slots_fill(g);
}

qd_node qd_node_const(qd_graph *g, double x, qd_dim dim)
{
    double k = x == 0 ? 0.0 : x; /* one zero, not two */
    return intern(g, (qd_node_row){ .op = QD_N_CONST, .dim = dim, .k = k });
}

qd_node qd_node_set(qd_graph *g, const qd_set *s, qd_dim dim)
{
    if (s->unknown) return QD_NODE_HOLE;
    if (qd_set_is_point(s)) return qd_node_const(g, s->at[0].lo, dim);
    uint32_t at = 0;
    while (at < g->sets.n && !qd_set_same(&g->sets.at[at], s)) at++;
    if (at == g->sets.n) *qd_vec_add(g->mem, &g->sets) = *s;
    return intern(g, (qd_node_row){ .op = QD_N_SET, .dim = dim, .a = at });
}

static bool is_hole(const qd_graph *g, qd_node n)
{
    return g->nodes.at[n].op == QD_N_HOLE;
}

static qd_node refuse(qd_graph *g, enum qd_node_op op, qd_dim a, qd_dim b)
{
    g->mismatch.op = (uint8_t)op;
    g->mismatch.a = a;
    g->mismatch.b = b;
    return QD_NODE_BAD;
}

static bool arithmetic(qd_dim d)
{
    return d != QD_DIM_BOOL && d != QD_DIM_WORD;
}

/* The dimension of a sum: alike, or a date moved by a time. */
static bool sum_dim(enum qd_node_op op, qd_dim a, qd_dim b, qd_dim *out)
{
    *out = a;
    if (a == QD_DIM_DATE && b == QD_DIM_TIME) return true;
    if (a == QD_DIM_TIME && b == QD_DIM_DATE) {
        *out = QD_DIM_DATE;
        return op == QD_N_ADD;
    }
    if (a == QD_DIM_DATE && b == QD_DIM_DATE) {
        *out = QD_DIM_TIME;
        return op == QD_N_SUB;
    }
    return a == b && arithmetic(a);
}

static bool product_dim(qd_graph *g, enum qd_node_op op, qd_dim a, qd_dim b,
                        qd_dim *out)
{
    if (!arithmetic(a) || !arithmetic(b)) return false;
    if (a == QD_DIM_DATE || b == QD_DIM_DATE) return false;
    *out = op == QD_N_MUL ? qd_dim_mul(g->units, a, b)
                          : qd_dim_div(g->units, a, b);
    return true;
}

/* A power: of a plain number by any, of a quantity by a whole constant. */
static bool power_dim(qd_graph *g, qd_node a, qd_node b, qd_dim *out)
{
    const qd_node_row *x = &g->nodes.at[a], *y = &g->nodes.at[b];
    *out = x->dim;
    if (y->dim != QD_DIM_NONE) return false;
    if (x->dim == QD_DIM_NONE) return true;
    int n = y->op == QD_N_CONST && y->k >= -9 && y->k <= 9 ? (int)y->k : 0;
    if (n == 0 || (double)n != y->k || !arithmetic(x->dim) ||
        x->dim == QD_DIM_DATE) return false;
    *out = qd_dim_pow(g->units, x->dim, n);
    return true;
}

/* The dimension of `op` on a, b, c; false when there is none. */
static bool result_dim(qd_graph *g, enum qd_node_op op, qd_node a, qd_node b,
                       qd_node c, qd_dim *out)
{
    qd_dim da = qd_node_dim(g, a), db = qd_node_dim(g, b);
    bool holes = is_hole(g, a) || is_hole(g, b);
    *out = is_hole(g, a) ? db : da;
    switch (op) {
    case QD_N_ADD: case QD_N_SUB:
        return holes || sum_dim(op, da, db, out);
    case QD_N_MUL: case QD_N_DIV:
        return holes || product_dim(g, op, da, db, out);
    case QD_N_POW: return holes || power_dim(g, a, b, out);
    case QD_N_MIN: case QD_N_MAX: case QD_N_RANGE: case QD_N_PREV:
        return holes || (da == db && arithmetic(da));
    case QD_N_EITHER: return holes || da == db;
    case QD_N_FIELD: return holes || da == db;
    case QD_N_BETWEEN:
        *out = a == QD_NODE_BAD || is_hole(g, a) ? db : da;
        return holes || a == QD_NODE_BAD || b == QD_NODE_BAD || da == db;
    case QD_N_EXP: case QD_N_LN: return is_hole(g, a) || da == QD_DIM_NONE;
    case QD_N_SQRT: return is_hole(g, a) || da == QD_DIM_NONE;
    case QD_N_COMPARE:
        *out = QD_DIM_BOOL;
        return holes || (da == db && da != QD_DIM_WORD);
    case QD_N_IF:
        *out = is_hole(g, b) ? qd_node_dim(g, c) : db;
        return (da == QD_DIM_BOOL || is_hole(g, a)) &&
               (is_hole(g, b) || is_hole(g, c) || db == qd_node_dim(g, c));
    case QD_N_SPREAD: case QD_N_INSTANT: *out = QD_DIM_NONE; return true;
    case QD_N_HELD: case QD_N_OWING: *out = QD_DIM_TIME; return true;
    case QD_N_CLOCK: *out = QD_DIM_TIME; return true;
    default: return true;
    }
}

static uint8_t own_scope(enum qd_node_op op)
{
    switch (op) {
    case QD_N_DRAW: case QD_N_RANGE: case QD_N_EITHER: case QD_N_PICK:
    case QD_N_POINT:
        return QD_SCOPE_PATH;
    case QD_N_PROCESS: case QD_N_HIGHEST: case QD_N_PREV: case QD_N_CLOCK:
    case QD_N_SPREAD: case QD_N_INSTANT: case QD_N_HELD: case QD_N_OWING:
    case QD_N_STATE: case QD_N_CARRY:
        return QD_SCOPE_MONTH;
    default: return QD_SCOPE_MODEL;
    }
}

/* The key of the next draw of the datum, 0 where nothing is drawn. */
static uint64_t next_key(qd_graph *g, enum qd_node_op op)
{
    bool draws = own_scope(op) == QD_SCOPE_PATH || op == QD_N_PROCESS;
    return draws ? qd_draw_key(g->key, g->place++) : 0;
}

uint64_t qd_draw_key(uint64_t datum, uint32_t place)
{
    /* the finalizer of splitmix64 (Steele, Lea, Flood 2014) */
    uint64_t h = datum + (place + UINT64_C(1)) * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 27) * 0x94D049BB133111EBu;
    return h ^ h >> 31;
}

qd_draw_of qd_draw_enter(qd_graph *g, uint64_t key)
{
    qd_draw_of before = { g->key, g->place };
    g->key = key;
    g->place = 0;
    return before;
}

void qd_draw_leave(qd_graph *g, qd_draw_of before)
{
    g->key = before.key;
    g->place = before.place;
}

static uint8_t later(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

qd_node qd_node_make(qd_graph *g, enum qd_node_op op, qd_node a, qd_node b,
                     qd_node c, double k)
{
    qd_dim dim;
    bool open = op == QD_N_CLOCK || op == QD_N_BETWEEN;
    bool hides = op == QD_N_MUL || op == QD_N_DIV || op == QD_N_POW ||
                 op == QD_N_BETWEEN;
    /* A product of a hole has no number and no dimension to check; nor has
     * what lies above or below it. */
    if (hides && (a || open) && (is_hole(g, a) || is_hole(g, b)))
        return QD_NODE_HOLE;
    if (op == QD_N_FIELD && is_hole(g, a) && is_hole(g, b))
        return QD_NODE_HOLE;
    if ((a == QD_NODE_BAD && !open) ||
        !result_dim(g, op, a, b, c, &dim))
        return refuse(g, op, qd_node_dim(g, op == QD_N_IF ? b : a),
                      qd_node_dim(g, op == QD_N_IF ? c : b));
    const qd_node_row *rows = g->nodes.at;
    uint8_t scope = later(own_scope(op), later(rows[a].scope,
                          later(rows[b].scope, rows[c].scope)));
    bool asks = rows[a].asks || rows[b].asks || rows[c].asks;
    bool drawn = op == QD_N_RANGE || rows[a].drawn || rows[c].drawn ||
                 (rows[b].drawn && op != QD_N_FIELD);
    return intern(g, (qd_node_row){ .op = (uint8_t)op, .scope = scope,
                                    .asks = asks, .drawn = drawn,
                                    .dim = dim, .a = a, .b = b, .c = c,
                                    .key = next_key(g, op), .k = k });
}

/* The place of a list among all lists: the same items are kept once. */
static uint32_t list_at(qd_graph *g, const qd_node *items, uint32_t n)
{
    for (uint32_t i = 0; i + n <= g->items.n && g->items.n < 4096; i++)
        if (memcmp(g->items.at + i, items, n * sizeof *items) == 0) return i;
    uint32_t at = g->items.n;
    for (uint32_t i = 0; i < n; i++)
        *qd_vec_add(g->mem, &g->items) = items[i];
    return at;
}

qd_node qd_node_list(qd_graph *g, enum qd_node_op op, const qd_node *items,
                     uint32_t n, double k, qd_dim dim)
{
    uint8_t scope = own_scope(op);
    bool asks = false;
    bool drawn = op == QD_N_DRAW || op == QD_N_PROCESS;
    for (uint32_t i = 0; i < n; i++) {
        const qd_node_row *r = &g->nodes.at[items[i]];
        if (r->op == QD_N_BAD) return QD_NODE_BAD;
        bool alike = op == QD_N_DRAW || op == QD_N_PROCESS ||
                     op == QD_N_FINANCED || r->op == QD_N_HOLE ||
                     r->dim == dim || (op == QD_N_PICK && i % 2 == 0);
        if (!alike) return refuse(g, op, dim, r->dim);
        scope = later(scope, r->scope);
        asks = asks || r->asks;
        drawn = drawn || r->drawn;
    }
    uint32_t at = list_at(g, items, n);
    return intern(g, (qd_node_row){ .op = (uint8_t)op, .scope = scope,
                                    .asks = asks, .drawn = drawn,
                                    .dim = dim, .a = at, .b = n,
                                    .key = next_key(g, op), .k = k });
}

qd_node qd_node_state(qd_graph *g, enum qd_state what, uint32_t of,
                      qd_dim dim)
{
    return intern(g, (qd_node_row){ .op = QD_N_STATE,
                                    .scope = QD_SCOPE_MONTH, .asks = true,
                                    .dim = dim, .a = of, .b = g->world,
                                    .k = (double)what });
}

qd_node qd_node_point(qd_graph *g, const qd_hitrun *of, uint64_t key,
                      uint32_t var)
{
    uint32_t at = 0;
    while (at < g->points.n && (g->points.at[at].of != of ||
                                g->points.at[at].key != key)) at++;
    if (at == g->points.n)
        *qd_vec_add(g->mem, &g->points) = (qd_point_of){ of, key };
    return intern(g, (qd_node_row){ .op = QD_N_POINT, .scope = QD_SCOPE_PATH,
                                    .drawn = true, .dim = QD_DIM_NONE,
                                    .a = at, .b = var });
}

qd_node qd_node_carry(qd_graph *g, qd_node first, qd_dim dim)
{
    *qd_vec_add(g->mem, &g->carries) = (qd_carry){ first, QD_NODE_BAD };
    return intern(g, (qd_node_row){ .op = QD_N_CARRY,
                                    .scope = QD_SCOPE_MONTH, .asks = true,
                                    .dim = dim, .a = g->carries.n - 1 });
}

void qd_carry_set(qd_graph *g, qd_node carry, qd_node next)
{
    g->carries.at[g->nodes.at[carry].a].next = next;
}
