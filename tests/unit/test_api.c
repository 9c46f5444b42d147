/* The public interface: memory that runs out at every place, hosts, and the
 * words of errors. */
#include "unit_test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <quid.h>

static const char small[] =
    "quid 1 \"A lab and its cloud\"\n"
    "  currency: USD $\n"
    "  horizon: 2025-10..2032-12\n"
    "2025-11-03 source s1\n"
    "  kind: report\n"
    "party lab, cloud\n"
    "2025-11.. contract rent lab -> cloud \"servers\"\n"
    "  for: capacity\n"
    "  amount: 38 bn USD ^s1\n"
    "  term: 7 yr ^s1\n"
    "scenario half\n"
    "  rent.amount: 19 bn USD\n";

/* An allocator that fails from the call `fail_at` on, `fails` times. */
typedef struct scarce {
    size_t calls, fail_at, fails;
    size_t held; /* bytes */
} scarce;

static void *scarce_alloc(void *ctx, void *old, size_t old_size,
                          size_t new_size)
{
    scarce *s = ctx;
    if (new_size == 0) {
        s->held -= old_size;
        free(old);
        return NULL;
    }
    s->calls++;
    if (s->calls >= s->fail_at && s->calls - s->fail_at < s->fails)
        return NULL;
    void *block = realloc(old, new_size);
    assert_non_null(block);
    s->held += new_size - old_size;
    return block;
}

static bool swallow(void *ctx, const char *bytes, size_t len)
{
    size_t *total = ctx;
    (void)bytes;
    *total += len;
    return true;
}

/* Views of the model, each asked of the questions that have its option. */
static const quid_argument views[] = {
    { NULL, NULL },
    { "known-by", "2025-12-16" },
    { "on", "2026-03" },
    { "by", "month" },
    { "firm", NULL },
    { "path", "7" },
    { "shard", "1/2" },
    { "until", "20pp" },
};

static bool has_option(size_t question, const char *name)
{
    for (size_t i = 0; i < quid_question(question).n_options; i++)
        if (strcmp(quid_question_option(question, i).name, name) == 0)
            return true;
    return false;
}

static quid_status worse(quid_status a, quid_status b)
{
    return a > b ? a : b;
}

static quid_status write_all(const quid_answer *a, size_t *total)
{
    quid_status worst = QUID_OK;
    for (size_t o = 0; o < quid_output_count(); o++) {
        quid_status s = quid_answer_write(a, quid_output(o).name, NULL,
                                          swallow, total);
        if (s != QUID_USAGE) /* no picture in this answer */
            worst = worse(worst, s);
    }
    return worst;
}

static bool keep_first(void *ctx, const char *bytes, size_t len)
{
    char *first = ctx;
    if (!first[0] && len < 64)
        memcpy(first, bytes, len);
    return true;
}

/* The view, few paths, and a party or a line where one is asked about. */
static size_t arguments(quid_argument *args, size_t question,
                        const quid_argument *view, const char *party,
                        const char *line)
{
    size_t n = 0;
    if (view->name)
        args[n++] = *view;
    if (has_option(question, "paths"))
        args[n++] = (quid_argument){ "paths", "520" };
    if (has_option(question, "threads"))
        args[n++] = (quid_argument){ "threads", "2" };
    const char *name = quid_question(question).name;
    if (strcmp(name, "fund") == 0 || strcmp(name, "own") == 0)
        args[n++] = (quid_argument){ "", party };
    if (strcmp(name, "shock") == 0) {
        bool on = view->name && strcmp(view->name, "on") == 0;
        args[n++] = on ? (quid_argument){ "default", party }
                       : (quid_argument){ "drop", line };
    }
    return n;
}

/* Asks every question in every view and writes it in every format; the worst
 * status. A failure in the middle does not end it. */
static quid_status ask_all(quid_model *m, size_t *total)
{
    quid_status worst = QUID_OK;
    size_t n_views = sizeof views / sizeof *views;
    char party[64] = "", line[64] = "";
    worst = quid_model_names(m, "party", keep_first, party);
    quid_model_names(m, "contract", keep_first, line);
    quid_model_names(m, "round", keep_first, line);
    for (size_t i = 0; i < quid_question_count() * n_views; i++) {
        size_t q = i / n_views;
        const quid_argument *view = &views[i % n_views];
        quid_answer *a;
        quid_error e;
        if (view->name && !has_option(q, view->name))
            continue;
        quid_argument args[4];
        size_t n = arguments(args, q, view, party, line);
        quid_status s = quid_ask(m, quid_question(q).name, args, n, &a, &e);
        assert_int_equal(s == QUID_OK, a != NULL);
        if (s == QUID_INVALID && quid_model_count(m, 2) > 0)
            continue; /* not asked of what has errors */
        worst = worse(worst, s == QUID_OK ? write_all(a, total) : s);
        quid_answer_free(a);
    }
    return worse(worst, quid_model_diagnostics(m, "text", NULL, swallow,
                                               total));
}

