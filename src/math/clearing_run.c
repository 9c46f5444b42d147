/* Clearing: the rounds of defaults, the work list, the least vector. */
#include <math.h>

#include "math/clearing_work.h"

/* So little may be lacking of what is owed. */
#define SLACK (1 - 0x1p-44)
/* A change of so little of what is owed is none. */
#define CALM 0x1p-51
/* Unknowns solved for in every round; with more, by work list first. */
#define FEW 64
/* How often each party may come up before a work list gives up. */
#define PATIENCE 1000

static double row_total(const qd_clearing *c, uint32_t u, uint32_t rank)
{
    return c->total[(size_t)u * c->rows + rank];
}

/* ---- Paying */

static void queue_up(qd_clearing_work *w, uint32_t n, uint32_t u)
{
    if (w->at[u].queued) return;
    w->at[u].queued = true;
    w->queue[w->end] = u;
    w->end = w->end + 1 == n ? 0 : w->end + 1;
    w->waiting++;
}

static uint32_t next_up(qd_clearing_work *w, uint32_t n)
{
    uint32_t u = w->queue[w->begin];
    w->begin = w->begin + 1 == n ? 0 : w->begin + 1;
    w->waiting--;
    w->at[u].queued = false;
    return u;
}

static double part_paid(double total, uint32_t r, uint32_t rank, double x)
{
    if (r < rank) return 1;
    return r == rank && total > 0 ? x / total : 0;
}

static void add_to_row(qd_clearing *c, size_t row, double part, bool wake)
{
    qd_clearing_work *w = c->work;
    for (uint32_t a = c->first[row]; a < c->first[row + 1]; a++) {
        qd_clearing_state *to = &w->at[c->to[a]];
        to->received += part * c->amount[a];
        if (wake && to->received < to->need) queue_up(w, c->n, c->to[a]);
    }
}

void qd_clearing_pay(qd_clearing *c, uint32_t u, uint32_t rank, double x,
                     bool wake)
{
    qd_clearing_state *s = &c->work->at[u];
    uint32_t from = s->rank < rank ? s->rank : rank;
    uint32_t end = (s->rank > rank ? s->rank : rank) + 1;
    for (uint32_t r = from; r < end && r < c->rows; r++) {
        double total = row_total(c, u, r);
        double part = part_paid(total, r, rank, x) -
                      part_paid(total, r, s->rank, s->x);
        if (part != 0) add_to_row(c, (size_t)u * c->rows + r, part, wake);
    }
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
    if (w->at[u].unknown) return;
    w->at[u].unknown = true;
    w->at[u].need = INFINITY;
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
    w->n_some = w->begin = w->end = w->waiting = 0;
    for (uint32_t u = 0; u < c->n; u++) {
        bool costs_now = marked && c->round[u];
        w->at[u] = (qd_clearing_state){
            .received = c->due[u], .rank = c->ranks, .costs = costs_now,
            .need = costs_now      ? INFINITY
                    : c->owed[u] > 0 ? c->owed[u] * SLACK - own[u]
                                     : -INFINITY};
        if (!marked) c->round[u] = 0;
        if (is_held(c, u)) add_unknown(w, u);
    }
}

/* What everybody receives, reckoned anew: small changes do not add up. From
 * what is due the missing is taken, since few do not pay in full. */
static void receive_anew(qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    for (uint32_t u = 0; u < c->n; u++)
        w->at[u].received = c->due[u];
    for (uint32_t u = 0; u < c->n; u++) {
        const qd_clearing_state *s = &w->at[u];
        for (uint32_t r = s->rank; r < c->rows; r++) {
            double now = part_paid(row_total(c, u, r), r, s->rank, s->x);
            double part = r < c->ranks ? now - 1 : now;
            if (part != 0) add_to_row(c, (size_t)u * c->rows + r, part, false);
        }
    }
    for (uint32_t u = 0; u < c->n; u++)
        if (w->at[u].received < 0) w->at[u].received = 0;
}

/* ---- Rounds */

static void fall(qd_clearing *c, uint32_t u, uint32_t round, bool wake)
{
    qd_clearing_state *s = &c->work->at[u];
    double x;
    s->costs = true;
    if (c->round[u] == 0) c->round[u] = round;
    add_unknown(c->work, u);
    uint32_t rank = rank_of(c, u, qd_clearing_has(c->work, u), &x);
    qd_clearing_pay(c, u, rank, x, wake);
}

