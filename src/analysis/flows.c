/* `quid flows`: who pays whom, when. Low ends are what is due at least if
 * the claims hold; where nothing has a number there stands a hole. */
#include "analysis/money_network.h"

#include <math.h>

#include "model/claims.h"

enum { YEARS_SHOWN = 5 };

struct flows {
    qd_asked asked;
    qd_model *m;
    qd_flow_lines lines;
    int months;              /* of a period */
    double scale;            /* of the numbers shown: 1e9 for bn */
    const char *scale_word;
    qd_answer *answer;
};

/* ---- Words */

static qd_str period_text(struct flows *f, qd_span p)
{
    char buf[32];
    int y, m, d;
    qd_day_split(p.from, &y, &m, &d);
    if (f->months == 12) return qd_arena_printf(&f->m->arena, "%d", y);
    if (f->months == 3)
        return qd_arena_printf(&f->m->arena, "%d-Q%d", y, (m - 1) / 3 + 1);
    return qd_arena_copy(&f->m->arena, qd_span_write(p, buf));
}

static qd_str unit_text(struct flows *f, unsigned currency)
{
    qd_str code = f->m->units.n_currencies
                      ? f->m->units.currency[currency] : QD_STR("money");
    return qd_arena_printf(&f->m->arena, "%s%s%.*s", f->scale_word,
                           *f->scale_word ? " " : "", QD_STR_ARG(code));
}

static void choose_scale(struct flows *f)
{
    double most = 0;
    for (uint32_t i = 0; i < f->lines.n; i++) {
        const qd_flow_line *x = &f->lines.at[i];
        most = fmax(most, x->total.lo);
        for (uint32_t p = 0; p < f->lines.n_periods; p++)
            most = fmax(most, x->by_period[p].lo);
    }
    f->scale = qd_asked_scale(most, &f->scale_word);
}

/* ---- The table for programs */

static void set_amount(qd_table *t, uint32_t column, const qd_span_amount *a,
                       double scale, bool low)
{
    if (!a->some) qd_table_hole(t, column);
    else if (low) qd_table_number(t, column, a->lo / scale);
    else if (a->open || a->part) qd_table_hole(t, column);
    else qd_table_number(t, column, a->hi / scale);
}

static bool is_nothing(const qd_span_amount *a)
{
    return a->some && a->lo == 0 && a->hi == 0 && !a->open && !a->part;
}

static bool is_used(const struct flows *f, unsigned currency)
{
    for (uint32_t i = 0; i < f->lines.n; i++)
        if (f->lines.at[i].currency == currency) return true;
    return false;
}

/* The unit of all amounts; empty where there are several currencies, each
 * row then says its own. */
static qd_str common_unit(struct flows *f)
{
    unsigned used = 0, last = 0;
    for (unsigned c = 0; c < f->m->units.n_currencies; c++)
        if (is_used(f, c)) used++, last = c;
    return used > 1 ? (qd_str){ "", 0 } : unit_text(f, last);
}

/* A sum of months differs from the whole in its last digits: an end of the
 * bounds is written as it stands there. */
static double snapped(double x, const qd_span_amount *a)
{
    const double close = 1e-12;
    if (fabs(x - a->lo) <= close * fabs(a->lo)) return a->lo;
    if (!a->open && fabs(x - a->hi) <= close * fabs(a->hi)) return a->hi;
    return x;
}

