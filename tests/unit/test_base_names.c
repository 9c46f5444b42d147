/* Texts and the table of names. */
#include "unit_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/names.h"
#include "base/str.h"

static void order_is_by_bytes(void **state)
{
    (void)state;
    assert_true(qd_str_cmp(QD_STR("a"), QD_STR("b")) < 0);
    assert_true(qd_str_cmp(QD_STR("a"), QD_STR("ab")) < 0);
    assert_true(qd_str_cmp(QD_STR("\xC3\xA9"), QD_STR("z")) > 0);
    assert_int_equal(qd_str_cmp(QD_STR(""), (qd_str){ NULL, 0 }), 0);
    assert_true(qd_str_eq(QD_STR("x-1"), qd_str_c("x-1")));
    assert_false(qd_str_eq(QD_STR("x-1"), QD_STR("x-2")));
    assert_true(qd_str_eq((qd_str){ NULL, 0 }, qd_str_c(NULL)));
}

static void distances_are_the_known_ones(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned distance;
    } known[] = { /* of the literature */
        { "kitten", "sitting", 3 }, { "saturday", "sunday", 3 },
        { "ca", "abc", 3 }, /* restricted: 2 if pieces could be edited twice */
        { "rosettacode", "raisethysword", 8 }, { "", "abc", 3 },
        { "amout", "amount", 1 }, { "amuont", "amount", 1 },
        { "same", "same", 0 }, { "teh", "the", 1 }, { "abcd", "badc", 2 },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        qd_str a = qd_str_c(known[i].a), b = qd_str_c(known[i].b);
        for (unsigned limit = 0; limit <= QD_STR_DISTANCE_MAX; limit++) {
            unsigned due = known[i].distance;
            if (due > limit) due = limit + 1;
            assert_int_equal(qd_str_distance(a, b, limit), due);
            assert_int_equal(qd_str_distance(b, a, limit), due);
        }
    }
}

/* The whole table, without a band. */
static unsigned full_distance(const char *a, size_t n, const char *b, size_t m)
{
    unsigned d[16][16];
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned x = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (d[i - 1][j] + 1 < x) x = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < x) x = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < x)
                x = d[i - 2][j - 2] + 1;
            d[i][j] = x;
        }
    }
    return d[n][m];
}

static void the_band_agrees_with_the_whole_table(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int i = 0; i < 50000; i++) {
        char text[2][16];
        size_t len[2];
        for (int k = 0; k < 2; k++) {
            random = random * 1664525u + 1013904223u;
            len[k] = (random >> 16) % 13;
            for (size_t j = 0; j < len[k]; j++) {
                random = random * 1664525u + 1013904223u;
                text[k][j] = (char)('a' + (random >> 16) % 3);
            }
        }
        unsigned due = full_distance(text[0], len[0], text[1], len[1]);
        unsigned limit = (unsigned)i % 7;
        if (due > limit) due = limit + 1;
        assert_int_equal(qd_str_distance((qd_str){ text[0], len[0] },
                                         (qd_str){ text[1], len[1] }, limit),
                         due);
    }
}

static void symbols_count_from_one(void **state)
{
    (void)state;
    qd_mem m;
    jmp_buf oom;
    qd_names t;
    qd_mem_init(&m, NULL, NULL);
    m.oom = &oom;
    assert_int_equal(setjmp(oom), 0);
    qd_names_init(&t, &m);
    assert_int_equal(qd_names_find(&t, QD_STR("round")), 0);
    assert_int_equal(qd_names_add(&t, QD_STR("round")), 1);
    assert_int_equal(qd_names_add(&t, QD_STR("loan")), 2);
    assert_int_equal(qd_names_add(&t, QD_STR("round")), 1);
    assert_int_equal(qd_names_add(&t, QD_STR("")), 0);
    assert_int_equal(qd_names_add(&t, (qd_str){ NULL, 0 }), 0);
    assert_int_equal(qd_names_find(&t, QD_STR("loan")), 2);
    assert_int_equal(qd_names_find(&t, QD_STR("loa")), 0);
    assert_int_equal(qd_names_find(&t, (qd_str){ NULL, 0 }), 0);
    assert_true(qd_str_eq(qd_names_text(&t, 2), QD_STR("loan")));
    assert_int_equal(qd_names_text(&t, 0).len, 0);
    qd_mem_free_all(&m);
}

/* Names of one hash, and of hashes that differ above the mask only. */
static void equal_hashes_are_told_apart(void **state)
{
    (void)state;
    qd_mem m;
    jmp_buf oom;
    qd_arena a;
    qd_names t;
    qd_mem_init(&m, NULL, NULL);
    m.oom = &oom;
    assert_int_equal(setjmp(oom), 0);
    qd_arena_init(&a, &m);
    qd_names_init(&t, &m);
    qd_str text[1000];
    for (uint32_t i = 0; i < 1000; i++) {
        text[i] = qd_arena_printf(&a, "%u", i);
        uint32_t hash = i % 2 ? 7 : i << 20;
        assert_int_equal(qd_names_add_hashed(&t, text[i], hash), i + 1);
    }
    for (uint32_t i = 0; i < 1000; i++) {
        uint32_t hash = i % 2 ? 7 : i << 20;
        assert_int_equal(qd_names_add_hashed(&t, text[i], hash), i + 1);
    }
    qd_mem_free_all(&m);
}

static void a_million_names_are_small(void **state)
{
    (void)state;
    enum { N = 1000000, LONGEST = 24 };
    qd_mem m;
    jmp_buf oom;
    qd_names t;
    qd_mem_init(&m, NULL, NULL);
    m.oom = &oom;
    assert_int_equal(setjmp(oom), 0);
    qd_names_init(&t, &m);
    char *text = malloc((size_t)N * LONGEST);
    for (uint32_t i = 0; i < N; i++) {
        char *at = text + (size_t)i * LONGEST;
        int len = snprintf(at, LONGEST, "party-%u-%c", i * 7, 'a' + i % 26);
        qd_sym s = qd_names_add(&t, (qd_str){ at, (size_t)len });
        assert_int_equal(s, i + 1);
        if (i >= 65536 && m.in_use / 28 > i) fail_msg("%zu at %u", m.in_use, i);
    }
    for (uint32_t i = 0; i < N; i++) {
        char *at = text + (size_t)i * LONGEST;
        assert_int_equal(qd_names_find(&t, qd_str_c(at)), i + 1);
        at[0] = 'P';
        assert_int_equal(qd_names_find(&t, qd_str_c(at)), 0);
        at[0] = 'p';
    }
    assert_true(m.peak <= (size_t)28 * N);
    free(text);
    qd_mem_free_all(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_by_bytes),
        cmocka_unit_test(distances_are_the_known_ones),
        cmocka_unit_test(the_band_agrees_with_the_whole_table),
        cmocka_unit_test(symbols_count_from_one),
        cmocka_unit_test(equal_hashes_are_told_apart),
        cmocka_unit_test(a_million_names_are_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
