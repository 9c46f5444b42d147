/* The lines of a money network: their middles as SVG, and as spots close to
 * each other, for whoever has to keep off them. */
#include "output/netplan.h"

#include <math.h>

#define STEP 4.0  /* between spots */
#define RUN 14.0  /* from a box to what goes up or down beside it */

struct pen {
    qd_network_plan *p;
    qd_net_arc *a;
    qd_net_spot at;
};

static void add_spot(struct pen *pen, double x, double y)
{
    *qd_vec_add(pen->p->arena->mem, &pen->a->spots) = (qd_net_spot){ x, y };
}

static void put(struct pen *pen, char letter, double x, double y)
{
    qd_buf *b = &pen->a->path;
    if (letter) qd_buf_char(b, letter);
    else qd_buf_char(b, ' ');
    qd_scene_number(b, x);
    qd_buf_char(b, ' ');
    qd_scene_number(b, y);
}

static void move_to(struct pen *pen, double x, double y)
{
    put(pen, 'M', x, y);
    add_spot(pen, x, y);
    pen->at = (qd_net_spot){ x, y };
}

static double length(double dx, double dy)
{
    return sqrt(dx * dx + dy * dy);
}

static void line_to(struct pen *pen, double x, double y)
{
    double dx = x - pen->at.x, dy = y - pen->at.y;
    uint32_t n = (uint32_t)(length(dx, dy) / STEP) + 1;
    put(pen, 'L', x, y);
    for (uint32_t i = 1; i <= n; i++)
        add_spot(pen, pen->at.x + dx * i / n, pen->at.y + dy * i / n);
    pen->at = (qd_net_spot){ x, y };
}

static void curve_to(struct pen *pen, qd_net_spot c, qd_net_spot d,
                     qd_net_spot to)
{
    qd_net_spot s = pen->at;
    double rough = length(to.x - s.x, to.y - s.y) * 1.2;
    uint32_t n = (uint32_t)(rough / STEP) + 4;
    put(pen, 'C', c.x, c.y);
    put(pen, 0, d.x, d.y);
    put(pen, 0, to.x, to.y);
    for (uint32_t i = 1; i <= n; i++) {
        double t = (double)i / n, u = 1 - t;
        add_spot(pen, u * u * u * s.x + 3 * u * u * t * c.x +
                          3 * u * t * t * d.x + t * t * t * to.x,
                 u * u * u * s.y + 3 * u * u * t * c.y +
                     3 * u * t * t * d.y + t * t * t * to.y);
    }
    pen->at = to;
}

/* From one height to another, level at both ends. */
static void sway_to(struct pen *pen, double x, double y)
{
    double half = (pen->at.x + x) / 2;
    if (fabs(pen->at.y - y) < 0.05) {
        line_to(pen, x, y);
        return;
    }
    curve_to(pen, (qd_net_spot){ half, pen->at.y }, (qd_net_spot){ half, y },
             (qd_net_spot){ x, y });
}

/* How far an arrow head reaches. */
static double head_long(const qd_net_arc *a)
{
    return fmin(7 + 0.3 * a->width, 18);
}

/* ---- Inside */

/* A straight piece next to the box, where the head is; then the curve. */
static void route_inside(qd_network_plan *p, uint32_t arc)
{
    struct pen pen = { p, &p->arcs.at[arc], { 0, 0 } };
    qd_net_spot knot[2 * QD_NET_TIERS];
    const qd_net_party *from = &p->parties.at[pen.a->from];
    const qd_net_party *to = &p->parties.at[pen.a->to];
    bool right = from->tier < to->tier;
    double x = right ? from->x : to->x;
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->hops.n; i++) {
        const qd_net_hop *h = &p->hops.at[i];
        if (h->arc != arc) continue;
        knot[n++] = (qd_net_spot){ x + from->w, h->y[0] };
        x += p->step;
        knot[n++] = (qd_net_spot){ x, h->y[1] };
    }
    double way = right ? 1 : -1, head = head_long(pen.a);
    qd_net_spot tip = knot[right ? n - 1 : 0];
    knot[right ? n - 1 : 0].x -= way * head;
    for (uint32_t i = 0; i < n; i++) {
        qd_net_spot k = knot[right ? i : n - 1 - i];
        if (i == 0) move_to(&pen, k.x, k.y);
        else if (i % 2 == 1) sway_to(&pen, k.x, k.y);
        else line_to(&pen, k.x, k.y);
    }
    pen.a->tip = tip;
    pen.a->way = (qd_net_spot){ way, 0 };
}

/* ---- Outside */

