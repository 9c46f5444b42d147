#include "sim/plan.h"

#include "sim/expand.h"
#include "sim/plan_steps.h"
#include "sim/tile.h"

/* ---- Readings */

static bool ends_fit(const qd_sim_source *source, const qd_probe *p)
{
    for (uint32_t k = 0; k < p->n_ends; k++)
        if (p->ends[k] >= source->grid.n || (k && p->ends[k] <= p->ends[k - 1]))
            return false;
    return true;
}

/* The caller's lists may go; the plan keeps its own. */
static void copy_probes(qd_sim_plan *plan, const qd_probe *probes, uint32_t n)
{
    qd_mem *mem = plan->mem;
    plan->probes = qd_mem_resize(mem, NULL, (n + 1) * sizeof *plan->probes);
    plan->first_reading = qd_mem_zero(mem, (n + 1) *
                                      sizeof *plan->first_reading);
    plan->n_probes = n;
    for (uint32_t i = 0; i < n; i++) {
        plan->probes[i] = probes[i];
        uint32_t *ends = qd_arena_alloc(&plan->arena, (probes[i].n_ends + 1) *
                                        sizeof *ends);
        if (probes[i].n_ends)
            memcpy(ends, probes[i].ends, probes[i].n_ends * sizeof *ends);
        plan->probes[i].ends = ends;
        plan->first_reading[i + 1] = plan->first_reading[i] +
                                     probes[i].n_ends;
    }
}

static void fill_readings(qd_sim_plan *plan)
{
    qd_program *p = &plan->program;
    size_t n = (size_t)plan->n_probes * p->grid.n;
    uint32_t *at = qd_mem_resize(plan->mem, NULL, (n + 1) * sizeof *at);
    uint8_t *sums = qd_mem_zero(plan->mem, plan->n_probes + 1);
    for (size_t i = 0; i < n; i++) at[i] = QD_PLACE_NONE;
    for (uint32_t i = 0; i < plan->n_probes; i++) {
        const qd_probe *probe = &plan->probes[i];
        sums[i] = probe->sum;
        for (uint32_t k = 0; k < probe->n_ends; k++) {
            at[(size_t)i * p->grid.n + probe->ends[k]] =
                plan->first_reading[i] + k;
            if (p->ends <= probe->ends[k]) p->ends = probe->ends[k] + 1;
        }
    }
    p->readings = at;
    p->sums = sums;
}

/* ---- The program */

static void *kept(qd_sim_plan *plan, const void *from, size_t size)
{
    void *to = qd_mem_resize(plan->mem, NULL, size + 1);
    if (size) memcpy(to, from, size);
    return to;
}

#define KEPT(plan, v) kept((plan), (v).at, (v).n * sizeof *(v).at)

static void fill_numbers(qd_sim_plan *plan, const qd_steps *s)
{
    qd_program *p = &plan->program;
    const qd_values *v = s->v;
    uint32_t n = p->grid.n, rows = QD_SLOT_FIRST + s->tables.n;
    double *tables = qd_mem_resize(plan->mem, NULL,
                                   (size_t)rows * n * sizeof *tables);
    memcpy(tables, v->from, n * sizeof *tables);
    memcpy(tables + n, v->to, n * sizeof *tables);
    for (uint32_t i = 0; i < s->tables.n; i++)
        memcpy(tables + (QD_SLOT_FIRST + (size_t)i) * n,
               v->times.at + v->at.at[s->tables.at[i]].a, n * sizeof *tables);
    double *fixed = qd_mem_resize(plan->mem, NULL,
                                  (s->fixed.n + 1) * sizeof *fixed);
    for (uint32_t i = 0; i < s->fixed.n; i++)
        fixed[i] = v->at.at[s->fixed.at[i]].k;
    p->tables = tables;
    p->fixed = fixed;
    p->first_fixed = rows;
    p->n_slots = rows + s->fixed.n;
}

