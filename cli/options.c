/* Words of a command line to operands and options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

/* Options of every question. */
static const quid_option_info answer_options[] = {
    { "output", "write to FILE; its ending says the format", "file", NULL },
};

/* Options of every command. */
static const quid_option_info shared_options[] = {
    { "color", "colours: auto is on a terminal only", "word",
      "auto always never" },
    { "ascii", "no characters beyond ASCII", "flag", NULL },
    { "help", "the card of this command", "flag", NULL },
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void add(cli_options *o, const quid_option_info *more, size_t n)
{
    quid_option_info *at = realloc(o->at, (o->n + n) * sizeof *at);
    if (!at)
        return; /* the words that need it are refused as unknown */
    memcpy(at + o->n, more, n * sizeof *at);
    o->at = at;
    o->n += n;
}

static void add_question(cli_options *o, size_t question)
{
    size_t n = quid_question(question).n_options;
    for (size_t i = 0; i < n; i++) {
        quid_option_info option = quid_question_option(question, i);
        add(o, &option, 1);
    }
    add(o, answer_options, COUNT(answer_options));
    for (size_t i = 0; i < quid_output_count(); i++) {
        quid_output_info output = quid_output(i);
        quid_option_info flag = { output.name, output.doc, "flag", NULL };
        add(o, &flag, 1);
    }
}

cli_options cli_options_of(const char *command)
{
    cli_options o = { 0 };
    const cli_command *own = cli_command_find(command);
    size_t question = cli_question_find(own && own->as ? own->as : command);
    if (question < quid_question_count())
        add_question(&o, question);
    else if (own && own->n_options > 0)
        add(&o, own->options, own->n_options);
    add(&o, shared_options, COUNT(shared_options));
    return o;
}

void cli_options_free(cli_options *o)
{
    free(o->at);
    *o = (cli_options){ 0 };
}

bool cli_option_is_flag(const quid_option_info *o)
{
    return strcmp(o->kind, "flag") == 0;
}

/* Second spellings, as they stand on a command line without dashes. */
static const char *full_name(const char *name, size_t *len)
{
    static const char *const pairs[][2] = {
        { "o", "output" }, { "h", "help" }, { "colour", "color" },
    };
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (strlen(pairs[i][0]) == *len
            && memcmp(pairs[i][0], name, *len) == 0) {
            *len = strlen(pairs[i][1]);
            return pairs[i][1];
        }
    return name;
}

/* The name in a word such as --by=month, and where its value stands. */
static const char *split_word(const char *word, size_t *len,
                              const char **value)
{
    const char *name = word + (word[1] == '-' ? 2 : 1);
    *value = NULL;
    if (word[1] != '-') { /* -oFILE */
        *len = name[0] ? 1 : 0;
        *value = name[0] && name[1] ? name + 1 : NULL;
        return full_name(name, len);
    }
    const char *equals = strchr(name, '=');
    *len = equals ? (size_t)(equals - name) : strlen(name);
    *value = equals ? equals + 1 : NULL;
    return full_name(name, len);
}

static const quid_option_info *find(const cli_options *o, const char *name,
                                    size_t len)
{
    for (size_t i = 0; i < o->n; i++)
        if (strlen(o->at[i].name) == len
            && memcmp(o->at[i].name, name, len) == 0)
            return &o->at[i];
    return NULL;
}

const quid_option_info *cli_option_find(const cli_options *o,
                                        const char *word)
{
    size_t len;
    const char *value, *name = split_word(word, &len, &value);
    return find(o, name, len);
}

/* Index of the option that was meant by a long one, o->n when none is near. */
static size_t near_option(const cli_options *o, const char *word, size_t len)
{
    const char **names = calloc(o->n + 1, sizeof *names);
    char *name = strndup(word + 2, len - 2);
    size_t near = o->n;
    if (names && name) {
        for (size_t i = 0; i < o->n; i++)
            names[i] = o->at[i].name;
        near = quid_nearest(name, names, o->n);
    }
    free(name);
    free(names);
    return near;
}

bool cli_option_takes_next(const cli_options *o, const char *word)
{
    size_t len;
    const char *value, *name = split_word(word, &len, &value);
    const quid_option_info *found = find(o, name, len);
    return found && !value && !cli_option_is_flag(found);
}

static bool refuse(const cli_call *call, const cli_options *o,
                   const char *word)
{
    bool is_long = word[1] == '-';
    size_t len = is_long ? strcspn(word, "=") : 2;
    size_t near = is_long ? near_option(o, word, len) : o->n;
    if (near < o->n)
        cli_misuse(call->command,
                   "%s has no option `%.*s`; did you mean `--%s`?",
                   call->command, (int)len, word, o->at[near].name);
    else
        cli_misuse(call->command, "%s has no option `%.*s`", call->command,
                   (int)len, word);
    return false;
}

/* Words are known here: a wrong one is told before a file is read. */
static bool check_word(const cli_call *call, const quid_option_info *o,
                       const char *value)
{
    size_t len = strlen(value);
    for (const char *at = o->words; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (n == len && memcmp(at, value, n) == 0)
            return true;
        at += n;
    }
    cli_misuse(call->command, "`%s` for --%s: it is one of %s", value,
               o->name, o->words);
    return false;
}

/* What may stand alone behind a number: `30 %`, `12 mo`. */
static bool is_unit(const char *word)
{
    size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz");
    return strcmp(word, "%") == 0 || (n > 0 && n < 9 && word[n] == '\0');
}

static bool is_bare_number(const char *word)
{
    return word[0] && word[strspn(word, "+-0123456789._,")] == '\0';
}

static const char *join(cli_call *call, const char *a, const char *b)
{
    size_t room = strlen(a) + strlen(b) + 2;
    char *both = malloc(room);
    if (!both)
        return a; /* told as a name without an amount */
    snprintf(both, room, "%s %s", a, b);
    call->joined[call->n_joined++] = both;
    return both;
}

/* A name and how much, in one word or in up to three: sales=30%, sales 30 %.
 */
static const char *take_change(cli_call *call, const char *value,
                               char **words, size_t n, size_t *i)
{
    if (value[strcspn(value, "= ")] != '\0' || *i + 1 == n)
        return value;
    const char *amount = words[*i + 1];
    if (strcspn(amount, "+-.0123456789") != 0)
        return value;
    value = join(call, value, words[++*i]);
    if (is_bare_number(amount) && *i + 1 < n && is_unit(words[*i + 1]))
        value = join(call, value, words[++*i]);
    return value;
}

/* Takes the option at words[*i]; moves *i over a value of its own. */
static bool take_option(cli_call *call, const cli_options *allowed,
                        char **words, size_t n, size_t *i)
{
    size_t len;
    const char *word = words[*i], *value;
    const char *name = split_word(word, &len, &value);
    const quid_option_info *o = find(allowed, name, len);
    if (!o)
        return refuse(call, allowed, word);
    if (cli_option_is_flag(o) && value) {
        cli_misuse(call->command, "`--%s` takes no value", o->name);
        return false;
    }
    if (!cli_option_is_flag(o) && !value) {
        if (*i + 1 == n) {
            cli_misuse(call->command, "`--%s` needs a value (a %s)", o->name,
                       o->kind);
            return false;
        }
        value = words[++*i];
    }
    if (strcmp(o->kind, "change") == 0)
        value = take_change(call, value, words, n, i);
    call->options[call->n_options++] = (quid_argument){ o->name, value };
    return strcmp(o->kind, "word") != 0 || check_word(call, o, value);
}

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0';
}

bool cli_call_parse(cli_call *call, const cli_options *allowed, char **words,
                    size_t n)
{
    call->operands = calloc(n + 1, sizeof *call->operands);
    call->options = calloc(n + 1, sizeof *call->options);
    call->joined = calloc(n + 1, sizeof *call->joined);
    if (!call->operands || !call->options || !call->joined)
        return false;
    bool ended = false;
    for (size_t i = 0; i < n; i++) {
        if (!ended && strcmp(words[i], "--") == 0)
            ended = true;
        else if (ended || !is_option(words[i]))
            call->operands[call->n_operands++] = words[i];
        else if (!take_option(call, allowed, words, n, &i))
            return false;
    }
    return true;
}

void cli_call_free(cli_call *call)
{
    free(call->operands);
    free(call->options);
    for (size_t i = 0; i < call->n_joined; i++)
        free(call->joined[i]);
    free(call->joined);
    *call = (cli_call){ 0 };
}

const char *cli_call_option(const cli_call *call, const char *name)
{
    for (size_t i = call->n_options; i-- > 0; )
        if (strcmp(call->options[i].name, name) == 0)
            return call->options[i].value ? call->options[i].value : "";
    return NULL;
}
