/* The arithmetic of one number at a time. Whatever it does not do in just the
 * way of expr/set.c it leaves to the nodes: other operators, ends that change
 * places, what is not finite. */
#include "model/plain.h"

#include <math.h>

#include "model/stage.h"

/* A number and its dimension, and what the names of a reading stand for. */
struct value {
    double x;
    qd_dim dim;
};
struct locals {
    struct value x, u;
    bool has_u;
};

static const qd_syn *syn(const qd_plain *p, qd_id id)
{
    return &p->m->tree.syns.at[id];
}

/* ---- The ends of readings */

static qd_id end_of(const qd_model *m, uint32_t row, const char *field)
{
    const qd_tree *t = &m->tree;
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    const qd_dir *d = row == QD_NONE ? NULL : &t->dirs.at[row];
    for (uint32_t i = 0; d && i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (f->name == name && f->datum != QD_NONE)
            return qd_field_datum(t, f);
    }
    return QD_NONE;
}

void qd_plain_init(qd_plain *p, const qd_model *m)
{
    *p = (qd_plain){ .m = m };
    p->x = qd_names_find(&m->tree.names, QD_STR("x"));
    p->u = qd_names_find(&m->tree.names, QD_STR("u"));
    for (int i = 0; i < QD_READ_COUNT; i++) {
        p->low[i] = end_of(m, m->policy->reading[i], "low");
        p->high[i] = end_of(m, m->policy->reading[i], "high");
    }
}

/* ---- Numbers */

static bool number(const qd_plain *p, const qd_syn *n, struct value *out)
{
    const qd_model_unit *u = &p->m->unit.at[n->unit];
    if (n->kind != QD_SYN_NUMBER || u->class == 0) return false;
    *out = (struct value){ qd_unit_value(&u->unit, n->number), u->unit.dim };
    return isfinite(out->x);
}

static bool local(const qd_plain *p, const qd_syn *n, const struct locals *l,
                  struct value *out)
{
    if (n->b || (n->a != p->x && n->a != p->u)) return false;
    *out = n->a == p->x ? l->x : l->u;
    return n->a == p->x || l->has_u;
}

/* a op b, where the plain numbers are those without a dimension. */
static bool combine(uint8_t op, struct value *a, const struct value *b)
{
    switch (op) {
    case QD_OP_ADD: a->x += b->x; return a->dim == b->dim;
    case QD_OP_SUB: a->x -= b->x; return a->dim == b->dim;
    case QD_OP_MUL:
        if (a->dim != QD_DIM_NONE && b->dim != QD_DIM_NONE) return false;
        if (a->dim == QD_DIM_NONE) a->dim = b->dim;
        a->x *= b->x;
        return true;
    case QD_OP_DIV:
        if (b->dim != QD_DIM_NONE || b->x == 0) return false;
        a->x /= b->x;
        return true;
    default: return false;
    }
}

/* The formula of an end. */
static bool formula(const qd_plain *p, qd_id id, const struct locals *l,
                    struct value *out)
{
    const qd_syn *n = syn(p, id);
    struct value b;
    if (n->kind == QD_SYN_NUMBER) return number(p, n, out);
    if (n->kind == QD_SYN_NAME) return local(p, n, l, out);
    return n->kind == QD_SYN_BINARY && formula(p, n->a, l, out) &&
           formula(p, n->b, l, &b) && combine(n->op, out, &b) &&
           isfinite(out->x);
}

/* One end: `> x` and `< x` say that x is not of the set. */
static bool end(const qd_plain *p, qd_id id, const struct locals *l,
                double *out, bool *open)
{
    const qd_syn *n = syn(p, id);
    struct value v;
    *open = n->kind == QD_SYN_HEDGE &&
            (n->op == QD_HEDGE_MORE || n->op == QD_HEDGE_LESS);
    if (!formula(p, n->kind == QD_SYN_HEDGE ? n->a : id, l, &v)) return false;
    *out = v.x;
    return v.dim == l->x.dim;
}

