/* Headers. One that is wrong is kept, marked as broken, with what is known
 * of it: its name is declared, and its fields have somewhere to go. */
#include "lang/parse_parts.h"

#include "base/limits.h"

/* ---- Sigils */

static void too_many_refs(qd_parser *p)
{
    qd_wrong(p, QD_D_TOO_MANY_REFS, p->at, qd_token_end(p, p->at + 1));
}

static bool take_ref(qd_parser *p, bool field)
{
    const char *at = p->at;
    enum qd_ref_kind kind = *at == '^'   ? QD_REF_SOURCE
                            : *at == '@' ? QD_REF_DEAL
                                         : QD_REF_TAG;
    p->at++;
    qd_sym name = qd_take_name(p);
    if (!name) {
        if (p->broken) return false;
        p->at = at;
        qd_diag *d = qd_wrong(p, QD_D_SIGIL_NAME, at, at + 1);
        qd_wrong_arg(p, d, at, at + 1);
        return false;
    }
    if (field && kind != QD_REF_SOURCE) {
        qd_diag *d = qd_wrong(p, QD_D_SIGIL_IN_FIELD, at, p->at);
        qd_wrong_arg(p, d, at, p->at);
        return false;
    }
    *qd_vec_add(p->t->mem, &p->t->refs) = QD_REF(kind, name);
    return true;
}

uint8_t qd_parse_refs(qd_parser *p, bool field)
{
    uint32_t from = p->t->refs.n;
    for (;;) {
        qd_skip_blanks(p);
        if (*p->at != '^' && *p->at != '@' && *p->at != '#') break;
        if (p->t->refs.n - from == QD_LIMIT_REFS) {
            too_many_refs(p);
            break;
        }
        if (!take_ref(p, field)) break;
    }
    return (uint8_t)(p->t->refs.n - from);
}

/* ---- Names and parties */

static qd_dir *dir_at(qd_parser *p)
{
    return &p->t->dirs.at[p->block];
}

static bool is_word_of(const char *at, const char *to)
{
    return QD_WORD_IS(at, to, "of") || QD_WORD_IS(at, to, "over");
}

static void missing_name(qd_parser *p)
{
    qd_wrong_next(p, QD_D_MISSING_NAME);
}

/* The names behind the first of a list: a directive for each. */
static bool take_more_names(qd_parser *p)
{
    for (; *p->at == ','; qd_skip_blanks(p)) {
        p->at++;
        qd_skip_blanks(p);
        qd_sym name = qd_take_name(p);
        if (!name) {
            if (!p->broken) missing_name(p);
            return false;
        }
        dir_at(p)->flags |= QD_DIR_LIST;
        qd_dir next = *dir_at(p);
        next.name = name;
        *qd_vec_add(p->t->mem, &p->t->dirs) = next;
    }
    return true;
}

/* ID {, ID}. The first waits in p->later. */
static bool take_names(qd_parser *p, bool list)
{
    const char *at = p->at;
    if (*at == 'o' && is_word_of(at, qd_name_end(at, p->end)))
        return missing_name(p), false;
    if (!qd_take_name_later(p)) {
        if (!p->broken) missing_name(p);
        return false;
    }
    qd_skip_blanks(p);
    if (*p->at != ',') return true;
    if (!list) {
        qd_wrong(p, QD_D_LIST_NOT_HERE, p->at, p->at + 1);
        return false;
    }
    dir_at(p)->name = qd_later_name(p);
    return take_more_names(p);
}

static qd_sym take_party(qd_parser *p)
{
    if (*p->at == '?') {
        p->at++;
        return QD_SYM_HOLE;
    }
    return qd_take_name(p);
}

/* An arrow that points the wrong way or is none. */
static bool wrong_arrow(qd_parser *p)
{
    const char *at = p->at, *to = at;
    while (*to == '<' || *to == '-' || *to == '=' || *to == '>') to++;
    if (to == at) return false;
    qd_diag *d = qd_wrong(p, QD_D_WRONG_ARROW, at, to);
    qd_wrong_arg(p, d, at, to);
    if (*at != '<') qd_wrong_fix(p, d, at, to, "->");
    return true;
}

