/* What is paid under a shock, where nobody with a balance pays more than it
 * has: the losses of each party, who fails because of whom, and when. */
#include <math.h>
#include <stdlib.h>

#include "analysis/csv_lines.h"
#include "analysis/paid.h"
#include "analysis/shock.h"

enum { BASE, SHOCKED, CANCELLED }; /* worlds */
enum { SHOWN = 12 };
#define PATHS 10000
#define FEWEST 100
#define AT_ONCE 4e8

typedef struct paid_shock {
    qd_shock_run *s;
    qd_paid p;
    qd_sym *struck;
    uint32_t n_struck;
    uint32_t *order;     /* parties by what they are paid less, then lose */
    double *mean_less;
    double scale;
    qd_str unit;
    bool cancels;        /* there is a third world, and it differs */
} paid_shock;

static const qd_str none = { "", 0 };

/* ---- What is asked */

static bool read_recovery(const paid_shock *x, qd_paid_how *how)
{
    qd_model *m = x->s->m;
    qd_str text = qd_asked_for(&x->s->asked, "recovery");
    how->has_recovery = text.len > 0;
    if (text.len == 0 || qd_part_read(text, &how->recovery)) return true;
    qd_refuse(m, qd_arena_printf(&m->arena, "the recovery `%.*s` is no part "
                                 "from 0 to 1; write 40%%.",
                                 QD_STR_ARG(text)));
    return false;
}

/* The period in which a day lies; false where none does. */
static bool find_period(const paid_shock *x, qd_day day, uint32_t *period)
{
    qd_model *m = x->s->m;
    double months = qd_day_months(day) - qd_day_months(m->horizon.from);
    double at = floor(months / m->grid);
    *period = at > 0 ? (uint32_t)at : 0;
    if (at >= 0 && at < x->s->run.n_periods) return true;
    qd_refuse(m, qd_arena_printf(&m->arena, "--on %.*s lies outside the "
        "horizon, %.*s to %.*s; choose a month in it.",
        QD_STR_ARG(qd_asked_for(&x->s->asked, "on")),
        QD_STR_ARG(qd_paths_period(&x->s->run, 0)),
        QD_STR_ARG(qd_paths_period(&x->s->run, x->s->run.n_periods - 1))));
    return false;
}

static bool read_struck(paid_shock *x, qd_paid_how *how)
{
    qd_shock_run *s = x->s;
    x->struck = qd_arena_alloc(&s->m->arena, (s->shocks.n + 1) *
                                                 sizeof *x->struck);
    for (uint32_t i = 0; i < s->shocks.n; i++) {
        const qd_shock *k = &s->shocks.at[i];
        if (k->kind != QD_SHOCK_DEFAULT) continue;
        x->struck[x->n_struck++] = s->m->tree.dirs.at[k->dir].name;
        if (!find_period(x, k->on, &how->period)) return false;
    }
    how->struck = x->struck;
    how->n_struck = x->n_struck;
    return true;
}

static void add_worlds(paid_shock *x, const qd_paid_how *how)
{
    qd_shock_run *s = x->s;
    qd_paid_how base = { .has_recovery = how->has_recovery,
                         .recovery = how->recovery }, other = *how;
    qd_paid_begin(&x->p, &s->run, s->currency);
    qd_paid_add(&x->p, &s->run.world, &base);
    qd_shock_enter(s, true);
    qd_paid_add(&x->p, &s->world, how);
    other.cancels = true;
    if (x->p.worlds.at[SHOCKED].defers) qd_paid_add(&x->p, &s->world, &other);
    qd_shock_enter(s, false);
}

/* Where nobody asked for a number as many as are drawn in some seconds: each
 * takes all dues of all months a few times. */
static uint64_t paths_of(const paid_shock *x)
{
    uint64_t paths = x->s->run.how.paths;
    if (qd_asked_for(&x->s->asked, "paths").len > 0) return paths;
    double each = 0, most;
    uint32_t bounded = 0;
    for (uint32_t u = 0; u < x->p.party.n; u++)
        bounded += x->p.bounded.at[u];
    for (uint32_t k = 0; k < x->p.worlds.n; k++)
        each += (double)x->p.worlds.at[k].dues.n + 8.0 * x->p.party.n;
    each *= 1 + bounded / 64.0; /* the more can fail, the more rounds */
    most = floor(AT_ONCE / (each * x->s->run.n_periods + 1));
    if (most < FEWEST) most = FEWEST;
    if (most > PATHS) most = PATHS;
    return paths < (uint64_t)most ? paths : (uint64_t)most;
}

