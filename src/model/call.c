/* Functions, distributions, processes and what asks for the path. */
#include "model/captable.h"
#include "model/formula.h"

#include <math.h>

#include "math/dist.h"
#include "math/elementary.h"
#include "model/known.h"
#include "model/parts.h"

enum { ARGS = 32, PARTS = 8 };

struct call {
    qd_lowering *l;
    qd_id id;
    qd_str name;
    uint32_t n;
    qd_id at[ARGS];     /* nodes of the arguments */
};

static const qd_syn *syn(const qd_lowering *l, qd_id id)
{
    return &l->m->tree.syns.at[id];
}

static qd_node wrong_form(struct call *c, const char *form)
{
    qd_diag *d = qd_formula_wrong(c->l, QD_D_WRONG_ARGUMENTS, c->id);
    qd_diag_arg(&c->l->m->diags, d, c->name);
    qd_diag_arg(&c->l->m->diags, d, qd_str_c(form));
    return QD_NODE_BAD;
}

static qd_node impossible(struct call *c, qd_id at, qd_str why)
{
    qd_diag *d = qd_formula_wrong(c->l, QD_D_IMPOSSIBLE, at);
    qd_diag_arg(&c->l->m->diags, d, c->name);
    bool must = why.len > 4 && memcmp(why.at, "must", 4) == 0;
    qd_diag_arg(&c->l->m->diags, d,
                qd_arena_printf(&c->l->m->arena, "%s%.*s",
                                must ? "this " : "", QD_STR_ARG(why)));
    return QD_NODE_BAD;
}

static bool take_arguments(struct call *c)
{
    const qd_tree *t = &c->l->m->tree;
    for (qd_id a = syn(c->l, c->id)->b; a != QD_NONE; a = t->syns.at[a].b) {
        if (c->n == ARGS) return false;
        c->at[c->n++] = t->syns.at[a].a;
    }
    return true;
}

/* ---- Distributions */

struct params {
    qd_node at[2 * ARGS];
    uint32_t n;
    enum qd_dist_form form;
    qd_dim dim;     /* of the result */
    bool bad;
};

static void add_param(struct params *p, qd_node n)
{
    p->bad = p->bad || n == QD_NODE_BAD;
    p->at[p->n++] = n;
}

static void pair_params(struct call *c, struct params *p)
{
    for (uint32_t i = 0; i < c->n; i++) {
        const qd_syn *s = syn(c->l, c->at[i]);
        if (s->kind != QD_SYN_PAIR) {
            p->bad = true;
            return;
        }
        qd_id a = s->a, b = s->b;
        add_param(p, qd_lower_formula(c->l, a));
        add_param(p, qd_lower_formula(c->l, b));
    }
}

/* `normal(2 to 5 %)`, `normal(2 to 5 %, 80 %)`: two ends and a level. */
static bool range_params(struct call *c, struct params *p,
                         const qd_dist_kind *kind)
{
    if (!(kind->flags & QD_DIST_RANGES) || c->n == 0 || c->n > 2 ||
        syn(c->l, c->at[0])->kind != QD_SYN_RANGE) return false;
    qd_id a = syn(c->l, c->at[0])->a, b = syn(c->l, c->at[0])->b;
    p->form = QD_DIST_RANGE;
    add_param(p, qd_lower_formula(c->l, a));
    add_param(p, qd_lower_formula(c->l, b));
    if (c->n == 2) add_param(p, qd_lower_formula(c->l, c->at[1]));
    return true;
}

static unsigned param_kind(const qd_dist_kind *kind, struct params *p,
                           uint32_t i)
{
    if (kind->flags & QD_DIST_PAIRS)
        return i % 2 ? kind->params[1].kind : kind->params[0].kind;
    if (p->form == QD_DIST_RANGE)
        return i < 2 ? QD_PARAM_VALUE : QD_PARAM_SHARE;
    return kind->params[i < 2 ? i : 2].kind;
}

