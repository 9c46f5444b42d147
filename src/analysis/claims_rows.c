/* Reads the quantities of a view from the claim store. */
#include "analysis/claims_rows.h"

#include <math.h>
#include <stdlib.h>

#include "model/stage.h"
#include "model/voices.h"

/* ---- One line */

static const qd_syn *syn(const qd_quantities *q, qd_id id)
{
    return &q->m->tree.syns.at[id];
}

/* The basis of a datum: of its first branch that names one. */
static qd_sym basis_of(const qd_quantities *q, qd_id id)
{
    const qd_syn *n = syn(q, id);
    switch (n->kind) {
    case QD_SYN_BASIS: return n->b;
    case QD_SYN_HEDGE: return basis_of(q, n->a);
    case QD_SYN_OR: {
        qd_sym first = basis_of(q, n->a);
        return first ? first : basis_of(q, n->b);
    }
    default: return 0;
    }
}

/* One name of a list; false when it is none. */
static bool take_name(const qd_quantities *q, qd_id id, qd_sym *out,
                      bool *others)
{
    const qd_syn *n = syn(q, id);
    if (n->kind == QD_SYN_HOLE) *others = true;
    if (n->kind != QD_SYN_NAME || n->b != 0) return false;
    *out = n->a;
    return true;
}

uint32_t qd_names_of(qd_quantities *q, qd_id datum, qd_sym **out,
                     bool *others)
{
    uint32_t most = 1, n = 0;
    qd_id id = datum;
    for (; syn(q, id)->kind == QD_SYN_LIST || syn(q, id)->kind == QD_SYN_OR;
         id = syn(q, id)->kind == QD_SYN_LIST ? syn(q, id)->b
                                              : syn(q, id)->a) most++;
    *out = qd_arena_alloc(q->arena, most * sizeof **out);
    for (id = datum;; ) {
        const qd_syn *s = syn(q, id);
        bool list = s->kind == QD_SYN_LIST, either = s->kind == QD_SYN_OR;
        qd_id item = list ? s->a : either ? s->b : id;
        n += take_name(q, item, &(*out)[n], others);
        if (!list && !either) return n;
        id = list ? s->b : s->a;
    }
}

/* Whether a name in a claim's value stands for a number. */
static bool is_formula(const qd_quantities *q, qd_id id)
{
    const qd_syn *n = syn(q, id);
    if (n->kind == QD_SYN_LIST || n->kind == QD_SYN_STRING) return false;
    if (n->kind == QD_SYN_OR)
        return is_formula(q, n->a) && is_formula(q, n->b);
    if (n->kind != QD_SYN_NAME || n->b != 0) return true;
    uint32_t dir = qd_model_find(q->m, n->a);
    if (dir == QD_NONE) return false;
    uint16_t k = q->m->tree.dirs.at[dir].keyword;
    return k == QD_K_let || k == QD_K_claim || k == QD_K_price;
}

static void read_lanes(qd_quantities *q, qd_id datum, qd_say *s)
{
    qd_sym *words;
    bool others = false;
    uint32_t n = qd_names_of(q, datum, &words, &others);
    qd_set all = qd_set_empty();
    for (uint32_t i = 0; i < n; i++) {
        const qd_stage_row *row = qd_stage_find(q->m, words[i]);
        if (!row) continue;
        qd_set place = qd_set_piece(row->lane_lo, false, row->lane_hi, false);
        all = qd_set_union(&all, &place);
    }
    if (all.n == 0) return;
    s->said = QD_SAID_SET;
    s->dim = QD_DIM_WORD;
    s->set = s->rounded = all;
}

/* One unit of the last printed place of a number. The same amount written
 * with another scale (38 bn, 38000 mn) is read alike: zeros that end a whole
 * number count down to the unit of the scale in which it has one to three
 * digits before the point. */
static double printed_unit(const qd_quantities *q, const qd_syn *n)
{
    const qd_unit *unit = &q->m->unit.at[n->unit].unit;
    int64_t mantissa = qd_decimal_mantissa(n->number);
    int place = qd_decimal_exponent(n->number);
    unsigned scale = n->op == QD_NUMBER_BARE ? 0 : n->op;
    if (mantissa == 0) return 0;
    if (place >= 3 * (int)scale && qd_dim_is_money(&q->m->units, unit->dim,
                                                   NULL)) {
        int digits = place, last = place;
        for (int64_t x = llabs(mantissa); x > 0; x /= 10) digits++;
        for (int64_t x = mantissa; x % 10 == 0; x /= 10) last++;
        int whole = (digits - 1) / 3 * 3;
        place = last < whole ? last : whole;
    }
    return qd_unit_value(unit, qd_decimal_make(1, place));
}

