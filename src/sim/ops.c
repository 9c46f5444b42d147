/* Loops over the paths of a tile, in lanes: one source for every width of
 * vectors (math/lanes.h), the same bits from all.
 */
#include "sim/ops.h"

#include <math.h>

#include "math/hitrun_lanes.h"
#include "math/philox.h"
#include "math/rounds.h"
#include "sim/ops_lane.h"

/* ---- One operation on a tile */

QD_INLINE vd part(const qd_src *s, size_t i)
{
    return vload(s->at + (i & s->mask));
}

#define EVERY(y)                                                             \
    for (size_t i = 0; i < n; i += QD_LANES) vstore(out + i, (y))
#define A part(in->a, i)
#define B part(in->b, i)
#define C part(in->c, i)
#define FROM part(in->from, i)
#define TO part(in->to, i)
#define ROW(name, y) case QD_OP_##name: EVERY(y); return;
/* Short ones four vectors at a time: columns hold a multiple of 32. */
#define BY_FOUR(y)                                                           \
    for (size_t from = 0; from < n; from += 4 * QD_LANES)                    \
        _Pragma("GCC unroll 4")                                              \
        for (size_t i = from; i < from + 4 * QD_LANES; i += QD_LANES)        \
            vstore(out + i, (y))
/* The same with a loop of its own where an operand is no column. */
#define ROW2(name, f)                                                        \
    case QD_OP_##name: {                                                     \
        const double *a = in->a->at, *b = in->b->at;                         \
        vd x = vload(a), y = vload(b);                                       \
        if (!in->a->mask) BY_FOUR(f(x, B));                                  \
        else if (!in->b->mask) BY_FOUR(f(vload(a + i), y));                  \
        else BY_FOUR(f(vload(a + i), vload(b + i)));                         \
        return;                                                              \
    }

QD_INLINE vd sum_of(vd a, vd b) { return a + b; }
QD_INLINE vd less_of(vd a, vd b) { return a - b; }
QD_INLINE vd product_of(vd a, vd b) { return a * b; }
QD_INLINE vd is_less(vd a, vd b) { return truth(vlt(a, b), a, b); }
QD_INLINE vd is_most(vd a, vd b) { return truth(vle(a, b), a, b); }

/* The operands of one: a, b, c and the ends of the period. */
typedef struct operands { const qd_src *a, *b, *c, *from, *to; } operands;

#define APART static __attribute__((noinline)) void

APART apply_long(unsigned op, double *out, const operands *in, uint32_t n)
{
    switch (op) {
#define QD_SIM_OP(name, operands, y) ROW(name, y)
#define QD_SIM_STEP(name, operands)
#include "sim/ops.def"
#undef QD_SIM_OP
#undef QD_SIM_STEP
    default: return;
    }
}

APART apply_exp(double *out, const operands *in, uint32_t n)
{
    EVERY(vexp(A));
}

/* The short ones are kept from the registers of the long ones. */
APART apply(unsigned op, double *out, const operands *in, uint32_t n)
{
    switch (op) {
    ROW(COPY, A)
    ROW2(ADD, sum_of)
    ROW2(SUB, less_of)
    ROW2(MUL, product_of)
    ROW2(MIN, min_of)
    ROW2(MAX, max_of)
    ROW2(LT, is_less)
    ROW2(LE, is_most)
    case QD_OP_EXP: apply_exp(out, in, n); return;
    default: apply_long(op, out, in, n);
    }
}

void QD_LANED(qd_ops_one)(const qd_step *step, double *out, const qd_src *in,
                        uint32_t n)
{
    const operands x = { &in[0], &in[1], &in[2], &in[3], &in[4] };
    apply(step->op, out, &x, n);
}

/* ---- Where things are */

QD_INLINE const qd_src *source(const qd_sweep *s, uint32_t place)
{
    return &s->places[place];
}

