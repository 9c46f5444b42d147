/* Statements as a polytope: rows in one canonical order, their common slack
 * as one more variable, and the simplex asked.
 *
 * An open row gives up `slack` of its room. The rows hold together when the
 * slack can be above 0; its largest value is then of no interest, and every
 * bound is that of the closed rows. The end is open when no point of the best
 * face has slack. */
#include "math/poly.h"

#include <math.h>
#include <string.h>

#define GRID 1000000000

void qd_poly_init(qd_poly *p, qd_mem *mem, uint32_t vars)
{
    *p = (qd_poly){ .mem = mem, .vars = vars };
    qd_arena_init(&p->arena, mem);
}

/* What one question needs beside the answer, given back at its end. Blocks
 * of the inner memory are blocks of the outer, so a failed allocation leaves
 * nothing behind. */
struct scratch {
    qd_mem mem;
    qd_arena arena;
};

static void *from_outer(void *outer, void *old, size_t had, size_t size)
{
    (void)had;
    if (size) return qd_mem_resize(outer, old, size);
    qd_mem_release(outer, old);
    return NULL;
}

static void scratch_init(struct scratch *s, qd_mem *outer)
{
    qd_mem_init(&s->mem, from_outer, outer);
    s->mem.oom = outer->oom;
    qd_arena_init(&s->arena, &s->mem);
}

static void scratch_free(struct scratch *s)
{
    qd_mem_free_all(&s->mem);
}

/* ---- Rows */

static qd_rat size_of(qd_arena *a, qd_rat x)
{
    return qd_rat_sign(x) < 0 ? qd_rat_negative(a, x) : x;
}

/* Sorted by variable, each once and not 0. */
static uint32_t gather_terms(qd_arena *a, const qd_poly_term *terms,
                             uint32_t n, bool negative, qd_simplex_term *to)
{
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        qd_rat by = qd_rat_of(terms[i].num, terms[i].den);
        if (negative) by = qd_rat_negative(a, by);
        uint32_t at = m;
        while (at > 0 && to[at - 1].var > terms[i].var) at--;
        if (at > 0 && to[at - 1].var == terms[i].var) {
            to[at - 1].by = qd_rat_add(a, to[at - 1].by, by);
            continue;
        }
        memmove(to + at + 1, to + at, (m - at) * sizeof *to);
        to[at] = (qd_simplex_term){ terms[i].var, by };
        m++;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < m; i++)
        if (qd_rat_sign(to[i].by) != 0) to[kept++] = to[i];
    return kept;
}

static int64_t common_divisor(int64_t x, int64_t y)
{
    while (y) {
        int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x < 0 ? -x : x;
}

/* Factors without a denominator or a common factor, where 64 bits do; equal
 * statements then have equal rows. */
static void simplify(qd_arena *a, struct qd_poly_line *l, qd_simplex_term *t)
{
    int64_t all = 1, common = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        if (t[i].by.big) return;
        int64_t g = common_divisor(all, t[i].by.den);
        if (__builtin_mul_overflow(all, t[i].by.den / g, &all)) return;
        common = common_divisor(common, t[i].by.num);
    }
    if (l->n == 0) return;
    qd_rat by = qd_rat_of(all, common);
    if (l->equation && qd_rat_sign(t[0].by) < 0) by.num = -by.num;
    for (uint32_t i = 0; i < l->n; i++)
        t[i].by = qd_rat_times(a, t[i].by, by);
    l->right = qd_rat_times(a, l->right, by);
}

void qd_poly_row(qd_poly *p, const qd_poly_term *terms, uint32_t n,
                 enum qd_poly_relation is, int64_t num, int64_t den,
                 uint32_t tag)
{
    bool negative = is == QD_POLY_AT_LEAST || is == QD_POLY_MORE;
    qd_arena *a = &p->arena;
    struct qd_poly_line l = {
        .tag = tag,
        .open = is == QD_POLY_LESS || is == QD_POLY_MORE,
        .equation = is == QD_POLY_EQUAL,
        .right = qd_rat_of(num, den),
    };
    if (negative) l.right = qd_rat_negative(a, l.right);
    qd_simplex_term *to = qd_arena_alloc(a, (n + 1) * sizeof *to);
    l.terms = to;
    l.n = gather_terms(a, terms, n, negative, to);
    simplify(a, &l, to);
    l.most = qd_rat_whole(l.n == 0);
    for (uint32_t i = 0; i < l.n; i++) {
        qd_rat size = size_of(a, to[i].by);
        if (qd_rat_compare(a, size, l.most) > 0) l.most = size;
    }
    if (l.open) p->any_open = true;
    *qd_vec_add(p->mem, &p->lines) = l;
}

