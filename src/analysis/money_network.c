#include "analysis/money_network.h"

#include "model/schedule.h"

qd_block *qd_money_block(qd_answer *a, qd_str unit)
{
    static const char *const arcs[] = { "payer", "payee", "lo", "hi",
                                        "status", "kind", "faint" };
    static const char *const parties[] = { "party", "role", "focus" };
    qd_str none = { "", 0 };
    qd_block *b = qd_answer_block(a, QD_BLOCK_NETWORK);
    b->unit = unit;
    b->table = qd_table_make(a->arena, "payments");
    for (size_t i = 0; i < sizeof arcs / sizeof *arcs; i++)
        qd_table_column(b->table, arcs[i], QD_COLUMN_TEXT, none);
    b->marks = qd_table_make(a->arena, "parties");
    for (size_t i = 0; i < sizeof parties / sizeof *parties; i++)
        qd_table_column(b->marks, parties[i], QD_COLUMN_TEXT, none);
    return b;
}

/* What the kinds of a payment are called, and its bits `for:`. */
qd_str qd_money_word(qd_arena *arena, uint8_t kind, uint16_t words)
{
    static const char *const kinds[] = { "contract", "equity", "shares",
        "loan", "repayment", "revenue", "costs", "exercise", "guarantee" };
    qd_str text = { "", 0 }, word;
    for (unsigned i = 0; kind == QD_DUE_CONTRACT &&
                         (word = qd_flow_word(i)).len; i++)
        if (words >> i & 1)
            text = qd_arena_printf(arena, "%.*s%s%.*s", QD_STR_ARG(text),
                                   text.len ? " + " : "", QD_STR_ARG(word));
    if (text.len) return text;
    return kind < sizeof kinds / sizeof *kinds ? qd_str_c(kinds[kind])
                                               : QD_STR("payment");
}

qd_str qd_money_status(const qd_money *x)
{
    return x->status.len ? x->status
                         : qd_str_c(qd_firmness_word(x->firmness));
}

void qd_money_add(qd_block *b, const qd_money *x)
{
    qd_table *t = b->table;
    qd_table_row(t);
    qd_table_text(t, 0, x->payer);
    qd_table_text(t, 1, x->payee);
    if (x->known) qd_table_number(t, 2, x->lo);
    else qd_table_hole(t, 2);
    if (x->known && x->hi >= x->lo) qd_table_number(t, 3, x->hi);
    qd_table_text(t, 4, qd_money_status(x));
    qd_table_text(t, 5, qd_money_word(t->arena, x->kind, x->words));
    qd_table_bool(t, 6, x->faint);
}

/* Of a parent that says nothing, what all that say something say. */
static qd_str role_of(qd_lowering *l, qd_sym party)
{
    qd_model *m = l->m;
    uint32_t dir = qd_model_find_kind(m, party, "party");
    qd_str role = { "", 0 };
    if (dir != QD_NONE) role = qd_word_of(l, dir, "kind");
    for (uint32_t i = 0; role.len == 0 && i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword != QD_K_party || d->name == party ||
            qd_party_shown(&l->view, d->name) != party) continue;
        role = qd_word_of(l, i, "kind");
    }
    return role;
}

void qd_money_party(qd_block *b, qd_lowering *l, qd_sym party, bool focus)
{
    if (party == QD_SYM_HOLE) return;
    qd_table_row(b->marks);
    qd_table_text(b->marks, 0, qd_party_label(l->m, party));
    qd_table_text(b->marks, 1, role_of(l, party));
    qd_table_bool(b->marks, 2, focus);
}
