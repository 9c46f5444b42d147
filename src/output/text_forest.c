/* The claims of one quantity by value, in characters.
 *
 * A line per claim: who, since when, the words, and its set on an axis.
 * Below 64 columns the axis goes (the words say it all) and the lines are
 * wrapped. Claims of words (a stage, a chip) are listed by their word. */
#include <math.h>

#include "base/utf8.h"
#include "output/forest.h"
#include "output/text_screen.h"

#define INDENT 5u
#define GAP 2u
#define PLOT_LEAST 20u
#define PLOT_MOST 48u

struct forest {
    qd_screen *s;
    const qd_block *b;
    size_t source, known, word; /* widths */
    size_t plot;                /* columns of the axis, 0: none */
    qd_axis axis;
};

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void add_words(qd_buf *b, qd_str words)
{
    if (words.len && b->len)
        qd_buf_c(b, "   ");
    qd_buf_add(b, words);
}

static qd_str verdict_words(const struct forest *f)
{
    return qd_screen_text(f->s, f->b->verdict);
}

static qd_str use_words(const struct forest *f)
{
    if (f->b->uses.len == 0)
        return QD_STR("");
    return qd_screen_text(f->s, qd_arena_printf(f->s->arena, "use %.*s",
                                                QD_STR_ARG(f->b->uses)));
}

/* Title, verdict and use on one line; false when they need more room. */
static bool put_head_line(struct forest *f, qd_str title, size_t mark)
{
    size_t room = f->s->width - mark - GAP;
    size_t title_width = room * 2 / 5;
    qd_str verdict = verdict_words(f), use = use_words(f);
    size_t wide = qd_utf8_columns(title), used = qd_utf8_columns(verdict);
    if (wide > title_width)
        title_width = wide;
    size_t ends = title_width + GAP + used;
    size_t tail = use.len ? GAP + qd_utf8_columns(use) : 0;
    if (ends + tail > room)
        return false;
    qd_screen_cell(f->s, QD_TONE_HEAD, title, title_width + GAP);
    qd_screen_put(f->s, qd_verdict_tone(f->b->verdict), verdict);
    if (use.len) {
        qd_screen_space(f->s, room - ends - tail + GAP);
        qd_screen_put(f->s, QD_TONE_HEAD, use);
    }
    qd_screen_line(f->s);
    return true;
}

static void put_head(struct forest *f)
{
    qd_str title = qd_screen_text(f->s, f->b->text);
    qd_str mark = qd_screen_glyph(f->s, qd_verdict_glyph(f->b->verdict));
    size_t wide = qd_utf8_columns(mark);
    qd_screen_cell(f->s, qd_verdict_tone(f->b->verdict), mark, wide + GAP);
    if (put_head_line(f, title, wide))
        return;
    qd_lines lines = qd_wrap(f->s->arena, title, f->s->width - wide - GAP);
    for (uint32_t i = 0; i < lines.n; i++) {
        qd_screen_space(f->s, i ? wide + GAP : 0);
        qd_screen_put(f->s, QD_TONE_HEAD, lines.at[i]);
        qd_screen_line(f->s);
    }
    qd_buf b = qd_buf_make(f->s->arena->mem);
    add_words(&b, verdict_words(f));
    add_words(&b, use_words(f));
    qd_screen_hang(f->s, qd_verdict_tone(f->b->verdict), wide + GAP,
                   QD_STR(""), qd_buf_str(&b));
}

static qd_str claim_words(const struct forest *f, const qd_piece *p)
{
    qd_str word = qd_screen_text(f->s, p->word);
    if (p->stands)
        return word;
    return qd_arena_printf(f->s->arena, "%.*s%s%.*s", QD_STR_ARG(word),
                           word.len ? ", " : "", QD_STR_ARG(p->state));
}

/* As many ticks as have room for their labels side by side. */
static void choose_axis(struct forest *f)
{
    for (int ticks = 6; ticks >= 2; ticks--) {
        f->axis = qd_forest_axis(f->b, ticks);
        size_t all = 0;
        for (int i = 0; i < f->axis.ticks; i++)
            all += GAP + qd_utf8_columns(qd_axis_label(
                f->s->arena, &f->axis, i, &f->s->style));
        if (all <= f->plot + GAP)
            return;
    }
}

