/* Cards from the tables: each kind of topic says how many there are, what
 * they are called, and what stands on the card. */
#include "api/help.h"

#include <stdio.h>
#include <strings.h>

#include "analysis/analysis.h"
#include "base/diag.h"
#include "math/dist.h"
#include "unit/unit.h"

const qd_topic qd_topics[] = {
#define QD_TOPIC(name, summary, text) { name, summary, text, false },
#define QD_COMMAND(name, summary, text) { name, summary, text, true },
#include "api/topics.def"
#undef QD_TOPIC
#undef QD_COMMAND
};
const size_t qd_topic_count = sizeof qd_topics / sizeof *qd_topics;

/* --- questions */
static size_t question_count(void)
{
    return qd_analysis_count;
}

static const char *question_name(size_t i)
{
    return qd_analyses[i]->name;
}

static const char *question_summary(size_t i)
{
    return qd_analyses[i]->question;
}

static void option_row(qd_page *p, const qd_option *o)
{
    static const char *const values[] = {
        [QD_OPTION_FLAG] = "",       [QD_OPTION_DATE] = " DATE",
        [QD_OPTION_COUNT] = " N",    [QD_OPTION_WORD] = " WORD",
        [QD_OPTION_SCENARIO] = " NAME", [QD_OPTION_PARTY] = " PARTY",
        [QD_OPTION_TEXT] = " TEXT",  [QD_OPTION_FILE] = " FILE",
        [QD_OPTION_LINE] = " NAME",  [QD_OPTION_CHANGE] = " NAME AMOUNT",
    };
    char term[80], words[300];
    snprintf(term, sizeof term, "--%s%s", o->name, values[o->kind]);
    snprintf(words, sizeof words, "%s%s%s", o->doc,
             o->words ? ": " : "", o->words ? o->words : "");
    qd_page_row(p, term, words);
}

static void question_card(qd_page *p, size_t i)
{
    const qd_analysis *a = qd_analyses[i];
    char line[200];
    bool more = a->operands && a->operands[0];
    qd_page_title(p, a->name, a->question);
    if (a->example) {
        snprintf(line, sizeof line, "%s\n", a->example);
        qd_page_code(p, line);
    }
    qd_page_text(p, a->doc);
    snprintf(line, sizeof line, "quid %s FILE%s%s [OPTION...]\n", a->name,
             more ? " " : "", more ? a->operands : "");
    qd_page_section(p, "Usage");
    qd_page_code(p, line);
    qd_page_section(p, "Options");
    for (size_t k = 0; k < a->n_options; k++)
        option_row(p, &a->options[k]);
    qd_page_row(p, "...", "and what every question takes: "
                          "`quid help options`");
}

/* --- topics.def: `which` counts the rows of one sort */
static size_t topic_at(bool command, size_t n)
{
    size_t i = 0;
    while (i < qd_topic_count && (qd_topics[i].command != command || n-- > 0))
        i++;
    return i;
}

static size_t topics_of(bool command)
{
    size_t n = 0;
    while (topic_at(command, n) < qd_topic_count)
        n++;
    return n;
}

static void topic_card(qd_page *p, const qd_topic *t)
{
    qd_page_title(p, t->name, t->summary);
    qd_page_text(p, t->text);
}

static size_t command_count(void)
{
    return topics_of(true);
}

static const char *command_name(size_t i)
{
    return qd_topics[topic_at(true, i)].name;
}

static const char *command_summary(size_t i)
{
    return qd_topics[topic_at(true, i)].summary;
}

static void command_card(qd_page *p, size_t i)
{
    topic_card(p, &qd_topics[topic_at(true, i)]);
}

static size_t general_count(void)
{
    return topics_of(false);
}

static const char *general_name(size_t i)
{
    return qd_topics[topic_at(false, i)].name;
}

static const char *general_summary(size_t i)
{
    return qd_topics[topic_at(false, i)].summary;
}

