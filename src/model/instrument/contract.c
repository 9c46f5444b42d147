#include "model/path_due.h"
#include "model/totals.h"

static const qd_field_row fields[] = {
    { "for", QD_KIND_WORD, QD_RIVAL_SET, 0,
      "capacity chips build power services resale equity models products",
      NULL, QD_F_LIST, "what is bought" },
    { "amount", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_MONEY, NULL, NULL,
      QD_F_DATED, "the whole of it; dated: the part that falls in that time" },
    { "rate", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_RATE, NULL, NULL,
      QD_F_DATED, "so much a month once the ramp is over" },
    { "quantity", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_CHIPS | QD_C_POWER | QD_C_NUMBER | QD_C_OTHER, NULL, "it facility",
      QD_F_DATED, "how much is bought" },
    { "price", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_PRICE, NULL, NULL,
      QD_F_DATED, "of a unit of the quantity" },
    { "term", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_TIME, NULL, NULL, 0,
      "how long it lasts" },
    { "ramp", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_TIME, NULL, NULL, 0,
      "how long it takes to reach the full rate, linearly" },
    { "take-or-pay", QD_KIND_QUANTITY, QD_RIVAL_NUMBER,
      QD_C_SHARE | QD_C_MONEY | QD_C_POWER | QD_C_CHIPS | QD_C_OTHER, NULL,
      NULL, 0, "what is due whether used or not; all of it if not said" },
    { "use", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_NUMBER, NULL,
      NULL, QD_F_DATED, "share of it that is used; all of it if not said" },
    { "prepay", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_MONEY,
      NULL, NULL, 0, "paid at the start, credited evenly" },
    { "exit-fee", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_SHARE | QD_C_MONEY,
      NULL, NULL, 0, "due when it is cancelled" },
    { "chip", QD_KIND_REF, QD_RIVAL_SET, 0, "chip", NULL, QD_F_LIST,
      "hardware" },
    { "power", QD_KIND_QUANTITY, QD_RIVAL_NUMBER, QD_C_POWER, NULL,
      "it facility", QD_F_DATED, "how much of it" },
    { "if-unpaid", QD_KIND_WORD, QD_RIVAL_ONE, 0, "defer cancel default", NULL,
      0, "what happens then; defer if not said" },
    { "part-of", QD_KIND_REF, QD_RIVAL_SET, 0, "contract", NULL, QD_F_LIST,
      "the total of which it is a part" },
    { "on-top-of", QD_KIND_REF, QD_RIVAL_SET, 0, "contract", NULL, QD_F_LIST,
      "beside which it stands" },
};

/* What a bill is made of, as shares of what the schedule has in a period. */
struct bill {
    qd_node top;       /* a hole: all of it */
    qd_node use, taken;
    qd_node prepaid;   /* credited evenly; a hole: nothing */
    uint8_t firm;
};

static struct bill bill_of(qd_lowering *l, uint32_t dir, qd_node total)
{
    struct bill b = { .top = qd_share_of(l, dir, "take-or-pay", total),
                      .prepaid = qd_share_of(l, dir, "prepay", total),
                      .firm = qd_firmness_of(l, dir) };
    b.use = qd_use_of(l, dir);
    b.taken = qd_taken_of(l, dir, total);
    return b;
}

/* What is left of a share behind another one. */
static qd_node behind(qd_lowering *l, qd_node share, qd_node of)
{
    return of == QD_NODE_HOLE ? share
         : qd_least_zero(l, qd_minus(l, share, of));
}

/* The part of a product that is not 1. */
static qd_node part_of(qd_lowering *l, qd_node all, qd_node part)
{
    bool whole = part == qd_node_const(&l->graph, 1, QD_DIM_NONE);
    return whole ? all : qd_times_of(l, all, part);
}

/* Rate x max(take-or-pay, use): the part that is due whatever is used stands
 * apart from the rest of what is signed. On a path both are one bill. */
