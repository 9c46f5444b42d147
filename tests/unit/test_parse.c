/* Every form of the grammar, as the tree that it becomes. */
#include "parse_test.h"

/* ---- The tree as text */

static void put(qd_buf *b, const qd_tree *t, qd_id id);

static void put_name(qd_buf *b, const qd_tree *t, qd_sym s)
{
    qd_buf_add(b, s == QD_SYM_HOLE ? QD_STR("?") : qd_names_text(&t->names, s));
}

static void put_unit(qd_buf *b, const qd_tree *t, const qd_syn *n)
{
    if (!n->unit) return;
    qd_buf_c(b, ":");
    qd_buf_add(b, t->units.at[n->unit]);
}

static void put_number(qd_buf *b, const qd_tree *t, const qd_syn *n)
{
    static const char *const scales[] = { "", ",k", ",mn", ",bn", ",tn" };
    qd_buf_printf(b, "%lld", (long long)qd_decimal_mantissa(n->number));
    if (qd_decimal_exponent(n->number))
        qd_buf_printf(b, "e%d", qd_decimal_exponent(n->number));
    qd_buf_c(b, n->op == QD_NUMBER_BARE ? ",year" : scales[n->op]);
    put_unit(b, t, n);
}

static void put_span(qd_buf *b, qd_span span)
{
    char text[32];
    qd_buf_add(b, qd_span_write(span, text));
}

static void put_call(qd_buf *b, const qd_tree *t, const qd_syn *n)
{
    put_name(b, t, n->a);
    qd_buf_c(b, "(");
    for (qd_id arg = n->b; arg != QD_NONE; arg = t->syns.at[arg].b) {
        assert_int_equal(t->syns.at[arg].kind, QD_SYN_ARG);
        if (arg != n->b) qd_buf_c(b, ", ");
        put(b, t, t->syns.at[arg].a);
    }
    qd_buf_c(b, ")");
    put_unit(b, t, n);
}

/* (word a b) */
static void put_two(qd_buf *b, const qd_tree *t, const char *word, qd_id x,
                    qd_id y)
{
    qd_buf_printf(b, "(%s ", word);
    put(b, t, x);
    if (y != QD_NONE) {
        qd_buf_c(b, " ");
        put(b, t, y);
    }
    qd_buf_c(b, ")");
}

static void put(qd_buf *b, const qd_tree *t, qd_id id)
{
    static const char *const ops[] = { "+", "-", "*", "/", "^", "=", "!=",
                                       "<", "<=", ">", ">=" };
    static const char *const hedges[] = { "about", "more", "least", "less",
                                          "most", "nearly", "over" };
    const qd_syn *n = &t->syns.at[id];
    switch (n->kind) {
    case QD_SYN_NUMBER: put_number(b, t, n); break;
    case QD_SYN_DATE: put_span(b, n->span); break;
    case QD_SYN_NAME:
        put_name(b, t, n->a);
        if (n->b) qd_buf_c(b, ".");
        if (n->b) put_name(b, t, n->b);
        break;
    case QD_SYN_STRING:
        qd_buf_c(b, "'");
        qd_buf_add(b, qd_syn_string(t, id));
        qd_buf_c(b, "'");
        break;
    case QD_SYN_HOLE: qd_buf_c(b, "?"); break;
    case QD_SYN_RANGE:
        put_two(b, t, "to", n->a, n->b);
        put_unit(b, t, n);
        break;
    case QD_SYN_MULTI: put_two(b, t, "multi", n->a, QD_NONE); break;
    case QD_SYN_HEDGE: put_two(b, t, hedges[n->op], n->a, QD_NONE); break;
    case QD_SYN_BASIS:
        qd_buf_c(b, "(basis ");
        put(b, t, n->a);
        qd_buf_c(b, " ");
        put_name(b, t, n->b);
        qd_buf_c(b, ")");
        break;
    case QD_SYN_OR: put_two(b, t, "or", n->a, n->b); break;
    case QD_SYN_LIST: put_two(b, t, "list", n->a, n->b); break;
    case QD_SYN_UNARY: put_two(b, t, "neg", n->a, QD_NONE); break;
    case QD_SYN_BINARY: put_two(b, t, ops[n->op], n->a, n->b); break;
    case QD_SYN_CALL: put_call(b, t, n); break;
    case QD_SYN_PAIR: put_two(b, t, "pair", n->a, n->b); break;
    case QD_SYN_DATED: put_two(b, t, "dated", n->a, n->b); break;
    case QD_SYN_TARGET:
        qd_buf_c(b, "(target ");
        put_name(b, t, n->a);
        qd_buf_c(b, " ");
        put(b, t, n->b);
        qd_buf_c(b, ")");
        break;
    default: fail_msg("node kind %d", n->kind);
    }
}

