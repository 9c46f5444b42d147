/* How two lines on one thing stand to each other. Only sets, bases, times
 * and the stage that a voice sees decide; no word of a claim does. */
#include "analysis/claims_rows.h"

/* ---- Whether they are about the same */

/* A span with two ends speaks of all its days; a single date holds until the
 * next one, so that two of them are a change. */
static bool is_stretch(qd_span s)
{
    return s.from != QD_DAY_OPEN_FROM && s.to != QD_DAY_OPEN_TO &&
           qd_span_unit(s) < 0;
}

static bool same_time(const qd_say *a, const qd_say *b)
{
    if (a->when.from == b->when.from && a->when.to == b->when.to) return true;
    return is_stretch(a->when) && is_stretch(b->when) &&
           a->when.from < b->when.to && b->when.from < a->when.to;
}

/* The later of two voices sees the deal further on. Of one that is dated
 * from below only nobody knows that it was the earlier. */
static bool moved_on(const qd_say *a, const qd_say *b)
{
    const qd_say *first = a->claim.known < b->claim.known ? a : b;
    const qd_say *then = first == a ? b : a;
    if (first->claim.known == then->claim.known || first->claim.from_only ||
        first->set.n == 0 || then->set.n == 0) return false;
    return qd_set_hull(&first->set).hi < qd_set_hull(&then->set).lo;
}

const char *qd_say_apart(const qd_quantity *x, const qd_say *a,
                         const qd_say *b)
{
    if (a->said == QD_SAID_NOTHING || b->said == QD_SAID_NOTHING ||
        a->said == QD_SAID_TEXT || b->said == QD_SAID_TEXT) return "words";
    if (!same_time(a, b)) return "each of its own time";
    if (a->said != b->said ||
        (a->said == QD_SAID_SET && a->dim != b->dim))
        return "in different units";
    if (a->basis && b->basis && a->basis != b->basis)
        return "on different bases";
    if (!x->lanes && a->phase * b->phase < 0) return "a plan beside a fact";
    if (x->lanes && moved_on(a, b)) return "the deal moved on";
    return NULL;
}

/* ---- Sets */

/* Some branch of a has nothing in b, though another one has. */
static bool has_branch_beside(const qd_set *a, const qd_set *b)
{
    for (uint32_t i = 0; a->n > 1 && i < a->n; i++) {
        qd_set branch = { .n = 1, .at = { a->at[i] } };
        qd_set both = qd_set_meet(&branch, b);
        if (both.n == 0) return true;
    }
    return false;
}

static enum qd_found compare_sets(const qd_quantity *x, const qd_say *a,
                                  const qd_say *b)
{
    qd_set both = qd_set_meet(&a->set, &b->set);
    if (both.n > 0) {
        bool self = a->claim.voice == b->claim.voice;
        return !self && has_branch_beside(&a->set, &b->set) ? QD_FOUND_WIDER
                                                            : QD_FOUND_AGREE;
    }
    if (x->lanes || a->dim == QD_DIM_DATE || a->dim == QD_DIM_BOOL)
        return QD_FOUND_CONFLICT; /* stages and days are no scale */
    if (qd_set_touch(&a->set, &b->set)) return QD_FOUND_EDGE;
    both = qd_set_meet(&a->rounded, &b->rounded);
    return both.n > 0 ? QD_FOUND_EDGE : QD_FOUND_CONFLICT;
}

/* ---- Names */

/* The name that a field of a directive gives, 0 when it gives none. */
static qd_sym field_name(const qd_quantities *q, uint32_t dir,
                         const char *field)
{
    const qd_tree *t = &q->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; name && i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name != name || f->datum == QD_NONE) continue;
        const qd_syn *n = &t->syns.at[qd_field_datum(t, f)];
        if (n->kind == QD_SYN_NAME) return n->a;
    }
    return 0;
}

/* A party belongs to its parent, a chip to its family. */
static qd_sym one_up(const qd_quantities *q, qd_sym name)
{
    uint32_t dir = qd_model_find_kind(q->m, name, "party chip");
    if (dir == QD_NONE) return 0;
    return field_name(q, dir, qd_dir_is(&q->m->tree.dirs.at[dir], "chip")
                                  ? "family" : "parent");
}

static bool is_under(const qd_quantities *q, qd_sym name, qd_sym top)
{
    for (int steps = 0; name != 0 && steps < 64; steps++) {
        if (name == top) return true;
        name = one_up(q, name);
    }
    return false;
}

static bool goes_with(const qd_quantities *q, qd_sym a, qd_sym b)
{
    return is_under(q, a, b) || is_under(q, b, a);
}

/* Every name of a is one of b, or goes with one. */
static bool is_part(const qd_quantities *q, const qd_say *a, const qd_say *b)
{
    if (b->others) return true;
    for (uint32_t i = 0; i < a->n_names; i++) {
        bool in = false;
        for (uint32_t j = 0; j < b->n_names && !in; j++)
            in = goes_with(q, a->names[i], b->names[j]);
        if (!in) return false;
    }
    return true;
}

enum qd_found qd_say_compare(const qd_quantities *q, const qd_quantity *x,
                             const qd_say *a, const qd_say *b)
{
    if (x->rivalry == QD_RIVAL_NEVER || !qd_say_stands(a) ||
        !qd_say_stands(b) || qd_say_apart(x, a, b)) return QD_FOUND_WORDS;
    if (a->said == QD_SAID_SET) return compare_sets(x, a, b);
    return is_part(q, a, b) || is_part(q, b, a) ? QD_FOUND_AGREE
                                                : QD_FOUND_CONFLICT;
}
