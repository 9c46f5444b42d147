/* The kernels beside MPFR: the greatest error in units of the last place over
 * many arguments, against the bound that math/lane_math.h tells. */
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>

#define QD_LANES 1
#include "math/lane_math.h"

enum { ROUNDS = 150000, BITS = 160 };

static uint64_t state = 88172645463325252u;

static double uniform(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1p-53;
}

/* How arguments lie between a and b. */
enum spread {
    EVEN,   /* evenly */
    POWERS, /* 2^a to 2^b, evenly in the exponent */
    SIGNED, /* the same with either sign */
    BESIDE  /* 1 plus or minus 2^a to 2^b */
};

static double argument(enum spread spread, double a, double b)
{
    if (spread == EVEN) return a + (b - a) * uniform();
    double x = ldexp(1 + uniform(), (int)floor(a + (b - a) * uniform()));
    if (spread != POWERS && uniform() < 0.5) x = -x;
    return spread == BESIDE ? 1 + x : x;
}

/* |got - exact| in units of the last place of exact. */
static double error(double got, mpfr_t exact)
{
    double want = mpfr_get_d(exact, MPFR_RNDN);
    if (!isfinite(want) || !isfinite(got)) return got == want ? 0 : INFINITY;
    int e = -1074;
    if (fabs(want) >= DBL_MIN) {
        (void)frexp(want, &e);
        e -= 53;
    }
    mpfr_t off;
    mpfr_init2(off, BITS);
    mpfr_d_sub(off, got, exact, MPFR_RNDN);
    mpfr_mul_2si(off, off, -e, MPFR_RNDN);
    double ulps = fabs(mpfr_get_d(off, MPFR_RNDN));
    mpfr_clear(off);
    return ulps;
}

/* ---- Exact functions beyond those of MPFR */

static int exact_phi(mpfr_t out, const mpfr_t z, mpfr_rnd_t round)
{
    mpfr_t root;
    mpfr_init2(root, BITS);
    mpfr_set_ui(root, 2, round);
    mpfr_sqrt(root, root, round);
    mpfr_div(root, z, root, round);
    mpfr_neg(root, root, round);
    mpfr_erfc(out, root, round);
    mpfr_div_2ui(out, out, 1, round);
    mpfr_clear(root);
    return 0;
}

/* One step of Newton: z -= (phi(z) - u) sqrt(2 pi) e^(z^2 / 2). */
static void nearer(mpfr_t z, const mpfr_t u)
{
    mpfr_t by, bell;
    mpfr_inits2(BITS, by, bell, (mpfr_ptr)0);
    exact_phi(by, z, MPFR_RNDN);
    mpfr_sub(by, by, u, MPFR_RNDN);
    mpfr_sqr(bell, z, MPFR_RNDN);
    mpfr_div_2ui(bell, bell, 1, MPFR_RNDN);
    mpfr_exp(bell, bell, MPFR_RNDN);
    mpfr_mul(by, by, bell, MPFR_RNDN);
    mpfr_const_pi(bell, MPFR_RNDN);
    mpfr_mul_2ui(bell, bell, 1, MPFR_RNDN);
    mpfr_sqrt(bell, bell, MPFR_RNDN);
    mpfr_mul(by, by, bell, MPFR_RNDN);
    mpfr_sub(z, z, by, MPFR_RNDN);
    mpfr_clears(by, bell, (mpfr_ptr)0);
}

/* From a start that has some digits, three steps give 160 bits, on the side
 * of the lower tail. */
static int exact_score(mpfr_t out, const mpfr_t u, mpfr_rnd_t round)
{
    double given = mpfr_get_d(u, round);
    mpfr_t lower;
    mpfr_init2(lower, BITS);
    mpfr_set(lower, u, round);
    if (given > 0.5) mpfr_ui_sub(lower, 1, u, round);
    mpfr_set_d(out, -fabs(vscore(given)), round);
    for (int i = 0; i < 3; i++) nearer(out, lower);
    if (given > 0.5) mpfr_neg(out, out, round);
    mpfr_clear(lower);
    return 0;
}

/* ---- One argument */

typedef int exact_function(mpfr_t out, const mpfr_t x, mpfr_rnd_t round);

