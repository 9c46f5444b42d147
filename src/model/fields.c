/* What stands in the fields: is the field one of the directive, and is the
 * datum of the sort that it holds? A plain number is checked at once; what
 * is a formula is lowered, which checks its names and dimensions. */
#include <math.h>

#include "base/number.h"
#include "model/formula.h"
#include "model/known.h"
#include "model/parts.h"

struct check {
    qd_model *m;
    qd_lowering l;
    uint32_t dir;
    const qd_dir *d;
    const qd_field *f;
    const qd_field_row *row;
};

static const qd_syn *syn(const struct check *c, qd_id id)
{
    return &c->m->tree.syns.at[id];
}

static qd_diag *wrong(struct check *c, enum qd_diag_code code, qd_id id)
{
    qd_range r = qd_syn_range(&c->m->tree, id);
    return qd_diag_add(&c->m->diags, code, r.pos, r.len);
}

static void arg(struct check *c, qd_diag *d, qd_str text)
{
    qd_diag_arg(&c->m->diags, d, text);
}

static qd_str name_of(const struct check *c, qd_sym s)
{
    return qd_names_text(&c->m->tree.names, s);
}

static qd_str source_text(const struct check *c, qd_id id)
{
    qd_range r = qd_syn_range(&c->m->tree, id);
    return (qd_str){ qd_source_at(&c->m->source, r.pos), r.len };
}

/* ---- What a field takes, in words */

static const struct { unsigned class; const char *words, *example; }
classes[] = {
    { QD_C_MONEY, "money", "10 bn USD" },
    { QD_C_RATE, "money per time", "2 bn USD/yr" },
    { QD_C_SHARE, "a share", "27 %" },
    { QD_C_TIME, "a length of time", "7 yr" },
    { QD_C_POWER, "power", "2 GW" },
    { QD_C_CHIPS, "chips", "400_000 chips" },
    { QD_C_SHARES, "a number of shares", "160 mn shares" },
    { QD_C_NUMBER, "a plain number", "3" },
    { QD_C_PRICE, "a price", "10 bn USD/GW" },
    { QD_C_PER_TIME, "a share per time", "8 %/yr" },
    { QD_C_OTHER, "a quantity", "900 TFLOP/s" },
    { QD_C_TRUTH, "a condition", "cash(lab) < 1 bn USD" },
};

static qd_str class_phrase(struct check *c, unsigned mask)
{
    qd_str text = { "", 0 };
    const char *example = "";
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!(mask & classes[i].class)) continue;
        if (!*example) example = classes[i].example;
        if (classes[i].class == QD_C_PRICE &&
            strcmp(c->row->name, "strike") == 0) example = "10 USD/share";
        text = qd_arena_printf(&c->m->arena, "%.*s%s%s", QD_STR_ARG(text),
                               text.len ? " or " : "", classes[i].words);
    }
    return qd_arena_printf(&c->m->arena, "%.*s such as `%s`",
                           QD_STR_ARG(text), example);
}

static const char *kind_phrase(const qd_field_row *row)
{
    switch (row->kind) {
    case QD_KIND_DATE: return "a date such as `2026-03`";
    case QD_KIND_WORD: return "a word";
    case QD_KIND_LANE: return "a stage such as `talks` or `signed`";
    case QD_KIND_REF: return "the name of a directive";
    case QD_KIND_NAME: return "a word or a text in quotes";
    case QD_KIND_TEXT: return "a text in quotes";
    case QD_KIND_FORMULA: return "a formula";
    default: return "a value";
    }
}

static qd_str datum_phrase(struct check *c, qd_id id)
{
    const qd_syn *n = syn(c, id);
    switch (n->kind) {
    case QD_SYN_DATE: return QD_STR("a date");
    case QD_SYN_STRING: return QD_STR("a text");
    case QD_SYN_LIST: return QD_STR("a list");
    case QD_SYN_NAME: return QD_STR("a name");
    case QD_SYN_NUMBER: case QD_SYN_RANGE: case QD_SYN_MULTI:
        return qd_dim_phrase(c->m, c->m->unit.at[n->unit].unit.dim);
    default: return QD_STR("a formula");
    }
}

