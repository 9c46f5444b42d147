/* The mirror of one firm: a row for each party with which it deals; to the
 * left what that pays it, to the right what it pays that, on one scale.
 *
 *                  pays OpenAI          OpenAI pays
 *       $10bn equity  [    ]   Amazon   [=========] $38bn capacity
 */
#include <math.h>

#include "output/netplan.h"
#include "output/picture.h"

#define STEP 15.0
#define NAME_WIDE 180.0
#define WORDS_WIDE 176.0 /* beside the bars */
#define UNKNOWN_WIDE 14.0

static const qd_font head_font = { 14, true };
static const qd_font name_font = { 12, true };
static const qd_font small_font = { 11, false };

struct side {
    double sum;      /* of what is drawn */
    bool some;
    qd_str words;
    qd_scene_lines lines;
};

struct row {
    uint32_t party;
    struct side side[2]; /* paid to the firm; by it */
    qd_scene_lines name;
};

struct mirror {
    qd_scene *s;
    const qd_network_plan *p;
    uint32_t firm;
    QD_VEC(struct row) rows;
    double from, to, left, right, scale;
};

static double drawn(const qd_net_arc *a)
{
    return !a->known ? 0 : a->lo > 0 ? a->lo : a->hi;
}

/* The i-th arc of a row on side k, the firmest first, those without an
 * amount last; NULL behind them. */
static const qd_net_arc *arc_of(const struct mirror *m, uint32_t party, int k,
                                uint32_t i)
{
    for (unsigned step = 0; step < 4; step++)
        for (uint32_t n = 0; n < m->p->arcs.n; n++) {
            const qd_net_arc *a = &m->p->arcs.at[n];
            if ((k ? a->from : a->to) != m->firm ||
                (k ? a->to : a->from) != party) continue;
            if ((a->known ? (unsigned)a->look : 3u) == step && i-- == 0)
                return a;
        }
    return NULL;
}

static struct side side_of(const struct mirror *m, uint32_t party, int k)
{
    struct side x = { 0 };
    const qd_net_arc *a;
    for (uint32_t i = 0; (a = arc_of(m, party, k, i)) != NULL; i++) {
        x.sum += drawn(a);
        x.words = qd_arena_printf(m->s->arena, "%.*s%s%.*s %.*s",
            QD_STR_ARG(x.words), x.some ? ", " : "",
            QD_STR_ARG(qd_network_amount(m->p, a)), QD_STR_ARG(a->kind));
        x.some = true;
    }
    x.lines = qd_scene_wrap(m->s->arena, x.words, small_font, WORDS_WIDE);
    return x;
}

/* What it pays most first; of equals those who pay it most, then as the
 * parties stand. */
static bool goes_before(const struct row *a, const struct row *b)
{
    for (int k = 1; k >= 0; k--)
        if (a->side[k].sum > b->side[k].sum ||
            a->side[k].sum < b->side[k].sum)
            return a->side[k].sum > b->side[k].sum;
    return a->side[1].some && !b->side[1].some;
}

static void find_rows(struct mirror *m)
{
    for (uint32_t i = 0; i < m->p->parties.n; i++) {
        struct row x = { .party = i };
        if (i == m->firm) continue;
        for (int k = 0; k < 2; k++) x.side[k] = side_of(m, i, k);
        if (!x.side[0].some && !x.side[1].some) continue;
        x.name = qd_scene_wrap(m->s->arena, m->p->parties.at[i].name,
                               name_font, NAME_WIDE - 16);
        qd_vec_add(m->s->arena->mem, &m->rows);
        uint32_t at = m->rows.n - 1;
        for (; at > 0 && goes_before(&x, &m->rows.at[at - 1]); at--)
            m->rows.at[at] = m->rows.at[at - 1];
        m->rows.at[at] = x;
    }
}

static void measure(struct mirror *m)
{
    double most = 0, middle = QD_PICTURE_WIDTH / 2;
    m->from = QD_PICTURE_MARGIN;
    m->to = QD_PICTURE_WIDTH - QD_PICTURE_MARGIN;
    m->left = middle - NAME_WIDE / 2;
    m->right = middle + NAME_WIDE / 2;
    for (uint32_t i = 0; i < m->rows.n; i++)
        for (int k = 0; k < 2; k++)
            most = fmax(most, m->rows.at[i].side[k].sum);
    double room = m->left - m->from - WORDS_WIDE - UNKNOWN_WIDE - 40;
    m->scale = most > 0 ? room / most : 0;
}

