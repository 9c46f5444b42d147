/* The claims forest: for each quantity a row per claim, by value.
 *
 *   |  Title                                                   model uses
 *   |  verdict: detail                   0     10     20       10 or more
 *   |  s0  17 Dec      more than 10            o------->
 *
 * The bar on the left is the verdict, and words say it too. A filled end
 * belongs to what was said, a hollow one does not, an arrow is an open end,
 * the band is what the model uses. Words with an order (a stage) have lanes
 * instead of an axis. All widths are measured first, over all quantities, so
 * that the rows of one picture stand under each other. */
#include <math.h>

#include "output/forest.h"
#include "output/picture.h"

#define LEFT 36.0       /* of the words, right of the verdict's bar */
#define USES 150.0      /* width of the column on the right */
#define MARGIN 34.0     /* between the axis and that column */
#define ROW 20.0
#define LEADING 15.0    /* of further lines of a row */
#define DOT 4.5
#define SIGHT 14.0      /* an interval narrower than this is one mark */

static const qd_font name_font = { 13, true };
static const qd_font row_font = { 12, false };
static const qd_font source_font = { 11, true };
static const qd_font small_font = { 11, false };

struct sheet {
    qd_scene *s;
    qd_arena *arena;
    double source, known, word; /* widths of the columns of words */
    double from, to;            /* the axis, left and right */
    double uses;                /* left of the column on the right */
};

/* One quantity while it is drawn. */
struct panel {
    const struct sheet *sheet;
    const qd_block *b;
    qd_axis axis;
    bool has_axis;
    qd_str *lanes;
    uint32_t n_lanes;
    double top, y; /* of the panel; where the next thing goes */
};

static qd_str claim_words(const struct sheet *sheet, const qd_piece *p)
{
    if (p->stands)
        return p->word;
    return qd_arena_printf(sheet->arena, "%.*s%s%.*s", QD_STR_ARG(p->word),
                           p->word.len ? ", " : "", QD_STR_ARG(p->state));
}

static void widen(double *width, qd_str text, qd_font font, double most)
{
    *width = fmin(most, fmax(*width, qd_text_width(text, font)));
}

static void measure(struct sheet *sheet, const qd_block *b)
{
    for (uint32_t r = 0; b->table && r < b->table->n_rows; r++) {
        qd_piece p = qd_forest_piece(b->table, r);
        widen(&sheet->source, p.source, source_font, 120);
        widen(&sheet->known, p.known, small_font, 110);
        widen(&sheet->word, claim_words(sheet, &p), row_font, 230);
    }
}

static struct sheet make_sheet(const qd_answer *a, qd_scene *s)
{
    struct sheet sheet = { .s = s, .arena = a->arena };
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == QD_BLOCK_FOREST)
            measure(&sheet, &a->blocks.at[i]);
    sheet.uses = QD_PICTURE_WIDTH - QD_PICTURE_MARGIN - USES;
    sheet.to = sheet.uses - MARGIN;
    sheet.from = LEFT + sheet.source + 12 + sheet.known + 14 + sheet.word +
                 24;
    sheet.from = fmax(sheet.from, LEFT + 300);
    return sheet;
}

static enum qd_ink verdict_ink(qd_str verdict)
{
    static const struct verdict {
        const char *starts;
        enum qd_ink ink;
    } verdicts[] = {
        { "conflict at the edge", QD_INK_EDGE }, { "conflict", QD_INK_BAD },
        { "part larger", QD_INK_BAD }, { "agree", QD_INK_GOOD },
        { "open above", QD_INK_GOOD }, { "wider", QD_INK_GOOD },
    };
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        size_t n = strlen(verdicts[i].starts);
        if (verdict.len >= n && !memcmp(verdict.at, verdicts[i].starts, n))
            return verdicts[i].ink;
    }
    return QD_INK_SPAN;
}

static qd_str verdict_text(const struct panel *p)
{
    const qd_block *b = p->b;
    return qd_arena_printf(p->sheet->arena, "%.*s%s%.*s",
                           QD_STR_ARG(b->verdict),
                           b->verdict.len && b->detail.len ? ": " : "",
                           QD_STR_ARG(b->detail));
}