static void wrong_datum(struct check *c, qd_id id)
{
    qd_diag *d = wrong(c, QD_D_WRONG_DATUM, id);
    arg(c, d, qd_str_c(c->row->name));
    arg(c, d, c->row->kind == QD_KIND_QUANTITY
              ? class_phrase(c, c->row->classes)
              : qd_str_c(kind_phrase(c->row)));
    arg(c, d, datum_phrase(c, id));
}

/* ---- Quantities */

static void percent_missing(struct check *c, qd_id id)
{
    qd_range r = qd_syn_range(&c->m->tree, id);
    qd_diag *d = wrong(c, QD_D_PERCENT_MISSING, id);
    arg(c, d, qd_str_c(c->row->name));
    arg(c, d, source_text(c, id));
    /* 0.27 is meant as 27 % */
    const qd_syn *n = syn(c, id);
    double x = n->kind == QD_SYN_NUMBER ? qd_model_number(c->m, n) : 0;
    char digits[32];
    qd_str text = x > 0 && x < 1
        ? qd_double_write(round(x * 1e12) / 1e10, digits)
        : source_text(c, id);
    arg(c, d, text);
    qd_diag_fix(&c->m->diags, d, r.pos, r.len,
                qd_arena_printf(&c->m->arena, "%.*s %%", QD_STR_ARG(text)));
}

static void wrong_unit(struct check *c, qd_id id, qd_dim dim)
{
    qd_diag *d = wrong(c, QD_D_WRONG_UNIT, id);
    arg(c, d, qd_str_c(c->row->name));
    arg(c, d, class_phrase(c, c->row->classes));
    const qd_syn *n = syn(c, id);
    bool share = n->kind == QD_SYN_NUMBER &&
                 c->m->unit.at[n->unit].class == QD_C_SHARE;
    arg(c, d, share ? QD_STR("a share") : qd_dim_phrase(c->m, dim));
    const qd_units *u = &c->m->units;
    qd_range r = qd_syn_range(&c->m->tree, id);
    if (dim == QD_DIM_NONE && c->row->classes & QD_C_MONEY &&
        syn(c, id)->kind == QD_SYN_NUMBER && syn(c, id)->unit == 0 &&
        u->n_currencies == 1) /* the unit was forgotten */
        qd_diag_fix(&c->m->diags, d, r.pos + r.len, 0,
                    qd_arena_printf(&c->m->arena, " %.*s",
                                    QD_STR_ARG(u->currency[0])));
}

static void out_of_bounds(struct check *c, qd_id id, const char *is,
                          const char *write)
{
    qd_diag *d = wrong(c, QD_D_OUT_OF_BOUNDS, id);
    arg(c, d, qd_str_c(c->row->name));
    arg(c, d, qd_str_c(is));
    arg(c, d, qd_str_c(write));
}

/* Whether a number can be at all what its field says. */
static void check_bounds(struct check *c, qd_id id, double x, qd_dim dim)
{
    unsigned takes = c->row->classes;
    if (c->row->kind != QD_KIND_QUANTITY) return;
    if (x < 0 && !(takes & QD_C_PER_TIME))
        out_of_bounds(c, id, "below zero", takes & QD_C_MONEY
                      ? "a number above zero; the arrow says which way money "
                        "goes" : "a number above zero");
    else if (x == 0 && takes == QD_C_TIME &&
             strcmp(c->row->name, "term") == 0)
        out_of_bounds(c, id, "empty", "a length above zero");
    else if (x == 0 && (strcmp(c->row->name, "valuation") == 0 ||
                        strcmp(c->row->name, "cap") == 0))
        out_of_bounds(c, id, "nothing", "an amount above zero");
    else if (x == 0 && strcmp(c->row->name, "ratio") == 0)
        out_of_bounds(c, id, "nothing", "a number above zero");
    else if (x == 1 && (strcmp(c->row->name, "discount") == 0 ||
                        strcmp(c->row->name, "pool") == 0))
        out_of_bounds(c, id, "all of it", "less than 100 %");
    else if (x > 1 && dim == QD_DIM_NONE && takes & QD_C_SHARE &&
             !(takes & QD_C_NUMBER))
        out_of_bounds(c, id, "more than all of it", "100 % at most");
}

