/* The syntax tree, which is also the claim store.
 *
 * Everything is an index into an array; items hold positions, not text, and
 * what is rarely needed (where a label ends, how long a name is) is read
 * again from the text. A file of a million directives costs two bytes of
 * tree for a byte of text.
 *
 * The tree knows nothing of money. Words that it must tell apart (keywords,
 * fields, functions) come as a vocabulary: they are the first symbols. */
#ifndef QD_LANG_TREE_H
#define QD_LANG_TREE_H

#include "base/date.h"
#include "base/diag.h"
#include "base/names.h"
#include "base/number.h"
#include "base/vec.h"
#include "lang/source.h"

typedef uint32_t qd_id; /* index of a directive, field or syntax node */

#define QD_NONE UINT32_MAX

/* The party `?`: a symbol that no text has. */
#define QD_SYM_HOLE UINT32_MAX

enum qd_arrow { QD_ARROW_NONE, QD_ARROW_PAYS, QD_ARROW_OF, QD_ARROW_OVER };

/* Shapes of a header; a keyword has one of them. */
enum qd_form {
    QD_FORM_PLAIN,     /* [WHEN] KEYWORD ID... [A op B] ["label"] {sigils} */
    QD_FORM_ROOT,      /* quid 1 "title" */
    QD_FORM_INCLUDE,   /* include "path" | <name> */
    QD_FORM_LET,       /* let ID = formula */
    QD_FORM_CHECK,     /* check formula [within q] [expect fail] */
    QD_FORM_CORRELATE  /* correlate ID.NAME ID.NAME NUMBER */
};

enum qd_dir_flag {
    QD_DIR_DATED = 1,       /* a WHEN stands before the keyword */
    QD_DIR_SCENARIO = 2,    /* its fields are ID.NAME */
    QD_DIR_EXPECT_FAIL = 4, /* of a check */
    QD_DIR_BROKEN = 8,      /* had a syntax error: further errors of it are
                               not worth telling */
    QD_DIR_LIST = 16,       /* `party a, b`: one of several with one pos */
    QD_DIR_HAS_LABEL = 32
};

typedef struct qd_dir {
    qd_pos pos;       /* first byte of the header */
    uint16_t keyword; /* symbol of the vocabulary; of a broken directive
                         perhaps only the nearest, never 0 */
    uint8_t arrow, flags;
    qd_sym name;      /* 0: none (quid, include, check, correlate) */
    qd_sym a, b;      /* 0: none; QD_SYM_HOLE: `?` */
    qd_span when;     /* QD_SPAN_ALWAYS when not given */
    uint32_t fields;  /* first in tree->fields */
    uint16_t n_fields;
    uint8_t n_refs, form;
    uint32_t refs;    /* first in tree->refs */
    uint32_t body;    /* let, check: syntax node; correlate: QD_SYN_PAIR of
                         two names; quid: the version; include: offset of the
                         opening mark in the header; else and when broken
                         QD_NONE */
    uint32_t extra;   /* check: node of `within`, or QD_NONE; correlate: node */
} qd_dir;

enum qd_field_flag {
    QD_FIELD_ASSUME = 1,
    QD_FIELD_DATED = 2,  /* its node is QD_SYN_DATED */
    QD_FIELD_TARGET = 4, /* its node is QD_SYN_TARGET (in a scenario) */
    QD_FIELD_BROKEN = 8
};

typedef struct qd_field {
    qd_pos pos;       /* of `assume` or the name */
    qd_sym name;
    qd_id datum;      /* syntax node; QD_NONE when broken */
    uint32_t refs;    /* first in tree->refs */
    uint8_t n_refs, flags;
    uint16_t spare;
} qd_field;

/* A sigil: kind in the two top bits, symbol below. */
typedef uint32_t qd_ref;
enum qd_ref_kind { QD_REF_SOURCE, QD_REF_DEAL, QD_REF_TAG };
#define QD_REF(kind, sym) ((uint32_t)(kind) << 30 | (sym))
#define QD_REF_KIND(r) ((enum qd_ref_kind)((r) >> 30))
#define QD_REF_SYM(r) ((r) & 0x3FFFFFFFu)

