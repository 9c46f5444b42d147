/* Tables and answers: the narrow waist between analyses and outputs.
 *
 * An analysis answers with an qd_answer: tables for programs (the stable
 * contract of --json and --csv) and blocks for people (a heading, a grid, a
 * picture). Both are made of the same qd_table. Outputs know nothing else. */
#ifndef QD_TABLE_TABLE_H
#define QD_TABLE_TABLE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"
#include "base/vec.h"

enum qd_column_type {
    QD_COLUMN_TEXT,
    QD_COLUMN_NUMBER, /* in the column's unit */
    QD_COLUMN_COUNT,  /* whole number */
    QD_COLUMN_BOOL,
    QD_COLUMN_DATE    /* text such as 2025-12-17, 2025-12, 2025.. */
};

typedef struct qd_column {
    const char *name;  /* stable: "payer", "lo_open" */
    enum qd_column_type type;
    qd_str unit;       /* "bn USD", "%", empty */
    qd_str title;      /* for people; empty: the name */
    uint8_t bar;       /* for people: 1 = draw a bar, 2 = a total's bar */
    bool right;        /* for people: align right (numbers always are) */
} qd_column;

enum qd_cell_kind {
    QD_CELL_NULL,   /* nothing to say: JSON null, a dash for people */
    QD_CELL_HOLE,   /* not known: JSON null, `?` for people */
    QD_CELL_TEXT,
    QD_CELL_NUMBER, /* also counts */
    QD_CELL_BOOL,   /* number is 0 or 1 */
    QD_CELL_BLANK   /* for people: an empty place; JSON null */
};

enum qd_cell_mark {
    QD_MARK_NONE,
    QD_MARK_LEAST, /* >= number */
    QD_MARK_MORE,  /* >  number */
    QD_MARK_MOST,  /* <= number */
    QD_MARK_ABOUT, /* ~  number */
    QD_MARK_RANGE  /* number to high */
};

typedef struct qd_cell {
    uint8_t kind, mark;
    double number, high;
    qd_str text;
} qd_cell;

typedef struct qd_table {
    qd_arena *arena;
    const char *name;      /* stable: "flows" */
    qd_str title;          /* for people; may be empty */
    QD_VEC(qd_column) columns;
    QD_VEC(qd_cell) cells; /* row by row */
    uint32_t n_rows;
    uint32_t rule_before;  /* for people: row before which a line or space
                              stands (a total), UINT32_MAX for none */
} qd_table;

qd_table *qd_table_make(qd_arena *arena, const char *name);
qd_column *qd_table_column(qd_table *t, const char *name,
                           enum qd_column_type type, qd_str unit);
/* Starts a row: all its cells are QD_CELL_NULL. Columns must be complete. */
void qd_table_row(qd_table *t);
/* A cell of the last row, by column number; these set it. */
qd_cell *qd_table_at(const qd_table *t, uint32_t row, uint32_t column);
void qd_table_text(qd_table *t, uint32_t column, qd_str text);
void qd_table_number(qd_table *t, uint32_t column, double number);
void qd_table_bool(qd_table *t, uint32_t column, bool b);
void qd_table_hole(qd_table *t, uint32_t column);

/* What people see, in order. */
enum qd_block_kind {
    QD_BLOCK_HEAD,   /* the first line: subject, unit, known-by */
    QD_BLOCK_TEXT,   /* a paragraph, wrapped to the width */
    QD_BLOCK_GRID,   /* a table with aligned columns */
    QD_BLOCK_FOREST, /* claims of one quantity by value, see below */
    QD_BLOCK_FAN,    /* a party's position over time, see below */
    QD_BLOCK_STEPS,  /* stakes from event to event, see below */
    QD_BLOCK_NETWORK, /* who pays whom, see below */
    QD_BLOCK_LOOPS,  /* loops and their legs, see below */
    QD_BLOCK_LIST,   /* column 0 a mark, column 1 text: hanging lines */
    QD_BLOCK_VERBATIM /* text as it is */
};

