#include "output/fan.h"

#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"

#define LARGEST 1e300 /* so that no difference of two overflows */
#define SMALLEST 1e-300

static double number_at(const qd_table *t, uint32_t row, uint32_t column)
{
    if (column >= t->columns.n)
        return NAN;
    const qd_cell *c = qd_table_at(t, row, column);
    return c->kind == QD_CELL_NUMBER && isfinite(c->number) ? c->number : NAN;
}

static double held(double x)
{
    if (fabs(x) < SMALLEST)
        return 0;
    return fmax(-LARGEST, fmin(LARGEST, x));
}

static void reach_to(qd_fan *fan, double x)
{
    fan->lo = fmin(fan->lo, x);
    fan->hi = fmax(fan->hi, x);
}

static void read_lines(qd_fan *fan, qd_fan_row *row, uint32_t r)
{
    row->drawn = true;
    for (uint32_t k = 0; k < QD_FAN_LINES; k++) {
        double x = number_at(fan->block->table, r, 1 + k);
        row->drawn &= !isnan(x);
        row->at[k] = held(k ? fmax(x, row->at[k - 1]) : x);
    }
    if (!row->drawn)
        return;
    fan->any = true;
    reach_to(fan, row->at[QD_FAN_P5]);
    reach_to(fan, row->at[QD_FAN_P95]);
}

/* The months of the period of a row; 0 when it is no date. */
static int read_period(const qd_table *t, qd_fan_row *row, uint32_t r)
{
    const qd_cell *c = qd_table_at(t, r, 0);
    if (c->kind != QD_CELL_TEXT)
        return 0;
    row->period = c->text;
    qd_span span;
    size_t used = 0;
    const char *end = c->text.at + c->text.len;
    if (c->text.len == 0 ||
        qd_date_read(c->text.at, end, &span, &used) != QD_DATE_OK ||
        used != c->text.len || qd_span_unit(span) < 1)
        return 0;
    int day;
    qd_day_split(span.to - 1, &row->year, &row->month, &day);
    return qd_span_unit(span);
}

static void read_row(qd_fan *fan, uint32_t r)
{
    qd_fan_row *row = &fan->rows[r];
    *row = (qd_fan_row){ .gap = number_at(fan->block->table, r, 6) };
    int months = read_period(fan->block->table, row, r);
    fan->months = r == 0 || months == fan->months ? months : 0;
    fan->has_gap |= !isnan(row->gap);
    read_lines(fan, row, r);
}

/* Zero is always in sight: how far away it is is the question. */
qd_fan qd_fan_read(qd_arena *a, const qd_block *b)
{
    qd_fan fan = { .block = b };
    if (b->table && b->table->columns.n)
        fan.n = b->table->n_rows;
    fan.rows = qd_arena_alloc(a, (fan.n + 1) * sizeof *fan.rows);
    for (uint32_t r = 0; r < fan.n; r++)
        read_row(&fan, r);
    if (b->has_opening && isfinite(b->opening))
        reach_to(&fan, held(b->opening));
    if (fan.hi <= fan.lo) {
        fan.lo = -1;
        fan.hi = 1;
    }
    return fan;
}

bool qd_fan_in_years(const qd_fan *fan)
{
    return fan->months > 0 && (double)fan->n * fan->months >= 24;
}

static uint32_t step_of(const qd_fan *fan, uint32_t row, uint32_t stride)
{
    if (qd_fan_in_years(fan))
        return (uint32_t)fan->rows[row].year / stride;
    return row / stride;
}

static qd_fan_tick make_tick(qd_arena *a, const qd_fan *fan, uint32_t row)
{
    qd_fan_tick tick = { row, row, fan->rows[row].period };
    if (!qd_fan_in_years(fan))
        return tick;
    int year = fan->rows[row].year;
    while (tick.end + 1 < fan->n && fan->rows[tick.end + 1].year == year)
        tick.end++;
    tick.label = qd_arena_printf(a, "%d", year);
    return tick;
}

