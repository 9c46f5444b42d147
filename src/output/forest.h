/* What the two pictures of claims, of characters and SVG, read from a FOREST
 * block (see table/table.h). */
#ifndef QD_OUTPUT_FOREST_H
#define QD_OUTPUT_FOREST_H

#include "output/axis.h"

/* One piece of a claim: an interval, or a word. */
typedef struct qd_piece {
    qd_str source, known, word, state, lane;
    double lo, hi;
    bool has_lo, has_hi, lo_open, hi_open;
    bool stands;
    uint32_t branch;
} qd_piece;

qd_piece qd_forest_piece(const qd_table *t, uint32_t row);
/* Whether row r begins a claim, and is no further piece of the one before. */
bool qd_forest_first(const qd_table *t, uint32_t row);
/* Whether any row has a value to draw. */
bool qd_forest_has_values(const qd_table *t);
/* An axis for all claims and what the model uses, with room for arrows. */
qd_axis qd_forest_axis(const qd_block *b, int ticks);

#endif
