/* What could be set off, layer by layer, with its proof. */
#include "analysis/loops.h"

#include <string.h>

#include "base/buf.h"

struct sums {
    qd_network net;
    qd_circulation c;
    int64_t net_debt, bilateral;
    qd_pro_rata pro_rata;
    qd_throughput through;
    qd_packing packing;
    bool *open;          /* of each arc: what is set off is not fixed */
    uint32_t n_open;
    uint32_t n_unknown;  /* payments without an amount */
    bool exact;          /* all amounts are what they are, */
    bool loops_exact;    /* at least of all that can be in a loop */
};

const char *qd_loops_layer_word(unsigned layer)
{
    static const char *const words[] = { "announced", "contracted", "due",
                                         "paid", "all" };
    return words[layer];
}

/* ---- Legs */

static bool same_ends(const qd_loop_leg *x, const qd_loop_leg *y)
{
    return x->from == y->from && x->to == y->to;
}

/* Into `out`, by payer or payee, those of one in the order they had. */
static void sort_legs(const qd_loop_leg *in, qd_loop_leg *out, uint32_t n,
                      uint32_t *start, uint32_t parties, bool by_payer)
{
    memset(start, 0, ((size_t)parties + 2) * sizeof *start);
    for (uint32_t i = 0; i < n; i++)
        start[(by_payer ? in[i].from : in[i].to) + 1]++;
    for (uint32_t u = 0; u < parties; u++)
        start[u + 1] += start[u];
    for (uint32_t i = 0; i < n; i++)
        out[start[by_payer ? in[i].from : in[i].to]++] = in[i];
}

static void order_legs(qd_loops *l, qd_loop_leg *legs, uint32_t n)
{
    qd_mem *mem = l->m->mem;
    qd_loop_leg *spare = qd_mem_resize(mem, NULL,
                                       ((size_t)n + 1) * sizeof *spare);
    uint32_t *start = qd_mem_resize(mem, NULL,
                                    ((size_t)l->n + 2) * sizeof *start);
    sort_legs(legs, spare, n, start, l->n, false);
    sort_legs(spare, legs, n, start, l->n, true);
    qd_mem_release(mem, start);
    qd_mem_release(mem, spare);
}

static void take_pay(qd_loops *l, qd_loop_leg *leg, const qd_loop_leg *pay)
{
    if (pay->amount > INT64_MAX - leg->amount) {
        l->large = true;
        return;
    }
    bool weaker = leg->amount == 0 ? pay->amount > 0 ||
                                     pay->firmness < leg->firmness
                : pay->amount > 0 && pay->firmness > leg->firmness;
    if (weaker) leg->firmness = pay->firmness;
    leg->amount += pay->amount;
    leg->kinds |= pay->kinds;
    leg->exact = leg->exact && pay->exact;
}

qd_loop_leg *qd_loops_legs(qd_loops *l, unsigned layer, unsigned firmness,
                           uint32_t *n)
{
    qd_loop_leg *legs = qd_mem_resize(l->m->mem, NULL,
                                      ((size_t)l->pays.n + 1) * sizeof *legs);
    uint32_t count = 0, kept = 0;
    for (uint32_t i = 0; i < l->pays.n; i++) {
        const qd_loop_pay *p = &l->pays.at[i];
        if (p->layer == layer && p->firmness <= firmness && !p->aside)
            legs[count++] = (qd_loop_leg){ p->from, p->to, p->amount,
                p->firmness, (uint16_t)(1u << p->kind), p->exact };
    }
    order_legs(l, legs, count);
    for (uint32_t i = 0; i < count; i++)
        if (kept > 0 && same_ends(&legs[kept - 1], &legs[i]))
            take_pay(l, &legs[kept - 1], &legs[i]);
        else
            legs[kept++] = legs[i];
    *n = kept;
    return legs;
}

/* ---- Figures of a layer */

/* Whether no payment whose amount is open can be in a loop: its ends do not
 * hang together both ways. The legs are in the order of their payers. */
