/* Numbers with their scale and unit, ranges and `multi`. */
#include "lang/parse_parts.h"

/* What stands here is no value. */
qd_id qd_no_value(qd_parser *p)
{
    bool last = qd_at_last(p);
    qd_wrong_next(p, last ? QD_D_MISSING_VALUE : QD_D_NOT_A_VALUE);
    return QD_NONE;
}

struct amount {
    const char *from;
    qd_decimal number;
    uint8_t scale;
    bool bare;  /* four digits and nothing more: a year, perhaps */
    bool ended; /* a unit was read, or can no more follow */
    uint16_t unit;
    qd_str sign; /* before the number; empty: none */
};

/* A unit that is another word for a scale: `38 billion USD`. Single letters
 * may be units; with a unit behind or a sign before them they are not. */
static bool wrong_scale(qd_parser *p, const struct amount *n, const char *at,
                        const char *to)
{
    const char *instead = qd_scale_instead(at, to);
    if (!instead) return false;
    if (to - at == 1 && n->sign.len == 0) {
        const char *next = to;
        while (qd_is(*next, QD_CHAR_BLANK)) next++;
        const char *end = qd_name_end(next, p->end);
        if (end == next || qd_is_no_unit(next, end)) return false;
    }
    qd_diag *d = qd_wrong(p, QD_D_SCALE_WORD, at, to);
    qd_wrong_arg(p, d, at, to);
    qd_diag_arg(p->t->diags, d, qd_str_c(instead));
    qd_wrong_fix(p, d, at, to, instead);
    return true;
}

/* "$" and "/yr": one unit. */
static uint16_t joined_unit(qd_parser *p, qd_str head, const char *at,
                            const char *to)
{
    return qd_unit_index(p, qd_arena_printf(p->t->arena, "%.*s%.*s",
                                            QD_STR_ARG(head), (int)(to - at),
                                            at));
}

static void take_unit(qd_parser *p, struct amount *n, const char *at)
{
    if (n->sign.len == 0 && (n->unit = qd_recent_unit(p, at)) != 0) {
        n->ended = true;
        return;
    }
    const char *to = qd_unit_end(at, p->end);
    if (to == at || qd_is_no_unit(at, to) || wrong_scale(p, n, at, to))
        return;
    if (n->sign.len) {
        qd_wrong_arg(p, qd_wrong(p, QD_D_SIGN_AND_UNIT, at, to), at, to);
        return;
    }
    p->at = to;
    n->unit = qd_unit_index(p, (qd_str){ at, (size_t)(to - at) });
    n->ended = true;
    qd_remember_unit(p, at, to, n->unit);
}

/* A quotient behind the number or its sign: `0.2/yr`, `$38bn/yr`. */
static bool take_per(qd_parser *p, struct amount *n)
{
    const char *at = p->at;
    if (*at != '/' || !qd_name_starts(at + 1, p->end)) return false;
    const char *to = qd_unit_end(at + 1, p->end);
    n->unit = joined_unit(p, n->sign.len ? n->sign : QD_STR("1"), at, to);
    n->ended = true;
    p->at = to;
    return true;
}

/* [scale] [unit] behind the digits. */
static void take_tail(qd_parser *p, struct amount *n)
{
    if (take_per(p, n)) return;
    const char *digits = p->at, *at = digits;
    while (qd_is(*at, QD_CHAR_BLANK)) at++;
    if (qd_is(*at, QD_CHAR_START)) {
        const char *to = qd_name_end(at, p->end);
        int scale = qd_scale_of(at, to);
        if (scale > 0) {
            n->scale = (uint8_t)scale;
            p->at = at = to;
            if (take_per(p, n)) return;
            while (qd_is(*at, QD_CHAR_BLANK)) at++;
        }
    }
    if (*at == '1' && at > digits && at[1] == '/' &&
        qd_name_starts(at + 2, p->end)) {
        p->at = at + 1;
        take_per(p, n);
    } else if (!qd_is(*at, QD_CHAR_LAST)) {
        take_unit(p, n, at);
    }
    if (n->sign.len && !n->unit) n->unit = qd_unit_index(p, n->sign);
    n->ended |= n->sign.len > 0;
}

/* `10-15 bn USD`: a range or a difference? */
static bool wrong_dash(qd_parser *p, const char *from)
{
    const char *at = p->at;
    if (*at != '-' || !qd_is(at[1], QD_CHAR_DIGIT)) return false;
    const char *to = at + 1;
    while (qd_is(*to, QD_CHAR_DIGIT) || *to == '.') to++;
    qd_diag *d = qd_wrong(p, QD_D_DASH, from, to);
    qd_wrong_arg(p, d, from, at);
    qd_wrong_arg(p, d, at + 1, to);
    return true;
}

