/* Rank correlations as a factor of normal scores. */
#ifndef QD_MATH_RANK_FACTOR_H
#define QD_MATH_RANK_FACTOR_H

#include <stdint.h>

/* The correlation of normal scores whose rank correlation (Spearman) is r,
 * -1 to 1: 2 sin(pi r / 6). */
double qd_rank_to_normal(double r);

/* A matrix of n by n, by rows, of which the lower triangle is filled, becomes
 * its Cholesky factor. Returns n, or the first row that cannot be: the
 * matrix is not one of correlations then. What depends on the rows before it
 * altogether has nothing of its own on the diagonal. */
uint32_t qd_rank_factor(double *at, uint32_t n);

#endif
