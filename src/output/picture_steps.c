/* Stakes from event to event: a lane for each holder, in it the bounds of its
 * stake as a pale band of steps, where it likely lies as a darker one with the
 * median, events numbered on top with their key below.
 *
 *                 (1)      (2)     (3)
 *   Microsoft  |#######|########|.........|  26.5 %  26.0 – 27.0
 *   Amazon     |       |        |.........|   2.0 %
 */
#include <math.h>

#include "base/number.h"
#include "output/picture.h"

#define LANE_HIGH 46.0
#define LANE_GAP 14.0
#define MARK 8.0
#define NAME_STEP 15.0

static const qd_font name_font = { 13, true };
static const qd_font small_font = { 11, false };
static const qd_font bold_font = { 11, true };
static const qd_font mark_font = { 10, true };

struct lane {
    qd_str holder;
    uint32_t first, n;   /* rows */
    double most;         /* of its scale: bounds of what may happen can be
                            all, so there it is what is likely */
    double high;         /* of its place, with its name */
};

struct steps {
    qd_scene *s;
    qd_arena *arena;
    const qd_block *block;
    const qd_table *t;
    uint32_t n_steps;
    double from, to;     /* of the plot */
    QD_VEC(struct lane) lanes;
};

static double number(const qd_table *t, uint32_t row, uint32_t column)
{
    return qd_table_at(t, row, column)->number;
}

/* The 5, 50 and 95 % points, where they are known. */
enum { P5 = 5, P50, P95 };

static bool is_likely(const struct steps *p, uint32_t row)
{
    return p->t->columns.n > P95 &&
           qd_table_at(p->t, row, P50)->kind == QD_CELL_NUMBER;
}

static bool is_what_if(const struct steps *p, uint32_t row)
{
    return number(p->t, row, 4) != 0;
}

/* How high a step reaches in its lane. */
static double reach(const struct steps *p, uint32_t row)
{
    bool likely = is_what_if(p, row) && is_likely(p, row);
    return number(p->t, row, likely ? P95 : 3);
}

static void find_lanes(struct steps *p)
{
    for (uint32_t i = 0; i < p->t->n_rows; i++) {
        qd_str holder = qd_table_at(p->t, i, 0)->text;
        uint32_t n = p->lanes.n, step = (uint32_t)number(p->t, i, 1);
        if (n == 0 || !qd_str_eq(p->lanes.at[n - 1].holder, holder))
            *qd_vec_add(p->arena->mem, &p->lanes) =
                (struct lane){ .holder = holder, .first = i };
        struct lane *lane = &p->lanes.at[p->lanes.n - 1];
        lane->n++;
        lane->most = fmax(lane->most, reach(p, i));
        if (step + 1 > p->n_steps) p->n_steps = step + 1;
    }
}

static double step_x(const struct steps *p, uint32_t step)
{
    return p->from + (p->to - p->from) * step / p->n_steps;
}

/* The next round number: what a lane is as high as. */
static double top_of(double most)
{
    double top = 1;
    while (top < most && top < 100) top = top < 5 ? top + 1 : top + 5;
    return fmin(top, 100);
}

static qd_str share_text(const struct steps *p, double x)
{
    char buf[QD_FIXED_ROOM];
    return qd_arena_copy(p->arena, qd_double_fixed(x, x < 10 ? 2 : 1, buf));
}

/* "26.0 – 27.0", "2.00" where both ends are one. */
static qd_str between(const struct steps *p, double lo, double hi)
{
    if (hi - lo < 0.005) return share_text(p, lo);
    return qd_arena_printf(p->arena, "%.*s – %.*s",
                           QD_STR_ARG(share_text(p, lo)),
                           QD_STR_ARG(share_text(p, hi)));
}

static qd_str range_text(const struct steps *p, uint32_t row)
{
    return qd_arena_printf(p->arena, "%.*s %%", QD_STR_ARG(
        between(p, number(p->t, row, 2), number(p->t, row, 3))));
}

