/* An arena: many small pieces that live as long as their qd_mem. */
#ifndef QD_BASE_ARENA_H
#define QD_BASE_ARENA_H

#include <stdarg.h>
#include "base/mem.h"
#include "base/str.h"

typedef struct qd_arena {
    qd_mem *mem;
    char *at, *end;
    size_t chunk; /* size of the next one */
} qd_arena;

void qd_arena_init(qd_arena *a, qd_mem *mem);
/* `size` bytes aligned to 16, not set. */
void *qd_arena_alloc(qd_arena *a, size_t size);
/* What was allocated since a mark was taken is given up: its room is used
 * again where it lies in the chunk of the mark. Pieces that got a block of
 * their own stay until the qd_mem is freed. */
typedef struct qd_arena_mark {
    char *at, *end;
} qd_arena_mark;
static inline qd_arena_mark qd_arena_mark_of(const qd_arena *a)
{
    return (qd_arena_mark){ a->at, a->end };
}
static inline void qd_arena_rewind(qd_arena *a, qd_arena_mark m)
{
    if (m.at && m.end == a->end) a->at = m.at;
}
/* A copy of `s` with a NUL behind it. */
qd_str qd_arena_copy(qd_arena *a, qd_str s);
/* printf into the arena (no floating point: use base/number.h). */
qd_str qd_arena_printf(qd_arena *a, const char *form, ...)
    __attribute__((format(printf, 2, 3)));

#endif
