/* Lines of one directive that say the same field again. Sources may differ;
 * what one voice says twice, where only one can hold, is a mistake. */
#include "base/limits.h"
#include "model/parts.h"

/* Lines of a field stand near each other: further ones are not compared. */
enum { NEAR = 64 };

struct lines {
    qd_model *m;
    const qd_dir *d;
    const qd_field *a, *b; /* the earlier and the later */
    const qd_field_row *row;
};

static bool same_refs(const struct lines *x)
{
    const qd_ref *refs = x->m->tree.refs.at;
    if (x->a->n_refs != x->b->n_refs) return false;
    return x->a->n_refs == 0 ||
           memcmp(refs + x->a->refs, refs + x->b->refs,
                  x->a->n_refs * sizeof *refs) == 0;
}

static bool same_time(const struct lines *x)
{
    if (!((x->a->flags | x->b->flags) & QD_FIELD_DATED)) return true;
    qd_span a = qd_field_when(&x->m->tree, x->a);
    qd_span b = qd_field_when(&x->m->tree, x->b);
    return a.from == b.from && a.to == b.to;
}

static bool same_target(const struct lines *x)
{
    if (!(x->a->flags & QD_FIELD_TARGET)) return true;
    return qd_field_target(&x->m->tree, x->a) ==
           qd_field_target(&x->m->tree, x->b);
}

/* Whether two lines of a voice cannot both hold. */
static bool one_answer(const struct lines *x)
{
    unsigned keyword = x->d->keyword;
    if (x->a->flags & QD_FIELD_ASSUME || keyword == QD_K_scenario ||
        keyword == QD_K_policy) return true;
    if (keyword == QD_K_quid)
        return !qd_str_eq(qd_names_text(&x->m->tree.names, x->a->name),
                          QD_STR("currency"));
    return x->row && x->row->rivalry == QD_RIVAL_ONE;
}

static void tell_twice(const struct lines *x)
{
    qd_model *m = x->m;
    qd_range r = qd_field_range(&m->tree, x->b);
    qd_range first = qd_field_range(&m->tree, x->a);
    qd_diag *d = qd_diag_add(&m->diags, QD_D_SAID_TWICE, r.pos, r.len);
    qd_diag_arg(&m->diags, d, qd_names_text(&m->tree.names, x->b->name));
    bool claimed = qd_instrument_of(x->d)->form == QD_FORM_PLAIN &&
                   x->d->keyword != QD_K_scenario &&
                   x->d->keyword != QD_K_policy &&
                   !(x->a->flags & QD_FIELD_ASSUME);
    qd_diag_arg(&m->diags, d, claimed
                ? QD_STR(", or say who reported each: `^source`")
                : QD_STR(""));
    qd_diag_label(&m->diags, d, first.pos, first.len, "said first here");
}

/* The number in a claim, without its hedge, basis and second end. */
static const qd_syn *number_in(const qd_tree *t, const qd_field *f)
{
    const qd_syn *n = &t->syns.at[qd_field_datum(t, f)];
    while (n->kind == QD_SYN_HEDGE || n->kind == QD_SYN_BASIS ||
           n->kind == QD_SYN_RANGE || n->kind == QD_SYN_MULTI)
        n = &t->syns.at[n->a];
    return n->kind == QD_SYN_NUMBER ? n : NULL;
}

/* Rivals of two kinds can neither be compared nor picked from: the first one
 * is used. */