/* `->`, `of` or `over`; QD_ARROW_NONE when it is none of them. */
static enum qd_arrow take_arrow(qd_parser *p)
{
    const char *at = p->at;
    if (*at == '-' && at[1] == '>') {
        p->at += 2;
        return QD_ARROW_PAYS;
    }
    if (*at != 'o') return QD_ARROW_NONE;
    const char *to = qd_name_end(at, p->end);
    if (!is_word_of(at, to)) return QD_ARROW_NONE;
    p->at = to;
    return QD_WORD_IS(at, to, "of") ? QD_ARROW_OF : QD_ARROW_OVER;
}

/* What stands where an arrow is due. */
static bool no_arrow(qd_parser *p, bool list)
{
    if (wrong_arrow(p)) return false;
    if (list) {
        qd_wrong_next(p, QD_D_AFTER_HEADER);
        return false;
    }
    qd_wrong_next(p, QD_D_MISSING_ARROW);
    return false;
}

static bool missing_party(qd_parser *p)
{
    if (!p->broken) qd_wrong_next(p, QD_D_MISSING_PARTY);
    return false;
}

/* [A (-> | of | over) B] */
static bool take_parties(qd_parser *p, const char *name, bool list)
{
    qd_sym a = 0;
    enum qd_arrow arrow = take_arrow(p);
    if (arrow == QD_ARROW_PAYS) { /* `contract lab -> v1` */
        const char *to = qd_token_end(p, name);
        qd_wrong_arg(p, qd_wrong(p, QD_D_MISSING_NAME, name, to), name, to);
        return false;
    }
    if (arrow == QD_ARROW_NONE) {
        const char *at = p->at;
        a = take_party(p);
        if (!a && wrong_arrow(p)) return false;
        if (!a) return !p->broken;
        qd_skip_blanks(p);
        const char *behind = p->at;
        arrow = take_arrow(p);
        if (arrow == QD_ARROW_NONE) {
            if (list) p->at = at;
            else p->at = behind;
            return no_arrow(p, list);
        }
    }
    qd_skip_blanks(p);
    qd_sym b = take_party(p);
    if (!b) return missing_party(p);
    qd_dir *d = dir_at(p);
    d->arrow = (uint8_t)arrow;
    d->a = a;
    d->b = b;
    return true;
}

/* ["label"] {sigils} */
static void take_label(qd_parser *p)
{
    qd_skip_blanks(p);
    if (*p->at == '"') {
        if (!qd_take_string(p)) return;
        for (uint32_t i = p->block; i < p->t->dirs.n; i++)
            p->t->dirs.at[i].flags |= QD_DIR_HAS_LABEL;
    }
    if (!qd_at_last(p)) {
        uint8_t n = qd_parse_refs(p, false);
        for (uint32_t i = p->block; i < p->t->dirs.n; i++)
            p->t->dirs.at[i].n_refs = n;
    }
    if (*p->at == '"' && !p->broken)
        qd_wrong(p, QD_D_LABEL_PLACE, p->at, qd_token_end(p, p->at));
}

/* ---- The forms */

static void plain(qd_parser *p, bool list)
{
    const char *name = p->at;
    if (!take_names(p, list)) return;
    if (!qd_at_last(p) && *p->at != '"' && !take_parties(p, name, list))
        return;
    if (!qd_at_last(p)) take_label(p);
}

static void root(qd_parser *p)
{
    const char *at = p->at, *to = at;
    uint32_t version = 0;
    for (; qd_is(*to, QD_CHAR_DIGIT); to++)
        if (version < 1000) version = version * 10 + (uint32_t)(*to - '0');
    if (to == at) {
        qd_diag *d = qd_wrong_next(p, QD_D_VERSION_MISSING);
        if (d) qd_wrong_fix(p, d, at, at, at[-1] == 'd' ? " 1" : "1 ");
        return;
    }
    p->at = to;
    dir_at(p)->body = version;
    take_label(p);
}

static void include(qd_parser *p)
{
    qd_dir *d = dir_at(p);
    const char *at = p->at;
    d->body = qd_pos_of(p, at) - d->pos;
    if (*at == '"') {
        const char *to = qd_take_string(p);
        if (to && to - at > 2) return;
        if (!to) return;
    } else if (*at == '<') {
        const char *to = at + 1;
        while (*to != '>' && *to != ';' && !qd_is(*to, QD_CHAR_BLANK) &&
               !qd_is(*to, QD_CHAR_LAST))
            to++;
        if (*to == '>' && to - at > 1) {
            p->at = to + 1;
            return;
        }
    }
    p->at = at;
    qd_wrong_next(p, QD_D_INCLUDE_SHAPE);
}

