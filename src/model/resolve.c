/* Names: who is declared, and whether what is referred to is there.
 *
 * All directives share one space of names. Two kinds stand apart: words of
 * <policy>, and names of the shipped library, which a user's name hides
 * (`contract trainium` beside the chip of that name) and which a field that
 * asks for a chip still finds. */
#include "model/parts.h"

static const char *article(qd_str word)
{
    return word.len && strchr("aeiou", word.at[0]) ? "an" : "a";
}

qd_str qd_a_keyword(qd_model *m, qd_sym keyword)
{
    qd_str word = qd_str_c(qd_instruments[keyword - 1]->keyword);
    return qd_arena_printf(&m->arena, "%s %.*s", article(word),
                           QD_STR_ARG(word));
}

qd_str qd_words_at(const char *words, unsigned i)
{
    for (; i > 0 && words; i--) {
        words = strchr(words, ' ');
        if (words) words++;
    }
    if (!words) return (qd_str){ "", 0 };
    const char *end = strchr(words, ' ');
    return (qd_str){ words, end ? (size_t)(end - words) : strlen(words) };
}

bool qd_words_have(const char *words, qd_str word)
{
    if (!words) return true;
    for (const char *at = words; *at; at += *at == ' ') {
        const char *from = at;
        while (*at && *at != ' ') at++;
        if ((size_t)(at - from) == word.len &&
            memcmp(from, word.at, word.len) == 0) return true;
    }
    return false;
}

bool qd_dir_is(const qd_dir *d, const char *keyword)
{
    return strcmp(qd_instrument_of(d)->keyword, keyword) == 0;
}

uint32_t qd_model_find(const qd_model *m, qd_sym name)
{
    return name < m->decl.n ? m->decl.at[name] - 1 : QD_NONE;
}

uint32_t qd_model_find_kind(const qd_model *m, qd_sym name,
                            const char *words)
{
    uint32_t dir = qd_model_find(m, name);
    if (dir != QD_NONE &&
        qd_words_have(words, qd_str_c(qd_instrument_of(
                                 &m->tree.dirs.at[dir])->keyword)))
        return dir;
    uint32_t lib = name < m->shipped.n ? m->shipped.at[name] - 1 : QD_NONE;
    if (lib == QD_NONE) return dir;
    qd_str kind = qd_str_c(qd_instrument_of(&m->tree.dirs.at[lib])->keyword);
    return qd_words_have(words, kind) || dir == QD_NONE ? lib : dir;
}

qd_str qd_model_label(const qd_model *m, uint32_t dir)
{
    const qd_dir *d = &m->tree.dirs.at[dir];
    qd_str label = qd_dir_label(&m->tree, d);
    return label.len ? label : qd_model_name(m, d->name);
}

/* The nearest declared name that could stand there. Who misspells thousands
 * of names in a model of as many is not helped with all of them: that is the
 * product of both. */
static qd_str nearest_name(qd_model *m, qd_str name, const char *words)
{
    enum { MOST = 20000000 };
    qd_str best = { "", 0 };
    unsigned limit = name.len < 6 ? 1 : name.len < 9 ? 2 : 3;
    for (qd_sym s = 1; s < m->decl.n && limit > 0; s++) {
        if (m->compared >= MOST) break;
        m->compared++;
        uint32_t dir = qd_model_find_kind(m, s, words);
        if (dir == QD_NONE) continue;
        const qd_dir *d = &m->tree.dirs.at[dir];
        qd_str other = qd_names_text(&m->tree.names, s);
        if (!qd_words_have(words, qd_str_c(qd_instrument_of(d)->keyword)))
            continue;
        unsigned far = qd_str_distance(name, other, limit);
        if (far > limit) continue;
        best = other;
        limit = far - (far > 0);
    }
    return best;
}

