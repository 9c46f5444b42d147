/* Written apart from our writer: a checker that shares its mistakes finds
 * none of them. */
#include "json_valid.h"

#include <string.h>

struct reader {
    const unsigned char *at, *end;
};

enum { DEPTH = 64 };

static bool value(struct reader *r, int depth);

static void blanks(struct reader *r)
{
    while (r->at < r->end && strchr(" \t\r\n", *r->at) && *r->at) r->at++;
}

static bool take(struct reader *r, char c)
{
    bool there = r->at < r->end && *r->at == (unsigned char)c;
    r->at += there;
    return there;
}

static bool take_word(struct reader *r, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0)
        return false;
    r->at += n;
    return true;
}

static bool digits(struct reader *r)
{
    const unsigned char *from = r->at;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9') r->at++;
    return r->at > from;
}

static bool number(struct reader *r)
{
    take(r, '-');
    if (!take(r, '0') && !digits(r)) return false;
    if (take(r, '.') && !digits(r)) return false;
    if (!take(r, 'e') && !take(r, 'E')) return true;
    if (!take(r, '+')) take(r, '-');
    return digits(r);
}

static bool hex4(struct reader *r)
{
    for (int i = 0; i < 4; i++, r->at++)
        if (r->at >= r->end || !*r->at ||
            !strchr("0123456789abcdefABCDEF", *r->at)) return false;
    return true;
}

static bool escape(struct reader *r)
{
    if (take(r, 'u')) return hex4(r);
    if (r->at >= r->end || !*r->at || !strchr("\"\\/bfnrt", *r->at))
        return false;
    r->at++;
    return true;
}

/* A character of more than one byte: its length, its least code, no half of
 * a pair. */
static bool wide(struct reader *r)
{
    unsigned lead = *r->at++;
    int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    unsigned code = lead & (0x3Fu >> more);
    if (lead < 0xC2 || lead > 0xF4) return false;
    for (int i = 0; i < more; i++) {
        if (r->at >= r->end || (*r->at & 0xC0) != 0x80) return false;
        code = code << 6 | (*r->at++ & 0x3Fu);
    }
    static const unsigned least[] = { 0, 0x80, 0x800, 0x10000 };
    return code >= least[more] && code <= 0x10FFFF &&
           !(code >= 0xD800 && code <= 0xDFFF);
}

static bool string(struct reader *r)
{
    if (!take(r, '"')) return false;
    while (r->at < r->end && *r->at != '"') {
        if (*r->at < 0x20) return false;
        if (*r->at >= 0x80) {
            if (!wide(r)) return false;
        } else if (*r->at++ == '\\' && !escape(r)) {
            return false;
        }
    }
    return take(r, '"');
}

static bool member(struct reader *r, int depth, bool named)
{
    if (named) {
        blanks(r);
        if (!string(r)) return false;
        blanks(r);
        if (!take(r, ':')) return false;
    }
    return value(r, depth);
}

static bool members(struct reader *r, int depth, bool named)
{
    char close = named ? '}' : ']';
    blanks(r);
    if (take(r, close)) return true;
    do {
        if (!member(r, depth, named)) return false;
    } while (take(r, ','));
    return take(r, close);
}

static bool value(struct reader *r, int depth)
{
    bool good;
    blanks(r);
    if (depth == 0 || r->at >= r->end) return false;
    switch (*r->at) {
    case '{': r->at++, good = members(r, depth - 1, true); break;
    case '[': r->at++, good = members(r, depth - 1, false); break;
    case '"': good = string(r); break;
    case 't': good = take_word(r, "true"); break;
    case 'f': good = take_word(r, "false"); break;
    case 'n': good = take_word(r, "null"); break;
    default: good = number(r);
    }
    blanks(r);
    return good;
}

bool qd_json_valid(const char *text, size_t len)
{
    struct reader r = { (const unsigned char *)text,
                        (const unsigned char *)text + len };
    return len > 0 && value(&r, DEPTH) && r.at == r.end;
}