static void assert_node(const struct parsed *x, qd_id id, const char *expected)
{
    qd_buf b = qd_buf_make((qd_mem *)&x->mem);
    put(&b, &x->tree, id);
    qd_buf_char(&b, '\0');
    assert_string_equal(b.at, expected);
}

static void assert_range(const struct parsed *x, qd_range r,
                         const char *expected)
{
    const char *at = qd_source_at(&x->source, r.pos);
    char got[256];
    assert_in_range(r.len, 0, sizeof got - 1);
    memcpy(got, at, r.len);
    got[r.len] = '\0';
    assert_string_equal(got, expected);
}

static void assert_clean(const struct parsed *x, const char *text)
{
    if (x->diags.all.n == 0) return;
    const qd_diag *d = &x->diags.all.at[0];
    fail_msg("%s at %u of: %s", qd_diag_table[d->code].code, d->pos, text);
}

/* ---- Data */

/* A datum, what it becomes, and the text that its range must cover (NULL:
 * all of it). */
static const struct datum {
    const char *text, *node, *range;
} data[] = {
    /* numbers, scales, units */
    { "38", "38", NULL },
    { "0", "0", NULL },
    { "2015", "2015,year", NULL },
    { "2015 mo", "2015:mo", NULL },
    { "2_015", "2015", NULL },
    { "5.50", "550e-2", NULL },
    { "1_782.5 mn USD", "17825e5,mn:USD", NULL },
    { "38 bn USD", "38e9,bn:USD", NULL },
    { "38bn USD", "38e9,bn:USD", NULL },
    { "7 k chips", "7e3,k:chips", NULL },
    { "1.4 tn USD", "14e11,tn:USD", NULL },
    { "297.5 USD/share", "2975e-1:USD/share", NULL },
    { "30 bn USD/GW", "30e9,bn:USD/GW", NULL },
    { "27 %", "27:%", NULL },
    { "27%", "27:%", NULL },
    { "3.5 %/mo", "35e-1:%/mo", NULL },
    { "2 USD/GW/yr", "2:USD/GW/yr", NULL },
    { "2 kW*h", "2:kW*h", NULL },
    { "3 GW^2", "3:GW^2", NULL },
    { "0.2/yr", "2e-1:1/yr", NULL },
    { "3 1/mo", "3:1/mo", NULL },
    { "$38bn", "38e9,bn:$", NULL },
    { "$38 bn", "38e9,bn:$", NULL },
    { "$ 38", "38:$", NULL },
    { "$5bn/yr", "5e9,bn:$/yr", NULL },
    { "\xE2\x82\xAC" "5 mn", "5e6,mn:\xE2\x82\xAC", NULL },
    { "US$5 mn", "5e6,mn:US$", NULL },
    { "5 mn \xC2\xA3", "5e6,mn:\xC2\xA3", NULL },
    { "5 mn $/share", "5e6,mn:$/share", NULL },
    { "-16 %", "-16:%", NULL },
    { "- 16 %", "-16:%", NULL },
    { "-2015", "-2015", NULL },
    { "-$5 bn", "-5e9,bn:$", NULL },
    { "34 to 42 bn USD", "(to 34e9,bn:USD 42e9,bn:USD):USD", NULL },
    { "2 to 5 %/mo", "(to 2:%/mo 5:%/mo):%/mo", NULL },
    { "500 mn to 2 bn USD", "(to 500e6,mn:USD 2e9,bn:USD):USD", NULL },
    { "500 mn USD to 2 bn USD", "(to 500e6,mn:USD 2e9,bn:USD):USD", NULL },
    { "-5 to -2 %", "(to -5:% -2:%):%", NULL },
    { "$5 to 10 bn", "(to 5:$ 10e9,bn:$):$", NULL },
    { "2026 to 2028", "(to 2026,year 2028,year)", NULL },
    { "multi bn USD", "(multi 1e9,bn:USD)", NULL },
    { "multi 100 bn USD", "(multi 100e9,bn:USD)", NULL },
    { "multi bn USD/yr", "(multi 1e9,bn:USD/yr)", NULL },
    /* dates */
    { "2025-11-03", "2025-11-03", NULL },
    { "2025-11", "2025-11", NULL },
    { "2025-Q4", "2025-Q4", NULL },
    { "2025..2026", "2025..2026", NULL },
    { "2025-09-22..2025-12-16", "2025-09-22..2025-12-16", NULL },
    { "2026..", "2026..", NULL },
    { "..2025-11", "..2025-11", NULL },
    /* hedges, basis, or */
    { "> 10 bn USD", "(more 10e9,bn:USD)", NULL },
    { ">10 bn USD", "(more 10e9,bn:USD)", NULL },
    { ">= 10", "(least 10)", NULL },
    { "< 50 %", "(less 50:%)", NULL },
    { "<= 1 tn USD", "(most 1e12,tn:USD)", NULL },
    { "~ 2025-10", "(about 2025-10)", NULL },
    { "~ 2015", "(about 2015,year)", NULL },
    { "<~ 7 GW", "(nearly 7:GW)", NULL },
    { ">~ 7 GW", "(over 7:GW)", NULL },
    { "300 bn USD post", "(basis 300e9,bn:USD post)", NULL },
    { "27 % as-converted", "(basis 27:% as-converted)", NULL },
    { "27 issued", "(basis 27 issued)", NULL },
    { "~ 27 % fully-diluted", "(basis (about 27:%) fully-diluted)", NULL },
    { "6 GW it", "(basis 6:GW it)", NULL },
    { "0 USD or >= 10 bn USD", "(or 0:USD (least 10e9,bn:USD))", NULL },
    { "1 or 2 or 3", "(or (or 1 2) 3)", NULL },
    { "5 bn USD pre or 6 bn USD post",
      "(or (basis 5e9,bn:USD pre) (basis 6e9,bn:USD post))", NULL },
    /* names and lists */
    { "capacity", "capacity", NULL },
    { "first-refusal", "first-refusal", NULL },
    { "b.owed", "b.owed", NULL },
    { "\xC3\xA9t\xC3\xA9_1", "\xC3\xA9t\xC3\xA9_1", NULL },
    { "\xE6\x9D\xB1\xE4\xBA\xAC", "\xE6\x9D\xB1\xE4\xBA\xAC", NULL },
    { "?", "?", NULL },
    { "a, b", "(list a b)", NULL },
    { "nvidia, amd, broadcom, ?",
      "(list nvidia (list amd (list broadcom ?)))", NULL },
    { "USD $", "(basis USD $)", NULL },
    { "USD $, EUR \xE2\x82\xAC",
      "(list (basis USD $) (basis EUR \xE2\x82\xAC))", NULL },
    { "\"have not commented\"", "'have not commented'", NULL },
    { "\"\"", "''", NULL },
    { "\"a ; b ^c\"", "'a ; b ^c'", NULL },
    /* formulas */
    { "1 + 2 * 3", "(+ 1 (* 2 3))", NULL },
    { "1 - 2 - 3", "(- (- 1 2) 3)", NULL },
    { "8 / 4 / 2", "(/ (/ 8 4) 2)", NULL },
    { "2 ^ 3 ^ 2", "(^ 2 (^ 3 2))", NULL },
    { "-2 ^ 2", "(neg (^ 2 2))", NULL },
    { "2 ^ -1", "(^ 2 -1)", NULL },
    { "x^2", "(^ x 2)", NULL },
    { "-x * y", "(* (neg x) y)", NULL },
    { "a - b", "(- a b)", NULL },
    { "a-b", "a-b", NULL },
    { "a -b", "(- a b)", NULL },
    { "5 - -3", "(- 5 -3)", NULL },
    { "(1 + 2) * 3", "(* (+ 1 2) 3)", NULL },
    { "3 * (1 + 2)", "(* 3 (+ 1 2))", NULL },
    { "((a))", "a", "a" },
    { "a + b < c * d", "(< (+ a b) (* c d))", NULL },
    { "a = 1", "(= a 1)", NULL },
    { "a != 1", "(!= a 1)", NULL },
    { "a >= 1", "(>= a 1)", NULL },
    { "2025-12 + 3 mo", "(+ 2025-12 3:mo)", NULL },
    { "2025-12 + integer(1, 3) mo", "(+ 2025-12 integer(1, 3):mo)", NULL },
    { "10 bn USD/GW * x.delivering",
      "(* 10e9,bn:USD/GW x.delivering)", NULL },
    { "a / 6 GW", "(/ a 6:GW)", NULL },
    /* calls */
    { "f()", "f()", NULL },
    { "beta(16, 4)", "beta(16, 4)", NULL },
    { "integer(80,88) mo", "integer(80, 88):mo", NULL },
    { "integer(1,782)", "integer(1, 782)", NULL },
    { "exp(walk(g - 3.5 %/mo, 6 %/mo))",
      "exp(walk((- g 35e-1:%/mo), 6:%/mo))", NULL },
    { "normal(2 to 5 %, 80 %)", "normal((to 2:% 5:%):%, 80:%)", NULL },
    { "min(> 5, ~ 6)", "min((more 5), (about 6))", NULL },
    { "discrete(60 %: 0, 40 %: 5 bn USD)",
      "discrete((pair 60:% 0), (pair 40:% 5e9,bn:USD))", NULL },
    { "mix(0.5: normal(1, 2), 0.5: > 3)",
      "mix((pair 5e-1 normal(1, 2)), (pair 5e-1 (more 3)))", NULL },
    { "if(happened(r), 22.5 bn USD, 2.5 bn USD)",
      "if(happened(r), 225e8,bn:USD, 25e8,bn:USD)", NULL },
    { "if(a < b, 1, 0)", "if((< a b), 1, 0)", NULL },
    { "own(y, ?, 2025-12)", "own(y, ?, 2025-12)", NULL },
    { "flow(a, b, 2025..2026)", "flow(a, b, 2025..2026)", NULL },
    { "f(\"a)\", 1)", "f('a)', 1)", NULL },
    { "min(5 %, 3 %) issued", "(basis min(5:%, 3:%) issued)", NULL },
    { "when cash < 6 mo", "(< cash 6:mo)", "cash < 6 mo" },
    { "when", "when", NULL }
};

