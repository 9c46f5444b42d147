/* A relation fails when no values that the claims allow satisfy it. */
#include "analysis/verdicts.h"

#include <math.h>

#include "analysis/verdict_paths.h"
#include "base/number.h"
#include "expr/eval.h"

/* Whether two sides can be, and can fail to be, no further apart than w. */
static qd_set apart_by(const qd_set *a, const qd_set *b, double w)
{
    qd_set apart = qd_set_sub(a, b), no = qd_set_point(0);
    qd_set close = qd_set_piece(-w, false, w, false), yes = qd_set_point(1);
    if (apart.unknown || apart.n == 0) return qd_set_unknown();
    qd_set both = qd_set_meet(&apart, &close);
    if (both.n == 0) return no;
    return qd_set_within(&apart, &close) ? yes : qd_set_union(&no, &yes);
}

/* The two sides of `a = b within w`; of an order the first, widened by w. */
static qd_set widened(qd_lowering *l, qd_eval *e, const qd_dir *d, qd_node n)
{
    const qd_node_row r = l->graph.nodes.at[n];
    qd_node w = qd_lower_datum(l, d->extra, QD_DATE_FIRST);
    if (r.op != QD_N_COMPARE || w == QD_NODE_BAD || w == QD_NODE_HOLE ||
        qd_node_dim(&l->graph, w) != qd_node_dim(&l->graph, r.a))
        return qd_set_unknown();
    const qd_set *margin = qd_eval_node(e, w);
    if (margin->unknown || margin->n == 0) return qd_set_unknown();
    double most = fmax(0, qd_set_hull(margin).hi);
    qd_set a = *qd_eval_node(e, r.a), b = *qd_eval_node(e, r.b);
    if (r.k == QD_CMP_EQ) return apart_by(&a, &b, most);
    a = qd_set_widen(&a, most);
    return qd_set_compare(&a, &b, (enum qd_compare)r.k);
}

static qd_set truth(qd_lowering *l, qd_eval *e, const qd_dir *d, bool *paths)
{
    qd_node n = qd_lower_datum(l, d->body, QD_DATE_FIRST);
    *paths = l->graph.nodes.at[n].asks; /* P, cash, own, ... */
    if (n == QD_NODE_BAD || n == QD_NODE_HOLE || *paths)
        return qd_set_unknown();
    if (d->extra != QD_NONE) return widened(l, e, d, n);
    return *qd_eval_node(e, n);
}

static void judge(qd_verdict *v, const qd_set *t, bool expect_fail,
                  bool paths)
{
    bool unknown = t->unknown || t->n == 0;
    bool can = unknown || qd_set_has(t, 1);
    if (paths) v->word = "not judged: it asks for the paths; write P(...)";
    else if (unknown) v->word = "not judged: something of it is not said";
    else if (can && qd_set_has(t, 0))
        v->word = expect_fail ? "can hold, though expected to fail"
                              : "can hold";
    else if (can)
        v->word = expect_fail ? "holds, though expected to fail" : "holds";
    else v->word = expect_fail ? "fails, as expected" : "fails";
    v->good = unknown || can != expect_fail;
}

/* The first number of the paths stands behind the verdict. */
static void add_number(qd_model *m, qd_verdict *v, const qd_reducer *r)
{
    char value[QD_FIXED_ROOM], error[QD_FIXED_ROOM];
    bool share = r && r->dim == QD_DIM_NONE;
    if (!r || !isfinite(r->value)) return;
    double scale = share ? 100 : 1;
    const char *unit = share ? " %" : "";
    if (!share && fabs(r->value) >= 1e9) scale = 1e-9, unit = " bn";
    else if (!share && fabs(r->value) >= 1e6) scale = 1e-6, unit = " mn";
    else if (!share && fabs(r->value) >= 1e3) scale = 1e-3, unit = " k";
    qd_str x = qd_double_fixed(r->value * scale, 2, value);
    qd_str e = qd_double_fixed(r->error * scale, 2, error);
    v->word = qd_arena_printf(&m->arena, "%s (%.*s ± %.*s%s on the paths)",
                              v->word, QD_STR_ARG(x), QD_STR_ARG(e),
                              unit).at;
}

static qd_str written(qd_model *m, const qd_dir *d)
{
    qd_range r = qd_syn_range(&m->tree, d->body);
    return (qd_str){ qd_source_at(&m->source, r.pos), r.len };
}

static qd_given *given_of(qd_model *m, const qd_reducers *r)
{
    qd_given *given = qd_arena_alloc(&m->arena,
                                     (r->at.n + 1) * sizeof *given);
    for (uint32_t i = 0; i < r->at.n; i++)
        given[i] = (qd_given){ r->at.at[i].call, r->at.at[i].dim,
                               r->at.at[i].value };
    return given;
}

static void judge_one(qd_verdicts *v, qd_lowering *l, qd_eval *e,
                      const qd_dir *d, const qd_reducers *r)
{
    qd_verdict *x = &v->at[v->n++];
    bool paths;
    qd_set t = truth(l, e, d, &paths);
    *x = (qd_verdict){ .pos = d->pos, .text = written(l->m, d) };
    judge(x, &t, (d->flags & QD_DIR_EXPECT_FAIL) != 0, paths);
    add_number(l->m, x, qd_reducer_in(r, &l->m->tree, d->body));
    v->failed += !x->good;
}

bool qd_verdicts_find(qd_verdicts *v, const qd_asked *asked)
{
    qd_model *m = asked->view.m;
    qd_reducers reducers;
    *v = (qd_verdicts){ 0 };
    if (!qd_reducers_find(&reducers, asked)) {
        qd_reducers_free(&reducers, m->mem);
        return false;
    }
    qd_lowering l;
    qd_eval e;
    qd_lowering_init(&l, &asked->view, &m->arena);
    l.checks = true;
    l.given = given_of(m, &reducers);
    l.n_given = reducers.at.n;
    v->drawn = reducers.at.n > 0;
    double begin = qd_day_months(m->horizon.from);
    qd_eval_init(&e, &l.graph, m->mem, QD_FACE_CLAIMS, begin);
    qd_eval_period(&e, begin, qd_day_months(m->horizon.to));
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++)
        n += m->tree.dirs.at[i].keyword == QD_K_check;
    v->at = qd_arena_alloc(&m->arena, (n + 1) * sizeof *v->at);
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword == QD_K_check && d->body != QD_NONE)
            judge_one(v, &l, &e, d, &reducers);
    }
    qd_eval_free(&e);
    qd_lowering_free(&l);
    qd_reducers_free(&reducers, m->mem);
    return true;
}

qd_table *qd_verdicts_table(qd_model *m, const qd_verdicts *v)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&m->arena, "checks");
    qd_table_column(t, "check", QD_COLUMN_TEXT, none);
    qd_table_column(t, "file", QD_COLUMN_TEXT, none);
    qd_table_column(t, "line", QD_COLUMN_COUNT, none);
    qd_table_column(t, "verdict", QD_COLUMN_TEXT, none);
    qd_table_column(t, "good", QD_COLUMN_BOOL, none);
    for (uint32_t i = 0; i < v->n; i++) {
        const qd_verdict *x = &v->at[i];
        qd_place p = qd_source_place(&m->source, x->pos);
        qd_table_row(t);
        qd_table_text(t, 0, x->text);
        qd_table_text(t, 1, m->source.files.at[p.file].path);
        qd_table_number(t, 2, p.line);
        qd_table_text(t, 3, qd_str_c(x->word));
        qd_table_bool(t, 4, x->good);
    }
    return t;
}
