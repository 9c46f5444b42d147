/* Hit-and-run, in coordinates in which the barrier is round at its least.
 *
 * The equations, also those that follow from inequalities, which the exact
 * solver finds, are eliminated first. Newton's method then has a point with
 * room to begin with, and its damped step never leaves the polytope. Axes of
 * the ellipsoid instead of directions on its sphere: on a simplex of 50 they
 * need a quarter of the steps, and each costs a fiftieth. */
#include "math/hitrun.h"

#include <math.h>
#include <string.h>

/* Below this a number is what rounding left of 0: rows have a largest factor
 * of 1. */
#define NOTHING 1e-10

/* A polytope without its equations: x = at + free . u, where what is left of
 * each wall, left + slope . u, is above 0. */
struct inner {
    qd_arena *arena;
    uint32_t vars, dims, walls;
    double *at, *free;    /* free: dims rows of vars */
    double *left, *slope; /* slope: walls rows of dims */
};

static double *doubles(qd_arena *a, size_t n)
{
    double *at = qd_arena_alloc(a, (n + 1) * sizeof *at);
    memset(at, 0, (n + 1) * sizeof *at);
    return at;
}

/* The factors of a line, the largest 1, and its right side. */
static double plain_row(const struct qd_poly_line *l, double *row,
                        uint32_t vars)
{
    double most = qd_rat_double(l->most);
    memset(row, 0, vars * sizeof *row);
    for (uint32_t i = 0; i < l->n; i++)
        row[l->terms[i].var] = qd_rat_double(l->terms[i].by) / most;
    return qd_rat_double(l->right) / most;
}

/* ---- Equations */

struct equations {
    uint32_t n, vars;
    double *row;
    uint32_t *pivot; /* the variable that each row gives */
};

static struct equations gather_equations(const qd_poly *p,
                                         const bool *equation,
                                         const bool *zero, qd_arena *a)
{
    uint32_t vars = p->vars;
    struct equations e = { .vars = vars };
    e.row = doubles(a, (size_t)p->lines.n * vars);
    e.pivot = qd_arena_alloc(a, (p->lines.n + 1) * sizeof *e.pivot);
    for (uint32_t i = 0; i < p->lines.n; i++) {
        if (!equation[i]) continue;
        double *row = e.row + (size_t)e.n++ * vars;
        plain_row(&p->lines.at[i], row, vars);
        for (uint32_t j = 0; j < vars; j++)
            if (zero[j]) row[j] = 0;
    }
    return e;
}

static void subtract(double *to, const double *row, double by, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++) to[j] -= by * row[j];
}

static double largest(const struct equations *e, uint32_t from, uint32_t *row,
                      uint32_t *var)
{
    double most = NOTHING;
    for (uint32_t i = from; i < e->n; i++)
        for (uint32_t j = 0; j < e->vars; j++) {
            double size = fabs(e->row[(size_t)i * e->vars + j]);
            if (size <= most) continue;
            most = size;
            *row = i;
            *var = j;
        }
    return most;
}

/* Each row gives one variable by those that are free. */
static void reduce(struct equations *e)
{
    uint32_t row = 0, var = 0, done = 0;
    for (; done < e->n && largest(e, done, &row, &var) > NOTHING; done++) {
        double *to = e->row + (size_t)done * e->vars;
        double *from = e->row + (size_t)row * e->vars;
        double by = from[var];
        for (uint32_t j = 0; j < e->vars; j++) {
            double t = to[j];
            to[j] = from[j] / by;
            if (row != done) from[j] = t;
        }
        for (uint32_t i = 0; i < e->n; i++) {
            double *other = e->row + (size_t)i * e->vars;
            if (i == done || other[var] == 0) continue;
            subtract(other, to, other[var], e->vars);
            other[var] = 0;
        }
        e->pivot[done] = var;
    }
    e->n = done;
}

/* Directions that keep all equations: one for each free variable. */
static void set_free(struct inner *in, const struct equations *e,
                     const bool *zero)
{
    bool *given = qd_arena_alloc(in->arena, in->vars + 1);
    memcpy(given, zero, in->vars);
    for (uint32_t i = 0; i < e->n; i++) given[e->pivot[i]] = true;
    in->free = doubles(in->arena, (size_t)in->vars * in->vars);
    for (uint32_t j = 0; j < in->vars; j++) {
        if (given[j]) continue;
        double *way = in->free + (size_t)in->dims++ * in->vars;
        way[j] = 1;
        for (uint32_t i = 0; i < e->n; i++)
            way[e->pivot[i]] = -e->row[(size_t)i * e->vars + j];
    }
}

/* ---- Walls */

