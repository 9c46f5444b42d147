/* `correlate`: which draws go together. The draw of a field is the first that
 * what the model uses of it makes. */
#include "model/world.h"

#include "model/formula.h"

/* The key of the first draw of a datum, 0 when it draws nothing: draws are
 * numbered in the order of its text. */
static uint64_t first_draw(const qd_graph *g, uint64_t datum)
{
    enum { PLACES = 16 };
    for (uint32_t place = 0; place < PLACES; place++) {
        uint64_t key = qd_draw_key(datum, place);
        for (qd_node i = g->nodes.n - 1; i > 0; i--) {
            const qd_node_row *r = &g->nodes.at[i];
            if (r->key == key &&
                (r->op == QD_N_DRAW || r->op == QD_N_PROCESS)) return key;
        }
    }
    return 0;
}

/* One side: its text, and the key of its draw. */
struct side {
    qd_str name, field;
    uint64_t key;
};

static struct side side_of(qd_lowering *l, qd_id id)
{
    const qd_syn s = l->m->tree.syns.at[id];
    struct side side = { qd_model_name(l->m, s.a), { "", 0 }, 0 };
    if (s.b) side.field = qd_names_text(&l->m->tree.names, s.b);
    qd_lower_datum(l, id, QD_DATE_FIRST);
    uint64_t datum = qd_datum_key(l->m, s.a, s.b, QD_SPAN_ALWAYS);
    side.key = first_draw(&l->graph, datum);
    return side;
}

static int compare(const struct side *a, const struct side *b)
{
    int c = qd_str_cmp(a->name, b->name);
    return c ? c : qd_str_cmp(a->field, b->field);
}

/* A `correlate` line, its sides in the order of their names. */
struct pair {
    struct side a, b;
    double rho;
};

static bool goes_before(const struct pair *x, const struct pair *y)
{
    int c = compare(&x->a, &y->a);
    return c ? c < 0 : compare(&x->b, &y->b) < 0;
}

static struct pair pair_of(qd_lowering *l, const qd_dir *d)
{
    const qd_tree *t = &l->m->tree;
    const qd_syn body = t->syns.at[d->body], *n = &t->syns.at[d->extra];
    struct pair p = { side_of(l, body.a), side_of(l, body.b), 0 };
    if (n->kind == QD_SYN_NUMBER) p.rho = qd_model_number(l->m, n);
    if (compare(&p.a, &p.b) <= 0) return p;
    return (struct pair){ p.b, p.a, p.rho };
}

/* By the names, so that the order of a file has no part in the factors. */
static uint32_t sorted_pairs(qd_lowering *l, struct pair *out)
{
    const qd_tree *t = &l->m->tree;
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword != QD_K_correlate || d->body == QD_NONE) continue;
        struct pair p = pair_of(l, d);
        if (!p.a.key || !p.b.key || p.a.key == p.b.key) continue;
        uint32_t at = n++;
        for (; at > 0 && goes_before(&p, &out[at - 1]); at--)
            out[at] = out[at - 1];
        out[at] = p;
    }
    return n;
}

qd_rank_correlation *qd_correlations_of(qd_lowering *l, uint32_t *n)
{
    const qd_tree *t = &l->m->tree;
    uint32_t most = 0;
    for (uint32_t i = 0; i < t->dirs.n; i++)
        most += t->dirs.at[i].keyword == QD_K_correlate;
    struct pair *pairs = qd_arena_alloc(l->arena, (most + 1) * sizeof *pairs);
    qd_rank_correlation *out = qd_arena_alloc(l->arena,
                                              (most + 1) * sizeof *out);
    *n = sorted_pairs(l, pairs);
    for (uint32_t i = 0; i < *n; i++)
        out[i] = (qd_rank_correlation){ pairs[i].a.key, pairs[i].b.key,
                                        pairs[i].rho };
    return out;
}
