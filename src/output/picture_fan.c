/* A position over time: bands of half and nine in ten of the futures with
 * the median, zero as a heavy line, raises as numbered marks, and below it
 * the chance that there has been a gap.
 *
 *   bn USD          (1)  (2)
 *    200 |    ______/ \___                      5 % end above 12.0
 *      0 |===/==============\=============     25 % end above −60.0
 *   −200 |                   \____            median −254
 *         2026   2027   2028
 *        [ 0 | 0 | 1 | 3 | 8 | 15 | ... ]
 *
 * The labels stand at the right end of their lines, pushed apart where they
 * would touch. All widths are measured first. */
#include <math.h>

#include "base/number.h"
#include "output/fan_strip.h"
#include "output/picture.h"

#define PLOT_HIGH 300.0
#define LEADING 15.0
#define LABEL_STEP 16.0 /* between the labels at the right end */
#define LEADER 22.0     /* from the lines to their labels */
#define POINTS_MOST 480u
#define MARK 8.0        /* radius of a numbered mark */
#define LANE 20.0       /* height of a line of marks */
#define LETTER 7.0      /* width of a digit in small_font */

static const qd_font name_font = { 13, true };
static const qd_font small_font = { 11, false };
static const qd_font bold_font = { 11, true };
static const qd_font mark_font = { 10, true };

struct point {
    double x, at[QD_FAN_LINES];
    bool starts; /* not joined to the point before it */
};

struct mark {
    uint32_t row, number;
    qd_str text;
    double x; /* of its circle */
};

struct panel {
    qd_scene *s;
    qd_arena *arena;
    qd_fan fan;
    qd_axis axis;
    double from, to, top, bottom; /* of the plot */
    QD_VEC(struct point) points;
    QD_VEC(struct mark) marks;
    uint32_t n_marks, lanes;      /* numbered marks; lines of them */
    qd_str ends[QD_FAN_LINES];    /* the labels on the right */
};

/* The left edge of a period; that of period n is the right end. */
static double row_x(const struct panel *p, uint32_t row)
{
    return p->from + (p->to - p->from) * row / p->fan.n;
}

/* Where the position of a period stands: at its end. */
static double end_x(const struct panel *p, uint32_t row)
{
    return row_x(p, row + 1);
}

static double value_y(const struct panel *p, double x)
{
    return p->bottom - qd_axis_place(&p->axis, x) * (p->bottom - p->top);
}

static const qd_fan_row *last_drawn(const qd_fan *fan)
{
    uint32_t r = fan->n - 1;
    while (!fan->rows[r].drawn)
        r--;
    return &fan->rows[r];
}

static void find_ends(struct panel *p)
{
    static const char *const words[QD_FAN_LINES] = {
        "5 % end below", "25 % end below", "median", "25 % end above",
        "5 % end above" };
    const qd_fan_row *last = last_drawn(&p->fan);
    for (int k = 0; k < QD_FAN_LINES; k++) {
        qd_str text = qd_fan_value_text(p->arena, last->at[k], NULL);
        p->ends[k] = qd_arena_printf(p->arena, "%s %.*s", words[k],
                                     QD_STR_ARG(text));
    }
}

static double widest_end(const struct panel *p)
{
    double wide = 0;
    for (int k = 0; k < QD_FAN_LINES; k++)
        wide = fmax(wide, qd_text_width(p->ends[k], bold_font));
    return wide;
}

static qd_str tick_text(const struct panel *p, int i)
{
    return qd_fan_tick_text(p->arena, qd_axis_tick(&p->axis, i), NULL);
}

static void measure(struct panel *p)
{
    double left = 0;
    p->axis = qd_axis_make(p->fan.lo, p->fan.hi, 6);
    for (int i = 0; i < p->axis.ticks; i++)
        left = fmax(left, qd_text_width(tick_text(p, i), bold_font));
    find_ends(p);
    p->from = QD_PICTURE_MARGIN + left + 10;
    p->to = QD_PICTURE_WIDTH - QD_PICTURE_MARGIN - LEADER - widest_end(p);
}

static struct point *add_point(struct panel *p, double x, bool starts)
{
    struct point *point = qd_vec_add(p->arena->mem, &p->points);
    *point = (struct point){ .x = x, .starts = starts };
    return point;
}

/* Without an opening balance, or after a hole, the figures of a period hold
 * for all of it. */
