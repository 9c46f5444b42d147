/* Inverting what is owed: it is piecewise linear in the price, with at most
 * two kinks a class, so the price is found on its piece without iteration. */
#include "math/waterfall.h"

#include <math.h>

static bool is_amount(double x)
{
    return x >= 0 && isfinite(x);
}

static enum qd_waterfall_fault fault_of(const qd_share_class *c)
{
    if (!is_amount(c->units) || !is_amount(c->preference) ||
        !is_amount(c->cap) || !is_amount(c->strike))
        return QD_WATERFALL_NUMBER;
    bool plain = c->kind == QD_CLASS_COMMON || c->kind == QD_CLASS_OPTION;
    if (plain && c->preference > 0) return QD_WATERFALL_STRANGER;
    if (c->kind == QD_CLASS_CAPPED && c->cap < c->preference)
        return QD_WATERFALL_CAP_BELOW;
    return QD_WATERFALL_SOUND;
}

/* Steps in the order of their price; equal ones stay in that of the classes,
 * and a cap that is met comes before the conversion. */
static void add_step(qd_waterfall *w, double price, double slope,
                     uint32_t of)
{
    uint32_t at = w->steps++;
    for (; at > 0 && w->step[at - 1].price > price; at--)
        w->step[at] = w->step[at - 1];
    w->step[at] = (qd_waterfall_step){ price, 0, slope, of };
}

static void add_class(qd_waterfall *w, uint32_t of)
{
    const qd_share_class *c = &w->classes[of];
    double n = c->units;
    if (n == 0) return;
    switch (c->kind) {
    case QD_CLASS_COMMON:
    case QD_CLASS_BOTH:
        break;
    case QD_CLASS_EITHER:
        add_step(w, c->preference / n, n, of);
        break;
    case QD_CLASS_CAPPED:
        add_step(w, (c->cap - c->preference) / n, -n, of);
        add_step(w, c->cap / n, n, of);
        break;
    case QD_CLASS_OPTION:
        add_step(w, c->strike, n, of);
        break;
    }
}

static bool shares_from_zero(const qd_share_class *c)
{
    return c->units > 0 && c->kind != QD_CLASS_EITHER &&
           c->kind != QD_CLASS_OPTION;
}

/* Changes of slope become slopes and exits. Without anybody who shares the
 * slope is 0, whatever rounding has left of it. */
static void sum_steps(qd_waterfall *w, double slope, int sharing)
{
    qd_waterfall_step *s = w->step;
    s[0].exit = w->preferences;
    s[0].slope = sharing ? slope : 0;
    for (uint32_t i = 1; i < w->steps; i++) {
        sharing += s[i].slope > 0 ? 1 : -1;
        slope += s[i].slope;
        s[i].exit = s[i - 1].exit +
                    s[i - 1].slope * (s[i].price - s[i - 1].price);
        s[i].slope = sharing > 0 ? slope : 0;
    }
}

enum qd_waterfall_fault qd_waterfall_init(qd_waterfall *w,
                                          const qd_share_class *classes,
                                          uint32_t n,
                                          qd_waterfall_step *room,
                                          uint32_t *at)
{
    *w = (qd_waterfall){ .classes = classes, .n = n, .step = room };
    double slope = 0;
    int sharing = 0;
    room[w->steps++] = (qd_waterfall_step){ .of = n };
    for (uint32_t i = 0; i < n; i++) {
        enum qd_waterfall_fault fault = fault_of(&classes[i]);
        *at = i;
        if (fault != QD_WATERFALL_SOUND) return fault;
        w->preferences += classes[i].preference;
        add_class(w, i);
        if (!shares_from_zero(&classes[i])) continue;
        slope += classes[i].units;
        sharing++;
    }
    sum_steps(w, slope, sharing);
    return QD_WATERFALL_SOUND;
}

double qd_share_class_owed(const qd_share_class *c, double price)
{
    double common = c->units * price, both = c->preference + common;
    switch (c->kind) {
    case QD_CLASS_EITHER:
        return common > c->preference ? common : c->preference;
    case QD_CLASS_BOTH:
        return both;
    case QD_CLASS_CAPPED:
        if (both < c->cap) return both;
        return common > c->cap ? common : c->cap;
    case QD_CLASS_OPTION:
        return price > c->strike ? c->units * (price - c->strike) : 0;
    case QD_CLASS_COMMON:
        break;
    }
    return common;
}

double qd_waterfall_owed(const qd_waterfall *w, double price)
{
    double sum = 0;
    for (uint32_t i = 0; i < w->n; i++)
        sum += qd_share_class_owed(&w->classes[i], price);
    return sum;
}

/* The highest seniority below `top` that has a preference, and how much. */
static bool next_rank(const qd_waterfall *w, int64_t top, int64_t *rank,
                      double *due)
{
    *rank = -1;
    *due = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        const qd_share_class *c = &w->classes[i];
        if (c->preference == 0 || c->seniority >= top) continue;
        if (c->seniority > *rank) {
            *rank = c->seniority;
            *due = 0;
        }
        if (c->seniority == *rank) *due += c->preference;
    }
    return *rank >= 0;
}

static void pay_by_rank(const qd_waterfall *w, double exit, double *payout)
{
    int64_t top = (int64_t)UINT32_MAX + 1, rank;
    double due;
    for (uint32_t i = 0; i < w->n; i++) payout[i] = 0;
    for (; exit > 0 && next_rank(w, top, &rank, &due); top = rank) {
        double part = exit < due ? exit / due : 1;
        for (uint32_t i = 0; i < w->n; i++) {
            const qd_share_class *c = &w->classes[i];
            if (c->seniority == rank) payout[i] = c->preference * part;
        }
        exit = exit < due ? 0 : exit - due;
    }
}

double qd_waterfall_pay(const qd_waterfall *w, double exit, double *payout,
                        double *left)
{
    if (left) *left = 0;
    if (exit < w->preferences) {
        pay_by_rank(w, exit, payout);
        return 0;
    }
    uint32_t at = w->steps - 1;
    while (at > 0 && w->step[at].exit > exit) at--;
    const qd_waterfall_step *s = &w->step[at];
    double price = s->price, more = exit - s->exit;
    if (s->slope > 0) price += more / s->slope;
    else if (left) *left = more;
    for (uint32_t i = 0; i < w->n; i++)
        payout[i] = qd_share_class_owed(&w->classes[i], price);
    return price;
}