static void check_number(struct check *c, qd_id id, qd_id leaf)
{
    const qd_syn *n = syn(c, leaf);
    unsigned class = c->m->unit.at[n->unit].class;
    unsigned takes = c->row->classes;
    if (class & takes) {
        if (qd_decimal_mantissa(n->number) <= 0 || takes & QD_C_SHARE)
            check_bounds(c, id, qd_model_number(c->m, n),
                         c->m->unit.at[n->unit].unit.dim);
    } else if (class == 0) {
        qd_unit_told(c->m, leaf, n->unit);
    } else if (n->unit == 0 && (takes & QD_C_SHARE)) {
        if (qd_decimal_mantissa(n->number) != 0) percent_missing(c, id);
    } else {
        wrong_unit(c, id, c->m->unit.at[n->unit].unit.dim);
    }
}

static void check_range(struct check *c, qd_id id)
{
    const qd_syn *n = syn(c, id);
    qd_id a = n->a, b = n->b;
    check_number(c, a, a);
    if (c->m->unit.at[syn(c, b)->unit].class != 0)
        check_number(c, b, b);
    if (qd_model_number(c->m, syn(c, a)) > qd_model_number(c->m, syn(c, b)) &&
        c->m->unit.at[syn(c, a)->unit].unit.dim ==
            c->m->unit.at[syn(c, b)->unit].unit.dim)
        wrong(c, QD_D_BACKWARDS, id);
}

/* A formula: its own errors are told by lowering it. */
static void check_formula(struct check *c, qd_id id)
{
    c->l.within = c->dir;
    qd_draw_enter(&c->l.graph, qd_line_key(c->m, c->dir, c->f));
    uint32_t of = c->f->flags & QD_FIELD_TARGET
        ? qd_model_find_kind(c->m, qd_field_target(&c->m->tree, c->f), NULL)
        : c->dir;
    c->l.raises = qd_raise_payee(&c->l, of, c->f->name);
    qd_node n = qd_lower_datum(&c->l, id, QD_DATE_FIRST);
    c->l.raises = 0;
    if (n == QD_NODE_BAD || n == QD_NODE_HOLE) return;
    qd_dim dim = qd_node_dim(&c->l.graph, n);
    double x;
    if (!(qd_class_of(c->m, dim) & c->row->classes)) wrong_unit(c, id, dim);
    else if (qd_node_known(&c->l.graph, n, &x)) check_bounds(c, id, x, dim);
}

static void check_basis(struct check *c, qd_id id)
{
    qd_sym word = syn(c, id)->b;
    if (c->row->basis && qd_words_have(c->row->basis, name_of(c, word)))
        return;
    qd_range all = qd_syn_range(&c->m->tree, id);
    qd_range in = qd_syn_range(&c->m->tree, syn(c, id)->a);
    uint32_t len = (uint32_t)name_of(c, word).len;
    qd_pos at = all.pos + all.len - len;
    qd_diag *d = qd_diag_add(&c->m->diags, QD_D_BASIS_WRONG, at, len);
    arg(c, d, name_of(c, word));
    arg(c, d, qd_str_c(c->row->name));
    arg(c, d, c->row->basis
        ? qd_arena_printf(&c->m->arena, ", or write one of: %s",
                          c->row->basis) : QD_STR(""));
    qd_str words[16];
    unsigned n = 0;
    while (c->row->basis && n < 16 &&
           (words[n] = qd_words_at(c->row->basis, n)).len) n++;
    qd_diag_near(&c->m->diags, d, name_of(c, word), words, n);
    if (n == 0)
        qd_diag_fix(&c->m->diags, d, in.pos + in.len, all.len - in.len,
                    QD_STR(""));
}

