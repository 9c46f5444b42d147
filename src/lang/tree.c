/* What the tree does not keep: where things end. It is read again from the
 * text, which only a caret or a label needs. The text was parsed before, so
 * nothing here can be wrong; of a broken line the ranges are what is there. */
#include "lang/lex.h"

#include "lang/tree.h"

/* ---- Fields */

static const qd_syn *unwrapped(const qd_tree *t, const qd_field *f,
                               enum qd_syn_kind kind)
{
    if (f->datum == QD_NONE) return NULL;
    const qd_syn *n = &t->syns.at[f->datum];
    if (n->kind == QD_SYN_TARGET && kind == QD_SYN_DATED)
        n = &t->syns.at[n->b];
    return n->kind == kind ? n : NULL;
}

qd_id qd_field_datum(const qd_tree *t, const qd_field *f)
{
    qd_id id = f->datum;
    if (f->flags & QD_FIELD_TARGET) id = t->syns.at[id].b;
    if (f->flags & QD_FIELD_DATED) id = t->syns.at[id].b;
    return id;
}

qd_span qd_field_when(const qd_tree *t, const qd_field *f)
{
    const qd_syn *n = unwrapped(t, f, QD_SYN_DATED);
    return n ? t->syns.at[n->a].span : QD_SPAN_ALWAYS;
}

qd_sym qd_field_target(const qd_tree *t, const qd_field *f)
{
    const qd_syn *n = unwrapped(t, f, QD_SYN_TARGET);
    return n ? n->a : 0;
}

/* ---- Reading again */

struct text {
    const char *from, *end; /* of the file */
    qd_pos base;
};

static struct text text_of(const qd_tree *t, qd_pos pos)
{
    const qd_file *f = &t->source->files.at[qd_source_file(t->source, pos)];
    return (struct text){ f->text.at, f->text.at + f->text.len, f->start };
}

static const char *at_pos(const struct text *x, qd_pos pos)
{
    return x->from + (pos - x->base);
}

static qd_range range_of(const struct text *x, const char *from,
                         const char *to)
{
    return (qd_range){ x->base + (qd_pos)(from - x->from),
                       (uint32_t)(to - from) };
}

static const char *blanks(const char *at)
{
    while (qd_is(*at, QD_CHAR_BLANK)) at++;
    return at;
}

/* Behind the string that starts at `at`, or at the end of its line. */
static const char *string_end(const char *at)
{
    for (at++; *at != '"' && *at != '\n' && *at != '\0';) at++;
    return at + (*at == '"');
}

/* Behind the code of the line, blanks left out. */
static const char *code_end(const char *at)
{
    const char *last = at;
    while (!qd_is(*at, QD_CHAR_LAST)) {
        at = *at == '"' ? string_end(at) : at + 1;
        if (!qd_is(at[-1], QD_CHAR_BLANK)) last = at;
    }
    return last;
}

static const char *date_end(const char *at)
{
    while (qd_is(*at, QD_CHAR_NAME) || *at == '.') at++;
    return at;
}

/* ---- Headers */

struct header {
    const char *when, *when_end, *word, *word_end, *names;
};

static struct header header_of(const struct text *x, const qd_dir *d)
{
    struct header h = { .when = at_pos(x, d->pos) };
    h.when_end = h.when;
    if (qd_is(*h.when, QD_CHAR_DIGIT) || *h.when == '.')
        while (!qd_is(*h.when_end, QD_CHAR_BLANK | QD_CHAR_LAST)) h.when_end++;
    h.word = blanks(h.when_end);
    h.word_end = qd_name_end(h.word, x->end);
    h.names = blanks(h.word_end);
    return h;
}

/* The name of this directive: in a list, the one with its text. */
static const char *name_at(const qd_tree *t, const struct text *x,
                           const qd_dir *d, const char *at)
{
    qd_str name = qd_names_text(&t->names, d->name);
    while (d->flags & QD_DIR_LIST) {
        const char *to = qd_name_end(at, x->end);
        if (to == at || qd_str_eq(name, (qd_str){ at, (size_t)(to - at) }))
            break;
        to = blanks(to);
        if (*to != ',') break;
        at = blanks(to + 1);
    }
    return at;
}

static const char *party_end(const char *at, const char *end)
{
    return *at == '?' ? at + 1 : qd_name_end(at, end);
}

/* A, the arrow or B. */
static qd_range party_range(const struct text *x, const qd_dir *d,
                            const char *names, enum qd_part part)
{
    const char *at = blanks(qd_name_end(names, x->end));
    while (*at == ',') at = blanks(qd_name_end(blanks(at + 1), x->end));
    const char *to = d->a ? party_end(at, x->end) : at;
    if (part == QD_PART_A) return range_of(x, at, to);
    at = blanks(to);
    to = *at == '-' ? at + 2 : qd_name_end(at, x->end);
    if (part == QD_PART_ARROW) return range_of(x, at, to);
    at = blanks(to);
    return range_of(x, at, party_end(at, x->end));
}

