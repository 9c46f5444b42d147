/* Values in the order in which they were made are in an order in which they
 * can be computed. A column is given back after its last reader, so that a
 * tile stays in the cache. */
#include "sim/plan_steps.h"

enum { NEVER = 0, FOREVER = 0x7FFFFFFF };

/* ---- What a step reads */

static uint32_t reads_of(const qd_steps *s, qd_value x, qd_value *out)
{
    uint32_t n = 0;
    if (s->sum_of[x]) {
        const qd_plan_sum *sum = &s->sums.at[s->sum_of[x] - 1];
        out[n++] = sum->start;
        for (uint32_t k = 0; k < sum->n; k++) {
            const qd_term_row *t = &s->terms.at[sum->first + k];
            for (uint32_t i = 0; i < qd_term_operands(t->kind); i++)
                out[n++] = t->at[i];
        }
        return n;
    }
    const qd_value *at;
    uint32_t operands = qd_value_operands(s->v, x, &at);
    for (; n < operands; n++) out[n] = at[n];
    return n;
}

enum { READS = QD_TERMS * QD_TERM_OPERANDS + QD_VARY_MOST +
               QD_FINANCED_READS + 2 };

static bool is_leaf(const qd_steps *s, qd_value x)
{
    return s->v->at.at[x].op <= QD_OP_CARRY;
}

static bool is_step(const qd_steps *s, qd_value x, bool body)
{
    return s->uses[x] && !is_leaf(s, x) && !s->within[x] &&
           (s->v->at.at[x].scope == QD_BY_BOTH) == body;
}

/* ---- Places */

struct places {
    qd_steps *s;
    uint32_t *last;        /* by value: the last that reads it, NEVER: none */
    qd_value *carry;       /* by value: 1 + the carry in whose place it is */
    QD_VEC(uint32_t) free; /* columns */
};

static uint32_t new_column(struct places *p)
{
    return p->s->n_columns++ | QD_PLACE_COLUMN;
}

static uint32_t take_column(struct places *p)
{
    if (p->free.n == 0) return new_column(p);
    return p->free.at[--p->free.n] | QD_PLACE_COLUMN;
}

static void read_by(struct places *p, qd_value x, uint32_t when)
{
    if (p->last[x] < when) p->last[x] = when;
}

/* The numbers of values serve as times. */
static void find_last(struct places *p)
{
    qd_steps *s = p->s;
    qd_value reads[READS];
    for (qd_value x = 1; x < s->v->at.n; x++) {
        bool body = is_step(s, x, true);
        if (!body && !is_step(s, x, false)) continue;
        uint32_t n = reads_of(s, x, reads);
        for (uint32_t i = 0; i < n; i++) {
            bool kept = body && s->v->at.at[reads[i]].scope != QD_BY_BOTH;
            read_by(p, reads[i], kept ? FOREVER : x);
        }
    }
    for (uint32_t i = 0; i < s->v->carries.n; i++)
        read_by(p, s->v->carries.at[i].first, FOREVER);
    for (uint32_t i = 0; i < s->n_probes; i++)
        if (s->v->at.at[s->probed[i]].scope != QD_BY_BOTH)
            read_by(p, s->probed[i], FOREVER);
}

/* A carried value lives where its next one is computed, if nobody asks for
 * the old one after that. Else it is copied when the period ends. */
static void place_carries(struct places *p)
{
    qd_steps *s = p->s;
    for (qd_value x = 1; x < s->v->at.n; x++) {
        const qd_value_row *r = &s->v->at.at[x];
        if (r->op != QD_OP_CARRY || !s->uses[x]) continue;
        qd_value next = s->v->carries.at[r->a].next;
        s->place[x] = take_column(p);
        bool shared = p->carry[next] || s->v->at.at[next].scope != QD_BY_BOTH;
        if (!shared && p->last[x] <= next) p->carry[next] = x;
        p->last[next] = FOREVER;
        p->last[x] = FOREVER;
    }
}