/* The argument that the i-th parameter was read from. */
static qd_id written(const struct call *c, const struct params *p,
                     const qd_dist_kind *kind, uint32_t i)
{
    bool ends = p->form == QD_DIST_RANGE;
    uint32_t at = kind->flags & QD_DIST_PAIRS ? i / 2 : ends ? i == 2 : i;
    return at < c->n ? c->at[at] : c->id;
}

static bool tell_unit(struct call *c, qd_id id, qd_dim due, qd_dim is)
{
    qd_model *m = c->l->m;
    qd_diag *d = qd_formula_wrong(c->l, QD_D_WRONG_UNIT, id);
    qd_diag_arg(&m->diags, d, c->name);
    qd_diag_arg(&m->diags, d,
                qd_arena_printf(&m->arena, "%.*s here",
                                QD_STR_ARG(qd_dim_phrase(m, due))));
    qd_diag_arg(&m->diags, d, qd_dim_phrase(m, is));
    return false;
}

/* Values agree in dimension, the rest is plain. */
static bool fit(struct call *c, struct params *p, const qd_dist_kind *kind)
{
    const qd_graph *g = &c->l->graph;
    bool have = false;
    p->dim = QD_DIM_NONE;
    for (uint32_t i = 0; i < p->n; i++) {
        unsigned k = param_kind(kind, p, i);
        qd_dim d = qd_node_dim(g, p->at[i]);
        if (p->at[i] == QD_NODE_HOLE) continue;
        bool value = k == QD_PARAM_VALUE || k == QD_PARAM_DIST;
        if (k == QD_PARAM_WIDTH) {
            qd_dim want = have && p->dim == QD_DIM_DATE ? QD_DIM_TIME
                                                        : p->dim;
            if (have && d != want)
                return tell_unit(c, written(c, p, kind, i), want, d);
        } else if (!value) {
            if (d != QD_DIM_NONE)
                return tell_unit(c, written(c, p, kind, i), QD_DIM_NONE, d);
        } else if (!have) {
            p->dim = d;
            have = true;
        } else if (d != p->dim) {
            return tell_unit(c, written(c, p, kind, i), p->dim, d);
        }
    }
    if (kind->flags & QD_DIST_NUMBERS && p->dim != QD_DIM_NONE)
        return tell_unit(c, c->id, QD_DIM_NONE, p->dim);
    return true;
}

/* To six digits: what sums and units leave behind them says nothing. */
static double rounded(double x)
{
    if (x == 0 || !isfinite(x)) return 0;
    double one = pow(10, 5 - floor(log10(fabs(x))));
    return round(x * one) / one;
}

/* The words of a fault, {0} and {1} filled with its bounds. */
static qd_str fault_text(qd_arena *arena, const qd_dist_fault *f)
{
    qd_diag d = { .n_args = 2 };
    char low[32], high[32];
    d.args[0] = qd_double_write(rounded(f->bound[0]), low);
    d.args[1] = qd_double_write(rounded(f->bound[1]), high);
    return qd_diag_text(arena, &d, f->why);
}

static double const_of(const struct call *c, qd_node n)
{
    double x;
    return qd_node_known(&c->l->graph, n, &x) ? x : NAN;
}

/* Weights and cuts are tried also where they stand beside a distribution. */
static bool mixed_possible(struct call *c, const struct params *p,
                           const qd_dist_kind *kind)
{
    double sum = 0;
    if (kind->flags & QD_DIST_PAIRS && kind->params[1].kind == QD_PARAM_DIST) {
        for (uint32_t i = 0; i < p->n; i += 2) sum += const_of(c, p->at[i]);
        if (!(fabs(sum - 1) > 1e-9)) return true;
        qd_dist_fault f = { .why = "the chances add up to {0}, they must add "
                                   "to 1", .bound = { sum, 0 } };
        impossible(c, c->id, fault_text(&c->l->m->arena, &f));
        return false;
    }
    if (kind->params[0].kind != QD_PARAM_DIST || p->n != 3) return true;
    if (!(const_of(c, p->at[2]) <= const_of(c, p->at[1]))) return true;
    impossible(c, c->at[2], QD_STR("must be above the lower end"));
    return false;
}

