#include "model/path_due.h"
#include "model/shocks.h"
#include "model/totals.h"

static const qd_field_row fields[] = {
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_LIMIT | QD_F_DATED, "most that is lent" },
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PER_TIME, NULL, NULL,
      QD_F_DATED, "interest" },
    { "term", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_TIME, NULL, NULL, 0,
      "from the first draw to the last repayment" },
    { "draws", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_SHARE | QD_C_MONEY | QD_C_RATE | QD_C_NUMBER, NULL, NULL,
      QD_F_DATED, "how much is drawn in all by now: a formula" },
    { "repays", QD_KIND_WORD, QD_RIVAL_ONE,
      QD_C_SHARE | QD_C_MONEY | QD_C_RATE | QD_C_NUMBER, "at-end evenly", NULL,
      0, "how it is paid back: at-end, evenly, or a formula for how much in "
      "all by now" },
    { "collateral", QD_KIND_REF, QD_RIVAL_SET, 0, "contract loan stake", NULL,
      QD_F_LIST, "what secures it" },
    { "recourse", QD_KIND_WORD, QD_RIVAL_ONE, 0, "full none limited", NULL, 0,
      "whether the borrower's other money serves it" },
    { "if-unpaid", QD_KIND_WORD, QD_RIVAL_ONE, 0, "defer cancel default", NULL,
      0, "what happens then; defer if not said" },
    { "spent-on", QD_KIND_REF, QD_RIVAL_SET, 0,
      "contract loan guarantee round cost secondary", NULL, QD_F_LIST,
      "what the money is for" },
};

/* How it is served, whenever it is drawn. */
struct service {
    qd_node rate;
    qd_node end;      /* the day after the last: interest stops */
    qd_node last;     /* the day of a repayment at the end */
    bool even;
    uint8_t firm;
};

static bool repays_evenly(qd_lowering *l, uint32_t dir)
{
    qd_str word = qd_word_of(l, dir, "repays");
    return qd_str_eq(word, QD_STR("evenly"));
}

/* A formula for what is paid back asks for the path: no schedule of sets. */
static bool repays_by_formula(const qd_lowering *l, uint32_t dir)
{
    const qd_tree *t = &l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, QD_STR("repays"));
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name == name && f->datum != QD_NONE &&
            t->syns.at[qd_field_datum(t, f)].kind != QD_SYN_NAME)
            return true;
    }
    return false;
}

/* `ends:`, or the term after the first draw. */
static struct service service_with(qd_lowering *l, uint32_t dir, qd_node first)
{
    struct service s = { .even = repays_evenly(l, dir),
                         .firm = qd_firmness_of(l, dir) };
    s.rate = qd_by_time(l, dir, "rate", QD_NODE_HOLE);
    s.end = qd_shocked_date(l, dir, qd_lower_named(l, dir, "ends",
                                                   QD_DATE_LAST));
    s.last = qd_shocked_date(l, dir, qd_lower_named(l, dir, "ends",
                                                    QD_DATE_LAST_DAY));
    qd_node term = qd_some_time(l, qd_lower_named(l, dir, "term",
                                                  QD_DATE_FIRST));
    if (s.end == QD_NODE_HOLE && term != QD_NODE_HOLE &&
        first != QD_NODE_HOLE)
        s.end = s.last = qd_node_make(&l->graph, QD_N_ADD, first, term, 0, 0);
    return s;
}

/* As it is known to the sets. */
static struct service service_of(qd_lowering *l, uint32_t dir, qd_node first)
{
    struct service s = service_with(l, dir, first);
    if (repays_by_formula(l, dir)) s.end = s.last = QD_NODE_HOLE;
    return s;
}

/* Months times share of it that is owed: what is drawn less what is paid
 * back. Drawn evenly over `over`, the part not drawn yet falls to nothing. */
static qd_node owing(qd_lowering *l, const struct service *s, qd_node from,
                     qd_node term, qd_node over)
{
    qd_node all = qd_node_make(&l->graph, QD_N_OWING, from, term, 0, s->even);
    if (over == QD_NODE_HOLE) return all;
    qd_node undrawn = qd_node_make(&l->graph, QD_N_OWING, from, over, 0, 1);
    return qd_least_zero(l, qd_minus(l, all, undrawn));
}

static void push_interest(qd_lowering *l, uint32_t dir, qd_node interest,
                          uint8_t firm)
{
    uint32_t before = l->dues.n;
    qd_push_due(l, dir, QD_DUE_REPAYMENT, interest, QD_NODE_HOLE, firm);
    if (l->dues.n > before) l->dues.at[before].interest = true;
}

/* ---- By formulas, which only paths know */

/* A formula for how much in all by now: a share of `of`, money, or a rate. */
static qd_node reached(qd_lowering *l, qd_node formula, qd_node of)
{
    qd_dim dim = qd_node_dim(&l->graph, formula);
    if (formula == QD_NODE_HOLE) return formula;
    if (dim == QD_DIM_NONE) return qd_times_of(l, formula, of);
    if (dim == qd_node_dim(&l->graph, of)) return formula;
    qd_node now = qd_times_of(l, formula, qd_step(l));
    return qd_sum_of(l, qd_so_far(l, now), now);
}

