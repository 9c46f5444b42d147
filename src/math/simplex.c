/* The search for a basis in doubles, on a dense table.
 *
 * Nothing here has to be right: a basis that is wrong costs exact pivots. Hence
 * the plain rules: the steepest gain, Bland's rule when it does not move, the
 * sum of what is infeasible as the cost of the first phase, no refactoring.
 *
 * Rows about shares have 0 on their right, so without more every step would
 * be one of length 0. Each bound is therefore moved out by a little of its
 * own, and at the end, when the basis is found, moved back. */
#include "math/simplex.h"

#include <math.h>
#include <string.h>

#define TINY 1e-9
/* How far bounds are moved: far above TINY, far below printed digits. */
#define NUDGE 1e-6

void qd_simplex_init(qd_simplex *s, qd_mem *mem, uint32_t vars)
{
    *s = (qd_simplex){ .mem = mem, .vars = vars };
}

void qd_simplex_row(qd_simplex *s, const qd_simplex_term *terms, uint32_t n,
                    qd_rat right, bool equation)
{
    for (uint32_t i = 0; i < n; i++)
        *qd_vec_add(s->mem, &s->terms) = terms[i];
    *qd_vec_add(s->mem, &s->ends) = s->terms.n;
    *qd_vec_add(s->mem, &s->right) = right;
    *qd_vec_add(s->mem, &s->equation) = equation;
    s->rows++;
}

/* Different for every column, from 1 to 2 times the least. */
static double nudge_of(uint32_t column)
{
    uint32_t mixed = column * 2654435769u;
    return NUDGE * (1 + (double)(mixed >> 8) / 16777216.0);
}

static void fill_row(qd_simplex *s, uint32_t i)
{
    double *row = s->table + (size_t)i * s->vars;
    for (uint32_t k = i ? s->ends.at[i - 1] : 0; k < s->ends.at[i]; k++) {
        const qd_simplex_term *t = &s->terms.at[k];
        row[t->var] = qd_rat_double(t->by);
    }
    s->level[i] = qd_rat_double(s->right.at[i]);
}

/* What brings the middle of the sizes of n numbers, `step` apart, to 1. */
static double balance_of(const double *at, uint32_t n, size_t step)
{
    double least = 0, most = 0;
    for (uint32_t i = 0; i < n; i++) {
        double size = fabs(at[i * step]);
        if (size == 0) continue;
        if (most == 0 || size < least) least = size;
        if (size > most) most = size;
    }
    return most > 0 ? 1 / sqrt(least * most) : 1;
}

/* Rows and columns by turns: a company told in billions and one told in
 * shares give the same table, and a small round counts in small units. */
static void balance(qd_simplex *s)
{
    for (uint32_t j = 0; j < s->vars; j++) s->unit[j] = 1;
    for (int turn = 0; turn < 4; turn++) {
        for (uint32_t i = 0; i < s->rows; i++) {
            double *row = s->table + (size_t)i * s->vars;
            double by = balance_of(row, s->vars, 1);
            for (uint32_t j = 0; j < s->vars; j++) row[j] *= by;
            s->level[i] *= by;
        }
        for (uint32_t j = 0; j < s->vars; j++) {
            double by = balance_of(s->table + j, s->rows, s->vars);
            for (uint32_t i = 0; i < s->rows; i++)
                s->table[(size_t)i * s->vars + j] *= by;
            s->unit[j] *= by;
        }
    }
}

static void set_nudge(qd_simplex *s, uint32_t i)
{
    const double *row = s->table + (size_t)i * s->vars;
    s->nudge[i] = s->equation.at[i] ? 0 : nudge_of(s->vars + i);
    for (uint32_t j = 0; j < s->vars; j++)
        s->nudge[i] += row[j] * nudge_of(j);
}

static void all_slack(qd_simplex *s)
{
    memset(s->table, 0, (size_t)s->rows * s->vars * sizeof *s->table);
    for (uint32_t j = 0; j < s->vars; j++) s->tail[j] = j;
    for (uint32_t i = 0; i < s->rows; i++) {
        s->head[i] = s->vars + i;
        fill_row(s, i);
    }
    balance(s);
    for (uint32_t i = 0; i < s->rows; i++) set_nudge(s, i);
}

