/* Errors of the text: where they stand, what is quoted of it, characters
 * that may stand nowhere, and files that are no text. */
#include "lang/lex.h"

#include "base/utf8.h"

#define QUOTED 60 /* bytes of the text that a message repeats at most */

/* ---- Reporting */

qd_diag *qd_wrong(qd_parser *p, enum qd_diag_code code, const char *from,
                  const char *to)
{
    p->broken = true;
    return qd_diag_add(p->t->diags, code, qd_pos_of(p, from),
                       (uint32_t)(to - from));
}

void qd_wrong_arg(qd_parser *p, qd_diag *d, const char *from, const char *to)
{
    qd_str text = { from, (size_t)(to - from) };
    if (text.len <= QUOTED) {
        qd_diag_arg(p->t->diags, d, text);
        return;
    }
    int cut = QUOTED;
    while (cut > 1 && ((unsigned char)from[cut] & 0xC0) == 0x80) cut--;
    text = qd_arena_printf(p->t->arena, "%.*s...", cut, from);
    qd_diag_arg(p->t->diags, d, text);
}

void qd_wrong_fix(qd_parser *p, qd_diag *d, const char *from, const char *to,
                  const char *replacement)
{
    qd_diag_fix(p->t->diags, d, qd_pos_of(p, from), (uint32_t)(to - from),
                qd_str_c(replacement));
}

/* ---- Characters that may stand nowhere */

static const struct lookalike {
    uint32_t point;
    const char *ascii;
} lookalikes[] = {
    { 0xA0, " " },      { 0xB7, "*" },      { 0xD7, "*" },
    { 0xF7, "/" },      { 0x2009, " " },    { 0x200B, "" },
    { 0x2010, "-" },    { 0x2011, "-" },    { 0x2014, "-" },
    { 0x2018, "\"" },   { 0x2019, "\"" },   { 0x201C, "\"" },
    { 0x201D, "\"" },   { 0x201E, "\"" },   { 0x2026, ".." },
    { 0x202F, " " },    { 0x2192, "->" },   { 0x21D2, "->" },
    { 0x2212, "-" },    { 0x223C, "~" },    { 0x2248, "~" },
    { 0x2264, "<=" },   { 0x2265, ">=" },   { 0x2260, "!=" },
    { 0x27F6, "->" },   { 0x3000, " " },    { 0x3001, "," }
};

/* What is meant by a character, NULL when nobody knows. */
static const char *meant(qd_parser *p, uint32_t point)
{
    if (point == '\'') return "\"";
    if (point == 0x2013) /* 10-15 is a range in print */
        return p->at > p->text && qd_is(p->at[-1], QD_CHAR_DIGIT) ? " to "
                                                                   : "-";
    if (point >= 0xFF01 && point <= 0xFF5E)
        return qd_arena_printf(p->t->arena, "%c", (int)(point - 0xFEE0)).at;
    for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
        if (lookalikes[i].point == point) return lookalikes[i].ascii;
    return NULL;
}

static void wrong_lookalike(qd_parser *p, size_t n, uint32_t point,
                            const char *ascii)
{
    const char *to = p->at + n;
    if (point == 0xFEFF) {
        qd_wrong_fix(p, qd_wrong(p, QD_D_STRAY_BOM, p->at, to), p->at, to,
                     "");
        return;
    }
    qd_diag *d = qd_wrong(p, QD_D_LOOKALIKE, p->at, to);
    qd_str number = qd_arena_printf(p->t->arena, "U+%04X", point);
    qd_diag_arg(p->t->diags, d, number);
    qd_diag_arg(p->t->diags, d, qd_str_c(ascii));
    qd_wrong_fix(p, d, p->at, to, ascii);
}

