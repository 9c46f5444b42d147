/* A view: from when, from where and with which what-if a model is looked
 * at. Everything that an answer says is said of a view. */
#ifndef QD_MODEL_VIEW_H
#define QD_MODEL_VIEW_H

#include "model/model.h"

typedef struct qd_view {
    qd_model *m;
    qd_day known_by;      /* later claims are hidden; QD_DAY_OPEN_TO: none */
    qd_day on;            /* the day at which fields that change are asked;
                             QD_DAY_OPEN_FROM: no day in particular */
    uint32_t scenario;    /* directive, QD_NONE */
    bool firm;            /* only what is signed or closed */
    bool by_entity;       /* parties do not consolidate */
    bool as_printed;      /* money too is any that prints so */
    const struct qd_shocked *shocked; /* by directive: what the question
                             changes of it (shocks.h); NULL: nothing */
} qd_view;

qd_view qd_view_make(qd_model *m);

/* The party that stands for another one in answers: its top parent, unless
 * entities are asked for or it is a vehicle. */
qd_sym qd_party_shown(const qd_view *v, qd_sym party);

#endif
