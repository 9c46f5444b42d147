/* The directives `policy`: how words are read, and what stages are worth. */
#ifndef QD_MODEL_STAGE_H
#define QD_MODEL_STAGE_H

#include "expr/set.h"
#include "model/claims.h"
#include "model/formula.h"

/* A stage, or another word for one. */
typedef struct qd_stage_row {
    qd_sym name;
    uint32_t dir;         /* its `policy` */
    double lane_lo, lane_hi;
    qd_id chance;         /* syntax node of its chance, QD_NONE */
    double chance_value;  /* where it is written as a number, else NAN */
    uint8_t firmness;     /* enum qd_firmness; NONE where the row has none:
                             nothing is paid in this stage */
    uint16_t means;       /* index of the stage that the word means */
} qd_stage_row;

typedef struct qd_policy {
    qd_stage_row *stage;  /* sorted by symbol */
    uint32_t n_stages;
    uint32_t reading[QD_READ_COUNT]; /* the `policy` of it, QD_NONE */
    /* The stages of directives in the view asked for last: stage.c. */
    struct qd_stage_note *notes;
    uint32_t n_notes;
    qd_view noted;
} qd_policy;

/* Fills m->policy from the tree. A row of the user's files stands in place
 * of the shipped one with its name. Needs names and units. */
void qd_policy_load(qd_model *m);

/* The stage that a word means, NULL when it is none. */
const qd_stage_row *qd_stage_find(const qd_model *m, qd_sym word);
/* The least firm stage that a datum of `stage:` names, NULL for none. */
const qd_stage_row *qd_stage_said(const qd_model *m, qd_id datum);
/* Less firm: lower on the ladder or, on one step, earlier in its lane. */
bool qd_stage_less_firm(const qd_stage_row *a, const qd_stage_row *b);

/* Whether a directive waits for the deals that it names. Those of a dated
 * convertible convert it: its money has been paid by then. */
static inline bool qd_deals_bind(const qd_dir *d)
{
    return d->keyword != QD_K_convertible || !(d->flags & QD_DIR_DATED);
}

/* The day as of which a view asks for the present stage. */
qd_day qd_stage_day(const qd_view *v);

typedef struct qd_stage {
    const qd_stage_row *row; /* of itself: assumed, else the least firm that
                                stands; NULL: nothing is said of it */
    bool assumed;            /* by an `assume` line */
    bool differs;            /* the stages that stand share no place of the
                                lane: the least firm was taken */
    uint8_t firmness;        /* with the deals that it names */
    uint32_t of;             /* whose stage that is: itself or a deal. Where
                                qd_stage_of(of).row is NULL, nothing said
                                means signed */
} qd_stage;

qd_stage qd_stage_of(const qd_view *v, uint32_t dir, qd_arena *arena);
/* Its firmness alone: the step of the ladder on which its money stands. */
uint8_t qd_stage_firmness(const qd_view *v, uint32_t dir, qd_arena *arena);
/* The places of the lane that the standing claims on its own stage allow
 * together; empty when there are none. */
qd_set qd_stage_lanes(const qd_view *v, uint32_t dir, qd_arena *arena);

#endif
