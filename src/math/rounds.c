/* A financing as the least fixed point of a rising map.
 *
 * Three numbers decide all: the capitalisation C, x = 1 / price, and the pool
 * L. What a convertible or a protected class gets is the greatest of some
 * terms, each linear in (C, x, L) and rising. So: choose a term for each, solve
 * the linear system, choose again by its solution. Every solution is at most
 * what its own choices map it to, so the solutions only rise, no choice comes
 * twice, and the last is the least fixed point: the one that is reached by
 * raising the round from nothing. Where a choice has no rising solution there
 * is no fixed point at all, and no price. */
#include "math/rounds.h"

#include <math.h>
#include <stddef.h>

enum { AT_C, AT_X, AT_L, AT_ONE, PARTS };

/* of[AT_C] C + of[AT_X] x + of[AT_L] L + of[AT_ONE] */
struct form {
    double of[PARTS];
};

/* The terms that a convertible goes by. */
struct choice {
    uint32_t terms;
    bool by_price;
};
struct choices {
    struct choice how[QD_FINANCING_MOST];
    bool gains[QD_FINANCING_MOST];
    bool pool_grows;
};

struct state {
    const qd_financing *f;
    double at[PARTS]; /* C, x, L, 1 */
};

static double value_of(const struct form *form, const double *at)
{
    double sum = 0;
    for (int i = 0; i < PARTS; i++) sum += form->of[i] * at[i];
    return sum;
}

static void add_form(struct form *to, struct form more, double times)
{
    for (int i = 0; i < PARTS; i++) to->of[i] += times * more.of[i];
}

/* ---- What each gets */

static struct form units_by(const qd_financing *f, uint32_t i,
                            struct choice how)
{
    const qd_convertible *c = &f->convertible[i];
    const qd_convertible *terms = &f->convertible[how.terms];
    struct form u = { { 0 } };
    if (c->form == QD_CONVERT_SHARE) {
        u.of[AT_C] = c->share;
    } else if (how.by_price) {
        u.of[AT_X] = c->money / (1 - terms->discount);
    } else if (terms->form == QD_CONVERT_AFTER) {
        u.of[AT_C] = c->money / terms->cap;
    } else {
        u.of[AT_ONE] = c->money / terms->cap * f->units;
        if (f->pool_in_caps) {
            u.of[AT_L] = c->money / terms->cap;
            u.of[AT_ONE] -= c->money / terms->cap * f->pool_free;
        }
    }
    return u;
}

static bool may_take(const qd_financing *f, uint32_t i, uint32_t terms)
{
    if (terms == i) return true;
    return f->convertible[i].mfn && terms > i &&
           !f->convertible[terms].mfn &&
           f->convertible[terms].form != QD_CONVERT_SHARE;
}

static bool has_cap(const qd_convertible *c)
{
    return c->form != QD_CONVERT_SHARE && c->cap > 0;
}

/* Better by more than rounding: a tie keeps what was chosen before. */
static bool better(double x, double than)
{
    return x > than + 1e-13 * fabs(than);
}

static struct choice best_choice(const struct state *s, uint32_t i,
                                 struct choice was)
{
    const qd_financing *f = s->f;
    struct form now = units_by(f, i, was);
    double most = value_of(&now, s->at);
    for (uint32_t k = i; k < f->convertibles; k++) {
        if (!may_take(f, i, k)) continue;
        for (int by_price = 0; by_price < 2; by_price++) {
            struct choice how = { k, by_price };
            if (!by_price && !has_cap(&f->convertible[k])) continue;
            struct form u = units_by(f, i, how);
            if (!better(value_of(&u, s->at), most)) continue;
            most = value_of(&u, s->at);
            was = how;
        }
    }
    return was;
}

/* What a protected class gains, in x. */
static struct form gain_of(const qd_financing *f, const qd_protected *p)
{
    struct form g = { { 0 } };
    double by = p->units * p->price;
    if (p->by == QD_PROTECT_AVERAGE)
        by = p->units * f->money / (p->base + f->money / p->price);
    g.of[AT_X] = by;
    g.of[AT_ONE] = -by / p->price;
    return g;
}

/* ---- The system for one choice */

