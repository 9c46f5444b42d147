/* Text to tree. */
#ifndef QD_LANG_PARSE_H
#define QD_LANG_PARSE_H

#include "lang/tree.h"

/* What the parser is told of the words: keywords are the symbols 1 to
 * n_keywords, in the order of `keywords`. Further words (fields, functions)
 * follow and mean nothing to the parser. */
typedef struct qd_vocabulary {
    const struct qd_keyword {
        const char *word;
        enum qd_form form;
        bool list; /* several names may stand after it */
    } *keywords;
    uint32_t n_keywords;
    const char *const *words; /* symbols from n_keywords + 1 */
    uint32_t n_words;
} qd_vocabulary;

void qd_tree_init(qd_tree *t, qd_source *source, qd_diags *diags,
                  const qd_vocabulary *v);
/* Adds the directives of one file of the source map. Errors become
 * diagnostics; the parser goes on at the next line that starts a header. */
void qd_parse(qd_tree *t, uint32_t file, const qd_vocabulary *v);

#endif
