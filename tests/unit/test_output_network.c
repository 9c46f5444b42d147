/* The picture of a money network: widths, looks, folding, and that nothing
 * lies over words or boxes. */
#include "unit_test.h"

#include "output/netplan.h"
#include "svg_test.h"

static void columns(qd_table *t, const char *const *names)
{
    for (; *names; names++)
        qd_table_column(t, *names, QD_COLUMN_TEXT, QD_STR(""));
}

static qd_block *begin_block(struct answer_world *w)
{
    static const char *const arcs[] = { "payer", "payee", "lo", "hi",
        "status", "kind", "faint", NULL };
    static const char *const parties[] = { "party", "role", "focus", NULL };
    qd_block *b = qd_answer_block(w->answer, QD_BLOCK_NETWORK);
    b->text = QD_STR("Who pays whom");
    b->detail = QD_STR("bn USD");
    b->unit = QD_STR("bn USD");
    b->table = qd_table_make(&w->arena, "payments");
    b->marks = qd_table_make(&w->arena, "parties");
    columns(b->table, arcs);
    columns(b->marks, parties);
    return b;
}

/* lo NAN: no amount; hi NAN: open above. */
static void add_arc(qd_block *b, const char *from, const char *to, double lo,
                    double hi, const char *status, const char *kind)
{
    qd_table *t = b->table;
    qd_table_row(t);
    answer_text(t, 0, from);
    answer_text(t, 1, to);
    if (isnan(lo)) qd_table_hole(t, 2);
    else qd_table_number(t, 2, lo);
    if (!isnan(hi)) qd_table_number(t, 3, hi);
    answer_text(t, 4, status);
    answer_text(t, 5, kind);
    qd_table_bool(t, 6, false);
}

static void add_party(qd_block *b, const char *name, const char *role)
{
    qd_table_row(b->marks);
    answer_text(b->marks, 0, name);
    answer_text(b->marks, 1, role);
    qd_table_bool(b->marks, 2, false);
}

/* The widest band has 46 pixels; half its amount, half of them. */
static void test_widths(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = begin_block(w);
    add_arc(b, "lab", "cloud", 40, 40, "firm", "capacity");
    add_arc(b, "lab", "other", 20, 20, "paid", "chips");
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    check_picture(w);
    assert_int_equal(count_of(svg, "class=\"q-flow\""), 2);
    assert_int_equal(count_of(svg, "class=\"q-party\""), 3);
    assert_int_equal(count_of(svg, "q-line-compute\" fill=\"none\" "
                                   "stroke=\"#d9783c\" stroke-width=\"46\""),
                     1);
    assert_int_equal(count_of(svg, "q-line-chips\" fill=\"none\" "
                                   "stroke=\"#2b9a78\" stroke-width=\"23\""),
                     1);
    assert_non_null(strstr(svg, ">$40bn capacity<"));
    assert_non_null(strstr(svg, "<title>lab → other: $20bn, chips, paid<"));
    answer_end(w);
}

/* Hatched has dashes, hollow has paper inside, no amount is thin. */
static void test_looks(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = begin_block(w);
    add_arc(b, "a", "b", 30, 40, "announced", "capacity");
    add_arc(b, "a", "c", 20, NAN, "talks", "equity");
    add_arc(b, "a", "d", NAN, NAN, "firm", "chips");
    add_arc(b, "a", "e", 0, 10, "announced", "loan");
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    check_picture(w);
    assert_int_equal(count_of(svg, "stroke-dasharray=\"3 4\""), 3);
    assert_non_null(strstr(svg, ">$30–40bn capacity<"));
    assert_non_null(strstr(svg, ">≥$20bn equity<"));
    assert_non_null(strstr(svg, ">$? chips<"));
    assert_non_null(strstr(svg, ">up to $10bn loan<"));
    assert_non_null(strstr(svg, "a → d: no amount reported, chips, firm<"));
    assert_non_null(strstr(svg, "$? no amount reported<"));
    assert_int_equal(count_of(svg, ">paid or firm</text>"), 1);
    answer_end(w);
}

