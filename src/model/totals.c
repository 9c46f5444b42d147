/* Totals and their parts. A directive is part of another by `part-of:`, or
 * because the other speaks of a group: what is said of a group is a total of
 * what is said of its members with the same other party and keyword. */
#include "model/totals.h"

#include <stdlib.h>

#include "model/formula.h"
#include "model/schedule.h"
#include "model/shocks.h"
#include "model/stage.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

/* ---- Which is part of which */

struct finder {
    qd_lowering *l;
    const qd_tree *t;
    qd_sym part_of, on_top_of, members, parent;
    QD_VEC(uint32_t) groups;  /* directives that speak of a group */
};

static void add_pair(struct finder *f, uint32_t total, uint32_t part)
{
    if (total == QD_NONE || total == part) return;
    *qd_vec_add(f->l->m->mem, &f->l->totals) = (qd_part_of){ total, part };
}

/* Calls for each name in the data of a field. */
static bool each_name(const struct finder *f, const qd_dir *d, qd_sym field,
                      uint32_t *at, uint32_t *within, qd_sym *name)
{
    for (; *at < d->n_fields; ++*at, *within = 0) {
        const qd_field *x = &f->t->fields.at[d->fields + *at];
        if (x->name != field || x->datum == QD_NONE) continue;
        qd_id id = qd_field_datum(f->t, x);
        for (uint32_t i = *within; i > 0; i--) {
            if (f->t->syns.at[id].kind != QD_SYN_LIST) goto next;
            id = f->t->syns.at[id].b;
        }
        ++*within;
        if (f->t->syns.at[id].kind == QD_SYN_LIST)
            id = f->t->syns.at[id].a;
        if (f->t->syns.at[id].kind != QD_SYN_NAME) continue;
        *name = f->t->syns.at[id].a;
        return true;
    next:;
    }
    return false;
}

static bool names(const struct finder *f, const qd_dir *d, qd_sym field,
                  qd_sym wanted)
{
    uint32_t at = 0, within = 0;
    qd_sym name;
    while (each_name(f, d, field, &at, &within, &name))
        if (name == wanted) return true;
    return false;
}

static const qd_dir *party_of(const struct finder *f, qd_sym party)
{
    if (party == 0 || party == QD_SYM_HOLE) return NULL;
    uint32_t dir = qd_model_find_kind(f->l->m, party, "party");
    return dir == QD_NONE ? NULL : &f->t->dirs.at[dir];
}

static bool is_group(const struct finder *f, qd_sym party)
{
    const qd_dir *d = party_of(f, party);
    uint32_t at = 0, within = 0;
    qd_sym name;
    return d && each_name(f, d, f->members, &at, &within, &name);
}

/* A member of the group, or one whose parent is. */
static bool belongs(const struct finder *f, qd_sym party, qd_sym group)
{
    const qd_dir *g = party_of(f, group);
    for (unsigned up = 0; g && up < 8; up++) {
        const qd_dir *p = party_of(f, party);
        if (!p || party == group) return false;
        if (names(f, g, f->members, party)) return true;
        uint32_t at = 0, within = 0;
        if (!each_name(f, p, f->parent, &at, &within, &party)) return false;
    }
    return false;
}

static bool same_side(const struct finder *f, qd_sym part, qd_sym total)
{
    return part == total || belongs(f, part, total);
}

static void find_pairs(struct finder *f)
{
    for (uint32_t i = 0; i < f->t->dirs.n; i++) {
        const qd_dir *d = &f->t->dirs.at[i];
        if (d->arrow != QD_ARROW_PAYS) continue;
        if (is_group(f, d->a) || is_group(f, d->b))
            *qd_vec_add(f->l->m->mem, &f->groups) = i;
        uint32_t at = 0, within = 0;
        qd_sym name;
        while (f->part_of &&
               each_name(f, d, f->part_of, &at, &within, &name))
            add_pair(f, qd_model_find(f->l->m, name), i);
    }
}

/* A line that already says of what it is part is not counted again. */
static bool is_paired(const struct finder *f, uint32_t total, uint32_t part)
{
    for (uint32_t i = 0; i < f->l->totals.n; i++)
        if (f->l->totals.at[i].part == part &&
            f->l->totals.at[i].total == total) return true;
    return false;
}

