#include "model/schema.h"

static const qd_field_row fields[] = {
    { "kind", QD_KIND_WORD, QD_RIVAL_ONE, 0,
      "exclusive first-refusal consent filing permit", NULL, 0, "what it is" },
    { "for", QD_KIND_WORD, QD_RIVAL_SET, 0,
      "capacity chips build power services resale equity models products",
      NULL, QD_F_LIST, "what it is about" },
    { "except", QD_KIND_REF, QD_RIVAL_SET, 0, "party contract round deal",
      NULL, QD_F_LIST, "to whom or what it does not apply" },
};

const qd_instrument qd_instrument_right = {
    "right", QD_FORM_PLAIN,
    QD_I_ARROW_OVER | QD_I_HAPPENS,
    "what one party may forbid, demand or do",
    "Checked against directives of the same `for:` in which the other deals "
    "with anybody but the holder.",
    "party msft, lab\n"
    "right first msft over lab\n"
    "  kind: first-refusal\n"
    "  for: capacity\n",
    QD_FIELDS(fields), NULL
};
