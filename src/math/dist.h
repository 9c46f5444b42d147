/* Distributions: rows of dist/dists.def, a file each.
 *
 *     const qd_dist_kind *kind = qd_dist_find(QD_STR("normal"));
 *     qd_dist_arg args[2] = { { .x = 3 }, { .x = 5 } };
 *     qd_dist d;
 *     qd_dist_fault fault;
 *     if (qd_dist_make(&d, kind, QD_DIST_PLAIN, args, 2, &fault)) ...
 *     double median = qd_dist_quantile(&d, 0.5);
 *
 * A qd_dist owns nothing; it points to `args` and, through them, to the
 * distributions that stand in place of a value. */
#ifndef QD_MATH_DIST_H
#define QD_MATH_DIST_H

#include "base/str.h"

enum qd_dist_param_kind {
    QD_PARAM_VALUE,  /* in the unit of the result (a date, if that is one) */
    QD_PARAM_WIDTH,  /* a difference of such values (months between dates) */
    QD_PARAM_NUMBER, /* a plain number */
    QD_PARAM_SHARE,  /* a plain number from 0 to 1 */
    QD_PARAM_DIST    /* a value, or a distribution of it */
};

enum qd_dist_flag {
    QD_DIST_RANGES = 1,  /* also takes `a to b` and a level, else 90 % */
    QD_DIST_SPREADS = 2, /* also takes a mean and an sd */
    QD_DIST_PAIRS = 4,   /* its arguments are pairs: params[0]: params[1] */
    QD_DIST_NUMBERS = 8, /* its result is a plain number */
    QD_DIST_STEPS = 16   /* always single values, each with a chance */
};

/* How the arguments are to be read. */
enum qd_dist_form {
    QD_DIST_PLAIN, /* params in order, or pairs */
    QD_DIST_RANGE, /* two ends, and maybe a level */
    QD_DIST_SPREAD /* mean, sd */
};

typedef struct qd_dist qd_dist;
typedef struct qd_dist_kind qd_dist_kind;

typedef struct qd_dist_arg {
    double p; /* of a pair: the share in front of the ':' */
    double x;
    const qd_dist *part; /* in place of x where params say QD_PARAM_DIST */
} qd_dist_arg;

struct qd_dist {
    const qd_dist_kind *kind;
    const qd_dist_arg *args;
    unsigned n;
    enum qd_dist_form form;
    double low, high; /* support, may be infinite */
    double c[4];      /* what the kind derives from its arguments */
};

enum qd_dist_error {
    QD_DIST_OK,
    QD_DIST_COUNT, /* too few or too many arguments */
    QD_DIST_FORM,  /* `a to b` where the kind has no such form */
    QD_DIST_PARAM  /* a parameter is impossible: see the fault */
};

typedef struct qd_dist_fault {
    unsigned arg;     /* which argument, from 0 */
    bool share;       /* of a pair: the share, not the value */
    const char *why;  /* "must be above 0", with {0} and {1} for the bounds */
    double bound[2];
} qd_dist_fault;

/* How a kind is drawn whose parameters are drawn themselves: the formulas
 * stand in math/lane_score.h. */
enum qd_vary {
    QD_VARY_QUANTILE, /* by its quantile, settled anew on each path */
    QD_VARY_NORMAL,
    QD_VARY_LOGNORMAL,
    QD_VARY_UNIFORM,
    QD_VARY_TRIANGULAR,
    QD_VARY_EXPONENTIAL,
    QD_VARY_INTEGER,
    QD_VARY_POISSON,
    QD_VARY_BERNOULLI
};

struct qd_score; /* math/score.h */
struct qd_arena;

struct qd_dist_kind {
    const char *name, *form, *doc, *example;
    struct {
        const char *name;
        uint8_t kind; /* enum qd_dist_param_kind */
    } params[3];
    uint8_t least, most; /* arguments in plain form; 255: any number */
    uint8_t flags;
    uint8_t vary; /* enum qd_vary */
    /* Checks the arguments, fills low, high and c; NULL when all is well. */
    const char *(*settle)(qd_dist *d, qd_dist_fault *f);
    double (*cdf)(const qd_dist *d, double x);      /* low <= x < high */
    double (*quantile)(const qd_dist *d, double u); /* 0 < u < 1 */
    double (*mean)(const qd_dist *d);
    double (*sd)(const qd_dist *d);
    /* The mean of X^k where a <= X <= b and 0 elsewhere; k is 0, 1 or 2 and
     * low <= a <= b <= high. */
    double (*part)(const qd_dist *d, double a, double b, int k);
    /* How it is drawn: fills the form and what belongs to it. NULL: by its
     * quantile, which is slow. Not asked of what has parts. */
    void (*score)(const qd_dist *d, struct qd_score *s,
                  struct qd_arena *arena);
};

extern const qd_dist_kind *const qd_dist_kinds[];
extern const unsigned qd_dist_kind_count;

/* The kind of this name, NULL when there is none. */
const qd_dist_kind *qd_dist_find(qd_str name);

/* Fills `d`; `fault` tells of QD_DIST_PARAM. `args` and what they point to
 * must live as long as `d`. */
enum qd_dist_error qd_dist_make(qd_dist *d, const qd_dist_kind *kind,
                                enum qd_dist_form form,
                                const qd_dist_arg *args, unsigned n,
                                qd_dist_fault *fault);

/* Whether it takes single values only, each with a chance above 0. */
bool qd_dist_is_steps(const qd_dist *d);
/* P(X <= x). */
double qd_dist_cdf(const qd_dist *d, double x);
/* The least x with P(X <= x) >= u; the ends of the support at 0 and 1. */
double qd_dist_quantile(const qd_dist *d, double u);
double qd_dist_mean(const qd_dist *d);
double qd_dist_sd(const qd_dist *d);
/* The mean of X^k on a <= X <= b, 0 elsewhere; for k = 0 the chance of it. */
double qd_dist_part(const qd_dist *d, double a, double b, int k);

#define QD_DIST(name) extern const qd_dist_kind qd_dist_##name;
#include "math/dist/dists.def"
#undef QD_DIST

#endif
