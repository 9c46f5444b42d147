/* Shared by the files of the cap table. Only for them. */
#ifndef QD_MODEL_CAPTABLE_PARTS_H
#define QD_MODEL_CAPTABLE_PARTS_H

#include "model/captable.h"

typedef struct qd_cap_rows {
    const qd_captable *c;
    qd_cap_time sure;
    qd_poly *p;
    qd_poly_term *some, *all, *row;
} qd_cap_rows;

/* Both ends of a set of shares: of the first terms of `some` against those of
 * `all`. */
void qd_cap_between(qd_cap_rows *r, uint32_t n_some, uint32_t n_all,
                    const qd_set *share, uint32_t tag);
/* Whether its units are there for certain in what is asked. */
bool qd_cap_happens(const qd_cap_rows *r, const qd_cap_event *e);
qd_set qd_cap_field(qd_captable *c, uint32_t dir, const char *field);
/* What is said behind a field: pre, post, or nothing. */
qd_str qd_cap_reading(const qd_captable *c, uint32_t dir, const char *field);
bool qd_cap_names(const qd_captable *c, uint32_t dir, const char *field,
                  uint32_t other);
/* The middle of the days on which it happens, NAN for none. */
double qd_cap_when(qd_captable *c, uint32_t dir);

/* captable_convert.c: the round that converts a convertible, QD_NONE; what
 * becomes of it there; how a round raises the pool. */
uint32_t qd_cap_converts_in(const qd_captable *c, uint32_t dir);
void qd_cap_price_convert(qd_captable *c, qd_cap_event *e);
void qd_cap_price_pool(qd_captable *c, qd_cap_event *e);
void qd_cap_convert_rows(qd_cap_rows *r, const qd_cap_event *e);
void qd_cap_pool_rows(qd_cap_rows *r, const qd_cap_event *e);
/* Takes the units that the value before a round does not count out of the
 * terms. */
uint32_t qd_cap_counted(const qd_captable *c, uint32_t round,
                        qd_poly_term *terms, uint32_t n);

#endif