static void let(qd_parser *p)
{
    if (!take_names(p, false)) return;
    if (*p->at != '=') {
        qd_diag *d = qd_wrong_next(p, QD_D_LET_SHAPE);
        if (d && *p->at == ':') qd_wrong_fix(p, d, p->at, p->at + 1, " =");
        return;
    }
    p->at++;
    qd_skip_blanks(p);
    qd_id body = qd_parse_value(p);
    dir_at(p)->body = body;
}

static void check(qd_parser *p)
{
    qd_id body = qd_parse_formula(p), within = QD_NONE;
    dir_at(p)->body = body;
    if (body == QD_NONE) return;
    if (qd_word_next(p, "within")) {
        within = qd_parse_formula(p);
        dir_at(p)->extra = within;
        if (within == QD_NONE) return;
    }
    if (!qd_word_next(p, "expect")) return;
    if (!qd_word_next(p, "fail")) {
        qd_wrong_next(p, QD_D_CHECK_TAIL);
        return;
    }
    dir_at(p)->flags |= QD_DIR_EXPECT_FAIL;
}

/* ID.NAME as a node. */
static qd_id take_path(qd_parser *p)
{
    const char *at = p->at;
    qd_sym a = 0, b = 0;
    if (qd_name_starts(at, p->end)) a = qd_take_name(p);
    if (a && *p->at == '.') {
        p->at++;
        b = qd_take_name(p);
    }
    if (!b) {
        p->at = at;
        if (!p->broken) qd_wrong_next(p, QD_D_CORRELATE_SHAPE);
        return QD_NONE;
    }
    qd_syn *n = qd_syn_new(p, QD_SYN_NAME, at);
    n->a = a;
    n->b = b;
    qd_skip_blanks(p);
    return qd_syn_last(p);
}

static void correlate(qd_parser *p)
{
    const char *at = p->at;
    qd_id a = take_path(p);
    qd_id b = a == QD_NONE ? a : take_path(p);
    if (b == QD_NONE) return;
    qd_syn *both = qd_syn_new(p, QD_SYN_PAIR, at);
    both->a = a;
    both->b = b;
    dir_at(p)->body = qd_syn_last(p);
    qd_id number = qd_parse_plain_number(p);
    dir_at(p)->extra = number;
}

/* ---- The line */

uint16_t qd_any_keyword(const qd_vocabulary *v)
{
    uint16_t k = 0;
    while (k + 1u < v->n_keywords && v->keywords[k].form != QD_FORM_PLAIN) k++;
    return (uint16_t)(k + 1);
}

/* Reports an unknown keyword; the nearest one. */
static uint16_t unknown_keyword(qd_parser *p, const char *at, const char *to)
{
    uint32_t n = p->v->n_keywords;
    qd_str *words = qd_arena_alloc(p->t->arena, (n + 1) * sizeof *words);
    for (uint32_t i = 0; i < n; i++)
        words[i] = qd_str_c(p->v->keywords[i].word);
    qd_diag *d = qd_wrong(p, QD_D_UNKNOWN_KEYWORD, at, to);
    qd_wrong_arg(p, d, at, to);
    qd_str word = { at, (size_t)(to - at) };
    qd_diag_near(p->t->diags, d, word, words, n);
    size_t near = qd_nearest(word, words, n);
    return near < n ? (uint16_t)(near + 1) : qd_any_keyword(p->v);
}

/* No word where the keyword is due. */
static void no_keyword(qd_parser *p)
{
    const char *at = p->at;
    if (*at == '#' || (*at == '/' && at[1] == '/')) {
        const char *to = at + 1 + (*at == '/');
        qd_diag *d = qd_wrong(p, QD_D_COMMENT_SIGN, at, to);
        qd_wrong_arg(p, d, at, to);
        qd_wrong_fix(p, d, at, to, ";");
        return;
    }
    qd_wrong_next(p, QD_D_MISSING_KEYWORD);
}

