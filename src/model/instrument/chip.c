#include "model/schema.h"

static const qd_field_row fields[] = {
    { "kind", QD_KIND_WORD, QD_RIVAL_ONE, 0, "chip family", NULL, 0,
      "a family stands for reports that name no model" },
    { "vendor", QD_KIND_NAME, QD_RIVAL_NEVER, 0, NULL, NULL, QD_F_NAME_OR_TEXT,
      "who makes it" },
    { "family", QD_KIND_REF, QD_RIVAL_ONE, 0, "chip", NULL, 0,
      "the family it belongs to" },
    { "launch", QD_KIND_DATE, QD_RIVAL_DATE, 0, NULL, NULL, 0,
      "when it could first be had" },
    { "bf16", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL, 0,
      "peak rate" },
    { "fp8", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL, 0,
      "peak rate" },
    { "fp4", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL, 0,
      "peak rate" },
    { "hbm", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL, 0,
      "memory" },
    { "bandwidth", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL,
      0, "of the memory" },
    { "scale-up", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL, 0,
      "both directions of its links inside one domain" },
    { "domain", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER | QD_C_CHIPS,
      NULL, NULL, 0, "chips in that domain" },
    { "scale-out", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_OTHER, NULL, NULL,
      0, "its network card, one way" },
    { "tdp", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_POWER, NULL, NULL, 0,
      "power of the package" },
    { "power", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_POWER, NULL,
      "it facility", 0, "all IT power of the server, a chip's share" },
    { "on-demand", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_RATE | QD_C_PRICE,
      NULL, NULL, QD_F_DATED, "list price of a chip-hour" },
    { "committed", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_RATE | QD_C_PRICE,
      NULL, NULL, QD_F_DATED, "price under a term" },
    { "purchase", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY | QD_C_PRICE,
      NULL, NULL, QD_F_DATED, "a chip, or its share of a server" },
};

const qd_instrument qd_instrument_chip = {
    "chip", QD_FORM_PLAIN,
    QD_I_UNDATED,
    "hardware: a row of the library",
    "Peak rates are dense arithmetic of one package. The shipped <chips> "
    "has the common ones; a file may add its own.",
    "chip mine \"A chip of ours\"\n"
    "  vendor: \"Us\"\n"
    "  bf16: 900 TFLOP/s\n"
    "  hbm: 96 GB\n"
    "  power: 1 kW\n",
    QD_FIELDS(fields), NULL
};