qd_diag *qd_tell_unknown(qd_model *m, enum qd_diag_code code, qd_sym name,
                         const char *words, qd_range r)
{
    qd_diag *d = qd_diag_fold(&m->diags, code, name, r.pos, r.len);
    if (!d) return NULL;
    qd_str text = qd_names_text(&m->tree.names, name);
    qd_diag_arg(&m->diags, d, text);
    qd_str near = nearest_name(m, text, words);
    if (near.len) qd_diag_near(&m->diags, d, text, &near, 1);
    return d;
}

void qd_tell_kind(qd_model *m, qd_range r, uint32_t dir, const char *due)
{
    const qd_dir *is = &m->tree.dirs.at[dir];
    qd_diag *d = qd_diag_add(&m->diags, QD_D_WRONG_KIND, r.pos, r.len);
    qd_diag_arg(&m->diags, d, qd_model_name(m, is->name));
    qd_diag_arg(&m->diags, d, qd_a_keyword(m, is->keyword));
    qd_diag_arg(&m->diags, d, qd_str_c(due));
}

static uint32_t point_in(const qd_model *m, qd_range r)
{
    const char *at = qd_source_at(&m->source, r.pos);
    uint32_t n = 0;
    while (n < r.len && at[n] != '.') n++;
    return n;
}

qd_range qd_before_point(const qd_model *m, qd_range r)
{
    return (qd_range){ r.pos, point_in(m, r) };
}

qd_range qd_behind_point(const qd_model *m, qd_range r)
{
    uint32_t n = point_in(m, r);
    if (n == r.len) return r;
    return (qd_range){ r.pos + n + 1, r.len - n - 1 };
}

bool qd_policy_is_stage(const qd_model *m, const qd_dir *d)
{
    for (uint32_t i = 0; i < d->n_fields; i++) {
        qd_str name = qd_names_text(&m->tree.names,
                                    m->tree.fields.at[d->fields + i].name);
        if (qd_str_eq(name, QD_STR("lane")) ||
            qd_str_eq(name, QD_STR("same-as"))) return true;
    }
    return false;
}

struct qd_answer *qd_refuse(qd_model *m, qd_str words)
{
    m->refusal = words;
    return NULL;
}

struct qd_answer *qd_refuse_among(qd_model *m, const char *keywords,
                                  const char *what, qd_str asked)
{
    qd_str near = nearest_name(m, asked, keywords);
    if (near.len)
        return qd_refuse(m, qd_arena_printf(&m->arena, "no %s is called "
            "`%.*s`; did you mean `%.*s`?", what, QD_STR_ARG(asked),
            QD_STR_ARG(near)));
    return qd_refuse(m, qd_arena_printf(&m->arena, "no %s is called `%.*s`",
                                        what, QD_STR_ARG(asked)));
}

struct qd_answer *qd_refuse_name(qd_model *m, const char *keyword,
                                 qd_str asked)
{
    return qd_refuse_among(m, keyword, keyword ? keyword : "directive",
                           asked);
}

void qd_near_field(qd_model *m, qd_diag *d, const qd_instrument *is,
                   qd_str name, qd_range r)
{
    qd_str words[64];
    unsigned n = 0;
    for (unsigned i = 0; i < is->n_fields && n < 48; i++)
        words[n++] = qd_str_c(is->fields[i].name);
    bool common = (is->flags & QD_I_HAPPENS) != 0;
    for (unsigned i = 0; common && i < qd_common_field_count; i++)
        words[n++] = qd_str_c(qd_common_fields[i].name);
    size_t best = qd_nearest(name, words, n);
    if (best == SIZE_MAX) return;
    qd_diag_near(&m->diags, d, name, &words[best], 1);
    qd_diag_fix(&m->diags, d, r.pos, r.len, words[best]);
}

/* ---- Declaring */

static void tell_twice(qd_model *m, uint32_t dir, uint32_t first)
{
    const qd_dir *d = &m->tree.dirs.at[dir];
    qd_range r = qd_dir_range(&m->tree, d, QD_PART_NAME);
    qd_range f = qd_dir_range(&m->tree, &m->tree.dirs.at[first],
                              QD_PART_NAME);
    qd_diag *x = qd_diag_add(&m->diags, QD_D_NAME_TWICE, r.pos, r.len);
    qd_diag_arg(&m->diags, x, qd_model_name(m, d->name));
    qd_diag_label(&m->diags, x, f.pos, f.len, "first declared here");
}