static void check_hedge(struct check *c, qd_id id)
{
    if (!(c->row->flags & QD_F_LIMIT)) return;
    qd_range all = qd_syn_range(&c->m->tree, id);
    qd_range in = qd_syn_range(&c->m->tree, syn(c, id)->a);
    qd_diag *d = qd_diag_add(&c->m->diags, QD_D_HEDGED_LIMIT, all.pos,
                             all.len);
    arg(c, d, qd_str_c(c->row->name));
    qd_str mark = { qd_source_at(&c->m->source, all.pos), 0 };
    while (mark.at[mark.len] && strchr("<>=~", mark.at[mark.len])) mark.len++;
    arg(c, d, mark);
    qd_diag_fix(&c->m->diags, d, all.pos, in.pos - all.pos, QD_STR(""));
}

static void check_quantity(struct check *c, qd_id id)
{
    const qd_syn *n = syn(c, id);
    qd_id a = n->a, b = n->b;
    switch (n->kind) {
    case QD_SYN_NUMBER: check_number(c, id, id); break;
    case QD_SYN_RANGE: check_range(c, id); break;
    case QD_SYN_MULTI: check_number(c, id, a); break;
    case QD_SYN_HOLE: break;
    case QD_SYN_HEDGE:
        check_hedge(c, id);
        check_quantity(c, a);
        break;
    case QD_SYN_BASIS:
        check_basis(c, id);
        check_quantity(c, a);
        break;
    case QD_SYN_OR:
        check_quantity(c, a);
        check_quantity(c, b);
        break;
    case QD_SYN_DATE: case QD_SYN_STRING: case QD_SYN_LIST:
        wrong_datum(c, id);
        break;
    default: check_formula(c, id); break;
    }
}

/* ---- Words, names, dates */

static void check_word(struct check *c, qd_id id)
{
    qd_str word = name_of(c, syn(c, id)->a);
    if (qd_words_have(c->row->words, word)) return;
    qd_diag *d = wrong(c, QD_D_UNKNOWN_WORD, id);
    arg(c, d, word);
    arg(c, d, qd_str_c(c->row->name));
    arg(c, d, qd_str_c(c->row->words));
    qd_str words[32];
    unsigned n = 0;
    while (n < 32 && (words[n] = qd_words_at(c->row->words, n)).len) n++;
    qd_diag_near(&c->m->diags, d, word, words, n);
}

static void check_stage(struct check *c, qd_id id)
{
    qd_sym word = syn(c, id)->a;
    const qd_tree *t = &c->m->tree;
    qd_str words[128], list = { "", 0 };
    unsigned n = 0;
    for (uint32_t i = 0; i < c->m->policies.n; i++) {
        const qd_dir *d = &t->dirs.at[c->m->policies.at[i]];
        if (!qd_policy_is_stage(c->m, d)) continue;
        if (d->name == word) return;
        if (n < 128) words[n++] = name_of(c, d->name);
    }
    for (unsigned i = 0; i < n && i < 9; i++)
        list = qd_arena_printf(&c->m->arena, "%.*s%s%.*s", QD_STR_ARG(list),
                               i ? " " : "", QD_STR_ARG(words[i]));
    qd_diag *d = wrong(c, QD_D_UNKNOWN_WORD, id);
    arg(c, d, name_of(c, word));
    arg(c, d, qd_str_c(c->row->name));
    arg(c, d, list);
    qd_diag_near(&c->m->diags, d, name_of(c, word), words, n);
}

/* "a round or a warrant", or without the articles. */
static qd_str due_phrase(struct check *c, bool articles)
{
    qd_str text = { "", 0 }, w;
    for (unsigned i = 0; (w = qd_words_at(c->row->words, i)).len; i++)
        text = qd_arena_printf(&c->m->arena, "%.*s%s%s%.*s",
            QD_STR_ARG(text), i ? " or " : "", !articles ? ""
            : strchr("aeiou", w.at[0]) ? "an " : "a ", QD_STR_ARG(w));
    return text;
}