/* True when the character at p->at is the mistake; it is reported. */
static bool strange(qd_parser *p)
{
    uint32_t point;
    size_t n = qd_utf8_read(p->at, p->end, &point);
    if (p->at == p->end || *p->at == '\n') return false;
    if (n == 0 || point == 0) {
        p->broken = true; /* qd_check_text has told */
        return true;
    }
    if (qd_is(*p->at, QD_CHAR_CONTROL)) {
        if (*p->at == '\r' && (p->at[1] == '\n' || p->at + 1 == p->end))
            return false;
        qd_diag *d = qd_wrong(p, QD_D_CONTROL_CHARACTER, p->at, p->at + 1);
        qd_str text = qd_arena_printf(p->t->arena, "U+%04X", point);
        qd_diag_arg(p->t->diags, d, text);
        return true;
    }
    const char *ascii = point == 0xFEFF ? "" : meant(p, point);
    if (!ascii) return false;
    wrong_lookalike(p, n, point, ascii);
    return true;
}

const char *qd_token_end(const qd_parser *p, const char *at)
{
    uint32_t point;
    const char *to = qd_name_end(at, p->end);
    if (to > at) return to;
    if (at >= p->end || *at == '\n' || *at == '\r') return at;
    if (*at == '"') {
        to = at + 1;
        while (*to != '"' && *to != '\n' && to < p->end) to++;
        return to + (*to == '"');
    }
    if ((at[0] == '-' || at[0] == '=') && at[1] == '>') return at + 2;
    if (at[0] == '<' && at[1] == '-') return at + 2;
    size_t n = qd_utf8_read(at, p->end, &point);
    return at + (n ? n : 1);
}

qd_diag *qd_wrong_next(qd_parser *p, enum qd_diag_code code)
{
    if (strange(p)) return NULL;
    const char *at = p->at, *to = qd_token_end(p, at);
    if (to == at || *at == ';') /* the end: point behind what is there */
        for (; at > p->text && qd_is(at[-1], QD_CHAR_BLANK); to = at) at--;
    if (*at == ';') to = at;
    qd_diag *d = qd_wrong(p, code, at, to);
    qd_wrong_arg(p, d, at, to);
    return d;
}

/* ---- Files that are no text */

#define WINDOW 8192 /* bytes that decide whether a file is text */
#define GARBLED 10  /* no text when one byte in so many is none */
#define FEW 8       /* and when they are more than a slip or two */

static bool is_binary(const qd_parser *p, const char *bad)
{
    size_t size = (size_t)(p->end - p->text), wrong = 0;
    const char *to = p->text + (size < WINDOW ? size : WINDOW);
    if (bad >= to) return false;
    for (const char *at = p->text; at < to;) {
        uint32_t point;
        size_t n = qd_utf8_read(at, p->end, &point);
        if (n == 1 && point == 0) return true;
        wrong += n == 0 || (qd_is(*at, QD_CHAR_CONTROL) && *at != '\r');
        at += n ? n : 1;
    }
    return wrong > FEW && wrong * GARBLED > (size_t)(to - p->text);
}

static void wrong_byte(qd_parser *p, const char *at)
{
    enum qd_diag_code code = *at ? QD_D_BAD_UTF8 : QD_D_NUL_BYTE;
    qd_diag *d = qd_diag_fold(p->t->diags, code, p->file + 1,
                              qd_pos_of(p, at), 1);
    if (!d) return;
    qd_str byte = qd_arena_printf(p->t->arena, "%02X",
                                  (unsigned)(unsigned char)*at);
    qd_diag_arg(p->t->diags, d, byte);
}

bool qd_check_text(qd_parser *p)
{
    const char *bad = qd_utf8_bad(p->text, p->end);
    if (bad == p->end) return true;
    if (is_binary(p, bad)) {
        qd_wrong(p, QD_D_NOT_TEXT, bad, bad + 1);
        return false;
    }
    p->garbled = true;
    while (bad < p->end) { /* one for a line */
        wrong_byte(p, bad);
        const char *line = memchr(bad, '\n', (size_t)(p->end - bad));
        bad = line ? qd_utf8_bad(line, p->end) : p->end;
    }
    return true;
}
