/* The parts of `quid shock`. Only for its files. */
#ifndef QD_ANALYSIS_SHOCK_H
#define QD_ANALYSIS_SHOCK_H

#include "analysis/paths.h"
#include "model/shocks.h"

enum qd_shock_kind { QD_SHOCK_DROP, QD_SHOCK_CUT, QD_SHOCK_DELAY,
                     QD_SHOCK_DEFAULT };

/* One of the things that are asked for. */
typedef struct qd_shock {
    uint8_t kind;        /* enum qd_shock_kind */
    uint32_t dir;        /* of a directive, a chip, a party in default */
    double by;           /* cut: % that are lost; delay: months */
    qd_day on;           /* default: it pays nothing more from here on */
    uint32_t n_changed;  /* directives, the one that is named among them */
    qd_str text;         /* "without amzn", "sales cut by 30 %" */
} qd_shock;

/* What is compared of a party, at the end of the last period. */
enum qd_shock_measure {
    QD_SHOCK_CASH,       /* its position */
    QD_SHOCK_BEHIND,     /* the most by which it is behind in any period */
    QD_SHOCK_AHEAD,      /* the most by which it is ahead */
    QD_SHOCK_LEAST,      /* its least position */
    QD_SHOCK_BACKLOG,    /* what it has been promised as a seller */
    QD_SHOCK_STAKES,     /* what its stakes are worth at the last price, in
                            companies in which a shock moves units */
    QD_SHOCK_POWER, QD_SHOCK_CHIPS, /* what was delivered to it */
    QD_SHOCK_MEASURES
};

typedef struct qd_shock_figure {
    bool asked;
    uint32_t base, shocked, change; /* probes; base and shocked have means;
                                       of BEHIND and AHEAD there is a change
                                       alone */
} qd_shock_figure;

typedef struct qd_shock_party {
    qd_sym party;
    bool moves;          /* some due of it may differ */
    bool holds;          /* units of a company in which a shock moves some */
    bool touched;        /* or a stake; else nothing of it differs on any
                            path, and nothing is asked */
    bool has_cash;       /* some balance opens it */
    qd_shock_figure of[QD_SHOCK_MEASURES];
    uint32_t gap, gap_shocked;      /* probes, of every period */
    qd_node change, below; /* of its position in a period; it has been below
                            zero with the shock: QD_NODE_BAD where it has no
                            balance */
    double loss, behind, stakes; /* by which its cash is behind at the end,
                            and the most; what its stakes are worth less; on
                            average */
    qd_str name;
} qd_shock_party;

/* A share of a company at the end of the horizon. */
typedef struct qd_shock_stake {
    qd_sym company, holder;
    uint32_t base, shocked, change; /* probes */
} qd_shock_stake;

typedef struct qd_shock_run {
    qd_asked asked;
    qd_model *m;
    qd_answer *answer;
    qd_paths run;            /* the world without the shock */
    qd_lowering lowering;    /* beside it, that with it */
    qd_world world;
    qd_shocked *shocked;     /* by directive: of the view of `lowering` */
    QD_VEC(qd_shock) shocks;
    QD_VEC(qd_shock_party) parties; /* in the order of their loss */
    QD_VEC(qd_sym) companies; /* of which a shock moves units */
    QD_VEC(qd_shock_stake) stakes;
    unsigned currency;
    double scale;            /* of money that is shown, and its word */
    const char *scale_word;
} qd_shock_run;

/* shock_asked.c: what is asked for; false when it was refused. */
bool qd_shock_read(qd_shock_run *s);
/* Delays of what has no time: after the first world is made. */
bool qd_shock_check_times(qd_shock_run *s);
/* shock_probes.c: what is asked of each path, in both worlds. */
void qd_shock_ask(qd_shock_run *s);
/* The graph goes to the one world or to the other. */
void qd_shock_enter(qd_shock_run *s, bool shocked);
/* shock_tables.c */
qd_str qd_shock_unit(const qd_shock_run *s);
void qd_shock_tables(qd_shock_run *s);
/* What is no more than rounding is nothing. */
double qd_shock_clean(double x);
bool qd_shock_changes(const qd_shock_run *s, const qd_shock_party *p);
/* The first period at whose end the chance of a gap is a half or more,
 * n_periods if none. */
uint32_t qd_shock_half(const qd_shock_run *s, uint32_t gap);
/* shock_paid.c: what is paid, below all of it; false when refused. */
bool qd_shock_paid(qd_shock_run *s);
/* shock_fan.c: what the one who loses most has less, month by month; false when
 * it was refused. */
bool qd_shock_fan(qd_shock_run *s);
/* Who loses most of its cash, or is behind most; NULL: nobody. */
const qd_shock_party *qd_shock_worst(const qd_shock_run *s);
/* shock_words.c: the head, the finding, the sentences under the grid. */
/* "Shock: without amzn · change of cash in bn USD". */
qd_str qd_shock_title(const qd_shock_run *s);
void qd_shock_head(qd_shock_run *s);
void qd_shock_words(qd_shock_run *s);

#endif
