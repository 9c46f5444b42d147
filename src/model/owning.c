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

/* The word behind a share: two bases have no sum. */
static qd_sym basis_of(const struct owning *o, uint32_t dir)
{
    const qd_tree *t = &o->m->tree;
    const qd_syn *s = &t->syns.at[qd_field_datum(t,
                                                 line_of(o, dir, "share"))];
    while (s->kind == QD_SYN_HEDGE) s = &t->syns.at[s->a];
    return s->kind == QD_SYN_BASIS ? s->b : 0;
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
        dir, d->b, basis_of(o, dir), d->a, d->when, qd_set_hull(&share).lo };
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

static void check_round(struct owning *o, uint32_t dir)
{
    const qd_tree *t = &o->m->tree;
    const qd_field *f = line_of(o, dir, "valuation");
    if (!f) return;
    const qd_syn *s = &t->syns.at[qd_field_datum(t, f)];
    while (s->kind == QD_SYN_HEDGE) s = &t->syns.at[s->a];
    if (s->kind != QD_SYN_BASIS || !qd_str_eq(qd_names_text(&t->names, s->b),
                                              QD_STR("post"))) return;
    qd_set value = set_of(o, dir, "valuation", NULL);
    qd_set money = set_of(o, dir, "amount", NULL);
    if (value.n && money.n &&
        qd_set_hull(&value).hi <= qd_set_hull(&money).lo)
        report(o, QD_D_VALUE_BELOW, dir, "valuation");
}

static void check_class(struct owning *o, uint32_t dir)
{
    qd_dim of_cap = QD_DIM_NONE, of_first = QD_DIM_NONE;
    qd_set cap = set_of(o, dir, "cap", &of_cap);
    qd_set first = set_of(o, dir, "preference", &of_first);
    if (cap.n && first.n && of_cap == of_first &&
        qd_set_hull(&cap).hi < qd_set_hull(&first).lo)
        report(o, QD_D_CAP_BELOW, dir, "cap");
}

static void check_convertible(struct owning *o, uint32_t dir)
{
    const qd_tree *t = &o->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    if (line_of(o, dir, "on") || !line_of(o, dir, "amount")) return;
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

static void look(struct owning *o, uint32_t dir)
{
    const qd_dir *d = &o->m->tree.dirs.at[dir];
    if (d->flags & QD_DIR_BROKEN) return;
    switch (d->keyword) {
    case QD_K_stake: take_stake(o, dir); break;
    case QD_K_round: check_round(o, dir); break;
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
