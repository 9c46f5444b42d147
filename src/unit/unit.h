/* Units and dimensions.
 *
 * A dimension is a product of powers of base dimensions: time (months),
 * power (watts), chips, compute (FLOP), bytes, tokens, shares, and each
 * currency. Dimensions are numbered; 0 is the plain number. A unit is a
 * dimension and an exact factor to its base unit: 10^shift * num / den.
 * 1 yr = 12 mo, 1 h = 1/8766 yr, energy is power times time, `%` is 1/100.
 * Dates are no quantities of this module: QD_DIM_DATE is a number of its own
 * (months since year 0) that only expr treats. */
#ifndef QD_UNIT_UNIT_H
#define QD_UNIT_UNIT_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/vec.h"

typedef uint16_t qd_dim;

enum { QD_DIM_NONE = 0, QD_DIM_TIME = 1, QD_DIM_DATE = 2, QD_DIM_BOOL = 3,
       /* an ordered word of a lane, a name, a text: no arithmetic */
       QD_DIM_WORD = 4 };

enum qd_base {
    QD_BASE_TIME, QD_BASE_POWER, QD_BASE_CHIP, QD_BASE_FLOP, QD_BASE_BYTE,
    QD_BASE_TOKEN, QD_BASE_SHARE, QD_BASE_CURRENCY,
    QD_BASE_COUNT = QD_BASE_CURRENCY + QD_LIMIT_CURRENCIES
};

typedef struct qd_unit {
    qd_dim dim;
    int8_t shift;      /* powers of ten */
    int64_t num, den;  /* small, in lowest terms */
} qd_unit;

typedef struct qd_units {
    qd_mem *mem;
    qd_arena *arena;
    QD_VEC(struct qd_dim_row) dims;
    qd_str currency[QD_LIMIT_CURRENCIES];
    qd_str sign[QD_LIMIT_CURRENCIES]; /* "$", or empty */
    unsigned n_currencies;
} qd_units;

struct qd_dim_row {
    int8_t power[QD_BASE_COUNT];
    int8_t special; /* DATE, BOOL, WORD */
};

enum qd_unit_error {
    QD_UNIT_OK,
    QD_UNIT_UNKNOWN, /* *bad is the name that is not known */
    QD_UNIT_SHAPE,   /* `USD//mo` */
    QD_UNIT_POWER    /* a power beyond +-9, or too large a factor */
};

void qd_units_init(qd_units *u, qd_mem *mem, qd_arena *arena);
/* Declares a currency (three letters as a rule); false at the limit. Money is
 * kept in the currency itself: bn and mn are scales of the number. The texts
 * are not copied. Declared twice is declared once. */
bool qd_units_currency(qd_units *u, qd_str code, qd_str sign);
/* The dimension of money in currency i. */
qd_dim qd_dim_money(qd_units *u, unsigned currency);
/* Reads a unit: names with SI prefixes on physical units, joined by '/' or
 * '*', with ^n on a name ("USD/share", "TFLOP/s", "bn" is none of it). A '/'
 * takes the next name only, and a '*' behind a '/' has two readings and is
 * QD_UNIT_SHAPE. `bad` is part of `text`. */
enum qd_unit_error qd_unit_read(qd_units *u, qd_str text, qd_unit *out,
                                qd_str *bad);
/* The names a user may write, for did-you-mean and completion; returns how
 * many there are and fills at most `room`. */
size_t qd_unit_names(const qd_units *u, qd_str *out, size_t room);
/* What to write instead of a word that is no unit but is well known
 * ("TFLOPS": "TFLOP/s", "gw": "GW"); empty when there is nothing to say. */
qd_str qd_unit_instead(const qd_units *u, qd_str bad);
/* The value of a written number in the base unit of its dimension: exact
 * up to one rounding. */
double qd_unit_value(const qd_unit *unit, qd_decimal number);

/* The rows of units.def, for `quid help`. */
typedef struct qd_unit_info {
    const char *name;
    const char *also;     /* other spellings, by blanks; empty: none */
    const char *prefixed; /* NULL: takes no SI prefix */
    uint8_t kind;
    int8_t shift;
    int64_t num, den;
    const char *doc;
} qd_unit_info;
extern const qd_unit_info qd_unit_table[];
extern const size_t qd_unit_table_size;

/* QD_DIM_WORD when there is no such dimension: one side is a date, a truth
 * value or a word, or a power leaves +-99. */
qd_dim qd_dim_mul(qd_units *u, qd_dim a, qd_dim b);
qd_dim qd_dim_div(qd_units *u, qd_dim a, qd_dim b);
qd_dim qd_dim_pow(qd_units *u, qd_dim a, int n);
/* Whether it is money of some currency to the power one and nothing else;
 * *currency may be NULL. */
bool qd_dim_is_money(const qd_units *u, qd_dim d, unsigned *currency);
/* The base unit of a dimension as a person writes it: "USD", "USD/mo", "W",
 * "shares", "1/mo"; "number", "date", "yes or no", "word". */
qd_str qd_dim_text(qd_units *u, qd_dim d);

#endif
