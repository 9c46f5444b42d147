/* One pass over the directives. What is missing is told from which fields
 * are there, without lowering: a model of a million lines is looked through
 * in the time of reading it. Only fields that are said several times, or
 * assumed beside a claim, are lowered and compared. */
#include "model/rests.h"

#include "expr/eval.h"
#include "model/claims.h"
#include "model/lower.h"
#include "model/plain.h"
#include "model/stage.h"

/* Fields whose presence decides what is missing. */
enum { HAS_AMOUNT = 1, HAS_RATE = 2, HAS_PRICE = 4, HAS_BOUGHT = 8,
       HAS_TERM = 16, HAS_START = 32, HAS_END = 64, HAS_STAGE = 128,
       HAS_SHARE = 256, HAS_VALUE = 512, HAS_NUMBER = 1024,
       HAS_STRIKE = 2048, HAS_VALUATION = 4096, HAS_WHEN = 8192,
       HAS_DATED = 16384, HAS_COVERS = 32768, HAS_TAKE = 65536,
       HAS_BASIS = 131072, HAS_RAISE = 262144 };

static const struct { const char *field; unsigned bit; } fields[] = {
    { "amount", HAS_AMOUNT }, { "rate", HAS_RATE }, { "price", HAS_PRICE },
    { "quantity", HAS_BOUGHT }, { "power", HAS_BOUGHT },
    { "term", HAS_TERM }, { "starts", HAS_START }, { "ends", HAS_END },
    { "stage", HAS_STAGE }, { "share", HAS_SHARE }, { "value", HAS_VALUE },
    { "number", HAS_NUMBER }, { "strike", HAS_STRIKE },
    { "valuation", HAS_VALUATION }, { "when", HAS_WHEN },
    { "covers", HAS_COVERS }, { "take-or-pay", HAS_TAKE },
    { "raise", HAS_RAISE },
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

struct finder {
    qd_rests *r;
    const qd_view *view;
    qd_model *m;
    qd_arena scratch;    /* of one comparison */
    qd_lowering l;
    qd_eval e;
    uint32_t *bits;      /* by symbol of the vocabulary */
    qd_plain plain;
};

static void put(struct finder *f, enum qd_rest_kind kind, uint32_t dir,
                qd_sym field, qd_pos pos, const char *what)
{
    if (f->r->count[kind]++ >= QD_LIMIT_DIAGS) return;
    *qd_vec_add(f->m->mem, &f->r->at) =
        (qd_rest){ (uint8_t)kind, dir, field, pos, what };
}

/* ---- What is not said */

static bool says_basis(const struct finder *f, const qd_field *x)
{
    const qd_tree *t = &f->m->tree;
    const qd_syn *n = &t->syns.at[qd_field_datum(t, x)];
    while (n->kind == QD_SYN_HEDGE) n = &t->syns.at[n->a];
    return n->kind == QD_SYN_BASIS;
}

static unsigned fields_of(const struct finder *f, const qd_dir *d)
{
    unsigned has = 0;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *x = &f->m->tree.fields.at[d->fields + i];
        if (x->name >= f->m->schema.n_symbols || x->datum == QD_NONE)
            continue;
        unsigned bit = f->bits[x->name];
        has |= bit;
        if (x->flags & QD_FIELD_DATED) has |= HAS_DATED;
        if ((bit & (HAS_SHARE | HAS_VALUATION)) && says_basis(f, x))
            has |= HAS_BASIS;
    }
    return has;
}

static bool names_deal(const struct finder *f, const qd_dir *d)
{
    for (uint32_t i = 0; i < d->n_refs; i++)
        if (QD_REF_KIND(f->m->tree.refs.at[d->refs + i]) == QD_REF_DEAL)
            return true;
    return false;
}

static bool open_end(const qd_dir *d)
{
    return !(d->flags & QD_DIR_DATED) || d->when.to == QD_DAY_OPEN_TO;
}

/* A rate without an end is due for as long as one looks. */
static const char *no_schedule(const struct finder *f, const qd_dir *d,
                               unsigned has)
{
    if (has & HAS_DATED) return NULL;
    bool starts = (d->flags & QD_DIR_DATED) || names_deal(f, d) ||
                  (has & (HAS_START | HAS_WHEN));
    bool ends = (has & (HAS_TERM | HAS_END)) || !open_end(d);
    if (!starts) return "no date: nothing says when it is due";
    return ends || (has & (HAS_WHEN | HAS_RATE)) ? NULL
                                    : "no term and no end: no schedule";
}

