/* Bounds and clashes of linear statements: the worked cases of ownership that
 * are statements, and a slow oracle that looks at every corner. */
#include "unit_test.h"

#include <math.h>
#include <string.h>

#include "math/poly.h"

#define COUNT(x) (sizeof(x) / sizeof *(x))

static qd_mem mem;
static jmp_buf oom;

static int set_up(void **state)
{
    (void)state;
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &oom;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qd_mem_free_all(&mem);
    return 0;
}

/* Sum of by[j] x[j], in units of 1/den, against right/den. */
static void say(qd_poly *p, uint32_t tag, const int64_t *by,
                enum qd_poly_relation is, int64_t right, int64_t den)
{
    qd_poly_term terms[16];
    for (uint32_t j = 0; j < p->vars; j++)
        terms[j] = (qd_poly_term){ j, by[j], den };
    qd_poly_row(p, terms, p->vars, is, right, den, tag);
}

/* low <= part / whole < high, in units of 1/den. */
static void share(qd_poly *p, uint32_t tag, const int64_t *part,
                  const int64_t *whole, int64_t low, int64_t high,
                  int64_t den)
{
    int64_t at_least[16], less[16];
    for (uint32_t j = 0; j < p->vars; j++) {
        at_least[j] = den * part[j] - low * whole[j];
        less[j] = den * part[j] - high * whole[j];
    }
    say(p, tag, at_least, QD_POLY_AT_LEAST, 0, den);
    say(p, tag, less, QD_POLY_LESS, 0, den);
}

static qd_poly_end ask(qd_poly *p, const int64_t *by, bool most)
{
    qd_poly_term terms[16];
    for (uint32_t j = 0; j < p->vars; j++)
        terms[j] = (qd_poly_term){ j, by[j], 1 };
    return qd_poly_bound(p, terms, p->vars, most);
}

static void near_to(double got, double want, double tol)
{
    if (fabs(got - want) > tol)
        fail_msg("got %.12f, want %.12f", got, want);
}

static void tags_are(qd_poly_tags tags, uint32_t n, const uint32_t *want)
{
    assert_int_equal(tags.n, n);
    for (uint32_t i = 0; i < n; i++) assert_int_equal(tags.at[i], want[i]);
}

/* ---- Worked cases */

/* K01: holder, others, new units; 32.5 % without the new, 27 % with. */
static void two_stakes(qd_poly *p)
{
    static const int64_t holder[] = { 1, 0, 0 }, old[] = { 1, 1, 0 },
                         all[] = { 1, 1, 1 };
    qd_poly_init(p, &mem, 3);
    say(p, 0, all, QD_POLY_EQUAL, 1, 1);
    share(p, 7, holder, old, 3245, 3255, 10000);
    share(p, 4, holder, all, 265, 275, 1000);
}

static void test_k01(void **state)
{
    (void)state;
    static const int64_t fresh[] = { 0, 0, 1 };
    static const uint32_t both[] = { 4, 7 };
    qd_poly p;
    two_stakes(&p);
    assert_true(qd_poly_settle(&p));
    qd_poly_end low = ask(&p, fresh, false), high = ask(&p, fresh, true);
    near_to(low.value, 0.1525, 1e-4);
    near_to(high.value, 0.1859, 1e-4);
    near_to(low.value, 1 - 0.275 / 0.3245, 1e-9);
    near_to(high.value, 1 - 0.265 / 0.3255, 1e-9);
    assert_true(low.open && high.open);
    tags_are(low.tags, 2, both);
    tags_are(high.tags, 2, both);
    qd_poly_free(&p);
    /* both stakes to the last digit */
    qd_poly_init(&p, &mem, 3);
    static const int64_t all[] = { 1, 1, 1 };
    static const int64_t before[] = { 675, -325, 0 };
    static const int64_t after[] = { 73, -27, -27 };
    say(&p, 0, all, QD_POLY_EQUAL, 1, 1);
    say(&p, 1, before, QD_POLY_EQUAL, 0, 1);
    say(&p, 2, after, QD_POLY_EQUAL, 0, 1);
    assert_true(qd_poly_settle(&p));
    low = ask(&p, fresh, false);
    high = ask(&p, fresh, true);
    near_to(low.value, 0.1692, 1e-4);
    near_to(high.value, 0.1692, 1e-4);
    assert_true(!low.open && !high.open);
    assert_true(low.value <= 11.0 / 65 && 11.0 / 65 <= high.value);
    assert_true(high.value - low.value < 1.5e-9);
}