/* Who cannot pay what is expected of it any more; whether there was one. Who
 * falls sees only who fell before the round. */
static bool find_fallen(qd_clearing *c, uint32_t *rounds)
{
    qd_clearing_work *w = c->work;
    uint32_t count = 0;
    bool fresh = false;
    for (uint32_t u = 0; u < c->n; u++) {
        const qd_clearing_state *s = &w->at[u];
        double x;
        if (s->dead) continue;
        if (s->costs && s->unknown) {
            if (rank_of(c, u, qd_clearing_has(w, u), &x) >= s->rank) continue;
        } else if (!is_short(c, u)) {
            continue;
        } else if (!s->costs) {
            fresh = true;
        }
        w->queue[count++] = u;
    }
    *rounds += fresh;
    for (uint32_t i = 0; i < count; i++)
        fall(c, w->queue[i], *rounds, false);
    return count > 0;
}

/* One party of the work list; whether its payment changed. */
static bool look_at(qd_clearing *c, uint32_t u, uint32_t round)
{
    qd_clearing_work *w = c->work;
    qd_clearing_state *s = &w->at[u];
    double x, has, before = paid_by(c, u), equity = s->x;
    if (!s->unknown) {
        if (round == 0 || s->dead || !is_short(c, u)) return false;
        fall(c, u, round, true);
        return true;
    }
    has = qd_clearing_has(w, u);
    uint32_t rank = c->ranks;
    if (s->costs)
        rank = rank_of(c, u, has, &x);
    else
        x = has > c->owed[u] ? has - c->owed[u] : 0;
    double after =
        rank == c->ranks ? c->owed[u] : qd_clearing_before(c, u, rank) + x;
    double change = fabs(after - before);
    if (rank == c->ranks) change += fabs(x - (s->rank == rank ? equity : 0));
    if (change <= CALM * (c->owed[u] + x)) return false;
    if (round && !s->costs && is_short(c, u))
        fall(c, u, round, true);
    else
        qd_clearing_pay(c, u, rank, x, true);
    return true;
}

/* Goes on until no payment changes; false when patience ends. Where `rounds`
 * is given, who cannot pay falls at once, in the round of its wave. */
static bool work_off(qd_clearing *c, uint32_t *rounds, bool *changed)
{
    qd_clearing_work *w = c->work;
    uint64_t looked = 0;
    uint32_t wave = w->waiting;
    *changed = false;
    while (w->waiting > 0) {
        if (wave-- == 0) {
            wave = w->waiting - 1;
            if (rounds) ++*rounds;
        }
        if (looked++ > PATIENCE * ((uint64_t)w->n_some + FEW)) break;
        if (look_at(c, next_up(w, c->n), rounds ? *rounds : 0))
            *changed = true;
    }
    bool done = w->waiting == 0;
    while (w->waiting > 0)
        next_up(w, c->n);
    return done;
}

/* Whoever is unknown, and who has less than it needs. */
static void queue_short(qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    for (uint32_t u = 0; u < c->n; u++)
        if (w->at[u].received < w->at[u].need) queue_up(w, c->n, u);
}

/* The last round in which anybody fell. */
static uint32_t last_round(const qd_clearing *c)
{
    uint32_t last = 0;
    for (uint32_t u = 0; u < c->n; u++)
        if (c->round[u] > last) last = c->round[u];
    return last;
}

/* Too many unknowns for a system: waves, and again from fresh sums. */
static qd_clearing_end in_waves(qd_clearing *c, uint32_t *rounds)
{
    bool changed = true, done = true;
    for (int pass = 0; pass < 20 && changed && done; pass++) {
        if (pass) receive_anew(c);
        ++*rounds;
        queue_short(c);
        done = work_off(c, rounds, &changed);
    }
    *rounds = last_round(c);
    return done ? QD_CLEARING_STEADY : QD_CLEARING_TIRED;
}

static qd_clearing_end settle(qd_clearing *c, bool exactly)
{
    bool changed;
    if ((exactly || c->work->n_some <= FEW) && qd_clearing_solve(c))
        return QD_CLEARING_SOLVED;
    queue_short(c);
    return work_off(c, NULL, &changed) ? QD_CLEARING_STEADY
                                       : QD_CLEARING_TIRED;
}

