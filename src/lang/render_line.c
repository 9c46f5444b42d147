/* A line is a row of glyphs: characters as they are, or escapes for what a
 * terminal would obey (controls), hide or reorder (marks of direction, which
 * could make a line look like another one), or cannot show (bad bytes).
 *
 * Nothing here walks over more of a line than the screen shows, so a line of
 * 100 MB is no worse than a short one. */
#include "lang/render_line.h"

#include <stdio.h>

#include "base/utf8.h"

#define TAB_COLUMNS 8u /* at most: the screen decides */
/* Bytes that a column may take with all its combining marks, on average. */
#define BYTES_A_COLUMN 32u

struct glyph {
    size_t bytes, columns;
    char escape[16]; /* empty: shown as it is */
};

/* Characters without a picture, or that change the order of others. */
static bool is_hidden(uint32_t p)
{
    return (p >= 0x7F && p < 0xA0) || p == 0xAD || p == 0x61C || p == 0x180E
        || p == 0x200B || p == 0x200E || p == 0x200F
        || (p >= 0x2028 && p <= 0x202E) || (p >= 0x2060 && p <= 0x206F)
        || p == 0xFEFF || (p >= 0xFFF9 && p <= 0xFFFB)
        || (p >= 0xE0000 && p <= 0xE007F);
}

static void escape(struct glyph *g, const char *form, unsigned value)
{
    int n = snprintf(g->escape, sizeof g->escape, form, value);
    g->columns = n > 0 ? (size_t)n : 0;
}

static struct glyph glyph_at(const char *at, const char *end)
{
    uint32_t point;
    struct glyph g = { .bytes = 1, .columns = 1 };
    unsigned char c = (unsigned char)*at;
    if (c >= ' ' && c < 0x7F) return g;
    size_t n = qd_utf8_read(at, end, &point);
    if (c == '\t') {
        g.columns = TAB_COLUMNS;
    } else if (n == 0 || c < 0x80) {
        escape(&g, "\\x%02x", c);
    } else {
        g.bytes = n;
        g.columns = (size_t)qd_utf8_width(point);
        if (is_hidden(point)) escape(&g, "\\u{%x}", (unsigned)point);
    }
    return g;
}

/* The glyph that ends at `at`. */
static struct glyph glyph_before(const char *start, const char *at)
{
    for (size_t n = 4; n > 1; n--) {
        if ((size_t)(at - start) < n) continue;
        struct glyph g = glyph_at(at - n, at);
        if (g.bytes == n) return g;
    }
    return glyph_at(at - 1, at);
}

static size_t cut_columns(bool ascii)
{
    return ascii ? 3 : 1;
}

static void add_cut(qd_buf *out, bool ascii)
{
    qd_buf_c(out, ascii ? "..." : "\u2026");
}

/* How far glyphs go from byte `at` of the line within `columns`. */
static size_t forward(qd_str line, size_t at, size_t columns)
{
    size_t most = at + columns * BYTES_A_COLUMN;
    while (at < line.len && at < most) {
        struct glyph g = glyph_at(line.at + at, line.at + line.len);
        if (g.columns > columns) break;
        columns -= g.columns;
        at += g.bytes;
    }
    return at;
}

static size_t backward(qd_str line, size_t at, size_t columns)
{
    size_t most = columns * BYTES_A_COLUMN;
    size_t least = at > most ? at - most : 0;
    while (at > least) {
        struct glyph g = glyph_before(line.at, line.at + at);
        if (g.columns > columns) break;
        columns -= g.columns;
        at -= g.bytes;
    }
    return at;
}

static size_t columns_of(qd_str line, size_t from, size_t to)
{
    size_t columns = 0;
    while (from < to) {
        struct glyph g = glyph_at(line.at + from, line.at + line.len);
        columns += g.columns;
        from += g.bytes;
    }
    return columns;
}

