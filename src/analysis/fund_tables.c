/* The tables of `fund`: stable for programs, and the fan for people. */
#include "analysis/fund.h"

#include <math.h>

static const double points[] = { 0.05, 0.25, 0.50, 0.75, 0.95 };
static const char *const names[] = { "p5", "p25", "p50", "p75", "p95" };
enum { POINTS = QD_FUND_POINTS, MEDIAN = QD_FUND_P50 };

qd_str qd_fund_unit(const qd_fund *f)
{
    qd_str code = f->m->units.n_currencies
                      ? f->m->units.currency[f->currency] : QD_STR("money");
    return qd_arena_printf(&f->m->arena, "%s%s%.*s", f->scale_word,
                           *f->scale_word ? " " : "", QD_STR_ARG(code));
}

void qd_fund_number(qd_table *t, uint32_t column, double x)
{
    if (isfinite(x)) qd_table_number(t, column, x);
    else qd_table_hole(t, column);
}

static void quantile_columns(qd_table *t, qd_str unit)
{
    for (int i = 0; i < POINTS; i++)
        qd_table_column(t, names[i], QD_COLUMN_NUMBER, unit);
}

qd_fund_points qd_fund_points_of(const qd_fund *f, uint32_t probe,
                                 uint32_t k)
{
    qd_fund_points p;
    qd_sim_quantiles(f->run.result, probe, k, points, POINTS, p.x, p.error);
    return p;
}

void qd_fund_spread(qd_fund *f)
{
    uint32_t n = f->run.n_periods;
    if (!(f->outputs & QD_FUND_FAN)) return;
    f->spread = qd_arena_alloc(&f->m->arena, (n + 1) * sizeof *f->spread);
    for (uint32_t k = 0; k < n; k++)
        f->spread[k] = qd_fund_points_of(f, f->fan, k);
}

static void quantiles(const qd_fund *f, qd_table *t, uint32_t column,
                      const qd_fund_points *p)
{
    for (uint32_t i = 0; i < POINTS; i++)
        qd_fund_number(t, column + i, p->x[i] / f->scale);
}

static qd_str party_name(const qd_fund *f)
{
    return qd_model_name(f->m, f->party);
}

/* ---- The fan */

static void fan_row(qd_fund *f, qd_table *t, uint32_t column, uint32_t k)
{
    const qd_sim_result *r = f->run.result;
    qd_table_text(t, column, qd_paths_period(&f->run, k));
    quantiles(f, t, column + 1, &f->spread[k]);
    qd_fund_number(t, column + 6, qd_sim_chance(r, f->gap, k));
}

static void fan_columns(qd_fund *f, qd_table *t)
{
    qd_str none = { "", 0 };
    qd_table_column(t, "month", QD_COLUMN_DATE, none);
    quantile_columns(t, qd_fund_unit(f));
    qd_table_column(t, "gap_chance", QD_COLUMN_NUMBER, none);
}

static qd_table *fan_table(qd_fund *f)
{
    const qd_sim_result *r = f->run.result;
    qd_str none = { "", 0 }, unit = qd_fund_unit(f);
    qd_table *t = qd_table_make(&f->m->arena, "fan");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    fan_columns(f, t);
    qd_table_column(t, "error", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "mean", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "mean_error", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "gap_error", QD_COLUMN_NUMBER, none);
    for (uint32_t k = 0; k < f->run.n_periods; k++) {
        qd_table_row(t);
        qd_table_text(t, 0, party_name(f));
        fan_row(f, t, 1, k);
        qd_fund_number(t, 8, f->spread[k].error[MEDIAN] / f->scale);
        qd_fund_number(t, 9, qd_sim_mean(r, f->fan, k) / f->scale);
        qd_fund_number(t, 10, qd_sim_mean_error(r, f->fan, k) / f->scale);
        qd_fund_number(t, 11, qd_sim_chance_error(r, f->gap, k));
    }
    return t;
}

/* Row of the fan in which something happens on the middle path, UINT32_MAX
 * when not within the horizon. */
