/* What nobody says and would change the answer: amounts on the legs of the
 * loops that are shown, and the cash of customers. */
#include "analysis/loops_pairs.h"

#include "base/buf.h"

enum { NAMED = 6 };

struct unsaid {
    qd_loops *l;
    qd_buf text;
    uint32_t n;          /* of the kind at hand */
    qd_sym name[NAMED];
    qd_str label[NAMED];
};

static void add(struct unsaid *u, qd_sym name, qd_str label)
{
    for (uint32_t i = 0; i < u->n && i < NAMED; i++)
        if (u->name[i] == name) return;
    if (u->n < NAMED) {
        u->name[u->n] = name;
        u->label[u->n] = label;
    }
    u->n++;
}

/* "what a, b and c come to", and nothing where there is none. */
static void end(struct unsaid *u, const char *of_one, const char *of_more)
{
    uint32_t named = u->n < NAMED ? u->n : NAMED;
    for (uint32_t i = 0; i < named; i++) {
        bool last = i > 0 && i + 1 == u->n;
        qd_buf_c(&u->text, i == 0 ? u->text.len ? "; what " : "what "
                         : last ? " and " : ", ");
        qd_buf_add(&u->text, u->label[i]);
    }
    if (u->n > NAMED)
        qd_buf_add(&u->text, qd_arena_printf(&u->l->m->arena, " and %u more",
                                             u->n - NAMED));
    if (u->n) qd_buf_c(&u->text, u->n == 1 ? of_one : of_more);
    u->n = 0;
}

static bool is_shown(const qd_loops *l, const qd_due *due)
{
    qd_sym from = qd_party_shown(&l->asked.view, due->payer);
    qd_sym to = qd_party_shown(&l->asked.view, due->payee);
    for (uint32_t i = 0; i < l->shown.n; i++) {
        const qd_loop_shown *s = &l->shown.at[i];
        for (uint32_t k = 0; k < s->n; k++)
            if (l->sym[s->party[k]] == from &&
                l->sym[s->party[(k + 1) % s->n]] == to) return true;
    }
    return false;
}

static bool has_amount(qd_loops *l, const qd_due *due)
{
    if (due->total == QD_NODE_HOLE && due->amount == QD_NODE_HOLE)
        return false;
    qd_node n = due->total == QD_NODE_HOLE ? due->amount : due->total;
    if (n == QD_NODE_BAD) return true;
    const qd_set *s = qd_eval_node(&l->eval, n);
    return !s->unknown && s->n > 0;
}

static void add_amounts(struct unsaid *u)
{
    qd_loops *l = u->l;
    const qd_lowering *low = &l->monthly.paths.lowering;
    qd_span all = l->m->horizon;
    qd_eval_period(&l->eval, qd_day_months(all.from), qd_day_months(all.to));
    for (uint32_t i = 0; i < low->dues.n; i++) {
        const qd_due *due = &low->dues.at[i];
        qd_sym name = l->m->tree.dirs.at[due->dir].name;
        if (name && is_shown(l, due) && !has_amount(l, due))
            add(u, name, qd_model_name(l->m, name));
    }
    end(u, " comes to", " come to");
}

static void add_cash(struct unsaid *u, const qd_pairs *p)
{
    for (uint32_t i = 0; i < p->all.n; i++) {
        const qd_pair *x = &p->all.at[i];
        if (x->opening < 0 && qd_pair_known(x) && qd_pair_asked(p, x))
            add(u, u->l->sym[x->customer], u->l->party[x->customer]);
    }
    end(u, " has at the beginning", " have at the beginning");
}

void qd_pairs_unsaid(const qd_pairs *p)
{
    struct unsaid u = { .l = p->l, .text = qd_buf_make(p->l->m->mem) };
    add_amounts(&u);
    add_cash(&u, p);
    if (u.text.len > 0)
        qd_answer_block(p->l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
            &p->l->m->arena, "Nobody says, and it would change this: %.*s.",
            (int)u.text.len, u.text.at);
    qd_mem_release(p->l->m->mem, u.text.at);
}
