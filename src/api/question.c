/* Questions: their arguments checked, their answers written. */
#include "api/api.h"

#include <stdio.h>

#include "analysis/analysis.h"
#include "base/date.h"
#include "output/output.h"

static const char *const kind_names[] = {
    [QD_OPTION_FLAG] = "flag",   [QD_OPTION_DATE] = "date",
    [QD_OPTION_COUNT] = "count", [QD_OPTION_WORD] = "word",
    [QD_OPTION_SCENARIO] = "scenario", [QD_OPTION_PARTY] = "party",
    [QD_OPTION_TEXT] = "text", [QD_OPTION_FILE] = "file",
    [QD_OPTION_LINE] = "line", [QD_OPTION_CHANGE] = "change",
};

size_t quid_question_count(void)
{
    return qd_analysis_count;
}

quid_question_info quid_question(size_t i)
{
    const qd_analysis *a = qd_analyses[i];
    return (quid_question_info){
        a->name, a->question, a->operands ? a->operands : "", a->doc,
        a->example, a->n_options,
    };
}

quid_option_info quid_question_option(size_t question, size_t i)
{
    const qd_option *o = &qd_analyses[question]->options[i];
    return (quid_option_info){ o->name, o->doc, kind_names[o->kind],
                               o->words };
}

size_t quid_output_count(void)
{
    return qd_output_count;
}

quid_output_info quid_output(size_t i)
{
    const qd_output *o = qd_outputs[i];
    return (quid_output_info){ o->name, o->doc, o->media };
}

size_t quid_nearest(const char *word, const char *const *words, size_t n)
{
    /* One at a time: the word that is nearest of all is nearer than each. */
    size_t best = n;
    unsigned least = 3;
    qd_str w = qd_str_c(word);
    for (size_t i = 0; i < n; i++) {
        qd_str s = qd_str_c(words[i]);
        unsigned distance = qd_str_distance(w, s, 3);
        if (distance < least && qd_nearest(w, &s, 1) == 0) {
            least = distance;
            best = i;
        }
    }
    return best;
}

static const qd_option *find_option(const qd_analysis *a, const char *name)
{
    for (size_t i = 0; i < a->n_options; i++)
        if (strcmp(a->options[i].name, name) == 0)
            return &a->options[i];
    return NULL;
}

/* The next word of a list with blanks between; false at its end. */
static bool next_word(const char **list, qd_str *word)
{
    *list += strspn(*list, " ");
    word->at = *list;
    word->len = strcspn(*list, " ");
    *list += word->len;
    return word->len > 0;
}

static bool is_among(const char *list, const char *value)
{
    qd_str word;
    while (next_word(&list, &word))
        if (qd_str_eq(word, qd_str_c(value)))
            return true;
    return false;
}

static quid_status check_date(const qd_option *o, const char *value,
                              quid_error *error)
{
    static const char *const why[] = {
        [QD_DATE_OK] = "that is no date",
        [QD_DATE_SHAPE] = "that is no date",
        [QD_DATE_YEAR] = "there is no such year",
        [QD_DATE_QUARTER] = "quarters are Q1 to Q4",
        [QD_DATE_MONTH] = "there is no such month",
        [QD_DATE_DAY] = "that month has no such day",
    };
    qd_span span;
    size_t used, len = strlen(value);
    enum qd_date_error e = qd_date_read(value, value + len, &span, &used);
    if (e == QD_DATE_OK && used == len)
        return QUID_OK;
    return qd_error_set(error, QUID_USAGE, "`%s` for --%s: %s; write 2025, "
                        "2025-Q4, 2025-12 or 2025-12-17", value, o->name,
                        why[e]);
}

/* Paths: none say nothing, and more than this say no more. */
static quid_status check_paths(const char *value, quid_error *error)
{
    bool none = strspn(value, "0") == strlen(value);
    if (none || strlen(value) > 9)
        return qd_error_set(error, QUID_USAGE, none
            ? "`%s` for --paths: an answer needs one path at least"
            : "`%s` for --paths: at most 999999999 are drawn, since the error "
              "of any chance is then below 0.002 points", value);
    return QUID_OK;
}

static quid_status check_count(const qd_option *o, const char *value,
                               quid_error *error)
{
    size_t digits = strspn(value, "0123456789");
    bool whole = digits > 0 && value[digits] == '\0';
    if (whole && strcmp(o->name, "paths") == 0)
        return check_paths(value, error);
    if (whole && digits < 10)
        return QUID_OK;
    return qd_error_set(error, QUID_USAGE, "`%s` for --%s: write a whole "
                        "number below 1000000000", value, o->name);
}

