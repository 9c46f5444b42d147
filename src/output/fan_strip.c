/* The strip below a fan: a cell for each quarter, as dark as the chance that
 * there has been a gap, with its number where that fits. */
#include "output/fan_strip.h"

#include <math.h>

#define CELL_HIGH 22.0
#define CELL_LEAST 6.0 /* narrower cells are put together */

static const qd_font small_font = { 11, false };
static const qd_font cell_font = { 10, false };

/* A cell is one of these spans of months. */
static const struct cell_size {
    uint32_t months;
    const char *word;
} cell_sizes[] = {
    { 1, "month" },    { 3, "quarter" },    { 12, "year" },
    { 60, "5 years" }, { 120, "10 years" }, { 600, "50 years" },
    { 1200, "100 years" }, { 12000, "1000 years" },
};
enum { CELL_SIZES = sizeof cell_sizes / sizeof *cell_sizes };

struct cell {
    uint32_t from, end; /* rows */
};

struct strip {
    qd_scene *s;
    qd_arena *arena;
    const qd_fan *fan;
    double from, to; /* left, right */
    const struct cell_size *size;
    QD_VEC(struct cell) cells;
};

/* The left edge of a row; that of row n is the right end. */
static double row_x(const struct strip *s, uint32_t row)
{
    return s->from + (s->to - s->from) * row / s->fan->n;
}

/* Quarters; months when there are few; more where they would be too narrow
 * to be seen. Rows without dates count as months. */
static const struct cell_size *choose_cell(const struct strip *s)
{
    uint32_t months = s->fan->months ? (uint32_t)s->fan->months : 1;
    double pixels = (s->to - s->from) / s->fan->n / months;
    uint32_t least = s->fan->n * (double)months < 12 ? 1 : 3;
    if (!s->fan->months)
        least = 1;
    const struct cell_size *size = cell_sizes;
    while (size < cell_sizes + CELL_SIZES - 1 &&
           (size->months < least || size->months < months ||
            size->months * pixels < CELL_LEAST))
        size++;
    return size;
}

static uint32_t cell_of(const struct strip *s, uint32_t row)
{
    const qd_fan_row *r = &s->fan->rows[row];
    uint32_t month = s->fan->months
                         ? (uint32_t)(r->year * 12 + r->month - 1) : row;
    return month / s->size->months;
}

static void find_cells(struct strip *s)
{
    for (uint32_t r = 0; r < s->fan->n; r++) {
        if (r == 0 || cell_of(s, r) != cell_of(s, r - 1))
            *qd_vec_add(s->arena->mem, &s->cells) = (struct cell){ .from = r };
        s->cells.at[s->cells.n - 1].end = r + 1;
    }
}

static enum qd_ink chance_ink(double chance)
{
    if (!(chance > 0))
        return QD_INK_PAPER;
    return chance < 0.1   ? QD_INK_LOW
           : chance < 0.5 ? QD_INK_HALF
           : chance < 0.9 ? QD_INK_HIGH
                          : QD_INK_BAD;
}

static qd_str value_text(const struct strip *s, double x)
{
    return qd_fan_value_text(s->arena, x, NULL);
}

static qd_str cell_title(const struct strip *s, const struct cell *c)
{
    const qd_fan_row *r = &s->fan->rows[c->end - 1];
    qd_buf b = qd_buf_make(s->arena->mem);
    qd_str chance = qd_fan_percent(s->arena, r->gap, " %");
    qd_buf_printf(&b, "by the end of %.*s: chance of a gap %.*s",
                  QD_STR_ARG(r->period), QD_STR_ARG(chance));
    if (r->drawn) {
        qd_str low = value_text(s, r->at[QD_FAN_P5]);
        qd_str high = value_text(s, r->at[QD_FAN_P95]);
        qd_str median = value_text(s, r->at[QD_FAN_MEDIAN]);
        qd_buf_printf(&b, "; position %.*s (5 – 95 %%: %.*s to %.*s)",
                      QD_STR_ARG(median), QD_STR_ARG(low), QD_STR_ARG(high));
    }
    return qd_buf_str(&b);
}

static double cell_wide(const struct strip *s, const struct cell *c)
{
    return row_x(s, c->end) - row_x(s, c->from);
}

/* Of how many cells one has a number: all, or so many that it has room
 * below them. */
static uint32_t number_every(const struct strip *s)
{
    double wide = qd_text_width(QD_STR(">99"), cell_font) + 5;
    uint32_t i = s->cells.n > 2 ? 1 : 0; /* the first may be cut */
    return (uint32_t)ceil(wide / cell_wide(s, &s->cells.at[i]));
}

/* A cell, and its number in it or, when it is one of those that have one,
 * below it. */
static void put_cell(const struct strip *s, const struct cell *c, double y,
                     bool inside, bool below)
{
    double x = row_x(s, c->from), wide = cell_wide(s, c);
    double chance = s->fan->rows[c->end - 1].gap;
    enum qd_ink ink = chance_ink(chance);
    qd_str text = qd_fan_percent(s->arena, chance, "");
    double text_wide = qd_text_width(text, cell_font);
    qd_scene_open(s->s, "cell", cell_title(s, c));
    qd_scene_rect(s->s, x + 0.5, y + 1, wide - 1, CELL_HIGH - 2, ink);
    if (inside && text_wide + 2 <= wide)
        qd_scene_text(s->s, x + wide / 2, y + 14.5, cell_font,
                      ink == QD_INK_BAD ? QD_INK_PAPER : QD_INK_TEXT,
                      QD_ANCHOR_MIDDLE, text);
    else if (below)
        qd_scene_text(s->s, x + wide / 2, y + CELL_HIGH + 12, cell_font,
                      QD_INK_SOFT, QD_ANCHOR_MIDDLE, text);
    qd_scene_close(s->s);
}

static void put_caption(const struct strip *s, double y)
{
    qd_str text = QD_STR("Chance, in %, that there has been a gap by then; "
                         "darker from 10, 50 and 90");
    if (s->fan->months)
        text = qd_arena_printf(
            s->arena, "Chance, in %%, that there has been a gap by the end of "
            "each %s; darker from 10, 50 and 90", s->size->word);
    qd_scene_text(s->s, s->from, y, small_font, QD_INK_SOFT, QD_ANCHOR_START,
                  text);
}

double qd_fan_strip(qd_scene *scene, const qd_fan *fan, double from,
                    double to, double y)
{
    struct strip s = { .s = scene, .arena = scene->arena, .fan = fan,
                       .from = from, .to = to };
    s.size = choose_cell(&s);
    find_cells(&s);
    uint32_t every = number_every(&s);
    put_caption(&s, y + 16);
    y += 24;
    qd_scene_open(scene, "strip", QD_STR("chance of a gap"));
    qd_scene_rect(scene, from, y, to - from, CELL_HIGH, QD_INK_GRID);
    for (uint32_t i = 0; i < s.cells.n; i++)
        put_cell(&s, &s.cells.at[i], y, every == 1,
                 every > 1 && i % every == every / 2);
    qd_scene_close(scene);
    return y + CELL_HIGH + (every > 1 ? 16 : 0);
}
