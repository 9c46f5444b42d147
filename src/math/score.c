/* Cases of a distribution, steps, and parameters that are drawn. */
#include "math/score.h"

#include <assert.h>
#include <math.h>

#define QD_LANES 1
#include "math/lane_score.h"

/* The least and the greatest uniform that is drawn. */
#define LEAST_U 0x1p-53
#define MOST_U (1 - 0x1p-53)

/* ---- Cases */

struct cases {
    qd_score_case *at; /* NULL: only counted */
    uint32_t n;
    double sum;
    qd_arena *arena;
};

/* A case with less than this never comes up: a uniform has 52 bits. */
#define LEAST_CHANCE 1e-18

/* What is wanted of a distribution: its part from low to high, and the chance
 * of the distribution by that of such a part. */
struct share {
    double low, high, chance;
};

static bool is_blend(const qd_dist *d)
{
    return d->kind->flags & QD_DIST_PAIRS &&
           d->kind->params[1].kind == QD_PARAM_DIST;
}

static bool is_cut(const qd_dist *d)
{
    return d->kind == &qd_dist_truncate;
}

static bool has_parts(const qd_dist *d)
{
    for (unsigned i = 0; i < d->n; i++)
        if (d->args[i].part) return true;
    return false;
}

void qd_score_constant(qd_score *s, double value)
{
    s->form = QD_SCORE_UNIFORM;
    s->c[0] = value, s->c[1] = 0;
}

/* Of steps only those from low to high. */
static void cut_steps(qd_score *s, const struct share *w, qd_arena *arena)
{
    const double *x = s->table, *upto = s->upto;
    uint32_t from = 0, to = s->n;
    while (from < to && x[from] < w->low) from++;
    while (from < to && x[to - 1] > w->high) to--;
    if (from == 0 && to == s->n) return;
    double *weight = qd_arena_alloc(arena, (to - from) * sizeof *weight);
    for (uint32_t i = from; i < to; i++)
        weight[i - from] = upto[i] - (i > 0 ? upto[i - 1] : 0);
    qd_score_steps(s, x + from, weight, to - from, arena);
}

static void cut_score(qd_score *s, const qd_dist *d, const struct share *w,
                      qd_arena *arena)
{
    if (s->form == QD_SCORE_STEPS) {
        cut_steps(s, w, arena);
        return;
    }
    if (s->form == QD_SCORE_INTEGER) {
        double low = ceil(w->low);
        s->c[1] = floor(w->high) - low + 1, s->c[0] = low;
        return;
    }
    s->cut = true, s->wants_z = false;
    s->low = w->low, s->high = w->high;
    s->width = qd_dist_part(d, w->low, w->high, 0);
    s->from = qd_dist_cdf(d, w->low) - qd_dist_part(d, w->low, w->low, 0);
}

/* Leaves off the values at both ends that no uniform reaches. */
static void trim_steps(qd_score *s)
{
    const double *upto = s->upto;
    while (s->n > 1 && upto[s->n - 2] >= MOST_U) s->n--;
    while (s->n > 1 && *upto < LEAST_U) s->table++, upto++, s->n--;
    s->upto = upto;
}

/* All values of a blend that has no distributions, in their order. */
static void blend_steps(qd_score *s, const qd_dist *d, qd_arena *arena)
{
    double *x = qd_arena_alloc(arena, 2 * d->n * sizeof *x), *p = x + d->n;
    uint32_t n = 0;
    for (unsigned i = 0; i < d->n; i++) {
        uint32_t at = n;
        if (d->args[i].p == 0) continue;
        for (; at > 0 && x[at - 1] > d->args[i].x; at--)
            x[at] = x[at - 1], p[at] = p[at - 1];
        x[at] = d->args[i].x, p[at] = d->args[i].p;
        n++;
    }
    qd_score_steps(s, x, p, n, arena);
}

static qd_score score_of(const qd_dist *d, qd_arena *arena)
{
    qd_score s = { .form = QD_SCORE_QUANTILE, .dist = d };
    if (is_blend(d))
        blend_steps(&s, d, arena);
    else if (d->kind->score)
        d->kind->score(d, &s, arena);
    return s;
}

static qd_score_case *next_case(struct cases *c, double chance)
{
    if (!(chance > LEAST_CHANCE)) return NULL;
    uint32_t i = c->n++;
    if (!c->at) return NULL;
    c->at[i] = (qd_score_case){ .upto = chance };
    c->sum += chance;
    return &c->at[i];
}

static void add_value(struct cases *c, double x, struct share w)
{
    if (x < w.low || x > w.high) return;
    qd_score_case *k = next_case(c, w.chance);
    if (k) qd_score_constant(&k->score, x);
}

static void add_drawn(struct cases *c, const qd_dist *d, struct share w)
{
    w.low = fmax(w.low, d->low), w.high = fmin(w.high, d->high);
    bool whole = w.low == d->low && w.high == d->high;
    if (!whole) w.chance *= qd_dist_part(d, w.low, w.high, 0);
    qd_score_case *k = next_case(c, w.chance);
    if (!k) return;
    k->of = d;
    k->score = score_of(d, c->arena);
    if (!whole) cut_score(&k->score, d, &w, c->arena);
    if (k->score.form == QD_SCORE_STEPS) trim_steps(&k->score);
}

