/* What the files of the parser share: the place in the text and the smallest
 * pieces read there. Only for lex.c and parse*.c.
 *
 * There is no token: the parser looks at the next byte and knows what may
 * stand there. A text ends with a NUL, which is of no class, so every loop
 * over a class stops. */
#ifndef QD_LANG_LEX_H
#define QD_LANG_LEX_H

#include "lang/parse.h"

enum qd_char {
    QD_CHAR_NAME = 1,   /* [A-Za-z0-9_-] */
    QD_CHAR_DIGIT = 2,
    QD_CHAR_START = 4,  /* [A-Za-z_] */
    QD_CHAR_HIGH = 8,   /* part of a character beyond ASCII */
    QD_CHAR_BLANK = 16, /* blank, tab */
    QD_CHAR_LAST = 32,  /* behind the code of a line: \n, ;, \r, NUL */
    QD_CHAR_OP = 64,    /* may begin an operator */
    QD_CHAR_CONTROL = 128
};
extern const uint8_t qd_char[256];

static inline bool qd_is(char c, unsigned classes)
{
    return (qd_char[(unsigned char)c] & classes) != 0;
}

/* What was read lately, by its first bytes: all of its text, so that a hit
 * needs no other look. Most names, units and months of a file are said again
 * and again. */
enum { QD_FEW_BITS = 6 }; /* of the numbers of units and months */
struct qd_recent {
    struct {
        uint64_t text;
        uint16_t unit;
    } units[1 << QD_FEW_BITS];
    struct {
        uint64_t text;
        qd_span span;
    } months[1 << QD_FEW_BITS];
    struct qd_recent_name {
        uint64_t low, high; /* the bytes, zeros behind them */
        qd_sym name;
    } names[];              /* the longer the text, the more */
};

typedef struct qd_parser {
    qd_tree *t;
    const qd_vocabulary *v;
    const char *at;         /* the next byte */
    const char *text, *end;
    qd_pos base;            /* position of text[0] */
    uint32_t file;
    uint32_t depth;         /* of recursion at this place */
    uint32_t parens;        /* open at this place */
    uint32_t height;        /* of the node parsed last */
    uint32_t block;         /* first directive of the block, QD_NONE */
    qd_sym scenario;        /* the keyword, 0 when it has another name */
    qd_sym assume;
    bool broken;            /* an error was reported on this line */
    bool crowded;           /* the block has too many fields: told */
    bool garbled;           /* bad bytes of the file have been reported */
    struct qd_recent *recent;
    int recent_bits;        /* of the number of its names */
    qd_str later;           /* a name whose symbol is not asked for yet */
    uint32_t later_hash;
} qd_parser;

static inline qd_pos qd_pos_of(const qd_parser *p, const char *at)
{
    return p->base + (qd_pos)(at - p->text);
}

static inline void qd_skip_blanks(qd_parser *p)
{
    while (qd_is(*p->at, QD_CHAR_BLANK)) p->at++;
}

/* Behind the code of the line. A '\r' that does not belong to the line end
 * is refused where it stands, so it may count as an end here. */
static inline bool qd_at_last(const qd_parser *p)
{
    return qd_is(*p->at, QD_CHAR_LAST);
}

/* The name that starts here: the byte behind it, `at` when there is none. */
const char *qd_name_end_wide(const char *at, const char *end);
static inline const char *qd_name_end(const char *at, const char *end)
{
    const char *from = at;
    while (qd_is(*at, QD_CHAR_NAME)) at++;
    if (qd_is(*at, QD_CHAR_HIGH)) at = qd_name_end_wide(at, end);
    if (*at == '>' && at > from && at[-1] == '-') at--; /* a->b */
    return at;
}

/* A name may start here. */
bool qd_name_starts_wide(const char *at, const char *end);
static inline bool qd_name_starts(const char *at, const char *end)
{
    return qd_is(*at, QD_CHAR_START) ||
           (qd_is(*at, QD_CHAR_HIGH) && qd_name_starts_wide(at, end));
}

/* The unit that reaches to the next blank or line end and was read lately:
 * its index, and p->at behind it; 0 when there is none. */
uint16_t qd_recent_unit(qd_parser *p, const char *at);
/* A unit text that was read, for the next time. */
void qd_remember_unit(qd_parser *p, const char *from, const char *to,
                      uint16_t unit);

