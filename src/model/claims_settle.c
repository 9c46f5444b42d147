/* The claims on a field: gathered from the lines of its directive, then
 * settled by what each knows of the others. */
#include "model/claims.h"
#include "model/stage.h"
#include "model/voices.h"

#include <stdlib.h>

/* One gathering. */
struct run {
    const qd_view *v;
    qd_voices *vs;
    qd_arena *arena;
    const qd_dir *d;
    uint32_t dir;
    qd_sym field;
    qd_day day;
    bool seen, dated;       /* the view sees it; a claim has a WHEN */
    bool asked_modeller;
    qd_day modeller;        /* from when he knew, once asked */
    const qd_speaker *header; /* its speakers, while gathering */
    uint32_t n_header;
    qd_claims out;
};

/* A claim by the time that its line speaks of: those of one time are
 * rivals. */
struct rival {
    qd_span when;
    uint32_t at;
};

/* ---- Gathering */

static bool is_line(const struct run *r, const qd_field *f)
{
    return f->name == r->field && f->datum != QD_NONE &&
           !(f->flags & (QD_FIELD_BROKEN | QD_FIELD_TARGET));
}

static bool speaks_of_day(const struct run *r, const qd_field *f)
{
    return r->day == QD_DAY_OPEN_FROM || !(f->flags & QD_FIELD_DATED) ||
           qd_line_covers(qd_field_when(&r->v->m->tree, f), r->day);
}

static qd_span when_of(const struct run *r, const qd_claim *c)
{
    const qd_tree *t = &r->v->m->tree;
    const qd_field *f = &t->fields.at[c->field];
    return f->flags & QD_FIELD_DATED ? qd_field_when(t, f) : QD_SPAN_ALWAYS;
}

/* From when the modeller knew what has no source. */
static qd_day modeller_knew(const struct run *r)
{
    const qd_tree *t = &r->v->m->tree;
    for (uint32_t i = 0; i < r->d->n_fields; i++) {
        const qd_field *f = &t->fields.at[r->d->fields + i];
        qd_span s;
        bool from_only;
        if (f->name == r->vs->known && f->datum != QD_NONE &&
            !(f->flags & (QD_FIELD_BROKEN | QD_FIELD_TARGET)) &&
            qd_written_date(t, qd_field_datum(t, f), &s))
            return qd_known_from(s, &from_only);
    }
    return QD_DAY_OPEN_FROM;
}

static void add_claim(struct run *r, uint32_t field, qd_speaker who)
{
    qd_claim *c = &r->out.at[r->out.n++];
    *c = (qd_claim){ .field = field, .voice = who.voice, .told = who.told };
    if (who.voice == 0) {
        if (!r->asked_modeller) r->modeller = modeller_knew(r);
        r->asked_modeller = true;
        c->known = r->modeller;
    } else {
        c->known = qd_source_known(r->v, who.voice, &c->from_only);
        c->rank = qd_voice_at(r->vs, who.voice)->rank;
    }
    if (!r->seen || c->known > r->v->known_by) c->state = QD_CLAIM_HIDDEN;
}

static void hear_line(struct run *r, uint32_t field)
{
    const qd_field *f = &r->v->m->tree.fields.at[field];
    qd_speaker own[QD_SPEAKERS];
    const qd_speaker *who = own;
    uint32_t n = qd_line_speakers(r->v->m, f->refs, f->n_refs, own);
    if (n == 0) who = r->header, n = r->n_header;
    if (n == 0) add_claim(r, field, (qd_speaker){ 0, 0 });
    for (uint32_t i = 0; i < n; i++) add_claim(r, field, who[i]);
    r->dated |= (f->flags & QD_FIELD_DATED) != 0;
}

