/* Clearing: the rounds of defaults, and the least vector. */
#include <math.h>
#include <string.h>

#include "math/clearing_work.h"

/* So little may be lacking of what is owed. */
#define SLACK (1 - 0x1p-44)
/* Unknowns solved for exactly in every round. */
#define FEW 64
#define PASSES 10000 /* from below */

static double row_total(const qd_clearing *c, uint32_t u, uint32_t rank)
{
    return c->total[(size_t)u * c->rows + rank];
}

/* ---- Paying */

static double part_paid(double total, uint32_t r, uint32_t rank, double x)
{
    if (r < rank) return 1;
    return r == rank && total > 0 ? x / total : 0;
}

static void add_to_row(qd_clearing *c, size_t row, double part)
{
    double *received = c->work->received;
    for (uint32_t a = c->first[row]; a < c->first[row + 1]; a++)
        received[c->to[a]] += part * c->amount[a];
}

void qd_clearing_pay(qd_clearing *c, uint32_t u, uint32_t rank, double x)
{
    qd_clearing_state *s = &c->work->at[u];
    uint32_t from = s->rank < rank ? s->rank : rank;
    uint32_t end = (s->rank > rank ? s->rank : rank) + 1;
    for (uint32_t r = from; r < end && r < c->rows; r++) {
        double total = row_total(c, u, r);
        double part = part_paid(total, r, rank, x) -
                      part_paid(total, r, s->rank, s->x);
        if (part != 0) add_to_row(c, (size_t)u * c->rows + r, part);
    }
    if (s->rank != rank && c->work->index[u] < c->work->n_copied)
        c->work->n_copied = 0;
    s->rank = rank;
    s->x = x;
}

/* The first rank that `has` does not cover, and what is left for it. */
static uint32_t rank_of(const qd_clearing *c, uint32_t u, double has,
                        double *x)
{
    uint32_t r = 0;
    for (; r < c->ranks && has >= row_total(c, u, r); r++)
        has -= row_total(c, u, r);
    *x = has > 0 ? has : 0;
    return r;
}

static double paid_by(const qd_clearing *c, uint32_t u)
{
    const qd_clearing_state *s = &c->work->at[u];
    if (s->rank == c->ranks) return c->owed[u];
    return qd_clearing_before(c, u, s->rank) + s->x;
}

static bool is_short(const qd_clearing *c, uint32_t u)
{
    return c->owed[u] > 0 &&
           qd_clearing_has(c->work, u) < c->owed[u] * SLACK;
}

/* ---- Beginning */

static void add_unknown(qd_clearing_work *w, uint32_t u)
{
    if (!qd_clearing_is_known(w, u)) return;
    w->known[u / 8] &= (uint8_t)~(1u << u % 8);
    w->need[u] = INFINITY;
    w->index[u] = w->n_some;
    w->some[w->n_some++] = u;
}

static bool is_held(const qd_clearing *c, uint32_t u)
{
    size_t row = (size_t)u * c->rows + c->ranks;
    return c->holdings && c->first[row] < c->first[row + 1];
}

/* Everybody pays in full. Those marked are in default all the same. */
static void begin(qd_clearing *c, const double *own, qd_costs costs,
                  bool marked)
{
    qd_clearing_work *w = c->work;
    w->own = own;
    w->costs = costs;
    w->costs_of = c->costs;
    w->n_some = w->n_copied = 0;
    w->tired = false;
    memset(w->known, 0xFF, (size_t)c->n / 8 + 1);
    for (uint32_t u = 0; u < c->n; u++) {
        bool costs_now = marked && c->round[u];
        w->at[u] = (qd_clearing_state){.rank = c->ranks, .costs = costs_now};
        w->received[u] = c->due[u];
        w->need[u] = costs_now        ? INFINITY
                     : c->owed[u] > 0 ? c->owed[u] * SLACK - own[u]
                                      : -INFINITY;
        w->index[u] = QD_CLEARING_KNOWN;
        if (!marked) c->round[u] = 0;
        if (is_held(c, u)) add_unknown(w, u);
    }
}

/* What everybody receives, reckoned anew: small changes do not add up. From
 * what is due the missing is taken, since few do not pay in full. */
static void receive_anew(qd_clearing *c)
{
    const qd_clearing_work *w = c->work;
    memcpy(w->received, c->due, c->n * sizeof *w->received);
    for (uint32_t u = 0; u < c->n; u++) {
        const qd_clearing_state *s = &w->at[u];
        uint32_t r = s->rank;
        if (r < c->rows && w->index[u] < w->n_copied) {
            double full = r < c->ranks ? row_total(c, u, r) : 0;
            qd_clearing_bring(w, w->index[u], s->x - full);
            r++;
        }
        for (; r < c->rows; r++) {
            double now = part_paid(row_total(c, u, r), r, s->rank, s->x);
            double part = r < c->ranks ? now - 1 : now;
            if (part != 0) add_to_row(c, (size_t)u * c->rows + r, part);
        }
    }
}

