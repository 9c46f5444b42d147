/* Bounds beside those of Clp on the closed problem: random statements, and
 * chains of rounds with printed digits. Clp works in doubles with tolerances,
 * so problems that hold or clash by a hair are ours to decide: they are made
 * either with a point inside or without any. */
#include <coin/Clp_C_Interface.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/philox.h"
#include "math/poly.h"

enum { VARS = 40, ROWS = 90, PROBLEMS = 400, FORMS = 6 };

/* low <= row . x <= high, all whole numbers. */
struct problem {
    int n, rows;
    int64_t row[ROWS][VARS], low[ROWS], high[ROWS];
    bool has_low[ROWS], has_high[ROWS];
};

static uint32_t drawn;

static int below(int n)
{
    const uint32_t at[4] = { drawn++, 0, 0, 0 };
    uint32_t word[4];
    qd_philox(5, at, word);
    return (int)(word[0] % (uint32_t)n);
}

/* Rows through the neighbourhood of a point, so that all hold there. */
static void draw_rows(struct problem *p)
{
    int64_t x[VARS];
    memset(p, 0, sizeof *p);
    p->n = 3 + below(VARS - 3);
    p->rows = 2 + below(2 * p->n);
    for (int j = 0; j < p->n; j++) x[j] = below(3) ? below(50) : 0;
    for (int i = 0; i < p->rows; i++) {
        int64_t sum = 0;
        for (int j = 0; j < p->n; j++) {
            p->row[i][j] = i == 0 ? 1 : below(4) ? 0 : below(19) - 9;
            sum += p->row[i][j] * x[j];
        }
        p->has_low[i] = i > 0 && below(2);
        p->has_high[i] = i == 0 || !p->has_low[i] || below(2);
        p->low[i] = sum - below(12);
        p->high[i] = sum + below(12) + (i == 0);
    }
    /* a fifth are made to clash */
    if (below(5) == 0) {
        p->low[0] = p->high[0] + 1;
        p->has_low[0] = true;
    }
}

/* Holders and the units of rounds, in tenths of a thousandth. */
static void draw_chain(struct problem *p)
{
    memset(p, 0, sizeof *p);
    int holders = 4, events = 5 + below(30);
    p->n = holders + events;
    for (int j = 0; j < p->n; j++) p->row[0][j] = 1;
    p->has_low[0] = p->has_high[0] = true;
    p->low[0] = p->high[0] = 1000;
    p->rows = 1;
    for (int e = 0; e < events; e++) {
        int64_t money = 10 + below(190), value = 100 + below(400);
        for (int side = 0; side < 2; side++) {
            int64_t *row = p->row[p->rows];
            int64_t by = side ? 2 * money + 1 : 2 * money - 1;
            for (int j = 0; j < holders + e; j++) row[j] = -by;
            row[holders + e] = side ? 20 * value - 10 : 20 * value + 10;
            p->has_low[p->rows] = !side;
            p->has_high[p->rows++] = side;
        }
    }
    for (int h = 0; h < 2; h++) { /* a share of the first holders */
        int64_t tenths = 100 + below(300);
        for (int side = 0; side < 2; side++) {
            int64_t *row = p->row[p->rows];
            for (int j = 0; j < holders; j++)
                row[j] = (j == h ? 2000 : 0) -
                         (2 * tenths + (side ? 1 : -1));
            p->has_low[p->rows] = !side;
            p->has_high[p->rows++] = side;
        }
    }
}

static bool ours(qd_poly *p, qd_mem *mem, const struct problem *from)
{
    qd_poly_init(p, mem, (uint32_t)from->n);
    for (int i = 0; i < from->rows; i++) {
        qd_poly_term t[VARS];
        for (int j = 0; j < from->n; j++)
            t[j] = (qd_poly_term){ (uint32_t)j, from->row[i][j], 1 };
        if (from->has_low[i])
            qd_poly_row(p, t, (uint32_t)from->n, QD_POLY_AT_LEAST,
                        from->low[i], 1, (uint32_t)i + 1);
        if (from->has_high[i])
            qd_poly_row(p, t, (uint32_t)from->n, QD_POLY_AT_MOST,
                        from->high[i], 1, (uint32_t)i + 1);
    }
    return qd_poly_settle(p);
}

