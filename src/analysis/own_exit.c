/* The exit waterfall: the classes of a company in order of their rights, and
 * what each is paid of an amount. */
#include "analysis/own.h"

#include <math.h>

#include "expr/eval.h"
#include "lang/lex.h"
#include "math/rounds.h"
#include "math/waterfall.h"
#include "model/claims.h"
#include "model/schedule.h"

enum { CLASSES = 64 };

struct exit_of {
    qd_own *o;
    double amount;
    qd_cap_time at;           /* whose table is paid */
    qd_poly shares;           /* of that table, a share as 1 */
    bool counted;
    uint32_t n;
    uint32_t dir[CLASSES];    /* QD_NONE: units of no class */
    double accrued[CLASSES];  /* dividends in the preference */
    bool loose[CLASSES];      /* held by those who are said to hold no class */
    double of_loose;          /* units of all such */
    qd_share_class class[CLASSES];
    qd_waterfall_step step[2 * CLASSES + 1];
    double payout[CLASSES];
};

/* ---- The amount */

static qd_str behind_spaces(qd_str s)
{
    while (s.len && *s.at == ' ') s.at++, s.len--;
    return s;
}

/* What is left of `s` behind a word, which ends there; `s` when it does not
 * begin with it. */
static qd_str behind(qd_str s, qd_str word)
{
    bool is = s.len >= word.len && word.len > 0 &&
              memcmp(s.at, word.at, word.len) == 0;
    if (!is || (s.len > word.len && s.at[word.len] != ' ' &&
                s.at[word.len] != '/')) return s;
    return behind_spaces((qd_str){ s.at + word.len, s.len - word.len });
}

/* A scale may stand at once behind the digits. */
static qd_str behind_scale(qd_str s, int *digits)
{
    size_t n = 0;
    while (n < s.len && s.at[n] >= 'a' && s.at[n] <= 'z') n++;
    int scale = qd_scale_of(s.at, s.at + n);
    if (scale < 0) return s;
    *digits = 3 * scale;
    return behind_spaces((qd_str){ s.at + n, s.len - n });
}

bool qd_own_amount(const qd_own *o, qd_str s, double *out)
{
    qd_decimal number;
    size_t used;
    int digits = 0;
    s = behind_spaces(s);
    if (qd_number_read(s.at, s.at + s.len, &number, &used) != QD_NUMBER_OK)
        return false;
    s = behind_spaces((qd_str){ s.at + used, s.len - used });
    s = behind_scale(s, &digits);
    *out = qd_decimal_double(number, digits);
    if (o->m->units.n_currencies) s = behind(s, o->m->units.currency[0]);
    s = behind(s, QD_STR("/share"));
    return s.len == 0;
}

/* ---- The table */

/* Warrants are paid as what they are, so none is exercised. */
static void count_shares(struct exit_of *x)
{
    const qd_captable *c = &x->o->table;
    bool on = x->o->asked.view.on != QD_DAY_OPEN_FROM;
    x->at = x->o->has_later && !on ? x->o->later : x->o->now;
    qd_captable_poly_shares(c, x->o->now, &x->shares);
    for (uint32_t i = 0; i < c->events.n; i++) {
        qd_poly_term one = { c->events.at[i].var, 1, 1 };
        if (c->events.at[i].kind == QD_CAP_EXERCISE)
            qd_poly_row(&x->shares, &one, 1, QD_POLY_EQUAL, 0, 1,
                        QD_POLY_NO_TAG);
    }
    x->counted = qd_poly_settle(&x->shares);
}

/* The sum of some units in shares; NAN where it is not one number. */
static double sum_of(struct exit_of *x, uint32_t n)
{
    if (!x->counted) return NAN;
    const qd_poly_term *terms = x->o->terms;
    qd_poly_end lo = qd_poly_bound(&x->shares, terms, n, false);
    qd_poly_end hi = qd_poly_bound(&x->shares, terms, n, true);
    bool one = lo.bounded && hi.bounded &&
               hi.value - lo.value <= 1e-6 + 1e-9 * hi.value;
    return one ? lo.value / 2 + hi.value / 2 : NAN;
}

