/* The picture of `flows`: all that is due between parties, as a network. Of
 * parties that were asked for, what they pay and are paid, and what those
 * pay each other with whom they do. */
#include "analysis/money_network.h"

#include <math.h>

enum { MOST = 5000 }; /* lines, or directives: a larger model has no picture */

struct network {
    const qd_asked *asked;
    qd_model *m;
    qd_flow_lines lines;      /* by kind */
    qd_answer *answer;
    qd_block *block;
    double scale;
    unsigned currency;
    uint8_t *near;            /* by symbol: 1 beside one that was asked for,
                                 2 asked for */
    bool asked_for_some;
};

/* ---- Amounts */

/* The whole of a line; what has a rate and no end counts within the horizon,
 * and is more. */
static qd_span_amount whole_of(const qd_flow_lines *f, const qd_flow_line *x)
{
    qd_span_amount sum = { 0 };
    if (x->total.some) return x->total;
    for (uint32_t p = 0; p < f->n_periods; p++)
        qd_span_amount_add(&sum, &x->by_period[p]);
    sum.open = sum.open || sum.some;
    return sum;
}

static bool is_nothing(const qd_span_amount *a)
{
    return a->some && a->lo <= 0 && a->hi <= 0 && !a->open && !a->part;
}

/* ---- Who is in it */

static bool note_asked(struct network *n)
{
    qd_str name;
    n->near = qd_arena_alloc(&n->m->arena, n->m->tree.names.all.n + 1);
    memset(n->near, 0, n->m->tree.names.all.n + 1);
    for (size_t i = 0; (name = qd_asked_operand(n->asked, i)).len; i++) {
        qd_sym s = qd_names_find(&n->m->tree.names, name);
        if (s == 0) return false;
        n->near[qd_party_shown(&n->asked->view, s)] = 2;
        n->asked_for_some = true;
    }
    return true;
}

static uint8_t nearness(const struct network *n, qd_sym party)
{
    return party == QD_SYM_HOLE ? 0 : n->near[party];
}

static void note_near(struct network *n)
{
    for (uint32_t i = 0; i < n->lines.n; i++) {
        const qd_flow_line *x = &n->lines.at[i];
        bool asked = nearness(n, x->payer) == 2 || nearness(n, x->payee) == 2;
        if (!asked || x->net) continue;
        if (x->payer != QD_SYM_HOLE && !n->near[x->payer])
            n->near[x->payer] = 1;
        if (x->payee != QD_SYM_HOLE && !n->near[x->payee])
            n->near[x->payee] = 1;
    }
}

static bool is_in(const struct network *n, const qd_flow_line *x)
{
    if (x->net || x->currency != n->currency) return false;
    if (!n->asked_for_some) return true;
    uint8_t from = nearness(n, x->payer), to = nearness(n, x->payee);
    return from == 2 || to == 2 || (from && to);
}

/* ---- Arcs */

/* Strangers by what they do; nobody knows whether they are one. */
static qd_str payer_name(const struct network *n, const qd_flow_line *x)
{
    if (x->payer != QD_SYM_HOLE) return qd_party_label(n->m, x->payer);
    if (x->kind == QD_DUE_REVENUE || x->kind == QD_DUE_CONTRACT)
        return QD_STR("customers");
    if (x->kind == QD_DUE_SECONDARY) return QD_STR("buyers, not named");
    return QD_STR("funders, not named");
}

static qd_str payee_name(const struct network *n, const qd_flow_line *x)
{
    if (x->payee != QD_SYM_HOLE) return qd_party_label(n->m, x->payee);
    return QD_STR("suppliers, not named");
}

static void add_line(struct network *n, const qd_flow_line *x)
{
    qd_span_amount a = whole_of(&n->lines, x);
    if (!is_in(n, x) || is_nothing(&a)) return;
    qd_money pay = { .payer = payer_name(n, x), .payee = payee_name(n, x),
                     .known = a.some, .lo = a.lo / n->scale, .hi = -1,
                     .firmness = x->firmness, .kind = x->kind,
                     .words = x->words };
    if (!a.open && !a.part) pay.hi = a.hi / n->scale;
    qd_money_add(n->block, &pay);
}

/* Each party once, in the order of the lines. */
static void add_parties(struct network *n)
{
    uint32_t syms = n->m->tree.names.all.n;
    bool *done = qd_arena_alloc(&n->m->arena, (syms + 1) * sizeof *done);
    memset(done, 0, (syms + 1) * sizeof *done);
    for (uint32_t i = 0; i < n->lines.n; i++) {
        const qd_flow_line *x = &n->lines.at[i];
        const qd_sym ends[] = { x->payer, x->payee };
        for (int e = 0; is_in(n, x) && e < 2; e++) {
            if (ends[e] == QD_SYM_HOLE || done[ends[e]]) continue;
            done[ends[e]] = true;
            qd_money_party(n->block, &n->lines.paths.lowering, ends[e],
                           n->near[ends[e]] == 2);
        }
    }
}

/* ---- The finding */

struct sum { double lo; bool least, some; };

static void add_to(struct sum *s, const qd_span_amount *a, double slack)
{
    s->lo += (a->some ? a->lo : 0) + slack;
    s->least = s->least || a->open || a->part || !a->some || a->hi > a->lo ||
               slack > 0;
    s->some = s->some || a->some || slack > 0;
}

