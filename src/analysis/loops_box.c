/* Both ends on paths: what comes back in each of some futures in which all
 * that counts on the layer happens. A box of probability: the distribution of
 * the least, of the pro rata point and of the most. */
#include "analysis/loops_pairs.h"

#include <math.h>
#include <stdlib.h>

#include "sim/tile.h"

enum { PATHS = 1000, LEAST_PATHS = 64,
       TILE = 64,                /* paths in one sweep */
       MOST_READINGS = 8000000,  /* of a sweep: else fewer at once */
       MOST_SLOTS = 4000000,
       MOST_LOOKS = 200000000 }; /* at lines, for all pairs */

static const double points[QD_BOX_POINTS] = { 0.05, 0.5, 0.95 };

/* A line of a pair in a period, and where its amount is read. */
struct slot {
    uint32_t move, probe, period;
    uint32_t meant, n_meant; /* probes of uses, in `uses` */
};

struct boxed {
    qd_pair *pair;
    uint32_t slots, n_slots;
    uint32_t cash;        /* probe of the customer's opening, UINT32_MAX */
    bool endless[2];      /* a use without an amount: home, away */
    double *value[QD_BACKS], *out;
};

struct box {
    qd_pairs *p;
    qd_paths *run;
    uint32_t *of_line;    /* probes, UINT32_MAX: none yet */
    QD_VEC(struct slot) slots;
    QD_VEC(uint32_t) uses;
    QD_VEC(struct boxed) all;
    double *rows;         /* of a sweep: readings by path */
    uint32_t tile, at;    /* paths in a sweep; the one in hand */
    uint32_t n_periods;
    uint64_t lost;        /* that could not be traced */
};

/* ---- What is read */

static uint32_t probe_line(struct box *b, uint32_t line)
{
    qd_flow_line *x = &b->p->l->monthly.at[line];
    if (b->of_line[line] == UINT32_MAX && x->node != QD_NODE_HOLE)
        b->of_line[line] = qd_paths_probe(b->run, x->node, b->run->each,
                                          b->n_periods, true,
                                          QD_WANT_MEAN);
    return b->of_line[line];
}

/* The uses that are paid on a line, as probes. */
static void probe_uses(struct box *b, const qd_pair_use *uses, uint32_t n,
                       uint32_t line, struct slot *slot)
{
    slot->meant = b->uses.n;
    for (uint32_t i = 0; i < n; i++) {
        qd_node node = uses[i].node;
        if (uses[i].line != line || node == QD_NODE_HOLE ||
            node == QD_NODE_BAD) continue;
        *qd_vec_add(b->p->l->m->mem, &b->uses) = qd_paths_probe(b->run, node,
            b->run->each, b->n_periods, true, QD_WANT_MEAN);
    }
    slot->n_meant = b->uses.n - slot->meant;
}

static void find_endless(struct boxed *x, const qd_pair_use *uses, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (uses[i].spent && (uses[i].node == QD_NODE_HOLE ||
                              uses[i].node == QD_NODE_BAD))
            x->endless[!uses[i].home] = true;
}

/* A move of no amount for each line and period: the amounts come by path. */
static void add_slots(struct box *b, struct boxed *x, uint32_t line,
                      const qd_loop_move *like, const qd_pair_use *uses,
                      uint32_t n_uses)
{
    qd_loops *l = b->p->l;
    struct slot slot = { .probe = probe_line(b, line) };
    if (slot.probe == UINT32_MAX) return;
    probe_uses(b, uses, n_uses, line, &slot);
    for (uint32_t k = 0; k < b->n_periods; k++) {
        qd_loop_move m = *like;
        m.amount = 0;
        m.when = l->monthly.periods[k];
        m.aside = m.when.from < l->window.from || m.when.to > l->window.to;
        slot.move = l->moves.n;
        slot.period = k;
        *qd_vec_add(l->m->mem, &l->moves) = m;
        *qd_vec_add(l->m->mem, &b->slots) = slot;
        x->n_slots++;
    }
}

/* The order of moves: by period, class and line; those were added line by
 * line. */
static void sort_slots(struct box *b, const struct boxed *x)
{
    const qd_loops *l = b->p->l;
    qd_mem *mem = l->m->mem;
    struct slot *from = &b->slots.at[x->slots];
    struct slot *to = qd_mem_resize(mem, NULL, (x->n_slots + 1u) * sizeof *to);
    uint32_t n = 0;
    for (uint32_t k = 0; k < b->n_periods; k++)
        for (unsigned class = 0; class <= QD_LOOP_CLASSES; class++)
            for (uint32_t i = k; i < x->n_slots; i += b->n_periods)
                if (l->moves.at[from[i].move].class == class) to[n++] = from[i];
    memcpy(from, to, n * sizeof *to);
    qd_mem_release(mem, to);
}

