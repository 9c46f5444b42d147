/* The frame of a file: what names parties and sources, what switches deals,
 * and what asks. None of it moves anything by itself. */
#include "model/schema.h"

static const qd_field_row quid_fields[] = {
    { "currency", QD_KIND_NAME, QD_RIVAL_ONE, 0, NULL, NULL,
      QD_F_LIST | QD_F_NAME_OR_TEXT,
      "currencies of the model, each a code and a sign if one is used: "
      "`USD $`" },
    { "horizon", QD_KIND_DATE, QD_RIVAL_DATE, 0, NULL, NULL, 0,
      "the months that answers cover: `2025-10..2032-12`" },
    { "grid", QD_KIND_WORD, QD_RIVAL_ONE, 0, "month quarter", NULL, 0,
      "the step of time, month if not said" },
    { "seed", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL, 0,
      "where random numbers start, 0 if not said" },
};

const qd_instrument qd_frame_quid = {
    "quid", QD_FORM_ROOT, QD_I_UNDATED,
    "opens the root file: version, title, currency, horizon",
    "The first directive of the file that is opened. The number is the "
    "version of the language. That of an included file says nothing.",
    "quid 1 \"A lab and its cloud\"\n"
    "  currency: USD $\n"
    "  horizon: 2025-10..2032-12\n",
    QD_FIELDS(quid_fields), NULL
};

const qd_instrument qd_frame_include = {
    "include", QD_FORM_INCLUDE, QD_I_UNDATED,
    "takes in another file, or a part of the shipped library",
    "A path in quotes is looked for beside the including file; a name in "
    "angle brackets is a file of the shipped library. Each file is taken in "
    "once, and the order of files changes nothing.",
    "include <chips>\n", NULL, 0, NULL
};

const qd_instrument qd_frame_let = {
    "let", QD_FORM_LET, QD_I_UNDATED,
    "names a formula",
    "The formula is drawn once on a path, wherever its name is used.",
    "let growth = normal(2 to 5 %/mo)\n", NULL, 0, NULL
};

const qd_instrument qd_frame_check = {
    "check", QD_FORM_CHECK, QD_I_UNDATED,
    "a relation that must hold",
    "Judged on the standing claims as sets: it fails when no values that "
    "the claims allow satisfy it. `within` gives a margin; `expect fail` "
    "keeps a known contradiction in sight without failing.",
    "check 38 bn USD / 7 yr = 5.43 bn USD/yr within 0.01 bn USD/yr\n",
    NULL, 0, NULL
};

const qd_instrument qd_frame_correlate = {
    "correlate", QD_FORM_CORRELATE, QD_I_UNDATED,
    "ties two uncertain fields together",
    "The rank correlation of two fields, from -1 to 1.",
    "party lab, cloud\n"
    "2026.. contract rent lab -> cloud\n"
    "  amount: 30 to 40 bn USD\n"
    "  term: 5 to 7 yr\n"
    "correlate rent.amount rent.term 0.5\n", NULL, 0, NULL
};

static const qd_field_row scenario_fields[] = {
    { "base", QD_KIND_REF, QD_RIVAL_ONE, 0, "scenario", NULL, 0,
      "another scenario, whose lines hold here too" },
};

const qd_instrument qd_frame_scenario = {
    "scenario", QD_FORM_PLAIN, QD_I_TARGETS | QD_I_UNDATED,
    "a what-if: lines `id.field: datum` in place of what stands",
    "Asked for with `--scenario NAME`. A thing is dropped by "
    "`id.chance: 0 %`.",
    "party lab, cloud\n"
    "2026.. contract rent lab -> cloud\n"
    "  amount: 38 bn USD\n"
    "  term: 7 yr\n"
    "scenario small \"Half of it\"\n"
    "  rent.amount: 19 bn USD\n",
    QD_FIELDS(scenario_fields), NULL
};

static const qd_field_row policy_fields[] = {
    { "low", QD_KIND_FORMULA, QD_RIVAL_NEVER, QD_C_ALL, NULL, NULL, 0,
      "lower end of what the words allow; `> x` when x is not of it" },
    { "high", QD_KIND_FORMULA, QD_RIVAL_NEVER, QD_C_ALL, NULL, NULL, 0,
      "upper end of what the words allow; `< x` when x is not of it" },
    { "reads", QD_KIND_FORMULA, QD_RIVAL_NEVER, QD_C_ALL, NULL, NULL, 0,
      "what a path draws when nothing is assumed" },
    { "lane", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL, 0,
      "place of a stage in the order of stages" },
    { "chance", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL, NULL, 0,
      "chance of a deal in this stage" },
    { "firmness", QD_KIND_WORD, QD_RIVAL_ONE, 0,
      "paid firm announced talks planned", NULL, 0,
      "step of the ladder for money in this stage" },
    { "same-as", QD_KIND_NAME, QD_RIVAL_ONE, 0, NULL, NULL, 0,
      "the stage that this word means" },
};

const qd_instrument qd_frame_policy = {
    "policy", QD_FORM_PLAIN, QD_I_UNDATED,
    "how words that leave room are read",
    "Readings of hedges, and the order, chance and firmness of the stages. "
    "The shipped <policy> is always there; a file may set its own rows.",
    "policy talks \"both sides speak\"\n"
    "  lane: 2 to 3\n"
    "  chance: 50 %\n"
    "  firmness: talks\n",
    QD_FIELDS(policy_fields), NULL
};

