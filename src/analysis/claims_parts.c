/* Parts that exceed their total on every reading: a contradiction between
 * fields, computed from `part-of:` and the amounts on both sides. */
#include "analysis/claims_rows.h"

#include <stdlib.h>

#include "model/stage.h"

enum { SHOWN = 12 }; /* parts of one total that are listed */

/* What the standing claims on a field allow; unknown where nothing is
 * said. */
static qd_set field_set(qd_quantities *q, uint32_t dir, qd_sym field,
                        qd_dim *dim)
{
    qd_node n = qd_lower_field(&q->lowering, dir, field, QD_DATE_WITHIN);
    if (n == QD_NODE_HOLE || n == QD_NODE_BAD) return qd_set_unknown();
    *dim = qd_node_dim(&q->lowering.graph, n);
    return *qd_eval_node(&q->claims, n);
}

/* One directive is part of another, on a line that the view knows. */
struct link {
    uint32_t part, total;
    qd_str name; /* of the part */
};

struct links {
    QD_VEC(struct link) at;
};

static void link_line(qd_quantities *q, struct links *links, uint32_t part,
                      uint32_t line)
{
    const qd_tree *t = &q->m->tree;
    qd_sym *names;
    bool others = false;
    uint32_t n = qd_names_of(q, qd_field_datum(t, &t->fields.at[line]),
                             &names, &others);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t total = qd_model_find(q->m, names[k]);
        if (total == QD_NONE || total == part ||
            !qd_dir_seen(&q->view, total)) continue;
        *qd_vec_add(q->m->mem, &links->at) = (struct link){ part, total,
            qd_model_name(q->m, t->dirs.at[part].name) };
    }
}

/* The parts of a total together, by name. */
static int by_total(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    if (x->total != y->total) return x->total < y->total ? -1 : 1;
    return qd_str_cmp(x->name, y->name);
}

static void find_links(qd_quantities *q, struct links *links)
{
    const qd_tree *t = &q->m->tree;
    qd_sym field = qd_names_find(&t->names, QD_STR("part-of"));
    for (uint32_t i = 0; field && i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if ((d->flags & QD_DIR_BROKEN) || !qd_dir_seen(&q->view, i) ||
            !(qd_instrument_of(d)->flags & QD_I_ARROW_PAYS)) continue;
        qd_claims c = qd_claims_of(&q->view, i, field, q->view.on, q->arena);
        for (uint32_t k = 0; k < c.n; k++)
            if (c.at[k].state == QD_CLAIM_STANDS)
                link_line(q, links, i, c.at[k].field);
        if (c.assume != QD_NONE) link_line(q, links, i, c.assume);
    }
    if (links->at.n > 1)
        qsort(links->at.at, links->at.n, sizeof *links->at.at, by_total);
}

static bool is_vague(qd_quantities *q, uint32_t dir)
{
    return qd_stage_firmness(&q->view, dir, q->arena) >= QD_FIRM_TALKS;
}

/* The parts of a total that have a number in this field: of the links from
 * `first` on. What is planned or in talks is held against no fact. */
static uint32_t parts_of(qd_quantities *q, const struct links *links,
                         uint32_t first, qd_sym field, uint32_t *out)
{
    uint32_t total = links->at.at[first].total, n = 0;
    bool vague = is_vague(q, total);
    for (uint32_t i = first; i < links->at.n; i++) {
        uint32_t part = links->at.at[i].part;
        qd_dim dim = QD_DIM_NONE;
        if (links->at.at[i].total != total) break;
        if (i > first && part == links->at.at[i - 1].part) continue;
        qd_set s = field_set(q, part, field, &dim);
        if (s.unknown || s.n == 0 || (!vague && is_vague(q, part))) continue;
        out[n++] = part;
    }
    return n;
}

/* No value of the sum is a value of the total or below one. */
static bool exceeds(const qd_set *sum, const qd_set *total)
{
    if (sum->unknown || total->unknown || !sum->n || !total->n) return false;
    qd_set fits = qd_set_compare(sum, total, QD_CMP_LE);
    return !fits.unknown && !qd_set_has(&fits, 1);
}

/* What each part alone says: those that are too large by themselves, or all
 * of them where only their sum is. */
static qd_set guilty(qd_quantities *q, qd_sym field, uint32_t *parts,
                     uint32_t *n, const qd_set *total, qd_dim dim)
{
    qd_set sum = qd_set_point(0), alone = qd_set_empty();
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++) {
        qd_dim d = dim;
        qd_set s = field_set(q, parts[i], field, &d);
        if (d != dim) continue;
        if (exceeds(&s, total)) {
            alone = s;
            parts[kept++] = parts[i];
        }
        sum = qd_set_add(&sum, &s);
    }
    if (kept == 0) return sum;
    *n = kept;
    return kept == 1 ? alone : sum;
}