/* K03: values of the holder and of the whole; 135bn is 27 %. */
static void test_k03(void **state)
{
    (void)state;
    static const int64_t one[] = { 1, 0 }, whole[] = { 0, 1 };
    qd_poly p;
    qd_poly_init(&p, &mem, 2);
    qd_poly_term t = { 0, 1, 1 };
    qd_poly_row(&p, &t, 1, QD_POLY_AT_LEAST, 1345, 10, 1);
    qd_poly_row(&p, &t, 1, QD_POLY_LESS, 1355, 10, 1);
    share(&p, 2, one, whole, 265, 275, 1000);
    assert_true(qd_poly_settle(&p));
    near_to(ask(&p, whole, false).value, 489.1, 0.1);
    near_to(ask(&p, whole, true).value, 511.3, 0.1);
    assert_true(ask(&p, whole, false).open);
    qd_poly_free(&p);
    static const struct {
        int64_t value, percent;
    } rows[] = { { 135, 27 }, { 130, 26 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int64_t is[] = { 100, -rows[i].percent };
        qd_poly_init(&p, &mem, 2);
        qd_poly_row(&p, &t, 1, QD_POLY_EQUAL, rows[i].value, 1, 1);
        say(&p, 2, is, QD_POLY_EQUAL, 0, 1);
        assert_true(qd_poly_settle(&p));
        near_to(ask(&p, whole, true).value, 500, 0.1);
        near_to(ask(&p, whole, false).value, 500, 0.1);
        qd_poly_free(&p);
    }
}

/* K05: holder, foundation, others, buyer: 10bn at 500bn, the stakes before. */
static void test_k05(void **state)
{
    (void)state;
    static const int64_t at_27[] = { 73, -27, -27, 0 };
    static const int64_t at_26[] = { -26, 74, -26, 0 };
    static const int64_t all[] = { 1, 1, 1, 1 };
    static const int64_t stakes[3][4] = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 },
                                          { 0, 0, 0, 1 } };
    static const struct {
        int64_t value; /* that the new money is compared with */
        double msft, fdn, buyer, tol;
    } rows[] = { { 500, 0.264706, 0.254902, 0.019608, 1e-6 },
                 { 490, 0.2646, 0.2548, 0.02, 1e-9 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int64_t issue[] = { -10, -10, -10, rows[i].value };
        qd_poly p;
        qd_poly_init(&p, &mem, 4);
        say(&p, 0, all, QD_POLY_EQUAL, 1, 1);
        say(&p, 1, at_27, QD_POLY_EQUAL, 0, 1);
        say(&p, 2, at_26, QD_POLY_EQUAL, 0, 1);
        say(&p, 3, issue, QD_POLY_EQUAL, 0, 1);
        assert_true(qd_poly_settle(&p));
        for (int most = 0; most < 2; most++) {
            near_to(ask(&p, stakes[0], most).value, rows[i].msft,
                    rows[i].tol);
            near_to(ask(&p, stakes[1], most).value, rows[i].fdn,
                    rows[i].tol);
            near_to(ask(&p, stakes[2], most).value, rows[i].buyer,
                    rows[i].tol);
        }
        qd_poly_free(&p);
    }
}

