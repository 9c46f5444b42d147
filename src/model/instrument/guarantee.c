#include "model/schema.h"

static const qd_field_row fields[] = {
    { "covers", QD_KIND_FORMULA, QD_RIVAL_ONE, QD_C_MONEY, "contract loan",
      NULL, 0, "a contract or loan, or a formula for what is due to date" },
    { "cap", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_LIMIT, "most that it pays" },
};

const qd_instrument qd_instrument_guarantee = {
    "guarantee", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_HAPPENS,
    "somebody pays what another does not",
    "Covers what is not paid under a contract or loan, or a formula for "
    "what is due to date, up to its cap.",
    "party maker, cloud, lab\n"
    "2025-11.. contract rent lab -> cloud\n"
    "  amount: 38 bn USD\n"
    "  term: 7 yr\n"
    "2025-11..2032 guarantee g maker -> cloud\n"
    "  covers: rent\n"
    "  cap: 6 bn USD\n",
    QD_FIELDS(fields), NULL
};
