#include "model/schedule.h"

static const qd_field_row fields[] = {
    { "kind", QD_KIND_WORD, QD_RIVAL_ONE, 0, "burn running capital tax share",
      NULL, 0, "burn: net of revenue" },
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_RATE, NULL, NULL,
      QD_F_DATED, "so much a month or year" },
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "in the time it is dated" },
    { "cap", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_LIMIT, "most that it comes to" },
    { "part-of", QD_KIND_REF, QD_RIVAL_SET, 0, "cost", NULL, QD_F_LIST,
      "the total of which it is a part" },
};

static void lower_cost(qd_lowering *l, uint32_t dir)
{
    bool burn = qd_str_eq(qd_word_of(l, dir, "kind"), QD_STR("burn"));
    qd_push_stream(l, dir, burn ? QD_DUE_BURN : QD_DUE_COST);
}

const qd_instrument qd_instrument_cost = {
    "cost", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_HAPPENS,
    "what a party spends beside its contracts",
    "`kind: burn` is the payer's net outflow from operations: its "
    "contracts, costs and revenue of that time are its parts.",
    "party lab\n"
    "2026..2029 cost wages lab -> ?\n"
    "  rate: 3 bn USD/yr\n",
    QD_FIELDS(fields), lower_cost
};