/* How far a set may be moved if its printed numbers were rounded. */
static double rounding(const qd_quantities *q, qd_id id)
{
    const qd_syn *n = syn(q, id);
    switch (n->kind) {
    case QD_SYN_NUMBER: return printed_unit(q, n) / 2;
    case QD_SYN_HEDGE: case QD_SYN_BASIS: return rounding(q, n->a);
    case QD_SYN_OR: case QD_SYN_RANGE:
        return fmin(rounding(q, n->a), rounding(q, n->b));
    default: return 0;
    }
}

static void read_set(qd_quantities *q, qd_id datum, qd_say *s)
{
    qd_lowering *l = &q->lowering;
    qd_node n = qd_lower_line(l, s->part, s->claim.field, QD_DATE_WITHIN);
    if (n == QD_NODE_HOLE || n == QD_NODE_BAD) return;
    const qd_set *set = qd_eval_node(&q->claims, n);
    if (set->unknown || set->n == 0) return;
    s->said = QD_SAID_SET;
    s->dim = qd_node_dim(&l->graph, n);
    s->set = s->rounded = *set;
    if (s->dim == QD_DIM_DATE) return;
    double margin = rounding(q, datum);
    if (margin <= 0) return;
    s->rounded = qd_set_widen(&s->set, margin);
    /* 3 is what prints so: 2.5 is of it, 3.5 is not. */
    for (uint32_t i = 0; i < s->rounded.n; i++)
        s->rounded.at[i].hi_open = true;
}

static void read_names(qd_quantities *q, qd_id datum, qd_say *s)
{
    s->n_names = qd_names_of(q, datum, &s->names, &s->others);
    if (s->n_names > 0) s->said = QD_SAID_NAMES;
    else if (syn(q, datum)->kind == QD_SYN_STRING) s->said = QD_SAID_TEXT;
}

void qd_say_read(qd_quantities *q, const qd_quantity *x, qd_say *s)
{
    if (s->claim.field == QD_NONE) {
        s->said = QD_SAID_TEXT;
        s->word = QD_STR("said");
        return;
    }
    const qd_field *f = &q->m->tree.fields.at[s->claim.field];
    qd_id datum = qd_field_datum(&q->m->tree, f);
    s->when = f->flags & QD_FIELD_DATED ? qd_field_when(&q->m->tree, f)
                                        : QD_SPAN_ALWAYS;
    s->basis = basis_of(q, datum);
    s->word = qd_datum_words(q, datum);
    if (f->flags & QD_FIELD_DATED) {
        char buf[32];
        s->word = qd_arena_printf(q->arena, "%.*s: %.*s",
            QD_STR_ARG(qd_span_write(s->when, buf)), QD_STR_ARG(s->word));
    }
    switch ((enum qd_field_kind)x->kind) {
    case QD_KIND_LANE: read_lanes(q, datum, s); break;
    case QD_KIND_WORD: case QD_KIND_REF: case QD_KIND_NAME:
        read_names(q, datum, s);
        break;
    case QD_KIND_TEXT: s->said = QD_SAID_TEXT; break;
    case QD_KIND_ANY:
        if (is_formula(q, datum)) read_set(q, datum, s);
        else read_names(q, datum, s);
        break;
    default: read_set(q, datum, s); break;
    }
}

/* ---- One quantity */

/* What the voice of a claim takes the directive for. */
static int8_t phase_of(qd_quantities *q, const qd_claims *stages,
                       const qd_claim *c)
{
    const qd_tree *t = &q->m->tree;
    int8_t phase = 0;
    for (uint32_t i = 0; i < stages->n; i++) {
        if (stages->at[i].voice != c->voice || c->voice == 0) continue;
        const qd_stage_row *row = qd_stage_said(q->m,
            qd_field_datum(t, &t->fields.at[stages->at[i].field]));
        if (!row || row->firmness == QD_FIRM_NONE) continue;
        phase = row->firmness <= QD_FIRM_FIRM ? 1
              : row->firmness >= QD_FIRM_TALKS ? -1 : 0;
    }
    return phase;
}