static void unknown_reference(struct check *c, qd_id id, qd_sym name)
{
    const char *words = c->row->words;
    qd_range r = qd_syn_range(&c->m->tree, id);
    if (strcmp(words, "party") == 0) {
        qd_tell_unknown(c->m, QD_D_UNKNOWN_PARTY, name, words, r);
        return;
    }
    if (strcmp(words, "source") == 0) {
        qd_tell_unknown(c->m, QD_D_UNKNOWN_SOURCE, name, words, r);
        return;
    }
    bool chip = strcmp(words, "chip") == 0 && c->m->shipped.n == 0;
    qd_diag *d = qd_tell_unknown(c->m, QD_D_UNKNOWN_REFERENCE, name, words,
                                 r);
    qd_str first = qd_words_at(words, 0);
    arg(c, d, due_phrase(c, false));
    arg(c, d, chip ? QD_STR("write `include <chips>` at the start of the "
                            "model, or declare it")
              : qd_arena_printf(&c->m->arena, "declare it: `%.*s %.*s ...`",
                                QD_STR_ARG(first),
                                QD_STR_ARG(name_of(c, name))));
}

static void check_reference(struct check *c, qd_id id)
{
    qd_sym name = syn(c, id)->a;
    uint32_t dir = qd_model_find_kind(c->m, name, c->row->words);
    if (dir == QD_NONE) {
        unknown_reference(c, id, name);
        return;
    }
    const qd_instrument *is = qd_instrument_of(&c->m->tree.dirs.at[dir]);
    if (dir == c->dir && strcmp(c->row->name, "on-top-of") == 0) {
        qd_diag *d = wrong(c, QD_D_CYCLE, id);
        arg(c, d, name_of(c, name));
        arg(c, d, QD_STR("it stands on top of others, not of itself"));
    }
    if (qd_words_have(c->row->words, qd_str_c(is->keyword))) return;
    qd_tell_kind(c->m, qd_syn_range(&c->m->tree, id), dir,
                 due_phrase(c, true).at);
}

static void check_name(struct check *c, qd_id id)
{
    const qd_syn *n = syn(c, id);
    bool hole_ok = c->row->kind != QD_KIND_REF ||
                   (c->row->flags & QD_F_HOLE_OK);
    if (n->kind == QD_SYN_HOLE && hole_ok) return;
    if (n->kind == QD_SYN_STRING && (c->row->flags & QD_F_NAME_OR_TEXT))
        return;
    if (n->kind == QD_SYN_HOLE && !(c->row->flags & QD_F_LIST)) return;
    if (n->kind != QD_SYN_NAME || n->b) {
        wrong_datum(c, id);
        return;
    }
    bool stage = c->d->keyword == QD_K_policy &&
                 c->row->kind == QD_KIND_NAME; /* `same-as` */
    if (c->row->kind == QD_KIND_WORD) check_word(c, id);
    else if (stage) check_stage(c, id);
    else if (c->row->kind == QD_KIND_LANE) check_stage(c, id);
    else if (c->row->kind == QD_KIND_REF) check_reference(c, id);
}

static void check_names(struct check *c, qd_id id)
{
    const qd_syn *n = syn(c, id);
    if (n->kind == QD_SYN_OR) {
        qd_id b = n->b;
        check_names(c, n->a);
        check_names(c, b);
        return;
    }
    if (n->kind == QD_SYN_LIST && !(c->row->flags & QD_F_LIST)) {
        wrong(c, QD_D_LIST_TOO_LONG, id);
        return;
    }
    for (; n->kind == QD_SYN_LIST; n = syn(c, id)) {
        check_name(c, n->a);
        id = syn(c, id)->b;
    }
    check_name(c, id);
}

