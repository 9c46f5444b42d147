/* What the words of the language are: directives, their fields, functions.
 *
 * A directive is one file in instrument/ with one qd_instrument and one row
 * in instruments.def. From the descriptors come the vocabulary of the
 * parser, the checks of fields, `quid help`, completion and the manual. */
#ifndef QD_MODEL_SCHEMA_H
#define QD_MODEL_SCHEMA_H

#include "lang/parse.h"

struct qd_lowering;

/* What a field holds. */
enum qd_field_kind {
    QD_KIND_QUANTITY, /* a number with a unit, hedged, or a formula */
    QD_KIND_DATE,     /* a date, a span, a sum, the name of a deal */
    QD_KIND_WORD,     /* one of `words`, or several of them */
    QD_KIND_LANE,     /* an ordered word: a stage of <policy> */
    QD_KIND_REF,      /* names of directives whose keywords are `words` */
    QD_KIND_NAME,     /* a free word: a family, a venue */
    QD_KIND_TEXT,     /* a string */
    QD_KIND_FORMULA,  /* a formula of any dimension, or a condition */
    QD_KIND_ANY       /* whatever a claim says */
};

/* How rival claims can disagree. */
enum qd_rivalry {
    QD_RIVAL_NUMBER, /* no common value */
    QD_RIVAL_DATE,   /* no common day */
    QD_RIVAL_LANE,   /* different places of a lane */
    QD_RIVAL_ONE,    /* different words */
    QD_RIVAL_SET,    /* neither is part of the other */
    QD_RIVAL_NEVER   /* texts, wordings */
};

/* Classes of dimensions that a quantity may have. */
enum qd_class {
    QD_C_MONEY = 1,      /* USD */
    QD_C_RATE = 2,       /* USD/mo */
    QD_C_SHARE = 4,      /* %, needs its sign */
    QD_C_TIME = 8,       /* mo */
    QD_C_POWER = 16,     /* W */
    QD_C_CHIPS = 32,
    QD_C_SHARES = 64,
    QD_C_NUMBER = 128,   /* plain */
    QD_C_PRICE = 256,    /* money per anything but time */
    QD_C_PER_TIME = 512, /* %/yr */
    QD_C_OTHER = 1024,   /* any other quantity: FLOP/s, GB, tokens */
    QD_C_DATE = 2048,
    QD_C_TRUTH = 4096,
    QD_C_ALL = 8191
};

typedef struct qd_field_row {
    const char *name;
    enum qd_field_kind kind;
    enum qd_rivalry rivalry;
    unsigned classes;   /* of a quantity: enum qd_class */
    const char *words;  /* WORD: "safe note"; REF: keywords "contract loan";
                           NULL: any */
    const char *basis;  /* "pre post", NULL: none may stand */
    unsigned flags;     /* enum qd_field_row_flag */
    const char *doc;    /* one line */
} qd_field_row;

enum qd_field_row_flag {
    QD_F_DATED = 1,     /* may carry a WHEN */
    QD_F_LIST = 2,      /* several names may stand */
    QD_F_HOLE_OK = 4,   /* `?` may stand among the names */
    QD_F_LIMIT = 8,     /* itself a limit: takes the number without hedge */
    QD_F_NAME_OR_TEXT = 16
};

enum qd_instrument_flag {
    QD_I_ARROW_PAYS = 1, /* A -> B */
    QD_I_ARROW_OF = 2,   /* A of B */
    QD_I_ARROW_OVER = 4, /* A over B */
    QD_I_ARROW_MAY = 8,  /* the arrow may be left out */
    QD_I_ONLY_B = 16,    /* `class c of y`: nothing before the arrow */
    QD_I_INSTANT = 32,   /* happens at an instant; else lasts for a span */
    QD_I_HAPPENS = 64,   /* takes stage, chance, when, starts, ends, known */
    QD_I_TARGETS = 128,  /* its fields are ID.NAME (scenario) */
    QD_I_UNDATED = 256   /* no WHEN before the keyword */
};

typedef struct qd_instrument {
    const char *keyword;
    enum qd_form form;
    unsigned flags;
    const char *says;    /* one line: what it says */
    const char *doc;     /* the card: what it means, in a few sentences */
    const char *example; /* lines of the language that stand alone once the
                            parties are declared; run in the tests */
    const qd_field_row *fields; /* of its own; NULL */
    unsigned n_fields;
    /* Gives the directive its meaning in a view; NULL: none of its own. */
    void (*lower)(struct qd_lowering *l, uint32_t dir);
} qd_instrument;

#define QD_FIELDS(array) (array), sizeof(array) / sizeof *(array)

/* The keyword symbol of each directive: frame.def, then instruments.def. */
enum qd_keyword_symbol {
    QD_K_none,
#define QD_FRAME(name) QD_K_##name,
#define QD_INSTRUMENT(name) QD_K_##name,
#include "model/frame.def"
#include "model/instrument/instruments.def"
#undef QD_FRAME
#undef QD_INSTRUMENT
    QD_K_count
};

/* The row of keyword symbol k is qd_instruments[k - 1]. */
extern const qd_instrument *const qd_instruments[];
extern const unsigned qd_instrument_count;
const qd_instrument *qd_instrument_find(qd_str keyword);

/* Fields that whatever happens may have (QD_I_HAPPENS). */
extern const qd_field_row qd_common_fields[];
extern const unsigned qd_common_field_count;

/* Words of formulas that are no distribution: functions, processes, states. */
typedef struct qd_function {
    const char *name;
    uint8_t least, most;  /* arguments; 255: any number */
    const char *form;     /* "clamp(x, lo, hi)" */
    const char *doc;
    const char *example;
} qd_function;
enum qd_function_id {
#define QD_FUNCTION(name, least, most, form, doc, example) QD_FN_##name,
#include "model/functions.def"
#undef QD_FUNCTION
    QD_FN_COUNT
};
extern const qd_function qd_functions[QD_FN_COUNT];
/* The function of this name, QD_FN_COUNT when there is none. */
unsigned qd_function_find(qd_str name);

/* The vocabulary made of all this: keywords are the first symbols, then come
 * the names of fields that are no keyword, each once. */
typedef struct qd_schema {
    qd_vocabulary vocabulary;
    struct qd_keyword *keywords;
    const char **words;        /* field names, each once */
    uint32_t n_words, n_symbols;
    const qd_field_row **rows; /* of (keyword, symbol); NULL: no such field */
} qd_schema;

void qd_schema_init(qd_schema *s, qd_arena *arena);
/* The row of a field by its symbol; NULL when the directive has none. */
const qd_field_row *qd_schema_row(const qd_schema *s, unsigned keyword,
                                  qd_sym field);

#endif