QD_INLINE double *column(const qd_sweep *s, uint32_t place)
{
    return (double *)(uintptr_t)s->places[place].at;
}

/* ---- Draws */

/* Path i has word pair (i / 8) % 2 of the block i / 16 * 8 + i % 8 of its
 * key: one block serves two paths, and those of a vector stay together. */
APART uniforms(const qd_sweep *s, uint64_t key, uint32_t period, double *out)
{
    uint64_t block = s->first / 2, last = block + s->n / 2;
    while (block < last) {
        vphilox p = vphilox_begin(key, block, period, 0);
        vu at = viota() + vset_u((uint32_t)block);
        do { /* the high word is the same so long */
            for (uint32_t j = 0; j < 8; j += QD_LANES) {
                vd even, odd;
                vphilox_block(&p, at, &even, &odd);
                vstore(out + j, even);
                vstore(out + 8 + j, odd);
                at += vset_u(QD_LANES);
            }
            block += 8;
            out += 16;
        } while (block < last && (uint32_t)block != 0);
    }
}

/* The scores of several draws, one after the other in memory. */
APART normals(const qd_sweep *s, const qd_step *step, uint32_t period,
              double *out)
{
    for (uint32_t i = 0; i < step->n; i++)
        uniforms(s, s->keys[step->aux + i], period, out + (size_t)i * s->n);
    vscore_all(out, out, (size_t)step->n * s->n);
}

/* Scores of some periods at once: the tails of a normal are done apart, and
 * few of them cost as much as many. The column moves on from row to row. */
APART normals_ahead(const qd_sweep *s, const qd_step *step,
                          uint32_t period)
{
    double *rows = s->ahead + (size_t)step->a * s->reach * s->n;
    uint32_t row = (period - 1) % s->reach;
    if (row == 0) {
        uint64_t key = s->keys[step->aux];
        uint32_t left = s->program->ends + 1 - period, n = s->reach;
        if (n > left) n = left;
        for (uint32_t i = 0; i < n; i++)
            uniforms(s, key, period + i, rows + (size_t)i * s->n);
        vscore_all(rows, rows, (size_t)n * s->n);
    }
    s->places[step->out].at = rows + (size_t)row * s->n;
}

/* In small pieces, so that the parameters of a piece fit onto the stack. */
APART vary(const qd_sweep *s, const qd_step *step, double *out)
{
    enum { PIECE = 16 };
    const qd_dist *shape = s->program->shapes[step->aux].shape;
    const uint32_t *list = s->program->lists + step->a;
    double numbers[QD_VARY_MOST + 1][PIECE];
    const double *params[QD_VARY_MOST + 1];
    for (uint32_t from = 0; from < s->n; from += PIECE) {
        for (uint32_t k = 0; k < step->n; k++) {
            qd_src x = *source(s, list[k]);
            for (uint32_t i = 0; i < PIECE; i++)
                numbers[k][i] = x.at[(from + i) & x.mask];
            params[k] = numbers[k];
        }
        qd_lane_vary(shape, params + 1, params[0], out + from, PIECE);
    }
}

APART score(const qd_sweep *s, const qd_step *step, double *out)
{
    const qd_src *x = source(s, step->a);
    qd_lane_score(&s->program->scores[step->aux], x->at, out, s->n);
}

/* ---- Who owns what */

/* The wanted variables of a point, all at once. */
APART point(const qd_sweep *s, const qd_step *step)
{
    const qd_point_of *at = &s->program->points[step->aux];
    const uint32_t *list = s->program->lists + step->a;
    uint32_t *vars = (uint32_t *)(void *)(s->drawn + step->n);
    for (uint32_t i = 0; i < step->n; i++) {
        vars[i] = list[2 * i];
        s->drawn[i] = column(s, list[2 * i + 1]);
    }
    qd_hitrun_paths paths = { .key = s->keys[step->b], .first = s->first,
                              .n = s->n, .vars = vars, .out = s->drawn,
                              .n_vars = step->n };
    QD_LANED(qd_hitrun_lanes)(at->of, &paths, s->walk);
}