static void check_date(struct check *c, qd_id id)
{
    qd_year_as_date(c->m, id);
    const qd_syn *n = syn(c, id);
    qd_id a = n->a, b = n->b;
    switch (n->kind) {
    case QD_SYN_DATE: case QD_SYN_HOLE: return;
    case QD_SYN_HEDGE: check_date(c, a); return;
    case QD_SYN_OR:
        check_date(c, a);
        check_date(c, b);
        return;
    case QD_SYN_NUMBER: case QD_SYN_STRING: case QD_SYN_LIST:
    case QD_SYN_RANGE: case QD_SYN_BASIS: case QD_SYN_MULTI:
        wrong_datum(c, id);
        return;
    case QD_SYN_NAME:
        /* a word where no deal is meant is no unknown deal */
        if (!b && !c->row->words && qd_model_find(c->m, a) == QD_NONE) {
            wrong_datum(c, id);
            return;
        }
        break;
    default: break;
    }
    qd_node node = qd_lower_datum(&c->l, id, QD_DATE_FIRST);
    if (node == QD_NODE_BAD || node == QD_NODE_HOLE) return;
    if (qd_node_dim(&c->l.graph, node) != QD_DIM_DATE) wrong_datum(c, id);
}

/* Whatever a claim says: names and texts as they stand, else a quantity. */
static void check_any(struct check *c, qd_id id)
{
    qd_year_as_date(c->m, id);
    const qd_syn *n = syn(c, id);
    if (n->kind == QD_SYN_NAME && n->b == 0) return;
    if (n->kind == QD_SYN_STRING || n->kind == QD_SYN_LIST ||
        n->kind == QD_SYN_HOLE || n->kind == QD_SYN_DATE) return;
    if (n->kind == QD_SYN_HEDGE && qd_year_wanted(c->m, n->a)) {
        qd_year_as_date(c->m, n->a);
        return;
    }
    check_formula(c, id);
}

/* A condition or a rule: words and names that the row allows, or a formula. */
static void check_free(struct check *c, qd_id id)
{
    const qd_syn *n = syn(c, id);
    if (n->kind == QD_SYN_HOLE) return;
    if (n->kind == QD_SYN_NAME && n->b == 0 && c->row->words) {
        uint32_t dir = qd_model_find(c->m, n->a);
        if (dir == QD_NONE ||
            c->m->tree.dirs.at[dir].keyword != QD_K_let) {
            check_reference(c, id);
            return;
        }
    }
    if (n->kind == QD_SYN_STRING || n->kind == QD_SYN_LIST) {
        wrong_datum(c, id);
        return;
    }
    check_formula(c, id);
}

/* ---- Fields */

static void check_datum(struct check *c, qd_id id)
{
    switch (c->row->kind) {
    case QD_KIND_QUANTITY: check_quantity(c, id); break;
    case QD_KIND_DATE: check_date(c, id); break;
    case QD_KIND_ANY: check_any(c, id); break;
    case QD_KIND_FORMULA: check_free(c, id); break;
    case QD_KIND_TEXT:
        if (syn(c, id)->kind != QD_SYN_STRING) wrong_datum(c, id);
        break;
    case QD_KIND_WORD:
        /* `repays:` takes a word or a formula */
        if (c->row->classes && syn(c, id)->kind != QD_SYN_NAME) {
            check_formula(c, id);
            break;
        }
        check_names(c, id);
        break;
    default: check_names(c, id); break;
    }
}

static void unknown_field(struct check *c, const qd_instrument *is)
{
    qd_range r = qd_field_range(&c->m->tree, c->f);
    if (c->f->flags & QD_FIELD_TARGET) r = qd_behind_point(c->m, r);
    qd_diag *d = qd_diag_add(&c->m->diags, QD_D_UNKNOWN_FIELD, r.pos, r.len);
    qd_str name = name_of(c, c->f->name);
    arg(c, d, name);
    arg(c, d, qd_str_c(is->keyword));
    qd_near_field(c->m, d, is, name, r);
}

