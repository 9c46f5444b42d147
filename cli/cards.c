/* The manual on the screen: help, explain, version. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "cli.h"

/* Words for people on a stream, whose failure is met. */
static int print(const char *text)
{
    cli_out out = { .fd = 1 };
    if (cli_out_write(&out, text, strlen(text)))
        return CLI_GOOD;
    return cli_out_failed(&out, "standard output");
}

int cli_card(const char *topic, const cli_call *call)
{
    cli_out out = { .fd = 1 };
    quid_error error;
    quid_style style = cli_style(1, call);
    quid_status s = quid_help(topic, &style, cli_out_write, &out, &error);
    if (s == QUID_OK)
        return CLI_GOOD;
    if (s == QUID_IO)
        return cli_out_failed(&out, "standard output");
    return cli_fail(&error);
}

int cli_help(const cli_call *call)
{
    if (call->n_operands > 1)
        return cli_misuse("help", "one topic at a time");
    return cli_card(call->n_operands ? call->operands[0] : NULL, call);
}

/* A letter and four digits. */
static bool is_code(const char *word)
{
    size_t digits = strspn(word + 1, "0123456789");
    return isalpha((unsigned char)word[0]) && digits == 4
        && word[1 + digits] == '\0';
}

int cli_explain(const cli_call *call)
{
    if (call->n_operands != 1)
        return cli_misuse("explain", "one code; write: quid explain E0203");
    const char *code = call->operands[0];
    if (!code[0] || !is_code(code))
        return cli_misuse("explain", "`%s` is no code of a diagnostic; "
                          "a code is a letter and four digits", code);
    return cli_card(code, call);
}

int cli_version(const cli_call *call)
{
    char text[100];
    (void)call;
    snprintf(text, sizeof text, "quid %s (language %d)\n", quid_version(),
             QUID_LANGUAGE);
    return print(text);
}

int cli_manual(const cli_call *call)
{
    cli_out out = { .fd = 1 };
    (void)call;
    quid_status s = quid_manual(cli_out_write, &out);
    if (s == QUID_IO)
        return cli_out_failed(&out, "standard output");
    return s == QUID_OK ? CLI_GOOD : CLI_CUT;
}

void cli_short_help(void)
{
    fputs("quid: what was promised for compute, and what comes back\n\n"
          "  quid check stories.quid    is the model right, and what do I"
          " assume?\n"
          "  quid flows stories.quid    who pays whom, and when?\n\n",
          stderr);
    for (size_t i = 0; i < quid_question_count(); i++) {
        quid_question_info q = quid_question(i);
        fprintf(stderr, "  %-12s %s\n", q.name, q.question);
    }
    fputs("\n`quid help` lists every topic, `quid COMMAND --help` says how."
          "\n", stderr);
}