static void data_become_nodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof data / sizeof *data; i++) {
        const struct datum *d = &data[i];
        char text[256];
        struct parsed x;
        snprintf(text, sizeof text, "claim c\n  amount: %s ^s ; z\n", d->text);
        parse_text(&x, text);
        assert_clean(&x, d->text);
        assert_int_equal(x.tree.fields.n, 1);
        const qd_field *f = &x.tree.fields.at[0];
        assert_node(&x, f->datum, d->node);
        assert_range(&x, qd_syn_range(&x.tree, f->datum),
                     d->range ? d->range : d->text);
        assert_int_equal(f->n_refs, 1);
        assert_range(&x, qd_ref_range(&x.tree, f->pos, 0), "^s");
        parsed_free(&x);
    }
}

/* The same data mean the same without a blank, at the end of a text that has
 * no newline, and with tabs. */
static void data_end_anywhere(void **state)
{
    (void)state;
    static const char *const forms[] = { "claim c\n\tamount:\t%s",
                                         "claim c\r\n amount:%s\r\n",
                                         "claim c\n  amount: %s;z" };
    for (size_t i = 0; i < sizeof data / sizeof *data; i++)
        for (size_t k = 0; k < 3; k++) {
            char text[256];
            struct parsed x;
            snprintf(text, sizeof text, forms[k], data[i].text);
            parse_text(&x, text);
            assert_clean(&x, text);
            assert_node(&x, x.tree.fields.at[0].datum, data[i].node);
            parsed_free(&x);
        }
}

