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

/* Drawn at once, or evenly over the dates that are given. */
static void push_draw(qd_lowering *l, uint32_t dir, qd_node amount,
                      const qd_times *t)
{
    bool span = l->m->tree.dirs.at[dir].flags & QD_DIR_DATED;
    qd_node draws = qd_lower_named(l, dir, "draws", QD_DATE_FIRST);
    if (draws != QD_NODE_HOLE || !span || t->to == QD_NODE_HOLE) {
        qd_push_payment(l, dir, QD_DUE_LOAN);
        return;
    }
    qd_span when = l->m->tree.dirs.at[dir].when;
    bool one = qd_span_unit(when) >= 0;
    if (one) {
        qd_push_payment(l, dir, QD_DUE_LOAN);
        return;
    }
    qd_node from = qd_node_const(&l->graph, qd_day_months(when.from),
                                 QD_DIM_DATE);
    double length = qd_day_months(when.to) - qd_day_months(when.from);
    qd_node term = qd_node_const(&l->graph, length, QD_DIM_TIME);
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
    qd_node share = qd_node_make(&l->graph, QD_N_SPREAD, from, term, zero, 0);
    qd_push_due(l, dir, QD_DUE_LOAN, qd_times_of(l, amount, share), amount,
                qd_firmness_of(l, dir));
}

static bool repays_evenly(qd_lowering *l, uint32_t dir)
{
    qd_str word = qd_word_of(l, dir, "repays");
    return qd_str_eq(word, QD_STR("evenly"));
}

/* The last day: `ends:`, or the term after the first draw. */
static qd_node last_day(qd_lowering *l, uint32_t dir, qd_node from)
{
    qd_node ends = qd_lower_named(l, dir, "ends", QD_DATE_LAST);
    qd_node term = qd_lower_named(l, dir, "term", QD_DATE_FIRST);
    if (ends != QD_NODE_HOLE) return ends;
    if (term == QD_NODE_HOLE || from == QD_NODE_HOLE) return QD_NODE_HOLE;
    return qd_node_make(&l->graph, QD_N_ADD, from, term, 0, 0);
}

static void lower_loan(qd_lowering *l, uint32_t dir)
{
    qd_node amount = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    qd_times t = qd_lower_times(l, dir);
    uint8_t firm = qd_firmness_of(l, dir);
    push_draw(l, dir, amount, &t);
    qd_node end = last_day(l, dir, t.from);
    qd_node back = QD_NODE_HOLE, interest = QD_NODE_HOLE;
    qd_node rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    if (end != QD_NODE_HOLE && t.from != QD_NODE_HOLE) {
        qd_node term = qd_minus(l, end, t.from);
        bool even = repays_evenly(l, dir);
        qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_TIME);
        qd_node in = even
            ? qd_node_make(&l->graph, QD_N_SPREAD, t.from, term, zero, 0)
            : qd_node_make(&l->graph, QD_N_INSTANT, end, 0, 0, 0);
        back = qd_times_of(l, amount, in);
        qd_node owing = qd_node_make(&l->graph, QD_N_OWING, t.from, term, 0,
                                     even);
        interest = qd_times_of(l, qd_times_of(l, amount, rate), owing);
    }
    qd_push_due(l, dir, QD_DUE_REPAYMENT, back, amount, firm);
    if (rate != QD_NODE_HOLE)
        qd_push_due(l, dir, QD_DUE_REPAYMENT, interest, QD_NODE_HOLE, firm);
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
