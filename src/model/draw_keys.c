/* Whose a draw is. */
#include "model/lower.h"

uint64_t qd_datum_key(const qd_model *m, qd_sym name, qd_sym field,
                      qd_span when)
{
    uint64_t h = qd_str_hash(QD_STR_HASH, qd_model_name(m, name));
    if (field) {
        h = qd_str_hash(h, QD_STR("."));
        h = qd_str_hash(h, qd_names_text(&m->tree.names, field));
    }
    const qd_day days[] = { when.from, when.to };
    for (int i = 0; i < 2; i++)
        h = (h ^ (uint32_t)days[i]) * 0x100000001B3u;
    return h;
}

uint64_t qd_line_key(const qd_model *m, uint32_t dir, const qd_field *f)
{
    const qd_tree *t = &m->tree;
    qd_sym name = f->flags & QD_FIELD_TARGET ? qd_field_target(t, f)
                                             : t->dirs.at[dir].name;
    qd_span when = f->flags & QD_FIELD_DATED ? qd_field_when(t, f)
                                             : QD_SPAN_ALWAYS;
    return qd_datum_key(m, name, f->name, when);
}