static bool are_loops_exact(qd_loops *l, const qd_loop_leg *legs, uint32_t n)
{
    qd_mem *mem = l->m->mem;
    uint32_t *first = qd_mem_zero(mem, ((size_t)l->n + 1) * sizeof *first);
    uint32_t *to = qd_mem_zero(mem, ((size_t)n + 1) * sizeof *to);
    uint32_t *of = qd_mem_zero(mem, ((size_t)l->n + 1) * sizeof *of);
    uint32_t *order = qd_mem_zero(mem, ((size_t)l->n + 1) * sizeof *order);
    bool exact = true;
    for (uint32_t i = 0; i < n; i++) {
        first[legs[i].from + 1]++;
        to[i] = legs[i].to;
    }
    for (uint32_t u = 0; u < l->n; u++) first[u + 1] += first[u];
    qd_graph_components(mem, l->n, first, to, of, order);
    for (uint32_t i = 0; i < n; i++)
        exact = exact && (legs[i].exact || of[legs[i].from] != of[legs[i].to]);
    qd_mem_release(mem, order);
    qd_mem_release(mem, of);
    qd_mem_release(mem, to);
    qd_mem_release(mem, first);
    return exact;
}

static bool make_net(qd_loops *l, unsigned layer, struct sums *s)
{
    uint32_t n, known = 0;
    qd_loop_leg *legs = qd_loops_legs(l, layer, UINT8_MAX, &n);
    qd_payment *pays = qd_mem_resize(l->m->mem, NULL,
                                     ((size_t)n + 1) * sizeof *pays);
    s->exact = true;
    for (uint32_t i = 0; i < n; i++) {
        s->exact = s->exact && legs[i].exact;
        if (legs[i].amount > 0)
            pays[known++] = (qd_payment){ legs[i].from, legs[i].to,
                                          legs[i].amount };
    }
    s->n_unknown = n - known;
    s->loops_exact = s->exact || are_loops_exact(l, legs, n);
    size_t where;
    qd_network_fault fault = qd_network_make(l->m->mem, &s->net, l->n, pays,
                                             known, &where);
    qd_mem_release(l->m->mem, pays);
    qd_mem_release(l->m->mem, legs);
    if (fault == QD_NETWORK_FINE && !l->large) return true;
    qd_refuse(l->m, fault == QD_NETWORK_SIZE
        ? QD_STR("there are too many parties or payments.")
        : QD_STR("all amounts together are beyond 64 bits; write them in a "
                 "larger unit."));
    return false;
}

static bool solve(qd_loops *l, unsigned layer, struct sums *s)
{
    qd_mem *mem = l->m->mem;
    if (!make_net(l, layer, s)) return false;
    qd_circulation_solve(mem, &s->net, &s->c);
    s->net_debt = qd_setoff_net_debt(mem, &s->net);
    s->bilateral = qd_setoff_bilateral(&s->net);
    s->pro_rata = qd_setoff_pro_rata(mem, &s->net);
    s->through = qd_setoff_throughput(mem, &s->net);
    s->packing = qd_setoff_packing(mem, &s->net, &s->c);
    return true;
}

static void release(qd_loops *l, struct sums *s)
{
    qd_mem_release(l->m->mem, s->open);
    qd_circulation_free(l->m->mem, &s->c);
    qd_network_free(l->m->mem, &s->net);
}

/* ---- The table for programs */

enum { C_LAYER, C_MEASURE, C_LO, C_POINT, C_HI, C_CERTIFIED, C_UNIT };

static qd_table *summary_table(qd_loops *l)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&l->m->arena, "summary");
    qd_table_column(t, "layer", QD_COLUMN_TEXT, none);
    qd_table_column(t, "measure", QD_COLUMN_TEXT, none);
    qd_table_column(t, "lo", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "point", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "hi", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "certified", QD_COLUMN_BOOL, none);
    qd_table_column(t, "unit", QD_COLUMN_TEXT, none);
    return t;
}

enum ends { BOTH, /* no end is known unless all amounts are exact */
            LOW,  /* more amounts can only add to it, */
            LOOP, /* and only those that can be in a loop */
            MORE  /* it was not followed to its end */
};

struct figure {
    const char *measure;
    double lo, point, hi;
    enum ends ends;
    bool certified;
};

