/* Lines. The first byte of a line decides what it is: a header starts in
 * column 1, a field is indented. So whatever is wrong on a line is over at
 * its end, and one run finds all errors of a file. */
#include "lang/parse_parts.h"

#include "base/limits.h"

/* Bytes: a text above LARGE is judged by its first SAMPLE. */
enum { LARGE = 4 << 20, SAMPLE = 256 << 10 };

/* Names that are remembered: so few of a small text that it starts soon, so
 * many of a large one as stay in the cache. */
enum { FEW_NAMES = 9, MANY_NAMES = 13 }; /* bits of their number */

void qd_tree_init(qd_tree *t, qd_source *source, qd_diags *diags,
                  const qd_vocabulary *v)
{
    *t = (qd_tree){ .mem = source->mem, .arena = source->arena,
                    .source = source, .diags = diags };
    qd_names_init(&t->names, t->mem);
    for (uint32_t i = 0; i < v->n_keywords; i++)
        qd_names_add(&t->names, qd_str_c(v->keywords[i].word));
    for (uint32_t i = 0; i < v->n_words; i++)
        qd_names_add(&t->names, qd_str_c(v->words[i]));
    qd_names_init(&t->unit_names, t->mem);
    *qd_vec_add(t->mem, &t->units) = QD_STR("");
}

/* ---- Blocks */

/* A header and its fields are complete. */
static void close_block(qd_parser *p)
{
    qd_tree *t = p->t;
    if (p->block == QD_NONE) return;
    uint32_t n = t->fields.n - t->dirs.at[p->block].fields;
    for (uint32_t i = p->block; i < t->dirs.n; i++)
        t->dirs.at[i].n_fields = (uint16_t)n;
}

/* Somewhere to go for fields that have no header. */
static void open_nameless_block(qd_parser *p)
{
    qd_tree *t = p->t;
    p->block = t->dirs.n;
    p->crowded = false;
    *qd_vec_add(t->mem, &t->dirs) = (qd_dir){
        .pos = qd_pos_of(p, p->at), .when = QD_SPAN_ALWAYS,
        .keyword = qd_any_keyword(p->v), .flags = QD_DIR_BROKEN,
        .fields = t->fields.n, .refs = t->refs.n,
        .body = QD_NONE, .extra = QD_NONE
    };
}

/* A word with a colon in column 1: a field that lost its indent. */
static void flush_field(qd_parser *p, const char *at)
{
    const char *to = qd_name_end(at, p->end);
    qd_diag *d = qd_wrong(p, QD_D_FIELD_NOT_INDENTED, at, to);
    qd_wrong_arg(p, d, at, to);
    qd_wrong_fix(p, d, at, at, "  ");
}

static void header(qd_parser *p)
{
    const char *at = p->at;
    close_block(p);
    if (!qd_parse_header(p)) flush_field(p, at);
}

/* ---- Fields */

/* What stands before the datum. */
struct head {
    const char *from, *name_at;
    qd_sym target, name;
    qd_span when;
    const char *when_at; /* NULL: none */
    bool assume;
};

/* The name, or `id.name` in a scenario. */
static bool take_field_name(qd_parser *p, struct head *h)
{
    const char *at = h->name_at = p->at;
    h->name = qd_take_name(p);
    if (!h->name) {
        if (!p->broken) qd_wrong_next(p, QD_D_MISSING_FIELD_NAME);
        return false;
    }
    if (*p->at != '.' || p->at[1] == '.') return true;
    h->target = h->name;
    p->at++;
    h->name = qd_take_name(p);
    if (!h->name) {
        if (!p->broken) qd_wrong_next(p, QD_D_MISSING_FIELD_NAME);
        return false;
    }
    if (!(p->t->dirs.at[p->block].flags & (QD_DIR_SCENARIO | QD_DIR_BROKEN))) {
        qd_wrong_arg(p, qd_wrong(p, QD_D_TARGET_NOT_HERE, at, p->at), at,
                     p->at);
        return false;
    }
    return true;
}

static void missing_colon(qd_parser *p, const char *behind)
{
    qd_diag *d = qd_wrong_next(p, QD_D_MISSING_COLON);
    if (!d) return;
    if (*p->at == '=') qd_wrong_fix(p, d, behind, p->at + 1, ":");
    else qd_wrong_fix(p, d, behind, behind, ":");
}

