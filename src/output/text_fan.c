/* A position over time, in characters.
 *
 *    200 ┤    ▒▒░░                     │ █ median
 *        │▒▒████▒▒▒▒░░                 │ ▒ 25 – 75 %
 *      0 ┤━━░░▒▒████▒▒▒▒░░━━━━━━━━━━━━━│ ░ 5 – 95 %
 *        │      ░░▒▒████▒▒▒▒░░         │
 *         2026    2027    2028
 * P(gap)  0%      15%     68%            by year end
 *
 * Zero lies on a row of its own, and so does every label. A column shows the
 * last of the periods that begin in it. */
#include <math.h>

#include "base/utf8.h"
#include "output/fan.h"
#include "output/text_screen.h"

#define INDENT 2u
#define LEFT_LEAST 8u   /* "P(gap)  " */
#define PLOT_MOST 48u
#define PLOT_BESIDE 24u /* with fewer columns the legend goes below */
#define LEGEND 16u      /* its columns, with the edge before it */
#define ROWS_MOST 13

/* Row i, from the top, is at (top - i) * label / per_label. */
struct rows {
    int top, n;     /* rows above zero; all rows */
    int per_label;  /* rows from label to label */
    double label;   /* value from label to label */
};

struct column {
    int at[QD_FAN_LINES]; /* the row of each line */
    bool drawn;
};

struct fan {
    qd_screen *s;
    qd_fan data;
    struct rows rows;
    size_t left, plot; /* columns left of the plot, of the plot */
    bool beside;       /* the legend stands right of the plot */
    struct column *columns;
};

static double row_step(const struct rows *r)
{
    return r->label / r->per_label;
}

static struct rows make_rows(const qd_fan *fan, double label, int per_label)
{
    struct rows r = { .per_label = per_label, .label = label };
    double top = rint(fan->hi / row_step(&r));
    double below = rint(-fan->lo / row_step(&r));
    if (top + below + 1 > ROWS_MOST)
        return r;
    r.top = (int)top;
    r.n = (int)(top + below) + 1;
    return r;
}

/* Of round steps from label to label with a few rows between them, the one
 * that fills the height best and leaves three labels. */
static struct rows choose_rows(const qd_fan *fan)
{
    static const double steps[] = { 1, 2, 5 };
    struct rows best = { 0 };
    double power = floor(log10((fan->hi - fan->lo) / ROWS_MOST));
    for (int i = 0; i < 9; i++) {
        double label = pow(10, power + i / 3) * steps[i % 3];
        for (int per_label = 2; per_label <= 6; per_label++) {
            struct rows r = make_rows(fan, label, per_label);
            int labels = r.top / per_label + 1 + (r.n - 1 - r.top) / per_label;
            if (r.n > best.n && labels >= 3)
                best = r;
        }
    }
    return best;
}

static int row_of(const struct rows *r, double x)
{
    int row = (int)lround(r->top - x / row_step(r));
    return row < 0 ? 0 : row >= r->n ? r->n - 1 : row;
}

static bool has_label(const struct rows *r, int row)
{
    return (r->top - row) % r->per_label == 0;
}

static qd_str label_text(const struct fan *f, int row)
{
    double x = (double)((f->rows.top - row) / f->rows.per_label);
    return qd_fan_tick_text(f->s->arena, x * f->rows.label, &f->s->style);
}

/* Columns for the periods out of at most `most`: as many for each period or,
 * where there are more periods, for each year, unless much is left over. */
static size_t plot_columns(const qd_fan *fan, size_t most)
{
    if (fan->n <= most / 3)
        return most / fan->n * fan->n;
    uint32_t year = fan->months ? (uint32_t)(12 / fan->months) : 1;
    size_t each = most * year / fan->n;
    size_t columns = (each * fan->n + year - 1) / year;
    return columns > most || columns < most * 3 / 4 ? most : columns;
}

static void measure(struct fan *f)
{
    f->rows = choose_rows(&f->data);
    size_t wide = 0;
    for (int i = 0; i < f->rows.n; i++) {
        size_t n = has_label(&f->rows, i)
                       ? qd_utf8_columns(label_text(f, i)) : 0;
        wide = n > wide ? n : wide;
    }
    f->left = wide + 2 > LEFT_LEAST ? wide + 2 : LEFT_LEAST;
    size_t room = f->s->width - f->left;
    f->beside = room >= PLOT_BESIDE + LEGEND;
    room -= f->beside ? LEGEND : 0;
    f->plot = plot_columns(&f->data, room < PLOT_MOST ? room : PLOT_MOST);
}

