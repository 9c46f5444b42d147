#include "output/text_screen.h"

#include "base/utf8.h"

static const struct sign {
    const char *utf8, *ascii;
} glyphs[QD_GLYPH_COUNT] = {
    [QD_GLYPH_CLOSED] = { "●", "*" }, [QD_GLYPH_OPEN] = { "○", "o" },
    [QD_GLYPH_LINE] = { "─", "-" },   [QD_GLYPH_RIGHT] = { "▶", ">" },
    [QD_GLYPH_LEFT] = { "◀", "<" },   [QD_GLYPH_GONE] = { "·", "." },
    [QD_GLYPH_BAND] = { "▒", ":" },   [QD_GLYPH_GOOD] = { "✓", "+" },
    [QD_GLYPH_BAD] = { "✗", "x" },    [QD_GLYPH_ALONE] = { "·", "." },
    [QD_GLYPH_DASH] = { "–", "-" },   [QD_GLYPH_MINUS] = { "−", "-" },
    [QD_GLYPH_LEAST] = { "≥", ">=" }, [QD_GLYPH_MOST] = { "≤", "<=" },
    [QD_GLYPH_MEDIAN] = { "█", "#" }, [QD_GLYPH_HALF] = { "▒", ":" },
    [QD_GLYPH_WIDE] = { "░", "." },   [QD_GLYPH_ZERO] = { "━", "=" },
    [QD_GLYPH_TICK] = { "┤", "+" },   [QD_GLYPH_EDGE] = { "│", "|" },
};

/* Signs that analyses write into their sentences, for a terminal that has
 * only ASCII. Letters of names are left alone: they are not ours. */
static const struct sign signs[] = {
    { "–", "-" },   { "—", "--" },  { "−", "-" },   { "·", "-" },
    { "→", "->" },  { "←", "<-" },  { "≥", ">=" },  { "≤", "<=" },
    { "…", "..." }, { "×", "x" },   { "±", "+/-" }, { "“", "\"" },
    { "”", "\"" },  { "‘", "'" },   { "’", "'" },   { "✓", "+" },
    { "✗", "x" },   { "●", "*" },   { "○", "o" },   { "─", "-" },
    { "▶", ">" },   { "◀", "<" },   { "∞", "inf" }, { "≈", "~" },
    { "\xC2\xA0", " " },
};

qd_str qd_screen_glyph(const qd_screen *s, enum qd_glyph glyph)
{
    return qd_str_c(s->style.ascii ? glyphs[glyph].ascii
                                   : glyphs[glyph].utf8);
}

static qd_str ascii_sign(qd_str point)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (qd_str_eq(point, qd_str_c(signs[i].utf8)))
            return qd_str_c(signs[i].ascii);
    return point;
}

static bool is_control(uint32_t point)
{
    return (point < 32 && point != '\n') || (point >= 127 && point < 160) ||
           (point >= 0x202A && point <= 0x202E); /* overrides of direction */
}

/* The sign at p (before `end`) as it may be shown; *bytes is its length. */
static qd_str shown(const qd_screen *s, const char *p, const char *end,
                    size_t *bytes)
{
    uint32_t point = 0;
    size_t n = qd_utf8_read(p, end, &point);
    *bytes = n ? n : 1;
    if (n == 0 || is_control(point))
        return QD_STR("?");
    qd_str one = { p, n };
    return s->style.ascii && n > 1 ? ascii_sign(one) : one;
}

/* The bytes at the start of `text` that are shown as they are. */
static size_t shown_as_is(const qd_screen *s, qd_str text)
{
    size_t done = 0, bytes;
    while (done < text.len) {
        const char *p = text.at + done;
        if (shown(s, p, text.at + text.len, &bytes).at != p)
            break;
        done += bytes;
    }
    return done;
}

qd_str qd_screen_text(const qd_screen *s, qd_str text)
{
    size_t done = shown_as_is(s, text), bytes;
    if (done == text.len)
        return text;
    qd_buf b = qd_buf_make(s->arena->mem);
    qd_buf_add(&b, (qd_str){ text.at, done });
    for (; done < text.len; done += bytes)
        qd_buf_add(&b, shown(s, text.at + done, text.at + text.len, &bytes));
    return qd_buf_str(&b);
}

