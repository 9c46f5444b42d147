/* A bump allocator. Chunks begin at 64 KiB, so that a small model costs
 * little, and double up to 1 MiB, so that a large one costs few calls. They
 * are blocks of the qd_mem and need no list of their own. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>

#define CHUNK_FIRST ((size_t)64 << 10)
#define CHUNK_LAST ((size_t)1 << 20)

void qd_arena_init(qd_arena *a, qd_mem *mem)
{
    *a = (qd_arena){ .mem = mem, .chunk = CHUNK_FIRST };
}

/* A piece that would waste much of a chunk gets a block of its own, and the
 * chunk that was begun stays in use. */
static void *alloc_slow(qd_arena *a, size_t size)
{
    if (size > a->chunk / 4) return qd_mem_resize(a->mem, NULL, size);
    a->at = qd_mem_resize(a->mem, NULL, a->chunk);
    a->end = a->at + a->chunk;
    if (a->chunk < CHUNK_LAST) a->chunk *= 2;
    void *piece = a->at;
    a->at += size;
    return piece;
}

void *qd_arena_alloc(qd_arena *a, size_t size)
{
    if (size > PTRDIFF_MAX) return qd_mem_resize(a->mem, NULL, size);
    size = (size + 15) & ~(size_t)15;
    if (!a->at || size > (size_t)(a->end - a->at)) return alloc_slow(a, size);
    void *piece = a->at;
    a->at += size;
    return piece;
}

qd_str qd_arena_copy(qd_arena *a, qd_str s)
{
    char *at = qd_arena_alloc(a, s.len + 1);
    if (s.len) memcpy(at, s.at, s.len);
    at[s.len] = '\0';
    return (qd_str){ at, s.len };
}

qd_str qd_arena_printf(qd_arena *a, const char *form, ...)
{
    va_list args, again;
    va_start(args, form);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, form, args);
    va_end(args);
    size_t n = len > 0 ? (size_t)len : 0;
    char *at = qd_arena_alloc(a, n + 1);
    at[0] = '\0';
    vsnprintf(at, n + 1, form, again);
    va_end(again);
    return (qd_str){ at, n };
}
