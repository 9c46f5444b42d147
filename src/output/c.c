/* The paths of an answer as a program in C. */
#include "output/output.h"

static void c_write(qd_buf *out, const qd_answer *a, const qd_style *style)
{
    (void)style;
    qd_buf_add(out, a->code);
}

const qd_output qd_output_c = {
    .name = "c",
    .doc = "the paths of `--emit-c` as a program in C",
    .media = "text/x-c",
    .write = c_write,
};
