/* The picture of `loops`: the network of a layer, what is in no loop drawn
 * back, and the ledger of the loops below it. */
#include "analysis/loops.h"
#include "analysis/money_network.h"

enum { MOST_PAYS = 5000 }; /* a larger network has no picture */

static bool counts(const qd_loops *l, const qd_loop_pay *x)
{
    return x->layer == l->layer && !x->aside;
}

/* Whether a payment is a leg of a loop that is shown. */
static bool goes_round(const qd_loops *l, const qd_loop_pay *x)
{
    for (uint32_t i = 0; i < l->shown.n; i++) {
        const qd_loop_shown *s = &l->shown.at[i];
        for (uint32_t k = 0; k < s->n; k++)
            if (s->party[k] == x->from && s->party[(k + 1) % s->n] == x->to)
                return true;
    }
    return false;
}

/* What an edge list does not say is not said. */
static qd_money money_of(const qd_loops *l, const qd_loop_pay *x)
{
    qd_money m = { .payer = l->party[x->from], .payee = l->party[x->to],
                   .known = x->amount > 0 || x->most > 0,
                   .lo = (double)x->amount / l->scale, .hi = -1,
                   .firmness = x->firmness, .kind = x->kind,
                   .words = x->words };
    if (x->exact) m.hi = m.lo;
    else if (x->most > 0) m.hi = (double)x->most / l->scale;
    if (l->sym == NULL) {
        m.status = QD_STR("listed");
        m.kind = QD_DUE_BURN;
    }
    return m;
}

static void add_pays(const qd_loops *l, qd_block *b)
{
    for (uint32_t i = 0; i < l->pays.n; i++) {
        const qd_loop_pay *x = &l->pays.at[i];
        if (!counts(l, x)) continue;
        qd_money m = money_of(l, x);
        m.faint = l->shown.n > 0 && !goes_round(l, x);
        qd_money_add(b, &m);
    }
}

static bool is_chosen(const qd_loops *l, uint32_t party)
{
    for (uint32_t i = 0; i < l->n_chosen; i++)
        if (l->chosen[i] == party) return true;
    return false;
}

static void add_parties(qd_loops *l, qd_block *b)
{
    qd_lowering low;
    if (l->sym == NULL) return;
    qd_lowering_init(&low, &l->asked.view, &l->m->arena);
    for (uint32_t i = 0; i < l->n; i++)
        qd_money_party(b, &low, l->sym[i], is_chosen(l, i));
    qd_lowering_free(&low);
}

/* ---- The ledger */

/* All that one pays another as one: its words where they are the same, the
 * weakest step of what has an amount. */
static qd_money leg_of(const qd_loops *l, uint32_t from, uint32_t to)
{
    qd_money sum = { 0 };
    bool first = true, exact = true, open = false;
    double hi = 0;
    for (uint32_t i = 0; i < l->pays.n; i++) {
        const qd_loop_pay *x = &l->pays.at[i];
        if (!counts(l, x) || x->from != from || x->to != to) continue;
        qd_money m = money_of(l, x);
        bool larger = m.known && (!sum.known || m.lo > sum.lo);
        if (first || larger) {
            sum.kind = m.kind;
            sum.words = m.words;
        }
        if (first || (m.lo > 0 && (!(sum.lo > 0) ||
                                   m.firmness > sum.firmness)))
            sum.firmness = m.firmness;
        sum.known = sum.known || m.known;
        sum.payer = m.payer;
        sum.payee = m.payee;
        sum.status = m.status;
        sum.lo += m.lo;
        hi += m.hi;
        open = open || m.hi < m.lo;
        exact = exact && x->exact;
        first = false;
    }
    sum.hi = exact ? sum.lo : open ? -1 : hi;
    return sum;
}

static void ledger_row(const qd_loops *l, qd_block *b, uint32_t loop,
                       const qd_money *x)
{
    qd_table *t = b->table;
    qd_table_row(t);
    qd_table_number(t, 0, loop);
    qd_table_text(t, 1, x->payer);
    qd_table_text(t, 2, x->payee);
    if (x->known) qd_table_number(t, 3, x->lo);
    else qd_table_hole(t, 3);
    if (x->known && x->hi >= x->lo) qd_table_number(t, 4, x->hi);
    qd_table_text(t, 5, qd_money_status(x));
    qd_table_text(t, 6, qd_money_word(t->arena, x->kind, x->words));
    if (l->shown.at[loop].round > 0)
        qd_table_number(t, 7, (double)l->shown.at[loop].round / l->scale);
    else
        qd_table_hole(t, 7);
}

