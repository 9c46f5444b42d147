/* Who owns what, as far as it cannot be so: stakes above all of a company, a
 * value below the money in it, a cap below its preference, a convertible that
 * nothing converts. */
#include <stdlib.h>

#include "base/number.h"
#include "expr/eval.h"
#include "model/lower.h"
#include "model/parts.h"

/* A stake of its own. */
struct share {
    uint32_t dir;
    qd_sym company, basis, holder;
    qd_span when;
    double least;
};

struct owning {
    qd_model *m;
    QD_VEC(struct share) shares;
    qd_lowering l;
    qd_eval e;
};

/* What all claims on a field allow; n is 0 for nothing known. */
static qd_set set_of(struct owning *o, uint32_t dir, const char *field,
                     qd_dim *dim)
{
    qd_node n = qd_lower_named(&o->l, dir, field, QD_DATE_FIRST);
    if (n == QD_NODE_HOLE || n == QD_NODE_BAD) return qd_set_empty();
    if (dim) *dim = qd_node_dim(&o->l.graph, n);
    return *qd_eval_node(&o->e, n);
}

/* The last line of a directive with a field; NULL. */
static const qd_field *line_of(const struct owning *o, uint32_t dir,
                               const char *field)
{
    const qd_tree *t = &o->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    const qd_field *found = NULL;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name == name && f->datum != QD_NONE) found = f;
    }
    return found;
}

static qd_diag *report(struct owning *o, enum qd_diag_code code, uint32_t dir,
                       const char *field)
{
    const qd_tree *t = &o->m->tree;
    const qd_field *f = line_of(o, dir, field);
    qd_range r = f ? qd_syn_range(t, qd_field_datum(t, f))
                   : (qd_range){ t->dirs.at[dir].pos, 0 };
    qd_diag *d = qd_diag_add(&o->m->diags, code, r.pos, r.len);
    qd_diag_arg(&o->m->diags, d, qd_model_name(o->m, t->dirs.at[dir].name));
    return d;
}

/* ---- Stakes */

/* The word behind a value, 0 for none: two bases have no sum. */
static qd_sym basis_of(const struct owning *o, uint32_t dir,
                       const char *field)
{
    const qd_tree *t = &o->m->tree;
    const qd_field *f = line_of(o, dir, field);
    if (!f) return 0;
    const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
    while (s->kind == QD_SYN_HEDGE) s = &t->syns.at[s->a];
    return s->kind == QD_SYN_BASIS ? s->b : 0;
}

static qd_str reading_of(const struct owning *o, uint32_t dir,
                         const char *field)
{
    qd_sym word = basis_of(o, dir, field);
    return word ? qd_names_text(&o->m->tree.names, word) : QD_STR("");
}

/* A share of its own: of no group, of all units, certain, for one time. */
static bool counts(const struct owning *o, uint32_t dir)
{
    const qd_tree *t = &o->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    const qd_field *f = d->keyword == QD_K_stake ? line_of(o, dir, "share")
                                                 : NULL;
    if (!f || d->flags & QD_DIR_BROKEN || f->flags & QD_FIELD_DATED ||
        line_of(o, dir, "excluding") || line_of(o, dir, "when") ||
        line_of(o, dir, "chance")) return false;
    for (uint32_t i = 0; i < d->n_refs; i++)
        if (QD_REF_KIND(t->refs.at[d->refs + i]) == QD_REF_DEAL) return false;
    uint32_t holder = qd_model_find_kind(o->m, d->a, "party");
    return holder == QD_NONE || !line_of(o, holder, "members");
}

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int in_one_sum(const struct share *x, const struct share *y)
{
    int by = compare(x->company, y->company);
    if (!by) by = compare(x->basis, y->basis);
    if (!by) by = (x->when.from > y->when.from) - (x->when.from < y->when.from);
    if (!by) by = (x->when.to > y->when.to) - (x->when.to < y->when.to);
    return by;
}

static int in_order(const void *a, const void *b)
{
    const struct share *x = a, *y = b;
    int by = in_one_sum(x, y);
    if (!by) by = compare(x->holder, y->holder);
    if (!by) by = (x->least > y->least) - (x->least < y->least);
    return by ? by : compare(x->dir, y->dir);
}

static void take_stake(struct owning *o, uint32_t dir)
{
    if (!counts(o, dir)) return;
    const qd_dir *d = &o->m->tree.dirs.at[dir];
    qd_set share = set_of(o, dir, "share", NULL);
    if (share.n == 0) return;
    *qd_vec_add(o->m->mem, &o->shares) = (struct share){
        dir, d->b, basis_of(o, dir, "share"), d->a, d->when,
        qd_set_hull(&share).lo };
}

