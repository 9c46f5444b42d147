/* A table with aligned columns.
 *
 * Numbers are aligned at the point. When the table is wider than the screen,
 * its bars go first; then long texts and heads are wrapped, the widest
 * first; then the columns are dealt out to several grids below each other,
 * which all repeat the first column. */
#include <math.h>

#include "base/number.h"
#include "base/utf8.h"
#include "output/text_screen.h"

#define INDENT 2u
#define GAP 2u
#define BAR_LEAST 6u
#define BAR_MOST 30u
#define TEXT_LEAST 12u /* to which a text column may be squeezed */

struct face {
    qd_str text;
    size_t width;
    size_t tail;  /* columns behind the units digit */
    bool pointed; /* aligned at the point */
};

struct column {
    const qd_column *col;
    qd_str title, unit;
    size_t width, least; /* as laid out, and how narrow it may become */
    size_t tail;         /* the widest tail */
    size_t bar;          /* columns of the bar behind it, 0 for none */
    double most;         /* what fills a bar */
    bool right;
};

struct grid {
    qd_screen *s;
    const qd_table *t;
    struct column *columns;
    struct face *faces; /* row by row */
    uint32_t n;
};

static bool is_numeric(const qd_column *c)
{
    return c->type == QD_COLUMN_NUMBER || c->type == QD_COLUMN_COUNT;
}

static qd_str count_text(qd_screen *s, double x)
{
    char buf[340];
    qd_str digits = qd_double_fixed(fabs(x), 0, buf);
    qd_str sign = x < 0 ? qd_screen_glyph(s, QD_GLYPH_MINUS) : QD_STR("");
    return qd_arena_printf(s->arena, "%.*s%.*s", QD_STR_ARG(sign),
                           QD_STR_ARG(digits));
}

static qd_str plain_number(qd_screen *s, const qd_column *col, double x)
{
    if (col->type == QD_COLUMN_COUNT && isfinite(x) && fabs(x) < 1e15)
        return count_text(s, x);
    return qd_number_text(s->arena, x, &s->style);
}

static qd_str marked_number(qd_screen *s, const qd_column *col,
                            const qd_cell *c)
{
    qd_str x = plain_number(s, col, c->number), mark = QD_STR("");
    switch ((enum qd_cell_mark)c->mark) {
    case QD_MARK_NONE:
        return x;
    case QD_MARK_LEAST:
        mark = qd_screen_glyph(s, QD_GLYPH_LEAST);
        break;
    case QD_MARK_MOST:
        mark = qd_screen_glyph(s, QD_GLYPH_MOST);
        break;
    case QD_MARK_MORE:
        mark = QD_STR(">");
        break;
    case QD_MARK_ABOUT:
        mark = QD_STR("~");
        break;
    case QD_MARK_RANGE: {
        qd_str dash = qd_screen_glyph(s, QD_GLYPH_DASH);
        qd_str high = plain_number(s, col, c->high);
        return qd_arena_printf(s->arena, "%.*s %.*s %.*s", QD_STR_ARG(x),
                               QD_STR_ARG(dash), QD_STR_ARG(high));
    }
    }
    return qd_arena_printf(s->arena, "%.*s%.*s", QD_STR_ARG(mark),
                           QD_STR_ARG(x));
}

static qd_str cell_text(qd_screen *s, const qd_column *col, const qd_cell *c)
{
    switch ((enum qd_cell_kind)c->kind) {
    case QD_CELL_NULL:
        return qd_screen_glyph(s, QD_GLYPH_DASH);
    case QD_CELL_HOLE:
        return QD_STR("?");
    case QD_CELL_TEXT:
        return qd_screen_text(s, c->text);
    case QD_CELL_NUMBER:
        return marked_number(s, col, c);
    case QD_CELL_BOOL:
        return c->number != 0 ? QD_STR("yes") : QD_STR("no");
    case QD_CELL_BLANK:
        break;
    }
    return QD_STR("");
}

static struct face face_of(qd_screen *s, const qd_column *col,
                           const qd_cell *c)
{
    struct face f = { .text = cell_text(s, col, c) };
    f.width = qd_utf8_columns(f.text);
    bool number = c->kind == QD_CELL_NUMBER && c->mark != QD_MARK_RANGE;
    f.pointed = is_numeric(col) && c->kind != QD_CELL_TEXT &&
                (number || c->kind != QD_CELL_NUMBER);
    const char *point = number ? memchr(f.text.at, '.', f.text.len) : NULL;
    if (point)
        f.tail = f.text.len - (size_t)(point - f.text.at);
    return f;
}

