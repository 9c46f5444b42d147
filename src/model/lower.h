/* Lowering: the meaning of directives, in a view, as nodes.
 *
 * A datum, a field with all its claims, and a formula each become a node of
 * one graph. Instruments push what falls due (qd_due) from such nodes; every
 * analysis evaluates the same ones. */
#ifndef QD_MODEL_LOWER_H
#define QD_MODEL_LOWER_H

#include "expr/graph.h"
#include "model/view.h"

/* Steps of the ladder of firmness. */
enum qd_firmness { QD_FIRM_PAID, QD_FIRM_FIRM, QD_FIRM_ANNOUNCED,
                   QD_FIRM_TALKS, QD_FIRM_PLANNED, QD_FIRM_NONE };

/* What falls due between two parties. */
typedef struct qd_due {
    uint32_t dir;
    qd_sym payer, payee;   /* entities; QD_SYM_HOLE: outside or unknown */
    qd_node amount;        /* money due in the period it is asked for, if it
                              happens; QD_NODE_HOLE when no amount is
                              reported or nothing says when; QD_NODE_BAD
                              when only a path knows it */
    qd_node cash;          /* what moves of it in the period on a path, 0
                              when it does not happen; QD_NODE_BAD where
                              another due of the directive has it */
    qd_node total;         /* the whole of it, QD_NODE_HOLE if unknown */
    qd_node whole, parts;  /* of a total with parts: itself and their sum;
                              `total` is then what the parts leave */
    uint8_t firmness;      /* enum qd_firmness */
    uint8_t kind;          /* enum qd_due_kind */
    bool interest;         /* of a repayment: not what was lent */
} qd_due;

enum qd_due_kind { QD_DUE_CONTRACT, QD_DUE_EQUITY, QD_DUE_SECONDARY,
                   QD_DUE_LOAN, QD_DUE_REPAYMENT, QD_DUE_REVENUE,
                   QD_DUE_COST, QD_DUE_STRIKE, QD_DUE_GUARANTEE,
                   QD_DUE_BURN /* net of all else: not added to it */ };

/* How a written date is meant. */
enum qd_date_sense {
    QD_DATE_WITHIN, /* an instant somewhere inside it */
    QD_DATE_FIRST,  /* its first day: a start */
    QD_DATE_LAST,   /* the day after its last: an end */
    QD_DATE_LAST_DAY /* its last day: what is paid at an end */
};

/* One directive is part of another: totals.h. */
typedef struct qd_part_of { uint32_t total, part; } qd_part_of;

struct qd_memo { uint64_t key; qd_node node; uint32_t height; };

enum { QD_OPEN_KEPT = 8 };

/* The number of a P(...), mean(...) or quantile of a `check`, by its call. */
typedef struct qd_given {
    qd_id call;
    qd_dim dim;
    double value;
} qd_given;

typedef struct qd_lowering {
    qd_model *m;
    struct qd_lowering *base; /* the world beside which this is one, NULL */
    qd_view view;
    qd_arena *arena;
    qd_graph graph;
    bool bounds;           /* only what claims allow is asked for: words are
                              lowered without what a path draws for them */
    bool tell;             /* report what is wrong: while the model loads */
    bool owning;           /* a cap table is being made: none stands in it */
    bool checks;           /* the formula of a `check` is being lowered */
    const qd_given *given; /* what the paths said of it, once it is known */
    uint32_t n_given;
    qd_sym raises;         /* the payee while `raise:` is being lowered, 0 */
    QD_VEC(qd_due) dues;
    QD_VEC(qd_part_of) totals; /* sorted by total; found when first asked for */
    bool totals_found;
    struct qd_memo *memo;  /* nodes of fields and lets, by hash */
    uint32_t memo_mask, memo_n;
    enum qd_date_sense sense;
    qd_node local[3];      /* x, y, u of a policy row; QD_NODE_BAD: none */
    uint32_t within;       /* the directive that is being lowered */
    uint64_t open[QD_OPEN_KEPT]; /* keys of what is being lowered, for the */
    uint32_t n_open;       /* words of a circle; more than are kept */
    uint32_t depth;        /* formulas that wait for the present one */
    uint32_t height;       /* the most levels below what was lowered since
                              the present one began */
    qd_id too_deep;        /* the first formula that leans on more than
                              QD_LIMIT_CHAIN others in a row, QD_NONE */
} qd_lowering;

