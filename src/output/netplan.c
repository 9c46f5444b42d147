/* The parties and arcs of a money network, as far as they can be drawn. */
#include "output/netplan.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"

/* What a word for the kind of a payment belongs to. */
static const struct kind {
    const char *word;
    enum qd_ink ink;
    uint8_t backing;
} kinds[] = {
    { "equity", QD_INK_CAPITAL, 1 }, { "shares", QD_INK_CAPITAL, 1 },
    { "exercise", QD_INK_CAPITAL, 1 }, { "loan", QD_INK_CREDIT, 1 },
    { "repayment", QD_INK_CREDIT, 2 }, { "guarantee", QD_INK_CREDIT, 1 },
    { "capacity", QD_INK_COMPUTE, 0 }, { "power", QD_INK_COMPUTE, 0 },
    { "resale", QD_INK_COMPUTE, 0 }, { "chips", QD_INK_CHIPS, 0 },
    { "build", QD_INK_CHIPS, 0 },
};

/* "chips + capacity" goes by its first word. */
static bool begins_with(qd_str text, const char *word)
{
    size_t n = strlen(word);
    return text.len >= n && memcmp(text.at, word, n) == 0 &&
           (text.len == n || text.at[n] == ' ');
}

static const struct kind *kind_of(qd_str word)
{
    static const struct kind other = { "", QD_INK_TRADE, 0 };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (begins_with(word, kinds[i].word)) return &kinds[i];
    return &other;
}

enum qd_ink qd_net_ink_of(qd_str kind)
{
    return kind_of(kind)->ink;
}

static void set_kind(qd_net_arc *a, qd_str word)
{
    a->kind = word;
    a->ink = a->known ? kind_of(word)->ink : QD_INK_BLANK;
    a->backing = kind_of(word)->backing;
}

enum qd_net_look qd_net_look_of(qd_str status)
{
    if (qd_str_eq(status, QD_STR("announced"))) return QD_NET_HATCHED;
    if (qd_str_eq(status, QD_STR("talks")) ||
        qd_str_eq(status, QD_STR("planned"))) return QD_NET_HOLLOW;
    return QD_NET_FILLED;
}

/* ---- Reading */

static uint32_t party_of(qd_network_plan *p, qd_str name)
{
    for (uint32_t i = 0; i < p->parties.n; i++)
        if (qd_str_eq(p->parties.at[i].name, name)) return i;
    *qd_vec_add(p->arena->mem, &p->parties) = (qd_net_party){ .name = name };
    return p->parties.n - 1;
}

static void read_parties(qd_network_plan *p, const qd_table *t)
{
    for (uint32_t i = 0; t && i < t->n_rows; i++) {
        uint32_t k = party_of(p, qd_table_at(t, i, 0)->text);
        p->parties.at[k].role = qd_table_at(t, i, 1)->text;
        p->parties.at[k].focus = qd_table_at(t, i, 2)->number != 0;
    }
}

static void read_arc(qd_network_plan *p, const qd_table *t, uint32_t row)
{
    const qd_cell *lo = qd_table_at(t, row, 2), *hi = qd_table_at(t, row, 3);
    qd_net_arc a = { .from = party_of(p, qd_table_at(t, row, 0)->text),
                     .to = party_of(p, qd_table_at(t, row, 1)->text),
                     .lo = lo->number, .hi = -1,
                     .status = qd_table_at(t, row, 4)->text,
                     .faint = qd_table_at(t, row, 6)->number != 0 };
    if (hi->kind == QD_CELL_NUMBER) a.hi = hi->number;
    a.known = lo->kind == QD_CELL_NUMBER && (lo->number > 0 || a.hi > 0);
    a.look = qd_net_look_of(a.status);
    set_kind(&a, qd_table_at(t, row, 5)->text);
    if (a.from != a.to) *qd_vec_add(p->arena->mem, &p->arcs) = a;
}

/* What the width of a band stands for: the low end; of "up to", the high
 * one. */
static double drawn(const qd_net_arc *a)
{
    return !a->known ? 0 : a->lo > 0 ? a->lo : a->hi;
}

