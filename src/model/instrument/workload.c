#include "model/schema.h"

static const qd_field_row fields[] = {
    { "kind", QD_KIND_WORD, QD_RIVAL_ONE, 0, "training serving", NULL, 0,
      "what is done" },
    { "parameters", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL,
      0, "of the model" },
    { "active", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL, 0,
      "of them for one token" },
    { "tokens", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER | QD_C_NUMBER,
      NULL, NULL, QD_F_DATED, "read in training, or served a month" },
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL, 0,
      "tokens a second" },
    { "precision", QD_KIND_WORD, QD_RIVAL_ONE, 0, "bf16 fp8 fp4 int8", NULL, 0,
      "of its arithmetic" },
    { "chip", QD_KIND_REF, QD_RIVAL_SET, 0, "chip", NULL, QD_F_LIST,
      "hardware it runs on" },
    { "efficiency", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL, NULL,
      0, "share of the peak that it reaches" },
};

const qd_instrument qd_instrument_workload = {
    "workload", QD_FORM_PLAIN,
    QD_I_UNDATED,
    "work that chips do",
    "A model that is trained or served: size, tokens, precision.",
    "workload train-a \"A training run\"\n"
    "  kind: training\n"
    "  parameters: 400 bn\n"
    "  tokens: 15 tn tokens\n",
    QD_FIELDS(fields), NULL
};
