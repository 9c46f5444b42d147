/* Sources as voices: their dates, ranks, publishers and whom they cite. */
#include "model/voices.h"

#include <stdlib.h>

enum { NO_DAY = INT32_MAX };

/* ---- Reading lines */

bool qd_written_date(const qd_tree *t, qd_id datum, qd_span *out)
{
    const qd_syn *n = &t->syns.at[datum];
    while (n->kind == QD_SYN_HEDGE) n = &t->syns.at[n->a];
    if (n->kind == QD_SYN_DATE) {
        *out = n->span;
        return true;
    }
    if (n->kind != QD_SYN_NUMBER || n->op != QD_NUMBER_BARE) return false;
    int year = (int)qd_decimal_mantissa(n->number);
    *out = (qd_span){ qd_day_make(year, 1, 1), qd_day_make(year + 1, 1, 1) };
    return true;
}

qd_day qd_known_from(qd_span s, bool *from_only)
{
    *from_only = s.to == QD_DAY_OPEN_TO && s.from != QD_DAY_OPEN_FROM;
    if (*from_only) return s.from;
    return s.to == QD_DAY_OPEN_TO ? NO_DAY : s.to - 1;
}

/* A source on a line. */
struct named {
    qd_sym name;
    uint32_t row;
    uint32_t tells; /* the first on the line that it cites, QD_SPEAKERS */
    bool told;
};

static bool cites(const qd_voices *vs, const qd_voice *teller, uint32_t row)
{
    const uint32_t *list = vs->cited.at + teller->cites;
    uint32_t low = 0, high = teller->n_cites;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (list[mid] < row) low = mid + 1;
        else high = mid;
    }
    return low < teller->n_cites && list[low] == row;
}

static void note_telling(struct named *line, uint32_t who, uint32_t told)
{
    if (line[who].row == line[told].row) return;
    line[told].told = true;
    if (told < line[who].tells) line[who].tells = told;
}

/* Whom one of the n on the line tells: by its list of cites or by theirs,
 * whichever is shorter. */
static void find_told(const qd_voices *vs, struct named *line, uint32_t n,
                      uint32_t who)
{
    const qd_voice *v = &vs->at.at[line[who].row];
    for (uint32_t i = 0; v->n_cites > n && i < n; i++)
        if (cites(vs, v, line[i].row)) note_telling(line, who, i);
    for (uint32_t i = 0; v->n_cites <= n && i < v->n_cites; i++) {
        const qd_voice *c = &vs->at.at[vs->cited.at[v->cites + i]];
        if (c->line_stamp == vs->line_stamp)
            note_telling(line, who, c->line_at);
    }
}

static bool among(const struct named *line, uint32_t n, qd_sym name)
{
    for (uint32_t i = 0; i < n; i++)
        if (line[i].name == name) return true;
    return false;
}

/* The different sources of a line. */
static uint32_t read_line(const qd_tree *t, qd_voices *vs, uint32_t refs,
                          uint32_t n_refs, struct named *line)
{
    uint32_t n = 0;
    vs->line_stamp++;
    for (uint32_t i = 0; i < n_refs && n < QD_SPEAKERS; i++) {
        qd_ref r = t->refs.at[refs + i];
        qd_sym name = QD_REF_SYM(r);
        if (QD_REF_KIND(r) != QD_REF_SOURCE) continue;
        uint32_t row = name < vs->n_of ? vs->of[name] : 0;
        qd_voice *v = &vs->at.at[row];
        if (row ? v->line_stamp == vs->line_stamp : among(line, n, name))
            continue;
        v->line_stamp = row ? vs->line_stamp : 0;
        v->line_at = n;
        line[n++] = (struct named){ name, row, QD_SPEAKERS, false };
    }
    return n;
}

