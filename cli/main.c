/* quid: the command line. Finds the command and runs it. */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli.h"

static const quid_option_info fmt_options[] = {
    { "check", "change nothing: list the files that would change", "flag",
      NULL },
    { "stdout", "write to standard output, not to the file", "flag", NULL },
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Commands that are no questions, in the order of the help. */
const cli_command cli_commands[] = {
    { "fmt", "the tidy form of a file", cli_fmt, fmt_options,
      COUNT(fmt_options), NULL },
    { "merge", "the answer of `fund` from parts of its paths", cli_merge,
      NULL, 0, "fund" },
    { "help", "the manual, a card at a time", cli_help, NULL, 0, NULL },
    { "explain", "what the code of a diagnostic means", cli_explain, NULL,
      0, NULL },
    { "completion", "completion for a shell", cli_completion, NULL, 0, NULL },
    { "version", "the version of quid and of the language", cli_version,
      NULL, 0, NULL },
    { "__manual", NULL, cli_manual, NULL, 0, NULL },
    { NULL, NULL, NULL, NULL, 0, NULL },
};

const cli_command *cli_command_find(const char *name)
{
    for (const cli_command *c = cli_commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

size_t cli_question_find(const char *name)
{
    size_t n = quid_question_count(), i = 0;
    while (i < n && strcmp(quid_question(i).name, name) != 0)
        i++;
    return i;
}

const char **cli_command_names(void)
{
    size_t n = quid_question_count(), used = 0;
    const char **names = calloc(n + COUNT(cli_commands), sizeof *names);
    if (!names)
        return NULL;
    for (size_t i = 0; i < n; i++)
        names[used++] = quid_question(i).name;
    for (const cli_command *c = cli_commands; c->name; c++)
        if (c->doc)
            names[used++] = c->name;
    return names;
}

void cli_say(const char *form, ...)
{
    va_list args;
    va_start(args, form);
    fputs("quid: ", stderr);
    vfprintf(stderr, form, args);
    fputc('\n', stderr);
    va_end(args);
}

int cli_fail(const quid_error *e)
{
    cli_say("%s", e->text);
    switch (e->status) {
    case QUID_OK: return CLI_GOOD;
    case QUID_INVALID: return CLI_MODEL;
    case QUID_USAGE: return CLI_USAGE;
    case QUID_IO: return CLI_FILES;
    case QUID_MEMORY:
    case QUID_CANCELLED: break;
    }
    return CLI_CUT;
}

int cli_misuse(const char *command, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    fputs("quid: ", stderr);
    vfprintf(stderr, form, args);
    va_end(args);
    fprintf(stderr, "\nquid: see `quid help%s%s`\n", command ? " " : "",
            command ? command : "");
    return CLI_USAGE;
}

static int unknown_command(const char *name)
{
    const char **names = cli_command_names();
    size_t n = 0;
    while (names && names[n])
        n++;
    size_t near = names ? quid_nearest(name, names, n) : n;
    int status = near < n
        ? cli_misuse(NULL, "unknown command `%s`; did you mean `%s`?", name,
                     names[near])
        : cli_misuse(NULL, "unknown command `%s`", name);
    free(names);
    return status;
}

/* Whether the value of this option is the next word, in any command. Asked
 * for words before the command, when its options are not known yet. */
static bool takes_next(const char *word)
{
    const char **names = cli_command_names();
    bool takes = false;
    for (size_t i = 0; names && names[i] && !takes; i++) {
        cli_options o = cli_options_of(names[i]);
        takes = cli_option_takes_next(&o, word);
        cli_options_free(&o);
    }
    free(names);
    return takes;
}

/* Index of the command among the words, n when there is none. */
static size_t command_index(char **words, size_t n)
{
    size_t i = 0;
    while (i < n && words[i][0] == '-')
        i += takes_next(words[i]) ? 2 : 1;
    return i < n ? i : n;
}

static bool is_given(char **words, size_t n, const char *a, const char *b)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], a) == 0 || strcmp(words[i], b) == 0)
            return true;
    return false;
}

static int without_command(char **words, size_t n)
{
    cli_call none = { 0 };
    if (is_given(words, n, "--version", "-V"))
        return cli_version(&none);
    if (is_given(words, n, "--help", "-h"))
        return cli_card("overview", &none);
    if (n > 0)
        return cli_misuse(NULL, "no command in `%s`", words[0]);
    cli_short_help();
    return CLI_USAGE;
}

static int run_command(const char *name, char **words, size_t n)
{
    const cli_command *own = cli_command_find(name);
    if (!own && cli_question_find(name) == quid_question_count())
        return unknown_command(name);
    cli_call call = { .command = name };
    cli_options allowed = cli_options_of(name);
    int status = CLI_USAGE;
    if (cli_call_parse(&call, &allowed, words, n)) {
        if (cli_call_option(&call, "help"))
            status = cli_card(own && own->as ? own->as : name, &call);
        else
            status = own ? own->run(&call) : cli_ask(&call);
    }
    cli_call_free(&call);
    cli_options_free(&allowed);
    return status;
}

static void interrupted(int signal)
{
    if (signal == SIGINT && cli_stop_asked())
        return;
    cli_draft_abandon();
    _exit(128 + signal);
}

static void set_signals(void)
{
    struct sigaction leave = { .sa_handler = interrupted };
    sigaction(SIGINT, &leave, NULL);
    sigaction(SIGTERM, &leave, NULL);
    sigaction(SIGHUP, &leave, NULL);
    /* A closed pipe is met by write, so that the exit status is ours. */
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigaction(SIGPIPE, &ignore, NULL);
}

/* A closed stream must stay closed to us: else a file that we open takes its
 * number, and the answer is written into the model. */
static void hold_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
    hold_streams();
    set_signals();
    size_t n = argc > 0 ? (size_t)argc - 1 : 0;
    char **words = argv + (argc > 0);
    if (n > 0 && strcmp(words[0], "__complete") == 0)
        return cli_complete((int)n - 1, words + 1);
    size_t at = command_index(words, n);
    if (at == n)
        return without_command(words, n);
    /* The command leaves the row; what stood before it is an option. */
    const char *name = words[at];
    memmove(words + 1, words, at * sizeof *words);
    return run_command(name, words + 1, n - 1);
}
