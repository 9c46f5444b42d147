#include "model/schema.h"

static const qd_field_row fields[] = {
    { "share", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL,
      "issued as-converted fully-diluted voting profit", QD_F_DATED,
      "the share; 27 % allows whatever prints so" },
    { "value", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "what the stake is worth" },
    { "number", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARES | QD_C_NUMBER,
      NULL, "issued as-converted fully-diluted voting profit", QD_F_DATED,
      "how many units" },
    { "class", QD_KIND_REF, QD_RIVAL_ONE, 0, "class", NULL, 0,
      "class of the units; any if not said" },
    { "pro-rata", QD_KIND_WORD, QD_RIVAL_ONE, 0, "yes no", NULL, 0,
      "takes its part of each later round, on top of what others put in" },
    { "excluding", QD_KIND_REF, QD_RIVAL_SET, 0, "round convertible warrant",
      NULL, QD_F_LIST, "rounds whose units it does not count" },
};

const qd_instrument qd_instrument_stake = {
    "stake", QD_FORM_PLAIN,
    QD_I_ARROW_OF | QD_I_HAPPENS,
    "who owns what share of whom",
    "A share with its basis, or what it is worth, or a number of units. "
    "Each is a constraint on the cap table, not a count.",
    "party msft, lab\n"
    "2025-10.. stake held msft of lab\n"
    "  share: 27 % as-converted\n",
    QD_FIELDS(fields), NULL
};
