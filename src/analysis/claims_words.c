/* Data and claims in the words of people. A datum is said from its tree, so
 * that neither blanks nor the scale of an amount change what is printed. */
#include "analysis/claims_rows.h"

#include <math.h>

#include "base/buf.h"
#include "lang/format.h"
#include "lang/format_code.h"

static const char *const hedges[] = {
    [QD_HEDGE_ABOUT] = "about", [QD_HEDGE_MORE] = "more than",
    [QD_HEDGE_LEAST] = "at least", [QD_HEDGE_LESS] = "less than",
    [QD_HEDGE_MOST] = "at most", [QD_HEDGE_NEARLY] = "nearly",
    [QD_HEDGE_JUST_OVER] = "just over",
};

static const qd_syn *syn(const qd_quantities *q, qd_id id)
{
    return &q->m->tree.syns.at[id];
}

/* As it stands in the file, blanks and signs made tidy. */
static qd_str as_written(qd_quantities *q, qd_id id)
{
    qd_sign signs[QD_LIMIT_CURRENCIES];
    const qd_units *u = &q->m->units;
    size_t n = 0;
    for (unsigned i = 0; i < u->n_currencies; i++)
        if (u->sign[i].len)
            signs[n++] = (qd_sign){ u->sign[i], u->currency[i] };
    qd_range r = qd_syn_range(&q->m->tree, id);
    qd_buf b = qd_buf_make(q->m->mem);
    qd_format_code(&b, (qd_str){ qd_source_at(&q->m->source, r.pos), r.len },
                   signs, n);
    qd_str s = qd_arena_copy(q->arena, qd_buf_str(&b));
    qd_mem_release(q->m->mem, b.at);
    return s;
}

qd_str qd_money_words(qd_quantities *q, double amount, qd_str unit)
{
    static const struct { double scale; const char *word; } rows[] = {
        { 1e12, " tn" }, { 1e9, " bn" }, { 1e6, " mn" }, { 1e3, " k" },
        { 1, "" } };
    unsigned i = 0;
    while (i < 4 && fabs(amount) < rows[i].scale) i++;
    if (amount == 0) i = 4;
    char buf[32];
    return qd_arena_printf(q->arena, "%.*s%s %.*s",
        QD_STR_ARG(qd_double_write(amount / rows[i].scale, buf)),
        rows[i].word, QD_STR_ARG(unit));
}

/* Money is said in the largest scale, whatever the file has. */
static qd_str number_words(qd_quantities *q, qd_id id)
{
    const qd_syn *n = syn(q, id);
    unsigned currency;
    if (!qd_dim_is_money(&q->m->units, q->m->unit.at[n->unit].unit.dim,
                         &currency)) return as_written(q, id);
    return qd_money_words(q, qd_model_number(q->m, n),
                          q->m->units.currency[currency]);
}

static qd_str two(qd_quantities *q, const char *first, qd_id a,
                  const char *between, qd_id b)
{
    qd_str left = qd_datum_words(q, a), right = QD_STR("");
    if (b != QD_NONE) right = qd_datum_words(q, b);
    return qd_arena_printf(q->arena, "%s%.*s%s%.*s", first, QD_STR_ARG(left),
                           between, QD_STR_ARG(right));
}

static bool is_money(const qd_quantities *q, qd_id id)
{
    return qd_dim_is_money(&q->m->units,
        q->m->unit.at[syn(q, id)->unit].unit.dim, NULL);
}

/* "10 to 25 bn USD": what both ends share is said once. */
static qd_str range_words(qd_quantities *q, qd_id id)
{
    if (!is_money(q, syn(q, id)->a)) return as_written(q, id);
    qd_str a = number_words(q, syn(q, id)->a);
    qd_str b = number_words(q, syn(q, id)->b);
    const char *tail = memchr(a.at, ' ', a.len);
    size_t n = (size_t)(a.at + a.len - tail);
    if (tail && n < b.len && !memcmp(b.at + b.len - n, tail, n)) a.len -= n;
    return qd_arena_printf(q->arena, "%.*s to %.*s", QD_STR_ARG(a),
                           QD_STR_ARG(b));
}

/* "several bn USD", "several times 100 bn USD". */
static qd_str multi_words(qd_quantities *q, qd_id id)
{
    qd_id number = syn(q, id)->a;
    qd_str word = as_written(q, id);
    if (is_money(q, number)) {
        qd_str one = number_words(q, number);
        bool unit = one.len > 2 && memcmp(one.at, "1 ", 2) == 0;
        return qd_arena_printf(q->arena, "several %s%.*s",
            unit ? "" : "times ", (int)(one.len - (unit ? 2 : 0)),
            one.at + (unit ? 2 : 0));
    }
    if (word.len < 5 || memcmp(word.at, "multi", 5) != 0) return word;
    return qd_arena_printf(q->arena, "several%.*s", (int)word.len - 5,
                           word.at + 5);
}

qd_str qd_datum_words(qd_quantities *q, qd_id datum)
{
    const qd_syn *n = syn(q, datum);
    switch (n->kind) {
    case QD_SYN_NUMBER: return number_words(q, datum);
    case QD_SYN_HOLE: return QD_STR("no figure");
    case QD_SYN_STRING: return qd_syn_string(&q->m->tree, datum);
    case QD_SYN_OR: return two(q, "", n->a, " or ", n->b);
    case QD_SYN_RANGE: return range_words(q, datum);
    case QD_SYN_MULTI: return multi_words(q, datum);
    case QD_SYN_BASIS: {
        qd_str value = qd_datum_words(q, n->a);
        return qd_arena_printf(q->arena, "%.*s %.*s", QD_STR_ARG(value),
            QD_STR_ARG(qd_names_text(&q->m->tree.names, n->b)));
    }
    case QD_SYN_HEDGE:
        return qd_arena_printf(q->arena, "%s %.*s", hedges[n->op],
                               QD_STR_ARG(qd_datum_words(q, n->a)));
    default: return as_written(q, datum);
    }
}

qd_str qd_speaker_words(const qd_quantities *q, const qd_claim *c)
{
    if (c->voice == 0) return QD_STR("model");
    qd_str voice = qd_model_name(q->m, c->voice);
    if (c->told == 0) return voice;
    return qd_arena_printf(q->arena, "%.*s (%.*s)", QD_STR_ARG(voice),
                           QD_STR_ARG(qd_model_name(q->m, c->told)));
}

const char *qd_found_word(unsigned found)
{
    static const char *const words[QD_FOUND_COUNT] = {
        "conflict", "part larger than its total", "conflict at the edge",
        "wider", "agree", "open above", "wordings", "one voice", "no figure"
    };
    return words[found < QD_FOUND_COUNT ? found : QD_FOUND_NOTHING];
}