static qd_table *flows_table(struct flows *f)
{
    qd_str none = { "", 0 }, unit = common_unit(f);
    qd_table *t = qd_table_make(&f->m->arena, "flows");
    qd_table_column(t, "payer", QD_COLUMN_TEXT, none);
    qd_table_column(t, "payee", QD_COLUMN_TEXT, none);
    qd_table_column(t, "period", QD_COLUMN_DATE, none);
    qd_table_column(t, "status", QD_COLUMN_TEXT, none);
    qd_table_column(t, "lo", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "p50", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "hi", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "unit", QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < f->lines.n; i++) {
        const qd_flow_line *x = &f->lines.at[i];
        for (uint32_t p = 0; p < f->lines.n_periods; p++) {
            const qd_span_amount *a = &x->by_period[p];
            if (is_nothing(a)) continue;
            qd_table_row(t);
            qd_table_text(t, 0, qd_model_name(f->m, x->payer));
            qd_table_text(t, 1, qd_model_name(f->m, x->payee));
            qd_table_text(t, 2, period_text(f, f->lines.periods[p]));
            qd_table_text(t, 3, qd_str_c(qd_firmness_word(x->firmness)));
            set_amount(t, 4, a, f->scale, true);
            double median = qd_flow_median(&f->lines, x, p);
            if (a->some && isfinite(median))
                qd_table_number(t, 5, snapped(median, a) / f->scale);
            set_amount(t, 6, a, f->scale, false);
            qd_table_text(t, 7, unit_text(f, x->currency));
        }
    }
    return t;
}

/* ---- The grid for people */

struct shown { uint32_t first, columns; };

/* Past periods of no line are left out, and what does not fit comes last
 * under "later". */
static struct shown periods_shown(const struct flows *f)
{
    uint32_t n = f->lines.n_periods;
    uint32_t most = f->months == 12 ? YEARS_SHOWN : 8;
    return (struct shown){ 0, n < most ? n : most };
}

static void grid_cell(qd_table *t, uint32_t column, const qd_span_amount *a,
                      double scale)
{
    if (is_nothing(a)) return;
    if (!a->some || (a->lo == 0 && (a->part || a->open))) {
        if (a->part || a->open) qd_table_hole(t, column);
        return;
    }
    qd_table_number(t, column, a->lo / scale);
    qd_cell *c = qd_table_at(t, t->n_rows - 1, column);
    if (a->open || a->part) c->mark = QD_MARK_LEAST;
    else if (a->hi > a->lo) {
        c->mark = QD_MARK_RANGE;
        c->high = a->hi / scale;
    }
}

static qd_span_amount later(const struct flows *f, const qd_flow_line *x,
                            uint32_t from)
{
    qd_span_amount sum = { 0 };
    for (uint32_t p = from; p < f->lines.n_periods; p++)
        qd_span_amount_add(&sum, &x->by_period[p]);
    return sum;
}

/* The whole of a line. What has a rate and no end has no whole: what falls
 * into the horizon is the least of it. */
static qd_span_amount total_of(const struct flows *f, const qd_flow_line *x)
{
    if (x->total.some) return x->total;
    qd_span_amount sum = later(f, x, 0);
    sum.open = sum.open || sum.some;
    return sum;
}

static void grid_columns(struct flows *f, qd_table *t, struct shown s,
                         const char *first)
{
    qd_str none = { "", 0 };
    qd_table_column(t, first, QD_COLUMN_TEXT, none);
    for (uint32_t p = 0; p < s.columns; p++) {
        qd_column *c = qd_table_column(t, "period", QD_COLUMN_NUMBER, none);
        c->title = period_text(f, f->lines.periods[p]);
        c->bar = 2;
    }
    if (s.columns < f->lines.n_periods)
        qd_table_column(t, "later", QD_COLUMN_NUMBER, none)->bar = 2;
    qd_table_column(t, "total", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "status", QD_COLUMN_TEXT, none);
}

static void grid_row(struct flows *f, qd_table *t, struct shown s,
                     const qd_flow_line *x, qd_str name)
{
    uint32_t c = 0;
    qd_table_row(t);
    qd_table_text(t, c++, name);
    for (uint32_t p = 0; p < s.columns; p++)
        grid_cell(t, c++, &x->by_period[p], f->scale);
    if (s.columns < f->lines.n_periods) {
        qd_span_amount rest = later(f, x, s.columns);
        grid_cell(t, c++, &rest, f->scale);
    }
    qd_span_amount whole = total_of(f, x);
    grid_cell(t, c++, &whole, f->scale);
    qd_table_text(t, c, x->net ? QD_STR("net of all")
                               : qd_str_c(qd_firmness_word(x->firmness)));
}

