/* One clearing of a network of debts: what everybody is paid, who fails in
 * which round, and whether less would do. */
#include "analysis/shock_net.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/csv_lines.h"
#include "base/number.h"

/* Rows of the tables for programs: of all parties, or of larger networks only
 * of those whom it touches. */
#define ALL_ROWS 10000u
/* From nothing upwards is slow with ranks or shares. */
#define LEAST_DEBTS 100000u
enum { SHOWN = 12, NAMED = 10 };

static void *room(qd_shock_net *s, size_t count, size_t size)
{
    return qd_mem_zero(s->m->mem, (count + 1) * size);
}

static const qd_argument *given(const qd_shock_net *s, const char *option)
{
    for (size_t i = 0; i < s->asked->n; i++)
        if (strcmp(s->asked->args[i].name, option) == 0)
            return &s->asked->args[i];
    return NULL;
}

/* ---- Who is in default from the first */

static bool strike(qd_shock_net *s, qd_str name)
{
    for (uint32_t u = 0; u < s->n; u++) {
        if (!qd_str_eq(s->party[u], name)) continue;
        s->n_struck += !s->struck[u];
        s->struck[u] = 1;
        return true;
    }
    qd_refuse(s->m, qd_arena_printf(&s->m->arena, "`%.*s` for --default is no "
        "party of the list; it has %u, from %.*s to %.*s.", QD_STR_ARG(name),
        s->n, QD_STR_ARG(s->party[0]), QD_STR_ARG(s->party[s->n - 1])));
    return false;
}

/* Where no recovery is stated, who is struck pays nothing. */
static bool read_struck(qd_shock_net *s)
{
    const qd_argument *recovery = given(s, "recovery");
    double part = 0;
    if (recovery && !qd_part_read(recovery->value, &part)) {
        qd_refuse(s->m, qd_arena_printf(&s->m->arena, "the recovery `%.*s` is "
            "no part from 0 to 1; write 40%%.",
            QD_STR_ARG(recovery->value)));
        return false;
    }
    for (size_t i = 0; i < s->asked->n; i++)
        if (strcmp(s->asked->args[i].name, "default") == 0 &&
            !strike(s, s->asked->args[i].value)) return false;
    for (uint32_t u = 0; u < s->n; u++)
        if (!s->stated[u] && (recovery || s->struck[u]))
            s->costs[u] = (qd_costs){ part, part };
    return true;
}

/* ---- Clearing */

/* Before the shock everybody has all its assets. Who always pays has as much
 * as it owes. */
static void find_own(const qd_shock_net *s, bool shock, double *own)
{
    for (uint32_t u = 0; u < s->n; u++) {
        own[u] = s->assets[u] - (shock ? s->loss[u] : 0);
        if (!(own[u] > 0)) own[u] = 0;
        if (s->always[u] && !(shock && s->struck[u])) own[u] += s->owes[u];
    }
}

static void keep(qd_shock_net *s, const qd_clearing *c)
{
    memcpy(s->paid, c->paid, s->n * sizeof *s->paid);
    memcpy(s->equity, c->equity, s->n * sizeof *s->equity);
    memcpy(s->round, c->round, s->n * sizeof *s->round);
    for (uint32_t u = 0; u < s->n; u++)
        for (uint32_t r = 0; r < s->ranks; r++) {
            size_t row = (size_t)u * c->rows + r;
            double part = 1 - qd_clearing_rate(c, u, r);
            for (uint32_t i = c->first[row]; i < c->first[row + 1]; i++)
                s->lost[c->to[i]] += c->amount[i] * part;
        }
}

static void find_least(qd_shock_net *s, qd_clearing *c, const double *own)
{
    bool slow = s->ranks > 1 || s->held.n > 0;
    if (slow && s->debts.n > LEAST_DEBTS) {
        memcpy(s->least, s->paid, s->n * sizeof *s->least);
        qd_answer_note(s->answer, QD_STR("the least payments are not looked "
                                         "for: the network is too large"));
        return;
    }
    s->lowest = qd_clearing_least(c, own, (qd_costs){ 1, 1 });
    memcpy(s->least, c->paid, s->n * sizeof *s->least);
    for (uint32_t u = 0; u < s->n; u++)
        if (s->least[u] < s->paid[u] - 1e-9 * s->owes[u]) s->differs = true;
}

