/* Where boxes stand and bands meet them. A tier keeps its order; inside it
 * each item goes as near to the other ends of its bands as the others let it
 * (least squares, exact: pools of adjacent violators). */
#include "output/netplan.h"

#include <math.h>
#include <stdlib.h>

#define NAME_STEP 15.0
#define BOX_GAP 26.0
#define BAND_GAP 12.0
#define LANE_GAP 16.0   /* between the boxes and the first lane */
#define RUN 15.0        /* beside a box, for what goes up or down there */

static const qd_font name_font = { 12, true };

static bool is_box(const qd_net_item *x)
{
    return x->party != UINT32_MAX;
}

/* ---- Columns */

static double box_width(uint32_t n_tiers)
{
    static const double widths[] = { 150, 150, 150, 136, 122 };
    return widths[n_tiers <= QD_NET_TIERS ? n_tiers : QD_NET_TIERS];
}

/* Whether something goes up or down outside the first or last tier. */
static bool needs_gutter(const qd_network_plan *p, bool left)
{
    uint32_t edge = left ? 0 : p->n_tiers - 1;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *a = &p->arcs.at[i];
        uint32_t end = left ? a->from : a->to;
        if (a->side && p->parties.at[end].tier == edge &&
            (a->face[0] == QD_FACE_LEFT) == left) return true;
        if (a->lane && a->face[!left] == (left ? QD_FACE_LEFT
                                               : QD_FACE_RIGHT) &&
            p->parties.at[end].tier == edge) return true;
    }
    return false;
}

static void set_columns(qd_network_plan *p)
{
    const double gutter = 110;
    double wide = box_width(p->n_tiers);
    double from = p->from + (needs_gutter(p, true) ? gutter : 0);
    double to = p->to - (needs_gutter(p, false) ? gutter : 0);
    double step = p->n_tiers > 1 ? (to - from - wide) / (p->n_tiers - 1) : 0;
    p->step = step;
    for (uint32_t i = 0; i < p->parties.n; i++) {
        qd_net_party *x = &p->parties.at[i];
        x->x = from + step * x->tier;
        x->w = wide;
        x->lines = qd_scene_wrap(p->arena, x->name, name_font, wide - 12);
    }
}

/* ---- Faces */

static bool is_outer(const qd_network_plan *p, uint32_t party, bool above)
{
    uint32_t t = p->parties.at[party].tier, n = p->tier[t].n;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t item = p->tier[t].at[above ? k : n - 1 - k];
        if (is_box(&p->items.at[item])) return item == party;
    }
    return false;
}

static double used_width(const qd_network_plan *p, uint32_t party,
                         enum qd_net_face face, uint32_t before)
{
    double sum = 0;
    for (uint32_t i = 0; i < before && i < p->arcs.n; i++) {
        const qd_net_arc *a = &p->arcs.at[i];
        if (!a->lane) continue;
        if (a->from == party && a->face[0] == face) sum += a->width + 8;
        if (a->to == party && a->face[1] == face) sum += a->width + 8;
    }
    return sum;
}

static void set_lane_face(qd_network_plan *p, uint32_t i, int end)
{
    qd_net_arc *a = &p->arcs.at[i];
    uint32_t party = end ? a->to : a->from;
    enum qd_net_face face = a->above ? QD_FACE_TOP : QD_FACE_BOTTOM;
    double room = box_width(p->n_tiers) - 14;
    bool outer = is_outer(p, party, a->above) &&
                 used_width(p, party, face, i) + a->width + 8 <= room;
    if (!outer) face = end ? QD_FACE_RIGHT : QD_FACE_LEFT;
    a->face[end] = (uint8_t)face;
}

static bool has_room(const qd_network_plan *p, uint32_t party,
                     const qd_net_arc *a, bool above)
{
    double used = used_width(p, party, above ? QD_FACE_TOP : QD_FACE_BOTTOM,
                             UINT32_MAX);
    return is_outer(p, party, above) &&
           used + a->width + 8 <= box_width(p->n_tiers) - 14;
}

static void drop_hop(qd_network_plan *p, uint32_t arc)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->hops.n; i++)
        if (p->hops.at[i].arc != arc) p->hops.at[n++] = p->hops.at[i];
    p->hops.n = n;
}

/* Money put in against the tiers goes outside, also from the next tier,
 * where both boxes are outermost. */
static void put_outside(qd_network_plan *p, uint32_t i)
{
    qd_net_arc *a = &p->arcs.at[i];
    if (a->lane || a->backing != 1 ||
        p->parties.at[a->from].tier != p->parties.at[a->to].tier + 1) return;
    for (int k = 1; k >= 0 && !a->lane; k--) {
        if (!has_room(p, a->from, a, k) || !has_room(p, a->to, a, k))
            continue;
        a->lane = true;
        a->above = k;
        a->face[0] = a->face[1] = k ? QD_FACE_TOP : QD_FACE_BOTTOM;
        drop_hop(p, i);
    }
}

