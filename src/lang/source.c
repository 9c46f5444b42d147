#include "lang/source.h"
#include "base/limits.h"

void qd_source_init(qd_source *s, qd_mem *mem, qd_arena *arena)
{
    *s = (qd_source){ .mem = mem, .arena = arena, .next = 1 };
}

static qd_str without_bom(qd_str text)
{
    if (text.len >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0)
        return (qd_str){ text.at + 3, text.len - 3 };
    return text;
}

static bool is_shipped(qd_str path)
{
    return path.len > 2 && path.at[0] == '<' && path.at[path.len - 1] == '>';
}

uint32_t qd_source_add(qd_source *s, qd_str path, qd_str text,
                       qd_pos included)
{
    text = without_bom(text);
    /* One position more than bytes: the end of a file is a place too. */
    if (text.len >= QD_LIMIT_TEXT - s->next
        || s->files.n >= QD_LIMIT_FILES)
        return UINT32_MAX;
    uint32_t index = s->files.n;
    uint32_t by = included ? qd_source_file(s, included) : index;
    *qd_vec_add(s->mem, &s->files) = (qd_file){
        .path = qd_arena_copy(s->arena, path), .text = text,
        .start = s->next, .included = included, .by = by,
        .shipped = is_shipped(path),
    };
    s->next += (qd_pos)text.len + 1;
    return index;
}

uint32_t qd_source_file(const qd_source *s, qd_pos pos)
{
    uint32_t low = 0, high = s->files.n;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->files.at[middle].start <= pos)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void find_lines(qd_source *s, qd_file *f)
{
    const char *end = f->text.at + f->text.len;
    QD_VEC(uint32_t) lines = { 0 };
    const char *at = f->text.at;
    for (;;) {
        *qd_vec_add(s->mem, &lines) = (uint32_t)(at - f->text.at);
        const char *eol = at < end
            ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        if (!eol)
            break;
        at = eol + 1;
    }
    f->lines = lines.at;
    f->n_lines = lines.n;
}

static uint32_t line_of(const qd_file *f, uint32_t offset)
{
    uint32_t low = 0, high = f->n_lines;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (f->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static qd_str line_text(const qd_file *f, uint32_t line)
{
    uint32_t from = f->lines[line];
    size_t to = line + 1 < f->n_lines ? f->lines[line + 1] - 1u
                                      : f->text.len;
    if (to > from && f->text.at[to - 1] == '\r')
        to--;
    return (qd_str){ f->text.at + from, to - from };
}

/* Bytes that begin a code point; quick also on a line of 100 MB. */
static uint32_t count_points(const char *at, size_t len)
{
    uint32_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)at[i] & 0xC0) != 0x80;
    return n;
}

qd_place qd_source_place(qd_source *s, qd_pos pos)
{
    uint32_t file = qd_source_file(s, pos);
    qd_file *f = &s->files.at[file];
    if (!f->lines)
        find_lines(s, f);
    uint32_t offset = pos < f->start ? 0 : pos - f->start;
    if (offset > f->text.len)
        offset = (uint32_t)f->text.len;
    uint32_t line = line_of(f, offset);
    qd_str text = line_text(f, line);
    offset -= f->lines[line];
    if (offset > text.len)
        offset = (uint32_t)text.len; /* at its CR LF */
    return (qd_place){ .file = file, .line = line + 1,
                       .column = count_points(text.at, offset) + 1,
                       .text = text, .offset = offset };
}
