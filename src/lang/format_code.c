/* The blanks between the tokens of a line.
 *
 * Names and numbers may hold '-' and '.', so a blank decides what is a name:
 * `a - b` and `a-b` differ. Therefore a gap is set only where no reader could
 * take the tokens for others, and everywhere else what is there stays. */
#include "lang/format_code.h"

#include "base/utf8.h"

enum token_kind {
    T_NONE,    /* before the first */
    T_WORD,    /* name, keyword, unit, `a.b` */
    T_NUMBER,  /* number or date */
    T_STRING,
    T_SIGIL,   /* ^source @name #tag */
    T_OP,      /* -> and runs of < > = ~ ! */
    T_OPEN, T_CLOSE, T_COMMA, T_COLON, T_PERCENT,
    T_OTHER    /* one byte that is none of these */
};

struct token {
    enum token_kind kind;
    qd_str text;
    char before; /* the byte before it; a blank at the start of the line */
    bool glued;  /* that is no blank */
};

struct line {
    const char *start, *at, *end;
    qd_buf *out;
    const qd_sign *signs;
    size_t n_signs;
    struct token last;
    bool plain; /* an include: `<` and `>` are marks there */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool in_ascii_name(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || c == '_' || c == '-';
}

/* Bytes of names, numbers and dates. What lies beyond ASCII is never taken
 * apart. */
static bool in_word(char c)
{
    return in_ascii_name(c) || c == '.' || (unsigned char)c >= 0x80;
}

static bool in_op(char c)
{
    return c == '<' || c == '>' || c == '=' || c == '~' || c == '!';
}

size_t qd_format_code_end(qd_str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.at[i] == ';') return i;
        if (line.at[i] != '"') continue;
        const char *close =
            memchr(line.at + i + 1, '"', line.len - i - 1);
        if (!close) return SIZE_MAX;
        i = (size_t)(close - line.at);
    }
    return line.len;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at)) at++;
    return at;
}

static bool is_arrow(const char *at, const char *end)
{
    return *at == '-' && end - at > 1 && at[1] == '>';
}

static const char *skip_word(const char *at, const char *end)
{
    while (at < end && in_word(*at) && !is_arrow(at, end)) at++;
    return at;
}

static const char *string_end(const char *at, const char *end)
{
    const char *close = memchr(at + 1, '"', (size_t)(end - at) - 1);
    return close ? close + 1 : end;
}

static enum token_kind word_kind(const char *at, const char *end)
{
    bool minus = *at == '-' && end - at > 1;
    return is_digit(at[minus]) ? T_NUMBER : T_WORD;
}

static enum token_kind mark_kind(char c)
{
    switch (c) {
    case '(': return T_OPEN;
    case ')': return T_CLOSE;
    case ',': return T_COMMA;
    case ':': return T_COLON;
    case '%': return T_PERCENT;
    default:  return T_OTHER;
    }
}

/* The kind of the token at `at`; *to becomes its end. */
static enum token_kind scan(const char *at, const char *end, const char **to)
{
    *to = at + 1;
    if (*at == '"') {
        *to = string_end(at, end);
        return T_STRING;
    }
    if (is_arrow(at, end)) {
        *to = at + 2;
        return T_OP;
    }
    if (in_word(*at)) {
        *to = skip_word(at, end);
        return word_kind(at, *to);
    }
    if (in_op(*at)) {
        while (*to < end && in_op(**to)) (*to)++;
        return T_OP;
    }
    bool sigil = *at == '^' || *at == '@' || *at == '#';
    if (sigil && skip_word(*to, end) > *to) {
        *to = skip_word(*to, end);
        return T_SIGIL;
    }
    return mark_kind(*at);
}

/* `1,782` is one wrong number, which the parser refuses with a fix; as
 * `1, 782` it would be two. */
static bool splits_number(const struct token *comma, const struct token *next)
{
    return is_digit(comma->before) && next->glued
        && is_digit(next->text.at[0]);
}