/* ---- The quantity */

static void add_lines(qd_quantities *q, qd_quantity *x, uint32_t dir,
                      qd_sym field)
{
    qd_claims c = qd_claims_of(&q->view, dir, field, q->view.on, q->arena);
    qd_say *at = qd_arena_alloc(q->arena, (x->n + c.n + 1) * sizeof *at);
    if (x->n) memcpy(at, x->at, x->n * sizeof *at);
    x->at = at;
    qd_str name = qd_model_name(q->m, q->m->tree.dirs.at[dir].name);
    for (uint32_t i = 0; i < c.n; i++) {
        qd_say *s = &x->at[x->n];
        *s = (qd_say){ .claim = c.at[i], .part = dir,
                       .found = QD_FOUND_PARTS };
        if (s->claim.state != QD_CLAIM_STANDS) continue;
        qd_say_read(q, x, s);
        if (s->said != QD_SAID_SET) continue;
        s->word = qd_arena_printf(q->arena, "%.*s: %.*s",
                                  QD_STR_ARG(name), QD_STR_ARG(s->word));
        x->n++;
    }
}

/* "infra: more than 1.4 tn USD (s0) inside stargate-500: 500 bn USD (s0)" */
static void say_detail(qd_quantities *q, qd_quantity *x)
{
    bool *in = qd_arena_alloc(q->arena, x->n * sizeof *in);
    for (uint32_t i = 0; i < x->n; i++) in[i] = x->at[i].part != x->dir;
    qd_str parts = qd_says_words(q, x, in);
    for (uint32_t i = 0; i < x->n; i++) in[i] = !in[i];
    x->detail = qd_arena_printf(q->arena, "%.*s inside %.*s",
                                QD_STR_ARG(parts),
                                QD_STR_ARG(qd_says_words(q, x, in)));
}

static void add_excess(qd_quantities *q, uint32_t total, qd_sym field,
                       uint32_t *parts, uint32_t n, const qd_set *sum)
{
    const qd_dir *d = &q->m->tree.dirs.at[total];
    qd_quantity x = { .dir = total, .field = field, .kind = QD_KIND_QUANTITY,
                      .rivalry = QD_RIVAL_NUMBER, .found = QD_FOUND_PARTS,
                      .allowed = *sum };
    x.id = qd_model_name(q->m, d->name);
    x.field_text = QD_STR("part-of");
    x.title = qd_arena_printf(q->arena, "%.*s and its parts, %.*s",
        QD_STR_ARG(qd_model_label(q->m, total)),
        QD_STR_ARG(qd_names_text(&q->m->tree.names, field)));
    add_lines(q, &x, total, field);
    for (uint32_t i = 0; i < n && i < SHOWN; i++)
        add_lines(q, &x, parts[i], field);
    if (x.n == 0) return;
    for (uint32_t i = 0; i < x.n; i++) {
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= x.at[k].claim.voice == x.at[i].claim.voice;
        x.n_voices += !again;
    }
    x.n_figures = x.n_voices;
    say_detail(q, &x);
    if (n > SHOWN)
        x.detail = qd_arena_printf(q->arena, "%.*s; %u more parts",
                                   QD_STR_ARG(x.detail),
                                   (unsigned)(n - SHOWN));
    x.uses = QD_STR("the larger of the two");
    x.why = QD_STR("a total pays what its parts leave");
    *qd_vec_add(q->m->mem, &q->at) = x;
}

static void judge_total(qd_quantities *q, const struct links *links,
                        uint32_t first, const char *name, uint32_t *parts)
{
    uint32_t total = links->at.at[first].total;
    qd_sym field = qd_names_find(&q->m->tree.names, qd_str_c(name));
    qd_dim dim = QD_DIM_NONE;
    if (!field) return;
    qd_set limit = field_set(q, total, field, &dim);
    if (limit.unknown || limit.n == 0) return;
    uint32_t n = parts_of(q, links, first, field, parts);
    qd_set sum = guilty(q, field, parts, &n, &limit, dim);
    if (n > 0 && exceeds(&sum, &limit))
        add_excess(q, total, field, parts, n, &sum);
}

void qd_quantities_parts(qd_quantities *q)
{
    struct links links = { 0 };
    find_links(q, &links);
    uint32_t *parts = qd_arena_alloc(q->arena,
                                     (links.at.n + 1) * sizeof *parts);
    for (uint32_t i = 0; i < links.at.n; i++) {
        if (i > 0 && links.at.at[i].total == links.at.at[i - 1].total)
            continue;
        judge_total(q, &links, i, "amount", parts);
        judge_total(q, &links, i, "power", parts);
    }
    qd_mem_release(q->m->mem, links.at.at);
}