static void find_members(struct finder *f)
{
    for (uint32_t g = 0; g < f->groups.n; g++) {
        uint32_t total = f->groups.at[g];
        const qd_dir *t = &f->t->dirs.at[total];
        for (uint32_t i = 0; i < f->t->dirs.n; i++) {
            const qd_dir *d = &f->t->dirs.at[i];
            if (i == total || d->keyword != t->keyword ||
                d->arrow != QD_ARROW_PAYS || (d->a == t->a && d->b == t->b))
                continue;
            if (same_side(f, d->a, t->a) && same_side(f, d->b, t->b) &&
                !names(f, d, f->on_top_of, t->name) &&
                !is_paired(f, total, i)) add_pair(f, total, i);
        }
    }
}

struct named_part { qd_part_of pair; qd_str name; };

static int by_total(const void *a, const void *b)
{
    const struct named_part *x = a, *y = b;
    if (x->pair.total != y->pair.total)
        return x->pair.total < y->pair.total ? -1 : 1;
    return qd_str_cmp(x->name, y->name);
}

/* The parts of a total by their names, so that the order of a file has no
 * part in their sum. */
static void sort_pairs(qd_lowering *l)
{
    uint32_t n = l->totals.n;
    if (n < 2) return;
    struct named_part *at = qd_mem_resize(l->m->mem, NULL, n * sizeof *at);
    for (uint32_t i = 0; i < n; i++) {
        qd_part_of pair = l->totals.at[i];
        qd_sym s = l->m->tree.dirs.at[pair.part].name;
        at[i] = (struct named_part){ pair, qd_model_name(l->m, s) };
    }
    qsort(at, n, sizeof *at, by_total);
    for (uint32_t i = 0; i < n; i++) l->totals.at[i] = at[i].pair;
    qd_mem_release(l->m->mem, at);
}

static void find(qd_lowering *l)
{
    const qd_names *n = &l->m->tree.names;
    struct finder f = { .l = l, .t = &l->m->tree,
                        .part_of = qd_names_find(n, QD_STR("part-of")),
                        .on_top_of = qd_names_find(n, QD_STR("on-top-of")),
                        .members = qd_names_find(n, QD_STR("members")),
                        .parent = qd_names_find(n, QD_STR("parent")) };
    l->totals_found = true;
    find_pairs(&f);
    find_members(&f);
    sort_pairs(l);
    qd_mem_release(l->m->mem, f.groups.at);
}

/* The first pair of a total. */
static uint32_t first_of(const qd_lowering *l, uint32_t total)
{
    uint32_t low = 0, high = l->totals.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (l->totals.at[middle].total < total) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* ---- What is left */

/* The sets take a part as if it happens; on a path it may not. */
static qd_node as_it_happens(qd_lowering *l, uint32_t part, qd_node amount)
{
    qd_node happens = qd_lower_times(l, part).happens;
    const qd_node_row *r = &l->graph.nodes.at[happens];
    if (l->bounds || hole(happens) || (r->op == QD_N_CONST && r->k == 1))
        return amount;
    qd_node n = qd_times_of(l, amount, happens);
    if (hole(n)) return amount;
    return qd_node_make(&l->graph, QD_N_FIELD, amount, n, 0, 0);
}

/* What a directive comes to: in all, or in the asked period. */
typedef qd_node value_of(qd_lowering *l, uint32_t dir);

/* Stands for "as a part" where a field's symbol would. */
enum { AS_PART = 0x3FFFFFF1,
       DEEP = 1000 /* totals above each other: the stack is finite */ };

static qd_node parts_below(qd_lowering *l, uint32_t dir, value_of *value,
                           unsigned depth);

/* A part that is itself a total: its parts are paid also where it does not
 * happen. Kept, since it may be part of several; one of a circle, which is
 * told when the model is read, has no amount. What a shock takes of a part is
 * not made up for by the rest: that is what it is without the shock. */
static qd_node part_amount(qd_lowering *l, uint32_t part, value_of *value,
                           unsigned depth)
{
    uint64_t key = qd_memo_key(part, AS_PART, value == qd_whole_of);
    qd_node kept = qd_memo_find(l, key);
    if (kept == QD_MEMO_OPEN || depth > DEEP) return QD_NODE_HOLE;
    if (kept != QD_MEMO_NONE) return kept;
    if (l->base) kept = qd_memo_find(l->base, key);
    if (kept != QD_MEMO_NONE) return kept;
    qd_memo_keep(l, key, QD_MEMO_OPEN);
    qd_node own = qd_can_happen(l, part) ? value(l, part) : QD_NODE_HOLE;
    if (!hole(own)) own = as_it_happens(l, part, own);
    qd_node below = parts_below(l, part, value, depth + 1), n = own;
    if (hole(own)) n = below;
    else if (!hole(below))
        n = qd_node_make(&l->graph, QD_N_MAX, own, below, 0, 0);
    if (n == QD_NODE_BAD) n = own;
    qd_memo_keep(l, key, n);
    return n;
}

static qd_node parts_below(qd_lowering *l, uint32_t dir, value_of *value,
                           unsigned depth)
{
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = first_of(l, dir);
         i < l->totals.n && l->totals.at[i].total == dir; i++) {
        qd_node amount = part_amount(l, l->totals.at[i].part, value,
                                     depth);
        if (hole(amount)) continue;
        qd_node both = hole(sum) ? amount
            : qd_node_make(&l->graph, QD_N_ADD, sum, amount, 0, 0);
        if (!hole(both)) sum = both;
    }
    return sum;
}

