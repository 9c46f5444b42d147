#include "analysis/flows_lines.h"

#include <math.h>
#include <stdlib.h>

#include "expr/eval.h"
#include "model/claims.h"
#include "model/schedule.h"

/* The middle of what is drawn needs no more: it is shown to three digits
 * beside its bounds. */
enum { PATHS = 10000 };

/* ---- Periods */

static qd_day next_start(qd_day day, int months)
{
    int y, m, d;
    qd_day_split(day, &y, &m, &d);
    int index = (y * 12 + m - 1) / months * months + months;
    return qd_day_make(index / 12, index % 12 + 1, 1);
}

static void make_periods(qd_flow_lines *f, qd_arena *arena, qd_span horizon,
                         int months)
{
    uint32_t n = 0;
    for (qd_day d = horizon.from; d < horizon.to; n++)
        d = next_start(d, months);
    f->periods = qd_arena_alloc(arena, (n + 1) * sizeof *f->periods);
    f->n_periods = n;
    qd_day from = horizon.from;
    for (uint32_t i = 0; i < n; i++) {
        qd_day to = next_start(from, months);
        f->periods[i] = (qd_span){ from, to < horizon.to ? to : horizon.to };
        from = to;
    }
}

/* ---- Amounts */

void qd_span_amount_add(qd_span_amount *sum, const qd_span_amount *x)
{
    bool first = !sum->some && !sum->part;
    if (x->some) {
        sum->lo += x->lo;
        sum->hi += x->hi;
        sum->some = true;
    }
    /* Ends of two distributions do not add up to an end of their sum. */
    if (!first && x->hi > 0 && (x->drawn || sum->drawn)) sum->open = true;
    sum->open = sum->open || x->open;
    sum->part = sum->part || x->part;
    sum->drawn = sum->drawn || x->drawn;
}

static qd_span_amount amount_of(const qd_set *s, bool drawn)
{
    qd_span_amount a = { .drawn = drawn };
    if (s->unknown || s->n == 0) {
        a.part = true;
        return a;
    }
    qd_piece h = qd_set_hull(s);
    a.some = true;
    a.lo = isinf(h.lo) ? 0 : h.lo;
    a.open = isinf(h.hi);
    a.hi = a.open ? a.lo : h.hi;
    return a;
}

/* ---- Lines */

static unsigned currency_of(qd_lowering *l, const qd_due *due)
{
    unsigned c = 0;
    qd_node n = due->total != QD_NODE_HOLE ? due->total : due->amount;
    if (n != QD_NODE_HOLE)
        qd_dim_is_money(&l->m->units, qd_node_dim(&l->graph, n), &c);
    return c;
}

static bool is_line(const qd_flow_line *x, const qd_flow_line *like)
{
    return x->payer == like->payer && x->payee == like->payee &&
           x->firmness == like->firmness && x->currency == like->currency &&
           x->net == like->net && x->of == like->of && x->kind == like->kind;
}

static uint32_t hash_of(const qd_flow_line *x)
{
    const uint32_t parts[] = { x->payer, x->payee, x->of, x->firmness,
                               x->currency * 2u + x->net, x->kind };
    uint64_t h = 0;
    for (int i = 0; i < 6; i++) h = (h ^ parts[i]) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(h >> 32);
}

/* Room for as many lines as there are dues, and twice as many slots. */
static void room_for_lines(qd_flow_lines *f, qd_arena *arena, uint32_t n)
{
    uint32_t slots = 16;
    while (slots < 2 * n) slots *= 2;
    f->at = qd_arena_alloc(arena, (n + 1) * sizeof *f->at);
    f->slots = qd_arena_alloc(arena, slots * sizeof *f->slots);
    memset(f->slots, 0, slots * sizeof *f->slots);
    f->mask = slots - 1;
}

