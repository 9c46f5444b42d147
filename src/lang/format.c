/* Lines, blank lines and the columns of comments; the code of a line is the
 * work of format_code.c.
 *
 * A comment behind code stands in one of three columns. Adjacent lines of one
 * kind (headers, or the fields of a directive) share the first column that at
 * least half of their commented lines leave free; a longer line takes the
 * next one for itself, so it does not push away the comments of all others.
 * Nearly all comments of a file so stand in the first column, and a change of
 * one line seldom moves the comment of another. */
#include "lang/format.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "lang/format_code.h"

#define FIRST_COLUMN 44u
#define NEXT_COLUMN 16u
#define LAST_COLUMN 76u
#define INDENT_COMMENT 8u /* deeper: goes on with the comment above */
#define BLANK_LINES 2u

enum line_kind {
    LINE_RAW,     /* not understood: kept as it is */
    LINE_COMMENT, /* nothing but a comment */
    LINE_HEADER,
    LINE_FIELD
};

/* A line that waits for the column of its comment. */
struct waiting {
    size_t code, len; /* its code in `run` */
    size_t width;
    qd_str comment;   /* empty: none */
    bool goes_on;     /* a comment that goes on with the one above */
};

struct formatter {
    qd_buf *out;
    const qd_sign *signs;
    size_t n_signs;
    qd_buf run;                   /* code of the waiting lines */
    QD_VEC(struct waiting) lines; /* a run of adjacent lines of one kind */
    enum line_kind kind;          /* of the run */
    unsigned blanks;              /* blank lines since the last line */
    bool begun;                   /* something has been written */
};

/* The first column from `column` on that code of this width leaves free. */
static size_t free_column(size_t column, size_t width)
{
    while (column <= width && column < LAST_COLUMN) column += NEXT_COLUMN;
    return column > width ? column : width + 1;
}

static bool suits_half(const struct formatter *f, size_t column)
{
    uint32_t commented = 0, fit = 0;
    for (uint32_t i = 0; i < f->lines.n; i++) {
        const struct waiting *w = &f->lines.at[i];
        bool own = w->comment.len && !w->goes_on;
        commented += own;
        fit += own && w->width < column;
    }
    return fit >= commented - fit;
}

static size_t shared_column(const struct formatter *f)
{
    size_t column = FIRST_COLUMN;
    while (column < LAST_COLUMN && !suits_half(f, column))
        column += NEXT_COLUMN;
    return column;
}

/* Writes the waiting lines. */
static void end_run(struct formatter *f)
{
    size_t shared = f->lines.n ? shared_column(f) : 0, column = shared;
    for (uint32_t i = 0; i < f->lines.n; i++) {
        const struct waiting *w = &f->lines.at[i];
        qd_buf_add(f->out, (qd_str){ f->run.at + w->code, w->len });
        if (!w->goes_on) column = free_column(shared, w->width);
        if (w->comment.len) {
            qd_buf_fill(f->out, ' ', column - w->width);
            qd_buf_add(f->out, w->comment);
        }
        qd_buf_char(f->out, '\n');
    }
    f->lines.n = 0;
    f->run.len = 0;
    f->kind = LINE_RAW;
}

static bool ends_in_comment(const struct formatter *f)
{
    return f->lines.n && f->lines.at[f->lines.n - 1].comment.len;
}

