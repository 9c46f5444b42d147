/* Plain words, read without nodes: the same sets as by the nodes. */
#include "model_text.h"

#include "expr/eval.h"
#include "model/claims.h"
#include "model/lower.h"
#include "model/plain.h"
#include "model/rests.h"

enum { DIRECTIVES = 3000, ROOM = 1 << 20 };

/* ---- A text of random lines */

struct text {
    char *at;
    size_t n;
    uint64_t state;
};

static unsigned below(struct text *t, unsigned n)
{
    t->state = t->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((t->state >> 33) % n);
}

static void put(struct text *t, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    t->n += (size_t)vsnprintf(t->at + t->n, ROOM - t->n, form, args);
    va_end(args);
    assert_true(t->n < ROOM);
}

/* Few numbers, so that lines often agree or touch. */
static void datum(struct text *t, const char *unit)
{
    static const char *const hedges[] = { "~ ", "> ", ">= ", "< ", "<= ",
                                          "<~ ", ">~ " };
    static const char *const numbers[] = { "0", "1", "1.05", "2", "2.0",
                                           "2.1", "7", "0.5" };
    const char *a = numbers[below(t, 8)], *b = numbers[below(t, 8)];
    switch (below(t, 9)) {
    case 0: put(t, "1 to %s%s", numbers[2 + below(t, 5)], unit); break;
    case 1: put(t, "%s%s or %s%s", a, unit, b, unit); break;
    case 2: case 3: case 4:
        put(t, "%s%s%s", hedges[below(t, 7)], a, unit);
        break;
    case 5: put(t, "?"); break;
    case 6: put(t, "%s%s + %s%s", a, unit, b, unit); break;
    default: put(t, "%s%s", a, unit); break;
    }
}

static void line(struct text *t, bool stake)
{
    static const char *const units[] = { " bn USD", " mn USD", " bn EUR" };
    put(t, stake ? "  share: " : "  amount: ");
    if (!stake && below(t, 12) == 0) put(t, "multi bn USD");
    else if (!stake) datum(t, units[below(t, 16) ? 0 : 1 + below(t, 2)]);
    else datum(t, " %");
    if (stake && below(t, 2)) put(t, " issued");
    for (unsigned n = below(t, 3); n > 0; n--) put(t, " ^s%u", below(t, 6));
    put(t, "\n");
}

static void write_model(struct text *t, const char *policy)
{
    put(t, "quid 1 \"t\"\n  currency: USD $, EUR €\n"
        "  horizon: 2025-01..2027-12\nparty a\nparty b\n%s", policy);
    for (unsigned i = 0; i < 6; i++)
        put(t, "2025-0%u source s%u\n  publisher: \"%u\"\n", 1 + i / 2, i,
            i / 2);
    for (unsigned i = 0; i < DIRECTIVES; i++) {
        bool stake = below(t, 2);
        put(t, stake ? "2026-01.. stake d%u a of b\n"
                     : "2026-01..2027-01 contract d%u a -> b\n", i);
        for (unsigned n = 1 + below(t, 4); n > 0; n--) line(t, stake);
    }
}

/* ---- By the nodes */

struct oracle {
    qd_lowering l;
    qd_eval e;
};

static struct oracle *begin_oracle(struct world *w, qd_view *v)
{
    static struct oracle o;
    qd_lowering_init(&o.l, v, &w->m.arena);
    o.l.bounds = true;
    qd_eval_init(&o.e, &o.l.graph, &w->mem, QD_FACE_CLAIMS, 0);
    return &o;
}

static const qd_set *set_of(struct oracle *o, qd_node n)
{
    qd_eval_period(&o->e, 0, 12);
    return qd_eval_node(&o->e, n);
}

static void end_oracle(struct oracle *o)
{
    qd_eval_free(&o->e);
    qd_lowering_free(&o->l);
}

