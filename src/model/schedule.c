#include "model/schedule.h"

#include "expr/eval.h"
#include "model/claims.h"
#include "model/formula.h"
#include "model/known.h"
#include "model/path_due.h"
#include "model/shocks.h"
#include "model/stage.h"
#include "model/totals.h"

static bool hole(qd_node n)
{
    return n == QD_NODE_HOLE || n == QD_NODE_BAD;
}

qd_node qd_times_of(qd_lowering *l, qd_node a, qd_node b)
{
    if (hole(a) || hole(b)) return QD_NODE_HOLE;
    qd_node n = qd_node_make(&l->graph, QD_N_MUL, a, b, 0, 0);
    return n ? n : QD_NODE_HOLE;
}

qd_node qd_minus(qd_lowering *l, qd_node a, qd_node b)
{
    if (hole(a) || hole(b)) return QD_NODE_HOLE;
    qd_node n = qd_node_make(&l->graph, QD_N_SUB, a, b, 0, 0);
    return n ? n : QD_NODE_HOLE;
}

qd_node qd_least_zero(qd_lowering *l, qd_node a)
{
    if (hole(a)) return QD_NODE_HOLE;
    qd_node zero = qd_node_const(&l->graph, 0, qd_node_dim(&l->graph, a));
    return qd_node_make(&l->graph, QD_N_MAX, zero, a, 0, 0);
}

static qd_node months(qd_lowering *l, double n)
{
    return qd_node_const(&l->graph, n, QD_DIM_TIME);
}

static qd_node sooner_of(qd_lowering *l, qd_node a, qd_node b)
{
    if (hole(a)) return b;
    if (hole(b)) return a;
    return qd_node_make(&l->graph, QD_N_MIN, a, b, 0, 0);
}

/* The date of what may end it early: `ends:` names something that may not
 * happen, or that comes before a term is over. A hole when that is its end. */
static qd_node early_end(qd_lowering *l, uint32_t dir, qd_node term)
{
    qd_node n = qd_lower_named(l, dir, "ends", QD_DATE_LAST);
    if (qd_node_is(&l->graph, n, QD_N_IF)) return n;
    bool named = qd_word_of(l, dir, "ends").len > 0;
    return named && !hole(term) && !l->bounds ? n : QD_NODE_HOLE;
}

/* The part of the period that lies before a date. */
static qd_node part_before(qd_lowering *l, qd_node stop)
{
    qd_node before = qd_node_const(&l->graph, QD_BEFORE, QD_DIM_DATE);
    qd_node never = qd_node_const(&l->graph, QD_NEVER, QD_DIM_DATE);
    qd_node held = qd_node_make(&l->graph, QD_N_HELD, before, stop, 0, 0);
    qd_node all = qd_node_make(&l->graph, QD_N_HELD, before, never, 0, 0);
    return qd_node_make(&l->graph, QD_N_DIV, held, all, 0, 0);
}

qd_node qd_some_time(qd_lowering *l, qd_node term)
{
    enum { PARTS = 1 << 20 };
    double x;
    if (l->bounds || hole(term) || qd_node_known(&l->graph, term, &x))
        return term;
    return qd_node_make(&l->graph, QD_N_MAX, term, months(l, 1.0 / PARTS), 0,
                        0);
}

qd_schedule qd_schedule_of(qd_lowering *l, uint32_t dir)
{
    qd_times t = qd_lower_times(l, dir);
    qd_schedule s = { t.from, t.to, QD_NODE_HOLE, QD_NODE_HOLE,
                      QD_NODE_HOLE, QD_NODE_HOLE };
    s.term = qd_some_time(l, qd_lower_named(l, dir, "term", QD_DATE_FIRST));
    s.ramp = qd_lower_named(l, dir, "ramp", QD_DATE_FIRST);
    if (hole(s.ramp)) s.ramp = months(l, 0);
    s.stop = early_end(l, dir, s.term);
    qd_node end = hole(s.stop) ? s.to : qd_header_end(l, dir);
    if (hole(s.term)) s.term = qd_some_time(l, qd_minus(l, end, s.from));
    else if (hole(end) && !hole(s.from))
        s.to = sooner_of(l, s.stop, qd_node_make(&l->graph, QD_N_ADD, s.from,
                                                 s.term, 0, 0));
    if (!hole(s.from) && !hole(s.term))
        s.share = qd_node_make(&l->graph, QD_N_SPREAD, s.from, s.term,
                               s.ramp, 0);
    if (!hole(s.share) && !hole(s.stop))
        s.share = qd_times_of(l, s.share, part_before(l, s.stop));
    return s;
}