static void push_parts(qd_lowering *l, uint32_t dir, const struct bill *b,
                       qd_node due, qd_node total)
{
    qd_node all = behind(l, b->taken, b->prepaid);
    if (b->top == QD_NODE_HOLE || b->firm != QD_FIRM_FIRM) {
        qd_push_due(l, dir, QD_DUE_CONTRACT, part_of(l, due, all),
                    part_of(l, total, all), b->firm);
        return;
    }
    qd_node top = behind(l, b->top, b->prepaid);
    qd_node rest = qd_least_zero(l, qd_minus(l, b->use, b->top));
    uint32_t first = l->dues.n;
    qd_push_due(l, dir, QD_DUE_CONTRACT, qd_times_of(l, due, top),
                qd_times_of(l, total, top), QD_FIRM_FIRM);
    if (l->view.firm || l->dues.n == first) return;
    qd_due_moves(l, first, part_of(l, due, all));
    qd_push_due(l, dir, QD_DUE_CONTRACT, qd_times_of(l, due, rest),
                qd_times_of(l, total, rest), QD_FIRM_ANNOUNCED);
    qd_due_moves(l, first + 1, QD_NODE_BAD);
}

static void push_prepaid(qd_lowering *l, uint32_t dir, const struct bill *b,
                         qd_node total, qd_node from)
{
    qd_node paid = qd_times_of(l, total, b->prepaid);
    if (paid == QD_NODE_HOLE) return;
    qd_node in = from == QD_NODE_HOLE ? QD_NODE_HOLE
        : qd_node_make(&l->graph, QD_N_INSTANT, from, 0, 0, 0);
    qd_push_due(l, dir, QD_DUE_CONTRACT, qd_times_of(l, paid, in), paid,
                b->firm);
}

/* 1 in the period in which `ends:` comes before the term is over, else 0. */
static qd_node leaves_now(qd_lowering *l, const qd_schedule *s)
{
    qd_node over = qd_sum_of(l, s->from, s->term);
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_NONE);
    qd_node in = qd_node_make(&l->graph, QD_N_INSTANT, s->stop, 0, 0, 0);
    if (over == QD_NODE_HOLE) return in;
    qd_node early = qd_node_make(&l->graph, QD_N_COMPARE, s->stop, over, 0,
                                 QD_CMP_LT);
    return qd_node_make(&l->graph, QD_N_IF, early, in, zero, 0);
}

/* The share of a schedule that lies behind a date: of its months at the full
 * rate, of which a ramp costs half its own, less when it is not over yet. */
static qd_node share_behind(qd_lowering *l, const qd_schedule *s, qd_node day)
{
    qd_graph *g = &l->graph;
    qd_node none = qd_node_const(g, 0, QD_DIM_TIME);
    qd_node half = qd_node_const(g, 0.5, QD_DIM_NONE);
    qd_node gone = qd_least_zero(l, qd_minus(l, day, s->from));
    gone = qd_least_of(l, gone, s->term);
    qd_node all = s->term;
    if (s->ramp != none) {
        qd_node early = qd_least_of(l, gone, s->ramp);
        qd_node climbed = qd_times_of(l, early, qd_quotient(l, early,
                                                            s->ramp));
        gone = qd_sum_of(l, qd_minus(l, gone, early),
                         qd_times_of(l, half, climbed));
        all = qd_minus(l, all, qd_times_of(l, half, s->ramp));
    }
    return qd_minus(l, qd_node_const(g, 1, QD_DIM_NONE),
                    qd_quotient(l, gone, all));
}