static void fill_program(qd_sim_plan *plan, const qd_steps *s)
{
    qd_program *p = &plan->program;
    p->n_columns = s->n_columns;
    p->n_ahead = s->n_ahead;
    p->n_windows = s->n_windows;
    p->n_sums = s->sums.n;
    p->before = KEPT(plan, s->before);
    p->n_before = s->before.n;
    p->body = KEPT(plan, s->body);
    p->n_body = s->body.n;
    p->terms = KEPT(plan, s->terms);
    p->n_terms = s->terms.n;
    p->lists = KEPT(plan, s->lists);
    p->scores = KEPT(plan, s->v->scores);
    p->shapes = KEPT(plan, s->v->shapes);
    p->points = KEPT(plan, s->v->points);
    p->n_points = s->v->points.n;
    p->keys = KEPT(plan, s->keys);
    p->n_keys = s->keys.n;
    p->n_lists = s->lists.n;
    p->n_scores = s->v->scores.n;
    p->n_shapes = s->v->shapes.n;
    fill_numbers(plan, s);
}

/* Finds the value of every probe; false and `why`. */
static bool expand_all(qd_expand *e, const qd_probe *probes, uint32_t n,
                       qd_value *probed)
{
    if (!qd_copula_make(e)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!ends_fit(e->source, &probes[i]))
            return qd_expand_refuse(e, "a reading lies behind the last "
                                    "period");
        if (!qd_expand_node(e, probes[i].node, &probed[i])) return false;
    }
    return qd_expand_carries(e);
}

static bool make(qd_sim_plan *plan, const qd_sim_source *source,
                 const qd_probe *probes, uint32_t n, qd_sim_why *why)
{
    qd_mem *mem = plan->mem;
    qd_values v;
    qd_expand e;
    qd_value *probed = qd_mem_zero(mem, (n + 1) * sizeof *probed);
    qd_values_init(&v, mem, source->grid);
    qd_expand_init(&e, source, &v, &plan->arena, why);
    bool good = expand_all(&e, probes, n, probed);
    if (good) {
        qd_steps s = { .v = &v, .probed = probed, .probes = probes,
                       .n_probes = n };
        qd_steps_make(&s);
        fill_program(plan, &s);
        qd_steps_free(&s);
    }
    qd_expand_free(&e);
    qd_values_free(&v);
    qd_mem_release(mem, probed);
    return good;
}

qd_sim_plan *qd_sim_plan_make(const qd_sim_source *source,
                              const qd_probe *probes, uint32_t n,
                              qd_mem *mem, qd_sim_why *why)
{
    qd_sim_plan *plan = qd_mem_zero(mem, sizeof *plan);
    plan->mem = mem;
    qd_arena_init(&plan->arena, mem);
    plan->program.grid = source->grid;
    why->text[0] = '\0';
    if (!make(plan, source, probes, n, why)) {
        qd_sim_plan_free(plan);
        return NULL;
    }
    copy_probes(plan, probes, n);
    fill_readings(plan);
    return plan;
}

static void release(qd_mem *mem, const void *at)
{
    qd_mem_release(mem, (void *)(uintptr_t)at);
}

/* What lies in the arena stays until the qd_mem is freed. */
void qd_sim_plan_free(qd_sim_plan *plan)
{
    if (!plan) return;
    const qd_program *p = &plan->program;
    const void *all[] = { p->fixed, p->tables, p->before, p->body, p->terms,
                          p->lists, p->keys, p->scores, p->shapes, p->points,
                          p->readings,
                          p->sums, plan->probes, plan->first_reading };
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        release(plan->mem, all[i]);
    release(plan->mem, plan);
}

/* ---- Asking */

uint32_t qd_sim_reading(const qd_sim_plan *plan, uint32_t probe, uint32_t k)
{
    return plan->first_reading[probe] + k;
}

uint32_t qd_sim_probes(const qd_sim_plan *plan)
{
    return plan->n_probes;
}

const qd_probe *qd_sim_probe(const qd_sim_plan *plan, uint32_t probe)
{
    return &plan->probes[probe];
}

uint32_t qd_sim_readings(const qd_sim_plan *plan)
{
    return plan->first_reading[plan->n_probes];
}
