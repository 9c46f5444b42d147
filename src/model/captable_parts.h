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

bool qd_cap_yes(const qd_captable *c, uint32_t dir, const char *field);
/* The directive that a field names; QD_NONE. */
uint32_t qd_cap_ref(const qd_captable *c, uint32_t dir, const char *field,
                    const char *keyword);
/* Of the company, and seen. */
bool qd_cap_is_of(const qd_captable *c, uint32_t dir);
void qd_cap_add_holder(qd_captable *c, qd_sym party);
uint32_t qd_cap_holder(const qd_captable *c, qd_sym party);
void qd_cap_insert(qd_captable *c, qd_cap_event e);
bool qd_cap_is_past(const qd_cap_event *e, qd_cap_time at);

/* A stake that is stated later counts its units. */
bool qd_cap_is_counted(const qd_captable *c, const qd_cap_event *e);
/* captable_rows.c: of who takes part in a round that is not exact. */
void qd_cap_take_shares(qd_captable *c);

/* captable_classes.c */
void qd_cap_take_splits(qd_captable *c);
void qd_cap_take_classes(qd_captable *c);
void qd_cap_take_holdings(qd_captable *c);
void qd_cap_take_with_rounds(qd_captable *c);
void qd_cap_take_values(qd_captable *c);
const qd_cap_class *qd_cap_class_of(const qd_captable *c, uint32_t dir);
double qd_cap_ratio(const qd_captable *c, uint32_t class);
void qd_cap_class_rows(qd_cap_rows *r);

/* captable_exact.c: rounds of which all is known are solved as one. */
void qd_cap_find_exact(qd_captable *c);
bool qd_cap_is_exact(const qd_cap_rows *r, const qd_cap_event *e);
void qd_cap_exact_rows(qd_cap_rows *r, const qd_cap_event *e);

/* The middle of the days that a date may be; NAN for none. */
double qd_cap_middle(qd_captable *c, qd_node date);
/* What is put in, with its parts. */
qd_set qd_cap_whole(qd_captable *c, uint32_t dir);
void qd_cap_price_event(qd_captable *c, qd_cap_event *e);
/* captable_instalments.c: the first day on which a round is paid, where its
 * amount is said by date, else NAN; its closings, and how many. */
double qd_cap_first_paid(qd_captable *c, uint32_t dir);
uint32_t qd_cap_take_instalments(qd_captable *c, const qd_cap_event *round,
                                 double when);

/* captable_closings.c: what closes at one price. */
void qd_cap_find_closings(qd_captable *c);
void qd_cap_drop_empty(qd_captable *c);
/* One of several closings of a round. */
bool qd_cap_is_closing(const qd_captable *c, const qd_cap_event *e);
qd_cap_time qd_cap_first_closing(const qd_captable *c, const qd_cap_event *e);
qd_cap_time qd_cap_last_closing(const qd_captable *c, const qd_cap_event *e);
void qd_cap_closing_rows(qd_cap_rows *r, const qd_cap_event *e);

/* captable_convert.c: what becomes of a convertible in its round; how a round
 * raises the pool. */
void qd_cap_price_convert(qd_captable *c, qd_cap_event *e);
/* The value before a round with the money of what counts by it. */
qd_set qd_cap_with_notes(qd_captable *c, uint32_t round, const qd_set *value);
void qd_cap_price_pool(qd_captable *c, qd_cap_event *e);
void qd_cap_convert_rows(qd_cap_rows *r, const qd_cap_event *e);
void qd_cap_pool_rows(qd_cap_rows *r, const qd_cap_event *e);
/* Takes the units that the value before a round does not count out of the
 * terms. */
uint32_t qd_cap_counted(const qd_captable *c, uint32_t round,
                        qd_poly_term *terms, uint32_t n);

#endif