/* Told of the last line of a sum. Of one holder the least share counts. */
static void check_sums(struct owning *o)
{
    struct share *s = o->shares.at;
    uint32_t n = o->shares.n;
    if (n > 1) qsort(s, n, sizeof *s, in_order);
    for (uint32_t i = 0, next; i < n; i = next) {
        double sum = 0;
        uint32_t last = 0;
        for (next = i; next < n && in_one_sum(&s[i], &s[next]) == 0; next++) {
            bool again = next > i && s[next].holder == s[next - 1].holder;
            if (!again) sum += s[next].least;
            if (s[next].dir > last) last = s[next].dir;
        }
        if (sum <= 1 + 1e-9) continue;
        char buf[QD_FIXED_ROOM];
        qd_diag *d = report(o, QD_D_STAKES_OVER, last, "share");
        qd_diag_arg(&o->m->diags, d, qd_model_name(o->m, s[i].company));
        qd_diag_arg(&o->m->diags, d, qd_double_fixed(100 * sum, 1, buf));
    }
}

/* ---- Others */

/* A value in another currency than the amount; false where it is so. */
static bool check_currency(struct owning *o, uint32_t dir, const char *field)
{
    qd_dim of_value = QD_DIM_NONE, of_money = QD_DIM_NONE;
    qd_set value = set_of(o, dir, field, &of_value);
    qd_set money = set_of(o, dir, "amount", &of_money);
    if (value.n == 0 || money.n == 0 || of_value == of_money) return true;
    qd_diag *d = report(o, QD_D_CURRENCIES_APART, dir, field);
    qd_diag_arg(&o->m->diags, d, qd_str_c(field));
    return false;
}

static void check_round(struct owning *o, uint32_t dir)
{
    const qd_field *f = line_of(o, dir, "valuation");
    if (!f || !check_currency(o, dir, "valuation")) return;
    qd_str word = reading_of(o, dir, "valuation");
    qd_set value = set_of(o, dir, "valuation", NULL);
    qd_set money = set_of(o, dir, "amount", NULL);
    if (qd_str_eq(word, QD_STR("pre")) || value.n == 0 || money.n == 0 ||
        qd_set_hull(&value).hi > qd_set_hull(&money).lo) return;
    report(o, word.len ? QD_D_VALUE_BELOW : QD_D_VALUE_UNSAID, dir,
           "valuation");
}

/* A right in money; a multiple is one of what the class was issued for. */
static qd_set in_money(struct owning *o, uint32_t dir, const char *field)
{
    qd_dim dim = QD_DIM_NONE;
    qd_set x = set_of(o, dir, field, &dim);
    qd_set price = set_of(o, dir, "price", NULL);
    qd_set number = set_of(o, dir, "number", NULL);
    if (x.n == 0 || dim != QD_DIM_NONE) return x;
    if (price.n == 0 || number.n == 0) return qd_set_empty();
    qd_set all = qd_set_mul(&price, &number);
    return qd_set_mul(&x, &all);
}

static void check_class(struct owning *o, uint32_t dir)
{
    qd_dim of_cap = QD_DIM_NONE, of_first = QD_DIM_NONE;
    qd_set cap = set_of(o, dir, "cap", &of_cap);
    qd_set first = set_of(o, dir, "preference", &of_first);
    if (of_cap != of_first) {
        cap = in_money(o, dir, "cap");
        first = in_money(o, dir, "preference");
    }
    if (cap.n && first.n && qd_set_hull(&cap).hi < qd_set_hull(&first).lo)
        report(o, QD_D_CAP_BELOW, dir, "cap");
}

/* Profit units are there from the start. */
static bool is_units(const struct owning *o, uint32_t dir)
{
    const qd_tree *t = &o->m->tree;
    const qd_field *f = line_of(o, dir, "kind");
    if (!f) return false;
    const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
    return s->kind == QD_SYN_NAME &&
           qd_str_eq(qd_names_text(&t->names, s->a), QD_STR("profit-units"));
}

static void check_convertible(struct owning *o, uint32_t dir)
{
    const qd_tree *t = &o->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    check_currency(o, dir, "cap");
    if (is_units(o, dir) || line_of(o, dir, "on") ||
        !line_of(o, dir, "amount")) return;
    for (uint32_t i = 0; i < d->n_refs; i++)
        if (QD_REF_KIND(t->refs.at[d->refs + i]) == QD_REF_DEAL) return;
    qd_diag *x = qd_diag_add(&o->m->diags, QD_D_NO_TRIGGER, d->pos, 11);
    qd_diag_arg(&o->m->diags, x, qd_model_name(o->m, d->name));
}

static void check_warrant(struct owning *o, uint32_t dir)
{
    qd_set vested = set_of(o, dir, "vested", NULL);
    if (vested.n && qd_set_hull(&vested).lo > 1)
        report(o, QD_D_VESTED_OVER, dir, "vested");
}