static double all_units(struct exit_of *x, qd_cap_time at)
{
    return sum_of(x, qd_captable_units(&x->o->table, UINT32_MAX, at,
                                       x->o->terms));
}

static double units_of_class(struct exit_of *x, uint32_t holder, uint32_t dir)
{
    uint32_t n = qd_captable_of_class(&x->o->table, holder, dir, x->at,
                                      x->o->terms);
    return n ? sum_of(x, n) : 0;
}

/* ---- The classes */

/* A field as one number: what the model uses, the middle of a range. */
static double field(struct exit_of *x, uint32_t dir, const char *name,
                    qd_dim *dim)
{
    qd_lowering *l = &x->o->paths.lowering;
    qd_node n = qd_lower_named(l, dir, name, QD_DATE_FIRST);
    if (n == QD_NODE_HOLE) return NAN;
    qd_eval e;
    double begin = qd_day_months(x->o->m->horizon.from);
    qd_eval_init(&e, &l->graph, x->o->m->mem, QD_FACE_MODEL, begin);
    qd_set s = *qd_eval_node(&e, n);
    qd_eval_free(&e);
    if (dim) *dim = qd_node_dim(&l->graph, n);
    if (s.unknown || s.n == 0) return NAN;
    qd_piece h = qd_set_hull(&s);
    return h.lo / 2 + h.hi / 2;
}

static double or_else(double x, double otherwise)
{
    return isnan(x) ? otherwise : x;
}

/* Money as it is, or a multiple of what the class was issued for. */
static double money_of(struct exit_of *x, uint32_t dir, const char *name,
                       double issued)
{
    qd_dim dim = QD_DIM_NONE;
    double v = field(x, dir, name, &dim);
    return dim == QD_DIM_NONE ? v * issued : v;
}

static enum qd_share_class_kind kind_of(struct exit_of *x, uint32_t dir,
                                  bool preferred)
{
    qd_str word = qd_word_of(&x->o->paths.lowering, dir, "participation");
    if (!preferred) return QD_CLASS_COMMON;
    if (qd_str_eq(word, QD_STR("full"))) return QD_CLASS_BOTH;
    return qd_str_eq(word, QD_STR("capped")) ? QD_CLASS_CAPPED
                                             : QD_CLASS_EITHER;
}

/* What was paid for the class in rounds that say so. */
static double paid_for(const struct exit_of *x, uint32_t dir)
{
    double sum = 0;
    for (uint32_t i = 0; i < x->o->table.events.n; i++) {
        const qd_cap_event *e = &x->o->table.events.at[i];
        if (e->kind == QD_CAP_ISSUE && e->class == dir && e->money.n)
            sum += qd_set_hull(&e->money).lo / 2 +
                   qd_set_hull(&e->money).hi / 2;
    }
    return sum;
}

/* When the class began to earn: its own date, or its first round. */
static double began(const struct exit_of *x, uint32_t dir)
{
    const qd_dir *d = &x->o->m->tree.dirs.at[dir];
    double first = INFINITY;
    if (d->when.from != QD_DAY_OPEN_FROM) return qd_day_months(d->when.from);
    for (uint32_t i = 0; i < x->o->table.events.n; i++) {
        const qd_cap_event *e = &x->o->table.events.at[i];
        if (e->kind == QD_CAP_ISSUE && e->class == dir)
            first = fmin(first, e->at.when);
    }
    return first;
}

/* Dividends are not paid out but added to what is owed first. */
static double dividends(struct exit_of *x, uint32_t dir, double issued)
{
    qd_dim dim = QD_DIM_NONE;
    double rate = field(x, dir, "dividend", &dim);
    double months = x->at.when - began(x, dir);
    if (isnan(rate) || !(months > 0) || !isfinite(months)) return 0;
    return issued * rate * (dim == QD_DIM_NONE ? months / 12 : months);
}

static void add_class(struct exit_of *x, uint32_t dir, qd_share_class c)
{
    if (x->n == CLASSES || isnan(c.units)) return;
    x->class[x->n] = c;
    x->dir[x->n++] = dir;
}