static qd_table *ladder_of(const qd_answer *a)
{
    for (uint32_t i = 0; i < a->tables.n; i++)
        if (strcmp(a->tables.at[i]->name, "ladder") == 0)
            return a->tables.at[i];
    return NULL;
}

static void add_ledger(qd_loops *l)
{
    static const char *const names[] = { "loop", "payer", "payee", "lo",
        "hi", "status", "kind", "round" };
    qd_str none = { "", 0 };
    qd_block *b = qd_answer_block(l->answer, QD_BLOCK_LOOPS);
    b->unit = l->unit;
    b->table = qd_table_make(&l->m->arena, "legs");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        qd_table_column(b->table, names[i], QD_COLUMN_TEXT, none);
    for (uint32_t i = 0; i < l->shown.n; i++) {
        const qd_loop_shown *s = &l->shown.at[i];
        for (uint32_t k = 0; k < s->n; k++) {
            qd_money leg = leg_of(l, s->party[k], s->party[(k + 1) % s->n]);
            ledger_row(l, b, i, &leg);
        }
    }
    b->marks = ladder_of(l->answer);
    b->text = QD_STR("The smallest payment of a loop limits what can go "
                     "round");
    b->detail = QD_STR("A row is a loop, read from left to right, all on one "
        "scale; the line below a bar is what can go all the way round. Loops "
        "share payments: their amounts do not add.");
}

/* ---- The finding */

static qd_str round_text(const qd_loops *l, const qd_loop_shown *s)
{
    qd_arena *arena = &l->m->arena;
    qd_str text = { "", 0 };
    for (uint32_t k = 0; k <= s->n; k++)
        text = qd_arena_printf(arena, "%.*s%s%.*s", QD_STR_ARG(text),
                               k ? " → " : "",
                               QD_STR_ARG(l->party[s->party[k % s->n]]));
    return text;
}

static bool is_exact(const qd_loops *l, const qd_loop_shown *s)
{
    for (uint32_t k = 0; k < s->n; k++) {
        qd_money x = leg_of(l, s->party[k], s->party[(k + 1) % s->n]);
        if (x.hi < x.lo || x.hi > x.lo) return false;
    }
    return true;
}

static bool all_exact(const qd_loops *l)
{
    for (uint32_t i = 0; i < l->pays.n; i++)
        if (counts(l, &l->pays.at[i]) && !l->pays.at[i].exact) return false;
    return true;
}

/* The last step of the ladder: all that is counted. */
static qd_str back_text(qd_loops *l, const qd_table *t)
{
    qd_arena *arena = &l->m->arena;
    uint32_t last = t->n_rows - 1;
    qd_str back = qd_short_number(arena, qd_table_at(t, last, 2)->number);
    qd_str paid = qd_short_number(arena, qd_table_at(t, last, 3)->number);
    const char *least = all_exact(l) ? "" : "at least ";
    return qd_arena_printf(arena, "Of %s%.*s %.*s that %.*s pays, %s%.*s can "
        "come back to it", least, QD_STR_ARG(paid), QD_STR_ARG(l->unit),
        QD_STR_ARG(qd_table_at(t, last, 0)->text), least, QD_STR_ARG(back));
}

static qd_str finding(qd_loops *l)
{
    qd_arena *arena = &l->m->arena;
    const qd_table *t = ladder_of(l->answer);
    if (l->shown.n == 0) return QD_STR("No money goes in circles");
    if (l->n_chosen == 1 && t && t->n_rows) return back_text(l, t);
    const qd_loop_shown *s = &l->shown.at[0];
    if (s->round == 0)
        return QD_STR("Money goes in circles; how much is not reported");
    return qd_arena_printf(arena, "The largest loop lets %s%.*s%s%.*s go "
        "round: %.*s", is_exact(l, s) ? "" : "at least ",
        QD_STR_ARG(qd_loops_number(l, s->round)), l->unit.len ? " " : "",
        QD_STR_ARG(l->unit),
        QD_STR_ARG(round_text(l, s)));
}

void qd_loops_network(qd_loops *l)
{
    if (l->pays.n > MOST_PAYS) return;
    qd_block *b = qd_money_block(l->answer, l->unit);
    add_pays(l, b);
    add_parties(l, b);
    b->text = finding(l);
    b->detail = qd_arena_printf(&l->m->arena, "Which money goes in circles "
        "· %.*s · %s%.*s; what is in none of the loops below is pale",
        QD_STR_ARG(qd_loops_unit_word(l)),
        qd_loops_layer_word(l->layer), QD_STR_ARG(qd_asked_words(&l->asked)));
    add_ledger(l);
}
