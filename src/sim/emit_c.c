/* The printed program takes a vector of paths through all periods in local
 * variables, where a sweep takes a tile through one step. It brings the
 * kernels along as they are, so the bits are the same. */
#include "sim/emit_c.h"

#include <stdio.h>

#include "base/limits.h"
#include "sim/emit_parts.h"
#include "sim/kernels.h"
#include "sim/tile.h"

/* ---- What quid gives */

enum { CHECKED = 1000 };

typedef struct check { uint64_t sum; } check;

static void add_reading(void *ctx, uint32_t reading, const double *x,
                        uint32_t n)
{
    check *c = ctx;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t bits = 0x7ff8000000000000u; /* any that is no number */
        if (x[i] == x[i]) memcpy(&bits, &x[i], sizeof bits);
        bits ^= (reading + UINT64_C(1)) * 0x9e3779b97f4a7c15u;
        bits *= 0xd6e8feb86659fd93u;
        c->sum += bits ^ bits >> 32;
    }
}

uint64_t qd_emit_checksum(const qd_sim_plan *plan, uint64_t seed,
                          uint32_t paths, qd_mem *mem)
{
    check c = { 0 };
    void *scratch = qd_mem_resize(mem, NULL,
                                  qd_sim_scratch_size(plan, QD_SIM_TILE));
    for (uint32_t at = 0; at < paths; at += QD_SIM_TILE) {
        uint32_t left = paths - at;
        qd_sim_tile(plan, QD_ISA_BEST, scratch, QD_SIM_TILE, seed, at,
                    left < QD_SIM_TILE ? left : QD_SIM_TILE, add_reading, &c);
    }
    qd_mem_release(mem, scratch);
    return c.sum;
}

/* ---- The kernels */

/* What their includes of ours would give. */
static const char *const before_kernels =
    "#include <math.h>\n#include <stdbool.h>\n#include <stddef.h>\n"
    "#include <stdint.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
    "#include <string.h>\n\n"
    "#ifndef QD_LANES\n#define QD_LANES 1 /* 8: -mavx512f -mavx512dq "
    "-mavx512vl; 4: -mavx2; 2 */\n#endif\n\n"
    "typedef struct qd_str { const char *at; size_t len; } qd_str;\n"
    "typedef struct qd_arena qd_arena;\n\n";

static void emit_kernel(qd_buf *out, const char *name)
{
    size_t k = 0;
    while (k < qd_kernel_count && strcmp(qd_kernel_files[k].name, name)) k++;
    const char *c = qd_kernel_files[k].text;
    while (*c) {
        size_t n = strcspn(c, "\n") + 1;
        bool ours = strncmp(c, "#include \"", 10) == 0;
        if (!ours) qd_buf_add(out, (qd_str){ c, n });
        c += n;
    }
    qd_buf_char(out, '\n');
}

static void emit_kernels(qd_buf *out)
{
    static const char *const names[] = { "lanes", "lane_math", "lane_philox",
                                         "dist", "score", "lane_score",
                                         "ops_lane" };
    qd_buf_c(out, before_kernels);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        emit_kernel(out, names[i]);
    qd_buf_c(out,
             "/* ---- What no plan that is printed asks for */\n\n"
             "double qd_dist_quantile(const qd_dist *d, double u)\n{\n"
             "    return (void)d, (void)u, NAN;\n}\n\n"
             "uint32_t qd_vary_params(const qd_dist *shape)\n{\n"
             "    return (void)shape, 0;\n}\n\n"
             "double qd_vary_quantile(const qd_dist *shape, "
             "const double *params, double u)\n{\n"
             "    return (void)shape, (void)params, (void)u, NAN;\n}\n\n");
}

/* ---- Numbers */

static void emit_list(qd_buf *out, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        qd_buf_c(out, i % 4 ? " " : "\n    ");
        qd_emit_double(out, x[i]);
        qd_buf_char(out, ',');
    }
}

static void emit_array(qd_buf *out, const char *name, uint32_t i,
                       const double *x, size_t n)
{
    qd_buf_printf(out, "static const double %s%u[] = {", name, i);
    emit_list(out, x, n);
    qd_buf_c(out, "\n};\n");
}