/* [sign] digits, without what follows. */
static bool take_amount(qd_parser *p, struct amount *n)
{
    const char *at = p->at;
    if (!qd_is(*at, QD_CHAR_DIGIT)) {
        size_t sign = qd_sign_length(at, p->end);
        n->sign = (qd_str){ at, sign };
        p->at = at += sign;
        qd_skip_blanks(p);
        at = p->at;
        if (!qd_is(*at, QD_CHAR_DIGIT)) return qd_no_value(p), false;
    }
    if (!qd_take_digits(p, &n->number) || wrong_dash(p, at)) return false;
    n->bare = p->at - at == 4 && n->sign.len == 0 &&
              qd_decimal_exponent(n->number) == 0 &&
              qd_decimal_mantissa(n->number) >= 1000;
    return true;
}

static qd_id number_node(qd_parser *p, const struct amount *n, uint8_t scale,
                         uint16_t unit)
{
    qd_syn *s = qd_syn_new(p, QD_SYN_NUMBER, n->from);
    s->number = qd_decimal_make(qd_decimal_mantissa(n->number),
                                qd_decimal_exponent(n->number) + 3 * scale);
    s->op = scale;
    s->unit = unit;
    if (n->bare && scale == 0 && unit == 0) s->op = QD_NUMBER_BARE;
    return qd_syn_last(p);
}

/* The upper end of a range; `low` takes scale and unit from it where it has
 * none of its own. */
static qd_id range(qd_parser *p, struct amount *low)
{
    struct amount high = { .from = p->at };
    bool negative = *p->at == '-';
    if (qd_at_date(p->at)) {
        qd_wrong(p, QD_D_RANGE_DATES, p->at, qd_token_end(p, p->at));
        return QD_NONE;
    }
    if (negative) {
        p->at++;
        qd_skip_blanks(p);
    }
    if (!take_amount(p, &high)) return QD_NONE;
    if (negative) {
        qd_negate(&high.number);
        high.bare = false;
    }
    take_tail(p, &high);
    if (p->broken) return QD_NONE;
    bool shared = low->scale == 0 && !low->ended;
    uint16_t unit = low->ended ? low->unit : high.unit;
    if (high.unit == 0 && low->sign.len) high.unit = low->unit;
    qd_id a = number_node(p, low, shared ? high.scale : low->scale, unit);
    qd_id b = number_node(p, &high, high.scale, high.unit);
    qd_id id = qd_node(p, QD_SYN_RANGE, low->from, a, b);
    p->t->syns.at[id].unit = high.unit;
    p->height = 2;
    return id;
}

/* NUMBER or range at p->at, negative when a minus stands at `from`. */
qd_id qd_parse_quantity(qd_parser *p, const char *from, bool negative)
{
    struct amount n = { .from = from };
    if (!take_amount(p, &n)) return QD_NONE;
    if (negative) {
        qd_negate(&n.number);
        n.bare = false;
    }
    take_tail(p, &n);
    if (p->broken) return QD_NONE;
    if (qd_word_next(p, "to")) return range(p, &n);
    return number_node(p, &n, n.scale, n.unit);
}

/* `multi [n] bn USD`, from behind the word. */
qd_id qd_parse_multi(qd_parser *p, const char *from)
{
    struct amount n = { .from = p->at, .number = qd_decimal_make(1, 0) };
    if (qd_is(*p->at, QD_CHAR_DIGIT) && !take_amount(p, &n)) return QD_NONE;
    n.bare = false;
    const char *behind = p->at;
    take_tail(p, &n);
    if (p->broken) return QD_NONE;
    if (n.scale == QD_SCALE_NONE) {
        p->at = behind;
        qd_skip_blanks(p);
        qd_wrong_next(p, QD_D_MULTI_SHAPE);
        return QD_NONE;
    }
    qd_id a = number_node(p, &n, n.scale, n.unit);
    qd_id id = qd_node(p, QD_SYN_MULTI, from, a, 0);
    p->t->syns.at[id].op = n.scale;
    p->t->syns.at[id].unit = n.unit;
    p->height = 2;
    return id;
}

qd_id qd_parse_plain_number(qd_parser *p)
{
    const char *from = p->at;
    bool negative = *from == '-';
    if (negative) {
        p->at++;
        qd_skip_blanks(p);
    }
    if (!qd_is(*p->at, QD_CHAR_DIGIT)) return qd_no_value(p);
    return qd_parse_quantity(p, from, negative);
}

/* `integer(80, 88) mo`: a unit behind the call, never a scale. */
void qd_parse_call_unit(qd_parser *p, qd_id call)
{
    struct amount n = { 0 };
    const char *at = p->at;
    while (qd_is(*at, QD_CHAR_BLANK)) at++;
    const char *to = qd_name_end(at, p->end);
    if (qd_scale_of(at, to) > 0) {
        qd_wrong_arg(p, qd_wrong(p, QD_D_CALL_SCALE, at, to), at, to);
        return;
    }
    take_unit(p, &n, at);
    p->t->syns.at[call].unit = n.unit;
}