/* The row of a scenario's line: of the directive that it names. */
static const qd_instrument *target_of(struct check *c)
{
    qd_sym target = qd_field_target(&c->m->tree, c->f);
    uint32_t dir = qd_model_find_kind(c->m, target, NULL);
    if (dir != QD_NONE) return qd_instrument_of(&c->m->tree.dirs.at[dir]);
    qd_range r = qd_field_range(&c->m->tree, c->f);
    qd_diag *d = qd_tell_unknown(c->m, QD_D_UNKNOWN_NAME, target, NULL,
                                 qd_before_point(c->m, r));
    arg(c, d, QD_STR("a scenario's line is `id.field: value`, of a directive "
                     "of the model"));
    return NULL;
}

static void check_field(struct check *c)
{
    const qd_instrument *is = qd_instrument_of(c->d);
    unsigned keyword = c->d->keyword;
    if (c->f->flags & QD_FIELD_TARGET) {
        is = target_of(c);
        if (!is) return;
        qd_sym target = qd_field_target(&c->m->tree, c->f);
        keyword = c->m->tree.dirs.at[qd_model_find_kind(
                      c->m, target, NULL)].keyword;
    }
    c->row = qd_schema_row(&c->m->schema, keyword, c->f->name);
    if (!c->row) {
        unknown_field(c, is);
        return;
    }
    if ((c->f->flags & QD_FIELD_DATED) && !(c->row->flags & QD_F_DATED)) {
        qd_range r = qd_field_range(&c->m->tree, c->f);
        qd_diag *d = qd_diag_add(&c->m->diags, QD_D_FIELD_DATED, r.pos,
                                 r.len);
        arg(c, d, qd_str_c(c->row->name));
    }
    if (c->f->datum == QD_NONE) return;
    /* the readings of <policy> are formulas of x, y and u */
    bool reading = c->d->keyword == QD_K_policy &&
                   c->row->kind == QD_KIND_FORMULA;
    for (int i = 0; i < 3; i++)
        c->l.local[i] = reading ? QD_NODE_HOLE : QD_NODE_BAD;
    /* root.c has read the currencies and the horizon */
    if (c->d->keyword == QD_K_quid && c->row->kind != QD_KIND_QUANTITY &&
        c->row->kind != QD_KIND_WORD) return;
    check_datum(c, qd_field_datum(&c->m->tree, c->f));
}

/* ---- Bodies */

static void check_let(struct check *c)
{
    if (c->d->body == QD_NONE || (c->d->flags & QD_DIR_BROKEN)) return;
    qd_draw_enter(&c->l.graph, c->dir + UINT64_C(1));
    qd_lower_datum(&c->l, c->d->body, QD_DATE_FIRST);
}

/* The margin is one of what is compared. */
static void check_within(struct check *c, qd_node relation)
{
    qd_node w = qd_lower_datum(&c->l, c->d->extra, QD_DATE_FIRST);
    const qd_node_row *r = &c->l.graph.nodes.at[relation];
    if (w == QD_NODE_BAD || w == QD_NODE_HOLE || r->op != QD_N_COMPARE)
        return;
    qd_dim due = qd_node_dim(&c->l.graph, r->a);
    if (due == QD_DIM_DATE) due = QD_DIM_TIME;
    qd_dim is = qd_node_dim(&c->l.graph, w);
    if (is == due) return;
    qd_diag *d = wrong(c, QD_D_WRONG_UNIT, c->d->extra);
    arg(c, d, QD_STR("within"));
    arg(c, d, qd_arena_printf(&c->m->arena, "what is compared, %.*s",
                              QD_STR_ARG(qd_dim_phrase(c->m, due))));
    arg(c, d, qd_dim_phrase(c->m, is));
}

