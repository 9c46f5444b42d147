/* The tables of `shock`: stable for programs, and the grid for people. */
#include <math.h>

#include "analysis/shock.h"

static const qd_str none = { "", 0 };

qd_str qd_shock_unit(const qd_shock_run *s)
{
    const qd_units *u = &s->m->units;
    return s->scale_word[0]
        ? qd_arena_printf(&s->m->arena, "%s %.*s", s->scale_word,
                          QD_STR_ARG(u->currency[s->currency]))
        : u->currency[s->currency];
}

/* ---- Figures */

static const struct measure {
    const char *name;    /* stable */
    const char *unit;    /* NULL: money */
    double scale;
} measures[QD_SHOCK_MEASURES] = {
    [QD_SHOCK_CASH] = { "position", NULL, 0 },
    [QD_SHOCK_BEHIND] = { "most behind", NULL, 0 },
    [QD_SHOCK_AHEAD] = { "most ahead", NULL, 0 },
    [QD_SHOCK_LEAST] = { "least position", NULL, 0 },
    [QD_SHOCK_BACKLOG] = { "backlog", NULL, 0 },
    [QD_SHOCK_STAKES] = { "stakes", NULL, 0 },
    [QD_SHOCK_POWER] = { "power", "MW", 1e6 },
    [QD_SHOCK_CHIPS] = { "chips", "chips", 1 },
};

static double scale_of(const qd_shock_run *s, int measure)
{
    return measures[measure].unit ? measures[measure].scale : s->scale;
}

static void number(qd_table *t, uint32_t column, double x)
{
    if (isnan(x)) qd_table_hole(t, column);
    else qd_table_number(t, column, x == 0 ? 0 : x);
}

/* Sums of the same payments in another order differ in their last bits: what
 * is below a cent, a watt or a hundredth of a chip is none. */
double qd_shock_clean(double x)
{
    return fabs(x) < 0.01 ? 0 : x;
}

/* Some path differs. */
static bool differs(const qd_shock_run *s, const qd_shock_figure *f)
{
    if (!f->asked) return false;
    const qd_sim_result *r = s->run.result;
    return qd_shock_clean(qd_sim_quantile(r, f->change, 0, 0)) != 0 ||
           qd_shock_clean(qd_sim_quantile(r, f->change, 0, 1)) != 0;
}

bool qd_shock_changes(const qd_shock_run *s, const qd_shock_party *p)
{
    for (int i = 0; i < QD_SHOCK_MEASURES; i++)
        if (differs(s, &p->of[i])) return true;
    return false;
}

static void figure_row(const qd_shock_run *s, qd_table *t,
                       const qd_shock_party *p, int measure)
{
    static const double points[] = { 0.05, 0.50, 0.95 };
    const qd_shock_figure *f = &p->of[measure];
    const qd_sim_result *r = s->run.result;
    double scale = scale_of(s, measure), x[3] = { 0 };
    const char *unit = measures[measure].unit;
    qd_table_row(t);
    qd_table_text(t, 0, p->name);
    qd_table_text(t, 1, qd_str_c(measures[measure].name));
    qd_table_text(t, 2, unit ? qd_str_c(unit) : qd_shock_unit(s));
    if (measure != QD_SHOCK_BEHIND && measure != QD_SHOCK_AHEAD) {
        number(t, 3, qd_sim_mean(r, f->base, 0) / scale);
        number(t, 4, qd_sim_mean(r, f->shocked, 0) / scale);
    }
    number(t, 5, qd_shock_clean(qd_sim_mean(r, f->change, 0)) / scale);
    number(t, 6, qd_shock_clean(qd_sim_mean_error(r, f->change, 0)) / scale);
    qd_sim_quantiles(r, f->change, 0, points, 3, x, NULL);
    for (uint32_t i = 0; i < 3; i++)
        number(t, 7 + i, qd_shock_clean(x[i]) / scale);
}

