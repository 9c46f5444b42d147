/* The parts of `quid fund`. Only for its files. */
#ifndef QD_ANALYSIS_FUND_H
#define QD_ANALYSIS_FUND_H

#include "analysis/paths.h"

/* What can be asked for alone (`--only`). */
enum qd_fund_output {
    QD_FUND_FAN = 1, QD_FUND_GAP = 2, QD_FUND_LEAST = 4, QD_FUND_CASH = 8,
    QD_FUND_SHORTFALL = 16, QD_FUND_COMMITMENTS = 32, QD_FUND_ALL = 63
};

/* Money in or out on one step of the ladder, if it happens. */
typedef struct qd_fund_step {
    bool some;
    uint32_t probe;
    uint32_t unknown;       /* directives without a number */
} qd_fund_step;

/* Money that comes in and may not. */
typedef struct qd_fund_hope {
    uint32_t dir;
    uint8_t firmness;
    uint32_t amount, when;  /* probes; `when` UINT32_MAX: no date */
} qd_fund_hope;

/* Quantiles that are shown, and their errors. */
enum { QD_FUND_P5, QD_FUND_P25, QD_FUND_P50, QD_FUND_P75, QD_FUND_P95,
       QD_FUND_POINTS };
typedef struct qd_fund_points {
    double x[QD_FUND_POINTS], error[QD_FUND_POINTS];
} qd_fund_points;

typedef struct qd_fund {
    qd_asked asked;
    qd_model *m;
    qd_paths run;
    qd_answer *answer;
    qd_sym party;
    unsigned currency;
    unsigned outputs;            /* enum qd_fund_output */
    bool has_cash;
    qd_node opening;
    uint32_t fan, gap, least, cash, shortfall; /* probes */
    uint32_t *year_ends, n_years;
    qd_fund_step out[QD_FIRM_NONE], in[QD_FIRM_NONE];
    QD_VEC(qd_fund_hope) hopes;
    QD_VEC(uint32_t) unknown;    /* directives that have no number */
    struct qd_fund_points *spread; /* of the position, by period */
    double scale;                /* of the numbers shown */
    const char *scale_word;
} qd_fund;

/* fund_probes.c: what is asked of each path. */
void qd_fund_ask(qd_fund *f);
qd_node qd_fund_money(qd_fund *f, double x);
bool qd_fund_is_ours(const qd_fund *f, qd_sym party);
bool qd_fund_in_currency(const qd_fund *f, qd_node n);
/* The node; sets `opening` and `has_cash`. */
qd_node qd_fund_position(qd_fund *f);
/* fund.c: the scale in which numbers up to `most` are shown. */
void qd_fund_scale(qd_fund *f, double most);
/* fund_path.c: the answer is one path; false when it was refused. */
bool qd_fund_path(qd_fund *f, uint64_t path);
/* fund_tables.c: tables for programs, the fan for people. */
/* A number of a path: never NaN, what no path knows is not known. */
void qd_fund_number(qd_table *t, uint32_t column, double x);
qd_fund_points qd_fund_points_of(const qd_fund *f, uint32_t probe,
                                 uint32_t k);
/* After the paths are drawn: the quantiles that several parts show. */
void qd_fund_spread(qd_fund *f);
void qd_fund_tables(qd_fund *f);
qd_str qd_fund_unit(const qd_fund *f);
/* fund_words.c: the finding, and the sentences under the picture. */
qd_str qd_fund_finding(const qd_fund *f);
qd_str qd_fund_basis(const qd_fund *f);
qd_str qd_fund_hope_text(const qd_fund *f, const qd_fund_hope *h);
void qd_fund_words(qd_fund *f);

#endif