static qd_flow_line *line_for(qd_flow_lines *f, qd_arena *arena,
                              const qd_flow_line *like)
{
    uint32_t i = hash_of(like) & f->mask;
    for (; f->slots[i]; i = (i + 1) & f->mask)
        if (is_line(&f->at[f->slots[i] - 1], like))
            return &f->at[f->slots[i] - 1];
    qd_flow_line *x = &f->at[f->n++];
    f->slots[i] = f->n;
    *x = *like;
    size_t size = f->n_periods * sizeof *x->by_period;
    x->by_period = qd_arena_alloc(arena, size + 1);
    memset(x->by_period, 0, size);
    return x;
}

/* Low ends of a rest and of its parts are reached in different worlds: when
 * the parts are large, nothing is left. Their sum is never below the low end
 * of the whole. */
static void add_whole(qd_flow_line *x, qd_eval *e, const qd_due *due,
                      double rest)
{
    qd_span_amount whole = amount_of(qd_eval_node(e, due->whole), false);
    qd_span_amount parts = amount_of(qd_eval_node(e, due->parts), false);
    x->whole = whole;
    x->whole_dir = due->dir;
    double slack = whole.lo - parts.lo - rest;
    if (whole.some && slack > 0) x->slack += slack;
}

/* ---- Several amounts between the same two parties */

bool qd_dir_names(const qd_tree *t, const qd_dir *d, const char *field,
                  qd_sym other)
{
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; name && i < d->n_fields; i++) {
        const qd_field *x = &t->fields.at[d->fields + i];
        if (x->name != name || x->datum == QD_NONE) continue;
        const qd_syn *n = &t->syns.at[qd_field_datum(t, x)];
        for (; n->kind == QD_SYN_LIST; n = &t->syns.at[n->b])
            if (t->syns.at[n->a].a == other) return true;
        if (n->kind == QD_SYN_NAME && n->a == other) return true;
    }
    return false;
}

/* Whether two contracts are known to be two: one is on top of the other, or
 * what is left of a total beside its part. */
static bool stand_apart(const qd_tree *t, uint32_t a, uint32_t b)
{
    const qd_dir *x = &t->dirs.at[a], *y = &t->dirs.at[b];
    return a == b || x->keyword != QD_K_contract ||
           y->keyword != QD_K_contract ||
           qd_dir_names(t, x, "on-top-of", y->name) ||
           qd_dir_names(t, y, "on-top-of", x->name) ||
           qd_dir_names(t, x, "part-of", y->name) ||
           qd_dir_names(t, y, "part-of", x->name);
}

/* Two reports may speak of one contract: at least the larger is due, at most
 * both. */
static void take_larger(qd_span_amount *sum, const qd_span_amount *x)
{
    double lo = sum->lo > x->lo ? sum->lo : x->lo;
    qd_span_amount_add(sum, x);
    if (sum->some) sum->lo = lo;
}

static void combine(qd_span_amount *sum, const qd_span_amount *x, bool apart)
{
    if (apart) qd_span_amount_add(sum, x);
    else take_larger(sum, x);
}

static void add_node(qd_lowering *l, qd_flow_line *x, const qd_due *due,
                     bool apart)
{
    if (due->amount == QD_NODE_HOLE) return;
    qd_node both = x->node == QD_NODE_HOLE ? due->amount
        : qd_node_make(&l->graph, apart ? QD_N_ADD : QD_N_MAX, x->node,
                       due->amount, 0, 0);
    if (both) x->node = both;
}

/* ---- What contracts are for */

qd_str qd_flow_word(unsigned i)
{
    static const char *const words[] = { "capacity", "chips", "build",
        "power", "services", "resale", "equity", "models", "products" };
    return i < sizeof words / sizeof *words ? qd_str_c(words[i])
                                            : (qd_str){ "", 0 };
}

