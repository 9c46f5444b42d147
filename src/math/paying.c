#include "math/paying.h"

#include <string.h>

/* So little may be lacking of what is owed (as in clearing_run.c). */
#define SLACK (1 - 0x1p-44)
/* Guarantees are settled anew until none changes. */
#define COVERS 64

/* What is missing of a sum is nothing below this part of it. */
#define NOTHING 0x1p-40

enum standing { STANDS, STRUCK, FAILING }; /* the last two in default */

struct qd_paying {
    const qd_paying_net *net;
    const qd_paying_path *path;
    qd_clearing clearing;
    qd_debt *debts;      /* dues of those who may be bounded, in order */
    uint32_t n_debts;
    uint8_t *may;        /* by party: may be bounded */
    uint8_t *limited;    /* pays only what it has, in this run */
    uint32_t *lacks;     /* the first month in which it pays more than that */
    uint8_t *struck;     /* in default, for the clearing */
    double *own, *in, *out;
    double *owed, *paid, *settled; /* by due */
    /* What a month leaves to the next stands in one piece, and is kept of the
       beginning of each month: where a run differs from the one before from
       some month on only, it begins there. */
    char *state, *states;
    size_t state_size;
    qd_costs *costs;
    double *cash, *pot;  /* pot: what its estate can pay */
    double *arrears;     /* by due */
    double *so_far, *lent, *kept; /* by deal: due, of it funds, not given */
    uint32_t *failed;
    uint8_t *standing;   /* enum standing */
    uint8_t *ended;      /* by deal: cancelled */
    uint32_t *from, *to;  /* by due: parties, n where it is none; n and n of
                             what one owes itself */
    bool covers, funds;
    const double *in_force; /* of the month: by due, of a COVER */
};

/* ---- Making */

static void *room(qd_mem *mem, size_t count, size_t size)
{
    return qd_mem_zero(mem, (count + 1) * size);
}

static void make_clearing(qd_mem *mem, qd_paying *p)
{
    const qd_paying_net *net = p->net;
    size_t where;
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *due = &net->due[d];
        if (due->from == QD_OUTSIDE || !p->may[due->from] ||
            due->from == due->to) continue;
        p->debts[p->n_debts++] = (qd_debt){
            .from = due->from, .to = due->to, .rank = due->rank, .amount = 1 };
    }
    qd_clearing_make(mem, &p->clearing, net->n, net->ranks ? net->ranks : 1,
                     p->debts, p->n_debts, NULL, 0, &where);
    p->clearing.costs = p->costs;
    p->clearing.struck = p->struck;
    p->clearing.stepwise = true;
}

static void *piece(char *base, size_t *at, size_t count, size_t size)
{
    size_t from = *at;
    *at += (count * size + 7) & ~(size_t)7;
    return base ? base + from : NULL;
}

/* Where the parts of the state stand; without a base only its size. */
static void lay_out(qd_paying *p, char *base)
{
    const qd_paying_net *net = p->net;
    size_t at = 0;
    p->costs = piece(base, &at, net->n, sizeof *p->costs);
    p->cash = piece(base, &at, net->n, sizeof *p->cash);
    p->pot = piece(base, &at, net->n, sizeof *p->pot);
    p->arrears = piece(base, &at, net->dues, sizeof *p->arrears);
    p->so_far = piece(base, &at, net->deals, sizeof *p->so_far);
    p->lent = piece(base, &at, net->deals, sizeof *p->lent);
    p->kept = piece(base, &at, net->deals, sizeof *p->kept);
    p->failed = piece(base, &at, net->n, sizeof *p->failed);
    p->standing = piece(base, &at, net->n, 1);
    p->ended = piece(base, &at, net->deals, 1);
    p->state = base;
    p->state_size = at;
}

static void make_state(qd_mem *mem, qd_paying *p)
{
    lay_out(p, NULL);
    lay_out(p, room(mem, p->state_size, 1));
    p->states = room(mem, p->net->months * p->state_size, 1);
}