/* ---- Rounds */

/* It still pays the rank that it cannot pay: how much of it will be solved
 * for. Once in rank 0 it need not be looked at any more. */
static void fall(qd_clearing *c, uint32_t u, uint32_t round)
{
    qd_clearing_work *w = c->work;
    double x;
    w->at[u].costs = true;
    if (c->round[u] == 0) c->round[u] = round;
    add_unknown(w, u);
    uint32_t rank = rank_of(c, u, qd_clearing_has(w, u), &x);
    qd_clearing_pay(c, u, rank, row_total(c, u, rank));
    if (rank == 0) w->need[u] = -INFINITY;
}

/* Who cannot pay what is expected of it any more; whether there was one. Who
 * falls sees only who fell before the round. */
static bool find_fallen(qd_clearing *c, uint32_t *rounds)
{
    qd_clearing_work *w = c->work;
    uint32_t count = 0;
    bool fresh = false;
    for (uint32_t u = 0; u < c->n; u++) {
        if (!(w->received[u] < w->need[u])) continue;
        const qd_clearing_state *s = &w->at[u];
        double x;
        if (s->dead) continue;
        if (s->costs && !qd_clearing_is_known(w, u)) {
            if (rank_of(c, u, qd_clearing_has(w, u), &x) >= s->rank) continue;
        } else if (!is_short(c, u)) {
            continue;
        } else if (!s->costs) {
            fresh = true;
        }
        w->queue[count++] = u;
    }
    *rounds += fresh;
    for (uint32_t i = 0; i < count; i++) {
        qd_clearing_expect(c, w->queue, i, count);
        fall(c, w->queue[i], *rounds);
    }
    return count > 0;
}

static qd_clearing_end settle(qd_clearing *c, bool exactly)
{
    if ((exactly || c->work->n_some <= FEW) && qd_clearing_solve(c))
        return QD_CLEARING_SOLVED;
    return qd_clearing_relax(c) ? QD_CLEARING_STEADY : QD_CLEARING_TIRED;
}

static bool is_struck(const qd_clearing *c, uint32_t u)
{
    return c->struck && c->struck[u];
}

/* The last round in which anybody fell. */
static uint32_t last_round(const qd_clearing *c)
{
    uint32_t last = 0;
    for (uint32_t u = 0; u < c->n; u++)
        if (c->round[u] > last) last = c->round[u];
    return last;
}

/* With those who cannot pay all though everybody else does: round 1 too. */
static uint32_t strike(qd_clearing *c)
{
    uint32_t rounds = 0;
    if (!c->struck) return 0;
    find_fallen(c, &rounds);
    for (uint32_t u = 0; u < c->n; u++)
        if (c->struck[u] && c->round[u] == 0) fall(c, u, 1);
    return last_round(c);
}

/* Payments of those who have fallen, then who falls by that, and so on. A
 * system that is not small is solved when nobody falls any more. */
static qd_clearing_end run_rounds(qd_clearing *c, uint32_t *rounds)
{
    const qd_clearing_work *w = c->work;
    qd_clearing_end end = QD_CLEARING_SOLVED;
    for (bool exactly = false;;) {
        if (w->n_some > 0) end = settle(c, exactly);
        if (find_fallen(c, rounds)) {
            exactly = false;
            continue;
        }
        if (end == QD_CLEARING_SOLVED || exactly || w->n_some > w->most ||
            (c->stepwise && end == QD_CLEARING_STEADY)) return end;
        exactly = true;
    }
}

/* ---- The answer */

static double off_by(const qd_clearing *c, uint32_t u)
{
    const qd_clearing_state *s = &c->work->at[u];
    double has = qd_clearing_has(c->work, u), owes = c->owed[u];
    if (s->dead) return has > 0 && owes > 0 ? (has < owes ? has : owes) : 0;
    double right = has < owes * SLACK ? has : owes;
    double off = fabs(right - paid_by(c, u));
    if (s->rank == c->ranks && is_held(c, u))
        off = fmax(off, fabs(fmax(has - owes, 0) - s->x));
    return off;
}

