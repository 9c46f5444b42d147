/* A quantity as people see it: its claims by value, on an axis whose unit is
 * chosen so that the numbers are short. */
#include "analysis/claims_forest.h"

#include <math.h>

#include "model/stage.h"

/* ---- The axis */

struct axis {
    double factor;   /* of one unit of the axis */
    qd_str unit;
};

/* The text of a unit; a currency is written by its code. */
static qd_str unit_text(const qd_quantities *q, uint16_t unit)
{
    const qd_units *u = &q->m->units;
    qd_str text = q->m->tree.units.at[unit];
    for (unsigned i = 0; i < u->n_currencies; i++) {
        qd_str sign = u->sign[i];
        if (!sign.len || text.len < sign.len ||
            memcmp(text.at, sign.at, sign.len) != 0) continue;
        return qd_arena_printf(q->arena, "%.*s%.*s",
                               QD_STR_ARG(u->currency[i]),
                               (int)(text.len - sign.len),
                               text.at + sign.len);
    }
    return text;
}

/* The unit of the first number of a datum: its text and its size. */
static bool unit_in(const qd_quantities *q, qd_id id, struct axis *out)
{
    const qd_syn *n = &q->m->tree.syns.at[id];
    switch (n->kind) {
    case QD_SYN_NUMBER:
        if (n->unit == 0) return false;
        out->unit = unit_text(q, n->unit);
        out->factor = qd_unit_value(&q->m->unit.at[n->unit].unit,
                                    qd_decimal_make(1, 0));
        return true;
    case QD_SYN_HEDGE: case QD_SYN_BASIS: case QD_SYN_MULTI:
    case QD_SYN_UNARY:
        return unit_in(q, n->a, out);
    case QD_SYN_OR: case QD_SYN_RANGE:
        return unit_in(q, n->a, out) || unit_in(q, n->b, out);
    default: return false;
    }
}

static double largest(const qd_quantity *x)
{
    double most = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_set *s = &x->at[i].set;
        for (uint32_t k = 0; k < s->n; k++) {
            if (isfinite(s->at[k].lo)) most = fmax(most, fabs(s->at[k].lo));
            if (isfinite(s->at[k].hi)) most = fmax(most, fabs(s->at[k].hi));
        }
    }
    return most;
}

/* The largest unit that a claim is written in; amounts of money and large
 * numbers take a scale besides. */
static struct axis axis_of(qd_quantities *q, const qd_quantity *x)
{
    static const struct { double scale; const char *word; } rows[] = {
        { 1e12, "tn" }, { 1e9, "bn" }, { 1e6, "mn" }, { 1e3, "k" } };
    struct axis best = { 1, { "", 0 } }, one;
    if (x->dates || x->lanes) return best;
    bool any = false;
    for (uint32_t i = 0; i < x->n; i++) {
        if (x->at[i].claim.field == QD_NONE) continue;
        const qd_field *f = &q->m->tree.fields.at[x->at[i].claim.field];
        if (!unit_in(q, qd_field_datum(&q->m->tree, f), &one)) continue;
        if (!any || one.factor > best.factor) best = one;
        any = true;
    }
    double most = largest(x) / best.factor;
    bool money = x->n && qd_dim_is_money(&q->m->units, x->at[0].dim, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (most < rows[i].scale * (money || i < 3 ? 1 : 10)) continue;
        best.factor *= rows[i].scale;
        best.unit = qd_arena_printf(q->arena, "%s%s%.*s", rows[i].word,
                                    best.unit.len ? " " : "",
                                    QD_STR_ARG(best.unit));
        break;
    }
    return best;
}

/* ---- Words of a row */