static int compare_numbers(uint32_t x, uint32_t y)
{
    return (x > y) - (x < y);
}

static int compare_lines(qd_arena *a, const struct qd_poly_line *x,
                         const struct qd_poly_line *y)
{
    int order = 0;
    for (uint32_t i = 0; !order && i < x->n && i < y->n; i++) {
        order = compare_numbers(x->terms[i].var, y->terms[i].var);
        if (!order)
            order = qd_rat_compare(a, x->terms[i].by, y->terms[i].by);
    }
    if (!order) order = compare_numbers(x->n, y->n);
    if (!order) order = qd_rat_compare(a, x->right, y->right);
    if (!order) order = compare_numbers(x->open, y->open);
    if (!order) order = compare_numbers(x->equation, y->equation);
    return order ? order : compare_numbers(x->tag, y->tag);
}

/* Each line goes to its place among those before it. */
static void sort_lines(qd_poly *p)
{
    for (uint32_t i = 1; i < p->lines.n; i++) {
        struct qd_poly_line l = p->lines.at[i];
        uint32_t from = 0, to = i;
        while (from < to) {
            uint32_t middle = (from + to) / 2;
            if (compare_lines(&p->arena, &p->lines.at[middle], &l) <= 0)
                from = middle + 1;
            else
                to = middle;
        }
        memmove(p->lines.at + from + 1, p->lines.at + from,
                (i - from) * sizeof l);
        p->lines.at[from] = l;
    }
}

/* ---- The linear program */

/* The last variable is the slack that open rows have in common. */
static void slack_row(qd_simplex *s, uint32_t slack)
{
    qd_simplex_term t = { slack, qd_rat_whole(1) };
    qd_simplex_row(s, &t, 1, qd_rat_whole(1), false);
}

static void add_line(qd_simplex *s, const struct qd_poly_line *l,
                     uint32_t slack, qd_simplex_term *room)
{
    memcpy(room, l->terms, l->n * sizeof *room);
    room[l->n] = (qd_simplex_term){ slack, l->most };
    qd_simplex_row(s, room, l->n + l->open, l->right, l->equation);
}

static void build(qd_poly *p, qd_simplex *s, qd_mem *mem, const bool *out)
{
    qd_simplex_term *room = qd_mem_resize(
        mem, NULL, ((size_t)p->vars + 1) * sizeof *room);
    qd_simplex_init(s, mem, p->vars + 1);
    s->exact_only = p->exact_only;
    for (uint32_t i = 0; i < p->lines.n; i++)
        if (!out || !out[i]) add_line(s, &p->lines.at[i], p->vars, room);
    slack_row(s, p->vars);
    qd_simplex_start(s);
    qd_mem_release(mem, room);
}

static qd_rat *no_cost(qd_poly *p, qd_arena *a)
{
    qd_rat *cost = qd_arena_alloc(a, ((size_t)p->vars + 1) * sizeof *cost);
    for (uint32_t j = 0; j <= p->vars; j++) cost[j] = qd_rat_whole(0);
    return cost;
}

static qd_simplex_answer most_slack(qd_poly *p, qd_simplex *s, qd_arena *a)
{
    qd_rat *cost = no_cost(p, a);
    cost[p->vars] = qd_rat_whole(1);
    return qd_simplex_solve(s, cost, a);
}

static bool holds(const qd_simplex_answer *answer)
{
    return answer->state == QD_SIMPLEX_OPTIMAL &&
           qd_rat_sign(answer->value) > 0;
}

/* ---- Clashes and tags */