qd_paying *qd_paying_make(qd_mem *mem, const qd_paying_net *net)
{
    qd_paying *p = room(mem, 1, sizeof *p);
    uint32_t n = net->n, dues = net->dues;
    *p = (qd_paying){
        .net = net, .debts = room(mem, dues, sizeof *p->debts),
        .may = room(mem, n, 1), .limited = room(mem, n, 1),
        .lacks = room(mem, n, sizeof *p->lacks),
        .struck = room(mem, n, 1),
        .own = room(mem, n, sizeof *p->own),
        .in = room(mem, n, sizeof *p->in),
        .out = room(mem, n, sizeof *p->out),
        .owed = room(mem, dues, sizeof *p->owed),
        .paid = room(mem, dues, sizeof *p->paid),
        .settled = room(mem, dues, sizeof *p->settled),
        .from = room(mem, dues, sizeof *p->from),
        .to = room(mem, dues, sizeof *p->to) };
    for (uint32_t u = 0; u < n; u++)
        p->may[u] = net->bounded[u] || net->struck[u] != QD_PAYING_NEVER;
    for (uint32_t d = 0; d < dues; d++) {
        const qd_paying_due *x = &net->due[d];
        bool none = x->from == x->to;
        p->from[d] = none || x->from == QD_OUTSIDE ? n : x->from;
        p->to[d] = none || x->to == QD_OUTSIDE ? n : x->to;
        p->covers = p->covers || x->part == QD_PAYING_COVER;
        p->funds = p->funds || x->part == QD_PAYING_FUNDS;
    }
    make_state(mem, p);
    make_clearing(mem, p);
    return p;
}

void qd_paying_free(qd_mem *mem, qd_paying *p)
{
    if (!p) return;
    qd_clearing_free(mem, &p->clearing);
    void *blocks[] = { p->debts, p->may, p->limited, p->lacks, p->struck,
                       p->own, p->in, p->out, p->owed, p->paid, p->settled,
                       p->from, p->to, p->state, p->states, p };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(mem, blocks[i]);
}

/* ---- Who can pay what */

/* Whoever has no balance is bounded by its estate only. */
static bool is_limited(const qd_paying *p, uint32_t u)
{
    return p->limited[u] && (p->net->bounded[u] || p->standing[u] != STANDS);
}

/* ---- What is owed in a month */

static bool in_default(const qd_paying *p, uint32_t u)
{
    return u != QD_OUTSIDE && p->standing[u] != STANDS;
}

/* The part of what a deal has funded that was given. */
static double given(const qd_paying *p, uint32_t deal)
{
    double lent = p->lent[deal];
    return lent > 0 && p->kept[deal] > 0 ? 1 - p->kept[deal] / lent : 1;
}

static void add_funds(qd_paying *p, uint32_t d, double due)
{
    const qd_paying_due *x = &p->net->due[d];
    p->lent[x->deal] += due;
    if (!in_default(p, x->to)) return;
    p->kept[x->deal] += due + p->arrears[d];
    p->arrears[d] = 0;
}

static void find_asked(qd_paying *p, uint32_t t)
{
    const qd_paying_net *net = p->net;
    const double *due = p->path->due + (size_t)t * net->dues;
    double *asked = p->path->asked + (size_t)t * net->dues;
    for (uint32_t d = 0; p->funds && d < net->dues; d++)
        if (net->due[d].part == QD_PAYING_FUNDS) add_funds(p, d, due[d]);
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        asked[d] = due[d];
        if (x->part == QD_PAYING_SERVES) asked[d] *= given(p, x->deal);
        if (x->part == QD_PAYING_COVER) {
            asked[d] = p->owed[d] = 0;
            continue;
        }
        p->so_far[x->deal] += asked[d];
        bool void_now = p->ended[x->deal] ||
            (x->part == QD_PAYING_FUNDS && in_default(p, x->to));
        p->owed[d] = p->arrears[d] + (void_now ? 0 : asked[d]);
    }
}

/* ---- Paying */

static void add_up(qd_paying *p, const double *paid)
{
    const qd_paying_net *net = p->net;
    memset(p->in, 0, net->n * sizeof *p->in);
    memset(p->out, 0, net->n * sizeof *p->out);
    for (uint32_t d = 0; d < net->dues; d++) {
        p->out[p->from[d]] += paid[d];
        p->in[p->to[d]] += paid[d];
    }
}