/* What is drawn in the period by `draws:`: in its span, and not behind the
 * last repayment. */
static qd_node drawn_now(qd_lowering *l, uint32_t dir, qd_node limit,
                         qd_node end)
{
    qd_node draws = qd_lower_named(l, dir, "draws", QD_DATE_FIRST);
    qd_times t = qd_lower_times(l, dir);
    qd_node all = qd_least_of(l, reached(l, draws, limit), limit);
    qd_node on = qd_times_of(l, qd_during(l, t.from, t.to),
                             qd_during(l, t.from, end));
    return qd_to_reach(l, qd_where(l, on, all));
}

/* What is paid back of `owed`, which is what is owed after this period's
 * draw: by a formula, evenly over what is left of the time, or at its end. */
static qd_node repaid_now(qd_lowering *l, uint32_t dir,
                          const struct service *s, qd_node drawn,
                          qd_node owed)
{
    if (repays_by_formula(l, dir)) {
        qd_node f = qd_lower_named(l, dir, "repays", QD_DATE_FIRST);
        return qd_least_of(l, qd_to_reach(l, reached(l, f, drawn)), owed);
    }
    if (s->last == QD_NODE_HOLE) return QD_NODE_HOLE;
    if (!s->even)
        return qd_times_of(l, owed, qd_node_make(&l->graph, QD_N_INSTANT,
                                                 s->last, 0, 0, 0));
    qd_node left = qd_minus(l, s->end, qd_lower_period_begin(l));
    left = qd_node_make(&l->graph, QD_N_MAX, left, qd_step(l), 0, 0);
    return qd_times_of(l, owed, qd_quotient(l, qd_step(l), left));
}

/* Interest is on what was owed as the period began. */
static void push_by_formula(qd_lowering *l, uint32_t dir, qd_node draw,
                            const struct service *s)
{
    qd_graph *g = &l->graph;
    qd_node drawn = qd_so_far(l, draw);
    if (drawn == QD_NODE_HOLE) return;
    qd_dim money = qd_node_dim(g, drawn);
    qd_node zero = qd_node_const(g, 0, money);
    qd_node repaid = qd_node_carry(g, zero, money);
    qd_node by_now = qd_sum_of(l, drawn, draw);
    qd_node back = repaid_now(l, dir, s, by_now,
                              qd_least_zero(l, qd_minus(l, by_now, repaid)));
    qd_carry_set(g, repaid, back == QD_NODE_HOLE ? repaid
                                                 : qd_sum_of(l, repaid, back));
    uint32_t pushed = l->dues.n;
    qd_push_due(l, dir, QD_DUE_REPAYMENT, QD_NODE_HOLE, QD_NODE_HOLE,
                s->firm);
    qd_due_moves(l, pushed, back);
    if (s->rate == QD_NODE_HOLE) return;
    qd_node rate = qd_times_of(l, s->rate, qd_step(l));
    push_interest(l, dir, QD_NODE_HOLE, s->firm);
    qd_due_moves(l, pushed + 1,
                 qd_times_of(l, qd_minus(l, drawn, repaid), rate));
}

/* What is drawn of an amount in the period, on one day or over a time. */
static qd_node scheduled_draw(qd_lowering *l, qd_node amount, qd_node from,
                              qd_node over)
{
    if (from == QD_NODE_HOLE) return QD_NODE_HOLE;
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
    qd_node in = over == QD_NODE_HOLE
        ? qd_node_make(&l->graph, QD_N_INSTANT, from, 0, 0, 0)
        : qd_node_make(&l->graph, QD_N_SPREAD, from, over, zero, 0);
    return qd_times_of(l, amount, in);
}

/* Repayment and interest of what is drawn from a day on, at once or over a
 * time. */
static void push_service(qd_lowering *l, uint32_t dir,
                         const struct service *s, qd_node amount,
                         qd_node from, qd_node over)
{
    qd_node back = QD_NODE_HOLE, interest = QD_NODE_HOLE;
    if (repays_by_formula(l, dir) && !l->bounds) {
        push_by_formula(l, dir, scheduled_draw(l, amount, from, over), s);
        return;
    }
    if (s->end != QD_NODE_HOLE && from != QD_NODE_HOLE) {
        qd_node term = qd_some_time(l, qd_minus(l, s->end, from));
        qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
        qd_node in = s->even
            ? qd_node_make(&l->graph, QD_N_SPREAD, from, term, zero, 0)
            : qd_node_make(&l->graph, QD_N_INSTANT, s->last, 0, 0, 0);
        back = qd_times_of(l, amount, in);
        interest = qd_times_of(l, qd_times_of(l, amount, s->rate),
                               owing(l, s, from, term, over));
    }
    qd_push_due(l, dir, QD_DUE_REPAYMENT, back, amount, s->firm);
    if (s->rate != QD_NODE_HOLE) push_interest(l, dir, interest, s->firm);
}