/* The date before the keyword. One that is wrong is read over. */
static bool take_header_when(qd_parser *p, qd_dir *d)
{
    const char *at = p->at;
    if (qd_take_when(p, &d->when)) {
        d->flags |= QD_DIR_DATED;
        if (qd_is(*p->at, QD_CHAR_BLANK | QD_CHAR_LAST)) return true;
        const char *to = p->at;
        while (!qd_is(*to, QD_CHAR_BLANK | QD_CHAR_LAST)) to++;
        qd_wrong_arg(p, qd_wrong(p, QD_D_DATE_SHAPE, at, to), at, to);
    }
    while (!qd_is(*p->at, QD_CHAR_BLANK | QD_CHAR_LAST)) p->at++;
    return false;
}

/* The keyword in d; false when it is unknown or missing: reported, and d
 * has one that may be meant. */
static bool take_keyword(qd_parser *p, qd_dir *d)
{
    qd_skip_blanks(p);
    const char *at = p->at;
    qd_sym word = qd_take_name(p);
    bool known = word && word <= p->v->n_keywords;
    if (known) {
        d->keyword = (uint16_t)word;
    } else if (word && *p->at != ':') {
        d->keyword = unknown_keyword(p, at, p->at);
    } else {
        d->keyword = qd_any_keyword(p->v);
        if (!word && !p->broken) no_keyword(p);
    }
    d->form = (uint8_t)p->v->keywords[d->keyword - 1].form;
    return known;
}

static void body(qd_parser *p, enum qd_form form, bool list)
{
    qd_skip_blanks(p);
    p->later.len = 0;
    switch (form) {
    case QD_FORM_PLAIN: plain(p, list); break;
    case QD_FORM_ROOT: root(p); break;
    case QD_FORM_INCLUDE: include(p); break;
    case QD_FORM_LET: let(p); break;
    case QD_FORM_CHECK: check(p); break;
    case QD_FORM_CORRELATE: correlate(p); break;
    }
    qd_dir *d = dir_at(p);
    if (p->later.len && !d->name) d->name = qd_later_name(p);
    qd_skip_blanks(p);
    if (!p->broken && !qd_at_last(p)) {
        if (!wrong_arrow(p)) qd_wrong_next(p, QD_D_AFTER_HEADER);
    }
}

/* The name of a directive whose keyword nobody knows is declared all the
 * same, so that what refers to it is not wrong too. */
static qd_sym salvaged_name(qd_parser *p)
{
    qd_skip_blanks(p);
    const char *at = p->at, *to = qd_name_end(at, p->end);
    if (to == at || !qd_name_starts(at, p->end) || is_word_of(at, to) ||
        to - at > (ptrdiff_t)QD_LIMIT_NAME)
        return 0;
    return qd_symbol(p, at, to);
}

/* The block is one of a broken line and has no fields yet: the next broken
 * line may share it. */
static bool is_idle(const qd_parser *p)
{
    const qd_tree *t = p->t;
    if (p->block == QD_NONE) return false;
    const qd_dir *d = &t->dirs.at[p->block];
    return d->flags & QD_DIR_BROKEN && !d->name && d->fields == t->fields.n;
}

static void mark_broken(qd_parser *p)
{
    for (uint32_t i = p->block; i < p->t->dirs.n; i++)
        p->t->dirs.at[i].flags |= QD_DIR_BROKEN;
}

bool qd_parse_header(qd_parser *p)
{
    qd_tree *t = p->t;
    const char *from = p->at;
    qd_dir d = { .pos = qd_pos_of(p, p->at), .when = QD_SPAN_ALWAYS,
                 .fields = t->fields.n, .refs = t->refs.n, .body = QD_NONE,
                 .extra = QD_NONE };
    bool bad_when = false;
    if (qd_is(*p->at, QD_CHAR_DIGIT) || *p->at == '.') {
        bad_when = !take_header_when(p, &d);
        p->broken = false; /* the rest may be wrong for itself */
    }
    bool known = take_keyword(p, &d);
    if (*p->at == ':' && !bad_when && qd_is(*from, QD_CHAR_START)) return false;
    if (d.keyword == p->scenario) d.flags |= QD_DIR_SCENARIO;
    if (!known) d.name = salvaged_name(p);
    if (known || d.name || !is_idle(p)) {
        p->block = t->dirs.n;
        p->crowded = false;
        *qd_vec_add(t->mem, &t->dirs) = d;
    }
    if (known)
        body(p, (enum qd_form)d.form, p->v->keywords[d.keyword - 1].list);
    if (p->broken || bad_when) mark_broken(p);
    return true;
}
