#include "analysis/asked.h"

#include <math.h>

#include "base/number.h"
#include "model/claims.h"

static qd_day last_day(qd_str date)
{
    qd_span s;
    size_t used;
    if (qd_date_read(date.at, date.at + date.len, &s, &used) != QD_DATE_OK)
        return QD_DAY_OPEN_TO;
    return s.to - 1;
}

qd_str qd_asked_for(const qd_asked *a, const char *option)
{
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->args[i].name, option) == 0)
            return a->args[i].value.at ? a->args[i].value : QD_STR("yes");
    return (qd_str){ "", 0 };
}

qd_str qd_asked_operand(const qd_asked *a, size_t i)
{
    for (size_t k = 0; k < a->n; k++)
        if (a->args[k].name[0] == '\0' && i-- == 0) return a->args[k].value;
    return (qd_str){ "", 0 };
}

bool qd_asked_read(qd_asked *a, qd_model *m, const qd_argument *args,
                   size_t n)
{
    *a = (qd_asked){ .view = qd_view_make(m), .args = args, .n = n };
    qd_str known = qd_asked_for(a, "known-by"), on = qd_asked_for(a, "on");
    qd_str scenario = qd_asked_for(a, "scenario");
    if (known.len) a->view.known_by = last_day(known);
    if (on.len) a->view.on = last_day(on);
    a->view.firm = qd_asked_for(a, "firm").len > 0;
    a->view.by_entity = qd_asked_for(a, "by-entity").len > 0;
    a->view.as_printed = qd_asked_for(a, "as-printed").len > 0;
    if (!scenario.len) return true;
    qd_sym name = qd_names_find(&m->tree.names, scenario);
    uint32_t dir = name ? qd_model_find(m, name) : QD_NONE;
    if (dir == QD_NONE ||
        m->tree.dirs.at[dir].keyword != QD_K_scenario) {
        qd_refuse_name(m, "scenario", scenario);
        return false;
    }
    a->view.scenario = dir;
    return true;
}

qd_str qd_asked_words(const qd_asked *a)
{
    qd_arena *arena = &a->view.m->arena;
    qd_str text = { "", 0 };
    static const char *const rows[][2] = {
        { "known-by", " · known by " }, { "on", " · on " },
        { "scenario", " · scenario " }, { "window", " · within " },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qd_str value = qd_asked_for(a, rows[i][0]);
        if (value.len)
            text = qd_arena_printf(arena, "%.*s%s%.*s", QD_STR_ARG(text),
                                   rows[i][1], QD_STR_ARG(value));
    }
    if (a->view.firm)
        text = qd_arena_printf(arena, "%.*s · firm only", QD_STR_ARG(text));
    return text;
}

bool qd_asked_too_early(const qd_asked *a, qd_answer *answer)
{
    qd_day first = qd_first_known(a->view.m);
    char buf[32];
    if (a->view.known_by >= first || first == QD_DAY_OPEN_TO) return false;
    qd_answer_block(answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &a->view.m->arena, "Nothing was known by %.*s; the first source of "
        "the file is of %.*s", QD_STR_ARG(qd_asked_for(a, "known-by")),
        QD_STR_ARG(qd_span_write((qd_span){ first, first + 1 }, buf)));
    return true;
}

void qd_asked_note(const qd_asked *a, qd_answer *answer)
{
    uint32_t dir = a->view.scenario;
    const qd_tree *t = &a->view.m->tree;
    if (dir == QD_NONE) return;
    const qd_dir *d = &t->dirs.at[dir];
    for (uint32_t i = 0; i < d->n_fields; i++)
        if (t->fields.at[d->fields + i].flags & QD_FIELD_TARGET) return;
    qd_answer_note(answer, qd_arena_printf(&a->view.m->arena,
        "scenario %.*s overrides nothing of its own",
        QD_STR_ARG(qd_model_name(a->view.m, d->name))));
}

qd_str qd_party_label(const qd_model *m, qd_sym party)
{
    if (party == QD_SYM_HOLE) return QD_STR("not reported");
    uint32_t dir = qd_model_find_kind(m, party, "party");
    return dir == QD_NONE ? qd_model_name(m, party) : qd_model_label(m, dir);
}

qd_str qd_line_text(qd_model *m, qd_pos pos)
{
    qd_place p = qd_source_place(&m->source, pos);
    return qd_arena_printf(&m->arena, "%.*s:%u",
                           QD_STR_ARG(m->source.files.at[p.file].path),
                           p.line);
}

/* Beyond what anybody writes out: three digits and a power of ten. */
static qd_str huge_number(qd_arena *arena, double x)
{
    char buf[QD_FIXED_ROOM];
    int power = 0;
    for (; fabs(x) >= 999.5e9; power += 9) x /= 1e9;
    for (; fabs(x) >= 9.995; power++) x /= 10;
    qd_str n = qd_double_fixed(x, 2, buf);
    return qd_arena_printf(arena, "%.*se%d", QD_STR_ARG(n), power);
}

qd_str qd_short_number(qd_arena *arena, double x)
{
    char buf[QD_FIXED_ROOM];
    if (!isfinite(x)) return QD_STR("?");
    if (fabs(x) >= 1e15) return huge_number(arena, x);
    double size = x < 0 ? -x : x;
    int places = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
    for (double edge = 1; places >= 2 && places < 8 && size < edge;
         edge /= 10) places++;
    qd_str text = qd_double_fixed(size, places, buf);
    return qd_arena_printf(arena, "%s%.*s", x < 0 ? "\u2212" : "",
                           QD_STR_ARG(text));
}

double qd_asked_scale(double most, const char **word)
{
    static const struct { double scale; const char *word; } rows[] = {
        { 1e9, "bn" }, { 1e6, "mn" }, { 1e3, "k" }, { 1, "" } };
    unsigned i = 0;
    while (most > 0 && i < 3 && most < rows[i].scale) i++;
    *word = rows[i].word;
    return rows[i].scale;
}

const char *qd_firmness_word(unsigned firmness)
{
    static const char *const words[] = { "paid", "firm", "announced",
                                         "talks", "planned", "none" };
    return words[firmness <= QD_FIRM_NONE ? firmness : QD_FIRM_NONE];
}