/* Of the results; `which` is the number of the convertible that is asked for
 * among those that are there. */
static double result_of(const qd_financing *f, unsigned what, uint32_t which)
{
    qd_converted converted[QD_FINANCED_MOST];
    qd_financed out;
    if (qd_financing_solve(f, &out, converted, NULL) != QD_FINANCING_SOUND)
        return 0;
    if (what == QD_FINANCED_BOUGHT) return out.bought;
    return what == QD_FINANCED_POOL ? out.pool_added : converted[which].units;
}

/* A convertible without money is not there. */
static double financed_of(const double *x, uint32_t n, unsigned what)
{
    qd_convertible terms[QD_FINANCED_MOST];
    qd_financing f = { .units = x[0], .money = x[1],
                       .stated = (enum qd_stated)x[2], .value = x[3],
                       .pool_share = x[4], .pool_free = x[5],
                       .convertible = terms };
    uint32_t which = 0;
    for (uint32_t k = QD_FINANCED_ITEMS; k < n; k += QD_FINANCED_TERMS) {
        bool wanted = what == QD_FINANCED_CONVERTED +
                      (k - QD_FINANCED_ITEMS) / QD_FINANCED_TERMS;
        if (wanted) which = f.convertibles;
        if (x[k + 2] > 0)
            terms[f.convertibles++] = (qd_convertible){
                .form = (enum qd_convert_form)x[k],
                .counted = (enum qd_counted)x[k + 1], .money = x[k + 2],
                .cap = x[k + 3], .discount = x[k + 4] };
        else if (wanted) return 0;
    }
    return result_of(&f, what, which);
}

APART financed(const qd_sweep *s, const qd_step *step, double *out)
{
    const uint32_t *list = s->program->lists + step->a;
    double x[QD_FINANCED_READS];
    for (size_t i = 0; i < s->n; i++) {
        for (uint32_t k = 0; k < step->n; k++) {
            const qd_src *from = source(s, list[k]);
            x[k] = from->at[i & from->mask];
        }
        out[i] = financed_of(x, step->n, step->aux);
    }
}

/* ---- Sums: a group of vectors at a time stays in registers */

enum { GROUP = QD_LANES == 8 ? 8 : 4, PERIODS = 64 };

/* What goes through a sum: the period, and operands that terms share. */
typedef struct shared {
    vd from, to;
    unsigned period; /* its bit */
} shared;

/* Where the bit of the period is set: a mask for vselect. */
QD_INLINE vm opened(vd windows, unsigned period)
{
    vu bits = vbits(windows);
#if QD_LANES == 8
    vu bit = vset_u((uint64_t)1 << period);
    return _mm512_test_epi64_mask((__m512i)bits, (__m512i)bit);
#elif QD_LANES == 4
    return (vm)(bits << (PERIODS - 1 - period)); /* its sign is looked at */
#else
    return (vm)((vi)(bits << (PERIODS - 1 - period)) >> 63);
#endif
}

/* How a term is done. A loose one has operands that are no columns; of
 * SCALED that is known of the first. */
enum how { VALUE, PRODUCT, SCALED, GATE, GATE_WHOLE, GATE_OPEN, TAKE,
           TAKE_WHOLE, TAKE_OPEN, WHEN, NOT_AT_ALL, MINUS = 16, LOOSE = 32 };

/* What is the same for all paths of the tile decides how a term is done, or
 * that it is not; never what comes out. */