static void general_card(qd_page *p, size_t i)
{
    topic_card(p, &qd_topics[topic_at(false, i)]);
    if (strcmp(general_name(i), "overview") != 0 || p->scdoc)
        return;
    for (size_t k = 0; k < qd_topic_kind_count; k++)
        if (qd_topic_kinds[k].command)
            qd_topic_list(p, &qd_topic_kinds[k]);
}

/* --- keywords */
static size_t keyword_count(void)
{
    return qd_instrument_count;
}

static const char *keyword_name(size_t i)
{
    return qd_instruments[i]->keyword;
}

static const char *keyword_summary(size_t i)
{
    return qd_instruments[i]->says;
}

static const char *arrow_form(unsigned flags)
{
    bool may = (flags & QD_I_ARROW_MAY) != 0;
    if (flags & QD_I_ONLY_B)
        return may ? " [of B]" : " of B";
    if (flags & QD_I_ARROW_PAYS)
        return may ? " [A -> B]" : " A -> B";
    if (flags & QD_I_ARROW_OF)
        return may ? " [A of B]" : " A of B";
    if (flags & QD_I_ARROW_OVER)
        return may ? " [A over B]" : " A over B";
    return "";
}

static void keyword_form(const qd_instrument *k, char *line, size_t room)
{
    static const char *const forms[] = {
        [QD_FORM_PLAIN] = "",
        [QD_FORM_ROOT] = "quid 1 [\"title\"]\n",
        [QD_FORM_INCLUDE] = "include \"path\" or <name>\n",
        [QD_FORM_LET] = "let NAME = formula\n",
        [QD_FORM_CHECK] = "check formula [within quantity] [expect fail]\n",
        [QD_FORM_CORRELATE] = "correlate NAME.FIELD NAME.FIELD NUMBER\n",
    };
    if (k->form != QD_FORM_PLAIN)
        snprintf(line, room, "%s", forms[k->form]);
    else
        snprintf(line, room, "%s%s NAME%s [\"label\"] [^source @deal #tag]\n",
                 k->flags & QD_I_UNDATED ? "" : "[DATE] ", k->keyword,
                 arrow_form(k->flags));
}

