/* Blocks in a ring without end marks: each carries its links and its size,
 * so that freeing a model needs nothing but the list, and the allocator is
 * told the old size as Lua's is. */
#include "base/mem.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct qd_block {
    struct qd_block *next, *prev;
    size_t size; /* of the whole block, this header included */
    size_t pad;  /* what follows is aligned to 16 */
};

static void *libc_alloc(void *ctx, void *old, size_t old_size,
                        size_t new_size)
{
    (void)ctx, (void)old_size;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_size);
}

void qd_mem_init(qd_mem *m, qd_alloc_fn *fn, void *ctx)
{
    *m = (qd_mem){ .fn = fn ? fn : libc_alloc, .ctx = ctx };
}

static _Noreturn void fail(const qd_mem *m)
{
    assert(m->oom != NULL);
    longjmp(*m->oom, 1);
}

/* The neighbours learn where the block is now. */
static void relink(qd_mem *m, struct qd_block *b)
{
    if (b->next) b->next->prev = b;
    if (b->prev) b->prev->next = b;
    else m->blocks = b;
}

void *qd_mem_resize(qd_mem *m, void *old, size_t size)
{
    struct qd_block *was = old ? (struct qd_block *)old - 1 : NULL;
    size_t had = was ? was->size : 0;
    if (size > PTRDIFF_MAX - sizeof *was) fail(m);
    size += sizeof *was;
    struct qd_block *b = m->fn(m->ctx, was, had, size);
    if (!b) fail(m);
    if (!old) {
        b->next = m->blocks;
        b->prev = NULL;
    }
    b->size = size;
    relink(m, b);
    m->in_use += size - had;
    if (m->in_use > m->peak) m->peak = m->in_use;
    return b + 1;
}

void *qd_mem_zero(qd_mem *m, size_t size)
{
    return memset(qd_mem_resize(m, NULL, size), 0, size);
}

void qd_mem_release(qd_mem *m, void *block)
{
    if (!block) return;
    struct qd_block *b = (struct qd_block *)block - 1;
    if (b->next) b->next->prev = b->prev;
    if (b->prev) b->prev->next = b->next;
    else m->blocks = b->next;
    m->in_use -= b->size;
    m->fn(m->ctx, b, b->size, 0);
}

void qd_mem_free_all(qd_mem *m)
{
    while (m->blocks) qd_mem_release(m, m->blocks + 1);
}