void qd_simplex_start(qd_simplex *s)
{
    size_t cells = (size_t)s->rows * s->vars;
    s->fixed = qd_mem_zero(s->mem, (size_t)s->vars + s->rows + 1);
    s->head = qd_mem_zero(s->mem, (s->rows + 1) * sizeof *s->head);
    s->tail = qd_mem_zero(s->mem, (s->vars + 1) * sizeof *s->tail);
    s->level = qd_mem_zero(s->mem, (s->rows + 1) * sizeof *s->level);
    s->nudge = qd_mem_zero(s->mem, (s->rows + 1) * sizeof *s->nudge);
    s->unit = qd_mem_zero(s->mem, (s->vars + 1) * sizeof *s->unit);
    s->table = qd_mem_zero(s->mem, (cells + 1) * sizeof *s->table);
    for (uint32_t i = 0; i < s->rows; i++)
        s->fixed[s->vars + i] = s->equation.at[i];
    all_slack(s);
}

void qd_simplex_follow(qd_simplex *s, const qd_simplex *from)
{
    memcpy(s->fixed, from->fixed, (size_t)s->vars + s->rows);
    memcpy(s->head, from->head, s->rows * sizeof *s->head);
    memcpy(s->tail, from->tail, s->vars * sizeof *s->tail);
    memcpy(s->level, from->level, s->rows * sizeof *s->level);
    memcpy(s->nudge, from->nudge, s->rows * sizeof *s->nudge);
    memcpy(s->table, from->table,
           (size_t)s->rows * s->vars * sizeof *s->table);
}

void qd_simplex_free(qd_simplex *s)
{
    qd_mem_release(s->mem, s->terms.at);
    qd_mem_release(s->mem, s->ends.at);
    qd_mem_release(s->mem, s->right.at);
    qd_mem_release(s->mem, s->equation.at);
    qd_mem_release(s->mem, s->fixed);
    qd_mem_release(s->mem, s->head);
    qd_mem_release(s->mem, s->tail);
    qd_mem_release(s->mem, s->level);
    qd_mem_release(s->mem, s->nudge);
    qd_mem_release(s->mem, s->unit);
    qd_mem_release(s->mem, s->table);
    *s = (qd_simplex){ 0 };
}

/* a -= f * b over n */
static void subtract_row(double *a, const double *b, double f, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++) a[j] -= f * b[j];
}

static void pivot(qd_simplex *s, double *gain, uint32_t r, uint32_t c)
{
    double *row = s->table + (size_t)r * s->vars, by = 1 / row[c];
    for (uint32_t j = 0; j < s->vars; j++) row[j] *= by;
    row[c] = by;
    s->level[r] *= by;
    s->nudge[r] *= by;
    for (uint32_t i = 0; i < s->rows; i++) {
        double *other = s->table + (size_t)i * s->vars, f = other[c];
        if (i == r || f == 0) continue;
        other[c] = 0;
        subtract_row(other, row, f, s->vars);
        s->level[i] -= f * s->level[r];
        s->nudge[i] -= f * s->nudge[r];
    }
    if (gain) {
        double f = gain[c];
        gain[c] = 0;
        subtract_row(gain, row, f, s->vars);
    }
    uint32_t out = s->head[r];
    s->head[r] = s->tail[c];
    s->tail[c] = out;
}

/* What the search goes by: the table and where its bounds are. */
struct search {
    qd_simplex *s;
    double *gain, *repair; /* of each column that is not basic */
    bool nudged, bland;
};

static double level_of(const struct search *h, uint32_t i)
{
    return h->s->level[i] + (h->nudged ? h->s->nudge[i] : 0);
}

/* Below its room -1, above it 1, else 0. */
static int side(const struct search *h, uint32_t i)
{
    double level = level_of(h, i);
    if (level < -TINY) return -1;
    return level > TINY && h->s->fixed[h->s->head[i]];
}

/* The gains of phase one; false when nothing is infeasible. */
static bool repair_gains(const struct search *h)
{
    const qd_simplex *s = h->s;
    bool any = false;
    memset(h->repair, 0, s->vars * sizeof *h->repair);
    for (uint32_t i = 0; i < s->rows; i++) {
        int where = side(h, i);
        if (!where) continue;
        any = true;
        subtract_row(h->repair, s->table + (size_t)i * s->vars, -where,
                     s->vars);
    }
    return any;
}