static qd_poly_tags tags_of(qd_poly *p, const bool *in)
{
    uint32_t *at = qd_arena_alloc(&p->arena,
                                  (p->lines.n + 1) * sizeof *at);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->lines.n; i++) {
        uint32_t tag = p->lines.at[i].tag, k = n;
        if (!in[i] || tag == QD_POLY_NO_TAG) continue;
        while (k > 0 && at[k - 1] > tag) k--;
        if (k > 0 && at[k - 1] == tag) continue;
        memmove(at + k + 1, at + k, (n - k) * sizeof *at);
        at[k] = tag;
        n++;
    }
    return (qd_poly_tags){ at, n };
}

static void set_tag(const qd_poly *p, bool *flags, uint32_t tag, bool to)
{
    for (uint32_t i = 0; i < p->lines.n; i++)
        if (p->lines.at[i].tag == tag) flags[i] = to;
}

static bool hold_without(qd_poly *p, const bool *out)
{
    struct scratch room;
    scratch_init(&room, p->mem);
    qd_simplex s;
    build(p, &s, &room.mem, out);
    qd_simplex_answer answer = most_slack(p, &s, &room.arena);
    bool held = holds(&answer);
    scratch_free(&room);
    return held;
}

/* From the rows of the proof, all those that can go one by one, the last in
 * canonical order first. What is then left clashes, and no less of it. */
static void reduce_clash(qd_poly *p, const qd_rat *weight, qd_arena *a)
{
    uint32_t n = p->lines.n;
    bool *in = qd_arena_alloc(a, n + 1), *out = qd_arena_alloc(a, n + 1);
    memset(in, 0, n);
    for (uint32_t i = 0; i < n; i++)
        if (qd_rat_sign(weight[i]) != 0) in[i] = true;
    qd_poly_tags some = tags_of(p, in);
    memset(in, 0, n);
    for (uint32_t k = 0; k < some.n; k++) set_tag(p, in, some.at[k], true);
    for (uint32_t i = 0; i < n; i++)
        out[i] = !in[i] && p->lines.at[i].tag != QD_POLY_NO_TAG;
    for (uint32_t i = n; i-- > 0;) {
        if (!in[i]) continue;
        uint32_t tag = p->lines.at[i].tag;
        set_tag(p, in, tag, false);
        set_tag(p, out, tag, true);
        if (hold_without(p, out)) set_tag(p, out, tag, false);
    }
    for (uint32_t i = 0; i < n; i++) in[i] = !out[i];
    p->clash = tags_of(p, in);
}

bool qd_poly_settle(qd_poly *p)
{
    sort_lines(p);
    build(p, &p->home, p->mem, NULL);
    build(p, &p->work, p->mem, NULL);
    struct scratch room;
    scratch_init(&room, p->mem);
    qd_simplex_answer answer = most_slack(p, &p->home, &room.arena);
    bool held = holds(&answer);
    if (held) {
        p->home.fixed[p->vars] = true;
        qd_simplex_solve(&p->home, no_cost(p, &room.arena), &room.arena);
    } else {
        reduce_clash(p, answer.weight, &room.arena);
    }
    scratch_free(&room);
    return held;
}

/* ---- Bounds */

/* Whether the best face has a point with slack: the columns that would cost
 * something are held at 0, the slack is let go. */
static bool is_reached(qd_poly *p, const qd_simplex_answer *best,
                       qd_arena *a)
{
    qd_simplex *s = &p->work;
    if (!p->any_open) return true;
    for (uint32_t i = 0; i < p->lines.n; i++) {
        if (qd_rat_sign(best->weight[i]) == 0) continue;
        if (p->lines.at[i].open) return false;
        s->fixed[s->vars + i] = true;
    }
    for (uint32_t j = 0; j < p->vars; j++)
        if (qd_rat_sign(best->reduced[j]) != 0) s->fixed[j] = true;
    s->fixed[p->vars] = false;
    qd_simplex_answer answer = most_slack(p, s, a);
    return holds(&answer);
}