static size_t max_size(size_t a, size_t b)
{
    return a > b ? a : b;
}

static qd_str column_title(qd_screen *s, const qd_column *c)
{
    if (c->title.len)
        return qd_screen_text(s, c->title);
    qd_str name = qd_arena_copy(s->arena, qd_str_c(c->name));
    for (char *p = (char *)(uintptr_t)name.at; *p; p++)
        if (*p == '_')
            *p = ' ';
    return name;
}

/* Widths that a column needs and could do with. */
static void measure(struct grid *g, uint32_t i)
{
    struct column *c = &g->columns[i];
    size_t head = 0, tail = 0, plain = 0;
    for (uint32_t r = 0; r < g->t->n_rows; r++) {
        struct face *f = &g->faces[(size_t)r * g->n + i];
        *f = face_of(g->s, c->col, qd_table_at(g->t, r, i));
        if (f->pointed) {
            tail = max_size(tail, f->tail);
            head = max_size(head, f->width - f->tail);
        } else {
            plain = max_size(plain, f->width);
        }
    }
    size_t title = max_size(qd_utf8_columns(c->title),
                            qd_utf8_columns(c->unit));
    size_t content = max_size(head + tail, plain);
    c->tail = tail;
    c->width = max_size(content, title);
    size_t word = max_size(qd_longest_word(c->title),
                           qd_longest_word(c->unit));
    c->least = max_size(content, word < TEXT_LEAST ? word : TEXT_LEAST);
    if (!is_numeric(c->col) && c->least > TEXT_LEAST)
        c->least = TEXT_LEAST;
}

static double bar_most(const struct grid *g, uint32_t i)
{
    double most = 0;
    for (uint32_t r = 0; r < g->t->n_rows && r < g->t->rule_before; r++) {
        const qd_cell *c = qd_table_at(g->t, r, i);
        if (c->kind == QD_CELL_NUMBER && c->number > most)
            most = c->number;
    }
    return most;
}

static void prepare(struct grid *g)
{
    size_t n = g->n, cells = n * g->t->n_rows;
    g->columns = qd_arena_alloc(g->s->arena, n * sizeof *g->columns);
    g->faces = qd_arena_alloc(g->s->arena, (cells + 1) * sizeof *g->faces);
    for (uint32_t i = 0; i < g->n; i++) {
        const qd_column *col = &g->t->columns.at[i];
        g->columns[i] = (struct column){
            .col = col,
            .title = column_title(g->s, col),
            .unit = qd_screen_text(g->s, col->unit),
            .right = col->right || is_numeric(col),
            .most = bar_most(g, i),
        };
    }
}

/* A unit that all columns share is said once above the grid, not in each. */
static void shared_unit(struct grid *g)
{
    qd_str unit = { 0 };
    uint32_t bearing = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        if (!g->columns[i].unit.len)
            continue;
        if (bearing++ && !qd_str_eq(unit, g->columns[i].unit))
            return;
        unit = g->columns[i].unit;
    }
    if (bearing < 2)
        return;
    qd_screen_hang(g->s, QD_TONE_FAINT, INDENT, QD_STR(""),
                   qd_arena_printf(g->s->arena, "in %.*s",
                                   QD_STR_ARG(unit)));
    for (uint32_t i = 0; i < g->n; i++)
        g->columns[i].unit.len = 0;
}

static size_t total_width(const struct grid *g, uint32_t from, uint32_t to)
{
    size_t sum = INDENT + g->columns[0].width;
    for (uint32_t i = from; i < to; i++)
        sum += GAP + g->columns[i].width;
    return sum;
}

/* Takes columns from the widest that can give, until all fit or none can. */
static void squeeze(struct grid *g)
{
    while (total_width(g, 1, g->n) > g->s->width) {
        struct column *widest = NULL;
        for (uint32_t i = 0; i < g->n; i++) {
            struct column *c = &g->columns[i];
            if (c->width > c->least && (!widest || c->width > widest->width))
                widest = c;
        }
        if (!widest)
            return;
        widest->width--;
    }
}

