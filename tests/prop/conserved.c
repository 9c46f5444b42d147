/* Money is conserved: on every path of every example, at the end of every
 * period, what all parties and the outside world have won is nothing, to a
 * cent or 1e-12 of the gross flow; and what each has is its opening and the
 * dues that name it, added up here a second time. Where an amount is exact
 * the evaluator of sets says the same of each due. What is paid where somebody
 * is in default is conserved too. Prints TAP. */
#include <glob.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/paid.h"
#include "expr/eval.h"
#include "sim/tile.h"

struct checked {
    qd_mem mem;
    jmp_buf oom;
    qd_model m;
    qd_asked asked;
    qd_paths run;
    QD_VEC(qd_entity) entities;
    double *path;
    double worst;          /* imbalance, in units of what is allowed */
    uint64_t wrong, exact; /* numbers */
    uint64_t short_worlds; /* paths on which somebody runs out of cash */
};

static char folder[1000];

static int read_file(void *ctx, qd_mem *mem, const char *path, char **text,
                     size_t *len)
{
    char name[2000];
    const char *base = strrchr(path, '/');
    (void)ctx;
    snprintf(name, sizeof name, "%s/%s", folder, base ? base + 1 : path);
    FILE *f = fopen(name, "rb");
    if (!f) return 2;
    enum { MOST = 1 << 20 };
    *text = qd_mem_resize(mem, NULL, MOST + 1);
    *len = fread(*text, 1, MOST, f);
    (*text)[*len] = '\0';
    fclose(f);
    return 0;
}

/* ---- What is asked: openings, positions, dues */

static unsigned currency_of(const qd_lowering *l, qd_node n)
{
    unsigned c = 0;
    qd_dim_is_money(&l->m->units, qd_node_dim(&l->graph, n), &c);
    return c;
}

static void name_entities(struct checked *c)
{
    qd_lowering *l = &c->run.lowering;
    for (uint32_t i = 0; i < c->m.tree.dirs.n; i++) {
        const qd_dir *d = &c->m.tree.dirs.at[i];
        if (d->keyword != QD_K_party) continue;
        for (unsigned k = 0; k < c->m.units.n_currencies; k++)
            qd_world_entity(&c->run.world, d->name, k);
    }
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (!qd_due_is_known(due)) continue;
        unsigned k = currency_of(l, due->cash);
        qd_world_entity(&c->run.world, due->payer, k);
        qd_world_entity(&c->run.world, due->payee, k);
    }
}

/* Probes in order: opening and position of each entity, then each due. */
static void ask(struct checked *c)
{
    qd_lowering *l = &c->run.lowering;
    name_entities(c);
    for (uint32_t i = 0; i < c->run.world.entities.n; i++) {
        qd_entity e = c->run.world.entities.at[i];
        *qd_vec_add(&c->mem, &c->entities) = e;
        qd_paths_each(&c->run, e.opening, QD_WANT_MEAN);
        qd_paths_each(&c->run, e.position, QD_WANT_MEAN);
    }
    for (uint32_t i = 0; i < l->dues.n; i++)
        qd_paths_each(&c->run, qd_world_cash(&c->run.world, &l->dues.at[i]),
                      QD_WANT_MEAN);
}

static double value(const struct checked *c, uint32_t probe, uint32_t t)
{
    return c->path[probe * c->run.n_periods + t];
}

/* ---- One path */

static void note(struct checked *c, double gap, double gross)
{
    double allowed = fmax(0.01, 1e-12 * gross);
    double share = fabs(gap) / allowed;
    if (!(share <= 1)) c->wrong++;
    if (share > c->worst) c->worst = share;
}

/* What an entity has won by the end of a period, by its dues. */
static double by_dues(const struct checked *c, const qd_entity *e, double *won,
                      uint32_t t, double *gross)
{
    const qd_lowering *l = &c->run.lowering;
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (!qd_due_is_known(due) ||
            currency_of(l, due->cash) != e->currency) continue;
        double x = value(c, 2 * c->entities.n + i, t);
        if (due->payee == e->party) *won += x;
        if (due->payer == e->party) *won -= x;
        if (due->payee == e->party || due->payer == e->party)
            *gross += fabs(x);
    }
    return *won;
}

