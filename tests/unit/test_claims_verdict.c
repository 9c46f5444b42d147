/* The verdict on what sources say of one thing. Every rule of semantics.md,
 * section 1, in the way that it finds something and in the way that it must
 * not; the expected word is reasoned from the page, line by line. */
#include "model_text.h"

#include "analysis/claims_rows.h"

#define SOURCES                                                              \
    "party a, b, c\n"                                                        \
    "party sub\n  parent: a\n"                                               \
    "2025-03-01 source s1\n"                                                 \
    "2025-03-01 source s2\n"                                                 \
    "2025-03-01 source s3\n"                                                 \
    "2025-04-01 source later\n"                                              \
    "2025-03-01.. source from\n"
#define MODEL(text) ROOT SOURCES text

struct asked {
    struct world *w;
    qd_quantities q;
};

static struct asked ask(const char *text)
{
    struct asked x = { .w = begin(text) };
    qd_view v = qd_view_make(&x.w->m);
    qd_quantities_make(&x.q, &v, &x.w->m.arena);
    return x;
}

static void done(struct asked *x)
{
    qd_quantities_free(&x->q);
    end(x->w);
}

static const qd_quantity *find(struct asked *x, const char *id,
                               const char *field)
{
    for (uint32_t i = 0; i < x->q.at.n; i++) {
        const qd_quantity *y = &x->q.at.at[i];
        if (qd_str_eq(y->id, qd_str_c(id)) &&
            qd_str_eq(y->field_text, qd_str_c(field))) return y;
    }
    return NULL;
}

static void expect(const char *text, const char *id, const char *field,
                   enum qd_found found)
{
    struct asked x = ask(text);
    const qd_quantity *y = find(&x, id, field);
    assert_non_null(y);
    if (y->found != found)
        printf("# %s.%s of\n# %s\n", id, field, text);
    assert_string_equal(qd_found_word(y->found), qd_found_word(found));
    done(&x);
}

/* Two lines on the amount of one contract. */
static void amounts(const char *one, const char *other, enum qd_found found)
{
    char text[2048];
    snprintf(text, sizeof text, MODEL("contract k a -> b\n"
             "  amount: %s ^s1\n  amount: %s ^s2\n"), one, other);
    expect(text, "k", "amount", found);
    snprintf(text, sizeof text, MODEL("contract k a -> b\n"
             "  amount: %s ^s2\n  amount: %s ^s1\n"), other, one);
    expect(text, "k", "amount", found);
}

static void test_numbers(void **state)
{
    (void)state;
    amounts("10 bn USD", "12 bn USD", QD_FOUND_CONFLICT);
    amounts("10 bn USD", "10 bn USD", QD_FOUND_AGREE);
    amounts("10 bn USD", "10_000 mn USD", QD_FOUND_AGREE);
    amounts("~ 10 bn USD", "10.4 bn USD", QD_FOUND_AGREE);
    amounts("~ 10 bn USD", "12 bn USD", QD_FOUND_CONFLICT);
    amounts("8 to 9 bn USD", "8.5 bn USD", QD_FOUND_AGREE);
    amounts("8 to 9 bn USD", "11 bn USD", QD_FOUND_CONFLICT);
    amounts("> 10 bn USD", "< 8 bn USD", QD_FOUND_CONFLICT);
    amounts("> 10 bn USD", "<= 30 bn USD", QD_FOUND_AGREE);
    amounts(">= 10 bn USD", "10 bn USD", QD_FOUND_AGREE);
    amounts("multi bn USD", "40 bn USD", QD_FOUND_AGREE);
    amounts("multi bn USD", "1.2 bn USD", QD_FOUND_CONFLICT);
    amounts("<~ 7 bn USD", "6.5 bn USD", QD_FOUND_AGREE);
    amounts("> 10 bn USD", "> 20 bn USD", QD_FOUND_OPEN);
}

/* Only a limit in common: it belongs to one side or to none. */
static void test_edge(void **state)
{
    (void)state;
    amounts("> 10 bn USD", "10 bn USD", QD_FOUND_EDGE);
    amounts("< 3 mn USD", "3 mn USD", QD_FOUND_EDGE);
    amounts("> 500 bn USD", "< 500 bn USD", QD_FOUND_EDGE);
    amounts("> 10 bn USD", "9 bn USD", QD_FOUND_CONFLICT);
}

/* Half a unit of the last printed place of each: 27 is 26.5 to 27.5, 27.3
 * is 27.25 to 27.35, 28 is 27.5 to 28.5, 26.4 is 26.35 to 26.45. */
