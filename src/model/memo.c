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

qd_node *qd_memo_at(qd_lowering *l, uint64_t key)
{
    if (l->memo_n * 2 >= l->memo_mask) grow(l);
    struct qd_memo *s = slot_of(l, key);
    if (s->key == 0) {
        *s = (struct qd_memo){ key, QD_MEMO_NONE };
        l->memo_n++;
    }
    return &s->node;
}

static void tell_circle(qd_lowering *l, qd_range r, uint32_t dir,
                        qd_str name)
{
    qd_model *m = l->m;
    qd_diag *d = qd_diag_fold(&m->diags, QD_D_CYCLE, dir + 1, r.pos, r.len);
    if (!d) return;
    qd_range n = qd_dir_range(&m->tree, &m->tree.dirs.at[dir], QD_PART_NAME);
    qd_diag_arg(&m->diags, d, name);
    qd_diag_arg(&m->diags, d, QD_STR("it needs its own value"));
    qd_diag_label(&m->diags, d, n.pos, n.len, "the circle begins here");
}

void qd_formula_circle(qd_lowering *l, qd_id id, uint32_t dir)
{
    tell_circle(l, qd_syn_range(&l->m->tree, id), dir,
                qd_model_name(l->m, l->m->tree.dirs.at[dir].name));
}

void qd_field_circle(qd_lowering *l, qd_range r, uint32_t dir, qd_sym field)
{
    qd_str name = qd_model_name(l->m, l->m->tree.dirs.at[dir].name);
    tell_circle(l, r, dir, qd_arena_printf(&l->m->arena, "%.*s.%.*s",
                QD_STR_ARG(name),
                QD_STR_ARG(qd_names_text(&l->m->tree.names, field))));
}
