/* One sum over the bits of all kernels, for each width this machine has.
 * They are equal, or the exit status is 1; tools/check-all compares them
 * between compilers and machines. With an argument only that width. */
#include "kernel_lanes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int sum_of_one(unsigned lanes)
{
    for (const kernel_set *const *s = kernel_sets(); *s; s++)
        if ((*s)->lanes == lanes) {
            printf("%016" PRIx64 "\n", kernel_sum(*s));
            return 0;
        }
    return 77;
}

int main(int argc, char **argv)
{
    if (argc > 1) return sum_of_one((unsigned)atoi(argv[1]));
    uint64_t first = 0;
    int status = 0;
    for (const kernel_set *const *s = kernel_sets(); *s; s++) {
        uint64_t sum = kernel_sum(*s);
        if ((*s)->lanes == 1) first = sum;
        if (sum != first) status = 1;
        printf("%016" PRIx64 " %u\n", sum, (*s)->lanes);
    }
    return status;
}