static bool refuse(qd_shock_net *s, qd_clearing_fault fault)
{
    qd_refuse(s->m, fault == QD_CLEARING_SHARE
        ? QD_STR("more than all of a party is held (`share`); the shares of "
                 "one payer add up to 1 at most.")
        : fault == QD_CLEARING_SELF
        ? QD_STR("a party holds a share of itself; leave the line out.")
        : QD_STR("the network is too large."));
    return false;
}

static bool clear(qd_shock_net *s)
{
    qd_clearing c;
    size_t where;
    qd_clearing_fault fault = qd_clearing_make(
        s->m->mem, &c, s->n, s->ranks, s->debts.at, s->debts.n, s->held.at,
        s->held.n, &where);
    if (fault) return refuse(s, fault);
    double *own = room(s, s->n, sizeof *own);
    c.costs = s->costs;
    for (uint32_t u = 0; u < s->n; u++)
        s->before[u] = s->assets[u] + c.due[u] - s->owes[u];
    if (s->has_loss || s->n_struck) {
        find_own(s, false, own);
        qd_clearing_greatest(&c, own, (qd_costs){ 1, 1 });
        memcpy(s->earlier, c.round, s->n * sizeof *s->earlier);
    }
    c.struck = s->struck;
    find_own(s, true, own);
    s->cleared = qd_clearing_greatest(&c, own, (qd_costs){ 1, 1 });
    keep(s, &c);
    find_least(s, &c, own);
    qd_shock_net_ranks(s, &c);
    qd_mem_release(s->m->mem, own);
    qd_clearing_free(s->m->mem, &c);
    return true;
}

/* ---- Order */

struct place { double loss; uint32_t party; };

static int by_loss(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->loss != y->loss) return x->loss > y->loss ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

static void find_order(qd_shock_net *s)
{
    struct place *all = room(s, s->n, sizeof *all);
    for (uint32_t u = 0; u < s->n; u++)
        all[u] = (struct place){ s->lost[u], u };
    qsort(all, s->n, sizeof *all, by_loss);
    for (uint32_t u = 0; u < s->n; u++) s->order[u] = all[u].party;
    qd_mem_release(s->m->mem, all);
}

/* ---- Tables */

static qd_str none(void)
{
    return (qd_str){ "", 0 };
}

static bool is_shown(const qd_shock_net *s, uint32_t u)
{
    return s->n <= ALL_ROWS || s->lost[u] > 0 || s->round[u] > 0;
}

/* Due to it, of that paid to it, and the rest; then what it owes itself. */
static void losses_table(qd_shock_net *s)
{
    static const char *const names[] = { "due", "paid", "loss" };
    static const char *const own[] = { "owes", "pays", "pays_least",
                                       "equity" };
    qd_table *t = qd_table_make(&s->m->arena, "losses");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none());
    for (int i = 0; i < 3; i++)
        qd_table_column(t, names[i], QD_COLUMN_NUMBER, none());
    qd_table_column(t, "round", QD_COLUMN_COUNT, none());
    for (int i = 0; i < 4; i++)
        qd_table_column(t, own[i], QD_COLUMN_NUMBER, none());
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t u = s->order[i];
        if (!is_shown(s, u)) continue;
        qd_table_row(t);
        qd_table_text(t, 0, s->party[u]);
        qd_table_number(t, 1, s->due[u]);
        qd_table_number(t, 2, s->due[u] - s->lost[u]);
        qd_table_number(t, 3, s->lost[u]);
        if (s->round[u]) qd_table_number(t, 4, s->round[u]);
        qd_table_number(t, 5, s->owes[u]);
        qd_table_number(t, 6, s->paid[u]);
        qd_table_number(t, 7, s->least[u]);
        if (!s->always[u]) qd_table_number(t, 8, s->equity[u]);
    }
    qd_answer_table(s->answer, t);
}

