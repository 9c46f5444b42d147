#include "model/schedule.h"

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
      NULL, NULL, 0, "what earlier holders may take up" },
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

/* At an instant, or with a rate so much a month. */
static void lower_round(qd_lowering *l, uint32_t dir)
{
    qd_node rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    if (rate == QD_NODE_HOLE) qd_push_payment(l, dir, QD_DUE_EQUITY);
    else qd_push_stream(l, dir, QD_DUE_EQUITY);
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