uint32_t qd_line_speakers(qd_model *m, uint32_t refs, uint32_t n_refs,
                          qd_speaker *out)
{
    if (n_refs == 0) return 0;
    qd_ref first = m->tree.refs.at[refs];
    if (n_refs == 1) {
        out[0] = (qd_speaker){ QD_REF_SYM(first), 0 };
        return QD_REF_KIND(first) == QD_REF_SOURCE;
    }
    struct named line[QD_SPEAKERS];
    qd_voices *vs = qd_voices_of(m);
    uint32_t n = read_line(&m->tree, vs, refs, n_refs, line), n_out = 0;
    for (uint32_t i = 0; n > 1 && i < n; i++) find_told(vs, line, n, i);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t tells = line[i].tells;
        if (line[i].told) continue;
        out[n_out++] = (qd_speaker){ line[i].name,
            tells < n ? line[tells].name : 0 };
    }
    /* Sources that tell each other in a circle all speak for themselves. */
    for (uint32_t i = 0; n_out == 0 && i < n; i++)
        out[i] = (qd_speaker){ line[i].name, 0 };
    return n_out ? n_out : n;
}

uint32_t qd_field_speakers(qd_model *m, const qd_dir *d, const qd_field *f,
                           qd_speaker *out)
{
    if (f->flags & QD_FIELD_ASSUME) return 0;
    uint32_t n = qd_line_speakers(m, f->refs, f->n_refs, out);
    return n ? n : qd_line_speakers(m, d->refs, d->n_refs, out);
}

bool qd_line_covers(qd_span when, qd_day day)
{
    if (day < when.from) return false;
    bool single = when.from != QD_DAY_OPEN_FROM &&
                  when.to != QD_DAY_OPEN_TO && qd_span_unit(when) >= 0;
    return single || when.to == QD_DAY_OPEN_TO || day < when.to;
}

/* ---- Making the rows */

struct maker {
    qd_model *m;
    qd_voices *vs;
    qd_sym cites, kind, publisher, filing, company;
    qd_names publishers;
    QD_VEC(uint32_t) first; /* by symbol of publishers: row */
};

static void add_source(struct maker *k, uint32_t dir)
{
    const qd_dir *d = &k->m->tree.dirs.at[dir];
    if (qd_model_find_kind(k->m, d->name, "source") != dir) return;
    qd_voices *vs = k->vs;
    vs->of[d->name] = vs->at.n;
    qd_voice v = { .dir = dir, .own = NO_DAY, .told = NO_DAY,
                   .group = vs->at.n };
    if (d->flags & QD_DIR_DATED)
        v.own = qd_known_from(d->when, &v.own_from_only);
    *qd_vec_add(k->m->mem, &vs->at) = v;
}

static void add_cited(struct maker *k, qd_voice *v, qd_sym name)
{
    uint32_t row = name < k->vs->n_of ? k->vs->of[name] : 0;
    if (row == 0) return;
    *qd_vec_add(k->m->mem, &k->vs->cited) = row;
    v->n_cites++;
}

static void add_cites(struct maker *k, qd_voice *v, qd_id datum)
{
    const qd_syn *syns = k->m->tree.syns.at, *n = &syns[datum];
    for (; n->kind == QD_SYN_LIST; n = &syns[n->b])
        if (syns[n->a].kind == QD_SYN_NAME) add_cited(k, v, syns[n->a].a);
    if (n->kind == QD_SYN_NAME) add_cited(k, v, n->a);
}

static void join_publisher(struct maker *k, uint32_t row, qd_id datum)
{
    const qd_tree *t = &k->m->tree;
    const qd_syn *n = &t->syns.at[datum];
    qd_str text = n->kind == QD_SYN_STRING ? qd_syn_string(t, datum)
                  : n->kind == QD_SYN_NAME ? qd_names_text(&t->names, n->a)
                                           : QD_STR("");
    if (text.len == 0) return;
    qd_sym s = qd_names_add(&k->publishers, text);
    while (k->first.n <= s) *qd_vec_add(k->m->mem, &k->first) = 0;
    if (k->first.at[s] == 0) k->first.at[s] = row;
    k->vs->at.at[row].group = k->first.at[s];
}

