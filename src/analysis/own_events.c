/* What happened to the table and may still happen: the units of each event,
 * whom it dilutes, and by which of its terms. */
#include "analysis/own.h"

#include <math.h>

#include "base/number.h"

static const char *kind_word(unsigned kind)
{
    static const char *const words[] = { "issue", "sale", "exercise",
                                         "not reported", "conversion", "pool",
                                         "protection", "pro rata",
                                         "buy-back" };
    return words[kind];
}

static qd_str event_name(const qd_own *o, const qd_cap_event *e)
{
    if (e->kind == QD_CAP_PRO_RATA && e->to)
        return qd_own_label(o, e->to);
    return e->dir == QD_NONE ? QD_STR("not reported")
        : qd_model_name(o->m, o->m->tree.dirs.at[e->dir].name);
}

/* The units of an event against all behind it: by that much it dilutes all
 * others. */
static qd_own_bounds share_of(qd_own *o, const qd_cap_event *e)
{
    qd_poly p;
    qd_cap_time at = { e->at.when, QD_CAP_AFTER };
    if (e->at.phase == QD_CAP_BEFORE || e->kind == QD_CAP_BACK)
        at.phase = QD_CAP_AT;
    qd_cap_time sure = { e->at.when, QD_CAP_BEFORE };
    if (qd_cap_before(o->now, sure)) sure = o->now;
    qd_captable_poly(&o->table, at, sure, &p);
    qd_own_bounds b = { { .bounded = false }, { .bounded = false } };
    if (qd_poly_settle(&p)) {
        qd_poly_term one = { e->var, 1, 1 };
        b.lo = qd_poly_bound(&p, &one, 1, false);
        b.hi = qd_poly_bound(&p, &one, 1, true);
    }
    qd_poly_free(&p);
    return b;
}

/* Where shares are counted: how many, and what each of them cost. */
struct counted {
    bool known;
    double lo, hi, price; /* NAN for none */
};

static struct counted count(const qd_cap_event *e)
{
    struct counted n = { e->many > 0, e->fewest, e->many, NAN };
    bool paid = e->money.n && qd_set_is_point(&e->money);
    if (!n.known) return n;
    if (e->unit_price.n && qd_set_is_point(&e->unit_price))
        n.price = e->unit_price.at[0].lo;
    else if (paid && n.hi - n.lo <= 1e-6 + 1e-9 * n.hi)
        n.price = e->money.at[0].lo / (n.lo / 2 + n.hi / 2);
    return n;
}

/* Six digits: "1100000", "0.909091". */
static qd_str six_digits(const qd_own *o, double x)
{
    char buf[QD_FIXED_ROOM];
    int places = 0;
    for (double top = 1e6; places < 9 && fabs(x) * 10 < top; places++)
        top /= 10;
    qd_str text = qd_double_fixed(x, fabs(x) >= 1e6 ? 0 : places, buf);
    while (places > 0 && text.at[text.len - 1] == '0') text.len--, places--;
    if (text.at[text.len - 1] == '.') text.len--;
    return qd_arena_copy(&o->m->arena, text);
}

/* ": 1100000 units at 0.909091". */
static qd_str counted_text(const qd_own *o, const struct counted *n)
{
    if (!n->known || n->hi - n->lo > 1e-6 + 1e-9 * n->hi)
        return QD_STR("");
    return qd_arena_printf(&o->m->arena, "; %.*s units%s%.*s",
        QD_STR_ARG(six_digits(o, n->lo / 2 + n->hi / 2)),
        isnan(n->price) ? "" : " at ",
        QD_STR_ARG(isnan(n->price) ? QD_STR("")
                                   : six_digits(o, n->price)));
}

