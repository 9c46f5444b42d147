#include "base/str.h"

#include <assert.h>

int qd_str_cmp(qd_str a, qd_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

#define BAND (2 * QD_STR_DISTANCE_MAX + 1)

static void row_fill(unsigned *row, unsigned value)
{
    for (unsigned c = 0; c < BAND + 2; c++) row[c] = value;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* One row of the table of distances between the first i bytes of a and the
 * first j of b. Only cells with |i - j| <= k can be of use: cell 1 + j - i + k
 * holds column j, and the cells beside the band hold k + 1. Returns the least
 * of the row. */
static unsigned band_row(unsigned *row, const unsigned *up,
                         const unsigned *upup, qd_str a, qd_str b, size_t i,
                         unsigned k)
{
    unsigned low = k + 1;
    row_fill(row, k + 1);
    for (size_t c = i < k ? k - i : 0; c <= 2 * (size_t)k; c++) {
        size_t j = i + c - k;
        if (j > b.len) break;
        unsigned *cell = &row[1 + c];
        if (i == 0 || j == 0) {
            *cell = (unsigned)(i + j);
        } else {
            unsigned step = least(up[c + 2], row[c]) + 1;
            unsigned change = up[c + 1] + (a.at[i - 1] != b.at[j - 1]);
            *cell = least(step, change);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
                a.at[i - 2] == b.at[j - 1])
                *cell = least(*cell, upup[c + 1] + 1);
        }
        low = least(low, *cell);
    }
    return low;
}

unsigned qd_str_distance(qd_str a, qd_str b, unsigned limit)
{
    assert(limit <= QD_STR_DISTANCE_MAX);
    size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (apart > limit) return limit + 1;
    unsigned rows[3][BAND + 2], before = limit + 1;
    row_fill(rows[2], limit + 1);
    for (size_t i = 0; i <= a.len; i++) {
        unsigned low = band_row(rows[i % 3], rows[(i + 2) % 3],
                                rows[(i + 1) % 3], a, b, i, limit);
        /* A swap jumps over one row, so two rows must be too far. */
        if (i > 0 && low > limit && before > limit) return limit + 1;
        before = low;
    }
    return least(rows[a.len % 3][1 + b.len + limit - a.len], limit + 1);
}

uint64_t qd_str_hash(uint64_t h, qd_str s)
{
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 0x100000001B3u;
    return h;
}
