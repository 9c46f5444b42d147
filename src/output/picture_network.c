/* The money network: tiers of boxes, bands as wide as their amounts, what
 * goes back in lanes outside.
 *
 *              +---------<-----------+
 *              v                     |
 *   +----+   +----+ ====> +-----+    |
 *   |fund|==>|lab | ====> |cloud| =>+-----+
 *   +----+   +----+ <---- +-----+   |chips|
 *                                   +-----+
 */
#include <math.h>

#include "output/netplan.h"
#include "output/picture.h"

#define NAME_STEP 15.0
#define KEY_MOST 24u

static const qd_font name_font = { 12, true };
static const qd_font label_font = { QD_NET_LABEL_SIZE, false };
static const qd_font small_font = { 11, false };

/* ---- Bands */

static qd_str arc_title(const qd_network_plan *p, const qd_net_arc *a)
{
    qd_str amount = qd_network_amount(p, a);
    if (!a->known) amount = QD_STR("no amount reported");
    return qd_arena_printf(p->arena, "%.*s → %.*s: %.*s, %.*s, %.*s",
        QD_STR_ARG(p->parties.at[a->from].name),
        QD_STR_ARG(p->parties.at[a->to].name), QD_STR_ARG(amount),
        QD_STR_ARG(a->kind), QD_STR_ARG(a->status));
}

/* On a seam of paper, so that it is seen which band runs above which. */
void qd_picture_band(qd_scene *s, qd_str path, enum qd_ink ink,
                     enum qd_net_look look, double width)
{
    bool thin = width < 3;
    qd_scene_stroke(s, path, QD_INK_PAPER, width + 2.5, NULL);
    qd_scene_stroke(s, path, ink, width,
                    !thin || look == QD_NET_FILLED ? NULL
                    : look == QD_NET_HATCHED       ? "4 3"
                                                   : "1.5 3");
    if (thin || look == QD_NET_FILLED) return;
    qd_scene_stroke(s, path, QD_INK_PAPER, width - 2, NULL);
    if (look == QD_NET_HATCHED)
        qd_scene_stroke(s, path, ink, width - 2, "3 4");
}

static void put_head(const qd_network_plan *p, qd_scene *s,
                     const qd_net_arc *a)
{
    double half = fmax(a->width / 2 + 2.5, 4);
    double back = fmin(7 + 0.3 * a->width, 18);
    double x = a->tip.x - back * a->way.x, y = a->tip.y - back * a->way.y;
    const qd_net_spot k[] = {
        { x - half * a->way.y, y + half * a->way.x },
        { a->tip.x, a->tip.y },
        { x + half * a->way.y, y - half * a->way.x } };
    qd_buf b = qd_buf_make(p->arena->mem);
    for (int i = 0; i < 3; i++) {
        qd_buf_char(&b, i ? 'L' : 'M');
        qd_scene_number(&b, k[i].x);
        qd_buf_char(&b, ' ');
        qd_scene_number(&b, k[i].y);
    }
    qd_buf_char(&b, 'Z');
    qd_scene_path(s, qd_buf_str(&b),
                  a->look == QD_NET_HOLLOW ? QD_INK_PAPER : a->ink, a->ink,
                  1);
}

static void put_band(const qd_network_plan *p, qd_scene *s,
                     const qd_net_arc *a)
{
    if (a->faint) qd_scene_open_faint(s, "flow", arc_title(p, a));
    else qd_scene_open(s, "flow", arc_title(p, a));
    qd_picture_band(s, qd_buf_str(&a->path), a->ink, a->look, a->width);
    put_head(p, s, a);
    qd_scene_close(s);
}

/* Wide ones below thin ones. */
static void put_bands(const qd_network_plan *p, qd_scene *s)
{
    double above = 1e9;
    for (uint32_t done = 0; done < p->arcs.n;) {
        double next = 0;
        for (uint32_t i = 0; i < p->arcs.n; i++)
            if (p->arcs.at[i].width < above)
                next = fmax(next, p->arcs.at[i].width);
        for (uint32_t i = 0; i < p->arcs.n; i++) {
            const qd_net_arc *a = &p->arcs.at[i];
            if (a->width < next || a->width > next) continue;
            put_band(p, s, a);
            done++;
        }
        above = next;
    }
}

/* ---- Boxes and words */

static qd_str party_title(const qd_network_plan *p, const qd_net_party *x)
{
    return qd_arena_printf(p->arena, "%.*s%s%.*s", QD_STR_ARG(x->name),
                           x->role.len ? ", " : "", QD_STR_ARG(x->role));
}

