/* The verdict on a quantity: the gravest that any two of its lines come to,
 * and the words that say between whom. */
#include "analysis/claims_rows.h"

#include <math.h>

/* Wordings, and voices of one, that a sentence names; the rest it counts. */
enum { NAMED = 8 };

/* ---- Counting */

static bool has_value(const qd_say *s)
{
    return qd_say_stands(s) &&
           (s->said == QD_SAID_SET || s->said == QD_SAID_NAMES);
}

/* Whether a line before i speaks with the same voice; `values`: with one
 * that has a value. */
static bool heard(const qd_quantity *x, uint32_t i, bool values)
{
    for (uint32_t k = 0; k < i; k++)
        if (x->at[k].claim.voice == x->at[i].claim.voice &&
            (values ? has_value(&x->at[k]) : qd_say_stands(&x->at[k])))
            return true;
    return false;
}

static bool voted(const qd_quantity *x, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (x->at[k].claim.vote == x->at[i].claim.vote &&
            has_value(&x->at[k])) return true;
    return false;
}

static void count_voices(qd_quantity *x)
{
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_say *s = &x->at[i];
        if (!qd_say_stands(s)) continue;
        x->n_voices += !heard(x, i, false);
        if (!has_value(s)) continue;
        x->n_figures += !heard(x, i, true);
        x->n_votes += !voted(x, i);
    }
}

/* ---- Judging */

static void note(qd_say *s, enum qd_found f)
{
    if (f < s->found) s->found = (uint8_t)f;
}

/* Compares every two lines; the gravest is noted on both, that one is wider
 * on the wider one alone. */
static enum qd_found compare_all(const qd_quantities *q, qd_quantity *x)
{
    enum qd_found worst = QD_FOUND_AGREE;
    for (uint32_t i = 0; i < x->n; i++) {
        for (uint32_t j = 0; j < i; j++) {
            qd_say *a = &x->at[i], *b = &x->at[j];
            enum qd_found f = qd_say_compare(q, x, a, b), g = f;
            if (f == QD_FOUND_WORDS) continue;
            if (f >= QD_FOUND_WIDER) g = qd_say_compare(q, x, b, a);
            note(a, f);
            note(b, g);
            if (f < worst) worst = f;
            if (g < worst) worst = g;
        }
    }
    return worst;
}

static bool one_time(const qd_quantity *x)
{
    for (uint32_t i = 1; i < x->n; i++)
        if (x->at[i].when.from != x->at[0].when.from ||
            x->at[i].when.to != x->at[0].when.to) return false;
    return true;
}

/* What all standing claims allow together. */
static qd_set allowed_of(const qd_quantity *x)
{
    qd_set sets[QD_LIMIT_RIVALS];
    uint32_t n = 0;
    qd_dim dim = QD_DIM_NONE;
    for (uint32_t i = 0; i < x->n && n < QD_LIMIT_RIVALS; i++) {
        const qd_say *s = &x->at[i];
        if (!qd_say_stands(s) || s->said != QD_SAID_SET) continue;
        if (n > 0 && s->dim != dim) return qd_set_unknown();
        dim = s->dim;
        sets[n++] = s->set;
    }
    if (n == 0 || !one_time(x)) return qd_set_unknown();
    return qd_set_rivals(sets, n);
}

static bool open_above(const qd_quantity *x)
{
    return x->allowed.n > 0 && !x->dates && !x->lanes &&
           isinf(qd_set_hull(&x->allowed).hi);
}

/* Sentences that all say alike need no comparing. */
static bool same_texts(const qd_quantity *x)
{
    const qd_say *first = NULL;
    for (uint32_t i = 0; i < x->n; i++) {
        const qd_say *s = &x->at[i];
        if (!qd_say_stands(s)) continue;
        if (s->said != QD_SAID_TEXT ||
            (first && !qd_str_eq(first->word, s->word))) return false;
        first = s;
    }
    return first != NULL;
}

static bool any_text(const qd_quantity *x)
{
    for (uint32_t i = 0; i < x->n; i++)
        if (qd_say_stands(&x->at[i]) && x->at[i].said == QD_SAID_TEXT)
            return true;
    return false;
}

static enum qd_found verdict_of(const qd_quantity *x, enum qd_found worst)
{
    bool several = x->n_voices > 1;
    if (worst < QD_FOUND_AGREE) return worst;
    if (x->n_figures == 0 && !any_text(x)) return QD_FOUND_NOTHING;
    if (several && same_texts(x)) return QD_FOUND_AGREE;
    if (x->n_figures == 0 || x->rivalry == QD_RIVAL_NEVER)
        return several ? QD_FOUND_WORDS : QD_FOUND_ALONE;
    if (several && open_above(x)) return QD_FOUND_OPEN;
    return x->n_figures > 1 ? QD_FOUND_AGREE : QD_FOUND_ALONE;
}

/* ---- Words */

static void add(qd_quantities *q, qd_str *to, const char *between, qd_str s)
{
    *to = qd_arena_printf(q->arena, "%.*s%s%.*s", QD_STR_ARG(*to),
                          to->len ? between : "", QD_STR_ARG(s));
}

static void add_some(qd_quantities *q, qd_str *to, qd_str s)
{
    if (s.len) add(q, to, "; ", s);
}

static bool same_word(const qd_say *a, const qd_say *b)
{
    return qd_str_eq(a->word, b->word);
}

