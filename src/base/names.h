/* Names as small numbers: each different text has one symbol.
 *
 * A symbol is an index from 1; 0 means none. The text is not copied: it must
 * live as long as the table. Symbols are given in the order in which texts
 * are first seen, so a vocabulary that is added first has known numbers. */
#ifndef QD_BASE_NAMES_H
#define QD_BASE_NAMES_H

#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

typedef uint32_t qd_sym;

struct qd_name {
    const char *at;
    uint32_t len, hash;
};

typedef struct qd_names {
    qd_mem *mem;
    uint32_t *slots; /* symbol, and hash above the mask; 0 = free */
    uint32_t mask;
    QD_VEC(struct qd_name) all; /* [0] is the empty name */
} qd_names;

void qd_names_init(qd_names *t, qd_mem *mem);
/* The symbol of `text`, made if new. */
qd_sym qd_names_add(qd_names *t, qd_str text);
/* As qd_names_add for text whose qd_name_hash is known. */
qd_sym qd_names_add_hashed(qd_names *t, qd_str text, uint32_t hash);
/* A name with this hash will be added soon: its slot, which mostly lies in
 * no cache, is fetched meanwhile. */
static inline void qd_names_expect(const qd_names *t, uint32_t hash)
{
    __builtin_prefetch(&t->slots[hash & t->mask], 1);
}
/* The symbol that most likely has this hash, 0 when none has. */
static inline qd_sym qd_names_likely(const qd_names *t, uint32_t hash)
{
    uint32_t i = hash & t->mask;
    while (t->slots[i] && ((t->slots[i] ^ hash) & ~t->mask))
        i = (i + 1) & t->mask;
    return t->slots[i] & t->mask;
}
/* Some time later, when that has come: its row; and later again its text. */
static inline void qd_names_expect_row(const qd_names *t, uint32_t hash)
{
    __builtin_prefetch(&t->all.at[qd_names_likely(t, hash)]);
}
static inline void qd_names_expect_text(const qd_names *t, uint32_t hash)
{
    __builtin_prefetch(t->all.at[qd_names_likely(t, hash)].at);
}
/* The symbol of `text`, 0 when there is none. */
qd_sym qd_names_find(const qd_names *t, qd_str text);
/* For text, not empty, whose qd_name_hash is known. */
qd_sym qd_names_find_hashed(const qd_names *t, qd_str text, uint32_t hash);

static inline qd_str qd_names_text(const qd_names *t, qd_sym s)
{
    return (qd_str){ t->all.at[s].at, t->all.at[s].len };
}

/* The hash of a text, eight bytes at a step. */
static inline uint32_t qd_name_hash(const char *at, size_t len)
{
    uint64_t h = len * 0x9E3779B97F4A7C15u;
    while (len >= 8) {
        uint64_t w;
        memcpy(&w, at, 8);
        h = (h ^ w) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
        at += 8, len -= 8;
    }
    uint64_t w = 0;
    memcpy(&w, at, len);
    h = (h ^ w) * 0xD6E8FEB86659FD93u;
    h ^= h >> 29;
    return (uint32_t)(h ^ (h >> 32));
}

#endif
