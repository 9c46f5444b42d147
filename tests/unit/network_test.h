/* What the tests of networks share: dice, and memory for a test. */
#ifndef QD_NETWORK_TEST_H
#define QD_NETWORK_TEST_H

#include "unit_test.h"

#include "base/mem.h"

struct dice {
    uint64_t state;
};

static uint32_t below(struct dice *d, uint32_t n)
{
    d->state = d->state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(((d->state >> 32) * n) >> 32);
}

static qd_mem mem;
static jmp_buf no_memory;

static int start(void **state)
{
    (void)state;
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &no_memory;
    return 0;
}

static int finish(void **state)
{
    (void)state;
    qd_mem_free_all(&mem);
    return 0;
}

#endif
