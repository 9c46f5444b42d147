/* The smallest pieces of the text. What is common (ASCII names, plain
 * numbers) is read here by short loops over a table of classes; the rest
 * goes to base. */
#include "lang/lex.h"

#include "base/limits.h"
#include "base/utf8.h"

#define D (QD_CHAR_NAME | QD_CHAR_DIGIT)
#define L (QD_CHAR_NAME | QD_CHAR_START)
#define H QD_CHAR_HIGH
#define B QD_CHAR_BLANK
#define E QD_CHAR_LAST
#define O QD_CHAR_OP
#define C QD_CHAR_CONTROL
#define M (QD_CHAR_NAME | QD_CHAR_OP)
#define X (QD_CHAR_CONTROL | QD_CHAR_LAST)
const uint8_t qd_char[256] = {
    X, C, C, C, C, C, C, C, C, B, E, C, C, X, C, C,
    C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
    B, O, 0, 0, 0, 0, O, 0, 0, 0, O, O, 0, M, 0, O,
    D, D, D, D, D, D, D, D, D, D, 0, E, O, O, O, 0,
    0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, 0, 0, 0, O, L,
    0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, 0, O, 0, 0, C,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H
};
#undef D
#undef L
#undef H
#undef B
#undef E
#undef O
#undef C
#undef M
#undef X

/* ---- Names */

const char *qd_name_end_wide(const char *at, const char *end)
{
    for (;;) {
        while (qd_is(*at, QD_CHAR_NAME)) at++;
        uint32_t point;
        size_t n = qd_utf8_read(at, end, &point);
        if (n < 2 || !qd_utf8_in_name(point)) return at;
        at += n;
    }
}

bool qd_name_starts_wide(const char *at, const char *end)
{
    uint32_t point;
    return qd_utf8_read(at, end, &point) > 1 && qd_utf8_in_name(point);
}

/* ---- Eight bytes at a step
 *
 * The first bytes of a short text as a number: equal texts are equal numbers,
 * and no loop ends at a place that the processor did not foresee. */

#define EACH(byte) (0x0101010101010101u * (byte))
#define TOPS EACH(0x80u)