/* What stands as the name of a broken line may be something else. */
static bool is_broken(const qd_model *m, uint32_t dir)
{
    return (m->tree.dirs.at[dir].flags & QD_DIR_BROKEN) != 0;
}

/* Of two of one name, one of them broken, a party is what is mostly meant. */
static bool gives_way(const qd_model *m, uint32_t first, uint32_t next)
{
    bool party = m->tree.dirs.at[first].keyword == QD_K_party;
    bool other = m->tree.dirs.at[next].keyword == QD_K_party;
    if (!is_broken(m, first)) return is_broken(m, next) && other && !party;
    return !party || other;
}

/* What a name stands for, as far as sigils and arrows ask: a byte each, so
 * that what a large model refers to stays in the cache. */
enum { IS_SOURCE = 1, MAY_HAPPEN = 2, IS_PARTY = 4 };

static uint8_t kind_of(const qd_dir *d)
{
    bool happens = (qd_instrument_of(d)->flags & QD_I_HAPPENS) != 0;
    return (uint8_t)((d->keyword == QD_K_source ? IS_SOURCE : 0) |
                     (d->keyword == QD_K_party ? IS_PARTY : 0) |
                     (happens ? MAY_HAPPEN : 0));
}

/* Fills decl and shipped, and the kinds of those declared, by symbol. */
static void declare(qd_model *m, uint8_t *kinds)
{
    uint32_t symbols = m->tree.names.all.n;
    m->decl.at = qd_mem_zero(m->mem, symbols * sizeof *m->decl.at);
    m->decl.n = m->decl.cap = symbols;
    m->shipped.at = NULL;
    uint32_t file = UINT32_MAX;
    qd_pos file_end = 0;
    bool in_library = false;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        if (d->keyword == QD_K_policy) *qd_vec_add(m->mem, &m->policies) = i;
        if (d->name == 0 || d->keyword == QD_K_policy ||
            d->keyword == QD_K_more) continue;
        if (d->pos >= file_end || file == UINT32_MAX) {
            file = qd_source_file(&m->source, d->pos);
            const qd_file *f = &m->source.files.at[file];
            file_end = f->start + (qd_pos)f->text.len + 1;
            in_library = f->shipped;
        }
        if (in_library && !m->shipped.at) {
            m->shipped.at = qd_mem_zero(m->mem,
                                        symbols * sizeof *m->shipped.at);
            m->shipped.n = m->shipped.cap = symbols;
        }
        uint32_t *slot = in_library ? &m->shipped.at[d->name]
                                    : &m->decl.at[d->name];
        if (*slot == 0 || gives_way(m, *slot - 1, i)) {
            *slot = i + 1;
            if (!in_library) kinds[d->name] = kind_of(d);
        } else if (!is_broken(m, i) && !is_broken(m, *slot - 1)) {
            tell_twice(m, i, *slot - 1);
        }
    }
}

/* ---- Headers */

static bool may_happen(const qd_dir *d)
{
    return (qd_instrument_of(d)->flags & QD_I_HAPPENS) != 0;
}

static void check_ref(qd_model *m, qd_pos line, uint32_t k, qd_ref ref,
                      bool assumed)
{
    qd_sym name = QD_REF_SYM(ref);
    enum qd_ref_kind kind = QD_REF_KIND(ref);
    if (kind == QD_REF_TAG) return;
    uint32_t dir = qd_model_find(m, name);
    bool source = kind == QD_REF_SOURCE;
    const qd_dir *d = dir == QD_NONE ? NULL : &m->tree.dirs.at[dir];
    bool good = d && (source ? d->keyword == QD_K_source : may_happen(d));
    if (good && !assumed) return;
    qd_range r = qd_ref_range(&m->tree, line, k);
    if (assumed) {
        qd_diag_add(&m->diags, QD_D_ASSUME_SOURCE, r.pos, r.len);
    } else if (!d) {
        qd_tell_unknown(m, source ? QD_D_UNKNOWN_SOURCE : QD_D_UNKNOWN_DEAL,
                        name, source ? "source" : NULL, r);
    } else {
        qd_tell_kind(m, r, dir, source ? "a source"
                                       : "a deal or what may happen");
    }
}