/* False when it was refused, or stopped with nothing else to show. */
static bool draw(paid_shock *x, bool *drawn)
{
    *drawn = qd_paid_draw(&x->p, paths_of(x));
    if (*drawn || !x->p.stopped) return *drawn;
    qd_str words = QD_STR("stopped before it was known what is paid");
    if (x->n_struck == x->s->shocks.n) {
        qd_refuse(x->s->m, words);
        return false;
    }
    qd_answer_note(x->s->answer, words);
    return true;
}

/* ---- Sums and order */

static double mean_of(const paid_shock *x, const double *values)
{
    double sum = 0;
    uint64_t n = x->p.paths - x->p.lost;
    for (uint64_t i = 0; i < x->p.paths; i++)
        if (!isnan(values[i])) sum += values[i];
    return n > 0 ? sum / (double)n : NAN;
}

static double *of_party(const paid_shock *x, double *values, uint32_t party)
{
    return values + (size_t)party * x->p.paths;
}

/* A number that is no more than rounding is nothing. */
static double clean(double v)
{
    return fabs(v) < 0.01 ? 0 : v;
}

static double loss_in(const paid_shock *x, uint32_t world, uint32_t party)
{
    const qd_paid_world *w = &x->p.worlds.at[world];
    return clean(w->due[party] - w->paid[party]);
}

struct place { double less, loss; qd_str name; uint32_t party; };

static int by_loss(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->less != y->less) return x->less > y->less ? -1 : 1;
    if (x->loss != y->loss) return x->loss > y->loss ? -1 : 1;
    return qd_str_cmp(x->name, y->name);
}

static void find_order(paid_shock *x)
{
    uint32_t n = x->p.party.n;
    qd_arena *a = &x->s->m->arena;
    struct place *all = qd_arena_alloc(a, (n + 1) * sizeof *all);
    x->order = qd_arena_alloc(a, (n + 1) * sizeof *x->order);
    x->mean_less = qd_arena_alloc(a, (n + 1) * sizeof *x->mean_less);
    for (uint32_t u = 0; u < n; u++) {
        double *less = of_party(x, x->p.worlds.at[SHOCKED].less, u);
        x->mean_less[u] = clean(mean_of(x, less));
        all[u] = (struct place){ x->mean_less[u], loss_in(x, SHOCKED, u),
                                 qd_model_name(x->s->m, x->p.party.at[u]),
                                 u };
    }
    if (n > 1) qsort(all, n, sizeof *all, by_loss);
    for (uint32_t i = 0; i < n; i++) x->order[i] = all[i].party;
}

static void choose_scale(paid_shock *x)
{
    static const struct { double scale; const char *word; } rows[] = {
        { 1e9, "bn " }, { 1e6, "mn " }, { 1e3, "k " }, { 1, "" } };
    const qd_units *units = &x->s->m->units;
    double most = 0;
    for (uint32_t u = 0; u < x->p.party.n; u++)
        most = fmax(most, x->p.worlds.at[SHOCKED].due[u]);
    unsigned i = 0;
    while (most > 0 && i < 3 && most < rows[i].scale) i++;
    x->scale = rows[i].scale;
    x->unit = qd_arena_printf(&x->s->m->arena, "%s%.*s", rows[i].word,
                              QD_STR_ARG(units->currency[x->s->currency]));
}

/* Whether it makes a difference to anybody if what is unpaid is cancelled. */
static void compare_rules(paid_shock *x)
{
    if (x->p.worlds.n <= CANCELLED) return;
    for (uint32_t u = 0; u < x->p.party.n; u++)
        if (clean(loss_in(x, CANCELLED, u) - loss_in(x, SHOCKED, u)) != 0)
            x->cancels = true;
}

/* ---- Failures */

static double chance(const paid_shock *x, uint32_t world, uint32_t party)
{
    const qd_paid_world *w = &x->p.worlds.at[world];
    uint32_t months = w->net.months;
    double never = (double)w->failed[party * (months + 1) + months];
    return 1 - never / (double)x->p.paths;
}

