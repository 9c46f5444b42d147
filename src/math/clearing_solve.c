/* The linear system of the parties whose payment is not known. */
#include "math/clearing_work.h"

#include <math.h>
#include <string.h>

/* Below this against 1 on the diagonal a system has no answer. */
#define NO_PIVOT 1e-14

/* x_i - sum over j of f_i w_ji x_j = f_i R_i + own_i - senior_i, with f the
 * part of receipts that is left and R what comes from anybody else. */
static void set_up(qd_clearing *c, uint32_t k)
{
    qd_clearing_work *w = c->work;
    memset(w->matrix, 0, (size_t)k * k * sizeof *w->matrix);
    for (uint32_t i = 0; i < k; i++) {
        uint32_t u = w->some[i];
        w->matrix[(size_t)i * k + i] = 1;
        w->side[i] = qd_clearing_has(w, u) -
                     qd_clearing_before(c, u, w->at[u].rank);
    }
    for (uint32_t j = 0; j < k; j++) {
        uint32_t u = w->some[j], rank = w->at[u].rank;
        size_t row = (size_t)u * c->rows + rank;
        /* nobody holds anything, or nothing is owed */
        if (rank >= c->rows || c->total[row] == 0) continue;
        for (uint32_t a = c->first[row]; a < c->first[row + 1]; a++) {
            uint32_t i = w->index[c->to[a]];
            if (i == QD_CLEARING_KNOWN) continue;
            double part = c->amount[a] / c->total[row];
            if (w->at[c->to[a]].costs)
                part *= qd_clearing_costs(w, c->to[a]).received;
            w->matrix[(size_t)i * k + j] -= part;
            w->side[i] -= part * w->at[u].x;
        }
    }
}

static void zero_rows(qd_clearing_work *w, uint32_t k)
{
    for (uint32_t i = 0; i < k; i++) {
        if (!w->zero[i]) continue;
        memset(&w->matrix[(size_t)i * k], 0, k * sizeof *w->matrix);
        w->matrix[(size_t)i * k + i] = 1;
        w->side[i] = 0;
    }
}

static void swap_rows(qd_clearing_work *w, uint32_t k, uint32_t a, uint32_t b)
{
    double *x = &w->matrix[(size_t)a * k], *y = &w->matrix[(size_t)b * k];
    double side = w->side[a];
    for (uint32_t j = 0; a != b && j < k; j++) {
        double keep = x[j];
        x[j] = y[j];
        y[j] = keep;
    }
    w->side[a] = w->side[b];
    w->side[b] = side;
}

static uint32_t find_pivot(const double *m, uint32_t k, uint32_t p)
{
    uint32_t best = p;
    for (uint32_t i = p + 1; i < k; i++)
        if (fabs(m[(size_t)i * k + p]) > fabs(m[(size_t)best * k + p]))
            best = i;
    return best;
}

/* Elimination with partial pivoting; the answer is in `side`. */
static bool eliminate(qd_clearing_work *w, uint32_t k)
{
    double *m = w->matrix, *b = w->side;
    for (uint32_t p = 0; p < k; p++) {
        swap_rows(w, k, p, find_pivot(m, k, p));
        const double *from = &m[(size_t)p * k];
        if (!(fabs(from[p]) > NO_PIVOT)) return false;
        for (uint32_t i = p + 1; i < k; i++) {
            double *row = &m[(size_t)i * k];
            if (row[p] == 0) continue;
            double part = row[p] / from[p];
            for (uint32_t j = p + 1; j < k; j++)
                row[j] -= part * from[j];
            b[i] -= part * b[p];
        }
    }
    for (uint32_t p = k; p-- > 0;) {
        const double *row = &m[(size_t)p * k];
        double sum = b[p];
        for (uint32_t j = p + 1; j < k; j++)
            sum -= row[j] * b[j];
        b[p] = sum / row[p];
    }
    return true;
}

