/* Arithmetic on sets against what their numbers give: every result of two
 * members is a member (nothing is lost), and every end is come near to by
 * some two (nothing is added). */
#include "unit_test.h"

#include <math.h>

#include "expr/set.h"

static uint64_t random_state;

static uint32_t below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % n);
}

static double number(void)
{
    return ((double)below(33) - 16) / 4;
}

/* Points, intervals open or closed, one or two of them, now and then without
 * an end. */
static qd_set random_set(bool bounded)
{
    double a = number(), b = a + below(9) / 4.0;
    if (a == b) return qd_set_point(a);
    if (!bounded && below(8) == 0)
        return below(2) ? qd_set_piece(a, below(2), INFINITY, true)
                        : qd_set_piece(-INFINITY, true, b, below(2));
    qd_set s = qd_set_piece(a, below(2), b, below(2));
    if (below(3)) return s;
    double c = b + 0.25 + below(4) / 4.0;
    qd_set t = qd_set_piece(c, below(2), c + 0.25 + below(4) / 4.0, below(2));
    return qd_set_union(&s, &t);
}

enum { SAMPLES = 24 };

/* Members: ends that belong to it, what lies close to the others, and points
 * between. */
static unsigned sample(const qd_set *s, double *out)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const qd_piece *p = &s->at[i];
        double lo = isinf(p->lo) ? fmin(p->hi - 8, -50) : p->lo;
        double hi = isinf(p->hi) ? fmax(p->lo + 8, 50) : p->hi;
        double step = 1e-9;
        if (p->lo == p->hi) {
            out[n++] = p->lo;
            continue;
        }
        out[n++] = p->lo_open ? lo + step : lo;
        out[n++] = p->hi_open ? hi - step : hi;
        for (int k = 1; k < 8; k++) out[n++] = lo + (hi - lo) * k / 8;
        if (lo < 0 && hi > 0) out[n++] = 0, out[n++] = step, out[n++] = -step;
    }
    assert_true(n <= 2 * SAMPLES);
    return n;
}

typedef qd_set operation(const qd_set *a, const qd_set *b);
typedef double plain(double x, double y);

static double add(double x, double y) { return x + y; }
static double sub(double x, double y) { return x - y; }
static double mul(double x, double y) { return x * y; }
static double least(double x, double y) { return x < y ? x : y; }
static double most(double x, double y) { return x > y ? x : y; }

static bool holds(const qd_set *s, double x)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (x >= s->at[i].lo - 1e-12 * (1 + fabs(x)) &&
            x <= s->at[i].hi + 1e-12 * (1 + fabs(x))) return true;
    return false;
}

/* Some sampled result lies at the end `x`. */
static bool reached(const double *results, unsigned n, double x)
{
    for (unsigned i = 0; i < n; i++)
        if (fabs(results[i] - x) < 1e-6 * (1 + fabs(x))) return true;
    return false;
}

static void compare(operation *op, plain *f, const qd_set *a, const qd_set *b,
                    bool ends)
{
    double x[2 * SAMPLES], y[2 * SAMPLES];
    static double results[4 * SAMPLES * SAMPLES];
    unsigned n_x = sample(a, x), n_y = sample(b, y), n = 0;
    qd_set s = op(a, b);
    assert_false(s.unknown);
    for (unsigned i = 0; i < n_x; i++)
        for (unsigned k = 0; k < n_y; k++) {
            results[n++] = f(x[i], y[k]);
            assert_true(holds(&s, results[n - 1]));
        }
    for (uint32_t i = 0; i < s.n; i++) {
        if (i > 0) assert_true(s.at[i - 1].hi <= s.at[i].lo);
        if (!ends) continue;
        assert_true(reached(results, n, s.at[i].lo));
        assert_true(reached(results, n, s.at[i].hi));
    }
}

/* Ends that belong to the result are results; those that do not are none,
 * for sums and for the least and most of two. */
static void compare_open(operation *op, plain *f, const qd_set *a,
                         const qd_set *b)
{
    qd_set s = op(a, b);
    qd_piece pa = qd_set_hull(a), pb = qd_set_hull(b), ps = qd_set_hull(&s);
    if (f == sub) {
        double t = pb.lo;
        bool open = pb.lo_open;
        pb.lo = pb.hi, pb.lo_open = pb.hi_open;
        pb.hi = t, pb.hi_open = open;
    }
    if (f != add && f != sub) return;
    assert_true(ps.lo == f(pa.lo, pb.lo) && ps.hi == f(pa.hi, pb.hi));
    assert_int_equal(ps.lo_open, pa.lo_open || pb.lo_open);
    assert_int_equal(ps.hi_open, pa.hi_open || pb.hi_open);
}

static void test_arithmetic(void **state)
{
    static const struct { operation *op; plain *f; } rows[] = {
        { qd_set_add, add }, { qd_set_sub, sub }, { qd_set_mul, mul },
        { qd_set_min, least }, { qd_set_max, most },
    };
    (void)state;
    random_state = 1;
    for (int i = 0; i < 3000; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            qd_set a = random_set(true), b = random_set(true);
            compare(rows[k].op, rows[k].f, &a, &b, true);
            compare_open(rows[k].op, rows[k].f, &a, &b);
            a = random_set(false);
            b = random_set(false);
            compare(rows[k].op, rows[k].f, &a, &b, false);
        }
}