static void take_class(struct exit_of *x, uint32_t dir)
{
    double scale = qd_captable_scale(&x->o->table,
        qd_captable_since(&x->o->table, dir));
    double number = field(x, dir, "number", NULL) * scale;
    double ratio = or_else(field(x, dir, "ratio", NULL), 1);
    double price = field(x, dir, "price", NULL) / scale;
    double units = units_of_class(x, UINT32_MAX, dir);
    if (isnan(number) && units > 0) number = units / ratio;
    double issued = or_else(price * number, paid_for(x, dir));
    double first = money_of(x, dir, "preference", issued);
    double more = first > 0 ? dividends(x, dir, issued) : 0;
    qd_share_class c = { .kind = kind_of(x, dir, first > 0),
                         .units = units > 0 ? units : number * ratio,
                         .preference = or_else(first, 0) + more };
    double rank = or_else(field(x, dir, "seniority", NULL), 1000);
    c.seniority = c.preference > 0 ? 1000000 - (uint32_t)rank : 0;
    if (c.kind == QD_CLASS_CAPPED)
        c.cap = or_else(money_of(x, dir, "cap", issued), INFINITY);
    if (c.kind == QD_CLASS_CAPPED && isinf(c.cap)) c.kind = QD_CLASS_BOTH;
    if (x->n < CLASSES) {
        x->accrued[x->n] = more;
        x->loose[x->n] = c.kind == QD_CLASS_COMMON && !(units > 0);
    }
    add_class(x, dir, c);
}

static double of_classes(const struct exit_of *x)
{
    double sum = 0;
    for (uint32_t i = 0; i < x->n; i++)
        if (x->class[i].kind != QD_CLASS_OPTION) sum += x->class[i].units;
    return sum;
}

/* Units of no class are those of a class without a preference that nobody is
 * said to hold, as far as it has so many; what is left is common too, unless
 * holders and classes say the same. */
static void take_common(struct exit_of *x)
{
    const qd_captable *c = &x->o->table;
    double sum = 0, all = all_units(x, x->at);
    for (uint32_t i = 0; i < c->classes.n; i++)
        sum += units_of_class(x, UINT32_MAX, c->classes.at[i].dir);
    for (uint32_t i = 0; i < x->n; i++)
        if (x->loose[i]) x->of_loose += x->class[i].units;
    if (isnan(sum) || isnan(all) || (x->n > 0 && sum == 0)) return;
    double rest = all - sum - x->of_loose;
    if (!(rest > 1e-6 * all) || x->n == CLASSES) return;
    x->loose[x->n] = true;
    x->of_loose += rest;
    add_class(x, QD_NONE, (qd_share_class){ .kind = QD_CLASS_COMMON,
                                            .units = rest });
}

static void take_warrant(struct exit_of *x, uint32_t dir)
{
    double strike = field(x, dir, "strike", NULL);
    double scale = qd_captable_scale(&x->o->table,
        qd_captable_since(&x->o->table, dir));
    if (!isnan(strike))
        add_class(x, dir, (qd_share_class){
            .kind = QD_CLASS_OPTION, .strike = strike / scale,
            .units = scale * field(x, dir, "number", NULL) });
}

/* What an exit brings above the threshold, for each unit that was there. */
static void take_profit_units(struct exit_of *x, uint32_t dir, double common)
{
    double threshold = or_else(field(x, dir, "threshold", NULL), 0);
    if (common > 0)
        add_class(x, dir, (qd_share_class){
            .kind = QD_CLASS_OPTION,
            .units = field(x, dir, "number", NULL) *
                     qd_captable_scale(&x->o->table,
                         qd_captable_since(&x->o->table, dir)),
            .strike = qd_strike_of_threshold(threshold, common) });
}

static bool has_converted(const struct exit_of *x, uint32_t dir)
{
    for (uint32_t i = 0; i < x->o->table.events.n; i++) {
        const qd_cap_event *e = &x->o->table.events.at[i];
        if (e->kind == QD_CAP_CONVERT && e->dir == dir &&
            !qd_cap_before(x->at, e->at)) return true;
    }
    return false;
}