/* right - row . x >= 0 as a wall, unless no free direction meets it. */
static void add_wall(struct inner *in, const double *row, double right)
{
    double *slope = in->slope + (size_t)in->walls * in->dims;
    double left = right;
    bool met = false;
    for (uint32_t j = 0; j < in->vars; j++) left -= row[j] * in->at[j];
    for (uint32_t d = 0; d < in->dims; d++) {
        const double *way = in->free + (size_t)d * in->vars;
        slope[d] = 0;
        for (uint32_t j = 0; j < in->vars; j++) slope[d] -= row[j] * way[j];
        if (fabs(slope[d]) > NOTHING) met = true;
        else slope[d] = 0;
    }
    if (met) in->left[in->walls++] = left;
}

static void set_walls(struct inner *in, const qd_poly *p,
                      const bool *equation, const bool *zero)
{
    size_t most = (size_t)p->lines.n + in->vars;
    double *row = doubles(in->arena, in->vars);
    in->left = doubles(in->arena, most);
    in->slope = doubles(in->arena, (most + 1) * in->dims);
    for (uint32_t i = 0; i < p->lines.n; i++)
        if (!equation[i]) {
            double right = plain_row(&p->lines.at[i], row, in->vars);
            add_wall(in, row, right);
        }
    memset(row, 0, in->vars * sizeof *row);
    for (uint32_t j = 0; j < in->vars; j++) {
        row[j] = -1;
        if (!zero[j]) add_wall(in, row, 0);
        row[j] = 0;
    }
}

/* ---- The analytic centre */

/* The second derivatives of the barrier, and how far each of the first is
 * from 0, negative. */
static void derivatives(const struct inner *in, double *second,
                        double *downhill)
{
    uint32_t n = in->dims;
    memset(second, 0, (size_t)n * n * sizeof *second);
    memset(downhill, 0, n * sizeof *downhill);
    for (uint32_t i = 0; i < in->walls; i++) {
        const double *s = in->slope + (size_t)i * n;
        double by = 1 / in->left[i];
        for (uint32_t j = 0; j < n; j++) {
            double f = s[j] * by;
            if (f == 0) continue;
            downhill[j] += f;
            for (uint32_t k = 0; k <= j; k++)
                second[(size_t)j * n + k] += f * by * s[k];
        }
    }
}

/* Cholesky: the lower half of a becomes its root. */
static void take_root(double *a, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++) {
        double *rj = a + (size_t)j * n;
        for (uint32_t k = 0; k < j; k++) {
            const double *rk = a + (size_t)k * n;
            for (uint32_t l = 0; l < k; l++) rj[k] -= rj[l] * rk[l];
            rj[k] /= rk[k];
            rj[j] -= rj[k] * rj[k];
        }
        rj[j] = sqrt(rj[j] > 0 ? rj[j] : 1e-300);
    }
}

/* root . y = b in place; the size of y is Newton's decrement. */
static double solve_down(const double *root, uint32_t n, double *b)
{
    double size = 0;
    for (uint32_t i = 0; i < n; i++) {
        const double *row = root + (size_t)i * n;
        for (uint32_t k = 0; k < i; k++) b[i] -= row[k] * b[k];
        b[i] /= row[i];
        size += b[i] * b[i];
    }
    return sqrt(size);
}

/* transposed root . y = b in place. */
static void solve_up(const double *root, uint32_t n, double *b)
{
    for (uint32_t i = n; i-- > 0;) {
        b[i] /= root[(size_t)i * n + i];
        for (uint32_t k = 0; k < i; k++)
            b[k] -= root[(size_t)i * n + k] * b[i];
    }
}

static void go(struct inner *in, const double *step, double by)
{
    for (uint32_t d = 0; d < in->dims; d++)
        subtract(in->at, in->free + (size_t)d * in->vars, -by * step[d],
                 in->vars);
    for (uint32_t i = 0; i < in->walls; i++)
        for (uint32_t d = 0; d < in->dims; d++)
            in->left[i] += by * step[d] * in->slope[(size_t)i * in->dims + d];
}

/* Newton's steps, damped until they are sure; the root of the second
 * derivatives at the centre is left in `root`. */
static void find_centre(struct inner *in, double *root)
{
    double *step = doubles(in->arena, in->dims), size = 1;
    for (int i = 0; i < 500; i++) {
        derivatives(in, root, step);
        take_root(root, in->dims);
        if (size < 1e-9) return;
        size = solve_down(root, in->dims, step);
        solve_up(root, in->dims, step);
        go(in, step, size > 0.25 ? 1 / (1 + size) : 1);
    }
}

/* ---- Drawing */

static void set_axis(qd_hitrun *h, const struct inner *in, uint32_t j,
                     const double *way)
{
    double *axis = h->axis + (size_t)j * h->vars;
    for (uint32_t d = 0; d < in->dims; d++)
        subtract(axis, in->free + (size_t)d * h->vars, -way[d], h->vars);
    double *rate = h->rate + (size_t)j * h->walls;
    double *stop = h->stop + (size_t)j * h->walls;
    for (uint32_t i = 0; i < h->walls; i++) {
        for (uint32_t d = 0; d < in->dims; d++)
            rate[i] += in->slope[(size_t)i * in->dims + d] * way[d];
        if (fabs(rate[i]) < NOTHING * in->left[i]) rate[i] = 0;
        stop[i] = rate[i] == 0 ? 0 : -1 / rate[i];
    }
}

