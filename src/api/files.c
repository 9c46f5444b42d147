/* Reading files: once, whole, into one block of exactly the size of a
 * regular file and one byte for the NUL. Not mapped into memory: a file that
 * somebody shortens while it is mapped kills the reader. */
#include "api/api.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

typedef struct reading {
    qd_mem *mem;
    int fd;
    char *text;
    size_t len, room;
    const char *given; /* bytes that the host read; NULL: read from fd */
    int error;
} reading;

/* Reads what comes next; false at the end and when something is wrong. */
static bool read_more(reading *r)
{
    ssize_t n = read(r->fd, r->text + r->len, r->room - r->len);
    if (n < 0 && errno != EINTR)
        r->error = errno;
    if (n > 0)
        r->len += (size_t)n;
    if (r->len >= QD_LIMIT_TEXT)
        r->error = EFBIG;
    return r->error == 0 && n != 0;
}

static void read_all(void *ctx)
{
    reading *r = ctx;
    r->text = qd_mem_resize(r->mem, NULL, r->room);
    if (r->given) {
        memcpy(r->text, r->given, r->len);
    } else {
        /* The end shows itself in room that is left: there is always room
         * for the NUL. */
        while (read_more(r))
            if (r->len == r->room)
                r->text = qd_mem_resize(r->mem, r->text, r->room *= 2);
    }
    r->text[r->len < r->room ? r->len : 0] = '\0';
}

/* The size of a file whose size is known, else what a pipe holds. */
static int measure(reading *r)
{
    enum { USUAL = 65536 };
    struct stat s;
    if (fstat(r->fd, &s) != 0)
        return errno;
    if (S_ISDIR(s.st_mode))
        return EISDIR;
    if (S_ISREG(s.st_mode) && s.st_size >= (off_t)QD_LIMIT_TEXT)
        return EFBIG;
    r->room = S_ISREG(s.st_mode) && s.st_size > 0 ? (size_t)s.st_size + 1
                                                  : USUAL;
    return 0;
}

static int open_file(const char *path)
{
    if (strcmp(path, "-") == 0)
        return dup(STDIN_FILENO);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static int read_system(qd_mem *mem, const char *path, char **text,
                       size_t *len)
{
    reading r = { .mem = mem, .fd = open_file(path) };
    if (r.fd < 0)
        return errno;
    r.error = measure(&r);
    bool enough = r.error != 0 || qd_guard(mem, read_all, &r);
    close(r.fd);
    if (!enough)
        longjmp(*mem->oom, 1);
    *text = r.text;
    *len = r.len;
    return r.error;
}

static int read_host(const quid_host *host, qd_mem *mem, const char *path,
                     char **text, size_t *len)
{
    char *given = NULL;
    size_t n = 0;
    int error = host->read(host->ctx, path, &given, &n);
    if (error)
        return error;
    if (n >= QD_LIMIT_TEXT) {
        free(given);
        return EFBIG;
    }
    reading r = { .mem = mem, .given = given ? given : "", .len = n,
                  .room = n + 1 };
    bool enough = qd_guard(mem, read_all, &r);
    free(given);
    if (!enough)
        longjmp(*mem->oom, 1);
    *text = r.text;
    *len = r.len;
    return 0;
}

int qd_file_read(void *host, qd_mem *mem, const char *path, char **text,
                 size_t *len)
{
    const quid_host *h = host;
    return h->read ? read_host(h, mem, path, text, len)
                   : read_system(mem, path, text, len);
}

/* For quid_load: what the caller frees comes from malloc. */
typedef struct loading {
    qd_mem mem;
    const char *path;
    char **text;
    size_t *len;
    int error;
} loading;

static void load(void *ctx)
{
    loading *l = ctx;
    char *text = NULL;
    l->error = read_system(&l->mem, l->path, &text, l->len);
    if (l->error)
        return;
    *l->text = malloc(*l->len + 1);
    if (*l->text)
        memcpy(*l->text, text, *l->len + 1);
    else
        l->error = ENOMEM;
}

quid_status quid_load(const char *path, char **text, size_t *len,
                      quid_error *error)
{
    loading l = { .path = path, .text = text, .len = len };
    *text = NULL;
    qd_mem_init(&l.mem, NULL, NULL);
    if (!qd_guard(&l.mem, load, &l))
        l.error = ENOMEM;
    qd_mem_free_all(&l.mem);
    return l.error ? qd_error_file(error, path, l.error) : QUID_OK;
}
