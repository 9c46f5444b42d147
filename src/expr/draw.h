/* Distributions and processes as sets: from the 5 to the 95 % point. */
#ifndef QD_EXPR_DRAW_H
#define QD_EXPR_DRAW_H

#include "expr/eval.h"

qd_set qd_draw_set(qd_eval *e, const qd_node_row *r);

#endif
