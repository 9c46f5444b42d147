/* What `shock` says in words. */
#include "analysis/shock.h"

#include <math.h>

#include "base/number.h"
#include "model/claims.h"
#include "model/known.h"

static void text(qd_shock_run *s, qd_str words)
{
    qd_answer_block(s->answer, QD_BLOCK_TEXT)->text = words;
}

static qd_str amount(const qd_shock_run *s, double x)
{
    return qd_short_number(&s->m->arena, x / s->scale);
}

static qd_str last_period(const qd_shock_run *s)
{
    return qd_paths_period(&s->run, s->run.n_periods - 1);
}

/* "without amzn, sales cut by 30 %". */
static qd_str shocks_text(const qd_shock_run *s)
{
    qd_str list = { "", 0 };
    for (uint32_t i = 0; i < s->shocks.n; i++)
        list = qd_arena_printf(&s->m->arena, "%.*s%s%.*s", QD_STR_ARG(list),
                               i ? ", " : "",
                               QD_STR_ARG(s->shocks.at[i].text));
    return list;
}

/* ---- What is changed */

typedef bool holds_fn(qd_shock_run *s, uint32_t dir);

/* Nothing that it moves is known. */
static bool is_mute(qd_shock_run *s, uint32_t dir)
{
    bool pays = false;
    for (uint32_t k = 0; k < s->run.lowering.dues.n; k++) {
        const qd_due *due = &s->run.lowering.dues.at[k];
        if (due->dir != dir) continue;
        if (qd_due_is_known(due)) return false;
        pays = true;
    }
    return pays;
}

/* It is late and began before the horizon: its months before are paid anew,
 * which may not be what is meant. */
static bool has_begun(qd_shock_run *s, uint32_t dir)
{
    qd_lowering *l = &s->run.lowering;
    double from;
    return s->shocked[dir].delay > 0 &&
           qd_node_known(&l->graph, qd_lower_times(l, dir).from, &from) &&
           from < qd_day_months(s->m->horizon.from);
}

static bool is_hidden(qd_shock_run *s, uint32_t dir)
{
    return !qd_dir_seen(&s->asked.view, dir);
}

/* Which of those that are changed, by their names. */
static qd_str names_where(qd_shock_run *s, holds_fn *holds, uint32_t *n)
{
    enum { NAMED = 8 };
    qd_arena *a = &s->m->arena;
    qd_str list = { "", 0 };
    *n = 0;
    for (uint32_t i = 0; i < s->m->tree.dirs.n; i++) {
        if (!qd_is_shocked(&s->lowering.view, i) || (holds && !holds(s, i)))
            continue;
        qd_str name = qd_model_name(s->m, s->m->tree.dirs.at[i].name);
        if ((*n)++ < NAMED)
            list = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(list),
                                   *n > 1 ? ", " : "", QD_STR_ARG(name));
    }
    return *n > NAMED ? qd_arena_printf(a, "%.*s and others",
                                        QD_STR_ARG(list)) : list;
}

/* ---- The finding */

static uint32_t count_changed(const qd_shock_run *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->parties.n; i++)
        n += qd_shock_changes(s, &s->parties.at[i]);
    return n;
}

/* "openai has 10.3 bn USD less at the end of 2030-12 on average (...)". */
static qd_str loss_text(const qd_shock_run *s, const qd_shock_party *p)
{
    static const double ends[] = { 0.05, 0.95 };
    const qd_sim_result *r = s->run.result;
    qd_arena *a = &s->m->arena;
    const qd_shock_figure *f = &p->of[QD_SHOCK_CASH];
    double x[2];
    qd_sim_quantiles(r, f->change, 0, ends, 2, x, NULL);
    qd_str who = qd_party_label(s->m, p->party);
    qd_str mean = amount(s, p->loss);
    qd_str error = amount(s, qd_sim_mean_error(r, f->change, 0));
    qd_str low = amount(s, -x[1]), high = amount(s, -x[0]);
    if (qd_shock_clean(x[1] - x[0]) == 0)
        return qd_arena_printf(a, "%.*s has %.*s %.*s less at the end of "
            "%.*s", QD_STR_ARG(who), QD_STR_ARG(mean),
            QD_STR_ARG(qd_shock_unit(s)), QD_STR_ARG(last_period(s)));
    return qd_arena_printf(a, "%.*s has %.*s %.*s less at the end of %.*s "
        "on average (± %.*s; 5 to 95 %%: %.*s to %.*s)", QD_STR_ARG(who),
        QD_STR_ARG(mean), QD_STR_ARG(qd_shock_unit(s)),
        QD_STR_ARG(last_period(s)), QD_STR_ARG(error), QD_STR_ARG(low),
        QD_STR_ARG(high));
}

