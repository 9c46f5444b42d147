/* From when things are known, as a view sees it. */
#include "model/claims.h"
#include "model/voices.h"

/* What is told of a source's date counts once it is known itself, so that a
 * later word never changes what an earlier view sees. */
static qd_day told_day(const qd_voices *vs, const qd_voice *s,
                       qd_day known_by, bool *from_only)
{
    qd_day day = INT32_MAX;
    for (uint32_t i = 0; i < s->n_dates; i++) {
        const qd_told_date *d = &vs->dates.at[s->dates + i];
        if (d->gate > known_by || d->day >= day) continue;
        day = d->day;
        *from_only = d->from_only;
    }
    return day;
}

qd_day qd_source_known(const qd_view *v, qd_sym source, bool *from_only)
{
    qd_voices *vs = qd_voices_of(v->m);
    const qd_voice *s = qd_voice_at(vs, source);
    *from_only = s->own_from_only;
    if (s->own != INT32_MAX) return s->own;
    qd_day day = told_day(vs, s, v->known_by, from_only);
    if (day != INT32_MAX) return day;
    *from_only = s->told_from_only;
    return s->told;
}

static qd_day first_of(const qd_view *v, const qd_speaker *who, uint32_t n)
{
    qd_day first = INT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        bool from_only;
        qd_day day = qd_source_known(v, who[i].voice, &from_only);
        if (day < first) first = day;
    }
    return first;
}

/* Adds what one field says: from when it is known, or the day from which the
 * modeller knew. */
static void add_field(const qd_view *v, const qd_field *f, bool *spoken,
                      qd_day *first, qd_day *modeller)
{
    const qd_tree *t = &v->m->tree;
    qd_speaker who[QD_SPEAKERS];
    bool from_only;
    qd_span s;
    if (f->flags & (QD_FIELD_BROKEN | QD_FIELD_TARGET)) return;
    if (f->name == qd_voices_of(v->m)->known && f->datum != QD_NONE &&
        qd_written_date(t, qd_field_datum(t, f), &s))
        *modeller = qd_known_from(s, &from_only);
    if ((f->flags & QD_FIELD_ASSUME) || f->n_refs == 0) return;
    uint32_t n = qd_line_speakers(v->m, f->refs, f->n_refs, who);
    qd_day day = first_of(v, who, n);
    *spoken |= n > 0;
    if (day < *first) *first = day;
}

qd_day qd_dir_known(const qd_view *v, uint32_t dir)
{
    const qd_tree *t = &v->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_speaker who[QD_SPEAKERS];
    bool from_only;
    if (d->keyword == QD_K_source)
        return qd_source_known(v, d->name, &from_only);
    uint32_t n = qd_line_speakers(v->m, d->refs, d->n_refs, who);
    qd_day first = first_of(v, who, n), modeller = INT32_MAX;
    bool spoken = n > 0;
    for (uint32_t i = 0; i < d->n_fields; i++)
        add_field(v, &t->fields.at[d->fields + i], &spoken, &first,
                  &modeller);
    if (modeller != INT32_MAX) return modeller < first ? modeller : first;
    return spoken ? first : QD_DAY_OPEN_FROM;
}

bool qd_dir_seen(const qd_view *v, uint32_t dir)
{
    if (v->known_by == QD_DAY_OPEN_TO) return true;
    qd_voices *vs = qd_voices_of(v->m);
    if (vs->last_dir != dir || vs->last_known_by != v->known_by) {
        vs->last_known = qd_dir_known(v, dir);
        vs->last_dir = dir;
        vs->last_known_by = v->known_by;
    }
    return vs->last_known <= v->known_by;
}

qd_day qd_first_known(qd_model *m)
{
    qd_view v = qd_view_make(m);
    const qd_voices *vs = qd_voices_of(m);
    qd_day first = INT32_MAX;
    for (uint32_t row = 1; row < vs->at.n; row++) {
        qd_sym name = m->tree.dirs.at[vs->at.at[row].dir].name;
        bool from_only;
        /* Sources of the shipped library open no view. */
        if (qd_model_find(m, name) != vs->at.at[row].dir) continue;
        qd_day day = qd_source_known(&v, name, &from_only);
        if (day < first) first = day;
    }
    return first;
}