/* Whether this one would pay more if it did the other thing: nothing where
 * the answer is below 0, and the right side again where that is above it. The
 * system is set up anew, the answers of before stand in `answer`. */
static bool is_better(const qd_clearing_work *w, uint32_t k, uint32_t i)
{
    const double *row = &w->matrix[(size_t)i * k];
    double sum = w->side[i];
    if (!w->zero[i]) return w->answer[i] < 0;
    for (uint32_t j = 0; j < k; j++)
        if (j != i) sum -= row[j] * w->answer[j];
    return sum > 0;
}

/* A payment is the greater of 0 and its right side: policy iteration, with
 * answers that only rise. */
bool qd_clearing_solve(qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    uint32_t k = w->n_some;
    memset(w->zero, 0, k * sizeof *w->zero);
    set_up(c, k);
    for (bool again = true; again;) {
        zero_rows(w, k);
        if (!eliminate(w, k)) return false;
        memcpy(w->answer, w->side, k * sizeof *w->side);
        set_up(c, k);
        again = false;
        for (uint32_t i = 0; i < k; i++)
            if (is_better(w, k, i)) {
                w->zero[i] = !w->zero[i];
                again = true;
            }
    }
    for (uint32_t i = 0; i < k; i++) {
        uint32_t u = w->some[i];
        qd_clearing_pay(c, u, w->at[u].rank, w->answer[i]);
    }
    return true;
}

/* ---- Step by step */

/* A change of so little of what is owed is none. */
#define CALM 0x1p-51
#define PASSES 20000
#define AHEAD 16 /* unknowns that are fetched before they are read */
/* Where one of so many is new, or fewer, their effect alone is followed. */
#define FEW 256

static void copy_row(const qd_clearing *c, uint32_t j)
{
    qd_clearing_work *w = c->work;
    uint32_t u = w->some[j], rank = w->at[u].rank, end = w->all_row[j];
    size_t row = (size_t)u * c->rows + rank;
    if (rank < c->rows && c->total[row] > 0) {
        double one = 1 / c->total[row];
        for (uint32_t a = c->first[row]; a < c->first[row + 1]; a++) {
            w->all_to[end] = c->to[a];
            w->all_part[end++] = c->amount[a] * one;
        }
    }
    w->all_row[j + 1] = end;
}

static void copy_rows(const qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    w->all_row[0] = 0;
    for (uint32_t j = w->n_copied; j < w->n_some; j++) {
        qd_clearing_expect(c, w->some, j, w->n_some);
        copy_row(c, j);
    }
    w->n_copied = w->n_some;
}

static uint32_t add_row(const qd_clearing_work *w, uint32_t j, uint32_t end)
{
    for (uint32_t a = w->all_row[j]; a < w->all_row[j + 1]; a++) {
        if (qd_clearing_is_known(w, w->all_to[a])) continue;
        w->by[end] = w->index[w->all_to[a]];
        w->part[end++] = w->all_part[a];
    }
    return end;
}

/* It lies in no cache where there are many. */
static void expect_state(const qd_clearing *c, uint32_t u)
{
    __builtin_prefetch(&c->work->at[u]);
    __builtin_prefetch(&c->work->received[u]);
    __builtin_prefetch(&c->work->own[u]);
    __builtin_prefetch(&c->owed[u]);
}

static void set_up_rows(const qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    uint32_t end = 0;
    copy_rows(c);
    for (uint32_t j = 0; j < w->n_some; j++) {
        if (j + AHEAD < w->n_some) expect_state(c, w->some[j + AHEAD]);
        uint32_t u = w->some[j];
        double right = qd_clearing_has(w, u) -
                       qd_clearing_before(c, u, w->at[u].rank);
        w->right[j] = right;
        w->calm[j] = CALM * (c->owed[u] + (right > 0 ? right : 0));
        w->now[j] = w->at[u].x;
        w->row[j] = end;
        end = add_row(w, j, end);
    }
    w->row[w->n_some] = end;
    if (!w->costs_of && w->costs.received == 1) return;
    for (uint32_t k = 0; k < end; k++) {
        uint32_t u = w->some[w->by[k]];
        if (w->at[u].costs) w->part[k] *= qd_clearing_costs(w, u).received;
    }
}