static uint32_t entering(const struct search *h, const double *gain)
{
    const qd_simplex *s = h->s;
    uint32_t best = UINT32_MAX;
    for (uint32_t j = 0; j < s->vars; j++) {
        if (s->fixed[s->tail[j]] || gain[j] <= TINY) continue;
        if (best == UINT32_MAX ||
            (h->bland ? s->tail[j] < s->tail[best] : gain[j] > gain[best]))
            best = j;
    }
    return best;
}

/* How far column c can go until row i stops it; negative: it does not. */
static double room(const struct search *h, uint32_t i, uint32_t c)
{
    double rate = -h->s->table[(size_t)i * h->s->vars + c];
    if (fabs(rate) <= TINY) return -1;
    double level = level_of(h, i);
    int where = side(h, i);
    if (where) return where * rate < 0 ? -level / rate : -1;
    if (h->s->fixed[h->s->head[i]]) return 0;
    if (rate > 0) return -1;
    return level > 0 ? -level / rate : 0;
}

static uint32_t leaving(const struct search *h, uint32_t c, double *step)
{
    const qd_simplex *s = h->s;
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < s->rows; i++) {
        double far = room(h, i, c);
        if (far < 0 || (best != UINT32_MAX && far > *step)) continue;
        if (best != UINT32_MAX && far == *step) {
            double size = fabs(s->table[(size_t)i * s->vars + c]);
            double was = fabs(s->table[(size_t)best * s->vars + c]);
            if (h->bland ? s->head[i] > s->head[best] : size <= was)
                continue;
        }
        best = i;
        *step = far;
    }
    return best;
}

static double cost_of(const qd_simplex *s, const double *cost, uint32_t v)
{
    return v < s->vars ? cost[v] * s->unit[v] : 0;
}

static void cost_gains(const qd_simplex *s, const double *cost, double *gain)
{
    for (uint32_t j = 0; j < s->vars; j++)
        gain[j] = cost_of(s, cost, s->tail[j]);
    for (uint32_t i = 0; i < s->rows; i++) {
        double by = cost_of(s, cost, s->head[i]);
        if (by != 0)
            subtract_row(gain, s->table + (size_t)i * s->vars, by, s->vars);
    }
}

static void climb(struct search *h, uint32_t most)
{
    for (uint32_t n = 0, still = 0; n < most; n++) {
        h->bland = still > 50;
        uint32_t c = entering(h, repair_gains(h) ? h->repair : h->gain);
        if (c == UINT32_MAX) break;
        double step = 0;
        uint32_t r = leaving(h, c, &step);
        if (r == UINT32_MAX) break;
        still = step > 0 ? 0 : still + 1;
        pivot(h->s, h->gain, r, c);
    }
}

void qd_simplex_search(qd_simplex *s, const double *cost)
{
    struct search h = { .s = s, .nudged = true };
    h.gain = qd_mem_zero(s->mem, 2 * ((size_t)s->vars + 1) * sizeof *cost);
    h.repair = h.gain + s->vars + 1;
    cost_gains(s, cost, h.gain);
    climb(&h, 20 * (s->rows + s->vars));
    h.nudged = false;
    climb(&h, 100);
    qd_mem_release(s->mem, h.gain);
}

/* The place in the table where a column that is to leave meets one that is to
 * enter, in the largest number. */
static double best_place(const qd_simplex *s, const bool *basic, uint32_t *r,
                         uint32_t *c)
{
    double best = 0;
    for (uint32_t i = 0; i < s->rows; i++) {
        if (basic[s->head[i]]) continue;
        for (uint32_t j = 0; j < s->vars; j++) {
            double size = fabs(s->table[(size_t)i * s->vars + j]);
            if (!basic[s->tail[j]] || size <= best) continue;
            best = size;
            *r = i;
            *c = j;
        }
    }
    return best;
}

void qd_simplex_move(qd_simplex *s, const bool *basic)
{
    uint32_t r = 0, c = 0;
    while (best_place(s, basic, &r, &c) > TINY) pivot(s, NULL, r, c);
    bool there = true;
    for (uint32_t i = 0; i < s->rows; i++)
        there = there && basic[s->head[i]];
    if (!there) all_slack(s);
}
