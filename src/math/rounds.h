/* What instruments do to a table of units: pure arithmetic, in doubles.
 *
 * A financing is a priced round with everything that depends on its price and
 * on itself: a pool as a share of what is there after it, convertibles,
 * classes protected from dilution. It is solved exactly, as one system; only
 * then, and once, are numbers rounded, by a policy that is stated. */
#ifndef QD_MATH_ROUNDS_H
#define QD_MATH_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

/* ---- A financing */

/* Convertibles, or protected classes, in one round: more than any has. */
#define QD_FINANCING_MOST 64u

enum qd_convert_form {
    QD_CONVERT_BEFORE, /* the cap values the units that were there */
    QD_CONVERT_AFTER,  /* the cap values them and all that converts */
    QD_CONVERT_SHARE   /* a fixed share of them and all that converts */
};

/* How a convertible counts in the price of a round whose value before the
 * money is stated: price = (value + its money?) / (units + its units?). */
enum qd_counted {
    QD_COUNTED_UNITS, /* inside the value: the percent-ownership method */
    QD_COUNTED_NOT,   /* on top, diluting all: the pre-money method */
    QD_COUNTED_MONEY, /* the dollars-invested method, as it is taught */
    QD_COUNTED_BOTH   /* the same so that price times units adds up */
};

typedef struct qd_convertible {
    enum qd_convert_form form;
    enum qd_counted counted;
    bool mfn;        /* may take the terms of one that comes after it */
    double money;    /* with interest */
    double cap;      /* 0: none */
    double discount; /* 0.2: at 80 % of the price */
    double share;    /* of QD_CONVERT_SHARE */
} qd_convertible;

enum qd_protection { QD_PROTECT_AVERAGE, QD_PROTECT_RATCHET };

/* A class whose conversion price falls when the round is below it. */
typedef struct qd_protected {
    enum qd_protection by;
    double units; /* as converted before, part of the units of the round */
    double price; /* its conversion price before */
    double base;  /* of the average: all units (broad), or fewer (narrow) */
} qd_protected;

enum qd_stated {
    QD_STATED_PRE,  /* the value before the money */
    QD_STATED_POST, /* of all units after it */
    QD_STATED_PRICE /* of a unit */
};

typedef struct qd_financing {
    double units;      /* before: pool and options too, no convertibles */
    double money;
    enum qd_stated stated;
    double value;
    double pool_free;  /* what of `units` is pool nobody has */
    double pool_share; /* what it is raised to, of all after; 0: as it is */
    bool pool_in_caps; /* caps before the money value the new pool too */
    const qd_convertible *convertible;
    uint32_t convertibles;
    const qd_protected *class;
    uint32_t classes;
} qd_financing;

typedef struct qd_converted {
    double units, price;
    uint32_t terms; /* of which convertible: an mfn elects */
    enum { QD_BY_PRICE, QD_BY_CAP, QD_BY_SHARE } by;
} qd_converted;

typedef struct qd_financed {
    double price;
    double bought;         /* units for the money */
    double pool_added;
    double capitalisation; /* before the round, with all that converts */
    double total;          /* after */
    double effective_pre;  /* the price of the units that were there */
} qd_financed;

enum qd_financing_fault {
    QD_FINANCING_SOUND,
    QD_FINANCING_NUMBER,     /* negative, not finite, or a share >= 1 */
    QD_FINANCING_MANY,       /* more than QD_FINANCING_MOST */
    QD_FINANCING_POST_BELOW, /* the value after is not above the money */
    QD_FINANCING_NO_PRICE    /* what converts is worth more than all */
};

/* `converted` has an entry for each convertible, `protected` the units of
 * each class after. */
enum qd_financing_fault qd_financing_solve(const qd_financing *f,
                                           qd_financed *out,
                                           qd_converted *converted,
                                           double *protected_units);

/* ---- Rounding */

enum qd_rounding_way {
    QD_ROUNDING_NONE,
    QD_ROUNDING_DOWN,
    QD_ROUNDING_UP,
    QD_ROUNDING_NEAREST /* halves away from 0 */
};

enum qd_rounding_until {
    QD_ROUNDING_ONCE,       /* the exact numbers, each rounded */
    QD_ROUNDING_FROM_EXACT, /* again with the rounded, until none changes */
    QD_ROUNDING_FROM_BELOW  /* the same from a table without the round */
};

typedef struct qd_rounding {
    enum qd_rounding_way price, converted_price, units;
    int price_digits, converted_digits; /* after the point */
    enum qd_rounding_until until;
} qd_rounding;

/* A number within 1e-12 of one with so many digits is that one. */
double qd_rounded(double x, enum qd_rounding_way way, int digits);
/* As qd_financing_solve, rounded. Tables that agree with their own rounded
 * numbers are several, so `until` says which. False in *agrees: none was
 * found. */
enum qd_financing_fault qd_financing_round(const qd_financing *f,
                                           const qd_rounding *by,
                                           qd_financed *out,
                                           qd_converted *converted,
                                           double *protected_units,
                                           bool *agrees);

/* ---- Single instruments */

/* The units whose issue makes them this share of all after. */
double qd_units_for_share(double units, double share);
/* What is issued in all when holders of `share` of it take their part on top
 * of what the others take. */
double qd_units_with_pro_rata(double others, double share);
double qd_interest_simple(double principal, double rate, double years);
double qd_interest_compound(double principal, double rate, double years);
/* The conversion price after `money` bought `issued` units. */
double qd_price_average(double price, double base, double money,
                        double issued);
double qd_price_ratchet(double price, double issue_price);
/* n options exercised without cash, or counted by the treasury method: the
 * units that are new in the end. */
double qd_units_net(double n, double strike, double price);
/* The strike that makes units share only in what all are worth above a
 * threshold: profit units are options with it. */
double qd_strike_of_threshold(double threshold, double units);

/* ---- Tables */

double qd_table_total(const double *held, uint32_t n);
/* False, and nothing done, when more is taken than is held. */
bool qd_table_issue(double *held, uint32_t to, double units);
bool qd_table_buy_back(double *held, uint32_t from, double units);
bool qd_table_move(double *held, uint32_t from, uint32_t to, double units);
/* Each unit becomes `ratio`: a split, or an exchange into another company. */
void qd_table_split(double *held, uint32_t n, double ratio);

#endif