static void test_rounded(void **state)
{
    (void)state;
    amounts("27 bn USD", "27.3 bn USD", QD_FOUND_EDGE);
    amounts("27 bn USD", "26.4 bn USD", QD_FOUND_CONFLICT);
    amounts("27 bn USD", "28 bn USD", QD_FOUND_CONFLICT);
    amounts("27 bn USD", "26.5 bn USD", QD_FOUND_EDGE);
    amounts("27 bn USD", "27.6 bn USD", QD_FOUND_CONFLICT);
    amounts("27.0 bn USD", "27.3 bn USD", QD_FOUND_CONFLICT);
    amounts("27 bn USD", "27_300 mn USD", QD_FOUND_EDGE);
    amounts("27_000 mn USD", "27_300 mn USD", QD_FOUND_EDGE);
    amounts("100 bn USD", "104 bn USD", QD_FOUND_CONFLICT);
    amounts("1.4 tn USD", "1_380 bn USD", QD_FOUND_EDGE);
    amounts("> 27 bn USD", "26.8 bn USD", QD_FOUND_EDGE);
}

static void test_wider(void **state)
{
    (void)state;
    amounts("0 USD or >= 10 bn USD", "10 bn USD", QD_FOUND_WIDER);
    amounts("5 bn USD or 9 bn USD", "9 bn USD", QD_FOUND_WIDER);
    amounts("5 bn USD or 9 bn USD", "> 4 bn USD", QD_FOUND_AGREE);
    amounts("5 bn USD or 9 bn USD", "7 bn USD", QD_FOUND_CONFLICT);
}

static void test_not_compared(void **state)
{
    (void)state;
    amounts("?", "10 bn USD", QD_FOUND_ALONE);
    amounts("?", "> 10 bn USD", QD_FOUND_OPEN);
    amounts("?", "?", QD_FOUND_NOTHING);
    expect(MODEL("contract k a -> b\n  amount: 3 bn USD ^s1\n"), "k",
           "amount", QD_FOUND_ALONE);
    /* One voice that tells the source of another is still a voice. */
    expect(MODEL("claim x \"It is so\" ^s1 ^s2\n"), "x", "", QD_FOUND_AGREE);
    expect(MODEL("claim x \"Words\"\n  value: \"no\" ^s1\n"
                 "  value: \"declined\" ^s2\n"), "x", "value",
           QD_FOUND_WORDS);
}

static void test_self(void **state)
{
    (void)state;
    expect(MODEL("contract k a -> b\n  amount: 3 bn USD ^s1\n"
                 "  amount: 4 bn USD ^s1\n"), "k", "amount",
           QD_FOUND_CONFLICT);
    expect(MODEL("contract k a -> b\n  amount: > 3 bn USD ^s1\n"
                 "  amount: multi bn USD ^s1\n"), "k", "amount",
           QD_FOUND_ALONE);
}

/* A change over time, another basis and another unit are no conflicts. */
static void test_times_and_bases(void **state)
{
    (void)state;
    expect(MODEL("claim n \"Staff\"\n  value 2025-01: 40 ^s1\n"
                 "  value 2025-02: 50 ^s2\n"), "n", "value", QD_FOUND_AGREE);
    expect(MODEL("claim n \"Staff\"\n  value 2025-01: 40 ^s1\n"
                 "  value 2025-01: 50 ^s2\n"), "n", "value",
           QD_FOUND_CONFLICT);
    expect(MODEL("claim n \"Staff\"\n  value 2025-01..2025-06: 40 ^s1\n"
                 "  value 2025-03..2025-08: 50 ^s2\n"), "n", "value",
           QD_FOUND_CONFLICT);
    expect(MODEL("stake h a of b\n  share: 27 % issued ^s1\n"
                 "  share: 32.5 % as-converted ^s2\n"), "h", "share",
           QD_FOUND_AGREE);
    expect(MODEL("stake h a of b\n  share: 27 % issued ^s1\n"
                 "  share: 32.5 % issued ^s2\n"), "h", "share",
           QD_FOUND_CONFLICT);
    expect(MODEL("stake h a of b\n  share: 27 % ^s1\n"
                 "  share: ~ 27 % ^s2\n"), "h", "share", QD_FOUND_AGREE);
    expect(MODEL("round r a -> b\n  valuation: 300 bn USD pre ^s1\n"
                 "  valuation: 340 bn USD post ^s2\n"), "r", "valuation",
           QD_FOUND_AGREE);
    expect(MODEL("stake h a of b\n  share: 27 % ^s1\n"
                 "stake old a of b\n  share: 32.5 % ^s2\n"), "h", "share",
           QD_FOUND_ALONE);
}

static void dates(const char *one, const char *other, enum qd_found found)
{
    char text[2048];
    snprintf(text, sizeof text, MODEL("event e\n"
             "  when: %s ^s1\n  when: %s ^s2\n"), one, other);
    expect(text, "e", "when", found);
}

/* Days have no edge: the 16th ends where the 17th begins, and that is not
 * the same day. */