/* Distributions in place of values, all of whose parameters are constants. */
struct parts_tried {
    const qd_graph *graph;
    qd_dist at[PARTS];
    qd_dist_arg args[PARTS][2 * ARGS];
    unsigned n;
};

static const qd_dist *part_tried(struct parts_tried *t, qd_node n);

/* False when one is not known. */
static bool known_args(struct parts_tried *t, const qd_node *at, uint32_t n,
                       bool pairs, qd_dist_arg *args)
{
    for (uint32_t i = 0; i < (pairs ? n / 2 : n); i++) {
        qd_node x = at[pairs ? 2 * i + 1 : i];
        args[i] = (qd_dist_arg){ 0 };
        if (pairs && !qd_node_known(t->graph, at[2 * i], &args[i].p))
            return false;
        if (qd_node_known(t->graph, x, &args[i].x)) continue;
        args[i].part = part_tried(t, x);
        if (!args[i].part) return false;
    }
    return true;
}

static const qd_dist *part_tried(struct parts_tried *t, qd_node n)
{
    const qd_node_row *r = &t->graph->nodes.at[n];
    unsigned code = (unsigned)r->k, at = t->n;
    if (r->op != QD_N_DRAW || at == PARTS || r->b > 2 * ARGS)
        return NULL;
    const qd_dist_kind *kind = qd_dist_kinds[code & 255];
    bool pairs = (kind->flags & QD_DIST_PAIRS) != 0;
    qd_dist_fault fault;
    t->n++;
    if (!known_args(t, t->graph->items.at + r->a, r->b, pairs, t->args[at]))
        return NULL;
    bool good = qd_dist_make(&t->at[at], kind, (enum qd_dist_form)(code >> 8),
                             t->args[at], pairs ? r->b / 2 : r->b,
                             &fault) == QD_DIST_OK;
    return good ? &t->at[at] : NULL;
}

/* Constant parameters are tried at once, so that a wrong one is told where
 * it stands. */
static bool possible(struct call *c, struct params *p,
                     const qd_dist_kind *kind)
{
    struct parts_tried parts = { .graph = &c->l->graph };
    qd_dist_arg args[2 * ARGS];
    bool pairs = (kind->flags & QD_DIST_PAIRS) != 0;
    unsigned n = pairs ? p->n / 2 : p->n;
    if (!known_args(&parts, p->at, p->n, pairs, args))
        return mixed_possible(c, p, kind);
    qd_dist d;
    qd_dist_fault fault;
    enum qd_dist_error e = qd_dist_make(&d, kind, p->form, args, n, &fault);
    if (e == QD_DIST_OK) return true;
    if (e != QD_DIST_PARAM) return wrong_form(c, kind->form), false;
    unsigned at = p->form == QD_DIST_RANGE ? fault.arg == 2 : fault.arg;
    impossible(c, at < c->n ? c->at[at] : c->id,
               fault_text(&c->l->m->arena, &fault));
    return false;
}

static qd_node with_unit(struct call *c, qd_node n)
{
    uint16_t unit = syn(c->l, c->id)->unit;
    if (unit == 0 || n == QD_NODE_BAD) return n;
    if (c->l->m->unit.at[unit].class == 0) {
        if (c->l->tell) qd_unit_told(c->l->m, c->id, unit);
        return QD_NODE_BAD;
    }
    const qd_unit *u = &c->l->m->unit.at[unit].unit;
    double one = qd_unit_value(u, qd_decimal_make(1, 0));
    qd_node k = qd_node_const(&c->l->graph, one, u->dim);
    return qd_formula_make(c->l, c->id, QD_N_MUL, n, k, "multiplied");
}

