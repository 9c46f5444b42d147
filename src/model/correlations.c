/* `correlate`: which draws go together. The draw of a field is the first that
 * what the model uses of it makes, with all that it is made of. */
#include <string.h>

#include "base/number.h"
#include "math/rank_factor.h"
#include "model/formula.h"
#include "model/parts.h"
#include "model/world.h"

/* ---- Draws */

/* Whether a draw is only a part of another one, such as what is truncated. */
static bool is_part(const qd_graph *g, qd_node n)
{
    for (qd_node i = n + 1; i < g->nodes.n; i++) {
        const qd_node_row *r = &g->nodes.at[i];
        for (uint32_t k = 0; r->op == QD_N_DRAW && k < r->b; k++)
            if (g->items.at[r->a + k] == n) return true;
    }
    return false;
}

/* The node of the first draw of a datum, 0 when it draws nothing: draws are
 * numbered in the order of its text. */
static qd_node first_draw(const qd_graph *g, uint64_t datum)
{
    enum { PLACES = 64, OWN = 2 };
    const uint64_t own[OWN] = { qd_draw_key(datum, QD_OWN_DAY),
                                qd_draw_key(datum, QD_OWN_HAPPENS) };
    for (uint32_t place = 0; place < PLACES + OWN; place++) {
        uint64_t key = place < PLACES ? qd_draw_key(datum, place)
                                      : qd_draw_key(own[place - PLACES], 0);
        for (qd_node i = g->nodes.n - 1; i > 0; i--) {
            const qd_node_row *r = &g->nodes.at[i];
            if (r->key == key && !is_part(g, i) &&
                (r->op == QD_N_DRAW || r->op == QD_N_PROCESS)) return i;
        }
    }
    return 0;
}

/* One side: its text, and the key of its draw; 0 when it draws nothing. */
struct side {
    qd_id id;
    qd_str name, field;
    uint64_t key;
    bool monthly;
};

/* The day and the chance of what may happen are drawn with its times. */
static void lower_side(qd_lowering *l, qd_id id, const qd_syn *s)
{
    uint32_t dir = qd_model_find_kind(l->m, s->a, NULL);
    qd_lower_datum(l, id, QD_DATE_FIRST);
    if (dir != QD_NONE && qd_instrument_of(&l->m->tree.dirs.at[dir])->flags &
                              QD_I_HAPPENS) qd_lower_times(l, dir);
}

static struct side side_of(qd_lowering *l, qd_id id)
{
    const qd_syn s = l->m->tree.syns.at[id];
    struct side side = { .id = id, .name = qd_model_name(l->m, s.a) };
    if (s.b) side.field = qd_names_text(&l->m->tree.names, s.b);
    lower_side(l, id, &s);
    uint64_t datum = qd_datum_key(l->m, s.a, s.b, QD_SPAN_ALWAYS);
    qd_node n = first_draw(&l->graph, datum);
    if (n) side.key = l->graph.nodes.at[n].key;
    side.monthly = n && l->graph.nodes.at[n].op == QD_N_PROCESS;
    return side;
}

static int compare(const struct side *a, const struct side *b)
{
    int c = qd_str_cmp(a->name, b->name);
    return c ? c : qd_str_cmp(a->field, b->field);
}

/* ---- Lines */

/* A `correlate` line, its sides in the order of their names. */
struct pair {
    struct side a, b;
    double rho;
    const qd_dir *line;
};

struct pairs {
    struct pair *at;
    uint32_t n;
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
    struct pair p = { side_of(l, body.a), side_of(l, body.b), 0, d };
    if (n->kind == QD_SYN_NUMBER) p.rho = qd_model_number(l->m, n);
    if (compare(&p.a, &p.b) <= 0) return p;
    return (struct pair){ p.b, p.a, p.rho, d };
}