static void event_row(qd_own *o, qd_table *t, const qd_cap_event *e,
                      const qd_own_bounds *b, const struct counted *n)
{
    qd_table_row(t);
    qd_table_text(t, 0, qd_own_day(o, e->at));
    qd_table_text(t, 1, event_name(o, e));
    qd_table_text(t, 2, qd_str_c(kind_word(e->kind)));
    qd_table_text(t, 3, e->to ? qd_model_name(o->m,
                                              o->table.holders.at[e->to])
                              : QD_STR("?"));
    bool move = e->kind == QD_CAP_MOVE || e->kind == QD_CAP_BACK;
    bool open = b->hi.value <= 0 || b->hi.value >= 1;
    if (qd_cap_is_unknown(e) && open) {
        for (uint32_t i = 4; i < 8; i++) qd_table_hole(t, i);
    } else {
        qd_table_number(t, 4, qd_own_percent(b->lo.value));
        qd_table_number(t, 5, qd_own_percent(b->hi.value));
        qd_table_number(t, 6, move ? 0 : qd_own_percent(b->lo.value));
        qd_table_number(t, 7, move ? 0 : qd_own_percent(b->hi.value));
    }
    qd_table_text(t, 8, qd_own_lines(o, &b->lo.tags));
    if (!n->known) return;
    qd_table_number(t, 9, n->lo);
    qd_table_number(t, 10, n->hi);
    if (!isnan(n->price)) qd_table_number(t, 11, n->price);
}

/* "; worth 5.40 times its money, a gain of 440 %". */
static qd_str worth_text(const qd_own *o, const qd_cap_event *e)
{
    if (!qd_set_is_point(&e->worth)) return QD_STR("");
    double times = e->worth.at[0].lo;
    char buf[QD_FIXED_ROOM], gain[QD_FIXED_ROOM];
    qd_str worth = qd_double_fixed(times, 2, buf);
    qd_str more = qd_double_fixed(100 * (times - 1), 0, gain);
    return qd_arena_printf(&o->m->arena, "; at the price of the round worth "
        "%.*s times its money, a gain of %.*s %%", QD_STR_ARG(worth),
        QD_STR_ARG(more));
}

/* By which of its terms it converts, and what of all before the money. */
static void say_convert(qd_own *o, const qd_cap_event *e,
                        const qd_own_bounds *b, qd_str counted)
{
    const qd_tree *t = &o->m->tree;
    bool round = t->dirs.at[e->by].keyword == QD_K_round;
    const char *const way[] = {
        "by its cap or at the price of the round, whichever gives more",
        round ? "by its cap, which gives more than the price of the round"
              : "by its cap",
        "at the price of the round, less its discount",
        "to its fixed share" };
    qd_arena *a = &o->m->arena;
    qd_str elected = e->terms == e->dir ? QD_STR("")
        : qd_arena_printf(a, ", with the terms of %.*s", QD_STR_ARG(
              qd_model_name(o->m, t->dirs.at[e->terms].name)));
    qd_own_text(o, qd_arena_printf(a, "%.*s (%.*s) converts %s%.*s%s: %.*s %% "
        "of all %s%.*s%.*s.", QD_STR_ARG(event_name(o, e)),
        QD_STR_ARG(qd_own_when(o, e)), way[e->way], QD_STR_ARG(elected),
        e->sure ? "" : round ? ", if that round happens" : ", if that happens",
        QD_STR_ARG(qd_own_range(o, b)),
        round ? "before the money" : "behind it", QD_STR_ARG(counted),
        QD_STR_ARG(worth_text(o, e))));
}

static qd_str if_it_happens(const qd_cap_event *e)
{
    return e->sure ? QD_STR("") : QD_STR(", if it happens");
}

/* What a protected class converts at from now on, and to how many. */
static qd_str ratio_text(const qd_own *o, const qd_cap_event *e)
{
    if (!qd_set_is_point(&e->worth)) return QD_STR("");
    qd_str price = six_digits(o, e->unit_price.at[0].lo);
    qd_str times = six_digits(o, e->worth.at[0].lo);
    return qd_arena_printf(&o->m->arena, "; it converts at %.*s now, %.*s for "
                           "each that it was before", QD_STR_ARG(price),
                           QD_STR_ARG(times));
}

static void say_protection(qd_own *o, const qd_cap_event *e,
                           const qd_own_bounds *b)
{
    qd_str round = qd_model_name(o->m, o->m->tree.dirs.at[e->by].name);
    qd_own_text(o, qd_arena_printf(&o->m->arena, "%.*s (%.*s) is protected "
        "from the price of %.*s: %.*s %% of all before the money are new "
        "units of it, to %.*s%.*s.", QD_STR_ARG(event_name(o, e)),
        QD_STR_ARG(qd_own_when(o, e)), QD_STR_ARG(round),
        QD_STR_ARG(qd_own_range(o, b)), QD_STR_ARG(qd_own_label(o, e->to)),
        QD_STR_ARG(ratio_text(o, e))));
}