static void start_run(struct panel *p, uint32_t row, const qd_fan_row *r)
{
    const qd_block *b = p->fan.block;
    struct point *point = add_point(p, row_x(p, row), true);
    bool opens = row == 0 && b->has_opening && isfinite(b->opening);
    for (int k = 0; k < QD_FAN_LINES; k++)
        point->at[k] = opens ? b->opening : r->at[k];
}

static void find_points(struct panel *p)
{
    uint32_t n = p->fan.n < POINTS_MOST ? p->fan.n : POINTS_MOST, next = 0;
    bool joined = false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t row = qd_fan_row_at(&p->fan, i, n);
        const qd_fan_row *r = &p->fan.rows[row];
        if (r->drawn && !joined)
            start_run(p, next, r);
        if (r->drawn)
            memcpy(add_point(p, end_x(p, row), false)->at, r->at,
                   sizeof r->at);
        joined = r->drawn;
        next = row + 1;
    }
}

static void add_number(qd_buf *b, char before, double x)
{
    char buf[QD_FIXED_ROOM];
    qd_buf_char(b, before);
    qd_buf_add(b, qd_double_fixed(x, 1, buf));
}

static void add_place(const struct panel *p, qd_buf *b, char before,
                      const struct point *point, int line)
{
    add_number(b, before, point->x);
    add_number(b, ' ', value_y(p, point->at[line]));
}

/* The first point after i that is not joined to it. */
static uint32_t run_end(const struct panel *p, uint32_t i)
{
    do
        i++;
    while (i < p->points.n && !p->points.at[i].starts);
    return i;
}

static void put_band(const struct panel *p, int low, int high,
                     enum qd_ink ink)
{
    for (uint32_t from = 0, end; from < p->points.n; from = end) {
        qd_buf b = qd_buf_make(p->arena->mem);
        end = run_end(p, from);
        for (uint32_t i = from; i < end; i++)
            add_place(p, &b, i == from ? 'M' : 'L', &p->points.at[i], high);
        for (uint32_t i = end; i-- > from;)
            add_place(p, &b, 'L', &p->points.at[i], low);
        qd_buf_char(&b, 'Z');
        qd_scene_path(p->s, qd_buf_str(&b), ink, QD_INK_NONE, 0);
    }
}

static void put_median(const struct panel *p)
{
    for (uint32_t from = 0, end; from < p->points.n; from = end) {
        qd_buf b = qd_buf_make(p->arena->mem);
        end = run_end(p, from);
        for (uint32_t i = from; i < end; i++)
            add_place(p, &b, i == from ? 'M' : 'L', &p->points.at[i],
                      QD_FAN_MEDIAN);
        qd_scene_path(p->s, qd_buf_str(&b), QD_INK_NONE, QD_INK_TEXT, 2);
    }
}

static void put_lines(const struct panel *p)
{
    qd_scene_open(p->s, "wide", QD_STR("5 – 95 %: nine in ten futures"));
    put_band(p, QD_FAN_P5, QD_FAN_P95, QD_INK_BAND);
    qd_scene_close(p->s);
    qd_scene_open(p->s, "half", QD_STR("25 – 75 %: half of the futures"));
    put_band(p, QD_FAN_P25, QD_FAN_P75, QD_INK_CORE);
    qd_scene_close(p->s);
    qd_scene_open(p->s, "median", p->ends[QD_FAN_MEDIAN]);
    put_median(p);
    qd_scene_close(p->s);
}

/* Grid and labels of the values; zero stands out. */
static void put_values(const struct panel *p)
{
    qd_scene_open(p->s, "axis", p->fan.block->unit);
    for (int i = 0; i < p->axis.ticks; i++) {
        double tick = qd_axis_tick(&p->axis, i), y = value_y(p, tick);
        if (tick != 0)
            qd_scene_line(p->s, p->from, y, p->to, y, QD_INK_GRID, 1);
        qd_scene_text(p->s, p->from - 8, y + 4,
                      tick != 0 ? small_font : bold_font,
                      tick != 0 ? QD_INK_SOFT : QD_INK_TEXT, QD_ANCHOR_END,
                      tick_text(p, i));
    }
    qd_scene_close(p->s);
}

static void put_zero(const struct panel *p)
{
    double y = value_y(p, 0);
    qd_scene_open(p->s, "zero", QD_STR("zero: below it lies the gap"));
    qd_scene_line(p->s, p->from, y, p->to, y, QD_INK_TEXT, 2.5);
    qd_scene_close(p->s);
}