static qd_clearing_end run_rounds(qd_clearing *c, uint32_t *rounds)
{
    const qd_clearing_work *w = c->work;
    qd_clearing_end end = QD_CLEARING_SOLVED;
    *rounds = 0;
    for (bool exactly = false;;) {
        if (w->n_some > w->most || w->n_some > QD_CLEARING_EXACT)
            return in_waves(c, rounds);
        if (w->n_some > 0) end = settle(c, exactly);
        if (find_fallen(c, rounds))
            exactly = false;
        else if (end == QD_CLEARING_SOLVED || exactly)
            return end;
        else
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
    receive_anew(c);
    for (uint32_t u = 0; u < c->n; u++) {
        c->paid[u] = paid_by(c, u);
        c->received[u] = c->work->at[u].received;
        c->equity[u] = qd_clearing_has(c->work, u) - c->owed[u];
        out.defaults += c->round[u] > 0;
        out.residual = fmax(out.residual, off_by(c, u));
    }
    return out;
}

qd_cleared qd_clearing_greatest(qd_clearing *c, const double *own,
                                qd_costs costs)
{
    uint32_t rounds;
    begin(c, own, costs, false);
    qd_clearing_end end = run_rounds(c, &rounds);
    return answer(c, end, rounds);
}

/* ---- The least vector */

static void live_on(qd_clearing *c, uint32_t u)
{
    c->work->at[u].dead = false;
    queue_up(c->work, c->n, u);
}

/* With one rank, who is not reached by anybody's cash pays nothing, and the
 * vector is unique for the others. Whoever is not marked as in default pays
 * in full. */
static void find_dead(qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    for (uint32_t u = 0; u < c->n; u++) {
        double own = w->own[u] * (c->round[u] ? w->costs.own : 1);
        w->at[u].dead = true;
        if (c->owed[u] > 0 && (own > 0 || !c->round[u])) live_on(c, u);
    }
    while (w->waiting > 0) {
        uint32_t u = next_up(w, c->n);
        for (uint32_t a = c->first[u]; a < c->first[u + 1]; a++) {
            uint32_t v = c->to[a];
            bool gets = !c->round[v] || w->costs.received > 0;
            if (w->at[v].dead && c->owed[v] > 0 && gets) live_on(c, v);
        }
    }
    for (uint32_t u = 0; u < c->n; u++)
        if (w->at[u].dead && c->owed[u] > 0) qd_clearing_pay(c, u, 0, 0, false);
}

/* Who owes is marked as in default; the marks go where the least vector under
 * the marks pays after all, and so on. */
static qd_cleared least_of_one_rank(qd_clearing *c, const double *own,
                                    qd_costs costs)
{
    uint32_t rounds;
    bool again = true;
    qd_clearing_end end = QD_CLEARING_SOLVED;
    for (uint32_t u = 0; u < c->n; u++)
        c->round[u] = c->owed[u] > 0;
    while (again) {
        begin(c, own, costs, true);
        find_dead(c);
        end = run_rounds(c, &rounds);
        again = false;
        for (uint32_t u = 0; u < c->n; u++) {
            double has = own[u] + c->work->at[u].received;
            if (!c->round[u] || has < c->owed[u] * SLACK) continue;
            c->round[u] = 0;
            c->work->at[u].costs = false;
            again = costs.own < 1 || costs.received < 1;
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
    for (uint32_t u = 0; u < c->n; u++)
        qd_clearing_pay(c, u, 0, 0, false);
    for (uint32_t u = 0; u < c->n; u++)
        w->at[u].received = 0;
    for (int pass = 0; changed && pass < 10 * PATIENCE; pass++) {
        changed = false;
        for (uint32_t u = 0; u < c->n; u++) {
            double x, before = paid_by(c, u) + w->at[u].x;
            w->at[u].costs = own[u] + w->at[u].received < c->owed[u] * SLACK;
            uint32_t rank = rank_of(c, u, qd_clearing_has(w, u), &x);
            if (!w->at[u].costs) rank = c->ranks;
            qd_clearing_pay(c, u, rank, x, false);
            double after = paid_by(c, u) + x;
            if (fabs(after - before) > 8 * CALM * after) changed = true;
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
