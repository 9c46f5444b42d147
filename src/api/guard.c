/* The boundary: statuses, errors in words, running out of memory. */
#include "api/api.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "output/output.h"

const char *quid_version(void)
{
    return QUID_VERSION;
}

bool qd_guard(qd_mem *mem, void (*job)(void *), void *ctx)
{
    jmp_buf here, *outer = mem->oom;
    mem->oom = &here;
    if (setjmp(here) != 0) {
        mem->oom = outer;
        return false;
    }
    job(ctx);
    mem->oom = outer;
    return true;
}

/* Cuts a text that filled its room at a whole character. */
static void cut(quid_error *e, int wanted)
{
    if (wanted >= 0 && (size_t)wanted < sizeof e->text)
        return;
    size_t len = sizeof e->text - 1;
    while (len > 0 && ((unsigned char)e->text[len] & 0xC0) == 0x80)
        len--;
    e->text[len] = '\0';
}

quid_status qd_error_set(quid_error *e, quid_status s, const char *form, ...)
{
    if (!e)
        return s;
    va_list args;
    va_start(args, form);
    int wanted = vsnprintf(e->text, sizeof e->text, form, args);
    va_end(args);
    cut(e, wanted);
    e->status = s;
    return s;
}

quid_status qd_error_memory(quid_error *e)
{
    return qd_error_set(e, QUID_MEMORY, "there is not enough memory");
}

quid_status qd_error_file(quid_error *e, const char *path, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return qd_error_set(e, QUID_IO, "there is no file `%s`; look at its "
                            "name and its folder", path);
    case EACCES:
        return qd_error_set(e, QUID_IO, "`%s` may not be read: its owner has "
                            "to allow it (chmod +r)", path);
    case EISDIR:
        return qd_error_set(e, QUID_IO, "`%s` is a folder; name a file in it",
                            path);
    case EFBIG:
        return qd_error_set(e, QUID_IO, "`%s` has more than %u bytes, the "
                            "most that a model may have", path,
                            QD_LIMIT_TEXT);
    case ENOMEM:
        return qd_error_memory(e);
    default:
        return qd_error_set(e, QUID_IO, "`%s` cannot be read: %s", path,
                            strerror(error));
    }
}

struct qd_style qd_style_of(const quid_style *s)
{
    qd_style style = { .columns = 80 };
    if (s) {
        style.columns = s->columns > 0 ? s->columns : 80;
        style.ascii = s->ascii;
        style.colour = s->colour;
    }
    return style;
}

quid_status qd_buf_send(const qd_buf *b, quid_sink *sink, void *ctx)
{
    if (b->len == 0 || sink(ctx, b->at, b->len))
        return QUID_OK;
    return QUID_IO;
}