/* ---- Fields */

static void fields_have_heads(void **state)
{
    (void)state;
    struct parsed x;
    parse_text(&x, "contract c a -> b\n"
                   "  assume amount: 5 ^s ^t\n"
                   "  amount 2025-11: 6\n"
                   "  assume amount 2025..: 7\n"
                   "  amount 2026 : 8\n"
                   "scenario s\n"
                   "  aws-38.amount: 9\n"
                   "  assume c.amount ..2025: 10\n"
                   "  base: t\n");
    assert_clean(&x, "fields");
    const qd_field *f = x.tree.fields.at;
    assert_int_equal(x.tree.fields.n, 7);
    assert_int_equal(x.tree.dirs.at[0].n_fields, 4);
    assert_int_equal(x.tree.dirs.at[1].fields, 4);
    assert_int_equal(x.tree.dirs.at[1].n_fields, 3);
    assert_int_equal(f[0].flags, QD_FIELD_ASSUME);
    assert_int_equal(f[0].n_refs, 2);
    assert_range(&x, qd_ref_range(&x.tree, f[0].pos, 1), "^t");
    assert_range(&x, qd_field_range(&x.tree, &f[0]), "amount");
    assert_int_equal(f[1].flags, QD_FIELD_DATED);
    assert_node(&x, f[1].datum, "(dated 2025-11 6)");
    assert_int_equal(f[2].flags, QD_FIELD_ASSUME | QD_FIELD_DATED);
    assert_node(&x, f[2].datum, "(dated 2025.. 7)");
    assert_node(&x, f[3].datum, "(dated 2026 8)");
    assert_int_equal(f[4].flags, QD_FIELD_TARGET);
    assert_node(&x, f[4].datum, "(target aws-38 9)");
    assert_range(&x, qd_field_range(&x.tree, &f[4]), "aws-38.amount");
    assert_node(&x, f[5].datum, "(target c (dated ..2025 10))");
    assert_node(&x, qd_field_datum(&x.tree, &f[5]), "10");
    assert_range(&x, qd_syn_range(&x.tree, f[5].datum),
                 "c.amount ..2025: 10");
    qd_str target = qd_names_text(&x.tree.names,
                                  qd_field_target(&x.tree, &f[5]));
    assert_true(qd_str_eq(target, QD_STR("c")));
    assert_int_equal(qd_field_when(&x.tree, &f[5]).from, QD_DAY_OPEN_FROM);
    assert_int_equal(qd_field_when(&x.tree, &f[5]).to,
                     qd_day_make(2026, 1, 1));
    assert_int_equal(f[6].flags, 0);
    assert_int_equal(qd_field_target(&x.tree, &f[6]), 0);
    parsed_free(&x);
}

