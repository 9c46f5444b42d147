/* Directives that end before they begin, as far as constants say so. */
#include "model/known.h"
#include "model/lower.h"
#include "model/parts.h"

struct spans {
    qd_model *m;
    qd_lowering l;
    qd_sym starts, ends;
};

/* The last line of a directive that says one end; NULL. */
static const qd_field *line_of(const struct spans *s, const qd_dir *d,
                               qd_sym name)
{
    const qd_field *found = NULL;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &s->m->tree.fields.at[d->fields + i];
        if (f->name == name && f->datum != QD_NONE) found = f;
    }
    return found;
}

static bool date_of(struct spans *s, uint32_t dir, const qd_field *f,
                    qd_day header, enum qd_date_sense sense, double *out)
{
    if (!f) {
        *out = qd_day_months(header);
        return header != QD_DAY_OPEN_FROM && header != QD_DAY_OPEN_TO;
    }
    qd_node n = qd_lower_field(&s->l, dir, f->name, sense);
    return qd_node_dim(&s->l.graph, n) == QD_DIM_DATE &&
           qd_node_known(&s->l.graph, n, out);
}

static void look(struct spans *s, uint32_t dir)
{
    const qd_dir *d = &s->m->tree.dirs.at[dir];
    const qd_field *starts = line_of(s, d, s->starts);
    const qd_field *ends = line_of(s, d, s->ends), *at;
    double from, to;
    if ((!starts && !ends) ||
        !date_of(s, dir, starts, d->when.from, QD_DATE_FIRST, &from) ||
        !date_of(s, dir, ends, d->when.to, QD_DATE_LAST, &to) || from < to)
        return;
    at = ends ? ends : starts;
    qd_range r = qd_syn_range(&s->m->tree, qd_field_datum(&s->m->tree, at));
    qd_diag *x = qd_diag_add(&s->m->diags, QD_D_SPAN_BACKWARDS, r.pos, r.len);
    qd_diag_arg(&s->m->diags, x, qd_model_name(s->m, d->name));
    if (!starts || at == starts) return;
    r = qd_field_range(&s->m->tree, starts);
    qd_diag_label(&s->m->diags, x, r.pos, r.len, "it begins here");
}

void qd_check_spans(qd_model *m)
{
    const qd_names *names = &m->tree.names;
    struct spans s = { .m = m,
                       .starts = qd_names_find(names, QD_STR("starts")),
                       .ends = qd_names_find(names, QD_STR("ends")) };
    if (m->diags.count[QD_ERROR] > 0) return;
    qd_view view = qd_view_make(m);
    qd_lowering_init(&s.l, &view, &m->arena);
    for (uint32_t i = 0; i < m->tree.dirs.n; i++)
        if (m->tree.dirs.at[i].n_fields > 0) look(&s, i);
    qd_lowering_free(&s.l);
}
