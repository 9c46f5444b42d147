/* The exact end of the simplex: the basis is factored in rational numbers,
 * and while a column improves, it enters: the steepest, and after some steps
 * of length 0 the first, by Bland's rule, so that there is an end.
 *
 * Only the rows without room and the variables that are basic have to be
 * solved for, a kernel as large as the basis is far from that of the slacks.
 * Elimination picks the row with the fewest entries (Markowitz): what comes
 * from a cap table is nearly triangular, and then nothing is filled in. */
#include "math/simplex.h"

#include <string.h>

/* Steps of length 0 in a row before Bland's rule. */
#define MOST_STILL 20u

struct line {
    qd_simplex_term *at; /* by column of the kernel */
    uint32_t n;
};
struct op { /* line `to` has lost `by` times line `from` */
    uint32_t to, from;
    qd_rat by;
};
/* A factored kernel: operations, and what they leave, row and column of the
 * p-th pivot. */
struct kernel {
    uint32_t n;
    struct line *lines;
    QD_VEC(struct op) ops;
    uint32_t *row, *col;
};
struct exact {
    qd_simplex *s;
    qd_arena *a;
    bool *basic;
    uint32_t *tight, *inner;   /* rows without room, basic variables */
    uint32_t *place;           /* of a column in `inner` */
    struct kernel k;
    qd_rat *value;             /* of every column */
    int8_t *ill;               /* the side on which it is infeasible */
    qd_rat *cost;              /* effective, of each variable */
    qd_rat *gain;              /* of every column */
    qd_rat *weight;            /* of each row */
    qd_rat *rate;              /* of every column, when one enters */
};

static qd_rat *rats(qd_arena *a, size_t n)
{
    qd_rat *at = qd_arena_alloc(a, (n + 1) * sizeof *at);
    for (size_t i = 0; i < n; i++) at[i] = qd_rat_whole(0);
    return at;
}

/* x -= y * z */
static void take(qd_arena *a, qd_rat *x, qd_rat y, qd_rat z)
{
    if (qd_rat_sign(y) == 0 || qd_rat_sign(z) == 0) return;
    *x = qd_rat_subtract(a, *x, qd_rat_times(a, y, z));
}

static const qd_simplex_term *row_of(const qd_simplex *s, uint32_t i,
                                     uint32_t *n)
{
    uint32_t from = i ? s->ends.at[i - 1] : 0;
    *n = s->ends.at[i] - from;
    return s->terms.at + from;
}

/* ---- The kernel */

static const qd_rat *entry(const struct line *l, uint32_t col)
{
    uint32_t from = 0, to = l->n;
    while (from < to) {
        uint32_t middle = (from + to) / 2;
        if (l->at[middle].var < col) from = middle + 1;
        else to = middle;
    }
    return from < l->n && l->at[from].var == col ? &l->at[from].by : NULL;
}

/* x - by * y without column `gone`. */
static struct line line_less(qd_arena *a, struct line x, struct line y,
                             qd_rat by, uint32_t gone)
{
    struct line sum = { .at = qd_arena_alloc(
                            a, ((size_t)x.n + y.n) * sizeof *sum.at) };
    for (uint32_t i = 0, j = 0; i < x.n || j < y.n;) {
        qd_simplex_term t = { .by = qd_rat_whole(0) };
        bool left = j == y.n || (i < x.n && x.at[i].var <= y.at[j].var);
        bool right = i == x.n || (j < y.n && y.at[j].var <= x.at[i].var);
        t.var = left ? x.at[i].var : y.at[j].var;
        if (left) t.by = x.at[i++].by;
        if (right) take(a, &t.by, by, y.at[j++].by);
        if (t.var != gone && qd_rat_sign(t.by) != 0) sum.at[sum.n++] = t;
    }
    return sum;
}

static void gather_kernel(struct exact *e)
{
    struct kernel *k = &e->k;
    k->lines = qd_arena_alloc(e->a, (k->n + 1) * sizeof *k->lines);
    k->row = qd_arena_alloc(e->a, (k->n + 1) * sizeof *k->row);
    k->col = qd_arena_alloc(e->a, (k->n + 1) * sizeof *k->col);
    for (uint32_t i = 0; i < k->n; i++) {
        uint32_t n;
        const qd_simplex_term *t = row_of(e->s, e->tight[i], &n);
        struct line *l = &k->lines[i];
        *l = (struct line){ qd_arena_alloc(e->a, (n + 1) * sizeof *t), 0 };
        for (uint32_t j = 0; j < n; j++)
            if (e->basic[t[j].var])
                l->at[l->n++] = (qd_simplex_term){ e->place[t[j].var],
                                                   t[j].by };
    }
}

