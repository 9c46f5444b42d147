/* The stakes from event to event, for the picture. */
#include "analysis/own.h"

#include "base/number.h"

/* Holders with a lane of their own: what a picture can show. */
enum { LANES = 12, STEPS = 40 };
/* Ends of stakes times the square of what there is to vary, which is what
 * each costs: a tenth of a second or so. More moments are left out. */
#define WORK 4e6

/* Whose lanes there are: holders in their order, 0 with all that have none. */
struct lanes {
    uint32_t at[LANES], n;
    uint32_t folded; /* holders in the last one beside `others` */
};

static double weight_of(const qd_own *o, uint32_t holder)
{
    double here = o->here ? o->here[holder].at[1] : 0;
    double then = o->then ? o->then[holder].at[1] : 0;
    return here > then ? here : then;
}

static struct lanes find_lanes(const qd_own *o)
{
    struct lanes l = { .n = 0 };
    uint32_t all = o->table.holders.n;
    for (uint32_t h = 1; h < all; h++) {
        uint32_t before = 0; /* holders that come before it */
        for (uint32_t k = 1; k < all; k++)
            before += weight_of(o, k) > weight_of(o, h) ||
                      (k < h && weight_of(o, k) == weight_of(o, h));
        if (before < LANES - 1) l.at[l.n++] = h;
        else l.folded++;
    }
    l.at[l.n++] = 0;
    return l;
}

static uint32_t units_of(const qd_own *o, const struct lanes *l, uint32_t k,
                         qd_cap_time at)
{
    if (l->at[k] != 0)
        return qd_captable_together(&o->table, l->at[k], at, o->terms);
    uint32_t n = qd_captable_units(&o->table, 0, at, o->terms), next = 0;
    for (uint32_t h = 1; h < o->table.holders.n; h++) {
        if (l->at[next] == h) next++;
        else n += qd_captable_units(&o->table, h, at, o->terms + n);
    }
    return n;
}

static qd_str lane_label(const qd_own *o, const struct lanes *l, uint32_t k)
{
    if (l->at[k] != 0 || l->folded == 0)
        return qd_own_row_label(o, l->at[k]);
    return qd_arena_printf(&o->m->arena, "others, and %u more holders",
                           l->folded);
}

/* Events of one moment lead to one step. */
static uint32_t find_moments(const qd_own *o, qd_cap_time *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        const qd_cap_event *e = &o->table.events.at[i];
        bool there = e->sure && qd_cap_is_unknown(e) &&
                     !qd_cap_before(o->now, e->at);
        bool counts = e->dir == QD_NONE || e->priced || there ||
                      e->kind == QD_CAP_EXERCISE;
        if (!counts || (n > 0 && out[n - 1].when == e->at.when)) continue;
        out[n++] = (qd_cap_time){ e->at.when, QD_CAP_AFTER };
    }
    return n;
}

/* What paths say of a step: of the present one and of the last. */
static const qd_own_points *points_of(const qd_own *o, const qd_cap_time *at,
                                      uint32_t n, uint32_t step)
{
    if (step == n && qd_cap_before(o->now, at[step])) return o->then;
    bool here = !qd_cap_before(o->now, at[step]) &&
                (step == n || qd_cap_before(o->now, at[step + 1]));
    return here ? o->here : NULL;
}

/* The last moments, as many as a picture can show and as do not take long. */
static uint32_t last_moments(const qd_own *o, const struct lanes *l,
                             qd_cap_time *at, uint32_t n)
{
    double each = 2.0 * l->n * o->table.vars * o->table.vars;
    uint32_t most = each * STEPS < WORK ? STEPS : (uint32_t)(WORK / each);
    if (most < 2) most = 2;
    if (n <= most) return n;
    for (uint32_t i = 0; i < most; i++) at[1 + i] = at[1 + n - most + i];
    return most;
}

