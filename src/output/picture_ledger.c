/* The ledger of loops: a row for each, in it a bar for each payment, on one
 * scale, filled as firm as it is; below the bar a line as long as what the
 * narrowest of them lets through. Then the ladder: what of a party's payments
 * can come back if less and less firm ones count. */
#include <math.h>

#include "output/netplan.h"
#include "output/picture.h"

#define STEP 15.0       /* between base lines */
#define BAR_HIGH 10.0
#define FIRST_WIDE 96.0 /* of the column of what can go round */
#define PER_LINE 4u     /* legs */

static const qd_font head_font = { 14, true };
static const qd_font round_font = { 13, true };
static const qd_font small_font = { 11, false };
static const qd_font bold_font = { 11, true };

struct ledger {
    qd_scene *s;
    const qd_block *b;
    double from, to, cell, bar; /* bar: pixels for one of the unit */
};

static const qd_cell *at(const struct ledger *l, uint32_t row,
                         uint32_t column)
{
    return qd_table_at(l->b->table, row, column);
}

static double number(const qd_cell *c)
{
    return c->kind == QD_CELL_NUMBER ? c->number : -1;
}

static bool is_known(const struct ledger *l, uint32_t row)
{
    return number(at(l, row, 3)) > 0 || number(at(l, row, 4)) > 0;
}

/* What is drawn of a leg: its low end, of "up to" its high one. */
static double size_of(const struct ledger *l, uint32_t row)
{
    double lo = number(at(l, row, 3)), hi = number(at(l, row, 4));
    return lo > 0 ? lo : fmax(hi, 0);
}

static void measure(struct ledger *l)
{
    double most = 0;
    l->from = QD_PICTURE_MARGIN;
    l->to = QD_PICTURE_WIDTH - QD_PICTURE_MARGIN;
    l->cell = (l->to - l->from - FIRST_WIDE) / PER_LINE;
    for (uint32_t i = 0; i < l->b->table->n_rows; i++)
        most = fmax(most, size_of(l, i));
    l->bar = most > 0 ? (l->cell - 24) / most : 0;
}

/* ---- A leg */

static qd_str leg_amount(const struct ledger *l, uint32_t row)
{
    qd_str amount = qd_net_amount(l->s->arena, l->b->unit, is_known(l, row),
        number(at(l, row, 3)), number(at(l, row, 4)));
    return qd_arena_printf(l->s->arena, "%.*s %.*s", QD_STR_ARG(amount),
                           QD_STR_ARG(at(l, row, 6)->text));
}

static qd_str leg_ends(const struct ledger *l, uint32_t row)
{
    return qd_arena_printf(l->s->arena, "%.*s → %.*s",
                           QD_STR_ARG(at(l, row, 1)->text),
                           QD_STR_ARG(at(l, row, 2)->text));
}

/* A box of a width, filled as firm as it is. */
void qd_picture_bar(qd_scene *s, double x, double y, double wide,
                    enum qd_ink ink, enum qd_net_look look)
{
    double high = BAR_HIGH, in = fmax(wide - 2, 0);
    qd_scene_rect(s, x, y, wide, high, ink);
    if (look == QD_NET_FILLED || in <= 0) return;
    qd_scene_rect(s, x + 1, y + 1, in, high - 2, QD_INK_PAPER);
    if (look == QD_NET_HOLLOW) return;
    qd_buf b = qd_buf_make(s->arena->mem);
    qd_buf_char(&b, 'M');
    qd_scene_number(&b, x + 1);
    qd_buf_char(&b, ' ');
    qd_scene_number(&b, y + high / 2);
    qd_buf_char(&b, 'h');
    qd_scene_number(&b, in);
    qd_scene_stroke(s, qd_buf_str(&b), ink, high - 2, "3 4");
}