static qd_table *figures_table(const qd_shock_run *s)
{
    static const char *const columns[] = { "base", "shocked", "mean",
                                           "mean_error", "p5", "p50",
                                           "p95" };
    qd_table *t = qd_table_make(&s->m->arena, "changes");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "measure", QD_COLUMN_TEXT, none);
    qd_table_column(t, "unit", QD_COLUMN_TEXT, none);
    for (int i = 0; i < 7; i++)
        qd_table_column(t, columns[i], QD_COLUMN_NUMBER, none);
    for (uint32_t i = 0; i < s->parties.n; i++)
        for (int k = 0; k < QD_SHOCK_MEASURES; k++)
            if (s->parties.at[i].of[k].asked)
                figure_row(s, t, &s->parties.at[i], k);
    return t;
}

/* ---- Gaps */

uint32_t qd_shock_half(const qd_shock_run *s, uint32_t gap)
{
    uint32_t k = 0;
    while (k < s->run.n_periods &&
           !(qd_sim_chance(s->run.result, gap, k) >= 0.5)) k++;
    return k;
}

static void half_cell(const qd_shock_run *s, qd_table *t, uint32_t column,
                      uint32_t gap)
{
    uint32_t k = qd_shock_half(s, gap);
    if (k < s->run.n_periods)
        qd_table_text(t, column, qd_paths_period(&s->run, k));
}

static qd_table *gaps_table(const qd_shock_run *s)
{
    static const char *const columns[] = { "base", "base_error", "shocked",
                                           "shocked_error" };
    const qd_sim_result *r = s->run.result;
    uint32_t last = s->run.n_periods - 1;
    qd_table *t = qd_table_make(&s->m->arena, "gaps");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    for (int i = 0; i < 4; i++)
        qd_table_column(t, columns[i], QD_COLUMN_NUMBER, none);
    qd_table_column(t, "base_half", QD_COLUMN_DATE, none);
    qd_table_column(t, "shocked_half", QD_COLUMN_DATE, none);
    for (uint32_t i = 0; i < s->parties.n; i++) {
        const qd_shock_party *p = &s->parties.at[i];
        if (!p->moves || !p->has_cash) continue;
        qd_table_row(t);
        qd_table_text(t, 0, p->name);
        number(t, 1, qd_sim_chance(r, p->gap, last));
        number(t, 2, qd_sim_chance_error(r, p->gap, last));
        number(t, 3, qd_sim_chance(r, p->gap_shocked, last));
        number(t, 4, qd_sim_chance_error(r, p->gap_shocked, last));
        half_cell(s, t, 5, p->gap);
        half_cell(s, t, 6, p->gap_shocked);
    }
    return t;
}

static qd_table *months_table(const qd_shock_run *s)
{
    qd_table *t = qd_table_make(&s->m->arena, "gap");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "month", QD_COLUMN_DATE, none);
    qd_table_column(t, "base", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "shocked", QD_COLUMN_NUMBER, none);
    for (uint32_t i = 0; i < s->parties.n; i++) {
        const qd_shock_party *p = &s->parties.at[i];
        for (uint32_t k = 0; p->moves && p->has_cash &&
             k < s->run.n_periods; k++) {
            qd_table_row(t);
            qd_table_text(t, 0, p->name);
            qd_table_text(t, 1, qd_paths_period(&s->run, k));
            number(t, 2, qd_sim_chance(s->run.result, p->gap, k));
            number(t, 3, qd_sim_chance(s->run.result, p->gap_shocked, k));
        }
    }
    return t;
}

/* ---- Stakes */