static void find_columns(struct fan *f)
{
    f->columns = qd_arena_alloc(f->s->arena, f->plot * sizeof *f->columns);
    for (size_t i = 0; i < f->plot; i++) {
        uint32_t r = qd_fan_row_at(&f->data, (uint32_t)i, (uint32_t)f->plot);
        struct column *c = &f->columns[i];
        c->drawn = f->data.rows[r].drawn;
        for (int k = 0; k < QD_FAN_LINES; k++)
            c->at[k] = c->drawn ? row_of(&f->rows, f->data.rows[r].at[k]) : 0;
    }
}

/* What stands in a cell: a glyph, or QD_GLYPH_COUNT for nothing. */
static enum qd_glyph cell_glyph(const struct fan *f, size_t column, int row)
{
    const struct column *c = &f->columns[column];
    if (c->drawn && row == c->at[QD_FAN_MEDIAN])
        return QD_GLYPH_MEDIAN;
    if (c->drawn && row >= c->at[QD_FAN_P75] && row <= c->at[QD_FAN_P25])
        return QD_GLYPH_HALF;
    if (c->drawn && row >= c->at[QD_FAN_P95] && row <= c->at[QD_FAN_P5])
        return QD_GLYPH_WIDE;
    return row == f->rows.top ? QD_GLYPH_ZERO : QD_GLYPH_COUNT;
}

/* The cells of a row, those alike in one piece; below zero is the gap. */
static void put_cells(struct fan *f, int row)
{
    enum qd_tone tone = row > f->rows.top ? QD_TONE_BAD : QD_TONE_PLAIN;
    for (size_t i = 0; i < f->plot;) {
        enum qd_glyph glyph = cell_glyph(f, i, row);
        qd_buf run = qd_buf_make(f->s->arena->mem);
        size_t from = i;
        for (; i < f->plot && cell_glyph(f, i, row) == glyph; i++)
            if (glyph != QD_GLYPH_COUNT)
                qd_buf_add(&run, qd_screen_glyph(f->s, glyph));
        if (glyph == QD_GLYPH_COUNT)
            qd_screen_space(f->s, i - from);
        else
            qd_screen_put(f->s, tone, qd_buf_str(&run));
    }
}

static const struct legend {
    enum qd_glyph glyph;
    const char *text;
} legends[] = {
    { QD_GLYPH_MEDIAN, "median" },
    { QD_GLYPH_HALF, "25 – 75 %" },
    { QD_GLYPH_WIDE, " 5 – 95 %" },
};
enum { LEGENDS = sizeof legends / sizeof *legends };

static qd_str legend_text(const struct fan *f, int i)
{
    qd_str words = qd_screen_text(f->s, qd_str_c(legends[i].text));
    qd_str sign = qd_screen_glyph(f->s, legends[i].glyph);
    return qd_arena_printf(f->s->arena, "%.*s %.*s", QD_STR_ARG(sign),
                           QD_STR_ARG(words));
}

/* Right of a row: the legend, then the unit. */
static void put_beside(struct fan *f, int row, qd_lines unit)
{
    qd_screen_put(f->s, QD_TONE_FAINT, qd_screen_glyph(f->s, QD_GLYPH_EDGE));
    qd_screen_space(f->s, 1);
    if (row < LEGENDS)
        qd_screen_put(f->s, QD_TONE_PLAIN, legend_text(f, row));
    else if ((uint32_t)(row - LEGENDS) < unit.n)
        qd_screen_put(f->s, QD_TONE_FAINT, unit.at[row - LEGENDS]);
}

static void put_row(struct fan *f, int row, qd_lines unit)
{
    bool labelled = has_label(&f->rows, row);
    qd_str label = labelled ? label_text(f, row) : QD_STR("");
    qd_screen_space(f->s, f->left - 2 - qd_utf8_columns(label));
    qd_screen_put(f->s, QD_TONE_FAINT, label);
    qd_screen_space(f->s, 1);
    qd_screen_put(f->s, QD_TONE_FAINT, qd_screen_glyph(
        f->s, labelled ? QD_GLYPH_TICK : QD_GLYPH_EDGE));
    put_cells(f, row);
    if (f->beside)
        put_beside(f, row, unit);
    qd_screen_line(f->s);
}

