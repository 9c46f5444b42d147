/* What the `quid` directive says of the whole model. */
#include "base/limits.h"
#include "lang/lex.h"
#include "model/parts.h"

enum { VERSION = 1, YEARS = 10 };

static void tell_version(qd_model *m, const qd_dir *d)
{
    qd_range r = qd_dir_range(&m->tree, d, QD_PART_HEADER);
    qd_diag *x = qd_diag_add(&m->diags, QD_D_VERSION, r.pos, r.len);
    qd_diag_arg(&m->diags, x, qd_arena_printf(&m->arena, "%u", d->body));
    qd_diag_arg(&m->diags, x, qd_arena_printf(&m->arena, "%u",
                                              (unsigned)VERSION));
}

static void tell_second(qd_model *m, const qd_dir *d)
{
    qd_range r = qd_dir_range(&m->tree, d, QD_PART_KEYWORD);
    qd_diag *x = qd_diag_add(&m->diags, QD_D_ROOT_TWICE, r.pos, r.len);
    if (m->root == QD_NONE) return;
    r = qd_dir_range(&m->tree, &m->tree.dirs.at[m->root], QD_PART_KEYWORD);
    qd_diag_label(&m->diags, x, r.pos, r.len, "this one opens the model");
}

static void tell_no_root(qd_model *m, const qd_dir *first)
{
    qd_range r = qd_dir_range(&m->tree, first, QD_PART_HEADER);
    qd_diag *x = qd_diag_add(&m->diags, QD_D_NO_ROOT, r.pos, r.len);
    if (m->root == QD_NONE) return;
    r = qd_dir_range(&m->tree, &m->tree.dirs.at[m->root], QD_PART_HEADER);
    qd_diag_label(&m->diags, x, r.pos, r.len, "it stands only here");
}

/* An included file that is also a model of its own begins with its own. */
static bool opens_file(const qd_model *m, uint32_t dir)
{
    if (dir == 0) return true;
    qd_pos pos = m->tree.dirs.at[dir].pos;
    return qd_source_file(&m->source, m->tree.dirs.at[dir - 1].pos) !=
           qd_source_file(&m->source, pos);
}

/* The first directive of the root file must be a `quid`, and nothing behind
 * the first of a file may. A line that is broken may have been meant as it. */
static void find_root(qd_model *m)
{
    const qd_dir *first = NULL;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        bool root = d->form == QD_FORM_ROOT;
        bool in_file = qd_source_file(&m->source, d->pos) == 0;
        bool says = root || !(d->flags & QD_DIR_BROKEN);
        if (!first && in_file && says) first = d;
        if (!root) continue;
        if (in_file && m->root == QD_NONE) m->root = i;
        else if (in_file || !opens_file(m, i)) tell_second(m, d);
    }
    if (first && first->form != QD_FORM_ROOT) tell_no_root(m, first);
}

/* The raw text behind a field's colon, without comment. */
static qd_str raw_datum(const qd_model *m, const qd_field *f, qd_range *r)
{
    const char *line = qd_source_at(&m->source, f->pos), *at = line;
    while (*at != ':' && *at != '\n' && *at != '\0') at++;
    if (*at == ':') at++;
    while (*at == ' ' || *at == '\t') at++;
    const char *end = at;
    while (*end != ';' && *end != '\n' && *end != '\r' && *end != '\0')
        end++;
    while (end > at && (end[-1] == ' ' || end[-1] == '\t')) end--;
    r->pos = f->pos + (qd_pos)(at - line);
    r->len = (uint32_t)(end - at);
    return (qd_str){ at, (size_t)(end - at) };
}

static qd_str word_of(qd_str *text, const char *stops)
{
    qd_str t = *text;
    while (t.len && (*t.at == ' ' || *t.at == '\t')) t.at++, t.len--;
    size_t n = 0;
    while (n < t.len && !strchr(stops, t.at[n])) n++;
    *text = (qd_str){ t.at + n, t.len - n };
    return (qd_str){ t.at, n };
}

static bool is_code(qd_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
            return false;
    }
    return s.len >= 2 && s.len <= 8;
}

/* None, or one that may stand before a number. */
static bool is_sign(qd_str s)
{
    return s.len == 0 || qd_sign_length(s.at, s.at + s.len) == s.len;
}

/* Why this cannot be one more currency, NULL when it can. */
static const char *refused(const qd_model *m, qd_str code, qd_str sign,
                           qd_str rest)
{
    const qd_units *u = &m->units;
    if (!is_code(code)) return "a code has 2 to 8 letters, as in `USD`";
    if (!is_sign(sign)) return "behind the code may stand a sign such as `$`";
    if (rest.len) return "it is a code and, where one is used, a sign";
    for (unsigned i = 0; i < u->n_currencies; i++) {
        if (qd_str_eq(u->currency[i], code)) return "it is declared twice";
        if (sign.len && qd_str_eq(u->sign[i], sign))
            return "its sign is that of another one";
    }
    if (u->n_currencies == QD_LIMIT_CURRENCIES)
        return "there are eight already";
    return NULL;
}

static qd_str trimmed(qd_str s)
{
    while (s.len && strchr(" \t", s.at[0])) s.at++, s.len--;
    while (s.len && strchr(" \t", s.at[s.len - 1])) s.len--;
    return s;
}

