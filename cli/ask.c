/* A question: read the model, ask, write the answer. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "cli.h"

/* Where an answer goes and in which form. */
typedef struct place {
    const char *format;
    const char *file; /* NULL: standard output */
} place;

static bool is_output(const char *name)
{
    for (size_t i = 0; i < quid_output_count(); i++)
        if (strcasecmp(quid_output(i).name, name) == 0)
            return true;
    return false;
}

/* The flag among the options that is the name of a format, the last one. */
static const char *format_flag(const cli_call *call)
{
    for (size_t i = call->n_options; i-- > 0; )
        if (is_output(call->options[i].name))
            return call->options[i].name;
    return NULL;
}

static bool refuse_ending(const cli_call *call, const char *file)
{
    char known[200] = "";
    for (size_t i = 0; i < quid_output_count(); i++) {
        const char *name = quid_output(i).name;
        if (strlen(known) + strlen(name) + 4 > sizeof known)
            break;
        strcat(known, i ? ", ." : ".");
        strcat(known, strcmp(name, "text") == 0 ? "txt" : name);
    }
    cli_misuse(call->command,
               "the ending of `%s` is no format; known are %s", file, known);
    return false;
}

/* A part of a run has one form, and that is none for people. */
static bool find_part(const cli_call *call, place *p)
{
    const char *flag = format_flag(call);
    p->format = "part";
    if (flag && strcmp(flag, "part") != 0)
        cli_misuse(call->command, "--shard draws a part: leave out --%s, and "
                   "give it to `quid merge`", flag);
    else if (!p->file && isatty(1))
        cli_misuse(call->command, "a part is not for the screen: write it "
                   "with -o FILE");
    else
        return true;
    return false;
}

static bool find_place(const cli_call *call, place *p)
{
    const char *file = cli_call_option(call, "output");
    const char *flag = format_flag(call);
    p->file = file && strcmp(file, "-") != 0 ? file : NULL;
    p->format = flag ? flag : "text";
    if (cli_call_option(call, "shard"))
        return find_part(call, p);
    if (!flag && cli_call_option(call, "emit-c"))
        p->format = "c";
    if (!p->file || flag)
        return true;
    const char *base = strrchr(p->file, '/');
    const char *dot = strrchr(base ? base : p->file, '.');
    if (dot && strcasecmp(dot, ".txt") == 0)
        return true;
    if (!dot || !is_output(dot + 1))
        return refuse_ending(call, p->file);
    for (size_t i = 0; i < quid_output_count(); i++)
        if (strcasecmp(quid_output(i).name, dot + 1) == 0)
            p->format = quid_output(i).name;
    return true;
}

static bool takes_threads(size_t question)
{
    for (size_t k = 0; k < quid_question(question).n_options; k++)
        if (strcmp(quid_question_option(question, k).name, "threads") == 0)
            return true;
    return false;
}

/* As many as there are: the answer does not depend on it. */
static const char *cores(void)
{
    static const char *const names[] = { "1", "2", "4", "8", "16", "32",
                                         "64" };
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    size_t i = 0;
    while (i + 1 < sizeof names / sizeof *names &&
           strtol(names[i + 1], NULL, 10) <= n)
        i++;
    return names[i];
}

/* A list of payments stands for the model. */
static bool has_edges(const cli_call *call)
{
    return cli_call_option(call, "edges") != NULL;
}

/* What the library is asked: the options that it knows, then the operands
 * behind the file. */
static quid_argument *arguments(const cli_call *call, size_t *n)
{
    quid_argument *args = calloc(call->n_options + call->n_operands + 2,
                                 sizeof *args);
    *n = 0;
    size_t question = cli_question_find(call->command);
    size_t known = quid_question(question).n_options;
    for (size_t i = 0; args && i < call->n_options; i++)
        for (size_t k = 0; k < known; k++)
            if (strcmp(quid_question_option(question, k).name,
                       call->options[i].name) == 0)
                args[(*n)++] = call->options[i];
    size_t first = has_edges(call) ? 0 : 1;
    for (size_t i = first; args && i < call->n_operands; i++)
        args[(*n)++] = (quid_argument){ "", call->operands[i] };
    if (args && takes_threads(question) && !cli_call_option(call, "threads"))
        args[(*n)++] = (quid_argument){ "threads", cores() };
    return args;
}