static void check_path(struct checked *c, uint64_t path)
{
    enum { CURRENCIES = 8 };
    qd_sim_path(c->run.plan, &c->run.how, path, c->path, &c->mem);
    uint32_t n = c->entities.n;
    double *won = calloc(2 * n + 1, sizeof *won), *gross = won + n;
    for (uint32_t t = 0; t < c->run.n_periods; t++) {
        double sum[CURRENCIES] = { 0 }, all[CURRENCIES] = { 0 };
        for (uint32_t i = 0; i < n; i++) {
            const qd_entity *e = &c->entities.at[i];
            double has = value(c, 2 * i + 1, t) - value(c, 2 * i, t);
            note(c, has - by_dues(c, e, &won[i], t, &gross[i]), gross[i]);
            sum[e->currency % CURRENCIES] += has;
            all[e->currency % CURRENCIES] += gross[i];
        }
        for (int k = 0; k < CURRENCIES; k++) note(c, sum[k], all[k]);
    }
    free(won);
}

/* ---- What is paid */

/* One path on which somebody is in default: what each has in the end is what
 * it had and was paid less what it paid, nobody with a balance has less than
 * nothing, no more is paid than falls due, and who is not bounded pays all. */
static void check_ledger(struct checked *c, const qd_paid *p, uint32_t k)
{
    const qd_paid_world *w = &p->worlds.at[k];
    uint32_t n = p->party.n;
    double *won = calloc(2 * (size_t)n + 1, sizeof *won), *gross = won + n;
    double *path = calloc(qd_sim_readings(p->plan) + 1, sizeof *path);
    qd_sim_path(p->plan, &p->run->how, 0, path, &c->mem);
    for (uint32_t d = 0; d < w->dues.n; d++) {
        const qd_paying_due *x = &w->dues.at[d];
        double due = w->by_due[2 * d], paid = w->by_due[2 * d + 1];
        if (x->to != QD_OUTSIDE) won[x->to] += paid, gross[x->to] += paid;
        if (x->from != QD_OUTSIDE)
            won[x->from] -= paid, gross[x->from] += paid;
        if (x->part == QD_PAYING_PLAIN) note(c, fmax(0, paid - due), due);
        bool free = x->from == QD_OUTSIDE || (!p->bounded.at[x->from] &&
                    w->struck[x->from] == QD_PAYING_NEVER);
        if (free && x->part == QD_PAYING_PLAIN) note(c, paid - due, due);
    }
    for (uint32_t u = 0; u < n; u++) {
        double had = p->opening.at[u]
            ? path[qd_sim_reading(p->plan, p->opening.at[u] - 1, 0)] : 0;
        note(c, w->cash[u] - had - won[u], gross[u]);
        if (p->bounded.at[u]) note(c, fmin(0, w->cash[u]), gross[u]);
        if (w->some == 0) note(c, w->loss[u], 0);
    }
    free(path);
    free(won);
}

/* Nobody, then each party in turn. */
static void check_paid(struct checked *c, uint64_t seed)
{
    qd_paths run;
    qd_paid p;
    qd_paths_begin(&run, &c->asked, 1);
    qd_paths_world(&run);
    run.how.seed = seed;
    qd_paid_begin(&p, &run, 0);
    qd_paid_add(&p, &run.world, &(qd_paid_how){ 0 });
    uint32_t n = p.party.n, worlds = n < 8 ? n : 8;
    qd_sym *party = calloc(n + 1, sizeof *party);
    memcpy(party, p.party.at, n * sizeof *party);
    for (uint32_t u = 0; u < worlds; u++)
        qd_paid_add(&p, &run.world, &(qd_paid_how){
            .struck = &party[u], .n_struck = 1,
            .period = (uint32_t)(seed % run.n_periods),
            .has_recovery = u % 2, .recovery = 0.3, .cancels = u % 3 == 0 });
    if (qd_paid_draw(&p, 1))
        for (uint32_t k = 0; k < p.worlds.n; k++) check_ledger(c, &p, k);
    else c->wrong++;
    c->short_worlds += p.worlds.n > 0 ? p.worlds.at[0].some : 0;
    free(party);
    qd_paid_free(&p);
    qd_paths_free(&run);
}

