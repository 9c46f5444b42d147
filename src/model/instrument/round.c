#include "model/path_due.h"
#include "model/totals.h"

static const qd_field_row fields[] = {
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "money put in; with a rate its limit" },
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_RATE, NULL, NULL,
      QD_F_DATED, "so much a month over the span" },
    { "valuation", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL,
      "pre post", QD_F_DATED, "of the company, pre- or post-money" },
    { "price", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PRICE, NULL, NULL, 0,
      "price of a share" },
    { "number", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARES | QD_C_NUMBER,
      NULL, NULL, 0, "shares issued" },
    { "class", QD_KIND_REF, QD_RIVAL_ONE, 0, "class", NULL, 0,
      "class of the new shares" },
    { "pro-rata", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_MONEY,
      NULL, NULL, 0,
      "what earlier holders, nobody says which, take of it on top" },
    { "pool", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL, NULL, 0,
      "size of the option pool after it" },
    { "tied-to", QD_KIND_REF, QD_RIVAL_SET, 0, "contract loan guarantee", NULL,
      QD_F_LIST,
      "released against purchases under these: a rebate in substance" },
    { "spent-on", QD_KIND_REF, QD_RIVAL_SET, 0,
      "contract loan guarantee round cost secondary", NULL, QD_F_LIST,
      "what the money is for" },
    { "raise", QD_KIND_FORMULA, QD_RIVAL_NEVER, QD_C_TRUTH, NULL, NULL, 0,
      "drawn when this holds, up to the amount: `cash < 6 mo`, of the payee" },
    { "term", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_TIME, NULL, NULL, 0,
      "how long a rate is paid" },
    { "part-of", QD_KIND_REF, QD_RIVAL_SET, 0, "round", NULL, QD_F_LIST,
      "the total of which it is a part" },
    { "on-top-of", QD_KIND_REF, QD_RIVAL_SET, 0, "round", NULL, QD_F_LIST,
      "beside which it stands" },
};

/* The line that a condition draws on cash: what it takes to lift the payee's
 * cash to it. A hole where the condition is another one. */
static qd_node short_of_line(qd_lowering *l, const qd_node_row *r,
                             qd_dim money)
{
    bool below = r->op == QD_N_COMPARE &&
                 (r->k == QD_CMP_LT || r->k == QD_CMP_LE);
    if (!below || !qd_node_is(&l->graph, r->a, QD_N_STATE))
        return QD_NODE_HOLE;
    qd_node_row state = l->graph.nodes.at[r->a];
    qd_node line = r->b;
    if (state.k == QD_STATE_RUNWAY) {
        qd_dim rate = qd_dim_div(&l->m->units, money, QD_DIM_TIME);
        qd_node spends = qd_node_state(&l->graph, QD_STATE_SPENDING, state.a,
                                       rate);
        line = qd_times_of(l, line, spends);
    } else if (state.k != QD_STATE_CASH) {
        return QD_NODE_HOLE;
    }
    qd_node cash = qd_node_state(&l->graph, QD_STATE_CASH, state.a,
                                 qd_node_dim(&l->graph, line));
    return qd_least_zero(l, qd_minus(l, line, cash));
}

/* `raise:` lifts the payee's cash to the line that it names, until the
 * amount is used up; any other condition draws all that is left. */
static qd_node raised(qd_lowering *l, uint32_t dir, qd_node amount)
{
    qd_node condition = qd_lower_named(l, dir, "raise", QD_DATE_FIRST);
    if (condition == QD_NODE_HOLE || l->bounds) return QD_NODE_HOLE;
    qd_node_row r = l->graph.nodes.at[condition];
    qd_node wanted = short_of_line(l, &r,
                                   qd_node_dim(&l->graph, amount));
    if (wanted == QD_NODE_HOLE) wanted = amount;
    qd_node one = qd_node_const(&l->graph, 1, QD_DIM_NONE);
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_NONE);
    qd_node holds = qd_node_make(&l->graph, QD_N_IF, condition, one, zero, 0);
    qd_times t = qd_lower_times(l, dir);
    holds = qd_times_of(l, holds, qd_during(l, t.from, t.to));
    return qd_up_to(l, qd_where(l, holds, wanted), amount);
}

/* The amount is what the rate comes to in all at most. */
static void push_rate(qd_lowering *l, uint32_t dir, qd_node limit)
{
    qd_node due = qd_rated(l, dir), within = qd_least_of(l, due, limit);
    qd_node amount = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    qd_node parts = qd_parts_of(l, dir);
    uint32_t pushed = l->dues.n;
    qd_push_due(l, dir, QD_DUE_EQUITY,
                within == QD_NODE_HOLE ? due : within,
                qd_rest_of(l, amount, parts), qd_firmness_of(l, dir));
    qd_mark_whole(l, pushed, amount, parts);
}

/* At an instant; with a rate so much a month up to the amount; or when a
 * condition on the payee's cash holds. */
static void lower_round(qd_lowering *l, uint32_t dir)
{
    qd_node rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    qd_node limit = qd_rest_of(l, qd_limit_of(l, dir, "amount"),
                               qd_parts_of(l, dir));
    uint32_t before = l->dues.n;
    qd_node moves = QD_NODE_HOLE;
    if (rate != QD_NODE_HOLE) {
        push_rate(l, dir, limit);
        moves = qd_up_to(l, qd_rated(l, dir), qd_rate_left(l, dir, limit));
    } else {
        qd_push_payment(l, dir, QD_DUE_EQUITY);
        moves = raised(l, dir, limit);
    }
    if (moves != QD_NODE_HOLE) qd_due_moves(l, before, moves);
}

const qd_instrument qd_instrument_round = {
    "round", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_INSTANT | QD_I_HAPPENS,
    "somebody puts money into a company for new shares",
    "At an instant; with `rate:` over a span, `amount` its limit. Money "
    "goes to the company, all others are diluted.",
    "party fund, lab\n"
    "2026-03 round a fund -> lab\n"
    "  amount: 10 bn USD\n"
    "  valuation: 500 bn USD pre\n",
    QD_FIELDS(fields), lower_round
};