/* ---- Headers */

struct head {
    const char *text, *when, *name, *a, *arrow, *b, *label;
    int refs;
};

/* NULL: there is none. */
static const struct head heads[] = {
    { "party openai", NULL, "openai", NULL, NULL, NULL, NULL, 0 },
    { "party openai \"OpenAI\"", NULL, "openai", NULL, NULL, NULL, "OpenAI",
      0 },
    { "2025-12-16.. source s1 \"Story 1\" ; x", "2025-12-16..", "s1", NULL,
      NULL, NULL, "Story 1", 0 },
    { "2025 deal d", "2025", "d", NULL, NULL, NULL, NULL, 0 },
    { "2025-Q4 deal d", "2025-Q4", "d", NULL, NULL, NULL, NULL, 0 },
    { "..2025-11    deal d", "..2025-11", "d", NULL, NULL, NULL, NULL, 0 },
    { "2025-01..2028-12 contract c a -> ? ^s0 @d #tag", "2025-01..2028-12",
      "c", "a", "->", "?", NULL, 3 },
    { "contract c ? -> a \"L\" #x ^y", NULL, "c", "?", "->", "a", "L", 2 },
    { "contract c a->b", NULL, "c", "a", "->", "b", NULL, 0 },
    { "contract c a- > b", NULL, NULL, NULL, NULL, NULL, NULL, -1 },
    { "stake s microsoft of openai", NULL, "s", "microsoft", "of", "openai",
      NULL, 0 },
    { "right r microsoft over openai @d", NULL, "r", "microsoft", "over",
      "openai", NULL, 1 },
    { "class common of openai", NULL, "common", NULL, "of", "openai", NULL,
      0 },
    { "let x = a + 1", NULL, "x", NULL, NULL, NULL, NULL, 0 },
    { "party \xC3\xA9l\xC3\xA9phant \"\xE2\x82\xAC\"", NULL,
      "\xC3\xA9l\xC3\xA9phant", NULL, NULL, NULL, "\xE2\x82\xAC", 0 }
};

