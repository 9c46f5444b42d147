/* A plan printed as C: the compiler that made quid makes a program of it, and
 * the bits are the same. */
#include "unit_test.h"

#include <unistd.h>

#include "sim/emit_c.h"
#include "sim_graph.h"

/* Writes the program of these nodes, builds it with `flags` and runs it. */
static void check(world *w, const qd_node *nodes, uint32_t n,
                  const char *flags)
{
    char name[] = "/tmp/quid-emit-XXXXXX", command[400];
    qd_sim_plan *plan = plan_all(w, nodes, n);
    qd_buf text = qd_buf_make(&w->mem);
    qd_sim_why why;
    if (!qd_emit_c(plan, 5, &text, &why)) fail_msg("%s", why.text);
    int at = mkstemp(name);
    assert_true(at >= 0);
    assert_int_equal(write(at, text.at, text.len), (ssize_t)text.len);
    close(at);
    snprintf(command, sizeof command, "cc -x c -std=c17 -ffp-contract=off %s "
             "-o %s-run %s -lm && %s-run > /dev/null", flags, name, name,
             name);
    int status = system(command);
    if (status == 0) {
        unlink(name);
        snprintf(command, sizeof command, "%s-run", name);
        unlink(command);
    } else {
        fail_msg("%s", command);
    }
}

static bool has_compiler(void)
{
    return system("cc --version > /dev/null 2>&1") == 0;
}

static void test_random_programs(void **state)
{
    (void)state;
    static const char *const flags[] = { "-O1", "-O1 -DQD_LANES=2" };
    if (!has_compiler()) skip();
    for (random_state = 200; random_state < 204; random_state++) {
        uint64_t seed = random_state;
        world *w = world_new(30, seed % 4 == 3 ? 3 : 1);
        qd_node pool[POOL];
        fill_pool(w, pool, false);
        check(w, pool, POOL, flags[seed % 2]);
        world_free(w);
        random_state = seed;
    }
}

static void test_programs_of_draws(void **state)
{
    (void)state;
    if (!has_compiler()) skip();
    world *w = world_new(12, 1);
    qd_node parts[] = { number(w, 0.25), drawn2(w, "normal", 10, 1, 0),
                        number(w, 0.75), drawn2(w, "uniform", 0, 2, 0) };
    qd_node varied[] = { drawn2(w, "normal", 5, 2, 0), number(w, 3) };
    qd_node ends[] = { drawn2(w, "uniform", 2, 4, 0), number(w, 9) };
    qd_node nodes[] = {
        drawn2(w, "lognormal", 3, 2, 0), drawn2(w, "beta", 2, 3, 0),
        drawn(w, "mix", QD_DIST_PLAIN, parts, 4, 0),
        drawn(w, "normal", QD_DIST_PLAIN, varied, 2, 0),
        drawn(w, "lognormal", QD_DIST_RANGE, ends, 2, 0),
        process(w, QD_PROCESS_GBM, number(w, 3), number(w, 0.02),
                number(w, 0.1)),
        process(w, QD_PROCESS_REVERT, number(w, 2), number(w, 0.05),
                number(w, 0.1)),
        process(w, QD_PROCESS_JUMP, number(w, 0.3), number(w, 2), 0),
        QD_NODE_HOLE,
    };
    check(w, nodes, 9, "-O1");
    world_free(w);
}

/* A search for a quantile is not printed, and the reason is given. */
static void test_what_is_not_printed(void **state)
{
    (void)state;
    world *w = world_new(2, 1);
    qd_node ends[] = { drawn2(w, "uniform", 2, 4, 0), number(w, 9) };
    qd_node n = drawn(w, "beta", QD_DIST_PLAIN, ends, 2, 0);
    qd_sim_plan *plan = plan_all(w, &n, 1);
    qd_buf text = qd_buf_make(&w->mem);
    qd_sim_why why;
    assert_false(qd_emit_c(plan, 5, &text, &why));
    assert_non_null(strstr(why.text, "quantile"));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_programs),
        cmocka_unit_test(test_programs_of_draws),
        cmocka_unit_test(test_what_is_not_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
