/* What the tests of pictures share: a reader of SVG, the check for texts over
 * each other, and texts that are hard to lay out. */
#ifndef QD_SVG_TEST_H
#define QD_SVG_TEST_H

#include <ctype.h>

#include "output/picture.h"
#include "output_test.h"

/* A reader of the XML that we write: elements, attributes in double quotes,
 * five entities. Fails the test at the first thing that is not so. */
struct reader {
    const char *p;
    char open[32][16];
    bool titled[32]; /* the group has its title */
    int depth, marks, texts;
};

static inline void read_name(struct reader *r, char *name)
{
    int n = 0;
    while (isalnum((unsigned char)*r->p) && n < 15)
        name[n++] = *r->p++;
    name[n] = '\0';
    assert_true(n > 0);
}

static inline void read_entity(struct reader *r)
{
    static const char *const names[] = { "&amp;", "&lt;", "&gt;", "&quot;" };
    for (size_t i = 0; i < 4; i++)
        if (strncmp(r->p, names[i], strlen(names[i])) == 0) {
            r->p += strlen(names[i]);
            return;
        }
    fail_msg("no entity: %.20s", r->p);
}

static inline void read_attributes(struct reader *r)
{
    while (*r->p == ' ') {
        for (r->p++; *r->p != '='; r->p++)
            assert_true(isalnum((unsigned char)*r->p) || *r->p == '-');
        assert_true(*++r->p == '"');
        for (r->p++; *r->p != '"'; ) {
            assert_true(*r->p && *r->p != '<');
            if (*r->p == '&')
                read_entity(r);
            else
                r->p++;
        }
        r->p++;
    }
}

static inline bool in_titled_group(const struct reader *r)
{
    for (int i = 0; i < r->depth; i++)
        if (strcmp(r->open[i], "g") == 0 && r->titled[i])
            return true;
    return false;
}

static inline void note_element(struct reader *r, const char *name)
{
    static const char *const marks[] = { "rect", "line", "circle", "path" };
    for (size_t i = 0; i < 4; i++)
        if (strcmp(name, marks[i]) == 0) {
            r->marks++;
            if (r->marks > 1 && !in_titled_group(r)) /* 1 is the paper */
                fail_msg("a mark without title: %.60s", r->p);
        }
    r->texts += strcmp(name, "text") == 0;
    if (strcmp(name, "title") == 0)
        r->titled[r->depth - 1] = r->p[1] != '<';
}

static inline void read_element(struct reader *r)
{
    char name[16];
    if (r->p[1] == '/') {
        r->p += 2;
        read_name(r, name);
        assert_true(r->depth > 0);
        assert_string_equal(name, r->open[--r->depth]);
        assert_true(*r->p++ == '>');
        return;
    }
    r->p++;
    read_name(r, name);
    read_attributes(r);
    note_element(r, name);
    if (strncmp(r->p, "/>", 2) == 0) {
        r->p += 2;
        return;
    }
    assert_true(*r->p++ == '>');
    assert_true(r->depth < 32);
    strcpy(r->open[r->depth], name);
    r->titled[r->depth++] = false;
}

static inline struct reader read_svg(const char *svg)
{
    struct reader r = { .p = svg };
    assert_true(strncmp(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"",
                        38) == 0);
    while (*r.p) {
        if (*r.p == '<')
            read_element(&r);
        else if (*r.p == '&')
            read_entity(&r);
        else
            assert_true((unsigned char)*r.p >= 32 || *r.p == '\n'), r.p++;
    }
    assert_int_equal(r.depth, 0);
    return r;
}

static inline void check_picture(struct answer_world *w)
{
    qd_picture p = qd_picture_of(w->answer);
    const qd_box *a, *b;
    if (qd_scene_clash(p.scene, p.height, &a, &b))
        fail_msg("'%.*s' at %g,%g and '%.*s'", QD_STR_ARG(a->text), a->x,
                 a->y, b ? (int)b->text.len : 9, b ? b->text.at : "the edge");
    read_svg(answer_written(w, "svg", (qd_style){ 0 }));
}

static inline int count_of(const char *text, const char *what)
{
    int n = 0;
    for (const char *p = text; (p = strstr(p, what)); p++)
        n++;
    return n;
}

static inline uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static const char *some_text(struct answer_world *w, uint32_t *seed)
{
    static const char *const words[] = {
        "Microsoft", "a", "شركة", "الاصطناعي", "北京智算科技有限公司",
        "averyveryverylongnamewithoutanyplacetobreakitatallinsideit", "W&W",
        "<b>", "→", "OpenAI", "ΩΨ", "Ширина", "of", "the", "1,000", "\x01",
        "\xFF",
    };
    char text[1000] = "";
    for (uint32_t n = 1 + next(seed) % 8; n > 0; n--) {
        strcat(text, words[next(seed) % (sizeof words / sizeof *words)]);
        strcat(text, n > 1 ? " " : "");
    }
    return qd_arena_copy(&w->arena, qd_str_c(text)).at;
}

#endif
