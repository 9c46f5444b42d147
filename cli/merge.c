/* `quid merge`: an answer from the parts that `--shard` wrote. The question
 * is asked as without them, with the parts for the drawing. */
#include <stdlib.h>
#include <string.h>
#include "cli.h"

/* Names of parties have neither. */
static bool is_file(const char *word)
{
    return strpbrk(word, "./") != NULL;
}

int cli_merge(const cli_call *call)
{
    if (call->n_operands < 2)
        return cli_misuse("fund", "which model, which parts? write: quid "
                          "merge FILE [PARTY] PART...");
    cli_call fund = *call;
    fund.command = "fund";
    fund.operands = calloc(call->n_operands, sizeof *fund.operands);
    fund.options = calloc(call->n_options + call->n_operands,
                          sizeof *fund.options);
    fund.n_operands = 0;
    int status = CLI_CUT;
    if (fund.operands && fund.options) {
        if (call->n_options > 0)
            memcpy(fund.options, call->options,
                   call->n_options * sizeof *fund.options);
        for (size_t i = 0; i < call->n_operands; i++)
            if (i == 0 || !is_file(call->operands[i]))
                fund.operands[fund.n_operands++] = call->operands[i];
            else
                fund.options[fund.n_options++] = (quid_argument){
                    "merge", call->operands[i] };
        status = cli_ask(&fund);
    }
    free(fund.options);
    free(fund.operands);
    return status;
}
