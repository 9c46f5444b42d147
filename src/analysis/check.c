/* `quid check`: is the file right? What is wrong with it, which `check`
 * lines hold, which assumptions no claim allows, what is missing and what
 * quid had to assume. */
#include "analysis/paths.h"
#include "analysis/verdicts.h"
#include "base/buf.h"
#include "lang/render.h"
#include "model/claims.h"
#include "model/consistency.h"
#include "model/rests.h"

enum { SHOWN = 12 }; /* lines of one list on the screen */

struct checking {
    qd_model *m;
    qd_asked asked;
    qd_answer *answer;
    qd_rests rests;
};

static const char *severity_word(unsigned s)
{
    static const char *const words[] = { "note", "warning", "error" };
    return words[s];
}

/* ---- Tables for programs */

static void place_cells(struct checking *c, qd_table *t, uint32_t column,
                        qd_pos pos)
{
    qd_place p = qd_source_place(&c->m->source, pos);
    qd_table_text(t, column, c->m->source.files.at[p.file].path);
    qd_table_number(t, column + 1, p.line);
    qd_table_number(t, column + 2, p.column);
}

static void place_columns(qd_table *t)
{
    qd_str none = { "", 0 };
    qd_table_column(t, "file", QD_COLUMN_TEXT, none);
    qd_table_column(t, "line", QD_COLUMN_COUNT, none);
    qd_table_column(t, "column", QD_COLUMN_COUNT, none);
}

static qd_table *diagnostics_table(struct checking *c)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&c->m->arena, "diagnostics");
    qd_table_column(t, "code", QD_COLUMN_TEXT, none);
    qd_table_column(t, "severity", QD_COLUMN_TEXT, none);
    place_columns(t);
    qd_table_column(t, "length", QD_COLUMN_COUNT, none);
    qd_table_column(t, "message", QD_COLUMN_TEXT, none);
    qd_table_column(t, "remedy", QD_COLUMN_TEXT, none);
    qd_table_column(t, "times", QD_COLUMN_COUNT, none);
    qd_table_column(t, "fix_line", QD_COLUMN_COUNT, none);
    qd_table_column(t, "fix_column", QD_COLUMN_COUNT, none);
    qd_table_column(t, "fix_length", QD_COLUMN_COUNT, none);
    qd_table_column(t, "fix", QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < c->m->diags.all.n; i++) {
        const qd_diag *d = &c->m->diags.all.at[i];
        const qd_diag_info *info = &qd_diag_table[d->code];
        qd_table_row(t);
        qd_table_text(t, 0, qd_str_c(info->code));
        qd_table_text(t, 1, qd_str_c(severity_word(info->severity)));
        place_cells(c, t, 2, d->pos);
        qd_table_number(t, 5, d->len);
        qd_table_text(t, 6, qd_diag_text(&c->m->arena, d, info->message));
        if (info->remedy)
            qd_table_text(t, 7, qd_diag_text(&c->m->arena, d, info->remedy));
        qd_table_number(t, 8, d->times);
        if (!d->has_fix) continue;
        qd_place p = qd_source_place(&c->m->source, d->fix_pos);
        qd_table_number(t, 9, p.line);
        qd_table_number(t, 10, p.column);
        qd_table_number(t, 11, d->fix_len);
        qd_table_text(t, 12, d->fix);
    }
    return t;
}

static qd_str subject(struct checking *c, const qd_rest *r)
{
    qd_str name = qd_model_name(c->m, c->m->tree.dirs.at[r->dir].name);
    if (r->field == 0) return name;
    return qd_arena_printf(&c->m->arena, "%.*s.%.*s", QD_STR_ARG(name),
        QD_STR_ARG(qd_names_text(&c->m->tree.names, r->field)));
}

static qd_table *rests_table(struct checking *c)
{
    static const char *const words[] = { "hole", "assumed", "picked",
                                         "misfit", "clash" };
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&c->m->arena, "open");
    qd_table_column(t, "kind", QD_COLUMN_TEXT, none);
    qd_table_column(t, "id", QD_COLUMN_TEXT, none);
    place_columns(t);
    qd_table_column(t, "what", QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < c->rests.at.n; i++) {
        const qd_rest *r = &c->rests.at.at[i];
        qd_table_row(t);
        qd_table_text(t, 0, qd_str_c(words[r->kind]));
        qd_table_text(t, 1, subject(c, r));
        place_cells(c, t, 2, r->pos);
        qd_table_text(t, 5, qd_str_c(r->what));
    }
    return t;
}

