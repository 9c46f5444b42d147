/* The change of one party's cash, period by period: the same paths once more,
 * since who loses most is known when they have been drawn. */
#include <math.h>

#include "analysis/shock.h"

static const double points[] = { 0.05, 0.25, 0.50, 0.75, 0.95 };
static const char *const names[] = { "p5", "p25", "p50", "p75", "p95" };
enum { POINTS = sizeof points / sizeof *points };

const qd_shock_party *qd_shock_worst(const qd_shock_run *s)
{
    const qd_shock_party *worst = NULL;
    for (uint32_t i = 0; i < s->parties.n; i++) {
        const qd_shock_party *p = &s->parties.at[i];
        if (!worst || p->loss > worst->loss ||
            (p->loss == worst->loss && p->behind > worst->behind)) worst = p;
    }
    return worst && (worst->loss > 0 || worst->behind > 0) ? worst : NULL;
}

struct drawn {
    const qd_shock_party *p;
    qd_sim_result *result;
};

enum { CHANGE, GAP };

static bool draw(qd_shock_run *s, struct drawn *d)
{
    const qd_probe probes[] = {
        { .node = d->p->change, .ends = s->run.each,
          .n_ends = s->run.n_periods, .wants = QD_WANT_QUANTILES },
        { .node = d->p->below, .ends = s->run.each,
          .n_ends = s->run.n_periods, .wants = QD_WANT_CHANCE } };
    uint32_t n = d->p->has_cash ? 2 : 1;
    qd_mem *mem = s->m->mem;
    qd_sim_why why;
    qd_sim_plan *plan = qd_sim_plan_make(&s->run.source, probes, n, mem,
                                         &why);
    if (plan) d->result = qd_sim_run(plan, &s->run.how, mem, &why);
    if (plan) qd_sim_plan_free(plan);
    if (!d->result)
        qd_refuse(s->m, qd_arena_printf(&s->m->arena, "%s", why.text));
    return d->result;
}

static void number(qd_table *t, uint32_t column, double x)
{
    if (isnan(x)) qd_table_hole(t, column);
    else qd_table_number(t, column, x);
}

static void row(const qd_shock_run *s, const struct drawn *d, qd_table *t,
                uint32_t column, uint32_t k)
{
    double x[POINTS];
    qd_sim_quantiles(d->result, CHANGE, k, points, POINTS, x, NULL);
    qd_table_text(t, column, qd_paths_period(&s->run, k));
    for (uint32_t i = 0; i < POINTS; i++)
        number(t, column + 1 + i, qd_shock_clean(x[i]) / s->scale);
    if (d->p->has_cash)
        number(t, column + 1 + POINTS, qd_sim_chance(d->result, GAP, k));
}

static void columns(const qd_shock_run *s, qd_table *t)
{
    qd_str none = { "", 0 };
    qd_table_column(t, "month", QD_COLUMN_DATE, none);
    for (int i = 0; i < POINTS; i++)
        qd_table_column(t, names[i], QD_COLUMN_NUMBER, qd_shock_unit(s));
    qd_table_column(t, "gap_chance", QD_COLUMN_NUMBER, none);
}

static void table(qd_shock_run *s, const struct drawn *d)
{
    qd_table *t = qd_table_make(&s->m->arena, "fan");
    qd_table_column(t, "party", QD_COLUMN_TEXT, (qd_str){ "", 0 });
    columns(s, t);
    for (uint32_t k = 0; k < s->run.n_periods; k++) {
        qd_table_row(t);
        qd_table_text(t, 0, d->p->name);
        row(s, d, t, 1, k);
    }
    qd_answer_table(s->answer, t);
}

static void block(qd_shock_run *s, const struct drawn *d)
{
    qd_arena *a = &s->m->arena;
    qd_table *t = qd_table_make(a, "change by month");
    qd_str who = qd_party_label(s->m, d->p->party);
    columns(s, t);
    for (uint32_t k = 0; k < s->run.n_periods; k++) {
        qd_table_row(t);
        row(s, d, t, 0, k);
    }
    qd_block *b = qd_answer_block(s->answer, QD_BLOCK_FAN);
    b->table = t;
    b->unit = qd_shock_unit(s);
    bool ends = d->p->loss > 0;
    qd_str most = qd_short_number(a, (ends ? d->p->loss : d->p->behind) /
                                         s->scale);
    b->text = qd_arena_printf(a, "%.*s: %.*s %.*s %s, on average",
        QD_STR_ARG(who), QD_STR_ARG(most), QD_STR_ARG(qd_shock_unit(s)),
        ends ? "less at the end" : "behind for a time");
    b->detail = qd_arena_printf(a, "%.*s: with the shock less without · "
                                "%.*s%.*s",
                                QD_STR_ARG(qd_shock_title(s)),
                                QD_STR_ARG(qd_paths_words(&s->run)),
                                QD_STR_ARG(qd_asked_words(&s->asked)));
    b->has_opening = true;
}

bool qd_shock_fan(qd_shock_run *s)
{
    struct drawn d = { .p = qd_shock_worst(s) };
    if (!d.p || qd_sim_stopped(s->run.result)) return true;
    if (!draw(s, &d)) return false;
    table(s, &d);
    block(s, &d);
    if (qd_sim_is_banded(d.result, CHANGE))
        qd_answer_note(s->answer, QD_STR("quantiles by month are within 1 %, "
            "as there are more than 131072 paths; --exact has them exact"));
    qd_sim_result_free(d.result);
    return true;
}