static unsigned how_of(const qd_sweep *s, const qd_term_row *t,
                       const qd_span_of *span)
{
    double from = s->slots[QD_SLOT_FROM * 8], to = s->slots[QD_SLOT_TO * 8];
    unsigned kind = t->kind % QD_TERM_MINUS;
    if (kind == QD_TERM_VALUE) return VALUE;
    if (kind == QD_TERM_PRODUCT) return PRODUCT;
    if (t->settled && (span->shut <= from || to <= span->open))
        return NOT_AT_ALL;
    if (kind == QD_TERM_WHEN) return WHEN;
    unsigned general = kind == QD_TERM_GATE ? GATE : TAKE;
    if (!t->settled || !span->whole || to - from != 1) return general;
    bool open = span->all_from <= from && to <= span->all_to;
    return general + (open ? 2 : 1);
}

static const uint8_t operands_of[] = { 1, 2, 3, 5, 2 };

static void make_term(const qd_sweep *s, const qd_term_row *t, unsigned how,
                      qd_ready_term *r)
{
    r->how = t->kind & QD_TERM_MINUS ? how | MINUS : how;
    r->anew = false;
    int used = operands_of[t->kind % QD_TERM_MINUS];
    for (int i = 0; i < QD_TERM_OPERANDS; i++) {
        r->x[i] = *source(s, t->at[i]);
        if (i < used && !r->x[i].mask) r->how |= LOOSE;
    }
    if (how == PRODUCT && !r->x[0].mask && r->x[1].mask)
        r->how = (r->how & MINUS) | SCALED;
    if (how == GATE_WHOLE || how == TAKE_WHOLE)
        r->x[0] = (qd_src){ s->windows + (size_t)t->window * s->n,
                            QD_SRC_COLUMN };
}

/* The first date after which a term may be done otherwise than now. */
QD_INLINE double next_end(const qd_span_of *span, double from, double next)
{
    const double ends[] = { span->open, span->shut, span->all_from,
                            span->all_to };
    for (int i = 0; i < 4; i++)
        if (ends[i] > from && ends[i] < next) next = ends[i];
    return next;
}

/* Readies the terms for this period and some more; returns how many. */
static uint32_t make_ready(const qd_sweep *s, const qd_step *step,
                           qd_ready_term *ready)
{
    const double *last = NULL;
    double from = s->slots[QD_SLOT_FROM * 8], next = INFINITY;
    uint32_t n = 0;
    for (uint32_t k = 0; k < step->n; k++) {
        const qd_term_row *t = &s->program->terms[step->aux + k];
        const qd_span_of *span = &s->spans[step->aux + k];
        if (t->settled) next = next_end(span, from, next);
        unsigned how = how_of(s, t, span);
        if (how == NOT_AT_ALL) continue;
        qd_ready_term *r = &ready[n++];
        make_term(s, t, how, r);
        if (t->kind % QD_TERM_MINUS != QD_TERM_TAKE) continue;
        bool often = r->how % LOOSE % MINUS != TAKE && r->how < LOOSE;
        r->anew = !often || r->x[4].at != last;
        last = often ? r->x[4].at : NULL;
    }
    ready[n].how = NOT_AT_ALL;
    double periods = step->c ? 1 : (next - from) / s->program->grid.step;
    return periods < 1 ? 1 : periods < 1e6 ? (uint32_t)periods : 1000000;
}

#define X(k) vload(p##k + (loose ? g * QD_LANES & x[k].mask : g * QD_LANES))
#define EACH(y)                                                              \
    for (size_t g = 0; g < GROUP; g++) {                                     \
        vd v = (y);                                                          \
        sum[g] = minus ? sum[g] - v : sum[g] + v;                            \
    }                                                                        \
    return
#define FROM_HERE(k)                                                         \
    const double *p##k = x[k].at + (loose ? at & x[k].mask : at)

/* c max(d, e), where d is a number. */
#define MOST (X(2) * vmax(X(3), used[g]))
#define WHERE_OPEN(y) vselect(opened(X(0), s->period), (y), vset(0))