static void check_kinds(const struct lines *x)
{
    qd_model *m = x->m;
    if (!x->row || x->row->rivalry != QD_RIVAL_NUMBER ||
        x->d->keyword == QD_K_claim) return;
    const qd_syn *a = number_in(&m->tree, x->a), *b = number_in(&m->tree,
                                                                x->b);
    if (!a || !b || a->unit == b->unit) return;
    const qd_model_unit *ua = &m->unit.at[a->unit], *ub = &m->unit.at[b->unit];
    unsigned takes = x->row->classes;
    if (!(ua->class & takes) || !(ub->class & takes) ||
        ua->unit.dim == ub->unit.dim) return;
    qd_range r = qd_syn_range(&m->tree, qd_field_datum(&m->tree, x->b));
    qd_range first = qd_syn_range(&m->tree, qd_field_datum(&m->tree, x->a));
    qd_diag *d = qd_diag_add(&m->diags, QD_D_RIVAL_UNITS, r.pos, r.len);
    qd_str one = qd_dim_phrase(m, ua->unit.dim);
    qd_diag_arg(&m->diags, d, one);
    qd_diag_arg(&m->diags, d, qd_dim_phrase(m, ub->unit.dim));
    qd_diag_label(&m->diags, d, first.pos, first.len,
                  qd_arena_copy(&m->arena, one).at);
}

/* The line before this one that says the same field in the same way. */
static void check_line(struct lines *x, uint32_t i)
{
    const qd_field *fields = &x->m->tree.fields.at[x->d->fields];
    x->b = &fields[i];
    uint32_t last = i > NEAR ? i - NEAR : 0;
    for (uint32_t j = i; j-- > last;) {
        x->a = &fields[j];
        if (x->a->name != x->b->name || x->a->datum == QD_NONE ||
            (x->a->flags ^ x->b->flags) & ~(unsigned)QD_FIELD_DATED ||
            x->a->flags & QD_FIELD_BROKEN || !same_target(x) ||
            !same_time(x)) continue;
        x->row = qd_schema_row(&x->m->schema, x->d->keyword, x->b->name);
        if (same_refs(x) && one_answer(x)) tell_twice(x);
        else check_kinds(x);
        return;
    }
}

/* Texts and names have no set of numbers, so any number of them may differ. */
static bool is_words(const qd_tree *t, const qd_field *f)
{
    if (f->datum == QD_NONE) return true;
    unsigned kind = t->syns.at[qd_field_datum(t, f)].kind;
    return kind == QD_SYN_STRING || kind == QD_SYN_NAME ||
           kind == QD_SYN_LIST;
}

/* The first line of each field that is one too many. `flags` tells lines
 * that hold at the same time (0) from dated ones. */
static void count_lines(qd_model *m, const qd_dir *dir, unsigned flags,
                        unsigned most, enum qd_diag_code code)
{
    uint16_t *lines = qd_mem_zero(m->mem,
                                  m->schema.n_symbols * sizeof *lines);
    for (uint32_t i = 0; i < dir->n_fields; i++) {
        const qd_field *f = &m->tree.fields.at[dir->fields + i];
        if ((f->flags & ~(unsigned)QD_FIELD_ASSUME) != flags ||
            f->name >= m->schema.n_symbols || is_words(&m->tree, f) ||
            lines[f->name] > most || ++lines[f->name] <= most) continue;
        qd_range r = qd_field_range(&m->tree, f);
        qd_diag *d = qd_diag_add(&m->diags, code, r.pos, r.len);
        qd_diag_arg(&m->diags, d, qd_names_text(&m->tree.names, f->name));
        qd_diag_arg(&m->diags, d, qd_arena_printf(&m->arena, "%u", most));
    }
    qd_mem_release(m->mem, lines);
}

void qd_check_repeats(qd_model *m, const qd_dir *d)
{
    struct lines x = { .m = m, .d = d };
    const qd_field *fields = &m->tree.fields.at[d->fields];
    for (uint32_t i = 1; i < d->n_fields; i++)
        if (fields[i].datum != QD_NONE &&
            !(fields[i].flags & QD_FIELD_BROKEN)) check_line(&x, i);
    if (d->n_fields > QD_LIMIT_RIVALS)
        count_lines(m, d, 0, QD_LIMIT_RIVALS, QD_D_TOO_MANY_RIVALS);
    if (d->n_fields > QD_LIMIT_DATED)
        count_lines(m, d, QD_FIELD_DATED, QD_LIMIT_DATED,
                    QD_D_TOO_MANY_DATED);
}
