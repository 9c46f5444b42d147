/* A screen of characters: what text.c and its grids and forests write to.
 *
 * Spaces are kept back until something follows them, so that no line ends in
 * blanks. All widths are columns of the terminal, not bytes. */
#ifndef QD_OUTPUT_TEXT_SCREEN_H
#define QD_OUTPUT_TEXT_SCREEN_H

#include "output/output.h"

typedef struct qd_screen {
    qd_buf *out;
    qd_arena *arena;
    qd_style style;
    size_t width;   /* at least QD_SCREEN_LEAST */
    size_t pending; /* blanks kept back */
} qd_screen;

#define QD_SCREEN_LEAST 28u /* below it no grid can be folded any more */

enum qd_tone {
    QD_TONE_PLAIN,
    QD_TONE_HEAD,
    QD_TONE_FAINT,
    QD_TONE_GOOD,
    QD_TONE_EDGE,
    QD_TONE_BAD
};

/* Our own signs; each has a form in ASCII. */
enum qd_glyph {
    QD_GLYPH_CLOSED, /* an end that belongs to the set */
    QD_GLYPH_OPEN,   /* an end that does not */
    QD_GLYPH_LINE,
    QD_GLYPH_RIGHT,  /* goes on without end */
    QD_GLYPH_LEFT,
    QD_GLYPH_GONE,   /* a claim that no longer stands */
    QD_GLYPH_BAND,   /* what the model uses */
    QD_GLYPH_GOOD,
    QD_GLYPH_BAD,
    QD_GLYPH_ALONE,  /* one voice: neither good nor bad */
    QD_GLYPH_DASH,
    QD_GLYPH_MINUS,
    QD_GLYPH_LEAST,
    QD_GLYPH_MOST,
    QD_GLYPH_MEDIAN, /* of a fan: its median, half, nine in ten */
    QD_GLYPH_HALF,
    QD_GLYPH_WIDE,
    QD_GLYPH_ZERO,
    QD_GLYPH_TICK,
    QD_GLYPH_EDGE,
    QD_GLYPH_COUNT
};

qd_str qd_screen_glyph(const qd_screen *s, enum qd_glyph glyph);
/* `text` as it may be shown: control characters (an escape sequence in a
 * name, say) become `?`, and with style.ascii our signs become ASCII. */
qd_str qd_screen_text(const qd_screen *s, qd_str text);

void qd_screen_put(qd_screen *s, enum qd_tone tone, qd_str text);
/* As qd_screen_put, filled with blanks up to `width` columns. */
void qd_screen_cell(qd_screen *s, enum qd_tone tone, qd_str text,
                    size_t width);
void qd_screen_space(qd_screen *s, size_t columns);
void qd_screen_line(qd_screen *s); /* ends the line */
/* A bar of `share` (0 to 1) of `width` columns, in eighths. */
void qd_screen_bar(qd_screen *s, double share, size_t width);

typedef QD_VEC(qd_str) qd_lines;

/* `text` cut into lines of at most `width` columns: at line feeds, between
 * words, and inside a word that is too long. Always at least one line. */
qd_lines qd_wrap(qd_arena *arena, qd_str text, size_t width);
/* The columns of the longest word. */
size_t qd_longest_word(qd_str text);
/* The bytes of `text` that fit into `width` columns. */
size_t qd_fitting(qd_str text, size_t width);
/* A paragraph: `mark` (may be empty) hangs at column `indent`, the text
 * follows in lines to the width of the screen. */
void qd_screen_hang(qd_screen *s, enum qd_tone tone, size_t indent,
                    qd_str mark, qd_str text);

enum qd_tone qd_verdict_tone(qd_str verdict);
enum qd_glyph qd_verdict_glyph(qd_str verdict);

void qd_screen_grid(qd_screen *s, const qd_table *t);
void qd_screen_forest(qd_screen *s, const qd_block *b);
void qd_screen_fan(qd_screen *s, const qd_block *b);

#endif
