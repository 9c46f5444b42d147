#include "model/schedule.h"

static const qd_field_row fields[] = {
    { "issuer", QD_KIND_REF, QD_RIVAL_ONE, 0, "party", NULL, 0,
      "whose shares they are" },
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "money paid" },
    { "valuation", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL,
      "pre post", 0, "of the issuer" },
    { "price", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PRICE, NULL, NULL, 0,
      "price of a share" },
    { "number", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARES | QD_C_NUMBER,
      NULL, NULL, 0, "shares sold" },
    { "class", QD_KIND_REF, QD_RIVAL_ONE, 0, "class", NULL, 0,
      "class of the shares" },
    { "spent-on", QD_KIND_REF, QD_RIVAL_SET, 0,
      "contract loan guarantee round cost secondary", NULL, QD_F_LIST,
      "what the money is for" },
};

static void lower_secondary(qd_lowering *l, uint32_t dir)
{
    qd_push_payment(l, dir, QD_DUE_SECONDARY);
}

const qd_instrument qd_instrument_secondary = {
    "secondary", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_INSTANT | QD_I_HAPPENS,
    "somebody buys shares from a holder",
    "The holder is paid, the issuer gets nothing and nobody is diluted. "
    "Bought by the issuer itself, the shares are gone and all others have "
    "more.",
    "party fund, staff, lab\n"
    "2025-10 secondary sale fund -> staff\n"
    "  issuer: lab\n"
    "  amount: 6.6 bn USD\n"
    "  valuation: 500 bn USD\n",
    QD_FIELDS(fields), lower_secondary
};