/* The open row with the fewest entries, and in it the column that the fewest
 * open rows have. */
static bool pick(const struct kernel *k, const bool *done,
                 const uint32_t *count, uint32_t *row, uint32_t *col)
{
    const struct line *best = NULL;
    for (uint32_t i = 0; i < k->n; i++) {
        if (done[i] || (best && k->lines[i].n >= best->n)) continue;
        best = &k->lines[i];
        *row = i;
    }
    if (!best || best->n == 0) return false;
    *col = best->at[0].var;
    for (uint32_t j = 1; j < best->n; j++)
        if (count[best->at[j].var] < count[*col]) *col = best->at[j].var;
    return true;
}

static void count_line(uint32_t *count, struct line l, uint32_t by)
{
    for (uint32_t j = 0; j < l.n; j++) count[l.at[j].var] += by;
}

/* False when the kernel is singular. */
static bool factor(struct exact *e)
{
    struct kernel *k = &e->k;
    gather_kernel(e);
    bool *done = qd_arena_alloc(e->a, k->n + 1);
    uint32_t *count = qd_arena_alloc(e->a, (k->n + 1) * sizeof *count);
    memset(done, 0, k->n);
    memset(count, 0, k->n * sizeof *count);
    for (uint32_t i = 0; i < k->n; i++) count_line(count, k->lines[i], 1);
    for (uint32_t p = 0; p < k->n; p++) {
        uint32_t row = 0, col = 0;
        if (!pick(k, done, count, &row, &col)) return false;
        struct line l = k->lines[row];
        qd_rat top = *entry(&l, col);
        done[row] = true;
        count_line(count, l, UINT32_MAX);
        for (uint32_t i = 0; count[col] && i < k->n; i++) {
            const qd_rat *v = done[i] ? NULL : entry(&k->lines[i], col);
            if (!v) continue;
            struct op o = { i, row, qd_rat_divide(e->a, *v, top) };
            *qd_vec_add(e->s->mem, &k->ops) = o;
            count_line(count, k->lines[i], UINT32_MAX);
            k->lines[i] = line_less(e->a, k->lines[i], l, o.by, col);
            count_line(count, k->lines[i], 1);
        }
        k->row[p] = row;
        k->col[p] = col;
    }
    return true;
}

/* kernel . x = b; b is used up. */
static qd_rat *solve(struct exact *e, qd_rat *b)
{
    struct kernel *k = &e->k;
    qd_rat *x = rats(e->a, k->n);
    for (uint32_t i = 0; i < k->ops.n; i++) {
        const struct op *o = &k->ops.at[i];
        take(e->a, &b[o->to], o->by, b[o->from]);
    }
    for (uint32_t p = k->n; p-- > 0;) {
        const struct line *l = &k->lines[k->row[p]];
        qd_rat sum = b[k->row[p]];
        for (uint32_t j = 0; j < l->n; j++)
            if (l->at[j].var != k->col[p])
                take(e->a, &sum, l->at[j].by, x[l->at[j].var]);
        x[k->col[p]] = qd_rat_divide(e->a, sum, *entry(l, k->col[p]));
    }
    return x;
}

/* y . kernel = c; c is used up. */
static qd_rat *solve_across(struct exact *e, qd_rat *c)
{
    struct kernel *k = &e->k;
    qd_rat *y = rats(e->a, k->n);
    for (uint32_t p = 0; p < k->n; p++) {
        uint32_t row = k->row[p], col = k->col[p];
        const struct line *l = &k->lines[row];
        y[row] = qd_rat_divide(e->a, c[col], *entry(l, col));
        for (uint32_t j = 0; j < l->n; j++)
            if (l->at[j].var != col)
                take(e->a, &c[l->at[j].var], l->at[j].by, y[row]);
    }
    for (uint32_t i = k->ops.n; i-- > 0;) {
        const struct op *o = &k->ops.at[i];
        take(e->a, &y[o->from], o->by, y[o->to]);
    }
    return y;
}

/* ---- The basis */

static void gather(struct exact *e)
{
    qd_simplex *s = e->s;
    uint32_t n = 0;
    e->k.ops.n = 0;
    e->k.n = 0;
    for (uint32_t j = 0; j < s->vars; j++) {
        if (!e->basic[j]) continue;
        e->place[j] = n;
        e->inner[n++] = j;
    }
    for (uint32_t i = 0; i < s->rows; i++)
        if (!e->basic[s->vars + i]) e->tight[e->k.n++] = i;
}