/* The lanes of the block; words of claims that it does not know follow. */
static void find_lanes(struct panel *p)
{
    const qd_table *t = p->b->table;
    uint32_t most = p->b->n_lanes + t->n_rows;
    p->lanes = qd_arena_alloc(p->sheet->arena, most * sizeof *p->lanes);
    for (uint32_t i = 0; i < p->b->n_lanes; i++)
        p->lanes[p->n_lanes++] = p->b->lanes[i];
    bool any = false;
    for (uint32_t r = 0; r < t->n_rows; r++) {
        qd_str lane = qd_forest_piece(t, r).lane;
        bool seen = lane.len == 0;
        any |= lane.len > 0;
        for (uint32_t i = 0; i < p->n_lanes && !seen; i++)
            seen = qd_str_eq(lane, p->lanes[i]);
        if (!seen)
            p->lanes[p->n_lanes++] = lane;
    }
    if (!any)
        p->n_lanes = 0;
}

static double place(const struct panel *p, double x)
{
    const struct sheet *s = p->sheet;
    return s->from + qd_axis_place(&p->axis, x) * (s->to - s->from);
}

static double lane_width(const struct panel *p)
{
    return (p->sheet->to - p->sheet->from) / p->n_lanes;
}

static double lane_place(const struct panel *p, uint32_t i)
{
    return p->sheet->from + lane_width(p) * (i + 0.5);
}

static double lane_of(const struct panel *p, qd_str lane)
{
    uint32_t i = 0;
    while (i + 1 < p->n_lanes && !qd_str_eq(lane, p->lanes[i]))
        i++;
    return lane_place(p, i);
}

static qd_str tick_text(const struct panel *p, int i)
{
    return qd_axis_label(p->sheet->arena, &p->axis, i, NULL);
}

/* As many ticks as have room for their labels side by side. */
static void choose_axis(struct panel *p)
{
    for (int ticks = 5; ticks >= 2; ticks--) {
        p->axis = qd_forest_axis(p->b, ticks);
        double widest = 0, room = p->sheet->to - p->sheet->from;
        for (int i = 0; i < p->axis.ticks; i++)
            widest = fmax(widest, qd_text_width(tick_text(p, i),
                                                small_font));
        if (widest + 10 < room / (p->axis.ticks - 1))
            return;
    }
}

static void put_uses(struct panel *p, double y)
{
    const struct sheet *sheet = p->sheet;
    if (p->b->uses.len == 0)
        return;
    qd_scene_text(sheet->s, sheet->uses, y, small_font, QD_INK_SOFT,
                  QD_ANCHOR_START, QD_STR("model uses"));
    uint32_t n = qd_scene_paragraph(sheet->s, sheet->uses, y + 17, USES, 16,
                                    name_font, QD_INK_TEXT, QD_ANCHOR_START,
                                    p->b->uses);
    p->y = fmax(p->y, y + 17 + 16 * (n - 1));
}

/* Labels of the ticks on the base line y; one that would touch the label
 * before it is left out. */
static void put_ticks(struct panel *p, double y)
{
    const struct sheet *sheet = p->sheet;
    double taken = 0;
    for (int i = 0; i < p->axis.ticks; i++) {
        qd_str text = tick_text(p, i);
        double x = place(p, qd_axis_tick(&p->axis, i));
        double wide = qd_text_width(text, small_font);
        x = fmin(x, sheet->uses - 6 - wide / 2);
        if (x - wide / 2 < taken)
            continue;
        qd_scene_text(sheet->s, x, y, small_font, QD_INK_SOFT,
                      QD_ANCHOR_MIDDLE, text);
        taken = x + wide / 2 + 6;
    }
}

/* The room left of the axis that unit and first label take. */
static double unit_room(const struct panel *p)
{
    if (!p->has_axis)
        return 24;
    double half = qd_text_width(tick_text(p, 0), small_font) / 2;
    return fmax(24, half + 8);
}

static uint32_t lane_lines(const struct panel *p)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < p->n_lanes; i++) {
        qd_scene_lines lines = qd_scene_wrap(
            p->sheet->arena, p->lanes[i], small_font, lane_width(p) - 8);
        most = lines.n > most ? lines.n : most;
    }
    return most;
}

static void put_lane_names(struct panel *p, double y)
{
    for (uint32_t i = 0; i < p->n_lanes; i++) {
        qd_scene_lines lines = qd_scene_wrap(
            p->sheet->arena, p->lanes[i], small_font, lane_width(p) - 8);
        for (uint32_t k = 0; k < lines.n; k++)
            qd_scene_text(p->sheet->s, lane_place(p, i),
                          y - 14 * (lines.n - 1 - k), small_font,
                          QD_INK_SOFT, QD_ANCHOR_MIDDLE, lines.at[k]);
    }
}

/* Name, verdict and the head of the axis, whose base line is that of the
 * last line of the verdict. */
