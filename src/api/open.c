/* Models: opened, counted, named, freed. */
#include "api/api.h"

#include <stdlib.h>

#include "lang/render.h"
#include "output/output.h"

static void *libc_alloc(void *ctx, void *old, size_t old_size,
                        size_t new_size)
{
    (void)ctx;
    (void)old_size;
    if (new_size > 0)
        return realloc(old, new_size);
    free(old);
    return NULL;
}

static quid_model *make_model(const quid_host *host)
{
    quid_host h = { 0 };
    if (host)
        h = *host;
    if (!h.alloc)
        h.alloc = libc_alloc;
    quid_model *m = h.alloc(h.ctx, NULL, 0, sizeof *m);
    if (!m)
        return NULL;
    memset(m, 0, sizeof *m);
    m->host = h;
    qd_mem_init(&m->mem, h.alloc, h.ctx);
    return m;
}

void quid_model_free(quid_model *m)
{
    if (!m)
        return;
    quid_host host = m->host;
    qd_mem_free_all(&m->mem);
    host.alloc(host.ctx, m, sizeof *m, 0);
}

typedef struct opening {
    quid_model *m;
    const char *path;
    const char *text; /* given, or NULL: read the path */
    size_t len;
    int error;
} opening;

static void open_model(void *ctx)
{
    opening *o = ctx;
    quid_model *m = o->m;
    const char *path = strcmp(o->path, "-") == 0 ? "stdin" : o->path;
    size_t path_len = strlen(path);
    char *name = qd_mem_resize(&m->mem, NULL, path_len + 1);
    memcpy(name, path, path_len + 1);
    m->path = (qd_str){ name, path_len };
    char *text = NULL;
    if (o->text) {
        text = qd_mem_resize(&m->mem, NULL, o->len + 1);
        memcpy(text, o->text, o->len);
        text[o->len] = '\0';
    } else {
        o->error = qd_file_read(&m->host, &m->mem, o->path, &text, &o->len);
    }
    if (o->error == 0)
        qd_model_load(&m->model, &m->mem, m->path,
                      (qd_str){ text, o->len }, qd_file_read, &m->host);
    m->model.progress = m->host.progress;
    m->model.progress_ctx = m->host.progress_ctx;
}

static quid_status open_with(opening *o, const quid_host *host,
                             quid_model **out, quid_error *error)
{
    *out = NULL;
    o->m = make_model(host);
    if (!o->m)
        return qd_error_memory(error);
    bool enough = qd_guard(&o->m->mem, open_model, o);
    if (!enough || o->error) {
        quid_model_free(o->m);
        return enough ? qd_error_file(error, o->path, o->error)
                      : qd_error_memory(error);
    }
    *out = o->m;
    size_t errors = quid_model_count(o->m, QD_ERROR);
    if (errors == 0)
        return QUID_OK;
    return qd_error_set(error, QUID_INVALID, "%s has %zu error%s", o->path,
                        errors, errors == 1 ? "" : "s");
}

quid_status quid_model_open(const char *path, const quid_host *host,
                            quid_model **out, quid_error *error)
{
    opening o = { .path = path };
    return open_with(&o, host, out, error);
}

quid_status quid_model_read(const char *path, const char *text, size_t len,
                            const quid_host *host, quid_model **out,
                            quid_error *error)
{
    opening o = { .path = path, .text = text, .len = len };
    return open_with(&o, host, out, error);
}

size_t quid_model_count(const quid_model *m, int severity)
{
    if (severity < QD_NOTE || severity > QD_ERROR)
        return 0;
    return m->model.diags.count[severity];
}

typedef struct rendering {
    quid_model *m;
    const quid_style *style;
    qd_buf buf;
} rendering;

static void render(void *ctx)
{
    rendering *r = ctx;
    qd_style s = qd_style_of(r->style);
    qd_render how = { .colour = s.colour, .ascii = s.ascii,
                      .columns = s.columns };
    qd_render_diags(&r->buf, &r->m->model.diags, &r->m->model.source, &how);
}

/* Any form but text is that of the tables of `check`. */
static quid_status diagnostics_as(quid_model *m, const char *format,
                                  const quid_style *style, quid_sink *sink,
                                  void *ctx)
{
    quid_answer *a = NULL;
    quid_status s = quid_ask(m, "check", NULL, 0, &a, NULL);
    if (s == QUID_OK)
        s = quid_answer_write(a, format, style, sink, ctx);
    quid_answer_free(a);
    return s;
}

quid_status quid_model_diagnostics(quid_model *m, const char *format,
                                   const quid_style *style, quid_sink *sink,
                                   void *ctx)
{
    if (strcmp(format, "text") != 0)
        return diagnostics_as(m, format, style, sink, ctx);
    rendering r = { .m = m, .style = style, .buf = qd_buf_make(&m->mem) };
    quid_status s = QUID_MEMORY;
    if (qd_guard(&m->mem, render, &r))
        s = qd_buf_send(&r.buf, sink, ctx);
    qd_mem_release(&m->mem, r.buf.at);
    return s;
}

/* What a question can take away or change. */
static bool is_of_kind(const qd_dir *d, const char *kind)
{
    if (strcmp(kind, "line") == 0 || strcmp(kind, "change") == 0)
        return qd_instrument_of(d)->flags & QD_I_HAPPENS;
    return qd_dir_is(d, kind);
}

quid_status quid_model_names(quid_model *m, const char *kind,
                             quid_sink *sink, void *ctx)
{
    const qd_tree *t = &m->model.tree;
    for (uint32_t i = 0; i < t->dirs.n; i++) {
        const qd_dir *d = &t->dirs.at[i];
        if (d->name == 0 || !is_of_kind(d, kind))
            continue;
        qd_str name = qd_model_name(&m->model, d->name);
        if (!sink(ctx, name.at, name.len))
            return QUID_IO;
    }
    return QUID_OK;
}