/* The first period by whose end half of its failures have come. */
static uint32_t usual_month(const paid_shock *x, uint32_t party)
{
    const qd_paid_world *w = &x->p.worlds.at[SHOCKED];
    uint32_t months = w->net.months, t = 0;
    const uint64_t *failed = w->failed + party * (months + 1);
    uint64_t all = x->p.paths - failed[months], so_far = failed[0];
    while (t + 1 < months && 2 * so_far < all) so_far += failed[++t];
    return t;
}

static bool is_struck(const paid_shock *x, uint32_t party)
{
    for (uint32_t i = 0; i < x->n_struck; i++)
        if (x->struck[i] == x->p.party.at[party]) return true;
    return false;
}

/* ---- Tables */

static void number(const paid_shock *x, qd_table *t, uint32_t column,
                   double v)
{
    if (isnan(v)) qd_table_hole(t, column);
    else qd_table_number(t, column, clean(v) / x->scale);
}

static qd_table *begin_losses(const paid_shock *x)
{
    static const char *const money[] = {
        "loss_p5", "loss_p50", "loss_p95", "base_paid", "less", "less_p5",
        "less_p50", "less_p95", "loss_if_cancelled" };
    qd_table *t = qd_table_make(&x->s->m->arena, "losses");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "due", QD_COLUMN_NUMBER, x->unit);
    qd_table_column(t, "paid", QD_COLUMN_NUMBER, x->unit);
    qd_table_column(t, "loss", QD_COLUMN_NUMBER, x->unit);
    qd_table_column(t, "round", QD_COLUMN_COUNT, none);
    for (size_t i = 0; i < sizeof money / sizeof *money; i++)
        qd_table_column(t, money[i], QD_COLUMN_NUMBER, x->unit);
    qd_table_column(t, "fails", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "base_fails", QD_COLUMN_NUMBER, none);
    return t;
}

static void loss_row(paid_shock *x, qd_table *t, uint32_t u)
{
    static const double points[] = { 0.05, 0.5, 0.95 };
    qd_paid_world *w = &x->p.worlds.at[SHOCKED];
    uint32_t round = qd_paid_round(w, u);
    qd_table_row(t);
    qd_table_text(t, 0, qd_model_name(x->s->m, x->p.party.at[u]));
    number(x, t, 1, w->due[u]);
    number(x, t, 2, w->paid[u]);
    number(x, t, 3, loss_in(x, SHOCKED, u));
    if (round) qd_table_number(t, 4, round);
    for (uint32_t i = 0; i < 3; i++) {
        number(x, t, 5 + i, qd_paid_quantile(&x->p, of_party(x, w->loss, u),
                                             points[i]));
        number(x, t, 10 + i, qd_paid_quantile(&x->p, of_party(x, w->less, u),
                                              points[i]));
    }
    number(x, t, 8, x->p.worlds.at[BASE].paid[u]);
    number(x, t, 9, x->mean_less[u]);
    if (x->p.worlds.n > CANCELLED)
        number(x, t, 13, loss_in(x, CANCELLED, u));
    qd_table_number(t, 14, chance(x, SHOCKED, u));
    qd_table_number(t, 15, chance(x, BASE, u));
}

static void losses_table(paid_shock *x)
{
    qd_table *t = begin_losses(x);
    for (uint32_t i = 0; i < x->p.party.n; i++)
        loss_row(x, t, x->order[i]);
    qd_answer_table(x->s->answer, t);
}

/* Who fails in which round on which share of the paths. */
static void rounds_table(const paid_shock *x)
{
    const qd_paid_world *w = &x->p.worlds.at[SHOCKED];
    qd_table *t = qd_table_make(&x->s->m->arena, "rounds");
    qd_table_column(t, "round", QD_COLUMN_COUNT, none);
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "chance", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "month", QD_COLUMN_DATE, none);
    for (uint32_t r = 1; r <= QD_PAID_ROUNDS; r++)
        for (uint32_t i = 0; i < x->p.party.n; i++) {
            uint32_t u = x->order[i];
            uint64_t n = w->round[u * (QD_PAID_ROUNDS + 1) + r];
            if (n == 0) continue;
            qd_table_row(t);
            qd_table_number(t, 0, r);
            qd_table_text(t, 1, qd_model_name(x->s->m, x->p.party.at[u]));
            qd_table_number(t, 2, (double)n / (double)x->p.paths);
            qd_table_text(t, 3, qd_paths_period(&x->s->run,
                                                usual_month(x, u)));
        }
    qd_answer_table(x->s->answer, t);
}

