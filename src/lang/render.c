#include "lang/render.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/render_line.h"

#define COLUMNS_USUAL 80
#define COLUMNS_LEAST 40
#define MESSAGE_COLUMNS 1000u /* an argument may be a line of 100 MB */
#define QUOTE_COLUMNS 40u     /* of what a fix replaces */
#define CHAIN_SHOWN 4u
#define PLACES_SHOWN 12u
#define LINES_NEAR 20u

#define BOLD "1"
#define BLUE "1;34"
#define GREEN "1;32"

/* One diagnostic on its way to the screen. */
struct page {
    qd_buf *out;
    qd_source *source;
    const qd_render *how;
    size_t columns;
    size_t gutter;      /* columns of line numbers */
    const char *colour; /* of the severity */
};

/* ---- pieces */

static const char *severity_word(qd_severity s)
{
    return s == QD_ERROR ? "error" : s == QD_WARNING ? "warning" : "note";
}

static const char *severity_colour(qd_severity s)
{
    return s == QD_ERROR ? "1;31" : s == QD_WARNING ? "1;33" : "1;36";
}

static void colour_on(const struct page *p, const char *colour)
{
    if (p->how->colour) qd_buf_printf(p->out, "\x1b[%sm", colour);
}

static void colour_off(const struct page *p)
{
    if (p->how->colour) qd_buf_c(p->out, "\x1b[0m");
}

static void add_text(const struct page *p, qd_str text)
{
    qd_show_text(p->out, text, MESSAGE_COLUMNS, p->how->ascii);
}

static void add_place(const struct page *p, const qd_place *at)
{
    add_text(p, p->source->files.at[at->file].path);
    qd_buf_printf(p->out, ":%u:%u", at->line, at->column);
}

/* The message and what else is said of `d`, filled in. */
static qd_str filled(const struct page *p, const qd_diag *d, const char *form)
{
    return qd_diag_text(p->source->arena, d, form);
}

static bool has_place(const struct page *p, qd_pos pos)
{
    return pos != 0 && p->source->files.n > 0;
}

/* ---- the line and what is marked in it */

/* The blank gutter with a sign where its bar is. */
static void add_gutter(const struct page *p, const char *sign)
{
    qd_buf_fill(p->out, ' ', p->gutter);
    colour_on(p, BLUE);
    qd_buf_printf(p->out, " %s", sign);
    colour_off(p);
}

static void add_line(const struct page *p, const qd_place *at,
                     const qd_window *w)
{
    colour_on(p, BLUE);
    qd_buf_printf(p->out, "%*u |", (int)p->gutter, at->line);
    colour_off(p);
    if (w->to > w->from) {
        qd_buf_char(p->out, ' ');
        qd_window_text(p->out, w);
    }
    qd_buf_char(p->out, '\n');
}

static void add_marks(const struct page *p, const qd_window *w, size_t at,
                      size_t len, char mark, qd_str words)
{
    add_gutter(p, "| ");
    colour_on(p, mark == '^' ? p->colour : BLUE);
    qd_window_marks(p->out, w, at, len, mark);
    if (words.len) {
        qd_buf_char(p->out, ' ');
        add_text(p, words);
    }
    colour_off(p);
    qd_buf_char(p->out, '\n');
}

static qd_window window_of(const struct page *p, const qd_place *at,
                           uint32_t len)
{
    size_t left = p->gutter + 3;
    return qd_window_make(at->text, at->offset, len, p->columns - left,
                          p->how->ascii);
}

/* Between the line above and that of a label. */
static void add_gap(const struct page *p, const qd_place *above,
                    const qd_place *at)
{
    uint32_t far = above->line > at->line ? above->line - at->line
                                          : at->line - above->line;
    if (above->file != at->file || far > LINES_NEAR) {
        qd_buf_fill(p->out, ' ', p->gutter - 1);
        colour_on(p, BLUE);
        qd_buf_c(p->out, "--> ");
        colour_off(p);
        add_place(p, at);
        qd_buf_char(p->out, '\n');
    } else if (far > 1) {
        add_gutter(p, ":");
        qd_buf_char(p->out, '\n');
    }
}