/* K07: msft, nonprofit, employees, new round, early, who is not named. */
static void test_k07(void **state)
{
    (void)state;
    static const int64_t percent[] = { 28, 27, 25, 13, 1 };
    static const int64_t all[] = { 1, 1, 1, 1, 1, 1 };
    static const int64_t rest[] = { 0, 0, 0, 0, 0, 1 };
    static const int64_t named[] = { 1, 1, 1, 1, 1, 0 };
    qd_poly p;
    qd_poly_init(&p, &mem, 6);
    say(&p, 0, all, QD_POLY_EQUAL, 1, 1);
    for (uint32_t j = 0; j < 5; j++) {
        qd_poly_term t = { j, 100, 1 };
        qd_poly_row(&p, &t, 1, QD_POLY_EQUAL, percent[j], 1, j + 1);
    }
    assert_true(qd_poly_settle(&p));
    near_to(ask(&p, named, true).value, 0.94, 1e-12);
    near_to(ask(&p, rest, true).value, 0.06, 1e-12);
    near_to(ask(&p, rest, false).value, 0.06, 1e-12);
    qd_poly_free(&p);
    /* Pooled with 27, 26 and 47 % of another date, all as printed: 28 and 27
     * cannot both be, since 27.5 is in one of the two only. */
    static const struct {
        uint32_t who, tag;
        int64_t percent;
    } rows[] = { { 0, 1, 28 }, { 1, 2, 27 }, { 2, 3, 25 }, { 3, 4, 13 },
                 { 4, 5, 1 },  { 0, 6, 27 }, { 1, 7, 26 } };
    static const uint32_t msft[] = { 1, 6 }, foundation[] = { 2, 7 };
    qd_poly_init(&p, &mem, 6);
    say(&p, 0, all, QD_POLY_EQUAL, 1, 1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t one[6] = { 0 };
        one[rows[i].who] = 1;
        share(&p, rows[i].tag, one, all, 10 * rows[i].percent - 5,
              10 * rows[i].percent + 5, 1000);
    }
    assert_false(qd_poly_settle(&p));
    assert_int_equal(p.clash.n, 2);
    if (p.clash.at[0] == 1) tags_are(p.clash, 2, msft);
    else tags_are(p.clash, 2, foundation);
}

/* The story's two rounds: 6.6bn at 157bn and 40bn at 300bn, both after the
 * money, on top of 32.5 %: exact amounts, and each to half of its last
 * printed digit. */
static void test_two_rounds(void **state)
{
    (void)state;
    static const struct {
        int64_t money[2][2], value[2][2]; /* least and most, in 0.01bn */
        double low, high;
    } rows[] = {
        { { { 660, 660 }, { 4000, 4000 } },
          { { 15700, 15700 }, { 30000, 30000 } }, 0.26941, 0.27024 },
        { { { 655, 665 }, { 3950, 4050 } },
          { { 15650, 15750 }, { 29950, 30050 } }, 0.26870, 0.27096 },
    };
    static const int64_t holder[] = { 1, 0, 0, 0 }, old[] = { 1, 1, 0, 0 },
                         all[] = { 1, 1, 1, 1 };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qd_poly p;
        qd_poly_init(&p, &mem, 4);
        say(&p, 0, all, QD_POLY_EQUAL, 1, 1);
        share(&p, 1, holder, old, 3245, 3255, 10000);
        for (uint32_t r = 0; r < 2; r++) {
            int64_t least[4] = { 0 }, most[4] = { 0 };
            for (uint32_t j = 0; j < 3 + r; j++) {
                least[j] = -rows[i].money[r][0];
                most[j] = -rows[i].money[r][1];
            }
            least[2 + r] += rows[i].value[r][1];
            most[2 + r] += rows[i].value[r][0];
            say(&p, 2 + r, least, QD_POLY_AT_LEAST, 0, 1);
            say(&p, 2 + r, most, QD_POLY_AT_MOST, 0, 1);
        }
        assert_true(qd_poly_settle(&p));
        qd_poly_end low = ask(&p, holder, false);
        qd_poly_end high = ask(&p, holder, true);
        near_to(low.value, rows[i].low, 6e-6);
        near_to(high.value, rows[i].high, 6e-6);
        assert_true(!low.open && high.open);
        assert_int_equal(high.tags.n, 3);
        qd_poly_free(&p);
    }
}

/* ---- Ends */