static const char *no_date(const struct finder *f, const qd_dir *d,
                           unsigned has)
{
    bool dated = (d->flags & QD_DIR_DATED) &&
                 d->when.to != QD_DAY_OPEN_TO;
    return dated || names_deal(f, d) || (has & HAS_WHEN) ||
           (has & (HAS_RATE | HAS_RAISE) && d->flags & QD_DIR_DATED)
        ? NULL : "no date: nothing says when it happens";
}

/* What a directive needs and does not have. */
static void find_holes(struct finder *f, uint32_t dir, const qd_dir *d,
                       unsigned has)
{
    const char *what = NULL, *when = NULL;
    switch (d->keyword) {
    case QD_K_contract: case QD_K_revenue: case QD_K_cost:
        if (!(has & (HAS_AMOUNT | HAS_RATE)) &&
            (has & (HAS_PRICE | HAS_BOUGHT)) != (HAS_PRICE | HAS_BOUGHT))
            what = "no amount";
        else if (d->keyword == QD_K_contract) when = no_schedule(f, d, has);
        break;
    case QD_K_round: case QD_K_secondary: case QD_K_convertible:
        if (!(has & (HAS_AMOUNT | HAS_RATE))) what = "no amount";
        else when = no_date(f, d, has);
        break;
    case QD_K_loan:
        if (!(has & HAS_AMOUNT)) what = "no amount";
        else if (!(has & (HAS_TERM | HAS_END))) when = "no term and no end";
        break;
    case QD_K_stake:
        if (!(has & (HAS_SHARE | HAS_VALUE | HAS_NUMBER)))
            what = "no share, value or number";
        break;
    case QD_K_warrant:
        if (!(has & (HAS_SHARE | HAS_NUMBER))) what = "no number or share";
        else if (!(has & HAS_STRIKE)) when = "no strike";
        break;
    case QD_K_guarantee:
        if (!(has & HAS_COVERS)) what = "covers nothing";
        break;
    default: break;
    }
    if (what) put(f, QD_REST_HOLE, dir, 0, d->pos, what);
    if (when) put(f, QD_REST_HOLE, dir, 0, d->pos, when);
}

/* Words that nobody said and that the model reads in a fixed way. */
static void find_assumed(struct finder *f, uint32_t dir, const qd_dir *d,
                         unsigned has)
{
    unsigned flags = qd_instrument_of(d)->flags;
    bool moves = flags & QD_I_ARROW_PAYS && flags & QD_I_HAPPENS;
    bool stream = d->keyword == QD_K_revenue || d->keyword == QD_K_cost;
    bool staged = (has & HAS_STAGE) || names_deal(f, d);
    if ((moves && !staged && !stream) ||
        (d->keyword == QD_K_deal && !(has & HAS_STAGE)))
        put(f, QD_REST_ASSUMED, dir, 0, d->pos, "no stage, read as signed");
    if (d->keyword == QD_K_contract && !(has & HAS_TAKE) &&
        (has & (HAS_AMOUNT | HAS_RATE)))
        put(f, QD_REST_ASSUMED, dir, 0, d->pos,
            "no take-or-pay, read as all of it");
    if ((has & HAS_BASIS) || d->keyword == QD_K_scenario) return;
    if (d->keyword == QD_K_stake && (has & HAS_SHARE))
        put(f, QD_REST_ASSUMED, dir, 0, d->pos,
            "no basis of the share, read as as-converted");
    if (has & HAS_VALUATION)
        put(f, QD_REST_ASSUMED, dir, 0, d->pos,
            "no basis of the valuation, read as pre-money");
}

/* ---- Fields that are said more than once */

static qd_set set_of(struct finder *f, qd_node n, enum qd_face face)
{
    f->e.face = face;
    qd_eval_period(&f->e, f->e.from, f->e.to);
    return *qd_eval_node(&f->e, n);
}

static bool is_number(const struct finder *f, const qd_dir *d, qd_sym field)
{
    const qd_field_row *row = qd_schema_row(&f->m->schema, d->keyword,
                                            field);
    return row && (row->kind == QD_KIND_QUANTITY ||
                   row->kind == QD_KIND_DATE);
}

