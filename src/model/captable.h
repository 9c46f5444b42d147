/* The cap table of one company, as far as statements fix it: units with a
 * gauge. Every holder has units, events add or move some, and each statement
 * is linear in them, so only ratios matter. */
#ifndef QD_MODEL_CAPTABLE_H
#define QD_MODEL_CAPTABLE_H

#include "math/poly.h"
#include "math/rounds.h"
#include "model/lower.h"

/* The place of a statement or a question on the time line. Statements about
 * the end of a span stand before what happens at that moment. */
enum qd_cap_phase { QD_CAP_BEFORE, QD_CAP_AT, QD_CAP_AFTER };

typedef struct qd_cap_time {
    double when;     /* months since year 0 */
    uint8_t phase;   /* enum qd_cap_phase */
} qd_cap_time;

enum qd_cap_kind {
    QD_CAP_ISSUE,      /* new units for money: a round, a convertible */
    QD_CAP_MOVE,       /* units change hands: a secondary */
    QD_CAP_EXERCISE,   /* new units of a warrant */
    QD_CAP_UNREPORTED, /* what must have been issued between two stakes that
                          are stated for different times */
    QD_CAP_CONVERT,    /* new units of a convertible, before its round */
    QD_CAP_POOL,       /* by which a round raises the pool, before it */
    QD_CAP_PROTECT,    /* what a cheaper round gives to a protected class,
                          before it */
    QD_CAP_PRO_RATA,   /* what an earlier holder takes of a round on top */
    QD_CAP_BACK        /* the company buys units, and they are gone */
};

typedef struct qd_cap_event {
    uint32_t dir;         /* QD_NONE for what is not reported */
    uint8_t kind;
    qd_cap_time at;
    uint32_t to, from;    /* holders; `from` of what moves or is gone */
    uint32_t var;         /* its units */
    uint32_t grant;       /* of a warrant, variable: all that it may become;
                             0 where no stake counts that */
    uint32_t class;       /* of its units, QD_NONE */
    uint32_t instalment;  /* the dated line of the amount that it is, from 1;
                             0: it is all of it */
    bool sure;            /* it has happened or will for certain */
    bool waits;           /* for a condition: from the beginning of the
                             horizon on it may come at any time */
    bool priced;          /* `share` says how many units */
    bool stated;          /* pre or post is said */
    uint32_t part_of;     /* the total whose valuation prices it, QD_NONE */
    uint32_t round;       /* alike for what closes at one price: that total,
                             or the first of them; its own `dir` alone */
    qd_set pre, post;     /* units against all before, and against all after,
                             by either reading of the valuation; of a pool
                             post alone */
    qd_set number;        /* of units, where shares are counted; or n is 0 */
    qd_set value;         /* of a round, what its `stated` reading is of */
    qd_set unit_price;    /* the price of a unit that is said; or n is 0 */
    uint32_t by;          /* the round (or, of what converts, the event) with
                             which it comes */
    uint32_t terms;       /* the convertible whose terms an mfn elects */
    bool inside;          /* it counts in the price of its round */
    enum qd_cap_way { QD_CAP_EITHER, QD_CAP_BY_CAP, QD_CAP_BY_PRICE,
                      QD_CAP_BY_SHARE } way;
    qd_set money, cap;    /* with interest; the cap is unknown for none */
    qd_set off, paid;     /* the discount; the money without interest */
    qd_set share;         /* what it converts to, whatever the price; of who
                             takes part, of all that is bought; or n is 0 */
    enum qd_counted counted; /* in the price of its round */
    bool seen, exact, leans; /* `least` and `most` are known; they lean on who
                             has what */
    double least, most;   /* units against all before that moment */
    double fewest, many;  /* of them at least and at most, where shares are
                             counted; else NAN */
    qd_set price;         /* the value behind its price: before the money of
                             the round, less the discount */
    qd_set worth;         /* its units at the price of the round, against its
                             money; n is 0 where that is not certain */
} qd_cap_event;

/* A stated share, or a number of units. */
typedef struct qd_cap_stake {
    uint32_t dir;
    uint32_t holder;
    uint32_t class;       /* of which its units are, QD_NONE: of any */
    qd_cap_time at;
    qd_set share;
    qd_set number;        /* n == 0: none */
    qd_set value;         /* what it is worth; n == 0: nothing is said */
    bool value_only;      /* its share is the value against that of all, as
                             it is said near that time by `valued_by` */
    uint32_t valued_by;
    qd_str basis;         /* "as-converted" where none is said */
} qd_cap_stake;

/* Units of a class that a holder had at first. */
typedef struct qd_cap_holding {
    uint32_t holder, class, var;
} qd_cap_holding;

/* A class of units. A holder of the same name has those of which nobody says
 * whose they are. */
typedef struct qd_cap_class {
    uint32_t dir;
    double ratio;     /* units for a share of it */
    qd_set number;    /* n == 0: not said */
    qd_set price;     /* of a unit of it, at first; n == 0: not said */
    double votes;     /* of a unit; 1 where nothing is said */
    enum qd_cap_protection { QD_CAP_BARE, QD_CAP_BROAD, QD_CAP_NARROW,
                             QD_CAP_RATCHET } protection;
    uint32_t itself;  /* the holder of its name, 0 */
} qd_cap_class;

typedef struct qd_cap_split {
    double when, factor;
} qd_cap_split;