static const qd_field_row party_fields[] = {
    { "kind", QD_KIND_WORD, QD_RIVAL_ONE, 0,
      "lab cloud chipmaker vehicle investor bank fund government utility "
      "group pool other", NULL, 0,
      "what it is; a vehicle never consolidates; a pool has the shares that "
      "are kept for staff" },
    { "parent", QD_KIND_REF, QD_RIVAL_ONE, 0, "party", NULL, 0,
      "the party it consolidates to" },
    { "members", QD_KIND_REF, QD_RIVAL_SET, 0, "party", NULL,
      QD_F_LIST | QD_F_HOLE_OK,
      "makes it a group: what is said of it is a total of its members" },
    { "split", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_NUMBER, NULL, NULL,
      QD_F_DATED, "so many shares of it for each from that day on: "
      "`split 2024-06-10: 10`" },
    { "control", QD_KIND_REF, QD_RIVAL_ONE, 0, "party", NULL, 0,
      "who controls it, apart from the stakes" },
    { "cash", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "a balance on a date: `cash 2026-01-01: 20 bn USD`; "
      "the last one that is not after the first day of the horizon counts" },
};

const qd_instrument qd_frame_party = {
    "party", QD_FORM_PLAIN, QD_I_UNDATED,
    "somebody who pays, is paid, owns or is owned",
    "Several may be declared at once: `party a, b, c`. The party `?` is the "
    "outside world or somebody not reported, and needs no declaration.",
    "party aws \"Amazon Web Services\"\n"
    "  kind: cloud\n", QD_FIELDS(party_fields), NULL
};

static const qd_field_row source_fields[] = {
    { "publisher", QD_KIND_NAME, QD_RIVAL_NEVER, 0, NULL, NULL,
      QD_F_NAME_OR_TEXT, "a later source of the same publisher replaces" },
    { "kind", QD_KIND_WORD, QD_RIVAL_ONE, 0, "filing company report", NULL,
      0, "a filing or a company silences a report; report if not said" },
    { "url", QD_KIND_TEXT, QD_RIVAL_NEVER, 0, NULL, NULL, 0, "where" },
    { "file", QD_KIND_TEXT, QD_RIVAL_NEVER, 0, NULL, NULL, 0,
      "the file that holds it" },
    { "cites", QD_KIND_REF, QD_RIVAL_SET, 0, "source", NULL, QD_F_LIST,
      "sources whose words it tells: on one line with one of them it is "
      "one voice" },
    { "when", QD_KIND_DATE, QD_RIVAL_DATE, 0, NULL, NULL, 0,
      "its date, as others tell it" },
};

const qd_instrument qd_frame_source = {
    "source", QD_FORM_PLAIN, QD_I_INSTANT,
    "who said so: a voice",
    "`^name` behind a field says who reported it. The date before the "
    "keyword is the day from which its claims are known.",
    "2025-12-17 source s0 \"A story\"\n"
    "  kind: report\n", QD_FIELDS(source_fields), NULL
};

static const qd_field_row deal_fields[] = {
    { "if", QD_KIND_FORMULA, QD_RIVAL_NEVER, QD_C_TRUTH, NULL, NULL, 0,
      "a condition on the path, met in the first month in which it holds" },
};

const qd_instrument qd_frame_deal = {
    "deal", QD_FORM_PLAIN, QD_I_INSTANT | QD_I_HAPPENS,
    "a switch: what names it with `@` happens only if it does",
    "All its legs happen together, on one draw of its chance, and not "
    "before its date.",
    "deal invest \"A cloud invests\"\n"
    "  stage: talks\n"
    "  chance: 65 %\n", QD_FIELDS(deal_fields), NULL
};

const qd_instrument qd_frame_event = {
    "event", QD_FORM_PLAIN, QD_I_INSTANT | QD_I_HAPPENS,
    "the same as `deal`, for what is not a deal",
    "A date and a chance to which other directives refer.",
    "event restructuring \"The lab restructures\"\n"
    "  stage: closed\n"
    "  when: 2025-10\n", QD_FIELDS(deal_fields), NULL
};

static const qd_field_row claim_fields[] = {
    { "value", QD_KIND_ANY, QD_RIVAL_NUMBER, QD_C_ALL, NULL, NULL,
      QD_F_DATED | QD_F_LIST | QD_F_HOLE_OK | QD_F_NAME_OR_TEXT,
      "what was said: a number, a date, names, a text" },
};

const qd_instrument qd_frame_claim = {
    "claim", QD_FORM_PLAIN, 0,
    "what was said and is no field of anything else",
    "The label is the sentence. `id.value` stands for it in formulas.",
    "claim chips-since \"The cloud designs its own chips since\"\n"
    "  value: ~ 2015\n", QD_FIELDS(claim_fields), NULL
};

const qd_instrument qd_frame_more = {
    "more", QD_FORM_PLAIN, QD_I_UNDATED,
    "says more of a directive that is declared elsewhere",
    "Its lines are lines of that directive, as if they stood there; each has "
    "a source, on itself or on the header, or is an `assume`. So a model adds "
    "to one that it includes.",
    "party lab, cloud\n"
    "2025-12-17 source daily\n"
    "2025-11.. contract rent lab -> cloud\n"
    "  amount: 38 bn USD\n"
    "more rent ^daily\n"
    "  term: 7 yr\n"
    "  assume ramp: 14 mo\n",
    NULL, 0, NULL
};