static qd_network_plan *plan_of(struct answer_world *w)
{
    qd_network_plan *p = qd_network_read(&w->arena, &w->answer->blocks.at[0]);
    p->from = 20;
    p->to = 1000;
    qd_network_tiers(p);
    qd_network_order(p);
    qd_network_place(p, 100);
    qd_network_route(p);
    qd_network_words(p);
    return p;
}

static const qd_net_party *party_called(const qd_network_plan *p,
                                        const char *name)
{
    for (uint32_t i = 0; i < p->parties.n; i++)
        if (qd_str_eq(p->parties.at[i].name, qd_str_c(name)))
            return &p->parties.at[i];
    return NULL;
}

/* What is bought goes to the right before what is put in; roles go before
 * amounts; what goes back over two tiers is outside, and what is put in from
 * the next one where both boxes are outermost. */
static void test_tiers(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = begin_block(w);
    add_party(b, "maker", "chipmaker");
    add_party(b, "lab", "lab");
    add_arc(b, "fund", "lab", 10, 10, "firm", "equity");
    add_arc(b, "lab", "cloud", 5, 5, "firm", "capacity");
    add_arc(b, "cloud", "lab", 50, 50, "firm", "equity");
    add_arc(b, "cloud", "maker", 4, 4, "firm", "chips");
    add_arc(b, "maker", "lab", 100, 100, "announced", "services");
    qd_network_plan *p = plan_of(w);
    assert_int_equal(party_called(p, "fund")->tier, 0);
    assert_int_equal(party_called(p, "lab")->tier, 1);
    assert_int_equal(party_called(p, "cloud")->tier, 2);
    assert_int_equal(party_called(p, "maker")->tier, 3);
    for (uint32_t i = 0; i < p->arcs.n; i++)
        assert_int_equal(p->arcs.at[i].lane, p->arcs.at[i].lo >= 50);
    check_picture(w);
    answer_end(w);
}

/* Fifteen that are paid, five that only pay: ten boxes and two for others. */
static void test_fold(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = begin_block(w);
    char name[8] = "p00";
    for (int i = 0; i < 20; i++) {
        name[1] = (char)('0' + i / 10);
        name[2] = (char)('0' + i % 10);
        const char *own = qd_arena_copy(&w->arena, qd_str_c(name)).at;
        if (i < 15) add_arc(b, "lab", own, 100 - i, 100 - i, "firm", "chips");
        else add_arc(b, own, "lab", 100 - i, 100 - i, "firm", "equity");
    }
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    assert_int_equal(count_of(svg, "class=\"q-party\""), 12);
    assert_non_null(strstr(svg, ">others (6)<"));
    assert_non_null(strstr(svg, ">others who pay"));
    assert_non_null(strstr(svg, "lab → others (6): $531bn, chips, firm<"));
    check_picture(w);
    answer_end(w);
}

/* The one that was asked for has a mirror: what pays it to the left of the
 * middle, what it pays to the right, the firm before the rest. */
static void test_mirror(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    qd_block *b = begin_block(w);
    add_party(b, "lab", "lab");
    add_arc(b, "lab", "cloud", 30, 30, "announced", "chips");
    add_arc(b, "lab", "cloud", 10, 10, "firm", "chips");
    add_arc(b, "cloud", "lab", 10, 10, "talks", "equity");
    add_arc(b, "cloud", "maker", 7, 7, "firm", "chips");
    assert_null(strstr(answer_written(w, "svg", (qd_style){ 0 }),
                       "\"q-part\""));
    qd_table_bool(b->marks, 2, true);
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    check_picture(w);
    assert_int_equal(count_of(svg, "class=\"q-part\""), 3);
    assert_non_null(strstr(svg, ">$10bn chips, $30bn chips<"));
    /* 170 pixels for 40: 42.5 for ten, which end left of the middle and
     * begin right of it */
    assert_int_equal(count_of(svg, " width=\"42.5\" height=\"10\""), 2);
    assert_int_equal(count_of(svg, "<rect x=\"377.5\""), 1);
    assert_int_equal(count_of(svg, "<rect x=\"600\""), 1);
    answer_end(w);
}

/* ---- The ledger */

