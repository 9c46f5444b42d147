/* The tables of the language made into one vocabulary. */
#include "model/schema.h"

#include "base/arena.h"
#include "base/names.h"

#define QD_FRAME(name) extern const qd_instrument qd_frame_##name;
#define QD_INSTRUMENT(name) extern const qd_instrument qd_instrument_##name;
#include "model/frame.def"
#include "model/instrument/instruments.def"
#undef QD_FRAME
#undef QD_INSTRUMENT

const qd_instrument *const qd_instruments[] = {
#define QD_FRAME(name) &qd_frame_##name,
#define QD_INSTRUMENT(name) &qd_instrument_##name,
#include "model/frame.def"
#include "model/instrument/instruments.def"
#undef QD_FRAME
#undef QD_INSTRUMENT
};
const unsigned qd_instrument_count =
    sizeof qd_instruments / sizeof *qd_instruments;

const qd_field_row qd_common_fields[] = {
    { "stage", QD_KIND_LANE, QD_RIVAL_LANE, 0, NULL, NULL, QD_F_DATED,
      "how far it is: plan, talks (early, advanced), loi, signed, closed, "
      "lapsed, denied" },
    { "chance", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE, NULL, NULL, 0,
      "that it happens; in place of what its stage says" },
    { "when", QD_KIND_DATE, QD_RIVAL_DATE, 0, NULL, NULL, 0,
      "the time at which it holds or happens, with a source" },
    { "starts", QD_KIND_DATE, QD_RIVAL_DATE, 0, "deal event", NULL, 0,
      "the first day: a date, a sum, or a deal" },
    { "ends", QD_KIND_DATE, QD_RIVAL_DATE, 0, "deal event", NULL, 0,
      "the last day: a date, a sum, or a deal" },
    { "known", QD_KIND_DATE, QD_RIVAL_DATE, 0, NULL, NULL, 0,
      "the day from which the modeller knew it" },
};
const unsigned qd_common_field_count =
    sizeof qd_common_fields / sizeof *qd_common_fields;

const qd_function qd_functions[QD_FN_COUNT] = {
#define QD_FUNCTION(name, least, most, form, doc, example) \
    { #name, least, most, form, doc, example },
#include "model/functions.def"
#undef QD_FUNCTION
};

unsigned qd_function_find(qd_str name)
{
    unsigned i = 0;
    while (i < QD_FN_COUNT && !qd_str_eq(name, qd_str_c(qd_functions[i].name)))
        i++;
    return i;
}

const qd_instrument *qd_instrument_find(qd_str keyword)
{
    for (unsigned i = 0; i < qd_instrument_count; i++)
        if (qd_str_eq(keyword, qd_str_c(qd_instruments[i]->keyword)))
            return qd_instruments[i];
    return NULL;
}

/* Calls `each` for every field of every directive. */
static void each_field(qd_schema *s, qd_names *names,
                       void each(qd_schema *, qd_names *, unsigned,
                                 const qd_field_row *))
{
    for (unsigned k = 0; k < qd_instrument_count; k++) {
        const qd_instrument *i = qd_instruments[k];
        for (unsigned f = 0; f < i->n_fields; f++)
            each(s, names, k, &i->fields[f]);
        bool common = (i->flags & QD_I_HAPPENS) != 0;
        for (unsigned f = 0; common && f < qd_common_field_count; f++)
            each(s, names, k, &qd_common_fields[f]);
    }
}

static void note_word(qd_schema *s, qd_names *names, unsigned k,
                      const qd_field_row *row)
{
    (void)k;
    qd_sym y = qd_names_add(names, qd_str_c(row->name));
    if (y > qd_instrument_count + s->n_words)
        s->words[s->n_words++] = row->name;
}

static void note_row(qd_schema *s, qd_names *names, unsigned k,
                     const qd_field_row *row)
{
    qd_sym y = qd_names_find(names, qd_str_c(row->name));
    s->rows[k * s->n_symbols + y] = row;
}

void qd_schema_init(qd_schema *s, qd_arena *arena)
{
    qd_names names;
    qd_names_init(&names, arena->mem);
    *s = (qd_schema){ 0 };
    size_t most = qd_common_field_count;
    for (unsigned k = 0; k < qd_instrument_count; k++) {
        most += qd_instruments[k]->n_fields;
        qd_names_add(&names, qd_str_c(qd_instruments[k]->keyword));
    }
    s->words = qd_arena_alloc(arena, most * sizeof *s->words);
    each_field(s, &names, note_word);
    s->n_symbols = qd_instrument_count + s->n_words + 1;
    size_t cells = (size_t)qd_instrument_count * s->n_symbols;
    s->rows = qd_arena_alloc(arena, cells * sizeof *s->rows);
    memset(s->rows, 0, cells * sizeof *s->rows);
    each_field(s, &names, note_row);
    s->keywords = qd_arena_alloc(arena,
                                 qd_instrument_count * sizeof *s->keywords);
    for (unsigned k = 0; k < qd_instrument_count; k++)
        s->keywords[k] = (struct qd_keyword){
            qd_instruments[k]->keyword, qd_instruments[k]->form,
            k + 1 == QD_K_party };
    s->vocabulary = (qd_vocabulary){ s->keywords, qd_instrument_count,
                                     s->words, s->n_words };
}

const qd_field_row *qd_schema_row(const qd_schema *s, unsigned keyword,
                                  qd_sym field)
{
    if (field >= s->n_symbols) return NULL;
    return s->rows[(keyword - 1) * s->n_symbols + field];
}