static bool is_good(const uint8_t *kinds, qd_ref ref)
{
    static const uint8_t wanted[] = { [QD_REF_SOURCE] = IS_SOURCE,
                                      [QD_REF_DEAL] = MAY_HAPPEN };
    enum qd_ref_kind kind = QD_REF_KIND(ref);
    return kind == QD_REF_TAG || kinds[QD_REF_SYM(ref)] & wanted[kind];
}

static void check_refs(qd_model *m, const uint8_t *kinds, qd_pos line,
                       uint32_t first, uint32_t n, bool assumed)
{
    for (uint32_t k = 0; k < n; k++) {
        qd_ref ref = m->tree.refs.at[first + k];
        if (assumed || !is_good(kinds, ref))
            check_ref(m, line, k, ref, assumed);
    }
}

static void check_party(qd_model *m, const uint8_t *kinds, const qd_dir *d,
                        qd_sym name, enum qd_part part)
{
    if (name == 0 || name == QD_SYM_HOLE || kinds[name] & IS_PARTY) return;
    uint32_t dir = qd_model_find_kind(m, name, "party");
    if (dir != QD_NONE && m->tree.dirs.at[dir].keyword == QD_K_party) return;
    qd_range r = qd_dir_range(&m->tree, d, part);
    if (dir == QD_NONE) {
        qd_tell_unknown(m, QD_D_UNKNOWN_PARTY, name, "party", r);
        return;
    }
    qd_tell_kind(m, r, dir, "a party");
}

enum { ARROWS = QD_I_ARROW_PAYS | QD_I_ARROW_OF | QD_I_ARROW_OVER };

static const char *arrow_form(unsigned flags)
{
    if (flags & QD_I_ONLY_B) return " of PARTY";
    if (flags & QD_I_ARROW_PAYS) return " PAYER -> PAYEE";
    if (flags & QD_I_ARROW_OF) return " HOLDER of COMPANY";
    return flags & QD_I_ARROW_OVER ? " HOLDER over PARTY" : "";
}

static bool arrow_fits(const qd_dir *d, unsigned flags)
{
    bool both = !(flags & QD_I_ONLY_B);
    if (d->arrow != QD_ARROW_NONE && (d->a != 0) != both) return false;
    switch (d->arrow) {
    case QD_ARROW_PAYS: return (flags & QD_I_ARROW_PAYS) != 0;
    case QD_ARROW_OF: return (flags & QD_I_ARROW_OF) != 0;
    case QD_ARROW_OVER: return (flags & QD_I_ARROW_OVER) != 0;
    default: return (flags & QD_I_ARROW_MAY) != 0 || !(flags & ARROWS);
    }
}

static const char *arrow_remedy(const qd_dir *d, unsigned flags)
{
    if (!(flags & ARROWS)) return "leave the arrow and the parties out";
    if (!d->a) return "write the holder before it, `?` for somebody unknown";
    if (flags & QD_I_ONLY_B) return "leave out what stands before `of`";
    if (flags & QD_I_ARROW_PAYS)
        return "write `->`: cash flows from left to right";
    return flags & QD_I_ARROW_OF ? "write `of`, the holder on its left"
                                 : "write `over`, the holder on its left";
}

/* Another arrow is put in place of this one where both sides stand. */
static void fix_arrow(qd_model *m, qd_diag *x, const qd_dir *d,
                      unsigned flags, qd_range r)
{
    if (!(flags & ARROWS) || !d->a || flags & QD_I_ONLY_B) return;
    qd_diag_fix(&m->diags, x, r.pos, r.len,
                flags & QD_I_ARROW_PAYS ? QD_STR("->")
                : flags & QD_I_ARROW_OF ? QD_STR("of") : QD_STR("over"));
}

