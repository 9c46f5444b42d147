/* `quid fund`: does the money last? The position of a party on many paths,
 * the chance that it is short of money, and what that answer counts on. */
#include "analysis/fund.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/number.h"
#include "model/claims.h"
#include "sim/emit_c.h"

/* ---- Whose money */

/* A party with a balance, when there is one and no other. */
static qd_sym only_with_cash(const qd_model *m)
{
    qd_sym cash = qd_names_find(&m->tree.names, QD_STR("cash")), found = 0;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        bool has = false;
        for (uint32_t k = 0; k < d->n_fields; k++)
            has |= m->tree.fields.at[d->fields + k].name == cash;
        if (d->keyword != QD_K_party || !has || !cash) continue;
        if (found) return 0;
        found = d->name;
    }
    return found;
}

static bool find_party(qd_fund *f)
{
    qd_str name = qd_asked_operand(&f->asked, 0);
    if (f->m->units.n_currencies == 0) {
        qd_refuse(f->m, QD_STR("the model has no money: declare a currency, "
                               "such as `currency: USD $`, below `quid`"));
        return false;
    }
    qd_sym s = name.len ? qd_names_find(&f->m->tree.names, name)
                        : only_with_cash(f->m);
    if (!name.len && !s) {
        qd_refuse(f->m, QD_STR("whose money? name a party, as in `quid fund "
                               "FILE openai`"));
        return false;
    }
    uint32_t dir = s ? qd_model_find_kind(f->m, s, "party") : QD_NONE;
    if (dir == QD_NONE || f->m->tree.dirs.at[dir].keyword != QD_K_party) {
        qd_refuse_name(f->m, "party", name);
        return false;
    }
    f->party = qd_party_shown(&f->asked.view, s);
    return true;
}

/* ---- What is asked for */

static const struct { const char *name; unsigned output; } outputs[] = {
    { "fan", QD_FUND_FAN | QD_FUND_GAP }, { "gap-by-month", QD_FUND_GAP },
    { "least", QD_FUND_LEAST }, { "cash", QD_FUND_CASH },
    { "shortfall", QD_FUND_SHORTFALL },
    { "commitments", QD_FUND_COMMITMENTS },
};
enum { OUTPUTS = sizeof outputs / sizeof *outputs };

static bool refuse_output(qd_fund *f, qd_str word)
{
    qd_str words[OUTPUTS];
    for (int i = 0; i < OUTPUTS; i++) words[i] = qd_str_c(outputs[i].name);
    size_t near = qd_nearest(word, words, OUTPUTS);
    qd_refuse(f->m, near < OUTPUTS
        ? qd_arena_printf(&f->m->arena, "`%.*s` for --only; did you mean "
                          "`%s`?", QD_STR_ARG(word), outputs[near].name)
        : qd_arena_printf(&f->m->arena, "`%.*s` for --only: write some of "
                          "fan, gap-by-month, least, cash, shortfall, "
                          "commitments", QD_STR_ARG(word)));
    return false;
}

static bool read_only(qd_fund *f)
{
    qd_str only = qd_asked_for(&f->asked, "only");
    f->outputs = only.len ? 0 : QD_FUND_ALL;
    while (only.len) {
        size_t n = 0;
        while (n < only.len && only.at[n] != ',') n++;
        qd_str word = { only.at, n };
        int i = 0;
        while (i < OUTPUTS && !qd_str_eq(word, qd_str_c(outputs[i].name)))
            i++;
        if (i == OUTPUTS) return refuse_output(f, word);
        f->outputs |= outputs[i].output;
        n += n < only.len;
        only.at += n;
        only.len -= n;
    }
    return true;
}

/* ---- The scale of the numbers */

void qd_fund_scale(qd_fund *f, double most)
{
    f->scale = qd_asked_scale(most, &f->scale_word);
}

static void choose_scale(qd_fund *f)
{
    const qd_sim_result *r = f->run.result;
    double most = 0;
    for (uint32_t k = 0; f->outputs & QD_FUND_FAN && k < f->run.n_periods;
         k++)
        most = fmax(most, fmax(fabs(f->spread[k].x[QD_FUND_P5]),
                               fabs(f->spread[k].x[QD_FUND_P95])));
    if (f->outputs & QD_FUND_LEAST)
        most = fmax(most, fabs(qd_sim_quantile(r, f->least, 0, 0.05)));
    if (f->outputs & QD_FUND_CASH)
        most = fmax(most, fabs(qd_sim_mean(r, f->cash, 0)));
    qd_fund_scale(f, most);
}

/* ---- The answer */

static void head(qd_fund *f)
{
    qd_answer_block(f->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &f->m->arena, "%.*s · %.*s",
        QD_STR_ARG(qd_party_label(f->m, f->party)),
        QD_STR_ARG(qd_fund_basis(f)));
}