static void add_label(const struct page *p, const qd_diag *d, unsigned i,
                      const qd_window *w, const qd_place *at)
{
    add_marks(p, w, at->offset, d->labels[i].len, '-',
              qd_str_c(d->labels[i].text));
}

/* The labels of the marked line stand under it, then come the others. */
static void add_snippets(const struct page *p, const qd_diag *d)
{
    qd_place above = qd_source_place(p->source, d->pos), at[QD_DIAG_LABELS];
    qd_window w = window_of(p, &above, d->len);
    bool done[QD_DIAG_LABELS] = { 0 };
    add_line(p, &above, &w);
    add_marks(p, &w, above.offset, d->len, '^', d->hint);
    for (unsigned i = 0; i < d->n_labels; i++) {
        at[i] = qd_source_place(p->source, d->labels[i].pos);
        done[i] = at[i].file == above.file && at[i].line == above.line
            && qd_window_shows(&w, at[i].offset);
        if (done[i]) add_label(p, d, i, &w, &at[i]);
    }
    for (unsigned i = 0; i < d->n_labels; i++) {
        if (done[i] || !has_place(p, d->labels[i].pos)) continue;
        add_gap(p, &above, &at[i]);
        w = window_of(p, &at[i], d->labels[i].len);
        add_line(p, &at[i], &w);
        add_label(p, d, i, &w, &at[i]);
        above = at[i];
    }
}

/* ---- what is said below */

/* `= text`, its lines broken at blanks. */
static void add_note(const struct page *p, qd_str text)
{
    size_t left = p->gutter + 3, column = left;
    add_gutter(p, "=");
    while (text.len) {
        const char *blank = memchr(text.at, ' ', text.len);
        size_t len = blank ? (size_t)(blank - text.at) : text.len;
        qd_str word = { text.at, len };
        size_t width = qd_utf8_columns(word);
        if (column > left && column + 1 + width > p->columns) {
            qd_buf_char(p->out, '\n');
            qd_buf_fill(p->out, ' ', left - 1);
            column = left;
        }
        qd_buf_char(p->out, ' ');
        qd_buf_add(p->out, word);
        column += 1 + width;
        len += blank != NULL;
        text = (qd_str){ text.at + len, text.len - len };
    }
    qd_buf_char(p->out, '\n');
}

/* A page that writes aside, for what add_note then breaks into lines. */
static struct page aside(const struct page *p, qd_buf *to)
{
    *to = qd_buf_make(p->out->mem);
    struct page q = *p;
    q.out = to;
    return q;
}

static void end_aside(const struct page *p, qd_buf *note)
{
    add_note(p, qd_buf_str(note));
    qd_mem_release(note->mem, note->at);
}

static void add_text_note(const struct page *p, qd_str text)
{
    qd_buf note;
    struct page q = aside(p, &note);
    add_text(&q, text);
    end_aside(p, &note);
}

static void add_remedy(const struct page *p, const qd_diag *d)
{
    const char *remedy = qd_diag_table[d->code].remedy;
    if (remedy) add_text_note(p, filled(p, d, remedy));
}

/* The text that a fix replaces. */
static qd_str fix_span(const struct page *p, const qd_diag *d)
{
    if (!has_place(p, d->fix_pos)) return QD_STR("");
    const qd_file *f =
        &p->source->files.at[qd_source_file(p->source, d->fix_pos)];
    size_t at = d->fix_pos - f->start, len = d->fix_len;
    if (at > f->text.len) at = f->text.len;
    if (len > f->text.len - at) len = f->text.len - at;
    return (qd_str){ f->text.at + at, len };
}

static void add_quoted(const struct page *p, const char *before, qd_str text)
{
    qd_buf_printf(p->out, "%s`", before);
    qd_show_text(p->out, text, QUOTE_COLUMNS, p->how->ascii);
    qd_buf_char(p->out, '`');
}

