/* `quid own`: who owns what? Bounds of every stake that all statements
 * together allow, the lines that bind, and what events do to them. */
#include "analysis/own.h"

#include <math.h>

#include "base/number.h"
#include "model/claims.h"

/* ---- Words */

qd_str qd_own_label(const qd_own *o, uint32_t holder)
{
    if (holder == 0) return QD_STR("others");
    return qd_party_label(o->m, o->table.holders.at[holder]);
}

qd_str qd_own_row_label(const qd_own *o, uint32_t holder)
{
    qd_str label = qd_own_label(o, holder);
    if (!qd_cap_is_group(&o->table, holder)) return label;
    return qd_arena_printf(&o->m->arena, "%.*s (together)",
                           QD_STR_ARG(label));
}

qd_str qd_own_day(const qd_own *o, qd_cap_time at)
{
    double months = at.when;
    char buf[32];
    if (months <= QD_BEFORE) return QD_STR("at first");
    qd_day d = qd_months_day(months);
    return qd_arena_copy(&o->m->arena,
                         qd_span_write((qd_span){ d, d + 1 }, buf));
}

/* The time in front of its line, where the event lies in it: what is known to
 * the month has no day. */
static bool written_span(const qd_own *o, const qd_cap_event *e, qd_span *out)
{
    if (e->dir == QD_NONE || (e->kind != QD_CAP_ISSUE &&
        e->kind != QD_CAP_MOVE && e->kind != QD_CAP_BACK)) return false;
    *out = o->m->tree.dirs.at[e->dir].when;
    if (out->from == QD_DAY_OPEN_FROM || out->to == QD_DAY_OPEN_TO)
        return false;
    return e->at.when >= qd_day_months(out->from) &&
           e->at.when <= qd_day_months(out->to);
}

qd_str qd_own_when(const qd_own *o, const qd_cap_event *e)
{
    qd_span s;
    char buf[32];
    if (e->waits) return QD_STR("when its condition holds");
    if (!written_span(o, e, &s)) return qd_own_day(o, e->at);
    return qd_arena_copy(&o->m->arena, qd_span_write(s, buf));
}

/* "msft, msft-old". */
qd_str qd_own_lines(const qd_own *o, const qd_poly_tags *tags)
{
    qd_str text = { "", 0 };
    for (uint32_t i = 0; i < tags->n; i++) {
        qd_sym name = o->m->tree.dirs.at[tags->at[i] - 1].name;
        text = qd_arena_printf(&o->m->arena, "%.*s%s%.*s", QD_STR_ARG(text),
                               i ? ", " : "",
                               QD_STR_ARG(qd_model_name(o->m, name)));
    }
    return text;
}

/* Ends are multiples of 1e-9; their percent is written without the dust of a
 * product. */
double qd_own_percent(double x)
{
    return nearbyint(x * 1e9) / 1e7;
}

/* "26.941 – 27.024", as many places as tell the ends apart. */
qd_str qd_own_range(const qd_own *o, const qd_own_bounds *b)
{
    char low[QD_FIXED_ROOM], high[QD_FIXED_ROOM];
    double lo = qd_own_percent(b->lo.value), hi = qd_own_percent(b->hi.value);
    int places = hi - lo < 1 ? 3 : 1;
    qd_str from = qd_double_fixed(lo, places, low);
    if (hi - lo < 5e-7) return qd_arena_copy(&o->m->arena, from);
    qd_str to = qd_double_fixed(hi, places, high);
    return qd_arena_printf(&o->m->arena, "%.*s – %.*s", QD_STR_ARG(from),
                           QD_STR_ARG(to));
}

void qd_own_text(qd_own *o, qd_str words)
{
    qd_answer_block(o->answer, QD_BLOCK_TEXT)->text = words;
}

/* ---- Bounds */

static qd_own_bounds bounds_of(qd_own *o, qd_poly *p, uint32_t holder,
                            qd_cap_time at)
{
    uint32_t n = qd_captable_together(&o->table, holder, at, o->terms);
    qd_own_bounds b;
    b.lo = qd_poly_bound(p, o->terms, n, false);
    b.hi = qd_poly_bound(p, o->terms, n, true);
    return b;
}

/* ---- Tables */

static qd_table *stakes_table(qd_own *o)
{
    qd_str none = { "", 0 }, unit = QD_STR("%");
    qd_table *t = qd_table_make(&o->m->arena, "stakes");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "on", QD_COLUMN_DATE, none);
    qd_table_column(t, "basis", QD_COLUMN_TEXT, none);
    qd_table_column(t, "lo", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "lo_open", QD_COLUMN_BOOL, none);
    qd_table_column(t, "p5", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "p50", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "p95", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "hi", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "hi_open", QD_COLUMN_BOOL, none);
    qd_table_column(t, "binding", QD_COLUMN_TEXT, none);
    return t;
}