/* Money, or a share of what would still have been due. */
static void push_exit_fee(qd_lowering *l, uint32_t dir, qd_node total,
                          const qd_schedule *s)
{
    qd_node fee = qd_lower_named(l, dir, "exit-fee", QD_DATE_FIRST);
    if (fee == QD_NODE_HOLE || s->stop == QD_NODE_HOLE || l->bounds) return;
    if (qd_node_dim(&l->graph, fee) == QD_DIM_NONE) {
        qd_node left = qd_times_of(l, total, share_behind(l, s, s->stop));
        fee = qd_times_of(l, fee, left);
    }
    qd_push_moves(l, dir, QD_DUE_CONTRACT,
                  qd_times_of(l, fee, leaves_now(l, s)),
                  qd_firmness_of(l, dir));
}

/* Dated amounts, each spread over its own time. */
static bool push_by_date(qd_lowering *l, uint32_t dir, qd_node share)
{
    qd_sym name = qd_names_find(&l->m->tree.names, QD_STR("amount"));
    qd_instalment x;
    uint32_t i = 0;
    if (!qd_instalment_next(l, dir, name, &i, &x)) return false;
    qd_node left = qd_left_of(l, dir);
    struct bill b = bill_of(l, dir, qd_whole_of(l, dir));
    b.prepaid = QD_NODE_HOLE;
    if (left == QD_NODE_HOLE) left = qd_node_const(&l->graph, 1, QD_DIM_NONE);
    for (i = 0; qd_instalment_next(l, dir, name, &i, &x);)
        push_parts(l, dir, &b, part_of(l, qd_instalment_due(l, &x), left),
                   part_of(l, x.amount, left));
    qd_node rest = qd_behind_dated(l, dir);
    if (rest != QD_NODE_HOLE)
        push_parts(l, dir, &b, qd_times_of(l, rest, share), rest);
    return true;
}

/* At a rate to which there is no end. */
static void push_for_ever(qd_lowering *l, uint32_t dir)
{
    qd_node due = qd_rest_of(l, qd_rated(l, dir), qd_parts_due(l, dir));
    struct bill b = bill_of(l, dir, QD_NODE_HOLE);
    b.prepaid = QD_NODE_HOLE;
    if (due == QD_NODE_HOLE) qd_push_stream(l, dir, QD_DUE_CONTRACT);
    else push_parts(l, dir, &b, due, QD_NODE_HOLE);
}

static void lower_contract(qd_lowering *l, uint32_t dir)
{
    qd_schedule s = qd_schedule_of(l, dir);
    if (push_by_date(l, dir, s.share)) return;
    qd_node total = qd_whole_of(l, dir);
    if (total == QD_NODE_HOLE) {
        push_for_ever(l, dir);
        return;
    }
    qd_node parts = qd_parts_of(l, dir);
    qd_node rest = qd_rest_of(l, total, parts);
    qd_node due = qd_times_of(l, rest, s.share);
    if (qd_rate_changes(l, dir)) {
        qd_node left = qd_left_of(l, dir);
        due = qd_rated(l, dir);
        if (left != QD_NODE_HOLE) due = qd_times_of(l, due, left);
    }
    uint32_t pushed = l->dues.n;
    struct bill b = bill_of(l, dir, total);
    push_parts(l, dir, &b, due, rest);
    qd_mark_whole(l, pushed, total, parts);
    push_prepaid(l, dir, &b, rest, s.from);
    push_exit_fee(l, dir, rest, &s);
}

const qd_instrument qd_instrument_contract = {
    "contract", QD_FORM_PLAIN,
    QD_I_ARROW_PAYS | QD_I_HAPPENS,
    "somebody rents or buys something over time",
    "Cash goes from payer to payee; what is bought is in `for`. It pays "
    "rate x max(take-or-pay, use) in each month of its span. amount = rate "
    "x (term - ramp / 2): what is missing follows. `prepay` is paid at the "
    "start and credited evenly; where `ends` names what may not happen, "
    "`exit-fee` is due when it does.",
    "party lab, cloud\n"
    "2025-11.. contract rent lab -> cloud\n"
    "  for: capacity\n"
    "  amount: 38 bn USD\n"
    "  term: 7 yr\n",
    QD_FIELDS(fields), lower_contract
};
