/* Every error of the text: its code, place and fix. The place is written
 * into the text: `<<` and `>>` enclose what the caret must mark. */
#include "parse_test.h"

#include "base/limits.h"

struct wrong {
    const char *code;
    const char *text; /* with << and >> around what is wrong */
    const char *fix;  /* the text that the fix puts in; NULL: none */
};

/* A field of some directive. */
#define F(code, text, fix) { code, "claim c\n  " text, fix }

static const struct wrong wrongs[] = {
    /* characters */
    { "E0104", "party a \"x<<\x1B>>[31m\"", NULL },
    { "E0104", "party a ; <<\x07>>", NULL },
    { "E0104", "party a<<\r>>party b", NULL },
    { "E0104", "party <<\x7F>>", NULL },
    { "E0105", "party <<\xEF\xBB\xBF>>party", "" },
    { "E0106", "party a <<\xE2\x80\x9C>>x\"", "\"" },
    { "E0106", "contract c a <<\xE2\x86\x92>> b", "->" },
    { "E0106", "party a<<\xC2\xA0>>\"x\"", " " },
    { "E0106", "party a<<\xEF\xBC\x8C>> b", "," },
    F("E0106", "amount: <<\xE2\x88\x92>>5 %", "-"),
    F("E0106", "amount: 10<<\xE2\x80\x93>>15 bn USD", " to "),
    F("E0106", "amount: <<'>>x'", "\""),
    { "E0107", "<<#>> note", ";" },
    { "E0107", "<<//>> note", ";" },
    { "E0108", "party a <<\"OpenAI>>", "\"" },
    { "E0108", "party a <<\"OpenAI ^s ; x>>\nparty b", NULL },
    F("E0108", "file: <<\"a.txt>>  \r\n  amount: 1", "\""),
    /* names */
    { "E0110", "party <<3com>>", NULL },
    { "E0110", "source <<10-q>>", NULL },
    F("E0110", "amount: 5 %  ^<<10q>>", NULL),
    { "E0111", "party <<a->>", NULL },
    { "E0111", "let c = <<a->> b", NULL },
    /* numbers */
    F("E0112", "amount: <<1,782>> mn USD", "1_782"),
    F("E0112", "amount: <<1,782.5>> mn USD", "1_782.5"),
    F("E0112", "amount: <<12,345,678>> USD", "12_345_678"),
    F("E0112", "amount: <<1,5>> mn USD", "1.5"),
    F("E0112", "amount: <<1.782,5>> mn USD", NULL),
    F("E0112", "amount: > 5 to <<10,5>> %", "10.5"),
    F("E0113", "amount: <<12345678901234567>> USD", NULL),
    F("E0114", "amount: <<.5>> %", "0"),
    F("E0114", "amount: <<5.>> %", NULL),
    F("E0114", "amount: <<1__0>>", NULL),
    /* dates */
    { "E0115", "<<2025-1-5>> deal d", "2025-01-05" },
    { "E0115", "<<2025-q4>> deal d", "2025-Q4" },
    { "E0115", "<<2025/11>> deal d", NULL },
    { "E0115", "<<03.11.2025>> deal d", NULL },
    { "E0115", "<<..>> deal d", NULL },
    F("E0115", "amount <<68>>: 5", NULL),
    { "E0116", "<<0000-01>> deal d", NULL },
    { "E0117", "<<2025-Q5>> deal d", NULL },
    { "E0118", "<<2025-13>> deal d", NULL },
    { "E0118", "2025..<<2026-00>> deal d", NULL },
    F("E0118", "amount <<2025-13>>: 5", NULL),
    F("E0118", "amount: <<2025-31-12>>", NULL),
    { "E0119", "<<2025-02-30>> deal d", NULL },
    { "E0119", "<<2023-02-29>> deal d", NULL },
    F("E0119", "when: <<2025-11-31>>", NULL),
    { "E0120", "<<2028..2025>> deal d", NULL },
    F("E0120", "when: <<2025-11..2025-10>>", NULL),
    /* headers */
    { "E0140", "<<contrakt>> c a -> b", "contract" },
    { "E0140", "2025 <<xyzzy>> c a -> b", NULL },
    { "E0141", "2025-11<<>>", NULL },
    { "E0141", "<<%>>", NULL },
    { "E0142", "party<<>> ; none", NULL },
    { "E0142", "party <<\"OpenAI\">>", NULL },
    { "E0142", "contract <<lab>> -> v1", NULL },
    { "E0142", "stake <<of>> openai", NULL },
    { "E0142", "party a, <<%>>", NULL },
    { "E0142", "let <<=>> 5", NULL },
    { "E0143", "contract c1 lab <<v1>>", NULL },
    { "E0143", "contract c1 lab<<>>", NULL },
    { "E0144", "contract c1 v1 <<<->> lab", NULL },
    { "E0144", "contract c1 v1 <<=>>> lab", "->" },
    { "E0144", "contract c1 v1 <<-->> lab", "->" },
    { "E0145", "contract c1 lab -><<>>", NULL },
    { "E0145", "right r lab over <<\"x\">>", NULL },
    { "E0146", "deal d1<<,>> d2", NULL },
    { "E0147", "claim c ^s1 <<\"What\">>", NULL },
    { "E0148", "claim c <<^>> s1", NULL },
    F("E0148", "amount: 5 % ^s <<^>>", NULL),
    F("E0149", "amount: 5 % <<@d>>", NULL),
    F("E0149", "amount: 5 % ^s <<#tag>>", NULL),
    { "E0150", "party a <<b>>", NULL },
    { "E0150", "contract c a -> b <<amount>>", NULL },
    { "E0150", "claim c \"x\" <<y>>", NULL },
    { "E0150", "include <chips> <<x>>", NULL },
    { "E0150", "check a = b expect fail <<now>>", NULL },
    /* fields */
    { "E0151", "  <<kind>>: lab\n  vendor: x", NULL },
    { "E0152", "party a\n<<kind>>: lab", "  " },
    { "E0152", "party a\n<<price>>: 5", "  " },
    { "E0153", "party a\n  <<contract>> c a -> b\n  amount: 5", "" },
    { "E0153", "party a\n  <<2025-11>> deal d", "" },
    F("E0154", "<<:>> lab", NULL),
    F("E0154", "assume <<:>> lab", NULL),
    { "E0154", "scenario s\n  a.<<:>> 5", NULL },
    F("E0155", "amount <<10>> bn USD", ":"),
    F("E0155", "amount <<=>> 10 bn USD", ":"),
    F("E0155", "amount<<>>", ":"),
    { "E0155", "scenario s\n  a.b<<.>>c: 5", ":" },
    F("E0156", "amount:<<>>", " ?"),
    F("E0156", "amount:<<>> ^s1", " ?"),
    F("E0156", "amount:<<>> ; unknown", " ?"),
    F("E0173", "<<x.amount>>: 5", NULL),
    /* values */
    F("E0157", "amount: 5 USD +<<>>", NULL),
    F("E0157", "amount: ><<>>", NULL),
    F("E0157", "amount: 1 or<<>>", NULL),
    F("E0157", "for: a,<<>>", NULL),
    F("E0157", "amount: $<<>>", NULL),
    F("E0158", "amount: <</>> 5 bn USD", NULL),
    F("E0158", "use: min(1, <<)>>", NULL),
    F("E0158", "amount: 1 + <<*>> 2", NULL),
    F("E0159", "amount: 10 bn USD <<5>>", NULL),
    F("E0159", "for: chips capacity <<power>>", NULL),
    F("E0159", "amount: 5 % ^s1 <<x>>", NULL),
    F("E0159", "amount: 5 <<within>> 6", NULL),
    F("E0159", "amount: a <<->>> b", NULL),
    F("E0160", "use: min(1, x<<>>", NULL),
    F("E0160", "use: (1 + 2<<>> ; c", NULL),
    F("E0161", "use: min(a <<b>>)", NULL),
    F("E0161", "use: (1<<,>> 2)", NULL),
    F("E0162", "amount: x <<**>> 2", "^"),
    F("E0162", "amount: x <<==>> 2", "="),
    F("E0162", "amount: x <<<>>> 2", "!="),
    F("E0162", "amount: x <<=<>> 2", "<="),
    { "E0163", "check 1 < x <<<>> 2", NULL },
    F("E0164", "amount: a <<to>> 2 * a", NULL),
    F("E0165", "when: 2025-11 <<to>> 2026-03", NULL),
    F("E0165", "when: 2025 to <<2026-03>>", NULL),
    F("E0166", "amount: <<10-15>> bn USD", NULL),
    F("E0167", "amount: <<10 bn USD>>, 12 bn USD", NULL),
    F("E0167", "for: a, <<5>>, b", NULL),
    F("E0167", "for: a, <<b.c>>", NULL),
    F("E0168", "amount: $38 bn <<USD>>", NULL),
    F("E0169", "amount: 38 <<billion>> USD", "bn"),
    F("E0169", "amount: $38<<B>>", "bn"),
    F("E0169", "amount: 38 <<M>> USD", "mn"),
    F("E0170", "amount: uniform(10, 15) <<bn>> USD", NULL),
    F("E0171", "amount: multi <<USD>>", NULL),
    F("E0171", "amount: multi<<>>", NULL),
    F("E0172", "amount: <<a.b.c>>", NULL),
    /* the other forms */
    { "E0174", "quid <<\"My model\">>", "1 " },
    { "E0174", "quid<<>>", " 1" },
    { "E0175", "include <<chips>>", NULL },
    { "E0175", "include <<<>>chips", NULL },
    { "E0175", "include <<\"\">>", NULL },
    { "E0176", "let x<<:>> 5 %", " =" },
    { "E0176", "let x <<5>> %", NULL },
    { "E0177", "check a <= b expect<<>>", NULL },
    { "E0177", "check a <= b expect <<failure>>", NULL },
    { "E0178", "correlate <<c1>> c2 0.5", NULL },
    { "E0178", "correlate c1.use <<0>>.5", NULL }
};