/* By simple interest. */
static double grown(struct exit_of *x, uint32_t dir)
{
    double rate = or_else(field(x, dir, "interest", NULL), 0);
    qd_day paid = x->o->m->tree.dirs.at[dir].when.from;
    double months = paid == QD_DAY_OPEN_FROM ? 0
        : x->at.when - qd_day_months(paid);
    return months > 0 && isfinite(months) ? 1 + rate * months : 1;
}

/* One that has not converted is paid its money, or as what it would become at
 * its cap. */
static void take_convertible(struct exit_of *x, uint32_t dir, double common)
{
    qd_lowering *l = &x->o->paths.lowering;
    if (qd_str_eq(qd_word_of(l, dir, "kind"), QD_STR("profit-units"))) {
        take_profit_units(x, dir, common);
        return;
    }
    double money = field(x, dir, "amount", NULL) * grown(x, dir);
    double part = money / field(x, dir, "cap", NULL);
    bool post = qd_cap_is_inside(&x->o->table, dir);
    if (isnan(money) || has_converted(x, dir)) return;
    if (isnan(part) || !(part < 1)) part = 0;
    add_class(x, dir, (qd_share_class){
        .kind = QD_CLASS_EITHER, .preference = money,
        .seniority = 1000000 - 1000,
        .units = common * (post ? part / (1 - part) : part) });
}

static void take_all(struct exit_of *x)
{
    const qd_model *m = x->o->m;
    for (uint32_t i = 0; i < x->o->table.classes.n; i++)
        take_class(x, x->o->table.classes.at[i].dir);
    take_common(x);
    double common = of_classes(x);
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->b != x->o->table.company || d->flags & QD_DIR_BROKEN ||
            !qd_dir_seen(&x->o->asked.view, i)) continue;
        if (d->keyword == QD_K_warrant) take_warrant(x, i);
        if (d->keyword == QD_K_convertible) take_convertible(x, i, common);
    }
}

/* Money in full: who shares an exit looks at each of them. */
static qd_str cell_text(const struct exit_of *x, const qd_table *t,
                        uint32_t row, uint32_t column)
{
    char buf[QD_FIXED_ROOM];
    const qd_cell *cell = qd_table_at(t, row, column);
    if (column == 0) return cell->text;
    if (cell->kind != QD_CELL_NUMBER) return QD_STR("–");
    double v = cell->number;
    int places = column == 3 ? 1 : column == 2 ? 4 : fabs(v) < 1000 ? 2 : 0;
    return qd_arena_copy(&x->o->m->arena, qd_double_fixed(v, places, buf));
}

static void show_grid(struct exit_of *x, const qd_table *t)
{
    qd_str none = { "", 0 };
    qd_arena *a = &x->o->m->arena;
    qd_table *grid = qd_table_make(a, "exit shown");
    for (uint32_t i = 0; i < t->columns.n; i++) {
        const qd_column *from = &t->columns.at[i];
        qd_column *c = qd_table_column(grid, from->name, QD_COLUMN_TEXT,
                                       none);
        c->right = i > 0;
        c->title = from->unit.len == 0 ? qd_str_c(from->name)
            : qd_arena_printf(a, "%s, %.*s", i == 2 ? "per unit" : from->name,
                              QD_STR_ARG(from->unit));
    }
    for (uint32_t i = 0; i < t->n_rows; i++) {
        qd_table_row(grid);
        for (uint32_t k = 0; k < t->columns.n; k++)
            qd_table_text(grid, k, cell_text(x, t, i, k));
    }
    qd_answer_block(x->o->answer, QD_BLOCK_GRID)->table = grid;
}

/* ---- Holders */

/* What a holder is paid of class i; NAN where it is not known. */
static double paid_to(struct exit_of *x, uint32_t holder, uint32_t i)
{
    const qd_captable *c = &x->o->table;
    const qd_model *m = x->o->m;
    uint32_t dir = x->dir[i];
    double held = 0, of = x->loose[i] ? x->of_loose : x->class[i].units;
    if (x->loose[i]) {
        held = sum_of(x, qd_captable_units(c, holder, x->at, x->o->terms));
        for (uint32_t k = 0; k < c->classes.n; k++)
            held -= units_of_class(x, holder, c->classes.at[k].dir);
    } else if (m->tree.dirs.at[dir].keyword == QD_K_class) {
        held = units_of_class(x, holder, dir);
    } else {
        qd_sym his = m->tree.dirs.at[dir].a;
        return his == c->holders.at[holder] ? x->payout[i] : 0;
    }
    return held > 0 || isnan(held) ? held / of * x->payout[i] : 0;
}