static void put_times(const struct panel *p)
{
    double letters = (p->to - p->from) / p->fan.n / LETTER, taken = 0;
    qd_fan_ticks ticks = qd_fan_times(p->arena, &p->fan, letters);
    qd_scene_open(p->s, "times", QD_STR("time"));
    for (uint32_t i = 0; i < ticks.n; i++) {
        const qd_fan_tick *t = &ticks.at[i];
        double x = row_x(p, t->row);
        double wide = qd_text_width(t->label, small_font);
        if (x < taken || x + 4 + wide > QD_PICTURE_WIDTH)
            continue;
        qd_scene_line(p->s, x, p->top, x, p->bottom + 18, QD_INK_GRID, 1);
        qd_scene_text(p->s, x + 4, p->bottom + 16, small_font, QD_INK_SOFT,
                      QD_ANCHOR_START, t->label);
        taken = x + 4 + wide;
    }
    qd_scene_close(p->s);
}

/* Where the labels on the right stand: the median at its line, the others
 * beside theirs but at a distance from each other, all within the plot. */
static void place_ends(const struct panel *p, double *y)
{
    const qd_fan_row *last = last_drawn(&p->fan);
    for (int k = 0; k < QD_FAN_LINES; k++)
        y[k] = value_y(p, last->at[k]);
    for (int k = QD_FAN_MEDIAN - 1; k >= 0; k--)
        y[k] = fmax(y[k], y[k + 1] + LABEL_STEP);
    for (int k = QD_FAN_MEDIAN + 1; k < QD_FAN_LINES; k++)
        y[k] = fmin(y[k], y[k - 1] - LABEL_STEP);
    for (int k = 0; k < QD_FAN_LINES; k++)
        y[k] = fmin(y[k], k ? y[k - 1] - LABEL_STEP : p->bottom);
    for (int k = QD_FAN_LINES - 1; k >= 0; k--)
        y[k] = fmax(y[k], k < QD_FAN_LINES - 1 ? y[k + 1] + LABEL_STEP
                                               : p->top);
}

static void put_ends(const struct panel *p)
{
    const qd_fan_row *last = last_drawn(&p->fan);
    double y[QD_FAN_LINES], x = end_x(p, (uint32_t)(last - p->fan.rows));
    bool certain = last->at[QD_FAN_P5] >= last->at[QD_FAN_P95];
    place_ends(p, y);
    for (int k = 0; k < QD_FAN_LINES; k++) {
        bool median = k == QD_FAN_MEDIAN;
        if (certain && !median)
            continue;
        qd_scene_open(p->s, "end", p->ends[k]);
        qd_scene_line(p->s, x, value_y(p, last->at[k]), p->to + LEADER - 4,
                      y[k], median ? QD_INK_TEXT : QD_INK_GONE, 0.75);
        qd_scene_text(p->s, p->to + LEADER, y[k] + 4,
                      median ? bold_font : small_font, QD_INK_TEXT,
                      QD_ANCHOR_START, p->ends[k]);
        qd_scene_close(p->s);
    }
}

static bool read_mark(const struct panel *p, uint32_t row, struct mark *mark)
{
    const qd_table *t = p->fan.block->marks;
    const qd_cell *at = qd_table_at(t, row, 0);
    const qd_cell *text = qd_table_at(t, row, 1);
    if (at->kind != QD_CELL_NUMBER || !(at->number >= 0) ||
        at->number >= p->fan.n)
        return false;
    *mark = (struct mark){ .row = (uint32_t)at->number, .text = text->text };
    return true;
}

/* All raises by time; those of one row have one number. */
static void find_marks(struct panel *p)
{
    const qd_table *t = p->fan.block->marks;
    for (uint32_t r = 0; t && t->columns.n >= 2 && r < t->n_rows; r++) {
        struct mark mark;
        if (!read_mark(p, r, &mark))
            continue;
        uint32_t i = p->marks.n;
        qd_vec_add(p->arena->mem, &p->marks);
        for (; i > 0 && p->marks.at[i - 1].row > mark.row; i--)
            p->marks.at[i] = p->marks.at[i - 1];
        p->marks.at[i] = mark;
    }
    for (uint32_t i = 0; i < p->marks.n; i++) {
        struct mark *mark = &p->marks.at[i];
        p->n_marks += i == 0 || mark[-1].row != mark->row;
        mark->number = p->n_marks;
    }
}

