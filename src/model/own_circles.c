/* A stake on a day is made of all that has happened by then, so nothing of
 * that may rest on it. A stake without a day is that of the period before. */
#include "base/limits.h"
#include "expr/eval.h"
#include "model/captable.h"
#include "model/parts.h"

struct walk {
    qd_model *m;
    const qd_tree *t;
    qd_sym own;
    uint32_t maker;       /* what is looked into */
    qd_sym company;       /* whose units it makes */
    double first;         /* the first day on which it may come */
    uint32_t *seen;       /* by directive and by field: 1 + the last maker */
    unsigned depth;
    qd_lowering l;
    qd_eval e;
};

static void walk_datum(struct walk *w, qd_id id);

static void tell(struct walk *w, qd_id call, qd_sym holder)
{
    qd_range r = qd_syn_range(w->t, call);
    qd_diag *d = qd_diag_add(&w->m->diags, QD_D_CYCLE, r.pos, r.len);
    const qd_dir *maker = &w->t->dirs.at[w->maker];
    qd_diag_arg(&w->m->diags, d, qd_model_name(w->m, maker->name));
    qd_diag_arg(&w->m->diags, d, qd_arena_printf(&w->m->arena,
        "it has a part in what %.*s owns of %.*s by that day; without a day, "
        "or by one before it, the stake can be asked for",
        QD_STR_ARG(qd_model_name(w->m, holder)),
        QD_STR_ARG(qd_model_name(w->m, w->company))));
    r = qd_dir_range(w->t, maker, QD_PART_NAME);
    qd_diag_label(&w->m->diags, d, r.pos, r.len, "the circle begins here");
}

/* The i-th argument of a call, QD_NONE behind the last. */
static qd_id argument(const struct walk *w, const qd_syn *call, unsigned i)
{
    qd_id a = call->b;
    while (a != QD_NONE && i--) a = w->t->syns.at[a].b;
    return a == QD_NONE ? a : w->t->syns.at[a].a;
}

static void look_at(struct walk *w, qd_id id, const qd_syn *call)
{
    qd_id company = argument(w, call, 0), day = argument(w, call, 2);
    if (call->a != w->own || day == QD_NONE) return;
    const qd_syn *c = &w->t->syns.at[company], *d = &w->t->syns.at[day];
    if (c->kind != QD_SYN_NAME || c->a != w->company ||
        d->kind != QD_SYN_DATE || d->span.to == QD_DAY_OPEN_TO ||
        w->first >= qd_day_months(d->span.to)) return;
    tell(w, id, w->t->syns.at[argument(w, call, 1)].a);
}

static void walk_field(struct walk *w, uint32_t field)
{
    uint32_t *seen = &w->seen[w->t->dirs.n + field];
    const qd_field *f = &w->t->fields.at[field];
    if (*seen == w->maker + 1 || f->datum == QD_NONE) return;
    *seen = w->maker + 1;
    walk_datum(w, qd_field_datum(w->t, f));
}

static void walk_name(struct walk *w, const qd_syn *n)
{
    uint32_t dir = qd_model_find_kind(w->m, n->a, NULL);
    if (dir == QD_NONE || w->depth >= QD_LIMIT_NESTING) return;
    const qd_dir *d = &w->t->dirs.at[dir];
    bool let = !n->b && d->keyword == QD_K_let && d->body != QD_NONE;
    w->depth++;
    if (let && w->seen[dir] != w->maker + 1) {
        w->seen[dir] = w->maker + 1;
        walk_datum(w, d->body);
    }
    for (uint32_t i = 0; n->b && i < d->n_fields; i++)
        if (w->t->fields.at[d->fields + i].name == n->b)
            walk_field(w, d->fields + i);
    w->depth--;
}

static void walk_datum(struct walk *w, qd_id id)
{
    const qd_syn *n = &w->t->syns.at[id];
    switch (n->kind) {
    case QD_SYN_NAME: walk_name(w, n); break;
    case QD_SYN_CALL:
        look_at(w, id, n);
        for (qd_id a = n->b; a != QD_NONE; a = w->t->syns.at[a].b)
            walk_datum(w, w->t->syns.at[a].a);
        break;
    case QD_SYN_HEDGE: case QD_SYN_BASIS: case QD_SYN_UNARY:
        walk_datum(w, n->a);
        break;
    case QD_SYN_OR: case QD_SYN_BINARY: case QD_SYN_PAIR:
        walk_datum(w, n->a);
        walk_datum(w, n->b);
        break;
    default: break;
    }
}

/* A stake is no event: it says what is, whatever the paths do. */
static void walk_maker(struct walk *w, uint32_t dir)
{
    const qd_dir *d = &w->t->dirs.at[dir];
    w->company = d->flags & QD_DIR_BROKEN || d->keyword == QD_K_stake
        ? 0 : qd_cap_issuer(w->m, d);
    if (!w->company) return;
    qd_times times = qd_lower_times(&w->l, dir);
    qd_node at = times.at > QD_NODE_HOLE ? times.at : times.from;
    const qd_set *days = qd_eval_node(&w->e, at);
    w->maker = dir;
    w->first = days->unknown || !days->n ? QD_BEFORE : qd_set_hull(days).lo;
    for (uint32_t i = 0; i < d->n_fields; i++) walk_field(w, d->fields + i);
}

static bool asks_for_stakes(const struct walk *w)
{
    for (qd_id i = 0; i < w->t->syns.n; i++) {
        const qd_syn *n = &w->t->syns.at[i];
        if (n->kind == QD_SYN_CALL && n->a == w->own &&
            argument(w, n, 2) != QD_NONE) return true;
    }
    return false;
}

void qd_check_own_circles(qd_model *m)
{
    struct walk w = { .m = m, .t = &m->tree };
    w.own = qd_names_find(&m->tree.names, QD_STR("own"));
    if (m->diags.count[QD_ERROR] > 0 || !w.own || !asks_for_stakes(&w))
        return;
    qd_view view = qd_view_make(m);
    double begin = qd_day_months(m->horizon.from);
    w.seen = qd_mem_zero(m->mem, (m->tree.dirs.n + m->tree.fields.n + 1) *
                                 sizeof *w.seen);
    qd_lowering_init(&w.l, &view, &m->arena);
    w.l.bounds = true;
    qd_eval_init(&w.e, &w.l.graph, m->mem, QD_FACE_CLAIMS, begin);
    qd_eval_period(&w.e, begin, qd_day_months(m->horizon.to));
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) walk_maker(&w, i);
    qd_eval_free(&w.e);
    qd_lowering_free(&w.l);
    qd_mem_release(m->mem, w.seen);
}