static void figure_row(qd_loops *l, qd_table *t, unsigned layer,
                       const struct sums *s, struct figure f, qd_str unit)
{
    qd_table_row(t);
    qd_table_text(t, C_LAYER, qd_str_c(qd_loops_layer_word(layer)));
    qd_table_text(t, C_MEASURE, qd_str_c(f.measure));
    bool exact = f.ends == LOOP ? s->loops_exact : s->exact;
    if (exact || f.ends == LOW || f.ends == LOOP)
        qd_table_number(t, C_LO, f.lo);
    else qd_table_hole(t, C_LO);
    qd_table_number(t, C_POINT, f.point);
    if (exact && f.ends != MORE) qd_table_number(t, C_HI, f.hi);
    else qd_table_hole(t, C_HI);
    qd_table_bool(t, C_CERTIFIED, f.certified);
    qd_table_text(t, C_UNIT, unit);
    (void)l;
}

static void amount_row(qd_loops *l, qd_table *t, unsigned layer,
                       const struct sums *s, struct figure f)
{
    f.lo /= l->scale;
    f.point /= l->scale;
    f.hi /= l->scale;
    figure_row(l, t, layer, s, f, l->unit);
}

static struct figure whole(const char *measure, int64_t amount,
                           enum ends ends, bool certified)
{
    double x = (double)amount;
    return (struct figure){ measure, x, x, x, ends, certified };
}

static void counts(qd_loops *l, qd_table *t, unsigned layer,
                   const struct sums *s)
{
    const double three = 1.96; /* standard errors to 95 % */
    const qd_throughput *x = &s->through;
    double part = x->loop_dollars > 0 ? x->circularity / x->loop_dollars : 0;
    double off = three * x->error;
    amount_row(l, t, layer, s, (struct figure){ "loop_dollars_pro_rata",
        x->loop_dollars - off, x->loop_dollars, x->loop_dollars + off, BOTH,
        x->exact });
    figure_row(l, t, layer, s, (struct figure){ "throughput_circularity",
        100 * (x->circularity - off * part), 100 * x->circularity,
        100 * (x->circularity + off * part), BOTH, x->exact }, QD_STR("%"));
    struct figure f = whole("tiers", s->c.tiers, BOTH, s->c.checked);
    figure_row(l, t, layer, s, f, (qd_str){ "", 0 });
    f = whole("payments_not_fixed", s->n_open, BOTH, true);
    figure_row(l, t, layer, s, f, (qd_str){ "", 0 });
    f = whole("payments_without_amount", s->n_unknown, BOTH, true);
    f.ends = LOW;
    figure_row(l, t, layer, s, f, (qd_str){ "", 0 });
}

static double share(int64_t part, int64_t of)
{
    return of > 0 ? 100 * ((double)part / (double)of) : 0;
}

static void layer_rows(qd_loops *l, qd_table *t, unsigned layer,
                       const struct sums *s)
{
    double v = share(s->c.value, s->net.gross);
    amount_row(l, t, layer, s, whole("gross", s->net.gross, LOW, true));
    amount_row(l, t, layer, s, whole("circulation", s->c.value, LOOP,
                                     s->c.checked));
    figure_row(l, t, layer, s, (struct figure){ "circulation_share", v, v, v,
               BOTH, s->c.checked }, QD_STR("%"));
    amount_row(l, t, layer, s, whole("net_internal_debt", s->net_debt, BOTH,
                                     true));
    amount_row(l, t, layer, s, whole("bilateral", s->bilateral, LOOP, true));
    amount_row(l, t, layer, s, (struct figure){ "pro_rata",
        s->pro_rata.volume, s->pro_rata.volume, s->pro_rata.volume,
        s->pro_rata.whole ? BOTH : MORE,
        s->pro_rata.whole });
    amount_row(l, t, layer, s, (struct figure){ "loop_dollars",
        s->packing.low, s->packing.low, s->packing.high, LOOP,
        s->packing.exact });
    counts(l, t, layer, s);
}

/* ---- Words */

qd_str qd_loops_number(qd_loops *l, int64_t amount)
{
    if (l->sym == NULL)
        return qd_arena_printf(&l->m->arena, "%lld", (long long)amount);
    return qd_short_number(&l->m->arena, (double)amount / l->scale);
}

