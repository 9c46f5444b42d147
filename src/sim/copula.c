/* A rank correlation (Spearman) of r is one of 2 sin(pi r / 6) between the
 * normal scores. */
#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "sim/expand.h"

/* sin of |x| <= pi / 6: its series, exact to the last place or the one
 * before. */
static double sine(double x)
{
    double y = x * x, sum = 0;
    for (int k = 17; k >= 3; k -= 2) sum = (1 + sum) * -y / (k * (k - 1));
    return x * (1 + sum);
}

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
        double rho = 2 * sine(r->rho * (3.141592653589793 / 6));
        *entry(c, a > b ? a : b, a > b ? b : a) = rho;
    }
}

static double reduced(qd_copula *c, uint32_t row, uint32_t column)
{
    double x = *entry(c, row, column);
    for (uint32_t k = 0; k < column; k++)
        x -= *entry(c, row, k) * *entry(c, column, k);
    return x;
}

static bool cholesky(qd_expand *e)
{
    qd_copula *c = &e->copula;
    for (uint32_t i = 0; i < c->keys.n; i++) {
        for (uint32_t j = 0; j < i; j++)
            *entry(c, i, j) = reduced(c, i, j) / *entry(c, j, j);
        double left = reduced(c, i, i);
        if (!(left > 1e-12))
            return qd_expand_refuse(e, "the correlations contradict each "
                                    "other: their matrix is not positive "
                                    "definite");
        *entry(c, i, i) = sqrt(left);
    }
    return true;
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
    return cholesky(e);
}