static void emit_score(qd_buf *out, uint32_t i, const qd_score *s)
{
    bool table = s->form == QD_SCORE_TABLE, steps = s->form == QD_SCORE_STEPS;
    if (table) emit_array(out, "cells", i, s->table, (size_t)s->n * 6);
    if (steps) emit_array(out, "cells", i, s->table, s->n);
    if (steps) emit_array(out, "upto", i, s->upto, s->n);
    qd_buf_printf(out, "static const qd_score score%u = {\n    .form = %u, "
                  ".wants_z = %d, .cut = %d, .n = %u, .c = {", i, s->form,
                  s->wants_z, s->cut, s->n);
    emit_list(out, s->c, 5);
    qd_buf_c(out, " },\n    .from = ");
    qd_emit_double(out, s->from);
    qd_buf_c(out, ", .width = ");
    qd_emit_double(out, s->width);
    qd_buf_c(out, ",\n    .low = ");
    qd_emit_double(out, s->low);
    qd_buf_c(out, ", .high = ");
    qd_emit_double(out, s->high);
    if (table || steps) qd_buf_printf(out, ",\n    .table = cells%u", i);
    if (steps) qd_buf_printf(out, ", .upto = upto%u", i);
    qd_buf_c(out, "\n};\n");
}

static void emit_shape(qd_buf *out, uint32_t i, const qd_dist *d)
{
    qd_buf_printf(out, "static const qd_dist_kind kind%u = { .vary = %u }; "
                  "/* %s */\n", i, d->kind->vary, d->kind->name);
    qd_buf_printf(out, "static const qd_dist shape%u = { .kind = &kind%u, "
                  ".form = %u };\n", i, i, (unsigned)d->form);
}

static void emit_readings(qd_buf *out, const qd_program *p, uint32_t probe)
{
    qd_buf_printf(out, "static const int read%u[] = {", probe);
    for (uint32_t t = 0; t < p->ends; t++) {
        uint32_t at = p->readings[(size_t)probe * p->grid.n + t];
        qd_buf_printf(out, "%s%d,", t % 12 ? " " : "\n    ",
                      at == QD_PLACE_NONE ? -1 : (int)at);
    }
    qd_buf_c(out, "\n};\n");
}

static void emit_numbers(const qd_emit *e, uint32_t probes)
{
    const qd_program *p = e->program;
    for (uint32_t i = 0; i < p->first_fixed; i++)
        emit_array(e->out, "table", i, p->tables + (size_t)i * p->grid.n,
                   p->ends);
    for (uint32_t i = 0; i < p->n_scores; i++)
        emit_score(e->out, i, &p->scores[i]);
    for (uint32_t i = 0; i < p->n_shapes; i++)
        emit_shape(e->out, i, p->shapes[i].shape);
    for (uint32_t i = 0; i < probes; i++) emit_readings(e->out, p, i);
}

/* ---- The program */

static const char *const draws =
    "\n/* ---- Draws: one block serves path i and path i + 8 */\n\n"
    "static vd uniform(uint64_t key, uint64_t path, uint32_t period)\n{\n"
    "    uint64_t block = path / 16 * 8 + path % 8;\n"
    "    vphilox p = vphilox_begin(key, block, period, 0);\n"
    "    vd even, odd;\n"
    "    vphilox_block(&p, viota() + vset_u((uint32_t)block), &even, &odd);\n"
    "    return path / 8 % 2 ? odd : even;\n}\n\n"
    "static vd normal(uint64_t key, uint64_t path, uint32_t period)\n{\n"
    "    return vscore(uniform(key, path, period));\n}\n\n"
    "static vd score(const qd_score *s, vd x)\n{\n"
    "    return s->cut ? vcut(s, x) : vform_of(s->form, s, x);\n}\n\n";

