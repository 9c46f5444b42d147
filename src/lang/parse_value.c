/* Data and formulas. A datum is hedged formulas with basis and `or`; the
 * formula is read by precedence: comparison, + -, * /, unary -, ^.
 *
 * The height of every node is counted as it is made, so that no walk over a
 * tree that this file built needs a deeper stack than QD_LIMIT_NESTING,
 * whether it is deep by parentheses or by a long sum. */
#include "lang/parse_parts.h"

#include "base/limits.h"

enum level { LEVEL_COMPARE = 1, LEVEL_SUM, LEVEL_PRODUCT };

static qd_id binary(qd_parser *p, int level);
static qd_id unary(qd_parser *p);

/* ---- Nodes */

static bool too_deep(qd_parser *p, const char *at)
{
    if (p->height <= QD_LIMIT_NESTING && p->depth <= QD_LIMIT_NESTING)
        return false;
    qd_wrong(p, QD_D_TOO_DEEP, at, qd_token_end(p, at));
    return true;
}

/* A node over the one parsed last and another of height `other`. */
static qd_id node_over(qd_parser *p, enum qd_syn_kind kind, const char *at,
                       uint32_t a, uint32_t b, uint32_t other)
{
    uint32_t height = p->height > other ? p->height : other;
    qd_id id = qd_node(p, kind, at, a, b);
    p->height = height + 1;
    return too_deep(p, at) ? QD_NONE : id;
}

/* ---- Calls and names */

/* `)` or `,` is due. */
static void open_paren(qd_parser *p, const char *paren)
{
    if (qd_at_last(p)) {
        qd_diag *d = qd_wrong_next(p, QD_D_OPEN_PAREN);
        if (d)
            qd_diag_label(p->t->diags, d, qd_pos_of(p, paren), 1,
                          "opened here");
        return;
    }
    qd_wrong_next(p, QD_D_IN_PARENS);
}

/* One argument: a value, or `p: x`. */
static qd_id argument(qd_parser *p)
{
    const char *from = p->at;
    qd_id a = qd_parse_value(p);
    qd_skip_blanks(p);
    if (a == QD_NONE || *p->at != ':') return a;
    p->at++;
    qd_skip_blanks(p);
    uint32_t height = p->height;
    qd_id b = qd_parse_value(p);
    if (b == QD_NONE) return b;
    return node_over(p, QD_SYN_PAIR, from, a, b, height);
}

/* The arguments up to `)`: the first of their chain in *first. */
static bool arguments(qd_parser *p, const char *paren, qd_id *first)
{
    qd_id last = QD_NONE;
    uint32_t highest = 0;
    *first = QD_NONE;
    qd_skip_blanks(p);
    while (*p->at != ')' || last != QD_NONE) {
        const char *from = p->at;
        qd_id a = argument(p);
        if (a == QD_NONE) return false;
        if (p->height > highest) highest = p->height;
        qd_id link = qd_node(p, QD_SYN_ARG, from, a, QD_NONE);
        if (last == QD_NONE) *first = link;
        else p->t->syns.at[last].b = link;
        last = link;
        qd_skip_blanks(p);
        if (*p->at == ')') break;
        if (*p->at != ',') return open_paren(p, paren), false;
        p->at++;
        qd_skip_blanks(p);
    }
    p->at++;
    p->height = highest + 1;
    return true;
}

static qd_id call(qd_parser *p, const char *from, qd_sym name)
{
    const char *paren = p->at++;
    qd_id first = QD_NONE;
    p->depth++;
    p->parens++;
    bool good = !too_deep(p, paren) && arguments(p, paren, &first);
    p->depth--;
    p->parens--;
    if (!good) return QD_NONE;
    uint32_t height = p->height;
    qd_id id = qd_node(p, QD_SYN_CALL, from, name, first);
    p->height = height + 1;
    if (too_deep(p, from)) return QD_NONE;
    qd_parse_call_unit(p, id);
    return p->broken ? QD_NONE : id;
}

/* NAME or NAME.NAME; NAME(...) is a call. */
static qd_id name(qd_parser *p)
{
    const char *from = p->at;
    if (*qd_name_end(from, p->end) == '$')
        return qd_parse_quantity(p, from, false);
    qd_sym a = qd_take_name(p), b = 0;
    if (!a) return p->broken ? QD_NONE : qd_no_value(p);
    if (QD_WORD_IS(from, p->at, "multi")) {
        qd_skip_blanks(p);
        return qd_parse_multi(p, from);
    }
    if (*p->at == '.' && qd_name_starts(p->at + 1, p->end)) {
        p->at++;
        b = qd_take_name(p);
        if (!b) return QD_NONE;
    }
    if (*p->at == '.') {
        const char *to = qd_token_end(p, p->at + 1);
        qd_wrong_arg(p, qd_wrong(p, QD_D_DOTS, from, to), from, to);
        return QD_NONE;
    }
    if (b == 0) {
        const char *at = p->at;
        while (qd_is(*at, QD_CHAR_BLANK)) at++;
        if (*at == '(') {
            p->at = at;
            return call(p, from, a);
        }
    }
    return qd_node(p, QD_SYN_NAME, from, a, b);
}