/* A class of which nobody says who holds it stands for its holders. */
static bool is_class(const struct exit_of *x, uint32_t holder)
{
    const qd_captable *c = &x->o->table;
    for (uint32_t i = 0; i < c->classes.n; i++)
        if (c->classes.at[i].itself == holder) return true;
    return false;
}

static void show_holders(struct exit_of *x)
{
    qd_own *o = x->o;
    const qd_captable *c = &o->table;
    qd_str none = { "", 0 };
    qd_str unit = o->m->units.n_currencies ? o->m->units.currency[0]
                                           : QD_STR("money");
    qd_table *t = qd_table_make(&o->m->arena, "payouts");
    qd_table_column(t, "holder", QD_COLUMN_TEXT, none);
    qd_table_column(t, "payout", QD_COLUMN_NUMBER, unit);
    double sum = 0;
    bool named = false;
    for (uint32_t k = 1; k <= c->holders.n; k++) {
        uint32_t h = k % c->holders.n;
        double paid = 0;
        for (uint32_t i = 0; i < x->n; i++) paid += paid_to(x, h, i);
        if (isnan(paid)) return;
        if (!(paid > 0)) continue;
        sum += paid;
        named = named || (h && !is_class(x, h));
        qd_table_row(t);
        qd_table_text(t, 0, qd_own_label(o, h));
        qd_table_number(t, 1, paid);
    }
    if (!named || fabs(sum - x->amount) > 1e-6 * x->amount) return;
    qd_answer_table(o->answer, t);
    qd_answer_block(o->answer, QD_BLOCK_TEXT)->text =
        QD_STR("And by holder:");
    show_grid(x, t);
}

/* ---- The answer */

static qd_str class_name(const struct exit_of *x, uint32_t i)
{
    const qd_model *m = x->o->m;
    return x->dir[i] == QD_NONE ? QD_STR("no class")
        : qd_model_name(m, m->tree.dirs.at[x->dir[i]].name);
}

static bool refuse(struct exit_of *x, enum qd_waterfall_fault fault,
                   uint32_t at)
{
    static const char *const why[] = {
        [QD_WATERFALL_NUMBER] = "a number below zero",
        [QD_WATERFALL_CAP_BELOW] = "a cap below its preference",
        [QD_WATERFALL_STRANGER] = "a preference that it cannot have" };
    qd_model *m = x->o->m;
    qd_refuse(m, qd_arena_printf(&m->arena, "class %.*s has %s",
                                 QD_STR_ARG(class_name(x, at)), why[fault]));
    return false;
}

static qd_str money_text(struct exit_of *x, double amount)
{
    return qd_short_number(&x->o->m->arena, amount);
}

/* By which of its rights a class with a preference is paid. */
static qd_str right_of(struct exit_of *x, uint32_t i, double price)
{
    qd_arena *a = &x->o->m->arena;
    const qd_share_class *c = &x->class[i];
    double paid = x->payout[i], common = c->units * price;
    const double dust = 1e-9 * x->amount;
    qd_str first = money_text(x, c->preference), got = money_text(x, common);
    if (paid < c->preference - dust)
        return qd_arena_printf(a, "has %.*s less than its preference of "
            "%.*s", QD_STR_ARG(money_text(x, c->preference - paid)),
            QD_STR_ARG(first));
    if (c->kind == QD_CLASS_EITHER)
        return common < paid - dust
            ? qd_arena_printf(a, "keeps its preference of %.*s; as common it "
                "would have %.*s", QD_STR_ARG(first), QD_STR_ARG(got))
            : qd_arena_printf(a, "converts: as common it has no less than "
                "its preference of %.*s", QD_STR_ARG(first));
    if (c->kind != QD_CLASS_CAPPED || paid < c->cap - dust)
        return qd_arena_printf(a, "is paid its preference of %.*s and shares "
            "with common", QD_STR_ARG(first));
    qd_str cap = money_text(x, c->cap);
    if (paid > c->cap + dust)
        return qd_arena_printf(a, "converts: as common it has more than its "
            "cap of %.*s", QD_STR_ARG(cap));
    return qd_arena_printf(a, "is paid its cap of %.*s", QD_STR_ARG(cap));
}