/* a . (C, x, L) = a[AT_ONE], by elimination; false when it has no solution. */
static bool solve(double a[3][PARTS], double *at)
{
    for (int c = 0; c < 3; c++) {
        int best = c;
        for (int i = c; i < 3; i++)
            if (fabs(a[i][c]) > fabs(a[best][c])) best = i;
        if (a[best][c] == 0) return false;
        for (int j = 0; j < PARTS; j++) {
            double t = a[c][j];
            a[c][j] = a[best][j];
            a[best][j] = t;
        }
        for (int i = 0; i < 3; i++) {
            double by = a[i][c] / a[c][c];
            for (int j = c; i != c && j < PARTS; j++) a[i][j] -= by * a[c][j];
        }
    }
    for (int i = 0; i < 3; i++) at[i] = a[i][AT_ONE] / a[i][i];
    return true;
}

static void set_row(double *row, struct form form)
{
    for (int i = 0; i < PARTS; i++)
        row[i] = i == AT_ONE ? -form.of[i] : form.of[i];
}

/* All units after the round: C, the pool that is added, what is bought. */
static struct form total_form(const qd_financing *f)
{
    return (struct form){ { 1, f->money, 1, -f->pool_free } };
}

/* What is 0 when the price is right. */
static struct form price_form(const qd_financing *f, struct form inside,
                              double counted)
{
    struct form e = { { 0 } };
    switch (f->stated) {
    case QD_STATED_PRICE:
        e.of[AT_X] = f->value;
        e.of[AT_ONE] = -1;
        break;
    case QD_STATED_POST:
        e.of[AT_X] = f->value;
        add_form(&e, total_form(f), -1);
        break;
    case QD_STATED_PRE:
        e.of[AT_X] = f->value + counted;
        e.of[AT_L] = -1;
        e.of[AT_ONE] = f->pool_free - f->units;
        add_form(&e, inside, -1);
        break;
    }
    return e;
}

static bool solve_choice(struct state *s, const struct choices *chosen)
{
    const qd_financing *f = s->f;
    struct form c = { { -1, 0, 0, f->units } }, inside = { { 0 } };
    struct form pool = { { 0, 0, 1, -f->pool_free } };
    double counted = 0, a[3][PARTS];
    for (uint32_t i = 0; i < f->convertibles; i++) {
        enum qd_counted by = f->convertible[i].counted;
        struct form u = units_by(f, i, chosen->how[i]);
        add_form(&c, u, 1);
        if (by == QD_COUNTED_UNITS || by == QD_COUNTED_BOTH)
            add_form(&inside, u, 1);
        if (by == QD_COUNTED_MONEY || by == QD_COUNTED_BOTH)
            counted += f->convertible[i].money;
    }
    for (uint32_t i = 0; i < f->classes; i++) {
        if (!chosen->gains[i]) continue;
        add_form(&c, gain_of(f, &f->class[i]), 1);
        add_form(&inside, gain_of(f, &f->class[i]), 1);
    }
    if (chosen->pool_grows) {
        pool = (struct form){ { 0, 0, 1, 0 } };
        add_form(&pool, total_form(f), -f->pool_share);
    }
    set_row(a[0], c);
    set_row(a[1], price_form(f, inside, counted));
    set_row(a[2], pool);
    return solve(a, s->at);
}

/* ---- Choosing */

static void first_choices(const qd_financing *f, struct choices *c)
{
    *c = (struct choices){ .pool_grows = false };
    for (uint32_t i = 0; i < f->convertibles; i++) {
        c->how[i].terms = i;
        c->how[i].by_price = !has_cap(&f->convertible[i]);
    }
}

/* The best choices at the solution; false when they are the same. */
static bool choose(const struct state *s, struct choices *c)
{
    const qd_financing *f = s->f;
    bool changed = false;
    for (uint32_t i = 0; i < f->convertibles; i++) {
        struct choice best = best_choice(s, i, c->how[i]);
        if (best.terms != c->how[i].terms ||
            best.by_price != c->how[i].by_price)
            changed = true;
        c->how[i] = best;
    }
    for (uint32_t i = 0; i < f->classes; i++) {
        bool gains = s->at[AT_X] * f->class[i].price > 1 + 1e-13;
        if (gains && !c->gains[i]) changed = c->gains[i] = true;
    }
    struct form all = total_form(f);
    double wanted = f->pool_share * value_of(&all, s->at);
    if (!c->pool_grows && better(wanted, f->pool_free))
        changed = c->pool_grows = true;
    return changed;
}