static qd_node distribution(struct call *c, unsigned row)
{
    const qd_dist_kind *kind = qd_dist_kinds[row];
    struct params p = { .form = QD_DIST_PLAIN };
    if (kind->flags & QD_DIST_PAIRS) pair_params(c, &p);
    else if (!range_params(c, &p, kind))
        for (uint32_t i = 0; i < c->n; i++)
            add_param(&p, qd_lower_formula(c->l, c->at[i]));
    uint32_t given = kind->flags & QD_DIST_PAIRS ? p.n / 2 : p.n;
    bool plain = p.form == QD_DIST_PLAIN;
    if (plain && (given < kind->least ||
                  (kind->most != 255 && given > kind->most)))
        return wrong_form(c, kind->form);
    if (p.bad) return QD_NODE_BAD;
    if (!fit(c, &p, kind)) return QD_NODE_BAD;
    if (!possible(c, &p, kind)) return QD_NODE_BAD;
    return qd_node_list(&c->l->graph, QD_N_DRAW, p.at, p.n,
                        (double)(row + 256 * (unsigned)p.form), p.dim);
}

/* ---- Processes */

/* The months behind the last stroke of a written unit that is a time: 12 for
 * `%/yr` and for `GWh/yr`; 0 where there is none. */
static double months_per(const qd_lowering *l, uint16_t unit)
{
    qd_str text = l->m->tree.units.at[unit], bad;
    for (size_t i = text.len; i-- > 0;) {
        if (text.at[i] != '/') continue;
        qd_str name = { text.at + i + 1, text.len - i - 1 };
        qd_unit u;
        text.len = i;
        if (qd_unit_read(&l->m->units, name, &u, &bad) == QD_UNIT_OK &&
            u.dim == QD_DIM_TIME)
            return qd_unit_value(&u, qd_decimal_make(1, 0));
    }
    return 0;
}

/* In which period the numbers of a formula are written. */
struct period {
    qd_dim dim;     /* of those that count */
    double months;  /* 0: none found */
    bool mixed;
    unsigned depth;
};

static void find_period(const qd_lowering *l, qd_id id, struct period *p);

static void period_of_unit(const qd_lowering *l, uint16_t unit,
                           struct period *p)
{
    if (l->m->unit.at[unit].unit.dim != p->dim) return;
    double months = months_per(l, unit);
    p->mixed = p->mixed || (months > 0 && p->months > 0 &&
                            months != p->months);
    if (months > 0) p->months = months;
}

/* A name stands for what its `let` or its field says. */
static void period_of_name(const qd_lowering *l, qd_sym name, qd_sym field,
                           struct period *p)
{
    const qd_tree *t = &l->m->tree;
    uint32_t dir = qd_model_find_kind(l->m, name, NULL);
    const qd_dir *d = dir == QD_NONE ? NULL : &t->dirs.at[dir];
    if (!d || (!field && d->keyword != QD_K_let)) return;
    if (!field && d->body != QD_NONE) find_period(l, d->body, p);
    for (uint32_t i = 0; field && i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name == field && f->datum != QD_NONE)
            find_period(l, qd_field_datum(t, f), p);
    }
}

static void period_of_call(const qd_lowering *l, const qd_syn *s,
                           struct period *p)
{
    if (s->unit) {
        period_of_unit(l, s->unit, p);
        return;
    }
    for (qd_id a = s->b; a != QD_NONE; a = syn(l, a)->b)
        find_period(l, syn(l, a)->a, p);
}

static void find_period(const qd_lowering *l, qd_id id, struct period *p)
{
    enum { DEEP = 64 };
    const qd_syn *s = syn(l, id);
    if (p->depth == DEEP) return;
    p->depth++;
    switch (s->kind) {
    case QD_SYN_NUMBER: case QD_SYN_RANGE: case QD_SYN_MULTI:
        period_of_unit(l, s->unit, p);
        break;
    case QD_SYN_NAME: period_of_name(l, s->a, s->b, p); break;
    case QD_SYN_CALL: period_of_call(l, s, p); break;
    case QD_SYN_HEDGE: case QD_SYN_BASIS: case QD_SYN_UNARY:
        find_period(l, s->a, p);
        break;
    case QD_SYN_DATED: case QD_SYN_TARGET: find_period(l, s->b, p); break;
    case QD_SYN_OR: case QD_SYN_BINARY: case QD_SYN_PAIR:
        find_period(l, s->a, p);
        find_period(l, s->b, p);
        break;
    default: break;
    }
    p->depth--;
}