static qd_str behind_text(const qd_shock_run *s, const qd_shock_party *p)
{
    qd_str who = qd_party_label(s->m, p->party);
    qd_str most = amount(s, p->behind);
    return qd_arena_printf(&s->m->arena, "%.*s is up to %.*s %.*s behind on "
        "average, and has caught up by the end of %.*s", QD_STR_ARG(who),
        QD_STR_ARG(most), QD_STR_ARG(qd_shock_unit(s)),
        QD_STR_ARG(last_period(s)));
}

/* Nothing that is known is not nothing. */
static void say_nothing(qd_shock_run *s)
{
    uint32_t n;
    qd_str mute = names_where(s, is_mute, &n);
    text(s, n
        ? qd_arena_printf(&s->m->arena, "?  What hangs on it is not known: "
                          "without an amount or a time %s %.*s.",
                          n == 1 ? "is" : "are", QD_STR_ARG(mute))
        : QD_STR("Nobody has more or less on any path: nothing that moves "
                 "money within the horizon hangs on it."));
}

/* Who loses most; who is behind for a time, where nobody has less at the end.
 */
static void say_finding(qd_shock_run *s)
{
    const qd_shock_party *worst = qd_shock_worst(s);
    if (count_changed(s) == 0)
        say_nothing(s);
    else if (worst && worst->loss > 0)
        text(s, qd_arena_printf(&s->m->arena, "%.*s.",
                                QD_STR_ARG(loss_text(s, worst))));
    else if (worst)
        text(s, qd_arena_printf(&s->m->arena, "%.*s.",
                                QD_STR_ARG(behind_text(s, worst))));
    else
        text(s, QD_STR("Nobody has less cash at any time."));
}

qd_str qd_shock_title(const qd_shock_run *s)
{
    qd_str what = shocks_text(s);
    return qd_arena_printf(&s->m->arena, "Shock: %.*s · change of cash in "
                           "%.*s", QD_STR_ARG(what),
                           QD_STR_ARG(qd_shock_unit(s)));
}

void qd_shock_head(qd_shock_run *s)
{
    qd_answer_block(s->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &s->m->arena, "%.*s · %.*s%.*s", QD_STR_ARG(qd_shock_title(s)),
        QD_STR_ARG(qd_paths_words(&s->run)),
        QD_STR_ARG(qd_asked_words(&s->asked)));
    say_finding(s);
}

/* ---- Gaps */

static qd_str half_text(const qd_shock_run *s, uint32_t gap)
{
    uint32_t k = qd_shock_half(s, gap);
    return k < s->run.n_periods
        ? qd_arena_printf(&s->m->arena, "in %.*s",
                          QD_STR_ARG(qd_paths_period(&s->run, k)))
        : QD_STR("never");
}

static qd_str percent(const qd_shock_run *s, double p)
{
    char buf[QD_FIXED_ROOM];
    bool whole = p == 0 || p == 1;
    qd_str n = qd_double_fixed(100 * p, whole ? 0 : 1, buf);
    return qd_arena_printf(&s->m->arena, "%.*s %%", QD_STR_ARG(n));
}

static void say_gap(qd_shock_run *s, const qd_shock_party *p)
{
    const qd_sim_result *r = s->run.result;
    uint32_t last = s->run.n_periods - 1;
    double a = qd_sim_chance(r, p->gap, last);
    double b = qd_sim_chance(r, p->gap_shocked, last);
    if (isnan(a) || isnan(b)) return;
    qd_str from = percent(s, a), to = percent(s, b);
    qd_str was = half_text(s, p->gap), is = half_text(s, p->gap_shocked);
    qd_str who = qd_party_label(s->m, p->party);
    qd_str half = { "", 0 };
    if (!qd_str_eq(was, is))
        half = qd_arena_printf(&s->m->arena, "; it passes 50 %% %.*s, "
                               "without the shock %.*s", QD_STR_ARG(is),
                               QD_STR_ARG(was));
    text(s, qd_arena_printf(&s->m->arena, "%.*s: chance of a gap by the end "
        "%.*s, without the shock %.*s%.*s.", QD_STR_ARG(who), QD_STR_ARG(to),
        QD_STR_ARG(from), QD_STR_ARG(half)));
}