static bool rises(const double *at, const double *was)
{
    for (int i = 0; i < AT_ONE; i++)
        if (!(at[i] >= was[i] * (1 - 1e-9)) || !isfinite(at[i])) return false;
    return at[AT_X] > 0 && at[AT_C] > 0;
}

static bool find_price(struct state *s, struct choices *c)
{
    first_choices(s->f, c);
    do {
        double was[PARTS] = { s->at[0], s->at[1], s->at[2], 1 };
        if (!solve_choice(s, c) ||
            !rises(s->at, was))
            return false;
    } while (choose(s, c));
    return true;
}

/* ---- The answer */

static bool is_amount(double x)
{
    return x >= 0 && isfinite(x);
}

static bool is_share(double x)
{
    return x >= 0 && x < 1;
}

static bool sound_convertible(const qd_convertible *c)
{
    return is_amount(c->money) && is_amount(c->cap) &&
           is_share(c->discount) && is_share(c->share);
}

static enum qd_financing_fault fault_of(const qd_financing *f)
{
    bool sound = is_amount(f->units) && is_amount(f->money) &&
                 is_amount(f->value) && f->value > 0 && f->units > 0 &&
                 is_amount(f->pool_free) && f->pool_free <= f->units &&
                 is_share(f->pool_share);
    if (f->convertibles > QD_FINANCING_MOST ||
        f->classes > QD_FINANCING_MOST)
        return QD_FINANCING_MANY;
    for (uint32_t i = 0; sound && i < f->convertibles; i++)
        sound = sound_convertible(&f->convertible[i]);
    for (uint32_t i = 0; sound && i < f->classes; i++) {
        const qd_protected *p = &f->class[i];
        sound = is_amount(p->units) && is_amount(p->base) &&
                is_amount(p->price) && p->price > 0;
    }
    if (!sound) return QD_FINANCING_NUMBER;
    if (f->stated == QD_STATED_POST && f->value <= f->money)
        return QD_FINANCING_POST_BELOW;
    return QD_FINANCING_SOUND;
}

static void tell_convertible(const struct state *s, struct choice how,
                             uint32_t i, qd_converted *out)
{
    struct form u = units_by(s->f, i, how);
    out->units = value_of(&u, s->at);
    out->price = s->f->convertible[i].money / out->units;
    out->terms = how.terms;
    out->by = how.by_price ? QD_BY_PRICE : QD_BY_CAP;
    if (s->f->convertible[i].form == QD_CONVERT_SHARE) out->by = QD_BY_SHARE;
}

enum qd_financing_fault qd_financing_solve(const qd_financing *f,
                                           qd_financed *out,
                                           qd_converted *converted,
                                           double *protected_units)
{
    struct state s = { .f = f, .at = { [AT_ONE] = 1 } };
    struct choices c;
    enum qd_financing_fault fault = fault_of(f);
    if (fault != QD_FINANCING_SOUND) return fault;
    if (!find_price(&s, &c)) return QD_FINANCING_NO_PRICE;
    struct form all = total_form(f);
    *out = (qd_financed){
        .price = 1 / s.at[AT_X],
        .bought = f->money * s.at[AT_X],
        .pool_added = s.at[AT_L] - f->pool_free,
        .capitalisation = s.at[AT_C],
        .total = value_of(&all, s.at),
        .effective_pre = f->units / s.at[AT_X],
    };
    for (uint32_t i = 0; i < f->convertibles; i++)
        tell_convertible(&s, c.how[i], i, &converted[i]);
    for (uint32_t i = 0; i < f->classes; i++) {
        struct form g = gain_of(f, &f->class[i]);
        double gain = c.gains[i] ? value_of(&g, s.at) : 0;
        protected_units[i] = f->class[i].units + gain;
    }
    return QD_FINANCING_SOUND;
}