static void test_open_end(void **state)
{
    (void)state;
    static const int64_t x[] = { 1, 0 }, sum[] = { 1, 1 };
    qd_poly p;
    /* x < 1 and y < 1, and x + y: open though no single row says it */
    qd_poly_init(&p, &mem, 2);
    qd_poly_term tx = { 0, 1, 1 }, ty = { 1, 1, 1 };
    qd_poly_row(&p, &tx, 1, QD_POLY_LESS, 1, 1, 1);
    qd_poly_row(&p, &ty, 1, QD_POLY_AT_MOST, 1, 1, 2);
    say(&p, 3, sum, QD_POLY_AT_MOST, 1, 1);
    assert_true(qd_poly_settle(&p));
    qd_poly_end end = ask(&p, x, true);
    assert_true(end.value == 1 && end.open);
    end = ask(&p, sum, true);
    assert_true(end.value == 1 && !end.open);
    end = ask(&p, x, false);
    assert_true(end.value == 0 && !end.open && end.tags.n == 0);
    qd_poly_free(&p);
    /* x < 1 and x >= 1 clash, x <= 1 and x >= 1 do not */
    for (int open = 0; open < 2; open++) {
        qd_poly_init(&p, &mem, 1);
        qd_poly_row(&p, &tx, 1, open ? QD_POLY_LESS : QD_POLY_AT_MOST, 1, 1,
                    5);
        qd_poly_row(&p, &tx, 1, QD_POLY_AT_LEAST, 1, 1, 6);
        assert_true(qd_poly_settle(&p) == !open);
        if (open) assert_int_equal(p.clash.n, 2);
        qd_poly_free(&p);
    }
    /* no end */
    qd_poly_init(&p, &mem, 2);
    qd_poly_row(&p, &tx, 1, QD_POLY_MORE, 1, 3, 1);
    assert_true(qd_poly_settle(&p));
    assert_false(ask(&p, x, true).bounded);
    end = ask(&p, x, false);
    assert_true(end.bounded && end.open);
    assert_true(end.value <= 1.0 / 3 && end.value > 1.0 / 3 - 1.1e-9);
}

/* ---- The slow oracle: all corners */

#define VARS 4
#define ROWS 7

struct small {
    uint32_t n, rows;
    int by[ROWS][VARS], right[ROWS];
    enum qd_poly_relation is[ROWS];
};

static uint64_t random_state;

static int random_below(int n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (int)((random_state >> 33) % (uint64_t)n);
}

static void random_small(struct small *s, uint64_t seed)
{
    random_state = seed * 7919 + 1;
    s->n = 2 + (uint32_t)random_below(VARS - 1);
    s->rows = 2 + (uint32_t)random_below(ROWS - 1);
    for (uint32_t i = 0; i < s->rows; i++) {
        for (uint32_t j = 0; j < s->n; j++)
            s->by[i][j] = i ? random_below(7) - 3 : 1;
        s->right[i] = i ? random_below(7) - 2 : 4;
        s->is[i] = i ? (enum qd_poly_relation)random_below(5)
                     : QD_POLY_AT_MOST; /* so that it is bounded */
        if (i && s->is[i] == QD_POLY_EQUAL && random_below(2))
            s->is[i] = QD_POLY_LESS;
    }
}

/* The point where the chosen planes meet: rows, then axes. */
static bool meet(const struct small *s, const uint32_t *chosen, double *x)
{
    double a[VARS][VARS + 1] = { { 0 } };
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t c = chosen[i];
        for (uint32_t j = 0; j < s->n; j++)
            a[i][j] = c < s->rows ? s->by[c][j] : c - s->rows == j;
        a[i][s->n] = c < s->rows ? s->right[c] : 0;
    }
    for (uint32_t c = 0; c < s->n; c++) {
        uint32_t best = c;
        for (uint32_t i = c; i < s->n; i++)
            if (fabs(a[i][c]) > fabs(a[best][c])) best = i;
        if (fabs(a[best][c]) < 1e-9) return false;
        for (uint32_t j = 0; j <= s->n; j++) {
            double t = a[c][j];
            a[c][j] = a[best][j];
            a[best][j] = t;
        }
        for (uint32_t i = 0; i < s->n; i++) {
            double f = i == c ? 0 : a[i][c] / a[c][c];
            for (uint32_t j = 0; j <= s->n; j++) a[i][j] -= f * a[c][j];
        }
    }
    for (uint32_t i = 0; i < s->n; i++) x[i] = a[i][s->n] / a[i][i];
    return true;
}

static double left_of(const struct small *s, uint32_t i, const double *x)
{
    double sum = s->right[i];
    for (uint32_t j = 0; j < s->n; j++) sum -= s->by[i][j] * x[j];
    return s->is[i] >= QD_POLY_AT_LEAST ? -sum : sum;
}