static struct sum paid_by(const struct network *n, const qd_flow_lines *f,
                          qd_sym party)
{
    struct sum s = { 0 };
    for (uint32_t i = 0; i < f->n; i++) {
        const qd_flow_line *x = &f->at[i];
        if (x->payer != party || x->net || x->currency != n->currency)
            continue;
        qd_span_amount a = whole_of(f, x);
        add_to(&s, &a, x->slack);
    }
    return s;
}

/* The one that was asked for, or that pays most. */
static qd_sym subject_of(const struct network *n, const qd_flow_lines *f)
{
    qd_sym best = QD_SYM_HOLE;
    double most = -1;
    for (uint32_t i = 0; i < f->n; i++) {
        qd_sym party = f->at[i].payer;
        if (party == QD_SYM_HOLE || (i > 0 && f->at[i - 1].payer == party) ||
            (n->asked_for_some && n->near[party] != 2)) continue;
        double lo = paid_by(n, f, party).lo;
        if (lo > most) best = party, most = lo;
    }
    return best;
}

/* Whether one buys from the other; what is paid back is not bought. */
static bool buys(const qd_flow_lines *f, qd_sym from, qd_sym to)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->at[i].payer == from && f->at[i].payee == to &&
            (f->at[i].kind == QD_DUE_CONTRACT ||
             f->at[i].kind == QD_DUE_COST)) return true;
    return false;
}

/* What those put into a party from whom it buys. */
static struct sum put_in(const struct network *n, qd_sym party)
{
    struct sum s = { 0 };
    for (uint32_t i = 0; i < n->lines.n; i++) {
        const qd_flow_line *x = &n->lines.at[i];
        if (x->payee != party || x->payer == QD_SYM_HOLE ||
            x->currency != n->currency ||
            (x->kind != QD_DUE_EQUITY && x->kind != QD_DUE_LOAN) ||
            !buys(&n->lines, party, x->payer)) continue;
        qd_span_amount a = whole_of(&n->lines, x);
        add_to(&s, &a, 0);
    }
    return s;
}

static qd_str sum_text(const struct network *n, const struct sum *s)
{
    qd_arena *arena = &n->m->arena;
    return qd_arena_printf(arena, "%s%.*s %.*s",
        s->least ? "at least " : "",
        QD_STR_ARG(qd_short_number(arena, s->lo / n->scale)),
        QD_STR_ARG(n->block->unit));
}

static qd_str finding(const struct network *n, const qd_flow_lines *f)
{
    qd_arena *arena = &n->m->arena;
    qd_sym party = subject_of(n, f);
    if (party == QD_SYM_HOLE) return QD_STR("Who pays whom");
    struct sum out = paid_by(n, f, party), in = put_in(n, party);
    qd_str name = qd_party_label(n->m, party);
    if (!(out.lo > 0))
        return qd_arena_printf(arena, "What %.*s pays has no reported amount",
                               QD_STR_ARG(name));
    if (!(in.lo > 0))
        return qd_arena_printf(arena, "%.*s pays %.*s", QD_STR_ARG(name),
                               QD_STR_ARG(sum_text(n, &out)));
    return qd_arena_printf(arena, "%.*s pays %.*s; firms it pays have put "
        "in, or say they will, %.*s", QD_STR_ARG(name),
        QD_STR_ARG(sum_text(n, &out)), QD_STR_ARG(sum_text(n, &in)));
}

static qd_str details(const struct network *n, const qd_flow_lines *f)
{
    qd_arena *arena = &n->m->arena;
    qd_str text = qd_arena_printf(arena, "Who pays whom · %.*s, all years "
        "added, if it happens%.*s", QD_STR_ARG(n->block->unit),
        QD_STR_ARG(qd_asked_words(n->asked)));
    for (uint32_t i = 0; i < f->n; i++) {
        const qd_flow_line *x = &f->at[i];
        if (x->whole_dir == QD_NONE || !is_in(n, x)) continue;
        const qd_span_amount *w = &x->whole;
        text = qd_arena_printf(arena, "%.*s · %.*s is %s%.*s with its parts",
            QD_STR_ARG(text), QD_STR_ARG(qd_model_name(n->m,
                n->m->tree.dirs.at[x->whole_dir].name)),
            w->open || w->hi > w->lo ? "≥" : "",
            QD_STR_ARG(qd_short_number(arena, w->lo / n->scale)));
    }
    return text;
}

void qd_flows_network(const qd_asked *asked, const qd_flow_lines *shown,
                      qd_answer *answer, double scale, qd_str unit,
                      unsigned currency)
{
    struct network n = { .asked = asked, .m = asked->view.m, .scale = scale,
                         .answer = answer, .currency = currency };
    if (shown->n > MOST || n.m->tree.dirs.n > MOST || !note_asked(&n)) return;
    qd_flow_lines_make(&n.lines, asked, 12, QD_LINES_KINDS | QD_LINES_WORDS);
    note_near(&n);
    n.block = qd_money_block(answer, unit);
    for (uint32_t i = 0; i < n.lines.n; i++) add_line(&n, &n.lines.at[i]);
    add_parties(&n);
    n.block->text = finding(&n, shown);
    n.block->detail = details(&n, shown);
    if (n.block->table->n_rows == 0) answer->blocks.n--;
    qd_flow_lines_free(&n.lines);
}