static const struct {
    const char *name;
    double (*ours)(double x);
    exact_function *exact;
    enum spread spread;
    double a, b, bound;
    int share; /* of ROUNDS */
} rows[] = {
    { "exp", vexp, mpfr_exp, EVEN, -1, 1, 0.75, 4 },
    { "exp, far", vexp, mpfr_exp, EVEN, -750, 715, 0.78, 4 },
    { "exp, small", vexp, mpfr_exp, SIGNED, -70, 0, 0.75, 1 },
    { "expm1", vexpm1, mpfr_expm1, EVEN, -2, 2, 1.4, 4 },
    { "expm1, far", vexpm1, mpfr_expm1, EVEN, -50, 715, 1.4, 2 },
    { "expm1, small", vexpm1, mpfr_expm1, SIGNED, -70, 0, 1.4, 1 },
    { "log", vlog, mpfr_log, EVEN, 0.5, 2, 0.85, 4 },
    { "log, far", vlog, mpfr_log, POWERS, -1074, 1023, 0.85, 4 },
    { "log, at 1", vlog, mpfr_log, BESIDE, -52, -2, 0.85, 2 },
    { "log1p", vlog1p, mpfr_log1p, EVEN, -1, 3, 0.85, 4 },
    { "log1p, far", vlog1p, mpfr_log1p, POWERS, 0, 1023, 0.85, 1 },
    { "log1p, small", vlog1p, mpfr_log1p, SIGNED, -70, -2, 0.85, 2 },
    { "phi", vphi, exact_phi, EVEN, -8, 8, 6.5, 1 },
    { "phi, far", vphi, exact_phi, EVEN, -38.5, 0, 6.5, 1 },
    { "score, middle", vscore, exact_score, EVEN, 0.075, 0.925, 3, 1 },
    { "score, shoulder", vscore, exact_score, EVEN, 0, 0.075, 5.5, 1 },
    { "score, far", vscore, exact_score, POWERS, -900, -36, 5.5, 1 },
};

static int check(unsigned row)
{
    mpfr_t x, exact;
    mpfr_inits2(BITS, x, exact, (mpfr_ptr)0);
    double worst = 0, where = 0;
    for (int i = 0; i < ROUNDS * rows[row].share / 4; i++) {
        double at = argument(rows[row].spread, rows[row].a, rows[row].b);
        mpfr_set_d(x, at, MPFR_RNDN);
        rows[row].exact(exact, x, MPFR_RNDN);
        double ulps = error(rows[row].ours(at), exact);
        if (!(ulps <= worst)) {
            worst = ulps;
            where = at;
        }
    }
    mpfr_clears(x, exact, (mpfr_ptr)0);
    printf("%-16s %7.4f ulp at %a, bound %g\n", rows[row].name, worst, where,
           rows[row].bound);
    return worst <= rows[row].bound;
}

/* ---- pow: arguments with |y log a| up to `reach` */

static int check_pow(double reach, double bound)
{
    mpfr_t a, y, exact;
    mpfr_inits2(BITS, a, y, exact, (mpfr_ptr)0);
    double worst = 0, at[2] = { 0 };
    for (int i = 0; i < ROUNDS; i++) {
        double base = i % 2 ? argument(POWERS, -1074, 1023)
                            : argument(EVEN, 0.3, 4);
        double power = argument(EVEN, -1, 1) * reach / fabs(log(base));
        mpfr_set_d(a, base, MPFR_RNDN);
        mpfr_set_d(y, power, MPFR_RNDN);
        mpfr_pow(exact, a, y, MPFR_RNDN);
        double ulps = error(vpow(base, power), exact);
        if (!(ulps <= worst)) {
            worst = ulps;
            at[0] = base;
            at[1] = power;
        }
    }
    mpfr_clears(a, y, exact, (mpfr_ptr)0);
    printf("pow to e^%-7g %7.4f ulp at %a, %a, bound %g\n", reach, worst,
           at[0], at[1], bound);
    return worst <= bound;
}

int main(void)
{
    int good = 1;
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        good &= check(i);
    good &= check_pow(40, 0.8);
    good &= check_pow(700, 1.3);
    mpfr_free_cache();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