/* The text without its marks; where they stood. */
static char *unmarked(const char *text, size_t *from, size_t *to)
{
    size_t n = strlen(text);
    char *plain = malloc(n + 1);
    const char *open = strstr(text, "<<"), *close = NULL;
    assert_non_null(plain);
    /* The last >> is the mark: what is marked may hold one itself. */
    for (const char *c = open; (c = strstr(c + 1, ">>")) != NULL;) close = c;
    assert_non_null(close);
    *from = (size_t)(open - text);
    *to = (size_t)(close - text) - 2;
    memcpy(plain, text, *from);
    memcpy(plain + *from, open + 2, *to - *from);
    strcpy(plain + *to, close + 2);
    return plain;
}

static void assert_wrong(const struct wrong *w)
{
    size_t from, to;
    char *text = unmarked(w->text, &from, &to);
    struct parsed x;
    parse_text(&x, text);
    if (x.diags.all.n != 1)
        fail_msg("%u diagnostics: %s", x.diags.all.n, w->text);
    const qd_diag *d = &x.diags.all.at[0];
    const char *code = qd_diag_table[d->code].code;
    if (strcmp(code, w->code) != 0) fail_msg("%s: %s", code, w->text);
    if (d->pos - 1 != from || d->len != to - from)
        fail_msg("at %u, %u bytes: %s", d->pos - 1, d->len, w->text);
    if (!d->has_fix != !w->fix ||
        (w->fix && !qd_str_eq(d->fix, qd_str_c(w->fix))))
        fail_msg("fix `%.*s`: %s", QD_STR_ARG(d->fix), w->text);
    parsed_free(&x);
    free(text);
}