static void add_row(qd_own *o, qd_table *t, qd_poly *p,
                    const struct lanes *l, uint32_t lane, uint32_t step,
                    qd_cap_time at, const qd_own_points *points)
{
    uint32_t n = units_of(o, l, lane, at), holder = l->at[lane];
    double lo = qd_poly_bound(p, o->terms, n, false).value;
    double hi = qd_poly_bound(p, o->terms, n, true).value;
    bool shown = points && (holder != 0 || l->folded == 0) &&
                 qd_own_is_drawn(o, lo, hi);
    qd_table_row(t);
    for (uint32_t i = 0; shown && i < 3; i++)
        qd_table_number(t, 5 + i, 100 * points[holder].at[i]);
    qd_table_text(t, 0, lane_label(o, l, lane));
    qd_table_number(t, 1, step);
    qd_table_number(t, 2, 100 * lo);
    qd_table_number(t, 3, 100 * hi);
    qd_table_bool(t, 4, qd_cap_before(o->now, at));
}

static qd_table *steps_table(qd_own *o, const struct lanes *l,
                             const qd_cap_time *at, uint32_t n)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&o->m->arena, "steps");
    qd_table_column(t, "holder", QD_COLUMN_TEXT, none);
    qd_table_column(t, "step", QD_COLUMN_COUNT, none);
    qd_table_column(t, "lo", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_table_column(t, "hi", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_table_column(t, "what_if", QD_COLUMN_BOOL, none);
    qd_table_column(t, "p5", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_table_column(t, "p50", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_table_column(t, "p95", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_poly *p = qd_arena_alloc(&o->m->arena, (n + 1) * sizeof *p);
    bool good = true;
    for (uint32_t i = 0; i <= n; i++) {
        qd_captable_poly(&o->table, at[i], o->now, &p[i]);
        good = qd_poly_settle(&p[i]) && good;
    }
    for (uint32_t k = 0; good && k < l->n; k++)
        for (uint32_t i = 0; i <= n; i++)
            add_row(o, t, &p[i], l, k, i, at[i], points_of(o, at, n, i));
    for (uint32_t i = 0; i <= n; i++) qd_poly_free(&p[i]);
    return good ? t : NULL;
}

static qd_str event_text(const qd_own *o, const qd_cap_event *e, qd_str day)
{
    qd_arena *a = &o->m->arena;
    static const char *const words[] = {
        "new units", "a sale between holders: it changes no total",
        "a warrant", "units of which no line tells",
        "units of a convertible", "a larger pool",
        "units of a protected class", "a part of the round on top",
        "bought by the company: all others have more" };
    qd_str name = e->dir == QD_NONE ? QD_STR("not reported")
        : qd_model_name(o->m, o->m->tree.dirs.at[e->dir].name);
    return qd_arena_printf(a, "%.*s  %.*s: %s%s", QD_STR_ARG(day),
                           QD_STR_ARG(name), words[e->kind],
                           qd_cap_before(o->now, e->at) && e->dir != QD_NONE
                               ? ", if it happens" : "");
}

static qd_table *marks_table(qd_own *o, const qd_cap_time *at, uint32_t n)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&o->m->arena, "events of the steps");
    qd_table_column(t, "step", QD_COLUMN_COUNT, none);
    qd_table_column(t, "label", QD_COLUMN_TEXT, none);
    for (uint32_t k = 1; k <= n; k++)
        for (uint32_t i = 0; i < o->table.events.n; i++) {
            const qd_cap_event *e = &o->table.events.at[i];
            if (e->at.when != at[k].when) continue;
            qd_table_row(t);
            qd_table_number(t, 0, k);
            qd_table_text(t, 1, event_text(o, e, qd_own_when(o, e)));
        }
    return t;
}

/* ---- The finding */

static double cell(const qd_table *t, uint32_t row, uint32_t column)
{
    return qd_table_at(t, row, column)->number;
}

static qd_str share_text(qd_own *o, double x)
{
    char buf[QD_FIXED_ROOM];
    return qd_arena_copy(&o->m->arena, qd_double_fixed(x, x < 10 ? 2 : 1,
                                                       buf));
}

/* A row of the step, and not in the lane of the others, the last. */
static bool is_step(const qd_table *t, uint32_t row, uint32_t step)
{
    uint32_t steps = (uint32_t)cell(t, t->n_rows - 1, 1) + 1;
    return (uint32_t)cell(t, row, 1) == step && row < t->n_rows - steps;
}

/* Of those whose stake is known best at a step the one that has most: a row,
 * UINT32_MAX for none. */
static uint32_t largest(const qd_table *t, uint32_t step)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < t->n_rows; i++)
        if (is_step(t, i, step) && cell(t, i, 2) > 0 &&
            (best == UINT32_MAX || cell(t, i, 2) > cell(t, best, 2)))
            best = i;
    return best;
}