static qd_range label_range(const struct text *x, const qd_dir *d)
{
    const char *at = at_pos(x, d->pos);
    while (*at != '"' && !qd_is(*at, QD_CHAR_LAST)) at++;
    return range_of(x, at, *at == '"' ? string_end(at) : at);
}

static bool has_part(const qd_dir *d, enum qd_part part)
{
    switch (part) {
    case QD_PART_WHEN: return d->flags & QD_DIR_DATED;
    case QD_PART_NAME: return d->name != 0;
    case QD_PART_A: return d->a != 0;
    case QD_PART_ARROW:
    case QD_PART_B: return d->arrow != QD_ARROW_NONE;
    case QD_PART_LABEL: return d->flags & QD_DIR_HAS_LABEL;
    default: return true;
    }
}

qd_range qd_dir_range(const qd_tree *t, const qd_dir *d, enum qd_part part)
{
    struct text x = text_of(t, d->pos);
    struct header h = header_of(&x, d);
    if (!has_part(d, part)) part = QD_PART_KEYWORD;
    switch (part) {
    case QD_PART_WHEN: return range_of(&x, h.when, h.when_end);
    case QD_PART_NAME: {
        const char *at = name_at(t, &x, d, h.names);
        return range_of(&x, at, qd_name_end(at, x.end));
    }
    case QD_PART_A:
    case QD_PART_ARROW:
    case QD_PART_B: return party_range(&x, d, h.names, part);
    case QD_PART_LABEL: return label_range(&x, d);
    case QD_PART_HEADER: return range_of(&x, h.when, code_end(h.when));
    default: return range_of(&x, h.word, h.word_end);
    }
}

qd_str qd_dir_label(const qd_tree *t, const qd_dir *d)
{
    if (!(d->flags & QD_DIR_HAS_LABEL)) return QD_STR("");
    struct text x = text_of(t, d->pos);
    qd_range r = label_range(&x, d);
    return (qd_str){ at_pos(&x, r.pos) + 1, r.len - 2 };
}

qd_str qd_dir_path(const qd_tree *t, const qd_dir *d, bool *shipped)
{
    *shipped = false;
    if (d->form != QD_FORM_INCLUDE || d->flags & QD_DIR_BROKEN)
        return QD_STR("");
    struct text x = text_of(t, d->pos);
    const char *mark = at_pos(&x, d->pos) + d->body, *to = mark + 1;
    *shipped = *mark == '<';
    while (*to != (*shipped ? '>' : '"')) to++;
    return (qd_str){ mark + 1, (size_t)(to - mark) - 1 };
}

qd_range qd_ref_range(const qd_tree *t, qd_pos line_start, uint32_t n)
{
    struct text x = text_of(t, line_start);
    const char *at = at_pos(&x, line_start);
    while (!qd_is(*at, QD_CHAR_LAST)) {
        if (*at == '"') {
            at = string_end(at);
        } else if (!qd_is_sigil(x.from, at)) {
            at++;
        } else {
            const char *to = qd_name_end(at + 1, x.end);
            if (n-- == 0) return range_of(&x, at, to);
            at = to;
        }
    }
    return (qd_range){ line_start, 0 };
}

qd_range qd_field_range(const qd_tree *t, const qd_field *f)
{
    struct text x = text_of(t, f->pos);
    const char *at = at_pos(&x, f->pos);
    if (f->flags & QD_FIELD_ASSUME) at = blanks(at + 6);
    const char *to = qd_name_end(at, x.end);
    if (*to == '.') to = qd_name_end(to + 1, x.end);
    return range_of(&x, at, to);
}

/* ---- Values */

static const char *unit_end(const char *behind, const char *end)
{
    const char *at = blanks(behind);
    if (at[0] == '1' && at[1] == '/' && at > behind) at++;
    if (*at == '/' && !qd_name_starts(at + 1, end)) return behind;
    const char *to = qd_unit_end(*at == '/' ? at + 1 : at, end);
    if (*at == '/' && at > behind && at[-1] != '1') return behind;
    if (to == at || qd_is_no_unit(at, to)) return behind;
    return to;
}

/* [-] [sign] digits [scale] [unit] */
static const char *number_end(const struct text *x, const char *at)
{
    if (*at == '-') at = blanks(at + 1);
    bool sign = false;
    if (!qd_is(*at, QD_CHAR_DIGIT)) {
        size_t n = qd_sign_length(at, x->end);
        sign = n > 0;
        at = n ? blanks(at + n) : at;
    }
    while (qd_is(*at, QD_CHAR_DIGIT) || *at == '_' ||
           (*at == '.' && qd_is(at[1], QD_CHAR_DIGIT)))
        at++;
    const char *word = blanks(at), *to = qd_name_end(word, x->end);
    if (qd_scale_of(word, to) > 0) at = to;
    return sign && *at != '/' ? at : unit_end(at, x->end);
}