/* An indented line that is a header: a keyword without colon. */
static bool is_indented_header(const qd_parser *p, const struct head *h)
{
    return h->name > 0 && h->name <= p->v->n_keywords && !h->assume &&
           !h->target && !h->when_at;
}

/* [assume] NAME [WHEN] ':'. False and nothing reported: it is a header. */
static bool take_head(qd_parser *p, struct head *h)
{
    h->from = p->at;
    if (qd_is(*p->at, QD_CHAR_DIGIT)) return false;
    if (!take_field_name(p, h)) return false;
    if (h->name == p->assume && qd_is(*p->at, QD_CHAR_BLANK)) {
        h->assume = true;
        qd_skip_blanks(p);
        if (!take_field_name(p, h)) return false;
    }
    const char *behind = p->at;
    if (*behind == ':') return p->at++, true;
    qd_skip_blanks(p);
    bool year = qd_is(*p->at, QD_CHAR_DIGIT);
    if (year && !qd_at_date(p->at)) { /* `cash 2025:`, not `amount 10 bn` */
        const char *to = p->at;
        while (qd_is(*to, QD_CHAR_NAME)) to++;
        while (qd_is(*to, QD_CHAR_BLANK)) to++;
        year = *to == ':';
    }
    if (year || (p->at[0] == '.' && p->at[1] == '.')) {
        h->when_at = p->at;
        if (!qd_take_when(p, &h->when)) return false;
        behind = p->at;
        qd_skip_blanks(p);
    }
    if (*p->at == ':') return p->at++, true;
    if (!is_indented_header(p, h)) missing_colon(p, behind);
    return false;
}

/* The datum with its wrappings. */
static qd_id wrap(qd_parser *p, const struct head *h, qd_id datum)
{
    if (h->when_at) {
        qd_syn_new(p, QD_SYN_DATE, h->when_at)->span = h->when;
        qd_id when = qd_syn_last(p);
        qd_syn *n = qd_syn_new(p, QD_SYN_DATED, h->when_at);
        n->a = when;
        n->b = datum;
        datum = qd_syn_last(p);
    }
    if (h->target) {
        qd_syn *n = qd_syn_new(p, QD_SYN_TARGET, h->name_at);
        n->a = h->target;
        n->b = datum;
        datum = qd_syn_last(p);
    }
    return datum;
}

/* The datum behind the colon; QD_NONE when there is none that is right. */
static qd_id take_datum(qd_parser *p)
{
    qd_skip_blanks(p);
    if (qd_at_last(p) || (*p->at == '^' && qd_is_sigil(p->text, p->at))) {
        const char *at = p->at;
        while (qd_is(at[-1], QD_CHAR_BLANK)) at--;
        qd_wrong_fix(p, qd_wrong(p, QD_D_MISSING_DATUM, at, at), at, at,
                     " ?");
        return QD_NONE;
    }
    return qd_parse_datum(p);
}

static void after_datum(qd_parser *p)
{
    const char *at = p->at;
    if (*at == '^' || *at == '@' || *at == '#') return;
    if (qd_is(*at, QD_CHAR_LAST)) return;
    qd_wrong_next(p, QD_D_AFTER_DATUM);
}

static bool is_crowded(qd_parser *p, const char *at)
{
    qd_tree *t = p->t;
    if (t->fields.n - t->dirs.at[p->block].fields < QD_LIMIT_FIELDS)
        return false;
    if (!p->crowded) qd_wrong(p, QD_D_TOO_MANY_FIELDS, at, at + 1);
    p->broken = p->crowded = true;
    return true;
}

static void push_field(qd_parser *p, const struct head *h, qd_id datum,
                       uint32_t refs, uint8_t n_refs)
{
    *qd_vec_add(p->t->mem, &p->t->fields) = (qd_field){
        .pos = qd_pos_of(p, h->from), .name = h->name, .datum = datum,
        .refs = refs, .n_refs = n_refs,
        .flags = (uint8_t)((h->assume ? QD_FIELD_ASSUME : 0) |
                           (h->when_at ? QD_FIELD_DATED : 0) |
                           (h->target ? QD_FIELD_TARGET : 0) |
                           (p->broken ? QD_FIELD_BROKEN : 0))
    };
}