static void assert_part(const struct parsed *x, const qd_dir *d,
                        enum qd_part part, const char *expected)
{
    qd_range r = qd_dir_range(&x->tree, d, part);
    qd_range word = qd_dir_range(&x->tree, d, QD_PART_KEYWORD);
    if (expected) assert_range(x, r, expected);
    else assert_int_equal(r.pos, word.pos);
}

static void assert_head(const struct parsed *x, const struct head *h)
{
    const qd_dir *d = &x->tree.dirs.at[0];
    assert_part(x, d, QD_PART_WHEN, h->when);
    assert_part(x, d, QD_PART_NAME, h->name);
    assert_part(x, d, QD_PART_A, h->a);
    assert_part(x, d, QD_PART_ARROW, h->arrow);
    assert_part(x, d, QD_PART_B, h->b);
    assert_true(qd_str_eq(qd_dir_label(&x->tree, d), qd_str_c(h->label)));
    assert_int_equal(d->n_refs, h->refs);
    assert_int_equal(!!(d->flags & QD_DIR_DATED), h->when != NULL);
    assert_true(qd_str_eq(qd_names_text(&x->tree.names, d->name),
                          qd_str_c(h->name)));
    assert_int_equal(d->a == QD_SYM_HOLE, h->a && *h->a == '?');
    assert_int_equal(d->b == QD_SYM_HOLE, h->b && *h->b == '?');
    assert_int_equal(d->b != 0, h->b != NULL);
}

static void headers_become_directives(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct parsed x;
        parse_text(&x, heads[i].text);
        assert_int_equal(x.tree.dirs.n, 1);
        if (heads[i].refs < 0) {
            assert_int_equal(x.diags.all.n, 1);
            assert_true(x.tree.dirs.at[0].flags & QD_DIR_BROKEN);
        } else {
            assert_clean(&x, heads[i].text);
            assert_head(&x, &heads[i]);
        }
        parsed_free(&x);
    }
}

static void sigils_keep_kind_and_name(void **state)
{
    (void)state;
    struct parsed x;
    parse_text(&x, "contract c a -> b #t ^s @d\n");
    const qd_ref *r = x.tree.refs.at;
    assert_int_equal(x.tree.refs.n, 3);
    assert_int_equal(QD_REF_KIND(r[0]), QD_REF_TAG);
    assert_int_equal(QD_REF_KIND(r[1]), QD_REF_SOURCE);
    assert_int_equal(QD_REF_KIND(r[2]), QD_REF_DEAL);
    assert_true(qd_str_eq(qd_names_text(&x.tree.names, QD_REF_SYM(r[2])),
                          QD_STR("d")));
    assert_range(&x, qd_ref_range(&x.tree, x.tree.dirs.at[0].pos, 2), "@d");
    assert_range(&x, qd_dir_range(&x.tree, &x.tree.dirs.at[0],
                                  QD_PART_HEADER),
                 "contract c a -> b #t ^s @d");
    parsed_free(&x);
}