static qd_block *begin_ledger(struct answer_world *w)
{
    static const char *const legs[] = { "loop", "payer", "payee", "lo", "hi",
        "status", "kind", "round", NULL };
    static const char *const steps[] = { "party", "step", "back", "paid",
                                         NULL };
    qd_block *b = qd_answer_block(w->answer, QD_BLOCK_LOOPS);
    b->text = QD_STR("Loops");
    b->detail = QD_STR("on one scale");
    b->unit = QD_STR("bn USD");
    b->table = qd_table_make(&w->arena, "legs");
    b->marks = qd_table_make(&w->arena, "ladder");
    columns(b->table, legs);
    columns(b->marks, steps);
    return b;
}

static void add_leg(qd_block *b, int loop, const char *from, const char *to,
                    double amount, const char *status, double round)
{
    qd_table *t = b->table;
    qd_table_row(t);
    qd_table_number(t, 0, loop);
    answer_text(t, 1, from);
    answer_text(t, 2, to);
    if (isnan(amount)) qd_table_hole(t, 3);
    else qd_table_number(t, 3, amount), qd_table_number(t, 4, amount);
    answer_text(t, 5, status);
    answer_text(t, 6, "capacity");
    if (isnan(round)) qd_table_hole(t, 7);
    else qd_table_number(t, 7, round);
}

static void add_step(qd_block *b, const char *word, double back, double paid)
{
    qd_table_row(b->marks);
    answer_text(b->marks, 0, "lab");
    answer_text(b->marks, 1, word);
    qd_table_number(b->marks, 2, back);
    qd_table_number(b->marks, 3, paid);
}

/* Four cells beside the first column: 884 / 4 less 24 for the largest bar of
 * 40, a quarter of it for 10. */
static void test_ledger(void **state)
{
    (void)state;
    struct answer_world *w = answer_begin();
    add_arc(begin_block(w), "lab", "cloud", 40, 40, "firm", "capacity");
    qd_block *b = begin_ledger(w);
    add_leg(b, 0, "lab", "cloud", 40, "firm", 10);
    add_leg(b, 0, "cloud", "lab", 10, "talks", 10);
    add_leg(b, 1, "lab", "maker", NAN, "paid", NAN);
    add_leg(b, 1, "maker", "lab", 20, "announced", NAN);
    add_step(b, "firm legs only", 0, 40);
    add_step(b, "+ in talks", 10, 40);
    const char *svg = answer_written(w, "svg", (qd_style){ 0 });
    check_picture(w);
    assert_int_equal(count_of(svg, "class=\"q-leg\""), 4);
    assert_int_equal(count_of(svg, " width=\"197\" height=\"10\""), 1);
    assert_int_equal(count_of(svg, " width=\"49.25\" height=\"10\""), 1);
    assert_int_equal(count_of(svg, "x1=\"116\" y1"), 2);
    assert_int_equal(count_of(svg, "x2=\"165.25\" y2"), 1);
    assert_non_null(strstr(svg, ">talks<"));
    assert_non_null(strstr(svg, ">nothing of $40bn, 0 %<"));
    assert_non_null(strstr(svg, ">$10bn of $40bn, 25.0 %<"));
    answer_end(w);
}

/* Any names in any number of loops. */
static void test_ledgers(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        uint32_t s = seed;
        struct answer_world *w = answer_begin();
        begin_block(w);
        qd_block *b = begin_ledger(w);
        for (int loop = 0; loop < 6; loop++)
            for (uint32_t n = 1 + next(&s) % 9; n > 0; n--)
                add_leg(b, loop, some_text(w, &s), some_text(w, &s),
                        next(&s) % 3 ? next(&s) % 999 : NAN, "firm",
                        next(&s) % 2 ? 3 : NAN);
        for (int i = 0; i < 4; i++)
            add_step(b, some_text(w, &s), next(&s) % 2000, next(&s) % 3000);
        check_picture(w);
        answer_end(w);
    }
}

/* ---- Any network */

struct any_arc { const char *from, *to, *status, *kind; double lo, hi; };

