/* From a path to a checked model: files, words, units, names, fields. */
#include "base/limits.h"
#include "lang/shipped.h"
#include "model/model.h"
#include "model/parts.h"
#include "model/stage.h"

#include <errno.h>
#include <string.h>

static qd_str folder_of(qd_str path)
{
    size_t n = path.len;
    while (n > 0 && path.at[n - 1] != '/') n--;
    return (qd_str){ path.at, n };
}

/* Leaves out "./" and "x/../", so that two ways to a file look the same. */
static qd_str tidy_path(qd_arena *arena, qd_str folder, qd_str path)
{
    if (path.len && path.at[0] == '/') folder.len = 0;
    qd_str whole = qd_arena_printf(arena, "%.*s%.*s", QD_STR_ARG(folder),
                                   QD_STR_ARG(path));
    char *out = qd_arena_alloc(arena, whole.len + 1);
    size_t n = 0, floor = 0;
    for (size_t i = 0; i < whole.len;) {
        const char *slash = memchr(whole.at + i, '/', whole.len - i);
        size_t len = slash ? (size_t)(slash - whole.at) - i + 1
                           : whole.len - i;
        const char *part = whole.at + i;
        i += len;
        if (len == 2 && memcmp(part, "./", 2) == 0) continue;
        bool up = len == 3 && memcmp(part, "../", 3) == 0;
        if (up && n > floor) {
            for (n--; n > floor && out[n - 1] != '/';) n--;
            continue;
        }
        memcpy(out + n, part, len);
        n += len;
        if (up || part == whole.at) floor = up || *part == '/' ? n : floor;
    }
    return (qd_str){ out, n };
}

static uint32_t file_of_path(const qd_model *m, qd_str path)
{
    for (uint32_t i = 0; i < m->source.files.n; i++)
        if (qd_str_eq(m->source.files.at[i].path, path)) return i;
    return UINT32_MAX;
}

/* "a.quid > b.quid > a.quid", from the file up to where it began. */
static qd_str chain_text(qd_model *m, uint32_t from, uint32_t to)
{
    const qd_file *files = m->source.files.at;
    qd_str text = files[from].path;
    for (uint32_t f = from; f != to; f = files[f].by)
        text = qd_arena_printf(&m->arena, "%.*s > %.*s",
                               QD_STR_ARG(files[files[f].by].path),
                               QD_STR_ARG(text));
    return qd_arena_printf(&m->arena, "%.*s > %.*s", QD_STR_ARG(text),
                           QD_STR_ARG(files[to].path));
}

static bool is_above(const qd_model *m, uint32_t above, uint32_t file)
{
    const qd_file *files = m->source.files.at;
    for (;;) {
        if (file == above) return true;
        if (files[file].by == file) return false;
        file = files[file].by;
    }
}

static uint32_t depth_of(const qd_model *m, uint32_t file)
{
    uint32_t depth = 0;
    for (; m->source.files.at[file].by != file; depth++)
        file = m->source.files.at[file].by;
    return depth;
}

/* The file is there already: a circle, or simply a second time. */
static void tell_again(qd_model *m, uint32_t file, uint32_t by, qd_range r)
{
    bool circle = is_above(m, file, by);
    qd_diag *d = qd_diag_add(&m->diags, circle ? QD_D_INCLUDE_CYCLE
                                               : QD_D_INCLUDE_TWICE,
                             r.pos, r.len);
    const qd_file *f = &m->source.files.at[file];
    qd_diag_arg(&m->diags, d, f->path);
    if (circle) qd_diag_arg(&m->diags, d, chain_text(m, by, file));
    else if (f->included)
        qd_diag_label(&m->diags, d, f->included, 7, "first included here");
}

static void add_file(qd_model *m, qd_str path, qd_str text, qd_pos at)
{
    uint32_t file = qd_source_add(&m->source, path, text, at);
    if (file == UINT32_MAX) {
        qd_diag *d = qd_diag_add(&m->diags, QD_D_TOO_MUCH_TEXT, at, 7);
        qd_diag_arg(&m->diags, d, qd_arena_printf(&m->arena, "%u",
                                                  QD_LIMIT_TEXT));
        return;
    }
    qd_parse(&m->tree, file, &m->schema.vocabulary);
}

static void include_shipped(qd_model *m, qd_str name, qd_str path,
                            qd_range r)
{
    qd_str names[16], list = { "", 0 };
    size_t n = qd_shipped_count < 16 ? qd_shipped_count : 16;
    for (size_t i = 0; i < n; i++) {
        const struct qd_shipped *s = &qd_shipped_files[i];
        names[i] = qd_str_c(s->name);
        if (qd_str_eq(name, names[i])) {
            add_file(m, path, (qd_str){ s->text, s->len }, r.pos);
            return;
        }
        list = qd_arena_printf(&m->arena, "%.*s%s<%s>", QD_STR_ARG(list),
                               i ? ", " : "", s->name);
    }
    qd_diag *d = qd_diag_add(&m->diags, QD_D_NO_SHIPPED, r.pos, r.len);
    qd_diag_arg(&m->diags, d, path);
    qd_diag_arg(&m->diags, d, list);
}

static void include_path(qd_model *m, qd_str path, qd_str written,
                         qd_range r)
{
    char *text;
    size_t len;
    const char *c_path = qd_arena_copy(&m->arena, path).at;
    int error = m->read ? m->read(m->read_ctx, m->mem, c_path, &text, &len)
                        : ENOENT;
    if (error == 0) {
        add_file(m, path, (qd_str){ text, len }, r.pos);
        return;
    }
    qd_diag *d = qd_diag_add(&m->diags, QD_D_INCLUDE_MISSING, r.pos, r.len);
    qd_diag_arg(&m->diags, d, written);
    qd_diag_arg(&m->diags, d, qd_str_c(strerror(error)));
}

