#include "model/schema.h"

static const qd_field_row fields[] = {
    { "number", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARES | QD_C_NUMBER,
      NULL, "issued as-converted fully-diluted voting profit", QD_F_LIMIT,
      "how many shares at most" },
    { "share", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL,
      "issued as-converted fully-diluted voting profit", QD_F_LIMIT,
      "the same as a share" },
    { "strike", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PRICE, NULL, NULL, 0,
      "price of a share when exercised" },
    { "vested", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_NUMBER,
      NULL, NULL, 0, "the share of it that is vested; never falls" },
    { "expires", QD_KIND_DATE, QD_RIVAL_DATE, 0, NULL, NULL, 0,
      "last day" },
};

const qd_instrument qd_instrument_warrant = {
    "warrant", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_INSTANT | QD_I_HAPPENS,
    "a right to buy shares at a strike",
    "Written holder -> issuer, the way of the strike. Exercised as it vests "
    "while the price is above the strike.",
    "party lab, maker\n"
    "2025-10-06 warrant w lab -> maker\n"
    "  number: 160 mn shares\n"
    "  strike: 0.01 USD/share\n",
    QD_FIELDS(fields), NULL
};
