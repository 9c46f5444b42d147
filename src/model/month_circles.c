/* Circles within one month. What a formula asks of the path is mostly as of
 * the end of the month before; `revenue(x)` and `c.delivering` are of the
 * month itself, so that what they come to must not lean on them. */
#include "base/limits.h"
#include "model/parts.h"

enum { WHITE, GREY, BLACK };

struct walk {
    qd_model *m;
    const qd_tree *t;
    qd_sym delivering, revenue, prev;
    QD_VEC(uint32_t) revenues;
    uint8_t *dirs, *fields; /* colours */
    unsigned depth;
};

static void walk_datum(struct walk *w, qd_id id);

static void tell(struct walk *w, uint32_t dir, qd_id at)
{
    qd_range r = qd_syn_range(w->t, at);
    qd_diag *d = qd_diag_add(&w->m->diags, QD_D_CYCLE, r.pos, r.len);
    qd_str name = qd_model_name(w->m, w->t->dirs.at[dir].name);
    qd_diag_arg(&w->m->diags, d, name);
    qd_diag_arg(&w->m->diags, d, QD_STR("what it comes to in a month needs "
                                        "itself in that month"));
    r = qd_dir_range(w->t, &w->t->dirs.at[dir], QD_PART_NAME);
    qd_diag_label(&w->m->diags, d, r.pos, r.len, "the circle begins here");
}

static void walk_field(struct walk *w, uint32_t field)
{
    const qd_field *f = &w->t->fields.at[field];
    if (w->fields[field] != WHITE || f->datum == QD_NONE) return;
    w->fields[field] = GREY;
    walk_datum(w, qd_field_datum(w->t, f));
    w->fields[field] = BLACK;
}

/* All that a directive says, asked for at `at`. */
static void walk_dir(struct walk *w, uint32_t dir, qd_id at)
{
    const qd_dir *d = &w->t->dirs.at[dir];
    if (w->dirs[dir] == GREY && at != QD_NONE) tell(w, dir, at);
    if (w->dirs[dir] != WHITE || w->depth >= QD_LIMIT_NESTING) return;
    w->depth++;
    w->dirs[dir] = GREY;
    if (d->keyword == QD_K_let && d->body != QD_NONE)
        walk_datum(w, d->body);
    for (uint32_t i = 0; i < d->n_fields; i++) walk_field(w, d->fields + i);
    w->dirs[dir] = BLACK;
    w->depth--;
}

static void walk_name(struct walk *w, qd_id id, const qd_syn *n)
{
    uint32_t dir = qd_model_find_kind(w->m, n->a, NULL);
    if (dir == QD_NONE) return;
    const qd_dir *d = &w->t->dirs.at[dir];
    if (n->b && n->b == w->delivering) walk_dir(w, dir, id);
    else if (!n->b && d->keyword == QD_K_let) walk_dir(w, dir, QD_NONE);
    for (uint32_t i = 0; n->b && i < d->n_fields; i++)
        if (w->t->fields.at[d->fields + i].name == n->b)
            walk_field(w, d->fields + i);
}

/* All revenue of a party. */
static void walk_revenue(struct walk *w, qd_id id, qd_sym party)
{
    for (uint32_t i = 0; i < w->revenues.n; i++)
        if (w->t->dirs.at[w->revenues.at[i]].b == party)
            walk_dir(w, w->revenues.at[i], id);
}

static void walk_call(struct walk *w, qd_id id, const qd_syn *n)
{
    qd_id from = n->b;
    if (n->a == w->prev && from != QD_NONE) /* of the month before */
        from = w->t->syns.at[from].b;
    for (qd_id a = from; a != QD_NONE; a = w->t->syns.at[a].b) {
        const qd_syn *x = &w->t->syns.at[w->t->syns.at[a].a];
        if (n->a == w->revenue && x->kind == QD_SYN_NAME && !x->b)
            walk_revenue(w, id, x->a);
        else walk_datum(w, w->t->syns.at[a].a);
    }
}

static void walk_datum(struct walk *w, qd_id id)
{
    const qd_syn *n = &w->t->syns.at[id];
    switch (n->kind) {
    case QD_SYN_NAME: walk_name(w, id, n); break;
    case QD_SYN_CALL: walk_call(w, id, n); break;
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

void qd_check_month_circles(qd_model *m)
{
    const qd_names *names = &m->tree.names;
    struct walk w = { .m = m, .t = &m->tree };
    w.delivering = qd_names_find(names, QD_STR("delivering"));
    w.revenue = qd_names_find(names, QD_STR("revenue"));
    w.prev = qd_names_find(names, QD_STR("prev"));
    if (m->diags.count[QD_ERROR] > 0) return;
    w.dirs = qd_mem_zero(m->mem, m->tree.dirs.n + 1);
    w.fields = qd_mem_zero(m->mem, m->tree.fields.n + 1);
    for (uint32_t i = 0; i < m->tree.dirs.n; i++)
        if (m->tree.dirs.at[i].keyword == QD_K_revenue)
            *qd_vec_add(m->mem, &w.revenues) = i;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        unsigned keyword = m->tree.dirs.at[i].keyword;
        if (keyword == QD_K_revenue || keyword == QD_K_contract)
            walk_dir(&w, i, QD_NONE);
    }
    qd_mem_release(m->mem, w.revenues.at);
    qd_mem_release(m->mem, w.dirs);
    qd_mem_release(m->mem, w.fields);
}