static void set_slacks(struct exact *e)
{
    const qd_simplex *s = e->s;
    memset(e->basic, 0, s->vars);
    for (uint32_t i = 0; i < s->rows; i++) e->basic[s->vars + i] = true;
}

static void reckon_values(struct exact *e)
{
    const qd_simplex *s = e->s;
    qd_rat *b = rats(e->a, e->k.n);
    e->value = rats(e->a, (size_t)s->vars + s->rows);
    for (uint32_t i = 0; i < e->k.n; i++) b[i] = s->right.at[e->tight[i]];
    qd_rat *x = solve(e, b);
    for (uint32_t i = 0; i < e->k.n; i++) e->value[e->inner[i]] = x[i];
    for (uint32_t i = 0; i < s->rows; i++) {
        if (!e->basic[s->vars + i]) continue;
        uint32_t n;
        const qd_simplex_term *t = row_of(s, i, &n);
        qd_rat left = s->right.at[i];
        for (uint32_t j = 0; j < n; j++)
            take(e->a, &left, t[j].by, e->value[t[j].var]);
        e->value[s->vars + i] = left;
    }
}

/* Which columns are infeasible, and the cost of this phase. */
static bool reckon_costs(struct exact *e, const qd_rat *cost)
{
    const qd_simplex *s = e->s;
    bool any = false;
    for (uint32_t v = 0; v < s->vars + s->rows; v++) {
        int sign = qd_rat_sign(e->value[v]);
        e->ill[v] = (int8_t)(sign < 0 || s->fixed[v] ? sign : 0);
        if (e->ill[v]) any = true;
    }
    for (uint32_t j = 0; j < s->vars; j++)
        e->cost[j] = any ? qd_rat_whole(-e->ill[j]) : cost[j];
    for (uint32_t i = 0; any && i < s->rows; i++) {
        if (!e->ill[s->vars + i]) continue;
        uint32_t n;
        const qd_simplex_term *t = row_of(s, i, &n);
        for (uint32_t j = 0; j < n; j++)
            take(e->a, &e->cost[t[j].var], t[j].by,
                 qd_rat_whole(-e->ill[s->vars + i]));
    }
    return any;
}

static void reckon_gains(struct exact *e)
{
    const qd_simplex *s = e->s;
    qd_rat *c = rats(e->a, e->k.n);
    for (uint32_t i = 0; i < e->k.n; i++) c[i] = e->cost[e->inner[i]];
    qd_rat *y = solve_across(e, c);
    e->gain = rats(e->a, (size_t)s->vars + s->rows);
    e->weight = rats(e->a, s->rows);
    memcpy(e->gain, e->cost, s->vars * sizeof *e->gain);
    for (uint32_t i = 0; i < s->rows; i++)
        e->weight[i] = qd_rat_whole(e->ill[s->vars + i]);
    for (uint32_t i = 0; i < e->k.n; i++) {
        uint32_t n;
        const qd_simplex_term *t = row_of(s, e->tight[i], &n);
        e->weight[e->tight[i]] = y[i];
        e->gain[s->vars + e->tight[i]] = qd_rat_negative(e->a, y[i]);
        for (uint32_t j = 0; j < n; j++)
            if (!e->basic[t[j].var])
                take(e->a, &e->gain[t[j].var], t[j].by, y[i]);
    }
    for (uint32_t i = 0; i < e->k.n; i++)
        e->gain[e->inner[i]] = qd_rat_whole(0);
}

static uint32_t improving(const struct exact *e, bool bland)
{
    uint32_t all = e->s->vars + e->s->rows, best = UINT32_MAX;
    double most = 0;
    for (uint32_t v = 0; v < all; v++) {
        if (e->basic[v] || e->s->fixed[v] || qd_rat_sign(e->gain[v]) <= 0)
            continue;
        double gain = qd_rat_double(e->gain[v]);
        if (best != UINT32_MAX && gain <= most) continue;
        best = v;
        most = gain;
        if (bland) break;
    }
    return best;
}

/* How every column changes for one unit of column v. */
static void reckon_rates(struct exact *e, uint32_t v)
{
    const qd_simplex *s = e->s;
    qd_rat *b = rats(e->a, e->k.n);
    for (uint32_t i = 0; i < e->k.n; i++) {
        struct line l;
        l.at = s->terms.at + (e->tight[i] ? s->ends.at[e->tight[i] - 1] : 0);
        l.n = (uint32_t)(s->terms.at + s->ends.at[e->tight[i]] - l.at);
        const qd_rat *by = v < s->vars ? entry(&l, v) : NULL;
        if (by) b[i] = qd_rat_negative(e->a, *by);
        if (s->vars + e->tight[i] == v) b[i] = qd_rat_whole(-1);
    }
    qd_rat *x = solve(e, b);
    e->rate = rats(e->a, (size_t)s->vars + s->rows);
    e->rate[v] = qd_rat_whole(1);
    for (uint32_t i = 0; i < e->k.n; i++) e->rate[e->inner[i]] = x[i];
    for (uint32_t i = 0; i < s->rows; i++) {
        if (!e->basic[s->vars + i]) continue;
        uint32_t n;
        const qd_simplex_term *t = row_of(s, i, &n);
        for (uint32_t j = 0; j < n; j++)
            take(e->a, &e->rate[s->vars + i], t[j].by, e->rate[t[j].var]);
    }
}