uint8_t qd_firmness_of(qd_lowering *l, uint32_t dir)
{
    return qd_stage_of(&l->view, dir, l->arena).firmness;
}

static qd_node if_happens(qd_lowering *l, uint32_t dir, qd_node amount)
{
    if (l->bounds || hole(amount)) return amount;
    qd_node happens = qd_lower_times(l, dir).happens;
    if (hole(happens)) return QD_NODE_HOLE;
    const qd_node_row *r = &l->graph.nodes.at[happens];
    return r->op == QD_N_CONST && r->k == 1 ? amount
                                            : qd_times_of(l, amount, happens);
}

void qd_push_due(qd_lowering *l, uint32_t dir, enum qd_due_kind kind,
                 qd_node amount, qd_node total, uint8_t firmness)
{
    const qd_dir *d = &l->m->tree.dirs.at[dir];
    bool back = kind == QD_DUE_REPAYMENT;
    if (firmness == QD_FIRM_NONE || !qd_can_happen(l, dir)) return;
    if (l->view.firm && firmness > QD_FIRM_FIRM) return;
    if (hole(amount)) amount = QD_NODE_HOLE;
    amount = qd_shocked_due(l, dir, amount);
    total = qd_shocked_due(l, dir, total);
    qd_lower_due(l, (qd_due){
        .dir = dir, .payer = back ? d->b : d->a, .payee = back ? d->a : d->b,
        .amount = amount, .cash = if_happens(l, dir, amount),
        .total = hole(total) ? QD_NODE_HOLE : total,
        .whole = QD_NODE_HOLE, .parts = QD_NODE_HOLE,
        .firmness = firmness, .kind = (uint8_t)kind });
}

static bool is_dated(const qd_field *f, qd_sym name)
{
    return f->name == name && (f->flags & QD_FIELD_DATED) &&
           !(f->flags & (QD_FIELD_BROKEN | QD_FIELD_TARGET));
}

static bool came_before(const qd_tree *t, const qd_dir *d, uint32_t i,
                        qd_sym name)
{
    qd_span s = qd_field_when(t, &t->fields.at[d->fields + i]);
    for (uint32_t j = 0; j < i; j++) {
        const qd_field *f = &t->fields.at[d->fields + j];
        if (!is_dated(f, name)) continue;
        qd_span before = qd_field_when(t, f);
        if (before.from == s.from && before.to == s.to) return true;
    }
    return false;
}

/* The next dated line of a field in the order of its dates, QD_NONE behind
 * the last. `after` is the day behind which to look. */
static uint32_t next_dated(const qd_tree *t, const qd_dir *d, qd_sym name,
                           qd_day after, bool first)
{
    uint32_t best = QD_NONE;
    qd_day from = QD_DAY_OPEN_TO;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        if (!is_dated(f, name)) continue;
        qd_day at = qd_field_when(t, f).from;
        if ((first || at > after) && (best == QD_NONE || at < from)) {
            best = d->fields + i;
            from = at;
        }
    }
    return best;
}

/* On a path nothing falls due before the deals that it waits for. */
static qd_node not_before_deals(qd_lowering *l, uint32_t dir, qd_node from)
{
    qd_node at = l->bounds ? QD_NODE_HOLE : qd_lower_deals_date(l, dir);
    if (hole(at)) return from;
    qd_node later = qd_node_make(&l->graph, QD_N_MAX, from, at, 0, 0);
    return qd_node_make(&l->graph, QD_N_FIELD, from, later, 0, 0);
}

