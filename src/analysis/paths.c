#include "analysis/paths.h"

#include "base/number.h"

uint64_t qd_paths_count(const qd_asked *asked, const char *option,
                        uint64_t otherwise)
{
    qd_str text = qd_asked_for(asked, option);
    if (text.len == 0) return otherwise;
    uint64_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n = 10 * n + (uint64_t)(text.at[i] - '0');
    return n;
}

static enum qd_isa isa_of(const qd_asked *asked)
{
    static const char *const names[] = { "best", "plain", "avx2", "avx512" };
    static const enum qd_isa sets[] = { QD_ISA_BEST, QD_ISA_PLAIN,
                                        QD_ISA_AVX2, QD_ISA_AVX512 };
    qd_str text = qd_asked_for(asked, "isa");
    for (int i = 0; i < 4; i++)
        if (qd_str_eq(text, qd_str_c(names[i]))) return sets[i];
    return QD_ISA_BEST;
}

static void read_options(qd_paths *run, uint64_t paths)
{
    const qd_model *m = run->asked->view.m;
    run->how = (qd_sim_how){
        .paths = qd_paths_count(run->asked, "paths", paths),
        .seed = qd_paths_count(run->asked, "seed", m->seed),
        .threads = (unsigned)qd_paths_count(run->asked, "threads", 1),
        .tile = (unsigned)qd_paths_count(run->asked, "tile", 0),
        .isa = isa_of(run->asked),
        .exact = qd_asked_for(run->asked, "exact").len > 0,
        .progress = m->progress, .ctx = m->progress_ctx };
}

static void count_periods(qd_paths *run)
{
    qd_model *m = run->asked->view.m;
    double months = qd_day_months(m->horizon.to) -
                    qd_day_months(m->horizon.from);
    run->n_periods = (uint32_t)(months / m->grid + 0.5);
    run->each = qd_arena_alloc(&m->arena,
                               (run->n_periods + 1) * sizeof *run->each);
    for (uint32_t i = 0; i < run->n_periods; i++) run->each[i] = i;
}

void qd_paths_begin(qd_paths *run, const qd_asked *asked, uint64_t paths)
{
    *run = (qd_paths){ .asked = asked };
    read_options(run, paths);
    count_periods(run);
    qd_lowering_init(&run->lowering, &asked->view, &asked->view.m->arena);
    qd_lower_all(&run->lowering);
}

void qd_paths_world(qd_paths *run)
{
    qd_world_make(&run->world, &run->lowering);
}

uint32_t qd_paths_probe(qd_paths *run, qd_node node, const uint32_t *ends,
                      uint32_t n_ends, bool sum, unsigned wants)
{
    *qd_vec_add(run->lowering.m->mem, &run->probes) = (qd_probe){
        .node = node, .ends = ends, .n_ends = n_ends, .sum = sum,
        .wants = (uint8_t)wants };
    return run->probes.n - 1;
}

uint32_t qd_paths_each(qd_paths *run, qd_node node, unsigned wants)
{
    return qd_paths_probe(run, node, run->each, run->n_periods, false, wants);
}

uint32_t qd_paths_last(qd_paths *run, qd_node node, unsigned wants)
{
    return qd_paths_probe(run, node, run->each + run->n_periods - 1, 1, false,
                        wants);
}

static bool refuse(qd_paths *run, const qd_sim_why *why)
{
    qd_model *m = run->lowering.m;
    qd_refuse(m, qd_arena_printf(&m->arena, "%s", why->text));
    return false;
}

bool qd_paths_plan(qd_paths *run)
{
    qd_lowering *l = &run->lowering;
    qd_model *m = l->m;
    uint32_t n_pairs;
    const qd_correlation *pairs = qd_correlations_of(l, &n_pairs);
    qd_world_resolve(&run->world);
    run->source = (qd_sim_source){
        .correlations = pairs, .n_correlations = n_pairs,
        .graph = &l->graph, .instead = run->world.instead.at,
        .grid = { qd_day_months(m->horizon.from), m->grid, run->n_periods } };
    qd_sim_why why;
    run->plan = qd_sim_plan_make(&run->source, run->probes.at, run->probes.n,
                                 m->mem, &why);
    return run->plan ? true : refuse(run, &why);
}

bool qd_paths_check(qd_paths *run)
{
    if (run->how.paths == 0) run->how.paths = 1;
    if (qd_isa_has(run->how.isa)) return true;
    qd_refuse(run->lowering.m,
              QD_STR("this machine does not have that instruction set"));
    return false;
}

void qd_paths_free(qd_paths *run)
{
    if (run->result) qd_sim_result_free(run->result);
    if (run->plan) qd_sim_plan_free(run->plan);
    qd_mem_release(run->lowering.m->mem, run->probes.at);
    if (run->world.l) qd_world_free(&run->world);
    qd_lowering_free(&run->lowering);
}

qd_str qd_paths_words(const qd_paths *run)
{
    qd_arena *arena = &run->lowering.m->arena;
    uint64_t n = run->result ? qd_sim_paths(run->result) : run->how.paths;
    qd_str text = { "", 0 };
    char group[8];
    for (; n >= 1000; n /= 1000) {
        unsigned low = (unsigned)(n % 1000);
        group[0] = ',';
        group[1] = (char)('0' + low / 100);
        group[2] = (char)('0' + low / 10 % 10);
        group[3] = (char)('0' + low % 10);
        group[4] = '\0';
        text = qd_arena_printf(arena, "%s%.*s", group, QD_STR_ARG(text));
    }
    return qd_arena_printf(arena, "%u%.*s paths, seed %llu", (unsigned)n,
                           QD_STR_ARG(text),
                           (unsigned long long)run->how.seed);
}

void qd_paths_note(const qd_paths *run, qd_answer *answer)
{
    qd_arena *arena = &run->lowering.m->arena;
    uint64_t lost = 0;
    if (run->fell_short)
        qd_answer_note(answer, qd_arena_printf(arena,
            "%llu paths, the most that are drawn, do not bring the error down "
            "to --until: --paths N allows N",
            (unsigned long long)run->how.paths));
    for (uint32_t p = 0; p < run->probes.n; p++)
        for (uint32_t k = 0; k < run->probes.at[p].n_ends; k++) {
            uint64_t n = qd_sim_lost(run->result, p, k);
            if (n > lost) lost = n;
        }
    if (qd_sim_stopped(run->result))
        qd_answer_note(answer, qd_arena_printf(arena,
            "stopped: the answer is of the first %llu of %llu paths",
            (unsigned long long)qd_sim_paths(run->result),
            (unsigned long long)run->how.paths));
    if (lost > 0)
        qd_answer_note(answer, qd_arena_printf(arena,
            "on %llu paths a number grew beyond all bounds or was divided by "
            "nothing: they are left out where that shows",
            (unsigned long long)lost));
}

qd_str qd_paths_period(const qd_paths *run, uint32_t period)
{
    qd_model *m = run->lowering.m;
    double begin = qd_day_months(m->horizon.from);
    int month = (int)(begin + 0.5) + (int)period * m->grid;
    if (m->grid == 3)
        return qd_arena_printf(&m->arena, "%d-Q%d", month / 12,
                               month % 12 / 3 + 1);
    return qd_arena_printf(&m->arena, "%d-%02d", month / 12, month % 12 + 1);
}
