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
        /* A bare number is no share: 27 is not 27 %; nor 27 % a number. */
        if (i == 0) u->class = QD_C_NUMBER;
        if (qd_str_eq(text, QD_STR("%"))) u->class = QD_C_SHARE;
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

/* The line with the currency is there, but wrong: told where it stands. */
static bool currency_tried(const qd_model *m)
{
    if (m->root == QD_NONE) return true;
    const qd_dir *d = &m->tree.dirs.at[m->root];
    for (uint32_t i = 0; i < d->n_fields; i++)
        if (qd_str_eq(qd_names_text(&m->tree.names,
                                    m->tree.fields.at[d->fields + i].name),
                      QD_STR("currency"))) return true;
    return false;
}

/* Told once, and put below the `quid` line. */
static void tell_no_currency(qd_model *m, qd_str code, qd_range r)
{
    qd_diag *d = qd_diag_fold(&m->diags, QD_D_NO_CURRENCY, 1, r.pos, r.len);
    if (!d) return;
    qd_diag_arg(&m->diags, d, code);
    qd_range h = qd_dir_range(&m->tree, &m->tree.dirs.at[m->root],
                              QD_PART_HEADER);
    qd_diag_fix(&m->diags, d, h.pos + h.len, 0,
                qd_arena_printf(&m->arena, "\n  currency: %.*s",
                                QD_STR_ARG(code)));
}

bool qd_unit_told(qd_model *m, qd_id id, uint16_t unit)
{
    if (m->unit.at[unit].class) return false;
    qd_str text = m->tree.units.at[unit], bad = text;
    qd_unit tried;
    qd_unit_read(&m->units, text, &tried, &bad);
    qd_range r = qd_unit_range(&m->tree, id);
    if (r.len == text.len && bad.at >= text.at &&
        bad.at + bad.len <= text.at + text.len)
        r = (qd_range){ r.pos + (qd_pos)(bad.at - text.at),
                        (uint32_t)bad.len };
    bool none = m->units.n_currencies == 0;
    if (none && bad.len == 3 && !qd_unit_instead(&m->units, bad).len) {
        if (!currency_tried(m)) tell_no_currency(m, bad, r);
        return true;
    }
    qd_diag *d = qd_diag_fold(&m->diags, QD_D_UNKNOWN_UNIT, unit + 1u, r.pos,
                              r.len);
    if (!d) return true;
    qd_diag_arg(&m->diags, d, bad);
    qd_str instead = qd_unit_instead(&m->units, bad);
    if (instead.len) {
        qd_diag_fix(&m->diags, d, r.pos, r.len, instead);
        return true;
    }
    qd_str names[256];
    size_t n = qd_unit_names(&m->units, names, 256);
    qd_diag_near(&m->diags, d, bad, names, n < 256 ? n : 256);
    return true;
}

/* ---- Years */

bool qd_year_wanted(const qd_model *m, qd_id id)
{
    const qd_syn *n = &m->tree.syns.at[id];
    return n->kind == QD_SYN_NUMBER && n->op == QD_NUMBER_BARE;
}

void qd_year_as_date(qd_model *m, qd_id id)
{
    qd_syn *n = &m->tree.syns.at[id];
    if (!qd_year_wanted(m, id)) return;
    int year = (int)qd_decimal_mantissa(n->number);
    n->kind = QD_SYN_DATE;
    n->op = 0;
    n->span = (qd_span){ qd_day_make(year, 1, 1), qd_day_make(year + 1, 1, 1) };
}