/* By the names, so that the order of a file has no part in the factors. */
static struct pairs sorted_pairs(qd_lowering *l)
{
    const qd_tree *t = &l->m->tree;
    uint32_t most = 0;
    for (uint32_t i = 0; i < t->dirs.n; i++)
        most += t->dirs.at[i].keyword == QD_K_correlate;
    struct pairs out = { NULL, 0 };
    if (most == 0) return out;
    out.at = qd_arena_alloc(l->arena, most * sizeof *out.at);
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->keyword != QD_K_correlate || d->body == QD_NONE) continue;
        struct pair p = pair_of(l, d);
        uint32_t at = out.n++;
        for (; at > 0 && goes_before(&p, &out.at[at - 1]); at--)
            out.at[at] = out.at[at - 1];
        out.at[at] = p;
    }
    return out;
}

static bool ties(const struct pair *p)
{
    return p->a.key && p->b.key && p->a.key != p->b.key;
}

qd_correlation *qd_correlations_of(qd_lowering *l, uint32_t *n)
{
    struct pairs pairs = sorted_pairs(l);
    qd_correlation *out = qd_arena_alloc(l->arena,
                                              (pairs.n + 1) * sizeof *out);
    *n = 0;
    for (uint32_t i = 0; i < pairs.n; i++)
        if (ties(&pairs.at[i]))
            out[(*n)++] = (qd_correlation){
                pairs.at[i].a.key, pairs.at[i].b.key, pairs.at[i].rho };
    return out;
}

/* ---- What is wrong with them */

static qd_str text_of(const qd_model *m, const struct side *s)
{
    qd_range r = qd_syn_range(&m->tree, s->id);
    return (qd_str){ qd_source_at(&m->source, r.pos), r.len };
}

static qd_diag *tell(qd_model *m, enum qd_diag_code code, qd_id at)
{
    qd_range r = qd_syn_range(&m->tree, at);
    return qd_diag_add(&m->diags, code, r.pos, r.len);
}

static void check_pair(qd_model *m, const struct pair *p)
{
    const struct side *sides[] = { &p->a, &p->b };
    for (int i = 0; i < 2; i++)
        if (!sides[i]->key)
            qd_diag_arg(&m->diags, tell(m, QD_D_CORRELATED_NOTHING,
                                        sides[i]->id), text_of(m, sides[i]));
    if (!ties(p) || p->a.monthly == p->b.monthly) return;
    qd_diag *d = tell(m, QD_D_CORRELATED_KINDS,
                      p->a.id > p->b.id ? p->a.id : p->b.id);
    qd_diag_arg(&m->diags, d, text_of(m, p->a.monthly ? &p->a : &p->b));
    qd_diag_arg(&m->diags, d, text_of(m, p->a.monthly ? &p->b : &p->a));
}

static void check_twice(qd_model *m, const struct pair *x,
                        const struct pair *y)
{
    if (compare(&x->a, &y->a) != 0 || compare(&x->b, &y->b) != 0) return;
    const struct pair *first = x->line < y->line ? x : y;
    const struct pair *second = first == x ? y : x;
    qd_diag *d = tell(m, QD_D_CORRELATED_TWICE, second->line->body);
    qd_diag_arg(&m->diags, d, text_of(m, &second->a));
    qd_diag_arg(&m->diags, d, text_of(m, &second->b));
    qd_range r = qd_syn_range(&m->tree, first->line->body);
    qd_diag_label(&m->diags, d, r.pos, r.len, "first here");
}

/* Those that tie something, numbered in the order in which they come. */
struct matrix {
    const struct pair **tie;  /* n_ties */
    uint32_t (*place)[2];     /* of its sides, the larger one first */
    uint64_t *keys;
    double *at;
    uint32_t n_ties, n;
};

static uint32_t place_of(struct matrix *x, uint64_t key)
{
    uint32_t i = 0;
    while (i < x->n && x->keys[i] != key) i++;
    if (i == x->n) x->keys[x->n++] = key;
    return i;
}