static double mark_step(const struct panel *p)
{
    double digits = p->n_marks > 99 ? 4 : 2;
    return fmax(2 * MARK + 3, digits * LETTER + 2);
}

/* Circles of a lane are pushed apart, to the right and then back. */
static void place_lane(struct panel *p, uint32_t lane)
{
    double step = mark_step(p), least = p->from + MARK, most = p->to - MARK;
    for (uint32_t i = 0; i < p->marks.n; i++) {
        struct mark *m = &p->marks.at[i];
        if ((m->number - 1) % p->lanes != lane)
            continue;
        m->x = fmax(least, end_x(p, m->row));
        bool last = i + 1 == p->marks.n || m[1].number != m->number;
        least = last ? m->x + step : least;
    }
    for (uint32_t i = p->marks.n; i-- > 0;) {
        struct mark *m = &p->marks.at[i];
        if ((m->number - 1) % p->lanes != lane)
            continue;
        m->x = fmin(m->x, most);
        bool first = i == 0 || m[-1].number != m->number;
        most = first ? m->x - step : most;
    }
}

static void count_lanes(struct panel *p)
{
    double room = floor((p->to - p->from - 2 * MARK) / mark_step(p));
    p->lanes = (uint32_t)ceil(p->n_marks / fmax(1, room));
}

/* From the circle down to the median of the period of the raise. */
static void put_mark(const struct panel *p, const struct mark *m, qd_str text)
{
    const qd_fan_row *row = &p->fan.rows[m->row];
    double x = end_x(p, m->row);
    double y = p->top - 14 - LANE * ((m->number - 1) % p->lanes);
    double to = value_y(p, row->drawn ? row->at[QD_FAN_MEDIAN] : 0);
    qd_scene_open(p->s, "mark", text);
    qd_scene_line(p->s, m->x, y + MARK, x, p->top, QD_INK_SOFT, 1);
    qd_scene_line(p->s, x, p->top, x, to, QD_INK_SOFT, 1);
    qd_scene_dot(p->s, m->x, y, MARK, QD_INK_TEXT, true);
    qd_scene_text(p->s, m->x, y + 3.5, mark_font, QD_INK_TEXT,
                  QD_ANCHOR_MIDDLE,
                  qd_arena_printf(p->arena, "%u", (unsigned)m->number));
    qd_scene_close(p->s);
}

/* "2027-03: one; another", of the mark i and those with its number; returns
 * the mark after them. */
static uint32_t mark_words(const struct panel *p, uint32_t i, qd_str *out)
{
    const struct mark *first = &p->marks.at[i];
    qd_buf b = qd_buf_make(p->arena->mem);
    if (p->fan.rows[first->row].period.len)
        qd_buf_printf(&b, "%.*s:",
                      QD_STR_ARG(p->fan.rows[first->row].period));
    for (; i < p->marks.n && p->marks.at[i].number == first->number; i++)
        qd_buf_printf(&b, "%s %.*s", &p->marks.at[i] == first ? "" : ";",
                      QD_STR_ARG(p->marks.at[i].text));
    *out = qd_buf_str(&b);
    return i;
}

static void put_marks(struct panel *p)
{
    for (uint32_t lane = 0; lane < p->lanes; lane++)
        place_lane(p, lane);
    for (uint32_t i = 0; i < p->marks.n;) {
        qd_str words;
        uint32_t next = mark_words(p, i, &words);
        put_mark(p, &p->marks.at[i], words);
        i = next;
    }
}

/* What the numbers mean, in two columns when there are many. */
static double put_key(const struct panel *p, double y)
{
    uint32_t columns = p->n_marks > 3 ? 2 : 1, k = 0;
    double wide = (QD_PICTURE_WIDTH - 2 * QD_PICTURE_MARGIN) / columns;
    double high = 0, number = p->n_marks > 99 ? 36 : 22;
    y += p->n_marks ? 12 : 0;
    for (uint32_t i = 0; i < p->marks.n; k++) {
        double x = QD_PICTURE_MARGIN + wide * (k % columns);
        qd_str words, text = qd_arena_printf(
            p->arena, "%u", (unsigned)p->marks.at[i].number);
        i = mark_words(p, i, &words);
        qd_scene_text(p->s, x, y + 11, bold_font, QD_INK_TEXT,
                      QD_ANCHOR_START, text);
        double lines = qd_scene_paragraph(
            p->s, x + number, y + 11, wide - number - 16, LEADING, small_font,
            QD_INK_TEXT, QD_ANCHOR_START, words);
        high = fmax(high, lines * LEADING + 2);
        if (k % columns == columns - 1 || i == p->marks.n) {
            y += high;
            high = 0;
        }
    }
    return y;
}

