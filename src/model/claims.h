/* The claim store: who says what of a field, from when it is known, and what
 * stands. Nothing is kept beside the tree: claims are read from it for a
 * view. The rules are those of the language reference, "Claims and
 * assumptions" and "Two times". */
#ifndef QD_MODEL_CLAIMS_H
#define QD_MODEL_CLAIMS_H

#include "model/view.h"

enum qd_claim_state {
    QD_CLAIM_STANDS,
    QD_CLAIM_SILENCED, /* a filing or company voice outranks it, or it is
                          older than the deal's present stage */
    QD_CLAIM_REPLACED, /* the same voice or publisher said later otherwise */
    QD_CLAIM_HIDDEN    /* known only after the view's day */
};

typedef struct qd_claim {
    uint32_t field;    /* index in tree.fields */
    qd_sym voice;      /* the source that speaks; 0: the modeller's own line */
    qd_sym told;       /* the source whose words it tells, 0: its own */
    qd_day known;      /* INT32_MIN: always; INT32_MAX: its source has no
                          date */
    bool from_only;    /* the source is dated from below only */
    uint8_t rank;      /* 1: filing or company, 0: report */
    uint8_t vote;      /* claims with one vote: told the same source, or one
                          voice; numbered from 0 in order of appearance */
    uint8_t state;     /* enum qd_claim_state */
} qd_claim;

typedef struct qd_claims {
    qd_claim *at;      /* in the order of the text; the view's arena */
    uint32_t n, n_stand;
    uint32_t assume;   /* index in tree.fields of the `assume` line that
                          holds in the view (a scenario's line comes before
                          the directive's own), QD_NONE */
} qd_claims;

/* The claims on a field of a directive. `day` chooses among dated lines:
 * those whose WHEN holds on that day (the latest), lines without a WHEN
 * always; QD_DAY_OPEN_FROM: all lines. Lines that are broken are left out. */
qd_claims qd_claims_of(const qd_view *v, uint32_t dir, qd_sym field,
                       qd_day day, qd_arena *arena);
/* The first day on which a directive is known: of its first claim, of
 * `known:`, or always; INT32_MAX when its sources have no date. */
qd_day qd_dir_known(const qd_view *v, uint32_t dir);
/* Whether a view sees it: known by its day. */
bool qd_dir_seen(const qd_view *v, uint32_t dir);
/* From when the words of a source are known, and whether its date is one
 * from below only. INT32_MAX: it has no date. */
qd_day qd_source_known(const qd_view *v, qd_sym source, bool *from_only);
/* The day of the first source that is known: what a view must reach. */
qd_day qd_first_known(qd_model *m);

#endif
