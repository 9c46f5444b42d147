/* Unions of intervals. Ends are kept exact: an operation takes ends to ends,
 * and an end of the result is open when an end it comes from is open. Where
 * more than QD_LIMIT_PIECES pieces arise, the two nearest are joined, which
 * keeps every value and may add some. */
#include "expr/set.h"

#include <math.h>

#include "math/elementary.h"

qd_set qd_set_empty(void)
{
    return (qd_set){ 0 };
}

qd_set qd_set_unknown(void)
{
    return (qd_set){ .unknown = true };
}

qd_set qd_set_piece(double lo, bool lo_open, double hi, bool hi_open)
{
    qd_set s = { .n = 1 };
    s.at[0] = (qd_piece){ lo, hi, lo_open || isinf(lo), hi_open || isinf(hi) };
    if (lo > hi || (lo == hi && (lo_open || hi_open))) s.n = 0;
    return s;
}

qd_set qd_set_point(double x)
{
    return qd_set_piece(x, false, x, false);
}

bool qd_set_is_point(const qd_set *s)
{
    return s->n == 1 && s->at[0].lo == s->at[0].hi;
}

qd_piece qd_set_hull(const qd_set *s)
{
    qd_piece last = s->at[s->n - 1];
    return (qd_piece){ s->at[0].lo, last.hi, s->at[0].lo_open, last.hi_open };
}

static bool starts_before(const qd_piece *a, const qd_piece *b)
{
    return a->lo < b->lo || (a->lo == b->lo && !a->lo_open && b->lo_open);
}

/* Whether b, which starts later, overlaps a or continues it. */
static bool joins(const qd_piece *a, const qd_piece *b)
{
    return b->lo < a->hi || (b->lo == a->hi && !(b->lo_open && a->hi_open));
}

static void stretch(qd_piece *a, const qd_piece *b)
{
    if (b->hi > a->hi) {
        a->hi = b->hi;
        a->hi_open = b->hi_open;
    } else if (b->hi == a->hi) {
        a->hi_open = a->hi_open && b->hi_open;
    }
}

static void join_nearest(qd_set *s)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i + 1 < s->n; i++)
        if (s->at[i + 1].lo - s->at[i].hi <
            s->at[best + 1].lo - s->at[best].hi) best = i;
    stretch(&s->at[best], &s->at[best + 1]);
    for (uint32_t i = best + 1; i + 1 < s->n; i++) s->at[i] = s->at[i + 1];
    s->n--;
}

/* Adds one piece, keeping order and joining what meets. */
static void put(qd_set *s, qd_piece p)
{
    if (p.lo > p.hi || (p.lo == p.hi && (p.lo_open || p.hi_open))) return;
    if (s->n == QD_LIMIT_PIECES) join_nearest(s);
    uint32_t i = s->n++;
    for (; i > 0 && starts_before(&p, &s->at[i - 1]); i--)
        s->at[i] = s->at[i - 1];
    s->at[i] = p;
    uint32_t kept = 0;
    for (uint32_t j = 1; j < s->n; j++) {
        if (joins(&s->at[kept], &s->at[j])) stretch(&s->at[kept], &s->at[j]);
        else s->at[++kept] = s->at[j];
    }
    s->n = kept + 1;
}

qd_set qd_set_union(const qd_set *a, const qd_set *b)
{
    if (a->unknown || b->unknown) return qd_set_unknown();
    qd_set s = *a;
    for (uint32_t i = 0; i < b->n; i++) put(&s, b->at[i]);
    return s;
}

static qd_piece overlap(const qd_piece *a, const qd_piece *b)
{
    qd_piece p = *a;
    if (b->lo > p.lo) p.lo = b->lo, p.lo_open = b->lo_open;
    else if (b->lo == p.lo) p.lo_open = p.lo_open || b->lo_open;
    if (b->hi < p.hi) p.hi = b->hi, p.hi_open = b->hi_open;
    else if (b->hi == p.hi) p.hi_open = p.hi_open || b->hi_open;
    return p;
}

qd_set qd_set_meet(const qd_set *a, const qd_set *b)
{
    if (a->unknown) return *b;
    if (b->unknown) return *a;
    qd_set s = { 0 };
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++)
            put(&s, overlap(&a->at[i], &b->at[j]));
    return s;
}

