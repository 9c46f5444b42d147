/* What the files that implement <quid.h> share.
 *
 * Memory: whatever may fail to get memory runs inside qd_guard, the one
 * boundary at which "out of memory" becomes a status. */
#ifndef QD_API_API_H
#define QD_API_API_H

#include <quid.h>

#include "base/buf.h"
#include "model/model.h"
#include "table/table.h"

struct quid_model {
    qd_mem mem; /* all that the model and its answers hold */
    qd_model model;
    quid_host host;
    qd_str path; /* as messages name it */
};

struct quid_answer {
    quid_model *owner;
    qd_answer *answer;
};

/* Runs job(ctx); false when memory ran out on the way. May be nested. */
bool qd_guard(qd_mem *mem, void (*job)(void *), void *ctx);

/* Fills an error (which may be NULL) and returns its status. */
quid_status qd_error_set(quid_error *e, quid_status s, const char *form, ...)
    __attribute__((format(printf, 3, 4)));
quid_status qd_error_memory(quid_error *e);
/* Why a file could not be read, with the remedy. */
quid_status qd_error_file(quid_error *e, const char *path, int error);

/* Reads a file into a model's memory (a qd_read_fn whose ctx is the
 * quid_host); "-" is standard input. */
int qd_file_read(void *host, qd_mem *mem, const char *path, char **text,
                 size_t *len);

/* Writes by the style of the public header. */
struct qd_style qd_style_of(const quid_style *s);
/* Gives what stands in a buffer to the sink. */
quid_status qd_buf_send(const qd_buf *b, quid_sink *sink, void *ctx);

#endif
