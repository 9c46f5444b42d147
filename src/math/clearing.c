#include "math/clearing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/clearing_work.h"

#define MOST_ROWS UINT32_MAX

/* ---- Making */

/* One arc of the network in the making. */
typedef struct link {
    uint32_t row, to;
    double amount;
} link;

static bool is_amount(double x)
{
    return x >= 0 && isfinite(x);
}

static qd_clearing_fault debt_fault(const qd_debt *d, uint32_t n,
                                    uint32_t ranks)
{
    if (d->from >= n || (d->to >= n && d->to != QD_OUTSIDE) ||
        d->rank >= ranks)
        return QD_CLEARING_PARTY;
    if (d->from == d->to) return QD_CLEARING_SELF;
    return is_amount(d->amount) ? QD_CLEARING_FINE : QD_CLEARING_AMOUNT;
}

static qd_clearing_fault holding_fault(const qd_holding *h, uint32_t n)
{
    if (h->of >= n || h->by >= n) return QD_CLEARING_PARTY;
    if (h->of == h->by) return QD_CLEARING_SELF;
    return h->share > 0 && h->share <= 1 ? QD_CLEARING_FINE
                                         : QD_CLEARING_SHARE;
}

static qd_clearing_fault find_fault(uint32_t n, uint32_t ranks,
                                    const qd_debt *debts, size_t n_debts,
                                    const qd_holding *holdings,
                                    size_t n_holdings, size_t *where)
{
    qd_clearing_fault fault = QD_CLEARING_FINE;
    *where = 0;
    if (ranks == 0 || (uint64_t)n * (ranks + (uint64_t)1) >= MOST_ROWS ||
        n_debts >= UINT32_MAX - n_holdings || n_holdings >= UINT32_MAX)
        return QD_CLEARING_SIZE;
    for (size_t i = 0; i < n_debts; i++) {
        *where = i;
        if ((fault = debt_fault(&debts[i], n, ranks))) return fault;
    }
    for (size_t i = 0; i < n_holdings; i++) {
        *where = n_debts + i;
        if ((fault = holding_fault(&holdings[i], n))) return fault;
    }
    return fault;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts links by `key` into `out`, keeping the order of equals; start[k] is
 * then where key k begins. */
static void sort_links(const link *in, link *out, uint32_t count,
                       uint32_t *start, uint32_t keys, bool by_row)
{
    memset(start, 0, ((size_t)keys + 2) * sizeof *start);
    for (uint32_t i = 0; i < count; i++)
        start[(by_row ? in[i].row : in[i].to) + 2]++;
    for (uint32_t k = 0; k < keys; k++)
        start[k + 1] += start[k];
    for (uint32_t i = 0; i < count; i++)
        out[start[(by_row ? in[i].row : in[i].to) + 1]++] = in[i];
}

/* Arcs of one row to one payee become one. Their amounts are added in the
 * order of size, so that the order in which they came shows nowhere. */
static void merge_links(qd_clearing *c, const link *links, uint32_t count,
                        double *amounts)
{
    uint32_t m = 0, all = c->n * c->rows, row = 0;
    for (uint32_t i = 0; i < count;) {
        uint32_t many = 0;
        const link *l = &links[i];
        for (; i < count && links[i].row == l->row && links[i].to == l->to;)
            amounts[many++] = links[i++].amount;
        if (many > 1) qsort(amounts, many, sizeof *amounts, compare_doubles);
        double sum = 0;
        for (uint32_t k = 0; k < many; k++)
            sum += amounts[k];
        c->total[l->row] += sum;
        if (l->to == c->n) continue;
        while (row <= l->row)
            c->first[row++] = m;
        c->to[m] = l->to;
        c->amount[m++] = sum;
    }
    while (row <= all)
        c->first[row++] = m;
}

static uint32_t copy_links(const qd_clearing *c, link *links,
                           const qd_debt *debts, size_t n_debts,
                           const qd_holding *holdings, size_t n_holdings)
{
    uint32_t count = 0;
    for (size_t i = 0; i < n_debts; i++)
        if (debts[i].amount > 0)
            links[count++] = (link){
                debts[i].from * c->rows + debts[i].rank,
                debts[i].to == QD_OUTSIDE ? c->n : debts[i].to,
                debts[i].amount};
    for (size_t i = 0; i < n_holdings; i++)
        links[count++] = (link){holdings[i].of * c->rows + c->ranks,
                                holdings[i].by, holdings[i].share};
    return count;
}

static void *room(qd_mem *mem, size_t count, size_t size)
{
    return qd_mem_resize(mem, NULL, (count + 1) * size);
}

/* What each party owes and is due; the outside of a row is in its total. */
static void add_up(qd_clearing *c)
{
    for (uint32_t u = 0; u < c->n; u++)
        c->owed[u] = qd_clearing_before(c, u, c->ranks);
    for (uint32_t u = 0; u < c->n; u++) {
        const uint32_t *first = &c->first[(size_t)u * c->rows];
        for (uint32_t a = first[0]; a < first[c->ranks]; a++)
            c->due[c->to[a]] += c->amount[a];
    }
}

static void make_rows(qd_mem *mem, qd_clearing *c, const qd_debt *debts,
                      size_t n_debts, const qd_holding *holdings,
                      size_t n_holdings)
{
    size_t rows = (size_t)c->n * c->rows, m = n_debts + n_holdings;
    c->first = room(mem, rows, sizeof *c->first);
    c->to = room(mem, m, sizeof *c->to);
    c->amount = room(mem, m, sizeof *c->amount);
    c->total = qd_mem_zero(mem, (rows + 1) * sizeof *c->total);
    c->owed = room(mem, c->n, sizeof *c->owed);
    c->due = qd_mem_zero(mem, ((size_t)c->n + 1) * sizeof *c->due);
    link *links = room(mem, m, sizeof *links);
    link *sorted = room(mem, m, sizeof *sorted);
    uint32_t *start = room(mem, rows + c->n + 2, sizeof *start);
    uint32_t count =
        copy_links(c, links, debts, n_debts, holdings, n_holdings);
    sort_links(links, sorted, count, start, c->n + 1, false);
    sort_links(sorted, links, count, start, (uint32_t)rows, true);
    qd_mem_release(mem, start);
    merge_links(c, links, count, (double *)(void *)sorted);
    qd_mem_release(mem, links);
    qd_mem_release(mem, sorted);
    add_up(c);
}

static void make_work(qd_mem *mem, qd_clearing *c)
{
    size_t n = c->n, m = c->first[n * c->rows];
    qd_clearing_work *w = qd_mem_zero(mem, sizeof *w);
    c->work = w;
    w->most = c->n < QD_CLEARING_EXACT ? c->n : QD_CLEARING_EXACT;
    w->at = room(mem, n, sizeof *w->at);
    w->some = room(mem, n, sizeof *w->some);
    w->queue = room(mem, n, sizeof *w->queue);
    w->received = room(mem, n, sizeof *w->received);
    w->need = room(mem, n, sizeof *w->need);
    w->known = room(mem, n / 8 + 1, 1);
    w->queued = qd_mem_zero(mem, n / 8 + 1);
    w->all_row = room(mem, n + 1, sizeof *w->all_row);
    w->all_to = room(mem, m, sizeof *w->all_to);
    w->all_part = room(mem, m, sizeof *w->all_part);
    w->row = room(mem, n + 1, sizeof *w->row);
    w->by = room(mem, m, sizeof *w->by);
    w->part = room(mem, m, sizeof *w->part);
    w->now = room(mem, n, sizeof *w->now);
    w->right = room(mem, n, sizeof *w->right);
    w->calm = room(mem, n, sizeof *w->calm);
    w->matrix = room(mem, (size_t)w->most * w->most, sizeof *w->matrix);
    w->side = room(mem, w->most, sizeof *w->side);
    w->answer = room(mem, w->most, sizeof *w->answer);
    w->index = room(mem, n, sizeof *w->index);
    w->zero = room(mem, w->most, sizeof *w->zero);
    c->paid = room(mem, n, sizeof *c->paid);
    c->received = room(mem, n, sizeof *c->received);
    c->equity = room(mem, n, sizeof *c->equity);
    c->round = room(mem, n, sizeof *c->round);
}

/* Whether more than all of a party is held, with room for the rounding of
 * the shares; `*where` is then the first holding of it. */
static bool held_twice(const qd_clearing *c, const qd_holding *holdings,
                       size_t n_holdings, size_t *where)
{
    for (*where = 0; *where < n_holdings; ++*where) {
        size_t row = (size_t)holdings[*where].of * c->rows + c->ranks;
        if (c->total[row] > 1 + 1e-12) return true;
    }
    return false;
}

qd_clearing_fault qd_clearing_make(qd_mem *mem, qd_clearing *c, uint32_t n,
                                   uint32_t ranks, const qd_debt *debts,
                                   size_t n_debts, const qd_holding *holdings,
                                   size_t n_holdings, size_t *where)
{
    *c = (qd_clearing){.n = n, .ranks = ranks, .holdings = n_holdings > 0};
    c->rows = ranks + c->holdings;
    qd_clearing_fault fault = find_fault(n, ranks, debts, n_debts, holdings,
                                         n_holdings, where);
    if (fault) return fault;
    make_rows(mem, c, debts, n_debts, holdings, n_holdings);
    make_work(mem, c);
    if (held_twice(c, holdings, n_holdings, where)) {
        *where += n_debts;
        qd_clearing_free(mem, c);
        return QD_CLEARING_SHARE;
    }
    /* an amount of equity is paid as it is: a row of which one is all */
    for (uint32_t u = 0; c->holdings && u < n; u++)
        c->total[(size_t)u * c->rows + ranks] = 1;
    return QD_CLEARING_FINE;
}

void qd_clearing_free(qd_mem *mem, qd_clearing *c)
{
    qd_clearing_work *w = c->work;
    void *blocks[] = {
        c->first,  c->to,     c->amount, c->total,  c->owed,   c->due,
        c->paid,   c->received, c->equity, c->round, w->at,    w->some,
        w->queue,  w->received, w->need, w->row,    w->by,     w->part,
        w->now,    w->right,  w->calm,   w->matrix, w->side,   w->answer,
        w->index,  w->zero,   w->known,  w->all_row, w->all_to,
        w->all_part, w->queued, w};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        qd_mem_release(mem, blocks[i]);
    *c = (qd_clearing){0};
}

/* ---- Other amounts */

/* The arc of a row to a payee; they stand in the order of the payees. */
static uint32_t find_arc(const qd_clearing *c, size_t row, uint32_t to)
{
    uint32_t at = c->first[row], end = c->first[row + 1];
    while (end - at > 1) {
        uint32_t middle = at + (end - at) / 2;
        if (c->to[middle] <= to) at = middle;
        else end = middle;
    }
    return at;
}

void qd_clearing_refill(qd_clearing *c, const qd_debt *debts, size_t n_debts)
{
    size_t rows = (size_t)c->n * c->rows;
    memset(c->amount, 0, c->first[rows] * sizeof *c->amount);
    memset(c->total, 0, rows * sizeof *c->total);
    memset(c->due, 0, c->n * sizeof *c->due);
    for (size_t i = 0; i < n_debts; i++) {
        const qd_debt *d = &debts[i];
        size_t row = (size_t)d->from * c->rows + d->rank;
        c->total[row] += d->amount;
        if (d->to != QD_OUTSIDE)
            c->amount[find_arc(c, row, d->to)] += d->amount;
    }
    add_up(c);
}

/* ---- What others ask */

double qd_clearing_rate(const qd_clearing *c, uint32_t party, uint32_t rank)
{
    const qd_clearing_state *s = &c->work->at[party];
    double total = c->total[(size_t)party * c->rows + rank];
    if (rank < s->rank || total == 0) return 1;
    return rank == s->rank ? s->x / total : 0;
}

void qd_clearing_exposures(const qd_clearing *c, double *at)
{
    size_t n = c->n;
    memset(at, 0, n * n * sizeof *at);
    for (uint32_t j = 0; j < c->n; j++) {
        const uint32_t *first = &c->first[(size_t)j * c->rows];
        for (uint32_t a = first[0]; a < first[c->ranks]; a++)
            at[c->to[a] * n + j] += c->amount[a];
    }
}
