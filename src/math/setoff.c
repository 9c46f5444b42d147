/* The figures that are sums, and pro-rata forwarding. */
#include "math/setoff.h"

#include <string.h>

int64_t qd_setoff_net_debt(qd_mem *mem, const qd_network *net)
{
    int64_t *in = qd_mem_resize(mem, NULL, ((size_t)net->n + 1) * sizeof *in);
    int64_t sum = 0;
    qd_network_positions(net, in);
    for (uint32_t u = 0; u < net->n; u++)
        if (in[u] > 0) sum += in[u];
    qd_mem_release(mem, in);
    return sum;
}

int64_t qd_setoff_bilateral(const qd_network *net)
{
    int64_t sum = 0;
    for (uint32_t u = 0; u < net->n; u++)
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            int64_t back = qd_network_between(net, net->to[a], u);
            sum += back < net->amount[a] ? back : net->amount[a];
        }
    return sum;
}

/* ---- Pro-rata forwarding. */

/* Components up to this size are solved directly, larger ones by sweeps. */
#define DIRECT 128
/* Arcs read in all sweeps, a few seconds; and in one round after which there
 * is no other. */
#define MOST_WORK 200000000u
#define LONG_ROUND 10000000u
#define TINY 1e-12

/* In each round the arcs between live parties, those of u at `left[u]` of
 * their amounts, are a smaller network; the parties of a component are
 * order[lo .. hi). */
struct forwarding {
    qd_mem *mem;
    const qd_network *net;
    double *left;          /* the part of its amounts that u still owes */
    uint32_t *of, *order;  /* components */
    uint32_t *first, *to;  /* arcs of the round inside components, by payer */
    double *share, *part;  /* of each arc in what its payer owes there; in
                              the order of the payees */
    double *owed, *pay;    /* of each party in the round */
    uint32_t *in_first, *in_from, *from; /* the same arcs by payee */
    uint32_t *place;       /* of a party in its component */
    double *dense;         /* DIRECT by DIRECT */
    uint64_t work;
    qd_pro_rata answer;
};

/* Arcs between live parties; with `inside`, within one component. */
static void collect_arcs(struct forwarding *f, bool inside)
{
    const qd_network *net = f->net;
    uint32_t count = 0;
    for (uint32_t u = 0; u < net->n; u++) {
        f->first[u] = count;
        f->owed[u] = 0;
        for (uint32_t a = net->first[u]; a < net->first[u + 1]; a++) {
            uint32_t v = net->to[a];
            if (f->left[u] <= 0 || f->left[v] <= 0) continue;
            if (inside && f->of[u] != f->of[v]) continue;
            f->to[count] = v;
            f->from[count] = u;
            f->share[count++] = (double)net->amount[a];
            f->owed[u] += (double)net->amount[a];
        }
        for (uint32_t k = f->first[u]; k < count; k++)
            f->share[k] /= f->owed[u];
        f->owed[u] *= f->left[u];
    }
    f->first[net->n] = count;
}

static void turn_arcs(struct forwarding *f)
{
    uint32_t n = f->net->n, count = f->first[n], *end = f->in_first + 1;
    memset(f->in_first, 0, ((size_t)n + 1) * sizeof *end);
    for (uint32_t k = 0; k < count; k++)
        end[f->to[k]]++;
    for (uint32_t u = 0; u < n; u++)
        end[u] += f->in_first[u];
    for (uint32_t k = count; k-- > 0;) {
        uint32_t at = --end[f->to[k]];
        f->in_from[at] = f->from[k];
        f->part[at] = f->share[k];
    }
    memmove(f->in_first, end, n * sizeof *end);
    f->in_first[n] = count;
}

/* The stationary payments of a small component, without a subtraction
 * (Grassmann, Taksar and Heyman 1985), into `pay`. */
static void solve_direct(struct forwarding *f, uint32_t lo, uint32_t k)
{
    double *m = f->dense;
    const uint32_t *who = f->order + lo;
    memset(m, 0, (size_t)k * k * sizeof *m);
    for (uint32_t i = 0; i < k; i++)
        for (uint32_t a = f->first[who[i]]; a < f->first[who[i] + 1]; a++)
            m[i * k + f->place[f->to[a]]] = f->share[a];
    for (uint32_t j = k - 1; j > 0; j--) {
        double out = 0;
        for (uint32_t v = 0; v < j; v++)
            out += m[j * k + v];
        for (uint32_t u = 0; u < j; u++) {
            double in = m[u * k + j] /= out;
            for (uint32_t v = 0; in > 0 && v < j; v++)
                m[u * k + v] += in * m[j * k + v];
        }
    }
    f->pay[who[0]] = 1;
    for (uint32_t j = 1; j < k; j++) {
        f->pay[who[j]] = 0;
        for (uint32_t u = 0; u < j; u++)
            f->pay[who[j]] += f->pay[who[u]] * m[u * k + j];
    }
}

