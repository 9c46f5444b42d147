#include "output/scene.h"

#include "base/number.h"
#include "base/utf8.h"

static const struct ink {
    const char *name, *paint;
} inks[QD_INK_COUNT] = {
    [QD_INK_NONE] = { "none", "none" },
    [QD_INK_PAPER] = { "paper", "#f7f8fa" },
    [QD_INK_TEXT] = { "text", "#181c22" },
    [QD_INK_SOFT] = { "soft", "#5b6472" },
    [QD_INK_GONE] = { "gone", "#767f8c" },
    [QD_INK_GRID] = { "grid", "#d5dae1" },
    [QD_INK_SPAN] = { "span", "#b3bac4" },
    [QD_INK_BAND] = { "band", "#d3e2ee" },
    [QD_INK_CORE] = { "core", "#92b8d4" },
    [QD_INK_GOOD] = { "good", "#0c7a4d" },
    [QD_INK_EDGE] = { "edge", "#9a5b00" },
    [QD_INK_BAD] = { "bad", "#b3261e" },
    [QD_INK_LOW] = { "low", "#f6dedb" },
    [QD_INK_HALF] = { "half", "#ecb5ae" },
    [QD_INK_HIGH] = { "high", "#de8177" },
    [QD_INK_CAPITAL] = { "capital", "#2f7fc1" },
    [QD_INK_CREDIT] = { "credit", "#a8609f" },
    [QD_INK_COMPUTE] = { "compute", "#d9783c" },
    [QD_INK_CHIPS] = { "chips", "#2b9a78" },
    [QD_INK_TRADE] = { "trade", "#8a7a52" },
    [QD_INK_BLANK] = { "blank", "#8a929e" },
    [QD_INK_BOX] = { "box", "#eaedf1" },
};

qd_scene *qd_scene_make(qd_arena *arena, double width)
{
    qd_scene *s = qd_arena_alloc(arena, sizeof *s);
    *s = (qd_scene){ .arena = arena, .body = qd_buf_make(arena->mem),
                     .width = width };
    return s;
}

/* Hundredths of a pixel are enough, and no more digits are written. */
void qd_scene_number(qd_buf *b, double x)
{
    char buf[340];
    qd_str s = qd_double_fixed(x, 2, buf);
    while (s.at[s.len - 1] == '0')
        s.len--;
    if (s.at[s.len - 1] == '.')
        s.len--;
    qd_buf_add(b, s.len == 2 && memcmp(s.at, "-0", 2) == 0 ? QD_STR("0") : s);
}

static void put_attribute(qd_buf *b, const char *name, double x)
{
    qd_buf_printf(b, " %s=\"", name);
    qd_scene_number(b, x);
    qd_buf_char(b, '"');
}

/* XML has no way at all to write most control characters. */
static bool is_xml(uint32_t point)
{
    return (point >= 32 || point == '\n' || point == '\t') &&
           point != 0xFFFE && point != 0xFFFF;
}

static void put_escaped(qd_buf *b, qd_str s)
{
    const char *p = s.at, *end = s.at + s.len;
    while (p < end) {
        uint32_t point = 0;
        size_t n = qd_utf8_read(p, end, &point);
        if (n == 0 || !is_xml(point))
            qd_buf_c(b, "\xEF\xBF\xBD");
        else if (point == '&')
            qd_buf_c(b, "&amp;");
        else if (point == '<')
            qd_buf_c(b, "&lt;");
        else if (point == '>')
            qd_buf_c(b, "&gt;");
        else if (point == '"')
            qd_buf_c(b, "&quot;");
        else
            qd_buf_add(b, (qd_str){ p, n });
        p += n ? n : 1;
    }
}

static void put_element(qd_buf *b, const char *name, qd_str text)
{
    qd_buf_printf(b, "<%s>", name);
    put_escaped(b, text);
    qd_buf_printf(b, "</%s>\n", name);
}

void qd_scene_open(qd_scene *s, const char *name, qd_str title)
{
    qd_buf_printf(&s->body, "<g class=\"q-%s\">", name);
    put_element(&s->body, "title", title);
}

void qd_scene_open_faint(qd_scene *s, const char *name, qd_str title)
{
    qd_buf_printf(&s->body, "<g class=\"q-%s q-faint\" opacity=\"0.3\">",
                  name);
    put_element(&s->body, "title", title);
}

void qd_scene_close(qd_scene *s)
{
    qd_buf_c(&s->body, "</g>\n");
}

/* class, fill and stroke; an ink that is not used is "none". */
static void put_paint(qd_buf *b, enum qd_ink fill, enum qd_ink stroke,
                      double width)
{
    qd_buf_printf(b, " class=\"q-fill-%s", inks[fill].name);
    if (stroke)
        qd_buf_printf(b, " q-line-%s", inks[stroke].name);
    qd_buf_printf(b, "\" fill=\"%s\"", inks[fill].paint);
    if (stroke) {
        qd_buf_printf(b, " stroke=\"%s\"", inks[stroke].paint);
        put_attribute(b, "stroke-width", width);
    }
}

static void put_rect(qd_scene *s, double x, double y, double w, double h,
                     double round, enum qd_ink fill, enum qd_ink stroke,
                     double width)
{
    qd_buf *b = &s->body;
    qd_buf_c(b, "<rect");
    put_attribute(b, "x", x);
    put_attribute(b, "y", y);
    put_attribute(b, "width", w);
    put_attribute(b, "height", h);
    if (round > 0)
        put_attribute(b, "rx", round);
    put_paint(b, fill, stroke, width);
    qd_buf_c(b, "/>\n");
}

void qd_scene_rect(qd_scene *s, double x, double y, double w, double h,
                   enum qd_ink fill)
{
    put_rect(s, x, y, w, h, 0, fill, QD_INK_NONE, 0);
}