/* Sums of low ends; what has no number makes them "at least". Burn is net of
 * the rest and is not added to it. */
static void grid_total(struct flows *f, qd_table *t, struct shown s,
                       const qd_flow_line *const *rows, uint32_t n)
{
    qd_flow_line sum = { .firmness = QD_FIRM_NONE, .of = QD_NONE };
    size_t size = f->lines.n_periods * sizeof *sum.by_period;
    sum.by_period = qd_arena_alloc(&f->m->arena, size + 1);
    memset(sum.by_period, 0, size);
    bool least = false;
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i]->net) continue;
        for (uint32_t p = 0; p < f->lines.n_periods; p++) {
            sum.by_period[p].lo += rows[i]->by_period[p].lo;
            sum.by_period[p].some = true;
        }
        qd_span_amount whole = total_of(f, rows[i]);
        sum.total.lo += whole.lo + rows[i]->slack;
        least |= rows[i]->slack > 0;
        sum.total.some = true;
        least |= whole.part || whole.open || whole.hi > whole.lo;
    }
    for (uint32_t p = 0; p < f->lines.n_periods; p++)
        sum.by_period[p].hi = sum.by_period[p].lo;
    sum.total.hi = sum.total.lo;
    t->rule_before = t->n_rows;
    grid_row(f, t, s, &sum, least ? QD_STR("at least") : QD_STR("in all"));
    qd_table_text(t, t->columns.n - 1, QD_STR(""));
}

/* What a row is called: the other party by its label while that is short; a
 * stranger by the directive in which it stands. */
static qd_str row_name(struct flows *f, const qd_flow_line *x, bool pays)
{
    enum { LONG = 22 };
    qd_sym other = pays ? x->payee : x->payer;
    if (other == QD_SYM_HOLE)
        return qd_arena_printf(&f->m->arena, "? (%.*s)",
            QD_STR_ARG(qd_model_name(f->m, f->m->tree.dirs.at[x->of].name)));
    qd_str label = qd_party_label(f->m, other);
    return label.len <= LONG ? label : qd_model_name(f->m, other);
}

/* The largest first, burn last; else as the lines stand. */
static bool row_before(const struct flows *f, const qd_flow_line *a,
                       const qd_flow_line *b)
{
    if (a->net != b->net) return b->net;
    qd_span_amount x = total_of(f, a), y = total_of(f, b);
    return x.lo > y.lo || (x.lo == y.lo && x.some && !y.some);
}

static uint32_t rows_of(struct flows *f, qd_sym party, bool pays,
                        unsigned currency, const qd_flow_line **rows)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->lines.n; i++) {
        const qd_flow_line *x = &f->lines.at[i];
        if ((pays ? x->payer : x->payee) != party ||
            x->currency != currency) continue;
        uint32_t j = n++;
        for (; j > 0 && row_before(f, x, rows[j - 1]); j--)
            rows[j] = rows[j - 1];
        rows[j] = x;
    }
    return n;
}

/* A total of which others are part stands with what they leave of it. */
static void totals_text(struct flows *f, const qd_flow_line *const *rows,
                        uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i]->whole_dir == QD_NONE) continue;
        qd_sym name = f->m->tree.dirs.at[rows[i]->whole_dir].name;
        const qd_span_amount *w = &rows[i]->whole;
        qd_answer_block(f->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
            &f->m->arena, "%.*s is %s%.*s with its parts; its row shows what "
            "they leave of it", QD_STR_ARG(qd_model_name(f->m, name)),
            w->open || w->hi > w->lo ? "≥" : "",
            QD_STR_ARG(qd_short_number(&f->m->arena, w->lo / f->scale)));
    }
}

