/* Who gets what at an exit.
 *
 * At a price r of the common share each class is owed a rising function of r,
 * so there is one price at which all together are owed what the exit brings.
 * Whether a holder converts needs no game: each takes the better of its two
 * sides at that price. */
#ifndef QD_MATH_WATERFALL_H
#define QD_MATH_WATERFALL_H

#include <stdbool.h>
#include <stdint.h>

enum qd_share_class_kind {
    QD_CLASS_COMMON, /* n r */
    QD_CLASS_EITHER, /* not participating: the preference or n r */
    QD_CLASS_BOTH,   /* participating: the preference and n r */
    QD_CLASS_CAPPED, /* both, up to the cap, or n r */
    QD_CLASS_OPTION  /* n (r - strike) when that is above 0 */
};

typedef struct qd_share_class {
    enum qd_share_class_kind kind;
    uint32_t seniority; /* preferences of a higher one are paid first */
    double units;       /* n: as converted, shares times ratio */
    double preference;  /* in money, dividends due included */
    double cap;         /* in money, preference included */
    double strike;      /* in money for a unit */
} qd_share_class;

/* From this price on, and this exit, `slope` units share what is added. */
typedef struct qd_waterfall_step {
    double price, exit, slope;
    uint32_t of; /* the class that changes; n at the first */
} qd_waterfall_step;

typedef struct qd_waterfall {
    const qd_share_class *classes;
    uint32_t n, steps;
    double preferences; /* all of them: below, seniority decides */
    qd_waterfall_step *step;
} qd_waterfall;

enum qd_waterfall_fault {
    QD_WATERFALL_SOUND,
    QD_WATERFALL_NUMBER,    /* negative or not finite */
    QD_WATERFALL_CAP_BELOW, /* the cap is below the preference */
    QD_WATERFALL_STRANGER   /* a preference on common or an option */
};

/* `room` has 2 n + 1 steps and lives as long as the waterfall, as do the
 * classes. When something is wrong, *at is the class. */
enum qd_waterfall_fault qd_waterfall_init(qd_waterfall *w,
                                          const qd_share_class *classes,
                                          uint32_t n,
                                          qd_waterfall_step *room,
                                          uint32_t *at);
/* What all classes are owed at this price. */
double qd_waterfall_owed(const qd_waterfall *w, double price);
/* What class i is owed at this price. */
double qd_share_class_owed(const qd_share_class *c, double price);
/* The payout of each class and the price of a common unit, 0 while the
 * preferences are not covered. What nobody is owed is *left, which may be
 * NULL. exit >= 0. */
double qd_waterfall_pay(const qd_waterfall *w, double exit, double *payout,
                        double *left);

#endif