static bool allowed(const struct small *s, const double *x)
{
    for (uint32_t j = 0; j < s->n; j++)
        if (x[j] < -1e-9) return false;
    for (uint32_t i = 0; i < s->rows; i++) {
        double left = left_of(s, i, x);
        if (left < -1e-9) return false;
        if (s->is[i] == QD_POLY_EQUAL && left > 1e-9) return false;
    }
    return true;
}

/* The centre of the corners is inside the open rows when any point is. */
static bool open_rows_hold(const struct small *s, const double *x)
{
    for (uint32_t i = 0; i < s->rows; i++)
        if ((s->is[i] == QD_POLY_LESS || s->is[i] == QD_POLY_MORE) &&
            left_of(s, i, x) < 1e-7)
            return false;
    return true;
}

struct best {
    uint32_t corners, n; /* n: of the best corners */
    double value, centre[VARS], all[VARS];
};

static void take_corner(const struct small *s, const double *x,
                        const int64_t *form, struct best *b)
{
    double value = 0;
    for (uint32_t j = 0; j < s->n; j++) value += (double)form[j] * x[j];
    if (!b->n || value > b->value + 1e-9) {
        b->n = 0;
        b->value = value;
        memset(b->centre, 0, sizeof b->centre);
    }
    b->corners++;
    bool same = fabs(value - b->value) <= 1e-9;
    if (same) b->n++;
    for (uint32_t j = 0; j < s->n; j++) {
        b->all[j] += x[j];
        if (same) b->centre[j] += x[j];
    }
}

static struct best all_corners(const struct small *s, const int64_t *form)
{
    struct best b = { 0 };
    uint32_t chosen[VARS], planes = s->rows + s->n;
    for (uint32_t bits = 0; bits < 1u << planes; bits++) {
        uint32_t n = 0;
        if ((uint32_t)__builtin_popcount(bits) != s->n) continue;
        for (uint32_t c = 0; c < planes; c++)
            if (bits >> c & 1) chosen[n++] = c;
        double x[VARS] = { 0 };
        if (meet(s, chosen, x) && allowed(s, x))
            take_corner(s, x, form, &b);
    }
    for (uint32_t j = 0; j < s->n; j++) {
        b.all[j] /= b.corners ? b.corners : 1;
        b.centre[j] /= b.n ? b.n : 1;
    }
    return b;
}

static void state_small(qd_poly *p, const struct small *s, uint32_t out,
                        uint32_t first)
{
    qd_poly_init(p, &mem, s->n);
    for (uint32_t k = 0; k < s->rows; k++) {
        uint32_t i = (k + first) % s->rows;
        int64_t by[VARS];
        if (i + 1 == out) continue;
        for (uint32_t j = 0; j < s->n; j++) by[j] = s->by[i][j];
        say(p, i + 1, by, s->is[i], s->right[i], 1);
    }
}

/* Without any one row of the clash the other rows of it hold together. */
static void check_clash(const struct small *s, qd_poly_tags clash)
{
    assert_true(clash.n > 0);
    for (uint32_t k = 0; k <= clash.n; k++) {
        struct small part = { .n = s->n };
        for (uint32_t i = 0; i < clash.n; i++) {
            uint32_t row = clash.at[i] - 1;
            if (i == k) continue;
            memcpy(part.by[part.rows], s->by[row], sizeof *part.by);
            part.is[part.rows] = s->is[row];
            part.right[part.rows++] = s->right[row];
        }
        qd_poly p;
        state_small(&p, &part, 0, 0);
        assert_true(qd_poly_settle(&p) == (k < clash.n));
        qd_poly_free(&p);
    }
}

