/* Data and formulas to nodes. Each error is told once, where it stands; a
 * part that is wrong becomes QD_NODE_BAD, and what rests on it says nothing
 * more. */
#include "model/formula.h"

#include <math.h>

#include "base/limits.h"
#include "expr/eval.h"
#include "math/dist.h"
#include "model/parts.h"
#include "model/stage.h"

static const qd_syn *syn(const qd_lowering *l, qd_id id)
{
    return &l->m->tree.syns.at[id];
}

qd_diag *qd_formula_wrong(qd_lowering *l, enum qd_diag_code code, qd_id id)
{
    if (!l->tell) return NULL;
    qd_range r = qd_syn_range(&l->m->tree, id);
    return qd_diag_add(&l->m->diags, code, r.pos, r.len);
}

static void arg(qd_lowering *l, qd_diag *d, qd_str text)
{
    qd_diag_arg(&l->m->diags, d, text);
}

qd_str qd_dim_phrase(qd_model *m, qd_dim d)
{
    if (d == QD_DIM_DATE) return QD_STR("a date");
    if (d == QD_DIM_BOOL) return QD_STR("a condition");
    if (d == QD_DIM_NONE) return QD_STR("a plain number");
    if (d == QD_DIM_TIME) return QD_STR("a length of time");
    static const struct { unsigned class; const char *words; } rows[] = {
        { QD_C_MONEY, "money" }, { QD_C_RATE, "money per time" },
        { QD_C_POWER, "power" }, { QD_C_CHIPS, "chips" },
        { QD_C_SHARES, "shares" }, { QD_C_PRICE, "a price" },
        { QD_C_PER_TIME, "a share per time" },
    };
    qd_str text = qd_dim_text(&m->units, d);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (qd_class_of(m, d) & rows[i].class &&
            !qd_str_eq(text, qd_str_c(rows[i].words)))
            return qd_arena_printf(&m->arena, "%s (%.*s)", rows[i].words,
                                   QD_STR_ARG(text));
    bool plain = qd_class_of(m, d) & (QD_C_CHIPS | QD_C_SHARES);
    return qd_arena_printf(&m->arena, "%s%.*s", plain ? "" : "a quantity in ",
                           QD_STR_ARG(text));
}

/* The node could not be made since two dimensions do not go together. */
static qd_node mismatch(qd_lowering *l, qd_id id, qd_id a, qd_id b,
                        const char *verb)
{
    qd_diag *d = qd_formula_wrong(l, QD_D_UNIT_MISMATCH, id);
    if (!d) return QD_NODE_BAD;
    qd_dim dims[] = { l->graph.mismatch.a, l->graph.mismatch.b };
    qd_id sides[] = { a, b };
    if (syn(l, id)->kind == QD_SYN_BINARY) { /* its operator */
        d->pos = syn(l, id)->pos;
        d->len = 1;
    }
    for (int i = 0; i < 2; i++) {
        qd_str phrase = qd_dim_phrase(l->m, dims[i]);
        arg(l, d, phrase);
        if (sides[i] == QD_NONE) continue;
        qd_range r = qd_syn_range(&l->m->tree, sides[i]);
        qd_diag_label(&l->m->diags, d, r.pos, r.len,
                      qd_arena_copy(&l->m->arena, phrase).at);
    }
    arg(l, d, qd_str_c(verb));
    return QD_NODE_BAD;
}

qd_node qd_formula_make(qd_lowering *l, qd_id id, enum qd_node_op op,
                        qd_node a, qd_node b, const char *verb)
{
    if (a == QD_NODE_BAD || b == QD_NODE_BAD) return QD_NODE_BAD;
    qd_node n = qd_node_make(&l->graph, op, a, b, 0, 0);
    return n ? n : mismatch(l, id, QD_NONE, QD_NONE, verb);
}

/* ---- Numbers, ranges, dates */

static qd_node number(qd_lowering *l, qd_id id)
{
    const qd_syn *n = syn(l, id);
    if (l->m->unit.at[n->unit].class == 0) {
        if (l->tell) qd_unit_told(l->m, id, n->unit);
        return QD_NODE_BAD;
    }
    return qd_node_const(&l->graph, qd_model_number(l->m, n),
                         l->m->unit.at[n->unit].unit.dim);
}