/* ---- For people */

static void text(struct checking *c, qd_str words)
{
    qd_answer_block(c->answer, QD_BLOCK_TEXT)->text = words;
}

static qd_table *list_table(struct checking *c)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&c->m->arena, "list");
    qd_table_column(t, "mark", QD_COLUMN_TEXT, none);
    qd_table_column(t, "text", QD_COLUMN_TEXT, none);
    return t;
}

static void list_row(qd_table *t, const char *mark, qd_str words)
{
    qd_table_row(t);
    qd_table_text(t, 0, qd_str_c(mark));
    qd_table_text(t, 1, words);
}

static qd_block *list(struct checking *c, qd_str title, qd_table *t)
{
    text(c, title);
    qd_block *b = qd_answer_block(c->answer, QD_BLOCK_LIST);
    b->table = t;
    return b;
}

/* One list of rests: those about one thing said one way stand together. */
static void show_rests(struct checking *c, enum qd_rest_kind kind,
                       const char *title, const char *mark)
{
    qd_arena *a = &c->m->arena;
    uint32_t n = c->rests.count[kind], shown = 0;
    if (n == 0) return;
    qd_table *t = list_table(c);
    for (uint32_t i = 0; i < c->rests.at.n && shown < SHOWN; i++) {
        const qd_rest *r = &c->rests.at.at[i];
        if (r->kind != kind) continue;
        list_row(t, mark, qd_arena_printf(a, "%.*s: %s  (%.*s)",
                 QD_STR_ARG(subject(c, r)), r->what,
                 QD_STR_ARG(qd_line_text(c->m, r->pos))));
        shown++;
    }
    if (n > shown)
        list_row(t, "", qd_arena_printf(a, "and %u more (--json has them)",
                                        n - shown));
    list(c, qd_arena_printf(a, title, n), t);
}

/* The names of all that was assumed in these words. */
static void assumed_row(struct checking *c, qd_table *t, const char *what)
{
    qd_arena *a = &c->m->arena;
    qd_str names = { "", 0 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->rests.at.n; i++) {
        const qd_rest *r = &c->rests.at.at[i];
        if (r->kind != QD_REST_ASSUMED || strcmp(r->what, what) != 0)
            continue;
        if (n++ < SHOWN)
            names = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(names),
                                    n > 1 ? ", " : "",
                                    QD_STR_ARG(subject(c, r)));
    }
    list_row(t, "·", qd_arena_printf(a, "%s: %.*s%s", what,
             QD_STR_ARG(names), n > SHOWN ? " and others" : ""));
}

static bool was_shown(const struct checking *c, uint32_t i)
{
    const qd_rest *at = c->rests.at.at;
    for (uint32_t j = 0; j < i; j++)
        if (at[j].kind == QD_REST_ASSUMED &&
            strcmp(at[j].what, at[i].what) == 0) return true;
    return false;
}

/* What was assumed alike is one line with its names. */
static void show_assumed(struct checking *c)
{
    uint32_t n = c->rests.count[QD_REST_ASSUMED];
    if (n == 0) return;
    qd_table *t = list_table(c);
    for (uint32_t i = 0; i < c->rests.at.n; i++)
        if (c->rests.at.at[i].kind == QD_REST_ASSUMED && !was_shown(c, i))
            assumed_row(c, t, c->rests.at.at[i].what);
    list(c, qd_arena_printf(&c->m->arena, "What quid had to assume (%u):",
                            n), t);
}

