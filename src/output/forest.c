#include "output/forest.h"

#include <math.h>

static qd_str text_at(const qd_table *t, uint32_t row, uint32_t column)
{
    if (column >= t->columns.n)
        return QD_STR("");
    const qd_cell *c = qd_table_at(t, row, column);
    return c->kind == QD_CELL_TEXT ? c->text : QD_STR("");
}

static bool number_at(const qd_table *t, uint32_t row, uint32_t column,
                      double *out)
{
    if (column >= t->columns.n)
        return false;
    const qd_cell *c = qd_table_at(t, row, column);
    bool is = (c->kind == QD_CELL_NUMBER || c->kind == QD_CELL_BOOL) &&
              isfinite(c->number);
    *out = is ? c->number : 0;
    return is;
}

qd_piece qd_forest_piece(const qd_table *t, uint32_t row)
{
    double branch, lo_open, hi_open;
    qd_piece p = { .source = text_at(t, row, 0), .known = text_at(t, row, 1),
                   .word = text_at(t, row, 2), .state = text_at(t, row, 7),
                   .lane = text_at(t, row, 8) };
    p.has_lo = number_at(t, row, 3, &p.lo);
    p.has_hi = number_at(t, row, 5, &p.hi);
    p.lo_open = number_at(t, row, 4, &lo_open) && lo_open != 0;
    p.hi_open = number_at(t, row, 6, &hi_open) && hi_open != 0;
    p.branch = number_at(t, row, 9, &branch) && branch > 0
                   ? (uint32_t)branch : 0;
    p.stands = p.state.len == 0 || qd_str_eq(p.state, QD_STR("stands"));
    return p;
}

bool qd_forest_first(const qd_table *t, uint32_t row)
{
    return row == 0 || qd_forest_piece(t, row).branch == 0;
}

bool qd_forest_has_values(const qd_table *t)
{
    for (uint32_t r = 0; r < t->n_rows; r++) {
        qd_piece p = qd_forest_piece(t, r);
        if (p.has_lo || p.has_hi)
            return true;
    }
    return false;
}

struct reach {
    double lo, hi;
    bool any, above, below; /* a value; open above; open below */
};

static void reach_to(struct reach *r, double x)
{
    if (!isfinite(x))
        return;
    r->lo = r->any && r->lo < x ? r->lo : x;
    r->hi = r->any && r->hi > x ? r->hi : x;
    r->any = true;
}

static struct reach forest_reach(const qd_block *b)
{
    struct reach reach = { 0 };
    for (uint32_t i = 0; i < b->table->n_rows; i++) {
        qd_piece p = qd_forest_piece(b->table, i);
        if (p.has_lo)
            reach_to(&reach, p.lo);
        if (p.has_hi)
            reach_to(&reach, p.hi);
        reach.above |= p.has_lo && !p.has_hi;
        reach.below |= p.has_hi && !p.has_lo;
    }
    if (b->has_band) {
        reach_to(&reach, b->lo);
        reach_to(&reach, b->hi);
    }
    return reach;
}

/* Half of what is shown again where an end is open, and a day around a
 * single one. */
static qd_axis date_axis(struct reach r, int ticks)
{
    double width = r.hi - r.lo, day = 1.0 / 31;
    double beyond = fmax(0.5 * width, 0.5);
    if (r.above)
        r.hi += beyond;
    if (r.below)
        r.lo -= beyond;
    if (width < 3 * day) {
        r.lo -= day;
        r.hi += day;
    }
    return qd_axis_make_dates(r.lo, r.hi, ticks);
}

qd_axis qd_forest_axis(const qd_block *b, int ticks)
{
    struct reach r = forest_reach(b);
    if (b->dates)
        return date_axis(r, ticks);
    double size = fmax(fabs(r.lo), fabs(r.hi)), width = r.hi - r.lo;
    bool positive = r.lo >= 0;
    if (size == 0)
        size = 1;
    if (r.above)
        r.hi += fmax(0.5 * width, 0.4 * size);
    if (r.below)
        r.lo -= fmax(0.5 * width, 0.4 * size);
    if (width < 0.1 * size) { /* a point: show what lies around it */
        r.lo -= 0.15 * size;
        r.hi += r.above ? 0 : 0.15 * size;
    }
    if (positive && (r.lo < 0.4 * r.hi || r.lo < 0))
        r.lo = 0; /* zero in sight tells how large things are */
    return qd_axis_make(r.lo, r.hi, ticks);
}