/* The word that stands; of lists, all that are in one. */
static void add_words(qd_lowering *l, qd_flow_line *x, uint32_t dir)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    if (d->keyword != QD_K_contract) return;
    qd_str one = qd_word_of(l, dir, "for"), word;
    for (unsigned i = 0; (word = qd_flow_word(i)).len; i++) {
        qd_sym s = one.len ? 0 : qd_names_find(&l->m->tree.names, word);
        if (one.len ? qd_str_eq(one, word)
                    : s && qd_dir_names(&l->m->tree, d, "for", s))
            x->words |= (uint16_t)(1u << i);
    }
}

static void add_due(qd_flow_lines *f, const qd_asked *asked, qd_eval *e,
                    const qd_due *due)
{
    qd_lowering *l = &f->paths.lowering;
    qd_flow_line like = {
        .payer = qd_party_shown(&asked->view, due->payer),
        .payee = qd_party_shown(&asked->view, due->payee),
        .firmness = due->firmness, .net = due->kind == QD_DUE_BURN,
        .currency = (uint8_t)currency_of(l, due), .of = QD_NONE,
        .kind = f->how & QD_LINES_KINDS ? due->kind : 0,
        .whole_dir = QD_NONE, .node = QD_NODE_HOLE, .probe = UINT32_MAX };
    if (like.payer == QD_SYM_HOLE || like.payee == QD_SYM_HOLE)
        like.of = due->dir;
    bool within = like.payer == like.payee && like.payer != QD_SYM_HOLE;
    if (within) return; /* inside one consolidated party */
    qd_flow_line *x = line_for(f, &l->m->arena, &like);
    bool apart = x->n_dues == 0 || stand_apart(&l->m->tree, x->last_dir,
                                               due->dir);
    x->n_dues++;
    x->last_dir = due->dir;
    if (f->how & QD_LINES_WORDS) add_words(l, x, due->dir);
    bool known = due->amount != QD_NODE_HOLE;
    for (uint32_t i = 0; i < f->n_periods; i++) {
        qd_span p = f->periods[i];
        if (f->how & QD_LINES_SO_FAR) p.from = f->periods[0].from;
        qd_eval_period(e, qd_day_months(p.from), qd_day_months(p.to));
        qd_span_amount a = amount_of(qd_eval_node(e, due->amount),
                                     known && l->graph.nodes
                                                  .at[due->total].drawn);
        combine(&x->by_period[i], &a, apart);
    }
    qd_span_amount whole = amount_of(qd_eval_node(e, due->total),
                                     l->graph.nodes.at[due->total].drawn);
    combine(&x->total, &whole, apart);
    if (due->whole != QD_NODE_HOLE) add_whole(x, e, due, whole.lo);
    add_node(l, x, due, apart);
}

static int by_text(const qd_model *m, qd_sym a, qd_sym b)
{
    if (a == b) return 0;
    if (a == QD_SYM_HOLE || b == QD_SYM_HOLE) return a == QD_SYM_HOLE ? 1 : -1;
    return qd_str_cmp(qd_model_name(m, a), qd_model_name(m, b));
}

static bool goes_before(const qd_model *m, const qd_flow_line *a,
                        const qd_flow_line *b)
{
    int c = by_text(m, a->payer, b->payer);
    if (c == 0) c = by_text(m, a->payee, b->payee);
    if (c == 0) c = (int)a->firmness - (int)b->firmness;
    if (c == 0) c = (int)a->currency - (int)b->currency;
    if (c == 0) c = (int)a->kind - (int)b->kind;
    if (c == 0 && a->of != b->of && a->of != QD_NONE && b->of != QD_NONE)
        c = by_text(m, m->tree.dirs.at[a->of].name,
                    m->tree.dirs.at[b->of].name);
    return c < 0;
}

/* Two sorted runs, [a, b) and [b, c), to one. */
static void merge(const qd_model *m, const qd_flow_line *from,
                  qd_flow_line *to, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t left = a, right = b;
    for (uint32_t i = a; i < c; i++) {
        bool second = left == b ||
                      (right < c && goes_before(m, &from[right],
                                                &from[left]));
        to[i] = from[second ? right++ : left++];
    }
}

