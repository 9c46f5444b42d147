/* The source map and the parser on any bytes: what is read must be a tree
 * whose indices are right, whose ranges lie in the text and whose walks end;
 * and a text is either clean or has a diagnostic. */
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "lang/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct qd_keyword keywords[] = {
    { "quid", QD_FORM_ROOT, false },
    { "include", QD_FORM_INCLUDE, false },
    { "let", QD_FORM_LET, false },
    { "check", QD_FORM_CHECK, false },
    { "correlate", QD_FORM_CORRELATE, false },
    { "party", QD_FORM_PLAIN, true },
    { "contract", QD_FORM_PLAIN, false },
    { "stake", QD_FORM_PLAIN, false },
    { "scenario", QD_FORM_PLAIN, false }
};
static const char *const words[] = { "amount", "share" };
static const qd_vocabulary vocabulary = {
    keywords, sizeof keywords / sizeof *keywords, words, 2
};

static void require(bool holds)
{
    if (!holds) abort();
}

static void require_range(const qd_tree *t, qd_range r)
{
    const qd_file *f = &t->source->files.at[0];
    require(r.pos >= f->start);
    require((size_t)(r.pos - f->start) + r.len <= f->text.len);
}

/* A node and what is below it; returns its height. */
static unsigned walk(const qd_tree *t, qd_id id)
{
    require(id < t->syns.n);
    const qd_syn *n = &t->syns.at[id];
    unsigned a = 0, b = 0;
    require(n->unit < t->units.n);
    switch (n->kind) {
    case QD_SYN_NUMBER:
    case QD_SYN_DATE:
    case QD_SYN_HOLE:
    case QD_SYN_STRING: break;
    case QD_SYN_NAME: require(n->a && n->a < t->names.all.n); break;
    case QD_SYN_HEDGE:
    case QD_SYN_BASIS:
    case QD_SYN_UNARY:
    case QD_SYN_MULTI: a = walk(t, n->a); break;
    case QD_SYN_TARGET: a = walk(t, n->b); break;
    case QD_SYN_CALL:
        for (qd_id arg = n->b; arg != QD_NONE; arg = t->syns.at[arg].b) {
            b = walk(t, t->syns.at[arg].a);
            a = a > b ? a : b;
        }
        break;
    case QD_SYN_LIST:
        for (; n->kind == QD_SYN_LIST; n = &t->syns.at[n->b]) walk(t, n->a);
        break;
    default:
        a = walk(t, n->a);
        b = walk(t, n->b);
    }
    return 1 + (a > b ? a : b);
}

static void check_node(const qd_tree *t, qd_id id)
{
    if (id == QD_NONE) return;
    require(walk(t, id) <= QD_LIMIT_NESTING + 4);
    require_range(t, qd_syn_range(t, id));
}

static void check_dir(const qd_tree *t, const qd_dir *d)
{
    bool shipped;
    require(d->fields + d->n_fields <= t->fields.n);
    require(d->refs + d->n_refs <= t->refs.n);
    for (int part = QD_PART_WHEN; part <= QD_PART_HEADER; part++)
        require_range(t, qd_dir_range(t, d, (enum qd_part)part));
    for (uint32_t i = 0; i < d->n_refs; i++)
        require_range(t, qd_ref_range(t, d->pos, i));
    qd_dir_label(t, d);
    qd_dir_path(t, d, &shipped);
    require(d->keyword >= 1 && d->keyword <= vocabulary.n_keywords);
    if (d->form == QD_FORM_LET || d->form == QD_FORM_CHECK ||
        d->form == QD_FORM_CORRELATE) {
        check_node(t, d->body);
        check_node(t, d->extra);
        require(d->body != QD_NONE || d->flags & QD_DIR_BROKEN);
    }
}

static void check_field(const qd_tree *t, const qd_field *f)
{
    require((f->datum == QD_NONE) <= !!(f->flags & QD_FIELD_BROKEN));
    require_range(t, qd_field_range(t, f));
    for (uint32_t i = 0; i < f->n_refs; i++)
        require_range(t, qd_ref_range(t, f->pos, i));
    check_node(t, f->datum);
    check_node(t, qd_field_datum(t, f));
    qd_field_when(t, f);
    qd_field_target(t, f);
}

static void check_tree(const qd_tree *t)
{
    bool broken = false;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        check_dir(t, &t->dirs.at[i]);
        broken |= (t->dirs.at[i].flags & QD_DIR_BROKEN) != 0;
    }
    for (uint32_t i = 0; i < t->fields.n; i++) {
        check_field(t, &t->fields.at[i]);
        broken |= (t->fields.at[i].flags & QD_FIELD_BROKEN) != 0;
    }
    require(!broken || t->diags->count[QD_ERROR] > 0);
}

static void check_diags(const qd_diags *list, const qd_tree *t)
{
    for (uint32_t i = 0; i < list->all.n; i++) {
        const qd_diag *d = &list->all.at[i];
        require_range(t, (qd_range){ d->pos, d->len });
        if (d->has_fix) require_range(t, (qd_range){ d->fix_pos, d->fix_len });
        qd_source_place(t->source, d->pos);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qd_mem mem;
    qd_arena arena;
    qd_source source;
    qd_diags diags;
    qd_tree tree;
    jmp_buf oom;
    qd_mem_init(&mem, NULL, NULL);
    mem.oom = &oom;
    if (setjmp(oom)) abort();
    qd_arena_init(&arena, &mem);
    qd_source_init(&source, &mem, &arena);
    qd_diags_init(&diags, &arena);
    qd_tree_init(&tree, &source, &diags, &vocabulary);
    char *text = malloc(size + 1);
    if (!text) abort();
    memcpy(text, data, size);
    text[size] = '\0';
    uint32_t file = qd_source_add(&source, QD_STR("f"),
                                  (qd_str){ text, size }, 0);
    require(file == 0);
    qd_parse(&tree, file, &vocabulary);
    check_tree(&tree);
    check_diags(&diags, &tree);
    qd_mem_free_all(&mem);
    free(text);
    return 0;
}