qd_node qd_by_time(qd_lowering *l, uint32_t dir, const char *field,
                   qd_node otherwise)
{
    const qd_tree *t = &l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    uint32_t line = next_dated(t, d, name, 0, true);
    qd_node n = line == QD_NONE ? qd_lower_named(l, dir, field, QD_DATE_FIRST)
        : qd_lower_field_on(l, dir, name, QD_DAY_OPEN_FROM + 1,
                            QD_DATE_FIRST);
    if (hole(n)) n = otherwise;
    while (line != QD_NONE) {
        qd_day at = qd_field_when(t, &t->fields.at[line]).from;
        qd_node value = qd_lower_field_on(l, dir, name, at, QD_DATE_FIRST);
        qd_node day = qd_shocked_date(l, dir, qd_node_const(
            &l->graph, qd_day_months(at), QD_DIM_DATE));
        qd_node on = qd_node_make(&l->graph, QD_N_COMPARE,
                                  qd_lower_period_begin(l), day, 0,
                                  QD_CMP_GE);
        if (hole(n)) n = value;
        else if (!hole(value))
            n = qd_node_make(&l->graph, QD_N_IF, on, value, n, 0);
        line = next_dated(t, d, name, at, false);
    }
    return n;
}

bool qd_instalment_next(qd_lowering *l, uint32_t dir, qd_sym name,
                        uint32_t *i, qd_instalment *out)
{
    const qd_tree *t = &l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    for (; *i < d->n_fields; ++*i) {
        const qd_field *f = &t->fields.at[d->fields + *i];
        if (!is_dated(f, name) || came_before(t, d, *i, name)) continue;
        qd_span s = qd_field_when(t, f);
        if (s.from == QD_DAY_OPEN_FROM || s.to == QD_DAY_OPEN_TO) continue;
        double from = qd_day_months(s.from), to = qd_day_months(s.to);
        ++*i;
        out->amount = qd_lower_field_for(l, dir, name, s);
        out->from = not_before_deals(l, dir, qd_shocked_date(
            l, dir, qd_node_const(&l->graph, from, QD_DIM_DATE)));
        out->length = months(l, to - from);
        return true;
    }
    return false;
}

/* A product, of which a hole has no part. */
static qd_node scaled(qd_lowering *l, qd_node n, qd_node by)
{
    return hole(by) ? n : qd_times_of(l, n, by);
}

qd_node qd_instalment_due(qd_lowering *l, const qd_instalment *x)
{
    qd_node share = qd_node_make(&l->graph, QD_N_SPREAD, x->from, x->length,
                                 months(l, 0), 0);
    return qd_times_of(l, x->amount, share);
}

unsigned qd_push_instalments(qd_lowering *l, uint32_t dir, const char *field,
                             enum qd_due_kind kind)
{
    qd_sym name = qd_names_find(&l->m->tree.names, qd_str_c(field));
    uint8_t firm = qd_firmness_of(l, dir);
    qd_instalment x;
    unsigned pushed = 0;
    qd_node left = QD_NODE_HOLE;
    for (uint32_t i = 0; qd_instalment_next(l, dir, name, &i, &x);) {
        if (pushed++ == 0 && kind != QD_DUE_BURN) left = qd_left_of(l, dir);
        qd_push_due(l, dir, kind, scaled(l, qd_instalment_due(l, &x), left),
                    scaled(l, x.amount, left), firm);
    }
    return pushed;
}

qd_node qd_left_of(qd_lowering *l, uint32_t dir)
{
    qd_node parts = qd_parts_of(l, dir), whole = qd_whole_of(l, dir);
    if (hole(parts) || hole(whole)) return QD_NODE_HOLE;
    qd_node zero = qd_node_const(&l->graph, 0, QD_DIM_NONE);
    qd_node some = qd_node_make(&l->graph, QD_N_COMPARE, whole,
                                qd_node_const(&l->graph, 0,
                                              qd_node_dim(&l->graph, whole)),
                                0, QD_CMP_GT);
    qd_node left = qd_node_make(&l->graph, QD_N_DIV,
                                qd_rest_of(l, whole, parts), whole, 0, 0);
    return some ? qd_node_make(&l->graph, QD_N_IF, some, left, zero, 0)
                : QD_NODE_HOLE;
}

/* What dated lines leave of the lines without a date. */
static qd_node behind_instalments(qd_lowering *l, uint32_t dir, qd_sym name)
{
    /* before all that is dated only the others hold */
    qd_node left = qd_lower_field_on(l, dir, name, QD_DAY_OPEN_FROM + 1,
                                     QD_DATE_FIRST);
    qd_instalment x;
    for (uint32_t i = 0; qd_instalment_next(l, dir, name, &i, &x);)
        left = qd_minus(l, left, x.amount);
    return qd_least_zero(l, left);
}

