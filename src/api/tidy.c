/* quid_format: the tidy form of a text that parses. */
#include "api/api.h"

#include <stdlib.h>

#include "lang/format.h"
#include "lang/parse.h"

/* Currency signs are declared in the text itself, `currency: USD $`. They
 * are read from the lines: a text may be an included part, or a model whose
 * units do not resolve yet. */
enum { SIGNS_MOST = QD_LIMIT_CURRENCIES };

typedef struct tidying {
    qd_mem mem;
    qd_str text;
    qd_buf out;
    char *copy; /* of the tidy text, from malloc */
    quid_error *error;
    quid_status status;
} tidying;

static qd_str trim(qd_str s)
{
    while (s.len > 0 && strchr(" \t\r", s.at[0]))
        s.at++, s.len--;
    while (s.len > 0 && strchr(" \t\r", s.at[s.len - 1]))
        s.len--;
    return s;
}

/* What stands before `mark`; the rest of *s is behind it. */
static qd_str take_until(qd_str *s, char mark)
{
    const char *at = s->len ? memchr(s->at, mark, s->len) : NULL;
    qd_str head = *s;
    if (at)
        head.len = (size_t)(at - s->at);
    size_t gone = at ? head.len + 1 : head.len;
    s->at += gone;
    s->len -= gone;
    return head;
}

/* `USD $, EUR` of one line. */
static size_t read_signs(qd_str list, qd_sign *signs, size_t n)
{
    while (list.len > 0 && n < SIGNS_MOST) {
        qd_str sign = trim(take_until(&list, ','));
        qd_str code = take_until(&sign, ' ');
        sign = trim(sign);
        if (code.len > 0 && sign.len > 0)
            signs[n++] = (qd_sign){ .sign = sign, .code = code };
    }
    return n;
}

static size_t find_signs(qd_str text, qd_sign *signs)
{
    size_t n = 0;
    while (text.len > 0 && n < SIGNS_MOST) {
        qd_str line = take_until(&text, '\n');
        if (line.len == 0 || (line.at[0] != ' ' && line.at[0] != '\t'))
            continue;
        line = take_until(&line, ';');
        qd_str name = trim(take_until(&line, ':'));
        if (qd_str_eq(name, QD_STR("currency")))
            n = read_signs(take_until(&line, '^'), signs, n);
    }
    return n;
}

/* The first error, as PLACE: WORDS. */
static quid_status first_error(tidying *t, qd_diags *diags, qd_source *source)
{
    qd_diags_sort(diags);
    for (uint32_t i = 0; i < diags->all.n; i++) {
        const qd_diag *d = &diags->all.at[i];
        const qd_diag_info *info = &qd_diag_table[d->code];
        if (info->severity != QD_ERROR)
            continue;
        qd_place place = qd_source_place(source, d->pos);
        qd_str words = qd_diag_text(diags->arena, d, info->message);
        return qd_error_set(t->error, QUID_INVALID,
                            "%u:%u: error[%s]: %.*s", place.line,
                            place.column, info->code, QD_STR_ARG(words));
    }
    return QUID_OK;
}

static quid_status parse(tidying *t)
{
    qd_arena arena;
    qd_source source;
    qd_diags diags;
    qd_schema schema;
    qd_tree tree;
    qd_arena_init(&arena, &t->mem);
    qd_source_init(&source, &t->mem, &arena);
    qd_diags_init(&diags, &arena);
    qd_schema_init(&schema, &arena);
    qd_tree_init(&tree, &source, &diags, &schema.vocabulary);
    uint32_t file = qd_source_add(&source, QD_STR("text"), t->text, 0);
    if (file == UINT32_MAX)
        return qd_error_set(t->error, QUID_INVALID, "1:1: the text is longer "
                            "than a model may be");
    qd_parse(&tree, file, &schema.vocabulary);
    return first_error(t, &diags, &source);
}

static void tidy(void *ctx)
{
    tidying *t = ctx;
    char *text = qd_mem_resize(&t->mem, NULL, t->text.len + 1);
    memcpy(text, t->text.at, t->text.len);
    text[t->text.len] = '\0'; /* which the caller's text need not have */
    t->text.at = text;
    t->status = parse(t);
    if (t->status != QUID_OK)
        return;
    qd_sign signs[SIGNS_MOST];
    size_t n = find_signs(t->text, signs);
    qd_format(&t->out, t->text, signs, n);
    t->copy = malloc(t->out.len + 1);
    if (!t->copy)
        longjmp(*t->mem.oom, 1);
    if (t->out.len > 0)
        memcpy(t->copy, t->out.at, t->out.len);
    t->copy[t->out.len] = '\0';
}

quid_status quid_format(const char *text, size_t len, char **out,
                        size_t *out_len, quid_error *error)
{
    tidying t = { .text = { text, len }, .error = error };
    *out = NULL;
    *out_len = 0;
    qd_mem_init(&t.mem, NULL, NULL);
    t.out = qd_buf_make(&t.mem);
    if (!qd_guard(&t.mem, tidy, &t))
        t.status = qd_error_memory(error);
    if (t.status == QUID_OK) {
        *out = t.copy;
        *out_len = t.out.len;
    }
    qd_mem_free_all(&t.mem);
    return t.status;
}