typedef struct qd_captable {
    qd_lowering *l;
    qd_sym company;
    QD_VEC(qd_sym) holders; /* 0: the others; then in the order of names */
    QD_VEC(qd_cap_class) classes;
    QD_VEC(qd_cap_split) splits;
    QD_VEC(qd_cap_holding) holdings;
    uint32_t pool;          /* the holder of what nobody has yet */
    bool closed;            /* all that is said are numbers, so they are all:
                               the others had nothing */
    bool votes_differ;
    qd_cap_time unsure;     /* the first event that may not happen */
    QD_VEC(qd_cap_event) events; /* in the order of time */
    QD_VEC(qd_cap_stake) stakes;
    QD_VEC(qd_cap_stake) apart; /* of votes or profit, or on a basis of which
                                   no line says what it counts: no rows */
    uint32_t per_share;     /* variable: units for one share of `number:` */
    uint32_t vars;
    QD_VEC(uint32_t) unvalued; /* stakes in money, and nothing near says what
                                  all is worth */
    QD_VEC(uint32_t) undated; /* directives that have no place in time */
} qd_captable;

/* The company of whose units a directive speaks, 0 for none. */
qd_sym qd_cap_issuer(const qd_model *m, const qd_dir *d);
void qd_captable_make(qd_captable *c, qd_lowering *l, qd_sym company);
void qd_captable_free(qd_captable *c);
/* Rows of all statements, with all units at that time as 1; tags are
 * directives + 1. What may happen behind `sure` is taken to happen, before it
 * it may or may not. The caller frees the poly. */
void qd_captable_poly(const qd_captable *c, qd_cap_time at, qd_cap_time sure,
                      qd_poly *p);
/* For stakes at that time, whatever comes behind it. */
void qd_captable_poly_at(const qd_captable *c, qd_cap_time at, qd_poly *p);
/* The same for drawing tables of that time: events behind it of which no
 * later stake speaks are not there. */
void qd_captable_drawn(const qd_captable *c, qd_cap_time at, qd_poly *p);
/* The units of a holder, of all (UINT32_MAX), as terms; returns how many.
 * Room for c->vars. */
uint32_t qd_captable_units(const qd_captable *c, uint32_t holder,
                           qd_cap_time at, qd_poly_term *out);
/* A party with members among the holders; its units with theirs. */
bool qd_cap_is_group(const qd_captable *c, uint32_t holder);
uint32_t qd_captable_together(const qd_captable *c, uint32_t holder,
                              qd_cap_time at, qd_poly_term *out);
/* The same with a share as 1, of all that is taken to happen. */
void qd_captable_poly_shares(const qd_captable *c, qd_cap_time sure,
                             qd_poly *p);
/* The units of a class alone. */
uint32_t qd_captable_of_class(const qd_captable *c, uint32_t holder,
                              uint32_t class, qd_cap_time at,
                              qd_poly_term *out);
/* Whether the cap of a convertible counts what converts. */
bool qd_cap_is_inside(const qd_captable *c, uint32_t dir);
/* The votes of a holder, or of all. */
uint32_t qd_captable_votes(const qd_captable *c, uint32_t holder,
                           qd_cap_time at, qd_poly_term *out);
/* As qd_captable_poly, with all votes at that time as 1. */
void qd_captable_poly_votes(const qd_captable *c, qd_cap_time at,
                            qd_cap_time sure, qd_poly *p);
/* How many shares one of that time is behind all splits: shares are counted
 * in those. */
double qd_captable_scale(const qd_captable *c, double when);
/* Since when a directive holds, as far as its header says. */
double qd_captable_since(const qd_captable *c, uint32_t dir);
/* When the last stake is stated, or the last sure event, whichever is later:
 * the present of the table. */
qd_cap_time qd_captable_now(const qd_captable *c);
/* The last day on which a known source speaks, else qd_captable_now, and no
 * later than the day that the view asks for: from there on paths go on with
 * the table. */
qd_cap_time qd_captable_present(const qd_captable *c);
/* The day that the view asks for, else the present. */
qd_cap_time qd_captable_asked_for(const qd_captable *c);
/* What is put in; of a total what its parts leave. */
qd_set qd_cap_money(qd_captable *c, uint32_t dir);
/* New units of which nothing says how many. */
bool qd_cap_is_unknown(const qd_cap_event *e);
/* The round, or the event, in which a convertible converts; QD_NONE. */
uint32_t qd_cap_converts_in(const qd_captable *c, uint32_t dir);
/* When and whether it happens, and what is paid in it. */
qd_times qd_cap_times(qd_lowering *l, const qd_cap_event *e);
qd_node qd_cap_paid(qd_lowering *l, const qd_cap_event *e);
/* Both close at one price; the money of a round up to one closing, and behind
 * it. */
bool qd_cap_is_one_round(const qd_cap_event *a, const qd_cap_event *b);
qd_set qd_cap_money_so_far(const qd_captable *c, const qd_cap_event *e);
qd_set qd_cap_money_to_come(const qd_captable *c, const qd_cap_event *e);
/* `own(company, holder, date)`, the arguments as syntax: all that statements
 * allow; a hole where they clash or say nothing. */
qd_node qd_captable_asked(qd_lowering *l, const qd_id *at, uint32_t n);
bool qd_cap_before(qd_cap_time a, qd_cap_time b);

#endif
