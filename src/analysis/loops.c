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
        if (l->pays.at[i].layer == l->layer && !l->pays.at[i].aside)
            return false;
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

/* ---- What is asked for */

static bool choose(qd_loops *l, qd_str name)
{
    qd_sym shown = 0;
    if (l->sym) {
        qd_sym s = qd_names_find(&l->m->tree.names, name);
        uint32_t dir = s ? qd_model_find_kind(l->m, s, "party") : QD_NONE;
        if (dir == QD_NONE) {
            qd_refuse_name(l->m, "party", name);
            return false;
        }
        shown = qd_party_shown(&l->asked.view, s);
    }
    for (uint32_t i = 0; i < l->n; i++)
        if (l->sym ? l->sym[i] == shown : qd_str_eq(l->party[i], name)) {
            l->chosen[l->n_chosen] = i;
            for (uint32_t k = 0; k < l->n_chosen; k++)
                if (l->chosen[k] == i) return true;
            l->n_chosen++;
            return true;
        }
    if (l->sym) return true; /* it neither pays nor is paid */
    qd_refuse(l->m, qd_arena_printf(&l->m->arena, "no party `%.*s` in the "
                                    "edge list.", QD_STR_ARG(name)));
    return false;
}

static bool read_chosen(qd_loops *l)
{
    l->chosen = qd_arena_alloc(&l->m->arena,
                               (l->asked.n + 1) * sizeof *l->chosen);
    for (size_t i = 0; i < l->asked.n; i++) {
        const qd_argument *a = &l->asked.args[i];
        if ((!a->name[0] || strcmp(a->name, "through") == 0) &&
            !choose(l, a->value)) return false;
    }
    return true;
}

static bool bad_window(qd_loops *l, qd_str text)
{
    qd_refuse(l->m, qd_arena_printf(&l->m->arena, "`%.*s` is no span of time; "
        "write 2026, 2026-Q2..2027 or ..2027-03.", QD_STR_ARG(text)));
    return false;
}

/* "A..B", either end open, or one date. */
static bool read_window(qd_loops *l)
{
    qd_str text = qd_asked_for(&l->asked, "window");
    const char *at = text.at, *end = at + text.len, *dots = at;
    l->window = QD_SPAN_ALWAYS;
    if (text.len == 0) return true;
    while (dots + 1 < end && !(dots[0] == '.' && dots[1] == '.')) dots++;
    bool open = dots + 1 < end;
    const char *first = open ? dots : end, *then = open ? dots + 2 : at;
    qd_span s;
    size_t used;
    if (first > at) {
        if (qd_date_read(at, first, &s, &used) != QD_DATE_OK ||
            used != (size_t)(first - at)) return bad_window(l, text);
        l->window.from = s.from;
    }
    if (then < end) {
        if (qd_date_read(then, end, &s, &used) != QD_DATE_OK ||
            used != (size_t)(end - then)) return bad_window(l, text);
        l->window.to = s.to;
    }
    return l->window.from < l->window.to || bad_window(l, text);
}

/* Payments of an edge list that are not wholly in the window, or have no
 * date, stand aside. */
static void keep_window(qd_loops *l)
{
    if (!qd_loops_windowed(l)) return;
    for (uint32_t i = 0; i < l->pays.n + l->outside.n; i++) {
        qd_loop_pay *p = i < l->pays.n ? &l->pays.at[i]
                                       : &l->outside.at[i - l->pays.n];
        p->aside = p->when.from >= p->when.to ||
                   p->when.from < l->window.from || p->when.to > l->window.to;
    }
}

/* What a model pays beyond its horizon is in no month of it. */
static bool window_fits(qd_loops *l)
{
    qd_span all = l->m->horizon, w = l->window;
    char buf[32];
    if (!qd_loops_windowed(l) ||
        ((w.from == QD_DAY_OPEN_FROM || w.from >= all.from) &&
         (w.to == QD_DAY_OPEN_TO || w.to <= all.to) &&
         w.from < all.to && w.to > all.from)) return true;
    qd_refuse(l->m, qd_arena_printf(&l->m->arena, "--window %.*s reaches "
        "beyond the horizon, %.*s; choose months in it, or write a longer "
        "`horizon:`.", QD_STR_ARG(qd_asked_for(&l->asked, "window")),
        QD_STR_ARG(qd_span_write(all, buf))));
    return false;
}

/* Options that ask something of a model: a list would be shown as if it had
 * been looked at. */
static bool needs_model(qd_loops *l)
{
    static const char *const options[] = { "known-by", "on", "scenario",
                                           "firm", "by-entity" };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (given(l, options[i])) {
            qd_refuse(l->m, qd_arena_printf(&l->m->arena, "--%s asks of a "
                "model; with --edges there are --layer and --window.",
                options[i]));
            return true;
        }
    return false;
}

static bool answer(qd_loops *l)
{
    const qd_argument *edges = given(l, "edges");
    if (edges && needs_model(l)) return false;
    if (!read_window(l) || (!edges && !window_fits(l))) return false;
    if (!edges && given(l, "nodes")) {
        qd_refuse(l->m, QD_STR("--nodes goes with --edges; a model names its "
                               "own parties."));
        return false;
    }
    bool good = edges ? qd_loops_edges(l, edges, given(l, "nodes"))
                      : qd_loops_world(l);
    if (!good || !read_layer(l) || !read_chosen(l)) return false;
    if (edges) keep_window(l);
    if (nothing_there(l)) return true;
    qd_loops_moves(l);
    good = qd_loops_rows(l);
    if (good) qd_loops_ladder(l);
    good = good && qd_loops_pairs(l) && qd_loops_sums(l);
    qd_loops_moves_free(l);
    if (good) qd_loops_network(l);
    return good;
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
      "the most payments of a loop, 2 to 64; 5", false },
    { "layer", QD_OPTION_WORD, "announced contracted due paid",
      "what of a payment is counted; announced", false },
    { "window", QD_OPTION_TEXT, NULL,
      "only what is paid in this time: 2026..2027", false },
    { "firm", QD_OPTION_FLAG, NULL, "only what is signed or closed", false },
    { "by-entity", QD_OPTION_FLAG, NULL,
      "parties as they are, not their parents", false },
    { "paths", QD_OPTION_COUNT, NULL,
      "how many futures for what comes back; 1000", false },
    { "seed", QD_OPTION_COUNT, NULL,
      "of the random numbers; that of the file", false },
    { "edges", QD_OPTION_FILE, NULL,
      "a list of payments instead of a model: payer,payee,amount", false },
    { "nodes", QD_OPTION_FILE, NULL,
      "the parties of --edges: party,outside_assets", false },
};

const qd_analysis qd_analysis_loops = {
    .name = "loops",
    .question = "Which money goes in circles?",
    .operands = "[PARTY...]",
    .doc = "Who pays whom in a circle, through the parties that are named "
           "or through any, and in time or not; how firm that is; how much of "
           "what was put into a customer came back, at least and at most, "
           "straight or through others; how much of all payments could be set "
           "off, with its proof. Layers are never mixed: all that is "
           "announced (the whole of it), what of it is contracted, what of "
           "that falls due within the horizon, what was paid. What could be "
           "set off says nothing about the same dollars having gone "
           "round.\n\n"
           "With --edges FILE.csv there is no model: its first line names "
           "the columns payer,payee,amount (and date, layer), amounts are "
           "whole numbers in a unit of yours, `?` is the outside. With dates "
           "payments are traced too; --nodes FILE.csv has the parties and in "
           "outside_assets what they have at first.",
    .example = "quid loops stories.quid --through openai",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = loops,
};