static void weigh(qd_network_plan *p)
{
    for (uint32_t i = 0; i < p->parties.n; i++)
        p->parties.at[i].weight = p->parties.at[i].n_arcs =
            p->parties.at[i].n_in = p->parties.at[i].n_bright = 0;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *a = &p->arcs.at[i];
        p->parties.at[a->from].weight += drawn(a);
        p->parties.at[a->to].weight += drawn(a);
        p->parties.at[a->from].n_arcs++;
        p->parties.at[a->to].n_arcs++;
        p->parties.at[a->to].n_in++;
        p->parties.at[a->from].n_bright += !a->faint;
        p->parties.at[a->to].n_bright += !a->faint;
    }
}

/* ---- One order, whatever that of the lines was */

struct sorted { const qd_network_plan *p; uint32_t i; };

static int by_name(const void *x, const void *y)
{
    const struct sorted *s = x, *t = y;
    return qd_str_cmp(s->p->parties.at[s->i].name,
                      t->p->parties.at[t->i].name);
}

static int by_size(const void *x, const void *y)
{
    const struct sorted *s = x, *t = y;
    const qd_net_party *a = &s->p->parties.at[s->i];
    const qd_net_party *b = &t->p->parties.at[t->i];
    if ((a->n_arcs > 0) != (b->n_arcs > 0)) return a->n_arcs > 0 ? -1 : 1;
    if ((a->n_bright > 0) != (b->n_bright > 0))
        return a->n_bright > 0 ? -1 : 1;
    if (a->focus != b->focus) return a->focus ? -1 : 1;
    if (a->weight > b->weight || a->weight < b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->n_arcs != b->n_arcs) return a->n_arcs > b->n_arcs ? -1 : 1;
    return qd_str_cmp(a->name, b->name);
}

static int by_ends(const void *x, const void *y)
{
    const qd_net_arc *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    int c = qd_str_cmp(a->kind, b->kind);
    if (c == 0) c = (int)a->look - (int)b->look;
    if (c == 0) c = qd_str_cmp(a->status, b->status);
    if (c == 0) c = a->faint - b->faint;
    if (c == 0) c = (a->lo > b->lo) - (a->lo < b->lo);
    return c ? c : (a->hi > b->hi) - (a->hi < b->hi);
}

/* Arcs that run beside each other and say the same are one. */
static void add_up(qd_net_arc *a, const qd_net_arc *b)
{
    bool open = a->hi < a->lo || b->hi < b->lo || a->known != b->known;
    a->lo += b->lo;
    a->hi = open ? -1 : a->hi + b->hi;
    a->known = a->known || b->known;
    a->faint = a->faint && b->faint;
}

static bool alike(const qd_net_arc *a, const qd_net_arc *b)
{
    return a->from == b->from && a->to == b->to &&
           qd_str_eq(a->kind, b->kind) &&
           qd_str_eq(a->status, b->status) && a->faint == b->faint;
}

static void merge_alike(qd_network_plan *p)
{
    uint32_t n = 0;
    if (p->arcs.n) qsort(p->arcs.at, p->arcs.n, sizeof *p->arcs.at, by_ends);
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i];
        if (n > 0 && alike(&p->arcs.at[n - 1], a)) {
            add_up(&p->arcs.at[n - 1], a);
            set_kind(&p->arcs.at[n - 1], a->kind);
        } else {
            p->arcs.at[n++] = *a;
        }
    }
    p->arcs.n = n;
}

/* The parties in another order. */
static void renumber(qd_network_plan *p, int (*order)(const void *,
                                                      const void *))
{
    uint32_t n = p->parties.n;
    struct sorted *s = qd_arena_alloc(p->arena, (n + 1) * sizeof *s);
    uint32_t *now = qd_arena_alloc(p->arena, (n + 1) * sizeof *now);
    qd_net_party *next = qd_arena_alloc(p->arena, (n + 1) * sizeof *next);
    for (uint32_t i = 0; i < n; i++) s[i] = (struct sorted){ p, i };
    if (n) qsort(s, n, sizeof *s, order);
    for (uint32_t i = 0; i < n; i++) {
        next[i] = p->parties.at[s[i].i];
        now[s[i].i] = i;
    }
    if (n) memcpy(p->parties.at, next, n * sizeof *next);
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        p->arcs.at[i].from = now[p->arcs.at[i].from];
        p->arcs.at[i].to = now[p->arcs.at[i].to];
    }
}

