/* A beta as a table in z: equal cells, in each the polynomial of degree 5
 * that has the curve's value, slope and bend at both ends.
 *
 * The half below the median is found as t = log x, in which a tail is smooth
 * however steep; the half above as the lower half of the mirrored beta. With
 * g = x times the density of x,
 *
 *     t' = phi(z) / g,    t'' = t' (-z - t' (a - (b - 1) x / (1 - x))).
 *
 * Cells are halved until the middles of the cells before were met. */
#include <math.h>

#include "math/elementary.h"
#include "math/score.h"
#include "math/special.h"

/* Beyond this score there is no uniform of 52 bits. */
#define REACH 8.3
/* Cells on one side: at first, and at most. */
#define FIRST 16
#define MOST 1024
/* What the middles may be missed by, in standard deviations: in half cells
 * a 64th of it is left. */
#define MISS 4e-9
/* Of a and b: below, the curve is nearly a step. */
#define LEAST 0.1

/* The curve in t, or in x, at a node. */
struct node {
    double at, slope, bend;
};

struct half {
    qd_beta f;
    struct node t[MOST + 1]; /* from the median outwards */
};

static double score_at(uint32_t i)
{
    return -REACH * i / MOST;
}

static struct node node_at(const struct half *h, double t, double z)
{
    double x = qd_exp(t), y = -qd_expm1(t);
    double g = qd_beta_front(&h->f, x, y) / y;
    double slope = qd_normal_density(z) / g;
    double fall = h->f.a - (h->f.b - 1) * (x / y);
    return (struct node){ t, slope, slope * (-z - slope * fall) };
}

/* Newton from a guess; false when it does not settle. */
static bool solve(struct half *h, uint32_t i, double t)
{
    double z = score_at(i), want = qd_normal_cdf(z);
    for (int k = 0; k < 40; k++) {
        if (!(t < 0)) t = -1e-3;
        double x = qd_exp(t), y = -qd_expm1(t);
        double got = qd_beta_tails(&h->f, x, y).lower;
        double g = qd_beta_front(&h->f, x, y) / y;
        double step = got * qd_log(got / want) / g;
        t -= step;
        /* what is left is about the square of the step */
        if (fabs(step) <= 1e-8 * fmin(1, h->t[0].slope)) {
            h->t[i] = node_at(h, t, z);
            return isfinite(h->t[i].bend);
        }
    }
    return false;
}

static bool start(struct half *h, double a, double b)
{
    uint32_t stride = MOST / FIRST;
    double apart = -REACH / FIRST;
    double median = qd_beta_quantile(0.5, a, b);
    h->f = qd_beta_of(a, b);
    h->t[0] = node_at(h, qd_log(median), 0);
    for (uint32_t i = stride; i <= MOST; i += stride) {
        const struct node *n = &h->t[i - stride];
        double t = n->at + apart * (n->slope + apart / 2 * n->bend);
        if (!solve(h, i, t)) return false;
    }
    return true;
}

static struct node in_x(const struct node *t)
{
    double x = qd_exp(t->at);
    return (struct node){ x, x * t->slope,
                          x * (t->bend + t->slope * t->slope) };
}

/* Half way between two nodes that are `apart`, by degree 5. */
static double middle(struct node p, struct node q, double apart)
{
    return (p.at + q.at) / 2 +
           apart * (5.0 / 32 * (p.slope - q.slope) +
                    apart / 64 * (p.bend + q.bend));
}

/* Finds the nodes between; the most by which x was missed, or NaN. */
static double refine(struct half *h, uint32_t stride)
{
    double apart = score_at(stride), miss = 0;
    for (uint32_t i = 0; i < MOST; i += stride) {
        const struct node *p = &h->t[i], *q = p + stride;
        if (!solve(h, i + stride / 2, middle(*p, *q, apart))) return NAN;
        double x = qd_exp(p[stride / 2].at);
        miss = fmax(miss, fabs(middle(in_x(p), in_x(q), apart) - x));
    }
    return miss;
}

static void put_cell(double *k, struct node p, struct node q, double apart)
{
    double rise = q.at - p.at;
    double p1 = apart * p.slope, q1 = apart * q.slope;
    double p2 = apart * apart * p.bend, q2 = apart * apart * q.bend;
    k[0] = p.at, k[1] = p1, k[2] = p2 / 2;
    k[3] = 10 * rise - 6 * p1 - 4 * q1 - 1.5 * p2 + 0.5 * q2;
    k[4] = -15 * rise + 8 * p1 + 7 * q1 + 1.5 * p2 - q2;
    k[5] = 6 * rise - 3 * (p1 + q1) - 0.5 * (p2 - q2);
}

/* A node of the lower half, or of the upper one seen from below. */
static struct node placed(const struct half *h, uint32_t i, bool upper,
                          const qd_score *s)
{
    struct node n = in_x(&h->t[i]);
    double width = s->high - s->low;
    n.slope *= width;
    n.bend *= upper ? -width : width;
    n.at = upper ? s->high - width * n.at : s->low + width * n.at;
    return n;
}

static void put_table(qd_score *s, const struct half *lower,
                      const struct half *upper, uint32_t stride,
                      qd_arena *arena)
{
    uint32_t n = MOST / stride;
    double apart = REACH / n;
    double *k = qd_arena_alloc(arena, 12 * n * sizeof *k);
    s->form = QD_SCORE_TABLE, s->wants_z = true;
    s->n = 2 * n, s->table = k;
    s->c[0] = -REACH, s->c[1] = 1 / apart;
    for (uint32_t i = n; i > 0; i--, k += 6)
        put_cell(k, placed(lower, i * stride, false, s),
                 placed(lower, (i - 1) * stride, false, s), apart);
    for (uint32_t i = 0; i < n; i++, k += 6)
        put_cell(k, placed(upper, i * stride, true, s),
                 placed(upper, (i + 1) * stride, true, s), apart);
}

void qd_score_beta(qd_score *s, double a, double b, double low, double high,
                   qd_arena *arena)
{
    struct half lower, upper;
    double n = a + b, most = MISS * sqrt(a / n * (b / n) / (n + 1));
    s->low = low, s->high = high;
    if (!(a >= LEAST && b >= LEAST)) return;
    if (!start(&lower, a, b) || !start(&upper, b, a)) return;
    for (uint32_t stride = MOST / FIRST; stride > 1; stride /= 2) {
        double miss = refine(&lower, stride), other = refine(&upper, stride);
        if (!(miss >= 0 && other >= 0)) return;
        if (miss > most || other > most) continue;
        put_table(s, &lower, &upper, stride / 2, arena);
        return;
    }
}