static uint32_t period_of(const qd_fund *f, uint32_t probe)
{
    double begin = qd_day_months(f->m->horizon.from);
    double at = qd_sim_quantile(f->run.result, probe, 0, points[MEDIAN]);
    double k = floor((at - begin) / f->m->grid);
    return k >= 0 && k < f->run.n_periods ? (uint32_t)k : UINT32_MAX;
}

static qd_table *marks_table(qd_fund *f)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&f->m->arena, "marks");
    qd_table_column(t, "row", QD_COLUMN_COUNT, none);
    qd_table_column(t, "label", QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < f->hopes.n; i++) {
        const qd_fund_hope *h = &f->hopes.at[i];
        uint32_t row = h->when == UINT32_MAX ? UINT32_MAX
                                             : period_of(f, h->when);
        if (row == UINT32_MAX) continue;
        qd_table_row(t);
        qd_table_number(t, 0, row);
        qd_table_text(t, 1, qd_fund_hope_text(f, h));
    }
    return t->n_rows ? t : NULL;
}

static void fan_block(qd_fund *f)
{
    qd_table *t = qd_table_make(&f->m->arena, "fan of a party");
    fan_columns(f, t);
    for (uint32_t k = 0; k < f->run.n_periods; k++) {
        qd_table_row(t);
        fan_row(f, t, 0, k);
    }
    qd_block *b = qd_answer_block(f->answer, QD_BLOCK_FAN);
    b->table = t;
    b->unit = qd_fund_unit(f);
    b->text = qd_fund_finding(f);
    b->detail = qd_fund_basis(f);
    b->marks = marks_table(f);
    const qd_node_row *o = &f->run.lowering.graph.nodes.at[f->opening];
    b->has_opening = o->op == QD_N_CONST;
    b->opening = b->has_opening ? o->k / f->scale : 0;
}

/* ---- Chances alone */

static qd_table *gap_table(qd_fund *f)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&f->m->arena, "gap");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "month", QD_COLUMN_DATE, none);
    qd_table_column(t, "gap_chance", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "error", QD_COLUMN_NUMBER, none);
    for (uint32_t k = 0; k < f->run.n_periods; k++) {
        qd_table_row(t);
        qd_table_text(t, 0, party_name(f));
        qd_table_text(t, 1, qd_paths_period(&f->run, k));
        qd_fund_number(t, 2, qd_sim_chance(f->run.result, f->gap, k));
        qd_fund_number(t, 3, qd_sim_chance_error(f->run.result, f->gap, k));
    }
    return t;
}

/* ---- How much is missing, and when */

static void measure_row(qd_fund *f, qd_table *t, const char *measure,
                        qd_str on, uint32_t probe, uint32_t k, bool spread)
{
    const qd_sim_result *r = f->run.result;
    qd_table_row(t);
    qd_table_text(t, 0, party_name(f));
    qd_table_text(t, 1, qd_str_c(measure));
    qd_table_text(t, 2, on);
    qd_fund_number(t, 8, qd_sim_mean(r, probe, k) / f->scale);
    qd_fund_number(t, 9, qd_sim_mean_error(r, probe, k) / f->scale);
    if (!spread) return;
    qd_fund_points p = qd_fund_points_of(f, probe, k);
    quantiles(f, t, 3, &p);
    qd_fund_number(t, 10, p.error[MEDIAN] / f->scale);
}

static qd_table *shortfall_table(qd_fund *f)
{
    qd_str none = { "", 0 }, unit = qd_fund_unit(f);
    qd_table *t = qd_table_make(&f->m->arena, "shortfall");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "measure", QD_COLUMN_TEXT, none);
    qd_table_column(t, "month", QD_COLUMN_DATE, none);
    quantile_columns(t, unit);
    qd_table_column(t, "mean", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "mean_error", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "error", QD_COLUMN_NUMBER, unit);
    qd_str last = qd_paths_period(&f->run, f->run.n_periods - 1);
    if (f->outputs & QD_FUND_SHORTFALL)
        for (uint32_t i = 0; i < f->n_years; i++)
            measure_row(f, t, "gap", qd_paths_period(&f->run, f->year_ends[i]),
                        f->shortfall, i, true);
    if (f->outputs & QD_FUND_LEAST)
        measure_row(f, t, "least position", last, f->least, 0, true);
    if (f->outputs & QD_FUND_CASH)
        measure_row(f, t, "position", last, f->cash, 0, false);
    return t;
}

