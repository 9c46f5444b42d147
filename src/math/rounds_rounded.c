/* Rounding a financing: each number by the policy, from the numbers before.
 *
 * A table whose rounded numbers reproduce themselves is what a sheet with a
 * circular reference shows. There may be several, so one is found from above
 * (the exact table) and one from below (no round yet). */
#include "math/rounds.h"

#include <math.h>

/* Steps until nothing changes: each changes a price in its last digit. */
#define MOST_STEPS 1000

double qd_rounded(double x, enum qd_rounding_way way, int digits)
{
    double grid = 1;
    for (int i = 0; i < digits; i++) grid *= 10;
    double scaled = x * grid, near = round(scaled);
    if (way == QD_ROUNDING_NONE) return x;
    if (fabs(scaled - near) <= 1e-12 * fabs(scaled)) return near / grid;
    if (way == QD_ROUNDING_DOWN) return floor(scaled) / grid;
    return (way == QD_ROUNDING_UP ? ceil(scaled) : near) / grid;
}

/* The numbers of one step, each from those of the step before. */
struct rounding_step {
    const qd_financing *f;
    const qd_rounding *by;
    qd_financed *out;
    qd_converted *converted;
    double *protected_units;
};

static double whole_units(const struct rounding_step *s, double x)
{
    return qd_rounded(x, s->by->units, 0);
}

static double gained(const struct rounding_step *s)
{
    double sum = 0;
    for (uint32_t i = 0; i < s->f->classes; i++)
        sum += s->protected_units[i] - s->f->class[i].units;
    return sum;
}

static double stated_price(const struct rounding_step *s)
{
    const qd_financing *f = s->f;
    if (f->stated == QD_STATED_PRICE) return f->value;
    if (f->stated == QD_STATED_POST) return f->value / s->out->total;
    double value = f->value;
    double units = f->units + s->out->pool_added + gained(s);
    for (uint32_t i = 0; i < f->convertibles; i++) {
        enum qd_counted by = f->convertible[i].counted;
        if (by == QD_COUNTED_UNITS || by == QD_COUNTED_BOTH)
            units += s->converted[i].units;
        if (by == QD_COUNTED_MONEY || by == QD_COUNTED_BOTH)
            value += f->convertible[i].money;
    }
    return value / units;
}

static double price_by(const struct rounding_step *s, uint32_t i)
{
    const qd_converted *c = &s->converted[i];
    const qd_convertible *terms = &s->f->convertible[c->terms];
    if (c->by == QD_BY_PRICE) return (1 - terms->discount) * s->out->price;
    if (terms->form == QD_CONVERT_AFTER)
        return terms->cap / s->out->capitalisation;
    double units = s->f->units;
    if (s->f->pool_in_caps) units += s->out->pool_added;
    return terms->cap / units;
}

static void round_convertible(const struct rounding_step *s, uint32_t i,
                              qd_converted *to)
{
    const qd_convertible *c = &s->f->convertible[i];
    if (to->by == QD_BY_SHARE) {
        to->units = whole_units(s, c->share * s->out->capitalisation);
        to->price = to->units > 0 ? c->money / to->units : 0;
        return;
    }
    to->price = qd_rounded(price_by(s, i), s->by->converted_price,
                           s->by->converted_digits);
    to->units = to->price > 0 ? whole_units(s, c->money / to->price) : 0;
}

static double protected_after(const struct rounding_step *s,
                              const qd_protected *p)
{
    double price = p->by == QD_PROTECT_RATCHET
                       ? qd_price_ratchet(p->price, s->out->price)
                       : qd_price_average(p->price, p->base, s->f->money,
                                          s->out->bought);
    if (price >= p->price) return p->units;
    return whole_units(s, p->units * p->price / price);
}

/* One step, in the order in which a sheet is read: the price, what converts,
 * what the money buys, the pool as a share of all that there was. */
static void step(const struct rounding_step *s)
{
    const qd_financing *f = s->f;
    double capital = f->units;
    s->out->price = qd_rounded(stated_price(s), s->by->price,
                               s->by->price_digits);
    qd_financed next = *s->out;
    for (uint32_t i = 0; i < f->convertibles; i++) {
        round_convertible(s, i, &s->converted[i]);
        capital += s->converted[i].units;
    }
    next.bought = whole_units(s, f->money / next.price);
    next.pool_added = 0;
    double pool = whole_units(s, f->pool_share * s->out->total);
    if (pool > f->pool_free) next.pool_added = pool - f->pool_free;
    s->out->bought = next.bought;
    for (uint32_t i = 0; i < f->classes; i++)
        s->protected_units[i] = protected_after(s, &f->class[i]);
    next.capitalisation = capital + gained(s);
    next.total = next.capitalisation + next.bought + next.pool_added;
    next.effective_pre = f->units * next.price;
    *s->out = next;
}

static void start_below(const struct rounding_step *s)
{
    const qd_financing *f = s->f;
    *s->out = (qd_financed){ .capitalisation = f->units, .total = f->units,
                             .price = s->out->price };
    for (uint32_t i = 0; i < f->convertibles; i++)
        s->converted[i].units = 0;
    for (uint32_t i = 0; i < f->classes; i++)
        s->protected_units[i] = f->class[i].units;
}

enum qd_financing_fault qd_financing_round(const qd_financing *f,
                                           const qd_rounding *by,
                                           qd_financed *out,
                                           qd_converted *converted,
                                           double *protected_units,
                                           bool *agrees)
{
    enum qd_financing_fault fault =
        qd_financing_solve(f, out, converted, protected_units);
    if (fault != QD_FINANCING_SOUND) return fault;
    struct rounding_step s = { f, by, out, converted, protected_units };
    *agrees = by->until == QD_ROUNDING_ONCE;
    if (by->until == QD_ROUNDING_FROM_BELOW) start_below(&s);
    for (int i = 0; i < MOST_STEPS; i++) {
        qd_financed was = *out;
        step(&s);
        if (by->until == QD_ROUNDING_ONCE) break;
        *agrees = was.price == out->price && was.total == out->total &&
                  was.capitalisation == out->capitalisation &&
                  was.bought == out->bought;
        if (*agrees) break;
    }
    return QD_FINANCING_SOUND;
}