static void add_cases(struct cases *c, const qd_dist *d, struct share w)
{
    if (is_cut(d)) {
        double b = d->n == 3 ? d->args[2].x : INFINITY;
        w.low = fmax(w.low, d->args[1].x), w.high = fmin(w.high, b);
        w.chance /= d->c[1];
        add_cases(c, d->args[0].part, w);
        return;
    }
    if (!is_blend(d) || !has_parts(d)) {
        add_drawn(c, d, w);
        return;
    }
    double chance = w.chance;
    for (unsigned i = 0; i < d->n; i++) {
        w.chance = chance * (d->args[i].p / d->c[0]);
        if (d->args[i].part)
            add_cases(c, d->args[i].part, w);
        else
            add_value(c, d->args[i].x, w);
    }
}

uint32_t qd_score_cases(const qd_dist *d, qd_arena *arena,
                        const qd_score_case **cases)
{
    struct share all = { -INFINITY, INFINITY, 1 };
    struct cases c = { .arena = arena };
    add_cases(&c, d, all);
    c.at = qd_arena_alloc(arena, c.n * sizeof *c.at);
    c.n = 0;
    add_cases(&c, d, all);
    double upto = 0;
    for (uint32_t i = 0; i < c.n; i++)
        c.at[i].upto = (upto += c.at[i].upto) / c.sum;
    c.at[c.n - 1].upto = 1;
    *cases = c.at;
    return c.n;
}

/* ---- Steps */

void qd_score_steps(qd_score *s, const double *values, const double *weights,
                    uint32_t n, qd_arena *arena)
{
    assert(n > 0);
    double *x = qd_arena_alloc(arena, 2 * n * sizeof *x), *upto = x + n;
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        x[i] = values[i];
        upto[i] = sum += weights[i];
    }
    for (uint32_t i = 0; i < n; i++) upto[i] /= sum;
    *s = (qd_score){ .form = QD_SCORE_STEPS, .n = n, .table = x,
                     .upto = upto };
}

double qd_score_at(const qd_score *s, double x)
{
    qd_lane_score(s, &x, &x, 1);
    return x;
}

/* ---- Parameters that are drawn */

enum { DISTS = 8, ARGS = QD_VARY_MOST / 2 };

struct built {
    qd_dist dists[DISTS];
    qd_dist_arg args[ARGS];
    unsigned n_dists, n_args;
};

static bool vary_fits(const qd_dist *d, unsigned *dists, unsigned *args,
                      uint32_t *params)
{
    if (++*dists > DISTS || (*args += d->n) > ARGS) return false;
    bool pairs = d->kind->flags & QD_DIST_PAIRS;
    for (unsigned i = 0; i < d->n; i++) {
        const qd_dist *part = d->args[i].part;
        *params += (pairs ? 1u : 0u) + (part ? 0u : 1u);
        if (part && !vary_fits(part, dists, args, params)) return false;
    }
    return true;
}

uint32_t qd_vary_params(const qd_dist *shape)
{
    unsigned dists = 0, args = 0;
    uint32_t params = 0;
    return vary_fits(shape, &dists, &args, &params) ? params : 0;
}

/* The shape with its numbers; NULL when they are impossible. */
static const qd_dist *fill(struct built *b, const qd_dist *shape,
                           const double **params)
{
    bool pairs = shape->kind->flags & QD_DIST_PAIRS;
    qd_dist *d = &b->dists[b->n_dists++];
    qd_dist_arg *args = b->args + b->n_args;
    qd_dist_fault fault;
    b->n_args += shape->n;
    for (unsigned i = 0; i < shape->n; i++) {
        const qd_dist *part = shape->args[i].part;
        args[i] = (qd_dist_arg){ 0 };
        if (pairs) args[i].p = *(*params)++;
        if (!part) {
            args[i].x = *(*params)++;
            continue;
        }
        args[i].part = fill(b, part, params);
        if (!args[i].part) return NULL;
    }
    enum qd_dist_error error = qd_dist_make(d, shape->kind, shape->form, args,
                                            shape->n, &fault);
    return error == QD_DIST_OK ? d : NULL;
}

double qd_vary_quantile(const qd_dist *shape, const double *params, double u)
{
    struct built b;
    b.n_dists = b.n_args = 0;
    const qd_dist *d = fill(&b, shape, &params);
    return d ? qd_dist_quantile(d, u) : NAN;
}

bool qd_vary_wants_z(const qd_dist *shape)
{
    return shape->kind->vary == QD_VARY_NORMAL ||
           shape->kind->vary == QD_VARY_LOGNORMAL;
}

double qd_vary_at(const qd_dist *shape, const double *params, double x)
{
    const double *at[QD_VARY_MOST];
    uint32_t n = qd_vary_params(shape);
    for (uint32_t k = 0; k < n; k++) at[k] = params + k;
    qd_lane_vary(shape, at, &x, &x, 1);
    return x;
}