/* ---- The ladder */

static void step_cells(qd_fund *f, qd_table *t, uint32_t column,
                       const qd_fund_step *s)
{
    static const double some[] = { 0.05, 0.50, 0.95 };
    double x[3];
    if (s->some)
        qd_sim_quantiles(f->run.result, s->probe, 0, some, 3, x, NULL);
    for (uint32_t i = 0; i < 3 && s->some; i++)
        qd_fund_number(t, column + i, x[i] / f->scale);
    qd_table_number(t, column + 3, s->unknown);
}

static qd_table *commitments_table(qd_fund *f)
{
    static const char *const columns[] = {
        "due_p5", "due_p50", "due_p95", "due_unknown",
        "funding_p5", "funding_p50", "funding_p95", "funding_unknown" };
    qd_str none = { "", 0 }, unit = qd_fund_unit(f);
    qd_table *t = qd_table_make(&f->m->arena, "commitments");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "status", QD_COLUMN_TEXT, none);
    for (int i = 0; i < 8; i++) {
        bool count = i % 4 == 3;
        qd_table_column(t, columns[i],
                        count ? QD_COLUMN_COUNT : QD_COLUMN_NUMBER,
                        count ? none : unit);
    }
    for (unsigned i = 0; i < QD_FIRM_NONE; i++) {
        const qd_fund_step *out = &f->out[i], *in = &f->in[i];
        if (!out->some && !in->some && !out->unknown && !in->unknown)
            continue;
        qd_table_row(t);
        qd_table_text(t, 0, party_name(f));
        qd_table_text(t, 1, qd_str_c(qd_firmness_word(i)));
        step_cells(f, t, 2, out);
        step_cells(f, t, 6, in);
    }
    return t;
}

static void ladder_cell(qd_fund *f, qd_table *t, uint32_t column,
                        const qd_fund_step *s)
{
    if (!s->some && s->unknown) qd_table_hole(t, column);
    if (!s->some) return;
    qd_fund_number(t, column, qd_sim_quantile(f->run.result, s->probe, 0,
                                          points[MEDIAN]) / f->scale);
    qd_cell *c = qd_table_at(t, t->n_rows - 1, column);
    if (s->unknown) c->mark = QD_MARK_LEAST;
}

static void ladder_block(qd_fund *f)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&f->m->arena, "ladder");
    qd_table_column(t, "status", QD_COLUMN_TEXT, none);
    qd_table_column(t, "due", QD_COLUMN_NUMBER, none)->title =
        QD_STR("to be paid");
    qd_table_column(t, "funding", QD_COLUMN_NUMBER, none)->title =
        QD_STR("funding");
    for (unsigned i = 0; i < QD_FIRM_NONE; i++) {
        const qd_fund_step *out = &f->out[i], *in = &f->in[i];
        if (!out->some && !in->some && !out->unknown && !in->unknown)
            continue;
        qd_table_row(t);
        qd_table_text(t, 0, qd_str_c(qd_firmness_word(i)));
        ladder_cell(f, t, 1, out);
        ladder_cell(f, t, 2, in);
    }
    if (t->n_rows == 0) return;
    qd_answer_block(f->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
        &f->m->arena, "Within the horizon, if it happens, median in %.*s:",
        QD_STR_ARG(qd_fund_unit(f)));
    qd_answer_block(f->answer, QD_BLOCK_GRID)->table = t;
}

void qd_fund_tables(qd_fund *f)
{
    if (f->outputs & QD_FUND_FAN) qd_answer_table(f->answer, fan_table(f));
    else if (f->outputs & QD_FUND_GAP)
        qd_answer_table(f->answer, gap_table(f));
    if (f->outputs & (QD_FUND_SHORTFALL | QD_FUND_LEAST | QD_FUND_CASH))
        qd_answer_table(f->answer, shortfall_table(f));
    if (f->outputs & QD_FUND_COMMITMENTS)
        qd_answer_table(f->answer, commitments_table(f));
    if (f->outputs & QD_FUND_FAN) fan_block(f);
    qd_fund_words(f);
    if (f->outputs & QD_FUND_COMMITMENTS) ladder_block(f);
}
