/* What a model leaves open: holes, what quid had to assume, and assumptions
 * that no claim allows. Found for `check`; none of it is an error. */
#ifndef QD_MODEL_RESTS_H
#define QD_MODEL_RESTS_H

#include "model/view.h"

enum qd_rest_kind {
    QD_REST_HOLE,     /* something is needed and not said */
    QD_REST_ASSUMED,  /* not said either, but a rule stands in */
    QD_REST_PICKED,   /* rival claims: each path picks one */
    QD_REST_MISFIT,   /* no standing claim allows what is assumed */
    QD_REST_CLASH,    /* numbers of one directive that do not fit together */
    QD_REST_KINDS
};

typedef struct qd_rest {
    uint8_t kind;
    uint32_t dir;
    qd_sym field;      /* 0: the directive as such */
    qd_pos pos;        /* of the line that it is about */
    const char *what;  /* a literal: "no amount", "read as signed" */
} qd_rest;

typedef struct qd_rests {
    QD_VEC(qd_rest) at;              /* in the order of the text */
    uint32_t count[QD_REST_KINDS];   /* also of those not kept */
    uint32_t dirs, claims, sources;  /* of the user's files */
} qd_rests;

/* At most QD_LIMIT_DIAGS of a kind are kept; all are counted. */
void qd_rests_find(qd_rests *r, const qd_view *view, qd_arena *arena);

#endif