/* The chance of having failed by the end of each period. */
static void failures_table(const paid_shock *x)
{
    const qd_paid_world *a = &x->p.worlds.at[BASE];
    const qd_paid_world *b = &x->p.worlds.at[SHOCKED];
    uint32_t months = b->net.months;
    qd_table *t = qd_table_make(&x->s->m->arena, "failures");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "month", QD_COLUMN_DATE, none);
    qd_table_column(t, "base", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "shocked", QD_COLUMN_NUMBER, none);
    for (uint32_t i = 0; i < x->p.party.n; i++) {
        uint32_t u = x->order[i];
        uint64_t base = 0, shocked = 0;
        if (chance(x, BASE, u) == 0 && chance(x, SHOCKED, u) == 0) continue;
        for (uint32_t k = 0; k < months; k++) {
            base += a->failed[u * (months + 1) + k];
            shocked += b->failed[u * (months + 1) + k];
            qd_table_row(t);
            qd_table_text(t, 0, qd_model_name(x->s->m, x->p.party.at[u]));
            qd_table_text(t, 1, qd_paths_period(&x->s->run, k));
            qd_table_number(t, 2, (double)base / (double)x->p.paths);
            qd_table_number(t, 3, (double)shocked / (double)x->p.paths);
        }
    }
    qd_answer_table(x->s->answer, t);
}

static bool same_ends(const qd_paying_due *a, const qd_paying_due *b)
{
    return a->from == b->from && a->to == b->to;
}

/* All between the two ends of a due, where it is the first between them. */
static void exposure_row(const paid_shock *x, qd_table *t, uint32_t first)
{
    const qd_paid_world *w = &x->p.worlds.at[SHOCKED];
    const qd_paying_due *at = &w->dues.at[first];
    double due = 0, paid = 0;
    for (uint32_t d = 0; d < w->dues.n; d++) {
        if (!same_ends(&w->dues.at[d], at)) continue;
        if (d < first) return;
        due += w->by_due[2 * d];
        paid += w->by_due[2 * d + 1];
    }
    qd_table_row(t);
    qd_table_text(t, 0, qd_model_name(x->s->m, x->p.party.at[at->to]));
    qd_table_text(t, 1, qd_model_name(x->s->m, x->p.party.at[at->from]));
    number(x, t, 2, due);
    number(x, t, 3, paid);
}

/* What each has at stake with whom: of dues, not of balance sheets. */
static void exposures_table(const paid_shock *x)
{
    const qd_paid_world *w = &x->p.worlds.at[SHOCKED];
    qd_table *t = qd_table_make(&x->s->m->arena, "exposures");
    qd_table_column(t, "creditor", QD_COLUMN_TEXT, none);
    qd_table_column(t, "debtor", QD_COLUMN_TEXT, none);
    qd_table_column(t, "due", QD_COLUMN_NUMBER, x->unit);
    qd_table_column(t, "paid", QD_COLUMN_NUMBER, x->unit);
    for (uint32_t i = 0; i < w->dues.n; i++)
        if (w->dues.at[i].from != QD_OUTSIDE &&
            w->dues.at[i].to != QD_OUTSIDE) exposure_row(x, t, i);
    qd_answer_table(x->s->answer, t);
}

/* ---- For people */

static void text(const paid_shock *x, qd_str words)
{
    qd_answer_block(x->s->answer, QD_BLOCK_TEXT)->text = words;
}

static qd_str money(const paid_shock *x, double v)
{
    return qd_short_number(&x->s->m->arena, clean(v) / x->scale);
}

static qd_str percent(const paid_shock *x, double p)
{
    if (p > 0 && p < 0.005) return QD_STR("under 1 %");
    if (p < 1 && p >= 0.995) return QD_STR("over 99 %");
    return qd_arena_printf(&x->s->m->arena, "%d %%",
                           (int)floor(100 * p + 0.5));
}