/* Dated lines and what they leave of the others, added. */
static qd_node sum_of_instalments(qd_lowering *l, uint32_t dir)
{
    qd_sym name = qd_names_find(&l->m->tree.names, QD_STR("amount"));
    qd_node sum = QD_NODE_HOLE;
    qd_instalment x;
    for (uint32_t i = 0; qd_instalment_next(l, dir, name, &i, &x);) {
        if (hole(x.amount)) continue;
        sum = hole(sum) ? x.amount : qd_sum_of(l, sum, x.amount);
    }
    if (hole(sum)) return sum;
    qd_node rest = behind_instalments(l, dir, name);
    return hole(rest) ? sum : qd_sum_of(l, sum, rest);
}

static qd_node changing_rate(qd_lowering *l, uint32_t dir, qd_node from,
                             qd_node to, bool whole);

/* rate x (term - ramp / 2), or price x quantity. */
static qd_node reckoned(qd_lowering *l, uint32_t dir)
{
    static const char *const bought[] = { "quantity", "power" };
    qd_schedule s = qd_schedule_of(l, dir);
    if (qd_rate_changes(l, dir))
        return hole(s.from) || hole(s.to) ? QD_NODE_HOLE
            : changing_rate(l, dir, s.from, s.to, true);
    qd_node rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    qd_node half = qd_node_const(&l->graph, 0.5, QD_DIM_NONE);
    qd_node ramp = qd_times_of(l, s.ramp, half);
    qd_node all = qd_times_of(l, rate, qd_minus(l, s.term, ramp));
    qd_node price = qd_lower_named(l, dir, "price", QD_DATE_FIRST);
    for (int i = 0; i < 2 && hole(all); i++)
        all = qd_times_of(l, price, qd_lower_named(l, dir, bought[i],
                                                   QD_DATE_FIRST));
    bool money = qd_dim_is_money(&l->m->units,
                                 qd_node_dim(&l->graph, all), NULL);
    return money ? all : QD_NODE_HOLE;
}

qd_node qd_whole_of(qd_lowering *l, uint32_t dir)
{
    qd_node all = sum_of_instalments(l, dir);
    if (hole(all)) all = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    return hole(all) ? reckoned(l, dir) : all;
}

static bool is_nothing(qd_lowering *l, qd_node n)
{
    qd_eval e;
    double begin = qd_day_months(l->m->horizon.from);
    qd_eval_init(&e, &l->graph, l->m->mem, QD_FACE_CLAIMS, begin);
    const qd_set *s = qd_eval_node(&e, n);
    bool nothing = qd_set_is_point(s) && s->at[0].lo == 0;
    qd_eval_free(&e);
    return nothing;
}

qd_node qd_behind_dated(qd_lowering *l, uint32_t dir)
{
    qd_sym name = qd_names_find(&l->m->tree.names, QD_STR("amount"));
    qd_node rest = behind_instalments(l, dir, name);
    if (hole(rest) || is_nothing(l, rest)) return QD_NODE_HOLE;
    return scaled(l, rest, qd_left_of(l, dir));
}

void qd_push_rest(qd_lowering *l, uint32_t dir, enum qd_due_kind kind,
                  qd_node share)
{
    qd_node rest = qd_behind_dated(l, dir);
    if (hole(rest)) return;
    qd_push_due(l, dir, kind, qd_times_of(l, rest, share), rest,
                qd_firmness_of(l, dir));
}

static qd_node bounded(qd_lowering *l, uint32_t dir, enum qd_node_op op,
                       qd_node a, qd_day day)
{
    if (day == QD_DAY_OPEN_FROM || day == QD_DAY_OPEN_TO) return a;
    qd_node b = qd_shocked_date(l, dir, qd_node_const(
        &l->graph, qd_day_months(day), QD_DIM_DATE));
    return hole(a) ? b : qd_node_make(&l->graph, op, a, b, 0, 0);
}

bool qd_rate_changes(const qd_lowering *l, uint32_t dir)
{
    const qd_tree *t = &l->m->tree;
    qd_sym rate = qd_names_find(&t->names, QD_STR("rate"));
    return next_dated(t, &t->dirs.at[dir], rate, 0, true) != QD_NONE;
}

