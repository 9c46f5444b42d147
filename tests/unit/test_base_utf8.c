/* UTF-8. The malformed sequences follow Markus Kuhn's decoder test; the
 * widths are those of UAX 11 as glibc's wcwidth gives them. */
#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static size_t encode(uint32_t p, char *at)
{
    if (p < 0x80) {
        at[0] = (char)p;
        return 1;
    }
    size_t n = p < 0x800 ? 2 : p < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, p >>= 6) at[i] = (char)(0x80 | (p & 63));
    at[0] = (char)(0xF00u >> n | p);
    return n;
}

static void every_code_point_is_read(void **state)
{
    (void)state;
    for (uint32_t p = 0; p < 0x110000; p++) {
        char at[4];
        uint32_t got = 0;
        size_t n = encode(p, at), used = qd_utf8_read(at, at + n, &got);
        int surrogate = p >= 0xD800 && p <= 0xDFFF;
        if (surrogate ? used != 0 : used != n || got != p) fail_msg("%X", p);
        if (!surrogate && n > 1 && qd_utf8_read(at, at + n - 1, &got))
            fail_msg("%X cut", p);
    }
}

static void malformed_bytes_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80", "\xBF", "\xC0\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF",
        "\xE0\x9F\xBF", "\xF0\x80\x80\xAF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80",
        "\xFC\x84\x80\x80\x80\x80", "\xFE", "\xFF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(",
        "\xE2(\xA1", "\xE2\x82(", "\xF0\x28\x8C\xBC",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t point;
        const char *end = bad[i] + strlen(bad[i]);
        assert_int_equal(qd_utf8_read(bad[i], end, &point), 0);
        assert_ptr_equal(qd_utf8_bad(bad[i], end), bad[i]);
    }
    assert_int_equal(qd_utf8_read("", "", &(uint32_t){ 0 }), 0);
}

/* A bad byte at each place of texts of each length. */
static void the_first_bad_byte_is_found(void **state)
{
    (void)state;
    static const char bad[] = { 0, '\x80', '\xFF', '\xC3' };
    for (size_t len = 0; len < 40; len++) {
        char *text = malloc(len + 1); /* exact, for the sanitizer */
        text = realloc(text, len ? len : 1);
        memset(text, len % 2 ? '\x7F' : '\x01', len);
        assert_ptr_equal(qd_utf8_bad(text, text + len), text + len);
        for (size_t i = 0; i < len; i++) {
            char was = text[i];
            for (size_t b = 0; b < sizeof bad; b++) {
                text[i] = bad[b];
                assert_ptr_equal(qd_utf8_bad(text, text + len), text + i);
            }
            text[i] = was;
        }
        free(text);
    }
    const char good[] = "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 end of it";
    assert_string_equal(qd_utf8_bad(good, good + sizeof good - 1), "");
}

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    static const struct {
        uint32_t point;
        int width;
    } known[] = {
        { 'a', 1 },     { 0xE9, 1 },    { 0xAD, 1 },    { 0x300, 0 },
        { 0x36F, 0 },   { 0x3B1, 1 },   { 0x627, 1 },   { 0x64B, 0 },
        { 0x5D0, 1 },   { 0x5B0, 0 },   { 0x915, 1 },   { 0x93F, 1 },
        { 0x94D, 0 },   { 0xE01, 1 },   { 0xE31, 0 },   { 0x1100, 2 },
        { 0x1160, 0 },  { 0x11FF, 0 },  { 0x200B, 0 },  { 0x200D, 0 },
        { 0x20AC, 1 },  { 0x2192, 1 },  { 0x231A, 2 },  { 0x2500, 1 },
        { 0x3000, 2 },  { 0x3042, 2 },  { 0x302A, 0 },  { 0x4E00, 2 },
        { 0x9FFF, 2 },  { 0xAC00, 2 },  { 0xD7A3, 2 },  { 0xFE0F, 0 },
        { 0xFF21, 2 },  { 0xFF71, 1 },  { 0x1F600, 2 }, { 0x1D400, 1 },
        { 0x20000, 2 }, { 0x2FFFD, 2 }, { 0x378, 1 },   { 0xE0100, 0 },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (qd_utf8_width(known[i].point) != known[i].width)
            fail_msg("%X", known[i].point);
    assert_int_equal(qd_utf8_columns(QD_STR("abc")), 3);
    assert_int_equal(qd_utf8_columns(QD_STR("e\xCC\x81t")), 2);
    assert_int_equal(qd_utf8_columns(QD_STR("\xE6\x9D\xB1\xE4\xBA\xAC")), 4);
    assert_int_equal(qd_utf8_columns(QD_STR("a\xFF\xC3")), 3);
    assert_int_equal(qd_utf8_columns((qd_str){ NULL, 0 }), 0);
}

static bool all_in_name(const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t point;
        size_t n = qd_utf8_read(text, end, &point);
        if (n == 0 || !qd_utf8_in_name(point)) return false;
        text += n;
    }
    return true;
}

static void names_are_of_any_script(void **state)
{
    (void)state;
    static const char *const names[] = {
        "aws-38", "x_1", "AZaz09", "\u00FCbersee", "Soci\u00E9t\u00E9",
        "\u043F\u0430\u0440\u0442\u0438\u044F", /* Cyrillic */
        "\u0634\u0631\u0643\u0629",             /* Arabic */
        "\u0634\u064E\u0631\u0650\u0643\u0629", /* with vowel marks */
        "\u05D7\u05D1\u05E8\u05D4",             /* Hebrew */
        "\u0915\u094D\u0937\u093F",             /* Devanagari, with virama */
        "\u6771\u4EAC", "\u3053\u3093", "\uD55C\uAD6D", "\u0E44\u0E17\u0E22",
        "\u0661\u0662\u0663", /* Arabic digits */
        "\U00020000", "e\u0301",
    };
    static const char *const others[] = {
        " ", "\t", ".", ",", "@", "[", "`", "{", "/", ":", "~", "^", "\u00A0",
        "\u00D7", "\u20AC", "\u2014", "\u2192", "\u200B", "\u200E", "\u202E",
        "\u061C", "\u3000", "\U0001F600", "\uFEFF", "\uE000", "\u0378",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!all_in_name(names[i])) fail_msg("%s", names[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (all_in_name(others[i])) fail_msg("%s", others[i]);
    for (uint32_t p = 0; p < 0x80; p++) {
        int is = p && strchr("-_0123456789abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ", (int)p) != NULL;
        assert_int_equal(qd_utf8_in_name(p), is);
    }
    assert_false(qd_utf8_in_name(0x10FFFF));
    assert_false(qd_utf8_in_name(UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_read),
        cmocka_unit_test(malformed_bytes_are_refused),
        cmocka_unit_test(the_first_bad_byte_is_found),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(names_are_of_any_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