static qd_str name(const paid_shock *x, uint32_t party)
{
    return qd_party_label(x->s->m, x->p.party.at[party]);
}

static bool is_shown(const paid_shock *x, uint32_t u)
{
    return x->mean_less[u] != 0 || loss_in(x, SHOCKED, u) != 0 ||
           chance(x, SHOCKED, u) > 0;
}

/* Without --on, which stands with the default. */
static qd_str view_words(const qd_shock_run *s)
{
    qd_asked asked = s->asked;
    qd_argument *args = qd_arena_alloc(&s->m->arena, (asked.n + 1) *
                                                         sizeof *args);
    asked.n = 0;
    for (size_t i = 0; i < s->asked.n; i++)
        if (strcmp(s->asked.args[i].name, "on") != 0)
            args[asked.n++] = s->asked.args[i];
    asked.args = args;
    return qd_asked_words(&asked);
}

/* Of defaults alone it is the head of the whole answer. */
static void head(const paid_shock *x)
{
    const qd_shock_run *s = x->s;
    qd_arena *a = &s->m->arena;
    qd_str what = none, last = qd_paths_period(&s->run, s->run.n_periods - 1);
    qd_paths run = s->run;
    run.result = NULL;
    run.how.paths = x->p.paths;
    qd_str paths = qd_paths_words(&run);
    for (uint32_t i = 0; i < x->n_struck; i++)
        what = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(what),
                               i ? ", " : "",
                               QD_STR_ARG(s->shocks.at[i].text));
    qd_answer_block(s->answer, QD_BLOCK_HEAD)->text =
        x->n_struck < s->shocks.n
        ? qd_arena_printf(a, "What is then paid, where nobody pays more than "
              "it has · %.*s up to %.*s · %.*s", QD_STR_ARG(x->unit),
              QD_STR_ARG(last), QD_STR_ARG(paths))
        : qd_arena_printf(a, "%.*s · what is paid, in %.*s, up to %.*s · %.*s"
              "%.*s", QD_STR_ARG(what), QD_STR_ARG(x->unit), QD_STR_ARG(last),
              QD_STR_ARG(paths), QD_STR_ARG(view_words(s)));
}

static qd_table *begin_grid(const paid_shock *x)
{
    static const char *const titles[] = { "due to it", "paid", "not paid",
                                          "by the shock" };
    static const char *const names[] = { "due", "paid", "loss", "less" };
    qd_table *t = qd_table_make(&x->s->m->arena, "losses by party");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    for (int i = 0; i < 4; i++)
        qd_table_column(t, names[i], QD_COLUMN_NUMBER, none)->title =
            qd_str_c(titles[i]);
    qd_column *fails = qd_table_column(t, "fails", QD_COLUMN_TEXT, none);
    fails->title = QD_STR("fails itself");
    fails->right = true;
    return t;
}

static qd_str fails_text(const paid_shock *x, uint32_t u)
{
    qd_str now = percent(x, chance(x, SHOCKED, u));
    qd_str before = percent(x, chance(x, BASE, u));
    if (qd_str_eq(now, before)) return now;
    return qd_arena_printf(&x->s->m->arena, "%.*s → %.*s",
                           QD_STR_ARG(before), QD_STR_ARG(now));
}

/* Nothing where it is nothing, since most parties are not touched. */
static void amount(const paid_shock *x, qd_table *t, uint32_t column,
                   double v)
{
    if (clean(v) != 0) number(x, t, column, v);
}

static uint32_t grid(const paid_shock *x)
{
    qd_table *t = begin_grid(x);
    uint32_t all = 0;
    for (uint32_t i = 0; i < x->p.party.n; i++) {
        uint32_t u = x->order[i];
        const qd_paid_world *w = &x->p.worlds.at[SHOCKED];
        if (!is_shown(x, u) || all++ >= SHOWN) continue;
        qd_table_row(t);
        qd_table_text(t, 0, name(x, u));
        amount(x, t, 1, w->due[u]);
        amount(x, t, 2, w->paid[u]);
        amount(x, t, 3, loss_in(x, SHOCKED, u));
        amount(x, t, 4, x->mean_less[u]);
        if (chance(x, SHOCKED, u) > 0 || chance(x, BASE, u) > 0)
            qd_table_text(t, 5, fails_text(x, u));
    }
    if (t->n_rows) qd_answer_block(x->s->answer, QD_BLOCK_GRID)->table = t;
    return all;
}