static void grid_head(struct flows *f, qd_sym party, bool pays,
                      unsigned currency)
{
    qd_answer_block(f->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &f->m->arena, "%.*s %s · %.*s due in the %s%.*s",
        QD_STR_ARG(qd_party_label(f->m, party)), pays ? "pays" : "is paid",
        QD_STR_ARG(unit_text(f, currency)),
        f->months == 12 ? "year" : f->months == 3 ? "quarter" : "month",
        QD_STR_ARG(qd_asked_words(&f->asked)));
}

/* Bars belong to the sum: where burn stands below it there are none. */
static void no_bars(qd_table *t)
{
    for (uint32_t i = 0; i < t->columns.n; i++) t->columns.at[i].bar = 0;
}

static void currency_grid(struct flows *f, qd_sym party, bool pays,
                          unsigned currency)
{
    const qd_flow_line **rows = qd_arena_alloc(
        &f->m->arena, (f->lines.n + 1) * sizeof *rows);
    uint32_t n = rows_of(f, party, pays, currency, rows), holes = 0, added = 0;
    if (n == 0) return;
    struct shown s = periods_shown(f);
    qd_table *t = qd_table_make(&f->m->arena, pays ? "pays" : "is paid");
    grid_columns(f, t, s, pays ? "payee" : "payer");
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i]->net) no_bars(t);
        if (rows[i]->net && added > 1 && !rows[i - 1]->net)
            grid_total(f, t, s, rows, i);
        grid_row(f, t, s, rows[i], row_name(f, rows[i], pays));
        qd_span_amount whole = total_of(f, rows[i]);
        holes += !whole.some;
        added += !rows[i]->net;
    }
    if (added > 1 && added == n) grid_total(f, t, s, rows, n);
    grid_head(f, party, pays, currency);
    qd_answer_block(f->answer, QD_BLOCK_GRID)->table = t;
    totals_text(f, rows, n);
    if (holes == 0) return;
    qd_answer_block(f->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
        &f->m->arena, "?  %u of %u have no reported amount; sums are lower "
        "bounds", holes, n);
}

static void party_grid(struct flows *f, qd_sym party, bool pays)
{
    for (unsigned c = 0; c == 0 || c < f->m->units.n_currencies; c++)
        currency_grid(f, party, pays, c);
}

/* ---- The answer */

/* Parties in the order of their texts, each once. */
static uint32_t each_payer(struct flows *f, qd_sym *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->lines.n; i++)
        if (n == 0 || out[n - 1] != f->lines.at[i].payer)
            out[n++] = f->lines.at[i].payer;
    return n;
}

/* The picture has one currency, that of the most lines. */
static void picture(struct flows *f)
{
    unsigned best = 0;
    uint32_t most = 0;
    for (unsigned c = 0; c < f->m->units.n_currencies; c++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < f->lines.n; i++)
            n += f->lines.at[i].currency == c;
        if (n > most) best = c, most = n;
    }
    qd_flows_network(&f->asked, &f->lines, f->answer, f->scale,
                     unit_text(f, best), best);
}

static bool asked_parties(struct flows *f)
{
    qd_str name;
    for (size_t i = 0; (name = qd_asked_operand(&f->asked, i)).len; i++) {
        qd_sym s = qd_names_find(&f->m->tree.names, name);
        uint32_t dir = s ? qd_model_find_kind(f->m, s, "party") : QD_NONE;
        if (dir == QD_NONE ||
            f->m->tree.dirs.at[dir].keyword != QD_K_party) {
            qd_refuse_name(f->m, "party", name);
            return false;
        }
        qd_sym shown = qd_party_shown(&f->asked.view, s);
        party_grid(f, shown, true);
        party_grid(f, shown, false);
    }
    return true;
}

