/* Philox beside that of its authors, over many keys and counters. */
#include <Random123/philox.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/philox.h"

enum { ROUNDS = 1000000 };

int main(void)
{
    philox4x32_ctr_t c = { { 0, 0, 0, 0 } };
    philox4x32_key_t k = { { 0, 0 } };
    for (int i = 0; i < ROUNDS; i++) {
        philox4x32_ctr_t want = philox4x32(c, k);
        uint32_t got[4];
        qd_philox((uint64_t)k.v[1] << 32 | k.v[0], c.v, got);
        for (int j = 0; j < 4; j++)
            if (got[j] != want.v[j]) {
                printf("block %d, word %d: %08x, not %08x\n", i, j, got[j],
                       want.v[j]);
                return EXIT_FAILURE;
            }
        c = want; /* the next is as random as they come */
        k.v[0] = want.v[3] ^ (uint32_t)i;
        k.v[1] = want.v[1] + (uint32_t)i;
    }
    printf("%d blocks are equal\n", ROUNDS);
    return EXIT_SUCCESS;
}
