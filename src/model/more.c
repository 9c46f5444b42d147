/* `more NAME` says more of a directive that is declared elsewhere, as when a
 * later story speaks of a deal of an included file. Before anything else looks
 * at them, its lines become lines of that directive. */
#include "base/limits.h"
#include "lang/lex.h"
#include "model/parts.h"

struct merge {
    qd_model *m;
    uint32_t *declared; /* by symbol: directive + 1 */
    uint32_t *next;     /* by directive: the next `more` of it + 1 */
    QD_VEC(qd_field) out;
};

static void tell(qd_model *m, const qd_dir *more, qd_range r, const char *why)
{
    qd_diag *x = qd_diag_add(&m->diags, QD_D_MORE_WRONG, r.pos, r.len);
    qd_diag_arg(&m->diags, x, qd_model_name(m, more->name));
    qd_diag_arg(&m->diags, x, qd_str_c(why));
}

/* The sources on the header of a `more` are those of its lines; deals and tags
 * are said where the thing itself is. */
static void check_sigils(qd_model *m, const qd_dir *more)
{
    for (uint32_t k = 0; k < more->n_refs; k++)
        if (QD_REF_KIND(m->tree.refs.at[more->refs + k]) != QD_REF_SOURCE)
            tell(m, more, qd_ref_range(&m->tree, more->pos, k),
                 "`@` and `#` stand on the header of the thing itself");
}

/* Nothing may fall to the sources of the other header: they never said it. */
static qd_field spoken(qd_model *m, const qd_dir *more, qd_field f)
{
    if (f.flags & (QD_FIELD_ASSUME | QD_FIELD_BROKEN) || f.n_refs) return f;
    f.refs = more->refs;
    f.n_refs = more->n_refs;
    if (f.n_refs == 0)
        tell(m, more, qd_field_range(&m->tree, &f),
             "say who reported it, `^source`, or `assume` it");
    return f;
}

static void take_lines(struct merge *g, const qd_dir *d, const qd_dir *more)
{
    const qd_tree *t = &g->m->tree;
    uint32_t first = d->fields;
    for (uint32_t i = 0; i < more->n_fields; i++) {
        if (g->out.n - first == QD_LIMIT_FIELDS) {
            tell(g->m, more, qd_dir_range(t, more, QD_PART_NAME),
                 "a directive has at most 65,535 lines");
            return;
        }
        qd_field f = spoken(g->m, more, t->fields.at[more->fields + i]);
        *qd_vec_add(g->m->mem, &g->out) = f;
    }
}

static bool is_more(const qd_dir *d)
{
    return d->keyword == QD_K_more;
}

/* One of `party a, b` has the lines of the one before it, unless more is said
 * of either. */
static bool shares(const struct merge *g, uint32_t i)
{
    const qd_dir *d = &g->m->tree.dirs.at[i];
    return d->flags & QD_DIR_LIST && i > 0 && d[-1].pos == d->pos &&
           g->next[i] == 0 && g->next[i - 1] == 0;
}

static void merge_one(struct merge *g, uint32_t i)
{
    qd_tree *t = &g->m->tree;
    qd_dir *d = &t->dirs.at[i];
    uint32_t from = d->fields, n = d->n_fields;
    if (shares(g, i)) {
        d->fields = d[-1].fields;
        return;
    }
    d->fields = g->out.n;
    for (uint32_t k = 0; k < n; k++)
        *qd_vec_add(g->m->mem, &g->out) = t->fields.at[from + k];
    for (uint32_t k = g->next[i]; k; k = g->next[k - 1])
        take_lines(g, d, &t->dirs.at[k - 1]);
    d->n_fields = (uint16_t)(g->out.n - d->fields);
}

/* The first of a name, one of the model before one of the library. */
static void find_declared(struct merge *g)
{
    const qd_model *m = g->m;
    for (int shipped = 0; shipped < 2; shipped++)
        for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
            const qd_dir *d = &m->tree.dirs.at[i];
            uint32_t file = qd_source_file(&m->source, d->pos);
            if (m->source.files.at[file].shipped != (shipped == 1)) continue;
            if (!d->name || is_more(d) || d->keyword == QD_K_policy) continue;
            if (g->declared[d->name] == 0) g->declared[d->name] = i + 1;
        }
}

/* Chains every `more` behind its directive, in the order of the files. */
static void chain(struct merge *g)
{
    const qd_tree *t = &g->m->tree;
    for (uint32_t i = t->dirs.n; i-- > 0;) {
        const qd_dir *d = &t->dirs.at[i];
        if (!is_more(d) || !d->name) continue;
        check_sigils(g->m, d);
        uint32_t to = g->declared[d->name];
        if (to == 0) continue;
        g->next[i] = g->next[to - 1];
        g->next[to - 1] = i + 1;
    }
}

static void merge_all(struct merge *g)
{
    qd_tree *t = &g->m->tree;
    for (uint32_t i = 0; i < t->dirs.n; i++)
        if (!is_more(&t->dirs.at[i])) merge_one(g, i);
    for (uint32_t i = 0; i < t->dirs.n; i++)
        if (is_more(&t->dirs.at[i])) t->dirs.at[i].n_fields = 0;
    qd_mem_release(t->mem, t->fields.at);
    t->fields.at = g->out.at;
    t->fields.n = g->out.n;
    t->fields.cap = g->out.cap;
}

void qd_take_more(qd_model *m)
{
    uint32_t i = 0, n = m->tree.dirs.n;
    while (i < n && !is_more(&m->tree.dirs.at[i])) i++;
    if (i == n) return;
    struct merge g = { .m = m };
    g.declared = qd_mem_zero(m->mem, m->tree.names.all.n *
                                     sizeof *g.declared);
    g.next = qd_mem_zero(m->mem, n * sizeof *g.next);
    find_declared(&g);
    chain(&g);
    merge_all(&g);
    qd_mem_release(m->mem, g.next);
    qd_mem_release(m->mem, g.declared);
}
