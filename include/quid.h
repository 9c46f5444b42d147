/* quid: capital-for-compute deals, the public interface.
 *
 * A model is read from a file in the quid language, checked, and asked
 * questions; an answer is a set of tables that is written as text, JSON, CSV
 * and so on. The library never prints, never exits, reads no environment
 * and has no global state: models are independent of each other, and one
 * model may be used by one thread at a time.
 *
 *     quid_model *m;
 *     quid_error e;
 *     if (quid_model_open("stories.quid", NULL, &m, &e) == QUID_OK) {
 *         quid_answer *a;
 *         if (quid_ask(m, "flows", args, n, &a, &e) == QUID_OK) {
 *             quid_answer_write(a, "json", NULL, sink, ctx);
 *             quid_answer_free(a);
 *         }
 *         quid_model_free(m);
 *     }
 */
#ifndef QUID_H
#define QUID_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QUID_LANGUAGE 1 /* the version of the language that is read */

typedef struct quid_model quid_model;
typedef struct quid_answer quid_answer;

typedef enum quid_status {
    QUID_OK = 0,
    QUID_INVALID = 1,   /* the model has errors: see quid_model_diagnostics */
    QUID_USAGE = 2,     /* an unknown question, option, party or format */
    QUID_IO = 4,        /* a file could not be read, or the sink said no */
    QUID_MEMORY = 6,    /* the allocator failed */
    QUID_CANCELLED = 7
} quid_status;

/* What went wrong, in words: a sentence with its remedy, ended by NUL. */
typedef struct quid_error {
    quid_status status;
    char text[512];
} quid_error;

/* Takes `len` bytes; returns false to stop writing (QUID_IO). */
typedef bool quid_sink(void *ctx, const char *bytes, size_t len);

typedef struct quid_host {
    /* Memory: grows, shrinks or (new_size 0) frees `old`; NULL: failure.
     * A null pointer here: the C library's realloc. */
    void *(*alloc)(void *ctx, void *old, size_t old_size, size_t new_size);
    /* Reads a whole file for the root and for includes: allocates with
     * malloc one byte more than it reports, the caller frees. 0, or an errno
     * value. A null pointer here: the file system. */
    int (*read)(void *ctx, const char *path, char **text, size_t *len);
    void *ctx;
    /* Called now and then while a long answer is being made, with the share
     * that is done; false ends it early: the answer is then of what is there
     * and says so. A null pointer here: nobody is told. */
    bool (*progress)(void *ctx, double share);
    void *progress_ctx;
} quid_host;

/* How a screen is drawn. */
typedef struct quid_style {
    int columns;  /* width, 0: 80 */
    bool ascii;   /* no characters beyond ASCII of our own */
    bool colour;  /* ANSI colours */
} quid_style;

typedef struct quid_argument {
    const char *name;  /* "known-by"; "" for an operand such as a party */
    const char *value; /* NULL for a flag */
} quid_argument;

const char *quid_version(void);

/* Reads, resolves and checks a model and what it includes; "-" is standard
 * input, named "stdin" in messages. A model that has
 * errors is returned too (status QUID_INVALID), so that its diagnostics can
 * be read; *out is NULL only for QUID_IO and QUID_MEMORY. */
quid_status quid_model_open(const char *path, const quid_host *host,
                            quid_model **out, quid_error *error);
/* As quid_model_open for a text in memory; `path` names it in messages and
 * is where its includes start from. */
quid_status quid_model_read(const char *path, const char *text, size_t len,
                            const quid_host *host, quid_model **out,
                            quid_error *error);
void quid_model_free(quid_model *m);

/* Diagnostics of the model: errors, warnings, notes counted by severity
 * (0 note, 1 warning, 2 error), and all of them written as "text" or
 * "json". */
size_t quid_model_count(const quid_model *m, int severity);
quid_status quid_model_diagnostics(quid_model *m, const char *format,
                                   const quid_style *style, quid_sink *sink,
                                   void *ctx);

/* Asks a question: the name of a command ("check", "flows"). */
quid_status quid_ask(quid_model *m, const char *question,
                     const quid_argument *args, size_t n, quid_answer **out,
                     quid_error *error);
/* 0, or 1 when the answer says that checks failed. */
int quid_answer_status(const quid_answer *a);
/* Writes an answer in a format ("text", "json", "csv", "svg"). */
quid_status quid_answer_write(const quid_answer *a, const char *format,
                              const quid_style *style, quid_sink *sink,
                              void *ctx);
void quid_answer_free(quid_answer *a);

/* The tidy form of a text (`quid fmt`). *out is allocated with malloc. */
quid_status quid_format(const char *text, size_t len, char **out,
                        size_t *out_len, quid_error *error);

/* The manual: a card per topic (a command, a keyword, a field, a unit, a
 * distribution, a diagnostic code). `topic` NULL: the list of topics.
 * QUID_USAGE when there is no such topic (error->text says what is near). */
quid_status quid_help(const char *topic, const quid_style *style,
                      quid_sink *sink, void *ctx, quid_error *error);
/* The whole manual as scdoc source. */
quid_status quid_manual(quid_sink *sink, void *ctx);

/* The names of those topics: calls the sink once per name. */
quid_status quid_topics(quid_sink *sink, void *ctx);

/* Questions that can be asked and their options, for command lines and
 * other faces. */
typedef struct quid_option_info {
    const char *name, *doc;
    const char *kind;  /* "flag", "date", "count", "word", "scenario",
                          "party", "text", "file" (the host reads it),
                          "line": a deal or a line that may happen,
                          "change": its name and how much ("sales 30 %") */
    const char *words; /* of "word", with a blank between them */
} quid_option_info;
typedef struct quid_question_info {
    const char *name, *question, *operands, *doc, *example;
    size_t n_options;
} quid_question_info;
size_t quid_question_count(void);
quid_question_info quid_question(size_t i);
quid_option_info quid_question_option(size_t question, size_t i);

/* Formats of quid_answer_write. */
typedef struct quid_output_info {
    const char *name, *doc, *media;
} quid_output_info;
size_t quid_output_count(void);
quid_output_info quid_output(size_t i);

/* Reads a whole file with the checks and words of quid_model_open; "-" is
 * standard input. *text is allocated with malloc and has a NUL behind it. */
quid_status quid_load(const char *path, char **text, size_t *len,
                      quid_error *error);
/* Did you mean: index of the nearest of n words, n when none is near. */
size_t quid_nearest(const char *word, const char *const *words, size_t n);

/* Names of a model by kind ("party", "scenario", "source", "deal", ...; "line"
 * and "change" as of options), for completion: calls the sink once per name. */
quid_status quid_model_names(quid_model *m, const char *kind,
                             quid_sink *sink, void *ctx);

#ifdef __cplusplus
}
#endif
#endif
