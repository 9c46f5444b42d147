/* The manual: topics, and a card for each. */
#ifndef QD_API_HELP_H
#define QD_API_HELP_H

#include "api/page.h"
#include "model/schema.h"

/* A topic that belongs to no table of the language (topics.def). */
typedef struct qd_topic {
    const char *name, *summary, *text;
    bool command;
} qd_topic;
extern const qd_topic qd_topics[];
extern const size_t qd_topic_count;

/* Where topics come from; a card is written by the row that owns it. */
typedef struct qd_topic_kind {
    const char *title; /* "Words of the language" */
    bool described;    /* listed with what each is, else by name only */
    bool command;      /* its topics are commands */
    size_t (*count)(void);
    const char *(*name)(size_t i);
    const char *(*summary)(size_t i);
    void (*card)(qd_page *p, size_t i);
} qd_topic_kind;
extern const qd_topic_kind qd_topic_kinds[];
extern const size_t qd_topic_kind_count;

/* The topics of a kind, each with what it is. */
void qd_topic_list(qd_page *p, const qd_topic_kind *kind);
/* Whether the topic is called so: codes in any case, units with a prefix. */
bool qd_topic_is(const qd_topic_kind *kind, size_t i, const char *name);
/* The first of its kind to have this name: fields of one name are a topic. */
bool qd_topic_is_first(const qd_topic_kind *kind, size_t i);

#endif
