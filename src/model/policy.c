/* The rows of `policy`, shipped and the user's own. */
#include "model/stage.h"

#include <math.h>
#include <stdlib.h>

#include "model/parts.h"

/* A `policy` by its name. */
struct named {
    qd_sym name;
    bool shipped;
    uint32_t dir;
};

struct reader {
    qd_model *m;
    qd_sym lane, chance, firmness, same_as;
    QD_VEC(struct named) all;
};

enum { UNRESOLVED = UINT16_MAX };

/* By enum qd_reading. */
static const char *const reading_names[QD_READ_COUNT] = {
    "exactly", "rounded", "about", "about-date", "more-than", "at-least",
    "less-than", "up-to", "nearly", "just-over", "multi", "range",
    "range-any", "either"
};

const char *qd_policy_word(unsigned i)
{
    return i < QD_READ_COUNT ? reading_names[i] : NULL;
}

/* By enum qd_firmness. */
static const char firmness_names[] = "paid firm announced talks planned";

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    if (x->name != y->name) return x->name < y->name ? -1 : 1;
    if (x->shipped != y->shipped) return x->shipped ? 1 : -1;
    return (x->dir > y->dir) - (x->dir < y->dir);
}

static void tell_row_twice(qd_model *m, uint32_t dir, uint32_t first)
{
    const qd_dir *d = &m->tree.dirs.at[dir];
    qd_range r = qd_dir_range(&m->tree, d, QD_PART_NAME);
    qd_range f = qd_dir_range(&m->tree, &m->tree.dirs.at[first],
                              QD_PART_NAME);
    qd_diag *x = qd_diag_add(&m->diags, QD_D_NAME_TWICE, r.pos, r.len);
    qd_diag_arg(&m->diags, x, qd_model_name(m, d->name));
    qd_diag_label(&m->diags, x, f.pos, f.len, "first declared here");
}

/* One for each name: the user's before the shipped one. */
static void take_named(struct reader *r)
{
    qd_model *m = r->m;
    for (uint32_t i = 0; i < m->policies.n; i++) {
        uint32_t dir = m->policies.at[i];
        const qd_dir *d = &m->tree.dirs.at[dir];
        uint32_t file = qd_source_file(&m->source, d->pos);
        *qd_vec_add(m->mem, &r->all) = (struct named){
            d->name, m->source.files.at[file].shipped, dir };
    }
    if (r->all.n == 0) return;
    qsort(r->all.at, r->all.n, sizeof *r->all.at, by_name);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->all.n; i++) {
        struct named p = r->all.at[i];
        bool again = n > 0 && r->all.at[n - 1].name == p.name;
        if (again && !p.shipped)
            tell_row_twice(m, p.dir, r->all.at[n - 1].dir);
        if (!again) r->all.at[n++] = p;
    }
    r->all.n = n;
}

/* The datum of a field, QD_NONE. */
static qd_id row_datum(const qd_model *m, uint32_t dir, qd_sym field)
{
    const qd_dir *d = &m->tree.dirs.at[dir];
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &m->tree.fields.at[d->fields + i];
        if (f->name == field && f->datum != QD_NONE &&
            !(f->flags & QD_FIELD_BROKEN))
            return qd_field_datum(&m->tree, f);
    }
    return QD_NONE;
}

static void read_lane(const qd_model *m, qd_id datum, qd_stage_row *row)
{
    const qd_syn *syns = m->tree.syns.at, *n = &syns[datum];
    const qd_syn *lo = n->kind == QD_SYN_RANGE ? &syns[n->a] : n;
    const qd_syn *hi = n->kind == QD_SYN_RANGE ? &syns[n->b] : n;
    if (lo->kind != QD_SYN_NUMBER || hi->kind != QD_SYN_NUMBER) return;
    row->lane_lo = qd_model_number(m, lo);
    row->lane_hi = qd_model_number(m, hi);
}

static uint8_t read_firmness(const qd_model *m, qd_id datum)
{
    const qd_syn *n = datum == QD_NONE ? NULL : &m->tree.syns.at[datum];
    if (!n || n->kind != QD_SYN_NAME) return QD_FIRM_NONE;
    qd_str word = qd_names_text(&m->tree.names, n->a), w;
    for (unsigned i = 0; (w = qd_words_at(firmness_names, i)).len; i++)
        if (qd_str_eq(w, word)) return (uint8_t)i;
    return QD_FIRM_NONE;
}