static qd_node no_period(struct call *c, qd_id at, const char *what)
{
    qd_diag *d = qd_formula_wrong(c->l, QD_D_PERIOD_MISSING, at);
    qd_diag_arg(&c->l->m->diags, d, qd_str_c(what));
    qd_diag_arg(&c->l->m->diags, d, c->name);
    return QD_NODE_BAD;
}

/* Volatility converts with the root of time: v per year is v / sqrt(12) per
 * month, while the unit has divided by 12. Of a value that is itself a rate
 * (`1 %/yr` of a level in %/yr) the unit has divided for the value. One that
 * is computed from other things than rates counts per month. */
static qd_node volatility(struct call *c, qd_id at, qd_node vol, bool own)
{
    qd_graph *g = &c->l->graph;
    struct period p = { .dim = qd_node_dim(g, vol) };
    find_period(c->l, at, &p);
    if (p.mixed)
        return impossible(c, at, QD_STR("its volatility is written in "
                                        "different periods"));
    double root = p.months > 0 ? qd_sqrt(p.months) : 1;
    qd_node k = qd_node_const(g, own ? 1 / root : root, QD_DIM_NONE);
    return qd_node_make(g, QD_N_MUL, vol, k, 0, 0);
}

/* Whether something is so much a month: a bare number is not. */
static bool per_time(const qd_graph *g, qd_dim d)
{
    return g->units->dims.at[d].power[QD_BASE_TIME] < 0;
}

static qd_node process(struct call *c, unsigned fn)
{
    static const char *const words[][3] = {
        [QD_PROCESS_WALK] = { "drift", "vol", "" },
        [QD_PROCESS_GBM] = { "", "drift", "vol" },
        [QD_PROCESS_REVERT] = { "", "speed", "vol" },
        [QD_PROCESS_JUMP] = { "rate", "", "" },
    };
    enum qd_process kind = fn == QD_FN_walk ? QD_PROCESS_WALK
                         : fn == QD_FN_gbm ? QD_PROCESS_GBM
                         : fn == QD_FN_jump ? QD_PROCESS_JUMP
                         : QD_PROCESS_REVERT;
    qd_graph *g = &c->l->graph;
    qd_node p[3] = { 0 };
    for (uint32_t i = 0; i < c->n; i++) {
        p[i] = qd_lower_formula(c->l, c->at[i]);
        if (!p[i]) return QD_NODE_BAD;
    }
    qd_dim per = qd_dim_div(g->units, QD_DIM_NONE, QD_DIM_TIME);
    qd_dim value = kind == QD_PROCESS_JUMP ? qd_node_dim(g, p[1])
                 : kind == QD_PROCESS_WALK
                 ? qd_dim_mul(g->units, qd_node_dim(g, p[0]), QD_DIM_TIME)
                 : qd_node_dim(g, p[0]);
    for (uint32_t i = 0; i < c->n; i++) {
        const char *word = words[kind][i];
        qd_dim d = qd_node_dim(g, p[i]);
        if (!*word || p[i] == QD_NODE_HOLE) continue;
        bool relative = kind == QD_PROCESS_GBM || kind == QD_PROCESS_JUMP ||
                        (kind == QD_PROCESS_REVERT && i == 1);
        qd_dim want = relative ? per
                               : qd_dim_div(g->units, value, QD_DIM_TIME);
        bool own = kind == QD_PROCESS_REVERT && i == 2 && d == value &&
                   value == per;
        if ((d != want && !own) || (!relative && !per_time(g, d)))
            return no_period(c, c->at[i], word);
        if (strcmp(word, "vol") != 0) continue;
        p[i] = volatility(c, c->at[i], p[i], d != want);
        if (!p[i]) return QD_NODE_BAD;
    }
    return qd_node_list(g, QD_N_PROCESS, p, c->n, (double)kind, value);
}

/* ---- Functions */

static qd_node fold(struct call *c, enum qd_node_op op, const char *verb)
{
    qd_node all = qd_lower_formula(c->l, c->at[0]);
    for (uint32_t i = 1; i < c->n && all; i++)
        all = qd_formula_make(c->l, c->id, op, all,
                              qd_lower_formula(c->l, c->at[i]), verb);
    return all;
}

