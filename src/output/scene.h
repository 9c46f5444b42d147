/* A sheet on which pictures are drawn: marks and measured text, as SVG.
 *
 * y grows downwards, units are CSS pixels. A picture draws from top to
 * bottom with widths that it asks for first (qd_text_width, qd_scene_wrap)
 * and says at the end how tall it became. The sheet remembers the box of
 * every text, so that a test can ask whether two of them overlap.
 *
 * Paint is literal attributes plus a class: a page's style sheet may replace
 * it (dark mode), and a reader that knows no style sheet still shows it. */
#ifndef QD_OUTPUT_SCENE_H
#define QD_OUTPUT_SCENE_H

#include "output/output.h"

enum qd_ink {
    QD_INK_NONE,
    QD_INK_PAPER, /* behind everything, and inside hollow marks */
    QD_INK_TEXT,  /* words and marks that count */
    QD_INK_SOFT,  /* words that explain */
    QD_INK_GONE,  /* what no longer stands */
    QD_INK_GRID,
    QD_INK_SPAN,  /* the soft bar of an interval */
    QD_INK_BAND,  /* what the model uses; nine in ten futures */
    QD_INK_CORE,  /* half of the futures */
    QD_INK_GOOD,
    QD_INK_EDGE,
    QD_INK_BAD,
    QD_INK_LOW,   /* chances of something bad, below those in QD_INK_BAD */
    QD_INK_HALF,
    QD_INK_HIGH,
    QD_INK_CAPITAL, /* money by what it is for */
    QD_INK_CREDIT,
    QD_INK_COMPUTE,
    QD_INK_CHIPS,
    QD_INK_TRADE,
    QD_INK_BLANK, /* a payment without an amount */
    QD_INK_BOX,
    QD_INK_COUNT
};

enum qd_anchor { QD_ANCHOR_START, QD_ANCHOR_MIDDLE, QD_ANCHOR_END };

typedef struct qd_font {
    double size;
    bool bold;
} qd_font;

typedef struct qd_box {
    double x, y, w, h; /* left, top */
    qd_str text;
} qd_box;

typedef struct qd_scene {
    qd_arena *arena;
    qd_buf body;
    double width;
    QD_VEC(qd_box) texts;
} qd_scene;

typedef QD_VEC(qd_str) qd_scene_lines;

qd_scene *qd_scene_make(qd_arena *arena, double width);

/* Marks that belong together; `title` says what they mean (a tooltip, and
 * what a screen reader says). Every mark stands in a group. */
void qd_scene_open(qd_scene *s, const char *name, qd_str title);
/* The same, drawn back. */
void qd_scene_open_faint(qd_scene *s, const char *name, qd_str title);
void qd_scene_close(qd_scene *s);

void qd_scene_rect(qd_scene *s, double x, double y, double w, double h,
                   enum qd_ink fill);
/* The box of a party: with a seam, a heavy one for `strong`. */
void qd_scene_box(qd_scene *s, double x, double y, double w, double h,
                  bool strong);
/* Paper under words that stand on a mark. */
void qd_scene_pill(qd_scene *s, double x, double y, double w, double h);
/* A thick line with round ends. */
void qd_scene_bar(qd_scene *s, double x, double y, double w, double h,
                  enum qd_ink fill);
void qd_scene_line(qd_scene *s, double x0, double y0, double x1, double y1,
                   enum qd_ink ink, double width);
/* `hollow`: filled with the paper, the ring in `ink`. */
void qd_scene_dot(qd_scene *s, double x, double y, double r,
                  enum qd_ink ink, bool hollow);
/* SVG path data. */
void qd_scene_path(qd_scene *s, qd_str data, enum qd_ink fill,
                   enum qd_ink stroke, double width);
/* A line of any width along SVG path data, in dashes of such lengths ("4 3")
 * where `dash` is not NULL. */
void qd_scene_stroke(qd_scene *s, qd_str data, enum qd_ink ink, double width,
                     const char *dash);
/* A number as it stands in path data. */
void qd_scene_number(qd_buf *b, double x);
/* One line of text; y is its base line. */
void qd_scene_text(qd_scene *s, double x, double y, qd_font font,
                   enum qd_ink ink, enum qd_anchor anchor, qd_str text);

/* How wide a text will be: an upper bound for the usual sans-serif fonts. */
double qd_text_width(qd_str text, qd_font font);
/* `text` in lines of at most `width`; at least one line. */
qd_scene_lines qd_scene_wrap(qd_arena *a, qd_str text, qd_font font,
                             double width);
/* Text in lines below each other, the first base line at y; returns the
 * number of lines. `leading` is the distance of base lines. */
uint32_t qd_scene_paragraph(qd_scene *s, double x, double y, double width,
                            double leading, qd_font font, enum qd_ink ink,
                            enum qd_anchor anchor, qd_str text);

/* The first two texts that overlap, or the first that leaves the sheet (then
 * *b is NULL); false when all is well. */
bool qd_scene_clash(const qd_scene *s, double height, const qd_box **a,
                    const qd_box **b);
/* The whole document. */
void qd_scene_write(const qd_scene *s, qd_buf *out, double height,
                    qd_str title, qd_str description);

#endif