/* Who fails in which round; `before`: it does without the shock. */
static void rounds_table(qd_shock_net *s)
{
    qd_table *t = qd_table_make(&s->m->arena, "rounds");
    qd_table_column(t, "round", QD_COLUMN_COUNT, none());
    qd_table_column(t, "party", QD_COLUMN_TEXT, none());
    qd_table_column(t, "owes", QD_COLUMN_NUMBER, none());
    qd_table_column(t, "pays", QD_COLUMN_NUMBER, none());
    qd_table_column(t, "before", QD_COLUMN_BOOL, none());
    for (uint32_t r = 1; r <= s->cleared.rounds; r++)
        for (uint32_t u = 0; u < s->n; u++) {
            if (s->round[u] != r) continue;
            qd_table_row(t);
            qd_table_number(t, 0, r);
            qd_table_text(t, 1, s->party[u]);
            qd_table_number(t, 2, s->owes[u]);
            qd_table_number(t, 3, s->paid[u]);
            qd_table_bool(t, 4, s->earlier[u] > 0);
        }
    qd_answer_table(s->answer, t);
}

/* ---- Words */

static qd_str number(const qd_shock_net *s, double x)
{
    char *buf = qd_arena_alloc(&s->m->arena, 32);
    return x == floor(x) && fabs(x) < 1e15 ? qd_double_write(x, buf)
                                           : qd_short_number(&s->m->arena, x);
}

static void head(qd_shock_net *s)
{
    qd_arena *a = &s->m->arena;
    qd_str who = none();
    uint32_t named = 0;
    for (uint32_t u = 0; u < s->n && named < NAMED; u++)
        if (s->struck[u])
            who = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(who),
                                  named++ ? ", " : " · in default: ",
                                  QD_STR_ARG(s->party[u]));
    qd_answer_block(s->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(a,
        "Who can pay · %u part%s, %u debt%s, in the unit of the list%.*s%s%s",
        s->n, s->n == 1 ? "y" : "ies", s->debts.n,
        s->debts.n == 1 ? "" : "s",
        QD_STR_ARG(who), s->n_struck > named ? " and others" : "",
        s->has_loss ? " · with losses of their assets" : "");
}

static void grid(qd_shock_net *s)
{
    qd_table *t = qd_table_make(&s->m->arena, "losses shown");
    qd_table_column(t, "party", QD_COLUMN_TEXT, none());
    qd_table_column(t, "due", QD_COLUMN_NUMBER, none())->title =
        QD_STR("due to it");
    qd_table_column(t, "paid", QD_COLUMN_NUMBER, none());
    qd_table_column(t, "loss", QD_COLUMN_NUMBER, none());
    qd_table_column(t, "round", QD_COLUMN_COUNT, none())->title =
        QD_STR("fails in round");
    qd_table_column(t, "owes", QD_COLUMN_NUMBER, none());
    qd_table_column(t, "pays", QD_COLUMN_NUMBER, none());
    for (uint32_t i = 0; i < s->n && i < SHOWN; i++) {
        uint32_t u = s->order[i];
        qd_table_row(t);
        qd_table_text(t, 0, s->party[u]);
        qd_table_number(t, 1, s->due[u]);
        qd_table_number(t, 2, s->due[u] - s->lost[u]);
        qd_table_number(t, 3, s->lost[u]);
        if (s->round[u]) qd_table_number(t, 4, s->round[u]);
        qd_table_number(t, 5, s->owes[u]);
        qd_table_number(t, 6, s->paid[u]);
    }
    qd_answer_block(s->answer, QD_BLOCK_GRID)->table = t;
}

static void text(qd_shock_net *s, qd_str words)
{
    qd_answer_block(s->answer, QD_BLOCK_TEXT)->text = words;
}

static void round_line(qd_shock_net *s, uint32_t r)
{
    qd_arena *a = &s->m->arena;
    qd_str who = none();
    uint32_t n = 0;
    for (uint32_t u = 0; u < s->n; u++) {
        if (s->round[u] != r) continue;
        if (n++ < NAMED)
            who = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(who),
                                  n > 1 ? ", " : "", QD_STR_ARG(s->party[u]));
    }
    if (n > NAMED)
        who = qd_arena_printf(a, "%.*s and %u others", QD_STR_ARG(who),
                              n - NAMED);
    text(s, qd_arena_printf(a, "Round %u: %.*s.", r, QD_STR_ARG(who)));
}

