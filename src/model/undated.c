/* Sources without any date: nobody can say from when their words are known,
 * so `--known-by` never shows what rests on them alone. */
#include "model/claims.h"
#include "model/parts.h"
#include "model/voices.h"

/* Mostly every source has a date before it, and nothing is looked through. */
static bool all_dated(const qd_model *m)
{
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword == QD_K_source && !(d->flags & QD_DIR_DATED))
            return false;
    }
    return true;
}

struct undated {
    qd_model *m;
    qd_view view;
    uint8_t *told;  /* by row of voices */
};

static void tell(struct undated *u, const qd_voice *v, qd_range line)
{
    const qd_dir *d = &u->m->tree.dirs.at[v->dir];
    qd_range r = qd_dir_range(&u->m->tree, d, QD_PART_NAME);
    qd_diag *x = qd_diag_add(&u->m->diags, QD_D_SOURCE_UNDATED, r.pos,
                             r.len);
    qd_diag_arg(&u->m->diags, x, qd_model_name(u->m, d->name));
    qd_diag_label(&u->m->diags, x, line.pos, line.len,
                  "it stands alone here");
}

static void look(struct undated *u, uint32_t refs, uint32_t n_refs,
                 qd_range line)
{
    qd_speaker who[QD_SPEAKERS];
    qd_voices *vs = qd_voices_of(u->m);
    uint32_t n = qd_line_speakers(u->m, refs, n_refs, who);
    for (uint32_t i = 0; i < n; i++) {
        qd_sym name = who[i].voice;
        uint32_t row = name < vs->n_of ? vs->of[name] : 0;
        bool from_only;
        if (row == 0 || u->told[row] ||
            qd_source_known(&u->view, name, &from_only) != INT32_MAX)
            continue;
        u->told[row] = 1;
        tell(u, &vs->at.at[row], line);
    }
}

void qd_check_undated(qd_model *m)
{
    if (m->diags.count[QD_ERROR] > 0 || all_dated(m)) return;
    struct undated u = { .m = m, .view = qd_view_make(m) };
    const qd_tree *t = &m->tree;
    u.told = qd_mem_zero(m->mem, qd_voices_of(m)->at.n);
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->n_refs)
            look(&u, d->refs, d->n_refs,
                 qd_dir_range(t, d, QD_PART_NAME));
        for (uint32_t k = 0; k < d->n_fields; k++) {
            const qd_field *f = &t->fields.at[d->fields + k];
            if (f->n_refs) look(&u, f->refs, f->n_refs, qd_field_range(t, f));
        }
    }
    qd_mem_release(m->mem, u.told);
}