/* Behind the `)` that closes the `(` at `at`. */
static const char *parens_end(const char *at)
{
    int open = 0;
    while (!qd_is(*at, QD_CHAR_LAST)) {
        open += (*at == '(') - (*at == ')');
        at = *at == '"' ? string_end(at) : at + 1;
        if (open == 0) break;
    }
    return at;
}

static const char *name_node_end(const struct text *x, const char *at)
{
    const char *to = qd_name_end(at, x->end);
    return *to == '.' && qd_name_starts(to + 1, x->end)
               ? qd_name_end(to + 1, x->end)
               : to;
}

/* Parentheses that a part brought in without their partners. */
static void balance(const struct text *x, const char **from, const char **to)
{
    int open = 0, missing = 0;
    for (const char *at = *from; at < *to;) {
        if (*at == '(') open++;
        if (*at == ')' && open-- == 0) open = 0, missing++;
        at = *at == '"' ? string_end(at) : at + 1;
    }
    for (; missing > 0; missing--) {
        const char *at = *from;
        while (at > x->from && qd_is(at[-1], QD_CHAR_BLANK)) at--;
        if (at > x->from && at[-1] == '(') *from = at - 1;
    }
    for (; open > 0; open--) {
        const char *at = blanks(*to);
        if (*at == ')') *to = at + 1;
    }
}

struct ends {
    const char *from, *to;
};

static struct ends ends_of(const qd_tree *t, const struct text *x, qd_id id);

/* From the start of node a to the end of node b. */
static struct ends across(const qd_tree *t, const struct text *x, qd_id a,
                          qd_id b)
{
    return (struct ends){ ends_of(t, x, a).from, ends_of(t, x, b).to };
}

static qd_id list_last(const qd_tree *t, qd_id id)
{
    while (t->syns.at[id].kind == QD_SYN_LIST) id = t->syns.at[id].b;
    return id;
}

static struct ends leaf_ends(const struct text *x, const qd_syn *n)
{
    const char *at = at_pos(x, n->pos);
    switch (n->kind) {
    case QD_SYN_NUMBER: return (struct ends){ at, number_end(x, at) };
    case QD_SYN_DATE: return (struct ends){ at, date_end(at) };
    case QD_SYN_NAME: return (struct ends){ at, name_node_end(x, at) };
    case QD_SYN_STRING: return (struct ends){ at, at + n->a + 2 };
    case QD_SYN_CALL: {
        const char *paren = blanks(qd_name_end(at, x->end));
        const char *to = parens_end(paren);
        return (struct ends){ at, n->unit ? unit_end(to, x->end) : to };
    }
    default: return (struct ends){ at, at + 1 };
    }
}

static struct ends ends_of(const qd_tree *t, const struct text *x, qd_id id)
{
    const qd_syn *n = &t->syns.at[id];
    const char *at = at_pos(x, n->pos);
    struct ends e;
    switch (n->kind) {
    case QD_SYN_RANGE:
    case QD_SYN_OR:
    case QD_SYN_BINARY:
    case QD_SYN_PAIR:
    case QD_SYN_DATED: e = across(t, x, n->a, n->b); break;
    case QD_SYN_LIST: e = across(t, x, n->a, list_last(t, id)); break;
    case QD_SYN_MULTI:
    case QD_SYN_HEDGE:
    case QD_SYN_UNARY: e = (struct ends){ at, ends_of(t, x, n->a).to }; break;
    case QD_SYN_TARGET: e = (struct ends){ at, ends_of(t, x, n->b).to }; break;
    case QD_SYN_ARG: e = ends_of(t, x, n->a); break;
    case QD_SYN_BASIS: {
        size_t sign = qd_sign_length(at, x->end);
        e.from = ends_of(t, x, n->a).from;
        e.to = sign ? at + sign : qd_name_end(at, x->end);
        break;
    }
    default: return leaf_ends(x, n);
    }
    balance(x, &e.from, &e.to);
    return e;
}

qd_range qd_syn_range(const qd_tree *t, qd_id id)
{
    struct text x = text_of(t, t->syns.at[id].pos);
    struct ends e = ends_of(t, &x, id);
    return range_of(&x, e.from, e.to);
}

qd_str qd_syn_string(const qd_tree *t, qd_id id)
{
    const qd_syn *n = &t->syns.at[id];
    return (qd_str){ qd_source_at(t->source, n->pos) + 1, n->a };
}