/* ---- A row */

static void put_part(const struct mirror *m, const qd_net_arc *a, double x,
                     double y, double wide)
{
    qd_scene_open(m->s, "part", qd_arena_printf(m->s->arena,
        "%.*s → %.*s: %.*s %.*s, %.*s",
        QD_STR_ARG(m->p->parties.at[a->from].name),
        QD_STR_ARG(m->p->parties.at[a->to].name),
        QD_STR_ARG(qd_network_amount(m->p, a)), QD_STR_ARG(a->kind),
        QD_STR_ARG(a->status)));
    if (a->known)
        qd_picture_bar(m->s, x, y - 5, wide, a->ink, a->look);
    else
        qd_scene_line(m->s, x, y, x + wide, y, a->ink, 1.2);
    qd_scene_close(m->s);
}

/* Parts beside each other, from the middle outwards; returns their end. */
static double put_parts(const struct mirror *m, uint32_t party, int k,
                        double y)
{
    double x = k ? m->right : m->left;
    bool unknown = false;
    const qd_net_arc *a;
    for (uint32_t i = 0; (a = arc_of(m, party, k, i)) != NULL; i++) {
        if (unknown) break;
        double wide = a->known ? fmax(drawn(a) * m->scale, 1.5)
                               : UNKNOWN_WIDE - 3;
        unknown = !a->known;
        put_part(m, a, k ? x : x - wide, y, wide);
        x += k ? wide + 1 : -wide - 1;
    }
    return x;
}

static double put_row(const struct mirror *m, const struct row *x, double y)
{
    uint32_t lines = x->name.n;
    for (int k = 0; k < 2; k++)
        if (x->side[k].some && x->side[k].lines.n > lines)
            lines = x->side[k].lines.n;
    double high = STEP * lines + 10, middle = y + high / 2;
    for (uint32_t i = 0; i < x->name.n; i++)
        qd_scene_text(m->s, QD_PICTURE_WIDTH / 2,
                      middle + 4 + STEP * (i - (x->name.n - 1) / 2.0),
                      name_font, QD_INK_TEXT, QD_ANCHOR_MIDDLE,
                      x->name.at[i]);
    for (int k = 0; k < 2; k++) {
        if (!x->side[k].some) continue;
        double end = put_parts(m, x->party, k, middle);
        const qd_scene_lines *words = &x->side[k].lines;
        for (uint32_t i = 0; i < words->n; i++)
            qd_scene_text(m->s, end + (k ? 8 : -8),
                          middle + 4 + STEP * (i - (words->n - 1) / 2.0),
                          small_font, QD_INK_TEXT,
                          k ? QD_ANCHOR_START : QD_ANCHOR_END, words->at[i]);
    }
    return y + high;
}

static double put_head(const struct mirror *m, double y)
{
    qd_str name = m->p->parties.at[m->firm].name;
    double wide = m->left - m->from - 10;
    y += 34;
    y += 18 * qd_scene_paragraph(m->s, m->from, y, m->to - m->from, 18,
        head_font, QD_INK_TEXT, QD_ANCHOR_START, qd_arena_printf(
            m->s->arena, "%.*s and each of those with whom it deals",
            QD_STR_ARG(name)));
    y += 8;
    uint32_t a = qd_scene_paragraph(m->s, m->left, y, wide, STEP, small_font,
        QD_INK_SOFT, QD_ANCHOR_END, qd_arena_printf(m->s->arena,
            "pays %.*s", QD_STR_ARG(name)));
    uint32_t b = qd_scene_paragraph(m->s, m->right, y, wide, STEP,
        small_font, QD_INK_SOFT, QD_ANCHOR_START, qd_arena_printf(
            m->s->arena, "%.*s pays", QD_STR_ARG(name)));
    return y + STEP * (a > b ? a : b) - 6;
}

double qd_picture_mirror(qd_scene *s, const qd_network_plan *p, uint32_t firm,
                         double y)
{
    struct mirror m = { .s = s, .p = p, .firm = firm };
    find_rows(&m);
    if (m.rows.n == 0) return y;
    measure(&m);
    y = put_head(&m, y);
    for (uint32_t i = 0; i < m.rows.n; i++) {
        qd_scene_open(s, "rule", p->parties.at[m.rows.at[i].party].name);
        qd_scene_line(s, m.from, y, m.to, y, QD_INK_GRID, 1);
        qd_scene_close(s);
        y = put_row(&m, &m.rows.at[i], y);
    }
    return y + 10;
}