static void read_source_field(struct maker *k, uint32_t row, const qd_field *f)
{
    const qd_tree *t = &k->m->tree;
    qd_voice *v = &k->vs->at.at[row];
    if ((f->flags & QD_FIELD_BROKEN) || f->datum == QD_NONE) return;
    qd_id datum = qd_field_datum(t, f);
    const qd_syn *n = &t->syns.at[datum];
    if (f->name == k->kind && n->kind == QD_SYN_NAME)
        v->rank |= n->a == k->filing || n->a == k->company;
    else if (f->name == k->cites) add_cites(k, v, datum);
    else if (f->name == k->publisher) join_publisher(k, row, datum);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void read_source(struct maker *k, uint32_t row)
{
    qd_voice *v = &k->vs->at.at[row];
    const qd_dir *d = &k->m->tree.dirs.at[v->dir];
    v->cites = k->vs->cited.n;
    for (uint32_t i = 0; i < d->n_fields; i++)
        read_source_field(k, row, &k->m->tree.fields.at[d->fields + i]);
    if (v->n_cites > 1)
        qsort(k->vs->cited.at + v->cites, v->n_cites,
              sizeof *k->vs->cited.at, by_number);
}

/* The dates that `when:` lines tell; what knows them comes later. */
static void read_dates(struct maker *k, uint32_t row)
{
    const qd_tree *t = &k->m->tree;
    qd_voice *v = &k->vs->at.at[row];
    const qd_dir *d = &t->dirs.at[v->dir];
    v->dates = k->vs->dates.n;
    for (uint32_t i = 0; i < d->n_fields && v->own == NO_DAY; i++) {
        const qd_field *f = &t->fields.at[d->fields + i];
        qd_span s;
        if (f->name != k->vs->when || (f->flags & QD_FIELD_BROKEN) ||
            f->datum == QD_NONE ||
            !qd_written_date(t, qd_field_datum(t, f), &s)) continue;
        qd_told_date *date = qd_vec_add(k->m->mem, &k->vs->dates);
        *date = (qd_told_date){ .gate = (qd_day)i };
        date->day = qd_known_from(s, &date->from_only);
        v->n_dates++;
    }
}

/* ---- Days */

/* The day of a source, seen from no view: where it has dates of its own the
 * first of them, else that of the first that tells it. */
static qd_day plain_day(const qd_voices *vs, const qd_voice *v,
                        bool *from_only)
{
    *from_only = v->own_from_only;
    if (v->own != NO_DAY) return v->own;
    qd_day day = NO_DAY;
    for (uint32_t i = 0; i < v->n_dates; i++) {
        const qd_told_date *d = &vs->dates.at[v->dates + i];
        if (d->day >= day) continue;
        day = d->day;
        *from_only = d->from_only;
    }
    if (day != NO_DAY) return day;
    *from_only = v->told_from_only;
    return v->told;
}

struct dated {
    qd_day day;
    uint32_t row;
};

static int by_day(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Hands the day of a teller on to those that it tells, and through those
 * that have no other day to whom they tell. Tellers come in the order of
 * their days, so the first to tell gives the day. */
static void hand_on(struct maker *k, struct dated from, uint32_t *stack)
{
    qd_voices *vs = k->vs;
    bool from_only;
    plain_day(vs, &vs->at.at[from.row], &from_only);
    uint32_t n = 0;
    stack[n++] = from.row;
    while (n > 0) {
        const qd_voice *v = &vs->at.at[stack[--n]];
        for (uint32_t i = 0; i < v->n_cites; i++) {
            uint32_t row = vs->cited.at[v->cites + i];
            qd_voice *c = &vs->at.at[row];
            if (c->own != NO_DAY || c->told != NO_DAY) continue;
            c->told = from.day;
            c->told_from_only = from_only;
            if (c->n_dates == 0) stack[n++] = row;
        }
    }
}

static void tell_days(struct maker *k)
{
    qd_voices *vs = k->vs;
    size_t rows = vs->at.n;
    struct dated *order = qd_mem_zero(k->m->mem, rows * sizeof *order);
    uint32_t *stack = qd_mem_zero(k->m->mem, rows * sizeof *stack);
    size_t n = 0;
    for (uint32_t row = 1; row < rows; row++) {
        bool from_only;
        qd_day day = plain_day(vs, &vs->at.at[row], &from_only);
        if (day != NO_DAY) order[n++] = (struct dated){ day, row };
    }
    qsort(order, n, sizeof *order, by_day);
    for (size_t i = 0; i < n; i++) hand_on(k, order[i], stack);
    qd_mem_release(k->m->mem, order);
    qd_mem_release(k->m->mem, stack);
}

/* From when a `when:` line is known: its gate still holds its place. */
static void open_gate(struct maker *k, const qd_voice *v, qd_told_date *date)
{
    const qd_tree *t = &k->m->tree;
    const qd_dir *d = &t->dirs.at[v->dir];
    const qd_field *f = &t->fields.at[d->fields + (uint32_t)date->gate];
    qd_speaker who[QD_SPEAKERS];
    uint32_t n = qd_field_speakers(k->m, d, f, who);
    date->gate = n ? NO_DAY : QD_DAY_OPEN_FROM;
    for (uint32_t i = 0; i < n; i++) {
        bool from_only;
        qd_day day = plain_day(k->vs, qd_voice_at(k->vs, who[i].voice),
                               &from_only);
        if (day < date->gate) date->gate = day;
    }
}

static void open_gates(struct maker *k)
{
    for (uint32_t row = 1; row < k->vs->at.n; row++) {
        const qd_voice *v = &k->vs->at.at[row];
        for (uint32_t i = 0; i < v->n_dates; i++)
            open_gate(k, v, &k->vs->dates.at[v->dates + i]);
    }
}

static struct maker maker_of(qd_model *m, qd_voices *vs)
{
    const qd_names *names = &m->tree.names;
    struct maker k = { .m = m, .vs = vs };
    k.cites = qd_names_find(names, QD_STR("cites"));
    k.kind = qd_names_find(names, QD_STR("kind"));
    k.publisher = qd_names_find(names, QD_STR("publisher"));
    k.filing = qd_names_find(names, QD_STR("filing"));
    k.company = qd_names_find(names, QD_STR("company"));
    vs->when = qd_names_find(names, QD_STR("when"));
    vs->known = qd_names_find(names, QD_STR("known"));
    vs->base = qd_names_find(names, QD_STR("base"));
    vs->stage = qd_names_find(names, QD_STR("stage"));
    qd_names_init(&k.publishers, m->mem);
    return k;
}

static void make_voices(qd_model *m, qd_voices *vs)
{
    struct maker k = maker_of(m, vs);
    vs->n_of = m->tree.names.all.n;
    vs->of = qd_mem_zero(m->mem, vs->n_of * sizeof *vs->of);
    *qd_vec_add(m->mem, &vs->at) = (qd_voice){
        .dir = QD_NONE, .own = NO_DAY, .told = NO_DAY };
    for (uint32_t i = 0; i < m->tree.dirs.n; i++)
        if (m->tree.dirs.at[i].keyword == QD_K_source) add_source(&k, i);
    for (uint32_t row = 1; row < vs->at.n; row++) read_source(&k, row);
    for (uint32_t row = 1; row < vs->at.n; row++) read_dates(&k, row);
    tell_days(&k);
    open_gates(&k);
    qd_mem_release(m->mem, k.publishers.slots);
    qd_mem_release(m->mem, k.publishers.all.at);
    qd_mem_release(m->mem, k.first.at);
}

qd_voices *qd_voices_of(qd_model *m)
{
    if (!m->voices) {
        /* Seen by its own making, which asks who speaks on a line. */
        m->voices = qd_mem_zero(m->mem, sizeof *m->voices);
        m->voices->last_dir = QD_NONE;
        make_voices(m, m->voices);
        qd_what_ifs_read(m, m->voices);
    }
    return m->voices;
}