static void a_list_of_parties_shares_all(void **state)
{
    (void)state;
    struct parsed x;
    parse_text(&x, "2025 party a, bb , c \"L\" #t\n  kind: lab\nparty d\n");
    assert_clean(&x, "list");
    assert_int_equal(x.tree.dirs.n, 4);
    static const char *const names[] = { "a", "bb", "c" };
    for (uint32_t i = 0; i < 3; i++) {
        const qd_dir *d = &x.tree.dirs.at[i];
        assert_range(&x, qd_dir_range(&x.tree, d, QD_PART_NAME), names[i]);
        assert_int_equal(d->pos, x.tree.dirs.at[0].pos);
        assert_int_equal(d->n_fields, 1);
        assert_int_equal(d->n_refs, 1);
        assert_true(d->flags & QD_DIR_LIST);
        assert_true(qd_str_eq(qd_dir_label(&x.tree, d), QD_STR("L")));
    }
    assert_false(x.tree.dirs.at[3].flags & QD_DIR_LIST);
    assert_int_equal(x.tree.dirs.at[3].n_fields, 0);
    parsed_free(&x);
}

static void other_forms(void **state)
{
    (void)state;
    struct parsed x;
    bool shipped;
    parse_text(&x, "quid 1 \"T\"\n  currency: USD $\n"
                   "include <chips> ; c\n"
                   "include \"a b/c.quid\"\n"
                   "let g = normal(2 to 5 %/mo)\n"
                   "let h = > 5\n"
                   "check a.b / c.d = 5 USD/yr within 0.01 bn USD/yr\n"
                   "check a <= b expect fail\n"
                   "check a = 10 % within 1 % expect fail\n"
                   "correlate a.b c.d -0.5\n");
    assert_clean(&x, "forms");
    const qd_dir *d = x.tree.dirs.at;
    assert_int_equal(x.tree.dirs.n, 9);
    assert_int_equal(d[0].body, 1);
    assert_true(qd_str_eq(qd_dir_label(&x.tree, &d[0]), QD_STR("T")));
    assert_true(qd_str_eq(qd_dir_path(&x.tree, &d[1], &shipped),
                          QD_STR("chips")));
    assert_true(shipped);
    assert_true(qd_str_eq(qd_dir_path(&x.tree, &d[2], &shipped),
                          QD_STR("a b/c.quid")));
    assert_false(shipped);
    assert_node(&x, d[3].body, "normal((to 2:%/mo 5:%/mo):%/mo)");
    assert_node(&x, d[4].body, "(more 5)");
    assert_node(&x, d[5].body, "(= (/ a.b c.d) 5:USD/yr)");
    assert_node(&x, d[5].extra, "1e7,bn:USD/yr");
    assert_int_equal(d[5].flags & QD_DIR_EXPECT_FAIL, 0);
    assert_int_equal(d[6].extra, QD_NONE);
    assert_true(d[6].flags & QD_DIR_EXPECT_FAIL);
    assert_node(&x, d[7].body, "(= a 10:%)");
    assert_node(&x, d[7].extra, "1:%");
    assert_true(d[7].flags & QD_DIR_EXPECT_FAIL);
    assert_node(&x, d[8].body, "(pair a.b c.d)");
    assert_node(&x, d[8].extra, "-5e-1");
    parsed_free(&x);
}

/* ---- Ranges inside formulas */