static qd_cleared answer(qd_clearing *c, qd_clearing_end end, uint32_t rounds)
{
    qd_cleared out = {.end = end, .rounds = rounds};
    const qd_clearing_work *w = c->work;
    receive_anew(c);
    for (uint32_t u = 0; u < c->n; u++) {
        if (w->received[u] < 0) w->received[u] = 0;
        c->received[u] = w->received[u];
        c->paid[u] = c->owed[u];
        if (w->received[u] >= w->need[u] && qd_clearing_is_known(w, u) &&
            !w->at[u].dead) {
            c->equity[u] = w->own[u] + w->received[u] - c->owed[u];
            continue;
        }
        c->paid[u] = paid_by(c, u);
        c->equity[u] = qd_clearing_has(c->work, u) - c->owed[u];
        out.defaults += c->round[u] > 0;
        out.residual = fmax(out.residual, off_by(c, u));
    }
    return out;
}

qd_cleared qd_clearing_greatest(qd_clearing *c, const double *own,
                                qd_costs costs)
{
    begin(c, own, costs, false);
    uint32_t rounds = strike(c);
    qd_clearing_end end = run_rounds(c, &rounds);
    return answer(c, end, rounds);
}

/* ---- The least vector */

static void live_on(qd_clearing_work *w, uint32_t u, uint32_t *count)
{
    w->at[u].dead = false;
    w->queue[(*count)++] = u;
}

/* With one rank, who is not reached by anybody's cash pays nothing, and the
 * vector is unique for the others. Whoever is not marked as in default pays
 * in full. */
static void find_dead(qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    uint32_t count = 0;
    for (uint32_t u = 0; u < c->n; u++) {
        double own = w->own[u] * (c->round[u] ? qd_clearing_costs(w, u).own
                                              : 1);
        w->at[u].dead = true;
        if (c->owed[u] > 0 && (own > 0 || !c->round[u])) live_on(w, u, &count);
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t u = w->queue[i];
        for (uint32_t a = c->first[u]; a < c->first[u + 1]; a++) {
            uint32_t v = c->to[a];
            bool gets = !c->round[v] || qd_clearing_costs(w, v).received > 0;
            if (w->at[v].dead && c->owed[v] > 0 && gets) live_on(w, v, &count);
        }
    }
    for (uint32_t u = 0; u < c->n; u++)
        if (w->at[u].dead && c->owed[u] > 0) qd_clearing_pay(c, u, 0, 0);
}

/* Who owes is marked as in default; the marks go where the least vector under
 * the marks pays after all, and so on. */
static qd_cleared least_of_one_rank(qd_clearing *c, const double *own,
                                    qd_costs costs)
{
    bool again = true;
    uint32_t rounds;
    qd_clearing_end end = QD_CLEARING_SOLVED;
    for (uint32_t u = 0; u < c->n; u++)
        c->round[u] = c->owed[u] > 0 || is_struck(c, u);
    while (again) {
        begin(c, own, costs, true);
        find_dead(c);
        rounds = 0;
        end = run_rounds(c, &rounds);
        again = false;
        for (uint32_t u = 0; u < c->n; u++) {
            double has = own[u] + c->work->received[u];
            if (!c->round[u] || is_struck(c, u) ||
                has < c->owed[u] * SLACK) continue;
            qd_costs lost = qd_clearing_costs(c->work, u);
            c->round[u] = 0;
            c->work->at[u].costs = false;
            again = again || lost.own < 1 || lost.received < 1;
        }
    }
    return answer(c, end, last_round(c));
}

/* From nothing upwards, party by party, until no payment changes by more than
 * the rounding of the sums. */
static qd_cleared least_from_below(qd_clearing *c, const double *own,
                                   qd_costs costs)
{
    qd_clearing_work *w = c->work;
    bool changed = true;
    begin(c, own, costs, false);
    for (uint32_t u = 0; u < c->n; u++) {
        if (is_struck(c, u)) w->need[u] = INFINITY;
        qd_clearing_pay(c, u, 0, 0);
    }
    for (uint32_t u = 0; u < c->n; u++)
        w->received[u] = 0;
    for (int pass = 0; changed && pass < PASSES; pass++) {
        changed = false;
        for (uint32_t u = 0; u < c->n; u++) {
            double x, before = paid_by(c, u) + w->at[u].x;
            w->at[u].costs = is_struck(c, u) ||
                own[u] + w->received[u] < c->owed[u] * SLACK;
            uint32_t rank = rank_of(c, u, qd_clearing_has(w, u), &x);
            if (!w->at[u].costs) rank = c->ranks;
            qd_clearing_pay(c, u, rank, x);
            double after = paid_by(c, u) + x;
            if (fabs(after - before) > 0x1p-48 * after) changed = true;
            c->round[u] = w->at[u].costs;
        }
    }
    return answer(c, changed ? QD_CLEARING_TIRED : QD_CLEARING_STEADY,
                  last_round(c));
}

qd_cleared qd_clearing_least(qd_clearing *c, const double *own,
                             qd_costs costs)
{
    return c->ranks == 1 && !c->holdings ? least_of_one_rank(c, own, costs)
                                         : least_from_below(c, own, costs);
}
