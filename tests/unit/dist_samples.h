/* Distributions with what is known of them: test_dist.c, test_score.c.
 *
 * Known answers come from mpmath 1.3 (closed forms, quadrature or bisection
 * with 30 digits). */
#ifndef QD_TEST_DIST_SAMPLES_H
#define QD_TEST_DIST_SAMPLES_H

#include "math/dist.h"

#define MOST_ARGS 3

/* A distribution as a test writes it; `part` is a row of the same table. */
struct sample {
    const char *what;
    enum qd_dist_form form;
    unsigned n;
    struct {
        double p, x;
        int part; /* 0: none, else the row + 1 */
    } args[MOST_ARGS];
    double mean, sd, q05, q50, q95;
};

static const struct sample samples[] = {
    { "normal", QD_DIST_PLAIN, 2, { { .x = 3 }, { .x = 5 } },
      3.0, 5.0, -5.224268134757364, 3.0, 11.224268134757363 },
    { "exponential", QD_DIST_PLAIN, 1, { { .x = 18 } },
      18.0, 18.0, 0.9232792989759097, 12.476649250079015,
      53.923180923971834 },
    { "beta", QD_DIST_PLAIN, 2, { { .x = 20 }, { .x = 25 } },
      0.4444444444444444, 0.07326449704397633, 0.32520283619954554,
      0.4436141903077397, 0.5665263748779049 },
    { "triangular", QD_DIST_PLAIN, 3, { { .x = 2 }, { .x = 3 }, { .x = 7 } },
      4.0, 1.0801234497346435, 2.5, 3.8377223398316205, 6.0 },
    { "lognormal", QD_DIST_RANGE, 2, { { .x = 2 }, { .x = 5 } },
      3.2873532331059665, 0.9336842941851178, 2.0, 3.1622776601683795, 5.0 },
    { "metalog", QD_DIST_PLAIN, 3,
      { { 0.1, 2, 0 }, { 0.5, 4, 0 }, { 0.9, 9, 0 } },
      4.85334927496266, 3.0641440916129246, 1.5711196275579724, 4.0,
      10.951623134920286 },
    { "pert", QD_DIST_PLAIN, 3, { { .x = 1 }, { .x = 2 }, { .x = 6 } },
      2.5, 0.8660254037844386, 1.2948869380590862, 2.3833612969625944,
      4.106383620080952 },
    { "poisson", QD_DIST_PLAIN, 1, { { .x = 2.5 } },
      2.5, 1.5811388300841898, 0.0, 2.0, 5.0 },
    { "normal", QD_DIST_PLAIN, 2, { { .x = 3 }, { .x = 1 } },
      3.0, 1.0, 1.3551463730485274, 3.0, 4.644853626951472 },
    { "uniform", QD_DIST_PLAIN, 2, { { .x = 5 }, { .x = 8 } },
      6.5, 0.8660254037844386, 5.15, 6.5, 7.85 },
    /* forms */
    { "normal", QD_DIST_RANGE, 2, { { .x = 2 }, { .x = 5 } },
      3.5, 0.9119352478676535, 2.0, 3.5, 5.0 },
    { "normal", QD_DIST_RANGE, 3, { { .x = 2 }, { .x = 5 }, { .x = 0.8 } },
      3.5, 1.1704562191085686, 1.5747708428113634, 3.5, 5.425229157188637 },
    { "lognormal", QD_DIST_RANGE, 2, { { .x = 5 }, { .x = 10 } },
      7.229783732289854, 1.5403928681928143, 5.0, 7.0710678118654755, 10.0 },
    { "lognormal", QD_DIST_PLAIN, 2, { { .x = 10 }, { .x = 4 } },
      10.0, 4.0, 4.926801606716498, 9.284766908852593, 17.497537638658308 },
    { "beta", QD_DIST_SPREAD, 2, { { .x = 0.7 }, { .x = 0.1 } },
      0.7, 0.1, 0.5242028895785898, 0.7067798200563354,
      0.8525304344407589 },
    /* steps */
    { "integer", QD_DIST_PLAIN, 2, { { .x = 1 }, { .x = 12 } },
      6.5, 3.4520525295346633, 1.0, 6.0, 12.0 },
    { "bernoulli", QD_DIST_PLAIN, 1, { { .x = 0.6 } },
      0.6, 0.4898979485566356, 0.0, 1.0, 1.0 },
    { "discrete", QD_DIST_PLAIN, 3,
      { { 0.2, 1, 0 }, { 0.5, 2, 0 }, { 0.3, 4, 0 } },
      2.4, 1.1135528725660044, 1.0, 2.0, 4.0 },
    /* of others */
    { "mix", QD_DIST_PLAIN, 2, { { 0.7, 0, 9 }, { 0.3, 0, 10 } },
      4.05, 1.8701604209265044, 1.5347662073144774, 3.565948821932863,
      7.500023781051245 },
    { "discrete", QD_DIST_PLAIN, 2, { { 0.7, 0, 9 }, { 0.3, 0, 10 } },
      4.05, 1.8701604209265044, 1.5347662073144774, 3.565948821932863,
      7.500023781051245 },
    { "truncate", QD_DIST_PLAIN, 2, { { 0, 0, 1 }, { .x = 0 } },
      5.295735683071434, 3.5836281369944394, 0.5284051060289536,
      4.753943453520482, 11.977480667956792 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 1 }, { .x = 0 }, { .x = 10 } },
      4.422479990456062, 2.6649867699431438, 0.47105839257614474,
      4.224695788782913, 9.05347472128689 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 2 }, { .x = 6 }, { .x = 40 } },
      17.941573149560178, 9.017147619004353, 6.780566771041483,
      15.941539805291951, 35.54807048605645 },
    { "truncate", QD_DIST_PLAIN, 3,
      { { 0, 0, 3 }, { .x = 0.4 }, { .x = 0.6 } },
      0.47458295487045443, 0.04824421283159515, 0.4074823660943052,
      0.4683621815002147, 0.56441536135544 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 4 }, { .x = 2.5 }, { .x = 5 } },
      3.6666666666666665, 0.67700320038633, 2.6614378277661475,
      3.608835008437366, 4.8205505282296635 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 5 }, { .x = 3 }, { .x = 6 } },
      3.835438279375617, 0.6550994864988842, 3.0604051967273866,
      3.6806728849938852, 5.167219568264453 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 6 }, { .x = 0 }, { .x = 10 } },
      4.28696892408625, 2.1267376510219433, 1.5829117752947826,
      3.797639494969992, 8.548060523034621 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 7 }, { .x = 1.5 }, { .x = 3 } },
      2.220692952602721, 0.4187647838553196, 1.5785921677210717,
      2.206031653588991, 2.9050256376928143 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 8 }, { .x = 1.5 }, { .x = 5 } },
      3.0159362549800797, 0.9898614635655387, 2.0, 3.0, 5.0 },
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 10 }, { .x = 6 }, { .x = 7 } },
      6.5, 0.28867513459481287, 6.05, 6.5, 6.95 },
    /* a truncated truncation: N(3, 5) on 0 to 10, then from 2 to 4 */
    { "truncate", QD_DIST_PLAIN, 3, { { 0, 0, 22 }, { .x = 2 }, { .x = 4 } },
      3.0, 0.5758115583888451, 2.101146093424, 3.0, 3.898853906576 },
};
#define SAMPLES (sizeof samples / sizeof *samples)

struct built {
    qd_dist_arg args[MOST_ARGS];
    qd_dist dist;
};

/* Builds rows 0 to n - 1; a part stands before what it is a part of. */
static void build(struct built *out)
{
    for (unsigned i = 0; i < SAMPLES; i++) {
        const struct sample *s = &samples[i];
        for (unsigned k = 0; k < s->n; k++) {
            int part = s->args[k].part;
            out[i].args[k] = (qd_dist_arg){
                s->args[k].p, s->args[k].x, part ? &out[part - 1].dist : NULL
            };
        }
        qd_dist_fault fault;
        const qd_dist_kind *kind = qd_dist_find(qd_str_c(s->what));
        assert_non_null(kind);
        enum qd_dist_error error = qd_dist_make(
            &out[i].dist, kind, s->form, out[i].args, s->n, &fault);
        if (error)
            fail_msg("row %u, %s: %d %s", i, s->what, error, fault.why);
    }
}

#endif