static qd_id group(qd_parser *p)
{
    const char *paren = p->at++;
    p->depth++;
    p->parens++;
    qd_skip_blanks(p);
    qd_id id = too_deep(p, paren) ? QD_NONE : binary(p, LEVEL_COMPARE);
    p->depth--;
    p->parens--;
    if (id == QD_NONE) return id;
    qd_skip_blanks(p);
    if (*p->at != ')') return open_paren(p, paren), QD_NONE;
    p->at++;
    return id;
}

static qd_id string(qd_parser *p)
{
    const char *from = p->at, *to = qd_take_string(p);
    if (!to) return QD_NONE;
    return qd_node(p, QD_SYN_STRING, from, (uint32_t)(to - from) - 2, 0);
}

static qd_id date(qd_parser *p)
{
    const char *from = p->at;
    qd_span span;
    if (!qd_take_when(p, &span)) return QD_NONE;
    qd_syn_new(p, QD_SYN_DATE, from)->span = span;
    return qd_syn_last(p);
}

/* `.5` */
static qd_id no_digit(qd_parser *p)
{
    const char *from = p->at, *to = from + 1;
    while (qd_is(*to, QD_CHAR_DIGIT)) to++;
    qd_diag *d = qd_wrong(p, QD_D_NUMBER_SHAPE, from, to);
    qd_wrong_arg(p, d, from, to);
    qd_wrong_fix(p, d, from, from, "0");
    return QD_NONE;
}

static qd_id primary(qd_parser *p)
{
    const char *at = p->at;
    if (qd_is(*at, QD_CHAR_DIGIT | QD_CHAR_START)) {
        if (qd_is(*at, QD_CHAR_START)) return name(p);
        return qd_at_date(at) ? date(p) : qd_parse_quantity(p, at, false);
    }
    if (*at == '(') return group(p);
    if (*at == '"') return string(p);
    if (*at == '.' && at[1] == '.') return date(p);
    if (*at == '.' && qd_is(at[1], QD_CHAR_DIGIT)) return no_digit(p);
    if (*at == '?') {
        p->at++;
        return qd_node(p, QD_SYN_HOLE, at, 0, 0);
    }
    if (qd_sign_length(at, p->end)) return qd_parse_quantity(p, at, false);
    if (qd_name_starts(at, p->end)) return name(p);
    return qd_no_value(p);
}

/* ---- Operators */

struct operator {
    uint8_t op, level, length;
};

static bool wrong_operator(qd_parser *p, const char *at, size_t length,
                           const char *instead)
{
    qd_diag *d = qd_wrong(p, QD_D_BAD_OPERATOR, at, at + length);
    qd_wrong_arg(p, d, at, at + length);
    qd_diag_arg(p->t->diags, d, qd_str_c(instead));
    qd_wrong_fix(p, d, at, at + length, instead);
    return false;
}