/* A row of <policy>, one side of it; `x`, `y` and `u` are the names of its
 * formulas. */
static qd_node read_policy(qd_lowering *l, enum qd_reading reading, qd_node x,
                           qd_node y, qd_node u,
                           qd_node side(qd_lowering *, enum qd_reading))
{
    qd_node outer[3];
    memcpy(outer, l->local, sizeof outer);
    bool tell = l->tell;
    l->local[0] = x;
    l->local[1] = y ? y : x;
    l->local[2] = u;
    l->tell = false;
    qd_node n = side(l, reading);
    l->tell = tell;
    memcpy(l->local, outer, sizeof outer);
    return n;
}

/* A policy row about the words of a claim: what it allows, and what a path
 * draws. */
static qd_node read_words(qd_lowering *l, enum qd_reading reading, qd_node x,
                          qd_node y, qd_node u)
{
    if (x == QD_NODE_BAD || y == QD_NODE_BAD) return QD_NODE_BAD;
    qd_node allows = read_policy(l, reading, x, y, u, qd_policy_allows);
    if (l->bounds || allows == QD_NODE_BAD) return allows;
    qd_node reads = read_policy(l, reading, x, y, u, qd_policy_reads);
    if (reads == QD_NODE_BAD) return QD_NODE_BAD;
    return qd_node_make(&l->graph, QD_N_FIELD, allows, reads, 0, 0);
}

qd_node qd_lower_printed(qd_lowering *l, qd_node x, qd_id id)
{
    const qd_syn *n = syn(l, id);
    if (n->kind == QD_SYN_BASIS) n = syn(l, n->a);
    qd_decimal last = qd_decimal_make(1, qd_decimal_exponent(n->number));
    double unit = qd_unit_value(&l->m->unit.at[n->unit].unit, last);
    qd_node u = qd_node_const(&l->graph, unit, qd_node_dim(&l->graph, x));
    return read_words(l, QD_READ_ROUNDED, x, QD_NODE_HOLE, u);
}

/* A path draws a range as <policy> says: one row for what is above zero, one
 * for the rest. Dates have no such row: their 5 and 95 % points are drawn as
 * those of a normal. */
static qd_node drawn_range(qd_lowering *l, qd_node a, qd_node b)
{
    qd_node allows = qd_node_make(&l->graph, QD_N_RANGE, a, b, 0, 0);
    qd_dim dim = qd_node_dim(&l->graph, a);
    if (allows == QD_NODE_BAD || l->bounds || dim == QD_DIM_DATE)
        return allows;
    bool above = l->graph.nodes.at[a].k > 0;
    qd_node reads = read_policy(l, above ? QD_READ_RANGE : QD_READ_RANGE_ANY,
                                a, b, QD_NODE_HOLE, qd_policy_reads);
    if (reads == QD_NODE_BAD || reads == QD_NODE_HOLE) return allows;
    return qd_node_make(&l->graph, QD_N_FIELD, allows, reads, 0, 0);
}

static qd_node range(qd_lowering *l, qd_id id)
{
    const qd_syn *n = syn(l, id);
    qd_id ia = n->a, ib = n->b;
    qd_node a = number(l, ia), b = number(l, ib);
    if (!a || !b) return QD_NODE_BAD;
    if (qd_node_dim(&l->graph, a) == qd_node_dim(&l->graph, b) &&
        l->graph.nodes.at[a].k > l->graph.nodes.at[b].k) {
        qd_formula_wrong(l, QD_D_BACKWARDS, id);
        return QD_NODE_BAD;
    }
    qd_node r = drawn_range(l, a, b);
    return r ? r : mismatch(l, id, ia, ib, "the ends of one range");
}

static double months_of(qd_day day)
{
    if (day == QD_DAY_OPEN_FROM) return -INFINITY;
    return day == QD_DAY_OPEN_TO ? INFINITY : qd_day_months(day);
}

static qd_node span_node(qd_lowering *l, qd_span s)
{
    qd_set set = qd_set_piece(months_of(s.from), false, months_of(s.to), true);
    return qd_lower_somewhen(l, &set);
}

/* One unit of what is written, `u` of <policy>: a month for 2025-11, nothing
 * for a span with two ends. A day is a little shorter than the shortest, so
 * that a day to either side of one never reaches the day behind that. */