static void notes(qd_fund *f)
{
    qd_paths_note(&f->run, f->answer);
    qd_asked_note(&f->asked, f->answer);
    if (!f->has_cash)
        qd_answer_note(f->answer, qd_arena_printf(&f->m->arena,
            "no balance of %.*s at or before the beginning of the horizon is "
            "known, so its money is counted from zero: `cash DATE: ...` in "
            "its `party` says it",
            QD_STR_ARG(qd_model_name(f->m, f->party))));
    if (f->outputs & QD_FUND_FAN && qd_sim_is_banded(f->run.result, f->fan))
        qd_answer_note(f->answer, QD_STR("quantiles by month are within 1 %, "
            "as there are more than 131072 paths; --exact has them exact"));
}

/* A part of the paths says nothing by itself. */
static bool part(qd_fund *f)
{
    qd_buf bytes = qd_buf_make(f->m->mem);
    if (qd_sim_stopped(f->run.result)) {
        qd_refuse(f->m, QD_STR("stopped: a part of the part is of no use"));
        return false;
    }
    qd_sim_result_write(f->run.result, &bytes);
    f->answer = qd_answer_make(&f->m->arena, "fund");
    f->answer->part = qd_arena_copy(&f->m->arena,
                                    (qd_str){ bytes.at, bytes.len });
    qd_mem_release(f->m->mem, bytes.at);
    qd_answer_block(f->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &f->m->arena, "Part %u of %u of %.*s, for `quid merge`",
        f->run.how.shard, f->run.how.shards,
        QD_STR_ARG(qd_paths_words(&f->run)));
    return true;
}

/* The paths as a program in C, in place of their answer. */
static bool printed(qd_fund *f)
{
    qd_buf text = qd_buf_make(f->m->mem);
    qd_sim_why why;
    bool good = qd_emit_c(f->run.plan, f->run.how.seed, &text, &why);
    if (good) {
        f->answer = qd_answer_make(&f->m->arena, "fund");
        f->answer->code = qd_arena_copy(&f->m->arena, qd_buf_str(&text));
    } else {
        qd_refuse(f->m, qd_arena_printf(&f->m->arena, "%s", why.text));
    }
    qd_mem_release(f->m->mem, text.at);
    return good;
}

static bool answer(qd_fund *f)
{
    qd_fund_ask(f);
    if (!qd_paths_plan(&f->run)) return false;
    if (qd_asked_for(&f->asked, "emit-c").len) return printed(f);
    if (!qd_paths_draw_until(&f->run, f->gap, f->run.n_periods - 1))
        return false;
    if (f->run.how.shards) return part(f);
    qd_fund_spread(f);
    choose_scale(f);
    f->answer = qd_answer_make(&f->m->arena, "fund");
    if (qd_asked_too_early(&f->asked, f->answer)) return true;
    head(f);
    qd_fund_tables(f);
    notes(f);
    return true;
}

static qd_answer *fund(qd_model *m, const qd_argument *args, size_t n)
{
    qd_fund f = { .m = m };
    if (!qd_asked_read(&f.asked, m, args, n) || !find_party(&f) ||
        !read_only(&f)) return NULL;
    qd_paths_begin(&f.run, &f.asked, QD_PATHS_USUAL);
    qd_paths_world(&f.run);
    qd_str path = qd_asked_for(&f.asked, "path");
    bool good = qd_paths_read_parts(&f.run) && (path.len
        ? qd_fund_path(&f, qd_paths_count(&f.asked, "path", 0))
        : answer(&f));
    qd_paths_free(&f.run);
    qd_mem_release(m->mem, f.hopes.at);
    qd_mem_release(m->mem, f.unknown.at);
    return good ? f.answer : NULL;
}

static const qd_option options[] = {
    QD_VIEW_OPTIONS,
    QD_PATH_OPTIONS,
    QD_PART_OPTIONS,
    { "firm", QD_OPTION_FLAG, NULL, "only what is signed or closed", false },
    { "by-entity", QD_OPTION_FLAG, NULL,
      "parties as they are, not their parents", false },
    { "path", QD_OPTION_COUNT, NULL,
      "one of the futures, month by month; they are counted from 0", false },
    { "emit-c", QD_OPTION_FLAG, NULL,
      "the paths as a program in C, which gives the same bits", true },
    { "only", QD_OPTION_TEXT, NULL,
      "some of fan, gap-by-month, least, cash, shortfall, commitments", false },
};

const qd_analysis qd_analysis_fund = {
    .name = "fund",
    .question = "Does the money last?",
    .operands = "[PARTY]",
    .doc = "The cash of a party on many paths: each draws every uncertain "
           "quantity, date and event once. The position is what it has if "
           "all that is due, to it and by it, is paid; what lies below zero "
           "is the gap. The chance of a gap at a date is the share of paths "
           "that were below zero by then.\n\n"
           "Paths can be drawn in parts, on several machines: `--shard 1/2 "
           "-o 1.part` and `--shard 2/2 -o 2.part`; then `quid merge "
           "stories.quid openai 1.part 2.part` with the same options gives "
           "the same answer as one run.",
    .example = "quid fund stories.quid openai",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = fund,
};
