#include "api/page.h"

#include "base/utf8.h"
#include "output/text_screen.h"

enum { INDENT = 2, TERM = 18 }; /* columns of a row on a screen */

/* What stands above decides whether an empty line parts it from the next:
 * none between rows, and none below a heading. */
enum { START, HEADING, ROW, BLOCK };

static void begin(qd_page *p, unsigned what)
{
    bool close = p->last == START || p->last == HEADING
        || (p->last == ROW && what == ROW);
    if (!close || (p->scdoc && p->last != START))
        qd_buf_char(p->out, '\n');
    p->last = (uint8_t)what;
}

/* --- scdoc: every character that may mean something is escaped, also at the
 * start of a line, where a dash is a list and a bracket a table. */
static void put_escaped(qd_page *p, qd_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (strchr("\\*_#+.-[]|;`<>~!", c) && c)
            qd_buf_char(p->out, '\\');
        qd_buf_char(p->out, c == '\n' ? ' ' : c);
    }
}

static void put_bold(qd_page *p, qd_str s)
{
    if (p->scdoc)
        qd_buf_char(p->out, '*');
    else if (p->colour)
        qd_buf_c(p->out, "\x1b[1m");
    if (p->scdoc)
        put_escaped(p, s);
    else
        qd_buf_add(p->out, s);
    if (p->scdoc)
        qd_buf_char(p->out, '*');
    else if (p->colour)
        qd_buf_c(p->out, "\x1b[0m");
}

/* Words broken at the width, from column `at` on. Ends the line. */
static void put_wrapped(qd_page *p, qd_str text, size_t at)
{
    size_t width = (size_t)p->columns > at + 20 ? (size_t)p->columns - at
                                                : 20;
    qd_lines lines = qd_wrap(p->arena, text, width);
    for (uint32_t i = 0; i < lines.n; i++) {
        if (i > 0)
            qd_buf_fill(p->out, ' ', at);
        qd_buf_add(p->out, lines.at[i]);
        qd_buf_char(p->out, '\n');
    }
}

static void put_paragraph(qd_page *p, qd_str text)
{
    begin(p, BLOCK);
    while (text.len > 0 && text.at[text.len - 1] == '\n')
        text.len--;
    if (p->scdoc) {
        put_escaped(p, text);
        qd_buf_char(p->out, '\n');
    } else {
        put_wrapped(p, text, 0);
    }
}

/* The line at the front of *text, which moves behind it. */
static qd_str next_line(qd_str *text)
{
    const char *end = memchr(text->at, '\n', text->len);
    qd_str line = { text->at, end ? (size_t)(end - text->at) : text->len };
    size_t gone = line.len + (end != NULL);
    text->at += gone;
    text->len -= gone;
    return line;
}

static bool is_literal(qd_str line)
{
    return line.len > 0 && line.at[0] == ' ';
}

/* Lines up to a change between words and literal lines. */
static qd_str take_run(qd_str *text, bool literal)
{
    qd_str run = { text->at, 0 };
    while (text->len > 0) {
        qd_str ahead = *text;
        qd_str line = next_line(&ahead);
        if (line.len == 0 || is_literal(line) != literal)
            break;
        *text = ahead;
        run.len = (size_t)(text->at - run.at);
    }
    return run;
}

static void put_code(qd_page *p, qd_str lines, const char *indent)
{
    begin(p, BLOCK);
    if (p->scdoc)
        qd_buf_c(p->out, "```\n");
    while (lines.len > 0) {
        qd_str line = next_line(&lines);
        if (line.len > 0)
            qd_buf_c(p->out, indent);
        qd_buf_add(p->out, line);
        qd_buf_char(p->out, '\n');
    }
    if (p->scdoc)
        qd_buf_c(p->out, "```\n");
}

void qd_page_code(qd_page *p, const char *lines)
{
    put_code(p, qd_str_c(lines), p->scdoc ? "" : "    ");
}

void qd_page_text(qd_page *p, const char *words)
{
    qd_str text = qd_str_c(words);
    while (text.len > 0) {
        qd_str run = take_run(&text, false);
        if (run.len > 0)
            put_paragraph(p, run);
        if (run.len > 0 && is_literal(text) && !p->scdoc)
            p->last = HEADING; /* `Wrong:` stands right above its example */
        run = take_run(&text, true);
        if (run.len > 0)
            put_code(p, run, "");
        if (text.len > 0 && text.at[0] == '\n')
            next_line(&text);
    }
}

void qd_page_title(qd_page *p, const char *name, const char *words)
{
    begin(p, BLOCK);
    qd_str title = qd_str_c(name);
    if (p->scdoc) {
        qd_buf_c(p->out, "## ");
        put_escaped(p, title);
        qd_buf_c(p->out, "\n\n");
        put_escaped(p, qd_str_c(words));
        qd_buf_char(p->out, '\n');
        return;
    }
    put_bold(p, title);
    qd_buf_c(p->out, ": ");
    put_wrapped(p, qd_str_c(words), qd_utf8_columns(title) + 2);
}

void qd_page_section(qd_page *p, const char *words)
{
    begin(p, HEADING);
    put_bold(p, qd_str_c(words));
    qd_buf_char(p->out, '\n');
}

void qd_page_row(qd_page *p, const char *term, const char *words)
{
    begin(p, ROW);
    qd_str t = qd_str_c(term);
    if (p->scdoc) {
        put_bold(p, t);
        qd_buf_c(p->out, "\n\t");
        put_escaped(p, qd_str_c(words));
        qd_buf_char(p->out, '\n');
        return;
    }
    size_t at = INDENT + qd_utf8_columns(t);
    qd_buf_fill(p->out, ' ', INDENT);
    qd_buf_add(p->out, t);
    if (at + 2 > INDENT + TERM) {
        qd_buf_char(p->out, '\n');
        at = 0;
    }
    qd_buf_fill(p->out, ' ', INDENT + TERM - at);
    put_wrapped(p, qd_str_c(words), INDENT + TERM);
}

void qd_page_preamble(qd_page *p, const char *line)
{
    begin(p, BLOCK);
    qd_buf_c(p->out, line);
    qd_buf_char(p->out, '\n');
}

void qd_page_part(qd_page *p, const char *name)
{
    begin(p, BLOCK);
    qd_buf_c(p->out, "# ");
    qd_buf_c(p->out, name);
    qd_buf_char(p->out, '\n');
}