static void ranges_take_their_parentheses(void **state)
{
    (void)state;
    struct parsed x;
    parse_text(&x, "let x = ((a + b) * 2) - (c - (d))\n");
    const qd_syn *n = &x.tree.syns.at[x.tree.dirs.at[0].body];
    assert_range(&x, qd_syn_range(&x.tree, x.tree.dirs.at[0].body),
                 "((a + b) * 2) - (c - (d))");
    assert_range(&x, qd_syn_range(&x.tree, n->a), "(a + b) * 2");
    assert_range(&x, qd_syn_range(&x.tree, n->b), "c - (d)");
    const qd_syn *product = &x.tree.syns.at[n->a];
    assert_range(&x, qd_syn_range(&x.tree, product->a), "a + b");
    parsed_free(&x);
}

/* ---- Size */

static void many_directives(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    qd_mem mem;
    qd_mem_init(&mem, NULL, NULL);
    qd_buf b = qd_buf_make(&mem);
    for (int i = 0; i < MANY; i++)
        qd_buf_printf(&b, "2025-%02d contract name-of-%d p%d -> party-%d ^s%d\n"
                      "  amount: %d.5 bn USD/x%d ^s%d\n",
                      i % 12 + 1, i, i % 7, i % 40, i % 3, i, i % 500, i % 50);
    struct parsed x;
    parse_bytes(&x, b.at, b.len);
    assert_clean(&x, "many");
    assert_int_equal(x.tree.dirs.n, MANY);
    assert_int_equal(x.tree.units.n, 501);
    for (int i = 0; i < MANY; i++) {
        char name[32];
        const qd_dir *d = &x.tree.dirs.at[i];
        snprintf(name, sizeof name, "name-of-%d", i);
        assert_true(qd_str_eq(qd_names_text(&x.tree.names, d->name),
                              qd_str_c(name)));
        snprintf(name, sizeof name, "party-%d", i % 40);
        assert_true(qd_str_eq(qd_names_text(&x.tree.names, d->b),
                              qd_str_c(name)));
        snprintf(name, sizeof name, "USD/x%d", i % 500);
        const qd_syn *n = &x.tree.syns.at[x.tree.fields.at[d->fields].datum];
        assert_true(qd_str_eq(x.tree.units.at[n->unit], qd_str_c(name)));
        int64_t mantissa = (int64_t)i * 10 + 5;
        assert_true(n->number == qd_decimal_make(mantissa, 8));
        assert_int_equal(d->when.from, qd_day_make(2025, i % 12 + 1, 1));
    }
    parsed_free(&x);
    qd_mem_free_all(&mem);
}

/* Texts that say nothing, or nearly. */
static void short_texts(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "\n", ";", " ", "\t\n", "\r\n",
                                         " ; x", "\n\n  \n; y\r\n" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct parsed x;
        parse_text(&x, texts[i]);
        assert_clean(&x, texts[i]);
        assert_int_equal(x.tree.dirs.n, 0);
        parsed_free(&x);
    }
}

static void several_files_make_one_tree(void **state)
{
    (void)state;
    struct parsed x;
    parse_text(&x, "party a\n  amount: 5 USD\n");
    static const char more[] = "party b\n  amount: 6 USD\n";
    uint32_t file = qd_source_add(&x.source, QD_STR("u.quid"),
                                  qd_str_c(more), 0);
    qd_parse(&x.tree, file, &vocabulary);
    assert_int_equal(x.tree.dirs.n, 2);
    assert_int_equal(x.tree.dirs.at[0].n_fields, 1);
    assert_int_equal(x.tree.dirs.at[1].n_fields, 1);
    assert_int_equal(x.tree.units.n, 2);
    assert_range(&x, qd_dir_range(&x.tree, &x.tree.dirs.at[1], QD_PART_NAME),
                 "b");
    parsed_free(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_become_nodes),
        cmocka_unit_test(data_end_anywhere),
        cmocka_unit_test(fields_have_heads),
        cmocka_unit_test(headers_become_directives),
        cmocka_unit_test(sigils_keep_kind_and_name),
        cmocka_unit_test(a_list_of_parties_shares_all),
        cmocka_unit_test(other_forms),
        cmocka_unit_test(ranges_take_their_parentheses),
        cmocka_unit_test(many_directives),
        cmocka_unit_test(short_texts),
        cmocka_unit_test(several_files_make_one_tree)
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
