#include "model/schedule.h"

static const qd_field_row fields[] = {
    { "kind", QD_KIND_WORD, QD_RIVAL_ONE, 0, "safe note profit-units", NULL, 0,
      "what it is" },
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "money put in" },
    { "cap", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, "pre post",
      QD_F_LIMIT, "most that conversion values the company at" },
    { "share", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL, NULL, 0,
      "what it converts to, of all before the money, at any price" },
    { "discount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL, NULL, 0,
      "off the price of the round" },
    { "interest", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PER_TIME, NULL, NULL,
      0, "of a note, a year" },
    { "mfn", QD_KIND_WORD, QD_RIVAL_ONE, 0, "yes no", NULL, 0,
      "takes the best terms of later ones" },
    { "method", QD_KIND_WORD, QD_RIVAL_ONE, 0,
      "percent-ownership pre-money dollars-invested", NULL, 0,
      "how it counts in the price of its round" },
    { "pro-rata", QD_KIND_WORD, QD_RIVAL_ONE, 0, "yes no", NULL, 0,
      "takes its part of the round, on top of what others put in" },
    { "number", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARES | QD_C_NUMBER,
      NULL, NULL, 0, "how many profit units" },
    { "threshold", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      0, "profit units share in what an exit brings above it" },
    { "into", QD_KIND_REF, QD_RIVAL_ONE, 0, "class", NULL, 0,
      "class it converts to" },
    { "on", QD_KIND_REF, QD_RIVAL_SET, 0, "round deal event", NULL, QD_F_LIST,
      "what converts it; the same as `@`" },
};

static void lower_convertible(qd_lowering *l, uint32_t dir)
{
    qd_push_payment(l, dir, QD_DUE_EQUITY);
}

const qd_instrument qd_instrument_convertible = {
    "convertible", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_INSTANT | QD_I_HAPPENS,
    "money now, shares when its `@` happens",
    "A safe or a note; converts in the round that it names with `@`, or at "
    "its cap when a deal or an event happens that is no round.",
    "party fund, lab\n"
    "round a fund -> lab\n"
    "  amount: 5 mn USD\n"
    "  when: 2026-06\n"
    "2025-06 convertible s fund -> lab @a\n"
    "  kind: safe\n"
    "  amount: 1 mn USD\n"
    "  cap: 10 mn USD post\n",
    QD_FIELDS(fields), lower_convertible
};
