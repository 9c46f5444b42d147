/* Memory of one model: every block is known to its qd_mem and freed with it.
 *
 * The allocator is a parameter, so that a host can bring its own and a test
 * can let the n-th call fail. No function here returns NULL: when the
 * allocator fails, control goes to `oom`, which must be set before anything
 * is asked for (the api does it before it enters the front end). Large blocks
 * grow by the allocator's realloc, which moves pages instead of bytes. */
#ifndef QD_BASE_MEM_H
#define QD_BASE_MEM_H

#include <setjmp.h>
#include <stddef.h>

/* Grows, shrinks or (new_size 0) frees `old`; NULL means failure. */
typedef void *qd_alloc_fn(void *ctx, void *old, size_t old_size,
                          size_t new_size);

typedef struct qd_mem {
    qd_alloc_fn *fn;
    void *ctx;
    jmp_buf *oom;            /* where a failed allocation goes */
    struct qd_block *blocks; /* all that is held */
    size_t in_use, peak;     /* bytes asked of `fn`, headers included */
} qd_mem;

/* `fn` NULL: the C library's realloc and free. */
void qd_mem_init(qd_mem *m, qd_alloc_fn *fn, void *ctx);
/* `size` bytes; `old` NULL makes a new block. The contents are kept. */
void *qd_mem_resize(qd_mem *m, void *old, size_t size);
/* As qd_mem_resize with old NULL, the bytes set to zero. */
void *qd_mem_zero(qd_mem *m, size_t size);
void qd_mem_release(qd_mem *m, void *block);
/* Frees every block. */
void qd_mem_free_all(qd_mem *m);

#endif