static qd_node unit_of(qd_lowering *l, qd_span s)
{
    int unit = qd_span_unit(s);
    double months = unit > 0 ? unit : unit == 0 ? 1 / 31.0 - 1e-9 : 0;
    return qd_node_const(&l->graph, months, QD_DIM_TIME);
}

static qd_node date(qd_lowering *l, const qd_syn *n)
{
    double from = months_of(n->span.from), to = months_of(n->span.to);
    if (l->sense == QD_DATE_FIRST && !isinf(from))
        return qd_node_const(&l->graph, from, QD_DIM_DATE);
    if (l->sense == QD_DATE_LAST && !isinf(to))
        return qd_node_const(&l->graph, to, QD_DIM_DATE);
    if (l->sense == QD_DATE_LAST_DAY && !isinf(to))
        return qd_node_const(&l->graph, qd_day_months(n->span.to - 1),
                             QD_DIM_DATE);
    return span_node(l, n->span);
}

/* Any day that the words allow is as good as another one. */
static qd_node about_day(qd_lowering *l, qd_node read)
{
    qd_eval e;
    if (l->bounds || !qd_node_is(&l->graph, read, QD_N_FIELD)) return read;
    qd_node allows = l->graph.nodes.at[read].a;
    double begin = qd_day_months(l->m->horizon.from);
    qd_eval_init(&e, &l->graph, l->m->mem, QD_FACE_CLAIMS, begin);
    qd_set set = *qd_eval_node(&e, allows);
    qd_eval_free(&e);
    qd_node day = qd_lower_somewhen(l, &set);
    if (!qd_node_is(&l->graph, day, QD_N_FIELD)) return read;
    return qd_node_make(&l->graph, QD_N_FIELD, allows,
                        l->graph.nodes.at[day].b, 0, 0);
}

/* A date before or after which something lies. */
static qd_node date_side(qd_lowering *l, enum qd_hedge op, qd_span s)
{
    double from = months_of(s.from), to = months_of(s.to);
    qd_set set;
    switch (op) {
    case QD_HEDGE_ABOUT:
        return about_day(l, read_words(l, QD_READ_ABOUT_DATE, span_node(l, s),
                                       QD_NODE_HOLE, unit_of(l, s)));
    case QD_HEDGE_MORE: set = qd_set_piece(to, false, INFINITY, true); break;
    case QD_HEDGE_LEAST:
        set = qd_set_piece(from, false, INFINITY, true);
        break;
    case QD_HEDGE_LESS:
        set = qd_set_piece(-INFINITY, true, from, true);
        break;
    case QD_HEDGE_MOST: set = qd_set_piece(-INFINITY, true, to, true); break;
    default: set = qd_set_piece(from, false, to, true); break;
    }
    return qd_lower_somewhen(l, &set);
}

static qd_node hedge(qd_lowering *l, qd_id id)
{
    static const enum qd_reading readings[] = {
        [QD_HEDGE_ABOUT] = QD_READ_ABOUT, [QD_HEDGE_MORE] = QD_READ_MORE,
        [QD_HEDGE_LEAST] = QD_READ_LEAST, [QD_HEDGE_LESS] = QD_READ_LESS,
        [QD_HEDGE_MOST] = QD_READ_MOST, [QD_HEDGE_NEARLY] = QD_READ_NEARLY,
        [QD_HEDGE_JUST_OVER] = QD_READ_JUST_OVER,
    };
    enum qd_hedge op = (enum qd_hedge)syn(l, id)->op;
    qd_id inner = syn(l, id)->a;
    if (qd_year_wanted(l->m, inner)) qd_year_as_date(l->m, inner);
    if (syn(l, inner)->kind == QD_SYN_DATE)
        return date_side(l, op, syn(l, inner)->span);
    qd_node x = qd_lower_formula(l, inner);
    return read_words(l, readings[op], x, QD_NODE_HOLE, QD_NODE_HOLE);
}

/* ---- Names */

/* A formula of its own (let, or a field): its node is kept, and one that is
 * asked for while it is being lowered is a circle. */