/* ---- Sums of shares */

/* Terms of a sum with a basis; `of` and `at` are those of the first. */
struct terms {
    qd_sym basis, of;
    bool told;
};

static const char *basis_words(qd_str basis)
{
    static const struct { const char *word, *words; } rows[] = {
        { "issued", "of what is issued" },
        { "as-converted", "as converted" },
        { "fully-diluted", "fully diluted" },
        { "voting", "of votes" }, { "profit", "of profit" } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (qd_str_eq(basis, qd_str_c(rows[i].word))) return rows[i].words;
    return "on another basis";
}

static void take_term(struct owning *o, qd_id id, struct terms *in)
{
    const qd_tree *t = &o->m->tree;
    const qd_syn *s = &t->syns.at[id];
    uint32_t dir = qd_model_find_kind(o->m, s->a, "stake");
    if (dir == QD_NONE || t->dirs.at[dir].keyword != QD_K_stake ||
        !qd_str_eq(qd_names_text(&t->names, s->b), QD_STR("share"))) return;
    qd_sym basis = basis_of(o, dir, "share");
    if (basis == 0 || in->told || basis == in->basis) return;
    if (in->basis == 0) {
        in->basis = basis;
        in->of = s->a;
        return;
    }
    qd_range r = qd_syn_range(t, id);
    qd_diag *d = qd_diag_add(&o->m->diags, QD_D_BASES_MIXED, r.pos, r.len);
    qd_diag_arg(&o->m->diags, d, qd_model_name(o->m, in->of));
    qd_diag_arg(&o->m->diags, d, qd_str_c(basis_words(
        qd_names_text(&t->names, in->basis))));
    qd_diag_arg(&o->m->diags, d, qd_model_name(o->m, s->a));
    qd_diag_arg(&o->m->diags, d, qd_str_c(basis_words(
        qd_names_text(&t->names, basis))));
    in->told = true;
}

/* What is added, subtracted or compared; a quotient is no share any more. */
static void take_terms(struct owning *o, qd_id id, struct terms *in,
                       unsigned depth)
{
    const qd_syn *s = id == QD_NONE ? NULL : &o->m->tree.syns.at[id];
    if (!s || depth > 200) return;
    qd_id a = s->a, b = s->b;
    switch (s->kind) {
    case QD_SYN_NAME: take_term(o, id, in); break;
    case QD_SYN_HEDGE: case QD_SYN_BASIS: case QD_SYN_UNARY:
        take_terms(o, a, in, depth + 1);
        break;
    case QD_SYN_ARG:
        take_terms(o, a, in, depth + 1);
        take_terms(o, b, in, depth + 1);
        break;
    case QD_SYN_CALL: take_terms(o, b, in, depth + 1); break;
    case QD_SYN_BINARY:
        take_terms(o, a, in, depth + 1);
        if (s->op != QD_OP_DIV && s->op != QD_OP_POW)
            take_terms(o, b, in, depth + 1);
        break;
    default: break;
    }
}

static void check_formulas(struct owning *o, uint32_t dir)
{
    const qd_tree *t = &o->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    bool has_body = d->keyword == QD_K_let || d->keyword == QD_K_check;
    struct terms in = { .told = false };
    if (has_body) take_terms(o, d->body, &in, 0);
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        in = (struct terms){ .told = false };
        if (f->datum != QD_NONE)
            take_terms(o, qd_field_datum(t, f), &in, 0);
    }
}

static void look(struct owning *o, uint32_t dir)
{
    const qd_dir *d = &o->m->tree.dirs.at[dir];
    if (d->flags & QD_DIR_BROKEN) return;
    check_formulas(o, dir);
    switch (d->keyword) {
    case QD_K_stake: take_stake(o, dir); break;
    case QD_K_round: check_round(o, dir); break;
    case QD_K_secondary: check_currency(o, dir, "valuation"); break;
    case QD_K_class: check_class(o, dir); break;
    case QD_K_convertible: check_convertible(o, dir); break;
    case QD_K_warrant: check_warrant(o, dir); break;
    default: break;
    }
}

void qd_check_owning(qd_model *m)
{
    struct owning o = { .m = m };
    if (m->diags.count[QD_ERROR] > 0) return;
    qd_view view = qd_view_make(m);
    double begin = qd_day_months(m->horizon.from);
    qd_lowering_init(&o.l, &view, &m->arena);
    o.l.bounds = true;
    qd_eval_init(&o.e, &o.l.graph, m->mem, QD_FACE_CLAIMS, begin);
    qd_eval_period(&o.e, begin, qd_day_months(m->horizon.to));
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) look(&o, i);
    check_sums(&o);
    qd_mem_release(m->mem, o.shares.at);
    qd_eval_free(&o.e);
    qd_lowering_free(&o.l);
}
