/* The limits of quid, each with its reason. A limit that a file can reach
 * is met by a diagnostic that names it, never by a crash. */
#ifndef QD_BASE_LIMITS_H
#define QD_BASE_LIMITS_H

/* Bytes of source text in all files together: a position is 32 bits, and
 * the top bit is kept free so that sums of two cannot wrap. */
#define QD_LIMIT_TEXT 2147483647u
/* Files in one model: far above use; stops an include generator gone wild. */
#define QD_LIMIT_FILES 4096u
/* How deep includes nest: a chain longer than this is printed by nobody. */
#define QD_LIMIT_INCLUDE_DEPTH 64u
/* How deep parentheses and calls nest: bounds the stack of the parser and of
 * every walk over a formula. */
#define QD_LIMIT_NESTING 200u
/* Levels of formulas that lean on each other in a row through names (`let`,
 * `id.field`, dates): bounds the stack of lowering to about 2.5 MiB. A chain of
 * `let a2 = a1 + 1` has two levels a link. */
#define QD_LIMIT_CHAIN 1000u
/* Length of a name in bytes: longer ones break every table and picture. */
#define QD_LIMIT_NAME 200u
/* Significant digits of a number: 17 decimal digits fill the 56 bits of a
 * mantissa, and a double holds no more. */
#define QD_LIMIT_DIGITS 16u
/* Sources, deals and tags on one line: the count is kept in a byte. */
#define QD_LIMIT_REFS 255u
/* Fields of one directive: the count is kept in 16 bits. */
#define QD_LIMIT_FIELDS 65535u
/* Different unit texts in one model: an index of 16 bits. */
#define QD_LIMIT_UNITS 65535u
/* Currencies in one model: each is a dimension of its own. */
#define QD_LIMIT_CURRENCIES 8u
/* Diagnostics kept in one run: nobody reads more, and a binary file given by
 * mistake would otherwise fill the memory. Further ones are counted. */
#define QD_LIMIT_DIAGS 1000u
/* Places kept under one folded diagnostic; further ones are counted. */
#define QD_LIMIT_PLACES 20u
/* Years of a horizon: 200 years are 2,400 months in every series. */
#define QD_LIMIT_HORIZON_YEARS 200u
/* Years that a date may name. */
#define QD_YEAR_MIN 1
#define QD_YEAR_MAX 9999
/* Rival claims on one field: the sets of claims that hold together are kept
 * as bits of a word. */
#define QD_LIMIT_RIVALS 64u
/* Dated lines of one field in one directive: each is weighed against all the
 * others. The longest horizon has 2,400 months. */
#define QD_LIMIT_DATED 4096u
/* Holders and events of one company: bounds are exact, by a dense table of
 * their square. */
#define QD_LIMIT_CAP_TABLE 400u
/* Pieces of a set of numbers; beyond it neighbouring pieces are joined. */
#define QD_LIMIT_PIECES 8u
/* Values of a plan (operations after equal ones are one): about 100 bytes
 * each while it is made, and one path of it takes milliseconds. */
#define QD_LIMIT_PLAN_VALUES 4194304u
/* Numbers in the tables of what changes with time only: 256 MiB. */
#define QD_LIMIT_PLAN_TABLES 33554432u
/* Draws that are correlated: their matrix is dense. */
#define QD_LIMIT_CORRELATED 500u
/* Paths of one run: the error of a chance is then below 0.002 percentage
 * points, far below what any input is known to. */
#define QD_LIMIT_PATHS 1000000000u
/* Bytes that one run may reserve: what a workstation has to spare. */
#define QD_LIMIT_RUN_BYTES ((uint64_t)8 << 30)
/* Threads of one run: more cores than any machine has today. */
#define QD_LIMIT_THREADS 1024u

#endif