static void push_broken(qd_parser *p, struct head *h)
{
    h->when_at = NULL;
    h->target = 0;
    push_field(p, h, QD_NONE, p->t->refs.n, 0);
}

static void indented_header(qd_parser *p, const char *from)
{
    const char *to = qd_token_end(p, from), *start = from;
    while (start > p->text && qd_is(start[-1], QD_CHAR_BLANK)) start--;
    qd_diag *d = qd_wrong(p, QD_D_HEADER_INDENTED, from, to);
    qd_wrong_fix(p, d, start, from, "");
    p->broken = false;
    p->at = from;
    header(p);
}

static void field(qd_parser *p)
{
    struct head h = { .from = p->at };
    if (is_crowded(p, p->at)) return;
    if (!take_head(p, &h)) {
        if (!p->broken) indented_header(p, h.from);
        else push_broken(p, &h);
        return;
    }
    uint32_t refs = p->t->refs.n;
    qd_id datum = take_datum(p);
    if (datum == QD_NONE) {
        push_broken(p, &h);
        return;
    }
    uint8_t n_refs = 0;
    if (!qd_at_last(p)) {
        after_datum(p);
        if (!p->broken) n_refs = qd_parse_refs(p, true);
        if (!p->broken) after_datum(p);
    }
    if (h.when_at || h.target) datum = wrap(p, &h, datum);
    push_field(p, &h, datum, refs, n_refs);
}

/* ---- The file */

static void lone_field(qd_parser *p)
{
    const char *at = p->at;
    qd_wrong(p, QD_D_FIELD_WITHOUT_HEADER, at, qd_token_end(p, at));
    open_nameless_block(p);
}

static void indented(qd_parser *p)
{
    qd_skip_blanks(p);
    if (qd_at_last(p)) return;
    if (p->block == QD_NONE) lone_field(p);
    else field(p);
}

static void line(qd_parser *p)
{
    if (qd_is(*p->at, QD_CHAR_BLANK)) indented(p);
    else if (qd_at_last(p)) return;
    else header(p);
}

static void one_line(qd_parser *p)
{
    line(p);
    qd_line_end(p);
}

/* Room for the rest of a large text, judged by its beginning: growing step by
 * step would move the pages of the tree again and again. What is reserved and
 * not used costs no memory. */
static void expect_more(qd_parser *p)
{
    qd_tree *t = p->t;
    double read = (double)(p->at - p->text), rest = (double)(p->end - p->at);
    double times = rest / read * 1.05;
    qd_vec_reserve(t->mem, &t->dirs, times * t->dirs.n);
    qd_vec_reserve(t->mem, &t->fields, times * t->fields.n);
    qd_vec_reserve(t->mem, &t->syns, times * t->syns.n);
    qd_vec_reserve(t->mem, &t->refs, times * t->refs.n);
    qd_vec_reserve(t->mem, &t->names.all, times * t->names.all.n);
}

void qd_parse(qd_tree *t, uint32_t file, const qd_vocabulary *v)
{
    const qd_file *f = &t->source->files.at[file];
    qd_parser p = { .t = t, .v = v, .at = f->text.at, .text = f->text.at,
                    .end = f->text.at + f->text.len, .base = f->start,
                    .file = file, .block = QD_NONE };
    qd_sym scenario = qd_names_find(&t->names, QD_STR("scenario"));
    if (scenario <= v->n_keywords) p.scenario = scenario;
    if (!qd_check_text(&p)) return;
    p.recent_bits = f->text.len > LARGE ? MANY_NAMES : FEW_NAMES;
    p.recent = qd_mem_zero(t->mem, sizeof *p.recent +
               (sizeof *p.recent->names << p.recent_bits));
    p.assume = qd_names_add(&t->names, QD_STR("assume"));
    const char *sample = f->text.len > LARGE ? p.text + SAMPLE : p.end;
    while (p.at < sample) one_line(&p);
    if (p.at < p.end) expect_more(&p);
    while (p.at < p.end) one_line(&p);
    close_block(&p);
    qd_mem_release(t->mem, p.recent);
}
