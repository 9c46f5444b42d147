/* Analyses: one file and one row in analyses.def each. An analysis lowers a
 * view of the model (or reads the checked model), evaluates nodes and makes
 * an answer. */
#ifndef QD_ANALYSIS_ANALYSIS_H
#define QD_ANALYSIS_ANALYSIS_H

#include "table/table.h"

struct qd_model;

enum qd_option_kind {
    QD_OPTION_FLAG,
    QD_OPTION_DATE,
    QD_OPTION_COUNT,
    QD_OPTION_WORD,     /* one of `words` */
    QD_OPTION_SCENARIO, /* name of a scenario of the file */
    QD_OPTION_PARTY,    /* name of a party of the file */
    QD_OPTION_TEXT,     /* checked by the analysis */
    QD_OPTION_FILE,     /* a path; the analysis gets what is in it */
    QD_OPTION_LINE,     /* name of a deal or a line that may happen; checked
                           by the analysis */
    QD_OPTION_CHANGE    /* a name and how much: `sales 30 %`, `sales=30%`;
                           checked by the analysis */
};

typedef struct qd_option {
    const char *name;   /* "known-by" */
    enum qd_option_kind kind;
    const char *words;  /* "year quarter month" */
    const char *doc;    /* one line */
    bool no_part;       /* the answer does not depend on it, and does not
                           repeat it */
} qd_option;

typedef struct qd_argument {
    const char *name;   /* of an option, or "" for an operand */
    qd_str value;
    qd_str path;        /* of a file, whose text is the value */
} qd_argument;

typedef struct qd_analysis {
    const char *name;     /* "flows" */
    const char *question; /* "Who pays whom, when?" */
    const char *operands; /* "[PARTY...]" */
    const char *doc;      /* paragraphs of the card */
    const char *example;  /* "quid flows stories.quid openai --by year" */
    const qd_option *options;
    size_t n_options;
    bool takes_errors;    /* can be asked of a model with errors: check */
    /* Arguments are checked against `options` before: values of COUNT and
     * DATE can be read, words are among the words. Unknown parties and
     * scenarios are told by the analysis through qd_refuse (model.h). */
    qd_answer *(*run)(struct qd_model *m, const qd_argument *args, size_t n);
} qd_analysis;

extern const qd_analysis *const qd_analyses[];
extern const size_t qd_analysis_count;
const qd_analysis *qd_analysis_find(qd_str name);

#endif