static qd_stage_row read_stage(const struct reader *r, struct named p)
{
    const qd_model *m = r->m;
    qd_stage_row row = { .name = p.name, .dir = p.dir,
                         .chance_value = NAN, .means = UNRESOLVED };
    qd_id lane = row_datum(m, p.dir, r->lane);
    if (lane != QD_NONE) read_lane(m, lane, &row);
    row.chance = row_datum(m, p.dir, r->chance);
    if (row.chance != QD_NONE &&
        m->tree.syns.at[row.chance].kind == QD_SYN_NUMBER)
        row.chance_value = qd_model_number(m, &m->tree.syns.at[row.chance]);
    row.firmness = read_firmness(m, row_datum(m, p.dir, r->firmness));
    return row;
}

static uint32_t index_of(const qd_policy *p, qd_sym word)
{
    uint32_t low = 0, high = p->n_stages;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (p->stage[mid].name < word) low = mid + 1;
        else high = mid;
    }
    return low < p->n_stages && p->stage[low].name == word ? low : QD_NONE;
}

/* The word whose meaning a row takes, QD_NONE when it has its own. */
static uint32_t same_as(const struct reader *r, const qd_policy *p,
                        uint32_t row)
{
    qd_id datum = row_datum(r->m, p->stage[row].dir, r->same_as);
    if (datum == QD_NONE) return QD_NONE;
    const qd_syn *n = &r->m->tree.syns.at[datum];
    return n->kind == QD_SYN_NAME ? index_of(p, n->a) : QD_NONE;
}

/* Follows `same-as` to the stage that is meant, and notes it for every word
 * on the way. Words that lead in a circle mean one of themselves, which is
 * no step of the ladder. */
static void resolve(const struct reader *r, qd_policy *p, uint32_t row)
{
    uint32_t at = row, next, steps = 0;
    while (p->stage[at].means == UNRESOLVED && steps++ < p->n_stages &&
           (next = same_as(r, p, at)) != QD_NONE) at = next;
    uint16_t means = p->stage[at].means == UNRESOLVED ? (uint16_t)at
                                                      : p->stage[at].means;
    for (at = row; at != QD_NONE && p->stage[at].means == UNRESOLVED;) {
        p->stage[at].means = means;
        at = same_as(r, p, at);
    }
}

static void take_stages(const struct reader *r, qd_policy *p)
{
    p->stage = qd_arena_alloc(&r->m->arena,
                              (r->all.n + 1) * sizeof *p->stage);
    for (uint32_t i = 0; i < r->all.n && p->n_stages < UNRESOLVED; i++) {
        uint32_t dir = r->all.at[i].dir;
        if (row_datum(r->m, dir, r->lane) != QD_NONE ||
            row_datum(r->m, dir, r->same_as) != QD_NONE)
            p->stage[p->n_stages++] = read_stage(r, r->all.at[i]);
    }
    for (uint32_t i = 0; i < p->n_stages; i++) resolve(r, p, i);
}

static void take_readings(const struct reader *r, qd_policy *p)
{
    for (unsigned i = 0; i < QD_READ_COUNT; i++) {
        qd_sym name = qd_names_find(&r->m->tree.names,
                                    qd_str_c(reading_names[i]));
        p->reading[i] = QD_NONE;
        for (uint32_t k = 0; name && k < r->all.n; k++)
            if (r->all.at[k].name == name) p->reading[i] = r->all.at[k].dir;
    }
}

void qd_policy_load(qd_model *m)
{
    const qd_names *names = &m->tree.names;
    struct reader r = { .m = m };
    r.lane = qd_names_find(names, QD_STR("lane"));
    r.chance = qd_names_find(names, QD_STR("chance"));
    r.firmness = qd_names_find(names, QD_STR("firmness"));
    r.same_as = qd_names_find(names, QD_STR("same-as"));
    qd_policy *p = qd_arena_alloc(&m->arena, sizeof *p);
    *p = (qd_policy){ 0 };
    take_named(&r);
    take_stages(&r, p);
    take_readings(&r, p);
    qd_mem_release(m->mem, r.all.at);
    m->policy = p;
}

const qd_stage_row *qd_stage_find(const qd_model *m, qd_sym word)
{
    const qd_policy *p = m->policy;
    uint32_t at = p ? index_of(p, word) : QD_NONE;
    return at == QD_NONE ? NULL : &p->stage[p->stage[at].means];
}
