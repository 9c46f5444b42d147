/* Pictures of answers. A picture draws one kind of block on a scene; the
 * command line, reports and pages all show the same one. */
#ifndef QD_OUTPUT_PICTURE_H
#define QD_OUTPUT_PICTURE_H

#include "output/scene.h"

typedef struct qd_picture {
    qd_scene *scene;
    double height;
    qd_str title; /* the finding */
    qd_str description;
} qd_picture;

/* The claims of every FOREST block by value. */
qd_picture qd_picture_forest(const qd_answer *a);
/* The position of every FAN block over time. */
qd_picture qd_picture_fan(const qd_answer *a);
/* The stakes of the first STEPS block from event to event. */
qd_picture qd_picture_steps(const qd_answer *a);
/* The payments of the NETWORK block between their parties. */
qd_picture qd_picture_network(const qd_answer *a);
/* The picture of an answer, whichever kind it has; for one that has none, a
 * sheet that says so. */
qd_picture qd_picture_of(const qd_answer *a);
/* Title, subtitle on a new scene; returns the y below them. */
double qd_picture_head(qd_picture *p, qd_str subtitle, qd_str legend);
/* Caption below y; sets the height. */
void qd_picture_foot(qd_picture *p, const qd_answer *a, double y);

#define QD_PICTURE_WIDTH 1020.0
#define QD_PICTURE_MARGIN 20.0

#endif
