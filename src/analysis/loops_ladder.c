/* The most that can come back to a party, and how firm it is. */
#include "analysis/loops.h"

#include <stdlib.h>

struct reached {
    int64_t back, paid;
    bool exact;
};

struct step { unsigned firmness; const char *word; };

static const struct step ladder[] = {
    { QD_FIRM_FIRM, "firm legs only" },
    { QD_FIRM_ANNOUNCED, "+ announced, not binding" },
    { QD_FIRM_TALKS, "+ in talks" },
    { QD_FIRM_PLANNED, "+ planned" },
};

static int by_ends(const void *a, const void *b)
{
    const qd_loop_leg *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return (x->amount > y->amount) - (x->amount < y->amount);
}

/* Beside the payments: not added to them in any other answer. */
static qd_loop_leg *add_warrants(qd_loops *l, qd_loop_leg *legs, uint32_t *n)
{
    legs = qd_mem_resize(l->m->mem, legs, ((size_t)*n + l->warrants.n + 1) *
                                              sizeof *legs);
    for (uint32_t i = 0; i < l->warrants.n; i++)
        legs[(*n)++] = l->warrants.at[i];
    qsort(legs, *n, sizeof *legs, by_ends);
    return legs;
}

/* The most that comes back to a party over the legs up to a step; `paid`
 * counts no warrants. */
static bool joint_at(qd_loops *l, unsigned firmness, bool warrants,
                     uint32_t party, struct reached *out)
{
    qd_mem *mem = l->m->mem;
    const int64_t most = INT64_MAX / 2;
    int64_t sum = 0;
    bool good = true;
    uint32_t n;
    qd_loop_leg *legs = qd_loops_legs(l, l->layer, firmness, &n);
    if (warrants) legs = add_warrants(l, legs, &n);
    qd_loop_graph g = qd_loops_graph(l, legs, n);
    int64_t *amount = qd_mem_resize(mem, NULL,
                                    ((size_t)n + 1) * sizeof *amount);
    *out = (struct reached){ .exact = true };
    for (uint32_t i = 0; i < n && good; i++) {
        amount[i] = legs[i].amount;
        good = amount[i] <= most - sum;
        sum += amount[i];
        out->exact = out->exact && legs[i].exact;
        if (legs[i].from == party) out->paid += amount[i];
    }
    if (good) out->back = qd_loops_joint(mem, &g, amount, party, NULL);
    qd_mem_release(mem, amount);
    qd_loops_graph_free(l, &g);
    qd_mem_release(mem, legs);
    return good;
}

static qd_table *ladder_table(qd_loops *l)
{
    qd_str none = { "", 0 };
    qd_table *t = qd_table_make(&l->m->arena, "ladder");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none);
    qd_table_column(t, "step", QD_COLUMN_TEXT, none);
    qd_table_column(t, "back", QD_COLUMN_NUMBER, l->unit)->title =
        QD_STR("can come back");
    qd_table_column(t, "paid", QD_COLUMN_NUMBER, l->unit);
    qd_table_column(t, "share", QD_COLUMN_NUMBER, QD_STR("%"));
    return t;
}

static void ladder_row(qd_loops *l, qd_table *t, uint32_t party,
                       const char *word, int64_t back, int64_t paid)
{
    qd_table_row(t);
    qd_table_text(t, 0, l->party[party]);
    qd_table_text(t, 1, qd_str_c(word));
    qd_table_number(t, 2, (double)back / l->scale);
    qd_table_number(t, 3, (double)paid / l->scale);
    if (paid > 0)
        qd_table_number(t, 4, 100 * ((double)back / (double)paid));
}

static void ladder_grid(qd_loops *l, const qd_table *t, uint32_t from)
{
    qd_str none = { "", 0 };
    qd_table *g = qd_table_make(&l->m->arena, "ladder");
    qd_table_column(g, "step", QD_COLUMN_TEXT, none)->title = none;
    qd_table_column(g, "back", QD_COLUMN_NUMBER, none)->title =
        QD_STR("can come back");
    qd_table_column(g, "share", QD_COLUMN_NUMBER, none)->title =
        QD_STR("% of what it pays");
    g->columns.at[2].bar = 1;
    for (uint32_t i = from; i < t->n_rows; i++) {
        qd_table_row(g);
        for (uint32_t c = 0; c < 3; c++)
            *qd_table_at(g, g->n_rows - 1, c) =
                *qd_table_at(t, i, c == 0 ? 1 : c == 1 ? 2 : 4);
    }
    qd_answer_block(l->answer, QD_BLOCK_GRID)->table = g;
}

/* The bound holds for the amounts that are counted. */
static void say_joint(qd_loops *l, uint32_t party, const struct reached *all)
{
    qd_answer_block(l->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(
        &l->m->arena, "All loops together bring %s%.*s%s%.*s back to %.*s, of "
        "%.*s that it pays%s.", all->exact ? "at most " : "",
        QD_STR_ARG(qd_loops_number(l, all->back)), l->unit.len ? " " : "",
        QD_STR_ARG(l->unit), QD_STR_ARG(l->party[party]),
        QD_STR_ARG(qd_loops_number(l, all->paid)), all->exact ? ""
        : ", counting low ends, and what is not known as nothing");
}

bool qd_loops_joints(qd_loops *l)
{
    for (uint32_t i = 0; i < l->n_chosen; i++) {
        struct reached all;
        if (!joint_at(l, UINT8_MAX, false, l->chosen[i], &all)) {
            qd_refuse(l->m, QD_STR("all amounts together are beyond 62 bits; "
                                   "write them in a larger unit."));
            return false;
        }
        if (all.back > 0) say_joint(l, l->chosen[i], &all);
    }
    return true;
}

/* Nothing is planned, or nothing is in talks: no step of its own. */
static bool has_step(const qd_loops *l, unsigned firmness)
{
    for (uint32_t i = 0; i < l->pays.n; i++)
        if (l->pays.at[i].layer == l->layer &&
            l->pays.at[i].firmness == firmness) return true;
    return false;
}

/* Warrants of which one is worth something. */
static bool has_warrants(const qd_loops *l)
{
    for (uint32_t i = 0; i < l->warrants.n; i++)
        if (l->warrants.at[i].exact) return true;
    return false;
}

/* Each step beside all that the party pays. */
static void party_ladder(qd_loops *l, qd_table *t, uint32_t party)
{
    uint32_t from = t->n_rows;
    size_t steps = l->sym ? sizeof ladder / sizeof *ladder : 1;
    struct reached all, at;
    joint_at(l, UINT8_MAX, false, party, &all);
    for (size_t i = 0; i < steps; i++) {
        unsigned firm = l->sym ? ladder[i].firmness : UINT8_MAX;
        if (i > 0 && !has_step(l, firm)) continue;
        joint_at(l, firm, false, party, &at);
        ladder_row(l, t, party, l->sym ? ladder[i].word : "all", at.back,
                   all.paid);
    }
    if (has_warrants(l) && joint_at(l, UINT8_MAX, true, party, &at))
        ladder_row(l, t, party, "+ warrants (not cash)", at.back, all.paid);
    if (l->sym) ladder_grid(l, t, from);
}

void qd_loops_ladder(qd_loops *l)
{
    qd_table *t = ladder_table(l);
    if (l->sym && l->n_chosen) qd_loops_warrants(l);
    for (uint32_t i = 0; i < l->n_chosen; i++)
        party_ladder(l, t, l->chosen[i]);
    qd_answer_table(l->answer, t);
    qd_mem_release(l->m->mem, l->warrants.at);
}