enum qd_syn_kind {
    QD_SYN_NUMBER,  /* decimal; op: scale or QD_NUMBER_BARE; unit */
    QD_SYN_DATE,    /* span: `2025-11`, `A..B`, `A..`, `..B` */
    QD_SYN_NAME,    /* a: symbol; b: symbol of `.NAME` or 0 */
    QD_SYN_STRING,  /* pos: the opening quote; a: bytes inside; */
    QD_SYN_HOLE,    /* ? */
    QD_SYN_RANGE,   /* `a to b`: nodes of two numbers; unit on both */
    QD_SYN_MULTI,   /* `multi 10 bn USD`: a: node of the number (1 if not
                       written), scale and unit on both */
    QD_SYN_HEDGE,   /* op: enum qd_hedge; a: node */
    QD_SYN_BASIS,   /* a: node; b: symbol of the basis: any word behind a
                       value, also the sign in `currency: USD $` */
    QD_SYN_OR,      /* a or b (nodes); `x or y or z` is (x or y) or z */
    QD_SYN_LIST,    /* a, b: nodes; b is the rest (LIST or last item): go
                       along it by a loop, it may be long */
    QD_SYN_UNARY,   /* op '-': a */
    QD_SYN_BINARY,  /* op: enum qd_syn_op; a, b */
    QD_SYN_CALL,    /* a: symbol; b: first QD_SYN_ARG or QD_NONE; unit */
    QD_SYN_ARG,     /* a: node; b: next QD_SYN_ARG or QD_NONE */
    QD_SYN_PAIR,    /* `p: x` in a call */
    QD_SYN_DATED,   /* a: node QD_SYN_DATE; b: the datum */
    QD_SYN_TARGET   /* a: symbol of the directive; b: the datum or DATED */
};

enum qd_hedge {
    QD_HEDGE_ABOUT,    /* ~   */
    QD_HEDGE_MORE,     /* >   */
    QD_HEDGE_LEAST,    /* >=  */
    QD_HEDGE_LESS,     /* <   */
    QD_HEDGE_MOST,     /* <=  */
    QD_HEDGE_NEARLY,   /* <~  */
    QD_HEDGE_JUST_OVER /* >~  */
};

enum qd_syn_op {
    QD_OP_ADD, QD_OP_SUB, QD_OP_MUL, QD_OP_DIV, QD_OP_POW,
    QD_OP_EQ, QD_OP_NE, QD_OP_LT, QD_OP_LE, QD_OP_GT, QD_OP_GE
};

enum qd_scale { QD_SCALE_NONE, QD_SCALE_K, QD_SCALE_MN, QD_SCALE_BN,
                QD_SCALE_TN };
/* Instead of a scale: four digits and nothing else, so a year where a date
 * is due. */
#define QD_NUMBER_BARE 0x80

typedef struct qd_syn {
    uint8_t kind, op;
    uint16_t unit;    /* index in tree->units, 0: none */
    qd_pos pos;       /* first byte; of a BINARY: the operator */
    union {
        qd_decimal number; /* scale included in the exponent */
        qd_span span;
        struct { uint32_t a, b; };
    };
} qd_syn;

typedef struct qd_tree {
    qd_mem *mem;
    qd_arena *arena;
    qd_source *source;
    qd_names names;
    QD_VEC(qd_dir) dirs;
    QD_VEC(qd_field) fields;
    QD_VEC(qd_syn) syns;
    QD_VEC(qd_ref) refs;
    QD_VEC(qd_str) units;   /* different unit texts, [0] is "" */
    qd_names unit_names;    /* the same texts: symbol = index in units */
    qd_diags *diags;
} qd_tree;

/* A field's datum and date without their wrappings. */
qd_id qd_field_datum(const qd_tree *t, const qd_field *f);
qd_span qd_field_when(const qd_tree *t, const qd_field *f);
qd_sym qd_field_target(const qd_tree *t, const qd_field *f);

/* Where things stand, for carets; read again from the text. */
typedef struct qd_range { qd_pos pos; uint32_t len; } qd_range;
enum qd_part { QD_PART_WHEN, QD_PART_KEYWORD, QD_PART_NAME, QD_PART_A,
               QD_PART_ARROW, QD_PART_B, QD_PART_LABEL, QD_PART_HEADER };
qd_range qd_dir_range(const qd_tree *t, const qd_dir *d, enum qd_part part);
/* The n-th sigil of a header or a field line. */
qd_range qd_ref_range(const qd_tree *t, qd_pos line_start, uint32_t n);
/* The field's name (for `id.field` all of it). */
qd_range qd_field_range(const qd_tree *t, const qd_field *f);
qd_range qd_syn_range(const qd_tree *t, qd_id node);
/* The label without its quotes, empty when there is none. */
qd_str qd_dir_label(const qd_tree *t, const qd_dir *d);
/* What an include takes in: the text between its marks; *shipped tells
 * `<name>` from "path". Empty when the directive is broken. */
qd_str qd_dir_path(const qd_tree *t, const qd_dir *d, bool *shipped);
/* The text between the quotes of a QD_SYN_STRING. */
qd_str qd_syn_string(const qd_tree *t, qd_id node);

#endif
