/* Runs that are not of a number of paths told beforehand: one of several
 * parts, the parts put together, and as many paths as an error needs. */
#include "analysis/paths.h"

#include <math.h>

#include "base/limits.h"
#include "base/number.h"

static bool refuse(const qd_paths *run, qd_str words)
{
    qd_refuse(run->lowering.m, words);
    return false;
}

/* ---- `--shard i/n` */

/* The whole number at the beginning of a text, which it leaves; 0: none. */
static uint32_t take_count(qd_str *text)
{
    uint32_t n = 0;
    for (; text->len && *text->at >= '0' && *text->at <= '9';
         text->at++, text->len--) {
        if (n > 1000000) return 0;
        n = 10 * n + (uint32_t)(*text->at - '0');
    }
    return n;
}

static bool read_shard(qd_paths *run)
{
    qd_str given = qd_asked_for(run->asked, "shard"), text = given;
    if (given.len == 0) return true;
    uint32_t i = take_count(&text), n = 0;
    bool slash = text.len && *text.at == '/';
    if (slash) {
        text.at++;
        text.len--;
        n = take_count(&text);
    }
    run->how.shard = i;
    run->how.shards = n;
    if (slash && text.len == 0 && i > 0 && i <= n) return true;
    return refuse(run, qd_arena_printf(&run->lowering.m->arena,
        "`%.*s` for --shard: write 1/3, 2/3 and 3/3 for the three parts of a "
        "run", QD_STR_ARG(given)));
}

/* ---- `--until ERROR` */

/* "0.1pp", "0.1 %": points of a chance. */
static bool read_until(qd_paths *run)
{
    static const char *const units[] = { "pp", "%", "points" };
    qd_str given = qd_asked_for(run->asked, "until");
    qd_decimal points;
    size_t used = 0, i = 0;
    if (given.len == 0) return true;
    bool good = qd_number_read(given.at, given.at + given.len, &points,
                               &used) == QD_NUMBER_OK;
    while (used < given.len && given.at[used] == ' ') used++;
    qd_str unit = { given.at + used, given.len - used };
    while (i < 3 && !qd_str_eq(unit, qd_str_c(units[i]))) i++;
    if (good && i < 3) run->until = qd_decimal_double(points, -2);
    if (run->until > 0) return true;
    return refuse(run, qd_arena_printf(&run->lowering.m->arena,
        "`%.*s` for --until: write the error that the chance of a gap may "
        "have, such as 0.1pp", QD_STR_ARG(given)));
}

/* ---- Parts of a run, read from files */

static void find_parts(qd_paths *run)
{
    const qd_asked *asked = run->asked;
    qd_arena *arena = &run->lowering.m->arena;
    run->parts = qd_arena_alloc(arena, (asked->n + 1) * sizeof *run->parts);
    for (size_t i = 0; i < asked->n; i++)
        if (strcmp(asked->args[i].name, "merge") == 0)
            run->parts[run->n_parts++] = asked->args[i].value;
}

/* What the files are of holds; an option that says otherwise is told. */
static bool is_as_asked(qd_paths *run, const char *option, uint64_t of)
{
    uint64_t asked = qd_paths_count(run->asked, option, of);
    if (asked == of) return true;
    return refuse(run, qd_arena_printf(&run->lowering.m->arena,
        "--%s %llu, but the files are of %llu: leave it out, or merge the "
        "files that were made with it", option, (unsigned long long)asked,
        (unsigned long long)of));
}

static bool merge(qd_paths *run)
{
    qd_model *m = run->lowering.m;
    qd_sim_why why;
    run->result = qd_sim_result_merge(run->plan, run->parts, run->n_parts,
                                      m->mem, &why);
    if (!run->result)
        return refuse(run, qd_arena_printf(&m->arena,
            "%s; all parts have to be of one model, with the same options, "
            "each given once, in any order", why.text));
    run->how.paths = qd_sim_paths(run->result);
    run->how.seed = qd_sim_seed(run->result);
    return is_as_asked(run, "paths", run->how.paths) &&
           is_as_asked(run, "seed", run->how.seed);
}

/* ---- All */

bool qd_paths_read_parts(qd_paths *run)
{
    static const char *const names[] = { "path", "until", "shard", "merge" };
    const char *before = NULL;
    for (int i = 0; i < 4; i++) {
        if (qd_asked_for(run->asked, names[i]).len == 0) continue;
        if (before)
            return refuse(run, qd_arena_printf(&run->lowering.m->arena,
                "--%s and --%s do not go together: leave one of them out",
                before, names[i]));
        before = names[i];
    }
    find_parts(run);
    return read_shard(run) && read_until(run);
}

bool qd_paths_draw(qd_paths *run)
{
    qd_sim_why why;
    if (!qd_paths_check(run)) return false;
    if (run->n_parts) return merge(run);
    run->result = qd_sim_run(run->plan, &run->how, run->lowering.m->mem,
                             &why);
    if (run->result) return true;
    return refuse(run, qd_arena_printf(&run->lowering.m->arena, "%s",
                                       why.text));
}

/* A chance that no path contradicts is known to one path, not exactly. */
static double chance_error(const qd_sim_result *r, uint32_t probe, uint32_t k)
{
    double p = qd_sim_chance(r, probe, k);
    if (p > 0 && p < 1) return qd_sim_chance_error(r, probe, k);
    return isnan(p) ? 0 : 1 / (double)qd_sim_paths(r);
}

static bool is_enough(const qd_paths *run, uint32_t probe, uint32_t k)
{
    return qd_sim_stopped(run->result) ||
           chance_error(run->result, probe, k) <= run->until;
}

bool qd_paths_draw_until(qd_paths *run, uint32_t probe, uint32_t k)
{
    enum { FIRST = 4096, USUAL_MOST = FIRST << 12 };
    if (run->until <= 0) return qd_paths_draw(run);
    uint64_t most = qd_paths_count(run->asked, "paths", USUAL_MOST);
    run->how.paths = FIRST < most ? FIRST : most;
    if (!qd_paths_draw(run)) return false;
    while (!is_enough(run, probe, k) && run->how.paths < most) {
        uint64_t next = 2 * run->how.paths;
        run->how.paths = next < most ? next : most;
        qd_sim_result_free(run->result);
        run->result = NULL;
        if (!qd_paths_draw(run)) return false;
    }
    run->fell_short = !is_enough(run, probe, k);
    return true;
}
