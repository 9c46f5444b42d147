/* The readings of <policy>: what the words of a claim allow and what a path
 * draws, as formulas of the shipped library or of the user's own row. */
#include "model/stage.h"

static qd_id datum_of(const qd_lowering *l, enum qd_reading reading,
                      const char *field)
{
    const qd_tree *t = &l->m->tree;
    uint32_t row = l->m->policy->reading[reading];
    const qd_dir *d = row == QD_NONE ? NULL : &t->dirs.at[row];
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; d && i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name == name && f->datum != QD_NONE)
            return qd_field_datum(t, f);
    }
    return QD_NONE;
}

/* One end: `> x` and `< x` say that x is not of the set. */
static qd_node end_of(qd_lowering *l, qd_id id, bool *open)
{
    if (id == QD_NONE) return QD_NODE_BAD;
    const qd_syn *n = &l->m->tree.syns.at[id];
    *open = n->kind == QD_SYN_HEDGE &&
            (n->op == QD_HEDGE_MORE || n->op == QD_HEDGE_LESS);
    return qd_lower_formula(l, n->kind == QD_SYN_HEDGE ? n->a : id);
}

qd_node qd_policy_allows(qd_lowering *l, enum qd_reading reading)
{
    bool lo_open = true, hi_open = true;
    qd_node lo = end_of(l, datum_of(l, reading, "low"), &lo_open);
    qd_node hi = end_of(l, datum_of(l, reading, "high"), &hi_open);
    if (lo == QD_NODE_BAD && hi == QD_NODE_BAD) return QD_NODE_HOLE;
    return qd_node_make(&l->graph, QD_N_BETWEEN, lo, hi, 0,
                        lo_open + 2 * hi_open);
}

qd_node qd_policy_reads(qd_lowering *l, enum qd_reading reading)
{
    qd_id id = datum_of(l, reading, "reads");
    return id == QD_NONE ? QD_NODE_HOLE : qd_lower_formula(l, id);
}