/* What a quantity may be, in words. */
static void class_words(unsigned classes, char *words, size_t room)
{
    static const char *const names[] = {
        "money", "money per time", "a share in %", "a time", "power",
        "chips", "shares", "a number", "a price", "a rate per time",
        "another quantity", "a date", "a condition",
    };
    size_t used = 0;
    words[0] = '\0';
    if (classes == QD_C_ALL || classes == 0) {
        snprintf(words, room, "any quantity");
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (classes & (1u << i) && used < room)
            used += (size_t)snprintf(words + used, room - used, "%s%s",
                                     used ? " or " : "", names[i]);
}

static void kind_words(const qd_field_row *f, char *words, size_t room)
{
    const char *list = f->words ? f->words : "";
    switch (f->kind) {
    case QD_KIND_QUANTITY: class_words(f->classes, words, room); break;
    case QD_KIND_DATE: snprintf(words, room, "a date or a span"); break;
    case QD_KIND_WORD: snprintf(words, room, "one of: %s", list); break;
    case QD_KIND_LANE: snprintf(words, room, "a stage"); break;
    case QD_KIND_REF: snprintf(words, room, "name of: %s",
                               list[0] ? list : "any"); break;
    case QD_KIND_NAME: snprintf(words, room, "a word"); break;
    case QD_KIND_TEXT: snprintf(words, room, "a text in quotes"); break;
    case QD_KIND_FORMULA: snprintf(words, room, "a formula"); break;
    case QD_KIND_ANY: snprintf(words, room, "anything"); break;
    }
}

static void field_row(qd_page *p, const char *term, const qd_field_row *f)
{
    char kind[300], words[800];
    kind_words(f, kind, sizeof kind);
    snprintf(words, sizeof words, "%s (%s%s%s%s%s%s)", f->doc, kind,
             f->flags & QD_F_LIST ? "; several" : "",
             f->flags & QD_F_HOLE_OK ? ", `?` too" : "",
             f->flags & QD_F_DATED ? "; may be dated" : "",
             f->basis ? "; basis: " : "", f->basis ? f->basis : "");
    qd_page_row(p, term, words);
}

static void keyword_card(qd_page *p, size_t i)
{
    const qd_instrument *k = qd_instruments[i];
    char line[200];
    qd_page_title(p, k->keyword, k->says);
    qd_page_code(p, k->example);
    qd_page_text(p, k->doc);
    keyword_form(k, line, sizeof line);
    qd_page_section(p, "Form");
    qd_page_code(p, line);
    bool common = (k->flags & QD_I_HAPPENS) != 0;
    if (k->n_fields == 0 && !common)
        return;
    qd_page_section(p, "Fields");
    for (unsigned f = 0; f < k->n_fields; f++)
        field_row(p, k->fields[f].name, &k->fields[f]);
    for (unsigned f = 0; common && f < qd_common_field_count; f++)
        field_row(p, qd_common_fields[f].name, &qd_common_fields[f]);
}

/* --- fields: all rows of all keywords, then the common ones */
static size_t field_count(void)
{
    size_t n = qd_common_field_count;
    for (unsigned k = 0; k < qd_instrument_count; k++)
        n += qd_instruments[k]->n_fields;
    return n;
}

static const qd_field_row *field_at(size_t i, const char **keyword)
{
    for (unsigned k = 0; k < qd_instrument_count; k++) {
        *keyword = qd_instruments[k]->keyword;
        if (i < qd_instruments[k]->n_fields)
            return &qd_instruments[k]->fields[i];
        i -= qd_instruments[k]->n_fields;
    }
    *keyword = "whatever happens";
    return &qd_common_fields[i];
}

static const char *field_name(size_t i)
{
    const char *keyword;
    return field_at(i, &keyword)->name;
}

static const char *field_summary(size_t i)
{
    const char *keyword;
    return field_at(i, &keyword)->doc;
}

static void field_card(qd_page *p, size_t i)
{
    const char *keyword, *name = field_name(i);
    qd_page_title(p, name, "a field of these");
    for (size_t n = field_count(), k = i; k < n; k++) {
        const qd_field_row *f = field_at(k, &keyword);
        if (strcmp(f->name, name) == 0)
            field_row(p, keyword, f);
    }
}

/* --- functions and distributions */
static size_t function_count(void)
{
    return QD_FN_COUNT;
}

static const char *function_name(size_t i)
{
    return qd_functions[i].name;
}

static const char *function_summary(size_t i)
{
    return qd_functions[i].doc;
}

static void form_card(qd_page *p, const char *name, const char *form,
                      const char *doc, const char *example)
{
    char line[300];
    qd_page_title(p, name, form);
    if (example) {
        size_t len = strlen(example);
        bool ended = len > 0 && example[len - 1] == '\n';
        snprintf(line, sizeof line, "%s%s", example, ended ? "" : "\n");
        qd_page_code(p, line);
    }
    qd_page_text(p, doc);
}

static void function_card(qd_page *p, size_t i)
{
    const qd_function *f = &qd_functions[i];
    form_card(p, f->name, f->form, f->doc, f->example);
}

static size_t dist_count(void)
{
    return qd_dist_kind_count;
}

static const char *dist_name(size_t i)
{
    return qd_dist_kinds[i]->name;
}

static const char *dist_summary(size_t i)
{
    return qd_dist_kinds[i]->doc;
}

static void dist_card(qd_page *p, size_t i)
{
    const qd_dist_kind *d = qd_dist_kinds[i];
    form_card(p, d->name, d->form, d->doc, d->example);
}

/* --- units */
static size_t unit_count(void)
{
    return qd_unit_table_size;
}

static const char *unit_name(size_t i)
{
    return qd_unit_table[i].name;
}

static const char *unit_summary(size_t i)
{
    return qd_unit_table[i].doc;
}

static void unit_card(qd_page *p, size_t i)
{
    const qd_unit_info *u = &qd_unit_table[i];
    char words[200];
    snprintf(words, sizeof words, "%s%s.%s", u->also[0] ? "Also written " : "",
             u->also[0] ? u->also : "One spelling",
             u->prefixed ? " Takes the prefixes k M G T P E Z Y." : "");
    qd_page_title(p, u->name, u->doc);
    qd_page_text(p, words);
    qd_page_text(p, "Units are joined by `/` and `*` and raised by `^`: "
                    "USD/yr, TFLOP/s, USD/chip.");
}

/* --- codes */
static size_t code_count(void)
{
    return QD_D_COUNT;
}

static const char *code_name(size_t i)
{
    return qd_diag_table[i].code;
}

static const char *code_summary(size_t i)
{
    return qd_diag_table[i].message;
}

/* A form with its {n} as three points. */
static void plain_form(const char *form, char *text, size_t room)
{
    size_t n = 0;
    while (*form && n + 4 < room) {
        if (form[0] == '{' && form[1] && form[2] == '}') {
            n += (size_t)snprintf(text + n, room - n, "...");
            form += 3;
        } else {
            text[n++] = *form++;
        }
    }
    text[n] = '\0';
}

static void code_card(qd_page *p, size_t i)
{
    static const char *const severities[] = { "note", "warning", "error" };
    const qd_diag_info *d = &qd_diag_table[i];
    char form[300], words[400];
    plain_form(d->message, form, sizeof form);
    snprintf(words, sizeof words, "%s: %s", severities[d->severity], form);
    qd_page_title(p, d->code, words);
    qd_page_text(p, d->explain);
}

const qd_topic_kind qd_topic_kinds[] = {
    { "Questions", true, true, question_count, question_name,
      question_summary, question_card },
    { "Other commands", true, true, command_count, command_name,
      command_summary, command_card },
    { "How it works", true, false, general_count, general_name,
      general_summary, general_card },
    { "Words that begin a directive", true, false, keyword_count,
      keyword_name, keyword_summary, keyword_card },
    { "Fields", false, false, field_count, field_name, field_summary,
      field_card },
    { "Functions", false, false, function_count, function_name,
      function_summary, function_card },
    { "Distributions", false, false, dist_count, dist_name, dist_summary,
      dist_card },
    { "Units", false, false, unit_count, unit_name, unit_summary,
      unit_card },
    { "Codes of diagnostics", false, false, code_count, code_name,
      code_summary, code_card },
};
const size_t qd_topic_kind_count =
    sizeof qd_topic_kinds / sizeof *qd_topic_kinds;

void qd_topic_list(qd_page *p, const qd_topic_kind *kind)
{
    qd_page_section(p, kind->title);
    for (size_t i = 0, n = kind->count(); i < n; i++)
        qd_page_row(p, kind->name(i), kind->summary(i));
}

/* `GW` and `hours` are the units W and h. */
static bool is_spelling(const qd_unit_info *u, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = u->also; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (n == len && memcmp(at, name, n) == 0)
            return true;
        at += n;
    }
    return u->prefixed && len > 1 && strchr("kMGTPEZY", name[0])
        && strcmp(u->name, name + 1) == 0;
}

bool qd_topic_is(const qd_topic_kind *kind, size_t i, const char *name)
{
    if (strcmp(kind->name(i), name) == 0)
        return true;
    if (kind->card == unit_card)
        return is_spelling(&qd_unit_table[i], name);
    return kind->card == code_card && strcasecmp(kind->name(i), name) == 0;
}

bool qd_topic_is_first(const qd_topic_kind *kind, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(kind->name(k), kind->name(i)) == 0)
            return false;
    return true;
}