static bool read_words(const qd_plain *p, enum qd_reading reading,
                       const struct locals *l, qd_piece *out)
{
    qd_id low = p->low[reading], high = p->high[reading];
    *out = (qd_piece){ -INFINITY, INFINITY, true, true };
    if (low == QD_NONE && high == QD_NONE) return false;
    return (low == QD_NONE || end(p, low, l, &out->lo, &out->lo_open)) &&
           (high == QD_NONE || end(p, high, l, &out->hi, &out->hi_open)) &&
           out->lo < out->hi;
}

/* ---- Lines */

static bool point(struct value v, qd_piece *out)
{
    *out = (qd_piece){ v.x, v.x, false, false };
    return true;
}

/* A printed share of a cap table is any that prints so. */
static bool printed(const qd_plain *p, const qd_syn *n, struct locals *l,
                    qd_piece *out)
{
    qd_decimal last = qd_decimal_make(1, qd_decimal_exponent(n->number));
    l->u.x = qd_unit_value(&p->m->unit.at[n->unit].unit, last);
    l->u.dim = l->x.dim;
    l->has_u = true;
    return read_words(p, QD_READ_ROUNDED, l, out);
}

static bool range(const qd_plain *p, const qd_syn *n, struct locals *l,
                  qd_piece *out)
{
    struct value high;
    if (!number(p, syn(p, n->a), &l->x) || !number(p, syn(p, n->b), &high))
        return false;
    *out = (qd_piece){ l->x.x, high.x, false, false };
    return l->x.dim == high.dim && l->x.x <= high.x;
}

static bool hedge(const qd_plain *p, const qd_syn *n, struct locals *l,
                  qd_piece *out)
{
    static const enum qd_reading readings[] = {
        [QD_HEDGE_ABOUT] = QD_READ_ABOUT, [QD_HEDGE_MORE] = QD_READ_MORE,
        [QD_HEDGE_LEAST] = QD_READ_LEAST, [QD_HEDGE_LESS] = QD_READ_LESS,
        [QD_HEDGE_MOST] = QD_READ_MOST, [QD_HEDGE_NEARLY] = QD_READ_NEARLY,
        [QD_HEDGE_JUST_OVER] = QD_READ_JUST_OVER,
    };
    const qd_syn *inner = syn(p, n->a);
    return inner->op != QD_NUMBER_BARE && number(p, inner, &l->x) &&
           read_words(p, readings[n->op], l, out);
}

bool qd_plain_line(const qd_plain *p, const qd_dir *d, const qd_field *f,
                   qd_piece *out, qd_dim *dim)
{
    struct locals l = { .has_u = false };
    bool known = false;
    if (f->flags & ~(unsigned)QD_FIELD_ASSUME || f->datum == QD_NONE)
        return false;
    const qd_syn *n = syn(p, f->datum);
    if (n->kind == QD_SYN_BASIS) n = syn(p, n->a);
    switch (n->kind) {
    case QD_SYN_NUMBER:
        if (!number(p, n, &l.x)) return false;
        known = d->keyword == QD_K_stake &&
                p->m->unit.at[n->unit].class == QD_C_SHARE
            ? printed(p, n, &l, out) : point(l.x, out);
        break;
    case QD_SYN_RANGE: known = range(p, n, &l, out); break;
    case QD_SYN_MULTI:
        known = number(p, syn(p, n->a), &l.x) &&
                read_words(p, QD_READ_MULTI, &l, out);
        break;
    case QD_SYN_HEDGE: known = hedge(p, n, &l, out); break;
    default: break;
    }
    *dim = l.x.dim;
    return known;
}

bool qd_plain_meet(qd_piece *a, const qd_piece *b)
{
    if (b->lo > a->lo) a->lo = b->lo, a->lo_open = b->lo_open;
    else if (b->lo == a->lo) a->lo_open |= b->lo_open;
    if (b->hi < a->hi) a->hi = b->hi, a->hi_open = b->hi_open;
    else if (b->hi == a->hi) a->hi_open |= b->hi_open;
    return a->lo < a->hi || (a->lo == a->hi && !a->lo_open && !a->hi_open);
}