static void stake_row(const qd_shock_run *s, qd_table *t,
                      const qd_shock_stake *k)
{
    static const double points[] = { 0.05, 0.50, 0.95 };
    const qd_sim_result *r = s->run.result;
    double x[3];
    qd_table_row(t);
    qd_table_text(t, 0, qd_model_name(s->m, k->company));
    qd_table_text(t, 1, qd_model_name(s->m, k->holder));
    number(t, 2, 100 * qd_sim_mean(r, k->base, 0));
    number(t, 3, 100 * qd_sim_mean(r, k->shocked, 0));
    number(t, 4, 100 * qd_sim_mean(r, k->change, 0));
    number(t, 5, 100 * qd_sim_mean_error(r, k->change, 0));
    qd_sim_quantiles(r, k->change, 0, points, 3, x, NULL);
    for (uint32_t i = 0; i < 3; i++) number(t, 6 + i, 100 * x[i]);
}

static qd_table *stakes_table(const qd_shock_run *s)
{
    static const char *const columns[] = { "base", "shocked", "mean",
                                           "mean_error", "p5", "p50",
                                           "p95" };
    qd_table *t = qd_table_make(&s->m->arena, "stakes");
    qd_table_column(t, "company", QD_COLUMN_TEXT, none);
    qd_table_column(t, "holder", QD_COLUMN_TEXT, none);
    for (int i = 0; i < 7; i++)
        qd_table_column(t, columns[i], QD_COLUMN_NUMBER, QD_STR("%"));
    for (uint32_t i = 0; i < s->stakes.n; i++)
        stake_row(s, t, &s->stakes.at[i]);
    return t;
}

/* ---- What was shocked */

static qd_table *shocks_table(const qd_shock_run *s)
{
    static const char *const kinds[] = { "drop", "cut", "delay", "default" };
    qd_table *t = qd_table_make(&s->m->arena, "shocks");
    qd_table_column(t, "kind", QD_COLUMN_TEXT, none);
    qd_table_column(t, "id", QD_COLUMN_TEXT, none);
    qd_table_column(t, "by", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "unit", QD_COLUMN_TEXT, none);
    qd_table_column(t, "changed", QD_COLUMN_COUNT, none);
    for (uint32_t i = 0; i < s->shocks.n; i++) {
        const qd_shock *k = &s->shocks.at[i];
        bool cut = k->kind == QD_SHOCK_CUT, delay = k->kind == QD_SHOCK_DELAY;
        qd_table_row(t);
        qd_table_text(t, 0, qd_str_c(kinds[k->kind]));
        qd_table_text(t, 1, qd_model_name(s->m,
                                          s->m->tree.dirs.at[k->dir].name));
        if (cut || delay) {
            number(t, 2, k->by);
            qd_table_text(t, 3, cut ? QD_STR("%") : QD_STR("mo"));
        }
        qd_table_number(t, 4, k->n_changed);
    }
    return t;
}

/* ---- For people */

static void change_cells(const qd_shock_run *s, qd_table *t, uint32_t column,
                         const qd_shock_figure *f)
{
    static const double ends[] = { 0.05, 0.95 };
    const qd_sim_result *r = s->run.result;
    double x[2];
    if (!differs(s, f)) return;
    qd_sim_quantiles(r, f->change, 0, ends, 2, x, NULL);
    number(t, column, qd_shock_clean(qd_sim_mean(r, f->change, 0)) /
                          s->scale);
    for (uint32_t i = 0; i < 2; i++)
        number(t, column + 1 + i, qd_shock_clean(x[i]) / s->scale);
}

static double mean_change(const qd_shock_run *s, const qd_shock_figure *f)
{
    double x = f->asked ? qd_sim_mean(s->run.result, f->change, 0) : 0;
    return isnan(x) ? 0 : qd_shock_clean(x);
}

/* The larger of the most behind and the most ahead. */
static void extreme_cell(const qd_shock_run *s, qd_table *t, uint32_t column,
                         const qd_shock_party *p)
{
    double behind = mean_change(s, &p->of[QD_SHOCK_BEHIND]);
    double ahead = mean_change(s, &p->of[QD_SHOCK_AHEAD]);
    double x = -behind >= ahead ? behind : ahead;
    if (x != 0) number(t, column, x / s->scale);
}