static void set_faces(qd_network_plan *p)
{
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i];
        bool right = p->parties.at[a->from].tier < p->parties.at[a->to].tier;
        a->face[0] = right ? QD_FACE_RIGHT : QD_FACE_LEFT;
        a->face[1] = right ? QD_FACE_LEFT : QD_FACE_RIGHT;
        if (a->side) {
            bool first = p->parties.at[a->from].tier == 0;
            a->face[0] = a->face[1] = first ? QD_FACE_LEFT : QD_FACE_RIGHT;
        }
        if (!a->lane) continue;
        set_lane_face(p, i, 0);
        set_lane_face(p, i, 1);
    }
    for (uint32_t i = 0; i < p->arcs.n; i++) put_outside(p, i);
}

static double face_high(const qd_network_plan *p, uint32_t party,
                        enum qd_net_face face)
{
    double sum = 0;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *a = &p->arcs.at[i];
        if (a->from == party && a->face[0] == face) sum += qd_net_slot(a);
        if (a->to == party && a->face[1] == face) sum += qd_net_slot(a);
    }
    return sum;
}

static void set_heights(qd_network_plan *p)
{
    for (uint32_t i = 0; i < p->items.n; i++) {
        qd_net_item *x = &p->items.at[i];
        if (!is_box(x)) {
            x->h = fmax(p->arcs.at[x->arc].width, 8);
            continue;
        }
        qd_net_party *party = &p->parties.at[x->party];
        double words = NAME_STEP * party->lines.n + 18;
        double left = face_high(p, x->party, QD_FACE_LEFT);
        double right = face_high(p, x->party, QD_FACE_RIGHT);
        x->h = fmax(words, fmax(left, right) + 8);
    }
}

/* ---- Ports */

struct end {
    double toward;  /* where the band comes from or goes to */
    uint32_t arc;
    double high, *port;
};

static int by_toward(const void *x, const void *y)
{
    const struct end *a = x, *b = y;
    if (a->toward > b->toward || a->toward < b->toward)
        return a->toward > b->toward ? 1 : -1;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

static double middle(const qd_net_item *x)
{
    return x->y + x->h / 2;
}

static double far_away(const qd_net_arc *a)
{
    return a->above ? -1e6 : 1e6;
}

/* Beside a tier longer bands enclose shorter ones: the nearest ends are the
 * outermost on a face. */
static double side_toward(const qd_network_plan *p, const qd_net_arc *a,
                          int e)
{
    double own = middle(&p->items.at[e ? a->to : a->from]);
    double other = middle(&p->items.at[e ? a->from : a->to]);
    return (other < own ? -1e5 : 1e5) - other;
}

static uint32_t collect_ends(qd_network_plan *p, uint32_t party, bool left,
                             struct end *ends)
{
    uint32_t n = 0;
    enum qd_net_face face = left ? QD_FACE_LEFT : QD_FACE_RIGHT;
    for (uint32_t i = 0; i < p->hops.n; i++) {
        qd_net_hop *h = &p->hops.at[i];
        if ((left ? h->right : h->left) != party) continue;
        const qd_net_item *other = &p->items.at[left ? h->left : h->right];
        ends[n++] = (struct end){ middle(other), h->arc,
                                  qd_net_slot(&p->arcs.at[h->arc]),
                                  &h->y[left] };
    }
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i];
        if (!a->lane && !a->side) continue;
        for (int e = 0; e < 2; e++) {
            if ((e ? a->to : a->from) != party || a->face[e] != face)
                continue;
            double toward = a->side ? side_toward(p, a, e) : far_away(a);
            ends[n++] = (struct end){ toward, i, qd_net_slot(a),
                                      &a->port[e] };
        }
    }
    return n;
}

static void set_ports(qd_network_plan *p, uint32_t party, bool left,
                      struct end *ends)
{
    uint32_t n = collect_ends(p, party, left, ends);
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += ends[i].high;
    if (n) qsort(ends, n, sizeof *ends, by_toward);
    double y = middle(&p->items.at[party]) - sum / 2;
    for (uint32_t i = 0; i < n; i++) {
        *ends[i].port = y + ends[i].high / 2;
        y += ends[i].high;
    }
}

static void all_ports(qd_network_plan *p, struct end *ends)
{
    for (uint32_t i = 0; i < p->parties.n; i++) {
        set_ports(p, i, true, ends);
        set_ports(p, i, false, ends);
    }
    for (uint32_t i = 0; i < p->hops.n; i++) {
        qd_net_hop *h = &p->hops.at[i];
        if (!is_box(&p->items.at[h->left]))
            h->y[0] = middle(&p->items.at[h->left]);
        if (!is_box(&p->items.at[h->right]))
            h->y[1] = middle(&p->items.at[h->right]);
    }
}