/* Whether basic column v stops the one that enters, and after how much. */
static bool stops(const struct exact *e, uint32_t v, qd_rat *far)
{
    int sign = qd_rat_sign(e->rate[v]);
    if (!e->basic[v] || sign == 0) return false;
    bool turns = e->ill[v] ? sign != e->ill[v]
                           : sign < 0 || e->s->fixed[v];
    if (turns)
        *far = qd_rat_divide(e->a, qd_rat_negative(e->a, e->value[v]),
                             e->rate[v]);
    return turns;
}

static uint32_t stopping(const struct exact *e, bool *moves)
{
    uint32_t best = UINT32_MAX, all = e->s->vars + e->s->rows;
    qd_rat least = qd_rat_whole(0), far = least;
    for (uint32_t v = 0; v < all; v++) {
        if (!stops(e, v, &far)) continue;
        if (best != UINT32_MAX && qd_rat_compare(e->a, far, least) >= 0)
            continue;
        best = v;
        least = far;
    }
    *moves = qd_rat_sign(least) > 0;
    return best;
}

static qd_simplex_answer answer_of(struct exact *e,
                                   enum qd_simplex_state state,
                                   const qd_rat *cost)
{
    qd_simplex_answer answer = { .state = state, .x = e->value,
                                 .reduced = e->gain, .weight = e->weight,
                                 .value = qd_rat_whole(0) };
    for (uint32_t j = 0; j < e->s->vars; j++)
        if (qd_rat_sign(cost[j]) != 0)
            answer.value = qd_rat_add(
                e->a, answer.value,
                qd_rat_times(e->a, cost[j], e->value[j]));
    return answer;
}

/* Exact pivots until none improves; `moved` when there were any. */
static qd_simplex_answer finish(struct exact *e, const qd_rat *cost,
                                bool *moved)
{
    for (uint32_t still = 0;; *moved = true) {
        gather(e);
        if (!factor(e)) {
            set_slacks(e);
            continue;
        }
        reckon_values(e);
        bool ill = reckon_costs(e, cost);
        reckon_gains(e);
        uint32_t in = improving(e, still > MOST_STILL);
        if (in == UINT32_MAX)
            return answer_of(e, ill ? QD_SIMPLEX_INFEASIBLE
                                    : QD_SIMPLEX_OPTIMAL, cost);
        reckon_rates(e, in);
        bool moves;
        uint32_t out = stopping(e, &moves);
        if (out == UINT32_MAX)
            return answer_of(e, QD_SIMPLEX_UNBOUNDED, cost);
        e->basic[in] = true;
        e->basic[out] = false;
        still = moves ? 0 : still + 1;
    }
}

qd_simplex_answer qd_simplex_solve(qd_simplex *s, const qd_rat *cost,
                                   qd_arena *a)
{
    size_t all = (size_t)s->vars + s->rows;
    struct exact e = { .s = s, .a = a };
    e.basic = qd_arena_alloc(a, all + 1);
    e.ill = qd_arena_alloc(a, all + 1);
    e.tight = qd_arena_alloc(a, (s->rows + 1) * sizeof *e.tight);
    e.inner = qd_arena_alloc(a, (s->vars + 1) * sizeof *e.inner);
    e.place = qd_arena_alloc(a, (s->vars + 1) * sizeof *e.place);
    e.cost = rats(a, s->vars);
    if (!s->exact_only) {
        double *near = qd_arena_alloc(a, (s->vars + 1) * sizeof *near);
        for (uint32_t j = 0; j < s->vars; j++)
            near[j] = qd_rat_double(cost[j]);
        qd_simplex_search(s, near);
    }
    memset(e.basic, 0, all);
    for (uint32_t i = 0; i < s->rows; i++) e.basic[s->head[i]] = true;
    bool moved = false;
    qd_simplex_answer answer = finish(&e, cost, &moved);
    if (moved) qd_simplex_move(s, e.basic);
    qd_mem_release(s->mem, e.k.ops.at);
    return answer;
}