static void emit_paths(const qd_emit *e)
{
    const qd_program *p = e->program;
    qd_buf_c(e->out, "/* The readings of QD_LANES paths. */\n"
             "static void follow(uint64_t path, vd *out)\n{\n"
             "    vd sum = vset(0);\n    (void)sum;\n");
    for (uint32_t i = 0; i < p->n_columns; i++)
        qd_buf_printf(e->out, "    vd x%u = vset(0);\n    (void)x%u;\n", i, i);
    for (uint32_t i = 0; i < p->n_before; i++)
        qd_emit_step(e, &p->before[i], false);
    qd_buf_printf(e->out, "    for (uint32_t t = 0; t < %u; t++) {\n",
                  p->ends);
    for (uint32_t i = 0; i < p->first_fixed; i++)
        qd_buf_printf(e->out, "        vd now%u = vset(table%u[t]);\n"
                      "        (void)now%u;\n", i, i, i);
    for (uint32_t i = 0; i < p->n_body; i++)
        qd_emit_step(e, &p->body[i], true);
    qd_buf_c(e->out, "    }\n}\n\n");
}

static const char *const checksum =
    "static uint64_t mixed(uint64_t reading, double x)\n{\n"
    "    uint64_t bits = 0x7ff8000000000000u;\n"
    "    if (x == x) memcpy(&bits, &x, sizeof bits);\n"
    "    bits ^= (reading + 1) * 0x9e3779b97f4a7c15u;\n"
    "    bits *= 0xd6e8feb86659fd93u;\n"
    "    return bits ^ bits >> 32;\n}\n\n";

static void emit_main(const qd_emit *e, uint32_t readings, uint64_t sum)
{
    qd_buf_c(e->out, checksum);
    qd_buf_printf(e->out, "enum { READINGS = %u };\n\n", readings);
    qd_buf_c(e->out, "int main(void)\n{\n"
             "    static vd out[READINGS + 1];\n    uint64_t sum = 0;\n");
    qd_buf_printf(e->out, "    for (uint64_t path = 0; path < %u; "
                  "path += QD_LANES) {\n        follow(path, out);\n", CHECKED);
    qd_buf_c(e->out, "        for (unsigned i = 0; i < READINGS; i++)\n"
             "            for (unsigned k = 0; k < QD_LANES; k++)\n"
             "                sum += mixed(i, vlane(out[i], k));\n    }\n");
    qd_buf_printf(e->out, "    bool same = sum == 0x%08x%08xu;\n",
                  (unsigned)(sum >> 32), (unsigned)sum);
    qd_buf_printf(e->out, "    printf(\"%%016llx of the first %u paths: %%s\\n"
                  "\", (unsigned long long)sum,\n"
                  "           same ? \"the same bits as quid\" : "
                  "\"NOT the bits of quid\");\n    return same ? 0 : 1;\n}\n",
                  CHECKED);
}

static bool can_be_printed(const qd_program *p, qd_sim_why *why)
{
    bool can = true;
    for (uint32_t i = 0; i < p->n_scores; i++)
        can = can && p->scores[i].form != QD_SCORE_QUANTILE;
    for (uint32_t i = 0; i < p->n_shapes; i++)
        can = can && p->shapes[i].shape->kind->vary != QD_VARY_QUANTILE;
    for (uint32_t i = 0; i < p->n_before + p->n_body; i++) {
        unsigned op = i < p->n_before ? p->before[i].op
                                      : p->body[i - p->n_before].op;
        if (op != QD_OP_POINT && op != QD_OP_FINANCED) continue;
        snprintf(why->text, sizeof why->text, "it asks for own(...), and a "
                 "cap table is drawn by a walk that has no short form in C");
        return false;
    }
    if (!can)
        snprintf(why->text, sizeof why->text, "a distribution is drawn by a "
                 "search for its quantile, which has no short form in C");
    return can;
}

bool qd_emit_c(const qd_sim_plan *plan, uint64_t seed, qd_buf *out,
               qd_sim_why *why)
{
    if (!can_be_printed(&plan->program, why)) return false;
    qd_emit e = { &plan->program, seed, out };
    qd_buf_c(out, "/* Written by quid: the paths of a question, to be read "
             "and to be run.\n *\n"
             " *     cc -O2 -ffp-contract=off this.c -lm && ./a.out\n *\n"
             " * What the file says comes last, behind the kernels. */\n");
    emit_kernels(out);
    qd_buf_c(out, "/* ---- The numbers of the file */\n\n");
    emit_numbers(&e, plan->n_probes);
    qd_buf_c(out, draws);
    emit_paths(&e);
    emit_main(&e, qd_sim_readings(plan),
              qd_emit_checksum(plan, seed, CHECKED, out->mem));
    return true;
}