/* ---- Against the sets */

/* A due of which the sets know one number in every period moves that number
 * on every path on which it happens, unless paths have words of their own
 * (a limit, what burn leaves). */
static void check_exact(struct checked *c)
{
    qd_lowering *l = &c->run.lowering;
    double begin = qd_day_months(c->m.horizon.from), step = c->m.grid;
    qd_eval e;
    qd_eval_init(&e, &l->graph, &c->mem, QD_FACE_MODEL, begin);
    for (uint32_t i = 0; i < l->dues.n; i++) {
        const qd_due *due = &l->dues.at[i];
        if (due->amount != due->cash || !qd_due_is_known(due)) continue;
        for (uint32_t t = 0; t < c->run.n_periods; t++) {
            qd_eval_period(&e, begin + t * step, begin + (t + 1) * step);
            const qd_set *s = qd_eval_node(&e, due->amount);
            if (s->unknown || !qd_set_is_point(s)) continue;
            double x = value(c, 2 * c->entities.n + i, t), y = s->at[0].lo;
            note(c, x - y, fabs(y));
            c->exact++;
        }
    }
    qd_eval_free(&e);
}

static bool load(struct checked *c, const char *name)
{
    char *text;
    size_t len;
    qd_mem_init(&c->mem, NULL, NULL);
    c->mem.oom = &c->oom;
    if (read_file(NULL, &c->mem, name, &text, &len)) return false;
    qd_model_load(&c->m, &c->mem, qd_str_c(name), (qd_str){ text, len },
                  read_file, NULL);
    return c->m.diags.count[QD_ERROR] == 0;
}

static void check(struct checked *c, uint64_t paths)
{
    c->asked.view = qd_view_make(&c->m);
    qd_paths_begin(&c->run, &c->asked, paths);
    qd_paths_world(&c->run);
    ask(c);
    if (!qd_paths_plan(&c->run)) {
        c->wrong++;
        return;
    }
    c->path = malloc(sizeof *c->path * (qd_sim_readings(c->run.plan) + 1));
    for (uint64_t i = 0; i < paths; i++) check_path(c, i);
    check_exact(c);
    free(c->path);
    for (uint64_t i = 0; i < paths / 20; i++) check_paid(c, 7 * i);
}

/* A model that cannot be had, or memory that runs out, is a failure. */
static bool is_conserved(struct checked *c, const char *name, uint64_t paths)
{
    if (setjmp(c->oom) || !load(c, name)) return false;
    check(c, paths);
    return c->wrong == 0;
}

int main(void)
{
    static struct checked c;
    const char *root = getenv("ROOT"), *full = getenv("QUID_FULL");
    uint64_t paths = full ? 1000 : 200;
    int failed = 0;
    if (!root) return 77;
    snprintf(folder, sizeof folder, "%s/examples/*.quid", root);
    glob_t all;
    if (glob(folder, 0, NULL, &all)) return 1;
    snprintf(folder, sizeof folder, "%s/examples", root);
    printf("1..%d\n", (int)all.gl_pathc);
    for (int i = 0; i < (int)all.gl_pathc; i++) {
        const char *name = strrchr(all.gl_pathv[i], '/') + 1;
        c = (struct checked){ .worst = 0 };
        bool ok = is_conserved(&c, name, paths);
        failed += !ok;
        printf("%sok %d - %s: %u dues, %u parties, %llu exact, %llu short, at "
               "most %.2g of what is allowed\n", ok ? "" : "not ", i + 1,
               name, c.run.lowering.dues.n, c.entities.n,
               (unsigned long long)c.exact,
               (unsigned long long)c.short_worlds, c.worst);
        if (c.run.world.l) qd_paths_free(&c.run);
        qd_mem_free_all(&c.mem);
    }
    globfree(&all);
    return failed > 0;
}