bool qd_set_has(const qd_set *s, double x)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const qd_piece *p = &s->at[i];
        if ((x > p->lo || (x == p->lo && !p->lo_open)) &&
            (x < p->hi || (x == p->hi && !p->hi_open))) return true;
    }
    return false;
}

bool qd_set_same(const qd_set *a, const qd_set *b)
{
    if (a->n != b->n || a->unknown != b->unknown) return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const qd_piece *p = &a->at[i], *q = &b->at[i];
        if (p->lo != q->lo || p->hi != q->hi || p->lo_open != q->lo_open ||
            p->hi_open != q->hi_open) return false;
    }
    return true;
}

bool qd_set_within(const qd_set *a, const qd_set *b)
{
    qd_set both = qd_set_meet(a, b);
    return b->unknown || (!a->unknown && qd_set_same(&both, a));
}

static qd_set closed(const qd_set *s)
{
    qd_set c = { 0 };
    for (uint32_t i = 0; i < s->n; i++) {
        qd_piece p = s->at[i];
        p.lo_open = isinf(p.lo);
        p.hi_open = isinf(p.hi);
        put(&c, p);
    }
    return c;
}

bool qd_set_touch(const qd_set *a, const qd_set *b)
{
    qd_set open = qd_set_meet(a, b), ca = closed(a), cb = closed(b);
    qd_set both = qd_set_meet(&ca, &cb);
    return open.n == 0 && both.n > 0;
}

qd_set qd_set_widen(const qd_set *s, double margin)
{
    qd_set w = { .unknown = s->unknown };
    for (uint32_t i = 0; i < s->n; i++) {
        qd_piece p = s->at[i];
        p.lo -= margin;
        p.hi += margin;
        put(&w, p);
    }
    return w;
}

/* Which of the claims hold a cell: a point, or the open gap up to the next
 * one. */
static uint64_t claims_at(const qd_set *sets, uint32_t n, const qd_set *cell)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; i < n; i++) {
        qd_set both = qd_set_meet(&sets[i], cell);
        if (!sets[i].unknown && both.n > 0) bits |= (uint64_t)1 << i;
    }
    return bits;
}

static uint32_t ends_of(const qd_set *sets, uint32_t n, double *ends)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < 2 * sets[i].n; j++) {
            const qd_piece *p = &sets[i].at[j / 2];
            double x = j % 2 ? p->hi : p->lo;
            uint32_t at = count;
            while (at > 0 && ends[at - 1] > x) at--;
            if (at > 0 && ends[at - 1] == x) continue;
            for (uint32_t k = count; k > at; k--) ends[k] = ends[k - 1];
            ends[at] = x;
            count++;
        }
    return count;
}

/* The line is cut at every end of every claim; in each cell the same claims
 * hold. The cells whose group of claims is not part of a larger group of
 * another cell are the answer. */
qd_set qd_set_rivals(const qd_set *sets, uint32_t n)
{
    enum { ENDS = 2 * QD_LIMIT_PIECES * QD_LIMIT_RIVALS };
    double ends[ENDS];
    uint64_t bits[2 * ENDS];
    if (n > QD_LIMIT_RIVALS) n = QD_LIMIT_RIVALS;
    uint32_t count = ends_of(sets, n, ends), known = 0;
    for (uint32_t i = 0; i < n; i++) known += !sets[i].unknown;
    if (known == 0) return qd_set_unknown();
    for (uint32_t i = 0; i < 2 * count; i++) {
        double lo = ends[i / 2];
        double hi = i % 2 == 0 ? lo : i / 2 + 1 < count ? ends[i / 2 + 1] : lo;
        qd_set cell = i % 2 == 0 ? qd_set_piece(lo, false, lo, false)
                                 : qd_set_piece(lo, true, hi, true);
        bits[i] = cell.n ? claims_at(sets, n, &cell) : 0;
    }
    qd_set all = { 0 };
    for (uint32_t i = 0; i < 2 * count; i++) {
        bool largest = bits[i] != 0;
        for (uint32_t j = 0; largest && j < 2 * count; j++)
            largest = (bits[i] & ~bits[j]) != 0 || bits[i] == bits[j];
        if (!largest) continue;
        double lo = ends[i / 2];
        if (i % 2 == 0) put(&all, (qd_piece){ lo, lo, false, false });
        else put(&all, (qd_piece){ lo, ends[i / 2 + 1], true, true });
    }
    return all;
}