static bool tells_nothing(const qd_own_bounds *b)
{
    return b->lo.value <= 0 && b->hi.value >= 1;
}

/* Units have come of which nothing says how many, and no stake is stated
 * since: how a path draws them says nothing. */
static bool is_open(const qd_own *o, const qd_cap_event *e)
{
    if (!e->sure || !qd_cap_is_unknown(e) || qd_cap_before(o->now, e->at))
        return false;
    for (uint32_t i = 0; i < o->table.stakes.n; i++)
        if (!qd_cap_before(o->table.stakes.at[i].at, e->at)) return false;
    return true;
}

bool qd_own_is_drawn(const qd_own *o, double lo, double hi)
{
    if (lo > 0 || hi < 1) return true;
    for (uint32_t i = 0; i < o->table.events.n; i++)
        if (is_open(o, &o->table.events.at[i])) return false;
    return true;
}

static bool are_drawn(const qd_own *o, const qd_own_bounds *b)
{
    return qd_own_is_drawn(o, b->lo.value, b->hi.value);
}

/* His units are some of which nothing says how many. */
static bool is_unknown(const qd_own *o, uint32_t holder,
                       const qd_own_bounds *b)
{
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        const qd_cap_event *e = &o->table.events.at[i];
        if (e->to == holder && qd_cap_is_unknown(e))
            return tells_nothing(b);
    }
    return false;
}

static void bounds_cells(const qd_own *o, qd_table *t, uint32_t holder,
                         const qd_own_bounds *b)
{
    if (is_unknown(o, holder, b)) {
        qd_table_hole(t, 3);
        qd_table_hole(t, 8);
        return;
    }
    qd_table_number(t, 3, qd_own_percent(b->lo.value));
    qd_table_bool(t, 4, b->lo.open);
    qd_table_number(t, 8, qd_own_percent(b->hi.value));
    qd_table_bool(t, 9, b->hi.open);
}

static void stakes_row(qd_own *o, qd_table *t, uint32_t holder,
                       qd_cap_time at, const qd_own_bounds *b,
                       const qd_own_points *points)
{
    qd_table_row(t);
    qd_table_text(t, 0, holder == 0 ? QD_STR("?")
                        : qd_model_name(o->m, o->table.holders.at[holder]));
    qd_table_text(t, 1, qd_own_day(o, at));
    qd_table_text(t, 2, QD_STR("as-converted"));
    bounds_cells(o, t, holder, b);
    for (uint32_t i = 0; points && i < 3 && are_drawn(o, b); i++)
        qd_table_number(t, 5 + i, qd_own_percent(points[holder].at[i]));
    qd_str lo = qd_own_lines(o, &b->lo.tags), hi = qd_own_lines(o, &b->hi.tags);
    qd_table_text(t, 10, qd_str_eq(lo, hi) || hi.len == 0 ? lo
        : lo.len == 0 ? hi
        : qd_arena_printf(&o->m->arena, "%.*s; %.*s", QD_STR_ARG(lo),
                          QD_STR_ARG(hi)));
}

/* ---- The stakes */

static void right_column(qd_table *grid, const char *name, qd_str title)
{
    qd_str none = { "", 0 };
    qd_column *c = qd_table_column(grid, name, QD_COLUMN_TEXT, none);
    c->title = title;
    c->right = true;
}

/* The points shown are those behind all that may happen; of a day to come they
 * are those of that day. */
static bool shows_later(const qd_own *o)
{
    return o->has_later && !o->ahead;
}

static void make_grid(qd_own *o, qd_table *grid)
{
    qd_str none = { "", 0 };
    qd_table_column(grid, "holder", QD_COLUMN_TEXT, none);
    right_column(grid, "now", qd_own_day(o, o->now));
    if (o->has_later) right_column(grid, "later", QD_STR("if all happens"));
    if (o->here)
        right_column(grid, "p50", shows_later(o) ? QD_STR("by chance")
                     : o->has_later ? QD_STR("median that day")
                                    : QD_STR("median"));
    if (o->here) right_column(grid, "spread", QD_STR("5 – 95 %"));
}

/* Whether the holder has anything to show at the time. */
static bool has_units(qd_own *o, uint32_t holder, qd_cap_time at)
{
    if (holder == 0) return true;
    for (uint32_t i = 0; i < o->table.stakes.n; i++)
        if (o->table.stakes.at[i].holder == holder) return true;
    return qd_captable_together(&o->table, holder, at, o->terms) > 1;
}

