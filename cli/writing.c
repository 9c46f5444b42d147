/* Bytes out: to a stream, or to a file that is replaced as a whole. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli.h"

/* The temporary file that is being written; "" when there is none. One at a
 * time, kept here for the signal handler. */
static char pending[PATH_MAX];

bool cli_out_write(void *ctx, const char *bytes, size_t len)
{
    cli_out *out = ctx;
    while (len > 0 && out->error == 0) {
        ssize_t n = write(out->fd, bytes, len);
        if (n >= 0) {
            bytes += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            struct pollfd wait = { .fd = out->fd, .events = POLLOUT };
            poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            out->error = errno;
        }
    }
    return out->error == 0;
}

int cli_out_failed(const cli_out *out, const char *name)
{
    if (out->error != EPIPE) /* `quid flows F | head` is no mistake */
        cli_say("cannot write to %s: %s", name, strerror(out->error));
    return CLI_FILES;
}

void cli_draft_abandon(void)
{
    if (pending[0])
        unlink(pending);
}

static mode_t new_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int drop_with(cli_draft *d, int error)
{
    cli_draft_drop(d);
    return error;
}

/* A new file beside the target, with the mode and the owner that the target
 * has or would get. */
static int open_beside(cli_draft *d, const struct stat *old)
{
    const char *slash = strrchr(d->target, '/');
    int folder = slash ? (int)(slash - d->target) + 1 : 0;
    int n = snprintf(pending, sizeof pending, "%.*s.quid-XXXXXX", folder,
                     d->target);
    if (n < 0 || (size_t)n >= sizeof pending) {
        pending[0] = '\0';
        return drop_with(d, ENAMETOOLONG);
    }
    d->out.fd = mkstemp(pending);
    if (d->out.fd < 0) {
        int error = errno;
        pending[0] = '\0';
        return drop_with(d, error);
    }
    d->temp = pending;
    if (old && (old->st_uid != geteuid() || old->st_gid != getegid())
        && fchown(d->out.fd, old->st_uid, old->st_gid) != 0)
        return drop_with(d, errno);
    if (fchmod(d->out.fd, old ? old->st_mode & 07777 : new_mode()) != 0)
        return drop_with(d, errno);
    return 0;
}

int cli_draft_open(cli_draft *d, const char *path)
{
    *d = (cli_draft){ .out = { .fd = -1 } };
    struct stat old;
    if (stat(path, &old) != 0) {
        d->target = strdup(path);
        return d->target ? open_beside(d, NULL) : ENOMEM;
    }
    if (S_ISDIR(old.st_mode))
        return EISDIR;
    if (!S_ISREG(old.st_mode)) {
        d->out.fd = open(path, O_WRONLY | O_CLOEXEC);
        return d->out.fd < 0 ? errno : 0;
    }
    /* Renaming asks the folder only; a file that may not be written stays. */
    if (access(path, W_OK) != 0)
        return errno;
    d->target = realpath(path, NULL);
    return d->target ? open_beside(d, &old) : errno;
}

int cli_draft_keep(cli_draft *d)
{
    if (d->out.error)
        return drop_with(d, d->out.error);
    if (d->temp && fsync(d->out.fd) != 0)
        return drop_with(d, errno);
    int fd = d->out.fd;
    d->out.fd = -1;
    if (close(fd) != 0)
        return drop_with(d, errno);
    if (d->temp && rename(d->temp, d->target) != 0)
        return drop_with(d, errno);
    pending[0] = '\0';
    d->temp = NULL;
    cli_draft_drop(d);
    return 0;
}

void cli_draft_drop(cli_draft *d)
{
    if (d->out.fd >= 0)
        close(d->out.fd);
    if (d->temp)
        unlink(d->temp);
    pending[0] = '\0';
    free(d->target);
    *d = (cli_draft){ .out = { .fd = -1 } };
}