/* The months between two dates: of the asked period, or all of them. */
static qd_node months_held(qd_lowering *l, qd_node from, qd_node to,
                           bool whole)
{
    return whole ? qd_least_zero(l, qd_minus(l, to, from))
                 : qd_node_make(&l->graph, QD_N_HELD, from, to, 0, 0);
}

/* A rate that changes: each dated line holds until the next date. Returns
 * the sum over its windows, a hole when no line is dated. */
static qd_node changing_rate(qd_lowering *l, uint32_t dir, qd_node from,
                             qd_node to, bool whole)
{
    const qd_tree *t = &l->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym name = qd_names_find(&t->names, QD_STR("rate"));
    qd_node sum = QD_NODE_HOLE;
    uint32_t line = next_dated(t, d, name, 0, true);
    while (line != QD_NONE) {
        qd_day at = qd_field_when(t, &t->fields.at[line]).from;
        uint32_t next = next_dated(t, d, name, at, false);
        qd_day end = next == QD_NONE ? QD_DAY_OPEN_TO
                   : qd_field_when(t, &t->fields.at[next]).from;
        qd_node rate = qd_lower_field_on(l, dir, name, at, QD_DATE_FIRST);
        qd_node held = months_held(l, bounded(l, dir, QD_N_MAX, from, at),
                                   bounded(l, dir, QD_N_MIN, to, end),
                                   whole);
        qd_node part = qd_times_of(l, rate, held);
        if (hole(sum)) sum = part;
        else if (!hole(part))
            sum = qd_node_make(&l->graph, QD_N_ADD, sum, part, 0, 0);
        line = next;
    }
    return sum;
}

void qd_push_payment(qd_lowering *l, uint32_t dir, enum qd_due_kind kind)
{
    if (qd_push_instalments(l, dir, "amount", kind)) return;
    qd_node amount = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    qd_node at = qd_lower_times(l, dir).at, due = QD_NODE_HOLE;
    qd_node parts = qd_parts_of(l, dir);
    qd_node rest = qd_rest_of(l, amount, parts);
    uint32_t pushed = l->dues.n;
    if (!hole(at)) {
        qd_node in = qd_node_make(&l->graph, QD_N_INSTANT, at, 0, 0, 0);
        due = qd_times_of(l, rest, in);
    }
    qd_push_due(l, dir, kind, due, rest, qd_firmness_of(l, dir));
    qd_mark_whole(l, pushed, amount, parts);
}

static qd_node horizon_end(qd_lowering *l)
{
    return qd_node_const(&l->graph, qd_day_months(l->m->horizon.to),
                         QD_DIM_DATE);
}

static qd_node horizon_begin(qd_lowering *l)
{
    return qd_node_const(&l->graph, qd_day_months(l->m->horizon.from),
                         QD_DIM_DATE);
}

/* A rate that is reached over a ramp and has no end: the beginning of a
 * schedule that is longer than the horizon. */
static qd_node ramped_for_ever(qd_lowering *l, const qd_schedule *s,
                               qd_node rate)
{
    qd_node half = qd_node_const(&l->graph, 0.5, QD_DIM_NONE);
    qd_node left = qd_least_zero(l, qd_minus(l, horizon_end(l), s->from));
    qd_node term = qd_sum_of(l, left, s->ramp);
    qd_node all = qd_times_of(l, rate, qd_minus(l, term,
                                                qd_times_of(l, half,
                                                            s->ramp)));
    return qd_times_of(l, all, qd_node_make(&l->graph, QD_N_SPREAD, s->from,
                                            term, s->ramp, 0));
}

qd_node qd_rated(qd_lowering *l, uint32_t dir)
{
    qd_schedule s = qd_schedule_of(l, dir);
    qd_node rate = qd_lower_named(l, dir, "rate", QD_DATE_FIRST);
    qd_node to = hole(s.to) ? horizon_end(l) : s.to;
    qd_node from = hole(s.from) ? horizon_begin(l) : s.from;
    qd_node due = changing_rate(l, dir, from, to, false);
    if (!hole(due) || hole(s.from)) return due;
    if (hole(s.to) && s.ramp != months(l, 0))
        return ramped_for_ever(l, &s, rate);
    return qd_times_of(l, rate, qd_node_make(&l->graph, QD_N_HELD, s.from, to,
                                             0, 0));
}

