/* How far deals are, as a view sees it, and how firm their money is. */
#include "model/stage.h"

bool qd_stage_less_firm(const qd_stage_row *a, const qd_stage_row *b)
{
    if (a->firmness != b->firmness) return a->firmness > b->firmness;
    if (a->lane_lo < b->lane_lo || a->lane_lo > b->lane_lo)
        return a->lane_lo < b->lane_lo;
    return a->lane_hi < b->lane_hi;
}

qd_day qd_stage_day(const qd_view *v)
{
    if (v->on == QD_DAY_OPEN_FROM || v->on > v->known_by) return v->known_by;
    return v->on;
}

const qd_stage_row *qd_stage_said(const qd_model *m, qd_id datum)
{
    const qd_syn *n = &m->tree.syns.at[datum];
    if (n->kind == QD_SYN_HEDGE) return qd_stage_said(m, n->a);
    if (n->kind == QD_SYN_NAME) return qd_stage_find(m, n->a);
    if (n->kind != QD_SYN_OR) return NULL;
    const qd_stage_row *a = qd_stage_said(m, n->a);
    const qd_stage_row *b = qd_stage_said(m, n->b);
    return !a || (b && qd_stage_less_firm(b, a)) ? b : a;
}

/* ---- Lanes */

static qd_set lanes_said(const qd_model *m, qd_id datum)
{
    const qd_syn *n = &m->tree.syns.at[datum];
    if (n->kind == QD_SYN_HEDGE) return lanes_said(m, n->a);
    if (n->kind == QD_SYN_OR) {
        qd_set a = lanes_said(m, n->a), b = lanes_said(m, n->b);
        return qd_set_union(&a, &b);
    }
    const qd_stage_row *row = qd_stage_said(m, datum);
    if (!row) return qd_set_unknown();
    return qd_set_piece(row->lane_lo, false, row->lane_hi, false);
}

static qd_claims stage_claims(const qd_view *v, uint32_t dir,
                              qd_arena *arena)
{
    qd_sym stage = qd_names_find(&v->m->tree.names, QD_STR("stage"));
    return qd_claims_of(v, dir, stage, qd_stage_day(v), arena);
}

static qd_id stage_datum(const qd_model *m, uint32_t field)
{
    return qd_field_datum(&m->tree, &m->tree.fields.at[field]);
}

qd_set qd_stage_lanes(const qd_view *v, uint32_t dir, qd_arena *arena)
{
    qd_claims c = stage_claims(v, dir, arena);
    qd_set *sets = qd_arena_alloc(arena, (c.n_stand + 1) * sizeof *sets);
    uint32_t n = 0;
    for (uint32_t i = 0; i < c.n && n < QD_LIMIT_RIVALS; i++) {
        if (c.at[i].state != QD_CLAIM_STANDS) continue;
        qd_set s = lanes_said(v->m, stage_datum(v->m, c.at[i].field));
        if (!s.unknown) sets[n++] = s;
    }
    return n ? qd_set_rivals(sets, n) : qd_set_empty();
}

/* ---- The stage of a directive */

enum note_state { NOTE_NEW, NOTE_OPEN, NOTE_DONE };

struct qd_stage_note {
    uint32_t of;     /* whose stage is the least firm */
    uint16_t row;    /* its own, NO_ROW */
    uint8_t firmness;
    uint8_t state : 2, assumed : 1, differs : 1;
};

enum { NO_ROW = UINT16_MAX };

static void note_stage(const qd_model *m, struct qd_stage_note *n,
                     const qd_stage_row *row)
{
    if (row) n->row = (uint16_t)(row - m->policy->stage);
}

/* What is said of it itself. */
static void note_own(const qd_view *v, uint32_t dir, struct qd_stage_note *n,
                     qd_arena *arena)
{
    const qd_model *m = v->m;
    qd_claims c = stage_claims(v, dir, arena);
    const qd_stage_row *least = NULL;
    if (c.assume != QD_NONE) {
        note_stage(m, n, qd_stage_said(m, stage_datum(m, c.assume)));
        n->assumed = n->row != NO_ROW;
        if (n->assumed) return;
    }
    double lo = -1e9, hi = 1e9;
    for (uint32_t i = 0; i < c.n; i++) {
        if (c.at[i].state != QD_CLAIM_STANDS) continue;
        qd_id datum = stage_datum(m, c.at[i].field);
        const qd_stage_row *row = qd_stage_said(m, datum);
        if (!row) continue;
        if (!least || qd_stage_less_firm(row, least)) least = row;
        qd_set lanes = lanes_said(m, datum);
        qd_piece hull = qd_set_hull(&lanes);
        if (hull.lo > lo) lo = hull.lo;
        if (hull.hi < hi) hi = hull.hi;
    }
    n->differs = lo > hi;
    note_stage(m, n, least);
}