/* ---- Heights in a tier */

static double gap_of(const qd_net_item *above, const qd_net_item *x)
{
    return is_box(above) && is_box(x) ? BOX_GAP : BAND_GAP;
}

/* The place at which its bands would be straight, by their widths. */
static double wish(const qd_network_plan *p, uint32_t item, double *weight)
{
    double sum = 0;
    *weight = 0;
    for (uint32_t i = 0; i < p->hops.n; i++) {
        const qd_net_hop *h = &p->hops.at[i];
        if (h->left != item && h->right != item) continue;
        double w = 4 + p->arcs.at[h->arc].width;
        double off = h->left == item ? h->y[1] - h->y[0] : h->y[0] - h->y[1];
        sum += w * off;
        *weight += w;
    }
    double y = p->items.at[item].y;
    if (*weight > 0) return y + sum / *weight;
    *weight = 0.01;
    return y;
}

struct pool { double sum, weight; uint32_t n; };

/* As near to their wishes as their order allows. */
static void settle_tier(qd_network_plan *p, uint32_t t)
{
    uint32_t n = p->tier[t].n, pools = 0;
    struct pool *pool = qd_arena_alloc(p->arena, (n + 1) * sizeof *pool);
    double *offset = qd_arena_alloc(p->arena, (n + 1) * sizeof *offset);
    double off = 0;
    for (uint32_t i = 0; i < n; i++) {
        const qd_net_item *x = &p->items.at[p->tier[t].at[i]];
        if (i > 0)
            off += gap_of(&p->items.at[p->tier[t].at[i - 1]], x);
        offset[i] = off;
        off += x->h;
        double w, y = wish(p, p->tier[t].at[i], &w);
        pool[pools++] = (struct pool){ (y - offset[i]) * w, w, 1 };
        while (pools > 1 && pool[pools - 2].sum / pool[pools - 2].weight >
                            pool[pools - 1].sum / pool[pools - 1].weight) {
            pool[pools - 2].sum += pool[pools - 1].sum;
            pool[pools - 2].weight += pool[pools - 1].weight;
            pool[pools - 2].n += pool[pools - 1].n;
            pools--;
        }
    }
    for (uint32_t k = 0, i = 0; k < pools; k++)
        for (uint32_t m = 0; m < pool[k].n; m++, i++)
            p->items.at[p->tier[t].at[i]].y =
                pool[k].sum / pool[k].weight + offset[i];
}

static double tier_high(const qd_network_plan *p, uint32_t t)
{
    double sum = 0;
    for (uint32_t i = 0; i < p->tier[t].n; i++) {
        const qd_net_item *x = &p->items.at[p->tier[t].at[i]];
        if (i > 0) sum += gap_of(&p->items.at[p->tier[t].at[i - 1]], x);
        sum += x->h;
    }
    return sum;
}

/* All tiers in the middle of the highest. */
static void stack(qd_network_plan *p)
{
    for (uint32_t t = 0; t < p->n_tiers; t++) {
        double y = -tier_high(p, t) / 2;
        for (uint32_t i = 0; i < p->tier[t].n; i++) {
            qd_net_item *x = &p->items.at[p->tier[t].at[i]];
            if (i > 0) y += gap_of(&p->items.at[p->tier[t].at[i - 1]], x);
            x->y = y;
            y += x->h;
        }
    }
}

static void settle(qd_network_plan *p)
{
    enum { ROUNDS = 16 };
    struct end *ends = qd_arena_alloc(p->arena, (p->hops.n + 2 * p->arcs.n +
                                                 1) * sizeof *ends);
    stack(p);
    all_ports(p, ends);
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < p->n_tiers; i++) {
            settle_tier(p, round % 2 ? p->n_tiers - 1 - i : i);
            all_ports(p, ends);
        }
}

/* ---- Lanes */

struct lane { const qd_network_plan *p; uint32_t arc; };

static double span_of(const qd_network_plan *p, const qd_net_arc *a)
{
    return p->parties.at[a->from].x - p->parties.at[a->to].x;
}

static int by_span(const void *x, const void *y)
{
    const struct lane *s = x, *t = y;
    const qd_net_arc *a = &s->p->arcs.at[s->arc], *b = &t->p->arcs.at[t->arc];
    double l = span_of(s->p, a), r = span_of(t->p, b);
    if (l > r || l < r) return l > r ? 1 : -1;
    return (s->arc > t->arc) - (s->arc < t->arc);
}

