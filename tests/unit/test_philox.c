/* Philox against the known answers of its authors (Random123 1.14,
 * kat_vectors), and the lanes against the scalar function. */
#include "unit_test.h"

#include <string.h>

#include "kernel_lanes.h"
#include "math/philox.h"

static void test_known_answers(void **state)
{
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } rows[] = {
        { { 0, 0, 0, 0 },
          { 0, 0 },
          { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
        { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
          { 0xffffffff, 0xffffffff },
          { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
        { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
          { 0xa4093822, 0x299f31d0 },
          { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
    };
    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t out[4];
        uint64_t key = (uint64_t)rows[i].key[1] << 32 | rows[i].key[0];
        qd_philox(key, rows[i].counter, out);
        assert_memory_equal(out, rows[i].out, sizeof out);
    }
}

static void test_uniform(void **state)
{
    (void)state;
    assert_true(qd_uniform(0) == 0x1p-53);
    assert_true(qd_uniform(UINT64_MAX) == 1 - 0x1p-53);
    assert_true(qd_uniform(0x8000000000000000u) == 0.5 + 0x1p-53);
    assert_true(qd_uniform(0xfff) == 0x1p-53); /* 12 bits are not used */
    /* the words of zeros, above: e169c58d6627e8d5 and 9b00dbd8bc57ac4c */
    assert_true(qd_philox_uniform(0, 0, 0, 0) ==
                (0xe169c58d6627eu + 0.5) * 0x1p-52);
    assert_true(qd_philox_uniform(0, 0, 1, 0) ==
                (0x9b00dbd8bc57au + 0.5) * 0x1p-52);
}

/* Across the end of the low word of the path, for every width. */
static void test_lanes(void **state)
{
    enum { N = 256 };
    const uint64_t key = 0xfedcba9876543210u, from = 0x2ffffff80u;
    (void)state;
    for (const kernel_set *const *s = kernel_sets(); *s; s++) {
        double even[N], odd[N];
        (*s)->fill(key, from, 7, 9, even, odd, N);
        for (unsigned i = 0; i < N; i++) {
            if (even[i] != qd_philox_uniform(key, from + i, 14, 9) ||
                odd[i] != qd_philox_uniform(key, from + i, 15, 9))
                fail_msg("%u lanes, path %u", (*s)->lanes, i);
        }
    }
}

/* The mean of 2^16 uniforms within five of its deviations, and that of the
 * product of two draws that differ in one thing only: no correlation. */
static void test_apart(void **state)
{
    enum { N = 1 << 16 };
    const uint64_t key = qd_philox_key(1, 2);
    double sum = 0, by_path = 0, by_period = 0, by_seed = 0, by_purpose = 0;
    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        double u = qd_philox_uniform(key, i, 0, 0) - 0.5;
        sum += u;
        by_path += u * (qd_philox_uniform(key, i + 1, 0, 0) - 0.5);
        by_period += u * (qd_philox_uniform(key, i, 1, 0) - 0.5);
        by_purpose += u * (qd_philox_uniform(key, i, 0, 1) - 0.5);
        by_seed +=
            u * (qd_philox_uniform(qd_philox_key(2, 2), i, 0, 0) - 0.5);
    }
    double sd = 0.28867513459481288 * 256, of_product = 256.0 / 12;
    assert_true(sum < 5 * sd && sum > -5 * sd);
    const double sums[] = { by_path, by_period, by_purpose, by_seed };
    for (unsigned i = 0; i < 4; i++)
        if (!(sums[i] < 5 * of_product && sums[i] > -5 * of_product))
            fail_msg("sum %u of products: %g", i, sums[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_uniform),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
