/* Which instruction sets this machine has; ops.c is compiled for each. */
#include "sim/sim.h"

bool qd_isa_has(enum qd_isa isa)
{
#if defined(__x86_64__)
    if (isa == QD_ISA_AVX2) return __builtin_cpu_supports("avx2");
    if (isa == QD_ISA_AVX512)
        return __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
    return true;
#else
    return isa == QD_ISA_BEST || isa == QD_ISA_PLAIN;
#endif
}