static void place_leaf(struct places *p, qd_value x)
{
    qd_steps *s = p->s;
    if (s->place[x] != QD_PLACE_NONE) return;
    qd_mem *mem = s->v->mem;
    if (s->v->at.at[x].op == QD_OP_TABLE) {
        s->place[x] = QD_SLOT_FIRST + s->tables.n;
        *qd_vec_add(mem, &s->tables) = x;
    } else if (s->v->at.at[x].op == QD_OP_CONST) {
        s->place[x] = s->fixed.n; /* behind the tables: see shift_fixed */
        *qd_vec_add(mem, &s->fixed) = x;
    }
}

/* Constants stand behind the tables, whose number is known now. */
static void shift_fixed(struct places *p)
{
    qd_steps *s = p->s;
    for (uint32_t i = 0; i < s->fixed.n; i++)
        s->place[s->fixed.at[i]] = QD_SLOT_FIRST + s->tables.n + i;
}

static void place_leaves(struct places *p)
{
    qd_steps *s = p->s;
    qd_value reads[READS];
    for (qd_value x = 1; x < s->v->at.n; x++) {
        if (!s->uses[x] || s->within[x]) continue;
        if (s->v->at.at[x].op == QD_OP_CARRY) {
            place_leaf(p, s->v->carries.at[s->v->at.at[x].a].first);
            place_leaf(p, s->v->carries.at[s->v->at.at[x].a].next);
        }
        uint32_t n = is_leaf(s, x) ? 0 : reads_of(s, x, reads);
        for (uint32_t i = 0; i < n; i++) place_leaf(p, reads[i]);
    }
    for (uint32_t i = 0; i < s->n_probes; i++) place_leaf(p, s->probed[i]);
    shift_fixed(p);
}

/* Its column is another one in each period, and so nobody else's. */
static bool moves(const qd_steps *s, qd_value x)
{
    const qd_value_row *r = &s->v->at.at[x];
    return r->op == QD_OP_NORMAL && r->scope == QD_BY_BOTH;
}

static void give_back(struct places *p, qd_value x, uint32_t when)
{
    uint32_t place = p->s->place[x];
    if (moves(p->s, x)) return;
    if (p->last[x] != when || !(place & QD_PLACE_COLUMN)) return;
    if (p->s->v->at.at[x].op == QD_OP_CARRY) return;
    *qd_vec_add(p->s->v->mem, &p->free) = place & ~QD_PLACE_COLUMN;
    p->last[x] = FOREVER; /* once */
}

/* What is drawn once a path is drawn first, and all of it together. */
static bool is_drawn(const qd_steps *s, qd_value x, unsigned op)
{
    return s->v->at.at[x].op == op && is_step(s, x, false);
}

static bool is_first(const qd_steps *s, qd_value x)
{
    return is_drawn(s, x, QD_OP_NORMAL) || is_drawn(s, x, QD_OP_POINT);
}

static void place_first(struct places *p)
{
    static const unsigned ops[] = { QD_OP_NORMAL, QD_OP_POINT };
    for (int i = 0; i < 2; i++)
        for (qd_value x = 1; x < p->s->v->at.n; x++)
            if (is_drawn(p->s, x, ops[i])) p->s->place[x] = new_column(p);
}

static void place_columns(struct places *p, bool body)
{
    qd_steps *s = p->s;
    qd_value reads[READS];
    for (qd_value x = 1; x < s->v->at.n; x++) {
        if (!is_step(s, x, body) || is_first(s, x)) continue;
        uint32_t n = reads_of(s, x, reads);
        for (uint32_t i = 0; i < n; i++) give_back(p, reads[i], x);
        if (p->carry[x]) s->place[x] = s->place[p->carry[x]];
        else if (moves(s, x)) s->place[x] = new_column(p);
        else s->place[x] = take_column(p);
        if (p->last[x] == NEVER) { /* only read out */
            p->last[x] = x;
            give_back(p, x, x);
        }
    }
}

/* ---- Steps */

