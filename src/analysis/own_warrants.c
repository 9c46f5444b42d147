/* What warrants and options come to at a price of the share: for cash, net of
 * their strike, and in a count of units by the treasury method, which is that
 * of the net ones. */
#include "analysis/own.h"

#include <math.h>

#include "base/number.h"
#include "expr/eval.h"
#include "math/rounds.h"
#include "model/claims.h"

enum { NUMBER = 1, VESTED_LO, VESTED_HI, STRIKE, CASH, NET };

struct priced {
    qd_own *o;
    double price;      /* of a share */
    double units, net; /* what is there, and what would come net */
    qd_table *t;
};

/* What a field allows; n is 0 where nothing is said. */
static qd_piece field(struct priced *x, uint32_t dir, const char *name)
{
    qd_lowering *l = &x->o->paths.lowering;
    qd_node n = qd_lower_named(l, dir, name, QD_DATE_FIRST);
    if (n == QD_NODE_HOLE) return (qd_piece){ .lo = NAN, .hi = NAN };
    qd_eval e;
    qd_eval_init(&e, &l->graph, x->o->m->mem, QD_FACE_MODEL,
                 qd_day_months(x->o->m->horizon.from));
    qd_set s = *qd_eval_node(&e, n);
    qd_eval_free(&e);
    if (s.unknown || s.n == 0) return (qd_piece){ .lo = NAN, .hi = NAN };
    return qd_set_hull(&s);
}

static void add_warrant(struct priced *x, uint32_t dir)
{
    qd_piece number = field(x, dir, "number");
    qd_piece strike = field(x, dir, "strike");
    qd_piece vested = field(x, dir, "vested");
    double scale = qd_captable_scale(&x->o->table,
        qd_captable_since(&x->o->table, dir));
    double n = scale * (number.lo / 2 + number.hi / 2);
    double k = (strike.lo / 2 + strike.hi / 2) / scale;
    if (isnan(n)) return;
    qd_table_row(x->t);
    qd_table_text(x->t, 0, qd_model_name(x->o->m,
                                         x->o->m->tree.dirs.at[dir].name));
    qd_table_number(x->t, NUMBER, n);
    qd_table_number(x->t, VESTED_LO, isnan(vested.lo) ? n : n * vested.lo);
    qd_table_number(x->t, VESTED_HI, isnan(vested.hi) ? n : n * vested.hi);
    if (isnan(k)) return;
    double net = qd_units_net(n, k, x->price);
    qd_table_number(x->t, STRIKE, k);
    qd_table_number(x->t, CASH, x->price > k ? n : 0);
    qd_table_number(x->t, NET, net);
    x->net += net;
}

/* Of the present, where shares are counted; no warrant is exercised in it. */
static double count_units(qd_own *o)
{
    qd_poly p;
    double sum = NAN;
    qd_captable_poly_shares(&o->table, o->now, &p);
    for (uint32_t i = 0; i < o->table.events.n; i++) {
        qd_poly_term one = { o->table.events.at[i].var, 1, 1 };
        if (o->table.events.at[i].kind == QD_CAP_EXERCISE)
            qd_poly_row(&p, &one, 1, QD_POLY_EQUAL, 0, 1, QD_POLY_NO_TAG);
    }
    if (qd_poly_settle(&p)) {
        uint32_t n = qd_captable_units(&o->table, UINT32_MAX, o->now,
                                       o->terms);
        qd_poly_end lo = qd_poly_bound(&p, o->terms, n, false);
        qd_poly_end hi = qd_poly_bound(&p, o->terms, n, true);
        if (lo.bounded && hi.bounded && hi.value - lo.value <= 1e-6)
            sum = lo.value / 2 + hi.value / 2;
    }
    qd_poly_free(&p);
    return sum;
}

static qd_str number_text(const qd_own *o, double x)
{
    char buf[QD_FIXED_ROOM];
    int places = fabs(x) < 1e4 && x != nearbyint(x) ? 3 : 0;
    return qd_arena_copy(&o->m->arena, qd_double_fixed(x, places, buf));
}

static void show_grid(struct priced *x)
{
    qd_str none = { "", 0 };
    qd_own *o = x->o;
    static const char *const titles[] = {
        "warrant", "number", "vested at least", "vested at most", "strike",
        "for cash", "net" };
    qd_table *grid = qd_table_make(&o->m->arena, "warrants shown");
    for (uint32_t i = 0; i <= NET; i++) {
        qd_column *c = qd_table_column(grid, titles[i], QD_COLUMN_TEXT, none);
        c->right = i > 0;
    }
    for (uint32_t i = 0; i < x->t->n_rows; i++) {
        qd_table_row(grid);
        for (uint32_t k = 0; k <= NET; k++) {
            const qd_cell *cell = qd_table_at(x->t, i, k);
            qd_table_text(grid, k, cell->kind == QD_CELL_TEXT ? cell->text
                : cell->kind != QD_CELL_NUMBER ? QD_STR("–")
                : number_text(o, cell->number));
        }
    }
    qd_answer_block(o->answer, QD_BLOCK_GRID)->table = grid;
}

static void say_count(struct priced *x)
{
    qd_own *o = x->o;
    if (isnan(x->units)) return;
    qd_own_text(o, qd_arena_printf(&o->m->arena, "With %.*s units, the net "
        "ones beside them make %.*s (the treasury method).",
        QD_STR_ARG(number_text(o, x->units)),
        QD_STR_ARG(number_text(o, x->units + x->net))));
    qd_table *t = qd_table_make(&o->m->arena, "treasury");
    qd_str none = { "", 0 };
    qd_table_column(t, "units", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "net", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "diluted", QD_COLUMN_NUMBER, none);
    qd_table_row(t);
    qd_table_number(t, 0, x->units);
    qd_table_number(t, 1, x->net);
    qd_table_number(t, 2, x->units + x->net);
    qd_answer_table(o->answer, t);
}

bool qd_own_warrants(qd_own *o, qd_str price)
{
    static const char *const columns[] = { "number", "vested_lo", "vested_hi",
                                           "strike", "cash", "net" };
    qd_str none = { "", 0 };
    struct priced x = { .o = o, .units = count_units(o) };
    const qd_tree *t = &o->m->tree;
    if (!qd_own_amount(o, price, &x.price)) {
        qd_refuse(o->m, qd_arena_printf(&o->m->arena, "`%.*s` for --price: "
            "write the price of a share, as 25 or 23.6956",
            QD_STR_ARG(price)));
        return false;
    }
    x.t = qd_table_make(&o->m->arena, "warrants");
    qd_table_column(x.t, "id", QD_COLUMN_TEXT, none);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        qd_table_column(x.t, columns[i], QD_COLUMN_NUMBER, none);
    for (uint32_t i = 0; i < t->dirs.n; i++)
        if (t->dirs.at[i].keyword == QD_K_warrant &&
            t->dirs.at[i].b == o->table.company &&
            !(t->dirs.at[i].flags & QD_DIR_BROKEN) &&
            qd_dir_seen(&o->asked.view, i)) add_warrant(&x, i);
    qd_own_text(o, qd_arena_printf(&o->m->arena, "With a share at %.*s, "
        "warrants and options come to:", QD_STR_ARG(price)));
    qd_answer_table(o->answer, x.t);
    show_grid(&x);
    say_count(&x);
    return true;
}
