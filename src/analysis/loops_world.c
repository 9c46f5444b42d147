/* The network of a view: what is due between its parties. Low ends in whole
 * cents; what has no number stands without an amount. */
#include "analysis/loops.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/flows_lines.h"

struct named { qd_str name; qd_sym sym; };

/* Amounts of more than this are wrong before they are large. */
static const double most_cents = 4e18;

/* A larger model has no picture, which alone needs them. */
enum { MOST_WORDS = 20000 };

/* ---- Parties */

static int by_name(const void *a, const void *b)
{
    return qd_str_cmp(((const struct named *)a)->name,
                      ((const struct named *)b)->name);
}

static void note_party(qd_loops *l, qd_sym s, uint32_t *number,
                       struct named *all)
{
    if (s == QD_SYM_HOLE || number[s]) return;
    all[l->n++] = (struct named){ qd_model_name(l->m, s), s };
    number[s] = l->n;
}

/* The parties of the lines by name; fills their numbers by symbol. */
static void number_parties(qd_loops *l, const qd_flow_lines *f,
                           uint32_t *number)
{
    qd_arena *arena = &l->m->arena;
    struct named *all = qd_arena_alloc(arena, (2 * f->n + 1) * sizeof *all);
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->at[i].net) continue;
        note_party(l, f->at[i].payer, number, all);
        note_party(l, f->at[i].payee, number, all);
    }
    qsort(all, l->n, sizeof *all, by_name);
    l->party = qd_arena_alloc(arena, (l->n + 1) * sizeof *l->party);
    l->sym = qd_arena_alloc(arena, (l->n + 1) * sizeof *l->sym);
    l->opening = qd_arena_alloc(arena, (l->n + 1) * sizeof *l->opening);
    for (uint32_t i = 0; i < l->n; i++) {
        number[all[i].sym] = i;
        l->sym[i] = all[i].sym;
        l->party[i] = qd_party_label(l->m, all[i].sym);
    }
}

/* ---- Amounts */

/* What falls due in the window, or in the horizon. */
static qd_span_amount within(const qd_loops *l, const qd_flow_lines *f,
                             const qd_flow_line *x)
{
    qd_span_amount sum = { 0 };
    for (uint32_t p = 0; p < f->n_periods; p++)
        if (f->periods[p].from >= l->window.from &&
            f->periods[p].to <= l->window.to)
            qd_span_amount_add(&sum, &x->by_period[p]);
    return sum;
}

static bool is_nothing(const qd_span_amount *a)
{
    return a->some && a->hi == 0 && !a->open && !a->part;
}

static void add_pay(qd_loops *l, qd_loop_pay pay, const qd_span_amount *a)
{
    if (is_nothing(a)) return;
    double cents = a->some && a->lo > 0 ? floor(a->lo * 100 + 0.5) : 0;
    if (cents > most_cents) l->large = true;
    else pay.amount = (int64_t)cents;
    pay.most = 0;
    if (a->some && !a->open && !a->part && a->hi * 100 < most_cents)
        pay.most = (int64_t)floor(a->hi * 100 + 0.5);
    pay.exact = a->some && !a->open && !a->part && a->hi <= a->lo;
    *qd_vec_add(l->m->mem, &l->pays) = pay;
}

static void add_line(qd_loops *l, const qd_flow_lines *f,
                     const qd_flow_line *x, const uint32_t *number)
{
    qd_loop_pay pay = { .from = number[x->payer], .to = number[x->payee],
                        .firmness = x->firmness, .kind = x->kind,
                        .words = x->words };
    qd_span_amount due = within(l, f, x), whole = x->total;
    if (qd_loops_windowed(l)) whole = due;
    if (!whole.some) {
        whole = due;
        whole.open = true;
    }
    pay.layer = QD_LAYER_ANNOUNCED;
    add_pay(l, pay, &whole);
    if (x->firmness > QD_FIRM_FIRM) return;
    pay.layer = QD_LAYER_CONTRACTED;
    add_pay(l, pay, &whole);
    pay.layer = QD_LAYER_DUE;
    add_pay(l, pay, &due);
    if (x->firmness > QD_FIRM_PAID) return;
    pay.layer = QD_LAYER_PAID;
    add_pay(l, pay, &whole);
}

static bool is_between(const qd_flow_line *x)
{
    return !x->net && x->payer != QD_SYM_HOLE && x->payee != QD_SYM_HOLE;
}

/* ---- Currency and scale */

/* Currencies do not add: that of the most payments, the first of equals. */
static unsigned main_currency(qd_loops *l, const qd_flow_lines *f)
{
    unsigned best = 0, most = 0, all = 0;
    for (unsigned c = 0; c < l->m->units.n_currencies; c++) {
        unsigned n = 0;
        for (uint32_t i = 0; i < f->n; i++)
            n += is_between(&f->at[i]) && f->at[i].currency == c;
        all += n;
        if (n > most) best = c, most = n;
    }
    if (all > most)
        qd_answer_note(l->answer, qd_arena_printf(&l->m->arena,
            "only payments in %.*s; %u in other currencies are left out",
            QD_STR_ARG(l->m->units.currency[best]), all - most));
    return best;
}

static void choose_scale(qd_loops *l, unsigned currency)
{
    static const struct { double scale; const char *word; } rows[] = {
        { 1e9, "bn " }, { 1e6, "mn " }, { 1e3, "k " }, { 1, "" } };
    int64_t most = 0;
    for (uint32_t i = 0; i < l->pays.n; i++)
        if (l->pays.at[i].amount > most) most = l->pays.at[i].amount;
    unsigned i = 0;
    while (most > 0 && i < 3 && (double)most < 100 * rows[i].scale) i++;
    l->scale = 100 * rows[i].scale;
    l->unit = qd_arena_printf(&l->m->arena, "%s%.*s", rows[i].word,
        QD_STR_ARG(l->m->units.n_currencies ? l->m->units.currency[currency]
                                            : QD_STR("money")));
}

bool qd_loops_world(qd_loops *l)
{
    qd_flow_lines f;
    qd_flow_lines_make(&f, &l->asked, qd_loops_windowed(l) ? 1 : 12,
                       QD_LINES_KINDS | (l->m->tree.dirs.n < MOST_WORDS
                                             ? QD_LINES_WORDS : 0));
    uint32_t n_syms = l->m->tree.names.all.n;
    uint32_t *number = qd_mem_zero(l->m->mem,
                                   ((size_t)n_syms + 1) * sizeof *number);
    number_parties(l, &f, number);
    unsigned currency = l->currency = main_currency(l, &f);
    for (uint32_t i = 0; i < f.n; i++)
        if (is_between(&f.at[i]) && f.at[i].currency == currency)
            add_line(l, &f, &f.at[i], number);
    qd_mem_release(l->m->mem, number);
    qd_flow_lines_free(&f);
    choose_scale(l, currency);
    if (!l->large) return true;
    qd_refuse(l->m, QD_STR("an amount is beyond 64 bits of cents."));
    return false;
}