/* "Oracle loses most by it: on average 12.3 of 300, 5 to 95 %: 0 to 40". */
static void finding(paid_shock *x)
{
    uint32_t u = x->order[0];
    qd_paid_world *w = &x->p.worlds.at[SHOCKED];
    qd_arena *a = &x->s->m->arena;
    if (w->some == 0) {
        text(x, QD_STR("Nobody runs out of cash on any path: all that is due "
                       "is paid."));
        return;
    }
    if (x->mean_less[u] <= 0) {
        text(x, QD_STR("Nobody is paid less on average because of the "
                       "shock."));
        return;
    }
    double *less = of_party(x, w->less, u);
    qd_str low = money(x, qd_paid_quantile(&x->p, less, 0.05));
    qd_str high = money(x, qd_paid_quantile(&x->p, less, 0.95));
    text(x, qd_arena_printf(a, "%.*s loses most by it: it is paid %.*s %.*s "
        "less, of %.*s that is due to it (5 to 95 %%: %.*s to %.*s).",
        QD_STR_ARG(name(x, u)), QD_STR_ARG(money(x, x->mean_less[u])),
        QD_STR_ARG(x->unit), QD_STR_ARG(money(x, w->due[u])),
        QD_STR_ARG(low), QD_STR_ARG(high)));
}

static qd_str when_text(const paid_shock *x, uint32_t u, uint64_t paths)
{
    qd_str share = percent(x, (double)paths / (double)x->p.paths);
    if (is_struck(x, u)) return QD_STR("in default");
    return qd_arena_printf(&x->s->m->arena, "%.*s of the paths, half of them "
        "by %.*s", QD_STR_ARG(share),
        QD_STR_ARG(qd_paths_period(&x->s->run, usual_month(x, u))));
}

static qd_str in_round(const paid_shock *x, uint32_t round, unsigned *n)
{
    enum { NAMED = 6 };
    const qd_paid_world *w = &x->p.worlds.at[SHOCKED];
    qd_arena *a = &x->s->m->arena;
    qd_str list = none;
    *n = 0;
    for (uint32_t i = 0; i < 2 * x->p.party.n; i++) {
        uint32_t u = x->order[i % x->p.party.n];
        uint64_t here = w->round[u * (QD_PAID_ROUNDS + 1) + round];
        bool first = i < x->p.party.n; /* those in default stand in front */
        if (here == 0 || is_struck(x, u) != first || ++*n > NAMED) continue;
        list = qd_arena_printf(a, "%.*s%s%.*s (%.*s)", QD_STR_ARG(list),
                               *n > 1 ? ", " : "", QD_STR_ARG(name(x, u)),
                               QD_STR_ARG(when_text(x, u, here)));
    }
    if (*n <= NAMED) return list;
    return qd_arena_printf(a, "%.*s and %u others", QD_STR_ARG(list),
                           *n - NAMED);
}

static void rounds(const paid_shock *x)
{
    for (uint32_t r = 1; r <= QD_PAID_ROUNDS; r++) {
        unsigned n;
        qd_str list = in_round(x, r, &n);
        if (n == 0) continue;
        text(x, qd_arena_printf(&x->s->m->arena, "Round %u%s: %.*s.", r,
            r == 1 ? "" : ", because of those before", QD_STR_ARG(list)));
    }
}

/* The other rule, of whoever loses most by it. */
static void other_rule(const paid_shock *x)
{
    uint32_t worst = 0;
    double most = 0;
    for (uint32_t u = 0; u < x->p.party.n; u++) {
        double more = loss_in(x, CANCELLED, u) - loss_in(x, SHOCKED, u);
        if (fabs(more) > fabs(most)) most = more, worst = u;
    }
    text(x, qd_arena_printf(&x->s->m->arena, "Deferred is what no `if-unpaid:` "
        "says. Were contracts cancelled instead, with their exit fees, %.*s "
        "would lose %.*s instead of %.*s.", QD_STR_ARG(name(x, worst)),
        QD_STR_ARG(money(x, loss_in(x, CANCELLED, worst))),
        QD_STR_ARG(money(x, loss_in(x, SHOCKED, worst)))));
}

