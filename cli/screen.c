/* How a stream is drawn: width, colours, characters.
 *
 * Bytes that leave through a pipe or into a file depend neither on the
 * terminal nor on the locale: 80 columns, UTF-8, no colour. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "cli.h"

enum { COLUMNS_USUAL = 80, COLUMNS_LEAST = 20, COLUMNS_MOST = 1000 };

static int columns_of(int fd)
{
    const char *text = getenv("COLUMNS");
    long columns = text ? strtol(text, NULL, 10) : 0;
    struct winsize size;
    if (columns <= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (columns <= 0)
        return COLUMNS_USUAL;
    if (columns < COLUMNS_LEAST)
        return COLUMNS_LEAST;
    return columns > COLUMNS_MOST ? COLUMNS_MOST : (int)columns;
}

/* The locale's text is read, not set: quid itself has no locale. */
static bool speaks_utf8(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (!value || !value[0])
            continue;
        const char *codeset = strchr(value, '.');
        return codeset && (strncasecmp(codeset, ".UTF-8", 6) == 0
                           || strncasecmp(codeset, ".utf8", 5) == 0);
    }
    return false;
}

static bool wants_colour(bool terminal, const cli_call *call)
{
    const char *word = cli_call_option(call, "color");
    if (word && strcmp(word, "always") == 0)
        return true;
    if (word && strcmp(word, "never") == 0)
        return false;
    const char *no_colour = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return terminal && !(no_colour && no_colour[0])
        && term && term[0] && strcmp(term, "dumb") != 0;
}

quid_style cli_style(int fd, const cli_call *call)
{
    bool terminal = isatty(fd) == 1;
    return (quid_style){
        .columns = terminal ? columns_of(fd) : COLUMNS_USUAL,
        .ascii = cli_call_option(call, "ascii")
            || (terminal && !speaks_utf8()),
        .colour = wants_colour(terminal, call),
    };
}
