/* The whole pipeline through the public header: any bytes are read as a
 * model (two include files are offered), every question is asked in several
 * views, and every answer is written in every format. An answer as JSON is
 * JSON, which has no word for a number that is none; and a model without
 * errors answers the same after `fmt`. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <quid.h>

#include "json_valid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Larger texts only repeat what smaller ones do, slowly. */
enum { MOST = 16384, ARGS = 4 };

/* A question on paths is asked of these many: each path does the same. */
static const quid_argument few = { "paths", "64" };

struct text {
    char *at;
    size_t len, room;
};

static void require(bool holds)
{
    if (!holds) abort();
}

static bool append(void *ctx, const char *bytes, size_t len)
{
    struct text *t = ctx;
    if (t->room - t->len < len) {
        t->room = 2 * t->room + len;
        t->at = realloc(t->at, t->room);
        require(t->at != NULL);
    }
    if (len) memcpy(t->at + t->len, bytes, len);
    t->len += len;
    return true;
}

/* A host with two files: one that is plain, and one that includes both. */
static int read_two(void *ctx, const char *path, char **text, size_t *len)
{
    static const char a[] = "party inc-a\n2026-01 source inc-s\n"
                            "let inc-x = 2 bn USD\n";
    static const char b[] = "include \"a.quid\"\ninclude \"b.quid\"\n"
                            "2026 contract inc-c inc-a -> lab\n"
                            "  amount: inc-x ^inc-s\n";
    const char *found = strcmp(path, "a.quid") == 0 ? a
                        : strcmp(path, "b.quid") == 0 ? b : NULL;
    (void)ctx;
    if (!found) return ENOENT;
    *len = strlen(found);
    *text = malloc(*len + 1);
    require(*text != NULL);
    memcpy(*text, found, *len + 1);
    return 0;
}

static quid_status open_text(const char *at, size_t len, quid_model **m)
{
    static const quid_host host = { .read = read_two };
    quid_error e;
    quid_status s = quid_model_read("root.quid", at, len, &host, m, &e);
    require(s == QUID_OK || s == QUID_INVALID);
    require((s == QUID_OK) == (quid_model_count(*m, 2) == 0));
    return s;
}

/* ---- Writing */

static void write_as(const quid_answer *a, const char *format,
                     const quid_style *style)
{
    struct text out = { 0 };
    quid_status s = quid_answer_write(a, format, style, append, &out);
    require(s == QUID_OK || s == QUID_USAGE); /* no picture in it */
    if (s == QUID_OK && strcmp(format, "json") == 0)
        require(qd_json_valid(out.at, out.len));
    free(out.at);
}

static void write_all(const quid_answer *a)
{
    static const quid_style narrow = { .columns = 40, .ascii = true };
    for (size_t i = 0; i < quid_output_count(); i++)
        write_as(a, quid_output(i).name, NULL);
    write_as(a, "text", &narrow);
}

static void tell_all(quid_model *m)
{
    static const quid_style narrow = { .columns = 40, .colour = true };
    struct text out = { 0 };
    require(quid_model_diagnostics(m, "text", &narrow, append, &out) ==
            QUID_OK);
    require((out.len > 0) >= (quid_model_count(m, 2) > 0));
    out.len = 0;
    require(quid_model_diagnostics(m, "json", NULL, append, &out) ==
            QUID_OK);
    require(qd_json_valid(out.at, out.len));
    free(out.at);
}

/* ---- Asking */

/* A view: options and their values, asked of every question that has the
 * first of them. */
static const quid_argument views[][ARGS] = {
    { { NULL, NULL } },
    { { "known-by", "2026-03" } },
    { { "on", "2026-06-30" }, { "by-entity", NULL } },
    { { "by", "month" }, { "firm", NULL } },
    { { "by", "quarter" }, { "known-by", "2025-12-16" } },
    { { "scenario", "half" } },
    { { "", "lab" } },
    { { "", "lab" }, { "firm", NULL }, { "by-entity", NULL } },
    { { "", "lab" }, { "path", "3" } },
    { { "", "cloud" }, { "only", "cash,least" }, { "scenario", "half" } },
};

static bool has_option(size_t question, const char *name)
{
    for (size_t i = 0; i < quid_question(question).n_options; i++)
        if (strcmp(quid_question_option(question, i).name, name) == 0)
            return true;
    return false;
}

static void ask(quid_model *m, size_t question, const quid_argument *view)
{
    quid_answer *a;
    quid_error e;
    quid_argument args[ARGS + 1];
    size_t n = 0;
    for (; n < ARGS && view[n].name; n++) {
        if (*view[n].name && !has_option(question, view[n].name)) return;
        args[n] = view[n];
    }
    if (has_option(question, few.name)) args[n++] = few;
    quid_status s = quid_ask(m, quid_question(question).name, args, n, &a,
                             &e);
    require((a != NULL) == (s == QUID_OK));
    require(s == QUID_OK || s == QUID_INVALID || s == QUID_USAGE);
    require(s != QUID_INVALID || quid_model_count(m, 2) > 0);
    if (a) write_all(a);
    quid_answer_free(a);
}

static void ask_all(quid_model *m)
{
    for (size_t q = 0; q < quid_question_count(); q++)
        for (size_t v = 0; v < sizeof views / sizeof *views; v++)
            ask(m, q, views[v]);
}

/* ---- What is tidied says the same */

/* `flows` as CSV has no places in it. */
static struct text flows_of(quid_model *m)
{
    struct text out = { 0 };
    quid_answer *a;
    quid_error e;
    if (quid_ask(m, "flows", NULL, 0, &a, &e) != QUID_OK)
        return out; /* no path can be drawn */
    require(quid_answer_write(a, "csv", NULL, append, &out) == QUID_OK);
    quid_answer_free(a);
    return out;
}

