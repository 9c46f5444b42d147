/* `quid fmt`: the tidy form of files, in place.
 *
 * A file that does not parse is left as it is: what is not understood could
 * be torn apart by tidying it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

typedef struct job {
    const char *path;
    char *text, *tidy;
    size_t len, tidy_len;
    cli_out *out; /* standard output */
    bool check, to_stdout;
} job;

static int write_stdout(const job *j, const char *text, size_t len)
{
    if (cli_out_write(j->out, text, len))
        return CLI_GOOD;
    return cli_out_failed(j->out, "standard output");
}

static int replace_file(const job *j)
{
    cli_draft draft;
    int error = cli_draft_open(&draft, j->path);
    if (error == 0) {
        cli_out_write(&draft.out, j->tidy, j->tidy_len);
        error = cli_draft_keep(&draft);
    }
    if (error == 0)
        return CLI_GOOD;
    cli_say("cannot write %s: %s; it is as it was%s", j->path,
            strerror(error),
            error == EPERM ? " (its owner or mode cannot be kept; use "
                             "--stdout)" : "");
    return CLI_FILES;
}

static int list_path(const job *j)
{
    int status = write_stdout(j, j->path, strlen(j->path));
    if (status == CLI_GOOD)
        status = write_stdout(j, "\n", 1);
    return status == CLI_GOOD ? CLI_MODEL : status;
}

/* The tidy form is there: put it where it belongs. */
static int deliver(const job *j)
{
    bool same = j->len == j->tidy_len
        && memcmp(j->text, j->tidy, j->len) == 0;
    if (j->check)
        return same ? CLI_GOOD : list_path(j);
    if (j->to_stdout || strcmp(j->path, "-") == 0)
        return write_stdout(j, j->tidy, j->tidy_len);
    return same ? CLI_GOOD : replace_file(j);
}

static int refuse(const job *j, const quid_error *e)
{
    if (e->status != QUID_INVALID)
        return cli_fail(e);
    const char *name = strcmp(j->path, "-") == 0 ? "stdin" : j->path;
    cli_say("%s:%s\nquid: %s is left as it was; `quid check` shows all that "
            "is wrong in it", name, e->text, name);
    return CLI_MODEL;
}

static int tidy_file(job *j)
{
    quid_error error;
    int status;
    if (quid_load(j->path, &j->text, &j->len, &error) != QUID_OK)
        status = cli_fail(&error);
    else if (quid_format(j->text, j->len, &j->tidy, &j->tidy_len, &error)
             != QUID_OK)
        status = refuse(j, &error);
    else
        status = deliver(j);
    free(j->text);
    free(j->tidy);
    return status;
}

int cli_fmt(const cli_call *call)
{
    if (call->n_operands == 0)
        return cli_misuse("fmt", "which files? write: quid fmt FILE...");
    cli_out out = { .fd = 1 };
    int worst = CLI_GOOD;
    for (size_t i = 0; i < call->n_operands; i++) {
        job j = {
            .path = call->operands[i],
            .out = &out,
            .check = cli_call_option(call, "check") != NULL,
            .to_stdout = cli_call_option(call, "stdout") != NULL,
        };
        int status = tidy_file(&j);
        if (status > worst)
            worst = status;
        if (out.error)
            break;
    }
    return worst;
}
