/* The answer as people read it on a terminal: first line, blocks, notes. */
#include "base/utf8.h"
#include "output/text_screen.h"

#define INDENT 2u

static void put_list(qd_screen *s, const qd_block *b)
{
    if (b->text.len)
        qd_screen_hang(s, QD_TONE_HEAD, INDENT, QD_STR(""), b->text);
    for (uint32_t r = 0; b->table && r < b->table->n_rows; r++)
        qd_screen_hang(s, QD_TONE_PLAIN, INDENT,
                       qd_table_at(b->table, r, 0)->text,
                       qd_table_at(b->table, r, 1)->text);
}

static void put_grid(qd_screen *s, const qd_block *b)
{
    if (b->text.len)
        qd_screen_hang(s, QD_TONE_HEAD, INDENT, QD_STR(""), b->text);
    if (b->table)
        qd_screen_grid(s, b->table);
}

/* Verbatim text keeps its lines and blanks, whatever the width. */
static void put_verbatim(qd_screen *s, qd_str text)
{
    text = qd_screen_text(s, text);
    qd_screen_put(s, QD_TONE_PLAIN, text);
    if (text.len && text.at[text.len - 1] != '\n')
        qd_screen_line(s);
}

static void put_block(qd_screen *s, const qd_block *b)
{
    switch (b->kind) {
    case QD_BLOCK_HEAD:
        qd_screen_hang(s, QD_TONE_HEAD, 0, QD_STR(""), b->text);
        break;
    case QD_BLOCK_TEXT:
        qd_screen_hang(s, QD_TONE_PLAIN, INDENT, QD_STR(""), b->text);
        break;
    case QD_BLOCK_GRID:
        put_grid(s, b);
        break;
    case QD_BLOCK_FOREST:
        qd_screen_forest(s, b);
        break;
    case QD_BLOCK_STEPS: case QD_BLOCK_NETWORK: case QD_BLOCK_LOOPS: break;
    case QD_BLOCK_FAN:
        qd_screen_fan(s, b);
        break;
    case QD_BLOCK_LIST:
        put_list(s, b);
        break;
    case QD_BLOCK_VERBATIM:
        put_verbatim(s, b->text);
        break;
    }
}

/* An empty line parts blocks; sentences, and claims, follow each other. */
static bool parted(const qd_block *before, const qd_block *b)
{
    return before->kind != b->kind ||
           (b->kind != QD_BLOCK_TEXT && b->kind != QD_BLOCK_FOREST);
}

static void put_notes(qd_screen *s, const qd_answer *a)
{
    if (a->notes.n && a->blocks.n)
        qd_screen_line(s);
    for (uint32_t i = 0; i < a->notes.n; i++)
        qd_screen_hang(s, QD_TONE_PLAIN, INDENT, QD_STR(""),
                       a->notes.at[i]);
}

/* What the grids say too. */
static bool only_drawn(const qd_block *b)
{
    return b->kind == QD_BLOCK_STEPS || b->kind == QD_BLOCK_NETWORK ||
           b->kind == QD_BLOCK_LOOPS;
}

static void text_write(qd_buf *out, const qd_answer *a, const qd_style *style)
{
    qd_screen s = { .out = out, .arena = a->arena };
    if (style)
        s.style = *style;
    int columns = s.style.columns > 0 ? s.style.columns : 80;
    s.width = (size_t)columns < QD_SCREEN_LEAST ? QD_SCREEN_LEAST
                                                : (size_t)columns;
    const qd_block *before = NULL;
    for (uint32_t i = 0; i < a->blocks.n; i++) {
        const qd_block *b = &a->blocks.at[i];
        if (only_drawn(b)) continue;
        if (before && parted(before, b)) qd_screen_line(&s);
        put_block(&s, b);
        before = b;
    }
    put_notes(&s, a);
}

const qd_output qd_output_text = {
    .name = "text",
    .doc = "tables and pictures of characters, for a terminal",
    .media = "text/plain; charset=utf-8",
    .screen = true,
    .write = text_write,
};
