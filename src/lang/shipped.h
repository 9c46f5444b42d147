/* The shipped library (lib/ of the source tree), embedded in the binary.
 *
 * The definitions are written by tools/embed at build time. `name` is the
 * file's name without ".quid", as it stands in `include <name>`. `text` is
 * followed by a NUL that `len` does not count. The files stand in the order of
 * their names. */
#ifndef QD_LANG_SHIPPED_H
#define QD_LANG_SHIPPED_H

#include <stddef.h>

struct qd_shipped {
    const char *name;
    const char *text;
    size_t len;
};

extern const struct qd_shipped qd_shipped_files[];
extern const size_t qd_shipped_count;

#endif
