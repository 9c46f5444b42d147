/* The formatter: blanks between tokens, lines, columns of comments. */
#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "lang/format.h"

static const qd_sign signs[] = {
    { { "$", 1 }, { "USD", 3 } },
    { { "A$", 2 }, { "AUD", 3 } },
    { { "\u20AC", 3 }, { "EUR", 3 } },
    { { "kr", 2 }, { "SEK", 3 } }, /* could start a name: left alone */
};

static qd_str tidy(qd_mem *mem, qd_str text, size_t n_signs)
{
    qd_buf out = qd_buf_make(mem);
    qd_format(&out, text, signs, n_signs);
    qd_buf again = qd_buf_make(mem);
    qd_format(&again, qd_buf_str(&out), signs, n_signs);
    assert_int_equal(out.len, again.len);
    if (out.len) assert_memory_equal(out.at, again.at, out.len);
    return qd_buf_str(&out);
}

static void expect(qd_str in, size_t n_signs, qd_str out)
{
    qd_mem mem;
    qd_mem_init(&mem, NULL, NULL);
    qd_str got = tidy(&mem, in, n_signs);
    if (!qd_str_eq(got, out))
        fail_msg("formatted:\n%.*s\nexpected:\n%.*s", QD_STR_ARG(got),
                 QD_STR_ARG(out));
    qd_mem_free_all(&mem);
}

#define EXPECT(in, out) expect(QD_STR(in), 0, QD_STR(out))

/* Rows of input and result, each a line by itself. */
struct row { const char *in, *out; };

static void expect_rows(const struct row *rows, size_t n, size_t n_signs)
{
    for (size_t i = 0; i < n; i++) {
        char out[256];
        strcpy(out, rows[i].out);
        strcat(out, "\n");
        expect(qd_str_c(rows[i].in), n_signs, qd_str_c(out));
    }
}
#define EXPECT_ROWS(rows, n_signs) \
    expect_rows(rows, sizeof (rows) / sizeof *(rows), n_signs)

static void tokens_get_their_blanks(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "party   a,b ,c\t,  d", "party a, b, c, d" },
        { "round r a->b@d#t ^s1^s2", "round r a -> b @d #t ^s1 ^s2" },
        { "round r ?->b", "round r ? -> b" },
        { "party x\"a  b\"^s", "party x \"a  b\" ^s" },
        { "2025-11..    contract c a -> b", "2025-11.. contract c a -> b" },
        { "  amount:>10 bn USD", "  amount: > 10 bn USD" },
        { "\tpower :<~ 7 GW", "  power: <~ 7 GW" },
        { " share:  32.5% as-converted", "  share: 32.5 % as-converted" },
        { "   x: f( 1 ,a , 2 )mo", "  x: f(1, a, 2) mo" },
        { "check a=b within 1 %", "check a = b within 1 %" },
        { "  x: discrete(0.3:5 ,0.7 : 6)", "  x: discrete(0.3: 5, 0.7: 6)" },
    };
    EXPECT_ROWS(rows, 0);
}

static void names_and_numbers_stay_whole(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "  x: aws-38 - b -c", "  x: aws-38 - b -c" },
        { "  x: a-b*c/d + e", "  x: a-b*c/d + e" },
        { "  x: 5.43 bn USD/yr", "  x: 5.43 bn USD/yr" },
        { "  x: a / b", "  x: a / b" },
        { "  x: v^2 + v ^ 2", "  x: v^2 + v ^ 2" },
        { "  x: (a)-3", "  x: (a)-3" },
        { "  x: -16 % - 3", "  x: -16 % - 3" },
        { "  x: 1_782.50 mn USD", "  x: 1_782.50 mn USD" },
        { "  x: 1,782.5 mn USD", "  x: 1,782.5 mn USD" }, /* refused later */
        { "  x: 1 ,782", "  x: 1, 782" },
        { "  x: 2025-01-01..2025-12", "  x: 2025-01-01..2025-12" },
        { "  x: c.delivered/6 GW", "  x: c.delivered/6 GW" },
        { "  x: 5", "  x: 5" },
        { "include  <chips>", "include <chips>" },
        { "party \u0645\u0627\u064B  \"\u4E2D  \u6587\"",
          "party \u0645\u0627\u064B \"\u4E2D  \u6587\"" },
        { "  url: https://a.b", "  url: https://a.b" },
    };
    EXPECT_ROWS(rows, 0);
}

static void signs_become_codes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "  x: $38bn", "  x: 38 bn USD" },
        { "  x: >$1.4tn ^s", "  x: > 1.4 tn USD ^s" },
        { "  x: $ 38bn", "  x: $ 38bn" },
        { "  x: $2.5 bn/yr", "  x: 2.5 bn USD/yr" },
        { "  x: $30/share", "  x: 30 USD/share" },
        { "  x: A$3k or \u20AC7", "  x: 3 k AUD or 7 EUR" },
        { "  x: $10 to $25bn", "  x: 10 to 25 bn USD" },
        { "  x: $10bn  to  $25bn", "  x: 10 to 25 bn USD" },
        { "  x: $10 to 25 bn", "  x: 10 to 25 bn USD" },
        { "  x: multi $100bn", "  x: multi 100 bn USD" },
        { "  x: min($5,$6mn)", "  x: min(5 USD, 6 mn USD)" },
        /* not clear what is meant: left for the parser to say */
        { "  x: $10mn to $25bn", "  x: $10mn to $25bn" },
        { "  x: $1,782", "  x: $1,782" },
        { "  x: $38million", "  x: $38million" },
        { "  x: $38bn USD", "  x: $38bn USD" },
        { "  x: kr38bn", "  x: kr38bn" },
        { "  x: a$5", "  x: a$5" },
        { "  currency: USD $,EUR \u20AC", "  currency: USD $, EUR \u20AC" },
        { "party a \"got $38bn\" ; of $5", "party a \"got $38bn\" "
          "                        ; of $5" },
    };
    EXPECT_ROWS(rows, 4);
    EXPECT("  x: $38bn\n", "  x: $38bn\n"); /* no sign declared */
}

