#include "base/diag.h"

#include <stdlib.h>

#include "base/limits.h"

#define QD_DIAG(name, code, severity, message, remedy, explain) \
    [QD_D_##name] = { #name, code, severity, message, remedy, explain },
const qd_diag_info qd_diag_table[QD_D_COUNT] = {
#include "base/diags.def"
};
#undef QD_DIAG

/* Places for the folded: a power of two, at most half full. */
#define FOLDS 2048u
_Static_assert(2 * QD_LIMIT_DIAGS <= FOLDS, "the folds need more room");

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_letters(qd_str a, qd_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    return true;
}

const qd_diag_info *qd_diag_find(qd_str code)
{
    for (size_t i = 0; i < QD_D_COUNT; i++)
        if (same_letters(code, qd_str_c(qd_diag_table[i].code)))
            return &qd_diag_table[i];
    return NULL;
}

void qd_diags_init(qd_diags *list, qd_arena *arena)
{
    *list = (qd_diags){ .arena = arena };
}

qd_diag *qd_diag_add(qd_diags *list, enum qd_diag_code code, qd_pos pos,
                     uint32_t len)
{
    qd_diag *d = &list->spare;
    list->count[qd_diag_table[code].severity]++;
    if (list->all.n < QD_LIMIT_DIAGS)
        d = qd_vec_add(list->arena->mem, &list->all);
    else
        list->dropped++;
    *d = (qd_diag){ .code = (uint16_t)code, .pos = pos, .len = len,
                    .times = 1 };
    return d;
}

/* The place of a cause in the table of folds: an index from 1, or 0 where it
 * belongs. */
static uint16_t *fold_of(const qd_diags *list, unsigned code, uint32_t cause)
{
    uint32_t h = (cause * 2654435761u ^ code * 40503u) >> 7;
    for (;; h++) {
        uint16_t *at = &list->folds[h & (FOLDS - 1)];
        if (*at == 0) return at;
        const qd_diag *d = &list->all.at[*at - 1];
        if (d->fold == cause && d->code == code) return at;
    }
}

/* Indices change when the list is sorted. */
static void folds_build(qd_diags *list)
{
    size_t size = FOLDS * sizeof *list->folds;
    if (!list->folds) list->folds = qd_arena_alloc(list->arena, size);
    memset(list->folds, 0, size);
    for (uint32_t i = 0; i < list->all.n; i++) {
        const qd_diag *d = &list->all.at[i];
        if (d->fold) *fold_of(list, d->code, d->fold) = (uint16_t)(i + 1);
    }
}

static void add_place(qd_diags *list, qd_diag *d, qd_pos pos)
{
    uint32_t n = d->times - 1;
    d->times++;
    list->count[qd_diag_table[d->code].severity]++;
    if (n >= QD_LIMIT_PLACES) return;
    if (!d->places)
        d->places = qd_arena_alloc(list->arena,
                                   QD_LIMIT_PLACES * sizeof *d->places);
    d->places[n] = pos;
}

qd_diag *qd_diag_fold(qd_diags *list, enum qd_diag_code code, uint32_t cause,
                      qd_pos pos, uint32_t len)
{
    if (!list->folds) folds_build(list);
    uint16_t *at = fold_of(list, code, cause);
    if (*at) {
        add_place(list, &list->all.at[*at - 1], pos);
        return NULL;
    }
    qd_diag *d = qd_diag_add(list, code, pos, len);
    if (d == &list->spare) return NULL;
    d->fold = cause;
    *at = (uint16_t)list->all.n;
    return d;
}

/* Nothing is written into one that is only counted. */
static bool is_kept(const qd_diags *list, const qd_diag *d)
{
    return d && d != &list->spare;
}

void qd_diag_arg(qd_diags *list, qd_diag *d, qd_str text)
{
    if (is_kept(list, d) && d->n_args < QD_DIAG_ARGS)
        d->args[d->n_args++] = qd_arena_copy(list->arena, text);
}

void qd_diag_label(qd_diags *list, qd_diag *d, qd_pos pos, uint32_t len,
                   const char *literal)
{
    if (!is_kept(list, d) || d->n_labels == QD_DIAG_LABELS) return;
    d->labels[d->n_labels].pos = pos;
    d->labels[d->n_labels].len = len;
    d->labels[d->n_labels++].text = literal;
}

void qd_diag_fix(qd_diags *list, qd_diag *d, qd_pos pos, uint32_t len,
                 qd_str replacement)
{
    if (!is_kept(list, d)) return;
    d->has_fix = true;
    d->fix_pos = pos;
    d->fix_len = len;
    d->fix = qd_arena_copy(list->arena, replacement);
}

size_t qd_nearest(qd_str word, const qd_str *words, size_t n)
{
    size_t third = word.len / 3, best = SIZE_MAX;
    unsigned limit = third < 1 ? 1 : third > 3 ? 3 : (unsigned)third;
    for (size_t i = 0; i < n; i++) {
        size_t longer = word.len > words[i].len ? word.len : words[i].len;
        bool near = same_letters(word, words[i]);
        unsigned distance =
            near ? !qd_str_eq(word, words[i])
                 : qd_str_distance(word, words[i], limit);
        /* Nothing would be left of a word of one letter. */
        if (distance > limit || (!near && distance >= longer)) continue;
        best = i;
        if (distance == 0) break;
        limit = distance - 1;
    }
    return best;
}

void qd_diag_near(qd_diags *list, qd_diag *d, qd_str word,
                  const qd_str *words, size_t n)
{
    if (!is_kept(list, d)) return;
    size_t i = qd_nearest(word, words, n);
    if (i == SIZE_MAX) return;
    d->hint = qd_arena_printf(list->arena, "did you mean `%.*s`?",
                              QD_STR_ARG(words[i]));
    qd_diag_fix(list, d, d->pos, d->len, words[i]);
}

struct rank {
    qd_pos pos;
    uint32_t code, index;
};

static int rank_cmp(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return x->index < y->index ? -1 : 1; /* as they were reported */
}

void qd_diags_sort(qd_diags *list)
{
    uint32_t n = list->all.n;
    if (n < 2) return;
    qd_mem *mem = list->arena->mem;
    struct rank *ranks = qd_mem_resize(mem, NULL, n * sizeof *ranks);
    for (uint32_t i = 0; i < n; i++)
        ranks[i] = (struct rank){ list->all.at[i].pos, list->all.at[i].code,
                                  i };
    qsort(ranks, n, sizeof *ranks, rank_cmp);
    qd_diag *sorted = qd_mem_resize(mem, NULL, n * sizeof *sorted);
    for (uint32_t i = 0; i < n; i++) sorted[i] = list->all.at[ranks[i].index];
    qd_mem_release(mem, ranks);
    qd_mem_release(mem, list->all.at);
    list->all.at = sorted;
    list->all.cap = n;
    if (list->folds) folds_build(list);
}

/* {0} to {3} at `at`: which argument, or -1. */
static int hole(const char *at)
{
    bool is = at[0] == '{' && at[1] >= '0' && at[1] < '0' + QD_DIAG_ARGS &&
              at[2] == '}';
    return is ? at[1] - '0' : -1;
}

/* Writes to `out` unless it is NULL; returns the bytes. */
static size_t fill(const qd_diag *d, const char *form, char *out)
{
    size_t n = 0;
    while (*form) {
        int i = hole(form);
        qd_str piece = { form, 1 };
        if (i >= 0) piece = i < d->n_args ? d->args[i] : QD_STR("");
        if (out && piece.len) memcpy(out + n, piece.at, piece.len);
        n += piece.len;
        form += i >= 0 ? 3 : 1;
    }
    return n;
}

qd_str qd_diag_text(qd_arena *arena, const qd_diag *d, const char *form)
{
    size_t len = fill(d, form, NULL);
    char *at = qd_arena_alloc(arena, len + 1);
    fill(d, form, at);
    at[len] = '\0';
    return (qd_str){ at, len };
}
