/* The formatter: formatting twice is formatting once, nothing but blanks
 * changes where no currency sign is declared, and every line is tidy. */
#include <stdint.h>
#include <stdlib.h>

#include "lang/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Behind the blanks at `at`; marks of byte order at the start of the text
 * count as blanks, since the formatter takes them away. */
static size_t skip(qd_str s, size_t at, bool leading)
{
    for (;;) {
        if (at < s.len && is_blank(s.at[at]))
            at++;
        else if (leading && s.len - at >= 3
                 && memcmp(s.at + at, "\xEF\xBB\xBF", 3) == 0)
            at += 3;
        else
            return at;
    }
}

static void require(bool holds)
{
    if (!holds) abort();
}

static void require_same_text(qd_str in, qd_str out)
{
    size_t i = skip(in, 0, true), o = skip(out, 0, true);
    while (i < in.len && o < out.len) {
        require(in.at[i] == out.at[o]);
        i = skip(in, i + 1, false);
        o = skip(out, o + 1, false);
    }
    require(i == in.len && o == out.len);
}

static void require_tidy(qd_str out)
{
    require(out.len == 0 || out.at[out.len - 1] == '\n');
    require(out.len == 0 || out.at[0] != '\n');
    for (size_t i = 1; i < out.len; i++) {
        char before = out.at[i - 1];
        if (out.at[i] != '\n') continue;
        require(before != ' ' && before != '\t' && before != '\r');
        require(i < 3 || memcmp(out.at + i - 3, "\n\n\n", 3) != 0);
    }
}

static void run(qd_str in, const qd_sign *signs, size_t n)
{
    qd_mem mem;
    qd_mem_init(&mem, NULL, NULL);
    qd_buf once = qd_buf_make(&mem), twice = qd_buf_make(&mem);
    qd_format(&once, in, signs, n);
    qd_format(&twice, qd_buf_str(&once), signs, n);
    require(qd_str_eq(qd_buf_str(&once), qd_buf_str(&twice)));
    require_tidy(qd_buf_str(&once));
    if (n == 0) require_same_text(in, qd_buf_str(&once));
    qd_mem_free_all(&mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const qd_sign signs[] = {
        { { "$", 1 }, { "USD", 3 } },
        { { "A$", 2 }, { "AUD", 3 } },
        { { "\xE2\x82\xAC", 3 }, { "EUR", 3 } },
    };
    qd_str in = { (const char *)data, size };
    run(in, NULL, 0);
    run(in, signs, sizeof signs / sizeof *signs);
    return 0;
}