static const char *month_word(int month)
{
    static const char words[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return words + 3 * (month - 1);
}

qd_str qd_known_words(qd_quantities *q, const qd_claim *c, bool years)
{
    int y, m, d;
    if (c->known == INT32_MIN) return QD_STR("always");
    if (c->known == INT32_MAX) return QD_STR("no date");
    qd_day_split(c->known, &y, &m, &d);
    const char *from = c->from_only ? "from " : "";
    if (years)
        return qd_arena_printf(q->arena, "%s%d %.3s %d", from, d,
                               month_word(m), y);
    return qd_arena_printf(q->arena, "%s%d %.3s", from, d, month_word(m));
}

static const char *state_word(const qd_say *s)
{
    switch (s->claim.state) {
    case QD_CLAIM_SILENCED: return "silenced";
    case QD_CLAIM_REPLACED: return "replaced";
    case QD_CLAIM_HIDDEN: return "later";
    default: return "stands";
    }
}

/* ---- The block */

static qd_table *forest_table(qd_quantities *q)
{
    static const struct { const char *name; enum qd_column_type type; }
    rows[] = {
        { "source", QD_COLUMN_TEXT }, { "known", QD_COLUMN_TEXT },
        { "word", QD_COLUMN_TEXT }, { "lo", QD_COLUMN_NUMBER },
        { "lo_open", QD_COLUMN_BOOL }, { "hi", QD_COLUMN_NUMBER },
        { "hi_open", QD_COLUMN_BOOL }, { "state", QD_COLUMN_TEXT },
        { "lane", QD_COLUMN_TEXT }, { "branch", QD_COLUMN_COUNT },
    };
    qd_table *t = qd_table_make(q->arena, "forest");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        qd_table_column(t, rows[i].name, rows[i].type, QD_STR(""));
    return t;
}

/* A span of days is drawn from its first to its last one. */
static double last_day(double end)
{
    return qd_day_months(qd_months_day(end) - 1);
}

static void put_piece(qd_table *t, const qd_quantity *x, const qd_piece *p,
                      double factor)
{
    if (isfinite(p->lo)) {
        qd_table_number(t, 3, p->lo / factor);
        qd_table_bool(t, 4, p->lo_open);
    }
    if (isfinite(p->hi)) {
        qd_table_number(t, 5, x->dates && p->hi_open ? last_day(p->hi)
                                                     : p->hi / factor);
        qd_table_bool(t, 6, p->hi_open && !x->dates);
    }
}

static void put_row(qd_quantities *q, qd_table *t, const qd_say *s,
                    uint32_t branch, bool years)
{
    qd_table_row(t);
    qd_table_text(t, 0, qd_speaker_words(q, &s->claim));
    qd_table_text(t, 1, qd_known_words(q, &s->claim, years));
    qd_table_text(t, 2, s->word);
    qd_table_text(t, 7, qd_str_c(state_word(s)));
    qd_table_number(t, 9, branch);
}

/* The stage that a claim names, whichever of its words it takes. */
static qd_str lane_name(qd_quantities *q, const qd_say *s)
{
    const qd_field *f = &q->m->tree.fields.at[s->claim.field];
    const qd_stage_row *row = qd_stage_said(
        q->m, qd_field_datum(&q->m->tree, f));
    return row ? qd_names_text(&q->m->tree.names, row->name) : s->word;
}

static void put_say(qd_quantities *q, qd_table *t, const qd_quantity *x,
                    const qd_say *s, double factor, bool years)
{
    bool values = s->said == QD_SAID_SET && !x->lanes;
    put_row(q, t, s, 0, years);
    for (uint32_t i = 0; values && i < s->set.n; i++) {
        if (i > 0) put_row(q, t, s, i, years);
        put_piece(t, x, &s->set.at[i], factor);
    }
    if (!values && s->said != QD_SAID_NOTHING)
        qd_table_text(t, 8, x->lanes ? lane_name(q, s) : s->word);
}

static bool lane_before(const qd_quantities *q, const qd_stage_row *a,
                        const qd_stage_row *b)
{
    if (a->lane_lo != b->lane_lo) return a->lane_lo < b->lane_lo;
    return qd_str_cmp(qd_names_text(&q->m->tree.names, a->name),
                      qd_names_text(&q->m->tree.names, b->name)) < 0;
}

/* The stages that are said, in their order. */
static uint32_t stages_of(qd_quantities *q, const qd_quantity *x,
                          const qd_stage_row **out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_field *f = &q->m->tree.fields.at[x->at[i].claim.field];
        const qd_stage_row *row = qd_stage_said(
            q->m, qd_field_datum(&q->m->tree, f));
        bool again = row == NULL;
        for (uint32_t k = 0; k < n && !again; k++) again = out[k] == row;
        if (again) continue;
        uint32_t k = n++;
        for (; k > 0 && lane_before(q, row, out[k - 1]); k--)
            out[k] = out[k - 1];
        out[k] = row;
    }
    return n;
}

static void put_lanes(qd_quantities *q, const qd_quantity *x, qd_block *b)
{
    const qd_stage_row **rows = qd_arena_alloc(q->arena,
                                               (x->n + 1) * sizeof *rows);
    b->n_lanes = stages_of(q, x, rows);
    b->lanes = qd_arena_alloc(q->arena, (x->n + 1) * sizeof *b->lanes);
    b->has_band = false;
    for (uint32_t k = 0; k < b->n_lanes; k++) {
        b->lanes[k] = qd_names_text(&q->m->tree.names, rows[k]->name);
        if (!x->has_band || rows[k]->lane_hi < x->band_lo ||
            rows[k]->lane_lo > x->band_hi) continue;
        if (!b->has_band) b->lo = k;
        b->hi = k;
        b->has_band = true;
    }
}

void qd_claims_forest(qd_answer *a, qd_quantities *q, const qd_quantity *x,
                      bool years)
{
    struct axis axis = axis_of(q, x);
    qd_table *t = forest_table(q);
    for (uint32_t i = 0; i < x->n; i++)
        put_say(q, t, x, &x->at[i], axis.factor, years);
    qd_block *b = qd_answer_block(a, QD_BLOCK_FOREST);
    b->text = x->title;
    b->verdict = qd_str_c(qd_found_word(x->found));
    b->detail = qd_arena_printf(q->arena, "%.*s%s%.*s%s%.*s",
        QD_STR_ARG(x->detail), x->detail.len ? " · " : "", QD_STR_ARG(x->id),
        x->field_text.len ? "." : "", QD_STR_ARG(x->field_text));
    b->uses = x->uses;
    b->unit = axis.unit;
    b->dates = x->dates;
    b->table = t;
    b->has_band = x->has_band;
    b->lo = x->band_lo / axis.factor;
    b->hi = x->band_hi / axis.factor;
    if (x->dates && x->has_band && isfinite(b->hi) && b->hi > b->lo)
        b->hi = last_day(b->hi);
    if (x->lanes) put_lanes(q, x, b);
}
