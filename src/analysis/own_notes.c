/* What is said beside the stakes: what they are worth, who decides, what is
 * on another basis, and how things were read. */
#include "analysis/own.h"

#include <math.h>

#include "base/number.h"
#include "model/schedule.h"

static qd_str name_of(const qd_own *o, uint32_t dir)
{
    return qd_model_name(o->m, o->m->tree.dirs.at[dir].name);
}

/* ---- How things were read */

static qd_str names_of(const qd_own *o, const uint32_t *dirs, uint32_t n)
{
    qd_str list = { "", 0 };
    for (uint32_t i = 0; i < n; i++)
        list = qd_arena_printf(&o->m->arena, "%.*s%s%.*s", QD_STR_ARG(list),
                               i ? ", " : "",
                               QD_STR_ARG(name_of(o, dirs[i])));
    return list;
}

static void note_list(qd_own *o, const char *words, const uint32_t *dirs,
                      uint32_t n)
{
    if (n)
        qd_answer_note(o->answer, qd_arena_printf(&o->m->arena, "%s: %.*s",
            words, QD_STR_ARG(names_of(o, dirs, n))));
}

static void note_classes(qd_own *o)
{
    const qd_captable *c = &o->table;
    QD_VEC(uint32_t) own = { 0 };
    for (uint32_t i = 0; i < c->classes.n; i++)
        if (c->classes.at[i].itself)
            *qd_vec_add(o->m->mem, &own) = c->classes.at[i].dir;
    note_list(o, "of these classes nobody says who holds them (`class:` of a "
              "stake does), so each is its own holder", own.at, own.n);
    qd_mem_release(o->m->mem, own.at);
}

/* Nobody speaks of the others. */
static bool says_nothing_of_others(const qd_captable *c)
{
    for (uint32_t i = 0; i < c->stakes.n; i++)
        if (c->stakes.at[i].holder == 0) return false;
    return true;
}

void qd_own_read(qd_own *o)
{
    const qd_captable *c = &o->table;
    if (c->closed && says_nothing_of_others(c))
        qd_answer_note(o->answer, QD_STR("all that is stated are numbers, so "
            "they are read as all units there were; a stake of `?` with "
            "`number: ?` says that there may be more"));
    note_classes(o);
}

/* The first stakes that are stated speak of the time before them too, as far
 * as a line tells what was issued in between. */
static void note_later(qd_own *o)
{
    const qd_captable *c = &o->table;
    qd_str list = { "", 0 };
    for (uint32_t i = 0; i < c->stakes.n; i++)
        if (!qd_cap_before(o->now, c->stakes.at[i].at)) return;
    for (uint32_t i = 0; i < c->stakes.n; i++)
        list = qd_arena_printf(&o->m->arena, "%.*s%s%.*s (%.*s)",
            QD_STR_ARG(list), i ? ", " : "",
            QD_STR_ARG(name_of(o, c->stakes.at[i].dir)),
            QD_STR_ARG(qd_own_day(o, c->stakes.at[i].at)));
    if (list.len)
        qd_answer_note(o->answer, qd_arena_printf(&o->m->arena,
            "stated for a later day only, and read back as if nothing had been "
            "issued until then that no line tells: %.*s", QD_STR_ARG(list)));
}

void qd_own_notes(qd_own *o)
{
    const qd_captable *c = &o->table;
    note_later(o);
    qd_asked_note(&o->asked, o->answer);
    note_list(o, "worth so much, and nothing within a year says what all is "
              "worth, so not in it", c->unvalued.at, c->unvalued.n);
    note_list(o, "without a date, so not in it", c->undated.at, c->undated.n);
}

/* ---- Control */

struct votes {
    qd_own *o;
    qd_table *t, *grid;
};

static qd_own_bounds votes_of(qd_own *o, qd_poly *p, uint32_t holder,
                              qd_cap_time at)
{
    uint32_t n = qd_captable_votes(&o->table, holder, at, o->terms);
    return (qd_own_bounds){ qd_poly_bound(p, o->terms, n, false),
                            qd_poly_bound(p, o->terms, n, true) };
}

