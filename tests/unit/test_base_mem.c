/* Memory, arenas, arrays and growing texts. */
#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/vec.h"

/* An allocator that keeps its own books and fails at the n-th request. */
struct books {
    size_t blocks, bytes, requests, fail_at;
    int wrong;
};

static void *book_alloc(void *ctx, void *old, size_t old_size, size_t new_size)
{
    struct books *k = ctx;
    if ((old == NULL) != (old_size == 0)) k->wrong++;
    if (new_size == 0) {
        k->blocks--;
        k->bytes -= old_size;
        free(old);
        return NULL;
    }
    if (++k->requests == k->fail_at) return NULL;
    void *at = malloc(new_size); /* always moves */
    memset(at, 0xA5, new_size);
    if (old) memcpy(at, old, old_size < new_size ? old_size : new_size);
    free(old);
    k->blocks += old == NULL;
    k->bytes += new_size - old_size;
    return at;
}

static void blocks_keep_their_contents(void **state)
{
    (void)state;
    struct books k = { 0 };
    qd_mem m;
    jmp_buf oom;
    qd_mem_init(&m, book_alloc, &k);
    m.oom = &oom;
    assert_int_equal(setjmp(oom), 0);
    char *at[50];
    for (int i = 0; i < 50; i++) {
        at[i] = qd_mem_resize(&m, NULL, 10);
        memset(at[i], i, 10);
        assert_int_equal((uintptr_t)at[i] % 16, 0);
    }
    for (int i = 0; i < 50; i += 3) {
        at[i] = qd_mem_resize(&m, at[i], 1000);
        for (int j = 0; j < 10; j++) assert_int_equal(at[i][j], i);
    }
    for (int i = 0; i < 50; i += 2) qd_mem_release(&m, at[i]);
    assert_int_equal(k.blocks, 25);
    assert_int_equal(m.in_use, k.bytes);
    assert_true(m.peak > m.in_use);
    char *zero = qd_mem_zero(&m, 100);
    for (int i = 0; i < 100; i++) assert_int_equal(zero[i], 0);
    qd_mem_release(&m, NULL);
    qd_mem_free_all(&m);
    assert_int_equal(k.blocks, 0);
    assert_int_equal(k.bytes, 0);
    assert_int_equal(m.in_use, 0);
    assert_int_equal(k.wrong, 0);
}

static void use_everything(qd_mem *m)
{
    qd_arena a;
    qd_names t;
    qd_buf b = qd_buf_make(m);
    QD_VEC(double) v = { 0 };
    qd_arena_init(&a, m);
    qd_names_init(&t, m);
    for (int i = 0; i < 5000; i++) {
        qd_str s = qd_arena_printf(&a, "a name with number %d", i);
        qd_names_add(&t, s);
        *qd_vec_add(m, &v) = i;
        qd_buf_add(&b, s);
        qd_buf_printf(&b, "%d;", i);
    }
    qd_arena_alloc(&a, 1000000);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct books k = { 0 };
    volatile size_t n = 1, failed = 0, done = 0;
    while (!done) {
        qd_mem m;
        jmp_buf oom;
        k = (struct books){ .fail_at = n };
        qd_mem_init(&m, book_alloc, &k);
        m.oom = &oom;
        if (setjmp(oom) == 0) {
            use_everything(&m);
            done = 1;
        } else {
            failed++;
        }
        qd_mem_free_all(&m);
        assert_int_equal(k.blocks, 0);
        assert_int_equal(k.bytes, 0);
        assert_int_equal(k.wrong, 0);
        n++;
    }
    assert_true(failed > 20);
    assert_int_equal(failed, k.requests);
}

static void too_much_is_out_of_memory(void **state)
{
    (void)state;
    static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 16, SIZE_MAX / 2 };
    for (volatile int i = 0; i < 3; i++) {
        qd_mem m;
        jmp_buf oom;
        volatile int caught = 0;
        qd_mem_init(&m, NULL, NULL);
        m.oom = &oom;
        qd_arena a;
        qd_arena_init(&a, &m);
        if (setjmp(oom) == 0) qd_arena_alloc(&a, sizes[i]);
        else caught = 1;
        assert_int_equal(caught, 1);
        qd_mem_free_all(&m);
    }
    qd_mem m;
    jmp_buf oom;
    volatile int caught = 0;
    QD_VEC(char) v = { 0 };
    qd_mem_init(&m, NULL, NULL);
    m.oom = &oom;
    if (setjmp(oom) == 0) {
        qd_vec_add(&m, &v);
        qd_vec_reserve(&m, &v, UINT32_MAX);
    } else {
        caught = 1;
    }
    assert_int_equal(caught, 1);
    qd_mem_free_all(&m);
}

static void arena_pieces_do_not_touch(void **state)
{
    (void)state;
    qd_mem m;
    jmp_buf oom;
    qd_arena a;
    qd_mem_init(&m, NULL, NULL);
    m.oom = &oom;
    assert_int_equal(setjmp(oom), 0);
    qd_arena_init(&a, &m);
    enum { N = 3000 };
    unsigned char *at[N];
    size_t size[N];
    for (int i = 0; i < N; i++) {
        size[i] = i % 100 == 99 ? 100000 : (size_t)(i * 7 % 300);
        at[i] = qd_arena_alloc(&a, size[i]);
        assert_int_equal((uintptr_t)at[i] % 16, 0);
        memset(at[i], i % 251, size[i]);
    }
    for (int i = 0; i < N; i++)
        for (size_t j = 0; j < size[i]; j++)
            assert_int_equal(at[i][j], i % 251);
    qd_str copy = qd_arena_copy(&a, (qd_str){ "abcdef", 3 });
    assert_string_equal(copy.at, "abc");
    assert_int_equal(qd_arena_copy(&a, (qd_str){ NULL, 0 }).at[0], 0);
    qd_str text = qd_arena_printf(&a, "%s-%d", "x", 42);
    assert_string_equal(text.at, "x-42");
    assert_int_equal(text.len, 4);
    qd_mem_free_all(&m);
}

static void buffers_and_arrays_grow(void **state)
{
    (void)state;
    qd_mem m;
    jmp_buf oom;
    qd_mem_init(&m, NULL, NULL);
    m.oom = &oom;
    assert_int_equal(setjmp(oom), 0);
    qd_buf b = qd_buf_make(&m);
    assert_int_equal(qd_buf_str(&b).len, 0);
    qd_buf_add(&b, (qd_str){ NULL, 0 });
    qd_buf_c(&b, "ab");
    qd_buf_char(&b, 'c');
    qd_buf_fill(&b, '-', 3);
    qd_buf_double(&b, 0.1);
    assert_int_equal(b.len, 9);
    assert_memory_equal(b.at, "abc---0.1", 9);
    b.len = 0;
    for (int i = 0; i < 3000; i++) qd_buf_printf(&b, "%04d", i);
    assert_int_equal(b.len, 12000);
    assert_memory_equal(b.at + 4 * 2718, "2718", 4);
    QD_VEC(uint32_t) v = { 0 };
    for (uint32_t i = 0; i < 1000000; i++) *qd_vec_add(&m, &v) = i * 3;
    for (uint32_t i = 0; i < v.n; i++) assert_int_equal(v.at[i], i * 3);
    assert_int_equal(v.n, 1000000);
    assert_true(v.cap < 1600000);
    qd_mem_free_all(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_keep_their_contents),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(too_much_is_out_of_memory),
        cmocka_unit_test(arena_pieces_do_not_touch),
        cmocka_unit_test(buffers_and_arrays_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