/* One sweep of what comes in, payers mostly before payees (the order of the
 * components from the back), a tenth of the old value kept so that rings do
 * not swing. Returns the largest relative change. */
static double sweep(struct forwarding *f, uint32_t lo, uint32_t hi)
{
    double most = 0;
    for (uint32_t i = hi; i-- > lo;) {
        uint32_t u = f->order[i];
        double in = 0;
        for (uint32_t j = f->in_first[u]; j < f->in_first[u + 1]; j++)
            in += f->pay[f->in_from[j]] * f->part[j];
        double now = 0.9 * in + 0.1 * f->pay[u];
        double change = now > f->pay[u] ? now - f->pay[u] : f->pay[u] - now;
        if (change > most * now) most = change / now;
        f->pay[u] = now;
        f->work += f->in_first[u + 1] - f->in_first[u] + 1;
    }
    return most;
}

/* False when the work ran out before the payments stood still. */
static bool solve_by_sweeps(struct forwarding *f, uint32_t lo, uint32_t hi)
{
    for (uint32_t i = lo; i < hi; i++)
        f->pay[f->order[i]] = f->owed[f->order[i]];
    while (f->work < MOST_WORK)
        if (sweep(f, lo, hi) <= TINY) return true;
    return false;
}

/* Everybody pays as much as the first one to have paid all allows. */
static void pay_component(struct forwarding *f, uint32_t lo, uint32_t hi)
{
    double scale = -1;
    if (hi - lo <= DIRECT) solve_direct(f, lo, hi - lo);
    else if (!solve_by_sweeps(f, lo, hi)) return;
    for (uint32_t i = lo; i < hi; i++) {
        uint32_t u = f->order[i];
        double most = f->owed[u] / f->pay[u];
        if (scale < 0 || most < scale) scale = most;
    }
    for (uint32_t i = lo; i < hi; i++) {
        uint32_t u = f->order[i];
        double part = scale * f->pay[u] / f->owed[u];
        f->answer.volume += scale * f->pay[u];
        f->left[u] = part > 1 - TINY ? 0 : f->left[u] * (1 - part);
    }
}

/* Those alone in their component have nobody left to pay. */
static bool forward_once(struct forwarding *f)
{
    uint32_t n = f->net->n;
    bool paid = false;
    collect_arcs(f, false);
    qd_graph_components(f->mem, n, f->first, f->to, f->of, f->order);
    collect_arcs(f, true);
    turn_arcs(f);
    for (uint32_t lo = 0, hi; lo < n; lo = hi) {
        uint32_t of = f->of[f->order[lo]];
        for (hi = lo; hi < n && f->of[f->order[hi]] == of; hi++)
            f->place[f->order[hi]] = hi - lo;
        if (hi - lo == 1) f->left[f->order[lo]] = 0;
        else pay_component(f, lo, hi);
        paid = paid || hi - lo > 1;
    }
    f->work += f->first[n] + n;
    return paid;
}

/* One block for all the arrays: `doubles` first, then the whole numbers. */
static void *give_room(struct forwarding *f)
{
    size_t n = (size_t)f->net->n + 1, m = (size_t)f->net->n_arcs + 1;
    double *d = qd_mem_zero(f->mem, (3 * n + 2 * m + DIRECT * DIRECT) *
                                            sizeof *d +
                                        (5 * n + 3 * m) * sizeof(uint32_t));
    f->left = d;
    f->owed = d + n;
    f->pay = d + 2 * n;
    f->share = d + 3 * n;
    f->part = f->share + m;
    f->dense = f->part + m;
    uint32_t *w = (uint32_t *)(f->dense + DIRECT * DIRECT);
    f->of = w;
    f->order = w + n;
    f->first = w + 2 * n;
    f->in_first = w + 3 * n;
    f->place = w + 4 * n;
    f->to = w + 5 * n;
    f->from = f->to + m;
    f->in_from = f->from + m;
    return d;
}

qd_pro_rata qd_setoff_pro_rata(qd_mem *mem, const qd_network *net)
{
    struct forwarding f = { .mem = mem, .net = net, .answer.whole = true };
    void *room = give_room(&f);
    for (uint32_t u = 0; u < net->n; u++)
        f.left[u] = 1;
    for (uint64_t before = 0; forward_once(&f); before = f.work) {
        f.answer.rounds++;
        if (f.work < MOST_WORK && f.work - before < LONG_ROUND) continue;
        f.answer.whole = false;
        break;
    }
    qd_mem_release(mem, room);
    return f.answer;
}