static qd_str point_text(const qd_own *o, double x)
{
    char buf[QD_FIXED_ROOM];
    return qd_arena_copy(&o->m->arena, qd_double_fixed(100 * x, 1, buf));
}

static void range_cell(const qd_own *o, qd_table *grid, uint32_t column,
                       uint32_t holder, const qd_own_bounds *b)
{
    if (is_unknown(o, holder, b)) qd_table_hole(grid, column);
    else qd_table_text(grid, column, qd_own_range(o, b));
}

/* The median and the spread, behind what may happen where that is shown. */
static void point_cells(const qd_own *o, qd_table *grid, uint32_t holder,
                        const qd_own_bounds *b)
{
    const qd_own_points *p = shows_later(o) ? o->then : o->here;
    uint32_t column = o->has_later ? 3 : 2;
    if (!p || !are_drawn(o, b)) return;
    qd_table_text(grid, column, point_text(o, p[holder].at[1]));
    qd_table_text(grid, column + 1, qd_arena_printf(&o->m->arena,
        "%.*s – %.*s", QD_STR_ARG(point_text(o, p[holder].at[0])),
        QD_STR_ARG(point_text(o, p[holder].at[2]))));
}

/* "Microsoft: msft; staff-sale": the lines at which its bounds end. */
static void say_binding(qd_own *o, const qd_table *t)
{
    qd_str words = { "", 0 };
    for (uint32_t i = 0; i < t->n_rows; i++) {
        qd_str lines = qd_table_at(t, i, 10)->text;
        qd_str party = qd_table_at(t, i, 0)->text;
        bool first = i == 0 || !qd_str_eq(party,
                                          qd_table_at(t, i - 1, 0)->text);
        if (!first || lines.len == 0) continue;
        words = qd_arena_printf(&o->m->arena, "%.*s%s%.*s by %.*s",
                                QD_STR_ARG(words), words.len ? "; " : "",
                                QD_STR_ARG(party), QD_STR_ARG(lines));
    }
    if (words.len)
        qd_own_text(o, qd_arena_printf(&o->m->arena, "Bound: %.*s.",
                                QD_STR_ARG(words)));
}

/* Where all units are counted the others have none, now and later. */
static bool is_nobody_else(qd_own *o, qd_poly *now, qd_poly *later)
{
    return o->table.closed && bounds_of(o, now, 0, o->now).hi.value <= 0 &&
           (!o->has_later || bounds_of(o, later, 0, o->later).hi.value <= 0);
}

static void show_stakes(qd_own *o, qd_poly *now, qd_poly *later)
{
    qd_table *t = stakes_table(o);
    qd_table *shown = qd_table_make(&o->m->arena, "stakes shown");
    qd_table *rest = qd_table_make(&o->m->arena, "stakes of nobody");
    bool nobody = is_nobody_else(o, now, later);
    make_grid(o, shown);
    make_grid(o, rest);
    for (uint32_t k = 1; k <= o->table.holders.n; k++) {
        qd_table *grid = nobody && k == o->table.holders.n ? rest : shown;
        uint32_t h = k % o->table.holders.n; /* the others last */
        bool here = has_units(o, h, o->now);
        bool then = o->has_later && has_units(o, h, o->later);
        if (!here && !then) continue;
        qd_table_row(grid);
        qd_table_text(grid, 0, qd_own_row_label(o, h));
        qd_own_bounds b;
        if (here) {
            b = bounds_of(o, now, h, o->now);
            stakes_row(o, t, h, o->now, &b, o->here);
            range_cell(o, grid, 1, h, &b);
        }
        if (!o->has_later || !then) point_cells(o, grid, h, &b);
        if (!then) continue;
        b = bounds_of(o, later, h, o->later);
        stakes_row(o, t, h, o->later, &b, o->then);
        range_cell(o, grid, 2, h, &b);
        point_cells(o, grid, h, &b);
    }
    qd_answer_table(o->answer, t);
    qd_answer_block(o->answer, QD_BLOCK_GRID)->table = shown;
    say_binding(o, t);
}

/* ---- A contradiction */

