/* Whether a text is JSON (RFC 8259), and its strings are UTF-8 without raw
 * controls. */
#ifndef QD_FUZZ_JSON_VALID_H
#define QD_FUZZ_JSON_VALID_H

#include <stdbool.h>
#include <stddef.h>

bool qd_json_valid(const char *text, size_t len);

#endif