static void put_box(const qd_network_plan *p, qd_scene *s,
                    const qd_net_party *x)
{
    double y = x->y + x->h / 2 - NAME_STEP * (x->lines.n - 1) / 2 + 4;
    bool faint = x->n_bright == 0;
    if (faint) qd_scene_open_faint(s, "party", party_title(p, x));
    else qd_scene_open(s, "party", party_title(p, x));
    qd_scene_box(s, x->x, x->y, x->w, x->h, x->focus);
    qd_scene_close(s);
    for (uint32_t i = 0; i < x->lines.n; i++)
        qd_scene_text(s, x->x + x->w / 2, y + NAME_STEP * i, name_font,
                      faint ? QD_INK_GONE : QD_INK_TEXT, QD_ANCHOR_MIDDLE,
                      x->lines.at[i]);
}

static void put_label(const qd_network_plan *p, qd_scene *s,
                      const qd_net_arc *a)
{
    double wide = qd_text_width(a->label, label_font);
    if (a->label.len == 0) return;
    qd_scene_open(s, "label", arc_title(p, a));
    qd_scene_pill(s, a->at.x - wide / 2 - 2, a->at.y - 10.4, wide + 4, 13);
    qd_scene_text(s, a->at.x, a->at.y, label_font,
                  a->known ? QD_INK_TEXT : QD_INK_SOFT,
                  QD_ANCHOR_MIDDLE, a->label);
    qd_scene_close(s);
}

/* What the parties of a tier are, where the model says the same of half of
 * them and of none another thing. */
static qd_str tier_role(const qd_network_plan *p, uint32_t tier, double *x)
{
    qd_str role = { "", 0 };
    uint32_t n = 0, of = 0;
    for (uint32_t i = 0; i < p->parties.n; i++) {
        const qd_net_party *party = &p->parties.at[i];
        if (party->tier != tier) continue;
        *x = party->x + party->w / 2;
        n++;
        of += party->role.len > 0;
        if (role.len && party->role.len && !qd_str_eq(role, party->role))
            return QD_STR("");
        if (party->role.len) role = party->role;
    }
    return 2 * of >= n ? role : (qd_str){ "", 0 };
}

static bool has_roles(const qd_network_plan *p)
{
    double x;
    for (uint32_t t = 0; t < p->n_tiers; t++)
        if (tier_role(p, t, &x).len) return true;
    return false;
}

static void put_roles(const qd_network_plan *p, qd_scene *s, double y)
{
    for (uint32_t t = 0; t < p->n_tiers; t++) {
        double x = 0;
        qd_str role = tier_role(p, t, &x);
        qd_scene_text(s, x, y, small_font, QD_INK_SOFT, QD_ANCHOR_MIDDLE,
                      role);
    }
}

/* ---- What the looks mean */

static void key_text(qd_scene *s, double *x, double y, qd_str text)
{
    qd_scene_text(s, *x + 36, y, small_font, QD_INK_SOFT, QD_ANCHOR_START,
                  text);
    *x += 36 + qd_text_width(text, small_font) + 22;
}

static void key_band(const qd_network_plan *p, qd_scene *s, double x,
                     double y, enum qd_ink ink, enum qd_net_look look,
                     double width)
{
    qd_buf b = qd_buf_make(p->arena->mem);
    qd_buf_char(&b, 'M');
    qd_scene_number(&b, x);
    qd_buf_char(&b, ' ');
    qd_scene_number(&b, y - 4);
    qd_buf_c(&b, "h 28");
    qd_picture_band(s, qd_buf_str(&b), ink, look, width);
}

static bool has_ink(const qd_network_plan *p, enum qd_ink ink)
{
    for (uint32_t i = 0; i < p->arcs.n; i++)
        if (p->arcs.at[i].ink == ink) return true;
    return false;
}

/* Of a list nobody says how firm it is. */
static bool has_look(const qd_network_plan *p, enum qd_net_look look)
{
    for (uint32_t i = 0; i < p->arcs.n; i++)
        if (p->arcs.at[i].look == look &&
            !qd_str_eq(p->arcs.at[i].status, QD_STR("listed"))) return true;
    return false;
}

static double put_inks(const qd_network_plan *p, qd_scene *s, double y)
{
    static const struct { enum qd_ink ink; const char *words; } kinds[] = {
        { QD_INK_CAPITAL, "shares" }, { QD_INK_CREDIT, "loans, guarantees" },
        { QD_INK_COMPUTE, "capacity" }, { QD_INK_CHIPS, "chips, building" },
        { QD_INK_TRADE, "other payments" } };
    double x = p->from;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!has_ink(p, kinds[i].ink)) continue;
        qd_scene_open(s, "key", qd_str_c(kinds[i].words));
        key_band(p, s, x, y, kinds[i].ink, QD_NET_FILLED, 8);
        qd_scene_close(s);
        key_text(s, &x, y, qd_str_c(kinds[i].words));
    }
    return x > p->from ? y + 19 : y;
}