/* Bars take what is left, when that is enough to be read. */
static void give_bars(struct grid *g)
{
    size_t used = total_width(g, 1, g->n), bars = 0;
    for (uint32_t i = 0; i < g->n; i++)
        bars += g->columns[i].col->bar == 1 && g->columns[i].most > 0;
    if (!bars || used >= g->s->width)
        return;
    size_t each = (g->s->width - used) / bars;
    if (each < GAP + BAR_LEAST)
        return;
    each = each - GAP > BAR_MOST ? BAR_MOST : each - GAP;
    for (uint32_t i = 0; i < g->n; i++)
        if (g->columns[i].col->bar == 1 && g->columns[i].most > 0)
            g->columns[i].bar = each;
}

/* The columns of one grid: the first of all, and from to to. */
struct part {
    uint32_t from, to;
};

/* The k-th column of a part, counted from 0. */
static uint32_t part_column(struct part p, uint32_t k)
{
    return k ? p.from + k - 1 : 0;
}

static uint32_t part_count(struct part p)
{
    return 1 + p.to - p.from;
}

static void put_aligned(qd_screen *s, enum qd_tone tone,
                        const struct column *c, qd_str text, size_t tail)
{
    size_t used = qd_utf8_columns(text) + tail;
    size_t blanks = c->width > used ? c->width - used : 0;
    if (c->right)
        qd_screen_space(s, blanks);
    qd_screen_put(s, tone, text);
    qd_screen_space(s, tail + (c->right ? 0 : blanks));
}

typedef qd_str head_of(const struct column *c);
static qd_str head_title(const struct column *c) { return c->title; }
static qd_str head_unit(const struct column *c) { return c->unit; }

/* A row of the head; a title in several lines stands on the last one. */
static void put_head(struct grid *g, struct part p, head_of *text)
{
    uint32_t n = part_count(p), high = 0;
    qd_lines *lines = qd_arena_alloc(g->s->arena, n * sizeof *lines);
    for (uint32_t k = 0; k < n; k++) {
        const struct column *c = &g->columns[part_column(p, k)];
        lines[k] = qd_wrap(g->s->arena, text(c), c->width);
        high = lines[k].n > high ? lines[k].n : high;
    }
    for (uint32_t line = 0; line < high; line++) {
        qd_screen_space(g->s, INDENT);
        for (uint32_t k = 0; k < n; k++) {
            const struct column *c = &g->columns[part_column(p, k)];
            uint32_t gone = high - lines[k].n;
            qd_str piece = line < gone ? QD_STR("") : lines[k].at[line - gone];
            qd_screen_space(g->s, k ? GAP : 0);
            put_aligned(g->s, QD_TONE_FAINT, c, piece, 0);
            qd_screen_space(g->s, c->bar ? GAP + c->bar : 0);
        }
        qd_screen_line(g->s);
    }
}

static bool has_units(const struct grid *g, struct part p)
{
    for (uint32_t k = 0; k < part_count(p); k++)
        if (g->columns[part_column(p, k)].unit.len)
            return true;
    return false;
}

static void put_bar(struct grid *g, const struct column *c, uint32_t row,
                    uint32_t i)
{
    if (!c->bar)
        return;
    const qd_cell *cell = qd_table_at(g->t, row, i);
    bool drawn = cell->kind == QD_CELL_NUMBER && row < g->t->rule_before;
    qd_screen_space(g->s, GAP);
    qd_screen_bar(g->s, drawn ? cell->number / c->most : 0, c->bar);
}

static enum qd_tone cell_tone(const struct column *c, qd_str text)
{
    return strcmp(c->col->name, "verdict") == 0 ? qd_verdict_tone(text)
                                                : QD_TONE_PLAIN;
}

/* A cell cut into the lines of its column; most are one line. */
static qd_lines face_lines(struct grid *g, struct face *f, uint32_t i)
{
    bool feed = f->text.len && memchr(f->text.at, '\n', f->text.len);
    if (feed || f->width > g->columns[i].width)
        return qd_wrap(g->s->arena, f->text, g->columns[i].width);
    return (qd_lines){ .at = &f->text, .n = 1 };
}

