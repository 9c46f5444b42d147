#include "math/debtrank.h"

#define PASSES 100000

static double lost_part(double equity, double left)
{
    double h = left >= equity ? 0 : (equity - left) / equity;
    return h < 1 ? h : 1;
}

/* Adds to what the creditors of `u` lose. */
static void pass_loss(const qd_clearing *c, uint32_t u, double part,
                      double *left)
{
    const uint32_t *first = &c->first[(size_t)u * c->rows];
    for (uint32_t a = first[0]; a < first[c->ranks]; a++)
        left[c->to[a]] -= c->amount[a] * part;
}

/* Equities anew from the losses of the equities before, until the same come
 * out. They only fall. */
bool qd_debtrank_linear(const qd_clearing *c, const double *equity,
                        const double *loss, double *left, double *work)
{
    double *next = work;
    for (uint32_t u = 0; u < c->n; u++)
        left[u] = equity[u] - loss[u];
    for (int pass = 0; pass < PASSES; pass++) {
        bool same = true;
        for (uint32_t u = 0; u < c->n; u++)
            next[u] = equity[u] - loss[u];
        for (uint32_t u = 0; u < c->n; u++) {
            double part = lost_part(equity[u], left[u]);
            if (part > 0) pass_loss(c, u, part, next);
        }
        for (uint32_t u = 0; u < c->n; u++) {
            same = same && left[u] == next[u];
            left[u] = next[u];
        }
        if (same) return true;
    }
    return false;
}

/* As a part of the equity of each; one debt takes no more than all of it. */
static void pass_distress(const qd_clearing *c, uint32_t u, double h,
                          const double *equity, double *more)
{
    const uint32_t *first = &c->first[(size_t)u * c->rows];
    for (uint32_t a = first[0]; a < first[c->ranks]; a++) {
        double part = c->amount[a] / equity[c->to[a]];
        more[c->to[a]] += h * (part < 1 ? part : 1);
    }
}

enum { CALM, ASTIR, SPENT };

uint32_t qd_debtrank_once(const qd_clearing *c, const double *equity,
                          double *h, double *work, uint8_t *state)
{
    uint32_t steps = 0;
    for (uint32_t u = 0; u < c->n; u++)
        state[u] = h[u] > 0 ? ASTIR : CALM;
    for (bool again = true; again; steps += again) {
        again = false;
        for (uint32_t u = 0; u < c->n; u++)
            work[u] = 0;
        for (uint32_t u = 0; u < c->n; u++)
            if (state[u] == ASTIR) pass_distress(c, u, h[u], equity, work);
        for (uint32_t u = 0; u < c->n; u++) {
            double more = work[u];
            again = again || state[u] == ASTIR;
            if (state[u] == ASTIR) state[u] = SPENT;
            if (more > 0 && state[u] == CALM) state[u] = ASTIR;
            h[u] = h[u] + more < 1 ? h[u] + more : 1;
        }
    }
    return steps;
}
