/* What is left of a pair after netting: barter. Shares on one side, what is
 * bought for them on the other, and what that costs a year. */
#include "analysis/loops_pairs.h"

#include <math.h>

#include "base/buf.h"
#include "model/captable.h"
#include "model/schedule.h"

enum { MOST_WORDS = 8 };

struct barter {
    int64_t in, back;     /* low ends on the layer */
    bool exact;
    double share[2];      /* of the customer, for that; the second may be
                             infinite; of several rounds the first is 0 */
    uint32_t rounds;      /* with a valuation */
    bool all_priced;
    double yearly;        /* what is bought costs, where a term is said */
    double years;         /* of one contract; 0: of several, or none */
    uint32_t termed;
    bool all_termed;
    qd_str words[MOST_WORDS]; /* of what is bought */
    uint32_t n_words;
};

/* ---- Amounts */

/* What goes from one to the other on the layer, for shares or under
 * contracts. */
static int64_t sum_of(const qd_loops *l, uint32_t from, uint32_t to,
                      bool shares, bool *exact)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < l->pays.n; i++) {
        const qd_loop_pay *x = &l->pays.at[i];
        if (x->layer != l->layer || x->from != from || x->to != to ||
            x->kind != (shares ? QD_DUE_EQUITY : QD_DUE_CONTRACT)) continue;
        sum += x->amount;
        *exact = *exact && x->exact;
    }
    return sum;
}

/* Of a node as the model uses it; false where nothing is known. */
static bool ends_of(qd_loops *l, qd_node node, qd_piece *out)
{
    if (node == QD_NODE_HOLE || node == QD_NODE_BAD) return false;
    const qd_set *s = qd_eval_node(&l->eval, node);
    if (s->unknown || s->n == 0) return false;
    *out = qd_set_hull(s);
    return true;
}

static bool is_between(const qd_loops *l, const qd_due *due, unsigned kind,
                       uint32_t from, uint32_t to)
{
    const qd_view *v = &l->asked.view;
    return due->kind == kind &&
           qd_party_shown(v, due->payer) == l->sym[from] &&
           qd_party_shown(v, due->payee) == l->sym[to];
}

/* ---- Shares */

/* New shares for money: against the value before it, after it, or, where
 * nobody says which, either. */
static void add_round(qd_loops *l, struct barter *b, const qd_captable *c,
                      const qd_due *due)
{
    qd_piece money, value;
    qd_node said = qd_lower_named(&l->monthly.paths.lowering, due->dir,
                                  "valuation", QD_DATE_FIRST);
    const qd_cap_event *e = NULL;
    for (uint32_t i = 0; i < c->events.n; i++)
        if (c->events.at[i].dir == due->dir) e = &c->events.at[i];
    if (!e || !e->priced || !ends_of(l, due->total, &money) ||
        !ends_of(l, said, &value) || !(value.lo > 0)) {
        b->all_priced = false;
        return;
    }
    bool before = e->pre.n > 0, after = e->post.n > 0;
    double x = money.lo;
    double most = after ? x / value.lo : x / (value.lo + x);
    double least = before ? x / (value.hi + x) : x / value.hi;
    b->share[0] = b->rounds ? 0 : least;
    b->share[1] += most;
    b->rounds++;
}

static void find_shares(qd_loops *l, struct barter *b, const qd_pair *x)
{
    qd_lowering *low = &l->monthly.paths.lowering;
    qd_captable c;
    low->owning = true;
    qd_captable_make(&c, low, l->sym[x->customer]);
    b->all_priced = true;
    for (uint32_t i = 0; i < low->dues.n; i++) {
        const qd_due due = low->dues.at[i];
        if (is_between(l, &due, QD_DUE_EQUITY, x->investor, x->customer))
            add_round(l, b, &c, &due);
    }
    qd_captable_free(&c);
    low->owning = false;
}

/* ---- What is bought */

static void add_word(struct barter *b, qd_str word)
{
    for (uint32_t i = 0; i < b->n_words; i++)
        if (qd_str_eq(b->words[i], word)) return;
    if (b->n_words < MOST_WORDS) b->words[b->n_words++] = word;
}

/* `for:` of the contract; an assumption stands before what is said. */
static void add_words(qd_loops *l, struct barter *b, uint32_t dir)
{
    const qd_tree *t = &l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, QD_STR("for"));
    bool assumed = false;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < d->n_fields; i++) {
            const qd_field *f = &t->fields.at[d->fields + i];
            bool assume = f->flags & QD_FIELD_ASSUME;
            if (f->name != name || f->datum == QD_NONE) continue;
            assumed = assumed || assume;
            if (pass == 0 || assume != assumed) continue;
            const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
            for (; s->kind == QD_SYN_LIST; s = &t->syns.at[s->b])
                add_word(b, qd_names_text(&t->names, t->syns.at[s->a].a));
            if (s->kind == QD_SYN_NAME)
                add_word(b, qd_names_text(&t->names, s->a));
        }
}

static void add_contract(qd_loops *l, struct barter *b, const qd_due *due,
                         qd_node total)
{
    qd_lowering *low = &l->monthly.paths.lowering;
    qd_piece whole, term;
    add_words(l, b, due->dir);
    if (!ends_of(l, total, &whole) || !(whole.lo > 0)) return;
    qd_schedule s = qd_schedule_of(low, due->dir);
    if (!ends_of(l, s.term, &term) || !(term.lo >= 12) || isinf(term.hi)) {
        b->all_termed = false;
        return;
    }
    b->yearly += whole.lo / (term.hi / 12);
    b->years = b->termed++ || term.lo < term.hi ? 0 : term.hi / 12;
}