static qd_node clamp(struct call *c)
{
    qd_node x = qd_lower_formula(c->l, c->at[0]);
    qd_node lo = qd_lower_formula(c->l, c->at[1]);
    qd_node hi = qd_lower_formula(c->l, c->at[2]);
    x = qd_formula_make(c->l, c->id, QD_N_MAX, x, lo, "compared");
    return qd_formula_make(c->l, c->id, QD_N_MIN, x, hi, "compared");
}

static qd_node choose(struct call *c)
{
    qd_node p[3];
    for (int i = 0; i < 3; i++) {
        p[i] = qd_lower_formula(c->l, c->at[i]);
        if (!p[i]) return QD_NODE_BAD;
    }
    if (p[0] != QD_NODE_HOLE &&
        qd_node_dim(&c->l->graph, p[0]) != QD_DIM_BOOL) {
        tell_unit(c, c->at[0], QD_DIM_BOOL,
                  qd_node_dim(&c->l->graph, p[0]));
        return QD_NODE_BAD;
    }
    qd_node n = qd_node_make(&c->l->graph, QD_N_IF, p[0], p[1], p[2], 0);
    if (!n)
        tell_unit(c, c->at[2], qd_node_dim(&c->l->graph, p[1]),
                  qd_node_dim(&c->l->graph, p[2]));
    return n;
}

static qd_node unary(struct call *c, enum qd_node_op op)
{
    qd_node x = qd_lower_formula(c->l, c->at[0]);
    if (!x) return x;
    qd_node n = qd_node_make(&c->l->graph, op, x, 0, 0, 0);
    if (n) return n;
    c->l->graph.mismatch.b = QD_DIM_NONE;
    qd_diag *d = qd_formula_wrong(c->l, QD_D_WRONG_DATUM, c->at[0]);
    qd_diag_arg(&c->l->m->diags, d, c->name);
    qd_diag_arg(&c->l->m->diags, d, QD_STR("a plain number"));
    qd_diag_arg(&c->l->m->diags, d,
                qd_dim_phrase(c->l->m, qd_node_dim(&c->l->graph, x)));
    return QD_NODE_BAD;
}

/* ---- Of the path and of other answers */

/* A chip, a party, or what may happen. */
static void unknown_argument(struct call *c, qd_id id, qd_sym name,
                             const char *words)
{
    qd_model *m = c->l->m;
    bool party = words && strcmp(words, "party") == 0;
    qd_diag *d = qd_tell_unknown(m, party ? QD_D_UNKNOWN_PARTY
                                    : words ? QD_D_UNKNOWN_REFERENCE
                                            : QD_D_UNKNOWN_DEAL,
                                 name, words, qd_syn_range(&m->tree, id));
    if (!words || party) return;
    qd_diag_arg(&m->diags, d, qd_str_c(words));
    qd_diag_arg(&m->diags, d, QD_STR("write `include <chips>` at the start "
                                     "of the model, or declare it"));
}

/* The argument names a directive of these keywords. */
static uint32_t named(struct call *c, uint32_t i, const char *words,
                      const char *due)
{
    qd_lowering *l = c->l;
    const qd_syn *s = syn(l, c->at[i]);
    if (s->kind != QD_SYN_NAME || s->b) {
        wrong_form(c, qd_functions[qd_function_find(c->name)].form);
        return QD_NONE;
    }
    uint32_t dir = qd_model_find_kind(l->m, s->a, words);
    qd_sym name = s->a;
    if (dir == QD_NONE) {
        if (l->tell) unknown_argument(c, c->at[i], name, words);
        return QD_NONE;
    }
    const qd_instrument *is = qd_instrument_of(&l->m->tree.dirs.at[dir]);
    bool good = words ? qd_words_have(words, qd_str_c(is->keyword))
                      : (is->flags & QD_I_HAPPENS) != 0;
    if (good) return dir;
    if (l->tell)
        qd_tell_kind(l->m, qd_syn_range(&l->m->tree, c->at[i]), dir, due);
    return QD_NONE;
}

