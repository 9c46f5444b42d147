/* The scripts that bind `quid __complete` to a shell. */
#include <stdio.h>
#include <string.h>
#include "cli.h"

static const char bash_script[] =
"# quid for bash; put this into ~/.bashrc:\n"
"#     source <(quid completion bash)\n"
"_quid() {\n"
"    local word files= cur=${COMP_WORDS[COMP_CWORD]}\n"
"    [ \"$cur\" = = ] && cur=\n"
"    COMPREPLY=()\n"
"    while IFS= read -r word; do\n"
"        case $word in\n"
"        :files) files=1 ;;\n"
"        *) COMPREPLY+=(\"${word%%$'\\t'*}\") ;;\n"
"        esac\n"
"    done < <(\"${COMP_WORDS[0]}\" __complete \\\n"
"        \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
"    if [ -n \"$files\" ]; then\n"
"        compopt -o filenames 2>/dev/null\n"
"        while IFS= read -r word; do\n"
"            COMPREPLY+=(\"$word\")\n"
"        done < <(compgen -f -- \"$cur\")\n"
"    fi\n"
"}\n"
"complete -F _quid quid\n";

static const char zsh_script[] =
"#compdef quid\n"
"# quid for zsh; put this into ~/.zshrc, behind compinit:\n"
"#     source <(quid completion zsh)\n"
"_quid() {\n"
"    local line files\n"
"    local -a offers\n"
"    for line in \"${(@f)$(${words[1]} __complete \\\n"
"        \"${(@)words[2,CURRENT]}\" 2>/dev/null)}\"; do\n"
"        case $line in\n"
"        '') ;;\n"
"        :files) files=1 ;;\n"
"        *) offers+=(\"${line%%$'\\t'*}:${line#*$'\\t'}\") ;;\n"
"        esac\n"
"    done\n"
"    (( $#offers )) && _describe quid offers\n"
"    [[ -n $files ]] && _files\n"
"}\n"
"compdef _quid quid\n";

static const char fish_script[] =
"# quid for fish; put this into ~/.config/fish/config.fish:\n"
"#     quid completion fish | source\n"
"function __quid_offers\n"
"    set -l tokens (commandline -opc)\n"
"    set -l last (commandline -ct)\n"
"    for line in ($tokens[1] __complete $tokens[2..-1] \"$last\" 2>/dev/null)\n"
"        switch $line\n"
"            case ':files'\n"
"                __fish_complete_path \"$last\"\n"
"            case '*'\n"
"                printf '%s\\n' $line\n"
"        end\n"
"    end\n"
"end\n"
"complete -c quid -f -a '(__quid_offers)'\n";

int cli_completion(const cli_call *call)
{
    static const struct {
        const char *shell, *script;
    } scripts[] = {
        { "bash", bash_script }, { "zsh", zsh_script },
        { "fish", fish_script },
    };
    const char *shell = call->n_operands == 1 ? call->operands[0] : "";
    cli_out out = { .fd = 1 };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const char *script = scripts[i].script;
        if (strcmp(scripts[i].shell, shell) != 0)
            continue;
        if (cli_out_write(&out, script, strlen(script)))
            return CLI_GOOD;
        return cli_out_failed(&out, "standard output");
    }
    return cli_misuse("completion", "which shell? write: "
                      "quid completion bash|zsh|fish");
}