/* Whether somebody cannot pay all, if everybody else does. */
static bool is_short(const qd_paying *p)
{
    for (uint32_t u = 0; u < p->net->n; u++) {
        if (!is_limited(p, u) || p->out[u] == 0) continue;
        if (p->standing[u] != STANDS ||
            p->cash[u] + p->in[u] < p->out[u] * SLACK) return true;
    }
    return false;
}

/* What a party can pay with beside what the clearing brings it. */
static void find_own(qd_paying *p)
{
    const qd_paying_net *net = p->net;
    memset(p->in, 0, net->n * sizeof *p->in);
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        if (x->to == QD_OUTSIDE || x->from == x->to) continue;
        if (x->from == QD_OUTSIDE || !p->may[x->from])
            p->in[x->to] += p->owed[d];
    }
    for (uint32_t u = 0; u < net->n; u++) {
        double own = p->cash[u] + p->in[u];
        p->struck[u] = p->standing[u] != STANDS;
        if (p->struck[u])
            own = p->pot[u] + p->costs[u].received * p->in[u];
        if (!is_limited(p, u)) own = p->out[u];
        p->own[u] = own > 0 ? own : 0;
    }
}

/* The greatest payments of the month, of what is owed. */
static void clear(qd_paying *p)
{
    const qd_paying_net *net = p->net;
    uint32_t k = 0;
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        if (x->from == QD_OUTSIDE || !p->may[x->from] || x->from == x->to)
            continue;
        p->debts[k++].amount = p->owed[d];
    }
    add_up(p, p->owed);
    find_own(p);
    qd_clearing_refill(&p->clearing, p->debts, p->n_debts);
    qd_clearing_greatest(&p->clearing, p->own, (qd_costs){ 1, 1 });
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        bool bound = x->from != QD_OUTSIDE && x->from != x->to &&
                     is_limited(p, x->from);
        p->paid[d] = p->owed[d];
        if (bound)
            p->paid[d] *= qd_clearing_rate(&p->clearing, x->from, x->rank);
    }
}

static bool is_unpaid(const qd_paying *p, uint32_t d)
{
    return p->owed[d] - p->paid[d] > NOTHING * p->owed[d];
}

/* Its estate. Whoever has no balance has nothing but what it receives. */
static void put_in_default(qd_paying *p, uint32_t u, enum standing standing)
{
    const qd_paying_net *net = p->net;
    const qd_costs *costs = standing == STRUCK ? net->recovery : net->failing;
    double cash = net->bounded[u] && p->cash[u] > 0 ? p->cash[u] : 0;
    p->standing[u] = (uint8_t)standing;
    p->pot[u] = costs[u].own * cash;
    p->costs[u] = (qd_costs){ 1, costs[u].received };
}

/* Who does not pay what puts it in default; whether there is a new one. */
static bool find_defaults(qd_paying *p)
{
    const qd_paying_net *net = p->net;
    bool any = false;
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        if (x->rule != QD_PAYING_DEFAULT || !is_unpaid(p, d) ||
            in_default(p, x->from)) continue;
        put_in_default(p, x->from, FAILING);
        any = true;
    }
    return any;
}

static void clear_with_defaults(qd_paying *p)
{
    do clear(p);
    while (find_defaults(p));
}

/* ---- Guarantees */

/* What is not paid of a deal, and not settled by a guarantee before this. */
static double unpaid_of(const qd_paying *p, uint32_t deal)
{
    double sum = 0;
    for (uint32_t d = 0; d < p->net->dues; d++) {
        const qd_paying_due *x = &p->net->due[d];
        if (x->deal == deal && x->part != QD_PAYING_COVER &&
            x->part != QD_PAYING_FUNDS)
            sum += p->owed[d] - p->paid[d] - p->settled[d];
    }
    return sum > 0 ? sum : 0;
}

