/* Fields and times to nodes, and the run over all directives. */
#include "model/lower.h"

#include <stdlib.h>
#include <string.h>

#include "model/claims.h"
#include "model/formula.h"
#include "model/parts.h"
#include "model/standing.h"
#include "model/stage.h"

void qd_lowering_init(qd_lowering *l, const qd_view *view, qd_arena *arena)
{
    *l = (qd_lowering){ .m = view->m, .view = *view, .arena = arena,
                        .too_deep = QD_NONE };
    qd_graph_init(&l->graph, view->m->mem, &view->m->units);
}

void qd_lowering_clear(qd_lowering *l)
{
    qd_graph_clear(&l->graph);
    l->dues.n = 0;
    if (l->memo_n == 0) return;
    memset(l->memo, 0, ((size_t)l->memo_mask + 1) * sizeof *l->memo);
    l->memo_n = 0;
}

void qd_lowering_free(qd_lowering *l)
{
    qd_mem *mem = l->m->mem;
    qd_mem_release(mem, l->graph.nodes.at);
    qd_mem_release(mem, l->graph.sets.at);
    qd_mem_release(mem, l->graph.items.at);
    qd_mem_release(mem, l->graph.carries.at);
    qd_mem_release(mem, l->graph.slots);
    qd_mem_release(mem, l->memo);
    qd_mem_release(mem, l->dues.at);
    qd_mem_release(mem, l->totals.at);
    *l = (qd_lowering){ .m = l->m };
}

/* ---- Fields */

/* A printed share of a cap table is any that prints so. */
static bool is_printed(const qd_lowering *l, uint32_t dir, qd_id id)
{
    const qd_tree *t = &l->m->tree;
    const qd_syn *n = &t->syns.at[id];
    if (n->kind == QD_SYN_BASIS) n = &t->syns.at[n->a];
    if (n->kind != QD_SYN_NUMBER) return false;
    if (l->view.as_printed && l->m->unit.at[n->unit].class == QD_C_MONEY)
        return true;
    return t->dirs.at[dir].keyword == QD_K_stake &&
           l->m->unit.at[n->unit].class == QD_C_SHARE;
}

qd_node qd_lower_line(qd_lowering *l, uint32_t dir, uint32_t field,
                      enum qd_date_sense sense)
{
    const qd_field *f = &l->m->tree.fields.at[field];
    qd_id id = qd_field_datum(&l->m->tree, f);
    const qd_field_row *row = qd_schema_row(
        &l->m->schema, l->m->tree.dirs.at[dir].keyword, f->name);
    if (row && row->kind == QD_KIND_DATE) qd_year_as_date(l->m, id);
    uint32_t within = l->within;
    qd_sym raises = l->raises;
    qd_draw_of before = qd_draw_enter(&l->graph, qd_line_key(l->m, dir, f));
    l->within = dir;
    l->raises = qd_raise_payee(l, dir, f->name);
    qd_node n = qd_lower_datum(l, id, sense);
    if (n != QD_NODE_BAD && is_printed(l, dir, id))
        n = qd_lower_printed(l, n, id);
    qd_draw_leave(&l->graph, before);
    l->within = within;
    l->raises = raises;
    return n == QD_NODE_BAD ? QD_NODE_HOLE : n;
}

/* What the claims allow on one side, what the model uses on the other. Where
 * nothing is claimed, the bounds too have only the assumption to rest on; a
 * scenario's line stands in place of all claims. */
static qd_node claims_node(qd_lowering *l, uint32_t dir, qd_sym field,
                           const qd_claims *c, enum qd_date_sense sense)
{
    qd_node stands = qd_standing_node(l, dir, field, c, sense);
    if (c->assume == QD_NONE) return stands;
    qd_node assumed = qd_lower_line(l, dir, c->assume, sense);
    bool what_if = l->m->tree.fields.at[c->assume].flags & QD_FIELD_TARGET;
    if (stands == QD_NODE_HOLE || what_if) return assumed;
    qd_node both = qd_node_make(&l->graph, QD_N_FIELD, stands, assumed, 0, 0);
    return both == QD_NODE_BAD ? stands : both;
}

static qd_node field_node(qd_lowering *l, uint32_t dir, qd_sym field,
                          qd_day day, enum qd_date_sense sense)
{
    qd_claims c = qd_claims_of(&l->view, dir, field, day, l->arena);
    qd_prefer_dated(l, &c);
    return claims_node(l, dir, field, &c, sense);
}