static qd_node let_node(qd_lowering *l, qd_id id, uint32_t dir)
{
    uint64_t key = qd_memo_key(dir, 0, 0);
    qd_node kept = qd_memo_find(l, key);
    if (kept == QD_MEMO_OPEN) {
        qd_circle(l, qd_syn_range(&l->m->tree, id), key);
        return QD_NODE_BAD;
    }
    if (kept != QD_MEMO_NONE) return kept;
    uint32_t height = qd_memo_open(l, key);
    qd_node outer[3] = { 0 };
    memcpy(outer, l->local, sizeof outer);
    memset(l->local, 0, sizeof l->local);
    qd_draw_of before = qd_draw_enter(&l->graph,
        qd_datum_key(l->m, l->m->tree.dirs.at[dir].name, 0, QD_SPAN_ALWAYS));
    qd_sym raises = l->raises;
    l->raises = 0;
    bool tell = l->tell;
    l->tell = false;
    enum qd_date_sense sense = l->sense;
    l->sense = QD_DATE_FIRST;
    qd_id body = l->m->tree.dirs.at[dir].body;
    qd_node n = body == QD_NONE ? QD_NODE_HOLE : qd_lower_formula(l, body);
    l->sense = sense;
    l->tell = tell;
    l->raises = raises;
    qd_draw_leave(&l->graph, before);
    memcpy(l->local, outer, sizeof outer);
    qd_memo_close(l, key, n, height);
    return n;
}

static qd_node unknown_name(qd_lowering *l, qd_id id, qd_sym name)
{
    if (!l->tell) return QD_NODE_BAD;
    qd_range r = qd_syn_range(&l->m->tree, id);
    qd_diag *d = qd_tell_unknown(l->m, QD_D_UNKNOWN_NAME, name, NULL,
                                 qd_before_point(l->m, r));
    bool dash = d && memchr(d->args[0].at, '-', d->args[0].len);
    arg(l, d, dash ? QD_STR("a difference has blanks on both sides of its "
                            "minus: `a - b`")
                   : QD_STR("write the name of a `let` or a deal, or "
                            "`id.field` of a directive"));
    return QD_NODE_BAD;
}

static qd_node wrong_kind(qd_lowering *l, qd_id id, uint32_t dir,
                          const char *due)
{
    if (l->tell) qd_tell_kind(l->m, qd_syn_range(&l->m->tree, id), dir, due);
    return QD_NODE_BAD;
}

static bool local_name(const qd_lowering *l, qd_str text, qd_node *out)
{
    static const char names[] = "xyu";
    const char *at = text.len == 1 ? strchr(names, text.at[0]) : NULL;
    if (!at || l->local[0] == QD_NODE_BAD) return false;
    *out = l->local[at - names];
    return true;
}

/* In `raise:` a bare `cash` or `runway` is the payee's. */
static bool of_payee(qd_lowering *l, qd_str text, qd_node *out)
{
    bool cash = qd_str_eq(text, QD_STR("cash"));
    if (!l->raises || !(cash || qd_str_eq(text, QD_STR("runway"))))
        return false;
    uint32_t party = l->raises == QD_SYM_HOLE ? QD_NONE
        : qd_model_find_kind(l->m, l->raises, "party");
    qd_dim money = l->m->units.n_currencies
        ? qd_dim_money(&l->m->units, 0) : QD_DIM_NONE;
    *out = party == QD_NONE ? QD_NODE_HOLE
        : cash ? qd_node_state(&l->graph, QD_STATE_CASH, party, money)
        : qd_node_state(&l->graph, QD_STATE_RUNWAY, party, QD_DIM_TIME);
    return true;
}

/* `cash < 6 mo`: cash that is compared with a time counts in months. */
static qd_node in_months(qd_lowering *l, qd_id id, qd_node n, qd_node other)
{
    const qd_node_row *r = &l->graph.nodes.at[n];
    const qd_syn *s = syn(l, id);
    bool bare = l->raises && s->kind == QD_SYN_NAME && s->b == 0 &&
                r->op == QD_N_STATE && (int)r->k == QD_STATE_CASH;
    if (!bare || qd_node_dim(&l->graph, other) != QD_DIM_TIME) return n;
    return qd_node_state(&l->graph, QD_STATE_RUNWAY, r->a, QD_DIM_TIME);
}