/* What the lane ends with: the median and its spread, else the bounds. */
static qd_str end_text(const struct steps *p, uint32_t row)
{
    if (!is_likely(p, row)) return range_text(p, row);
    return qd_arena_printf(p->arena, "%.*s %%, %.*s",
        QD_STR_ARG(share_text(p, number(p->t, row, P50))),
        QD_STR_ARG(between(p, number(p->t, row, P5),
                           number(p->t, row, P95))));
}

static qd_str title_of(const struct steps *p, const struct lane *lane,
                       uint32_t row)
{
    return qd_arena_printf(p->arena, "%.*s: %.*s%s%.*s%s",
        QD_STR_ARG(lane->holder), QD_STR_ARG(range_text(p, row)),
        is_likely(p, row) ? "; likely " : "",
        QD_STR_ARG(is_likely(p, row) ? end_text(p, row) : QD_STR("")),
        is_what_if(p, row) ? ", if it happens" : "");
}

/* One step in its lane: where it begins, how wide it is, what 1 % is. */
struct place { double x, wide, base, scale; };

/* A band, at least as thick as a line and no higher than the lane. */
static double put_band(const struct steps *p, const struct place *at,
                       double lo, double hi, enum qd_ink ink)
{
    double foot = fmin(lo * at->scale, LANE_HIGH);
    double high = fmin(fmax(hi * at->scale - foot, 3), LANE_HIGH - foot);
    high = fmax(high, 3);
    qd_scene_rect(p->s, at->x, at->base - foot - high, at->wide, high, ink);
    return at->base - foot - high;
}

static void put_line(const struct steps *p, const struct place *at, double y,
                     double width)
{
    qd_scene_line(p->s, at->x, y, at->x + at->wide, y, QD_INK_TEXT, width);
}

static void put_step(const struct steps *p, const struct lane *lane,
                     uint32_t row, double top)
{
    uint32_t step = (uint32_t)number(p->t, row, 1);
    double lo = number(p->t, row, 2), hi = number(p->t, row, 3);
    struct place at = { step_x(p, step), 0, top + LANE_HIGH,
                        LANE_HIGH / top_of(lane->most) };
    at.wide = step_x(p, step + 1) - at.x;
    if (hi <= 0) return;
    bool likely = is_likely(p, row);
    qd_scene_open(p->s, "stake", title_of(p, lane, row));
    double edge = put_band(p, &at, lo, hi, QD_INK_BAND);
    if (likely) {
        put_band(p, &at, number(p->t, row, P5), number(p->t, row, P95),
                 QD_INK_CORE);
        put_line(p, &at, at.base - number(p->t, row, P50) * at.scale, 1.6);
    } else {
        put_line(p, &at, edge, is_what_if(p, row) ? 0.8 : 1.6);
    }
    qd_scene_close(p->s);
}

static double name_width(const struct steps *p)
{
    return p->from - QD_PICTURE_MARGIN - 46;
}

static void put_lane(const struct steps *p, const struct lane *lane,
                     double top)
{
    double base = top + LANE_HIGH;
    qd_scene_paragraph(p->s, QD_PICTURE_MARGIN, top + 16, name_width(p),
                       NAME_STEP, name_font, QD_INK_TEXT, QD_ANCHOR_START,
                       lane->holder);
    qd_scene_text(p->s, p->from - 6, top + 9, small_font, QD_INK_SOFT,
                  QD_ANCHOR_END, qd_arena_printf(p->arena, "%d %%",
                  (int)top_of(lane->most)));
    qd_scene_text(p->s, p->from - 6, base, small_font, QD_INK_SOFT,
                  QD_ANCHOR_END, QD_STR("0"));
    for (uint32_t i = 0; i < lane->n; i++)
        put_step(p, lane, lane->first + i, top);
    qd_scene_open(p->s, "axis", lane->holder);
    qd_scene_line(p->s, p->from, base, p->to, base, QD_INK_TEXT, 1);
    qd_scene_close(p->s);
    qd_scene_text(p->s, p->to + 10, base - LANE_HIGH / 2 + 4, bold_font,
                  QD_INK_TEXT, QD_ANCHOR_START,
                  end_text(p, lane->first + lane->n - 1));
}

/* ---- Events */