/* The start of the character that holds byte `at`. */
static size_t glyph_start(qd_str line, size_t at)
{
    for (size_t back = 1; back < 4 && back <= at && at < line.len; back++) {
        const char *from = line.at + at - back;
        if (glyph_at(from, line.at + line.len).bytes > back) return at - back;
    }
    return at;
}

qd_window qd_window_make(qd_str line, size_t at, size_t len, size_t columns,
                         bool ascii)
{
    qd_window w = { .line = line, .ascii = ascii };
    size_t room = columns - 1; /* a mark may stand behind the line */
    w.to = forward(line, 0, room);
    if (w.to == line.len) return w;
    at = glyph_start(line, at);
    size_t cut = cut_columns(ascii);
    /* A third before the place, or more when less is behind it. */
    size_t behind = room - room / 3;
    size_t wanted = forward(line, at, len < behind ? behind : room);
    size_t used = columns_of(line, at, wanted);
    size_t before = wanted == line.len && used + cut < room
        ? room - used : room / 3;
    w.from = backward(line, at, before);
    if (w.from > 0) w.from = backward(line, at, before - cut);
    if (w.from > 0) room -= cut;
    w.to = forward(line, w.from, room);
    if (w.to < line.len) w.to = forward(line, w.from, room - cut);
    return w;
}

bool qd_window_shows(const qd_window *w, size_t at)
{
    return at >= w->from && (at < w->to || w->to == w->line.len);
}

static void add_glyph(qd_buf *out, const char *at, const struct glyph *g)
{
    if (g->escape[0])
        qd_buf_c(out, g->escape);
    else
        qd_buf_add(out, (qd_str){ at, g->bytes });
}

void qd_window_text(qd_buf *out, const qd_window *w)
{
    const char *end = w->line.at + w->line.len;
    if (w->from > 0) add_cut(out, w->ascii);
    for (size_t i = w->from; i < w->to;) {
        struct glyph g = glyph_at(w->line.at + i, end);
        add_glyph(out, w->line.at + i, &g);
        i += g.bytes;
    }
    if (w->to < w->line.len) add_cut(out, w->ascii);
}

/* The start of the column that byte `at` is drawn in: a combining mark is
 * drawn over the character before it. */
static size_t column_start(qd_str line, size_t at)
{
    at = glyph_start(line, at);
    while (at > 0 && at < line.len
           && glyph_at(line.at + at, line.at + line.len).columns == 0)
        at -= glyph_before(line.at, line.at + at).bytes;
    return at;
}

/* Under a tab stands a tab, so both rows meet again behind it; only a tab
 * that is all there is to mark gets one. */
void qd_window_marks(qd_buf *out, const qd_window *w, size_t at, size_t len,
                     char mark)
{
    const char *end = w->line.at + w->line.len;
    size_t to = at + (len ? len : 1), marked = 0;
    at = column_start(w->line, at);
    if (w->from > 0) qd_buf_fill(out, ' ', cut_columns(w->ascii));
    for (size_t i = w->from; i < w->to && i < to;) {
        struct glyph g = glyph_at(w->line.at + i, end);
        bool tab = w->line.at[i] == '\t', inside = i >= at;
        i += g.bytes;
        if (tab && inside && marked == 0 && i >= to) break;
        if (tab) {
            qd_buf_char(out, '\t');
            continue;
        }
        qd_buf_fill(out, inside ? mark : ' ', g.columns);
        marked += inside ? g.columns : 0;
    }
    if (marked == 0) qd_buf_char(out, mark);
}

void qd_show_text(qd_buf *out, qd_str text, size_t columns, bool ascii)
{
    const char *at = text.at, *end = text.at + text.len;
    while (at < end) {
        struct glyph g = glyph_at(at, end);
        if (*at == '\t') escape(&g, "\\%c", 't');
        if (*at == '\n') escape(&g, "\\%c", 'n');
        if (*at == '\r') escape(&g, "\\%c", 'r');
        if (g.columns > columns) {
            add_cut(out, ascii);
            return;
        }
        columns -= g.columns;
        add_glyph(out, at, &g);
        at += g.bytes;
    }
}