static void find_bought(qd_loops *l, struct barter *b, const qd_pair *x)
{
    qd_lowering *low = &l->monthly.paths.lowering;
    uint32_t before = QD_NONE;
    b->all_termed = true;
    for (uint32_t i = 0; i < low->dues.n; i++) {
        const qd_due due = low->dues.at[i];
        if (!is_between(l, &due, QD_DUE_CONTRACT, x->customer, x->investor) ||
            due.dir == before) continue;
        before = due.dir; /* the dues of one stand together */
        add_contract(l, b, &due, due.whole != QD_NODE_HOLE ? due.whole
                                                           : due.total);
    }
}

/* ---- In words */

static qd_str shares_text(const qd_pairs *p, const struct barter *b,
                          const qd_pair *x)
{
    qd_arena *arena = &p->l->m->arena;
    qd_str name = p->l->party[x->customer];
    double lo = 100 * b->share[0], hi = 100 * b->share[1];
    qd_str most = qd_short_number(arena, hi), least = qd_short_number(arena,
                                                                      lo);
    if (b->rounds == 0 || !b->all_priced)
        return qd_arena_printf(arena, "shares of %.*s", QD_STR_ARG(name));
    if (!(lo > 0))
        return qd_arena_printf(arena, "at most %.*s %% of %.*s",
                               QD_STR_ARG(most), QD_STR_ARG(name));
    return qd_str_eq(most, least)
        ? qd_arena_printf(arena, "%.*s %% of %.*s", QD_STR_ARG(most),
                          QD_STR_ARG(name))
        : qd_arena_printf(arena, "%.*s to %.*s %% of %.*s", QD_STR_ARG(least),
                          QD_STR_ARG(most), QD_STR_ARG(name));
}

static qd_str bought_text(const qd_pairs *p, const struct barter *b)
{
    qd_arena *arena = &p->l->m->arena;
    qd_buf w = qd_buf_make(p->l->m->mem);
    for (uint32_t i = 0; i < b->n_words; i++) {
        qd_buf_c(&w, i == 0 ? " of " : i + 1 < b->n_words ? ", " : " and ");
        qd_buf_add(&w, b->words[i]);
    }
    qd_str what = qd_arena_copy(arena, qd_buf_str(&w));
    qd_mem_release(p->l->m->mem, w.at);
    if (b->termed == 0) return what;
    double yearly = b->yearly * 100 / p->l->scale;
    qd_str years = { "", 0 };
    if (b->years > 0 && b->years == floor(b->years) && b->years < 100)
        years = qd_arena_printf(arena, " for %d year%s", (int)b->years,
                                b->years > 1 ? "s" : "");
    else if (b->years > 0)
        years = qd_arena_printf(arena, " for %.*s years",
                                QD_STR_ARG(qd_short_number(arena, b->years)));
    return qd_arena_printf(arena, "%.*s, %s%.*s a year%.*s",
        QD_STR_ARG(what), b->exact && b->all_termed ? "" : "at least ",
        QD_STR_ARG(qd_short_number(arena, yearly)), QD_STR_ARG(years));
}

static void say(const qd_pairs *p, const struct barter *b, const qd_pair *x)
{
    qd_loops *l = p->l;
    qd_arena *arena = &l->m->arena;
    bool pays = b->back >= b->in;
    const char *least = b->exact ? "" : "at least ";
    qd_str rest = !b->exact ? (qd_str){ "", 0 } : qd_arena_printf(arena,
        "; %.*s would still pay %.*s",
        QD_STR_ARG(l->party[pays ? x->customer : x->investor]),
        QD_STR_ARG(qd_loops_number(l, pays ? b->back - b->in
                                           : b->in - b->back)));
    qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(arena,
        "Netted it is barter: %.*s, for %s%.*s %.*s, against %s%.*s%.*s%.*s.",
        QD_STR_ARG(shares_text(p, b, x)), least,
        QD_STR_ARG(qd_loops_number(l, b->in)), QD_STR_ARG(l->unit), least,
        QD_STR_ARG(qd_loops_number(l, b->back)),
        QD_STR_ARG(bought_text(p, b)), QD_STR_ARG(rest));
}

void qd_pair_barter(qd_pairs *p, const qd_pair *x, qd_table *t)
{
    qd_loops *l = p->l;
    struct barter b = { .exact = true };
    b.in = sum_of(l, x->investor, x->customer, true, &b.exact);
    b.back = sum_of(l, x->customer, x->investor, false, &b.exact);
    if (b.in == 0 || b.back == 0) return;
    qd_span all = l->m->horizon;
    qd_eval_period(&l->eval, qd_day_months(all.from), qd_day_months(all.to));
    find_shares(l, &b, x);
    find_bought(l, &b, x);
    say(p, &b, x);
    qd_table_row(t);
    qd_table_text(t, 0, l->party[x->investor]);
    qd_table_text(t, 1, l->party[x->customer]);
    qd_table_number(t, 2, (double)b.in / l->scale);
    qd_table_number(t, 3, (double)b.back / l->scale);
    qd_table_bool(t, 4, !b.exact);
    if (b.rounds && b.all_priced) {
        qd_table_number(t, 5, 100 * b.share[0]);
        qd_table_number(t, 6, 100 * b.share[1]);
    }
    if (b.termed) qd_table_number(t, 7, b.yearly * 100 / l->scale);
}