/* Further arguments are dates. */
static bool dates_from(struct call *c, uint32_t i)
{
    for (; i < c->n; i++) {
        qd_year_as_date(c->l->m, c->at[i]);
        qd_node n = qd_lower_formula(c->l, c->at[i]);
        if (n && (n == QD_NODE_HOLE ||
                  qd_node_dim(&c->l->graph, n) == QD_DIM_DATE)) continue;
        if (n) wrong_form(c, qd_functions[qd_function_find(c->name)].form);
        return false;
    }
    return true;
}

static qd_node check_only(struct call *c)
{
    qd_diag *d = qd_formula_wrong(c->l, QD_D_CHECK_ONLY, c->id);
    qd_diag_arg(&c->l->m->diags, d, c->name);
    return QD_NODE_BAD;
}

static qd_node asks(struct call *c, unsigned fn)
{
    qd_lowering *l = c->l;
    qd_dim money = l->m->units.n_currencies
        ? qd_dim_money(&l->m->units, 0) : QD_DIM_NONE;
    const char *due = "a party";
    uint32_t parties = fn == QD_FN_own || fn == QD_FN_flow ? 2 : 1;
    enum qd_state state = QD_STATE_OTHER;
    qd_dim dim = money;
    uint32_t dir = QD_NONE;
    if (fn == QD_FN_happened) {
        dir = named(c, 0, NULL, "a deal or what may happen");
        state = QD_STATE_HAPPENED;
        dim = QD_DIM_BOOL;
    } else {
        for (uint32_t i = parties; i-- > 0;)
            if ((dir = named(c, i, "party", due)) == QD_NONE)
                return QD_NODE_BAD;
    }
    if (dir == QD_NONE) return QD_NODE_BAD;
    uint32_t rest = parties;
    if (fn == QD_FN_chips) {
        if (named(c, rest++, "chip", "a chip") == QD_NONE) return QD_NODE_BAD;
        qd_unit chips;
        qd_str bad;
        qd_unit_read(&l->m->units, QD_STR("chips"), &chips, &bad);
        dim = chips.dim;
    }
    if (!dates_from(c, rest)) return QD_NODE_BAD;
    bool of_a_day = fn == QD_FN_flow || fn == QD_FN_backlog ||
                    (fn == QD_FN_cash && c->n > 1);
    if (of_a_day && l->tell && !l->checks) return check_only(c);
    if (fn == QD_FN_own) dim = QD_DIM_NONE;
    if (fn == QD_FN_own && l->given && !l->owning)
        return qd_captable_asked(l, c->at, c->n);
    if (fn == QD_FN_runway) dim = QD_DIM_TIME, state = QD_STATE_RUNWAY;
    if (fn == QD_FN_cash && c->n == 1) state = QD_STATE_CASH;
    if (fn == QD_FN_revenue) {
        dim = qd_dim_div(&l->m->units, money, QD_DIM_TIME);
        state = QD_STATE_REVENUE;
    }
    /* Other answers are told apart by the place of the question. */
    qd_node asked = qd_node_state(&l->graph, state, state == QD_STATE_OTHER
                                                        ? c->id : dir, dim);
    if (fn != QD_FN_own) return asked;
    qd_set share = qd_set_piece(0, false, 1, false);
    return qd_node_make(&l->graph, QD_N_FIELD,
                        qd_node_set(&l->graph, &share, dim), asked, 0, 0);
}

/* Reducers over the paths: as sets, what their argument may be. They are no
 * value of one path, so only a `check` asks for them. */
static qd_node reduce(struct call *c, unsigned fn)
{
    for (uint32_t i = 0; i < c->l->n_given; i++) {
        const qd_given *given = &c->l->given[i];
        if (given->call == c->id)
            return qd_node_const(&c->l->graph, given->value, given->dim);
    }
    if (c->l->tell && !c->l->checks) return check_only(c);
    qd_node x = qd_lower_formula(c->l, c->at[0]);
    if (!x || fn != QD_FN_P) return x;
    if (qd_node_dim(&c->l->graph, x) != QD_DIM_BOOL && x != QD_NODE_HOLE)
        return wrong_form(c, "P(condition)");
    return qd_node_state(&c->l->graph, QD_STATE_OTHER, c->id, QD_DIM_NONE);
}

