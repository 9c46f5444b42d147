/* Circles among directives: of parents, members, bases, deals, sources and
 * totals. Each relation is walked once, with a stack of its own, so a long
 * chain costs no depth. */
#include "model/parts.h"

struct relation {
    qd_sym field;         /* the field that points on; 0: the `@` names */
    unsigned keyword;     /* of the directives that have it; 0: any */
    const char *name;
};

enum { WHITE, GREY, BLACK };

struct step { uint32_t dir, next; };

struct walk {
    qd_model *m;
    struct relation r;
    uint8_t *colour;
    QD_VEC(struct step) path;
};

/* The k-th name in a list datum, 0 behind the last. */
static qd_sym listed(const qd_tree *t, qd_id id, uint32_t k)
{
    const qd_syn *n = &t->syns.at[id];
    for (; n->kind == QD_SYN_LIST && k > 0; k--) n = &t->syns.at[n->b];
    if (k > 0) return 0;
    if (n->kind == QD_SYN_LIST) n = &t->syns.at[n->a];
    return n->kind == QD_SYN_NAME ? n->a : QD_SYM_HOLE;
}

/* The k-th directive that `dir` points to; QD_NONE behind the last. */
static bool target(const struct walk *w, uint32_t dir, uint32_t k,
                   uint32_t *out)
{
    const qd_tree *t = &w->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = 0;
    if (w->r.field == 0) {
        for (uint32_t i = 0; i < d->n_refs && name == 0; i++) {
            qd_ref ref = t->refs.at[d->refs + i];
            if (QD_REF_KIND(ref) == QD_REF_DEAL && k-- == 0)
                name = QD_REF_SYM(ref);
        }
    }
    for (uint32_t i = 0; w->r.field && i < d->n_fields && name == 0; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != w->r.field || f->datum == QD_NONE) continue;
        qd_id id = qd_field_datum(t, f);
        uint32_t n = 0;
        while (listed(t, id, n)) n++;
        if (k < n) name = listed(t, id, k);
        else k -= n;
    }
    *out = name && name != QD_SYM_HOLE ? qd_model_find(w->m, name) : QD_NONE;
    return name != 0;
}

/* "a > b > a", the part of the path from `dir` on. */
static void tell(struct walk *w, uint32_t dir)
{
    qd_model *m = w->m;
    uint32_t from = w->path.n;
    while (w->path.at[from - 1].dir != dir) from--;
    qd_str name = qd_model_name(m, m->tree.dirs.at[dir].name), text = name;
    for (uint32_t i = from; i < w->path.n && i < from + 8; i++)
        text = qd_arena_printf(&m->arena, "%.*s > %.*s", QD_STR_ARG(text),
            QD_STR_ARG(qd_model_name(m,
                           m->tree.dirs.at[w->path.at[i].dir].name)));
    text = qd_arena_printf(&m->arena, "%.*s > %.*s (%s)", QD_STR_ARG(text),
                           QD_STR_ARG(name), w->r.name);
    qd_range r = qd_dir_range(&m->tree, &m->tree.dirs.at[dir], QD_PART_NAME);
    qd_diag *d = qd_diag_add(&m->diags, QD_D_CYCLE, r.pos, r.len);
    qd_diag_arg(&m->diags, d, name);
    qd_diag_arg(&m->diags, d, text);
}

static void push(struct walk *w, uint32_t dir)
{
    w->colour[dir] = GREY;
    *qd_vec_add(w->m->mem, &w->path) = (struct step){ dir, 0 };
}

static void walk_from(struct walk *w, uint32_t start)
{
    push(w, start);
    while (w->path.n) {
        struct step *s = &w->path.at[w->path.n - 1];
        uint32_t to;
        if (!target(w, s->dir, s->next++, &to)) {
            w->colour[s->dir] = BLACK;
            w->path.n--;
        } else if (to != QD_NONE && w->colour[to] == GREY) {
            tell(w, to);
        } else if (to != QD_NONE && w->colour[to] == WHITE) {
            push(w, to);
        }
    }
}

static bool concerned(const struct walk *w, const qd_dir *d)
{
    if (w->r.keyword && d->keyword != w->r.keyword) return false;
    return w->r.field ? d->n_fields > 0 : d->n_refs > 0;
}

void qd_check_cycles(qd_model *m)
{
    static const struct { const char *field; unsigned keyword; } rows[] = {
        { "parent", QD_K_party }, { "members", QD_K_party },
        { "base", QD_K_scenario }, { "cites", QD_K_source },
        { "part-of", 0 }, { "@", 0 },
    };
    size_t n = m->tree.dirs.n;
    struct walk w = { .m = m, .colour = qd_mem_zero(m->mem, n + 1) };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool deals = rows[i].field[0] == '@';
        w.r.field = deals ? 0 : qd_names_find(&m->tree.names,
                                              qd_str_c(rows[i].field));
        w.r.keyword = rows[i].keyword;
        w.r.name = deals ? "`@`" : rows[i].field;
        memset(w.colour, WHITE, n);
        for (uint32_t d = 0; d < n; d++)
            if (w.colour[d] == WHITE && concerned(&w, &m->tree.dirs.at[d]))
                walk_from(&w, d);
    }
    qd_mem_release(m->mem, w.colour);
    qd_mem_release(m->mem, w.path.at);
}