static void say_gaps(qd_shock_run *s)
{
    enum { NAMED = 4 };
    unsigned n = 0;
    for (uint32_t i = 0; i < s->parties.n && n < NAMED; i++) {
        const qd_shock_party *p = &s->parties.at[i];
        if (!p->moves || !p->has_cash || !qd_shock_changes(s, p) ||
            qd_sim_chance(s->run.result, p->gap, s->run.n_periods - 1) ==
            qd_sim_chance(s->run.result, p->gap_shocked,
                          s->run.n_periods - 1)) continue;
        say_gap(s, p);
        n++;
    }
}

/* ---- Capacity */

static qd_str capacity_text(const qd_shock_run *s, const qd_shock_party *p)
{
    static const struct { int of; const char *unit; double scale; } rows[] = {
        { QD_SHOCK_POWER, "MW", 1e6 }, { QD_SHOCK_CHIPS, "chips", 1 } };
    qd_arena *a = &s->m->arena;
    qd_str list = { "", 0 };
    for (int i = 0; i < 2; i++) {
        const qd_shock_figure *f = &p->of[rows[i].of];
        double x = f->asked ? qd_sim_mean(s->run.result, f->change, 0) : 0;
        if (!f->asked || isnan(x) || x == 0) continue;
        qd_str size = qd_short_number(a, fabs(x) / rows[i].scale);
        list = qd_arena_printf(a, "%.*s%s%.*s %s %s", QD_STR_ARG(list),
                               list.len ? " and " : "", QD_STR_ARG(size),
                               rows[i].unit, x < 0 ? "less" : "more");
    }
    return list;
}

static void say_capacity(qd_shock_run *s)
{
    for (uint32_t i = 0; i < s->parties.n; i++) {
        const qd_shock_party *p = &s->parties.at[i];
        qd_str what = capacity_text(s, p);
        if (what.len == 0) continue;
        qd_str who = qd_party_label(s->m, p->party);
        text(s, qd_arena_printf(&s->m->arena, "%.*s is delivered %.*s by the "
            "end of %.*s, on average.", QD_STR_ARG(who), QD_STR_ARG(what),
            QD_STR_ARG(last_period(s))));
    }
}

/* ---- What it rests on */

static void say_changed(qd_shock_run *s)
{
    qd_arena *a = &s->m->arena;
    uint32_t n;
    qd_str all = names_where(s, NULL, &n);
    if (n > 1) text(s, qd_arena_printf(a, "Changed: %.*s.", QD_STR_ARG(all)));
    qd_str mute = names_where(s, is_mute, &n);
    if (n && count_changed(s))
        text(s, qd_arena_printf(a, "?  without an amount or a time, so that "
                                "more hangs on it than is known: %.*s.",
                                QD_STR_ARG(mute)));
    qd_str begun = names_where(s, has_begun, &n);
    if (n)
        text(s, qd_arena_printf(a, "Begun before the horizon, and moved as if "
                                "not: %.*s.", QD_STR_ARG(begun)));
    qd_str hidden = names_where(s, is_hidden, &n);
    if (n)
        text(s, qd_arena_printf(a, "Not known by then, so not in either world: "
                                "%.*s.", QD_STR_ARG(hidden)));
}

/* How many it does not touch. */
static void say_others(qd_shock_run *s)
{
    uint32_t changed = count_changed(s), n = s->parties.n - changed;
    if (changed == 0 || n == 0) return;
    text(s, n == 1
        ? QD_STR("The one party beside them has the same on every path.")
        : qd_arena_printf(&s->m->arena, "The %u parties beside them have the "
                          "same on every path.", n));
}

static void say_stakes(qd_shock_run *s)
{
    bool any = false;
    for (uint32_t i = 0; i < s->parties.n; i++)
        any = any || s->parties.at[i].stakes != 0;
    if (any)
        text(s, QD_STR("Stakes: the change of what they are worth at the "
                       "end, on average, at the price of the last round or "
                       "sale on the path; without a round the price is that "
                       "of the one before."));
}

void qd_shock_words(qd_shock_run *s)
{
    say_stakes(s);
    say_others(s);
    say_gaps(s);
    say_capacity(s);
    say_changed(s);
    text(s, QD_STR("Counts on: all that is due is paid in full, and what is "
                   "not shocked stays as it is, burn and the rest of totals "
                   "too."));
}