static inline uint64_t word_at(const char *at)
{
    uint64_t w;
    memcpy(&w, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

/* The top bit of each byte that lies from `low` to `high`; bytes are below
 * 0x80, so no sum reaches into the next. */
#define WITHIN(w, low, high) \
    (((w) + EACH(0x80u - (low))) & ~((w) + EACH(0x7Fu - (high))))

/* How many of the eight bytes, from the first, may stand in a name. */
static inline unsigned name_run(uint64_t word)
{
    uint64_t w = word & ~TOPS, folded = w | EACH(0x20u);
    uint64_t names = WITHIN(folded, 'a', 'z') | WITHIN(w, '0', '9') |
                     WITHIN(w, '-', '-') | WITHIN(w, '_', '_');
    uint64_t others = (~names | word) & TOPS;
    return others ? (unsigned)__builtin_ctzll(others) >> 3 : 8;
}

/* How many of the eight bytes, from the first, are no blanks and no line
 * ends. */
static inline unsigned black_run(uint64_t word)
{
    uint64_t blanks = ~(((word & ~TOPS) + EACH(0x5Fu)) | word) & TOPS;
    return blanks ? (unsigned)__builtin_ctzll(blanks) >> 3 : 8;
}

static inline uint64_t first_bytes(uint64_t word, unsigned n)
{
    return n >= 8 ? word : word & (((uint64_t)1 << (8 * n)) - 1);
}

static inline unsigned place_of(uint64_t low, uint64_t high, int bits)
{
    return (unsigned)(((low ^ high * 3) * 0x9E3779B97F4A7C15u) >> (64 - bits));
}

/* qd_name_hash of fewer than eight bytes. */
static inline uint32_t short_hash(uint64_t word, unsigned n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    uint64_t h = n * 0x9E3779B97F4A7C15u;
    h = (h ^ word) * 0xD6E8FEB86659FD93u;
    h ^= h >> 29;
    return (uint32_t)(h ^ (h >> 32));
}

qd_sym qd_symbol(qd_parser *p, const char *from, const char *to)
{
    return qd_names_add(&p->t->names, (qd_str){ from, (size_t)(to - from) });
}

/* The symbol of up to 16 bytes. Two names share a place, the one said last
 * first in it. */
static inline qd_sym short_symbol(qd_parser *p, uint64_t low, uint64_t high,
                                  const char *from, const char *to)
{
    struct qd_recent_name *at =
        &p->recent->names[place_of(low, high, p->recent_bits) & ~1u];
    if (at[0].low == low && at[0].high == high) return at[0].name;
    struct qd_recent_name last = at[0];
    if (at[1].low == low && at[1].high == high) {
        at[0] = at[1];
    } else {
        qd_str text = { from, (size_t)(to - from) };
        uint32_t hash = text.len < 8 ? short_hash(low, (unsigned)text.len)
                                     : qd_name_hash(from, text.len);
        qd_sym name = qd_names_add_hashed(&p->t->names, text, hash);
        at[0] = (struct qd_recent_name){ low, high, name };
    }
    at[1] = last;
    return at[0].name;
}

uint16_t qd_recent_unit(qd_parser *p, const char *at)
{
    if (p->end - at < 8) return 0;
    uint64_t word = word_at(at);
    unsigned n = black_run(word);
    uint64_t text = first_bytes(word, n);
    unsigned i = place_of(text, 0, QD_FEW_BITS);
    if (n == 0 || n == 8 || p->recent->units[i].text != text) return 0;
    p->at = at + n;
    return p->recent->units[i].unit;
}

void qd_remember_unit(qd_parser *p, const char *from, const char *to,
                      uint16_t unit)
{
    if (to - from < 2 || to - from > 7 || p->end - from < 8) return;
    uint64_t word = word_at(from);
    unsigned n = black_run(word);
    if (from + n != to) return;
    uint64_t text = first_bytes(word, n);
    unsigned i = place_of(text, 0, QD_FEW_BITS);
    p->recent->units[i].text = text;
    p->recent->units[i].unit = unit;
}

/* ---- Names, taken */

static void wrong_name(qd_parser *p, const char *at, const char *to)
{
    size_t len = (size_t)(to - at);
    if (qd_is(*at, QD_CHAR_DIGIT)) {
        qd_wrong_arg(p, qd_wrong(p, QD_D_NAME_START, at, to), at, to);
    } else if (len > QD_LIMIT_NAME) {
        qd_wrong(p, QD_D_NAME_LONG, at, to);
    } else if (len > 1 && to[-1] == '-') {
        qd_wrong_arg(p, qd_wrong(p, QD_D_NAME_END, at, to), at, to);
    }
}

/* Moves behind a name of up to 15 bytes of ASCII: how many, 0 when it is
 * none of that kind. */
static inline unsigned take_short(qd_parser *p, uint64_t *low, uint64_t *high)
{
    const char *at = p->at;
    if (!qd_is(*at, QD_CHAR_START) || p->end - at < 17) return 0;
    *low = word_at(at);
    *high = 0;
    unsigned n = name_run(*low);
    if (n < 8) {
        *low = first_bytes(*low, n);
    } else {
        *high = word_at(at + 8);
        n += name_run(*high);
        *high = first_bytes(*high, n - 8);
    }
    if (n == 16 || qd_is(at[n], QD_CHAR_HIGH) || at[n - 1] == '-') return 0;
    p->at = at + n;
    return n;
}

/* Moves behind any other name; false when it is none, or wrong. */
static bool take_long(qd_parser *p)
{
    const char *at = p->at, *to = qd_name_end(at, p->end);
    if (to == at) return false;
    if (!qd_is(*at, QD_CHAR_START | QD_CHAR_HIGH) || to[-1] == '-' ||
        (size_t)(to - at) > QD_LIMIT_NAME) {
        wrong_name(p, at, to);
        return false;
    }
    p->at = to;
    return true;
}

qd_sym qd_take_name(qd_parser *p)
{
    const char *at = p->at;
    uint64_t low, high;
    if (take_short(p, &low, &high))
        return short_symbol(p, low, high, at, p->at);
    return take_long(p) ? qd_symbol(p, at, p->at) : 0;
}

bool qd_take_name_later(qd_parser *p)
{
    const char *at = p->at;
    uint64_t low, high;
    unsigned n = take_short(p, &low, &high);
    if (n == 0 && !take_long(p)) return false;
    p->later = (qd_str){ at, (size_t)(p->at - at) };
    p->later_hash = n > 0 && n < 8 ? short_hash(low, n)
                                   : qd_name_hash(at, p->later.len);
    qd_names_expect(&p->t->names, p->later_hash);
    return true;
}

qd_sym qd_later_name(qd_parser *p)
{
    return qd_names_add_hashed(&p->t->names, p->later, p->later_hash);
}

bool qd_word_next(qd_parser *p, const char *word)
{
    const char *at = p->at;
    while (qd_is(*at, QD_CHAR_BLANK)) at++;
    if (*at != *word) return false;
    const char *to = qd_name_end(at, p->end);
    size_t len = strlen(word);
    if ((size_t)(to - at) != len || memcmp(at, word, len) != 0) return false;
    p->at = to;
    qd_skip_blanks(p);
    return true;
}

/* ---- Dates */

static const uint16_t date_wrong[] = {
    [QD_DATE_SHAPE] = QD_D_DATE_SHAPE,
    [QD_DATE_YEAR] = QD_D_DATE_YEAR,
    [QD_DATE_QUARTER] = QD_D_DATE_QUARTER,
    [QD_DATE_MONTH] = QD_D_DATE_MONTH,
    [QD_DATE_DAY] = QD_D_DATE_DAY
};

/* `2025-1-5` and `2025-q4`: the date that is meant. */
static void fix_date(qd_parser *p, qd_diag *d, const char *at, const char *to)
{
    char fixed[16];
    size_t n = 0, used;
    qd_span span;
    for (const char *c = at; c < to && n + 2 < sizeof fixed; c++) {
        bool single = c > at && c[-1] == '-' && qd_is(*c, QD_CHAR_DIGIT) &&
                      !qd_is(c[1], QD_CHAR_DIGIT);
        if (single) fixed[n++] = '0';
        fixed[n++] = *c == 'q' ? 'Q' : *c;
    }
    fixed[n] = '\0';
    if (qd_date_read(fixed, fixed + n, &span, &used) == QD_DATE_OK && used == n)
        qd_wrong_fix(p, d, at, to, fixed);
}

/* `03.11.2025` and `2025/11` are meant as one. */
static const char *dateish_end(const char *at)
{
    while (qd_is(*at, QD_CHAR_NAME) ||
           ((*at == '.' || *at == '/') && qd_is(at[1], QD_CHAR_DIGIT)))
        at++;
    return at;
}

static bool take_date(qd_parser *p, qd_span *out)
{
    size_t used;
    enum qd_date_error error = qd_date_read(p->at, p->end, out, &used);
    if (error) {
        const char *to = used ? p->at + used : qd_token_end(p, p->at);
        if (error == QD_DATE_SHAPE) to = dateish_end(to);
        qd_diag *d = qd_wrong(p, date_wrong[error], p->at, to);
        qd_wrong_arg(p, d, p->at, to);
        if (error == QD_DATE_SHAPE) fix_date(p, d, p->at, to);
        return false;
    }
    p->at += used;
    return true;
}

/* `2025-11`: one that was read lately, or one to remember. */
static bool take_month(qd_parser *p, qd_span *out)
{
    const char *at = p->at;
    size_t used;
    if (p->end - at < 8 || at[4] != '-' ||
        qd_is(at[7], QD_CHAR_NAME | QD_CHAR_HIGH))
        return false;
    uint64_t text = first_bytes(word_at(at), 7);
    unsigned i = place_of(text, 0, QD_FEW_BITS);
    if (p->recent->months[i].text != text) {
        if (qd_date_read(at, p->end, out, &used) || used != 7) return false;
        p->recent->months[i].text = text;
        p->recent->months[i].span = *out;
    }
    *out = p->recent->months[i].span;
    p->at = at + 7;
    return true;
}

bool qd_take_when(qd_parser *p, qd_span *out)
{
    const char *at = p->at;
    qd_span last;
    *out = QD_SPAN_ALWAYS;
    if (*at != '.' && !take_month(p, out) && !take_date(p, out)) return false;
    if (p->at[0] != '.' || p->at[1] != '.') return true;
    p->at += 2;
    if (!qd_is(*p->at, QD_CHAR_DIGIT)) {
        out->to = QD_DAY_OPEN_TO;
        if (*at == '.')
            qd_wrong_arg(p, qd_wrong(p, QD_D_DATE_SHAPE, at, p->at), at,
                         p->at);
        return *at != '.';
    }
    if (!take_date(p, &last)) return false;
    if (out->from >= last.to) {
        qd_wrong(p, QD_D_SPAN_ORDER, at, p->at);
        return false;
    }
    out->to = last.to;
    return true;
}

/* ---- Numbers */

/* `1,782` groups by three: '_' is meant. `1,5`: a point is. What is more
 * mixed has no one right answer. */
static void fix_comma(qd_parser *p, qd_diag *d, const char *at,
                      const char *to)
{
    char fixed[64];
    size_t n = 0, commas = 0, run = 0;
    bool groups = true, point = false;
    if ((size_t)(to - at) >= sizeof fixed) return;
    for (const char *c = at; c < to; c++) {
        if (*c == ',') {
            groups = groups && !point && (commas ? run == 3 : run <= 3);
            commas++;
        }
        if (*c == '.') {
            groups = groups && run == 3 && !point;
            point = true;
        }
        run = qd_is(*c, QD_CHAR_DIGIT) ? run + 1 : 0;
        fixed[n++] = *c == ',' ? '_' : *c;
    }
    if (!point) groups = groups && run == 3;
    fixed[n] = '\0';
    char *comma = memchr(fixed, '_', n);
    if (!groups) {
        if (commas > 1 || point || !comma) return;
        *comma = '.';
    }
    qd_wrong_fix(p, d, at, to, fixed);
}

static bool take_long_digits(qd_parser *p, qd_decimal *out)
{
    const char *end = p->end;
    size_t used = 0;
    if (p->parens > 0) /* between arguments a comma parts two numbers */
        for (end = p->at; qd_is(*end, QD_CHAR_DIGIT) || *end == '_' ||
                          *end == '.';)
            end++;
    enum qd_number_error error = qd_number_read(p->at, end, out, &used);
    const char *at = p->at, *to = at + used;
    if (to == at) to++;
    p->at = to;
    if (!error) return true;
    qd_diag *d = qd_wrong(p, error == QD_NUMBER_COMMA ? QD_D_NUMBER_COMMA
                             : error == QD_NUMBER_LONG ? QD_D_NUMBER_LONG
                                                       : QD_D_NUMBER_SHAPE,
                          at, to);
    qd_wrong_arg(p, d, at, to);
    if (error == QD_NUMBER_COMMA) fix_comma(p, d, at, to);
    return false;
}

bool qd_take_digits(qd_parser *p, qd_decimal *out)
{
    const char *at = p->at, *point = NULL;
    uint64_t m = 0;
    for (; qd_is(*at, QD_CHAR_DIGIT); at++)
        m = m * 10 + (uint64_t)(*at - '0');
    if (*at == '.' && qd_is(at[1], QD_CHAR_DIGIT)) {
        point = ++at;
        for (; qd_is(*at, QD_CHAR_DIGIT); at++)
            m = m * 10 + (uint64_t)(*at - '0');
    }
    if (at == p->at || at - p->at > 15 || *at == '_' || *at == ',' ||
        *at == '.')
        return take_long_digits(p, out);
    *out = qd_decimal_make((int64_t)m, point ? (int)(point - at) : 0);
    p->at = at;
    return true;
}

/* ---- Strings */

/* A control character: told once per file and character. */
static void wrong_control(qd_parser *p, const char *at)
{
    unsigned c = (unsigned char)*at;
    if (c == 0 && p->garbled) {
        p->broken = true;
        return;
    }
    p->broken = true;
    qd_diag *d = qd_diag_fold(p->t->diags, QD_D_CONTROL_CHARACTER,
                              p->file * 256 + c + 1, qd_pos_of(p, at), 1);
    if (!d) return;
    qd_str text = qd_arena_printf(p->t->arena, "U+%04X", c);
    qd_diag_arg(p->t->diags, d, text);
}

static bool is_line_end(const qd_parser *p, const char *at)
{
    if (*at == '\r') at++;
    return *at == '\n' || at == p->end;
}

static const char *open_string(qd_parser *p, const char *to)
{
    while (qd_is(to[-1], QD_CHAR_BLANK)) to--;
    qd_diag *d = qd_wrong(p, QD_D_STRING_OPEN, p->at, to);
    size_t len = (size_t)(to - p->at);
    if (!memchr(p->at, ';', len) && !memchr(p->at, '^', len))
        qd_wrong_fix(p, d, to, to, "\"");
    return NULL;
}

const char *qd_take_string(qd_parser *p)
{
    const char *at = p->at + 1;
    for (;; at++) {
        while (*at != '"' && *at != '\n' && !qd_is(*at, QD_CHAR_CONTROL))
            at++;
        if (*at == '"') break;
        if (is_line_end(p, at)) return open_string(p, at);
        wrong_control(p, at);
        if (*at == '\0') return NULL;
    }
    p->at = at + 1;
    return p->broken ? NULL : p->at;
}

/* ---- Units */

static bool is_currency_sign(uint32_t point)
{
    return (point >= 0xA2 && point <= 0xA5) || point == 0xE3F ||
           (point >= 0x20A0 && point <= 0x20CF) || point == 0xFF04;
}

size_t qd_sign_length(const char *at, const char *end)
{
    const char *c = at;
    while (*c >= 'A' && *c <= 'Z' && c - at < 3) c++;
    if (*c == '$') return (size_t)(c - at) + 1;
    uint32_t point;
    if (!qd_is(*c, QD_CHAR_HIGH)) return 0;
    size_t n = qd_utf8_read(c, end, &point);
    return n && is_currency_sign(point) ? (size_t)(c - at) + n : 0;
}

/* One name, `%` or sign, with its power. */
static const char *atom_end(const char *at, const char *end)
{
    const char *from = at;
    if (*at == '%') {
        at++;
    } else {
        if (qd_name_starts(at, end)) at = qd_name_end(at, end);
        if (*at == '$' || qd_is(*at, QD_CHAR_HIGH)) {
            size_t sign = qd_sign_length(from, end);
            if (sign) at = from + sign;
        }
    }
    if (at > from && *at == '^' && qd_is(at[1], QD_CHAR_DIGIT))
        for (at++; qd_is(*at, QD_CHAR_DIGIT);) at++;
    return at;
}

const char *qd_unit_end(const char *at, const char *end)
{
    at = atom_end(at, end);
    while (*at == '/' || *at == '*') {
        const char *next = atom_end(at + 1, end);
        if (next == at + 1) break;
        at = next;
    }
    return at;
}

uint16_t qd_unit_index(qd_parser *p, qd_str text)
{
    qd_tree *t = p->t;
    if (text.len == 0) return 0;
    qd_sym s = qd_names_add(&t->unit_names, text);
    if (s < t->units.n) return (uint16_t)s;
    if (s > QD_LIMIT_UNITS) {
        qd_diag_fold(t->diags, QD_D_TOO_MANY_UNITS, 1, qd_pos_of(p, p->at), 0);
        return 0;
    }
    *qd_vec_add(t->mem, &t->units) = text;
    return (uint16_t)s;
}

int qd_scale_of(const char *at, const char *to)
{
    if (to - at == 1) return *at == 'k' ? QD_SCALE_K : -1;
    if (to - at != 2 || at[1] != 'n') return -1;
    return *at == 'm'   ? QD_SCALE_MN
           : *at == 'b' ? QD_SCALE_BN
           : *at == 't' ? QD_SCALE_TN
                        : -1;
}

static bool is_one_of(const char *at, const char *to, const char *const *words,
                      size_t n, size_t *which)
{
    size_t len = (size_t)(to - at), i = 0;
    while (i < n && (words[i][0] != *at || strlen(words[i]) != len ||
                     memcmp(words[i], at, len) != 0))
        i++;
    *which = i;
    return i < n;
}

bool qd_is_no_unit(const char *at, const char *to)
{
    static const char *const words[] = {
        "or", "to", "within", "expect", "issued", "as-converted",
        "fully-diluted", "voting", "profit", "pre", "post", "it", "facility"
    };
    size_t which;
    return *at >= 'a' && *at <= 'w' &&
           is_one_of(at, to, words, sizeof words / sizeof *words, &which);
}

const char *qd_scale_instead(const char *at, const char *to)
{
    static const char *const words[] = {
        "K", "thousand", "thousands", "M", "MM", "mm", "mln", "mio",
        "million", "millions", "B", "bln", "mrd", "billion", "billions", "T",
        "trn", "trillion", "trillions"
    };
    size_t which;
    if (!is_one_of(at, to, words, sizeof words / sizeof *words, &which))
        return NULL;
    return which < 3 ? "k" : which < 10 ? "mn" : which < 15 ? "bn" : "tn";
}

/* ---- Lines */

void qd_line_end(qd_parser *p)
{
    const char *at = p->at;
    if (!p->broken && *at == ';') {
        for (;; at++) {
            while (*at != '\n' && !qd_is(*at, QD_CHAR_CONTROL)) at++;
            if (is_line_end(p, at)) break;
            wrong_control(p, at);
            if (*at == '\0') break;
        }
    } else if (!p->broken && *at == '\r' && !is_line_end(p, at)) {
        wrong_control(p, at);
    }
    if (*at != '\n') {
        at = memchr(at, '\n', (size_t)(p->end - at));
        if (!at) at = p->end;
    }
    p->at = at < p->end ? at + 1 : at;
    p->broken = false;
}