static bool touches(const qd_loops *l, const qd_flow_line *x, uint32_t party)
{
    return qd_loops_counts(l, x) && x->payer != x->payee &&
           (x->payer == l->sym[party] || x->payee == l->sym[party]);
}

static qd_loop_move like_line(const qd_loops *l, const qd_pair *pair,
                              uint32_t line)
{
    const qd_flow_line *x = &l->monthly.at[line];
    qd_sym ends[] = { x->payer, x->payee };
    uint32_t party[2];
    for (int k = 0; k < 2; k++)
        party[k] = ends[k] == l->sym[pair->investor] ? pair->investor
                 : ends[k] == l->sym[pair->customer] ? pair->customer
                 : QD_OUTSIDE;
    return (qd_loop_move){ .from = party[0], .to = party[1], .line = line,
                           .class = qd_loops_class(x),
                           .puts_in = qd_loops_puts_in(x) };
}

static void add_pair(struct box *b, qd_pair *pair)
{
    qd_loops *l = b->p->l;
    struct boxed x = { .pair = pair, .slots = b->slots.n,
                       .cash = UINT32_MAX };
    qd_pair_use *uses;
    uint32_t n = qd_pair_uses(b->p, pair, &uses);
    find_endless(&x, uses, n);
    for (uint32_t i = 0; i < l->monthly.n; i++) {
        if (!touches(l, &l->monthly.at[i], pair->customer)) continue;
        qd_loop_move like = like_line(l, pair, i);
        add_slots(b, &x, i, &like, uses, n);
    }
    sort_slots(b, &x);
    qd_mem_release(l->m->mem, uses);
    qd_node cash = qd_loops_cash(l, pair->customer);
    if (cash != QD_NODE_HOLE)
        x.cash = qd_paths_probe(b->run, cash, b->run->each, 1, false,
                                QD_WANT_MEAN);
    *qd_vec_add(l->m->mem, &b->all) = x;
}

/* ---- A path */

static int64_t cents(double money)
{
    return money > 0 && money < 1e15 ? (int64_t)floor(money * 100 + 0.5) : 0;
}

static double read_at(const struct box *b, uint32_t probe, uint32_t k)
{
    return b->rows[(size_t)qd_sim_reading(b->run->plan, probe, k) * b->tile +
                   b->at];
}

static void take_path(struct box *b, struct boxed *x)
{
    qd_pairs *p = b->p;
    qd_mem *mem = p->l->m->mem;
    const int64_t endless = INT64_MAX / 8;
    p->list.n = 0;
    p->more_home = x->endless[0] ? endless : 0;
    p->more_away = x->endless[1] ? endless : 0;
    for (uint32_t i = 0; i < x->n_slots; i++) {
        const struct slot *s = &b->slots.at[x->slots + i];
        qd_pair_event e = { .move = s->move };
        e.amount = cents(read_at(b, s->probe, s->period));
        if (e.amount == 0) continue;
        for (uint32_t k = 0; k < s->n_meant; k++)
            e.meant += cents(read_at(b, b->uses.at[s->meant + k], s->period));
        if (e.meant > e.amount) e.meant = e.amount;
        *qd_vec_add(mem, &p->list) = e;
    }
    qd_pair one = *x->pair;
    qd_trace r;
    int64_t opening = x->cash == UINT32_MAX ? 0
                    : cents(read_at(b, x->cash, 0));
    qd_pair_order(p, &one, opening);
    if (!qd_pair_trace(p, opening, &r)) {
        b->lost++;
        return;
    }
    uint64_t n = x->pair->paths++;
    x->out[n] = (double)one.out;
    x->value[QD_BACK_MUST][n] = (double)r.lo;
    x->value[QD_BACK_PRO_RATA][n] = r.pro_rata;
    x->value[QD_BACK_CAN][n] = (double)r.hi;
}

/* ---- Points */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void take_points(double *value, uint64_t n, double *out)
{
    qsort(value, n, sizeof *value, by_value);
    for (int i = 0; i < QD_BOX_POINTS; i++) {
        double at = points[i] * (double)(n - 1);
        uint64_t k = (uint64_t)at;
        double next = k + 1 < n ? value[k + 1] : value[k];
        out[i] = value[k] + (at - (double)k) * (next - value[k]);
    }
}

/* ---- All of it */