static bool is_for(const qd_lowering *l, uint32_t field, qd_span when)
{
    const qd_field *f = &l->m->tree.fields.at[field];
    if (!(f->flags & QD_FIELD_DATED)) return false;
    qd_span s = qd_field_when(&l->m->tree, f);
    return s.from == when.from && s.to == when.to;
}

qd_node qd_lower_field_for(qd_lowering *l, uint32_t dir, qd_sym field,
                           qd_span when)
{
    qd_claims c = qd_claims_of(&l->view, dir, field, when.from, l->arena);
    for (uint32_t i = 0; i < c.n; i++)
        if (!is_for(l, c.at[i].field, when))
            c.at[i].state = QD_CLAIM_REPLACED;
    if (c.assume != QD_NONE && !is_for(l, c.assume, when)) c.assume = QD_NONE;
    return claims_node(l, dir, field, &c, QD_DATE_FIRST);
}

/* Where no day is asked for, the last that the lines of a field speak of. */
static qd_day last_dated(const qd_lowering *l, uint32_t dir, qd_sym field)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    qd_day last = QD_DAY_OPEN_FROM;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &l->m->tree.fields.at[d->fields + i];
        if (f->name != field || !(f->flags & QD_FIELD_DATED)) continue;
        qd_span s = qd_field_when(&l->m->tree, f);
        qd_day day = s.from == QD_DAY_OPEN_FROM ? s.to - 1 : s.from;
        if (day > last) last = day;
    }
    return last;
}

qd_node qd_lower_field_on(qd_lowering *l, uint32_t dir, qd_sym field,
                          qd_day day, enum qd_date_sense sense)
{
    return field_node(l, dir, field, day, sense);
}

qd_node qd_lower_field(qd_lowering *l, uint32_t dir, qd_sym field,
                       enum qd_date_sense sense)
{
    uint64_t key = qd_memo_key(dir, field, sense);
    qd_node kept = qd_memo_find(l, key);
    if (kept == QD_MEMO_OPEN) {
        if (l->tell) {
            qd_range r = qd_dir_range(&l->m->tree,
                                      &l->m->tree.dirs.at[dir],
                                      QD_PART_NAME);
            qd_circle(l, r, key);
        }
        return QD_NODE_HOLE;
    }
    if (kept != QD_MEMO_NONE) return kept;
    uint32_t height = qd_memo_open(l, key);
    qd_day day = l->view.on;
    if (day == QD_DAY_OPEN_FROM) day = last_dated(l, dir, field);
    qd_node n = field_node(l, dir, field, day, sense);
    qd_memo_close(l, key, n, height);
    return n;
}

qd_node qd_lower_named(qd_lowering *l, uint32_t dir, const char *field,
                       enum qd_date_sense sense)
{
    qd_sym s = qd_names_find(&l->m->tree.names, qd_str_c(field));
    return s ? qd_lower_field(l, dir, s, sense) : QD_NODE_HOLE;
}

/* ---- All */

void qd_lower_due(qd_lowering *l, qd_due due)
{
    *qd_vec_add(l->m->mem, &l->dues) = due;
}

struct named_due { qd_str name; uint32_t at; };

static int by_name(const void *a, const void *b)
{
    const struct named_due *x = a, *y = b;
    int c = qd_str_cmp(x->name, y->name);
    return c ? c : (x->at > y->at) - (x->at < y->at);
}

static void sort_dues(qd_lowering *l, qd_mem *mem)
{
    uint32_t n = l->dues.n;
    if (n < 2) return;
    struct named_due *order = qd_mem_resize(mem, NULL, n * sizeof *order);
    qd_due *sorted = qd_mem_resize(mem, NULL, n * sizeof *sorted);
    for (uint32_t i = 0; i < n; i++) {
        qd_sym s = l->m->tree.dirs.at[l->dues.at[i].dir].name;
        order[i] = (struct named_due){ qd_model_name(l->m, s), i };
    }
    qsort(order, n, sizeof *order, by_name);
    for (uint32_t i = 0; i < n; i++) sorted[i] = l->dues.at[order[i].at];
    memcpy(l->dues.at, sorted, n * sizeof *sorted);
    qd_mem_release(mem, sorted);
    qd_mem_release(mem, order);
}

void qd_lower_all(qd_lowering *l)
{
    for (uint32_t i = 0; i < l->m->tree.dirs.n; i++) {
        const qd_dir *d = &l->m->tree.dirs.at[i];
        const qd_instrument *is = qd_instrument_of(d);
        if (!is->lower || (d->flags & QD_DIR_BROKEN)) continue;
        if (!qd_dir_seen(&l->view, i)) continue;
        l->within = i;
        is->lower(l, i);
    }
    sort_dues(l, l->m->mem);
}