void qd_scene_bar(qd_scene *s, double x, double y, double w, double h,
                  enum qd_ink fill)
{
    put_rect(s, x, y, w, h, h / 2, fill, QD_INK_NONE, 0);
}

void qd_scene_box(qd_scene *s, double x, double y, double w, double h,
                  bool strong)
{
    put_rect(s, x, y, w, h, 4, QD_INK_BOX, QD_INK_TEXT, strong ? 2.2 : 1);
}

void qd_scene_pill(qd_scene *s, double x, double y, double w, double h)
{
    put_rect(s, x, y, w, h, 3, QD_INK_PAPER, QD_INK_NONE, 0);
}

void qd_scene_line(qd_scene *s, double x0, double y0, double x1, double y1,
                   enum qd_ink ink, double width)
{
    qd_buf *b = &s->body;
    qd_buf_c(b, "<line");
    put_attribute(b, "x1", x0);
    put_attribute(b, "y1", y0);
    put_attribute(b, "x2", x1);
    put_attribute(b, "y2", y1);
    put_paint(b, QD_INK_NONE, ink, width);
    qd_buf_c(b, "/>\n");
}

void qd_scene_dot(qd_scene *s, double x, double y, double r,
                  enum qd_ink ink, bool hollow)
{
    qd_buf *b = &s->body;
    qd_buf_c(b, "<circle");
    put_attribute(b, "cx", x);
    put_attribute(b, "cy", y);
    put_attribute(b, "r", r);
    put_paint(b, hollow ? QD_INK_PAPER : ink, ink, 1.5);
    qd_buf_c(b, "/>\n");
}

void qd_scene_path(qd_scene *s, qd_str data, enum qd_ink fill,
                   enum qd_ink stroke, double width)
{
    qd_buf *b = &s->body;
    qd_buf_c(b, "<path d=\"");
    qd_buf_add(b, data);
    qd_buf_char(b, '"');
    put_paint(b, fill, stroke, width);
    qd_buf_c(b, "/>\n");
}

void qd_scene_stroke(qd_scene *s, qd_str data, enum qd_ink ink, double width,
                     const char *dash)
{
    qd_buf *b = &s->body;
    qd_buf_c(b, "<path d=\"");
    qd_buf_add(b, data);
    qd_buf_char(b, '"');
    put_paint(b, QD_INK_NONE, ink, width);
    if (dash) qd_buf_printf(b, " stroke-dasharray=\"%s\"", dash);
    qd_buf_c(b, "/>\n");
}

/* From the tips of the ascenders to those of the descenders. */
static void note_box(qd_scene *s, double x, double y, qd_font font,
                     enum qd_anchor anchor, qd_str text)
{
    double w = qd_text_width(text, font);
    double left = anchor == QD_ANCHOR_START ? x
                : anchor == QD_ANCHOR_END   ? x - w
                                            : x - w / 2;
    *qd_vec_add(s->arena->mem, &s->texts) = (qd_box){
        left, y - 0.8 * font.size, w, font.size, text };
}

void qd_scene_text(qd_scene *s, double x, double y, qd_font font,
                   enum qd_ink ink, enum qd_anchor anchor, qd_str text)
{
    static const char *const anchors[] = { "", "middle", "end" };
    if (text.len == 0)
        return;
    qd_buf *b = &s->body;
    note_box(s, x, y, font, anchor, text);
    qd_buf_c(b, "<text");
    put_attribute(b, "x", x);
    put_attribute(b, "y", y);
    put_attribute(b, "font-size", font.size);
    if (font.bold)
        qd_buf_c(b, " font-weight=\"bold\"");
    if (anchor != QD_ANCHOR_START)
        qd_buf_printf(b, " text-anchor=\"%s\"", anchors[anchor]);
    put_paint(b, ink, QD_INK_NONE, 0);
    qd_buf_char(b, '>');
    put_escaped(b, text);
    qd_buf_c(b, "</text>\n");
}

static bool leaves(const qd_scene *s, double height, const qd_box *b)
{
    return b->x < 0 || b->y < 0 || b->x + b->w > s->width ||
           b->y + b->h > height;
}

static bool overlap(const qd_box *a, const qd_box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w &&
           a->y < b->y + b->h && b->y < a->y + a->h;
}

bool qd_scene_clash(const qd_scene *s, double height, const qd_box **a,
                    const qd_box **b)
{
    *b = NULL;
    for (uint32_t i = 0; i < s->texts.n; i++) {
        *a = &s->texts.at[i];
        if (leaves(s, height, *a))
            return true;
        for (uint32_t k = 0; k < i; k++) {
            *b = &s->texts.at[k];
            if (overlap(*a, *b))
                return true;
        }
        *b = NULL;
    }
    return false;
}

void qd_scene_write(const qd_scene *s, qd_buf *out, double height,
                    qd_str title, qd_str description)
{
    qd_buf_c(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    put_attribute(out, "width", s->width);
    put_attribute(out, "height", height);
    qd_buf_c(out, " viewBox=\"0 0 ");
    qd_scene_number(out, s->width);
    qd_buf_char(out, ' ');
    qd_scene_number(out, height);
    qd_buf_c(out, "\" role=\"img\" class=\"q-picture\" font-family=\""
                  "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', "
                  "sans-serif\">\n");
    put_element(out, "title", title);
    put_element(out, "desc", description);
    qd_buf_c(out, "<rect");
    put_attribute(out, "width", s->width);
    put_attribute(out, "height", height);
    put_paint(out, QD_INK_PAPER, QD_INK_NONE, 0);
    qd_buf_c(out, "/>\n");
    qd_buf_add(out, qd_buf_str(&s->body));
    qd_buf_c(out, "</svg>\n");
}
