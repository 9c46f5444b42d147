/* A model of one text, parsed with a small vocabulary, for the tests of the
 * parser. */
#ifndef QD_PARSE_TEST_H
#define QD_PARSE_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"

#include "base/buf.h"
#include "lang/parse.h"

static const struct qd_keyword keywords[] = {
    { "quid", QD_FORM_ROOT, false },
    { "include", QD_FORM_INCLUDE, false },
    { "let", QD_FORM_LET, false },
    { "check", QD_FORM_CHECK, false },
    { "correlate", QD_FORM_CORRELATE, false },
    { "party", QD_FORM_PLAIN, true },
    { "source", QD_FORM_PLAIN, false },
    { "deal", QD_FORM_PLAIN, false },
    { "contract", QD_FORM_PLAIN, false },
    { "class", QD_FORM_PLAIN, false },
    { "stake", QD_FORM_PLAIN, false },
    { "right", QD_FORM_PLAIN, false },
    { "price", QD_FORM_PLAIN, false },
    { "claim", QD_FORM_PLAIN, false },
    { "scenario", QD_FORM_PLAIN, false }
};
static const char *const words[] = { "amount", "share" };
static const qd_vocabulary vocabulary = {
    keywords, sizeof keywords / sizeof *keywords, words, 2
};

struct parsed {
    qd_mem mem;
    qd_arena arena;
    qd_source source;
    qd_diags diags;
    qd_tree tree;
    jmp_buf oom;
};

static void parse_bytes(struct parsed *x, const char *text, size_t len)
{
    qd_mem_init(&x->mem, NULL, NULL);
    x->mem.oom = &x->oom;
    qd_arena_init(&x->arena, &x->mem);
    qd_source_init(&x->source, &x->mem, &x->arena);
    qd_diags_init(&x->diags, &x->arena);
    qd_tree_init(&x->tree, &x->source, &x->diags, &vocabulary);
    /* A copy of the right length, so that a sanitizer sees an overrun. */
    char *copy = qd_mem_resize(&x->mem, NULL, len + 1);
    memcpy(copy, text, len);
    copy[len] = '\0';
    uint32_t file = qd_source_add(&x->source, QD_STR("t.quid"),
                                  (qd_str){ copy, len }, 0);
    assert_int_equal(file, 0);
    qd_parse(&x->tree, file, &vocabulary);
    qd_diags_sort(&x->diags);
}

static void parse_text(struct parsed *x, const char *text)
{
    parse_bytes(x, text, strlen(text));
}

static void parsed_free(struct parsed *x)
{
    qd_mem_free_all(&x->mem);
}

#endif
