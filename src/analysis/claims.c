/* `quid claims`: who says what, where they contradict each other, and what
 * the model takes. */
#include "analysis/claims_forest.h"
#include "analysis/claims_tables.h"

#include <math.h>

#include "model/formula.h"
#include "model/stage.h"

struct claims {
    qd_model *m;
    qd_asked asked;
    qd_answer *answer;
    qd_quantities q;
    bool *asked_for;   /* by quantity */
    uint32_t n, n_claims, n_sources, n_from_only, n_left_out;
    uint32_t count[QD_FOUND_COUNT];
    bool years, all;
};

/* ---- What was asked for */

static bool is_dir(const struct claims *c, const qd_quantity *x, qd_sym name)
{
    const qd_dir *d = &c->m->tree.dirs.at[x->dir];
    return d->name == name || d->a == name || d->b == name ||
           (d->a && qd_party_shown(&c->asked.view, d->a) == name) ||
           (d->b && qd_party_shown(&c->asked.view, d->b) == name);
}

static bool is_field(const qd_quantity *x, qd_str name, qd_str field)
{
    return qd_str_eq(x->id, name) && qd_str_eq(x->field_text, field);
}

/* "; did you mean `x.amount`?" for a field of which nobody speaks. */
static qd_str nearest_field(const struct claims *c, qd_str name, qd_str field)
{
    unsigned limit = 3;
    qd_str best = { "", 0 };
    for (uint32_t i = 0; i < c->q.at.n && limit > 0; i++) {
        const qd_quantity *x = &c->q.at.at[i];
        if (!qd_str_eq(x->id, name)) continue;
        unsigned far = qd_str_distance(field, x->field_text, limit);
        if (far > limit) continue;
        limit = far - (far > 0);
        best = x->field_text;
    }
    if (best.len == 0) return best;
    return qd_arena_printf(&c->m->arena, "; did you mean `%.*s.%.*s`?",
                           QD_STR_ARG(name), QD_STR_ARG(best));
}

/* Marks the quantities of an operand; false when it names nothing. */
static bool mark(struct claims *c, qd_str operand)
{
    const char *dot = memchr(operand.at, '.', operand.len);
    bool any = false;
    qd_str name = operand, field = { "", 0 };
    if (dot) {
        name.len = (size_t)(dot - operand.at);
        field = (qd_str){ dot + 1, operand.len - name.len - 1 };
    }
    qd_sym sym = qd_names_find(&c->m->tree.names, name);
    bool known = sym && qd_model_find(c->m, sym) != QD_NONE;
    for (uint32_t i = 0; known && i < c->q.at.n; i++) {
        const qd_quantity *x = &c->q.at.at[i];
        if (dot ? !is_field(x, name, field) : !is_dir(c, x, sym)) continue;
        c->asked_for[i] = any = true;
    }
    if (!known) qd_refuse_name(c->m, NULL, name);
    else if (!any)
        qd_refuse(c->m, qd_arena_printf(&c->m->arena,
            "no source says anything of `%.*s`%.*s", QD_STR_ARG(operand),
            QD_STR_ARG(nearest_field(c, name, field))));
    return any;
}

static bool read_operands(struct claims *c)
{
    qd_str operand = qd_asked_operand(&c->asked, 0);
    c->asked_for = qd_arena_alloc(&c->m->arena, c->q.at.n + 1);
    memset(c->asked_for, operand.len == 0, c->q.at.n + 1);
    for (size_t i = 0; operand.len; operand = qd_asked_operand(&c->asked, ++i))
        if (!mark(c, operand)) return false;
    return true;
}

/* By itself the answer leaves out what one voice says alone. */
static bool is_shown(const struct claims *c, const qd_quantity *x)
{
    if (c->all || qd_asked_operand(&c->asked, 0).len) return true;
    return x->n_voices > 1 || x->found < QD_FOUND_AGREE;
}

/* ---- Counting */

/* Claims and sources of what was asked for; a contradiction between fields
 * repeats claims that are counted with them. */