static void show_checks(struct checking *c, const qd_verdicts *v)
{
    if (v->n == 0) return;
    qd_table *t = list_table(c);
    for (uint32_t i = 0; i < v->n; i++) {
        const qd_verdict *x = &v->at[i];
        list_row(t, x->good ? "✓" : "✗",
                 qd_arena_printf(&c->m->arena, "%.*s: %s  (%.*s)",
                                 QD_STR_ARG(x->text), x->word,
                                 QD_STR_ARG(qd_line_text(c->m, x->pos))));
    }
    list(c, v->drawn
             ? QD_STR("Checks, judged on the standing claims or on paths:")
             : QD_STR("Checks, judged on the standing claims:"), t);
}

static const char *plural(uint32_t n)
{
    return n == 1 ? "" : "s";
}

static void head(struct checking *c)
{
    qd_arena *a = &c->m->arena;
    const qd_rests *r = &c->rests;
    uint32_t errors = c->m->diags.count[QD_ERROR];
    qd_str title = c->m->title;
    if (!title.len && c->m->source.files.n)
        title = c->m->source.files.at[0].path;
    qd_str found = errors
        ? qd_arena_printf(a, "%u error%s", errors, plural(errors))
        : QD_STR("no errors");
    qd_answer_block(c->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(a,
        "%.*s · %.*s%.*s", QD_STR_ARG(title), QD_STR_ARG(found),
        QD_STR_ARG(qd_asked_words(&c->asked)));
    text(c, qd_arena_printf(a, "%u directive%s, %u claim%s by %u source%s",
                            r->dirs, plural(r->dirs), r->claims,
                            plural(r->claims), r->sources,
                            plural(r->sources)));
}

static void show_diagnostics(struct checking *c)
{
    qd_buf buf = qd_buf_make(c->m->mem);
    qd_render how = { .columns = 80 };
    if (c->m->diags.all.n == 0) return;
    qd_render_diags(&buf, &c->m->diags, &c->m->source, &how);
    /* a screen takes no tabs; marks and lines have them at the same places */
    for (size_t i = 0; i < buf.len; i++)
        if (buf.at[i] == '\t') buf.at[i] = ' ';
    qd_answer_block(c->answer, QD_BLOCK_VERBATIM)->text =
        qd_arena_copy(&c->m->arena, qd_buf_str(&buf));
    qd_mem_release(c->m->mem, buf.at);
}

static qd_answer *check(qd_model *m, const qd_argument *args, size_t n)
{
    struct checking c = { .m = m };
    if (!qd_asked_read(&c.asked, m, args, n)) return NULL;
    bool sound = m->diags.count[QD_ERROR] == 0;
    c.answer = qd_answer_make(&m->arena, "check");
    qd_verdicts verdicts = { 0 };
    if (sound) {
        qd_rests_find(&c.rests, &c.asked.view, &m->arena);
        qd_consistency_find(&c.rests, &c.asked.view, &m->arena);
        if (!qd_verdicts_find(&verdicts, &c.asked)) return NULL;
    }
    qd_answer_table(c.answer, diagnostics_table(&c));
    qd_answer_table(c.answer, qd_verdicts_table(m, &verdicts));
    qd_answer_table(c.answer, rests_table(&c));
    show_diagnostics(&c);
    if (sound) head(&c);
    show_checks(&c, &verdicts);
    show_rests(&c, QD_REST_MISFIT,
               "Assumptions that no standing claim allows (%u):", "!");
    show_rests(&c, QD_REST_CLASH,
               "Numbers that do not fit together (%u):", "!");
    show_rests(&c, QD_REST_PICKED,
               "Rival claims, one picked by each path (%u):", "·");
    show_rests(&c, QD_REST_HOLE, "Not said anywhere (%u):", "?");
    show_assumed(&c);
    c.answer->status = !sound || verdicts.failed > 0;
    qd_mem_release(m->mem, c.rests.at.at);
    return c.answer;
}

static const qd_option options[] = { QD_VIEW_OPTIONS, QD_PATH_OPTIONS };

const qd_analysis qd_analysis_check = {
    .name = "check",
    .question = "Is the file right?",
    .operands = "",
    .doc = "Syntax, names, units and dates of a model; its `check` lines, "
           "judged on what the standing claims allow; assumptions that no "
           "claim allows; what is missing; and what quid had to assume. "
           "Claims that contradict each other are no error: ask `claims`.",
    .example = "quid check stories.quid",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .takes_errors = true,
    .run = check,
};
