/* Shell completion: the words that may stand where the cursor is.
 *
 * The shells' scripts (completion.c) know nothing: they call
 *
 *     quid __complete WORD...
 *
 * with the words behind `quid` up to the cursor, the last one as far as it
 * is typed. Each line of the answer is a word that may replace it, with a
 * tab and its meaning behind; ":files" asks the shell for names of files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

typedef struct typing {
    char **words; /* before the last, the command among them */
    size_t n;
    const char *last;
    size_t last_len;
    const char *before; /* "--by=" when --by=mo is typed as one word */
    int before_len;
} typing;

static void offer(const typing *t, const char *word, const char *doc)
{
    if (strncmp(word, t->last, t->last_len) == 0)
        printf("%.*s%s\t%s\n", t->before_len, t->before, word,
               doc ? doc : "");
}

static bool offer_name(void *ctx, const char *bytes, size_t len)
{
    char *name = strndup(bytes, len);
    if (name)
        offer(ctx, name, "");
    free(name);
    return name != NULL;
}

static void offer_words(const typing *t, const char *words)
{
    char *copy = strdup(words), *state = NULL;
    for (char *w = copy ? strtok_r(copy, " ", &state) : NULL; w;
         w = strtok_r(NULL, " ", &state))
        offer(t, w, "");
    free(copy);
}

static void offer_commands(const typing *t)
{
    for (size_t i = 0; i < quid_question_count(); i++)
        offer(t, quid_question(i).name, quid_question(i).question);
    for (const cli_command *c = cli_commands; c->name; c++)
        if (c->doc)
            offer(t, c->name, c->doc);
}

/* ~/x as the shell would expand it; the caller frees it. */
static char *expand_home(const char *path)
{
    const char *home = getenv("HOME");
    if (strncmp(path, "~/", 2) != 0 || !home)
        return strdup(path);
    size_t len = strlen(home) + strlen(path);
    char *whole = malloc(len);
    if (whole)
        snprintf(whole, len, "%s%s", home, path + 1);
    return whole;
}

/* Names of the model that is the first operand. */
static void offer_names(typing *t, const char *file, const char *kind)
{
    char *path = file ? expand_home(file) : NULL;
    quid_model *m = NULL;
    quid_error error;
    if (path && strcmp(path, "-") != 0)
        quid_model_open(path, NULL, &m, &error);
    if (m)
        quid_model_names(m, kind, offer_name, t);
    quid_model_free(m);
    free(path);
}

/* The command and the first operand behind it. */
static void find_operands(const typing *t, const char **command,
                          const char **file)
{
    *command = *file = NULL;
    cli_options o = { 0 };
    for (size_t i = 0; i < t->n; i++) {
        const char *w = t->words[i];
        if (w[0] == '-' && w[1]) {
            i += cli_option_takes_next(&o, w);
        } else if (!*command) {
            *command = w;
            o = cli_options_of(w);
        } else if (!*file) {
            *file = w;
        }
    }
    cli_options_free(&o);
}

static void offer_value(typing *t, const quid_option_info *o,
                        const char *file)
{
    if (strcmp(o->kind, "word") == 0)
        offer_words(t, o->words);
    else if (strcmp(o->kind, "file") == 0)
        puts(":files");
    else
        offer_names(t, file, o->kind); /* of a date: none */
}

static void offer_options(const typing *t, const cli_options *o)
{
    for (size_t i = 0; i < o->n; i++) {
        char word[80];
        snprintf(word, sizeof word, "--%s", o->at[i].name);
        offer(t, word, o->at[i].doc);
    }
}

static void offer_operand(typing *t, const char *command, const char *file)
{
    size_t i = cli_question_find(command);
    if (i < quid_question_count()) {
        if (!file)
            puts(":files");
        else if (strstr(quid_question(i).operands, "PARTY"))
            offer_names(t, file, "party");
    } else if (strcmp(command, "fmt") == 0
               || strcmp(command, "merge") == 0) {
        puts(":files");
    } else if (strcmp(command, "completion") == 0) {
        offer_words(t, "bash zsh fish");
    } else if (strcmp(command, "help") == 0
               || strcmp(command, "explain") == 0) {
        quid_topics(offer_name, t);
    }
}

/* The option that the word at the cursor is the value of, NULL if none. Bash
 * gives --by=mo as three words: --by, =, mo. */
static const quid_option_info *open_option(typing *t, const cli_options *o)
{
    const char *equals = strchr(t->last, '=');
    if (strcmp(t->last, "=") == 0)
        t->last++;
    else if (t->last[0] == '-' && equals) {
        t->before = t->last;
        t->before_len = (int)(equals + 1 - t->last);
        t->last = equals + 1;
        t->last_len = strlen(t->last);
        return cli_option_find(o, t->before);
    } else if (t->n > 0 && strcmp(t->words[t->n - 1], "=") == 0)
        t->n--;
    t->last_len = strlen(t->last);
    const char *word = t->n > 0 ? t->words[t->n - 1] : "";
    const quid_option_info *found = word[0] == '-' && word[1]
        ? cli_option_find(o, word) : NULL;
    return found && !cli_option_is_flag(found) ? found : NULL;
}

static void offer_all(typing *t)
{
    const char *command, *file;
    find_operands(t, &command, &file);
    if (!command) {
        offer_commands(t);
        return;
    }
    cli_options o = cli_options_of(command);
    const quid_option_info *open = open_option(t, &o);
    if (open)
        offer_value(t, open, file);
    else if (t->last[0] == '-' && t->last[1])
        offer_options(t, &o);
    else
        offer_operand(t, command, file);
    cli_options_free(&o);
}

int cli_complete(int n, char **words)
{
    if (n < 1)
        return CLI_USAGE;
    typing t = {
        .words = words, .n = (size_t)n - 1,
        .last = words[n - 1], .last_len = strlen(words[n - 1]), .before = "",
    };
    offer_all(&t);
    return fflush(stdout) == 0 ? CLI_GOOD : CLI_FILES;
}
