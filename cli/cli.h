/* The command line: what its files share. It knows <quid.h> only. */
#ifndef QUID_CLI_H
#define QUID_CLI_H

#include <time.h>

#include <quid.h>

/* Exit statuses; `quid help exit` says what they mean. */
enum cli_exit {
    CLI_GOOD = 0,
    CLI_MODEL = 1,  /* the model has errors, or checks failed */
    CLI_USAGE = 2,
    CLI_FILES = 4,  /* input or output failed */
    CLI_CUT = 5,    /* cut short: no memory */
    CLI_INTERRUPTED = 130
};

/* Words of a command after its name. */
typedef struct cli_call {
    const char *command;
    const char **operands;
    size_t n_operands;
    quid_argument *options; /* by full name, in the order given */
    size_t n_options;
    char **joined;          /* values made of several words */
    size_t n_joined;
} cli_call;

/* A command that is not a question of the library. */
typedef struct cli_command {
    const char *name;
    const char *doc; /* NULL: for scripts, not listed */
    int (*run)(const cli_call *call);
    const quid_option_info *options;
    size_t n_options;
    const char *as; /* the question whose options and card it has, or NULL */
} cli_command;

/* --- main.c */
extern const cli_command cli_commands[]; /* up to the one without name */
const cli_command *cli_command_find(const char *name);
/* Index of the question with this name, or quid_question_count(). */
size_t cli_question_find(const char *name);
/* Names of all commands that people call, ended by NULL; free the array. */
const char **cli_command_names(void);

/* --- options.c */
/* The options of a command: its own, the shared ones, and for a question
 * each format as a flag. Free with cli_options_free. */
typedef struct cli_options {
    quid_option_info *at;
    size_t n;
} cli_options;
cli_options cli_options_of(const char *command);
void cli_options_free(cli_options *o);
/* The option that a word such as -o or --by=month means, NULL if none. */
const quid_option_info *cli_option_find(const cli_options *o,
                                        const char *word);
/* Whether the next word is the value of this one. */
bool cli_option_takes_next(const cli_options *o, const char *word);
bool cli_option_is_flag(const quid_option_info *o);
/* Splits words into operands and options; false when an option is wrong
 * (said on stderr). The words are kept, the lists are freed by call_free. */
bool cli_call_parse(cli_call *call, const cli_options *allowed, char **words,
                    size_t n);
void cli_call_free(cli_call *call);
/* The last value given to an option: NULL when it is not given, "" for a
 * flag. */
const char *cli_call_option(const cli_call *call, const char *name);

/* --- screen.c */
enum cli_colour { CLI_COLOUR_AUTO, CLI_COLOUR_ALWAYS, CLI_COLOUR_NEVER };
/* How a stream is drawn: 1 (stdout) or 2 (stderr). */
quid_style cli_style(int fd, const cli_call *call);

/* --- writing.c */
/* Where bytes go: the sink of the library for a file descriptor. */
typedef struct cli_out {
    int fd;
    int error; /* errno of the first failure */
} cli_out;
bool cli_out_write(void *ctx, const char *bytes, size_t len);
/* Says what went wrong with `name` (a closed pipe is left quietly). */
int cli_out_failed(const cli_out *out, const char *name);
/* A file that is written beside its place and then takes it. */
typedef struct cli_draft {
    cli_out out;
    char *target;
    char *temp; /* NULL: a device or a pipe, written as it is */
} cli_draft;
/* These return 0 or an errno value; after a failure nothing is left. */
int cli_draft_open(cli_draft *d, const char *path);
int cli_draft_keep(cli_draft *d);
void cli_draft_drop(cli_draft *d);
/* Removes the temporary file that is being written: for signal handlers. */
void cli_draft_abandon(void);

/* --- progress.c */
/* Of one answer: quid_host.progress with this as its context. */
typedef struct cli_progress {
    struct timespec begin;
    double last; /* seconds from the beginning to when it was drawn */
    bool terminal, drawn;
} cli_progress;
bool cli_progress_step(void *ctx, double share);
void cli_progress_end(cli_progress *p);
/* For the signal handler: whether a long answer is being made that has now
 * been asked to stop. */
bool cli_stop_asked(void);
bool cli_was_stopped(void);

/* --- words on stderr, each a line that begins with "quid: " */
void cli_say(const char *form, ...) __attribute__((format(printf, 1, 2)));
/* Says the error; returns the exit status that goes with it. */
int cli_fail(const quid_error *e);
/* As cli_say, and where the manual is; returns CLI_USAGE. */
int cli_misuse(const char *command, const char *form, ...)
    __attribute__((format(printf, 2, 3)));

/* --- the commands */
int cli_ask(const cli_call *call);
int cli_fmt(const cli_call *call);
int cli_merge(const cli_call *call);
int cli_help(const cli_call *call);
int cli_explain(const cli_call *call);
int cli_version(const cli_call *call);
int cli_manual(const cli_call *call);
int cli_completion(const cli_call *call);
int cli_complete(int n, char **words);
/* The card of a topic on stdout. */
int cli_card(const char *topic, const cli_call *call);
/* The short help: two examples and the questions. */
void cli_short_help(void);

#endif
