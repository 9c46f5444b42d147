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
/* A copy of `s` with a NUL behind it. */
qd_str qd_arena_copy(qd_arena *a, qd_str s);
/* printf into the arena (no floating point: use base/number.h). */
qd_str qd_arena_printf(qd_arena *a, const char *form, ...)
    __attribute__((format(printf, 2, 3)));

#endif
