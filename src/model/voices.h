/* What claims need of sources and scenarios, found out once for a model:
 * dates, ranks, publishers, who cites whom, and the lines of scenarios by
 * what they are about. Only for the parts of the claim store: voices.c,
 * what_if.c, claims_known.c, claims_settle.c, and
 * analysis/claims_rows.c. */
#ifndef QD_MODEL_VOICES_H
#define QD_MODEL_VOICES_H

#include "model/view.h"

/* A date that a `when:` line tells of a source. */
typedef struct qd_told_date {
    qd_day day;     /* the last one of what is written */
    qd_day gate;    /* from when the line itself is known */
    bool from_only;
} qd_told_date;

typedef struct qd_voice {
    uint32_t dir;             /* QD_NONE: of the row of unknown sources */
    qd_day own;               /* of its header; INT32_MAX: it has none */
    qd_day told;              /* of the first that tells it; INT32_MAX */
    bool own_from_only, told_from_only;
    uint8_t rank;             /* 1: filing or company */
    uint32_t dates, n_dates;  /* its `when:` lines, in `dates` */
    uint32_t cites, n_cites;  /* in `cited`, sorted rows of voices */
    uint32_t group;           /* first row with this publisher, or itself */
    /* Notes of one run over claims, good while the stamp is that of the
     * run. Those of a publisher stand in the row of its group. */
    uint32_t vote_stamp, late_stamp;
    uint32_t one_with;        /* towards the row with which it votes */
    bool has_vote;
    uint8_t vote;
    qd_day late, late_own;    /* the last words of it, and its own ones */
    uint32_t line_stamp, line_at; /* its place on the line being read */
} qd_voice;

/* `id.field: datum` of a scenario. */
typedef struct qd_what_if {
    qd_sym target, name;
    uint32_t scenario, field;
} qd_what_if;

typedef struct qd_voices {
    qd_sym when, known, base, stage;
    QD_VEC(qd_voice) at;      /* [0]: all sources that nobody declares */
    uint32_t *of, n_of;       /* by symbol: row, 0 */
    QD_VEC(uint32_t) cited;
    QD_VEC(qd_told_date) dates;
    QD_VEC(qd_what_if) what_ifs; /* sorted by target, name, scenario, place */
    uint32_t n_scenarios, stamp, line_stamp;
    /* The directive asked for last: its claims are asked field by field. */
    uint32_t last_dir;
    qd_day last_known_by, last_known;
} qd_voices;

qd_voices *qd_voices_of(qd_model *m);
static inline qd_voice *qd_voice_at(qd_voices *vs, qd_sym source)
{
    return &vs->at.at[source < vs->n_of ? vs->of[source] : 0];
}

/* Who speaks on a line, and whose words it tells (0: its own). */
typedef struct qd_speaker {
    qd_sym voice, told;
} qd_speaker;

#define QD_SPEAKERS 255 /* as many as a line has sigils */

/* The voices of a line with these sigils, in their order: a source that
 * another one on the line cites is told by that one and no voice. */
uint32_t qd_line_speakers(qd_model *m, uint32_t refs, uint32_t n_refs,
                          qd_speaker *out);
/* Those of a field: its own, or those of the header where it names none;
 * none for an `assume` and for the modeller's own line. */
uint32_t qd_field_speakers(qd_model *m, const qd_dir *d, const qd_field *f,
                           qd_speaker *out);

/* A date as it is written (`2025`, `~ 2025-10`, `A..B`); false: a formula or
 * a hole. */
bool qd_written_date(const qd_tree *t, qd_id datum, qd_span *out);
/* The day from which what is dated so is known. */
qd_day qd_known_from(qd_span s, bool *from_only);

/* The line that the scenario of the view, or one of its bases, has for a
 * field, QD_NONE when none has; `day` as in qd_claims_of. */
uint32_t qd_what_if_line(const qd_view *v, qd_sym target, qd_sym name,
                         qd_day day);

/* Whether a dated line speaks of a day: a single date holds until the next
 * one, a written span no longer than it says. */
bool qd_line_covers(qd_span when, qd_day day);

/* Fills vs->what_ifs. */
void qd_what_ifs_read(qd_model *m, qd_voices *vs);

#endif