static void tell_arrow(qd_model *m, const qd_dir *d, unsigned flags)
{
    bool none = d->arrow == QD_ARROW_NONE;
    qd_range r = qd_dir_range(&m->tree, d, none ? QD_PART_NAME
                                                : QD_PART_ARROW);
    qd_diag *x = qd_diag_add(&m->diags, none ? QD_D_PARTIES_MISSING
                                             : QD_D_ARROW_WRONG,
                             r.pos, r.len);
    qd_diag_arg(&m->diags, x, qd_str_c(qd_instrument_of(d)->keyword));
    qd_diag_arg(&m->diags, x, qd_str_c(arrow_form(flags)));
    if (none) return;
    qd_diag_arg(&m->diags, x, qd_str_c(arrow_remedy(d, flags)));
    fix_arrow(m, x, d, flags, r);
}

static void check_more(qd_model *m, const qd_dir *d)
{
    qd_range r = qd_dir_range(&m->tree, d, QD_PART_NAME);
    uint32_t of = qd_model_find_kind(m, d->name, NULL);
    if (of != QD_NONE) {
        if (m->tree.dirs.at[of].form != QD_FORM_PLAIN)
            qd_tell_kind(m, r, of, "a directive that has fields");
        return;
    }
    qd_diag *x = qd_tell_unknown(m, QD_D_UNKNOWN_NAME, d->name, NULL, r);
    if (x) qd_diag_arg(&m->diags, x, QD_STR("`more` is said of a directive "
                                            "of the model"));
}

static void check_header(qd_model *m, const uint8_t *kinds, const qd_dir *d)
{
    unsigned flags = qd_instrument_of(d)->flags;
    if (d->form != QD_FORM_PLAIN) return;
    check_refs(m, kinds, d->pos, d->refs, d->n_refs, false);
    if (d->flags & QD_DIR_BROKEN) return;
    if (d->keyword == QD_K_more) check_more(m, d);
    if (!arrow_fits(d, flags)) tell_arrow(m, d, flags);
    check_party(m, kinds, d, d->a, QD_PART_A);
    check_party(m, kinds, d, d->b, QD_PART_B);
    if (d->a != 0 && d->a == d->b && d->a != QD_SYM_HOLE) {
        qd_range r = qd_dir_range(&m->tree, d, QD_PART_B);
        qd_diag *x = qd_diag_add(&m->diags, QD_D_SELF_PAYMENT, r.pos, r.len);
        qd_diag_arg(&m->diags, x, qd_model_name(m, d->a));
    }
    if ((d->flags & QD_DIR_DATED) && (flags & QD_I_UNDATED)) {
        qd_range r = qd_dir_range(&m->tree, d, QD_PART_WHEN);
        qd_diag *x = qd_diag_add(&m->diags, QD_D_TWO_WHENS, r.pos, r.len);
        qd_diag_arg(&m->diags, x, qd_str_c(qd_instrument_of(d)->keyword));
    }
}

static void check_field_refs(qd_model *m, const uint8_t *kinds,
                             const qd_dir *d)
{
    for (uint32_t i = 0; i < d->n_fields; i++) {
        const qd_field *f = &m->tree.fields.at[d->fields + i];
        check_refs(m, kinds, f->pos, f->refs, f->n_refs,
                   (f->flags & (QD_FIELD_ASSUME | QD_FIELD_TARGET)) != 0);
    }
}

void qd_resolve_names(qd_model *m)
{
    uint8_t *kinds = qd_mem_zero(m->mem, m->tree.names.all.n);
    declare(m, kinds);
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        const qd_dir *d = &m->tree.dirs.at[i];
        check_header(m, kinds, d);
        bool again = (d->flags & QD_DIR_LIST) && i > 0 &&
                     m->tree.dirs.at[i - 1].pos == d->pos;
        if (!again) check_field_refs(m, kinds, d);
    }
    qd_mem_release(m->mem, kinds);
    qd_check_cycles(m);
}