static void each_error_has_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++)
        assert_wrong(&wrongs[i]);
}

/* What a fix does to the text: it must leave one error less. */
static void each_fix_helps(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        if (!wrongs[i].fix) continue;
        size_t from, to;
        char *text = unmarked(wrongs[i].text, &from, &to);
        char fixed[512];
        struct parsed x;
        parse_text(&x, text);
        const qd_diag *d = &x.diags.all.at[0];
        snprintf(fixed, sizeof fixed, "%.*s%.*s%s", (int)d->fix_pos - 1, text,
                 QD_STR_ARG(d->fix), text + d->fix_pos - 1 + d->fix_len);
        unsigned code = d->code;
        parsed_free(&x);
        parse_text(&x, fixed);
        if (x.diags.all.n && x.diags.all.at[0].code == code &&
            x.diags.all.at[0].pos <= from + 1)
            fail_msg("%s is as wrong as: %s", fixed, wrongs[i].text);
        parsed_free(&x);
        free(text);
    }
}

/* ---- Bytes that a C string cannot hold, and limits */

static const qd_diag *only(const struct parsed *x, const char *code)
{
    if (x->diags.all.n != 1) fail_msg("%u diagnostics", x->diags.all.n);
    assert_string_equal(qd_diag_table[x->diags.all.at[0].code].code, code);
    return &x->diags.all.at[0];
}

