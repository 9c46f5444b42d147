/* The parts of the parser: parse.c reads lines, parse_header.c headers,
 * parse_value.c data and formulas. Only for these. */
#ifndef QD_LANG_PARSE_PARTS_H
#define QD_LANG_PARSE_PARTS_H

#include "lang/lex.h"

/* The header at p->at, to the end of its line. False, and nothing done, when
 * it is a word with a colon: a field that lost its indent. */
bool qd_parse_header(qd_parser *p);
/* What a broken directive counts as when nothing better is known. */
uint16_t qd_any_keyword(const qd_vocabulary *v);
/* {^source | @name | #tag} from here on; returns how many. On a line of a
 * field only sources may stand. */
uint8_t qd_parse_refs(qd_parser *p, bool field);

/* Each returns a node, QD_NONE when an error was reported. */
qd_id qd_parse_datum(qd_parser *p);
/* A datum of one piece: hedge and formula. */
qd_id qd_parse_value(qd_parser *p);
qd_id qd_parse_formula(qd_parser *p);
/* [-] NUMBER and nothing more. */
qd_id qd_parse_plain_number(qd_parser *p);
/* NUMBER or range at p->at, negative when a minus stands at `from`. */
qd_id qd_parse_quantity(qd_parser *p, const char *from, bool negative);
/* `multi [n] bn USD`, from behind the word; `from` is the word. */
qd_id qd_parse_multi(qd_parser *p, const char *from);
/* `integer(80, 88) mo`: a unit behind the call, never a scale. */
void qd_parse_call_unit(qd_parser *p, qd_id call);
/* Reports what stands where a value is due; QD_NONE. */
qd_id qd_no_value(qd_parser *p);

/* A new node. */
static inline qd_syn *qd_syn_new(qd_parser *p, enum qd_syn_kind kind,
                                 const char *at)
{
    qd_syn *n = qd_vec_add(p->t->mem, &p->t->syns);
    *n = (qd_syn){ .kind = (uint8_t)kind, .pos = qd_pos_of(p, at) };
    p->height = 1;
    return n;
}
static inline qd_id qd_syn_last(const qd_parser *p)
{
    return p->t->syns.n - 1;
}
static inline qd_id qd_node(qd_parser *p, enum qd_syn_kind kind,
                            const char *at, uint32_t a, uint32_t b)
{
    qd_syn *n = qd_syn_new(p, kind, at);
    n->a = a;
    n->b = b;
    return qd_syn_last(p);
}

static inline void qd_negate(qd_decimal *d)
{
    *d = qd_decimal_make(-qd_decimal_mantissa(*d), qd_decimal_exponent(*d));
}

#endif
