/* Limits of a model that no text of a test can reach. */
#include "unit_test.h"

#include <string.h>

#include "base/limits.h"
#include "model/model.h"

/* A file that says it holds all the text that a model may hold. */
static int read_huge(void *ctx, qd_mem *mem, const char *path, char **text,
                     size_t *len)
{
    (void)ctx;
    (void)path;
    *text = qd_mem_zero(mem, 8);
    *len = QD_LIMIT_TEXT;
    return 0;
}

static void too_much_text_is_told_at_the_include(void **state)
{
    (void)state;
    static const char text[] = "quid 1 \"t\"\ninclude \"backup.tar\"\n";
    qd_mem mem;
    qd_model m;
    qd_mem_init(&mem, NULL, NULL);
    qd_model_load(&m, &mem, QD_STR("t.quid"), qd_str_c(text), read_huge,
                  NULL);
    assert_int_equal(m.diags.all.n, 1);
    const qd_diag *d = &m.diags.all.at[0];
    assert_int_equal(d->code, QD_D_TOO_MUCH_TEXT);
    assert_memory_equal(qd_source_at(&m.source, d->pos), "\"backup.tar\"",
                        d->len);
    qd_mem_free_all(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_much_text_is_told_at_the_include),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