static double put_plot(struct panel *p, double y)
{
    measure(p);
    find_marks(p);
    count_lanes(p);
    double lines = qd_scene_paragraph(
        p->s, QD_PICTURE_MARGIN, y + 8, QD_PICTURE_WIDTH / 2, LEADING,
        small_font, QD_INK_SOFT, QD_ANCHOR_START, p->fan.block->unit);
    p->top = y + LEADING * lines + 12 + LANE * p->lanes;
    p->bottom = p->top + PLOT_HIGH;
    find_points(p);
    put_times(p);
    put_values(p);
    put_lines(p);
    put_zero(p);
    put_marks(p);
    put_ends(p);
    y = p->bottom + 24;
    if (p->fan.has_gap)
        y = qd_fan_strip(p->s, &p->fan, p->from, p->to, y);
    return put_key(p, y);
}

/* Name and basis of a panel that is one of several. */
static double put_name(const struct panel *p, double y)
{
    double wide = QD_PICTURE_WIDTH - 2 * QD_PICTURE_MARGIN;
    y += 32;
    y += 18 * qd_scene_paragraph(p->s, QD_PICTURE_MARGIN, y, wide, 18,
                                 name_font, QD_INK_TEXT, QD_ANCHOR_START,
                                 p->fan.block->text);
    y += LEADING * qd_scene_paragraph(p->s, QD_PICTURE_MARGIN, y, wide,
                                      LEADING, small_font, QD_INK_SOFT,
                                      QD_ANCHOR_START, p->fan.block->detail);
    return y;
}

static double put_panel(const qd_answer *a, qd_scene *s, const qd_block *b,
                        bool one, double y)
{
    struct panel p = { .s = s, .arena = a->arena,
                       .fan = qd_fan_read(a->arena, b) };
    if (!one)
        y = put_name(&p, y);
    if (p.fan.any)
        return put_plot(&p, y + 6);
    y += 8;
    qd_scene_text(s, QD_PICTURE_MARGIN, y, small_font, QD_INK_SOFT,
                  QD_ANCHOR_START,
                  QD_STR("No period has a figure to draw."));
    return y + 6;
}

static qd_str head_text(const qd_answer *a)
{
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == QD_BLOCK_HEAD)
            return a->blocks.at[i].text;
    return a->model_title;
}

/* The finding of the only block is that of the picture. */
static const qd_block *only_fan(const qd_answer *a)
{
    const qd_block *only = NULL;
    for (uint32_t i = 0; i < a->blocks.n; i++) {
        if (a->blocks.at[i].kind != QD_BLOCK_FAN)
            continue;
        if (only)
            return NULL;
        only = &a->blocks.at[i];
    }
    return only;
}

static qd_str legend(const qd_answer *a)
{
    bool marks = false;
    for (uint32_t i = 0; i < a->blocks.n; i++)
        marks |= a->blocks.at[i].kind == QD_BLOCK_FAN &&
                 a->blocks.at[i].marks && a->blocks.at[i].marks->n_rows;
    return qd_arena_printf(
        a->arena, "Line: the median of each period. Dark band: half of all "
        "futures, light band: nine in ten. What lies below the heavy line is "
        "missing.%s", marks ? " Numbered: money raised." : "");
}

qd_picture qd_picture_fan(const qd_answer *a)
{
    const qd_block *only = only_fan(a);
    qd_str head = head_text(a);
    qd_picture p = { .scene = qd_scene_make(a->arena, QD_PICTURE_WIDTH),
                     .title = head, .description = head };
    if (only && only->text.len)
        p.title = only->text;
    if (only && only->detail.len)
        p.description = only->detail;
    double y = qd_picture_head(
        &p, p.description.at == p.title.at ? QD_STR("") : p.description,
        legend(a));
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == QD_BLOCK_FAN)
            y = put_panel(a, p.scene, &a->blocks.at[i], only != NULL, y);
    qd_picture_foot(&p, a, y);
    return p;
}
