/* `quid shock`: who loses what, and when, if a deal falls through, a revenue
 * falls short or a chip is late? Two worlds on one graph, drawn alike: what
 * differs on a path is the shock alone. */
#include "analysis/shock.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/shock_net.h"
#include "model/claims.h"

/* ---- The two worlds */

static void make_worlds(qd_shock_run *s)
{
    qd_paths_world(&s->run);
    qd_view view = s->asked.view;
    view.shocked = s->shocked;
    qd_lowering_beside(&s->lowering, &s->run.lowering, &view);
    qd_shock_enter(s, true);
    qd_lower_all(&s->lowering);
    qd_world_make(&s->world, &s->lowering);
    s->run.world.beside = &s->world;
    qd_shock_enter(s, false);
}

static void free_worlds(qd_shock_run *s)
{
    if (s->world.l) qd_world_free(&s->world);
    if (s->lowering.m) qd_lowering_free(&s->lowering);
    qd_paths_free(&s->run);
    qd_mem_release(s->m->mem, s->companies.at);
    qd_mem_release(s->m->mem, s->stakes.at);
}

/* ---- The order of loss */

static int by_loss(const void *a, const void *b)
{
    const qd_shock_party *x = a, *y = b;
    if (x->loss != y->loss) return x->loss > y->loss ? -1 : 1;
    if (x->behind != y->behind) return x->behind > y->behind ? -1 : 1;
    if (x->stakes != y->stakes) return x->stakes > y->stakes ? -1 : 1;
    return qd_str_cmp(x->name, y->name);
}

/* By how much a figure falls on average; no number is no loss. */
static double fall(const qd_shock_run *s, const qd_shock_figure *f)
{
    double x = f->asked ? -qd_sim_mean(s->run.result, f->change, 0) : 0;
    return isnan(x) ? 0 : qd_shock_clean(x);
}

static void sort_parties(qd_shock_run *s)
{
    for (uint32_t i = 0; i < s->parties.n; i++) {
        qd_shock_party *p = &s->parties.at[i];
        p->loss = fall(s, &p->of[QD_SHOCK_CASH]);
        p->behind = fall(s, &p->of[QD_SHOCK_BEHIND]);
        p->stakes = fall(s, &p->of[QD_SHOCK_STAKES]);
        p->name = qd_model_name(s->m, p->party);
    }
    if (s->parties.n > 1)
        qsort(s->parties.at, s->parties.n, sizeof *s->parties.at, by_loss);
}

static void choose_scale(qd_shock_run *s)
{
    double most = 0;
    for (uint32_t i = 0; i < s->parties.n; i++)
        for (int k = QD_SHOCK_CASH; k <= QD_SHOCK_STAKES; k++) {
            const qd_shock_figure *f = &s->parties.at[i].of[k];
            if (!f->asked) continue;
            most = fmax(most, fabs(qd_sim_quantile(s->run.result, f->change,
                                                   0, 0.05)));
            most = fmax(most, fabs(qd_sim_quantile(s->run.result, f->change,
                                                   0, 0.95)));
        }
    s->scale = qd_asked_scale(most, &s->scale_word);
}

/* ---- The answer */

static bool has_money(qd_shock_run *s)
{
    if (s->m->units.n_currencies > 0) return true;
    qd_refuse(s->m, QD_STR("the model has no money: declare a currency, such "
                           "as `currency: USD $`, below `quid`"));
    return false;
}

/* Positions count all that is due as paid: a default changes none. */
static bool only_defaults(const qd_shock_run *s)
{
    for (uint32_t i = 0; i < s->shocks.n; i++)
        if (s->shocks.at[i].kind != QD_SHOCK_DEFAULT) return false;
    return true;
}

static bool positions(qd_shock_run *s)
{
    qd_shock_ask(s);
    if (!qd_paths_plan(&s->run) || !qd_paths_draw(&s->run)) return false;
    sort_parties(s);
    choose_scale(s);
    qd_shock_head(s);
    qd_shock_tables(s);
    if (!qd_shock_fan(s)) return false;
    qd_shock_words(s);
    qd_paths_note(&s->run, s->answer);
    return true;
}

static bool answer(qd_shock_run *s)
{
    make_worlds(s);
    if (!qd_shock_check_times(s)) return false;
    s->answer = qd_answer_make(&s->m->arena, "shock");
    if (qd_asked_too_early(&s->asked, s->answer)) return true;
    bool good = (only_defaults(s) || positions(s)) && qd_shock_paid(s);
    qd_asked_note(&s->asked, s->answer);
    return good;
}

