#include "base/utf8.h"
#include "output/text_screen.h"

/* Columns and bytes of the code point at p (a wrong byte is one of each). */
static size_t step(const char *p, const char *end, size_t *bytes)
{
    uint32_t point = 0;
    *bytes = qd_utf8_read(p, end, &point);
    if (*bytes == 0) {
        *bytes = 1;
        return 1;
    }
    return (size_t)qd_utf8_width(point);
}

size_t qd_fitting(qd_str text, size_t width)
{
    const char *p = text.at, *end = text.at + text.len;
    size_t used = 0, bytes;
    while (p < end) {
        used += step(p, end, &bytes);
        if (used > width)
            break;
        p += bytes;
    }
    return (size_t)(p - text.at);
}

size_t qd_longest_word(qd_str text)
{
    size_t longest = 0, from = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.at[i] != ' ' && text.at[i] != '\n')
            continue;
        size_t n = qd_utf8_columns((qd_str){ text.at + from, i - from });
        if (n > longest)
            longest = n;
        from = i + 1;
    }
    return longest;
}

/* The bytes of `text` that make its first line. */
static size_t first_line(qd_str text, size_t width)
{
    const char *feed = text.len ? memchr(text.at, '\n', text.len) : NULL;
    size_t end = feed ? (size_t)(feed - text.at) : text.len;
    size_t fits = qd_fitting((qd_str){ text.at, end }, width);
    if (fits == end)
        return end;
    for (size_t i = fits + 1; i-- > 0;)
        if (text.at[i] == ' ')
            return i;
    size_t bytes;
    if (fits == 0) /* not even one sign fits: it is shown all the same */
        return step(text.at, text.at + end, &bytes), bytes;
    return fits;
}

static qd_str without_end_blanks(qd_str s)
{
    while (s.len && s.at[s.len - 1] == ' ')
        s.len--;
    return s;
}

qd_lines qd_wrap(qd_arena *arena, qd_str text, size_t width)
{
    qd_lines lines = { 0 };
    text = without_end_blanks(text);
    do {
        size_t n = first_line(text, width);
        *qd_vec_add(arena->mem, &lines) =
            without_end_blanks((qd_str){ text.at, n });
        bool feed = n < text.len && text.at[n] == '\n';
        n += feed;
        while (!feed && n < text.len && text.at[n] == ' ')
            n++;
        text.at += n, text.len -= n;
    } while (text.len);
    return lines;
}