/* Takes so much of what is not paid as settled. */
static void settle(qd_paying *p, uint32_t deal, double share)
{
    for (uint32_t d = 0; d < p->net->dues; d++) {
        const qd_paying_due *x = &p->net->due[d];
        if (x->deal != deal || x->part == QD_PAYING_COVER ||
            x->part == QD_PAYING_FUNDS) continue;
        double left = p->owed[d] - p->paid[d] - p->settled[d];
        if (left > 0) p->settled[d] += share * left;
    }
}

static double lesser(double a, double b)
{
    return a < b ? a : b;
}

/* What the guarantees owe, after what is paid; whether any owes other than
 * it did. `before` is what each has paid in the months before. */
static bool find_covers(qd_paying *p, const double *before)
{
    const qd_paying_net *net = p->net;
    bool changed = false;
    memset(p->settled, 0, net->dues * sizeof *p->settled);
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        if (x->part != QD_PAYING_COVER) continue;
        double unpaid = unpaid_of(p, x->deal);
        double owes = lesser(unpaid, p->path->cap[d] - before[d]);
        if (!(owes > 0) || p->in_force[d] == 0) owes = 0;
        if (unpaid > 0)
            settle(p, x->deal, lesser(1, lesser(p->paid[d], owes) / unpaid));
        double apart = owes - p->owed[d];
        changed = changed || (apart < 0 ? -apart : apart) > NOTHING * owes;
        p->owed[d] = owes;
    }
    return changed;
}

/* So far paid by each guarantee; kept where its arrears would be, since of a
 * guarantee nothing is deferred. */
static void clear_with_covers(qd_paying *p)
{
    clear_with_defaults(p);
    for (int i = 0; p->covers && i < COVERS; i++) {
        if (!find_covers(p, p->arrears)) break;
        clear_with_defaults(p);
    }
}

/* ---- What is left of a month */

static double fee_of(const qd_paying *p, uint32_t deal)
{
    const qd_paying_path *path = p->path;
    double left = path->whole[deal] - p->so_far[deal];
    return path->fee[deal] + (left > 0 ? path->share[deal] * left : 0);
}

static void cancel(qd_paying *p, uint32_t deal)
{
    p->ended[deal] = 1;
    for (uint32_t d = 0; d < p->net->dues; d++) {
        if (p->net->due[d].deal != deal) continue;
        if (p->net->due[d].part == QD_PAYING_FEE)
            p->arrears[d] = fee_of(p, deal);
        else if (p->net->due[d].part != QD_PAYING_COVER) p->arrears[d] = 0;
    }
}

static void carry_over(qd_paying *p, uint32_t t)
{
    const qd_paying_net *net = p->net;
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        double left = p->owed[d] - p->paid[d];
        if (is_unpaid(p, d) && p->failed[x->from] == QD_PAYING_NEVER)
            p->failed[x->from] = t;
        if (x->part == QD_PAYING_COVER) {
            p->arrears[d] += p->paid[d];
            continue;
        }
        left -= p->settled[d];
        p->arrears[d] = left > NOTHING * p->owed[d] ? left : 0;
    }
    for (uint32_t d = 0; d < net->dues; d++) {
        const qd_paying_due *x = &net->due[d];
        if (x->rule == QD_PAYING_CANCEL && !p->ended[x->deal] &&
            is_unpaid(p, d)) cancel(p, x->deal);
    }
}

static void close_month(qd_paying *p, uint32_t t)
{
    const qd_paying_net *net = p->net;
    const qd_paying_path *path = p->path;
    for (uint32_t u = 0; u < net->n; u++) {
        if (p->cash[u] + p->in[u] < p->out[u] * SLACK &&
            p->lacks[u] == QD_PAYING_NEVER) p->lacks[u] = t;
        p->cash[u] += p->in[u] - p->out[u];
        p->pot[u] += p->costs[u].received * p->in[u] - p->out[u];
        if (!(p->pot[u] > 0)) p->pot[u] = 0;
    }
    memcpy(path->paid + (size_t)t * net->dues, p->paid,
           net->dues * sizeof *p->paid);
    memcpy(path->cash + (size_t)t * net->n, p->cash,
           net->n * sizeof *p->cash);
}

