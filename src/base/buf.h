/* A text that grows: what the outputs and renderers write into. */
#ifndef QD_BASE_BUF_H
#define QD_BASE_BUF_H

#include "base/mem.h"
#include "base/str.h"

typedef struct qd_buf {
    qd_mem *mem;
    char *at;
    size_t len, cap;
} qd_buf;

static inline qd_buf qd_buf_make(qd_mem *mem)
{
    return (qd_buf){ .mem = mem };
}
void qd_buf_add(qd_buf *b, qd_str s);
void qd_buf_c(qd_buf *b, const char *text);
void qd_buf_char(qd_buf *b, char c);
void qd_buf_fill(qd_buf *b, char c, size_t times);
/* printf without floating point: doubles go through base/number.h. */
void qd_buf_printf(qd_buf *b, const char *form, ...)
    __attribute__((format(printf, 2, 3)));
/* The text of `x` as qd_double_write gives it. */
void qd_buf_double(qd_buf *b, double x);
static inline qd_str qd_buf_str(const qd_buf *b)
{
    return (qd_str){ b->at, b->len };
}

#endif