/* `^` before a letter starts a source, before a digit it may be a power. */
static bool is_source(const char *at, const char *end)
{
    return *at == '^' && end - at > 1 && in_word(at[1]) && !is_digit(at[1])
        && at[1] != '-' && at[1] != '.';
}

static bool gap_before_sigil(const struct token *b)
{
    return !b->glued || b->text.at[0] != '^'
        || is_source(b->text.at, b->text.at + b->text.len);
}

static bool gap_after_close(const struct token *b)
{
    char c = b->text.at[0];
    bool word = b->kind == T_WORD || b->kind == T_NUMBER;
    return !b->glued || (word && c != '-' && c != '.');
}

/* Whether a blank belongs between two tokens. The answer stays the same when
 * it has been followed. */
static bool gap(const struct line *l, const struct token *b)
{
    const struct token *a = &l->last;
    if (l->plain) return !b->glued;
    if (a->kind == T_OPEN || b->kind == T_CLOSE || b->kind == T_COMMA
        || b->kind == T_COLON)
        return false;
    if (a->kind == T_COMMA) return !splits_number(a, b);
    if (a->kind == T_COLON) return !(b->glued && b->text.at[0] == '/');
    if (a->kind == T_OP || b->kind == T_OP) return true;
    if (b->kind == T_SIGIL) return gap_before_sigil(b);
    if (a->kind == T_STRING || b->kind == T_STRING) return true;
    if (a->kind == T_CLOSE) return gap_after_close(b);
    if (a->kind == T_NUMBER && b->kind == T_PERCENT) return true;
    return !b->glued;
}

/* ---- `$38bn` to `38 bn USD` */

struct money {
    qd_str low, high; /* high: of `$10 to 25 bn`, or empty */
    qd_str scale, code;
    const char *end;
};

static bool is_scale(qd_str s)
{
    return qd_str_eq(s, QD_STR("k")) || qd_str_eq(s, QD_STR("mn"))
        || qd_str_eq(s, QD_STR("bn")) || qd_str_eq(s, QD_STR("tn"));
}

static bool all_name_bytes(qd_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!in_ascii_name(s.at[i])) return false;
    return s.len > 0;
}

/* A sign that could be read as part of a name or as a mark of the language is
 * not rewritten. */
static bool is_clear_sign(qd_str sign)
{
    const char *at = sign.at, *end = sign.at + sign.len;
    bool ends_name = true;
    while (at < end) {
        uint32_t point;
        size_t n = qd_utf8_read(at, end, &point);
        if (n == 0) return false;
        ends_name = qd_utf8_in_name(point);
        if (point < 0x80 && !ends_name && point != '$') return false;
        at += n;
    }
    return !ends_name;
}

/* The longest declared sign at `at`; NULL when there is none. */
static const qd_sign *sign_at(const struct line *l, const char *at)
{
    const qd_sign *best = NULL;
    for (size_t i = 0; i < l->n_signs; i++) {
        const qd_sign *s = &l->signs[i];
        if (s->sign.len <= (size_t)(l->end - at)
            && memcmp(at, s->sign.at, s->sign.len) == 0
            && (!best || s->sign.len > best->sign.len)
            && is_clear_sign(s->sign) && all_name_bytes(s->code))
            best = s;
    }
    return best;
}

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && (is_digit(*at) || *at == '_')) at++;
    return at;
}

static qd_str word_at(const char *at, const char *end)
{
    return (qd_str){ at, (size_t)(skip_word(at, end) - at) };
}

/* Reads NUMBER [scale]; NULL when there is more to it than that. */
static const char *read_amount(const char *at, const char *end,
                               qd_str *number, qd_str *scale)
{
    if (at == end || !is_digit(*at)) return NULL;
    const char *to = skip_digits(at, end);
    if (end - to > 1 && *to == '.' && is_digit(to[1]))
        to = skip_digits(to + 1, end);
    *number = (qd_str){ at, (size_t)(to - at) };
    qd_str word = word_at(skip_blanks(to, end), end);
    bool scaled = is_scale(word);
    *scale = scaled ? word : QD_STR("");
    if (scaled) return word.at + word.len;
    return skip_word(to, end) > to ? NULL : to;
}

