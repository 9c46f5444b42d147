#include "model/path_due.h"

static const qd_field_row fields[] = {
    { "covers", QD_KIND_FORMULA, QD_RIVAL_ONE, QD_C_MONEY, "contract loan",
      NULL, 0, "a contract or loan, or a formula for what is due to date" },
    { "cap", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_LIMIT, "most that it pays" },
};

/* A formula for what is due to date is paid as it grows, up to the cap. What
 * covers a contract or a loan pays where that is not paid: nothing, where all
 * that is due is. */
static void lower_guarantee(qd_lowering *l, uint32_t dir)
{
    qd_node covers = qd_lower_named(l, dir, "covers", QD_DATE_FIRST);
    bool money = qd_dim_is_money(&l->m->units,
                                 qd_node_dim(&l->graph, covers), NULL);
    if (l->bounds || covers == QD_NODE_HOLE || !money) return;
    qd_node cap = qd_limit_of(l, dir, "cap");
    if (cap != QD_NODE_HOLE) covers = qd_least_of(l, covers, cap);
    qd_times t = qd_lower_times(l, dir);
    qd_node on = qd_times_of(l, qd_during(l, t.from, t.to), t.happens);
    qd_push_moves(l, dir, QD_DUE_GUARANTEE,
                  qd_to_reach(l, qd_where(l, on, covers)),
                  qd_firmness_of(l, dir));
}

const qd_instrument qd_instrument_guarantee = {
    "guarantee", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_HAPPENS,
    "somebody pays what another does not",
    "Covers what is not paid under a contract or loan, or a formula for "
    "what is due to date, up to its cap.",
    "party maker, cloud, lab\n"
    "2025-11.. contract rent lab -> cloud\n"
    "  amount: 38 bn USD\n"
    "  term: 7 yr\n"
    "2025-11..2032 guarantee g maker -> cloud\n"
    "  covers: rent\n"
    "  cap: 6 bn USD\n",
    QD_FIELDS(fields), lower_guarantee
};
