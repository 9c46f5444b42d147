#include "base/utf8.h"

struct range {
    uint32_t first, last;
};

#include "base/utf8_tables.inc"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool in_ranges(uint32_t point, const struct range *r, size_t n)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (point > r[mid].last) low = mid + 1;
        else high = mid;
    }
    return low < n && point >= r[low].first;
}

size_t qd_utf8_read(const char *at, const char *end, uint32_t *point)
{
    /* The least code point of each length: below it the form is overlong. */
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (at >= end) return 0;
    unsigned char lead = (unsigned char)*at;
    if (lead < 0x80) {
        *point = lead;
        return 1;
    }
    size_t n = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 :
               lead < 0xF5 ? 4 : 0;
    if (n == 0 || (size_t)(end - at) < n) return 0;
    uint32_t value = lead & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        unsigned char c = (unsigned char)at[i];
        if ((c & 0xC0) != 0x80) return 0;
        value = value << 6 | (c & 0x3Fu);
    }
    if (value < least[n] || value > 0x10FFFF) return 0;
    if (value >= 0xD800 && value <= 0xDFFF) return 0;
    *point = value;
    return n;
}

/* Whether eight bytes are ASCII and none is NUL. A borrow can only come from
 * a NUL below, so the test is exact. */
static bool plain(const char *at)
{
    uint64_t w;
    memcpy(&w, at, sizeof w);
    return ((w | (w - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

const char *qd_utf8_bad(const char *at, const char *end)
{
    while (at < end) {
        while (end - at >= 8 && plain(at)) at += 8;
        if (at == end) break;
        uint32_t point;
        size_t n = qd_utf8_read(at, end, &point);
        if (n == 0 || point == 0) return at;
        at += n;
    }
    return end;
}

int qd_utf8_width(uint32_t point)
{
    if (point < 0x300) return 1; /* nothing below is combining or wide */
    if (in_ranges(point, zero_ranges, COUNT(zero_ranges))) return 0;
    return 1 + in_ranges(point, wide_ranges, COUNT(wide_ranges));
}

size_t qd_utf8_columns(qd_str s)
{
    if (s.len == 0) return 0;
    const char *at = s.at, *end = at + s.len;
    size_t columns = 0;
    while (at < end) {
        uint32_t point;
        size_t n = qd_utf8_read(at, end, &point);
        columns += n ? (size_t)qd_utf8_width(point) : 1;
        at += n ? n : 1;
    }
    return columns;
}

bool qd_utf8_in_name(uint32_t point)
{
    if (point < 0x80)
        return (point >= '0' && point <= '9') ||
               ((point | 0x20) >= 'a' && (point | 0x20) <= 'z') ||
               point == '-' || point == '_';
    return in_ranges(point, name_ranges, COUNT(name_ranges));
}