static void wait_for_column(struct formatter *f, size_t code, qd_str comment,
                            bool goes_on)
{
    qd_str text = { f->run.at + code, f->run.len - code };
    *qd_vec_add(f->out->mem, &f->lines) = (struct waiting){
        .code = code, .len = text.len,
        .width = comment.len ? qd_utf8_columns(text) : 0,
        .comment = comment, .goes_on = goes_on,
    };
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static qd_str trim_end(qd_str s)
{
    while (s.len && (is_blank(s.at[s.len - 1]) || s.at[s.len - 1] == '\r'))
        s.len--;
    return s;
}

/* The columns of the blanks before a line; *text goes behind them. */
static size_t take_indent(qd_str *text)
{
    size_t column = 0;
    while (text->len && is_blank(text->at[0])) {
        column = text->at[0] == '\t' ? (column / 8 + 1) * 8 : column + 1;
        text->at++;
        text->len--;
    }
    return column;
}

static qd_str without_bom(qd_str s)
{
    while (s.len >= 3 && memcmp(s.at, "\xEF\xBB\xBF", 3) == 0)
        s = (qd_str){ s.at + 3, s.len - 3 };
    return s;
}

static bool has_controls(qd_str s)
{
    bool found = false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        found |= (c < ' ' && c != '\t') || c == 0x7F;
    }
    return found;
}

static enum line_kind line_kind(qd_str line)
{
    qd_str text = line;
    size_t indent = take_indent(&text);
    const char *end = line.at + line.len;
    if (has_controls(line) || qd_utf8_bad(line.at, end) != end)
        return LINE_RAW;
    if (text.at[0] == ';') return LINE_COMMENT;
    if (qd_format_code_end(text) == SIZE_MAX) return LINE_RAW;
    return indent ? LINE_FIELD : LINE_HEADER;
}

static void write_line(struct formatter *f, size_t indent, qd_str text)
{
    end_run(f);
    qd_buf_fill(f->out, ' ', indent);
    qd_buf_add(f->out, text);
    qd_buf_char(f->out, '\n');
}

static void comment_line(struct formatter *f, qd_str text)
{
    size_t indent = take_indent(&text);
    if (indent > INDENT_COMMENT && ends_in_comment(f))
        wait_for_column(f, f->run.len, text, true);
    else
        write_line(f, indent ? 2 : 0, text);
}

static void code_line(struct formatter *f, qd_str text, enum line_kind kind)
{
    if (f->kind != kind) end_run(f);
    f->kind = kind;
    take_indent(&text);
    size_t end = qd_format_code_end(text);
    qd_str comment = { text.at + end, text.len - end };
    qd_str code = trim_end((qd_str){ text.at, end });
    /* Nothing waits: the line can go out at once. */
    bool direct = comment.len == 0 && f->lines.n == 0;
    qd_buf *to = direct ? f->out : &f->run;
    size_t start = to->len;
    if (kind == LINE_FIELD) qd_buf_c(to, "  ");
    qd_format_code(to, code, f->signs, f->n_signs);
    if (direct)
        qd_buf_char(to, '\n');
    else
        wait_for_column(f, start, comment, false);
}

static void blank_lines(struct formatter *f)
{
    if (f->blanks > BLANK_LINES) f->blanks = BLANK_LINES;
    if (f->blanks && f->begun) {
        end_run(f);
        qd_buf_fill(f->out, '\n', f->blanks);
    }
    f->blanks = 0;
    f->begun = true;
}

static void format_line(struct formatter *f, qd_str line)
{
    if (!f->begun) line = without_bom(line);
    line = trim_end(line);
    if (line.len == 0) {
        f->blanks += f->blanks <= BLANK_LINES;
        return;
    }
    blank_lines(f);
    enum line_kind kind = line_kind(line);
    if (kind == LINE_RAW)
        write_line(f, 0, line);
    else if (kind == LINE_COMMENT)
        comment_line(f, line);
    else
        code_line(f, line, kind);
}

void qd_format(qd_buf *out, qd_str text, const qd_sign *signs, size_t n_signs)
{
    struct formatter f = { .out = out, .signs = signs, .n_signs = n_signs,
                           .run = qd_buf_make(out->mem) };
    while (text.len) {
        const char *eol = memchr(text.at, '\n', text.len);
        size_t len = eol ? (size_t)(eol - text.at) : text.len;
        format_line(&f, (qd_str){ text.at, len });
        len += eol != NULL;
        text = (qd_str){ text.at + len, text.len - len };
    }
    end_run(&f);
    qd_mem_release(out->mem, f.run.at);
    qd_mem_release(out->mem, f.lines.at);
}