qd_node qd_rate_left(qd_lowering *l, uint32_t dir, qd_node limit)
{
    qd_schedule s = qd_schedule_of(l, dir);
    if (hole(limit) || hole(s.from)) return limit;
    qd_node begin = horizon_begin(l);
    qd_node to = hole(s.to) ? begin
               : qd_node_make(&l->graph, QD_N_MIN, s.to, begin, 0, 0);
    qd_node gone = changing_rate(l, dir, s.from, to, true);
    if (hole(gone))
        gone = qd_times_of(l, qd_lower_named(l, dir, "rate", QD_DATE_FIRST),
                           months_held(l, s.from, to, true));
    if (hole(gone) || l->graph.nodes.at[gone].scope == QD_SCOPE_MONTH)
        return limit;
    return qd_least_zero(l, qd_minus(l, limit, gone));
}

qd_node qd_stream_due(qd_lowering *l, uint32_t dir)
{
    qd_sym name = qd_names_find(&l->m->tree.names, QD_STR("amount"));
    qd_node share = qd_schedule_of(l, dir).share, sum = QD_NODE_HOLE;
    qd_instalment x;
    for (uint32_t i = 0; qd_instalment_next(l, dir, name, &i, &x);) {
        qd_node due = qd_instalment_due(l, &x);
        sum = hole(sum) ? due : qd_sum_of(l, sum, due);
    }
    if (!hole(sum)) {
        qd_node rest = qd_times_of(l, behind_instalments(l, dir, name),
                                   share);
        return hole(rest) ? sum : qd_sum_of(l, sum, rest);
    }
    if (qd_rate_changes(l, dir)) return qd_rated(l, dir);
    qd_node whole = qd_whole_of(l, dir);
    return hole(whole) ? qd_rated(l, dir) : qd_times_of(l, whole, share);
}

void qd_push_stream(qd_lowering *l, uint32_t dir, enum qd_due_kind kind)
{
    qd_schedule s = qd_schedule_of(l, dir);
    if (qd_push_instalments(l, dir, "amount", kind)) {
        qd_push_rest(l, dir, kind, s.share);
        return;
    }
    bool burn = kind == QD_DUE_BURN; /* has the operations for its parts */
    qd_node parts = burn ? QD_NODE_HOLE : qd_parts_of(l, dir);
    qd_node amount = qd_lower_named(l, dir, "amount", QD_DATE_FIRST);
    qd_node rest = qd_rest_of(l, amount, parts);
    qd_node due = qd_times_of(l, rest, s.share);
    if (hole(amount)) {
        due = qd_rated(l, dir);
        if (!burn) due = qd_rest_of(l, due, qd_parts_due(l, dir));
        if (!hole(due)) amount = reckoned(l, dir);
        rest = qd_rest_of(l, amount, parts);
    }
    uint32_t pushed = l->dues.n;
    qd_push_due(l, dir, kind, due, rest, qd_firmness_of(l, dir));
    qd_mark_whole(l, pushed, amount, parts);
    qd_node cap = qd_limit_of(l, dir, "cap");
    if (hole(cap)) return;
    if (hole(qd_lower_named(l, dir, "amount", QD_DATE_FIRST)))
        cap = qd_rate_left(l, dir, cap);
    qd_due_moves(l, pushed, qd_up_to(l, due, cap));
}

qd_str qd_word_of(qd_lowering *l, uint32_t dir, const char *field)
{
    const qd_tree *t = &l->m->tree;
    qd_sym name = qd_names_find(&t->names, qd_str_c(field));
    if (!name) return (qd_str){ "", 0 };
    qd_claims c = qd_claims_of(&l->view, dir, name, l->view.on, l->arena);
    uint32_t line = c.assume;
    for (uint32_t i = 0; i < c.n && line == QD_NONE; i++)
        if (c.at[i].state == QD_CLAIM_STANDS) line = c.at[i].field;
    if (line == QD_NONE) return (qd_str){ "", 0 };
    const qd_syn *n = &t->syns.at[qd_field_datum(t, &t->fields.at[line])];
    return n->kind == QD_SYN_NAME ? qd_names_text(&t->names, n->a)
                                  : (qd_str){ "", 0 };
}