static bool beside_each(const qd_network_plan *p, const qd_net_arc *a,
                        const qd_net_arc *b)
{
    const qd_net_party *au = &p->parties.at[a->from];
    const qd_net_party *av = &p->parties.at[a->to];
    const qd_net_party *bu = &p->parties.at[b->from];
    const qd_net_party *bv = &p->parties.at[b->to];
    return au->x + au->w + RUN < bv->x - RUN ||
           bu->x + bu->w + RUN < av->x - RUN;
}

/* Shorter ones nearer to the boxes; lane_y is the way from them. */
static void set_lanes(qd_network_plan *p)
{
    struct lane *s = qd_arena_alloc(p->arena, (p->arcs.n + 1) * sizeof *s);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->arcs.n; i++)
        if (p->arcs.at[i].lane) s[n++] = (struct lane){ p, i };
    if (n) qsort(s, n, sizeof *s, by_span);
    for (uint32_t i = 0; i < n; i++) {
        qd_net_arc *a = &p->arcs.at[s[i].arc];
        double high = qd_net_slot(a) + 4;
        a->lane_y = LANE_GAP + high / 2;
        for (uint32_t k = 0; k < i; k++) {
            const qd_net_arc *b = &p->arcs.at[s[k].arc];
            double other = qd_net_slot(b) + 4;
            if (a->above == b->above && !beside_each(p, a, b))
                a->lane_y = fmax(a->lane_y,
                                 b->lane_y + other / 2 + high / 2);
        }
    }
}

static double lanes_high(const qd_network_plan *p, bool above)
{
    double high = 0;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *a = &p->arcs.at[i];
        if (a->lane && a->above == above)
            high = fmax(high, a->lane_y + qd_net_slot(a) / 2);
    }
    return high;
}

/* Ends at the top or bottom of a box: what leaves to the left stands left of
 * what comes from the right; outer lanes enclose inner ones. */
static void face_ports(qd_network_plan *p, uint32_t party,
                       enum qd_net_face face, struct end *ends)
{
    uint32_t n = 0;
    double sum = 0;
    const qd_net_party *x = &p->parties.at[party];
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i];
        for (int e = 0; e < 2; e++) {
            if (!a->lane || (e ? a->to : a->from) != party ||
                a->face[e] != face) continue;
            double toward = e ? 1e6 - a->lane_y : a->lane_y;
            ends[n++] = (struct end){ toward, i, a->width + 8, &a->port[e] };
            sum += a->width + 8;
        }
    }
    if (n) qsort(ends, n, sizeof *ends, by_toward);
    double at = x->x + x->w / 2 - sum / 2;
    for (uint32_t i = 0; i < n; i++) {
        *ends[i].port = at + ends[i].high / 2;
        at += ends[i].high;
    }
}

static void lane_ports(qd_network_plan *p)
{
    struct end *ends = qd_arena_alloc(p->arena,
                                      (2 * p->arcs.n + 1) * sizeof *ends);
    for (uint32_t i = 0; i < p->parties.n; i++) {
        face_ports(p, i, QD_FACE_TOP, ends);
        face_ports(p, i, QD_FACE_BOTTOM, ends);
    }
}

/* ---- All at its height on the sheet */

static void move_down(qd_network_plan *p, double by)
{
    for (uint32_t i = 0; i < p->items.n; i++) p->items.at[i].y += by;
    for (uint32_t i = 0; i < p->hops.n; i++) {
        p->hops.at[i].y[0] += by;
        p->hops.at[i].y[1] += by;
    }
    for (uint32_t i = 0; i < p->arcs.n; i++)
        for (int e = 0; e < 2; e++)
            if (p->arcs.at[i].side ||
                (p->arcs.at[i].lane &&
                 p->arcs.at[i].face[e] <= QD_FACE_RIGHT))
                p->arcs.at[i].port[e] += by;
}

static void measure(qd_network_plan *p)
{
    p->top = 1e9;
    p->bottom = -1e9;
    for (uint32_t i = 0; i < p->items.n; i++) {
        p->top = fmin(p->top, p->items.at[i].y);
        p->bottom = fmax(p->bottom, p->items.at[i].y + p->items.at[i].h);
    }
}

static void finish(qd_network_plan *p, double top)
{
    double up = lanes_high(p, true), down = lanes_high(p, false);
    measure(p);
    move_down(p, top + up - p->top);
    measure(p);
    for (uint32_t i = 0; i < p->parties.n; i++) {
        p->parties.at[i].y = p->items.at[i].y;
        p->parties.at[i].h = p->items.at[i].h;
    }
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i];
        a->lane_y = a->above ? p->top - a->lane_y : p->bottom + a->lane_y;
    }
    p->top -= up;
    p->bottom += down;
}

void qd_network_place(qd_network_plan *p, double top)
{
    set_faces(p);
    set_columns(p);
    set_heights(p);
    settle(p);
    set_lanes(p);
    lane_ports(p);
    finish(p, top);
}