void qd_lowering_init(qd_lowering *l, const qd_view *view, qd_arena *arena);
/* Forgets all nodes and dues; the memory is kept for the next use. */
void qd_lowering_clear(qd_lowering *l);
void qd_lowering_free(qd_lowering *l);

/* Whose draws they are: a name, its field (0: a `let`) and the time that the
 * line speaks of. Neither the place in the file nor the source has a part in
 * it: rivals and what-ifs of one quantity are drawn alike. */
uint64_t qd_datum_key(const qd_model *m, qd_sym name, qd_sym field,
                      qd_span when);
uint64_t qd_line_key(const qd_model *m, uint32_t dir, const qd_field *f);
/* Draws that are about a field and in no formula of it: their place. */
enum { QD_OWN_PICK = 0x10000, /* which of its rivals a path takes */
       QD_OWN_HAPPENS,        /* whether it happens, of `chance` */
       QD_OWN_DAY,            /* where in a written date, of `when` */
       QD_OWN_TABLE };        /* which cap table, of a company */

/* A datum: quantity, date or formula. QD_NODE_BAD when it is wrong, which is
 * reported when `tell`. */
qd_node qd_lower_datum(qd_lowering *l, qd_id datum, enum qd_date_sense sense);
/* A field with all that is said of it: a FIELD node, or QD_NODE_HOLE when
 * nothing is. `day` as in qd_claims_of. */
qd_node qd_lower_field(qd_lowering *l, uint32_t dir, qd_sym field,
                       enum qd_date_sense sense);
/* The same for a day of its own, not kept: dated lines. */
qd_node qd_lower_field_on(qd_lowering *l, uint32_t dir, qd_sym field,
                          qd_day day, enum qd_date_sense sense);
/* What is said of exactly this time: an instalment. A line without a date,
 * claim or assumption, speaks of the whole and has no part in it. */
qd_node qd_lower_field_for(qd_lowering *l, uint32_t dir, qd_sym field,
                           qd_span when);
/* The same by the field's name. */
qd_node qd_lower_named(qd_lowering *l, uint32_t dir, const char *field,
                       enum qd_date_sense sense);
/* What one line says, by its index in tree.fields; QD_NODE_HOLE when it is
 * wrong. */
qd_node qd_lower_line(qd_lowering *l, uint32_t dir, uint32_t field,
                      enum qd_date_sense sense);
/* When a directive begins, ends and happens: from its header, `when:`,
 * `starts:`, `ends:` and the deals that it names. QD_NODE_HOLE where nothing
 * says it. `happens` is 1 or 0 on a path, with the deals that it names; of
 * what waits for a condition (`if:`) it is 1 from the period on in which
 * that holds, and the dates are QD_NEVER before. */
typedef struct qd_times { qd_node from, to, at, happens; } qd_times;
#define QD_NEVER 1e6   /* months since year 0: behind every horizon */
#define QD_BEFORE -1e6 /* before every horizon */
/* The date of what may happen, for formulas: QD_NEVER on a path on which it
 * does not. */
qd_node qd_lower_date_of(qd_lowering *l, uint32_t dir);
/* The last of the dates of the deals that it waits for; a hole. */
qd_node qd_lower_deals_date(qd_lowering *l, uint32_t dir);
/* Where the dates before the keyword end, a hole when they do not. */
qd_node qd_header_end(qd_lowering *l, uint32_t dir);
/* A day somewhere in a set of days: a path draws it evenly. Days open to the
 * past lie before every horizon; days open to the future are a hole. */
qd_node qd_lower_somewhen(qd_lowering *l, const qd_set *s);
/* The first moment of the asked period, as a date. */
qd_node qd_lower_period_begin(qd_lowering *l);
qd_times qd_lower_times(qd_lowering *l, uint32_t dir);

/* Every directive that the view sees, through its instrument. The dues are
 * then in the order of the names of their directives, so that the order of a
 * file has no part in a sum; those of one directive keep their order. */
void qd_lower_all(qd_lowering *l);
void qd_lower_due(qd_lowering *l, qd_due due);

#endif
