/* Pages of the manual: the same calls draw a screen or write scdoc. */
#ifndef QD_API_PAGE_H
#define QD_API_PAGE_H

#include "base/arena.h"
#include "base/buf.h"

typedef struct qd_page {
    qd_buf *out;
    qd_arena *arena;
    bool scdoc;  /* source of a man page */
    bool colour; /* of a screen */
    int columns;
    uint8_t last; /* what was written last; zero at the start */
} qd_page;

/* The head of a card: its name and what it is, in a line. */
void qd_page_title(qd_page *p, const char *name, const char *words);
/* A heading inside a card. */
void qd_page_section(qd_page *p, const char *words);
/* Paragraphs with an empty line between; lines that begin with a blank stay
 * as they are. */
void qd_page_text(qd_page *p, const char *text);
/* Lines of code, each ended by '\n'. */
void qd_page_code(qd_page *p, const char *lines);
/* A word and what it means. */
void qd_page_row(qd_page *p, const char *term, const char *words);
/* The line that begins a file of scdoc, and its sections. */
void qd_page_preamble(qd_page *p, const char *line);
void qd_page_part(qd_page *p, const char *name);

#endif