/* An edge list stands in place of a model; it may be empty. */
static bool has_edges(const qd_asked *a)
{
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->args[i].name, "edges") == 0) return true;
    return false;
}

static qd_answer *shock(qd_model *m, const qd_argument *args, size_t n)
{
    qd_shock_run s = { .m = m };
    if (!qd_asked_read(&s.asked, m, args, n)) return NULL;
    if (has_edges(&s.asked))
        return qd_shock_net_answer(&s.asked);
    s.asked.view.on = QD_DAY_OPEN_FROM; /* --on is of a default */
    bool good = has_money(&s) && qd_shock_read(&s);
    if (good) {
        qd_paths_begin(&s.run, &s.asked, QD_PATHS_USUAL);
        good = answer(&s);
        free_worlds(&s);
    }
    qd_mem_release(m->mem, s.shocks.at);
    qd_mem_release(m->mem, s.parties.at);
    return good ? s.answer : NULL;
}

static const qd_option options[] = {
    { "drop", QD_OPTION_LINE, NULL,
      "as if this deal, or this line, came to nothing, and all that names it "
      "with @", false },
    { "cut", QD_OPTION_CHANGE, NULL,
      "so much less under a revenue or a contract: sales 30 %", false },
    { "delay", QD_OPTION_CHANGE, NULL,
      "a deal, a line, or all contracts for a chip, so much later: "
      "trainium3 12 mo", false },
    { "default", QD_OPTION_PARTY, NULL,
      "this party pays nothing more, from --on", false },
    { "on", QD_OPTION_DATE, NULL,
      "from when --default is: its first instant; the beginning", false },
    { "recovery", QD_OPTION_TEXT, NULL,
      "what is left in a default of cash and of what comes in: 40%", false },
    { "edges", QD_OPTION_FILE, NULL,
      "a list of debts instead of a model: payer,payee,amount", false },
    { "nodes", QD_OPTION_FILE, NULL,
      "the parties of --edges: party,outside_assets,recovery_outside,"
      "recovery_inside", false },
    { "debtrank", QD_OPTION_FLAG, NULL,
      "also DebtRank, the pessimistic twin, of --edges and --nodes", false },
    { "exposures", QD_OPTION_FLAG, NULL,
      "also what each has at stake with whom, in --json", false },
    { "known-by", QD_OPTION_DATE, NULL,
      "only what was known on that day", false },
    { "scenario", QD_OPTION_SCENARIO, NULL,
      "with a what-if of the file, in both worlds", false },
    QD_PATH_OPTIONS,
    { "firm", QD_OPTION_FLAG, NULL, "only what is signed or closed", false },
    { "by-entity", QD_OPTION_FLAG, NULL,
      "parties as they are, not their parents", false },
};

const qd_analysis qd_analysis_shock = {
    .name = "shock",
    .question = "Who loses what, if this falls through?",
    .operands = "",
    .doc = "The model as it is and the model with the shock on the same "
           "random numbers: a path of one is the same path of the other, so "
           "that what lies between them is the shock and nothing else. A "
           "shock can be several things at once; each option can be given "
           "more than once.\n\n"
           "What is not shocked stays as it is: the rest of a total does not "
           "grow when a part of it falls away, nor does burn when revenue "
           "falls. What waits for cash or for another deal does as it says "
           "in each world.\n\n"
           "Positions count all that is due as paid. Below them stands what "
           "is paid where a party with a balance (`cash`) pays only what it "
           "has: who loses what, who fails in which round because of whom, "
           "and when. --default PARTY pays nothing from --on, or what "
           "--recovery leaves of its cash and of what it is paid.\n\n"
           "With --edges FILE.csv there is no model but a network of debts: "
           "its first line names the columns payer,payee,amount (and date, "
           "layer, seniority: the least is paid first; share: a part of the "
           "payer's equity that the payee holds). Amounts are whole numbers "
           "in a unit of yours; `?` as payee is outside debt, as payer "
           "outside money. --nodes names party,outside_assets and, if need "
           "be, recovery_outside,recovery_inside (what is left in a default "
           "of its assets and of its receipts) and loss (of its assets). "
           "Who has no outside_assets there always pays.",
    .example = "quid shock stories.quid --drop amzn",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = shock,
};
