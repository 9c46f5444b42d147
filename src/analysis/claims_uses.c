/* What the model takes for a quantity, and by which rule: the `assume` line,
 * the one number on which all agree, the votes, or what holds together. */
#include "analysis/claims_rows.h"

#include <math.h>

#include "model/stage.h"

static bool counts(const qd_say *s)
{
    return qd_say_stands(s) &&
           (s->said == QD_SAID_SET || s->said == QD_SAID_NAMES);
}

static void take_band(qd_quantity *x, const qd_set *s)
{
    if (s->unknown || s->n == 0) return;
    qd_piece hull = qd_set_hull(s);
    x->has_band = true;
    x->band_lo = hull.lo;
    x->band_hi = hull.hi;
}

/* ---- The modeller's line */

static void assumed_band(qd_quantities *q, qd_quantity *x, uint32_t field)
{
    qd_say s = { .claim = { .field = field }, .part = x->dir };
    qd_say_read(q, x, &s);
    if (s.said != QD_SAID_SET) return;
    if (x->lanes) {
        take_band(x, &s.set);
        return;
    }
    qd_node n = qd_lower_line(&q->lowering, x->dir, field, QD_DATE_WITHIN);
    take_band(x, qd_eval_node(&q->model, n));
}

static bool use_assumed(qd_quantities *q, qd_quantity *x)
{
    qd_claims c = qd_claims_of(&q->view, x->dir, x->field, q->view.on,
                               q->arena);
    if (c.assume == QD_NONE) return false;
    const qd_tree *t = &q->m->tree;
    const qd_field *f = &t->fields.at[c.assume];
    bool scenario = (f->flags & QD_FIELD_TARGET) != 0;
    x->settled = true;
    x->uses = qd_datum_words(q, qd_field_datum(t, f));
    x->why = qd_arena_printf(q->arena, "%s, %.*s",
                             scenario ? "the scenario" : "assumed",
                             QD_STR_ARG(qd_line_text(q->m, f->pos)));
    assumed_band(q, x, c.assume);
    return true;
}

/* ---- Without one */

static bool use_stage(qd_quantities *q, qd_quantity *x)
{
    if (!x->lanes) return false;
    qd_stage s = qd_stage_of(&q->view, x->dir, q->arena);
    if (!s.row) return false;
    x->uses = qd_names_text(&q->m->tree.names, s.row->name);
    x->why = s.differs ? QD_STR("the least firm that stands")
                       : QD_STR("what stands");
    qd_set place = qd_set_piece(s.row->lane_lo, false, s.row->lane_hi, false);
    take_band(x, &place);
    return true;
}

/* The claim on which all others agree: its set lies in all of theirs. */
static const qd_say *common(const qd_quantity *x)
{
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_say *s = &x->at[i];
        if (s->said != QD_SAID_SET || !qd_say_stands(s)) continue;
        bool all = true;
        for (uint32_t k = 0; k < x->n && all; k++)
            all = !qd_say_stands(&x->at[k]) ||
                  x->at[k].said != QD_SAID_SET ||
                  qd_set_within(&s->set, &x->at[k].set);
        if (all) return s;
    }
    return NULL;
}

/* Stakes are not picked: all hold together. */
static bool hold_together(const qd_quantities *q, const qd_quantity *x)
{
    return q->m->tree.dirs.at[x->dir].keyword == QD_K_stake &&
           x->found >= QD_FOUND_AGREE;
}

static bool use_common(qd_quantities *q, qd_quantity *x)
{
    const qd_say *s = x->allowed.unknown ? NULL : common(x);
    if (!s) return false;
    bool together = hold_together(q, x);
    if (!together && !qd_set_is_point(&s->set)) return false;
    x->uses = s->word;
    x->why = x->n_figures < 2 ? QD_STR("the only one")
           : together ? QD_STR("what holds together")
                      : QD_STR("the one number on which all agree");
    take_band(x, &s->set);
    return true;
}

static bool all_alike(const qd_quantity *x)
{
    const qd_say *first = NULL;
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_say *s = &x->at[i];
        if (!counts(s)) continue;
        if (first && !qd_str_eq(first->word, s->word)) return false;
        first = s;
    }
    return first != NULL;
}

static bool several_times(const qd_quantity *x)
{
    for (uint32_t i = 1; i < x->n; i++)
        if (x->at[i].when.from != x->at[0].when.from) return true;
    return false;
}

/* Each path picks one vote. */
static void use_votes(qd_quantities *q, qd_quantity *x)
{
    qd_set all = qd_set_empty();
    const qd_say *any = NULL;
    for (uint32_t i = 0; i < x->n; i++) {
        if (!counts(&x->at[i])) continue;
        any = &x->at[i];
        if (any->said == QD_SAID_SET) all = qd_set_union(&all, &any->set);
    }
    if (!any) return;
    if (several_times(x)) {
        x->uses = QD_STR("each in its time");
        return;
    }
    take_band(x, &all);
    if (all_alike(x)) {
        x->uses = any->word;
        x->why = x->n_figures < 2 ? QD_STR("the only one")
                                  : QD_STR("all say the same");
        return;
    }
    if (x->n_votes < 2) {
        x->uses = QD_STR("what its lines allow");
        x->why = QD_STR("lines of one vote hold together");
        return;
    }
    x->uses = qd_arena_printf(q->arena, "one of %u votes",
                              (unsigned)x->n_votes);
    x->why = QD_STR("each path picks one, all with equal chance");
}

void qd_quantity_uses(qd_quantities *q, qd_quantity *x)
{
    x->uses = x->why = QD_STR("");
    if (x->rivalry == QD_RIVAL_NEVER || x->field == 0) return;
    if (use_assumed(q, x) || use_stage(q, x) || use_common(q, x)) return;
    use_votes(q, x);
}