static void put_row(struct grid *g, struct part p, uint32_t row)
{
    uint32_t n = part_count(p), high = 1;
    qd_lines *lines = qd_arena_alloc(g->s->arena, n * sizeof *lines);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = part_column(p, k);
        lines[k] = face_lines(g, &g->faces[(size_t)row * g->n + i], i);
        high = lines[k].n > high ? lines[k].n : high;
    }
    for (uint32_t line = 0; line < high; line++) {
        qd_screen_space(g->s, INDENT);
        for (uint32_t k = 0; k < n; k++) {
            uint32_t i = part_column(p, k);
            const struct column *c = &g->columns[i];
            const struct face *f = &g->faces[(size_t)row * g->n + i];
            bool here = line < lines[k].n;
            qd_screen_space(g->s, k ? GAP : 0);
            put_aligned(g->s, cell_tone(c, f->text), c,
                        here ? lines[k].at[line] : QD_STR(""),
                        f->pointed && here ? c->tail - f->tail : 0);
            if (line == 0)
                put_bar(g, c, row, i);
            else
                qd_screen_space(g->s, c->bar ? GAP + c->bar : 0);
        }
        qd_screen_line(g->s);
    }
}

static void put_rule(struct grid *g, struct part p)
{
    size_t width = total_width(g, p.from, p.to) - INDENT;
    for (uint32_t k = 0; k < part_count(p); k++) {
        const struct column *c = &g->columns[part_column(p, k)];
        width += c->bar ? GAP + c->bar : 0;
    }
    qd_screen_space(g->s, INDENT);
    for (size_t i = 0; i < width; i++)
        qd_screen_put(g->s, QD_TONE_FAINT,
                      qd_screen_glyph(g->s, QD_GLYPH_LINE));
    qd_screen_line(g->s);
}

/* The cell whose total has a bar below it, NULL when column i has none. */
static const qd_cell *barred_total(const struct grid *g, uint32_t i)
{
    if (g->columns[i].col->bar != 2 || g->t->n_rows == 0)
        return NULL;
    const qd_cell *c = qd_table_at(g->t, g->t->n_rows - 1, i);
    return c->kind == QD_CELL_NUMBER && c->number > 0 ? c : NULL;
}

struct scale {
    double most; /* what a bar of full width says */
    size_t width;
};

/* One scale for all bars below totals, those of other parts too: the
 * narrowest column gives the width. */
static struct scale totals_scale(const struct grid *g)
{
    struct scale s = { 0, SIZE_MAX };
    for (uint32_t i = 1; i < g->n; i++) {
        const qd_cell *c = barred_total(g, i);
        if (!c)
            continue;
        s.most = fmax(s.most, c->number);
        if (g->columns[i].width < s.width)
            s.width = g->columns[i].width;
    }
    return s;
}

/* Bars below the last row, side by side. */
static void put_totals_bars(struct grid *g, struct part p)
{
    struct scale scale = totals_scale(g);
    bool any = false;
    for (uint32_t i = p.from; i < p.to; i++)
        any |= barred_total(g, i) != NULL;
    if (!any)
        return;
    qd_screen_space(g->s, INDENT + g->columns[0].width);
    for (uint32_t i = p.from; i < p.to; i++) {
        const struct column *c = &g->columns[i];
        const qd_cell *total = barred_total(g, i);
        size_t bar = total ? scale.width : 0;
        qd_screen_space(g->s, GAP + c->width - bar);
        if (total)
            qd_screen_bar(g->s, total->number / scale.most, bar);
        qd_screen_space(g->s, c->bar ? GAP + c->bar : 0);
    }
    qd_screen_line(g->s);
}

static void put_part(struct grid *g, struct part p)
{
    put_head(g, p, head_title);
    if (has_units(g, p))
        put_head(g, p, head_unit);
    for (uint32_t r = 0; r < g->t->n_rows; r++) {
        if (r == g->t->rule_before)
            put_rule(g, p);
        put_row(g, p, r);
    }
    put_totals_bars(g, p);
}

/* As many columns from `from` on as fit beside the first, at least one. */
static struct part next_part(const struct grid *g, uint32_t from)
{
    struct part p = { from, from };
    while (p.to < g->n && (p.to == from || total_width(g, from, p.to + 1) <=
                                               g->s->width))
        p.to++;
    return p;
}

void qd_screen_grid(qd_screen *s, const qd_table *t)
{
    struct grid g = { .s = s, .t = t, .n = t->columns.n };
    if (g.n == 0)
        return;
    prepare(&g);
    if (t->title.len)
        qd_screen_hang(s, QD_TONE_HEAD, INDENT, QD_STR(""), t->title);
    shared_unit(&g);
    for (uint32_t i = 0; i < g.n; i++)
        measure(&g, i);
    squeeze(&g);
    give_bars(&g);
    uint32_t from = 1;
    do {
        struct part p = next_part(&g, from);
        if (from > 1)
            qd_screen_line(s);
        put_part(&g, p);
        from = p.to;
    } while (from < g.n);
}