/* `USD $, EUR`: codes, each with its sign, if it has one. */
static void read_currency(qd_model *m, const qd_field *f)
{
    qd_range r;
    qd_str text = raw_datum(m, f, &r);
    const char *from = text.at;
    while (text.len) {
        qd_str one = trimmed(word_of(&text, ",")), left = one;
        qd_str code = word_of(&left, " \t"), sign = word_of(&left, " \t");
        const char *why = refused(m, code, sign, trimmed(left));
        if (text.len) text.at++, text.len--;
        if (!why) qd_units_currency(&m->units, code, sign);
        if (!why || f->flags & QD_FIELD_BROKEN) continue;
        qd_diag *d = qd_diag_add(&m->diags, QD_D_CURRENCY_WRONG,
                                 r.pos + (qd_pos)(one.at - from),
                                 (uint32_t)one.len);
        qd_diag_arg(&m->diags, d, one);
        qd_diag_arg(&m->diags, d, qd_str_c(why));
    }
}

static void tell_horizon(qd_model *m, const qd_field *f, const char *why)
{
    qd_range r = qd_syn_range(&m->tree, qd_field_datum(&m->tree, f));
    qd_diag *d = qd_diag_add(&m->diags, QD_D_HORIZON_WRONG, r.pos, r.len);
    qd_diag_arg(&m->diags, d, qd_str_c(why));
}

static qd_day month_start(qd_day day)
{
    int y, mo, d;
    qd_day_split(day, &y, &mo, &d);
    return qd_day_make(y, mo, 1);
}

/* Whole months: from the first day of the first to the last of the last. */
static qd_span whole_months(qd_span s)
{
    int y, mo, d;
    qd_day_split(s.to - 1, &y, &mo, &d);
    return (qd_span){ month_start(s.from),
                      s.to - 1 - (d - 1) + qd_month_days(y, mo) };
}

static void read_horizon(qd_model *m, const qd_field *f)
{
    qd_id id = qd_field_datum(&m->tree, f);
    qd_syn *n = &m->tree.syns.at[id];
    qd_year_as_date(m, id);
    if (n->kind != QD_SYN_DATE) {
        tell_horizon(m, f, "is no span of time");
    } else if (n->span.from == QD_DAY_OPEN_FROM ||
               n->span.to == QD_DAY_OPEN_TO) {
        tell_horizon(m, f, "is open at one end");
    } else if (n->span.to - n->span.from >
               (qd_day)(366 * QD_LIMIT_HORIZON_YEARS)) {
        tell_horizon(m, f, "is longer than 200 years");
    } else {
        m->horizon = whole_months(n->span);
    }
}

/* Ten years from the first day that the file names. */
static void default_horizon(qd_model *m)
{
    qd_day first = QD_DAY_OPEN_TO;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        qd_day from = m->tree.dirs.at[i].when.from;
        if (from != QD_DAY_OPEN_FROM && from < first) first = from;
    }
    if (first == QD_DAY_OPEN_TO) first = qd_day_make(2025, 1, 1);
    int y, mo, d;
    qd_day_split(first, &y, &mo, &d);
    int last = y + YEARS <= QD_YEAR_MAX ? y + YEARS : QD_YEAR_MAX;
    m->horizon = (qd_span){ qd_day_make(y, 1, 1), qd_day_make(last, 1, 1) };
}

static void read_field(qd_model *m, const qd_field *f)
{
    qd_str name = qd_names_text(&m->tree.names, f->name);
    if (qd_str_eq(name, QD_STR("currency"))) {
        read_currency(m, f);
        return;
    }
    if (f->datum == QD_NONE) return;
    const qd_syn *n = &m->tree.syns.at[qd_field_datum(&m->tree, f)];
    if (qd_str_eq(name, QD_STR("horizon"))) read_horizon(m, f);
    else if (qd_str_eq(name, QD_STR("seed")) && n->kind == QD_SYN_NUMBER)
        m->seed = (uint64_t)qd_decimal_double(n->number, 0);
    else if (qd_str_eq(name, QD_STR("grid")) && n->kind == QD_SYN_NAME)
        m->grid = qd_str_eq(qd_names_text(&m->tree.names, n->a),
                            QD_STR("quarter")) ? 3 : 1;
}

void qd_read_root(qd_model *m)
{
    find_root(m);
    if (m->root != QD_NONE) {
        const qd_dir *d = &m->tree.dirs.at[m->root];
        m->title = qd_dir_label(&m->tree, d);
        for (uint32_t i = 0; i < d->n_fields; i++)
            read_field(m, &m->tree.fields.at[d->fields + i]);
    }
    if (m->horizon.to == 0 && m->horizon.from == 0) default_horizon(m);
}

/* What else is wrong may be right in the newer language. */
void qd_check_version(qd_model *m)
{
    const qd_dir *wrong = NULL;
    for (uint32_t i = 0; i < m->tree.dirs.n && !wrong; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->form == QD_FORM_ROOT && !(d->flags & QD_DIR_BROKEN) &&
            d->body != VERSION) wrong = d;
    }
    if (!wrong) return;
    if (wrong->body > VERSION) {
        qd_mem_release(m->mem, m->diags.all.at);
        qd_diags_init(&m->diags, &m->arena);
    }
    tell_version(m, wrong);
}