/* The second half of `$10 to $25 bn`. */
static const char *read_high(const struct line *l, const char *at,
                             const qd_sign *sign, struct money *m)
{
    qd_str low_scale = m->scale;
    at = skip_blanks(at, l->end);
    if (sign_at(l, at) == sign) at += sign->sign.len;
    at = read_amount(at, l->end, &m->high, &m->scale);
    if (at && low_scale.len && !qd_str_eq(low_scale, m->scale)) return NULL;
    return at;
}

/* Whether an amount may end at `to`: what follows is neither a part of it
 * nor a unit of its own. */
static bool money_ends(const struct line *l, const char *to, qd_str code)
{
    const char *next = skip_blanks(to, l->end);
    if (next == l->end) return true;
    if (*next == '%' || qd_str_eq(word_at(next, l->end), code)) return false;
    if (next > to) return true;
    if (*to == ',')
        return !(is_digit(to[-1]) && l->end - to > 1 && is_digit(to[1]));
    return in_op(*to) || is_arrow(to, l->end) || is_source(to, l->end)
        || strchr("/):\"@#", *to);
}

static bool money_starts(const struct line *l, char before)
{
    if (l->plain || qd_str_eq(l->last.text, QD_STR("to"))) return false;
    return is_blank(before) || in_op(before) || strchr("(),:\"", before);
}

/* Reads an amount with a declared sign that can be written with its code. */
static bool read_money(const struct line *l, const char *at, char before,
                       struct money *m)
{
    if (l->n_signs == 0) return false;
    const qd_sign *sign = sign_at(l, at);
    if (!sign || !money_starts(l, before)) return false;
    *m = (struct money){ .code = sign->code };
    at = read_amount(at + sign->sign.len, l->end, &m->low, &m->scale);
    if (!at) return false;
    qd_str word = word_at(skip_blanks(at, l->end), l->end);
    if (qd_str_eq(word, QD_STR("to")))
        at = read_high(l, word.at + 2, sign, m);
    m->end = at;
    return at && money_ends(l, at, sign->code);
}

static void write_money(qd_buf *out, const struct money *m)
{
    qd_buf_add(out, m->low);
    if (m->high.len) {
        qd_buf_c(out, " to ");
        qd_buf_add(out, m->high);
    }
    if (m->scale.len) {
        qd_buf_char(out, ' ');
        qd_buf_add(out, m->scale);
    }
    qd_buf_char(out, ' ');
    qd_buf_add(out, m->code);
}

/* ---- the line */

static void write_token(struct line *l, const char *at)
{
    char before = at == l->start ? ' ' : at[-1];
    struct money m;
    bool money = read_money(l, at, before, &m);
    struct token b = { .kind = T_NUMBER, .before = before,
                       .glued = !is_blank(before) };
    const char *to = at;
    if (money)
        to = m.end;
    else
        b.kind = scan(at, l->end, &to);
    b.text = (qd_str){ at, (size_t)(to - at) };
    if (l->last.kind != T_NONE && gap(l, &b)) qd_buf_char(l->out, ' ');
    if (money) {
        write_money(l->out, &m);
        b.kind = T_WORD;
        b.text = m.code;
    } else {
        qd_buf_add(l->out, b.text);
    }
    l->last = b;
    l->at = to;
}

static bool is_include(qd_str code)
{
    return qd_str_eq(word_at(code.at, code.at + code.len), QD_STR("include"));
}

void qd_format_code(qd_buf *out, qd_str code, const qd_sign *signs,
                    size_t n_signs)
{
    struct line l = {
        .start = code.at, .at = code.at, .end = code.at + code.len,
        .out = out, .signs = signs, .n_signs = n_signs,
        .plain = is_include(code),
    };
    while (l.at < l.end) write_token(&l, skip_blanks(l.at, l.end));
}