/* Room for every claim that the lines can hold. */
static void room_for_claims(struct run *r)
{
    const qd_field *fields = r->v->m->tree.fields.at + r->d->fields;
    size_t most = 0;
    for (uint32_t i = 0; i < r->d->n_fields; i++) {
        const qd_field *f = &fields[i];
        if (!is_line(r, f) || (f->flags & QD_FIELD_ASSUME)) continue;
        uint32_t n = f->n_refs ? f->n_refs : r->d->n_refs;
        most += n ? n : 1;
    }
    if (most) r->out.at = qd_arena_alloc(r->arena, most * sizeof *r->out.at);
}

static void hear(struct run *r)
{
    const qd_dir *d = r->d;
    qd_speaker header[QD_SPEAKERS];
    room_for_claims(r);
    if (!r->out.at) return;
    r->header = header;
    r->n_header = qd_line_speakers(r->v->m, d->refs, d->n_refs, header);
    for (uint32_t i = d->fields; i < d->fields + d->n_fields; i++) {
        const qd_field *f = &r->v->m->tree.fields.at[i];
        if (is_line(r, f) && !(f->flags & QD_FIELD_ASSUME) &&
            speaks_of_day(r, f)) hear_line(r, i);
    }
    r->header = NULL;
}

/* On a day only the latest dated lines hold that the view sees. */
static void keep_latest(struct run *r)
{
    qd_day latest = QD_DAY_OPEN_FROM;
    for (uint32_t i = 0; i < r->out.n; i++) {
        const qd_claim *c = &r->out.at[i];
        qd_day from = when_of(r, c).from;
        if (c->state != QD_CLAIM_HIDDEN && from > latest) latest = from;
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->out.n; i++) {
        qd_claim c = r->out.at[i];
        bool dated = r->v->m->tree.fields.at[c.field].flags & QD_FIELD_DATED;
        if (!dated || when_of(r, &c).from >= latest) r->out.at[n++] = c;
    }
    r->out.n = n;
}

/* ---- Votes */

/* A voice as it takes part in this run. */
static uint32_t vote_row(struct run *r, qd_sym source, uint32_t stamp)
{
    qd_voice *s = qd_voice_at(r->vs, source);
    uint32_t row = (uint32_t)(s - r->vs->at.at);
    if (s->vote_stamp != stamp) {
        s->vote_stamp = stamp;
        s->one_with = row;
        s->has_vote = false;
    }
    return row;
}

/* The row that stands for all that share its vote. */
static uint32_t vote_root(struct run *r, uint32_t row)
{
    qd_voice *at = r->vs->at.at;
    while (at[row].one_with != row)
        row = at[row].one_with = at[at[row].one_with].one_with;
    return row;
}

/* Those who tell one source, and it itself, share a vote. What is hidden
 * joins nobody, so that a later word changes no earlier view. */
static void join_votes(struct run *r, uint32_t stamp)
{
    for (uint32_t i = 0; i < r->out.n; i++) {
        const qd_claim *c = &r->out.at[i];
        if (c->told == 0 || c->state == QD_CLAIM_HIDDEN) continue;
        uint32_t a = vote_root(r, vote_row(r, c->voice, stamp));
        uint32_t b = vote_root(r, vote_row(r, c->told, stamp));
        r->vs->at.at[b].one_with = a;
    }
}

/* Numbers in order of appearance; more than a byte holds share the last. */
struct count {
    uint32_t stamp;
    unsigned next;
    bool has_own;
    uint8_t own;
};

static void give_vote(struct run *r, qd_claim *c, struct count *k)
{
    uint32_t row = vote_root(r, vote_row(r, c->voice, k->stamp));
    qd_voice *s = &r->vs->at.at[row];
    bool *has = c->voice ? &s->has_vote : &k->has_own;
    uint8_t *vote = c->voice ? &s->vote : &k->own;
    if (!*has) {
        *has = true;
        *vote = (uint8_t)k->next;
        k->next += k->next < UINT8_MAX;
    }
    c->vote = *vote;
}