static void put_head(struct panel *p)
{
    const struct sheet *sheet = p->sheet;
    double first = p->top + 18;
    uint32_t n = qd_scene_paragraph(sheet->s, LEFT, first,
                                    sheet->uses - LEFT - 24, 17, name_font,
                                    QD_INK_TEXT, QD_ANCHOR_START, p->b->text);
    double y = first + 17 * n, room = unit_room(p), width = 0;
    if (p->has_axis) {
        width = qd_text_width(p->b->unit, small_font);
        width += width > 0 ? 16 : 0;
    }
    enum qd_ink ink = verdict_ink(p->b->verdict);
    bool plot = p->has_axis || p->n_lanes;
    double right = plot ? sheet->from - room - width : sheet->uses - 24;
    uint32_t lines = qd_scene_paragraph(
        sheet->s, LEFT, y, right - LEFT, LEADING, small_font,
        ink == QD_INK_SPAN ? QD_INK_SOFT : ink, QD_ANCHOR_START,
        verdict_text(p));
    y += LEADING * (lines ? lines - 1 : 0);
    if (p->n_lanes)
        y = fmax(y, first + 17 * n + 14 * (lane_lines(p) - 1));
    p->y = y;
    put_uses(p, first);
    y = p->y;
    if (p->has_axis) {
        qd_scene_text(sheet->s, sheet->from - room, y, small_font,
                      QD_INK_SOFT, QD_ANCHOR_END, p->b->unit);
        put_ticks(p, y);
    }
    if (p->n_lanes)
        put_lane_names(p, y);
    p->y = y + 8;
}

static void put_arrow(const struct panel *p, double x, double y, double way,
                      enum qd_ink ink)
{
    qd_arena *a = p->sheet->arena;
    int tip = (int)lround(x), back = (int)lround(x - 8 * way);
    int middle = (int)lround(y);
    qd_scene_path(p->sheet->s,
                  qd_arena_printf(a, "M%d %dL%d %dL%d %dZ", tip, middle, back,
                                  middle - 5, back, middle + 5),
                  ink, QD_INK_NONE, 0);
}

static void put_end(const struct panel *p, double x, double y, bool open,
                    enum qd_ink ink)
{
    qd_scene_dot(p->sheet->s, x, y, DOT, ink, open);
}

/* A piece with both ends: a bar, with its ends where they can be told
 * apart, else with one mark in its middle. */
static void put_interval(const struct panel *p, const qd_piece *c, double y,
                         enum qd_ink ink)
{
    double from = place(p, c->lo), to = place(p, c->hi);
    if (c->hi > c->lo)
        qd_scene_bar(p->sheet->s, from - 3, y - 3.5, to - from + 6, 7,
                     QD_INK_SPAN);
    if (to - from < SIGHT) {
        put_end(p, (from + to) / 2, y,
                c->lo_open && c->hi_open && c->hi <= c->lo, ink);
        return;
    }
    put_end(p, from, y, c->lo_open, ink);
    put_end(p, to, y, c->hi_open, ink);
}

static void put_piece(const struct panel *p, const qd_piece *c, double y)
{
    enum qd_ink ink = c->stands ? QD_INK_TEXT : QD_INK_GONE;
    const struct sheet *sheet = p->sheet;
    if (c->lane.len && p->n_lanes) {
        put_end(p, lane_of(p, c->lane), y, false, ink);
        return;
    }
    if (c->has_lo && c->has_hi) {
        put_interval(p, c, y, ink);
        return;
    }
    if (!c->has_lo && !c->has_hi)
        return;
    double end = c->has_lo ? place(p, c->lo) : place(p, c->hi);
    double tip = c->has_lo ? sheet->to : sheet->from;
    double way = c->has_lo ? 1 : -1;
    qd_scene_line(sheet->s, end, y, tip - 6 * way, y, ink, 1.75);
    put_arrow(p, tip, y, way, ink);
    put_end(p, end, y, c->has_lo ? c->lo_open : c->hi_open, ink);
}

static bool is_drawn(const struct panel *p, const qd_piece *c)
{
    return (p->n_lanes && c->lane.len) ||
           (p->has_axis && (c->has_lo || c->has_hi));
}

static qd_str claim_title(const struct panel *p, const qd_piece *c)
{
    return qd_arena_printf(
        p->sheet->arena, "%.*s, %.*s: %.*s", QD_STR_ARG(c->source),
        QD_STR_ARG(c->known), QD_STR_ARG(claim_words(p->sheet, c)));
}