/* Where a fix goes when that is not the marked place. */
static void add_fix_place(const struct page *p, const qd_diag *d)
{
    if (d->fix_pos == d->pos || !has_place(p, d->fix_pos)) return;
    qd_place fix = qd_source_place(p->source, d->fix_pos);
    qd_buf_c(p->out, " at ");
    add_place(p, &fix);
}

/* "did you mean" beside the caret says the same. */
static bool hint_says_fix(const qd_diag *d)
{
    return d->hint.len && d->fix_pos == d->pos && d->fix_len == d->len;
}

static void add_fix(const struct page *p, const qd_diag *d)
{
    if (!d->has_fix || hint_says_fix(d)) return;
    qd_str old = fix_span(p, d);
    qd_buf note;
    struct page q = aside(p, &note);
    qd_buf_c(&note, "fix: ");
    if (old.len)
        add_quoted(&q, d->fix.len ? "replace " : "remove ", old);
    if (d->fix.len)
        add_quoted(&q, old.len ? " by " : "insert ", d->fix);
    add_fix_place(&q, d);
    end_aside(p, &note);
}

static void add_chain(const struct page *p, qd_pos pos)
{
    const qd_file *files = p->source->files.at;
    const qd_file *f = &files[qd_source_file(p->source, pos)];
    unsigned level = 0;
    for (; f->included && level < QD_LIMIT_INCLUDE_DEPTH; level++) {
        if (level < CHAIN_SHOWN) {
            qd_place at = qd_source_place(p->source, f->included);
            qd_buf note;
            struct page q = aside(p, &note);
            qd_buf_c(&note, "included from ");
            add_text(&q, files[at.file].path);
            qd_buf_printf(&note, ":%u", at.line);
            end_aside(p, &note);
        }
        f = &files[f->by];
    }
    if (level <= CHAIN_SHOWN) return;
    qd_buf note;
    struct page q = aside(p, &note);
    qd_buf_printf(q.out, "and %u more above", level - CHAIN_SHOWN);
    end_aside(p, &note);
}

/* The n-th folded place; false when it is on the line of the one before. */
static bool folded_place(const struct page *p, const qd_diag *d, uint32_t n,
                         qd_place *out)
{
    qd_place before = qd_source_place(p->source, n ? d->places[n - 1]
                                                   : d->pos);
    *out = qd_source_place(p->source, d->places[n]);
    return out->line != before.line || out->file != before.file;
}

/* ": lines 14, 18, b.quid:3" or " on the same line". */
static void add_places(const struct page *p, const qd_diag *d, uint32_t kept)
{
    uint32_t shown = 0, n = 0;
    uint32_t file = qd_source_file(p->source, d->pos);
    for (; n < kept && shown < PLACES_SHOWN; n++) {
        qd_place at;
        if (!folded_place(p, d, n, &at)) continue;
        bool moved = at.file != file;
        const char *lines = kept > 1 ? ": lines " : ": line ";
        qd_buf_c(p->out, shown++ ? ", " : moved ? ": " : lines);
        if (moved) {
            add_text(p, p->source->files.at[at.file].path);
            qd_buf_char(p->out, ':');
        }
        qd_buf_printf(p->out, "%u", at.line);
        file = at.file;
    }
    if (n < d->times - 1)
        qd_buf_c(p->out, p->how->ascii ? ", ..." : ", \u2026");
    else if (shown == 0)
        qd_buf_c(p->out, " on the same line");
}

static void add_folded(const struct page *p, const qd_diag *d)
{
    if (d->times < 2) return;
    uint32_t more = d->times - 1;
    qd_buf note;
    struct page q = aside(p, &note);
    qd_buf_printf(&note, "and %u more", more);
    if (d->places && has_place(p, d->pos))
        add_places(&q, d, more < QD_LIMIT_PLACES ? more : QD_LIMIT_PLACES);
    end_aside(p, &note);
}

/* ---- the whole */

