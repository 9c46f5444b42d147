/* Round numbers for the axis of a picture. */
#ifndef QD_OUTPUT_AXIS_H
#define QD_OUTPUT_AXIS_H

#include "output/output.h"

typedef struct qd_axis {
    double from, to;
    int ticks;        /* at least 2, both ends included */
} qd_axis;

/* An axis with about `ticks` round ticks that covers from to to. */
qd_axis qd_axis_make(double from, double to, int ticks);
double qd_axis_tick(const qd_axis *axis, int i);
/* As short as it is exact: "0", "2.5", "1200". */
qd_str qd_axis_text(qd_arena *a, double tick, const qd_style *style);
/* Where x lies: 0 at the left end, 1 at the right; held inside. */
double qd_axis_place(const qd_axis *axis, double x);

#endif