static void check_check(struct check *c)
{
    if (c->d->body == QD_NONE || (c->d->flags & QD_DIR_BROKEN)) return;
    c->l.checks = true;
    qd_node n = qd_lower_datum(&c->l, c->d->body, QD_DATE_FIRST);
    c->l.checks = false;
    if (n == QD_NODE_BAD || n == QD_NODE_HOLE) return;
    if (qd_node_dim(&c->l.graph, n) != QD_DIM_BOOL) {
        static const qd_field_row row = { .name = "check",
                                          .kind = QD_KIND_QUANTITY,
                                          .classes = QD_C_TRUTH };
        c->row = &row;
        wrong_datum(c, c->d->body);
    }
    if (c->d->extra != QD_NONE) check_within(c, n);
}

static void check_correlate(struct check *c)
{
    if (c->d->body == QD_NONE || (c->d->flags & QD_DIR_BROKEN)) return;
    const qd_syn *pair = syn(c, c->d->body);
    qd_id sides[] = { pair->a, pair->b };
    for (int i = 0; i < 2; i++)
        qd_lower_datum(&c->l, sides[i], QD_DATE_FIRST);
    if (syn(c, sides[0])->a == syn(c, sides[1])->a &&
        syn(c, sides[0])->b == syn(c, sides[1])->b)
        arg(c, wrong(c, QD_D_SAME_FIELD, sides[1]), source_text(c, sides[1]));
    const qd_syn *n = syn(c, c->d->extra);
    double r = n->kind == QD_SYN_NUMBER ? qd_model_number(c->m, n) : 0;
    if (r >= -1 && r <= 1) return;
    qd_diag *d = wrong(c, QD_D_OUT_OF_BOUNDS, c->d->extra);
    arg(c, d, QD_STR("correlate"));
    arg(c, d, QD_STR("not between -1 and 1"));
    arg(c, d, QD_STR("a number from -1 to 1"));
}

/* What a user's row of <policy> is about: a stage, or words of claims. */
static void check_policy(struct check *c)
{
    if (c->d->flags & QD_DIR_BROKEN || qd_policy_is_stage(c->m, c->d)) return;
    qd_str words[32], list = { "", 0 };
    unsigned n = 0;
    for (const char *w; n < 32 && (w = qd_policy_word(n)); n++) {
        words[n] = qd_str_c(w);
        if (qd_str_eq(words[n], name_of(c, c->d->name))) return;
        list = qd_arena_printf(&c->m->arena, "%.*s%s%s", QD_STR_ARG(list),
                               n ? " " : "", w);
    }
    qd_range r = qd_dir_range(&c->m->tree, c->d, QD_PART_NAME);
    qd_diag *d = qd_diag_add(&c->m->diags, QD_D_POLICY_ROW, r.pos, r.len);
    arg(c, d, name_of(c, c->d->name));
    arg(c, d, list);
    qd_diag_near(&c->m->diags, d, name_of(c, c->d->name), words, n);
}

static void check_directive(struct check *c)
{
    switch (c->d->keyword) {
    case QD_K_let: check_let(c); return;
    case QD_K_check: check_check(c); return;
    case QD_K_correlate: check_correlate(c); return;
    default: break;
    }
    if (c->d->keyword == QD_K_policy) check_policy(c);
    for (uint32_t i = 0; i < c->d->n_fields; i++) {
        c->f = &c->m->tree.fields.at[c->d->fields + i];
        if (!(c->f->flags & QD_FIELD_BROKEN)) check_field(c);
    }
    if (c->d->n_fields > 1) qd_check_repeats(c->m, c->d);
}

void qd_check_fields(qd_model *m)
{
    struct check c = { .m = m };
    qd_view view = qd_view_make(m);
    qd_lowering_init(&c.l, &view, &m->arena);
    c.l.tell = true;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        c.dir = i;
        c.d = &m->tree.dirs.at[i];
        bool again = (c.d->flags & QD_DIR_LIST) && i > 0 &&
                     m->tree.dirs.at[i - 1].pos == c.d->pos;
        if (!again) check_directive(&c);
    }
    if (c.l.too_deep != QD_NONE) wrong(&c, QD_D_CHAIN_DEEP, c.l.too_deep);
    qd_lowering_free(&c.l);
}