static void strike(qd_paying *p, uint32_t t)
{
    for (uint32_t u = 0; u < p->net->n; u++) {
        if (p->net->struck[u] != t || !p->limited[u]) continue;
        put_in_default(p, u, STRUCK);
        if (p->failed[u] == QD_PAYING_NEVER) p->failed[u] = t;
    }
}

static void run_month(qd_paying *p, uint32_t t)
{
    const qd_paying_net *net = p->net;
    memcpy(p->states + t * p->state_size, p->state, p->state_size);
    strike(p, t);
    p->in_force = p->path->due + (size_t)t * net->dues;
    find_asked(p, t);
    add_up(p, p->owed);
    memset(p->settled, 0, net->dues * sizeof *p->settled);
    if (is_short(p)) {
        clear_with_covers(p);
        carry_over(p, t);
        add_up(p, p->paid);
    } else {
        memcpy(p->paid, p->owed, net->dues * sizeof *p->paid);
        for (uint32_t d = 0; d < net->dues; d++)
            if (net->due[d].part != QD_PAYING_COVER) p->arrears[d] = 0;
    }
    close_month(p, t);
}

/* ---- A path */

static void begin(qd_paying *p)
{
    memset(p->state, 0, p->state_size);
    for (uint32_t u = 0; u < p->net->n; u++) {
        p->cash[u] = p->path->opening[u];
        p->costs[u] = (qd_costs){ 1, 1 };
        p->failed[u] = QD_PAYING_NEVER;
    }
}

/* From a month on, as those before have left it. */
static void run_months(qd_paying *p, uint32_t from)
{
    const qd_paying_net *net = p->net;
    if (from > 0)
        memcpy(p->state, p->states + from * p->state_size, p->state_size);
    else begin(p);
    for (uint32_t u = 0; u < net->n; u++) p->lacks[u] = QD_PAYING_NEVER;
    for (uint32_t t = from; t < net->months; t++)
        run_month(p, t);
}

/* Who pays more than it has joins those who do not, in this round. Before the
 * month that is returned nothing changes by it; NEVER: there is nobody. In
 * the last round all join who can. */
static uint32_t find_failing(qd_paying *p, uint32_t round)
{
    uint32_t first = QD_PAYING_NEVER;
    for (uint32_t u = 0; u < p->net->n; u++)
        if (!p->limited[u] && p->net->bounded[u] && p->lacks[u] < first)
            first = p->lacks[u];
    if (first == QD_PAYING_NEVER) return first;
    for (uint32_t u = 0; u < p->net->n; u++) {
        if (p->limited[u] || !p->net->bounded[u] ||
            (p->lacks[u] == QD_PAYING_NEVER && round < QD_PAYING_ROUNDS))
            continue;
        p->limited[u] = 1;
        p->path->round[u] = round;
    }
    return first;
}

static void finish(const qd_paying *p)
{
    for (uint32_t u = 0; u < p->net->n; u++) {
        p->path->failed[u] = p->failed[u];
        if (p->failed[u] == QD_PAYING_NEVER) p->path->round[u] = 0;
    }
}

/* Runs with nobody bounded by what it has, to see who fails all the same; with
 * those and the struck bounded; with those who then fail too, and so on: the
 * last run is the answer. */
bool qd_paying_run(qd_paying *p, const qd_paying_path *path)
{
    const qd_paying_net *net = p->net;
    p->path = path;
    memset(p->limited, 0, net->n);
    memset(path->round, 0, net->n * sizeof *path->round);
    run_months(p, 0);
    uint32_t from = find_failing(p, 1);
    for (uint32_t u = 0; u < net->n; u++) {
        if (net->struck[u] >= net->months) continue;
        p->limited[u] = 1;
        path->round[u] = 1;
        if (net->struck[u] < from) from = net->struck[u];
    }
    bool some = from != QD_PAYING_NEVER;
    for (uint32_t round = 2; from != QD_PAYING_NEVER; round++) {
        run_months(p, from);
        from = find_failing(p, round);
    }
    finish(p);
    return some;
}