/* Not above x. */
static double below(qd_arena *a, qd_rat x)
{
    int64_t k;
    bool exact;
    const int64_t most = (int64_t)1 << 53;
    if (qd_rat_floor(a, x, GRID, &k, &exact) && k < most && k > -most)
        return (double)k / GRID;
    double near = qd_rat_double(x);
    return near - fabs(near) * 0x1p-49;
}

qd_poly_end qd_poly_bound(qd_poly *p, const qd_poly_term *form, uint32_t n,
                          bool most)
{
    struct scratch room;
    scratch_init(&room, p->mem);
    qd_arena *a = &room.arena;
    qd_simplex_follow(&p->work, &p->home);
    qd_rat *cost = no_cost(p, a);
    for (uint32_t i = 0; i < n; i++)
        cost[form[i].var] = qd_rat_add(
            a, cost[form[i].var],
            qd_rat_of(most ? form[i].num : -form[i].num, form[i].den));
    qd_simplex_answer best = qd_simplex_solve(&p->work, cost, a);
    qd_poly_end end = { .bounded = best.state == QD_SIMPLEX_OPTIMAL };
    if (end.bounded) {
        bool *in = qd_arena_alloc(a, p->lines.n + 1);
        for (uint32_t i = 0; i < p->lines.n; i++)
            in[i] = qd_rat_sign(best.weight[i]) != 0;
        end.tags = tags_of(p, in);
        end.value = below(a, qd_rat_negative(a, best.value));
        if (most) end.value = 0 - end.value;
        end.open = !is_reached(p, &best, a);
    }
    scratch_free(&room);
    return end;
}

/* ---- A point inside */

/* Every x is z + slack, every row that is no equation gives up slack too. */
static void build_inner(qd_poly *p, qd_simplex *s, qd_arena *a,
                        const bool *equation, const bool *zero)
{
    qd_simplex_term *room = qd_arena_alloc(
        a, ((size_t)p->vars + 1) * sizeof *room);
    qd_simplex_init(s, a->mem, p->vars + 1);
    s->exact_only = p->exact_only;
    for (uint32_t i = 0; i < p->lines.n; i++) {
        const struct qd_poly_line *l = &p->lines.at[i];
        qd_rat by = equation[i] ? qd_rat_whole(0) : l->most;
        for (uint32_t j = 0; j < l->n; j++)
            if (!zero[l->terms[j].var])
                by = qd_rat_add(a, by, l->terms[j].by);
        memcpy(room, l->terms, l->n * sizeof *room);
        room[l->n] = (qd_simplex_term){ p->vars, by };
        qd_simplex_row(s, room, l->n + (qd_rat_sign(by) != 0), l->right,
                       equation[i]);
    }
    slack_row(s, p->vars);
    qd_simplex_start(s);
    memcpy(s->fixed, zero, p->vars);
}

/* One try: the largest slack, or what has none. */
static bool find_inside(qd_poly *p, double *x, bool *equation, bool *zero)
{
    struct scratch room;
    scratch_init(&room, p->mem);
    qd_simplex s;
    build_inner(p, &s, &room.arena, equation, zero);
    qd_simplex_answer answer = most_slack(p, &s, &room.arena);
    bool found = holds(&answer);
    for (uint32_t i = 0; !found && i < p->lines.n; i++)
        if (qd_rat_sign(answer.weight[i]) != 0) equation[i] = true;
    for (uint32_t j = 0; j < p->vars; j++) {
        if (!found && qd_rat_sign(answer.reduced[j]) != 0) zero[j] = true;
        x[j] = zero[j] ? 0
                       : qd_rat_double(qd_rat_add(&room.arena, answer.x[j],
                                                  answer.x[p->vars]));
    }
    scratch_free(&room);
    return found;
}

void qd_poly_inside(qd_poly *p, double *x, bool *equation, bool *zero)
{
    for (uint32_t i = 0; i < p->lines.n; i++)
        equation[i] = p->lines.at[i].equation;
    memset(zero, 0, p->vars);
    while (!find_inside(p, x, equation, zero)) {}
}

void qd_poly_free(qd_poly *p)
{
    qd_simplex_free(&p->home);
    qd_simplex_free(&p->work);
    qd_mem_release(p->mem, p->lines.at);
    p->lines.at = NULL;
}
