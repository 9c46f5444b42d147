#include "math/philox.h"

#include <string.h>

#define MULTIPLIER_0 0xd2511f53u
#define MULTIPLIER_1 0xcd9e8d57u
#define WEYL_0 0x9e3779b9u
#define WEYL_1 0xbb67ae85u

void qd_philox(uint64_t key, const uint32_t counter[4], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2],
             c3 = counter[3];
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)MULTIPLIER_0 * c0;
        uint64_t p1 = (uint64_t)MULTIPLIER_1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

/* Both are counters of a block: every bit of the key hangs on all of both. */
uint64_t qd_philox_key(uint64_t seed, uint64_t name)
{
    uint32_t counter[4] = { (uint32_t)seed, (uint32_t)(seed >> 32),
                            (uint32_t)name, (uint32_t)(name >> 32) };
    uint32_t out[4];
    qd_philox(0, counter, out);
    return (uint64_t)out[1] << 32 | out[0];
}

double qd_uniform(uint64_t bits)
{
    uint64_t u = bits >> 12 | 0x3ff0000000000000u;
    double x;
    memcpy(&x, &u, sizeof x);
    return x - (1 - 0x1p-53);
}

double qd_philox_uniform(uint64_t key, uint64_t path, uint32_t period,
                         uint32_t purpose)
{
    uint32_t counter[4] = { (uint32_t)path, (uint32_t)(path >> 32),
                            period / 2, purpose };
    uint32_t out[4];
    qd_philox(key, counter, out);
    const uint32_t *half = out + period % 2 * 2;
    return qd_uniform((uint64_t)half[1] << 32 | half[0]);
}