static bool by_nodes_open(struct world *w, struct oracle *o, qd_view *v,
                          uint32_t dir)
{
    const qd_dir *d = &w->m.tree.dirs.at[dir];
    qd_sym field = w->m.tree.fields.at[d->fields].name;
    qd_claims c = qd_claims_of(v, dir, field, v->on, &w->m.arena);
    if (c.n_stand < 2 || d->n_fields < 2) return false;
    qd_node n = qd_lower_field(&o->l, dir, field, QD_DATE_WITHIN);
    bool rivals = qd_node_is(&o->l.graph, n, QD_N_RIVALS);
    bool open = rivals && !qd_set_is_point(set_of(o, n));
    qd_lowering_clear(&o->l);
    return open;
}

/* ---- Comparing */

static unsigned compare_line(struct world *w, struct oracle *o,
                             const qd_plain *p, uint32_t dir, uint32_t field)
{
    qd_piece piece;
    qd_dim dim;
    const qd_tree *t = &w->m.tree;
    if (!qd_plain_line(p, &t->dirs.at[dir], &t->fields.at[field], &piece,
                       &dim)) return 0;
    qd_node n = qd_lower_line(&o->l, dir, field, QD_DATE_WITHIN);
    const qd_set *s = set_of(o, n);
    assert_int_equal(s->n, 1);
    assert_false(s->unknown);
    assert_int_equal(qd_node_dim(&o->l.graph, n), dim);
    assert_true(s->at[0].lo == piece.lo && s->at[0].hi == piece.hi);
    assert_int_equal(s->at[0].lo_open, piece.lo_open);
    assert_int_equal(s->at[0].hi_open, piece.hi_open);
    qd_lowering_clear(&o->l);
    return 1;
}

static void compare_lines(struct world *w, qd_view *v, unsigned least)
{
    struct oracle *o = begin_oracle(w, v);
    qd_plain p;
    unsigned known = 0, all = 0;
    qd_plain_init(&p, &w->m);
    for (uint32_t i = 0; i < w->m.tree.dirs.n; i++) {
        const qd_dir *d = &w->m.tree.dirs.at[i];
        bool mine = d->keyword == QD_K_stake || d->keyword == QD_K_contract;
        for (uint32_t k = 0; mine && k < d->n_fields; k++, all++)
            known += compare_line(w, o, &p, i, d->fields + k);
    }
    end_oracle(o);
    assert_true(known > all * least / 100);
}

static void compare_rests(struct world *w, qd_view *v)
{
    struct oracle *o = begin_oracle(w, v);
    qd_rests r;
    uint32_t at = 0, picked = 0;
    qd_rests_find(&r, v, &w->m.arena);
    for (uint32_t i = 0; i < w->m.tree.dirs.n; i++) {
        const qd_dir *d = &w->m.tree.dirs.at[i];
        if (d->keyword != QD_K_stake && d->keyword != QD_K_contract) continue;
        if (!by_nodes_open(w, o, v, i)) continue;
        picked++;
        while (at < r.at.n && r.at.at[at].kind != QD_REST_PICKED) at++;
        if (at < r.at.n) assert_int_equal(r.at.at[at++].dir, i);
    }
    end_oracle(o);
    assert_int_equal(picked, r.count[QD_REST_PICKED]);
    assert_in_range(picked, DIRECTIVES / 10, DIRECTIVES - DIRECTIVES / 10);
}

static void compare(const char *policy, uint64_t seed, unsigned least)
{
    struct text t = { .at = test_malloc(ROOM), .state = seed };
    write_model(&t, policy);
    struct world *w = begin(t.at);
    qd_view v = qd_view_make(&w->m);
    compare_lines(w, &v, least);
    compare_rests(w, &v);
    end(w);
    test_free(t.at);
}

static void shipped_readings(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) compare("", seed, 60);
}

/* Readings of the user's own: other operators, ends left open, ends that are
 * no arithmetic, a name that is not x. */
static void own_readings(void **state)
{
    (void)state;
    compare("policy about\n  low: x - x / 8\n  high: < x + 0.2 * x\n"
            "  reads: x\npolicy nearly\n  high: x\n  reads: x\n"
            "policy more-than\n  low: max(x, 0 * x)\n  reads: x\n"
            "policy rounded\n  low: > x - u\n  high: x + 3 * u\n"
            "  reads: x\n", 7, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_readings),
        cmocka_unit_test(own_readings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