/* By instalments; the amount without a date is then only the limit. */
static bool drawn_by_date(qd_lowering *l, uint32_t dir)
{
    if (!qd_push_instalments(l, dir, "amount", QD_DUE_LOAN)) return false;
    qd_sym name = qd_names_find(&l->m->tree.names, QD_STR("amount"));
    qd_instalment x;
    qd_node first = QD_NODE_HOLE;
    for (uint32_t i = 0; qd_instalment_next(l, dir, name, &i, &x);)
        first = first == QD_NODE_HOLE ? x.from
            : qd_node_make(&l->graph, QD_N_MIN, first, x.from, 0, 0);
    struct service s = service_of(l, dir, first);
    qd_node left = qd_left_of(l, dir);
    for (uint32_t i = 0; qd_instalment_next(l, dir, name, &i, &x);) {
        if (left != QD_NODE_HOLE) x.amount = qd_times_of(l, x.amount, left);
        push_service(l, dir, &s, x.amount, x.from, x.length);
    }
    return true;
}

/* Evenly over the dates before the keyword, where they are two. */
static bool drawn_over_span(qd_lowering *l, uint32_t dir, qd_node amount)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    bool span = (d->flags & QD_DIR_DATED) &&
                d->when.from != QD_DAY_OPEN_FROM &&
                d->when.to != QD_DAY_OPEN_TO && qd_span_unit(d->when) < 0;
    if (!span) return false;
    double begin = qd_day_months(d->when.from);
    double length = qd_day_months(d->when.to) - begin;
    qd_node from = qd_shocked_date(l, dir, qd_node_const(&l->graph, begin,
                                                         QD_DIM_DATE));
    qd_node over = qd_node_const(&l->graph, length, QD_DIM_TIME);
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
    qd_node share = qd_node_make(&l->graph, QD_N_SPREAD, from, over, zero, 0);
    qd_node parts = qd_parts_of(l, dir), rest = qd_rest_of(l, amount, parts);
    uint32_t pushed = l->dues.n;
    qd_push_due(l, dir, QD_DUE_LOAN, qd_times_of(l, rest, share), rest,
                qd_firmness_of(l, dir));
    qd_mark_whole(l, pushed, amount, parts);
    struct service s = service_of(l, dir, from);
    push_service(l, dir, &s, rest, from, over);
    return true;
}

/* The sets know only that so much may be drawn. */
static void drawn_by_formula(qd_lowering *l, uint32_t dir, qd_node amount)
{
    struct service s = service_with(l, dir, qd_lower_times(l, dir).from);
    uint32_t pushed = l->dues.n;
    qd_node parts = qd_parts_of(l, dir);
    qd_push_due(l, dir, QD_DUE_LOAN, QD_NODE_HOLE,
                qd_rest_of(l, amount, parts), s.firm);
    qd_mark_whole(l, pushed, amount, parts);
    if (l->bounds) return;
    qd_node limit = qd_rest_of(l, qd_limit_of(l, dir, "amount"), parts);
    qd_node draw = drawn_now(l, dir, limit, s.end);
    qd_due_moves(l, pushed, draw);
    push_by_formula(l, dir, draw, &s);
}

/* All of it on one day. A month is as good as its first day; within a longer
 * time the day itself is uncertain. */
static void drawn_at_once(qd_lowering *l, uint32_t dir, qd_node amount)
{
    qd_times t = qd_lower_times(l, dir);
    qd_span when = l->m->tree.dirs.at[dir].when;
    qd_node from = qd_span_unit(when) > 1 ? t.at : t.from;
    qd_push_payment(l, dir, QD_DUE_LOAN);
    struct service s = service_of(l, dir, from);
    push_service(l, dir, &s, qd_rest_of(l, amount, qd_parts_of(l, dir)), from,
                 QD_NODE_HOLE);
}

static void lower_loan(qd_lowering *l, uint32_t dir)
{
    qd_node amount = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    qd_node draws = qd_lower_named(l, dir, "draws", QD_DATE_FIRST);
    if (draws != QD_NODE_HOLE) drawn_by_formula(l, dir, amount);
    else if (!drawn_by_date(l, dir) && !drawn_over_span(l, dir, amount))
        drawn_at_once(l, dir, amount);
}

const qd_instrument qd_instrument_loan = {
    "loan", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_INSTANT | QD_I_HAPPENS,
    "money lent, with interest and repayment",
    "`amount` is the limit. Drawn at once, evenly over a span of dates, or "
    "by `draws:`.",
    "party bank, lab\n"
    "2026-01 loan l bank -> lab\n"
    "  amount: 3 bn USD\n"
    "  rate: 8 %/yr\n"
    "  term: 5 yr\n"
    "  repays: evenly\n",
    QD_FIELDS(fields), lower_loan
};