static qd_node function(struct call *c, unsigned fn)
{
    switch (fn) {
    case QD_FN_min: return fold(c, QD_N_MIN, "compared");
    case QD_FN_max: return fold(c, QD_N_MAX, "compared");
    case QD_FN_sum: return fold(c, QD_N_ADD, "added");
    case QD_FN_clamp: return clamp(c);
    case QD_FN_exp: return unary(c, QD_N_EXP);
    case QD_FN_ln: return unary(c, QD_N_LN);
    case QD_FN_sqrt: return unary(c, QD_N_SQRT);
    case QD_FN_highest: return unary(c, QD_N_HIGHEST);
    case QD_FN_prev: return fold(c, QD_N_PREV, "two values of one thing");
    case QD_FN_if: return choose(c);
    case QD_FN_walk: case QD_FN_gbm: case QD_FN_meanrevert: case QD_FN_jump:
        return process(c, fn);
    case QD_FN_P: case QD_FN_mean: case QD_FN_p5: case QD_FN_p25:
    case QD_FN_p50: case QD_FN_p75: case QD_FN_p95:
        return reduce(c, fn);
    default: return asks(c, fn);
    }
}

/* What others call it. */
static qd_str usual_name(qd_str name)
{
    static const struct { const char *other, *here; } rows[] = {
        { "gaussian", "normal" }, { "norm", "normal" }, { "log", "ln" },
        { "unif", "uniform" }, { "average", "mean" }, { "avg", "mean" },
        { "expected", "mean" }, { "median", "p50" }, { "prob", "P" },
        { "probability", "P" }, { "mixture", "mix" }, { "iff", "if" },
        { "minimum", "min" }, { "maximum", "max" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (qd_str_eq(name, qd_str_c(rows[i].other)))
            return qd_str_c(rows[i].here);
    return (qd_str){ "", 0 };
}

static qd_node unknown(struct call *c)
{
    if (!c->l->tell) return QD_NODE_BAD;
    qd_range r = qd_syn_range(&c->l->m->tree, c->id);
    r.len = (uint32_t)c->name.len;
    qd_diag *d = qd_diag_add(&c->l->m->diags, QD_D_UNKNOWN_FUNCTION, r.pos,
                             r.len);
    qd_diag_arg(&c->l->m->diags, d, c->name);
    qd_str usual = usual_name(c->name), words[QD_FN_COUNT + 64];
    if (usual.len) {
        qd_diag_fix(&c->l->m->diags, d, r.pos, r.len, usual);
        return QD_NODE_BAD;
    }
    size_t n = 0;
    for (unsigned i = 0; i < QD_FN_COUNT; i++)
        words[n++] = qd_str_c(qd_functions[i].name);
    for (unsigned i = 0; i < qd_dist_kind_count && i < 64; i++)
        words[n++] = qd_str_c(qd_dist_kinds[i]->name);
    size_t best = qd_nearest(c->name, words, n);
    if (best != SIZE_MAX)
        qd_diag_near(&c->l->m->diags, d, c->name, &words[best], 1);
    return QD_NODE_BAD;
}

qd_node qd_lower_call(qd_lowering *l, qd_id id)
{
    struct call c = { .l = l, .id = id };
    c.name = qd_names_text(&l->m->tree.names, syn(l, id)->a);
    if (!take_arguments(&c))
        return wrong_form(&c, "with 32 values at most");
    unsigned fn = qd_function_find(c.name);
    if (fn < QD_FN_COUNT) {
        const qd_function *f = &qd_functions[fn];
        if (c.n < f->least || (f->most != 255 && c.n > f->most))
            return wrong_form(&c, f->form);
        return with_unit(&c, function(&c, fn));
    }
    for (unsigned i = 0; i < qd_dist_kind_count; i++)
        if (qd_str_eq(c.name, qd_str_c(qd_dist_kinds[i]->name)))
            return with_unit(&c, distribution(&c, i));
    return unknown(&c);
}