/* Like lines keep their order. */
static void sort_lines(qd_flow_lines *f, qd_arena *arena)
{
    uint32_t n = f->n;
    qd_flow_line *other = qd_arena_alloc(arena, (n + 1) * sizeof *other);
    for (uint64_t run = 1; run < n; run *= 2) {
        for (uint64_t a = 0; a < n; a += 2 * run) {
            uint64_t b = a + run < n ? a + run : n;
            uint64_t c = b + run < n ? b + run : n;
            merge(f->paths.lowering.m, f->at, other, (uint32_t)a, (uint32_t)b,
                  (uint32_t)c);
        }
        qd_flow_line *sorted = other;
        other = f->at;
        f->at = sorted;
    }
}

void qd_flow_lines_make(qd_flow_lines *f, const qd_asked *asked, int months,
                        unsigned how)
{
    qd_model *m = asked->view.m;
    *f = (qd_flow_lines){ .how = how };
    make_periods(f, &m->arena, m->horizon, months);
    qd_lowering *l = &f->paths.lowering;
    qd_paths_begin(&f->paths, asked, PATHS);
    room_for_lines(f, &m->arena, l->dues.n);
    qd_eval e;
    qd_eval_init(&e, &l->graph, m->mem,
                 how & QD_LINES_MODEL ? QD_FACE_MODEL : QD_FACE_CLAIMS,
                 qd_day_months(m->horizon.from));
    for (uint32_t i = 0; i < l->dues.n; i++)
        if (l->dues.at[i].amount != QD_NODE_BAD)
            add_due(f, asked, &e, &l->dues.at[i]);
    qd_eval_free(&e);
    sort_lines(f, &m->arena);
}

/* ---- Medians */

/* The last period of the grid in each period shown. */
static uint32_t *ends_of(const qd_flow_lines *f, qd_model *m)
{
    uint32_t *ends = qd_arena_alloc(&m->arena,
                                    (f->n_periods + 1) * sizeof *ends);
    double begin = qd_day_months(m->horizon.from);
    for (uint32_t i = 0; i < f->n_periods; i++) {
        double months = qd_day_months(f->periods[i].to) - begin;
        ends[i] = (uint32_t)(months / m->grid + 0.5) - 1;
    }
    return ends;
}

/* A model of a million lines has its medians from few paths rather than its
 * answer late: as many as this many operations make. */
static void spare(qd_paths *paths)
{
    const double operations = 2e9;
    const uint64_t least = 64;
    if (qd_asked_for(paths->asked, "paths").len) return;
    double each = (double)paths->lowering.graph.nodes.n * paths->n_periods;
    uint64_t most = (uint64_t)(operations / (each + 1));
    if (most < least) most = least;
    if (most < paths->how.paths) paths->how.paths = most;
}

bool qd_flow_lines_draw(qd_flow_lines *f)
{
    spare(&f->paths);
    const uint32_t *ends = ends_of(f, f->paths.lowering.m);
    qd_paths_world(&f->paths);
    for (uint32_t i = 0; i < f->n; i++) {
        qd_flow_line *x = &f->at[i];
        if (x->node == QD_NODE_HOLE) continue;
        x->probe = qd_paths_probe(&f->paths, x->node, ends, f->n_periods,
                                  true, QD_WANT_QUANTILES);
    }
    return qd_paths_plan(&f->paths) && qd_paths_draw(&f->paths);
}

double qd_flow_median(const qd_flow_lines *f, const qd_flow_line *x,
                      uint32_t period)
{
    if (x->probe == UINT32_MAX || !f->paths.result) return NAN;
    return qd_sim_quantile(f->paths.result, x->probe, period, 0.5);
}

void qd_flow_lines_free(qd_flow_lines *f)
{
    qd_paths_free(&f->paths);
}
