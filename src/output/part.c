/* A part of a run, as the analysis wrote it. */
#include "output/output.h"

static void part_write(qd_buf *out, const qd_answer *a, const qd_style *style)
{
    (void)style;
    qd_buf_add(out, a->part);
}

const qd_output qd_output_part = {
    .name = "part",
    .doc = "what `--shard` drew, for `quid merge`",
    .media = "application/octet-stream",
    .write = part_write,
};
