/* The quantities of `claims`: every field that a source speaks of, line by
 * line, as data that can be compared. claims_rows.c reads them,
 * claims_relation.c compares two lines, claims_verdict.c judges a quantity,
 * claims_uses.c says what the model makes of it, claims_parts.c finds parts
 * that exceed their total, claims.c makes the answer. */
#ifndef QD_ANALYSIS_CLAIMS_ROWS_H
#define QD_ANALYSIS_CLAIMS_ROWS_H

#include "analysis/asked.h"
#include "expr/eval.h"
#include "model/claims.h"

/* What kind of thing a line says. */
enum qd_said {
    QD_SAID_NOTHING, /* `?`, or nothing that has a value */
    QD_SAID_SET,     /* numbers, days, places of a lane */
    QD_SAID_NAMES,   /* words and names */
    QD_SAID_TEXT     /* a text, or that it is so */
};

/* How claims stand to each other, the gravest first. */
enum qd_found {
    QD_FOUND_CONFLICT,
    QD_FOUND_PARTS,  /* parts larger than their total */
    QD_FOUND_EDGE,
    QD_FOUND_WIDER,  /* allows a branch that others exclude */
    QD_FOUND_AGREE,
    QD_FOUND_OPEN,   /* agree, and nothing says where above */
    QD_FOUND_WORDS,  /* wordings, which are never compared */
    QD_FOUND_ALONE,  /* one voice */
    QD_FOUND_NOTHING,/* no figure at all */
    QD_FOUND_COUNT
};

/* One source saying one line. */
typedef struct qd_say {
    qd_claim claim;   /* who, from when, and whether it stands; `field` is
                         QD_NONE when the header alone says it */
    uint8_t said;     /* enum qd_said */
    uint8_t found;    /* enum qd_found: the gravest with any other one */
    int8_t phase;     /* its voice takes the directive for a plan or talks
                         (-1), for a fact (1), or does not say (0) */
    bool others;      /* NAMES: `?` stands among them */
    uint32_t part;    /* the directive that it speaks of */
    qd_span when;     /* the time that the line speaks of */
    qd_sym basis;     /* 0: not said */
    qd_dim dim;
    qd_set set;       /* what its words allow */
    qd_set rounded;   /* the same, printed numbers read as rounded */
    qd_sym *names;
    uint32_t n_names;
    qd_str word;      /* what was said, for people */
} qd_say;

typedef struct qd_quantity {
    uint32_t dir;
    qd_sym field;       /* 0: a claim without a value */
    uint8_t rivalry;    /* enum qd_rivalry */
    uint8_t kind;       /* enum qd_field_kind */
    bool share;         /* its numbers are shares: printed in % */
    bool dates, lanes;  /* its sets are days, places of the lane of stages */
    uint8_t found;      /* enum qd_found */
    bool settled;       /* an `assume` line decides it */
    uint32_t n_voices, n_figures, n_votes; /* that stand */
    qd_say *at;         /* by source, by text: the order of a file changes
                           nothing */
    uint32_t n;
    qd_set allowed;     /* by all standing claims together; unknown: no set */
    qd_str id, field_text, title;
    qd_str detail;      /* of the verdict */
    qd_str uses, why;   /* what the model takes, and by which rule */
    bool has_band;
    double band_lo, band_hi; /* of what it takes, may be infinite */
} qd_quantity;

typedef struct qd_quantities {
    qd_model *m;
    qd_view view;
    qd_arena *arena;
    QD_VEC(qd_quantity) at;
    qd_lowering lowering;
    qd_eval claims, model; /* the two faces */
} qd_quantities;

/* All quantities of a view, judged, in the order of verdict and name. */
void qd_quantities_make(qd_quantities *q, const qd_view *view,
                        qd_arena *arena);
void qd_quantities_free(qd_quantities *q);

/* The line as one says it. */
void qd_say_read(qd_quantities *q, const qd_quantity *x, qd_say *s);
/* The names of a datum (a word, a list, `x or y`) into an array of the
 * arena; `others` is set when `?` stands among them. */
uint32_t qd_names_of(qd_quantities *q, qd_id datum, qd_sym **out,
                     bool *others);

/* A datum for people: "more than 10 bn USD". */
qd_str qd_datum_words(qd_quantities *q, qd_id datum);
/* Money for people: "1.4 tn USD". */
qd_str qd_money_words(qd_quantities *q, double amount, qd_str unit);
/* "s0 (theinfo)": s0 tells what theinfo said. */
qd_str qd_speaker_words(const qd_quantities *q, const qd_claim *c);
const char *qd_found_word(unsigned found);

/* How two lines on one thing stand to each other: QD_FOUND_AGREE when they
 * can both be so, QD_FOUND_WORDS when they are not about the same. For
 * QD_FOUND_WIDER, a is the wider one. */
enum qd_found qd_say_compare(const qd_quantities *q, const qd_quantity *x,
                             const qd_say *a, const qd_say *b);
/* Why two lines are not about the same, NULL when they are. */
const char *qd_say_apart(const qd_quantity *x, const qd_say *a,
                         const qd_say *b);
/* What some of the lines say, each wording once with who says it: those for
 * which `in` is set. */
qd_str qd_says_words(qd_quantities *q, const qd_quantity *x, const bool *in);
void qd_quantity_judge(qd_quantities *q, qd_quantity *x);
void qd_quantity_uses(qd_quantities *q, qd_quantity *x);
/* Adds a quantity for every total that its parts exceed. */
void qd_quantities_parts(qd_quantities *q);

static inline bool qd_say_stands(const qd_say *s)
{
    return s->claim.state == QD_CLAIM_STANDS;
}

#endif
