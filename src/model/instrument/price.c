#include "model/schema.h"

static const qd_field_row fields[] = {
    { "value", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_PRICE | QD_C_NUMBER | QD_C_RATE | QD_C_PER_TIME | QD_C_OTHER, NULL,
      NULL, QD_F_DATED, "the price" },
    { "for", QD_KIND_REF, QD_RIVAL_SET, 0, "party chip contract", NULL,
      QD_F_LIST, "what is priced" },
};

const qd_instrument qd_instrument_price = {
    "price", QD_FORM_PLAIN,
    QD_I_ARROW_OF | QD_I_ARROW_MAY,
    "the price of a currency, a share or a unit of capacity",
    "By date, claim or formula. `id.value` stands for it in formulas.",
    "price gpu-hour\n"
    "  value: 2 USD/h\n",
    QD_FIELDS(fields), NULL
};
