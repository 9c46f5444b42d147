/* Numbers that are known before anything is drawn. */
#ifndef QD_MODEL_KNOWN_H
#define QD_MODEL_KNOWN_H

#include "expr/graph.h"

/* The number of a node that is made of constants alone; false when it is
 * not, or when the formula is too long to look through. */
bool qd_node_known(const qd_graph *g, qd_node n, double *x);

#endif