#define PARSE_LITERAL(x, literal) parse_bytes(x, literal, sizeof(literal) - 1)

static void bad_bytes_are_told_once_a_line(void **state)
{
    (void)state;
    struct parsed x;
    PARSE_LITERAL(&x, "party caf\xE9 \xE9\nparty b ; \xFF\nparty c\n"
                      "  kind: \xC0\x80\n  vendor: \"\xED\xA0\x80\"\n");
    const qd_diag *d = only(&x, "E0102");
    assert_int_equal(d->pos, 10);
    assert_int_equal(d->times, 4);
    assert_int_equal(d->places[0], 24);
    parsed_free(&x);
}

static void a_nul_late_is_a_bad_byte(void **state)
{
    (void)state;
    enum { LINES = 1000 };
    static char text[16 * LINES];
    struct parsed x;
    size_t n = 0;
    for (int i = 0; i < LINES; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "party p%d\n", i);
    text[n - 3] = '\0';
    parse_bytes(&x, text, n);
    assert_int_equal(only(&x, "E0103")->pos, n - 2);
    assert_true(x.tree.dirs.n >= LINES - 1);
    parsed_free(&x);
}

static void what_is_no_text_is_told_once(void **state)
{
    (void)state;
    struct parsed x;
    PARSE_LITERAL(&x, "\x7F" "ELF\2\1\1\0\0\0\0\0\n\1\2\3\nparty\n\x80\n");
    assert_int_equal(only(&x, "E0101")->pos, 8);
    assert_int_equal(x.tree.dirs.n, 0);
    parsed_free(&x);
    PARSE_LITERAL(&x, "\xFF\xFEp\0a\0r\0t\0y\0");
    only(&x, "E0101");
    parsed_free(&x);
    char noise[4000];
    uint32_t seed = 1;
    for (size_t i = 0; i < sizeof noise; i++) {
        seed = seed * 1664525 + 1013904223;
        noise[i] = (char)(seed >> 24 | 1);
    }
    parse_bytes(&x, noise, sizeof noise);
    only(&x, "E0101");
    parsed_free(&x);
}

static char *repeated(const char *head, const char *piece, size_t times,
                      const char *tail)
{
    size_t len = strlen(piece);
    char *text = malloc(strlen(head) + len * times + strlen(tail) + 1);
    assert_non_null(text);
    char *at = stpcpy(text, head);
    for (size_t i = 0; i < times; i++) at = stpcpy(at, piece);
    strcpy(at, tail);
    return text;
}

static void assert_limit(const char *head, const char *piece, size_t times,
                         const char *tail, const char *code)
{
    struct parsed x;
    char *text = repeated(head, piece, times, tail);
    parse_text(&x, text);
    if (code) only(&x, code);
    else if (x.diags.all.n) fail_msg("%s... is within the limit", head);
    parsed_free(&x);
    free(text);
}

static void limits_are_met_by_diagnostics(void **state)
{
    (void)state;
    assert_limit("party ", "x", QD_LIMIT_NAME, "", NULL);
    assert_limit("party ", "x", QD_LIMIT_NAME + 1, "", "E0911");
    assert_limit("party ", "\xC3\xA9", QD_LIMIT_NAME / 2, "", NULL);
    assert_limit("party ", "\xC3\xA9", QD_LIMIT_NAME / 2 + 1, "", "E0911");
    assert_limit("claim c ", "^s ", QD_LIMIT_REFS, "", NULL);
    assert_limit("claim c ", "^s ", QD_LIMIT_REFS + 1, "", "E0912");
    assert_limit("claim c\n", "  a: 1\n", QD_LIMIT_FIELDS, "party a\n", NULL);
    assert_limit("claim c\n", "  a: 1\n", QD_LIMIT_FIELDS + 9, "party a\n",
                 "E0913");
    assert_limit("let x = ", "1 + ", QD_LIMIT_NESTING - 1, "1", NULL);
    assert_limit("let x = ", "1 + ", QD_LIMIT_NESTING, "1", "E0910");
    assert_limit("let x = ", "(", 1000000, "", "E0910");
    assert_limit("let x = ", "f(", 1000000, "", "E0910");
    assert_limit("let x = ", "- ", 1000000, "", "E0910");
    assert_limit("let x = ", "2 ^ ", 1000000, "", "E0910");
    assert_limit("claim c\n  a: ", "1 or ", 1000000, "1", "E0910");
    assert_limit("claim c\n  a: ", "x, ", 1000000, "x", NULL);
    assert_limit("let x = ", "9", 1000000, "", "E0113");
}

