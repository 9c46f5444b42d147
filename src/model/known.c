/* What a formula of constants comes to. Names lead to nodes that are shared,
 * so that a walk may meet one many times over: it gives up after so many. */
#include "model/known.h"

#include <math.h>

#include "math/elementary.h"

enum { MOST = 256, DEEP = 64 };

struct walk {
    const qd_graph *g;
    unsigned met, depth;
};

static bool known(struct walk *w, qd_node n, double *x);

static bool combine(enum qd_node_op op, double a, double b, double *x)
{
    switch (op) {
    case QD_N_ADD: *x = a + b; return true;
    case QD_N_SUB: *x = a - b; return true;
    case QD_N_MUL: *x = a * b; return true;
    case QD_N_DIV: *x = a / b; return true;
    case QD_N_MIN: *x = b < a ? b : a; return true;
    case QD_N_MAX: *x = b > a ? b : a; return true;
    default: return false;
    }
}

static bool known_row(struct walk *w, const qd_node_row *r, double *x)
{
    double a, b;
    switch (r->op) {
    case QD_N_CONST: *x = r->k; return true;
    case QD_N_FIELD: return known(w, r->b, x);
    case QD_N_EXP:
        if (!known(w, r->a, &a)) return false;
        *x = qd_exp(a);
        return true;
    case QD_N_ADD: case QD_N_SUB: case QD_N_MUL: case QD_N_DIV:
    case QD_N_MIN: case QD_N_MAX:
        return known(w, r->a, &a) && known(w, r->b, &b) &&
               combine((enum qd_node_op)r->op, a, b, x);
    default: return false;
    }
}

static bool known(struct walk *w, qd_node n, double *x)
{
    if (w->met++ == MOST || w->depth == DEEP) return false;
    w->depth++;
    bool is = known_row(w, &w->g->nodes.at[n], x);
    w->depth--;
    return is;
}

bool qd_node_known(const qd_graph *g, qd_node n, double *x)
{
    struct walk w = { .g = g };
    return known(&w, n, x) && isfinite(*x);
}