/* Who says the wording of line i. */
static qd_str who_says(qd_quantities *q, const qd_quantity *x,
                       const bool *in, uint32_t i)
{
    qd_str who = QD_STR("");
    uint32_t named = 0;
    for (uint32_t k = i; k < x->n; k++) {
        if (!in[k] || !same_word(&x->at[k], &x->at[i])) continue;
        bool again = false;
        for (uint32_t e = i; e < k && !again; e++)
            again = in[e] && same_word(&x->at[e], &x->at[i]) &&
                    x->at[e].claim.voice == x->at[k].claim.voice;
        if (again) continue;
        if (named++ == NAMED) {
            add(q, &who, ", ", QD_STR("…"));
            break;
        }
        qd_sym voice = x->at[k].claim.voice;
        add(q, &who, ", ", voice ? qd_model_name(q->m, voice)
                                 : QD_STR("model"));
    }
    return who;
}

qd_str qd_says_words(qd_quantities *q, const qd_quantity *x, const bool *in)
{
    qd_str all = QD_STR("");
    uint32_t named = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        bool first = in[i];
        for (uint32_t k = 0; k < i && first; k++)
            first = !(in[k] && same_word(&x->at[k], &x->at[i]));
        if (!first) continue;
        if (named++ == NAMED) {
            add(q, &all, ", ", QD_STR("…"));
            break;
        }
        add(q, &all, ", ", qd_arena_printf(q->arena, "%.*s (%.*s)",
            QD_STR_ARG(x->at[i].word), QD_STR_ARG(who_says(q, x, in, i))));
    }
    return all;
}

/* One side holds those that can be so together with the first line in the
 * conflict, the other one the rest. */
static qd_str sides(qd_quantities *q, const qd_quantity *x)
{
    bool *left = qd_arena_alloc(q->arena, 2 * x->n * sizeof *left);
    bool *right = left + x->n;
    uint32_t first = 0;
    memset(left, 0, 2 * x->n * sizeof *left);
    while (x->at[first].found != x->found) first++;
    for (uint32_t i = 0; i < x->n; i++) {
        if (x->at[i].found != x->found || !qd_say_stands(&x->at[i])) continue;
        bool with = i == first || qd_say_compare(
            q, x, &x->at[first], &x->at[i]) != x->found;
        (with ? left : right)[i] = true;
    }
    return qd_arena_printf(q->arena, "%.*s against %.*s",
                           QD_STR_ARG(qd_says_words(q, x, left)),
                           QD_STR_ARG(qd_says_words(q, x, right)));
}

/* Whether lines at the edge share no limit: they meet only if rounded. */
static bool meet_rounded(const qd_quantities *q, const qd_quantity *x)
{
    bool any = false;
    for (uint32_t i = 0; i < x->n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            const qd_say *a = &x->at[i], *b = &x->at[k];
            if (qd_say_compare(q, x, a, b) != QD_FOUND_EDGE) continue;
            if (qd_set_touch(&a->set, &b->set)) return false;
            any = true;
        }
    }
    return any;
}

static qd_str wider_words(qd_quantities *q, const qd_quantity *x)
{
    bool *in = qd_arena_alloc(q->arena, x->n * sizeof *in), any = false;
    for (uint32_t i = 0; i < x->n; i++) {
        in[i] = x->at[i].found == QD_FOUND_WIDER && qd_say_stands(&x->at[i]);
        any |= in[i];
    }
    if (!any) return QD_STR("");
    return qd_arena_printf(q->arena, "%.*s allows what others exclude",
                           QD_STR_ARG(qd_says_words(q, x, in)));
}

/* Why lines that could be at odds are not. */
static qd_str apart_words(const qd_quantity *x)
{
    for (uint32_t i = 0; i < x->n; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const qd_say *a = &x->at[i], *b = &x->at[j];
            if (!has_value(a) || !has_value(b)) continue;
            const char *why = qd_say_apart(x, a, b);
            if (why) return qd_str_c(why);
        }
    }
    return QD_STR("");
}

static qd_str voices_words(qd_quantities *q, const qd_quantity *x)
{
    bool words = x->found == QD_FOUND_WORDS;
    if (x->n_voices < 2) return QD_STR("");
    if (x->n_figures == 0 || x->n_figures == x->n_voices || words)
        return qd_arena_printf(q->arena, "%u voices%s",
                               (unsigned)x->n_voices,
                               words ? ", not compared" : "");
    return qd_arena_printf(q->arena, "%u of %u voices give%s a value",
                           (unsigned)x->n_figures, (unsigned)x->n_voices,
                           x->n_figures == 1 ? "s" : "");
}

static void explain(qd_quantities *q, qd_quantity *x)
{
    x->detail = QD_STR("");
    if (x->found == QD_FOUND_CONFLICT || x->found == QD_FOUND_EDGE)
        x->detail = sides(q, x);
    if (x->found == QD_FOUND_EDGE && meet_rounded(q, x))
        add_some(q, &x->detail, QD_STR("they meet if rounded"));
    if (x->found <= QD_FOUND_WIDER)
        add_some(q, &x->detail, wider_words(q, x));
    else
        x->detail = voices_words(q, x);
    qd_str apart = x->rivalry == QD_RIVAL_NEVER ? QD_STR("")
                                                : apart_words(x);
    if (x->found >= QD_FOUND_AGREE) add_some(q, &x->detail, apart);
}

void qd_quantity_judge(qd_quantities *q, qd_quantity *x)
{
    x->n_voices = x->n_figures = x->n_votes = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        qd_say *s = &x->at[i];
        s->found = s->said == QD_SAID_NOTHING ? QD_FOUND_NOTHING
                 : s->said == QD_SAID_TEXT || x->rivalry == QD_RIVAL_NEVER
                     ? QD_FOUND_WORDS : QD_FOUND_AGREE;
    }
    count_voices(x);
    enum qd_found worst = compare_all(q, x);
    x->allowed = allowed_of(x);
    x->found = (uint8_t)verdict_of(x, worst);
    explain(q, x);
}