static quid_status check_value(const qd_option *o, const char *value,
                               quid_error *error)
{
    if (o->kind == QD_OPTION_FLAG)
        return value ? qd_error_set(error, QUID_USAGE,
                                    "`--%s` takes no value", o->name)
                     : QUID_OK;
    if (!value)
        return qd_error_set(error, QUID_USAGE, "`--%s` needs a value (a %s)",
                            o->name, kind_names[o->kind]);
    if (o->kind == QD_OPTION_DATE)
        return check_date(o, value, error);
    if (o->kind == QD_OPTION_COUNT)
        return check_count(o, value, error);
    if (o->kind == QD_OPTION_WORD && !is_among(o->words, value))
        return qd_error_set(error, QUID_USAGE, "`%s` for --%s: it is one of "
                            "%s", value, o->name, o->words);
    return QUID_OK;
}

static quid_status unknown_option(const qd_analysis *a, const char *name,
                                  quid_error *error)
{
    qd_str word = qd_str_c(name);
    for (size_t i = 0; i < a->n_options; i++) {
        qd_str known = qd_str_c(a->options[i].name);
        if (qd_nearest(word, &known, 1) == 0)
            return qd_error_set(error, QUID_USAGE, "%s has no option `%s`; "
                                "did you mean `%s`?", a->name, name,
                                known.at);
    }
    return qd_error_set(error, QUID_USAGE, "%s has no option `%s`", a->name,
                        name);
}

/* The most operands that a form such as "[PARTY...]" or "A B" takes. */
static size_t most_operands(const qd_analysis *a)
{
    const char *form = a->operands ? a->operands : "";
    size_t n = 0;
    qd_str word;
    if (strstr(form, "..."))
        return SIZE_MAX;
    while (next_word(&form, &word))
        n++;
    return n;
}

static quid_status check_arguments(const qd_analysis *a,
                                   const quid_argument *args, size_t n,
                                   quid_error *error)
{
    size_t operands = 0, most = most_operands(a);
    for (size_t i = 0; i < n; i++) {
        if (args[i].name[0] == '\0') {
            if (++operands > most)
                return qd_error_set(error, QUID_USAGE, "%s does not know "
                                    "what to do with `%s`", a->name,
                                    args[i].value);
            continue;
        }
        const qd_option *o = find_option(a, args[i].name);
        quid_status s = o ? check_value(o, args[i].value, error)
                          : unknown_option(a, args[i].name, error);
        if (s != QUID_OK)
            return s;
    }
    return QUID_OK;
}

typedef struct asking {
    quid_model *m;
    const qd_analysis *analysis;
    const quid_argument *args;
    size_t n;
    quid_answer *out;
    const char *unread; /* a file that could not be read, */
    int why;            /* an errno value */
} asking;

/* The words of the question, when the analysis has not told them better. */
static void add_query(qd_answer *a, const qd_analysis *analysis,
                      const qd_argument *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        qd_argument arg = args[i];
        const qd_option *o = find_option(analysis, arg.name);
        if (o && o->no_part)
            continue;
        struct qd_query_item *item = qd_vec_add(a->arena->mem, &a->query);
        item->name = arg.name[0] ? arg.name : "operand";
        item->value = arg.path.at ? arg.path
                    : arg.value.at ? arg.value : QD_STR("yes");
    }
}

static bool is_file(const asking *ask, const char *name)
{
    const qd_option *o = find_option(ask->analysis, name);
    return o && o->kind == QD_OPTION_FILE;
}

static void take_value(asking *ask, const quid_argument *from,
                       qd_argument *to)
{
    to->value = to->path = (qd_str){ 0 };
    if (!from->value)
        return;
    qd_str text = qd_arena_copy(&ask->m->model.arena, qd_str_c(from->value));
    if (!is_file(ask, from->name)) {
        to->value = text;
        return;
    }
    char *inside = NULL;
    ask->unread = from->value;
    ask->why = qd_file_read(&ask->m->host, &ask->m->mem, from->value,
                            &inside, &to->value.len);
    to->value.at = inside;
    to->path = text;
}

/* Of a list the order of its lines means nothing. */
static uint64_t lines_mark(uint64_t h, qd_str text)
{
    uint64_t sum = 0;
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        const char *line = text.at + at;
        const char *stop = memchr(line, '\n', text.len - at);
        end = stop ? (size_t)(stop - text.at) : text.len;
        sum += qd_text_mark(h, (qd_str){ line, end - at });
    }
    return qd_text_mark(sum, (qd_str){ "", 0 });
}

