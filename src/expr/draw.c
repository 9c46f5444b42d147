/* A distribution whose parameters are themselves sets is taken at their
 * corners: the lowest 5 % point and the highest 95 % point of any. */
#include "expr/draw.h"

#include <math.h>

#include "math/dist.h"
#include "math/elementary.h"

enum { ARGS = 16, PARTS = 8, CORNERS = 16 };

struct build {
    qd_eval *e;
    unsigned corner;
    qd_dist parts[PARTS];
    qd_dist_arg args[PARTS][ARGS];
    unsigned n;
};

/* The end of a parameter's set that this corner asks for; its end below
 * where the other is infinite. */
static bool at_corner(struct build *b, qd_node n, unsigned i, double *x)
{
    const qd_set *s = qd_eval_node(b->e, n);
    if (s->unknown || s->n == 0) return false;
    qd_piece h = qd_set_hull(s);
    *x = b->corner >> (i & 3) & 1 ? h.hi : h.lo;
    if (isinf(*x)) *x = isinf(h.lo) ? h.hi : h.lo;
    return !isinf(*x);
}

static const qd_dist *build(struct build *b, const qd_node_row *r);

static bool fill(struct build *b, const qd_node_row *r,
                 const qd_dist_kind *kind, qd_dist_arg *args, unsigned *n)
{
    const qd_graph *g = b->e->graph;
    const uint32_t *items = g->items.at + r->a;
    bool pairs = kind->flags & QD_DIST_PAIRS;
    *n = pairs ? r->b / 2 : r->b;
    if (*n > ARGS) return false;
    for (unsigned i = 0; i < *n; i++) {
        args[i] = (qd_dist_arg){ 0 };
        qd_node x = items[pairs ? 2 * i + 1 : i];
        if (pairs && !at_corner(b, items[2 * i], i, &args[i].p)) return false;
        const qd_node_row *part = &g->nodes.at[x];
        if (part->op == QD_N_DRAW) {
            args[i].part = build(b, part);
            if (!args[i].part) return false;
        } else if (!at_corner(b, x, i, &args[i].x)) {
            return false;
        }
    }
    return true;
}

static const qd_dist *build(struct build *b, const qd_node_row *r)
{
    if (b->n == PARTS) return NULL;
    unsigned at = b->n++, n, code = (unsigned)r->k;
    const qd_dist_kind *kind = qd_dist_kinds[code & 255];
    qd_dist_fault fault;
    if (!fill(b, r, kind, b->args[at], &n)) return NULL;
    bool good = qd_dist_make(&b->parts[at], kind,
                             (enum qd_dist_form)(code >> 8), b->args[at], n,
                             &fault) == QD_DIST_OK;
    return good ? &b->parts[at] : NULL;
}

static qd_set distribution(qd_eval *e, const qd_node_row *r)
{
    double lo = INFINITY, hi = -INFINITY;
    for (unsigned c = 0; c < CORNERS; c++) {
        struct build b = { .e = e, .corner = c };
        const qd_dist *d = build(&b, r);
        if (!d) continue;
        lo = fmin(lo, qd_dist_quantile(d, 0.05));
        hi = fmax(hi, qd_dist_quantile(d, 0.95));
    }
    return lo <= hi ? qd_set_piece(lo, false, hi, false) : qd_set_unknown();
}

/* The 95 % point of the standard normal. */
static const double z95 = 1.6448536269514722;

static qd_set parameter(qd_eval *e, const qd_node_row *r, unsigned i)
{
    return *qd_eval_node(e, e->graph->items.at[r->a + i]);
}

/* x * factor + spread * [-1, 1] */
static qd_set spread_of(const qd_set *x, double factor, const qd_set *vol,
                        double root)
{
    qd_set k = qd_set_point(factor), w = qd_set_piece(-root, false, root,
                                                      false);
    qd_set centre = qd_set_mul(x, &k), width = qd_set_mul(vol, &w);
    return qd_set_add(&centre, &width);
}

static qd_set process(qd_eval *e, const qd_node_row *r)
{
    double months = fmax(0, e->to - e->begin), root = z95 * qd_sqrt(months);
    qd_set a = parameter(e, r, 0), b = parameter(e, r, 1), x, one;
    switch ((enum qd_process)r->k) {
    case QD_PROCESS_WALK: return spread_of(&a, months, &b, root);
    case QD_PROCESS_GBM:
        x = parameter(e, r, 2);
        one = qd_set_mul(&x, &x);
        x = qd_set_point(0.5);
        one = qd_set_mul(&one, &x);
        b = qd_set_sub(&b, &one);
        x = parameter(e, r, 2);
        x = spread_of(&b, months, &x, root);
        x = qd_set_map(&x, qd_exp, -INFINITY, INFINITY);
        return qd_set_mul(&a, &x);
    case QD_PROCESS_REVERT:
        /* the stationary deviation is vol / sqrt(2 speed) */
        x = parameter(e, r, 2);
        one = qd_set_map(&b, qd_sqrt, 0, INFINITY);
        x = qd_set_div(&x, &one);
        return spread_of(&a, 1, &x, z95 / qd_sqrt(2));
    case QD_PROCESS_JUMP:
        /* no jump at all up to twice the usual number and two more */
        x = qd_set_point(2 * months);
        x = qd_set_mul(&a, &x);
        one = qd_set_point(2);
        x = qd_set_add(&x, &one);
        one = qd_set_point(0);
        x = qd_set_union(&x, &one);
        return qd_set_mul(&x, &b);
    }
    return qd_set_unknown();
}

qd_set qd_draw_set(qd_eval *e, const qd_node_row *r)
{
    return r->op == QD_N_DRAW ? distribution(e, r) : process(e, r);
}