#define OPERATOR(op, level, length) \
    (*out = (struct operator){ QD_OP_##op, LEVEL_##level, length }, true)

static bool comparison_at(qd_parser *p, struct operator *out)
{
    const char *at = p->at;
    switch (*at) {
    case '=':
        if (at[1] == '=') return wrong_operator(p, at, 2, "=");
        if (at[1] == '<') return wrong_operator(p, at, 2, "<=");
        if (at[1] == '>') return wrong_operator(p, at, 2, ">=");
        return OPERATOR(EQ, COMPARE, 1);
    case '!':
        return at[1] == '=' && OPERATOR(NE, COMPARE, 2);
    case '<':
        if (at[1] == '>') return wrong_operator(p, at, 2, "!=");
        if (at[1] == '-' || at[1] == '~') return false;
        return at[1] == '=' ? OPERATOR(LE, COMPARE, 2)
                            : OPERATOR(LT, COMPARE, 1);
    default:
        if (at[1] == '~') return false;
        return at[1] == '=' ? OPERATOR(GE, COMPARE, 2)
                            : OPERATOR(GT, COMPARE, 1);
    }
}

/* The binary operator at p->at but for `^`; false when there is none. */
static bool operator_at(qd_parser *p, struct operator *out)
{
    const char *at = p->at;
    switch (*at) {
    case '+': return OPERATOR(ADD, SUM, 1);
    case '-': return at[1] != '>' && OPERATOR(SUB, SUM, 1);
    case '*':
        if (at[1] == '*') return wrong_operator(p, at, 2, "^");
        return OPERATOR(MUL, PRODUCT, 1);
    case '/': return at[1] != '/' && OPERATOR(DIV, PRODUCT, 1);
    case '=':
    case '!':
    case '<':
    case '>': return comparison_at(p, out);
    default: return false;
    }
}

/* base ^ exponent, from behind the base. */
static qd_id power(qd_parser *p, qd_id base)
{
    const char *at = p->at++;
    uint32_t height = p->height;
    qd_skip_blanks(p);
    p->depth++;
    qd_id exponent = too_deep(p, at) ? QD_NONE : unary(p);
    p->depth--;
    if (exponent == QD_NONE) return QD_NONE;
    qd_id id = node_over(p, QD_SYN_BINARY, at, base, exponent, height);
    if (id != QD_NONE) p->t->syns.at[id].op = QD_OP_POW;
    return id;
}

static bool power_next(qd_parser *p)
{
    qd_skip_blanks(p);
    return *p->at == '^' && !qd_is_sigil(p->text, p->at);
}

static qd_id minus_over(qd_parser *p, const char *at, qd_id a)
{
    if (a == QD_NONE) return QD_NONE;
    return node_over(p, QD_SYN_UNARY, at, a, 0, 0);
}

/* `-16 %` is a number, `-2 ^ 2` the minus of a power. */
static qd_id minus(qd_parser *p)
{
    const char *at = p->at++;
    qd_skip_blanks(p);
    const char *from = p->at;
    bool number = qd_is(*from, QD_CHAR_DIGIT) ? !qd_at_date(from)
                                              : qd_sign_length(from, p->end);
    if (number) {
        qd_id id = qd_parse_quantity(p, at, true);
        if (id == QD_NONE || !power_next(p)) return id;
        qd_syn *n = &p->t->syns.at[id];
        if (n->kind == QD_SYN_NUMBER) {
            qd_negate(&n->number);
            n->pos = qd_pos_of(p, from);
            return minus_over(p, at, power(p, id));
        }
        return power(p, id);
    }
    p->depth++;
    qd_id a = too_deep(p, at) ? QD_NONE : unary(p);
    p->depth--;
    return minus_over(p, at, a);
}

static qd_id unary(qd_parser *p)
{
    if (*p->at == '-' && p->at[1] != '>') return minus(p);
    qd_id id = primary(p);
    if (id == QD_NONE || !power_next(p)) return id;
    return power(p, id);
}

static qd_id binary(qd_parser *p, int level)
{
    qd_id left = unary(p);
    bool compared = false;
    while (left != QD_NONE) {
        struct operator o = { 0 };
        qd_skip_blanks(p);
        if (!qd_is(*p->at, QD_CHAR_OP)) return left;
        if (!operator_at(p, &o)) return p->broken ? QD_NONE : left;
        if (o.level < level) return left;
        const char *at = p->at;
        if (o.level == LEVEL_COMPARE && compared) {
            qd_wrong(p, QD_D_COMPARISON_CHAIN, at, at + o.length);
            return QD_NONE;
        }
        compared |= o.level == LEVEL_COMPARE;
        p->at += o.length;
        qd_skip_blanks(p);
        uint32_t height = p->height;
        qd_id right = binary(p, o.level + 1);
        if (right == QD_NONE) return QD_NONE;
        left = node_over(p, QD_SYN_BINARY, at, left, right, height);
        if (left != QD_NONE) p->t->syns.at[left].op = o.op;
    }
    return left;
}

qd_id qd_parse_formula(qd_parser *p)
{
    return binary(p, LEVEL_COMPARE);
}

/* ---- Data */

/* The hedge at p->at, which moves behind it; -1 when there is none. */
static int take_hedge(qd_parser *p)
{
    const char *at = p->at;
    int hedge = -1, length = 2;
    if (*at == '~') {
        hedge = QD_HEDGE_ABOUT;
        length = 1;
    } else if (*at == '>' || (*at == '<' && at[1] != '-')) {
        bool more = *at == '>';
        if (at[1] == '=') {
            hedge = more ? QD_HEDGE_LEAST : QD_HEDGE_MOST;
        } else if (at[1] == '~') {
            hedge = more ? QD_HEDGE_JUST_OVER : QD_HEDGE_NEARLY;
        } else {
            hedge = more ? QD_HEDGE_MORE : QD_HEDGE_LESS;
            length = 1;
        }
    }
    if (hedge < 0) return -1;
    p->at += length;
    qd_skip_blanks(p);
    return hedge;
}

qd_id qd_parse_value(qd_parser *p)
{
    const char *at = p->at;
    int hedge = take_hedge(p);
    qd_id a = binary(p, LEVEL_COMPARE);
    if (hedge < 0 || a == QD_NONE) return a;
    qd_id id = node_over(p, QD_SYN_HEDGE, at, a, 0, 0);
    if (id != QD_NONE) p->t->syns.at[id].op = (uint8_t)hedge;
    return id;
}

/* A range between what are no numbers. */
static void wrong_range(qd_parser *p, qd_id a, const char *at)
{
    bool date = p->t->syns.at[a].kind == QD_SYN_DATE;
    qd_wrong(p, date ? QD_D_RANGE_DATES : QD_D_RANGE_ENDS, at, at + 2);
}

/* A word or a currency sign behind a value. */
static qd_id take_basis(qd_parser *p, qd_id a)
{
    const char *at = p->at, *to = qd_name_end(at, p->end);
    size_t sign = qd_sign_length(at, p->end);
    if (sign) {
        to = at + sign;
    } else if (to == at || QD_WORD_IS(at, to, "or") ||
               QD_WORD_IS(at, to, "within") || QD_WORD_IS(at, to, "expect")) {
        return a;
    } else if (QD_WORD_IS(at, to, "to")) {
        wrong_range(p, a, at);
        return QD_NONE;
    } else if (!qd_name_starts(at, p->end)) {
        return a;
    }
    p->at = to;
    return node_over(p, QD_SYN_BASIS, at, a, qd_symbol(p, at, to), 0);
}

/* A value with its basis; behind it all blanks are read. */
static qd_id based_value(qd_parser *p)
{
    qd_id a = qd_parse_value(p);
    if (a == QD_NONE) return a;
    qd_skip_blanks(p);
    if (qd_at_last(p) || *p->at == '^') return a;
    a = take_basis(p, a);
    qd_skip_blanks(p);
    return a;
}

/* A name, `?`, or a currency with its sign. */
static bool may_be_listed(const qd_parser *p, qd_id id)
{
    const qd_syn *n = &p->t->syns.at[id];
    if (n->kind == QD_SYN_BASIS) n = &p->t->syns.at[n->a];
    return (n->kind == QD_SYN_NAME && n->b == 0) || n->kind == QD_SYN_HOLE;
}

static qd_id list_item(qd_parser *p)
{
    const char *at = p->at;
    qd_id id = based_value(p);
    if (id == QD_NONE || may_be_listed(p, id)) return id;
    qd_wrong(p, QD_D_LIST_ITEM, at, p->at);
    return QD_NONE;
}

/* From the comma behind the first item. */
static qd_id list(qd_parser *p, const char *at, qd_id item)
{
    qd_id first = qd_node(p, QD_SYN_LIST, at, item, QD_NONE), last = first;
    if (!may_be_listed(p, item)) {
        qd_wrong(p, QD_D_LIST_ITEM, at, p->at);
        return QD_NONE;
    }
    for (;;) {
        p->at++;
        qd_skip_blanks(p);
        at = p->at;
        item = list_item(p);
        if (item == QD_NONE) return QD_NONE;
        if (*p->at != ',') break;
        qd_id link = qd_node(p, QD_SYN_LIST, at, item, QD_NONE);
        p->t->syns.at[last].b = link;
        last = link;
    }
    p->t->syns.at[last].b = item;
    return first;
}

/* `when cash < 6 mo`: the word is for the reader. */
static void skip_when(qd_parser *p)
{
    const char *at = p->at;
    if (!qd_word_next(p, "when")) return;
    if (!qd_name_starts(p->at, p->end) && *p->at != '(') p->at = at;
}

qd_id qd_parse_datum(qd_parser *p)
{
    if (*p->at == 'w') skip_when(p);
    const char *at = p->at;
    qd_id a = based_value(p);
    if (a == QD_NONE || qd_at_last(p)) return a;
    if (*p->at == ',') return list(p, at, a);
    while (a != QD_NONE && qd_word_next(p, "or")) {
        uint32_t height = p->height;
        qd_id b = based_value(p);
        if (b == QD_NONE) return b;
        a = node_over(p, QD_SYN_OR, at, a, b, height);
    }
    return a;
}