static struct matrix matrix_of(qd_arena *arena, struct pairs p)
{
    struct matrix x = { .n = 0 };
    x.tie = qd_arena_alloc(arena, (p.n + 1) * sizeof *x.tie);
    x.place = qd_arena_alloc(arena, (p.n + 1) * sizeof *x.place);
    x.keys = qd_arena_alloc(arena, (2 * p.n + 1) * sizeof *x.keys);
    for (uint32_t i = 0; i < p.n; i++) {
        if (!ties(&p.at[i])) continue;
        uint32_t a = place_of(&x, p.at[i].a.key);
        uint32_t b = place_of(&x, p.at[i].b.key);
        x.place[x.n_ties][0] = a > b ? a : b;
        x.place[x.n_ties][1] = a > b ? b : a;
        x.tie[x.n_ties++] = &p.at[i];
    }
    x.at = qd_arena_alloc(arena, (size_t)x.n * x.n * sizeof *x.at + 8);
    return x;
}

/* The first row that cannot be when one of the ties is by `rho`. */
static uint32_t try_with(struct matrix *x, uint32_t tie, double rho)
{
    memset(x->at, 0, (size_t)x->n * x->n * sizeof *x->at);
    for (uint32_t i = 0; i < x->n; i++) x->at[(size_t)i * x->n + i] = 1;
    for (uint32_t i = 0; i < x->n_ties; i++)
        x->at[(size_t)x->place[i][0] * x->n + x->place[i][1]] =
            qd_rank_to_normal(i == tie ? rho : x->tie[i]->rho);
    return qd_rank_factor(x->at, x->n);
}

/* Which numbers would do, to a twentieth. */
static qd_str remedy(qd_arena *arena, struct matrix *x, uint32_t tie)
{
    enum { LARGE = 60, STEPS = 20 };
    int low = 1, high = 0;
    for (int i = -STEPS; i <= STEPS && x->n <= LARGE; i++) {
        if (try_with(x, tie, (double)i / STEPS) < x->n) continue;
        if (low > high) low = i;
        high = i;
    }
    if (low > high) return QD_STR("bring the correlations nearer to zero");
    char a[QD_FIXED_ROOM], b[QD_FIXED_ROOM];
    qd_str from = qd_double_fixed((double)low / STEPS, 2, a);
    qd_str to = qd_double_fixed((double)high / STEPS, 2, b);
    return qd_arena_printf(arena, "with the others as they are, write a "
                           "number from %.*s to %.*s", QD_STR_ARG(from),
                           QD_STR_ARG(to));
}

/* The last line of the file that ties what cannot be. */
static void check_matrix(qd_model *m, struct pairs p)
{
    struct matrix x = matrix_of(&m->arena, p);
    uint32_t row = x.n <= QD_LIMIT_CORRELATED ? try_with(&x, QD_NONE, 0)
                                              : x.n, last = QD_NONE;
    if (row == x.n) return;
    for (uint32_t i = 0; i < x.n_ties; i++)
        if (x.place[i][0] == row &&
            (last == QD_NONE || x.tie[i]->line > x.tie[last]->line))
            last = i;
    if (last == QD_NONE) return;
    qd_diag *d = tell(m, QD_D_CORRELATIONS, x.tie[last]->line->extra);
    qd_diag_arg(&m->diags, d, text_of(m, &x.tie[last]->a));
    qd_diag_arg(&m->diags, d, text_of(m, &x.tie[last]->b));
    qd_diag_arg(&m->diags, d, remedy(&m->arena, &x, last));
}

void qd_check_correlations(qd_model *m)
{
    if (m->diags.count[QD_ERROR] > 0) return;
    qd_view view = qd_view_make(m);
    qd_lowering l;
    qd_lowering_init(&l, &view, &m->arena);
    struct pairs p = sorted_pairs(&l);
    for (uint32_t i = 0; i < p.n; i++) {
        check_pair(m, &p.at[i]);
        if (i > 0) check_twice(m, &p.at[i - 1], &p.at[i]);
    }
    if (m->diags.count[QD_ERROR] == 0 && p.n > 0) check_matrix(m, p);
    qd_lowering_free(&l);
}