/* Optimal (0), infeasible (1), without end (2). */
static int theirs(const struct problem *p, const double *cost, bool most,
                  double *value)
{
    static double by[ROWS * VARS], low[ROWS], high[ROWS], none[VARS];
    static double top[VARS];
    static int start[VARS + 1], index[ROWS * VARS];
    int k = 0;
    for (int j = 0; j < p->n; j++) {
        start[j] = k;
        top[j] = DBL_MAX;
        for (int i = 0; i < p->rows; i++) {
            if (!p->row[i][j]) continue;
            by[k] = (double)p->row[i][j];
            index[k++] = i;
        }
    }
    start[p->n] = k;
    for (int i = 0; i < p->rows; i++) {
        low[i] = p->has_low[i] ? (double)p->low[i] : -DBL_MAX;
        high[i] = p->has_high[i] ? (double)p->high[i] : DBL_MAX;
    }
    Clp_Simplex *m = Clp_newModel();
    Clp_setLogLevel(m, 0);
    Clp_loadProblem(m, p->n, p->rows, start, index, by, none, top, cost, low,
                    high);
    Clp_setPrimalTolerance(m, 1e-9);
    Clp_setDualTolerance(m, 1e-9);
    Clp_setOptimizationDirection(m, most ? -1 : 1);
    Clp_initialSolve(m);
    int state = Clp_isProvenOptimal(m)           ? 0
                : Clp_isProvenPrimalInfeasible(m) ? 1
                                                  : 2;
    *value = Clp_objectiveValue(m);
    Clp_deleteModel(m);
    return state;
}

static bool agree(qd_poly *p, bool sound, const struct problem *from)
{
    qd_poly_term t[VARS];
    double cost[VARS], value;
    for (int form = 0; form < FORMS; form++) {
        bool most = form % 2;
        for (int j = 0; j < from->n; j++) {
            int by = form < 2 ? j == 0 : below(3) ? 0 : below(9) - 4;
            t[j] = (qd_poly_term){ (uint32_t)j, by, 1 };
            cost[j] = by;
        }
        int state = theirs(from, cost, most, &value);
        if (!sound) return state == 1;
        qd_poly_end end = qd_poly_bound(p, t, (uint32_t)from->n, most);
        if (state != !end.bounded * 2) return false;
        if (!end.bounded) continue;
        if (end.open || fabs(end.value - value) > 1e-6 + 1e-7 * fabs(value)) {
            printf("%.12g, Clp has %.12g\n", end.value, value);
            return false;
        }
    }
    return true;
}

/* 1 when it is a clash, 0 when not, -1 when Clp does not agree. */
static int check(const struct problem *from)
{
    qd_mem mem;
    jmp_buf oom;
    qd_poly poly;
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &oom;
    if (setjmp(oom)) return -1;
    bool sound = ours(&poly, &mem, from);
    bool same = agree(&poly, sound, from);
    qd_mem_free_all(&mem);
    return same ? !sound : -1;
}

int main(void)
{
    static struct problem p;
    int clashes = 0;
    for (int i = 0; i < PROBLEMS; i++) {
        if (i % 4) draw_rows(&p);
        else draw_chain(&p);
        int clash = check(&p);
        if (clash < 0) {
            printf("problem %d: Clp does not agree\n", i);
            return EXIT_FAILURE;
        }
        clashes += clash;
    }
    printf("Clp agrees on %d problems, %d of them clashes\n", PROBLEMS,
           clashes);
    return EXIT_SUCCESS;
}
