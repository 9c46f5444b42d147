/* Which draws hang together. */
#include <math.h>

#include "base/limits.h"
#include "math/rank_factor.h"
#include "sim/expand.h"

static uint32_t place_of(qd_expand *e, uint64_t key)
{
    qd_copula *c = &e->copula;
    uint32_t i = 0;
    while (i < c->keys.n && c->keys.at[i] != key) i++;
    if (i == c->keys.n) *qd_vec_add(e->v->mem, &c->keys) = key;
    return i;
}

static double *entry(qd_copula *c, uint32_t row, uint32_t column)
{
    return &c->factor.at[(size_t)row * c->keys.n + column];
}

static void fill(qd_expand *e)
{
    const qd_sim_source *s = e->source;
    qd_copula *c = &e->copula;
    uint32_t n = c->keys.n;
    qd_vec_reserve(e->v->mem, &c->factor, n * n);
    c->factor.n = n * n;
    for (uint32_t i = 0; i < n * n; i++)
        c->factor.at[i] = i % (n + 1) == 0;
    for (uint32_t i = 0; i < s->n_correlations; i++) {
        const qd_correlation *r = &s->correlations[i];
        uint32_t a = place_of(e, r->a), b = place_of(e, r->b);
        *entry(c, a > b ? a : b, a > b ? b : a) =
            qd_rank_to_normal(r->rho);
    }
}

bool qd_copula_make(qd_expand *e)
{
    const qd_sim_source *s = e->source;
    for (uint32_t i = 0; i < s->n_correlations; i++) {
        uint32_t a = place_of(e, s->correlations[i].a);
        uint32_t b = place_of(e, s->correlations[i].b);
        if (!(fabs(s->correlations[i].rho) <= 1) || a == b)
            return qd_expand_refuse(e, "a correlation is not one of two "
                                    "draws between -1 and 1");
        if (e->copula.keys.n > QD_LIMIT_CORRELATED)
            return qd_expand_refuse(e, "more draws are correlated than a "
                                    "plan may hold");
    }
    fill(e);
    qd_copula *c = &e->copula;
    return qd_rank_factor(c->factor.at, c->keys.n) == c->keys.n ||
           qd_expand_refuse(e, "the correlations contradict each other: "
                            "their matrix is not positive definite");
}