static void say_part(qd_own *o, const qd_cap_event *e, const qd_own_bounds *b,
                     qd_str counted)
{
    qd_str round = qd_model_name(o->m, o->m->tree.dirs.at[e->by].name);
    qd_own_text(o, qd_arena_printf(&o->m->arena, "%.*s (%.*s) takes its part "
        "of %.*s on top%.*s: %.*s %% of all after it%.*s.",
        QD_STR_ARG(qd_own_label(o, e->to)), QD_STR_ARG(qd_own_when(o, e)),
        QD_STR_ARG(round), QD_STR_ARG(if_it_happens(e)),
        QD_STR_ARG(qd_own_range(o, b)), QD_STR_ARG(counted)));
}

static void say_sale(qd_own *o, const qd_cap_event *e,
                     const qd_own_bounds *b)
{
    qd_str name = event_name(o, e), day = qd_own_when(o, e);
    if (e->kind == QD_CAP_MOVE)
        qd_own_text(o, qd_arena_printf(&o->m->arena, "%.*s (%.*s) moved units "
            "between holders; it diluted nobody.", QD_STR_ARG(name),
            QD_STR_ARG(day)));
    else
        qd_own_text(o, qd_arena_printf(&o->m->arena, "%.*s (%.*s)%.*s: the "
            "company takes %.*s %% of all before it from %.*s, and they are "
            "gone; all others have more.", QD_STR_ARG(name), QD_STR_ARG(day),
            QD_STR_ARG(if_it_happens(e)), QD_STR_ARG(qd_own_range(o, b)),
            QD_STR_ARG(qd_own_label(o, e->from))));
}

/* The part that is new where two printed shares of one holder are exact:
 * 32.5 and 27 say 1 - 27 / 32.5. */
static qd_str if_exact(const qd_own *o, const qd_poly_tags *tags)
{
    const qd_captable *c = &o->table;
    double share[2];
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->stakes.n; i++)
        for (uint32_t k = 0; k < tags->n && tags->n == 2; k++) {
            const qd_cap_stake *s = &c->stakes.at[i];
            if (s->dir + 1 != tags->at[k] || n == 2 || s->share.n == 0)
                continue;
            qd_piece h = qd_set_hull(&s->share);
            share[n++] = h.lo / 2 + h.hi / 2;
        }
    if (n < 2) return QD_STR("");
    double low = fmin(share[0], share[1]), high = fmax(share[0], share[1]);
    char buf[QD_FIXED_ROOM];
    return qd_arena_printf(&o->m->arena, ", %.*s %% if both are exact",
        QD_STR_ARG(qd_double_fixed(100 * (1 - low / high), 3, buf)));
}

static void say_unreported(qd_own *o, const qd_cap_event *e,
                           const qd_own_bounds *b)
{
    char low[QD_FIXED_ROOM], high[QD_FIXED_ROOM];
    if (b->lo.value <= 0) return;
    qd_str lo = qd_double_fixed(qd_own_percent(b->lo.value), 3, low);
    qd_str hi = qd_double_fixed(qd_own_percent(b->hi.value), 3, high);
    qd_own_text(o, qd_arena_printf(&o->m->arena, "By %.*s units were issued "
        "that no line reports: %.*s – %.*s %% of all after them (%.*s%.*s); "
        "just that if none of these holders took part, else more.",
        QD_STR_ARG(qd_own_when(o, e)), QD_STR_ARG(lo), QD_STR_ARG(hi),
        QD_STR_ARG(qd_own_lines(o, &b->lo.tags)),
        QD_STR_ARG(if_exact(o, &b->lo.tags))));
}