static void grid_row(qd_table *t, const char *what, double amount,
                     double gross, bool least)
{
    qd_table_row(t);
    qd_table_text(t, 0, qd_str_c(what));
    qd_table_number(t, 1, amount);
    if (least) qd_table_at(t, t->n_rows - 1, 1)->mark = QD_MARK_LEAST;
    if (gross > 0) qd_table_number(t, 2, 100 * amount / gross);
}

static void grid(qd_loops *l, const struct sums *s)
{
    qd_str none = { "", 0 };
    bool least = !s->loops_exact;
    double gross = (double)s->net.gross / l->scale;
    qd_table *t = qd_table_make(&l->m->arena, "set off");
    qd_table_column(t, "set off", QD_COLUMN_TEXT, none)->title = none;
    qd_table_column(t, "amount", QD_COLUMN_NUMBER, none);
    qd_table_column(t, "share", QD_COLUMN_NUMBER, none)->title =
        QD_STR("% of all");
    grid_row(t, "all payments", gross, gross, !s->exact);
    grid_row(t, "could be set off", (double)s->c.value / l->scale, gross,
             least);
    grid_row(t, "  between two alone", (double)s->bilateral / l->scale,
             gross, least);
    grid_row(t, "  if all forward pro rata", s->pro_rata.volume / l->scale,
             gross, !s->pro_rata.whole);
    grid_row(t, "net internal debt", (double)s->net_debt / l->scale, gross,
             false);
    grid_row(t, "in loops, each dollar once", s->packing.low / l->scale,
             gross, least);
    if (!least && s->packing.high > s->packing.low) {
        qd_cell *c = qd_table_at(t, t->n_rows - 1, 1);
        c->mark = QD_MARK_RANGE;
        c->high = s->packing.high / l->scale;
    }
    qd_answer_block(l->answer, QD_BLOCK_GRID)->table = t;
}

static void list_tiers(qd_loops *l, const struct sums *s, qd_buf *b)
{
    enum { NAMED = 12 };
    if (s->c.tiers < 2 || l->n > NAMED) return;
    for (uint32_t rank = 0; rank < s->c.tiers; rank++) {
        qd_buf_add(b, rank ? QD_STR(" < ") : QD_STR(": "));
        bool first = true;
        for (uint32_t u = 0; u < l->n; u++) {
            if (s->c.rank[u] != rank) continue;
            if (!first) qd_buf_add(b, QD_STR(", "));
            qd_buf_add(b, l->party[u]);
            first = false;
        }
    }
}

static void say(qd_loops *l, qd_str text)
{
    qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = text;
}

/* Some of them by name: `payments` has the others. */
static void say_open(qd_loops *l, const struct sums *s)
{
    enum { NAMED = 6 };
    uint32_t named = 0;
    qd_buf b = qd_buf_make(l->m->mem);
    for (uint32_t u = 0; u < s->net.n; u++)
        for (uint32_t a = s->net.first[u]; a < s->net.first[u + 1]; a++) {
            if (!s->open[a] || named == NAMED) continue;
            qd_buf_c(&b, named++ ? ", " : "");
            qd_buf_add(&b, l->party[u]);
            qd_buf_c(&b, " → ");
            qd_buf_add(&b, l->party[s->net.to[a]]);
        }
    say(l, qd_arena_printf(&l->m->arena, "On %u of %u payments the amount set "
        "off is not fixed, others would give the same sum: %.*s%s.", s->n_open,
        s->net.n_arcs, (int)b.len, b.at, s->n_open > named ? ", ..." : ""));
    qd_mem_release(l->m->mem, b.at);
}

