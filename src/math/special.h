/* Special functions on doubles. Errors are given where they are above a few
 * units in the last place; tests/unit/test_special.c holds them to it. */
#ifndef QD_MATH_SPECIAL_H
#define QD_MATH_SPECIAL_H

/* The density, the lower tail and its inverse (0 < u < 1) of the standard
 * normal distribution. */
double qd_normal_density(double z);
double qd_normal_cdf(double z);
double qd_normal_quantile(double u);
/* The chance between two scores, exact in both tails. */
double qd_normal_between(double from, double to);

/* The regularised incomplete beta function I_x(a, b) for 0 <= x <= 1, a and
 * b above 0, and its inverse in x. */
double qd_beta_cdf(double x, double a, double b);
double qd_beta_quantile(double u, double a, double b);

/* The same for one beta at many places; y = 1 - x is given apart, so that no
 * tail is lost. */
typedef struct qd_beta {
    double a, b;
    double log_front, root; /* of what stands before the powers */
} qd_beta;
typedef struct qd_tails {
    double lower, upper; /* I_x(a, b) and what it lacks to 1 */
} qd_tails;
qd_beta qd_beta_of(double a, double b);
qd_tails qd_beta_tails(const qd_beta *f, double x, double y);
/* x^a y^b / B(a, b): the density of the logit of x. */
double qd_beta_front(const qd_beta *f, double x, double y);

/* P(X = k) and P(X <= k) of a Poisson variable with mean `mean` >= 0, for
 * whole k. */
double qd_poisson_mass(double k, double mean);
double qd_poisson_cdf(double k, double mean);

/* The integral of f over [from, to] by 16 points: exact for polynomials up
 * to degree 31, good for what is as smooth over so short a piece. */
double qd_gauss(double (*f)(const void *with, double x), const void *with,
                double from, double to);

#endif