static void check_small(const struct small *s, bool exact_only)
{
    const int64_t none[VARS] = { 0 };
    struct best any = all_corners(s, none);
    bool sound = any.corners && open_rows_hold(s, any.all);
    qd_poly p;
    state_small(&p, s, 0, 0);
    p.exact_only = exact_only;
    assert_true(qd_poly_settle(&p) == sound);
    if (!sound) {
        check_clash(s, p.clash);
        qd_poly_free(&p);
        return;
    }
    for (int most = 0; most < 2; most++) {
        int64_t form[VARS], up[VARS];
        for (uint32_t j = 0; j < s->n; j++) {
            form[j] = random_below(7) - 3;
            up[j] = most ? form[j] : -form[j];
        }
        struct best b = all_corners(s, up);
        qd_poly_end end = ask(&p, form, most);
        assert_true(end.bounded);
        near_to(end.value, most ? b.value : -b.value, 3e-9);
        assert_true(end.open == !open_rows_hold(s, b.centre));
    }
    qd_poly_free(&p);
}

static void test_corners(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 600; seed++) {
        struct small s;
        random_small(&s, seed);
        check_small(&s, seed % 2);
    }
}

static void test_order_of_rows(void **state)
{
    (void)state;
    for (uint64_t seed = 1000; seed < 1200; seed++) {
        struct small s;
        int64_t form[VARS];
        random_small(&s, seed);
        for (uint32_t j = 0; j < s.n; j++) form[j] = random_below(7) - 3;
        qd_poly first, other;
        state_small(&first, &s, 0, 0);
        state_small(&other, &s, 0, 1 + (uint32_t)(seed % (s.rows - 1)));
        bool sound = qd_poly_settle(&first);
        assert_true(qd_poly_settle(&other) == sound);
        tags_are(other.clash, first.clash.n, first.clash.at);
        if (sound) {
            (void)ask(&other, form, false); /* nor of questions */
            qd_poly_end x = ask(&first, form, true);
            qd_poly_end y = ask(&other, form, true);
            assert_true(x.value == y.value && x.open == y.open);
            tags_are(y.tags, x.tags.n, x.tags.at);
        }
        qd_poly_free(&first);
        qd_poly_free(&other);
    }
}

/* A point inside is inside: every row that is no equation has room. */
static void test_inside(void **state)
{
    (void)state;
    for (uint64_t seed = 2000; seed < 2200; seed++) {
        struct small s;
        random_small(&s, seed);
        qd_poly p;
        state_small(&p, &s, 0, 0);
        if (qd_poly_settle(&p)) {
            double x[VARS];
            bool equation[ROWS], zero[VARS];
            qd_poly_inside(&p, x, equation, zero);
            assert_true(allowed(&s, x));
            assert_true(open_rows_hold(&s, x));
            const int64_t none[VARS] = { 0 };
            struct best b = all_corners(&s, none);
            for (uint32_t j = 0; j < s.n; j++)
                assert_true(zero[j] == (b.all[j] < 1e-9));
            for (uint32_t i = 0; i < s.rows; i++) {
                uint32_t row = p.lines.at[i].tag - 1;
                assert_true(equation[i] ==
                            (fabs(left_of(&s, row, b.all)) < 1e-9));
            }
        }
        qd_poly_free(&p);
    }
}

/* The same values with long numbers: a chain of issues, each of 999983/1000003
 * of what there is, in closed form. */
static void test_long_numbers(void **state)
{
    (void)state;
    enum { LINKS = 12 };
    qd_poly p;
    qd_poly_init(&p, &mem, LINKS + 1);
    for (uint32_t i = 0; i < LINKS; i++) {
        qd_poly_term t[] = { { i + 1, 1000003, 1 },
                             { i, -(1000003 + 999983), 1 } };
        qd_poly_row(&p, t, 2, QD_POLY_EQUAL, 0, 1, i + 1);
    }
    qd_poly_term last = { LINKS, 1, 1 }, first = { 0, 1, 1 };
    qd_poly_row(&p, &last, 1, QD_POLY_EQUAL, 1, 1, 99);
    assert_true(qd_poly_settle(&p));
    double want = pow(1000003.0 / (1000003.0 + 999983.0), LINKS);
    qd_poly_end low = qd_poly_bound(&p, &first, 1, false);
    qd_poly_end high = qd_poly_bound(&p, &first, 1, true);
    assert_true(low.value <= want && want <= high.value);
    assert_true(high.value - low.value < 1.1e-9);
    assert_int_equal(high.tags.n, LINKS + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_k01, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_k03, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_k05, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_k07, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_rounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_corners, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_of_rows, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_inside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_numbers, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
