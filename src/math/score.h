/* How a distribution is drawn on a path: as a map of one number, either a
 * uniform u or a normal score z, that does not fall when that number rises.
 * So every draw takes one slot, and correlation, truncation and common
 * random numbers come for free.
 *
 * Parameters that are constant:
 *
 *     const qd_score_case *at;
 *     uint32_t n = qd_score_cases(dist, &arena, &at);
 *
 * gives the cases of it: one for most kinds, more for a mixture. With several
 * a uniform of the mixture's own picks the first case with u < upto; each
 * case is drawn apart, by the key of the distribution `of`. Then
 *
 *     double x = qd_score_at(&at[i].score, at[i].score.wants_z ? z : u);
 *
 * or qd_lane_score (math/lane_score.h) for many paths at once: the same bits.
 *
 * Parameters that differ from path to path: qd_vary_*, below. */
#ifndef QD_MATH_SCORE_H
#define QD_MATH_SCORE_H

#include "base/arena.h"
#include "math/dist.h"

enum qd_score_form {
    QD_SCORE_AFFINE,      /* c0 + c1 z */
    QD_SCORE_EXP,         /* exp(c0 + c1 z) */
    QD_SCORE_UNIFORM,     /* c0 + c1 u */
    QD_SCORE_INTEGER,     /* c0 + floor(c1 u) */
    QD_SCORE_EXPONENTIAL, /* -c0 log(1 - u) */
    QD_SCORE_TRIANGULAR,  /* u < c1: c0 + sqrt(c2 u), else
                             c3 - sqrt(c4 (1 - u)) */
    QD_SCORE_METALOG,     /* c0 + (c1 + c2 (u - 1/2)) log(u / (1 - u)) */
    QD_SCORE_STEPS,       /* table: n values; upto: the chance up to each */
    QD_SCORE_TABLE,       /* table: n cells in z of 6 coefficients; cell
                             (z - c0) c1; then from low to high */
    QD_SCORE_QUANTILE     /* qd_dist_quantile of `dist`: slow */
};

typedef struct qd_score {
    uint8_t form;        /* enum qd_score_form */
    bool wants_z;        /* takes a normal score, else a uniform */
    bool cut;            /* takes a uniform, of which the form gets from +
                            width u, or the score of that */
    uint32_t n;
    double c[5];
    double from, width;  /* of a cut one */
    double low, high;    /* ends of the result: of a cut one, of a table */
    const double *table, *upto;
    const qd_dist *dist;
} qd_score;

typedef struct qd_score_case {
    double upto;         /* chance of the cases up to this one; the last: 1 */
    const qd_dist *of;   /* what is drawn; NULL: a single value, not drawn */
    qd_score score;
} qd_score_case;

/* The cases of `d`, at least one. `d` must live as long as they do. */
uint32_t qd_score_cases(const qd_dist *d, qd_arena *arena,
                        const qd_score_case **cases);
/* The value at a uniform, 0 < x < 1, or at a score, as s->wants_z says. */
double qd_score_at(const qd_score *s, double x);

/* What the rows of math/dist fill a score with. */
void qd_score_constant(qd_score *s, double value);
/* From n values and weights in rising order of the values. */
void qd_score_steps(qd_score *s, const double *values, const double *weights,
                    uint32_t n, qd_arena *arena);

/* Of a beta on low to high. */
void qd_score_beta(qd_score *s, double a, double b, double low, double high,
                   qd_arena *arena);

/* ---- Parameters that are drawn
 *
 * A shape is a qd_dist of which kind, form, n and args are set, and of the
 * args only `part`: where that is NULL a number is missing. The missing
 * numbers are counted through in the order in which they are written: of a
 * pair first p, then x; those of a part where it stands. Not every part needs
 * a draw of its own: the whole takes one. */

/* The most numbers that a shape may miss. */
#define QD_VARY_MOST 96

/* Numbers that a shape misses; 0 when it is larger than a path may hold. */
uint32_t qd_vary_params(const qd_dist *shape);
/* Whether it takes a normal score, else a uniform. */
bool qd_vary_wants_z(const qd_dist *shape);
/* The value; NaN where the parameters are impossible. qd_lane_vary is the
 * same for many paths. */
double qd_vary_at(const qd_dist *shape, const double *params, double x);
/* The same by the quantile alone, for any shape, from a uniform. */
double qd_vary_quantile(const qd_dist *shape, const double *params, double u);

#endif