/* Widths of the words from what the rows hold; the rest is the axis. */
static void measure(struct forest *f)
{
    for (uint32_t r = 0; r < f->b->table->n_rows; r++) {
        qd_piece p = qd_forest_piece(f->b->table, r);
        size_t source = qd_utf8_columns(qd_screen_text(f->s, p.source));
        size_t known = qd_utf8_columns(qd_screen_text(f->s, p.known));
        size_t word = qd_utf8_columns(claim_words(f, &p));
        f->source = source > f->source ? source : f->source;
        f->known = known > f->known ? known : f->known;
        f->word = word > f->word ? word : f->word;
    }
    f->source = least_of(f->source, f->s->width / 5);
    f->known = least_of(f->known, f->s->width / 5);
    f->word = least_of(f->word, f->s->width * 3 / 10);
    size_t used = INDENT + f->source + f->known + f->word + 3 * GAP;
    bool room = f->s->width >= 64 && used + PLOT_LEAST <= f->s->width;
    if (room && qd_forest_has_values(f->b->table)) {
        f->plot = least_of(f->s->width - used, PLOT_MOST);
        choose_axis(f);
    }
}

/* What stands in each column of the plot. */
enum { PLOT_EMPTY = QD_GLYPH_COUNT };

static size_t plot_column(const struct forest *f, double x)
{
    double last = (double)(f->plot - 1);
    return (size_t)(qd_axis_place(&f->axis, x) * last + 0.5);
}

static void draw_piece(const struct forest *f, const qd_piece *p,
                       unsigned char *plot)
{
    if (!p->has_lo && !p->has_hi)
        return;
    size_t from = p->has_lo ? plot_column(f, p->lo) : 0;
    size_t to = p->has_hi ? plot_column(f, p->hi) : f->plot - 1;
    for (size_t i = from; i <= to; i++)
        plot[i] = p->stands ? QD_GLYPH_LINE : QD_GLYPH_GONE;
    if (!p->has_hi)
        plot[to] = QD_GLYPH_RIGHT;
    if (!p->has_lo)
        plot[from] = QD_GLYPH_LEFT;
    if (!p->stands)
        return;
    if (p->has_hi)
        plot[to] = p->hi_open ? QD_GLYPH_OPEN : QD_GLYPH_CLOSED;
    if (p->has_lo && !(p->has_hi && to == from && !p->hi_open))
        plot[from] = p->lo_open ? QD_GLYPH_OPEN : QD_GLYPH_CLOSED;
}

static void put_plot(struct forest *f, const unsigned char *plot)
{
    for (size_t i = 0; i < f->plot; i++) {
        if (plot[i] == PLOT_EMPTY)
            qd_screen_space(f->s, 1);
        else
            qd_screen_put(f->s, QD_TONE_PLAIN,
                          qd_screen_glyph(f->s, (enum qd_glyph)plot[i]));
    }
}

/* A field of a row whose text is cut to its width: line `line` of it. */
static void put_field(struct forest *f, enum qd_tone tone, qd_lines lines,
                      uint32_t line, size_t width)
{
    qd_screen_cell(f->s, tone, line < lines.n ? lines.at[line] : QD_STR(""),
                   width + GAP);
}

static void put_claim(struct forest *f, const qd_piece *p,
                      const unsigned char *plot)
{
    enum qd_tone tone = p->stands ? QD_TONE_PLAIN : QD_TONE_FAINT;
    qd_arena *a = f->s->arena;
    size_t words = f->word;
    if (!f->plot)
        words = f->s->width - INDENT - f->source - f->known - 2 * GAP;
    qd_lines source = qd_wrap(a, qd_screen_text(f->s, p->source), f->source);
    qd_lines known = qd_wrap(a, qd_screen_text(f->s, p->known), f->known);
    qd_lines word = qd_wrap(a, claim_words(f, p), words);
    uint32_t high = source.n > known.n ? source.n : known.n;
    high = word.n > high ? word.n : high;
    for (uint32_t line = 0; line < high; line++) {
        qd_screen_space(f->s, INDENT);
        put_field(f, tone, source, line, f->source);
        put_field(f, QD_TONE_FAINT, known, line, f->known);
        put_field(f, tone, word, line, words);
        if (line == 0 && plot)
            put_plot(f, plot);
        qd_screen_line(f->s);
    }
}

/* A claim and its further pieces, on one line; returns the row after it. */
static uint32_t put_claim_at(struct forest *f, uint32_t row)
{
    qd_piece first = qd_forest_piece(f->b->table, row);
    unsigned char plot[PLOT_MOST];
    memset(plot, PLOT_EMPTY, sizeof plot);
    do {
        qd_piece p = qd_forest_piece(f->b->table, row);
        if (f->plot)
            draw_piece(f, &p, plot);
        row++;
    } while (row < f->b->table->n_rows && !qd_forest_first(f->b->table, row));
    put_claim(f, &first, f->plot ? plot : NULL);
    return row;
}