/* What a line is sorted by. */
struct say_key {
    qd_str voice, told, word;
    qd_day from;
    uint32_t at;
};

static qd_str source_text(const qd_quantities *q, qd_sym source)
{
    return qd_names_text(&q->m->tree.names, source);
}

static int by_source_text(const void *a, const void *b)
{
    const struct say_key *x = a, *y = b;
    int c = qd_str_cmp(x->voice, y->voice);
    if (c == 0) c = (x->from > y->from) - (x->from < y->from);
    if (c == 0) c = qd_str_cmp(x->told, y->told);
    if (c == 0) c = qd_str_cmp(x->word, y->word);
    return c ? c : (x->at > y->at) - (x->at < y->at);
}

static void sort_says(qd_quantities *q, qd_quantity *x)
{
    if (x->n < 2) return;
    struct say_key *keys = qd_arena_alloc(q->arena, x->n * sizeof *keys);
    qd_say *sorted = qd_arena_alloc(q->arena, x->n * sizeof *sorted);
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_say *s = &x->at[i];
        keys[i] = (struct say_key){ source_text(q, s->claim.voice),
                                    source_text(q, s->claim.told), s->word,
                                    s->when.from, i };
    }
    qsort(keys, x->n, sizeof *keys, by_source_text);
    for (uint32_t i = 0; i < x->n; i++) sorted[i] = x->at[keys[i].at];
    x->at = sorted;
}

/* "Amazon → OpenAI", or what the modeller calls it. */
static qd_str dir_words(qd_quantities *q, uint32_t dir)
{
    const qd_dir *d = &q->m->tree.dirs.at[dir];
    static const char *const arrows[] = { "", "→", "of", "over" };
    qd_str label = qd_dir_label(&q->m->tree, d);
    if (label.len || d->arrow == QD_ARROW_NONE || d->a == 0)
        return qd_model_label(q->m, dir);
    return qd_arena_printf(q->arena, "%.*s %s %.*s",
                           QD_STR_ARG(qd_party_label(q->m, d->a)),
                           arrows[d->arrow],
                           QD_STR_ARG(qd_party_label(q->m, d->b)));
}

static void name_quantity(qd_quantities *q, qd_quantity *x)
{
    const qd_dir *d = &q->m->tree.dirs.at[x->dir];
    x->id = qd_model_name(q->m, d->name);
    x->field_text = x->field ? qd_names_text(&q->m->tree.names, x->field)
                             : QD_STR("");
    x->title = d->keyword == QD_K_claim ? qd_model_label(q->m, x->dir)
        : qd_arena_printf(q->arena, "%.*s, %.*s",
                          QD_STR_ARG(dir_words(q, x->dir)),
                          QD_STR_ARG(x->field_text));
}

static void kind_of_quantity(qd_quantities *q, qd_quantity *x)
{
    const qd_field_row *row = x->field == 0 ? NULL : qd_schema_row(
        &q->m->schema, q->m->tree.dirs.at[x->dir].keyword, x->field);
    x->kind = row ? (uint8_t)row->kind : QD_KIND_TEXT;
    x->rivalry = row ? (uint8_t)row->rivalry : QD_RIVAL_NEVER;
    x->share = row && (row->classes & QD_C_SHARE);
    x->lanes = x->kind == QD_KIND_LANE;
}

static void add_quantity(qd_quantities *q, uint32_t dir, qd_sym field,
                         const qd_claims *c)
{
    qd_quantity x = { .dir = dir, .field = field };
    qd_claims stages = { 0 };
    qd_sym stage = qd_names_find(&q->m->tree.names, QD_STR("stage"));
    kind_of_quantity(q, &x);
    if (stage && stage != field && c->n > 1)
        stages = qd_claims_of(&q->view, dir, stage, q->view.on, q->arena);
    x.at = qd_arena_alloc(q->arena, (c->n + 1) * sizeof *x.at);
    for (uint32_t i = 0; i < c->n; i++) {
        qd_say *s = &x.at[x.n];
        *s = (qd_say){ .claim = c->at[i], .part = dir };
        if (s->claim.state == QD_CLAIM_HIDDEN) continue;
        s->phase = phase_of(q, &stages, &s->claim);
        qd_say_read(q, &x, s);
        x.dates |= s->said == QD_SAID_SET && s->dim == QD_DIM_DATE;
        x.n++;
    }
    if (x.n == 0) return;
    name_quantity(q, &x);
    sort_says(q, &x);
    qd_quantity_judge(q, &x);
    qd_quantity_uses(q, &x);
    *qd_vec_add(q->m->mem, &q->at) = x;
}

