/* The uniforms of math/philox.h for neighbouring paths, on lanes. */
#ifndef QD_MATH_LANE_PHILOX_H
#define QD_MATH_LANE_PHILOX_H

#include "math/lanes.h"

/* The keys of the ten rounds, and what is the same in all paths. */
typedef struct vphilox {
    uint32_t key[10][2];
    uint32_t path_high, pair, purpose;
} vphilox;

static inline vphilox vphilox_begin(uint64_t key, uint64_t path,
                                    uint32_t pair, uint32_t purpose)
{
    vphilox p = { .path_high = (uint32_t)(path >> 32),
                  .pair = pair,
                  .purpose = purpose };
    for (uint32_t i = 0; i < 10; i++) {
        p.key[i][0] = (uint32_t)key + i * 0x9e3779b9u;
        p.key[i][1] = (uint32_t)(key >> 32) + i * 0xbb67ae85u;
    }
    return p;
}

/* The low half of `low` below that of `high`, the upper 52 bits made a
 * uniform as qd_uniform makes it. */
static inline vd vuniform(vu high, vu low)
{
    vu bits = high << 32 | (low & 0xffffffffu);
    return vdouble(bits >> 12 | 0x3ff0000000000000u) - (1 - 0x1p-53);
}

/* One block of each path; the low words of `path` count, as everywhere here
 * only the low half of a lane does. */
static inline void vphilox_block(const vphilox *p, vu path, vd *even, vd *odd)
{
    vu m0 = vset_u(0xd2511f53u), m1 = vset_u(0xcd9e8d57u);
    vu c0 = path, c1 = vset_u(p->path_high), c2 = vset_u(p->pair),
       c3 = vset_u(p->purpose);
#pragma GCC unroll 10
    for (int i = 0; i < 10; i++) {
        vu p0 = vmul32(m0, c0), p1 = vmul32(m1, c2);
        c0 = (p1 >> 32) ^ c1 ^ vset_u(p->key[i][0]);
        c2 = (p0 >> 32) ^ c3 ^ vset_u(p->key[i][1]);
        c1 = p1;
        c3 = p0;
    }
    *even = vuniform(c1, c0);
    *odd = vuniform(c3, c2);
}

/* The uniforms of the paths from `path` on, n of them (a multiple of
 * QD_LANES, as is `path`): those of period 2 pair go into `even`, those of
 * the next into `odd`. */
static inline void vphilox_fill(uint64_t key, uint64_t path, uint32_t pair,
                                uint32_t purpose, double *even, double *odd,
                                size_t n)
{
    size_t done = 0;
    while (done < n) {
        /* the high word of the path is the same within a piece */
        vphilox p = vphilox_begin(key, path + done, pair, purpose);
        uint64_t room = 0x100000000u - (uint32_t)(path + done);
        size_t end = n - done <= room ? n : done + (size_t)room;
        vu at = viota() + vset_u((uint32_t)(path + done));
        for (; done < end; done += QD_LANES, at += vset_u(QD_LANES)) {
            vd a, b;
            vphilox_block(&p, at, &a, &b);
            vstore(even + done, a);
            vstore(odd + done, b);
        }
    }
}

#endif
