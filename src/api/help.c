/* quid_help: the card of a topic, or the list of all; quid_manual: the man
 * page of the same cards. */
#include "api/help.h"

#include <stdio.h>

#include "api/api.h"
#include "output/output.h"

/* A word may be several things (`check` is a question and a directive): all
 * its cards are shown. Returns how many. */
static size_t write_cards(qd_page *p, const char *name)
{
    size_t found = 0;
    for (size_t k = 0; k < qd_topic_kind_count; k++) {
        const qd_topic_kind *kind = &qd_topic_kinds[k];
        for (size_t i = 0, n = kind->count(); i < n; i++) {
            if (!qd_topic_is(kind, i, name) || !qd_topic_is_first(kind, i))
                continue;
            kind->card(p, i);
            found++;
        }
    }
    return found;
}

static void list_names(qd_page *p, const qd_topic_kind *kind)
{
    qd_buf line = qd_buf_make(p->out->mem);
    for (size_t i = 0, n = kind->count(); i < n; i++)
        if (qd_topic_is_first(kind, i))
            qd_buf_printf(&line, "%s%s", line.len ? " " : "",
                          kind->name(i));
    qd_buf_char(&line, '\0');
    qd_page_text(p, line.at);
}

static void write_list(qd_page *p)
{
    qd_page_text(p, "`quid help TOPIC` shows the card of a topic.");
    for (size_t k = 0; k < qd_topic_kind_count; k++) {
        const qd_topic_kind *kind = &qd_topic_kinds[k];
        if (kind->described) {
            qd_topic_list(p, kind);
        } else {
            qd_page_section(p, kind->title);
            list_names(p, kind);
        }
    }
}

/* The man page: parts of all cards, in the order of the kinds. */
static void write_manual(qd_page *p)
{
    qd_page_preamble(p, "quid(1)");
    qd_page_part(p, "NAME");
    qd_page_text(p, "quid - deals of capital for compute, read and asked");
    qd_page_part(p, "SYNOPSIS");
    qd_page_code(p, "quid QUESTION FILE [OPERAND...] [OPTION...]\n"
                    "quid fmt [--check] FILE...\n"
                    "quid help [TOPIC]\n");
    for (size_t k = 0; k < qd_topic_kind_count; k++) {
        const qd_topic_kind *kind = &qd_topic_kinds[k];
        char title[60];
        snprintf(title, sizeof title, "%s", kind->title);
        for (char *c = title; *c; c++)
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        qd_page_part(p, title);
        for (size_t i = 0, n = kind->count(); i < n; i++)
            if (qd_topic_is_first(kind, i))
                kind->card(p, i);
    }
}

/* The nearest topic of all, NULL when none is near. */
static const char *near_topic(const char *name)
{
    const char *best = NULL;
    for (size_t k = 0; k < qd_topic_kind_count; k++) {
        const qd_topic_kind *kind = &qd_topic_kinds[k];
        for (size_t i = 0, n = kind->count(); i < n; i++) {
            /* The better of the best so far and this one. */
            const char *pair[2] = { best ? best : "", kind->name(i) };
            if (quid_nearest(name, pair, 2) == 1)
                best = pair[1];
        }
    }
    return best;
}

enum job_kind { JOB_LIST, JOB_CARD, JOB_MANUAL };

typedef struct job {
    qd_mem mem;
    enum job_kind kind;
    const char *topic;
    const quid_style *style;
    qd_buf out;
    size_t found;
} job;

static void write_pages(void *ctx)
{
    job *j = ctx;
    qd_style style = qd_style_of(j->style);
    qd_arena arena;
    qd_arena_init(&arena, &j->mem);
    qd_page page = { .out = &j->out, .arena = &arena,
                     .scdoc = j->kind == JOB_MANUAL,
                     .colour = style.colour, .columns = style.columns };
    j->found = 1;
    if (j->kind == JOB_LIST)
        write_list(&page);
    else if (j->kind == JOB_MANUAL)
        write_manual(&page);
    else
        j->found = write_cards(&page, j->topic);
}

static quid_status unknown_topic(const char *topic, quid_error *error)
{
    const char *near = near_topic(topic);
    if (near)
        return qd_error_set(error, QUID_USAGE, "there is no topic `%s`; did "
                            "you mean `%s`?", topic, near);
    return qd_error_set(error, QUID_USAGE, "there is no topic `%s`; "
                        "`quid help` lists them", topic);
}

static quid_status run_job(job *j, quid_sink *sink, void *ctx,
                           quid_error *error)
{
    quid_status s;
    qd_mem_init(&j->mem, NULL, NULL);
    j->out = qd_buf_make(&j->mem);
    if (!qd_guard(&j->mem, write_pages, j))
        s = qd_error_memory(error);
    else if (j->found == 0)
        s = unknown_topic(j->topic, error);
    else
        s = qd_buf_send(&j->out, sink, ctx);
    qd_mem_free_all(&j->mem);
    return s;
}

quid_status quid_help(const char *topic, const quid_style *style,
                      quid_sink *sink, void *ctx, quid_error *error)
{
    job j = { .kind = topic ? JOB_CARD : JOB_LIST, .topic = topic,
              .style = style };
    return run_job(&j, sink, ctx, error);
}

quid_status quid_manual(quid_sink *sink, void *ctx)
{
    job j = { .kind = JOB_MANUAL };
    return run_job(&j, sink, ctx, NULL);
}

quid_status quid_topics(quid_sink *sink, void *ctx)
{
    for (size_t k = 0; k < qd_topic_kind_count; k++) {
        const qd_topic_kind *kind = &qd_topic_kinds[k];
        for (size_t i = 0, n = kind->count(); i < n; i++) {
            const char *name = kind->name(i);
            if (qd_topic_is_first(kind, i)
                && !sink(ctx, name, strlen(name)))
                return QUID_IO;
        }
    }
    return QUID_OK;
}
