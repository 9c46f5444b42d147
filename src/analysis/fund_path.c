/* `quid fund --path N`: one of the worlds that are drawn, month by month. */
#include "analysis/fund.h"

#include <math.h>

#include "model/path_due.h"

/* What moves on the path under a directive: under its dues of one kind, as
 * its instalments are. */
typedef struct qd_move {
    const qd_due *due;
    qd_node cash;
    uint32_t probe;
    bool in;
    uint32_t first, last, times; /* periods in which something moves */
    double sum;
} qd_move;

typedef struct world_walk {
    qd_fund *f;
    uint32_t position, in, out, opening; /* probes */
    QD_VEC(qd_move) moves;
    double *x;                           /* readings */
} world_walk;

/* Every probe but the last, which is the opening, is read every period. */
static double reading(const world_walk *w, uint32_t probe, uint32_t k)
{
    return w->x[probe * w->f->run.n_periods + k];
}

/* ---- What is asked of the path */

static uint32_t ask_sum(qd_fund *f, qd_node sum)
{
    return qd_paths_each(&f->run, sum, QD_WANT_MEAN);
}

static void take_move(world_walk *w, const qd_due *due, bool in)
{
    for (uint32_t i = 0; i < w->moves.n; i++) {
        qd_move *m = &w->moves.at[i];
        if (m->due->dir != due->dir || m->due->kind != due->kind ||
            m->due->interest != due->interest || m->in != in) continue;
        m->cash = qd_sum_of(&w->f->run.lowering, m->cash, due->cash);
        return;
    }
    *qd_vec_add(w->f->m->mem, &w->moves) =
        (qd_move){ .due = due, .in = in, .cash = due->cash };
}

static void ask_moves(world_walk *w)
{
    qd_fund *f = w->f;
    qd_lowering *l = &f->run.lowering;
    qd_node sums[2] = { qd_fund_money(f, 0), qd_fund_money(f, 0) };
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        bool in = qd_fund_is_ours(f, due->payee);
        if (in == qd_fund_is_ours(f, due->payer) || !qd_due_is_known(due) ||
            !qd_fund_in_currency(f, due->cash)) continue;
        sums[in] = qd_sum_of(l, sums[in], due->cash);
        take_move(w, due, in);
    }
    for (uint32_t i = 0; i < w->moves.n; i++)
        w->moves.at[i].probe = ask_sum(f, w->moves.at[i].cash);
    w->in = ask_sum(f, sums[true]);
    w->out = ask_sum(f, sums[false]);
}

static void ask(world_walk *w)
{
    qd_fund *f = w->f;
    w->position = ask_sum(f, qd_fund_position(f));
    ask_moves(w);
    w->opening = qd_paths_probe(&f->run, f->opening, f->run.each, 1, false,
                                QD_WANT_MEAN);
}

/* ---- What happened */

static void follow(const world_walk *w, qd_move *m)
{
    for (uint32_t k = 0; k < w->f->run.n_periods; k++) {
        double x = reading(w, m->probe, k);
        if (x == 0) continue;
        if (m->times++ == 0) m->first = k;
        m->last = k;
        m->sum += x;
    }
}

static qd_str name_of(const world_walk *w, const qd_due *due)
{
    static const char *const forms[] = {
        [QD_DUE_REPAYMENT] = "repayment of ",
        [QD_DUE_GUARANTEE] = "guarantee of ",
        [QD_DUE_STRIKE] = "exercise of " };
    const char *form = due->kind < sizeof forms / sizeof *forms
                           ? forms[due->kind] : NULL;
    if (due->interest) form = "interest on ";
    return qd_arena_printf(&w->f->m->arena, "%s%.*s", form ? form : "",
                           QD_STR_ARG(qd_model_label(w->f->m, due->dir)));
}

/* What happens with it in the period, empty: nothing that is not going on. */
static qd_str event(const world_walk *w, const qd_move *m, uint32_t k)
{
    qd_arena *a = &w->f->m->arena;
    qd_str name = name_of(w, m->due);
    if (m->times == 1 && k == m->first) {
        qd_str amount = qd_short_number(a, m->sum / w->f->scale);
        return qd_arena_printf(a, "%.*s: %.*s %s", QD_STR_ARG(name),
                               QD_STR_ARG(amount), m->in ? "in" : "out");
    }
    if (m->times > 1 && k == m->first)
        return qd_arena_printf(a, "%.*s begins", QD_STR_ARG(name));
    if (m->times > 1 && k == m->last && k + 1 < w->f->run.n_periods)
        return qd_arena_printf(a, "%.*s ends", QD_STR_ARG(name));
    return (qd_str){ "", 0 };
}

static qd_str join(qd_arena *a, qd_str list, qd_str one)
{
    if (one.len == 0) return list;
    return qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(list),
                           list.len ? "; " : "", QD_STR_ARG(one));
}

static qd_str events(const world_walk *w, uint32_t k)
{
    qd_str list = { "", 0 };
    for (uint32_t i = 0; i < w->moves.n; i++)
        list = join(&w->f->m->arena, list, event(w, &w->moves.at[i], k));
    return list;
}