static void add_head(const struct page *p, const qd_diag *d)
{
    const qd_diag_info *info = &qd_diag_table[d->code];
    if (has_place(p, d->pos)) {
        qd_place at = qd_source_place(p->source, d->pos);
        colour_on(p, BOLD);
        add_place(p, &at);
        qd_buf_c(p->out, ": ");
        colour_off(p);
    }
    colour_on(p, p->colour);
    qd_buf_printf(p->out, "%s[%s]:", severity_word(info->severity),
                  info->code);
    colour_off(p);
    qd_buf_char(p->out, ' ');
    colour_on(p, BOLD);
    add_text(p, filled(p, d, info->message));
    colour_off(p);
    qd_buf_char(p->out, '\n');
}

static size_t digits(uint32_t n)
{
    size_t count = 1;
    for (; n >= 10; n /= 10) count++;
    return count;
}

/* Columns for the numbers of all lines that are shown. */
static size_t gutter_of(qd_source *source, const qd_diag *d)
{
    size_t widest = 4;
    for (unsigned i = 0; i <= d->n_labels; i++) {
        qd_pos pos = i ? d->labels[i - 1].pos : d->pos;
        if (pos == 0 || source->files.n == 0) continue;
        size_t n = digits(qd_source_place(source, pos).line);
        if (n > widest) widest = n;
    }
    return widest;
}

void qd_render_diag(qd_buf *out, const qd_diag *d, qd_source *source,
                    const qd_render *how)
{
    int columns = how->columns > 0 ? how->columns : COLUMNS_USUAL;
    if (columns < COLUMNS_LEAST) columns = COLUMNS_LEAST;
    struct page p = {
        .out = out, .source = source, .how = how,
        .columns = (size_t)columns, .gutter = gutter_of(source, d),
        .colour = severity_colour(qd_diag_table[d->code].severity),
    };
    add_head(&p, d);
    if (has_place(&p, d->pos))
        add_snippets(&p, d);
    else if (d->hint.len)
        add_text_note(&p, d->hint);
    add_remedy(&p, d);
    add_fix(&p, d);
    add_folded(&p, d);
    if (has_place(&p, d->pos)) add_chain(&p, d->pos);
}

static void add_count(qd_buf *out, const qd_diags *list, qd_severity s,
                      const char **between)
{
    uint32_t n = list->count[s];
    if (n == 0) return;
    qd_buf_printf(out, "%s%u %s%s", *between, n, severity_word(s),
                  n == 1 ? "" : "s");
    *between = ", ";
}

void qd_render_diags(qd_buf *out, const qd_diags *list, qd_source *source,
                     const qd_render *how)
{
    for (uint32_t i = 0; i < list->all.n; i++) {
        qd_render_diag(out, &list->all.at[i], source, how);
        qd_buf_char(out, '\n');
    }
    const char *between = "";
    add_count(out, list, QD_ERROR, &between);
    add_count(out, list, QD_WARNING, &between);
    add_count(out, list, QD_NOTE, &between);
    if (list->dropped)
        qd_buf_printf(out, "; %u of them not shown", list->dropped);
    if (*between) qd_buf_char(out, '\n');
}

/* A form without its arguments: each hole is three points. */
static void add_form(qd_buf *out, const char *form)
{
    while (*form) {
        bool hole = form[0] == '{' && form[1] && form[2] == '}';
        if (hole)
            qd_buf_c(out, "...");
        else
            qd_buf_char(out, *form);
        form += hole ? 3 : 1;
    }
}

void qd_render_explain(qd_buf *out, const qd_diag_info *info)
{
    qd_render how = { .ascii = true };
    struct page p = { .out = out, .how = &how, .columns = COLUMNS_USUAL,
                      .gutter = 1 };
    qd_buf_printf(out, "%s[%s]: ", severity_word(info->severity), info->code);
    add_form(out, info->message);
    qd_buf_char(out, '\n');
    if (info->remedy) {
        qd_buf note;
        struct page q = aside(&p, &note);
        add_form(q.out, info->remedy);
        end_aside(&p, &note);
    }
    qd_buf_char(out, '\n');
    qd_buf_c(out, info->explain);
    size_t len = strlen(info->explain);
    if (len && info->explain[len - 1] != '\n') qd_buf_char(out, '\n');
}
