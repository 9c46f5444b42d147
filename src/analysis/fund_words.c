/* What `fund` says in words. */
#include "analysis/fund.h"

#include <math.h>

#include "base/number.h"

static qd_str amount_text(const qd_fund *f, double x)
{
    return qd_short_number(&f->m->arena, x / f->scale);
}

static double median(const qd_fund *f, uint32_t probe, uint32_t k)
{
    return qd_sim_quantile(f->run.result, probe, k, 0.5);
}

/* ---- Chances */

static qd_str percent(const qd_fund *f, double p)
{
    char buf[QD_FIXED_ROOM];
    double x = 100 * p;
    int places = x > 0 && (x < 1 || (x > 99 && x < 100)) ? 1 : 0;
    if (x > 0 && x < 0.05) return QD_STR("under 0.1 %");
    qd_str n = qd_double_fixed(x, places, buf);
    return qd_arena_printf(&f->m->arena, "%.*s %%", QD_STR_ARG(n));
}

/* The first period at whose end the chance is at least p, n_periods if none.
 */
static uint32_t passes(const qd_fund *f, double p)
{
    uint32_t k = 0;
    while (k < f->run.n_periods &&
           !(qd_sim_chance(f->run.result, f->gap, k) >= p)) k++;
    return k;
}

static qd_str party_label(const qd_fund *f)
{
    return qd_party_label(f->m, f->party);
}

qd_str qd_fund_finding(const qd_fund *f)
{
    qd_arena *a = &f->m->arena;
    uint32_t n = f->run.n_periods, even = passes(f, 0.5);
    double p = qd_sim_chance(f->run.result, f->gap, n - 1);
    qd_str who = party_label(f);
    if (isnan(p))
        return qd_arena_printf(a, "%.*s: no path has a number",
                               QD_STR_ARG(who));
    if (p == 0)
        return qd_arena_printf(a, "%.*s: no path has a gap up to %.*s",
                               QD_STR_ARG(who),
                               QD_STR_ARG(qd_paths_period(&f->run, n - 1)));
    if (even < n)
        return qd_arena_printf(a, "%.*s: the chance of a gap passes 50 %% in "
                               "%.*s", QD_STR_ARG(who),
                               QD_STR_ARG(qd_paths_period(&f->run, even)));
    return qd_arena_printf(a, "%.*s: the chance of a gap up to %.*s is %.*s",
                           QD_STR_ARG(who),
                           QD_STR_ARG(qd_paths_period(&f->run, n - 1)),
                           QD_STR_ARG(percent(f, p)));
}

qd_str qd_fund_basis(const qd_fund *f)
{
    return qd_arena_printf(&f->m->arena,
        "position in %.*s if all that is due is paid%s · %.*s%.*s",
        QD_STR_ARG(qd_fund_unit(f)),
        f->has_cash ? "" : ", counted from zero",
        QD_STR_ARG(qd_paths_words(&f->run)),
        QD_STR_ARG(qd_asked_words(&f->asked)));
}

static void text(qd_fund *f, qd_str words)
{
    qd_answer_block(f->answer, QD_BLOCK_TEXT)->text = words;
}

/* "passes 10 % in 2028-10, 50 % in ..., 90 % in ...". */
static void say_chances(qd_fund *f)
{
    static const double marks[] = { 0.1, 0.5, 0.9 };
    qd_arena *a = &f->m->arena;
    uint32_t n = f->run.n_periods;
    qd_str list = { "", 0 };
    for (int i = 0; i < 3; i++) {
        uint32_t k = passes(f, marks[i]);
        if (k == n) break;
        list = qd_arena_printf(a, "%.*s%s%d %% in %.*s", QD_STR_ARG(list),
                               i ? ", " : "", (int)(100 * marks[i]),
                               QD_STR_ARG(qd_paths_period(&f->run, k)));
    }
    double p = qd_sim_chance(f->run.result, f->gap, n - 1);
    double e = qd_sim_chance_error(f->run.result, f->gap, n - 1);
    qd_str error = qd_short_number(a, 100 * e);
    if (isnan(p)) return;
    text(f, list.len
        ? qd_arena_printf(a, "Chance of a gap passes %.*s; %.*s (± %.*s "
                          "points) by the end.", QD_STR_ARG(list),
                          QD_STR_ARG(percent(f, p)), QD_STR_ARG(error))
        : qd_arena_printf(a, "Chance of a gap: %.*s (± %.*s points) by the "
                          "end; it never passes 10 %%.",
                          QD_STR_ARG(percent(f, p)), QD_STR_ARG(error)));
}

static qd_str gap_text(const qd_fund *f, double x)
{
    return x > 0 ? amount_text(f, x) : QD_STR("none");
}

