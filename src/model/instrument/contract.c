#include "model/schedule.h"
#include "model/totals.h"

static const qd_field_row fields[] = {
    { "for", QD_KIND_WORD, QD_RIVAL_SET, 0,
      "capacity chips build power services resale equity models products",
      NULL, QD_F_LIST, "what is bought" },
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "the whole of it; dated: the part that falls in that time" },
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_RATE, NULL, NULL,
      QD_F_DATED, "so much a month once the ramp is over" },
    { "quantity", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_CHIPS | QD_C_POWER | QD_C_NUMBER | QD_C_OTHER, NULL, "it facility",
      QD_F_DATED, "how much is bought" },
    { "price", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PRICE, NULL, NULL,
      QD_F_DATED, "of a unit of the quantity" },
    { "term", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_TIME, NULL, NULL, 0,
      "how long it lasts" },
    { "ramp", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_TIME, NULL, NULL, 0,
      "how long it takes to reach the full rate, linearly" },
    { "take-or-pay", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_SHARE | QD_C_MONEY | QD_C_POWER | QD_C_CHIPS | QD_C_OTHER, NULL,
      NULL, 0, "what is due whether used or not; all of it if not said" },
    { "use", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_NUMBER, NULL,
      NULL, QD_F_DATED, "share of it that is used; all of it if not said" },
    { "prepay", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_MONEY,
      NULL, NULL, 0, "paid at the start, credited evenly" },
    { "exit-fee", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_MONEY,
      NULL, NULL, 0, "due when it is cancelled" },
    { "chip", QD_KIND_REF, QD_RIVAL_SET, 0, "chip", NULL, QD_F_LIST,
      "hardware" },
    { "power", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_POWER, NULL,
      "it facility", QD_F_DATED, "how much of it" },
    { "if-unpaid", QD_KIND_WORD, QD_RIVAL_ONE, 0, "defer cancel default", NULL,
      0, "what happens then; defer if not said" },
    { "part-of", QD_KIND_REF, QD_RIVAL_SET, 0, "contract", NULL, QD_F_LIST,
      "the total of which it is a part" },
    { "on-top-of", QD_KIND_REF, QD_RIVAL_SET, 0, "contract", NULL, QD_F_LIST,
      "beside which it stands" },
};

/* The whole of it: said, or rate x (term - ramp / 2), or price x quantity. */
static qd_node whole(qd_lowering *l, uint32_t dir, const qd_schedule *s)
{
    qd_node amount = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    if (amount != QD_NODE_HOLE) return amount;
    qd_node rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    qd_node half = qd_node_const(&l->graph, 0.5, QD_DIM_NONE);
    qd_node ramp = qd_times_of(l, s->ramp, half);
    amount = qd_times_of(l, rate, qd_minus(l, s->term, ramp));
    static const char *const bought[] = { "quantity", "power" };
    qd_node price = qd_lower_named(l, dir, "price", QD_DATE_FIRST);
    for (int i = 0; i < 2 && amount == QD_NODE_HOLE; i++) {
        qd_node n = qd_lower_named(l, dir, bought[i], QD_DATE_FIRST);
        amount = qd_times_of(l, price, n);
    }
    bool money = qd_dim_is_money(&l->m->units,
                                 qd_node_dim(&l->graph, amount), NULL);
    return money ? amount : QD_NODE_HOLE;
}

/* Take-or-pay as a share of the whole, a hole when it is not said. */
static qd_node taken(qd_lowering *l, uint32_t dir, qd_node total)
{
    qd_node top = qd_lower_named(l, dir, "take-or-pay", QD_DATE_FIRST);
    qd_dim dim = qd_node_dim(&l->graph, top);
    if (top == QD_NODE_HOLE || dim == QD_DIM_NONE) return top;
    qd_node of[] = { total,
                     qd_lower_named(l, dir, "power", QD_DATE_FIRST),
                     qd_lower_named(l, dir, "quantity", QD_DATE_FIRST) };
    for (int i = 0; i < 3; i++)
        if (of[i] != QD_NODE_HOLE && qd_node_dim(&l->graph, of[i]) == dim)
            return qd_node_make(&l->graph, QD_N_DIV, top, of[i], 0, 0);
    return QD_NODE_HOLE;
}

/* Rate x max(take-or-pay, use): the part that is due whatever is used stands
 * apart from the rest of what is signed. */
static void push_parts(qd_lowering *l, uint32_t dir, qd_node due,
                       qd_node total, uint8_t firm)
{
    qd_node top = taken(l, dir, total);
    if (top == QD_NODE_HOLE || firm != QD_FIRM_FIRM) {
        qd_push_due(l, dir, QD_DUE_CONTRACT, due, total, firm);
        return;
    }
    qd_node use = qd_lower_named(l, dir, "use", QD_DATE_FIRST);
    if (use == QD_NODE_HOLE)
        use = qd_node_const(&l->graph, 1, QD_DIM_NONE);
    qd_node rest = qd_least_zero(l, qd_minus(l, use, top));
    qd_push_due(l, dir, QD_DUE_CONTRACT, qd_times_of(l, due, top),
                qd_times_of(l, total, top), QD_FIRM_FIRM);
    qd_push_due(l, dir, QD_DUE_CONTRACT, qd_times_of(l, due, rest),
                qd_times_of(l, total, rest), QD_FIRM_ANNOUNCED);
}

static void lower_contract(qd_lowering *l, uint32_t dir)
{
    qd_schedule s = qd_schedule_of(l, dir);
    if (qd_push_instalments(l, dir, "amount", QD_DUE_CONTRACT)) {
        qd_push_rest(l, dir, QD_DUE_CONTRACT, s.share);
        return;
    }
    qd_node total = whole(l, dir, &s);
    if (total == QD_NODE_HOLE) {
        qd_push_stream(l, dir, QD_DUE_CONTRACT);
        return;
    }
    qd_node parts = qd_parts_of(l, dir);
    qd_node rest = qd_rest_of(l, total, parts);
    uint32_t pushed = l->dues.n;
    push_parts(l, dir, qd_times_of(l, rest, s.share), rest,
               qd_firmness_of(l, dir));
    qd_mark_whole(l, pushed, total, parts);
}

const qd_instrument qd_instrument_contract = {
    "contract", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_HAPPENS,
    "somebody rents or buys something over time",
    "Cash goes from payer to payee; what is bought is in `for`. It pays "
    "rate x max(take-or-pay, use) in each month of its span. amount = rate "
    "x (term - ramp / 2): what is missing follows.",
    "party lab, cloud\n"
    "2025-11.. contract rent lab -> cloud\n"
    "  for: capacity\n"
    "  amount: 38 bn USD\n"
    "  term: 7 yr\n",
    QD_FIELDS(fields), lower_contract
};
