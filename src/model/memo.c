/* Nodes that were lowered before, by what they are of: open addressing. */
#include "model/formula.h"
#include "model/parts.h"

uint64_t qd_memo_key(uint32_t dir, qd_sym field, unsigned sense)
{
    return ((uint64_t)dir << 32 | (uint64_t)field << 2 | sense) + 1;
}

static struct qd_memo *slot_of(qd_lowering *l, uint64_t key)
{
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    for (uint32_t i = (uint32_t)(h >> 32);; i++) {
        struct qd_memo *s = &l->memo[i & l->memo_mask];
        if (s->key == 0 || s->key == key) return s;
    }
}

static void grow(qd_lowering *l)
{
    struct qd_memo *old = l->memo;
    uint32_t size = l->memo_mask ? l->memo_mask + 1 : 0;
    uint32_t larger = size ? 2 * size : 64;
    l->memo = qd_mem_zero(l->m->mem, larger * sizeof *l->memo);
    l->memo_mask = larger - 1;
    for (uint32_t i = 0; i < size; i++)
        if (old[i].key) *slot_of(l, old[i].key) = old[i];
    qd_mem_release(l->m->mem, old);
}

static struct qd_memo *memo_at(qd_lowering *l, uint64_t key)
{
    if (l->memo_n * 2 >= l->memo_mask) grow(l);
    struct qd_memo *s = slot_of(l, key);
    if (s->key == 0) {
        *s = (struct qd_memo){ key, QD_MEMO_NONE, 0 };
        l->memo_n++;
    }
    return s;
}

qd_node qd_memo_find(qd_lowering *l, uint64_t key)
{
    const struct qd_memo *s = memo_at(l, key);
    if (s->height > l->height) l->height = s->height;
    return s->node;
}

void qd_memo_keep(qd_lowering *l, uint64_t key, qd_node node)
{
    *memo_at(l, key) = (struct qd_memo){ key, node, l->height };
}

uint32_t qd_memo_open(qd_lowering *l, uint64_t key)
{
    uint32_t outer = l->height;
    memo_at(l, key)->node = QD_MEMO_OPEN;
    if (l->n_open < QD_OPEN_KEPT) l->open[l->n_open] = key;
    l->n_open++;
    l->height = 0;
    return outer;
}

void qd_memo_close(qd_lowering *l, uint64_t key, qd_node node, uint32_t outer)
{
    qd_memo_keep(l, key, node);
    if (outer > l->height) l->height = outer;
    l->n_open--;
}

/* "a" or "a.amount", of a key. */
static qd_str key_text(const qd_lowering *l, uint64_t key)
{
    qd_model *m = l->m;
    uint32_t dir = (uint32_t)((key - 1) >> 32);
    qd_sym field = (qd_sym)((key - 1) & UINT32_MAX) >> 2;
    qd_str name = qd_model_name(m, m->tree.dirs.at[dir].name);
    if (field == 0) return name;
    return qd_arena_printf(&m->arena, "%.*s.%.*s", QD_STR_ARG(name),
                           QD_STR_ARG(qd_names_text(&m->tree.names, field)));
}

/* "a > b > a": from where it was opened to where it is asked for again. */
static qd_str chain_text(const qd_lowering *l, uint64_t key)
{
    uint32_t n = l->n_open < QD_OPEN_KEPT ? l->n_open : QD_OPEN_KEPT;
    uint32_t i = 0;
    while (i < n && l->open[i] != key) i++;
    qd_str text = key_text(l, key), first = text;
    for (i++; i < n; i++)
        text = qd_arena_printf(&l->m->arena, "%.*s > %.*s", QD_STR_ARG(text),
                               QD_STR_ARG(key_text(l, l->open[i])));
    return qd_arena_printf(&l->m->arena, "%.*s%s > %.*s", QD_STR_ARG(text),
                           n < l->n_open ? " > ..." : "", QD_STR_ARG(first));
}

void qd_circle(qd_lowering *l, qd_range r, uint64_t key)
{
    qd_model *m = l->m;
    uint32_t dir = (uint32_t)((key - 1) >> 32);
    qd_diag *d = qd_diag_fold(&m->diags, QD_D_CYCLE, dir + 1, r.pos, r.len);
    if (!d) return;
    qd_diag_arg(&m->diags, d, key_text(l, key));
    qd_diag_arg(&m->diags, d, chain_text(l, key));
    qd_range n = qd_dir_range(&m->tree, &m->tree.dirs.at[dir], QD_PART_NAME);
    if (n.pos != r.pos)
        qd_diag_label(&m->diags, d, n.pos, n.len, "the circle begins here");
}
