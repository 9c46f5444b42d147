/* The hash of a program: field by field, since a struct has gaps. */
#include "sim/plan.h"
#include "sim/tile.h"

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

static uint64_t mix_double(uint64_t h, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return mix(h, bits);
}

static uint64_t mix_doubles(uint64_t h, const double *x, size_t n)
{
    h = mix(h, n);
    for (size_t i = 0; i < n; i++) h = mix_double(h, x[i]);
    return h;
}

static uint64_t mix_words(uint64_t h, const uint32_t *x, size_t n)
{
    h = mix(h, n);
    for (size_t i = 0; i < n; i++) h = mix(h, x[i]);
    return h;
}

static uint64_t mix_steps(uint64_t h, const qd_step *s, uint32_t n)
{
    h = mix(h, n);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t words[] = { s[i].op, s[i].out, s[i].a, s[i].b, s[i].c,
                                   s[i].aux, s[i].n };
        h = mix_words(h, words, 7);
    }
    return h;
}

static uint64_t mix_terms(uint64_t h, const qd_term_row *t, uint32_t n)
{
    h = mix(h, n);
    for (uint32_t i = 0; i < n; i++)
        h = mix_words(mix(h, t[i].kind), t[i].at, QD_TERM_OPERANDS);
    return h;
}

/* How deep a distribution stands in another is bound by how deep calls do. */
static uint64_t mix_dist(uint64_t h, const qd_dist *d)
{
    for (const char *c = d->kind->name; *c; c++) h = mix(h, (uint8_t)*c);
    h = mix(mix(h, d->form), d->n);
    for (unsigned i = 0; i < d->n; i++) {
        h = mix_double(mix_double(h, d->args[i].p), d->args[i].x);
        if (d->args[i].part) h = mix_dist(h, d->args[i].part);
    }
    return h;
}

/* Besides its constants a score is known by where it came from, or by what
 * it gives at some places: its table is made of the same parameters. */
static uint64_t mix_score(uint64_t h, const qd_score *s)
{
    static const double at[] = { 0.03125, 0.21, 0.5, 0.77, 0.96875 };
    h = mix(mix(h, s->form), s->cut);
    h = mix_doubles(h, s->c, 5);
    const double more[] = { s->from, s->width, s->low, s->high };
    h = mix_doubles(mix(h, s->n), more, 4);
    for (int i = 0; i < 5; i++) h = mix_double(h, qd_score_at(s, at[i]));
    return s->dist ? mix_dist(h, s->dist) : h;
}

static uint64_t mix_point(uint64_t h, const qd_hitrun *p)
{
    h = mix(mix(mix(mix(h, p->vars), p->axes), p->walls), p->steps);
    h = mix_doubles(h, p->centre, p->vars);
    h = mix_doubles(h, p->axis, (size_t)p->axes * p->vars);
    h = mix_doubles(h, p->room, p->walls);
    return mix_doubles(h, p->rate, (size_t)p->axes * p->walls);
}

uint64_t qd_sim_plan_hash(const qd_sim_plan *plan)
{
    const qd_program *p = &plan->program;
    uint64_t h = mix_double(mix_double(p->grid.n, p->grid.begin),
                            p->grid.step);
    h = mix_steps(h, p->before, p->n_before);
    h = mix_steps(h, p->body, p->n_body);
    h = mix_terms(h, p->terms, p->n_terms);
    h = mix_words(h, p->lists, p->n_lists);
    for (uint32_t i = 0; i < p->n_keys; i++) h = mix(h, p->keys[i]);
    h = mix_doubles(h, p->tables, (size_t)p->first_fixed * p->grid.n);
    h = mix_doubles(h, p->fixed, p->n_slots - p->first_fixed);
    for (uint32_t i = 0; i < p->n_scores; i++)
        h = mix_score(h, &p->scores[i]);
    for (uint32_t i = 0; i < p->n_shapes; i++)
        h = mix_dist(h, p->shapes[i].shape);
    for (uint32_t i = 0; i < p->n_points; i++)
        h = mix_point(h, p->points[i].of);
    h = mix_words(h, p->readings, (size_t)plan->n_probes * p->grid.n);
    for (uint32_t i = 0; i < plan->n_probes; i++) h = mix(h, p->sums[i]);
    return h;
}