/* One box for all behind the first `kept` that only pay, or that are paid;
 * arcs inside it end. Returns its number. */
static void fold_into(qd_network_plan *p, uint32_t kept, uint32_t *now,
                      bool payers)
{
    uint32_t n = 0, last = 0;
    for (uint32_t i = kept; i < p->parties.n; i++) {
        const qd_net_party *x = &p->parties.at[i];
        if (x->n_arcs == 0 || (x->n_in == 0) != payers) continue;
        n++;
        last = i;
    }
    if (n == 0) return;
    qd_net_party box = { .folded = n };
    box.name = qd_arena_printf(p->arena, payers ? "others who pay (%u)"
                                                : "others (%u)", n);
    if (n == 1) {
        box = p->parties.at[last];
        box.folded = 0;
    }
    uint32_t at = p->parties.n;
    for (uint32_t i = kept; i < at; i++)
        if ((p->parties.at[i].n_in == 0) == payers) now[i] = at;
    *qd_vec_add(p->arena->mem, &p->parties) = box;
}

/* The largest parties first; those for which there is no room in one, or in
 * two where some of them only pay. */
static void fold(qd_network_plan *p)
{
    uint32_t n = 0, left = 0, all = p->parties.n;
    renumber(p, by_size);
    for (uint32_t i = 0; i < all; i++) n += p->parties.at[i].n_arcs > 0;
    if (n <= QD_NET_PARTIES) {
        p->parties.n = n;
        return;
    }
    uint32_t kept = QD_NET_PARTIES - 2;
    uint32_t *now = qd_arena_alloc(p->arena, (all + 3) * sizeof *now);
    for (uint32_t i = 0; i < all + 3; i++) now[i] = i;
    fold_into(p, kept, now, true);
    fold_into(p, kept, now, false);
    for (uint32_t i = all; i < p->parties.n; i++)
        p->parties.at[kept + i - all] = p->parties.at[i];
    p->parties.n = kept + p->parties.n - all;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc a = p->arcs.at[i];
        a.from = now[a.from] < all ? now[a.from] : kept + now[a.from] - all;
        a.to = now[a.to] < all ? now[a.to] : kept + now[a.to] - all;
        if (a.from != a.to) p->arcs.at[left++] = a;
    }
    p->arcs.n = left;
}

static enum qd_net_look weaker(enum qd_net_look a, enum qd_net_look b)
{
    return a > b ? a : b;
}

/* Two of one pair as one, of the weaker status and the kind of the larger. */
static void join(qd_net_arc *b, const qd_net_arc *a)
{
    bool same = qd_str_eq(a->kind, b->kind);
    qd_str kind = drawn(a) > drawn(b) ? a->kind : b->kind;
    if (weaker(a->look, b->look) != b->look) b->status = a->status;
    b->look = weaker(a->look, b->look);
    add_up(b, a);
    set_kind(b, kind);
    if (!same) b->kind = QD_STR("several");
}

/* Whether two arcs of one pair are drawn as one: where there are too many to
 * tell apart, and those of folded boxes of which nothing is known. */
static bool drawn_as_one(const qd_network_plan *p, const qd_net_arc *a,
                         const qd_net_arc *b)
{
    bool folded = p->parties.at[a->from].folded ||
                  p->parties.at[a->to].folded;
    return p->crowded || (folded && !a->known && !b->known);
}

static void merge_pairs(qd_network_plan *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i], *b = NULL;
        for (uint32_t k = n; k > 0 && !b; k--) {
            qd_net_arc *c = &p->arcs.at[k - 1];
            if (c->from != a->from || c->to != a->to) break;
            if (drawn_as_one(p, c, a)) b = c;
        }
        if (b) join(b, a);
        else p->arcs.at[n++] = *a;
    }
    p->arcs.n = n;
}

/* ---- Widths */

