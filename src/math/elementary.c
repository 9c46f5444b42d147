/* The kernels of the paths with one lane. */
#include "math/elementary.h"

#define QD_LANES 1
#include "math/lane_math.h"

double qd_exp(double x) { return vexp(x); }
double qd_log(double x) { return vlog(x); }
double qd_pow(double x, double y) { return vpow(x, y); }
double qd_log1p(double x) { return vlog1p(x); }
double qd_expm1(double x) { return vexpm1(x); }