/* The year end at which about half of the paths have a gap, else the last. */
static void say_gap(qd_fund *f)
{
    qd_arena *a = &f->m->arena;
    uint32_t even = passes(f, 0.5), i = 0;
    if (f->n_years == 0 || passes(f, 0.05) == f->run.n_periods) return;
    while (i + 1 < f->n_years && f->year_ends[i] < even) i++;
    const qd_sim_result *r = f->run.result;
    qd_fund_points p = qd_fund_points_of(f, f->shortfall, i);
    qd_str unit = qd_fund_unit(f);
    text(f, qd_arena_printf(a,
        "Gap at the end of %.*s: median %.*s, mean %.*s (± %.*s), 5 to 95 %%: "
        "%.*s to %.*s %.*s.",
        QD_STR_ARG(qd_paths_period(&f->run, f->year_ends[i])),
        QD_STR_ARG(gap_text(f, p.x[QD_FUND_P50])),
        QD_STR_ARG(amount_text(f, qd_sim_mean(r, f->shortfall, i))),
        QD_STR_ARG(amount_text(f, qd_sim_mean_error(r, f->shortfall, i))),
        QD_STR_ARG(gap_text(f, p.x[QD_FUND_P5])),
        QD_STR_ARG(gap_text(f, p.x[QD_FUND_P95])),
        QD_STR_ARG(unit)));
}

static void say_least(qd_fund *f)
{
    const qd_sim_result *r = f->run.result;
    qd_fund_points p = qd_fund_points_of(f, f->least, 0);
    text(f, qd_arena_printf(&f->m->arena,
        "Least position up to %.*s: median %.*s, mean %.*s (± %.*s), 5 to "
        "95 %%: %.*s to %.*s %.*s.",
        QD_STR_ARG(qd_paths_period(&f->run, f->run.n_periods - 1)),
        QD_STR_ARG(amount_text(f, p.x[QD_FUND_P50])),
        QD_STR_ARG(amount_text(f, qd_sim_mean(r, f->least, 0))),
        QD_STR_ARG(amount_text(f, qd_sim_mean_error(r, f->least, 0))),
        QD_STR_ARG(amount_text(f, p.x[QD_FUND_P5])),
        QD_STR_ARG(amount_text(f, p.x[QD_FUND_P95])),
        QD_STR_ARG(qd_fund_unit(f))));
}

static void say_cash(qd_fund *f)
{
    const qd_sim_result *r = f->run.result;
    text(f, qd_arena_printf(&f->m->arena,
        "Position at the end of %.*s: mean %.*s (± %.*s) %.*s.",
        QD_STR_ARG(qd_paths_period(&f->run, f->run.n_periods - 1)),
        QD_STR_ARG(amount_text(f, qd_sim_mean(r, f->cash, 0))),
        QD_STR_ARG(amount_text(f, qd_sim_mean_error(r, f->cash, 0))),
        QD_STR_ARG(qd_fund_unit(f))));
}

/* ---- What it counts on */

qd_str qd_fund_hope_text(const qd_fund *f, const qd_fund_hope *h)
{
    const qd_dir *d = &f->m->tree.dirs.at[h->dir];
    qd_str who = d->a == QD_SYM_HOLE
        ? qd_model_label(f->m, h->dir)
        : qd_party_label(f->m, qd_party_shown(&f->asked.view, d->a));
    static const char *const words[] = { "paid", "firm", "announced",
                                         "in talks", "planned" };
    return qd_arena_printf(&f->m->arena, "%.*s %.*s (%s)", QD_STR_ARG(who),
                           QD_STR_ARG(amount_text(f, median(f, h->amount,
                                                            0))),
                           words[h->firmness]);
}

static void say_hopes(qd_fund *f)
{
    qd_arena *a = &f->m->arena;
    qd_str list = { "", 0 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->hopes.n; i++) {
        const qd_fund_hope *h = &f->hopes.at[i];
        if (h->firmness <= QD_FIRM_FIRM || !(median(f, h->amount, 0) > 0))
            continue;
        qd_str one = qd_fund_hope_text(f, h);
        list = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(list),
                               n++ ? ", " : "", QD_STR_ARG(one));
    }
    if (n == 0) return;
    text(f, qd_arena_printf(a, "Counts on, each by its chance: %.*s. --firm "
                            "drops %s.", QD_STR_ARG(list),
                            n == 1 ? "it" : "them"));
}

static void say_unknown(qd_fund *f)
{
    enum { NAMED = 8 };
    qd_arena *a = &f->m->arena;
    qd_str list = { "", 0 };
    for (uint32_t i = 0; i < f->unknown.n && i < NAMED; i++) {
        qd_sym name = f->m->tree.dirs.at[f->unknown.at[i]].name;
        list = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(list),
                               i ? ", " : "",
                               QD_STR_ARG(qd_model_name(f->m, name)));
    }
    if (f->unknown.n == 0) return;
    text(f, qd_arena_printf(a, "?  without an amount or a time, so not in it: "
                            "%.*s%s", QD_STR_ARG(list),
                            f->unknown.n > NAMED ? " and others" : ""));
}

void qd_fund_words(qd_fund *f)
{
    if (f->outputs & QD_FUND_GAP) say_chances(f);
    if (f->outputs & QD_FUND_SHORTFALL && f->outputs & QD_FUND_GAP)
        say_gap(f);
    if (f->outputs & QD_FUND_LEAST) say_least(f);
    if (f->outputs & QD_FUND_CASH) say_cash(f);
    if (!(f->outputs & QD_FUND_COMMITMENTS)) return;
    say_hopes(f);
    say_unknown(f);
}
