/* The search for a basis in doubles, on a dense table.
 *
 * Nothing here has to be right: a basis that is wrong costs exact pivots. Hence
 * the plain rules: the steepest gain, Bland's rule when it does not move, the
 * sum of what is infeasible as the cost of the first phase, no refactoring. */
#include "math/simplex.h"

#include <math.h>
#include <string.h>

#define TINY 1e-9

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

static void fill_row(qd_simplex *s, uint32_t i)
{
    double *row = s->table + (size_t)i * s->vars, most = 0;
    for (uint32_t k = i ? s->ends.at[i - 1] : 0; k < s->ends.at[i]; k++) {
        const qd_simplex_term *t = &s->terms.at[k];
        row[t->var] = qd_rat_double(t->by);
        if (fabs(row[t->var]) > most) most = fabs(row[t->var]);
    }
    s->level[i] = qd_rat_double(s->right.at[i]);
    if (most == 0) return;
    for (uint32_t j = 0; j < s->vars; j++) row[j] /= most;
    s->level[i] /= most;
}

static void all_slack(qd_simplex *s)
{
    memset(s->table, 0, (size_t)s->rows * s->vars * sizeof *s->table);
    for (uint32_t j = 0; j < s->vars; j++) s->tail[j] = j;
    for (uint32_t i = 0; i < s->rows; i++) {
        s->head[i] = s->vars + i;
        fill_row(s, i);
    }
}

void qd_simplex_start(qd_simplex *s)
{
    size_t cells = (size_t)s->rows * s->vars;
    s->fixed = qd_mem_zero(s->mem, (size_t)s->vars + s->rows + 1);
    s->head = qd_mem_zero(s->mem, (s->rows + 1) * sizeof *s->head);
    s->tail = qd_mem_zero(s->mem, (s->vars + 1) * sizeof *s->tail);
    s->level = qd_mem_zero(s->mem, (s->rows + 1) * sizeof *s->level);
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
    for (uint32_t i = 0; i < s->rows; i++) {
        double *other = s->table + (size_t)i * s->vars, f = other[c];
        if (i == r || f == 0) continue;
        other[c] = 0;
        subtract_row(other, row, f, s->vars);
        s->level[i] -= f * s->level[r];
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

/* Below its room -1, above it 1, else 0. */
static int side(const qd_simplex *s, uint32_t i)
{
    if (s->level[i] < -TINY) return -1;
    return s->level[i] > TINY && s->fixed[s->head[i]];
}

/* The gains of phase one; false when nothing is infeasible. */
static bool repair_gains(const qd_simplex *s, double *gain)
{
    bool any = false;
    memset(gain, 0, s->vars * sizeof *gain);
    for (uint32_t i = 0; i < s->rows; i++) {
        int where = side(s, i);
        if (!where) continue;
        any = true;
        subtract_row(gain, s->table + (size_t)i * s->vars, -where, s->vars);
    }
    return any;
}

static uint32_t entering(const qd_simplex *s, const double *gain, bool bland)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t j = 0; j < s->vars; j++) {
        if (s->fixed[s->tail[j]] || gain[j] <= TINY) continue;
        if (best == UINT32_MAX ||
            (bland ? s->tail[j] < s->tail[best] : gain[j] > gain[best]))
            best = j;
    }
    return best;
}

/* How far column c can go until row i stops it; negative: it does not. */
static double room(const qd_simplex *s, uint32_t i, uint32_t c)
{
    double rate = -s->table[(size_t)i * s->vars + c];
    if (fabs(rate) <= TINY) return -1;
    int where = side(s, i);
    if (where) return where * rate < 0 ? -s->level[i] / rate : -1;
    if (s->fixed[s->head[i]]) return 0;
    if (rate > 0) return -1;
    return s->level[i] > 0 ? -s->level[i] / rate : 0;
}

static uint32_t leaving(const qd_simplex *s, uint32_t c, bool bland,
                        double *step)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < s->rows; i++) {
        double far = room(s, i, c);
        if (far < 0 || (best != UINT32_MAX && far > *step)) continue;
        if (best != UINT32_MAX && far == *step) {
            double size = fabs(s->table[(size_t)i * s->vars + c]);
            double was = fabs(s->table[(size_t)best * s->vars + c]);
            if (bland ? s->head[i] > s->head[best] : size <= was) continue;
        }
        best = i;
        *step = far;
    }
    return best;
}

static void cost_gains(const qd_simplex *s, const double *cost, double *gain)
{
    for (uint32_t j = 0; j < s->vars; j++)
        gain[j] = s->tail[j] < s->vars ? cost[s->tail[j]] : 0;
    for (uint32_t i = 0; i < s->rows; i++)
        if (s->head[i] < s->vars && cost[s->head[i]] != 0)
            subtract_row(gain, s->table + (size_t)i * s->vars,
                         cost[s->head[i]], s->vars);
}

void qd_simplex_search(qd_simplex *s, const double *cost)
{
    double *gain = qd_mem_zero(s->mem, 2 * ((size_t)s->vars + 1) *
                                           sizeof *gain);
    double *repair = gain + s->vars + 1;
    uint32_t still = 0, most = 50 * (s->rows + s->vars);
    cost_gains(s, cost, gain);
    for (uint32_t n = 0; n < most; n++) {
        bool bland = still > 20;
        bool ill = repair_gains(s, repair);
        uint32_t c = entering(s, ill ? repair : gain, bland);
        if (c == UINT32_MAX) break;
        double step = 0;
        uint32_t r = leaving(s, c, bland, &step);
        if (r == UINT32_MAX) break;
        still = step > 0 ? 0 : still + 1;
        pivot(s, gain, r, c);
    }
    qd_mem_release(s->mem, gain);
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