qd_sym qd_raise_payee(const qd_lowering *l, uint32_t dir, qd_sym field)
{
    const qd_tree *t = &l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    bool raise = d->keyword == QD_K_round &&
                 qd_str_eq(qd_names_text(&t->names, field), QD_STR("raise"));
    return raise ? d->b : 0;
}

/* A name alone: a local one, `t`, a let, in a date the deal that it is. */
static qd_node bare_name(qd_lowering *l, qd_id id, qd_sym name)
{
    qd_node n;
    qd_str text = qd_names_text(&l->m->tree.names, name);
    if (local_name(l, text, &n)) return n;
    uint32_t dir = qd_model_find(l->m, name);
    if (dir == QD_NONE && qd_str_eq(text, QD_STR("t")))
        return qd_node_make(&l->graph, QD_N_CLOCK, 0, 0, 0, 0);
    if (dir == QD_NONE && of_payee(l, text, &n)) return n;
    if (dir == QD_NONE) return unknown_name(l, id, name);
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    if (d->keyword == QD_K_let) return let_node(l, id, dir);
    if (qd_instrument_of(d)->flags & QD_I_HAPPENS)
        return qd_lower_date_of(l, dir);
    if (d->keyword == QD_K_claim || d->keyword == QD_K_price)
        return qd_lower_named(l, dir, "value", l->sense);
    return wrong_kind(l, id, dir, "a `let`, a deal or `id.field`");
}

/* `c.delivered` and the like: of the path so far. */
static bool state_field(qd_lowering *l, uint32_t dir, qd_str field,
                        qd_node *out)
{
    static const struct { const char *name; enum qd_state state; } rows[] = {
        { "delivering", QD_STATE_DELIVERING },
        { "delivered", QD_STATE_DELIVERED },
        { "paid", QD_STATE_PAID }, { "owed", QD_STATE_OWED },
    };
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    if (!(qd_instrument_of(d)->flags & QD_I_ARROW_PAYS)) return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!qd_str_eq(field, qd_str_c(rows[i].name))) continue;
        qd_dim dim = i < 2 ? qd_capacity_dim(l, dir)
                           : qd_money_dim(l, dir);
        if (i == 0) /* so much in this month */
            dim = qd_dim_div(&l->m->units, dim, QD_DIM_TIME);
        *out = qd_node_state(&l->graph, rows[i].state, dir, dim);
        return true;
    }
    return false;
}

static void no_such_field(qd_lowering *l, qd_id id, const qd_dir *d,
                          qd_sym field)
{
    const qd_instrument *is = qd_instrument_of(d);
    qd_str text = qd_names_text(&l->m->tree.names, field);
    qd_range r = qd_behind_point(l->m, qd_syn_range(&l->m->tree, id));
    qd_diag *x = qd_diag_add(&l->m->diags, QD_D_NO_SUCH_FIELD, r.pos, r.len);
    arg(l, x, qd_model_name(l->m, d->name));
    arg(l, x, qd_str_c(is->keyword));
    arg(l, x, text);
    arg(l, x, qd_a_keyword(l->m, d->keyword));
    qd_near_field(l->m, x, is, text, r);
}

/* A circle is told where the field is asked for; what else is wrong in the
 * field, at the field. */
static qd_node asked_field(qd_lowering *l, qd_id id, uint32_t dir,
                           qd_sym field)
{
    uint64_t key = qd_memo_key(dir, field, l->sense);
    if (qd_memo_find(l, key) == QD_MEMO_OPEN) {
        qd_circle(l, qd_syn_range(&l->m->tree, id), key);
        return QD_NODE_BAD;
    }
    bool tell = l->tell;
    l->tell = false;
    qd_node n = qd_lower_field(l, dir, field, l->sense);
    l->tell = tell;
    return n;
}

static qd_node dotted_name(qd_lowering *l, qd_id id, qd_sym name,
                           qd_sym field)
{
    uint32_t dir = qd_model_find_kind(l->m, name, NULL);
    if (dir == QD_NONE) return unknown_name(l, id, name);
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    qd_node n;
    if (state_field(l, dir, qd_names_text(&l->m->tree.names, field), &n))
        return n;
    const qd_field_row *row = qd_schema_row(&l->m->schema, d->keyword, field);
    if (row && row->kind != QD_KIND_REF && row->kind != QD_KIND_TEXT &&
        row->kind != QD_KIND_NAME && row->kind != QD_KIND_WORD)
        return asked_field(l, id, dir, field);
    if (l->tell) no_such_field(l, id, d, field);
    return QD_NODE_BAD;
}

