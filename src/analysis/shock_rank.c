/* DebtRank, the pessimistic twin of clearing, and what each has at stake with
 * whom. */
#include "analysis/shock_net.h"

#include "math/debtrank.h"

static qd_str none(void)
{
    return (qd_str){ "", 0 };
}

static bool asked_for(const qd_shock_net *s, const char *option)
{
    return qd_asked_for(s->asked, option).len > 0;
}

static void *room(qd_shock_net *s, size_t count, size_t size)
{
    return qd_mem_zero(s->m->mem, (count + 1) * size);
}

/* ---- DebtRank */

struct ranks {
    double *loss, *left, *once, *work;
    uint8_t *state;
    bool rested;
    uint32_t steps;
};

/* The shock in money: losses of assets; who is in default has nothing left. */
static void find_shock(const qd_shock_net *s, struct ranks *r)
{
    for (uint32_t u = 0; u < s->n; u++) {
        r->loss[u] = s->struck[u] ? s->before[u] : s->loss[u];
        r->once[u] = r->loss[u] / s->before[u];
        if (r->once[u] > 1) r->once[u] = 1;
    }
}

static void rank_table(qd_shock_net *s, const struct ranks *r)
{
    static const char *const names[] = { "equity", "shock", "left", "linear",
                                         "once" };
    qd_table *t = qd_table_make(&s->m->arena, "debtrank");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none());
    for (int i = 0; i < 5; i++)
        qd_table_column(t, names[i], QD_COLUMN_NUMBER, none());
    for (uint32_t u = 0; u < s->n; u++) {
        double part = (s->before[u] - r->left[u]) / s->before[u];
        qd_table_row(t);
        qd_table_text(t, 0, s->party[u]);
        qd_table_number(t, 1, s->before[u]);
        qd_table_number(t, 2, r->loss[u]);
        qd_table_number(t, 3, r->left[u]);
        qd_table_number(t, 4, part < 1 ? part : 1);
        qd_table_number(t, 5, r->once[u]);
    }
    qd_answer_table(s->answer, t);
}

/* What is lost beyond the shock, of all equity. */
static void rank_words(qd_shock_net *s, const struct ranks *r)
{
    double all = 0, more = 0, gone = 0;
    uint32_t out = 0;
    for (uint32_t u = 0; u < s->n; u++) {
        double left = r->left[u] > 0 ? r->left[u] : 0;
        double first = r->loss[u] < s->before[u] ? r->loss[u] : s->before[u];
        all += s->before[u];
        gone += first;
        more += s->before[u] - left - first;
        out += r->left[u] <= 0;
    }
    qd_arena *a = &s->m->arena;
    qd_str shock = qd_short_number(a, 100 * gone / all);
    qd_str beyond = qd_short_number(a, 100 * more / all);
    qd_answer_block(s->answer, QD_BLOCK_TEXT)->text = qd_arena_printf(a,
        "DebtRank, which marks every claim down as its debtor loses equity "
        "and so is the pessimistic twin of this: the shock takes %.*s %% of "
        "all equity, what follows %.*s %% more; %u part%s no equity left.%s",
        QD_STR_ARG(shock), QD_STR_ARG(beyond), out, out == 1 ? "y has"
                                                              : "ies have",
        r->rested ? "" : " It did not come to rest.");
}

static void debtrank(qd_shock_net *s, const qd_clearing *c)
{
    struct ranks r;
    for (uint32_t u = 0; u < s->n; u++)
        if (s->always[u] || !(s->before[u] > 0)) {
            qd_answer_note(s->answer, qd_arena_printf(&s->m->arena,
                "no DebtRank: `%.*s` %s", QD_STR_ARG(s->party[u]),
                s->always[u] ? "has no outside_assets in --nodes"
                             : "has no equity before the shock"));
            return;
        }
    r.loss = room(s, s->n, sizeof *r.loss);
    r.left = room(s, s->n, sizeof *r.left);
    r.once = room(s, s->n, sizeof *r.once);
    r.work = room(s, s->n, sizeof *r.work);
    r.state = room(s, s->n, 1);
    find_shock(s, &r);
    r.rested = qd_debtrank_linear(c, s->before, r.loss, r.left, r.work);
    r.steps = qd_debtrank_once(c, s->before, r.once, r.work, r.state);
    rank_table(s, &r);
    rank_words(s, &r);
    void *blocks[] = { r.loss, r.left, r.once, r.work, r.state };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(s->m->mem, blocks[i]);
}

/* ---- Exposures */

static void exposures(qd_shock_net *s, const qd_clearing *c)
{
    qd_table *t = qd_table_make(&s->m->arena, "exposures");
    qd_table_column(t, "creditor", QD_COLUMN_TEXT, none());
    qd_table_column(t, "debtor", QD_COLUMN_TEXT, none());
    qd_table_column(t, "amount", QD_COLUMN_NUMBER, none());
    qd_table_column(t, "of_equity", QD_COLUMN_NUMBER, QD_STR("%"));
    for (uint32_t u = 0; u < s->n; u++) {
        const uint32_t *first = &c->first[(size_t)u * c->rows];
        for (uint32_t a = first[0]; a < first[c->ranks]; a++) {
            uint32_t v = c->to[a];
            qd_table_row(t);
            qd_table_text(t, 0, s->party[v]);
            qd_table_text(t, 1, s->party[u]);
            qd_table_number(t, 2, c->amount[a]);
            if (!s->always[v] && s->before[v] > 0)
                qd_table_number(t, 3, 100 * (c->amount[a] / s->before[v]));
        }
    }
    qd_answer_table(s->answer, t);
    qd_answer_block(s->answer, QD_BLOCK_TEXT)->text = QD_STR(
        "Who has what at stake with whom is in --json, as `exposures`.");
}

void qd_shock_net_ranks(qd_shock_net *s, const qd_clearing *c)
{
    if (asked_for(s, "debtrank")) debtrank(s, c);
    if (asked_for(s, "exposures")) exposures(s, c);
}
