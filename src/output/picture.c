/* What all pictures share: head, foot, and which one an answer has. */
#include "output/picture.h"

static const qd_font title_font = { 17, true };
static const qd_font sub_font = { 12, false };
static const qd_font foot_font = { 11, false };

double qd_picture_head(qd_picture *p, qd_str subtitle, qd_str legend)
{
    double x = QD_PICTURE_MARGIN, y = 34;
    double width = QD_PICTURE_WIDTH - 2 * QD_PICTURE_MARGIN;
    p->scene->width = QD_PICTURE_WIDTH;
    y += 22 * qd_scene_paragraph(p->scene, x, y, width, 22, title_font,
                                 QD_INK_TEXT, QD_ANCHOR_START, p->title);
    y += 17 * qd_scene_paragraph(p->scene, x, y, width, 17, sub_font,
                                 QD_INK_TEXT, QD_ANCHOR_START, subtitle);
    y += 17 * qd_scene_paragraph(p->scene, x, y, width, 17, sub_font,
                                 QD_INK_SOFT, QD_ANCHOR_START, legend);
    return y;
}

/* Under a picture stand its sources and the model, so that it can be found
 * again when it has left its page. */
static qd_str caption(const qd_answer *a)
{
    if (a->caption.len)
        return a->caption;
    return qd_arena_printf(a->arena, "%.*s%smodel %.*s, quid %s",
                           QD_STR_ARG(a->model_title),
                           a->model_title.len ? " · " : "",
                           QD_STR_ARG(a->model_hash), QUID_VERSION);
}

void qd_picture_foot(qd_picture *p, const qd_answer *a, double y)
{
    double width = QD_PICTURE_WIDTH - 2 * QD_PICTURE_MARGIN;
    y += 18;
    y += 15 * qd_scene_paragraph(p->scene, QD_PICTURE_MARGIN, y, width, 15,
                                 foot_font, QD_INK_SOFT, QD_ANCHOR_START,
                                 caption(a));
    p->height = y + 5;
}

static qd_picture no_picture(const qd_answer *a)
{
    qd_picture p = { .scene = qd_scene_make(a->arena, QD_PICTURE_WIDTH),
                     .title = QD_STR("This answer has no picture") };
    p.description = p.title;
    double y = qd_picture_head(&p, QD_STR("Ask for it as text, json or csv."),
                               QD_STR(""));
    qd_picture_foot(&p, a, y);
    return p;
}

qd_picture qd_picture_of(const qd_answer *a)
{
    for (uint32_t i = 0; i < a->blocks.n; i++) {
        if (a->blocks.at[i].kind == QD_BLOCK_FOREST)
            return qd_picture_forest(a);
        if (a->blocks.at[i].kind == QD_BLOCK_FAN)
            return qd_picture_fan(a);
        if (a->blocks.at[i].kind == QD_BLOCK_STEPS)
            return qd_picture_steps(a);
        if (a->blocks.at[i].kind == QD_BLOCK_NETWORK)
            return qd_picture_network(a);
    }
    return no_picture(a);
}