/* The widest band, and all bands at one side of a box. */
static void set_widths(qd_network_plan *p)
{
    const double widest = 46, highest = 210;
    double most = 0, sum = 0, *side;
    uint32_t n = p->parties.n;
    side = qd_arena_alloc(p->arena, (2 * n + 1) * sizeof *side);
    memset(side, 0, 2 * n * sizeof *side);
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        const qd_net_arc *a = &p->arcs.at[i];
        most = fmax(most, drawn(a));
        sum = fmax(sum, side[a->from] += drawn(a));
        sum = fmax(sum, side[n + a->to] += drawn(a));
    }
    double scale = most > 0 ? fmin(widest / most, highest / sum) : 0;
    for (uint32_t i = 0; i < p->arcs.n; i++) {
        qd_net_arc *a = &p->arcs.at[i];
        double least = !a->known ? 1.2 : a->look == QD_NET_FILLED ? 1.6 : 3.6;
        a->width = fmax(drawn(a) * scale, least);
    }
}

double qd_net_slot(const qd_net_arc *a)
{
    return fmax(a->width + 5, QD_NET_SLOT);
}

/* ---- Words of amounts */

static const char *sign_of(qd_str code)
{
    static const char *const rows[][2] = { { "USD", "$" }, { "EUR", "€" },
                                           { "GBP", "£" }, { "JPY", "¥" } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (qd_str_eq(code, qd_str_c(rows[i][0]))) return rows[i][1];
    return NULL;
}

/* Three digits, without a zero that says nothing: 38, 22.4. Numbers without a
 * unit are somebody's own whole ones, and stay as they are. */
static qd_str digits(qd_arena *arena, qd_str unit, double x)
{
    char buf[QD_FIXED_ROOM];
    if (unit.len == 0 && x < 1e15)
        return qd_arena_copy(arena, qd_double_fixed(x, 0, buf));
    qd_str s = qd_number_text(arena, x, NULL);
    if (memchr(s.at, '.', s.len) && !memchr(s.at, 'e', s.len)) {
        while (s.at[s.len - 1] == '0') s.len--;
        if (s.at[s.len - 1] == '.') s.len--;
    }
    return s;
}

/* "bn USD" behind or around a number. */
static qd_str money_text(qd_arena *arena, qd_str unit, qd_str number)
{
    const char *blank = unit.len ? memchr(unit.at, ' ', unit.len) : NULL;
    size_t cut = blank ? (size_t)(blank - unit.at) : 0;
    qd_str scale = { unit.at, cut };
    qd_str code = unit;
    if (blank) code = (qd_str){ blank + 1, unit.len - cut - 1 };
    const char *sign = sign_of(code);
    if (qd_str_eq(number, QD_STR("?")))
        return qd_arena_printf(arena, "%s?", sign ? sign : "");
    if (sign)
        return qd_arena_printf(arena, "%s%.*s%.*s", sign, QD_STR_ARG(number),
                               QD_STR_ARG(scale));
    return qd_arena_printf(arena, "%.*s%s%.*s", QD_STR_ARG(number),
                           unit.len ? " " : "", QD_STR_ARG(unit));
}

qd_str qd_net_amount(qd_arena *arena, qd_str unit, bool known, double lo,
                     double hi)
{
    if (!known) return money_text(arena, unit, QD_STR("?"));
    qd_str number = digits(arena, unit, lo > 0 ? lo : hi);
    if (lo > 0 && hi > lo)
        number = qd_arena_printf(arena, "%.*s–%.*s", QD_STR_ARG(number),
                                 QD_STR_ARG(digits(arena, unit, hi)));
    qd_str money = money_text(arena, unit, number);
    const char *word = lo <= 0 ? "up to " : hi < lo ? "≥" : "";
    return qd_arena_printf(arena, "%s%.*s", word, QD_STR_ARG(money));
}

qd_str qd_network_amount(const qd_network_plan *p, const qd_net_arc *a)
{
    return qd_net_amount(p->arena, p->unit, a->known, a->lo, a->hi);
}

qd_network_plan *qd_network_read(qd_arena *arena, const qd_block *b)
{
    qd_network_plan *p = qd_arena_alloc(arena, sizeof *p);
    *p = (qd_network_plan){ .arena = arena, .unit = b->unit };
    read_parties(p, b->marks);
    for (uint32_t i = 0; i < b->table->n_rows; i++) read_arc(p, b->table, i);
    renumber(p, by_name);
    merge_alike(p);
    weigh(p);
    fold(p);
    merge_alike(p);
    p->crowded = p->arcs.n > QD_NET_ARCS;
    merge_pairs(p);
    weigh(p);
    set_widths(p);
    return p;
}