static void finding(qd_shock_net *s)
{
    qd_arena *a = &s->m->arena;
    const char *known = s->unknown ? "known to be " : "";
    double owed = 0, lost = 0, inside = 0;
    uint32_t early = 0;
    for (uint32_t u = 0; u < s->n; u++) {
        owed += s->owes[u];
        lost += s->owes[u] - s->paid[u];
        inside += s->lost[u];
        early += s->earlier[u] > 0;
    }
    if (s->cleared.defaults == 0) {
        text(s, qd_arena_printf(a, "Nobody fails: all %.*s that is %sowed "
                                "is paid.", QD_STR_ARG(number(s, owed)),
                                known));
        return;
    }
    text(s, qd_arena_printf(a, "%u of %u parties fail%s, in %u round%s; of "
        "%.*s that is %sowed %.*s is not paid.", s->cleared.defaults, s->n,
        s->cleared.defaults == 1 ? "s" : "",
        s->cleared.rounds, s->cleared.rounds == 1 ? "" : "s",
        QD_STR_ARG(number(s, owed)), known, QD_STR_ARG(number(s, lost))));
    if (lost - inside > 1e-9 * owed)
        text(s, qd_arena_printf(a, "Of that %.*s is owed to the outside "
            "(`?`), which has no row.",
            QD_STR_ARG(number(s, lost - inside))));
    if (early > 0)
        text(s, qd_arena_printf(a, "%u of them fail%s without the shock "
                                "too.", early, early == 1 ? "s" : ""));
}

/* The least power of ten that is not below it. */
static int power_above(double x)
{
    int power = -18;
    for (double y = 1e-18; y < x && power < 300; y *= 10) power++;
    return power;
}

static void method(qd_shock_net *s)
{
    qd_arena *a = &s->m->arena;
    uint32_t always = 0;
    for (uint32_t u = 0; u < s->n; u++) always += s->always[u];
    if (s->n > SHOWN)
        text(s, qd_arena_printf(a, "Shown %d of %u parties, by loss.", SHOWN,
                                s->n));
    for (uint32_t r = 1; r <= s->cleared.rounds && r <= 5; r++)
        round_line(s, r);
    if (s->differs)
        text(s, QD_STR("These are the greatest payments that fit each other; "
                       "less would fit too (`pays_least`), where nobody pays "
                       "but from cash that is there."));
    if (s->cleared.end != QD_CLEARING_SOLVED)
        text(s, qd_arena_printf(a, "Found step by step: no payment is off by "
            "more than 1e%d.", power_above(s->cleared.residual)));
    if (always > 0)
        text(s, qd_arena_printf(a, "%u part%s without outside_assets always "
            "pay%s.", always, always == 1 ? "y" : "ies",
            always == 1 ? "s" : ""));
}

/* ---- All */

static void make_room(qd_shock_net *s)
{
    double **doubles[] = { &s->paid, &s->equity, &s->least, &s->lost,
                           &s->before };
    uint32_t **numbers[] = { &s->round, &s->earlier, &s->order };
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
        *doubles[i] = room(s, s->n, sizeof(double));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i] = room(s, s->n, sizeof(uint32_t));
}

static void free_all(qd_shock_net *s)
{
    void *blocks[] = { s->debts.at, s->held.at, s->assets, s->loss, s->always,
                       s->struck, s->stated, s->costs, s->owes, s->due,
                       s->paid, s->equity, s->least, s->lost, s->before,
                       s->round, s->earlier, s->order };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(s->m->mem, blocks[i]);
}

/* Options that ask something of a model. */
static bool needs_model(const qd_shock_net *s)
{
    static const char *const options[] = { "drop", "cut", "delay", "on",
                                           "scenario", "known-by", "firm",
                                           "by-entity" };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (given(s, options[i])) {
            qd_refuse(s->m, qd_arena_printf(&s->m->arena, "--%s asks of a "
                "model; with --edges there are --default PARTY and the "
                "column loss of --nodes.", options[i]));
            return true;
        }
    return false;
}

static bool answer(qd_shock_net *s)
{
    if (needs_model(s)) return false;
    if (!qd_shock_net_read(s, given(s, "edges"), given(s, "nodes")) ||
        !read_struck(s)) return false;
    make_room(s);
    if (!clear(s)) return false;
    find_order(s);
    head(s);
    finding(s);
    grid(s);
    method(s);
    losses_table(s);
    rounds_table(s);
    return true;
}

qd_answer *qd_shock_net_answer(const qd_asked *asked)
{
    qd_shock_net s = { .m = asked->view.m, .asked = asked };
    s.answer = qd_answer_make(&s.m->arena, "shock");
    bool good = answer(&s);
    free_all(&s);
    return good ? s.answer : NULL;
}
