/* Fields and times to nodes, and the run over all directives. */
#include "model/lower.h"

#include <math.h>
#include <string.h>

#include "model/claims.h"
#include "model/formula.h"
#include "model/parts.h"
#include "model/stage.h"

/* Stands for "the times of a directive" where a field's symbol would. */
enum { TIMES = 0x3FFFFFF0 };

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

/* ---- Keys of draws */

/* FNV-1a, 64 bits. */
static uint64_t hash_text(uint64_t h, qd_str s)
{
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 0x100000001B3u;
    return h;
}

uint64_t qd_datum_key(const qd_model *m, qd_sym name, qd_sym field,
                      qd_span when)
{
    uint64_t h = hash_text(0xCBF29CE484222325u, qd_model_name(m, name));
    if (field) {
        h = hash_text(h, QD_STR("."));
        h = hash_text(h, qd_names_text(&m->tree.names, field));
    }
    const qd_day days[] = { when.from, when.to };
    for (int i = 0; i < 2; i++)
        h = (h ^ (uint32_t)days[i]) * 0x100000001B3u;
    return h;
}

uint64_t qd_line_key(const qd_model *m, uint32_t dir, const qd_field *f)
{
    const qd_tree *t = &m->tree;
    qd_sym name = f->flags & QD_FIELD_TARGET ? qd_field_target(t, f)
                                             : t->dirs.at[dir].name;
    qd_span when = f->flags & QD_FIELD_DATED ? qd_field_when(t, f)
                                             : QD_SPAN_ALWAYS;
    return qd_datum_key(m, name, f->name, when);
}

/* ---- Fields */