/* ---- Operators */

static qd_node binary(qd_lowering *l, qd_id id)
{
    static const struct { enum qd_node_op op; const char *verb; } rows[] = {
        [QD_OP_ADD] = { QD_N_ADD, "added" },
        [QD_OP_SUB] = { QD_N_SUB, "subtracted" },
        [QD_OP_MUL] = { QD_N_MUL, "multiplied" },
        [QD_OP_DIV] = { QD_N_DIV, "divided" },
        [QD_OP_POW] = { QD_N_POW, "base and exponent" },
    };
    static const enum qd_compare compares[] = {
        [QD_OP_EQ] = QD_CMP_EQ, [QD_OP_NE] = QD_CMP_NE,
        [QD_OP_LT] = QD_CMP_LT, [QD_OP_LE] = QD_CMP_LE,
        [QD_OP_GT] = QD_CMP_GT, [QD_OP_GE] = QD_CMP_GE,
    };
    qd_id ia = syn(l, id)->a, ib = syn(l, id)->b;
    enum qd_syn_op op = (enum qd_syn_op)syn(l, id)->op;
    qd_node a = qd_lower_formula(l, ia), b = qd_lower_formula(l, ib);
    if (!a || !b) return QD_NODE_BAD;
    bool compare = op >= QD_OP_EQ;
    if (compare) {
        a = in_months(l, ia, a, b);
        b = in_months(l, ib, b, a);
    }
    qd_node n = compare
        ? qd_node_make(&l->graph, QD_N_COMPARE, a, b, 0, compares[op])
        : qd_node_make(&l->graph, rows[op].op, a, b, 0, 0);
    return n ? n : mismatch(l, id, ia, ib, compare ? "compared"
                                                   : rows[op].verb);
}

static qd_node negative(qd_lowering *l, qd_id id)
{
    qd_node a = qd_lower_formula(l, syn(l, id)->a);
    if (!a) return a;
    qd_node zero = qd_node_const(&l->graph, 0, qd_node_dim(&l->graph, a));
    return qd_formula_make(l, id, QD_N_SUB, zero, a, "subtracted");
}

static bool is_zero(const qd_lowering *l, qd_node n)
{
    const qd_node_row *r = &l->graph.nodes.at[n];
    return r->op == QD_N_CONST && r->k == 0;
}

static bool says_chance(const qd_lowering *l, const qd_dir *d)
{
    const qd_tree *t = &l->m->tree;
    qd_sym chance = qd_names_find(&t->names, QD_STR("chance"));
    for (uint32_t i = 0; i < d->n_fields; i++)
        if (t->fields.at[d->fields + i].name == chance) return true;
    return false;
}

/* By its stage, or by a chance of its own or of a deal that it names. */
static bool may_not_happen(const qd_lowering *l, uint32_t dir)
{
    const qd_tree *t = &l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    if (qd_stage_firmness(&l->view, dir, l->arena) > QD_FIRM_FIRM ||
        says_chance(l, d)) return true;
    for (uint32_t i = 0; i < d->n_refs && qd_deals_bind(d); i++) {
        qd_ref ref = t->refs.at[d->refs + i];
        uint32_t deal = QD_REF_KIND(ref) != QD_REF_DEAL ? QD_NONE
                      : qd_model_find(l->m, QD_REF_SYM(ref));
        if (deal != QD_NONE && says_chance(l, &t->dirs.at[deal])) return true;
    }
    return false;
}

/* "Ten or nothing" of a deal that may not happen: the nothing is its chance,
 * so a path takes the ten. QD_NODE_BAD where it is not said so. */
static qd_node beside_nothing(qd_lowering *l, qd_node a, qd_node b)
{
    bool first = is_zero(l, a), second = is_zero(l, b);
    if (first == second || !may_not_happen(l, l->within)) return QD_NODE_BAD;
    return first ? b : a;
}