/* FOREST: one block per quantity. table columns, by number:
 *   0 source  1 known  2 word  3 lo 4 lo_open 5 hi 6 hi_open (null: open
 *   end) 7 state ("stands", "silenced", "replaced", "later") 8 lane (text,
 *   for ordered words, null otherwise) 9 branch (0, 1, ... pieces of one
 *   claim follow each other and share 0 to 2).
 * `text` is the quantity's title, `verdict` a word of the manner
 * ("conflict", "conflict at the edge", "wider", "agree", "one voice"),
 * `detail` its explanation, `uses` what the model uses.
 *
 * FAN: one block per party, a row of `table` per period, in order and without
 * gaps. Its columns, by number:
 *   0 period ("2026-01", "2026-Q1", "2026") 1 p5 2 p25 3 p50 4 p75 5 p95
 *   (position at the end of the period, in `unit`; a row with one that is
 *   not known is left empty) 6 gap_chance (0 to 1: that the position has been
 *   below zero in some period so far; null: not known); further ones are not
 *   drawn. `text` is the finding, `detail` says what is drawn, of what basis
 *   and as of when (of the picture; empty: the HEAD block says it).
 *   `opening` is the balance before the first period. `marks` are the raises:
 *   columns 0 row of `table` (a number, from 0) 1 what comes in ("Amazon
 *   10 bn, in talks"); they are numbered in the order of time, those of one
 *   row together.
 *
 * STEPS: one block per company, a row of `table` per holder and step, holder
 * by holder. Its columns, by number:
 *   0 holder 1 step (from 0: before the first event) 2 lo 3 hi (in %) 4
 *   what_if: the step has not happened 5 p5 6 p50 7 p95 (null, or no such
 *   columns: not known). `marks` are the events that lead to the steps:
 *   columns 0 step (from 1) 1 what happens; those of one step stand together.
 *   `text` is the finding. Only the picture shows it.
 *
 * NETWORK: one block, a row of `table` per payment. Its columns, by number:
 *   0 payer 1 payee 2 lo 3 hi (in `unit`; without a number in 2 no amount is
 *   reported; null in 3: open above) 4 status ("paid", "firm", "announced",
 *   "talks", "planned"; "listed": nobody says) 5 kind ("equity", "loan",
 *   "capacity", "chips", ...) 6 faint (true: drawn back). `marks` are parties
 *   of which more is known: columns 0 name 1 role ("lab", "cloud", ...) 2 focus
 *   (true: it was asked for). Parties beyond a dozen are folded. Only the
 *   picture shows it.
 *
 * LOOPS: a block beside that of a NETWORK, a row of `table` per leg, loop by
 * loop. Its columns, by number:
 *   0 loop (from 0) 1 payer 2 payee 3 lo 4 hi 5 status 6 kind (as of NETWORK)
 *   7 round (what its narrowest leg lets through; none: not known). `marks`
 *   is the ladder of firmness, a row per party and step: 0 party 1 step 2
 *   back 3 paid (in `unit`). `detail` says how many loops there are. Only the
 *   picture shows it. */
typedef struct qd_block {
    enum qd_block_kind kind;
    qd_str text, verdict, detail, uses;
    qd_str unit;            /* FOREST, FAN: of the axis */
    qd_table *table;
    double lo, hi;          /* FOREST: what the model uses, as a band; of
                               lanes: their numbers */
    bool has_band;
    bool dates;             /* FOREST: values are days, as months since
                               year 0 */
    qd_str *lanes;          /* FOREST: ordered words of the axis, or NULL */
    uint32_t n_lanes;
    qd_table *marks;        /* FAN: raises, or NULL */
    double opening;         /* FAN: where it starts */
    bool has_opening;
} qd_block;

typedef struct qd_answer {
    qd_arena *arena;
    const char *command;
    QD_VEC(qd_table *) tables;
    QD_VEC(qd_block) blocks;
    QD_VEC(qd_str) notes;    /* of --json, and "words" on the screen's end */
    QD_VEC(struct qd_query_item { const char *name; qd_str value; }) query;
    qd_str model_title, model_hash;
    qd_str caption;          /* under a picture: sources and hash */
    qd_str part;             /* of a run: bytes that can be put together */
    qd_str code;             /* of a run: a program in C */
    int status;              /* 0 good, 1 the model has errors */
} qd_answer;

qd_answer *qd_answer_make(qd_arena *arena, const char *command);
void qd_answer_table(qd_answer *a, qd_table *t);
qd_block *qd_answer_block(qd_answer *a, enum qd_block_kind kind);
void qd_answer_note(qd_answer *a, qd_str text);

#endif