/* "amount: 40 bn USD, valuation: 300 bn USD post": what of it counts. */
static qd_str words_of(const qd_own *o, const qd_dir *d)
{
    static const char *const fields[] = { "share", "number", "value",
                                          "amount", "price", "valuation" };
    const qd_tree *t = &o->m->tree;
    qd_str text = { "", 0 };
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        qd_str name = qd_names_text(&t->names, f->name);
        bool counts = false;
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
            counts = counts || qd_str_eq(name, qd_str_c(fields[k]));
        if (!counts || f->datum == QD_NONE) continue;
        qd_range r = qd_syn_range(t, qd_field_datum(t, f));
        qd_str said = { qd_source_at(&o->m->source, r.pos), r.len };
        text = qd_arena_printf(&o->m->arena, "%.*s%s%.*s: %.*s",
                               QD_STR_ARG(text), text.len ? ", " : "",
                               QD_STR_ARG(name), QD_STR_ARG(said));
    }
    return text;
}

static void show_clash(qd_own *o, const qd_poly *p)
{
    qd_str none = { "", 0 };
    qd_arena *a = &o->m->arena;
    qd_own_text(o, QD_STR("These lines cannot all hold; leaving out any one "
                          "of them resolves it:"));
    qd_table *list = qd_table_make(a, "clash shown");
    qd_table *t = qd_table_make(a, "clash");
    qd_table_column(list, "mark", QD_COLUMN_TEXT, none);
    qd_table_column(list, "text", QD_COLUMN_TEXT, none);
    qd_table_column(t, "id", QD_COLUMN_TEXT, none);
    qd_table_column(t, "line", QD_COLUMN_TEXT, none);
    qd_table_column(t, "says", QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < p->clash.n; i++) {
        const qd_dir *d = &o->m->tree.dirs.at[p->clash.at[i] - 1];
        qd_str name = qd_model_name(o->m, d->name);
        qd_str place = qd_line_text(o->m, d->pos), says = words_of(o, d);
        qd_table_row(t);
        qd_table_text(t, 0, name);
        qd_table_text(t, 1, place);
        qd_table_text(t, 2, says);
        qd_table_row(list);
        qd_table_text(list, 0, QD_STR("✗"));
        qd_table_text(list, 1, qd_arena_printf(a, "%.*s  %.*s%s(%.*s)",
            QD_STR_ARG(name), QD_STR_ARG(says), says.len ? "  " : "",
            QD_STR_ARG(place)));
    }
    qd_answer_block(o->answer, QD_BLOCK_LIST)->table = list;
    qd_answer_table(o->answer, t);
}

/* ---- The answer */

static qd_str head_text(const qd_own *o, qd_str paths)
{
    return qd_arena_printf(&o->m->arena,
        "%.*s · share as converted, %%%s%.*s%.*s",
        QD_STR_ARG(qd_party_label(o->m, o->table.company)),
        paths.len ? " · " : "", QD_STR_ARG(paths),
        QD_STR_ARG(qd_asked_words(&o->asked)));
}

static void find_times(qd_own *o)
{
    o->now = qd_captable_asked_for(&o->table);
    o->ahead = qd_cap_before(qd_captable_present(&o->table), o->now);
    o->later = o->now;
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        const qd_cap_event *e = &o->table.events.at[i];
        /* it vests, or its condition comes to hold */
        if (e->kind == QD_CAP_EXERCISE || e->waits) o->has_later = true;
        if (!qd_cap_before(o->later, e->at)) continue;
        if (e->kind == QD_CAP_ISSUE && !e->priced) continue;
        o->later = (qd_cap_time){ e->at.when, QD_CAP_AFTER };
        o->has_later = true;
    }
}

/* Where only classes are stated, an exit is paid to them. */
static bool is_told(qd_own *o)
{
    const qd_captable *c = &o->table;
    bool exit = qd_asked_for(&o->asked, "exit").len > 0;
    if (c->stakes.n + c->events.n > 0) return true;
    if (exit) return false;
    if (c->holdings.n > 0) return true;
    qd_own_text(o, QD_STR("Nobody says who owns anything of it."));
    return false;
}

static bool answer(qd_own *o)
{
    qd_poly now, later;
    bool good = true;
    qd_answer_block(o->answer, QD_BLOCK_HEAD)->text =
        head_text(o, QD_STR(""));
    qd_captable_poly_at(&o->table, o->now, &now);
    if (!qd_poly_settle(&now)) {
        show_clash(o, &now);
        o->answer->status = 1;
    } else if (is_told(o)) {
        qd_captable_poly(&o->table, o->later, o->now, &later);
        o->has_later = o->has_later && qd_poly_settle(&later);
        good = qd_own_draw(o);
        if (o->here)
            o->answer->blocks.at[0].text =
                head_text(o, qd_paths_words(&o->paths));
        show_stakes(o, &now, &later);
        qd_own_events(o);
        qd_own_says(o);
        qd_own_steps(o);
        qd_own_read(o);
        qd_poly_free(&later);
    }
    qd_poly_free(&now);
    qd_own_notes(o);
    return good;
}

