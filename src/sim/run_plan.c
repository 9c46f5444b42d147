/* The face of runs: what the machinery of sim/run.h does with a plan. */
#include "sim/run.h"
#include "sim/shard.h"

static size_t scratch_size(const void *self, unsigned tile)
{
    return qd_sim_scratch_size(self, tile);
}

static void draw_tile(const void *self, enum qd_isa isa, void *scratch,
                      unsigned tile, uint64_t seed, uint64_t first_path,
                      uint32_t n, qd_sim_take *take, void *ctx)
{
    qd_sim_tile(self, isa, scratch, tile, seed, first_path, n, take, ctx);
}

qd_sim_result *qd_sim_run(const qd_sim_plan *plan, const qd_sim_how *how,
                          qd_mem *mem, qd_sim_why *why)
{
    uint32_t n = qd_sim_probes(plan);
    const qd_probe **probes = qd_mem_resize(mem, NULL, n * sizeof *probes);
    for (uint32_t p = 0; p < n; p++) probes[p] = qd_sim_probe(plan, p);
    qd_run_model model = { .self = plan, .probes = probes, .n_probes = n,
                           .hash = qd_sim_plan_hash(plan),
                           .scratch_size = scratch_size, .tile = draw_tile };
    qd_sim_result *r = qd_run(&model, how, mem, why);
    qd_mem_release(mem, probes);
    return r;
}

/* The hash says so, but a file may say anything of itself. */
static bool is_asked(const qd_sim_result *r, const qd_sim_plan *plan)
{
    uint32_t n = qd_sim_probes(plan);
    if (r->n_probes != n) return false;
    for (uint32_t p = 0; p < n; p++) {
        const qd_probe *probe = qd_sim_probe(plan, p);
        uint32_t first = r->first_of[p];
        if (r->first_of[p + 1] - first != probe->n_ends) return false;
        if (probe->n_ends && r->readings[first].wants != probe->wants)
            return false;
    }
    return true;
}

qd_sim_result *qd_sim_result_merge(const qd_sim_plan *plan,
                                   const qd_str *files, uint32_t n,
                                   qd_mem *mem, qd_sim_why *why)
{
    uint64_t model = plan ? qd_sim_plan_hash(plan) : 0;
    qd_sim_result *r = qd_result_merge(plan ? &model : NULL, files, n, mem,
                                       why);
    if (!r || !plan || is_asked(r, plan)) return r;
    qd_sim_result_free(r);
    *why = (qd_sim_why){ "the files answer another question" };
    return NULL;
}

static void take_first(void *ctx, uint32_t reading, const double *x,
                       uint32_t n)
{
    (void)n;
    ((double *)ctx)[reading] = x[0];
}

void qd_sim_path(const qd_sim_plan *plan, const qd_sim_how *how,
                 uint64_t path, double *out, qd_mem *mem)
{
    const unsigned tile = QD_SIM_LANES;
    enum qd_isa isa = qd_isa_has(how->isa) ? how->isa : QD_ISA_BEST;
    void *scratch = qd_mem_resize(mem, NULL, qd_sim_scratch_size(plan, tile));
    qd_sim_tile(plan, isa, scratch, tile, how->seed, path, 1, take_first,
                out);
    qd_mem_release(mem, scratch);
}
