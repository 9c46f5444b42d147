/* The world of a model text on paths: positions and dues by period, in bn. */
#ifndef QD_PATH_MODEL_H
#define QD_PATH_MODEL_H

#include "model_text.h"

#include <math.h>

#include "analysis/paths.h"

struct paths {
    struct world *w;
    qd_asked asked;
    qd_paths run;
    double *path;      /* the readings of one path */
};

static inline void paths_begin(struct paths *p, const char *text)
{
    p->w = begin(text);
    p->asked = (qd_asked){ .view = view_of(p->w, 0, 0, 0) };
}

/* After the view is as it should be. */
static inline void paths_lower(struct paths *p, uint64_t paths)
{
    qd_paths_begin(&p->run, &p->asked, paths);
    qd_paths_world(&p->run);
    p->path = NULL;
}

static inline void paths_make(struct paths *p, const char *text,
                              uint64_t paths)
{
    paths_begin(p, text);
    paths_lower(p, paths);
}

static inline void paths_end(struct paths *p)
{
    qd_paths_free(&p->run);
    end(p->w);
}

enum { ALL_WANTS = QD_WANT_MEAN | QD_WANT_QUANTILES };

/* At the end of each period what a party has; "?" is the outside world. */
static inline uint32_t ask_cash(struct paths *p, const char *party,
                                unsigned currency)
{
    qd_sym s = strcmp(party, "?") == 0 ? QD_SYM_HOLE : sym_of(p->w, party);
    qd_node n = qd_world_entity(&p->run.world, s, currency)->position;
    return qd_paths_each(&p->run, n, ALL_WANTS);
}

/* In each period what moves under a directive; `kind` -1: of all kinds. */
static inline uint32_t ask_due(struct paths *p, const char *name, int kind)
{
    qd_lowering *l = &p->run.lowering;
    uint32_t dir = dir_of(p->w, name);
    qd_node sum = QD_NODE_HOLE;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *d = &l->dues.at[i];
        if (d->dir != dir || (kind >= 0 && d->kind != kind)) continue;
        if (!qd_due_is_known(d)) continue;
        sum = sum == QD_NODE_HOLE ? d->cash
            : qd_node_make(&l->graph, QD_N_ADD, sum, d->cash, 0, 0);
    }
    if (sum == QD_NODE_HOLE)
        sum = qd_node_const(&l->graph, 0, qd_dim_money(&p->w->m.units, 0));
    return qd_paths_each(&p->run, sum, ALL_WANTS);
}

static inline void plan_paths(struct paths *p)
{
    if (qd_paths_plan(&p->run)) return;
    printf("# refused: %.*s\n", (int)p->w->m.refusal.len,
           p->w->m.refusal.at);
    assert_true(false);
}

static inline void draw_paths(struct paths *p)
{
    plan_paths(p);
    assert_true(qd_paths_draw(&p->run));
}

/* One path alone; its readings are p->path. */
static inline void draw_path(struct paths *p, uint64_t path)
{
    qd_model *m = &p->w->m;
    if (!p->path)
        p->path = qd_arena_alloc(&m->arena, (qd_sim_readings(p->run.plan) + 1)
                                            * sizeof *p->path);
    qd_sim_path(p->run.plan, &p->run.how, path, p->path, &p->w->mem);
}

/* A reading of that path, where all probes are by period. */
static inline double path_value(const struct paths *p, uint32_t probe,
                                uint32_t period)
{
    return p->path[probe * p->run.n_periods + period];
}

static inline void close_to(double is, double due, double margin)
{
    if (isnan(due) ? isnan(is) : fabs(is - due) <= margin) return;
    printf("# %.9f is not %.9f within %.3g\n", is, due, margin);
    assert_true(false);
}

#endif