static void lines_are_tidied(void **state)
{
    (void)state;
    EXPECT("", "");
    EXPECT(" \n\t\r\n\n", "");
    EXPECT("\xEF\xBB\xBF\n\xEF\xBB\xBFparty a  \r\n kind: lab",
           "party a\n  kind: lab\n");
    EXPECT("\n\na\n\n\n\n\n\nb\n\n\nc\n\nd\n\n\n",
           "a\n\n\nb\n\n\nc\n\nd\n");
    EXPECT(";a\t \n   ; b\n", ";a\n  ; b\n");
    EXPECT("a \"b;c\" d", "a \"b;c\" d\n");
}

static void odd_lines_are_kept(void **state)
{
    (void)state;
    EXPECT("a  \"open\n    x :  \"y\n  z :1\n",
           "a  \"open\n    x :  \"y\n  z: 1\n");
    EXPECT("a  \xFF b \n", "a  \xFF b\n");
    EXPECT("   \xC3\n", "   \xC3\n");
    EXPECT("a  \x01 b\n", "a  \x01 b\n");
    EXPECT("a\0  b\n", "a\0  b\n");
    EXPECT("a\r  b\r\r\n", "a\r  b\n");
    EXPECT("  ; \x80  c\n     ;d", "  ; \x80  c\n  ;d\n");
}

/* Code of `width` columns with a comment, and where the comment goes. */
struct commented { unsigned width, column; };

static void add_code(qd_buf *b, unsigned width)
{
    qd_buf_c(b, "  x: ");
    qd_buf_fill(b, '1', width - 5);
}

static void expect_columns(const struct commented *rows, size_t n)
{
    qd_mem mem;
    qd_mem_init(&mem, NULL, NULL);
    qd_buf in = qd_buf_make(&mem), out = qd_buf_make(&mem);
    for (size_t i = 0; i < n; i++) {
        add_code(&in, rows[i].width);
        qd_buf_c(&in, ";c\n");
        add_code(&out, rows[i].width);
        qd_buf_fill(&out, ' ', rows[i].column - rows[i].width);
        qd_buf_c(&out, ";c\n");
    }
    expect(qd_buf_str(&in), 0, qd_buf_str(&out));
    qd_mem_free_all(&mem);
}
#define EXPECT_COLUMNS(...) \
    expect_columns((const struct commented[]){ __VA_ARGS__ }, \
        sizeof((const struct commented[]){ __VA_ARGS__ }) \
            / sizeof(struct commented))

static void comments_share_a_column(void **state)
{
    (void)state;
    EXPECT_COLUMNS({ 6, 44 });
    EXPECT_COLUMNS({ 43, 44 });
    EXPECT_COLUMNS({ 44, 60 });
    EXPECT_COLUMNS({ 60, 76 });
    EXPECT_COLUMNS({ 75, 76 });
    EXPECT_COLUMNS({ 76, 77 });
    EXPECT_COLUMNS({ 120, 121 });
    /* the long one stands alone */
    EXPECT_COLUMNS({ 10, 44 }, { 50, 60 }, { 20, 44 });
    EXPECT_COLUMNS({ 10, 44 }, { 50, 60 });
    /* the long ones lead */
    EXPECT_COLUMNS({ 50, 60 }, { 10, 60 }, { 55, 60 });
    EXPECT_COLUMNS({ 70, 76 }, { 10, 76 }, { 90, 91 });
}

#define B10 "          "
#define B40 B10 B10 B10 B10

static void comments_keep_their_lines(void **state)
{
    (void)state;
    /* deep below a comment: goes on with it */
    EXPECT("a;x\n" B10 ";y\n\t\t; z\n", "a" B40 "   ;x\n" B40 "    ;y\n"
           B40 "    ; z\n");
    EXPECT("a\n" B10 ";y\n", "a\n  ;y\n");
    EXPECT("a;x\n\n" B10 ";y\n", "a" B40 "   ;x\n\n  ;y\n");
    EXPECT("a;x\n      ;y\n", "a" B40 "   ;x\n  ;y\n");
    /* columns of the screen, not bytes */
    EXPECT("a \"\u4E2D\u6587\";x\n", "a \"\u4E2D\u6587\"" B10 B10 B10
           "      ;x\n");
    EXPECT("a;\tx  y\t\n", "a" B40 "   ;\tx  y\n");
}

static void a_long_line_is_tidied(void **state)
{
    (void)state;
    qd_mem mem;
    qd_mem_init(&mem, NULL, NULL);
    qd_buf in = qd_buf_make(&mem), out = qd_buf_make(&mem);
    qd_buf_c(&in, "  members:");
    qd_buf_c(&out, "  members: a");
    for (int i = 0; i < 2000000; i++) qd_buf_c(&in, "a ,");
    for (int i = 1; i < 2000000; i++) qd_buf_c(&out, ", a");
    qd_buf_c(&out, ",\n");
    expect(qd_buf_str(&in), 0, qd_buf_str(&out));
    qd_mem_free_all(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_get_their_blanks),
        cmocka_unit_test(names_and_numbers_stay_whole),
        cmocka_unit_test(signs_become_codes),
        cmocka_unit_test(lines_are_tidied),
        cmocka_unit_test(odd_lines_are_kept),
        cmocka_unit_test(comments_share_a_column),
        cmocka_unit_test(comments_keep_their_lines),
        cmocka_unit_test(a_long_line_is_tidied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