/* A whole life of a model. Nothing may be held at its end; and when memory
 * ran out in a question, the next ones get whole answers, of `size` bytes
 * together (0: not known yet). */
static quid_status live(scarce *s, const char *path, size_t *size)
{
    quid_host host = { .alloc = scarce_alloc, .ctx = s };
    quid_model *m;
    quid_error e;
    quid_status status = path
        ? quid_model_open(path, &host, &m, &e)
        : quid_model_read("small.quid", small, sizeof small - 1, &host, &m,
                          &e);
    if (m) {
        size_t total = 0;
        status = ask_all(m, &total);
        s->fails = 0;
        if (status != QUID_OK) {
            total = 0;
            assert_int_equal(ask_all(m, &total), QUID_OK);
        }
        if (*size == 0)
            *size = total;
        assert_int_equal(total, *size);
    }
    quid_model_free(m);
    assert_int_equal(s->held, 0);
    return status;
}

/* Every n: the n-th call fails, once or from then on. The short form takes
 * about `samples` of them. */
static void fail_everywhere(const char *path, size_t fails, size_t samples)
{
    scarce plenty = { 0 };
    size_t size = 0;
    assert_int_equal(live(&plenty, path, &size), QUID_OK);
    assert_true(plenty.calls > 3);
    size_t step = getenv("QUID_FULL") ? 1 : plenty.calls / samples + 1;
    for (size_t n = 1; n <= plenty.calls; n += step) {
        scarce s = { .fail_at = n, .fails = fails };
        assert_int_equal(live(&s, path, &size), QUID_MEMORY);
    }
}

static void test_memory_small(void **state)
{
    (void)state;
    fail_everywhere(NULL, 1, 240);
    fail_everywhere(NULL, SIZE_MAX, 80);
}

/* The examples use every part of the language. */
static void test_memory_examples(void **state)
{
    static const char *const names[] = { "amd-openai", "coreweave",
        "hyperion", "nvda-openai", "runway-60", "softbank", "stories" };
    const char *root = getenv("ROOT");
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/examples/%s.quid",
                 root ? root : ".", names[i]);
        fail_everywhere(path, 1, 8);
        fail_everywhere(path, SIZE_MAX, 3);
    }
}

/* A host that has two files and no disk. */
static int read_two(void *ctx, const char *path, char **text, size_t *len)
{
    static const char root[] = "quid 1\n  currency: USD $\n"
                               "  horizon: 2025..2027\n"
                               "include \"deep/part.quid\"\n";
    static const char part[] = "party lab\n";
    const char *found = strcmp(path, "a/root.quid") == 0 ? root
        : strcmp(path, "a/deep/part.quid") == 0 ? part : NULL;
    (void)ctx;
    if (!found)
        return ENOENT;
    *text = strdup(found);
    *len = strlen(found);
    return *text ? 0 : ENOMEM;
}

static bool keep(void *ctx, const char *bytes, size_t len)
{
    char *text = ctx;
    strncat(text, bytes, len);
    strcat(text, " ");
    return true;
}

static void test_host_read(void **state)
{
    quid_host host = { .read = read_two };
    quid_model *m;
    quid_error e;
    char names[100] = "";
    (void)state;
    assert_int_equal(quid_model_open("a/root.quid", &host, &m, &e), QUID_OK);
    assert_int_equal(quid_model_names(m, "party", keep, names), QUID_OK);
    assert_string_equal(names, "lab ");
    quid_model_free(m);
    assert_int_equal(quid_model_open("b", &host, &m, &e), QUID_IO);
    assert_null(m);
    assert_non_null(strstr(e.text, "`b`"));
}

static quid_model *open_small(void)
{
    quid_model *m;
    assert_int_equal(quid_model_read("small.quid", small, sizeof small - 1,
                                     NULL, &m, NULL), QUID_OK);
    return m;
}

static void test_names(void **state)
{
    quid_model *m = open_small();
    char names[100] = "";
    (void)state;
    quid_model_names(m, "party", keep, names);
    quid_model_names(m, "scenario", keep, names);
    quid_model_names(m, "source", keep, names);
    quid_model_names(m, "no such kind", keep, names);
    assert_string_equal(names, "lab cloud half s1 ");
    quid_model_free(m);
}

static void refuse(quid_model *m, const char *question, const char *name,
                   const char *value, const char *words)
{
    quid_argument arg = { name, value };
    quid_answer *a;
    quid_error e;
    assert_int_equal(quid_ask(m, question, &arg, 1, &a, &e), QUID_USAGE);
    assert_null(a);
    assert_int_equal(e.status, QUID_USAGE);
    if (!strstr(e.text, words))
        fail_msg("`%s` is not in: %s", words, e.text);
}