QD_INLINE void add_term(unsigned how, bool minus, bool loose, const qd_src *x,
                        size_t at, const shared *s, const vd *used, vd *sum)
{
    vd from = s->from, to = s->to;
    FROM_HERE(0);
    FROM_HERE(1);
    FROM_HERE(2);
    FROM_HERE(3);
    switch (how) {
    case VALUE: EACH(X(0));
    case PRODUCT: EACH(X(0) * X(1));
    case SCALED: EACH(vload(x[0].at) * X(1));
    case GATE: EACH(gate(from, to, X(0), X(1), X(2)));
    case GATE_WHOLE: EACH(WHERE_OPEN(X(2)));
    case GATE_OPEN: EACH(X(2));
    case TAKE: EACH(gate(from, to, X(0), X(1), X(2) * max_of(X(3), used[g])));
    case TAKE_WHOLE: EACH(WHERE_OPEN(MOST));
    case TAKE_OPEN: EACH(MOST);
    case WHEN: EACH(when(from, to, X(0), X(1)));
    default: return;
    }
}

/* Terms that are done the same way often follow each other. */
#define WAY(way, minus, loose)                                               \
    case (way) | ((minus) ? MINUS : 0) | ((loose) ? LOOSE : 0):              \
        do {                                                                 \
            if ((way) >= TAKE && (way) <= TAKE_OPEN && t->anew)              \
                for (size_t g = 0; g < GROUP; g++)                           \
                    used[g] = part(&t->x[4], at + g * QD_LANES);             \
            add_term(way, minus, loose, t->x, at, s, used, sum);             \
            t++;                                                             \
        } while (t->how == t[-1].how);                                       \
        break;
#define WAYS(how)                                                            \
    WAY(how, false, false)                                                   \
    WAY(how, true, false)
#define LOOSE_WAYS(how)                                                      \
    WAY(how, false, true)                                                    \
    WAY(how, true, true)

/* The ways that are seldom gone: apart, so that the sums of the others stay
 * in registers. Returns the term behind those that were added. */
static __attribute__((noinline)) const qd_ready_term *
add_rare(const qd_ready_term *t, size_t at, const shared *s, vd *sum)
{
    vd used[GROUP];
    for (size_t g = 0; g < GROUP; g++)
        used[g] = (t->how & 15) >= TAKE && (t->how & 15) <= TAKE_OPEN
                ? part(&t->x[4], at + g * QD_LANES) : vset(0);
    switch (t->how) {
    LOOSE_WAYS(VALUE)
    LOOSE_WAYS(PRODUCT)
    WAYS(GATE)
    LOOSE_WAYS(GATE)
    LOOSE_WAYS(GATE_WHOLE)
    LOOSE_WAYS(GATE_OPEN)
    WAYS(TAKE)
    LOOSE_WAYS(TAKE)
    LOOSE_WAYS(TAKE_WHOLE)
    LOOSE_WAYS(TAKE_OPEN)
    LOOSE_WAYS(WHEN)
    default: break;
    }
    return t;
}

QD_INLINE const qd_ready_term *add_some(const qd_ready_term *t, size_t at,
                                        const shared *s, vd *used, vd *sum)
{
    vd apart[GROUP];
    switch (t->how) {
    WAYS(VALUE)
    WAYS(PRODUCT)
    WAYS(SCALED)
    WAYS(GATE_WHOLE)
    WAYS(GATE_OPEN)
    WAYS(TAKE_WHOLE)
    WAYS(TAKE_OPEN)
    WAYS(WHEN)
    default:
        for (size_t g = 0; g < GROUP; g++) apart[g] = sum[g];
        t = add_rare(t, at, s, apart);
        for (size_t g = 0; g < GROUP; g++) sum[g] = apart[g];
    }
    return t;
}

/* The first 0 makes a zero with a sign one without: then adding nothing and
 * leaving a term out are the same. */