static void show_rights(struct exit_of *x, double price)
{
    qd_model *m = x->o->m;
    for (uint32_t i = 0; i < x->n; i++) {
        if (!(x->class[i].preference > 0)) continue;
        qd_str name = class_name(x, i), more = { "", 0 };
        if (x->accrued[i] > 0)
            more = qd_arena_printf(&m->arena, " (%.*s of it dividends until "
                "%.*s)", QD_STR_ARG(money_text(x, x->accrued[i])),
                QD_STR_ARG(qd_own_day(x->o, x->at)));
        qd_answer_block(x->o->answer, QD_BLOCK_TEXT)->text =
            qd_arena_printf(&m->arena, "%.*s %.*s%.*s.", QD_STR_ARG(name),
                            QD_STR_ARG(right_of(x, i, price)),
                            QD_STR_ARG(more));
    }
}

static void show(struct exit_of *x, double price, double left)
{
    qd_own *o = x->o;
    qd_arena *a = &o->m->arena;
    qd_str none = { "", 0 };
    qd_str unit = o->m->units.n_currencies ? o->m->units.currency[0]
                                           : QD_STR("money");
    qd_table *t = qd_table_make(a, "waterfall");
    qd_table_column(t, "class", QD_COLUMN_TEXT, none);
    qd_table_column(t, "payout", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "per_unit", QD_COLUMN_NUMBER, unit);
    qd_table_column(t, "share", QD_COLUMN_NUMBER, QD_STR("%"));
    for (uint32_t i = 0; i < x->n; i++) {
        qd_table_row(t);
        qd_table_text(t, 0, class_name(x, i));
        qd_table_number(t, 1, x->payout[i]);
        if (x->class[i].units > 0)
            qd_table_number(t, 2, x->payout[i] / x->class[i].units);
        if (x->amount > 0)
            qd_table_number(t, 3, 100 * x->payout[i] / x->amount);
    }
    qd_answer_table(o->answer, t);
    qd_answer_block(o->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(a,
        "Of an exit of %.*s %.*s, at a common price of %.*s:",
        QD_STR_ARG(qd_short_number(a, x->amount)), QD_STR_ARG(unit),
        QD_STR_ARG(qd_short_number(a, price)));
    show_grid(x, t);
    show_rights(x, price);
    if (left > 0)
        qd_answer_block(o->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(a,
            "%.*s is left that no class is owed: nobody says who holds "
            "common shares.", QD_STR_ARG(qd_short_number(a, left)));
}

static bool pay(struct exit_of *x)
{
    qd_waterfall w;
    if (x->n == 0) {
        qd_refuse(x->o->m, QD_STR("no class of it with a number is stated: "
                                  "`class a of x` with `number:` says one"));
        return false;
    }
    uint32_t at;
    enum qd_waterfall_fault fault = qd_waterfall_init(&w, x->class, x->n,
                                                      x->step, &at);
    if (fault != QD_WATERFALL_SOUND) return refuse(x, fault, at);
    double left = 0;
    double price = qd_waterfall_pay(&w, x->amount, x->payout, &left);
    show(x, price, left);
    show_holders(x);
    return true;
}

bool qd_own_exit(qd_own *o, qd_str amount)
{
    struct exit_of *x = qd_arena_alloc(&o->m->arena, sizeof *x);
    memset(x, 0, sizeof *x);
    x->o = o;
    if (!qd_own_amount(o, amount, &x->amount)) {
        qd_refuse(o->m, qd_arena_printf(&o->m->arena, "`%.*s` for --exit: "
            "write an amount in the first currency, such as 500mn or 12bn",
            QD_STR_ARG(amount)));
        return false;
    }
    count_shares(x);
    take_all(x);
    bool good = pay(x);
    qd_poly_free(&x->shares);
    return good;
}