static void votes_row(struct votes *v, uint32_t holder, qd_cap_time at,
                      const qd_own_bounds *b, uint32_t column)
{
    qd_own *o = v->o;
    qd_table_row(v->t);
    qd_table_text(v->t, 0, holder == 0 ? QD_STR("?")
        : qd_model_name(o->m, o->table.holders.at[holder]));
    qd_table_text(v->t, 1, qd_own_day(o, at));
    qd_table_number(v->t, 2, qd_own_percent(b->lo.value));
    qd_table_number(v->t, 3, qd_own_percent(b->hi.value));
    qd_table_text(v->grid, column, qd_own_range(o, b));
}

static void fill_votes(struct votes *v, qd_poly *now, qd_poly *later)
{
    qd_own *o = v->o;
    for (uint32_t k = 1; k <= o->table.holders.n; k++) {
        uint32_t h = k % o->table.holders.n;
        qd_own_bounds a = votes_of(o, now, h, o->now), b = a;
        if (later) b = votes_of(o, later, h, o->later);
        if (a.hi.value <= 0 && b.hi.value <= 0) continue;
        qd_table_row(v->grid);
        qd_table_text(v->grid, 0, qd_own_label(o, h));
        votes_row(v, h, o->now, &a, 1);
        if (later) votes_row(v, h, o->later, &b, 2);
    }
}