/* Up, down or along from knot to knot, corners rounded. */
static void round_corners(struct pen *pen, const qd_net_spot *k, uint32_t n)
{
    const double bend = 0.4477;
    double want = fmax(10, pen->a->width / 2 + 5);
    move_to(pen, k[0].x, k[0].y);
    for (uint32_t i = 1; i + 1 < n; i++) {
        double in = length(k[i].x - k[i - 1].x, k[i].y - k[i - 1].y);
        double out = length(k[i + 1].x - k[i].x, k[i + 1].y - k[i].y);
        double r = fmin(want, fmin(in, out) / 2);
        if (in < 1e-6 || out < 1e-6) continue;
        qd_net_spot a = { k[i].x + (k[i - 1].x - k[i].x) / in * r,
                          k[i].y + (k[i - 1].y - k[i].y) / in * r };
        qd_net_spot b = { k[i].x + (k[i + 1].x - k[i].x) / out * r,
                          k[i].y + (k[i + 1].y - k[i].y) / out * r };
        line_to(pen, a.x, a.y);
        curve_to(pen, (qd_net_spot){ k[i].x + (a.x - k[i].x) * bend,
                                     k[i].y + (a.y - k[i].y) * bend },
                 (qd_net_spot){ k[i].x + (b.x - k[i].x) * bend,
                                k[i].y + (b.y - k[i].y) * bend }, b);
    }
    line_to(pen, k[n - 1].x, k[n - 1].y);
}

/* Bands that go up or down beside one box keep apart: those nearer to its
 * outside nearer to the box. */
static double run_x(const qd_network_plan *p, const qd_net_arc *a, int end)
{
    uint32_t party = end ? a->to : a->from;
    const qd_net_party *x = &p->parties.at[party];
    double way = RUN + a->width / 2;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *b = &p->arcs.at[i];
        for (int e = 0; e < 2; e++) {
            if (!b->lane || (b == a && e == end) ||
                (e ? b->to : b->from) != party ||
                b->face[e] != a->face[end] || b->above != a->above) continue;
            bool nearer = a->above ? b->port[e] < a->port[end]
                                   : b->port[e] > a->port[end];
            if (nearer) way += b->width + 5;
        }
    }
    return a->face[end] == QD_FACE_LEFT ? x->x - way : x->x + x->w + way;
}

/* The knots from a box to its lane; returns how many. */
static uint32_t end_knots(const qd_network_plan *p, const qd_net_arc *a,
                          int end, qd_net_spot *k)
{
    const qd_net_party *x = &p->parties.at[end ? a->to : a->from];
    if (a->face[end] >= QD_FACE_TOP) {
        double y = a->face[end] == QD_FACE_TOP ? x->y : x->y + x->h;
        k[0] = (qd_net_spot){ a->port[end], y };
        k[1] = (qd_net_spot){ a->port[end], a->lane_y };
        return 2;
    }
    double side = a->face[end] == QD_FACE_LEFT ? x->x : x->x + x->w;
    double run = run_x(p, a, end);
    k[0] = (qd_net_spot){ side, a->port[end] };
    k[1] = (qd_net_spot){ run, a->port[end] };
    k[2] = (qd_net_spot){ run, a->lane_y };
    return 3;
}

static void route_outside(qd_network_plan *p, qd_net_arc *a)
{
    struct pen pen = { p, a, { 0, 0 } };
    qd_net_spot k[6], back[3];
    uint32_t n = end_knots(p, a, 0, k), m = end_knots(p, a, 1, back);
    while (m > 0) k[n++] = back[--m];
    qd_net_spot tip = k[n - 1];
    double dx = tip.x - k[n - 2].x, dy = tip.y - k[n - 2].y;
    double far = length(dx, dy), head = fmin(head_long(a), far);
    a->tip = tip;
    a->way = far > 0 ? (qd_net_spot){ dx / far, dy / far }
                     : (qd_net_spot){ 0, 1 };
    k[n - 1].x -= a->way.x * head;
    k[n - 1].y -= a->way.y * head;
    round_corners(&pen, k, n);
}

/* ---- Beside a tier */

static double reach_of(const qd_net_arc *a)
{
    return fabs(a->port[0] - a->port[1]);
}

/* Longer ones outside of shorter ones. */
static double side_x(const qd_network_plan *p, const qd_net_arc *a)
{
    const qd_net_party *x = &p->parties.at[a->from];
    double way = 46 + a->width / 2;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *b = &p->arcs.at[i];
        if (!b->side || b == a || b->face[0] != a->face[0] ||
            p->parties.at[b->from].tier != x->tier) continue;
        bool inner = reach_of(b) < reach_of(a) ||
                     (!(reach_of(b) > reach_of(a)) && b < a);
        if (inner) way += b->width + 5;
    }
    return a->face[0] == QD_FACE_LEFT ? x->x - way : x->x + x->w + way;
}

static void route_beside(qd_network_plan *p, qd_net_arc *a)
{
    struct pen pen = { p, a, { 0, 0 } };
    const qd_net_party *x = &p->parties.at[a->from];
    bool left = a->face[0] == QD_FACE_LEFT;
    double edge = left ? x->x : x->x + x->w, run = side_x(p, a);
    double way = left ? 1 : -1, head = head_long(a);
    a->tip = (qd_net_spot){ edge, a->port[1] };
    a->way = (qd_net_spot){ way, 0 };
    const qd_net_spot k[] = { { edge, a->port[0] }, { run, a->port[0] },
                              { run, a->port[1] },
                              { edge - way * head, a->port[1] } };
    round_corners(&pen, k, 4);
}

void qd_network_route(qd_network_plan *p)
{
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        p->arcs.at[i].path = qd_buf_make(p->arena->mem);
        if (p->arcs.at[i].lane) route_outside(p, &p->arcs.at[i]);
        else if (p->arcs.at[i].side) route_beside(p, &p->arcs.at[i]);
        else route_inside(p, i);
    }
}
