/* How wide text will be. Which font a reader has is not known: the widths
 * are the larger ones of Helvetica (Arial and Liberation Sans have the same)
 * and DejaVu Sans, so that what is laid out with them has room in both. */
#include "base/utf8.h"
#include "output/scene.h"

/* Thousandths of the size, from blank to tilde. */
static const uint16_t ascii_widths[2][95] = {
    {
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838,
        318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
        636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722,
        770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787,
        667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390,
        337, 390, 838, 556, 500, 613, 635, 550, 635, 615, 352, 635,
        634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521,
        392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
    },
    {
        348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838,
        380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696,
        696, 696, 400, 400, 838, 838, 838, 611, 1000, 774, 762, 734,
        830, 683, 683, 821, 837, 372, 556, 775, 637, 995, 837, 850,
        733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457,
        365, 457, 838, 556, 500, 675, 716, 593, 716, 678, 435, 716,
        712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595,
        478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
    },
};

/* Signs that our own sentences use. */
static const struct sign_width {
    uint16_t point, width;
} sign_widths[] = {
    { 0x00A0, 348 }, { 0x00B1, 838 },  { 0x00B7, 380 },  { 0x00D7, 838 },
    { 0x2013, 500 }, { 0x2014, 1000 }, { 0x2018, 380 },  { 0x2019, 380 },
    { 0x201C, 657 }, { 0x201D, 657 },  { 0x2026, 1000 }, { 0x20AC, 696 },
    { 0x2192, 838 }, { 0x2212, 838 },  { 0x221E, 833 },  { 0x2248, 838 },
    { 0x2264, 838 }, { 0x2265, 838 },
};

#define LETTER_WIDTH 780u /* of other scripts: few words are wider a letter */
#define WIDE_WIDTH 1000u  /* Chinese, Japanese, Korean: a square */

static unsigned point_width(uint32_t point, bool bold)
{
    if (point >= ' ' && point <= '~')
        return ascii_widths[bold][point - ' '];
    for (size_t i = 0; i < sizeof sign_widths / sizeof *sign_widths; i++)
        if (sign_widths[i].point == point)
            return sign_widths[i].width;
    int columns = qd_utf8_width(point);
    return columns == 0 ? 0 : columns == 2 ? WIDE_WIDTH : LETTER_WIDTH;
}

/* The width of the code point at p in thousandths, and its bytes. */
static unsigned step(const char *p, const char *end, bool bold, size_t *bytes)
{
    uint32_t point = 0;
    *bytes = qd_utf8_read(p, end, &point);
    if (*bytes == 0) {
        *bytes = 1;
        point = 0xFFFD;
    }
    return point_width(point, bold);
}

double qd_text_width(qd_str text, qd_font font)
{
    if (text.len == 0) return 0;
    const char *p = text.at, *end = text.at + text.len;
    double sum = 0;
    while (p < end) {
        size_t bytes;
        sum += step(p, end, font.bold, &bytes);
        p += bytes;
    }
    return sum * font.size / 1000;
}

/* The bytes of the first line: as many words as fit, or what fits of the
 * first word, at least one sign. */
static size_t line_bytes(qd_str text, qd_font font, double width)
{
    const char *p = text.at, *end = text.at + text.len;
    double used = 0, room = width * 1000 / font.size;
    size_t word = 0, bytes = 0;
    while (p < end) {
        used += step(p, end, font.bold, &bytes);
        if (*p == ' ')
            word = (size_t)(p - text.at);
        else if (used > room)
            break;
        p += bytes;
    }
    if (p == end)
        return text.len;
    if (word)
        return word;
    return p > text.at ? (size_t)(p - text.at) : bytes;
}

qd_scene_lines qd_scene_wrap(qd_arena *a, qd_str text, qd_font font,
                             double width)
{
    qd_scene_lines lines = { 0 };
    if (text.len == 0) /* its place may be none */
        *qd_vec_add(a->mem, &lines) = QD_STR("");
    while (text.len) {
        while (text.len && *text.at == ' ')
            text.at++, text.len--;
        size_t n = line_bytes(text, font, width);
        *qd_vec_add(a->mem, &lines) = (qd_str){ text.at, n };
        text.at += n, text.len -= n;
    }
    return lines;
}

uint32_t qd_scene_paragraph(qd_scene *s, double x, double y, double width,
                            double leading, qd_font font, enum qd_ink ink,
                            enum qd_anchor anchor, qd_str text)
{
    if (text.len == 0)
        return 0;
    qd_scene_lines lines = qd_scene_wrap(s->arena, text, font, width);
    for (uint32_t i = 0; i < lines.n; i++)
        qd_scene_text(s, x, y + leading * i, font, ink, anchor, lines.at[i]);
    return lines.n;
}