static bool has_room(const qd_fan_tick *tick, uint32_t next, double letters)
{
    double room = (next - tick->row) * letters;
    return (double)qd_utf8_columns(tick->label) + 1 <= room + 1e-9;
}

/* The first year may be cut, and then has no room for its label. */
static void drop_cut(qd_fan_ticks *t, double letters)
{
    if (t->n < 2 || has_room(&t->at[0], t->at[1].row, letters))
        return;
    uint32_t first = t->at[1].row - t->at[0].row;
    if (t->n > 2 && t->at[2].row - t->at[1].row <= first)
        return;
    memmove(t->at, t->at + 1, --t->n * sizeof *t->at);
}

/* False when two labels would touch. */
static bool find_ticks(qd_arena *a, const qd_fan *fan, uint32_t stride,
                       double letters, qd_fan_ticks *t)
{
    t->n = 0;
    for (uint32_t r = 0; r < fan->n; r++)
        if (r == 0 || step_of(fan, r, stride) != step_of(fan, r - 1, stride))
            *qd_vec_add(a->mem, t) = make_tick(a, fan, r);
    drop_cut(t, letters);
    for (uint32_t i = 0; i + 1 < t->n; i++)
        if (!has_room(&t->at[i], t->at[i + 1].row, letters))
            return false;
    if (t->n > 1 && !has_room(&t->at[t->n - 1], fan->n, letters))
        t->n--;
    return true;
}

qd_fan_ticks qd_fan_times(qd_arena *a, const qd_fan *fan, double letters)
{
    static const uint32_t years[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500,
                                      1000, UINT32_MAX };
    static const uint32_t rows[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600,
                                     1200, 2400, 6000, UINT32_MAX };
    const uint32_t *stride = qd_fan_in_years(fan) ? years : rows;
    qd_fan_ticks t = { 0 };
    while (!find_ticks(a, fan, *stride, letters, &t) &&
           *stride != UINT32_MAX)
        stride++;
    return t;
}

uint32_t qd_fan_row_at(const qd_fan *fan, uint32_t i, uint32_t n)
{
    return (uint32_t)((((uint64_t)i + 1) * fan->n + n - 1) / n - 1);
}

/* Whether x reads well without an exponent. */
static bool is_plain(double x)
{
    return x == 0 || (fabs(x) > 9e-5 && fabs(x) < 1e7);
}

/* The power of ten of the first digit, also when x is a bit too small. */
static int power_of(double x)
{
    return (int)floor(log10(fabs(x)) + 1e-9);
}

qd_str qd_fan_tick_text(qd_arena *a, double tick, const qd_style *style)
{
    if (is_plain(tick))
        return qd_axis_text(a, tick, style);
    int power = power_of(tick);
    qd_str digits = qd_axis_text(a, tick / pow(10, power), style);
    const char *minus = style && style->ascii ? "-" : "−";
    return qd_arena_printf(a, "%.*se%s%d", QD_STR_ARG(digits),
                           power < 0 ? minus : "", abs(power));
}

qd_str qd_fan_value_text(qd_arena *a, double x, const qd_style *style)
{
    if (is_plain(x))
        return qd_number_text(a, x, style);
    double digit = pow(10, power_of(x) - 2);
    return qd_fan_tick_text(a, rint(x / digit) * digit, style);
}

qd_str qd_fan_percent(qd_arena *a, double chance, const char *sign)
{
    if (isnan(chance))
        return QD_STR("?");
    double cent = chance * 100;
    if (cent > 0 && cent < 0.5)
        return qd_arena_printf(a, "<1%s", sign);
    if (cent >= 99.5 && cent < 100)
        return qd_arena_printf(a, ">99%s", sign);
    cent = fmax(0, fmin(100, cent));
    return qd_arena_printf(a, "%d%s", (int)(cent + 0.5), sign);
}