static void votes_columns(struct votes *v)
{
    qd_str none = { "", 0 };
    qd_own *o = v->o;
    v->t = qd_table_make(&o->m->arena, "control");
    v->grid = qd_table_make(&o->m->arena, "control shown");
    qd_table_column(v->t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(v->t, "on", QD_COLUMN_DATE, none);
    qd_table_column(v->t, "lo", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_table_column(v->t, "hi", QD_COLUMN_NUMBER, QD_STR("%"));
    qd_table_column(v->grid, "votes, %", QD_COLUMN_TEXT, none);
    qd_column *c = qd_table_column(v->grid, "now", QD_COLUMN_TEXT, none);
    c->right = true;
    c->title = qd_own_day(o, o->now);
    if (!o->has_later) return;
    c = qd_table_column(v->grid, "later", QD_COLUMN_TEXT, none);
    c->right = true;
    c->title = QD_STR("if all happens");
}

/* Who decides, where votes and units differ. */
static void show_votes(qd_own *o)
{
    qd_poly now, later;
    struct votes v = { .o = o };
    votes_columns(&v);
    qd_captable_poly_votes(&o->table, o->now, o->now, &now);
    qd_captable_poly_votes(&o->table, o->later, o->now, &later);
    bool then = o->has_later && qd_poly_settle(&later);
    if (qd_poly_settle(&now)) fill_votes(&v, &now, then ? &later : NULL);
    qd_poly_free(&now);
    qd_poly_free(&later);
    if (v.t->n_rows == 0) return;
    qd_own_text(o, QD_STR("Control is another matter: units of some classes "
                          "have more or fewer votes than one."));
    qd_answer_table(o->answer, v.t);
    qd_answer_block(o->answer, QD_BLOCK_GRID)->table = v.grid;
}

static void say_control(qd_own *o)
{
    uint32_t party = qd_model_find_kind(o->m, o->table.company, "party");
    qd_str word = party == QD_NONE ? QD_STR("")
        : qd_word_of(&o->paths.lowering, party, "control");
    if (o->table.votes_differ) show_votes(o);
    if (word.len)
        qd_own_text(o, qd_arena_printf(&o->m->arena, "Apart from stakes, "
            "%.*s is said to control it.", QD_STR_ARG(qd_party_label(o->m,
                qd_names_find(&o->m->tree.names, word)))));
}

static const char *of_what(qd_str basis)
{
    static const char *const words[][2] = {
        { "voting", "of the votes" }, { "profit", "of the profit" },
        { "fully-diluted", "fully diluted" },
        { "issued", "of what is issued" } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (qd_str_eq(basis, qd_str_c(words[i][0]))) return words[i][1];
    return "as converted";
}

/* Votes and profit are no units: what is said of them stands for itself, as
 * does a basis of which no line says what it counts. */
static void say_apart(qd_own *o)
{
    for (uint32_t i = 0; i < o->table.apart.n; i++) {
        const qd_cap_stake *s = &o->table.apart.at[i];
        if (s->share.n == 0) continue;
        qd_piece h = qd_set_hull(&s->share);
        qd_own_bounds b = { { .value = h.lo }, { .value = h.hi } };
        qd_own_text(o, qd_arena_printf(&o->m->arena, "Apart from stakes, "
            "%.*s has %.*s %% %s (%.*s).",
            QD_STR_ARG(qd_own_label(o, s->holder)),
            QD_STR_ARG(qd_own_range(o, &b)), of_what(s->basis),
            QD_STR_ARG(name_of(o, s->dir))));
    }
}

/* ---- Value */

/* "489.1 – 511.3", in that unit. */
static qd_str in_unit(const qd_own *o, const qd_piece *h, double unit)
{
    char low[QD_FIXED_ROOM], high[QD_FIXED_ROOM];
    qd_str lo = qd_double_fixed(h->lo / unit, 1, low);
    qd_str hi = qd_double_fixed(h->hi / unit, 1, high);
    if (qd_str_eq(lo, hi)) return qd_arena_copy(&o->m->arena, lo);
    return qd_arena_printf(&o->m->arena, "%.*s – %.*s", QD_STR_ARG(lo),
                           QD_STR_ARG(hi));
}

/* "bn USD", for a company that is worth so much. */
static qd_str unit_of(const qd_own *o, double all, double *unit)
{
    const qd_units *u = &o->m->units;
    *unit = all >= 1e9 ? 1e9 : 1e6;
    return qd_arena_printf(&o->m->arena, "%s%s%.*s",
        all >= 1e9 ? "bn" : "mn", u->n_currencies == 1 ? " " : "",
        QD_STR_ARG(u->n_currencies == 1 ? u->currency[0] : QD_STR("")));
}

/* What a stake is worth and its share say what all is worth; where only the
 * worth is said, what all is worth near that time says the share. */
static void say_values(qd_own *o)
{
    qd_arena *a = &o->m->arena;
    for (uint32_t i = 0; i < o->table.stakes.n; i++) {
        const qd_cap_stake *s = &o->table.stakes.at[i];
        qd_set all = qd_set_div(&s->value, &s->share);
        if (s->value.n == 0 || s->share.n == 0 || all.n == 0) continue;
        qd_piece h = qd_set_hull(&all), share = qd_set_hull(&s->share);
        if (isinf(h.hi)) continue;
        qd_own_bounds b = { { .value = share.lo }, { .value = share.hi } };
        double unit;
        qd_str word = unit_of(o, h.hi, &unit);
        if (s->value_only)
            qd_own_text(o, qd_arena_printf(a, "%.*s: only its value is said; "
                "against what all is worth by %.*s it is %.*s %%.",
                QD_STR_ARG(name_of(o, s->dir)),
                QD_STR_ARG(name_of(o, s->valued_by)),
                QD_STR_ARG(qd_own_range(o, &b))));
        else
            qd_own_text(o, qd_arena_printf(a, "%.*s: its value and its share "
                "say that all is worth %.*s %.*s.",
                QD_STR_ARG(name_of(o, s->dir)),
                QD_STR_ARG(in_unit(o, &h, unit)), QD_STR_ARG(word)));
    }
}

/* The last certain event that says what all is worth. */
static const qd_cap_event *last_value(const qd_own *o)
{
    const qd_cap_event *found = NULL;
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        const qd_cap_event *e = &o->table.events.at[i];
        if (e->value.n && e->sure && !qd_cap_before(o->now, e->at)) found = e;
    }
    return found;
}

static void value_row(qd_own *o, qd_table *t, uint32_t holder,
                      const qd_piece *all, const qd_own_bounds *b)
{
    qd_table_row(t);
    qd_table_text(t, 0, holder ? qd_model_name(o->m,
        o->table.holders.at[holder]) : QD_STR("?"));
    qd_table_number(t, 1, fmax(0, b->lo.value) * all->lo);
    qd_table_number(t, 2, b->hi.value * all->hi);
}

/* What stakes are worth at the price that was paid last. */
static void say_worth(qd_own *o)
{
    qd_poly p;
    qd_str list = { "", 0 }, none = { "", 0 };
    const qd_cap_event *e = last_value(o);
    if (!e) return;
    bool pre = e->kind == QD_CAP_ISSUE && e->pre.n && !e->post.n && e->money.n;
    qd_set money = pre ? qd_cap_money_so_far(&o->table, e)
                       : qd_cap_money_to_come(&o->table, e);
    qd_set all = pre ? qd_set_add(&e->value, &money)
                     : qd_set_sub(&e->value, &money);
    qd_piece h = qd_set_hull(&all);
    double unit;
    qd_str word = unit_of(o, h.hi, &unit);
    qd_table *t = qd_table_make(&o->m->arena, "values");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "lo", QD_COLUMN_NUMBER, QD_STR("money"));
    qd_table_column(t, "hi", QD_COLUMN_NUMBER, QD_STR("money"));
    qd_captable_poly_at(&o->table, o->now, &p);
    bool good = qd_poly_settle(&p) && isfinite(h.hi);
    for (uint32_t k = 1; good && k <= o->table.holders.n; k++) {
        uint32_t i = k % o->table.holders.n;
        uint32_t n = qd_captable_together(&o->table, i, o->now, o->terms);
        qd_own_bounds b = { qd_poly_bound(&p, o->terms, n, false),
                            qd_poly_bound(&p, o->terms, n, true) };
        if (!(b.hi.value > 0)) continue;
        value_row(o, t, i, &h, &b);
        qd_piece worth = { .lo = fmax(0, b.lo.value) * h.lo,
                           .hi = b.hi.value * h.hi };
        list = qd_arena_printf(&o->m->arena, "%.*s%s%.*s %.*s",
            QD_STR_ARG(list), list.len ? ", " : "",
            QD_STR_ARG(qd_own_row_label(o, i)),
            QD_STR_ARG(in_unit(o, &worth, unit)));
    }
    qd_poly_free(&p);
    if (!good || t->n_rows == 0) return;
    qd_answer_table(o->answer, t);
    qd_own_text(o, qd_arena_printf(&o->m->arena, "At the price of %.*s (%.*s), "
        "where all is worth %.*s %.*s, stakes are worth, in %.*s: %.*s.",
        QD_STR_ARG(name_of(o, e->dir)), QD_STR_ARG(qd_own_when(o, e)),
        QD_STR_ARG(in_unit(o, &h, unit)), QD_STR_ARG(word), QD_STR_ARG(word),
        QD_STR_ARG(list)));
}

/* What another basis counts and the table does not, or does and it does not:
 * stakes on two of them are not parts of one sum. */
static void note_bases(qd_own *o)
{
    static const struct { const char *word, *counts; } rows[] = {
        { "fully-diluted", "counts what warrants may still add" },
        { "issued", "leaves out the pool" },
        { "as-converted", "counts neither more nor less than is shown" } };
    qd_str text = { "", 0 };
    unsigned n = 0;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        bool stated = false;
        for (uint32_t i = 0; i < o->table.stakes.n; i++)
            stated = stated || qd_str_eq(o->table.stakes.at[i].basis,
                                         qd_str_c(rows[k].word));
        if (!stated) continue;
        text = qd_arena_printf(&o->m->arena, "%.*s%s%s %s", QD_STR_ARG(text),
                               n++ ? "; " : "", rows[k].word,
                               rows[k].counts);
    }
    if (n > 1)
        qd_answer_note(o->answer, qd_arena_printf(&o->m->arena,
            "stakes are stated on several bases, which are no parts of one "
            "sum: %.*s", QD_STR_ARG(text)));
}

void qd_own_says(qd_own *o)
{
    say_values(o);
    say_worth(o);
    say_control(o);
    say_apart(o);
    note_bases(o);
}