static void count(struct claims *c)
{
    uint32_t symbols = c->m->tree.names.all.n;
    bool *heard = qd_arena_alloc(&c->m->arena, symbols);
    memset(heard, 0, symbols);
    int year = 0;
    for (uint32_t i = 0; i < c->q.at.n; i++) {
        const qd_quantity *x = &c->q.at.at[i];
        if (!c->asked_for[i]) continue;
        c->n++;
        c->count[x->found]++;
        c->n_left_out += !is_shown(c, x);
        for (uint32_t k = 0; k < x->n; k++) {
            const qd_claim *s = &x->at[k].claim;
            int y = year, m, d;
            c->n_claims += x->found != QD_FOUND_PARTS;
            if (s->known != INT32_MIN && s->known != INT32_MAX)
                qd_day_split(s->known, &y, &m, &d);
            c->years |= year != 0 && y != year;
            year = y;
            if (s->voice == 0 || heard[s->voice]) continue;
            heard[s->voice] = true;
            c->n_sources++;
            c->n_from_only += s->from_only;
        }
    }
}

/* ---- For people */

static void text(struct claims *c, qd_str words)
{
    qd_answer_block(c->answer, QD_BLOCK_TEXT)->text = words;
}

static bool says_about(const struct claims *c)
{
    for (uint32_t i = 0; i < c->q.at.n; i++) {
        const qd_quantity *x = &c->q.at.at[i];
        for (uint32_t k = 0; c->asked_for[i] && k < x->n; k++)
            if (x->at[k].said == QD_SAID_SET && !x->dates &&
                x->at[k].word.len > 6 &&
                memcmp(x->at[k].word.at, "about ", 6) == 0) return true;
    }
    return false;
}

/* How the policy of the file reads "about": " · about is ±5 %". */
static qd_str about_words(struct claims *c)
{
    qd_lowering *l = &c->q.lowering;
    qd_str none = { "", 0 };
    char lo[32], hi[32];
    if (!says_about(c)) return none;
    qd_node x = qd_node_const(&l->graph, 100, QD_DIM_NONE);
    l->local[0] = l->local[1] = x;
    l->local[2] = QD_NODE_HOLE;
    qd_node n = qd_policy_allows(l, QD_READ_ABOUT);
    memset(l->local, 0, sizeof l->local);
    if (n == QD_NODE_BAD || n == QD_NODE_HOLE) return none;
    const qd_set *s = qd_eval_node(&c->q.claims, n);
    if (s->unknown || s->n == 0) return none;
    qd_piece p = qd_set_hull(s);
    double below = rint((100 - p.lo) * 100) / 100;
    double above = rint((p.hi - 100) * 100) / 100;
    if (!isfinite(below) || !isfinite(above)) return none;
    qd_str a = qd_double_write(below, lo), b = qd_double_write(above, hi);
    if (below == above)
        return qd_arena_printf(&c->m->arena, " · \"about\" read as ±%.*s %%",
                               QD_STR_ARG(a));
    return qd_arena_printf(&c->m->arena, " · \"about\" read as −%.*s to "
                           "+%.*s %%", QD_STR_ARG(a), QD_STR_ARG(b));
}

static const char *plural(uint32_t n)
{
    return n == 1 ? "" : "s";
}

