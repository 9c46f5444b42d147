#include "model/schema.h"

static const qd_field_row fields[] = {
    { "ratio", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL, 0,
      "common shares for one of it" },
    { "preference", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_NUMBER | QD_C_MONEY, NULL, NULL, 0,
      "paid before common: a multiple of its price, or money" },
    { "participation", QD_KIND_WORD, QD_RIVAL_ONE, 0, "none full capped", NULL,
      0, "whether it also shares with common" },
    { "cap", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER | QD_C_MONEY, NULL,
      NULL, QD_F_LIMIT, "most that a participating class is paid" },
    { "seniority", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL,
      0, "rank among the classes, 1 is paid first" },
    { "dividend", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_PER_TIME | QD_C_SHARE, NULL, NULL, 0, "share of its price a year" },
    { "anti-dilution", QD_KIND_WORD, QD_RIVAL_ONE, 0,
      "none broad narrow ratchet", NULL, 0,
      "how its ratio adjusts in a cheaper round" },
    { "votes", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL, 0,
      "votes of one share" },
    { "price", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PRICE, NULL, NULL, 0,
      "price at which it was issued" },
    { "number", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARES | QD_C_NUMBER,
      NULL, NULL, 0, "how many were issued" },
};

const qd_instrument qd_instrument_class = {
    "class", QD_FORM_PLAIN,
    QD_I_ARROW_OF | QD_I_ONLY_B | QD_I_HAPPENS,
    "a class of shares and its rights",
    "What its holders are paid before, with and after others.",
    "party lab\n"
    "class series-a of lab\n"
    "  ratio: 1\n"
    "  preference: 1\n",
    QD_FIELDS(fields), NULL
};