typedef qd_piece piece_op(const qd_piece *a, const qd_piece *b);

static qd_set each_pair(const qd_set *a, const qd_set *b, piece_op *op)
{
    if (a->unknown || b->unknown) return qd_set_unknown();
    qd_set s = { 0 };
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++)
            put(&s, op(&a->at[i], &b->at[j]));
    return s;
}

static qd_piece add(const qd_piece *a, const qd_piece *b)
{
    return (qd_piece){ a->lo + b->lo, a->hi + b->hi,
                       a->lo_open || b->lo_open, a->hi_open || b->hi_open };
}

static qd_piece negated(const qd_piece *p)
{
    return (qd_piece){ -p->hi, -p->lo, p->hi_open, p->lo_open };
}

static qd_piece sub(const qd_piece *a, const qd_piece *b)
{
    qd_piece minus = negated(b);
    return add(a, &minus);
}

struct end { double x; bool open; };

/* 0 times anything is 0, also at an infinite end, and reached when the zero
 * is. */
static struct end end_times(struct end a, struct end b)
{
    if (a.x == 0 || b.x == 0) {
        bool open = (a.x == 0 ? a.open : true) && (b.x == 0 ? b.open : true);
        return (struct end){ 0, open };
    }
    return (struct end){ a.x * b.x, a.open || b.open };
}

static void take_end(qd_piece *p, struct end e)
{
    if (e.x < p->lo) p->lo = e.x, p->lo_open = e.open;
    else if (e.x == p->lo) p->lo_open = p->lo_open && e.open;
    if (e.x > p->hi) p->hi = e.x, p->hi_open = e.open;
    else if (e.x == p->hi) p->hi_open = p->hi_open && e.open;
}

static qd_piece mul(const qd_piece *a, const qd_piece *b)
{
    struct end ea[2] = { { a->lo, a->lo_open }, { a->hi, a->hi_open } };
    struct end eb[2] = { { b->lo, b->lo_open }, { b->hi, b->hi_open } };
    qd_piece p = { INFINITY, -INFINITY, true, true };
    for (int i = 0; i < 4; i++)
        take_end(&p, end_times(ea[i / 2], eb[i % 2]));
    return p;
}

/* 1 / p for a p that does not have zero inside. */
static qd_piece inverse(const qd_piece *p)
{
    double lo = p->hi == 0 ? -INFINITY : 1 / p->hi;
    double hi = p->lo == 0 ? INFINITY : 1 / p->lo;
    return (qd_piece){ lo, hi, p->hi_open || isinf(lo),
                       p->lo_open || isinf(hi) };
}

static qd_set inverses(const qd_set *s)
{
    qd_set r = { .unknown = s->unknown };
    for (uint32_t i = 0; i < s->n; i++) {
        qd_piece p = s->at[i], low = p, high = p;
        if (p.lo == 0 && p.hi == 0) continue;
        if (p.lo < 0 && p.hi > 0) {
            low.hi = 0, low.hi_open = true;
            high.lo = 0, high.lo_open = true;
            put(&r, inverse(&low));
            put(&r, inverse(&high));
        } else {
            put(&r, inverse(&p));
        }
    }
    return r;
}

qd_set qd_set_add(const qd_set *a, const qd_set *b)
{
    return each_pair(a, b, add);
}

qd_set qd_set_sub(const qd_set *a, const qd_set *b)
{
    return each_pair(a, b, sub);
}

static bool is_zero(const qd_set *s)
{
    return qd_set_is_point(s) && s->at[0].lo == 0;
}

qd_set qd_set_mul(const qd_set *a, const qd_set *b)
{
    if (is_zero(a) || is_zero(b)) return qd_set_point(0);
    return each_pair(a, b, mul);
}

/* The quotient of two single numbers is one division, rounded once. */
qd_set qd_set_div(const qd_set *a, const qd_set *b)
{
    if (qd_set_is_point(a) && qd_set_is_point(b) && b->at[0].lo != 0)
        return qd_set_point(a->at[0].lo / b->at[0].lo);
    qd_set r = inverses(b);
    return qd_set_mul(a, &r);
}

