/* What moves on which date, in a total order; and whether loops respect
 * time. */
#include "analysis/loops.h"

#include <math.h>
#include <stdlib.h>

/* ---- Of a model */

/* Inside a month: revenue, funding, running costs, what is owed. */
uint8_t qd_loops_class(const qd_flow_line *x)
{
    if (x->kind == QD_DUE_REVENUE) return 0;
    if (qd_loops_puts_in(x) || x->kind == QD_DUE_SECONDARY) return 1;
    return x->kind == QD_DUE_COST ? 2 : QD_LOOP_CLASSES;
}

bool qd_loops_counts(const qd_loops *l, const qd_flow_line *x)
{
    static const unsigned most[] = { QD_FIRM_NONE, QD_FIRM_FIRM, QD_FIRM_FIRM,
                                     QD_FIRM_PAID };
    return !x->net && x->currency == l->currency &&
           x->firmness <= most[l->layer];
}

static bool is_inside(qd_span s, qd_span of)
{
    return s.from >= of.from && s.to <= of.to;
}

/* What of a line is due in any case by the end of a period, in whole cents,
 * moves when it becomes so: what has no day in its quarter at the end of
 * that. */
static void add_line(qd_loops *l, uint32_t line, const uint32_t *number)
{
    const qd_flow_lines *f = &l->monthly;
    const qd_flow_line *x = &f->at[line];
    qd_loop_move m = { .line = line };
    m.from = x->payer == QD_SYM_HOLE ? QD_OUTSIDE : number[x->payer];
    m.to = x->payee == QD_SYM_HOLE ? QD_OUTSIDE : number[x->payee];
    if (m.from == m.to) return;
    m.puts_in = qd_loops_puts_in(x);
    m.class = qd_loops_class(x);
    double so_far = 0;
    for (uint32_t p = 0; p < f->n_periods; p++) {
        const qd_span_amount *due = &x->by_period[p];
        double cents = due->some ? floor(due->lo * 100 + 0.5) : 0;
        if (cents <= so_far || cents > 1e17) continue;
        m.amount = (int64_t)(cents - so_far);
        m.when = f->periods[p];
        m.aside = !is_inside(m.when, l->window);
        so_far = cents;
        *qd_vec_add(l->m->mem, &l->moves) = m;
    }
}

static void of_model(qd_loops *l)
{
    qd_mem *mem = l->m->mem;
    qd_flow_lines_make(&l->monthly, &l->asked, l->m->grid,
                       QD_LINES_KINDS | QD_LINES_MODEL | QD_LINES_SO_FAR);
    qd_eval_init(&l->eval, &l->monthly.paths.lowering.graph, mem,
                 QD_FACE_MODEL, qd_day_months(l->m->horizon.from));
    size_t n = (size_t)l->m->tree.names.all.n + 1;
    uint32_t *number = qd_mem_resize(mem, NULL, n * sizeof *number);
    for (size_t i = 0; i < n; i++) number[i] = QD_OUTSIDE;
    for (uint32_t i = 0; i < l->n; i++) number[l->sym[i]] = i;
    for (uint32_t i = 0; i < l->monthly.n; i++)
        if (qd_loops_counts(l, &l->monthly.at[i])) add_line(l, i, number);
    qd_loops_openings(l, number);
    qd_mem_release(mem, number);
}

/* ---- Of an edge list */

static void add_pay(qd_loops *l, const qd_loop_pay *p)
{
    if (p->layer != l->layer || p->when.from >= p->when.to || p->amount == 0)
        return;
    *qd_vec_add(l->m->mem, &l->moves) = (qd_loop_move){
        .from = p->from, .to = p->to, .amount = p->amount, .when = p->when,
        .aside = p->aside };
}

/* ---- The order */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int in_order(const void *a, const void *b)
{
    const qd_loop_move *x = a, *y = b;
    int c = compare(x->when.to, y->when.to);
    if (c == 0) c = compare(x->when.from, y->when.from);
    if (c == 0) c = compare(x->class, y->class);
    if (c == 0) c = compare(x->line, y->line);
    if (c == 0) c = compare(x->from, y->from);
    if (c == 0) c = compare(x->to, y->to);
    return c ? c : compare(x->amount, y->amount);
}

/* ---- Loops on their dates */

static int by_leg(const void *a, const void *b)
{
    const qd_loop_date *x = a, *y = b;
    int c = compare(x->from, y->from);
    if (c == 0) c = compare(x->to, y->to);
    return c ? c : compare(x->last, y->last);
}