static void put_rows(struct fan *f)
{
    qd_lines unit = { 0 };
    if (f->beside && f->data.block->unit.len)
        unit = qd_wrap(f->s->arena,
                       qd_screen_text(f->s, f->data.block->unit),
                       f->s->width - f->left - f->plot - 2);
    for (int row = 0; row < f->rows.n; row++)
        put_row(f, row, unit);
}

/* A line of one word for each tick of time, at its column. */
static size_t put_ticks(struct fan *f, const qd_fan_ticks *ticks, bool chance)
{
    size_t at = 0;
    for (uint32_t i = 0; i < ticks->n; i++) {
        const qd_fan_tick *t = &ticks->at[i];
        qd_str text = qd_screen_text(f->s, t->label);
        if (chance)
            text = qd_fan_percent(f->s->arena, f->data.rows[t->end].gap, "%");
        size_t from = (size_t)((uint64_t)t->row * f->plot / f->data.n);
        size_t wide = qd_utf8_columns(text);
        if ((at && from < at + 1) || from + wide > f->plot)
            continue;
        qd_screen_space(f->s, from - at);
        qd_screen_put(f->s, chance ? QD_TONE_PLAIN : QD_TONE_FAINT, text);
        at = from + wide;
    }
    return at;
}

static const char *chance_words(const qd_fan *fan)
{
    if (qd_fan_in_years(fan))
        return "by year end";
    return fan->months == 1   ? "by month end"
           : fan->months == 3 ? "by quarter end"
                              : "by its end";
}

static void put_times(struct fan *f)
{
    double letters = (double)f->plot / f->data.n;
    qd_fan_ticks ticks = qd_fan_times(f->s->arena, &f->data, letters);
    qd_screen_space(f->s, f->left);
    put_ticks(f, &ticks, false);
    qd_screen_line(f->s);
    if (!f->data.has_gap)
        return;
    qd_screen_cell(f->s, QD_TONE_PLAIN, QD_STR("P(gap)"), f->left);
    size_t at = put_ticks(f, &ticks, true);
    if (f->beside) {
        qd_screen_space(f->s, f->plot - at + 2);
        qd_screen_put(f->s, QD_TONE_FAINT, qd_str_c(chance_words(&f->data)));
    }
    qd_screen_line(f->s);
}

/* Below a narrow plot, each item whole. */
static void put_below(struct fan *f)
{
    qd_str items[LEGENDS + 2];
    size_t n = 0, at = 0;
    for (int i = 0; i < LEGENDS; i++)
        items[n++] = legend_text(f, i);
    if (f->data.has_gap)
        items[n++] = qd_arena_printf(f->s->arena, "P(gap): %s",
                                     chance_words(&f->data));
    for (size_t i = 0; i < n; i++) {
        size_t wide = qd_utf8_columns(items[i]);
        if (at && at + 2 + wide > f->s->width) {
            qd_screen_line(f->s);
            at = 0;
        }
        qd_screen_space(f->s, INDENT);
        qd_screen_put(f->s, QD_TONE_FAINT, items[i]);
        at += INDENT + wide;
    }
    qd_screen_line(f->s);
    if (f->data.block->unit.len)
        qd_screen_hang(f->s, QD_TONE_FAINT, INDENT, QD_STR(""),
                       f->data.block->unit);
}

void qd_screen_fan(qd_screen *s, const qd_block *b)
{
    struct fan f = { .s = s, .data = qd_fan_read(s->arena, b) };
    if (b->text.len)
        qd_screen_hang(s, QD_TONE_HEAD, INDENT, QD_STR(""), b->text);
    if (!f.data.any) {
        qd_screen_hang(s, QD_TONE_PLAIN, INDENT, QD_STR(""),
                       QD_STR("No period has a figure to draw."));
        return;
    }
    measure(&f);
    find_columns(&f);
    put_rows(&f);
    put_times(&f);
    if (!f.beside)
        put_below(&f);
}
