#include "model/schedule.h"

static const qd_field_row fields[] = {
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_LIMIT | QD_F_DATED, "most that is lent" },
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PER_TIME, NULL, NULL,
      QD_F_DATED, "interest" },
    { "term", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_TIME, NULL, NULL, 0,
      "from the first draw to the last repayment" },
    { "draws", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_SHARE | QD_C_MONEY | QD_C_RATE | QD_C_NUMBER, NULL, NULL,
      QD_F_DATED, "how it is drawn: a formula" },
    { "repays", QD_KIND_WORD, QD_RIVAL_ONE,
      QD_C_SHARE | QD_C_MONEY | QD_C_RATE | QD_C_NUMBER, "at-end evenly", NULL,
      0, "how it is paid back: at-end, evenly, or a formula" },
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
static struct service service_of(qd_lowering *l, uint32_t dir, qd_node first)
{
    struct service s = { .even = repays_evenly(l, dir),
                         .firm = qd_firmness_of(l, dir) };
    s.rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    s.end = s.last = QD_NODE_HOLE;
    if (repays_by_formula(l, dir)) return s;
    s.end = qd_lower_named(l, dir, "ends", QD_DATE_LAST);
    s.last = qd_lower_named(l, dir, "ends", QD_DATE_LAST_DAY);
    qd_node term = qd_lower_named(l, dir, "term", QD_DATE_FIRST);
    if (s.end == QD_NODE_HOLE && term != QD_NODE_HOLE &&
        first != QD_NODE_HOLE)
        s.end = s.last = qd_node_make(&l->graph, QD_N_ADD, first, term, 0, 0);
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

/* Repayment and interest of what is drawn from a day on, at once or over a
 * time. */
static void push_service(qd_lowering *l, uint32_t dir,
                         const struct service *s, qd_node amount,
                         qd_node from, qd_node over)
{
    qd_node back = QD_NODE_HOLE, interest = QD_NODE_HOLE;
    if (s->end != QD_NODE_HOLE && from != QD_NODE_HOLE) {
        qd_node term = qd_minus(l, s->end, from);
        qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
        qd_node in = s->even
            ? qd_node_make(&l->graph, QD_N_SPREAD, from, term, zero, 0)
            : qd_node_make(&l->graph, QD_N_INSTANT, s->last, 0, 0, 0);
        back = qd_times_of(l, amount, in);
        interest = qd_times_of(l, qd_times_of(l, amount, s->rate),
                               owing(l, s, from, term, over));
    }
    qd_push_due(l, dir, QD_DUE_REPAYMENT, back, amount, s->firm);
    if (s->rate != QD_NODE_HOLE)
        qd_push_due(l, dir, QD_DUE_REPAYMENT, interest, QD_NODE_HOLE,
                    s->firm);
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
    for (uint32_t i = 0; qd_instalment_next(l, dir, name, &i, &x);)
        push_service(l, dir, &s, x.amount, x.from, x.length);
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
    qd_node from = qd_node_const(&l->graph, begin, QD_DIM_DATE);
    qd_node over = qd_node_const(&l->graph, length, QD_DIM_TIME);
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
    qd_node share = qd_node_make(&l->graph, QD_N_SPREAD, from, over, zero, 0);
    qd_push_due(l, dir, QD_DUE_LOAN, qd_times_of(l, amount, share), amount,
                qd_firmness_of(l, dir));
    struct service s = service_of(l, dir, from);
    push_service(l, dir, &s, amount, from, over);
    return true;
}

/* Drawn by a formula: how much in which month is known on paths only. */
static void drawn_by_formula(qd_lowering *l, uint32_t dir, qd_node amount)
{
    struct service s = service_of(l, dir, QD_NODE_HOLE);
    qd_push_due(l, dir, QD_DUE_LOAN, QD_NODE_HOLE, amount, s.firm);
    s.end = QD_NODE_HOLE;
    push_service(l, dir, &s, amount, QD_NODE_HOLE, QD_NODE_HOLE);
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
    push_service(l, dir, &s, amount, from, QD_NODE_HOLE);
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