APART add_up(const qd_sweep *s, const qd_step *step, double *out)
{
    qd_ready_term *ready = s->ready + step->aux + step->b;
    if (s->period >= s->until[step->b])
        s->until[step->b] = s->period + make_ready(s, step, ready);
    qd_src first = *source(s, step->a);
    const shared all = { vload(s->slots + QD_SLOT_FROM * 8),
                         vload(s->slots + QD_SLOT_TO * 8),
                         s->period % PERIODS };
    for (size_t at = 0; at < s->n; at += GROUP * QD_LANES) {
        vd sum[GROUP], used[GROUP];
        for (size_t g = 0; g < GROUP; g++) {
            sum[g] = part(&first, at + g * QD_LANES) + 0;
            used[g] = vset(0);
        }
        for (const qd_ready_term *t = ready; t->how != NOT_AT_ALL;)
            t = add_some(t, at, &all, used, sum);
        for (size_t g = 0; g < GROUP; g++)
            vstore(out + at + g * QD_LANES, sum[g]);
    }
}

/* ---- The windows of the next periods as bits */

/* The bits below `x`, of 64. */
QD_INLINE vu bits_below(vd x)
{
    vd k = vmin(vmax(x, vset(0)), vset(PERIODS));
    vm all = vle(vset(PERIODS), k);
    vu n = (vu)vto_int(vselect(all, vset(0), k));
    return vselect_u(all, ~vset_u(0), (vset_u(1) << n) - 1);
}

static void fill_window(const qd_sweep *s, const qd_term_row *t)
{
    double *out = s->windows + (size_t)t->window * s->n;
    vd begin = vload(s->slots + QD_SLOT_FROM * 8);
    qd_src a = *source(s, t->at[0]), b = *source(s, t->at[1]);
    for (size_t i = 0; i < s->n; i += QD_LANES) {
        vu bits = bits_below(part(&b, i) - begin) &
                  ~bits_below(part(&a, i) - begin);
        vstore(out + i, vdouble(bits));
    }
}

static void fill_windows(const qd_sweep *s)
{
    for (uint32_t k = 0; k < s->program->n_terms; k++) {
        const qd_term_row *t = &s->program->terms[k];
        bool window = t->kind % QD_TERM_MINUS != QD_TERM_WHEN;
        if (t->settled && window && s->spans[k].whole) fill_window(s, t);
    }
}

/* ---- What the windows of a term have in common */

typedef struct ends { vd least, most; vm whole, number; } ends;

static ends ends_of(const qd_sweep *s, uint32_t place)
{
    qd_src x = *source(s, place);
    ends e = { vset(INFINITY), vset(-INFINITY), veq(vset(0), vset(0)),
               veq(vset(0), vset(0)) };
    for (size_t i = 0; i < s->n; i += QD_LANES) {
        vd y = part(&x, i);
        e.least = vmin(e.least, y);
        e.most = vmax(e.most, y);
        e.whole = vand(e.whole, veq(vfloor(y), y));
        e.number = vand(e.number, veq(y, y));
    }
    return e;
}

static double least(vd x)
{
    double y = vlane(x, 0);
    for (unsigned i = 1; i < QD_LANES; i++)
        y = vlane(x, i) < y ? vlane(x, i) : y;
    return y;
}

static bool is_number(const qd_sweep *s, uint32_t place)
{
    ends e = ends_of(s, place);
    return !vany(vnot(e.number));
}

static qd_span_of span_of(const qd_sweep *s, const qd_term_row *t)
{
    unsigned kind = t->kind % QD_TERM_MINUS;
    double begin = s->program->grid.begin;
    ends a = ends_of(s, t->at[0]);
    ends b = kind == QD_TERM_WHEN ? a : ends_of(s, t->at[1]);
    if (vany(vnot(vand(a.number, b.number))))
        return (qd_span_of){ -INFINITY, INFINITY, INFINITY, -INFINITY,
                             false };
    qd_span_of r = { least(a.least), -least(-b.most), -least(-a.most),
                     least(b.least), !vany(vnot(vand(a.whole, b.whole))) };
    r.whole = r.whole && floor(begin) == begin &&
              s->program->grid.step == 1;
    /* an instant is still to come in the period that begins with it */
    if (kind == QD_TERM_WHEN) r.shut += 1;
    if (kind == QD_TERM_TAKE) r.whole = r.whole && is_number(s, t->at[3]);
    return r;
}

