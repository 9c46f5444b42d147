/* Comma-separated text, line by line: the first line names the columns. What
 * is wrong is told with file, line and remedy (qd_refuse). */
#ifndef QD_ANALYSIS_CSV_LINES_H
#define QD_ANALYSIS_CSV_LINES_H

#include "analysis/asked.h"
#include "model/model.h"

enum { QD_CSV_FIELDS = 16 };

typedef struct qd_csv {
    qd_model *m;
    qd_str path;
    const char *at, *end;
    uint32_t line;              /* of the fields, from 1 on */
    qd_str field[QD_CSV_FIELDS];
    uint32_t n_fields;          /* 0: behind the last line */
    uint32_t n_columns;         /* of the header; 0 before it is read */
} qd_csv;

void qd_csv_begin(qd_csv *c, qd_model *m, const qd_argument *file);
/* The fields of the next line that is not empty; false when it is wrong. */
bool qd_csv_next(qd_csv *c);
/* Where the named columns stand, -1: nowhere; the first `needed` must. */
bool qd_csv_header(qd_csv *c, const char *const *names, int n, int needed,
                   int *column, const char *remedy);
/* Notes each column of the header just read that has none of the names. */
void qd_csv_unread(const qd_csv *c, const char *const *names, int n,
                   qd_answer *answer);
/* The field of a column, empty where the line or the file has none. */
qd_str qd_csv_field(const qd_csv *c, int column);
/* Refuses: "what", the text, the remedy. Returns false. */
bool qd_csv_wrong(const qd_csv *c, const char *what, qd_str text,
                  const char *remedy);
/* A whole number from 0 up to 2^63 - 1. */
bool qd_csv_whole(const qd_csv *c, const char *what, qd_str text,
                  int64_t *out);
/* From 0 to 1, as 0.4 or 40 %. */
bool qd_part_read(qd_str text, double *out);
bool qd_csv_part(const qd_csv *c, const char *what, qd_str text, double *out);

#endif
