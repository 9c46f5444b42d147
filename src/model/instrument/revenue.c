#include "model/schedule.h"

static const qd_field_row fields[] = {
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_RATE, NULL, NULL,
      QD_F_DATED, "so much a month or year" },
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "in the time it is dated" },
    { "cap", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_LIMIT, "most that it comes to" },
    { "part-of", QD_KIND_REF, QD_RIVAL_SET, 0, "revenue", NULL, QD_F_LIST,
      "the total of which it is a part" },
};

static void lower_revenue(qd_lowering *l, uint32_t dir)
{
    qd_push_stream(l, dir, QD_DUE_REVENUE);
}

const qd_instrument qd_instrument_revenue = {
    "revenue", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_HAPPENS,
    "what a party earns from the outside",
    "Written ? -> party. A rate or amounts by date.",
    "party lab\n"
    "2026..2030 revenue sales ? -> lab\n"
    "  rate: 12 bn USD/yr\n",
    QD_FIELDS(fields), lower_revenue
};
