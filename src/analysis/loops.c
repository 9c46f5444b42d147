/* `quid loops`: which money goes in circles. Four questions, each with its
 * own number; no verdict. */
#include "analysis/loops.h"

static bool read_layer(qd_loops *l)
{
    qd_str word = qd_asked_for(&l->asked, "layer");
    for (unsigned i = 0; i < QD_LAYERS; i++)
        if (word.len ? qd_str_eq(word, qd_str_c(qd_loops_layer_word(i)))
                     : l->sym != NULL) {
            l->layer = i;
            return true;
        }
    /* An edge list: the first layer that it has. */
    l->layer = QD_LAYER_PLAIN;
    for (uint32_t i = 0; i < l->pays.n; i++)
        if (l->pays.at[i].layer < l->layer) l->layer = l->pays.at[i].layer;
    return true;
}

static bool nothing_there(qd_loops *l)
{
    for (uint32_t i = 0; i < l->pays.n; i++)
        if (l->pays.at[i].layer == l->layer) return false;
    qd_answer_block(l->answer, QD_BLOCK_HEAD)->text = qd_arena_printf(
        &l->m->arena, "No party pays another · %s%.*s",
        qd_loops_layer_word(l->layer), QD_STR_ARG(qd_asked_words(&l->asked)));
    return true;
}

static const qd_argument *given(const qd_loops *l, const char *option)
{
    for (size_t i = 0; i < l->asked.n; i++)
        if (strcmp(l->asked.args[i].name, option) == 0)
            return &l->asked.args[i];
    return NULL;
}

static bool answer(qd_loops *l)
{
    const qd_argument *edges = given(l, "edges");
    bool good = edges ? qd_loops_edges(l, edges, given(l, "nodes"))
                      : qd_loops_world(l);
    if (!good || !read_layer(l)) return false;
    if (nothing_there(l)) return true;
    if (!qd_loops_rows(l)) return false;
    if (!edges) qd_loops_pairs(l);
    return qd_loops_sums(l);
}

static qd_answer *loops(qd_model *m, const qd_argument *args, size_t n)
{
    qd_loops l = { .m = m, .scale = 1 };
    if (!qd_asked_read(&l.asked, m, args, n)) return NULL;
    l.answer = qd_answer_make(&m->arena, "loops");
    qd_asked_note(&l.asked, l.answer);
    if (qd_asked_too_early(&l.asked, l.answer)) return l.answer;
    return answer(&l) ? l.answer : NULL;
}

static const qd_option options[] = {
    QD_VIEW_OPTIONS,
    { "through", QD_OPTION_PARTY, NULL, "loops through this party", false },
    { "most-arcs", QD_OPTION_COUNT, NULL,
      "the most payments of a loop; 5", false },
    { "layer", QD_OPTION_WORD, "announced contracted due paid",
      "what of a payment is counted; announced", false },
    { "firm", QD_OPTION_FLAG, NULL, "only what is signed or closed", false },
    { "by-entity", QD_OPTION_FLAG, NULL,
      "parties as they are, not their parents", false },
    { "edges", QD_OPTION_FILE, NULL,
      "a list of payments instead of a model: payer,payee,amount", false },
    { "nodes", QD_OPTION_FILE, NULL,
      "the parties of --edges, in a column `party`", false },
};

const qd_analysis qd_analysis_loops = {
    .name = "loops",
    .question = "Which money goes in circles?",
    .operands = "[PARTY...]",
    .doc = "Who pays whom in a circle, through the parties that are named "
           "or through any; how much of all payments could be set off, with "
           "its proof; and how firm that is. Layers are never mixed: all "
           "that is announced (the whole of it), what of it is contracted, "
           "what of that falls due within the horizon, what was paid. A "
           "figure says what could be netted, not that the same dollars "
           "went round.\n\n"
           "With --edges FILE.csv there is no model: its first line names "
           "the columns payer,payee,amount (and date, layer), amounts are "
           "whole numbers in a unit of yours, `?` is the outside.",
    .example = "quid loops stories.quid --through openai",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = loops,
};