static void put_band(struct forest *f)
{
    unsigned char plot[PLOT_MOST];
    memset(plot, PLOT_EMPTY, sizeof plot);
    size_t from = isfinite(f->b->lo) ? plot_column(f, f->b->lo) : 0;
    size_t to = isfinite(f->b->hi) ? plot_column(f, f->b->hi) : f->plot - 1;
    for (size_t i = from; i <= to; i++)
        plot[i] = QD_GLYPH_BAND;
    qd_screen_space(f->s, INDENT);
    qd_screen_cell(f->s, QD_TONE_FAINT, QD_STR("model"),
                   f->source + f->known + f->word + 3 * GAP);
    put_plot(f, plot);
    qd_screen_line(f->s);
}

/* Labels of the ticks; one that would touch its neighbour is left out. */
static void put_axis(struct forest *f)
{
    qd_screen *s = f->s;
    qd_str unit = qd_screen_text(s, f->b->unit);
    size_t left = INDENT + f->source + f->known + f->word + 2 * GAP;
    size_t wide = qd_utf8_columns(unit), at = 0;
    qd_screen_space(s, left > wide ? left - wide : 0);
    qd_screen_put(s, QD_TONE_FAINT, unit);
    qd_screen_space(s, GAP);
    for (int i = 0; i < f->axis.ticks; i++) {
        double tick = qd_axis_tick(&f->axis, i);
        qd_str label = qd_axis_label(s->arena, &f->axis, i, &s->style);
        size_t used = qd_utf8_columns(label);
        size_t middle = plot_column(f, tick);
        size_t from = middle > used / 2 ? middle - used / 2 : 0;
        if (from + used > f->plot)
            from = f->plot - used;
        if (i && from < at + 2)
            continue;
        qd_screen_space(s, from - at);
        qd_screen_put(s, QD_TONE_FAINT, label);
        at = from + used;
    }
    qd_screen_line(s);
}

static bool is_lane(const qd_piece *p, qd_str lane, bool stands)
{
    return p->lane.len && p->stands == stands && qd_str_eq(p->lane, lane);
}

/* "early: s0 s1", the claims of one word; empty when there are none. */
static qd_str lane_words(struct forest *f, qd_str lane, bool stands)
{
    qd_buf b = qd_buf_make(f->s->arena->mem);
    for (uint32_t r = 0; r < f->b->table->n_rows; r++) {
        qd_piece p = qd_forest_piece(f->b->table, r);
        if (!is_lane(&p, lane, stands))
            continue;
        if (b.len == 0)
            qd_buf_printf(&b, "%.*s%s:", QD_STR_ARG(lane),
                          stands ? "" : " (no longer said)");
        qd_buf_printf(&b, " %.*s", QD_STR_ARG(p.source));
    }
    return qd_buf_str(&b);
}

/* Whether the word of row r has been listed by a row before it. */
static bool lane_seen(const qd_table *t, uint32_t row, bool stands)
{
    qd_str lane = qd_forest_piece(t, row).lane;
    for (uint32_t r = 0; r < row; r++) {
        qd_piece p = qd_forest_piece(t, r);
        if (is_lane(&p, lane, stands))
            return true;
    }
    return false;
}

/* All words with who says them: in the order of the lanes where they have
 * one, else as they come. */
static void put_lanes(struct forest *f)
{
    const qd_table *t = f->b->table;
    qd_buf b = qd_buf_make(f->s->arena->mem);
    for (int gone = 0; gone < 2; gone++) {
        for (uint32_t i = 0; i < f->b->n_lanes; i++)
            add_words(&b, lane_words(f, f->b->lanes[i], !gone));
        for (uint32_t r = 0; r < t->n_rows; r++) {
            qd_piece p = qd_forest_piece(t, r);
            bool listed = !p.lane.len || lane_seen(t, r, !gone);
            for (uint32_t i = 0; i < f->b->n_lanes; i++)
                listed |= qd_str_eq(p.lane, f->b->lanes[i]);
            if (!listed)
                add_words(&b, lane_words(f, p.lane, !gone));
        }
    }
    qd_screen_hang(f->s, QD_TONE_PLAIN, INDENT, QD_STR(""), qd_buf_str(&b));
}

static bool has_lanes(const qd_table *t)
{
    for (uint32_t r = 0; r < t->n_rows; r++)
        if (qd_forest_piece(t, r).lane.len)
            return true;
    return false;
}

static void put_claims(struct forest *f)
{
    measure(f);
    for (uint32_t r = 0; r < f->b->table->n_rows;)
        r = put_claim_at(f, r);
    if (!f->plot)
        return;
    if (f->b->has_band)
        put_band(f);
    put_axis(f);
}

void qd_screen_forest(qd_screen *s, const qd_block *b)
{
    struct forest f = { .s = s, .b = b };
    put_head(&f);
    if (b->detail.len)
        qd_screen_hang(s, QD_TONE_FAINT, INDENT, QD_STR(""), b->detail);
    if (!b->table || b->table->n_rows == 0)
        return;
    if (has_lanes(b->table))
        put_lanes(&f);
    else
        put_claims(&f);
}