static void put_bar(const struct ledger *l, uint32_t row, double x, double y)
{
    qd_str status = at(l, row, 5)->text, kind = at(l, row, 6)->text;
    double round = number(at(l, row, 7)), wide = size_of(l, row) * l->bar;
    qd_scene_open(l->s, "leg", qd_arena_printf(l->s->arena,
        "%.*s: %.*s, %.*s", QD_STR_ARG(leg_ends(l, row)),
        QD_STR_ARG(leg_amount(l, row)), QD_STR_ARG(status)));
    if (is_known(l, row))
        qd_picture_bar(l->s, x, y, fmax(wide, 2), qd_net_ink_of(kind),
                       qd_net_look_of(status));
    else
        qd_scene_line(l->s, x, y + 5, x + 24, y + 5, QD_INK_BLANK, 1.2);
    if (round > 0)
        qd_scene_line(l->s, x, y + 14, x + fmax(round * l->bar, 2), y + 14,
                      QD_INK_TEXT, 2.5);
    qd_scene_close(l->s);
}

/* Its words and its bar; returns its height. */
static double put_leg(const struct ledger *l, uint32_t row, double x,
                      double y)
{
    double wide = l->cell - 16;
    uint32_t n = qd_scene_paragraph(l->s, x, y, wide, STEP, small_font,
        QD_INK_TEXT, QD_ANCHOR_START, leg_ends(l, row));
    n += qd_scene_paragraph(l->s, x, y + STEP * n, wide, STEP, small_font,
        QD_INK_SOFT, QD_ANCHOR_START, leg_amount(l, row));
    put_bar(l, row, x, y + STEP * n - 7);
    return STEP * n + 22;
}

/* ---- A loop */

static uint32_t rank_of(qd_str status)
{
    static const char *const words[] = { "paid", "firm", "announced",
                                         "talks", "planned" };
    for (uint32_t i = 0; i < 5; i++)
        if (qd_str_eq(status, qd_str_c(words[i]))) return i;
    return 0;
}

static qd_str weakest(const struct ledger *l, uint32_t row, uint32_t n)
{
    qd_str worst = at(l, row, 5)->text;
    for (uint32_t i = 1; i < n; i++)
        if (rank_of(at(l, row + i, 5)->text) > rank_of(worst))
            worst = at(l, row + i, 5)->text;
    return worst;
}

static bool is_least(const struct ledger *l, uint32_t row, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        double lo = number(at(l, row + i, 3)), hi = number(at(l, row + i, 4));
        if (hi < lo || hi > lo) return true;
    }
    return false;
}

static double put_round(const struct ledger *l, uint32_t row, uint32_t n,
                        double y)
{
    double round = number(at(l, row, 7)), wide = FIRST_WIDE - 12;
    bool least = is_least(l, row, n);
    uint32_t k = qd_scene_paragraph(l->s, l->from, y, wide, STEP, round_font,
        QD_INK_TEXT, QD_ANCHOR_START, qd_net_amount(l->s->arena, l->b->unit,
            round > 0, round, least ? -1 : round));
    k += qd_scene_paragraph(l->s, l->from, y + STEP * k, wide, STEP,
        small_font, QD_INK_SOFT, QD_ANCHOR_START, weakest(l, row, n));
    return STEP * k + 4;
}

static double put_loop(const struct ledger *l, uint32_t row, uint32_t n,
                       double y)
{
    double first = put_round(l, row, n, y), top = y, high = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0 && i % PER_LINE == 0) {
            y += high + 4;
            high = 0;
        }
        double x = l->from + FIRST_WIDE + l->cell * (i % PER_LINE);
        high = fmax(high, put_leg(l, row + i, x, y));
    }
    return fmax(y + high, top + first);
}

