/* The kernels beside SLEEF, whose functions are good to 1 unit in the last
 * place (its erfc to 1.5): no more apart than both bounds allow. */
#include <sleef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QD_LANES 1
#include "math/lane_math.h"

enum { ROUNDS = 2000000 };

static double their_phi(double z)
{
    return Sleef_erfc_u15(z * -0.70710678118654752440) / 2;
}

/* Within [-1, 1] what the rounding of z / sqrt(2) does to erfc is small. */
static const struct {
    const char *name;
    double (*ours)(double x), (*theirs)(double x);
    double from, to;
    int64_t apart;
} rows[] = {
    { "exp", vexp, Sleef_exp_u10, -708, 709, 2 },
    { "expm1", vexpm1, Sleef_expm1_u10, -40, 700, 3 },
    { "log", vlog, Sleef_log_u10, 0, 10, 2 },
    { "log1p", vlog1p, Sleef_log1p_u10, -1, 10, 2 },
    { "phi", vphi, their_phi, -1, 1, 10 },
};

static int64_t place(double x)
{
    int64_t i;
    memcpy(&i, &x, sizeof i);
    return i < 0 ? INT64_MIN - i : i;
}

static int64_t worst_of(unsigned row)
{
    int64_t worst = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double x = rows[row].from +
                   (rows[row].to - rows[row].from) * (i + 0.5) / ROUNDS;
        int64_t apart =
            llabs(place(rows[row].ours(x)) - place(rows[row].theirs(x)));
        if (apart > worst) worst = apart;
    }
    return worst;
}

static int64_t worst_of_pow(void)
{
    int64_t worst = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double a = 0.01 + i % 1409 * 0.01, y = i * (80.0 / ROUNDS) - 40;
        int64_t apart = llabs(place(vpow(a, y)) - place(Sleef_pow_u10(a, y)));
        if (apart > worst) worst = apart;
    }
    return worst;
}

int main(void)
{
    int bad = 0;
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t worst = worst_of(i);
        printf("%-6s at most %d apart, allowed %d\n", rows[i].name,
               (int)worst, (int)rows[i].apart);
        bad |= worst > rows[i].apart;
    }
    int64_t worst = worst_of_pow();
    printf("pow    at most %d apart, allowed 2\n", (int)worst);
    return bad || worst > 2 ? EXIT_FAILURE : EXIT_SUCCESS;
}
