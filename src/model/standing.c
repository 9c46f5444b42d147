/* What stands of a field as one node: on one face what the claims allow
 * together, on the other what a path takes. */
#include "model/standing.h"

#include <math.h>

#include "expr/eval.h"

/* One voice with its lines. */
struct said {
    qd_node node;
    qd_sym voice;
    uint8_t vote;
};

static bool is_dated(const qd_lowering *l, const qd_claims *c, uint32_t i)
{
    return l->m->tree.fields.at[c->at[i].field].flags & QD_FIELD_DATED;
}

void qd_prefer_dated(const qd_lowering *l, qd_claims *c)
{
    bool dated = false;
    for (uint32_t i = 0; i < c->n; i++)
        dated |= c->at[i].state == QD_CLAIM_STANDS && is_dated(l, c, i);
    for (uint32_t i = 0; dated && i < c->n; i++)
        if (!is_dated(l, c, i)) c->at[i].state = QD_CLAIM_REPLACED;
}

static qd_set set_of(qd_lowering *l, qd_node n)
{
    qd_eval e;
    double begin = qd_day_months(l->m->horizon.from);
    qd_eval_init(&e, &l->graph, l->m->mem, QD_FACE_CLAIMS, begin);
    qd_eval_period(&e, begin, qd_day_months(l->m->horizon.to));
    qd_set s = *qd_eval_node(&e, n);
    qd_eval_free(&e);
    return s;
}

static qd_node two_faces(qd_lowering *l, qd_node claims, qd_node path)
{
    if (l->bounds || path == QD_NODE_BAD) return claims;
    qd_node n = qd_node_make(&l->graph, QD_N_FIELD, claims, path, 0, 0);
    return n ? n : claims;
}

/* ---- The lines of one voice */

/* A path draws from the first line and keeps within what all allow. */
static qd_node within_all(qd_lowering *l, qd_node all, qd_node first)
{
    qd_set s = set_of(l, all);
    if (s.unknown || s.n == 0) return first;
    qd_piece h = qd_set_hull(&s);
    qd_dim dim = qd_node_dim(&l->graph, all);
    qd_node n = first;
    if (!isinf(h.lo))
        n = qd_node_make(&l->graph, QD_N_MAX, n,
                         qd_node_const(&l->graph, h.lo, dim), 0, 0);
    if (n && !isinf(h.hi))
        n = qd_node_make(&l->graph, QD_N_MIN, n,
                         qd_node_const(&l->graph, h.hi, dim), 0, 0);
    return n ? n : first;
}

static qd_node voice_node(qd_lowering *l, uint32_t dir, const qd_claims *c,
                          uint32_t first, enum qd_date_sense sense)
{
    qd_node lines[QD_LIMIT_RIVALS];
    uint32_t n = 0;
    for (uint32_t i = first; i < c->n && n < QD_LIMIT_RIVALS; i++)
        if (c->at[i].state == QD_CLAIM_STANDS &&
            c->at[i].voice == c->at[first].voice)
            lines[n++] = qd_lower_line(l, dir, c->at[i].field, sense);
    if (n == 1) return lines[0];
    qd_dim dim = QD_DIM_NONE;
    for (uint32_t i = 0; i < n; i++)
        if (lines[i] != QD_NODE_HOLE) dim = qd_node_dim(&l->graph, lines[i]);
    qd_node all = qd_node_list(&l->graph, QD_N_TOGETHER, lines, n, 0, dim);
    if (all == QD_NODE_BAD) return lines[0];
    return two_faces(l, all, l->bounds ? all : within_all(l, all, lines[0]));
}

/* ---- Voices */

static bool spoke_before(const qd_claims *c, uint32_t i)
{
    for (uint32_t j = 0; j < i; j++)
        if (c->at[j].state == QD_CLAIM_STANDS &&
            c->at[j].voice == c->at[i].voice) return true;
    return false;
}

/* By name, so that the order of lines has no part in what a path picks; the
 * modeller's own line first. */
static bool goes_before(const qd_lowering *l, const struct said *a,
                        const struct said *b)
{
    if (!a->voice || !b->voice) return !a->voice && b->voice;
    return qd_str_cmp(qd_model_name(l->m, a->voice),
                      qd_model_name(l->m, b->voice)) < 0;
}

static uint32_t hear_voices(qd_lowering *l, uint32_t dir, const qd_claims *c,
                            enum qd_date_sense sense, struct said *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n && n < QD_LIMIT_RIVALS; i++) {
        if (c->at[i].state != QD_CLAIM_STANDS || spoke_before(c, i)) continue;
        struct said s = { voice_node(l, dir, c, i, sense), c->at[i].voice,
                          c->at[i].vote };
        if (s.node == QD_NODE_HOLE) continue;
        uint32_t at = n++;
        for (; at > 0 && goes_before(l, &s, &out[at - 1]); at--)
            out[at] = out[at - 1];
        out[at] = s;
    }
    return n;
}

static uint32_t count_of(const struct said *s, uint32_t n, uint32_t vote)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) k += s[i].vote == vote;
    return k;
}

/* Votes have equal chances; those who share one share its chance. */
static qd_node picked(qd_lowering *l, const struct said *s, uint32_t n,
                      qd_dim dim)
{
    qd_node items[2 * QD_LIMIT_RIVALS];
    for (uint32_t i = 0; i < n; i++) {
        double weight = 1.0 / count_of(s, n, s[i].vote);
        items[2 * i] = qd_node_const(&l->graph, weight, QD_DIM_NONE);
        items[2 * i + 1] = s[i].node;
    }
    return qd_node_list(&l->graph, QD_N_PICK, items, 2 * n, 0, dim);
}

/* What a path takes: the one number on which all agree, else one vote. */
static qd_node taken(qd_lowering *l, uint32_t dir, qd_sym field,
                     qd_node rivals, const struct said *s, uint32_t n)
{
    qd_set all = set_of(l, rivals);
    qd_dim dim = qd_node_dim(&l->graph, rivals);
    if (qd_set_is_point(&all))
        return qd_node_const(&l->graph, all.at[0].lo, dim);
    qd_sym name = l->m->tree.dirs.at[dir].name;
    uint64_t key = qd_datum_key(l->m, name, field, QD_SPAN_ALWAYS);
    qd_draw_of before = qd_draw_enter(&l->graph, qd_draw_key(key, QD_OWN_PICK));
    qd_node n_picked = picked(l, s, n, dim);
    qd_draw_leave(&l->graph, before);
    return n_picked;
}

qd_node qd_standing_node(qd_lowering *l, uint32_t dir, qd_sym field,
                         const qd_claims *c, enum qd_date_sense sense)
{
    struct said said[QD_LIMIT_RIVALS];
    qd_node voices[QD_LIMIT_RIVALS];
    uint32_t n = hear_voices(l, dir, c, sense, said);
    if (n == 0) return QD_NODE_HOLE;
    if (n == 1) return said[0].node;
    for (uint32_t i = 0; i < n; i++) voices[i] = said[i].node;
    qd_dim dim = qd_node_dim(&l->graph, voices[n - 1]);
    qd_node all = qd_node_list(&l->graph, QD_N_RIVALS, voices, n, 0, dim);
    if (all == QD_NODE_BAD) return voices[0];
    if (l->bounds) return all;
    return two_faces(l, all, taken(l, dir, field, all, said, n));
}
