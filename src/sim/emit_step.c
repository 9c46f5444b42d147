/* A step as one statement on a vector of paths: what the loops of ops.c do
 * for all vectors of a tile. */
#include <math.h>

#include "math/philox.h"
#include "sim/emit_parts.h"

void qd_emit_double(qd_buf *out, double x)
{
    if (isnan(x) || isinf(x)) {
        qd_buf_c(out, isnan(x) ? "NAN" : x < 0 ? "-INFINITY" : "INFINITY");
        return;
    }
    size_t from = out->len;
    if (x == 0 && signbit(x)) qd_buf_char(out, '-');
    qd_buf_double(out, x);
    for (; from < out->len; from++)
        if (strchr(".e", out->at[from])) return;
    qd_buf_c(out, ".0");
}

static void place(const qd_emit *e, uint32_t at)
{
    const qd_program *p = e->program;
    if (at < p->first_fixed) {
        qd_buf_printf(e->out, "now%u", at);
    } else if (at < p->n_slots) {
        qd_buf_c(e->out, "vset(");
        qd_emit_double(e->out, p->fixed[at - p->first_fixed]);
        qd_buf_char(e->out, ')');
    } else {
        qd_buf_printf(e->out, "x%u", at - p->n_slots);
    }
}

static void assign(const qd_emit *e, uint32_t at)
{
    place(e, at);
    qd_buf_c(e->out, " = ");
}

/* ---- The rows of ops.def: their text, with places for letters */

static const char *const texts[QD_OP_COUNT] = {
#define QD_SIM_OP(name, operands, y) [QD_OP_##name] = #y,
#define QD_SIM_STEP(name, operands)
#include "sim/ops.def"
#undef QD_SIM_OP
#undef QD_SIM_STEP
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void word(const qd_emit *e, const qd_step *s, const char *at, size_t n)
{
    qd_str w = { at, n };
    if (qd_str_eq(w, QD_STR("A"))) place(e, s->a);
    else if (qd_str_eq(w, QD_STR("B"))) place(e, s->b);
    else if (qd_str_eq(w, QD_STR("C"))) place(e, s->c);
    else if (qd_str_eq(w, QD_STR("FROM"))) place(e, QD_SLOT_FROM);
    else if (qd_str_eq(w, QD_STR("TO"))) place(e, QD_SLOT_TO);
    else qd_buf_add(e->out, w);
}

static void text(const qd_emit *e, const qd_step *s)
{
    const char *c = texts[s->op];
    while (c && *c) {
        size_t n = 0;
        while (is_letter(c[n])) n++;
        if (n) word(e, s, c, n);
        else qd_buf_char(e->out, c[n++]);
        c += n;
    }
}

/* ---- Steps that have no row of their own */

static void draw(const qd_emit *e, const qd_step *s, uint32_t i, bool body)
{
    uint64_t key = qd_philox_key(e->seed, e->program->keys[s->aux + i]);
    bool normal = s->op != QD_OP_UNIFORM;
    assign(e, s->out + i);
    qd_buf_printf(e->out, "%s(0x%08x%08xu, path, %s);\n",
                  normal ? "normal" : "uniform", (unsigned)(key >> 32),
                  (unsigned)key, body ? "t + 1" : "0");
}

static void operands(const qd_emit *e, const uint32_t *at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i) qd_buf_c(e->out, ", ");
        place(e, at[i]);
    }
}

static void vary(const qd_emit *e, const qd_step *s)
{
    const uint32_t *list = e->program->lists + s->a;
    assign(e, s->out);
    qd_buf_printf(e->out, "vvary(&shape%u, (const vd[]){ ", s->aux);
    operands(e, list + 1, s->n - 1);
    for (uint32_t i = s->n; i <= 3; i++)
        qd_buf_c(e->out, i < 3 ? ", vset(0)" : ", vset(0.9)");
    qd_buf_c(e->out, " }, ");
    place(e, list[0]);
    qd_buf_c(e->out, ");\n");
}

static void term(const qd_emit *e, const qd_term_row *t)
{
    unsigned kind = t->kind % QD_TERM_MINUS;
    qd_buf_c(e->out, t->kind & QD_TERM_MINUS ? "        sum = sum - "
                                             : "        sum = sum + ");
    if (kind == QD_TERM_GATE || kind == QD_TERM_TAKE)
        qd_buf_c(e->out, "gate(now0, now1, ");
    if (kind == QD_TERM_WHEN) qd_buf_c(e->out, "when(now0, now1, ");
    if (kind == QD_TERM_PRODUCT) {
        place(e, t->at[0]);
        qd_buf_c(e->out, " * ");
        place(e, t->at[1]);
    } else {
        operands(e, t->at, kind == QD_TERM_VALUE ? 1
                         : kind == QD_TERM_WHEN ? 2 : 3);
    }
    if (kind == QD_TERM_TAKE) {
        qd_buf_c(e->out, " * max_of(");
        operands(e, t->at + 3, 2);
        qd_buf_char(e->out, ')');
    }
    qd_buf_c(e->out, kind >= QD_TERM_GATE ? ");\n" : ";\n");
}

static void sum(const qd_emit *e, const qd_step *s)
{
    qd_buf_c(e->out, "sum = ");
    place(e, s->a);
    qd_buf_c(e->out, " + 0;\n");
    for (uint32_t k = 0; k < s->n; k++)
        term(e, &e->program->terms[s->aux + k]);
    qd_buf_c(e->out, "        ");
    assign(e, s->out);
    qd_buf_c(e->out, "sum;\n");
}

static void read_out(const qd_emit *e, const qd_step *s)
{
    unsigned p = s->aux;
    bool adds = e->program->sums[p];
    if (adds) {
        assign(e, s->out);
        qd_buf_printf(e->out, "t == 0 || read%u[t - 1] >= 0 ? ", p);
        place(e, s->a);
        qd_buf_c(e->out, " : ");
        place(e, s->out);
        qd_buf_c(e->out, " + ");
        place(e, s->a);
        qd_buf_c(e->out, ";\n        ");
    }
    qd_buf_printf(e->out, "if (read%u[t] >= 0) out[read%u[t]] = ", p, p);
    place(e, adds ? s->out : s->a);
    qd_buf_c(e->out, ";\n");
}

void qd_emit_step(const qd_emit *e, const qd_step *s, bool body)
{
    const char *indent = body ? "        " : "    ";
    uint32_t draws = s->op == QD_OP_NORMAL ? s->n : 1;
    for (uint32_t i = 0; i < draws; i++) {
        qd_buf_c(e->out, indent);
        switch (s->op) {
        case QD_OP_UNIFORM: case QD_OP_NORMAL: case QD_OP_NORMAL_AHEAD:
            draw(e, s, i, body);
            break;
        case QD_OP_SCORE:
            assign(e, s->out);
            qd_buf_printf(e->out, "score(&score%u, ", s->aux);
            place(e, s->a);
            qd_buf_c(e->out, ");\n");
            break;
        case QD_OP_VARY: vary(e, s); break;
        case QD_OP_SUM: sum(e, s); break;
        case QD_OP_READ: read_out(e, s); break;
        default:
            assign(e, s->out);
            text(e, s);
            qd_buf_c(e->out, ";\n");
        }
    }
}