/* Sets each right where it is not, and tells the others; whether there was
 * any (Gauss and Seidel, with the changes only). */
static bool pass_once(qd_clearing_work *w)
{
    bool moved = false;
    for (uint32_t j = 0; j < w->n_some; j++) {
        double x = w->right[j] > 0 ? w->right[j] : 0;
        double change = x - w->now[j];
        if (fabs(change) <= w->calm[j]) continue;
        moved = true;
        w->now[j] = x;
        for (uint32_t k = w->row[j]; k < w->row[j + 1]; k++)
            w->right[w->by[k]] += w->part[k] * change;
    }
    return moved;
}

/* The whole system, pass by pass. */
static bool relax_all(qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    bool moved = true;
    set_up_rows(c);
    for (int pass = 0; moved && pass < PASSES; pass++)
        moved = pass_once(w);
    for (uint32_t j = 0; j < w->n_some; j++) {
        qd_clearing_state *s = &w->at[w->some[j]];
        if (w->now[j] == s->x) continue;
        qd_clearing_bring(w, j, w->now[j] - s->x);
        s->x = w->now[j];
    }
    w->tired = moved;
    return !moved;
}

/* ---- From a few new unknowns on */

struct line {
    qd_clearing_work *w;
    uint32_t head, count, size;
};

static void join_line(struct line *l, uint32_t j)
{
    qd_clearing_work *w = l->w;
    uint32_t at = l->head + l->count;
    if (w->queued[j / 8] >> j % 8 & 1) return;
    w->queued[j / 8] |= (uint8_t)(1u << j % 8);
    w->queue[at >= l->size ? at - l->size : at] = j;
    l->count++;
}

static uint32_t leave_line(struct line *l)
{
    uint32_t j = l->w->queue[l->head];
    l->w->queued[j / 8] &= (uint8_t)~(1u << j % 8);
    l->head = l->head + 1 == l->size ? 0 : l->head + 1;
    l->count--;
    return j;
}

/* Sets j right where it is not; who feels it joins the line. */
static void set_right(const qd_clearing *c, struct line *l, uint32_t j)
{
    qd_clearing_work *w = c->work;
    uint32_t u = w->some[j];
    qd_clearing_state *s = &w->at[u];
    double x = qd_clearing_has(w, u) - qd_clearing_before(c, u, s->rank);
    if (!(x > 0)) x = 0;
    double change = x - s->x;
    if (fabs(change) <= CALM * (c->owed[u] + x)) return;
    s->x = x;
    qd_clearing_bring(w, j, change);
    for (uint32_t a = w->all_row[j]; a < w->all_row[j + 1]; a++)
        if (!qd_clearing_is_known(w, w->all_to[a]))
            join_line(l, w->index[w->all_to[a]]);
}

/* Those behind the first `old` are new. False when it goes on for too long.
 */
static bool relax_few(qd_clearing *c, uint32_t old)
{
    qd_clearing_work *w = c->work;
    struct line l = {.w = w, .size = w->n_some};
    uint32_t steps = 0;
    copy_rows(c);
    for (uint32_t j = old; j < w->n_some; j++)
        join_line(&l, j);
    while (l.count && steps++ < w->n_some)
        set_right(c, &l, leave_line(&l));
    bool calm = l.count == 0;
    while (l.count)
        leave_line(&l);
    return calm;
}

bool qd_clearing_relax(qd_clearing *c)
{
    const qd_clearing_work *w = c->work;
    uint32_t fresh = w->n_some - w->n_copied;
    bool few = fresh > 0 && fresh <= w->n_some / FEW && !w->tired;
    return (few && relax_few(c, w->n_copied)) || relax_all(c);
}