/* What stands between the marks of an include, and where. */
static qd_str written_path(qd_model *m, const qd_dir *dir, qd_range *r)
{
    const char *at = qd_source_at(&m->source, dir->pos) + dir->body;
    char close = *at == '<' ? '>' : '"';
    size_t len = 1;
    while (at[len] != close && at[len] != '\n' && at[len] != '\0') len++;
    r->pos = dir->pos + dir->body;
    r->len = (uint32_t)len + 1;
    return (qd_str){ at + 1, len - 1 };
}

static void include(qd_model *m, const qd_dir *dir)
{
    qd_range r;
    qd_str written = written_path(m, dir, &r);
    uint32_t by = qd_source_file(&m->source, dir->pos);
    bool shipped = qd_source_at(&m->source, r.pos)[0] == '<';
    qd_str path = shipped
        ? qd_arena_printf(&m->arena, "<%.*s>", QD_STR_ARG(written))
        : tidy_path(&m->arena, folder_of(m->source.files.at[by].path),
                    written);
    uint32_t file = file_of_path(m, path);
    if (shipped && qd_str_eq(written, QD_STR("policy")))
        return; /* always there, so naming it is no mistake */
    if (file != UINT32_MAX) tell_again(m, file, by, r);
    else if (depth_of(m, by) >= QD_LIMIT_INCLUDE_DEPTH)
        qd_diag_add(&m->diags, QD_D_INCLUDE_DEEP, r.pos, r.len);
    else if (shipped) include_shipped(m, written, path, r);
    else include_path(m, path, written, r);
}

/* Directives of included files are added behind, so one pass takes in all. */
static void take_includes(qd_model *m)
{
    for (uint32_t i = 0; i < m->tree.dirs.n; i++) {
        qd_dir dir = m->tree.dirs.at[i];
        if (dir.form == QD_FORM_INCLUDE && !(dir.flags & QD_DIR_BROKEN))
            include(m, &dir);
    }
}

/* Eight bytes as a number, the first the lowest. */
static uint64_t word_at(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 |
           (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
           (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

static uint64_t mixed(uint64_t h, uint64_t w)
{
    h = (h ^ w) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* The text by 32 bytes at a step in four rows that wait for no other, then by
 * one. */
uint64_t qd_text_mark(uint64_t h, qd_str t)
{
    uint64_t row[4] = { h, h + 1, h + 2, h + 3 };
    h ^= t.len;
    for (; t.len >= 32; t.at += 32, t.len -= 32)
        for (int i = 0; i < 4; i++)
            row[i] = mixed(row[i], word_at(t.at + 8 * i));
    for (int i = 0; i < 4; i++) h = mixed(h, row[i]);
    for (size_t i = 0; i < t.len; i++)
        h = mixed(h, (unsigned char)t.at[i]);
    return h;
}

void qd_mark_write(uint64_t h, char hash[17])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 15; i >= 0; i--, h >>= 4) hash[i] = digits[h & 15];
    hash[16] = '\0';
}

/* Of the user's texts: the mark by which an answer can be told to be of this
 * model. */
static void hash_texts(qd_model *m)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (uint32_t f = 0; f < m->source.files.n; f++)
        if (!m->source.files.at[f].shipped)
            h = qd_text_mark(h, m->source.files.at[f].text);
    qd_mark_write(h, m->hash);
}

static bool has_code(qd_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == ';') {
            const char *eol = memchr(text.at + i, '\n', text.len - i);
            if (!eol) return false;
            i = (size_t)(eol - text.at);
        } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            return true;
        }
    }
    return false;
}

static void take_root(qd_model *m, qd_str path, qd_str text)
{
    add_file(m, path, text, 0);
    if (m->source.files.n == 0) return;
    const qd_file *f = &m->source.files.at[0];
    if (!has_code(f->text))
        qd_diag_add(&m->diags, QD_D_EMPTY_FILE, f->start, 0);
}

static void take_policy(qd_model *m)
{
    for (size_t i = 0; i < qd_shipped_count; i++) {
        const struct qd_shipped *s = &qd_shipped_files[i];
        if (strcmp(s->name, "policy") == 0)
            add_file(m, QD_STR("<policy>"), (qd_str){ s->text, s->len }, 0);
    }
}

void qd_model_load(qd_model *m, qd_mem *mem, qd_str path, qd_str text,
                   qd_read_fn *read, void *read_ctx)
{
    *m = (qd_model){ .mem = mem, .read = read, .read_ctx = read_ctx,
                     .root = QD_NONE, .grid = 1 };
    qd_arena_init(&m->arena, mem);
    qd_source_init(&m->source, mem, &m->arena);
    qd_diags_init(&m->diags, &m->arena);
    qd_schema_init(&m->schema, &m->arena);
    qd_units_init(&m->units, mem, &m->arena);
    qd_tree_init(&m->tree, &m->source, &m->diags, &m->schema.vocabulary);
    take_root(m, path, text);
    take_policy(m);
    take_includes(m);
    hash_texts(m);
    qd_take_more(m);
    qd_read_root(m);
    qd_resolve_units(m);
    qd_resolve_names(m);
    qd_policy_load(m);
    qd_check_fields(m);
    qd_check_month_circles(m);
    qd_check_spans(m);
    qd_check_correlations(m);
    qd_check_own_circles(m);
    qd_check_owning(m);
    qd_check_version(m);
    qd_check_undated(m);
    qd_diags_sort(&m->diags);
}

void qd_model_forget(qd_model *m)
{
    m->voices = NULL;
    if (!m->policy) return;
    m->policy->notes = NULL;
    m->policy->n_notes = 0;
}
