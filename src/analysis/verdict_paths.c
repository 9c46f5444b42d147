#include "analysis/verdict_paths.h"

#include <math.h>

#include "model/formula.h"

static unsigned reducer_of(const qd_tree *t, const qd_syn *s)
{
    if (s->kind != QD_SYN_CALL) return QD_FN_COUNT;
    unsigned fn = qd_function_find(qd_names_text(&t->names, s->a));
    return fn >= QD_FN_P && fn <= QD_FN_p95 ? fn : QD_FN_COUNT;
}

/* ---- Walking a formula */

/* Formulas nest no deeper than QD_LIMIT_NESTING. */
typedef bool visit(void *ctx, qd_id call);

static bool walk(const qd_tree *t, qd_id id, visit *f, void *ctx)
{
    const qd_syn *s = &t->syns.at[id];
    switch (s->kind) {
    case QD_SYN_HEDGE: case QD_SYN_BASIS: case QD_SYN_UNARY:
        return walk(t, s->a, f, ctx);
    case QD_SYN_OR: case QD_SYN_BINARY: case QD_SYN_PAIR:
        return walk(t, s->a, f, ctx) || walk(t, s->b, f, ctx);
    case QD_SYN_CALL:
        if (reducer_of(t, s) < QD_FN_COUNT && f(ctx, id)) return true;
        for (qd_id a = s->b; a != QD_NONE; a = t->syns.at[a].b)
            if (walk(t, t->syns.at[a].a, f, ctx)) return true;
        return false;
    default: return false;
    }
}

static bool take(void *ctx, qd_id call)
{
    qd_id *found = ctx;
    *found = call;
    return true;
}

const qd_reducer *qd_reducer_in(const qd_reducers *r, const qd_tree *t,
                                qd_id formula)
{
    qd_id call = QD_NONE;
    if (!walk(t, formula, take, &call)) return NULL;
    for (uint32_t i = 0; i < r->at.n; i++)
        if (r->at.at[i].call == call) return &r->at.at[i];
    return NULL;
}

/* ---- Drawing */

struct asking {
    qd_paths *paths;
    qd_reducers *out;
    uint64_t key;   /* of the draws of the check itself */
};

static unsigned wants_of(unsigned function)
{
    if (function == QD_FN_P) return QD_WANT_CHANCE;
    return function == QD_FN_mean ? QD_WANT_MEAN : QD_WANT_QUANTILES;
}

static bool ask_one(void *ctx, qd_id call)
{
    struct asking *a = ctx;
    qd_lowering *l = &a->paths->lowering;
    const qd_tree *t = &l->m->tree;
    const qd_syn *s = &t->syns.at[call];
    qd_reducer r = { .call = call, .function = reducer_of(t, s),
                     .value = NAN };
    qd_draw_of before = qd_draw_enter(&l->graph, qd_draw_key(a->key, 0));
    qd_node n = qd_lower_formula(l, t->syns.at[s->b].a);
    qd_draw_leave(&l->graph, before);
    if (n == QD_NODE_BAD) n = QD_NODE_HOLE;
    r.dim = r.function == QD_FN_P ? QD_DIM_NONE : qd_node_dim(&l->graph, n);
    r.probe = qd_paths_last(a->paths, n, wants_of(r.function));
    *qd_vec_add(l->m->mem, &a->out->at) = r;
    return false;
}

/* A check has no name: its text stands for it. */
static uint64_t key_of(const qd_model *m, const qd_dir *d)
{
    qd_range r = qd_syn_range(&m->tree, d->body);
    qd_str text = { qd_source_at(&m->source, r.pos), r.len };
    return qd_str_hash(QD_STR_HASH, text);
}

static void ask_all(struct asking *a)
{
    qd_model *m = a->paths->lowering.m;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword != QD_K_check || d->body == QD_NONE) continue;
        a->key = key_of(m, d);
        walk(&m->tree, d->body, ask_one, a);
    }
}

static bool has_any(const qd_model *m)
{
    qd_id call;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword == QD_K_check && d->body != QD_NONE &&
            walk(&m->tree, d->body, take, &call)) return true;
    }
    return false;
}

static double point_of(unsigned function)
{
    static const double points[] = { 0.05, 0.25, 0.50, 0.75, 0.95 };
    return points[function - QD_FN_p5];
}

static void read_one(qd_reducer *r, const qd_sim_result *result)
{
    switch (wants_of(r->function)) {
    case QD_WANT_CHANCE:
        r->value = qd_sim_chance(result, r->probe, 0);
        r->error = qd_sim_chance_error(result, r->probe, 0);
        break;
    case QD_WANT_MEAN:
        r->value = qd_sim_mean(result, r->probe, 0);
        r->error = qd_sim_mean_error(result, r->probe, 0);
        break;
    default:
        r->value = qd_sim_quantile(result, r->probe, 0,
                                   point_of(r->function));
        r->error = qd_sim_quantile_error(result, r->probe, 0,
                                         point_of(r->function));
    }
}

bool qd_reducers_find(qd_reducers *r, const qd_asked *asked)
{
    *r = (qd_reducers){ 0 };
    if (!has_any(asked->view.m)) return true;
    qd_paths paths;
    qd_paths_begin(&paths, asked, QD_PATHS_USUAL);
    paths.lowering.checks = true;
    qd_paths_world(&paths);
    ask_all(&(struct asking){ .paths = &paths, .out = r });
    bool good = qd_paths_plan(&paths) && qd_paths_draw(&paths);
    for (uint32_t i = 0; good && i < r->at.n; i++)
        read_one(&r->at.at[i], paths.result);
    qd_paths_free(&paths);
    return good;
}

void qd_reducers_free(qd_reducers *r, qd_mem *mem)
{
    qd_mem_release(mem, r->at.at);
    *r = (qd_reducers){ 0 };
}