static void find_spans(const qd_sweep *s)
{
    for (uint32_t k = 0; k < s->program->n_terms; k++)
        if (s->program->terms[k].settled)
            s->spans[k] = span_of(s, &s->program->terms[k]);
}

/* ---- Readings */

/* A reading is a sum since the one before, or the value of the period. */
APART read_out(qd_sweep *s, const qd_step *step)
{
    const qd_program *p = s->program;
    const uint32_t *row = p->readings + (size_t)step->aux * p->grid.n;
    uint32_t t = s->period, reading = row[t];
    bool sum = p->sums[step->aux];
    if (!sum && reading == QD_PLACE_NONE) return;
    const qd_src *x = source(s, step->a), *kept = source(s, step->out);
    bool fresh = t == 0 || row[t - 1] != QD_PLACE_NONE;
    operands in = { sum && !fresh ? kept : x, x, x, x, x };
    if (sum && !fresh) apply(QD_OP_ADD, column(s, step->out), &in, s->n);
    else if (sum || !x->mask)
        apply(QD_OP_COPY, column(s, step->out), &in, s->n);
    else kept = x;
    if (reading != QD_PLACE_NONE)
        s->take(s->ctx, reading, kept->at + s->skip, s->asked);
}

/* ---- The sweep */

static void run_step(qd_sweep *s, const qd_step *step, uint32_t period)
{
    double *out = column(s, step->out);
    switch (step->op) {
    case QD_OP_READ: read_out(s, step); return;
    case QD_OP_SUM: add_up(s, step, out); return;
    case QD_OP_SCORE: score(s, step, out); return;
    case QD_OP_VARY: vary(s, step, out); return;
    case QD_OP_UNIFORM:
        uniforms(s, s->keys[step->aux], period, out);
        return;
    case QD_OP_POINT: point(s, step); return;
    case QD_OP_FINANCED: financed(s, step, out); return;
    case QD_OP_NORMAL: normals(s, step, period, out); return;
    case QD_OP_NORMAL_AHEAD: normals_ahead(s, step, period); return;
    default: break;
    }
    const operands in = { source(s, step->a), source(s, step->b),
                          source(s, step->c), source(s, QD_SLOT_FROM),
                          source(s, QD_SLOT_TO) };
    apply(step->op, out, &in, s->n);
}

static void broadcast(const qd_sweep *s, uint32_t slot, double x)
{
    for (size_t i = 0; i < 8; i += QD_LANES)
        vstore(s->slots + (size_t)slot * 8 + i, vset(x));
}

void QD_LANED(qd_ops_run)(qd_sweep *s)
{
    const qd_program *p = s->program;
    for (uint32_t i = 0; i < p->n_keys; i++)
        s->keys[i] = qd_philox_key(s->seed, p->keys[i]);
    for (uint32_t i = p->first_fixed; i < p->n_slots; i++)
        broadcast(s, i, p->fixed[i - p->first_fixed]);
    for (uint32_t i = 0; i < p->n_before; i++) run_step(s, &p->before[i], 0);
    find_spans(s);
    for (uint32_t t = 0; t < p->ends; t++) {
        s->period = t;
        for (uint32_t i = 0; i < p->first_fixed; i++)
            broadcast(s, i, p->tables[(size_t)i * p->grid.n + t]);
        if (t % PERIODS == 0) fill_windows(s);
        for (uint32_t i = 0; i < p->n_body; i++)
            run_step(s, &p->body[i], t + 1);
    }
}