static void test_refusals(void **state)
{
    quid_model *m = open_small();
    (void)state;
    refuse(m, "flow", "", "lab", "`flow`");
    refuse(m, "flows", "known-bye", "2025", "`known-by`");
    refuse(m, "flows", "known-by", "2025-13", "no such month");
    refuse(m, "flows", "known-by", "2025-02-30", "no such day");
    refuse(m, "flows", "known-by", "soon", "no date");
    refuse(m, "flows", "known-by", NULL, "needs a value");
    refuse(m, "flows", "scenario", "harf", "half");
    refuse(m, "flows", "", "labs", "lab");
    refuse(m, "check", "", "lab", "`lab`");
    quid_model_free(m);
}

static void test_broken_model(void **state)
{
    static const char text[] = "quid 1\n  currency: USD $\nparty a, a\n";
    quid_model *m;
    quid_answer *a;
    quid_error e;
    size_t total = 0;
    (void)state;
    assert_int_equal(quid_model_read("x.quid", text, sizeof text - 1, NULL,
                                     &m, &e), QUID_INVALID);
    assert_non_null(m);
    assert_true(quid_model_count(m, 2) >= 1);
    assert_int_equal(quid_model_count(m, 3), 0);
    assert_int_equal(quid_ask(m, "flows", NULL, 0, &a, &e), QUID_INVALID);
    assert_null(a);
    assert_int_equal(quid_ask(m, "check", NULL, 0, &a, &e), QUID_OK);
    assert_int_equal(quid_answer_status(a), 1);
    quid_answer_free(a);
    assert_int_equal(quid_model_diagnostics(m, "json", NULL, swallow,
                                            &total), QUID_OK);
    assert_true(total > 0);
    quid_model_free(m);
}

static bool stop(void *ctx, const char *bytes, size_t len)
{
    (void)ctx;
    (void)bytes;
    (void)len;
    return false;
}

static void test_sink_says_no(void **state)
{
    quid_model *m = open_small();
    quid_answer *a;
    quid_error e;
    (void)state;
    assert_int_equal(quid_ask(m, "flows", NULL, 0, &a, &e), QUID_OK);
    assert_int_equal(quid_answer_write(a, "json", NULL, stop, NULL),
                     QUID_IO);
    assert_int_equal(quid_answer_write(a, "nothing", NULL, stop, NULL),
                     QUID_USAGE);
    quid_answer_free(a);
    assert_int_equal(quid_help("contract", NULL, stop, NULL, &e), QUID_IO);
    assert_int_equal(quid_manual(stop, NULL), QUID_IO);
    quid_model_free(m);
}

static void test_format(void **state)
{
    static const char untidy[] = "quid 1\n\tcurrency:   USD $\n"
                                 "party  lab\n  cash 2025: $38bn\n";
    char *out;
    size_t len;
    quid_error e;
    (void)state;
    assert_int_equal(quid_format(untidy, sizeof untidy - 1, &out, &len, &e),
                     QUID_OK);
    assert_string_equal(out, "quid 1\n  currency: USD $\n"
                             "party lab\n  cash 2025: 38 bn USD\n");
    assert_int_equal(len, strlen(out));
    free(out);
    static const char wrong[] = "party lab\n  cash 2025: 1,000 USD\n";
    assert_int_equal(quid_format(wrong, sizeof wrong - 1, &out, &len, &e),
                     QUID_INVALID);
    assert_null(out);
    assert_memory_equal(e.text, "2:14: error[", 12);
    assert_int_equal(quid_format("", 0, &out, &len, &e), QUID_OK);
    assert_int_equal(len, 0);
    free(out);
}

static void test_nearest(void **state)
{
    static const char *const words[] = { "check", "claims", "flows" };
    (void)state;
    assert_int_equal(quid_nearest("flwos", words, 3), 2);
    assert_int_equal(quid_nearest("claim", words, 3), 1);
    assert_int_equal(quid_nearest("checks", words, 3), 0);
    assert_int_equal(quid_nearest("elephant", words, 3), 3);
    assert_int_equal(quid_nearest("flows", words, 0), 0);
}

static void test_help_errors(void **state)
{
    quid_error e;
    size_t total = 0;
    (void)state;
    assert_int_equal(quid_help("contrat", NULL, swallow, &total, &e),
                     QUID_USAGE);
    assert_non_null(strstr(e.text, "`contract`"));
    assert_int_equal(total, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_small),
        cmocka_unit_test(test_memory_examples),
        cmocka_unit_test(test_host_read),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_broken_model),
        cmocka_unit_test(test_sink_says_no),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_help_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