static void head(struct claims *c)
{
    qd_arena *a = &c->m->arena;
    if (c->n == 0) {
        qd_answer_block(c->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(a,
            "No source says anything here%.*s",
            QD_STR_ARG(qd_asked_words(&c->asked)));
        return;
    }
    qd_str dates = { "", 0 };
    if (c->n_from_only)
        dates = qd_arena_printf(a, " (%u dated from below only)",
                                (unsigned)c->n_from_only);
    qd_answer_block(c->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(a,
        "%u quantit%s · %u claim%s · %u source%s%.*s%.*s%.*s",
        (unsigned)c->n, c->n == 1 ? "y" : "ies", (unsigned)c->n_claims,
        plural(c->n_claims), (unsigned)c->n_sources, plural(c->n_sources),
        QD_STR_ARG(dates), QD_STR_ARG(about_words(c)),
        QD_STR_ARG(qd_asked_words(&c->asked)));
}

static void show_quantities(struct claims *c)
{
    for (uint32_t i = 0; i < c->q.at.n; i++)
        if (c->asked_for[i] && is_shown(c, &c->q.at.at[i]))
            qd_claims_forest(c->answer, &c->q, &c->q.at.at[i], c->years);
}

static bool is_open(const qd_quantity *x)
{
    return x->found <= QD_FOUND_EDGE && x->found != QD_FOUND_PARTS;
}

/* What the model makes of everything on which the sources differ. */
static void show_uses(struct claims *c)
{
    qd_table *t = qd_table_make(&c->m->arena, "uses");
    qd_table_column(t, "mark", QD_COLUMN_TEXT, QD_STR(""));
    qd_table_column(t, "text", QD_COLUMN_TEXT, QD_STR(""));
    for (uint32_t i = 0; i < c->q.at.n; i++) {
        const qd_quantity *x = &c->q.at.at[i];
        if (!c->asked_for[i] || !is_shown(c, x) || x->why.len == 0) continue;
        if (!x->settled && x->found > QD_FOUND_WIDER) continue;
        qd_table_row(t);
        qd_table_text(t, 0, QD_STR("·"));
        qd_table_text(t, 1, qd_arena_printf(&c->m->arena,
            "%.*s.%.*s: %.*s (%.*s)", QD_STR_ARG(x->id),
            QD_STR_ARG(x->field_text), QD_STR_ARG(x->uses),
            QD_STR_ARG(x->why)));
    }
    if (t->n_rows == 0) return;
    text(c, QD_STR("What quid takes where they differ, and what is "
                   "assumed:"));
    qd_answer_block(c->answer, QD_BLOCK_LIST)->table = t;
}

/* The words of a claim as a line of the file would have them. */
static qd_str as_datum(struct claims *c, const qd_quantity *x)
{
    const qd_tree *t = &c->m->tree;
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_say *s = &x->at[i];
        if (!qd_say_stands(s) || s->found != x->found ||
            s->claim.field == QD_NONE) continue;
        qd_range r = qd_syn_range(t, qd_field_datum(t,
            &t->fields.at[s->claim.field]));
        return (qd_str){ qd_source_at(&c->m->source, r.pos), r.len };
    }
    return (qd_str){ "…", 3 };
}

static void settle(struct claims *c)
{
    for (uint32_t i = 0; i < c->q.at.n; i++) {
        const qd_quantity *x = &c->q.at.at[i];
        if (!c->asked_for[i] || !is_open(x) || x->settled) continue;
        const qd_dir *d = &c->m->tree.dirs.at[x->dir];
        text(c, qd_arena_printf(&c->m->arena, "Settle one: under `%s %.*s` "
            "(%.*s) add `assume %.*s: %.*s`, or another value.",
            qd_instrument_of(d)->keyword, QD_STR_ARG(x->id),
            QD_STR_ARG(qd_line_text(c->m, d->pos)),
            QD_STR_ARG(x->field_text), QD_STR_ARG(as_datum(c, x))));
        return;
    }
    if (c->count[QD_FOUND_CONFLICT] + c->count[QD_FOUND_EDGE])
        text(c, QD_STR("Every conflict has its `assume` line: the model is "
                       "settled, the claims stay as they are."));
}

static void closing(struct claims *c)
{
    if (c->n_left_out)
        text(c, qd_arena_printf(&c->m->arena, "%u quantit%s of one voice "
            "%s left out; --all shows %s.", (unsigned)c->n_left_out,
            c->n_left_out == 1 ? "y" : "ies",
            c->n_left_out == 1 ? "is" : "are",
            c->n_left_out == 1 ? "it" : "them"));
    settle(c);
}

/* The dated sources that the view sees, by name. */
static uint32_t sources(struct claims *c, uint32_t *out)
{
    const qd_tree *t = &c->m->tree;
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword != QD_K_source || !(d->flags & QD_DIR_DATED) ||
            !qd_dir_seen(&c->asked.view, i)) continue;
        uint32_t k = n++;
        for (; k > 0 && qd_str_cmp(qd_model_name(c->m, d->name),
               qd_model_name(c->m, t->dirs.at[out[k - 1]].name)) < 0; k--)
            out[k] = out[k - 1];
        out[k] = i;
    }
    return n;
}

