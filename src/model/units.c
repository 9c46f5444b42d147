/* Unit texts to units, each once. */
#include <string.h>

#include "model/parts.h"

/* Money per something other than time, time of money, and so on. */
static uint16_t class_of(qd_model *m, qd_dim d)
{
    qd_units *u = &m->units;
    if (d == QD_DIM_NONE) return QD_C_SHARE | QD_C_NUMBER;
    if (d == QD_DIM_TIME) return QD_C_TIME;
    if (d == QD_DIM_DATE) return QD_C_DATE;
    if (d == QD_DIM_BOOL) return QD_C_TRUTH;
    if (qd_dim_is_money(u, d, NULL)) return QD_C_MONEY;
    qd_dim in_time = qd_dim_mul(u, d, QD_DIM_TIME);
    if (qd_dim_is_money(u, in_time, NULL)) return QD_C_RATE;
    if (in_time == QD_DIM_NONE) return QD_C_PER_TIME;
    const int8_t *p = u->dims.at[d].power;
    int others = 0, base = -1;
    bool money = false;
    for (int i = 0; i < QD_BASE_COUNT; i++) {
        if (p[i] == 0) continue;
        if (i >= QD_BASE_CURRENCY && p[i] == 1) money = true;
        else others++, base = i;
    }
    if (money) return QD_C_PRICE;
    bool simple = others == 1 && p[base] == 1;
    if (simple && base == QD_BASE_POWER) return QD_C_POWER;
    if (simple && base == QD_BASE_CHIP) return QD_C_CHIPS;
    if (simple && base == QD_BASE_SHARE) return QD_C_SHARES;
    return QD_C_OTHER;
}

unsigned qd_class_of(qd_model *m, qd_dim d)
{
    return class_of(m, d);
}

/* A sign such as `$` stands for the currency that declares it. */
static qd_str without_sign(const qd_model *m, qd_str text)
{
    for (unsigned i = 0; i < m->units.n_currencies; i++)
        if (m->units.sign[i].len && qd_str_eq(text, m->units.sign[i]))
            return m->units.currency[i];
    return text;
}

void qd_resolve_units(qd_model *m)
{
    for (uint32_t i = 0; i < m->tree.units.n; i++) {
        qd_model_unit *u = qd_vec_add(m->mem, &m->unit);
        qd_str bad, text = without_sign(m, m->tree.units.at[i]);
        *u = (qd_model_unit){ .unit = { .num = 1, .den = 1 } };
        if (text.len && qd_unit_read(&m->units, text, &u->unit, &bad))
            continue;
        u->class = class_of(m, u->unit.dim);
        /* A bare number is no share: 27 is not 27 %. */
        if (i == 0) u->class = QD_C_NUMBER;
    }
}

double qd_model_number(const qd_model *m, const qd_syn *n)
{
    return qd_unit_value(&m->unit.at[n->unit].unit, n->number);
}

/* The unit stands last in what is written. */
qd_range qd_unit_range(const qd_tree *t, qd_id node)
{
    qd_range r = qd_syn_range(t, node);
    qd_str unit = t->units.at[t->syns.at[node].unit];
    const char *at = qd_source_at(t->source, r.pos);
    for (size_t i = r.len; unit.len && i-- > 0;)
        if (i + unit.len <= r.len &&
            memcmp(at + i, unit.at, unit.len) == 0)
            return (qd_range){ r.pos + (qd_pos)i, (uint32_t)unit.len };
    return r;
}