static qd_node either(qd_lowering *l, qd_id id)
{
    qd_id ia = syn(l, id)->a, ib = syn(l, id)->b;
    qd_node a = qd_lower_formula(l, ia), b = qd_lower_formula(l, ib);
    if (!a || !b) return QD_NODE_BAD;
    qd_node n = qd_node_make(&l->graph, QD_N_EITHER, a, b, 0, 0);
    if (!n) return mismatch(l, id, ia, ib, "two readings of one thing");
    qd_node rest = l->bounds ? n : beside_nothing(l, a, b);
    return rest == n || !rest ? n
         : qd_node_make(&l->graph, QD_N_FIELD, n, rest, 0, 0);
}

static qd_node multi(qd_lowering *l, qd_id id)
{
    qd_node x = number(l, syn(l, id)->a);
    return read_words(l, QD_READ_MULTI, x, QD_NODE_HOLE, QD_NODE_HOLE);
}

static qd_node formula(qd_lowering *l, qd_id id)
{
    const qd_syn *n = syn(l, id);
    switch (n->kind) {
    case QD_SYN_NUMBER: return number(l, id);
    case QD_SYN_DATE: return date(l, n);
    case QD_SYN_HOLE: return QD_NODE_HOLE;
    case QD_SYN_RANGE: return range(l, id);
    case QD_SYN_MULTI: return multi(l, id);
    case QD_SYN_HEDGE: return hedge(l, id);
    case QD_SYN_BASIS: return qd_lower_formula(l, n->a);
    case QD_SYN_OR: return either(l, id);
    case QD_SYN_UNARY: return negative(l, id);
    case QD_SYN_BINARY: return binary(l, id);
    case QD_SYN_CALL: return qd_lower_call(l, id);
    case QD_SYN_NAME:
        return n->b ? dotted_name(l, id, n->a, n->b)
                    : bare_name(l, id, n->a);
    case QD_SYN_DATED: case QD_SYN_TARGET: return qd_lower_formula(l, n->b);
    default: break;
    }
    qd_diag *d = qd_formula_wrong(l, QD_D_WRONG_DATUM, id);
    arg(l, d, QD_STR("formula"));
    arg(l, d, QD_STR("a quantity, a name or a date"));
    arg(l, d, n->kind == QD_SYN_STRING ? QD_STR("a text")
                                       : QD_STR("a list"));
    return QD_NODE_BAD;
}

/* Too many formulas lean on each other; told when all is lowered, since the
 * place where it shows is mostly one that does not tell. */
static qd_node too_deep(qd_lowering *l, qd_id id)
{
    if (l->too_deep == QD_NONE) l->too_deep = id;
    return QD_NODE_BAD;
}

qd_node qd_lower_formula(qd_lowering *l, qd_id id)
{
    if (syn(l, id)->kind == QD_SYN_NUMBER) return number(l, id);
    if (l->depth == QD_LIMIT_CHAIN) return too_deep(l, id);
    uint32_t outer = l->height;
    l->height = 0;
    l->depth++;
    qd_node n = formula(l, id);
    l->depth--;
    if (++l->height > QD_LIMIT_CHAIN) n = too_deep(l, id);
    if (outer > l->height) l->height = outer;
    return n;
}

qd_dim qd_money_dim(qd_lowering *l, uint32_t dir)
{
    qd_node n = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    qd_dim d = qd_node_dim(&l->graph, n);
    bool money = n != QD_NODE_HOLE &&
                 qd_dim_is_money(&l->m->units, d, NULL);
    return money || l->m->units.n_currencies == 0
               ? d : qd_dim_money(&l->m->units, 0);
}

qd_dim qd_capacity_dim(qd_lowering *l, uint32_t dir)
{
    static const char *const fields[] = { "power", "quantity" };
    for (int i = 0; i < 2; i++) {
        qd_node n = qd_lower_named(l, dir, fields[i], QD_DATE_FIRST);
        if (n != QD_NODE_HOLE) return qd_node_dim(&l->graph, n);
    }
    return qd_money_dim(l, dir);
}

qd_node qd_lower_datum(qd_lowering *l, qd_id datum, enum qd_date_sense sense)
{
    enum qd_date_sense outer = l->sense;
    qd_id id = datum;
    while (syn(l, id)->kind == QD_SYN_DATED ||
           syn(l, id)->kind == QD_SYN_TARGET) id = syn(l, id)->b;
    l->sense = sense;
    qd_node n = qd_lower_formula(l, id);
    l->sense = outer;
    return n;
}
