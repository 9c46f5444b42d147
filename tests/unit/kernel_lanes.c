/* One width of the kernels: compiled once for each, with -DQD_LANES. */
#include "kernel_lanes.h"

#include "math/lane_math.h"
#include "math/lane_philox.h"

#define KERNEL_BODY(name, body)                                         \
    static void run_##name(double *out, const double *from_x,           \
                           const double *from_y, size_t n)              \
    {                                                                   \
        for (size_t i = 0; i < n; i += QD_LANES) {                      \
            vd x = vload(from_x + i), y = vload(from_y + i);            \
            (void)y;                                                    \
            vstore(out + i, body);                                      \
        }                                                               \
    }
KERNEL_ROWS(KERNEL_BODY)
#undef KERNEL_BODY

static void run_score_all(double *out, const double *x, const double *y,
                          size_t n)
{
    (void)y;
    vscore_all(out, x, n);
}

static void fill(uint64_t key, uint64_t path, uint32_t pair, uint32_t purpose,
                 double *even, double *odd, size_t n)
{
    vphilox_fill(key, path, pair, purpose, even, odd, n);
}

static unsigned store_index(uint32_t *to, uint32_t base, unsigned which)
{
    vu bit = vset_u(1) << viota();
    return vstore_index(to, base, vtest(bit & vset_u(which)));
}

extern const kernel_set QD_LANED(kernels);
const kernel_set QD_LANED(kernels) = {
    QD_LANES,
    {
#define KERNEL_POINTER(name, body) run_##name,
        KERNEL_ROWS(KERNEL_POINTER)
#undef KERNEL_POINTER
        run_score_all,
    },
    fill,
    store_index
};