static void test_dates(void **state)
{
    (void)state;
    dates("2025-12-16", "2025-12-17", QD_FOUND_CONFLICT);
    dates("2025-11", "2025-11-30", QD_FOUND_AGREE);
    dates("2025-11", "2025-12-01", QD_FOUND_CONFLICT);
    dates("~ 2025-11", "2025-12-01", QD_FOUND_AGREE);
    dates("2025-10", "2025-09-22..2025-12-20", QD_FOUND_AGREE);
    dates("2025-Q3", "2025-Q4", QD_FOUND_CONFLICT);
    dates("2025", "2025-Q4", QD_FOUND_AGREE);
    dates("..2025-06", "2025-07", QD_FOUND_CONFLICT);
    dates("..2025-06", "2025-06-30", QD_FOUND_AGREE);
}

static void stages(const char *one, const char *who, const char *other,
                   const char *by, enum qd_found found)
{
    char text[2048];
    snprintf(text, sizeof text, MODEL("deal d\n"
             "  stage: %s ^%s\n  stage: %s ^%s\n"), one, who, other, by);
    expect(text, "d", "stage", found);
}

static void test_stages(void **state)
{
    (void)state;
    stages("early", "s1", "advanced", "s2", QD_FOUND_CONFLICT);
    stages("preliminary", "s1", "early", "s2", QD_FOUND_AGREE);
    stages("exploratory", "s1", "late", "s2", QD_FOUND_CONFLICT);
    stages("talks", "s1", "advanced", "s2", QD_FOUND_AGREE);
    stages("talks", "s1", "term-sheet", "s2", QD_FOUND_CONFLICT);
    /* A deal moves on, it does not move back. */
    stages("early", "s1", "advanced", "later", QD_FOUND_AGREE);
    stages("advanced", "s1", "early", "later", QD_FOUND_CONFLICT);
    /* Of a source dated from below only nobody knows that it came first. */
    stages("early", "from", "advanced", "later", QD_FOUND_CONFLICT);
}

static void test_names(void **state)
{
    (void)state;
    const char *const chips =
        "include <chips>\nclaim x \"The chip\"\n"
        "  value: %s ^s1\n  value: %s ^s2\n";
    static const struct { const char *a, *b; enum qd_found found; } rows[] = {
        { "trainium2", "trainium3", QD_FOUND_CONFLICT },
        { "trainium", "trainium, inferentia", QD_FOUND_AGREE },
        { "trainium", "trainium3", QD_FOUND_AGREE },
        { "trainium, h100", "trainium, b200", QD_FOUND_CONFLICT },
        { "a", "sub", QD_FOUND_AGREE },
        { "a", "b", QD_FOUND_CONFLICT },
        { "a, ?", "b", QD_FOUND_AGREE },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char form[256], text[2048];
        snprintf(form, sizeof form, chips, rows[i].a, rows[i].b);
        snprintf(text, sizeof text, "%s%s", MODEL(""), form);
        expect(text, "x", "value", rows[i].found);
    }
    expect(MODEL("right r a over b\n  kind: exclusive ^s1\n"
                 "  kind: first-refusal ^s2\n"), "r", "kind",
           QD_FOUND_CONFLICT);
    expect(MODEL("right r a over b\n  kind: first-refusal ^s1\n"
                 "right e a over b\n  kind: exclusive ^s2\n"), "r", "kind",
           QD_FOUND_ALONE);
    expect(MODEL("contract k a -> b\n  for: chips, capacity ^s1\n"
                 "  for: capacity ^s2\n"), "k", "for", QD_FOUND_AGREE);
    expect(MODEL("contract k a -> b\n  for: chips ^s1\n"
                 "  for: power ^s2\n"), "k", "for", QD_FOUND_CONFLICT);
}

/* What one voice takes for a plan is no claim about the fact. */
static void test_plan_beside_fact(void **state)
{
    (void)state;
    expect(MODEL("contract k a -> b\n  stage: plan ^s1\n  stage: signed ^s2\n"
                 "  amount: 10 bn USD ^s1\n  amount: 38 bn USD ^s2\n"), "k",
           "amount", QD_FOUND_AGREE);
    expect(MODEL("contract k a -> b\n  stage: plan ^s1 ^s2\n"
                 "  amount: 10 bn USD ^s1\n  amount: 38 bn USD ^s2\n"), "k",
           "amount", QD_FOUND_CONFLICT);
}

/* A filing silences reports; what it says stands alone. */
static void test_silenced(void **state)
{
    (void)state;
    expect(MODEL("2025-03-01 source f\n  kind: filing\n"
                 "contract k a -> b\n  amount: 10 bn USD ^s1\n"
                 "  amount: 38 bn USD ^f\n"), "k", "amount", QD_FOUND_ALONE);
}

