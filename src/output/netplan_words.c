/* Where the words of a money network stand: each on its own band, at a place
 * where it touches no box, no other words and no other band. What finds none
 * is tried shorter; what then finds none stands in the key below. */
#include "output/netplan.h"

#include <math.h>
#include <stdlib.h>

#define PAD 2.0
#define HIGH 13.0

struct rect { double x, y, w, h; };

struct words {
    qd_network_plan *p;
    QD_VEC(struct rect) taken;  /* boxes and words */
};

static const qd_font font = { QD_NET_LABEL_SIZE, false };

static bool meet(const struct rect *a, const struct rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h &&
           b->y < a->y + a->h;
}

static bool is_taken(const struct words *w, const struct rect *r)
{
    if (r->x < w->p->from || r->x + r->w > w->p->to) return true;
    for (uint32_t i = 0; i < w->taken.n; i++)
        if (meet(r, &w->taken.at[i])) return true;
    return false;
}

/* How much of other bands a place would hide. */
static uint32_t hidden(const struct words *w, uint32_t arc,
                       const struct rect *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->p->arcs.n; i++) {
        const qd_net_arc *a = &w->p->arcs.at[i];
        double half = a->width / 2 + 1;
        if (i == arc) continue;
        for (uint32_t k = 0; k < a->spots.n; k++) {
            const qd_net_spot *s = &a->spots.at[k];
            n += s->x > r->x - half && s->x < r->x + r->w + half &&
                 s->y > r->y - half && s->y < r->y + r->h + half;
        }
    }
    return n;
}

static struct rect rect_at(qd_net_spot s, double wide)
{
    return (struct rect){ s.x - wide / 2 - PAD, s.y - HIGH / 2,
                          wide + 2 * PAD, HIGH };
}

/* Own head must be seen. */
static bool hides_head(const qd_net_arc *a, const struct rect *r)
{
    double reach = fmin(7 + 0.3 * a->width, 18);
    struct rect head = {
        fmin(a->tip.x, a->tip.x - reach * a->way.x) - 3,
        fmin(a->tip.y, a->tip.y - reach * a->way.y) - 3,
        fabs(reach * a->way.x) + 6, fabs(reach * a->way.y) + 6 };
    return meet(r, &head);
}

/* How far a spot is from where words are looked for: the middle, of a lane
 * that of its level part. */
static double off_middle(const struct words *w, const qd_net_arc *a,
                         uint32_t spot)
{
    const qd_net_party *from = &w->p->parties.at[a->from];
    const qd_net_party *to = &w->p->parties.at[a->to];
    if (!a->lane) return fabs((double)spot / a->spots.n - 0.5);
    double x = (from->x + to->x + to->w) / 2, wide = from->x - to->x + 1;
    return fabs(a->spots.at[spot].x - x) / wide +
           fabs(a->spots.at[spot].y - a->lane_y) / 40;
}

/* The best place along the band that hides at most so much of others. */
static bool find_place(const struct words *w, uint32_t arc, double wide,
                       uint32_t most, qd_net_spot *out)
{
    const qd_net_arc *a = &w->p->arcs.at[arc];
    double best = 1e9;
    for (uint32_t i = 0; i < a->spots.n; i++) {
        struct rect r = rect_at(a->spots.at[i], wide);
        if (is_taken(w, &r) || hides_head(a, &r)) continue;
        uint32_t over = hidden(w, arc, &r);
        double off = off_middle(w, a, i) + over;
        if (over > most || off >= best) continue;
        best = off;
        *out = a->spots.at[i];
    }
    return best < 1e9;
}

static void take(struct words *w, uint32_t arc, qd_str text, qd_net_spot s)
{
    qd_net_arc *a = &w->p->arcs.at[arc];
    struct rect r = rect_at(s, qd_text_width(text, font));
    a->label = text;
    a->at = (qd_net_spot){ s.x, s.y + 0.3 * QD_NET_LABEL_SIZE + 0.6 };
    *qd_vec_add(w->p->arena->mem, &w->taken) = r;
}

static void label(struct words *w, uint32_t arc)
{
    static const struct { bool full; uint32_t most; } tries[] = {
        { true, 0 }, { true, 3 }, { false, 0 }, { false, 4 }, { true, 8 },
        { false, 16 }, { false, 32 } };
    const qd_net_arc *a = &w->p->arcs.at[arc];
    if (a->faint) return;
    qd_str amount = qd_network_amount(w->p, a);
    qd_str full = qd_arena_printf(w->p->arena, "%.*s %.*s",
                                  QD_STR_ARG(amount), QD_STR_ARG(a->kind));
    qd_net_spot s;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        qd_str text = tries[i].full ? full : amount;
        if (!find_place(w, arc, qd_text_width(text, font), tries[i].most,
                        &s)) continue;
        take(w, arc, text, s);
        return;
    }
}

struct sized { const qd_network_plan *p; uint32_t i; };

static int by_width(const void *x, const void *y)
{
    const struct sized *s = x, *t = y;
    const qd_net_arc *a = &s->p->arcs.at[s->i], *b = &t->p->arcs.at[t->i];
    if (a->known != b->known) return a->known ? -1 : 1;
    if (a->width > b->width || a->width < b->width)
        return a->width > b->width ? -1 : 1;
    return (s->i > t->i) - (s->i < t->i);
}

void qd_network_words(qd_network_plan *p)
{
    struct words w = { .p = p };
    struct sized *s = qd_arena_alloc(p->arena,
                                     (p->arcs.n + 1) * sizeof *s);
    for (uint32_t i = 0; i < p->parties.n; i++) {
        const qd_net_party *x = &p->parties.at[i];
        *qd_vec_add(p->arena->mem, &w.taken) =
            (struct rect){ x->x - 1, x->y - 1, x->w + 2, x->h + 2 };
    }
    for (uint32_t i = 0; i < p->arcs.n; i++) s[i] = (struct sized){ p, i };
    if (p->arcs.n) qsort(s, p->arcs.n, sizeof *s, by_width);
    for (uint32_t i = 0; i < p->arcs.n; i++) label(&w, s[i].i);
}