/* ---- Tables */

static void choose_scale(world_walk *w)
{
    uint32_t n = w->f->run.n_periods;
    double most = 0;
    for (uint32_t k = 0; k < n; k++)
        most = fmax(most, fabs(reading(w, w->position, k)));
    qd_fund_scale(w->f, most);
}

static void number_columns(qd_table *t, qd_str unit)
{
    static const char *const names[] = { "in", "out", "position" };
    qd_table_column(t, "month", QD_COLUMN_DATE, (qd_str){ "", 0 });
    for (int i = 0; i < 3; i++)
        qd_table_column(t, names[i], QD_COLUMN_NUMBER, unit);
}

static void row(const world_walk *w, qd_table *t, uint32_t column, uint32_t k)
{
    const qd_fund *f = w->f;
    const uint32_t probes[] = { w->in, w->out, w->position };
    qd_table_text(t, column, qd_paths_period(&f->run, k));
    for (uint32_t i = 0; i < 3; i++)
        qd_fund_number(t, column + 1 + i, reading(w, probes[i], k) /
                                              f->scale);
}

static qd_table *path_table(const world_walk *w)
{
    const qd_fund *f = w->f;
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&f->m->arena, "path");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    number_columns(t, qd_fund_unit(f));
    qd_table_column(t, "events", QD_COLUMN_TEXT, none);
    for (uint32_t k = 0; k < f->run.n_periods; k++) {
        qd_table_row(t);
        qd_table_text(t, 0, qd_model_name(f->m, f->party));
        row(w, t, 1, k);
        qd_table_text(t, 5, events(w, k));
    }
    return t;
}

static void head(const world_walk *w, uint64_t path)
{
    qd_fund *f = w->f;
    qd_arena *a = &f->m->arena;
    qd_str start = qd_short_number(a, reading(w, w->opening, 0) / f->scale);
    qd_answer_block(f->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(a,
        "%.*s · %.*s · path %llu, seed %llu · begins with %.*s%.*s",
        QD_STR_ARG(qd_party_label(f->m, f->party)),
        QD_STR_ARG(qd_fund_unit(f)), (unsigned long long)path,
        (unsigned long long)f->run.how.seed, QD_STR_ARG(start),
        QD_STR_ARG(qd_asked_words(&f->asked)));
}

static void grid(const world_walk *w)
{
    qd_fund *f = w->f;
    qd_table *t = qd_table_make(&f->m->arena, "path by month");
    number_columns(t, (qd_str){ "", 0 });
    for (uint32_t k = 0; k < f->run.n_periods; k++) {
        qd_table_row(t);
        row(w, t, 0, k);
    }
    qd_answer_block(f->answer, QD_BLOCK_GRID)->table = t;
}

static void happened(const world_walk *w)
{
    qd_fund *f = w->f;
    qd_str none = { "", 0 }, idle = none;
    qd_table *t = qd_table_make(&f->m->arena, "what happens");
    qd_table_column(t, "month", QD_COLUMN_TEXT, none);
    qd_table_column(t, "events", QD_COLUMN_TEXT, none);
    for (uint32_t k = 0; k < f->run.n_periods; k++) {
        qd_str list = events(w, k);
        if (list.len == 0) continue;
        qd_table_row(t);
        qd_table_text(t, 0, qd_paths_period(&f->run, k));
        qd_table_text(t, 1, list);
    }
    if (t->n_rows) qd_answer_block(f->answer, QD_BLOCK_LIST)->table = t;
    for (uint32_t i = 0; i < w->moves.n; i++)
        if (w->moves.at[i].times == 0)
            idle = join(&f->m->arena, idle, name_of(w, w->moves.at[i].due));
    if (idle.len)
        qd_answer_block(f->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
            &f->m->arena, "No money moves on this path under: %.*s.",
            QD_STR_ARG(idle));
}

static void show(world_walk *w, uint64_t path)
{
    qd_fund *f = w->f;
    f->answer = qd_answer_make(&f->m->arena, "fund");
    if (qd_asked_too_early(&f->asked, f->answer)) return;
    for (uint32_t i = 0; i < w->moves.n; i++) follow(w, &w->moves.at[i]);
    choose_scale(w);
    head(w, path);
    qd_answer_table(f->answer, path_table(w));
    grid(w);
    happened(w);
    qd_asked_note(&f->asked, f->answer);
}

bool qd_fund_path(qd_fund *f, uint64_t path)
{
    world_walk w = { .f = f };
    ask(&w);
    bool good = qd_paths_plan(&f->run) && qd_paths_check(&f->run);
    if (good) {
        w.x = qd_arena_alloc(&f->m->arena, qd_sim_readings(f->run.plan) *
                                               sizeof *w.x);
        qd_sim_path(f->run.plan, &f->run.how, path, w.x, f->m->mem);
        show(&w, path);
    }
    qd_mem_release(f->m->mem, w.moves.at);
    return good;
}
