#include "base/vec.h"

/* Small arrays double; above this they grow by half, since the pages of a
 * large block are moved and not copied, and what is not used is not lost. */
#define DOUBLE_BELOW ((size_t)64 << 10)
#define LEAST 8u

void *qd_vec_grow(qd_mem *mem, void *at, uint32_t n, uint32_t *cap,
                  uint32_t more, size_t size)
{
    /* What has no place in 32 bits or in memory is out of memory. */
    if (more > UINT32_MAX - n) return qd_mem_resize(mem, at, SIZE_MAX);
    uint64_t need = (uint64_t)n + more, had = *cap;
    uint64_t grown = had * size < DOUBLE_BELOW ? had * 2 : had + had / 2;
    if (grown < need) grown = need;
    if (grown < LEAST) grown = LEAST;
    if (grown > UINT32_MAX) grown = UINT32_MAX;
    if (grown > SIZE_MAX / size) return qd_mem_resize(mem, at, SIZE_MAX);
    at = qd_mem_resize(mem, at, (size_t)grown * size);
    *cap = (uint32_t)grown;
    return at;
}