static void put_picked(struct finder *f, uint32_t dir, const qd_field *x)
{
    put(f, QD_REST_PICKED, dir, x->name, x->pos,
        "rival claims and no `assume`: each path picks one");
}

static bool is_first_of_voice(const qd_claims *c, uint32_t i)
{
    for (uint32_t j = 0; j < i; j++)
        if (c->at[j].state == QD_CLAIM_STANDS &&
            c->at[j].voice == c->at[i].voice) return false;
    return true;
}

/* What the lines of the voice that speaks first at `i` allow together. */
static bool voice_piece(const struct finder *f, const qd_dir *d,
                        const qd_claims *c, uint32_t i, qd_piece *out,
                        qd_dim *dim)
{
    for (uint32_t j = i; j < c->n; j++) {
        const qd_claim *a = &c->at[j];
        qd_piece line;
        qd_dim of;
        if (a->state != QD_CLAIM_STANDS || a->voice != c->at[i].voice)
            continue;
        if (!qd_plain_line(&f->plain, d, &f->m->tree.fields.at[a->field],
                           &line, &of)) return false;
        if (j == i) *out = line, *dim = of;
        else if (of != *dim || !qd_plain_meet(out, &line)) return false;
    }
    return true;
}

/* Whether voices that all say plain words leave more than one number; false
 * when that is not known. Intervals that all meet leave what they share, and
 * those that do not leave two numbers at least. */
static bool judge_plain(const struct finder *f, const qd_dir *d,
                        const qd_claims *c, bool *open)
{
    qd_piece all = { 0 };
    qd_dim dim = QD_DIM_NONE;
    uint32_t voices = 0;
    bool meet = true;
    if (c->n_stand > QD_LIMIT_RIVALS) return false;
    for (uint32_t i = 0; i < c->n; i++) {
        qd_piece one;
        qd_dim of = QD_DIM_NONE;
        if (c->at[i].state != QD_CLAIM_STANDS || !is_first_of_voice(c, i))
            continue;
        if (!voice_piece(f, d, c, i, &one, &of)) return false;
        if (voices++ == 0) all = one, dim = of;
        else if (of != dim) return false;
        else meet = meet && qd_plain_meet(&all, &one);
    }
    *open = voices > 1 && (!meet || all.lo < all.hi);
    return true;
}

/* Dated lines speak of parts of the time; an assumption of the whole is no
 * rival of theirs, only of the other lines. How many of those stand. */
static uint32_t rivals_of_assume(const struct finder *f, const qd_claims *c,
                                 bool *dated)
{
    const qd_field *at = f->m->tree.fields.at;
    bool whole = c->assume != QD_NONE &&
                 !(at[c->assume].flags & QD_FIELD_DATED);
    uint32_t n = 0;
    *dated = false;
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->at[i].state != QD_CLAIM_STANDS) continue;
        bool other = whole && at[c->at[i].field].flags & QD_FIELD_DATED;
        *dated |= other;
        n += !other;
    }
    return n;
}

/* The lines of one field of one directive, when there are several. What is
 * lowered for it is forgotten again: a large model has many. */
static void compare_lines(struct finder *f, uint32_t dir, const qd_field *x)
{
    qd_claims c = qd_claims_of(f->view, dir, x->name, f->view->on,
                               &f->scratch);
    bool open, dated;
    if (rivals_of_assume(f, &c, &dated) < 1 + (c.assume == QD_NONE)) return;
    if (c.assume == QD_NONE &&
        judge_plain(f, &f->m->tree.dirs.at[dir], &c, &open)) {
        if (open) put_picked(f, dir, x);
        return;
    }
    f->l.bounds = c.assume == QD_NONE;
    /* on the first of all days no dated line holds */
    qd_node n = dated ? qd_lower_field_on(&f->l, dir, x->name,
                                          QD_DAY_OPEN_FROM + 1,
                                          QD_DATE_WITHIN)
                      : qd_lower_field(&f->l, dir, x->name, QD_DATE_WITHIN);
    if (n == QD_NODE_HOLE) return;
    const qd_node_row *row = &f->l.graph.nodes.at[n];
    if (c.assume == QD_NONE) {
        if (row->op == QD_N_RIVALS) {
            qd_set all = set_of(f, n, QD_FACE_CLAIMS);
            if (!qd_set_is_point(&all)) put_picked(f, dir, x);
        }
        return;
    }
    qd_set claimed = set_of(f, n, QD_FACE_CLAIMS);
    qd_set used = set_of(f, n, QD_FACE_MODEL);
    qd_set both = qd_set_meet(&claimed, &used);
    if (both.n == 0 && !both.unknown && claimed.n && used.n)
        put(f, QD_REST_MISFIT, dir, x->name,
            f->m->tree.fields.at[c.assume].pos,
            "no standing claim allows what is assumed");
}

