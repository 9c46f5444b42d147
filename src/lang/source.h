/* The source map: all texts of a model in one space of positions.
 *
 * A position is one number: the start of its file plus the byte in it.
 * Position 0 is no place. Files are kept in the order in which they were
 * taken in; texts are followed by a NUL that is not counted, so a reader may
 * look one byte ahead. The library reads no file by itself: qd_source_open
 * asks the loader that the caller gave (the api gives one that reads the
 * file system). */
#ifndef QD_LANG_SOURCE_H
#define QD_LANG_SOURCE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/vec.h"

typedef struct qd_file {
    qd_str path;      /* as given, or "<policy>" for a shipped one */
    qd_str text;      /* the whole file, BOM left out */
    qd_pos start;     /* position of its first byte */
    qd_pos included;  /* where the include stands; 0 for the root */
    uint32_t by;      /* the including file; itself for the root */
    bool shipped;
    uint32_t *lines;  /* offsets of line starts, made when first needed */
    uint32_t n_lines;
} qd_file;

typedef struct qd_source {
    qd_mem *mem;
    qd_arena *arena;
    QD_VEC(qd_file) files;
    qd_pos next;      /* where the next file starts */
} qd_source;

/* A place as people count: line and column from 1, the column in code
 * points. */
typedef struct qd_place {
    uint32_t file, line, column;
    qd_str text;      /* the line without its end */
    uint32_t offset;  /* of the position in that line, bytes */
} qd_place;

void qd_source_init(qd_source *s, qd_mem *mem, qd_arena *arena);
/* Takes a text in (not copied; NUL behind it); returns the file's index, or
 * UINT32_MAX when a limit is reached (QD_LIMIT_TEXT, QD_LIMIT_FILES). */
uint32_t qd_source_add(qd_source *s, qd_str path, qd_str text,
                       qd_pos included);
/* The file that holds a position. */
uint32_t qd_source_file(const qd_source *s, qd_pos pos);
qd_place qd_source_place(qd_source *s, qd_pos pos);
/* The bytes at a position to the end of its file. */
static inline const char *qd_source_at(const qd_source *s, qd_pos pos)
{
    const qd_file *f = &s->files.at[qd_source_file(s, pos)];
    return f->text.at + (pos - f->start);
}

#endif