static int write_stdout(const quid_answer *a, const place *p,
                        const cli_call *call)
{
    cli_out out = { .fd = 1 };
    quid_style style = cli_style(1, call);
    quid_status s = quid_answer_write(a, p->format, &style, cli_out_write,
                                      &out);
    if (s == QUID_IO)
        return cli_out_failed(&out, "standard output");
    if (s == QUID_USAGE)
        return cli_misuse(call->command, "%s has no answer as %s",
                          call->command, p->format);
    return s == QUID_OK ? quid_answer_status(a) : CLI_CUT;
}

static int file_failed(const char *file, int error)
{
    cli_say("cannot write %s: %s", file, strerror(error));
    return CLI_FILES;
}

static int write_file(const quid_answer *a, const place *p,
                      const cli_call *call)
{
    cli_draft draft;
    int error = cli_draft_open(&draft, p->file);
    if (error)
        return file_failed(p->file, error);
    quid_style plain = { .ascii = cli_call_option(call, "ascii") != NULL };
    quid_status s = quid_answer_write(a, p->format, &plain, cli_out_write,
                                      &draft.out);
    if (s == QUID_OK || s == QUID_IO) {
        error = cli_draft_keep(&draft);
        return error ? file_failed(p->file, error) : quid_answer_status(a);
    }
    cli_draft_drop(&draft);
    if (s == QUID_USAGE)
        return cli_misuse(call->command, "%s has no answer as %s",
                          call->command, p->format);
    return CLI_CUT;
}

/* The model's errors, when a question cannot be answered because of them. */
static int show_errors(quid_model *m, const cli_call *call)
{
    cli_out out = { .fd = 2 };
    quid_style style = cli_style(2, call);
    quid_model_diagnostics(m, "text", &style, cli_out_write, &out);
    return CLI_MODEL;
}

static int ask(quid_model *m, const cli_call *call, const place *p,
               cli_progress *progress)
{
    size_t n;
    quid_argument *args = arguments(call, &n);
    quid_error error = { .status = QUID_MEMORY };
    quid_answer *answer = NULL;
    quid_status s = args ? quid_ask(m, call->command, args, n, &answer,
                                    &error) : QUID_MEMORY;
    int status;
    cli_progress_end(progress);
    if (s == QUID_OK)
        status = p->file ? write_file(answer, p, call)
                         : write_stdout(answer, p, call);
    else if (s == QUID_INVALID)
        status = show_errors(m, call);
    else if (s == QUID_USAGE)
        status = cli_misuse(call->command, "%s", error.text);
    else
        status = cli_fail(&error);
    quid_answer_free(answer);
    free(args);
    return status;
}

int cli_ask(const cli_call *call)
{
    quid_question_info q = quid_question(cli_question_find(call->command));
    if (call->n_operands == 0 && !has_edges(call))
        return cli_misuse(call->command,
                          "which model? write: quid %s FILE%s%s", q.name,
                          q.operands && q.operands[0] ? " " : "",
                          q.operands ? q.operands : "");
    place p;
    if (!find_place(call, &p))
        return CLI_USAGE;
    quid_model *m = NULL;
    quid_error error;
    cli_progress progress = { 0 };
    quid_host host = { .progress = cli_progress_step,
                       .progress_ctx = &progress };
    static const char none[] = "quid 1\n";
    if (has_edges(call))
        quid_model_read("edges", none, sizeof none - 1, &host, &m, &error);
    else
        quid_model_open(call->operands[0], &host, &m, &error);
    if (!m)
        return cli_fail(&error);
    int status = ask(m, call, &p, &progress);
    quid_model_free(m);
    return cli_was_stopped() ? CLI_INTERRUPTED : status;
}