static void fill_operands(qd_steps *s, qd_value x, qd_step *step)
{
    const qd_value_row *r = &s->v->at.at[x];
    const qd_value *at;
    uint32_t n = qd_value_operands(s->v, x, &at);
    if (r->op == QD_OP_VARY || r->op == QD_OP_FINANCED) {
        step->a = s->lists.n;
        step->n = n;
        step->aux = (uint32_t)r->key;
        for (uint32_t i = 0; i < n; i++)
            *qd_vec_add(s->v->mem, &s->lists) = s->place[at[i]];
        return;
    }
    if (n > 0) step->a = s->place[at[0]];
    if (n > 1) step->b = s->place[at[1]];
    if (n > 2) step->c = s->place[at[2]];
    if (r->op == QD_OP_SCORE) step->aux = (uint32_t)r->key;
    if (r->op != QD_OP_UNIFORM && r->op != QD_OP_NORMAL) return;
    step->n = 1;
    step->aux = s->keys.n;
    *qd_vec_add(s->v->mem, &s->keys) = r->key;
}

static void fill_sum(qd_steps *s, qd_value x, qd_step *step)
{
    const qd_plan_sum *sum = &s->sums.at[s->sum_of[x] - 1];
    step->op = QD_OP_SUM;
    step->a = s->place[sum->start];
    step->b = s->sum_of[x] - 1;
    step->aux = sum->first;
    step->n = sum->n;
    for (uint32_t k = 0; k < sum->n; k++) {
        qd_term_row *t = &s->terms.at[sum->first + k];
        uint32_t used = qd_term_operands(t->kind);
        for (uint32_t i = 0; i < QD_TERM_OPERANDS; i++) {
            if (i < used && moves(s, t->at[i])) step->c = 1;
            t->at[i] = i < used ? s->place[t->at[i]] : 0;
        }
    }
}

static qd_step step_of(qd_steps *s, qd_value x, bool carried)
{
    qd_step step = { .op = s->v->at.at[x].op, .out = s->place[x] };
    if (s->sum_of[x]) fill_sum(s, x, &step);
    else fill_operands(s, x, &step);
    /* what is carried over must stay where it is */
    if (moves(s, x) && !carried) {
        step.op = QD_OP_NORMAL_AHEAD;
        step.a = s->n_ahead++;
    }
    return step;
}

/* Every reading of x; `kept` is a column for what has none of its own. */
static void read_out(qd_steps *s, qd_value x, uint32_t kept)
{
    for (uint32_t i = 0; i < s->n_probes; i++) {
        if (s->probed[i] != x) continue;
        uint32_t out = kept;
        if (s->probes[i].sum) out = s->n_columns++ | QD_PLACE_COLUMN;
        *qd_vec_add(s->v->mem, &s->body) =
            (qd_step){ .op = QD_OP_READ, .out = out, .a = s->place[x],
                       .aux = i };
    }
}

static void copy(qd_steps *s, bool body, uint32_t to, qd_value from)
{
    qd_step step = { .op = QD_OP_COPY, .out = to, .a = s->place[from] };
    if (body) *qd_vec_add(s->v->mem, &s->body) = step;
    else *qd_vec_add(s->v->mem, &s->before) = step;
}

static void write_first(qd_steps *s)
{
    qd_step all = { .op = QD_OP_NORMAL };
    for (qd_value x = 1; x < s->v->at.n; x++) {
        if (!is_drawn(s, x, QD_OP_NORMAL)) continue;
        qd_step one = step_of(s, x, false);
        one.n = all.n + 1;
        one.aux -= all.n;
        one.out -= all.n;
        all = one;
    }
    if (all.n) *qd_vec_add(s->v->mem, &s->before) = all;
}

/* All variables of a point are drawn in one step. */
static void write_point(qd_steps *s, uint32_t which)
{
    qd_mem *mem = s->v->mem;
    qd_step all = { .op = QD_OP_POINT, .a = s->lists.n, .b = s->keys.n,
                    .aux = which };
    for (qd_value x = 1; x < s->v->at.n; x++) {
        const qd_value_row *r = &s->v->at.at[x];
        if (!is_drawn(s, x, QD_OP_POINT) || r->key != which) continue;
        all.out = s->place[x];
        all.n++;
        *qd_vec_add(mem, &s->lists) = r->a;
        *qd_vec_add(mem, &s->lists) = s->place[x];
    }
    if (all.n == 0) return;
    *qd_vec_add(mem, &s->before) = all;
    *qd_vec_add(mem, &s->keys) = s->v->points.at[which].key;
}