static void compare(struct finder *f, uint32_t dir, const qd_dir *d,
                    const qd_field *x)
{
    if (!is_number(f, d, x->name) || (x->flags & QD_FIELD_DATED)) return;
    qd_arena_mark mark = qd_arena_mark_of(&f->scratch);
    compare_lines(f, dir, x);
    qd_arena_rewind(&f->scratch, mark);
    if (f->l.memo_n) qd_lowering_clear(&f->l);
}

static void find_rivals(struct finder *f, uint32_t dir, const qd_dir *d)
{
    const qd_field *at = &f->m->tree.fields.at[d->fields];
    for (uint32_t i = 0; i < d->n_fields; i++) {
        bool first = true, again = false;
        for (uint32_t j = 0; j < i && first; j++)
            first = at[j].name != at[i].name;
        for (uint32_t j = i + 1; j < d->n_fields && first && !again; j++)
            again = at[j].name == at[i].name;
        if (again) compare(f, dir, d, &at[i]);
        if (at[i].datum == QD_NONE) continue;
        qd_id id = qd_field_datum(&f->m->tree, &at[i]);
        if (f->m->tree.syns.at[id].kind == QD_SYN_HOLE && first && !again)
            put(f, QD_REST_HOLE, dir, at[i].name, at[i].pos, "said to be `?`");
    }
}

/* ---- All */

static void count(struct finder *f, const qd_dir *d)
{
    f->r->dirs++;
    f->r->sources += d->keyword == QD_K_source;
    if (d->keyword == QD_K_claim && d->n_fields == 0) f->r->claims++;
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *x = &f->m->tree.fields.at[d->fields + i];
        if (x->flags & QD_FIELD_ASSUME) continue;
        f->r->claims += x->n_refs ? x->n_refs : d->n_refs > 0;
    }
}

void qd_rests_find(qd_rests *r, const qd_view *view, qd_arena *arena)
{
    qd_model *m = view->m;
    struct finder f = { .r = r, .view = view, .m = m };
    *r = (qd_rests){ 0 };
    f.bits = qd_arena_alloc(arena, m->schema.n_symbols * sizeof *f.bits);
    memset(f.bits, 0, m->schema.n_symbols * sizeof *f.bits);
    for (size_t i = 0; i < N_FIELDS; i++)
        f.bits[qd_names_find(&m->tree.names, qd_str_c(fields[i].field))] =
            fields[i].bit;
    qd_arena_init(&f.scratch, m->mem);
    qd_lowering_init(&f.l, view, &f.scratch);
    qd_plain_init(&f.plain, m);
    double begin = qd_day_months(m->horizon.from);
    qd_eval_init(&f.e, &f.l.graph, m->mem, QD_FACE_CLAIMS, begin);
    qd_eval_period(&f.e, begin, qd_day_months(m->horizon.to));
    qd_pos shipped = m->source.files.n > 1 ? m->source.files.at[1].start : 0;
    qd_pos behind = shipped ? shipped +
                    (qd_pos)m->source.files.at[1].text.len : 0;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword == QD_K_chip || d->keyword == QD_K_policy) continue;
        if (d->pos >= shipped && d->pos <= behind) continue;
        count(&f, d);
        if (!qd_dir_seen(view, i)) continue;
        unsigned has = fields_of(&f, d);
        find_holes(&f, i, d, has);
        find_assumed(&f, i, d, has);
        if (d->n_fields > 1 && d->form == QD_FORM_PLAIN) find_rivals(&f, i, d);
    }
    qd_eval_free(&f.e);
    qd_lowering_free(&f.l);
}