static void words(qd_loops *l, const struct sums *s)
{
    qd_arena *arena = &l->m->arena;
    say(l, QD_STR("This says what could be netted without changing what "
                  "anybody is owed in the end, not that the same dollars went "
                  "round."));
    qd_buf b = qd_buf_make(l->m->mem);
    list_tiers(l, s, &b);
    say(l, qd_arena_printf(arena, "Throughput circularity %.*s %%%s; what "
        "could be set off is %s by %u tier%s%.*s.",
        QD_STR_ARG(qd_short_number(arena, 100 * s->through.circularity)),
        s->through.exact ? "" : " (a sample)",
        s->c.checked ? "proved largest" : "NOT PROVED largest", s->c.tiers,
        s->c.tiers == 1 ? "" : "s", (int)b.len, b.len ? b.at : ""));
    qd_mem_release(l->m->mem, b.at);
    if (s->loops_exact && !s->packing.exact)
        say(l, QD_STR("–  loop dollars have both ends proved; they are one "
                      "number where no more than 48 parties hang together."));
    if (!s->pro_rata.whole)
        say(l, qd_arena_printf(arena, "≥  forwarding pro rata goes on; it was "
            "followed for %u round%s.", s->pro_rata.rounds,
            s->pro_rata.rounds == 1 ? "" : "s"));
    if (s->n_open > 0) say_open(l, s);
    if (s->n_unknown > 0)
        say(l, qd_arena_printf(arena, "?  %u of %u payments have no reported "
            "amount and count as nothing here", s->n_unknown,
            s->n_unknown + s->net.n_arcs));
    else if (!s->exact)
        say(l, QD_STR("≥  amounts are open above; these are their low "
                      "ends, for which what has no ≥ is reckoned"));
}

static void head(qd_loops *l)
{
    uint32_t n = l->n;
    qd_answer_block(l->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &l->m->arena, "What could be set off among %u parties · %.*s · %s%.*s",
        n, QD_STR_ARG(qd_loops_unit_word(l)),
        qd_loops_layer_word(l->layer), QD_STR_ARG(qd_asked_words(&l->asked)));
}

static void show(qd_loops *l, const struct sums *s)
{
    head(l);
    grid(l, s);
    words(l, s);
}

static void find_open(qd_loops *l, struct sums *s)
{
    s->open = qd_mem_resize(l->m->mem, NULL, (size_t)s->net.n_arcs + 1);
    s->n_open = qd_circulation_open(l->m->mem, &s->net, &s->c, s->open);
}

/* ---- Payment by payment */

/* Those of which something is set off, or might be: in one largest set-off,
 * and whether it is the same in all of them. */
static void payments_table(qd_loops *l, const struct sums *s)
{
    enum { KEPT = 10000 };
    qd_str none = { "", 0 };
    uint32_t left_out = 0;
    qd_table *t = qd_table_make(&l->m->arena, "payments");
    qd_table_column(t, "payer", QD_COLUMN_TEXT, none);
    qd_table_column(t, "payee", QD_COLUMN_TEXT, none);
    qd_table_column(t, "amount", QD_COLUMN_NUMBER, l->unit);
    qd_table_column(t, "set_off", QD_COLUMN_NUMBER, l->unit);
    qd_table_column(t, "fixed", QD_COLUMN_BOOL, none);
    for (uint32_t u = 0; u < s->net.n; u++)
        for (uint32_t a = s->net.first[u]; a < s->net.first[u + 1]; a++) {
            if (s->c.flow[a] == 0 && !s->open[a]) continue;
            if (t->n_rows == KEPT) {
                left_out++;
                continue;
            }
            qd_table_row(t);
            qd_table_text(t, 0, l->party[u]);
            qd_table_text(t, 1, l->party[s->net.to[a]]);
            qd_table_number(t, 2, (double)s->net.amount[a] / l->scale);
            qd_table_number(t, 3, (double)s->c.flow[a] / l->scale);
            qd_table_bool(t, 4, !s->open[a]);
        }
    qd_answer_table(l->answer, t);
    if (left_out)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "table payments: the first %u, %u more are left out",
            (unsigned)KEPT, left_out));
}

bool qd_loops_sums(qd_loops *l)
{
    bool has[QD_LAYERS] = { false };
    for (uint32_t i = 0; i < l->pays.n; i++) has[l->pays.at[i].layer] = true;
    qd_table *t = summary_table(l);
    for (unsigned layer = 0; layer < QD_LAYERS; layer++) {
        struct sums s = { 0 };
        if (!has[layer]) continue;
        if (!solve(l, layer, &s)) return false;
        find_open(l, &s);
        layer_rows(l, t, layer, &s);
        if (layer == l->layer) {
            show(l, &s);
            payments_table(l, &s);
        }
        release(l, &s);
    }
    qd_answer_table(l->answer, t);
    return true;
}
