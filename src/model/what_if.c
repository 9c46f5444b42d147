/* Lines of scenarios, found by what they are about. */
#include "model/voices.h"

#include <stdlib.h>

static int by_target(const void *a, const void *b)
{
    const qd_what_if *x = a, *y = b;
    if (x->target != y->target) return x->target < y->target ? -1 : 1;
    if (x->name != y->name) return x->name < y->name ? -1 : 1;
    if (x->scenario != y->scenario)
        return x->scenario < y->scenario ? -1 : 1;
    return (x->field > y->field) - (x->field < y->field);
}

static void read_scenario(qd_model *m, qd_voices *vs, uint32_t dir)
{
    const qd_dir *d = &m->tree.dirs.at[dir];
    for (uint32_t i = d->fields; i < d->fields + d->n_fields; i++) {
        const qd_field *f = &m->tree.fields.at[i];
        if (!(f->flags & QD_FIELD_TARGET) || (f->flags & QD_FIELD_BROKEN) ||
            f->datum == QD_NONE) continue;
        *qd_vec_add(m->mem, &vs->what_ifs) = (qd_what_if){
            qd_field_target(&m->tree, f), f->name, dir, i };
    }
}

void qd_what_ifs_read(qd_model *m, qd_voices *vs)
{
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        if (m->tree.dirs.at[i].keyword != QD_K_scenario) continue;
        vs->n_scenarios++;
        read_scenario(m, vs, i);
    }
    if (vs->what_ifs.n > 1)
        qsort(vs->what_ifs.at, vs->what_ifs.n, sizeof *vs->what_ifs.at,
              by_target);
}

/* The scenario on which another one stands, QD_NONE. */
static uint32_t base_of(const qd_model *m, uint32_t dir, qd_sym base)
{
    const qd_tree *t = &m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != base || f->datum == QD_NONE ||
            (f->flags & (QD_FIELD_BROKEN | QD_FIELD_TARGET))) continue;
        const qd_syn *n = &t->syns.at[qd_field_datum(t, f)];
        uint32_t up = n->kind == QD_SYN_NAME ? qd_model_find(m, n->a)
                                             : QD_NONE;
        return up != QD_NONE && t->dirs.at[up].keyword == QD_K_scenario
            ? up : QD_NONE;
    }
    return QD_NONE;
}

/* The first row that is not before `key`. */
static uint32_t lower_bound(const qd_voices *vs, const qd_what_if *key)
{
    uint32_t low = 0, high = vs->what_ifs.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (by_target(&vs->what_ifs.at[mid], key) < 0) low = mid + 1;
        else high = mid;
    }
    return low;
}

/* Among the lines of one scenario: without a day the first; with one the
 * latest that holds on it, an undated line only where none does. */
static uint32_t line_in(const qd_view *v, const qd_voices *vs,
                        qd_what_if key, qd_day day)
{
    uint32_t best = QD_NONE;
    qd_day from = 0;
    for (uint32_t i = lower_bound(vs, &key); i < vs->what_ifs.n; i++) {
        const qd_what_if *w = &vs->what_ifs.at[i];
        if (w->target != key.target || w->name != key.name ||
            w->scenario != key.scenario) break;
        if (day == QD_DAY_OPEN_FROM) return w->field;
        qd_span when = qd_field_when(&v->m->tree,
                                     &v->m->tree.fields.at[w->field]);
        if (!qd_line_covers(when, day)) continue;
        if (best != QD_NONE && when.from <= from) continue;
        best = w->field;
        from = when.from;
    }
    return best;
}

uint32_t qd_what_if_line(const qd_view *v, qd_sym target, qd_sym name,
                         qd_day day)
{
    if (v->scenario == QD_NONE || target == 0) return QD_NONE;
    const qd_voices *vs = qd_voices_of(v->m);
    qd_what_if key = { .target = target, .name = name };
    uint32_t at = lower_bound(vs, &key);
    if (at == vs->what_ifs.n || vs->what_ifs.at[at].target != target ||
        vs->what_ifs.at[at].name != name)
        return QD_NONE;
    key.scenario = v->scenario;
    /* A circle of bases is told when the model is read; here it only ends. */
    for (uint32_t i = 0; i < vs->n_scenarios; i++) {
        uint32_t field = line_in(v, vs, key, day);
        if (field != QD_NONE) return field;
        key.scenario = base_of(v->m, key.scenario, vs->base);
        if (key.scenario == QD_NONE) break;
    }
    return QD_NONE;
}
