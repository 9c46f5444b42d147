/* A view of bytes: text that somebody else owns, not ended by NUL. */
#ifndef QD_BASE_STR_H
#define QD_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct qd_str {
    const char *at;
    size_t len;
} qd_str;

#define QD_STR(literal) ((qd_str){ (literal), sizeof(literal) - 1 })
/* For printf's "%.*s". */
#define QD_STR_ARG(s) (int)(s).len, (s).at

static inline qd_str qd_str_c(const char *text)
{
    return (qd_str){ text, text ? strlen(text) : 0 };
}

static inline bool qd_str_eq(qd_str a, qd_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Order by bytes: the same as by code point in UTF-8. */
int qd_str_cmp(qd_str a, qd_str b);

/* FNV-1a of 64 bits, going on from `h`: a key that is the same on every
 * machine. */
#define QD_STR_HASH UINT64_C(0xCBF29CE484222325)
uint64_t qd_str_hash(uint64_t h, qd_str s);

#define QD_STR_DISTANCE_MAX 15

/* The least number of insertions, deletions, changes and swaps of neighbours
 * that turn the bytes of a into b (Damerau, restricted), or limit + 1 when it
 * is more; limit is at most QD_STR_DISTANCE_MAX. */
unsigned qd_str_distance(qd_str a, qd_str b, unsigned limit);

#endif
