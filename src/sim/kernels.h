/* The text of the headers that the loops are made of (tools/embed), for
 * programs that are printed as C. */
#ifndef QD_SIM_KERNELS_H
#define QD_SIM_KERNELS_H

#include <stddef.h>

struct qd_kernel {
    const char *name; /* without ".h" */
    const char *text;
    size_t len;
};

extern const struct qd_kernel qd_kernel_files[];
extern const size_t qd_kernel_count;

#endif
