#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/number.h"

#define LEAST 256u

/* Room for `more` bytes behind the last. */
static char *reserve(qd_buf *b, size_t more)
{
    if (more > b->cap - b->len) {
        size_t need = more > SIZE_MAX - b->len ? SIZE_MAX : b->len + more;
        size_t grown = b->cap < SIZE_MAX / 2 ? b->cap * 2 : need;
        if (grown < need) grown = need;
        if (grown < LEAST) grown = LEAST;
        b->at = qd_mem_resize(b->mem, b->at, grown);
        b->cap = grown;
    }
    return b->at + b->len;
}

void qd_buf_add(qd_buf *b, qd_str s)
{
    if (s.len == 0) return;
    memcpy(reserve(b, s.len), s.at, s.len);
    b->len += s.len;
}

void qd_buf_c(qd_buf *b, const char *text)
{
    qd_buf_add(b, qd_str_c(text));
}

void qd_buf_char(qd_buf *b, char c)
{
    *reserve(b, 1) = c;
    b->len++;
}

void qd_buf_fill(qd_buf *b, char c, size_t times)
{
    if (times == 0) return;
    memset(reserve(b, times), c, times);
    b->len += times;
}

void qd_buf_printf(qd_buf *b, const char *form, ...)
{
    va_list args, again;
    va_start(args, form);
    va_copy(again, args);
    size_t room = b->cap - b->len;
    int len = vsnprintf(room ? b->at + b->len : NULL, room, form, args);
    va_end(args);
    size_t n = len > 0 ? (size_t)len : 0;
    if (n >= room) { /* vsnprintf needs a place for its NUL */
        char *at = reserve(b, n + 1);
        vsnprintf(at, n + 1, form, again);
    }
    va_end(again);
    b->len += n;
}

void qd_buf_double(qd_buf *b, double x)
{
    char text[32];
    qd_buf_add(b, qd_double_write(x, text));
}