static qd_str percent(const qd_shock_run *s, double p)
{
    return qd_arena_printf(&s->m->arena, "%d", (int)floor(100 * p + 0.5));
}

static void gap_cell(const qd_shock_run *s, qd_table *t, uint32_t column,
                     const qd_shock_party *p)
{
    uint32_t last = s->run.n_periods - 1;
    if (!p->moves || !p->has_cash) return;
    double a = qd_sim_chance(s->run.result, p->gap, last);
    double b = qd_sim_chance(s->run.result, p->gap_shocked, last);
    if (isnan(a) || isnan(b)) return;
    qd_str x = percent(s, a), y = percent(s, b);
    qd_table_text(t, column, qd_str_eq(x, y)
        ? qd_arena_printf(&s->m->arena, "%.*s %%", QD_STR_ARG(x))
        : qd_arena_printf(&s->m->arena, "%.*s → %.*s %%", QD_STR_ARG(x),
                          QD_STR_ARG(y)));
}

static bool any(const qd_shock_run *s, int measure)
{
    for (uint32_t i = 0; i < s->parties.n; i++)
        if (differs(s, &s->parties.at[i].of[measure])) return true;
    return false;
}

/* Columns that not every shock needs. */
static const struct { int of; const char *name; } more[] = {
    { QD_SHOCK_BACKLOG, "backlog" }, { QD_SHOCK_STAKES, "stakes" } };
enum { MORE = sizeof more / sizeof *more };

static qd_table *grid_table(const qd_shock_run *s, const bool *has)
{
    static const char *const columns[] = { "mean", "p5", "p95", "extreme" };
    static const char *const titles[] = { "cash at end", "5 %", "95 %",
                                          "at most" };
    qd_table *t = qd_table_make(&s->m->arena, "loss by party");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    for (int i = 0; i < 4; i++)
        qd_table_column(t, columns[i], QD_COLUMN_NUMBER, none)->title =
            qd_str_c(titles[i]);
    qd_column *gap = qd_table_column(t, "gap", QD_COLUMN_TEXT, none);
    gap->title = QD_STR("chance of a gap");
    gap->right = true;
    for (int i = 0; i < MORE; i++)
        if (has[i]) qd_table_column(t, more[i].name, QD_COLUMN_NUMBER, none);
    return t;
}

static void grid_row(const qd_shock_run *s, qd_table *t,
                     const qd_shock_party *p, const bool *has)
{
    uint32_t column = 6;
    qd_table_row(t);
    qd_table_text(t, 0, qd_party_label(s->m, p->party));
    change_cells(s, t, 1, &p->of[QD_SHOCK_CASH]);
    extreme_cell(s, t, 4, p);
    gap_cell(s, t, 5, p);
    for (int i = 0; i < MORE; i++) {
        const qd_shock_figure *f = &p->of[more[i].of];
        if (!has[i]) continue;
        if (differs(s, f)) number(t, column, mean_change(s, f) / s->scale);
        column++;
    }
}

static void grid(qd_shock_run *s)
{
    bool has[MORE];
    for (int i = 0; i < MORE; i++) has[i] = any(s, more[i].of);
    qd_table *t = grid_table(s, has);
    for (uint32_t i = 0; i < s->parties.n; i++)
        if (qd_shock_changes(s, &s->parties.at[i]))
            grid_row(s, t, &s->parties.at[i], has);
    if (t->n_rows) qd_answer_block(s->answer, QD_BLOCK_GRID)->table = t;
}

void qd_shock_tables(qd_shock_run *s)
{
    qd_answer_table(s->answer, figures_table(s));
    qd_answer_table(s->answer, gaps_table(s));
    qd_answer_table(s->answer, months_table(s));
    qd_answer_table(s->answer, stakes_table(s));
    qd_answer_table(s->answer, shocks_table(s));
    grid(s);
}