static void tidy(quid_model *m, const char *at, size_t len)
{
    char *out;
    size_t out_len;
    quid_error e;
    quid_model *again;
    require(quid_format(at, len, &out, &out_len, &e) == QUID_OK);
    require(open_text(out, out_len, &again) == QUID_OK);
    for (int severity = 0; severity < 3; severity++)
        require(quid_model_count(m, severity) ==
                quid_model_count(again, severity));
    struct text was = flows_of(m), is = flows_of(again);
    require(was.len == is.len);
    require(is.len == 0 || memcmp(was.at, is.at, is.len) == 0);
    free(was.at);
    free(is.at);
    quid_model_free(again);
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    quid_model *m;
    const char *text = (const char *)data;
    if (size > MOST) return 0;
    quid_status s = open_text(text, size, &m);
    tell_all(m);
    ask_all(m);
    if (s == QUID_OK) tidy(m, text, size);
    quid_model_free(m);
    return 0;
}

#ifdef QUID_LIBFUZZER

/* Mutations of whole lines: a model is a list of them. The rest of the time
 * libFuzzer changes bytes and words of the dictionary. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
                               unsigned seed);

static const char *const lines[] = {
    "party lab, cloud\n", "2026-01-05 source s1\n", "  kind: filing\n",
    "2026.. contract rent lab -> cloud @go ^s1\n", "  amount: 38 bn USD\n",
    "  assume amount: 20 to 40 bn USD ^s1\n", "  term: 7 yr\n",
    "  ramp: 6 mo\n", "  part-of: rent\n", "deal go ^s1\n",
    "  stage: talks or signed\n", "  chance: 40 %\n", "  when: 2026-Q2\n",
    "  starts: go\n", "  ends: 2026-03 + integer(1, 9) mo\n",
    "let x = normal(2 to 5 %/mo)\n", "  amount: x * 3 bn USD or ?\n",
    "check rent.amount / 7 yr = 5 bn USD/yr within 1 bn USD/yr\n",
    "scenario half\n", "  rent.amount: 19 bn USD\n", "  base: half\n",
    "2026-02 loan l cloud -> lab\n", "  repays: evenly\n", "  rate: 8 %/yr\n",
    "stake h lab of cloud\n", "  share: 27 % fully-diluted\n",
    "include <chips>\n", "include \"a.quid\"\n", "include \"b.quid\"\n",
    "2026-03 round r ? -> lab\n", "  valuation: > 500 bn USD pre\n",
    "  amount 2026-Q1: multi bn USD ^s1\n", "policy about\n",
    "  reads: uniform(0.5 * x, 2 * x)\n", "  parent: cloud\n",
    "  rate: gbm(1 bn USD/mo, 8 %/yr, 55 %/yr)\n",
    "  members: lab, cloud, ?\n",
    "  cash 2026-01-01: 20 bn USD\n", "revenue q ? -> lab\n",
    "correlate rent.amount rent.term 0.5\n", "  horizon: 1..9999\n",
    "quid 1 \"t\"\n  currency: USD $, EUR\n  horizon: 2026..2028\n",
    "  if: cash(lab) < 1 bn USD\n", "  raise: when cash < 6 mo\n",
    "  prepay: 20 %\n", "  take-or-pay: 60 %\n", "  exit-fee: 1 bn USD\n",
    "  use: min(1, exp(walk(1 %/mo, 9 %/mo)))\n", "  kind: burn\n",
    "  amount: truncate(normal(3, 2), 0, 9) * 1 bn USD\n",
    "  rate: if(happened(go), 1, 2) * 1 bn USD/mo\n",
    "  draws: when cash < 2 bn USD\n", "  cap: 3 bn USD\n",
    "  rate: 20 % * revenue(lab)\n", "correlate rent.amount q.rate -0.3\n",
    "check P(cash(lab, 2026-12) < 0 USD) < 50 %\n",
};

static unsigned draw(unsigned *state, size_t n)
{
    *state = *state * 1664525u + 1013904223u;
    return n ? (unsigned)((*state >> 8) % n) : 0;
}

/* The start of the line that holds a place drawn from the text. */
static size_t some_line(const uint8_t *data, size_t size, unsigned *state)
{
    size_t at = draw(state, size + 1);
    while (at > 0 && data[at - 1] != '\n') at--;
    return at;
}

static size_t line_end(const uint8_t *data, size_t size, size_t at)
{
    while (at < size && data[at] != '\n') at++;
    return at < size ? at + 1 : at;
}

/* `len` bytes, at most 4096, come to stand at `at`. */
static size_t put_in(uint8_t *data, size_t size, size_t max, size_t at,
                     const void *bytes, size_t len)
{
    uint8_t copy[4096];
    if (len > sizeof copy || size + len > max) return size;
    memcpy(copy, bytes, len);
    memmove(data + at + len, data + at, size - at);
    memcpy(data + at, copy, len);
    return size + len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
                               unsigned seed)
{
    unsigned kind = draw(&seed, 8);
    size_t at = some_line(data, size, &seed);
    size_t from = some_line(data, size, &seed);
    size_t end = line_end(data, size, from);
    const char *line = lines[draw(&seed, sizeof lines / sizeof *lines)];
    if (kind < 4) return LLVMFuzzerMutate(data, size, max);
    if (kind < 6) return put_in(data, size, max, at, line, strlen(line));
    if (kind == 6) return put_in(data, size, max, at, data + from, end - from);
    memmove(data + from, data + end, size - end);
    return size - (end - from) ? size - (end - from) : size;
}

#endif