static void count_votes(struct run *r)
{
    struct count k = { .stamp = ++r->vs->stamp };
    join_votes(r, k.stamp);
    for (uint32_t i = 0; i < r->out.n; i++)
        if (r->out.at[i].state != QD_CLAIM_HIDDEN)
            give_vote(r, &r->out.at[i], &k);
    for (uint32_t i = 0; i < r->out.n; i++)
        if (r->out.at[i].state == QD_CLAIM_HIDDEN)
            give_vote(r, &r->out.at[i], &k);
}

/* ---- What stands */

static bool in_force(const qd_claim *c)
{
    return c->state == QD_CLAIM_STANDS;
}
/* A source whose day is known. */
static bool has_day(const qd_claim *c)
{
    return c->voice != 0 && c->known != INT32_MAX;
}

static qd_voice *group_of(struct run *r, qd_sym source)
{
    const qd_voice *s = qd_voice_at(r->vs, source);
    return &r->vs->at.at[s->dir == QD_NONE ? 0 : s->group];
}

static void note_words(struct run *r, const qd_claim *c, uint32_t stamp)
{
    qd_voice *g = group_of(r, c->voice);
    if (g->dir == QD_NONE) return;
    if (g->late_stamp != stamp) {
        g->late_stamp = stamp;
        g->late = g->late_own = QD_DAY_OPEN_FROM;
    }
    if (c->known > g->late) g->late = c->known;
    if (c->told == 0 && c->known > g->late_own) g->late_own = c->known;
}

/* Its publisher speaks later, or the one whose words it tells does so
 * itself. To tell the same words once more replaces nothing. */
static bool spoken_over(struct run *r, const qd_claim *c, uint32_t stamp)
{
    const qd_voice *by = group_of(r, c->voice);
    const qd_voice *of = group_of(r, c->told ? c->told : c->voice);
    return (by->late_stamp == stamp && by->late > c->known) ||
           (of->late_stamp == stamp && of->late_own > c->known);
}

static void replace(struct run *r, const struct rival *at, uint32_t n)
{
    uint32_t stamp = ++r->vs->stamp;
    for (uint32_t i = 0; i < n; i++) {
        const qd_claim *c = &r->out.at[at[i].at];
        if (in_force(c) && has_day(c)) note_words(r, c, stamp);
    }
    for (uint32_t i = 0; i < n; i++) {
        qd_claim *c = &r->out.at[at[i].at];
        if (in_force(c) && has_day(c) && spoken_over(r, c, stamp))
            c->state = QD_CLAIM_REPLACED;
    }
}

static void outrank(struct run *r, const struct rival *at, uint32_t n)
{
    bool high = false;
    for (uint32_t i = 0; i < n; i++) {
        const qd_claim *c = &r->out.at[at[i].at];
        high |= in_force(c) && c->rank > 0;
    }
    for (uint32_t i = 0; high && i < n; i++) {
        qd_claim *c = &r->out.at[at[i].at];
        if (in_force(c) && c->voice != 0 && c->rank == 0)
            c->state = QD_CLAIM_SILENCED;
    }
}

/* ---- Before and after the present stage of a deal */

/* Voices known before the one day are silent once there is one known at or
 * after the other. */
struct era {
    qd_day before, after;
};

/* The stage lines that name a time say it themselves. */
static bool era_of_lines(const struct run *stage, struct era *out)
{
    qd_day from = QD_DAY_OPEN_FROM;
    for (uint32_t i = 0; i < stage->out.n; i++) {
        const qd_claim *c = &stage->out.at[i];
        qd_span when = when_of(stage, c);
        if (in_force(c) && when.from > from) from = when.from;
    }
    *out = (struct era){ from, from };
    return from != QD_DAY_OPEN_FROM;
}

/* The claims that say the present stage: the latest ones. They are marked
 * on their voices. False when they do not all say that it has happened. */