qd_node qd_parts_of(qd_lowering *l, uint32_t dir)
{
    if (!l->totals_found) find(l);
    return parts_below(l, dir, qd_whole_of, 0);
}

qd_node qd_parts_due(qd_lowering *l, uint32_t dir)
{
    if (!l->totals_found) find(l);
    return parts_below(l, dir, qd_stream_due, 0);
}

uint32_t qd_total_of(qd_lowering *l, uint32_t dir)
{
    if (!l->totals_found) find(l);
    for (uint32_t i = 0; i < l->totals.n; i++)
        if (l->totals.at[i].part == dir) return l->totals.at[i].total;
    return QD_NONE;
}

qd_node qd_rest_of(qd_lowering *l, qd_node total, qd_node parts)
{
    if (hole(parts) || hole(total)) return total;
    return qd_least_zero(l, qd_minus(l, total, parts));
}

void qd_mark_whole(qd_lowering *l, uint32_t pushed, qd_node total,
                   qd_node parts)
{
    if (hole(parts) || hole(total) || pushed >= l->dues.n) return;
    l->dues.at[pushed].whole = total;
    l->dues.at[pushed].parts = parts;
}

/* ---- What may not happen */

/* Its chance is nothing: assumed, in a scenario, or as all say. */
static bool chance_is_nothing(qd_lowering *l, uint32_t dir)
{
    qd_node n = qd_lower_named(l, dir, "chance", QD_DATE_FIRST);
    const qd_node_row *r = &l->graph.nodes.at[n];
    if (r->op == QD_N_FIELD) r = &l->graph.nodes.at[r->b];
    return r->op == QD_N_CONST && r->k == 0;
}

bool qd_could_happen(qd_lowering *l, uint32_t dir)
{
    if (qd_firmness_of(l, dir) == QD_FIRM_NONE) return false;
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    for (unsigned up = 0; up < QD_LIMIT_NESTING; up++) {
        if (chance_is_nothing(l, dir)) return false;
        uint32_t deal = QD_NONE;
        for (uint32_t i = 0; i < d->n_refs && deal == QD_NONE &&
             qd_deals_bind(d); i++) {
            qd_ref ref = l->m->tree.refs.at[d->refs + i];
            if (QD_REF_KIND(ref) != QD_REF_DEAL) continue;
            deal = qd_model_find(l->m, QD_REF_SYM(ref));
            if (deal != QD_NONE && chance_is_nothing(l, deal)) return false;
        }
        if (deal == QD_NONE) return true;
        dir = deal;
        d = &l->m->tree.dirs.at[dir];
    }
    return true;
}

bool qd_can_happen(qd_lowering *l, uint32_t dir)
{
    return !qd_shocked_of(&l->view, dir).dropped && qd_could_happen(l, dir);
}