static bool can_happen(const qd_dir *d)
{
    return (qd_instrument_of(d)->flags & QD_I_HAPPENS) != 0;
}

/* The k-th deal that a directive waits for, QD_NONE behind the last. */
static uint32_t deal_at(const qd_model *m, const qd_dir *d, uint32_t k)
{
    if (!qd_deals_bind(d)) return QD_NONE;
    for (uint32_t i = 0; i < d->n_refs; i++) {
        qd_ref r = m->tree.refs.at[d->refs + i];
        if (QD_REF_KIND(r) != QD_REF_DEAL) continue;
        uint32_t deal = qd_model_find(m, QD_REF_SYM(r));
        if (deal == QD_NONE || !can_happen(&m->tree.dirs.at[deal])) continue;
        if (k-- == 0) return deal;
    }
    return QD_NONE;
}

/* A deal that the view does not see is a hole: nothing firm hangs on it. */
static uint8_t firmness_of(const qd_view *v, uint32_t deal)
{
    if (!qd_dir_seen(v, deal)) return QD_FIRM_PLANNED;
    return v->m->policy->notes[deal].firmness;
}

/* The least firm of itself and its deals; nothing said means signed, or what
 * the deals say. */
static void close_note(const qd_view *v, uint32_t dir)
{
    qd_policy *p = v->m->policy;
    const qd_dir *d = &v->m->tree.dirs.at[dir];
    struct qd_stage_note *n = &p->notes[dir];
    bool said = n->row != NO_ROW;
    n->of = dir;
    n->firmness = said ? p->stage[n->row].firmness : QD_FIRM_FIRM;
    uint32_t deal;
    for (uint32_t k = 0; (deal = deal_at(v->m, d, k)) != QD_NONE; k++) {
        uint8_t firmness = firmness_of(v, deal);
        if (k == 0 && !said) n->firmness = firmness;
        else if (firmness <= n->firmness) continue;
        n->firmness = firmness;
        n->of = qd_dir_seen(v, deal) ? p->notes[deal].of : deal;
    }
    n->state = NOTE_DONE;
}

static struct qd_stage_note *open_note(const qd_view *v, uint32_t dir,
                                       qd_arena *arena)
{
    struct qd_stage_note *n = &v->m->policy->notes[dir];
    *n = (struct qd_stage_note){ .row = NO_ROW, .state = NOTE_OPEN };
    note_own(v, dir, n, arena);
    return n;
}

/* A directive whose deals are being noted. */
struct pending {
    uint32_t dir, next;
};

/* Deals may name deals: a stack of its own, since a chain may be long. One
 * that is open already closes a circle, which is told when the model is
 * read. */
static void note_all(const qd_view *v, uint32_t dir, qd_arena *arena)
{
    const qd_model *m = v->m;
    struct qd_stage_note *notes = m->policy->notes;
    QD_VEC(struct pending) stack = { 0 };
    open_note(v, dir, arena);
    *qd_vec_add(m->mem, &stack) = (struct pending){ dir, 0 };
    while (stack.n > 0) {
        struct pending *top = &stack.at[stack.n - 1];
        const qd_dir *d = &m->tree.dirs.at[top->dir];
        uint32_t deal = deal_at(m, d, top->next++);
        if (deal == QD_NONE) {
            close_note(v, top->dir);
            stack.n--;
        } else if (notes[deal].state == NOTE_NEW) {
            open_note(v, deal, arena);
            *qd_vec_add(m->mem, &stack) = (struct pending){ deal, 0 };
        }
    }
    qd_mem_release(m->mem, stack.at);
}

/* Notes are of one view; they are begun anew for another. */
static void begin_notes(const qd_view *v)
{
    qd_policy *p = v->m->policy;
    uint32_t n = v->m->tree.dirs.n;
    bool same = p->notes && p->n_notes == n &&
                p->noted.known_by == v->known_by && p->noted.on == v->on &&
                p->noted.scenario == v->scenario;
    if (same) return;
    if (p->notes && p->n_notes == n)
        memset(p->notes, 0, n * sizeof *p->notes);
    else
        p->notes = qd_mem_zero(v->m->mem, n * sizeof *p->notes);
    p->n_notes = n;
    p->noted = *v;
}

qd_stage qd_stage_of(const qd_view *v, uint32_t dir, qd_arena *arena)
{
    const qd_policy *p = v->m->policy;
    begin_notes(v);
    if (p->notes[dir].state == NOTE_NEW) note_all(v, dir, arena);
    const struct qd_stage_note *n = &p->notes[dir];
    return (qd_stage){
        .row = n->row == NO_ROW ? NULL : &p->stage[n->row],
        .assumed = n->assumed, .differs = n->differs,
        .firmness = n->firmness, .of = n->of };
}

uint8_t qd_stage_firmness(const qd_view *v, uint32_t dir, qd_arena *arena)
{
    return qd_stage_of(v, dir, arena).firmness;
}