static bool mark_present(struct run *stage, uint32_t stamp, bool *own)
{
    qd_day latest = QD_DAY_OPEN_FROM;
    bool any = false;
    for (uint32_t i = 0; i < stage->out.n; i++) {
        const qd_claim *c = &stage->out.at[i];
        if (in_force(c) && c->known > latest) latest = c->known;
    }
    for (uint32_t i = 0; i < stage->out.n; i++) {
        const qd_claim *c = &stage->out.at[i];
        if (!in_force(c) || c->known != latest) continue;
        const qd_model *m = stage->v->m;
        qd_id datum = qd_field_datum(&m->tree, &m->tree.fields.at[c->field]);
        const struct qd_stage_row *row = qd_stage_said(m, datum);
        if (!row || row->firmness > QD_FIRM_FIRM) return false;
        any = true;
        if (c->voice == 0) *own = true;
        else qd_voice_at(stage->vs, c->voice)->vote_stamp = stamp;
    }
    return any;
}

static void stretch(struct era *e, qd_span when)
{
    if (when.from < e->before) e->before = when.from;
    if (when.from > e->after) e->after = when.from;
}

/* What has happened began at the `when` of those who say so. */
static bool era_of_when(struct run *stage, struct era *out)
{
    const qd_tree *t = &stage->v->m->tree;
    uint32_t stamp = ++stage->vs->stamp;
    bool own = false;
    if (!mark_present(stage, stamp, &own)) return false;
    *out = (struct era){ INT32_MAX, INT32_MIN };
    if (stage->d->flags & QD_DIR_DATED) stretch(out, stage->d->when);
    struct run w = { .v = stage->v, .vs = stage->vs, .arena = stage->arena,
                     .d = stage->d, .dir = stage->dir, .seen = true,
                     .field = stage->vs->when, .day = QD_DAY_OPEN_FROM };
    hear(&w);
    for (uint32_t i = 0; i < w.out.n; i++) {
        const qd_claim *c = &w.out.at[i];
        const qd_voice *s = qd_voice_at(w.vs, c->voice);
        qd_span when;
        if (!in_force(c) ||
            !(own || c->voice == 0 || s->vote_stamp == stamp) ||
            !qd_written_date(t, qd_field_datum(t, &t->fields.at[c->field]),
                             &when)) continue;
        stretch(out, when);
    }
    return out->before != QD_DAY_OPEN_FROM && out->before != INT32_MAX;
}

static bool era_of(const struct run *r, uint32_t deal, struct era *out)
{
    const qd_dir *d = &r->v->m->tree.dirs.at[deal];
    unsigned flags = qd_instrument_of(d)->flags;
    if (!(flags & QD_I_HAPPENS)) return false;
    struct run s = { .v = r->v, .vs = r->vs, .arena = r->arena, .d = d,
                     .dir = deal, .field = r->vs->stage,
                     .day = qd_stage_day(r->v),
                     .seen = qd_dir_seen(r->v, deal) };
    hear(&s);
    keep_latest(&s);
    if (s.out.n == 0 || !s.seen) return false;
    if (era_of_lines(&s, out)) return true;
    return (flags & QD_I_INSTANT) && era_of_when(&s, out);
}

static void silence_before(struct run *r, const struct rival *at, uint32_t n,
                           struct era e)
{
    bool after = false;
    for (uint32_t i = 0; i < n; i++) {
        const qd_claim *c = &r->out.at[at[i].at];
        after |= in_force(c) && has_day(c) && c->known >= e.after;
    }
    for (uint32_t i = 0; after && i < n; i++) {
        qd_claim *c = &r->out.at[at[i].at];
        if (in_force(c) && has_day(c) && c->known < e.before)
            c->state = QD_CLAIM_SILENCED;
    }
}

/* Whether there is an earlier and a later voice at all; mostly not. */
static bool days_differ(const struct run *r, const struct rival *at,
                        uint32_t n)
{
    qd_day first = INT32_MAX, last = INT32_MIN;
    for (uint32_t i = 0; i < n; i++) {
        const qd_claim *c = &r->out.at[at[i].at];
        if (!in_force(c) || !has_day(c)) continue;
        if (c->known < first) first = c->known;
        if (c->known > last) last = c->known;
    }
    return first < last;
}