/* The only company of which there is such a line; QD_SYM_HOLE: several. */
static qd_sym only_company(const qd_own *o, bool stakes)
{
    qd_sym found = 0;
    for (uint32_t i = 0; i < o->m->tree.dirs.n; i++) {
        const qd_dir *d = &o->m->tree.dirs.at[i];
        bool is = stakes ? d->keyword == QD_K_stake
                         : d->keyword == QD_K_round ||
                           d->keyword == QD_K_convertible;
        if (!is || d->b == found || d->b == QD_SYM_HOLE) continue;
        if (found) return QD_SYM_HOLE;
        found = d->b;
    }
    return found;
}

/* The company: the operand, or the only one of which a stake is stated, or
 * else into which money is put. */
static qd_sym find_company(qd_own *o)
{
    qd_str name = qd_asked_operand(&o->asked, 0);
    if (name.len) {
        qd_sym s = qd_names_find(&o->m->tree.names, name);
        uint32_t dir = s ? qd_model_find_kind(o->m, s, "party") : QD_NONE;
        if (dir != QD_NONE && o->m->tree.dirs.at[dir].keyword == QD_K_party)
            return s;
        qd_refuse_name(o->m, "party", name);
        return 0;
    }
    qd_sym found = only_company(o, true);
    if (!found) found = only_company(o, false);
    if (found && found != QD_SYM_HOLE) return found;
    qd_refuse(o->m, found ? QD_STR("whose shares? name a company, as in `quid "
                                   "own FILE openai`")
                          : QD_STR("no stake, round or convertible is stated: "
                                   "nobody owns anything here"));
    return 0;
}

/* False when it was refused. */
static bool ask(qd_own *o, qd_sym company)
{
    qd_arena *a = &o->m->arena;
    qd_captable_make(&o->table, &o->paths.lowering, company);
    if (o->table.vars > QD_LIMIT_CAP_TABLE) {
        qd_refuse(o->m, qd_arena_printf(a, "%u holders and events are more "
            "than the %u that a cap table may have", o->table.vars,
            QD_LIMIT_CAP_TABLE));
        return false;
    }
    size_t room = 2 * ((size_t)o->table.vars + 2) * sizeof *o->terms;
    o->terms = qd_arena_alloc(a, room);
    find_times(o);
    if (!answer(o)) return false;
    qd_str exit = qd_asked_for(&o->asked, "exit");
    qd_str price = qd_asked_for(&o->asked, "price");
    if (price.len && !qd_own_warrants(o, price)) return false;
    return exit.len == 0 || qd_own_exit(o, exit);
}

static qd_answer *own(qd_model *m, const qd_argument *args, size_t n)
{
    qd_own o = { .m = m };
    if (!qd_asked_read(&o.asked, m, args, n)) return NULL;
    qd_sym company = find_company(&o);
    if (!company) return NULL;
    o.answer = qd_answer_make(&m->arena, "own");
    if (qd_asked_too_early(&o.asked, o.answer)) return o.answer;
    qd_paths_begin(&o.paths, &o.asked, QD_PATHS_USUAL);
    bool good = ask(&o, company);
    qd_captable_free(&o.table);
    qd_paths_free(&o.paths);
    return good ? o.answer : NULL;
}

static const qd_option options[] = {
    QD_VIEW_OPTIONS,
    { "firm", QD_OPTION_FLAG, NULL, "only what is signed or closed", false },
    { "as-printed", QD_OPTION_FLAG, NULL,
      "money too is any that prints so: 40 bn is 39.5 to 40.5", false },
    QD_PATH_OPTIONS,
    { "exit", QD_OPTION_TEXT, NULL,
      "who gets what of so much, as 500mn or 12bn", false },
    { "price", QD_OPTION_TEXT, NULL,
      "what warrants come to at this price of a share, for cash and net",
      false },
};

const qd_analysis qd_analysis_own = {
    .name = "own",
    .question = "Who owns what?",
    .operands = "[COMPANY]",
    .doc = "Stakes, rounds, sales and warrants of a company become linear "
           "statements about its units; each stake is shown with the least "
           "and the most that all of them together allow, and the lines that "
           "bind. Lines that cannot all hold are shown as the smallest set "
           "that clashes. Beside them: what each event dilutes, what stakes "
           "are worth at the last price, and who has the votes where classes "
           "differ.",
    .example = "quid own stories.quid openai --scenario ten",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = own,
};