/* The words of a row; returns how tall it is. */
static double put_words(struct panel *p, const qd_piece *c)
{
    const struct sheet *sheet = p->sheet;
    double x = LEFT, y = p->y + 14;
    enum qd_ink ink = c->stands ? QD_INK_TEXT : QD_INK_GONE;
    uint32_t lines = qd_scene_paragraph(
        sheet->s, x, y, sheet->source + 1, LEADING, source_font, ink,
        QD_ANCHOR_START, c->source);
    x += sheet->source + 12;
    uint32_t n = qd_scene_paragraph(sheet->s, x, y, sheet->known + 1, LEADING,
                                    small_font, QD_INK_SOFT, QD_ANCHOR_START,
                                    c->known);
    lines = n > lines ? n : lines;
    n = qd_scene_paragraph(sheet->s, sheet->from - 24, y, sheet->word + 1,
                           LEADING, row_font, ink, QD_ANCHOR_END,
                           claim_words(sheet, c));
    lines = n > lines ? n : lines;
    return ROW + LEADING * (lines > 1 ? lines - 1 : 0);
}

/* A claim with all its pieces; returns the row after it. */
static uint32_t put_claim(struct panel *p, uint32_t row)
{
    const qd_table *t = p->b->table;
    qd_piece first = qd_forest_piece(t, row);
    bool drawn = false;
    qd_scene_open(p->sheet->s, "claim", claim_title(p, &first));
    double high = put_words(p, &first);
    do {
        qd_piece c = qd_forest_piece(t, row++);
        drawn |= is_drawn(p, &c);
        if (is_drawn(p, &c))
            put_piece(p, &c, p->y + 10);
    } while (row < t->n_rows && !qd_forest_first(t, row));
    if (!drawn && (p->has_axis || p->n_lanes))
        qd_scene_text(p->sheet->s, p->sheet->from + 6, p->y + 14, small_font,
                      QD_INK_GONE, QD_ANCHOR_START,
                      QD_STR("no figure: kept, not drawn"));
    qd_scene_close(p->sheet->s);
    p->y += high;
    return row;
}

/* How tall the rows will be, since band and grid lie below them. */
static double rows_height(const struct panel *p)
{
    const struct sheet *sheet = p->sheet;
    double sum = 0;
    for (uint32_t r = 0; r < p->b->table->n_rows; r++) {
        if (!qd_forest_first(p->b->table, r))
            continue;
        qd_piece c = qd_forest_piece(p->b->table, r);
        uint32_t lines = qd_scene_wrap(sheet->arena, c.source, source_font,
                                       sheet->source + 1).n;
        uint32_t n = qd_scene_wrap(sheet->arena, c.known, small_font,
                                   sheet->known + 1).n;
        lines = n > lines ? n : lines;
        n = qd_scene_wrap(sheet->arena, claim_words(sheet, &c), row_font,
                          sheet->word + 1).n;
        lines = n > lines ? n : lines;
        sum += ROW + LEADING * (lines - 1);
    }
    return sum;
}

static void put_band(const struct panel *p, double from, double to,
                     double high)
{
    if (to - from < 4) {
        double middle = (from + to) / 2;
        from = middle - 2;
        to = middle + 2;
    }
    qd_scene_open(p->sheet->s, "band",
                  qd_arena_printf(p->sheet->arena, "the model uses %.*s",
                                  QD_STR_ARG(p->b->uses)));
    qd_scene_rect(p->sheet->s, from, p->y, to - from, high, QD_INK_BAND);
    qd_scene_close(p->sheet->s);
}

static void put_lane_band(const struct panel *p, double high)
{
    if (p->b->has_band && p->b->n_lanes && p->b->hi < p->n_lanes) {
        put_band(p, lane_place(p, (uint32_t)p->b->lo) - 12,
                 lane_place(p, (uint32_t)p->b->hi) + 12, high);
        return;
    }
    for (uint32_t i = 0; i < p->n_lanes; i++)
        if (qd_str_eq(p->lanes[i], p->b->uses))
            put_band(p, lane_place(p, i) - 12, lane_place(p, i) + 12, high);
}

static void put_grid(const struct panel *p, double high)
{
    qd_scene *s = p->sheet->s;
    qd_scene_open(s, "axis", p->n_lanes ? QD_STR("lanes") : p->b->unit);
    for (int i = 0; p->has_axis && i < p->axis.ticks; i++) {
        double x = place(p, qd_axis_tick(&p->axis, i));
        qd_scene_line(s, x, p->y, x, p->y + high, QD_INK_GRID, 1);
    }
    for (uint32_t i = 0; i < p->n_lanes; i++)
        qd_scene_line(s, lane_place(p, i), p->y, lane_place(p, i),
                      p->y + high, QD_INK_GRID, 1);
    qd_scene_close(s);
}

