/* The exit waterfall: the classes of a company in order of their rights, and
 * what each is paid of an amount. */
#include "analysis/own.h"

#include <math.h>

#include "expr/eval.h"
#include "math/waterfall.h"
#include "model/claims.h"
#include "model/schedule.h"

enum { CLASSES = 64 };

struct exit_of {
    qd_own *o;
    double amount;
    uint32_t n;
    uint32_t dir[CLASSES];
    qd_share_class class[CLASSES];
    qd_waterfall_step step[2 * CLASSES + 1];
    double payout[CLASSES];
};

/* ---- The amount */

/* "12bn", "500mn", "10 bn USD": digits, perhaps a scale, perhaps a currency. */
static bool read_amount(qd_str s, double *out)
{
    static const struct { const char *word; double scale; } rows[] = {
        { "k", 1e3 }, { "mn", 1e6 }, { "bn", 1e9 }, { "tn", 1e12 } };
    double x = 0, place = 1;
    size_t i = 0;
    bool point = false, digits = false;
    for (; i < s.len; i++) {
        char c = s.at[i];
        if (c == '.' && !point) point = true;
        else if (c >= '0' && c <= '9') {
            x = 10 * x + (c - '0');
            place *= point ? 10 : 1;
            digits = true;
        } else if (c != '_') break;
    }
    while (i < s.len && s.at[i] == ' ') i++;
    *out = x / place;
    for (int k = 0; k < 4; k++) {
        size_t n = strlen(rows[k].word);
        bool is = s.len - i >= n && memcmp(s.at + i, rows[k].word, n) == 0;
        if (is && (s.len - i == n || s.at[i + n] == ' ')) {
            *out *= rows[k].scale;
            break;
        }
    }
    return digits;
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

static void take_class(struct exit_of *x, uint32_t dir)
{
    double number = field(x, dir, "number", NULL);
    double ratio = or_else(field(x, dir, "ratio", NULL), 1);
    double price = field(x, dir, "price", NULL);
    double issued = or_else(price, 0) * or_else(number, 0);
    double first = money_of(x, dir, "preference", issued);
    qd_share_class *c = &x->class[x->n];
    if (isnan(number) || x->n == CLASSES) return;
    *c = (qd_share_class){ .kind = kind_of(x, dir, first > 0),
                     .units = number * ratio,
                     .preference = or_else(first, 0) };
    double rank = or_else(field(x, dir, "seniority", NULL), 1000);
    c->seniority = c->preference > 0 ? 1000000 - (uint32_t)rank : 0;
    if (c->kind == QD_CLASS_CAPPED)
        c->cap = or_else(money_of(x, dir, "cap", issued), INFINITY);
    if (c->kind == QD_CLASS_CAPPED && isinf(c->cap)) c->kind = QD_CLASS_BOTH;
    x->dir[x->n++] = dir;
}

static void take_warrant(struct exit_of *x, uint32_t dir)
{
    double number = field(x, dir, "number", NULL);
    double strike = field(x, dir, "strike", NULL);
    if (isnan(number) || isnan(strike) || x->n == CLASSES) return;
    x->class[x->n] = (qd_share_class){ .kind = QD_CLASS_OPTION, .units = number,
                                 .strike = strike };
    x->dir[x->n++] = dir;
}

static void take_all(struct exit_of *x)
{
    const qd_model *m = x->o->m;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->b != x->o->table.company ||
            !qd_dir_seen(&x->o->asked.view, i)) continue;
        if (d->keyword == QD_K_class) take_class(x, i);
        if (d->keyword == QD_K_warrant) take_warrant(x, i);
    }
}

/* ---- The answer */

static bool refuse(struct exit_of *x, enum qd_waterfall_fault fault,
                   uint32_t at)
{
    static const char *const why[] = {
        [QD_WATERFALL_NUMBER] = "a number below zero",
        [QD_WATERFALL_CAP_BELOW] = "a cap below its preference",
        [QD_WATERFALL_STRANGER] = "a preference that it cannot have" };
    qd_model *m = x->o->m;
    qd_sym name = m->tree.dirs.at[x->dir[at]].name;
    qd_refuse(m, qd_arena_printf(&m->arena, "class %.*s has %s",
                                 QD_STR_ARG(qd_model_name(m, name)),
                                 why[fault]));
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
        qd_str name = qd_model_name(m, m->tree.dirs.at[x->dir[i]].name);
        qd_answer_block(x->o->answer, QD_BLOCK_TEXT)->text =
            qd_arena_printf(&m->arena, "%.*s %.*s.", QD_STR_ARG(name),
                            QD_STR_ARG(right_of(x, i, price)));
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
        qd_sym name = o->m->tree.dirs.at[x->dir[i]].name;
        qd_table_row(t);
        qd_table_text(t, 0, qd_model_name(o->m, name));
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
    qd_answer_block(o->answer, QD_BLOCK_GRID)->table = t;
    show_rights(x, price);
    if (left > 0)
        qd_answer_block(o->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(a,
            "%.*s is left that no class is owed: nobody says who holds "
            "common shares.", QD_STR_ARG(qd_short_number(a, left)));
}

bool qd_own_exit(qd_own *o, qd_str amount)
{
    struct exit_of *x = qd_arena_alloc(&o->m->arena, sizeof *x);
    memset(x, 0, sizeof *x);
    x->o = o;
    if (!read_amount(amount, &x->amount)) {
        qd_refuse(o->m, qd_arena_printf(&o->m->arena, "`%.*s` for --exit: "
            "write an amount such as 500mn or 12bn", QD_STR_ARG(amount)));
        return false;
    }
    take_all(x);
    if (x->n == 0) {
        qd_refuse(o->m, QD_STR("no class of it with a number is stated: `class "
                               "a of x` with `number:` says one"));
        return false;
    }
    qd_waterfall w;
    uint32_t at;
    enum qd_waterfall_fault fault = qd_waterfall_init(&w, x->class, x->n,
                                                      x->step, &at);
    if (fault != QD_WATERFALL_SOUND) return refuse(x, fault, at);
    double left = 0;
    double price = qd_waterfall_pay(&w, x->amount, x->payout, &left);
    show(x, price, left);
    return true;
}
