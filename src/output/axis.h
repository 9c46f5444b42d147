/* Round numbers for the axis of a picture. */
#ifndef QD_OUTPUT_AXIS_H
#define QD_OUTPUT_AXIS_H

#include "output/output.h"

typedef struct qd_axis {
    double from, to;
    int ticks;        /* at least 2, both ends included */
    bool dates;       /* months since year 0 */
    int days;         /* of dates: days between ticks; 0: whole months */
} qd_axis;

/* An axis with about `ticks` round ticks that covers from to to. */
qd_axis qd_axis_make(double from, double to, int ticks);
/* The same for dates: ticks at whole days, months or years. */
qd_axis qd_axis_make_dates(double from, double to, int ticks);
double qd_axis_tick(const qd_axis *axis, int i);
/* As short as it is exact: "0", "2.5", "1200". */
qd_str qd_axis_text(qd_arena *a, double tick, const qd_style *style);
/* The label of tick i: a number, or "16 Dec", "Nov", "2026" with the year
 * wherever it begins. */
qd_str qd_axis_label(qd_arena *a, const qd_axis *axis, int i,
                     const qd_style *style);
/* Where x lies: 0 at the left end, 1 at the right; held inside. */
double qd_axis_place(const qd_axis *axis, double x);

#endif