static void list_walls(qd_hitrun *h, uint32_t j, uint32_t *n, bool behind)
{
    const double *rate = h->rate + (size_t)j * h->walls;
    const double *stop = h->stop + (size_t)j * h->walls;
    for (uint32_t i = 0; i < h->walls; i++)
        if (behind ? rate[i] > 0 : rate[i] < 0)
            h->met[(*n)++] = (struct qd_hitrun_wall){ i, rate[i], stop[i] };
}

static void list_met(qd_hitrun *h, qd_arena *a)
{
    uint32_t n = 0, axes = h->axes;
    h->met = qd_arena_alloc(a, ((size_t)axes * h->walls + 1) *
                               sizeof *h->met);
    h->behind = qd_arena_alloc(a, (axes + 1) * sizeof *h->behind);
    h->ahead = qd_arena_alloc(a, (axes + 1) * sizeof *h->ahead);
    for (uint32_t j = 0; j < axes; j++) {
        h->behind[j] = n;
        list_walls(h, j, &n, true);
        h->ahead[j] = n;
        list_walls(h, j, &n, false);
    }
    h->behind[axes] = h->ahead[axes] = n;
}

static bool is_bounded(qd_poly *p, qd_arena *a)
{
    qd_poly_term *all = qd_arena_alloc(a, (p->vars + 1) * sizeof *all);
    for (uint32_t j = 0; j < p->vars; j++)
        all[j] = (qd_poly_term){ j, 1, 1 };
    return qd_poly_bound(p, all, p->vars, true).bounded;
}

bool qd_hitrun_init(qd_hitrun *h, qd_poly *p, uint32_t rounds, qd_arena *a)
{
    struct inner in = { .arena = a, .vars = p->vars };
    if (!is_bounded(p, a)) return false;
    bool *equation = qd_arena_alloc(a, p->lines.n + 1);
    bool *zero = qd_arena_alloc(a, p->vars + 1);
    in.at = doubles(a, p->vars);
    qd_poly_inside(p, in.at, equation, zero);
    struct equations e = gather_equations(p, equation, zero, a);
    reduce(&e);
    set_free(&in, &e, zero);
    set_walls(&in, p, equation, zero);
    uint32_t n = in.dims;
    double *root = doubles(a, (size_t)n * n), *way = doubles(a, n);
    find_centre(&in, root);
    *h = (qd_hitrun){ .vars = p->vars, .axes = n, .walls = in.walls,
                      .steps = rounds * n, .centre = in.at,
                      .room = in.left };
    h->axis = doubles(a, (size_t)n * h->vars);
    h->rate = doubles(a, (size_t)n * h->walls);
    h->stop = doubles(a, (size_t)n * h->walls);
    for (uint32_t j = 0; j < n; j++) {
        memset(way, 0, n * sizeof *way);
        way[j] = 1;
        solve_up(root, n, way);
        set_axis(h, &in, j, way);
    }
    list_met(h, a);
    return true;
}

/* An even point of the line along one axis. */
static double step_along(const qd_hitrun *h, uint32_t j, double uniform,
                         double *room)
{
    const double *rate = h->rate + (size_t)j * h->walls;
    const double *stop = h->stop + (size_t)j * h->walls;
    double back = -INFINITY, forth = INFINITY;
    for (uint32_t i = 0; i < h->walls; i++) {
        double far = room[i] * stop[i];
        double low = rate[i] > 0 ? far : -INFINITY;
        double high = rate[i] < 0 ? far : INFINITY;
        back = low > back ? low : back;
        forth = high < forth ? high : forth;
    }
    double by = back + (forth - back) * uniform;
    for (uint32_t i = 0; i < h->walls; i++) {
        double left = room[i] + by * rate[i];
        room[i] = left > 0 ? left : 0;
    }
    return by;
}

void qd_hitrun_draw(const qd_hitrun *h, const double *uniform, double *x,
                    double *room)
{
    double *along = room + h->walls;
    memcpy(x, h->centre, h->vars * sizeof *x);
    memcpy(room, h->room, h->walls * sizeof *room);
    memset(along, 0, h->axes * sizeof *along);
    for (uint32_t k = 0; k < h->steps; k += h->axes)
        for (uint32_t j = 0; j < h->axes; j++)
            along[j] += step_along(h, j, uniform[k + j], room);
    for (uint32_t j = 0; j < h->axes; j++)
        subtract(x, h->axis + (size_t)j * h->vars, -along[j], h->vars);
    for (uint32_t j = 0; j < h->vars; j++)
        if (x[j] < 0) x[j] = 0;
}
