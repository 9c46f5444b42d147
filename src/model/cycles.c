/* Circles among directives: of parents, members, bases, deals, sources and
 * totals. Each relation is walked once, with a stack of its own, so a long
 * chain costs no depth. */
#include "base/limits.h"
#include "model/parts.h"

struct relation {
    qd_sym field;         /* the field that points on; 0: the `@` names */
    unsigned keyword;     /* of the directives that have it; 0: any */
    const char *name;
};

enum { WHITE, GREY, BLACK };

/* A directive of the path, and how far its names have been followed: the
 * next sigil, or the next field and the next element of its list. */
struct step {
    uint32_t dir, next;
    qd_id rest;           /* QD_NONE: the field `next` is not begun */
};

struct walk {
    qd_model *m;
    struct relation r;
    uint8_t *colour;
    uint32_t told;
    QD_VEC(struct step) path;
};

static qd_sym next_deal(const qd_tree *t, const qd_dir *d, struct step *s)
{
    while (s->next < d->n_refs) {
        qd_ref ref = t->refs.at[d->refs + s->next++];
        if (QD_REF_KIND(ref) == QD_REF_DEAL) return QD_REF_SYM(ref);
    }
    return 0;
}

/* The next name in the fields that point on; 0 behind the last. */
static qd_sym next_name(const struct walk *w, const qd_dir *d,
                        struct step *s)
{
    const qd_tree *t = &w->m->tree;
    while (s->rest != QD_NONE || s->next < d->n_fields) {
        if (s->rest == QD_NONE) {
            const qd_field *f = &t->fields.at[d->fields + s->next++];
            if (f->name != w->r.field || f->datum == QD_NONE) continue;
            s->rest = qd_field_datum(t, f);
        }
        const qd_syn *n = &t->syns.at[s->rest];
        s->rest = n->kind == QD_SYN_LIST ? n->b : QD_NONE;
        if (n->kind == QD_SYN_LIST) n = &t->syns.at[n->a];
        if (n->kind == QD_SYN_NAME) return n->a;
    }
    return 0;
}

/* The next directive that the step points to; false behind the last. */
static bool target(const struct walk *w, struct step *s, uint32_t *out)
{
    const qd_dir *d = &w->m->tree.dirs.at[s->dir];
    qd_sym name = w->r.field ? next_name(w, d, s)
                             : next_deal(&w->m->tree, d, s);
    *out = name ? qd_model_find(w->m, name) : QD_NONE;
    return name != 0;
}

/* "a > b > a", the part of the path from `dir` on. */
static void tell(struct walk *w, uint32_t dir)
{
    qd_model *m = w->m;
    uint32_t from = w->path.n;
    qd_range r = qd_dir_range(&m->tree, &m->tree.dirs.at[dir], QD_PART_NAME);
    qd_diag *d = qd_diag_add(&m->diags, QD_D_CYCLE, r.pos, r.len);
    if (w->told++ > QD_LIMIT_DIAGS) return; /* only counted */
    while (w->path.at[from - 1].dir != dir) from--;
    qd_str name = qd_model_name(m, m->tree.dirs.at[dir].name), text = name;
    for (uint32_t i = from; i < w->path.n && i < from + 8; i++)
        text = qd_arena_printf(&m->arena, "%.*s > %.*s", QD_STR_ARG(text),
            QD_STR_ARG(qd_model_name(m,
                           m->tree.dirs.at[w->path.at[i].dir].name)));
    text = qd_arena_printf(&m->arena, "%.*s > %.*s (%s)", QD_STR_ARG(text),
                           QD_STR_ARG(name), w->r.name);
    qd_diag_arg(&m->diags, d, name);
    qd_diag_arg(&m->diags, d, text);
}

static void push(struct walk *w, uint32_t dir)
{
    w->colour[dir] = GREY;
    *qd_vec_add(w->m->mem, &w->path) = (struct step){ dir, 0, QD_NONE };
}

static void walk_from(struct walk *w, uint32_t start)
{
    push(w, start);
    while (w->path.n) {
        struct step *s = &w->path.at[w->path.n - 1];
        uint32_t to;
        if (!target(w, s, &to)) {
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
    const qd_tree *t = &w->m->tree;
    if (w->r.keyword && d->keyword != w->r.keyword) return false;
    if (w->r.field) return d->n_fields > 0;
    for (uint32_t i = 0; i < d->n_refs; i++)
        if (QD_REF_KIND(t->refs.at[d->refs + i]) == QD_REF_DEAL) return true;
    return false;
}

/* By symbol: whether any line has the field. Most relations are of none, and
 * need no walk over a large model. */
static uint8_t *fields_used(const qd_model *m)
{
    uint8_t *used = qd_mem_zero(m->mem, m->schema.n_symbols);
    for (uint32_t i = 0; i < m->tree.fields.n; i++) {
        qd_sym name = m->tree.fields.at[i].name;
        if (name < m->schema.n_symbols) used[name] = 1;
    }
    return used;
}

void qd_check_cycles(qd_model *m)
{
    static const struct { const char *field; unsigned keyword; } rows[] = {
        { "parent", QD_K_party }, { "members", QD_K_party },
        { "base", QD_K_scenario }, { "cites", QD_K_source },
        { "part-of", 0 }, { "@", 0 },
    };
    size_t n = m->tree.dirs.n;
    uint8_t *used = fields_used(m);
    struct walk w = { .m = m, .colour = qd_mem_zero(m->mem, n + 1) };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool deals = rows[i].field[0] == '@';
        w.r.field = deals ? 0 : qd_names_find(&m->tree.names,
                                              qd_str_c(rows[i].field));
        if (!deals && !used[w.r.field]) continue;
        w.r.keyword = rows[i].keyword;
        w.r.name = deals ? "`@`" : rows[i].field;
        memset(w.colour, WHITE, n);
        for (uint32_t d = 0; d < n; d++)
            if (w.colour[d] == WHITE && concerned(&w, &m->tree.dirs.at[d]))
                walk_from(&w, d);
    }
    qd_mem_release(m->mem, used);
    qd_mem_release(m->mem, w.colour);
    qd_mem_release(m->mem, w.path.at);
}