static void some_arcs(struct answer_world *w, uint32_t *seed,
                      struct any_arc *arcs, size_t n, uint32_t parties)
{
    static const char *const statuses[] = { "paid", "firm", "announced",
                                            "talks", "planned" };
    static const char *const kinds[] = { "capacity", "chips", "equity",
        "loan", "repayment", "services", "build + power" };
    const char *names[40];
    for (uint32_t i = 0; i < parties; i++)
        names[i] = next(seed) % 2 ? some_text(w, seed)
            : qd_arena_printf(&w->arena, "Party %u", i).at;
    for (size_t i = 0; i < n; i++) {
        double lo = next(seed) % 4 ? next(seed) % 1000 / 10.0 : NAN;
        if (next(seed) % 9 == 0) lo *= 1e6;
        if (next(seed) % 60 == 0) lo = 1.5e308;
        arcs[i] = (struct any_arc){
            names[next(seed) % parties], names[next(seed) % parties],
            statuses[next(seed) % 5], kinds[next(seed) % 7], lo,
            next(seed) % 3 ? lo : next(seed) % 2 ? NAN : lo + 7 };
    }
}

static void put_arcs(qd_block *b, const struct any_arc *arcs, size_t n,
                     size_t first, size_t step)
{
    for (size_t i = 0; i < n; i++) {
        const struct any_arc *a = &arcs[(first + i * step) % n];
        add_arc(b, a->from, a->to, a->lo, a->hi, a->status, a->kind);
    }
}

/* A spot of a band inside a box, or a box on another. */
static void check_plan(const qd_network_plan *p)
{
    for (uint32_t i = 0; i < p->parties.n; i++) {
        const qd_net_party *x = &p->parties.at[i];
        for (uint32_t k = 0; k < i; k++) {
            const qd_net_party *y = &p->parties.at[k];
            bool apart = x->x + x->w <= y->x || y->x + y->w <= x->x ||
                         x->y + x->h <= y->y || y->y + y->h <= x->y;
            assert_true(apart);
        }
        for (uint32_t k = 0; k < p->arcs.n; k++)
            for (uint32_t s = 0; s < p->arcs.at[k].spots.n; s++) {
                const qd_net_spot *at = &p->arcs.at[k].spots.at[s];
                if (at->x > x->x + 1 && at->x < x->x + x->w - 1 &&
                    at->y > x->y + 1 && at->y < x->y + x->h - 1)
                    fail_msg("a band in '%.*s'", QD_STR_ARG(x->name));
            }
    }
}

static void test_any(void **state)
{
    (void)state;
    for (uint32_t round = 1; round <= 80; round++) {
        uint32_t seed = round;
        struct any_arc arcs[90];
        struct answer_world *w = answer_begin();
        qd_block *b = begin_block(w);
        uint32_t parties = 1 + next(&seed) % (round % 8 ? 12 : 30);
        size_t n = next(&seed) % (round % 8 ? 40 : 90);
        some_arcs(w, &seed, arcs, n, parties);
        put_arcs(b, arcs, n, 0, 1);
        if (n > 0 && round % 2) add_party(b, arcs[0].from, "lab");
        if (b->marks->n_rows) qd_table_bool(b->marks, 2, true);
        check_picture(w);
        check_plan(plan_of(w));
        answer_end(w);
    }
}

/* The same bytes for any order of the payments. */
static void test_order(void **state)
{
    (void)state;
    for (uint32_t round = 1; round <= 10; round++) {
        uint32_t seed = round;
        struct any_arc arcs[31];
        struct answer_world *w = answer_begin();
        some_arcs(w, &seed, arcs, 31, 14);
        put_arcs(begin_block(w), arcs, 31, 0, 1);
        const char *first = answer_written(w, "svg", (qd_style){ 0 });
        w->answer->blocks.n = 0;
        put_arcs(begin_block(w), arcs, 31, 5, 1 + round);
        assert_string_equal(first,
                            answer_written(w, "svg", (qd_style){ 0 }));
        answer_end(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_tiers),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_mirror),
        cmocka_unit_test(test_ledger),
        cmocka_unit_test(test_ledgers),
        cmocka_unit_test(test_any),
        cmocka_unit_test(test_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