static void too_many_units(void **state)
{
    (void)state;
    enum { UNITS = QD_LIMIT_UNITS + 10 };
    struct parsed x;
    char *text = malloc(32 * UNITS);
    assert_non_null(text);
    char *at = text;
    for (int i = 0; i < UNITS; i++)
        at += sprintf(at, "let x%d = 1 u%d\n", i, i);
    parse_text(&x, text);
    assert_int_equal(only(&x, "E0914")->times, 10);
    assert_int_equal(x.tree.units.n, QD_LIMIT_UNITS + 1);
    parsed_free(&x);
    free(text);
}

/* ---- Recovery */

static void all_errors_in_one_run(void **state)
{
    (void)state;
    struct parsed x;
    parse_text(&x, "party a,\n"
                   "contrakt c a -> b\n"
                   "  amount 5 USD\n"
                   "  amount: 6 USD ^s\n"
                   "2025-13 contract d a -> b\n"
                   "  amount: 1,5 USD\n"
                   "  share: 5 %\n");
    assert_int_equal(x.diags.all.n, 5);
    assert_int_equal(x.tree.dirs.n, 3);
    const qd_dir *c = &x.tree.dirs.at[1], *d = &x.tree.dirs.at[2];
    assert_string_equal(keywords[c->keyword - 1].word, "contract");
    assert_true(c->flags & QD_DIR_BROKEN);
    assert_true(qd_str_eq(qd_names_text(&x.tree.names, c->name),
                          QD_STR("c")));
    assert_int_equal(c->n_fields, 2);
    assert_int_equal(x.tree.fields.at[c->fields].datum, QD_NONE);
    assert_int_equal(x.tree.fields.at[c->fields].flags, QD_FIELD_BROKEN);
    assert_int_equal(x.tree.fields.at[c->fields + 1].flags, 0);
    assert_true(d->flags & QD_DIR_BROKEN);
    assert_true(d->a != 0 && d->b != 0);
    assert_int_equal(d->n_fields, 2);
    parsed_free(&x);
}

/* An indented header is told and read as one. */
static void an_indented_header_is_a_header(void **state)
{
    (void)state;
    struct parsed x;
    parse_text(&x, "party a\n  contract c a -> b\n  amount: 5 USD\n");
    only(&x, "E0153");
    assert_int_equal(x.tree.dirs.n, 2);
    assert_int_equal(x.tree.dirs.at[0].n_fields, 0);
    assert_int_equal(x.tree.dirs.at[1].n_fields, 1);
    parsed_free(&x);
}

static void garbage_is_no_memory(void **state)
{
    (void)state;
    struct parsed x;
    char *text = repeated("", "% x\n", 10000, "");
    parse_text(&x, text);
    assert_int_equal(x.diags.count[QD_ERROR], 10000);
    assert_int_equal(x.tree.dirs.n, 1);
    parsed_free(&x);
    free(text);
}

/* ---- The table of diagnostics */

/* Every code of the text is provoked above. */
static void every_code_is_tested(void **state)
{
    (void)state;
    static const char *const elsewhere[] = { "E0101", "E0102", "E0103" };
    for (size_t i = 0; i < QD_D_COUNT; i++) {
        const char *code = qd_diag_table[i].code;
        bool found = strncmp(code, "E01", 3) != 0;
        for (size_t k = 0; k < sizeof wrongs / sizeof *wrongs; k++)
            found = found || strcmp(wrongs[k].code, code) == 0;
        for (size_t k = 0; k < 3; k++)
            found = found || strcmp(elsewhere[k], code) == 0;
        if (!found) fail_msg("no test of %s", code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_error_has_its_place),
        cmocka_unit_test(each_fix_helps),
        cmocka_unit_test(bad_bytes_are_told_once_a_line),
        cmocka_unit_test(a_nul_late_is_a_bad_byte),
        cmocka_unit_test(what_is_no_text_is_told_once),
        cmocka_unit_test(limits_are_met_by_diagnostics),
        cmocka_unit_test(too_many_units),
        cmocka_unit_test(all_errors_in_one_run),
        cmocka_unit_test(an_indented_header_is_a_header),
        cmocka_unit_test(garbage_is_no_memory),
        cmocka_unit_test(every_code_is_tested)
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