/* A printed share of a cap table is any that prints so. */
static bool is_printed(const qd_lowering *l, uint32_t dir, qd_id id)
{
    const qd_tree *t = &l->m->tree;
    const qd_syn *n = &t->syns.at[id];
    if (n->kind == QD_SYN_BASIS) n = &t->syns.at[n->a];
    return t->dirs.at[dir].keyword == QD_K_stake &&
           n->kind == QD_SYN_NUMBER &&
           l->m->unit.at[n->unit].unit.dim == QD_DIM_NONE;
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

static bool is_dated(const qd_lowering *l, const qd_claims *c, uint32_t i)
{
    return l->m->tree.fields.at[c->at[i].field].flags & QD_FIELD_DATED;
}

/* The lines of one voice, made one node. */
static qd_node voice_node(qd_lowering *l, uint32_t dir, const qd_claims *c,
                          uint32_t first, enum qd_date_sense sense)
{
    qd_node lines[QD_LIMIT_RIVALS];
    uint32_t n = 0;
    for (uint32_t i = first; i < c->n && n < QD_LIMIT_RIVALS; i++)
        if (c->at[i].state == QD_CLAIM_STANDS &&
            c->at[i].voice == c->at[first].voice)
            lines[n++] = qd_lower_line(l, dir, c->at[i].field, sense);
    if (n == 1) return lines[0];
    qd_dim dim = QD_DIM_NONE;
    for (uint32_t i = 0; i < n; i++)
        if (lines[i] != QD_NODE_HOLE) dim = qd_node_dim(&l->graph, lines[i]);
    qd_node all = qd_node_list(&l->graph, QD_N_TOGETHER, lines, n, 0, dim);
    return all == QD_NODE_BAD ? lines[0] : all;
}

/* Lines with a date of their own come before those that hold always. */
static void prefer_dated(qd_lowering *l, qd_claims *c)
{
    bool dated = false;
    for (uint32_t i = 0; i < c->n; i++)
        dated |= c->at[i].state == QD_CLAIM_STANDS && is_dated(l, c, i);
    for (uint32_t i = 0; dated && i < c->n; i++)
        if (!is_dated(l, c, i)) c->at[i].state = QD_CLAIM_REPLACED;
}

static bool spoke_before(const qd_claims *c, uint32_t i)
{
    for (uint32_t j = 0; j < i; j++)
        if (c->at[j].state == QD_CLAIM_STANDS &&
            c->at[j].voice == c->at[i].voice) return true;
    return false;
}

static qd_node standing_node(qd_lowering *l, uint32_t dir, const qd_claims *c,
                             enum qd_date_sense sense)
{
    qd_node voices[QD_LIMIT_RIVALS];
    uint32_t n = 0;
    qd_dim dim = QD_DIM_NONE;
    for (uint32_t i = 0; i < c->n && n < QD_LIMIT_RIVALS; i++) {
        if (c->at[i].state != QD_CLAIM_STANDS || spoke_before(c, i)) continue;
        qd_node v = voice_node(l, dir, c, i, sense);
        if (v == QD_NODE_HOLE) continue;
        dim = qd_node_dim(&l->graph, v);
        voices[n++] = v;
    }
    if (n == 0) return QD_NODE_HOLE;
    if (n == 1) return voices[0];
    qd_node all = qd_node_list(&l->graph, QD_N_RIVALS, voices, n, 0, dim);
    return all == QD_NODE_BAD ? voices[0] : all;
}

/* What the claims allow on one side, what the model uses on the other. Where
 * nothing is claimed, the bounds too have only the assumption to rest on; a
 * scenario's line stands in place of all claims. */
static qd_node field_node(qd_lowering *l, uint32_t dir, qd_sym field,
                          qd_day day, enum qd_date_sense sense)
{
    qd_claims c = qd_claims_of(&l->view, dir, field, day, l->arena);
    prefer_dated(l, &c);
    qd_node stands = standing_node(l, dir, &c, sense);
    if (c.assume == QD_NONE) return stands;
    qd_node assumed = qd_lower_line(l, dir, c.assume, sense);
    bool what_if = l->m->tree.fields.at[c.assume].flags & QD_FIELD_TARGET;
    if (stands == QD_NODE_HOLE || what_if) return assumed;
    qd_node both = qd_node_make(&l->graph, QD_N_FIELD, stands, assumed, 0, 0);
    return both == QD_NODE_BAD ? stands : both;
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

/* ---- Times */

static qd_node day_node(qd_lowering *l, qd_day day)
{
    return qd_node_const(&l->graph, qd_day_months(day), QD_DIM_DATE);
}

/* What the header's WHEN says in a sense; a hole where it is open. */
static qd_node header_date(qd_lowering *l, const qd_dir *d,
                           enum qd_date_sense sense)
{
    if (!(d->flags & QD_DIR_DATED)) return QD_NODE_HOLE;
    if (sense == QD_DATE_FIRST)
        return d->when.from == QD_DAY_OPEN_FROM ? QD_NODE_HOLE
                                                : day_node(l, d->when.from);
    if (sense == QD_DATE_LAST)
        return d->when.to == QD_DAY_OPEN_TO ? QD_NODE_HOLE
                                            : day_node(l, d->when.to);
    double from = d->when.from == QD_DAY_OPEN_FROM
        ? -INFINITY : qd_day_months(d->when.from);
    double to = d->when.to == QD_DAY_OPEN_TO
        ? INFINITY : qd_day_months(d->when.to);
    if (isinf(to)) return QD_NODE_HOLE;
    qd_set s = qd_set_piece(from, false, to, true);
    return qd_node_set(&l->graph, &s, QD_DIM_DATE);
}

static qd_node later_of(qd_lowering *l, qd_node a, qd_node b)
{
    if (a == QD_NODE_HOLE || a == QD_NODE_BAD) return b;
    if (b == QD_NODE_HOLE || b == QD_NODE_BAD) return a;
    qd_node n = qd_node_make(&l->graph, QD_N_MAX, a, b, 0, 0);
    return n ? n : a;
}

/* The last of the deals that a directive waits for. */
static qd_node deals_date(qd_lowering *l, const qd_dir *d)
{
    qd_node at = QD_NODE_HOLE;
    for (uint32_t i = 0; i < d->n_refs && qd_deals_bind(d); i++) {
        qd_ref ref = l->m->tree.refs.at[d->refs + i];
        if (QD_REF_KIND(ref) != QD_REF_DEAL) continue;
        uint32_t deal = qd_model_find(l->m, QD_REF_SYM(ref));
        if (deal != QD_NONE) at = later_of(l, at, qd_lower_times(l, deal).at);
    }
    return at;
}

/* A half-open date has no place on a schedule. */
static qd_node firm_date(qd_lowering *l, qd_node n)
{
    if (!qd_node_is(&l->graph, n, QD_N_SET)) return n;
    const qd_set *s = &l->graph.sets.at[l->graph.nodes.at[n].a];
    return isinf(qd_set_hull(s).hi) ? QD_NODE_HOLE : n;
}

static qd_node own_date(qd_lowering *l, uint32_t dir, const char *field,
                        enum qd_date_sense sense)
{
    qd_node n = field ? qd_lower_named(l, dir, field, sense) : QD_NODE_HOLE;
    if (n == QD_NODE_HOLE) n = qd_lower_named(l, dir, "when", sense);
    if (n == QD_NODE_HOLE)
        n = header_date(l, &l->m->tree.dirs.at[dir], sense);
    return firm_date(l, n);
}

/* Three nodes are kept: when it happens, begins and ends. */
static void keep_times(qd_lowering *l, uint32_t dir, qd_times t)
{
    qd_memo_keep(l, qd_memo_key(dir, TIMES, 0), t.at);
    qd_memo_keep(l, qd_memo_key(dir, TIMES, 1), t.from);
    qd_memo_keep(l, qd_memo_key(dir, TIMES, 2), t.to);
}

static void make_times(qd_lowering *l, uint32_t dir)
{
    qd_times t;
    uint32_t outer = l->height;
    l->height = 0;
    qd_node deals = deals_date(l, &l->m->tree.dirs.at[dir]);
    t.at = later_of(l, own_date(l, dir, NULL, QD_DATE_WITHIN), deals);
    t.from = later_of(l, own_date(l, dir, "starts", QD_DATE_FIRST), deals);
    t.to = own_date(l, dir, "ends", QD_DATE_LAST);
    keep_times(l, dir, t);
    if (outer > l->height) l->height = outer;
}

/* A deal that a directive names and whose times are not known yet. */
static uint32_t next_deal(qd_lowering *l, uint32_t dir, uint32_t *k)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    while (*k < d->n_refs) {
        qd_ref ref = l->m->tree.refs.at[d->refs + (*k)++];
        if (QD_REF_KIND(ref) != QD_REF_DEAL) continue;
        uint32_t deal = qd_model_find(l->m, QD_REF_SYM(ref));
        if (deal != QD_NONE && qd_dir_seen(&l->view, deal) &&
            qd_memo_find(l, qd_memo_key(deal, TIMES, 0)) == QD_MEMO_NONE)
            return deal;
    }
    return QD_NONE;
}

struct waiting {
    uint32_t dir, next;
};

/* Deals may name deals: a stack of its own, since a chain may be long. One
 * that waits already is marked as open while its deals are looked for. */
static void make_deals_first(qd_lowering *l, uint32_t dir)
{
    QD_VEC(struct waiting) stack = { 0 };
    *qd_vec_add(l->m->mem, &stack) = (struct waiting){ dir, 0 };
    while (stack.n > 0) {
        struct waiting *top = &stack.at[stack.n - 1];
        qd_memo_keep(l, qd_memo_key(top->dir, TIMES, 0), QD_MEMO_OPEN);
        uint32_t deal = next_deal(l, top->dir, &top->next);
        if (deal != QD_NONE) {
            *qd_vec_add(l->m->mem, &stack) = (struct waiting){ deal, 0 };
        } else {
            make_times(l, top->dir);
            stack.n--;
        }
    }
    qd_mem_release(l->m->mem, stack.at);
}

qd_times qd_lower_times(qd_lowering *l, uint32_t dir)
{
    qd_times t = { QD_NODE_HOLE, QD_NODE_HOLE, QD_NODE_HOLE };
    uint64_t key = qd_memo_key(dir, TIMES, 0);
    if (!qd_dir_seen(&l->view, dir)) return t;
    qd_node at = qd_memo_find(l, key);
    if (at == QD_MEMO_OPEN) return t;
    if (at == QD_MEMO_NONE) make_deals_first(l, dir);
    t.at = qd_memo_find(l, key);
    t.from = qd_memo_find(l, qd_memo_key(dir, TIMES, 1));
    t.to = qd_memo_find(l, qd_memo_key(dir, TIMES, 2));
    return t;
}

/* ---- All */

void qd_lower_due(qd_lowering *l, qd_due due)
{
    *qd_vec_add(l->m->mem, &l->dues) = due;
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
}
