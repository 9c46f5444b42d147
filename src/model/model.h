/* A model: the tree, its names, units and dates resolved and checked. */
#ifndef QD_MODEL_MODEL_H
#define QD_MODEL_MODEL_H

#include "base/arena.h"
#include "base/diag.h"
#include "lang/source.h"
#include "lang/tree.h"
#include "model/schema.h"
#include "unit/unit.h"

/* A unit text of the tree, resolved. */
typedef struct qd_model_unit {
    qd_unit unit;
    uint16_t class;  /* enum qd_class of its dimension, 0: unknown */
    bool told;       /* its error has been reported */
} qd_model_unit;

/* Reads a whole file for the model; 0 or an errno value. The text lives in
 * the model's memory, with a NUL behind it. */
typedef int qd_read_fn(void *ctx, qd_mem *mem, const char *path, char **text,
                       size_t *len);

typedef struct qd_model {
    qd_mem *mem;
    qd_arena arena;
    qd_source source;
    qd_diags diags;
    qd_schema schema;
    qd_tree tree;
    qd_units units;
    QD_VEC(qd_model_unit) unit; /* by index of tree.units */
    QD_VEC(uint32_t) decl;      /* by symbol: directive + 1, 0: none */
    QD_VEC(uint32_t) shipped;   /* the same for the shipped library; empty
                                   when none is included */
    qd_span horizon;            /* whole months or quarters */
    int grid;                   /* months in a step: 1 or 3 */
    uint64_t seed;
    qd_str title;
    uint32_t root;              /* the `quid` directive, QD_NONE */
    char hash[17];              /* of all texts, hexadecimal */
    qd_read_fn *read;
    void *read_ctx;
    bool (*progress)(void *ctx, double share); /* of long answers; false
                                   stops them; may be NULL */
    void *progress_ctx;
    uint32_t compared;          /* names, to find what was meant */
    qd_str refusal;             /* words of the last qd_refuse */
    QD_VEC(uint32_t) policies;  /* directives of `policy`, in order */
    struct qd_policy *policy;
    qd_sym *shown;              /* by symbol: the party to which it
                                   consolidates, 0: not asked yet */
    struct qd_voices *voices;   /* made when first needed: voices.h */
    struct qd_rests *rests;     /* holes, assumptions, misfits: rests.h */
} qd_model;

/* Takes in a text as root (with its includes and the shipped <policy>),
 * resolves and checks it. All errors are diagnostics; a model with errors is
 * still whole enough to be asked for them. `text` must live as long as the
 * model and have a NUL behind it. */
void qd_model_load(qd_model *m, qd_mem *mem, qd_str path, qd_str text,
                   qd_read_fn *read, void *read_ctx);
/* Memory ran out while the model was asked something: what is made when it is
 * first needed may be half made, and is made anew. The rest is not touched by
 * questions. */
void qd_model_forget(qd_model *m);
/* A mark of a text, going on from `h`, and how it is written. */
uint64_t qd_text_mark(uint64_t h, qd_str t);
void qd_mark_write(uint64_t h, char hash[17]);

static inline const qd_instrument *qd_instrument_of(const qd_dir *d)
{
    return qd_instruments[d->keyword - 1];
}
/* The directive of the model that declares a name, QD_NONE when none does. */
uint32_t qd_model_find(const qd_model *m, qd_sym name);
/* The same, the shipped library included. A name that is declared twice, by
 * the user and there, is the one whose keyword is among `words` (NULL: any),
 * the user's when both or neither are. */
uint32_t qd_model_find_kind(const qd_model *m, qd_sym name,
                            const char *words);
static inline qd_str qd_model_name(const qd_model *m, qd_sym s)
{
    return s == QD_SYM_HOLE ? QD_STR("?") : qd_names_text(&m->tree.names, s);
}
/* The label of a directive, or its name where it has none. */
qd_str qd_model_label(const qd_model *m, uint32_t dir);
/* Its keyword is this word. */
bool qd_dir_is(const qd_dir *d, const char *keyword);
/* The value of a number node in base units. */
double qd_model_number(const qd_model *m, const qd_syn *n);

/* An analysis was asked for something that is not there: notes the words
 * (ended by a full stop, with a "did you mean" when one of the model's names
 * of that keyword is near) and returns NULL for run() to return. */
struct qd_answer *qd_refuse_name(qd_model *m, const char *keyword,
                                 qd_str asked);
/* The same of one of several keywords ("round loan"), told as `what`. */
struct qd_answer *qd_refuse_among(qd_model *m, const char *keywords,
                                  const char *what, qd_str asked);
/* The same in own words. */
struct qd_answer *qd_refuse(qd_model *m, qd_str words);

#endif