static void put_rows(struct panel *p)
{
    double high = rows_height(p);
    if (p->n_lanes)
        put_lane_band(p, high);
    else if (p->has_axis && p->b->has_band)
        put_band(p, isfinite(p->b->lo) ? place(p, p->b->lo) : p->sheet->from,
                 isfinite(p->b->hi) ? place(p, p->b->hi) : p->sheet->to,
                 high);
    if (p->n_lanes || p->has_axis)
        put_grid(p, high);
    for (uint32_t r = 0; r < p->b->table->n_rows;)
        r = put_claim(p, r);
}

/* Draws a quantity below y; returns the y below it. */
static double put_panel(const struct sheet *sheet, const qd_block *b,
                        double top)
{
    struct panel p = { .sheet = sheet, .b = b, .top = top };
    bool rows = b->table && b->table->n_rows;
    if (rows)
        find_lanes(&p);
    p.has_axis = rows && !p.n_lanes && qd_forest_has_values(b->table);
    if (p.has_axis)
        choose_axis(&p);
    put_head(&p);
    if (rows)
        put_rows(&p);
    qd_scene_open(sheet->s, "verdict", verdict_text(&p));
    qd_scene_rect(sheet->s, QD_PICTURE_MARGIN, top, 5, p.y + 6 - top,
                  verdict_ink(b->verdict));
    qd_scene_close(sheet->s);
    return p.y + 6 + 12;
}

static qd_str count_word(qd_arena *a, uint32_t n, bool first)
{
    static const char *const words[] = { "no", "one", "two", "three", "four",
        "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve" };
    if (n > 12)
        return qd_arena_printf(a, "%u", (unsigned)n);
    if (!first)
        return qd_str_c(words[n]);
    return qd_arena_printf(a, "%c%s", words[n][0] - 'a' + 'A', words[n] + 1);
}

/* What the picture shows, in a sentence. */
static qd_str finding(const qd_answer *a)
{
    uint32_t all = 0, conflicts = 0, edges = 0;
    const qd_block *only = NULL;
    for (uint32_t i = 0; i < a->blocks.n; i++) {
        const qd_block *b = &a->blocks.at[i];
        if (b->kind != QD_BLOCK_FOREST)
            continue;
        enum qd_ink ink = verdict_ink(b->verdict);
        all++;
        conflicts += ink == QD_INK_BAD || ink == QD_INK_EDGE;
        edges += ink == QD_INK_EDGE;
        only = b;
    }
    if (all == 1)
        return qd_arena_printf(a->arena, "%.*s: %.*s", QD_STR_ARG(only->text),
                               QD_STR_ARG(only->verdict));
    qd_str first = count_word(a->arena, conflicts, true);
    qd_str rest = count_word(a->arena, all, false);
    if (conflicts == 0)
        return qd_arena_printf(a->arena, "No conflict in %.*s quantities",
                               QD_STR_ARG(rest));
    qd_str edge = QD_STR("");
    if (edges)
        edge = qd_arena_printf(a->arena, ", %.*s of them at the edge",
                               QD_STR_ARG(count_word(a->arena, edges,
                                                     false)));
    return qd_arena_printf(a->arena,
                           "%.*s of %.*s quantities %s in conflict%.*s",
                           QD_STR_ARG(first), QD_STR_ARG(rest),
                           conflicts == 1 ? "is" : "are", QD_STR_ARG(edge));
}

static qd_str subtitle(const qd_answer *a)
{
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == QD_BLOCK_HEAD)
            return a->blocks.at[i].text;
    return a->model_title;
}

qd_picture qd_picture_forest(const qd_answer *a)
{
    qd_picture p = { .scene = qd_scene_make(a->arena, QD_PICTURE_WIDTH),
                     .title = finding(a), .description = subtitle(a) };
    double y = qd_picture_head(&p, p.description, QD_STR(
        "A row per claim. A filled end belongs to what was said, a hollow one "
        "does not; an arrow is an open end; a soft bar is a range; grey no "
        "longer stands. Blue band: what the model uses."));
    struct sheet sheet = make_sheet(a, p.scene);
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == QD_BLOCK_FOREST)
            y = put_panel(&sheet, &a->blocks.at[i], y);
    qd_picture_foot(&p, a, y);
    return p;
}
