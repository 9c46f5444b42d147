/* The part of the picture of a FAN block below its plot. */
#ifndef QD_OUTPUT_FAN_STRIP_H
#define QD_OUTPUT_FAN_STRIP_H

#include "output/fan.h"
#include "output/scene.h"

/* The chance of a gap by quarter between x `from` and `to`, below y; returns
 * the y below it. */
double qd_fan_strip(qd_scene *s, const qd_fan *fan, double from, double to,
                    double y);

#endif