/* Who comes in between two steps with the largest median; UINT32_MAX. */
static uint32_t newcomer(const qd_table *t, uint32_t from, uint32_t to)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = to - from; i < t->n_rows; i++)
        if (is_step(t, i, to) && cell(t, i - (to - from), 3) <= 0 &&
            qd_table_at(t, i, 6)->kind == QD_CELL_NUMBER &&
            cell(t, i, 6) >= 0.005 &&
            (best == UINT32_MAX || cell(t, i, 6) > cell(t, best, 6)))
            best = i;
    return best;
}

/* "Microsoft owns 26.5 - 27.5 % of OpenAI; Amazon would get 2.08 %". */
static qd_str finding(qd_own *o, const qd_table *t, uint32_t here,
                      uint32_t last)
{
    qd_arena *a = &o->m->arena;
    qd_str of = qd_party_label(o->m, o->table.company);
    uint32_t top = largest(t, here), next = UINT32_MAX;
    qd_str text = qd_arena_printf(a, "Who owns %.*s", QD_STR_ARG(of));
    if (top == UINT32_MAX) return text;
    qd_str lo = share_text(o, cell(t, top, 2));
    qd_str hi = share_text(o, cell(t, top, 3));
    text = qd_arena_printf(a, "%.*s owns %.*s%s%.*s %% of %.*s",
        QD_STR_ARG(qd_table_at(t, top, 0)->text), QD_STR_ARG(lo),
        qd_str_eq(lo, hi) ? "" : " – ",
        QD_STR_ARG(qd_str_eq(lo, hi) ? QD_STR("") : hi), QD_STR_ARG(of));
    if (last > here) next = newcomer(t, here, last);
    if (next == UINT32_MAX) return text;
    return qd_arena_printf(a, "%.*s; %.*s would get %.*s %%",
        QD_STR_ARG(text), QD_STR_ARG(qd_table_at(t, next, 0)->text),
        QD_STR_ARG(share_text(o, cell(t, next, 6))));
}

static uint32_t present_step(const qd_own *o, const qd_cap_time *at,
                             uint32_t n)
{
    uint32_t step = 0;
    while (step < n && !qd_cap_before(o->now, at[step + 1])) step++;
    return step;
}

void qd_own_steps(qd_own *o)
{
    qd_arena *a = &o->m->arena;
    qd_cap_time *at = qd_arena_alloc(a, (o->table.events.n + 2) * sizeof *at);
    at[0] = (qd_cap_time){ QD_BEFORE, QD_CAP_AFTER };
    uint32_t found = find_moments(o, at + 1);
    struct lanes lanes = find_lanes(o);
    uint32_t n = last_moments(o, &lanes, at, found);
    if (n < found) at[0] = (qd_cap_time){ at[1].when, QD_CAP_BEFORE };
    qd_table *t = steps_table(o, &lanes, at, n);
    if (!t || t->n_rows == 0) return;
    qd_block *b = qd_answer_block(o->answer, QD_BLOCK_STEPS);
    b->table = t;
    b->marks = marks_table(o, at, n);
    b->text = finding(o, t, present_step(o, at, n), n);
    qd_str left = n == found ? QD_STR("")
        : qd_arena_printf(a, " · the last %u of %u moments", n, found);
    b->detail = qd_arena_printf(a, "share as converted, %%, each to its own "
        "scale%.*s%.*s", QD_STR_ARG(left),
        QD_STR_ARG(qd_asked_words(&o->asked)));
}
