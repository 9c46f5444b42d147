#include "math/hitrun_lanes.h"

#include <math.h>

#include "math/lane_philox.h"

/* Vectors side by side: what one waits for, another does. */
enum { GROUP = QD_HITRUN_GROUP, SOME = 4,
       WIDE = SOME * QD_LANES };

/* The uniforms of step k for a group of paths. */
static inline void draw(vphilox *p, uint32_t block, uint32_t k, double *out)
{
    p->pair = k;
    for (uint32_t b = 0; b < GROUP / 2; b += QD_LANES) {
        double *to = out + b / 8 * 16 + b % 8;
        vd even, odd;
        vphilox_block(p, viota() + vset_u(block + b), &even, &odd);
        vstore(to, even);
        vstore(to + 8, odd);
    }
}

typedef const struct qd_hitrun_wall wall;

/* An even point of the line along an axis, for some vectors. */
static inline void step(wall *behind, wall *ahead, wall *end, const double *u,
                        double *room, double *along)
{
    vd back[SOME], forth[SOME], by[SOME];
    for (int i = 0; i < SOME; i++) {
        back[i] = vset(-INFINITY);
        forth[i] = vset(INFINITY);
    }
    for (wall *w = behind; w < ahead; w++)
        for (int i = 0; i < SOME; i++) {
            vd far = vload(room + (size_t)w->wall * GROUP + i * QD_LANES) *
                     w->stop;
            back[i] = vmax(far, back[i]);
        }
    for (wall *w = ahead; w < end; w++)
        for (int i = 0; i < SOME; i++) {
            vd far = vload(room + (size_t)w->wall * GROUP + i * QD_LANES) *
                     w->stop;
            forth[i] = vmin(far, forth[i]);
        }
    for (int i = 0; i < SOME; i++) {
        by[i] = back[i] + (forth[i] - back[i]) * vload(u + i * QD_LANES);
        vstore(along + i * QD_LANES, vload(along + i * QD_LANES) + by[i]);
    }
    for (wall *w = behind; w < end; w++)
        for (int i = 0; i < SOME; i++) {
            double *at = room + (size_t)w->wall * GROUP + i * QD_LANES;
            vstore(at, vmax(vload(at) + by[i] * w->rate, vset(0)));
        }
}

static void fill(double *to, double x)
{
    for (size_t i = 0; i < GROUP; i += QD_LANES) vstore(to + i, vset(x));
}

static void walk(const qd_hitrun *h, uint64_t key, uint64_t block,
                 double *room)
{
    double u[GROUP], *along = room + (size_t)h->walls * GROUP;
    vphilox p = vphilox_begin(key, block, 0, 0);
    for (uint32_t i = 0; i < h->walls; i++)
        fill(room + (size_t)i * GROUP, h->room[i]);
    for (uint32_t j = 0; j < h->axes; j++) fill(along + (size_t)j * GROUP, 0);
    for (uint32_t k = 0, j = 0; k < h->steps; k++) {
        draw(&p, (uint32_t)block, k, u);
        wall *behind = h->met + h->behind[j], *ahead = h->met + h->ahead[j];
        wall *end = h->met + h->behind[j + 1];
        for (size_t i = 0; i < GROUP; i += WIDE)
            step(behind, ahead, end, u + i, room + i,
                 along + (size_t)j * GROUP + i);
        if (++j == h->axes) j = 0;
    }
}

/* A variable where the paths have come to. */
static void read_out(const qd_hitrun *h, uint32_t var, const double *along,
                     double *out)
{
    for (size_t i = 0; i < GROUP; i += QD_LANES) {
        vd x = vset(h->centre[var]);
        for (uint32_t j = 0; j < h->axes; j++)
            x = x + vload(along + (size_t)j * GROUP + i) *
                    h->axis[(size_t)j * h->vars + var];
        vstore(out + i, vmax(vset(0), x));
    }
}

void QD_LANED(qd_hitrun_lanes)(const qd_hitrun *h, const qd_hitrun_paths *p,
                               double *room)
{
    const double *along = room + (size_t)h->walls * GROUP;
    for (size_t at = 0; at < p->n; at += GROUP) {
        walk(h, p->key, (p->first + at) / 2, room);
        for (uint32_t v = 0; v < p->n_vars; v++)
            read_out(h, p->vars[v], along, p->out[v] + at);
    }
}