static double quotient(double x, double y) { return x / y; }

/* By what can be zero the quotient has no end, by zero alone no value. */
static void test_division(void **state)
{
    (void)state;
    random_state = 2;
    for (int i = 0; i < 5000; i++) {
        qd_set a = random_set(true), b = random_set(true);
        qd_piece h = qd_set_hull(&b);
        if (h.lo > 0 || h.hi < 0) {
            compare(qd_set_div, quotient, &a, &b, true);
            continue;
        }
        double x[2 * SAMPLES], y[2 * SAMPLES];
        unsigned n_x = sample(&a, x), n_y = sample(&b, y);
        qd_set s = qd_set_div(&a, &b);
        for (unsigned k = 0; k < n_x * n_y; k++)
            if (y[k % n_y] != 0 && !s.unknown)
                assert_true(holds(&s, x[k / n_y] / y[k % n_y]));
    }
}

static double power(double x, double y) { return pow(x, y); }

static void test_power(void **state)
{
    (void)state;
    random_state = 3;
    for (int i = 0; i < 3000; i++) {
        qd_set positive = qd_set_piece(0.25, false, 0.5 + below(12) / 4.0,
                                       below(2));
        qd_set b = random_set(true), any = random_set(true);
        compare(qd_set_pow, power, &positive, &b, true);
        b = qd_set_point(2 + below(3));
        compare(qd_set_pow, power, &any, &b, true);
    }
}

/* ---- Sets as such */

static void test_union_and_meet(void **state)
{
    (void)state;
    random_state = 4;
    for (int i = 0; i < 5000; i++) {
        qd_set a = random_set(false), b = random_set(false);
        qd_set both = qd_set_meet(&a, &b), any = qd_set_union(&a, &b);
        for (int k = -80; k <= 80; k++) {
            double x = k / 8.0;
            bool in_a = qd_set_has(&a, x), in_b = qd_set_has(&b, x);
            assert_int_equal(qd_set_has(&both, x), in_a && in_b);
            assert_int_equal(qd_set_has(&any, x), in_a || in_b);
        }
        assert_true(qd_set_within(&both, &a) && qd_set_within(&a, &any));
        qd_set again = qd_set_union(&b, &a);
        assert_true(qd_set_same(&any, &again));
    }
}

static bool truth(double x, double y, int op)
{
    switch (op) {
    case QD_CMP_EQ: return x == y;
    case QD_CMP_NE: return x != y;
    case QD_CMP_LT: return x < y;
    case QD_CMP_LE: return x <= y;
    case QD_CMP_GT: return x > y;
    default: return x >= y;
    }
}

/* A truth that some two members have is allowed. */
static void test_comparisons(void **state)
{
    (void)state;
    random_state = 5;
    for (int i = 0; i < 20000; i++) {
        double x[2 * SAMPLES], y[2 * SAMPLES];
        qd_set a = random_set(true), b = random_set(true);
        int op = (int)below(6);
        unsigned n_x = sample(&a, x), n_y = sample(&b, y);
        qd_set s = qd_set_compare(&a, &b, (enum qd_compare)op);
        bool seen[2] = { false, false };
        for (unsigned k = 0; k < n_x * n_y; k++)
            seen[truth(x[k / n_y], y[k % n_y], op)] = true;
        for (int t = 0; t < 2; t++)
            if (seen[t]) assert_true(qd_set_has(&s, t));
        bool order = op >= QD_CMP_LT;
        for (int t = 0; order && t < 2; t++)
            assert_int_equal(qd_set_has(&s, t), seen[t]);
    }
}

static void test_unknown(void **state)
{
    (void)state;
    qd_set u = qd_set_unknown(), two = qd_set_point(2), o = qd_set_point(0);
    qd_set s = qd_set_add(&two, &u);
    assert_true(s.unknown);
    s = qd_set_mul(&u, &two);
    assert_true(s.unknown);
    s = qd_set_mul(&o, &u);
    assert_true(qd_set_is_point(&s) && s.at[0].lo == 0);
    s = qd_set_div(&u, &two);
    assert_true(s.unknown);
}

/* 10 and 12 exclude each other: both are allowed; "above 9" agrees with
 * both. */
static void test_rivals(void **state)
{
    (void)state;
    qd_set sets[3] = { qd_set_point(10), qd_set_point(12),
                       qd_set_piece(9, true, INFINITY, true) };
    qd_set s = qd_set_rivals(sets, 3);
    assert_int_equal(s.n, 2);
    assert_true(s.at[0].lo == 10 && s.at[1].hi == 12);
    sets[1] = qd_set_piece(8, false, 11, false);
    s = qd_set_rivals(sets, 3);
    assert_true(qd_set_is_point(&s) && s.at[0].lo == 10);
    sets[0] = qd_set_unknown();
    s = qd_set_rivals(sets, 3);
    assert_true(s.n == 1 && s.at[0].lo == 9 && s.at[0].lo_open &&
                s.at[0].hi == 11 && !s.at[0].hi_open);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_division),
        cmocka_unit_test(test_power),
        cmocka_unit_test(test_union_and_meet),
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_rivals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