/* The name at p->at, which moves behind it; 0 when it is none, reported
 * only when it is a wrong one (p->broken tells). */
qd_sym qd_take_name(qd_parser *p);
/* The same for a name that is likely to be new: p->later is it, and
 * qd_later_name gives its symbol when the table has answered. */
bool qd_take_name_later(qd_parser *p);
qd_sym qd_later_name(qd_parser *p);
/* What is written between two bytes, as a symbol. */
qd_sym qd_symbol(qd_parser *p, const char *from, const char *to);

/* A sigil is at `at`. `^` starts one when a name, or what is meant to be one,
 * follows; else it is a power. */
static inline bool qd_is_sigil(const char *text, const char *at)
{
    if (*at != '^') return *at == '@' || *at == '#';
    if (qd_is(at[1], QD_CHAR_START | QD_CHAR_HIGH)) return true;
    return qd_is(at[1], QD_CHAR_DIGIT) && at > text &&
           qd_is(at[-1], QD_CHAR_BLANK);
}

/* The text between `at` and `to` is this word. */
#define QD_WORD_IS(at, to, literal)              \
    ((size_t)((to) - (at)) == sizeof(literal) - 1 && \
     memcmp((at), (literal), sizeof(literal) - 1) == 0)

/* Blanks and this word are next; p->at moves behind it and what blanks
 * follow. */
bool qd_word_next(qd_parser *p, const char *word);

/* A date or span starts here: `2025-`, `2025..`, `..2025`. */
static inline bool qd_at_date(const char *at)
{
    if (*at == '.') return at[1] == '.';
    if (!qd_is(at[0], QD_CHAR_DIGIT) || !qd_is(at[1], QD_CHAR_DIGIT) ||
        !qd_is(at[2], QD_CHAR_DIGIT) || !qd_is(at[3], QD_CHAR_DIGIT))
        return false;
    return (at[4] == '-' && qd_is(at[5], QD_CHAR_DIGIT | QD_CHAR_START)) ||
           (at[4] == '.' && at[5] == '.');
}

/* A date or span; a bare year is one too. False when reported. */
bool qd_take_when(qd_parser *p, qd_span *out);

/* The digits of a number, without sign, scale and unit. */
bool qd_take_digits(qd_parser *p, qd_decimal *out);

/* The byte behind the closing quote of the string at p->at, or NULL when it
 * is not closed (reported). */
const char *qd_take_string(qd_parser *p);

/* Bytes of a currency sign at `at`: `$`, `€`, `US$`; 0 when there is none. */
size_t qd_sign_length(const char *at, const char *end);

/* The text of a unit: names, `%` and signs joined by `/` and `*`, powers
 * behind a `^`; all without blanks. The byte behind it, `at` if none. */
const char *qd_unit_end(const char *at, const char *end);
/* Index of a unit text in the tree. */
uint16_t qd_unit_index(qd_parser *p, qd_str text);

/* The scale at `at` (up to `to`): an enum qd_scale, or -1. */
int qd_scale_of(const char *at, const char *to);
/* A word that stands behind values and is never a unit. */
bool qd_is_no_unit(const char *at, const char *to);
/* What to write for a scale in other words ("billion"), NULL for others. */
const char *qd_scale_instead(const char *at, const char *to);

/* Reports an error at [from, to) of this file and marks the line. */
qd_diag *qd_wrong(qd_parser *p, enum qd_diag_code code, const char *from,
                  const char *to);
/* The same at the next thing of the line, which fills {0}. When that is a
 * character that may stand nowhere, it is what is reported instead, and the
 * result is NULL. */
qd_diag *qd_wrong_next(qd_parser *p, enum qd_diag_code code);
/* Fills the next argument with what stands between two bytes. */
void qd_wrong_arg(qd_parser *p, qd_diag *d, const char *from, const char *to);
void qd_wrong_fix(qd_parser *p, qd_diag *d, const char *from, const char *to,
                  const char *replacement);
/* The byte behind the next word, number, string or sign of the line. */
const char *qd_token_end(const qd_parser *p, const char *at);

/* Behind the line: its comment is read over, p->at stands at the next. */
void qd_line_end(qd_parser *p);

/* Reports bytes that are no UTF-8; false when the file is no text at all. */
bool qd_check_text(qd_parser *p);

#endif