static bool has_excess(const char *lines)
{
    char text[2048];
    snprintf(text, sizeof text, MODEL("%s"), lines);
    struct asked x = ask(text);
    const qd_quantity *y = find(&x, "t", "part-of");
    bool is = y && y->found == QD_FOUND_PARTS;
    done(&x);
    return is;
}

#define TOTAL "contract t a -> b\n  stage: plan ^s1\n"                       \
              "  amount: 500 bn USD ^s1\n"

static void test_parts(void **state)
{
    (void)state;
    assert_true(has_excess(TOTAL "contract p a -> b\n"
        "  amount: > 1.4 tn USD ^s1\n  part-of: t ^s1\n"));
    assert_false(has_excess(TOTAL "contract p a -> b\n"
        "  amount: > 400 bn USD ^s1\n  part-of: t ^s1\n"));
    assert_false(has_excess(TOTAL "contract p a -> b\n"
        "  amount: 500 bn USD ^s1\n  part-of: t ^s1\n"));
    assert_true(has_excess(TOTAL
        "contract p a -> b\n  amount: 300 bn USD ^s1\n  part-of: t ^s1\n"
        "contract r a -> c\n  amount: 201 bn USD ^s1\n  part-of: t ^s2\n"));
    assert_false(has_excess(TOTAL
        "contract p a -> b\n  amount: 300 bn USD ^s1\n  part-of: t ^s1\n"
        "contract r a -> c\n  amount: ? ^s1\n  part-of: t ^s2\n"));
    /* Another voice leaves room: not on every reading. */
    assert_false(has_excess(TOTAL "contract p a -> b\n"
        "  amount: 600 bn USD ^s1\n  amount: 400 bn USD ^s2\n"
        "  part-of: t ^s1\n"));
    /* What is only planned is held against no signed total. */
    assert_false(has_excess("contract t a -> b\n  stage: signed ^s1\n"
        "  amount: 500 bn USD ^s1\n"
        "contract p a -> b\n  stage: plan ^s1\n"
        "  amount: 600 bn USD ^s1\n  part-of: t ^s1\n"));
    assert_true(has_excess("contract t a -> b\n  power: 7 GW ^s1\n"
        "contract p a -> b\n  power: 8 GW ^s1\n  part-of: t ^s1\n"));
}

static void uses(const char *text, const char *id, const char *field,
                 const char *takes, bool settled)
{
    struct asked x = ask(text);
    const qd_quantity *y = find(&x, id, field);
    assert_non_null(y);
    assert_true(qd_str_eq(y->uses, qd_str_c(takes)));
    assert_int_equal(y->settled, settled);
    done(&x);
}

static void test_uses(void **state)
{
    (void)state;
    uses(MODEL("contract k a -> b\n  amount: 38 bn USD ^s1\n"
               "  amount: ~ 38 bn USD ^s2\n"), "k", "amount", "38 bn USD",
         false);
    uses(MODEL("contract k a -> b\n  amount: 38 bn USD ^s1\n"
               "  amount: 40 bn USD ^s2\n"), "k", "amount", "one of 2 votes",
         false);
    uses(MODEL("contract k a -> b\n  amount: 38 bn USD ^s1\n"
               "  amount: 40 bn USD ^s2\n  assume amount: 39_000 mn USD\n"),
         "k", "amount", "39 bn USD", true);
    uses(MODEL("deal d\n  stage: advanced ^s1\n  stage: preliminary ^s2\n"),
         "d", "stage", "early", false);
    uses(MODEL("stake h a of b\n  share: ~ 27 % ^s1\n  share: 27 % ^s2\n"),
         "h", "share", "27 %", false);
}

/* Who tells the same source has one vote between them. */
static void test_votes(void **state)
{
    (void)state;
    struct asked x = ask(ROOT "party a, b\nsource paper\n"
        "2025-03-01 source s1\n  cites: paper\n"
        "2025-03-01 source s2\n  cites: paper\n"
        "2025-03-01 source s3\n"
        "contract k a -> b\n  amount: 10 bn USD ^s1 ^paper\n"
        "  amount: 11 bn USD ^s2 ^paper\n  amount: 30 bn USD ^s3\n");
    const qd_quantity *y = find(&x, "k", "amount");
    assert_non_null(y);
    assert_int_equal(y->n_voices, 3);
    assert_int_equal(y->n_votes, 2);
    qd_str who = qd_speaker_words(&x.q, &y->at[0].claim);
    assert_true(qd_str_eq(who, QD_STR("s1 (paper)")));
    done(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_edge),
        cmocka_unit_test(test_rounded),
        cmocka_unit_test(test_wider),
        cmocka_unit_test(test_not_compared),
        cmocka_unit_test(test_self),
        cmocka_unit_test(test_times_and_bases),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_stages),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_plan_beside_fact),
        cmocka_unit_test(test_silenced),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_uses),
        cmocka_unit_test(test_votes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