static double put_loops(const struct ledger *l, double y)
{
    uint32_t n = l->b->table->n_rows;
    for (uint32_t row = 0, end; row < n; row = end) {
        double number_of = at(l, row, 0)->number;
        end = row + 1;
        while (end < n && !(at(l, end, 0)->number > number_of)) end++;
        qd_scene_open(l->s, "rule", QD_STR("a loop"));
        qd_scene_line(l->s, l->from, y, l->to, y, QD_INK_GRID, 1);
        qd_scene_close(l->s);
        y = put_loop(l, row, end - row, y + 18) + 4;
    }
    return y;
}

/* ---- The ladder */

struct step {
    qd_str party, word;
    double back, paid;
};

static struct step step_at(const qd_table *t, uint32_t row)
{
    return (struct step){ qd_table_at(t, row, 0)->text,
                          qd_table_at(t, row, 1)->text,
                          fmax(number(qd_table_at(t, row, 2)), 0),
                          fmax(number(qd_table_at(t, row, 3)), 0) };
}

static qd_str percent(const struct ledger *l, const struct step *x)
{
    double share = x->paid > 0 ? 100 * (x->back / x->paid) : 0;
    return qd_number_text(l->s->arena, share, NULL);
}

static double put_step(const struct ledger *l, const struct step *x,
                       double scale, double y)
{
    double left = l->from + FIRST_WIDE + 80, wide = x->back * scale;
    qd_str back = x->back > 0
        ? qd_net_amount(l->s->arena, l->b->unit, true, x->back, x->back)
        : QD_STR("nothing");
    qd_str paid = qd_net_amount(l->s->arena, l->b->unit, x->paid > 0,
                                x->paid, x->paid);
    qd_str text = qd_arena_printf(l->s->arena, "%.*s of %.*s, %.*s %%",
        QD_STR_ARG(back), QD_STR_ARG(paid), QD_STR_ARG(percent(l, x)));
    uint32_t n = qd_scene_paragraph(l->s, l->from, y, left - l->from - 10,
        STEP, small_font, QD_INK_TEXT, QD_ANCHOR_START, x->word);
    qd_scene_open(l->s, "step", text);
    qd_scene_rect(l->s, left, y - 9, fmax(wide, 1), 12, QD_INK_CORE);
    qd_scene_close(l->s);
    qd_scene_text(l->s, left + wide + 8, y, bold_font, QD_INK_TEXT,
                  QD_ANCHOR_START, text);
    return y + STEP * n + 4;
}

static double put_ladder(const struct ledger *l, double y)
{
    const qd_table *t = l->b->marks;
    double most = 0;
    qd_str party = { "", 0 };
    for (uint32_t i = 0; t && i < t->n_rows; i++)
        most = fmax(most, step_at(t, i).back);
    double scale = most > 0 ? (l->to - l->from) * 0.45 / most : 0;
    for (uint32_t i = 0; t && i < t->n_rows; i++) {
        struct step x = step_at(t, i);
        if (!qd_str_eq(party, x.party)) {
            party = x.party;
            y += 24;
            y += 17 * qd_scene_paragraph(l->s, l->from, y, l->to - l->from,
                17, bold_font, QD_INK_TEXT, QD_ANCHOR_START,
                qd_arena_printf(l->s->arena, "What can come back to %.*s of "
                    "what it pays, over all loops", QD_STR_ARG(party)));
            y += 4;
        }
        y = put_step(l, &x, scale, y);
    }
    return y;
}

double qd_picture_ledger(qd_scene *s, const qd_block *b, double y)
{
    struct ledger l = { .s = s, .b = b };
    if (b->table->n_rows == 0) return y;
    measure(&l);
    y += 34;
    y += 18 * qd_scene_paragraph(s, l.from, y, l.to - l.from, 18, head_font,
                                 QD_INK_TEXT, QD_ANCHOR_START, b->text);
    y += STEP * qd_scene_paragraph(s, l.from, y, l.to - l.from, STEP,
                                   small_font, QD_INK_SOFT, QD_ANCHOR_START,
                                   b->detail);
    return put_ladder(&l, put_loops(&l, y));
}