/* The mark of the model, with the texts that options name where there are. */
static void hash_all(const asking *ask, const qd_argument *args,
                     char hash[17])
{
    uint64_t h = 0;
    bool some = false;
    memcpy(hash, ask->m->model.hash, 17);
    for (size_t i = 0; i < ask->n; i++) {
        const qd_option *o = find_option(ask->analysis, args[i].name);
        if (!is_file(ask, args[i].name) || o->no_part)
            continue;
        if (!some)
            h = qd_text_mark(h, qd_str_c(hash));
        h = lines_mark(h, args[i].value);
        some = true;
    }
    if (some)
        qd_mark_write(h, hash);
}

static void release_files(asking *ask, const qd_argument *args)
{
    for (size_t i = 0; i < ask->n; i++)
        if (is_file(ask, args[i].name))
            qd_mem_release(&ask->m->mem, (void *)(uintptr_t)args[i].value.at);
}

static void run(void *ctx)
{
    asking *ask = ctx;
    qd_model *m = &ask->m->model;
    qd_argument *args = qd_arena_alloc(&m->arena,
                                       (ask->n + 1) * sizeof *args);
    for (size_t i = 0; i < ask->n && !ask->why; i++) {
        args[i].name = qd_arena_copy(&m->arena,
                                     qd_str_c(ask->args[i].name)).at;
        take_value(ask, &ask->args[i], &args[i]);
    }
    if (ask->why)
        return;
    quid_answer *out = qd_mem_zero(&ask->m->mem, sizeof *out);
    out->owner = ask->m;
    ask->out = out;
    out->answer = ask->analysis->run(m, args, ask->n);
    char *hash = qd_arena_alloc(&m->arena, 17);
    hash_all(ask, args, hash);
    release_files(ask, args);
    if (!out->answer)
        return;
    if (out->answer->query.n == 0)
        add_query(out->answer, ask->analysis, args, ask->n);
    if (!out->answer->model_title.at)
        out->answer->model_title = m->title;
    if (!out->answer->model_hash.at)
        out->answer->model_hash = qd_str_c(hash);
}

static quid_status ask_analysis(quid_model *m, const qd_analysis *analysis,
                                const quid_argument *args, size_t n,
                                quid_answer **out, quid_error *error)
{
    asking ask = { .m = m, .analysis = analysis, .args = args, .n = n };
    bool enough = qd_guard(&m->mem, run, &ask);
    if (enough && ask.why)
        return qd_error_file(error, ask.unread, ask.why);
    if (enough && ask.out->answer) {
        *out = ask.out;
        return QUID_OK;
    }
    quid_answer_free(ask.out);
    if (!enough) {
        qd_model_forget(&m->model);
        return qd_error_memory(error);
    }
    return qd_error_set(error, QUID_USAGE, "%.*s",
                        QD_STR_ARG(m->model.refusal));
}

quid_status quid_ask(quid_model *m, const char *question,
                     const quid_argument *args, size_t n, quid_answer **out,
                     quid_error *error)
{
    *out = NULL;
    const qd_analysis *a = qd_analysis_find(qd_str_c(question));
    if (!a)
        return qd_error_set(error, QUID_USAGE, "there is no question `%s`",
                            question);
    quid_status s = check_arguments(a, args, n, error);
    if (s != QUID_OK)
        return s;
    size_t errors = quid_model_count(m, QD_ERROR);
    if (errors > 0 && !a->takes_errors)
        return qd_error_set(error, QUID_INVALID, "%.*s has %zu error%s",
                            QD_STR_ARG(m->path), errors,
                            errors == 1 ? "" : "s");
    return ask_analysis(m, a, args, n, out, error);
}

int quid_answer_status(const quid_answer *a)
{
    return a->answer->status;
}

void quid_answer_free(quid_answer *a)
{
    if (a)
        qd_mem_release(&a->owner->mem, a);
}

typedef struct writing {
    const quid_answer *a;
    const qd_output *output;
    const quid_style *style;
    qd_buf buf;
} writing;

static void write_answer(void *ctx)
{
    writing *w = ctx;
    qd_style style = qd_style_of(w->style);
    w->output->write(&w->buf, w->a->answer, &style);
}

quid_status quid_answer_write(const quid_answer *a, const char *format,
                              const quid_style *style, quid_sink *sink,
                              void *ctx)
{
    writing w = { .a = a, .output = qd_output_find(qd_str_c(format)),
                  .style = style, .buf = qd_buf_make(&a->owner->mem) };
    if (!w.output)
        return QUID_USAGE;
    quid_status s = QUID_MEMORY;
    if (qd_guard(&a->owner->mem, write_answer, &w))
        s = w.buf.len || w.output->screen
            ? qd_buf_send(&w.buf, sink, ctx) : QUID_USAGE;
    qd_mem_release(&a->owner->mem, w.buf.at);
    return s;
}