static void outdate(struct run *r, const struct rival *at, uint32_t n)
{
    struct era e;
    if (!days_differ(r, at, n)) return;
    if (era_of(r, r->dir, &e)) silence_before(r, at, n, e);
    for (uint32_t i = 0; i < r->d->n_refs; i++) {
        qd_ref ref = r->v->m->tree.refs.at[r->d->refs + i];
        if (QD_REF_KIND(ref) != QD_REF_DEAL) continue;
        uint32_t deal = qd_model_find(r->v->m, QD_REF_SYM(ref));
        if (deal != QD_NONE && deal != r->dir && era_of(r, deal, &e))
            silence_before(r, at, n, e);
    }
}

/* ---- Settling */

static int by_when(const void *a, const void *b)
{
    const struct rival *x = a, *y = b;
    if (x->when.from != y->when.from)
        return x->when.from < y->when.from ? -1 : 1;
    if (x->when.to != y->when.to) return x->when.to < y->when.to ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* What was superseded speaks no more; what is from before the present stage
 * is out of date whatever its rank; then rank decides. */
static void settle_rivals(struct run *r, const struct rival *at, uint32_t n)
{
    if (n < 2) return;
    replace(r, at, n);
    outdate(r, at, n);
    outrank(r, at, n);
}

static void settle(struct run *r)
{
    uint32_t n = r->out.n;
    if (n < 2) return;
    struct rival *at = qd_arena_alloc(r->arena, n * sizeof *at);
    bool apart = r->dated && r->day == QD_DAY_OPEN_FROM;
    for (uint32_t i = 0; i < n; i++)
        at[i] = (struct rival){ apart ? when_of(r, &r->out.at[i])
                                      : QD_SPAN_ALWAYS, i };
    if (apart) qsort(at, n, sizeof *at, by_when);
    for (uint32_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n; to++)
            if (at[to].when.from != at[from].when.from ||
                at[to].when.to != at[from].when.to) break;
        settle_rivals(r, at + from, to - from);
    }
}

/* ---- The modeller's line */

static uint32_t own_assume(const struct run *r)
{
    const qd_tree *t = &r->v->m->tree;
    uint32_t best = QD_NONE;
    qd_day from = 0;
    for (uint32_t i = r->d->fields; i < r->d->fields + r->d->n_fields; i++) {
        const qd_field *f = &t->fields.at[i];
        if (!is_line(r, f) || !(f->flags & QD_FIELD_ASSUME) ||
            !speaks_of_day(r, f)) continue;
        if (r->day == QD_DAY_OPEN_FROM) return i;
        qd_span when = qd_field_when(t, f);
        if (best != QD_NONE && when.from <= from) continue;
        best = i;
        from = when.from;
    }
    return best;
}

qd_claims qd_claims_of(const qd_view *v, uint32_t dir, qd_sym field,
                       qd_day day, qd_arena *arena)
{
    struct run r = { .v = v, .vs = qd_voices_of(v->m), .arena = arena,
                     .d = &v->m->tree.dirs.at[dir], .dir = dir,
                     .field = field, .day = day };
    r.out.assume = QD_NONE;
    r.seen = qd_dir_seen(v, dir);
    hear(&r);
    if (r.dated && day != QD_DAY_OPEN_FROM) keep_latest(&r);
    count_votes(&r);
    settle(&r);
    for (uint32_t i = 0; i < r.out.n; i++)
        r.out.n_stand += r.out.at[i].state == QD_CLAIM_STANDS;
    if (!r.seen) return r.out;
    r.out.assume = qd_what_if_line(v, r.d->name, field, day);
    if (r.out.assume == QD_NONE) r.out.assume = own_assume(&r);
    return r.out;
}