static bool has_source(const qd_claims *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->at[i].voice != 0) return true;
    return false;
}

/* A claim that is its sentence: said by the sources of its header. */
static void add_sentence(qd_quantities *q, uint32_t dir)
{
    qd_field none = { 0 };
    qd_speaker who[QD_SPEAKERS];
    uint32_t n = qd_field_speakers(q->m, &q->m->tree.dirs.at[dir], &none,
                                   who);
    qd_claims c = { .assume = QD_NONE };
    c.at = qd_arena_alloc(q->arena, (n + 1) * sizeof *c.at);
    for (uint32_t i = 0; i < n; i++) {
        qd_claim *x = &c.at[c.n++];
        *x = (qd_claim){ .field = QD_NONE, .voice = who[i].voice,
                         .told = who[i].told, .vote = (uint8_t)i };
        x->known = qd_source_known(&q->view, x->voice, &x->from_only);
        if (x->known > q->view.known_by) x->state = QD_CLAIM_HIDDEN;
    }
    if (n > 0) add_quantity(q, dir, 0, &c);
}

/* Whether an earlier line of the directive is about the same field. */
static bool seen_before(const qd_tree *t, const qd_dir *d, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++) {
        const qd_field *f = &t->fields.at[d->fields + k];
        if (f->name == t->fields.at[d->fields + i].name &&
            !(f->flags & QD_FIELD_ASSUME)) return true;
    }
    return false;
}

static void add_directive(qd_quantities *q, uint32_t dir)
{
    const qd_tree *t = &q->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    bool claim = d->keyword == QD_K_claim, any = false;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->flags & (QD_FIELD_ASSUME | QD_FIELD_TARGET |
                        QD_FIELD_BROKEN) || seen_before(t, d, i)) continue;
        any = true;
        qd_claims c = qd_claims_of(&q->view, dir, f->name, q->view.on,
                                   q->arena);
        if (claim || has_source(&c)) add_quantity(q, dir, f->name, &c);
    }
    if (claim && !any) add_sentence(q, dir);
}

static int by_verdict(const void *a, const void *b)
{
    const qd_quantity *x = a, *y = b;
    if (x->found != y->found) return x->found < y->found ? -1 : 1;
    int c = qd_str_cmp(x->id, y->id);
    return c ? c : qd_str_cmp(x->field_text, y->field_text);
}

void qd_quantities_make(qd_quantities *q, const qd_view *view,
                        qd_arena *arena)
{
    qd_model *m = view->m;
    *q = (qd_quantities){ .m = m, .view = *view, .arena = arena };
    qd_lowering_init(&q->lowering, view, arena);
    double begin = qd_day_months(m->horizon.from);
    double end = qd_day_months(m->horizon.to);
    qd_eval_init(&q->claims, &q->lowering.graph, m->mem, QD_FACE_CLAIMS,
                 begin);
    qd_eval_init(&q->model, &q->lowering.graph, m->mem, QD_FACE_MODEL, begin);
    qd_eval_period(&q->claims, begin, end);
    qd_eval_period(&q->model, begin, end);
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        uint32_t file = qd_source_file(&m->source, d->pos);
        if (m->source.files.at[file].shipped ||
            (d->flags & QD_DIR_BROKEN) || !qd_dir_seen(view, i)) continue;
        add_directive(q, i);
    }
    qd_quantities_parts(q);
    if (q->at.n > 1)
        qsort(q->at.at, q->at.n, sizeof *q->at.at, by_verdict);
}

void qd_quantities_free(qd_quantities *q)
{
    qd_eval_free(&q->claims);
    qd_eval_free(&q->model);
    qd_lowering_free(&q->lowering);
    qd_mem_release(q->m->mem, q->at.at);
}
