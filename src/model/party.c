/* Which party stands for which in answers. */
#include "model/view.h"

/* The name that a field of a directive holds, 0 when it has none. */
static qd_sym name_in(const qd_model *m, uint32_t dir, const char *field)
{
    const qd_tree *t = &m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != name || f->datum == QD_NONE) continue;
        const qd_syn *n = &t->syns.at[qd_field_datum(t, f)];
        if (n->kind == QD_SYN_NAME) return n->a;
    }
    return 0;
}

static bool is_vehicle(const qd_model *m, uint32_t dir)
{
    return qd_str_eq(qd_names_text(&m->tree.names, name_in(m, dir, "kind")),
                     QD_STR("vehicle"));
}

/* The party to which one consolidates, 0 for none. */
static qd_sym above(const qd_model *m, qd_sym party)
{
    uint32_t dir = qd_model_find_kind(m, party, "party");
    if (dir == QD_NONE || is_vehicle(m, dir)) return 0;
    return name_in(m, dir, "parent");
}

/* Parents may be a long chain, so its end is kept for all on the way. */
qd_sym qd_party_shown(const qd_view *v, qd_sym party)
{
    qd_model *m = v->m;
    uint32_t n = m->tree.names.all.n;
    if (v->by_entity || party == 0 || party == QD_SYM_HOLE) return party;
    if (!m->shown) m->shown = qd_mem_zero(m->mem, n * sizeof *m->shown);
    qd_sym top = party, up;
    while (!m->shown[top] && (up = above(m, top)) != 0) top = up;
    if (m->shown[top]) top = m->shown[top];
    for (qd_sym p = party; p && !m->shown[p]; p = up) {
        up = p == top ? 0 : above(m, p);
        m->shown[p] = top;
    }
    return top;
}