static qd_piece least(const qd_piece *a, const qd_piece *b)
{
    qd_piece p;
    bool lo_a = starts_before(a, b);
    p.lo = lo_a ? a->lo : b->lo;
    p.lo_open = lo_a ? a->lo_open : b->lo_open;
    bool hi_a = a->hi < b->hi || (a->hi == b->hi && a->hi_open);
    p.hi = hi_a ? a->hi : b->hi;
    p.hi_open = hi_a ? a->hi_open : b->hi_open;
    return p;
}

static qd_piece greatest(const qd_piece *a, const qd_piece *b)
{
    qd_piece na = negated(a), nb = negated(b), m = least(&na, &nb);
    return negated(&m);
}

qd_set qd_set_min(const qd_set *a, const qd_set *b)
{
    return each_pair(a, b, least);
}

qd_set qd_set_max(const qd_set *a, const qd_set *b)
{
    return each_pair(a, b, greatest);
}

/* Corners: enough for a base above 0, and for whole exponents of a base of
 * one sign; an even power of a piece around 0 also reaches 0. */
static qd_piece power(const qd_piece *a, const qd_piece *b)
{
    struct end ea[2] = { { a->lo, a->lo_open }, { a->hi, a->hi_open } };
    struct end eb[2] = { { b->lo, b->lo_open }, { b->hi, b->hi_open } };
    qd_piece p = { INFINITY, -INFINITY, true, true };
    for (int i = 0; i < 4; i++) {
        double x = qd_pow(ea[i / 2].x, eb[i % 2].x);
        if (isnan(x)) continue;
        take_end(&p, (struct end){ x, ea[i / 2].open || eb[i % 2].open ||
                                          isinf(x) });
    }
    if (a->lo < 0 && a->hi > 0 && b->lo > 0)
        take_end(&p, (struct end){ 0, false });
    return p;
}

qd_set qd_set_pow(const qd_set *a, const qd_set *b)
{
    return each_pair(a, b, power);
}

qd_set qd_set_map(const qd_set *s, double (*f)(double), double from,
                  double to)
{
    qd_set domain = qd_set_piece(from, false, to, false);
    qd_set in = qd_set_meet(s, &domain), out = { .unknown = s->unknown };
    if (s->unknown) return out;
    for (uint32_t i = 0; i < in.n; i++) {
        qd_piece p = in.at[i];
        p.lo = f(p.lo);
        p.hi = f(p.hi);
        p.lo_open = p.lo_open || isinf(p.lo);
        p.hi_open = p.hi_open || isinf(p.hi);
        put(&out, p);
    }
    return out;
}

/* Whether some x of a and y of b have x < y (or x <= y). */
static bool can_be_less(const qd_set *a, const qd_set *b, bool or_equal)
{
    qd_piece p = qd_set_hull(a), q = qd_set_hull(b);
    if (p.lo < q.hi) return true;
    return or_equal && p.lo == q.hi && !p.lo_open && !q.hi_open;
}

static bool can_hold(const qd_set *a, const qd_set *b, enum qd_compare op)
{
    qd_set both = qd_set_meet(a, b);
    switch (op) {
    case QD_CMP_EQ: return both.n > 0;
    case QD_CMP_NE:
        return !(qd_set_is_point(a) && qd_set_is_point(b) && both.n > 0);
    case QD_CMP_LT: return can_be_less(a, b, false);
    case QD_CMP_LE: return can_be_less(a, b, true);
    case QD_CMP_GT: return can_be_less(b, a, false);
    case QD_CMP_GE: return can_be_less(b, a, true);
    }
    return false;
}

qd_set qd_set_compare(const qd_set *a, const qd_set *b, enum qd_compare op)
{
    static const enum qd_compare opposite[] = {
        [QD_CMP_EQ] = QD_CMP_NE, [QD_CMP_NE] = QD_CMP_EQ,
        [QD_CMP_LT] = QD_CMP_GE, [QD_CMP_LE] = QD_CMP_GT,
        [QD_CMP_GT] = QD_CMP_LE, [QD_CMP_GE] = QD_CMP_LT,
    };
    if (a->unknown || b->unknown) return qd_set_unknown();
    qd_set s = { 0 };
    if (a->n == 0 || b->n == 0) return s;
    if (can_hold(a, b, opposite[op]))
        put(&s, (qd_piece){ 0, 0, false, false });
    if (can_hold(a, b, op)) put(&s, (qd_piece){ 1, 1, false, false });
    return s;
}