static void caption(struct claims *c)
{
    enum { MOST = 12 };
    qd_arena *a = &c->m->arena;
    qd_str names = { "", 0 };
    uint32_t *at = qd_arena_alloc(a, (c->m->tree.dirs.n + 1) * sizeof *at);
    uint32_t n = sources(c, at);
    for (uint32_t i = 0; i < n && i < MOST; i++)
        names = qd_arena_printf(a, "%.*s%s%.*s %.*s", QD_STR_ARG(names),
            i ? "; " : "", QD_STR_ARG(qd_model_name(c->m,
                c->m->tree.dirs.at[at[i]].name)),
            QD_STR_ARG(qd_model_label(c->m, at[i])));
    if (n > MOST)
        names = qd_arena_printf(a, "%.*s and %u more", QD_STR_ARG(names),
                                (unsigned)(n - MOST));
    c->answer->caption = qd_arena_printf(a,
        "%.*s%sSources: %.*s. Model %s, quid %s.",
        QD_STR_ARG(c->m->title), c->m->title.len ? ". " : "",
        QD_STR_ARG(names), c->m->hash, QUID_VERSION);
}

static void show(struct claims *c)
{
    if (qd_asked_too_early(&c->asked, c->answer)) return;
    head(c);
    show_quantities(c);
    show_uses(c);
    closing(c);
    caption(c);
    qd_asked_note(&c->asked, c->answer);
}

static bool in_conflict(const struct claims *c)
{
    return c->count[QD_FOUND_CONFLICT] + c->count[QD_FOUND_EDGE] +
           c->count[QD_FOUND_PARTS] > 0;
}

static qd_answer *claims(qd_model *m, const qd_argument *args, size_t n)
{
    struct claims c = { .m = m };
    if (!qd_asked_read(&c.asked, m, args, n)) return NULL;
    c.all = qd_asked_for(&c.asked, "all").len > 0;
    c.answer = qd_answer_make(&m->arena, "claims");
    qd_quantities_make(&c.q, &c.asked.view, &m->arena);
    bool good = read_operands(&c);
    if (good) {
        count(&c);
        qd_answer_table(c.answer, qd_claims_table(&c.q, c.asked_for));
        qd_answer_table(c.answer, qd_quantities_table(&c.q, c.asked_for));
        show(&c);
        bool strict = qd_asked_for(&c.asked, "strict").len > 0;
        c.answer->status = strict && in_conflict(&c);
    }
    qd_quantities_free(&c.q);
    return good ? c.answer : NULL;
}

static const qd_option options[] = {
    QD_VIEW_OPTIONS,
    { "all", QD_OPTION_FLAG, NULL, "also what one voice says alone", false },
    { "strict", QD_OPTION_FLAG, NULL, "exit status 1 when there is a "
      "conflict", false },
};

const qd_analysis qd_analysis_claims = {
    .name = "claims",
    .question = "Who says what, and who contradicts whom?",
    .operands = "[ID|ID.FIELD|PARTY...]",
    .doc = "Every field of which a source speaks, with who says it and from "
           "when, the verdict on what they say, and what the model takes. "
           "Two claims conflict when no value is allowed by both; at the "
           "edge when they share only a limit, or meet only if printed "
           "numbers were rounded. One that allows a branch which others "
           "exclude is wider. A change over time, another basis, and a plan "
           "beside a fact are no conflicts.",
    .example = "quid claims stories.quid amzn-stake.amount",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = claims,
};