static void write_steps(struct places *p, bool *probed)
{
    qd_steps *s = p->s;
    qd_mem *mem = s->v->mem;
    uint32_t n = s->v->at.n, spare = s->n_columns++ | QD_PLACE_COLUMN;
    write_first(s);
    for (uint32_t i = 0; i < s->v->points.n; i++) write_point(s, i);
    for (qd_value x = 1; x < n; x++)
        if (is_step(s, x, false) && !is_first(s, x))
            *qd_vec_add(mem, &s->before) = step_of(s, x, false);
    for (qd_value x = 0; x < n; x++)
        if (probed[x] && !is_step(s, x, true)) read_out(s, x, spare);
    for (qd_value x = 1; x < n; x++) {
        if (!is_step(s, x, true)) continue;
        *qd_vec_add(mem, &s->body) = step_of(s, x, p->carry[x] != 0);
        if (probed[x]) read_out(s, x, spare);
    }
    for (qd_value x = 1; x < n; x++) {
        if (s->v->at.at[x].op != QD_OP_CARRY || !s->uses[x]) continue;
        const qd_value_carry *c = &s->v->carries.at[s->v->at.at[x].a];
        copy(s, false, s->place[x], c->first);
        if (s->place[c->next] != s->place[x])
            copy(s, true, s->place[x], c->next);
    }
}

/* ---- The last step: columns behind the broadcast numbers */

static void settle(uint32_t *place, uint32_t slots)
{
    if (*place & QD_PLACE_COLUMN) *place = (*place & ~QD_PLACE_COLUMN) + slots;
}

static void settle_steps(qd_step *at, uint32_t n, uint32_t slots)
{
    for (uint32_t i = 0; i < n; i++) {
        settle(&at[i].out, slots);
        settle(&at[i].a, slots);
        settle(&at[i].b, slots);
        settle(&at[i].c, slots);
    }
}

static void settle_places(qd_steps *s)
{
    uint32_t slots = QD_SLOT_FIRST + s->tables.n + s->fixed.n;
    settle_steps(s->before.at, s->before.n, slots);
    settle_steps(s->body.at, s->body.n, slots);
    for (uint32_t i = 0; i < s->lists.n; i++) settle(&s->lists.at[i], slots);
    for (uint32_t k = 0; k < s->terms.n; k++)
        for (uint32_t i = 0; i < QD_TERM_OPERANDS; i++)
            settle(&s->terms.at[k].at[i], slots);
}

void qd_steps_make(qd_steps *s)
{
    qd_mem *mem = s->v->mem;
    qd_value_const(s->v, 0); /* a sum may begin with it */
    qd_steps_count(s);
    qd_steps_find_sums(s);
    uint32_t n = s->v->at.n;
    struct places p = { .s = s };
    s->place = qd_mem_resize(mem, NULL, n * sizeof *s->place);
    for (uint32_t i = 0; i < n; i++) s->place[i] = QD_PLACE_NONE;
    p.last = qd_mem_zero(mem, n * sizeof *p.last);
    p.carry = qd_mem_zero(mem, n * sizeof *p.carry);
    bool *probed = qd_mem_zero(mem, n);
    for (uint32_t i = 0; i < s->n_probes; i++) probed[s->probed[i]] = true;
    find_last(&p);
    place_leaves(&p);
    place_first(&p);
    place_columns(&p, false);
    place_carries(&p);
    place_columns(&p, true);
    write_steps(&p, probed);
    settle_places(s);
    qd_mem_release(mem, p.last);
    qd_mem_release(mem, p.carry);
    qd_mem_release(mem, p.free.at);
    qd_mem_release(mem, probed);
}

void qd_steps_free(qd_steps *s)
{
    void *all[] = { s->uses, s->within, s->sum_of, s->sums.at, s->terms.at,
                    s->before.at, s->body.at, s->lists.at, s->keys.at, s->place,
                    s->tables.at, s->fixed.at };
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        qd_mem_release(s->v->mem, all[i]);
}