static double put_key(const qd_network_plan *p, qd_scene *s, double y)
{
    static const char *const looks[] = { "paid or firm",
        "announced, not binding", "in talks or planned" };
    const qd_net_arc blank = { .known = false };
    double x = p->from;
    y = put_inks(p, s, y);
    for (int i = 0; i < 3; i++) {
        if (!has_look(p, (enum qd_net_look)i)) continue;
        qd_scene_open(s, "key", qd_str_c(looks[i]));
        key_band(p, s, x, y, QD_INK_SOFT, (enum qd_net_look)i, 8);
        qd_scene_close(s);
        key_text(s, &x, y, qd_str_c(looks[i]));
    }
    if (!has_ink(p, QD_INK_BLANK)) return y + 12;
    qd_scene_open(s, "key", QD_STR("no amount reported"));
    key_band(p, s, x, y, QD_INK_BLANK, QD_NET_FILLED, 1.2);
    qd_scene_close(s);
    key_text(s, &x, y, qd_arena_printf(p->arena, "%.*s no amount reported",
        QD_STR_ARG(qd_network_amount(p, &blank))));
    return y + 12;
}

/* Bands for whose words there was no room. */
static double put_rest(const qd_network_plan *p, qd_scene *s, double y)
{
    uint32_t n = 0;
    qd_buf b = qd_buf_make(p->arena->mem);
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        if (p->arcs.at[i].label.len || p->arcs.at[i].faint ||
            n++ >= KEY_MOST) continue;
        qd_buf_c(&b, n > 1 ? "; " : "Without room for words: ");
        qd_buf_add(&b, arc_title(p, &p->arcs.at[i]));
    }
    if (n == 0) return y;
    if (n > KEY_MOST) qd_buf_printf(&b, "; and %u more", n - KEY_MOST);
    return y + 8 + 15 * qd_scene_paragraph(s, p->from, y + 8,
        p->to - p->from, 15, small_font, QD_INK_SOFT, QD_ANCHOR_START,
        qd_buf_str(&b));
}

/* ---- The picture */

static const qd_block *find_block(const qd_answer *a, enum qd_block_kind kind)
{
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (a->blocks.at[i].kind == kind) return &a->blocks.at[i];
    return NULL;
}

/* The one party that was asked for, UINT32_MAX where there are none or
 * several. */
static uint32_t one_focus(const qd_network_plan *p)
{
    uint32_t found = UINT32_MAX, n = 0;
    for (uint32_t i = 0; i < p->parties.n; i++)
        if (p->parties.at[i].focus) found = i, n++;
    return n == 1 ? found : UINT32_MAX;
}

static double put_network(qd_scene *s, const qd_block *b, bool mirror,
                          double y)
{
    qd_network_plan *p = qd_network_read(s->arena, b);
    p->from = QD_PICTURE_MARGIN;
    p->to = QD_PICTURE_WIDTH - QD_PICTURE_MARGIN;
    if (p->arcs.n == 0) return y;
    qd_network_tiers(p);
    qd_network_order(p);
    qd_network_place(p, has_roles(p) ? y + 24 : y + 6);
    qd_network_route(p);
    qd_network_words(p);
    put_roles(p, s, y + 10);
    put_bands(p, s);
    for (uint32_t i = 0; i < p->parties.n; i++)
        put_box(p, s, &p->parties.at[i]);
    for (uint32_t i = 0; i < p->arcs.n; i++)
        put_label(p, s, &p->arcs.at[i]);
    y = put_rest(p, s, put_key(p, s, p->bottom + 34));
    uint32_t firm = one_focus(p);
    return mirror && firm != UINT32_MAX ? qd_picture_mirror(s, p, firm, y)
                                        : y;
}

qd_picture qd_picture_network(const qd_answer *a)
{
    const qd_block *b = find_block(a, QD_BLOCK_NETWORK);
    const qd_block *loops = find_block(a, QD_BLOCK_LOOPS);
    qd_picture p = { .scene = qd_scene_make(a->arena, QD_PICTURE_WIDTH),
                     .title = b->text, .description = b->detail };
    double y = qd_picture_head(&p, b->detail, QD_STR(
        "Bands are as wide as their amounts: the low end, and of \"up to\" "
        "the high one. Most money goes to the right; what goes back runs "
        "outside."));
    y = put_network(p.scene, b, loops == NULL, y);
    if (loops) y = qd_picture_ledger(p.scene, loops, y);
    qd_picture_foot(&p, a, y);
    return p;
}