static const char *tone_code(enum qd_tone tone)
{
    static const char *const codes[] = {
        [QD_TONE_PLAIN] = "",        [QD_TONE_HEAD] = "\x1b[1m",
        [QD_TONE_FAINT] = "\x1b[2m", [QD_TONE_GOOD] = "\x1b[32m",
        [QD_TONE_EDGE] = "\x1b[33m", [QD_TONE_BAD] = "\x1b[31m",
    };
    return codes[tone];
}

void qd_screen_put(qd_screen *s, enum qd_tone tone, qd_str text)
{
    if (text.len == 0)
        return;
    qd_buf_fill(s->out, ' ', s->pending);
    s->pending = 0;
    bool painted = s->style.colour && tone != QD_TONE_PLAIN;
    if (painted)
        qd_buf_c(s->out, tone_code(tone));
    qd_buf_add(s->out, text);
    if (painted)
        qd_buf_c(s->out, "\x1b[0m");
}

void qd_screen_cell(qd_screen *s, enum qd_tone tone, qd_str text,
                    size_t width)
{
    size_t used = qd_utf8_columns(text);
    qd_screen_put(s, tone, text);
    if (used < width)
        qd_screen_space(s, width - used);
}

void qd_screen_space(qd_screen *s, size_t columns)
{
    s->pending += columns;
}

void qd_screen_line(qd_screen *s)
{
    s->pending = 0;
    qd_buf_char(s->out, '\n');
}

void qd_screen_bar(qd_screen *s, double share, size_t width)
{
    static const char *const parts[] = { "", "▏", "▎", "▍",
                                         "▌", "▋", "▊", "▉" };
    double clamped = share > 1 ? 1 : share > 0 ? share : 0;
    size_t eighths = (size_t)(clamped * 8 * (double)width + 0.5);
    size_t full = eighths / 8, rest = eighths % 8;
    if (s->style.ascii)
        full += rest >= 4, rest = 0;
    for (size_t i = 0; i < full; i++)
        qd_screen_put(s, QD_TONE_PLAIN,
                      s->style.ascii ? QD_STR("#") : QD_STR("█"));
    qd_screen_put(s, QD_TONE_PLAIN, qd_str_c(parts[rest]));
    qd_screen_space(s, width - full - (rest > 0));
}

void qd_screen_hang(qd_screen *s, enum qd_tone tone, size_t indent,
                    qd_str mark, qd_str text)
{
    qd_str sign = qd_screen_text(s, mark);
    size_t hang = indent;
    if (sign.len)
        hang += qd_utf8_columns(sign) + 2;
    if (hang > s->width / 2)
        hang = indent;
    qd_lines lines = qd_wrap(s->arena, qd_screen_text(s, text),
                             s->width - hang);
    for (uint32_t i = 0; i < lines.n; i++) {
        qd_screen_space(s, indent);
        if (i == 0 && sign.len && hang == indent) {
            qd_screen_put(s, tone, sign);
            qd_screen_line(s);
            qd_screen_space(s, indent);
        }
        if (hang > indent)
            qd_screen_cell(s, tone, i ? QD_STR("") : sign, hang - indent);
        qd_screen_put(s, tone, lines.at[i]);
        qd_screen_line(s);
    }
}

static bool begins_with(qd_str s, const char *start)
{
    size_t n = strlen(start);
    return s.len >= n && memcmp(s.at, start, n) == 0;
}

enum qd_tone qd_verdict_tone(qd_str verdict)
{
    if (begins_with(verdict, "conflict at the edge"))
        return QD_TONE_EDGE;
    if (begins_with(verdict, "conflict") ||
        begins_with(verdict, "part larger"))
        return QD_TONE_BAD;
    if (begins_with(verdict, "agree") || begins_with(verdict, "wider") ||
        begins_with(verdict, "open above"))
        return QD_TONE_GOOD;
    return QD_TONE_PLAIN;
}

enum qd_glyph qd_verdict_glyph(qd_str verdict)
{
    switch (qd_verdict_tone(verdict)) {
    case QD_TONE_BAD:
    case QD_TONE_EDGE:
        return QD_GLYPH_BAD;
    case QD_TONE_GOOD:
        return QD_GLYPH_GOOD;
    default:
        return QD_GLYPH_ALONE;
    }
}