/* Positions are of a party with all that is shown as it; cash is not. */
static const char *of_entities(const paid_shock *x)
{
    for (uint32_t u = 0; u < x->p.party.n; u++) {
        qd_sym party = x->p.party.at[u];
        if (qd_party_shown(&x->s->asked.view, party) != party)
            return "Each pays from its own cash, not its parent's. ";
    }
    return "";
}

static void rests_on(const paid_shock *x)
{
    qd_arena *a = &x->s->m->arena;
    uint32_t bounded = 0;
    for (uint32_t u = 0; u < x->p.party.n; u++)
        bounded += x->p.bounded.at[u];
    const qd_paid_how *how = &x->p.worlds.at[SHOCKED].how;
    qd_str left = how->has_recovery
        ? qd_arena_printf(a, "pays out of %.*s of its cash and receipts",
                          QD_STR_ARG(percent(x, how->recovery)))
        : QD_STR("pays nothing (--recovery 40% says otherwise)");
    text(x, qd_arena_printf(a, "Counts on: who has no balance (`cash`) pays "
        "all; %u of %u parties have one. %s%.*s%s%sRaises look at the "
        "position, not at what was paid.", bounded, x->p.party.n,
        x->n_struck ? "Who is in default " : "",
        QD_STR_ARG(x->n_struck ? left : none),
        x->n_struck ? ", and nobody funds it. " : "", of_entities(x)));
    if (x->p.lost > 0)
        qd_answer_note(x->s->answer, qd_arena_printf(a, "on %llu paths an "
            "amount is below 0 or no number: what is paid on them is left "
            "out", (unsigned long long)x->p.lost));
    if (x->p.left_out > 0)
        qd_answer_note(x->s->answer, qd_arena_printf(a, "what is paid is in "
            "%.*s alone; what is due in other currencies is left out (%u "
            "line%s)", QD_STR_ARG(x->s->m->units.currency[x->s->currency]),
            x->p.left_out, x->p.left_out == 1 ? "" : "s"));
}

static void show(paid_shock *x)
{
    find_order(x);
    choose_scale(x);
    compare_rules(x);
    losses_table(x);
    rounds_table(x);
    failures_table(x);
    if (qd_asked_for(&x->s->asked, "exposures").len) exposures_table(x);
    head(x);
    if (x->p.party.n > 0) finding(x);
    if (x->p.worlds.at[SHOCKED].some == 0) return;
    uint32_t all = grid(x);
    if (all > SHOWN)
        text(x, qd_arena_printf(&x->s->m->arena, "Shown %d of %u parties.",
                                SHOWN, all));
    rounds(x);
    if (qd_asked_for(&x->s->asked, "exposures").len)
        text(x, QD_STR("Who has what at stake with whom is in --json, as "
                       "`exposures`."));
    if (x->cancels) other_rule(x);
    rests_on(x);
}

/* False where nothing else is shown. */
static bool leave_out(const paid_shock *x)
{
    qd_str words = QD_STR("what is paid is not reckoned: too many lines over "
                          "too many months; shorten the horizon, or use a "
                          "grid of quarters");
    if (x->n_struck < x->s->shocks.n) {
        qd_answer_note(x->s->answer, words);
        return true;
    }
    qd_refuse(x->s->m, words);
    return false;
}

/* Nothing is shown where nobody can run out of cash. */
bool qd_shock_paid(qd_shock_run *s)
{
    paid_shock x = { .s = s };
    qd_paid_how how = { 0 };
    if (!read_recovery(&x, &how) || !read_struck(&x, &how)) return false;
    add_worlds(&x, &how);
    bool some = x.n_struck > 0, drawn = false;
    for (uint32_t u = 0; u < x.p.party.n; u++)
        some = some || x.p.bounded.at[u];
    bool good = !some || (qd_paid_is_large(&x.p) ? leave_out(&x)
                                                 : draw(&x, &drawn));
    if (drawn) show(&x);
    qd_paid_free(&x.p);
    return good;
}