static void all_payers(struct flows *f)
{
    qd_sym *payers = qd_arena_alloc(&f->m->arena,
                                    (f->lines.n + 1) * sizeof *payers);
    uint32_t n = each_payer(f, payers);
    for (uint32_t i = 0; i < n; i++) party_grid(f, payers[i], true);
}

static void nothing_due(struct flows *f)
{
    qd_answer_block(f->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &f->m->arena, "Nothing is due%.*s",
        QD_STR_ARG(qd_asked_words(&f->asked)));
}

/* What is due only if something happens on a path is in no row. */
static void note_contingent(struct flows *f)
{
    enum { NAMED = 6 };
    qd_str names = { "", 0 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->m->tree.dirs.n; i++) {
        const qd_dir *d = &f->m->tree.dirs.at[i];
        bool contingent = d->keyword == QD_K_guarantee ||
                          d->keyword == QD_K_warrant;
        if (!contingent || !qd_dir_seen(&f->asked.view, i)) continue;
        if (n++ < NAMED)
            names = qd_arena_printf(&f->m->arena, "%.*s%s%.*s",
                                    QD_STR_ARG(names), n > 1 ? ", " : "",
                                    QD_STR_ARG(qd_model_name(f->m, d->name)));
    }
    if (n == 0) return;
    qd_answer_note(f->answer, qd_arena_printf(&f->m->arena,
        "not counted, as due only if something happens: %.*s%s",
        QD_STR_ARG(names), n > NAMED ? " and others" : ""));
}

/* How many paths the medians are of, where it is not the usual number. */
static void note_paths(struct flows *f)
{
    uint64_t n = qd_sim_paths(f->lines.paths.result);
    if (n >= 10000) return;
    qd_answer_note(f->answer, qd_arena_printf(&f->m->arena,
        "the medians are of %llu paths", (unsigned long long)n));
}

static qd_answer *flows(qd_model *m, const qd_argument *args, size_t n)
{
    struct flows f = { .m = m, .months = 12 };
    if (!qd_asked_read(&f.asked, m, args, n)) return NULL;
    qd_str by = qd_asked_for(&f.asked, "by");
    if (qd_str_eq(by, QD_STR("quarter"))) f.months = 3;
    if (qd_str_eq(by, QD_STR("month"))) f.months = 1;
    f.answer = qd_answer_make(&m->arena, "flows");
    qd_flow_lines_make(&f.lines, &f.asked, f.months, 0);
    bool good = qd_flow_lines_draw(&f.lines);
    if (good) note_paths(&f);
    choose_scale(&f);
    qd_answer_table(f.answer, flows_table(&f));
    qd_asked_note(&f.asked, f.answer);
    note_contingent(&f);
    if (good && !qd_asked_too_early(&f.asked, f.answer)) {
        if (f.lines.n == 0) nothing_due(&f);
        else if (qd_asked_operand(&f.asked, 0).len) good = asked_parties(&f);
        else all_payers(&f);
        if (good && f.lines.n > 0) picture(&f);
    }
    qd_flow_lines_free(&f.lines);
    return good ? f.answer : NULL;
}

static const qd_option options[] = {
    QD_VIEW_OPTIONS,
    QD_PATH_OPTIONS,
    { "firm", QD_OPTION_FLAG, NULL, "only what is signed or closed", false },
    { "by-entity", QD_OPTION_FLAG, NULL,
      "parties as they are, not their parents", false },
    { "by", QD_OPTION_WORD, "year quarter month", "the length of a period",
      false },
};

const qd_analysis qd_analysis_flows = {
    .name = "flows",
    .question = "Who pays whom, when?",
    .operands = "[PARTY...]",
    .doc = "What falls due by payer, payee and period, split by how firm it "
           "is. Low ends are what is due at least if the claims hold; `?` "
           "stands where no amount or no time is reported, and a sum over "
           "it says \"at least\". The median (p50 of --json and --csv) is "
           "of 10,000 paths, of what is due if it happens.",
    .example = "quid flows stories.quid openai --by year",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = flows,
};