/* As many as are worth it: a model of a million lines has few. */
static uint32_t how_many(const struct box *b)
{
    const double operations = 3e8;
    const qd_loops *l = b->p->l;
    uint64_t n = qd_paths_count(&l->asked, "paths", PATHS);
    double each = (double)b->run->lowering.graph.nodes.n * b->n_periods +
                  10.0 * b->slots.n;
    if (qd_asked_for(&l->asked, "paths").len == 0 && each * PATHS > operations)
        n = (uint64_t)(operations / each);
    if (n < LEAST_PATHS && each * LEAST_PATHS > 10 * operations) return 0;
    if (n < LEAST_PATHS && qd_asked_for(&l->asked, "paths").len == 0)
        n = LEAST_PATHS;
    return n > 1000000 ? 1000000 : (uint32_t)n;
}

static void take(void *ctx, uint32_t number, const double *x, uint32_t n)
{
    struct box *b = ctx;
    memcpy(b->rows + (size_t)number * b->tile, x, n * sizeof *x);
}

static void sweep(struct box *b, uint32_t n)
{
    qd_mem *mem = b->p->l->m->mem;
    const qd_sim_plan *plan = b->run->plan;
    const qd_sim_how *how = &b->run->how;
    size_t readings = qd_sim_readings(plan);
    enum qd_isa isa = qd_isa_has(how->isa) ? how->isa : QD_ISA_BEST;
    b->tile = readings * TILE > MOST_READINGS ? QD_SIM_LANES : TILE;
    b->rows = qd_mem_resize(mem, NULL,
                            (readings * b->tile + 1) * sizeof *b->rows);
    void *scratch = qd_mem_resize(mem, NULL,
                                  qd_sim_scratch_size(plan, b->tile));
    for (uint32_t path = 0; path < n; path += b->tile) {
        uint32_t some = n - path < b->tile ? n - path : b->tile;
        qd_sim_tile(plan, isa, scratch, b->tile, how->seed, path, some, take,
                    b);
        for (b->at = 0; b->at < some; b->at++)
            for (uint32_t i = 0; i < b->all.n; i++)
                take_path(b, &b->all.at[i]);
    }
    qd_mem_release(mem, scratch);
    qd_mem_release(mem, b->rows);
}

static void draw(struct box *b, uint32_t n)
{
    qd_mem *mem = b->p->l->m->mem;
    for (uint32_t i = 0; i < b->all.n; i++) {
        struct boxed *x = &b->all.at[i];
        double *room = qd_mem_resize(mem, NULL,
                                     4 * ((size_t)n + 1) * sizeof *room);
        x->out = room;
        for (int k = 0; k < QD_BACKS; k++)
            x->value[k] = room + (size_t)n * (size_t)(k + 1);
    }
    sweep(b, n);
    for (uint32_t i = 0; i < b->all.n; i++) {
        struct boxed *x = &b->all.at[i];
        uint64_t got = x->pair->paths;
        for (int k = 0; k < QD_BACKS && got; k++)
            take_points(x->value[k], got, x->pair->box[k]);
        if (got) take_points(x->out, got, x->pair->box_out);
        qd_mem_release(mem, x->out);
    }
    if (b->lost > 0)
        qd_answer_note(b->p->l->answer, qd_arena_printf(
            &b->p->l->m->arena, "what came back could not be traced in %llu "
            "futures", (unsigned long long)b->lost));
}

static void release(struct box *b)
{
    qd_mem *mem = b->p->l->m->mem;
    qd_mem_release(mem, b->all.at);
    qd_mem_release(mem, b->uses.at);
    qd_mem_release(mem, b->slots.at);
    qd_mem_release(mem, b->of_line);
}

static bool too_large(const struct box *b)
{
    qd_answer_note(b->p->l->answer, QD_STR("the model is too large for "
        "futures of what comes back"));
    return true;
}

bool qd_pairs_box(qd_pairs *p)
{
    qd_loops *l = p->l;
    struct box b = { .p = p, .run = &l->monthly.paths,
                     .n_periods = l->monthly.n_periods };
    if (p->all.n == 0 || b.n_periods != b.run->n_periods) return true;
    if ((uint64_t)p->all.n * l->monthly.n > MOST_LOOKS) return too_large(&b);
    b.of_line = qd_mem_resize(l->m->mem, NULL,
                              (l->monthly.n + 1u) * sizeof *b.of_line);
    memset(b.of_line, 0xFF, l->monthly.n * sizeof *b.of_line);
    qd_paths_world(b.run);
    for (uint32_t i = 0; i < p->all.n && b.slots.n < MOST_SLOTS; i++)
        add_pair(&b, &p->all.at[i]);
    uint32_t n = b.slots.n < MOST_SLOTS ? how_many(&b) : 0;
    if (n == 0) too_large(&b);
    bool good = qd_paths_check(b.run);
    if (good && n > 0) {
        b.run->how.paths = n;
        good = qd_paths_plan(b.run);
        if (good) draw(&b, n);
    }
    release(&b);
    return good;
}
