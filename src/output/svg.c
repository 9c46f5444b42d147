/* The picture of an answer as a file. */
#include "output/picture.h"

static void svg_write(qd_buf *out, const qd_answer *a, const qd_style *style)
{
    (void)style;
    qd_picture p = qd_picture_of(a);
    qd_scene_write(p.scene, out, p.height, p.title, p.description);
}

const qd_output qd_output_svg = {
    .name = "svg",
    .doc = "the picture of the answer, for pages and papers",
    .media = "image/svg+xml",
    .write = svg_write,
};