static bool has_mark(const struct steps *p, uint32_t step)
{
    const qd_table *m = p->block->marks;
    for (uint32_t i = 0; m && i < m->n_rows; i++)
        if ((uint32_t)number(m, i, 0) == step) return true;
    return false;
}

/* Where they would touch, some are left out: the key has them all. */
static void put_marks(const struct steps *p, double y, double bottom)
{
    double last = -1000;
    for (uint32_t step = 1; step < p->n_steps; step++) {
        double x = step_x(p, step);
        if (!has_mark(p, step) || x - last < 3.5 * MARK) continue;
        last = x;
        qd_str text = qd_arena_printf(p->arena, "%u", step);
        qd_scene_open(p->s, "event", text);
        qd_scene_line(p->s, x, y + MARK, x, bottom, QD_INK_GRID, 1);
        qd_scene_dot(p->s, x, y, MARK, QD_INK_TEXT, true);
        qd_scene_close(p->s);
        qd_scene_text(p->s, x, y + 3.5, mark_font, QD_INK_TEXT,
                      QD_ANCHOR_MIDDLE, text);
    }
}

static double put_key(const struct steps *p, double y)
{
    const qd_table *m = p->block->marks;
    double width = QD_PICTURE_WIDTH - 2 * QD_PICTURE_MARGIN - 24;
    for (uint32_t i = 0; m && i < m->n_rows; i++) {
        qd_str number_text = qd_arena_printf(p->arena, "%u",
            (uint32_t)number(m, i, 0));
        qd_scene_text(p->s, QD_PICTURE_MARGIN, y, bold_font, QD_INK_TEXT,
                      QD_ANCHOR_START, number_text);
        y += 16 * qd_scene_paragraph(p->s, QD_PICTURE_MARGIN + 24, y, width,
                                     16, small_font, QD_INK_TEXT,
                                     QD_ANCHOR_START,
                                     qd_table_at(m, i, 1)->text);
    }
    return y;
}

static const qd_block *first_block(const qd_answer *a)
{
    uint32_t i = 0;
    while (a->blocks.at[i].kind != QD_BLOCK_STEPS) i++;
    return &a->blocks.at[i];
}

static void measure(struct steps *p)
{
    double left = 0, right = 0;
    for (uint32_t i = 0; i < p->lanes.n; i++) {
        const struct lane *l = &p->lanes.at[i];
        qd_str last = end_text(p, l->first + l->n - 1);
        left = fmax(left, qd_text_width(l->holder, name_font));
        right = fmax(right, qd_text_width(last, bold_font));
    }
    p->from = QD_PICTURE_MARGIN + fmin(left, 200) + 52;
    p->to = QD_PICTURE_WIDTH - QD_PICTURE_MARGIN - right - 12;
    for (uint32_t i = 0; i < p->lanes.n; i++) {
        struct lane *l = &p->lanes.at[i];
        qd_scene_lines lines = qd_scene_wrap(p->arena, l->holder, name_font,
                                             name_width(p));
        l->high = fmax(LANE_HIGH, NAME_STEP * lines.n + 6) + LANE_GAP;
    }
}

qd_picture qd_picture_steps(const qd_answer *a)
{
    const qd_block *b = first_block(a);
    qd_picture p = { .scene = qd_scene_make(a->arena, QD_PICTURE_WIDTH),
                     .title = b->text, .description = b->detail };
    struct steps s = { .s = p.scene, .arena = a->arena, .block = b,
                       .t = b->table };
    find_lanes(&s);
    double y = qd_picture_head(&p, b->detail, QD_STR(
        "Pale: the least and the most that all lines together allow. Dark: "
        "nine in ten paths, with the median. Numbered: events."));
    measure(&s);
    double marks = y + 14, top = y + 34;
    double bottom = top - LANE_GAP;
    for (uint32_t i = 0; i < s.lanes.n; i++) bottom += s.lanes.at[i].high;
    put_marks(&s, marks, bottom);
    for (uint32_t i = 0; i < s.lanes.n; i++) {
        put_lane(&s, &s.lanes.at[i], top);
        top += s.lanes.at[i].high;
    }
    qd_picture_foot(&p, a, put_key(&s, bottom + 26));
    return p;
}