static void say_pool(qd_own *o, const qd_cap_event *e, const qd_own_bounds *b)
{
    qd_own_text(o, qd_arena_printf(&o->m->arena, "%.*s (%.*s) raises the pool: "
        "%.*s %% of all behind the pool and before the money are new units of "
        "it.", QD_STR_ARG(event_name(o, e)), QD_STR_ARG(qd_own_when(o, e)),
        QD_STR_ARG(qd_own_range(o, b))));
}

/* "as no valuation is", "as nothing converts it". */
static qd_str why_unknown(const qd_own *o, const qd_cap_event *e)
{
    const qd_tree *t = &o->m->tree;
    if (e->kind == QD_CAP_CONVERT)
        return QD_STR("no price of a round and no cap is");
    if (t->dirs.at[e->dir].keyword == QD_K_convertible) {
        uint32_t by = qd_cap_converts_in(&o->table, e->dir);
        if (by == QD_NONE) return QD_STR("nothing converts it");
        return qd_arena_printf(&o->m->arena,
            "it converts in %.*s, which has no date", QD_STR_ARG(
                qd_model_name(o->m, t->dirs.at[by].name)));
    }
    if (e->money.n) return QD_STR("no valuation is");
    return e->value.n ? QD_STR("no amount is")
                      : QD_STR("neither a valuation nor an amount is");
}

static void say_unknown(qd_own *o, const qd_cap_event *e)
{
    qd_own_text(o, qd_arena_printf(&o->m->arena, "%.*s (%.*s): how many units "
        "is not known, as %.*s.", QD_STR_ARG(event_name(o, e)),
        QD_STR_ARG(qd_own_when(o, e)), QD_STR_ARG(why_unknown(o, e))));
}

/* What an event does, in a sentence. */
static void say_event(qd_own *o, const qd_cap_event *e,
                      const qd_own_bounds *b, qd_str counted)
{
    switch (e->kind) {
    case QD_CAP_MOVE: case QD_CAP_BACK: say_sale(o, e, b); return;
    case QD_CAP_UNREPORTED: say_unreported(o, e, b); return;
    case QD_CAP_POOL: say_pool(o, e, b); return;
    case QD_CAP_PROTECT: say_protection(o, e, b); return;
    default: break;
    }
    if (!e->priced && e->kind != QD_CAP_EXERCISE) say_unknown(o, e);
    else if (e->kind == QD_CAP_CONVERT) say_convert(o, e, b, counted);
    else if (e->kind == QD_CAP_PRO_RATA) say_part(o, e, b, counted);
    else
        qd_own_text(o, qd_arena_printf(&o->m->arena,
            "%.*s (%.*s)%.*s: %.*s %% of all after it%.*s%s.",
            QD_STR_ARG(event_name(o, e)), QD_STR_ARG(qd_own_when(o, e)),
            QD_STR_ARG(if_it_happens(e)), QD_STR_ARG(qd_own_range(o, b)),
            QD_STR_ARG(counted), e->pre.n && e->post.n
                ? "; pre- or post-money is not said, so both" : ""));
}

void qd_own_events(qd_own *o)
{
    qd_str none = { "", 0 }, unit = QD_STR("%");
    qd_table *t = qd_table_make(&o->m->arena, "events");
    static const char *const numbers[] = { "units_lo", "units_hi",
                                           "dilution_lo", "dilution_hi" };
    qd_table_column(t, "date", QD_COLUMN_DATE, none);
    qd_table_column(t, "id", QD_COLUMN_TEXT, none);
    qd_table_column(t, "kind", QD_COLUMN_TEXT, none);
    qd_table_column(t, "to", QD_COLUMN_TEXT, none);
    for (int i = 0; i < 4; i++)
        qd_table_column(t, numbers[i], QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "binding", QD_COLUMN_TEXT, none);
    qd_table_column(t, "number_lo", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "number_hi", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "price", QD_COLUMN_NUMBER, none);
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        const qd_cap_event *e = &o->table.events.at[i];
        qd_own_bounds b = share_of(o, e);
        if (e->dir == QD_NONE && !(b.lo.value > 0)) continue;
        if (e->kind == QD_CAP_PROTECT && !(b.hi.value > 0)) continue;
        struct counted n = count(e);
        event_row(o, t, e, &b, &n);
        say_event(o, e, &b, counted_text(o, &n));
    }
    qd_answer_table(o->answer, t);
}