/* By leg and last day; `first` is the least first day from there on. */
static void index_dates(qd_loops *l)
{
    for (uint32_t i = 0; i < l->moves.n; i++) {
        const qd_loop_move *m = &l->moves.at[i];
        if (m->from == QD_OUTSIDE || m->to == QD_OUTSIDE || m->aside) continue;
        *qd_vec_add(l->m->mem, &l->dates) = (qd_loop_date){
            m->from, m->to, m->when.from, m->when.to - 1 };
    }
    qd_loop_date *d = l->dates.at;
    uint32_t n = l->dates.n;
    if (n > 0) qsort(d, n, sizeof *d, by_leg);
    for (uint32_t i = n; i-- > 1;)
        if (d[i - 1].from == d[i].from && d[i - 1].to == d[i].to &&
            d[i].first < d[i - 1].first)
            d[i - 1].first = d[i].first;
}

/* The first entry that is not before it, dates.n behind the last. */
static uint32_t find_date(const qd_loops *l, const qd_loop_date *asked)
{
    uint32_t lo = 0, hi = l->dates.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (by_leg(&l->dates.at[mid], asked) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* The first day, not before `day`, on which the leg can be paid. */
static bool next_day(const qd_loops *l, uint32_t from, uint32_t to,
                     qd_day *day)
{
    qd_loop_date asked = { from, to, 0, *day };
    uint32_t at = find_date(l, &asked);
    if (at == l->dates.n) return false;
    const qd_loop_date *d = &l->dates.at[at];
    if (d->from != from || d->to != to) return false;
    if (d->first > *day) *day = d->first;
    return true;
}

qd_str qd_loops_dates(const qd_loops *l, uint32_t from, uint32_t to)
{
    qd_loop_date asked = { from, to, 0, QD_DAY_OPEN_FROM };
    uint32_t i = find_date(l, &asked);
    char buf[32];
    if (i == l->dates.n || l->dates.at[i].from != from ||
        l->dates.at[i].to != to) return QD_STR("?");
    qd_span s = { l->dates.at[i].first, 0 };
    for (; i < l->dates.n && l->dates.at[i].from == from &&
           l->dates.at[i].to == to; i++)
        s.to = l->dates.at[i].last + 1;
    return qd_arena_copy(&l->m->arena, qd_span_write(s, buf));
}

int qd_loops_on_time(const qd_loops *l, const uint32_t *from,
                     const uint32_t *to, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        qd_day day = QD_DAY_OPEN_FROM;
        if (!next_day(l, from[i], to[i], &day)) return -1;
    }
    for (uint32_t begin = 0; begin < n; begin++) {
        qd_day day = QD_DAY_OPEN_FROM;
        uint32_t k = 0;
        while (k < n && next_day(l, from[(begin + k) % n],
                                 to[(begin + k) % n], &day)) k++;
        if (k == n) return 1;
    }
    return 0;
}

static bool is_one(const qd_loop_move *a, const qd_loop_move *b)
{
    return a->when.to == b->when.to && a->when.from == b->when.from &&
           a->class == b->class && a->line == b->line && a->from == b->from &&
           a->to == b->to && b->amount <= INT64_MAX - a->amount;
}

/* Payments of one date between the same two are one. */
static void merge_like(qd_loops *l)
{
    qd_loop_move *m = l->moves.at;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < l->moves.n; i++)
        if (kept > 0 && is_one(&m[kept - 1], &m[i]))
            m[kept - 1].amount += m[i].amount;
        else
            m[kept++] = m[i];
    l->moves.n = kept;
}

void qd_loops_moves(qd_loops *l)
{
    if (l->sym) of_model(l);
    for (uint32_t i = 0; i < l->pays.n && !l->sym; i++)
        add_pay(l, &l->pays.at[i]);
    for (uint32_t i = 0; i < l->outside.n; i++)
        add_pay(l, &l->outside.at[i]);
    if (l->moves.n > 0)
        qsort(l->moves.at, l->moves.n, sizeof *l->moves.at, in_order);
    merge_like(l);
    index_dates(l);
}

void qd_loops_moves_free(qd_loops *l)
{
    if (l->sym) {
        qd_eval_free(&l->eval);
        qd_flow_lines_free(&l->monthly);
    }
    qd_mem_release(l->m->mem, l->dates.at);
    qd_mem_release(l->m->mem, l->moves.at);
}
